#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# regen.sh [--check]: generate the ABI code from the spec with the kernel's own
# generator. With --check, change nothing and fail when that differs from what
# is here. KSRC= names the kernel source; without it the cached one is used.
set -euo pipefail
TOP=$(cd "$(dirname "$0")/../.." && pwd)
SPEC=Documentation/netlink/specs/cpo.yaml

die()
{
	printf 'error: %s\n' "$@" >&2
	exit 1
}

# generate MODE KIND FILE: FILE is a path from the top
generate()
{
	python3 "$KSRC/tools/net/ynl/pyynl/ynl_gen_c.py" --mode "$1" "--$2" \
		--spec "$WORK/$SPEC" -o "$WORK/$3" ||
		die "the generator failed on $SPEC"
}

# The generator takes the kernel's layout for granted: it looks for MAINTAINERS
# above the spec, and for the schema, which it checks the spec against, beside.
prepare()
{
	mkdir -p "$WORK/Documentation/netlink/specs" "$WORK/uapi/linux" \
		"$WORK/driver/core"
	: >"$WORK/MAINTAINERS"
	cp "$KSRC/Documentation/netlink/genetlink.yaml" \
		"$WORK/Documentation/netlink/"
	cp "$TOP/$SPEC" "$WORK/$SPEC"
}

main()
{
	local file rc=0

	KSRC=${KSRC:-$("$TOP/qemu/fetch.sh" kernel 7)}
	[[ -f $KSRC/tools/net/ynl/pyynl/ynl_gen_c.py ]] ||
		die "KSRC='$KSRC' has no tools/net/ynl/pyynl/ynl_gen_c.py"
	WORK=$(mktemp -d)
	trap 'rm -rf "$WORK"' EXIT
	export PYTHONDONTWRITEBYTECODE=1

	prepare
	generate uapi header uapi/linux/cpo.h
	generate kernel header driver/core/cpo_nl_gen.h
	generate kernel source driver/core/cpo_nl_gen.c

	for file in uapi/linux/cpo.h driver/core/cpo_nl_gen.{h,c}; do
		if [[ ${1:-} == --check ]]; then
			diff -uN "$TOP/$file" "$WORK/$file" || rc=1
		elif ! cmp -s "$TOP/$file" "$WORK/$file"; then
			cp "$WORK/$file" "$TOP/$file"
			printf 'regenerated %s\n' "$file"
		fi
	done
	[[ $rc -eq 0 ]] || die "generated files are out of date: make regen"
}

[[ $# -eq 0 || ( $# -eq 1 && $1 == --check ) ]] ||
	die "usage: regen.sh [--check]"
main "$@"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# lint.sh [CHECK...]: static checks, all silent when clean.
#   checkpatch kerneldoc w1 sparse regen shell python spdx tools
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../qemu/lib.sh"

ALL_CHECKS=(checkpatch w1 sparse regen kerneldoc tools shell python spdx)
KSRC7=$("$CPO_TOP/qemu/fetch.sh" kernel 7)
GENERATED='/cpo_nl_gen\.|/uapi/linux/cpo\.h$'

# files PATTERN: this repository's files, tracked or about to be
files()
{
	git -C "$CPO_TOP" ls-files -co --exclude-standard | sort -u |
		grep -E "$1" | while read -r file; do
			[[ -f $CPO_TOP/$file ]] && printf '%s\n' "$CPO_TOP/$file"
		done
}

c_sources()
{
	files '^(driver|uapi)/.*\.[ch]$'
}

# Out of tree there is no kernel tree to look things up in, and driver/compat
# is where kernel versions may be told apart. A trace event is a table, which the
# kernel writes in a way of its own.
check_checkpatch()
{
	local ignore=FILE_PATH_CHANGES,SPDX_LICENSE_TAG,CAMELCASE,MACRO_ARG_REUSE

	c_sources | grep -vE "$GENERATED|/driver/compat/|_trace\.h$" | xargs -r -P 2 -n 8 \
		perl "$KSRC7/scripts/checkpatch.pl" --no-tree --strict --quiet \
		--no-summary --terse --show-types --max-line-length=80 \
		--ignore "$ignore" -f
	files '^driver/.*_trace\.h$' | xargs -r \
		perl "$KSRC7/scripts/checkpatch.pl" --no-tree --strict --quiet \
		--no-summary --terse --show-types --max-line-length=80 \
		--ignore "$ignore,OPEN_ENDED_LINE,PARENTHESIS_ALIGNMENT" -f
	files '^driver/compat/.*\.[ch]$' | xargs -r \
		perl "$KSRC7/scripts/checkpatch.pl" --no-tree --strict --quiet \
		--no-summary --terse --show-types --max-line-length=80 \
		--ignore "$ignore,LINUX_VERSION_CODE,MULTISTATEMENT_MACRO_USE_DO_WHILE" -f
}

check_kerneldoc()
{
	c_sources | grep -vE "$GENERATED" | xargs -r \
		env PYTHONDONTWRITEBYTECODE=1 python3 \
		"$KSRC7/scripts/kernel-doc" -none -Wall -Werror
}

check_w1()
{
	"$CPO_TOP/qemu/setup.sh" kernel:6.12:release modules:6.12:release \
		kernel:7:debug modules:7:debug
}

# sparse 0.6.4 is refused by 7.2 and newer, but runs on 6.12
check_sparse()
{
	C=2 "$CPO_TOP/qemu/build-modules.sh" 6.12 release
}

# The committed code must be what the generator makes of the spec.
check_regen()
{
	local lib=$CPO_TOP/tools/lib spec=$CPO_TOP/Documentation/netlink/specs/cpo.yaml

	KSRC=$KSRC7 "$CPO_TOP/driver/core/regen.sh" --check
	python3 "$lib/gen-spec.py" "$spec" header | diff "$lib/libcpo-get.h" -
	python3 "$lib/gen-spec.py" "$spec" source | diff "$lib/spec.c" -
}

check_tools()
{
	"$CPO_TOP/qemu/build-tools.sh"
}

check_shell()
{
	files '\.sh$|^\.ci/run$' | xargs -r shellcheck -x -P SCRIPTDIR
}

check_python()
{
	files '\.py$' | xargs -r pyflakes3
}

check_spdx()
{
	local bad

	bad=$(files '\.(c|h|sh|py|yaml|config|awk)$|/(Makefile|Kbuild)$' |
		while read -r file; do
			head -n 2 "$file" | grep -q 'SPDX-License-Identifier' ||
				printf '%s\n' "$file"
		done)
	[[ -z $bad ]] || {
		printf 'no SPDX line: %s\n' "$bad"
		return 1
	}
}

# In the background, where "set -e" holds inside the check.
start_check()
{
	local name=$1 t0=$SECONDS rc=0

	(
		"check_$name" >"$LOGS/$name.log" 2>&1 </dev/null &
		wait $! || rc=$?
		printf '%d %d\n' "$rc" "$((SECONDS - t0))" >"$LOGS/$name.status"
	) &
}

tell_check()
{
	local name=$1 rc seconds

	read -r rc seconds <"$LOGS/$name.status"
	if [[ $rc -eq 0 ]]; then
		printf 'ok      %s (%d s)\n' "$name" "$seconds"
		return 0
	fi
	printf 'FAILED  %s (%d s)\n' "$name" "$seconds"
	tail -n 60 "$LOGS/$name.log" | sed 's/^/        | /'
	return 1
}

main()
{
	local name failed=0

	[[ $# -gt 0 ]] || set -- "${ALL_CHECKS[@]}"
	LOGS=$(cache_dir lint)
	for name in "$@"; do
		one_of CHECK "$name" "${ALL_CHECKS[@]}"
		start_check "$name"
		while [[ $(jobs -pr | wc -l) -ge $CPO_JOBS ]]; do wait -n; done
	done
	wait
	for name in "$@"; do
		tell_check "$name" || failed=$((failed + 1))
	done
	[[ $failed -eq 0 ]] || die "$failed of $# checks failed" "logs: $LOGS"
	printf 'lint: clean (%d checks)\n' "$#"
}

main "$@"

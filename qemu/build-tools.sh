#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build-tools.sh [--print-path]: build libcpo and cpoctl, and the test programs
# of the guest, in the cache; prints the folder that the guest sees as /build:
# usr (what "make install" gives), selftests, and the objects.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

OUT=$CPO_CACHE/build/user

build_tools()
{
	# SANITIZE= is about QEMU here: the guest has no sanitizer library
	make -C "$CPO_TOP/tools" -j"$CPO_JOBS" O="$OUT/obj" SANITIZE=
	make -C "$CPO_TOP/tools" O="$OUT/obj" SANITIZE= DESTDIR="$OUT" \
		PREFIX=/usr install
}

build_tests()
{
	[[ -f $CPO_TOP/selftests/guest/Makefile ]] || return 0
	make -C "$CPO_TOP/selftests/guest" -j"$CPO_JOBS" \
		KSRC="$("$HERE/fetch.sh" kernel 7)" O="$OUT/selftests"
	make -C "$CPO_TOP/selftests/bench" O="$OUT/bench"
}

compile()
{
	build_tools
	build_tests
}

build()
{
	need_cmd make gcc pkg-config
	tree_dir "$OUT"
	run_logged "building the tools" "10 s" "$(cache_dir log)/tools.log" compile
	: >"$OUT/.built"
}

if [[ ${1:-} != --print-path ]]; then
	with_lock tools build
fi
[[ -e $OUT/.built ]] || die "the tools are not built" "run 'make tools'"
printf '%s\n' "$OUT"

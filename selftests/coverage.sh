#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# coverage.sh: build the modules so that they count which lines run, run KUnit
# and the guest tests that need no hundreds of programs, print the share of lines
# of driver/core per file. Fails when a test fails or when it is less than
# LEAST_PERCENT. Results and gcov's own files: $CPO_CACHE/coverage.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../qemu/lib.sh"
# shellcheck source-path=SCRIPTDIR source=lib/tap.sh
. "$HERE/lib/tap.sh"
# shellcheck source-path=SCRIPTDIR source=lib/left-out.sh
. "$HERE/lib/left-out.sh"

LEAST_PERCENT=80
OUT=$CPO_CACHE/coverage
export GCOV=1 KERNEL=7 FLAVOUR=debug PROFILE=nic
export LEAVE_OUT="${MANY_PROGRAMS[*]}" VM_ENV=LEAVE_OUT

# The kernel keeps the counts of a module that was unloaded and goes on with
# them, so one copy at the end has everything.
run_guest()
{
	local status=0

	VM_DIR=$OUT/vm VM_OUT=$OUT/vm/out VM_TIMEOUT=3000 \
		"$CPO_TOP/qemu/vm.sh" "/src/selftests/guest/run-in-guest.sh
			status=\$?
			/src/selftests/guest/gcov-copy.sh /out/gcov || exit 1
			exit \$status" >"$OUT/guest.tap" 2>"$OUT/guest.err" ||
		status=$?
	return "$status"
}

# gcov wants notes and counts in one folder.
collect()
{
	local src=$1

	rm -rf "$OUT/obj"
	mkdir -p "$OUT/obj"
	find "$src" -name 'cpo_*.gcno' -not -name 'cpo_kunit*' \
		-exec cp -t "$OUT/obj" {} +
	find "$OUT/vm/out/gcov" -name 'cpo_*.gcda' -not -name 'cpo_kunit*' \
		-exec cp -t "$OUT/obj" {} +
}

count_lines()
{
	(cd "$OUT/obj" && "${GCOV_TOOL:-gcov}" -i ./*.gcno >gcov.log 2>&1) ||
		die "gcov failed" "see $OUT/obj/gcov.log"
	/usr/bin/python3 "$HERE/lib/coverage.py" "$OUT/obj" "$LEAST_PERCENT" \
		>"$OUT/table"
}

main()
{
	local mods status=0

	rm -rf "$OUT"
	mkdir -p "$OUT/vm/out"
	mods=$("$CPO_TOP/qemu/build-modules.sh" 7 debug)
	run_guest || status=$?
	same "the guest tests pass with counting modules" 0 "$status"
	if [[ $status != 0 ]]; then
		grep -a '^not ok' "$OUT/guest.tap" | sed 's/^/# /' || true
		sed 's/^/# /' "$OUT/guest.err"
	fi
	collect "$(dirname "$mods")/src/driver/core"
	status=0
	count_lines || status=$?
	diag "$(<"$OUT/table")"
	same "at least $LEAST_PERCENT % of the lines of driver/core run" 0 "$status"
	tap_done
}

main

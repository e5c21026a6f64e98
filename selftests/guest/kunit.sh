#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# kunit.sh: load the KUnit module and pass its results on. Newer kernels run
# the tests of a module only when they are told to.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

RESULTS=/sys/kernel/debug/kunit

modinfo cpo_kunit >/dev/null 2>&1 || plan_skip "no cpo_kunit for this kernel"
[[ -d $RESULTS ]] || plan_skip "this kernel has no KUnit"
ok_if "modprobe cpo_kunit" modprobe cpo_kunit

# Cases are indented one step below their suite: "    ok 1 name".
pass_on()
{
	local suite=$1 line name

	while IFS= read -r line; do
		name=${line#*ok }
		name=${name#* }
		case $line in
		'    ok '*'# SKIP'*) skip "$suite: ${name%%#*}" "${name#*SKIP}" ;;
		'    ok '*) pass "$suite: $name" ;;
		'    not ok '*) fail "$suite: $name" ;;
		'    #'*) diag "${line#*#}" ;;
		esac
	done <"$RESULTS/$suite/results"
}

has_results()
{
	grep -q '^    \(not \)\?ok ' "$1/results"
}

found=0
for dir in "$RESULTS"/cpo*; do
	[[ -e $dir/results ]] || continue
	found=$((found + 1))
	has_results "$dir" || echo 1 >"$dir/run"
	pass_on "${dir##*/}"
	ok_if "${dir##*/}: the tests ran" has_results "$dir"
done
ok_if "there are test suites" test "$found" -gt 0
ok_if "rmmod cpo_kunit" rmmod cpo_kunit
tap_done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# kunit.sh: load the KUnit module and pass its results on.
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

found=0
for dir in "$RESULTS"/cpo*; do
	[[ -e $dir/results ]] || continue
	found=1
	pass_on "${dir##*/}"
done
same "there are results" 1 "$found"
ok_if "rmmod cpo_kunit" rmmod cpo_kunit
tap_done

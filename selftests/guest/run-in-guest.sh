#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run-in-guest.sh: run every test of the guest for every cpo device it has and
# print one flat TAP stream; the plan comes last.
#   TESTS="cpo_get stock.sh"	only these
#   LEAVE_OUT="aer.sh"		all but these
#   TEST_TIMEOUT=1200		seconds for one program
set -uo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$HERE/common.sh"

TEST_TIMEOUT=${TEST_TIMEOUT:-1200}
# What takes light away comes after what only looks.
PROGRAMS=(cpo_get cpo_sensor cpo_topology cpo_errors cpo_perm cpo_dump cpo_page
	  cpo_window cpo_config cpo_threshold cpo_flag inject.sh ethtool.sh
	  devlink.sh power.sh cpo_fault lifecycle.sh reload.sh aer.sh rebind.sh probe_fail.sh cpo_notify
	  cpo_stats cpoctl.sh health.sh stock.sh hwmon.sh devlink_pull.sh
	  dead.sh pm.sh)
# once, not for every device
ONCE=(kunit.sh ynl.sh)

program_path()
{
	case $1 in
	*.sh) printf '%s/%s\n' "$HERE" "$1" ;;
	*) printf '%s/%s\n' "$CPO_TESTS" "$1" ;;
	esac
}

# flatten PREFIX STATUS <LOG: the results of one program as ours
flatten()
{
	local prefix=$1 status=$2 line name bad=0 seen=0 plan=

	while IFS= read -r line; do
		line=${line%$'\r'}
		case $line in
		'1..0'*)
			skip "$prefix" "${line#*SKIP }"
			plan=0 ;;
		'1..'*) plan=${line#1..} ;;
		'ok '*|'not ok '*)
			name=${line#*ok }
			name=${name#* }
			name=${name#- }
			seen=$((seen + 1))
			case $line in
			'not '*)
				fail "$prefix: $name"
				bad=1 ;;
			*'# SKIP'*)
				skip "$prefix: ${name%% \# SKIP*}" \
					"${name#*\# SKIP }" ;;
			*) pass "$prefix: $name" ;;
			esac ;;
		'TAP version'*|'# Totals:'*) ;;
		'#'*) printf '%s\n' "$line" ;;
		?*) printf '# %s\n' "$line" ;;
		esac
	done
	judge "$prefix" "$status" "$bad" "$seen" "$plan"
}

# A program that ended early, or badly without saying so, has failed.
judge()
{
	local prefix=$1 status=$2 bad=$3 seen=$4 plan=$5

	if [[ $plan == 0 ]]; then return; fi
	if [[ $status == 124 ]]; then
		fail "$prefix ends within $TEST_TIMEOUT s"
	elif [[ $plan != "$seen" ]]; then
		fail "$prefix: planned ${plan:-nothing}, gave $seen (status $status)"
	elif [[ $status != 0 && $status != 4 && $bad == 0 ]]; then
		fail "$prefix: status $status though no test failed"
	fi
}

run()
{
	local prefix=$1 program=$2 path status=0 t0=$SECONDS

	path=$(program_path "$program")
	if [[ ! -x $path ]]; then
		fail "$prefix" "$path is missing"
		return
	fi
	log_mark "$prefix"
	timeout -k 10 "$TEST_TIMEOUT" "$path" >"$WORK/log" 2>&1 </dev/null ||
		status=$?
	flatten "$prefix" "$status" <"$WORK/log"
	diag "$prefix took $((SECONDS - t0)) s"
}

wanted()
{
	[[ -z ${TESTS:-} || " $TESTS " == *" $1 "* ]]
}

# left_out NAME PROGRAM: whether this run does without it
left_out()
{
	[[ " ${LEAVE_OUT:-} " == *" $2 "* ]] || return 1
	skip "$1" "left out here: see selftests/lib/left-out.sh"
}

# Without an operator's fibre check a module that was put back stays dark. When
# that leaves a device without any light, plug the whole of it anew.
relight()
{
	local pci=$1 profile=$2 qom

	show port "$CPO_DEV" | jq -e 'select(.state == "up")' >/dev/null && return
	have_host || return
	qom=cpo$((16#$(cut -d: -f2 <<<"$pci") - 1))
	diag "$profile has no light: out with $qom and in again"
	host device_del "$qom" >/dev/null
	within 60 name_is "$pci" ""
	host device_add "cpo,id=$qom,bus=rp${qom#cpo},profile=$profile" >/dev/null
	within 60 name_is "$pci" cpo
	CPO_DEV=$(name_of "$pci")
	wait_up 60
}

name_is()
{
	local name

	name=$(name_of "$1")
	[[ $name == "$2"* && (-n $2 || -z $name) ]]
}

# Names change when a device is bound again; its place on the bus does not.
devices()
{
	cpoctl -j dev show | jq -r '.devs[] | "\(.dev_name) \(.profile)"'
}

name_of()
{
	cpoctl -j dev show | jq -r --arg p "$1" \
		'.devs[] | select(.dev_name == $p).path'
}

main()
{
	local pci profile program list first=1

	list=$(devices)
	if [[ -z $list ]]; then
		fail "there is a cpo device" "cpoctl dev show gives none"
	fi
	for program in "${ONCE[@]}"; do
		wanted "$program" || continue
		left_out "${program%.sh}" "$program" && continue
		run "${program%.sh}" "$program"
	done
	while read -r pci profile; do
		[[ -n $pci ]] || continue
		for program in "${PROGRAMS[@]}"; do
			wanted "$program" || continue
			CPO_DEV=$(name_of "$pci")
			CPO_FIRST=$first
			export CPO_DEV CPO_FIRST
			left_out "$profile/${program%.sh}" "$program" && continue
			relight "$pci" "$profile"
			run "$profile/${program%.sh}" "$program"
		done
		first=0
	done <<<"$list"
	tap_done
}

main

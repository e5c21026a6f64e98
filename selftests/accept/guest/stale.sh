#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# stale.sh: the device stops to report, in both of the ways it can. Every kind
# of row is looked at by cpoctl and pyynl until it is called stale.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

KINDS="engine els laser lane port route sensor"
PERIOD_MS=1000

freeze()
{
	host qom-set "$QOM" inject \
		"{\"name\": \"telemetry-freeze\", \"index\": 0, \"value\": $1}"
}

# rows KIND: path, age and whether it is stale
rows()
{
	show "$1" | jq -r '"\(.path) \(.age_ms) \(.stale)"'
}

# Nothing older than three periods, and a little for the tool, may be fresh.
none_lies()
{
	local kind path age stale

	for kind in $KINDS; do
		while read -r path age stale; do
			if [[ $stale == false && $age -gt $((3 * PERIOD_MS + 50)) ]]
			then
				echo "$path: $age ms old and not stale"
				return 1
			fi
		done < <(rows "$kind")
	done
}

all_stale()
{
	local kind

	for kind in $KINDS; do
		! rows "$kind" | grep -q ' false$' || return 1
	done
}

none_stale()
{
	local kind

	for kind in $KINDS; do
		! rows "$kind" | grep -q ' true$' || return 1
	done
}

by_pyynl()
{
	python3 /src/selftests/accept/guest/stale_rows.py "${DEV#cpo}"
}

# What was known stays known, as it was.
values()
{
	show lane | jq -c '[.path, .tx_power_nw, .rx_power_nw]'
	show laser | jq -c '[.path, .power_nw, .bias_ma]'
	show engine | jq -c '[.path, .power_mw, .temperature_celsius]'
}

# The spare laser is dark, which is a value.
zeros()
{
	grep -E '[[,](0|null)[],]' <<<"$1" | grep -v laser2
}

# test_freeze WORD VALUE
test_freeze()
{
	local lied=0 n t0

	ok_if "$1: fresh before" within 10 none_stale
	ok_if "$1: the device is told" freeze "$2"
	t0=$SECONDS
	for ((n = 0; n < 100; n++)); do
		none_lies >"$WORK/lie" || { lied=1; break; }
		! all_stale || break
	done
	same "$1: nothing old is called fresh" 0 "$lied"
	[[ $lied == 0 ]] || diag "$(<"$WORK/lie")"
	ok_if "$1: every row is stale" all_stale
	diag "$1: stale $((SECONDS - t0)) s after"
	same "$1: pyynl says so, too" "stale" "$(by_pyynl)"
	same "$1: no value turned into zero" "" "$(zeros "$(values)")"
	ok_if "$1: it goes on" freeze '"off"'
	# a driver that gave up on it tries again, but not all the time
	ok_if "$1: fresh again" within 60 none_stale
	same "$1: pyynl says so, too" "fresh" "$(by_pyynl)"
}

pick_device
wait_up 60
same "all ports are up" 0 $?
test_freeze "no blocks" 1
test_freeze "blocks without news" 2
tap_done

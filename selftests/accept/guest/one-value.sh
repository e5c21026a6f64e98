#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# one-value.sh NW...: the host sets the received power of one lane per device;
# three readers that share nothing must show it. Lane 13 of q3450 is engine 1,
# lane 5; lane 237 of bailly is engine 3, lane 45, which is in bank 5.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

LSB=100			# 0.1 uW, the step of page 11h
LANES=("cpo0 1 5" "cpo1 3 45")
OTHERS=$(mktemp)

by_cpoctl()
{
	cpoctl -j lane show "$1/engine$2/lane$3" | jq '.lanes[0].rx_power_nw'
}

by_pyynl()
{
	python3 /src/selftests/accept/guest/lane_value.py "${1#cpo}" "$2" "$3" \
		rx-power-nw
}

# Stock ethtool shows the module of the netdev that has the lane.
by_ethtool()
{
	local port ifname channel

	port=$(cpoctl -j lane show "$1/engine$2/lane$3" |
		jq '.lanes[0].port_id')
	ifname=$(cpoctl -j port show "$1/port$port" | jq -r '.ports[0].ifname')
	channel=$(($3 % 8 + 1))
	ethtool -m "$ifname" | sed -nE \
		"s/^\s*(Rcvr|Receiver) signal .*\(Channel $channel\) *: *([0-9.]+) mW.*/\2/p" |
		awk '{ printf "%d\n", $1 * 1000000 + 0.5 }'
}

near()
{
	local delta

	[[ $1 =~ ^[0-9]+$ ]] || { echo "got '$1'"; return 1; }
	delta=$(($1 - $2))
	[[ ${delta#-} -le $LSB ]] || { echo "$1 nW, must be $2 nW"; false; }
}

# shows READER "DEV ENGINE LANE" NW
shows()
{
	local dev engine lane

	read -r dev engine lane <<<"$2"
	near "$("$1" "$dev" "$engine" "$lane")" "$3"
}

# The lanes that nobody touched, without the moment: "path nW" each. Their light
# moves a little with temperatures, not by the fifth that is set.
others()
{
	cpoctl -j lane show | jq -r '.lanes[] | "\(.path) \(.rx_power_nw)"' |
		grep -vE '^(cpo0/engine1/lane5|cpo1/engine3/lane45) ' | sort
}

same_others()
{
	others | join "$OTHERS" - | awk -v lanes="$(wc -l <"$OTHERS")" '
		$3 < 0.95 * $2 || $3 > 1.05 * $2 { print; bad = 1 }
		END { exit bad || !NR || NR != lanes }'
}

told()
{
	[[ -e /out/set-$1 ]]
}

wait_up 60
same "cpo0: all ports are up" 0 $?
CPO_DEV=cpo1 wait_up 60
same "cpo1: all ports are up" 0 $?
sleep 2
others >"$OTHERS"
: >/out/ready
for value in "$@"; do
	if ! within 120 told "$value"; then
		fail "the host sets $value" "nothing for 120 s"
		break
	fi
	for lane in "${LANES[@]}"; do
		# the next telemetry block brings it: nobody asks for it
		ok_if "$lane: cpoctl shows $value nW" \
			within 10 shows by_cpoctl "$lane" "$value"
		ok_if "$lane: ethtool -m shows $value nW" \
			shows by_ethtool "$lane" "$value"
		ok_if "$lane: pyynl shows $value nW" \
			shows by_pyynl "$lane" "$value"
	done
	ok_if "no other lane changed with $value" same_others
	: >"/out/seen-$value"
done
tap_done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# els-pull.sh: predict from the routes what goes dark with ELS 3, start a
# monitor, let the host pull it, compare. /out/ready and /out/pulled are the
# signals between this script and the host.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

ELS=3

# The prediction: routes of the ELS, as pyynl gives them, not cpoctl.
predict()
{
	python3 /src/selftests/accept/guest/predict.py "$ELS" /out
}

# carriers VALUE: ports whose netdev has it
carriers()
{
	local id ifname value

	show port | jq -r '"\(.port_id) \(.ifname)"' | sort -n |
		while read -r id ifname; do
			read -r value <"/sys/class/net/$ifname/carrier"
			[[ $value != "$1" ]] || printf '%s\n' "$id"
		done
}

# events FILTER: numbers in the paths of the events, sorted: "cpo0/els3/laser1"
# is "3 1"
events()
{
	jq -r "select(.type == \"event\" and ($1)) | .path" \
		/out/monitor.ndjson | sed -E 's/^cpo[0-9]+//; s/[^0-9]+/ /g; s/^ //' |
		sort -n -k 1,1 -k 2,2 -u
}

compare()
{
	local name=$1 want=$2 have=$3

	if diff "$want" "$have" >"$WORK/diff"; then
		pass "$name ($(wc -l <"$want"))"
	else
		fail "$name" "$(head -n 10 "$WORK/diff")"
	fi
}

pulled()
{
	[[ -e /out/pulled ]]
}

all_have_carrier()
{
	[[ -z $(carriers 0) ]]
}

lost_carrier()
{
	carriers 0 >"$WORK/lost"
	cmp -s /out/ports "$WORK/lost"
}

# Sequence numbers of the events, one after the other
sequence_is_whole()
{
	jq -s -e 'map(select(.type == "event") | .seq) | . as $s |
		length > 0 and ([range(1; length) |
		$s[.] - $s[. - 1] == 1] | all)' /out/monitor.ndjson >/dev/null
}

pick_device
wait_up 60
same "all ports are up before" 0 $?
set_all_up
within 20 all_have_carrier
same "all netdevs have a carrier before" "" "$(carriers 0 | xargs)"
predict
same "the routes of ELS $ELS light something" 8 "$(wc -l </out/ports)"

cpoctl -j monitor >/out/monitor.ndjson 2>/out/monitor.err &
MONITOR=$!
sleep 2
: >/out/ready
if ! within 120 pulled; then
	fail "the host pulls ELS $ELS" "nothing for 120 s"
	tap_done
	exit
fi
within 20 lost_carrier
sleep 2
kill -TERM $MONITOR
wait $MONITOR

events '.code == "els-removed"' >"$WORK/els"
same "the monitor names the ELS" $ELS "$(xargs <"$WORK/els")"
events '.code == "laser-state" and .state == "absent"' >"$WORK/lasers"
compare "the monitor names the lasers of the routes" /out/lasers "$WORK/lasers"
events '.code == "lane-tx-dark" and .action == "set"' >"$WORK/lanes"
compare "the monitor names the lanes of the routes" /out/lanes "$WORK/lanes"
events '.code == "port-state" and .state == "down"' >"$WORK/ports"
compare "the monitor names the ports of the routes" /out/ports "$WORK/ports"
events '.code == "port-state"' >"$WORK/ports"
compare "and no other ports" /out/ports "$WORK/ports"
ok_if "no event is missing in the monitor" sequence_is_whole

carriers 0 >"$WORK/lost"
compare "exactly these netdevs lose their carrier" /out/ports "$WORK/lost"
same "the others keep theirs" \
	$(($(show port | wc -l) - $(wc -l </out/ports))) \
	"$(carriers 1 | wc -l)"
show port | jq -r 'select(.state == "down" and .reason == "els-absent").port_id' |
	sort -n >"$WORK/down"
compare "exactly these ports say els-absent" /out/ports "$WORK/down"
tap_done

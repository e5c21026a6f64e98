#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# monitor-gap.sh: a monitor sleeps while thousands of events pass.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

EVENTS=20000		# what a socket holds, several times
LANE=1			# of engine 0

stats()
{
	cpoctl -j stats show "$DEV" | jq ".stats[0].$1"
}

# inject NAME INDEX VALUE
inject()
{
	host qom-set "$QOM" inject \
		"{\"name\": \"$1\", \"index\": $2, \"value\": $3}" >/dev/null
}

# of_type TYPE: records of the monitor
of_type()
{
	jq -c "select(.type == \"$1\")" "$WORK/monitor"
}

told()
{
	[[ -n $(of_type "$1") ]]
}

enough_events()
{
	[[ $(($(stats events) - BEFORE)) -ge $EVENTS ]]
}

# More than a socket holds, and the light of a lane is gone at the end.
storm()
{
	BEFORE=$(stats events)
	until enough_events; do
		inject event-storm 3 1000
		sleep 0.3
	done
	inject los $LANE 1
	within 20 lane_dark
}

lane_dark()
{
	show lane "$DEV/engine0/lane$LANE" |
		jq -e '.status | index("rx-los")' >/dev/null
}

# What the board controller would do: it is not the driver's doing.
firmware_reset()
{
	python3 - "/sys/bus/pci/devices/$PCI/resource0" <<-'END'
	import mmap, sys
	with open(sys.argv[1], 'r+b') as bar:
	    regs = mmap.mmap(bar.fileno(), 4096)
	    view = memoryview(regs).cast('I')
	    view[0x210 // 4] = 0xc0de0002
	    view.release()
	END
}

epoch_told()
{
	of_type gap | jq -es 'map(select(.reason == "epoch")) | length > 0' \
		>/dev/null
}

have_host || plan_skip "no host channel"
pick_device
wait_up 60
same "all ports are up" 0 $?
# Somebody without privilege cannot make the socket as large as they like.
setpriv --reuid=65534 --clear-groups cpoctl -j monitor >"$WORK/monitor" &
MONITOR=$!
sleep 2
# it hears: one event with its number
inject event-storm 2 1
within 20 told event
ok_if "the monitor hears events" told event
kill -STOP "$MONITOR"
storm
sent=$(($(stats events) - BEFORE))
diag "$sent events while it slept"
kill -CONT "$MONITOR"
within 30 told gap
sleep 5

same "there is one gap in the sequence" 1 \
	"$(of_type gap | jq -s 'map(select(.reason == "sequence")) | length')"
lost=$(of_type gap | jq -s 'map(.lost // 0) | add // 0')
# Each event that was sent was either heard or is in the gap.
heard=$(of_type event | jq -s "length")
all=$(jq -s '(map(.seq, .last_seq) | max) - (map(.seq // empty) | min) + 1' \
	"$WORK/monitor")
same "what was heard and what is missing is all" "$all" $((heard + lost))
ok_if "the gap is as large as what does not fit" \
	test "$lost" -gt 0 -a "$lost" -le "$sent"

# What it believes now is what a fresh dump says.
diag "$(of_type gap)"
port=$(show lane "$DEV/engine0/lane$LANE" | jq .port_id)
fresh=$(show port "$DEV/port$port" | jq -r .state)
same "the port is down" down "$fresh"
seen=$(jq -rs --arg p "$DEV/port$port" '
	map(select(.path == $p and .state != null)) | last.state' \
	"$WORK/monitor")
same "and the monitor says so, once it is awake" "$fresh" "$seen"

# A firmware reset is not a gap.
gaps=$(of_type gap | jq -s 'map(select(.reason == "sequence")) | length')
epoch=$(of_type event | jq -s 'last.epoch')
firmware_reset
within 60 epoch_told
ok_if "a firmware reset changes the epoch" epoch_told
ok_if "and the new one is not the old" test \
	"$(of_type gap | jq -s 'map(select(.epoch)) | last.epoch')" != "$epoch"
same "it is no gap in the sequence" "$gaps" \
	"$(of_type gap | jq -s 'map(select(.reason == "sequence")) | length')"
kill "$MONITOR"
wait "$MONITOR" 2>/dev/null
tap_done

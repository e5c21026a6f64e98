#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# pm.sh: sleep. The device keeps its light, its id and the sequence of events;
# nobody touches it while it sleeps; what happens meanwhile is counted.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

POWER=/sys/power
DELAY=/sys/module/suspend/parameters/pm_test_delay
TRACE=/sys/kernel/tracing
ACCESS=(rd32 rd64 wr32 doorbell)
LANE_GET=10

[[ -w $POWER/pm_test ]] || plan_skip "kernel without PM_DEBUG"
pick_device
needs_fast_probe

# What sleep may not change
identity()
{
	cpoctl -j dev show "$DEV" | jq -c '.devs[0] | [.path, .epoch, .state]'
	netdevs | jq -c '[.ifindex, .ifname, .flags]'
}

back()
{
	identity >"$WORK/id.now" && diff -q "$WORK/id" "$WORK/id.now" >/dev/null
}

# Memory of devices comes and goes with their sleep. The emulator asserts when
# another CPU reads from a device at that moment, so there is only one.
one_cpu()
{
	local cpu

	for cpu in /sys/devices/system/cpu/cpu*/online; do
		[[ $(<"$cpu") == "$1" ]] || continue
		echo $((1 - $1)) >"$cpu" || return 1
	done
}

# nap LEVEL STATE: the kernel goes as far as LEVEL, and returns by itself. At
# "platform" devices are in D3hot.
nap()
{
	echo "$1" >$POWER/pm_test && timeout 60 sh -c "echo $2 >$POWER/state"
}

# States of the device that the monitor told of, from line $1 on
states()
{
	tail -n +"$1" "$WORK/monitor" |
		jq -r --arg d "$PCI" 'select(.object == "dev" and
			.dev_name == $d and .notification).state' | xargs
}

told()
{
	[[ $(states "$1") == "detached online" ]]
}

# test_nap LEVEL STATE
test_nap()
{
	local what="$2, as far as $1" from

	if ! grep -qw "$2" $POWER/state; then
		skip "$what" "this guest does not know '$2'"
		return
	fi
	from=$(($(wc -l <"$WORK/monitor") + 1))
	log_mark "nap $2 $1"
	ok_if "$what: sleeps and wakes up" nap "$1" "$2"
	ok_if "$what: same id, epoch and netdevs" within 20 back
	ok_if "$what: same light" within 30 same_light
	ok_if "$what: users were told once" within 20 told "$from"
	same "$what: nobody took the device for gone" "" \
		"$(log_since "nap $2 $1" |
		   grep -iE "cpo_pci.*(gone|dead|did not|timed out|lost|fatal)")"
	ok_if "$what: commands work" cpoctl -j page read "$DEV/engine0" \
		page 0 offset 128 length 16
}

# ---- silence ----

trace_on()
{
	local fn

	for fn in "${ACCESS[@]}"; do
		echo "p:cpo_pci_access/$fn cpo_pci:cpo_pci_$fn" \
			>>$TRACE/kprobe_events || return 1
	done
	echo >$TRACE/trace
	echo 1 >$TRACE/events/cpo_pci_access/enable
	echo 1 >$TRACE/events/power/device_pm_callback_start/enable
	echo 1 >$TRACE/events/power/device_pm_callback_end/enable
	echo 1 >$TRACE/tracing_on
}

trace_off()
{
	echo 0 >$TRACE/events/power/device_pm_callback_start/enable
	echo 0 >$TRACE/events/power/device_pm_callback_end/enable
	echo 0 >$TRACE/events/cpo_pci_access/enable
	echo >$TRACE/kprobe_events
}

# Accesses while asleep and all others, from the end of the driver's own
# suspend to the beginning of its resume; and whether it went to D3.
count_accesses()
{
	awk -v dev="cpo_pci $PCI" '
	index($0, "device_pm_callback_start: " dev) {
		in_suspend = / bus \[?suspend/ && !/late|noirq/
		deep += / noirq bus \[?suspend/
		if (/ bus \[?resume/ && !/early|noirq/)
			asleep = 0
	}
	index($0, "device_pm_callback_end: " dev) && in_suspend {
		asleep = 1
		in_suspend = 0
	}
	/: \((cpo_pci_(rd|wr|door)|.*cpo_pci_(rd|wr|door))/ {
		if (asleep)
			bad++
		else
			good++
	}
	END { print bad + 0, (good > 0), deep + 0 }' $TRACE/trace
}

test_silence()
{
	if ! trace_on 2>"$WORK/err"; then
		trace_off 2>/dev/null
		skip "D3hot is silent" "no kprobes: $(cat "$WORK/err")"
		return
	fi
	# those who want something all the time
	( while :; do
		cpoctl refresh "$DEV"
		"$CPO_TESTS/cpo_raw" repeat 10 $LANE_GET
	  done ) >/dev/null 2>&1 &
	nap platform freeze
	kill $!
	wait $! 2>/dev/null
	same "D3hot is silent: no access asleep, some awake, one sleep" \
		"0 1 1" "$(count_accesses)"
	trace_off
}

# ---- events while asleep ----

# The numbers of the device and ours differ by the same amount for all events,
# however many of them we did not get.
offsets()
{
	jq -r --arg d "$DEV" 'select(.type == "event" and .dev == $d) |
		.seq - .device_seq' "$WORK/monitor" | sort -u | wc -l
}

lost()
{
	jq -r --arg d "$DEV" 'select(.type == "gap" and .dev == $d and
		.reason == "sequence").lost' "$WORK/monitor" |
		awk '{ n += $1 } END { print n + 0 }'
}

events()
{
	jq -c --arg d "$DEV" 'select(.type == "event" and .dev == $d)' \
		"$WORK/monitor" | wc -l
}

els_state()
{
	show els "$DEV/els$1" | jq -r '"\(.present) \(.state)"'
}

els_is()
{
	[[ $(els_state "$1") == "$2" ]]
}

some_lost()
{
	[[ $(lost) -gt 0 ]]
}

some_more()
{
	[[ $(events) -gt $1 ]]
}

# After a gap the monitor reads the state again, and says so.
resynced()
{
	jq -e 'select(.type == "state")' "$WORK/monitor" >/dev/null
}

# The guest was too slow to fall asleep in time.
ready_reported()
{
	jq -e 'select(.type == "event" and .code == "els-state" and
		.state == "ready")' "$WORK/monitor" >/dev/null
}

# A module that was just put in gets ready while we sleep.
test_events()
{
	local els count

	if ! have_host; then
		skip "events while asleep" "nobody on the host answers"
		return
	fi
	els=$(($(show els | wc -l) - 1))
	host device_del "$QOM-els$els" >/dev/null
	within 20 els_is "$els" "false null"
	count=$(events)
	echo 4 >$DELAY
	host device_add "cpo-els,id=$QOM-els$els,bus=$QOM.0,slot=$els" >/dev/null
	nap platform freeze
	echo 1 >$DELAY
	if ready_reported; then
		skip "events while asleep" "the module was ready before"
	else
		ok_if "events while asleep: a gap is told" within 20 some_lost
		ok_if "events while asleep: users catch up" within 20 resynced
	fi
	ok_if "events while asleep: rows are up to date" within 20 els_is \
		"$els" "true ready"
	count=$(events)
	host device_del "$QOM-els$els" >/dev/null
	ok_if "events after waking up come" within 20 some_more "$count"
	same "every event was reported or counted as lost" 1 "$(offsets)"
	diag "$(events) events reported, $(lost) lost"
	host device_add "cpo-els,id=$QOM-els$els,bus=$QOM.0,slot=$els" >/dev/null
	within 20 els_is "$els" "true ready"
}

remember_light
echo 1 >$DELAY
identity >"$WORK/id"
ok_if "one CPU is enough" one_cpu 1
cpoctl -j monitor >"$WORK/monitor" 2>/dev/null &
MONITOR=$!
within 10 test -s "$WORK/monitor"
test_nap devices freeze
test_nap platform freeze
test_nap platform mem
test_silence
test_events
echo none >$POWER/pm_test
one_cpu 0
kill $MONITOR
tap_done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# dead.sh: a device that does not answer any more, and one that is taken out.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

PORT_GET=11
PAGE_GET=14
MEMORY=2	# bits of the command register
MASTER=4

need setpci
pick_device
DRIVER=/sys/bus/pci/drivers/cpo_pci
remember_light

page()
{
	timeout 30 cpoctl -j page read "$DEV/engine0" page 0 offset 128 length 16
}

state_is()
{
	[[ $(cpoctl -j dev show "$DEV" | jq -r '.devs[0].state') == "$1" ]]
}

# Waiting for a device takes 2 s each time; five times at once take less than
# that would, also on a slow machine.
pages_fail_at_once()
{
	local n t0=$SECONDS

	for n in 1 2 3 4 5; do
		"$CPO_TESTS/cpo_raw" "do" $PAGE_GET 1="${DEV#cpo}" 2=0 5=0 6=128 \
			7=1 2>/dev/null && return 1
	done
	[[ $((SECONDS - t0)) -lt 8 ]] || { echo "$n: $((SECONDS - t0)) s"; false; }
}

rebind()
{
	echo "$PCI" >"$DRIVER/unbind" && echo "$PCI" >"$DRIVER/bind" &&
		within 30 find_again && within 30 state_is online
}

gone()
{
	! cpoctl -j dev show 2>/dev/null | jq -e --arg p "$PCI" '.devs[] |
		select(.dev_name == $p)' >/dev/null
}

gone_in_log()
{
	log_since "dead $1 $PCI" | grep "cpo_pci $PCI" | grep -ciE 'gone|dead'
}

has_dead_knob()
{
	have_host && host qom-list "$QOM" |
		jq -e 'any(.[]; .name == "dead")' >/dev/null
}

# A device that is gone gives all ones for every read; the emulator can do
# that. What it cannot do is to leave the bus without asking.
die_all_ones()
{
	host qom-set "$QOM" dead true >/dev/null
}

revive_all_ones()
{
	host qom-set "$QOM" dead false >/dev/null
}

# With memory decoding off no register is what it should be, and without bus
# mastering nothing comes from the device either.
die_undecoded()
{
	COMMAND=$(setpci -s "$PCI" COMMAND)
	setpci -s "$PCI" "COMMAND=$(printf %04x \
		$((16#$COMMAND & ~MEMORY & ~MASTER)))"
}

revive_undecoded()
{
	setpci -s "$PCI" "COMMAND=$COMMAND"
}

# test_dead HOW WORDS
test_dead()
{
	local how=$1 what=$2 notices rows

	diag "$what"
	rows=$("$CPO_TESTS/cpo_raw" dump $PORT_GET | wc -l)
	log_mark "dead $how $PCI"
	"die_$how"
	page >/dev/null 2>&1
	ok_if "$what: noticed" within 30 state_is dead
	page >"$WORK/out" 2>"$WORK/err"
	same "$what: a page cannot be had" 3 $?
	diag "$(cat "$WORK/err")"
	ok_if "$what: and that is said at once" pages_fail_at_once
	same "$what: gets still answer" "$rows" \
		"$("$CPO_TESTS/cpo_raw" dump $PORT_GET | wc -l)"
	ok_if "$what: rows say that they are stale" stale
	notices=$(gone_in_log "$how")
	sleep 3
	page >/dev/null 2>&1
	same "$what: the log says it once" "1 1" \
		"$notices $(gone_in_log "$how")"
	"revive_$how"
	ok_if "$what: works after unbinding and binding" rebind
	find_again
	ok_if "$what: same light as before" within 30 same_light
}

stale()
{
	show lane "$DEV/engine0/lane0" | jq -e '.stale == true' >/dev/null
}

# Taking the whole device out of its slot, and putting it back.
test_hot_unplug()
{
	local slot=${QOM#cpo}

	if ! have_host; then
		skip "hot unplug" "nobody on the host answers"
		return
	fi
	"$CPO_TESTS/cpo_raw" repeat 1000000 $PORT_GET >/dev/null 2>&1 &
	ok_if "the device leaves its slot" host device_del "$QOM"
	kill $! 2>/dev/null
	ok_if "its rows go with it" within 30 gone
	ok_if "it is put back" \
		host device_add "cpo,id=$QOM,bus=rp$slot,profile=$PROFILE"
	ok_if "it is found" within 60 find_again
	find_again
	ok_if "all its ports come up" wait_up 60
}

els_is()
{
	[[ $(show els "$DEV/els0" | jq .present) == "$1" ]]
}

generation()
{
	cpoctl -j dev show "$DEV" | jq '.devs[0].topology_generation'
}

# An empty slot is still the same slot: a reset reads the inventory again and
# must not find another topology.
test_reset_without_els()
{
	local before sys=/sys/bus/pci/devices/$PCI

	if ! have_host; then
		skip "a reset with an ELS out" "nobody on the host answers"
		return
	fi
	before=$(generation)
	host device_del "$QOM-els0" >/dev/null
	ok_if "the ELS is gone" within 20 els_is false
	echo flr >"$sys/reset_method"
	ok_if "a reset with an ELS out" sh -c "echo 1 >$sys/reset"
	ok_if "the device comes back online" within 20 state_is online
	same "its topology is the same" "$before" "$(generation)"
	ok_if "the ELS is still gone" within 20 els_is false
}

if has_dead_knob; then
	test_dead all_ones "reads give all ones"
else
	skip "reads give all ones" "the emulator has no knob for it"
fi
test_dead undecoded "reads give nothing"
test_hot_unplug
test_reset_without_els
tap_done

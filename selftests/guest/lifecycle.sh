#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# lifecycle.sh: resets, unbinding and unloading under load. Light, inventory
# and counters of the device survive all of it.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

LANE_GET=10

# What is no matter of one device is done once, with the first.
FIRST=${CPO_FIRST:-1}
ROUNDS=${BIND_ROUNDS:-3}

pick_device
SYS=/sys/bus/pci/devices/$PCI
DRIVER=/sys/bus/pci/drivers/cpo_pci

check_light()
{
	if within 30 same_light; then
		pass "$1: same inventory and same light"
	else
		fail "$1: same inventory and same light" \
			"$(diff "$WORK/before" "$WORK/now" | cut -c1-300 |
			   head -n 10)"
	fi
}

online()
{
	cpoctl -j dev show | jq -e --arg p "$PCI" '.devs[] |
		select(.dev_name == $p and .state == "online")' >/dev/null
}

gone()
{
	! cpoctl -j dev show 2>/dev/null | jq -e --arg p "$PCI" '.devs[] |
		select(.dev_name == $p)' >/dev/null
}

remember_light

# ---- FLR ----

sequence()
{
	cpoctl -j dev show "$DEV" | jq -c '.devs[0] | [.epoch, .event_seq]'
}

test_flr()
{
	local id=$DEV changes=$WORK/changes events

	if ! grep -qw flr "$SYS/reset_method" 2>/dev/null; then
		fail "the device offers FLR" "$(cat "$SYS/reset_method" 2>&1)"
		return
	fi
	pass "the device offers FLR"
	echo flr >"$SYS/reset_method"
	show port | jq -r '"\(.port_id) \(.link_changes)"' >"$changes"
	events=$(sequence)
	ok_if "FLR through sysfs" sh -c "echo 1 >$SYS/reset"
	ok_if "FLR: the device comes back online" within 20 online
	find_again
	same "FLR: the device keeps its id" "$id" "$DEV"
	same "FLR: epoch and sequence go on" "$events" "$(sequence)"
	check_light "FLR"
	show port | jq -r '"\(.port_id) \(.link_changes)"' | diff "$changes" - \
		>/dev/null
	same "FLR: no port changed its state" 0 $?
	ok_if "FLR: commands work" cpoctl -j page read "$DEV/engine0" \
		page 0 offset 128 length 16
}

# Resets while others read: nothing hangs, nothing is lost.
test_flr_under_load()
{
	local pid n bad=0

	"$CPO_TESTS/cpo_raw" repeat 1000000 $LANE_GET >/dev/null 2>&1 &
	pid=$!
	for ((n = 0; n < 5; n++)); do
		timeout "$(limit 30)" sh -c "echo 1 >$SYS/reset" || bad=$((bad + 1))
	done
	same "5 resets under dumps" 0 "$bad"
	kill -0 "$pid" 2>/dev/null
	same "dumps went on during the resets" 0 $?
	kill "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	ok_if "online after the resets" within 20 online
	check_light "resets under dumps"
}

# ---- unbind and bind ----

bind_once()
{
	echo "$PCI" >"$DRIVER/unbind" && gone &&
		echo "$PCI" >"$DRIVER/bind" && within 30 online
}

test_bind()
{
	local n bad=0

	for ((n = 0; n < ROUNDS; n++)); do
		bind_once || bad=$((bad + 1))
	done
	same "$ROUNDS times unbind and bind" 0 "$bad"
	find_again
	check_light "unbind and bind"
	ok_if "ports are up after binding" wait_up 30
}

# ---- unload ----

start_load()
{
	local n

	LOAD=()
	for n in 1 2; do
		( while :; do
			"$CPO_TESTS/cpo_raw" repeat 100 $LANE_GET
		done ) >/dev/null 2>&1 &
		LOAD+=($!)
	done
	cpoctl -j monitor >"$WORK/monitor" 2>"$WORK/monitor.err" &
	LOAD+=($!)
	( while :; do ip -j link show; done ) >/dev/null 2>&1 &
	LOAD+=($!)
	sleep 2
}

stop_load()
{
	local pid

	for pid in "${LOAD[@]}"; do
		kill "$pid" 2>/dev/null
	done
	wait "${LOAD[@]}" 2>/dev/null
}

test_unload()
{
	start_load
	ok_if "rmmod cpo_pci under dumps and a monitor" \
		timeout "$(limit 60)" rmmod cpo_pci
	ok_if "no device is left" gone
	kill -0 "${LOAD[2]}" 2>/dev/null
	same "the monitor is still there" 0 $?
	ok_if "modprobe cpo_pci under dumps" timeout "$(limit 60)" modprobe cpo_pci
	ok_if "the device is back" within 30 online
	stop_load
	find_again
	check_light "rmmod and modprobe"
	ok_if "ports are up after modprobe" wait_up 30
	same "the monitor told that the device left and came" \
		"dev-del-ntf dev-add-ntf" "$(jq -r --arg d "$PCI" \
		'select(.object == "dev" and .dev_name == $d and
		.notification).notification' "$WORK/monitor" |
		grep -v change | xargs)"
}

core_is_in_use()
{
	! rmmod cpo 2>/dev/null
}

core_loads_itself()
{
	cpoctl dev show >/dev/null 2>&1
	[[ -d /sys/module/cpo ]]
}

# The family goes with its module, and who asks for it gets it back.
test_core()
{
	local loader

	ok_if "cpo cannot be unloaded under its provider" core_is_in_use
	timeout "$(limit 60)" rmmod cpo_pci && timeout "$(limit 60)" rmmod cpo
	same "both modules unload" 0 $?
	loader=$(cat /proc/sys/kernel/modprobe)
	echo /bin/false >/proc/sys/kernel/modprobe
	cpoctl dev show >/dev/null 2>&1
	same "without the family cpoctl leaves with 6" 6 $?
	echo "$loader" >/proc/sys/kernel/modprobe
	ok_if "asking for the family loads its module" core_loads_itself
	modprobe cpo && modprobe cpo_pci
	same "both modules load" 0 $?
	ok_if "the device is back again" within 30 online
	find_again
	check_light "reload of both modules"
}

test_flr
test_flr_under_load
if slow_probe; then
	skip "unbind and bind, reload of the modules" "$SLOW_PROBE"
	tap_done
	exit
fi
test_bind
if [[ $FIRST == 1 ]]; then
	test_unload
	test_core
fi
tap_done

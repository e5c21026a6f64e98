#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# aer.sh: every PCIe error the emulator can report, on the device and on the
# port above. Correctable ones are none of our business; after all others the
# device is back: same id, same netdevs, same light, and the sequence of events
# goes on. One that does not answer after the reset is dead, and says so.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

CORRECTABLE=(RCVR BAD_TLP BAD_DLLP REP_ROLL REP_TIMER ADV_NONFATAL INTERNAL
	     HL_OVERFLOW)
UNCORRECTABLE=(DLP SDN POISON_TLP FCP COMP_TIME COMP_ABORT UNX_COMP RX_OVER
	       MALF_TLP ECRC UNSUP ACSV INTN MCBTLP ATOP_EBLOCKED
	       TLP_PRF_BLOCKED)
# in the AER capability
UNC_MASK=ECAP_AER+8.L
UNC_SEVERITY=ECAP_AER+c.L
COR_MASK=ECAP_AER+14.L
LANE_GET=10

need setpci
pick_device
needs_fast_probe
have_host || plan_skip "nobody on the host answers"
# Once is enough for what does not depend on the device; a slow machine gets one
# of the link and one of its packets.
if [[ ${CPO_FIRST:-1} != 1 ]]; then
	UNCORRECTABLE=(UNSUP)
elif [[ -n ${KSFT_MACHINE_SLOW:-} ]]; then
	CORRECTABLE=(RCVR BAD_TLP)
	UNCORRECTABLE=(DLP MALF_TLP)
fi

SYS=/sys/bus/pci/devices/$PCI
DRIVER=/sys/bus/pci/drivers/cpo_pci
[[ -r $SYS/aer_dev_correctable ]] || plan_skip "kernel without AER"
PORT_PCI=$(basename "$(dirname "$(realpath "$SYS")")")
PORT_QOM=rp${QOM#cpo}

# What an error may not change: the registration with its epoch, and netdevs
# with their index and flags.
identity()
{
	cpoctl -j dev show "$DEV" | jq -c '.devs[0] |
		[.path, .epoch, .event_seq, .state]'
	netdevs | jq -c '[.ifindex, .ifname, .flags]'
}

back()
{
	identity >"$WORK/id.now" && diff -q "$WORK/id" "$WORK/id.now" >/dev/null
}

# What the kernel says it did about the errors since a mark
verdict()
{
	log_since "$1" | grep -oE 'device recovery (successful|failed)|can.t recover'
}

# inject NAME SEVERITY-BITS: on $TARGET, which is $TARGET_PCI. The kernel puts
# masks and severities back after each reset.
inject()
{
	setpci -s "$TARGET_PCI" "$UNC_MASK=0" "$UNC_SEVERITY=$2" "$COR_MASK=0"
	host pcie_aer_inject_error "$TARGET" "$1" >/dev/null
}

# uncorrectable NAME SEVERITY-BITS: what is wrong after it, if anything
uncorrectable()
{
	local mark="aer $TARGET $1 $2 $SECONDS"

	log_mark "$mark"
	inject "$1" "$2" || { echo "not injected"; return 1; }
	if ! within 20 verdict "$mark" >/dev/null; then
		echo "the kernel did nothing"
		return 1
	fi
	if [[ $(verdict "$mark") != "device recovery successful" ]]; then
		verdict "$mark"
		return 1
	fi
	if ! within 20 back; then
		diff "$WORK/id" "$WORK/id.now" | cut -c1-300
		return 1
	fi
	within 30 same_light && return 0
	diff "$WORK/before" "$WORK/now" | cut -c1-300 | head -n 4
	return 1
}

# all_uncorrectable WORD SEVERITY-BITS
all_uncorrectable()
{
	local name why bad=

	for name in "${UNCORRECTABLE[@]}"; do
		why=$(uncorrectable "$name" "$2") || bad+="$name: $why"$'\n'
	done
	same "${#UNCORRECTABLE[@]} kinds of $1 errors of $TARGET are survived" \
		"" "$bad"
}

correctable_count()
{
	awk '/^TOTAL_ERR_COR/ { print $2 }' "$SYS/aer_dev_correctable"
}

counted()
{
	[[ $(correctable_count) -gt $1 ]]
}

test_correctable()
{
	local name count bad=

	for name in "${CORRECTABLE[@]}"; do
		count=$(correctable_count)
		inject "$name" 0 || bad+="$name: not injected "
		within 10 counted "$count" || bad+="$name: not counted "
	done
	same "correctable errors are counted" "" "$bad"
	ok_if "correctable errors change nothing" back
}

# How often the device was away, from the point of view of a user
detached()
{
	jq -c 'select(.object == "dev" and .state == "detached")' \
		"$WORK/monitor" | wc -l
}

test_errors()
{
	local before

	test_correctable
	same "nobody was told of correctable errors" 0 "$(detached)"
	all_uncorrectable non-fatal 0
	all_uncorrectable fatal ffffffff
	same "users saw every one of them" $((2 * ${#UNCORRECTABLE[@]})) \
		"$(detached)"
	before=$(wc -l <"$WORK/monitor")
	TARGET=$PORT_QOM TARGET_PCI=$PORT_PCI UNCORRECTABLE=(MALF_TLP)
	all_uncorrectable non-fatal 0
	all_uncorrectable fatal ffffffff
	ok_if "errors of the port concern the device" \
		test "$(wc -l <"$WORK/monitor")" -gt "$before"
	same "no event was lost, and none invented" 0 \
		"$(jq -c 'select(.type != "start" and .object != "dev")' \
		   "$WORK/monitor" | wc -l)"
}

# Others go on reading while the device comes and goes.
test_under_load()
{
	local pid n bad='' rounds="1 2 3"

	[[ -z ${KSFT_MACHINE_SLOW:-} ]] || rounds=1
	TARGET=$QOM TARGET_PCI=$PCI
	"$CPO_TESTS/cpo_raw" repeat 1000000 $LANE_GET >/dev/null 2>&1 &
	pid=$!
	( while :; do
		cpoctl -j page read "$DEV/engine0" page 0 offset 128 length 16
	  done ) >/dev/null 2>&1 &
	for n in $rounds; do
		bad+=$(uncorrectable UNSUP 0) || bad+=" $n"
		bad+=$(uncorrectable MALF_TLP ffffffff) || bad+=" $n"
	done
	same "errors under dumps and commands are survived" "" "$bad"
	kill $! 2>/dev/null
	ok_if "the dumps went on" kill "$pid"
	wait 2>/dev/null
}

state_is()
{
	[[ $(cpoctl -j dev show "$DEV" | jq -r '.devs[0].state') == "$1" ]]
}

page()
{
	cpoctl -j page read "$DEV/engine0" page 0 offset 128 length 16
}

# test_dead WORD SEVERITY-BITS: it does not answer after the error either.
test_dead()
{
	local mark="aer dead $1"

	log_mark "$mark"
	host qom-set "$QOM" dead true >/dev/null
	inject ECRC "$2"
	ok_if "$1, no answer: the kernel gives up" within 30 verdict "$mark"
	same "$1, no answer: and says so" "device recovery failed" \
		"$(verdict "$mark")"
	ok_if "$1, no answer: the device is dead" within 20 state_is dead
	page >"$WORK/out" 2>"$WORK/err"
	same "$1, no answer: the tool says so" 3 $?
	diag "$(cat "$WORK/err")"
	host qom-set "$QOM" dead false >/dev/null
}

revive()
{
	ok_if "$1" "${@:2}"
	within 30 find_again
	ok_if "$1: online" within 20 state_is online
	ok_if "$1: same light" within 30 same_light
	ok_if "$1: commands work" page
}

rebind()
{
	echo "$PCI" >"$DRIVER/unbind" && echo "$PCI" >"$DRIVER/bind"
}

remember_light
identity >"$WORK/id"
cpoctl -j monitor >"$WORK/monitor" 2>/dev/null &
MONITOR=$!
within 10 test -s "$WORK/monitor"
TARGET=$QOM TARGET_PCI=$PCI
test_errors
kill $MONITOR
test_under_load
test_dead non-fatal 0
ID=$DEV
revive "a reload brings it back" devlink dev reload "pci/$PCI"
same "the reload kept its id" "$ID" "$DEV"
test_dead fatal ffffffff
revive "binding again brings it back" rebind
tap_done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# rebind.sh: devices and both modules come and go again and again while others
# read everything and listen. Readers get whole devices or a clear refusal,
# ids are never used again, and nothing is left behind.
#   ROUNDS=100		how often the modules are loaded anew
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

# A probe takes seconds on a slow machine, and as often as there are devices.
ROUNDS=${ROUNDS:-$((${KSFT_MACHINE_SLOW:+1} + 0 ? 3 : 10))}
READERS=2

[[ ${CPO_FIRST:-1} == 1 ]] || plan_skip "all devices at once, with the first"
pick_device
needs_fast_probe
DRIVER=/sys/bus/pci/drivers/cpo_pci

# All devices by their place on the bus, and whether they are online
devices()
{
	cpoctl -j dev show 2>/dev/null |
		jq -r '.devs[] | "\(.dev_name) \(.state)"' | sort
}

all_back()
{
	[[ $(devices) == "$WANT" ]]
}

found_with_same_light()
{
	find_again && same_light
}

highest_id()
{
	cpoctl -j dev show |
		jq '[.devs[].path | ltrimstr("cpo") | tonumber] | max'
}

start_readers()
{
	local n

	PIDS=()
	for ((n = 0; n < READERS; n++)); do
		"$CPO_TESTS/cpo_storm" >"$WORK/storm$n" 2>&1 &
		PIDS+=($!)
	done
	cpoctl -j monitor >"$WORK/monitor" 2>/dev/null &
	MONITOR=$!
	( while :; do ip -j link show; done ) >/dev/null 2>&1 &
	LINKS=$!
	sleep 1
}

# Readers that saw part of a device say so with their status.
stop_readers()
{
	local n

	SAW=0
	for ((n = 0; n < READERS; n++)); do
		kill -TERM "${PIDS[n]}" || SAW=1
		wait "${PIDS[n]}" || SAW=1
		diag "reader $n: $(head -n 20 "$WORK/storm$n")"
	done
	kill $LINKS
	wait $LINKS 2>/dev/null
}

# Readers may have the core in use, and they load it when it is not there. It can
# only go after cpo_pci, so both were out.
unload()
{
	within 30 sh -c '
		rmmod cpo_pci 2>/dev/null
		rmmod cpo 2>/dev/null'
}

reload_modules()
{
	local n

	for ((n = 0; n < ROUNDS; n++)); do
		unload || { echo "round $n: cpo stays"; return 1; }
		modprobe cpo_pci || { echo "round $n: no cpo_pci"; return 1; }
		within 60 all_back ||
			{ echo "round $n: $(devices)"; return 1; }
	done
}

# The core stays: it remembers which ids it gave.
rebind_devices()
{
	local n last id

	last=$(highest_id)
	for ((n = 0; n < ROUNDS; n++)); do
		echo "$PCI" >"$DRIVER/unbind" || return 1
		echo "$PCI" >"$DRIVER/bind" || return 1
		within 60 all_back || { echo "round $n: $(devices)"; return 1; }
		id=$(highest_id)
		[[ $id == $((last + 1)) ]] ||
			{ echo "round $n: id $last, then $id"; return 1; }
		last=$id
	done
}

heard()
{
	[[ $(jq -c --arg d "$PCI" 'select(.dev_name == $d and
		.notification == "dev-add-ntf")' "$WORK/monitor" |
		wc -l) -ge $1 ]]
}

remember_light
WANT=$(devices)
start_readers
ok_if "$ROUNDS times unbind and bind under readers, new ids" rebind_devices
ok_if "a listener heard of each" within 20 heard "$ROUNDS"
ok_if "same light" within 30 found_with_same_light
ok_if "$ROUNDS times both modules under readers" reload_modules
ok_if "the listener is still there" kill $MONITOR
stop_readers
same "no reader saw part of a device" 0 "$SAW"
ok_if "same light after that" within 30 found_with_same_light
tap_done

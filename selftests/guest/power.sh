#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# power.sh: power mode of modules, by stock ethtool and ip. The module of a port
# is its engine, which others have, too: it sleeps when the last of them is down
# and wakes up with the first.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need ethtool
need ip
pick_device

# module IFNAME: "POLICY MODE"
module()
{
	ethtool --json --show-module "$1" |
		jq -r '.[0] | "\(."power-mode-policy") \(."power-mode")"'
}

module_is()
{
	local now

	now=$(module "$1")
	[[ $now == "$2 $3" ]] || { echo "$1: $now"; false; }
}

modules_are()
{
	local ifname bad=0

	for ifname in "${MINE[@]}"; do
		module_is "$ifname" "$1" "$2" || bad=1
	done
	return "$bad"
}

policy()
{
	ethtool --set-module "$1" power-mode-policy "$2"
}

engines_are()
{
	local engine state

	for engine in "${ENGINES[@]}"; do
		state=$(cpoctl -j engine show "$DEV/engine$engine" |
			jq -r '.engines[].state')
		[[ $state == "$1" ]] || { echo "engine$engine: $state"; return 1; }
	done
}

links()
{
	local ifname

	for ifname in "${@:2}"; do ip link set dev "$ifname" "$1"; done
}

# up_ports: those with light, as ids
up_ports()
{
	show port | jq -r 'select(.state == "up").port_id' | sort -n | xargs
}

up_ports_are()
{
	local now

	now=$(up_ports)
	[[ $now == "$1" ]] || { echo "up: $now"; false; }
}

reason_of()
{
	show port | jq -r --arg i "$1" 'select(.ifname == $i).reason'
}

# MINE: interfaces with a lane on one of the ENGINES of the first port that is
# up; OTHERS: ids of the ports that are up and have none.
choose()
{
	local id

	read -r _ FIRST id < <(port_in_state up)
	[[ -n ${id:-} ]] || plan_skip "no port is up"
	show lane >"$WORK/lanes"
	mapfile -t ENGINES < <(jq -r --argjson p "$id" \
		'select(.port_id == $p).engine_id' "$WORK/lanes" | sort -nu)
	jq -r --argjson e "$(printf '%s\n' "${ENGINES[@]}" | jq -s .)" \
		'select(.engine_id as $x | $e | index($x)).port_id' \
		"$WORK/lanes" | sort -nu >"$WORK/ids"
	mapfile -t MINE < <(show port | jq -r --argjson p "$(jq -s . "$WORK/ids")" \
		'select(.port_id as $x | $p | index($x)).ifname')
	BEFORE=$(up_ports)
	OTHERS=$(tr ' ' '\n' <<<"$BEFORE" | grep -vxFf "$WORK/ids" | xargs)
	diag "engines ${ENGINES[*]}: ${MINE[*]}"
}

# Who is linked to one of them loses light, too; on the default wiring that is
# a neighbour.
others_up()
{
	local id now

	now=" $(up_ports) "
	for id in $OTHERS; do
		[[ $now == *" $id "* ]] || echo "$id"
	done >"$WORK/lost"
	while read -r id; do
		[[ $(show port | jq -r --argjson p "$id" \
			'select(.port_id == $p).reason') == rx-los ]] ||
			{ echo "port $id is down"; return 1; }
	done <"$WORK/lost"
	# all but them and their link partners
	[[ $(wc -l <"$WORK/lost") -le ${#MINE[@]} ]]
}

# ---- the tests ----

# What an engine did shows in the next sample.
samples()
{
	sleep 3
}

stays_up()
{
	samples
	engines_are ready && up_ports_are "$BEFORE"
}

stays_awake()
{
	samples
	engines_are ready
}

asleep()
{
	engines_are low-power && module_is "$FIRST" auto low
}

awake()
{
	engines_are ready && up_ports_are "$BEFORE"
}

# Its network namespace is another one, and root is mapped.
container_is_ready()
{
	[[ -n $(<"/proc/$1/uid_map") && $(readlink "/proc/$1/ns/net") != \
	   $(readlink /proc/self/ns/net) ]]
}

in_container()
{
	within 10 container_is_ready "$1" &&
		ip link set dev "$FIRST" netns "$1" &&
		nsenter -t "$1" -U -n --preserve-credentials \
			ethtool --set-module "$FIRST" power-mode-policy auto
}

# Its own user namespace, with the interface in its network namespace.
container_refused()
{
	local pid out status=0

	unshare -U -r -n sleep 600 >/dev/null 2>&1 &
	pid=$!
	out=$(in_container "$pid" 2>&1) || status=$?
	kill "$pid"
	wait "$pid" 2>/dev/null
	within 10 ip link show dev "$FIRST" || return 1
	ip link set dev "$FIRST" up
	[[ $status != 0 && $out == *"not permitted"* ]] ||
		{ echo "status $status: $out"; false; }
}

online()
{
	[[ $(cpoctl -j dev show "$DEV" | jq -r '.devs[].state') == online ]]
}

rebind()
{
	echo "$PCI" >/sys/bus/pci/drivers/cpo_pci/unbind &&
		echo "$PCI" >/sys/bus/pci/drivers/cpo_pci/bind &&
		within 10 find_again
}

reset()
{
	echo 1 >"/sys/bus/pci/devices/$PCI/reset" && within 20 online
}

sleep_all()
{
	policy "$FIRST" auto && links down "${MINE[@]}" && within 10 asleep
}

set_all_up
wait_up 60 || diag "not every port is up"
choose
ok_if "the policy is high at first, and so is the mode" modules_are high high
ok_if "auto changes nothing for ports that are up" policy "$FIRST" auto
ok_if "they keep their light" stays_up
ok_if "it is auto for all ports of the engine" modules_are auto high
links down "${MINE[@]:1}"
ok_if "one port that is up keeps the engine awake" stays_awake
links down "${MINE[0]}"
ok_if "with the last one it sleeps" within 10 asleep
ok_if "all of its ports say so" modules_are auto low
same "their reason is that they are disabled" disabled "$(reason_of "$FIRST")"
ok_if "the others keep their light" others_up
ok_if "the module can still be read" ethtool -m "$FIRST" raw off
links up "${MINE[0]}"
ok_if "the first one that comes up wakes it up" within 20 awake
links up "${MINE[@]:1}"
links down "${MINE[@]}"
ok_if "it sleeps again" within 10 asleep
ok_if "the device can be reset" reset
ok_if "after that it sleeps, and may" within 10 asleep
ok_if "the policy high wakes it up without a port" policy "$FIRST" high
ok_if "and all is as it was" within 20 awake
ok_if "it says so" modules_are high high
if unshare -U -r -n true 2>/dev/null; then
	ok_if "root of a container cannot change what others use" \
		container_refused
else
	skip "root of a container cannot change what others use" \
		"no user namespaces in this kernel"
fi
if slow_probe; then
	skip "a new driver wakes up what the last one left asleep" "$SLOW_PROBE"
else
	ok_if "it sleeps once more" sleep_all
	rebind || diag "no device after binding again"
	ok_if "a new driver wakes up what the last one left asleep" \
		within 20 engines_are ready
	ok_if "its policy is high" within 10 module_is \
		"$(netdevs | jq -r .ifname | head -n 1)" high high
fi
set_all_up
ok_if "all ports have their light again" within 60 up_ports_are "$BEFORE"
tap_done

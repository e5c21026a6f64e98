#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# reload.sh: devlink reload, in place and into another namespace. Ports are made
# anew where the devlink instance is; the device keeps its id, the sequence of
# its events and its light. A reload that fails can be tried again.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

NS=cpo-reload
DRIVER=/sys/bus/pci/drivers/cpo_pci

need devlink
pick_device
needs_fast_probe
HANDLE=pci/$PCI
trap 'ip netns del $NS 2>/dev/null; rm -rf "$WORK"' EXIT

# What a reload may not change. Run in the namespace of the device.
identity()
{
	cpoctl -j dev show "$DEV" | jq -c '.devs[0] |
		[.path, .epoch, .event_seq, .state]'
}

# Of the netdevs, without what a new one has anew
names()
{
	netdevs | jq -r '"\(.ifname) \(.address)"' | sort
}

# Every port knows its netdev.
ports_have_netdevs()
{
	local ports devs

	ports=$(show port | jq -r 'select(.ifname != null).ifname' | sort)
	devs=$(netdevs | jq -r .ifname | sort)
	[[ -n $ports && $ports == "$devs" ]]
}

online()
{
	[[ $(cpoctl -j dev show "$DEV" | jq -r '.devs[0].state') == online ]]
}

page()
{
	cpoctl -j page read "$DEV/engine0" page 0 offset 128 length 16
}

# states FILE FROM: what users were told of the device since line FROM
told()
{
	tail -n +"$2" "$1" | jq -r --arg d "$PCI" 'select(.object == "dev" and
		.dev_name == $d and .notification) |
		"\(.notification):\(.state)"' | xargs
}

told_is()
{
	[[ $(told "$1" "$2") == "$3" ]]
}

next_line()
{
	echo $(($(wc -l <"$1") + 1))
}

# ---- in place ----

test_reload()
{
	local from changes=$WORK/changes nets=$WORK/netdevs

	from=$(next_line "$WORK/monitor")
	show port | jq -r '"\(.port_id) \(.link_changes)"' >"$changes"
	names >"$nets"
	ok_if "reload" devlink dev reload "$HANDLE"
	ok_if "reload: online" within 20 online
	same "reload: same id, epoch and sequence" "$(<"$WORK/id")" "$(identity)"
	ok_if "reload: same light" within 30 same_light
	show port | jq -r '"\(.port_id) \(.link_changes)"' | diff "$changes" - \
		>/dev/null
	same "reload: no port changed its state" 0 $?
	ok_if "reload: the netdevs are there again" diff "$nets" <(names)
	ok_if "reload: ports and netdevs know each other" ports_have_netdevs
	ok_if "reload: users were told" within 20 told_is "$WORK/monitor" \
		"$from" "dev-change-ntf:detached dev-change-ntf:online"
	ok_if "reload: commands work" page
	set_all_up
	ok_if "reload: carrier comes" within 20 all_carriers
}

# Of the ports that are up
all_carriers()
{
	local name

	for name in $(show port | jq -r 'select(.state == "up").ifname // empty'); do
		[[ $(carrier "$name") == 1 ]] || return 1
	done
}

test_under_load()
{
	local pid n bad=0

	"$CPO_TESTS/cpo_storm" >"$WORK/storm" 2>&1 &
	pid=$!
	( while :; do page; cpoctl refresh "$DEV"; done ) >/dev/null 2>&1 &
	for ((n = 0; n < 3; n++)); do
		timeout "$(limit 60)" devlink dev reload "$HANDLE" ||
			bad=$((bad + 1))
	done
	kill $!
	same "3 reloads under readers and commands" 0 $bad
	kill -TERM $pid
	wait $pid
	same "no reader saw part of a device" 0 $?
	diag "$(<"$WORK/storm")"
	ok_if "online after that" within 20 online
	ok_if "same light after that" within 30 same_light
	same "same id, epoch and sequence after that" "$(<"$WORK/id")" \
		"$(identity)"
}

# ---- into another namespace ----

here()
{
	cpoctl -j dev show 2>/dev/null | jq -e --arg d "$PCI" \
		'.devs[] | select(.dev_name == $d)' >/dev/null
}

not_here()
{
	! here
}

inside()
{
	ip netns exec $NS "$@"
}

in_ns()
{
	inside bash -c "$(declare -f identity netdevs names show \
		ports_have_netdevs page); $1"
}

test_namespace()
{
	local from

	if ! ip netns add $NS; then
		skip "namespaces" "this kernel has none"
		return
	fi
	export DEV PCI
	names >"$WORK/netdevs"
	from=$(next_line "$WORK/monitor")
	ip netns exec $NS cpoctl -j monitor >"$WORK/inside" 2>/dev/null &
	INSIDE=$!
	within 10 test -s "$WORK/inside"
	ok_if "reload into a namespace" devlink dev reload "$HANDLE" netns $NS
	ok_if "it left the old one" within 20 not_here
	same "so did its netdevs" "" "$(names)"
	ok_if "the old one was told" within 20 told_is "$WORK/monitor" "$from" \
		"dev-change-ntf:detached dev-del-ntf:detached"
	ok_if "the new one was told" within 20 told_is "$WORK/inside" 1 \
		"dev-add-ntf:detached dev-change-ntf:online"
	same "same id, epoch and sequence there" "$(<"$WORK/id")" \
		"$(in_ns identity)"
	ok_if "the netdevs are there" diff "$WORK/netdevs" <(in_ns names)
	ok_if "ports and netdevs know each other there" in_ns ports_have_netdevs
	ok_if "commands work there" in_ns page
	test_inside
	test_leaving
}

# Resets do not move it, and only those who can see it hear of them.
test_inside()
{
	local from inside

	from=$(next_line "$WORK/monitor")
	inside=$(next_line "$WORK/inside")
	ok_if "FLR in a namespace" sh -c \
		"echo 1 >/sys/bus/pci/devices/$PCI/reset"
	ok_if "its namespace hears of it" within 20 told_is "$WORK/inside" \
		"$inside" "dev-change-ntf:detached dev-change-ntf:online"
	same "others do not" "" "$(told "$WORK/monitor" "$from")"
	ok_if "reload within the namespace" inside devlink dev reload "$HANDLE"
	same "same id, epoch and sequence still" "$(<"$WORK/id")" \
		"$(in_ns identity)"
}

# Devlink brings back what a namespace leaves behind.
test_leaving()
{
	kill $INSIDE
	wait $INSIDE 2>/dev/null
	ip netns del $NS
	ok_if "with the namespace gone it is back" within 60 here
	ok_if "back: online" within 20 online
	same "back: same id, epoch and sequence" "$(<"$WORK/id")" "$(identity)"
	ok_if "back: so are the netdevs" diff "$WORK/netdevs" <(names)
	ok_if "back: same light" within 30 same_light
}

# ---- failures ----

has_dead_knob()
{
	have_host && host qom-list "$QOM" |
		jq -e 'any(.[]; .name == "dead")' >/dev/null
}

dead()
{
	host qom-set "$QOM" dead "$1" >/dev/null
}

reload_fails()
{
	! devlink dev reload "$HANDLE"
}

state_is()
{
	[[ $(cpoctl -j dev show "$DEV" | jq -r '.devs[0].state') == "$1" ]]
}

rebind()
{
	echo "$PCI" >"$DRIVER/unbind" && echo "$PCI" >"$DRIVER/bind"
}

test_failure()
{
	if ! has_dead_knob; then
		skip "failing reloads" "the emulator cannot play dead"
		return
	fi
	names >"$WORK/netdevs"
	dead true
	ok_if "a reload of a device that does not answer fails" reload_fails
	ok_if "failed: it is dead" state_is dead
	ok_if "failed: rows can still be read" show lane
	ok_if "failed: and it fails again" reload_fails
	dead false
	ok_if "failed: once more, and it works" devlink dev reload "$HANDLE"
	ok_if "failed: online" within 20 online
	ok_if "failed: the netdevs are there again" diff "$WORK/netdevs" \
		<(names)
	ok_if "failed: same light" within 30 same_light
	same "failed: same id, epoch and sequence" "$(<"$WORK/id")" \
		"$(identity)"
	dead true
	ok_if "failed: once more" reload_fails
	dead false
	ok_if "failed: binding again works" rebind
	within 30 find_again
	ok_if "failed: online after that" within 20 online
	ok_if "failed: same light after that" within 30 same_light
}

remember_light
identity >"$WORK/id"
cpoctl -j monitor >"$WORK/monitor" 2>/dev/null &
MONITOR=$!
within 10 test -s "$WORK/monitor"
test_reload
test_under_load
test_namespace
kill $MONITOR
test_failure
tap_done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# smoke.sh: one short walk through everything, for kernels that do not get the
# whole set: counts by three clients, an ELS pulled, modules out and in.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

# profile: engines lanes els lasers ports banks
declare -A WANT=(
	[q3450]="72 576 18 144 144 1"
	[q3450mp]="72 576 18 144 144 1"
	[sn6810]="32 512 16 128 128 2"
	[sn6800]="128 2048 64 512 512 2"
	[bailly]="8 512 16 128 128 8"
	[davisson]="16 512 16 128 128 4"
	[nic]="1 8 1 3 2 1"
)

counts_by_cpoctl()
{
	printf '%s %s %s %s %s %s\n' "$(show engine | wc -l)" \
		"$(show lane | wc -l)" "$(show els | wc -l)" \
		"$(show laser | wc -l)" "$(show port | wc -l)" \
		"$(cpoctl -j dev show "$DEV" | jq '.devs[0].max_banks')"
}

ports_down()
{
	show port | jq -r 'select(.state == "down").port_id' | sort -n | xargs
}

predicted()
{
	show route | jq -r --argjson e "$1" \
		'select(.els_id == $e and .role == "active").port_ids[]' |
		sort -nu | xargs
}

without_carrier()
{
	local id ifname value

	show port | jq -r '"\(.port_id) \(.ifname)"' | sort -n |
		while read -r id ifname; do
			read -r value <"/sys/class/net/$ifname/carrier"
			[[ $value == 1 ]] || printf '%s\n' "$id"
		done | xargs
}

exactly_these_are_down()
{
	[[ $(ports_down) == "$1" && $(without_carrier) == "$1" ]]
}

by_pyynl()
{
	local status=0

	telemetry_period 1m
	sleep 2
	"$HERE/ynl_compare.py" >"$WORK/ynl" || status=$?
	telemetry_period 1s
	[[ $status == 0 ]] || { cat "$WORK/ynl"; false; }
}

pull()
{
	local want ELS

	ELS=$(show els | wc -l)
	ELS=$((ELS > 3 ? 3 : ELS - 1))
	if ! have_host; then
		skip "$1: pull ELS $ELS" "nobody on the host answers"
		return
	fi
	want=$(predicted $ELS)
	ok_if "$1: pull ELS $ELS" host device_del "$QOM-els$ELS"
	ok_if "$1: exactly ports $want go down" \
		within 20 exactly_these_are_down "$want"
	ok_if "$1: put it back" host device_add \
		"cpo-els,id=$QOM-els$ELS,bus=$QOM.0,slot=$ELS"
	ok_if "$1: its ports stay down" exactly_these_are_down "$want"
}

walk()
{
	export CPO_DEV=$1
	pick_device
	wait_up 60
	same "$PROFILE: all ports come up" 0 $?
	same "$PROFILE: counts" "${WANT[$PROFILE]:-}" "$(counts_by_cpoctl)"
	set_all_up
	pull "$PROFILE"
	ok_if "$PROFILE: a page" cpoctl -j page read "$DEV/engine0" \
		page 0 offset 128 length 128
	ok_if "$PROFILE: ethtool -m" ethtool -m \
		"$(show port | jq -r .ifname | head -n 1)"
}

reload()
{
	ok_if "rmmod cpo_pci" timeout "$(limit 60)" rmmod cpo_pci
	ok_if "rmmod cpo" timeout "$(limit 60)" rmmod cpo
	ok_if "modprobe cpo_pci" timeout "$(limit 60)" modprobe cpo_pci
	ok_if "the devices are back" within 30 devices_are "$1"
}

devices_are()
{
	[[ $(cpoctl -j dev show | jq '.devs | length') == "$1" ]]
}

main()
{
	local dev list

	need cpoctl
	need jq
	list=$(cpoctl -j dev show | jq -r '.devs[].path')
	[[ -n $list ]] || fail "there is a cpo device" "none"
	if python3 -c 'import yaml' 2>/dev/null; then
		ok_if "pyynl, libnl and cpoctl agree" by_pyynl
	else
		skip "pyynl" "python3 has no yaml module"
	fi
	for dev in $list; do
		walk "$dev"
	done
	reload "$(wc -w <<<"$list")"
	tap_done
}

main

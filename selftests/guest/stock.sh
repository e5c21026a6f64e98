#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# stock.sh: what tools that know nothing of cpo show of its ports: ip, ethtool,
# devlink. One port is taken down by pulling its ELS.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need ip
need ethtool
pick_device
set_all_up
wait_up 60 || diag "not every port is up"
show port >"$WORK/ports"
show route >"$WORK/routes"
read -r UP_PATH UP_IF UP_ID < <(port_in_state up)

# ---- ip ----

ip_shows_every_port()
{
	local want have

	want=$(jq -r '.ifname' "$WORK/ports" | sort)
	have=$(ip -j link show | jq -r '.[].ifname' | sort)
	[[ -z $(comm -23 <(echo "$want") <(echo "$have")) ]]
}

ip_index_is_ifindex()
{
	local want have

	want=$(jq -r '"\(.ifindex) \(.ifname)"' "$WORK/ports" | sort)
	have=$(ip -j link show | jq -r '.[] | "\(.ifindex) \(.ifname)"' | sort)
	[[ -z $(comm -23 <(echo "$want") <(echo "$have")) ]]
}

# Light, but no frames yet: the carrier is on and the link dormant.
ip_says_dormant()
{
	ip -j link show dev "$UP_IF" |
		jq -e '.[0] | .operstate == "DORMANT" and
			(.flags | index("LOWER_UP"))' >/dev/null
}

every_up_port_has_a_carrier()
{
	local ifname value bad=0

	for ifname in $(jq -r 'select(.state == "up").ifname' "$WORK/ports"); do
		read -r value <"/sys/class/net/$ifname/carrier"
		[[ $value == 1 ]] || { echo "$ifname has none"; bad=1; }
	done
	return "$bad"
}

macs_differ()
{
	local n

	n=$(jq -r .ifname "$WORK/ports" | while read -r ifname; do
		read -r mac <"/sys/class/net/$ifname/address"
		printf '%s\n' "$mac"
	done | sort -u | wc -l)
	[[ $n == "$(wc -l <"$WORK/ports")" ]]
}

# The netdev stays up, as a bridge or the kernel's own tests want it.
mac_can_change()
{
	local before after

	read -r before <"/sys/class/net/$UP_IF/address"
	ip link set dev "$UP_IF" address 02:00:00:00:00:77 || return
	read -r after <"/sys/class/net/$UP_IF/address"
	ip link set dev "$UP_IF" address "$before"
	[[ $after == 02:00:00:00:00:77 ]] || { echo "$after"; false; }
}

dropped()
{
	ip -j -s link show dev "$UP_IF" | jq '.[0].stats64.tx.dropped'
}

# A frame that cannot go anywhere is counted, not lost in silence.
transmit_drops_and_counts()
{
	local before after

	before=$(dropped)
	python3 - "$UP_IF" <<-'PY'
	import socket
	import sys
	sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
	sock.bind((sys.argv[1], 0))
	for _ in range(5):
	    sock.send(b'\xff' * 6 + b'\x02' * 6 + b'\x88\xb5' + b'\0' * 50)
	PY
	after=$(dropped)
	[[ $after -ge $((before + 5)) ]] || { echo "$before, then $after"; false; }
}

test_ip()
{
	ok_if "ip link shows the netdev of every port" ip_shows_every_port
	ok_if "ifindex of a port is that of its netdev" ip_index_is_ifindex
	ok_if "every port has a MAC address of its own" macs_differ
	ok_if "a MAC address can change while the netdev is up" mac_can_change
	ok_if "every netdev whose optics are up has a carrier" \
		every_up_port_has_a_carrier
	ok_if "a port that is up is dormant" ip_says_dormant
	ok_if "transmit drops and counts" transmit_drops_and_counts
}

# ---- ethtool ----

ethtool_link()
{
	local text speed lanes

	text=$(ethtool "$UP_IF")
	speed=$(jq -r --arg i "$UP_IF" 'select(.ifname == $i).speed_mbps' \
		"$WORK/ports")
	lanes=$(jq -r --arg i "$UP_IF" 'select(.ifname == $i).lanes' \
		"$WORK/ports")
	has "$text" "Speed: ${speed}Mb/s" "Lanes: $lanes" 'Duplex: Full' \
		'Link detected: yes'
}

ethtool_driver()
{
	has "$(ethtool -i "$UP_IF")" '^driver: cpo_pci$' "^bus-info: $PCI$"
}

# Rx powers in nW of the lanes of a bank, from the text of ethtool -m
rx_of_module()
{
	ethtool -m "$1" | awk -F '[()]|Channel |: *| mW' '
		/^[ \t]*(Rcvr signal avg|Receiver signal).*Channel/ {
			sub(/.*Channel /, "")
			split($0, part, /\) *: *| mW/)
			printf "%d %d\n", part[1] - 1, part[2] * 1000000 + 0.5
		}'
}

# The rows say average power, so the module must not say OMA.
rx_is_average()
{
	has "$(ethtool -m "$UP_IF")" \
		'(Rcvr|Receiver) signal av(g|erage) optical power'
}

# The lanes of a port as "BANK-LANE RX-NW". A module is one engine: of a port
# that is on several it shows what is on the first.
rx_of_lanes()
{
	show lane "$DEV/port$1" | jq -rs '.[0].engine_id as $e | .[] |
		select(.engine_id == $e) | "\(.bank_lane) \(.rx_power_nw)"'
}

# Values move: a block may come in between the two.
module_agrees()
{
	module_is_row "$@" >/dev/null || module_is_row "$@" >/dev/null ||
		module_is_row "$@"
}

# module_is_row PORT-ID IFNAME: within 0.1 uW, the step of the map
module_is_row()
{
	local -A module=()
	local lane nw delta found=0

	while read -r lane nw; do
		module[$lane]=$nw
	done < <(rx_of_module "$2")
	while read -r lane nw; do
		[[ -n ${module[$lane]:-} ]] || {
			echo "$2: no channel $((lane + 1))"
			return 1
		}
		delta=$((module[$lane] - nw))
		if [[ ${delta#-} -gt 100 ]]; then
			echo "$2 channel $((lane + 1)): ${module[$lane]} nW," \
				"row says $nw nW"
			return 1
		fi
		found=$((found + 1))
	done < <(rx_of_lanes "$1")
	[[ $found -gt 0 ]]
}

# First, second, third and last port: both halves of a bank, other engines
some_ports()
{
	jq -r '"\(.port_id) \(.ifname)"' "$WORK/ports" |
		sed -n '1p;2p;3p;$p'
}

test_modules()
{
	local id ifname

	while read -r id ifname; do
		ok_if "ethtool -m of port $id agrees with its lanes" \
			module_agrees "$id" "$ifname"
	done < <(some_ports)
}

module_is_decoded()
{
	has "$(ethtool -m "$UP_IF" 2>&1)" 'Identifier +: 0x19' \
		'Vendor name +: [A-Z]' 'Module temperature +: [0-9]'
}

module_as_json()
{
	ethtool --json -m "$UP_IF" >"$WORK/module.json" &&
	jq -e '.[0].identifier == 25' "$WORK/module.json" >/dev/null
}

# The port's view is one bank; raw bytes are those of page 11h of that bank.
module_page_is_raw()
{
	local bytes

	bytes=$(ethtool -m "$UP_IF" page 0x11 bank 0 offset 128 length 128 \
		raw on | od -An -v -tx1 | tr -d ' \n')
	[[ ${#bytes} == 256 ]] || { echo "$bytes"; false; }
}

no_such_module_page()
{
	! ethtool -m "$UP_IF" page 0x77 bank 0 offset 128 length 1 2>/dev/null
}

test_ethtool()
{
	ok_if "ethtool shows speed, lanes and link" ethtool_link
	ok_if "ethtool -i shows driver and bus" ethtool_driver
	ok_if "ethtool -m decodes the module" module_is_decoded
	if ethtool --json -m "$UP_IF" >/dev/null 2>&1; then
		ok_if "ethtool -m as JSON" module_as_json
	else
		skip "ethtool -m as JSON" "this ethtool cannot"
	fi
	ok_if "ethtool -m calls the received power an average" rx_is_average
	test_modules
	ok_if "ethtool -m reads raw bytes of page 11h" module_page_is_raw
	ok_if "ethtool -m refuses a page that is not there" no_such_module_page
}

# ---- devlink ----

devlink_info()
{
	devlink -j dev info "pci/$PCI" >"$WORK/info"
	jq -e --arg h "pci/$PCI" '.info[$h] |
		.driver == "cpo_pci" and (.serial_number | length > 0) and
		(.versions.running | length > 0) and
		(.versions.fixed | length > 0)' "$WORK/info" >/dev/null && return
	cat "$WORK/info"
	return 1
}

devlink_ports()
{
	devlink -j port show | jq -r --arg h "pci/$PCI/" '.port | to_entries[] |
		select(.key | startswith($h)).value.netdev' | sort >"$WORK/have"
	jq -r .ifname "$WORK/ports" | sort >"$WORK/want"
	diff "$WORK/want" "$WORK/have"
}

devlink_port_details()
{
	devlink -j port show | jq -e --arg h "pci/$PCI/" --argjson n \
		"$(wc -l <"$WORK/ports")" '[.port | to_entries[] |
		select(.key | startswith($h)).value] |
		all(.flavour == "physical" and .port >= 1 and .port <= $n) and
		(map(.port) | unique | length) == $n' >/dev/null
}

# Port p1 of devlink is port 0 of the family: the same netdev.
devlink_numbers_ports_from_1()
{
	local want have

	want=$(jq -r '"\(.port_id + 1) \(.ifname)"' "$WORK/ports" | sort)
	have=$(devlink -j port show | jq -r --arg h "pci/$PCI/" '.port |
		to_entries[] | select(.key | startswith($h)).value |
		"\(.port) \(.netdev)"' | sort)
	[[ $want == "$have" ]]
}

phys_port_names()
{
	local n

	n=$(jq -r .ifname "$WORK/ports" | while read -r ifname; do
		read -r name <"/sys/class/net/$ifname/phys_port_name"
		printf '%s\n' "$name"
	done | grep -c '^p[0-9]')
	[[ $n == "$(wc -l <"$WORK/ports")" ]] || { echo "$n have one"; false; }
}

test_devlink()
{
	if ! command -v devlink >/dev/null; then
		skip "devlink" "no devlink in this guest"
		return
	fi
	ok_if "devlink dev info" devlink_info
	ok_if "devlink port show names every netdev" devlink_ports
	ok_if "devlink ports are physical and have numbers" devlink_port_details
	ok_if "devlink port n is port n-1" devlink_numbers_ports_from_1
	ok_if "phys_port_name of every netdev" phys_port_names
}

# ---- a port that is down ----

link_text()
{
	ethtool "$1" | grep 'Link detected'
}

says_why()
{
	has "$(link_text "$DOWN_IF")" 'Link detected: no \(.+\)'
}

carrier_is_off()
{
	[[ $(carrier "$DOWN_IF") == 0 ]]
}

operstate_is_down()
{
	ip -j link show dev "$DOWN_IF" |
		jq -e '.[0] | (.operstate == "DOWN" or
			.operstate == "LOWERLAYERDOWN") and
			(.flags | index("NO-CARRIER"))' >/dev/null
}

module_still_answers()
{
	has "$(ethtool -m "$DOWN_IF" 2>&1)" 'Identifier +: 0x19'
}

# The ELS that lights a port
els_of()
{
	jq -r --argjson p "$1" 'select(.role == "active" and
		(.port_ids | index($p))).els_id' "$WORK/routes" | head -n 1
}

test_down_port()
{
	local ELS

	if [[ -z ${UP_ID:-} ]] || ! have_host; then
		skip "a port that is down" "nobody can pull its ELS"
		return
	fi
	DOWN_IF=$UP_IF
	ELS=$(els_of "$UP_ID")
	if ! host device_del "$QOM-els$ELS" >/dev/null; then
		fail "pull ELS $ELS" "refused"
		return
	fi
	ok_if "$DOWN_IF lost its carrier" within 20 carrier_is_off
	ok_if "$DOWN_IF is down for ip" operstate_is_down
	ok_if "ethtool says why $DOWN_IF is down" says_why
	diag "$(link_text "$DOWN_IF")"
	ok_if "ethtool -m of $DOWN_IF still answers" module_still_answers
	host device_add "cpo-els,id=$QOM-els$ELS,bus=$QOM.0,slot=$ELS" >/dev/null
	sleep 3
	ok_if "$DOWN_IF stays without carrier after the insertion" \
		carrier_is_off
	ok_if "ethtool says why $DOWN_IF is still down" says_why
	diag "$(link_text "$DOWN_IF")"
}

if [[ -z ${UP_IF:-} ]]; then
	fail "a port is up" "none of $(wc -l <"$WORK/ports")"
else
	diag "looking at $UP_PATH, netdev $UP_IF, port $UP_ID"
	test_ip
	test_ethtool
fi
test_devlink
test_down_port
tap_done

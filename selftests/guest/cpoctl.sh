#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# cpoctl.sh: every command against a real device: what it prints, that text
# and JSON agree, and with which status it leaves.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

KINDS=(dev engine els laser lane port route)

pick_device
wait_up 60 || diag "not every port is up"
PORT_IF=$(show port | jq -r 'select(.port_id == 0).ifname')

# leaves NAME STATUS COMMAND...: exit status of a command
leaves()
{
	local name=$1 want=$2 have

	shift 2
	timeout "$(limit 60)" "$@" >"$WORK/out" 2>"$WORK/err"
	have=$?
	if [[ $have == "$want" ]]; then
		pass "$name: status $want"
	else
		fail "$name: status $want" "$have: $(head -n 3 "$WORK/err")"
	fi
}

# ---- show ----

# A document says what it is, and its rows are typed: numbers are numbers and
# what is unknown is absent.
document_is_good()
{
	jq -e '.schema == "cpoctl/1" and (.time | test("^20.*Z$")) and
		([.[] | arrays] | length == 1) and
		all(.[] | arrays[] | to_entries[];
			.value != null and .value != "" and
			((.key | test("_(nw|ma|db|dbm|ms|ns|celsius|mhz|id|seq)$") |
				not) or (.value | type == "number")))' \
		"$WORK/json" >/dev/null
}

rows_of_dev()
{
	case $1 in
	dev) echo 1 ;;
	els) jq -r '.devs[0].els_slots' "$WORK/dev" ;;
	*) jq -r ".devs[0].${1}s" "$WORK/dev" ;;
	esac
}

text_is_narrow()
{
	local widest

	widest=$(COLUMNS=100 cpoctl "$1" show "$DEV" | awk '{ n = length($0) }
		n > max { max = n } END { print max + 0 }')
	[[ $widest -gt 0 && $widest -le 100 ]] || { echo "$widest"; false; }
}

test_show()
{
	local kind

	cpoctl -j dev show "$DEV" >"$WORK/dev"
	for kind in "${KINDS[@]}"; do
		cpoctl -j "$kind" show "$DEV" >"$WORK/json"
		ok_if "$kind show as JSON" document_is_good
		same "$kind show gives every $kind" "$(rows_of_dev "$kind")" \
			"$(jq '[.[] | arrays[]] | length' "$WORK/json")"
		ok_if "$kind show fits 100 columns" text_is_narrow "$kind"
	done
	leaves "topology show" 0 cpoctl topology show "$DEV/els1"
	leaves "topology show as JSON" 0 cpoctl -j topology show "$DEV"
	jq -e . "$WORK/out" >/dev/null
	same "topology is JSON" 0 $?
}

# ---- selectors ----

count()
{
	show "$1" "$2" | wc -l
}

test_selectors()
{
	local lanes

	lanes=$(show engine "$DEV/engine1" | jq .lanes)
	same "lanes of one engine" "$lanes" "$(count lane "$DEV/engine1")"
	same "one lane" 1 "$(count lane "$DEV/engine1/lane2")"
	same "a range of lanes" 3 "$(count lane "$DEV/engine1/lane2-4")"
	same "ports of one ELS" 8 "$(count port "$DEV/els1")"
	same "lasers of one ELS" 8 "$(count laser "$DEV/els1")"
	same "lanes of one ELS" 32 "$(count lane "$DEV/els1")"
	same "lanes of a netdev" 4 "$(count lane "$PORT_IF")"
	same "port by its netdev" 0 "$(show port "$PORT_IF" | jq .port_id)"
}

# ---- page ----

page_sum()
{
	local bytes

	bytes=$(cpoctl -j page read "$DEV/engine0" page 0 offset 128 \
		length 128 | jq -r '.. | .hex? // empty' | head -n 1)
	[[ -n $bytes ]] || { echo "no data"; return 1; }
	python3 - "$bytes" <<-'PY'
	import sys
	data = bytes.fromhex(sys.argv[1].replace(' ', ''))
	sys.exit(len(data) != 128 or sum(data[:94]) & 255 != data[94])
	PY
}

test_page()
{
	leaves "page read of an engine" 0 cpoctl page read "$DEV/engine0" \
		page 0x11 offset 128 length 128
	leaves "page read of an ELS" 0 cpoctl page read "$DEV/els0" page 0x1b
	ok_if "page read as JSON has a good checksum" page_sum
	leaves "page read of a wrong bank" 1 cpoctl page read "$DEV/engine0" \
		bank 99 page 0x11
	leaves "page read of nobody" 3 cpoctl page read "$DEV/engine999" page 0
}

# ---- exit codes ----

error_is_json()
{
	cpoctl -j lane show "$DEV/engine999" >"$WORK/out" 2>"$WORK/err"
	[[ ! -s $WORK/out ]] || { echo "stdout is not empty"; return 1; }
	jq -e '.error.code == 3 and (.error.message | length > 0)' \
		"$WORK/err" >/dev/null || { cat "$WORK/err"; false; }
}

test_codes()
{
	leaves "no command" 2 cpoctl
	leaves "an unknown object" 2 cpoctl nonsense show
	leaves "an unknown command" 2 cpoctl lane nonsense
	leaves "a malformed selector" 2 cpoctl lane show 'cpo0/lane['
	leaves "an engine that is not there" 3 cpoctl lane show "$DEV/engine999"
	leaves "a device that is not there" 3 cpoctl dev show cpo99
	leaves "--help" 0 cpoctl --help
	leaves "--version" 0 cpoctl --version
	leaves "help of an object" 0 cpoctl lane --help
	leaves "help of a command" 0 cpoctl lane show --help
	ok_if "an error is JSON on stderr with -j" error_is_json
	if ! command -v setpriv >/dev/null; then
		skip "page read without privilege" "no setpriv"
		return
	fi
	leaves "page read without privilege" 5 setpriv --reuid 65534 \
		--regid 65534 --clear-groups cpoctl page read "$DEV/engine0" page 0
	leaves "show without privilege" 0 setpriv --reuid 65534 \
		--regid 65534 --clear-groups cpoctl lane show "$DEV"
}

# In another namespace there is nothing, and cpoctl says so.
test_namespace()
{
	if ! ip netns add cpo-ctl; then
		skip "other namespaces" "this kernel has none"
		return
	fi
	leaves "a namespace without devices" 3 ip netns exec cpo-ctl \
		cpoctl -j dev show
	leaves "-N" 3 cpoctl -j -N cpo-ctl dev show
	leaves "-N of no namespace" 3 cpoctl -N no-such-namespace dev show
	ip netns del cpo-ctl
}

# ---- monitor ----

test_monitor()
{
	local els=9 pid

	if ! have_host; then
		skip "monitor" "nobody on the host answers"
		return
	fi
	cpoctl -j monitor >"$WORK/events" 2>"$WORK/monitor.err" &
	pid=$!
	sleep 2
	host device_del "$QOM-els$els" >/dev/null
	sleep 3
	host device_add "cpo-els,id=$QOM-els$els,bus=$QOM.0,slot=$els" >/dev/null
	sleep 3
	kill -TERM "$pid"
	wait "$pid"
	same "the monitor ends well when told to" 0 $?
	jq -e -s 'length > 40' "$WORK/events" >/dev/null
	same "the monitor prints one JSON object per line" 0 $?
	same "each line is one object" "$(wc -l <"$WORK/events")" \
		"$(jq -s length "$WORK/events")"
	same "the monitor saw ELS $els leave and come" \
		"els-removed els-inserted" "$(jq -r 'select(.type == "event" and
		.object == "els" and (.code | test("removed|inserted"))).code' \
			"$WORK/events" | xargs)"
	jq -s -e 'all(.[]; .schema == "cpoctl/1" and
		(.time | test("^20.*Z$")) and (.type | length > 0))' \
		"$WORK/events" >/dev/null
	same "each line has schema, time and type" 0 $?
}

test_show
test_selectors
test_page
test_codes
test_namespace
test_monitor
tap_done

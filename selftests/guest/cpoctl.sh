#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# cpoctl.sh: every command against a real device: what it prints, that text
# and JSON agree, and with which status it leaves.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

KINDS=(dev engine els laser lane port route sensor)

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
		all(.[] | arrays[][]; . != null and . != "") and
		([.[] | arrays[] | to_entries[] |
			select(.value | type != "number").key] | unique |
			all(test("_(nw|ma|db|dbm|ms|ns|celsius|mhz|id|seq)$") |
				not))' "$WORK/json" >/dev/null
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

	widest=$(COLUMNS=110 cpoctl "$1" show "$DEV" | awk '{ n = length($0) }
		n > max { max = n } END { print max + 0 }')
	[[ $widest -gt 0 && $widest -le 110 ]] || { echo "$widest"; false; }
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
		ok_if "$kind show fits 110 columns" text_is_narrow "$kind"
	done
	leaves "topology show" 0 cpoctl topology show "$DEV/els0"
	leaves "topology show as JSON" 0 cpoctl -j topology show "$DEV"
	jq -e . "$WORK/out" >/dev/null
	same "topology is JSON" 0 $?
}

# ---- selectors ----

count()
{
	show "$1" "$2" | wc -l
}

# lasers of an ELS, the lanes they feed, and the ports these are in
els_has()
{
	case $PROFILE in
	nic) echo "3 8 2" ;;
	q3450mp) echo "8 32 32" ;;
	*) echo "8 32 8" ;;
	esac
}

test_selectors()
{
	local lanes engine els

	# not the first, where there are more
	engine=$DEV/engine$(($(show engine | wc -l) - 1))
	els=$DEV/els$(($(show els | wc -l) - 1))
	lanes=$(show engine "$engine" | jq .lanes)
	same "lanes of one engine" "$lanes" "$(count lane "$engine")"
	same "one lane" 1 "$(count lane "$engine/lane2")"
	same "a range of lanes" 3 "$(count lane "$engine/lane2-4")"
	same "lasers, lanes and ports of one ELS" "$(els_has)" \
		"$(count laser "$els") $(count lane "$els") $(count port "$els")"
	same "lanes of a netdev" 4 "$(count lane "$PORT_IF")"
	same "port by its netdev" 0 "$(show port "$PORT_IF" | jq .port_id)"
}

# ---- stats and sensors ----

stats_value()
{
	cpoctl -j stats show "$DEV" | jq ".stats[0] | $1"
}

# The driver reads windows now and then: a command may be under way, and may have
# been when a reset came.
histogram_is_complete()
{
	[[ $(stats_value '.commands - .commands_timed_out -
		.commands_failed <= ([.command_latency[].count] | add)') == true ]]
}

test_stats()
{
	local before commands

	leaves "stats show" 0 cpoctl stats show "$DEV"
	cpoctl -j stats show "$DEV" >"$WORK/json"
	ok_if "stats show as JSON" document_is_good
	commands=$(stats_value .commands)
	before=$(stats_value .refreshes)
	cpoctl dev refresh "$DEV" >/dev/null
	same "a refresh is counted" "$((before + 1))" "$(stats_value .refreshes)"
	same "and is a command" true \
		"$([[ $(stats_value .commands) -gt $commands ]] && echo true)"
	ok_if "the histogram has every command that completed" \
		within 10 histogram_is_complete
}

# In text a leak is a word and the rest have units.
test_sensors()
{
	leaves "sensor show" 0 cpoctl sensor show "$DEV"
	same "every sensor has a value with a unit" "" \
		"$(tail -n +2 "$WORK/out" |
		   grep -vE ' (dry|wet|-?[0-9.]+ (C|V|W|l/min|[a-zA-Z/]+))$')"
	same "kinds have the value of their kind" 0 "$(show sensor | jq -s '
		map(select((.kind == "temperature" and
			(has("temperature_celsius") | not)) or
			(.kind == "rail" and (has("voltage_v") | not)) or
			(.kind == "leak" and (has("leak") | not)))) | length')"
	same "one sensor by its path" 1 "$(count sensor "$DEV/sensor0")"
}

# ---- windows ----

WINDOWED=(engine els laser lane port)

# Each window has its values in their order, or none.
windows_in_order()
{
	jq -e '[.[] | arrays[] | .windows[]? | .running, .previous // empty] |
		length > 0 and all((has("min") | not) or
			(.known_ms > 0 and .min <= .avg and .avg <= .max))' \
		"$WORK/json" >/dev/null
}

# known_windows KIND: rows that have a value in a window
known_windows()
{
	jq '[.[] | arrays[] | select(any(.windows[]?; .running | has("avg")))] |
		length' "$WORK/json"
}

window_is_narrow()
{
	cpoctl "$1" show "$DEV" --window |
		awk 'length($0) > 110 { bad = 1 } END { exit bad || NR < 3 }'
}

test_windows()
{
	local kind

	# minutes for so many parts: all kinds on machines that are smaller
	if slow_probe || [[ $(show lane | wc -l) -gt 1000 ]]; then
		WINDOWED=(engine els)
	fi
	for kind in "${WINDOWED[@]}"; do
		cpoctl -j "$kind" show "$DEV" --window >"$WORK/json"
		ok_if "$kind show --window as JSON" document_is_good
		ok_if "windows of each $kind make sense" windows_in_order
		same "each $kind has some" "$(count "$kind" "$DEV")" \
			"$(known_windows)"
		ok_if "windows of each $kind fit 110 columns" \
			window_is_narrow "$kind"
	done
	leaves "sensor show --window" 0 cpoctl sensor show "$DEV" --window
	leaves "an option of other objects" 2 cpoctl dev show --window
}

stats_of()
{
	cpoctl -j stats show "$1" | jq -c ".stats[0] | $2"
}

test_stats_of_parts()
{
	local kind path

	for kind in "${WINDOWED[@]}"; do
		path=$(show "$kind" "$DEV" | jq -s -r '.[-1].path')
		same "stats show $path" "[\"$path\",\"$kind\",true]" "$(stats_of \
			"$path" '[.path, .object, (.windows | length > 0)]')"
	done
	same "FEC of a port has 16 bins that add up" "[16,true]" \
		"$(stats_of "$DEV/port0" '[(.fec_histogram | length),
			(.fec_histogram | add) >= .fec_corrected_codewords]')"
	leaves "stats of a port in text" 0 cpoctl stats show "$DEV/port0"
}

# ---- power ----

power_of()
{
	cpoctl -j power show "$@" | jq -c '.power[]'
}

# pJ/bit is mW / (Mb/s) * 1000, and there is none without traffic.
power_adds_up()
{
	power_of --port | jq -s -e 'length > 0 and all(
		((.power_mw / .line_rate_mbps * 1000 - .line_rate_pj_per_bit) |
			fabs < 0.001) and
		(if .traffic_mbps > 0
		 then ((.power_mw / .traffic_mbps * 1000 -
			.traffic_pj_per_bit) | fabs < 0.001)
		 else has("traffic_pj_per_bit") | not end) and
		.pluggable_pj_per_bit == 37.5)' >/dev/null
}

# Of the optics it is near to the sum over engines and ELS, read just after.
optics_are_the_sum()
{
	local optics engines sources

	optics=$(power_of "$DEV" | jq 'select(.scope == "optics").power_mw')
	engines=$(power_of "$DEV" --engine | jq -s 'map(.power_mw) | add')
	sources=$(power_of "$DEV" --els | jq -s 'map(.power_mw) | add // 0')
	jq -n -e "($optics - $engines - $sources) / $optics | fabs < 0.05" \
		>/dev/null || { echo "$optics $engines $sources"; false; }
}

test_power()
{
	leaves "power show" 0 cpoctl power show "$DEV"
	same "it says whose claim it is" 1 "$(grep -c NVIDIA "$WORK/out")"
	ok_if "power of each port adds up" power_adds_up
	ok_if "power of the optics is a sum" optics_are_the_sum
	leaves "power of a laser" 2 cpoctl power show "$DEV/els0/laser0"
}

# ---- dev set ----

dev_says()
{
	show dev "$DEV" | jq -c '[.telemetry_period_us, .window_s]'
}

# A window that is complete: wait until the driver has read one.
window_completes()
{
	local end=$((SECONDS + $(limit 60)))

	until stats_of "$DEV/engine0" '.windows[0] | has("previous")' |
			grep -q true; do
		[[ $SECONDS -lt $end ]] || return 1
		sleep 1
	done
}

test_dev_set()
{
	local before

	before=$(dev_says | tr -d '[]')
	leaves "dev set" 0 cpoctl dev set "$DEV" telemetry-period 500ms \
		window 10s
	same "it is silent" "" "$(cat "$WORK/out" "$WORK/err")"
	same "and done" "[500000,10]" "$(dev_says)"
	ok_if "the window before is there when it is over" window_completes
	leaves "a window that is too short" 2 cpoctl dev set "$DEV" window 9s
	same "it says what may be" 1 \
		"$(grep -c 'window must be from 10s to 24h, not 9s' "$WORK/err")"
	leaves "dev set of no device" 3 cpoctl dev set cpo99 window 10s
	leaves "dev set as it was" 0 cpoctl dev set "$DEV" \
		telemetry-period "${before%,*}us" window "${before#*,}s"
	same "it is as it was" "[$before]" "$(dev_says)"
	if ! command -v setpriv >/dev/null; then
		skip "dev set without privilege" "no setpriv"
		return
	fi
	leaves "dev set without privilege" 5 setpriv --reuid 65534 \
		--regid 65534 --clear-groups cpoctl dev set "$DEV" window 10s
}

inject()
{
	host qom-set "$QOM" inject \
		"{\"name\":\"$1\",\"index\":0,\"value\":$2}" >/dev/null
}

sample_seq()
{
	show dev | jq .sample_seq
}

# By the window itself, which is read now and then
window_is()
{
	[[ $(stats_of "$DEV/engine0" .window_s) == "$1" ]]
}

# Its answer is lost, so it waits; the device has the new period already.
test_dev_set_killed()
{
	local before pid seq

	if ! have_host; then
		skip "dev set that is killed" "nobody on the host answers"
		return
	fi
	before=$(dev_says)
	inject interrupt-drop 1000
	cpoctl dev set "$DEV" telemetry-period 60s window 10s >/dev/null 2>&1 &
	pid=$!
	sleep 0.3
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	inject interrupt-drop '"off"'
	sleep 2
	seq=$(sample_seq)
	sleep 5
	[[ $(sample_seq) -ge $((seq + 3)) ]]
	same "dev set that is killed: what is reported is what comes" 0 $?
	same "dev set that is killed: it is as it was" "$before" "$(dev_says)"
	ok_if "dev set that is killed: windows are, too" within 60 \
		window_is "$(jq '.[1]' <<<"$before")"
}

# ---- topology: views ----

# view OPTION SELECTOR FILTER: of one object
view()
{
	cpoctl -j topology show "--$1" "$2" | jq -c ".$1[0] | $3"
}

test_views()
{
	local els=$DEV/els0 port=$DEV/port0 lasers

	same "users of an ELS are the ports that depend on it" \
		"$(show port "$els" | jq -s -c 'map(.path)')" \
		"$(view users "$els" '.ports | map(.path)')"
	same "users of an engine are its ports" \
		"$(show port "$DEV/engine0" | jq -s -c 'map(.path)')" \
		"$(view users "$DEV/engine0" '.ports | map(.path)')"
	same "active lasers of a port are those related to it" \
		"$(show laser "$port" | jq -s -c 'map(.path) | sort')" \
		"$(view lasers "$port" '[.lasers[] |
			select(.role == "active").laser] | unique')"
	lasers=$(view lasers "$port" '[.lasers[] |
		select(.role == "active") | .lane_paths[]] | sort')
	same "active lasers feed each lane of a port once" \
		"$(show port "$port" | jq -c '.lane_paths | sort')" "$lasers"
	same "a sibling has the port for a sibling" "[\"$port\"]" \
		"$(view siblings "$(view siblings "$port" \
			'.ports[0].path' | tr -d '"')" \
			".ports | map(.path) | map(select(. == \"$port\"))")"
	case $PROFILE in
	nic)
		same "a standby takes over" '["taken-over"]' "$(view users \
			"$els/laser0" '.ports | map(.effect)')"
		same "without the standby nothing is lost" 0 "$(view users \
			"$els/laser2" .users_lost)"
		;;
	*)
		same "without the ELS all its ports are dark" '["dark"]' \
			"$(view users "$els" '.ports | map(.effect) | unique')"
		;;
	esac
	leaves "users in text" 0 cpoctl topology show --users "$els"
	leaves "siblings in text" 0 cpoctl topology show --siblings "$port"
	leaves "lasers in text" 0 cpoctl topology show --lasers "$port"
	leaves "users of a port" 2 cpoctl topology show --users "$port"
	leaves "siblings of an ELS" 2 cpoctl topology show --siblings "$els"
}

# ---- dump ----

dump_fits_schema()
{
	python3 - "$WORK/json" <<-'PY'
	import json
	import sys
	import jsonschema
	with open("/src/Documentation/cpoctl.schema.json") as stream:
	    schema = json.load(stream)
	with open(sys.argv[1]) as stream:
	    doc = json.load(stream)
	jsonschema.Draft202012Validator(schema).validate(doc)
	PY
}

# They come and go while the machine gets warm.
flags_are_dumped()
{
	[[ $(count flag "$DEV") == \
	   $(cpoctl -j dump "$DEV" | jq '.devices[0].flags | length') ]]
}

test_dump()
{
	local kind list

	leaves "dump as JSON" 0 cpoctl -j dump "$DEV"
	cp "$WORK/out" "$WORK/json"
	same "the dump is consistent" "[true,true]" \
		"$(jq -c '[.consistent, .devices[0].consistent]' "$WORK/json")"
	for kind in "${KINDS[@]}"; do
		list=$kind
		[[ $kind == els ]] || list=${kind}s
		same "the dump has every $kind" "$(count "$kind" "$DEV")" \
			"$(jq ".devices[0].$list | length" "$WORK/json")"
	done
	same "the dump has every threshold" "$(count threshold "$DEV")" \
		"$(jq ".devices[0].thresholds | length" "$WORK/json")"
	ok_if "the dump has every flag" within 20 flags_are_dumped
	same "and counters of the device and of each part" true \
		"$(jq '.devices[0] | (.stats | length) == 1 +
			([.engines, .els, .lasers, .lanes, .ports] |
			 map(length) | add)' "$WORK/json")"
	if [[ -n ${KSFT_MACHINE_SLOW:-} || $(show lane | wc -l) -gt 1000 ]]; then
		skip "the dump fits the schema" "slow here, see accept"
	elif python3 -c 'import jsonschema' 2>/dev/null; then
		ok_if "the dump fits the schema" dump_fits_schema
	else
		skip "the dump fits the schema" "no python3-jsonschema"
	fi
	leaves "dump in text" 0 cpoctl dump "$DEV"
	leaves "dump of a part" 2 cpoctl dump "$DEV/els0"
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
	leaves "an option of another command" 2 cpoctl lane show --users
	ok_if "an error is JSON on stderr with -j" error_is_json
	if ! command -v setpriv >/dev/null; then
		skip "page read without privilege" "no setpriv"
		return
	fi
	leaves "page read without privilege" 5 setpriv --reuid 65534 \
		--regid 65534 --clear-groups cpoctl page read "$DEV/engine0" page 0
	leaves "dump without privilege" 0 setpriv --reuid 65534 \
		--regid 65534 --clear-groups cpoctl -j dump "$DEV"
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
	local els pid

	els=$(show els | wc -l)
	els=$((els > 9 ? 9 : els - 1))
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
	jq -e -s 'length > 20' "$WORK/events" >/dev/null
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
test_stats
test_sensors
test_windows
test_stats_of_parts
test_power
test_dev_set
test_dev_set_killed
test_views
test_dump
test_page
test_codes
test_namespace
test_monitor
tap_done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# dump.sh: cpoctl -j dump of sn6800 has everything, once. It goes to /out/dump,
# where the host looks at it.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

DUMP=/out/dump
declare -A WANT=([engines]=128 [els]=64 [lasers]=512 [lanes]=2048 [ports]=512)

query()
{
	jq -r "$@" "$DUMP"
}

# identities KIND: what tells its rows apart, sorted
identities()
{
	awk -v kind="$1" '$1 == kind { print $2 }' "$WORK/paths" | sort
}

each_kind()
{
	local kind=$1 object=$2 counter=${3:-$1} n

	n=$(identities "$kind" | wc -l)
	[[ -z ${WANT[$kind]:-} ]] || same "$kind" "${WANT[$kind]}" "$n"
	same "$kind: each once" "$n" "$(identities "$kind" | uniq | wc -l)"
	same "$kind: those that $object show gives" \
		"$(show "$object" | jq -r .path | sort | sha256sum)" \
		"$(identities "$kind" | sha256sum)"
	same "$kind: as many as the device counts" \
		"$(cpoctl -j dev show "$DEV" | jq ".devs[0].$counter")" "$n"
}

pick_device
same "the profile" sn6800 "$PROFILE"
wait_up 60
cpoctl -j dump >"$DUMP" 2>"$WORK/err"
same "cpoctl -j dump leaves with 0" 0 $?
diag "$(wc -c <"$DUMP") bytes"
same "it is one JSON document" 1 "$(jq -s length "$DUMP")"
# it is read once: that takes seconds
query '.devices[0] | to_entries[] | select(.value | type == "array") |
	"\(.key) \(.value[].path)"' >"$WORK/paths"
same "of one moment" true "$(query .consistent)"
same "of one device" "$DEV" "$(query '[.devices[].path] | join(" ")')"
each_kind engines engine
each_kind els els els_slots
each_kind lasers laser
each_kind lanes lane
each_kind ports port
each_kind routes route
each_kind sensors sensor
same "every lane has its light from somewhere" 2048 \
	"$(query '[.devices[0].routes[].lane_paths[]] | unique | length')"
same "its statistics are there, and those of each part" \
	$((1 + 128 + 64 + 512 + 2048 + 512)) \
	"$(identities stats | uniq | wc -l)"
tap_done

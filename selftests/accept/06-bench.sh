#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: `make bench` runs and its table is in Documentation/performance.rst
# with its command. Here it is the quick one, which measures every row with few
# rounds on the smallest profile.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

NOTE=$TOP/Documentation/performance.rst
LOG=$CPO_CACHE/check/bench.log
JSON=$CPO_CACHE/check/bench.json

bench()
{
	mkdir -p "$(dirname "$LOG")"
	rm -f "$JSON"
	env -u VM_DIR -u VM_OUT -u CMD -u PROFILE -u VM_TIMEOUT \
		BENCH_OUT="$JSON" make -C "$TOP" --no-print-directory bench \
		BENCH=quick >"$LOG" 2>&1 </dev/null
}

# Rows of the run that the note does not have.
rows_not_told()
{
	jq -r '.rows[].text' "$JSON" | while read -r text; do
		grep -qF -- "$text" "$NOTE" || printf '%s\n' "$text"
	done
}

bench
status=$?
same "make bench BENCH=quick leaves with 0" 0 "$status"
[[ $status == 0 ]] || diag "$(tail -n 20 "$LOG")"
ok_if "its JSON has rows" jq -e '.rows | length > 10' "$JSON"
ok_if "every row has a value" \
	jq -e 'all(.rows[]; .value | type == "number")' "$JSON"
for row in lane-dump-byte port-get cpoctl; do
	ok_if "row $row: no MMIO access was seen" jq -e \
		".rows[] | select(.id == \"$row\") | .mmio == 0" "$JSON"
done
ok_if "row probe: accesses of the probe were seen" jq -e \
	'.rows[] | select(.id == "probe") | .mmio > 0' "$JSON"
ok_if "its table names the rows" grep -qF "$(jq -r '.rows[0].text' "$JSON")" "$LOG"
ok_if "the note tells the command" grep -qE '^ *make bench$' "$NOTE"
same "the note's table has every row" "" "$(rows_not_told)"
tap_done

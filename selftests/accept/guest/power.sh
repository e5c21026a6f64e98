#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# power.sh: what a nominal q3450 draws, as cpoctl power show gives it, and how
# good its links are.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

# within_of NUMBER PERMILLE VALUE
within_of()
{
	awk -v want="$1" -v off="$2" -v is="$3" 'BEGIN {
		far = is - want
		far = far < 0 ? -far : far
		print "must be " want ", is " is
		exit !(is != "" && far * 1000 <= want * off) }'
}

# Of all ports together: single ones differ.
mean()
{
	cpoctl -j power show --port "$DEV" |
		jq "[.power[].$1] | add / length"
}

pick_device
wait_up 60
same "all ports are up" 0 $?
sleep 5
cpoctl power show "$DEV/port0" >"$WORK/text"
same "power show of a port leaves with 0" 0 $?
diag "$(<"$WORK/text")"
ok_if "9 W for a port of 800G" within_of 9000 100 "$(mean power_mw)"
ok_if "11.25 pJ for a bit" within_of 11.25 100 \
	"$(mean line_rate_pj_per_bit)"
ok_if "and what a pluggable takes" grep -q 30 "$WORK/text"
ok_if "3.95 kW for the machine" within_of 3950000 50 \
	"$(cpoctl -j dev show "$DEV" | jq '.devs[0].power_mw')"
# shellcheck disable=SC2016 # of jq
GOOD='$b >= 1e-9 and $b <= 1e-7'
median=$(show lane | jq -s 'map(.pre_fec_ber_media) | sort | .[length / 2]')
ok_if "links are at 1e-9 to 1e-7" jq -ne --argjson b "$median" "$GOOD"
bad=$(show lane | jq -s '[.[] | select(.pre_fec_ber_media < 1e-10 or
	.pre_fec_ber_media > 1e-6)] | length')
same "none is far from that" 0 "$bad"
tap_done

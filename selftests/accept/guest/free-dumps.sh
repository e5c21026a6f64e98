#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# free-dumps.sh N: do what the host says: "dumps" (N lane dumps), "page" (read
# one), "unprivileged" (every kind, as nobody), "bye".
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

LANE_GET=10

dumps()
{
	local said

	said=$("$CPO_TESTS/cpo_raw" repeat "$1" $LANE_GET)
	[[ $said == "$1 dumps, $(($1 * LANES)) rows" ]] ||
		{ echo "$said"; false; }
}

every_kind()
{
	local kind

	for kind in dev engine els laser lane port route sensor stats; do
		setpriv --reuid 65534 --regid 65534 --clear-groups \
			cpoctl -j "$kind" show >/dev/null || return
	done
}

told()
{
	[[ -e /out/do-$1 ]]
}

# Now and then the driver reads windows and looks whether the device is there,
# whoever reads rows meanwhile: have it done, and there are seconds without.
settle()
{
	sleep 2
	cpoctl dev refresh "$DEV" >/dev/null
	sleep 2
}

# obey WORD: one result for what the host wants
obey()
{
	case $1 in
	dumps)
		ok_if "$DUMPS dumps of $LANES lanes are complete" \
			dumps "$DUMPS" ;;
	page)
		ok_if "a page is read" cpoctl -j page read "$DEV/engine0" \
			page 0 offset 128 length 128 ;;
	unprivileged)
		ok_if "a user without privilege gets every kind" every_kind ;;
	*)
		[[ $1 == bye ]] || fail "the host says what to do" "'$1'" ;;
	esac
}

DUMPS=$1
pick_device
wait_up 60
same "all ports are up" 0 $?
LANES=$(show lane | wc -l)
cpoctl dev set "$DEV" telemetry-period 1m
word=
for ((n = 1; n < 20; n++)); do
	settle
	: >"/out/ready-$n"
	if ! within 120 told "$n"; then
		fail "the host says what to do" "nothing for 120 s"
		break
	fi
	word=$(</out/do-$n)
	obey "$word"
	: >"/out/done-$n"
	[[ $word != bye ]] || break
done
tap_done

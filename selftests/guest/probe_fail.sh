#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# probe_fail.sh: the n-th allocation of a probe fails, for n spread over all of
# them; then the same for a reload. Each time what was done is undone: the next
# one starts from nothing and works, the light stays, and the leak scan at the
# end of the guest finds nothing.
#   PROBE_TRIES=2000	every one of them
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

FAULTS=/sys/kernel/debug
DRIVER=/sys/bus/pci/drivers/cpo_pci
MANY=1000000	# more than there are
# So many of them fail, one at a time. There are about a thousand.
TRIES=${PROBE_TRIES:-24}

[[ -d $FAULTS/failslab && -w /proc/self/fail-nth ]] ||
	plan_skip "kernel without fault injection"
pick_device
[[ $(show port | wc -l) -le 8 ]] || plan_skip "a probe of $PROFILE takes too long"

bound()
{
	[[ -e $DRIVER/$PCI ]]
}

unbind()
{
	! bound || echo "$PCI" >"$DRIVER/unbind"
}

bind()
{
	bound || echo "$PCI" >"$DRIVER/bind"
}

# Allocations that may sleep fail too, and nothing dumps its stack.
arm()
{
	echo N >"$FAULTS/failslab/ignore-gfp-wait"
	echo N >"$FAULTS/fail_page_alloc/ignore-gfp-wait"
	echo 0 >"$FAULTS/fail_page_alloc/min-order"
	for attr in "$FAULTS"/fail*/verbose; do
		echo 0 >"$attr"
	done
}

disarm()
{
	echo Y >"$FAULTS/failslab/ignore-gfp-wait"
	echo Y >"$FAULTS/fail_page_alloc/ignore-gfp-wait"
	echo 1 >"$FAULTS/fail_page_alloc/min-order"
	for attr in "$FAULTS"/fail*/verbose; do
		echo 2 >"$attr"
	done
}

# walk TRIES COMMAND...: with failures spread evenly over all allocations. The
# command prints what cpo_failnth does.
walk()
{
	local tries=$1 total left err n

	shift
	read -r left err <<<"$("$@" $MANY | head -n 1)"
	total=$((MANY - left))
	FAILED=0
	for ((n = 0; n < tries && n < total; n++)); do
		read -r left err <<<"$("$@" $((1 + n * total / tries)) |
			head -n 1)"
		[[ $err == 0 ]] || FAILED=$((FAILED + 1))
	done
	diag "$total allocations, $n of them failed, $FAILED times it gave up"
	[[ $total -gt 50 ]]
}

# A probe that failed is tried again at once, without failures.
fail_bind()
{
	"$CPO_TESTS/cpo_failnth" "$1" write "$DRIVER/bind" "$PCI"
	if ! bound; then
		bind || echo "# after failure $1 the driver does not bind" >&2
	fi
	unbind
}

fail_reload()
{
	"$CPO_TESTS/cpo_failnth" "$1" reload pci "$PCI"
	state_is online || devlink dev reload "pci/$PCI" ||
		echo "# after failure $1 reload fails" >&2
}

state_is()
{
	[[ $(cpoctl -j dev show | jq -r --arg p "$PCI" \
		'.devs[] | select(.dev_name == $p).state') == "$1" ]]
}

found_with_same_light()
{
	find_again && same_light
}

names()
{
	netdevs | jq -r '"\(.ifname) \(.address)"' | sort
}

test_walk()
{
	local what=$1 ok=0

	shift
	arm
	walk "$@" 2>"$WORK/err" || ok=1
	disarm
	same "$what: allocations are seen" 0 $ok
	[[ $FAILED -gt 0 || $what == reload ]]
	same "$what: some of them matter" 0 $?
	same "$what: the next one always works" "" "$(<"$WORK/err")"
	bind
	ok_if "$what: online after that" within 30 state_is online
	ok_if "$what: same light as before" within 30 found_with_same_light
	ok_if "$what: same netdevs" diff "$WORK/names" <(names)
}

remember_light
names >"$WORK/names"
unbind
test_walk probe "$TRIES" fail_bind
test_walk reload $((TRIES / 2)) fail_reload
tap_done

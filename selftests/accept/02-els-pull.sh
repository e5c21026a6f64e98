#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: `device_del cpo0-els3` while `cpoctl -j monitor` runs names the
# lasers, lanes and ports that lost light, and exactly those netdevs lose
# carrier; the same on bailly; the set equals what route-get predicted before.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# The guest predicts and watches; the host pulls when the guest is ready.
try()
{
	PROFILE=$1 vm_start "pull-$1" /src/selftests/accept/guest/els-pull.sh
	if vm_waits ready 120; then
		ok_if "$1: device_del cpo0-els3" qmp device_del cpo0-els3
		vm_tell pulled
	else
		fail "$1: the guest gets ready" "$(tail -n 5 "$VM_DIR/vm.err")"
	fi
	vm_end "$1"
}

# Other lanes on other engines, or a table would do for both.
lanes_differ()
{
	local dir=$CPO_CACHE/check

	[[ -s $dir/pull-q3450/out/lanes && -s $dir/pull-bailly/out/lanes ]] &&
		! cmp -s "$dir/pull-q3450/out/lanes" "$dir/pull-bailly/out/lanes"
}

try q3450
try bailly
ok_if "the lanes of the two products are not the same" lanes_differ
tap_done

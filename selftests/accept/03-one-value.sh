#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: `qom-set` of one lane's Rx power at run time shows the same new
# value in cpoctl, stock ethtool -m and pyynl within the map's LSB.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# lane record in the device, and what to set it to, one after the other
LANES=("cpo0 13" "cpo1 237")
VALUES=(777777 412345)

PROFILE="q3450 bailly" vm_start one-value \
	"/src/selftests/accept/guest/one-value.sh ${VALUES[*]}"
if vm_waits ready 120; then
	for value in "${VALUES[@]}"; do
		for lane in "${LANES[@]}"; do
			read -r dev record <<<"$lane"
			ok_if "qom-set $dev/lane[$record] rx-power-nw $value" \
				qmp qom-set "$dev/lane[$record]" rx-power-nw \
				"$value"
		done
		vm_tell "set-$value"
		vm_waits "seen-$value" 120 ||
			fail "the guest looks at $value" "no answer"
	done
else
	fail "the guest gets ready" "$(tail -n 5 "$VM_DIR/vm.err")"
fi
vm_end one-value
tap_done

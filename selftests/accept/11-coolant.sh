#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: stopping the coolant makes temperatures rise with the documented
# time constants, heater drive and TEC current move, BER climb slowly, rings run
# off their rail, BER and FEC bins jump, lock go and ports go down, in that
# order, and restoring it brings everything back.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

VM_TIMEOUT=${VM_TIMEOUT:-600} PROFILE=q3450 vm_start coolant \
	/src/selftests/accept/guest/coolant.sh
vm_end coolant
tap_done

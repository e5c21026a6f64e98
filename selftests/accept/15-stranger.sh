#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: a stranger with only ethtool, devlink, ip and sensors can tell why
# a port is down after each injection.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

VM_TIMEOUT=${VM_TIMEOUT:-800} PROFILE=q3450 vm_start stranger \
	/src/selftests/accept/guest/stranger.sh
vm_end stranger
tap_done

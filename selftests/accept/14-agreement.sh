#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: for every engine, ELS, laser, lane and port of q3450 and bailly,
# hwmon, stock ethtool, devlink, pyynl and cpoctl agree within the coarsest
# step, at rest, under change, and when stale or unknown.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

for profile in q3450 bailly; do
	PROFILE=$profile vm_start "agreement-$profile" \
		/src/selftests/accept/guest/agreement.sh
	vm_end "$profile"
done
tap_done

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: every injection has the effect its table promises in cpoctl,
# ethtool -m and pyynl, and nothing is left when it is taken out: on rings
# (q3450) and on Mach-Zehnder modulators (bailly).
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

for profile in q3450 bailly; do
	PROFILE=$profile vm_start "injections-$profile" \
		"/src/selftests/guest/inject.sh"
	vm_end "$profile"
done
tap_done

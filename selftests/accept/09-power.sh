#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: a nominal q3450 draws the published 9 W per 800G port (11.25
# pJ/bit) within 10 %, beside the 30 W of a pluggable, and its links are at 1e-9
# to 1e-7 before FEC.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

PROFILE=q3450 vm_start power /src/selftests/accept/guest/power.sh
vm_end power
tap_done

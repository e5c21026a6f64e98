#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: 10^6 injected flaps end with exact counts, also while four readers
# look at once, and none of them takes a flag from another.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

PROFILE=nic vm_start flaps /src/selftests/accept/guest/flaps.sh
vm_end flaps
tap_done

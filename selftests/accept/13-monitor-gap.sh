#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: a monitor that is stopped (SIGSTOP) over more than 5,000 events and
# continued prints one gap of the right size, and then the state that a fresh
# dump shows; a firmware reset changes the epoch and is told apart from a gap.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

PROFILE=nic vm_start monitor-gap /src/selftests/accept/guest/monitor-gap.sh
vm_end monitor-gap
tap_done

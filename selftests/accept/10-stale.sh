#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: frozen telemetry is called stale by every reader within three
# periods, is never served as fresh, and never turns into zero.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

PROFILE=nic vm_start stale /src/selftests/accept/guest/stale.sh
vm_end stale
tap_done

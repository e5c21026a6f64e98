#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# hwmon.sh: files of hwmon and thermal zones say what cpoctl says, alarms wake
# up who waits, and what is not known is not shown. Limits are set, an ELS is
# pulled, and the device is bound again.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need sensors
[[ -d /sys/class/hwmon ]] || plan_skip "this kernel has no hwmon"
pick_device
needs_fast_probe
wait_up 60 || diag "not every port is up"
have_host || CPO_HOST=
export PCI QOM CPO_HOST
exec python3 "$HERE/hwmon.py"

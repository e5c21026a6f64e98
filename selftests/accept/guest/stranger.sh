#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# stranger.sh: ethtool, devlink, ip and sensors, and no more; see stranger.py.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

have_host || plan_skip "nobody to put faults in: no host channel"
need sensors
need devlink
pick_device
set_all_up
wait_up 60 || diag "not every port is up"
export QOM PCI CPO_HOST
PYTHONPATH=/src/selftests/guest \
	exec python3 -u /src/selftests/accept/guest/stranger.py

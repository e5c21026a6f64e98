#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# devlink.sh: what somebody learns who has devlink and nothing of cpo: versions,
# why a port is down and which part to touch, regions; and trace events.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need devlink
need ip
pick_device
needs_fast_probe
set_all_up
wait_up 60 || diag "not every port is up"
if ! have_host; then
	unset CPO_HOST
fi
export QOM PCI PROFILE
exec python3 "$HERE/devlink_health.py"

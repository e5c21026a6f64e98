#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# devlink_pull.sh: what somebody who has devlink learns when an ELS is pulled.
# Its light does not come back without a fiber check, so this comes last.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need devlink
pick_device
needs_fast_probe
have_host || plan_skip "nobody to pull an ELS: no host channel"
export QOM PCI PROFILE
exec python3 "$HERE/devlink_health.py" pull

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# inject.sh: every fault that can be put into the device has the effect its
# table promises, for readers that share no code, and is gone with the fault.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need ethtool
[[ -d ${YNL:=/ksrc/tools/net/ynl} ]] || plan_skip "no pyynl at $YNL"
python3 -c 'import yaml' 2>/dev/null || plan_skip "python3 has no yaml module"
have_host || plan_skip "nobody to inject: no host channel"
pick_device
needs_fast_probe
set_all_up
wait_up 60 || diag "not every port is up"
export QOM CPO_HOST
exec python3 "$HERE/inject_effects.py"

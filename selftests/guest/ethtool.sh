#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ethtool.sh: stock ethtool says of every port what the family says: FEC, its
# counters, those of lanes, why there is no link, how often it went.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need ethtool
need python3
pick_device
set_all_up
wait_up 60 || diag "not every port is up"
HAVE_HOST=
have_host && HAVE_HOST=1
export QOM CPO_HOST HAVE_HOST
exec python3 "$HERE/ethtool_compare.py"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# flaps.sh: signals come and go more often than anybody looks; see flaps.py.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

have_host || plan_skip "nobody to make flaps: no host channel"
need ethtool
pick_device
wait_up 60 || diag "not every port is up"
IFNAME=$(netdevs | jq -rs '.[0].ifname')
export QOM CPO_HOST IFNAME
PYTHONPATH=/src/selftests/guest \
	exec python3 /src/selftests/accept/guest/flaps.py

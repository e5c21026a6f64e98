#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# coolant.sh: the coolant stops and comes back; see coolant_story.py.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

have_host || plan_skip "nobody to stop the coolant: no host channel"
pick_device
wait_up 60 || diag "not every port is up"
export QOM CPO_HOST
PYTHONPATH=/src/selftests/guest \
	exec python3 /src/selftests/accept/guest/coolant_story.py

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check-upstream.sh: selftests of the kernel's own tree, unchanged, on our ports.
# They are taken from the source that the guest's kernel is built from. A port
# has no data path yet, so some cannot pass: expected.txt lists each with its
# reason. Ends with "N passed, N failed, N skipped" and fails if anything
# failed. Logs: $CPO_CACHE/upstream.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../qemu/lib.sh"
LOGS=$CPO_CACHE/upstream
. "$HERE/../lib/suites.sh"

# A part of a Q3450, where only the first two ports are connected.
MACHINE=engines=8,slots=2,ports=16,links=1-2

"$CPO_TOP/qemu/setup.sh" deps qemu tools guest-root kernel:7:release \
	modules:7:release
CPO_OPTS=$MACHINE start_guest upstream 7 release q3450 600 \
	selftests/upstream/run-in-guest.sh
end_jobs
summary

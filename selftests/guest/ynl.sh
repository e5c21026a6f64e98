#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ynl.sh: the same gets through pyynl, libnl and cpoctl agree.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

[[ -d ${YNL:-/ynl} ]] || plan_skip "no pyynl at ${YNL:-/ynl}"
python3 -c 'import yaml' 2>/dev/null || plan_skip "python3 has no yaml module"
exec python3 "$HERE/ynl_compare.py"

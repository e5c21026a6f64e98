#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ynl.sh: the same gets through pyynl, libnl and cpoctl agree.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

[[ -d ${YNL:=/ksrc/tools/net/ynl} ]] || plan_skip "no pyynl at $YNL"
python3 -c 'import yaml' 2>/dev/null || plan_skip "python3 has no yaml module"

# Values move with every block: let none come while they are compared.
trap 'telemetry_period 1s; rm -rf "$WORK"' EXIT
telemetry_period 1m
sleep 2
python3 "$HERE/ynl_compare.py"

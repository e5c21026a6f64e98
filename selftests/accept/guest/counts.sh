#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# counts.sh PORTS ENGINES BANKS LANES ELS LASERS: what cpo0 must have, counted
# row by row.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../../guest/common.sh
. /src/selftests/guest/common.sh

pick_device
same "ports" "$1" "$(show port | wc -l)"
same "engines" "$2" "$(show engine | wc -l)"
same "banks of every engine" "$3" "$(show engine | jq .banks | sort -u | xargs)"
same "lanes" "$4" "$(show lane | wc -l)"
same "ELS" "$5" "$(show els | wc -l)"
same "ELS with a module" "$5" "$(show els | jq -c 'select(.present)' | wc -l)"
same "lasers" "$6" "$(show laser | wc -l)"
tap_done

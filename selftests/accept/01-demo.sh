#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: `make demo` succeeds and shows 144 ports, 72 engines, 576 lanes,
# 18 ELS, 144 lasers; `bailly` shows 128 ports, 8 engines with 8 banks, 512
# lanes, 16 ELS, 128 lasers.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

LOG=$CPO_CACHE/check/demo.log

# shown COLUMN: what the table of `cpoctl dev show` has below a heading
shown()
{
	awk -v want="$1" '
		/ENGINES/ && /LASERS/ && /PORTS/ {
			for (i = 1; i <= NF; i++)
				column[$i] = i
			next
		}
		column[want] && /q3450/ { print $(column[want]); exit }
	' "$LOG"
}

demo()
{
	mkdir -p "$(dirname "$LOG")"
	env -u VM_DIR -u VM_OUT -u CMD -u PROFILE -u VM_TIMEOUT -u SMP \
		make -C "$TOP" --no-print-directory demo >"$LOG" 2>&1 </dev/null
}

demo
status=$?
same "make demo leaves with 0" 0 "$status"
[[ $status == 0 ]] || diag "$(tail -n 20 "$LOG")"
same "the demo shows 144 ports" 144 "$(shown PORTS)"
same "the demo shows 72 engines" 72 "$(shown ENGINES)"
same "the demo shows 576 lanes" 576 "$(shown LANES)"
same "the demo shows 18 ELS" 18 "$(shown ELS)"
same "the demo shows 144 lasers" 144 "$(shown LASERS)"
ok_if "the demo shows a module by ethtool -m" \
	grep -q 'avg optical power (Channel 1)' "$LOG"
ok_if "the demo shows what went dark" grep -q 'els-absent' "$LOG"
ok_if "the demo tells what each step of its set-up took" \
	grep -qE '^set-up took [0-9]+ s: .*qemu [0-9]+.*tools [0-9]+' "$LOG"
diag "$(grep -E 'took [0-9]+ s' "$LOG")"

PROFILE=bailly vm_start bailly \
	"/src/selftests/accept/guest/counts.sh 128 8 8 512 16 128"
vm_end bailly
tap_done

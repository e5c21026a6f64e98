#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Done when: `make check-matrix` runs. A whole one takes hours; here are two of
# its cells, one of them with few tests on the smallest profile, one guest at a
# time beside what else runs.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

LOG=$CPO_CACHE/check/matrix.log

# Only what a person would set goes along.
matrix()
{
	mkdir -p "$(dirname "$LOG")"
	env -u VM_DIR -u VM_OUT -u CMD -u PROFILE -u VM_TIMEOUT -u SMP JOBS=1 "$@" \
		make -C "$TOP" --no-print-directory check-matrix \
		>"$LOG" 2>&1 </dev/null
}

matrix MATRIX="debian debian:release:nic" VM_ENV=TESTS \
	TESTS="cpo_get cpo_topology cpo_dump"
same "two cells of make check-matrix leave with 0" 0 $?
for cell in debian debian:release; do
	ok_if "cell $cell: the modules build without a warning" \
		grep -q "^ok  *$cell/modules: modules build with W=1" "$LOG"
done
ok_if "Debian's own kernel loads the modules and passes the smoke test" \
	grep -q '^ok .*debian.*q3450: counts' "$LOG"
ok_if "the guest tests run on nic" grep -q '^ok .*nic/cpo_get' "$LOG"
last=$(tail -n 1 "$LOG")
same "the last line is the sum" "passed, 0 failed, skipped" \
	"$(sed -E 's/^[0-9]+ //; s/, [0-9]+ skipped$/, skipped/' <<<"$last")"
[[ $TAP_FAILED == 0 ]] ||
	diag "$(grep -E -A 5 '^FAILED|^error' "$LOG" | head -n 60)"

LOG=$LOG.refused
matrix MATRIX="6.13:release"
same "a cell that is not there is refused" 2 $?
ok_if "and what there is instead is said" grep -q 'choose from: .*debian' "$LOG"
tap_done

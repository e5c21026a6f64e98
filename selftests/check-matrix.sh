#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check-matrix.sh [CELL...]: the guest tests on every kernel and profile:
#   7:release                   all guest tests on all profiles
#   7:debug                     all on nic and q3450
#   6.12:release 6.12:debug     all on nic; on q3450 what depends on the parts
#                               and their wiring
#   debian                      Debian's own 6.12: smoke test on both
#   loads                       100 times unbind and bind, 100 times both
#                               modules, under readers
#   coverage                    lines of driver/core that tests execute
# Each builds the modules with W=1. A cell may name profiles, joined by "+" when
# one guest has them all; they get all tests: 7:release:nic+davisson, also on
# Debian's own: debian:release:nic. Without any cell all of these are done; one
# that failed or was interrupted is repeated by naming it (make check-matrix
# MATRIX="...").
# Ends with "N passed, N failed, N skipped" and fails if anything failed.
# Logs: $CPO_CACHE/matrix.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../qemu/lib.sh"
LOGS=$CPO_CACHE/matrix
. "$HERE/lib/suites.sh"
. "$HERE/lib/left-out.sh"

GUEST_TESTS=selftests/guest/run-in-guest.sh
CELLS=(7:release 7:debug 6.12:release 6.12:debug debian loads coverage)
# Those of every cell: a small one, which is loaded and bound again many times,
# and one with hundreds of parts.
TWO_PROFILES=(nic q3450)
# What differs between profiles does not depend on the kernel, and what differs
# between kernels does not depend on how many parts there are. A guest may have
# several devices, which are tested beside each other; here each profile has one
# of its own, so what fails on a large one does not hide the rest.

steps_for()
{
	case $1 in
	debian) echo "kernel:debian:release" ;;
	coverage) echo "kernel:7:debug" ;;
	loads) echo "kernel:7:release" ;;
	*) echo "kernel:$(cut -d: -f1,2 <<<"$1")" ;;
	esac
}

check_cell()
{
	case $1 in
	debian | coverage | loads) return ;;
	esac
	[[ $1 =~ ^(6\.12:release|6\.12:debug|7:release|7:debug|debian:release)(:[^:]+)?$ ]] ||
		die "MATRIX cell '$1' is not valid" \
		    "choose from: ${CELLS[*]}" \
		    "or one with profiles, like 7:release:nic+q3450"
}

setup()
{
	local cell steps=(deps qemu tools guest-root)

	for cell in "$@"; do
		steps+=("$(steps_for "$cell")")
	done
	mapfile -t steps < <(printf '%s\n' "${steps[@]}" | awk '!seen[$0]++')
	"$CPO_TOP/qemu/setup.sh" "${steps[@]}"
}

# build_cell CELL KERNEL FLAVOUR: false when there is nothing to boot
build_cell()
{
	local before=$FAILED

	run_suite "$1/modules" 900 "$HERE/check-modules.sh" "$2 $3"
	[[ $FAILED -eq $before ]] ||
		{ skip_suite "$1: all guests" "its modules do not build"; false; }
}

# guests_of CELL: one line with the profiles of each guest
guests_of()
{
	local named

	named=$(cut -d: -f3 <<<"$1")
	if [[ -n $named ]]; then
		printf '%s\n' "${named//+/ }"
		return
	fi
	printf '%s\n' "${TWO_PROFILES[@]}"
	[[ $1 != 7:release ]] || other_profiles "${TWO_PROFILES[@]}"
}

# left_out CELL: what the cell does not run, and why
left_out()
{
	local profile list

	[[ $1 != 7:release && $1 != *:*:* ]] || return 0
	list=$(other_profiles "${TWO_PROFILES[@]}")
	for profile in $list; do
		skip_suite "$1 $profile" "differs in numbers and wiring only: tested on 7:release; here by MATRIX=$1:$profile"
	done
}

# tests_left_out CELL PROFILES: those that would only be repeated there
tests_left_out()
{
	case $1:$2 in
	*:*:*:*) ;;
	7:* | *:nic) ;;
	*) printf '%s\n' "${NO_WIRING[*]}" ;;
	esac
}

guests_cell()
{
	local cell=$1 kernel flavour limit=2400 profiles list
	local -x LEAVE_OUT VM_ENV="LEAVE_OUT ${VM_ENV:-}"

	IFS=: read -r kernel flavour _ <<<"$cell"
	[[ $flavour == debug ]] && limit=5400
	build_cell "$kernel:$flavour" "$kernel" "$flavour" || return 0
	list=$(guests_of "$cell")
	while read -r profiles <&3; do
		LEAVE_OUT=$(tests_left_out "$cell" "$profiles")
		start_guest "$kernel:$flavour $profiles" "$kernel" "$flavour" \
			"$profiles" "$limit" "$GUEST_TESTS"
	done 3<<<"$list"
	left_out "$cell"
}

run_cell()
{
	case $1 in
	debian)
		build_cell debian debian release || return 0
		start_guest debian/guest debian release "${TWO_PROFILES[*]}" 600 \
			selftests/guest/smoke.sh ;;
	loads)
		build_cell loads 7 release || return 0
		ROUNDS=100 TEST_TIMEOUT=1700 TESTS=rebind.sh \
			VM_ENV="ROUNDS TEST_TIMEOUT TESTS" \
			start_guest loads/guest 7 release nic 1800 "$GUEST_TESTS" ;;
	coverage)
		run_suite coverage 3600 "$HERE/coverage.sh"
		cat "$CPO_CACHE/coverage/table" || true ;;
	*) guests_cell "$1" ;;
	esac
}

main()
{
	local cell t0=$SECONDS n=0

	[[ $# -gt 0 ]] || set -- "${CELLS[@]}"
	for cell in "$@"; do
		check_cell "$cell"
	done
	setup "$@"
	for cell in "$@"; do
		n=$((n + 1))
		printf '==== cell %d/%d: %s (%d s so far)\n' "$n" "$#" "$cell" \
			"$((SECONDS - t0))"
		run_cell "$cell"
	done
	end_jobs
	printf '==== %d cells took %d s\n' "$#" "$((SECONDS - t0))"
	summary
}

main "$@"

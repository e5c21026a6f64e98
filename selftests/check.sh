#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check.sh [SUITE...]: set everything up, run the test suites, add them up.
#   host      selectors, parsers, documents          (on this host)
#   model     the device model over its test socket  (on this host)
#   modules   W=1 builds on Debian's own 6.12 and the newest 7.x
#   guest     kselftest and KUnit                    (guests, 7 debug, Debian's 6.12)
#   profiles  what depends on parts and wiring, on
#             the other profiles                     (guests, Debian's own 6.12)
#   accept    one script per promise                 (host, boots such guests)
# Ends with "N passed, N failed, N skipped" and fails if anything failed or a
# suite gave no result. Logs: $CPO_CACHE/check. check-matrix.sh runs the guest
# suite everywhere.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../qemu/lib.sh"
LOGS=$CPO_CACHE/check
. "$HERE/lib/suites.sh"
. "$HERE/lib/left-out.sh"

ALL_SUITES=(host model modules guest profiles accept)
GUEST_TESTS=selftests/guest/run-in-guest.sh
# All tests on everything take hours, which is check-matrix.sh. Here the smallest
# device has all of them, but not all on the debug kernel: to start a program
# costs a second there under emulation, and these start hundreds.
SMALLEST=nic
# accept/08 runs it
IN_ACCEPT=(inject.sh)
# A port of one is on four engines, an engine of the other has eight banks: here
# wiring matters to all programs that can tell it.
SPREAD=(q3450mp bailly)
# A second CPU under emulation costs a third more: where nothing runs at once on
# purpose, guests have one.

setup_for()
{
	local suite steps=(deps) boots=() kernel

	for suite in "$@"; do
		case $suite in
		host) steps+=(tools) ;;
		model) steps+=(qemu) ;;
		modules) steps+=(kernel:7:debug kernel:debian:release) ;;
		guest) boots+=(7:debug debian:release) ;;
		profiles) boots+=(debian:release) ;;
		accept) boots+=(debian:release) ;;
		esac
	done
	for kernel in "${boots[@]}"; do
		steps+=(qemu tools guest-root "kernel:$kernel" "modules:$kernel")
	done
	mapfile -t steps < <(printf '%s\n' "${steps[@]}" | awk '!seen[$0]++')
	"$CPO_TOP/qemu/setup.sh" "${steps[@]}"
}

guest_suite()
{
	local -x LEAVE_OUT="${MANY_PROGRAMS[*]}" VM_ENV=LEAVE_OUT

	start_guest "guest/$SMALLEST" 7 debug "$SMALLEST" 3000 "$GUEST_TESTS"
	LEAVE_OUT="${IN_ACCEPT[*]}"
	start_guest "guest/$SMALLEST-debian" debian release "$SMALLEST" 2400 \
		"$GUEST_TESTS"
}

profiles_suite()
{
	local -x LEAVE_OUT VM_ENV=LEAVE_OUT SMP=1
	local profile list

	list=$(other_profiles "$SMALLEST")
	for profile in $list; do
		LEAVE_OUT=${NO_WIRING[*]}
		[[ " ${SPREAD[*]} " == *" $profile "* ]] ||
			LEAVE_OUT+=" ${MANY_PROGRAMS[*]} hwmon.sh"
		start_guest "profiles/$profile" debian release "$profile" 2400 \
			"$GUEST_TESTS"
	done
}

accept_suite()
{
	local -x SMP=1
	local script name found=0

	for script in "$HERE"/accept/[0-9]*.sh; do
		name=$(basename "$script" .sh)
		[[ -x $script ]] || continue
		[[ -z ${ACCEPT:-} || $name == *$ACCEPT* ]] || continue
		found=1
		VM_TIMEOUT=900 start_job "accept/$name" 1900 "$script"
	done
	[[ $found == 1 ]] || run_suite accept 10 "$HERE/accept/[0-9]*.sh"
}

# Guests of one suite and the next run beside each other.
run_one()
{
	case $1 in
	guest | profiles | accept) ;;
	*) end_jobs ;;
	esac
	case $1 in
	host) run_suite host 600 "$HERE/host/run.sh" ;;
	model)
		QEMU=$("$CPO_TOP/qemu/build-qemu.sh" --print-path) \
			run_suite model 1800 "$HERE/model/run.sh" ;;
	modules) run_suite modules 900 "$HERE/check-modules.sh" ;;
	guest) guest_suite ;;
	profiles) profiles_suite ;;
	accept) accept_suite ;;
	esac
}

main()
{
	local suite

	[[ $# -gt 0 ]] || set -- "${ALL_SUITES[@]}"
	for suite in "$@"; do
		one_of ONLY "$suite" "${ALL_SUITES[@]}"
	done
	setup_for "$@"
	for suite in "$@"; do
		run_one "$suite"
	done
	end_jobs
	summary
}

main "$@"

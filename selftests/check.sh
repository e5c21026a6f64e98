#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check.sh [SUITE...]: set everything up, run the test suites, add them up.
#   host      selectors, parsers, documents          (on this host)
#   model     the device model over its test socket  (on this host)
#   modules   W=1 builds on Debian's own 6.12 and the newest 7.x
#   guest     kselftest and KUnit                    (guest, 7 debug)
#   profiles  what depends on parts and wiring, on
#             the other profiles                     (guests, 7 release)
#   smoke     one walk through                       (guest, Debian's own 6.12)
#   accept    one script per promise                 (host, boots guests)
# Ends with "N passed, N failed, N skipped" and fails if anything failed or a
# suite gave no result. Logs: $CPO_CACHE/check. check-matrix.sh runs the guest
# suite everywhere.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../qemu/lib.sh"
LOGS=$CPO_CACHE/check
. "$HERE/lib/suites.sh"

ALL_SUITES=(host model modules guest profiles smoke accept)
GUEST_TESTS=selftests/guest/run-in-guest.sh
# What does not depend on how many parts a device has, nor on their wiring: done
# with DEBUG_GUESTS, and with all by check-matrix.sh.
SAME_FOR_ALL=(cpo_config cpo_fault lifecycle.sh reload.sh aer.sh rebind.sh
	      dead.sh pm.sh)

# These count what the machine does besides, or boot several guests themselves.
ALONE=(05-matrix 06-bench)

setup_for()
{
	local suite steps=(deps) boots=() kernel

	for suite in "$@"; do
		case $suite in
		host) steps+=(tools) ;;
		model) steps+=(qemu) ;;
		modules) steps+=(kernel:7:debug kernel:debian:release) ;;
		guest) boots+=(7:debug) ;;
		profiles) boots+=(7:release) ;;
		smoke) boots+=(debian:release) ;;
		accept) boots+=(7:release) ;;
		esac
	done
	for kernel in "${boots[@]}"; do
		steps+=(qemu tools guest-root "kernel:$kernel" "modules:$kernel")
	done
	mapfile -t steps < <(printf '%s\n' "${steps[@]}" | awk '!seen[$0]++')
	"$CPO_TOP/qemu/setup.sh" "${steps[@]}"
}

profiles_suite()
{
	local -x LEAVE_OUT="${SAME_FOR_ALL[*]}" VM_ENV=LEAVE_OUT
	local profile list

	list=$(other_profiles "${DEBUG_GUESTS[@]}")
	for profile in $list; do
		start_guest "profiles/$profile" 7 release "$profile" 2400 \
			"$GUEST_TESTS"
	done
}

accept_suite()
{
	local script name found=0

	for script in "$HERE"/accept/[0-9]*.sh; do
		name=$(basename "$script" .sh)
		[[ -x $script ]] || continue
		[[ -z ${ACCEPT:-} || $name == *$ACCEPT* ]] || continue
		found=1
		if [[ " ${ALONE[*]} " == *" $name "* ]]; then
			end_jobs
			VM_TIMEOUT=600 run_suite "accept/$name" 900 "$script"
		else
			VM_TIMEOUT=900 start_job "accept/$name" 1900 "$script"
		fi
	done
	[[ $found == 1 ]] || run_suite accept 10 "$HERE/accept/[0-9]*.sh"
}

# Guests of one suite and the next run beside each other.
run_one()
{
	local profiles

	case $1 in
	guest | profiles | smoke | accept) ;;
	*) end_jobs ;;
	esac
	case $1 in
	host) run_suite host 600 "$HERE/host/run.sh" ;;
	model)
		QEMU=$("$CPO_TOP/qemu/build-qemu.sh" --print-path) \
			run_suite model 1800 "$HERE/model/run.sh" ;;
	modules) run_suite modules 900 "$HERE/check-modules.sh" ;;
	guest)
		for profiles in "${DEBUG_GUESTS[@]}"; do
			start_guest "guest/$profiles" 7 debug "$profiles" 3000 \
				"$GUEST_TESTS"
		done ;;
	profiles) profiles_suite ;;
	smoke)
		start_guest smoke debian release "${DEBUG_GUESTS[*]}" 600 \
			selftests/guest/smoke.sh ;;
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

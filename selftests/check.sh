#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check.sh [SUITE...]: set everything up, run the test suites, add them up.
#   host     selectors, parsers, documents          (on this host)
#   model    the device model over its test socket  (on this host)
#   modules  W=1 builds on 6.12 and the newest 7.x  (on this host)
#   guest    kselftest and KUnit                    (guest, 7 debug)
#   smoke    one walk through                       (guest, 6.12 release)
#   accept   one script per promise                 (host, boots guests)
# Ends with "N passed, N failed, N skipped" and fails if anything failed or a
# suite gave no result. Logs: $CPO_CACHE/check.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../qemu/lib.sh"

ALL_SUITES=(host model modules guest smoke accept)
LOGS=$CPO_CACHE/check
PASSED=0
FAILED=0
SKIPPED=()
FAILURES=()

setup_for()
{
	local suite steps=(deps) boots=() kernel

	for suite in "$@"; do
		case $suite in
		host) steps+=(tools) ;;
		model) steps+=(qemu) ;;
		modules) steps+=(kernel:7:debug kernel:6.12:release) ;;
		guest) boots+=(7:debug) ;;
		smoke) boots+=(6.12:release) ;;
		accept) boots+=(7:release) ;;
		esac
	done
	for kernel in "${boots[@]}"; do
		steps+=(qemu tools guest-root "kernel:$kernel" "modules:$kernel")
	done
	mapfile -t steps < <(printf '%s\n' "${steps[@]}" | awk '!seen[$0]++')
	"$CPO_TOP/qemu/setup.sh" "${steps[@]}"
}

# take NAME LOG STATUS: count one suite's results and print them
take()
{
	local name=$1 log=$2 status=$3 kind text

	while read -r kind text; do
		case $kind in
		P)
			PASSED=$((PASSED + 1))
			printf 'ok       %s\n' "$text" ;;
		S)
			SKIPPED+=("$text")
			printf 'skipped  %s\n' "$text" ;;
		F)
			FAILED=$((FAILED + 1))
			FAILURES+=("$text")
			printf 'FAILED   %s\n' "$text" ;;
		D)
			printf '         | %s\n' "$text" ;;
		esac
	done < <(awk -v suite="$name" -v rc="$status" \
		-f "$HERE/lib/tally.awk" "$log")
}

# run_suite NAME SECONDS COMMAND...: stdout is TAP, stderr goes along
run_suite()
{
	local name=$1 limit=$2 log status=0 t0=$SECONDS

	shift 2
	log=$LOGS/${name//[\/ ]/_}.tap
	printf '== %s (limit %s s, log %s)\n' "$name" "$limit" "$log"
	if [[ -x $1 ]]; then
		timeout -k 10 "$limit" "$@" >"$log" 2>&1 </dev/null || status=$?
	else
		printf '# %s is missing\n' "$1" >"$log"
		status=127
	fi
	if [[ $status -eq 124 ]]; then
		printf '# killed after %s s\n' "$limit" >>"$log"
	fi
	take "$name" "$log" "$status"
	printf '== %s: took %d s\n' "$name" "$((SECONDS - t0))"
}

guest_suite()
{
	local name=$1 kernel=$2 flavour=$3 limit=$4 script=$5

	if [[ ! -x $CPO_TOP/$script ]]; then
		run_suite "$name" 10 "$CPO_TOP/$script"
		return
	fi
	KERNEL=$kernel FLAVOUR=$flavour VM_TIMEOUT=$((limit - 30)) CMD="/src/$script" \
		PROFILE="${GUEST_PROFILE:-q3450 bailly}" VM_DIR=$LOGS/vm-$name \
		run_suite "$name" "$limit" "$CPO_TOP/qemu/vm.sh"
}

accept_suite()
{
	local script found=0

	for script in "$HERE"/accept/[0-9]*.sh; do
		[[ -x $script ]] || continue
		[[ -z ${ACCEPT:-} || ${script##*/} == *$ACCEPT* ]] || continue
		found=1
		VM_TIMEOUT=600 run_suite "accept/$(basename "$script" .sh)" 900 "$script"
	done
	[[ $found == 1 ]] || run_suite accept 10 "$HERE/accept/[0-9]*.sh"
}

run_one()
{
	case $1 in
	host) run_suite host 600 "$HERE/host/run.sh" ;;
	model)
		QEMU=$("$CPO_TOP/qemu/build-qemu.sh" --print-path) \
			run_suite model 900 "$HERE/model/run.sh" ;;
	modules) run_suite modules 900 "$HERE/check-modules.sh" ;;
	guest) guest_suite guest 7 debug 2700 selftests/guest/run-in-guest.sh ;;
	smoke) guest_suite smoke 6.12 release 300 selftests/guest/smoke.sh ;;
	accept) accept_suite ;;
	esac
}

summary()
{
	local line

	if [[ ${#SKIPPED[@]} -gt 0 ]]; then
		printf 'skipped, and why:\n'
		printf '  %s\n' "${SKIPPED[@]}"
	fi
	if [[ ${#FAILURES[@]} -gt 0 ]]; then
		printf 'failed (logs in %s):\n' "$LOGS"
		for line in "${FAILURES[@]}"; do printf '  %s\n' "$line"; done
	fi
	printf '%d passed, %d failed, %d skipped\n' \
		"$PASSED" "$FAILED" "${#SKIPPED[@]}"
}

main()
{
	local suite

	[[ $# -gt 0 ]] || set -- "${ALL_SUITES[@]}"
	for suite in "$@"; do
		one_of ONLY "$suite" "${ALL_SUITES[@]}"
	done
	setup_for "$@"
	mkdir -p "$LOGS"
	for suite in "$@"; do
		run_one "$suite"
	done
	summary
	[[ $FAILED -eq 0 ]]
}

main "$@"

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What check.sh and check-matrix.sh share: run a suite under a limit, count and
# print its results, tell the sum. Needs qemu/lib.sh; LOGS is the folder for
# logs. Source it.

SUITES_LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PASSED=0
FAILED=0
SKIPPED=()
FAILURES=()
SUITE_PID=
# suites that run beside each other: name and start by process
declare -A JOB_NAME=() JOB_START=()

# A suite runs in the background, where an interrupt does not reach it.
stop_suite()
{
	kill ${SUITE_PID:+"$SUITE_PID"} "${!JOB_NAME[@]}" 2>/dev/null || true
	exit 130
}
trap stop_suite INT TERM

# model_profiles: the profiles that the device model has, as it says itself
model_profiles()
{
	local qemu list

	qemu=$("$CPO_TOP/qemu/build-qemu.sh" --print-path)
	list=$("$qemu" -M q35 -nodefaults -display none -L /usr/share/seabios \
		-L /usr/share/qemu -device cpo 2>&1 </dev/null |
		sed -n 's/.*use one of: //p' | tr -d ',')
	[[ -n $list ]] || die "the device model tells no profiles" \
		"run 'make qemu'; it tells them when none is given"
	printf '%s\n' "$list"
}

# other_profiles PROFILE...: those of the model that are not named
other_profiles()
{
	local profile list

	list=$(model_profiles)
	for profile in $list; do
		[[ " $* " == *" $profile "* ]] || printf '%s\n' "$profile"
	done
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
		-f "$SUITES_LIB/tally.awk" "$log")
}

suite_log()
{
	mkdir -p "$LOGS"
	printf '%s\n' "$LOGS/${1//[\/ :]/_}.tap"
}

last_result()
{
	grep -aE '^(not )?ok ' "$(suite_log "$1")" | tail -n 1 | cut -c1-90 || true
}

# Long suites tell where they are: on a terminal always, in a log now and then.
watch_suite()
{
	local pid=$1 name=$2 t0=$SECONDS next=$((SECONDS + 300)) last

	while sleep 1; kill -0 "$pid" 2>/dev/null; do
		last=$(last_result "$name")
		if [[ -t 1 ]]; then
			printf '\r\033[K%s: %d s %s' "$name" \
				"$((SECONDS - t0))" "$last"
		elif ((SECONDS >= next)); then
			next=$((next + 300))
			printf '== %s: %d s so far, last: %s\n' "$name" \
				"$((SECONDS - t0))" "$last"
		fi
	done
	if [[ -t 1 ]]; then printf '\r\033[K'; fi
}

# run_suite NAME SECONDS COMMAND...: stdout is TAP, stderr goes along
run_suite()
{
	local name=$1 limit=$2 log status=0 t0=$SECONDS

	shift 2
	log=$(suite_log "$name")
	printf '== %s (limit %s s, log %s)\n' "$name" "$limit" "$log"
	if [[ -x $1 ]]; then
		timeout -k 10 "$limit" "$@" >"$log" 2>&1 </dev/null &
		SUITE_PID=$!
		watch_suite "$SUITE_PID" "$name"
		wait "$SUITE_PID" || status=$?
		SUITE_PID=
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

# start_job NAME SECONDS COMMAND...: run it beside others, as many as there are
# CPUs for; each of them boots a guest. See end_jobs.
start_job()
{
	local name=$1 limit=$2 log

	shift 2
	while [[ ${#JOB_NAME[@]} -ge $CPO_JOBS ]]; do
		end_job
	done
	log=$(suite_log "$name")
	printf '== %s (limit %s s, log %s)\n' "$name" "$limit" "$log"
	timeout -k 10 "$limit" "$@" >"$log" 2>&1 </dev/null &
	JOB_NAME[$!]=$name
	JOB_START[$!]=$SECONDS
}

# start_guest NAME KERNEL FLAVOUR PROFILES SECONDS SCRIPT: boot and run the
# script. Tests put in faults.
start_guest()
{
	local name=$1 limit=$5

	KERNEL=$2 FLAVOUR=$3 PROFILE=$4 VM_TIMEOUT=$((limit - 30)) \
		CPO_OPTS=x-inject=on${CPO_OPTS:+,$CPO_OPTS} \
		CMD="/src/$6" VM_DIR=$LOGS/vm-${name//[\/ :]/_} \
		start_job "$name" "$limit" "$CPO_TOP/qemu/vm.sh"
}

# Wait for one of the jobs, whichever ends first; tell where they are.
end_job()
{
	local pid timer status=0 name

	while :; do
		sleep 300 &
		timer=$!
		wait -n -p pid "$timer" "${!JOB_NAME[@]}" || status=$?
		[[ $pid == "$timer" ]] || break
		for name in "${JOB_NAME[@]}"; do
			printf '== %s: so far %s\n' "$name" "$(last_result "$name")"
		done
	done
	kill "$timer"
	name=${JOB_NAME[$pid]}
	take "$name" "$(suite_log "$name")" "$status"
	printf '== %s: took %d s\n' "$name" \
		"$((SECONDS - JOB_START[$pid]))"
	unset "JOB_NAME[$pid]" "JOB_START[$pid]"
}

end_jobs()
{
	while [[ ${#JOB_NAME[@]} -gt 0 ]]; do
		end_job
	done
}

# skip_suite NAME REASON: what was left out counts as skipped
skip_suite()
{
	SKIPPED+=("$1 # $2")
	printf 'skipped  %s # %s\n' "$1" "$2"
}

# summary: the last lines; false when something failed
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
	[[ $FAILED -eq 0 ]]
}

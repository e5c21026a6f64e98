#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [--quick]: measure in one guest whose clock counts instructions, print
# a table and write the same as JSON; see Documentation/performance.rst.
#   BENCH_OUT=FILE   where the JSON goes; default $CPO_CACHE/bench/bench.json
#   BENCH_PROFILE=sn6800
# --quick takes the smallest profile and few rounds: it shows that everything
# still measures, its numbers mean nothing. A missed target is no failure.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../qemu/lib.sh"

# The same instructions in every run: a fixed CPU without sources of chance.
CPU=qemu64,-rdrand,-rdseed
MACHINE="-icount shift=0,sleep=off -cpu $CPU -seed 1"
MACHINE+=" -rtc base=2026-01-01T00:00:00,clock=vm"

run_guest()
{
	local trace=$WORK/events

	printf '%s\n' 'cpo_mmio_*' >"$trace"
	# time passes fast where nothing runs: a wait for the host is no hang
	VM_DIR=$WORK/vm VM_OUT=$WORK/out VM_TIMEOUT=1500 \
	KERNEL=$BENCH_KERNEL FLAVOUR=release ACCEL=tcg SMP=1 MEMORY=1G LOAD=0 \
	DEVICES="$MACHINE" CPO_OPTS="seed=1" TRACE=$trace \
	KARGS="random.trust_cpu=off hung_task_timeout_secs=0" \
		"$CPO_TOP/qemu/vm.sh" "/src/selftests/bench/guest.sh $ROUNDS $PROBES"
}

# What the model costs the host is measured on the host, with no kernel.
run_model()
{
	QEMU=$("$CPO_TOP/qemu/build-qemu.sh" --print-path) \
		"$HERE/model_cost.py" "${MODEL_ARGS[@]}" >"$WORK/model.jsonl"
}

main()
{
	local quick=() name=bench

	ROUNDS=12
	PROBES=3
	BENCH_KERNEL=7
	MODEL_ARGS=()
	export PROFILE=${BENCH_PROFILE:-sn6800}
	case ${1:-} in
	--quick)
		ROUNDS=3
		PROBES=1
		# needs no building
		BENCH_KERNEL=debian
		MODEL_ARGS=(--quick)
		quick=(--quick)
		name=bench-quick
		PROFILE=${BENCH_PROFILE:-nic} ;;
	'') ;;
	*) die "unknown option '$1'" "usage: run.sh [--quick]" ;;
	esac
	WORK=$(cache_dir "$name")
	"$CPO_TOP/qemu/setup.sh" deps qemu "kernel:$BENCH_KERNEL:release" \
		"modules:$BENCH_KERNEL:release" tools guest-root
	rm -rf "$WORK/out"
	run_guest
	run_model
	"$HERE/report.py" "${quick[@]}" "$PROFILE" "$WORK" \
		"${BENCH_OUT:-$WORK/bench.json}"
}

main "$@"

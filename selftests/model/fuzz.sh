#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fuzz.sh [SECONDS] [INPUT...]: QEMU's generic fuzzer on the device model, 60 s
# unless told. It writes and reads registers, configuration space and MSI-X,
# moves the clock and answers every DMA read of the device, under ASan and
# UBSan. It starts from the inputs of fuzz_seed.py. The time is shared by the
# machines below; what it learns is kept in $CPO_CACHE/fuzz/corpus. A finding
# fails the run and is left in $CPO_CACHE/fuzz/<machine>. INPUT: run these
# files once and do not fuzz, to see a finding again.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../qemu/lib.sh"

DIR=$CPO_CACHE/fuzz
MACHINES=(
	"nic,x-inject=on,auto-start=always,time-scale=20"
	"bailly,time-scale=1000"
	"q3450mp,x-inject=on,time-scale=20"
)

# fuzz OPTIONS NAME ARGS...: one machine, in a folder of its own
fuzz()
{
	local options=$1 name=$2

	shift 2
	mkdir -p "$DIR/$name"
	env -C "$DIR/$name" \
		ASAN_OPTIONS=detect_leaks=0 \
		UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
		QEMU_FUZZ_OBJECTS='cpo*' \
		QEMU_FUZZ_ARGS="-M q35 -nodefaults -L /usr/share/seabios \
-L /usr/share/qemu -device cpo,id=cpo0,profile=$options" \
		"$BIN" --fuzz-target=generic-fuzz -timeout=60 \
		-rss_limit_mb=4096 "$@" >"$DIR/$name.log" 2>&1
}

# report NAME: the last line that libFuzzer wrote about its progress
report()
{
	grep -E '^#[0-9]+' "$DIR/$1.log" | tail -n 1 |
		awk -v name="$1" '{
			for (i = 1; i < NF; i++) v[$i] = $(i + 1)
			printf "%s: %s executions, coverage %s of %s, %s inputs\n",
				name, substr($1, 2), v["cov:"], total, v["corp:"]
		}' total="$(sed -nE \
			's/.*\(([0-9]+) PCs\).*/\1/p' "$DIR/$1.log" | head -n 1)"
}

main()
{
	local seconds=${1:-60} options name rc=0 share
	local inputs=("${@:2}")

	[[ $seconds =~ ^[1-9][0-9]*$ ]] ||
		die "'$seconds' is not a number of seconds"
	"$CPO_TOP/qemu/deps.sh" fuzz
	BIN=$(SANITIZE=fuzz "$CPO_TOP/qemu/build-qemu.sh")
	mkdir -p "$DIR/corpus"
	PYTHONDONTWRITEBYTECODE=1 python3 "$HERE/fuzz_seed.py" "$DIR/seeds"
	share=$(((seconds + ${#MACHINES[@]} - 1) / ${#MACHINES[@]}))
	for options in "${MACHINES[@]}"; do
		name=${options%%,*}
		if [[ ${#inputs[@]} -gt 0 ]]; then
			fuzz "$options" "$name" "${inputs[@]}" || rc=1
		else
			fuzz "$options" "$name" -max_total_time="$share" \
				-max_len=8192 "$DIR/corpus" "$DIR/seeds" || rc=1
			report "$name"
		fi
		if [[ $rc -ne 0 ]]; then
			tail -n 40 "$DIR/$name.log"
			die "a finding on $name" \
			    "log $DIR/$name.log, input in $DIR/$name"
		fi
	done
}

main "$@"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh: tests that need no kernel; prints TAP. Results of the build are in
# $CPO_CACHE/build/host (or O=).
set -uo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/../../qemu/lib.sh"
COUNT=0
FAILED=0

# One numbering for the results of all programs.
result()
{
	COUNT=$((COUNT + 1))
	printf '%s %d %s\n' "$1" "$COUNT" "$2"
	[[ $1 == ok ]] || FAILED=$((FAILED + 1))
}

# take NAME FILE STATUS: results of one program; its plan must hold
take()
{
	local name=$1 file=$2 status=$3 line seen=0 plan=0 bad=0

	while IFS= read -r line; do
		case $line in
		"# ok - "* | "# not ok - "*)
			# cmocka's word on the whole group
			;;
		"ok "* | "not ok "*)
			seen=$((seen + 1))
			[[ $line == ok* ]] || bad=1
			result "${line%% [0-9]*}" "$name: ${line#*- }"
			;;
		1..*)
			plan=${line#1..} ;;
		*)
			printf '# %s\n' "${line#\# }" ;;
		esac
	done <"$file"
	if [[ $plan -eq 0 || $plan -ne $seen ]]; then
		result "not ok" "$name: planned $plan results, gave $seen"
	elif [[ $status -ne 0 && $bad -eq 0 ]]; then
		result "not ok" "$name: exit status $status"
	fi
}

# suite NAME COMMAND...
suite()
{
	local name=$1 log=$O/$1.log status=0

	shift
	"$@" >"$log" 2>&1 || status=$?
	take "$name" "$log" "$status"
}

build()
{
	if [[ -n ${O:-} ]]; then
		mkdir -p "$O"
	else
		O=$CPO_CACHE/build/host
		tree_dir "$O"
	fi
	if ! make -C "$HERE" O="$O" -j"${JOBS:-2}" >"$O/build.log" 2>&1; then
		sed 's/^/# /' "$O/build.log" | tail -n 40
		result "not ok" "build"
		printf '1..%d\n' "$COUNT"
		exit 1
	fi
}

main()
{
	local name

	build
	export CMOCKA_MESSAGE_OUTPUT=TAP PYTHONDONTWRITEBYTECODE=1
	for name in select tool lib fuzz; do
		suite "$name" "$O/test_$name"
	done
	for name in cli flags health topo schema completion docs words bench \
		    upstream; do
		suite "$name" python3 "$HERE/test_$name.py" "$O"
	done
	printf '1..%d\n' "$COUNT"
	[[ $FAILED -eq 0 ]]
}

main

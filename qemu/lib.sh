# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Helpers shared by the build and guest scripts. Source it, do not run it.
# Messages go to stderr: stdout of a builder is its result path, nothing else.

CPO_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CPO_CACHE=${CPO_CACHE:-${HOME:-/root}/.cache/cpo}
CPO_JOBS=${JOBS:-$(nproc)}
export CPO_TOP CPO_CACHE CPO_JOBS

# "make vm KERNEL=7" must not set KERNEL in the makefiles of the kernel.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

# step prefix, e.g. "step 3/7: ", set by setup.sh
CPO_STEP=${CPO_STEP:-}

say()
{
	printf '%s%s\n' "${CPO_STEP:+$CPO_STEP: }" "$*" >&2
}

warn()
{
	printf 'warning: %s\n' "$*" >&2
}

# die "what was wrong" ["what to do" ...]
die()
{
	local line

	printf 'error: %s\n' "$1" >&2
	shift
	for line in "$@"; do
		printf '       %s\n' "$line" >&2
	done
	exit 1
}

need_cmd()
{
	local cmd

	for cmd in "$@"; do
		command -v "$cmd" >/dev/null ||
			die "command '$cmd' is not installed" \
			    "run 'make deps' (installs what the build needs)"
	done
}

# one_of NAME VALUE CHOICE...: refuse a value outside the list
one_of()
{
	local name=$1 value=$2 choice

	shift 2
	for choice in "$@"; do
		[[ $value == "$choice" ]] && return 0
	done
	die "$name='$value' is not valid" "choose one of: $*"
}

cache_dir()
{
	mkdir -p "$CPO_CACHE/$1" ||
		die "cannot create $CPO_CACHE/$1" \
		    "set CPO_CACHE to a folder you can write"
	printf '%s\n' "$CPO_CACHE/$1"
}

# tree_dir DIR: make DIR, empty when another source tree built there last: its
# dependency files name sources that may be gone.
tree_dir()
{
	if [[ ! -f $1/.tree || $(<"$1/.tree") != "$CPO_TOP" ]]; then
		rm -rf "$1"
	fi
	mkdir -p "$1"
	printf '%s\n' "$CPO_TOP" >"$1/.tree"
}

# with_lock NAME FUNCTION ARGS...: one builder at a time per thing. A function
# under a lock must not ask for the same lock again.
with_lock()
{
	local name=$1 dir

	shift
	dir=$(cache_dir lock)
	(
		if ! flock -n 9; then
			say "waiting for another build of $name"
			flock 9
		fi
		"$@"
	) 9>"$dir/${name//\//_}"
}

hash_of()
{
	sha256sum | cut -c1-12
}

# The last progress mark in a build log: ninja's [n/m], else its last file.
progress_mark()
{
	tail -c 4096 "$1" 2>/dev/null | tr '\r' '\n' |
		grep -oE '^\[[0-9]+/[0-9]+\]|^ +(CC|LD|AR|AS) .*|^I: .*' |
		tail -n 1 | cut -c1-50
}

watch_progress()
{
	local pid=$1 what=$2 log=$3 t0=$SECONDS

	while kill -0 "$pid" 2>/dev/null; do
		if [[ -t 2 ]]; then
			printf '\r\033[K%s%s: %s s %s' "${CPO_STEP:+$CPO_STEP: }" \
				"$what" "$((SECONDS - t0))" \
				"$(progress_mark "$log" || true)" >&2
		fi
		sleep 1
	done
	if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}

# run_logged WHAT ABOUT LOG COMMAND...: run a long step with its output in LOG
run_logged()
{
	local what=$1 about=$2 log=$3 t0=$SECONDS pid rc=0

	shift 3
	mkdir -p "$(dirname "$log")"
	say "$what (about $about; log $log)"
	"$@" >"$log" 2>&1 9>&- </dev/null &
	pid=$!
	watch_progress "$pid" "$what" "$log"
	wait "$pid" || rc=$?
	if [[ $rc -ne 0 ]]; then
		tail -n 25 "$log" >&2
		die "$what failed with status $rc" "the whole log: $log"
	fi
	say "$what: took $((SECONDS - t0)) s"
}

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# setup.sh STEP...: run builders one after the other, numbered. A step is
# deps, qemu, tools, guest-root, kernel:KERNEL:FLAVOUR or
# modules:KERNEL:FLAVOUR. What is up to date is skipped. The last line tells
# the seconds of each step and of all.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

run_step()
{
	local name kernel flavour

	IFS=: read -r name kernel flavour <<<"$1"
	case $name in
	deps) "$HERE/deps.sh" ;;
	qemu) "$HERE/build-qemu.sh" ;;
	tools) "$HERE/build-tools.sh" ;;
	guest-root) "$HERE/guest-root.sh" ;;
	kernel) "$HERE/build-kernel.sh" "$kernel" "$flavour" ;;
	modules) "$HERE/build-modules.sh" "$kernel" "$flavour" ;;
	*) die "unknown step '$1'" ;;
	esac
}

main()
{
	local step n=0 t0 times=

	for step in "$@"; do
		n=$((n + 1))
		t0=$SECONDS
		CPO_STEP="step $n/$#" run_step "$step" >/dev/null
		times+="${times:+, }${step//:/ } $((SECONDS - t0))"
	done
	say "set-up took $SECONDS s: $times"
}

main "$@"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demo on the host side: boot profile q3450 and take the tour of
# demo-guest.sh in it. On a terminal the guest stays up with a shell.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

main()
{
	local shell=0 limit=300

	if [[ -t 0 && -t 1 ]]; then
		shell=1
		limit=0
	fi
	say "booting the guest (kernel ${KERNEL:-7}, profile ${PROFILE:-q3450})"
	VM_SHELL=$shell VM_TIMEOUT=${VM_TIMEOUT:-$limit} \
		"$HERE/vm.sh" /src/qemu/demo-guest.sh ||
		die "the demo failed with status $?"
	say "demo: every step worked"
}

main

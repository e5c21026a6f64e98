#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demo on the host side: set everything up, boot profile q3450 and take the
# tour of demo-guest.sh in it. On a terminal the guest stays up with a shell.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

export KERNEL=debian FLAVOUR=release PROFILE=q3450

main()
{
	local shell=0 limit=300

	if [[ -t 0 && -t 1 ]]; then
		shell=1
		limit=0
	fi
	"$HERE/setup.sh" deps qemu "kernel:$KERNEL:$FLAVOUR" \
		"modules:$KERNEL:$FLAVOUR" tools guest-root
	say "booting the guest (kernel $KERNEL, profile $PROFILE)"
	VM_SHELL=$shell VM_TIMEOUT=${VM_TIMEOUT:-$limit} \
		"$HERE/vm.sh" /src/qemu/demo-guest.sh ||
		die "the demo failed with status $?"
	if [[ $shell == 0 ]]; then
		say "demo: every step worked; all took $SECONDS s"
	fi
}

main

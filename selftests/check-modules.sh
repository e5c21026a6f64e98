#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Both modules build without a warning (W=1) on the floor and the newest kernel.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib/tap.sh"

for target in "6.12 release" "7 debug"; do
	read -r kernel flavour <<<"$target"
	ok_if "modules build with W=1 on $kernel $flavour" \
		"$HERE/../qemu/build-modules.sh" "$kernel" "$flavour"
done
tap_done

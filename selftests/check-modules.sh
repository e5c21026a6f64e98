#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check-modules.sh ["KERNEL FLAVOUR" ...]: both modules build without a warning
# (W=1); on Debian's own, which is the floor, and the newest kernel if none is
# named.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib/tap.sh"

[[ $# -gt 0 ]] || set -- "debian release" "7 debug"
for target in "$@"; do
	read -r kernel flavour <<<"$target"
	ok_if "modules build with W=1 on $kernel $flavour" \
		"$HERE/../qemu/build-modules.sh" "$kernel" "$flavour"
done
tap_done

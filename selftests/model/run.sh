#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# run.sh [PATTERN...]: tests of the device model, as TAP. The C files next to
# it in ../host test the parts that need no QEMU; the rest drive the device
# over QEMU's test socket. QEMU= names the emulator.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)

QEMU=${QEMU:-$("$TOP/qemu/build-qemu.sh" --print-path)}
export QEMU
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$HERE/runner.py" "$@"

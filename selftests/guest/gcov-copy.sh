#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# gcov-copy.sh FOLDER: copy what the kernel counted in the modules' own files.
# They have no size: only reading to the end gives what is in them.
set -euo pipefail

COUNTS=/sys/kernel/debug/gcov

[[ -d $COUNTS ]] || { echo "this kernel has no gcov" >&2; exit 1; }
mkdir -p "$1"
cd "$COUNTS"
find . -name 'cpo*.gcda' | while read -r file; do
	cat "$file" >"$1/${file##*/}"
done

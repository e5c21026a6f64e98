#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# clean.sh build|all: build removes what was made from this repository (modules,
# tools, logs of guests); all removes the whole cache.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

# Objects of "make modules KDIR=..." and of the tools, never a tracked file.
clean_tree()
{
	find "$CPO_TOP/driver" "$CPO_TOP/Kbuild" \( -name '*.o' -o -name '*.ko' \
		-o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' \) -delete
	rm -f "$CPO_TOP"/{modules.order,Module.symvers,.Module.symvers.cmd} \
		"$CPO_TOP"/{.modules.order.cmd,.module-common.o}
	if [[ -f $CPO_TOP/tools/Makefile ]]; then
		make -s -C "$CPO_TOP/tools" clean
	fi
}

clean_build()
{
	rm -rf "$CPO_CACHE"/build/modules-* "$CPO_CACHE"/build/user \
		"$CPO_CACHE"/vm "$CPO_CACHE"/check "$CPO_CACHE"/matrix \
		"$CPO_CACHE"/coverage
}

# Refuse a CPO_CACHE that this project did not fill.
clean_all()
{
	[[ -d $CPO_CACHE ]] || return 0
	[[ -d $CPO_CACHE/lock && -d $CPO_CACHE/log ]] ||
		die "CPO_CACHE='$CPO_CACHE' does not look like a cache of cpo" \
		    "remove it by hand if it is one"
	rm -rf --one-file-system "${CPO_CACHE:?}"
}

case ${1:-} in
build) clean_tree; clean_build ;;
all) clean_tree; clean_all ;;
*) die "usage: clean.sh build|all" ;;
esac

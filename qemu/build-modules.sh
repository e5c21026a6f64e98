#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build-modules.sh [--print-path] KERNEL FLAVOUR: build the modules against a
# guest kernel, in a copy in the cache so that kernels do not fight over the
# objects. W=1 must be silent: a warning is a failure. Prints the install root
# (lib/modules/... with the kernel's own modules and ours).
# C=2 runs sparse on the way (lint.sh). GCOV=1 counts executed lines, in a
# folder of its own (selftests/coverage.sh).
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

GCOV=${GCOV:-0}
SOURCES=(Kbuild driver uapi)
PRODUCTS=('*.o' '*.ko' '*.a' '*.mod' '*.mod.c' '.*.cmd' '.*.d'
	'*.gcno' modules.order Module.symvers .module-common.o)

# Copies keep their time stamp when the content did not change.
copy_sources()
{
	local out=$1 product excludes=()

	for product in "${PRODUCTS[@]}"; do
		excludes+=(--exclude="$product")
	done
	mkdir -p "$out/src"
	(cd "$CPO_TOP" && rsync -rc --delete "${excludes[@]}" \
		"${SOURCES[@]}" "$out/src/")
}

# Debian's headers are not where its image is.
headers()
{
	if [[ -d $1/headers ]]; then
		printf '%s\n' "$1/headers"
	else
		printf '%s\n' "$1"
	fi
}

# Debian's headers name the compiler of the image, which this host may lack,
# and want type information, which needs a program more.
debian_args()
{
	local cc

	[[ -d $1/headers ]] || return 0
	printf '%s\n' CONFIG_DEBUG_INFO_BTF_MODULES=
	cc=$(sed -nE 's/^CC = .*CROSS_COMPILE\)(gcc[-0-9]*)$/\1/p' \
		"$1/headers/.kernelvariables")
	command -v "x86_64-linux-gnu-${cc:-gcc}" >/dev/null ||
		printf '%s\n' CC=gcc
}

compile()
{
	local kdir=$1 out=$2 args

	mapfile -t args < <(debian_args "$kdir")
	[[ $GCOV == 0 ]] || args+=(GCOV_PROFILE=y)
	make -C "$(headers "$kdir")" M="$out/src" -j"$CPO_JOBS" W=1e \
		${C:+C="$C"} "${args[@]}" modules
}

# modpost only warns: take its word, and build anew the next time. That the
# compiler is not that of the image says nothing about our code.
OTHER_COMPILER='^warning: the compiler differs from the one used to build the kernel$'

refuse_warnings()
{
	local log=$1 out=$2

	grep -iE 'warning' "$log" | grep -vE "$OTHER_COMPILER" \
		>"$out/warnings" || return 0
	find "$out/src" \( -name '*.o' -o -name '*.ko' \) -delete
	cat "$out/warnings" >&2
	die "building the modules gives warnings" "the whole log: $log"
}

# What depmod makes; that of the kernel alone is good for nothing.
INDEXES=('dep*' 'alias*' 'symbols*' 'builtin*.bin' softdep weakdep devname)

# indexed DIR: whether no module came or went since depmod
indexed()
{
	[[ -e $1/modules.dep &&
	   -z $(find "$1"/{kernel,updates} -cnewer "$1/modules.dep" -print -quit) ]]
}

# staged OUT: whether the stage has the modules as they are
staged()
{
	[[ -e $1/.staged &&
	   -z $(find "$1/src" -name '*.ko' -newer "$1/.staged" -print -quit) ]]
}

# For a kernel whose modules are compressed that takes seconds.
stage_modules()
{
	local kdir=$1 out=$2

	rm -rf "$out/stage" "$out/.staged"
	make -s -C "$(headers "$kdir")" M="$out/src" DEPMOD=true \
		INSTALL_MOD_PATH="$out/stage" modules_install
	touch "$out/.staged"
}

# Guests may be reading what is there: ours come by way of a stage, and indexes
# are exchanged by depmod alone. That takes long for all of Debian's modules.
install_modules()
{
	local kdir=$1 out=$2 release

	rsync -a --delete --exclude=/lib/modules/*/updates \
		--exclude='/lib/modules/*/modules.*' \
		"$kdir/mods/" "$out/mods/"
	rsync -a "${INDEXES[@]/#/--exclude=/lib/modules/*/modules.}" \
		"$kdir/mods/" "$out/mods/"
	staged "$out" || stage_modules "$kdir" "$out"
	# what is the same stays as it is, its time too
	rsync -rlc "$out/stage/lib/" "$out/mods/lib/"
	release=$(basename "$out"/mods/lib/modules/*)
	! indexed "$out/mods/lib/modules/$release" || return 0
	# Debian's headers have no symbol map, and then it is not done above
	/sbin/depmod -b "$out/mods" "$release"
}

build()
{
	local kdir=$1 out=$2 kernel=$3 flavour=$4 log

	log=$(cache_dir log)/$(basename "$out").log
	need_cmd rsync make gcc
	copy_sources "$out"
	run_logged "building modules for $kernel $flavour" "20 s" "$log" \
		compile "$kdir" "$out"
	refuse_warnings "$log" "$out"
	install_modules "$kdir" "$out" >>"$log" 2>&1 ||
		die "installing the modules into $out/mods failed" "see $log"
	: >"$out/.built"
}

main()
{
	local print_only='' kernel flavour kdir out

	if [[ ${1:-} == --print-path ]]; then
		print_only=1
		shift
	fi
	kernel=${1:-7}
	flavour=${2:-release}
	kdir=$("$HERE/build-kernel.sh" --print-path "$kernel" "$flavour")
	one_of GCOV "$GCOV" 0 1
	out=$CPO_CACHE/build/modules-$(basename "$kdir")
	[[ $GCOV == 0 ]] || out=$out-gcov
	if [[ -z $print_only ]]; then
		with_lock "$(basename "$out")" \
			build "$kdir" "$out" "$kernel" "$flavour"
	fi
	[[ -e $out/.built ]] ||
		die "the modules for $kernel $flavour are not built" \
		    "run 'make modules KERNEL=$kernel FLAVOUR=$flavour'"
	printf '%s\n' "$out/mods"
}

main "$@"

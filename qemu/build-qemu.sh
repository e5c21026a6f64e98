#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build-qemu.sh [--print-path]: build QEMU with the model in qemu/overlay and
# the fixes in qemu/patches, and print the path of the emulator. QEMU_SRC= uses a
# local 10.0 tree (a copy of it). Two variants, each in a folder of its own:
#   SANITIZE=1      with ASan and UBSan
#   SANITIZE=fuzz   QEMU's fuzzer with both, by clang, with no other devices
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

OVERLAY=$HERE/overlay/hw/cpo
FUZZ_DEVICES=configs/devices/x86_64-softmmu/cpo-fuzz.mak
HW_HEADER=$CPO_TOP/driver/include/cpo_hw.h
SANITIZE=${SANITIZE:-0}
CONFIGURE_ARGS=(
	--python=/usr/bin/python3 --target-list=x86_64-softmmu
	--disable-user --disable-docs --disable-tools --disable-guest-agent
	--without-default-features --enable-tcg --enable-kvm
	--enable-slirp --enable-fdt=system --enable-virtfs --enable-attr
	--enable-cap-ng --disable-install-blobs --disable-download
	--disable-debug-info
)
FUZZ_ARGS=(
	--python=/usr/bin/python3 --target-list=x86_64-softmmu
	--disable-user --disable-docs --disable-tools --disable-guest-agent
	--without-default-features --disable-tcg --enable-kvm
	--without-default-devices --with-devices-x86_64=cpo-fuzz
	--disable-install-blobs --disable-download
	--cc=clang --cxx=clang++ --enable-fuzzing
)

variant()
{
	case $SANITIZE in
	1) echo qemu-sanitize ;;
	fuzz) echo qemu-fuzz ;;
	*) echo qemu ;;
	esac
}

program()
{
	if [[ $SANITIZE == fuzz ]]; then
		echo qemu-fuzz-x86_64
	else
		echo qemu-system-x86_64
	fi
}

# A local tree is copied, so that the overlay never changes the user's files.
source_tree()
{
	local src tree

	src=$("$HERE/fetch.sh" qemu)
	if [[ $src == "$CPO_CACHE"/* ]]; then
		printf '%s\n' "$src"
		return
	fi
	need_cmd rsync
	tree=$(cache_dir src)/qemu-local-$(hash_of <<<"$src")
	mkdir -p "$tree"
	rsync -a --exclude=.git --exclude=/build --exclude=/hw/cpo \
		--exclude=/hw/meson.build --exclude=/hw/Kconfig \
		--exclude=/meson.build "$src/" "$tree/"
	copy_if_new "$src/hw/meson.build" "$tree/hw/meson.build"
	copy_if_new "$src/hw/Kconfig" "$tree/hw/Kconfig"
	copy_if_new "$src/meson.build" "$tree/meson.build"
	printf '%s\n' "$tree"
}

copy_if_new()
{
	[[ $1 -nt $2 ]] || return 0
	cp "$1" "$2"
}

# insert_line FILE ANCHOR LINE: put LINE after the line ANCHOR, once
insert_line()
{
	local file=$1 anchor=$2 line=$3

	grep -qxF "$line" "$file" && return 0
	[[ $(grep -cxF "$anchor" "$file") == 1 ]] ||
		die "$file has no single line '$anchor'" \
		    "the overlay is made for QEMU 10.0; see qemu/VERSION.lock"
	awk -v anchor="$anchor" -v line="$line" \
		'{ print } $0 == anchor { print line }' "$file" >"$file.new"
	mv "$file.new" "$file"
}

# Copies keep the old time stamp when the content did not change, so ninja
# rebuilds what was edited and nothing else.
apply_overlay()
{
	local tree=$1

	[[ -f $OVERLAY/meson.build ]] || {
		warn "no model in $OVERLAY yet: building plain QEMU"
		return 0
	}
	need_cmd rsync
	[[ -f $OVERLAY/trace-events ]] ||
		die "$OVERLAY/trace-events is missing" \
		    "the top meson.build lists hw/cpo as a trace folder"
	rsync -rc --delete --exclude=/cpo_hw.h "$OVERLAY/" "$tree/hw/cpo/"
	if [[ -f $HW_HEADER ]]; then
		cmp -s "$HW_HEADER" "$tree/hw/cpo/cpo_hw.h" ||
			cp "$HW_HEADER" "$tree/hw/cpo/cpo_hw.h"
	fi
	cmp -s "$HERE/overlay/$FUZZ_DEVICES" "$tree/$FUZZ_DEVICES" ||
		cp "$HERE/overlay/$FUZZ_DEVICES" "$tree/$FUZZ_DEVICES"
	insert_line "$tree/hw/meson.build" "subdir('core')" "subdir('cpo')"
	insert_line "$tree/hw/Kconfig" "source core/Kconfig" "source cpo/Kconfig"
	insert_line "$tree/meson.build" "    'hw/char'," "    'hw/cpo',"
}

# Each once; a tree that has the fix by itself does not need it.
apply_patches()
{
	local tree=$1 file

	need_cmd patch
	for file in "$HERE"/patches/*.patch; do
		patch -d "$tree" -p1 -sfR --dry-run <"$file" >/dev/null &&
			continue
		patch -d "$tree" -p1 -sfN --no-backup-if-mismatch <"$file" ||
			die "$file does not fit $tree" \
			    "it is made for QEMU 10.0; see qemu/VERSION.lock" \
			    "a tree with an older form of it: remove the tree"
	done
}

check_python()
{
	local version

	version=$(/usr/bin/python3 -c \
		'import sys, venv, ensurepip; print(sys.version_info >= (3, 8))' \
		2>/dev/null) || version=
	[[ $version == True ]] ||
		die "/usr/bin/python3 is older than 3.8 or has no venv" \
		    "run 'make deps' (python3-venv)"
}

configure()
{
	local tree=$1 build=$2 args=("${CONFIGURE_ARGS[@]}")

	check_python
	[[ $SANITIZE == fuzz ]] && args=("${FUZZ_ARGS[@]}")
	[[ $SANITIZE == 0 ]] || args+=(--enable-asan --enable-ubsan)
	rm -rf "$build"
	mkdir -p "$build"
	run_logged "configuring QEMU" "15 s" \
		"$(cache_dir log)/$(variant)-configure.log" \
		env -C "$build" "$tree/configure" "${args[@]}"
	[[ $SANITIZE == fuzz ]] || return 0
	# the fuzzer is to look for new paths in the model alone
	printf '%s\n' 'src:*/hw/cpo/*' 'src:*/tests/qtest/fuzz/fuzz.c' 'fun:*' \
		>"$build/instrumentation-filter"
}

# configured for this tree with these arguments
configure_key()
{
	local args=("${CONFIGURE_ARGS[@]}")

	[[ $SANITIZE == fuzz ]] && args=("${FUZZ_ARGS[@]}")
	printf '%s\n' "$1" "$SANITIZE" "${args[@]}" | hash_of
}

build()
{
	local tree build key meson

	build=$CPO_CACHE/build/$(variant)
	tree=$(source_tree)
	apply_overlay "$tree"
	apply_patches "$tree"
	meson=$("$HERE/fetch.sh" meson)
	export PYTHONPATH=$meson${PYTHONPATH:+:$PYTHONPATH}
	need_cmd ninja pkg-config
	[[ $SANITIZE != fuzz ]] || need_cmd clang clang++
	key=$(configure_key "$tree")
	if [[ ! -f $build/build.ninja || ! -f $build/.cpo-key ||
	      $(<"$build/.cpo-key") != "$key" ]]; then
		configure "$tree" "$build"
		printf '%s\n' "$key" >"$build/.cpo-key"
	fi
	if [[ -x $(binary) ]] && ninja -C "$build" -n "$(program)" \
	   2>/dev/null | grep -q 'no work to do'; then
		say "QEMU: up to date"
		return
	fi
	run_logged "building QEMU" "5 min when new, seconds after an edit" \
		"$(cache_dir log)/$(variant)-build.log" \
		ninja -C "$build" -j "$CPO_JOBS" "$(program)"
	publish "$build/$(program)"
}

# What guests run is a copy, so a rebuild or a failed one never disturbs them.
binary()
{
	printf '%s\n' "$CPO_CACHE/build/$(variant)/bin/$(program)"
}

publish()
{
	mkdir -p "$(dirname "$(binary)")"
	cp "$1" "$(binary).new"
	mv "$(binary).new" "$(binary)"
}

main()
{
	one_of SANITIZE "$SANITIZE" 0 1 fuzz
	if [[ ${1:-} != --print-path ]]; then
		with_lock "$(variant)" build
	fi
	[[ -x $(binary) ]] ||
		die "QEMU is not built" "run 'make qemu'"
	binary
}

main "$@"

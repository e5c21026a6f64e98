#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# debian-kernel.sh [--print-path]: Debian's own 6.12 kernel, ready to boot, in a
# folder like that of build-kernel.sh; prints the folder.
#   arch/x86/boot/bzImage   the image       initrd   gets it to the shared root
#   headers                 for modules     mods     its own modules
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

# What the image has not built in and the way to the root needs.
EARLY=(9pnet_virtio 9p overlay)

release_of()
{
	basename "$1"/lib/modules/*
}

# The files of the early modules, each after those it needs.
early_files()
{
	local mods=$1 release=$2 module

	for module in "${EARLY[@]}"; do
		/sbin/modprobe --show-depends -d "$mods" -S "$release" "$module"
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

# unpacked FILE: the module, however it is compressed
unpacked()
{
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -dc "$1" ;;
	*) cat "$1" ;;
	esac
}

make_initrd()
{
	local out=$1 release=$2 root=$1/initramfs file name

	rm -rf "$root"
	mkdir -p "$root/modules"
	early_files "$out/mods" "$release" >"$out/early"
	[[ -s $out/early ]] || die "no early modules in $out/mods"
	while read -r file; do
		name=${file##*/}
		name=${name%%.ko*}.ko
		unpacked "$file" >"$root/modules/$name"
		printf '/modules/%s\n' "$name" >>"$root/modules/order"
	done <"$out/early"
	gcc -Os -static -Wall -Wextra -Werror -o "$root/init" \
		"$HERE/debian-init.c"
	(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc) >"$out/initrd"
}

prepare()
{
	local src=$1 out=$2 release

	release=$(release_of "$src")
	rm -rf "$out"
	mkdir -p "$out/arch/x86/boot" "$out/mods/lib"
	cp "$src/boot/vmlinuz-$release" "$out/arch/x86/boot/bzImage"
	ln -s "$src/usr/src/linux-headers-$release" "$out/headers"
	cp -al "$src/lib/modules" "$out/mods/lib/"
	rm -f "$out/mods/lib/modules/$release"/{build,source}
	/sbin/depmod -b "$out/mods" "$release"
	make_initrd "$out" "$release"
}

key_of()
{
	{
		printf '%s\n' "$1" "${EARLY[@]}"
		cat "$HERE/debian-init.c"
	} | hash_of
}

build()
{
	local src=$1 out=$2

	if [[ -f $out/.cpo-key && $(<"$out/.cpo-key") == "$(key_of "$src")" ]]; then
		say "Debian's kernel: up to date"
		return
	fi
	need_cmd gcc cpio xz
	run_logged "preparing Debian's kernel" "10 s" \
		"$(cache_dir log)/debian-kernel.log" prepare "$src" "$out"
	key_of "$src" >"$out/.cpo-key"
}

main()
{
	local src out

	src=$("$HERE/fetch.sh" debian)
	out=$CPO_CACHE/build/linux-$(basename "$src")
	[[ ${1:-} == --print-path ]] ||
		with_lock kernel-debian build "$src" "$out"
	[[ -f $out/.cpo-key ]] ||
		die "Debian's kernel is not prepared" \
		    "run 'make kernel KERNEL=debian'"
	printf '%s\n' "$out"
}

main "$@"

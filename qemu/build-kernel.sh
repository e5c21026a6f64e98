#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build-kernel.sh [--print-path] KERNEL FLAVOUR
#   KERNEL   6.12, 7 (newest 7.x), the path of a kernel source tree, or debian
#            (its own 6.12, not built but fetched: debian-kernel.sh)
#   FLAVOUR  release or debug (qemu/kernel/*.config)
# Builds the guest kernel and its modules in the cache and prints the build
# folder, which is a KDIR for external modules.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

fragments()
{
	printf '%s\n' "$HERE/kernel/base.config" "$HERE/kernel/$1.config"
}

kernel_series()
{
	make -s -C "$1" kernelversion | cut -d. -f1,2
}

build_dir()
{
	local name

	name=$(basename "$1")
	# two local trees may share a name
	[[ $1 == "$CPO_CACHE"/* ]] || name=$name-$(hash_of <<<"$1")
	printf '%s\n' "$CPO_CACHE/build/$name-$2"
}

build_key()
{
	local src=$1 flavour=$2

	{
		printf '%s\n' "$src"
		"${CC:-gcc}" -dumpfullversion
		fragments "$flavour" | xargs cat
	} | hash_of
}

# absent_options SERIES FLAVOUR: what the fragments say this series (7.3) or
# its major version (7) lacks
absent_options()
{
	fragments "$2" | xargs sed -nE \
		"s/^# absent (${1//./\\.}|${1%%.*}): //p" | tr ' ' '\n'
}

# Every requested line must be in .config; print the options that are not.
options_missing()
{
	local config=$1 series=$2 flavour=$3 line option absent

	absent=$(absent_options "$series" "$flavour")
	while read -r line; do
		option=${line%%=*}
		if [[ $line == "# CONFIG_"*" is not set" ]]; then
			option=${line#\# }
			option=${option% is not set}
			grep -q "^$option=" "$config" && printf '%s=n ' "$option"
		elif ! grep -qxF "$line" "$config"; then
			grep -qxF "$option" <<<"$absent" || printf '%s ' "$line"
		fi
	done < <(fragments "$flavour" | xargs cat |
		grep -E '^CONFIG_|^# CONFIG_.* is not set$')
	return 0
}

configure()
{
	local src=$1 out=$2 flavour=$3 series missing

	fragments "$flavour" | xargs cat >"$out/requested.config"
	make -s -C "$src" O="$out" KCONFIG_ALLCONFIG="$out/requested.config" \
		allnoconfig >"$out/configure.log" 2>&1 ||
		die "the kernel in $src cannot be configured" \
		    "see $out/configure.log"
	series=$(kernel_series "$src")
	missing=$(options_missing "$out/.config" "$series" "$flavour")
	[[ -z $missing ]] ||
		die "the $series kernel did not take: $missing" \
		    "fix qemu/kernel/{base,$flavour}.config, or list the option" \
		    "there as '# absent $series: OPTION'"
}

compile()
{
	local src=$1 out=$2

	make -C "$src" O="$out" -j"$CPO_JOBS" bzImage modules
	make -C "$src" O="$out" -s headers
	rm -rf "$out/mods"
	make -C "$src" O="$out" -s INSTALL_MOD_PATH="$out/mods" modules_install
}

build()
{
	local kernel=$1 flavour=$2 src=$3 out key about="6 min"

	out=$(build_dir "$src" "$flavour")
	key=$(build_key "$src" "$flavour")
	[[ $flavour == debug ]] && about="11 min"
	if [[ -f $out/.cpo-key && $(<"$out/.cpo-key") == "$key" &&
	      $src == "$CPO_CACHE"/* ]]; then
		say "kernel $kernel $flavour: up to date"
		return
	fi
	need_cmd make gcc flex bison bc
	mkdir -p "$out"
	rm -f "$out/.cpo-key"
	configure "$src" "$out" "$flavour"
	run_logged "building kernel $kernel $flavour" "$about" \
		"$(cache_dir log)/kernel-$(basename "$out").log" \
		compile "$src" "$out"
	printf '%s\n' "$key" >"$out/.cpo-key"
}

main()
{
	local print_only='' kernel flavour src out

	if [[ ${1:-} == --print-path ]]; then
		print_only=1
		shift
	fi
	kernel=${1:-7}
	flavour=${2:-release}
	one_of FLAVOUR "$flavour" release debug
	case $kernel in
	6.12 | 7 | /* | ./* | ../*) ;;
	debian)
		[[ $flavour == release ]] ||
			die "KERNEL=debian has no FLAVOUR=$flavour" \
			    "choose FLAVOUR=release"
		exec "$HERE/debian-kernel.sh" ${print_only:+--print-path} ;;
	*) die "KERNEL='$kernel' is not valid" \
		"choose 6.12, 7, debian or the path of a kernel source tree" ;;
	esac
	src=$("$HERE/fetch.sh" kernel "$kernel")
	out=$(build_dir "$src" "$flavour")
	if [[ -z $print_only ]]; then
		with_lock "kernel-$(basename "$out")" build "$kernel" "$flavour" "$src"
	fi
	[[ -f $out/.cpo-key ]] ||
		die "the kernel $kernel $flavour is not built" \
		    "run 'make kernel KERNEL=$kernel FLAVOUR=$flavour'"
	printf '%s\n' "$out"
}

main "$@"

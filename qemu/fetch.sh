#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Fetch and unpack sources into the cache; print the path of the tree.
#   fetch.sh qemu          QEMU 10.0 with the distribution's patch series
#   fetch.sh kernel 6.12   or 7 (the newest 7.x), or a path, which is printed
#   fetch.sh debian        Debian's own 6.12: image, modules and headers
#   fetch.sh meson         folder for PYTHONPATH, empty if the host's is enough
# QEMU_SRC=, KSRC= (for 7) and KSRC612= name a local tree to use instead.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"
. "$HERE/apt-root.sh"
# shellcheck source=VERSION.lock
. "$HERE/VERSION.lock"

# stamped NAME: the tree that an earlier run unpacked, if it is still there
stamped()
{
	local stamp=$CPO_CACHE/src/$1.path tree

	[[ -r $stamp ]] || return 1
	tree=$(<"$stamp")
	[[ -d $tree ]] || return 1
	printf '%s\n' "$tree"
}

stamp()
{
	printf '%s\n' "$2" >"$CPO_CACHE/src/$1.path"
	printf '%s\n' "$2"
}

# ---- QEMU ----

qemu_versions()
{
	apt_in "$QEMU_SUITE" apt-cache showsrc qemu 2>/dev/null |
		awk '$1 == "Version:" { print $2 }' | sort -Vu
}

# The pinned version if the suite still has it, else the newest of the series.
qemu_pick()
{
	local have

	have=$(qemu_versions)
	if grep -qxF "$QEMU_VERSION" <<<"$have"; then
		printf '%s\n' "$QEMU_VERSION"
		return
	fi
	grep -E "^[0-9]+:${QEMU_SERIES//./\\.}\." <<<"$have" | tail -n 1 || true
}

qemu_check_sums()
{
	local dir=$1 file sum want

	for file in "$dir"/qemu_*.orig.tar.xz "$dir"/qemu_*.debian.tar.xz; do
		want=$QEMU_DEBIAN_SHA256
		[[ $file == *.orig.tar.xz ]] && want=$QEMU_ORIG_SHA256
		sum=$(sha256sum "$file" | cut -d' ' -f1)
		[[ $sum == "$want" ]] ||
			die "$file has sha256 $sum" \
			    "qemu/VERSION.lock wants $want" \
			    "remove the file, or point QEMU_SRC= to a tree you trust"
	done
}

qemu_download()
{
	local version=$1 dir=$2

	mkdir -p "$dir"
	(cd "$dir" && apt_in "$QEMU_SUITE" apt-get source --download-only \
		"qemu=$version")
}

qemu_unpack()
{
	local dir=$1 tree=$2

	rm -rf "$tree.new" "$tree"
	dpkg-source --no-copy -x "$dir"/qemu_*.dsc "$tree.new"
	mv "$tree.new" "$tree"
}

fetch_qemu()
{
	local version dir tree log

	stamped qemu && return
	need_cmd apt-get dpkg-source xz
	apt_update "$QEMU_SUITE" ||
		die "the mirror has no suite '$QEMU_SUITE' (looked for QEMU $QEMU_SERIES)" \
		    "point QEMU_SRC= to a QEMU $QEMU_SERIES source tree, or set CPO_MIRROR"
	version=$(qemu_pick)
	[[ -n $version ]] ||
		die "no source package qemu $QEMU_SERIES.* in suite $QEMU_SUITE" \
		    "wanted $QEMU_VERSION; found: $(qemu_versions | tr '\n' ' ')" \
		    "point QEMU_SRC= to a QEMU $QEMU_SERIES source tree"
	dir=$(cache_dir "dl/qemu-${version//[:+~]/_}")
	tree=$(cache_dir src)/qemu-${version//[:+~]/_}
	log=$(cache_dir log)
	run_logged "fetching QEMU $version" "20 s" "$log/fetch-qemu.log" \
		qemu_download "$version" "$dir"
	if [[ $version == "$QEMU_VERSION" ]]; then
		qemu_check_sums "$dir"
	else
		warn "QEMU $version is used; the project is pinned to $QEMU_VERSION"
	fi
	run_logged "unpacking QEMU $version" "30 s" "$log/unpack-qemu.log" \
		qemu_unpack "$dir" "$tree"
	stamp qemu "$tree"
}

# ---- kernels ----

# kernel_package SUITE SERIES: the newest linux-source package of the series
kernel_package()
{
	apt_in "$1" apt-cache pkgnames "linux-source-$2" |
		grep -E "^linux-source-${2//./\\.}(\.[0-9]+)?\$" |
		sort -V | tail -n 1
}

# kernel_find SERIES SUITE...: prints "suite package"
kernel_find()
{
	local series=$1 suite package

	shift
	for suite in "$@"; do
		apt_update "$suite" || continue
		package=$(kernel_package "$suite" "$series") || continue
		printf '%s %s\n' "$suite" "$package"
		return
	done
	return 1
}

kernel_download()
{
	(cd "$3" && apt_in "$1" apt-get download "$2")
}

kernel_unpack()
{
	local deb=$1 package=$2 tree=$3

	rm -rf "$tree.new" "$tree"
	mkdir -p "$tree.new"
	dpkg-deb --fsys-tarfile "$deb" |
		tar -xO "./usr/src/$package.tar.xz" |
		tar -xJ -C "$tree.new" --strip-components=1
	mv "$tree.new" "$tree"
}

fetch_kernel()
{
	local series=$1 suites found suite package dir deb tree log

	stamped "kernel-$series" && return
	need_cmd apt-get dpkg-deb xz
	suites=$KERNEL_7_SUITES
	[[ $series == 6.12 ]] && suites=$KERNEL_6_12_SUITES
	# shellcheck disable=SC2086 # a list of suites
	found=$(kernel_find "$series" $suites) ||
		die "no package linux-source-$series found" \
		    "looked in the suites: $suites" \
		    "point KSRC= to a kernel source tree (KERNEL=<path> works too)"
	read -r suite package <<<"$found"
	dir=$(cache_dir "dl/$package")
	log=$(cache_dir log)
	rm -f "$dir"/*.deb
	run_logged "fetching $package from $suite" "20 s" \
		"$log/fetch-$package.log" kernel_download "$suite" "$package" "$dir"
	deb=$(ls "$dir"/*.deb)
	tree=$(cache_dir src)/linux-$(dpkg-deb -f "$deb" Version | tr '+~:' '___')
	run_logged "unpacking $package" "30 s" "$log/unpack-$package.log" \
		kernel_unpack "$deb" "$package" "$tree"
	stamp "kernel-$series" "$tree"
}

# ---- Debian's own kernel ----

# The suite of the host's release first: there the headers' programs run and
# the compiler is the one that made the image.
debian_suites()
{
	local codename suite first=() rest=()

	codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-none}")
	for suite in $DEBIAN_6_12_SUITES; do
		if [[ $suite == "$codename"* ]]; then
			first+=("$suite")
		else
			rest+=("$suite")
		fi
	done
	printf '%s\n' "${first[@]}" "${rest[@]}"
}

# debian_release SUITE: the newest ABI name that has both image and headers,
# 6.12.107+deb13
debian_release()
{
	local name='linux-headers-(6\.12\.[0-9.]+\+[a-z]+[0-9.]+)-amd64'
	local release

	apt_in "$1" apt-cache pkgnames linux-headers-6.12 |
		sed -nE "s/^$name\$/\1/p" | sort -rV |
		while read -r release; do
			if apt_in "$1" apt-cache show --no-all-versions \
			   "linux-image-$release-amd64" >/dev/null 2>&1; then
				printf '%s\n' "$release"
				return
			fi
		done
}

# debian_find: prints "suite release"
debian_find()
{
	local suite release

	for suite in $(debian_suites); do
		apt_update "$suite" || continue
		release=$(debian_release "$suite")
		[[ -n $release ]] || continue
		printf '%s %s\n' "$suite" "$release"
		return
	done
	return 1
}

debian_download()
{
	local suite=$1 release=$2 dir=$3

	(cd "$dir" && apt_in "$suite" apt-get download \
		"linux-image-$release-amd64" "linux-headers-$release-amd64" \
		"linux-headers-$release-common" "linux-kbuild-$release")
}

# The headers' makefile names its place on an installed system.
debian_unpack()
{
	local dir=$1 tree=$2 deb

	rm -rf "$tree.new" "$tree"
	mkdir -p "$tree.new"
	for deb in "$dir"/*.deb; do
		dpkg-deb -x "$deb" "$tree.new"
	done
	sed -i "s|/usr/src/|$tree/usr/src/|" \
		"$tree.new"/usr/src/linux-headers-*-amd64/Makefile
	mv "$tree.new" "$tree"
}

# The headers bring programs, made for the suite's own C library.
debian_runs_here()
{
	! ldd "$1"/usr/lib/linux-kbuild-*/scripts/mod/modpost 2>&1 |
		grep 'not found' >/dev/null
}

fetch_debian()
{
	local found suite release dir tree log

	stamped debian-6.12 && return
	need_cmd apt-get dpkg-deb
	found=$(debian_find) ||
		die "no package linux-image-6.12*-amd64 with its headers found" \
		    "looked in the suites: $DEBIAN_6_12_SUITES" \
		    "set CPO_MIRROR to a Debian mirror that has one of them"
	read -r suite release <<<"$found"
	dir=$(cache_dir "dl/debian-$release")
	log=$(cache_dir log)
	tree=$(cache_dir src)/debian-$release
	rm -f "$dir"/*.deb
	run_logged "fetching Debian's kernel $release from $suite" "10 s" \
		"$log/fetch-debian.log" \
		debian_download "$suite" "$release" "$dir"
	run_logged "unpacking Debian's kernel $release" "10 s" \
		"$log/unpack-debian.log" debian_unpack "$dir" "$tree"
	debian_runs_here "$tree" ||
		die "the programs of linux-kbuild-$release do not run on this host" \
		    "they are from suite $suite; this release's own was not found"
	stamp debian-6.12 "$tree"
}

# ---- meson ----

meson_new_enough()
{
	local have

	have=$(/usr/bin/python3 -c 'import importlib.metadata as m
print(m.version("meson"))' 2>/dev/null) || return 1
	[[ $(printf '1.5.0\n%s\n' "$have" | sort -V | head -n 1) == 1.5.0 ]]
}

meson_download()
{
	local dir=$1

	(cd "$dir" && apt_in "$MESON_SUITE" apt-get download meson)
	dpkg-deb -x "$dir"/meson_*.deb "$dir"
}

fetch_meson()
{
	local dir=$CPO_CACHE/src/meson

	stamped meson && return
	if meson_new_enough; then
		echo
		return
	fi
	apt_update "$MESON_SUITE" ||
		die "the mirror has no suite '$MESON_SUITE' (looked for meson >= 1.5)" \
		    "install meson 1.5 or newer for /usr/bin/python3"
	rm -rf "$dir"
	mkdir -p "$dir"
	run_logged "fetching meson" "5 s" "$(cache_dir log)/fetch-meson.log" \
		meson_download "$dir"
	stamp meson "$dir/usr/lib/python3/dist-packages"
}

# ---- command line ----

local_tree()
{
	[[ -f $2/$3 ]] ||
		die "$1='$2' is not a source tree (no $3 in it)" \
		    "give the top folder of an unpacked tree"
	(cd "$2" && pwd)
}

main()
{
	case "${1:-} ${2:-}" in
	"qemu ")
		if [[ -n ${QEMU_SRC:-} ]]; then
			local_tree QEMU_SRC "$QEMU_SRC" hw/meson.build
		else
			with_lock fetch-qemu fetch_qemu
		fi ;;
	"kernel 7")
		if [[ -n ${KSRC:-} ]]; then
			local_tree KSRC "$KSRC" Kbuild
		else
			with_lock fetch-kernel-7 fetch_kernel 7
		fi ;;
	"kernel 6.12")
		if [[ -n ${KSRC612:-} ]]; then
			local_tree KSRC612 "$KSRC612" Kbuild
		else
			with_lock fetch-kernel-6.12 fetch_kernel 6.12
		fi ;;
	"kernel /"* | "kernel ."*)
		local_tree KERNEL "$2" Kbuild ;;
	"debian ")
		with_lock fetch-debian fetch_debian ;;
	"meson ")
		with_lock fetch-meson fetch_meson ;;
	*)
		die "usage: fetch.sh qemu | kernel 6.12|7|PATH | debian | meson" ;;
	esac
}

main "$@"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# deps.sh [fuzz]: install the packages that the build and the tests need and
# that are missing; with "fuzz" those of the fuzzer too. As root, or through
# sudo; otherwise it prints the one command to run.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

BUILD=(gcc make git patch rsync pkg-config python3 python3-venv perl xz-utils bc
	flex bison kmod cpio dpkg-dev debian-archive-keyring)
KERNEL=(libelf-dev libssl-dev)
QEMU=(ninja-build libglib2.0-dev zlib1g-dev libfdt-dev libslirp-dev
	libattr1-dev libcap-ng-dev seabios qemu-system-data)
GUEST=(debootstrap)
TOOLS=(libmnl-dev libnl-3-dev libnl-genl-3-dev libcmocka-dev
	python3-yaml python3-jsonschema jq)
FUZZ=(clang libclang-rt-dev)
LINT=(shellcheck sparse pyflakes3 codespell mandoc)

missing_packages()
{
	local package

	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null |
			grep -qx installed || printf '%s\n' "$package"
	done
}

install_packages()
{
	local sudo=()

	[[ $(id -u) == 0 ]] || sudo=(sudo)
	"${sudo[@]}" apt-get update
	"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends "$@"
}

can_install()
{
	[[ $(id -u) == 0 ]] && return 0
	command -v sudo >/dev/null || return 1
	sudo -n true 2>/dev/null || [[ -t 0 ]]
}

main()
{
	local missing extra=()

	[[ ${1:-} != fuzz ]] || extra=("${FUZZ[@]}")
	command -v dpkg-query >/dev/null ||
		die "this host has no dpkg" \
		    "the set-up is written for Debian 12 or 13; by hand, install" \
		    "the equivalents of: ${BUILD[*]} ${KERNEL[*]} ${QEMU[*]}" \
		    "${GUEST[*]} ${TOOLS[*]} ${LINT[*]}"
	mapfile -t missing < <(missing_packages "${BUILD[@]}" "${KERNEL[@]}" \
		"${QEMU[@]}" "${GUEST[@]}" "${TOOLS[@]}" "${LINT[@]}" "${extra[@]}")
	if [[ ${#missing[@]} -eq 0 ]]; then
		say "packages: all installed"
		return
	fi
	can_install ||
		die "these packages are missing, and installing them needs root:" \
		    "${missing[*]}" "as root, run once:" \
		    "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
	# sudo may ask for a password: not behind a log
	[[ $(id -u) == 0 ]] || sudo true
	run_logged "installing ${#missing[@]} packages" "1 min" \
		"$(cache_dir log)/deps.log" install_packages "${missing[@]}"
}

main "$@"

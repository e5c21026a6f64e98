#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest-root.sh [--print-path]: a small, current tree for the guest, made with
# debootstrap in the cache; prints its path. GUEST_SUITE= chooses the suite;
# GUEST_ROOT=/ (or any folder) is used as it is.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"
. "$HERE/apt-root.sh"

GUEST_SUITE=${GUEST_SUITE:-forky}
PACKAGES=(
	bash-completion ethtool iproute2 jq kmod less libcap2-bin libjson-c5
	libmnl0 libnl-3-200 libnl-genl-3-200 lm-sensors pciutils procps python3
	python3-jsonschema python3-yaml strace
)

root_key()
{
	printf '%s\n' "$GUEST_SUITE" "${PACKAGES[@]}" | hash_of
}

as_root()
{
	if [[ $(id -u) == 0 ]]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "debootstrap needs root and there is no sudo" \
		    "run 'make guest-root' once as root with CPO_CACHE=$CPO_CACHE," \
		    "or use GUEST_ROOT=/"
	fi
}

# Old debootstraps do not know new suites; one script serves them all.
suite_script()
{
	local script=/usr/share/debootstrap/scripts/$GUEST_SUITE

	[[ -e $script ]] || script=/usr/share/debootstrap/scripts/sid
	printf '%s\n' "$script"
}

strap()
{
	local root=$1 list

	list=$(IFS=,; printf '%s' "${PACKAGES[*]}")
	as_root rm -rf "$root.new"
	as_root debootstrap --variant=minbase --keyring="$(host_keyring)" \
		--include="$list" "$GUEST_SUITE" "$root.new" "$(host_mirror)" \
		"$(suite_script)"
	as_root rm -rf "$root.new/var/cache/apt/archives" "$root"
	as_root mv "$root.new" "$root"
}

build()
{
	local root=$1

	if [[ -f $root.key && $(<"$root.key") == "$(root_key)" ]]; then
		say "guest root $GUEST_SUITE: up to date"
		return
	fi
	need_cmd debootstrap
	cache_dir root >/dev/null
	run_logged "making the guest root ($GUEST_SUITE)" "1 min" \
		"$(cache_dir log)/guest-root-$GUEST_SUITE.log" strap "$root"
	root_key >"$root.key"
}

main()
{
	local root=${GUEST_ROOT:-}

	if [[ -n $root ]]; then
		[[ -x $root/bin/sh ]] ||
			die "GUEST_ROOT='$root' has no /bin/sh" \
			    "give the top of a Linux tree, or / for the host's"
		printf '%s\n' "$root"
		return
	fi
	root=$CPO_CACHE/root/$GUEST_SUITE
	[[ ${1:-} == --print-path ]] || with_lock guest-root build "$root"
	[[ -f $root.key ]] ||
		die "the guest root is not made" "run 'make guest-root'"
	printf '%s\n' "$root"
}

main "$@"

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A private apt root per suite in the cache. It uses the host's mirror, keyring
# and proxy settings and changes only the suite; the host's own lists, sources
# and cache are not touched. Needs lib.sh.

# The mirror of the host's own release.
host_mirror()
{
	local site codename

	if [[ -n ${CPO_MIRROR:-} ]]; then
		printf '%s\n' "$CPO_MIRROR"
		return
	fi
	codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
	# shellcheck disable=SC2016 # a format of apt, not of the shell
	site=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(CREATED_BY)' |
		awk -v c="$codename" '$2 == c && $3 == "Packages" { print $1; exit }')
	if [[ -z $site ]]; then
		# shellcheck disable=SC2016
		site=$(apt-get indextargets --format '$(SITE) $(RELEASE)' |
			awk '$2 !~ /security/ { print $1; exit }')
	fi
	[[ -n $site ]] ||
		die "apt knows no mirror on this host" \
		    "run 'apt-get update', or set CPO_MIRROR to a Debian mirror"
	printf '%s\n' "$site"
}

host_keyring()
{
	local ring=${CPO_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}

	[[ -r $ring ]] ||
		die "no archive keyring at $ring" \
		    "install debian-archive-keyring, or set CPO_KEYRING"
	printf '%s\n' "$ring"
}

# apt_in SUITE TOOL ARGS...: run apt-get or apt-cache on the private root
apt_in()
{
	local root=$CPO_CACHE/apt/$1 tool=$2

	shift 2
	"$tool" -o Dir::Etc::sourcelist="$root/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferences=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null \
		-o Dir::State="$root/state" -o Dir::State::status="$root/status" \
		-o Dir::Cache="$root/cache" -o APT::Sandbox::User= \
		-o Acquire::Languages=none -o Acquire::Retries=3 \
		-o APT::Default-Release= "$@"
}

apt_root_layout()
{
	local suite=$1 root=$CPO_CACHE/apt/$1 mirror ring

	mirror=$(host_mirror)
	ring=$(host_keyring)
	mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial"
	: >>"$root/status"
	printf 'deb [signed-by=%s] %s %s main\n' "$ring" "$mirror" "$suite" \
		>"$root/sources.list"
	printf 'deb-src [signed-by=%s] %s %s main\n' "$ring" "$mirror" "$suite" \
		>>"$root/sources.list"
}

# apt_update SUITE: fetch its signed lists; false when the suite is not there
apt_update()
{
	local suite=$1 log

	log=$(cache_dir log)/apt-$suite.log
	apt_root_layout "$suite"
	say "reading the package lists of suite $suite"
	apt_in "$suite" apt-get update --error-on=any >"$log" 2>&1 && return 0
	# a suite that is not there is "not signed" too: look for the reason
	if grep -qE 'NO_PUBKEY|BADSIG|EXPKEYSIG|KEYEXPIRED|REVKEYSIG' "$log"; then
		die "suite $suite is not signed by a key in $(host_keyring)" \
		    "update debian-archive-keyring, or set CPO_KEYRING" \
		    "apt said: $log"
	fi
	return 1
}

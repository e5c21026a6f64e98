# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the shell tests of the guest share. Source it. CPO_DEV chooses the
# device; without it, it is the first.

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CPO_TESTS=${CPO_TESTS:-/build/selftests}
CPO_HOST=${CPO_HOST:-$HERE/../../qemu/guest-host.sh}
export CPO_TESTS CPO_HOST
# shellcheck source-path=SCRIPTDIR source=../lib/tap.sh
. "$HERE/../lib/tap.sh"

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

need()
{
	command -v "$1" >/dev/null || plan_skip "no $1 in this guest"
}

host()
{
	"$CPO_HOST" "$@"
}

have_host()
{
	[[ -x $CPO_HOST ]] && host query-status >/dev/null 2>&1
}

# has TEXT REGEX...: every regex matches a line; else show the text
has()
{
	local text=$1 regex

	shift
	for regex in "$@"; do
		if ! grep -qE -- "$regex" <<<"$text"; then
			printf "no '%s' in:\n%s\n" "$regex" "$(head -n 20 <<<"$text")"
			return 1
		fi
	done
}

# limit SECONDS: what that is on this machine: a debug kernel under emulation
# is slow
limit()
{
	local factor=1

	[[ -z ${KSFT_MACHINE_SLOW:-} ]] || factor=5
	printf '%d\n' $(($1 * factor))
}

# within SECONDS COMMAND...: try until it is true
within()
{
	local end=$((SECONDS + $(limit "$1")))

	shift
	until "$@"; do
		[[ $SECONDS -lt $end ]] || return 1
		sleep 0.2
	done
}

# pick_device: DEV=cpo0 PCI=0000:01:00.0 PROFILE=q3450 QOM=cpo0 of CPO_DEV
pick_device()
{
	local row

	need cpoctl
	need jq
	row=$(cpoctl -j dev show ${CPO_DEV:+"$CPO_DEV"} |
		jq -r '.devs[0] | "\(.path) \(.dev_name) \(.profile)"')
	if [[ -z $row || $row == "null null null" ]]; then
		plan_skip "no cpo device"
	fi
	# shellcheck disable=SC2034 # for those who source this
	read -r DEV PCI PROFILE <<<"$row"
	# the boot script gives each device a root port of its own
	# shellcheck disable=SC2034
	QOM=${CPO_QOM:-cpo$((16#$(cut -d: -f2 <<<"$PCI") - 1))}
	export CPO_DEV=$DEV
}

# A new registration has a new id: find the device again by its bus address.
find_again()
{
	DEV=$(cpoctl -j dev show | jq -r --arg p "$PCI" \
		'.devs[] | select(.dev_name == $p).path')
	export CPO_DEV=$DEV
	[[ -n $DEV ]]
}

# slow_probe: to make this device anew takes many seconds
slow_probe()
{
	[[ -n ${KSFT_MACHINE_SLOW:-} && $(show port | wc -l) -gt 32 ]]
}

SLOW_PROBE="minutes on this kernel: done with nic, and on fast kernels"

# needs_fast_probe: leave out what makes a large device anew, or reads all of it,
# again and again
needs_fast_probe()
{
	! slow_probe || plan_skip "$SLOW_PROBE"
}

# show KIND [SELECTOR]: the rows of this device, one JSON object per line
show()
{
	cpoctl -j "$1" show "${2:-$DEV}" | jq -c '.[] | select(type == "array")[]'
}

# netdevs: the interfaces of this device, one JSON object per line
netdevs()
{
	ip -d -j link show |
		jq -c --arg d "$PCI" '.[] | select(.parentdev == $d)'
}

# telemetry_period TIME: of every device; with a long one rows stand still
telemetry_period()
{
	local dev

	for dev in $(cpoctl -j dev show | jq -r '.devs[].path'); do
		cpoctl dev set "$dev" telemetry-period "$1"
	done
}

# What the light is doing, without what belongs to the moment.
light()
{
	"$CPO_TESTS/cpo_raw" light
}

# remember_light: what it does when every port is up, and lanes, which wait for
# the next sample, are as well; same_light: whether it does that again
remember_light()
{
	wait_up 60 || diag "not every port is up before"
	light >"$WORK/before"
	within 30 light_stays || diag "the light does not settle"
}

light_stays()
{
	sleep 1.5
	same_light && return
	mv "$WORK/now" "$WORK/before"
	return 1
}

same_light()
{
	light >"$WORK/now" && diff -q "$WORK/before" "$WORK/now" >/dev/null
}

set_all_up()
{
	show port | jq -r '"link set \(.ifname) up"' | ip -batch -
}

# Status 0: every port is up; 3: some are not and will not be.
wait_up()
{
	"$CPO_TESTS/cpo_raw" wait-up "$(limit "${1:-60}")"
}

# carrier IFNAME: 1 or 0; empty when the netdev is down
carrier()
{
	local value=

	read -r value 2>/dev/null <"/sys/class/net/$1/carrier"
	printf '%s\n' "$value"
}

# A port in the state $1, as "PATH IFNAME PORT-ID"; empty when there is none
port_in_state()
{
	show port | jq -r --arg state "$1" \
		'select(.state == $state) | "\(.path) \(.ifname) \(.port_id)"' |
		head -n 1
}

log_mark()
{
	echo "cpo-test: $*" >/dev/kmsg
}

# Kernel messages since a mark that log_mark made
log_since()
{
	dmesg | awk -v mark="cpo-test: $1" \
		'found { print } index($0, mark) { found = 1 }'
}

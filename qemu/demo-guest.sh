#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tour of the demo, run in the guest: what an operator would type, then an
# external laser source is pulled. Fails if any step fails.
set -uo pipefail

DEV=cpo0
ELS=3
FAILED=()

title()
{
	printf '\n=== %s\n' "$*"
}

# run COMMAND...: show the command and its output
run()
{
	printf '\n$ %s\n' "$*"
	"$@" || FAILED+=("$*")
}

# Long tables are cut: the first lines say enough here.
run_head()
{
	local lines=$1 out status=0

	shift
	printf '\n$ %s\n' "$*"
	out=$("$@" 2>&1) || status=$?
	head -n "$lines" <<<"$out"
	if [[ $(wc -l <<<"$out") -gt $lines ]]; then
		printf '... (%d lines in all)\n' "$(wc -l <<<"$out")"
	fi
	[[ $status -eq 0 ]] || FAILED+=("$*")
}

# run_grep PATTERN COMMAND...: the lines of its output that matter here
run_grep()
{
	local pattern=$1

	shift
	printf "\n$ %s | grep '%s'\n" "$*" "$pattern"
	"$@" | grep "$pattern" || FAILED+=("$*")
}

# rows OBJECT [SELECTOR]: one JSON object per line
rows()
{
	cpoctl -j "$1" show "${2:-$DEV}" | jq -c '.[] | select(type == "array")[]'
}

# The first port that the laser source feeds.
fed_port()
{
	rows route | jq -r --argjson e "$ELS" \
		'select(.els_id == $e).port_ids[]' | sort -n | head -n 1
}

# netdev_of PORT: the name of the port's network device
netdev_of()
{
	rows port "$DEV/port$1" | jq -r .ifname
}

pci_name()
{
	cpoctl -j dev show "$DEV" | jq -r '.devs[0].dev_name'
}

tour()
{
	local port=$1 netdev=$2

	title "the device and its parts"
	run cpoctl dev show
	run_head 8 cpoctl engine show "$DEV"
	title "one external laser source and its lasers"
	run cpoctl els show "$DEV/els$ELS"
	run cpoctl laser show "$DEV/els$ELS"
	title "one port: its lanes, and where their light comes from"
	run cpoctl lane show "$DEV/port$port"
	run cpoctl route show "$DEV/port$port"
	title "the same port in the tools that were there before"
	run ip -d link show "$netdev"
	run_head 12 ethtool -m "$netdev"
	run_grep 'avg optical power' ethtool -m "$netdev"
	run devlink dev info "pci/$(pci_name)"
}

down_ports()
{
	rows port | jq -r 'select(.state == "down").port_id' | sort -n | xargs
}

all_up()
{
	[[ -z $(down_ports) ]]
}

# within SECONDS COMMAND...: try until it is true
within()
{
	local end=$((SECONDS + $1))

	shift
	until "$@"; do
		[[ $SECONDS -lt $end ]] || return 1
		sleep 0.5
	done
}

bring_up()
{
	rows port | jq -r '"link set \(.ifname) up"' | ip -batch - &&
		within 60 all_up || FAILED+=("bringing the ports up")
}

went_dark()
{
	[[ -n $(down_ports) ]]
}

pull_els()
{
	title "what depends on laser source $ELS"
	run_head 20 cpoctl topology show "$DEV/els$ELS"
	title "somebody pulls laser source $ELS"
	run /src/qemu/guest-host.sh device_del "$DEV-els$ELS"
	within 20 went_dark || FAILED+=("ports that lose light go down")
	run cpoctl els show "$DEV/els$ELS"
	run_head 12 cpoctl laser show "$DEV/els$ELS"
	title "what went dark: ports $(down_ports)"
	run cpoctl port show "$DEV/els$ELS"
	run_head 8 cpoctl lane show "$DEV/els$ELS"
}

main()
{
	local port

	bring_up
	port=$(fed_port)
	tour "$port" "$(netdev_of "$port")"
	pull_els
	if [[ ${#FAILED[@]} -gt 0 ]]; then
		printf '\nthese steps failed:\n'
		printf '  %s\n' "${FAILED[@]}"
		return 1
	fi
	printf '\nthe tour is over: every step worked\n'
}

main

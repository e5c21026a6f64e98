#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run-in-guest.sh: selftests of the kernel's own tree on ports of the first cpo
# device; TAP. Nothing in them is changed: an overlay adds the files by which
# they want to be configured. Ports 1 and 2 face each other, the last one has no
# fibre: see check-upstream.sh. What the programs print goes to /out.
set -uo pipefail
UPSTREAM=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../guest/common.sh
. "$UPSTREAM/../guest/common.sh"

KSRC=${KSRC:-/ksrc}
TREE=/run/ksrc
TESTS=$TREE/tools/testing/selftests
OUT=/out/upstream
PEER=cpo-peer			# network namespace
PROGRAM_TIMEOUT=300
ONE_HOST=(drivers/net/hw/ethtool_extended_state.sh drivers/net/stats.py)
TWO_HOSTS=(drivers/net/hw/ethtool_std_stats.sh)

# The kernel's tree is read-only.
mount_tree()
{
	mkdir -p /run/ksrc.upper /run/ksrc.work "$TREE"
	mount -t overlay -o "lowerdir=$KSRC,upperdir=/run/ksrc.upper,workdir=/run/ksrc.work" \
		overlay "$TREE"
}

# port_netdev INDEX: counted from the first, or with - from the last
port_netdev()
{
	show port | jq -rs --argjson n "$1" 'sort_by(.port_id)[$n].ifname'
}

# Ports that come up do so at once; mausezahn is not needed until frames pass.
configure()
{
	cat >"$TESTS/net/forwarding/forwarding.config" <<-EOF
	NETIFS=([p1]=$P1 [p2]=$P2)
	NETIF_NO_CABLE=$DARK
	NETIF_CREATE=no
	REQUIRE_MZ=no
	WAIT_TIMEOUT=3
	INTERFACE_TIMEOUT=3
	WAIT_TIME=0
	EOF
	cat >"$TESTS/drivers/net/net.config" <<-EOF
	NETIF=$P1
	LOCAL_V4=192.0.2.1
	REMOTE_V4=192.0.2.2
	REMOTE_TYPE=netns
	REMOTE_ARGS=$PEER
	EOF
}

# The second port in a namespace of its own, with addresses to find it by.
separate()
{
	ip netns add "$PEER"
	ip link set dev "$P2" netns "$PEER"
	ip -n "$PEER" address add 192.0.2.2/24 dev "$P2"
	ip address add 192.0.2.1/24 dev "$P1"
}

has_carrier()
{
	[[ $(carrier "$1") == 1 ]]
}

# A program may leave its ports down; the peer may be elsewhere.
bring_up()
{
	ip link set dev "$P1" up
	ip link set dev "$DARK" up
	ip link set dev "$P2" up 2>/dev/null ||
		ip -n "$PEER" link set dev "$P2" up
}

# They find their libraries from the folder they are in.
run()
{
	local name=$1 path=$TESTS/$1 out=$OUT/${1//\//_} status=0 t0=$SECONDS

	bring_up
	(cd "$(dirname "$path")" &&
		timeout -k 10 "$PROGRAM_TIMEOUT" "./${name##*/}") \
		>"$out.log" 2>&1 </dev/null || status=$?
	echo "$status" >"$out.status"
	diag "$name: status $status, $((SECONDS - t0)) s"
}

main()
{
	local name

	[[ -d $KSRC/tools/testing/selftests ]] ||
		plan_skip "$KSRC has no tools/testing/selftests"
	pick_device
	P1=$(port_netdev 0)
	P2=$(port_netdev 1)
	DARK=$(port_netdev -1)
	mkdir -p "$OUT"
	mount_tree || exit
	configure
	bring_up
	within 60 has_carrier "$P1" || diag "$P1 has no light"
	within 60 has_carrier "$P2" || diag "$P2 has no light"
	diag "$P1 and $P2 face each other, $DARK has no fibre"
	for name in "${ONE_HOST[@]}"; do
		run "$name"
	done
	separate
	for name in "${TWO_HOSTS[@]}"; do
		run "$name"
	done
	"$UPSTREAM/judge.py" "$UPSTREAM/expected.txt" "$OUT" \
		"${ONE_HOST[@]}" "${TWO_HOSTS[@]}"
}

main

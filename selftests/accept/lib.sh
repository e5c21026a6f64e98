# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the acceptance scripts share: a guest in the background, its QMP
# monitor, and the results that it prints. Source it.

ACCEPT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd "$ACCEPT/../.." && pwd)
CPO_CACHE=${CPO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cpo}
export CPO_CACHE
# shellcheck source-path=SCRIPTDIR source=../lib/tap.sh
. "$TOP/selftests/lib/tap.sh"

VM_PID=

vm_stop()
{
	[[ -n $VM_PID ]] && kill "$VM_PID" 2>/dev/null
	[[ -n $VM_PID ]] && wait "$VM_PID" 2>/dev/null
	VM_PID=
}

# vm_start NAME CMD: boot, with what the caller put into the environment.
# Debian's own kernel needs no building; ACCEPT_KERNEL=7 takes another.
vm_start()
{
	local name=$1

	VM_DIR=$CPO_CACHE/check/$name
	VM_OUT=$VM_DIR/out
	rm -rf "$VM_DIR"
	mkdir -p "$VM_OUT"
	export VM_DIR VM_OUT
	trap vm_stop EXIT
	KERNEL=${ACCEPT_KERNEL:-debian} FLAVOUR=release CMD=$2 \
		"$TOP/qemu/vm.sh" >"$VM_DIR/guest.tap" 2>"$VM_DIR/vm.err" \
		</dev/null &
	VM_PID=$!
}

# vm_waits NAME SECONDS: until the guest says so by making a file in /out
vm_waits()
{
	local n

	for ((n = 0; n < $2 * 5; n++)); do
		[[ -e $VM_OUT/$1 ]] && return 0
		kill -0 "$VM_PID" 2>/dev/null || return 1
		sleep 0.2
	done
	return 1
}

# Tell the guest to go on.
vm_tell()
{
	: >"$VM_OUT/$1"
}

qmp()
{
	python3 "$TOP/qemu/qmp.py" "$VM_DIR/qmp.sock" "$@"
}

# vm_end NAME: wait for the guest, pass its results on, judge its end
vm_end()
{
	local status=0

	wait "$VM_PID" || status=$?
	VM_PID=
	pass_on "$1" <"$VM_DIR/guest.tap"
	if [[ $status -ne 0 && $GUEST_FAILED -eq 0 ]]; then
		fail "$1: the guest ends well" \
			"status $status: $(tail -n 15 "$VM_DIR/vm.err")"
	elif [[ $GUEST_SEEN -eq 0 || $GUEST_PLAN != "$GUEST_SEEN" ]]; then
		fail "$1: the guest gives what it planned" \
			"planned ${GUEST_PLAN:-nothing}, gave $GUEST_SEEN"
	fi
}

# pass_on PREFIX: TAP of the guest as results of this script
pass_on()
{
	local line name

	GUEST_FAILED=0
	GUEST_SEEN=0
	GUEST_PLAN=
	while IFS= read -r line; do
		line=${line%$'\r'}
		name=${line#*ok }
		name=${name#* }
		case $line in
		'not ok '*)
			GUEST_FAILED=$((GUEST_FAILED + 1))
			GUEST_SEEN=$((GUEST_SEEN + 1))
			fail "$1: $name" ;;
		'ok '*'# SKIP'*)
			GUEST_SEEN=$((GUEST_SEEN + 1))
			skip "$1: ${name%% \# SKIP*}" "${name#*\# SKIP }" ;;
		'ok '*)
			GUEST_SEEN=$((GUEST_SEEN + 1))
			pass "$1: $name" ;;
		'1..'*) GUEST_PLAN=${line#1..} ;;
		?*) diag "${line#\# }" ;;
		esac
	done
}

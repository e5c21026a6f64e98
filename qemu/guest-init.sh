#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The guest's init. The root comes read-only over 9p: the first stage puts a
# memory overlay on it and moves there, so that everything is writable and
# nothing is kept; the second stage does the work that vm.sh ordered.
#   /src   this repository, read-only      /out   folder of the host, writable
#   /build tools and test programs         /ksrc  source of the kernel
set -uo pipefail
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

P9=trans=virtio,version=9p2000.L,msize=262144

share()
{
	local tag=$1 dir=$2 options=$3

	mkdir -p "$dir"
	mount -t 9p -o "$P9,$options" "$tag" "$dir"
}

have_share()
{
	cat /sys/bus/virtio/drivers/9pnet_virtio/*/mount_tag | tr '\0' '\n' |
		grep -qx "$1"
}

optional_share()
{
	if have_share "$1"; then share "$@"; fi
}

stage1()
{
	local new=/run/new

	mount -t proc proc /proc
	mount -t sysfs sysfs /sys
	mount -t tmpfs tmpfs /run
	mkdir -p /run/upper /run/work "$new"
	mount -t overlay -o lowerdir=/,upperdir=/run/upper,workdir=/run/work \
		overlay "$new" || { echo "no overlay root"; exit 1; }
	mkdir -p "$new/src"
	mount --move /mnt "$new/src"
	share out "$new/out" rw,cache=none
	share kmod "$new/lib/modules" ro,cache=loose
	optional_share build "$new/build" ro,cache=loose
	optional_share ksrc "$new/ksrc" ro,cache=loose
	mount --move /proc "$new/proc"
	mount --move /sys "$new/sys"
	mount --move /dev "$new/dev"
	# what switch_root does; small roots do not have that program
	cd "$new" || exit 1
	mount --move . /
	exec chroot . /bin/bash /src/qemu/guest-init.sh stage2 \
		<>dev/console >&0 2>&1
}

mount_system()
{
	mkdir -p /dev/pts /dev/shm
	mount -t devpts devpts /dev/pts
	mount -t tmpfs tmpfs /dev/shm
	mount -t tmpfs tmpfs /tmp
	mount -t tmpfs tmpfs /run
	mount -t debugfs debugfs /sys/kernel/debug
	mount -t tracefs tracefs /sys/kernel/tracing
	ln -sfn /proc/self/fd /dev/fd
	ln -sfn /proc/self/fd/0 /dev/stdin
	ln -sfn /proc/self/fd/1 /dev/stdout
	ln -sfn /proc/self/fd/2 /dev/stderr
	ip link set lo up
	hostname cpo 2>/dev/null || echo cpo >/proc/sys/kernel/hostname
}

set_environment()
{
	export HOME=/root LC_ALL=C.UTF-8 CPO_GUEST=1 CPO_FLAVOUR=$FLAVOUR
	export KSRC=/ksrc YNL=/ksrc/tools/net/ynl CPO_KERNEL
	CPO_KERNEL=$(uname -r)
	export PATH=/build/usr/bin:$PATH
	export LD_LIBRARY_PATH=/build/usr/lib
	export MANPATH=/build/usr/share/man:
	export PYTHONDONTWRITEBYTECODE=1
	[[ $FLAVOUR == debug ]] && export KSFT_MACHINE_SLOW=yes
	export TERM
	cd /root || cd /
}

load_modules()
{
	local module

	[[ $LOAD == 1 ]] || return 0
	for module in cpo cpo_pci; do
		modprobe -nq "$module" || continue
		modprobe "$module" || return 1
	done
}

unload_modules()
{
	local module

	[[ $UNLOAD == 1 ]] || return 0
	for module in cpo_kunit cpo_pci cpo; do
		[[ -d /sys/module/$module ]] || continue
		rmmod "$module" || return 1
	done
}

port_named()
{
	local dir

	for dir in /sys/class/virtio-ports/*; do
		[[ $(<"$dir/name") == "$1" ]] && printf '/dev/%s\n' "${dir##*/}"
	done
}

# CMD gets a pipe, not the port: a port can be opened only once.
run_to_port()
{
	local port status catpid n

	port=$(port_named cpo.out)
	mkfifo /run/cmd.out
	cat /run/cmd.out >"$port" &
	catpid=$!
	bash -c "$CMD" >/run/cmd.out 2>&1 </dev/null
	status=$?
	# a process left behind may hold the pipe: do not wait for it for long
	for ((n = 0; n < 50; n++)); do
		kill -0 "$catpid" 2>/dev/null || break
		sleep 0.1
	done
	kill "$catpid" 2>/dev/null
	return "$status"
}

on_console()
{
	stty -F /dev/ttyS0 sane rows "$ROWS" cols "$COLS"
	setsid -wc bash "$@" </dev/ttyS0 >/dev/ttyS0 2>&1
}

run_command()
{
	local status=0

	if [[ $VM_SHELL == 0 ]]; then
		run_to_port
		return
	fi
	if [[ -n $CMD ]]; then
		on_console -c "$CMD" || status=$?
		echo "$status" >/out/.vm/cmd-status
		if [[ $status != 0 ]]; then
			echo "the command failed with status $status" >/dev/ttyS0
		fi
	fi
	echo "A shell in the guest; 'exit' powers it off." >/dev/ttyS0
	on_console -l
	return "$status"
}

# kmemleak reports what is older than 5 s in two scans.
scan_leaks()
{
	local file=/sys/kernel/debug/kmemleak

	[[ $KMEMLEAK == 1 && -w $file && $VM_SHELL == 0 ]] || return 0
	sleep 5.5
	echo scan >"$file"
	sleep 5.5
	echo scan >"$file"
	cat "$file" >/out/.vm/kmemleak
}

power_off()
{
	echo "$1" >/out/.vm/status
	sync
	echo b >/proc/sysrq-trigger
	sleep 60
}

stage2()
{
	local status=0

	# shellcheck disable=SC1091 # written by vm.sh
	. /out/.vm/order
	: >/out/.vm/started
	mount_system
	set_environment
	if load_modules; then
		run_command || status=$?
		unload_modules || {
			echo "<3>cpo: modules did not unload" >/dev/kmsg
			[[ $status == 0 ]] && status=1
		}
	else
		echo "<3>cpo: modules did not load" >/dev/kmsg
		status=1
	fi
	scan_leaks
	power_off "$status"
}

if [[ ${1:-} == stage2 ]]; then stage2; else stage1; fi

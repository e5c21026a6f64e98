#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# vm.sh [CMD]: boot the guest, run CMD in it, leave with its exit status.
# Without CMD and with a terminal on stdin there is a shell on the console.
#
#   PROFILE="q3450"     one cpo device per word: cpo0, cpo1, ...
#   CPO_OPTS=""         more properties for every cpo device (seed=1,...)
#   CPO_DEVICE=none     boot without the device
#   KERNEL, FLAVOUR     see build-kernel.sh        ACCEL=tcg|kvm
#   DEVICES=""          more QEMU arguments        KARGS="" kernel arguments
#   TRACE=FILE          QEMU trace events to log   (VM_DIR/trace.log)
#   VM_DIR=DIR          sockets and logs           VM_OUT=DIR  /out in the guest
#   SMP=2 MEMORY=1G     CPUs and memory (2G for debug)
#   VM_TIMEOUT=SECONDS  limit for the whole run, 0 for none
#   LOAD=0              do not load the modules    UNLOAD=0 nor unload them
#   KMEMLEAK=0          no leak scan on debug      SPLAT=0  splats do not fail
#   SPLAT_IGNORE=REGEX  console lines that are expected
#   VM_SHELL=1          a shell on the console after CMD
# Exit status: that of CMD; 124 limit reached; 125 guest died; 126 splat.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lib.sh"

KERNEL=${KERNEL:-7}
FLAVOUR=${FLAVOUR:-release}
ACCEL=${ACCEL:-tcg}
PROFILE=${PROFILE-q3450}
CPO_DEVICE=${CPO_DEVICE:-auto}
CMD=${*:-${CMD:-}}
VM_SHELL=${VM_SHELL:-0}
SPLAT=${SPLAT:-1}
LOAD=${LOAD:-1}
UNLOAD=${UNLOAD:-1}
KMEMLEAK=${KMEMLEAK:-1}
KEEP=${VM_DIR:+1}

validate()
{
	one_of FLAVOUR "$FLAVOUR" release debug
	one_of ACCEL "$ACCEL" tcg kvm
	one_of CPO_DEVICE "$CPO_DEVICE" auto none
	one_of VM_SHELL "$VM_SHELL" 0 1
	one_of SPLAT "$SPLAT" 0 1
	one_of LOAD "$LOAD" 0 1
	one_of UNLOAD "$UNLOAD" 0 1
	one_of KMEMLEAK "$KMEMLEAK" 0 1
	[[ -z $CMD && -t 0 ]] && VM_SHELL=1
	[[ -n $CMD || $VM_SHELL == 1 ]] ||
		die "no CMD, and stdin is not a terminal" \
		    "give CMD='...', or run on a terminal to get a shell"
	if [[ $VM_SHELL == 1 ]]; then
		VM_TIMEOUT=${VM_TIMEOUT:-0}
	elif [[ $FLAVOUR == debug ]]; then
		VM_TIMEOUT=${VM_TIMEOUT:-900}
	else
		VM_TIMEOUT=${VM_TIMEOUT:-300}
	fi
	BOOT_LIMIT=120
	[[ $FLAVOUR == debug ]] && BOOT_LIMIT=400
	[[ $VM_TIMEOUT =~ ^[0-9]+$ ]] ||
		die "VM_TIMEOUT='$VM_TIMEOUT' is not a number of seconds"
}

find_parts()
{
	QEMU=$("$HERE/build-qemu.sh" --print-path)
	KDIR=$("$HERE/build-kernel.sh" --print-path "$KERNEL" "$FLAVOUR")
	# Debian's packages have no sources
	KTREE=$("$HERE/fetch.sh" kernel "${KERNEL/#debian/7}")
	ROOT=$("$HERE/guest-root.sh" --print-path)
	MODS=$("$HERE/build-modules.sh" --print-path "$KERNEL" "$FLAVOUR" \
		2>/dev/null) || {
		MODS=$KDIR/mods
		warn "our modules are not built for this kernel: booting without"
	}
	if [[ $CPO_DEVICE != none && -n $PROFILE ]]; then
		"$QEMU" -device help </dev/null | grep -q '^name "cpo"' ||
			die "$QEMU has no device 'cpo'" \
			    "run 'make qemu', or boot without it: CPO_DEVICE=none"
	fi
}

make_dirs()
{
	if [[ -z ${VM_DIR:-} ]]; then
		VM_DIR=$(mktemp -d "$(cache_dir vm)/XXXXXX")
	fi
	mkdir -p "$VM_DIR"
	VM_DIR=$(cd "$VM_DIR" && pwd)
	[[ ${#VM_DIR} -le 85 ]] ||
		die "VM_DIR='$VM_DIR' is too long for a socket path" \
		    "set VM_DIR (or CPO_CACHE) to a shorter path"
	VM_OUT=${VM_OUT:-$VM_DIR/out}
	mkdir -p "$VM_OUT/.vm"
	rm -f "$VM_OUT/.vm/"* "$VM_DIR"/{*.sock,*.log,cmd.pipe,limit,stuck}
	mkfifo "$VM_DIR/cmd.pipe"
}

# What the guest's init reads: one shell assignment per line.
write_order()
{
	local name columns=80 rows=24

	[[ -t 0 ]] && read -r rows columns < <(stty size)
	for name in CMD VM_SHELL LOAD UNLOAD KMEMLEAK FLAVOUR; do
		printf '%s=%q\n' "$name" "${!name}"
	done >"$VM_OUT/.vm/order"
	printf 'ROWS=%q\nCOLS=%q\nTERM=%q\n' "$rows" "$columns" \
		"${TERM:-dumb}" >>"$VM_OUT/.vm/order"
	# everything the caller names in VM_ENV goes along
	for name in PROFILE ${VM_ENV:-}; do
		printf 'export %s=%q\n' "$name" "${!name-}"
	done >>"$VM_OUT/.vm/order"
}

# What the guest lives on are functions of one port: only behind a port can they
# sleep and wake up without being set up again, which drivers do badly.
lifeline()
{
	local device=$1 function=$2

	ARGS+=(-device "$device,bus=life,addr=0.$function,multifunction=on,x-pcie-pm-no-soft-reset=on")
}

share()
{
	local path=$1 tag=$2 mode=$3

	[[ -d $path ]] || return 0
	ARGS+=(-fsdev "local,id=$tag,path=$path,security_model=none,multidevs=remap$mode")
	lifeline "virtio-9p-pci,fsdev=$tag,mount_tag=$tag" "$SHARES"
	SHARES=$((SHARES + 1))
}

# Tests look at registers from user space, which Debian's kernel refuses as such.
kernel_line()
{
	local mount level=7

	mount="mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=262144"
	[[ $VM_SHELL == 1 ]] && level=4
	printf '%s' "root=root rootfstype=9p rootflags=trans=virtio," \
		"version=9p2000.L,cache=loose,msize=262144 ro rootwait " \
		"console=ttyS0 loglevel=$level panic=-1 nokaslr " \
		"kunit.enable=1 dummy.numdummies=0 watchdog_thresh=60 workqueue.watchdog_thresh=120 " \
		"hung_task_timeout_secs=240 iomem=relaxed ${KARGS:-} " \
		"init=/bin/sh -- -c \"$mount src /mnt && exec " \
		"/bin/bash /mnt/qemu/guest-init.sh\""
}

machine_args()
{
	local memory=1G dir

	# sn6800 with all checks takes 240 MB of them
	[[ $FLAVOUR == debug ]] && memory=2G
	ARGS=(-accel "$ACCEL" -cpu max -M q35 -smp "${SMP:-2}"
		-m "${MEMORY:-$memory}" -display none -vga none -nic none
		-nodefaults -no-reboot -no-user-config)
	[[ $ACCEL == kvm ]] && ARGS[3]=host
	for dir in /usr/share/seabios /usr/share/qemu; do
		[[ -d $dir ]] && ARGS+=(-L "$dir")
	done
	ARGS+=(-kernel "$KDIR/arch/x86/boot/bzImage" -append "$(kernel_line)")
	[[ -f $KDIR/initrd ]] && ARGS+=(-initrd "$KDIR/initrd")
	ARGS+=(-qmp "unix:$VM_DIR/qmp.sock,server=on,wait=off")
	ARGS+=(-qmp "unix:$VM_DIR/qmp-host.sock,server=on,wait=off")
}

# Its bus number must come after those of the cpo devices.
share_args()
{
	SHARES=0
	ARGS+=(-device "pcie-root-port,id=life,chassis=99,slot=99,addr=1e.0")
	share "$ROOT" root ,readonly=on
	share "$CPO_TOP" src ,readonly=on
	share "$VM_OUT" out ''
	share "$MODS/lib/modules" kmod ,readonly=on
	share "$CPO_CACHE/build/user" build ,readonly=on
	share "$KTREE" ksrc ,readonly=on
}

# CMD's output comes through a pipe; with a shell it is on the console.
console_args()
{
	local log=logfile=$VM_DIR/console.log out=$VM_DIR/output.log

	lifeline virtio-serial-pci,id=vser 7
	if [[ $VM_SHELL == 1 ]]; then
		ARGS+=(-chardev "stdio,id=con,mux=on,signal=off,$log" -mon con)
		ARGS+=(-chardev "file,id=cmd,path=$out")
	else
		ARGS+=(-chardev "file,id=con,path=$VM_DIR/console.log")
		ARGS+=(-chardev "file,id=cmd,path=$VM_DIR/cmd.pipe")
	fi
	ARGS+=(-serial chardev:con)
	ARGS+=(-device "virtserialport,bus=vser.0,nr=1,chardev=cmd,name=cpo.out")
	ARGS+=(-chardev "socket,id=host,path=$VM_DIR/channel.sock")
	ARGS+=(-device "virtserialport,bus=vser.0,nr=2,chardev=host,name=cpo.host")
}

# With hotplug by ACPI a port never says that its link is active; only at the
# lowest speed it need not, and the kernel believes in a reset of the bus.
device_args()
{
	local profile n=0

	[[ $CPO_DEVICE == none ]] && return 0
	for profile in $PROFILE; do
		ARGS+=(-device "pcie-root-port,id=rp$n,chassis=$((n + 1)),slot=$((n + 1)),x-speed=2_5")
		ARGS+=(-device "cpo,id=cpo$n,bus=rp$n,profile=$profile${CPO_OPTS:+,$CPO_OPTS}")
		n=$((n + 1))
	done
}

extra_args()
{
	local extra=()

	if [[ -n ${TRACE:-} ]]; then
		[[ -r $TRACE ]] || die "TRACE='$TRACE' cannot be read" \
			"give a file with one trace event pattern per line"
		ARGS+=(-trace "events=$TRACE" -D "$VM_DIR/trace.log")
	fi
	read -ra extra <<<"${DEVICES:-}"
	ARGS+=("${extra[@]}")
}

# The helper that lets the guest pull a laser source: see host_channel.py.
start_channel()
{
	local n

	/usr/bin/python3 "$HERE/host_channel.py" "$VM_DIR/channel.sock" \
		"$VM_DIR/qmp-host.sock" >"$VM_DIR/channel.log" 2>&1 </dev/null &
	CHANNEL_PID=$!
	for ((n = 0; n < 100; n++)); do
		[[ -S $VM_DIR/channel.sock ]] && return 0
		sleep 0.1
	done
	die "the host channel did not start" "see $VM_DIR/channel.log"
}

stop_all()
{
	local pid

	for pid in ${WATCH_PID:-} ${QEMU_PID:-} ${TEE_PID:-} ${CHANNEL_PID:-}; do
		kill -9 "$pid" 2>/dev/null || true
	done
}

booted()
{
	[[ -e $VM_OUT/.vm/started ]]
}

# A guest that does not come as far as its work: keep what tells why.
give_up_boot()
{
	local pid=$1

	{
		tail -n 5 "$VM_DIR/console.log"
		timeout 10 /usr/bin/python3 "$HERE/qmp.py" "$VM_DIR/qmp.sock" \
			human-monitor-command \
			'{"command-line": "info registers -a"}' 2>&1
		cat "/proc/$pid"/task/*/stat
	} >"$CPO_CACHE/log/boot-stuck.log" || true
	: >"$VM_DIR/stuck"
	kill -9 "$pid" 2>/dev/null || true
}

# Kill QEMU at the limit; the mark tells why it went.
watch_limit()
{
	local pid=$1 n

	for ((n = 0; n < VM_TIMEOUT; n++)); do
		sleep 1
		kill -0 "$pid" 2>/dev/null || return 0
		if ((n == BOOT_LIMIT)) && ! booted; then
			give_up_boot "$pid"
			return 0
		fi
	done
	: >"$VM_DIR/limit"
	kill -9 "$pid" 2>/dev/null || true
}

# In the foreground: QEMU owns the terminal.
run_interactive()
{
	QEMU_RC=0
	"$QEMU" "${ARGS[@]}" || QEMU_RC=$?
}

run_quiet()
{
	run_once
	[[ -e $VM_DIR/stuck ]] || return 0
	warn "the guest did not begin its work: booting once more" \
		"see $CPO_CACHE/log/boot-stuck.log"
	kill "$CHANNEL_PID" 2>/dev/null || true
	rm -f "$VM_DIR"/{*.sock,stuck}
	start_channel
	run_once
	if [[ -e $VM_DIR/stuck ]]; then : >"$VM_DIR/limit"; fi
}

run_once()
{
	QEMU_RC=0
	tee "$VM_DIR/output.log" <"$VM_DIR/cmd.pipe" &
	TEE_PID=$!
	"$QEMU" "${ARGS[@]}" </dev/null >"$VM_DIR/qemu.log" 2>&1 &
	QEMU_PID=$!
	if [[ $VM_TIMEOUT -gt 0 ]]; then
		watch_limit "$QEMU_PID" &
		WATCH_PID=$!
	fi
	wait "$QEMU_PID" 2>/dev/null || QEMU_RC=$?
	QEMU_PID=
	# if QEMU never opened the pipe, this is what ends tee
	: 1<>"$VM_DIR/cmd.pipe"
	wait "$TEE_PID" || true
	TEE_PID=
}

run_qemu()
{
	if [[ $VM_SHELL == 1 ]]; then run_interactive; else run_quiet; fi
}

tell_failure()
{
	KEEP=1
	printf 'vm: %s\n' "$1" >&2
	shift
	[[ $# -gt 0 ]] && printf '    %s\n' "$@" >&2
	printf '    logs: %s (console.log, output.log, qemu.log)\n' "$VM_DIR" >&2
}

# An emulator built with sanitizers must not report anything either.
qemu_complained()
{
	[[ -s $VM_DIR/qemu.log ]] &&
		grep -qE 'Sanitizer|runtime error|Assertion|qemu: fatal' \
			"$VM_DIR/qemu.log"
}

verdict()
{
	local status=$VM_OUT/.vm/status rc

	[[ -s $VM_DIR/qemu.log ]] && cat "$VM_DIR/qemu.log" >&2
	if [[ -e $VM_DIR/limit ]]; then
		tell_failure "no end after $VM_TIMEOUT s: killed (VM_TIMEOUT=)" \
			"last console lines:" "$(tail -n 15 "$VM_DIR/console.log")"
		return 124
	fi
	if [[ ! -s $status ]]; then
		if [[ $VM_SHELL == 1 && $QEMU_RC == 0 ]]; then return 0; fi
		tell_failure "the guest ended without a status (QEMU: $QEMU_RC)" \
			"last console lines:" \
			"$(tail -n 25 "$VM_DIR/console.log" 2>/dev/null)"
		return 125
	fi
	rc=$(<"$status")
	if [[ $SPLAT == 1 ]] && ! check_console; then return 126; fi
	if qemu_complained; then
		tell_failure "QEMU itself reported an error"
		return 125
	fi
	return "$rc"
}

check_console()
{
	local found

	if found=$("$HERE/splat.sh" "$VM_DIR/console.log" \
		   "$VM_OUT/.vm/kmemleak"); then
		return 0
	fi
	tell_failure "the kernel complained:" "$found"
	return 1
}

main()
{
	local rc=0

	validate
	find_parts
	make_dirs
	write_order
	machine_args
	share_args
	console_args
	device_args
	extra_args
	printf '%s\n' "$QEMU" "${ARGS[@]}" >"$VM_DIR/command"
	trap stop_all EXIT
	trap 'exit 130' INT TERM
	start_channel
	run_qemu
	verdict || rc=$?
	if [[ -z $KEEP && $rc == 0 ]]; then rm -rf "$VM_DIR"; fi
	return "$rc"
}

main

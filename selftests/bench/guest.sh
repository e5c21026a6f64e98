#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh ROUNDS PROBES: run by run.sh in a guest whose clock counts
# instructions, with no driver loaded. Measures row by row; what it finds goes
# to /out/bench: rows.jsonl, and traces of the kernel that report.py reads.
set -euo pipefail

ROUNDS=$1
PROBES=$2
OUT=/out/bench
TRACING=/sys/kernel/tracing
HOST=/src/qemu/guest-host.sh
BENCH=/tmp/cpo_bench
TOOLS=/tmp/tools
EVENTS=24
DRIVER=/sys/bus/pci/drivers/cpo_pci
# What hwmon and thermal take: first their memory, and their devices a moment
# after the rows are there
MONITOR=(cpo_monitor_start cpo_hwmon_register cpo_thermal_register)
MONITOR_SECONDS=4

say()
{
	printf 'bench: %s\n' "$*"
}

find_device()
{
	local dev

	for dev in /sys/bus/pci/devices/*; do
		if [[ $(<"$dev/vendor") == 0x1af4 &&
		      $(<"$dev/device") == 0x10f0 ]]; then
			PCI=${dev##*/}
			return
		fi
	done
	say "no cpo device"
	exit 1
}

# bench WHAT ARGS...: one run of the program, its rows go to the host
bench()
{
	"$BENCH" "$@" >>"$OUT/rows.jsonl"
}

# fact NAME VALUE: a row that is not a list of samples
fact()
{
	printf '{"name": "%s", "value": %s}\n' "$1" "$2" >>"$OUT/rows.jsonl"
}

# A folder with two programs and all that they need, in memory.
copy_tools()
{
	local program file

	for program in cpoctl ip; do
		program=$(command -v "$program")
		for file in "$program" $(ldd "$program" | grep -o '/[^ ]*'); do
			install -D "$(realpath "$file")" "$TOOLS$file"
		done
		install -D "$TOOLS$program" "$TOOLS/bin/${program##*/}"
	done
	install -D -t "$TOOLS/etc" /etc/ld.so.cache
	mkdir -p "$TOOLS"/{dev,tmp,proc,sys}
	mknod -m 666 "$TOOLS/dev/null" c 1 3
	mount -t proc proc "$TOOLS/proc"
	mount -t sysfs sysfs "$TOOLS/sys"
}

# ---- the kernel's trace ----

# A kprobe with a trigger cannot go.
rm_triggers()
{
	local file event

	for file in "$TRACING"/events/bench/*/trigger; do
		[[ -e $file ]] || continue
		while read -r event; do
			[[ $event == '#'* ]] || echo "!${event%%:*}" >"$file"
		done <"$file"
	done
}

trace_reset()
{
	echo 0 >"$TRACING/tracing_on"
	echo 0 >"$TRACING/events/enable"
	rm_triggers
	echo 8192 >"$TRACING/buffer_size_kb"
	: >"$TRACING/kprobe_events"
	echo x86-tsc >"$TRACING/trace_clock"
	: >"$TRACING/trace"
}

# trace_function NAME...: note when each is entered and left
trace_function()
{
	local name

	for name in "$@"; do
		echo "p:bench/enter_$name $name"
		echo "r:bench/leave_$name $name"
	done >"$TRACING/kprobe_events"
	echo 1 >"$TRACING/events/bench/enable"
}

# trace_objects NAME...: note all objects of the slab that come and go in these,
# in a buffer for many
trace_objects()
{
	local name

	echo 65536 >"$TRACING/buffer_size_kb"
	echo 0 >"$TRACING/options/hash-ptr"
	trace_function "$@"
	for name in "$@"; do
		echo traceon >"$TRACING/events/bench/enter_$name/trigger"
		echo traceoff >"$TRACING/events/bench/leave_$name/trigger"
	done
	for name in kmalloc kmem_cache_alloc kfree kmem_cache_free; do
		echo 1 >"$TRACING/events/kmem/$name/enable"
	done
}

trace_start()
{
	echo 1 >"$TRACING/tracing_on"
}

# trace_stop FILE
trace_stop()
{
	echo 0 >"$TRACING/tracing_on"
	grep -v '^#' "$TRACING/trace" >"$OUT/$1" || true
	trace_reset
}

# ---- rows ----

# Where time goes while the device is taken over. Waits for the device are
# idle time, interrupts that end them run in it.
probe_once()
{
	local n=$1

	trace_reset
	trace_function cpo_pci_probe cpo_pci_inv_read cpo_dev_register \
		cpo_pci_tlm_refresh cpo_pci_els_identify \
		cpo_pci_ports_create "${MONITOR[@]}"
	echo 1 >"$TRACING/events/power/cpu_idle/enable"
	echo 1 >"$TRACING/events/irq/irq_handler_entry/enable"
	echo 1 >"$TRACING/events/irq/irq_handler_exit/enable"
	fact "probe-mark-begin-$n" "$("$BENCH" mark)"
	fact "probe-memory-before-$n" "$("$BENCH" memory)"
	trace_start
	echo "$PCI" >"$DRIVER/bind"
	# at once: limits are read by a worker
	fact "probe-mark-end-$n" "$("$BENCH" mark)"
	trace_stop "probe-$n.trace"
	monitored
	fact "probe-memory-after-$n" "$("$BENCH" memory)"
}

# Wait until hwmon and thermal show the device, and start no process for it.
monitored()
{
	read -rt "$MONITOR_SECONDS" <>/tmp/never || true
}

# What they take, instructions and then memory, apart from what is around them.
monitor_once()
{
	echo "$PCI" >"$DRIVER/unbind"
	sleep 2
	trace_reset
	if [[ $1 == memory ]]; then
		trace_objects "${MONITOR[@]}"
		echo "$PCI" >"$DRIVER/bind"
		monitored
	else
		trace_function "${MONITOR[@]}"
		echo 1 >"$TRACING/events/power/cpu_idle/enable"
		echo 1 >"$TRACING/events/irq/irq_handler_entry/enable"
		echo 1 >"$TRACING/events/irq/irq_handler_exit/enable"
		trace_start
		echo "$PCI" >"$DRIVER/bind"
		monitored
	fi
	trace_stop "monitor-$1.trace"
}

probes()
{
	local n

	for ((n = 0; n < PROBES; n++)); do
		if ((n)); then
			echo "$PCI" >"$DRIVER/unbind"
			sleep 2
		fi
		probe_once "$n"
	done
	for ((n = 0; n < PROBES; n++)); do
		monitor_once "$n"
	done
	monitor_once memory
}

# set_and_back PATH PROPERTY VALUE
set_and_back()
{
	local was

	was=$("$HOST" qom-get "$1" "$2")
	"$HOST" qom-set "$1" "$2" "$3" >/dev/null
	sleep 0.1
	"$HOST" qom-set "$1" "$2" "$was" >/dev/null
	sleep 0.1
}

# disturb PID [PATH PROPERTY VALUE]...: each in turn, until all was heard
disturb()
{
	local pid=$1 i

	shift
	while kill -0 "$pid" 2>/dev/null; do
		for ((i = 1; i < $#; i += 3)); do
			set_and_back "${@:i:3}"
		done
	done
}

# Something must run all the time: the clock jumps over idle time, so that an
# event of the host would always come in the middle of some other work. It gives
# way at once to who was woken.
spin()
{
	while :; do :; done
}

# events NAME ROUNDS [PATH PROPERTY VALUE]...: what is traced was chosen before
events()
{
	local name=$1 rounds=$2 pid spinner

	shift 2
	rm -f /tmp/ready
	"$BENCH" event "$rounds" /tmp/ready >"/tmp/$name" &
	pid=$!
	until [[ -e /tmp/ready ]]; do sleep 0.1; done
	trace_start
	chrt --idle --pid 0 $$
	spin &
	spinner=$!
	disturb "$pid" "$@"
	kill "$spinner"
	chrt --other --pid 0 $$
	wait "$pid"
	trace_stop "$name.trace"
	sed "s/event-recv/$name/" "/tmp/$name" >>"$OUT/rows.jsonl"
}

# A lane loses its light and gets it back. For what has to come after the event
# an engine gets too hot as well: hwmon has no lanes.
event_rows()
{
	local dark=("cpo0/lane[0]" rx-power-nw 0)
	local hot=("cpo0/engine[0]" temp-mc 92000)

	trace_reset
	echo "name == \"$PCI-event\"" \
		>"$TRACING/events/irq/irq_handler_entry/filter"
	echo 1 >"$TRACING/events/irq/irq_handler_entry/enable"
	events event "$EVENTS" "${dark[@]}"
	trace_function cpo_nl_notify_events cpo_nl_notify_object \
		cpo_pci_port_carrier hwmon_notify_event devlink_health_report
	echo 1 >"$TRACING/events/irq/irq_handler_entry/enable"
	events order 12 "${dark[@]}" "${hot[@]}"
	echo 0 >"$TRACING/events/irq/irq_handler_entry/filter"
}

# The coolant stops for all parts, and the first of them dies of heat. Quiet is
# longer than any of them takes.
storm()
{
	local pid

	rm -f /tmp/ready
	"$BENCH" storm /tmp/ready 60 >/tmp/storm &
	pid=$!
	until [[ -e /tmp/ready ]]; do sleep 0.1; done
	"$HOST" qom-set cpo0 inject \
		'{"name": "coolant-flow", "index": 0, "value": 0}' >/dev/null
	wait "$pid"
	cat /tmp/storm >>"$OUT/rows.jsonl"
}

processes()
{
	bench process cpoctl-lane-show "$1" \
		"$TOOLS" /bin/cpoctl -j lane show
	bench process ip-link-show "$1" "$TOOLS" /bin/ip -j link show
}

# Lights are on and every port is up.
settle()
{
	# shellcheck source-path=SCRIPTDIR source=../guest/common.sh
	. /src/selftests/guest/common.sh
	pick_device
	set_all_up
	wait_up 120 || say "some ports stay down"
	sleep 3
	fact ports "$(show port | wc -l)"
	fact lanes "$(show lane | wc -l)"
}

main()
{
	local ports

	rm -rf "$OUT"
	mkdir -p "$OUT"
	install /build/bench/cpo_bench "$BENCH"
	copy_tools
	find_device
	export BENCH_BAR=/sys/bus/pci/devices/$PCI/resource0
	# the programs find their libraries without it, and look there first
	unset LD_LIBRARY_PATH
	echo 0 >/sys/bus/pci/drivers_autoprobe
	modprobe cpo
	modprobe cpo_pci
	# a mark needs the device's memory to be visible
	echo 1 >"/sys/bus/pci/devices/$PCI/enable"
	BENCH_SCRATCH=$("$BENCH" scratch)
	export BENCH_SCRATCH
	mkfifo /tmp/never
	say "probe"
	probes
	settle
	ports=$(show port | wc -l)
	say "dumps"
	bench dump "$ROUNDS"
	say "values"
	bench values "$ROUNDS"
	say "gets"
	bench get $((ROUNDS * 10)) "${DEV#cpo}"
	say "wakes"
	bench wake $((ROUNDS * 10))
	say "processes"
	processes "$ROUNDS"
	say "events"
	event_rows
	say "loss of coolant"
	storm
	say "dummies"
	echo "$PCI" >"$DRIVER/unbind"
	sleep 2
	unset BENCH_BAR
	bench dummy "$PROBES" "$ports"
}

main

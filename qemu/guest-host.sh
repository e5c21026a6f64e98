#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# guest-host.sh COMMAND ARGS...: run in the guest, asks the host to do one QMP
# command (words as for qmp.py), prints the answer and fails if it was refused.
#   guest-host.sh device_del cpo0-els3
#   guest-host.sh qom-set cpo0 inject '{"...": 1}'
set -euo pipefail

port_named()
{
	local dir

	for dir in /sys/class/virtio-ports/*; do
		if [[ -r $dir/name && $(<"$dir/name") == "$1" ]]; then
			printf '/dev/%s\n' "${dir##*/}"
			return
		fi
	done
	echo "error: no serial port '$1': this is not a guest of vm.sh" >&2
	return 1
}

main()
{
	local port answer

	if [[ $# -eq 0 ]]; then
		echo "usage: guest-host.sh COMMAND ARGS..." >&2
		exit 2
	fi
	port=$(port_named cpo.host)
	exec 9>/run/cpo-host.lock
	flock 9
	exec 3<>"$port"
	jq -cn '$ARGS.positional' --args -- "$@" >&3
	read -r -t 120 -u 3 answer || {
		echo "error: the host did not answer within 120 s" >&2
		exit 1
	}
	if jq -e 'has("error")' <<<"$answer" >/dev/null; then
		jq -r '"error: " + .error' <<<"$answer" >&2
		exit 1
	fi
	jq -c '.return' <<<"$answer"
}

main "$@"

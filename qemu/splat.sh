#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# splat.sh CONSOLE [KMEMLEAK]: print what the kernel complained about and fail,
# or be silent. SPLAT_IGNORE= is a regex for lines that are expected.
set -euo pipefail

PATTERN='WARNING: |BUG: |BUG at |Oops|KASAN: |UBSAN: |KFENCE: |KCSAN: '
PATTERN+='|general protection fault|Kernel panic|Call Trace:'
PATTERN+='|INFO: possible |possible (recursive|circular|irq lock) '
PATTERN+='|inconsistent lock state|suspicious RCU usage|INFO: trying to '
PATTERN+='|sleeping function called|scheduling while atomic'
PATTERN+='|lock held when returning|held lock freed|bad unlock balance'
PATTERN+='|refcount_t: |ref_tracker: |leaked reference|ODEBUG: '
PATTERN+='|DMA-API: .*device driver'
PATTERN+='|blocked for more than|soft lockup|workqueue lockup|stall(s|ed) '
PATTERN+='|unregister_netdevice: waiting|unreferenced object'
PATTERN+='|nobody cared'

# Of the kernel itself: it warns when it removes the proc entry of an interrupt
# which it could not make because an allocation was failed on purpose.
KNOWN_WARNING='unregister_irq_proc'

# Only what the kernel printed counts: it starts with a time stamp. The lines
# of a known warning stay as empty ones, so that the count is right.
kernel_lines()
{
	tr -d '\r' <"$1" | grep -aE '^\[ *[0-9]+\.[0-9]+\]' |
		awk -v known="$KNOWN_WARNING" '
		function flush(  i) {
			for (i = 0; i < n; i++)
				print block ~ known ? "" : line[i]
			n = 0
			block = ""
		}
		/--\[ cut here \]--/ { flush(); inside = 1 }
		inside { line[n++] = $0; block = block $0 }
		!inside { print }
		/--\[ end trace / { flush(); inside = 0 }
		END { flush() }'
}

splat_lines()
{
	kernel_lines "$1" |
		grep -anE "$PATTERN" |
		{ if [[ -n ${SPLAT_IGNORE:-} ]]; then
			grep -avE "$SPLAT_IGNORE"
		  else
			cat
		  fi; }
}

# The root that the kernel itself mounts first is reported on 7.x: not ours.
KNOWN_LEAKS='rootfs_init_fs_context'

# Drop the entries of a kmemleak report that are known.
unknown_leaks()
{
	[[ -n $1 && -s $1 ]] || return 0
	awk -v known="$KNOWN_LEAKS" '
		function flush() { if (entry != "" && entry !~ known) printf "%s", entry }
		/^unreferenced object/ { flush(); entry = "" }
		{ entry = entry $0 "\n" }
		END { flush() }' "$1"
}

main()
{
	local console=$1 kmemleak=${2:-} first leaks bad=0

	if first=$(splat_lines "$console" | head -n 1 | cut -d: -f1) &&
	   [[ -n $first ]]; then
		kernel_lines "$console" |
			sed -n "$((first > 3 ? first - 3 : 1)),$((first + 60))p"
		bad=1
	fi
	leaks=$(unknown_leaks "$kmemleak")
	if [[ -n $leaks ]]; then
		head -n 80 <<<"$leaks"
		bad=1
	fi
	return "$bad"
}

main "$@"

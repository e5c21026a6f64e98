# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# left-out.sh: guest tests that not every guest needs to run; who boots one says
# why (LEAVE_OUT of run-in-guest.sh). Source it.

# What depends neither on how many parts a device has nor on their wiring.
NO_WIRING=(kunit.sh ynl.sh cpo_errors cpo_perm cpo_window cpo_config
	   cpo_threshold cpo_flag devlink.sh power.sh cpo_fault lifecycle.sh
	   reload.sh aer.sh rebind.sh probe_fail.sh cpo_notify ethtool.sh
	   cpoctl.sh health.sh hwmon.sh dead.sh pm.sh inject.sh)
# What starts hundreds of programs.
MANY_PROGRAMS=(ynl.sh ethtool.sh devlink.sh power.sh aer.sh rebind.sh cpoctl.sh
	       health.sh pm.sh inject.sh)

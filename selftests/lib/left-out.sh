# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# left-out.sh: guest tests that not every guest runs. All of them run on every
# profile on 7:release (make check-matrix). Source it.

# What does not depend on the wiring of the parts: the smallest profile has it.
NO_WIRING=(kunit.sh ynl.sh cpo_errors cpo_perm cpo_window cpo_config
	   cpo_threshold cpo_flag devlink.sh cpo_fault lifecycle.sh reload.sh
	   aer.sh rebind.sh probe_fail.sh dead.sh pm.sh inject.sh)
# What starts hundreds of programs, each of which takes a second where a debug
# kernel is emulated: kernels without that have it.
MANY_PROGRAMS=(ynl.sh ethtool.sh devlink.sh power.sh aer.sh rebind.sh cpoctl.sh
	       health.sh pm.sh inject.sh)

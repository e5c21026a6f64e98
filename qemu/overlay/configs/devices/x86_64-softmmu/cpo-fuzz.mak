# SPDX-License-Identifier: GPL-2.0-or-later
#
# The devices of the fuzzer's machine: what is not there needs no building.
CONFIG_Q35=y
CONFIG_PCIE_PORT=y
CONFIG_CPO=y

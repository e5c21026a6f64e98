/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

#ifndef CPO_COMPAT_LINUX_ETHTOOL_H
#define CPO_COMPAT_LINUX_ETHTOOL_H

#include_next <linux/ethtool.h>

/*
 * Modes are an enum, which cannot be tested for; those with lanes of 200 Gb/s
 * are older than this speed.  A mode the kernel lacks is out of its range.
 */
#ifndef SPEED_1600000
#define SPEED_1600000		1600000

#define ETHTOOL_LINK_MODE_800000baseDR4_Full_BIT \
	__ETHTOOL_LINK_MODE_MASK_NBITS
#define ETHTOOL_LINK_MODE_1600000baseDR8_Full_BIT \
	__ETHTOOL_LINK_MODE_MASK_NBITS
#endif

#endif /* CPO_COMPAT_LINUX_ETHTOOL_H */

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

/*
 * Without a histogram of FEC the op has no argument for it.  The driver's op,
 * wherever it is declared or defined, gets another name; what is left under the
 * old one is called by the kernel.
 */
#ifndef ETHTOOL_FEC_HIST_MAX
#define ETHTOOL_FEC_HIST_MAX	17

struct ethtool_fec_hist_range {
	u16 low;
	u16 high;
};

struct ethtool_fec_hist {
	struct ethtool_fec_hist_value {
		u64 sum;
	} values[ETHTOOL_FEC_HIST_MAX];
	const struct ethtool_fec_hist_range *ranges;
};

void cpo_compat_get_fec_stats(struct net_device *netdev,
			      struct ethtool_fec_stats *stats,
			      struct ethtool_fec_hist *hist);

static inline void cpo_pci_get_fec_stats(struct net_device *netdev,
					 struct ethtool_fec_stats *stats)
{
	struct ethtool_fec_hist hist;

	cpo_compat_get_fec_stats(netdev, stats, &hist);
}

#define cpo_pci_get_fec_stats(netdev, stats, hist) \
	cpo_compat_get_fec_stats(netdev, stats, hist)
#endif

#endif /* CPO_COMPAT_LINUX_ETHTOOL_H */

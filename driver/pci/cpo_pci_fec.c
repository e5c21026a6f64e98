// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * FEC as ethtool shows it. It comes with the speed, so there is nothing to set.
 * Counters are the last ones the device told, as those of the cpo family.
 */

#include <linux/ethtool.h>
#include <linux/netdevice.h>

#include "cpo_pci.h"

/* 0: unknown */
static u32 cpo_pci_fec_mode(struct cpo_pci_port *port)
{
	struct cpo_port_row row;

	if (cpo_port_row_get(port->cpd->cdev, port->index, &row) ||
	    !(row.valid & CPO_PORT_FEC_OK))
		return 0;
	switch (row.fec) {
	case CPO_PORT_FEC_NONE:
		return ETHTOOL_FEC_OFF;
	case CPO_PORT_FEC_RS544:
		return ETHTOOL_FEC_RS;
	default:
		return 0;
	}
}

int cpo_pci_get_fecparam(struct net_device *netdev,
			 struct ethtool_fecparam *fec)
{
	u32 mode = cpo_pci_fec_mode(cpo_pci_netdev_port(netdev));

	if (!mode)
		return -ENODATA;
	fec->fec = mode;
	fec->active_fec = mode;
	return 0;
}

void cpo_pci_fec_link_mode(struct cpo_pci_port *port,
			   struct ethtool_link_ksettings *cmd)
{
	unsigned int mode;

	switch (cpo_pci_fec_mode(port)) {
	case ETHTOOL_FEC_OFF:
		mode = ETHTOOL_LINK_MODE_FEC_NONE_BIT;
		break;
	case ETHTOOL_FEC_RS:
		mode = ETHTOOL_LINK_MODE_FEC_RS_BIT;
		break;
	default:
		return;
	}
	__set_bit(mode, cmd->link_modes.supported);
	__set_bit(mode, cmd->link_modes.advertising);
}

/* Codewords by the number of their symbol errors; the others are lost. */
static const struct ethtool_fec_hist_range cpo_pci_fec_ranges[] = {
	{ 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 },
	{ 4, 4 }, { 5, 5 }, { 6, 6 }, { 7, 7 },
	{ 8, 8 }, { 9, 9 }, { 10, 10 }, { 11, 11 },
	{ 12, 12 }, { 13, 13 }, { 14, 14 }, { 15, 15 },
	{ }
};

static_assert(ARRAY_SIZE(cpo_pci_fec_ranges) == CPO_FEC_BINS + 1);
static_assert(ARRAY_SIZE(cpo_pci_fec_ranges) <= ETHTOOL_FEC_HIST_MAX);

static void cpo_pci_fec_hist(const struct cpo_fec_row *row,
			     struct ethtool_fec_hist *hist)
{
	unsigned int i;

	if (!(row->valid & CPO_FEC_BINS_OK))
		return;
	hist->ranges = cpo_pci_fec_ranges;
	for (i = 0; i < CPO_FEC_BINS; i++)
		hist->values[i].sum = row->bins[i];
}

/* A codeword is spread over the lanes, so just its bits are of one of them. */
void cpo_pci_get_fec_stats(struct net_device *netdev,
			   struct ethtool_fec_stats *stats,
			   struct ethtool_fec_hist *hist)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	struct cpo_fec_row row;
	unsigned int i;

	BUILD_BUG_ON(ARRAY_SIZE(row.lane_bits) != ETHTOOL_MAX_LANES);
	if (cpo_fec_row_get(port->cpd->cdev, port->index, &row))
		return;
	if (row.valid & CPO_FEC_CORRECTED_OK)
		stats->corrected_blocks.total = row.corrected;
	if (row.valid & CPO_FEC_LOST_OK)
		stats->uncorrectable_blocks.total = row.uncorrectable;
	if (row.valid & CPO_FEC_BITS_OK)
		stats->corrected_bits.total = row.corrected_bits;
	for (i = 0; row.valid & CPO_FEC_LANE_BITS_OK && i < port->n_lanes; i++)
		stats->corrected_bits.lanes[i] = row.lane_bits[i];
	cpo_pci_fec_hist(&row, hist);
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * What no standard group of statistics has: the lanes of a port. Their number
 * and names are those the port was made with.
 */

#include <linux/ethtool.h>
#include <linux/netdevice.h>

#include "cpo_pci.h"

int cpo_pci_get_sset_count(struct net_device *netdev, int sset)
{
	if (sset != ETH_SS_STATS)
		return -EOPNOTSUPP;
	return cpo_pci_netdev_port(netdev)->n_lanes;
}

void cpo_pci_get_strings(struct net_device *netdev, u32 sset, u8 *data)
{
	const struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	unsigned int i;

	if (sset != ETH_SS_STATS)
		return;
	for (i = 0; i < port->n_lanes; i++)
		ethtool_sprintf(&data, "oe%u_lane%u_symbol_errors",
				port->lanes[i].engine, port->lanes[i].index);
}

/* There is no way to leave one out: unknown is what no counter gets to. */
void cpo_pci_get_ethtool_stats(struct net_device *netdev,
			       struct ethtool_stats *stats, u64 *data)
{
	const struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	const struct cpo_pci_dev *cpd = port->cpd;
	struct cpo_lane_row row;
	unsigned int i, lane;

	for (i = 0; i < port->n_lanes; i++) {
		lane = cpd->topo.engines[port->lanes[i].engine].first_lane +
		       port->lanes[i].index;
		data[i] = ETHTOOL_STAT_NOT_SET;
		if (!cpo_lane_row_get(cpd->cdev, lane, &row) &&
		    row.valid & CPO_LANE_SYMBOL_ERR_OK)
			data[i] = row.symbol_errors;
	}
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/* Why there is no link, and how often that was. */

#include <linux/ethtool.h>
#include <linux/netdevice.h>

#include "cpo_pci.h"

/*
 * The module is the engine with the lasers that feed it. Where several reasons
 * share a state the port of the cpo family tells which one it is. The table in
 * Documentation/cpo-pci.rst is the same; a reason that is new does not compile
 * without a place here.
 */
static int cpo_pci_ext_state(enum cpo_port_reason reason,
			     struct ethtool_link_ext_state_info *info)
{
	switch (reason) {
	case CPO_PORT_REASON_NONE:
		break;
	case CPO_PORT_REASON_ELS_ABSENT:
	case CPO_PORT_REASON_ELS_UNCHECKED:
	case CPO_PORT_REASON_LASER_OFF:
	case CPO_PORT_REASON_LASER_FAULT:
	case CPO_PORT_REASON_INTERLOCK:
	case CPO_PORT_REASON_DISABLED:
	case CPO_PORT_REASON_STARTING:
		info->link_ext_state = ETHTOOL_LINK_EXT_STATE_MODULE;
		return 0;
	case CPO_PORT_REASON_ENGINE_FAULT:
	case CPO_PORT_REASON_FIRMWARE:
		info->link_ext_state = ETHTOOL_LINK_EXT_STATE_MODULE;
		info->module = ETHTOOL_LINK_EXT_SUBSTATE_MODULE_CMIS_NOT_READY;
		return 0;
	case CPO_PORT_REASON_RX_LOS:
		info->link_ext_state =
			ETHTOOL_LINK_EXT_STATE_BAD_SIGNAL_INTEGRITY;
		info->bad_signal_integrity =
			ETHTOOL_LINK_EXT_SUBSTATE_BSI_SERDES_ALOS;
		return 0;
	case CPO_PORT_REASON_RX_LOL:
		info->link_ext_state =
			ETHTOOL_LINK_EXT_STATE_BAD_SIGNAL_INTEGRITY;
		return 0;
	case CPO_PORT_REASON_BER:
		info->link_ext_state =
			ETHTOOL_LINK_EXT_STATE_BAD_SIGNAL_INTEGRITY;
		info->bad_signal_integrity =
		ETHTOOL_LINK_EXT_SUBSTATE_BSI_LARGE_NUMBER_OF_PHYSICAL_ERRORS;
		return 0;
	case CPO_PORT_REASON_RING_UNLOCK:
		info->link_ext_state =
			ETHTOOL_LINK_EXT_STATE_CALIBRATION_FAILURE;
		return 0;
	case CPO_PORT_REASON_OVERHEAT:
		info->link_ext_state = ETHTOOL_LINK_EXT_STATE_OVERHEAT;
		return 0;
	case CPO_PORT_REASON_POWER:
		info->link_ext_state =
			ETHTOOL_LINK_EXT_STATE_POWER_BUDGET_EXCEEDED;
		return 0;
	}
	/* not given, or one this version does not know */
	return -ENODATA;
}

/* A reason from a while ago may be wrong by now, and ethtool has no age. */
int cpo_pci_get_link_ext_state(struct net_device *netdev,
			       struct ethtool_link_ext_state_info *info)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	struct cpo_port_row row;

	if (cpo_port_row_get_fresh(port->cpd->cdev, port->index, &row) ||
	    !(row.valid & CPO_ROW_STATE) || row.state == CPO_PORT_STATE_UP)
		return -ENODATA;
	return cpo_pci_ext_state(row.reason, info);
}

/* Of changes to and fro, the last of which led to the state of now. */
void cpo_pci_get_link_ext_stats(struct net_device *netdev,
				struct ethtool_link_ext_stats *stats)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	struct cpo_port_row row;
	bool down;

	if (cpo_port_row_get(port->cpd->cdev, port->index, &row) ||
	    !(row.valid & CPO_ROW_STATE) || !(row.valid & CPO_PORT_CHANGES_OK))
		return;
	down = row.state != CPO_PORT_STATE_UP;
	stats->link_down_events = ((u64)row.link_changes + down) / 2;
}

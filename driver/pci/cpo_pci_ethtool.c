// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/ethtool.h>
#include <linux/netdevice.h>

#include "cpo_pci.h"

static void cpo_pci_get_drvinfo(struct net_device *netdev,
				struct ethtool_drvinfo *info)
{
	struct cpo_pci_dev *cpd = cpo_pci_netdev_port(netdev)->cpd;

	strscpy(info->driver, CPO_PCI_NAME, sizeof(info->driver));
	strscpy(info->bus_info, pci_name(cpd->pdev), sizeof(info->bus_info));
	strscpy(info->fw_version, cpd->ident.fw_running,
		sizeof(info->fw_version));
}

static const struct {
	u32 speed;
	u8 lanes;
	u8 media;		/* enum cpo_hw_media */
	u16 mode;
} cpo_pci_link_modes[] = {
	{ SPEED_400000, 4, CPO_MEDIA_DR,
	  ETHTOOL_LINK_MODE_400000baseDR4_Full_BIT },
	{ SPEED_400000, 4, CPO_MEDIA_FR,
	  ETHTOOL_LINK_MODE_400000baseLR4_ER4_FR4_Full_BIT },
	{ SPEED_800000, 8, CPO_MEDIA_DR,
	  ETHTOOL_LINK_MODE_800000baseDR8_Full_BIT },
	{ SPEED_800000, 4, CPO_MEDIA_DR,
	  ETHTOOL_LINK_MODE_800000baseDR4_Full_BIT },
	{ SPEED_1600000, 8, CPO_MEDIA_DR,
	  ETHTOOL_LINK_MODE_1600000baseDR8_Full_BIT },
};

/* A kernel, or a standard, without a mode for the port shows none. */
static void cpo_pci_link_mode(const struct cpo_pci_port_info *info,
			      struct ethtool_link_ksettings *cmd)
{
	unsigned int i, mode;

	for (i = 0; i < ARRAY_SIZE(cpo_pci_link_modes); i++) {
		mode = cpo_pci_link_modes[i].mode;
		if (cpo_pci_link_modes[i].speed != info->speed_mbps ||
		    cpo_pci_link_modes[i].lanes != info->lanes ||
		    cpo_pci_link_modes[i].media != info->media ||
		    mode >= __ETHTOOL_LINK_MODE_MASK_NBITS)
			continue;
		__set_bit(mode, cmd->link_modes.supported);
		__set_bit(mode, cmd->link_modes.advertising);
	}
}

static int cpo_pci_get_link_ksettings(struct net_device *netdev,
				      struct ethtool_link_ksettings *cmd)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
	const struct cpo_pci_port_info *info;

	info = &port->cpd->topo.ports[port->index];
	ethtool_link_ksettings_zero_link_mode(cmd, supported);
	ethtool_link_ksettings_zero_link_mode(cmd, advertising);
	ethtool_link_ksettings_add_link_mode(cmd, supported, FIBRE);
	ethtool_link_ksettings_add_link_mode(cmd, advertising, FIBRE);
	cpo_pci_link_mode(info, cmd);
	cpo_pci_fec_link_mode(port, cmd);
	/* the speed is built in, so it is known without a link */
	cmd->base.speed = info->speed_mbps;
	cmd->base.duplex = DUPLEX_FULL;
	cmd->base.autoneg = AUTONEG_DISABLE;
	cmd->base.port = PORT_FIBRE;
	cmd->lanes = info->lanes;
	return 0;
}

const struct ethtool_ops cpo_pci_ethtool_ops = {
	.cap_link_lanes_supported	= true,
	.get_drvinfo			= cpo_pci_get_drvinfo,
	.get_strings			= cpo_pci_get_strings,
	.get_ethtool_stats		= cpo_pci_get_ethtool_stats,
	.get_sset_count			= cpo_pci_get_sset_count,
	.get_link			= ethtool_op_get_link,
	.get_link_ext_state		= cpo_pci_get_link_ext_state,
	.get_link_ext_stats		= cpo_pci_get_link_ext_stats,
	.get_link_ksettings		= cpo_pci_get_link_ksettings,
	.get_fecparam			= cpo_pci_get_fecparam,
	.get_fec_stats			= cpo_pci_get_fec_stats,
	.get_module_eeprom_by_page	= cpo_pci_get_module_eeprom_by_page,
	.get_module_power_mode		= cpo_pci_get_power_mode,
	.set_module_power_mode		= cpo_pci_set_power_mode,
};

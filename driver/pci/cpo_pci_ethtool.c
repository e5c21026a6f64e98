// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/ethtool.h>
#include <linux/netdevice.h>

#include "cpo_pci.h"

static struct cpo_pci_port *cpo_pci_ethtool_port(struct net_device *netdev)
{
	const struct cpo_pci_netdev *np = netdev_priv(netdev);

	return np->port;
}

static void cpo_pci_get_drvinfo(struct net_device *netdev,
				struct ethtool_drvinfo *info)
{
	struct cpo_pci_dev *cpd = cpo_pci_ethtool_port(netdev)->cpd;

	strscpy(info->driver, CPO_PCI_NAME, sizeof(info->driver));
	strscpy(info->bus_info, pci_name(cpd->pdev), sizeof(info->bus_info));
	strscpy(info->fw_version, cpd->ident.fw_running,
		sizeof(info->fw_version));
}

/* ---- speed ---- */

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
	struct cpo_pci_port *port = cpo_pci_ethtool_port(netdev);
	const struct cpo_pci_port_info *info;

	info = &port->cpd->topo.ports[port->index];
	ethtool_link_ksettings_zero_link_mode(cmd, supported);
	ethtool_link_ksettings_zero_link_mode(cmd, advertising);
	ethtool_link_ksettings_add_link_mode(cmd, supported, FIBRE);
	ethtool_link_ksettings_add_link_mode(cmd, advertising, FIBRE);
	cpo_pci_link_mode(info, cmd);
	/* the speed is built in, so it is known without a link */
	cmd->base.speed = info->speed_mbps;
	cmd->base.duplex = DUPLEX_FULL;
	cmd->base.autoneg = AUTONEG_DISABLE;
	cmd->base.port = PORT_FIBRE;
	cmd->lanes = info->lanes;
	return 0;
}

/* ---- why there is no link ---- */

static const struct {
	u8 state;		/* enum ethtool_link_ext_state */
	u8 substate;		/* 0: none */
	bool known;
} cpo_pci_ext_states[] = {
	[CPO_PORT_REASON_ELS_ABSENT] = {
		ETHTOOL_LINK_EXT_STATE_MODULE, 0, true },
	[CPO_PORT_REASON_ELS_UNCHECKED] = {
		ETHTOOL_LINK_EXT_STATE_MODULE, 0, true },
	[CPO_PORT_REASON_LASER_OFF] = {
		ETHTOOL_LINK_EXT_STATE_MODULE, 0, true },
	[CPO_PORT_REASON_LASER_FAULT] = {
		ETHTOOL_LINK_EXT_STATE_MODULE, 0, true },
	[CPO_PORT_REASON_RX_LOS] = {
		ETHTOOL_LINK_EXT_STATE_BAD_SIGNAL_INTEGRITY,
		ETHTOOL_LINK_EXT_SUBSTATE_BSI_SERDES_ALOS, true },
	[CPO_PORT_REASON_RX_LOL] = {
		ETHTOOL_LINK_EXT_STATE_BAD_SIGNAL_INTEGRITY, 0, true },
	[CPO_PORT_REASON_RING_UNLOCK] = {
		ETHTOOL_LINK_EXT_STATE_CALIBRATION_FAILURE, 0, true },
	[CPO_PORT_REASON_OVERHEAT] = {
		ETHTOOL_LINK_EXT_STATE_OVERHEAT, 0, true },
	[CPO_PORT_REASON_POWER] = {
		ETHTOOL_LINK_EXT_STATE_POWER_BUDGET_EXCEEDED, 0, true },
	[CPO_PORT_REASON_ENGINE_FAULT] = {
		ETHTOOL_LINK_EXT_STATE_MODULE,
		ETHTOOL_LINK_EXT_SUBSTATE_MODULE_CMIS_NOT_READY, true },
	[CPO_PORT_REASON_INTERLOCK] = {
		ETHTOOL_LINK_EXT_STATE_MODULE, 0, true },
	[CPO_PORT_REASON_DISABLED] = {
		ETHTOOL_LINK_EXT_STATE_MODULE, 0, true },
	[CPO_PORT_REASON_STARTING] = {
		ETHTOOL_LINK_EXT_STATE_MODULE, 0, true },
	[CPO_PORT_REASON_FIRMWARE] = {
		ETHTOOL_LINK_EXT_STATE_MODULE,
		ETHTOOL_LINK_EXT_SUBSTATE_MODULE_CMIS_NOT_READY, true },
	[CPO_PORT_REASON_BER] = {
		ETHTOOL_LINK_EXT_STATE_BAD_SIGNAL_INTEGRITY,
		ETHTOOL_LINK_EXT_SUBSTATE_BSI_LARGE_NUMBER_OF_PHYSICAL_ERRORS,
		true },
};

static int cpo_pci_get_link_ext_state(struct net_device *netdev,
				      struct ethtool_link_ext_state_info *info)
{
	struct cpo_pci_port *port = cpo_pci_ethtool_port(netdev);
	struct cpo_port_row row;

	if (cpo_port_row_get(port->cpd->cdev, port->index, &row) ||
	    !(row.valid & CPO_ROW_STATE) || row.state == CPO_PORT_STATE_UP ||
	    row.reason >= ARRAY_SIZE(cpo_pci_ext_states) ||
	    !cpo_pci_ext_states[row.reason].known)
		return -ENODATA;
	info->link_ext_state = cpo_pci_ext_states[row.reason].state;
	info->__link_ext_substate = cpo_pci_ext_states[row.reason].substate;
	return 0;
}

/* Ports start down, so every other change is a link that went down. */
static void cpo_pci_get_link_ext_stats(struct net_device *netdev,
				       struct ethtool_link_ext_stats *stats)
{
	struct cpo_pci_port *port = cpo_pci_ethtool_port(netdev);
	struct cpo_port_row row;

	if (!cpo_port_row_get(port->cpd->cdev, port->index, &row) &&
	    row.valid & CPO_PORT_CHANGES_OK)
		stats->link_down_events = row.link_changes / 2;
}

/* ---- module EEPROM ---- */

/*
 * Stock tools know pluggable modules with one port and few banks. A port sees
 * its engine as such a module: an identifier they decode, one bank, which is
 * the one with the lanes of the port. What the engine really says is behind
 * page-get of the cpo family.
 */
#define CPO_PCI_SFF_CMIS	0x19	/* SFF-8024: OSFP with CMIS */
#define CPO_PCI_SFF_CPO		0x80	/* vendor range: co-packaged engine */
#define CPO_PCI_I2C_ADDR	0x50
#define CPO_PCI_PAGE_BANKED	0x10	/* first page that has banks */

#define CPO_PCI_P01_BANKS	142
#define CPO_PCI_P01_BANKS_MASK	GENMASK(1, 0)

/* Offsets in the 256 bytes a page and lower memory make. */
struct cpo_pci_checksum {
	u8 page;
	u8 first;
	u8 last;
	u8 at;
};

static const struct cpo_pci_checksum cpo_pci_checksums[] = {
	{ 0x00, 128, 221, 222 },
	{ 0x01, 130, 254, 255 },
};

/* @half holds offsets 128 to 255. */
static void cpo_pci_view_checksum(u8 page, u8 *half)
{
	const struct cpo_pci_checksum *c;
	unsigned int i, j;
	u8 sum;

	for (i = 0; i < ARRAY_SIZE(cpo_pci_checksums); i++) {
		c = &cpo_pci_checksums[i];
		if (c->page != page)
			continue;
		sum = 0;
		for (j = c->first; j <= c->last; j++)
			sum += half[j - CPO_PAGE_SIZE];
		half[c->at - CPO_PAGE_SIZE] = sum;
	}
}

static void cpo_pci_view(u8 page, bool lower, u8 *half)
{
	/* the first byte of lower memory, and again that of page 00h */
	if (!page && half[0] == CPO_PCI_SFF_CPO)
		half[0] = CPO_PCI_SFF_CMIS;
	if (lower)
		return;
	if (page == 0x01)
		half[CPO_PCI_P01_BANKS - CPO_PAGE_SIZE] &=
			~CPO_PCI_P01_BANKS_MASK;
	cpo_pci_view_checksum(page, half);
}

static int cpo_pci_view_check(const struct ethtool_module_eeprom *req,
			      struct netlink_ext_ack *extack)
{
	if (req->i2c_address != CPO_PCI_I2C_ADDR) {
		NL_SET_ERR_MSG(extack, "Only I2C address 0x50 can be read");
		return -EINVAL;
	}
	if (req->bank) {
		NL_SET_ERR_MSG(extack, "A port has one bank, which is bank 0");
		return -EINVAL;
	}
	if (!req->length ||
	    req->offset % CPO_PAGE_SIZE + req->length > CPO_PAGE_SIZE ||
	    req->offset >= 2 * CPO_PAGE_SIZE) {
		NL_SET_ERR_MSG(extack, "Not within one half of a page");
		return -EINVAL;
	}
	return 0;
}

/* Runs under a networking lock: pages come from a cache, waits are short. */
static int
cpo_pci_get_module_eeprom_by_page(struct net_device *netdev,
				  const struct ethtool_module_eeprom *req,
				  struct netlink_ext_ack *extack)
{
	struct cpo_pci_port *port = cpo_pci_ethtool_port(netdev);
	bool lower = req->offset < CPO_PAGE_SIZE;
	const struct cpo_pci_port_info *info;
	struct cpo_page_addr addr = {};
	u8 half[CPO_PAGE_SIZE];
	int err;

	err = cpo_pci_view_check(req, extack);
	if (err)
		return err;
	info = &port->cpd->topo.ports[port->index];
	addr.index = info->engine;
	addr.page = req->page;
	addr.bank = req->page >= CPO_PCI_PAGE_BANKED ? info->bank : 0;
	addr.offset = lower ? 0 : CPO_PAGE_SIZE;
	addr.len = CPO_PAGE_SIZE;
	err = cpo_page_read_cached(port->cpd->cdev, &addr, half,
				   CPO_PCI_ETHTOOL_MS, extack);
	if (err)
		return err;
	cpo_pci_view(req->page, lower, half);
	memcpy(req->data, half + req->offset % CPO_PAGE_SIZE, req->length);
	return req->length;
}

const struct ethtool_ops cpo_pci_ethtool_ops = {
	.cap_link_lanes_supported	= true,
	.get_drvinfo			= cpo_pci_get_drvinfo,
	.get_link			= ethtool_op_get_link,
	.get_link_ext_state		= cpo_pci_get_link_ext_state,
	.get_link_ext_stats		= cpo_pci_get_link_ext_stats,
	.get_link_ksettings		= cpo_pci_get_link_ksettings,
	.get_module_eeprom_by_page	= cpo_pci_get_module_eeprom_by_page,
};

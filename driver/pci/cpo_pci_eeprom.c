// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Stock tools know pluggable modules with one port and few banks. A port sees
 * its engine as such a module: an identifier they decode, one bank, which is
 * the one with the lanes of the port. What the engine really says is behind
 * page-get of the cpo family.
 */
#include <linux/ethtool.h>
#include <linux/netdevice.h>

#include "cpo_pci.h"

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
int cpo_pci_get_module_eeprom_by_page(struct net_device *netdev,
				      const struct ethtool_module_eeprom *req,
				      struct netlink_ext_ack *extack)
{
	struct cpo_pci_port *port = cpo_pci_netdev_port(netdev);
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

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/netlink.h>

#include "cpo_pci.h"

/* See struct cpo_dev_ops. The device never clears anything on a read. */
int cpo_pci_page_read(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
		      u8 *buf, unsigned int timeout_ms,
		      struct netlink_ext_ack *extack)
{
	struct cpo_pci_dev *cpd = cpo_dev_priv(cdev);
	struct cpo_hw_page_read arg = {
		.bank = cpu_to_le16(addr->bank),
		.page = cpu_to_le16(addr->page),
		.offset = cpu_to_le16(addr->offset),
		.len = cpu_to_le16(addr->len),
	};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_PAGE_READ,
		.obj.type = addr->els ? CPO_OBJ_ELS : CPO_OBJ_ENGINE,
		.obj.a = cpu_to_le16(addr->index),
		.arg = &arg,
		.arg_len = sizeof(arg),
		.out = buf,
		.out_len = addr->len,
		.timeout_ms = timeout_ms,
	};
	int err;

	if (!(cpd->features & CPO_FEAT_PAGES)) {
		NL_SET_ERR_MSG(extack, "Device has no pages to read");
		return -EOPNOTSUPP;
	}
	err = cpo_pci_cmd(cpd, &cmd, extack);
	if (err)
		return err;
	if (cmd.len != addr->len) {
		NL_SET_ERR_MSG(extack, "Device gave less than was asked for");
		return -EIO;
	}
	return 0;
}

/* See struct cpo_dev_ops. Whether the device can do it is asked once. */
int cpo_pci_page_freeze(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
			bool on, unsigned int timeout_ms)
{
	struct cpo_pci_dev *cpd = cpo_dev_priv(cdev);
	struct cpo_hw_page_freeze arg = { .on = on };
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_PAGE_FREEZE,
		.obj.type = addr->els ? CPO_OBJ_ELS : CPO_OBJ_ENGINE,
		.obj.a = cpu_to_le16(addr->index),
		.arg = &arg,
		.arg_len = sizeof(arg),
		.timeout_ms = timeout_ms,
	};
	int err;

	if (!(cpd->features & CPO_FEAT_PAGES) ||
	    test_bit(CPO_PCI_NO_FREEZE, &cpd->flags))
		return -EOPNOTSUPP;
	err = cpo_pci_cmd(cpd, &cmd, NULL);
	if (err == -EOPNOTSUPP)
		set_bit(CPO_PCI_NO_FREEZE, &cpd->flags);
	return err;
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Regions: what the device and the driver share, byte by byte, for who wants to
 * see why they do not understand each other.  Nothing can be written.
 */

#include <linux/slab.h>
#include <linux/unaligned.h>

#include "cpo_pci.h"

#define CPO_PCI_REGION_SNAPSHOTS	8

/* In front of the rings in the region "mailbox". */
struct cpo_pci_mailbox {
	__le32 log2;		/* entries of each ring */
	__le32 sq_tail;
	__le32 cq_head;
	__le32 up;		/* the queue is in use */
	__le32 sq_offset;	/* from the start of the region */
	__le32 cq_offset;
	__le32 rsvd[2];
};

static void cpo_pci_region_free(const void *data)
{
	kvfree(data);
}

/* ---- csr ---- */

/* Blocks without a read that changes anything. */
static const u8 cpo_pci_region_blocks[] = {
	CPO_PCI_BLK_IDENT, CPO_BLK_CONTROL, CPO_BLK_ADMINQ, CPO_BLK_EVENTQ,
	CPO_BLK_TELEMETRY, CPO_BLK_IRQ, CPO_BLK_SAFETY,
};

static u32 cpo_pci_region_block_size(const struct cpo_pci_dev *cpd,
				     unsigned int blk)
{
	return blk == CPO_PCI_BLK_IDENT ? CPO_REG_TLM_MAX + sizeof(u32) :
					  cpd->blk[blk].size;
}

/* The block the register at an address of the BAR is in, or a negative. */
static int cpo_pci_region_block(const struct cpo_pci_dev *cpd, u32 addr)
{
	unsigned int i, blk;

	for (i = 0; i < ARRAY_SIZE(cpo_pci_region_blocks); i++) {
		blk = cpo_pci_region_blocks[i];
		if (addr >= cpd->blk[blk].offset &&
		    addr - cpd->blk[blk].offset + sizeof(u32) <=
		    cpo_pci_region_block_size(cpd, blk))
			return blk;
	}
	return -ENOENT;
}

static u32 cpo_pci_csr_size(const struct cpo_pci_dev *cpd)
{
	unsigned int i, blk;
	u32 end = 0;

	for (i = 0; i < ARRAY_SIZE(cpo_pci_region_blocks); i++) {
		blk = cpo_pci_region_blocks[i];
		end = max(end, cpd->blk[blk].offset +
			       cpo_pci_region_block_size(cpd, blk));
	}
	return ALIGN(end, sizeof(u32));
}

/* Addresses are those in the BAR; what is between the blocks reads as 0. */
static int cpo_pci_csr_read_at(struct cpo_pci_dev *cpd,
			       struct netlink_ext_ack *extack, u32 offset,
			       u32 size, u8 *data)
{
	u32 pos, addr, val;
	int blk;

	if (!READ_ONCE(cpd->regs)) {
		NL_SET_ERR_MSG(extack, "There is no access to the device");
		return -ENODEV;
	}
	for (pos = 0; pos < size; pos++) {
		addr = ALIGN_DOWN(offset + pos, sizeof(u32));
		if (!pos || addr == offset + pos) {
			blk = cpo_pci_region_block(cpd, addr);
			val = blk < 0 ? 0 :
			      cpo_pci_rd32(cpd, blk,
					   addr - cpd->blk[blk].offset);
		}
		data[pos] = val >> (8 * ((offset + pos) % sizeof(u32)));
	}
	if (!READ_ONCE(cpd->regs)) {
		NL_SET_ERR_MSG(extack, "Device is gone");
		return -ENODEV;
	}
	return 0;
}

/* ---- the others ---- */

static u32 cpo_pci_mailbox_size(const struct cpo_pci_dev *cpd)
{
	return sizeof(struct cpo_pci_mailbox) +
	       ((sizeof(struct cpo_hw_cmd) + sizeof(struct cpo_hw_cpl)) <<
		cpd->adminq.log2);
}

static int cpo_pci_mailbox_copy(struct cpo_pci_dev *cpd,
				struct netlink_ext_ack *extack, u32 offset,
				u32 size, u8 *data)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	size_t sq = sizeof(*aq->sq) << aq->log2;
	size_t cq = sizeof(*aq->cq) << aq->log2;
	struct cpo_pci_mailbox head = {};

	spin_lock(&aq->lock);
	head.log2 = cpu_to_le32(aq->log2);
	head.sq_tail = cpu_to_le32(aq->sq_tail);
	head.cq_head = cpu_to_le32(aq->cq_head);
	head.up = cpu_to_le32(aq->up);
	head.sq_offset = cpu_to_le32(sizeof(head));
	head.cq_offset = cpu_to_le32(sizeof(head) + sq);
	memcpy(data, &head, sizeof(head));
	memcpy(data + sizeof(head), aq->sq, sq);
	memcpy(data + sizeof(head) + sq, aq->cq, cq);
	spin_unlock(&aq->lock);
	return 0;
}

static u32 cpo_pci_telemetry_size(const struct cpo_pci_dev *cpd)
{
	return cpd->tlm.bytes;
}

/* The one that was looked at last, whether it was taken or refused. */
static int cpo_pci_telemetry_copy(struct cpo_pci_dev *cpd,
				  struct netlink_ext_ack *extack, u32 offset,
				  u32 size, u8 *data)
{
	mutex_lock(&cpd->publish_lock);
	memcpy(data, cpd->tlm.block + offset, size);
	mutex_unlock(&cpd->publish_lock);
	return 0;
}

/* ---- regions ---- */

struct cpo_pci_region_info {
	u32 (*size)(const struct cpo_pci_dev *cpd);
	/* all of it, unless the ops have .read */
	int (*copy)(struct cpo_pci_dev *cpd, struct netlink_ext_ack *extack,
		    u32 offset, u32 size, u8 *data);
};

static const struct cpo_pci_region_info cpo_pci_regions[CPO_PCI_REGIONS] = {
	[CPO_PCI_REGION_CSR] = { cpo_pci_csr_size, cpo_pci_csr_read_at },
	[CPO_PCI_REGION_MAILBOX] = { cpo_pci_mailbox_size,
				     cpo_pci_mailbox_copy },
	[CPO_PCI_REGION_TELEMETRY] = { cpo_pci_telemetry_size,
				       cpo_pci_telemetry_copy },
};

static int cpo_pci_region_snapshot(struct devlink *devlink,
				   const struct devlink_region_ops *ops,
				   struct netlink_ext_ack *extack, u8 **data)
{
	const struct cpo_pci_region_info *info = ops->priv;
	struct cpo_pci_dev *cpd = devlink_priv(devlink);
	u32 size = info->size(cpd);
	int err;

	*data = kvzalloc(size, GFP_KERNEL);
	if (!*data)
		return -ENOMEM;
	err = info->copy(cpd, extack, 0, size, *data);
	if (err)
		kvfree(*data);
	return err;
}

/* devlink keeps within the region. */
static int cpo_pci_region_read(struct devlink *devlink,
			       const struct devlink_region_ops *ops,
			       struct netlink_ext_ack *extack, u64 offset,
			       u32 size, u8 *data)
{
	const struct cpo_pci_region_info *info = ops->priv;

	return info->copy(devlink_priv(devlink), extack, offset, size, data);
}

static const struct devlink_region_ops
cpo_pci_region_ops[CPO_PCI_REGIONS] = {
	[CPO_PCI_REGION_CSR] = {
		.name		= "csr",
		.destructor	= cpo_pci_region_free,
		.snapshot	= cpo_pci_region_snapshot,
		.read		= cpo_pci_region_read,
		.priv		= (void *)&cpo_pci_regions[CPO_PCI_REGION_CSR],
	},
	/* of one moment, which pieces are not */
	[CPO_PCI_REGION_MAILBOX] = {
		.name		= "mailbox",
		.destructor	= cpo_pci_region_free,
		.snapshot	= cpo_pci_region_snapshot,
		.priv = (void *)&cpo_pci_regions[CPO_PCI_REGION_MAILBOX],
	},
	[CPO_PCI_REGION_TELEMETRY] = {
		.name		= "telemetry",
		.destructor	= cpo_pci_region_free,
		.snapshot	= cpo_pci_region_snapshot,
		.priv = (void *)&cpo_pci_regions[CPO_PCI_REGION_TELEMETRY],
	},
};

static void cpo_pci_region_capture(struct cpo_pci_dev *cpd, unsigned int i,
				   u32 id)
{
	struct devlink *devlink = priv_to_devlink(cpd);
	u8 *data;

	if (cpo_pci_region_snapshot(devlink, &cpo_pci_region_ops[i], NULL,
				    &data))
		return;
	/* those there are may be of an earlier error, and stay */
	if (devlink_region_snapshot_create(cpd->regions[i], data, id))
		kvfree(data);
}

/**
 * cpo_pci_regions_capture - keep all regions as they are now
 * @cpd: device that failed; its devlink lock is held
 *
 * Snapshots of one failure have one number.
 */
void cpo_pci_regions_capture(struct cpo_pci_dev *cpd)
{
	struct devlink *devlink = priv_to_devlink(cpd);
	unsigned int i;
	u32 id;

	devl_assert_locked(devlink);
	if (devlink_region_snapshot_id_get(devlink, &id))
		return;
	for (i = 0; i < CPO_PCI_REGIONS; i++)
		if (cpd->regions[i])
			cpo_pci_region_capture(cpd, i, id);
	devlink_region_snapshot_id_put(devlink, id);
}

/**
 * cpo_pci_regions_create - make the regions of a device
 * @cpd: device, whose rings exist; its devlink lock is held
 *
 * Return: 0, or an error and nothing is left
 */
int cpo_pci_regions_create(struct cpo_pci_dev *cpd)
{
	struct devlink *devlink = priv_to_devlink(cpd);
	struct devlink_region *region;
	unsigned int i;

	for (i = 0; i < CPO_PCI_REGIONS; i++) {
		region = devl_region_create(devlink, &cpo_pci_region_ops[i],
					    CPO_PCI_REGION_SNAPSHOTS,
					    cpo_pci_regions[i].size(cpd));
		if (IS_ERR(region)) {
			cpo_pci_regions_destroy(cpd);
			return PTR_ERR(region);
		}
		cpd->regions[i] = region;
	}
	return 0;
}

/* With their snapshots. */
void cpo_pci_regions_destroy(struct cpo_pci_dev *cpd)
{
	unsigned int i;

	for (i = 0; i < CPO_PCI_REGIONS; i++) {
		if (cpd->regions[i])
			devl_region_destroy(cpd->regions[i]);
		cpd->regions[i] = NULL;
	}
}

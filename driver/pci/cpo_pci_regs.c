// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/bitfield.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/io-64-nonatomic-lo-hi.h>

#include "cpo_pci.h"

#define CPO_PCI_FEAT_NEEDED	(CPO_FEAT_TELEMETRY | CPO_FEAT_EVENTS)
#define CPO_PCI_FEAT_KNOWN	(CPO_PCI_FEAT_NEEDED | CPO_FEAT_PAGES)

/* for tests only, and of no use without the file they are written to */
#define CPO_PCI_FEAT_TEST \
	(IS_ENABLED(CONFIG_DEBUG_FS) ? CPO_FEAT_INJECT : 0)

#define CPO_PCI_RESET_US	1000000
/* long enough for a start of the firmware */
#define CPO_PCI_READY_US	10000000
#define CPO_PCI_POLL_US		1000

/* Shape of a directory entry as four words. */
#define CPO_PCI_DIR_ID		GENMASK(15, 0)
#define CPO_PCI_DIR_WORDS	(sizeof(struct cpo_hw_dir) / sizeof(u32))

static const struct {
	u32 size;
	u32 doorbells;		/* bytes */
	bool optional;
} cpo_pci_block_min[CPO_PCI_BLOCKS] = {
	[CPO_BLK_CONTROL]	= { CPO_CTRL_PENDING + 4, 0 },
	[CPO_BLK_ADMINQ]	= { CPO_ADMINQ_GEN + 4,
				    CPO_ADMINQ_DB_CQ_HEAD + 8 },
	[CPO_BLK_EVENTQ]	= { CPO_EVENTQ_DROPPED + 8,
				    CPO_EVENTQ_DB_CONSUMER + 8 },
	[CPO_BLK_TELEMETRY]	= { CPO_TLM_PERIOD_US + 4, 0 },
	[CPO_BLK_IRQ]		= { CPO_IRQ_MODERATION(CPO_IRQ_VECTORS), 0 },
	[CPO_BLK_SAFETY]	= { CPO_SAFETY_CLAMP_HITS + 4, 0, true },
	[CPO_BLK_INJECT]	= { CPO_INJECT_STATUS + 4, 0, true },
};

bool cpo_pci_is_dead(const struct cpo_pci_dev *cpd)
{
	return test_bit(CPO_PCI_DEAD, &cpd->flags);
}

/* Whether accesses work; not for when the core forbids them. */
bool cpo_pci_has_magic(const struct cpo_pci_dev *cpd)
{
	return readl(cpd->bar + CPO_REG_MAGIC) == CPO_MAGIC;
}

/* May run anywhere; telling the core and the stack is left to a work item. */
static void cpo_pci_gone(struct cpo_pci_dev *cpd, u32 addr)
{
	WRITE_ONCE(cpd->regs, NULL);
	if (test_and_set_bit(CPO_PCI_DEAD, &cpd->flags))
		return;
	dev_err(cpd->dev, "No answer from register 0x%x, device is gone\n",
		addr);
	queue_work(cpo_pci_wq, &cpd->dead_work);
}

/* All ones may be a value, unless the magic number is not there either. */
static bool cpo_pci_answers(struct cpo_pci_dev *cpd, void __iomem *regs,
			    u32 addr)
{
	if (readl(regs + CPO_REG_MAGIC) == CPO_MAGIC)
		return true;
	cpo_pci_gone(cpd, addr);
	return false;
}

/**
 * cpo_pci_alive - look whether the device is still there
 * @cpd: device
 *
 * For when something did not happen that should have.
 *
 * Return: true, or false when the device is gone or there is no access to it
 */
bool cpo_pci_alive(struct cpo_pci_dev *cpd)
{
	void __iomem *regs = READ_ONCE(cpd->regs);

	return regs && cpo_pci_answers(cpd, regs, CPO_REG_MAGIC);
}

/**
 * cpo_pci_rd32 - read a register
 * @cpd: device
 * @blk: block, found by the directory
 * @reg: offset in the block
 *
 * Any context. The first read that shows that the device is gone says so once;
 * from then on there are no accesses.
 *
 * Return: value, all ones when there is no device
 */
u32 cpo_pci_rd32(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg)
{
	void __iomem *regs = READ_ONCE(cpd->regs);
	u32 addr = cpd->blk[blk].offset + reg;
	u32 val;

	if (!regs)
		return ~0U;
	val = readl(regs + addr);
	if (!~val)
		cpo_pci_answers(cpd, regs, addr);
	return val;
}

u64 cpo_pci_rd64(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg)
{
	void __iomem *regs = READ_ONCE(cpd->regs);
	u32 addr = cpd->blk[blk].offset + reg;
	u64 val;

	if (!regs)
		return ~0ULL;
	val = readq(regs + addr);
	if (!~val)
		cpo_pci_answers(cpd, regs, addr);
	return val;
}

void cpo_pci_wr32(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg, u32 val)
{
	void __iomem *regs = READ_ONCE(cpd->regs);

	if (regs)
		writel(val, regs + cpd->blk[blk].offset + reg);
}

void cpo_pci_wr64(struct cpo_pci_dev *cpd, unsigned int blk, u32 reg, u64 val)
{
	cpo_pci_wr32(cpd, blk, reg, lower_32_bits(val));
	cpo_pci_wr32(cpd, blk, reg + 4, upper_32_bits(val));
}

void cpo_pci_doorbell(struct cpo_pci_dev *cpd, unsigned int blk, u32 db,
		      u16 val)
{
	void __iomem *regs = READ_ONCE(cpd->regs);

	if (regs)
		writel(val, regs + cpd->blk[blk].doorbell + db);
}

static bool cpo_pci_in_bar(u32 offset, u32 size)
{
	return IS_ALIGNED(offset, sizeof(u32)) && offset < CPO_BAR_REGS_SIZE &&
	       size <= CPO_BAR_REGS_SIZE - offset;
}

static int cpo_pci_block_add(struct cpo_pci_dev *cpd, unsigned int id,
			     const struct cpo_pci_block *blk)
{
	u32 doorbells = cpo_pci_block_min[id].doorbells;

	if (cpd->blk[id].size || blk->size < cpo_pci_block_min[id].size ||
	    !cpo_pci_in_bar(blk->offset, blk->size) ||
	    (doorbells && (!blk->doorbell ||
			   !cpo_pci_in_bar(blk->doorbell, doorbells)))) {
		dev_err(cpd->dev, "Register block %u makes no sense\n", id);
		return -EINVAL;
	}
	cpd->blk[id] = *blk;
	return 0;
}

static int cpo_pci_dir_entry(struct cpo_pci_dev *cpd, u32 offset)
{
	u32 word[CPO_PCI_DIR_WORDS];
	struct cpo_pci_block blk;
	unsigned int id, i;

	for (i = 0; i < ARRAY_SIZE(word); i++)
		word[i] = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT,
				       offset + i * sizeof(u32));
	id = FIELD_GET(CPO_PCI_DIR_ID, word[0]);
	/* blocks of later versions, or with nothing for this driver */
	if (!id || id >= CPO_PCI_BLOCKS || !cpo_pci_block_min[id].size)
		return 0;
	blk.offset = word[1];
	blk.size = word[2];
	blk.doorbell = word[3];
	return cpo_pci_block_add(cpd, id, &blk);
}

static int cpo_pci_directory(struct cpo_pci_dev *cpd)
{
	u32 dir = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_DIR);
	u32 offset = FIELD_GET(CPO_DIR_OFFSET, dir);
	u32 count = FIELD_GET(CPO_DIR_COUNT, dir);
	unsigned int i;
	int err;

	if (count > CPO_DIR_MAX ||
	    !cpo_pci_in_bar(offset, count * sizeof(struct cpo_hw_dir))) {
		dev_err(cpd->dev, "Directory 0x%08x makes no sense\n", dir);
		return -EINVAL;
	}
	for (i = 0; i < count; i++) {
		err = cpo_pci_dir_entry(cpd,
					offset + i * sizeof(struct cpo_hw_dir));
		if (err)
			return err;
	}
	for (i = 1; i < CPO_PCI_BLOCKS; i++) {
		if (cpo_pci_block_min[i].size && !cpd->blk[i].size &&
		    !cpo_pci_block_min[i].optional) {
			dev_err(cpd->dev, "No register block %u\n", i);
			return -EINVAL;
		}
	}
	return 0;
}

/* Returns 0 if the device is one this driver can talk to. */
static int cpo_pci_version(struct cpo_pci_dev *cpd)
{
	u32 magic = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_MAGIC);
	u32 version = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_VERSION);

	if (cpo_pci_is_dead(cpd))
		return -ENODEV;
	if (magic != CPO_MAGIC) {
		dev_err(cpd->dev, "Not a CPO device: magic 0x%08x\n", magic);
		return -ENODEV;
	}
	if (FIELD_GET(CPO_VERSION_MAJOR, version) !=
	    FIELD_GET(CPO_VERSION_MAJOR, CPO_VERSION_1_0)) {
		dev_err(cpd->dev, "Interface version %lu.%lu is not known\n",
			FIELD_GET(CPO_VERSION_MAJOR, version),
			FIELD_GET(CPO_VERSION_MINOR, version));
		return -EOPNOTSUPP;
	}
	return 0;
}

int cpo_pci_regs_init(struct cpo_pci_dev *cpd)
{
	int err;

	err = cpo_pci_version(cpd);
	if (err)
		return err;
	err = cpo_pci_directory(cpd);
	return cpo_pci_is_dead(cpd) ? -ENODEV : err;
}

/**
 * cpo_pci_host_reset - stop queues, interrupts and DMA of the device
 * @cpd: device
 *
 * Never touches optics. May sleep.
 *
 * Return: 0 when the device is quiet
 */
int cpo_pci_host_reset(struct cpo_pci_dev *cpd)
{
	u32 old, gen;
	int err;

	if (!cpo_pci_alive(cpd))
		return -ENODEV;
	old = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_RESET_GEN);
	cpo_pci_wr32(cpd, CPO_BLK_CONTROL, CPO_CTRL_RESET,
		     CPO_RESET_KEY | CPO_RESET_HOST);
	err = read_poll_timeout(cpo_pci_rd32, gen, gen != old, CPO_PCI_POLL_US,
				CPO_PCI_RESET_US, false, cpd, CPO_BLK_CONTROL,
				CPO_CTRL_RESET_GEN);
	if (cpo_pci_is_dead(cpd))
		return -ENODEV;
	if (err) {
		dev_err(cpd->dev, "Reset of the host interface timed out\n");
		return err;
	}
	cpd->reset_gen = gen;
	return 0;
}

static int cpo_pci_features(struct cpo_pci_dev *cpd)
{
	u32 sts, feat;

	feat = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_DEV_FEAT_LO);
	if ((feat & CPO_PCI_FEAT_NEEDED) != CPO_PCI_FEAT_NEEDED) {
		dev_err(cpd->dev, "Features 0x%x are not enough\n", feat);
		return -EOPNOTSUPP;
	}
	cpd->features = feat & (CPO_PCI_FEAT_KNOWN | CPO_PCI_FEAT_TEST);
	if (!cpd->blk[CPO_BLK_INJECT].size)
		cpd->features &= ~CPO_FEAT_INJECT;
	cpo_pci_wr32(cpd, CPO_BLK_CONTROL, CPO_CTRL_DRV_FEAT_LO, cpd->features);
	cpo_pci_wr32(cpd, CPO_BLK_CONTROL, CPO_CTRL_DRV_FEAT_HI, 0);
	cpo_pci_wr32(cpd, CPO_BLK_CONTROL, CPO_CTRL_CTL, CPO_CTL_FEATURES_OK);
	sts = cpo_pci_rd32(cpd, CPO_BLK_CONTROL, CPO_CTRL_STS);
	if (!(sts & CPO_STS_FEATURES_OK)) {
		dev_err(cpd->dev, "Device refused features 0x%x\n",
			cpd->features);
		return -EOPNOTSUPP;
	}
	return 0;
}

/**
 * cpo_pci_handshake - bring the host interface to a known state
 * @cpd: device
 *
 * What an earlier driver left running is stopped first.
 *
 * Return: 0, -ENODEV when the device is gone, or why it cannot be used
 */
int cpo_pci_handshake(struct cpo_pci_dev *cpd)
{
	u32 sts;
	int err;

	err = cpo_pci_host_reset(cpd);
	if (err)
		return err;
	err = cpo_pci_features(cpd);
	if (err)
		return cpo_pci_is_dead(cpd) ? -ENODEV : err;
	cpo_pci_wr32(cpd, CPO_BLK_CONTROL, CPO_CTRL_CTL,
		     CPO_CTL_FEATURES_OK | CPO_CTL_ENABLE);
	err = read_poll_timeout(cpo_pci_rd32, sts, sts & CPO_STS_READY,
				CPO_PCI_POLL_US, CPO_PCI_READY_US, false, cpd,
				CPO_BLK_CONTROL, CPO_CTRL_STS);
	if (cpo_pci_is_dead(cpd))
		return -ENODEV;
	if (err)
		dev_err(cpd->dev, "Device does not get ready, status 0x%x\n",
			sts);
	return err;
}

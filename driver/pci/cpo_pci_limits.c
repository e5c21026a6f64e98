// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Limits of quantities.  All of them are read when the device starts, and again
 * when its configuration changed, which each completion tells.
 */

#include <linux/jiffies.h>
#include <linux/slab.h>

#include "cpo_pci.h"

#define CPO_PCI_LIMITS_GAP_MS	1000	/* at least between two reads */
#define CPO_PCI_LIMITS_MAX	32768	/* rows of a kind */

static const u8 cpo_pci_objects[CPO_OBJECT_OTHER] = {
	[CPO_OBJECT_DEV]	= CPO_OBJ_DEVICE,
	[CPO_OBJECT_ENGINE]	= CPO_OBJ_ENGINE,
	[CPO_OBJECT_ELS]	= CPO_OBJ_ELS,
	[CPO_OBJECT_LASER]	= CPO_OBJ_LASER,
	[CPO_OBJECT_LANE]	= CPO_OBJ_LANE,
	[CPO_OBJECT_PORT]	= CPO_OBJ_PORT,
	[CPO_OBJECT_ROUTE]	= CPO_OBJ_FEED,
	[CPO_OBJECT_SENSOR]	= CPO_OBJ_SENSOR,
};

/* The kind whose defaults a row has, or CPO_OBJECT_OTHER. */
static u8 cpo_pci_limits_kind(u8 type)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cpo_pci_objects); i++)
		if (cpo_pci_objects[i] == type)
			break;
	return i;
}

/* ---- reading ---- */

static void cpo_pci_limits_decode(const struct cpo_hw_threshold *hw, bool own,
				  struct cpo_threshold *row)
{
	unsigned int i;

	memset(row, 0, sizeof(*row));
	row->quantity = min_t(u16, le16_to_cpu(hw->quantity), U8_MAX);
	row->levels = hw->mask;
	row->own = own;
	for (i = 0; i < CPO_LEVELS; i++)
		row->limit[i] = le64_to_cpu(hw->limit[i]);
}

/* All routes that have the feed have its limits. */
static int cpo_pci_limits_add_feed(struct cpo_pci_dev *cpd,
				   struct cpo_thresholds *to, u16 feed,
				   struct cpo_threshold *row)
{
	int err = feed < cpd->ident.feeds ? 0 : -EINVAL;
	unsigned int i;

	row->object = CPO_OBJECT_ROUTE;
	for (i = 0; i < cpd->topo.routes && !err; i++) {
		if (cpd->topo.route_feed[i] != feed)
			continue;
		row->index = i;
		err = cpo_thresholds_add(cpd->cdev, to, row);
	}
	return err;
}

static int cpo_pci_limits_add(struct cpo_pci_dev *cpd,
			      struct cpo_thresholds *to,
			      const struct cpo_hw_threshold *hw, bool own)
{
	u16 a = le16_to_cpu(hw->obj.a);
	struct cpo_threshold row;

	cpo_pci_limits_decode(hw, own, &row);
	if (a == CPO_OBJ_ALL) {
		row.object = cpo_pci_limits_kind(hw->obj.type);
		row.index = CPO_NONE;
	} else if (hw->obj.type == CPO_OBJ_FEED) {
		return cpo_pci_limits_add_feed(cpd, to, a, &row);
	} else if (!cpo_pci_object(cpd, &hw->obj, &row.object, &row.index)) {
		return -EINVAL;
	}
	return cpo_thresholds_add(cpd->cdev, to, &row);
}

/* What makes no sense is left out. */
static int cpo_pci_limits_page(struct cpo_pci_dev *cpd,
			       struct cpo_thresholds *to, const void *buf,
			       unsigned int n, bool own)
{
	const struct cpo_hw_threshold *hw = buf;
	unsigned int i, refused = 0;
	int err;

	for (i = 0; i < n; i++, hw++) {
		err = cpo_pci_limits_add(cpd, to, hw, own);
		if (err == -ENOMEM)
			return err;
		refused += !!err;
	}
	if (!refused)
		return 0;
	WRITE_ONCE(cpd->stats.limits_refused,
		   cpd->stats.limits_refused + refused);
	dev_warn_ratelimited(cpd->dev, "%u limits make no sense\n", refused);
	return 0;
}

static int cpo_pci_limits_kind_get(struct cpo_pci_dev *cpd,
				   struct cpo_thresholds *to, void *buf,
				   u32 what)
{
	struct cpo_hw_thresh_get arg = { .what = cpu_to_le32(what) };
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_THRESH_GET,
		.arg = &arg,
		.arg_len = sizeof(arg),
		.out = buf,
		.out_len = CPO_PCI_DATA_SIZE,
	};
	unsigned long end = jiffies + msecs_to_jiffies(CPO_PCI_READ_MS);
	u32 first, n;
	int err;

	for (first = 0; first < CPO_PCI_LIMITS_MAX; first += n) {
		if (time_after(jiffies, end))
			return -ETIMEDOUT;
		arg.first = cpu_to_le32(first);
		WRITE_ONCE(cpd->stats.limit_cmds, cpd->stats.limit_cmds + 1);
		err = cpo_pci_cmd(cpd, &cmd, NULL);
		if (err)
			return err;
		n = cmd.len / sizeof(struct cpo_hw_threshold);
		err = cpo_pci_limits_page(cpd, to, buf, n,
					  what == CPO_THRESH_OVERRIDES);
		if (err || !n || !cmd.result)
			return err;
	}
	return 0;
}

static int cpo_pci_limits_get(struct cpo_pci_dev *cpd,
			      struct cpo_thresholds *to)
{
	void *buf;
	int err;

	buf = kmalloc(CPO_PCI_DATA_SIZE, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	err = cpo_pci_limits_kind_get(cpd, to, buf, CPO_THRESH_DEFAULTS);
	if (!err)
		err = cpo_pci_limits_kind_get(cpd, to, buf,
					      CPO_THRESH_OVERRIDES);
	kfree(buf);
	return err;
}

/* Of one generation, so that none is older than what users set meanwhile. */
static int cpo_pci_limits_try(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_limits *limits = &cpd->limits;
	u32 gen = READ_ONCE(limits->seen);
	struct cpo_thresholds *thresholds;
	int err;

	thresholds = cpo_thresholds_alloc(cpd->cdev);
	if (!thresholds)
		return -ENOMEM;
	err = cpo_pci_limits_get(cpd, thresholds);
	if (!err && READ_ONCE(limits->seen) != gen)
		err = -EAGAIN;
	if (!err)
		err = cpo_thresholds_publish(cpd->cdev, thresholds);
	if (err) {
		cpo_thresholds_free(thresholds);
		return err;
	}
	WRITE_ONCE(limits->read, gen);
	return 0;
}

/**
 * cpo_pci_limits_read - read all limits
 * @cpd: device that takes commands
 *
 * Sleeps. Those that cannot be read now are read with a later command.
 *
 * Return: 0, or an error of a device that does not answer
 */
int cpo_pci_limits_read(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_limits *limits = &cpd->limits;
	int err;

	if (READ_ONCE(limits->none))
		return 0;
	WRITE_ONCE(limits->last, jiffies);
	err = cpo_pci_limits_try(cpd);
	WRITE_ONCE(limits->known, !err);
	if (err == -EOPNOTSUPP)
		WRITE_ONCE(limits->none, true);
	if (err == -ENODEV || err == -ETIMEDOUT)
		return err;
	if (err && err != -EOPNOTSUPP && err != -EAGAIN)
		dev_warn_ratelimited(cpd->dev, "Cannot read limits: %d\n", err);
	return 0;
}

void cpo_pci_limits_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev,
					       limits.work);

	cpo_pci_limits_read(cpd);
}

/**
 * cpo_pci_limits_seen - note the configuration a device is at
 * @cpd: device that completed a command
 * @gen: generation of its configuration
 *
 * Under the lock of the admin queue.
 */
void cpo_pci_limits_seen(struct cpo_pci_dev *cpd, u32 gen)
{
	struct cpo_pci_limits *limits = &cpd->limits;
	unsigned long gap = msecs_to_jiffies(CPO_PCI_LIMITS_GAP_MS);
	unsigned long next = READ_ONCE(limits->last) + gap;
	unsigned long now = jiffies;

	WRITE_ONCE(limits->seen, gen);
	/* while it starts somebody reads them anyway */
	if ((gen == READ_ONCE(limits->read) && READ_ONCE(limits->known)) ||
	    READ_ONCE(limits->none) ||
	    !test_bit(CPO_PCI_PUBLISH, &cpd->flags))
		return;
	queue_delayed_work(cpo_pci_wq, &limits->work,
			   time_before(now, next) ? min(next - now, gap) : 0);
}

/* ---- setting ---- */

static void cpo_pci_limits_encode(const struct cpo_pci_dev *cpd,
				  const struct cpo_threshold *row,
				  struct cpo_hw_threshold *hw)
{
	u16 a = row->object == CPO_OBJECT_ROUTE ?
		cpd->topo.route_feed[row->index] : row->index;
	unsigned int i;

	memset(hw, 0, sizeof(*hw));
	hw->obj.type = cpo_pci_objects[row->object];
	hw->obj.a = cpu_to_le16(a);
	hw->quantity = cpu_to_le16(row->quantity);
	if (!row->own)
		return;
	hw->mask = row->levels;
	for (i = 0; i < CPO_LEVELS; i++)
		if (row->levels & BIT(i))
			hw->limit[i] = cpu_to_le64(row->limit[i]);
}

/* Which level it is, and why. */
static int cpo_pci_limits_range(const struct cpo_pci_cmd *cmd, int *level,
				struct netlink_ext_ack *extack)
{
	u8 at = cmd->result & U8_MAX;

	if (at < CPO_LEVELS)
		*level = at;
	if (cmd->result & CPO_THRESH_UNORDERED)
		NL_SET_ERR_MSG(extack, "Device finds the levels not in order");
	else
		NL_SET_ERR_MSG(extack, "Device cannot hold a limit like this");
	return -ERANGE;
}

/*
 * Other routes with the same feed have the same limits. Those there is no
 * memory for come when all are read again, soon.
 */
static void cpo_pci_limits_siblings(struct cpo_pci_dev *cpd,
				    const struct cpo_threshold *set)
{
	const u16 *feed = cpd->topo.route_feed;
	struct cpo_threshold row = *set;
	unsigned int i;

	if (set->object != CPO_OBJECT_ROUTE)
		return;
	for (i = 0; i < cpd->topo.routes; i++) {
		if (i == set->index || feed[i] != feed[set->index])
			continue;
		row.index = i;
		cpo_threshold_store(cpd->cdev, &row);
	}
}

/* See struct cpo_dev_ops. */
int cpo_pci_threshold_set(struct cpo_dev *cdev,
			  const struct cpo_threshold *row, int *level,
			  struct netlink_ext_ack *extack)
{
	struct cpo_pci_dev *cpd = cpo_dev_priv(cdev);
	struct cpo_hw_threshold hw;
	struct cpo_pci_cmd cmd = {
		.opcode = row->own ? CPO_OP_THRESH_SET : CPO_OP_THRESH_DEFAULT,
		.in = &hw,
		.in_len = sizeof(hw),
	};
	int err;

	cpo_pci_limits_encode(cpd, row, &hw);
	err = cpo_pci_cmd(cpd, &cmd, extack);
	if (err && cmd.status == CPO_ST_RANGE)
		return cpo_pci_limits_range(&cmd, level, extack);
	if (!err)
		cpo_pci_limits_siblings(cpd, row);
	return err;
}

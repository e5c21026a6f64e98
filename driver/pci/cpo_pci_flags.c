// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Flags.  Events tell the state at once.  How often a flag changed, and when,
 * is read with commands, and only when the telemetry block says that there is
 * something to read; so that no reader ever waits for the device, and a device
 * in good health costs no command.
 */

#include <linux/slab.h>

#include "cpo_pci.h"

/* More than these are left for the next block. */
#define CPO_PCI_FLAG_PAGES	1024
#define CPO_PCI_FLAG_ROWS	(CPO_PCI_DATA_SIZE / sizeof(struct cpo_hw_flag))

/* What was asked for, and what came. */
struct cpo_pci_flag_page {
	u64 since;
	u64 target;
	unsigned int start;
	unsigned int n;		/* rows in the buffer */
	u32 left;		/* rows the device says are behind them */
};

/* Returns false if no flag can be so. */
static bool cpo_pci_flag_row(const struct cpo_pci_dev *cpd,
			     const struct cpo_hw_flag *hw,
			     struct cpo_flag_row *row)
{
	memset(row, 0, sizeof(*row));
	row->id.code = cpo_pci_event_code(le16_to_cpu(hw->code),
					  &row->id.quantity, &row->id.level);
	row->set = hw->state;
	row->lower_bound = hw->flags & CPO_FLAG_LOWER_BOUND;
	row->changes = le32_to_cpu(hw->changes);
	row->first_set = le64_to_cpu(hw->first_set);
	row->last_set = le64_to_cpu(hw->last_set);
	row->last_clear = le64_to_cpu(hw->last_clear);
	row->value = le64_to_cpu(hw->value);
	return cpo_pci_object(cpd, &hw->obj, &row->id.object,
			      &row->id.index) && hw->state <= 1;
}

/*
 * Decode a page, which has left the reach of the device. Returns the number of
 * rows; @seq gets the last change they tell of.
 */
static unsigned int cpo_pci_flag_rows(struct cpo_pci_dev *cpd,
				      const struct cpo_pci_flag_page *page,
				      u64 *seq)
{
	const struct cpo_hw_flag *hw = (void *)cpd->flag_read.buf;
	unsigned int i, n = 0;

	*seq = page->since;
	for (i = 0; i < page->n; i++, hw++) {
		if (le64_to_cpu(hw->seq) > *seq &&
		    cpo_pci_flag_row(cpd, hw, &cpd->flag_read.rows[n]))
			n++;
		*seq = max(*seq, le64_to_cpu(hw->seq));
	}
	return n;
}

static void cpo_pci_flags_refused(struct cpo_pci_dev *cpd, unsigned int n)
{
	if (!n)
		return;
	WRITE_ONCE(cpd->stats.flags_refused, cpd->stats.flags_refused + n);
	dev_warn_ratelimited(cpd->dev, "%u flags make no sense\n", n);
}

/* That was all: the device may have counted changes of flags it has not got. */
static void cpo_pci_flags_end(struct cpo_pci_dev *cpd, u64 target)
{
	struct cpo_pci_flags *flags = &cpd->flag_read;

	flags->since = max(flags->since, target);
	if (!flags->whole)
		return;
	flags->whole = false;
	cpo_flags_complete(cpd->cdev);
}

/* Returns whether there is more to read. */
static bool cpo_pci_flags_publish(struct cpo_pci_dev *cpd,
				  const struct cpo_pci_flag_page *page)
{
	struct cpo_pci_flags *flags = &cpd->flag_read;
	unsigned int n;
	int refused;
	u64 seq;

	lockdep_assert_held(&cpd->publish_lock);
	if (!test_bit(CPO_PCI_PUBLISH, &cpd->flags))
		return false;
	/* it began from 0 meanwhile */
	if (page->start != flags->start)
		return true;
	n = cpo_pci_flag_rows(cpd, page, &seq);
	refused = cpo_flags_publish(cpd->cdev, flags->rows, n);
	/* without memory they are read again with the next block */
	if (refused < 0)
		return false;
	cpo_pci_flags_refused(cpd, page->n - n + refused);
	if (n)
		cpo_pci_health_kick(cpd);
	if (page->left && seq > page->since) {
		flags->since = seq;
		return true;
	}
	flags->since = seq;
	if (!page->left)
		cpo_pci_flags_end(cpd, page->target);
	return false;
}

static int cpo_pci_flags_ask(struct cpo_pci_dev *cpd,
			     struct cpo_pci_flag_page *page)
{
	struct cpo_hw_flag_read arg = { .since = cpu_to_le64(page->since) };
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_FLAG_READ,
		.arg = &arg,
		.arg_len = sizeof(arg),
		.out = cpd->flag_read.buf,
		.out_len = CPO_PCI_DATA_SIZE,
	};
	int err;

	WRITE_ONCE(cpd->stats.flag_cmds, cpd->stats.flag_cmds + 1);
	err = cpo_pci_cmd(cpd, &cmd, NULL);
	if (err)
		return err;
	page->n = cmd.len / sizeof(struct cpo_hw_flag);
	page->left = cmd.result;
	return 0;
}

/* Returns whether there is more to read. */
static bool cpo_pci_flags_page(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_flags *flags = &cpd->flag_read;
	struct cpo_pci_flag_page page;
	bool more;
	int err;

	mutex_lock(&cpd->publish_lock);
	page.since = flags->since;
	page.target = flags->target;
	page.start = flags->start;
	mutex_unlock(&cpd->publish_lock);

	err = cpo_pci_flags_ask(cpd, &page);

	mutex_lock(&cpd->publish_lock);
	if (err == -EOPNOTSUPP)
		flags->none = true;
	more = !err && cpo_pci_flags_publish(cpd, &page);
	mutex_unlock(&cpd->publish_lock);
	return more;
}

void cpo_pci_flags_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(work, struct cpo_pci_dev,
					       flag_read.work);
	unsigned long end = jiffies + msecs_to_jiffies(CPO_PCI_READ_MS);
	unsigned int i;

	/* what is left is read with the next block */
	for (i = 0; i < CPO_PCI_FLAG_PAGES && !time_after(jiffies, end); i++)
		if (!cpo_pci_flags_page(cpd))
			break;
}

/**
 * cpo_pci_flags_due - have flags read if some changed
 * @cpd: device that just gave a block; its publish_lock is held
 * @seq: last change of a flag it includes; less than what is known already
 *	says nothing, for the block may be older
 */
void cpo_pci_flags_due(struct cpo_pci_dev *cpd, u64 seq)
{
	struct cpo_pci_flags *flags = &cpd->flag_read;

	if (flags->none || (seq <= flags->since && !flags->whole))
		return;
	flags->target = seq;
	queue_work(cpo_pci_wq, &flags->work);
}

/**
 * cpo_pci_flags_restart - have all flags read with the next block
 * @cpd: device that may count anew; nothing else publishes
 */
void cpo_pci_flags_restart(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_flags *flags = &cpd->flag_read;

	flags->since = 0;
	flags->target = 0;
	flags->start++;
	flags->whole = true;
}

int cpo_pci_flags_init(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_flags *flags = &cpd->flag_read;

	flags->buf = kmalloc(CPO_PCI_DATA_SIZE, GFP_KERNEL);
	flags->rows = kcalloc(CPO_PCI_FLAG_ROWS, sizeof(*flags->rows),
			      GFP_KERNEL);
	if (flags->buf && flags->rows)
		return 0;
	cpo_pci_flags_fini(cpd);
	return -ENOMEM;
}

void cpo_pci_flags_fini(struct cpo_pci_dev *cpd)
{
	kfree(cpd->flag_read.rows);
	kfree(cpd->flag_read.buf);
}

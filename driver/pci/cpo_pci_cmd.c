// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Admin queue.  A command takes a slot and with it a buffer.  The device gives
 * both back with a completion that names the slot and its generation; so a
 * completion that comes late, twice or out of the blue finds no command, and
 * the buffer of a command nobody waits for any more is not used again before
 * the device is done with it.
 */

#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/netlink.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "cpo_pci.h"
#include "cpo_pci_trace.h"

/* How often a waiter looks itself, in case an interrupt got lost. */
#define CPO_PCI_LOOK_MS		500

static const struct {
	int err;
	const char *text;
} cpo_pci_status[] = {
	[CPO_ST_OK]		= { 0, NULL },
	[CPO_ST_OPCODE]		= { -EOPNOTSUPP, "Device does not support it" },
	[CPO_ST_VERSION]	= { -EPROTO, "Version unknown to the device" },
	[CPO_ST_LENGTH]		= { -EPROTO, "Device refused the length" },
	[CPO_ST_NO_OBJECT]	= { -ENOENT, "No such object on the device" },
	[CPO_ST_RANGE]		= { -EINVAL, "Out of range for the device" },
	[CPO_ST_STATE]		= { -EINVAL, "Not possible in this state" },
	[CPO_ST_BUSY]		= { -EBUSY, "Object is busy" },
	[CPO_ST_SHARED]		= { -EBUSY, "Other ports would be hit" },
	[CPO_ST_RESTRICTED]	= { -EPERM, "Laser waits for a fiber check" },
	[CPO_ST_INTERLOCK]	= { -EPERM, "Safety interlock is open" },
	[CPO_ST_ABSENT]		= { -ENXIO, "Module is not present" },
	[CPO_ST_NOT_READY]	= { -EAGAIN, "Module is not ready" },
	[CPO_ST_FAULT]		= { -EIO, "Object is in fault" },
	[CPO_ST_TIMEOUT]	= { -ETIMEDOUT, "Device ran out of time" },
	[CPO_ST_CANCELLED]	= { -ECANCELED, "Cancelled" },
	[CPO_ST_NO_SPACE]	= { -ENOSPC, "No space left on the device" },
	[CPO_ST_INTEGRITY]	= { -EBADMSG, "Integrity check failed" },
	[CPO_ST_DMA]		= { -EIO, "Device could not access memory" },
	[CPO_ST_NOT_PERMITTED]	= { -EACCES, "Not permitted on this function" },
	[CPO_ST_INTERNAL]	= { -EIO, "Internal error of the device" },
	[CPO_ST_ACCEPTED]	= { 0, NULL },
};

static unsigned int cpo_pci_adminq_size(const struct cpo_pci_adminq *aq)
{
	return 1U << aq->log2;
}

static int cpo_pci_cpl_status(const struct cpo_hw_cpl *cpl,
			      struct netlink_ext_ack *extack)
{
	unsigned int status = le16_to_cpu(cpl->status);

	if (status >= ARRAY_SIZE(cpo_pci_status)) {
		NL_SET_ERR_MSG_FMT(extack, "Device gave status %u", status);
		return -EIO;
	}
	if (cpo_pci_status[status].text)
		NL_SET_ERR_MSG_FMT(extack, "%s", cpo_pci_status[status].text);
	return cpo_pci_status[status].err;
}

/* Finds a completion the device has written, and copies it once. */
static bool cpo_pci_cpl_next(struct cpo_pci_adminq *aq, struct cpo_hw_cpl *cpl)
{
	unsigned int size = cpo_pci_adminq_size(aq);
	const struct cpo_hw_cpl *src = &aq->cq[aq->cq_head & (size - 1)];
	bool expect = !(aq->cq_head & size);
	u32 word;

	word = le32_to_cpu(READ_ONCE(src->phase));
	if (FIELD_GET(CPO_PHASE, word) != expect)
		return false;
	/* the phase was written last, so it is read first */
	dma_rmb();
	memcpy(cpl, src, sizeof(*cpl));
	aq->cq_head++;
	return true;
}

static void cpo_pci_slot_free(struct cpo_pci_adminq *aq,
			      struct cpo_pci_slot *slot)
{
	slot->state = CPO_PCI_SLOT_FREE;
	wake_up(&aq->wait);
}

/* The command a completion belongs to, or NULL. */
static struct cpo_pci_slot *cpo_pci_cpl_slot(struct cpo_pci_adminq *aq,
					     const struct cpo_hw_cpl *cpl)
{
	unsigned int i = le16_to_cpu(cpl->slot);
	struct cpo_pci_slot *slot;

	if (i >= cpo_pci_adminq_size(aq))
		return NULL;
	slot = &aq->slots[i];
	if (slot->gen != le16_to_cpu(cpl->gen) ||
	    (slot->state != CPO_PCI_SLOT_BUSY &&
	     slot->state != CPO_PCI_SLOT_LEFT))
		return NULL;
	return slot;
}

static void cpo_pci_cpl_match(struct cpo_pci_dev *cpd,
			      const struct cpo_hw_cpl *cpl)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	struct cpo_pci_slot *slot = cpo_pci_cpl_slot(aq, cpl);
	u64 us;

	if (!slot) {
		cpd->stats.stray++;
		return;
	}
	cpo_pci_limits_seen(cpd, le32_to_cpu(cpl->cfg_gen));
	us = div_u64(ktime_get_ns() - slot->posted, NSEC_PER_USEC);
	cpd->stats.latency[cpo_latency_bucket(us)]++;
	trace_cpo_pci_cmd_done(cpd, cpl, slot->opcode, us);
	if (slot->state == CPO_PCI_SLOT_BUSY) {
		slot->cpl = *cpl;
		slot->err = 0;
		slot->state = CPO_PCI_SLOT_DONE;
		complete(&slot->done);
	} else {
		cpd->stats.late++;
		cpo_pci_slot_free(aq, slot);
	}
}

/**
 * cpo_pci_adminq_poll - take completions from memory
 * @cpd: device
 *
 * Process context.
 *
 * Return: number of completions found
 */
unsigned int cpo_pci_adminq_poll(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	unsigned int n = 0;
	struct cpo_hw_cpl cpl;

	spin_lock(&aq->lock);
	while (aq->up && n < cpo_pci_adminq_size(aq) &&
	       cpo_pci_cpl_next(aq, &cpl)) {
		cpo_pci_cpl_match(cpd, &cpl);
		n++;
	}
	if (n)
		cpo_pci_doorbell(cpd, CPO_BLK_ADMINQ, CPO_ADMINQ_DB_CQ_HEAD,
				 aq->cq_head);
	spin_unlock(&aq->lock);
	return n;
}

static void cpo_pci_slot_fill(struct cpo_pci_slot *slot,
			      const struct cpo_pci_cmd *cmd)
{
	if (cmd->in)
		memcpy(slot->data, cmd->in, cmd->in_len);
	slot->gen++;
	slot->state = CPO_PCI_SLOT_BUSY;
	reinit_completion(&slot->done);
}

/* The ring has as many entries as there are slots, so one is always free. */
static void cpo_pci_sq_post(struct cpo_pci_dev *cpd, unsigned int i,
			    const struct cpo_pci_cmd *cmd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	struct cpo_pci_slot *slot = &aq->slots[i];
	size_t len = max(cmd->in_len, cmd->out_len);
	struct cpo_hw_cmd hw = {};

	hw.opcode = cpu_to_le16(cmd->opcode);
	hw.slot = cpu_to_le16(i);
	hw.gen = cpu_to_le16(slot->gen);
	hw.obj = cmd->obj;
	hw.count = cpu_to_le32(cmd->count ?: 1);
	hw.len = cpu_to_le32(len);
	if (len)
		hw.addr = cpu_to_le64(slot->dma);
	if (cmd->arg)
		memcpy(hw.arg, cmd->arg, cmd->arg_len);
	aq->sq[aq->sq_tail & (cpo_pci_adminq_size(aq) - 1)] = hw;
	aq->sq_tail++;
	cpd->stats.cmds++;
	slot->posted = ktime_get_ns();
	slot->opcode = cmd->opcode;
	trace_cpo_pci_cmd_post(cpd, &hw);
	cpo_pci_doorbell(cpd, CPO_BLK_ADMINQ, CPO_ADMINQ_DB_SQ_TAIL,
			 aq->sq_tail);
}

/* Returns false when there is no free slot; *slot is NULL on a stopped queue */
static bool cpo_pci_cmd_post(struct cpo_pci_dev *cpd,
			     const struct cpo_pci_cmd *cmd,
			     struct cpo_pci_slot **slot)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	bool done = false;
	unsigned int i;

	spin_lock(&aq->lock);
	*slot = NULL;
	if (!aq->up) {
		done = true;
		goto unlock;
	}
	for (i = 0; i < cpo_pci_adminq_size(aq); i++) {
		if (aq->slots[i].state != CPO_PCI_SLOT_FREE)
			continue;
		*slot = &aq->slots[i];
		cpo_pci_slot_fill(*slot, cmd);
		cpo_pci_sq_post(cpd, i, cmd);
		done = true;
		break;
	}
unlock:
	spin_unlock(&aq->lock);
	return done;
}

/*
 * Why a wait ended without an answer. Returns true if the device was faster,
 * and the slot is the caller's.
 */
static bool cpo_pci_slot_leave(struct cpo_pci_dev *cpd,
			       struct cpo_pci_slot *slot, int err)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	bool done;

	spin_lock(&aq->lock);
	done = slot->state == CPO_PCI_SLOT_DONE;
	if (!done) {
		slot->state = CPO_PCI_SLOT_LEFT;
		cpd->stats.timed_out += err == -ETIMEDOUT;
		cpd->stats.failed += err == -ENODEV;
	}
	spin_unlock(&aq->lock);
	return done;
}

/* Why a wait ends: 0 when there is an answer, -EAGAIN when it goes on. */
static int cpo_pci_wait_once(struct cpo_pci_dev *cpd,
			     struct cpo_pci_slot *slot, unsigned long deadline)
{
	unsigned long look = msecs_to_jiffies(CPO_PCI_LOOK_MS);
	long left = deadline - jiffies;
	unsigned int n;

	left = wait_for_completion_killable_timeout(&slot->done,
						    clamp_t(long, left, 1,
							    look));
	if (left)
		return left < 0 ? -EINTR : 0;
	/* a slow device costs an access now and then, one that is gone little
	 * time
	 */
	if (!cpo_pci_alive(cpd))
		return -ENODEV;
	n = cpo_pci_adminq_poll(cpd);
	if (n) {
		atomic64_add(n, &cpd->stats.irqs_lost);
		dev_notice_ratelimited(cpd->dev,
				       "Completion without an interrupt\n");
	}
	if (completion_done(&slot->done))
		return 0;
	return time_after_eq(jiffies, deadline) ? -ETIMEDOUT : -EAGAIN;
}

/* Takes what the device answered; nothing it says is trusted. */
static int cpo_pci_cmd_result(struct cpo_pci_dev *cpd,
			      struct cpo_pci_slot *slot,
			      struct cpo_pci_cmd *cmd,
			      struct netlink_ext_ack *extack)
{
	int err = cpo_pci_cpl_status(&slot->cpl, extack);

	cmd->status = le16_to_cpu(slot->cpl.status);
	cmd->result = le32_to_cpu(slot->cpl.result);
	if (err)
		return err;
	cmd->len = le32_to_cpu(slot->cpl.len);
	if (cmd->out && cmd->len > cmd->out_len) {
		dev_err_ratelimited(cpd->dev,
				    "Command 0x%04x gave %u of %zu bytes\n",
				    cmd->opcode, cmd->len, cmd->out_len);
		NL_SET_ERR_MSG(extack, "Device gave more than was asked for");
		return -EPROTO;
	}
	if (cmd->out)
		memcpy(cmd->out, slot->data, cmd->len);
	return 0;
}

static void cpo_pci_cmd_failed(struct cpo_pci_dev *cpd,
			       const struct cpo_pci_cmd *cmd, int err,
			       struct netlink_ext_ack *extack)
{
	if (err == -ETIMEDOUT) {
		NL_SET_ERR_MSG(extack, "Device did not answer in time");
		dev_err_ratelimited(cpd->dev, "Command 0x%04x timed out\n",
				    cmd->opcode);
	} else if (err == -ENODEV) {
		NL_SET_ERR_MSG(extack, "Device is gone or in reset");
	}
}

static int cpo_pci_cmd_finish(struct cpo_pci_dev *cpd,
			      struct cpo_pci_slot *slot,
			      struct cpo_pci_cmd *cmd,
			      struct netlink_ext_ack *extack)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	int err = slot->err;

	if (err)
		cpo_pci_cmd_failed(cpd, cmd, err, extack);
	else
		err = cpo_pci_cmd_result(cpd, slot, cmd, extack);
	spin_lock(&aq->lock);
	cpd->stats.failed += !!err;
	cpo_pci_slot_free(aq, slot);
	spin_unlock(&aq->lock);
	return err;
}

static int cpo_pci_cmd_wait(struct cpo_pci_dev *cpd, struct cpo_pci_slot *slot,
			    unsigned long deadline, struct cpo_pci_cmd *cmd,
			    struct netlink_ext_ack *extack)
{
	int err;

	do {
		err = cpo_pci_wait_once(cpd, slot, deadline);
	} while (err == -EAGAIN);
	if (!err || cpo_pci_slot_leave(cpd, slot, err))
		return cpo_pci_cmd_finish(cpd, slot, cmd, extack);
	cpo_pci_cmd_failed(cpd, cmd, err, extack);
	return err;
}

/**
 * cpo_pci_cmd - have the device do a command
 * @cpd: device
 * @cmd: the command; gets the result
 * @extack: gets the reason of a failure, may be NULL
 *
 * Process context, sleeps. Waits as long as @cmd says, less when the caller is
 * killed.
 *
 * Return: 0, -ENODEV when the device is gone or in reset, -ETIMEDOUT, -EINTR or
 * what the status of the device stands for
 */
int cpo_pci_cmd(struct cpo_pci_dev *cpd, struct cpo_pci_cmd *cmd,
		struct netlink_ext_ack *extack)
{
	unsigned int ms = cmd->timeout_ms ?: CPO_PCI_CMD_MS;
	unsigned long wait = msecs_to_jiffies(ms);
	unsigned long deadline = jiffies + wait;
	struct cpo_pci_slot *slot;
	long left;
	int err;

	if (WARN_ON_ONCE(cmd->in_len > CPO_PCI_DATA_SIZE ||
			 cmd->out_len > CPO_PCI_DATA_SIZE ||
			 cmd->arg_len > sizeof_field(struct cpo_hw_cmd, arg)))
		return -EINVAL;
	left = wait_event_killable_timeout(cpd->adminq.wait,
					   cpo_pci_cmd_post(cpd, cmd, &slot),
					   wait);
	if (left > 0 && slot)
		return cpo_pci_cmd_wait(cpd, slot, deadline, cmd, extack);
	if (left > 0)
		err = -ENODEV;
	else
		err = left ? -EINTR : -ETIMEDOUT;
	/* the device owes answers to all the others; a restart frees them */
	if (err == -ETIMEDOUT)
		cpo_pci_recover(cpd, "no command is answered");
	cpo_pci_cmd_failed(cpd, cmd, err, extack);
	return err;
}

/**
 * cpo_pci_adminq_start - give the queue to a device that was just reset
 * @cpd: device
 *
 * Slots the old queue left behind are free again: a device that went through a
 * reset has forgotten their buffers.
 */
void cpo_pci_adminq_start(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	unsigned int i;

	spin_lock(&aq->lock);
	memset(aq->cq, 0, sizeof(*aq->cq) << aq->log2);
	aq->sq_tail = 0;
	aq->cq_head = 0;
	for (i = 0; i < cpo_pci_adminq_size(aq); i++)
		if (aq->slots[i].state == CPO_PCI_SLOT_LEFT)
			cpo_pci_slot_free(aq, &aq->slots[i]);
	cpo_pci_wr64(cpd, CPO_BLK_ADMINQ, CPO_ADMINQ_SQ_BASE, aq->sq_dma);
	cpo_pci_wr64(cpd, CPO_BLK_ADMINQ, CPO_ADMINQ_CQ_BASE, aq->cq_dma);
	cpo_pci_wr32(cpd, CPO_BLK_ADMINQ, CPO_ADMINQ_SIZE,
		     FIELD_PREP(CPO_ADMINQ_SQ_LOG2, aq->log2) |
		     FIELD_PREP(CPO_ADMINQ_CQ_LOG2, aq->log2));
	cpo_pci_wr32(cpd, CPO_BLK_ADMINQ, CPO_ADMINQ_ENABLE, 1);
	aq->up = true;
	spin_unlock(&aq->lock);
}

/* Fails what is under way; later commands fail at once. */
void cpo_pci_adminq_stop(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	struct cpo_pci_slot *slot;
	unsigned int i;

	spin_lock(&aq->lock);
	aq->up = false;
	for (i = 0; i < cpo_pci_adminq_size(aq); i++) {
		slot = &aq->slots[i];
		if (slot->state != CPO_PCI_SLOT_BUSY)
			continue;
		slot->err = -ENODEV;
		slot->state = CPO_PCI_SLOT_DONE;
		complete(&slot->done);
	}
	wake_up_all(&aq->wait);
	spin_unlock(&aq->lock);
}

static void cpo_pci_slots_free(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	struct cpo_pci_slot *slot;
	unsigned int i;

	for (i = 0; i < cpo_pci_adminq_size(aq); i++) {
		slot = &aq->slots[i];
		if (slot->data)
			dma_free_coherent(cpd->dev, CPO_PCI_DATA_SIZE,
					  slot->data, slot->dma);
	}
	kfree(aq->slots);
}

static int cpo_pci_slots_alloc(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	struct cpo_pci_slot *slot;
	unsigned int i;

	aq->slots = kcalloc(cpo_pci_adminq_size(aq), sizeof(*aq->slots),
			    GFP_KERNEL);
	if (!aq->slots)
		return -ENOMEM;
	for (i = 0; i < cpo_pci_adminq_size(aq); i++) {
		slot = &aq->slots[i];
		init_completion(&slot->done);
		slot->data = dma_alloc_coherent(cpd->dev, CPO_PCI_DATA_SIZE,
						&slot->dma, GFP_KERNEL);
		if (!slot->data)
			goto free_slots;
	}
	return 0;

free_slots:
	cpo_pci_slots_free(cpd);
	return -ENOMEM;
}

int cpo_pci_adminq_init(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;
	u32 limits;
	int err;

	spin_lock_init(&aq->lock);
	init_waitqueue_head(&aq->wait);
	limits = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_QLIMITS);
	aq->log2 = min_t(u32, CPO_PCI_ADMINQ_LOG2,
			 FIELD_GET(CPO_QLIMITS_ADMIN, limits));
	if (aq->log2 < CPO_ADMINQ_LOG2_MIN) {
		dev_err(cpd->dev, "Admin queue limit %u makes no sense\n",
			aq->log2);
		return -EINVAL;
	}
	err = cpo_pci_slots_alloc(cpd);
	if (err)
		return err;
	aq->sq = dma_alloc_coherent(cpd->dev, sizeof(*aq->sq) << aq->log2,
				    &aq->sq_dma, GFP_KERNEL);
	if (!aq->sq)
		goto free_slots;
	aq->cq = dma_alloc_coherent(cpd->dev, sizeof(*aq->cq) << aq->log2,
				    &aq->cq_dma, GFP_KERNEL);
	if (!aq->cq)
		goto free_sq;
	return 0;

free_sq:
	dma_free_coherent(cpd->dev, sizeof(*aq->sq) << aq->log2, aq->sq,
			  aq->sq_dma);
free_slots:
	cpo_pci_slots_free(cpd);
	return -ENOMEM;
}

/* Only after the device was kept from doing DMA. */
void cpo_pci_adminq_fini(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_adminq *aq = &cpd->adminq;

	dma_free_coherent(cpd->dev, sizeof(*aq->cq) << aq->log2, aq->cq,
			  aq->cq_dma);
	dma_free_coherent(cpd->dev, sizeof(*aq->sq) << aq->log2, aq->sq,
			  aq->sq_dma);
	cpo_pci_slots_free(cpd);
}

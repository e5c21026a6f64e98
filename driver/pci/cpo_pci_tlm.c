// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Telemetry blocks.  A block is found by its sequence number in memory and
 * copied once; everything after that looks at the copy, which the device can
 * not change any more.  In the steady state no register is touched.
 */

#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "cpo_pci.h"

#define CPO_PCI_TLM_BUFS	3
#define CPO_PCI_TLM_MAX		CPO_MAX_DATA
#define CPO_PCI_SEQ_JUMP	BIT_ULL(31)

static const struct {
	u16 type;
	u16 size;
} cpo_pci_sections[CPO_PCI_SECS] = {
	[CPO_PCI_SEC_BOARD]  = { CPO_SEC_BOARD, sizeof(struct cpo_hw_board) },
	[CPO_PCI_SEC_ENGINE] = { CPO_SEC_ENGINE, sizeof(struct cpo_hw_engine) },
	[CPO_PCI_SEC_LANE]   = { CPO_SEC_LANE, sizeof(struct cpo_hw_lane) },
	[CPO_PCI_SEC_ELS]    = { CPO_SEC_ELS, sizeof(struct cpo_hw_els) },
	[CPO_PCI_SEC_LASER]  = { CPO_SEC_LASER, sizeof(struct cpo_hw_laser) },
	[CPO_PCI_SEC_FEED]   = { CPO_SEC_FEED, sizeof(struct cpo_hw_feed) },
	[CPO_PCI_SEC_PORT]   = { CPO_SEC_PORT, sizeof(struct cpo_hw_port) },
};

static unsigned int cpo_pci_tlm_buf_len(const struct cpo_pci_tlm *tlm)
{
	return tlm->segs * tlm->seg_len;
}

/* ---- finding and checking a block ---- */

/* The buffer a block belongs into. */
static unsigned int cpo_pci_tlm_buf(const struct cpo_pci_tlm *tlm, u64 seq)
{
	return do_div(seq, tlm->bufs);
}

static u64 cpo_pci_tlm_begin(const struct cpo_pci_tlm *tlm, unsigned int buf)
{
	const struct cpo_hw_tlm_hdr *hdr = tlm->seg[buf][0];

	return le64_to_cpu(READ_ONCE(hdr->seq_begin));
}

/* Newer than what was seen last; far off in any direction is a new count. */
static bool cpo_pci_tlm_newer(u64 seq, u64 last)
{
	u64 back = last - seq;

	return seq && back >= CPO_PCI_SEQ_JUMP;
}

/* Returns the newest sequence number in memory, 0 if there is nothing new. */
static u64 cpo_pci_tlm_find(const struct cpo_pci_tlm *tlm, unsigned int *buf)
{
	u64 newest = tlm->last_seq;
	bool found = false;
	unsigned int i;
	u64 seq;

	for (i = 0; i < tlm->bufs; i++) {
		seq = cpo_pci_tlm_begin(tlm, i);
		if (!cpo_pci_tlm_newer(seq, newest))
			continue;
		newest = seq;
		*buf = i;
		found = true;
	}
	return found ? newest : 0;
}

static void cpo_pci_tlm_copy(struct cpo_pci_tlm *tlm, unsigned int buf,
			     unsigned int from, unsigned int to)
{
	unsigned int seg, off, n;

	for (; from < to; from += n) {
		seg = from / tlm->seg_len;
		off = from % tlm->seg_len;
		n = min(to - from, tlm->seg_len - off);
		memcpy(tlm->block + from, tlm->seg[buf][seg] + off, n);
	}
}

/*
 * Copies a block; returns its size, or 0 when the device wrote to it meanwhile
 * or it never was whole.
 */
static unsigned int cpo_pci_tlm_snapshot(struct cpo_pci_tlm *tlm,
					 unsigned int buf, u64 seq)
{
	const struct cpo_hw_tlm_hdr *hdr = (void *)tlm->block;
	__le64 end;
	u32 total;

	/* pairs with the device writing seq_begin last */
	dma_rmb();
	cpo_pci_tlm_copy(tlm, buf, 0, sizeof(*hdr));
	total = le32_to_cpu(hdr->total);
	if (total > cpo_pci_tlm_buf_len(tlm) ||
	    total < sizeof(*hdr) + sizeof(struct cpo_hw_tlm_trailer))
		return 0;
	cpo_pci_tlm_copy(tlm, buf, sizeof(*hdr), total);
	/* the copy must be complete before its begin is looked at again */
	dma_rmb();
	memcpy(&end, tlm->block + total - sizeof(end), sizeof(end));
	if (le64_to_cpu(end) != seq ||
	    le64_to_cpu(hdr->seq_begin) != seq ||
	    cpo_pci_tlm_begin(tlm, buf) != seq)
		return 0;
	return total;
}

static unsigned int cpo_pci_tlm_count(const struct cpo_pci_dev *cpd,
				      enum cpo_pci_sec sec)
{
	const struct cpo_pci_ident *id = &cpd->ident;

	switch (sec) {
	case CPO_PCI_SEC_BOARD:
		return 1;
	case CPO_PCI_SEC_ENGINE:
		return id->engines;
	case CPO_PCI_SEC_LANE:
		return id->lanes;
	case CPO_PCI_SEC_ELS:
		return id->els;
	case CPO_PCI_SEC_LASER:
		return id->lasers;
	case CPO_PCI_SEC_FEED:
		return id->feeds;
	case CPO_PCI_SEC_PORT:
		return id->ports;
	default:
		return 0;
	}
}

/* Returns false if the records are not all within @limit. */
static bool cpo_pci_tlm_fits(const struct cpo_hw_tlm_sec *entry, u32 min,
			     u32 limit)
{
	u64 size = (u64)le32_to_cpu(entry->count) * le16_to_cpu(entry->stride);
	u32 offset = le32_to_cpu(entry->offset);

	return offset >= min && offset <= limit && size <= limit - offset;
}

static bool cpo_pci_tlm_entry(struct cpo_pci_dev *cpd,
			      const struct cpo_hw_tlm_sec *entry, u32 min,
			      u32 limit)
{
	struct cpo_pci_section *sec;
	unsigned int i;

	if (!cpo_pci_tlm_fits(entry, min, limit))
		return false;
	for (i = 0; i < CPO_PCI_SECS; i++)
		if (cpo_pci_sections[i].type == le16_to_cpu(entry->type))
			break;
	if (i == CPO_PCI_SECS) {
		cpd->tlm.unknown++;
		return true;
	}
	sec = &cpd->tlm.sec[i];
	if (sec->base || le16_to_cpu(entry->first) ||
	    le32_to_cpu(entry->count) != cpo_pci_tlm_count(cpd, i) ||
	    le16_to_cpu(entry->stride) < cpo_pci_sections[i].size)
		return false;
	sec->base = cpd->tlm.block + le32_to_cpu(entry->offset);
	sec->stride = le16_to_cpu(entry->stride);
	sec->time = le64_to_cpu(entry->time);
	return true;
}

/* Finds the sections of the private copy; returns false if it lies. */
static bool cpo_pci_tlm_parse(struct cpo_pci_dev *cpd, u32 total)
{
	const struct cpo_hw_tlm_hdr *hdr = (void *)cpd->tlm.block;
	const struct cpo_hw_tlm_sec *entry;
	u32 n = le16_to_cpu(hdr->sections);
	u32 dir = le16_to_cpu(hdr->len);
	u32 limit, min, i;

	memset(cpd->tlm.sec, 0, sizeof(cpd->tlm.sec));
	limit = total - sizeof(struct cpo_hw_tlm_trailer);
	min = dir + n * sizeof(*entry);
	if (le32_to_cpu(hdr->magic) != CPO_TLM_MAGIC ||
	    le16_to_cpu(hdr->version) != CPO_TLM_VERSION ||
	    dir < sizeof(*hdr) || !IS_ALIGNED(dir, sizeof(u64)) ||
	    n > CPO_SECTIONS_MAX || min > limit)
		return false;
	entry = (void *)cpd->tlm.block + dir;
	for (i = 0; i < n; i++)
		if (!cpo_pci_tlm_entry(cpd, &entry[i], min, limit))
			return false;
	return true;
}

/* ---- publishing ---- */

/*
 * A section may have been sampled some time before the block was written; its
 * age must show that.
 */
static void cpo_pci_sample(const struct cpo_sample *block, u64 time,
			   struct cpo_sample *sample)
{
	*sample = *block;
	if (time >= block->device_time)
		return;
	sample->device_time = time;
	sample->boottime -= min(block->device_time - time, block->boottime);
}

static void cpo_pci_publish_engines(struct cpo_pci_dev *cpd,
				    const struct cpo_sample *block)
{
	const struct cpo_pci_section *sec = cpd->tlm.sec;
	const struct cpo_pci_rows *rows = &cpd->tlm.rows;
	const struct cpo_pci_engine *engine;
	struct cpo_sample sample;
	unsigned int i;

	if (!sec[CPO_PCI_SEC_ENGINE].base || !sec[CPO_PCI_SEC_LANE].base)
		return;
	cpo_pci_sample(block, min(sec[CPO_PCI_SEC_ENGINE].time,
				  sec[CPO_PCI_SEC_LANE].time), &sample);
	for (i = 0; i < cpd->ident.engines; i++) {
		engine = &cpd->topo.engines[i];
		cpo_engine_publish(cpd->cdev, i, &rows->engines[i],
				   &rows->lanes[engine->first_lane], &sample);
	}
}

static void cpo_pci_tlm_publish(struct cpo_pci_dev *cpd,
				const struct cpo_sample *block)
{
	const struct cpo_pci_section *sec = cpd->tlm.sec;
	const struct cpo_pci_rows *rows = &cpd->tlm.rows;
	const struct cpo_pci_ident *id = &cpd->ident;
	struct cpo_dev *cdev = cpd->cdev;
	struct cpo_sample sample;

	cpo_dev_publish(cdev, &rows->dev, block, CPO_PCI_PERIOD_US);
	cpo_pci_publish_engines(cpd, block);
	if (sec[CPO_PCI_SEC_ELS].base) {
		cpo_pci_sample(block, sec[CPO_PCI_SEC_ELS].time, &sample);
		cpo_els_publish(cdev, 0, id->els, rows->els, &sample);
	}
	if (sec[CPO_PCI_SEC_LASER].base) {
		cpo_pci_sample(block, sec[CPO_PCI_SEC_LASER].time, &sample);
		cpo_lasers_publish(cdev, 0, id->lasers, rows->lasers, &sample);
	}
	if (sec[CPO_PCI_SEC_FEED].base) {
		cpo_pci_sample(block, sec[CPO_PCI_SEC_FEED].time, &sample);
		cpo_routes_publish(cdev, 0, cpd->topo.routes, rows->routes,
				   &sample);
	}
	if (sec[CPO_PCI_SEC_PORT].base) {
		cpo_pci_sample(block, sec[CPO_PCI_SEC_PORT].time, &sample);
		cpo_ports_publish(cdev, 0, id->ports, rows->ports, &sample);
		cpo_pci_ports_carrier(cpd);
	}
}

/* The firmware started again, or the relations between objects changed. */
static void cpo_pci_tlm_generations(struct cpo_pci_dev *cpd)
{
	const struct cpo_hw_tlm_hdr *hdr = (void *)cpd->tlm.block;
	struct cpo_pci_tlm *tlm = &cpd->tlm;

	if (le32_to_cpu(hdr->boot) != tlm->boot) {
		tlm->boot = le32_to_cpu(hdr->boot);
		dev_notice(cpd->dev, "Firmware started again\n");
		cpo_dev_new_epoch(cpd->cdev);
	}
	if (le32_to_cpu(hdr->topo_gen) != tlm->topo_gen) {
		tlm->topo_gen = le32_to_cpu(hdr->topo_gen);
		cpo_pci_recover(cpd, "objects changed");
	}
}

/*
 * Events up to the one the block includes come first, so that the state it
 * brings is not undone by an older event.
 */
static void cpo_pci_tlm_block(struct cpo_pci_dev *cpd, u64 seq)
{
	const struct cpo_hw_tlm_hdr *hdr = (void *)cpd->tlm.block;
	struct cpo_sample sample = {
		.seq = seq,
		.device_time = le64_to_cpu(hdr->time),
		.boottime = ktime_get_boottime_ns(),
		.event_seq = le64_to_cpu(hdr->event_seq),
	};

	cpo_pci_events_take(cpd);
	cpo_pci_tlm_generations(cpd);
	cpo_pci_rows_decode(cpd);
	cpo_pci_tlm_publish(cpd, &sample);
	cpd->tlm.taken++;
	WRITE_ONCE(cpd->tlm.arrival, jiffies);
}

static void cpo_pci_tlm_refuse(struct cpo_pci_dev *cpd, u64 seq)
{
	cpd->tlm.refused++;
	dev_warn_ratelimited(cpd->dev, "Telemetry block %llu makes no sense\n",
			     seq);
}

/* Returns whether there was a new block; its publish_lock is held. */
static bool cpo_pci_tlm_take(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	unsigned int buf, total;
	u64 seq;

	if (!test_bit(CPO_PCI_PUBLISH, &cpd->flags))
		return false;
	seq = cpo_pci_tlm_find(tlm, &buf);
	if (!seq)
		return false;
	total = cpo_pci_tlm_snapshot(tlm, buf, seq);
	/* being written right now: its interrupt is still to come */
	if (!total && cpo_pci_tlm_begin(tlm, buf) != seq)
		return false;
	tlm->last_seq = seq;
	if (!total || buf != cpo_pci_tlm_buf(tlm, seq) ||
	    !cpo_pci_tlm_parse(cpd, total)) {
		cpo_pci_tlm_refuse(cpd, seq);
		return false;
	}
	cpo_pci_tlm_block(cpd, seq);
	return true;
}

/**
 * cpo_pci_tlm_poll - publish the newest telemetry block in memory
 * @cpd: device
 *
 * Return: number of blocks published
 */
unsigned int cpo_pci_tlm_poll(struct cpo_pci_dev *cpd)
{
	bool taken;

	mutex_lock(&cpd->publish_lock);
	taken = cpo_pci_tlm_take(cpd);
	mutex_unlock(&cpd->publish_lock);
	return taken;
}

/* Whether no block came for so many periods. */
bool cpo_pci_tlm_overdue(const struct cpo_pci_dev *cpd, unsigned int periods)
{
	return time_after(jiffies, READ_ONCE(cpd->tlm.arrival) + periods *
				   usecs_to_jiffies(CPO_PCI_PERIOD_US));
}

/**
 * cpo_pci_tlm_refresh - have a block written now, and publish it
 * @cpd: device
 * @extack: gets the reason of a failure, may be NULL
 *
 * The device writes the block before it completes the command. Sleeps; the wait
 * is bounded and killable.
 *
 * Return: 0 when rows at least as new as the call were published
 */
int cpo_pci_tlm_refresh(struct cpo_pci_dev *cpd,
			struct netlink_ext_ack *extack)
{
	struct cpo_hw_tlm_refresh arg = {};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_TLM_REFRESH,
		.arg = &arg,
		.arg_len = sizeof(arg),
	};
	unsigned long before;
	int err;

	mutex_lock(&cpd->publish_lock);
	before = cpd->tlm.taken;
	mutex_unlock(&cpd->publish_lock);
	arg.cookie = cpu_to_le64(atomic64_inc_return(&cpd->tlm.cookie));
	err = cpo_pci_cmd(cpd, &cmd, extack);
	if (err)
		return err;
	mutex_lock(&cpd->publish_lock);
	cpo_pci_tlm_take(cpd);
	if (cpd->tlm.taken == before) {
		NL_SET_ERR_MSG(extack, "Device gave no valid telemetry");
		err = -EIO;
	}
	mutex_unlock(&cpd->publish_lock);
	return err;
}

/* ---- setting up ---- */

static void cpo_pci_tlm_segs(const struct cpo_pci_tlm *tlm,
			     struct cpo_hw_seg *seg)
{
	unsigned int b, i;

	for (b = 0; b < tlm->bufs; b++) {
		for (i = 0; i < tlm->segs; i++, seg++) {
			seg->addr = cpu_to_le64(tlm->dma[b][i]);
			seg->len = cpu_to_le32(tlm->seg_len);
			seg->rsvd = 0;
		}
	}
}

static int cpo_pci_tlm_config(struct cpo_pci_dev *cpd, struct cpo_hw_seg *seg)
{
	const struct cpo_pci_tlm *tlm = &cpd->tlm;
	struct cpo_hw_tlm_config arg = {
		.period_us = cpu_to_le32(CPO_PCI_PERIOD_US),
		.buf_len = cpu_to_le32(cpo_pci_tlm_buf_len(tlm)),
		.bufs = tlm->bufs,
		.segs = tlm->segs,
	};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_TLM_CONFIG,
		.arg = &arg,
		.arg_len = sizeof(arg),
		.in = seg,
		.in_len = tlm->bufs * tlm->segs * sizeof(*seg),
	};

	return cpo_pci_cmd(cpd, &cmd, NULL);
}

/**
 * cpo_pci_tlm_start - give the buffers to a device that was just reset
 * @cpd: device; nothing publishes
 *
 * Return: 0 or an error of the device
 */
int cpo_pci_tlm_start(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	struct cpo_hw_tlm_hdr *hdr;
	struct cpo_hw_seg *seg;
	unsigned int b;
	int err;

	for (b = 0; b < tlm->bufs; b++) {
		hdr = tlm->seg[b][0];
		hdr->seq_begin = 0;
	}
	tlm->last_seq = 0;
	WRITE_ONCE(tlm->arrival, jiffies);

	seg = kcalloc(tlm->bufs * tlm->segs, sizeof(*seg), GFP_KERNEL);
	if (!seg)
		return -ENOMEM;
	cpo_pci_tlm_segs(tlm, seg);
	err = cpo_pci_tlm_config(cpd, seg);
	kfree(seg);
	if (err)
		dev_err(cpd->dev, "Cannot configure telemetry: %d\n", err);
	return err;
}

static void cpo_pci_tlm_free_bufs(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	unsigned int b, i;

	for (b = 0; b < tlm->bufs; b++)
		for (i = 0; i < tlm->segs; i++)
			if (tlm->seg[b][i])
				dma_free_coherent(cpd->dev, tlm->seg_len,
						  tlm->seg[b][i],
						  tlm->dma[b][i]);
}

static int cpo_pci_tlm_alloc_bufs(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	unsigned int b, i;

	for (b = 0; b < tlm->bufs; b++) {
		for (i = 0; i < tlm->segs; i++) {
			tlm->seg[b][i] = dma_alloc_coherent(cpd->dev,
							    tlm->seg_len,
							    &tlm->dma[b][i],
							    GFP_KERNEL);
			if (!tlm->seg[b][i])
				goto free_bufs;
		}
	}
	return 0;

free_bufs:
	cpo_pci_tlm_free_bufs(cpd);
	return -ENOMEM;
}

/* Returns false if the device asks for sizes that make no sense. */
static bool cpo_pci_tlm_size(struct cpo_pci_dev *cpd)
{
	u32 limits = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_QLIMITS);
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	u32 bytes;

	bytes = max(cpd->ident.tlm_bytes,
		    cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_TLM_MAX));
	tlm->bufs = min_t(u32, CPO_PCI_TLM_BUFS,
			  FIELD_GET(CPO_QLIMITS_TLM_BUFS, limits));
	if (tlm->bufs < CPO_TLM_BUFS_MIN || bytes > CPO_PCI_TLM_MAX ||
	    bytes < sizeof(struct cpo_hw_tlm_hdr) +
		    sizeof(struct cpo_hw_tlm_trailer)) {
		dev_err(cpd->dev, "Telemetry of %u bytes in %u buffers makes no sense\n",
			bytes, tlm->bufs);
		return false;
	}
	tlm->seg_len = PAGE_ALIGN(DIV_ROUND_UP(bytes, CPO_TLM_SEGS_MAX));
	tlm->segs = DIV_ROUND_UP(bytes, tlm->seg_len);
	return true;
}

int cpo_pci_tlm_init(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	int err;

	if (!cpo_pci_tlm_size(cpd))
		return -EINVAL;
	tlm->block = kvmalloc(cpo_pci_tlm_buf_len(tlm), GFP_KERNEL);
	if (!tlm->block)
		return -ENOMEM;
	err = cpo_pci_rows_alloc(cpd, &tlm->rows);
	if (err)
		goto free_block;
	err = cpo_pci_tlm_alloc_bufs(cpd);
	if (err)
		goto free_rows;
	return 0;

free_rows:
	cpo_pci_rows_free(&tlm->rows);
free_block:
	kvfree(tlm->block);
	return err;
}

/* Only after the device was kept from doing DMA. */
void cpo_pci_tlm_fini(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;

	cpo_pci_tlm_free_bufs(cpd);
	cpo_pci_rows_free(&tlm->rows);
	kvfree(tlm->block);
}

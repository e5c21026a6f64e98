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
#include "cpo_pci_trace.h"

#define CPO_PCI_TLM_BUFS	3
#define CPO_PCI_TLM_MAX		CPO_MAX_DATA
#define CPO_PCI_SEQ_JUMP	BIT_ULL(31)

/* Without a block for so long somebody looks, and after a while acts. */
#define CPO_PCI_LATE_MIN_US	2000000
#define CPO_PCI_LATE_MAX_US	10000000
#define CPO_PCI_LOST_US		7000000	/* beyond the time rows are stale */

static const struct {
	u16 type;
	u16 size;
} cpo_pci_sections[CPO_PCI_SECS] = {
	[CPO_PCI_SEC_BOARD]  = { CPO_SEC_BOARD, sizeof(struct cpo_hw_board) },
	[CPO_PCI_SEC_SENSOR] = { CPO_SEC_SENSOR, sizeof(struct cpo_hw_sensor) },
	[CPO_PCI_SEC_ENGINE] = { CPO_SEC_ENGINE, sizeof(struct cpo_hw_engine) },
	[CPO_PCI_SEC_LANE]   = { CPO_SEC_LANE, sizeof(struct cpo_hw_lane) },
	[CPO_PCI_SEC_ELS]    = { CPO_SEC_ELS, sizeof(struct cpo_hw_els) },
	[CPO_PCI_SEC_LASER]  = { CPO_SEC_LASER, sizeof(struct cpo_hw_laser) },
	[CPO_PCI_SEC_FEED]   = { CPO_SEC_FEED, sizeof(struct cpo_hw_feed) },
	[CPO_PCI_SEC_PORT]   = { CPO_SEC_PORT, sizeof(struct cpo_hw_port) },
	[CPO_PCI_SEC_FEC]    = { CPO_SEC_FEC, sizeof(struct cpo_hw_fec_stats) },
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
	case CPO_PCI_SEC_FEC:
		return id->ports;
	case CPO_PCI_SEC_SENSOR:
		return id->sensors;
	default:
		return 0;
	}
}

/* A part of a block, in bytes from its start. */
struct cpo_pci_extent {
	u64 from;
	u64 to;
};

static struct cpo_pci_extent
cpo_pci_tlm_extent(const struct cpo_hw_tlm_sec *entry)
{
	struct cpo_pci_extent extent;

	extent.from = le32_to_cpu(entry->offset);
	extent.to = extent.from + (u64)le32_to_cpu(entry->count) *
				  le16_to_cpu(entry->stride);
	return extent;
}

/* Whether a section shares bytes with one that comes before it. */
static bool cpo_pci_tlm_overlaps(const struct cpo_hw_tlm_sec *dir,
				 unsigned int n)
{
	struct cpo_pci_extent own = cpo_pci_tlm_extent(&dir[n]);
	struct cpo_pci_extent other;
	unsigned int i;

	for (i = 0; i < n; i++) {
		other = cpo_pci_tlm_extent(&dir[i]);
		if (max(own.from, other.from) < min(own.to, other.to))
			return true;
	}
	return false;
}

/* The kind of a section, CPO_PCI_SECS if this driver does not know it. */
static unsigned int cpo_pci_tlm_kind(const struct cpo_hw_tlm_sec *entry)
{
	unsigned int i;

	for (i = 0; i < CPO_PCI_SECS; i++)
		if (cpo_pci_sections[i].type == le16_to_cpu(entry->type))
			break;
	return i;
}

/* Whether a section is what the inventory makes one expect. */
static bool cpo_pci_tlm_expected(const struct cpo_pci_dev *cpd,
				 const struct cpo_hw_tlm_sec *entry,
				 unsigned int kind)
{
	const struct cpo_hw_tlm_hdr *hdr = (void *)cpd->tlm.block;

	return !cpd->tlm.sec[kind].base && !le16_to_cpu(entry->first) &&
	       le32_to_cpu(entry->count) == cpo_pci_tlm_count(cpd, kind) &&
	       le16_to_cpu(entry->stride) >= cpo_pci_sections[kind].size &&
	       le64_to_cpu(entry->time) <= le64_to_cpu(hdr->time);
}

/*
 * Takes up an entry of the directory. A section that would be in a complete
 * block, but is not in this one, was cut off.
 */
static enum cpo_pci_tlm_fault
cpo_pci_tlm_entry(struct cpo_pci_dev *cpd, const struct cpo_hw_tlm_sec *dir,
		  unsigned int n, struct cpo_pci_extent room)
{
	struct cpo_pci_extent extent = cpo_pci_tlm_extent(&dir[n]);
	unsigned int kind = cpo_pci_tlm_kind(&dir[n]);
	struct cpo_pci_section *sec;

	if (kind < CPO_PCI_SECS && !cpo_pci_tlm_expected(cpd, &dir[n], kind))
		return CPO_PCI_TLM_LYING;
	if (extent.from < room.from ||
	    extent.to > cpd->tlm.bytes - sizeof(struct cpo_hw_tlm_trailer) ||
	    cpo_pci_tlm_overlaps(dir, n))
		return CPO_PCI_TLM_LYING;
	if (extent.to > room.to)
		return CPO_PCI_TLM_SHORT;
	if (kind == CPO_PCI_SECS) {
		cpd->tlm.unknown++;
		return CPO_PCI_TLM_GOOD;
	}
	sec = &cpd->tlm.sec[kind];
	sec->base = cpd->tlm.block + extent.from;
	sec->stride = le16_to_cpu(dir[n].stride);
	sec->time = le64_to_cpu(dir[n].time);
	return CPO_PCI_TLM_GOOD;
}

/* Finds the sections of the private copy. */
static enum cpo_pci_tlm_fault cpo_pci_tlm_parse(struct cpo_pci_dev *cpd,
						u32 total)
{
	const struct cpo_hw_tlm_hdr *hdr = (void *)cpd->tlm.block;
	enum cpo_pci_tlm_fault fault = CPO_PCI_TLM_GOOD;
	const struct cpo_hw_tlm_sec *dir;
	u32 n = le16_to_cpu(hdr->sections);
	u32 len = le16_to_cpu(hdr->len);
	struct cpo_pci_extent room;
	u32 i;

	memset(cpd->tlm.sec, 0, sizeof(cpd->tlm.sec));
	cpd->tlm.unknown = 0;
	room.from = len + n * sizeof(*dir);
	room.to = total - sizeof(struct cpo_hw_tlm_trailer);
	if (le32_to_cpu(hdr->magic) != CPO_TLM_MAGIC ||
	    le16_to_cpu(hdr->version) != CPO_TLM_VERSION ||
	    len < sizeof(*hdr) || !IS_ALIGNED(len, sizeof(u64)) ||
	    n > CPO_SECTIONS_MAX)
		return CPO_PCI_TLM_LYING;
	if (room.from > room.to)
		return CPO_PCI_TLM_SHORT;
	dir = (void *)cpd->tlm.block + len;
	for (i = 0; i < n && !fault; i++)
		fault = cpo_pci_tlm_entry(cpd, dir, i, room);
	return fault;
}

/*
 * Copies a block once and looks at the copy. A block that is written to
 * meanwhile is torn, too; the caller finds that its begin has moved.
 */
static enum cpo_pci_tlm_fault cpo_pci_tlm_snapshot(struct cpo_pci_dev *cpd,
						   unsigned int buf, u64 seq)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	const struct cpo_hw_tlm_hdr *hdr = (void *)tlm->block;
	enum cpo_pci_tlm_fault fault;
	__le64 end;
	u32 total;

	/* pairs with the device writing seq_begin last */
	dma_rmb();
	cpo_pci_tlm_copy(tlm, buf, 0, sizeof(*hdr));
	total = le32_to_cpu(hdr->total);
	if (total > tlm->bytes)
		return CPO_PCI_TLM_LYING;
	if (total < sizeof(*hdr) + sizeof(struct cpo_hw_tlm_trailer))
		return CPO_PCI_TLM_SHORT;
	cpo_pci_tlm_copy(tlm, buf, sizeof(*hdr), total);
	/* the copy must be complete before its begin is looked at again */
	dma_rmb();
	fault = cpo_pci_tlm_parse(cpd, total);
	memcpy(&end, tlm->block + total - sizeof(end), sizeof(end));
	/* where a block that was cut off ends there is no number to find */
	if (fault != CPO_PCI_TLM_SHORT &&
	    (le64_to_cpu(end) != seq || le64_to_cpu(hdr->seq_begin) != seq))
		return CPO_PCI_TLM_TORN;
	return fault;
}

/* The clock of the device goes on, unless it was started again. */
static bool cpo_pci_tlm_frozen(const struct cpo_pci_tlm *tlm)
{
	const struct cpo_hw_tlm_hdr *hdr = (void *)tlm->block;

	if (le16_to_cpu(hdr->flags) & CPO_TLM_FROZEN)
		return true;
	return le32_to_cpu(hdr->boot) == tlm->boot &&
	       le64_to_cpu(hdr->time) <= tlm->last_time;
}

static enum cpo_pci_tlm_fault cpo_pci_tlm_check(struct cpo_pci_dev *cpd,
						unsigned int buf, u64 seq)
{
	enum cpo_pci_tlm_fault fault = cpo_pci_tlm_snapshot(cpd, buf, seq);

	if (fault)
		return fault;
	if (buf != cpo_pci_tlm_buf(&cpd->tlm, seq))
		return CPO_PCI_TLM_LYING;
	return cpo_pci_tlm_frozen(&cpd->tlm) ? CPO_PCI_TLM_FROZEN :
					       CPO_PCI_TLM_GOOD;
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

	cpo_dev_publish(cdev, &rows->dev, block, cpd->tlm.period_us);
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
	if (sec[CPO_PCI_SEC_FEC].base) {
		cpo_pci_sample(block, sec[CPO_PCI_SEC_FEC].time, &sample);
		cpo_fec_publish(cdev, 0, id->ports, rows->fec, &sample);
	}
	if (sec[CPO_PCI_SEC_SENSOR].base) {
		cpo_pci_sample(block, sec[CPO_PCI_SEC_SENSOR].time, &sample);
		cpo_sensors_publish(cdev, 0, id->sensors, rows->sensors,
				    &sample);
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
		cpo_pci_flags_restart(cpd);
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

	trace_cpo_pci_telemetry(cpd, seq, CPO_PCI_TLM_GOOD);
	cpo_pci_events_take(cpd);
	cpo_pci_tlm_generations(cpd);
	cpo_pci_rows_decode(cpd);
	cpo_pci_tlm_publish(cpd, &sample);
	cpd->stats.blocks++;
	cpd->stats.unknown += cpd->tlm.unknown;
	cpd->tlm.last_time = sample.device_time;
	cpd->tlm.newest = sample.device_time;
	cpd->tlm.good = sample.boottime;
	WRITE_ONCE(cpd->tlm.fault, CPO_PCI_TLM_GOOD);
	clear_bit(CPO_PCI_TLM_STOPPED, &cpd->flags);
	WRITE_ONCE(cpd->tlm.seen, jiffies);
	cpo_pci_flags_due(cpd, le64_to_cpu(hdr->flag_seq));
	cpo_pci_windows_due(cpd);
	cpo_pci_health_block(cpd);
}

static void cpo_pci_tlm_refuse(struct cpo_pci_dev *cpd, u64 seq,
			       enum cpo_pci_tlm_fault fault)
{
	static const char * const why[CPO_PCI_TLM_FAULTS] = {
		[CPO_PCI_TLM_TORN]	= "torn",
		[CPO_PCI_TLM_SHORT]	= "too short",
		[CPO_PCI_TLM_REPEATED]	= "the one before",
		[CPO_PCI_TLM_FROZEN]	= "frozen",
		[CPO_PCI_TLM_LYING]	= "impossible",
	};

	trace_cpo_pci_telemetry(cpd, seq, fault);
	WRITE_ONCE(cpd->stats.refused[fault], cpd->stats.refused[fault] + 1);
	/* it is there, even if it is of no use */
	cpd->tlm.handled = ktime_get_boottime_ns();
	WRITE_ONCE(cpd->tlm.seen, jiffies);
	dev_warn_ratelimited(cpd->dev, "Telemetry block %llu is %s\n", seq,
			     why[fault]);
	WRITE_ONCE(cpd->tlm.fault, fault);
	cpo_pci_health_kick(cpd);
}

/* Blocks between the last one seen and this one came and went. */
static void cpo_pci_tlm_gap(struct cpo_pci_dev *cpd, u64 seq)
{
	u64 last = cpd->tlm.last_seq;

	if (last && seq - last < CPO_PCI_SEQ_JUMP)
		cpd->stats.missed += seq - last - 1;
}

enum cpo_pci_tlm_taken {
	CPO_PCI_TLM_NOTHING,	/* nothing new is there */
	CPO_PCI_TLM_WRITTEN,	/* being written right now */
	CPO_PCI_TLM_REFUSED,
	CPO_PCI_TLM_PUBLISHED,
};

/* Takes up the newest block; its publish_lock is held. */
static enum cpo_pci_tlm_taken cpo_pci_tlm_take(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	enum cpo_pci_tlm_fault fault;
	unsigned int buf;
	u64 seq;

	seq = cpo_pci_tlm_find(tlm, &buf);
	if (!seq)
		return CPO_PCI_TLM_NOTHING;
	fault = cpo_pci_tlm_check(cpd, buf, seq);
	/* its interrupt is still to come */
	if (cpo_pci_tlm_begin(tlm, buf) != seq)
		return CPO_PCI_TLM_WRITTEN;
	cpo_pci_tlm_gap(cpd, seq);
	tlm->last_seq = seq;
	tlm->handled = ktime_get_boottime_ns();
	if (fault) {
		cpo_pci_tlm_refuse(cpd, seq, fault);
		return CPO_PCI_TLM_REFUSED;
	}
	cpo_pci_tlm_block(cpd, seq);
	return CPO_PCI_TLM_PUBLISHED;
}

/**
 * cpo_pci_tlm_poll - publish the newest telemetry block in memory
 * @cpd: device
 *
 * Return: number of blocks published
 */
unsigned int cpo_pci_tlm_poll(struct cpo_pci_dev *cpd)
{
	enum cpo_pci_tlm_taken taken = CPO_PCI_TLM_NOTHING;

	mutex_lock(&cpd->publish_lock);
	if (test_bit(CPO_PCI_PUBLISH, &cpd->flags))
		taken = cpo_pci_tlm_take(cpd);
	mutex_unlock(&cpd->publish_lock);
	return taken == CPO_PCI_TLM_PUBLISHED;
}

/*
 * An interrupt without a block. One that was taken up on the way, by a refresh
 * or with the block before, was so a moment ago; else the device announces
 * again what it gave already.
 */
static void cpo_pci_tlm_bare(struct cpo_pci_dev *cpd)
{
	u64 period = cpd->tlm.period_us * (u64)NSEC_PER_USEC;
	u64 age = ktime_get_boottime_ns() - cpd->tlm.handled;

	if (age >= period - period / 4)
		cpo_pci_tlm_refuse(cpd, cpd->tlm.last_seq,
				   CPO_PCI_TLM_REPEATED);
}

/**
 * cpo_pci_tlm_irq - take up what a telemetry interrupt announces
 * @cpd: device
 *
 * Return: number of blocks published
 */
unsigned int cpo_pci_tlm_irq(struct cpo_pci_dev *cpd)
{
	enum cpo_pci_tlm_taken taken = CPO_PCI_TLM_WRITTEN;

	mutex_lock(&cpd->publish_lock);
	if (test_bit(CPO_PCI_PUBLISH, &cpd->flags))
		taken = cpo_pci_tlm_take(cpd);
	/* a vector that others share says nothing about telemetry */
	if (taken == CPO_PCI_TLM_NOTHING && cpd->n_vecs == CPO_IRQ_SOURCES)
		cpo_pci_tlm_bare(cpd);
	mutex_unlock(&cpd->publish_lock);
	return taken == CPO_PCI_TLM_PUBLISHED;
}

/* Whether it is time to look why no block comes. */
bool cpo_pci_tlm_late(const struct cpo_pci_dev *cpd)
{
	u32 us = clamp_t(u32, 2 * READ_ONCE(cpd->tlm.period_us),
			 CPO_PCI_LATE_MIN_US, CPO_PCI_LATE_MAX_US);

	return time_after(jiffies, READ_ONCE(cpd->tlm.seen) +
				   usecs_to_jiffies(us));
}

/* Whether no block came for so long that none will. */
bool cpo_pci_tlm_lost(const struct cpo_pci_dev *cpd)
{
	u32 us = 3 * READ_ONCE(cpd->tlm.period_us) + CPO_PCI_LOST_US;

	return time_after(jiffies, READ_ONCE(cpd->tlm.seen) +
				   usecs_to_jiffies(us));
}

/* What there was before a refresh. */
struct cpo_pci_tlm_mark {
	u64 seq;
	u64 blocks;
	u64 repeated;
};

static struct cpo_pci_tlm_mark cpo_pci_tlm_mark(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_tlm_mark mark;

	mutex_lock(&cpd->publish_lock);
	mark.seq = cpd->tlm.last_seq;
	mark.blocks = cpd->stats.blocks;
	mark.repeated = cpd->stats.refused[CPO_PCI_TLM_REPEATED];
	mutex_unlock(&cpd->publish_lock);
	return mark;
}

/* The device says there is a new block; its interrupt may have come first. */
static int cpo_pci_tlm_refreshed(struct cpo_pci_dev *cpd,
				 const struct cpo_pci_tlm_mark *mark)
{
	if (!test_bit(CPO_PCI_PUBLISH, &cpd->flags))
		return -EIO;
	if (cpo_pci_tlm_take(cpd) == CPO_PCI_TLM_NOTHING &&
	    cpd->tlm.last_seq == mark->seq &&
	    cpd->stats.refused[CPO_PCI_TLM_REPEATED] == mark->repeated)
		cpo_pci_tlm_refuse(cpd, mark->seq, CPO_PCI_TLM_REPEATED);
	return cpd->stats.blocks == mark->blocks ? -EIO : 0;
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
	struct cpo_pci_tlm_mark mark = cpo_pci_tlm_mark(cpd);
	int err;

	arg.cookie = cpu_to_le64(atomic64_inc_return(&cpd->tlm.cookie));
	err = cpo_pci_cmd(cpd, &cmd, extack);
	if (err)
		return err;
	mutex_lock(&cpd->publish_lock);
	err = cpo_pci_tlm_refreshed(cpd, &mark);
	mutex_unlock(&cpd->publish_lock);
	if (err)
		NL_SET_ERR_MSG(extack, "Device gave no valid telemetry");
	else
		cpo_pci_windows_read(cpd);
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

static int cpo_pci_tlm_config(struct cpo_pci_dev *cpd,
			      const struct cpo_config *config,
			      struct netlink_ext_ack *extack)
{
	const struct cpo_pci_tlm *tlm = &cpd->tlm;
	struct cpo_hw_tlm_config arg = {
		.period_us = cpu_to_le32(config->period_us),
		.buf_len = cpu_to_le32(cpo_pci_tlm_buf_len(tlm)),
		.bufs = tlm->bufs,
		.segs = tlm->segs,
		.window_s = cpu_to_le32(config->window_s),
	};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_TLM_CONFIG,
		.arg = &arg,
		.arg_len = sizeof(arg),
		.in_len = tlm->bufs * tlm->segs * sizeof(struct cpo_hw_seg),
	};
	struct cpo_hw_seg *seg;
	int err;

	seg = kzalloc(cmd.in_len, GFP_KERNEL);
	if (!seg)
		return -ENOMEM;
	cpo_pci_tlm_segs(tlm, seg);
	cmd.in = seg;
	err = cpo_pci_cmd(cpd, &cmd, extack);
	kfree(seg);
	return err;
}

/*
 * Nobody waited for the answer to the last settings, so the device may have
 * taken them, or not: it gets those again that hold.
 */
void cpo_pci_tlm_config_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(work, struct cpo_pci_dev,
					       tlm.config_work);
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	struct cpo_config config;
	int err;

	mutex_lock(&tlm->config_lock);
	config.period_us = tlm->period_us;
	config.window_s = tlm->window_s ?: tlm->window_found_s;
	err = cpo_pci_tlm_config(cpd, &config, NULL);
	mutex_unlock(&tlm->config_lock);
	/* in a reset it gets them anyway */
	if (err && err != -ENODEV)
		cpo_pci_recover(cpd, "telemetry settings are not known");
}

static int cpo_pci_tlm_set_locked(struct cpo_pci_dev *cpd,
				  const struct cpo_config *new,
				  struct netlink_ext_ack *extack)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	int err;

	lockdep_assert_held(&tlm->config_lock);
	err = cpo_pci_tlm_config(cpd, new, extack);
	if (err == -EINTR || err == -ETIMEDOUT)
		queue_work(cpo_pci_wq, &tlm->config_work);
	if (err)
		return err;
	mutex_lock(&cpd->publish_lock);
	WRITE_ONCE(tlm->period_us, new->period_us);
	tlm->window_s = new->window_s;
	/* the first period begins now */
	tlm->handled = ktime_get_boottime_ns();
	WRITE_ONCE(tlm->seen, jiffies);
	mutex_unlock(&cpd->publish_lock);
	return 0;
}

/**
 * cpo_pci_tlm_set - change how telemetry comes
 * @cpd: device that is up
 * @config: what to change; 0 leaves it as it is
 * @extack: gets the reason of a failure
 *
 * The buffers stay where they are. Sleeps; the wait is bounded and killable.
 * What is set is set again when the device is started anew.
 *
 * Return: 0, or an error and the device goes on as before
 */
int cpo_pci_tlm_set(struct cpo_pci_dev *cpd, const struct cpo_config *config,
		    struct netlink_ext_ack *extack)
{
	struct cpo_pci_tlm *tlm = &cpd->tlm;
	struct cpo_config new;
	int err;

	mutex_lock(&tlm->config_lock);
	new.period_us = config->period_us ?: tlm->period_us;
	new.window_s = config->window_s ?: tlm->window_s;
	err = cpo_pci_tlm_set_locked(cpd, &new, extack);
	mutex_unlock(&tlm->config_lock);
	if (!err && config->window_s)
		cpo_pci_windows_read(cpd);
	return err;
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
	const struct cpo_config config = {
		.period_us = tlm->period_us,
		.window_s = tlm->window_s,
	};
	struct cpo_hw_tlm_hdr *hdr;
	unsigned int b;
	int err;

	for (b = 0; b < tlm->bufs; b++) {
		hdr = tlm->seg[b][0];
		hdr->seq_begin = 0;
	}
	tlm->last_seq = 0;
	tlm->last_time = 0;
	tlm->handled = ktime_get_boottime_ns();
	WRITE_ONCE(tlm->seen, jiffies);

	err = cpo_pci_tlm_config(cpd, &config, NULL);
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
	tlm->bytes = bytes;
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
	tlm->period_us = CPO_PCI_PERIOD_US;
	/* a snapshot shows all of it, also what no block reaches */
	tlm->block = kvzalloc(cpo_pci_tlm_buf_len(tlm), GFP_KERNEL);
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

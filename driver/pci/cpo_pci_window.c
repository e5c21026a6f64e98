// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Windows are not in the telemetry block.  A worker reads them with commands
 * now and then, so that no reader ever waits for the device.
 */

#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "cpo_pci.h"

#define CPO_PCI_WINDOW_GAP_MS	250	/* at least between two reads */

/* A record of any kind: none has more than these. */
struct cpo_pci_window_rec {
	struct cpo_hw_window_hdr hdr;
	struct cpo_hw_window win[CPO_WINQ_MAX];
};

/* A part of a section that came at one time. */
struct cpo_pci_window_part {
	struct cpo_pci_part part;
	u64 boottime;
	u16 first;
	u8 object;		/* enum cpo_object */
	u8 quantities;
};

static_assert(CPO_WINDOWS_MAX == CPO_WINQ_MAX);
static_assert(CPO_WINDOWS_ENGINE == (int)CPO_WINQ_ENGINE_COUNT);
static_assert(CPO_WINDOWS_ELS == (int)CPO_WINQ_ELS_COUNT);
static_assert(CPO_WINDOWS_LASER == (int)CPO_WINQ_LASER_COUNT);
static_assert(CPO_WINDOWS_LANE == (int)CPO_WINQ_LANE_COUNT);
static_assert(CPO_WINDOWS_PORT == (int)CPO_WINQ_PORT_COUNT);

static size_t cpo_pci_window_size(unsigned int quantities)
{
	return offsetof(struct cpo_pci_window_rec, win) +
	       quantities * sizeof(struct cpo_hw_window);
}

static void cpo_pci_span(const struct cpo_hw_span *hw, struct cpo_span *span)
{
	span->known_ms = le32_to_cpu(hw->known_ms);
	span->min = le32_to_cpu(hw->min);
	span->avg = le32_to_cpu(hw->avg);
	span->max = le32_to_cpu(hw->max);
}

/* Returns false if the record cannot be about a window. */
static bool cpo_pci_window_row(const struct cpo_pci_window_rec *rec,
			       struct cpo_window_row *row)
{
	unsigned int i;

	row->valid = le32_to_cpu(rec->hdr.valid);
	row->window_s = le32_to_cpu(rec->hdr.window_s);
	row->start = le64_to_cpu(rec->hdr.start);
	for (i = 0; i < CPO_WINDOWS_MAX; i++) {
		cpo_pci_span(&rec->win[i].running, &row->win[i].running);
		cpo_pci_span(&rec->win[i].previous, &row->win[i].previous);
	}
	return row->window_s >= CPO_WINDOW_MIN_S &&
	       row->window_s <= CPO_WINDOW_MAX_S &&
	       row->start <= le64_to_cpu(rec->hdr.time);
}

/* A record has left the reach of the device when it is looked at. */
static void cpo_pci_window_publish(struct cpo_pci_dev *cpd,
				   const struct cpo_pci_window_part *wp,
				   unsigned int i)
{
	const struct cpo_pci_part *part = &wp->part;
	struct cpo_pci_window_rec rec = {};
	struct cpo_window_row row;
	struct cpo_sample sample = {
		.seq = cpd->tlm.last_seq,
		.boottime = wp->boottime,
	};

	memcpy(&rec, part->buf + i * part->stride,
	       cpo_pci_window_size(wp->quantities));
	sample.device_time = le64_to_cpu(rec.hdr.time);
	if (cpo_pci_window_row(&rec, &row))
		cpo_windows_publish(cpd->cdev, wp->object, wp->first + i, &row,
				    &sample);
	else
		dev_warn_ratelimited(cpd->dev, "Windows of object kind %u %u make no sense\n",
				     wp->object, wp->first + i);
}

static void cpo_pci_window_publish_part(struct cpo_pci_dev *cpd,
					const struct cpo_pci_window_part *wp)
{
	unsigned int i;

	mutex_lock(&cpd->publish_lock);
	for (i = 0; i < wp->part.n; i++)
		if (test_bit(CPO_PCI_PUBLISH, &cpd->flags))
			cpo_pci_window_publish(cpd, wp, i);
	mutex_unlock(&cpd->publish_lock);
}

static int cpo_pci_window_part(struct cpo_pci_dev *cpd, u16 type, u32 first,
			       u32 count, struct cpo_pci_part *part)
{
	WRITE_ONCE(cpd->stats.window_cmds, cpd->stats.window_cmds + 1);
	return cpo_pci_section_part(cpd, type, first, count, part);
}

/*
 * All records of a section. What the device lacks, or gives in a form that
 * makes no sense, is not there; other sections may be.
 */
static int cpo_pci_window_section(struct cpo_pci_dev *cpd, u16 type, u32 count,
				  struct cpo_pci_window_part *wp)
{
	size_t size = cpo_pci_window_size(wp->quantities);
	u32 first;
	int err;

	for (first = 0; first < count; first += wp->part.n) {
		err = cpo_pci_window_part(cpd, type, first, count - first,
					  &wp->part);
		if (err)
			return err;
		if (!wp->part.n)
			return 0;
		if (!cpo_pci_part_fits(&wp->part, count - first, size)) {
			dev_warn_ratelimited(cpd->dev, "Section 0x%x has %u of %u records of %u bytes\n",
					     type, wp->part.n, count - first,
					     wp->part.stride);
			return 0;
		}
		wp->first = first;
		wp->boottime = ktime_get_boottime_ns();
		cpo_pci_window_publish_part(cpd, wp);
	}
	return 0;
}

static void cpo_pci_windows_get(struct cpo_pci_dev *cpd)
{
	const struct cpo_pci_ident *id = &cpd->ident;
	const struct {
		u16 type;
		u8 object;
		u8 quantities;
		u32 count;
	} sections[] = {
		{ CPO_SEC_WIN_ENGINE, CPO_OBJECT_ENGINE, CPO_WINDOWS_ENGINE,
		  id->engines },
		{ CPO_SEC_WIN_ELS, CPO_OBJECT_ELS, CPO_WINDOWS_ELS, id->els },
		{ CPO_SEC_WIN_LASER, CPO_OBJECT_LASER, CPO_WINDOWS_LASER,
		  id->lasers },
		{ CPO_SEC_WIN_LANE, CPO_OBJECT_LANE, CPO_WINDOWS_LANE,
		  id->lanes },
		{ CPO_SEC_WIN_PORT, CPO_OBJECT_PORT, CPO_WINDOWS_PORT,
		  id->ports },
	};
	struct cpo_pci_window_part wp = { .part.buf = cpd->windows.buf };
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		wp.object = sections[i].object;
		wp.quantities = sections[i].quantities;
		err = cpo_pci_window_section(cpd, sections[i].type,
					     sections[i].count, &wp);
		/* the device is on its way out, or too busy for this */
		if (err == -ENODEV || err == -ETIMEDOUT)
			return;
	}
}

void cpo_pci_windows_work(struct work_struct *work)
{
	struct cpo_pci_dev *cpd = container_of(to_delayed_work(work),
					       struct cpo_pci_dev,
					       windows.work);

	WRITE_ONCE(cpd->windows.last, jiffies);
	cpo_pci_windows_get(cpd);
}

/**
 * cpo_pci_windows_read - have windows read soon
 * @cpd: device
 *
 * Any context. Who asks often does not have them read more often than a few
 * times a second.
 */
void cpo_pci_windows_read(struct cpo_pci_dev *cpd)
{
	unsigned long next = READ_ONCE(cpd->windows.last) +
			     msecs_to_jiffies(CPO_PCI_WINDOW_GAP_MS);
	unsigned long now = jiffies;

	if (!READ_ONCE(cpd->windows.none))
		queue_delayed_work(cpo_pci_wq, &cpd->windows.work,
				   time_before(now, next) ? next - now : 0);
}

/**
 * cpo_pci_windows_due - have windows read if it is time to
 * @cpd: device that just gave a block; its publish_lock is held
 *
 * A device that is asked now and then for what it is doing is asked for this,
 * too, with the block that comes nearest to the time.
 */
void cpo_pci_windows_due(struct cpo_pci_dev *cpd)
{
	u32 us = CPO_WINDOW_READ_S * USEC_PER_SEC;
	u32 period = cpd->tlm.period_us;

	us -= min(us, period / 2);
	if (period >= CPO_WINDOW_READ_S * USEC_PER_SEC ||
	    time_after(jiffies, READ_ONCE(cpd->windows.last) +
				usecs_to_jiffies(us)))
		cpo_pci_windows_read(cpd);
}

/**
 * cpo_pci_windows_probe - find out whether the device keeps windows
 * @cpd: device that takes commands; nothing publishes
 *
 * Return: their length in seconds, 0 when there are none
 */
u32 cpo_pci_windows_probe(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_part part = { .buf = cpd->windows.buf };
	struct cpo_pci_window_rec rec = {};
	struct cpo_window_row row = {};
	size_t size;
	int err;

	if (cpd->windows.none)
		return 0;
	size = cpo_pci_window_size(CPO_WINDOWS_ENGINE);
	err = cpo_pci_window_part(cpd, CPO_SEC_WIN_ENGINE, 0, 1, &part);
	if (!err && cpo_pci_part_fits(&part, 1, size)) {
		memcpy(&rec, part.buf, size);
		if (cpo_pci_window_row(&rec, &row)) {
			/* with the first block */
			cpd->windows.last = jiffies - CPO_WINDOW_READ_S * HZ;
			return row.window_s;
		}
	}
	/* a device that goes away in the middle is asked again */
	if (err != -ENODEV && err != -ETIMEDOUT)
		WRITE_ONCE(cpd->windows.none, true);
	return 0;
}

int cpo_pci_windows_init(struct cpo_pci_dev *cpd)
{
	cpd->windows.buf = kmalloc(CPO_PCI_DATA_SIZE, GFP_KERNEL);
	return cpd->windows.buf ? 0 : -ENOMEM;
}

void cpo_pci_windows_fini(struct cpo_pci_dev *cpd)
{
	kfree(cpd->windows.buf);
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Windows: what values were over a time, as the device keeps them.  They are
 * converted and checked when they come in, once every few seconds, so that to
 * read them is to copy them.
 */

#include <kunit/visibility.h>
#include <linux/module.h>

#include "cpo_priv.h"

/* How the values of a quantity are encoded. */
enum cpo_encoding {
	CPO_ENC_U32,
	CPO_ENC_S32,
	CPO_ENC_BER32,
	CPO_ENC_SNR,
};

struct cpo_quantity_info {
	u8 quantity;		/* enum cpo_quantity */
	u8 encoding;		/* enum cpo_encoding */
};

/* Windows are about the first kinds of objects; the device has none. */
#define CPO_WINDOW_OBJECTS	(CPO_OBJECT_PORT + 1)

static const struct cpo_quantity_info cpo_quantities_engine[] = {
	[CPO_WINDOW_ENGINE_TEMP]  = { CPO_QUANTITY_TEMPERATURE, CPO_ENC_S32 },
	[CPO_WINDOW_ENGINE_POWER] = { CPO_QUANTITY_POWER, CPO_ENC_U32 },
};

static const struct cpo_quantity_info cpo_quantities_els[] = {
	[CPO_WINDOW_ELS_TEMP]	= { CPO_QUANTITY_TEMPERATURE, CPO_ENC_S32 },
	[CPO_WINDOW_ELS_POWER]	= { CPO_QUANTITY_POWER, CPO_ENC_U32 },
};

static const struct cpo_quantity_info cpo_quantities_laser[] = {
	[CPO_WINDOW_LASER_POWER] = { CPO_QUANTITY_OPTICAL_POWER, CPO_ENC_U32 },
	[CPO_WINDOW_LASER_BIAS]	 = { CPO_QUANTITY_BIAS, CPO_ENC_U32 },
	[CPO_WINDOW_LASER_TEMP]	 = { CPO_QUANTITY_TEMPERATURE, CPO_ENC_S32 },
	[CPO_WINDOW_LASER_TEC]	 = { CPO_QUANTITY_TEC_DRIVE, CPO_ENC_S32 },
};

static const struct cpo_quantity_info cpo_quantities_lane[] = {
	[CPO_WINDOW_LANE_BER] = { CPO_QUANTITY_PRE_FEC_BER_MEDIA,
				  CPO_ENC_BER32 },
	[CPO_WINDOW_LANE_SNR] = { CPO_QUANTITY_SNR_MEDIA, CPO_ENC_SNR },
	[CPO_WINDOW_LANE_RX]  = { CPO_QUANTITY_RX_POWER, CPO_ENC_U32 },
};

static const struct cpo_quantity_info cpo_quantities_port[] = {
	[CPO_WINDOW_PORT_LOST]	 = { CPO_QUANTITY_UNCORRECTABLE_CODEWORDS,
				     CPO_ENC_U32 },
	[CPO_WINDOW_PORT_SEWMAX] = { CPO_QUANTITY_SYMBOL_ERRORS_MAX,
				     CPO_ENC_U32 },
};

static const struct {
	const struct cpo_quantity_info *info;
	unsigned int n;
} cpo_quantities[CPO_WINDOW_OBJECTS] = {
	[CPO_OBJECT_ENGINE]	= { cpo_quantities_engine, CPO_WINDOWS_ENGINE },
	[CPO_OBJECT_ELS]	= { cpo_quantities_els, CPO_WINDOWS_ELS },
	[CPO_OBJECT_LASER]	= { cpo_quantities_laser, CPO_WINDOWS_LASER },
	[CPO_OBJECT_LANE]	= { cpo_quantities_lane, CPO_WINDOWS_LANE },
	[CPO_OBJECT_PORT]	= { cpo_quantities_port, CPO_WINDOWS_PORT },
};

static_assert(ARRAY_SIZE(cpo_quantities_engine) == CPO_WINDOWS_ENGINE);
static_assert(ARRAY_SIZE(cpo_quantities_els) == CPO_WINDOWS_ELS);
static_assert(ARRAY_SIZE(cpo_quantities_laser) == CPO_WINDOWS_LASER);
static_assert(ARRAY_SIZE(cpo_quantities_lane) == CPO_WINDOWS_LANE);
static_assert(ARRAY_SIZE(cpo_quantities_port) == CPO_WINDOWS_PORT);

/* Number of quantities there are windows of. */
unsigned int cpo_window_quantities(u8 object)
{
	return object < CPO_WINDOW_OBJECTS ? cpo_quantities[object].n : 0;
}

u32 cpo_window_quantity(u8 object, unsigned int n)
{
	return cpo_quantities[object].info[n].quantity;
}

/* Number of objects that have windows. */
unsigned int cpo_window_count(const struct cpo_inventory *inv)
{
	return cpo_window_index(inv, CPO_WINDOW_OBJECTS, 0);
}

/* Place of an object among all that have windows. */
unsigned int cpo_window_index(const struct cpo_inventory *inv, u8 object,
			      u16 index)
{
	unsigned int before = 0;
	u8 kind;

	for (kind = CPO_OBJECT_ENGINE; kind < object; kind++)
		before += cpo_object_count(inv, kind);

	return before + index;
}

/* What is larger than any ratio is as large as there is a number for. */
static s64 cpo_window_value(u8 encoding, u32 raw)
{
	switch (encoding) {
	case CPO_ENC_S32:
		return (s32)raw;
	case CPO_ENC_BER32:
		return min_t(u64, cpo_ber_from_ber32(raw), S64_MAX);
	case CPO_ENC_SNR:
		return cpo_mdb_from_snr(min_t(u32, raw, U16_MAX));
	default:
		return raw;
	}
}

/*
 * A device says when there was no value at all; an order of values that cannot
 * be means that none of them is to be relied on.
 */
static void cpo_window_extent(const struct cpo_span *span, u8 encoding,
			      u32 window_s, struct cpo_extent *to)
{
	memset(to, 0, sizeof(*to));
	to->known_ms = span->known_ms;
	/* a second more: lengths are rounded */
	if (span->known_ms > (window_s + 1) * (u64)MSEC_PER_SEC)
		return;

	if (span->known_ms) {
		to->min = cpo_window_value(encoding, span->min);
		to->avg = cpo_window_value(encoding, span->avg);
		to->max = cpo_window_value(encoding, span->max);
	}
	to->valid = to->min <= to->avg && to->avg <= to->max;
}

static void cpo_window_fill(struct cpo_window_slot *slot, u8 object,
			    const struct cpo_window_row *row)
{
	unsigned int i;
	u8 encoding;

	for (i = 0; i < cpo_quantities[object].n; i++) {
		encoding = cpo_quantities[object].info[i].encoding;
		if (!(row->valid & BIT(i)))
			continue;
		cpo_window_extent(&row->win[i].running, encoding,
				  row->window_s, &slot->running[i]);
		cpo_window_extent(&row->win[i].previous, encoding,
				  row->window_s, &slot->previous[i]);
		/* without any value there may have been no such window */
		if (!slot->previous[i].known_ms)
			slot->previous[i].valid = false;
	}
}

/**
 * cpo_windows_publish() - publish the windows of an object
 * @cdev: the device, registered
 * @object: kind of the object, from engine to port
 * @index: the object
 * @row: its windows, not yet checked
 * @sample: where they come from
 *
 * What makes no sense is left out.
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_windows_publish(struct cpo_dev *cdev, u8 object, u16 index,
			 const struct cpo_window_row *row,
			 const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, object, index, 1);
	struct cpo_window_slot slot = {};
	struct cpo_rows *rows;
	unsigned long flags;

	if (!topo || WARN_ON_ONCE(!cpo_window_quantities(object)))
		return;

	slot.stamp.sample = *sample;
	slot.window_s = row->window_s;
	slot.start = row->start;
	cpo_window_fill(&slot, object, row);

	rows = topo->rows;
	write_seqlock_irqsave(&rows->window_lock, flags);
	rows->windows[cpo_window_index(topo->inv, object, index)] = slot;
	write_sequnlock_irqrestore(&rows->window_lock, flags);
}
EXPORT_SYMBOL_GPL(cpo_windows_publish);

void cpo_window_read(const struct cpo_topo *topo, u8 object, u16 index,
		     struct cpo_window_slot *slot)
{
	const struct cpo_rows *rows = topo->rows;

	cpo_slot_read(&rows->window_lock,
		      &rows->windows[cpo_window_index(topo->inv, object,
						      index)], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_window_read);

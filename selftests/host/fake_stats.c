// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Counters and windows of the fake. */

#include <linux/netlink.h>

#include "fake_priv.h"

/* ---- Counters ---- */

/* From 16 us to 64 ms in powers of two, then the rest. */
static void put_latency(struct nlmsghdr *nlh)
{
	struct nlattr *nest;
	unsigned int i;

	for (i = 4; i <= 17; i++) {
		nest = mnl_attr_nest_start(nlh, CPO_A_STATS_COMMAND_LATENCY);
		if (i < 17)
			mnl_attr_put_u64(nlh, CPO_A_LATENCY_BUCKET_BELOW_US,
					 1ull << i);
		mnl_attr_put_u64(nlh, CPO_A_LATENCY_BUCKET_COUNT,
				 i < 6 ? 0 : 100 * (17 - i));
		mnl_attr_nest_end(nlh, nest);
	}
}

static void put_stats(struct nlmsghdr *nlh, const struct dev *d)
{
	struct nlattr *nest;
	unsigned int attr;

	mnl_attr_put_u32(nlh, CPO_A_STATS_DEV_ID, d->id);
	for (attr = CPO_A_STATS_EVENTS; attr < CPO_A_STATS_COUNTER; attr++)
		/* One the provider does not count. */
		if (attr != CPO_A_STATS_COMMAND_LATENCY &&
		    attr != CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS)
			mnl_attr_put_u64(nlh, attr, 1000 * attr);
	put_latency(nlh);
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_COUNTER);
	mnl_attr_put_strz(nlh, CPO_A_COUNTER_LABEL, "doorbells");
	mnl_attr_put_u64(nlh, CPO_A_COUNTER_VALUE, 1ull << 50);
	mnl_attr_nest_end(nlh, nest);
	fake_put_future(nlh);
}

/* ---- Windows ---- */

struct span {
	uint32_t known_ms;
	int64_t min, avg, max;
};

static void put_span(struct nlmsghdr *nlh, uint16_t type, const struct span *s)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	mnl_attr_put_u32(nlh, CPO_A_WINDOW_SPAN_KNOWN_MS, s->known_ms);
	if (s->known_ms) {
		fake_put_sint(nlh, CPO_A_WINDOW_SPAN_MINIMUM, s->min);
		fake_put_sint(nlh, CPO_A_WINDOW_SPAN_AVERAGE, s->avg);
		fake_put_sint(nlh, CPO_A_WINDOW_SPAN_MAXIMUM, s->max);
	}
	mnl_attr_nest_end(nlh, nest);
}

/* The one before was a little less of everything. */
static void put_window(struct nlmsghdr *nlh, uint32_t quantity, int64_t min,
		       int64_t avg, int64_t max)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	const struct span running = { 412000, min, avg, max };
	const struct span previous = { 900000, min - min / 10,
				       avg - avg / 10, max - max / 10 };

	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, quantity);
	put_span(nlh, CPO_A_WINDOW_RUNNING, &running);
	if (!fake_knob("CPO_FAKE_YOUNG"))
		put_span(nlh, CPO_A_WINDOW_PREVIOUS, &previous);
	mnl_attr_nest_end(nlh, nest);
}

static void put_empty_window(struct nlmsghdr *nlh, uint32_t quantity)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	const struct span none = { 0 };

	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, quantity);
	put_span(nlh, CPO_A_WINDOW_RUNNING, &none);
	mnl_attr_nest_end(nlh, nest);
}

/* Upside down, without spans, of no kind, and more of them than there are. */
static void put_hostile_windows(struct nlmsghdr *nlh)
{
	struct nlattr *nest;
	unsigned int i;

	put_window(nlh, CPO_QUANTITY_TEMPERATURE, 5000, 3000, 1000);
	put_window(nlh, CPO_QUANTITY_POWER, -5, -4, -3);
	put_window(nlh, CPO_QUANTITY_BIAS, 0, INT64_MAX / 2, INT64_MAX);
	put_window(nlh, 4000000000u, INT64_MIN, 0, INT64_MAX);
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, CPO_QUANTITY_RX_POWER);
	mnl_attr_nest_end(nlh, nest);
	for (i = 0; i < 30; i++)
		put_window(nlh, CPO_QUANTITY_SNR_MEDIA, i, i, i);
}

static void put_windows(struct nlmsghdr *nlh, uint32_t object, bool out)
{
	switch (object) {
	case CPO_OBJECT_ENGINE:
	case CPO_OBJECT_ELS:
		if (out)
			break;
		put_window(nlh, CPO_QUANTITY_TEMPERATURE, -1500, 63120, 64900);
		put_window(nlh, CPO_QUANTITY_POWER, 13990, 14007, 14100);
		return;
	case CPO_OBJECT_LASER:
		if (out)
			break;
		put_window(nlh, CPO_QUANTITY_OPTICAL_POWER, 99000000,
			   100000000, 101000000);
		put_window(nlh, CPO_QUANTITY_BIAS, 363000000, 363250000,
			   364000000);
		put_window(nlh, CPO_QUANTITY_TEMPERATURE, 44990, 45003, 45010);
		put_window(nlh, CPO_QUANTITY_TEC_DRIVE, -1300, -1234, -1200);
		return;
	case CPO_OBJECT_LANE:
		put_window(nlh, CPO_QUANTITY_PRE_FEC_BER_MEDIA, 8000000000ll,
			   9123456000ll, 12000000000ll);
		put_window(nlh, CPO_QUANTITY_SNR_MEDIA, 22000, 22100, 22300);
		put_window(nlh, CPO_QUANTITY_RX_POWER, 0, 900000, 933254);
		return;
	case CPO_OBJECT_PORT:
		put_window(nlh, CPO_QUANTITY_UNCORRECTABLE_CODEWORDS, 0, 0, 2);
		put_window(nlh, CPO_QUANTITY_SYMBOL_ERRORS_MAX, 2, 3, 7);
		return;
	}
	put_empty_window(nlh, CPO_QUANTITY_TEMPERATURE);
}

static void put_fec(struct nlmsghdr *nlh)
{
	unsigned int bins = fake_knob("CPO_FAKE_HOSTILE") ? 17 : 16;
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_STATS_FEC);
	uint64_t count = 1000000000000ull;

	mnl_attr_put_u64(nlh, CPO_A_FEC_CODEWORDS, 1052631578947ull);
	mnl_attr_put_u64(nlh, CPO_A_FEC_CORRECTED_CODEWORDS, 52631578945ull);
	mnl_attr_put_u32(nlh, CPO_A_FEC_UNCORRECTABLE_CODEWORDS, 2);
	mnl_attr_put_u64(nlh, CPO_A_FEC_CORRECTED_BITS, 55555555555ull);
	mnl_attr_put_u64(nlh, CPO_A_FEC_SYMBOL_ERRORS, 55401662043ull);
	/* Frames lost are not counted by this one. */
	mnl_attr_put_u32(nlh, CPO_A_FEC_SYMBOL_ERRORS_MAX, 7);
	mnl_attr_put_u64(nlh, CPO_A_FEC_FRAME_ERROR_RATIO, 1500000);
	for (; bins--; count /= 20)
		mnl_attr_put_u64(nlh, CPO_A_FEC_HISTOGRAM, count);
	mnl_attr_put_u64(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 55555555000ull);
	mnl_attr_put_u32(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 0);
	mnl_attr_put_u32(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 550);
	mnl_attr_put_u32(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 5);
	mnl_attr_nest_end(nlh, nest);
}

static void put_stats_of(struct nlmsghdr *nlh, const struct dev *d,
			 uint32_t object, bool out)
{
	mnl_attr_put_u32(nlh, CPO_A_STATS_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_STATS_OBJECT, object);
	mnl_attr_put_u32(nlh, CPO_A_STATS_WINDOW_S, d->window_s);
	/* A start behind the sample cannot be. */
	mnl_attr_put_u64(nlh, CPO_A_STATS_WINDOW_START_NS,
			 fake_knob("CPO_FAKE_HOSTILE") ? UINT64_MAX :
			 DEVICE_TIME_NS - 412000000000ull);
	if (fake_knob("CPO_FAKE_HOSTILE"))
		put_hostile_windows(nlh);
	else
		put_windows(nlh, object, out);
	if (object == CPO_OBJECT_PORT)
		put_fec(nlh);
	fake_put_sample(nlh, CPO_A_STATS_SAMPLE);
	fake_put_future(nlh);
}

/* ---- Gets ---- */

static unsigned int rows_stats_dev(struct answer *a, const struct dev *d)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_STATS_GET);

	put_stats(nlh, d);
	fake_row_end(a, nlh);
	return 1;
}

struct named {
	uint16_t type;
	unsigned int id;
};

static void stats_row(struct answer *a, const struct dev *d, uint32_t object,
		      bool out, struct named x, struct named y)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_STATS_GET);

	put_stats_of(nlh, d, object, out);
	mnl_attr_put_u32(nlh, x.type, x.id);
	if (y.type)
		mnl_attr_put_u32(nlh, y.type, y.id);
	fake_row_end(a, nlh);
}

/* Objects with one id: @filter of @count. */
static unsigned int stats_flat(struct answer *a, const struct dev *d,
			       uint32_t object, uint16_t type,
			       unsigned int count, int filter)
{
	const struct named none = { 0 };
	unsigned int n, rows = 0;

	for (n = 0; n < count; n++) {
		if (!fake_is(filter, n))
			continue;
		stats_row(a, d, object, object == CPO_OBJECT_ELS &&
			  d->pulled[n], (struct named){ type, n }, none);
		rows++;
	}
	return rows;
}

static unsigned int stats_lasers(struct answer *a, const struct dev *d,
				 const struct filter *f)
{
	uint16_t type = d->p->els ? CPO_A_STATS_ELS_ID : CPO_A_STATS_ENGINE_ID;
	unsigned int k, e, l, rows = 0;

	for (k = 0; k < fake_lasers(d); k++) {
		e = k / d->p->lasers;
		l = k % d->p->lasers;
		if (!fake_is(d->p->els ? f->els : f->engine, e) || !fake_is(f->laser, l))
			continue;
		stats_row(a, d, CPO_OBJECT_LASER, d->p->els && d->pulled[e],
			  (struct named){ type, e },
			  (struct named){ CPO_A_STATS_LASER_ID, l });
		rows++;
	}
	return rows;
}

static unsigned int stats_lanes(struct answer *a, const struct dev *d,
				const struct filter *f)
{
	unsigned int e, l, rows = 0;

	for (e = 0; e < d->p->engines; e++)
		for (l = 0; fake_is(f->engine, e) && l < d->p->lanes; l++) {
			if (!fake_is(f->lane, l))
				continue;
			stats_row(a, d, CPO_OBJECT_LANE, false,
				  (struct named){ CPO_A_STATS_ENGINE_ID, e },
				  (struct named){ CPO_A_STATS_LANE_ID, l });
			rows++;
		}
	return rows;
}

static uint32_t stats_object(const struct answer *a, const struct filter *f)
{
	if (fake_request(a)->nlmsg_flags & NLM_F_DUMP)
		return f->object < 0 ? CPO_OBJECT_DEV : f->object;
	return f->laser >= 0 ? CPO_OBJECT_LASER :
	       f->lane >= 0 ? CPO_OBJECT_LANE :
	       f->engine >= 0 ? CPO_OBJECT_ENGINE :
	       f->els >= 0 ? CPO_OBJECT_ELS :
	       f->port >= 0 ? CPO_OBJECT_PORT : CPO_OBJECT_DEV;
}

unsigned int fake_rows_stats(struct answer *a, const struct dev *d,
			     const struct filter *f)
{
	uint32_t object = stats_object(a, f);

	switch (object) {
	case CPO_OBJECT_DEV:
		return rows_stats_dev(a, d);
	case CPO_OBJECT_ENGINE:
		return stats_flat(a, d, object, CPO_A_STATS_ENGINE_ID,
				  d->p->engines, f->engine);
	case CPO_OBJECT_ELS:
		return stats_flat(a, d, object, CPO_A_STATS_ELS_ID, d->p->els,
				  f->els);
	case CPO_OBJECT_PORT:
		return stats_flat(a, d, object, CPO_A_STATS_PORT_ID,
				  d->p->ports, f->port);
	case CPO_OBJECT_LASER:
		return stats_lasers(a, d, f);
	case CPO_OBJECT_LANE:
		return stats_lanes(a, d, f);
	}
	return 0;
}

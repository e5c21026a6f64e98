// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_kunit.h"

#define CPO_MINUTE_MS	60000

/* A ber32: @mantissa times ten to the @exponent. */
static u32 cpo_ber32(u32 mantissa, s8 exponent)
{
	return mantissa << 8 | (u8)exponent;
}

static struct cpo_span cpo_test_span(u32 known_ms, u32 min, u32 avg, u32 max)
{
	struct cpo_span span = { known_ms, min, avg, max };

	return span;
}

static struct cpo_window_row cpo_test_windows(u32 valid)
{
	struct cpo_window_row row = {
		.valid = valid,
		.window_s = 900,
		.start = 5000,
	};
	unsigned int i;

	for (i = 0; i < CPO_WINDOWS_MAX; i++) {
		row.win[i].running = cpo_test_span(CPO_MINUTE_MS, 1, 2, 3);
		row.win[i].previous = cpo_test_span(900000, 4, 5, 6);
	}

	return row;
}

static void cpo_publish_windows(struct kunit *test, u8 object, u16 index,
				const struct cpo_window_row *row)
{
	struct cpo_sample sample = cpo_fake_sample(9, 0);
	struct cpo_fake *fake = test->priv;

	cpo_windows_publish(fake->cdev, object, index, row, &sample);
}

static struct cpo_window_slot cpo_windows_of(struct kunit *test, u8 object,
					     u16 index)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_window_slot slot;

	cpo_window_read(rcu_dereference_protected(fake->cdev->topo, true),
			object, index, &slot);

	return slot;
}

/* Each object has a place of its own. */
static void cpo_test_window_places(struct kunit *test)
{
	static const struct {
		u8 object;
		u16 n;
	} kinds[] = {
		{ CPO_OBJECT_ENGINE, CPO_FAKE_ENGINES },
		{ CPO_OBJECT_ELS, CPO_FAKE_ELS },
		{ CPO_OBJECT_LASER, CPO_FAKE_LASERS },
		{ CPO_OBJECT_LANE, CPO_FAKE_LANES },
		{ CPO_OBJECT_PORT, CPO_FAKE_PORTS },
	};
	struct cpo_window_row row = cpo_test_windows(1);
	unsigned int k, i;

	for (k = 0; k < ARRAY_SIZE(kinds); k++) {
		for (i = 0; i < kinds[k].n; i++) {
			row.start = 1000 * kinds[k].object + i;
			cpo_publish_windows(test, kinds[k].object, i, &row);
		}
	}
	for (k = 0; k < ARRAY_SIZE(kinds); k++)
		for (i = 0; i < kinds[k].n; i++)
			KUNIT_EXPECT_EQ(test, cpo_windows_of(test,
							     kinds[k].object,
							     i).start,
					1000 * kinds[k].object + i);

	/* one past the end is no place */
	cpo_publish_windows(test, CPO_OBJECT_PORT, CPO_FAKE_PORTS, &row);
	cpo_publish_windows(test, CPO_OBJECT_LASER, CPO_FAKE_LASERS, &row);
	KUNIT_EXPECT_EQ(test, cpo_windows_of(test, CPO_OBJECT_LANE, 0).start,
			1000 * CPO_OBJECT_LANE);
}

/* Values come out in the unit of the uapi, signed where they are. */
static void cpo_test_window_units(struct kunit *test)
{
	struct cpo_window_row row = cpo_test_windows(7);
	struct cpo_window_slot slot;

	row.win[CPO_WINDOW_LANE_BER].running =
		cpo_test_span(CPO_MINUTE_MS, cpo_ber32(25, -10),
			      cpo_ber32(3, -8), cpo_ber32(1, -6));
	row.win[CPO_WINDOW_LANE_SNR].running =
		cpo_test_span(CPO_MINUTE_MS, 20 * 256, 20 * 256 + 128,
			      21 * 256);
	row.win[CPO_WINDOW_LANE_RX].running =
		cpo_test_span(CPO_MINUTE_MS, 1, 0x80000000, U32_MAX);
	cpo_publish_windows(test, CPO_OBJECT_LANE, 3, &row);
	slot = cpo_windows_of(test, CPO_OBJECT_LANE, 3);
	KUNIT_EXPECT_EQ(test, slot.running[0].min, 2500000000LL);
	KUNIT_EXPECT_EQ(test, slot.running[0].avg, 30000000000LL);
	KUNIT_EXPECT_EQ(test, slot.running[0].max, 1000000000000LL);
	KUNIT_EXPECT_EQ(test, slot.running[1].min, 20000);
	KUNIT_EXPECT_EQ(test, slot.running[1].avg, 20500);
	KUNIT_EXPECT_EQ(test, slot.running[1].max, 21000);
	KUNIT_EXPECT_TRUE(test, slot.running[2].valid);
	KUNIT_EXPECT_EQ(test, slot.running[2].max, U32_MAX);

	row.win[CPO_WINDOW_ENGINE_TEMP].running =
		cpo_test_span(CPO_MINUTE_MS, -5000, -1, 30000);
	cpo_publish_windows(test, CPO_OBJECT_ENGINE, 0, &row);
	slot = cpo_windows_of(test, CPO_OBJECT_ENGINE, 0);
	KUNIT_EXPECT_TRUE(test, slot.running[0].valid);
	KUNIT_EXPECT_EQ(test, slot.running[0].min, -5000);
	KUNIT_EXPECT_EQ(test, slot.running[0].avg, -1);
}

/* What cannot be is left out, by itself. */
static void cpo_test_window_lies(struct kunit *test)
{
	struct cpo_window_row row = cpo_test_windows(0xffffffff);
	struct cpo_window_slot slot;

	row.win[0].running = cpo_test_span(CPO_MINUTE_MS, 3, 2, 4);
	row.win[1].running = cpo_test_span(CPO_MINUTE_MS, 1, 5, 4);
	row.win[2].running = cpo_test_span(902000, 1, 2, 3);
	row.win[3].running = cpo_test_span(900500, 1, 2, 3);
	row.win[3].previous.known_ms = U32_MAX;
	cpo_publish_windows(test, CPO_OBJECT_LASER, 4, &row);
	slot = cpo_windows_of(test, CPO_OBJECT_LASER, 4);
	KUNIT_EXPECT_FALSE(test, slot.running[0].valid);
	KUNIT_EXPECT_TRUE(test, slot.previous[0].valid);
	KUNIT_EXPECT_FALSE(test, slot.running[1].valid);
	KUNIT_EXPECT_FALSE(test, slot.running[2].valid);
	KUNIT_EXPECT_TRUE(test, slot.running[3].valid);
	KUNIT_EXPECT_FALSE(test, slot.previous[3].valid);

	/* an order of encoded numbers is none of what they stand for */
	row = cpo_test_windows(1);
	row.win[0].running = cpo_test_span(CPO_MINUTE_MS, cpo_ber32(1, -3),
					   cpo_ber32(2, -4),
					   cpo_ber32(3, -5));
	cpo_publish_windows(test, CPO_OBJECT_LANE, 0, &row);
	slot = cpo_windows_of(test, CPO_OBJECT_LANE, 0);
	KUNIT_EXPECT_FALSE(test, slot.running[0].valid);
}

/* A quantity that was never there is not shown, nor is one of no value. */
static void cpo_test_window_unknown(struct kunit *test)
{
	struct cpo_window_row row = cpo_test_windows(BIT(1));
	struct cpo_window_slot slot;

	row.win[1].running = cpo_test_span(0, 7, 6, 5);
	row.win[1].previous.known_ms = 0;
	cpo_publish_windows(test, CPO_OBJECT_PORT, 1, &row);
	slot = cpo_windows_of(test, CPO_OBJECT_PORT, 1);
	KUNIT_EXPECT_FALSE(test, slot.running[0].valid);
	KUNIT_EXPECT_FALSE(test, slot.previous[0].valid);
	KUNIT_EXPECT_TRUE(test, slot.running[1].valid);
	KUNIT_EXPECT_EQ(test, slot.running[1].known_ms, 0);
	KUNIT_EXPECT_FALSE(test, slot.previous[1].valid);
}

/* The one window that is shown, or none. */
static unsigned int cpo_shown_windows(struct kunit *test,
				      struct cpo_shown *shown,
				      struct nlattr **tb)
{
	struct nlattr *attr;
	unsigned int n = 0;
	int rem;

	nla_for_each_attr(attr, (struct nlattr *)shown->skb->data,
			  shown->skb->len, rem) {
		if (nla_type(attr) != CPO_A_STATS_WINDOW)
			continue;
		KUNIT_EXPECT_EQ(test, nla_parse_nested(tb, CPO_A_WINDOW_MAX,
						       attr, NULL, NULL), 0);
		n++;
	}

	return n;
}

static void cpo_test_window_shown(struct kunit *test)
{
	struct nlattr *span[CPO_A_WINDOW_SPAN_MAX + 1];
	struct cpo_window_row row = cpo_test_windows(BIT(1));
	struct nlattr *tb[CPO_A_WINDOW_MAX + 1];
	struct cpo_shown shown;

	/* of a device without windows there is the name of the object */
	cpo_show(test, &cpo_nl_stats_els, 1, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_u32(shown.tb[CPO_A_STATS_OBJECT]),
			CPO_OBJECT_ELS);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_STATS_ELS_ID]), 1);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_STATS_WINDOW]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_STATS_WINDOW_S]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_STATS_SAMPLE]);
	kfree_skb(shown.skb);

	row.win[1].previous = cpo_test_span(0, 0, 0, 0);
	cpo_publish_windows(test, CPO_OBJECT_ELS, 1, &row);
	cpo_show(test, &cpo_nl_stats_els, 1, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_STATS_WINDOW_S]),
			900);
	KUNIT_EXPECT_EQ(test,
			nla_get_uint(shown.tb[CPO_A_STATS_WINDOW_START_NS]),
			5000);
	KUNIT_ASSERT_EQ(test, cpo_shown_windows(test, &shown, tb), 1);
	KUNIT_EXPECT_EQ(test, nla_get_u32(tb[CPO_A_WINDOW_QUANTITY]),
			CPO_QUANTITY_POWER);
	KUNIT_EXPECT_NULL(test, tb[CPO_A_WINDOW_PREVIOUS]);
	KUNIT_ASSERT_EQ(test, nla_parse_nested(span, CPO_A_WINDOW_SPAN_MAX,
					       tb[CPO_A_WINDOW_RUNNING], NULL,
					       NULL), 0);
	KUNIT_EXPECT_EQ(test,
			nla_get_uint(span[CPO_A_WINDOW_SPAN_KNOWN_MS]),
			CPO_MINUTE_MS);
	KUNIT_EXPECT_EQ(test, nla_get_sint(span[CPO_A_WINDOW_SPAN_MINIMUM]),
			1);
	KUNIT_EXPECT_EQ(test, nla_get_sint(span[CPO_A_WINDOW_SPAN_AVERAGE]),
			2);
	KUNIT_EXPECT_EQ(test, nla_get_sint(span[CPO_A_WINDOW_SPAN_MAXIMUM]),
			3);
	kfree_skb(shown.skb);
}

static bool cpo_windows_stale(struct kunit *test)
{
	struct cpo_shown shown;
	bool stale;

	cpo_show(test, &cpo_nl_stats_lane, 2, &shown);
	stale = cpo_shown_stale(test, &shown, CPO_A_STATS_SAMPLE);
	kfree_skb(shown.skb);

	return stale;
}

/* Older than telemetry may be, but not without any. */
static void cpo_test_window_stale(struct kunit *test)
{
	const struct cpo_window_row row = cpo_test_windows(1);
	struct cpo_sample dev = cpo_fake_sample(9, 0);
	struct cpo_sample sample = dev;
	struct cpo_dev_row dev_row = {};
	struct cpo_fake *fake = test->priv;

	sample.boottime -= 20 * NSEC_PER_SEC;
	cpo_windows_publish(fake->cdev, CPO_OBJECT_LANE, 2, &row, &sample);
	KUNIT_EXPECT_TRUE(test, cpo_windows_stale(test));
	cpo_dev_publish(fake->cdev, &dev_row, &dev, 1000000);
	KUNIT_EXPECT_FALSE(test, cpo_windows_stale(test));

	sample.boottime -= 11 * NSEC_PER_SEC;
	cpo_windows_publish(fake->cdev, CPO_OBJECT_LANE, 2, &row, &sample);
	KUNIT_EXPECT_TRUE(test, cpo_windows_stale(test));
	cpo_dev_publish(fake->cdev, &dev_row, &dev, 20000000);
	KUNIT_EXPECT_FALSE(test, cpo_windows_stale(test));
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_TRUE(test, cpo_windows_stale(test));
}

static void cpo_test_fec(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(4, 0);
	struct nlattr *tb[CPO_A_FEC_MAX + 1];
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;
	struct cpo_fec_row *rows;
	struct nlattr *attr;
	unsigned int n = 0;
	int rem;

	rows = kunit_kcalloc(test, CPO_FAKE_PORTS, sizeof(*rows), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rows);
	rows[2].valid = CPO_FEC_BINS_OK | CPO_FEC_LOST_OK | CPO_FEC_FERC_OK |
			CPO_FEC_LANE_BITS_OK;
	for (n = 0; n < CPO_PORT_LANES_MAX; n++)
		rows[2].lane_bits[n] = 7 + n;
	rows[2].codewords = 1ULL << 40;
	rows[2].ferc = cpo_ber32(5, -15);
	for (n = 0; n < CPO_FEC_BINS; n++)
		rows[2].bins[n] = 100 + n;
	cpo_fec_publish(fake->cdev, 0, CPO_FAKE_PORTS, rows, &sample);

	cpo_show(test, &cpo_nl_stats_port, 1, &shown);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_STATS_FEC]);
	kfree_skb(shown.skb);

	cpo_show(test, &cpo_nl_stats_port, 2, &shown);
	KUNIT_ASSERT_NOT_NULL(test, shown.tb[CPO_A_STATS_FEC]);
	KUNIT_EXPECT_NOT_NULL(test, shown.tb[CPO_A_STATS_SAMPLE]);
	KUNIT_ASSERT_EQ(test, nla_parse_nested(tb, CPO_A_FEC_MAX,
					       shown.tb[CPO_A_STATS_FEC], NULL,
					       NULL), 0);
	KUNIT_EXPECT_EQ(test, nla_get_uint(tb[CPO_A_FEC_CODEWORDS]),
			1ULL << 40);
	KUNIT_EXPECT_EQ(test,
			nla_get_uint(tb[CPO_A_FEC_UNCORRECTABLE_CODEWORDS]),
			0);
	KUNIT_EXPECT_EQ(test, nla_get_uint(tb[CPO_A_FEC_FRAME_ERROR_RATIO]),
			5000);
	KUNIT_EXPECT_NULL(test, tb[CPO_A_FEC_CORRECTED_CODEWORDS]);
	KUNIT_EXPECT_NULL(test, tb[CPO_A_FEC_SYMBOL_ERRORS_MAX]);
	n = 0;
	nla_for_each_nested(attr, shown.tb[CPO_A_STATS_FEC], rem) {
		if (nla_type(attr) != CPO_A_FEC_HISTOGRAM)
			continue;
		KUNIT_EXPECT_EQ(test, nla_get_uint(attr), 100 + n);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, CPO_FEC_BINS);
	n = 0;
	nla_for_each_nested(attr, shown.tb[CPO_A_STATS_FEC], rem) {
		if (nla_type(attr) != CPO_A_FEC_LANE_CORRECTED_BITS)
			continue;
		KUNIT_EXPECT_EQ(test, nla_get_uint(attr), 7 + n);
		n++;
	}
	/* as many as the port has lanes */
	KUNIT_EXPECT_EQ(test, n, 4);
	kfree_skb(shown.skb);
}

static unsigned int cpo_dump_stats(struct kunit *test,
				   const struct cpo_nl_kind *kind, int attr,
				   u32 value)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);

	if (attr)
		cpo_dump_filter(dump, attr, value);
	while (cpo_dump_step(test, dump, kind, 700))
		;
	KUNIT_EXPECT_FALSE(test, dump->interrupted);

	return dump->messages;
}

static void cpo_test_stats_dump(struct kunit *test)
{
	struct cpo_window_row row = cpo_test_windows(7);
	unsigned int i;

	for (i = 0; i < CPO_FAKE_LANES; i++)
		cpo_publish_windows(test, CPO_OBJECT_LANE, i, &row);
	KUNIT_EXPECT_EQ(test, cpo_dump_stats(test, &cpo_nl_stats_lane, 0, 0),
			CPO_FAKE_LANES);
	KUNIT_EXPECT_EQ(test, cpo_dump_stats(test, &cpo_nl_stats_lane,
					     CPO_A_STATS_ENGINE_ID, 1), 8);
	KUNIT_EXPECT_EQ(test, cpo_dump_stats(test, &cpo_nl_stats_lane,
					     CPO_A_STATS_PORT_ID, 3), 2);
	KUNIT_EXPECT_EQ(test, cpo_dump_stats(test, &cpo_nl_stats_engine,
					     CPO_A_STATS_ENGINE_ID, 1), 1);
	KUNIT_EXPECT_EQ(test, cpo_dump_stats(test, &cpo_nl_stats_laser,
					     CPO_A_STATS_ELS_ID, 0), 2);
	KUNIT_EXPECT_EQ(test, cpo_dump_stats(test, &cpo_nl_stats_port, 0, 0),
			CPO_FAKE_PORTS);
}

/* Objects that are others have no windows of theirs. */
static void cpo_test_window_topology(struct kunit *test)
{
	const struct cpo_window_row row = cpo_test_windows(1);
	struct cpo_fake *fake = test->priv;
	struct cpo_inventory *inv;

	cpo_publish_windows(test, CPO_OBJECT_PORT, 0, &row);
	cpo_dev_detach(fake->cdev);
	inv = cpo_fake_inventory(test);
	inv->routes[0].fibre = 17;
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_EQ(test, cpo_windows_of(test, CPO_OBJECT_PORT,
					     0).window_s, 900);

	cpo_dev_detach(fake->cdev);
	inv = cpo_inventory_alloc(0, 0, 0, 0, 0, 0, 0);
	KUNIT_ASSERT_NOT_NULL(test, inv);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_publish_windows(test, CPO_OBJECT_PORT, 0, &row);
	inv = cpo_fake_inventory(test);
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_EQ(test, cpo_windows_of(test, CPO_OBJECT_PORT,
					     0).window_s, 0);
}

static struct kunit_case cpo_window_cases[] = {
	KUNIT_CASE(cpo_test_window_places),
	KUNIT_CASE(cpo_test_window_units),
	KUNIT_CASE(cpo_test_window_lies),
	KUNIT_CASE(cpo_test_window_unknown),
	KUNIT_CASE(cpo_test_window_shown),
	KUNIT_CASE(cpo_test_window_stale),
	KUNIT_CASE(cpo_test_fec),
	KUNIT_CASE(cpo_test_stats_dump),
	KUNIT_CASE(cpo_test_window_topology),
	{}
};

struct kunit_suite cpo_window_suite = {
	.name = "cpo_window",
	.init = cpo_fake_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_window_cases,
};

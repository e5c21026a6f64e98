// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_kunit.h"

/* What stats-get shows as attribute @attr; -1 when it is absent. */
static s64 cpo_stat(struct kunit *test, int attr)
{
	struct cpo_shown shown;
	s64 value = -1;

	cpo_show(test, &cpo_nl_stats, 0, &shown);
	if (shown.tb[attr])
		value = nla_get_uint(shown.tb[attr]);
	kfree_skb(shown.skb);

	return value;
}

static void cpo_test_stats_events(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS), 0);
	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE, 3,
		       CPO_ACTION_SET, 0, 1);
	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE,
		       CPO_FAKE_LANES, CPO_ACTION_SET, 0, 2);
	cpo_events_lost(fake->cdev, 7);
	cpo_events_lost(fake->cdev, 3);
	fake->stats.events_refused = 4;

	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS), 2);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS_LOST), 10);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENT_GAPS), 2);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS_REFUSED), 5);
	fake->stats.events_refused = CPO_STAT_UNKNOWN;
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS_REFUSED), 1);
}

/* An unknown counter is absent, one of 0 is there. */
static void cpo_test_stats_unknown(struct kunit *test)
{
	static const int attrs[] = {
		CPO_A_STATS_TELEMETRY_BLOCKS, CPO_A_STATS_TELEMETRY_MISSED,
		CPO_A_STATS_TELEMETRY_REFUSED,
		CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS, CPO_A_STATS_INTERRUPTS,
		CPO_A_STATS_INTERRUPTS_LOST, CPO_A_STATS_COMMANDS,
		CPO_A_STATS_COMMANDS_FAILED, CPO_A_STATS_COMMANDS_TIMED_OUT,
		CPO_A_STATS_COMMANDS_LATE, CPO_A_STATS_COMMANDS_STRAY,
		CPO_A_STATS_DEVICE_EVENTS_DROPPED, CPO_A_STATS_DEVICE_BOOTS,
		CPO_A_STATS_DEVICE_SAFETY_CUTS,
	};
	struct cpo_fake *fake = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(attrs); i++)
		KUNIT_EXPECT_EQ(test, cpo_stat(test, attrs[i]), 0);
	memset(&fake->stats, 0xff, offsetof(struct cpo_stats, latency));
	for (i = 0; i < ARRAY_SIZE(attrs); i++)
		KUNIT_EXPECT_EQ(test, cpo_stat(test, attrs[i]), -1);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_COMMAND_LATENCY), -1);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_COUNTER), -1);
}

/* A provider that counts nothing. */
static void cpo_test_stats_no_op(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	const struct cpo_dev_ops *ops = fake->cdev->ops;
	struct cpo_dev_ops none = *ops;

	none.stats = NULL;
	fake->cdev->ops = &none;
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_COMMANDS), -1);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS), 0);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_COMMAND_LATENCY), -1);
	fake->cdev->ops = ops;
}

static void cpo_test_stats_pages(struct kunit *test)
{
	const struct cpo_page_addr addr = { .offset = 128, .len = 128 };
	struct cpo_page_addr els = addr;
	struct cpo_fake *fake = test->priv;
	u8 buf[CPO_PAGE_SIZE];

	els.els = true;
	cpo_page_read(fake->cdev, &addr, buf, 100, NULL);
	cpo_page_read_cached(fake->cdev, &els, buf, 100, NULL);
	cpo_page_read_cached(fake->cdev, &els, buf, 100, NULL);
	cpo_page_read_cached(fake->cdev, &els, buf, 100, NULL);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_PAGES_READ), 2);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_PAGE_CACHE_HITS), 2);

	/* one that failed is none */
	fake->error = -EIO;
	cpo_page_read(fake->cdev, &addr, buf, 100, NULL);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_PAGES_READ), 2);
}

/* Counters live on when the device is detached, dead, or begins anew. */
static void cpo_test_stats_lifetime(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_inventory *inv;

	cpo_events_lost(fake->cdev, 7);
	KUNIT_EXPECT_EQ(test, cpo_dev_refresh(fake->cdev, NULL), 0);
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_dev_refresh(fake->cdev, NULL), -EBUSY);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS_LOST), 7);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_DETACHES), 1);
	/* it is detached already */
	cpo_dev_detach(fake->cdev);

	inv = cpo_inventory_alloc(0, 0, 0, 0, 0, 0, 0);
	KUNIT_ASSERT_NOT_NULL(test, inv);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_dev_new_epoch(fake->cdev);
	cpo_dev_set_dead(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_EVENTS_LOST), 7);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_REFRESHES), 1);
	KUNIT_EXPECT_EQ(test, cpo_stat(test, CPO_A_STATS_DETACHES), 1);
}

static void cpo_test_latency_bucket(struct kunit *test)
{
	const unsigned int last = CPO_LATENCY_BUCKETS - 1;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, cpo_latency_bucket(0), 0);
	for (i = 1; i < CPO_LATENCY_BUCKETS; i++) {
		/* the bound is exclusive */
		KUNIT_EXPECT_EQ(test, cpo_latency_bucket(BIT_ULL(i) - 1), i);
		KUNIT_EXPECT_EQ(test, cpo_latency_bucket(BIT_ULL(i)),
				min(i + 1, last));
	}
	KUNIT_EXPECT_EQ(test, cpo_latency_bucket(U64_MAX), last);
}

/* Buckets come in order, with their bounds; the last one has none. */
static void cpo_test_stats_latency(struct kunit *test)
{
	struct nlattr *tb[CPO_A_LATENCY_BUCKET_MAX + 1];
	struct cpo_fake *fake = test->priv;
	struct nlattr *attr, *bound;
	struct cpo_shown shown;
	unsigned int n;
	int rem;

	for (n = 0; n < CPO_LATENCY_BUCKETS; n++)
		fake->stats.latency[n] = 1000 + n;
	fake->stats.has_latency = true;

	cpo_show(test, &cpo_nl_stats, 0, &shown);
	n = 0;
	nla_for_each_attr(attr, (struct nlattr *)shown.skb->data,
			  shown.skb->len, rem) {
		if (nla_type(attr) != CPO_A_STATS_COMMAND_LATENCY)
			continue;
		KUNIT_ASSERT_EQ(test, nla_parse_nested(tb,
						       ARRAY_SIZE(tb) - 1, attr,
						       NULL, NULL), 0);
		KUNIT_EXPECT_EQ(test,
				nla_get_uint(tb[CPO_A_LATENCY_BUCKET_COUNT]),
				1000 + n);
		bound = tb[CPO_A_LATENCY_BUCKET_BELOW_US];
		KUNIT_EXPECT_EQ(test, !bound, n == CPO_LATENCY_BUCKETS - 1);
		if (bound)
			KUNIT_EXPECT_EQ(test, nla_get_uint(bound), BIT_ULL(n));
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, CPO_LATENCY_BUCKETS);
	kfree_skb(shown.skb);
}

/* As many as there can be, even if the provider says there are more. */
static void cpo_test_stats_counters(struct kunit *test)
{
	struct nlattr *tb[CPO_A_COUNTER_MAX + 1];
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;
	struct nlattr *attr;
	unsigned int n;
	int rem;

	for (n = 0; n < CPO_STATS_COUNTERS; n++) {
		snprintf(fake->stats.counters[n].label, 33, "own-%u", n);
		fake->stats.counters[n].value = n;
	}
	fake->stats.n_counters = U8_MAX;

	cpo_show(test, &cpo_nl_stats, 0, &shown);
	n = 0;
	nla_for_each_attr(attr, (struct nlattr *)shown.skb->data,
			  shown.skb->len, rem) {
		if (nla_type(attr) != CPO_A_STATS_COUNTER)
			continue;
		KUNIT_ASSERT_EQ(test, nla_parse_nested(tb,
						       ARRAY_SIZE(tb) - 1, attr,
						       NULL, NULL), 0);
		KUNIT_EXPECT_EQ(test, nla_get_uint(tb[CPO_A_COUNTER_VALUE]),
				n);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, CPO_STATS_COUNTERS);
	kfree_skb(shown.skb);
}

static struct kunit_case cpo_stats_cases[] = {
	KUNIT_CASE(cpo_test_stats_events),
	KUNIT_CASE(cpo_test_stats_unknown),
	KUNIT_CASE(cpo_test_stats_no_op),
	KUNIT_CASE(cpo_test_stats_pages),
	KUNIT_CASE(cpo_test_stats_lifetime),
	KUNIT_CASE(cpo_test_latency_bucket),
	KUNIT_CASE(cpo_test_stats_latency),
	KUNIT_CASE(cpo_test_stats_counters),
	{}
};

struct kunit_suite cpo_stats_suite = {
	.name = "cpo_stats",
	.init = cpo_fake_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_stats_cases,
};

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/timekeeping.h>

#include "cpo_kunit.h"

#define CPO_SECOND	((u64)NSEC_PER_SEC)

static const struct cpo_flag_id cpo_test_los = {
	.code = CPO_EVENT_CODE_LANE_RX_LOS,
	.object = CPO_OBJECT_LANE,
	.index = 3,
};

static const struct cpo_flag_id cpo_test_hot = {
	.code = CPO_EVENT_CODE_THRESHOLD,
	.object = CPO_OBJECT_ENGINE,
	.index = 1,
	.quantity = CPO_QUANTITY_TEMPERATURE,
	.level = CPO_LEVEL_HIGH_ALARM,
};

static const struct cpo_select cpo_test_any = {
	CPO_NONE, CPO_NONE, CPO_NONE, CPO_NONE,
	CPO_NONE, CPO_NONE, CPO_NONE, CPO_NONE,
};

static void cpo_flag_happens_sev(struct kunit *test,
				 const struct cpo_flag_id *id, bool set,
				 u32 count, u64 device_time, u8 severity)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_event ev = {
		.device_seq = count,
		.device_time = device_time,
		.boottime = ktime_get_boottime_ns(),
		.value = set ? 90000 : 80000,
		.code = id->code,
		.count = count,
		.index = id->index,
		.quantity = id->quantity,
		.level = id->level,
		.severity = severity,
		.action = set ? CPO_ACTION_SET : CPO_ACTION_CLEAR,
		.object = id->object,
	};

	cpo_events_report(fake->cdev, &ev, 1);
}

static void cpo_flag_happens(struct kunit *test, const struct cpo_flag_id *id,
			     bool set, u32 count, u64 device_time)
{
	cpo_flag_happens_sev(test, id, set, count, device_time,
			     set ? CPO_SEVERITY_MAJOR : CPO_SEVERITY_INFO);
}

static struct cpo_flag_row cpo_flag_row(const struct cpo_flag_id *id, bool set,
					u32 changes)
{
	struct cpo_flag_row row = {
		.id = *id,
		.set = set,
		.changes = changes,
		.first_set = CPO_SECOND,
		.last_set = 5 * CPO_SECOND,
		.last_clear = set ? 4 * CPO_SECOND : 6 * CPO_SECOND,
		.value = 91000,
	};

	return row;
}

static int cpo_flag_told(struct kunit *test, const struct cpo_flag_row *row)
{
	struct cpo_fake *fake = test->priv;

	return cpo_flags_publish(fake->cdev, row, 1);
}

static bool cpo_flag_of(struct kunit *test, const struct cpo_flag_id *id,
			struct cpo_flag *flag)
{
	struct cpo_fake *fake = test->priv;
	bool shown;

	memset(flag, 0, sizeof(*flag));
	rcu_read_lock();
	shown = cpo_flag_read(fake->cdev, cpo_flag_key(id), flag);
	rcu_read_unlock();

	return shown;
}

static void cpo_flags_clear_all(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	cpo_flags_clear(fake->cdev, &cpo_test_any);
}

/* A provider finds those of a kind that are set, and no others. */
static void cpo_test_flag_next_set(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_dev *cdev = fake->cdev;
	struct cpo_flag_id id;
	u32 place = 0;
	s64 value;

	KUNIT_EXPECT_FALSE(test, cpo_flag_next_set(cdev, CPO_OBJECT_ENGINE,
						   &place, &id, &value));
	cpo_flag_happens(test, &cpo_test_los, true, 1, CPO_SECOND);
	cpo_flag_happens(test, &cpo_test_hot, true, 2, CPO_SECOND);
	place = 0;
	KUNIT_ASSERT_TRUE(test, cpo_flag_next_set(cdev, CPO_OBJECT_ENGINE,
						  &place, &id, &value));
	KUNIT_EXPECT_MEMEQ(test, &id, &cpo_test_hot, sizeof(id));
	KUNIT_EXPECT_EQ(test, value, 90000);
	KUNIT_EXPECT_FALSE(test, cpo_flag_next_set(cdev, CPO_OBJECT_ENGINE,
						   &place, &id, &value));
	KUNIT_ASSERT_TRUE(test, cpo_flag_next_set(cdev, CPO_OBJECT_LANE,
						  &place, &id, &value));
	KUNIT_EXPECT_MEMEQ(test, &id, &cpo_test_los, sizeof(id));

	cpo_flag_happens(test, &cpo_test_los, false, 3, 2 * CPO_SECOND);
	place = 0;
	KUNIT_EXPECT_FALSE(test, cpo_flag_next_set(cdev, CPO_OBJECT_LANE,
						   &place, &id, &value));
}

/* An event tells state, count and time; the row of the device what is exact. */
static void cpo_test_flag_event(struct kunit *test)
{
	struct cpo_flag flag;

	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_hot, &flag));
	cpo_flag_happens(test, &cpo_test_hot, true, 1, 7 * CPO_SECOND);
	KUNIT_ASSERT_TRUE(test, cpo_flag_of(test, &cpo_test_hot, &flag));
	KUNIT_EXPECT_TRUE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 1);
	KUNIT_EXPECT_EQ(test, flag.value, 90000);
	KUNIT_EXPECT_EQ(test, flag.severity, CPO_SEVERITY_MAJOR);
	KUNIT_EXPECT_EQ(test, flag.first_set.device, 7 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_set.device, 7 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 0);
	KUNIT_EXPECT_FALSE(test, flag.lower_bound);

	cpo_flag_happens(test, &cpo_test_hot, false, 4, 9 * CPO_SECOND);
	cpo_flag_of(test, &cpo_test_hot, &flag);
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 4);
	KUNIT_EXPECT_EQ(test, flag.severity, CPO_SEVERITY_MAJOR);
	KUNIT_EXPECT_EQ(test, flag.last_set.device, 7 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 9 * CPO_SECOND);

	/* other levels and objects are other flags */
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_los, &flag));
}

/* Storm control left out events: times are those of the row then. */
static void cpo_test_flag_row(struct kunit *test)
{
	struct cpo_flag_row row = cpo_flag_row(&cpo_test_los, true, 3);
	struct cpo_flag flag;

	cpo_flag_happens(test, &cpo_test_los, true, 3, 5 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, cpo_flag_told(test, &row), 0);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_TRUE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 3);
	KUNIT_EXPECT_EQ(test, flag.first_set.device, CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 4 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.value, 91000);

	/* without any event, and by a device that only latches */
	row = cpo_flag_row(&cpo_test_hot, false, 10000);
	row.lower_bound = true;
	KUNIT_EXPECT_EQ(test, cpo_flag_told(test, &row), 0);
	KUNIT_ASSERT_TRUE(test, cpo_flag_of(test, &cpo_test_hot, &flag));
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 10000);
	KUNIT_EXPECT_TRUE(test, flag.lower_bound);
	KUNIT_EXPECT_EQ(test, flag.severity, CPO_SEVERITY_MAJOR);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 6 * CPO_SECOND);
}

/* What is older than what is known changes nothing, by which way it comes. */
static void cpo_test_flag_order(struct kunit *test)
{
	struct cpo_flag_row row = cpo_flag_row(&cpo_test_los, false, 8);
	struct cpo_flag flag;

	cpo_flag_told(test, &row);
	cpo_flag_happens(test, &cpo_test_los, true, 7, 5 * CPO_SECOND);
	cpo_flag_happens(test, &cpo_test_los, true, 8, 5 * CPO_SECOND);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 8);

	cpo_flag_happens(test, &cpo_test_los, true, 9, 20 * CPO_SECOND);
	row = cpo_flag_row(&cpo_test_los, false, 8);
	cpo_flag_told(test, &row);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_TRUE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 9);
	KUNIT_EXPECT_EQ(test, flag.last_set.device, 20 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.value, 90000);
}

/* The device has 32 bits, users more. */
static void cpo_test_flag_wrap(struct kunit *test)
{
	struct cpo_flag_row row = cpo_flag_row(&cpo_test_los, true, U32_MAX);
	struct cpo_flag flag;

	cpo_flag_told(test, &row);
	cpo_flag_happens(test, &cpo_test_los, false, 4, 9 * CPO_SECOND);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, U32_MAX + 5ULL);
	/* from before the wrap */
	row.set = true;
	cpo_flag_told(test, &row);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, U32_MAX + 5ULL);
}

/* A lane that began in the dark: that it got light is no change of the flag. */
static void cpo_test_flag_began_set(struct kunit *test)
{
	struct cpo_flag_row row = cpo_flag_row(&cpo_test_los, false, 10001);
	struct cpo_fake *fake = test->priv;
	struct cpo_flag flag;

	cpo_flag_happens(test, &cpo_test_los, false, 1, CPO_SECOND);
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	cpo_flag_happens(test, &cpo_test_los, true, 2, 2 * CPO_SECOND);
	KUNIT_ASSERT_TRUE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	KUNIT_EXPECT_EQ(test, flag.changes, 1);
	cpo_flag_told(test, &row);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_EQ(test, flag.changes, 10000);

	/* it was before anybody looked, and it is so after a restart */
	row.id.index = 4;
	cpo_flag_told(test, &row);
	cpo_flag_of(test, &row.id, &flag);
	KUNIT_EXPECT_EQ(test, flag.changes, 10000);
	cpo_dev_new_epoch(fake->cdev);
	row.changes = 3;
	cpo_flag_told(test, &row);
	cpo_flag_of(test, &row.id, &flag);
	KUNIT_EXPECT_EQ(test, flag.changes, 10002);
}

/* A device that does not count: what was seen is the least that happened. */
static void cpo_test_flag_uncounted(struct kunit *test)
{
	struct cpo_flag flag;

	cpo_flag_happens(test, &cpo_test_los, true, 0, CPO_SECOND);
	cpo_flag_happens(test, &cpo_test_los, true, 0, 2 * CPO_SECOND);
	cpo_flag_happens(test, &cpo_test_los, false, 0, 3 * CPO_SECOND);
	KUNIT_ASSERT_TRUE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 2);
	KUNIT_EXPECT_TRUE(test, flag.lower_bound);
}

/* What is set stays so; what is not is gone, and its history stays away. */
static void cpo_test_flag_clear(struct kunit *test)
{
	struct cpo_flag_row los = cpo_flag_row(&cpo_test_los, false, 8);
	struct cpo_flag_row hot = cpo_flag_row(&cpo_test_hot, true, 9);
	struct cpo_flag flag;

	cpo_flag_told(test, &los);
	cpo_flag_told(test, &hot);
	cpo_flags_clear_all(test);
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	KUNIT_ASSERT_TRUE(test, cpo_flag_of(test, &cpo_test_hot, &flag));
	KUNIT_EXPECT_TRUE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 0);
	KUNIT_EXPECT_EQ(test, flag.first_set.device, 5 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_set.device, 5 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 0);

	/* the device still has all of it */
	cpo_flag_told(test, &los);
	cpo_flag_told(test, &hot);
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	cpo_flag_of(test, &cpo_test_hot, &flag);
	KUNIT_EXPECT_EQ(test, flag.changes, 0);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 0);

	/* from here on it counts */
	los = cpo_flag_row(&cpo_test_los, true, 9);
	los.last_set = 30 * CPO_SECOND;
	cpo_flag_told(test, &los);
	KUNIT_ASSERT_TRUE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	KUNIT_EXPECT_EQ(test, flag.changes, 1);
	KUNIT_EXPECT_EQ(test, flag.first_set.device, 30 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 0);
	cpo_flag_happens(test, &cpo_test_hot, false, 12, 40 * CPO_SECOND);
	cpo_flag_of(test, &cpo_test_hot, &flag);
	KUNIT_EXPECT_EQ(test, flag.changes, 3);
	KUNIT_EXPECT_EQ(test, flag.last_clear.device, 40 * CPO_SECOND);
}

/* Only of the objects that are meant: one of a kind, or all of an owner. */
static void cpo_test_flag_clear_some(struct kunit *test)
{
	struct cpo_flag_id other = cpo_test_los;
	struct cpo_select select = cpo_test_any;
	struct cpo_fake *fake = test->priv;
	struct cpo_flag flag;

	other.index = 12;
	cpo_flag_happens(test, &cpo_test_los, false, 2, CPO_SECOND);
	cpo_flag_happens(test, &other, false, 2, CPO_SECOND);
	cpo_flag_happens(test, &cpo_test_hot, false, 2, CPO_SECOND);

	select.engine = 1;
	select.object = CPO_OBJECT_ENGINE;
	cpo_flags_clear(fake->cdev, &select);
	KUNIT_EXPECT_TRUE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	KUNIT_EXPECT_TRUE(test, cpo_flag_of(test, &other, &flag));
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_hot, &flag));

	select.object = CPO_NONE;
	cpo_flags_clear(fake->cdev, &select);
	KUNIT_EXPECT_TRUE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &other, &flag));

	select = cpo_test_any;
	select.port = 0;
	cpo_flags_clear(fake->cdev, &select);
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_los, &flag));
}

/* A device that starts anew counts from 0: the count of users goes on. */
static void cpo_test_flag_epoch(struct kunit *test)
{
	struct cpo_flag_row los = cpo_flag_row(&cpo_test_los, true, 101);
	struct cpo_flag_row hot = cpo_flag_row(&cpo_test_hot, true, 7);
	struct cpo_fake *fake = test->priv;
	struct cpo_flag flag;

	cpo_flag_told(test, &los);
	cpo_flag_told(test, &hot);
	cpo_dev_new_epoch(fake->cdev);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_TRUE(test, flag.set);

	los.changes = 3;
	cpo_flag_told(test, &los);
	cpo_flags_complete(fake->cdev);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_TRUE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 104);
	KUNIT_EXPECT_FALSE(test, flag.lower_bound);

	/* the device has forgotten this one: it is not set any more */
	cpo_flag_of(test, &cpo_test_hot, &flag);
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 8);
	KUNIT_EXPECT_TRUE(test, flag.lower_bound);
	cpo_flag_happens(test, &cpo_test_hot, true, 1, 9 * CPO_SECOND);
	cpo_flag_of(test, &cpo_test_hot, &flag);
	KUNIT_EXPECT_TRUE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 9);

	/* counts are compared again from then on */
	los.changes = 2;
	los.set = false;
	cpo_flag_told(test, &los);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_TRUE(test, flag.set);
}

/*
 * A device that had no power counts from 0. That it comes to the same number is
 * chance; and what was before is known only here.
 */
static void cpo_test_flag_recount(struct kunit *test)
{
	struct cpo_flag_row los = cpo_flag_row(&cpo_test_los, false, 2);
	struct cpo_fake *fake = test->priv;
	struct cpo_flag flag;

	cpo_flag_told(test, &los);
	cpo_dev_new_epoch(fake->cdev);
	cpo_flags_recount(fake->cdev);
	los.first_set = 3 * CPO_SECOND;
	cpo_flag_told(test, &los);
	cpo_flags_complete(fake->cdev);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_EQ(test, flag.changes, 4);
	KUNIT_EXPECT_EQ(test, flag.first_set.device, CPO_SECOND);
	KUNIT_EXPECT_FALSE(test, flag.lower_bound);

	los.changes = 5;
	los.set = true;
	cpo_flag_told(test, &los);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_EQ(test, flag.changes, 7);
}

/* While it is away nothing is forgotten, nor when it went on counting. */
static void cpo_test_flag_detach(struct kunit *test)
{
	struct cpo_flag_row row = cpo_flag_row(&cpo_test_los, true, 5);
	struct cpo_fake *fake = test->priv;
	struct cpo_flag flag;

	cpo_flag_told(test, &row);
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_TRUE(test, cpo_flag_of(test, &cpo_test_los, &flag));
	row.changes = 8;
	row.set = false;
	cpo_flag_told(test, &row);
	cpo_flags_complete(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_FALSE(test, flag.set);
	KUNIT_EXPECT_EQ(test, flag.changes, 8);
	KUNIT_EXPECT_FALSE(test, flag.lower_bound);
}

/* Other objects than before: what was known is about none of them. */
static void cpo_test_flag_shape(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_inventory *inv;
	struct cpo_flag flag;

	cpo_flag_happens(test, &cpo_test_los, true, 1, CPO_SECOND);
	cpo_dev_detach(fake->cdev);
	inv = cpo_fake_inventory(test);
	inv->n_sensors--;
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_FALSE(test, cpo_flag_of(test, &cpo_test_los, &flag));
}

/* Flags of what is not there, or of what cannot have them. */
static const struct cpo_flag_id cpo_hostile_flags[] = {
	{ CPO_EVENT_CODE_LANE_RX_LOS, CPO_FAKE_LANES, CPO_OBJECT_LANE },
	{ CPO_EVENT_CODE_LANE_RX_LOS, CPO_NONE, CPO_OBJECT_LANE },
	{ CPO_EVENT_CODE_LANE_RX_LOS, 0, CPO_OBJECT_PORT },
	{ CPO_EVENT_CODE_LANE_RX_LOS, 0, CPO_OBJECT_LANE, 1, 0 },
	{ CPO_EVENT_CODE_LANE_RX_LOS, 0, CPO_OBJECT_LANE, 0, 1 },
	{ CPO_EVENT_CODE_LEAK, 0, CPO_OBJECT_DEV },
	{ CPO_EVENT_CODE_PORT_STATE, 0, CPO_OBJECT_PORT },
	{ CPO_EVENT_CODE_VENDOR, 0, CPO_OBJECT_LANE },
	{ U32_MAX, 0, CPO_OBJECT_LANE },
	{ CPO_EVENT_CODE_THRESHOLD, 0, CPO_OBJECT_ENGINE,
	  CPO_QUANTITY_TEMPERATURE, CPO_LEVELS },
	{ CPO_EVENT_CODE_THRESHOLD, 0, CPO_OBJECT_ENGINE,
	  CPO_QUANTITY_RX_POWER, 0 },
	{ CPO_EVENT_CODE_THRESHOLD, 0, CPO_OBJECT_ENGINE, U8_MAX, 0 },
	{ CPO_EVENT_CODE_THRESHOLD, 0, CPO_OBJECT_PORT,
	  CPO_QUANTITY_SYMBOL_ERRORS_MAX, 0 },
	{ CPO_EVENT_CODE_THRESHOLD, 0, CPO_OBJECT_OTHER, 0, 0 },
	{ CPO_EVENT_CODE_THRESHOLD, 0, U8_MAX, 0, 0 },
};

static void cpo_test_flag_hostile(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_flag_row row;
	struct cpo_flag flag;
	bool any;
	u32 key = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cpo_hostile_flags); i++) {
		row = cpo_flag_row(&cpo_hostile_flags[i], true, 1);
		KUNIT_EXPECT_EQ_MSG(test, cpo_flag_told(test, &row), 1,
				    "row %u", i);
		cpo_flag_happens(test, &cpo_hostile_flags[i], true, 1,
				 CPO_SECOND);
	}
	rcu_read_lock();
	any = cpo_flag_next(fake->cdev, &key, &flag);
	rcu_read_unlock();
	KUNIT_EXPECT_FALSE(test, any);
}

/* Kernel time follows device time, but not before the start nor after now. */
static void cpo_test_flag_boottime(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(1, 0);
	struct cpo_flag_row row = cpo_flag_row(&cpo_test_los, true, 3);
	struct cpo_dev_row dev = {};
	struct cpo_fake *fake = test->priv;
	struct cpo_flag flag;
	u64 now;

	sample.device_time = sample.boottime + 100 * CPO_SECOND;
	cpo_dev_publish(fake->cdev, &dev, &sample, CPO_FAKE_PERIOD_US);
	row.first_set = sample.device_time - sample.boottime - 1;
	row.last_clear = sample.device_time - NSEC_PER_MSEC;
	row.last_set = sample.device_time + 1000 * CPO_SECOND;
	cpo_flag_told(test, &row);
	now = ktime_get_boottime_ns();
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_EQ(test, flag.first_set.boottime, 0);
	KUNIT_EXPECT_EQ(test, flag.last_clear.boottime,
			sample.boottime - NSEC_PER_MSEC);
	KUNIT_EXPECT_LE(test, flag.last_set.boottime, now);
	KUNIT_EXPECT_GE(test, flag.last_set.boottime, sample.boottime);

	/* a moment does not move when it is told of again */
	sample.boottime += 5;
	cpo_dev_publish(fake->cdev, &dev, &sample, CPO_FAKE_PERIOD_US);
	now = flag.last_clear.boottime;
	row.changes++;
	cpo_flag_told(test, &row);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_EQ(test, flag.last_clear.boottime, now);
}

/* An event that was held back is not as late as it is heard of. */
static void cpo_test_flag_held_back(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(1, 0);
	struct cpo_dev_row dev = {};
	struct cpo_fake *fake = test->priv;
	struct cpo_flag flag;

	sample.device_time = CPO_SECOND;
	sample.boottime -= NSEC_PER_MSEC;
	cpo_dev_publish(fake->cdev, &dev, &sample, CPO_FAKE_PERIOD_US);
	cpo_flag_happens(test, &cpo_test_los, true, 1, CPO_SECOND - 5);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_EQ(test, flag.last_set.boottime, sample.boottime - 5);

	/* the clock of the device may be another one now */
	cpo_dev_new_epoch(fake->cdev);
	cpo_flag_happens(test, &cpo_test_los, false, 2, 10);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_GT(test, flag.last_clear.boottime, sample.boottime);
}

/* Without any moment both clocks are known of there is none. */
static void cpo_test_flag_no_clock(struct kunit *test)
{
	struct cpo_flag_row row = cpo_flag_row(&cpo_test_los, true, 3);
	struct cpo_flag flag;

	cpo_flag_told(test, &row);
	cpo_flag_of(test, &cpo_test_los, &flag);
	KUNIT_EXPECT_EQ(test, flag.last_set.device, 5 * CPO_SECOND);
	KUNIT_EXPECT_EQ(test, flag.last_set.boottime, 0);
}

/* Two engines, four lanes and a sensor have flags. */
static void cpo_flags_of_many(struct kunit *test)
{
	struct cpo_flag_id id = cpo_test_los;
	struct cpo_flag_id leak = {
		.code = CPO_EVENT_CODE_LEAK,
		.object = CPO_OBJECT_SENSOR,
		.index = 2,
	};

	for (id.index = 6; id.index < 10; id.index++)
		cpo_flag_happens(test, &id, id.index % 2, 3, CPO_SECOND);
	cpo_flag_happens(test, &cpo_test_hot, true, 1, CPO_SECOND);
	id = cpo_test_hot;
	id.index = 0;
	cpo_flag_happens(test, &id, false, 2, CPO_SECOND);
	cpo_flag_happens(test, &leak, true, 1, CPO_SECOND);
}

static unsigned int cpo_flags_dumped(struct kunit *test, int attr, u32 value)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);

	if (attr)
		cpo_dump_filter(dump, attr, value);
	while (cpo_dump_step(test, dump, &cpo_nl_flag, 700))
		;
	KUNIT_EXPECT_FALSE(test, dump->interrupted);

	return dump->messages;
}

static void cpo_test_flag_dump(struct kunit *test)
{
	static const struct {
		int attr;
		u32 value;
		unsigned int want;
	} tries[] = {
		{ 0, 0, 7 },
		{ CPO_A_FLAG_OBJECT, CPO_OBJECT_LANE, 4 },
		{ CPO_A_FLAG_OBJECT, CPO_OBJECT_PORT, 0 },
		{ CPO_A_FLAG_ENGINE_ID, 0, 3 },
		/* with a sensor */
		{ CPO_A_FLAG_ENGINE_ID, 1, 4 },
		{ CPO_A_FLAG_ELS_ID, 0, 0 },
		{ CPO_A_FLAG_PORT_ID, 1, 2 },
		{ CPO_A_FLAG_SENSOR_ID, 2, 1 },
		{ CPO_A_FLAG_SENSOR_ID, 1, 0 },
		{ CPO_A_FLAG_STATE, CPO_FLAG_STATE_SET, 4 },
		{ CPO_A_FLAG_STATE, CPO_FLAG_STATE_CLEAR, 3 },
	};
	unsigned int i;

	cpo_flags_of_many(test);
	for (i = 0; i < ARRAY_SIZE(tries); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    cpo_flags_dumped(test, tries[i].attr,
						     tries[i].value),
				    tries[i].want, "try %u", i);
	cpo_flags_clear_all(test);
	KUNIT_EXPECT_EQ(test, cpo_flags_dumped(test, 0, 0), 4);
}

/* It goes on where it was, whatever comes and goes meanwhile. */
static void cpo_test_flag_dump_changed(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);

	cpo_flags_of_many(test);
	KUNIT_ASSERT_TRUE(test, cpo_dump_step(test, dump, &cpo_nl_flag, 700));
	KUNIT_EXPECT_GE(test, dump->messages, 1);
	cpo_flags_clear_all(test);
	cpo_flag_happens(test, &cpo_test_los, true, 1, CPO_SECOND);
	while (cpo_dump_step(test, dump, &cpo_nl_flag, 700))
		;
	KUNIT_EXPECT_LE(test, dump->messages, 7);
	KUNIT_EXPECT_FALSE(test, dump->interrupted);
}

/* The lane shows it as well, before anybody is told. */
static void cpo_test_flag_lane_status(struct kunit *test)
{
	struct cpo_flag_id id = cpo_test_los;
	struct cpo_fake *fake = test->priv;
	struct cpo_lane_row row;

	cpo_fake_publish(fake, 1, 0);
	id.code = CPO_EVENT_CODE_LANE_RX_LOL;
	cpo_flag_happens(test, &id, true, 1, CPO_SECOND);
	cpo_lane_row_get(fake->cdev, 3, &row);
	KUNIT_EXPECT_EQ(test, row.status, CPO_LANE_STATUS_RX_LOL);
	KUNIT_EXPECT_TRUE(test, row.valid & CPO_LANE_RX_OK);

	id.code = CPO_EVENT_CODE_LANE_RING_UNLOCK;
	cpo_flag_happens(test, &id, false, 2, CPO_SECOND);
	cpo_lane_row_get(fake->cdev, 3, &row);
	KUNIT_EXPECT_EQ(test, row.status, CPO_LANE_STATUS_RX_LOL |
					  CPO_LANE_STATUS_RING_LOCKED);
	cpo_flag_happens(test, &id, true, 3, CPO_SECOND);
	cpo_lane_row_get(fake->cdev, 3, &row);
	KUNIT_EXPECT_EQ(test, row.status, CPO_LANE_STATUS_RX_LOL);
}

static struct kunit_case cpo_flag_cases[] = {
	KUNIT_CASE(cpo_test_flag_next_set),
	KUNIT_CASE(cpo_test_flag_event),
	KUNIT_CASE(cpo_test_flag_row),
	KUNIT_CASE(cpo_test_flag_order),
	KUNIT_CASE(cpo_test_flag_wrap),
	KUNIT_CASE(cpo_test_flag_began_set),
	KUNIT_CASE(cpo_test_flag_uncounted),
	KUNIT_CASE(cpo_test_flag_clear),
	KUNIT_CASE(cpo_test_flag_clear_some),
	KUNIT_CASE(cpo_test_flag_epoch),
	KUNIT_CASE(cpo_test_flag_recount),
	KUNIT_CASE(cpo_test_flag_detach),
	KUNIT_CASE(cpo_test_flag_shape),
	KUNIT_CASE(cpo_test_flag_hostile),
	KUNIT_CASE(cpo_test_flag_boottime),
	KUNIT_CASE(cpo_test_flag_held_back),
	KUNIT_CASE(cpo_test_flag_no_clock),
	KUNIT_CASE(cpo_test_flag_dump),
	KUNIT_CASE(cpo_test_flag_dump_changed),
	KUNIT_CASE(cpo_test_flag_lane_status),
	{}
};

struct kunit_suite cpo_flag_suite = {
	.name = "cpo_flag",
	.init = cpo_fake_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_flag_cases,
};

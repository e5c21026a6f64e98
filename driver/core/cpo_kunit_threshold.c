// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_kunit.h"

#define CPO_ALL_LEVELS	(BIT(CPO_LEVELS) - 1)

static struct cpo_threshold cpo_limits(u8 object, u16 index, u8 quantity,
				       s64 base)
{
	struct cpo_threshold row = {
		.limit = { base + 40, base + 30, base + 20, base + 10 },
		.index = index,
		.object = object,
		.quantity = quantity,
		.levels = CPO_ALL_LEVELS,
	};

	return row;
}

static void cpo_limits_add(struct kunit *test, struct cpo_thresholds *to,
			   struct cpo_threshold row, bool own)
{
	struct cpo_fake *fake = test->priv;

	row.own = own;
	KUNIT_EXPECT_EQ(test, cpo_thresholds_add(fake->cdev, to, &row), 0);
}

/*
 * Temperatures of engines: 1000 by default, 2000 for engine 1. Values of
 * sensors: only sensor 2 has any. Received power of lanes: by default.
 */
static int cpo_threshold_init(struct kunit *test)
{
	struct cpo_thresholds *all;
	struct cpo_fake *fake;

	cpo_fake_init(test);
	fake = test->priv;
	all = cpo_thresholds_alloc(fake->cdev);
	KUNIT_ASSERT_NOT_NULL(test, all);
	cpo_limits_add(test, all, cpo_limits(CPO_OBJECT_ENGINE, CPO_NONE,
					     CPO_QUANTITY_TEMPERATURE, 1000),
		       false);
	cpo_limits_add(test, all, cpo_limits(CPO_OBJECT_ENGINE, 1,
					     CPO_QUANTITY_TEMPERATURE, 2000),
		       true);
	cpo_limits_add(test, all, cpo_limits(CPO_OBJECT_SENSOR, 2,
					     CPO_QUANTITY_VALUE, 3000), false);
	cpo_limits_add(test, all, cpo_limits(CPO_OBJECT_LANE, CPO_NONE,
					     CPO_QUANTITY_RX_POWER, 4000),
		       false);

	return cpo_thresholds_publish(fake->cdev, all);
}

static bool cpo_limits_of(struct kunit *test, u8 object, u16 index,
			  u8 quantity, struct cpo_threshold *row)
{
	struct cpo_fake *fake = test->priv;
	bool found;

	rcu_read_lock();
	found = cpo_threshold_read(fake->cdev, object, index, quantity, row);
	rcu_read_unlock();

	return found;
}

static struct cpo_threshold cpo_engine_limits(struct kunit *test, u16 engine)
{
	struct cpo_threshold row;

	KUNIT_EXPECT_TRUE(test, cpo_limits_of(test, CPO_OBJECT_ENGINE, engine,
					      CPO_QUANTITY_TEMPERATURE, &row));

	return row;
}

/* Own ones come before those given to the object, and these before the kind. */
static void cpo_test_threshold_effective(struct kunit *test)
{
	struct cpo_threshold row;

	row = cpo_engine_limits(test, 0);
	KUNIT_EXPECT_EQ(test, row.limit[CPO_LEVEL_HIGH_ALARM], 1040);
	KUNIT_EXPECT_FALSE(test, row.own);
	KUNIT_EXPECT_EQ(test, row.index, 0);
	row = cpo_engine_limits(test, 1);
	KUNIT_EXPECT_EQ(test, row.limit[CPO_LEVEL_LOW_ALARM], 2010);
	KUNIT_EXPECT_TRUE(test, row.own);

	KUNIT_EXPECT_TRUE(test, cpo_limits_of(test, CPO_OBJECT_SENSOR, 2,
					      CPO_QUANTITY_VALUE, &row));
	KUNIT_EXPECT_FALSE(test, row.own);
	KUNIT_EXPECT_FALSE(test, cpo_limits_of(test, CPO_OBJECT_SENSOR, 1,
					       CPO_QUANTITY_VALUE, &row));
	KUNIT_EXPECT_EQ(test, row.levels, 0);
	KUNIT_EXPECT_FALSE(test, cpo_limits_of(test, CPO_OBJECT_ENGINE, 1,
					       CPO_QUANTITY_POWER, &row));
}

static const struct cpo_order_case {
	const char *name;
	s64 limit[CPO_LEVELS];
	u8 levels;
	int misplaced;
} cpo_order_cases[] = {
	{ "in order", { 4, 3, 2, 1 }, 0xf, -1 },
	{ "alarms equal warnings", { 3, 3, 2, 2 }, 0xf, -1 },
	{ "negative", { -1, -2, -3, -4 }, 0xf, -1 },
	{ "extreme", { S64_MAX, 0, -1, S64_MIN }, 0xf, -1 },
	{ "no room", { 4, 3, 3, 1 }, 0xf, CPO_LEVEL_LOW_WARNING },
	{ "high alarm below", { 2, 3, 1, 0 }, 0xf, CPO_LEVEL_HIGH_WARNING },
	{ "low alarm above", { 4, 3, 1, 2 }, 0xf, CPO_LEVEL_LOW_ALARM },
	{ "alarms only", { 4, 0, 0, 1 }, 0x9, -1 },
	{ "alarms only, no room", { 4, 0, 0, 4 }, 0x9, CPO_LEVEL_LOW_ALARM },
	{ "high only", { 4, 4, 9, 9 }, 0x3, -1 },
	{ "low only", { 0, 0, 4, 4 }, 0xc, -1 },
	{ "one", { 0, 4, 9, 9 }, 0x2, -1 },
	{ "none", { 0, 1, 2, 3 }, 0, -1 },
};

static void cpo_order_name(const struct cpo_order_case *order, char *name)
{
	strscpy(name, order->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(cpo_order, cpo_order_cases, cpo_order_name);

static void cpo_test_threshold_order(struct kunit *test)
{
	const struct cpo_order_case *order = test->param_value;
	struct cpo_threshold row = { .levels = order->levels };

	memcpy(row.limit, order->limit, sizeof(row.limit));
	KUNIT_EXPECT_EQ(test, cpo_threshold_misplaced(&row),
			order->misplaced);
}

/* What a device cannot mean is not taken up. */
static void cpo_test_threshold_hostile(struct kunit *test)
{
	struct cpo_threshold rows[] = {
		cpo_limits(CPO_OBJECT_ENGINE, CPO_FAKE_ENGINES,
			   CPO_QUANTITY_TEMPERATURE, 0),
		cpo_limits(CPO_OBJECT_ENGINE, 0, CPO_QUANTITY_RX_POWER, 0),
		cpo_limits(CPO_OBJECT_ENGINE, 0, U8_MAX, 0),
		cpo_limits(CPO_OBJECT_PORT, 0, CPO_QUANTITY_SYMBOL_ERRORS_MAX,
			   0),
		cpo_limits(CPO_OBJECT_OTHER, CPO_NONE, 0, 0),
		cpo_limits(U8_MAX, 0, 0, 0),
		/* not in order, a level too many, and all of a kind for one */
		cpo_limits(CPO_OBJECT_ENGINE, 0, CPO_QUANTITY_TEMPERATURE, 0),
		cpo_limits(CPO_OBJECT_ENGINE, 0, CPO_QUANTITY_TEMPERATURE, 0),
		cpo_limits(CPO_OBJECT_ENGINE, CPO_NONE,
			   CPO_QUANTITY_TEMPERATURE, 0),
	};
	struct cpo_fake *fake = test->priv;
	struct cpo_thresholds *all = cpo_thresholds_alloc(fake->cdev);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, all);
	rows[6].limit[0] = 0;
	rows[7].levels = 0x10;
	rows[8].own = true;
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    cpo_thresholds_add(fake->cdev, all,
						       &rows[i]),
				    -EINVAL, "row %u", i);
	cpo_thresholds_free(all);
}

static int cpo_limits_publish_none(struct cpo_dev *cdev)
{
	return cpo_thresholds_publish(cdev, cpo_thresholds_alloc(cdev));
}

/* The same twice is a device that does not know what it says. */
static void cpo_test_threshold_twice(struct kunit *test)
{
	struct cpo_threshold row = cpo_limits(CPO_OBJECT_ENGINE, 0,
					      CPO_QUANTITY_TEMPERATURE, 1000);
	struct cpo_fake *fake = test->priv;
	struct cpo_thresholds *all = cpo_thresholds_alloc(fake->cdev);

	KUNIT_ASSERT_NOT_NULL(test, all);
	KUNIT_EXPECT_EQ(test, cpo_thresholds_add(fake->cdev, all, &row), 0);
	KUNIT_EXPECT_EQ(test, cpo_thresholds_add(fake->cdev, all, &row),
			-EINVAL);
	row.own = true;
	KUNIT_EXPECT_EQ(test, cpo_thresholds_add(fake->cdev, all, &row), 0);
	cpo_thresholds_free(all);
}

/* What was read before somebody set a limit does not undo it. */
static void cpo_test_threshold_set_meanwhile(struct kunit *test)
{
	struct cpo_threshold row = cpo_limits(CPO_OBJECT_ENGINE, 0,
					      CPO_QUANTITY_TEMPERATURE, 7000);
	struct cpo_fake *fake = test->priv;
	struct cpo_thresholds *all = cpo_thresholds_alloc(fake->cdev);

	KUNIT_ASSERT_NOT_NULL(test, all);
	row.own = true;
	KUNIT_EXPECT_EQ(test, cpo_threshold_store(fake->cdev, &row), 0);
	KUNIT_EXPECT_EQ(test, cpo_thresholds_publish(fake->cdev, all), -EAGAIN);
	cpo_thresholds_free(all);
	KUNIT_EXPECT_TRUE(test, cpo_limits_of(test, CPO_OBJECT_ENGINE, 0,
					      CPO_QUANTITY_TEMPERATURE, &row));
	KUNIT_EXPECT_EQ(test, row.limit[CPO_LEVEL_HIGH_ALARM], 7040);
}

/* What is published anew is all there is; a device may have none at all. */
static void cpo_test_threshold_publish(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_inventory *inv;
	struct cpo_threshold row;

	cpo_dev_detach(fake->cdev);
	cpo_engine_limits(test, 1);
	inv = cpo_fake_inventory(test);
	inv->n_sensors--;
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_FALSE(test, cpo_limits_of(test, CPO_OBJECT_ENGINE, 1,
					       CPO_QUANTITY_TEMPERATURE,
					       &row));
	KUNIT_EXPECT_EQ(test, cpo_limits_publish_none(fake->cdev), 0);
	KUNIT_EXPECT_FALSE(test, cpo_limits_of(test, CPO_OBJECT_ENGINE, 1,
					       CPO_QUANTITY_TEMPERATURE,
					       &row));
}

static unsigned int cpo_limits_dumped(struct kunit *test, int attr, u32 value)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);

	if (attr)
		cpo_dump_filter(dump, attr, value);
	while (cpo_dump_step(test, dump, &cpo_nl_threshold, 300))
		;
	KUNIT_EXPECT_FALSE(test, dump->interrupted);

	return dump->messages;
}

static void cpo_test_threshold_dump(struct kunit *test)
{
	static const struct {
		int attr;
		u32 value;
		unsigned int want;
	} tries[] = {
		{ 0, 0, CPO_FAKE_LANES + CPO_FAKE_ENGINES + 1 },
		{ CPO_A_THRESHOLD_OBJECT, CPO_OBJECT_LANE, CPO_FAKE_LANES },
		{ CPO_A_THRESHOLD_QUANTITY, CPO_QUANTITY_TEMPERATURE,
		  CPO_FAKE_ENGINES },
		{ CPO_A_THRESHOLD_QUANTITY, CPO_QUANTITY_POWER, 0 },
		/* the engine, its lanes, its sensor */
		{ CPO_A_THRESHOLD_ENGINE_ID, 1, 1 + 8 + 1 },
		{ CPO_A_THRESHOLD_PORT_ID, 3, 2 },
		{ CPO_A_THRESHOLD_ELS_ID, 0, 0 },
		{ CPO_A_THRESHOLD_SENSOR_ID, 2, 1 },
		{ CPO_A_THRESHOLD_SENSOR_ID, 3, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tries); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    cpo_limits_dumped(test, tries[i].attr,
						      tries[i].value),
				    tries[i].want, "try %u", i);
}

/* A request to set limits of the temperature of engine 1. */
struct cpo_test_set {
	struct netlink_ext_ack extack;
	struct genl_info info;
	struct genlmsghdr genlhdr;
	struct nlattr *attrs[CPO_TEST_ATTRS];
	struct {
		struct nlattr nla;
		u32 value;
	} attr[CPO_TEST_ATTRS];
};

static void cpo_set_attr(struct cpo_test_set *set, int attr, u32 value)
{
	set->attr[attr].nla.nla_type = attr;
	set->attr[attr].nla.nla_len = nla_attr_size(sizeof(u32));
	set->attr[attr].value = value;
	set->attrs[attr] = &set->attr[attr].nla;
}

static struct cpo_test_set *cpo_set_start(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_test_set *set;

	set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, set);
	set->info.attrs = set->attrs;
	set->info.extack = &set->extack;
	set->info.genlhdr = &set->genlhdr;
	genl_info_net_set(&set->info, &init_net);
	cpo_set_attr(set, CPO_A_THRESHOLD_DEV_ID, cpo_dev_id(fake->cdev));
	cpo_set_attr(set, CPO_A_THRESHOLD_ENGINE_ID, 1);
	cpo_set_attr(set, CPO_A_THRESHOLD_QUANTITY, CPO_QUANTITY_TEMPERATURE);

	return set;
}

static int cpo_set_do(struct cpo_test_set *set)
{
	memset(&set->extack, 0, sizeof(set->extack));

	return cpo_nl_threshold_set_doit(NULL, &set->info);
}

/* Levels that are not given stay, and all of them become its own. */
static void cpo_test_threshold_merge(struct kunit *test)
{
	struct cpo_test_set *set = cpo_set_start(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_threshold row;

	cpo_set_attr(set, CPO_A_THRESHOLD_ENGINE_ID, 0);
	cpo_set_attr(set, CPO_A_THRESHOLD_HIGH_WARNING, 1035);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), 0);
	KUNIT_EXPECT_EQ(test, fake->thresholds, 1);
	KUNIT_EXPECT_EQ(test, fake->threshold.levels, CPO_ALL_LEVELS);
	KUNIT_EXPECT_TRUE(test, fake->threshold.own);
	KUNIT_EXPECT_EQ(test, fake->threshold.index, 0);
	row = cpo_engine_limits(test, 0);
	KUNIT_EXPECT_EQ(test, row.limit[0], 1040);
	KUNIT_EXPECT_EQ(test, row.limit[1], 1035);
	KUNIT_EXPECT_EQ(test, row.limit[2], 1020);
	KUNIT_EXPECT_EQ(test, row.limit[3], 1010);
	KUNIT_EXPECT_TRUE(test, row.own);

	/* a level of a quantity that had none */
	set = cpo_set_start(test);
	cpo_set_attr(set, CPO_A_THRESHOLD_QUANTITY, CPO_QUANTITY_POWER);
	cpo_set_attr(set, CPO_A_THRESHOLD_LOW_ALARM, 5);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), 0);
	KUNIT_EXPECT_EQ(test, fake->threshold.levels,
			BIT(CPO_LEVEL_LOW_ALARM));
}

/* To merge with what is not known would switch levels off. */
static void cpo_test_threshold_unknown(struct kunit *test)
{
	struct cpo_test_set *set = cpo_set_start(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_inventory *inv;

	cpo_dev_detach(fake->cdev);
	inv = cpo_fake_inventory(test);
	inv->n_sensors--;
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_set_attr(set, CPO_A_THRESHOLD_HIGH_ALARM, 1040);
	cpo_set_attr(set, CPO_A_THRESHOLD_HIGH_WARNING, 1035);
	cpo_set_attr(set, CPO_A_THRESHOLD_LOW_WARNING, 1020);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -EAGAIN);
	KUNIT_EXPECT_EQ(test, fake->thresholds, 0);
	cpo_set_attr(set, CPO_A_THRESHOLD_LOW_ALARM, 1010);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), 0);
	KUNIT_EXPECT_EQ(test, fake->threshold.levels, CPO_ALL_LEVELS);
}

static void cpo_test_threshold_reset(struct kunit *test)
{
	struct cpo_test_set *set = cpo_set_start(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_threshold row;

	cpo_set_attr(set, CPO_A_THRESHOLD_RESET, 0);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), 0);
	KUNIT_EXPECT_FALSE(test, fake->threshold.own);
	row = cpo_engine_limits(test, 1);
	KUNIT_EXPECT_EQ(test, row.limit[0], 1040);
	KUNIT_EXPECT_FALSE(test, row.own);
	/* there is nothing left to reset, which is no fault */
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), 0);

	cpo_set_attr(set, CPO_A_THRESHOLD_LOW_ALARM, 5);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -EINVAL);
	KUNIT_EXPECT_PTR_EQ(test, set->extack.bad_attr,
			    set->attrs[CPO_A_THRESHOLD_LOW_ALARM]);
	KUNIT_EXPECT_EQ(test, fake->thresholds, 2);
}

/* Refused here, with the level that is at fault; the device is not asked. */
static void cpo_test_threshold_refused(struct kunit *test)
{
	struct cpo_test_set *set = cpo_set_start(test);
	struct cpo_fake *fake = test->priv;

	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -EINVAL);
	KUNIT_EXPECT_EQ(test, set->extack.miss_type,
			CPO_A_THRESHOLD_HIGH_ALARM);

	/* above the high alarm that stays */
	cpo_set_attr(set, CPO_A_THRESHOLD_HIGH_WARNING, 2041);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -ERANGE);
	KUNIT_EXPECT_PTR_EQ(test, set->extack.bad_attr,
			    set->attrs[CPO_A_THRESHOLD_HIGH_WARNING]);

	/* below the low warning that stays: not that one is to blame */
	cpo_set_attr(set, CPO_A_THRESHOLD_HIGH_WARNING, 2020);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -ERANGE);
	KUNIT_EXPECT_PTR_EQ(test, set->extack.bad_attr,
			    set->attrs[CPO_A_THRESHOLD_HIGH_WARNING]);

	cpo_set_attr(set, CPO_A_THRESHOLD_QUANTITY, CPO_QUANTITY_BIAS);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -EINVAL);
	KUNIT_EXPECT_PTR_EQ(test, set->extack.bad_attr,
			    set->attrs[CPO_A_THRESHOLD_QUANTITY]);

	cpo_set_attr(set, CPO_A_THRESHOLD_ENGINE_ID, CPO_FAKE_ENGINES);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -ENOENT);
	KUNIT_EXPECT_PTR_EQ(test, set->extack.bad_attr,
			    set->attrs[CPO_A_THRESHOLD_ENGINE_ID]);
	KUNIT_EXPECT_EQ(test, fake->thresholds, 0);
}

/* Refused by the device: everything is as it was. */
static void cpo_test_threshold_failed(struct kunit *test)
{
	struct cpo_test_set *set = cpo_set_start(test);
	struct cpo_fake *fake = test->priv;

	fake->error = -ERANGE;
	fake->level = CPO_LEVEL_LOW_ALARM;
	cpo_set_attr(set, CPO_A_THRESHOLD_HIGH_ALARM, 9999);
	cpo_set_attr(set, CPO_A_THRESHOLD_LOW_ALARM, 7);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -ERANGE);
	KUNIT_EXPECT_PTR_EQ(test, set->extack.bad_attr,
			    set->attrs[CPO_A_THRESHOLD_LOW_ALARM]);
	KUNIT_EXPECT_EQ(test, cpo_engine_limits(test, 1).limit[0], 2040);

	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_set_do(set), -EBUSY);
	KUNIT_EXPECT_EQ(test, fake->thresholds, 1);
	KUNIT_EXPECT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);
	KUNIT_EXPECT_EQ(test, cpo_engine_limits(test, 1).limit[0], 2040);
}

static struct kunit_case cpo_threshold_cases[] = {
	KUNIT_CASE(cpo_test_threshold_effective),
	KUNIT_CASE_PARAM(cpo_test_threshold_order, cpo_order_gen_params),
	KUNIT_CASE(cpo_test_threshold_hostile),
	KUNIT_CASE(cpo_test_threshold_twice),
	KUNIT_CASE(cpo_test_threshold_set_meanwhile),
	KUNIT_CASE(cpo_test_threshold_publish),
	KUNIT_CASE(cpo_test_threshold_dump),
	KUNIT_CASE(cpo_test_threshold_merge),
	KUNIT_CASE(cpo_test_threshold_unknown),
	KUNIT_CASE(cpo_test_threshold_reset),
	KUNIT_CASE(cpo_test_threshold_refused),
	KUNIT_CASE(cpo_test_threshold_failed),
	{}
};

struct kunit_suite cpo_threshold_suite = {
	.name = "cpo_threshold",
	.init = cpo_threshold_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_threshold_cases,
};

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_kunit.h"

static void cpo_test_sensor_owner(struct kunit *test)
{
	struct cpo_shown shown;

	cpo_show(test, &cpo_nl_sensor, 0, &shown);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_ASIC]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_ENGINE_ID]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_ELS_ID]);
	kfree_skb(shown.skb);

	cpo_show(test, &cpo_nl_sensor, 1, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_SENSOR_ASIC]), 0);
	kfree_skb(shown.skb);

	cpo_show(test, &cpo_nl_sensor, 2, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_SENSOR_ENGINE_ID]),
			1);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_ASIC]);
	kfree_skb(shown.skb);

	cpo_show(test, &cpo_nl_sensor, 3, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_SENSOR_ELS_ID]), 0);
	kfree_skb(shown.skb);
}

/* A value is unknown until it is published, and when the device says so. */
static void cpo_test_sensor_value(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(4, 0);
	struct cpo_sensor_row row = { .value = 12 };
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;

	cpo_show(test, &cpo_nl_sensor, 2, &shown);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_VALUE]);
	KUNIT_EXPECT_TRUE(test, cpo_shown_stale(test, &shown,
						CPO_A_SENSOR_SAMPLE));
	kfree_skb(shown.skb);

	cpo_fake_publish(fake, 3, 0);
	cpo_show(test, &cpo_nl_sensor, 2, &shown);
	KUNIT_ASSERT_NOT_NULL(test, shown.tb[CPO_A_SENSOR_VALUE]);
	KUNIT_EXPECT_EQ(test, nla_get_sint(shown.tb[CPO_A_SENSOR_VALUE]), 302);
	KUNIT_EXPECT_FALSE(test, cpo_shown_stale(test, &shown,
						 CPO_A_SENSOR_SAMPLE));
	kfree_skb(shown.skb);

	cpo_sensors_publish(fake->cdev, 2, 1, &row, &sample);
	cpo_show(test, &cpo_nl_sensor, 2, &shown);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_VALUE]);
	kfree_skb(shown.skb);
}

/* All of 64 bits, with its sign. */
static void cpo_test_sensor_range(struct kunit *test)
{
	static const s64 values[] = { S64_MIN, -273150, -1, 0, S64_MAX };
	struct cpo_sensor_row row = { .valid = CPO_SENSOR_VALUE_OK };
	struct cpo_sample sample = cpo_fake_sample(1, 0);
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		row.value = values[i];
		cpo_sensors_publish(fake->cdev, 0, 1, &row, &sample);
		cpo_show(test, &cpo_nl_sensor, 0, &shown);
		KUNIT_EXPECT_EQ(test,
				nla_get_sint(shown.tb[CPO_A_SENSOR_VALUE]),
				values[i]);
		kfree_skb(shown.skb);
	}
}

/* A kind without a name is shown as its number, strings are made printable. */
static void cpo_test_sensor_odd(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_sensor_info *info = &inv->sensors[0];
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;

	info->kind = 200;
	memset(info->label, 0xff, sizeof(info->label));
	memset(info->unit, '\t', sizeof(info->unit));
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);

	cpo_show(test, &cpo_nl_sensor, 0, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_u32(shown.tb[CPO_A_SENSOR_KIND]), 200);
	KUNIT_EXPECT_STREQ(test, nla_data(shown.tb[CPO_A_SENSOR_LABEL]),
			   "????????????????????????????????");
	KUNIT_EXPECT_STREQ(test, nla_data(shown.tb[CPO_A_SENSOR_UNIT]),
			   "????????");
	kfree_skb(shown.skb);
}

/* What has no name has no attribute for it. */
static void cpo_test_sensor_nameless(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;

	strscpy(inv->sensors[0].label, "  ");
	strscpy(inv->sensors[0].unit, "");
	inv->sensors[0].kind = CPO_SENSOR_KIND_OTHER;
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);

	cpo_show(test, &cpo_nl_sensor, 0, &shown);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_LABEL]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_UNIT]);
	KUNIT_EXPECT_EQ(test, nla_get_u32(shown.tb[CPO_A_SENSOR_KIND]),
			CPO_SENSOR_KIND_OTHER);
	kfree_skb(shown.skb);
}

/* A unit that contradicts the kind is not passed on. */
static void cpo_test_sensor_unit(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;

	inv->sensors[0].kind = CPO_SENSOR_KIND_TEMPERATURE;
	strscpy(inv->sensors[0].unit, "C");
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);

	cpo_show(test, &cpo_nl_sensor, 0, &shown);
	KUNIT_ASSERT_NOT_NULL(test, shown.tb[CPO_A_SENSOR_UNIT]);
	KUNIT_EXPECT_STREQ(test, nla_data(shown.tb[CPO_A_SENSOR_UNIT]), "mC");
	kfree_skb(shown.skb);
}

/* Rows that do not exist are refused as a whole. */
static void cpo_test_sensor_beyond(struct kunit *test)
{
	struct cpo_sensor_row rows[2] = {
		{ .valid = CPO_SENSOR_VALUE_OK }, { .valid = 0 },
	};
	struct cpo_sample sample = cpo_fake_sample(1, 0);
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;

	cpo_sensors_publish(fake->cdev, CPO_FAKE_SENSORS - 1, 2, rows,
			    &sample);
	cpo_show(test, &cpo_nl_sensor, CPO_FAKE_SENSORS - 1, &shown);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_SENSOR_VALUE]);
	kfree_skb(shown.skb);
}

/* An event of a sensor does not keep newer values out. */
static void cpo_test_sensor_event(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_counts counts;
	struct cpo_shown shown;

	cpo_fake_event(fake, CPO_EVENT_CODE_VENDOR, CPO_OBJECT_SENSOR, 2,
		       CPO_ACTION_SET, 0, 100);
	cpo_dev_counts(fake->cdev, &counts);
	KUNIT_EXPECT_EQ(test, counts.events_refused, 0);
	cpo_fake_publish(fake, 5, 0);
	cpo_show(test, &cpo_nl_sensor, 2, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_sint(shown.tb[CPO_A_SENSOR_VALUE]), 502);
	kfree_skb(shown.skb);

	cpo_fake_event(fake, CPO_EVENT_CODE_VENDOR, CPO_OBJECT_SENSOR,
		       CPO_FAKE_SENSORS, CPO_ACTION_SET, 0, 101);
	cpo_dev_counts(fake->cdev, &counts);
	KUNIT_EXPECT_EQ(test, counts.events_refused, 1);
}

/* Sensors come and go with the inventory; a dump over that is interrupted. */
static void cpo_test_sensor_dump_changed(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;

	cpo_fake_publish(fake, 1, 0);
	KUNIT_ASSERT_TRUE(test, cpo_dump_step(test, dump, &cpo_nl_sensor,
					      300));
	inv->sensors[3].els = 1;
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	while (cpo_dump_step(test, dump, &cpo_nl_sensor, 300))
		;
	KUNIT_EXPECT_TRUE(test, dump->interrupted);
	KUNIT_EXPECT_EQ(test, dump->messages, CPO_FAKE_SENSORS);
}

static void cpo_test_sensor_none(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);
	struct cpo_inventory *inv;
	struct cpo_fake *fake = test->priv;

	inv = cpo_inventory_alloc(0, 0, 0, 0, 0, 0, 0);
	KUNIT_ASSERT_NOT_NULL(test, inv);
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_FALSE(test, cpo_dump_step(test, dump, &cpo_nl_sensor,
					       1000));
	KUNIT_EXPECT_EQ(test, dump->messages, 0);
}

static struct kunit_case cpo_sensor_cases[] = {
	KUNIT_CASE(cpo_test_sensor_owner),
	KUNIT_CASE(cpo_test_sensor_value),
	KUNIT_CASE(cpo_test_sensor_range),
	KUNIT_CASE(cpo_test_sensor_odd),
	KUNIT_CASE(cpo_test_sensor_nameless),
	KUNIT_CASE(cpo_test_sensor_unit),
	KUNIT_CASE(cpo_test_sensor_beyond),
	KUNIT_CASE(cpo_test_sensor_event),
	KUNIT_CASE(cpo_test_sensor_dump_changed),
	KUNIT_CASE(cpo_test_sensor_none),
	{}
};

struct kunit_suite cpo_sensor_suite = {
	.name = "cpo_sensor",
	.init = cpo_fake_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_sensor_cases,
};

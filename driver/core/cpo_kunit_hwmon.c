// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/kernfs.h>
#include <linux/thermal.h>
#include <linux/timekeeping.h>

#include "cpo_hwmon.h"
#include "cpo_kunit.h"

#define CPO_TEST_ELS(n)		(CPO_FAKE_ENGINES + (n))
#define CPO_TEST_BOARD		(CPO_FAKE_ENGINES + CPO_FAKE_ELS)

static struct cpo_hwmon *cpo_test_hwmon(struct kunit *test, unsigned int n)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_hwmons *hwmons = fake->cdev->monitor.hwmons;

	KUNIT_ASSERT_NOT_NULL(test, hwmons);
	KUNIT_ASSERT_LT(test, n, hwmons->n);

	return hwmons->dev[n];
}

/* With what is known now. */
static void cpo_test_hwmon_settle(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	cpo_monitor_settled(fake->cdev);
	cpo_monitor_flush(fake->cdev);
	KUNIT_ASSERT_NOT_NULL(test, cpo_test_hwmon(test, 0)->hdev);
}

/* Channel of a type with a label; -1: there is none. */
static int cpo_test_channel(const struct cpo_hwmon *hwmon,
			    enum hwmon_sensor_types type, const char *label)
{
	unsigned int t = type - hwmon_temp;
	const char *have;
	int i;

	for (i = 0; hwmon->info[t].config[i]; i++) {
		hwmon->chip.ops->read_string(hwmon->hdev, type,
					     hwmon_temp_label, i, &have);
		if (!strcmp(have, label))
			return i;
	}

	return -1;
}

static umode_t cpo_test_mode(const struct cpo_hwmon *hwmon,
			     enum hwmon_sensor_types type, u32 attr,
			     const char *label)
{
	int channel = cpo_test_channel(hwmon, type, label);

	if (channel < 0)
		return 0;

	return hwmon->chip.ops->is_visible(hwmon, type, attr, channel);
}

/* What a file shows; an error is that of reading it. */
static long cpo_test_value(struct kunit *test, unsigned int n,
			   enum hwmon_sensor_types type, u32 attr,
			   const char *label)
{
	struct cpo_hwmon *hwmon = cpo_test_hwmon(test, n);
	int channel = cpo_test_channel(hwmon, type, label);
	long val = 0;
	int err;

	KUNIT_ASSERT_GE_MSG(test, channel, 0, "no %s", label);
	err = hwmon->chip.ops->read(hwmon->hdev, type, attr, channel, &val);

	return err ?: val;
}

static const struct cpo_flag_id cpo_test_hot = {
	.code = CPO_EVENT_CODE_THRESHOLD,
	.object = CPO_OBJECT_ENGINE,
	.index = 1,
	.quantity = CPO_QUANTITY_TEMPERATURE,
	.level = CPO_LEVEL_HIGH_ALARM,
};

static void cpo_test_cross(struct kunit *test, const struct cpo_flag_id *id,
			   bool set, u64 seq)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_event ev = {
		.device_seq = seq,
		.device_time = seq * 1000,
		.boottime = ktime_get_boottime_ns(),
		.value = 90500,
		.code = id->code,
		.count = seq,
		.index = id->index,
		.quantity = id->quantity,
		.level = id->level,
		.severity = CPO_SEVERITY_MAJOR,
		.action = set ? CPO_ACTION_SET : CPO_ACTION_CLEAR,
		.object = id->object,
	};

	cpo_events_report(fake->cdev, &ev, 1);
}

/* Limits as the device reports them, for all of a kind. */
static void cpo_test_limits(struct kunit *test,
			    const struct cpo_threshold *rows, unsigned int n)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_thresholds *limits;

	limits = cpo_thresholds_alloc(fake->cdev);
	KUNIT_ASSERT_NOT_NULL(test, limits);
	for (; n; n--, rows++)
		KUNIT_ASSERT_EQ(test, cpo_thresholds_add(fake->cdev, limits,
							 rows), 0);
	KUNIT_ASSERT_EQ(test, cpo_thresholds_publish(fake->cdev, limits), 0);
}

static const struct cpo_threshold cpo_test_default[] = {
	{
		.object = CPO_OBJECT_ENGINE, .index = CPO_NONE,
		.quantity = CPO_QUANTITY_TEMPERATURE,
		.levels = GENMASK(CPO_LEVELS - 1, 0),
		.limit = { 90000, 80000, 15000, -5000 },
	}, {
		.object = CPO_OBJECT_ELS, .index = CPO_NONE,
		.quantity = CPO_QUANTITY_VOLTAGE,
		.levels = GENMASK(CPO_LEVELS - 1, 0),
		.limit = { 3630500, 3465499, 3135000, 2970000 },
	}, {
		.object = CPO_OBJECT_LASER, .index = CPO_NONE,
		.quantity = CPO_QUANTITY_BIAS,
		.levels = BIT(CPO_LEVEL_HIGH_ALARM) |
			  BIT(CPO_LEVEL_HIGH_WARNING),
		.limit = { 485000000, 436000000 },
	}, {
		.object = CPO_OBJECT_SENSOR, .index = 1,
		.quantity = CPO_QUANTITY_VALUE,
		.levels = BIT(CPO_LEVEL_HIGH_ALARM) |
			  BIT(CPO_LEVEL_HIGH_WARNING),
		.limit = { 105000, 95000 },
	},
};

static void cpo_test_hwmon_ready(struct kunit *test)
{
	cpo_fake_publish(test->priv, 1, 0);
	cpo_test_limits(test, cpo_test_default, ARRAY_SIZE(cpo_test_default));
	cpo_test_hwmon_settle(test);
}

/* A channel for what there is, and for nothing else. */
static void cpo_test_hwmon_channels(struct kunit *test)
{
	struct cpo_hwmon *oe0, *oe1, *els0, *board;
	struct cpo_fake *fake = test->priv;
	char name[CPO_HWMON_NAME_LEN];

	cpo_test_hwmon_ready(test);
	oe0 = cpo_test_hwmon(test, 0);
	oe1 = cpo_test_hwmon(test, 1);
	els0 = cpo_test_hwmon(test, CPO_TEST_ELS(0));
	board = cpo_test_hwmon(test, CPO_TEST_BOARD);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.hwmons->n,
			CPO_TEST_BOARD + 1);

	snprintf(name, sizeof(name), "%s_oe1", cpo_dev_name(fake->cdev));
	KUNIT_EXPECT_STREQ(test, oe1->name, name);
	snprintf(name, sizeof(name), "%s_els0", cpo_dev_name(fake->cdev));
	KUNIT_EXPECT_STREQ(test, els0->name, name);
	snprintf(name, sizeof(name), "%s_board", cpo_dev_name(fake->cdev));
	KUNIT_EXPECT_STREQ(test, board->name, name);

	/* a temperature, a power and rails; lanes have no channels */
	KUNIT_EXPECT_EQ(test, oe0->n, 2 + CPO_ENGINE_RAILS);
	/* and a laser and a sensor */
	KUNIT_EXPECT_EQ(test, oe1->n, 2 + CPO_ENGINE_RAILS + 3 + 1);
	KUNIT_EXPECT_EQ(test, els0->n, 6 + 2 * 3 + 1);
	KUNIT_EXPECT_EQ(test, board->n, 1 + 2);

	KUNIT_EXPECT_GE(test, cpo_test_channel(oe1, hwmon_curr,
					       "laser 0 bias"), 0);
	KUNIT_EXPECT_LT(test, cpo_test_channel(oe0, hwmon_temp, "inlet"), 0);
	KUNIT_EXPECT_GE(test, cpo_test_channel(els0, hwmon_temp, "inlet"), 0);
	KUNIT_EXPECT_GE(test, cpo_test_channel(els0, hwmon_power,
					       "laser 1 light"), 0);
	KUNIT_EXPECT_LT(test, cpo_test_channel(els0, hwmon_power,
					       "laser 2 light"), 0);
}

/* As many rails as engines report, but those that were there stay. */
static void cpo_test_hwmon_rails(struct kunit *test)
{
	struct cpo_engine_row row = { .valid = CPO_ENGINE_TEMP_OK };
	struct cpo_sample sample = cpo_fake_sample(2, 0);
	struct cpo_lane_row lanes[8] = {};
	struct cpo_fake *fake = test->priv;
	struct cpo_hwmon *oe0;
	unsigned int e;

	cpo_test_hwmon_ready(test);
	oe0 = cpo_test_hwmon(test, 0);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(oe0, hwmon_in, hwmon_in_input,
					    "rail 1"), 0444);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(oe0, hwmon_in, hwmon_in_input,
					    "rail 2"), 0);

	for (e = 0; e < CPO_FAKE_ENGINES; e++)
		cpo_engine_publish(fake->cdev, e, &row, lanes, &sample);
	cpo_test_hwmon_settle(test);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(oe0, hwmon_in, hwmon_in_input,
					    "rail 1"), 0444);
	KUNIT_EXPECT_EQ(test, cpo_test_value(test, 0, hwmon_in,
					     hwmon_in_input, "rail 1"),
			-ENODATA);
}

static void cpo_test_hwmon_values(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_sample sample;
	struct cpo_laser_row laser = {
		.valid = CPO_LASER_POWER_OK | CPO_LASER_BIAS_OK,
		.power_nw = 99500,
		.bias_na = 363500000,
	};
	struct cpo_els_row els = {
		.present = 1,
		.valid = CPO_ELS_VCC_OK | CPO_ELS_ICC_OK | CPO_ELS_TEC_OK |
			 CPO_ELS_LASER_TEMP_OK,
		.vcc_uv = 3299500,
		.icc_ua = 4850499,
		.tec_mw = 6000,
		.laser_temp_mc = -45001,
	};

	cpo_test_hwmon_ready(test);
	sample = cpo_fake_sample(2, 0);
	cpo_els_publish(fake->cdev, 0, 1, &els, &sample);
	cpo_lasers_publish(fake->cdev, 0, 1, &laser, &sample);

#define CPO_EXPECT(n, type, label, want)				\
	KUNIT_EXPECT_EQ(test, cpo_test_value(test, n, hwmon_##type,	\
					     hwmon_##type##_input, label), want)
	CPO_EXPECT(0, temp, "temperature", -1500);
	CPO_EXPECT(0, in, "rail 0", 750);
	CPO_EXPECT(0, power, "power", -ENODATA);
	CPO_EXPECT(CPO_TEST_ELS(0), in, "supply", 3300);
	CPO_EXPECT(CPO_TEST_ELS(0), curr, "supply current", 4850);
	CPO_EXPECT(CPO_TEST_ELS(0), power, "cooler", 6000000);
	CPO_EXPECT(CPO_TEST_ELS(0), power, "power", -ENODATA);
	CPO_EXPECT(CPO_TEST_ELS(0), temp, "laser bench", -45001);
	CPO_EXPECT(CPO_TEST_ELS(0), temp, "case", -ENODATA);
	CPO_EXPECT(CPO_TEST_ELS(0), curr, "laser 0 bias", 364);
	CPO_EXPECT(CPO_TEST_ELS(0), power, "laser 0 light", 100);
	CPO_EXPECT(CPO_TEST_ELS(0), temp, "laser 0 temperature", -ENODATA);
	CPO_EXPECT(CPO_TEST_BOARD, power, "device", 9000000);
	CPO_EXPECT(CPO_TEST_ELS(0), temp, "inlet", 103);
}

/* A hostile device: neither a wrong number nor an overflow. */
static void cpo_test_hwmon_huge(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_sensor_row rows[2] = {
		{ .valid = CPO_SENSOR_VALUE_OK, .value = S64_MAX },
		{ .valid = CPO_SENSOR_VALUE_OK, .value = S64_MIN },
	};
	struct cpo_sample sample = cpo_fake_sample(1, 0);
	struct cpo_fake *fake = test->priv;

	inv->sensors[0].kind = CPO_SENSOR_KIND_POWER;
	strscpy(inv->sensors[0].unit, "");
	inv->sensors[1].kind = CPO_SENSOR_KIND_RAIL;
	strscpy(inv->sensors[1].unit, "");
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_sensors_publish(fake->cdev, 0, 2, rows, &sample);
	cpo_test_hwmon_settle(test);

	CPO_EXPECT(CPO_TEST_BOARD, power, "inlet", -EOVERFLOW);
	if (sizeof(long) == sizeof(s64))
		CPO_EXPECT(CPO_TEST_BOARD, in, "inlet", S64_MIN / 1000 - 1);
	else
		CPO_EXPECT(CPO_TEST_BOARD, in, "inlet", -EOVERFLOW);
}

/* Sensors hwmon has no type for; one without a name is called by its number. */
static void cpo_test_hwmon_kinds(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_hwmon *board;

	inv->sensors[0].kind = CPO_SENSOR_KIND_FLOW;
	strscpy(inv->sensors[1].label, "");
	inv->sensors[2].kind = CPO_SENSOR_KIND_LEAK;
	inv->sensors[3].kind = 200;
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_test_hwmon_settle(test);

	board = cpo_test_hwmon(test, CPO_TEST_BOARD);
	KUNIT_EXPECT_EQ(test, board->n, 2);
	KUNIT_EXPECT_GE(test, cpo_test_channel(board, hwmon_temp, "sensor 1"),
			0);
	KUNIT_EXPECT_EQ(test, cpo_test_hwmon(test, 1)->n,
			2 + CPO_ENGINE_RAILS + 3);
	KUNIT_EXPECT_EQ(test, cpo_test_hwmon(test, CPO_TEST_ELS(0))->n,
			6 + 2 * 3);
}

/* What is printed on the front panel. */
static void cpo_test_hwmon_labels(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;

	strscpy(inv->engines[0].label, "OE1");
	strscpy(inv->els[1].label, "a long long name");
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_test_hwmon_settle(test);

	CPO_EXPECT(0, temp, "OE1 temperature", -ENODATA);
	CPO_EXPECT(0, in, "OE1 rail 7", -ENODATA);
	CPO_EXPECT(CPO_TEST_ELS(1), temp, "a long long name laser bench",
		   -ENODATA);
	CPO_EXPECT(CPO_TEST_ELS(1), curr, "laser 1 bias", -ENODATA);
}

/* Nothing is known before the first sample, after a removal, and of old. */
static void cpo_test_hwmon_unknown(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_sample sample;
	struct cpo_engine_row engine = {
		.valid = CPO_ENGINE_TEMP_OK, .temp_mc = 1,
	};
	struct cpo_lane_row lanes[8] = {};

	cpo_test_hwmon_settle(test);
	CPO_EXPECT(0, temp, "temperature", -ENODATA);
	CPO_EXPECT(CPO_TEST_BOARD, power, "device", -ENODATA);

	cpo_fake_publish(fake, 1, 0);
	CPO_EXPECT(0, temp, "temperature", -1500);
	CPO_EXPECT(CPO_TEST_ELS(0), temp, "case", 0);
	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_REMOVED, CPO_OBJECT_ELS, 0,
		       CPO_ACTION_PULSE, 0, 1);
	CPO_EXPECT(CPO_TEST_ELS(0), temp, "case", -ENODATA);

	sample = cpo_fake_sample(2, 1);
	sample.boottime = 1;
	cpo_engine_publish(fake->cdev, 0, &engine, lanes, &sample);
	if (ktime_get_boottime_ns() > CPO_STALE_PERIODS * CPO_FAKE_PERIOD_US *
				      (u64)NSEC_PER_USEC)
		CPO_EXPECT(0, temp, "temperature", -ENODATA);
	sample = cpo_fake_sample(3, 1);
	cpo_engine_publish(fake->cdev, 0, &engine, lanes, &sample);
	CPO_EXPECT(0, temp, "temperature", 1);
}

/* Files of a device that is not there are there, and say nothing. */
static void cpo_test_hwmon_offline(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct device *hdev;

	cpo_test_hwmon_ready(test);
	hdev = cpo_test_hwmon(test, 0)->hdev;
	cpo_dev_detach(fake->cdev);
	CPO_EXPECT(0, temp, "temperature", -ENODATA);
	KUNIT_EXPECT_EQ(test, cpo_test_value(test, 0, hwmon_temp,
					     hwmon_temp_max_alarm,
					     "temperature"), -ENODATA);
	KUNIT_EXPECT_EQ(test, cpo_test_value(test, 0, hwmon_temp,
					     hwmon_temp_max,
					     "temperature"), 80000);

	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);
	cpo_monitor_flush(fake->cdev);
	CPO_EXPECT(0, temp, "temperature", -1500);
	cpo_dev_set_dead(fake->cdev);
	CPO_EXPECT(0, temp, "temperature", -ENODATA);
	/* and the same files as before */
	KUNIT_EXPECT_PTR_EQ(test, cpo_test_hwmon(test, 0)->hdev, hdev);
}

static void cpo_test_hwmon_limits(struct kunit *test)
{
	struct cpo_hwmon *els0;

	cpo_test_hwmon_ready(test);
	els0 = cpo_test_hwmon(test, CPO_TEST_ELS(0));
#define CPO_EXPECT_ATTR(n, type, attr, label, want)			\
	KUNIT_EXPECT_EQ(test, cpo_test_value(test, n, hwmon_##type,	\
					     hwmon_##type##_##attr, label), \
			want)
	CPO_EXPECT_ATTR(0, temp, crit, "temperature", 90000);
	CPO_EXPECT_ATTR(0, temp, max, "temperature", 80000);
	CPO_EXPECT_ATTR(0, temp, min, "temperature", 15000);
	CPO_EXPECT_ATTR(0, temp, lcrit, "temperature", -5000);
	CPO_EXPECT_ATTR(CPO_TEST_ELS(0), in, crit, "supply", 3631);
	CPO_EXPECT_ATTR(CPO_TEST_ELS(0), in, max, "supply", 3465);
	CPO_EXPECT_ATTR(CPO_TEST_ELS(0), curr, max, "laser 0 bias", 436);

	/* what the device does not limit has no file */
	KUNIT_EXPECT_EQ(test, cpo_test_mode(els0, hwmon_curr, hwmon_curr_max,
					    "laser 0 bias"), 0444);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(els0, hwmon_curr,
					    hwmon_curr_max_alarm,
					    "laser 0 bias"), 0444);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(els0, hwmon_curr, hwmon_curr_min,
					    "laser 0 bias"), 0);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(els0, hwmon_curr,
					    hwmon_curr_min_alarm,
					    "laser 0 bias"), 0);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(els0, hwmon_curr, hwmon_curr_max,
					    "supply current"), 0);
	KUNIT_EXPECT_EQ(test, cpo_test_mode(els0, hwmon_curr, hwmon_curr_input,
					    "supply current"), 0444);
}

/* Limits that are set later are in the files, new ones in new files. */
static void cpo_test_hwmon_limits_set(struct kunit *test)
{
	struct cpo_threshold row = {
		.object = CPO_OBJECT_ENGINE, .index = 0, .own = true,
		.quantity = CPO_QUANTITY_TEMPERATURE,
		.levels = GENMASK(CPO_LEVELS - 1, 0),
		.limit = { 70000, 60000, 15000, -5000 },
	};
	struct cpo_fake *fake = test->priv;
	struct device *hdev;

	cpo_test_hwmon_ready(test);
	hdev = cpo_test_hwmon(test, 0)->hdev;
	KUNIT_ASSERT_EQ(test, cpo_threshold_store(fake->cdev, &row), 0);
	cpo_monitor_flush(fake->cdev);
	CPO_EXPECT_ATTR(0, temp, max, "temperature", 60000);
	KUNIT_EXPECT_PTR_EQ(test, cpo_test_hwmon(test, 0)->hdev, hdev);

	row.object = CPO_OBJECT_LASER;
	row.quantity = CPO_QUANTITY_BIAS;
	row.levels = BIT(CPO_LEVEL_LOW_WARNING);
	row.limit[CPO_LEVEL_LOW_WARNING] = 100000000;
	KUNIT_ASSERT_EQ(test, cpo_threshold_store(fake->cdev, &row), 0);
	cpo_monitor_flush(fake->cdev);
	CPO_EXPECT_ATTR(CPO_TEST_ELS(0), curr, min, "laser 0 bias", 100);
	KUNIT_EXPECT_EQ(test,
			cpo_test_mode(cpo_test_hwmon(test, CPO_TEST_ELS(0)),
				      hwmon_curr, hwmon_curr_min,
				      "laser 0 bias"), 0444);
	KUNIT_EXPECT_EQ(test,
			cpo_test_mode(cpo_test_hwmon(test, CPO_TEST_ELS(0)),
				      hwmon_curr, hwmon_curr_max,
				      "laser 0 bias"), 0);
}

/* The device compares, not the driver. */
static void cpo_test_hwmon_alarms(struct kunit *test)
{
	struct cpo_engine_row row = {
		.valid = CPO_ENGINE_TEMP_OK, .temp_mc = 200000,
	};
	struct cpo_lane_row lanes[8] = {};
	struct cpo_fake *fake = test->priv;
	struct cpo_flag_id id = cpo_test_hot;
	struct cpo_sample sample;

	cpo_test_hwmon_ready(test);
	sample = cpo_fake_sample(2, 0);
	cpo_engine_publish(fake->cdev, 1, &row, lanes, &sample);
	CPO_EXPECT(1, temp, "temperature", 200000);
	CPO_EXPECT_ATTR(1, temp, crit_alarm, "temperature", 0);

	cpo_test_cross(test, &cpo_test_hot, true, 1);
	CPO_EXPECT_ATTR(1, temp, crit_alarm, "temperature", 1);
	CPO_EXPECT_ATTR(1, temp, max_alarm, "temperature", 0);
	CPO_EXPECT_ATTR(0, temp, crit_alarm, "temperature", 0);
	cpo_test_cross(test, &cpo_test_hot, false, 2);
	CPO_EXPECT_ATTR(1, temp, crit_alarm, "temperature", 0);

	id.level = CPO_LEVEL_LOW_ALARM;
	cpo_test_cross(test, &id, true, 3);
	CPO_EXPECT_ATTR(1, temp, lcrit_alarm, "temperature", 1);
	id.object = CPO_OBJECT_LASER;
	id.quantity = CPO_QUANTITY_BIAS;
	id.level = CPO_LEVEL_HIGH_WARNING;
	cpo_test_cross(test, &id, true, 4);
	CPO_EXPECT_ATTR(CPO_TEST_ELS(0), curr, max_alarm, "laser 1 bias", 1);
}

/* Alarms about to be told of. */
static unsigned int cpo_test_pending(struct kunit *test, unsigned int n)
{
	struct cpo_hwmon *hwmon = cpo_test_hwmon(test, n);

	return bitmap_weight(hwmon->pending, hwmon->n * CPO_LEVELS);
}

/* Who waits is woken up at once, then no more often than the gap allows. */
static void cpo_test_hwmon_edges(struct kunit *test)
{
	struct cpo_flag_id lane = cpo_test_hot;
	struct cpo_fake *fake = test->priv;

	cpo_test_hwmon_ready(test);
	cpo_test_cross(test, &cpo_test_hot, true, 1);
	cpo_monitor_flush(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 1), 0);
	/* whether the gap is over or not, the second one is not lost */
	cpo_test_hwmon(test, 1)->next = jiffies + 100 * HZ;
	cpo_test_cross(test, &cpo_test_hot, false, 2);
	cpo_test_cross(test, &cpo_test_hot, true, 3);
	cpo_monitor_flush(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 1), 1);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 0), 0);
	cpo_test_hwmon(test, 1)->next = jiffies;
	cpo_monitor_flush(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 1), 0);

	/* what hwmon does not show */
	lane.object = CPO_OBJECT_LANE;
	lane.quantity = CPO_QUANTITY_RX_POWER;
	cpo_test_cross(test, &lane, true, 4);
	lane.object = CPO_OBJECT_ENGINE;
	lane.index = CPO_FAKE_ENGINES;
	cpo_test_cross(test, &lane, true, 5);
	lane.index = 0;
	lane.quantity = 0xff;
	lane.level = 0xff;
	cpo_test_cross(test, &lane, true, 6);
	cpo_monitor_flush(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 0), 0);
}

/* An edge that no event told of: those were lost, or the device was away. */
static void cpo_test_hwmon_edge_of_row(struct kunit *test)
{
	struct cpo_flag_row row = {
		.id = cpo_test_hot, .set = true, .changes = 1,
	};
	struct cpo_fake *fake = test->priv;

	cpo_test_hwmon_ready(test);
	cpo_test_hwmon(test, 1)->next = jiffies + 100 * HZ;
	KUNIT_ASSERT_EQ(test, cpo_flags_publish(fake->cdev, &row, 1), 0);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 1), 1);
	CPO_EXPECT_ATTR(1, temp, crit_alarm, "temperature", 1);

	bitmap_zero(cpo_test_hwmon(test, 1)->pending,
		    cpo_test_hwmon(test, 1)->n * CPO_LEVELS);
	KUNIT_ASSERT_EQ(test, cpo_flags_publish(fake->cdev, &row, 1), 0);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 1), 0);

	cpo_dev_new_epoch(fake->cdev);
	cpo_flags_complete(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_test_pending(test, 1), 1);
	CPO_EXPECT_ATTR(1, temp, crit_alarm, "temperature", 0);
}

/* Objects of another shape: other devices, and those of before are gone. */
static void cpo_test_hwmon_shape(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_inventory_alloc(0, 0, 0, 0, 0, 0, 0);
	struct cpo_fake *fake = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, inv);
	cpo_test_hwmon_ready(test);
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_monitor_flush(fake->cdev);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.hwmons->n, 1);
	/* it is still the same device */
	CPO_EXPECT(0, power, "device", 9000000);

	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev,
					     cpo_fake_inventory(test)), 0);
	cpo_monitor_flush(fake->cdev);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.hwmons->n,
			CPO_TEST_BOARD + 1);
	CPO_EXPECT(0, temp, "temperature", -ENODATA);
}

/* The files themselves: names, and that there are no more than these. */
static void cpo_test_hwmon_files(struct kunit *test)
{
	static const char * const want[] = {
		"temp1_input", "temp1_label", "temp1_max", "temp1_crit",
		"temp1_min", "temp1_lcrit", "temp1_max_alarm",
		"temp1_crit_alarm", "temp1_min_alarm", "temp1_lcrit_alarm",
		"in0_input", "in0_label", "in1_input", "power1_input",
		"power1_label", "name",
	};
	static const char * const not_there[] = {
		"in2_input", "in0_max", "temp2_input", "curr1_input",
		"power1_max", "power1_max_alarm",
	};
	struct kernfs_node *dir, *kn;
	unsigned int i;

	cpo_test_hwmon_ready(test);
	dir = cpo_test_hwmon(test, 0)->hdev->kobj.sd;
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		kn = kernfs_find_and_get(dir, want[i]);
		KUNIT_EXPECT_NOT_NULL_MSG(test, kn, "no %s", want[i]);
		kernfs_put(kn);
	}
	for (i = 0; i < ARRAY_SIZE(not_there); i++) {
		kn = kernfs_find_and_get(dir, not_there[i]);
		KUNIT_EXPECT_NULL_MSG(test, kn, "%s", not_there[i]);
		kernfs_put(kn);
	}
}

/* ---- thermal ---- */

static struct thermal_zone_device *cpo_test_zone(struct kunit *test,
						 const char *what)
{
	struct cpo_fake *fake = test->priv;
	char type[THERMAL_NAME_LENGTH];

	snprintf(type, sizeof(type), "%s_%s", cpo_dev_name(fake->cdev), what);

	return thermal_zone_get_zone_by_name(type);
}

struct cpo_test_trips {
	int temp[2];
	enum thermal_trip_type type[2];
	unsigned int n;
};

static int cpo_test_trip(struct thermal_trip *trip, void *data)
{
	struct cpo_test_trips *trips = data;

	if (trips->n < ARRAY_SIZE(trips->temp)) {
		trips->temp[trips->n] = trip->temperature;
		trips->type[trips->n] = trip->type;
	}
	trips->n++;

	return 0;
}

static void cpo_test_thermal_trips(struct kunit *test)
{
	struct cpo_threshold row = {
		.object = CPO_OBJECT_SENSOR, .index = 1, .own = true,
		.quantity = CPO_QUANTITY_VALUE,
		.levels = BIT(CPO_LEVEL_HIGH_ALARM),
		.limit = { S64_MAX },
	};
	struct cpo_test_trips trips = {};
	struct cpo_fake *fake = test->priv;
	struct thermal_zone_device *tz;

	cpo_test_hwmon_ready(test);
	tz = cpo_test_zone(test, "asic0");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, tz);
	KUNIT_EXPECT_TRUE(test, IS_ERR(cpo_test_zone(test, "board")));
	thermal_zone_for_each_trip(tz, cpo_test_trip, &trips);
	KUNIT_ASSERT_EQ(test, trips.n, 2);
	KUNIT_EXPECT_EQ(test, trips.type[0], THERMAL_TRIP_PASSIVE);
	KUNIT_EXPECT_EQ(test, trips.temp[0], 95000);
	KUNIT_EXPECT_EQ(test, trips.type[1], THERMAL_TRIP_HOT);
	KUNIT_EXPECT_EQ(test, trips.temp[1], 105000);

	KUNIT_ASSERT_EQ(test, cpo_threshold_store(fake->cdev, &row), 0);
	cpo_monitor_flush(fake->cdev);
	trips.n = 0;
	thermal_zone_for_each_trip(tz, cpo_test_trip, &trips);
	KUNIT_EXPECT_EQ(test, trips.temp[0], THERMAL_TEMP_INVALID);
	KUNIT_EXPECT_EQ(test, trips.temp[1], INT_MAX);
}

static void cpo_test_thermal_temp(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct thermal_zone_device *tz;
	int temp = 0;

	cpo_test_hwmon_settle(test);
	tz = cpo_test_zone(test, "asic0");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, tz);
	KUNIT_EXPECT_EQ(test, thermal_zone_get_temp(tz, &temp), -ENODATA);
	cpo_fake_publish(fake, 700, 0);
	KUNIT_EXPECT_EQ(test, thermal_zone_get_temp(tz, &temp), 0);
	KUNIT_EXPECT_EQ(test, temp, 70001);
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, thermal_zone_get_temp(tz, &temp), -ENODATA);
}

/* Without a sensor of an ASIC the first one of the board, else none. */
static void cpo_test_thermal_board(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	struct thermal_zone_device *tz;
	int temp = 0;

	inv->sensors[0].kind = CPO_SENSOR_KIND_FLOW;
	inv->sensors[1].asic = CPO_NONE;
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_test_hwmon_settle(test);
	tz = cpo_test_zone(test, "board");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, tz);
	cpo_fake_publish(fake, 3, 0);
	KUNIT_EXPECT_EQ(test, thermal_zone_get_temp(tz, &temp), 0);
	KUNIT_EXPECT_EQ(test, temp, 301);

	inv = cpo_fake_inventory(test);
	inv->sensors[0].kind = CPO_SENSOR_KIND_FLOW;
	inv->sensors[1].kind = CPO_SENSOR_KIND_FLOW;
	cpo_dev_detach(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	cpo_test_hwmon_settle(test);
	KUNIT_EXPECT_NULL(test, fake->cdev->monitor.thermal);
}

/* Thermal is told with the sample that includes the event, not before. */
static void cpo_test_thermal_event(struct kunit *test)
{
	struct cpo_flag_id id = cpo_test_hot;
	struct cpo_fake *fake = test->priv;

	cpo_test_hwmon_ready(test);
	cpo_test_cross(test, &id, true, 10);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.awaited, 0);
	id.object = CPO_OBJECT_SENSOR;
	id.quantity = CPO_QUANTITY_VALUE;
	id.index = 1;
	cpo_test_cross(test, &id, true, 11);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.awaited, 11);
	cpo_fake_publish(fake, 2, 10);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.awaited, 11);
	cpo_fake_publish(fake, 3, 11);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.awaited, 0);

	cpo_test_cross(test, &id, false, 12);
	cpo_dev_new_epoch(fake->cdev);
	cpo_fake_publish(fake, 4, 1);
	KUNIT_EXPECT_EQ(test, fake->cdev->monitor.awaited, 0);
}

static struct kunit_case cpo_hwmon_cases[] = {
	KUNIT_CASE(cpo_test_hwmon_channels),
	KUNIT_CASE(cpo_test_hwmon_rails),
	KUNIT_CASE(cpo_test_hwmon_values),
	KUNIT_CASE(cpo_test_hwmon_huge),
	KUNIT_CASE(cpo_test_hwmon_kinds),
	KUNIT_CASE(cpo_test_hwmon_labels),
	KUNIT_CASE(cpo_test_hwmon_unknown),
	KUNIT_CASE(cpo_test_hwmon_offline),
	KUNIT_CASE(cpo_test_hwmon_limits),
	KUNIT_CASE(cpo_test_hwmon_limits_set),
	KUNIT_CASE(cpo_test_hwmon_alarms),
	KUNIT_CASE(cpo_test_hwmon_edges),
	KUNIT_CASE(cpo_test_hwmon_edge_of_row),
	KUNIT_CASE(cpo_test_hwmon_shape),
	KUNIT_CASE(cpo_test_hwmon_files),
	KUNIT_CASE(cpo_test_thermal_trips),
	KUNIT_CASE(cpo_test_thermal_temp),
	KUNIT_CASE(cpo_test_thermal_board),
	KUNIT_CASE(cpo_test_thermal_event),
	{}
};

static struct kunit_suite cpo_hwmon_suite = {
	.name = "cpo_hwmon",
	.init = cpo_fake_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_hwmon_cases,
};

/* here, for kernels without hwmon do without it */
kunit_test_suite(cpo_hwmon_suite);

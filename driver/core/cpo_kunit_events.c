// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_kunit.h"

static const struct cpo_topo *cpo_test_topo(struct cpo_fake *fake)
{
	return rcu_dereference_protected(fake->cdev->topo, true);
}

static int cpo_events_init(struct kunit *test)
{
	cpo_fake_init(test);
	cpo_fake_publish(test->priv, 1, 0);

	return 0;
}

static void cpo_test_els_removed(struct kunit *test)
{
	const struct cpo_identity id = { .vendor = "ACME", .serial = "1" };
	struct cpo_fake *fake = test->priv;
	struct cpo_els_slot slot;

	cpo_els_set_identity(fake->cdev, 1, &id);
	cpo_els_read(cpo_test_topo(fake)->rows, 1, &slot);
	KUNIT_EXPECT_STREQ(test, slot.id.vendor, "ACME");

	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_REMOVED, CPO_OBJECT_ELS, 1,
		       CPO_ACTION_SET, 0, 1);
	cpo_els_read(cpo_test_topo(fake)->rows, 1, &slot);
	KUNIT_EXPECT_EQ(test, slot.row.present, 0);
	KUNIT_EXPECT_EQ(test, slot.row.valid, CPO_ELS_INSERTIONS_OK);
	KUNIT_EXPECT_STREQ(test, slot.id.vendor, "");

	cpo_els_read(cpo_test_topo(fake)->rows, 0, &slot);
	KUNIT_EXPECT_EQ(test, slot.row.present, 1);
}

static void cpo_test_els_inserted(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_els_slot slot;

	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_REMOVED, CPO_OBJECT_ELS, 1,
		       CPO_ACTION_SET, 0, 1);
	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_INSERTED, CPO_OBJECT_ELS, 1,
		       CPO_ACTION_SET, 0, 2);
	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_STATE, CPO_OBJECT_ELS, 1,
		       CPO_ACTION_PULSE, CPO_MODULE_STATE_POWER_UP, 3);

	cpo_els_read(cpo_test_topo(fake)->rows, 1, &slot);
	KUNIT_EXPECT_EQ(test, slot.row.present, 1);
	KUNIT_EXPECT_EQ(test, slot.row.insertions, 2);
	KUNIT_EXPECT_EQ(test, slot.row.insert_time, 20);
	KUNIT_EXPECT_EQ(test, slot.row.state, CPO_MODULE_STATE_POWER_UP);
	KUNIT_EXPECT_EQ(test, slot.row.valid,
			CPO_ROW_STATE | CPO_ELS_INSERTIONS_OK);
}

static void cpo_test_laser(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_laser_slot slot;

	cpo_fake_event(fake, CPO_EVENT_CODE_LASER_STATE, CPO_OBJECT_LASER, 2,
		       CPO_ACTION_PULSE, CPO_LASER_STATE_RESTRICTED, 1);
	cpo_laser_read(cpo_test_topo(fake)->rows, 2, &slot);
	KUNIT_EXPECT_EQ(test, slot.row.state, CPO_LASER_STATE_RESTRICTED);
	KUNIT_EXPECT_EQ(test, slot.row.status, 0);
	KUNIT_EXPECT_FALSE(test, slot.row.valid & CPO_LASER_POWER_OK);
	KUNIT_EXPECT_TRUE(test, slot.row.valid & CPO_LASER_STATUS_OK);

	cpo_fake_event(fake, CPO_EVENT_CODE_LASER_FAULT, CPO_OBJECT_LASER, 2,
		       CPO_ACTION_SET, CPO_LASER_FAULT_TEC, 2);
	cpo_laser_read(cpo_test_topo(fake)->rows, 2, &slot);
	KUNIT_EXPECT_EQ(test, slot.row.fault, CPO_LASER_FAULT_TEC);

	cpo_fake_event(fake, CPO_EVENT_CODE_LASER_STATE, CPO_OBJECT_LASER, 2,
		       CPO_ACTION_PULSE, CPO_LASER_STATE_ABSENT, 3);
	cpo_laser_read(cpo_test_topo(fake)->rows, 2, &slot);
	KUNIT_EXPECT_EQ(test, slot.row.valid, CPO_ROW_STATE);
}

static void cpo_test_laser_lit(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_laser_slot slot;

	cpo_fake_event(fake, CPO_EVENT_CODE_LASER_STATE, CPO_OBJECT_LASER, 2,
		       CPO_ACTION_PULSE, CPO_LASER_STATE_ON_FAULT, 1);
	cpo_laser_read(cpo_test_topo(fake)->rows, 2, &slot);
	KUNIT_EXPECT_TRUE(test, slot.row.valid & CPO_LASER_POWER_OK);
	KUNIT_EXPECT_TRUE(test, slot.row.status & CPO_LASER_STATUS_LIT);
}

static void cpo_test_lane(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_lane_row row;

	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_TX_DARK, CPO_OBJECT_LANE, 4,
		       CPO_ACTION_SET, 0, 1);
	cpo_lane_row_get(fake->cdev, 4, &row);
	KUNIT_EXPECT_EQ(test, row.status, CPO_LANE_STATUS_TX_DARK);
	KUNIT_EXPECT_FALSE(test, row.valid & CPO_LANE_TX_OK);
	KUNIT_EXPECT_TRUE(test, row.valid & CPO_LANE_RX_OK);

	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE, 4,
		       CPO_ACTION_SET, 0, 2);
	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_TX_DARK, CPO_OBJECT_LANE, 4,
		       CPO_ACTION_CLEAR, 0, 3);
	cpo_lane_row_get(fake->cdev, 4, &row);
	KUNIT_EXPECT_EQ(test, row.status, CPO_LANE_STATUS_RX_LOS);
	KUNIT_EXPECT_FALSE(test, row.valid & CPO_LANE_RX_OK);
	/* the power of the light that came back is not known yet */
	KUNIT_EXPECT_FALSE(test, row.valid & CPO_LANE_TX_OK);
}

static void cpo_test_port(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row row;

	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT, 3,
		       CPO_ACTION_PULSE, CPO_PORT_STATE_DOWN, 1);
	cpo_port_row_get(fake->cdev, 3, &row);
	KUNIT_EXPECT_EQ(test, row.state, CPO_PORT_STATE_DOWN);
	KUNIT_EXPECT_EQ(test, row.reason, CPO_PORT_REASON_ELS_ABSENT);
	KUNIT_EXPECT_EQ(test, row.link_changes, 3);
	KUNIT_EXPECT_EQ(test, row.last_change, 10);

	/* a new reason is no change of state */
	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT, 3,
		       CPO_ACTION_PULSE, CPO_PORT_STATE_DOWN, 2);
	cpo_port_row_get(fake->cdev, 3, &row);
	KUNIT_EXPECT_EQ(test, row.link_changes, 3);
	KUNIT_EXPECT_EQ(test, row.last_change, 10);
}

static void cpo_test_route(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_route_slot slot;

	cpo_fake_event(fake, CPO_EVENT_CODE_CHECK_FAILED, CPO_OBJECT_ROUTE, 2,
		       CPO_ACTION_PULSE, 4321, 1);
	cpo_route_read(cpo_test_topo(fake)->rows, 2, &slot);
	KUNIT_EXPECT_EQ(test, slot.row.check, CPO_CHECK_STATE_FAILED);
	KUNIT_EXPECT_EQ(test, slot.row.loss_mdb, 4321);
}

static void cpo_test_topology(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	u32 before = cpo_test_topo(fake)->generation;

	cpo_fake_event(fake, CPO_EVENT_CODE_TOPOLOGY, CPO_OBJECT_DEV, CPO_NONE,
		       CPO_ACTION_PULSE, 0, 1);
	KUNIT_EXPECT_NE(test, cpo_test_topo(fake)->generation, before);
}

/* Events about what is not there are counted, but change nothing. */
static void cpo_test_bad_index(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_status status;

	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_REMOVED, CPO_OBJECT_ELS,
		       CPO_FAKE_ELS, CPO_ACTION_SET, 0, 1);
	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE,
		       CPO_NONE, CPO_ACTION_SET, 0, 2);
	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT,
		       CPO_FAKE_PORTS, CPO_ACTION_SET, 0, 3);
	cpo_fake_event(fake, CPO_EVENT_CODE_VENDOR, CPO_OBJECT_SENSOR, 1000,
		       CPO_ACTION_SET, 0, 4);
	cpo_fake_event(fake, CPO_EVENT_CODE_VENDOR, 200, 1000,
		       CPO_ACTION_SET, 0, 5);
	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_LANE, 0,
		       CPO_ACTION_SET, 0, 6);
	cpo_dev_status(fake->cdev, &status);
	KUNIT_EXPECT_EQ(test, status.event_seq, 7);
}

static void cpo_test_seq(struct kunit *test)
{
	struct cpo_event *events;
	struct cpo_status status;
	struct cpo_fake *fake = test->priv;
	unsigned int i;

	events = kunit_kcalloc(test, 70, sizeof(*events), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, events);
	for (i = 0; i < 70; i++) {
		events[i].device_seq = i + 1;
		events[i].code = CPO_EVENT_CODE_LANE_RX_LOS;
		events[i].object = CPO_OBJECT_LANE;
		events[i].index = i % CPO_FAKE_LANES;
	}
	cpo_events_report(fake->cdev, events, 70);
	cpo_dev_status(fake->cdev, &status);
	KUNIT_EXPECT_EQ(test, status.event_seq, 71);

	cpo_events_lost(fake->cdev, 1000);
	cpo_dev_status(fake->cdev, &status);
	KUNIT_EXPECT_EQ(test, status.event_seq, 1071);
}

static struct kunit_case cpo_events_cases[] = {
	KUNIT_CASE(cpo_test_els_removed),
	KUNIT_CASE(cpo_test_els_inserted),
	KUNIT_CASE(cpo_test_laser),
	KUNIT_CASE(cpo_test_laser_lit),
	KUNIT_CASE(cpo_test_lane),
	KUNIT_CASE(cpo_test_port),
	KUNIT_CASE(cpo_test_route),
	KUNIT_CASE(cpo_test_topology),
	KUNIT_CASE(cpo_test_bad_index),
	KUNIT_CASE(cpo_test_seq),
	{}
};

struct kunit_suite cpo_events_suite = {
	.name = "cpo_events",
	.init = cpo_events_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_events_cases,
};

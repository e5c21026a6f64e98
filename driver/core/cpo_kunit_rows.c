// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/delay.h>
#include <linux/kthread.h>

#include "cpo_kunit.h"

static void cpo_test_unknown(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row port;
	struct cpo_lane_row lane;

	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, 0, &port),
			-ENODATA);
	KUNIT_EXPECT_EQ(test, port.valid, 0);
	KUNIT_EXPECT_EQ(test, cpo_lane_row_get(fake->cdev, 0, &lane),
			-ENODATA);
	KUNIT_EXPECT_EQ(test, lane.valid, 0);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, CPO_FAKE_PORTS,
					       &port), -EINVAL);
	KUNIT_EXPECT_EQ(test, cpo_lane_row_get(fake->cdev, CPO_FAKE_LANES,
					       &lane), -EINVAL);
}

/* What a provider reads back of the other objects. */
static void cpo_test_read_back(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_dev *cdev = fake->cdev;
	struct cpo_engine_row engine;
	struct cpo_sensor_row sensor;
	struct cpo_laser_row laser;
	struct cpo_route_row route;
	struct cpo_els_row els;

	KUNIT_EXPECT_EQ(test, cpo_engine_row_get(cdev, 0, &engine), -ENODATA);
	KUNIT_EXPECT_EQ(test, engine.valid, 0);
	KUNIT_EXPECT_EQ(test, cpo_els_row_get(cdev, 0, &els), -ENODATA);
	KUNIT_EXPECT_EQ(test, cpo_laser_row_get(cdev, 0, &laser), -ENODATA);
	KUNIT_EXPECT_EQ(test, cpo_route_row_get(cdev, 0, &route), -ENODATA);
	KUNIT_EXPECT_EQ(test, cpo_sensor_row_get(cdev, 0, &sensor), -ENODATA);
	KUNIT_EXPECT_EQ(test, cpo_engine_row_get(cdev, CPO_FAKE_ENGINES,
						 &engine), -EINVAL);
	KUNIT_EXPECT_EQ(test, cpo_els_row_get(cdev, CPO_FAKE_ELS, &els),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, cpo_laser_row_get(cdev, CPO_FAKE_LASERS, &laser),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, cpo_route_row_get(cdev, CPO_FAKE_ROUTES, &route),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, cpo_sensor_row_get(cdev, CPO_FAKE_SENSORS,
						 &sensor), -EINVAL);

	cpo_fake_publish(fake, 3, 0);
	KUNIT_ASSERT_EQ(test, cpo_engine_row_get(cdev, 1, &engine), 0);
	KUNIT_EXPECT_EQ(test, engine.temp_mc, -1500);
	KUNIT_ASSERT_EQ(test, cpo_els_row_get(cdev, 1, &els), 0);
	KUNIT_EXPECT_TRUE(test, els.present);
	KUNIT_ASSERT_EQ(test, cpo_laser_row_get(cdev, 4, &laser), 0);
	KUNIT_EXPECT_EQ(test, laser.state, CPO_LASER_STATE_ON);
	KUNIT_ASSERT_EQ(test, cpo_route_row_get(cdev, 4, &route), 0);
	KUNIT_EXPECT_TRUE(test, route.lit);
	KUNIT_EXPECT_EQ(test, cpo_sensor_row_get(cdev, 3, &sensor), 0);
}

static void cpo_test_read_objects(struct kunit *test)
{
	const struct cpo_identity id = { .vendor = "V", .part = "P" };
	struct cpo_fake *fake = test->priv;
	const struct cpo_inventory *inv;
	struct cpo_identity back;

	inv = cpo_dev_inventory(fake->cdev);
	KUNIT_ASSERT_NOT_NULL(test, inv);
	KUNIT_EXPECT_EQ(test, inv->n_lasers, CPO_FAKE_LASERS);
	cpo_els_set_identity(fake->cdev, 1, &id);
	KUNIT_ASSERT_EQ(test, cpo_els_get_identity(fake->cdev, 1, &back), 0);
	KUNIT_EXPECT_STREQ(test, back.part, "P");
	KUNIT_EXPECT_EQ(test, cpo_els_get_identity(fake->cdev, CPO_FAKE_ELS,
						   &back), -EINVAL);
	KUNIT_EXPECT_STREQ(test, back.part, "");
}

static void cpo_test_publish(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row port;
	struct cpo_lane_row lane;

	cpo_fake_publish(fake, 3, 0);
	KUNIT_ASSERT_EQ(test, cpo_port_row_get(fake->cdev, 1, &port), 0);
	KUNIT_EXPECT_EQ(test, port.lanes_up, 4);
	KUNIT_ASSERT_EQ(test, cpo_lane_row_get(fake->cdev, 13, &lane), 0);
	KUNIT_EXPECT_EQ(test, lane.tx_nw, 305);

	cpo_fake_publish(fake, 4, 0);
	cpo_lane_row_get(fake->cdev, 13, &lane);
	KUNIT_EXPECT_EQ(test, lane.tx_nw, 405);
}

/* Who cannot say that a value is old gets none that is. */
static void cpo_test_fresh(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(5, 0);
	struct cpo_fake *fake = test->priv;
	struct cpo_dev_row dev = {};
	struct cpo_port_row port;

	KUNIT_EXPECT_EQ(test, cpo_port_row_get_fresh(fake->cdev, 0, &port),
			-ENODATA);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get_fresh(fake->cdev, CPO_FAKE_PORTS,
						     &port), -EINVAL);
	port.valid = CPO_ROW_STATE;
	port.reason = CPO_PORT_REASON_BER;
	sample.boottime -= 40 * NSEC_PER_MSEC;
	cpo_dev_publish(fake->cdev, &dev, &sample, 1000000);
	cpo_ports_publish(fake->cdev, 2, 1, &port, &sample);
	KUNIT_ASSERT_EQ(test, cpo_port_row_get_fresh(fake->cdev, 2, &port), 0);
	KUNIT_EXPECT_EQ(test, port.reason, CPO_PORT_REASON_BER);

	cpo_dev_publish(fake->cdev, &dev, &sample, 10000);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get_fresh(fake->cdev, 2, &port),
			-ENODATA);
	KUNIT_EXPECT_EQ(test, port.valid, 0);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, 2, &port), 0);

	cpo_dev_publish(fake->cdev, &dev, &sample, 1000000);
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get_fresh(fake->cdev, 2, &port),
			-ENODATA);
}

/* An event alone tells no time of the device: nobody knows what else is old. */
static void cpo_test_fresh_event(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row port;

	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT, 1,
		       CPO_ACTION_PULSE, CPO_PORT_STATE_DOWN, 1);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, 1, &port), 0);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get_fresh(fake->cdev, 1, &port),
			-ENODATA);
}

/* The last count stays one, whatever became of the device. */
static void cpo_test_fec_row(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(5, 0);
	struct cpo_fake *fake = test->priv;
	struct cpo_fec_row *rows, row;

	rows = kunit_kcalloc(test, CPO_FAKE_PORTS, sizeof(*rows), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rows);
	KUNIT_EXPECT_EQ(test, cpo_fec_row_get(fake->cdev, 0, &row), -ENODATA);
	KUNIT_EXPECT_EQ(test, row.valid, 0);
	KUNIT_EXPECT_EQ(test, cpo_fec_row_get(fake->cdev, CPO_FAKE_PORTS,
					      &row), -EINVAL);
	rows[1].valid = CPO_FEC_BITS_OK | CPO_FEC_LANE_BITS_OK;
	rows[1].corrected_bits = 1ULL << 40;
	rows[1].lane_bits[CPO_PORT_LANES_MAX - 1] = 1ULL << 40;
	sample.boottime -= 3600 * NSEC_PER_SEC;
	cpo_fec_publish(fake->cdev, 0, CPO_FAKE_PORTS, rows, &sample);
	cpo_dev_set_dead(fake->cdev);
	KUNIT_ASSERT_EQ(test, cpo_fec_row_get(fake->cdev, 1, &row), 0);
	KUNIT_EXPECT_EQ(test, row.valid, rows[1].valid);
	KUNIT_EXPECT_EQ(test, row.corrected_bits, 1ULL << 40);
	KUNIT_EXPECT_EQ(test, row.lane_bits[CPO_PORT_LANES_MAX - 1],
			1ULL << 40);
	KUNIT_EXPECT_EQ(test, cpo_fec_row_get(fake->cdev, 0, &row), 0);
	KUNIT_EXPECT_EQ(test, row.valid, 0);
}

/* Rows that do not exist are refused as a whole. */
static void cpo_test_publish_range(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(1, 0);
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row port = { .valid = CPO_ROW_STATE };
	struct cpo_port_row ports[2] = { port, port };

	cpo_ports_publish(fake->cdev, CPO_FAKE_PORTS - 1, 2, ports, &sample);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, CPO_FAKE_PORTS - 1,
					       &port), -ENODATA);
	cpo_engine_publish(fake->cdev, CPO_FAKE_ENGINES, NULL, NULL, &sample);
}

/* An event is not undone by a sample taken before it. */
static void cpo_test_older_sample(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row port;

	cpo_fake_publish(fake, 1, 10);
	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT, 1,
		       CPO_ACTION_PULSE, CPO_PORT_STATE_DOWN, 11);
	cpo_fake_publish(fake, 2, 10);

	cpo_port_row_get(fake->cdev, 1, &port);
	KUNIT_EXPECT_EQ(test, port.state, CPO_PORT_STATE_DOWN);
	KUNIT_EXPECT_FALSE(test, port.valid & CPO_PORT_LANES_UP_OK);
	cpo_port_row_get(fake->cdev, 0, &port);
	KUNIT_EXPECT_EQ(test, port.state, CPO_PORT_STATE_UP);

	cpo_fake_publish(fake, 3, 11);
	cpo_port_row_get(fake->cdev, 1, &port);
	KUNIT_EXPECT_EQ(test, port.state, CPO_PORT_STATE_UP);
	KUNIT_EXPECT_TRUE(test, port.valid & CPO_PORT_LANES_UP_OK);
}

/* A sample that includes an event is not undone by the event that follows. */
static void cpo_test_older_event(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row port;

	cpo_fake_publish(fake, 1, 12);
	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT, 1,
		       CPO_ACTION_PULSE, CPO_PORT_STATE_DOWN, 11);

	cpo_port_row_get(fake->cdev, 1, &port);
	KUNIT_EXPECT_EQ(test, port.state, CPO_PORT_STATE_UP);
}

/* The lanes of an engine are stamped one by one. */
static void cpo_test_older_sample_lane(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_lane_row lane;

	cpo_fake_publish(fake, 1, 0);
	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE, 9,
		       CPO_ACTION_SET, 0, 1);
	cpo_fake_publish(fake, 2, 0);

	cpo_lane_row_get(fake->cdev, 9, &lane);
	KUNIT_EXPECT_FALSE(test, lane.valid & CPO_LANE_RX_OK);
	KUNIT_EXPECT_EQ(test, lane.tx_nw, 101);
	cpo_lane_row_get(fake->cdev, 10, &lane);
	KUNIT_EXPECT_EQ(test, lane.tx_nw, 202);
}

/* After a reset of its firmware a device counts events from the start. */
static void cpo_test_new_epoch(struct kunit *test)
{
	struct cpo_status before, after;
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row port;

	cpo_fake_publish(fake, 1, 100);
	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT, 1,
		       CPO_ACTION_PULSE, CPO_PORT_STATE_DOWN, 101);
	cpo_dev_status(fake->cdev, &before);
	KUNIT_EXPECT_EQ(test, before.event_seq, 2);

	cpo_dev_new_epoch(fake->cdev);
	cpo_dev_status(fake->cdev, &after);
	KUNIT_EXPECT_NE(test, after.epoch, before.epoch);
	KUNIT_EXPECT_NE(test, after.epoch, 0);
	KUNIT_EXPECT_EQ(test, after.event_seq, 1);

	cpo_fake_publish(fake, 1, 0);
	cpo_port_row_get(fake->cdev, 1, &port);
	KUNIT_EXPECT_EQ(test, port.state, CPO_PORT_STATE_UP);
	cpo_fake_event(fake, CPO_EVENT_CODE_PORT_STATE, CPO_OBJECT_PORT, 1,
		       CPO_ACTION_PULSE, CPO_PORT_STATE_DOWN, 1);
	cpo_port_row_get(fake->cdev, 1, &port);
	KUNIT_EXPECT_EQ(test, port.state, CPO_PORT_STATE_DOWN);
}

/* All lanes of a block have values of the same block. */
static int cpo_row_reader(void *data)
{
	struct cpo_fake *fake = data;
	struct cpo_lane_row row;
	int torn = 0;

	while (!kthread_should_stop()) {
		if (!cpo_lane_row_get(fake->cdev, 5, &row) &&
		    row.tx_nw != row.rx_nw)
			torn++;
		cond_resched();
	}

	return torn;
}

static void cpo_test_torn(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct task_struct *reader;
	unsigned int i;

	reader = kthread_run(cpo_row_reader, fake, "cpo_reader");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, reader);
	for (i = 1; i < 500; i++) {
		cpo_fake_publish(fake, i, 0);
		if (!(i % 50))
			usleep_range(100, 200);
	}
	KUNIT_EXPECT_EQ(test, kthread_stop(reader), 0);
}

static struct kunit_case cpo_rows_cases[] = {
	KUNIT_CASE(cpo_test_unknown),
	KUNIT_CASE(cpo_test_read_back),
	KUNIT_CASE(cpo_test_read_objects),
	KUNIT_CASE(cpo_test_publish),
	KUNIT_CASE(cpo_test_fresh),
	KUNIT_CASE(cpo_test_fresh_event),
	KUNIT_CASE(cpo_test_fec_row),
	KUNIT_CASE(cpo_test_publish_range),
	KUNIT_CASE(cpo_test_older_sample),
	KUNIT_CASE(cpo_test_older_event),
	KUNIT_CASE(cpo_test_older_sample_lane),
	KUNIT_CASE(cpo_test_new_epoch),
	KUNIT_CASE(cpo_test_torn),
	{}
};

struct kunit_suite cpo_rows_suite = {
	.name = "cpo_rows",
	.init = cpo_fake_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_rows_cases,
};

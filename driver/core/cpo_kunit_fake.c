// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <kunit/device.h>
#include <linux/hex.h>
#include <linux/timekeeping.h>

#include "cpo_kunit.h"

static void cpo_fake_range(struct cpo_lane_range *range, u16 engine, u16 first,
			   u16 count, u16 stride)
{
	range->engine = engine;
	range->first = first;
	range->count = count;
	range->stride = stride;
}

static void cpo_fake_engines(struct cpo_inventory *inv)
{
	unsigned int i;

	for (i = 0; i < inv->n_engines; i++) {
		inv->engines[i].first_lane = i * 8;
		inv->engines[i].lanes = 8;
		inv->engines[i].banks = 1;
	}
	for (i = 0; i < inv->n_lanes; i++) {
		inv->lanes[i].engine = i / 8;
		inv->lanes[i].index = i % 8;
		inv->lanes[i].asic_lane = CPO_NONE;
	}
}

static void cpo_fake_lasers(struct cpo_inventory *inv)
{
	unsigned int i;

	for (i = 0; i < inv->n_els; i++) {
		inv->els[i].first_laser = 2 * i;
		inv->els[i].lasers = 2;
	}
	for (i = 0; i < 4; i++) {
		inv->lasers[i].els = i / 2;
		inv->lasers[i].engine = CPO_NONE;
		inv->lasers[i].index = i % 2;
	}
	inv->lasers[4].els = CPO_NONE;
	inv->lasers[4].engine = 1;
}

static void cpo_fake_ports(struct cpo_inventory *inv)
{
	unsigned int i;

	for (i = 0; i < inv->n_ports; i++) {
		inv->ports[i].n_ranges = 1;
		inv->ports[i].speed_mbps = 400000;
		inv->ports[i].protocol = CPO_PROTOCOL_ETHERNET;
	}
	cpo_fake_range(&inv->ports[0].range[0], 0, 0, 4, 1);
	cpo_fake_range(&inv->ports[1].range[0], 0, 4, 4, 1);
	cpo_fake_range(&inv->ports[2].range[0], 1, 0, 4, 1);
	cpo_fake_range(&inv->ports[3].range[0], 1, 4, 2, 2);
}

static void cpo_fake_routes(struct cpo_inventory *inv)
{
	static const u16 laser[] = { 0, 1, 2, 4, 0 };
	unsigned int i;

	for (i = 0; i < inv->n_routes; i++) {
		inv->routes[i].laser = laser[i];
		inv->routes[i].fibre = i;
	}
	inv->routes[4].role = CPO_ROUTE_ROLE_STANDBY;
	cpo_fake_range(&inv->routes[0].range, 0, 0, 4, 2);
	cpo_fake_range(&inv->routes[1].range, 0, 1, 4, 2);
	cpo_fake_range(&inv->routes[2].range, 1, 0, 4, 1);
	cpo_fake_range(&inv->routes[3].range, 1, 4, 2, 1);
	cpo_fake_range(&inv->routes[4].range, 1, 0, 4, 1);
}

static void cpo_fake_sensors(struct cpo_inventory *inv)
{
	struct cpo_sensor_info *sensors = inv->sensors;
	unsigned int i;

	for (i = 0; i < inv->n_sensors; i++) {
		strscpy(sensors[i].label, "inlet");
		strscpy(sensors[i].unit, "mC");
		sensors[i].kind = CPO_SENSOR_KIND_TEMPERATURE;
		sensors[i].asic = CPO_NONE;
		sensors[i].engine = CPO_NONE;
		sensors[i].els = CPO_NONE;
	}
	sensors[1].asic = 0;
	sensors[2].engine = 1;
	sensors[3].els = 0;
}

struct cpo_inventory *cpo_fake_inventory(struct kunit *test)
{
	struct cpo_inventory *inv;

	inv = cpo_inventory_alloc(CPO_FAKE_ENGINES, CPO_FAKE_ELS,
				  CPO_FAKE_LASERS, CPO_FAKE_LANES,
				  CPO_FAKE_PORTS, CPO_FAKE_ROUTES,
				  CPO_FAKE_SENSORS);
	KUNIT_ASSERT_NOT_NULL(test, inv);

	inv->asics = 1;
	cpo_fake_engines(inv);
	cpo_fake_lasers(inv);
	cpo_fake_ports(inv);
	cpo_fake_routes(inv);
	cpo_fake_sensors(inv);

	return inv;
}

static struct net *cpo_fake_net(struct cpo_dev *cdev)
{
	struct cpo_fake *fake = cpo_dev_priv(cdev);

	return READ_ONCE(fake->net) ?: &init_net;
}

static void cpo_fake_note(struct cpo_fake *fake, char what)
{
	size_t len = strlen(fake->log);

	if (len < sizeof(fake->log) - 1)
		fake->log[len] = what;
}

static int cpo_fake_page_read(struct cpo_dev *cdev,
			      const struct cpo_page_addr *addr, u8 *buf,
			      unsigned int timeout_ms,
			      struct netlink_ext_ack *extack)
{
	struct cpo_fake *fake = cpo_dev_priv(cdev);

	atomic_inc(&fake->running);
	atomic_inc(&fake->reads);
	cpo_fake_note(fake, hex_asc_lo(addr->page));
	fake->last = *addr;
	memset(buf, fake->fill, addr->len);
	if (fake->block) {
		complete(&fake->entered);
		wait_for_completion(&fake->leave);
	}
	atomic_dec(&fake->running);

	return fake->error;
}

static int cpo_fake_page_freeze(struct cpo_dev *cdev,
				const struct cpo_page_addr *addr, bool on,
				unsigned int timeout_ms)
{
	struct cpo_fake *fake = cpo_dev_priv(cdev);

	if (!fake->holds)
		return -EOPNOTSUPP;
	cpo_fake_note(fake, on ? 'F' : 'T');
	fake->held = on;

	return 0;
}

static int cpo_fake_configure(struct cpo_dev *cdev,
			      const struct cpo_config *config,
			      struct netlink_ext_ack *extack)
{
	struct cpo_fake *fake = cpo_dev_priv(cdev);

	if (!fake->error)
		fake->config = *config;

	return fake->error;
}

static int cpo_fake_threshold_set(struct cpo_dev *cdev,
				  const struct cpo_threshold *row, int *level,
				  struct netlink_ext_ack *extack)
{
	struct cpo_fake *fake = cpo_dev_priv(cdev);

	fake->thresholds++;
	if (fake->error)
		*level = fake->level;
	else
		fake->threshold = *row;

	return fake->error;
}

static int cpo_fake_refresh(struct cpo_dev *cdev,
			    struct netlink_ext_ack *extack)
{
	cpo_fake_publish(cpo_dev_priv(cdev), 77, 0);

	return 0;
}

static void cpo_fake_stats(struct cpo_dev *cdev, struct cpo_stats *stats)
{
	struct cpo_fake *fake = cpo_dev_priv(cdev);

	*stats = fake->stats;
}

static const struct cpo_dev_ops cpo_fake_ops = {
	.net = cpo_fake_net,
	.page_read = cpo_fake_page_read,
	.page_freeze = cpo_fake_page_freeze,
	.configure = cpo_fake_configure,
	.threshold_set = cpo_fake_threshold_set,
	.refresh = cpo_fake_refresh,
	.stats = cpo_fake_stats,
};

void cpo_fake_alloc(struct cpo_fake *fake)
{
	fake->cdev = cpo_dev_alloc(fake->dev, &cpo_fake_ops, fake);
	KUNIT_ASSERT_NOT_NULL(fake->test, fake->cdev);
}

int cpo_fake_init_unregistered(struct kunit *test)
{
	struct cpo_fake *fake;

	fake = kunit_kzalloc(test, sizeof(*fake), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, fake);
	test->priv = fake;

	fake->test = test;
	init_completion(&fake->entered);
	init_completion(&fake->leave);
	fake->dev = kunit_device_register(test, "cpo_fake");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, fake->dev);
	cpo_fake_alloc(fake);

	return 0;
}

int cpo_fake_init(struct kunit *test)
{
	struct cpo_fake *fake;

	cpo_fake_init_unregistered(test);
	fake = test->priv;
	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	fake->registered = true;

	return 0;
}

void cpo_fake_exit(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	if (!fake || !fake->cdev)
		return;
	if (fake->registered)
		cpo_dev_unregister(fake->cdev);
	cpo_dev_put(fake->cdev);
}

struct cpo_sample cpo_fake_sample(u64 seq, u64 event_seq)
{
	struct cpo_sample sample = {
		.seq = seq,
		.device_time = seq * 1000,
		.boottime = ktime_get_boottime_ns(),
		.event_seq = event_seq,
	};

	return sample;
}

static void cpo_fake_publish_engines(struct cpo_fake *fake,
				     const struct cpo_sample *sample)
{
	struct cpo_engine_row engine = {
		.valid = CPO_ROW_STATE | CPO_ENGINE_TEMP_OK |
			 CPO_ENGINE_RAIL_OK(0) | CPO_ENGINE_RAIL_OK(1),
		.state = CPO_MODULE_STATE_READY,
		.temp_mc = -1500,
		.rail_uv = { 750000, 1800000 },
	};
	struct cpo_lane_row lanes[8] = {};
	unsigned int e, i;

	for (e = 0; e < CPO_FAKE_ENGINES; e++) {
		for (i = 0; i < 8; i++) {
			lanes[i].valid = CPO_ROW_STATE | CPO_LANE_STATUS_OK |
					 CPO_LANE_TX_OK | CPO_LANE_RX_OK;
			lanes[i].state = CPO_DP_STATE_ACTIVATED;
			lanes[i].tx_nw = sample->seq * 100 + i;
			lanes[i].rx_nw = sample->seq * 100 + i;
		}
		cpo_engine_publish(fake->cdev, e, &engine, lanes, sample);
	}
}

static void cpo_fake_publish_els(struct cpo_fake *fake,
				 const struct cpo_sample *sample)
{
	struct cpo_els_row els[CPO_FAKE_ELS] = {};
	struct cpo_laser_row lasers[CPO_FAKE_LASERS] = {};
	unsigned int i;

	for (i = 0; i < CPO_FAKE_ELS; i++) {
		els[i].valid = CPO_ROW_STATE | CPO_ELS_TEMP_OK |
			       CPO_ELS_INSERTIONS_OK;
		els[i].present = 1;
		els[i].state = CPO_MODULE_STATE_READY;
		els[i].insertions = 1;
	}
	for (i = 0; i < CPO_FAKE_LASERS; i++) {
		lasers[i].valid = CPO_ROW_STATE | CPO_LASER_STATUS_OK |
				  CPO_LASER_POWER_OK | CPO_LASER_BIAS_OK;
		lasers[i].state = CPO_LASER_STATE_ON;
		lasers[i].status = CPO_LASER_STATUS_CHECKED |
				   CPO_LASER_STATUS_LIT;
	}
	cpo_els_publish(fake->cdev, 0, CPO_FAKE_ELS, els, sample);
	cpo_lasers_publish(fake->cdev, 0, CPO_FAKE_LASERS, lasers, sample);
}

static void cpo_fake_publish_ports(struct cpo_fake *fake,
				   const struct cpo_sample *sample)
{
	struct cpo_port_row ports[CPO_FAKE_PORTS] = {};
	struct cpo_route_row routes[CPO_FAKE_ROUTES] = {};
	unsigned int i;

	for (i = 0; i < CPO_FAKE_PORTS; i++) {
		ports[i].valid = CPO_ROW_STATE | CPO_PORT_LANES_UP_OK |
				 CPO_PORT_CHANGES_OK;
		ports[i].state = CPO_PORT_STATE_UP;
		ports[i].lanes_up = 4;
		ports[i].link_changes = 2;
	}
	for (i = 0; i < CPO_FAKE_ROUTES; i++) {
		routes[i].valid = CPO_ROW_STATE | CPO_ROUTE_LIT_OK;
		routes[i].lit = 1;
	}
	cpo_ports_publish(fake->cdev, 0, CPO_FAKE_PORTS, ports, sample);
	cpo_routes_publish(fake->cdev, 0, CPO_FAKE_ROUTES, routes, sample);
}

static void cpo_fake_publish_sensors(struct cpo_fake *fake,
				     const struct cpo_sample *sample)
{
	struct cpo_sensor_row sensors[CPO_FAKE_SENSORS] = {};
	unsigned int i;

	for (i = 0; i < CPO_FAKE_SENSORS; i++) {
		sensors[i].valid = CPO_SENSOR_VALUE_OK;
		sensors[i].value = sample->seq * 100 + i;
	}
	cpo_sensors_publish(fake->cdev, 0, CPO_FAKE_SENSORS, sensors, sample);
}

/* A whole block: all is well, powers are 100 times its number. */
void cpo_fake_publish(struct cpo_fake *fake, u64 seq, u64 event_seq)
{
	struct cpo_sample sample = cpo_fake_sample(seq, event_seq);
	struct cpo_dev_row dev = { .valid = CPO_DEV_POWER, .power_mw = 9000 };

	cpo_dev_publish(fake->cdev, &dev, &sample, CPO_FAKE_PERIOD_US);
	cpo_fake_publish_engines(fake, &sample);
	cpo_fake_publish_els(fake, &sample);
	cpo_fake_publish_ports(fake, &sample);
	cpo_fake_publish_sensors(fake, &sample);
}

void cpo_fake_event(struct cpo_fake *fake, u32 code, u8 object, u16 index,
		    u8 action, s64 value, u64 device_seq)
{
	struct cpo_event ev = {
		.device_seq = device_seq,
		.device_time = device_seq * 10,
		.boottime = ktime_get_boottime_ns(),
		.value = value,
		.code = code,
		.count = 5,
		.index = index,
		.severity = CPO_SEVERITY_NOTICE,
		.action = action,
		.object = object,
		.reason = CPO_PORT_REASON_ELS_ABSENT,
	};

	cpo_events_report(fake->cdev, &ev, 1);
}

kunit_test_suites(&cpo_units_suite, &cpo_inventory_suite, &cpo_rows_suite,
		  &cpo_events_suite, &cpo_dev_suite, &cpo_page_suite,
		  &cpo_nl_suite, &cpo_sensor_suite, &cpo_stats_suite,
		  &cpo_window_suite, &cpo_flag_suite, &cpo_threshold_suite);

MODULE_DESCRIPTION("Tests of the cpo core");
MODULE_LICENSE("GPL");
/* not MODULE_IMPORT_NS(), whose argument is a token or a string by version */
MODULE_INFO(import_ns, "EXPORTED_FOR_KUNIT_TESTING");

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <kunit/device.h>

#include "cpo_kunit.h"

/* One way to contradict oneself each. */
static void cpo_break_engines(struct cpo_inventory *inv)
{
	inv->n_engines = CPO_LIMIT_ENGINES + 1;
}

static void cpo_break_ports(struct cpo_inventory *inv)
{
	inv->n_ports = CPO_LIMIT_PORTS + 1;
}

static void cpo_break_engine_end(struct cpo_inventory *inv)
{
	inv->engines[1].first_lane = 9;
}

static void cpo_break_engine_overlap(struct cpo_inventory *inv)
{
	inv->engines[1].first_lane = 7;
}

static void cpo_break_banks(struct cpo_inventory *inv)
{
	inv->engines[0].banks = 0;
}

static void cpo_break_asic(struct cpo_inventory *inv)
{
	inv->engines[0].asic = 1;
}

static void cpo_break_lane_engine(struct cpo_inventory *inv)
{
	inv->lanes[3].engine = 2;
}

static void cpo_break_lane_other(struct cpo_inventory *inv)
{
	inv->lanes[3].engine = 1;
}

static void cpo_break_lane_index(struct cpo_inventory *inv)
{
	inv->lanes[3].index = 4;
}

static void cpo_break_engine_short(struct cpo_inventory *inv)
{
	inv->engines[0].lanes = 7;
}

static void cpo_break_els_end(struct cpo_inventory *inv)
{
	inv->els[1].lasers = 4;
}

static void cpo_break_els_other(struct cpo_inventory *inv)
{
	inv->els[0].lasers = 3;
}

static void cpo_break_laser_orphan(struct cpo_inventory *inv)
{
	inv->lasers[4].engine = CPO_NONE;
}

static void cpo_break_laser_two(struct cpo_inventory *inv)
{
	inv->lasers[0].engine = 0;
}

static void cpo_break_laser_els(struct cpo_inventory *inv)
{
	inv->lasers[4].els = 2;
	inv->lasers[4].engine = CPO_NONE;
}

static void cpo_break_laser_stray(struct cpo_inventory *inv)
{
	inv->lasers[4].els = 1;
	inv->lasers[4].engine = CPO_NONE;
	inv->lasers[4].index = 1;
}

static void cpo_break_laser_index(struct cpo_inventory *inv)
{
	inv->lasers[1].index = 0;
}

static void cpo_break_laser_engine(struct cpo_inventory *inv)
{
	inv->lasers[4].engine = 2;
}

static void cpo_break_laser_twin(struct cpo_inventory *inv)
{
	inv->els[1].lasers = 1;
	inv->lasers[3].els = CPO_NONE;
	inv->lasers[3].engine = 1;
	inv->lasers[3].index = 0;
}

static void cpo_break_no_range(struct cpo_inventory *inv)
{
	inv->ports[0].n_ranges = 0;
}

static void cpo_break_ranges(struct cpo_inventory *inv)
{
	inv->ports[0].n_ranges = CPO_PORT_LANES_MAX + 1;
}

static void cpo_break_range_engine(struct cpo_inventory *inv)
{
	inv->ports[0].range[0].engine = 2;
}

static void cpo_break_range_count(struct cpo_inventory *inv)
{
	inv->ports[0].range[0].count = 0;
}

static void cpo_break_range_stride(struct cpo_inventory *inv)
{
	inv->ports[0].range[0].stride = 0;
}

static void cpo_break_range_end(struct cpo_inventory *inv)
{
	inv->ports[3].range[0].stride = 4;
}

static void cpo_break_range_far(struct cpo_inventory *inv)
{
	inv->ports[3].range[0].first = U16_MAX;
	inv->ports[3].range[0].count = U16_MAX;
	inv->ports[3].range[0].stride = U16_MAX;
}

static void cpo_break_port_wide(struct cpo_inventory *inv)
{
	inv->ports[0].n_ranges = 3;
	inv->ports[0].range[1] = inv->ports[1].range[0];
	inv->ports[0].range[2] = inv->ports[2].range[0];
}

static void cpo_break_port_shared(struct cpo_inventory *inv)
{
	inv->ports[1].range[0].first = 3;
}

static void cpo_break_route_laser(struct cpo_inventory *inv)
{
	inv->routes[0].laser = 5;
}

static void cpo_break_route_range(struct cpo_inventory *inv)
{
	inv->routes[1].range.count = 5;
}

static void cpo_break_route_double(struct cpo_inventory *inv)
{
	inv->routes[4].role = CPO_ROUTE_ROLE_ACTIVE;
}

static void cpo_break_sensors(struct cpo_inventory *inv)
{
	inv->n_sensors = CPO_LIMIT_SENSORS + 1;
}

static void cpo_break_sensor_asic(struct cpo_inventory *inv)
{
	inv->sensors[1].asic = 1;
}

static void cpo_break_sensor_engine(struct cpo_inventory *inv)
{
	inv->sensors[2].engine = CPO_FAKE_ENGINES;
}

static void cpo_break_sensor_els(struct cpo_inventory *inv)
{
	inv->sensors[3].els = CPO_FAKE_ELS;
}

static void cpo_break_sensor_two(struct cpo_inventory *inv)
{
	inv->sensors[3].engine = 0;
}

#define CPO_BREAK(what) { #what, cpo_break_##what }

static const struct cpo_break {
	const char *name;
	void (*apply)(struct cpo_inventory *inv);
} cpo_breaks[] = {
	CPO_BREAK(engines),
	CPO_BREAK(ports),
	CPO_BREAK(engine_end),
	CPO_BREAK(engine_overlap),
	CPO_BREAK(banks),
	CPO_BREAK(asic),
	CPO_BREAK(lane_engine),
	CPO_BREAK(lane_other),
	CPO_BREAK(lane_index),
	CPO_BREAK(engine_short),
	CPO_BREAK(els_end),
	CPO_BREAK(els_other),
	CPO_BREAK(laser_orphan),
	CPO_BREAK(laser_two),
	CPO_BREAK(laser_els),
	CPO_BREAK(laser_stray),
	CPO_BREAK(laser_index),
	CPO_BREAK(laser_engine),
	CPO_BREAK(laser_twin),
	CPO_BREAK(no_range),
	CPO_BREAK(ranges),
	CPO_BREAK(range_engine),
	CPO_BREAK(range_count),
	CPO_BREAK(range_stride),
	CPO_BREAK(range_end),
	CPO_BREAK(range_far),
	CPO_BREAK(port_wide),
	CPO_BREAK(port_shared),
	CPO_BREAK(route_laser),
	CPO_BREAK(route_range),
	CPO_BREAK(route_double),
	CPO_BREAK(sensors),
	CPO_BREAK(sensor_asic),
	CPO_BREAK(sensor_engine),
	CPO_BREAK(sensor_els),
	CPO_BREAK(sensor_two),
};

static void cpo_break_name(const struct cpo_break *br, char *name)
{
	strscpy(name, br->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(cpo_break, cpo_breaks, cpo_break_name);

static void cpo_test_refuse(struct kunit *test)
{
	const struct cpo_break *br = test->param_value;
	struct device *dev = kunit_device_register(test, "cpo_fake");
	struct cpo_inventory *inv = cpo_fake_inventory(test);

	br->apply(inv);
	KUNIT_EXPECT_EQ(test, cpo_inventory_check(dev, inv), -EINVAL);
	cpo_inventory_free(inv);
}

static void cpo_test_accept(struct kunit *test)
{
	static const u16 lane_port[] = { 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2,
					 3, CPO_NONE, 3, CPO_NONE };
	static const u16 lane_laser[] = { 0, 1, 0, 1, 0, 1, 0, 1, 2, 2, 2, 2,
					  4, 4, CPO_NONE, CPO_NONE };
	struct device *dev = kunit_device_register(test, "cpo_fake");
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	unsigned int i;

	strscpy(inv->ports[0].label, "sw1\n");
	KUNIT_ASSERT_EQ(test, cpo_inventory_check(dev, inv), 0);
	for (i = 0; i < CPO_FAKE_LANES; i++) {
		KUNIT_EXPECT_EQ(test, inv->lanes[i].port, lane_port[i]);
		KUNIT_EXPECT_EQ(test, inv->lanes[i].laser, lane_laser[i]);
	}
	KUNIT_EXPECT_EQ(test, inv->ports[0].lanes, 4);
	KUNIT_EXPECT_EQ(test, inv->ports[3].lanes, 2);
	KUNIT_EXPECT_STREQ(test, inv->ports[0].label, "sw1?");
	cpo_inventory_free(inv);
}

/* A port on two engines. */
static void cpo_test_accept_span(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "cpo_fake");
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_lane_range *range = inv->ports[3].range;

	range[1] = range[0];
	range[0].engine = 0;
	inv->ports[3].n_ranges = 2;
	inv->ports[1].range[0].count = 1;
	inv->ports[1].range[0].first = 5;

	KUNIT_ASSERT_EQ(test, cpo_inventory_check(dev, inv), 0);
	KUNIT_EXPECT_EQ(test, inv->ports[3].lanes, 4);
	KUNIT_EXPECT_EQ(test, inv->lanes[4].port, 3);
	KUNIT_EXPECT_EQ(test, inv->lanes[12].port, 3);
	cpo_inventory_free(inv);
}

static struct kunit_case cpo_inventory_cases[] = {
	KUNIT_CASE_PARAM(cpo_test_refuse, cpo_break_gen_params),
	KUNIT_CASE(cpo_test_accept),
	KUNIT_CASE(cpo_test_accept_span),
	{}
};

struct kunit_suite cpo_inventory_suite = {
	.name = "cpo_inventory",
	.test_cases = cpo_inventory_cases,
};

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <kunit/visibility.h>
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/slab.h>

#include "cpo_priv.h"

/* Arrays follow the struct in one piece, so that two can be compared. */
static size_t cpo_inventory_arrays(const struct cpo_inventory *inv)
{
	return array_size(inv->n_lasers, sizeof(*inv->lasers)) +
	       array_size(inv->n_engines, sizeof(*inv->engines)) +
	       array_size(inv->n_els, sizeof(*inv->els)) +
	       array_size(inv->n_ports, sizeof(*inv->ports)) +
	       array_size(inv->n_routes, sizeof(*inv->routes)) +
	       array_size(inv->n_lanes, sizeof(*inv->lanes)) +
	       array_size(inv->n_sensors, sizeof(*inv->sensors));
}

/* In the order of falling alignment. */
static void cpo_inventory_place(struct cpo_inventory *inv)
{
	inv->lasers = (struct cpo_laser_info *)(inv + 1);
	inv->engines = (struct cpo_engine_info *)(inv->lasers + inv->n_lasers);
	inv->els = (struct cpo_els_info *)(inv->engines + inv->n_engines);
	inv->ports = (struct cpo_port_info *)(inv->els + inv->n_els);
	inv->routes = (struct cpo_route_info *)(inv->ports + inv->n_ports);
	inv->lanes = (struct cpo_lane_info *)(inv->routes + inv->n_routes);
	inv->sensors = (struct cpo_sensor_info *)(inv->lanes + inv->n_lanes);
}

/**
 * cpo_inventory_alloc() - make an inventory to fill in
 * @engines: number of engines
 * @els: number of ELS slots
 * @lasers: number of lasers
 * @lanes: number of lanes
 * @ports: number of ports
 * @routes: number of routes
 * @sensors: number of sensors
 *
 * All fields are 0.
 *
 * Context: process.
 * Return: the inventory, or NULL when there is no memory.
 */
struct cpo_inventory *cpo_inventory_alloc(u16 engines, u16 els, u16 lasers,
					  u16 lanes, u16 ports, u16 routes,
					  u16 sensors)
{
	struct cpo_inventory counts = {
		.n_engines = engines,
		.n_els = els,
		.n_lasers = lasers,
		.n_lanes = lanes,
		.n_ports = ports,
		.n_routes = routes,
		.n_sensors = sensors,
	};
	struct cpo_inventory *inv;

	inv = kvzalloc(sizeof(*inv) + cpo_inventory_arrays(&counts),
		       GFP_KERNEL);
	if (!inv)
		return NULL;

	*inv = counts;
	cpo_inventory_place(inv);

	return inv;
}
EXPORT_SYMBOL_GPL(cpo_inventory_alloc);

/**
 * cpo_inventory_free() - free an inventory the core does not own
 * @inv: the inventory or NULL
 */
void cpo_inventory_free(struct cpo_inventory *inv)
{
	kvfree(inv);
}
EXPORT_SYMBOL_GPL(cpo_inventory_free);

/* Whether rows of the one can be read as rows of the other. */
bool cpo_inventory_same_shape(const struct cpo_inventory *a,
			      const struct cpo_inventory *b)
{
	unsigned int i;

	if (a->n_engines != b->n_engines || a->n_els != b->n_els ||
	    a->n_lasers != b->n_lasers || a->n_lanes != b->n_lanes ||
	    a->n_ports != b->n_ports || a->n_routes != b->n_routes ||
	    a->n_sensors != b->n_sensors)
		return false;

	for (i = 0; i < a->n_engines; i++)
		if (a->engines[i].first_lane != b->engines[i].first_lane ||
		    a->engines[i].lanes != b->engines[i].lanes)
			return false;

	return true;
}

/* Both checked. Padding that differs makes them unequal, which does no harm. */
bool cpo_inventory_equal(const struct cpo_inventory *a,
			 const struct cpo_inventory *b)
{
	return cpo_inventory_same_shape(a, b) &&
	       a->mode == b->mode && a->asics == b->asics &&
	       !memcmp(&a->id, &b->id, sizeof(a->id)) &&
	       !memcmp(a->profile, b->profile, sizeof(a->profile)) &&
	       !memcmp(a + 1, b + 1, cpo_inventory_arrays(a));
}

/* Number of objects of a kind, enum cpo_object. */
unsigned int cpo_object_count(const struct cpo_inventory *inv, u8 object)
{
	switch (object) {
	case CPO_OBJECT_DEV:
		return 1;
	case CPO_OBJECT_ENGINE:
		return inv->n_engines;
	case CPO_OBJECT_ELS:
		return inv->n_els;
	case CPO_OBJECT_LASER:
		return inv->n_lasers;
	case CPO_OBJECT_LANE:
		return inv->n_lanes;
	case CPO_OBJECT_PORT:
		return inv->n_ports;
	case CPO_OBJECT_ROUTE:
		return inv->n_routes;
	case CPO_OBJECT_SENSOR:
		return inv->n_sensors;
	default:
		return 0;
	}
}

/**
 * cpo_str_clean() - make a string from a device fit to be shown
 * @str: the string; other than printable characters become '?', blanks at its
 *	end are cut, what follows the end is cleared
 * @size: bytes of @str
 */
void cpo_str_clean(char *str, size_t size)
{
	size_t len = strnlen(str, size - 1);
	size_t i;

	for (i = 0; i < len; i++)
		if (!isascii(str[i]) || !isprint(str[i]))
			str[i] = '?';
	while (len && str[len - 1] == ' ')
		len--;
	memset(str + len, 0, size - len);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_str_clean);

#define cpo_field_clean(field) cpo_str_clean(field, sizeof(field))

void cpo_identity_clean(struct cpo_identity *id)
{
	cpo_field_clean(id->vendor);
	cpo_field_clean(id->part);
	cpo_field_clean(id->serial);
	cpo_field_clean(id->revision);
	cpo_field_clean(id->firmware);
}

/* The kind says what the number means; what the device calls it may differ. */
static void cpo_sensor_unit(struct cpo_sensor_info *info)
{
	static const char * const units[] = {
		[CPO_SENSOR_KIND_TEMPERATURE]	= "mC",
		[CPO_SENSOR_KIND_RAIL]		= "uV",
		[CPO_SENSOR_KIND_POWER]		= "mW",
		[CPO_SENSOR_KIND_FLOW]		= "ml/min",
		[CPO_SENSOR_KIND_LEAK]		= "",
	};

	if (info->kind < ARRAY_SIZE(units) && units[info->kind])
		strscpy(info->unit, units[info->kind]);
	else
		cpo_field_clean(info->unit);
}

static void cpo_inventory_clean(struct cpo_inventory *inv)
{
	unsigned int i;

	cpo_identity_clean(&inv->id);
	cpo_field_clean(inv->profile);
	for (i = 0; i < inv->n_engines; i++) {
		cpo_identity_clean(&inv->engines[i].id);
		cpo_field_clean(inv->engines[i].label);
	}
	for (i = 0; i < inv->n_els; i++)
		cpo_field_clean(inv->els[i].label);
	for (i = 0; i < inv->n_ports; i++)
		cpo_field_clean(inv->ports[i].label);
	for (i = 0; i < inv->n_sensors; i++) {
		cpo_field_clean(inv->sensors[i].label);
		cpo_sensor_unit(&inv->sensors[i]);
	}
}

static int cpo_check_count(struct device *dev, const char *what,
			   unsigned int count, unsigned int limit)
{
	if (count <= limit)
		return 0;

	dev_err(dev, "%u %s are more than %u\n", count, what, limit);
	return -EINVAL;
}

static int cpo_check_counts(struct device *dev,
			    const struct cpo_inventory *inv)
{
	if (cpo_check_count(dev, "engines", inv->n_engines,
			    CPO_LIMIT_ENGINES) ||
	    cpo_check_count(dev, "ELS", inv->n_els, CPO_LIMIT_ELS) ||
	    cpo_check_count(dev, "lasers", inv->n_lasers, CPO_LIMIT_LASERS) ||
	    cpo_check_count(dev, "lanes", inv->n_lanes, CPO_LIMIT_LANES) ||
	    cpo_check_count(dev, "ports", inv->n_ports, CPO_LIMIT_PORTS) ||
	    cpo_check_count(dev, "routes", inv->n_routes, CPO_LIMIT_ROUTES) ||
	    cpo_check_count(dev, "sensors", inv->n_sensors,
			    CPO_LIMIT_SENSORS))
		return -EINVAL;

	return 0;
}

static int cpo_check_engine(struct device *dev,
			    const struct cpo_inventory *inv, unsigned int e)
{
	const struct cpo_engine_info *engine = &inv->engines[e];

	if (engine->first_lane + engine->lanes > inv->n_lanes) {
		dev_err(dev, "engine %u: lanes %u to %u of %u\n", e,
			engine->first_lane,
			engine->first_lane + engine->lanes - 1, inv->n_lanes);
		return -EINVAL;
	}
	if (engine->lanes > engine->banks * CPO_BANK_LANES) {
		dev_err(dev, "engine %u: %u lanes in %u banks\n", e,
			engine->lanes, engine->banks);
		return -EINVAL;
	}
	if (inv->asics && engine->asic >= inv->asics) {
		dev_err(dev, "engine %u: no ASIC %u\n", e, engine->asic);
		return -EINVAL;
	}

	return 0;
}

static int cpo_check_engines(struct device *dev,
			     const struct cpo_inventory *inv)
{
	unsigned int e;

	for (e = 0; e < inv->n_engines; e++)
		if (cpo_check_engine(dev, inv, e))
			return -EINVAL;

	return 0;
}

/* Each lane is where its engine expects it, hence on no other engine. */
static int cpo_check_lanes(struct device *dev, const struct cpo_inventory *inv)
{
	const struct cpo_engine_info *engine;
	const struct cpo_lane_info *lane;
	unsigned int l;

	for (l = 0; l < inv->n_lanes; l++) {
		lane = &inv->lanes[l];
		if (lane->engine >= inv->n_engines) {
			dev_err(dev, "lane %u: no engine %u\n", l,
				lane->engine);
			return -EINVAL;
		}
		engine = &inv->engines[lane->engine];
		if (lane->index >= engine->lanes ||
		    engine->first_lane + lane->index != l) {
			dev_err(dev, "lane %u: not lane %u of engine %u\n", l,
				lane->index, lane->engine);
			return -EINVAL;
		}
	}

	return 0;
}

/* Lanes of an engine are in a row: each of them has to say so. */
static int cpo_check_engine_lanes(struct device *dev,
				  const struct cpo_inventory *inv)
{
	const struct cpo_engine_info *engine;
	unsigned int e, i;

	for (e = 0; e < inv->n_engines; e++) {
		engine = &inv->engines[e];
		for (i = 0; i < engine->lanes; i++) {
			if (inv->lanes[engine->first_lane + i].engine == e)
				continue;
			dev_err(dev, "engine %u: lane %u is on another\n", e,
				engine->first_lane + i);
			return -EINVAL;
		}
	}

	return 0;
}

static int cpo_check_els(struct device *dev, const struct cpo_inventory *inv)
{
	const struct cpo_els_info *els;
	unsigned int s, i;

	for (s = 0; s < inv->n_els; s++) {
		els = &inv->els[s];
		if (els->first_laser + els->lasers > inv->n_lasers) {
			dev_err(dev, "ELS %u: lasers %u to %u of %u\n", s,
				els->first_laser,
				els->first_laser + els->lasers - 1,
				inv->n_lasers);
			return -EINVAL;
		}
		for (i = 0; i < els->lasers; i++) {
			if (inv->lasers[els->first_laser + i].els == s)
				continue;
			dev_err(dev, "ELS %u: laser %u is in another\n", s,
				els->first_laser + i);
			return -EINVAL;
		}
	}

	return 0;
}

/* A laser in an ELS is where the ELS expects it. */
static int cpo_check_els_laser(struct device *dev,
			       const struct cpo_inventory *inv, unsigned int l)
{
	const struct cpo_laser_info *laser = &inv->lasers[l];
	const struct cpo_els_info *els;

	if (laser->els >= inv->n_els) {
		dev_err(dev, "laser %u: no ELS %u\n", l, laser->els);
		return -EINVAL;
	}

	els = &inv->els[laser->els];
	if (laser->index >= els->lasers ||
	    els->first_laser + laser->index != l) {
		dev_err(dev, "laser %u: not laser %u of ELS %u\n", l,
			laser->index, laser->els);
		return -EINVAL;
	}

	return 0;
}

/* A laser in an engine has an index no other has there. */
static int cpo_check_engine_laser(struct device *dev,
				  const struct cpo_inventory *inv,
				  unsigned int l)
{
	const struct cpo_laser_info *laser = &inv->lasers[l];
	unsigned int i;

	if (laser->engine >= inv->n_engines) {
		dev_err(dev, "laser %u: no engine %u\n", l, laser->engine);
		return -EINVAL;
	}

	for (i = 0; i < l; i++) {
		if (inv->lasers[i].engine != laser->engine ||
		    inv->lasers[i].index != laser->index)
			continue;
		dev_err(dev, "laser %u: laser %u is %u of engine %u, too\n", l,
			i, laser->index, laser->engine);
		return -EINVAL;
	}

	return 0;
}

static int cpo_check_lasers(struct device *dev,
			    const struct cpo_inventory *inv)
{
	const struct cpo_laser_info *laser;
	unsigned int l;
	bool in_els, in_engine;
	int err;

	for (l = 0; l < inv->n_lasers; l++) {
		laser = &inv->lasers[l];
		in_els = laser->els != CPO_NONE;
		in_engine = laser->engine != CPO_NONE;
		if (in_els == in_engine) {
			dev_err(dev, "laser %u: %s parent\n", l,
				in_els ? "more than one" : "no");
			return -EINVAL;
		}
		err = in_els ? cpo_check_els_laser(dev, inv, l) :
			       cpo_check_engine_laser(dev, inv, l);
		if (err)
			return err;
	}

	return 0;
}

static int cpo_check_range(struct device *dev, const char *what,
			   unsigned int index, const struct cpo_inventory *inv,
			   const struct cpo_lane_range *range)
{
	u32 last = range->first + (range->count - 1U) * range->stride;

	if (range->engine >= inv->n_engines) {
		dev_err(dev, "%s %u: no engine %u\n", what, index,
			range->engine);
		return -EINVAL;
	}
	if (!range->count || !range->stride ||
	    last >= inv->engines[range->engine].lanes) {
		dev_err(dev, "%s %u: lanes %u+%u*%u of engine %u with %u\n",
			what, index, range->first, range->count, range->stride,
			range->engine, inv->engines[range->engine].lanes);
		return -EINVAL;
	}

	return 0;
}

/* Note at its lanes that a port has them. */
static int cpo_claim_port_range(struct device *dev, struct cpo_inventory *inv,
				unsigned int p,
				const struct cpo_lane_range *range)
{
	struct cpo_lane_info *lane;
	unsigned int i;

	for (i = 0; i < range->count; i++) {
		lane = &inv->lanes[cpo_range_lane(inv, range, i)];
		if (lane->port != CPO_NONE) {
			dev_err(dev, "port %u: lane %u of engine %u is in port %u\n",
				p, lane->index, lane->engine, lane->port);
			return -EINVAL;
		}
		lane->port = p;
	}

	return 0;
}

static int cpo_check_port(struct device *dev, struct cpo_inventory *inv,
			  unsigned int p)
{
	struct cpo_port_info *port = &inv->ports[p];
	unsigned int lanes = 0;
	unsigned int i;

	if (!port->n_ranges || port->n_ranges > CPO_PORT_LANES_MAX) {
		dev_err(dev, "port %u: %u ranges of lanes\n", p,
			port->n_ranges);
		return -EINVAL;
	}

	for (i = 0; i < port->n_ranges; i++) {
		if (cpo_check_range(dev, "port", p, inv, &port->range[i]))
			return -EINVAL;
		lanes += port->range[i].count;
		if (lanes > CPO_PORT_LANES_MAX) {
			dev_err(dev, "port %u: %u lanes are more than %u\n", p,
				lanes, CPO_PORT_LANES_MAX);
			return -EINVAL;
		}
		if (cpo_claim_port_range(dev, inv, p, &port->range[i]))
			return -EINVAL;
	}
	port->lanes = lanes;

	return 0;
}

static int cpo_check_ports(struct device *dev, struct cpo_inventory *inv)
{
	unsigned int i;

	for (i = 0; i < inv->n_lanes; i++)
		inv->lanes[i].port = CPO_NONE;
	for (i = 0; i < inv->n_ports; i++)
		if (cpo_check_port(dev, inv, i))
			return -EINVAL;

	return 0;
}

/* Note at the lanes of an active route which laser feeds them. */
static int cpo_claim_route(struct device *dev, struct cpo_inventory *inv,
			   unsigned int r)
{
	const struct cpo_route_info *route = &inv->routes[r];
	struct cpo_lane_info *lane;
	unsigned int i;

	for (i = 0; i < route->range.count; i++) {
		lane = &inv->lanes[cpo_range_lane(inv, &route->range, i)];
		if (lane->laser != CPO_NONE) {
			dev_err(dev, "route %u: laser %u feeds lane %u of engine %u\n",
				r, lane->laser, lane->index, lane->engine);
			return -EINVAL;
		}
		lane->laser = route->laser;
	}

	return 0;
}

static int cpo_check_routes(struct device *dev, struct cpo_inventory *inv)
{
	const struct cpo_route_info *route;
	unsigned int i;

	for (i = 0; i < inv->n_lanes; i++)
		inv->lanes[i].laser = CPO_NONE;

	for (i = 0; i < inv->n_routes; i++) {
		route = &inv->routes[i];
		if (route->laser >= inv->n_lasers) {
			dev_err(dev, "route %u: no laser %u\n", i,
				route->laser);
			return -EINVAL;
		}
		if (cpo_check_range(dev, "route", i, inv, &route->range))
			return -EINVAL;
		if (route->role == CPO_ROUTE_ROLE_ACTIVE &&
		    cpo_claim_route(dev, inv, i))
			return -EINVAL;
	}

	return 0;
}

/* A sensor has at most one owner, and that is there. */
static int cpo_check_sensor(struct device *dev,
			    const struct cpo_inventory *inv, unsigned int s)
{
	const struct cpo_sensor_info *info = &inv->sensors[s];
	const struct {
		const char *what;
		u16 index;
		u16 count;
	} owners[] = {
		{ "ASIC", info->asic, inv->asics ?: U16_MAX },
		{ "engine", info->engine, inv->n_engines },
		{ "ELS", info->els, inv->n_els },
	};
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		if (owners[i].index == CPO_NONE)
			continue;
		if (owners[i].index >= owners[i].count) {
			dev_err(dev, "sensor %u: no %s %u\n", s,
				owners[i].what, owners[i].index);
			return -EINVAL;
		}
		n++;
	}
	if (n > 1) {
		dev_err(dev, "sensor %u: %u owners\n", s, n);
		return -EINVAL;
	}

	return 0;
}

static int cpo_check_sensors(struct device *dev,
			     const struct cpo_inventory *inv)
{
	unsigned int i;

	for (i = 0; i < inv->n_sensors; i++)
		if (cpo_check_sensor(dev, inv, i))
			return -EINVAL;

	return 0;
}

/**
 * cpo_inventory_check() - check an inventory and complete it
 * @dev: device to name in the log
 * @inv: the inventory; its relations from lanes to ports and lasers are filled
 *	in, and its strings made printable
 *
 * Return: 0, or -EINVAL when it contradicts itself.
 */
int cpo_inventory_check(struct device *dev, struct cpo_inventory *inv)
{
	if (cpo_check_counts(dev, inv) ||
	    cpo_check_engines(dev, inv) ||
	    cpo_check_lanes(dev, inv) ||
	    cpo_check_engine_lanes(dev, inv) ||
	    cpo_check_els(dev, inv) ||
	    cpo_check_lasers(dev, inv) ||
	    cpo_check_ports(dev, inv) ||
	    cpo_check_routes(dev, inv) ||
	    cpo_check_sensors(dev, inv))
		return -EINVAL;

	cpo_inventory_clean(inv);

	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_inventory_check);

// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topo.h"

/* ---- profiles: design reference device.md 2.1 and 2.2 ---- */

static bool one_run(unsigned int run, struct feed *feed, struct range lanes)
{
	*feed = (struct feed){ .lanes = lanes };
	return run == 0;
}

static bool q3450_laser(unsigned int els, unsigned int laser, unsigned int run,
			struct feed *feed)
{
	unsigned int k = 8 * els + laser;

	return one_run(run, feed, (struct range){ k / 2, 4 * (k % 2), 4, 1 });
}

static bool q3450_port(unsigned int port, unsigned int run,
		       struct range *lanes)
{
	*lanes = (struct range){ port / 2, 4 * (port % 2), 4, 1 };
	return run == 0;
}

/* The same machine, but a port has one lane on each of the four ASICs. */
static bool q3450mp_port(unsigned int port, unsigned int plane,
			 struct range *lanes)
{
	*lanes = (struct range){ 18 * plane + port / 8, port % 8, 1, 1 };
	return plane < 4;
}

static bool sn68xx_laser(unsigned int els, unsigned int laser,
			 unsigned int run, struct feed *feed)
{
	unsigned int k = 8 * els + laser;

	return one_run(run, feed, (struct range){ k / 4, 4 * (k % 4), 4, 1 });
}

static bool sn68xx_port(unsigned int port, unsigned int run,
			struct range *lanes)
{
	*lanes = (struct range){ port / 4, 4 * (port % 4), 4, 1 };
	return run == 0;
}

static bool davisson_laser(unsigned int els, unsigned int laser,
			   unsigned int run, struct feed *feed)
{
	return one_run(run, feed, (struct range){ els, 4 * laser, 4, 1 });
}

static bool davisson_port(unsigned int port, unsigned int run,
			  struct range *lanes)
{
	*lanes = (struct range){ port / 8, 4 * (port % 8), 4, 1 };
	return run == 0;
}

static bool bailly_laser(unsigned int els, unsigned int laser,
			 unsigned int run, struct feed *feed)
{
	*feed = (struct feed){
		.lanes = { els / 2,
			32 * (els % 2) + 16 * (laser / 4) + laser % 4, 4, 4 },
		.wavelength = laser % 4,
	};
	return run == 0;
}

static bool bailly_port(unsigned int port, unsigned int run,
			struct range *lanes)
{
	*lanes = (struct range){ port / 16, 4 * (port % 16), 4, 1 };
	return run == 0;
}

/* Laser 2 could light the lanes of either of the others. */
static bool nic_laser(unsigned int els, unsigned int laser, unsigned int run,
		      struct feed *feed)
{
	bool spare = laser == 2;

	*feed = (struct feed){
		.lanes = { els, 4 * (spare ? run : laser), 4, 1 },
		.standby = spare,
	};
	return run < (spare ? 2 : 1);
}

static bool nic_port(unsigned int port, unsigned int run, struct range *lanes)
{
	*lanes = (struct range){ 0, 4 * port, 4, 1 };
	return run == 0;
}

static const struct profile profiles[] = {
	{
		.name = "q3450", .asics = 4,
		.engines = 72, .engine_lanes = 8, .banks = 1,
		.els = 18, .els_lasers = 8,
		.ports = 144, .port_lanes = 4, .speed_mbps = 800000,
		.modulator = CPO_MODULATOR_RING,
		.protocol = CPO_PROTOCOL_INFINIBAND,
		.coolant = true, .leak = true,
		.lost = { .lanes = 32, .engines = 4, .ports = 8 },
		.laser_ports = 1,
		.laser_feeds = q3450_laser, .port_is = q3450_port,
	},
	{
		.name = "q3450mp", .asics = 4,
		.engines = 72, .engine_lanes = 8, .banks = 1,
		.els = 18, .els_lasers = 8,
		.ports = 144, .port_lanes = 4, .speed_mbps = 800000,
		.modulator = CPO_MODULATOR_RING,
		.protocol = CPO_PROTOCOL_INFINIBAND,
		.coolant = true, .leak = true,
		.lost = { .lanes = 32, .engines = 4, .ports = 32 },
		.laser_ports = 4,
		.laser_feeds = q3450_laser, .port_is = q3450mp_port,
	},
	{
		.name = "sn6810", .asics = 1,
		.engines = 32, .engine_lanes = 16, .banks = 2,
		.els = 16, .els_lasers = 8,
		.ports = 128, .port_lanes = 4, .speed_mbps = 800000,
		.modulator = CPO_MODULATOR_RING,
		.protocol = CPO_PROTOCOL_ETHERNET,
		.coolant = true, .leak = true,
		.lost = { .lanes = 32, .engines = 2, .ports = 8 },
		.laser_ports = 1,
		.laser_feeds = sn68xx_laser, .port_is = sn68xx_port,
	},
	{
		.name = "sn6800", .asics = 4,
		.engines = 128, .engine_lanes = 16, .banks = 2,
		.els = 64, .els_lasers = 8,
		.ports = 512, .port_lanes = 4, .speed_mbps = 800000,
		.modulator = CPO_MODULATOR_RING,
		.protocol = CPO_PROTOCOL_ETHERNET,
		.coolant = true, .leak = true,
		.lost = { .lanes = 32, .engines = 2, .ports = 8 },
		.laser_ports = 1,
		.laser_feeds = sn68xx_laser, .port_is = sn68xx_port,
	},
	{
		.name = "bailly", .asics = 1,
		.engines = 8, .engine_lanes = 64, .banks = 8,
		.els = 16, .els_lasers = 8,
		.ports = 128, .port_lanes = 4, .speed_mbps = 400000,
		.modulator = CPO_MODULATOR_MZM,
		.protocol = CPO_PROTOCOL_ETHERNET,
		.leak = true,
		.lost = { .lanes = 32, .engines = 1, .ports = 8 },
		.laser_ports = 4,
		.laser_feeds = bailly_laser, .port_is = bailly_port,
	},
	{
		.name = "davisson", .asics = 1,
		.engines = 16, .engine_lanes = 32, .banks = 4,
		.els = 16, .els_lasers = 8,
		.ports = 128, .port_lanes = 4, .speed_mbps = 800000,
		.modulator = CPO_MODULATOR_MZM,
		.protocol = CPO_PROTOCOL_ETHERNET,
		.coolant = true, .leak = true,
		.lost = { .lanes = 32, .engines = 1, .ports = 8 },
		.laser_ports = 1,
		.laser_feeds = davisson_laser, .port_is = davisson_port,
	},
	{
		.name = "nic", .asics = 1,
		.engines = 1, .engine_lanes = 8, .banks = 1,
		.els = 1, .els_lasers = 3,
		.ports = 2, .port_lanes = 4, .speed_mbps = 800000,
		.modulator = CPO_MODULATOR_RING,
		.protocol = CPO_PROTOCOL_ETHERNET,
		.lost = { .lanes = 8, .engines = 1, .ports = 2 },
		.laser_ports = 1,
		.laser_feeds = nic_laser, .port_is = nic_port,
	},
};

const struct profile *profile_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++)
		if (!strcmp(profiles[i].name, name))
			return &profiles[i];
	return NULL;
}

unsigned int profile_routes(const struct profile *p)
{
	unsigned int els, laser, run, n = 0;
	struct feed feed;

	for (els = 0; els < p->els; els++)
		for (laser = 0; laser < p->els_lasers; laser++)
			for (run = 0; p->laser_feeds(els, laser, run, &feed);
			     run++)
				n++;
	return n;
}

/* ---- sets ---- */

static size_t set_place(const struct set *set, uint64_t key)
{
	size_t low = 0, high = set->n, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (set->v[mid] < key)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool set_has(const struct set *set, uint64_t key)
{
	size_t at = set_place(set, key);

	return at < set->n && set->v[at] == key;
}

void set_add(struct set *set, uint64_t key)
{
	size_t at = set_place(set, key);

	if (at < set->n && set->v[at] == key)
		return;
	if (set->n == set->room) {
		set->room = set->room ? 2 * set->room : 64;
		set->v = realloc(set->v, set->room * sizeof(*set->v));
		if (!set->v)
			abort();
	}
	memmove(&set->v[at + 1], &set->v[at],
		(set->n - at) * sizeof(*set->v));
	set->v[at] = key;
	set->n++;
}

bool set_equal(const struct set *a, const struct set *b)
{
	return a->n == b->n &&
	       (!a->n || !memcmp(a->v, b->v, a->n * sizeof(*a->v)));
}

bool set_meet(const struct set *a, const struct set *b)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (set_has(b, a->v[i]))
			return true;
	return false;
}

void set_free(struct set *set)
{
	free(set->v);
	memset(set, 0, sizeof(*set));
}

/* For messages: two results may be in use at a time. */
const char *set_text(const struct set *set)
{
	static char text[2][400];
	static int turn;
	char *buf = text[turn ^= 1];
	size_t i, len;

	len = snprintf(buf, sizeof(text[0]), "%zu:", set->n);
	for (i = 0; i < set->n && len < sizeof(text[0]) - 30; i++) {
		if (KEY_HI(set->v[i]))
			len += sprintf(buf + len, " %u/%u", KEY_HI(set->v[i]),
				       KEY_LO(set->v[i]));
		else
			len += sprintf(buf + len, " %u", KEY_LO(set->v[i]));
	}
	if (i < set->n)
		sprintf(buf + len, " ...");
	return buf;
}

/* Keys of rows: of one attribute, or of two when hi is not 0. */
struct set set_of_rows(const struct nlt_rows *rows, int hi, int lo)
{
	struct set set = {};
	size_t i;

	for (i = 0; i < rows->n; i++)
		set_add(&set, KEY2(hi ? nlt_u(&rows->row[i], hi) : 0,
				   nlt_u(&rows->row[i], lo)));
	return set;
}

/* ---- ranges of lanes ---- */

struct range range_of(const struct nlt_row *nest)
{
	return (struct range){
		.engine = nlt_u(nest, CPO_A_LANE_RANGE_ENGINE_ID),
		.first = nlt_u(nest, CPO_A_LANE_RANGE_FIRST),
		.count = nlt_u(nest, CPO_A_LANE_RANGE_COUNT),
		.stride = nlt_u(nest, CPO_A_LANE_RANGE_STRIDE),
	};
}

/* An absent count reads as -1: bounded, so that a bad row cannot hang us. */
void range_lanes(const struct range *range, struct set *lanes)
{
	unsigned int i;

	for (i = 0; i < range->count && i < 4096; i++)
		set_add(lanes, KEY2(range->engine,
				    range->first + i * range->stride));
}

void route_lanes(const struct nlt_row *route, struct set *lanes)
{
	struct nlt_row nest = nlt_nested(route, CPO_A_ROUTE_LANE_RANGE);
	struct range range = range_of(&nest);

	range_lanes(&range, lanes);
}

void port_lanes(const struct nlt_row *port, struct set *lanes)
{
	const struct nlattr *attr;
	struct range range;
	struct nlt_row nest;
	size_t i;

	for (i = 0; (attr = nlt_nth(port, CPO_A_PORT_LANE_RANGE, i)); i++) {
		nest = nlt_nest(attr);
		range = range_of(&nest);
		range_lanes(&range, lanes);
	}
}

/* ---- the device ---- */

/**
 * topo_pick_dev() - the device under test: CPO_DEV=name, or the first
 *
 * Return: 0, -ENODEV when there is none, or what the dump gave
 */
int topo_pick_dev(struct nlt *t, struct nlt_row *dev)
{
	const char *name = getenv("CPO_DEV");
	struct nlt_rows rows;
	size_t i;
	int err;

	err = nlt_dump(t, CPO_CMD_DEV_GET, NO_ARGS, &rows);
	if (err)
		return err;
	err = -ENODEV;
	for (i = 0; i < rows.n && err; i++) {
		if (name && strcmp(name, nlt_str(&rows.row[i], CPO_A_DEV_NAME)))
			continue;
		*dev = rows.row[i];
		memset(&rows.row[i], 0, sizeof(rows.row[i]));
		err = 0;
	}
	nlt_rows_free(&rows);
	return err;
}

/* dev-id is attribute 1 of every set. */
static int load(struct topo *topo, struct nlt *t, int cmd,
		struct nlt_rows *rows)
{
	return nlt_dump(t, cmd, ARGS(A(CPO_A_DEV_DEV_ID, topo->dev)), rows);
}

int topo_load(struct topo *topo, struct nlt *t)
{
	int err;

	memset(topo, 0, sizeof(*topo));
	err = topo_pick_dev(t, &topo->dev_row);
	if (err)
		return err;
	topo->dev = nlt_u(&topo->dev_row, CPO_A_DEV_DEV_ID);
	topo->profile = profile_find(nlt_str(&topo->dev_row,
					     CPO_A_DEV_PROFILE));
	err = load(topo, t, CPO_CMD_ENGINE_GET, &topo->engine) ?:
	      load(topo, t, CPO_CMD_ELS_GET, &topo->els) ?:
	      load(topo, t, CPO_CMD_LASER_GET, &topo->laser) ?:
	      load(topo, t, CPO_CMD_LANE_GET, &topo->lane) ?:
	      load(topo, t, CPO_CMD_PORT_GET, &topo->port) ?:
	      load(topo, t, CPO_CMD_ROUTE_GET, &topo->route) ?:
	      load(topo, t, CPO_CMD_SENSOR_GET, &topo->sensor);
	return err;
}

/* The same after a new sample: an event makes values unknown until then. */
int topo_load_fresh(struct topo *topo, struct nlt *t)
{
	struct nlt_row dev;
	int err;

	err = topo_pick_dev(t, &dev);
	if (err)
		return err;
	err = nlt_do(t, CPO_CMD_REFRESH,
		     ARGS(A(CPO_A_DEV_DEV_ID, nlt_u(&dev, CPO_A_DEV_DEV_ID))),
		     NULL);
	nlt_row_free(&dev);
	return err ?: topo_load(topo, t);
}

void topo_free(struct topo *topo)
{
	nlt_row_free(&topo->dev_row);
	nlt_rows_free(&topo->engine);
	nlt_rows_free(&topo->els);
	nlt_rows_free(&topo->laser);
	nlt_rows_free(&topo->lane);
	nlt_rows_free(&topo->port);
	nlt_rows_free(&topo->route);
	nlt_rows_free(&topo->sensor);
}

/* ---- impact ---- */

void ports_of_lanes(const struct topo *topo, const struct set *lanes,
		    struct set *ports)
{
	const struct nlt_row *port;
	struct set own;
	size_t i;

	for (i = 0; i < topo->port.n; i++) {
		port = &topo->port.row[i];
		own = (struct set){};
		port_lanes(port, &own);
		if (set_meet(&own, lanes))
			set_add(ports, nlt_u(port, CPO_A_PORT_PORT_ID));
		set_free(&own);
	}
}

void impact_of_els(const struct topo *topo, unsigned int els,
		   struct impact *impact)
{
	const struct nlt_row *route;
	size_t i;

	memset(impact, 0, sizeof(*impact));
	for (i = 0; i < topo->laser.n; i++)
		if (nlt_u(&topo->laser.row[i], CPO_A_LASER_ELS_ID) == els)
			set_add(&impact->lasers,
				KEY2(els, nlt_u(&topo->laser.row[i],
						CPO_A_LASER_LASER_ID)));
	for (i = 0; i < topo->route.n; i++) {
		route = &topo->route.row[i];
		if (nlt_u(route, CPO_A_ROUTE_ELS_ID) != els ||
		    nlt_u(route, CPO_A_ROUTE_ROLE) != CPO_ROUTE_ROLE_ACTIVE)
			continue;
		set_add(&impact->engines, nlt_u(route, CPO_A_ROUTE_ENGINE_ID));
		route_lanes(route, &impact->lanes);
	}
	ports_of_lanes(topo, &impact->lanes, &impact->ports);
}

void impact_free(struct impact *impact)
{
	set_free(&impact->lasers);
	set_free(&impact->lanes);
	set_free(&impact->engines);
	set_free(&impact->ports);
}

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* The family "cpo" without a kernel: see fake.h. */

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/cpo.h>

#include "fake.h"
#include "fake_priv.h"

#define FAMILY_ID	40
#define GROUP_MGMT	7
#define GROUP_EVENTS	8
#define PORT_LANES	4
#define LASER_LANES	4
#define MAX_DEVS	2
#define PLANES		4
#define DUMP_ROOM	8192	/* bytes of a datagram of a dump */
#define MAX_SOCKS	8

/* ---- The devices ---- */

static const struct profile profiles[] = {
	{ "q3450", 72, 8, 18, 8, 144, 1, SIDE_BY_SIDE },
	{ "q3450mp", 72, 8, 18, 8, 144, 1, PLANES_APART },
	{ "bailly", 8, 64, 16, 8, 128, 8, FOUR_WAVELENGTHS },
	{ "sn6800", 128, 16, 64, 8, 512, 2, SIDE_BY_SIDE },
	{ "nic", 1, 8, 1, 3, 2, 1, SPARE },
	{ "inside", 4, 8, 0, 2, 8, 1, INSIDE },
};

static struct dev devs[MAX_DEVS];
static unsigned int ndevs;
static bool family_absent;
static uint16_t family_id = FAMILY_ID;
static unsigned int interrupts;
static unsigned int ticks;
static const char *failing;
static unsigned int requests;

struct dev *fake_dev(unsigned int id)
{
	return id < ndevs ? &devs[id] : NULL;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

bool fake_knob(const char *name)
{
	const char *val = getenv(name);

	return val && *val && strcmp(val, "0");
}

struct range {
	unsigned int engine, first, count, stride;
};

unsigned int fake_lasers(const struct dev *d)
{
	return (d->p->els ? d->p->els : d->p->engines) * d->p->lasers;
}

/* The spare has a route to each half of the engine. */
unsigned int fake_routes(const struct dev *d)
{
	return d->p->wiring == SPARE ? 4 : fake_lasers(d);
}

static bool route_is_standby(const struct dev *d, unsigned int r)
{
	return d->p->wiring == SPARE && r >= 2;
}

/* Laser of a route, counted over the whole device. */
static unsigned int route_laser(const struct dev *d, unsigned int r)
{
	return route_is_standby(d, r) ? 2 : r;
}

static unsigned int route_els(const struct dev *d, unsigned int r)
{
	return route_laser(d, r) / d->p->lasers;
}

/* Lanes of a route; see the profiles of the model. */
static struct range route_lanes(const struct dev *d, unsigned int r)
{
	unsigned int per = d->p->lanes / LASER_LANES;
	unsigned int e = r / d->p->lasers, l = r % d->p->lasers;

	if (d->p->wiring == FOUR_WAVELENGTHS)
		return (struct range){
			e / 2, 32 * (e % 2) + 16 * (l / 4) + l % 4, 4, 4 };
	if (d->p->wiring == SPARE)
		r %= 2;
	return (struct range){ r / per, LASER_LANES * (r % per), LASER_LANES,
			       1 };
}

static bool range_has(struct range r, unsigned int engine, unsigned int lane)
{
	return r.engine == engine && lane >= r.first &&
	       (lane - r.first) % r.stride == 0 &&
	       (lane - r.first) / r.stride < r.count;
}

static unsigned int lane_port(const struct dev *d, unsigned int engine,
			      unsigned int lane)
{
	if (d->p->wiring == PLANES_APART)
		return engine % (d->p->engines / PLANES) * d->p->lanes + lane;
	return engine * (d->p->lanes / PORT_LANES) + lane / PORT_LANES;
}

/* Lane @i of a port. */
static void port_lane(const struct dev *d, unsigned int port, unsigned int i,
		      unsigned int *engine, unsigned int *lane)
{
	unsigned int per = d->p->lanes / PORT_LANES;

	if (d->p->wiring == PLANES_APART) {
		*engine = d->p->engines / PLANES * i + port / d->p->lanes;
		*lane = port % d->p->lanes;
	} else {
		*engine = port / per;
		*lane = PORT_LANES * (port % per) + i;
	}
}

static bool port_on_engine(const struct dev *d, unsigned int port,
			   unsigned int wanted)
{
	unsigned int engine, lane, i;

	for (i = 0; i < PORT_LANES; i++) {
		port_lane(d, port, i, &engine, &lane);
		if (engine == wanted)
			return true;
	}
	return false;
}

static bool lane_dark(const struct dev *d, unsigned int engine,
		      unsigned int lane)
{
	return d->dark[engine][lane] ||
	       (d->p->els && d->pulled[route_els(d, d->route[engine][lane])]);
}

/* Does a route light a lane of a port? */
static bool route_has_port(const struct dev *d, unsigned int r,
			   unsigned int port)
{
	unsigned int engine, lane, i;

	for (i = 0; i < PORT_LANES; i++) {
		port_lane(d, port, i, &engine, &lane);
		if (range_has(route_lanes(d, r), engine, lane))
			return true;
	}
	return false;
}

static bool port_uses(const struct dev *d, unsigned int port, int els,
		      int laser)
{
	unsigned int r;

	for (r = 0; d->p->els && r < fake_routes(d); r++)
		if (!route_is_standby(d, r) && (int)route_els(d, r) == els &&
		    (laser < 0 ||
		     (int)(route_laser(d, r) % d->p->lasers) == laser) &&
		    route_has_port(d, r, port))
			return true;
	return false;
}

static bool port_dark(const struct dev *d, unsigned int port)
{
	unsigned int engine, lane, i;

	for (i = 0; i < PORT_LANES; i++) {
		port_lane(d, port, i, &engine, &lane);
		if (lane_dark(d, engine, lane))
			return true;
	}
	return false;
}

/* ---- Filters of a request ---- */

enum {
	DEV, ENGINE, ELS, LASER, LANE, PORT, ROUTE, SENSOR, STATS, FLAG,
	THRESHOLD, KINDS
};

static const char *const kind_name[KINDS] = {
	"dev", "engine", "els", "laser", "lane", "port", "route", "sensor",
	"stats", "flag", "threshold",
};

/* Attribute numbers of dev-id ... sensor-id, 0 where there is none. */
static const uint16_t id_attr[KINDS][8] = {
	[DEV] = { CPO_A_DEV_DEV_ID },
	[ENGINE] = { CPO_A_ENGINE_DEV_ID, CPO_A_ENGINE_ENGINE_ID,
		     CPO_A_ENGINE_ELS_ID, 0, 0, CPO_A_ENGINE_PORT_ID },
	[ELS] = { CPO_A_ELS_DEV_ID, CPO_A_ELS_ENGINE_ID, CPO_A_ELS_ELS_ID, 0,
		  0, CPO_A_ELS_PORT_ID },
	[LASER] = { CPO_A_LASER_DEV_ID, CPO_A_LASER_ENGINE_ID,
		    CPO_A_LASER_ELS_ID, CPO_A_LASER_LASER_ID, 0,
		    CPO_A_LASER_PORT_ID },
	[LANE] = { CPO_A_LANE_DEV_ID, CPO_A_LANE_ENGINE_ID,
		   CPO_A_LANE_ELS_ID, CPO_A_LANE_LASER_ID,
		   CPO_A_LANE_LANE_ID, CPO_A_LANE_PORT_ID },
	[PORT] = { CPO_A_PORT_DEV_ID, CPO_A_PORT_ENGINE_ID,
		   CPO_A_PORT_ELS_ID, CPO_A_PORT_LASER_ID, 0,
		   CPO_A_PORT_PORT_ID },
	[ROUTE] = { CPO_A_ROUTE_DEV_ID, CPO_A_ROUTE_ENGINE_ID,
		    CPO_A_ROUTE_ELS_ID, CPO_A_ROUTE_LASER_ID, 0,
		    CPO_A_ROUTE_PORT_ID, CPO_A_ROUTE_ROUTE_ID },
	[SENSOR] = { CPO_A_SENSOR_DEV_ID, CPO_A_SENSOR_ENGINE_ID,
		     CPO_A_SENSOR_ELS_ID, 0, 0, 0, 0,
		     CPO_A_SENSOR_SENSOR_ID },
	[STATS] = { CPO_A_STATS_DEV_ID, CPO_A_STATS_ENGINE_ID,
		    CPO_A_STATS_ELS_ID, CPO_A_STATS_LASER_ID,
		    CPO_A_STATS_LANE_ID, CPO_A_STATS_PORT_ID },
};

void fake_filter_parse(struct filter *f, const struct nlmsghdr *req,
		       const uint16_t *ids, uint16_t object)
{
	int *const id[] = { &f->dev, &f->engine, &f->els, &f->laser, &f->lane,
			    &f->port, &f->route, &f->sensor };
	const struct nlattr *attr;
	unsigned int i;

	memset(f, 0xff, sizeof(*f));
	mnl_attr_for_each(attr, req, GENL_HDRLEN) {
		if (object && mnl_attr_get_type(attr) == object)
			f->object = mnl_attr_get_u32(attr);
		for (i = 0; i < ARRAY_SIZE(id); i++)
			if (ids[i] && ids[i] == mnl_attr_get_type(attr))
				*id[i] = mnl_attr_get_u32(attr);
	}
}

static const uint16_t *kind_ids(int kind)
{
	return kind == FLAG ? fake_flag_ids :
	       kind == THRESHOLD ? fake_threshold_ids : id_attr[kind];
}

static void filter_parse(struct filter *f, const struct nlmsghdr *req, int kind)
{
	static const uint16_t object[KINDS] = {
		[STATS] = CPO_A_STATS_OBJECT,
		[FLAG] = CPO_A_FLAG_OBJECT,
		[THRESHOLD] = CPO_A_THRESHOLD_OBJECT,
	};

	fake_filter_parse(f, req, kind_ids(kind), object[kind]);
}

bool fake_is(int filter, unsigned int val)
{
	return filter < 0 || (unsigned int)filter == val;
}

/* ---- Rows ---- */

void fake_put_sample(struct nlmsghdr *nlh, uint16_t type)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);
	bool stale = fake_knob("CPO_FAKE_STALE");

	mnl_attr_put_u32(nlh, CPO_A_SAMPLE_SEQ, 1234);
	mnl_attr_put_u64(nlh, CPO_A_SAMPLE_DEVICE_TIME_NS, DEVICE_TIME_NS);
	mnl_attr_put_u64(nlh, CPO_A_SAMPLE_BOOTTIME_NS, 6000000000ull);
	mnl_attr_put_u32(nlh, CPO_A_SAMPLE_AGE_MS, stale ? 12345 : 42);
	if (stale)
		mnl_attr_put(nlh, CPO_A_SAMPLE_STALE, 0, NULL);
	mnl_attr_nest_end(nlh, nest);
}

/* Parts and serial numbers as long as CMIS lets them be. */
static void put_identity(struct nlmsghdr *nlh, uint16_t type, const char *part,
			 const char *prefix, unsigned int n)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);
	char serial[32];

	snprintf(serial, sizeof(serial), "%s%015u", prefix, n);
	mnl_attr_put_strz(nlh, CPO_A_IDENTITY_VENDOR, "FAKE");
	mnl_attr_put_strz(nlh, CPO_A_IDENTITY_PART, part);
	mnl_attr_put_strz(nlh, CPO_A_IDENTITY_SERIAL, serial);
	mnl_attr_put_strz(nlh, CPO_A_IDENTITY_FIRMWARE, "1.2.3");
	mnl_attr_nest_end(nlh, nest);
}

static void put_range(struct nlmsghdr *nlh, uint16_t type, struct range r)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	mnl_attr_put_u32(nlh, CPO_A_LANE_RANGE_ENGINE_ID, r.engine);
	mnl_attr_put_u32(nlh, CPO_A_LANE_RANGE_FIRST, r.first);
	mnl_attr_put_u32(nlh, CPO_A_LANE_RANGE_COUNT, r.count);
	mnl_attr_put_u32(nlh, CPO_A_LANE_RANGE_STRIDE, r.stride);
	mnl_attr_nest_end(nlh, nest);
}

void fake_put_future(struct nlmsghdr *nlh)
{
	if (fake_knob("CPO_FAKE_FUTURE"))
		mnl_attr_put_u32(nlh, 200, 0xdeadbeef);
}

static void put_dev(struct nlmsghdr *nlh, const struct dev *d)
{
	char name[16];

	snprintf(name, sizeof(name), "cpo%u", d->id);
	mnl_attr_put_u32(nlh, CPO_A_DEV_DEV_ID, d->id);
	mnl_attr_put_strz(nlh, CPO_A_DEV_NAME, name);
	mnl_attr_put_strz(nlh, CPO_A_DEV_BUS_NAME, "pci");
	snprintf(name, sizeof(name), "0000:%02x:00.0", d->slot + 1);
	mnl_attr_put_strz(nlh, CPO_A_DEV_DEV_NAME, name);
	mnl_attr_put_u32(nlh, CPO_A_DEV_STATE, CPO_DEV_STATE_ONLINE);
	mnl_attr_put_u32(nlh, CPO_A_DEV_MODE, CPO_DEV_MODE_SEPARATE);
	put_identity(nlh, CPO_A_DEV_IDENTITY, "SW", "D", d->id);
	mnl_attr_put_strz(nlh, CPO_A_DEV_PROFILE, d->p->name);
	mnl_attr_put_u64(nlh, CPO_A_DEV_EPOCH, d->epoch);
	mnl_attr_put_u32(nlh, CPO_A_DEV_EVENT_SEQ, d->seq);
	mnl_attr_put_u32(nlh, CPO_A_DEV_TOPOLOGY_GENERATION, 1);
	mnl_attr_put_u32(nlh, CPO_A_DEV_ASICS, 4);
	mnl_attr_put_u32(nlh, CPO_A_DEV_ENGINES, d->p->engines);
	mnl_attr_put_u32(nlh, CPO_A_DEV_ELS_SLOTS, d->p->els);
	mnl_attr_put_u32(nlh, CPO_A_DEV_LASERS, fake_lasers(d));
	mnl_attr_put_u32(nlh, CPO_A_DEV_LANES, d->p->engines * d->p->lanes);
	mnl_attr_put_u32(nlh, CPO_A_DEV_PORTS, d->p->ports);
	mnl_attr_put_u32(nlh, CPO_A_DEV_ROUTES, fake_routes(d));
	mnl_attr_put_u32(nlh, CPO_A_DEV_SENSORS, SENSORS);
	mnl_attr_put_u32(nlh, CPO_A_DEV_MAX_BANKS, d->p->banks);
	mnl_attr_put_u32(nlh, CPO_A_DEV_TELEMETRY_PERIOD_US, d->period_us);
	mnl_attr_put_u32(nlh, CPO_A_DEV_WINDOW_S, d->window_s);
	if (!fake_knob("CPO_FAKE_BLIND"))
		mnl_attr_put_u32(nlh, CPO_A_DEV_POWER_MW, 3950123);
	fake_put_sample(nlh, CPO_A_DEV_SAMPLE);
	fake_put_future(nlh);
}

static void put_engine(struct nlmsghdr *nlh, const struct dev *d,
		       unsigned int n)
{
	char label[16];

	snprintf(label, sizeof(label), "OE%u", n);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_ENGINE_ID, n);
	mnl_attr_put_strz(nlh, CPO_A_ENGINE_LABEL, label);
	put_identity(nlh, CPO_A_ENGINE_IDENTITY, "OE-1600", "E", n);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_ASIC, n / 18);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_LANES, d->p->lanes);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_BANKS, d->p->banks);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_MODULATOR, CPO_MODULATOR_RING);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_MAX_POWER_MW, 20000);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_STATE,
			 fake_knob("CPO_FAKE_FUTURE") ? 77 :
			 CPO_MODULE_STATE_READY);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_FAULT_CAUSE, 0);
	/* Below zero for one, to see the sign. */
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_TEMPERATURE,
			 (uint32_t)(n == 5 ? -1500 : 64250));
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_RAIL_UV, 750000);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_RAIL_UV, 1801500);
	if (!fake_knob("CPO_FAKE_BLIND"))
		mnl_attr_put_u32(nlh, CPO_A_ENGINE_POWER_MW, 14007);
	mnl_attr_put_u64(nlh, CPO_A_ENGINE_ENERGY_MJ, 50425200);
	fake_put_sample(nlh, CPO_A_ENGINE_SAMPLE);
	fake_put_future(nlh);
}

static void put_els(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
{
	char label[16];

	snprintf(label, sizeof(label), "%u", n + 1);
	mnl_attr_put_u32(nlh, CPO_A_ELS_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_ELS_ELS_ID, n);
	mnl_attr_put_strz(nlh, CPO_A_ELS_LABEL, label);
	mnl_attr_put_u32(nlh, CPO_A_ELS_PRESENT, !d->pulled[n]);
	mnl_attr_put_u32(nlh, CPO_A_ELS_LASERS, d->p->lasers);
	mnl_attr_put_u32(nlh, CPO_A_ELS_INSERTIONS, d->insertions[n]);
	if (d->pulled[n])
		return;
	put_identity(nlh, CPO_A_ELS_IDENTITY, "ELS-8X20-1310-A1", "S", n);
	mnl_attr_put_u32(nlh, CPO_A_ELS_STATE, CPO_MODULE_STATE_READY);
	mnl_attr_put_u32(nlh, CPO_A_ELS_FAULT_CAUSE, 0);
	mnl_attr_put_u32(nlh, CPO_A_ELS_TEMPERATURE, 48120);
	mnl_attr_put_u32(nlh, CPO_A_ELS_LASER_TEMPERATURE, 45001);
	mnl_attr_put_u32(nlh, CPO_A_ELS_VCC_UV, 3301200);
	mnl_attr_put_u64(nlh, CPO_A_ELS_ICC_NA, 4850000000ull);
	mnl_attr_put_u32(nlh, CPO_A_ELS_TEC_POWER_MW, 6000);
	if (!fake_knob("CPO_FAKE_BLIND"))
		mnl_attr_put_u32(nlh, CPO_A_ELS_POWER_MW, 16010);
	mnl_attr_put_u32(nlh, CPO_A_ELS_COOLING, 2950);
	mnl_attr_put_u32(nlh, CPO_A_ELS_MAX_POWER_MW, 20000);
	fake_put_sample(nlh, CPO_A_ELS_SAMPLE);
	fake_put_future(nlh);
}

static void put_laser(struct nlmsghdr *nlh, const struct dev *d,
		      unsigned int e, unsigned int l)
{
	bool out = d->p->els && d->pulled[e];

	mnl_attr_put_u32(nlh, CPO_A_LASER_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, d->p->els ? CPO_A_LASER_ELS_ID :
			 CPO_A_LASER_ENGINE_ID, e);
	mnl_attr_put_u32(nlh, CPO_A_LASER_LASER_ID, l);
	mnl_attr_put_u32(nlh, CPO_A_LASER_FREQUENCY_MHZ, 228675000);
	mnl_attr_put_u32(nlh, CPO_A_LASER_STATE, out ? CPO_LASER_STATE_ABSENT :
			 d->insertions[e] > 1 ? CPO_LASER_STATE_RESTRICTED :
			 CPO_LASER_STATE_ON);
	if (out)
		return;
	mnl_attr_put_u32(nlh, CPO_A_LASER_FAULT, CPO_LASER_FAULT_NONE);
	mnl_attr_put_u32(nlh, CPO_A_LASER_STATUS, CPO_LASER_STATUS_CHECKED |
			 CPO_LASER_STATUS_APC | CPO_LASER_STATUS_LIT);
	mnl_attr_put_u32(nlh, CPO_A_LASER_POWER_NW, 100000000);
	mnl_attr_put_u32(nlh, CPO_A_LASER_SETPOINT_NW, 100000000);
	mnl_attr_put_u32(nlh, CPO_A_LASER_BIAS_NA, 363250000);
	mnl_attr_put_u32(nlh, CPO_A_LASER_TEMPERATURE, 45003);
	mnl_attr_put_u32(nlh, CPO_A_LASER_FREQUENCY_ERROR_MHZ,
			 (uint32_t)-250);
	mnl_attr_put_u32(nlh, CPO_A_LASER_TEC_DRIVE, (uint32_t)-1234);
	mnl_attr_put_u32(nlh, CPO_A_LASER_AGE, 125);
	fake_put_sample(nlh, CPO_A_LASER_SAMPLE);
	fake_put_future(nlh);
}

static void put_lane(struct nlmsghdr *nlh, const struct dev *d,
		     unsigned int engine, unsigned int lane)
{
	unsigned int k = route_laser(d, d->route[engine][lane]);
	bool dark = lane_dark(d, engine, lane);
	uint32_t status = CPO_LANE_STATUS_RX_ON;

	mnl_attr_put_u32(nlh, CPO_A_LANE_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_LANE_ENGINE_ID, engine);
	mnl_attr_put_u32(nlh, CPO_A_LANE_LANE_ID, lane);
	if (d->p->els)
		mnl_attr_put_u32(nlh, CPO_A_LANE_ELS_ID, k / d->p->lasers);
	mnl_attr_put_u32(nlh, CPO_A_LANE_LASER_ID, k % d->p->lasers);
	mnl_attr_put_u32(nlh, CPO_A_LANE_PORT_ID, lane_port(d, engine, lane));
	mnl_attr_put_u32(nlh, CPO_A_LANE_BANK, lane / 8);
	mnl_attr_put_u32(nlh, CPO_A_LANE_BANK_LANE, lane % 8);
	mnl_attr_put_u32(nlh, CPO_A_LANE_ASIC_LANE, lane);
	mnl_attr_put_u32(nlh, CPO_A_LANE_STATE, dark ?
			 CPO_DP_STATE_DEACTIVATED : CPO_DP_STATE_ACTIVATED);
	status |= dark ? CPO_LANE_STATUS_TX_DARK | CPO_LANE_STATUS_RX_LOS :
			 CPO_LANE_STATUS_TX_ON | CPO_LANE_STATUS_RING_LOCKED;
	if (fake_knob("CPO_FAKE_FUTURE"))
		status |= 1u << 30;
	mnl_attr_put_u32(nlh, CPO_A_LANE_STATUS, status);
	mnl_attr_put_u32(nlh, CPO_A_LANE_TX_POWER_NW, dark ? 0 : 1659587);
	mnl_attr_put_u32(nlh, CPO_A_LANE_RX_POWER_NW, dark ? 0 : 933254);
	if (!dark) {
		mnl_attr_put_u32(nlh, CPO_A_LANE_SNR_MEDIA_MDB, 22100);
		mnl_attr_put_u64(nlh, CPO_A_LANE_PRE_FEC_BER_MEDIA,
				 9123456000ull);
		mnl_attr_put_u32(nlh, CPO_A_LANE_DETUNING_MHZ,
				 (uint32_t)-120);
		mnl_attr_put_u32(nlh, CPO_A_LANE_PHOTOCURRENT_NA, 561500);
	}
	mnl_attr_put_u64(nlh, CPO_A_LANE_SYMBOL_ERRORS, 1ull << 40);
	fake_put_sample(nlh, CPO_A_LANE_SAMPLE);
	fake_put_future(nlh);
}

static void put_port(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
{
	bool dark = port_dark(d, n);
	unsigned int engine, lane, i;
	char name[16];

	mnl_attr_put_u32(nlh, CPO_A_PORT_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_PORT_PORT_ID, n);
	snprintf(name, sizeof(name), "%u", n + 1);
	mnl_attr_put_strz(nlh, CPO_A_PORT_LABEL, name);
	snprintf(name, sizeof(name), "enp%us0p%u", d->slot + 1, n);
	mnl_attr_put_u32(nlh, CPO_A_PORT_IFINDEX, 10 + n);
	mnl_attr_put_strz(nlh, CPO_A_PORT_IFNAME, name);
	mnl_attr_put_u32(nlh, CPO_A_PORT_PROTOCOL, CPO_PROTOCOL_ETHERNET);
	mnl_attr_put_u32(nlh, CPO_A_PORT_SPEED_MBPS,
			 d->p->banks == 8 ? 400000 : 800000);
	for (i = 0; i < PORT_LANES; i++) {
		port_lane(d, n, i, &engine, &lane);
		if (d->p->wiring == PLANES_APART)
			put_range(nlh, CPO_A_PORT_LANE_RANGE,
				  (struct range){ engine, lane, 1, 1 });
		else if (!i)
			put_range(nlh, CPO_A_PORT_LANE_RANGE, (struct range){
				  engine, lane, PORT_LANES, 1 });
	}
	mnl_attr_put_u32(nlh, CPO_A_PORT_LANES, PORT_LANES);
	mnl_attr_put_u32(nlh, CPO_A_PORT_LANES_UP, dark ? 0 : PORT_LANES);
	mnl_attr_put_u32(nlh, CPO_A_PORT_STATE, !dark);
	mnl_attr_put_u32(nlh, CPO_A_PORT_REASON,
			 dark ? CPO_PORT_REASON_ELS_ABSENT :
				CPO_PORT_REASON_NONE);
	mnl_attr_put_u32(nlh, CPO_A_PORT_LINK_CHANGES, 3);
	if (!fake_knob("CPO_FAKE_BLIND"))
		mnl_attr_put_u32(nlh, CPO_A_PORT_POWER_MW,
				 fake_knob("CPO_FAKE_HOSTILE") ? UINT32_MAX :
				 9000);
	mnl_attr_put_u64(nlh, CPO_A_PORT_ENERGY_MJ,
			 fake_knob("CPO_FAKE_HOSTILE") ? UINT64_MAX : 32400000);
	if (!fake_knob("CPO_FAKE_SILENT"))
		mnl_attr_put_u32(nlh, CPO_A_PORT_TRAFFIC_MBPS,
				 dark || fake_knob("CPO_FAKE_IDLE") ? 0 :
				 420125);
	if (!dark) {
		mnl_attr_put_u64(nlh, CPO_A_PORT_WORST_PRE_FEC_BER,
				 90000000000ull);
		mnl_attr_put_u64(nlh, CPO_A_PORT_FRAME_LOSS_RATIO, 1500000);
	}
	fake_put_sample(nlh, CPO_A_PORT_SAMPLE);
	fake_put_future(nlh);
}

static void put_route_ports(struct nlmsghdr *nlh, const struct dev *d,
			    struct range r)
{
	unsigned int i, port, last = ~0u;

	for (i = 0; i < r.count; i++) {
		port = lane_port(d, r.engine, r.first + i * r.stride);
		if (port != last)
			mnl_attr_put_u32(nlh, CPO_A_ROUTE_PORT, port);
		last = port;
	}
}

static void put_route(struct nlmsghdr *nlh, const struct dev *d, unsigned int k)
{
	unsigned int laser = route_laser(d, k);
	struct range r = route_lanes(d, k);
	bool lit = !(d->p->els && d->pulled[route_els(d, k)]) &&
		   !route_is_standby(d, k);

	mnl_attr_put_u32(nlh, CPO_A_ROUTE_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ROUTE_ID, k);
	if (d->p->els)
		mnl_attr_put_u32(nlh, CPO_A_ROUTE_ELS_ID, route_els(d, k));
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LASER_ID, laser % d->p->lasers);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ENGINE_ID, r.engine);
	put_route_ports(nlh, d, r);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_FIBRE_ID, k);
	put_range(nlh, CPO_A_ROUTE_LANE_RANGE, r);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_WAVELENGTH, k % 4);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ROLE, route_is_standby(d, k) ?
			 CPO_ROUTE_ROLE_STANDBY : CPO_ROUTE_ROLE_ACTIVE);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LIT, lit);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_INPUT_POWER_NW, lit ? 75857758 : 0);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LOSS_MDB, 1200);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LIMIT_MDB, 3000);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_CHECK_STATE, CPO_CHECK_STATE_PASSED);
	fake_put_sample(nlh, CPO_A_ROUTE_SAMPLE);
	fake_put_future(nlh);
}

/* One of each kind, one for each part, one of unknown value. */
static const struct {
	const char *label;
	const char *unit;
	uint32_t kind;
	int64_t value;
	/* Attribute with the number of the part it belongs to; the first. */
	uint16_t part;
} sensors[SENSORS] = {
	{ "board inlet", "mC", CPO_SENSOR_KIND_TEMPERATURE, 35125, 0 },
	{ "coolant inlet", "mC", CPO_SENSOR_KIND_TEMPERATURE, -2500, 0 },
	{ "coolant flow", "ml/min", CPO_SENSOR_KIND_FLOW, 6200, 0 },
	{ "busbar", "uV", CPO_SENSOR_KIND_RAIL, 48012500, 0 },
	{ "board power", "mW", CPO_SENSOR_KIND_POWER, 3950123, 0 },
	{ "leak rope", "", CPO_SENSOR_KIND_LEAK, 0, 0 },
	{ "leak tray", "", CPO_SENSOR_KIND_LEAK, 1, 0 },
	{ "fan \"tray\" 1\033[2J", "rpm", CPO_SENSOR_KIND_OTHER, 11750, 0 },
	{ "ASIC 0", "mC", CPO_SENSOR_KIND_TEMPERATURE, 72000,
	  CPO_A_SENSOR_ASIC },
	{ "engine 0 driver", "uV", CPO_SENSOR_KIND_RAIL, 1800000,
	  CPO_A_SENSOR_ENGINE_ID },
	{ "ELS 0 bench", "mC", CPO_SENSOR_KIND_TEMPERATURE, INT64_MIN,
	  CPO_A_SENSOR_ELS_ID },
};

static uint16_t sensor_part(const struct dev *d, unsigned int n)
{
	return sensors[n].part == CPO_A_SENSOR_ELS_ID && !d->p->els ? 0 :
								sensors[n].part;
}

static void put_sensor(struct nlmsghdr *nlh, const struct dev *d,
		       unsigned int n)
{
	const char *unit = getenv("CPO_FAKE_UNIT");
	mnl_attr_put_u32(nlh, CPO_A_SENSOR_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_SENSOR_SENSOR_ID, n);
	mnl_attr_put_strz(nlh, CPO_A_SENSOR_LABEL, sensors[n].label);
	mnl_attr_put_u32(nlh, CPO_A_SENSOR_KIND,
			 fake_knob("CPO_FAKE_FUTURE") ? 99 : sensors[n].kind);
	mnl_attr_put_strz(nlh, CPO_A_SENSOR_UNIT, unit &&
			  sensors[n].kind == CPO_SENSOR_KIND_OTHER ? unit :
			  sensors[n].unit);
	if (sensor_part(d, n))
		mnl_attr_put_u32(nlh, sensor_part(d, n), 0);
	if (sensors[n].value != INT64_MIN)
		mnl_attr_put_u64(nlh, CPO_A_SENSOR_VALUE, sensors[n].value);
	fake_put_sample(nlh, CPO_A_SENSOR_SAMPLE);
	fake_put_future(nlh);
}

/* From 16 us to 64 ms in powers of two, then the rest. */
static void put_latency(struct nlmsghdr *nlh)
{
	struct nlattr *nest;
	unsigned int i;

	for (i = 4; i <= 17; i++) {
		nest = mnl_attr_nest_start(nlh, CPO_A_STATS_COMMAND_LATENCY);
		if (i < 17)
			mnl_attr_put_u64(nlh, CPO_A_LATENCY_BUCKET_BELOW_US,
					 1ull << i);
		mnl_attr_put_u64(nlh, CPO_A_LATENCY_BUCKET_COUNT,
				 i < 6 ? 0 : 100 * (17 - i));
		mnl_attr_nest_end(nlh, nest);
	}
}

static void put_stats(struct nlmsghdr *nlh, const struct dev *d)
{
	struct nlattr *nest;
	unsigned int attr;

	mnl_attr_put_u32(nlh, CPO_A_STATS_DEV_ID, d->id);
	for (attr = CPO_A_STATS_EVENTS; attr < CPO_A_STATS_COUNTER; attr++)
		/* One the provider does not count. */
		if (attr != CPO_A_STATS_COMMAND_LATENCY &&
		    attr != CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS)
			mnl_attr_put_u64(nlh, attr, 1000 * attr);
	put_latency(nlh);
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_COUNTER);
	mnl_attr_put_strz(nlh, CPO_A_COUNTER_LABEL, "doorbells");
	mnl_attr_put_u64(nlh, CPO_A_COUNTER_VALUE, 1ull << 50);
	mnl_attr_nest_end(nlh, nest);
	fake_put_future(nlh);
}

/* ---- Windows ---- */

struct span {
	uint32_t known_ms;
	int64_t min, avg, max;
};

void fake_put_sint(struct nlmsghdr *nlh, uint16_t type, int64_t val)
{
	if (val >= INT32_MIN && val <= INT32_MAX)
		mnl_attr_put_u32(nlh, type, (uint32_t)val);
	else
		mnl_attr_put_u64(nlh, type, (uint64_t)val);
}

static void put_span(struct nlmsghdr *nlh, uint16_t type, const struct span *s)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	mnl_attr_put_u32(nlh, CPO_A_WINDOW_SPAN_KNOWN_MS, s->known_ms);
	if (s->known_ms) {
		fake_put_sint(nlh, CPO_A_WINDOW_SPAN_MINIMUM, s->min);
		fake_put_sint(nlh, CPO_A_WINDOW_SPAN_AVERAGE, s->avg);
		fake_put_sint(nlh, CPO_A_WINDOW_SPAN_MAXIMUM, s->max);
	}
	mnl_attr_nest_end(nlh, nest);
}

/* The one before was a little less of everything. */
static void put_window(struct nlmsghdr *nlh, uint32_t quantity, int64_t min,
		       int64_t avg, int64_t max)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	const struct span running = { 412000, min, avg, max };
	const struct span previous = { 900000, min - min / 10,
				       avg - avg / 10, max - max / 10 };

	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, quantity);
	put_span(nlh, CPO_A_WINDOW_RUNNING, &running);
	if (!fake_knob("CPO_FAKE_YOUNG"))
		put_span(nlh, CPO_A_WINDOW_PREVIOUS, &previous);
	mnl_attr_nest_end(nlh, nest);
}

static void put_empty_window(struct nlmsghdr *nlh, uint32_t quantity)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	const struct span none = { 0 };

	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, quantity);
	put_span(nlh, CPO_A_WINDOW_RUNNING, &none);
	mnl_attr_nest_end(nlh, nest);
}

/* Upside down, without spans, of no kind, and more of them than there are. */
static void put_hostile_windows(struct nlmsghdr *nlh)
{
	struct nlattr *nest;
	unsigned int i;

	put_window(nlh, CPO_QUANTITY_TEMPERATURE, 5000, 3000, 1000);
	put_window(nlh, CPO_QUANTITY_POWER, -5, -4, -3);
	put_window(nlh, CPO_QUANTITY_BIAS, 0, INT64_MAX / 2, INT64_MAX);
	put_window(nlh, 4000000000u, INT64_MIN, 0, INT64_MAX);
	nest = mnl_attr_nest_start(nlh, CPO_A_STATS_WINDOW);
	mnl_attr_put_u32(nlh, CPO_A_WINDOW_QUANTITY, CPO_QUANTITY_RX_POWER);
	mnl_attr_nest_end(nlh, nest);
	for (i = 0; i < 30; i++)
		put_window(nlh, CPO_QUANTITY_SNR_MEDIA, i, i, i);
}

static void put_windows(struct nlmsghdr *nlh, uint32_t object, bool out)
{
	switch (object) {
	case CPO_OBJECT_ENGINE:
	case CPO_OBJECT_ELS:
		if (out)
			break;
		put_window(nlh, CPO_QUANTITY_TEMPERATURE, -1500, 63120, 64900);
		put_window(nlh, CPO_QUANTITY_POWER, 13990, 14007, 14100);
		return;
	case CPO_OBJECT_LASER:
		if (out)
			break;
		put_window(nlh, CPO_QUANTITY_OPTICAL_POWER, 99000000,
			   100000000, 101000000);
		put_window(nlh, CPO_QUANTITY_BIAS, 363000000, 363250000,
			   364000000);
		put_window(nlh, CPO_QUANTITY_TEMPERATURE, 44990, 45003, 45010);
		put_window(nlh, CPO_QUANTITY_TEC_DRIVE, -1300, -1234, -1200);
		return;
	case CPO_OBJECT_LANE:
		put_window(nlh, CPO_QUANTITY_PRE_FEC_BER_MEDIA, 8000000000ll,
			   9123456000ll, 12000000000ll);
		put_window(nlh, CPO_QUANTITY_SNR_MEDIA, 22000, 22100, 22300);
		put_window(nlh, CPO_QUANTITY_RX_POWER, 0, 900000, 933254);
		return;
	case CPO_OBJECT_PORT:
		put_window(nlh, CPO_QUANTITY_UNCORRECTABLE_CODEWORDS, 0, 0, 2);
		put_window(nlh, CPO_QUANTITY_SYMBOL_ERRORS_MAX, 2, 3, 7);
		return;
	}
	put_empty_window(nlh, CPO_QUANTITY_TEMPERATURE);
}

static void put_fec(struct nlmsghdr *nlh)
{
	unsigned int bins = fake_knob("CPO_FAKE_HOSTILE") ? 17 : 16;
	struct nlattr *nest = mnl_attr_nest_start(nlh, CPO_A_STATS_FEC);
	uint64_t count = 1000000000000ull;

	mnl_attr_put_u64(nlh, CPO_A_FEC_CODEWORDS, 1052631578947ull);
	mnl_attr_put_u64(nlh, CPO_A_FEC_CORRECTED_CODEWORDS, 52631578945ull);
	mnl_attr_put_u32(nlh, CPO_A_FEC_UNCORRECTABLE_CODEWORDS, 2);
	mnl_attr_put_u64(nlh, CPO_A_FEC_CORRECTED_BITS, 55555555555ull);
	mnl_attr_put_u64(nlh, CPO_A_FEC_SYMBOL_ERRORS, 55401662043ull);
	/* Frames lost are not counted by this one. */
	mnl_attr_put_u32(nlh, CPO_A_FEC_SYMBOL_ERRORS_MAX, 7);
	mnl_attr_put_u64(nlh, CPO_A_FEC_FRAME_ERROR_RATIO, 1500000);
	for (; bins--; count /= 20)
		mnl_attr_put_u64(nlh, CPO_A_FEC_HISTOGRAM, count);
	mnl_attr_put_u64(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 55555555000ull);
	mnl_attr_put_u32(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 0);
	mnl_attr_put_u32(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 550);
	mnl_attr_put_u32(nlh, CPO_A_FEC_LANE_CORRECTED_BITS, 5);
	mnl_attr_nest_end(nlh, nest);
}

static void put_stats_of(struct nlmsghdr *nlh, const struct dev *d,
			 uint32_t object, bool out)
{
	mnl_attr_put_u32(nlh, CPO_A_STATS_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_STATS_OBJECT, object);
	mnl_attr_put_u32(nlh, CPO_A_STATS_WINDOW_S, d->window_s);
	/* A start behind the sample cannot be. */
	mnl_attr_put_u64(nlh, CPO_A_STATS_WINDOW_START_NS,
			 fake_knob("CPO_FAKE_HOSTILE") ? UINT64_MAX :
			 DEVICE_TIME_NS - 412000000000ull);
	if (fake_knob("CPO_FAKE_HOSTILE"))
		put_hostile_windows(nlh);
	else
		put_windows(nlh, object, out);
	if (object == CPO_OBJECT_PORT)
		put_fec(nlh);
	fake_put_sample(nlh, CPO_A_STATS_SAMPLE);
	fake_put_future(nlh);
}

/* ---- What a test wants to be otherwise ---- */

/* Values of rows by name: "laser 0/3/2 state=7 fault=1; els 0/3 state=5". */
static const struct {
	int kind;
	const char *name;
	uint16_t attr;
} knobs[] = {
	{ DEV, "state", CPO_A_DEV_STATE },
	{ ENGINE, "state", CPO_A_ENGINE_STATE },
	{ ENGINE, "cause", CPO_A_ENGINE_FAULT_CAUSE },
	{ ENGINE, "temperature", CPO_A_ENGINE_TEMPERATURE },
	{ ELS, "state", CPO_A_ELS_STATE },
	{ ELS, "cause", CPO_A_ELS_FAULT_CAUSE },
	{ ELS, "present", CPO_A_ELS_PRESENT },
	{ ELS, "inserted", CPO_A_ELS_INSERT_TIME_NS },
	{ LASER, "state", CPO_A_LASER_STATE },
	{ LASER, "fault", CPO_A_LASER_FAULT },
	{ LANE, "status", CPO_A_LANE_STATUS },
	{ PORT, "state", CPO_A_PORT_STATE },
	{ PORT, "reason", CPO_A_PORT_REASON },
	{ PORT, "changed", CPO_A_PORT_LAST_CHANGE_NS },
	{ ROUTE, "lit", CPO_A_ROUTE_LIT },
	{ ROUTE, "check", CPO_A_ROUTE_CHECK_STATE },
	{ ROUTE, "checked", CPO_A_ROUTE_CHECK_TIME_NS },
	{ SENSOR, "value", CPO_A_SENSOR_VALUE },
};

static void row_put(struct nlmsghdr *nlh, uint16_t type, uint64_t val)
{
	struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type) {
			memcpy(mnl_attr_get_payload(attr), &val,
			       mnl_attr_get_payload_len(attr));
			return;
		}
	if (val > UINT32_MAX)
		mnl_attr_put_u64(nlh, type, val);
	else
		mnl_attr_put_u32(nlh, type, val);
}

/* One "name=value"; returns what is behind it. */
static const char *row_knob(struct nlmsghdr *nlh, int kind, const char *text)
{
	size_t len = strcspn(text, "=");
	unsigned int i;
	char *end;

	for (i = 0; i < ARRAY_SIZE(knobs); i++)
		if (knobs[i].kind == kind && strlen(knobs[i].name) == len &&
		    !strncmp(knobs[i].name, text, len))
			break;
	if (i == ARRAY_SIZE(knobs) || !text[len])
		abort();
	row_put(nlh, knobs[i].attr, strtoull(text + len + 1, &end, 0));
	return end;
}

static void row_change(struct nlmsghdr *nlh, int kind, const struct dev *d,
		       unsigned int a, unsigned int b)
{
	const char *text = getenv("CPO_FAKE_SET");
	char want[64];
	size_t len;

	if (kind == DEV)
		snprintf(want, sizeof(want), "dev %u ", d->id);
	else if (kind == LASER || kind == LANE)
		snprintf(want, sizeof(want), "%s %u/%u/%u ", kind_name[kind],
			 d->id, a, b);
	else
		snprintf(want, sizeof(want), "%s %u/%u ", kind_name[kind],
			 d->id, a);
	len = strlen(want);
	while (text && *text) {
		text += strspn(text, "; ");
		if (strncmp(text, want, len)) {
			text += strcspn(text, ";");
			continue;
		}
		for (text += len; *text && *text != ';';
		     text += strspn(text, " "))
			text = row_knob(nlh, kind, text);
	}
}

/* ---- Sockets and their messages ---- */

struct datagram {
	struct datagram *next;
	size_t len;
	uint8_t data[];
};

struct sock {
	int fd;			/* an eventfd: readable when @first is set */
	uint32_t portid;
	uint64_t groups;
	bool overflow;
	unsigned int queued;
	struct datagram *first;
	struct datagram **last;
};

static struct sock socks[MAX_SOCKS];

static struct sock *sock_find(int fd)
{
	unsigned int i;

	for (i = 0; fd >= 0 && i < MAX_SOCKS; i++)
		if (socks[i].portid && socks[i].fd == fd)
			return &socks[i];
	return NULL;
}

static void sock_wake(struct sock *sock)
{
	uint64_t one = 1;

	if (write(sock->fd, &one, sizeof(one)) < 0)
		abort();
}

static void sock_queue(struct sock *sock, const void *data, size_t len)
{
	struct datagram *dg = malloc(sizeof(*dg) + len);

	dg->next = NULL;
	dg->len = len;
	memcpy(dg->data, data, len);
	*sock->last = dg;
	sock->last = &dg->next;
	sock->queued++;
	sock_wake(sock);
}

/* An answer that grows message by message. */
struct answer {
	struct sock *sock;
	const struct nlmsghdr *req;
	uint16_t flags;
	size_t used;
	/* A row may be as large as a datagram. */
	uint8_t buf[3 * DUMP_ROOM];
};

static void answer_flush(struct answer *a)
{
	if (a->used)
		sock_queue(a->sock, a->buf, a->used);
	a->used = 0;
}

static struct nlmsghdr *answer_start(struct answer *a, uint16_t type)
{
	struct nlmsghdr *nlh;

	if (a->used > DUMP_ROOM)
		answer_flush(a);
	nlh = mnl_nlmsg_put_header(a->buf + a->used);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = a->flags;
	nlh->nlmsg_seq = a->req->nlmsg_seq;
	nlh->nlmsg_pid = a->sock->portid;
	return nlh;
}

struct nlmsghdr *fake_row_start(struct answer *a, uint8_t cmd)
{
	struct nlmsghdr *nlh = answer_start(a, family_id);
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

void fake_row_end(struct answer *a, const struct nlmsghdr *nlh)
{
	a->used += MNL_ALIGN(nlh->nlmsg_len);
}

const struct nlmsghdr *fake_request(const struct answer *a)
{
	return a->req;
}

static void answer_done(struct answer *a)
{
	struct nlmsghdr *nlh = answer_start(a, NLMSG_DONE);
	int *code = mnl_nlmsg_put_extra_header(nlh, sizeof(*code));

	*code = 0;
	fake_row_end(a, nlh);
	answer_flush(a);
}

void fake_error(struct answer *a, int err, const char *msg,
			 unsigned int miss)
{
	struct nlmsghdr *nlh;
	struct nlmsgerr *nlerr;

	a->flags = NLM_F_CAPPED;
	nlh = answer_start(a, NLMSG_ERROR);
	nlerr = mnl_nlmsg_put_extra_header(nlh, sizeof(*nlerr));
	nlerr->error = err;
	nlerr->msg = *a->req;
	if (msg || miss)
		nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	if (msg)
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, msg);
	if (miss)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_TYPE, miss);
	fake_row_end(a, nlh);
	answer_flush(a);
}

/* ---- Gets ---- */

static bool els_on_engine(const struct dev *d, unsigned int els,
			  unsigned int engine)
{
	unsigned int r;

	for (r = 0; d->p->els && r < fake_routes(d); r++)
		if (!route_is_standby(d, r) && route_els(d, r) == els &&
		    route_lanes(d, r).engine == engine)
			return true;
	return false;
}

static unsigned int rows_engine(struct answer *a, const struct dev *d,
				const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < d->p->engines; n++) {
		if (!fake_is(f->engine, n) ||
		    (f->els >= 0 && !els_on_engine(d, f->els, n)) ||
		    (f->port >= 0 && !port_on_engine(d, f->port, n)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_ENGINE_GET);
		put_engine(nlh, d, n);
		row_change(nlh, ENGINE, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_els(struct answer *a, const struct dev *d,
			     const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < d->p->els; n++) {
		if (!fake_is(f->els, n) ||
		    (f->engine >= 0 && !els_on_engine(d, n, f->engine)) ||
		    (f->port >= 0 && !port_uses(d, f->port, n, -1)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_ELS_GET);
		put_els(nlh, d, n);
		row_change(nlh, ELS, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

/* As in the kernel, a standby feeds nothing: only routes tell of it. */
static bool laser_wanted(const struct dev *d, const struct filter *f,
			 unsigned int k)
{
	unsigned int r;

	if (!fake_is(f->laser, k % d->p->lasers) ||
	    (f->els >= 0 && (!d->p->els || !fake_is(f->els, k / d->p->lasers))))
		return false;
	if (f->engine < 0 && f->port < 0)
		return true;
	for (r = 0; r < fake_routes(d); r++)
		if (!route_is_standby(d, r) && route_laser(d, r) == k &&
		    fake_is(f->engine, route_lanes(d, r).engine) &&
		    (f->port < 0 || route_has_port(d, r, f->port)))
			return true;
	return false;
}

static unsigned int rows_laser(struct answer *a, const struct dev *d,
			       const struct filter *f)
{
	unsigned int k, count = 0;
	struct nlmsghdr *nlh;

	for (k = 0; k < fake_lasers(d); k++) {
		if (!laser_wanted(d, f, k))
			continue;
		nlh = fake_row_start(a, CPO_CMD_LASER_GET);
		put_laser(nlh, d, k / d->p->lasers, k % d->p->lasers);
		row_change(nlh, LASER, d, k / d->p->lasers,
			   k % d->p->lasers);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_lane(struct answer *a, const struct dev *d,
			      const struct filter *f)
{
	unsigned int e, l, k, count = 0;
	struct nlmsghdr *nlh;

	for (e = 0; e < d->p->engines; e++)
		for (l = 0; fake_is(f->engine, e) && l < d->p->lanes; l++) {
			k = route_laser(d, d->route[e][l]);
			if (!fake_is(f->lane, l) ||
			    (f->els >= 0 && !d->p->els) ||
			    !fake_is(f->els, k / d->p->lasers) ||
			    !fake_is(f->laser, k % d->p->lasers) ||
			    !fake_is(f->port, lane_port(d, e, l)))
				continue;
			nlh = fake_row_start(a, CPO_CMD_LANE_GET);
			put_lane(nlh, d, e, l);
			row_change(nlh, LANE, d, e, l);
			fake_row_end(a, nlh);
			count++;
		}
	return count;
}

static unsigned int rows_port(struct answer *a, const struct dev *d,
			      const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < d->p->ports; n++) {
		if (!fake_is(f->port, n) ||
		    (f->engine >= 0 && !port_on_engine(d, n, f->engine)) ||
		    (f->els >= 0 && !port_uses(d, n, f->els, f->laser)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_PORT_GET);
		put_port(nlh, d, n);
		row_change(nlh, PORT, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_route(struct answer *a, const struct dev *d,
			       const struct filter *f)
{
	unsigned int r, count = 0;
	struct nlmsghdr *nlh;

	for (r = 0; r < fake_routes(d); r++) {
		if (!fake_is(f->route, r) || (f->els >= 0 && !d->p->els) ||
		    !fake_is(f->els, route_els(d, r)) ||
		    !fake_is(f->laser, route_laser(d, r) % d->p->lasers) ||
		    !fake_is(f->engine, route_lanes(d, r).engine) ||
		    (f->port >= 0 && !route_has_port(d, r, f->port)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_ROUTE_GET);
		put_route(nlh, d, r);
		row_change(nlh, ROUTE, d, r, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_sensor(struct answer *a, const struct dev *d,
				const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < SENSORS; n++) {
		if (!fake_is(f->sensor, n) ||
		    (f->engine >= 0 && (f->engine ||
		     sensor_part(d, n) != CPO_A_SENSOR_ENGINE_ID)) ||
		    (f->els >= 0 && (f->els ||
		     sensor_part(d, n) != CPO_A_SENSOR_ELS_ID)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_SENSOR_GET);
		put_sensor(nlh, d, n);
		row_change(nlh, SENSOR, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_stats_dev(struct answer *a, const struct dev *d)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_STATS_GET);

	put_stats(nlh, d);
	fake_row_end(a, nlh);
	return 1;
}

struct named {
	uint16_t type;
	unsigned int id;
};

static void stats_row(struct answer *a, const struct dev *d, uint32_t object,
		      bool out, struct named x, struct named y)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_STATS_GET);

	put_stats_of(nlh, d, object, out);
	mnl_attr_put_u32(nlh, x.type, x.id);
	if (y.type)
		mnl_attr_put_u32(nlh, y.type, y.id);
	fake_row_end(a, nlh);
}

/* Objects with one id: @filter of @count. */
static unsigned int stats_flat(struct answer *a, const struct dev *d,
			       uint32_t object, uint16_t type,
			       unsigned int count, int filter)
{
	const struct named none = { 0 };
	unsigned int n, rows = 0;

	for (n = 0; n < count; n++) {
		if (!fake_is(filter, n))
			continue;
		stats_row(a, d, object, object == CPO_OBJECT_ELS &&
			  d->pulled[n], (struct named){ type, n }, none);
		rows++;
	}
	return rows;
}

static unsigned int stats_lasers(struct answer *a, const struct dev *d,
				 const struct filter *f)
{
	uint16_t type = d->p->els ? CPO_A_STATS_ELS_ID : CPO_A_STATS_ENGINE_ID;
	unsigned int k, e, l, rows = 0;

	for (k = 0; k < fake_lasers(d); k++) {
		e = k / d->p->lasers;
		l = k % d->p->lasers;
		if (!fake_is(d->p->els ? f->els : f->engine, e) || !fake_is(f->laser, l))
			continue;
		stats_row(a, d, CPO_OBJECT_LASER, d->p->els && d->pulled[e],
			  (struct named){ type, e },
			  (struct named){ CPO_A_STATS_LASER_ID, l });
		rows++;
	}
	return rows;
}

static unsigned int stats_lanes(struct answer *a, const struct dev *d,
				const struct filter *f)
{
	unsigned int e, l, rows = 0;

	for (e = 0; e < d->p->engines; e++)
		for (l = 0; fake_is(f->engine, e) && l < d->p->lanes; l++) {
			if (!fake_is(f->lane, l))
				continue;
			stats_row(a, d, CPO_OBJECT_LANE, false,
				  (struct named){ CPO_A_STATS_ENGINE_ID, e },
				  (struct named){ CPO_A_STATS_LANE_ID, l });
			rows++;
		}
	return rows;
}

static uint32_t stats_object(const struct answer *a, const struct filter *f)
{
	if (a->req->nlmsg_flags & NLM_F_DUMP)
		return f->object < 0 ? CPO_OBJECT_DEV : f->object;
	return f->laser >= 0 ? CPO_OBJECT_LASER :
	       f->lane >= 0 ? CPO_OBJECT_LANE :
	       f->engine >= 0 ? CPO_OBJECT_ENGINE :
	       f->els >= 0 ? CPO_OBJECT_ELS :
	       f->port >= 0 ? CPO_OBJECT_PORT : CPO_OBJECT_DEV;
}

static unsigned int rows_stats(struct answer *a, const struct dev *d,
			       const struct filter *f)
{
	uint32_t object = stats_object(a, f);

	switch (object) {
	case CPO_OBJECT_DEV:
		return rows_stats_dev(a, d);
	case CPO_OBJECT_ENGINE:
		return stats_flat(a, d, object, CPO_A_STATS_ENGINE_ID,
				  d->p->engines, f->engine);
	case CPO_OBJECT_ELS:
		return stats_flat(a, d, object, CPO_A_STATS_ELS_ID, d->p->els,
				  f->els);
	case CPO_OBJECT_PORT:
		return stats_flat(a, d, object, CPO_A_STATS_PORT_ID,
				  d->p->ports, f->port);
	case CPO_OBJECT_LASER:
		return stats_lasers(a, d, f);
	case CPO_OBJECT_LANE:
		return stats_lanes(a, d, f);
	}
	return 0;
}

static unsigned int rows_dev(struct answer *a, const struct dev *d,
			     const struct filter *f)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_DEV_GET);

	(void)f;
	put_dev(nlh, d);
	row_change(nlh, DEV, d, 0, 0);
	fake_row_end(a, nlh);
	return 1;
}

/* "port", or of one device "1/port". */
static bool fails(int kind, int dev)
{
	if (failing && failing[0] >= '0' && failing[0] <= '9')
		return failing[0] == '0' + dev &&
		       !strcmp(failing + 2, kind_name[kind]);
	return failing && !strcmp(failing, kind_name[kind]);
}

static void answer_get(struct answer *a, int kind,
		       unsigned int (*rows)(struct answer *, const struct dev *,
					    const struct filter *))
{
	bool dump = a->req->nlmsg_flags & NLM_F_DUMP;
	unsigned int i, count = 0;
	struct filter f;

	filter_parse(&f, a->req, kind);
	if (!dump && f.dev < 0) {
		fake_error(a, -EINVAL, NULL, kind_ids(kind)[0]);
		return;
	}
	if (dump)
		a->flags = NLM_F_MULTI;
	if (dump && interrupts) {
		interrupts--;
		a->flags |= NLM_F_DUMP_INTR;
	}
	if ((kind == FLAG || kind == THRESHOLD) && fake_knob("CPO_FAKE_OLD")) {
		fake_error(a, -EOPNOTSUPP, NULL, 0);
		return;
	}
	if (fails(kind, f.dev)) {
		fake_error(a, -EIO, "the fake fails this", 0);
		return;
	}
	/* Something happens while rows are read. */
	if (kind == LANE && ticks) {
		ticks--;
		devs[0].seq++;
	}
	for (i = 0; i < ndevs; i++)
		if (fake_is(f.dev, devs[i].id))
			count += rows(a, &devs[i], &f);
	if (dump)
		answer_done(a);
	else if (!count)
		fake_error(a, f.dev < (int)ndevs ? -ENOENT : -ENODEV,
			     "no such object", 0);
	else
		fake_error(a, 0, NULL, 0);
}

/* ---- Commands ---- */

static unsigned int req_uint(const struct nlmsghdr *req, unsigned int type,
			     unsigned int none)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, req, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type)
			return mnl_attr_get_u32(attr);
	return none;
}

static void answer_page(struct answer *a)
{
	unsigned int off = req_uint(a->req, CPO_A_PAGE_OFFSET, 999);
	unsigned int len = req_uint(a->req, CPO_A_PAGE_LENGTH, 999);
	unsigned int page = req_uint(a->req, CPO_A_PAGE_PAGE, 999);
	struct nlmsghdr *nlh;
	uint8_t data[128];
	unsigned int i;

	if (len > 128 || (off < 128 && off + len > 128) || off + len > 256) {
		fake_error(a, -ERANGE, "crosses from lower memory", 0);
		return;
	}
	if (page == 0xee) {
		fake_error(a, -EOPNOTSUPP, "no such page", 0);
		return;
	}
	for (i = 0; i < len; i++)
		data[i] = page + off + i;
	nlh = fake_row_start(a, CPO_CMD_PAGE_GET);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_OFFSET, off);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_LENGTH, len);
	mnl_attr_put(nlh, CPO_A_PAGE_DATA, len, data);
	fake_row_end(a, nlh);
	fake_error(a, 0, NULL, 0);
}

static void answer_refresh(struct answer *a)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_REFRESH);

	mnl_attr_put_u32(nlh, CPO_A_DEV_DEV_ID, 0);
	fake_put_sample(nlh, CPO_A_DEV_SAMPLE);
	fake_row_end(a, nlh);
	fake_error(a, 0, NULL, 0);
}

/* Where in the request an attribute is, as the kernel tells. */
static unsigned int req_offset(const struct nlmsghdr *req, unsigned int type)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, req, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type)
			return (const uint8_t *)attr - (const uint8_t *)req;
	return 0;
}

void fake_error_at(struct answer *a, int err, const char *msg,
		      unsigned int type)
{
	struct nlmsghdr *nlh;
	struct nlmsgerr *nlerr;

	a->flags = NLM_F_CAPPED | NLM_F_ACK_TLVS;
	nlh = answer_start(a, NLMSG_ERROR);
	nlerr = mnl_nlmsg_put_extra_header(nlh, sizeof(*nlerr));
	nlerr->error = err;
	nlerr->msg = *a->req;
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, msg);
	mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, req_offset(a->req, type));
	fake_row_end(a, nlh);
	answer_flush(a);
}

static void log_set(const struct dev *d, unsigned int period,
		    unsigned int window)
{
	const char *path = getenv("CPO_FAKE_LOG");
	FILE *log = path ? fopen(path, "a") : NULL;

	if (!log)
		return;
	fprintf(log, "%u %u %u\n", d->id, period, window);
	fclose(log);
}

static void answer_dev_set(struct answer *a)
{
	unsigned int id = req_uint(a->req, CPO_A_DEV_DEV_ID, MAX_DEVS);
	unsigned int period, window;
	struct dev *d = &devs[id < MAX_DEVS ? id : 0];

	if (id >= ndevs) {
		fake_error(a, -ENODEV, "no such device", 0);
		return;
	}
	period = req_uint(a->req, CPO_A_DEV_TELEMETRY_PERIOD_US, d->period_us);
	window = req_uint(a->req, CPO_A_DEV_WINDOW_S, d->window_s);
	if (window < 10 || window > 86400) {
		fake_error_at(a, -ERANGE, "integer out of range",
			  CPO_A_DEV_WINDOW_S);
		return;
	}
	if (fake_knob("CPO_FAKE_REFUSE")) {
		fake_error_at(a, -EBUSY, "the device is being reset",
			  CPO_A_DEV_WINDOW_S);
		return;
	}
	d->period_us = period;
	d->window_s = window;
	log_set(d, period, window);
	fake_error(a, 0, NULL, 0);
}

static void answer_cpo(struct answer *a)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(a->req);

	requests++;
	switch (genl->cmd) {
	case CPO_CMD_DEV_GET:
		answer_get(a, DEV, rows_dev);
		return;
	case CPO_CMD_ENGINE_GET:
		answer_get(a, ENGINE, rows_engine);
		return;
	case CPO_CMD_ELS_GET:
		answer_get(a, ELS, rows_els);
		return;
	case CPO_CMD_LASER_GET:
		answer_get(a, LASER, rows_laser);
		return;
	case CPO_CMD_LANE_GET:
		answer_get(a, LANE, rows_lane);
		return;
	case CPO_CMD_PORT_GET:
		answer_get(a, PORT, rows_port);
		return;
	case CPO_CMD_ROUTE_GET:
		answer_get(a, ROUTE, rows_route);
		return;
	case CPO_CMD_SENSOR_GET:
		answer_get(a, SENSOR, rows_sensor);
		return;
	case CPO_CMD_STATS_GET:
		answer_get(a, STATS, rows_stats);
		return;
	case CPO_CMD_FLAG_GET:
		answer_get(a, FLAG, fake_rows_flag);
		return;
	case CPO_CMD_THRESHOLD_GET:
		answer_get(a, THRESHOLD, fake_rows_threshold);
		return;
	}
	if (fake_knob("CPO_FAKE_DENY"))
		fake_error(a, -EPERM, NULL, 0);
	else if (genl->cmd == CPO_CMD_PAGE_GET)
		answer_page(a);
	else if (genl->cmd == CPO_CMD_REFRESH)
		answer_refresh(a);
	else if (genl->cmd == CPO_CMD_DEV_SET)
		answer_dev_set(a);
	else if (genl->cmd == CPO_CMD_FLAG_CLEAR)
		fake_flag_clear(a);
	else if (genl->cmd == CPO_CMD_THRESHOLD_SET)
		fake_threshold_set(a);
	else
		fake_error(a, -EOPNOTSUPP, NULL, 0);
}

static void put_group(struct nlmsghdr *nlh, unsigned int n, const char *name,
		      uint32_t id)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, n);

	mnl_attr_put_strz(nlh, CTRL_ATTR_MCAST_GRP_NAME, name);
	mnl_attr_put_u32(nlh, CTRL_ATTR_MCAST_GRP_ID, id);
	mnl_attr_nest_end(nlh, nest);
}

static void put_family(struct nlmsghdr *nlh)
{
	struct genlmsghdr *genl;
	struct nlattr *nest, *op;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_NEWFAMILY;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, CPO_FAMILY_NAME);
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, family_id);
	mnl_attr_put_u32(nlh, CTRL_ATTR_VERSION, CPO_FAMILY_VERSION);
	nest = mnl_attr_nest_start(nlh, CTRL_ATTR_OPS);
	op = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_u32(nlh, CTRL_ATTR_OP_ID, CPO_CMD_DEV_GET);
	mnl_attr_nest_end(nlh, op);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
	put_group(nlh, 1, CPO_MCGRP_MGMT, GROUP_MGMT);
	put_group(nlh, 2, CPO_MCGRP_EVENTS, GROUP_EVENTS);
	mnl_attr_nest_end(nlh, nest);
}

static void answer_ctrl(struct answer *a)
{
	struct nlmsghdr *nlh;

	if (family_absent) {
		fake_error(a, -ENOENT, NULL, 0);
		return;
	}
	nlh = answer_start(a, GENL_ID_CTRL);
	put_family(nlh);
	fake_row_end(a, nlh);
	fake_error(a, 0, NULL, 0);
	if (fake_knob("CPO_FAKE_RENUMBER") && family_id == FAMILY_ID)
		family_id++;
}

static void serve(struct sock *sock, const struct nlmsghdr *req)
{
	struct answer *a = calloc(1, sizeof(*a));

	a->sock = sock;
	a->req = req;
	if (req->nlmsg_type == GENL_ID_CTRL)
		answer_ctrl(a);
	else if (req->nlmsg_type == family_id && !family_absent)
		answer_cpo(a);
	else
		fake_error(a, -ENOENT, NULL, 0);
	free(a);
}

/* ---- Multicast ---- */

static bool deaf;

/* As much as there is room for; the reader is told of the rest. */
static void multicast(uint32_t group, const struct nlmsghdr *nlh)
{
	const char *room = getenv("CPO_FAKE_QUEUE");
	unsigned int i;

	for (i = 0; i < MAX_SOCKS; i++) {
		if (!socks[i].portid || !(socks[i].groups & (1ull << group)))
			continue;
		if (!deaf &&
		    (!room || socks[i].queued < (unsigned int)atoi(room))) {
			sock_queue(&socks[i], nlh, nlh->nlmsg_len);
			continue;
		}
		socks[i].overflow = true;
		if (!deaf)
			sock_wake(&socks[i]);
	}
}

static struct nlmsghdr *ntf_start(void *buf, uint8_t cmd)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = family_id;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

/* A batch of events under way. */
static struct {
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;
	unsigned int count;
} batch;

void fake_event_send(void)
{
	if (batch.nlh)
		multicast(GROUP_EVENTS, batch.nlh);
	batch.nlh = NULL;
	batch.count = 0;
}

struct nlattr *fake_event_start(struct dev *d, uint32_t code, uint32_t action,
				  uint32_t severity, uint32_t object)
{
	struct nlattr *nest;

	if (batch.count == 32)
		fake_event_send();
	if (!batch.nlh) {
		batch.nlh = ntf_start(batch.buf, CPO_CMD_EVENTS_NTF);
		mnl_attr_put_u32(batch.nlh, CPO_A_EVENTS_DEV_ID, d->id);
		mnl_attr_put_u64(batch.nlh, CPO_A_EVENTS_EPOCH, d->epoch);
		mnl_attr_put_u64(batch.nlh, CPO_A_EVENTS_SEQ, d->seq);
	}
	batch.count++;
	d->seq++;
	nest = mnl_attr_nest_start(batch.nlh, CPO_A_EVENTS_EVENT);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_CODE, code);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ACTION, action);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_SEVERITY, severity);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_OBJECT, object);
	return nest;
}

void fake_event_end(struct nlattr *nest)
{
	mnl_attr_nest_end(batch.nlh, nest);
}

struct nlmsghdr *fake_event_msg(void)
{
	return batch.nlh;
}

static void event_els(struct dev *d, unsigned int e, bool out)
{
	struct nlattr *nest;

	nest = fake_event_start(d, out ? CPO_EVENT_CODE_ELS_REMOVED :
			   CPO_EVENT_CODE_ELS_INSERTED, CPO_ACTION_PULSE,
			   out ? CPO_SEVERITY_MAJOR : CPO_SEVERITY_NOTICE,
			   CPO_OBJECT_ELS);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ELS_ID, e);
	fake_event_end(nest);
}

static void event_laser(struct dev *d, unsigned int e, unsigned int l,
			uint32_t state)
{
	struct nlattr *nest;

	nest = fake_event_start(d, CPO_EVENT_CODE_LASER_STATE, CPO_ACTION_PULSE,
			   CPO_SEVERITY_MAJOR, CPO_OBJECT_LASER);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ELS_ID, e);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LASER_ID, l);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_VALUE, state);
	fake_event_end(nest);
}

static void event_lane(struct dev *d, unsigned int engine, unsigned int lane,
		       bool set)
{
	struct nlattr *nest;

	nest = fake_event_start(d, CPO_EVENT_CODE_LANE_TX_DARK,
			   set ? CPO_ACTION_SET : CPO_ACTION_CLEAR,
			   CPO_SEVERITY_WARNING, CPO_OBJECT_LANE);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ENGINE_ID, engine);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LANE_ID, lane);
	fake_event_end(nest);
	fake_flag_lane(d, engine, lane, CPO_EVENT_CODE_LANE_TX_DARK, set);
}

static void event_port(struct dev *d, unsigned int port)
{
	bool dark = port_dark(d, port);
	struct nlattr *nest;

	nest = fake_event_start(d, CPO_EVENT_CODE_PORT_STATE, CPO_ACTION_PULSE,
			   CPO_SEVERITY_MAJOR, CPO_OBJECT_PORT);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_PORT_ID, port);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_VALUE, !dark);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_REASON, dark ?
			 CPO_PORT_REASON_ELS_ABSENT : CPO_PORT_REASON_NONE);
	fake_event_end(nest);
}

static void ntf_rows(struct dev *d, unsigned int e)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;
	unsigned int i;

	nlh = ntf_start(buf, CPO_CMD_ELS_CHANGE_NTF);
	put_els(nlh, d, e);
	multicast(GROUP_MGMT, nlh);
	for (i = 0; i < d->p->lasers; i++) {
		nlh = ntf_start(buf, CPO_CMD_LASER_CHANGE_NTF);
		put_laser(nlh, d, e, i);
		multicast(GROUP_MGMT, nlh);
	}
	for (i = 0; i < d->p->ports; i++) {
		if (!port_uses(d, i, e, -1))
			continue;
		nlh = ntf_start(buf, CPO_CMD_PORT_CHANGE_NTF);
		put_port(nlh, d, i);
		multicast(GROUP_MGMT, nlh);
	}
}

static void do_els(struct dev *d, unsigned int e, bool out)
{
	unsigned int l, i;
	struct range r;

	d->pulled[e] = out;
	d->insertions[e] += !out;
	event_els(d, e, out);
	for (l = 0; l < d->p->lasers; l++)
		event_laser(d, e, l, out ? CPO_LASER_STATE_ABSENT :
			    CPO_LASER_STATE_RESTRICTED);
	for (l = 0; l < fake_routes(d); l++) {
		if (route_els(d, l) != e || route_is_standby(d, l))
			continue;
		r = route_lanes(d, l);
		for (i = 0; i < r.count; i++)
			event_lane(d, r.engine, r.first + i * r.stride, out);
	}
	for (i = 0; i < d->p->ports; i++)
		if (port_uses(d, i, e, -1))
			event_port(d, i);
	fake_event_send();
	ntf_rows(d, e);
}

static void ntf_dev(const struct dev *d)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh = ntf_start(buf, CPO_CMD_DEV_CHANGE_NTF);

	put_dev(nlh, d);
	multicast(GROUP_MGMT, nlh);
}

static void do_family(bool gone)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;
	unsigned int i;

	nlh->nlmsg_type = GENL_ID_CTRL;
	if (!gone)
		family_id++;
	family_absent = gone;
	put_family(nlh);
	genl = mnl_nlmsg_get_payload(nlh);
	genl->cmd = gone ? CTRL_CMD_DELFAMILY : CTRL_CMD_NEWFAMILY;
	for (i = 0; gone && i < MAX_SOCKS; i++)
		socks[i].groups &= 1ull << GENL_ID_CTRL;
	multicast(GENL_ID_CTRL, nlh);
}

/* Unbound and bound again: the same device with another number. */
static void do_rebind(struct dev *d)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;

	nlh = ntf_start(buf, CPO_CMD_DEV_DEL_NTF);
	put_dev(nlh, d);
	multicast(GROUP_MGMT, nlh);
	d->id += ndevs;
	d->epoch += 1000;
	d->seq = 0;
	nlh = ntf_start(buf, CPO_CMD_DEV_ADD_NTF);
	put_dev(nlh, d);
	multicast(GROUP_MGMT, nlh);
}

/* One of the last, as the others keep their places. */
static void do_unbind(struct dev *d)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;

	nlh = ntf_start(buf, CPO_CMD_DEV_DEL_NTF);
	put_dev(nlh, d);
	ndevs = d - devs;
	multicast(GROUP_MGMT, nlh);
}

/* Light of the first lane of each engine that comes and goes. */
static void do_flood(const struct dev *d, unsigned int count)
{
	unsigned int i, round;
	char line[64];

	for (i = 0; i < count; i++) {
		round = i / d->p->engines;
		snprintf(line, sizeof(line),
			 "lane %u/%u/0 c%u clear=%u changes=%u", d->id,
			 i % d->p->engines, CPO_EVENT_CODE_LANE_RX_LOS,
			 round % 2, round + 1);
		fake_flag_line(line, true);
	}
}

/*
 * Events that are counted when a device is read, and sent when the reader has
 * come to the end of what there was.
 */
static struct {
	unsigned int count;
	bool told;
} late;

static void do_late(void)
{
	unsigned int count = late.count;

	if (!late.told)
		return;
	late.told = false;
	late.count = 0;
	devs[0].seq -= count;
	do_flood(&devs[0], count);
}

static void do_overflow(void)
{
	unsigned int i;

	for (i = 0; i < MAX_SOCKS; i++)
		if (socks[i].portid && socks[i].groups) {
			socks[i].overflow = true;
			sock_wake(&socks[i]);
		}
}

void fake_control(const char *line)
{
	unsigned int a = 0, b = 0, c = 0;
	char verb[16] = "";

	sscanf(line, "%15s %u %u %u", verb, &a, &b, &c);
	if (a >= ndevs)
		return;
	pthread_mutex_lock(&lock);
	if (!strcmp(verb, "pull"))
		do_els(&devs[a], b, true);
	else if (!strcmp(verb, "insert"))
		do_els(&devs[a], b, false);
	else if (!strcmp(verb, "lose"))
		devs[a].seq += b;
	else if (!strcmp(verb, "late"))
		devs[a].seq += late.count = b;
	else if (!strcmp(verb, "change"))
		ntf_dev(&devs[a]);
	else if (!strcmp(verb, "rebind"))
		do_rebind(&devs[a]);
	else if (!strcmp(verb, "unbind"))
		do_unbind(&devs[a]);
	else if (!strcmp(verb, "overflow"))
		do_overflow();
	else if (!strcmp(verb, "deaf"))
		deaf = true;
	else if (!strcmp(verb, "hear"))
		deaf = (do_overflow(), false);
	else if (!strcmp(verb, "epoch"))
		devs[a].seq = !(devs[a].epoch += 1000);
	else if (!strcmp(verb, "dark"))
		devs[a].dark[b][c] = true;
	else if (!strcmp(verb, "flag") || !strcmp(verb, "silent"))
		fake_flag_line(line + strlen(verb) + 1, verb[0] == 'f');
	else if (!strcmp(verb, "forget"))
		fake_flags_reset();
	else if (!strcmp(verb, "flood"))
		do_flood(&devs[a], b);
	else if (!strcmp(verb, "gone") || !strcmp(verb, "back"))
		do_family(verb[0] == 'g');
	pthread_mutex_unlock(&lock);
}

unsigned int fake_requests(void)
{
	return requests;
}

static void *control_thread(void *arg)
{
	FILE *fifo = fopen(arg, "r");
	char line[128];

	while (fifo && fgets(line, sizeof(line), fifo))
		fake_control(line);
	if (fifo)
		fclose(fifo);
	return NULL;
}

/* ---- Start ---- */

/* Which route feeds which lane. */
static void dev_wire(struct dev *d)
{
	struct range range;
	unsigned int r, i;

	for (r = fake_routes(d); r--; ) {
		range = route_lanes(d, r);
		for (i = 0; i < range.count; i++)
			d->route[range.engine][range.first +
					       i * range.stride] = r;
	}
}

static void add_dev(const char *name, size_t len)
{
	struct dev *d = &devs[ndevs];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(profiles); i++)
		if (strlen(profiles[i].name) == len &&
		    !strncmp(profiles[i].name, name, len)) {
			memset(d, 0, sizeof(*d));
			d->p = &profiles[i];
			d->slot = ndevs;
			d->id = ndevs++;
			d->epoch = 0x123456789abcull + d->id;
			d->seq = 100;
			d->period_us = 100000;
			d->window_s = 900;
			dev_wire(d);
		}
}

/* "0/3 1/2": ELS that were pulled before. */
static void pull_early(const char *text)
{
	unsigned int dev, els;
	int len;

	while (text && sscanf(text, "%u/%u%n", &dev, &els, &len) == 2) {
		if (dev < ndevs && els < MAX_ELS)
			devs[dev].pulled[els] = true;
		text += len;
	}
}

void fake_reset(void)
{
	const char *list = getenv("CPO_FAKE");
	const char *intr = getenv("CPO_FAKE_INTR");
	unsigned int i;

	for (i = 0; i < MAX_SOCKS; i++)
		if (socks[i].portid)
			close(socks[i].fd);
	if (!list)
		list = "q3450";
	ndevs = 0;
	family_id = FAMILY_ID;
	family_absent = !strcmp(list, "absent");
	interrupts = intr ? atoi(intr) : 0;
	ticks = getenv("CPO_FAKE_TICKS") ? atoi(getenv("CPO_FAKE_TICKS")) : 0;
	failing = getenv("CPO_FAKE_FAIL");
	while (*list && ndevs < MAX_DEVS) {
		add_dev(list, strcspn(list, ","));
		list += strcspn(list, ",");
		list += *list == ',';
	}
	pull_early(getenv("CPO_FAKE_PULLED"));
	fake_flags_reset();
}

/* What happens between subscribing and the first request. */
static const char *early;

static __attribute__((constructor)) void fake_start(void)
{
	const char *fifo = getenv("CPO_FAKE_CONTROL");
	pthread_t thread;

	fake_reset();
	early = getenv("CPO_FAKE_EARLY");
	if (fifo && !pthread_create(&thread, NULL, control_thread,
				    (void *)fifo))
		pthread_detach(thread);
}

/* ---- What takes the place of the C library's ---- */

#define REAL(name)							\
	((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int socket(int domain, int type, int protocol)
{
	unsigned int i;

	if (domain != AF_NETLINK || protocol != NETLINK_GENERIC)
		return REAL(socket)(domain, type, protocol);
	for (i = 0; i < MAX_SOCKS; i++) {
		if (socks[i].portid)
			continue;
		memset(&socks[i], 0, sizeof(socks[i]));
		socks[i].fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		socks[i].portid = 1000 + i;
		socks[i].last = &socks[i].first;
		return socks[i].fd;
	}
	errno = EMFILE;
	return -1;
}

int close(int fd)
{
	struct sock *sock = sock_find(fd);
	struct datagram *dg;

	while (sock && (dg = sock->first)) {
		sock->first = dg->next;
		free(dg);
	}
	if (sock)
		sock->portid = 0;
	return REAL(close)(fd);
}

int bind(int fd, const struct sockaddr *addr, socklen_t len)
{
	return sock_find(fd) ? 0 : REAL(bind)(fd, addr, len);
}

int getsockname(int fd, struct sockaddr *addr, socklen_t *len)
{
	struct sockaddr_nl nl = { .nl_family = AF_NETLINK };
	struct sock *sock = sock_find(fd);

	if (!sock)
		return REAL(getsockname)(fd, addr, len);
	nl.nl_pid = sock->portid;
	memcpy(addr, &nl, sizeof(nl));
	*len = sizeof(nl);
	return 0;
}

int setsockopt(int fd, int level, int name, const void *val, socklen_t len)
{
	struct sock *sock = sock_find(fd);

	if (!sock)
		return REAL(setsockopt)(fd, level, name, val, len);
	if (level == SOL_NETLINK && name == NETLINK_ADD_MEMBERSHIP)
		sock->groups |= 1ull << *(const int *)val;
	return 0;
}

ssize_t sendto(int fd, const void *buf, size_t len, int flags,
	       const struct sockaddr *addr, socklen_t alen)
{
	struct sock *sock = sock_find(fd);

	if (!sock)
		return REAL(sendto)(fd, buf, len, flags, addr, alen);
	if (early && ((const struct nlmsghdr *)buf)->nlmsg_type == family_id) {
		fake_control(early);
		early = NULL;
	}
	pthread_mutex_lock(&lock);
	serve(sock, buf);
	late.told = late.count;
	pthread_mutex_unlock(&lock);
	return len;
}

/* Takes one datagram; the eventfd stays readable while there are more. */
static ssize_t sock_take(struct sock *sock, struct msghdr *msg)
{
	struct datagram *dg = sock->first;
	struct iovec *iov = msg->msg_iov;
	uint64_t count;
	size_t len;

	if (sock->overflow) {
		sock->overflow = false;
		errno = ENOBUFS;
		return -1;
	}
	if (!dg) {
		if (read(sock->fd, &count, sizeof(count)) < 0)
			errno = EAGAIN;
		if (sock->groups)
			do_late();
		errno = EAGAIN;
		return -1;
	}
	len = dg->len < iov->iov_len ? dg->len : iov->iov_len;
	memcpy(iov->iov_base, dg->data, len);
	msg->msg_flags = dg->len > len ? MSG_TRUNC : 0;
	sock->first = dg->next;
	sock->queued--;
	if (!sock->first)
		sock->last = &sock->first;
	free(dg);
	return len;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	struct sock *sock = sock_find(fd);
	ssize_t ret;
	int err;

	if (!sock)
		return REAL(recvmsg)(fd, msg, flags);
	pthread_mutex_lock(&lock);
	ret = sock_take(sock, msg);
	err = errno;
	pthread_mutex_unlock(&lock);
	errno = err;
	return ret;
}

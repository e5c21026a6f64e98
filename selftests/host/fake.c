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

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define FAMILY_ID	40
#define GROUP_MGMT	7
#define GROUP_EVENTS	8
#define LASERS		8	/* of one ELS */
#define PORT_LANES	4
#define MAX_DEVS	2
#define MAX_ENGINES	80
#define MAX_LANES	64	/* of one engine */
#define MAX_ELS		20
#define DUMP_ROOM	8192	/* bytes of a datagram of a dump */
#define MAX_SOCKS	8

/* ---- The devices ---- */

struct profile {
	const char *name;
	unsigned int engines;
	unsigned int lanes;	/* of one engine */
	unsigned int els;
	unsigned int ports;
	unsigned int banks;
};

static const struct profile profiles[] = {
	{ "q3450", 72, 8, 18, 144, 1 },
	{ "bailly", 8, 64, 16, 128, 8 },
};

struct dev {
	const struct profile *p;
	unsigned int id;
	uint64_t epoch;
	uint64_t seq;
	bool pulled[MAX_ELS];
	bool dark[MAX_ENGINES][MAX_LANES];
	unsigned int insertions[MAX_ELS];
};

static struct dev devs[MAX_DEVS];
static unsigned int ndevs;
static bool family_absent;
static uint16_t family_id = FAMILY_ID;
static unsigned int interrupts;
static unsigned int requests;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool knob(const char *name)
{
	const char *val = getenv(name);

	return val && *val && strcmp(val, "0");
}

struct range {
	unsigned int engine, first, count, stride;
};

/* Lanes that laser @l of ELS @e feeds; see the profiles of the model. */
static struct range laser_feeds(const struct dev *d, unsigned int e,
				unsigned int l)
{
	unsigned int k = LASERS * e + l;

	if (d->p->banks == 1)
		return (struct range){ k / 2, 4 * (k % 2), 4, 1 };
	return (struct range){
		e / 2, 32 * (e % 2) + 16 * (l / 4) + l % 4, 4, 4 };
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
	return engine * (d->p->lanes / PORT_LANES) + lane / PORT_LANES;
}

static void port_lanes(const struct dev *d, unsigned int port,
		       unsigned int *engine, unsigned int *first)
{
	unsigned int per = d->p->lanes / PORT_LANES;

	*engine = port / per;
	*first = PORT_LANES * (port % per);
}

static unsigned int lane_laser(const struct dev *d, unsigned int engine,
			       unsigned int lane)
{
	unsigned int k;

	for (k = 0; k < d->p->els * LASERS; k++)
		if (range_has(laser_feeds(d, k / LASERS, k % LASERS), engine,
			      lane))
			return k;
	return 0;
}

static bool lane_dark(const struct dev *d, unsigned int engine,
		      unsigned int lane)
{
	return d->dark[engine][lane] ||
	       d->pulled[lane_laser(d, engine, lane) / LASERS];
}

static bool port_uses(const struct dev *d, unsigned int port, int els,
		      int laser)
{
	unsigned int engine, first, i, k;

	port_lanes(d, port, &engine, &first);
	for (i = 0; i < PORT_LANES; i++) {
		k = lane_laser(d, engine, first + i);
		if ((int)(k / LASERS) == els &&
		    (laser < 0 || (int)(k % LASERS) == laser))
			return true;
	}
	return false;
}

static bool port_dark(const struct dev *d, unsigned int port)
{
	unsigned int engine, first, i;

	port_lanes(d, port, &engine, &first);
	for (i = 0; i < PORT_LANES; i++)
		if (lane_dark(d, engine, first + i))
			return true;
	return false;
}

/* ---- Filters of a request ---- */

struct filter {
	int dev, engine, els, laser, lane, port, route;
};

enum { DEV, ENGINE, ELS, LASER, LANE, PORT, ROUTE, KINDS };

/* Attribute numbers of dev-id ... route-id, 0 where there is none. */
static const uint16_t id_attr[KINDS][7] = {
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
};

static void filter_parse(struct filter *f, const struct nlmsghdr *req,
			 int kind)
{
	int *const id[] = { &f->dev, &f->engine, &f->els, &f->laser, &f->lane,
			    &f->port, &f->route };
	const struct nlattr *attr;
	unsigned int i;

	memset(f, 0xff, sizeof(*f));
	mnl_attr_for_each(attr, req, GENL_HDRLEN)
		for (i = 0; i < ARRAY_SIZE(id); i++)
			if (id_attr[kind][i] &&
			    id_attr[kind][i] == mnl_attr_get_type(attr))
				*id[i] = mnl_attr_get_u32(attr);
}

static bool is(int filter, unsigned int val)
{
	return filter < 0 || (unsigned int)filter == val;
}

/* ---- Rows ---- */

static void put_sample(struct nlmsghdr *nlh, uint16_t type)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);
	bool stale = knob("CPO_FAKE_STALE");

	mnl_attr_put_u32(nlh, CPO_A_SAMPLE_SEQ, 1234);
	mnl_attr_put_u64(nlh, CPO_A_SAMPLE_DEVICE_TIME_NS, 5000000000ull);
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

static void put_future(struct nlmsghdr *nlh)
{
	if (knob("CPO_FAKE_FUTURE"))
		mnl_attr_put_u32(nlh, 200, 0xdeadbeef);
}

static void put_dev(struct nlmsghdr *nlh, const struct dev *d)
{
	char name[16];

	snprintf(name, sizeof(name), "cpo%u", d->id);
	mnl_attr_put_u32(nlh, CPO_A_DEV_DEV_ID, d->id);
	mnl_attr_put_strz(nlh, CPO_A_DEV_NAME, name);
	mnl_attr_put_strz(nlh, CPO_A_DEV_BUS_NAME, "pci");
	snprintf(name, sizeof(name), "0000:%02x:00.0", d->id + 1);
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
	mnl_attr_put_u32(nlh, CPO_A_DEV_LASERS, d->p->els * LASERS);
	mnl_attr_put_u32(nlh, CPO_A_DEV_LANES, d->p->engines * d->p->lanes);
	mnl_attr_put_u32(nlh, CPO_A_DEV_PORTS, d->p->ports);
	mnl_attr_put_u32(nlh, CPO_A_DEV_ROUTES, d->p->els * LASERS);
	mnl_attr_put_u32(nlh, CPO_A_DEV_MAX_BANKS, d->p->banks);
	mnl_attr_put_u32(nlh, CPO_A_DEV_TELEMETRY_PERIOD_US, 100000);
	mnl_attr_put_u32(nlh, CPO_A_DEV_POWER_MW, 3950123);
	put_sample(nlh, CPO_A_DEV_SAMPLE);
	put_future(nlh);
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
			 knob("CPO_FAKE_FUTURE") ? 77 :
			 CPO_MODULE_STATE_READY);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_FAULT_CAUSE, 0);
	/* Below zero for one, to see the sign. */
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_TEMPERATURE,
			 (uint32_t)(n == 5 ? -1500 : 64250));
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_RAIL_UV, 750000);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_RAIL_UV, 1801500);
	mnl_attr_put_u32(nlh, CPO_A_ENGINE_POWER_MW, 14007);
	put_sample(nlh, CPO_A_ENGINE_SAMPLE);
	put_future(nlh);
}

static void put_els(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
{
	char label[16];

	snprintf(label, sizeof(label), "%u", n + 1);
	mnl_attr_put_u32(nlh, CPO_A_ELS_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_ELS_ELS_ID, n);
	mnl_attr_put_strz(nlh, CPO_A_ELS_LABEL, label);
	mnl_attr_put_u32(nlh, CPO_A_ELS_PRESENT, !d->pulled[n]);
	mnl_attr_put_u32(nlh, CPO_A_ELS_LASERS, LASERS);
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
	mnl_attr_put_u32(nlh, CPO_A_ELS_POWER_MW, 16010);
	mnl_attr_put_u32(nlh, CPO_A_ELS_MAX_POWER_MW, 20000);
	put_sample(nlh, CPO_A_ELS_SAMPLE);
	put_future(nlh);
}

static void put_laser(struct nlmsghdr *nlh, const struct dev *d,
		      unsigned int e, unsigned int l)
{
	bool out = d->pulled[e];

	mnl_attr_put_u32(nlh, CPO_A_LASER_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_LASER_ELS_ID, e);
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
	put_sample(nlh, CPO_A_LASER_SAMPLE);
	put_future(nlh);
}

static void put_lane(struct nlmsghdr *nlh, const struct dev *d,
		     unsigned int engine, unsigned int lane)
{
	unsigned int k = lane_laser(d, engine, lane);
	bool dark = lane_dark(d, engine, lane);
	uint32_t status = CPO_LANE_STATUS_RX_ON;

	mnl_attr_put_u32(nlh, CPO_A_LANE_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_LANE_ENGINE_ID, engine);
	mnl_attr_put_u32(nlh, CPO_A_LANE_LANE_ID, lane);
	mnl_attr_put_u32(nlh, CPO_A_LANE_ELS_ID, k / LASERS);
	mnl_attr_put_u32(nlh, CPO_A_LANE_LASER_ID, k % LASERS);
	mnl_attr_put_u32(nlh, CPO_A_LANE_PORT_ID, lane_port(d, engine, lane));
	mnl_attr_put_u32(nlh, CPO_A_LANE_BANK, lane / 8);
	mnl_attr_put_u32(nlh, CPO_A_LANE_BANK_LANE, lane % 8);
	mnl_attr_put_u32(nlh, CPO_A_LANE_ASIC_LANE, lane);
	mnl_attr_put_u32(nlh, CPO_A_LANE_STATE, dark ?
			 CPO_DP_STATE_DEACTIVATED : CPO_DP_STATE_ACTIVATED);
	status |= dark ? CPO_LANE_STATUS_TX_DARK | CPO_LANE_STATUS_RX_LOS :
			 CPO_LANE_STATUS_TX_ON | CPO_LANE_STATUS_RING_LOCKED;
	if (knob("CPO_FAKE_FUTURE"))
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
	put_sample(nlh, CPO_A_LANE_SAMPLE);
	put_future(nlh);
}

static void put_port(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
{
	bool dark = port_dark(d, n);
	unsigned int engine, first;
	char name[16];

	port_lanes(d, n, &engine, &first);
	mnl_attr_put_u32(nlh, CPO_A_PORT_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_PORT_PORT_ID, n);
	snprintf(name, sizeof(name), "%u", n + 1);
	mnl_attr_put_strz(nlh, CPO_A_PORT_LABEL, name);
	snprintf(name, sizeof(name), "enp%us0p%u", d->id + 1, n);
	mnl_attr_put_u32(nlh, CPO_A_PORT_IFINDEX, 10 + n);
	mnl_attr_put_strz(nlh, CPO_A_PORT_IFNAME, name);
	mnl_attr_put_u32(nlh, CPO_A_PORT_PROTOCOL, CPO_PROTOCOL_ETHERNET);
	mnl_attr_put_u32(nlh, CPO_A_PORT_SPEED_MBPS,
			 d->p->banks == 1 ? 800000 : 400000);
	put_range(nlh, CPO_A_PORT_LANE_RANGE,
		  (struct range){ engine, first, PORT_LANES, 1 });
	mnl_attr_put_u32(nlh, CPO_A_PORT_LANES, PORT_LANES);
	mnl_attr_put_u32(nlh, CPO_A_PORT_LANES_UP, dark ? 0 : PORT_LANES);
	mnl_attr_put_u32(nlh, CPO_A_PORT_STATE, !dark);
	mnl_attr_put_u32(nlh, CPO_A_PORT_REASON,
			 dark ? CPO_PORT_REASON_ELS_ABSENT :
				CPO_PORT_REASON_NONE);
	mnl_attr_put_u32(nlh, CPO_A_PORT_LINK_CHANGES, 3);
	mnl_attr_put_u32(nlh, CPO_A_PORT_POWER_MW, 9000);
	if (!dark)
		mnl_attr_put_u64(nlh, CPO_A_PORT_WORST_PRE_FEC_BER,
				 90000000000ull);
	put_sample(nlh, CPO_A_PORT_SAMPLE);
	put_future(nlh);
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
	struct range r = laser_feeds(d, k / LASERS, k % LASERS);
	bool lit = !d->pulled[k / LASERS];

	mnl_attr_put_u32(nlh, CPO_A_ROUTE_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ROUTE_ID, k);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ELS_ID, k / LASERS);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LASER_ID, k % LASERS);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ENGINE_ID, r.engine);
	put_route_ports(nlh, d, r);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_FIBRE_ID, k);
	put_range(nlh, CPO_A_ROUTE_LANE_RANGE, r);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_WAVELENGTH, k % 4);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ROLE, CPO_ROUTE_ROLE_ACTIVE);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LIT, lit);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_INPUT_POWER_NW, lit ? 75857758 : 0);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LOSS_MDB, 1200);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LIMIT_MDB, 3000);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_CHECK_STATE, CPO_CHECK_STATE_PASSED);
	put_sample(nlh, CPO_A_ROUTE_SAMPLE);
	put_future(nlh);
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
	sock_wake(sock);
}

/* An answer that grows message by message. */
struct answer {
	struct sock *sock;
	const struct nlmsghdr *req;
	uint16_t flags;
	size_t used;
	uint8_t buf[2 * DUMP_ROOM];
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

static struct nlmsghdr *answer_row(struct answer *a, uint8_t cmd)
{
	struct nlmsghdr *nlh = answer_start(a, family_id);
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

static void answer_end(struct answer *a, const struct nlmsghdr *nlh)
{
	a->used += MNL_ALIGN(nlh->nlmsg_len);
}

static void answer_done(struct answer *a)
{
	struct nlmsghdr *nlh = answer_start(a, NLMSG_DONE);
	int *code = mnl_nlmsg_put_extra_header(nlh, sizeof(*code));

	*code = 0;
	answer_end(a, nlh);
	answer_flush(a);
}

static void answer_error(struct answer *a, int err, const char *msg,
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
	answer_end(a, nlh);
	answer_flush(a);
}

/* ---- Gets ---- */

static unsigned int rows_engine(struct answer *a, const struct dev *d,
				const struct filter *f)
{
	unsigned int n, k, port, first, engine, count = 0;
	struct nlmsghdr *nlh;
	bool want;

	for (n = 0; n < d->p->engines; n++) {
		want = is(f->engine, n);
		if (f->els >= 0) {
			for (k = 0; k < LASERS; k++)
				if (laser_feeds(d, f->els, k).engine == n)
					break;
			want &= k < LASERS;
		}
		if (f->port >= 0) {
			port = f->port;
			port_lanes(d, port, &engine, &first);
			want &= engine == n;
		}
		if (!want)
			continue;
		nlh = answer_row(a, CPO_CMD_ENGINE_GET);
		put_engine(nlh, d, n);
		answer_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_els(struct answer *a, const struct dev *d,
			     const struct filter *f)
{
	unsigned int n, k, count = 0;
	struct nlmsghdr *nlh;
	bool want;

	for (n = 0; n < d->p->els; n++) {
		want = is(f->els, n);
		if (f->engine >= 0) {
			for (k = 0; k < LASERS; k++)
				if (is(f->engine, laser_feeds(d, n, k).engine))
					break;
			want &= k < LASERS;
		}
		if (f->port >= 0)
			want &= port_uses(d, f->port, n, -1);
		if (!want)
			continue;
		nlh = answer_row(a, CPO_CMD_ELS_GET);
		put_els(nlh, d, n);
		answer_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_laser(struct answer *a, const struct dev *d,
			       const struct filter *f)
{
	unsigned int k, count = 0;
	struct nlmsghdr *nlh;

	for (k = 0; k < d->p->els * LASERS; k++) {
		if (!is(f->els, k / LASERS) || !is(f->laser, k % LASERS) ||
		    !is(f->engine, laser_feeds(d, k / LASERS,
					       k % LASERS).engine) ||
		    (f->port >= 0 &&
		     !port_uses(d, f->port, k / LASERS, k % LASERS)))
			continue;
		nlh = answer_row(a, CPO_CMD_LASER_GET);
		put_laser(nlh, d, k / LASERS, k % LASERS);
		answer_end(a, nlh);
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
		for (l = 0; is(f->engine, e) && l < d->p->lanes; l++) {
			k = lane_laser(d, e, l);
			if (!is(f->lane, l) || !is(f->els, k / LASERS) ||
			    !is(f->laser, k % LASERS) ||
			    !is(f->port, lane_port(d, e, l)))
				continue;
			nlh = answer_row(a, CPO_CMD_LANE_GET);
			put_lane(nlh, d, e, l);
			answer_end(a, nlh);
			count++;
		}
	return count;
}

static unsigned int rows_port(struct answer *a, const struct dev *d,
			      const struct filter *f)
{
	unsigned int n, engine, first, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < d->p->ports; n++) {
		port_lanes(d, n, &engine, &first);
		if (!is(f->port, n) || !is(f->engine, engine) ||
		    (f->els >= 0 && !port_uses(d, n, f->els, f->laser)))
			continue;
		nlh = answer_row(a, CPO_CMD_PORT_GET);
		put_port(nlh, d, n);
		answer_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_route(struct answer *a, const struct dev *d,
			       const struct filter *f)
{
	unsigned int k, count = 0;
	struct nlmsghdr *nlh;

	for (k = 0; k < d->p->els * LASERS; k++) {
		if (!is(f->route, k) || !is(f->els, k / LASERS) ||
		    !is(f->laser, k % LASERS) ||
		    !is(f->engine, laser_feeds(d, k / LASERS,
					       k % LASERS).engine) ||
		    (f->port >= 0 &&
		     !port_uses(d, f->port, k / LASERS, k % LASERS)))
			continue;
		nlh = answer_row(a, CPO_CMD_ROUTE_GET);
		put_route(nlh, d, k);
		answer_end(a, nlh);
		count++;
	}
	return count;
}

static unsigned int rows_dev(struct answer *a, const struct dev *d,
			     const struct filter *f)
{
	struct nlmsghdr *nlh = answer_row(a, CPO_CMD_DEV_GET);

	(void)f;
	put_dev(nlh, d);
	answer_end(a, nlh);
	return 1;
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
		answer_error(a, -EINVAL, NULL, id_attr[kind][0]);
		return;
	}
	if (dump)
		a->flags = NLM_F_MULTI;
	if (dump && interrupts) {
		interrupts--;
		a->flags |= NLM_F_DUMP_INTR;
	}
	for (i = 0; i < ndevs; i++)
		if (is(f.dev, devs[i].id))
			count += rows(a, &devs[i], &f);
	if (dump)
		answer_done(a);
	else if (!count)
		answer_error(a, f.dev < (int)ndevs ? -ENOENT : -ENODEV,
			     "no such object", 0);
	else
		answer_error(a, 0, NULL, 0);
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
		answer_error(a, -ERANGE, "crosses from lower memory", 0);
		return;
	}
	if (page == 0xee) {
		answer_error(a, -EOPNOTSUPP, "no such page", 0);
		return;
	}
	for (i = 0; i < len; i++)
		data[i] = page + off + i;
	nlh = answer_row(a, CPO_CMD_PAGE_GET);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_OFFSET, off);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_LENGTH, len);
	mnl_attr_put(nlh, CPO_A_PAGE_DATA, len, data);
	answer_end(a, nlh);
	answer_error(a, 0, NULL, 0);
}

static void answer_refresh(struct answer *a)
{
	struct nlmsghdr *nlh = answer_row(a, CPO_CMD_REFRESH);

	mnl_attr_put_u32(nlh, CPO_A_DEV_DEV_ID, 0);
	put_sample(nlh, CPO_A_DEV_SAMPLE);
	answer_end(a, nlh);
	answer_error(a, 0, NULL, 0);
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
	}
	if (knob("CPO_FAKE_DENY"))
		answer_error(a, -EPERM, NULL, 0);
	else if (genl->cmd == CPO_CMD_PAGE_GET)
		answer_page(a);
	else if (genl->cmd == CPO_CMD_REFRESH)
		answer_refresh(a);
	else
		answer_error(a, -EOPNOTSUPP, NULL, 0);
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
		answer_error(a, -ENOENT, NULL, 0);
		return;
	}
	nlh = answer_start(a, GENL_ID_CTRL);
	put_family(nlh);
	answer_end(a, nlh);
	answer_error(a, 0, NULL, 0);
	if (knob("CPO_FAKE_RENUMBER") && family_id == FAMILY_ID)
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
		answer_error(a, -ENOENT, NULL, 0);
	free(a);
}

/* ---- Multicast ---- */

static void multicast(uint32_t group, const struct nlmsghdr *nlh)
{
	unsigned int i;

	for (i = 0; i < MAX_SOCKS; i++)
		if (socks[i].portid && (socks[i].groups & (1ull << group)))
			sock_queue(&socks[i], nlh, nlh->nlmsg_len);
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

static void batch_send(void)
{
	if (batch.nlh)
		multicast(GROUP_EVENTS, batch.nlh);
	batch.nlh = NULL;
	batch.count = 0;
}

static struct nlattr *event_start(struct dev *d, uint32_t code, uint32_t action,
				  uint32_t severity, uint32_t object)
{
	struct nlattr *nest;

	if (batch.count == 32)
		batch_send();
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

static void event_end(struct nlattr *nest)
{
	mnl_attr_nest_end(batch.nlh, nest);
}

static void event_els(struct dev *d, unsigned int e, bool out)
{
	struct nlattr *nest;

	nest = event_start(d, out ? CPO_EVENT_CODE_ELS_REMOVED :
			   CPO_EVENT_CODE_ELS_INSERTED, CPO_ACTION_PULSE,
			   out ? CPO_SEVERITY_MAJOR : CPO_SEVERITY_NOTICE,
			   CPO_OBJECT_ELS);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ELS_ID, e);
	event_end(nest);
}

static void event_laser(struct dev *d, unsigned int e, unsigned int l,
			uint32_t state)
{
	struct nlattr *nest;

	nest = event_start(d, CPO_EVENT_CODE_LASER_STATE, CPO_ACTION_PULSE,
			   CPO_SEVERITY_MAJOR, CPO_OBJECT_LASER);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ELS_ID, e);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LASER_ID, l);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_VALUE, state);
	event_end(nest);
}

static void event_lane(struct dev *d, unsigned int engine, unsigned int lane,
		       bool set)
{
	struct nlattr *nest;

	nest = event_start(d, CPO_EVENT_CODE_LANE_TX_DARK,
			   set ? CPO_ACTION_SET : CPO_ACTION_CLEAR,
			   CPO_SEVERITY_WARNING, CPO_OBJECT_LANE);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ENGINE_ID, engine);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LANE_ID, lane);
	event_end(nest);
}

static void event_port(struct dev *d, unsigned int port)
{
	bool dark = port_dark(d, port);
	struct nlattr *nest;

	nest = event_start(d, CPO_EVENT_CODE_PORT_STATE, CPO_ACTION_PULSE,
			   CPO_SEVERITY_MAJOR, CPO_OBJECT_PORT);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_PORT_ID, port);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_VALUE, !dark);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_REASON, dark ?
			 CPO_PORT_REASON_ELS_ABSENT : CPO_PORT_REASON_NONE);
	event_end(nest);
}

static void ntf_rows(struct dev *d, unsigned int e)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;
	unsigned int i;

	nlh = ntf_start(buf, CPO_CMD_ELS_CHANGE_NTF);
	put_els(nlh, d, e);
	multicast(GROUP_MGMT, nlh);
	for (i = 0; i < LASERS; i++) {
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
	for (l = 0; l < LASERS; l++)
		event_laser(d, e, l, out ? CPO_LASER_STATE_ABSENT :
			    CPO_LASER_STATE_RESTRICTED);
	for (l = 0; l < LASERS; l++) {
		r = laser_feeds(d, e, l);
		for (i = 0; i < r.count; i++)
			event_lane(d, r.engine, r.first + i * r.stride, out);
	}
	for (i = 0; i < d->p->ports; i++)
		if (port_uses(d, i, e, -1))
			event_port(d, i);
	batch_send();
	ntf_rows(d, e);
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
	else if (!strcmp(verb, "overflow"))
		do_overflow();
	else if (!strcmp(verb, "epoch"))
		devs[a].seq = !(devs[a].epoch += 1000);
	else if (!strcmp(verb, "dark"))
		devs[a].dark[b][c] = true;
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

static void add_dev(const char *name, size_t len)
{
	struct dev *d = &devs[ndevs];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(profiles); i++)
		if (strlen(profiles[i].name) == len &&
		    !strncmp(profiles[i].name, name, len)) {
			memset(d, 0, sizeof(*d));
			d->p = &profiles[i];
			d->id = ndevs++;
			d->epoch = 0x123456789abcull + d->id;
			d->seq = 100;
			memset(d->insertions, 0, sizeof(d->insertions));
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
	while (*list && ndevs < MAX_DEVS) {
		add_dev(list, strcspn(list, ","));
		list += strcspn(list, ",");
		list += *list == ',';
	}
}

static __attribute__((constructor)) void fake_start(void)
{
	const char *fifo = getenv("CPO_FAKE_CONTROL");
	pthread_t thread;

	fake_reset();
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
	pthread_mutex_lock(&lock);
	serve(sock, buf);
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
		errno = EAGAIN;
		return -1;
	}
	len = dg->len < iov->iov_len ? dg->len : iov->iov_len;
	memcpy(iov->iov_base, dg->data, len);
	msg->msg_flags = dg->len > len ? MSG_TRUNC : 0;
	sock->first = dg->next;
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

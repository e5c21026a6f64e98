// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Rows of the fake: what there is to read of each kind of object. */

#include <stdio.h>
#include <stdlib.h>

#include "fake_priv.h"

/* ---- Parts of rows ---- */

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

void fake_put_sint(struct nlmsghdr *nlh, uint16_t type, int64_t val)
{
	if (val >= INT32_MIN && val <= INT32_MAX)
		mnl_attr_put_u32(nlh, type, (uint32_t)val);
	else
		mnl_attr_put_u64(nlh, type, (uint64_t)val);
}

/* ---- Rows ---- */

void fake_put_dev(struct nlmsghdr *nlh, const struct dev *d)
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

void fake_put_engine(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
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

void fake_put_els(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
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

void fake_put_laser(struct nlmsghdr *nlh, const struct dev *d, unsigned int e,
		    unsigned int l)
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

void fake_put_lane(struct nlmsghdr *nlh, const struct dev *d,
		   unsigned int engine, unsigned int lane)
{
	unsigned int k = fake_route_laser(d, d->route[engine][lane]);
	bool dark = fake_lane_dark(d, engine, lane);
	uint32_t status = CPO_LANE_STATUS_RX_ON;

	mnl_attr_put_u32(nlh, CPO_A_LANE_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_LANE_ENGINE_ID, engine);
	mnl_attr_put_u32(nlh, CPO_A_LANE_LANE_ID, lane);
	if (d->p->els)
		mnl_attr_put_u32(nlh, CPO_A_LANE_ELS_ID, k / d->p->lasers);
	mnl_attr_put_u32(nlh, CPO_A_LANE_LASER_ID, k % d->p->lasers);
	mnl_attr_put_u32(nlh, CPO_A_LANE_PORT_ID,
			 fake_lane_port(d, engine, lane));
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

void fake_put_port(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
{
	bool dark = fake_port_dark(d, n);
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
		fake_port_lane(d, n, i, &engine, &lane);
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
		port = fake_lane_port(d, r.engine, r.first + i * r.stride);
		if (port != last)
			mnl_attr_put_u32(nlh, CPO_A_ROUTE_PORT, port);
		last = port;
	}
}

void fake_put_route(struct nlmsghdr *nlh, const struct dev *d, unsigned int k)
{
	unsigned int laser = fake_route_laser(d, k);
	struct range r = fake_route_lanes(d, k);
	bool lit = !(d->p->els && d->pulled[fake_route_els(d, k)]) &&
		   !fake_route_is_standby(d, k);

	mnl_attr_put_u32(nlh, CPO_A_ROUTE_DEV_ID, d->id);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ROUTE_ID, k);
	if (d->p->els)
		mnl_attr_put_u32(nlh, CPO_A_ROUTE_ELS_ID, fake_route_els(d, k));
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_LASER_ID, laser % d->p->lasers);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ENGINE_ID, r.engine);
	put_route_ports(nlh, d, r);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_FIBRE_ID, k);
	put_range(nlh, CPO_A_ROUTE_LANE_RANGE, r);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_WAVELENGTH, k % 4);
	mnl_attr_put_u32(nlh, CPO_A_ROUTE_ROLE, fake_route_is_standby(d, k) ?
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

uint16_t fake_sensor_part(const struct dev *d, unsigned int n)
{
	return sensors[n].part == CPO_A_SENSOR_ELS_ID && !d->p->els ? 0 :
								sensors[n].part;
}

void fake_put_sensor(struct nlmsghdr *nlh, const struct dev *d, unsigned int n)
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
	if (fake_sensor_part(d, n))
		mnl_attr_put_u32(nlh, fake_sensor_part(d, n), 0);
	if (sensors[n].value != INT64_MIN)
		mnl_attr_put_u64(nlh, CPO_A_SENSOR_VALUE, sensors[n].value);
	fake_put_sample(nlh, CPO_A_SENSOR_SAMPLE);
	fake_put_future(nlh);
}

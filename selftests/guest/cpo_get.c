// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Every get, do and dump: counts, contents, agreement, samples. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW	300	/* seconds: a debug kernel under emulation */

/*
 * One kind of object: how it is addressed and what each row must have. Lists
 * end at 0. What may change from one read to the next is in moving.
 */
struct kind {
	const char *name;
	int cmd;
	int id[4];
	int required[21];
	int moving[20];
	int sample;
};

static const struct kind kinds[] = {
	{
		.name = "dev", .cmd = CPO_CMD_DEV_GET,
		.id = { CPO_A_DEV_DEV_ID },
		.required = { CPO_A_DEV_NAME, CPO_A_DEV_BUS_NAME,
			CPO_A_DEV_DEV_NAME, CPO_A_DEV_STATE, CPO_A_DEV_MODE,
			CPO_A_DEV_IDENTITY, CPO_A_DEV_PROFILE, CPO_A_DEV_EPOCH,
			CPO_A_DEV_EVENT_SEQ, CPO_A_DEV_TOPOLOGY_GENERATION,
			CPO_A_DEV_ASICS, CPO_A_DEV_ENGINES, CPO_A_DEV_ELS_SLOTS,
			CPO_A_DEV_LASERS, CPO_A_DEV_LANES, CPO_A_DEV_PORTS,
			CPO_A_DEV_ROUTES, CPO_A_DEV_MAX_BANKS,
			CPO_A_DEV_TELEMETRY_PERIOD_US, CPO_A_DEV_SENSORS },
		.moving = { CPO_A_DEV_EVENT_SEQ, CPO_A_DEV_POWER_MW,
			CPO_A_DEV_SAMPLE },
		.sample = CPO_A_DEV_SAMPLE,
	},
	{
		.name = "engine", .cmd = CPO_CMD_ENGINE_GET,
		.id = { CPO_A_ENGINE_DEV_ID, CPO_A_ENGINE_ENGINE_ID },
		.required = { CPO_A_ENGINE_LABEL, CPO_A_ENGINE_IDENTITY,
			CPO_A_ENGINE_ASIC, CPO_A_ENGINE_LANES,
			CPO_A_ENGINE_BANKS, CPO_A_ENGINE_MODULATOR,
			CPO_A_ENGINE_MAX_POWER_MW, CPO_A_ENGINE_STATE,
			CPO_A_ENGINE_TEMPERATURE, CPO_A_ENGINE_POWER_MW },
		.moving = { CPO_A_ENGINE_TEMPERATURE, CPO_A_ENGINE_RAIL_UV,
			CPO_A_ENGINE_POWER_MW, CPO_A_ENGINE_ENERGY_MJ,
			CPO_A_ENGINE_SAMPLE },
		.sample = CPO_A_ENGINE_SAMPLE,
	},
	{
		.name = "els", .cmd = CPO_CMD_ELS_GET,
		.id = { CPO_A_ELS_DEV_ID, CPO_A_ELS_ELS_ID },
		.required = { CPO_A_ELS_LABEL, CPO_A_ELS_PRESENT,
			CPO_A_ELS_LASERS },
		.moving = { CPO_A_ELS_TEMPERATURE, CPO_A_ELS_LASER_TEMPERATURE,
			CPO_A_ELS_VCC_UV, CPO_A_ELS_ICC_NA,
			CPO_A_ELS_TEC_POWER_MW, CPO_A_ELS_POWER_MW,
			CPO_A_ELS_COOLING, CPO_A_ELS_SAMPLE },
		.sample = CPO_A_ELS_SAMPLE,
	},
	{
		.name = "laser", .cmd = CPO_CMD_LASER_GET,
		.id = { CPO_A_LASER_DEV_ID, CPO_A_LASER_ELS_ID,
			CPO_A_LASER_LASER_ID },
		.required = { CPO_A_LASER_FREQUENCY_MHZ,
			CPO_A_LASER_MAX_POWER_NW, CPO_A_LASER_STATE },
		.moving = { CPO_A_LASER_POWER_NW, CPO_A_LASER_BIAS_NA,
			CPO_A_LASER_TEMPERATURE, CPO_A_LASER_FREQUENCY_ERROR_MHZ,
			CPO_A_LASER_TEC_DRIVE, CPO_A_LASER_AGE,
			CPO_A_LASER_VOLTAGE_UV, CPO_A_LASER_SAMPLE },
		.sample = CPO_A_LASER_SAMPLE,
	},
	{
		.name = "lane", .cmd = CPO_CMD_LANE_GET,
		.id = { CPO_A_LANE_DEV_ID, CPO_A_LANE_ENGINE_ID,
			CPO_A_LANE_LANE_ID },
		.required = { CPO_A_LANE_ELS_ID, CPO_A_LANE_LASER_ID,
			CPO_A_LANE_PORT_ID, CPO_A_LANE_BANK,
			CPO_A_LANE_BANK_LANE, CPO_A_LANE_ASIC_LANE,
			CPO_A_LANE_STATE, CPO_A_LANE_STATUS,
			CPO_A_LANE_TX_POWER_NW, CPO_A_LANE_RX_POWER_NW },
		.moving = { CPO_A_LANE_TX_POWER_NW, CPO_A_LANE_RX_POWER_NW,
			CPO_A_LANE_SNR_MEDIA_MDB, CPO_A_LANE_SNR_HOST_MDB,
			CPO_A_LANE_PRE_FEC_BER_MEDIA,
			CPO_A_LANE_PRE_FEC_BER_HOST, CPO_A_LANE_DETUNING_MHZ,
			CPO_A_LANE_HEATER_DRIVE, CPO_A_LANE_TEMPERATURE,
			CPO_A_LANE_PHOTOCURRENT_NA, CPO_A_LANE_SYMBOL_ERRORS,
			CPO_A_LANE_SAMPLE },
		.sample = CPO_A_LANE_SAMPLE,
	},
	{
		.name = "port", .cmd = CPO_CMD_PORT_GET,
		.id = { CPO_A_PORT_DEV_ID, CPO_A_PORT_PORT_ID },
		.required = { CPO_A_PORT_LABEL, CPO_A_PORT_IFINDEX,
			CPO_A_PORT_IFNAME, CPO_A_PORT_PROTOCOL,
			CPO_A_PORT_SPEED_MBPS, CPO_A_PORT_LANE_RANGE,
			CPO_A_PORT_LANES, CPO_A_PORT_LANES_UP,
			CPO_A_PORT_STATE },
		.moving = { CPO_A_PORT_POWER_MW, CPO_A_PORT_WORST_PRE_FEC_BER,
			CPO_A_PORT_MIN_SNR_MDB, CPO_A_PORT_ENERGY_MJ,
			CPO_A_PORT_TRAFFIC_MBPS, CPO_A_PORT_FRAME_LOSS_RATIO,
			CPO_A_PORT_SAMPLE },
		.sample = CPO_A_PORT_SAMPLE,
	},
	{
		.name = "route", .cmd = CPO_CMD_ROUTE_GET,
		.id = { CPO_A_ROUTE_DEV_ID, CPO_A_ROUTE_ROUTE_ID },
		.required = { CPO_A_ROUTE_LASER_ID, CPO_A_ROUTE_ENGINE_ID,
			CPO_A_ROUTE_PORT, CPO_A_ROUTE_FIBRE_ID,
			CPO_A_ROUTE_LANE_RANGE, CPO_A_ROUTE_WAVELENGTH,
			CPO_A_ROUTE_ROLE, CPO_A_ROUTE_LIT,
			CPO_A_ROUTE_CHECK_STATE },
		.moving = { CPO_A_ROUTE_INPUT_POWER_NW, CPO_A_ROUTE_LOSS_MDB,
			CPO_A_ROUTE_SAMPLE },
		.sample = CPO_A_ROUTE_SAMPLE,
	},
	{
		.name = "sensor", .cmd = CPO_CMD_SENSOR_GET,
		.id = { CPO_A_SENSOR_DEV_ID, CPO_A_SENSOR_SENSOR_ID },
		.required = { CPO_A_SENSOR_LABEL, CPO_A_SENSOR_KIND,
			CPO_A_SENSOR_VALUE },
		.moving = { CPO_A_SENSOR_VALUE, CPO_A_SENSOR_SAMPLE },
		.sample = CPO_A_SENSOR_SAMPLE,
	},
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static const struct nlt_rows *rows_of(const struct topo *topo, int cmd)
{
	switch (cmd) {
	case CPO_CMD_ENGINE_GET:
		return &topo->engine;
	case CPO_CMD_ELS_GET:
		return &topo->els;
	case CPO_CMD_LASER_GET:
		return &topo->laser;
	case CPO_CMD_LANE_GET:
		return &topo->lane;
	case CPO_CMD_PORT_GET:
		return &topo->port;
	case CPO_CMD_ROUTE_GET:
		return &topo->route;
	case CPO_CMD_SENSOR_GET:
		return &topo->sensor;
	default:
		return NULL;
	}
}

static uint64_t boottime_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

FIXTURE(get) {
	struct nlt nl;
	struct topo topo;
	struct nlt_rows dev;
};

FIXTURE_SETUP(get)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load_fresh(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
}

FIXTURE_TEARDOWN(get)
{
	nlt_rows_free(&self->dev);
	topo_free(&self->topo);
	nlt_close(&self->nl);
}

TEST_F_TIMEOUT(get, counts_of_profile, SLOW)
{
	const struct topo *topo = &self->topo;
	const struct profile *p = topo->profile;

	if (!p)
		SKIP(return, "profile '%s' is not one this test knows",
		     nlt_str(&topo->dev_row, CPO_A_DEV_PROFILE));
	EXPECT_EQ(p->engines, topo->engine.n);
	EXPECT_EQ(p->engines * p->engine_lanes, topo->lane.n);
	EXPECT_EQ(p->els, topo->els.n);
	EXPECT_EQ(p->els * p->els_lasers, topo->laser.n);
	EXPECT_EQ(p->ports, topo->port.n);
	EXPECT_EQ(profile_routes(p), topo->route.n);
	EXPECT_EQ(p->asics, nlt_u(&topo->dev_row, CPO_A_DEV_ASICS));
	EXPECT_EQ(p->banks, nlt_u(&topo->dev_row, CPO_A_DEV_MAX_BANKS));
}

TEST_F(get, counts_of_dev_row)
{
	const struct topo *topo = &self->topo;
	const struct nlt_row *dev = &topo->dev_row;

	EXPECT_EQ(topo->engine.n, nlt_u(dev, CPO_A_DEV_ENGINES));
	EXPECT_EQ(topo->els.n, nlt_u(dev, CPO_A_DEV_ELS_SLOTS));
	EXPECT_EQ(topo->laser.n, nlt_u(dev, CPO_A_DEV_LASERS));
	EXPECT_EQ(topo->lane.n, nlt_u(dev, CPO_A_DEV_LANES));
	EXPECT_EQ(topo->port.n, nlt_u(dev, CPO_A_DEV_PORTS));
	EXPECT_EQ(topo->route.n, nlt_u(dev, CPO_A_DEV_ROUTES));
	EXPECT_EQ(topo->sensor.n, nlt_u(dev, CPO_A_DEV_SENSORS));
}

static void check_identity(struct __test_metadata *_metadata,
			   const struct nlt_row *row, int attr)
{
	struct nlt_row id = nlt_nested(row, attr);

	EXPECT_STRNE("", nlt_str(&id, CPO_A_IDENTITY_VENDOR));
	EXPECT_STRNE("", nlt_str(&id, CPO_A_IDENTITY_PART));
	EXPECT_STRNE("", nlt_str(&id, CPO_A_IDENTITY_SERIAL));
}

TEST_F(get, dev_row)
{
	const struct nlt_row *dev = &self->topo.dev_row;
	char text[64];

	snprintf(text, sizeof(text), "cpo%llu",
		 (unsigned long long)self->topo.dev);
	EXPECT_STREQ(text, nlt_str(dev, CPO_A_DEV_NAME));
	EXPECT_STREQ("pci", nlt_str(dev, CPO_A_DEV_BUS_NAME));
	snprintf(text, sizeof(text), "/sys/bus/pci/devices/%s",
		 nlt_str(dev, CPO_A_DEV_DEV_NAME));
	EXPECT_EQ(0, access(text, F_OK));
	EXPECT_EQ(CPO_DEV_STATE_ONLINE, nlt_u(dev, CPO_A_DEV_STATE));
	EXPECT_EQ(CPO_DEV_MODE_SEPARATE, nlt_u(dev, CPO_A_DEV_MODE));
	EXPECT_LT(0, nlt_u(dev, CPO_A_DEV_TELEMETRY_PERIOD_US));
	check_identity(_metadata, dev, CPO_A_DEV_IDENTITY);
}

static void check_attrs(struct __test_metadata *_metadata,
			const struct kind *kind, const struct nlt_row *row)
{
	const int *list;

	for (list = kind->id; *list; list++) {
		EXPECT_TRUE(nlt_has(row, *list))
			TH_LOG("%s: no id %d", kind->name, *list);
	}
	for (list = kind->required; *list; list++) {
		EXPECT_TRUE(nlt_has(row, *list))
			TH_LOG("%s: no attribute %d", kind->name, *list);
	}
	EXPECT_TRUE(nlt_has(row, kind->sample))
		TH_LOG("%s: no sample", kind->name);
}

TEST_F_TIMEOUT(get, every_row_is_complete, SLOW)
{
	const struct nlt_rows *rows;
	size_t k, i;

	check_attrs(_metadata, &kinds[0], &self->topo.dev_row);
	for (k = 1; k < KINDS; k++) {
		rows = rows_of(&self->topo, kinds[k].cmd);
		for (i = 0; i < rows->n; i++)
			check_attrs(_metadata, &kinds[k], &rows->row[i]);
	}
}

TEST_F_TIMEOUT(get, dumps_ascend_without_repeats, SLOW)
{
	const struct nlt_rows *rows;
	const struct kind *kind;
	size_t k, i;
	int hi, lo;
	uint64_t key, last = 0;

	for (k = 1; k < KINDS; k++) {
		kind = &kinds[k];
		rows = rows_of(&self->topo, kind->cmd);
		hi = kind->id[2] ? kind->id[1] : 0;
		lo = kind->id[2] ?: kind->id[1];
		for (i = 0; i < rows->n; i++) {
			key = KEY2(hi ? nlt_u(&rows->row[i], hi) : 0,
				   nlt_u(&rows->row[i], lo));
			EXPECT_TRUE(!i || key > last)
				TH_LOG("%s: row %zu out of order", kind->name,
				       i);
			last = key;
			if (!hi) {
				EXPECT_EQ(i, key);
			}
		}
	}
}

/* The request that names the object of a row. */
static void request_of(const struct kind *kind, const struct nlt_row *row,
		       struct nlt_arg args[4])
{
	int n;

	for (n = 0; kind->id[n]; n++)
		args[n] = (struct nlt_arg){ kind->id[n],
					    nlt_u(row, kind->id[n]) };
	args[n] = (struct nlt_arg){};
}

static void check_do(struct __test_metadata *_metadata, struct nlt *nl,
		     const struct kind *kind, const struct nlt_row *row)
{
	struct nlt_arg args[4];
	struct nlt_row one;
	int err;

	request_of(kind, row, args);
	err = nlt_do(nl, kind->cmd, args, &one);
	ASSERT_EQ(0, err)
		TH_LOG("%s: %s: %s", kind->name, strerror(-err), nl->ext.msg);
	EXPECT_TRUE(nlt_row_equal(row, &one, kind->moving))
		TH_LOG("%s %llu: do and dump differ", kind->name,
		       (unsigned long long)args[1].value);
	check_attrs(_metadata, kind, &one);
	nlt_row_free(&one);
}

TEST_F_TIMEOUT(get, do_equals_dump, SLOW)
{
	const struct nlt_rows *rows;
	size_t k, i;

	check_do(_metadata, &self->nl, &kinds[0], &self->topo.dev_row);
	for (k = 1; k < KINDS; k++) {
		rows = rows_of(&self->topo, kinds[k].cmd);
		for (i = 0; i < rows->n; i++)
			check_do(_metadata, &self->nl, &kinds[k],
				 &rows->row[i]);
	}
}

/* Without a dev filter a dump gives the devices one after the other. */
TEST_F_TIMEOUT(get, dump_of_all_devices, SLOW)
{
	struct nlt_rows all, part;
	size_t k, d, i, at;
	uint64_t dev;

	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_DEV_GET, NO_ARGS,
			      &self->dev));
	for (k = 1; k < KINDS; k++) {
		ASSERT_EQ(0, nlt_dump(&self->nl, kinds[k].cmd, NO_ARGS, &all));
		for (d = at = 0; d < self->dev.n; d++) {
			dev = nlt_u(&self->dev.row[d], CPO_A_DEV_DEV_ID);
			ASSERT_EQ(0, nlt_dump(&self->nl, kinds[k].cmd,
					      ARGS(A(1, dev)), &part));
			for (i = 0; i < part.n && at < all.n; i++, at++) {
				EXPECT_TRUE(nlt_row_equal(&part.row[i],
							  &all.row[at],
							  kinds[k].moving))
					TH_LOG("%s row %zu", kinds[k].name, at);
			}
			nlt_rows_free(&part);
		}
		EXPECT_EQ(at, all.n);
		nlt_rows_free(&all);
	}
}

TEST_F(get, devices_have_unique_names)
{
	struct set ids;
	size_t i, j;

	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_DEV_GET, NO_ARGS,
			      &self->dev));
	ids = set_of_rows(&self->dev, 0, CPO_A_DEV_DEV_ID);
	EXPECT_EQ(self->dev.n, ids.n);
	set_free(&ids);
	for (i = 0; i < self->dev.n; i++)
		for (j = 0; j < i; j++) {
			EXPECT_STRNE(nlt_str(&self->dev.row[i], CPO_A_DEV_NAME),
				     nlt_str(&self->dev.row[j],
					     CPO_A_DEV_NAME));
		}
}

TEST_F(get, engine_rows)
{
	const struct profile *p = self->topo.profile;
	const struct nlt_row *row;
	int64_t temp;
	size_t i;

	for (i = 0; i < self->topo.engine.n; i++) {
		row = &self->topo.engine.row[i];
		check_identity(_metadata, row, CPO_A_ENGINE_IDENTITY);
		EXPECT_STRNE("", nlt_str(row, CPO_A_ENGINE_LABEL));
		EXPECT_EQ(CPO_MODULE_STATE_READY,
			  nlt_u(row, CPO_A_ENGINE_STATE));
		EXPECT_LT(nlt_u(row, CPO_A_ENGINE_ASIC),
			  nlt_u(&self->topo.dev_row, CPO_A_DEV_ASICS));
		temp = nlt_s(row, CPO_A_ENGINE_TEMPERATURE);
		EXPECT_TRUE(temp > 5000 && temp < 90000)
			TH_LOG("engine %zu: %lld m°C", i, (long long)temp);
		EXPECT_LE(nlt_u(row, CPO_A_ENGINE_POWER_MW),
			  nlt_u(row, CPO_A_ENGINE_MAX_POWER_MW));
		if (!p)
			continue;
		EXPECT_EQ(p->engine_lanes, nlt_u(row, CPO_A_ENGINE_LANES));
		EXPECT_EQ(p->banks, nlt_u(row, CPO_A_ENGINE_BANKS));
		EXPECT_EQ(p->modulator, nlt_u(row, CPO_A_ENGINE_MODULATOR));
	}
}

TEST_F(get, els_rows)
{
	const struct nlt_row *row;
	bool present;
	size_t i;

	for (i = 0; i < self->topo.els.n; i++) {
		row = &self->topo.els.row[i];
		present = nlt_u(row, CPO_A_ELS_PRESENT);
		EXPECT_STRNE("", nlt_str(row, CPO_A_ELS_LABEL));
		EXPECT_EQ(present, nlt_has(row, CPO_A_ELS_IDENTITY));
		EXPECT_EQ(present, nlt_has(row, CPO_A_ELS_TEMPERATURE));
		if (self->topo.profile) {
			EXPECT_EQ(self->topo.profile->els_lasers,
				  nlt_u(row, CPO_A_ELS_LASERS));
		}
		if (!present)
			continue;
		check_identity(_metadata, row, CPO_A_ELS_IDENTITY);
		EXPECT_EQ(CPO_MODULE_STATE_READY, nlt_u(row, CPO_A_ELS_STATE));
		EXPECT_LT(3000000, nlt_u(row, CPO_A_ELS_VCC_UV));
		EXPECT_GT(3600000, nlt_u(row, CPO_A_ELS_VCC_UV));
	}
}

/* Two parts never have the same serial number. */
TEST_F(get, serial_numbers_differ)
{
	const struct nlt_rows *els = &self->topo.els;
	struct nlt_row a, b;
	size_t i, j;

	for (i = 0; i < els->n; i++) {
		a = nlt_nested(&els->row[i], CPO_A_ELS_IDENTITY);
		for (j = 0; j < i; j++) {
			b = nlt_nested(&els->row[j], CPO_A_ELS_IDENTITY);
			EXPECT_TRUE(!a.len || !b.len ||
				    strcmp(nlt_str(&a, CPO_A_IDENTITY_SERIAL),
					   nlt_str(&b, CPO_A_IDENTITY_SERIAL)))
				TH_LOG("els %zu and %zu", i, j);
		}
	}
}

static bool laser_lit(const struct nlt_row *row)
{
	return nlt_u(row, CPO_A_LASER_STATUS) != NLT_NONE &&
	       nlt_u(row, CPO_A_LASER_STATUS) & CPO_LASER_STATUS_LIT;
}

/* The state of a laser, its status bits and its power tell one story. */
TEST_F(get, laser_rows)
{
	const struct nlt_row *row;
	uint64_t state, power;
	bool emits, lit;
	size_t i;

	for (i = 0; i < self->topo.laser.n; i++) {
		row = &self->topo.laser.row[i];
		state = nlt_u(row, CPO_A_LASER_STATE);
		power = nlt_u(row, CPO_A_LASER_POWER_NW);
		emits = state == CPO_LASER_STATE_ON ||
			state == CPO_LASER_STATE_ON_FAULT;
		lit = laser_lit(row);
		EXPECT_TRUE(nlt_has(row, CPO_A_LASER_ELS_ID) !=
			    nlt_has(row, CPO_A_LASER_ENGINE_ID));
		EXPECT_GE(CPO_LASER_STATE_DOWN_FAULT, state);
		EXPECT_LT(180000000, nlt_u(row, CPO_A_LASER_FREQUENCY_MHZ));
		EXPECT_GT(260000000, nlt_u(row, CPO_A_LASER_FREQUENCY_MHZ));
		if (!emits) {
			EXPECT_TRUE(power == 0 || power == NLT_NONE)
				TH_LOG("laser %zu: dark with %llu nW", i,
				       (unsigned long long)power);
		}
		if (emits) {
			EXPECT_TRUE(lit);
			EXPECT_TRUE(nlt_u(row, CPO_A_LASER_STATUS) &
				    CPO_LASER_STATUS_CHECKED)
				TH_LOG("laser %zu: lit, not checked", i);
			EXPECT_LT(50000000, power);
			EXPECT_GE(nlt_u(row, CPO_A_LASER_MAX_POWER_NW) * 1.1,
				  power);
			EXPECT_GE(nlt_u(row, CPO_A_LASER_MAX_BIAS_NA),
				  nlt_u(row, CPO_A_LASER_BIAS_NA));
		}
		if (state == CPO_LASER_STATE_ABSENT) {
			EXPECT_FALSE(nlt_has(row, CPO_A_LASER_TEMPERATURE));
		}
	}
}

TEST_F(get, lane_rows)
{
	const struct nlt_row *row;
	uint64_t lane, status;
	size_t i;

	for (i = 0; i < self->topo.lane.n; i++) {
		row = &self->topo.lane.row[i];
		lane = nlt_u(row, CPO_A_LANE_LANE_ID);
		status = nlt_u(row, CPO_A_LANE_STATUS);
		EXPECT_EQ(lane / 8, nlt_u(row, CPO_A_LANE_BANK));
		EXPECT_EQ(lane % 8, nlt_u(row, CPO_A_LANE_BANK_LANE));
		EXPECT_GE(CPO_DP_STATE_INITIALIZED,
			  nlt_u(row, CPO_A_LANE_STATE));
		if (status & CPO_LANE_STATUS_TX_DARK) {
			EXPECT_EQ(0, nlt_u(row, CPO_A_LANE_TX_POWER_NW));
		} else {
			EXPECT_LT(100000, nlt_u(row, CPO_A_LANE_TX_POWER_NW));
		}
		if (!(status & CPO_LANE_STATUS_RX_LOS)) {
			EXPECT_LT(50000, nlt_u(row, CPO_A_LANE_RX_POWER_NW));
		}
	}
}

TEST_F(get, port_rows)
{
	const struct profile *p = self->topo.profile;
	struct set ifindex = {}, labels = {};
	const struct nlt_row *row;
	char path[64];
	bool up;
	size_t i;

	for (i = 0; i < self->topo.port.n; i++) {
		row = &self->topo.port.row[i];
		up = nlt_u(row, CPO_A_PORT_STATE) == CPO_PORT_STATE_UP;
		snprintf(path, sizeof(path), "/sys/class/net/%s",
			 nlt_str(row, CPO_A_PORT_IFNAME));
		EXPECT_EQ(0, access(path, F_OK))
			TH_LOG("port %zu: no %s", i, path);
		set_add(&ifindex, nlt_u(row, CPO_A_PORT_IFINDEX));
		EXPECT_EQ(up, nlt_u(row, CPO_A_PORT_LANES_UP) ==
			      nlt_u(row, CPO_A_PORT_LANES));
		EXPECT_EQ(up, nlt_u(row, CPO_A_PORT_REASON) == NLT_NONE ||
			      nlt_u(row, CPO_A_PORT_REASON) ==
			      CPO_PORT_REASON_NONE);
		if (!p)
			continue;
		EXPECT_EQ(p->port_lanes, nlt_u(row, CPO_A_PORT_LANES));
		EXPECT_EQ(p->speed_mbps, nlt_u(row, CPO_A_PORT_SPEED_MBPS));
		EXPECT_EQ(p->protocol, nlt_u(row, CPO_A_PORT_PROTOCOL));
	}
	EXPECT_EQ(self->topo.port.n, ifindex.n);
	set_free(&ifindex);
	set_free(&labels);
}

/* The labels of ports are what is printed on the box: all differ. */
TEST_F(get, port_labels_differ)
{
	const struct nlt_rows *port = &self->topo.port;
	size_t i, j;

	for (i = 0; i < port->n; i++)
		for (j = 0; j < i; j++) {
			EXPECT_STRNE(nlt_str(&port->row[i], CPO_A_PORT_LABEL),
				     nlt_str(&port->row[j], CPO_A_PORT_LABEL));
		}
}

/* A route is lit when its laser is, and loses what its loss says. */
TEST_F(get, route_rows)
{
	const struct nlt_row *row, *laser;
	struct nlt_arg args[4];
	struct nlt_row one;
	size_t i;

	for (i = 0; i < self->topo.route.n; i++) {
		row = &self->topo.route.row[i];
		args[0] = (struct nlt_arg){ CPO_A_LASER_DEV_ID,
					    self->topo.dev };
		args[1] = (struct nlt_arg){ CPO_A_LASER_ELS_ID,
			nlt_u(row, CPO_A_ROUTE_ELS_ID) };
		args[2] = (struct nlt_arg){ CPO_A_LASER_LASER_ID,
			nlt_u(row, CPO_A_ROUTE_LASER_ID) };
		args[3] = (struct nlt_arg){};
		ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_LASER_GET, args, &one));
		laser = &one;
		EXPECT_EQ(laser_lit(laser), nlt_u(row, CPO_A_ROUTE_LIT));
		if (!nlt_u(row, CPO_A_ROUTE_LIT)) {
			EXPECT_TRUE(!nlt_has(row, CPO_A_ROUTE_INPUT_POWER_NW) ||
				    !nlt_u(row, CPO_A_ROUTE_INPUT_POWER_NW));
		} else {
			EXPECT_LT(nlt_u(row, CPO_A_ROUTE_INPUT_POWER_NW),
				  nlt_u(laser, CPO_A_LASER_POWER_NW));
		}
		nlt_row_free(&one);
	}
}

/* ---- samples ---- */

static void check_sample(struct __test_metadata *_metadata,
			 const struct nlt_row *row, int attr, uint64_t now)
{
	struct nlt_row sample = nlt_nested(row, attr);
	uint64_t taken = nlt_u(&sample, CPO_A_SAMPLE_BOOTTIME_NS);

	EXPECT_LT(0, nlt_u(&sample, CPO_A_SAMPLE_SEQ));
	EXPECT_TRUE(nlt_has(&sample, CPO_A_SAMPLE_DEVICE_TIME_NS));
	EXPECT_LT(0, taken);
	EXPECT_GE(now, taken);
	EXPECT_GE(now / 1000000, taken / 1000000 +
				 nlt_u(&sample, CPO_A_SAMPLE_AGE_MS));
	EXPECT_FALSE(nlt_has(&sample, CPO_A_SAMPLE_STALE));
}

TEST_F(get, samples_are_fresh)
{
	const struct nlt_rows *rows;
	uint64_t now;
	size_t k, i;

	/* an emulated machine may be slow, not the telemetry */
	topo_free(&self->topo);
	ASSERT_EQ(0, topo_load(&self->topo, &self->nl));
	now = boottime_ns();
	check_sample(_metadata, &self->topo.dev_row, CPO_A_DEV_SAMPLE, now);
	for (k = 1; k < KINDS; k++) {
		rows = rows_of(&self->topo, kinds[k].cmd);
		for (i = 0; i < rows->n; i += rows->n > 1 ? rows->n - 1 : 1)
			check_sample(_metadata, &rows->row[i], kinds[k].sample,
				     now);
	}
}

static uint64_t sample_seq(const struct nlt_row *row, int attr)
{
	struct nlt_row sample = nlt_nested(row, attr);

	return nlt_u(&sample, CPO_A_SAMPLE_SEQ);
}

/* A refresh returns when the values are in: later gets are not older. */
TEST_F(get, refresh)
{
	struct nlt_row before, refreshed, lane;
	const struct nlt_arg *dev = ARGS(A(CPO_A_DEV_DEV_ID, self->topo.dev));
	uint64_t seq;

	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_DEV_GET, dev, &before));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_REFRESH, dev, &refreshed))
		TH_LOG("%s", self->nl.ext.msg);
	EXPECT_EQ(self->topo.dev, nlt_u(&refreshed, CPO_A_DEV_DEV_ID));
	seq = sample_seq(&refreshed, CPO_A_DEV_SAMPLE);
	EXPECT_NE(NLT_NONE, seq);
	EXPECT_LT(sample_seq(&before, CPO_A_DEV_SAMPLE), seq);
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_LANE_GET,
			    ARGS(A(CPO_A_LANE_DEV_ID, self->topo.dev)
				 A(CPO_A_LANE_ENGINE_ID, 0)
				 A(CPO_A_LANE_LANE_ID, 0)), &lane));
	EXPECT_LE(seq, sample_seq(&lane, CPO_A_LANE_SAMPLE));
	nlt_row_free(&before);
	nlt_row_free(&refreshed);
	nlt_row_free(&lane);
}

/* Telemetry comes by itself: the device pushes, nobody asks. */
TEST_F(get, telemetry_is_pushed)
{
	uint64_t first, seq, period;
	struct nlt_row row;
	int i;

	first = sample_seq(&self->topo.lane.row[0], CPO_A_LANE_SAMPLE);
	period = nlt_u(&self->topo.dev_row, CPO_A_DEV_TELEMETRY_PERIOD_US);
	seq = first;
	for (i = 0; i < 40 && seq == first; i++) {
		usleep(period / 2);
		ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_LANE_GET,
				    ARGS(A(CPO_A_LANE_DEV_ID, self->topo.dev)
					 A(CPO_A_LANE_ENGINE_ID, 0)
					 A(CPO_A_LANE_LANE_ID, 0)), &row));
		seq = sample_seq(&row, CPO_A_LANE_SAMPLE);
		nlt_row_free(&row);
	}
	EXPECT_LT(first, seq);
}

TEST_HARNESS_MAIN

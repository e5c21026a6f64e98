// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Sensors: what they measure, what they belong to, which are where. */

#include <stdio.h>
#include <string.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

FIXTURE(sensor) {
	struct nlt nl;
	struct topo topo;
};

FIXTURE_SETUP(sensor)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load_fresh(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
}

FIXTURE_TEARDOWN(sensor)
{
	topo_free(&self->topo);
	nlt_close(&self->nl);
}

/* What a value of a kind can be, and the unit it is named in. */
static const struct kind {
	const char *unit;
	int64_t least;
	int64_t most;
} kinds[] = {
	[CPO_SENSOR_KIND_OTHER]		= { NULL, INT64_MIN, INT64_MAX },
	[CPO_SENSOR_KIND_TEMPERATURE]	= { "mC", -40000, 150000 },
	[CPO_SENSOR_KIND_RAIL]		= { "uV", 300000, 60000000 },
	[CPO_SENSOR_KIND_POWER]		= { "mW", 0, 20000000 },
	[CPO_SENSOR_KIND_FLOW]		= { "ml/min", 0, 100000 },
	[CPO_SENSOR_KIND_LEAK]		= { "", 0, 1 },
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

TEST_F(sensor, value_and_unit_go_with_kind)
{
	const struct nlt_row *row;
	const char *unit;
	int64_t value;
	uint64_t kind;
	size_t i;

	for (i = 0; i < self->topo.sensor.n; i++) {
		row = &self->topo.sensor.row[i];
		kind = nlt_u(row, CPO_A_SENSOR_KIND);
		value = nlt_s(row, CPO_A_SENSOR_VALUE);
		unit = nlt_str(row, CPO_A_SENSOR_UNIT);
		ASSERT_GT(KINDS, kind);
		EXPECT_TRUE(value >= kinds[kind].least &&
			    value <= kinds[kind].most) {
			TH_LOG("%s is %lld %s",
			       nlt_str(row, CPO_A_SENSOR_LABEL),
			       (long long)value, unit);
		}
		if (kinds[kind].unit) {
			EXPECT_STREQ(kinds[kind].unit, unit);
		} else {
			EXPECT_STRNE("", unit);
		}
	}
}

TEST_F(sensor, labels_differ)
{
	const struct nlt_rows *sensor = &self->topo.sensor;
	size_t i, j;

	for (i = 0; i < sensor->n; i++) {
		for (j = 0; j < i; j++) {
			EXPECT_STRNE(nlt_str(&sensor->row[i],
					     CPO_A_SENSOR_LABEL),
				     nlt_str(&sensor->row[j],
					     CPO_A_SENSOR_LABEL));
		}
	}
}

/* The ids of an owner, and how many of its kind the device has. */
static const struct owner {
	int attr;
	int count;
} owners[] = {
	{ CPO_A_SENSOR_ASIC, CPO_A_DEV_ASICS },
	{ CPO_A_SENSOR_ENGINE_ID, CPO_A_DEV_ENGINES },
	{ CPO_A_SENSOR_ELS_ID, CPO_A_DEV_ELS_SLOTS },
};

#define OWNERS	(sizeof(owners) / sizeof(owners[0]))

TEST_F(sensor, belongs_to_one_object)
{
	const struct nlt_row *row;
	unsigned int n;
	size_t i, k;

	for (i = 0; i < self->topo.sensor.n; i++) {
		row = &self->topo.sensor.row[i];
		for (k = n = 0; k < OWNERS; k++) {
			if (!nlt_has(row, owners[k].attr))
				continue;
			n++;
			EXPECT_LT(nlt_u(row, owners[k].attr),
				  nlt_u(&self->topo.dev_row, owners[k].count));
		}
		EXPECT_GE(1, n) {
			TH_LOG("%s", nlt_str(row, CPO_A_SENSOR_LABEL));
		}
	}
}

/* Sensors of a kind that belong to ASIC @asic, or NLT_NONE: to the device. */
static unsigned int count(const struct topo *topo, unsigned int kind,
			  uint64_t asic)
{
	const struct nlt_row *row;
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < topo->sensor.n; i++) {
		row = &topo->sensor.row[i];
		n += nlt_u(row, CPO_A_SENSOR_KIND) == kind &&
		     nlt_u(row, CPO_A_SENSOR_ASIC) == asic &&
		     !nlt_has(row, CPO_A_SENSOR_ENGINE_ID) &&
		     !nlt_has(row, CPO_A_SENSOR_ELS_ID);
	}
	return n;
}

TEST_F(sensor, every_profile_has_the_usual_ones)
{
	const struct topo *topo = &self->topo;
	uint64_t asic;

	if (!topo->profile)
		SKIP(return, "profile '%s' is not one this test knows",
		     nlt_str(&topo->dev_row, CPO_A_DEV_PROFILE));
	EXPECT_LE(1, count(topo, CPO_SENSOR_KIND_TEMPERATURE, NLT_NONE));
	EXPECT_LE(1, count(topo, CPO_SENSOR_KIND_RAIL, NLT_NONE));
	EXPECT_EQ(1, count(topo, CPO_SENSOR_KIND_POWER, NLT_NONE));
	EXPECT_EQ(topo->profile->coolant,
		  count(topo, CPO_SENSOR_KIND_FLOW, NLT_NONE));
	EXPECT_EQ(topo->profile->leak,
		  count(topo, CPO_SENSOR_KIND_LEAK, NLT_NONE));
	for (asic = 0; asic < topo->profile->asics; asic++) {
		EXPECT_EQ(1, count(topo, CPO_SENSOR_KIND_TEMPERATURE, asic)) {
			TH_LOG("ASIC %llu", (unsigned long long)asic);
		}
	}
}

/* One quantity, wherever it is shown. */
TEST_F(sensor, power_of_the_device)
{
	const struct nlt_row *row;
	size_t i;

	for (i = 0; i < self->topo.sensor.n; i++) {
		row = &self->topo.sensor.row[i];
		if (nlt_u(row, CPO_A_SENSOR_KIND) != CPO_SENSOR_KIND_POWER ||
		    nlt_has(row, CPO_A_SENSOR_ASIC) ||
		    nlt_has(row, CPO_A_SENSOR_ENGINE_ID) ||
		    nlt_has(row, CPO_A_SENSOR_ELS_ID))
			continue;
		EXPECT_EQ(nlt_u(&self->topo.dev_row, CPO_A_DEV_POWER_MW),
			  (uint64_t)nlt_s(row, CPO_A_SENSOR_VALUE));
	}
}

/* A filter gives the rows that have its id, and no others. */
static void check_filter(struct __test_metadata *_metadata, struct nlt *nl,
			 const struct topo *topo, int attr, uint64_t id)
{
	struct nlt_rows rows;
	size_t i, want = 0;

	for (i = 0; i < topo->sensor.n; i++)
		want += nlt_u(&topo->sensor.row[i], attr) == id;
	ASSERT_EQ(0, nlt_dump(nl, CPO_CMD_SENSOR_GET,
			      ARGS(A(CPO_A_SENSOR_DEV_ID, topo->dev)
				   A(attr, id)), &rows));
	EXPECT_EQ(want, rows.n);
	for (i = 0; i < rows.n; i++) {
		EXPECT_EQ(id, nlt_u(&rows.row[i], attr));
	}
	nlt_rows_free(&rows);
}

TEST_F(sensor, filters)
{
	uint64_t id;

	for (id = 0; id < self->topo.engine.n; id++)
		check_filter(_metadata, &self->nl, &self->topo,
			     CPO_A_SENSOR_ENGINE_ID, id);
	for (id = 0; id < self->topo.els.n; id++)
		check_filter(_metadata, &self->nl, &self->topo,
			     CPO_A_SENSOR_ELS_ID, id);
}

TEST_HARNESS_MAIN

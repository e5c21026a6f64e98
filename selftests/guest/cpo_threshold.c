// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * Limits: shown as they are in force, changed and taken back for one object,
 * refused when they cannot be. What follows from them is in cpo_flag.c.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define LEVELS		4
#define ATTR(level)	(CPO_A_THRESHOLD_HIGH_ALARM + (level))
#define TEMP		CPO_QUANTITY_TEMPERATURE
#define SPREAD		1000	/* further apart than levels are by default? */

FIXTURE(threshold) {
	struct nlt nl;
	struct topo topo;
	struct nlt_row before;	/* temperature of engine 0 */
	uint64_t dev;
};

/* What a request for the temperature of engine 0 begins with. */
#define ENGINE0(dev)	A(CPO_A_THRESHOLD_DEV_ID, dev)			\
			A(CPO_A_THRESHOLD_ENGINE_ID, 0)			\
			A(CPO_A_THRESHOLD_QUANTITY, TEMP)

static int get(struct nlt *nl, uint64_t dev, struct nlt_row *row)
{
	return nlt_do(nl, CPO_CMD_THRESHOLD_GET, ARGS(ENGINE0(dev)), row);
}

static int set(struct nlt *nl, uint64_t dev, int level, int64_t limit)
{
	return nlt_set(nl, CPO_CMD_THRESHOLD_SET,
		       ARGS(ENGINE0(dev) A(ATTR(level), limit)));
}

static int reset(struct nlt *nl, uint64_t dev)
{
	return nlt_set(nl, CPO_CMD_THRESHOLD_SET,
		       ARGS(ENGINE0(dev) A(CPO_A_THRESHOLD_RESET, NLT_FLAG)));
}

FIXTURE_SETUP(threshold)
{
	int level;

	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
	self->dev = self->topo.dev;
	if (get(&self->nl, self->dev, &self->before))
		SKIP(return, "the device has no limits for its engines");
	for (level = 0; level < LEVELS; level++)
		if (!nlt_has(&self->before, ATTR(level)))
			SKIP(return, "engines are not watched at all levels");
	ASSERT_FALSE(nlt_has(&self->before, CPO_A_THRESHOLD_OVERRIDE));
}

FIXTURE_TEARDOWN(threshold)
{
	if (self->before.attrs)
		reset(&self->nl, self->dev);
	nlt_row_free(&self->before);
	topo_free(&self->topo);
	nlt_close(&self->nl);
}

static void same_as_before(struct __test_metadata *_metadata, struct nlt *nl,
			   uint64_t dev, const struct nlt_row *before)
{
	struct nlt_row row;

	ASSERT_EQ(0, get(nl, dev, &row));
	EXPECT_TRUE(nlt_row_equal(&row, before, NULL));
	nlt_row_free(&row);
}

static bool in_order(const struct nlt_row *row)
{
	int level, above = -1;

	for (level = 0; level < LEVELS; level++) {
		if (!nlt_has(row, ATTR(level)))
			continue;
		if (above >= 0 &&
		    nlt_s(row, ATTR(above)) < nlt_s(row, ATTR(level)))
			return false;
		if (above == CPO_LEVEL_HIGH_WARNING &&
		    nlt_s(row, ATTR(above)) == nlt_s(row, ATTR(level)))
			return false;
		above = level;
	}
	return above >= 0;
}

/* Copy the ids of a row into a request. */
static void ids_of(const struct nlt_row *row, struct nlt_arg *args)
{
	static const int ids[] = {
		CPO_A_THRESHOLD_DEV_ID, CPO_A_THRESHOLD_ENGINE_ID,
		CPO_A_THRESHOLD_ELS_ID, CPO_A_THRESHOLD_LASER_ID,
		CPO_A_THRESHOLD_LANE_ID, CPO_A_THRESHOLD_PORT_ID,
		CPO_A_THRESHOLD_ROUTE_ID, CPO_A_THRESHOLD_SENSOR_ID,
		CPO_A_THRESHOLD_QUANTITY,
	};
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (nlt_has(row, ids[i]))
			*args++ = (struct nlt_arg){ ids[i],
						    nlt_u(row, ids[i]) };
	memset(args, 0, sizeof(*args));
}

/* All that a dump shows makes sense, and a get of it gives the same. */
TEST_F_TIMEOUT(threshold, dump_and_get_agree, SLOW)
{
	struct nlt_arg args[10];
	struct nlt_rows rows;
	struct nlt_row row;
	size_t i;

	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_THRESHOLD_GET,
			      ARGS(A(CPO_A_THRESHOLD_DEV_ID, self->dev)),
			      &rows));
	EXPECT_LE(self->topo.engine.n, rows.n);
	for (i = 0; i < rows.n; i++) {
		EXPECT_TRUE(in_order(&rows.row[i])) {
			TH_LOG("row %zu", i);
		}
		/* on a large device every one takes long */
		if (i % (rows.n / 200 + 1))
			continue;
		ids_of(&rows.row[i], args);
		ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_THRESHOLD_GET, args,
				    &row)) {
			TH_LOG("row %zu: %s", i, self->nl.ext.msg);
		}
		EXPECT_TRUE(nlt_row_equal(&row, &rows.row[i], NULL));
		nlt_row_free(&row);
	}
	nlt_rows_free(&rows);
}

static size_t count(struct nlt *nl, const struct nlt_arg *args)
{
	struct nlt_rows rows;
	size_t n;

	if (nlt_dump(nl, CPO_CMD_THRESHOLD_GET, args, &rows))
		return SIZE_MAX;
	n = rows.n;
	nlt_rows_free(&rows);
	return n;
}

#define DEV		A(CPO_A_THRESHOLD_DEV_ID, self->dev)
#define OBJECT(kind)	A(CPO_A_THRESHOLD_OBJECT, CPO_OBJECT_##kind)
#define QUANTITY(q)	A(CPO_A_THRESHOLD_QUANTITY, q)

TEST_F_TIMEOUT(threshold, filters, SLOW)
{
	struct topo *topo = &self->topo;

	EXPECT_EQ(topo->engine.n,
		  count(&self->nl, ARGS(DEV OBJECT(ENGINE) QUANTITY(TEMP))));
	EXPECT_EQ(1, count(&self->nl,
			   ARGS(DEV OBJECT(ENGINE) QUANTITY(TEMP)
				A(CPO_A_THRESHOLD_ENGINE_ID, 0))));
	EXPECT_EQ(0, count(&self->nl, ARGS(DEV OBJECT(PORT))));
	EXPECT_EQ(0, count(&self->nl, ARGS(DEV OBJECT(DEV))));
	/* a port is its lanes */
	EXPECT_EQ(nlt_u(&topo->port.row[0], CPO_A_PORT_LANES),
		  count(&self->nl, ARGS(DEV A(CPO_A_THRESHOLD_PORT_ID, 0)
					QUANTITY(CPO_QUANTITY_RX_POWER))));
	EXPECT_EQ(count(&self->nl, ARGS(DEV)),
		  count(&self->nl, ARGS(DEV OBJECT(ENGINE))) +
		  count(&self->nl, ARGS(DEV OBJECT(ELS))) +
		  count(&self->nl, ARGS(DEV OBJECT(LASER))) +
		  count(&self->nl, ARGS(DEV OBJECT(LANE))) +
		  count(&self->nl, ARGS(DEV OBJECT(ROUTE))) +
		  count(&self->nl, ARGS(DEV OBJECT(SENSOR))));
}

/* What is given changes, and only for the object; reset takes all of it back. */
TEST_F(threshold, set_and_reset)
{
	int64_t limit = nlt_s(&self->before, ATTR(CPO_LEVEL_HIGH_ALARM));
	struct nlt_row row;
	int level;

	ASSERT_EQ(0, set(&self->nl, self->dev, CPO_LEVEL_HIGH_ALARM,
			 limit + SPREAD)) {
		TH_LOG("%s", self->nl.ext.msg);
	}
	ASSERT_EQ(0, get(&self->nl, self->dev, &row));
	EXPECT_TRUE(nlt_has(&row, CPO_A_THRESHOLD_OVERRIDE));
	EXPECT_EQ(limit + SPREAD, nlt_s(&row, ATTR(CPO_LEVEL_HIGH_ALARM)));
	for (level = CPO_LEVEL_HIGH_WARNING; level < LEVELS; level++)
		EXPECT_EQ(nlt_s(&self->before, ATTR(level)),
			  nlt_s(&row, ATTR(level)));
	nlt_row_free(&row);

	if (self->topo.engine.n > 1) {
		ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_THRESHOLD_GET,
				    ARGS(DEV A(CPO_A_THRESHOLD_ENGINE_ID, 1)
					 QUANTITY(TEMP)), &row));
		EXPECT_EQ(limit, nlt_s(&row, ATTR(CPO_LEVEL_HIGH_ALARM)));
		EXPECT_FALSE(nlt_has(&row, CPO_A_THRESHOLD_OVERRIDE));
		nlt_row_free(&row);
	}

	EXPECT_EQ(0, reset(&self->nl, self->dev));
	same_as_before(_metadata, &self->nl, self->dev, &self->before);
	/* there is nothing left to take back */
	EXPECT_EQ(0, reset(&self->nl, self->dev));
	same_as_before(_metadata, &self->nl, self->dev, &self->before);
}

/* Refused as a whole, with the level that is out of order. */
TEST_F(threshold, order)
{
	int64_t high = nlt_s(&self->before, ATTR(CPO_LEVEL_HIGH_ALARM));
	int64_t low = nlt_s(&self->before, ATTR(CPO_LEVEL_LOW_ALARM));
	int64_t warn = nlt_s(&self->before, ATTR(CPO_LEVEL_LOW_WARNING));
	const struct {
		int level;
		int64_t limit;
	} tries[] = {
		{ CPO_LEVEL_HIGH_WARNING, high + 1 },
		{ CPO_LEVEL_HIGH_WARNING, warn },
		{ CPO_LEVEL_HIGH_ALARM, warn },
		{ CPO_LEVEL_LOW_WARNING, low - 1 },
		{ CPO_LEVEL_LOW_ALARM, warn + 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		EXPECT_EQ(-ERANGE, set(&self->nl, self->dev, tries[i].level,
				       tries[i].limit)) {
			TH_LOG("try %zu", i);
		}
		EXPECT_EQ(ATTR(tries[i].level), self->nl.ext.bad_attr);
		EXPECT_STRNE("", self->nl.ext.msg);
	}
	/* two good ones beside a bad one are not done either */
	EXPECT_EQ(-ERANGE,
		  nlt_set(&self->nl, CPO_CMD_THRESHOLD_SET,
			  ARGS(ENGINE0(self->dev)
			       A(ATTR(CPO_LEVEL_HIGH_ALARM), high + SPREAD)
			       A(ATTR(CPO_LEVEL_HIGH_WARNING), high)
			       A(ATTR(CPO_LEVEL_LOW_ALARM), warn + 1))));
	EXPECT_EQ(ATTR(CPO_LEVEL_LOW_ALARM), self->nl.ext.bad_attr);
	same_as_before(_metadata, &self->nl, self->dev, &self->before);
}

/* In order, but nothing the device could compare with: it says so itself. */
TEST_F(threshold, beyond_the_device)
{
	EXPECT_EQ(-ERANGE, set(&self->nl, self->dev, CPO_LEVEL_HIGH_ALARM,
			       INT64_MAX)) {
		TH_LOG("%s", self->nl.ext.msg);
	}
	EXPECT_EQ(ATTR(CPO_LEVEL_HIGH_ALARM), self->nl.ext.bad_attr);
	EXPECT_EQ(-ERANGE, set(&self->nl, self->dev, CPO_LEVEL_LOW_ALARM,
			       INT64_MIN));
	EXPECT_EQ(ATTR(CPO_LEVEL_LOW_ALARM), self->nl.ext.bad_attr);
	same_as_before(_metadata, &self->nl, self->dev, &self->before);
}

/* A kind of every object that has limits, with what it has. */
static const struct {
	const char *name;
	uint32_t quantity;
	struct nlt_arg id[2];
} kinds[] = {
	{ "ELS", CPO_QUANTITY_TEMPERATURE, { { CPO_A_THRESHOLD_ELS_ID, 0 } } },
	{ "laser", CPO_QUANTITY_BIAS, { { CPO_A_THRESHOLD_ELS_ID, 0 },
		{ CPO_A_THRESHOLD_LASER_ID, 1 } } },
	{ "lane", CPO_QUANTITY_RX_POWER, { { CPO_A_THRESHOLD_ENGINE_ID, 0 },
		{ CPO_A_THRESHOLD_LANE_ID, 3 } } },
	{ "route", CPO_QUANTITY_INPUT_POWER,
		{ { CPO_A_THRESHOLD_ROUTE_ID, 1 } } },
	{ "sensor", CPO_QUANTITY_VALUE, { { CPO_A_THRESHOLD_SENSOR_ID, 0 } } },
};

/* @args: quantity and ids, with room for one attribute more at the end */
static void set_and_reset(struct __test_metadata *_metadata, struct nlt *nl,
			  const char *name, struct nlt_arg *args,
			  const struct nlt_row *row)
{
	struct nlt_arg *last = args;

	while (last->attr)
		last++;
	last->attr = CPO_A_THRESHOLD_HIGH_ALARM;
	last->value = nlt_s(row, CPO_A_THRESHOLD_HIGH_ALARM) + 1;
	EXPECT_EQ(0, nlt_set(nl, CPO_CMD_THRESHOLD_SET, args)) {
		TH_LOG("%s: %s", name, nl->ext.msg);
	}
	last->attr = CPO_A_THRESHOLD_RESET;
	last->value = NLT_FLAG;
	EXPECT_EQ(0, nlt_set(nl, CPO_CMD_THRESHOLD_SET, args)) {
		TH_LOG("%s: %s", name, nl->ext.msg);
	}
}

/* An alarm that nothing but a break-down reaches, so that no flag rises. */
TEST_F(threshold, every_kind)
{
	struct nlt_arg args[6];
	struct nlt_row row;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		memset(args, 0, sizeof(args));
		args[0] = (struct nlt_arg){ CPO_A_THRESHOLD_DEV_ID,
					    self->dev };
		args[1] = (struct nlt_arg){ CPO_A_THRESHOLD_QUANTITY,
					    kinds[i].quantity };
		memcpy(&args[2], kinds[i].id, sizeof(kinds[i].id));
		if (nlt_do(&self->nl, CPO_CMD_THRESHOLD_GET, args, &row))
			continue;
		if (nlt_has(&row, CPO_A_THRESHOLD_HIGH_ALARM)) {
			set_and_reset(_metadata, &self->nl, kinds[i].name,
				      args, &row);
		}
		nlt_row_free(&row);
	}
}

#define REREAD_S	3	/* until limits that changed were read again */

static int of_routes(struct nlt *nl, uint64_t dev, struct nlt_rows *rows)
{
	return nlt_dump(nl, CPO_CMD_THRESHOLD_GET,
			ARGS(A(CPO_A_THRESHOLD_DEV_ID, dev)
			     A(CPO_A_THRESHOLD_QUANTITY,
			       CPO_QUANTITY_INPUT_POWER)), rows);
}

/* Any command makes the driver see that limits changed. */
static void read_again(struct nlt *nl, uint64_t dev)
{
	struct nlt_row row;

	sleep(REREAD_S);
	if (!nlt_do(nl, CPO_CMD_REFRESH, ARGS(A(CPO_A_DEV_DEV_ID, dev)), &row))
		nlt_row_free(&row);
	sleep(REREAD_S);
}

/* Routes with one fibre have one limit: what is shown at once is so later. */
TEST_F_TIMEOUT(threshold, routes_with_one_fibre, SLOW)
{
	struct nlt_rows rows, later;
	int64_t limit;
	uint64_t id;
	size_t i;

	ASSERT_EQ(0, of_routes(&self->nl, self->dev, &rows));
	if (!rows.n)
		SKIP(return, "light at engines has no limits");
	id = nlt_u(&rows.row[rows.n - 1], CPO_A_THRESHOLD_ROUTE_ID);
	limit = nlt_s(&rows.row[rows.n - 1], CPO_A_THRESHOLD_HIGH_ALARM);
	nlt_rows_free(&rows);
	ASSERT_EQ(0, nlt_set(&self->nl, CPO_CMD_THRESHOLD_SET,
			     ARGS(A(CPO_A_THRESHOLD_DEV_ID, self->dev)
				  A(CPO_A_THRESHOLD_ROUTE_ID, id)
				  A(CPO_A_THRESHOLD_QUANTITY,
				    CPO_QUANTITY_INPUT_POWER)
				  A(CPO_A_THRESHOLD_HIGH_ALARM, limit + 1))));
	ASSERT_EQ(0, of_routes(&self->nl, self->dev, &rows));
	read_again(&self->nl, self->dev);
	ASSERT_EQ(0, of_routes(&self->nl, self->dev, &later));
	ASSERT_EQ(rows.n, later.n);
	for (i = 0; i < rows.n; i++) {
		EXPECT_TRUE(nlt_row_equal(&rows.row[i], &later.row[i], NULL)) {
			TH_LOG("row %zu", i);
		}
	}
	nlt_rows_free(&rows);
	nlt_rows_free(&later);
	EXPECT_EQ(0, nlt_set(&self->nl, CPO_CMD_THRESHOLD_SET,
			     ARGS(A(CPO_A_THRESHOLD_DEV_ID, self->dev)
				  A(CPO_A_THRESHOLD_ROUTE_ID, id)
				  A(CPO_A_THRESHOLD_QUANTITY,
				    CPO_QUANTITY_INPUT_POWER)
				  A(CPO_A_THRESHOLD_RESET, NLT_FLAG))));
}

/* Reading asks the device nothing; the device keeps limits over a reset. */
TEST_F_TIMEOUT(threshold, survives_a_reset, SLOW)
{
	int64_t limit = nlt_s(&self->before, ATTR(CPO_LEVEL_HIGH_ALARM));
	struct nlt_row row;

	ASSERT_EQ(0, set(&self->nl, self->dev, CPO_LEVEL_HIGH_ALARM,
			 limit + SPREAD));
	ASSERT_EQ(0, nlt_reset_device(&self->topo.dev_row));
	ASSERT_EQ(0, get(&self->nl, self->dev, &row));
	EXPECT_TRUE(nlt_has(&row, CPO_A_THRESHOLD_OVERRIDE));
	EXPECT_EQ(limit + SPREAD, nlt_s(&row, ATTR(CPO_LEVEL_HIGH_ALARM)));
	nlt_row_free(&row);
	EXPECT_EQ(0, reset(&self->nl, self->dev));
	same_as_before(_metadata, &self->nl, self->dev, &self->before);
}

TEST_HARNESS_MAIN

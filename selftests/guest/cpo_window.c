// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* stats-get of objects: windows, FEC, what may be asked for and what not. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define FAR		0xfff0	/* an id no device has, in range of the ABI */
#define MS		1000000ULL

FIXTURE(window) {
	struct nlt nl;
	struct topo topo;
	uint64_t dev;
	bool windows;
};

FIXTURE_SETUP(window)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
	self->dev = self->topo.dev;
	self->windows = nlt_has(&self->topo.dev_row, CPO_A_DEV_WINDOW_S);
}

FIXTURE_TEARDOWN(window)
{
	topo_free(&self->topo);
	nlt_close(&self->nl);
}

/* A kind of object and its ids in the statistics and in its own row. */
struct kind {
	const char *name;
	int object;
	int ids[2];
	int own[2];
	size_t rows;			/* where they are in struct topo */
};

static const struct kind kinds[] = {
	{ "engine", CPO_OBJECT_ENGINE, { CPO_A_STATS_ENGINE_ID },
	  { CPO_A_ENGINE_ENGINE_ID }, offsetof(struct topo, engine) },
	{ "els", CPO_OBJECT_ELS, { CPO_A_STATS_ELS_ID },
	  { CPO_A_ELS_ELS_ID }, offsetof(struct topo, els) },
	{ "laser", CPO_OBJECT_LASER,
	  { CPO_A_STATS_ELS_ID, CPO_A_STATS_LASER_ID },
	  { CPO_A_LASER_ELS_ID, CPO_A_LASER_LASER_ID },
	  offsetof(struct topo, laser) },
	{ "lane", CPO_OBJECT_LANE,
	  { CPO_A_STATS_ENGINE_ID, CPO_A_STATS_LANE_ID },
	  { CPO_A_LANE_ENGINE_ID, CPO_A_LANE_LANE_ID },
	  offsetof(struct topo, lane) },
	{ "port", CPO_OBJECT_PORT, { CPO_A_STATS_PORT_ID },
	  { CPO_A_PORT_PORT_ID }, offsetof(struct topo, port) },
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static const struct nlt_rows *rows_of(const struct topo *topo,
				      const struct kind *kind)
{
	return (const void *)((const char *)topo + kind->rows);
}

/* The object attribute is u32, as ids of up to 32 bits are sent. */
static int dump(struct nlt *nl, uint64_t dev, int object, int filter,
		uint64_t value, struct nlt_rows *rows)
{
	struct nlt_arg args[4] = {
		{ CPO_A_STATS_DEV_ID, dev },
		{ CPO_A_STATS_OBJECT, object },
		{ filter, value },
	};

	return nlt_dump(nl, CPO_CMD_STATS_GET, args, rows);
}

static int get(struct nlt *nl, uint64_t dev, const struct kind *kind,
	       const struct nlt_row *own, struct nlt_row *row)
{
	struct nlt_arg args[4] = { { CPO_A_STATS_DEV_ID, dev } };
	int i;

	for (i = 0; i < 2 && kind->ids[i]; i++) {
		args[i + 1].attr = kind->ids[i];
		args[i + 1].value = nlt_u(own, kind->own[i]);
	}
	return nlt_do(nl, CPO_CMD_STATS_GET, args, row);
}

/* Every object has a row, in the order of its own dump. */
TEST_F_TIMEOUT(window, dump_by_object, SLOW)
{
	const struct nlt_rows *own;
	struct nlt_rows rows;
	size_t k, i;
	int id;

	for (k = 0; k < KINDS; k++) {
		own = rows_of(&self->topo, &kinds[k]);
		ASSERT_EQ(0, dump(&self->nl, self->dev, kinds[k].object, 0, 0,
				  &rows)) {
			TH_LOG("%s: %s", kinds[k].name, self->nl.ext.msg);
		}
		ASSERT_EQ(own->n, rows.n);
		for (i = 0; i < rows.n; i++) {
			EXPECT_EQ(kinds[k].object,
				  nlt_u(&rows.row[i], CPO_A_STATS_OBJECT));
			EXPECT_FALSE(nlt_has(&rows.row[i],
					     CPO_A_STATS_COMMANDS));
			for (id = 0; id < 2 && kinds[k].ids[id]; id++) {
				EXPECT_EQ(nlt_u(&own->row[i],
						kinds[k].own[id]),
					  nlt_u(&rows.row[i],
						kinds[k].ids[id]));
			}
		}
		nlt_rows_free(&rows);
	}
}

TEST_F_TIMEOUT(window, get_by_ids, SLOW)
{
	const struct nlt_rows *own;
	struct nlt_row row;
	size_t k, i;
	int id;

	for (k = 0; k < KINDS; k++) {
		own = rows_of(&self->topo, &kinds[k]);
		for (i = 0; i < own->n; i += own->n > 1 ? own->n - 1 : 1) {
			ASSERT_EQ(0, get(&self->nl, self->dev, &kinds[k],
					 &own->row[i], &row)) {
				TH_LOG("%s: %s", kinds[k].name,
				       self->nl.ext.msg);
			}
			EXPECT_EQ(kinds[k].object,
				  nlt_u(&row, CPO_A_STATS_OBJECT));
			for (id = 0; id < 2 && kinds[k].ids[id]; id++) {
				EXPECT_EQ(nlt_u(&own->row[i],
						kinds[k].own[id]),
					  nlt_u(&row, kinds[k].ids[id]));
			}
			nlt_row_free(&row);
		}
	}
}

/* A filter gives those of the objects that the dump of the kind gives. */
TEST_F_TIMEOUT(window, filters, SLOW)
{
	struct nlt_rows rows, own;

	ASSERT_EQ(0, dump(&self->nl, self->dev, CPO_OBJECT_LANE,
			  CPO_A_STATS_PORT_ID, 0, &rows));
	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_LANE_GET,
			      ARGS(A(CPO_A_LANE_DEV_ID, self->dev)
				   A(CPO_A_LANE_PORT_ID, 0)), &own));
	EXPECT_EQ(own.n, rows.n);
	nlt_rows_free(&rows);
	nlt_rows_free(&own);

	ASSERT_EQ(0, dump(&self->nl, self->dev, CPO_OBJECT_PORT,
			  CPO_A_STATS_ELS_ID, 0, &rows));
	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_PORT_GET,
			      ARGS(A(CPO_A_PORT_DEV_ID, self->dev)
				   A(CPO_A_PORT_ELS_ID, 0)), &own));
	EXPECT_EQ(own.n, rows.n);
	nlt_rows_free(&rows);
	nlt_rows_free(&own);

	ASSERT_EQ(0, dump(&self->nl, self->dev, CPO_OBJECT_ENGINE,
			  CPO_A_STATS_ENGINE_ID, 0, &rows));
	EXPECT_EQ(1, rows.n);
	nlt_rows_free(&rows);
}

/* ---- refusals ---- */

struct try {
	const char *what;
	int err;
	int bad;
	int miss;
	struct nlt_arg arg[5];		/* the first is dev-id, filled in */
};

#define DEV		{ CPO_A_STATS_DEV_ID, 0 }
#define OBJECT(n)	{ CPO_A_STATS_OBJECT, n }
#define ENGINE(n)	{ CPO_A_STATS_ENGINE_ID, n }
#define ELS(n)		{ CPO_A_STATS_ELS_ID, n }
#define LASER(n)	{ CPO_A_STATS_LASER_ID, n }
#define LANE(n)		{ CPO_A_STATS_LANE_ID, n }
#define PORT(n)		{ CPO_A_STATS_PORT_ID, n }

static const struct try gets[] = {
	{ "no such engine", -ENOENT, CPO_A_STATS_ENGINE_ID, 0,
		{ DEV, ENGINE(FAR) } },
	{ "no such ELS", -ENOENT, CPO_A_STATS_ELS_ID, 0, { DEV, ELS(FAR) } },
	{ "no such laser", -ENOENT, CPO_A_STATS_LASER_ID, 0,
		{ DEV, ELS(0), LASER(FAR) } },
	{ "no such lane", -ENOENT, CPO_A_STATS_LANE_ID, 0,
		{ DEV, ENGINE(0), LANE(FAR) } },
	{ "no such port", -ENOENT, CPO_A_STATS_PORT_ID, 0,
		{ DEV, PORT(FAR) } },
	{ "lane without engine", -EINVAL, 0, CPO_A_STATS_ENGINE_ID,
		{ DEV, LANE(0) } },
	{ "laser without parent", -EINVAL, 0, CPO_A_STATS_ELS_ID,
		{ DEV, LASER(0) } },
	{ "laser with two parents", -EINVAL, CPO_A_STATS_ENGINE_ID, 0,
		{ DEV, ELS(0), ENGINE(0), LASER(0) } },
	{ "engine and ELS", -EINVAL, CPO_A_STATS_ELS_ID, 0,
		{ DEV, ENGINE(0), ELS(0) } },
	{ "port and engine", -EINVAL, CPO_A_STATS_PORT_ID, 0,
		{ DEV, ENGINE(0), PORT(0) } },
	{ "lane of an ELS", -EINVAL, CPO_A_STATS_ELS_ID, 0,
		{ DEV, ELS(0), LANE(0) } },
	{ "lane and laser", -EINVAL, CPO_A_STATS_LASER_ID, 0,
		{ DEV, ENGINE(0), LANE(0), LASER(0) } },
	{ "object in a get", -EINVAL, CPO_A_STATS_OBJECT, 0,
		{ DEV, OBJECT(CPO_OBJECT_ENGINE), ENGINE(0) } },
	{ "id out of range", -ERANGE, CPO_A_STATS_PORT_ID, 0,
		{ DEV, PORT(0x10000) } },
};

static const struct try dumps[] = {
	{ "object without device is every device's", 0, 0, 0,
		{ OBJECT(CPO_OBJECT_ENGINE) } },
	{ "routes", -EINVAL, CPO_A_STATS_OBJECT, 0,
		{ DEV, OBJECT(CPO_OBJECT_ROUTE) } },
	{ "sensors", -EINVAL, CPO_A_STATS_OBJECT, 0,
		{ DEV, OBJECT(CPO_OBJECT_SENSOR) } },
	{ "no such kind", -ERANGE, CPO_A_STATS_OBJECT, 0,
		{ DEV, OBJECT(CPO_OBJECT_OTHER + 1) } },
	{ "filter without kind", -EINVAL, 0, CPO_A_STATS_OBJECT,
		{ DEV, ENGINE(0) } },
	{ "filter of devices", -EINVAL, CPO_A_STATS_PORT_ID, 0,
		{ DEV, OBJECT(CPO_OBJECT_DEV), PORT(0) } },
	{ "filter without device", -EINVAL, 0, CPO_A_STATS_DEV_ID,
		{ OBJECT(CPO_OBJECT_LANE), ENGINE(0) } },
	{ "no such engine", -ENOENT, CPO_A_STATS_ENGINE_ID, 0,
		{ DEV, OBJECT(CPO_OBJECT_LANE), ENGINE(FAR) } },
	{ "laser is no filter", -EINVAL, CPO_A_STATS_LASER_ID, 0,
		{ DEV, OBJECT(CPO_OBJECT_LANE), LASER(0) } },
	{ "a device", 0, 0, 0, { DEV } },
	{ "a device by kind", 0, 0, 0, { DEV, OBJECT(CPO_OBJECT_DEV) } },
};

static void refused(struct __test_metadata *_metadata, struct nlt *nl,
		    const struct try *try, int err)
{
	EXPECT_EQ(try->err, err) {
		TH_LOG("%s: %s (%s)", try->what, strerror(-err), nl->ext.msg);
	}
	if (!try->err)
		return;
	EXPECT_STRNE("", nl->ext.msg) {
		TH_LOG("%s: says nothing", try->what);
	}
	if (try->bad) {
		EXPECT_EQ(try->bad, nl->ext.bad_attr) {
			TH_LOG("%s: blames %d", try->what, nl->ext.bad_attr);
		}
	}
	if (try->miss) {
		EXPECT_EQ(try->miss, nl->ext.miss_type) {
			TH_LOG("%s: misses %d", try->what, nl->ext.miss_type);
		}
	}
}

static void args_of(const struct try *try, uint64_t dev,
		    struct nlt_arg args[6])
{
	memset(args, 0, 6 * sizeof(*args));
	memcpy(args, try->arg, sizeof(try->arg));
	if (args[0].attr == CPO_A_STATS_DEV_ID)
		args[0].value = dev;
}

TEST_F(window, refused_gets)
{
	struct nlt_arg args[6];
	size_t i;

	for (i = 0; i < sizeof(gets) / sizeof(gets[0]); i++) {
		args_of(&gets[i], self->dev, args);
		refused(_metadata, &self->nl, &gets[i],
			nlt_do(&self->nl, CPO_CMD_STATS_GET, args, NULL));
	}
}

TEST_F(window, refused_dumps)
{
	struct nlt_arg args[6];
	struct nlt_rows rows;
	size_t i;

	for (i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		args_of(&dumps[i], self->dev, args);
		refused(_metadata, &self->nl, &dumps[i],
			nlt_dump(&self->nl, CPO_CMD_STATS_GET, args, &rows));
		nlt_rows_free(&rows);
	}
}

/* ---- windows ---- */

struct span {
	bool there;
	uint64_t known_ms;
	bool known;
	int64_t min;
	int64_t avg;
	int64_t max;
};

static struct span span_of(const struct nlt_row *window, int attr)
{
	struct nlt_row nest = nlt_nested(window, attr);
	struct span span = {};

	span.there = nlt_has(window, attr);
	if (!span.there)
		return span;
	span.known_ms = nlt_u(&nest, CPO_A_WINDOW_SPAN_KNOWN_MS);
	span.known = nlt_has(&nest, CPO_A_WINDOW_SPAN_MINIMUM);
	if (span.known) {
		span.min = nlt_s(&nest, CPO_A_WINDOW_SPAN_MINIMUM);
		span.avg = nlt_s(&nest, CPO_A_WINDOW_SPAN_AVERAGE);
		span.max = nlt_s(&nest, CPO_A_WINDOW_SPAN_MAXIMUM);
	}
	return span;
}

/* Wait until there are windows read after now; false when none come. */
static bool wait_windows(struct nlt *nl, uint64_t dev, unsigned int seconds)
{
	uint64_t first = NLT_NONE, time;
	struct nlt_row row, sample;
	unsigned int i;

	for (i = 0; i < 10 * seconds; i++) {
		if (nlt_do(nl, CPO_CMD_STATS_GET,
			   ARGS(A(CPO_A_STATS_DEV_ID, dev)
				A(CPO_A_STATS_PORT_ID, 0)), &row))
			return false;
		sample = nlt_nested(&row, CPO_A_STATS_SAMPLE);
		time = nlt_has(&row, CPO_A_STATS_WINDOW_S) ?
		       nlt_u(&sample, CPO_A_SAMPLE_BOOTTIME_NS) : 0;
		nlt_row_free(&row);
		if (first == NLT_NONE)
			first = time;
		if (time != first)
			return true;
		usleep(100000);
	}
	return false;
}

static int refresh(struct nlt *nl, uint64_t dev)
{
	return nlt_do(nl, CPO_CMD_REFRESH, ARGS(A(CPO_A_DEV_DEV_ID, dev)),
		      NULL);
}

static void check_window(struct __test_metadata *_metadata,
			 const struct nlt_row *window, uint64_t running_ms,
			 const char *what)
{
	struct span now = span_of(window, CPO_A_WINDOW_RUNNING);
	struct span old = span_of(window, CPO_A_WINDOW_PREVIOUS);

	EXPECT_TRUE(now.there || old.there);
	if (now.there) {
		EXPECT_EQ(now.known, now.known_ms > 0);
		EXPECT_LE(now.min, now.avg) {
			TH_LOG("%s", what);
		}
		EXPECT_LE(now.avg, now.max) {
			TH_LOG("%s", what);
		}
		/* a value counts from the step of the device it was in */
		EXPECT_LE(now.known_ms, running_ms + 1000) {
			TH_LOG("%s", what);
		}
	}
	if (old.there) {
		EXPECT_TRUE(old.known);
		EXPECT_LE(old.min, old.avg);
		EXPECT_LE(old.avg, old.max);
	}
}

static void check_row(struct __test_metadata *_metadata,
		      const struct nlt_row *row, const struct kind *kind)
{
	size_t i, n = nlt_count(row, CPO_A_STATS_WINDOW);
	struct nlt_row sample, window;
	uint64_t start, time, quantity;
	unsigned int seen = 0;

	ASSERT_TRUE(nlt_has(row, CPO_A_STATS_WINDOW_S)) {
		TH_LOG("%s has no windows", kind->name);
	}
	sample = nlt_nested(row, CPO_A_STATS_SAMPLE);
	start = nlt_u(row, CPO_A_STATS_WINDOW_START_NS);
	time = nlt_u(&sample, CPO_A_SAMPLE_DEVICE_TIME_NS);
	EXPECT_FALSE(nlt_has(&sample, CPO_A_SAMPLE_STALE));
	EXPECT_LE(start, time);
	EXPECT_GE(nlt_u(row, CPO_A_STATS_WINDOW_S) * 1000 + 1000,
		  (time - start) / MS);
	for (i = 0; i < n; i++) {
		window = nlt_nest(nlt_nth(row, CPO_A_STATS_WINDOW, i));
		quantity = nlt_u(&window, CPO_A_WINDOW_QUANTITY);
		EXPECT_GE(CPO_QUANTITY_SYMBOL_ERRORS_MAX, quantity);
		EXPECT_EQ(0, seen & 1u << quantity);
		seen |= 1u << quantity;
		check_window(_metadata, &window, (time - start) / MS,
			     kind->name);
	}
}

TEST_F_TIMEOUT(window, consistent, SLOW)
{
	struct nlt_rows rows;
	size_t k, i;

	if (!self->windows)
		SKIP(return, "the device keeps no windows");
	ASSERT_EQ(0, refresh(&self->nl, self->dev));
	ASSERT_TRUE(wait_windows(&self->nl, self->dev, 30));
	for (k = 0; k < KINDS; k++) {
		ASSERT_EQ(0, dump(&self->nl, self->dev, kinds[k].object, 0, 0,
				  &rows));
		for (i = 0; i < rows.n; i++)
			check_row(_metadata, &rows.row[i], &kinds[k]);
		nlt_rows_free(&rows);
	}
}

/* Nobody has to ask: they come with telemetry, every 10 s. */
TEST_F_TIMEOUT(window, come_by_themselves, SLOW)
{
	if (!self->windows)
		SKIP(return, "the device keeps no windows");
	EXPECT_TRUE(wait_windows(&self->nl, self->dev, 15));
	EXPECT_TRUE(wait_windows(&self->nl, self->dev, 15));
}

/* Which attribute of the row a window is about. */
static const struct {
	int object;
	int attr;
	int quantity;
} values[] = {
	{ CPO_OBJECT_ENGINE, CPO_A_ENGINE_TEMPERATURE,
	  CPO_QUANTITY_TEMPERATURE },
	{ CPO_OBJECT_ENGINE, CPO_A_ENGINE_POWER_MW, CPO_QUANTITY_POWER },
	{ CPO_OBJECT_ELS, CPO_A_ELS_TEMPERATURE, CPO_QUANTITY_TEMPERATURE },
	{ CPO_OBJECT_ELS, CPO_A_ELS_POWER_MW, CPO_QUANTITY_POWER },
	{ CPO_OBJECT_LASER, CPO_A_LASER_POWER_NW,
	  CPO_QUANTITY_OPTICAL_POWER },
	{ CPO_OBJECT_LASER, CPO_A_LASER_BIAS_NA, CPO_QUANTITY_BIAS },
	{ CPO_OBJECT_LASER, CPO_A_LASER_TEMPERATURE,
	  CPO_QUANTITY_TEMPERATURE },
	{ CPO_OBJECT_LASER, CPO_A_LASER_TEC_DRIVE, CPO_QUANTITY_TEC_DRIVE },
	{ CPO_OBJECT_LANE, CPO_A_LANE_PRE_FEC_BER_MEDIA,
	  CPO_QUANTITY_PRE_FEC_BER_MEDIA },
	{ CPO_OBJECT_LANE, CPO_A_LANE_SNR_MEDIA_MDB,
	  CPO_QUANTITY_SNR_MEDIA },
	{ CPO_OBJECT_LANE, CPO_A_LANE_RX_POWER_NW, CPO_QUANTITY_RX_POWER },
};

static const struct kind *kind_of(int object)
{
	size_t k;

	for (k = 0; k < KINDS; k++)
		if (kinds[k].object == object)
			return &kinds[k];
	return NULL;
}

static struct span running_of(const struct nlt_row *row, uint64_t quantity)
{
	size_t i, n = nlt_count(row, CPO_A_STATS_WINDOW);
	struct nlt_row window;

	for (i = 0; i < n; i++) {
		window = nlt_nest(nlt_nth(row, CPO_A_STATS_WINDOW, i));
		if (nlt_u(&window, CPO_A_WINDOW_QUANTITY) == quantity)
			return span_of(&window, CPO_A_WINDOW_RUNNING);
	}
	return (struct span){};
}

/* nlt_s() of what is sent as uint: large numbers stay positive. */
static int64_t value_of(const struct nlt_row *row, int attr)
{
	uint64_t value = nlt_u(row, attr);

	switch (attr) {
	case CPO_A_ENGINE_TEMPERATURE:
		return nlt_s(row, attr);
	default:
		return value == NLT_NONE ? 0 : (int64_t)value;
	}
}

/*
 * The value of now, taken before the windows were, is in the window in
 * progress, in the same unit.
 */
TEST_F_TIMEOUT(window, of_now, SLOW)
{
	const struct nlt_row *own;
	const struct kind *kind;
	struct nlt_row row;
	struct span now;
	int64_t value;
	size_t v;

	if (!self->windows)
		SKIP(return, "the device keeps no windows");
	topo_free(&self->topo);
	ASSERT_EQ(0, topo_load_fresh(&self->topo, &self->nl));
	ASSERT_TRUE(wait_windows(&self->nl, self->dev, 30));
	for (v = 0; v < sizeof(values) / sizeof(values[0]); v++) {
		kind = kind_of(values[v].object);
		own = &rows_of(&self->topo, kind)->row[0];
		if (!nlt_has(own, values[v].attr))
			continue;
		ASSERT_EQ(0, get(&self->nl, self->dev, kind, own, &row));
		now = running_of(&row, values[v].quantity);
		value = value_of(own, values[v].attr);
		/* a window may have ended in between */
		EXPECT_TRUE(now.there);
		EXPECT_TRUE(!now.known || now.known_ms < 2000 ||
			    (now.min <= value && value <= now.max)) {
			TH_LOG("%s attribute %d: %lld is not in %lld..%lld",
			       kind->name, values[v].attr, (long long)value,
			       (long long)now.min, (long long)now.max);
		}
		nlt_row_free(&row);
	}
}

/* ---- FEC ---- */

TEST_F_TIMEOUT(window, fec, SLOW)
{
	uint64_t sum = 0, words, corrected, lost;
	struct nlt_row row, fec;
	size_t i, n;

	ASSERT_EQ(0, refresh(&self->nl, self->dev));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_STATS_GET,
			    ARGS(A(CPO_A_STATS_DEV_ID, self->dev)
				 A(CPO_A_STATS_PORT_ID, 0)), &row));
	if (!nlt_has(&row, CPO_A_STATS_FEC))
		SKIP(goto out, "the device has no FEC counters");
	fec = nlt_nested(&row, CPO_A_STATS_FEC);
	n = nlt_count(&fec, CPO_A_FEC_HISTOGRAM);
	EXPECT_EQ(16, n);
	for (i = 0; i < n; i++)
		sum += nla_uint(nlt_nth(&fec, CPO_A_FEC_HISTOGRAM, i));
	words = nlt_u(&fec, CPO_A_FEC_CODEWORDS);
	corrected = nlt_u(&fec, CPO_A_FEC_CORRECTED_CODEWORDS);
	lost = nlt_u(&fec, CPO_A_FEC_UNCORRECTABLE_CODEWORDS);
	EXPECT_NE(NLT_NONE, words);
	/* the histogram ends where a codeword cannot be corrected */
	EXPECT_EQ(words, sum + lost);
	EXPECT_LE(corrected + lost, words);
	EXPECT_LE(corrected, nlt_u(&fec, CPO_A_FEC_SYMBOL_ERRORS));
out:
	nlt_row_free(&row);
}

/* The gets of this file asked the device nothing. */
TEST_F_TIMEOUT(window, from_memory, SLOW)
{
	struct nlt_row before, after, row;
	uint64_t moved;
	int i;

	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_STATS_GET,
			    ARGS(A(CPO_A_STATS_DEV_ID, self->dev)), &before));
	for (i = 0; i < 200; i++) {
		ASSERT_EQ(0, get(&self->nl, self->dev, &kinds[i % KINDS],
				 &rows_of(&self->topo,
					  &kinds[i % KINDS])->row[0], &row));
		nlt_row_free(&row);
	}
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_STATS_GET,
			    ARGS(A(CPO_A_STATS_DEV_ID, self->dev)), &after));
	moved = nlt_u(&after, CPO_A_STATS_COMMANDS) -
		nlt_u(&before, CPO_A_STATS_COMMANDS);
	moved -= nlt_own_commands(&after) -
		 nlt_own_commands(&before);
	EXPECT_EQ(0, moved);
	nlt_row_free(&before);
	nlt_row_free(&after);
}

TEST_HARNESS_MAIN

// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * Telemetry that is wrong: each fault is counted as what it is, nothing of it
 * is published, everybody says stale, and all is well again when it ends. Needs
 * a device that lets faults be put in (x-inject=on).
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define PERIOD_US	1000000
#define FAST_US		300000	/* so that the test does not take long */

FIXTURE(fault) {
	struct nlt nl;
	struct nlt_row dev_row;
	uint64_t dev;
	char path[96];
};

static int set_period(struct nlt *nl, uint64_t dev, uint64_t us)
{
	return nlt_set(nl, CPO_CMD_DEV_SET,
		       ARGS(A(CPO_A_DEV_DEV_ID, dev)
			    A(CPO_A_DEV_TELEMETRY_PERIOD_US, us)));
}

static int refresh(struct nlt *nl, uint64_t dev)
{
	return nlt_do(nl, CPO_CMD_REFRESH, ARGS(A(CPO_A_DEV_DEV_ID, dev)),
		      NULL);
}

FIXTURE_SETUP(fault)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_pick_dev(&self->nl, &self->dev_row)) {
		TH_LOG("no device");
	}
	self->dev = nlt_u(&self->dev_row, CPO_A_DEV_DEV_ID);
	snprintf(self->path, sizeof(self->path),
		 "/sys/kernel/debug/cpo_pci/%s/inject",
		 nlt_str(&self->dev_row, CPO_A_DEV_DEV_NAME));
	if (access(self->path, W_OK))
		SKIP(return, "the device takes no faults: x-inject=on");
	ASSERT_EQ(0, set_period(&self->nl, self->dev, FAST_US));
}

FIXTURE_TEARDOWN(fault)
{
	nlt_write(self->path, "off");
	if (self->dev_row.attrs)
		set_period(&self->nl, self->dev, PERIOD_US);
	nlt_row_free(&self->dev_row);
	nlt_close(&self->nl);
}

/* ---- the file ---- */

static const struct {
	const char *text;
	int err;
} records[] = {
	{ "no-such-fault 0 1", -ENOENT },
	{ "los 65000 1", -ENXIO },
	{ "telemetry-tear 1 1", -ENXIO },
	{ "leak 0 2", -ERANGE },
	{ "telemetry-tear 0 -1", -ERANGE },
	{ "leak", -EINVAL },
	{ "leak 0", -EINVAL },
	{ "leak 0 1 1", -EINVAL },
	{ "leak zero 1", -EINVAL },
	{ "\n", -EINVAL },
	{ "leak 0 1\nleak 0 0", -EINVAL },
	/* one byte more than there is room for */
	{ "leak 0 0000000000000000000000000000000000000000000000000000000001",
	  -EINVAL },
	{ "leak 0 0", 0 },
	{ "leak 0 off\n", 0 },
	{ "off\n", 0 },
};

TEST_F(fault, records)
{
	struct stat st;
	size_t i;

	ASSERT_EQ(0, stat(self->path, &st));
	EXPECT_EQ(0200, st.st_mode & 07777);
	EXPECT_EQ(0, st.st_uid);
	for (i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		EXPECT_EQ(records[i].err,
			  nlt_write(self->path, records[i].text)) {
			TH_LOG("'%s'", records[i].text);
		}
	}
}

/* ---- telemetry ---- */

static int get(struct nlt *nl, int cmd, const struct nlt_arg *args,
	       struct nlt_row *row)
{
	nlt_row_free(row);
	memset(row, 0, sizeof(*row));
	return nlt_do(nl, cmd, args, row);
}

/* The first row of every kind that has a sample. */
static const struct {
	const char *name;
	int cmd;
	int sample;
	struct nlt_arg arg[4];
} rows[] = {
	{ "dev", CPO_CMD_DEV_GET, CPO_A_DEV_SAMPLE,
	  { { CPO_A_DEV_DEV_ID, 0 } } },
	{ "engine", CPO_CMD_ENGINE_GET, CPO_A_ENGINE_SAMPLE,
	  { { CPO_A_ENGINE_DEV_ID, 0 }, { CPO_A_ENGINE_ENGINE_ID, 0 } } },
	{ "els", CPO_CMD_ELS_GET, CPO_A_ELS_SAMPLE,
	  { { CPO_A_ELS_DEV_ID, 0 }, { CPO_A_ELS_ELS_ID, 0 } } },
	{ "laser", CPO_CMD_LASER_GET, CPO_A_LASER_SAMPLE,
	  { { CPO_A_LASER_DEV_ID, 0 }, { CPO_A_LASER_ELS_ID, 0 },
	    { CPO_A_LASER_LASER_ID, 0 } } },
	{ "lane", CPO_CMD_LANE_GET, CPO_A_LANE_SAMPLE,
	  { { CPO_A_LANE_DEV_ID, 0 }, { CPO_A_LANE_ENGINE_ID, 0 },
	    { CPO_A_LANE_LANE_ID, 0 } } },
	{ "port", CPO_CMD_PORT_GET, CPO_A_PORT_SAMPLE,
	  { { CPO_A_PORT_DEV_ID, 0 }, { CPO_A_PORT_PORT_ID, 0 } } },
	{ "route", CPO_CMD_ROUTE_GET, CPO_A_ROUTE_SAMPLE,
	  { { CPO_A_ROUTE_DEV_ID, 0 }, { CPO_A_ROUTE_ROUTE_ID, 0 } } },
	{ "sensor", CPO_CMD_SENSOR_GET, CPO_A_SENSOR_SAMPLE,
	  { { CPO_A_SENSOR_DEV_ID, 0 }, { CPO_A_SENSOR_SENSOR_ID, 0 } } },
	{ "port statistics", CPO_CMD_STATS_GET, CPO_A_STATS_SAMPLE,
	  { { CPO_A_STATS_DEV_ID, 0 }, { CPO_A_STATS_PORT_ID, 0 } } },
};

#define ROWS	(sizeof(rows) / sizeof(rows[0]))

struct seen {
	bool stale;
	uint64_t seq;
	uint64_t time;
};

static struct seen look(struct __test_metadata *_metadata, struct nlt *nl,
			uint64_t dev, size_t i)
{
	struct nlt_arg args[5] = {};
	struct nlt_row row, sample;
	struct seen seen;

	memcpy(args, rows[i].arg, sizeof(rows[i].arg));
	args[0].value = dev;
	EXPECT_EQ(0, nlt_do(nl, rows[i].cmd, args, &row)) {
		TH_LOG("%s: %s", rows[i].name, nl->ext.msg);
	}
	sample = nlt_nested(&row, rows[i].sample);
	seen.stale = nlt_has(&sample, CPO_A_SAMPLE_STALE);
	seen.seq = nlt_u(&sample, CPO_A_SAMPLE_SEQ);
	seen.time = nlt_u(&sample, CPO_A_SAMPLE_DEVICE_TIME_NS);
	nlt_row_free(&row);
	return seen;
}

static void all_stale(struct __test_metadata *_metadata, struct nlt *nl,
		      uint64_t dev, bool want)
{
	size_t i;

	for (i = 0; i < ROWS; i++) {
		EXPECT_EQ(want, look(_metadata, nl, dev, i).stale) {
			TH_LOG("%s", rows[i].name);
		}
	}
}

static const struct {
	const char *name;
	const char *text;
	const char *counter;
} faults[] = {
	{ "torn", "telemetry-tear 0 1", "telemetry-torn" },
	{ "short", "telemetry-short 0 1", "telemetry-short" },
	{ "repeated", "telemetry-repeat 0 1", "telemetry-repeated" },
	{ "frozen", "telemetry-freeze 0 2", "telemetry-frozen" },
	{ "count", "telemetry-lie 0 1", "telemetry-lying" },
	{ "overlap", "telemetry-lie 0 2", "telemetry-lying" },
	{ "offset past the end", "telemetry-lie 0 3", "telemetry-lying" },
	{ "offset that wraps", "telemetry-lie 0 4", "telemetry-lying" },
	{ "no stride", "telemetry-lie 0 5", "telemetry-lying" },
	{ "short stride", "telemetry-lie 0 6", "telemetry-lying" },
	{ "section twice", "telemetry-lie 0 7", "telemetry-lying" },
	{ "number of sections", "telemetry-lie 0 8", "telemetry-lying" },
	{ "magic", "telemetry-lie 0 9", "telemetry-lying" },
};

#define FAULTS	(sizeof(faults) / sizeof(faults[0]))

static const char *const counters[] = {
	"telemetry-torn", "telemetry-short", "telemetry-repeated",
	"telemetry-frozen", "telemetry-lying",
};

/* Only the counter of the fault moves, and the sum with it. */
static void counted(struct __test_metadata *_metadata,
		    const struct nlt_row *before, const struct nlt_row *after,
		    size_t fault)
{
	uint64_t n, sum = 0;
	size_t i;

	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		n = nlt_counter(after, counters[i]) -
		    nlt_counter(before, counters[i]);
		sum += n;
		if (!strcmp(counters[i], faults[fault].counter)) {
			EXPECT_LE(2, n) {
				TH_LOG("%s: %s", faults[fault].name,
				       counters[i]);
			}
		} else {
			EXPECT_EQ(0, n) {
				TH_LOG("%s: %s", faults[fault].name,
				       counters[i]);
			}
		}
	}
	EXPECT_EQ(sum, nlt_u(after, CPO_A_STATS_TELEMETRY_REFUSED) -
		       nlt_u(before, CPO_A_STATS_TELEMETRY_REFUSED));
	EXPECT_EQ(nlt_u(before, CPO_A_STATS_TELEMETRY_BLOCKS),
		  nlt_u(after, CPO_A_STATS_TELEMETRY_BLOCKS)) {
		TH_LOG("%s: published", faults[fault].name);
	}
	EXPECT_EQ(nlt_u(before, CPO_A_STATS_DETACHES),
		  nlt_u(after, CPO_A_STATS_DETACHES));
}

/* Good again: a refresh works, and nobody says stale. */
static void recovers(struct __test_metadata *_metadata, struct nlt *nl,
		     uint64_t dev, const char *path)
{
	ASSERT_EQ(0, nlt_write(path, "off"));
	EXPECT_EQ(0, refresh(nl, dev)) {
		TH_LOG("%s", nl->ext.msg);
	}
	usleep(2 * FAST_US);
	all_stale(_metadata, nl, dev, false);
}

static void one_fault(struct __test_metadata *_metadata, struct nlt *nl,
		      uint64_t dev, const char *path, size_t fault)
{
	const struct nlt_arg *args = ARGS(A(CPO_A_STATS_DEV_ID, dev));
	struct nlt_row before = {}, after = {};
	struct seen was[ROWS], is;
	size_t i;

	ASSERT_EQ(0, nlt_write(path, faults[fault].text)) {
		TH_LOG("%s", faults[fault].name);
	}
	/* a block that was good may be on its way */
	usleep(FAST_US / 2);
	ASSERT_EQ(0, get(nl, CPO_CMD_STATS_GET, args, &before));
	for (i = 0; i < ROWS; i++)
		was[i] = look(_metadata, nl, dev, i);
	usleep(4 * FAST_US);
	ASSERT_EQ(0, get(nl, CPO_CMD_STATS_GET, args, &after));
	all_stale(_metadata, nl, dev, true);
	/* and none of it looks new, or is a row of zeros */
	for (i = 0; i < ROWS; i++) {
		is = look(_metadata, nl, dev, i);
		EXPECT_EQ(was[i].seq, is.seq);
		EXPECT_EQ(was[i].time, is.time);
	}
	counted(_metadata, &before, &after, fault);
	EXPECT_EQ(-EIO, refresh(nl, dev)) {
		TH_LOG("%s: a refresh works", faults[fault].name);
	}
	EXPECT_STREQ("Device gave no valid telemetry", nl->ext.msg);
	recovers(_metadata, nl, dev, path);
	nlt_row_free(&before);
	nlt_row_free(&after);
}

TEST_F_TIMEOUT(fault, telemetry, SLOW)
{
	size_t i;

	/* windows are there, so that they can get stale */
	ASSERT_EQ(0, refresh(&self->nl, self->dev));
	sleep(1);
	for (i = 0; i < FAULTS; i++)
		one_fault(_metadata, &self->nl, self->dev, self->path, i);
}

/*
 * Blocks stop altogether. After a while the driver starts the interface anew;
 * that does not help, but it does not make things worse either.
 */
TEST_F_TIMEOUT(fault, no_blocks, SLOW)
{
	struct nlt_row row = {};

	ASSERT_EQ(0, nlt_write(self->path, "telemetry-freeze 0 1"));
	usleep(4 * FAST_US);
	all_stale(_metadata, &self->nl, self->dev, true);
	EXPECT_EQ(-EAGAIN, refresh(&self->nl, self->dev));
	sleep(14);
	all_stale(_metadata, &self->nl, self->dev, true);
	ASSERT_EQ(0, get(&self->nl, CPO_CMD_DEV_GET,
			 ARGS(A(CPO_A_DEV_DEV_ID, self->dev)), &row));
	EXPECT_EQ(CPO_DEV_STATE_ONLINE, nlt_u(&row, CPO_A_DEV_STATE));
	EXPECT_EQ(FAST_US, nlt_u(&row, CPO_A_DEV_TELEMETRY_PERIOD_US));
	nlt_row_free(&row);
	recovers(_metadata, &self->nl, self->dev, self->path);
}

/* A number the family has no name for is shown as it is. */
TEST_F_TIMEOUT(fault, unknown_numbers, SLOW)
{
	struct nlt_row row = {};

	ASSERT_EQ(0, nlt_write(self->path, "telemetry-lie 0 10"));
	EXPECT_EQ(0, refresh(&self->nl, self->dev));
	ASSERT_EQ(0, get(&self->nl, CPO_CMD_LANE_GET,
			 ARGS(A(CPO_A_LANE_DEV_ID, self->dev)
			      A(CPO_A_LANE_ENGINE_ID, 0)
			      A(CPO_A_LANE_LANE_ID, 0)), &row));
	EXPECT_EQ(0xff, nlt_u(&row, CPO_A_LANE_STATE));
	nlt_row_free(&row);
	recovers(_metadata, &self->nl, self->dev, self->path);
}

/* The file survives a reset, and is of the device that is there. */
TEST_F_TIMEOUT(fault, beside_resets, SLOW)
{
	char path[96];
	int fd, i;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/reset",
		 nlt_str(&self->dev_row, CPO_A_DEV_DEV_NAME));
	for (i = 0; i < 3; i++) {
		fd = open(path, O_WRONLY);
		ASSERT_LE(0, fd);
		EXPECT_EQ(1, write(fd, "1", 1));
		close(fd);
		EXPECT_EQ(0, nlt_write(self->path, "leak 0 0"));
	}
}

TEST_HARNESS_MAIN

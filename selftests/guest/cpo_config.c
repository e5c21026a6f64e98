// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* dev-set: the period of telemetry and the length of windows. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define PERIOD_US	1000000
#define PERIOD_MIN_US	10000
#define PERIOD_MAX_US	60000000
#define WINDOW_S	900
#define NO_DEV		0xfffffff0u

FIXTURE(config) {
	struct nlt nl;
	struct nlt ntf;
	struct nlt_row dev_row;
	uint64_t dev;
	bool windows;
};

static int set(struct nlt *nl, uint64_t dev, uint64_t period, uint64_t window)
{
	struct nlt_arg args[4] = { { CPO_A_DEV_DEV_ID, dev } };
	int n = 1;

	if (period != NLT_NONE)
		args[n++] = (struct nlt_arg){ CPO_A_DEV_TELEMETRY_PERIOD_US,
					      period };
	if (window != NLT_NONE)
		args[n++] = (struct nlt_arg){ CPO_A_DEV_WINDOW_S, window };
	return nlt_set(nl, CPO_CMD_DEV_SET, args);
}

static uint64_t dev_value(struct nlt *nl, uint64_t dev, int attr)
{
	struct nlt_row row = {};
	uint64_t value = NLT_NONE;

	if (!nlt_do(nl, CPO_CMD_DEV_GET, ARGS(A(CPO_A_DEV_DEV_ID, dev)), &row))
		value = nlt_u(&row, attr);
	nlt_row_free(&row);
	return value;
}

static uint64_t stats_value(struct nlt *nl, uint64_t dev, int attr)
{
	struct nlt_row row = {};
	uint64_t value = NLT_NONE;

	if (!nlt_do(nl, CPO_CMD_STATS_GET, ARGS(A(CPO_A_STATS_DEV_ID, dev)),
		    &row))
		value = nlt_u(&row, attr);
	nlt_row_free(&row);
	return value;
}

FIXTURE_SETUP(config)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, nlt_open(&self->ntf));
	ASSERT_EQ(0, topo_pick_dev(&self->nl, &self->dev_row)) {
		TH_LOG("no device");
	}
	self->dev = nlt_u(&self->dev_row, CPO_A_DEV_DEV_ID);
	self->windows = nlt_has(&self->dev_row, CPO_A_DEV_WINDOW_S);
}

FIXTURE_TEARDOWN(config)
{
	set(&self->nl, self->dev, PERIOD_US,
	    self->windows ? WINDOW_S : NLT_NONE);
	nlt_row_free(&self->dev_row);
	nlt_close(&self->ntf);
	nlt_close(&self->nl);
}

#define PERIOD()	dev_value(&self->nl, self->dev,			\
				  CPO_A_DEV_TELEMETRY_PERIOD_US)
#define WINDOW()	dev_value(&self->nl, self->dev, CPO_A_DEV_WINDOW_S)

TEST_F(config, defaults)
{
	EXPECT_EQ(PERIOD_US, PERIOD());
	if (self->windows) {
		EXPECT_EQ(WINDOW_S, WINDOW());
	}
}

/* What is given changes, at once; the rest stays. */
TEST_F(config, set_and_get)
{
	ASSERT_EQ(0, set(&self->nl, self->dev, 250000, NLT_NONE)) {
		TH_LOG("%s", self->nl.ext.msg);
	}
	EXPECT_EQ(250000, PERIOD());
	EXPECT_EQ(0, set(&self->nl, self->dev, PERIOD_MAX_US, NLT_NONE));
	EXPECT_EQ(PERIOD_MAX_US, PERIOD());
	EXPECT_EQ(0, set(&self->nl, self->dev, PERIOD_MIN_US, NLT_NONE));
	EXPECT_EQ(PERIOD_MIN_US, PERIOD());
	if (!self->windows)
		SKIP(return, "the device keeps no windows");
	EXPECT_EQ(WINDOW_S, WINDOW());
	EXPECT_EQ(0, set(&self->nl, self->dev, NLT_NONE, 10));
	EXPECT_EQ(PERIOD_MIN_US, PERIOD());
	EXPECT_EQ(10, WINDOW());
	EXPECT_EQ(0, set(&self->nl, self->dev, 2000000, 86400));
	EXPECT_EQ(2000000, PERIOD());
	EXPECT_EQ(86400, WINDOW());
}

TEST_F(config, one_command)
{
	uint64_t before, after;

	before = stats_value(&self->nl, self->dev, CPO_A_STATS_COMMANDS);
	ASSERT_EQ(0, set(&self->nl, self->dev, 1500000, NLT_NONE));
	after = stats_value(&self->nl, self->dev, CPO_A_STATS_COMMANDS);
	/* windows may be read at that moment */
	EXPECT_LE(1, after - before);
	EXPECT_GE(self->windows ? 1000 : 1, after - before);
}

/* Listeners hear of it, with the new values. */
TEST_F(config, notification)
{
	struct nlt_rows heard = {};
	size_t i, n = 0;

	ASSERT_EQ(0, nlt_join(&self->ntf, "mgmt"));
	ASSERT_EQ(0, set(&self->nl, self->dev, 700000, NLT_NONE));
	nlt_listen(&self->ntf, &heard, 300, 5000);
	for (i = 0; i < heard.n; i++) {
		if (heard.row[i].cmd != CPO_CMD_DEV_CHANGE_NTF ||
		    nlt_u(&heard.row[i], CPO_A_DEV_DEV_ID) != self->dev)
			continue;
		EXPECT_EQ(700000, nlt_u(&heard.row[i],
					CPO_A_DEV_TELEMETRY_PERIOD_US));
		n++;
	}
	EXPECT_EQ(1, n);
	nlt_rows_free(&heard);
}

static const struct {
	uint64_t period;
	uint64_t window;
	int bad;
} out_of_range[] = {
	{ 0, NLT_NONE, CPO_A_DEV_TELEMETRY_PERIOD_US },
	{ PERIOD_MIN_US - 1, NLT_NONE, CPO_A_DEV_TELEMETRY_PERIOD_US },
	{ PERIOD_MAX_US + 1, NLT_NONE, CPO_A_DEV_TELEMETRY_PERIOD_US },
	{ 0x100000000 + PERIOD_US, NLT_NONE, CPO_A_DEV_TELEMETRY_PERIOD_US },
	{ NLT_NONE, 0, CPO_A_DEV_WINDOW_S },
	{ NLT_NONE, 9, CPO_A_DEV_WINDOW_S },
	{ NLT_NONE, 86401, CPO_A_DEV_WINDOW_S },
	/* the other one is good, and must not be done either */
	{ 500000, 9, CPO_A_DEV_WINDOW_S },
	{ 9, 60, CPO_A_DEV_TELEMETRY_PERIOD_US },
};

TEST_F(config, out_of_range)
{
	size_t i;

	for (i = 0; i < sizeof(out_of_range) / sizeof(out_of_range[0]); i++) {
		EXPECT_EQ(-ERANGE, set(&self->nl, self->dev,
				       out_of_range[i].period,
				       out_of_range[i].window)) {
			TH_LOG("case %zu", i);
		}
		EXPECT_EQ(out_of_range[i].bad, self->nl.ext.bad_attr) {
			TH_LOG("case %zu", i);
		}
		EXPECT_STRNE("", self->nl.ext.msg);
	}
	EXPECT_EQ(PERIOD_US, PERIOD());
	if (self->windows) {
		EXPECT_EQ(WINDOW_S, WINDOW());
	}
}

TEST_F(config, nothing_given)
{
	EXPECT_EQ(-EINVAL, set(&self->nl, self->dev, NLT_NONE, NLT_NONE));
	EXPECT_EQ(CPO_A_DEV_TELEMETRY_PERIOD_US, self->nl.ext.miss_type);
	EXPECT_STREQ("Give telemetry-period-us, window-s or both",
		     self->nl.ext.msg);
}

TEST_F(config, no_device)
{
	EXPECT_EQ(-EINVAL,
		  nlt_do(&self->nl, CPO_CMD_DEV_SET,
			 ARGS(A(CPO_A_DEV_TELEMETRY_PERIOD_US, PERIOD_US)),
			 NULL));
	EXPECT_EQ(CPO_A_DEV_DEV_ID, self->nl.ext.miss_type);
	EXPECT_EQ(-ENODEV, set(&self->nl, NO_DEV, PERIOD_US, NLT_NONE));
	EXPECT_EQ(CPO_A_DEV_DEV_ID, self->nl.ext.bad_attr);
	EXPECT_STREQ("No such device", self->nl.ext.msg);
}

/* What can be read of a device cannot be set. */
TEST_F(config, unexpected_attribute)
{
	EXPECT_EQ(-EINVAL, nlt_do(&self->nl, CPO_CMD_DEV_SET,
				  ARGS(A(CPO_A_DEV_DEV_ID, self->dev)
				       A(CPO_A_DEV_POWER_MW, 1)), NULL));
	EXPECT_EQ(CPO_A_DEV_POWER_MW, self->nl.ext.bad_attr);
	EXPECT_EQ(-EINVAL, nlt_do(&self->nl, CPO_CMD_DEV_SET,
				  ARGS(A(CPO_A_DEV_DEV_ID, self->dev)
				       A(CPO_A_DEV_TELEMETRY_PERIOD_US,
					 PERIOD_US) A(1000, 1)), NULL));
	EXPECT_EQ(1000, self->nl.ext.bad_attr);
}

TEST_F(config, window_of_a_device_without)
{
	if (self->windows)
		SKIP(return, "the device keeps windows");
	EXPECT_EQ(-EOPNOTSUPP, set(&self->nl, self->dev, 500000, 60));
	EXPECT_EQ(CPO_A_DEV_WINDOW_S, self->nl.ext.bad_attr);
	EXPECT_STREQ("Device keeps no windows", self->nl.ext.msg);
	EXPECT_EQ(PERIOD_US, PERIOD());
}

/* Blocks in @ms; NLT_NONE when they cannot be counted. */
static uint64_t blocks_in(struct nlt *nl, uint64_t dev, unsigned int ms)
{
	uint64_t before, after;

	before = stats_value(nl, dev, CPO_A_STATS_TELEMETRY_BLOCKS);
	usleep(ms * 1000);
	after = stats_value(nl, dev, CPO_A_STATS_TELEMETRY_BLOCKS);
	return before == NLT_NONE || after == NLT_NONE ? NLT_NONE :
							 after - before;
}

/*
 * Blocks come as often as they should. On a slow machine some are missed, but
 * no block comes that should not.
 */
TEST_F_TIMEOUT(config, rate, SLOW)
{
	uint64_t n;

	ASSERT_EQ(0, set(&self->nl, self->dev, PERIOD_MIN_US, NLT_NONE));
	n = blocks_in(&self->nl, self->dev, 3000);
	EXPECT_LE(30, n);
	EXPECT_GE(330, n);
	ASSERT_EQ(0, set(&self->nl, self->dev, 500000, NLT_NONE));
	n = blocks_in(&self->nl, self->dev, 4000);
	EXPECT_LE(4, n);
	EXPECT_GE(9, n);
	ASSERT_EQ(0, set(&self->nl, self->dev, PERIOD_MAX_US, NLT_NONE));
	EXPECT_EQ(0, blocks_in(&self->nl, self->dev, 4000));
	EXPECT_EQ(0, stats_value(&self->nl, self->dev,
				 CPO_A_STATS_TELEMETRY_REFUSED));
}

static bool stale(struct nlt *nl, uint64_t dev)
{
	struct nlt_row row = {}, sample;
	bool is = true;

	if (!nlt_do(nl, CPO_CMD_DEV_GET, ARGS(A(CPO_A_DEV_DEV_ID, dev)),
		    &row)) {
		sample = nlt_nested(&row, CPO_A_DEV_SAMPLE);
		is = nlt_has(&sample, CPO_A_SAMPLE_STALE);
	}
	nlt_row_free(&row);
	return is;
}

/*
 * What is stale depends on the period: after 10 s without a block values are
 * still as good as they can be when one comes each minute. Nobody takes the
 * device for dead meanwhile.
 */
TEST_F_TIMEOUT(config, slow_is_not_stale, SLOW)
{
	uint64_t detaches;

	detaches = stats_value(&self->nl, self->dev, CPO_A_STATS_DETACHES);
	ASSERT_EQ(0, set(&self->nl, self->dev, PERIOD_MAX_US, NLT_NONE));
	EXPECT_EQ(0, nlt_do(&self->nl, CPO_CMD_REFRESH,
			    ARGS(A(CPO_A_DEV_DEV_ID, self->dev)), NULL));
	sleep(25);
	EXPECT_FALSE(stale(&self->nl, self->dev));
	EXPECT_EQ(detaches, stats_value(&self->nl, self->dev,
					CPO_A_STATS_DETACHES));
	EXPECT_EQ(0, set(&self->nl, self->dev, PERIOD_US, NLT_NONE));
	/* they are old by the new measure, until the next block */
	usleep(1500000);
	EXPECT_FALSE(stale(&self->nl, self->dev));
}

/* A reset is none of what was asked for. */
TEST_F_TIMEOUT(config, survives_a_reset, SLOW)
{
	ASSERT_EQ(0, set(&self->nl, self->dev, 200000,
			 self->windows ? 60 : NLT_NONE));
	ASSERT_EQ(0, nlt_reset_device(&self->dev_row));
	EXPECT_EQ(200000, PERIOD());
	if (self->windows) {
		EXPECT_EQ(60, WINDOW());
	}
	EXPECT_LE(5, blocks_in(&self->nl, self->dev, 4000));
}

TEST_HARNESS_MAIN

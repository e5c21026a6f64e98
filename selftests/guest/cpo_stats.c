// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Counters: what moves them, what does not, and what they outlive. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW	300	/* seconds: a debug kernel under emulation */
#define MANY	200

FIXTURE(stats) {
	struct nlt nl;
	struct nlt_row dev_row;
	struct nlt_row before;
	struct nlt_row after;
	uint64_t dev;
};

static int get(struct nlt *nl, uint64_t dev, struct nlt_row *row)
{
	nlt_row_free(row);
	return nlt_do(nl, CPO_CMD_STATS_GET, ARGS(A(CPO_A_STATS_DEV_ID, dev)),
		      row);
}

FIXTURE_SETUP(stats)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_pick_dev(&self->nl, &self->dev_row)) {
		TH_LOG("no device");
	}
	self->dev = nlt_u(&self->dev_row, CPO_A_DEV_DEV_ID);
	ASSERT_EQ(0, get(&self->nl, self->dev, &self->before)) {
		TH_LOG("%s", self->nl.ext.msg);
	}
}

FIXTURE_TEARDOWN(stats)
{
	nlt_row_free(&self->dev_row);
	nlt_row_free(&self->before);
	nlt_row_free(&self->after);
	nlt_close(&self->nl);
}

#define BEFORE() ASSERT_EQ(0, get(&self->nl, self->dev, &self->before))
#define AFTER()	ASSERT_EQ(0, get(&self->nl, self->dev, &self->after))
#define MOVED(attr)							\
	(nlt_u(&self->after, attr) - nlt_u(&self->before, attr))

/* Commands of the test: those that read windows, say, come by themselves. */
#define COMMANDS()							\
	(MOVED(CPO_A_STATS_COMMANDS) - (nlt_own_commands(&self->after) -	\
					nlt_own_commands(&self->before)))

static int refresh(struct nlt *nl, uint64_t dev)
{
	return nlt_do(nl, CPO_CMD_REFRESH, ARGS(A(CPO_A_DEV_DEV_ID, dev)),
		      NULL);
}

/* Wait until nothing is being read; windows are for a while after a refresh. */
static int quiet(struct nlt *nl, uint64_t dev)
{
	uint64_t last = NLT_NONE, now = 0;
	struct nlt_row row = {};
	int i, err = 0;

	for (i = 0; i < 100 && !err && now != last; i++) {
		last = now;
		usleep(500000);
		err = get(nl, dev, &row);
		now = nlt_own_commands(&row);
	}
	nlt_row_free(&row);
	return err;
}

#define QUIET()	ASSERT_EQ(0, quiet(&self->nl, self->dev))

static int read_page(struct nlt *nl, uint64_t dev)
{
	return nlt_do(nl, CPO_CMD_PAGE_GET,
		      ARGS(A(CPO_A_PAGE_DEV_ID, dev)
			   A(CPO_A_PAGE_ENGINE_ID, 0) A(CPO_A_PAGE_PAGE, 0)
			   A(CPO_A_PAGE_OFFSET, 128) A(CPO_A_PAGE_LENGTH, 1)),
		      NULL);
}

/* Those this driver counts. It has no safety cuts: they are in a register. */
static const int counted[] = {
	CPO_A_STATS_EVENTS, CPO_A_STATS_EVENTS_LOST, CPO_A_STATS_EVENT_GAPS,
	CPO_A_STATS_EVENTS_REFUSED, CPO_A_STATS_EVENT_MESSAGES,
	CPO_A_STATS_TELEMETRY_BLOCKS, CPO_A_STATS_TELEMETRY_MISSED,
	CPO_A_STATS_TELEMETRY_REFUSED, CPO_A_STATS_TELEMETRY_UNKNOWN_SECTIONS,
	CPO_A_STATS_INTERRUPTS, CPO_A_STATS_INTERRUPTS_LOST,
	CPO_A_STATS_COMMANDS, CPO_A_STATS_COMMANDS_FAILED,
	CPO_A_STATS_COMMANDS_TIMED_OUT, CPO_A_STATS_COMMANDS_LATE,
	CPO_A_STATS_COMMANDS_STRAY, CPO_A_STATS_PAGES_READ,
	CPO_A_STATS_PAGE_CACHE_HITS, CPO_A_STATS_REFRESHES,
	CPO_A_STATS_DETACHES, CPO_A_STATS_DEVICE_EVENTS_DROPPED,
	CPO_A_STATS_DEVICE_BOOTS,
};

#define COUNTED	(sizeof(counted) / sizeof(counted[0]))

static uint64_t refused_by_reason(const struct nlt_row *row)
{
	return nlt_counter(row, "telemetry-torn") +
	       nlt_counter(row, "telemetry-short") +
	       nlt_counter(row, "telemetry-repeated") +
	       nlt_counter(row, "telemetry-frozen") +
	       nlt_counter(row, "telemetry-lying");
}

TEST_F(stats, all_are_there)
{
	size_t i;

	EXPECT_EQ(self->dev, nlt_u(&self->before, CPO_A_STATS_DEV_ID));
	for (i = 0; i < COUNTED; i++) {
		EXPECT_TRUE(nlt_has(&self->before, counted[i])) {
			TH_LOG("attribute %d", counted[i]);
		}
	}
	EXPECT_LE(1, nlt_u(&self->before, CPO_A_STATS_DEVICE_BOOTS));
	EXPECT_EQ(refused_by_reason(&self->before),
		  nlt_u(&self->before, CPO_A_STATS_TELEMETRY_REFUSED));
	EXPECT_EQ(0, nlt_u(&self->before, CPO_A_STATS_EVENTS_REFUSED));
	EXPECT_EQ(0, nlt_u(&self->before, CPO_A_STATS_COMMANDS_STRAY));
}

TEST_F(stats, dump_has_every_device)
{
	struct nlt_rows devs, rows;
	size_t i;

	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_DEV_GET, NO_ARGS, &devs));
	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_STATS_GET, NO_ARGS, &rows));
	ASSERT_EQ(devs.n, rows.n);
	for (i = 0; i < rows.n; i++) {
		EXPECT_EQ(nlt_u(&devs.row[i], CPO_A_DEV_DEV_ID),
			  nlt_u(&rows.row[i], CPO_A_STATS_DEV_ID));
	}
	nlt_rows_free(&devs);
	nlt_rows_free(&rows);
}

/* The get itself asks the device nothing. */
TEST_F_TIMEOUT(stats, gets_cause_no_command, SLOW)
{
	int i;

	for (i = 0; i < MANY; i++)
		AFTER();
	EXPECT_EQ(0, COMMANDS());
	EXPECT_EQ(0, MOVED(CPO_A_STATS_PAGES_READ));
	EXPECT_EQ(0, MOVED(CPO_A_STATS_REFRESHES));
}

/* Sum of the histogram; its bounds are powers of two and ascend. */
static uint64_t latencies(struct __test_metadata *_metadata,
			  const struct nlt_row *row)
{
	size_t i, n = nlt_count(row, CPO_A_STATS_COMMAND_LATENCY);
	uint64_t sum = 0, below, last = 0;
	struct nlt_row bucket;

	EXPECT_LT(1, n);
	for (i = 0; i < n; i++) {
		bucket = nlt_nest(nlt_nth(row, CPO_A_STATS_COMMAND_LATENCY,
					  i));
		below = nlt_u(&bucket, CPO_A_LATENCY_BUCKET_BELOW_US);
		EXPECT_EQ(i == n - 1, below == NLT_NONE);
		if (i < n - 1) {
			EXPECT_EQ(0, below & (below - 1));
			EXPECT_LT(last, below);
		}
		last = below;
		sum += nlt_u(&bucket, CPO_A_LATENCY_BUCKET_COUNT);
	}
	return sum;
}

TEST_F_TIMEOUT(stats, a_refresh_is_a_command, SLOW)
{
	uint64_t first;
	int i;

	QUIET();
	BEFORE();
	first = latencies(_metadata, &self->before);
	for (i = 0; i < 5; i++) {
		ASSERT_EQ(0, refresh(&self->nl, self->dev));
	}
	QUIET();
	AFTER();
	EXPECT_EQ(5, MOVED(CPO_A_STATS_REFRESHES));
	EXPECT_EQ(5, COMMANDS());
	EXPECT_EQ(MOVED(CPO_A_STATS_COMMANDS),
		  latencies(_metadata, &self->after) - first);
	EXPECT_LE(5, MOVED(CPO_A_STATS_TELEMETRY_BLOCKS));
	EXPECT_EQ(0, MOVED(CPO_A_STATS_COMMANDS_FAILED));
	EXPECT_LE(1, MOVED(CPO_A_STATS_INTERRUPTS));
}

TEST_F_TIMEOUT(stats, pages, SLOW)
{
	ASSERT_EQ(0, read_page(&self->nl, self->dev));
	ASSERT_EQ(0, read_page(&self->nl, self->dev));
	AFTER();
	EXPECT_EQ(2, MOVED(CPO_A_STATS_PAGES_READ));
	EXPECT_EQ(2, COMMANDS());
	EXPECT_EQ(0, MOVED(CPO_A_STATS_PAGE_CACHE_HITS));
}

/* What the device refuses is counted, what the family refuses is not. */
TEST_F_TIMEOUT(stats, refusals, SLOW)
{
	int err;

	err = nlt_do(&self->nl, CPO_CMD_PAGE_GET,
		     ARGS(A(CPO_A_PAGE_DEV_ID, self->dev)
			  A(CPO_A_PAGE_ENGINE_ID, 0) A(CPO_A_PAGE_PAGE, 0x77)
			  A(CPO_A_PAGE_OFFSET, 128) A(CPO_A_PAGE_LENGTH, 1)),
		     NULL);
	ASSERT_GT(0, err);
	err = nlt_do(&self->nl, CPO_CMD_PAGE_GET,
		     ARGS(A(CPO_A_PAGE_DEV_ID, self->dev)
			  A(CPO_A_PAGE_ENGINE_ID, 0xfff0) A(CPO_A_PAGE_PAGE, 0)
			  A(CPO_A_PAGE_OFFSET, 128) A(CPO_A_PAGE_LENGTH, 1)),
		     NULL);
	ASSERT_EQ(-ENOENT, err);
	AFTER();
	EXPECT_EQ(1, COMMANDS());
	EXPECT_EQ(1, MOVED(CPO_A_STATS_COMMANDS_FAILED));
	EXPECT_EQ(0, MOVED(CPO_A_STATS_PAGES_READ));
}

/*
 * Events have numbers from 1 on in each epoch; as long as the firmware was not
 * started again there was only one.
 */
TEST_F(stats, events_are_what_the_sequence_says)
{
	struct nlt_row dev = {};
	uint64_t seq;

	if (nlt_u(&self->before, CPO_A_STATS_DEVICE_BOOTS) > 1)
		SKIP(return, "the firmware was started again");
	seq = nlt_u(&self->dev_row, CPO_A_DEV_EVENT_SEQ);
	AFTER();
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_DEV_GET,
			    ARGS(A(CPO_A_DEV_DEV_ID, self->dev)), &dev));
	if (nlt_u(&dev, CPO_A_DEV_EVENT_SEQ) != seq)
		SKIP(goto out, "events come in");
	EXPECT_EQ(seq - 1, nlt_u(&self->after, CPO_A_STATS_EVENTS) +
			   nlt_u(&self->after, CPO_A_STATS_EVENTS_LOST));
	EXPECT_GE(nlt_u(&self->after, CPO_A_STATS_EVENTS),
		  nlt_u(&self->after, CPO_A_STATS_EVENT_MESSAGES));
out:
	nlt_row_free(&dev);
}

/* Each vector has a counter of its own; together they are all interrupts. */
TEST_F(stats, interrupts_by_vector)
{
	size_t i, n = nlt_count(&self->before, CPO_A_STATS_COUNTER);
	struct nlt_row counter;
	uint64_t sum = 0;

	for (i = 0; i < n; i++) {
		counter = nlt_nest(nlt_nth(&self->before, CPO_A_STATS_COUNTER,
					   i));
		if (!strncmp(nlt_str(&counter, CPO_A_COUNTER_LABEL), "irq-", 4))
			sum += nlt_u(&counter, CPO_A_COUNTER_VALUE);
	}
	EXPECT_EQ(nlt_u(&self->before, CPO_A_STATS_INTERRUPTS), sum);
}

TEST_F_TIMEOUT(stats, a_reset_clears_nothing, SLOW)
{
	size_t i;

	ASSERT_EQ(0, nlt_reset_device(&self->dev_row)) {
		TH_LOG("%s cannot be reset",
		       nlt_str(&self->dev_row, CPO_A_DEV_DEV_NAME));
	}
	AFTER();
	EXPECT_EQ(1, MOVED(CPO_A_STATS_DETACHES));
	/* it is asked again what it is */
	EXPECT_LT(3, MOVED(CPO_A_STATS_COMMANDS));
	EXPECT_EQ(0, MOVED(CPO_A_STATS_COMMANDS_FAILED));
	for (i = 0; i < COUNTED; i++) {
		EXPECT_LE(nlt_u(&self->before, counted[i]),
			  nlt_u(&self->after, counted[i])) {
			TH_LOG("attribute %d", counted[i]);
		}
	}
}

TEST_HARNESS_MAIN

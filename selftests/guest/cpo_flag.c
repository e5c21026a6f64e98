// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * Flags: how they rise and fall, that no change is lost however fast they come,
 * and that to forget them touches neither the device nor what is set.
 *
 * A limit below the temperature an engine has makes a flag rise on a machine
 * that is well. What flaps fast needs a device made with x-inject=on.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define WAIT_S		60	/* for what takes a second or two */
#define FLAPS		5000
#define TEMP		CPO_QUANTITY_TEMPERATURE

FIXTURE(flag) {
	struct nlt nl;
	struct nlt ntf;
	struct nlt_row dev_row;
	uint64_t dev;
	bool hot;	/* limits of engine 0 are to be taken back */
};

/* The flag that engine 0 is hot, and that lane 0 sees no light. */
#define HOT(dev)	A(CPO_A_FLAG_DEV_ID, dev)			\
			A(CPO_A_FLAG_ENGINE_ID, 0)			\
			A(CPO_A_FLAG_CODE, CPO_EVENT_CODE_THRESHOLD)	\
			A(CPO_A_FLAG_QUANTITY, TEMP)			\
			A(CPO_A_FLAG_LEVEL, CPO_LEVEL_HIGH_WARNING)
#define LOS(dev)	A(CPO_A_FLAG_DEV_ID, dev)			\
			A(CPO_A_FLAG_ENGINE_ID, 0)			\
			A(CPO_A_FLAG_LANE_ID, 0)			\
			A(CPO_A_FLAG_CODE, CPO_EVENT_CODE_LANE_RX_LOS)

/* What a request for limits of engine 0 begins with. */
#define LIMITS(dev)	A(CPO_A_THRESHOLD_DEV_ID, dev)			\
			A(CPO_A_THRESHOLD_ENGINE_ID, 0)			\
			A(CPO_A_THRESHOLD_QUANTITY, TEMP)

FIXTURE_SETUP(flag)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, nlt_open(&self->ntf));
	ASSERT_EQ(0, topo_pick_dev(&self->nl, &self->dev_row)) {
		TH_LOG("no device");
	}
	self->dev = nlt_u(&self->dev_row, CPO_A_DEV_DEV_ID);
}

static int cool_down(struct nlt *nl, uint64_t dev)
{
	return nlt_set(nl, CPO_CMD_THRESHOLD_SET,
		       ARGS(LIMITS(dev) A(CPO_A_THRESHOLD_RESET, NLT_FLAG)));
}

FIXTURE_TEARDOWN(flag)
{
	if (self->hot)
		cool_down(&self->nl, self->dev);
	nlt_row_free(&self->dev_row);
	nlt_close(&self->ntf);
	nlt_close(&self->nl);
}

/* Give engine 0 a limit that it is above of; the alarm stays out of reach. */
static int heat_up(struct nlt *nl, uint64_t dev)
{
	struct nlt_row row;
	int64_t temp;
	int err;

	err = nlt_do(nl, CPO_CMD_ENGINE_GET,
		     ARGS(A(CPO_A_ENGINE_DEV_ID, dev)
			  A(CPO_A_ENGINE_ENGINE_ID, 0)), &row);
	if (err)
		return err;
	temp = nlt_s(&row, CPO_A_ENGINE_TEMPERATURE);
	nlt_row_free(&row);
	return nlt_set(nl, CPO_CMD_THRESHOLD_SET,
		       ARGS(LIMITS(dev)
			    A(CPO_A_THRESHOLD_HIGH_WARNING, temp - 10000)));
}

static int clear_all(struct nlt *nl, uint64_t dev)
{
	return nlt_set(nl, CPO_CMD_FLAG_CLEAR, ARGS(A(CPO_A_FLAG_DEV_ID, dev)));
}

/* Wait for a flag to be so; 0, or -ETIMEDOUT and what it was last. */
static int wait_state(struct nlt *nl, const struct nlt_arg *args,
		      uint64_t state, struct nlt_row *row)
{
	int i;

	for (i = 0; i < WAIT_S * 20; i++) {
		if (!nlt_do(nl, CPO_CMD_FLAG_GET, args, row)) {
			if (nlt_u(row, CPO_A_FLAG_STATE) == state)
				return 0;
			nlt_row_free(row);
		}
		usleep(50000);
	}
	memset(row, 0, sizeof(*row));
	return -ETIMEDOUT;
}

static uint64_t boottime_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

/* Commands somebody asked for. */
static uint64_t commands(struct nlt *nl, uint64_t dev)
{
	uint64_t n = NLT_NONE;
	struct nlt_row row;

	if (!nlt_do(nl, CPO_CMD_STATS_GET, ARGS(A(CPO_A_STATS_DEV_ID, dev)),
		    &row))
		n = nlt_u(&row, CPO_A_STATS_COMMANDS) - nlt_own_commands(&row);
	nlt_row_free(&row);
	return n;
}

#define HAS_LIMITS(nl, dev)						\
	(!nlt_do(nl, CPO_CMD_THRESHOLD_GET, ARGS(LIMITS(dev)), NULL))

/* ---- a flag on a machine that is well ---- */

TEST_F_TIMEOUT(flag, rises_and_falls, SLOW)
{
	uint64_t t0 = boottime_ns();
	struct nlt_row row;

	if (!HAS_LIMITS(&self->nl, self->dev))
		SKIP(return, "the device has no limits");
	clear_all(&self->nl, self->dev);
	self->hot = true;
	ASSERT_EQ(0, heat_up(&self->nl, self->dev)) {
		TH_LOG("%s", self->nl.ext.msg);
	}
	ASSERT_EQ(0, wait_state(&self->nl, ARGS(HOT(self->dev)),
				CPO_FLAG_STATE_SET, &row));
	EXPECT_EQ(1, nlt_u(&row, CPO_A_FLAG_CHANGES));
	EXPECT_EQ(CPO_SEVERITY_WARNING, nlt_u(&row, CPO_A_FLAG_SEVERITY));
	EXPECT_EQ(CPO_OBJECT_ENGINE, nlt_u(&row, CPO_A_FLAG_OBJECT));
	EXPECT_TRUE(nlt_has(&row, CPO_A_FLAG_VALUE));
	EXPECT_FALSE(nlt_has(&row, CPO_A_FLAG_COUNT_IS_LOWER_BOUND));
	EXPECT_EQ(nlt_u(&row, CPO_A_FLAG_FIRST_SET_NS),
		  nlt_u(&row, CPO_A_FLAG_LAST_SET_NS));
	EXPECT_FALSE(nlt_has(&row, CPO_A_FLAG_LAST_CLEAR_NS));
	EXPECT_LE(t0, nlt_u(&row, CPO_A_FLAG_LAST_SET_BOOTTIME_NS));
	EXPECT_GE(boottime_ns(), nlt_u(&row, CPO_A_FLAG_LAST_SET_BOOTTIME_NS));
	EXPECT_TRUE(nlt_has(&row, CPO_A_FLAG_SAMPLE));
	nlt_row_free(&row);

	ASSERT_EQ(0, cool_down(&self->nl, self->dev));
	ASSERT_EQ(0, wait_state(&self->nl, ARGS(HOT(self->dev)),
				CPO_FLAG_STATE_CLEAR, &row));
	EXPECT_EQ(2, nlt_u(&row, CPO_A_FLAG_CHANGES));
	EXPECT_LT(nlt_u(&row, CPO_A_FLAG_LAST_SET_NS),
		  nlt_u(&row, CPO_A_FLAG_LAST_CLEAR_NS));
	nlt_row_free(&row);
}

/* An event for each change, and by then the flag is what it says. */
static bool event_of_hot(const struct nlt_row *ev)
{
	return nlt_u(ev, CPO_A_EVENT_CODE) == CPO_EVENT_CODE_THRESHOLD &&
	       nlt_u(ev, CPO_A_EVENT_OBJECT) == CPO_OBJECT_ENGINE &&
	       nlt_u(ev, CPO_A_EVENT_ENGINE_ID) == 0 &&
	       nlt_u(ev, CPO_A_EVENT_QUANTITY) == TEMP &&
	       nlt_u(ev, CPO_A_EVENT_LEVEL) == CPO_LEVEL_HIGH_WARNING;
}

/* The first event of the flag, as a view into @rows. */
static bool find_event(const struct nlt_rows *rows, struct nlt_row *ev)
{
	const struct nlattr *attr;
	size_t i, n;

	for (i = 0; i < rows->n; i++) {
		for (n = 0; (attr = nlt_nth(&rows->row[i], CPO_A_EVENTS_EVENT,
					    n)); n++) {
			*ev = nlt_nest(attr);
			if (event_of_hot(ev))
				return true;
		}
	}
	return false;
}

TEST_F_TIMEOUT(flag, event_tells_and_state_is_there, SLOW)
{
	struct nlt_rows heard = {};
	struct nlt_row ev, row;
	bool found = false;
	int i;

	if (!HAS_LIMITS(&self->nl, self->dev))
		SKIP(return, "the device has no limits");
	ASSERT_EQ(0, nlt_join(&self->ntf, "events"));
	self->hot = true;
	ASSERT_EQ(0, heat_up(&self->nl, self->dev));
	for (i = 0; i < WAIT_S && !found; i++) {
		nlt_listen(&self->ntf, &heard, 1000, 1000);
		found = find_event(&heard, &ev);
	}
	ASSERT_TRUE(found);
	EXPECT_EQ(CPO_ACTION_SET, nlt_u(&ev, CPO_A_EVENT_ACTION));
	EXPECT_TRUE(nlt_has(&ev, CPO_A_EVENT_VALUE));
	EXPECT_LT(nlt_s(&ev, CPO_A_EVENT_LIMIT),
		  nlt_s(&ev, CPO_A_EVENT_VALUE));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_FLAG_GET, ARGS(HOT(self->dev)),
			    &row));
	EXPECT_EQ(CPO_FLAG_STATE_SET, nlt_u(&row, CPO_A_FLAG_STATE));
	nlt_row_free(&row);
	nlt_rows_free(&heard);
}

/* ---- flag-clear ---- */

TEST_F_TIMEOUT(flag, clear, SLOW)
{
	struct nlt_row row;

	if (!HAS_LIMITS(&self->nl, self->dev))
		SKIP(return, "the device has no limits");
	self->hot = true;
	ASSERT_EQ(0, heat_up(&self->nl, self->dev));
	ASSERT_EQ(0, wait_state(&self->nl, ARGS(HOT(self->dev)),
				CPO_FLAG_STATE_SET, &row));
	nlt_row_free(&row);

	/* it stays set, and is counted from here on */
	ASSERT_EQ(0, clear_all(&self->nl, self->dev));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_FLAG_GET, ARGS(HOT(self->dev)),
			    &row));
	EXPECT_EQ(CPO_FLAG_STATE_SET, nlt_u(&row, CPO_A_FLAG_STATE));
	EXPECT_EQ(0, nlt_u(&row, CPO_A_FLAG_CHANGES));
	EXPECT_TRUE(nlt_has(&row, CPO_A_FLAG_LAST_SET_NS));
	nlt_row_free(&row);

	ASSERT_EQ(0, cool_down(&self->nl, self->dev));
	ASSERT_EQ(0, wait_state(&self->nl, ARGS(HOT(self->dev)),
				CPO_FLAG_STATE_CLEAR, &row));
	EXPECT_EQ(1, nlt_u(&row, CPO_A_FLAG_CHANGES));
	nlt_row_free(&row);

	/* what is not set is gone, and does not come back with a sample */
	ASSERT_EQ(0, nlt_set(&self->nl, CPO_CMD_FLAG_CLEAR,
			     ARGS(A(CPO_A_FLAG_DEV_ID, self->dev)
				  A(CPO_A_FLAG_ENGINE_ID, 0)
				  A(CPO_A_FLAG_OBJECT, CPO_OBJECT_ENGINE))));
	EXPECT_EQ(-ENOENT, nlt_do(&self->nl, CPO_CMD_FLAG_GET,
				  ARGS(HOT(self->dev)), NULL));
	EXPECT_EQ(0, nlt_do(&self->nl, CPO_CMD_REFRESH,
			    ARGS(A(CPO_A_DEV_DEV_ID, self->dev)), NULL));
	sleep(1);
	EXPECT_EQ(-ENOENT, nlt_do(&self->nl, CPO_CMD_FLAG_GET,
				  ARGS(HOT(self->dev)), NULL));
	EXPECT_EQ(CPO_A_FLAG_CODE, self->nl.ext.bad_attr);
}

/* It asks the device nothing, as little as to read does. */
TEST_F(flag, clear_is_free)
{
	uint64_t before = commands(&self->nl, self->dev);
	struct nlt_rows rows;
	int i;

	for (i = 0; i < 200; i++) {
		EXPECT_EQ(0, clear_all(&self->nl, self->dev));
		EXPECT_EQ(0, nlt_dump(&self->nl, CPO_CMD_FLAG_GET,
				      ARGS(A(CPO_A_FLAG_DEV_ID, self->dev)),
				      &rows));
		nlt_rows_free(&rows);
	}
	/* one more may just be counted as a command, and not yet by its kind */
	EXPECT_GE(before + 1, commands(&self->nl, self->dev));
}

/* A reset of the device is none of its flags: they are read again. */
TEST_F_TIMEOUT(flag, survives_a_reset, SLOW)
{
	struct nlt_row before, after;

	if (!HAS_LIMITS(&self->nl, self->dev))
		SKIP(return, "the device has no limits");
	self->hot = true;
	ASSERT_EQ(0, heat_up(&self->nl, self->dev));
	ASSERT_EQ(0, wait_state(&self->nl, ARGS(HOT(self->dev)),
				CPO_FLAG_STATE_SET, &before));
	ASSERT_EQ(0, nlt_reset_device(&self->dev_row));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_FLAG_GET, ARGS(HOT(self->dev)),
			    &after));
	EXPECT_EQ(CPO_FLAG_STATE_SET, nlt_u(&after, CPO_A_FLAG_STATE));
	EXPECT_EQ(nlt_u(&before, CPO_A_FLAG_CHANGES),
		  nlt_u(&after, CPO_A_FLAG_CHANGES));
	EXPECT_EQ(nlt_u(&before, CPO_A_FLAG_LAST_SET_NS),
		  nlt_u(&after, CPO_A_FLAG_LAST_SET_NS));
	nlt_row_free(&before);
	nlt_row_free(&after);
}

/* ---- faster than anybody reads ---- */

/* How often lane 0 lost or regained light, once that does not change. */
static uint64_t settled_changes(struct nlt *nl, uint64_t dev)
{
	uint64_t last = NLT_NONE, now = 0;
	struct nlt_row row;
	int i, same = 0;

	for (i = 0; i < WAIT_S && same < 3; i++) {
		nlt_do(nl, CPO_CMD_REFRESH, ARGS(A(CPO_A_DEV_DEV_ID, dev)),
		       NULL);
		sleep(1);
		now = 0;
		if (!nlt_do(nl, CPO_CMD_FLAG_GET, ARGS(LOS(dev)), &row)) {
			now = nlt_u(&row, CPO_A_FLAG_CHANGES);
			nlt_row_free(&row);
		}
		same = now == last ? same + 1 : 0;
		last = now;
	}
	return now;
}

TEST_F_TIMEOUT(flag, counts_are_exact, SLOW)
{
	char record[32];
	struct nlt_row row;

	if (!nlt_takes_faults(&self->dev_row))
		SKIP(return, "the device takes no faults: x-inject=on");
	settled_changes(&self->nl, self->dev);
	ASSERT_EQ(0, clear_all(&self->nl, self->dev));
	snprintf(record, sizeof(record), "los-flap 0 %d", FLAPS);
	if (nlt_inject(&self->dev_row, record) == -ENOENT)
		SKIP(return, "the device cannot flap");
	/* lost and regained, each time */
	EXPECT_EQ(2 * FLAPS, settled_changes(&self->nl, self->dev));
	ASSERT_EQ(0, nlt_do(&self->nl, CPO_CMD_FLAG_GET, ARGS(LOS(self->dev)),
			    &row));
	EXPECT_FALSE(nlt_has(&row, CPO_A_FLAG_COUNT_IS_LOWER_BOUND));
	EXPECT_LE(nlt_u(&row, CPO_A_FLAG_FIRST_SET_NS),
		  nlt_u(&row, CPO_A_FLAG_LAST_SET_NS));
	nlt_row_free(&row);
	EXPECT_EQ(0, nlt_inject(&self->dev_row, "off"));
}

/* Filters show what a dump of all shows of it. */
TEST_F(flag, filters)
{
	struct nlt_rows all, some;
	size_t i, set = 0, lanes = 0;

	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_FLAG_GET,
			      ARGS(A(CPO_A_FLAG_DEV_ID, self->dev)), &all));
	for (i = 0; i < all.n; i++) {
		set += nlt_u(&all.row[i], CPO_A_FLAG_STATE) ==
		       CPO_FLAG_STATE_SET;
		lanes += nlt_u(&all.row[i], CPO_A_FLAG_OBJECT) ==
			 CPO_OBJECT_LANE;
	}
	nlt_rows_free(&all);
	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_FLAG_GET,
			      ARGS(A(CPO_A_FLAG_DEV_ID, self->dev)
				   A(CPO_A_FLAG_STATE, CPO_FLAG_STATE_SET)),
			      &some));
	EXPECT_EQ(set, some.n);
	nlt_rows_free(&some);
	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_FLAG_GET,
			      ARGS(A(CPO_A_FLAG_DEV_ID, self->dev)
				   A(CPO_A_FLAG_OBJECT, CPO_OBJECT_LANE)),
			      &some));
	EXPECT_EQ(lanes, some.n);
	nlt_rows_free(&some);
}

TEST_HARNESS_MAIN

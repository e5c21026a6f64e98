// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Every refusal: the errno, the sentence, the attribute that is meant. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <sys/utsname.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define FAR		0xfff0	/* an id no device has, in range of the ABI */
#define NO_DEV		0xfffffff0u

FIXTURE(errors) {
	struct nlt nl;
	struct nlt_row dev_row;
	uint64_t dev;
};

FIXTURE_SETUP(errors)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_pick_dev(&self->nl, &self->dev_row)) {
		TH_LOG("no device");
	}
	self->dev = nlt_u(&self->dev_row, CPO_A_DEV_DEV_ID);
}

FIXTURE_TEARDOWN(errors)
{
	nlt_row_free(&self->dev_row);
	nlt_close(&self->nl);
}

/* One object of each kind that every device has, by its ids. */
struct target {
	const char *name;
	int cmd;
	struct nlt_arg id[4];	/* the first is dev-id, filled in */
};

static const struct target targets[] = {
	{ "dev", CPO_CMD_DEV_GET, { { CPO_A_DEV_DEV_ID, 0 } } },
	{ "engine", CPO_CMD_ENGINE_GET, { { CPO_A_ENGINE_DEV_ID, 0 },
		{ CPO_A_ENGINE_ENGINE_ID, 0 } } },
	{ "els", CPO_CMD_ELS_GET, { { CPO_A_ELS_DEV_ID, 0 },
		{ CPO_A_ELS_ELS_ID, 0 } } },
	{ "laser", CPO_CMD_LASER_GET, { { CPO_A_LASER_DEV_ID, 0 },
		{ CPO_A_LASER_ELS_ID, 0 }, { CPO_A_LASER_LASER_ID, 1 } } },
	{ "lane", CPO_CMD_LANE_GET, { { CPO_A_LANE_DEV_ID, 0 },
		{ CPO_A_LANE_ENGINE_ID, 0 }, { CPO_A_LANE_LANE_ID, 1 } } },
	{ "port", CPO_CMD_PORT_GET, { { CPO_A_PORT_DEV_ID, 0 },
		{ CPO_A_PORT_PORT_ID, 1 } } },
	{ "route", CPO_CMD_ROUTE_GET, { { CPO_A_ROUTE_DEV_ID, 0 },
		{ CPO_A_ROUTE_ROUTE_ID, 1 } } },
	{ "sensor", CPO_CMD_SENSOR_GET, { { CPO_A_SENSOR_DEV_ID, 0 },
		{ CPO_A_SENSOR_SENSOR_ID, 1 } } },
	{ "stats", CPO_CMD_STATS_GET, { { CPO_A_STATS_DEV_ID, 0 } } },
	{ "refresh", CPO_CMD_REFRESH, { { CPO_A_DEV_DEV_ID, 0 } } },
	{ "dev-set", CPO_CMD_DEV_SET, { { CPO_A_DEV_DEV_ID, 0 } } },
	{ "flag", CPO_CMD_FLAG_GET, { { CPO_A_FLAG_DEV_ID, 0 } } },
	{ "flag-clear", CPO_CMD_FLAG_CLEAR, { { CPO_A_FLAG_DEV_ID, 0 } } },
	{ "threshold", CPO_CMD_THRESHOLD_GET,
	  { { CPO_A_THRESHOLD_DEV_ID, 0 } } },
	{ "page", CPO_CMD_PAGE_GET, { { CPO_A_PAGE_DEV_ID, 0 } } },
};

#define TARGETS		(sizeof(targets) / sizeof(targets[0]))
#define GETS		8	/* the first so many are gets of objects */

static int ids_of(const struct target *target, uint64_t dev,
		  struct nlt_arg args[5])
{
	int n;

	memset(args, 0, 5 * sizeof(*args));
	for (n = 0; n < 4 && target->id[n].attr; n++)
		args[n] = target->id[n];
	args[0].value = dev;
	return n;
}

/* What a refusal must say; attribute numbers of 0 are not looked at. */
static void refused(struct __test_metadata *_metadata, struct nlt *nl,
		    const char *what, int err, int want, int bad, int miss)
{
	EXPECT_EQ(want, err) {
		TH_LOG("%s: %s (%s)", what, strerror(-err), nl->ext.msg);
	}
	if (bad) {
		EXPECT_EQ(bad, nl->ext.bad_attr) {
			TH_LOG("%s: blames attribute %d", what,
			       nl->ext.bad_attr);
		}
		EXPECT_STRNE("", nl->ext.msg) {
			TH_LOG("%s: says nothing", what);
		}
	}
	if (miss) {
		EXPECT_EQ(miss, nl->ext.miss_type) {
			TH_LOG("%s: misses attribute %d", what,
			       nl->ext.miss_type);
		}
	}
}

static void drop_arg(struct nlt_arg *args, int at)
{
	do {
		args[at] = args[at + 1];
	} while (args[at++].attr);
}

TEST_F(errors, missing_attribute)
{
	struct nlt_arg args[5];
	char what[64];
	size_t i;
	int n, k, err;

	for (i = 0; i < TARGETS; i++) {
		n = ids_of(&targets[i], self->dev, args);
		for (k = 0; k < n; k++) {
			/* a laser without els-id may mean one of an engine */
			if (targets[i].cmd == CPO_CMD_LASER_GET && k == 1)
				continue;
			ids_of(&targets[i], self->dev, args);
			drop_arg(args, k);
			snprintf(what, sizeof(what), "%s without %d",
				 targets[i].name, targets[i].id[k].attr);
			err = nlt_do(&self->nl, targets[i].cmd, args, NULL);
			refused(_metadata, &self->nl, what, err, -EINVAL, 0,
				targets[i].id[k].attr);
		}
	}
}

TEST_F(errors, laser_without_parent)
{
	int err;

	err = nlt_do(&self->nl, CPO_CMD_LASER_GET,
		     ARGS(A(CPO_A_LASER_DEV_ID, self->dev)
			  A(CPO_A_LASER_LASER_ID, 1)), NULL);
	EXPECT_EQ(-EINVAL, err);
	EXPECT_TRUE(self->nl.ext.miss_type == CPO_A_LASER_ELS_ID ||
		    self->nl.ext.miss_type == CPO_A_LASER_ENGINE_ID) {
		TH_LOG("misses %d", self->nl.ext.miss_type);
	}
}

TEST_F(errors, laser_with_two_parents)
{
	int err;

	err = nlt_do(&self->nl, CPO_CMD_LASER_GET,
		     ARGS(A(CPO_A_LASER_DEV_ID, self->dev)
			  A(CPO_A_LASER_ELS_ID, 1)
			  A(CPO_A_LASER_ENGINE_ID, 1)
			  A(CPO_A_LASER_LASER_ID, 1)), NULL);
	refused(_metadata, &self->nl, "two parents", err, -EINVAL,
		CPO_A_LASER_ENGINE_ID, 0);
}

TEST_F(errors, no_such_device)
{
	struct nlt_arg args[5];
	size_t i;
	int err;

	for (i = 0; i < TARGETS; i++) {
		if (targets[i].cmd == CPO_CMD_PAGE_GET)
			continue;
		ids_of(&targets[i], NO_DEV, args);
		err = nlt_do(&self->nl, targets[i].cmd, args, NULL);
		refused(_metadata, &self->nl, targets[i].name, err, -ENODEV,
			targets[i].id[0].attr, 0);
	}
}

TEST_F(errors, no_such_device_in_dump)
{
	struct nlt_rows rows;
	size_t i;
	int err;

	for (i = 1; i < GETS; i++) {
		err = nlt_dump(&self->nl, targets[i].cmd,
			       ARGS(A(targets[i].id[0].attr, NO_DEV)), &rows);
		refused(_metadata, &self->nl, targets[i].name, err, -ENODEV,
			targets[i].id[0].attr, 0);
		nlt_rows_free(&rows);
	}
}

TEST_F(errors, no_such_object)
{
	struct nlt_arg args[5];
	char what[64];
	size_t i;
	int n, k, err;

	for (i = 1; i < GETS; i++) {
		n = ids_of(&targets[i], self->dev, args);
		for (k = 1; k < n; k++) {
			ids_of(&targets[i], self->dev, args);
			args[k].value = FAR;
			snprintf(what, sizeof(what), "%s with %d=%d",
				 targets[i].name, args[k].attr, FAR);
			err = nlt_do(&self->nl, targets[i].cmd, args, NULL);
			refused(_metadata, &self->nl, what, err, -ENOENT,
				args[k].attr, 0);
		}
	}
}

/* The first id past the last object, and the last object itself. */
TEST_F(errors, first_id_past_the_end)
{
	uint64_t last = nlt_u(&self->dev_row, CPO_A_DEV_PORTS) - 1;
	int err;

	EXPECT_EQ(0, nlt_do(&self->nl, CPO_CMD_PORT_GET,
			    ARGS(A(CPO_A_PORT_DEV_ID, self->dev)
				 A(CPO_A_PORT_PORT_ID, last)), NULL));
	err = nlt_do(&self->nl, CPO_CMD_PORT_GET,
		     ARGS(A(CPO_A_PORT_DEV_ID, self->dev)
			  A(CPO_A_PORT_PORT_ID, last + 1)), NULL);
	refused(_metadata, &self->nl, "port past the end", err, -ENOENT,
		CPO_A_PORT_PORT_ID, 0);
}

TEST_F(errors, no_such_laser_of_engine)
{
	int err;

	/* engines of these profiles have no lasers of their own */
	err = nlt_do(&self->nl, CPO_CMD_LASER_GET,
		     ARGS(A(CPO_A_LASER_DEV_ID, self->dev)
			  A(CPO_A_LASER_ENGINE_ID, 0)
			  A(CPO_A_LASER_LASER_ID, 0)), NULL);
	refused(_metadata, &self->nl, "laser of an engine", err, -ENOENT,
		CPO_A_LASER_LASER_ID, 0);
}

TEST_F(errors, id_out_of_range)
{
	int err;

	err = nlt_do(&self->nl, CPO_CMD_ENGINE_GET,
		     ARGS(A(CPO_A_ENGINE_DEV_ID, self->dev)
			  A(CPO_A_ENGINE_ENGINE_ID, 0x10000)), NULL);
	refused(_metadata, &self->nl, "engine-id", err, -ERANGE,
		CPO_A_ENGINE_ENGINE_ID, 0);
	err = nlt_do(&self->nl, CPO_CMD_DEV_GET,
		     ARGS(A(CPO_A_DEV_DEV_ID, 0x100000000ULL)), NULL);
	refused(_metadata, &self->nl, "dev-id", err, -ERANGE,
		CPO_A_DEV_DEV_ID, 0);
}

/* An id may be sent with 8 bytes even when 4 are enough. */
TEST_F(errors, wide_id_is_the_same_id)
{
	struct {
		struct nlattr dev;
		uint64_t value;
	} __attribute__((packed)) wide = {
		.dev = { sizeof(struct nlattr) + 8, CPO_A_DEV_DEV_ID },
		.value = self->dev,
	};
	struct nlt_rows rows = {};

	EXPECT_EQ(0, nlt_send_raw(&self->nl, CPO_CMD_DEV_GET, 0, &wide,
				  sizeof(wide), &rows));
	EXPECT_EQ(1, rows.n);
	nlt_rows_free(&rows);
}

TEST_F(errors, short_attribute)
{
	struct {
		struct nlattr dev;
		uint16_t value;
		uint16_t pad;
	} bad = {
		.dev = { sizeof(struct nlattr) + 2, CPO_A_DEV_DEV_ID },
	};
	int err;

	err = nlt_send_raw(&self->nl, CPO_CMD_DEV_GET, 0, &bad, sizeof(bad),
			   NULL);
	EXPECT_TRUE(err == -ERANGE || err == -EINVAL) {
		TH_LOG("%s", strerror(-err));
	}
	EXPECT_EQ(CPO_A_DEV_DEV_ID, self->nl.ext.bad_attr);
}

/* An attribute of the set that the op does not take, and one unknown. */
TEST_F(errors, unexpected_attribute)
{
	int err;

	err = nlt_do(&self->nl, CPO_CMD_LANE_GET,
		     ARGS(A(CPO_A_LANE_DEV_ID, self->dev)
			  A(CPO_A_LANE_ENGINE_ID, 0)
			  A(CPO_A_LANE_LANE_ID, 0)
			  A(CPO_A_LANE_PORT_ID, 0)), NULL);
	refused(_metadata, &self->nl, "lane-get with port-id", err, -EINVAL,
		CPO_A_LANE_PORT_ID, 0);
	err = nlt_do(&self->nl, CPO_CMD_ENGINE_GET,
		     ARGS(A(CPO_A_ENGINE_DEV_ID, self->dev)
			  A(CPO_A_ENGINE_ENGINE_ID, 0) A(1000, 0)), NULL);
	refused(_metadata, &self->nl, "unknown attribute", err, -EINVAL,
		1000, 0);
}

/* Linux 6.12 does not look at the attributes of a dump that takes none. */
static bool kernel_checks_all_dumps(void)
{
	struct utsname name;
	unsigned int major = 0, minor = 0;

	uname(&name);
	sscanf(name.release, "%u.%u", &major, &minor);

	return major > 6 || (major == 6 && minor > 12);
}

TEST_F(errors, unexpected_attribute_in_dump)
{
	struct nlt_rows rows;
	int err;

	err = nlt_dump(&self->nl, CPO_CMD_ENGINE_GET,
		       ARGS(A(CPO_A_ENGINE_DEV_ID, self->dev)
			    A(CPO_A_ENGINE_ENGINE_ID, 0)), &rows);
	refused(_metadata, &self->nl, "engine dump", err, -EINVAL,
		CPO_A_ENGINE_ENGINE_ID, 0);
}

TEST_F(errors, attribute_in_dump_without_any)
{
	struct nlt_rows rows;
	int err;

	if (!kernel_checks_all_dumps())
		SKIP(return, "this kernel ignores them");

	err = nlt_dump(&self->nl, CPO_CMD_DEV_GET,
		       ARGS(A(CPO_A_DEV_DEV_ID, self->dev)), &rows);
	refused(_metadata, &self->nl, "dev dump", err, -EINVAL,
		CPO_A_DEV_DEV_ID, 0);
}

/* A filter names an object that there is, of a device that is named. */
TEST_F(errors, filters)
{
	struct nlt_rows rows;
	int err;

	err = nlt_dump(&self->nl, CPO_CMD_LANE_GET,
		       ARGS(A(CPO_A_LANE_DEV_ID, self->dev)
			    A(CPO_A_LANE_ENGINE_ID, FAR)), &rows);
	refused(_metadata, &self->nl, "no such engine", err, -ENOENT,
		CPO_A_LANE_ENGINE_ID, 0);
	err = nlt_dump(&self->nl, CPO_CMD_SENSOR_GET,
		       ARGS(A(CPO_A_SENSOR_DEV_ID, self->dev)
			    A(CPO_A_SENSOR_ELS_ID, FAR)), &rows);
	refused(_metadata, &self->nl, "no such ELS", err, -ENOENT,
		CPO_A_SENSOR_ELS_ID, 0);
	err = nlt_dump(&self->nl, CPO_CMD_PORT_GET,
		       ARGS(A(CPO_A_PORT_DEV_ID, self->dev)
			    A(CPO_A_PORT_ELS_ID, 0)
			    A(CPO_A_PORT_LASER_ID, FAR)), &rows);
	refused(_metadata, &self->nl, "no such laser", err, -ENOENT,
		CPO_A_PORT_LASER_ID, 0);
	err = nlt_dump(&self->nl, CPO_CMD_ROUTE_GET,
		       ARGS(A(CPO_A_ROUTE_ELS_ID, 0)), &rows);
	refused(_metadata, &self->nl, "filter without device", err, -EINVAL, 0,
		CPO_A_ROUTE_DEV_ID);
	err = nlt_dump(&self->nl, CPO_CMD_LANE_GET,
		       ARGS(A(CPO_A_LANE_DEV_ID, self->dev)
			    A(CPO_A_LANE_LASER_ID, 0)), &rows);
	refused(_metadata, &self->nl, "laser without ELS", err, -EINVAL, 0,
		CPO_A_LANE_ELS_ID);
}

TEST_F(errors, unknown_command)
{
	EXPECT_EQ(-EOPNOTSUPP, nlt_do(&self->nl, 200, NO_ARGS, NULL));
	/* page-get cannot be dumped, notifications cannot be asked for */
	EXPECT_EQ(-EOPNOTSUPP, nlt_send_raw(&self->nl, CPO_CMD_PAGE_GET,
					    NLM_F_DUMP, NULL, 0, NULL));
	EXPECT_EQ(-EOPNOTSUPP, nlt_do(&self->nl, CPO_CMD_EVENTS_NTF, NO_ARGS,
				      NULL));
}

/* ---- what is about any object: limits and flags ---- */

struct object_try {
	const char *what;
	int cmd;
	int err;
	int bad;
	int miss;
	struct nlt_arg arg[6];	/* the first is dev-id, filled in */
};

#define FLAG		CPO_CMD_FLAG_GET
#define CLEAR		CPO_CMD_FLAG_CLEAR
#define LIMIT		CPO_CMD_THRESHOLD_GET
#define SET		CPO_CMD_THRESHOLD_SET
#define F(name, n)	{ CPO_A_FLAG_##name, n }
#define T(name, n)	{ CPO_A_THRESHOLD_##name, n }
#define TEMP		T(QUANTITY, CPO_QUANTITY_TEMPERATURE)
#define LOS		F(CODE, CPO_EVENT_CODE_LANE_RX_LOS)
#define OVER		F(CODE, CPO_EVENT_CODE_THRESHOLD)

static const struct object_try object_tries[] = {
	{ "no code", FLAG, -EINVAL, 0, CPO_A_FLAG_CODE,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0) } },
	{ "no flag", FLAG, -EINVAL, CPO_A_FLAG_CODE, 0,
		{ F(DEV_ID, 0), F(CODE, CPO_EVENT_CODE_PORT_STATE) } },
	{ "flag of a port", FLAG, -ENOENT, CPO_A_FLAG_CODE, 0,
		{ F(DEV_ID, 0), F(PORT_ID, 0), LOS } },
	{ "no quantity of a threshold", FLAG, -EINVAL, 0, CPO_A_FLAG_QUANTITY,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0), OVER } },
	{ "no level of a threshold", FLAG, -EINVAL, 0, CPO_A_FLAG_LEVEL,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0), OVER, F(QUANTITY, 0) } },
	{ "level of another", FLAG, -EINVAL, CPO_A_FLAG_LEVEL, 0,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0), F(LANE_ID, 0), LOS,
		  F(LEVEL, 0) } },
	{ "no such level", FLAG, -ERANGE, CPO_A_FLAG_LEVEL, 0,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0), OVER, F(QUANTITY, 0),
		  F(LEVEL, 4) } },
	{ "two objects", FLAG, -EINVAL, CPO_A_FLAG_ELS_ID, 0,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0), F(ELS_ID, 0), LOS } },
	{ "lane of an ELS", FLAG, -EINVAL, CPO_A_FLAG_ELS_ID, 0,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0), F(ELS_ID, 0), F(LANE_ID, 0),
		  LOS } },
	{ "lane of nothing", FLAG, -EINVAL, 0, CPO_A_FLAG_ENGINE_ID,
		{ F(DEV_ID, 0), F(LANE_ID, 0), LOS } },
	{ "no such lane", FLAG, -ENOENT, CPO_A_FLAG_LANE_ID, 0,
		{ F(DEV_ID, 0), F(ENGINE_ID, 0), F(LANE_ID, FAR), LOS } },
	{ "no such sensor", FLAG, -ENOENT, CPO_A_FLAG_SENSOR_ID, 0,
		{ F(DEV_ID, 0), F(SENSOR_ID, FAR), LOS } },
	{ "clear lane of nothing", CLEAR, -EINVAL, 0, CPO_A_FLAG_ENGINE_ID,
		{ F(DEV_ID, 0), F(LANE_ID, 0) } },
	{ "clear laser of nothing", CLEAR, -EINVAL, 0, CPO_A_FLAG_ELS_ID,
		{ F(DEV_ID, 0), F(LASER_ID, 0) } },
	{ "clear no such engine", CLEAR, -ENOENT, CPO_A_FLAG_ENGINE_ID, 0,
		{ F(DEV_ID, 0), F(ENGINE_ID, FAR) } },
	{ "clear no such route", CLEAR, -ENOENT, CPO_A_FLAG_ROUTE_ID, 0,
		{ F(DEV_ID, 0), F(ROUTE_ID, FAR) } },
	{ "clear by state", CLEAR, -EINVAL, CPO_A_FLAG_STATE, 0,
		{ F(DEV_ID, 0), F(STATE, 0) } },
	{ "no quantity", LIMIT, -EINVAL, 0, CPO_A_THRESHOLD_QUANTITY,
		{ T(DEV_ID, 0), T(ENGINE_ID, 0) } },
	{ "no such quantity", LIMIT, -ERANGE, CPO_A_THRESHOLD_QUANTITY, 0,
		{ T(DEV_ID, 0), T(ENGINE_ID, 0), T(QUANTITY, 17) } },
	{ "quantity of another", LIMIT, -EINVAL, CPO_A_THRESHOLD_QUANTITY, 0,
		{ T(DEV_ID, 0), T(ENGINE_ID, 0),
		  T(QUANTITY, CPO_QUANTITY_RX_POWER) } },
	{ "limits of the device", LIMIT, -EINVAL, CPO_A_THRESHOLD_QUANTITY, 0,
		{ T(DEV_ID, 0), TEMP } },
	{ "limits of no engine", LIMIT, -ENOENT, CPO_A_THRESHOLD_ENGINE_ID, 0,
		{ T(DEV_ID, 0), T(ENGINE_ID, FAR), TEMP } },
	{ "limits of two", LIMIT, -EINVAL, CPO_A_THRESHOLD_SENSOR_ID, 0,
		{ T(DEV_ID, 0), T(ENGINE_ID, 0), T(SENSOR_ID, 0), TEMP } },
	{ "set nothing", SET, -EINVAL, 0, CPO_A_THRESHOLD_HIGH_ALARM,
		{ T(DEV_ID, 0), T(ENGINE_ID, 0), TEMP } },
	{ "set and reset", SET, -EINVAL, CPO_A_THRESHOLD_LOW_ALARM, 0,
		{ T(DEV_ID, 0), T(ENGINE_ID, 0), TEMP, T(LOW_ALARM, 1),
		  T(RESET, NLT_FLAG) } },
	{ "set what no port has", SET, -EINVAL, CPO_A_THRESHOLD_QUANTITY, 0,
		{ T(DEV_ID, 0), T(PORT_ID, 0), TEMP, T(LOW_ALARM, 1) } },
	{ "set no such laser", SET, -ENOENT, CPO_A_THRESHOLD_LASER_ID, 0,
		{ T(DEV_ID, 0), T(ELS_ID, 0), T(LASER_ID, FAR), TEMP,
		  T(LOW_ALARM, 1) } },
	{ "set the override", SET, -EINVAL, CPO_A_THRESHOLD_OVERRIDE, 0,
		{ T(DEV_ID, 0), T(ENGINE_ID, 0), TEMP,
		  T(OVERRIDE, NLT_FLAG) } },
};

TEST_F(errors, limits_and_flags)
{
	const struct object_try *try;
	struct nlt_arg args[7];
	size_t i;
	int err;

	for (i = 0; i < sizeof(object_tries) / sizeof(object_tries[0]); i++) {
		try = &object_tries[i];
		memset(args, 0, sizeof(args));
		memcpy(args, try->arg, sizeof(try->arg));
		args[0].value = self->dev;
		err = nlt_do(&self->nl, try->cmd, args, NULL);
		refused(_metadata, &self->nl, try->what, err, try->err,
			try->bad, try->miss);
	}
}

TEST_F(errors, filters_of_limits_and_flags)
{
	static const int cmds[] = { CPO_CMD_FLAG_GET, CPO_CMD_THRESHOLD_GET };
	struct nlt_rows rows;
	size_t i;
	int err;

	for (i = 0; i < 2; i++) {
		err = nlt_dump(&self->nl, cmds[i],
			       ARGS(A(CPO_A_FLAG_SENSOR_ID, 0)), &rows);
		refused(_metadata, &self->nl, "no device", err, -EINVAL, 0,
			CPO_A_FLAG_DEV_ID);
		err = nlt_dump(&self->nl, cmds[i],
			       ARGS(A(CPO_A_FLAG_DEV_ID, self->dev)
				    A(CPO_A_FLAG_LANE_ID, 0)), &rows);
		refused(_metadata, &self->nl, "lane of nothing", err, -EINVAL,
			0, CPO_A_FLAG_ENGINE_ID);
		err = nlt_dump(&self->nl, cmds[i],
			       ARGS(A(CPO_A_FLAG_DEV_ID, self->dev)
				    A(CPO_A_FLAG_PORT_ID, FAR)), &rows);
		refused(_metadata, &self->nl, "no such port", err, -ENOENT,
			CPO_A_FLAG_PORT_ID, 0);
		err = nlt_dump(&self->nl, cmds[i],
			       ARGS(A(CPO_A_FLAG_OBJECT, 9)), &rows);
		refused(_metadata, &self->nl, "no such kind", err, -ERANGE,
			CPO_A_FLAG_OBJECT, 0);
	}
	err = nlt_dump(&self->nl, CPO_CMD_FLAG_GET,
		       ARGS(A(CPO_A_FLAG_STATE, 2)), &rows);
	refused(_metadata, &self->nl, "no such state", err, -ERANGE,
		CPO_A_FLAG_STATE, 0);
}

/* ---- page-get ---- */

struct page_try {
	const char *what;
	int err;
	int bad;
	int miss;
	struct nlt_arg arg[7];
};

#define DEV		{ CPO_A_PAGE_DEV_ID, 0 }
#define ENGINE(n)	{ CPO_A_PAGE_ENGINE_ID, n }
#define ELS(n)		{ CPO_A_PAGE_ELS_ID, n }
#define BANK(n)		{ CPO_A_PAGE_BANK, n }
#define PAGE(n)		{ CPO_A_PAGE_PAGE, n }
#define OFFSET(n)	{ CPO_A_PAGE_OFFSET, n }
#define LENGTH(n)	{ CPO_A_PAGE_LENGTH, n }

static const struct page_try page_tries[] = {
	{ "no target", -EINVAL, 0, CPO_A_PAGE_ENGINE_ID,
		{ DEV, PAGE(0), OFFSET(128), LENGTH(1) } },
	{ "two targets", -EINVAL, CPO_A_PAGE_ELS_ID, 0,
		{ DEV, ENGINE(0), ELS(0), PAGE(0), OFFSET(128), LENGTH(1) } },
	{ "no page", -EINVAL, 0, CPO_A_PAGE_PAGE,
		{ DEV, ENGINE(0), OFFSET(128), LENGTH(1) } },
	{ "no offset", -EINVAL, 0, CPO_A_PAGE_OFFSET,
		{ DEV, ENGINE(0), PAGE(0), LENGTH(1) } },
	{ "no length", -EINVAL, 0, CPO_A_PAGE_LENGTH,
		{ DEV, ENGINE(0), PAGE(0), OFFSET(128) } },
	{ "no such engine", -ENOENT, CPO_A_PAGE_ENGINE_ID, 0,
		{ DEV, ENGINE(FAR), PAGE(0), OFFSET(128), LENGTH(1) } },
	{ "no such els", -ENOENT, CPO_A_PAGE_ELS_ID, 0,
		{ DEV, ELS(FAR), PAGE(0), OFFSET(128), LENGTH(1) } },
	{ "length 0", -ERANGE, CPO_A_PAGE_LENGTH, 0,
		{ DEV, ENGINE(0), PAGE(0), OFFSET(128), LENGTH(0) } },
	{ "length 129", -ERANGE, CPO_A_PAGE_LENGTH, 0,
		{ DEV, ENGINE(0), PAGE(0), OFFSET(0), LENGTH(129) } },
	{ "offset 256", -ERANGE, CPO_A_PAGE_OFFSET, 0,
		{ DEV, ENGINE(0), PAGE(0), OFFSET(256), LENGTH(1) } },
	{ "page 256", -ERANGE, CPO_A_PAGE_PAGE, 0,
		{ DEV, ENGINE(0), PAGE(256), OFFSET(128), LENGTH(1) } },
	{ "into the page", -EINVAL, CPO_A_PAGE_LENGTH, 0,
		{ DEV, ENGINE(0), PAGE(0), OFFSET(127), LENGTH(2) } },
	{ "past the page", -EINVAL, CPO_A_PAGE_LENGTH, 0,
		{ DEV, ENGINE(0), PAGE(0), OFFSET(255), LENGTH(2) } },
	{ "from the middle", -EINVAL, CPO_A_PAGE_LENGTH, 0,
		{ DEV, ELS(0), PAGE(0), OFFSET(64), LENGTH(65) } },
};

TEST_F(errors, page_get)
{
	const struct page_try *try;
	struct nlt_arg args[8];
	size_t i;
	int err;

	for (i = 0; i < sizeof(page_tries) / sizeof(page_tries[0]); i++) {
		try = &page_tries[i];
		memset(args, 0, sizeof(args));
		memcpy(args, try->arg, sizeof(try->arg));
		args[0].value = self->dev;
		err = nlt_do(&self->nl, CPO_CMD_PAGE_GET, args, NULL);
		refused(_metadata, &self->nl, try->what, err, try->err,
			try->bad, try->miss);
	}
}

TEST_F(errors, page_get_of_no_device)
{
	int err;

	err = nlt_do(&self->nl, CPO_CMD_PAGE_GET,
		     ARGS(A(CPO_A_PAGE_DEV_ID, NO_DEV)
			  A(CPO_A_PAGE_ENGINE_ID, 0) A(CPO_A_PAGE_PAGE, 0)
			  A(CPO_A_PAGE_OFFSET, 128) A(CPO_A_PAGE_LENGTH, 1)),
		     NULL);
	refused(_metadata, &self->nl, "page-get", err, -ENODEV,
		CPO_A_PAGE_DEV_ID, 0);
}

/* The bank after the last, of an engine and of an ELS. */
TEST_F(errors, page_get_of_no_bank)
{
	uint64_t banks = nlt_u(&self->dev_row, CPO_A_DEV_MAX_BANKS);
	int err;

	err = nlt_do(&self->nl, CPO_CMD_PAGE_GET,
		     ARGS(A(CPO_A_PAGE_DEV_ID, self->dev)
			  A(CPO_A_PAGE_ENGINE_ID, 0) A(CPO_A_PAGE_BANK, banks)
			  A(CPO_A_PAGE_PAGE, 0x11) A(CPO_A_PAGE_OFFSET, 128)
			  A(CPO_A_PAGE_LENGTH, 1)), NULL);
	refused(_metadata, &self->nl, "engine bank", err, -EINVAL,
		CPO_A_PAGE_BANK, 0);
	err = nlt_do(&self->nl, CPO_CMD_PAGE_GET,
		     ARGS(A(CPO_A_PAGE_DEV_ID, self->dev)
			  A(CPO_A_PAGE_ELS_ID, 0) A(CPO_A_PAGE_BANK, 1)
			  A(CPO_A_PAGE_PAGE, 0x1a) A(CPO_A_PAGE_OFFSET, 128)
			  A(CPO_A_PAGE_LENGTH, 1)), NULL);
	EXPECT_TRUE(err == -EINVAL || err == -EOPNOTSUPP) {
		TH_LOG("els bank: %s", strerror(-err));
	}
}

/* A page the module does not have is told by the device. */
TEST_F(errors, page_get_of_no_page)
{
	int err;

	err = nlt_do(&self->nl, CPO_CMD_PAGE_GET,
		     ARGS(A(CPO_A_PAGE_DEV_ID, self->dev)
			  A(CPO_A_PAGE_ENGINE_ID, 0) A(CPO_A_PAGE_PAGE, 0x77)
			  A(CPO_A_PAGE_OFFSET, 128) A(CPO_A_PAGE_LENGTH, 1)),
		     NULL);
	EXPECT_TRUE(err == -EINVAL || err == -EOPNOTSUPP || err == -ENOENT) {
		TH_LOG("%s", strerror(-err));
	}
	EXPECT_STRNE("", self->nl.ext.msg);
}

TEST_HARNESS_MAIN

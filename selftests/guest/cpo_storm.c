// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * Reads everything without a pause while others take devices and modules away.
 * Each dump gives complete devices, or says that it was interrupted, and is
 * done again, or is refused. Starts when all devices are there; SIGTERM ends it; exit status 1
 * when a dump showed part of a device.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "nlt.h"

#define MAX_DEVS	16

static const int cmds[] = {
	CPO_CMD_DEV_GET, CPO_CMD_ENGINE_GET, CPO_CMD_ELS_GET,
	CPO_CMD_LASER_GET, CPO_CMD_LANE_GET, CPO_CMD_PORT_GET,
	CPO_CMD_ROUTE_GET, CPO_CMD_SENSOR_GET,
};

#define CMDS	(sizeof(cmds) / sizeof(cmds[0]))

/* How many rows each device has of one kind. */
struct shape {
	uint64_t dev[MAX_DEVS];
	size_t rows[MAX_DEVS];
	size_t devs;
};

static struct {
	unsigned long complete;
	unsigned long refused;
	unsigned long bad;
} result;

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

/* Rows of a device come in a row. */
static int shape_of(const struct nlt_rows *rows, struct shape *shape)
{
	uint64_t dev;
	size_t i;

	memset(shape, 0, sizeof(*shape));
	for (i = 0; i < rows->n; i++) {
		dev = nlt_u(&rows->row[i], CPO_A_DEV_DEV_ID);
		if (dev == NLT_NONE)
			return -EBADMSG;
		if (!shape->devs || shape->dev[shape->devs - 1] != dev) {
			if (shape->devs == MAX_DEVS)
				return -E2BIG;
			shape->dev[shape->devs++] = dev;
		}
		shape->rows[shape->devs - 1]++;
	}
	return 0;
}

/* A device has another id when it comes again, but not another shape. */
static bool known(const struct shape *want, size_t rows)
{
	size_t i;

	for (i = 0; i < want->devs; i++)
		if (want->rows[i] == rows)
			return true;
	return false;
}

static void judge(int cmd, const struct shape *want,
		  const struct nlt_rows *rows)
{
	struct shape got;
	size_t i;
	int err;

	err = shape_of(rows, &got);
	for (i = 0; i < got.devs && !err; i++)
		if (!known(want, got.rows[i]))
			err = -EPROTO;
	if (!err) {
		result.complete++;
		return;
	}
	result.bad++;
	printf("command %d: %s, %zu rows", cmd, strerror(-err), rows->n);
	for (i = 0; i < got.devs; i++)
		printf(", device %llu: %zu", (unsigned long long)got.dev[i],
		       got.rows[i]);
	printf("\n");
}

static void read_all(struct nlt *nl, const struct shape *want)
{
	struct nlt_rows rows;
	size_t i;
	int err;

	for (i = 0; i < CMDS && !stopped; i++) {
		err = nlt_dump(nl, cmds[i], NO_ARGS, &rows);
		if (err)
			result.refused++;
		else
			judge(cmds[i], &want[i], &rows);
		nlt_rows_free(&rows);
		/* the family has another number when it comes back */
		if (err)
			return;
	}
}

static int read_shapes(struct shape *want)
{
	struct nlt_rows rows;
	struct nlt nl;
	size_t i;
	int err;

	err = nlt_open(&nl);
	if (err)
		return err;
	for (i = 0; i < CMDS && !err; i++) {
		err = nlt_dump(&nl, cmds[i], NO_ARGS, &rows);
		if (!err)
			err = shape_of(&rows, &want[i]);
		nlt_rows_free(&rows);
	}
	nlt_close(&nl);
	return err;
}

int main(void)
{
	struct shape want[CMDS];
	struct nlt nl;
	int err;

	signal(SIGTERM, on_signal);
	err = read_shapes(want);
	if (err) {
		fprintf(stderr, "cannot read: %s\n", strerror(-err));
		return 1;
	}
	while (!stopped) {
		if (nlt_open(&nl)) {
			result.refused++;
			usleep(10000);
			continue;
		}
		read_all(&nl, want);
		nlt_close(&nl);
	}
	printf("%lu complete, %lu refused, %lu bad\n", result.complete,
	       result.refused, result.bad);
	return result.bad ? 1 : 0;
}

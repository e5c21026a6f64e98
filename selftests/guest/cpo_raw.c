// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * A small client of the family for scripts:
 *   cpo_raw dump CMD [ATTR=VALUE...]	one line per row: its attributes, hex
 *   cpo_raw do CMD [ATTR=VALUE...]	the same for one object
 *   cpo_raw repeat N CMD		N dumps; prints how many rows came
 *   cpo_raw wait-up SECONDS		until every port of CPO_DEV is up; status 3
 *					when some stay down
 *   cpo_raw light			objects of CPO_DEV and their state, without
 *					what belongs to the moment or to the host
 * CMD is the number of a command; exit status 1 and the errno on stderr when
 * the kernel refuses.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "nlt.h"
#include "topo.h"

#define MAX_ARGS	8

static int usage(void)
{
	fprintf(stderr,
		"usage: cpo_raw dump|do CMD [ATTR=VALUE...] | repeat N CMD |\n"
		"       wait-up SECONDS | light\n");
	return 2;
}

static int refused(const struct nlt *nl, int err)
{
	fprintf(stderr, "%s: %s\n", strerror(-err), nl->ext.msg);
	return 1;
}

static int parse_args(char **argv, struct nlt_arg args[MAX_ARGS + 1])
{
	unsigned long long value;
	int n, attr;

	memset(args, 0, (MAX_ARGS + 1) * sizeof(*args));
	for (n = 0; argv[n] && n < MAX_ARGS; n++) {
		if (sscanf(argv[n], "%d=%lli", &attr, &value) != 2)
			return -EINVAL;
		args[n] = (struct nlt_arg){ attr, value };
	}
	return argv[n] ? -E2BIG : 0;
}

static void print_row(const struct nlt_row *row)
{
	const unsigned char *p = (const unsigned char *)row->attrs;
	int i;

	for (i = 0; i < row->len; i++)
		printf("%02x", p[i]);
	printf("\n");
}

static int run_dump(struct nlt *nl, int cmd, char **argv)
{
	struct nlt_arg args[MAX_ARGS + 1];
	struct nlt_rows rows;
	size_t i;
	int err;

	if (parse_args(argv, args))
		return usage();
	err = nlt_dump(nl, cmd, args, &rows);
	if (err)
		return refused(nl, err);
	for (i = 0; i < rows.n; i++)
		print_row(&rows.row[i]);
	nlt_rows_free(&rows);
	return 0;
}

static int run_do(struct nlt *nl, int cmd, char **argv)
{
	struct nlt_arg args[MAX_ARGS + 1];
	struct nlt_row row;
	int err;

	if (parse_args(argv, args))
		return usage();
	err = nlt_do(nl, cmd, args, &row);
	if (err)
		return refused(nl, err);
	print_row(&row);
	nlt_row_free(&row);
	return 0;
}

static int run_repeat(struct nlt *nl, int n, int cmd)
{
	unsigned long long total = 0;
	struct nlt_rows rows;
	int i, err;

	for (i = 0; i < n; i++) {
		err = nlt_dump(nl, cmd, NO_ARGS, &rows);
		if (err)
			return refused(nl, err);
		total += rows.n;
		nlt_rows_free(&rows);
	}
	printf("%d dumps, %llu rows\n", n, total);
	return 0;
}

static size_t ports_down(struct nlt *nl, uint64_t dev)
{
	struct nlt_rows rows;
	size_t i, down = 0;

	if (nlt_dump(nl, CPO_CMD_PORT_GET, ARGS(A(CPO_A_PORT_DEV_ID, dev)),
		     &rows))
		return SIZE_MAX;
	for (i = 0; i < rows.n; i++)
		down += nlt_u(&rows.row[i], CPO_A_PORT_STATE) !=
			CPO_PORT_STATE_UP;
	nlt_rows_free(&rows);
	return down;
}

/* A port that waits for light for so long will not get any by itself. */
#define SETTLED_S	6

static int wait_up(struct nlt *nl, uint64_t dev, int seconds)
{
	time_t end = time(NULL) + seconds, since = time(NULL);
	size_t down, last = 0;

	while ((down = ports_down(nl, dev))) {
		if (down != last)
			since = time(NULL);
		last = down;
		if (time(NULL) >= end || time(NULL) - since >= SETTLED_S) {
			fprintf(stderr, "%zu ports stay down\n", down);
			return time(NULL) >= end ? 1 : 3;
		}
		usleep(200000);
	}
	return 0;
}

static int run_wait(struct nlt *nl, int seconds)
{
	struct nlt_row row;
	uint64_t dev;
	int err;

	err = topo_pick_dev(nl, &row);
	if (err)
		return refused(nl, err);
	dev = nlt_u(&row, CPO_A_DEV_DEV_ID);
	nlt_row_free(&row);
	return wait_up(nl, dev, seconds);
}

static bool listed(const int *list, int attr)
{
	while (*list && *list != attr)
		list++;
	return *list;
}

static void print_value(const struct nlattr *attr)
{
	const unsigned char *p = nla_data(attr);
	int i;

	printf("=");
	for (i = 0; i < nla_len(attr); i++)
		printf("%02x", p[i]);
}

/*
 * One line per row: what it is, its ids, and attributes as number=hex. Of what
 * is measured, and so never stands still, there is only that it is known.
 */
static void print_light(const char *kind, const struct nlt_rows *rows, int ids,
			const int *except, const int *measured)
{
	const struct nlattr *pos;
	size_t i;
	int n, rem;

	for (i = 0; i < rows->n; i++) {
		printf("%s", kind);
		n = 0;
		nla_for_each_attr(pos, rows->row[i].attrs, rows->row[i].len,
				  rem) {
			if (nla_type(pos) == CPO_A_DEV_DEV_ID)
				continue;
			if (n++ < ids) {
				printf(" %llu",
				       (unsigned long long)nla_uint(pos));
				continue;
			}
			if (listed(except, nla_type(pos)))
				continue;
			printf(" %d", nla_type(pos));
			if (!listed(measured, nla_type(pos)))
				print_value(pos);
		}
		printf("\n");
	}
}

#define ATTRS(...)	((const int[]){ __VA_ARGS__, 0 })

static void print_sources(const struct topo *topo)
{
	print_light("engine", &topo->engine, 1, ATTRS(CPO_A_ENGINE_SAMPLE),
		    ATTRS(CPO_A_ENGINE_TEMPERATURE, CPO_A_ENGINE_RAIL_UV,
			  CPO_A_ENGINE_POWER_MW, CPO_A_ENGINE_ENERGY_MJ));
	print_light("els", &topo->els, 1, ATTRS(CPO_A_ELS_SAMPLE),
		    ATTRS(CPO_A_ELS_TEMPERATURE, CPO_A_ELS_LASER_TEMPERATURE,
			  CPO_A_ELS_VCC_UV, CPO_A_ELS_ICC_NA,
			  CPO_A_ELS_TEC_POWER_MW, CPO_A_ELS_POWER_MW,
			  CPO_A_ELS_COOLING));
	print_light("laser", &topo->laser, 2, ATTRS(CPO_A_LASER_SAMPLE),
		    ATTRS(CPO_A_LASER_POWER_NW, CPO_A_LASER_BIAS_NA,
			  CPO_A_LASER_TEMPERATURE,
			  CPO_A_LASER_FREQUENCY_ERROR_MHZ,
			  CPO_A_LASER_TEC_DRIVE, CPO_A_LASER_AGE,
			  CPO_A_LASER_VOLTAGE_UV));
}

static void print_paths(const struct topo *topo)
{
	print_light("lane", &topo->lane, 2, ATTRS(CPO_A_LANE_SAMPLE),
		    ATTRS(CPO_A_LANE_TX_POWER_NW, CPO_A_LANE_RX_POWER_NW,
			  CPO_A_LANE_SNR_MEDIA_MDB, CPO_A_LANE_SNR_HOST_MDB,
			  CPO_A_LANE_PRE_FEC_BER_MEDIA,
			  CPO_A_LANE_PRE_FEC_BER_HOST,
			  CPO_A_LANE_DETUNING_MHZ, CPO_A_LANE_HEATER_DRIVE,
			  CPO_A_LANE_TEMPERATURE, CPO_A_LANE_PHOTOCURRENT_NA,
			  CPO_A_LANE_BIAS_NA, CPO_A_LANE_SYMBOL_ERRORS));
	print_light("port", &topo->port, 1,
		    ATTRS(CPO_A_PORT_SAMPLE, CPO_A_PORT_IFINDEX,
			  CPO_A_PORT_IFNAME),
		    ATTRS(CPO_A_PORT_POWER_MW, CPO_A_PORT_WORST_PRE_FEC_BER,
			  CPO_A_PORT_MIN_SNR_MDB, CPO_A_PORT_ENERGY_MJ,
			  CPO_A_PORT_TRAFFIC_MBPS,
			  CPO_A_PORT_FRAME_LOSS_RATIO));
	print_light("route", &topo->route, 1, ATTRS(CPO_A_ROUTE_SAMPLE),
		    ATTRS(CPO_A_ROUTE_INPUT_POWER_NW, CPO_A_ROUTE_LOSS_MDB));
}

static int run_light(struct nlt *nl)
{
	struct topo topo;
	int err;

	err = topo_load(&topo, nl);
	if (err)
		return refused(nl, err);
	print_sources(&topo);
	print_paths(&topo);
	topo_free(&topo);
	return 0;
}

static int run(struct nlt *nl, int argc, char **argv)
{
	if (argc >= 3 && !strcmp(argv[1], "dump"))
		return run_dump(nl, atoi(argv[2]), argv + 3);
	if (argc >= 3 && !strcmp(argv[1], "do"))
		return run_do(nl, atoi(argv[2]), argv + 3);
	if (argc == 4 && !strcmp(argv[1], "repeat"))
		return run_repeat(nl, atoi(argv[2]), atoi(argv[3]));
	if (argc == 3 && !strcmp(argv[1], "wait-up"))
		return run_wait(nl, atoi(argv[2]));
	if (argc == 2 && !strcmp(argv[1], "light"))
		return run_light(nl);
	return usage();
}

int main(int argc, char **argv)
{
	struct nlt nl;
	int err, status;

	err = nlt_open(&nl);
	if (err) {
		fprintf(stderr, "no family 'cpo': %s\n", strerror(-err));
		return 1;
	}
	status = run(&nl, argc, argv);
	nlt_close(&nl);
	return status;
}

// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* One request and its answer. */

#include <errno.h>
#include <linux/cpo.h>
#include <linux/genetlink.h>

#include "bench.h"
#include "netlink.h"

#define NO_SUCH_CMD	250

static void run(struct nl *nl, const char *name, struct nl_request *req,
		int status, unsigned int rounds)
{
	struct bench b;
	int got = 0;

	bench_init(&b, name, rounds);
	while (b.n < rounds) {
		bench_begin(&b);
		nl_send(nl, req);
		got = nl_ack(nl);
		bench_end(&b);
	}
	if (got != status)
		bench_die(name, -got);
	bench_fact(&b, "bytes", ((struct nlmsghdr *)nl->in)->nlmsg_len);
	bench_print(&b);
}

/* get ROUNDS DEVICE: DEVICE is its id */
int bench_get_main(int argc, char **argv)
{
	struct genlmsghdr genl = { .version = 1 };
	struct nl_request req;
	static struct nl nl;
	unsigned int rounds, dev;
	int family;

	if (argc != 2)
		return 2;
	rounds = bench_number(argv[0]);
	dev = bench_number(argv[1]);
	nl_open(&nl, NETLINK_GENERIC);
	family = nl_family(&nl, CPO_FAMILY_NAME, NULL);

	genl.cmd = NO_SUCH_CMD;
	nl_request(&req, family, 0, &genl, sizeof(genl));
	run(&nl, "rejected-request", &req, -EOPNOTSUPP, rounds);

	genl.cmd = CPO_CMD_PORT_GET;
	nl_request(&req, family, 0, &genl, sizeof(genl));
	nl_put_u32(&req, CPO_A_PORT_DEV_ID, dev);
	nl_put_u32(&req, CPO_A_PORT_PORT_ID, 0);
	run(&nl, "port-get", &req, 0, rounds);

	genl.cmd = CPO_CMD_LANE_GET;
	nl_request(&req, family, 0, &genl, sizeof(genl));
	nl_put_u32(&req, CPO_A_LANE_DEV_ID, dev);
	nl_put_u32(&req, CPO_A_LANE_ENGINE_ID, 0);
	nl_put_u32(&req, CPO_A_LANE_LANE_ID, 0);
	run(&nl, "lane-get", &req, 0, rounds);
	nl_close(&nl);
	return 0;
}

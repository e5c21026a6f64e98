// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Network interfaces that do nothing: the least one can cost. */

#include <string.h>
#include <unistd.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "bench.h"
#include "netlink.h"

#define GROUP	77	/* what we made, so that all go at once */

static void check(const char *what, int status)
{
	if (status)
		bench_die(what, -status);
}

static void prepare_new(struct nl_request *req)
{
	struct ifinfomsg link = {};
	struct nlattr *info;

	nl_request(req, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK,
		   &link, sizeof(link));
	nl_put_u32(req, IFLA_GROUP, GROUP);
	info = (void *)((char *)req + req->hdr.nlmsg_len);
	nl_put(req, IFLA_LINKINFO, NULL, 0);
	nl_put(req, IFLA_INFO_KIND, "dummy", 5);
	info->nla_len = (char *)req + req->hdr.nlmsg_len - (char *)info;
}

static void remove_all(struct nl *nl)
{
	struct ifinfomsg link = {};
	struct nl_request req;

	nl_request(&req, RTM_DELLINK, NLM_F_ACK, &link, sizeof(link));
	nl_put_u32(&req, IFLA_GROUP, GROUP);
	nl_send(nl, &req);
	check("remove dummies", nl_ack(nl));
}

/* dummy ROUNDS COUNT: make COUNT of them, named by the kernel */
int bench_dummy_main(int argc, char **argv)
{
	unsigned int rounds, count, i;
	struct nl_request req;
	uint64_t before, used = 0;
	static struct nl nl;
	struct bench b;

	if (argc != 2)
		return 2;
	rounds = bench_number(argv[0]);
	count = bench_number(argv[1]);
	nl_open(&nl, NETLINK_ROUTE);
	prepare_new(&req);
	bench_init(&b, "dummy-create", rounds);
	while (b.n < rounds) {
		before = bench_memory();
		bench_begin(&b);
		for (i = 0; i < count; i++) {
			nl_send(&nl, &req);
			check("create a dummy", nl_ack(&nl));
		}
		bench_end(&b);
		if (before - bench_memory() > used || !used)
			used = before - bench_memory();
		remove_all(&nl);
		sleep(1);
	}
	bench_fact(&b, "netdevs", count);
	bench_fact(&b, "memory", used);
	bench_print(&b);
	nl_close(&nl);
	return 0;
}

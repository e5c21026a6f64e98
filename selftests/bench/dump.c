// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Dumps: all lanes, and what the kernel tells of all network interfaces. */

#include <string.h>
#include <linux/cpo.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "bench.h"
#include "netlink.h"

static void run(struct nl *nl, const char *name, struct nl_request *req,
		size_t header, nl_value_fn is_value, unsigned int rounds)
{
	struct nl_content content;
	struct bench b;

	/* counted first, which also teaches the kernel our buffer size */
	nl_send(nl, req);
	nl_count(nl, header, is_value, &content);
	bench_init(&b, name, rounds);
	bench_fact(&b, "messages", content.messages);
	bench_fact(&b, "bytes", content.bytes);
	bench_fact(&b, "values", content.values);
	while (b.n < rounds) {
		bench_begin(&b);
		nl_send(nl, req);
		nl_drain(nl);
		bench_end(&b);
	}
	bench_print(&b);
}

/* What names the lane, and where its values come from, is not counted. */
static bool lane_value(const struct nlattr *attr, int depth)
{
	switch (attr->nla_type & NLA_TYPE_MASK) {
	case CPO_A_LANE_DEV_ID:
	case CPO_A_LANE_ENGINE_ID:
	case CPO_A_LANE_LANE_ID:
		return false;
	default:
		return !depth;
	}
}

static void lanes(struct nl *nl, unsigned int rounds)
{
	struct genlmsghdr genl = { .cmd = CPO_CMD_LANE_GET, .version = 1 };
	struct nl_request req;

	nl_open(nl, NETLINK_GENERIC);
	nl_request(&req, nl_family(nl, CPO_FAMILY_NAME, NULL), NLM_F_DUMP,
		   &genl, sizeof(genl));
	run(nl, "lane-dump", &req, sizeof(genl), lane_value, rounds);
	nl_close(nl);
}

static void links(struct nl *nl, unsigned int rounds)
{
	struct if_stats_msg stats = {
		.filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64),
	};
	struct ifinfomsg link = {};
	struct nl_request req;

	nl_open(nl, NETLINK_ROUTE);
	nl_request(&req, RTM_GETLINK, NLM_F_DUMP, &link, sizeof(link));
	nl_put_u32(&req, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	run(nl, "getlink-dump", &req, sizeof(link), NULL, rounds);
	nl_request(&req, RTM_GETSTATS, NLM_F_DUMP, &stats, sizeof(stats));
	run(nl, "getstats-dump", &req, sizeof(stats), NULL, rounds);
	nl_close(nl);
}

/* dump ROUNDS */
int bench_dump_main(int argc, char **argv)
{
	static struct nl nl;
	unsigned int rounds;

	if (argc != 1)
		return 2;
	rounds = bench_number(argv[0]);
	lanes(&nl, rounds);
	links(&nl, rounds);
	return 0;
}

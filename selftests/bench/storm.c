// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Many objects have something to tell at about the same time. */

#include <errno.h>
#include <glob.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/cpo.h>
#include <linux/genetlink.h>

#include "bench.h"
#include "netlink.h"

struct storm {
	uint64_t messages;
	uint64_t bytes;
	uint64_t events;
	uint64_t lost;		/* gaps in the sequence */
	uint64_t overruns;	/* the socket was full */
	uint64_t next;		/* sequence number, 0: not known */
	uint64_t first;
	uint64_t last;
};

/* What all tasks ran; time is instructions here. Idle is no task. */
static uint64_t tasks_ran(void)
{
	unsigned long long ran, sum = 0;
	glob_t found;
	FILE *file;
	size_t i;

	if (glob("/proc/[0-9]*/task/[0-9]*/schedstat", GLOB_NOSORT, NULL,
		 &found))
		bench_die("/proc", ENOENT);
	for (i = 0; i < found.gl_pathc; i++) {
		file = fopen(found.gl_pathv[i], "r");
		if (!file)
			continue;	/* it has ended */
		if (fscanf(file, "%llu", &ran) == 1)
			sum += ran;
		fclose(file);
	}
	globfree(&found);
	return sum;
}

static uint64_t attr_uint(const struct nlattr *attr)
{
	uint64_t value = 0;

	memcpy(&value, nl_payload(attr),
	       nl_payload_len(attr) < sizeof(value) ? nl_payload_len(attr) :
						      sizeof(value));
	return value;
}

static void take_message(struct storm *s, const struct nlmsghdr *hdr)
{
	const struct nlattr *attr;
	uint64_t seq = 0, n = 0;
	size_t left;

	attr = nl_attrs(hdr, GENL_HDRLEN, &left);
	for (; nl_attr_ok(attr, left); attr = nl_attr_next(attr, &left)) {
		if (nl_type(attr) == CPO_A_EVENTS_SEQ)
			seq = attr_uint(attr);
		n += nl_type(attr) == CPO_A_EVENTS_EVENT;
	}
	if (s->next)
		s->lost += seq - s->next;
	s->next = seq + n;
	s->events += n;
	s->messages++;
	s->bytes += hdr->nlmsg_len;
	s->last = bench_ticks();
	if (!s->first)
		s->first = s->last;
}

static void receive(struct nl *nl, struct storm *s)
{
	ssize_t len = recv(nl->fd, nl->in, sizeof(nl->in), 0);

	if (len > 0)
		take_message(s, (const void *)nl->in);
	else if (len < 0 && errno == ENOBUFS)
		s->overruns++;
	else
		bench_die("recv", len ? errno : EPIPE);
}

/* What @ran holds beyond what the next @quiet ms hold in the same time. */
static uint64_t beyond_usual(uint64_t ran, uint64_t ticks, int quiet)
{
	uint64_t begin = bench_ticks(), usual = tasks_ran();
	double share;

	poll(NULL, 0, quiet);
	usual = tasks_ran() - usual;
	share = (double)ticks / (bench_ticks() - begin);
	return ran > usual * share ? ran - usual * share : 0;
}

/*
 * storm READY QUIET: make the file READY, then take every event until none
 * comes for QUIET seconds. The socket has the size that every socket has.
 */
int bench_storm_main(int argc, char **argv)
{
	struct pollfd fd = { .events = POLLIN };
	struct storm s = { 0 };
	static struct nl nl;
	uint64_t begin, ran;
	int quiet;

	if (argc != 2)
		return 2;
	quiet = bench_number(argv[1]) * 1000;
	nl_listen(&nl);
	fd.fd = nl.fd;
	ran = tasks_ran();
	begin = bench_ticks();
	bench_ready(argv[0]);
	while (poll(&fd, 1, s.first ? quiet : -1) > 0)
		receive(&nl, &s);
	ran = beyond_usual(tasks_ran() - ran, bench_ticks() - begin, quiet);
	printf("{\"name\": \"storm\", \"messages\": %llu, \"bytes\": %llu, \"events\": %llu, \"lost\": %llu, \"ticks\": %llu, \"instructions\": %llu}\n",
	       (unsigned long long)s.messages, (unsigned long long)s.bytes,
	       (unsigned long long)s.events,
	       (unsigned long long)(s.lost + s.overruns),
	       (unsigned long long)(s.last - s.first),
	       (unsigned long long)ran);
	nl_close(&nl);
	return 0;
}

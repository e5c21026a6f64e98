// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* From something that happens to who waits for it. */

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/cpo.h>
#include <linux/genetlink.h>

#include "bench.h"
#include "netlink.h"

struct batch {
	uint64_t time;
	unsigned int events;
	uint32_t mark;
};

static unsigned int count_events(const struct nl *nl)
{
	const struct nlattr *attr;
	unsigned int n = 0;
	size_t left;

	attr = nl_attrs((const void *)nl->in, GENL_HDRLEN, &left);
	for (; nl_attr_ok(attr, left); attr = nl_attr_next(attr, &left))
		n += nl_type(attr) == CPO_A_EVENTS_EVENT;
	return n;
}

static void print_batches(const struct batch *batch, unsigned int n)
{
	unsigned int i;

	printf("{\"name\": \"event-recv\", \"batches\": [");
	for (i = 0; i < n; i++)
		printf("%s[%llu, %u, %u]", i ? ", " : "",
		       (unsigned long long)batch[i].time, batch[i].events,
		       batch[i].mark);
	printf("]}\n");
}

/*
 * event ROUNDS READY: make the file READY, then note when each batch of events
 * is received. When its interrupt came is in the trace of the kernel, by the
 * same clock.
 */
int bench_event_main(int argc, char **argv)
{
	unsigned int rounds, i;
	struct batch *batch;
	static struct nl nl;

	if (argc != 2)
		return 2;
	rounds = bench_number(argv[0]);
	batch = calloc(rounds, sizeof(*batch));
	if (!batch)
		bench_die("event", ENOMEM);
	nl_listen(&nl);
	bench_ready(argv[1]);
	for (i = 0; i < rounds; i++) {
		nl_recv(&nl);
		batch[i].time = bench_ticks();
		batch[i].events = count_events(&nl);
		batch[i].mark = bench_mark();
	}
	print_batches(batch, rounds);
	free(batch);
	nl_close(&nl);
	return 0;
}

static int ping, pong;

static void *answer(void *arg)
{
	unsigned int rounds = *(unsigned int *)arg;
	uint64_t one;

	while (rounds--)
		if (read(ping, &one, sizeof(one)) != sizeof(one) ||
		    write(pong, &one, sizeof(one)) != sizeof(one))
			bench_die("eventfd", errno);
	return NULL;
}

/* wake ROUNDS: two threads wake each other, so one round is two wakes. */
int bench_wake_main(int argc, char **argv)
{
	unsigned int rounds;
	uint64_t one = 1;
	pthread_t thread;
	struct bench b;

	if (argc != 1)
		return 2;
	rounds = bench_number(argv[0]);
	ping = eventfd(0, EFD_CLOEXEC);
	pong = eventfd(0, EFD_CLOEXEC);
	if (ping < 0 || pong < 0 ||
	    pthread_create(&thread, NULL, answer, &rounds))
		bench_die("eventfd", errno);
	bench_init(&b, "eventfd-wake", rounds);
	bench_fact(&b, "wakes", 2);
	while (b.n < rounds) {
		bench_begin(&b);
		if (write(ping, &one, sizeof(one)) != sizeof(one) ||
		    read(pong, &one, sizeof(one)) != sizeof(one))
			bench_die("eventfd", errno);
		bench_end(&b);
	}
	pthread_join(thread, NULL);
	bench_print(&b);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* cpo_bench WHAT ARGS...: measure something; see guest.sh. */

#include <string.h>

#include "bench.h"

/* A mark alone, for what is measured from outside. */
static int mark_main(int argc, char **argv)
{
	(void)argv;
	if (argc)
		return 2;
	printf("%u\n", bench_mark());
	return 0;
}

static int scratch_main(int argc, char **argv)
{
	(void)argv;
	if (argc)
		return 2;
	printf("%u\n", bench_scratch());
	return 0;
}

static int memory_main(int argc, char **argv)
{
	(void)argv;
	if (argc)
		return 2;
	printf("%llu\n", (unsigned long long)bench_memory());
	return 0;
}

static const struct {
	const char *name;
	const char *args;
	int (*main)(int argc, char **argv);
} table[] = {
	{ "dump", "ROUNDS", bench_dump_main },
	{ "get", "ROUNDS DEVICE", bench_get_main },
	{ "event", "ROUNDS READY", bench_event_main },
	{ "wake", "ROUNDS", bench_wake_main },
	{ "dummy", "ROUNDS COUNT", bench_dummy_main },
	{ "process", "NAME ROUNDS ROOT PROGRAM ARGS...", bench_process_main },
	{ "storm", "READY QUIET", bench_storm_main },
	{ "values", "ROUNDS", bench_values_main },
	{ "mark", "", mark_main },
	{ "scratch", "", scratch_main },
	{ "memory", "", memory_main },
};

static int usage(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		fprintf(stderr, "cpo_bench %s %s\n", table[i].name,
			table[i].args);
	return 2;
}

int main(int argc, char **argv)
{
	unsigned int i;
	int ret;

	for (i = 0; argc > 1 && i < ARRAY_SIZE(table); i++) {
		if (strcmp(argv[1], table[i].name))
			continue;
		ret = table[i].main(argc - 2, argv + 2);
		return ret == 2 ? usage() : ret;
	}
	return usage();
}

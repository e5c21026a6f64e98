// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Samples, marks for the device's trace, and their output. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"
#include "cpo_hw.h"

#define BAR_SIZE	0x1000	/* as much as the blocks take */

void bench_die(const char *what, int err)
{
	fprintf(stderr, "cpo_bench: %s: %s\n", what, strerror(err));
	exit(1);
}

/* Others see by this file that it can begin. */
void bench_ready(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	if (fd < 0)
		bench_die(path, errno);
	close(fd);
}

unsigned int bench_number(const char *text)
{
	char *end;
	unsigned long val = strtoul(text, &end, 0);

	if (!*text || *end || val > 1000000)
		bench_die(text, EINVAL);
	return val;
}

/*
 * A mark is a write to the scratch register of the device. The emulator traces
 * it between the accesses of the driver, so that these can be counted.
 */
static volatile uint32_t *find_scratch(volatile uint8_t *bar)
{
	uint32_t dir = *(volatile uint32_t *)(bar + CPO_REG_DIR);
	unsigned int i, offset = dir & CPO_DIR_OFFSET;

	for (i = 0; i < CPO_DIR_MAX; i++) {
		volatile uint32_t *entry = (void *)(bar + offset +
					   i * sizeof(struct cpo_hw_dir));

		if ((entry[0] & 0xffff) == CPO_BLK_TEST && entry[1] < BAR_SIZE)
			return (void *)(bar + entry[1] + CPO_TEST_SCRATCH32);
	}
	return NULL;
}

static volatile uint8_t *map_bar(const char *path)
{
	void *bar;
	int fd;

	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		bench_die(path, errno);
	bar = mmap(NULL, BAR_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (bar == MAP_FAILED)
		bench_die(path, errno);
	close(fd);
	return bar;
}

/*
 * BENCH_BAR is the resource0 file of the device; no marks without it. With
 * BENCH_SCRATCH, where the register is, nothing is read to find it.
 */
static volatile uint32_t *scratch(void)
{
	static volatile uint32_t *found;
	const char *known = getenv("BENCH_SCRATCH");
	const char *path = getenv("BENCH_BAR");
	volatile uint8_t *bar;

	if (found || !path)
		return found;
	bar = map_bar(path);
	found = known ? (void *)(bar + bench_number(known)) : find_scratch(bar);
	if (!found)
		bench_die("no test block in the device", ENODEV);
	return found;
}

/* Where the scratch register is in its page. */
unsigned int bench_scratch(void)
{
	return (uintptr_t)scratch() % BAR_SIZE;
}

/* The number that was written; it does not come again. */
uint32_t bench_mark(void)
{
	volatile uint32_t *reg = scratch();
	uint32_t mark = bench_ticks();

	if (reg)
		*reg = mark;
	return mark;
}

void bench_init(struct bench *b, const char *name, unsigned int rounds)
{
	memset(b, 0, sizeof(*b));
	b->name = name;
	b->room = rounds;
	b->sample = calloc(rounds, sizeof(*b->sample));
	b->mark = calloc(rounds, sizeof(*b->mark));
	if (!b->sample || !b->mark)
		bench_die(name, ENOMEM);
	bench_mark();
}

void bench_begin(struct bench *b)
{
	b->mark[b->n][0] = bench_mark();
	b->sample[b->n] = bench_ticks();
}

void bench_end(struct bench *b)
{
	b->sample[b->n] = bench_ticks() - b->sample[b->n];
	b->mark[b->n][1] = bench_mark();
	b->n++;
}

/* Measured by the caller, who makes no marks. */
void bench_add(struct bench *b, uint64_t instructions)
{
	b->sample[b->n++] = instructions;
}

void bench_fact(struct bench *b, const char *name, uint64_t value)
{
	size_t len = strlen(b->fact);

	snprintf(b->fact + len, sizeof(b->fact) - len, ", \"%s\": %llu", name,
		 (unsigned long long)value);
}

static void print_marks(const struct bench *b)
{
	unsigned int i;

	printf(", \"marks\": [");
	for (i = 0; i < b->n; i++)
		printf("%s[%u, %u]", i ? ", " : "", b->mark[i][0],
		       b->mark[i][1]);
	printf("]");
}

void bench_print(struct bench *b)
{
	unsigned int i;

	printf("{\"name\": \"%s\"%s, \"samples\": [", b->name, b->fact);
	for (i = 0; i < b->n; i++)
		printf("%s%llu", i ? ", " : "",
		       (unsigned long long)b->sample[i]);
	printf("]");
	if (b->n && b->mark[0][1])
		print_marks(b);
	printf("}\n");
	fflush(stdout);
	free(b->sample);
	free(b->mark);
}

/* Bytes that are available, as the kernel estimates. */
uint64_t bench_memory(void)
{
	unsigned long long kib = 0;
	char line[128];
	FILE *file;

	file = fopen("/proc/meminfo", "r");
	if (!file)
		bench_die("/proc/meminfo", errno);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %llu", &kib) == 1)
			break;
	fclose(file);
	return kib * 1024;
}

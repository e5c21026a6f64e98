/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/*
 * Measuring in a guest whose clock counts instructions. One sample is the
 * difference of two readings of that clock; a row of samples is printed as one
 * JSON object per line, for report.py on the host.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Under "-icount shift=0" the time stamp counter counts instructions. */
static inline uint64_t bench_ticks(void)
{
	return __builtin_ia32_rdtsc();
}

/**
 * struct bench - one row of samples
 * @name: what is measured; the host knows its meaning and target
 * @sample: instructions of each round
 * @n: number of samples
 * @room: room in @sample
 * @mark: the two marks around each sample, in the trace of the device
 * @fact: text of further JSON members, each with a leading comma
 */
struct bench {
	const char *name;
	uint64_t *sample;
	unsigned int n;
	unsigned int room;
	uint32_t (*mark)[2];
	char fact[256];
};

void bench_init(struct bench *b, const char *name, unsigned int rounds);
void bench_begin(struct bench *b);
void bench_end(struct bench *b);
void bench_add(struct bench *b, uint64_t instructions);
void bench_fact(struct bench *b, const char *name, uint64_t value);
void bench_print(struct bench *b);
uint32_t bench_mark(void);
unsigned int bench_scratch(void);

uint64_t bench_memory(void);
void bench_ready(const char *path);
unsigned int bench_number(const char *text);
void bench_die(const char *what, int err) __attribute__((noreturn));

/* One per file; @argv is what follows the name. */
int bench_dump_main(int argc, char **argv);
int bench_get_main(int argc, char **argv);
int bench_event_main(int argc, char **argv);
int bench_wake_main(int argc, char **argv);
int bench_dummy_main(int argc, char **argv);
int bench_process_main(int argc, char **argv);
int bench_storm_main(int argc, char **argv);
int bench_values_main(int argc, char **argv);

#endif /* BENCH_H */

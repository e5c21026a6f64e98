// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Random draws: the right distribution, and the same whenever they are made. */
#include "near.h"
#include "cpo_draw.h"

static void spreads(void **state)
{
	double sum = 0, squares = 0;
	unsigned int n = 4096;

	(void)state;
	for (unsigned int i = 0; i < n; i++) {
		double x = cpo_normal(7, CPO_DRAW_LANE_TX, i);

		assert_near(x, 0, 3.5);
		sum += x;
		squares += x * x;
	}
	assert_near(sum / n, 0, 0.06);
	assert_near(squares / n, 1, 0.06);
}

static void hashes(void **state)
{
	uint64_t a = cpo_hash(1, CPO_DRAW_MAC, 0);

	(void)state;
	assert_true(a == cpo_hash(1, CPO_DRAW_MAC, 0));
	assert_true(a != cpo_hash(2, CPO_DRAW_MAC, 0));
	assert_true(a != cpo_hash(1, CPO_DRAW_MAC, 1));
	assert_true(a != cpo_hash(1, CPO_DRAW_SERIAL, 0));
	assert_true(cpo_hash_next(a, 1, 2) != cpo_hash_next(a, 2, 1));
	assert_true(cpo_hash_next(a, 1, 0) != cpo_hash_next(a, 0, 1));
}

/* Mean and variance of @n tries at @p over many epochs. */
static void check(uint64_t n, double p)
{
	uint64_t base = cpo_hash(3, CPO_DRAW_PORT_COUNT, 0);
	double mean = 0, squares = 0, want = n * p;
	unsigned int epochs = 40000;

	for (unsigned int i = 0; i < epochs; i++) {
		double x = cpo_draw_count(cpo_hash_next(base, i, 1), n, p);

		mean += x / epochs;
		squares += x * x / epochs;
	}
	assert_near(mean, want, 5 * sqrt(want * (1 - p) / epochs) + 1e-9);
	assert_ratio(squares - mean * mean, want * (1 - p), 0.05);
}

static void counts(void **state)
{
	(void)state;
	check(15625000, 1e-9);
	check(15625000, 6.4e-8);
	check(15625000, 3e-6);
	check(15625000, 3.3e-6);
	check(15625000, 5e-5);
	check(15625000, 0.4);
	check(15625000, 0.9999);
	check(300, 0.25);
	check(7, 0.25);
	check(7, 0.8);
	check(1000, 0.03);
}

static void edges(void **state)
{
	(void)state;
	for (uint64_t h = 0; h < 1000; h++) {
		uint64_t hash = cpo_hash_next(h, 0, 0);

		assert_int_equal(cpo_draw_count(hash, 100, 0), 0);
		assert_int_equal(cpo_draw_count(hash, 100, 1), 100);
		assert_int_equal(cpo_draw_count(hash, 0, 0.5), 0);
		assert_int_equal(cpo_draw_count(hash, 100, -1), 0);
		assert_int_equal(cpo_draw_count(hash, 100, NAN), 0);
		assert_true(cpo_draw_count(hash, 60, 0.99) <= 60);
		assert_false(cpo_draw_event(hash, 0));
		assert_true(cpo_draw_event(hash, 1));
	}
	assert_in_range(cpo_draw_count(UINT64_MAX, 1000000, 4e-5), 41, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spreads),
		cmocka_unit_test(hashes),
		cmocka_unit_test(counts),
		cmocka_unit_test(edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

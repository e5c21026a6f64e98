// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Windows: what is asked late is the same as what is asked always. */
#include <string.h>
#include "near.h"
#include "cpo_draw.h"
#include "cpo_window.h"

#define LEN	50

static int64_t value_at(uint64_t epoch)
{
	uint64_t h = cpo_hash_next(11, epoch / 7, 0);

	return (int64_t)(h % 2000001) * 500000000000ll - 500000000000000000ll;
}

static void one_value(void **state)
{
	CPOWindow w;

	(void)state;
	cpo_window_reset(&w, 1);
	cpo_window_set(&w, LEN, 1, -7);
	cpo_window_run(&w, LEN, 11);
	assert_int_equal(w.running.n, 10);
	assert_int_equal(w.running.min, -7);
	assert_int_equal(w.running.max, -7);
	assert_int_equal(cpo_window_avg(&w.running), -7);
	assert_int_equal(w.previous.n, 0);
}

static void average(void **state)
{
	CPOWindow w;

	(void)state;
	cpo_window_reset(&w, 0);
	cpo_window_set(&w, LEN, 0, 10);
	cpo_window_set(&w, LEN, 30, 20);
	cpo_window_run(&w, LEN, 40);
	assert_int_equal(cpo_window_avg(&w.running), 12);	/* 12.5 */
	assert_int_equal(w.running.min, 10);
	assert_int_equal(w.running.max, 20);
	cpo_window_reset(&w, 0);
	cpo_window_set(&w, LEN, 0, -10);
	cpo_window_set(&w, LEN, 1, -11);
	cpo_window_run(&w, LEN, 2);
	assert_int_equal(cpo_window_avg(&w.running), -11);	/* -10.5 */
}

/* The window turns, the old one stays to be read. */
static void turning(void **state)
{
	CPOWindow w;

	(void)state;
	cpo_window_reset(&w, 0);
	cpo_window_set(&w, LEN, 0, 1);
	cpo_window_set(&w, LEN, 40, 5);
	cpo_window_run(&w, LEN, 60);
	assert_int_equal(w.previous.n, 50);
	assert_int_equal(w.previous.min, 1);
	assert_int_equal(w.previous.max, 5);
	assert_int_equal(w.running.n, 10);
	assert_int_equal(w.running.min, 5);
	assert_int_equal(w.start, 50);
	/* unknown leaves a hole, not a zero */
	cpo_window_unknown(&w, LEN, 60);
	cpo_window_set(&w, LEN, 90, 3);
	cpo_window_run(&w, LEN, 100);
	assert_int_equal(w.previous.n, 20);
	assert_int_equal(w.previous.min, 3);
	assert_int_equal(w.previous.max, 5);
}

static bool same(const CPOWindow *a, const CPOWindow *b)
{
	return !memcmp(&a->running, &b->running, sizeof(a->running)) &&
	       !memcmp(&a->previous, &b->previous, sizeof(a->previous)) &&
	       a->start == b->start && a->since == b->since &&
	       a->value == b->value && a->known == b->known;
}

static void lazy(void **state)
{
	CPOWindow every, rare;

	(void)state;
	cpo_window_reset(&every, 3);
	cpo_window_reset(&rare, 3);
	for (uint64_t e = 3; e < 1000; e++) {
		if (e % 97 < 10) {
			cpo_window_unknown(&every, LEN, e);
			cpo_window_unknown(&rare, LEN, e);
		} else {
			cpo_window_set(&every, LEN, e, value_at(e));
			cpo_window_set(&rare, LEN, e, value_at(e));
		}
		cpo_window_run(&every, LEN, e + 1);
	}
	cpo_window_run(&rare, LEN, 1000);
	assert_true(same(&every, &rare));
}

/* A gap of any length ends where single steps end. */
static void gaps(void **state)
{
	(void)state;
	for (uint64_t gap = 1; gap < 700; gap += 13) {
		CPOWindow a, b;

		cpo_window_reset(&a, 0);
		cpo_window_set(&a, LEN, 0, 100);
		cpo_window_set(&a, LEN, 20, 9);
		b = a;
		for (uint64_t e = 20; e <= 20 + gap; e++)
			cpo_window_run(&a, LEN, e);
		cpo_window_run(&b, LEN, 20 + gap);
		assert_true(same(&a, &b));
	}
}

/* Sums of the largest values are exact. */
static void large(void **state)
{
	CPOWindow w;

	(void)state;
	cpo_window_reset(&w, 0);
	cpo_window_set(&w, CPO_WINDOW_EPOCHS_MAX, 0, CPO_WINDOW_VALUE_MAX);
	cpo_window_run(&w, CPO_WINDOW_EPOCHS_MAX, CPO_WINDOW_EPOCHS_MAX - 1);
	assert_true(cpo_window_avg(&w.running) == CPO_WINDOW_VALUE_MAX);
	cpo_window_reset(&w, 0);
	cpo_window_set(&w, CPO_WINDOW_EPOCHS_MAX, 0, -CPO_WINDOW_VALUE_MAX);
	cpo_window_run(&w, CPO_WINDOW_EPOCHS_MAX, CPO_WINDOW_EPOCHS_MAX - 1);
	assert_true(cpo_window_avg(&w.running) == -CPO_WINDOW_VALUE_MAX);
	assert_int_equal(cpo_window_avg(&(CPOWindowSum) { 0 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_value),
		cmocka_unit_test(average),
		cmocka_unit_test(turning),
		cmocka_unit_test(lazy),
		cmocka_unit_test(gaps),
		cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* The tables of the device model against the C library. */
#include "near.h"
#include "cpo_math.h"

static void exponentials(void **state)
{
	(void)state;
	for (double x = -60; x < 60; x += 0.00713)
		assert_ratio(cpo_exp2(x), exp2(x), 1e-13);
	for (int i = -999; i <= 1000; i++)
		assert_ratio(cpo_exp2(i), exp2(i), 1e-13);
	assert_true(cpo_exp2(-5000) == 0);
	assert_true(cpo_exp2(NAN) == 0);
	assert_true(isfinite(cpo_exp2(5000)));
	assert_ratio(cpo_exp(-3.7), exp(-3.7), 1e-13);
	assert_ratio(cpo_ratio(-3000), 0.501187, 1e-5);
}

static void logarithms(void **state)
{
	(void)state;
	for (double x = 1e-120; x < 1e120; x *= 1.0337)
		assert_near(cpo_log2(x), log2(x), 1e-12);
	for (double x = 0.9; x < 1.1; x += 1e-5)
		assert_near(cpo_log2(x), log2(x), 1e-14);
	assert_true(cpo_log2(0) < -1000);
	assert_true(cpo_log2(-1) < -1000);
}

static void error_function(void **state)
{
	double last = 1;

	(void)state;
	for (double x = 0; x < 8; x += 0.00317) {
		double y = cpo_erfc_log2(x);

		assert_near(y, log2(erfc(x)), 5e-5);
		assert_true(y < last);
		last = y;
	}
	assert_near(cpo_erfc_log2(9), log2(erfc(8)), 1e-9);
	assert_true(cpo_erfc_log2(NAN) == 0);
}

static void rounding(void **state)
{
	(void)state;
	assert_int_equal(cpo_round(0.5), 1);
	assert_int_equal(cpo_round(-0.5), -1);
	assert_int_equal(cpo_round(0.49), 0);
	assert_int_equal(cpo_round(-1234.4), -1234);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exponentials),
		cmocka_unit_test(logarithms),
		cmocka_unit_test(error_function),
		cmocka_unit_test(rounding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

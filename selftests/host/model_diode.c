// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* The laser diode: L-I curve, loops and age. */
#include "near.h"
#include "cpo_constants.h"
#include "cpo_diode.h"
#include "cpo_optics.h"

#define LIMIT	CPO_LASER_MAX_BIAS_NA

static const CPODiodePart typical = { 1, 1 };

static CPODiodeCurve at(double temp_c, double age)
{
	return cpo_diode_curve(&typical, (int32_t)lrint(temp_c * 1000),
			       (uint64_t)(age * CPO_AGE_ONE));
}

static double bias_ma(double temp_c, double age)
{
	CPODiodeCurve c = at(temp_c, age);

	return cpo_diode_bias_ma(&c, 100);
}

static void curve(void **state)
{
	CPODiodeCurve c = at(45, 0);

	(void)state;
	assert_near(c.ith_ma, 30, 1e-9);
	assert_near(c.eta_mw_per_ma, 0.3, 1e-9);
	assert_near(bias_ma(45, 0), 363, 1);
	assert_near(bias_ma(45, 1), 437, 1);
	assert_near(cpo_diode_power_mw(&c, 363.333), 100, 0.01);
	assert_near(cpo_diode_power_mw(&c, 20), 0, 0);
	c = at(55, 0);
	assert_near(c.ith_ma, 30 * exp(10 / 60.0), 1e-6);
	assert_near(c.eta_mw_per_ma, 0.3 * exp(-10 / 150.0), 1e-9);
	assert_true(bias_ma(55, 0) > bias_ma(45, 0));
	/* far past the end of life it is weak, not negative */
	c = at(45, 50);
	assert_true(c.eta_mw_per_ma > 0);
}

/* Constant power: the bias climbs to its limit, then the power goes. */
static void closed_loop(void **state)
{
	CPODiodeCurve c = at(45, 1.5);
	CPODiodePoint p = cpo_diode_apc(&c, CPO_SETPOINT_NW, LIMIT);

	(void)state;
	assert_int_equal(p.power_nw, CPO_SETPOINT_NW);
	assert_false(p.limited);
	assert_near(bias_ma(45, 1.57), 490, 1.5);
	c = at(45, 1.8);
	p = cpo_diode_apc(&c, CPO_SETPOINT_NW, LIMIT);
	assert_true(p.limited);
	assert_int_equal(p.bias_na, LIMIT);
	assert_true(p.power_nw < CPO_SETPOINT_NW);
	assert_int_equal(cpo_diode_apc(&c, 0, LIMIT).bias_na, 0);
}

/* Constant bias: the power goes with age, 19.1 dBm at the end of life. */
static void open_loop(void **state)
{
	CPODiodeCurve c = at(45, 1);
	CPODiodePoint p = cpo_diode_acc(&c, 363333333, LIMIT);

	(void)state;
	assert_near(cpo_nw_to_dbm(p.power_nw), 19.1, 0.03);
	assert_false(p.limited);
	c = at(45, 0);
	p = cpo_diode_acc(&c, 363333333, LIMIT);
	assert_near(p.power_nw / 1e8, 1, 1e-4);
	assert_true(cpo_diode_acc(&c, 600000000, LIMIT).limited);
}

static void electrics(void **state)
{
	(void)state;
	assert_near(cpo_diode_mv(363000000), 1700, 2);
	assert_near(cpo_diode_mw(363000000), 617, 1);
	assert_int_equal(cpo_diode_mw(0), 0);
	assert_int_equal(cpo_diode_mv(0), 0);
	assert_int_equal(cpo_diode_shift_mhz(46000), -15700);
	assert_int_equal(cpo_diode_shift_mhz(45000), 0);
}

static void ageing(void **state)
{
	uint64_t step = cpo_age_step(363000000, 45000, 1);

	(void)state;
	assert_near(cpo_age_factor(363000000, 45000), 1, 1e-9);
	assert_near(cpo_age_factor(363000000, 55000), 1.74, 0.01);
	assert_near(cpo_age_factor(363000000, 65000), 2.94, 0.02);
	assert_near(cpo_age_factor(726000000, 45000), 4, 1e-9);
	/* 200,000 hours at one times, 720 s at a million */
	assert_ratio((double)CPO_AGE_ONE / step, 200000.0 * 36000, 1e-4);
	assert_ratio((double)CPO_AGE_ONE /
		     cpo_age_step(363000000, 45000, 1000000), 7200, 1e-4);
	assert_true(cpo_age_step(550000000, 400000, 10000000) <= CPO_AGE_ONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(curve),
		cmocka_unit_test(closed_loop),
		cmocka_unit_test(open_loop),
		cmocka_unit_test(electrics),
		cmocka_unit_test(ageing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

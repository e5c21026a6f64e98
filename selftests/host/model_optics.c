// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* The physics of the device model against figures worked out by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "cpo_hw.h"
#include "cpo_optics.h"

#define assert_near(value, want, tolerance)				\
	assert_true(fabs((double)(value) - (want)) <= (tolerance))

static void units(void **state)
{
	(void)state;
	assert_near(cpo_nw_to_dbm(1e6), 0, 1e-9);
	assert_near(cpo_nw_to_dbm(CPO_SETPOINT_NW), 20, 1e-6);
	assert_near(cpo_nw_to_dbm(CPO_LASER_MAX_NW), 21.5, 1e-4);
	assert_near(cpo_nw_to_dbm(CPO_LASER_MIN_NW), 18.0, 1e-4);
	assert_near(cpo_nw_to_dbm(CPO_RX_LOS_ON_NW), -12, 1e-4);
	assert_near(cpo_nw_to_dbm(CPO_RX_LOS_OFF_NW), -10, 1e-4);
	assert_near(cpo_dbm_to_nw(3), 1995262, 1);
}

static void losses(void **state)
{
	uint32_t in = CPO_SETPOINT_NW;

	(void)state;
	/* 1.2 dB of feed leave 75.9 mW, inside what real engines show */
	assert_near(cpo_attenuate_nw(in, 1200), 75857758, 10000);
	for (int32_t mdb = 0; mdb <= 30000; mdb += 250)
		assert_near(cpo_loss_mdb(in, cpo_attenuate_nw(in, mdb)), mdb,
			    2);
	assert_int_equal(cpo_attenuate_nw(0, 1000), 0);
	assert_int_equal(cpo_loss_mdb(in, 0), INT32_MAX);
	assert_int_equal(cpo_attenuate_nw(UINT32_MAX, -1000), UINT32_MAX);
}

static void laser(void **state)
{
	(void)state;
	assert_near(cpo_laser_bias_ma(100, 45, 0), 363, 1);
	assert_near(cpo_laser_bias_ma(100, 45, 1), 437, 1);
	assert_near(cpo_laser_power_mw(363.33, 45, 0), 100, 0.1);
	assert_near(cpo_laser_power_mw(20, 45, 0), 0, 0);
	assert_true(cpo_laser_power_mw(363, 55, 0) < 100);
}

static void bit_errors(void **state)
{
	static const struct {
		double snr_db;
		double ber;
	} points[] = {
		{ 17.66, 2.4e-4 }, { 20.42, 1e-6 }, { 21.89, 1e-8 },
		{ 22.48, 1e-9 },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		double ber = cpo_ber_from_snr(pow(10, points[i].snr_db / 10));

		assert_near(log10(ber), log10(points[i].ber), 0.03);
	}
	assert_near(cpo_ber_from_snr(0), 0.375, 0);
}

static void nominal_lane(void **state)
{
	static const struct {
		const char *profile;
		double ber;
	} points[] = {
		{ "q3450", 9e-9 }, { "bailly", 2e-8 },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		const CPOPath *path = &cpo_profile_find(points[i].profile)->path;
		uint32_t nw = cpo_attenuate_nw(CPO_SETPOINT_NW,
					       path->feed_mdb +
					       path->engine_mdb +
					       path->link_mdb);
		CPORxQuality q = cpo_rx_quality(path, nw, 64000);

		assert_near(log10(q.ber), log10(points[i].ber), 0.1);
		assert_near(log10(cpo_ber32_value(q.ber32)), log10(q.ber),
			    1e-6);
		assert_near(q.snr_256db, 2560 * log10(q.snr), 1);
	}
}

static void more_loss_more_errors(void **state)
{
	const CPOPath *path = &cpo_profile_find("q3450")->path;
	double last = 0;

	(void)state;
	for (int mdb = 0; mdb < 12000; mdb += 100) {
		CPORxQuality q = cpo_rx_quality(path,
				cpo_attenuate_nw(940000, mdb), 64000);

		assert_true(q.ber > last);
		last = q.ber;
	}
}

static void ber32(void **state)
{
	static const double values[] = {
		0.375, 0.1, 1e-3, 2.4e-4, 9.999999e-7, 1e-15, 1e-30, 5e-100,
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		uint32_t code = cpo_ber32(values[i]);

		assert_in_range(code >> 8, 1000000, 9999999);
		assert_near(cpo_ber32_value(code) / values[i], 1, 1e-6);
	}
	assert_int_equal(cpo_ber32(0), 0);
	assert_int_equal(cpo_ber32(-1), 0);
}

static void draws(void **state)
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
	assert_true(cpo_hash(1, CPO_DRAW_MAC, 0) ==
		    cpo_hash(1, CPO_DRAW_MAC, 0));
	assert_true(cpo_hash(1, CPO_DRAW_MAC, 0) !=
		    cpo_hash(2, CPO_DRAW_MAC, 0));
	assert_true(cpo_hash(1, CPO_DRAW_MAC, 0) !=
		    cpo_hash(1, CPO_DRAW_MAC, 1));
	assert_true(cpo_hash(1, CPO_DRAW_MAC, 0) !=
		    cpo_hash(1, CPO_DRAW_SERIAL, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units),
		cmocka_unit_test(losses),
		cmocka_unit_test(laser),
		cmocka_unit_test(bit_errors),
		cmocka_unit_test(nominal_lane),
		cmocka_unit_test(more_loss_more_errors),
		cmocka_unit_test(ber32),
		cmocka_unit_test(draws),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

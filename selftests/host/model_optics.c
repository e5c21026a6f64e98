// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Light and receivers of the device model against figures worked out apart. */
#include "near.h"
#include "cpo_hw.h"
#include "cpo_optics.h"

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
	for (double snr = 0.1; snr < 350; snr *= 1.01)
		assert_ratio(cpo_ber_from_snr(snr),
			     0.375 * erfc(sqrt(snr / 10)), 5e-5);
	assert_near(cpo_ber_from_snr(0), 0.375, 0);
}

static uint32_t nominal_nw(const CPOPath *path)
{
	return cpo_attenuate_nw(CPO_SETPOINT_NW, path->feed_mdb +
				path->engine_mdb + path->link_mdb);
}

/* The formulas again, in the plainest way. */
static double plain_snr(const CPOPath *path, double nw, double temp_c)
{
	double i = 0.85 * nw * 1e-9 * pow(10, -path->rx_mdb / 1e4);
	double er = pow(10, path->er_db / 10), b = path->band_hz;
	double swing = 2 * i * (er - 1) / (er + 1);
	double s = 5.0 / 36 * swing * swing;
	double th = 45e-12 * (1 + 0.004 * (temp_c - 64));

	return s / (th * th * b + 2 * 1.602176634e-19 * i * b +
		    pow(10, -14.8) * b * i * i + s / pow(10, 2.55));
}

static void receiver(void **state)
{
	(void)state;
	for (size_t n = 0; cpo_profile_get(n); n++) {
		const CPOPath *path = &cpo_profile_get(n)->path;

		for (uint32_t nw = 30000; nw < 2000000; nw += 7919) {
			CPORxQuality q = cpo_rx_quality(path, nw, 78000);
			double snr = plain_snr(path, nw, 78);

			assert_ratio(q.snr, snr, 1e-9);
			assert_near(q.snr_256db, snr > 1 ?
				    2560 * log10(snr) : 0, 0.51);
		}
	}
}

static void nominal_lane(void **state)
{
	static const struct {
		const char *profile;
		double ber;
	} points[] = {
		{ "q3450", 9e-9 }, { "sn6800", 9e-9 }, { "davisson", 7e-9 },
		{ "bailly", 2e-8 },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		const CPOPath *path = &cpo_profile_find(points[i].profile)->path;
		CPORxQuality q = cpo_rx_quality(path, nominal_nw(path), 64000);

		assert_near(log10(q.ber), log10(points[i].ber), 0.06);
		assert_ratio(cpo_ber32_value(q.ber32), q.ber, 1e-6);
	}
}

/* Optical margin of a ring lane, and what extra loss makes of it. */
static void margin(void **state)
{
	static const struct {
		double db;
		double ber;
	} points[] = {
		{ 1, 2e-7 }, { 2, 5e-6 }, { 3, 9e-5 }, { 3.44, 2.4e-4 },
		{ 3.9, 6e-4 }, { 4.1, 1e-3 }, { 4.2, 1.2e-3 },
	};
	const CPOPath *path = &cpo_profile_find("q3450")->path;
	uint32_t nw = nominal_nw(path);

	(void)state;
	for (unsigned int i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		int32_t mdb = (int32_t)lrint(points[i].db * 1000);
		CPORxQuality q = cpo_rx_quality(path, cpo_attenuate_nw(nw, mdb),
						64000);

		assert_near(log10(q.ber), log10(points[i].ber), 0.09);
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
		1.0, 0.9999999999,
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		uint32_t code = cpo_ber32(values[i]);

		assert_in_range(code >> 8, 1000000, 9999999);
		assert_ratio(cpo_ber32_value(code), values[i], 1e-6);
	}
	for (double x = 1e-40; x < 1; x *= 1.0123)
		assert_ratio(cpo_ber32_value(cpo_ber32(x)), x, 1e-6);
	assert_int_equal(cpo_ber32(0), 0);
	assert_int_equal(cpo_ber32(-1), 0);
	assert_int_equal(cpo_ber32(NAN), 0);
	assert_int_equal(cpo_ber32(1e-125), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units),
		cmocka_unit_test(losses),
		cmocka_unit_test(bit_errors),
		cmocka_unit_test(receiver),
		cmocka_unit_test(nominal_lane),
		cmocka_unit_test(margin),
		cmocka_unit_test(more_loss_more_errors),
		cmocka_unit_test(ber32),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

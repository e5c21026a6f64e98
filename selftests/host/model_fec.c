// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* RS(544,514): rates at known points, and counters that follow them. */
#include <string.h>
#include "near.h"
#include "cpo_draw.h"
#include "cpo_fec.h"
#include "cpo_optics.h"

#define CODEWORDS	15625000	/* of 800G in an epoch */

static CPOFecRate even_rate(double ber, unsigned int lanes)
{
	double ps[CPO_FEC_LANES_MAX];
	CPOFecRate rate;

	for (unsigned int i = 0; i < lanes; i++)
		ps[i] = cpo_fec_symbol(ber);
	cpo_fec_rate(&rate, ps, lanes);
	return rate;
}

/* binomial term through the logarithm of the gamma function */
static double term(unsigned int n, unsigned int k, double p)
{
	return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) +
		   k * log(p) + (n - k) * log1p(-p));
}

static void symbols(void **state)
{
	(void)state;
	for (double ber = 1e-18; ber < 0.5; ber *= 1.7)
		assert_ratio(cpo_fec_symbol(ber), -expm1(10 * log1p(-ber)),
			     1e-12);
	assert_true(cpo_fec_symbol(0) == 0);
}

static void codewords(void **state)
{
	(void)state;
	assert_int_equal(cpo_fec_codewords(800000), 15625000);
	assert_int_equal(cpo_fec_codewords(400000), 7812500);
	assert_int_equal(cpo_fec_codewords(0), 0);
}

static void bins(void **state)
{
	(void)state;
	for (double ber = 1e-10; ber < 3e-3; ber *= 1.6) {
		CPOFecRate rate = even_rate(ber, 4);
		double ps = -expm1(10 * log1p(-ber)), bad = 0;

		for (unsigned int k = 0; k < CPO_FEC_BINS; k++) {
			double want = term(544, k, ps);

			if (want > 1e-30)
				assert_ratio(rate.bin[k], want, 1e-8);
		}
		for (unsigned int k = CPO_FEC_BINS; k < 200; k++)
			bad += term(544, k, ps);
		if (bad > 1e-25)
			assert_ratio(rate.bad, bad, 1e-6);
	}
}

/* The threshold of the code, and what 802.3 says of it. */
static void threshold(void **state)
{
	CPOFecRate rate = even_rate(2.4e-4, 4);

	(void)state;
	assert_ratio(rate.bad, 8.15e-13, 0.01);
	assert_ratio(cpo_fec_frame_loss(rate.bad, 64, 1), 9.2e-13, 0.01);
	assert_ratio(cpo_fec_frame_loss(rate.bad, 64, 2), 1.7e-12, 0.03);
	for (unsigned int lanes = 1; lanes <= 8; lanes *= 2)
		assert_ratio(even_rate(2.4e-4, lanes).bad, rate.bad, 1e-6);
}

/* Lanes that differ, against sums of products of single terms. */
static void uneven(void **state)
{
	static const double ber[] = { 1e-8, 3e-4, 2e-3, 1e-6 };
	double ps[4], dist[140] = { 1 }, bad = 0;
	CPOFecRate rate;

	(void)state;
	for (unsigned int i = 0; i < 4; i++) {
		double next[140] = { 0 };

		ps[i] = -expm1(10 * log1p(-ber[i]));
		for (unsigned int a = 0; a < 140; a++) {
			for (unsigned int b = 0; a + b < 140 && b <= 136; b++)
				next[a + b] += dist[a] * term(136, b, ps[i]);
		}
		memcpy(dist, next, sizeof(dist));
	}
	for (unsigned int k = CPO_FEC_BINS; k < 140; k++)
		bad += dist[k];
	cpo_fec_rate(&rate, ps, 4);
	for (unsigned int k = 0; k < CPO_FEC_BINS; k++)
		assert_ratio(rate.bin[k], dist[k], 1e-9);
	assert_ratio(rate.bad, bad, 1e-6);
	/* a bad lane among good ones is better than the mean of them */
	assert_true(rate.bad < even_rate((ber[1] + ber[2]) / 4, 4).bad);
}

/* Extra loss on a nominal ring link, in dB, and what comes of it. */
static double ber_with(double extra_db)
{
	const CPOPath *path = &cpo_profile_find("q3450")->path;
	int32_t loss = path->feed_mdb + path->engine_mdb + path->link_mdb +
		       (int32_t)lrint(extra_db * 1000);

	return cpo_rx_quality(path, cpo_attenuate_nw(CPO_SETPOINT_NW, loss),
			      64000).ber;
}

static void cliff(void **state)
{
	static const struct {
		double db, bad, short_frame, long_frame;
	} rows[] = {
		{ 3.4, 2e-13, 1e-12, 1.4e-12 },
		{ 3.9, 8e-7, 3e-6, 5e-6 },
		{ 4.1, 9e-5, 4e-4, 6e-4 },
		{ 4.2, 7e-4, 3e-3, 4.5e-3 },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double bad = even_rate(ber_with(rows[i].db), 4).bad;

		print_message("# +%.1f dB: BER %.2e, uncorrectable %.2e\n",
			      rows[i].db, ber_with(rows[i].db), bad);
		assert_near(log10(bad), log10(rows[i].bad), 0.2);
		assert_near(log10(cpo_fec_frame_loss(bad, 64, 4)),
			    log10(rows[i].short_frame), 0.2);
		assert_near(log10(cpo_fec_frame_loss(bad, 1518, 4)),
			    log10(rows[i].long_frame), 0.2);
	}
	assert_true(even_rate(ber_with(3), 4).bad < 1e-18);
	assert_true(even_rate(ber_with(4.4), 4).bad > 1e-2);
}

/* Three bad codewords in a row: one in 20 s at 7e-4, always at 2e-2. */
static void alignment(void **state)
{
	(void)state;
	assert_near(1 / cpo_fec_align_loss(7e-4, CODEWORDS), 20, 2);
	assert_true(cpo_fec_align_loss(2e-2, CODEWORDS) > 1000);
	assert_true(cpo_fec_align_loss(8e-7, CODEWORDS) < 1e-9);
}

static void extremes(void **state)
{
	double ps[4] = { 0, 0, 0, 0 };
	CPOFecRate rate;

	(void)state;
	cpo_fec_rate(&rate, ps, 4);
	assert_near(rate.bin[0], 1, 1e-12);
	assert_near(rate.bad, 0, 0);
	for (double ber = 1e-3; ber < 0.5; ber *= 1.3) {
		double sum;

		rate = even_rate(ber, 4);
		sum = rate.bad;
		for (unsigned int k = 0; k < CPO_FEC_BINS; k++)
			sum += rate.bin[k];
		assert_near(sum, 1, 1e-9);
		assert_between(rate.bad, 0, 1);
	}
	assert_near(even_rate(0.5, 4).bad, 1, 1e-9);
	assert_near(cpo_fec_frame_loss(1, 64, 4), 1, 0);
	assert_near(cpo_fec_frame_loss(0, 64, 4), 0, 0);
}

/* Counters follow the rates, add up, and do not depend on who looks. */
static void counters(void **state)
{
	uint64_t base = cpo_hash(5, CPO_DRAW_PORT_COUNT, 9);
	CPOFecRate rate = even_rate(1e-3, 4);
	CPOFecCount count = { 0 }, again = { 0 };
	uint64_t sum = 0, weighted = 0;

	(void)state;
	for (unsigned int e = 0; e < 200; e++)
		cpo_fec_count(&count, &rate, CODEWORDS, 1.004, base, e);
	for (unsigned int k = 0; k < CPO_FEC_BINS; k++) {
		double want = rate.bin[k] * CODEWORDS * 200;

		sum += count.bin[k];
		weighted += k * count.bin[k];
		assert_near(count.bin[k], want, 6 * sqrt(want) + 1e-5 * want);
	}
	assert_int_equal(count.codewords, CODEWORDS * 200ull);
	assert_int_equal(sum + count.uncorrectable, count.codewords);
	assert_int_equal(count.corrected, sum - count.bin[0]);
	assert_ratio((double)count.corrected_bits, weighted * 1.004, 1e-6);
	assert_ratio((double)count.uncorrectable, rate.bad * CODEWORDS * 200,
		     0.02);
	assert_true(count.symbol_errors > weighted);
	for (unsigned int e = 200; e--;)
		cpo_fec_count(&again, &rate, CODEWORDS, 1.004, base, e);
	again.corrected_bits = count.corrected_bits;	/* rounded per epoch */
	assert_memory_equal(&count, &again, sizeof(count));
}

static void worst_symbol(void **state)
{
	CPOFecCount count = { 0 };
	CPOFecRate rate = even_rate(9e-9, 4);
	CPOFecEpoch e = cpo_fec_count(&count, &rate, CODEWORDS, 1, 77, 1);

	(void)state;
	assert_in_range(e.sew_max, 1, 3);
	assert_near(count.bin[1], 765, 150);
	rate = even_rate(1.2e-3, 4);
	e = cpo_fec_count(&count, &rate, CODEWORDS, 1, 77, 2);
	assert_int_equal(e.sew_max, 16);
	assert_true(e.uncorrectable > 0);
}

static void lanes(void **state)
{
	double ps[4] = { 1e-7, 4e-7, 0, 5e-7 };
	uint64_t got[4], sum[4] = { 0 };

	(void)state;
	for (unsigned int e = 0; e < 2000; e++) {
		cpo_fec_split(got, 100 + e % 7, ps, 4, 42, e,
			      CPO_FEC_DRAW_GOOD);
		assert_int_equal(got[0] + got[1] + got[2] + got[3],
				 100 + e % 7);
		for (unsigned int i = 0; i < 4; i++)
			sum[i] += got[i];
	}
	assert_int_equal(sum[2], 0);
	assert_ratio((double)sum[1] / sum[0], 4, 0.05);
	assert_ratio((double)sum[3] / sum[0], 5, 0.05);
	for (unsigned int i = 0; i < 4; i++)
		ps[i] = 0;
	cpo_fec_split(got, 5, ps, 4, 42, 0, CPO_FEC_DRAW_LOST);
	assert_int_equal(got[3], 5);
}

/* Bits go where the symbols were; none is lost, and none made up. */
static void lane_bits(void **state)
{
	const uint64_t symbols[4] = { 1, 0, 1000, 3 };
	uint64_t bits[4] = { 7, 7, 7, 7 }, sum = 0;

	(void)state;
	cpo_fec_lane_bits(bits, 1100, symbols, 4);
	assert_in_range(bits[0], 8, 9);
	assert_int_equal(bits[1], 7);
	assert_in_range(bits[3], 10, 11);
	for (unsigned int i = 0; i < 4; i++)
		sum += bits[i];
	assert_int_equal(sum, 1100 + 4 * 7);

	/* the most an epoch of 1.6T has: every codeword is just correctable */
	const uint64_t most[4] = { 234375000, 0, 234375000, 1 };

	memset(bits, 0, sizeof(bits));
	cpo_fec_lane_bits(bits, 4687500010, most, 4);
	assert_int_equal(bits[0] + bits[2] + bits[3], 4687500010);
	assert_int_equal(bits[0], bits[2]);
	memset(bits, 0, sizeof(bits));
	cpo_fec_lane_bits(bits, 0, (const uint64_t[4]) { 0 }, 4);
	assert_int_equal(bits[0] + bits[1] + bits[2] + bits[3], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(symbols),
		cmocka_unit_test(codewords),
		cmocka_unit_test(bins),
		cmocka_unit_test(threshold),
		cmocka_unit_test(uneven),
		cmocka_unit_test(cliff),
		cmocka_unit_test(alignment),
		cmocka_unit_test(extremes),
		cmocka_unit_test(counters),
		cmocka_unit_test(worst_symbol),
		cmocka_unit_test(lanes),
		cmocka_unit_test(lane_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <kunit/visibility.h>
#include <linux/array_size.h>
#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/overflow.h>

#include "cpo_priv.h"

#define CPO_BER32_MANTISSA	GENMASK(31, 8)
#define CPO_BER32_EXPONENT	GENMASK(7, 0)
#define CPO_BER_UNIT		18	/* of the uapi: 1e-18 */

static const u64 cpo_pow10[] = {
	1ULL, 10ULL, 100ULL, 1000ULL, 10000ULL, 100000ULL, 1000000ULL,
	10000000ULL, 100000000ULL, 1000000000ULL, 10000000000ULL,
	100000000000ULL, 1000000000000ULL, 10000000000000ULL,
	100000000000000ULL, 1000000000000000ULL, 10000000000000000ULL,
	100000000000000000ULL, 1000000000000000000ULL,
	10000000000000000000ULL,
};

#define CPO_MANTISSA_DIGITS	8	/* of 24 bits */

/* Dumps convert thousands: no loop over the digits. */
static u64 cpo_scale_down(u32 value, unsigned int digits)
{
	u32 unit;

	if (digits > CPO_MANTISSA_DIGITS)
		return 0;
	unit = cpo_pow10[digits];

	return (value + unit / 2) / unit;
}

static u64 cpo_scale_up(u32 value, unsigned int digits)
{
	u64 product;

	if (!value)
		return 0;
	if (digits >= ARRAY_SIZE(cpo_pow10) ||
	    check_mul_overflow((u64)value, cpo_pow10[digits], &product))
		return U64_MAX;

	return product;
}

/**
 * cpo_ber_from_ber32() - bit error ratio in the unit of the uapi
 * @ber32: decimal mantissa in 31:8, signed decimal exponent in 7:0
 *
 * Return: the ratio in 1e-18, rounded; U64_MAX when it is larger than that.
 */
u64 cpo_ber_from_ber32(u32 ber32)
{
	int exponent = (s8)FIELD_GET(CPO_BER32_EXPONENT, ber32) + CPO_BER_UNIT;
	u32 value = FIELD_GET(CPO_BER32_MANTISSA, ber32);

	return exponent < 0 ? cpo_scale_down(value, -exponent) :
			      cpo_scale_up(value, exponent);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_ber_from_ber32);

/**
 * cpo_mdb_from_snr() - signal to noise ratio in the unit of the uapi
 * @snr: the ratio in 1/256 dB
 *
 * Return: the ratio in 0.001 dB, rounded.
 */
u32 cpo_mdb_from_snr(u16 snr)
{
	return DIV_ROUND_CLOSEST(snr * 1000U, 256U);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_mdb_from_snr);

/**
 * cpo_latency_bucket() - bucket of struct cpo_stats.latency
 * @us: how long it took
 *
 * Return: the first bucket whose upper bound, 2^bucket us, is above @us; the
 *	last one for what took longer.
 */
unsigned int cpo_latency_bucket(u64 us)
{
	return min(fls64(us), CPO_LATENCY_BUCKETS - 1);
}
EXPORT_SYMBOL_GPL(cpo_latency_bucket);

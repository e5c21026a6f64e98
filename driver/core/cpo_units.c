// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <kunit/visibility.h>
#include <linux/bitfield.h>
#include <linux/math.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/overflow.h>

#include "cpo_priv.h"

#define CPO_BER32_MANTISSA	GENMASK(31, 8)
#define CPO_BER32_EXPONENT	GENMASK(7, 0)
#define CPO_BER_UNIT		18	/* of the uapi: 1e-18 */

/**
 * cpo_ber_from_ber32() - bit error ratio in the unit of the uapi
 * @ber32: decimal mantissa in 31:8, signed decimal exponent in 7:0
 *
 * Return: the ratio in 1e-18, rounded; U64_MAX when it is larger than that.
 */
u64 cpo_ber_from_ber32(u32 ber32)
{
	int exponent = (s8)FIELD_GET(CPO_BER32_EXPONENT, ber32) + CPO_BER_UNIT;
	u64 value = FIELD_GET(CPO_BER32_MANTISSA, ber32);
	u32 rest = 0;

	for (; exponent < 0 && value; exponent++)
		value = div_u64_rem(value, 10, &rest);
	/* Digits after the first that was cut do not change the rounding. */
	if (rest >= 5 && !exponent)
		value++;

	for (; exponent > 0 && value; exponent--)
		if (check_mul_overflow(value, 10ULL, &value))
			return U64_MAX;

	return value;
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

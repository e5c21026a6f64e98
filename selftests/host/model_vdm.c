// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* CMIS observables say what telemetry says, within their last bit. */
#include "near.h"
#include "cpo_optics.h"
#include "cpo_vdm.h"

static double f16_value(uint16_t code)
{
	return (code & 0x7ff) * pow(10, (code >> 11) - 24);
}

static uint16_t encode(unsigned int type, int64_t value)
{
	uint16_t code = 0;

	assert_true(cpo_vdm_encode(type, value, &code));
	return code;
}

static int s16(unsigned int type, int64_t value)
{
	return (int16_t)encode(type, value);
}

static void bit_errors(void **state)
{
	(void)state;
	for (double ber = 1e-20; ber < 0.5; ber *= 1.0317) {
		uint32_t code = cpo_ber32(ber);

		/* the mantissa is 205 at least, so half a bit is 0.25 % */
		assert_ratio(f16_value(cpo_vdm_f16(code)),
			     cpo_ber32_value(code), 0.0025);
	}
	assert_ratio(f16_value(cpo_vdm_f16(cpo_ber32(2.4e-4))), 2.4e-4, 1e-9);
	assert_int_equal(cpo_vdm_f16(0), 0);
	/* below what it can hold it is coarse, then zero */
	assert_near(f16_value(cpo_vdm_f16(cpo_ber32(3e-24))), 3e-24, 5e-25);
	assert_int_equal(cpo_vdm_f16(cpo_ber32(1e-60)), 0);
	assert_int_equal(cpo_vdm_f16(9999999u << 8 | 0x7f), UINT16_MAX);
	/* rounding up must not spill into the exponent */
	assert_near(f16_value(cpo_vdm_f16(2047600u << 8)), 2050000, 1);
}

static void units(void **state)
{
	(void)state;
	assert_int_equal(encode(CPO_VDM_AGE, 10000), 100);
	assert_int_equal(encode(CPO_VDM_AGE, 49), 0);
	assert_int_equal(s16(CPO_VDM_TEC, 10000), 32767);
	assert_int_equal(s16(CPO_VDM_TEC, -10000), -32767);
	assert_int_equal(s16(CPO_VDM_TEC, 2974), 9745);
	assert_int_equal(s16(CPO_VDM_FREQ_ERROR, -15700), -1570);
	assert_int_equal(s16(CPO_VDM_LASER_TEMP, 45000), 45 * 256);
	assert_int_equal(s16(CPO_VDM_LASER_TEMP, -500), -128);
	assert_int_equal(encode(CPO_VDM_SNR_MEDIA, 5480), 5480);
	assert_int_equal(encode(CPO_VDM_SEW_MAX_MEDIA, 16), 16);
	assert_int_equal(encode(CPO_VDM_VCC_2V6, 2600000), 26000);
	assert_int_equal(encode(CPO_VDM_VCC_12V, 12000000), 48000);
	assert_int_equal(s16(CPO_VDM_ELS_INPUT, 75857758), 1880);
	assert_int_equal(s16(CPO_VDM_ELS_INPUT, 500000), -301);
	assert_int_equal(s16(CPO_VDM_ELS_INPUT, 0), -4000);
}

static void limits(void **state)
{
	uint16_t code = 0x1234;

	(void)state;
	assert_int_equal(encode(CPO_VDM_SNR_MEDIA, -1), 0);
	assert_int_equal(encode(CPO_VDM_SNR_MEDIA, INT64_MAX), UINT16_MAX);
	assert_int_equal(s16(CPO_VDM_FREQ_ERROR, INT64_MIN), INT16_MIN);
	assert_int_equal(s16(CPO_VDM_LASER_TEMP, INT64_MAX), INT16_MAX);
	assert_false(cpo_vdm_encode(0, 1, &code));
	assert_false(cpo_vdm_encode(50, 1, &code));
	assert_false(cpo_vdm_encode(128, 1, &code));
	assert_int_equal(code, 0x1234);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bit_errors),
		cmocka_unit_test(units),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

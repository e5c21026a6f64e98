// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_kunit.h"

#define BER32(mantissa, exponent) (((u32)(mantissa) << 8) | (u8)(exponent))

static void cpo_test_ber(struct kunit *test)
{
	static const struct {
		u32 ber32;
		u64 value;
	} cases[] = {
		{ 0, 0 },
		{ BER32(0, 127), 0 },
		{ BER32(0, -128), 0 },
		{ BER32(1, 0), 1000000000000000000ULL },
		{ BER32(1, -18), 1 },
		{ BER32(24, -5), 240000000000000ULL },
		{ BER32(123456, -14), 1234560000ULL },
		{ BER32(1, -19), 0 },
		{ BER32(4, -19), 0 },
		{ BER32(5, -19), 1 },
		{ BER32(15, -19), 2 },
		{ BER32(49, -20), 0 },
		{ BER32(50, -20), 1 },
		{ BER32(5, -20), 0 },
		{ BER32(0xffffff, -25), 2 },
		{ BER32(0xffffff, -128), 0 },
		{ BER32(18, 0), 18000000000000000000ULL },
		{ BER32(19, 0), U64_MAX },
		{ BER32(1, 1), 10000000000000000000ULL },
		{ BER32(1, 2), U64_MAX },
		{ BER32(0xffffff, 127), U64_MAX },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, cpo_ber_from_ber32(cases[i].ber32),
				    cases[i].value, "ber32 %#x",
				    cases[i].ber32);
}

static void cpo_test_snr(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, cpo_mdb_from_snr(0), 0);
	KUNIT_EXPECT_EQ(test, cpo_mdb_from_snr(1), 4);
	KUNIT_EXPECT_EQ(test, cpo_mdb_from_snr(256), 1000);
	KUNIT_EXPECT_EQ(test, cpo_mdb_from_snr(0x1580), 21500);
	KUNIT_EXPECT_EQ(test, cpo_mdb_from_snr(U16_MAX), 255996);
}

static void cpo_test_str(struct kunit *test)
{
	char plain[CPO_STR_LEN] = "TFLN-3200";
	char blanks[CPO_STR_LEN] = "ACME            ";
	char dirty[CPO_STR_LEN] = "a\nb\x1b[\xe9\x7f";
	char full[CPO_STR_LEN];
	char empty[CPO_STR_LEN] = "   ";

	memset(full, 'x', sizeof(full));
	cpo_str_clean(plain, sizeof(plain));
	cpo_str_clean(blanks, sizeof(blanks));
	cpo_str_clean(dirty, sizeof(dirty));
	cpo_str_clean(full, sizeof(full));
	cpo_str_clean(empty, sizeof(empty));

	KUNIT_EXPECT_STREQ(test, plain, "TFLN-3200");
	KUNIT_EXPECT_STREQ(test, blanks, "ACME");
	KUNIT_EXPECT_STREQ(test, dirty, "a?b?[??");
	KUNIT_EXPECT_STREQ(test, full, "xxxxxxxxxxxxxxxx");
	KUNIT_EXPECT_STREQ(test, empty, "");
}

static struct kunit_case cpo_units_cases[] = {
	KUNIT_CASE(cpo_test_ber),
	KUNIT_CASE(cpo_test_snr),
	KUNIT_CASE(cpo_test_str),
	{}
};

struct kunit_suite cpo_units_suite = {
	.name = "cpo_units",
	.test_cases = cpo_units_cases,
};

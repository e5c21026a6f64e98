// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Numbers, words and tables of cpoctl. */

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cpoctl.h"

static void decimal(bool negative, uint64_t val, int exp, const char *want)
{
	char buf[64];

	decimal_text(negative, val, exp, buf, sizeof(buf));
	assert_string_equal(buf, want);
}

static void test_decimal(void **state)
{
	(void)state;
	decimal(false, 45123, -3, "45.123");
	decimal(false, 45100, -3, "45.1");
	decimal(false, 45000, -3, "45");
	decimal(false, 5, -3, "0.005");
	decimal(true, 1500, -3, "-1.5");
	decimal(true, 5, -3, "-0.005");
	decimal(false, 0, -3, "0");
	decimal(true, 0, -6, "0");
	decimal(false, 363250000, -6, "363.25");
	decimal(false, 12, 0, "12");
	decimal(false, 12, 3, "12000");
	decimal(false, UINT64_MAX, 0, "18446744073709551615");
	decimal(false, UINT64_MAX, -18, "18.446744073709551615");
}

static void test_json_decimal(void **state)
{
	struct json_object *num;

	(void)state;
	num = json_decimal(INT64_MIN, -3);
	assert_string_equal(json_object_to_json_string(num),
			    "-9223372036854775.808");
	json_object_put(num);
}

static void test_dbm(void **state)
{
	char buf[32];

	(void)state;
	/* No light has no logarithm. */
	assert_false(dbm_text(0, 2, buf, sizeof(buf)));
	assert_true(dbm_text(1000000, 2, buf, sizeof(buf)));
	assert_string_equal(buf, "0.00");
	assert_true(dbm_text(100000000, 2, buf, sizeof(buf)));
	assert_string_equal(buf, "20.00");
	assert_true(dbm_text(1, 2, buf, sizeof(buf)));
	assert_string_equal(buf, "-60.00");
	assert_true(dbm_text(UINT64_MAX, 2, buf, sizeof(buf)));
	assert_true(isfinite(atof(buf)));
}

static void test_time(void **state)
{
	char buf[40];

	(void)state;
	time_text(1700000000123456789ll, 3, buf, sizeof(buf));
	assert_string_equal(buf, "2023-11-14T22:13:20.123Z");
	time_text(1700000000000000001ll, 6, buf, sizeof(buf));
	assert_string_equal(buf, "2023-11-14T22:13:20.000000Z");
}

static void clean(const char *in, const char *want)
{
	char buf[32];

	text_clean(in, buf, sizeof(buf));
	assert_string_equal(buf, want);
}

static void test_clean(void **state)
{
	(void)state;
	clean("plain", "plain");
	clean("esc\033[2J", "esc?[2J");
	clean("line\nbreak", "line?break");
	clean("\xc3\xbc", "\xc3\xbc");
	clean("c1\xc2\x9b", "c1??");
	clean("cut\xe2\x82", "cut??");
	clean("bad\xff\xfe", "bad??");
	clean("long\xed\xa0\x80", "long???");
	clean("0123456789012345678901234567890123456789",
	      "0123456789012345678901234567890");
}

static void test_enum(void **state)
{
	char buf[32];

	(void)state;
	enum_text(CPO_ENUM_LASER_STATE, CPO_LASER_STATE_ON, buf, sizeof(buf));
	assert_string_equal(buf, "on");
	enum_text(CPO_ENUM_LASER_STATE, 200, buf, sizeof(buf));
	assert_string_equal(buf, "unknown(200)");
	opt.numeric = true;
	enum_text(CPO_ENUM_LASER_STATE, CPO_LASER_STATE_ON, buf, sizeof(buf));
	opt.numeric = false;
	assert_string_equal(buf, "5");
}

/* What a column needs at the least: cells of words may be cut. */
static unsigned int column_width(const struct field *f)
{
	size_t head = strlen(f->label);

	if (f->unit && f->fmt != F_SPEED)
		head += 1 + strlen(f->unit);
	if (!field_right(f) && f->fmt != F_PATH && f->fmt != F_ENUM)
		return head;
	return head > f->width ? head : f->width;
}

/* Every table fits without a cut in numbers, paths and states. */
static void test_table_width(void **state)
{
	unsigned int i, k, width;

	(void)state;
	for (i = 0; i < nobjects; i++) {
		width = 0;
		for (k = 0; k < objects[i]->nfields; k++)
			if (objects[i]->fields[k].label)
				width += column_width(&objects[i]->fields[k]) +
					 2;
		if (width > TEXT_WIDTH + 2)
			fail_msg("%s: %u columns", objects[i]->name,
				 width - 2);
	}
}

static void test_field_tables(void **state)
{
	const struct field *f;
	unsigned int i, k, n;

	(void)state;
	for (i = 0; i < nobjects; i++)
		for (k = 0; k < objects[i]->nfields; k++) {
			f = &objects[i]->fields[k];
			assert_non_null(f->help);
			if (!cpo_attr_name(objects[i]->kind, f->attr))
				fail_msg("%s.%s has no attribute",
					 objects[i]->name, f->key);
			for (n = 0; n < k; n++)
				if (!strcmp(f->key, objects[i]->fields[n].key))
					fail_msg("%s.%s is there twice",
						 objects[i]->name, f->key);
		}
}

static void test_commands(void **state)
{
	unsigned int i, k;

	(void)state;
	for (i = 0; i < nobjects; i++) {
		assert_non_null(objects[i]->help);
		assert_true(objects[i]->ncommands > 0);
		for (k = 0; k < objects[i]->ncommands; k++)
			assert_non_null(objects[i]->commands[k].help);
		assert_ptr_equal(object_find(objects[i]->name), objects[i]);
	}
	assert_ptr_equal(object_find("oe"), &obj_engine);
	assert_null(object_find("nothing"));
}

static void test_ranges(void **state)
{
	const struct cpo_lane_range r = { 3, 8, 4, 4 };
	char buf[64];

	(void)state;
	assert_true(range_has(&r, 3, 8));
	assert_true(range_has(&r, 3, 20));
	assert_false(range_has(&r, 3, 24));
	assert_false(range_has(&r, 3, 9));
	assert_false(range_has(&r, 3, 4));
	assert_false(range_has(&r, 2, 8));
	ranges_text(&r, buf, sizeof(buf));
	assert_string_equal(buf, "engine3/lane8-20:4");
}

static void test_exit_codes(void **state)
{
	(void)state;
	assert_int_equal(exit_code(-ENOENT), 3);
	assert_int_equal(exit_code(-ENODEV), 3);
	assert_int_equal(exit_code(-EOPNOTSUPP), 4);
	assert_int_equal(exit_code(-EPERM), 5);
	assert_int_equal(exit_code(-EACCES), 5);
	assert_int_equal(exit_code(-EPROTONOSUPPORT), 6);
	assert_int_equal(exit_code(-EBUSY), 7);
	assert_int_equal(exit_code(-ETIMEDOUT), 7);
	assert_int_equal(exit_code(-EINVAL), 1);
	assert_int_equal(exit_code(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decimal),
		cmocka_unit_test(test_json_decimal),
		cmocka_unit_test(test_dbm),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_enum),
		cmocka_unit_test(test_table_width),
		cmocka_unit_test(test_field_tables),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_exit_codes),
	};

	return cmocka_run_group_tests_name("tool", tests, NULL, NULL);
}

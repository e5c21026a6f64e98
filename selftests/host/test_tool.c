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

#include "quantity.h"

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

static void digits(uint64_t val)
{
	char buf[32], want[32];

	buf[uint_text(val, buf)] = '\0';
	snprintf(want, sizeof(want), "%llu", (unsigned long long)val);
	assert_string_equal(buf, want);
}

static void test_uint(void **state)
{
	uint64_t val;

	(void)state;
	digits(0);
	/* On both sides of each power of two and of ten. */
	for (val = 1; val; val <<= 1) {
		digits(val - 1);
		digits(val);
	}
	for (val = 1; val < UINT64_MAX / 10; val *= 10) {
		digits(val - 1);
		digits(val);
		digits(10 * val - 1);
	}
	digits(UINT64_MAX);
}

/* What is written between begin and end. */
static char *json_text(void (*write)(struct json *js), bool pretty)
{
	static struct json js;
	char *text = NULL;
	size_t len;
	FILE *to;

	to = open_memstream(&text, &len);
	json_begin(&js, to, pretty);
	write(&js);
	json_end(&js);
	fclose(to);
	return text;
}

static void json_same(void (*write)(struct json *js), bool pretty,
		      const char *want)
{
	char *text = json_text(write, pretty);

	assert_string_equal(text, want);
	free(text);
}

static void write_numbers(struct json *js)
{
	json_array(js, NULL);
	json_decimal(js, NULL, true, 1ull << 63, -3);
	json_decimal(js, NULL, true, 0, -3);
	json_uint(js, NULL, UINT64_MAX);
	json_sint(js, NULL, INT64_MIN);
	json_sint(js, NULL, INT64_MAX);
	json_sint(js, NULL, -7);
}

static void write_strings(struct json *js)
{
	json_object(js, NULL);
	json_str(js, "a", "x\"\\/\n\t\x01\xc3\xbc");
	json_str(js, "b", "");
	json_bool(js, "c", true);
}

static void write_nested(struct json *js)
{
	json_object(js, NULL);
	json_array(js, "a");
	json_object(js, NULL);
	json_close(js);
	json_uint(js, NULL, 1);
	json_close(js);
	json_array(js, "b");
}

static void write_dropped(struct json *js)
{
	json_object(js, NULL);
	json_str(js, "a", "b");
	json_drop(js);
}

static void test_json(void **state)
{
	(void)state;
	json_same(write_numbers, false,
		  "[-9223372036854775.808,0,18446744073709551615,"
		  "-9223372036854775808,9223372036854775807,-7]\n");
	json_same(write_strings, false,
		  "{\"a\":\"x\\\"\\\\/\\u000a\\u0009\\u0001\xc3\xbc\","
		  "\"b\":\"\",\"c\":true}\n");
	json_same(write_nested, false, "{\"a\":[{},1],\"b\":[]}\n");
	json_same(write_nested, true,
		  "{\n  \"a\": [\n    {},\n    1\n  ],\n  \"b\": []\n}\n");
	/* What was dropped leaves nothing behind but its brackets. */
	json_same(write_dropped, false, "}\n");
}

/* Longer than the buffer, in one string and in many values. */
static void write_long(struct json *js)
{
	static char big[3 * JSON_ROOM];
	unsigned int i;

	memset(big, 'x', sizeof(big) - 1);
	json_array(js, NULL);
	json_str(js, NULL, big);
	for (i = 0; i < JSON_ROOM; i++)
		json_uint(js, NULL, 7);
}

static void test_json_long(void **state)
{
	char *text = json_text(write_long, false);
	size_t len = strlen(text);

	(void)state;
	assert_int_equal(len, 1 + 2 + 3 * JSON_ROOM - 1 + 2 * JSON_ROOM + 2);
	assert_true(strspn(text + 2, "x") == 3 * JSON_ROOM - 1);
	assert_string_equal(text + len - 6, ",7,7]\n");
	free(text);
}

static void ber(uint64_t val)
{
	char buf[32];

	ber_text(val, buf, sizeof(buf));
	/* As exact as seven digits can be. */
	assert_true(fabs(strtod(buf, NULL) - val * 1e-18) <=
		    5.0001e-7 * val * 1e-18);
}

static void test_ber(void **state)
{
	char buf[32];
	uint64_t val;

	(void)state;
	ber_text(0, buf, sizeof(buf));
	assert_string_equal(buf, "0");
	ber_text(9123456000ull, buf, sizeof(buf));
	assert_string_equal(buf, "9.123456e-9");
	ber_text(1000000000000000000ull, buf, sizeof(buf));
	assert_string_equal(buf, "1e0");
	ber_text(99999999ull, buf, sizeof(buf));
	assert_string_equal(buf, "1e-10");
	for (val = 1; val < UINT64_MAX / 7; val = val * 7 + 3)
		ber(val);
	ber(UINT64_MAX);
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

static void light(uint64_t nw, const char *mw, const char *both)
{
	char buf[64];

	mw_text(nw, buf, sizeof(buf));
	assert_string_equal(buf, mw);
	light_text(nw, buf, sizeof(buf));
	assert_string_equal(buf, both);
}

/* Three digits that count, but no more than the device has. */
static void test_light(void **state)
{
	(void)state;
	light(0, "0", "dark");
	light(1, "0.000001", "0.000001/-60.00");
	light(999, "0.000999", "0.000999/-30.00");
	light(1000, "0.00100", "0.00100/-30.00");
	light(31623, "0.0316", "0.0316/-15.00");
	light(933254, "0.933", "0.933/-0.30");
	light(1659587, "1.66", "1.66/2.20");
	light(75857758, "75.9", "75.9/18.80");
	light(100000000, "100", "100/20.00");
	light(1234567890, "1235", "1235/30.92");
	mw_text(UINT64_MAX, (char [32]){ 0 }, 32);
}

static void span(uint64_t ms, const char *want)
{
	char buf[24];

	assert_string_equal(time_span_text(ms, buf, sizeof(buf)), want);
}

static void test_time_span(void **state)
{
	(void)state;
	span(0, "0 ms");
	span(999, "999 ms");
	span(1234, "1.2 s");
	span(90000, "90.0 s");
	span(412000, "6 min");
	span(900000, "15 min");
	span(7200000, "2.0 h");
	span(86400000, "24.0 h");
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

	if (f->unit && f->fmt != F_SPEED && f->fmt != F_RATE &&
	    f->fmt != F_CALC_RATE)
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
			/* What is computed has none. */
			if (objects[i] != &obj_power &&
			    objects[i] != &obj_health &&
			    !cpo_attr_name(objects[i]->kind, f->attr))
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

static void quantity(uint32_t which, int64_t val, const char *cell,
		     const char *text, const char *exact)
{
	struct form form;
	char buf[64];

	quantity_form(which, NULL, &form);
	quantity_cell(&form, val, buf, sizeof(buf));
	assert_string_equal(buf, cell);
	quantity_text(&form, val, buf, sizeof(buf));
	assert_string_equal(buf, text);
	quantity_exact(&form, val, buf, sizeof(buf));
	assert_string_equal(buf, exact);
}

static void test_quantities(void **state)
{
	(void)state;
	quantity(CPO_QUANTITY_TEMPERATURE, 64250, "64.2", "64.2 C", "64.25");
	quantity(CPO_QUANTITY_TEMPERATURE, -1500, "-1.5", "-1.5 C", "-1.5");
	quantity(CPO_QUANTITY_POWER, 14007, "14.01", "14.01 W", "14007");
	quantity(CPO_QUANTITY_RX_POWER, 141254, "0.141/-8.50",
		 "0.141 mW (-8.50 dBm)", "141254");
	quantity(CPO_QUANTITY_TX_POWER, 0, "0", "0 mW", "0");
	quantity(CPO_QUANTITY_BIAS, 363250000, "363.2", "363.2 mA", "363.25");
	quantity(CPO_QUANTITY_TEC_DRIVE, -1234, "-12.3", "-12.3 %", "-12.34");
	quantity(CPO_QUANTITY_PRE_FEC_BER_MEDIA, 1000000000000, "1.0e-06",
		 "1.0e-06", "1e-6");
	quantity(CPO_QUANTITY_SNR_MEDIA, 22100, "22.1", "22.1 dB", "22.1");
	quantity(CPO_QUANTITY_HEATER_DRIVE, 9999, "100.0", "100.0 %", "99.99");
	quantity(CPO_QUANTITY_FREQUENCY_ERROR, -250, "-250", "-250 MHz",
		 "-250");
	quantity(CPO_QUANTITY_VOLTAGE, 3301200, "3.301", "3.301 V", "3.3012");
	/* A sensor nobody named, and a quantity of a newer kernel. */
	quantity(CPO_QUANTITY_VALUE, -7, "-7", "-7", "-7");
	quantity(4000, INT64_MIN, "-9223372036854775808",
		 "-9223372036854775808", "-9223372036854775808");
}

static void parses(uint32_t which, const char *text, int64_t want)
{
	struct form form;
	int64_t val = 0;
	char why[128];

	quantity_form(which, NULL, &form);
	assert_int_equal(quantity_parse(&form, text, &val, why, sizeof(why)),
			 0);
	assert_true(val == want);
}

static void refuses(uint32_t which, const char *text, int err)
{
	struct form form;
	char why[128];
	int64_t val;

	quantity_form(which, NULL, &form);
	assert_int_equal(quantity_parse(&form, text, &val, why, sizeof(why)),
			 err);
}

static void test_quantities_read(void **state)
{
	(void)state;
	parses(CPO_QUANTITY_RX_POWER, "-8.5dBm", 141254);
	parses(CPO_QUANTITY_RX_POWER, "0dBm", 1000000);
	parses(CPO_QUANTITY_RX_POWER, "0.2mW", 200000);
	parses(CPO_QUANTITY_RX_POWER, "1e-3W", 1000000);
	parses(CPO_QUANTITY_RX_POWER, "7nW", 7);
	parses(CPO_QUANTITY_TEMPERATURE, "70C", 70000);
	parses(CPO_QUANTITY_TEMPERATURE, "-0.5C", -500);
	parses(CPO_QUANTITY_BIAS, "300mA", 300000000);
	parses(CPO_QUANTITY_PRE_FEC_BER_MEDIA, "1e-6", 1000000000000);
	parses(CPO_QUANTITY_PRE_FEC_BER_MEDIA, "2.4e-4", 240000000000000);
	parses(CPO_QUANTITY_FREQUENCY_ERROR, "-1.5GHz", -1500);
	parses(CPO_QUANTITY_AGE, "80%", 8000);
	refuses(CPO_QUANTITY_RX_POWER, "-8.5", -EINVAL);
	refuses(CPO_QUANTITY_RX_POWER, "-8.5 dBm", -EINVAL);
	refuses(CPO_QUANTITY_RX_POWER, "dBm", -EINVAL);
	refuses(CPO_QUANTITY_RX_POWER, "1e999mW", -ERANGE);
	refuses(CPO_QUANTITY_RX_POWER, "99dBm", -ERANGE);
	refuses(CPO_QUANTITY_AGE, "-1%", -ERANGE);
	refuses(CPO_QUANTITY_TEMPERATURE, "-300C", -ERANGE);
	refuses(CPO_QUANTITY_VALUE, "1e300", -ERANGE);
	refuses(CPO_QUANTITY_VALUE, "nan", -EINVAL);
	refuses(CPO_QUANTITY_VALUE, "1e", -EINVAL);
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
		cmocka_unit_test(test_uint),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_long),
		cmocka_unit_test(test_ber),
		cmocka_unit_test(test_dbm),
		cmocka_unit_test(test_light),
		cmocka_unit_test(test_time_span),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_enum),
		cmocka_unit_test(test_table_width),
		cmocka_unit_test(test_field_tables),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_quantities),
		cmocka_unit_test(test_quantities_read),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_exit_codes),
	};

	return cmocka_run_group_tests_name("tool", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Selectors: what is understood, as what, and what is refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "cpoctl.h"

static void parse(struct selector *sel, const char *text)
{
	char why[128] = "";

	if (selector_parse(sel, text, why, sizeof(why)))
		fail_msg("'%s' was refused: %s", text, why);
}

static void refuse(const char *text)
{
	struct selector sel;
	char why[128] = "";

	if (!selector_parse(&sel, text, why, sizeof(why)))
		fail_msg("'%s' was taken", text);
	assert_true(why[0]);
}

static void check_kind(const char *text, int kind)
{
	struct selector sel;

	parse(&sel, text);
	if (selector_kind(&sel) != kind)
		fail_msg("'%s' is kind %d, not %d", text, selector_kind(&sel),
			 kind);
}

static void test_kinds(void **state)
{
	(void)state;
	check_kind("all", CPO_KIND_DEV);
	check_kind("cpo0", CPO_KIND_DEV);
	check_kind("cpo*", CPO_KIND_DEV);
	check_kind("pci/0000:01:00.0", CPO_KIND_DEV);
	check_kind("cpo0/engine3", CPO_KIND_ENGINE);
	check_kind("cpo0/oe3", CPO_KIND_ENGINE);
	check_kind("cpo0/els3", CPO_KIND_ELS);
	check_kind("cpo0/els3/laser2", CPO_KIND_LASER);
	check_kind("cpo0/engine3/laser2", CPO_KIND_LASER);
	check_kind("cpo0/engine1/lane0-7", CPO_KIND_LANE);
	check_kind("cpo0/port24", CPO_KIND_PORT);
	check_kind("cpo0/route5", CPO_KIND_ROUTE);
	check_kind("pci/0000:01:00.0/els3", CPO_KIND_ELS);
	check_kind("swp1", CPO_KIND_PORT);
	check_kind("els3", CPO_KIND_ELS);
	check_kind("engine*", CPO_KIND_ENGINE);
	check_kind("oe1/lane*", CPO_KIND_LANE);
}

/* A name that only starts like one of ours is a network interface. */
static void test_netdev_names(void **state)
{
	static const char *const names[] = {
		"port", "engineering", "lane", "cpo", "elsewhere", "oe",
		"enp1s0np0", "cpolink", "cpo0np1", "port1a", "els3-up",
	};
	struct selector sel;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		parse(&sel, names[i]);
		assert_string_equal(sel.ifname, names[i]);
	}
}

static void test_handle(void **state)
{
	struct selector sel;

	(void)state;
	parse(&sel, "pci/0000:03:00.1");
	assert_string_equal(sel.handle, "pci/0000:03:00.1");
	assert_int_equal(sel.parts, 0);
	parse(&sel, "pci/0000:03:00.1/els2/laser*");
	assert_string_equal(sel.handle, "pci/0000:03:00.1");
	assert_int_equal(sel.parts, 2);
}

static void numbers(const char *text, const char *in, const char *out)
{
	struct selector sel;
	char *end;

	parse(&sel, text);
	for (; *in; in = *end ? end + 1 : end)
		if (!sel_num_match(&sel.part[0].num, strtoul(in, &end, 10)))
			fail_msg("%s does not match %s", text, in);
	for (; *out; out = *end ? end + 1 : end)
		if (sel_num_match(&sel.part[0].num, strtoul(out, &end, 10)))
			fail_msg("%s matches %s", text, out);
}

static void test_numbers(void **state)
{
	(void)state;
	numbers("cpo0/els3", "3", "0 2 4 33");
	numbers("cpo0/els0-3", "0 1 2 3", "4 10 30");
	numbers("cpo0/els{1,3}", "1 3", "0 2 4 13");
	numbers("cpo0/els{0-2,7,9-10}", "0 1 2 7 9 10", "3 8 11");
	numbers("cpo0/els1,3", "1 3", "2");
	numbers("cpo0/engine*", "0 7 71", "");
	numbers("cpo0/engine1*", "1 10 19 123", "0 2 21");
	numbers("cpo0/engine?", "0 9", "10 99");
	numbers("cpo0/engine[0-3]", "0 3", "4 10");
	numbers("cpo0/port4294967295", "4294967295", "0");
}

static void test_single(void **state)
{
	struct selector sel;
	uint32_t val = 99;

	(void)state;
	parse(&sel, "cpo0/els{4}");
	assert_true(sel_num_single(&sel.part[0].num, &val));
	assert_int_equal(val, 4);
	parse(&sel, "cpo0/els4-5");
	assert_false(sel_num_single(&sel.part[0].num, &val));
	parse(&sel, "cpo0/els*");
	assert_false(sel_num_single(&sel.part[0].num, &val));
}

/* Numbers that nothing matched can be told. */
static void test_hits(void **state)
{
	struct selector sel;

	(void)state;
	parse(&sel, "cpo0/els{1,5-6}");
	sel_num_match(&sel.part[0].num, 1);
	assert_true(sel.part[0].num.range[0].hit);
	assert_false(sel.part[0].num.range[1].hit);
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
		"", "/", "cpo0/", "cpo0/els", "cpo0/els-", "cpo0/els1-",
		"cpo0/els3-1", "cpo0/els{", "cpo0/els{}", "cpo0/els{1",
		"cpo0/els{1,}", "cpo0/els1}", "cpo0/els1x", "cpo0/elsx",
		"cpo0/els99999999999", "cpo0/lane3", "cpo0/laser3",
		"cpo0/els1/lane2", "cpo0/port1/lane2", "cpo0/els1/laser2/x",
		"cpo0/els1/laser2/laser3", "cpo0/engine1/els2", "cpo0x/els1",
		"cpo{/els1", "//", "pci//els1", "cpo0//els1", "lane3",
		"cpo0/els+1", "cpo0/els 1", "cpo0/els*;x", "els{1", "cpo[",
		"swp*",
		"a-name-that-is-longer-than-any-interface",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		refuse(texts[i]);
}

static void test_too_many(void **state)
{
	char text[2 * SEL_LEN] = "cpo0/els0";
	struct selector sel;
	int i;

	(void)state;
	for (i = 1; i < SEL_ITEMS; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 ",%d", i);
	parse(&sel, text);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), ",%d", i);
	refuse(text);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	refuse(text);
}

/* Whatever is typed, it is understood or refused, and nothing breaks. */
static void test_random(void **state)
{
	static const char chars[] = "cpo0/els13-{},*?[]portlanegi:. x\xc3\xff";
	struct selector sel;
	char text[40], why[128];
	int i, k, len;

	(void)state;
	srand(1);
	for (i = 0; i < 100000; i++) {
		len = rand() % (int)(sizeof(text) - 1);
		for (k = 0; k < len; k++)
			text[k] = chars[rand() % (sizeof(chars) - 1)];
		text[len] = '\0';
		if (!selector_parse(&sel, text, why, sizeof(why)))
			sel_num_match(&sel.dev, rand());
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_netdev_names),
		cmocka_unit_test(test_handle),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_single),
		cmocka_unit_test(test_hits),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}

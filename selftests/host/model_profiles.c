// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Every profile, by enumeration: nothing is left out or used twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "cpo_hw.h"
#include "cpo_profiles.h"

static void each(void (*check)(const CPOProfile *p))
{
	for (size_t i = 0; cpo_profile_get(i); i++)
		check(cpo_profile_get(i));
}

static void check_even(const CPOProfile *p)
{
	assert_true(cpo_profile_valid(p));
	assert_ptr_equal(cpo_profile_find(p->name), p);
	assert_true(strlen(p->name) <= 16);
	assert_true(p->wavelength_ghz[p->lasers_per_port - 1] > 0);
	assert_true(p->wavelength_pm[p->lasers_per_port - 1] > 0);
	assert_true(p->asics <= 8);
}

static void even(void **state)
{
	(void)state;
	each(check_even);
	assert_null(cpo_profile_find("none of these"));
}

static void cover(const CPOProfile *p, unsigned int count,
		  CPORoute (*route)(const CPOProfile *p, unsigned int i))
{
	unsigned int lanes = cpo_profile_lanes(p);
	unsigned char seen[CPO_MAX_LANES] = { 0 };

	for (unsigned int i = 0; i < count; i++) {
		CPORoute r = route(p, i);

		assert_true(r.engine < p->engines);
		for (unsigned int n = 0; n < r.count; n++) {
			unsigned int lane = r.first + n * r.stride;

			assert_true(lane < p->lanes_per_engine);
			seen[r.engine * p->lanes_per_engine + lane]++;
		}
	}
	for (unsigned int i = 0; i < lanes; i++)
		assert_int_equal(seen[i], 1);
}

static void check_feeds(const CPOProfile *p)
{
	cover(p, cpo_profile_lasers(p), cpo_profile_feed);
}

static void check_ports(const CPOProfile *p)
{
	cover(p, p->ports, cpo_profile_port);
}

static void lanes_fed_once(void **state)
{
	(void)state;
	each(check_feeds);
}

static void lanes_in_one_port(void **state)
{
	(void)state;
	each(check_ports);
}

/* The route rules as they are written in the design, one by one. */
static void q3450_rule(void **state)
{
	const CPOProfile *p = cpo_profile_find("q3450");

	(void)state;
	for (unsigned int k = 0; k < 144; k++) {
		CPORoute feed = cpo_profile_feed(p, k);
		CPORoute port = cpo_profile_port(p, k);

		assert_int_equal(feed.engine, k / 2);
		assert_int_equal(feed.first, 4 * (k % 2));
		assert_int_equal(feed.count, 4);
		assert_int_equal(feed.stride, 1);
		assert_int_equal(feed.wavelength, 0);
		assert_int_equal(port.engine, feed.engine);
		assert_int_equal(port.first, feed.first);
	}
}

static void bailly_rule(void **state)
{
	const CPOProfile *p = cpo_profile_find("bailly");

	(void)state;
	for (unsigned int k = 0; k < 128; k++) {
		CPORoute feed = cpo_profile_feed(p, k);
		CPORoute port = cpo_profile_port(p, k);
		unsigned int e = k / 8, l = k % 8;

		assert_int_equal(feed.engine, e / 2);
		assert_int_equal(feed.first,
				 32 * (e % 2) + 16 * (l / 4) + l % 4);
		assert_int_equal(feed.count, 4);
		assert_int_equal(feed.stride, 4);
		assert_int_equal(feed.wavelength, l % 4);
		assert_int_equal(port.engine, k / 16);
		assert_int_equal(port.first, 4 * (k % 16));
	}
}

static void counts(void **state)
{
	const CPOProfile *q = cpo_profile_find("q3450");
	const CPOProfile *b = cpo_profile_find("bailly");

	(void)state;
	assert_int_equal(q->ports, 144);
	assert_int_equal(q->engines, 72);
	assert_int_equal(cpo_profile_lanes(q), 576);
	assert_int_equal(q->els, 18);
	assert_int_equal(cpo_profile_lasers(q), 144);
	assert_int_equal(cpo_profile_banks(q), 1);
	assert_int_equal(b->ports, 128);
	assert_int_equal(b->engines, 8);
	assert_int_equal(cpo_profile_banks(b), 8);
	assert_int_equal(cpo_profile_lanes(b), 512);
	assert_int_equal(b->els, 16);
	assert_int_equal(cpo_profile_lasers(b), 128);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(even),
		cmocka_unit_test(lanes_fed_once),
		cmocka_unit_test(lanes_in_one_port),
		cmocka_unit_test(q3450_rule),
		cmocka_unit_test(bailly_rule),
		cmocka_unit_test(counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

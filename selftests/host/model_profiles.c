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
	assert_true(strlen(p->name) < 16);	/* room for the + */
	assert_true(strlen(p->part) <= 16);
	assert_true(strlen(p->board) <= 16);
	assert_true(strlen(p->els_part) <= 16);
	assert_true(strlen(p->engine_part) <= 16);
	assert_true(p->wavelength_ghz[p->lasers_per_port - 1] > 0);
	assert_true(p->wavelength_pm[p->lasers_per_port - 1] > 0);
	assert_true(p->els_power_mw > p->lasers_per_els * 617 + p->els_tec_mw);
	assert_true(p->els_max_mw > p->els_power_mw);
	assert_true(p->engine_max_mw > p->engine_power_mw);
}

static void even(void **state)
{
	(void)state;
	each(check_even);
	assert_null(cpo_profile_find("none of these"));
}

/* Counts how often each lane is in a route. */
static void count_lanes(const CPOProfile *p, CPORoute r, unsigned char *seen)
{
	assert_true(r.engine < p->engines);
	for (unsigned int n = 0; n < r.count; n++) {
		unsigned int lane = r.first + n * r.stride;

		assert_true(lane < p->lanes_per_engine);
		seen[r.engine * p->lanes_per_engine + lane]++;
	}
}

static void check_each(const CPOProfile *p, const unsigned char *seen,
		       unsigned int times)
{
	for (unsigned int i = 0; i < cpo_profile_lanes(p); i++)
		assert_int_equal(seen[i], times);
}

/* One active feed; a spare could light what its neighbours light. */
static void check_feeds(const CPOProfile *p)
{
	unsigned char active[CPO_MAX_LANES] = { 0 };
	unsigned char standby[CPO_MAX_LANES] = { 0 };

	for (unsigned int i = 0; i < cpo_profile_routes(p); i++) {
		CPORoute r = cpo_profile_route(p, i);

		assert_true(r.laser < cpo_profile_lasers(p));
		assert_int_equal(r.standby, cpo_profile_spare(p, r.laser));
		assert_true(r.wavelength < p->lasers_per_port);
		count_lanes(p, r, r.standby ? standby : active);
	}
	check_each(p, active, 1);
	check_each(p, standby, p->spares_per_els);
}

/* The standby route of a laser is the active one of the laser it protects. */
static void check_spares(const CPOProfile *p)
{
	for (unsigned int i = 0; i < cpo_profile_routes(p); i++) {
		unsigned int other = cpo_profile_protects(p, i);
		CPORoute r = cpo_profile_route(p, i);
		CPORoute o = cpo_profile_feed(p, other);

		assert_false(cpo_profile_spare(p, other));
		assert_int_equal(other / p->lasers_per_els,
				 r.laser / p->lasers_per_els);
		assert_int_equal(other == r.laser, !r.standby);
		assert_int_equal(o.laser, other);
		assert_int_equal(o.engine, r.engine);
		assert_int_equal(o.first, r.first);
		assert_int_equal(o.count, r.count);
		assert_int_equal(o.stride, r.stride);
	}
	for (unsigned int k = 0; k < cpo_profile_lasers(p); k++)
		assert_int_equal(cpo_profile_feed(p, k).laser, k);
}

static void check_ports(const CPOProfile *p)
{
	unsigned char seen[CPO_MAX_LANES] = { 0 };

	for (unsigned int i = 0; i < p->ports; i++)
		for (unsigned int a = 0; a < p->planes; a++)
			count_lanes(p, cpo_profile_port(p, i, a), seen);
	check_each(p, seen, 1);
}

static void lanes_fed_once(void **state)
{
	(void)state;
	each(check_feeds);
	each(check_spares);
}

static void lanes_in_one_port(void **state)
{
	(void)state;
	each(check_ports);
}

static void assert_route(CPORoute r, unsigned int engine, unsigned int first,
			 unsigned int count, unsigned int stride)
{
	assert_int_equal(r.engine, engine);
	assert_int_equal(r.first, first);
	assert_int_equal(r.count, count);
	assert_int_equal(r.stride, stride);
}

/* The route rules as they are written in the design, one by one. */
static void q3450_rule(void **state)
{
	const CPOProfile *p = cpo_profile_find("q3450");

	(void)state;
	for (unsigned int k = 0; k < 144; k++) {
		CPORoute feed = cpo_profile_feed(p, k);

		assert_route(feed, k / 2, 4 * (k % 2), 4, 1);
		assert_int_equal(feed.wavelength, 0);
		assert_route(cpo_profile_port(p, k, 0), k / 2, 4 * (k % 2), 4,
			     1);
	}
}

static void q3450mp_rule(void **state)
{
	const CPOProfile *p = cpo_profile_find("q3450mp");

	(void)state;
	for (unsigned int k = 0; k < 144; k++) {
		assert_route(cpo_profile_feed(p, k), k / 2, 4 * (k % 2), 4, 1);
		for (unsigned int a = 0; a < 4; a++) {
			CPORoute port = cpo_profile_port(p, k, a);

			assert_route(port, 18 * a + k / 8, k % 8, 1, 1);
			assert_int_equal(cpo_profile_asic(p, port.engine), a);
		}
	}
}

static void sn68xx_rule(void **state)
{
	static const char *const name[] = { "sn6810", "sn6800" };

	(void)state;
	for (unsigned int i = 0; i < 2; i++) {
		const CPOProfile *p = cpo_profile_find(name[i]);

		for (unsigned int k = 0; k < (i ? 512 : 128); k++) {
			assert_route(cpo_profile_feed(p, k), k / 4,
				     4 * (k % 4), 4, 1);
			assert_route(cpo_profile_port(p, k, 0), k / 4,
				     4 * (k % 4), 4, 1);
		}
	}
}

static void davisson_rule(void **state)
{
	const CPOProfile *p = cpo_profile_find("davisson");

	(void)state;
	for (unsigned int k = 0; k < 128; k++) {
		assert_route(cpo_profile_feed(p, k), k / 8, 4 * (k % 8), 4, 1);
		assert_route(cpo_profile_port(p, k, 0), k / 8, 4 * (k % 8), 4,
			     1);
	}
}

static void bailly_rule(void **state)
{
	const CPOProfile *p = cpo_profile_find("bailly");

	(void)state;
	for (unsigned int k = 0; k < 128; k++) {
		CPORoute feed = cpo_profile_feed(p, k);
		unsigned int e = k / 8, l = k % 8;

		assert_route(feed, e / 2, 32 * (e % 2) + 16 * (l / 4) + l % 4,
			     4, 4);
		assert_int_equal(feed.wavelength, l % 4);
		assert_route(cpo_profile_port(p, k, 0), k / 16, 4 * (k % 16),
			     4, 1);
	}
}

static void nic_rule(void **state)
{
	const CPOProfile *p = cpo_profile_find("nic");

	(void)state;
	assert_int_equal(cpo_profile_routes(p), 4);
	for (unsigned int k = 0; k < 2; k++) {
		assert_route(cpo_profile_feed(p, k), 0, 4 * k, 4, 1);
		assert_route(cpo_profile_port(p, k, 0), 0, 4 * k, 4, 1);
		assert_false(cpo_profile_spare(p, k));
		assert_int_equal(cpo_profile_route(p, 2 + k).laser, 2);
		assert_route(cpo_profile_route(p, 2 + k), 0, 4 * k, 4, 1);
		assert_int_equal(cpo_profile_protects(p, 2 + k), k);
	}
	assert_true(cpo_profile_spare(p, 2));
	/* the switches: 1 dB more than a machine that has none */
	assert_int_equal(p->path.engine_mdb -
			 cpo_profile_find("q3450")->path.engine_mdb, 1000);
}

static void counts(void **state)
{
	static const struct {
		const char *name;
		unsigned int asics, engines, lanes, els, lasers, ports, banks;
		unsigned int feeds, tbps;
	} want[] = {
		{ "q3450", 4, 72, 576, 18, 144, 144, 1, 2, 1152 },
		{ "q3450mp", 4, 72, 576, 18, 144, 144, 1, 2, 1152 },
		{ "sn6810", 1, 32, 512, 16, 128, 128, 2, 4, 1024 },
		{ "sn6800", 4, 128, 2048, 64, 512, 512, 2, 4, 4096 },
		{ "bailly", 1, 8, 512, 16, 128, 128, 8, 16, 512 },
		{ "davisson", 1, 16, 512, 16, 128, 128, 4, 8, 1024 },
		{ "nic", 1, 1, 8, 1, 3, 2, 1, 3, 16 },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const CPOProfile *p = cpo_profile_find(want[i].name);

		assert_non_null(p);
		assert_int_equal(p->asics, want[i].asics);
		assert_int_equal(p->engines, want[i].engines);
		assert_int_equal(cpo_profile_lanes(p), want[i].lanes);
		assert_int_equal(p->els, want[i].els);
		assert_int_equal(cpo_profile_lasers(p), want[i].lasers);
		assert_int_equal(p->ports, want[i].ports);
		assert_int_equal(p->lanes_per_port, 4);
		assert_int_equal(p->lanes_per_laser, 4);
		assert_int_equal(cpo_profile_banks(p), want[i].banks);
		assert_int_equal(cpo_profile_feeds_per_engine(p),
				 want[i].feeds);
		/* the published capacity, in units of 100G */
		assert_int_equal(p->ports * p->speed_mbps / 100000,
				 want[i].tbps);
	}
	assert_null(cpo_profile_get(i));	/* each one is in the list */
}

static void check_sensors(const CPOProfile *p)
{
	unsigned int n = cpo_profile_sensors(p), asics = 0, power = 0;

	for (unsigned int i = 0; i < n; i++) {
		CPOSensorRow row = cpo_profile_sensor(p, i);

		assert_true(strlen(row.label) > 0 && strlen(row.label) < 32);
		assert_true(strlen(row.unit) <= 8);
		for (unsigned int j = 0; j < i; j++)
			assert_string_not_equal(cpo_profile_sensor(p, j).label,
						row.label);
		if (row.obj_type == CPO_OBJ_ASIC) {
			assert_int_equal(row.kind, CPO_SENSOR_TEMP);
			assert_int_equal(row.obj, asics++);
			assert_int_equal(row.value, p->asic_temp_mc);
		} else {
			assert_int_equal(row.obj_type, CPO_OBJ_DEVICE);
		}
		if (row.kind == CPO_SENSOR_POWER) {
			assert_int_equal(row.value, p->board_power_mw);
			power++;
		}
	}
	assert_int_equal(asics, p->asics);
	assert_int_equal(power, 1);
}

static void sensors(void **state)
{
	(void)state;
	each(check_sensors);
}

/* ---- overrides ---- */

#define KEEP CPO_KEEP

static void accepts(const char *name, CPOOverride o, unsigned int lanes_port,
		    unsigned int lanes_laser)
{
	CPOProfile p = *cpo_profile_find(name);
	char why[128] = "";

	if (!cpo_profile_change(&p, &o, why, sizeof(why)))
		fail_msg("%s refused: %s", name, why);
	assert_true(p.changed);
	assert_true(cpo_profile_valid(&p));
	assert_int_equal(p.lanes_per_port, lanes_port);
	assert_int_equal(p.lanes_per_laser, lanes_laser);
	assert_int_equal(p.speed_mbps / lanes_port,
			 cpo_profile_find(name)->speed_mbps / 4);
	check_feeds(&p);
	check_spares(&p);
	check_ports(&p);
}

static void overrides_that_fit(void **state)
{
	(void)state;
	accepts("q3450", (CPOOverride){ 16, 8, KEEP, 2 }, 4, 4);
	accepts("q3450", (CPOOverride){ 72, KEEP, KEEP, KEEP }, 8, 4);
	accepts("q3450", (CPOOverride){ 288, KEEP, KEEP, KEEP }, 2, 4);
	accepts("q3450", (CPOOverride){ KEEP, KEEP, 16, KEEP }, 8, 8);
	accepts("q3450", (CPOOverride){ KEEP, KEEP, KEEP, 36 }, 4, 2);
	accepts("q3450", (CPOOverride){ 512, 128, 16, 64 }, 4, 4);
	accepts("q3450mp", (CPOOverride){ 16, 8, KEEP, 2 }, 4, 4);
	accepts("q3450mp", (CPOOverride){ 72, KEEP, KEEP, KEEP }, 8, 4);
	accepts("bailly", (CPOOverride){ 16, 1, KEEP, 2 }, 4, 4);
	accepts("bailly", (CPOOverride){ 64, KEEP, 32, KEEP }, 4, 2);
	accepts("nic", (CPOOverride){ 4, 2, KEEP, 2 }, 4, 4);
	accepts("nic", (CPOOverride){ 1, KEEP, KEEP, KEEP }, 8, 4);
	accepts("nic", (CPOOverride){ KEEP, KEEP, KEEP, 2 }, 4, 2);
}

static void as_the_table(void **state)
{
	CPOProfile p = *cpo_profile_find("q3450");
	CPOOverride o = { 144, KEEP, 8, 18 };
	char why[128];

	(void)state;
	assert_true(cpo_profile_change(&p, &o, why, sizeof(why)));
	assert_false(p.changed);
	assert_int_equal(p.media_code, 0x77);
}

static void refuses(const char *name, CPOOverride o, const char *want)
{
	CPOProfile p = *cpo_profile_find(name);
	char why[128] = "";

	assert_false(cpo_profile_change(&p, &o, why, sizeof(why)));
	assert_string_equal(why, want);
}

static void overrides_that_do_not_fit(void **state)
{
	(void)state;
	refuses("q3450", (CPOOverride){ 7, KEEP, KEEP, KEEP },
		"ports=7: 7 ports do not divide over 72 engines");
	refuses("q3450", (CPOOverride){ 0, KEEP, KEEP, KEEP },
		"ports=0: it is not in 1..512");
	refuses("q3450", (CPOOverride){ 513, KEEP, KEEP, KEEP },
		"ports=513: it is not in 1..512");
	refuses("q3450", (CPOOverride){ KEEP, 129, KEEP, KEEP },
		"engines=129: it is not in 1..128");
	refuses("q3450", (CPOOverride){ KEEP, KEEP, 65, KEEP },
		"lanes=65: it is not in 1..64");
	refuses("q3450", (CPOOverride){ KEEP, KEEP, KEEP, 65 },
		"slots=65: it is not in 1..64");
	refuses("sn6800", (CPOOverride){ KEEP, KEEP, 32, KEEP },
		"lanes=32: 128 engines of 32 lanes have more than 2048");
	refuses("bailly", (CPOOverride){ KEEP, 64, KEEP, KEEP },
		"engines=64: 64 engines of 64 lanes have more than 2048");
	refuses("q3450", (CPOOverride){ KEEP, KEEP, 24, KEEP },
		"lanes=24: 3 banks of 8 lanes; an engine has 1, 2, 4 or 8");
	refuses("q3450", (CPOOverride){ KEEP, 18, KEEP, KEEP },
		"engines=18: 18 engines do not divide over 4 ASICs");
	refuses("q3450", (CPOOverride){ KEEP, 64, KEEP, KEEP },
		"engines=64: 144 ports do not divide over 64 engines");
	refuses("q3450", (CPOOverride){ 432, KEEP, KEEP, KEEP },
		"ports=432: 576 lanes do not divide over 432 ports");
	refuses("q3450", (CPOOverride){ 72, KEEP, 16, KEEP },
		"ports=72: 16 lanes per port; a port has 1, 2, 4 or 8");
	refuses("q3450mp", (CPOOverride){ 288, KEEP, KEEP, KEEP },
		"ports=288: 2 lanes per port; a port has 4 or 8");
	refuses("bailly", (CPOOverride){ 256, KEEP, KEEP, KEEP },
		"ports=256: 2 lanes per port; a port has 4, one of each wavelength");
	refuses("q3450", (CPOOverride){ KEEP, KEEP, KEEP, 5 },
		"slots=5: 40 lasers do not divide over 72 engines");
	refuses("q3450", (CPOOverride){ KEEP, KEEP, KEEP, 27 },
		"slots=27: 8 lanes of an engine do not divide over 3 lasers");
	refuses("nic", (CPOOverride){ KEEP, 2, KEEP, KEEP },
		"engines=2: a spare laser serves one engine, its module feeds more");
	refuses("bailly", (CPOOverride){ KEEP, KEEP, KEEP, 2 },
		"slots=2: 2 lasers of an engine do not come in 4 wavelengths");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(even),
		cmocka_unit_test(lanes_fed_once),
		cmocka_unit_test(lanes_in_one_port),
		cmocka_unit_test(q3450_rule),
		cmocka_unit_test(q3450mp_rule),
		cmocka_unit_test(sn68xx_rule),
		cmocka_unit_test(davisson_rule),
		cmocka_unit_test(bailly_rule),
		cmocka_unit_test(nic_rule),
		cmocka_unit_test(counts),
		cmocka_unit_test(sensors),
		cmocka_unit_test(overrides_that_fit),
		cmocka_unit_test(as_the_table),
		cmocka_unit_test(overrides_that_do_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

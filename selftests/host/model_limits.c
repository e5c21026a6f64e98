// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Limits: which are taken, what is beyond them, and that a machine at rest is
 * within all of them.
 */
#include "near.h"
#include "cpo_watch.h"
#include "plant_rig.h"

#define HA	CPO_LV_HIGH_ALARM
#define HW	CPO_LV_HIGH_WARNING
#define LW	CPO_LV_LOW_WARNING
#define LA	CPO_LV_LOW_ALARM
#define MINUTE	600		/* epochs */

static const char *const machines[] = {
	"q3450", "q3450mp", "sn6810", "sn6800", "bailly", "davisson", "nic",
};

#define N_MACHINES	(sizeof(machines) / sizeof(machines[0]))

static uint32_t fault_of(uint8_t quantity, uint8_t mask, int64_t ha,
			 int64_t hw, int64_t lw, int64_t la)
{
	CPOLimits l = { mask, { ha, hw, lw, la } };
	uint32_t fault = 0xff;
	bool valid = cpo_limits_valid(quantity, &l, &fault);

	assert_int_equal(valid, fault == 0xff);
	return fault;
}

static void order(void **state)
{
	uint8_t q = CPO_Q_TEMP;

	(void)state;
	assert_int_equal(fault_of(q, 0xf, 4, 3, 2, 1), 0xff);
	assert_int_equal(fault_of(q, 0xf, 4, 4, 2, 2), 0xff);
	assert_int_equal(fault_of(q, 0, 1, 2, 3, 4), 0xff);
	assert_int_equal(fault_of(q, 0xf, 3, 4, 2, 1),
			 HA | CPO_THRESH_UNORDERED);
	assert_int_equal(fault_of(q, 0xf, 4, 3, 3, 1),
			 HW | CPO_THRESH_UNORDERED);
	assert_int_equal(fault_of(q, 0xf, 4, 3, 1, 2),
			 LW | CPO_THRESH_UNORDERED);
	/* only those that are there, however far apart */
	assert_int_equal(fault_of(q, 1 << HA | 1 << LA, 1, 9, 9, 1),
			 HA | CPO_THRESH_UNORDERED);
	assert_int_equal(fault_of(q, 1 << HA | 1 << LA, 2, 9, 9, 1), 0xff);
	assert_int_equal(fault_of(q, 1 << LW | 1 << LA, 0, 0, 1, 1), 0xff);
}

static void range(void **state)
{
	(void)state;
	assert_int_equal(fault_of(CPO_Q_TEMP, 1, 127996, 0, 0, 0), 0xff);
	assert_int_equal(fault_of(CPO_Q_TEMP, 1, 127997, 0, 0, 0), HA);
	assert_int_equal(fault_of(CPO_Q_TEMP, 8, 0, 0, 0, -128001), LA);
	assert_int_equal(fault_of(CPO_Q_TEC, 2, 0, 10001, 0, 0), HW);
	assert_int_equal(fault_of(CPO_Q_TEC, 2, 0, -1, 0, 0), HW);
	assert_int_equal(fault_of(CPO_Q_TEC, 1, 5, -1, 0, 0), 0xff);
	/* too few errors are no reason to complain */
	assert_int_equal(fault_of(CPO_Q_BER, 4, 0, 0, 1, 0), LW);
	assert_int_equal(fault_of(CPO_Q_BER, 3, 500000000000000000, 1, 0, 0),
			 0xff);
	assert_int_equal(fault_of(CPO_Q_VALUE, 1, INT64_MAX, 0, 0, 0), HA);
	assert_int_equal(fault_of(CPO_Q_VALUE, 8, 0, 0, 0, INT64_MIN), LA);
	/* windows are about them, limits are not */
	assert_int_equal(fault_of(CPO_Q_SEWMAX, 1, 0, 0, 0, 0), HA);
}

static void beyond(void **state)
{
	CPOLimits l = { CPO_LEVELS_ALL, { 40, 30, 20, 10 } };

	(void)state;
	assert_int_equal(cpo_limits_beyond(&l, 25), 0);
	assert_int_equal(cpo_limits_beyond(&l, 30), 0);
	assert_int_equal(cpo_limits_beyond(&l, 31), 1 << HW);
	assert_int_equal(cpo_limits_beyond(&l, 41), 1 << HW | 1 << HA);
	assert_int_equal(cpo_limits_beyond(&l, 20), 0);
	assert_int_equal(cpo_limits_beyond(&l, 19), 1 << LW);
	assert_int_equal(cpo_limits_beyond(&l, -1), 1 << LW | 1 << LA);
	l.mask = 1 << LW;
	assert_int_equal(cpo_limits_beyond(&l, 41), 0);
	assert_int_equal(cpo_limits_beyond(&l, 9), 1 << LW);
}

static void flag_clears_after_a_second(void **state)
{
	CPOWatch w = { 0 };
	uint8_t hw = 1 << HW;

	(void)state;
	assert_int_equal(cpo_watch_look(&w, hw, 100), hw);
	assert_int_equal(cpo_watch_look(&w, hw, 101), 0);
	assert_false(cpo_watch_waits(&w));
	/* noise: back for less than a second, again and again */
	for (uint32_t epoch = 102; epoch < 400; epoch++) {
		uint8_t now = epoch % 10 ? 0 : hw;

		assert_int_equal(cpo_watch_look(&w, now, epoch), 0);
		assert_int_equal(cpo_watch_clear(&w, epoch), 0);
		assert_int_equal(w.set, hw);
	}
	/* back for good since 391; looks while nothing moves change nothing */
	assert_true(cpo_watch_waits(&w));
	assert_int_equal(cpo_watch_clear(&w, 400), 0);
	assert_int_equal(cpo_watch_look(&w, 0, 401), 0);
	assert_int_equal(cpo_watch_clear(&w, 401), hw);
	assert_int_equal(w.set, 0);
	assert_false(cpo_watch_waits(&w));
	assert_int_equal(cpo_watch_clear(&w, 500), 0);
	/* and is there again at once */
	assert_int_equal(cpo_watch_look(&w, hw | 1 << HA, 501), hw | 1 << HA);
}

static void levels_clear_one_by_one(void **state)
{
	CPOWatch w = { 0 };

	(void)state;
	cpo_watch_look(&w, 1 << HW | 1 << HA, 1);
	cpo_watch_look(&w, 1 << HW, 5);
	assert_int_equal(cpo_watch_clear(&w, 14), 0);
	assert_int_equal(cpo_watch_clear(&w, 15), 1 << HA);
	cpo_watch_look(&w, 0, 20);
	assert_int_equal(cpo_watch_clear(&w, 30), 1 << HW);
}

/* Of all objects of all machines: valid, and reset is what one starts with. */
static void defaults(void **state)
{
	(void)state;
	for (unsigned int m = 0; m < N_MACHINES; m++) {
		const CPOProfile *pr = cpo_profile_find(machines[m]);

		for (unsigned int r = 0; r < CPO_LIM_ROWS; r++) {
			for (unsigned int i = 0;
			     i < cpo_limit_objects(pr, r); i++) {
				CPOLimits l = cpo_limits_default(pr, r, i);
				uint32_t fault;

				if (!cpo_limits_valid(cpo_limit_quantity(r),
						      &l, &fault))
					fail_msg("%s row %u %u: level %u",
						 pr->name, r, i, fault);
			}
		}
		assert_int_equal(cpo_limit_objects(pr, CPO_LIM_LANE_HEATER),
				 pr->modulator == CPO_MOD_RING ?
				 cpo_profile_lanes(pr) : 0);
	}
}

static void names(void **state)
{
	struct rig *rig = rig_new("bailly", 1, 1, 1);
	CPOWatches ws;
	uint32_t n, count = 0;

	(void)state;
	assert_true(cpo_watches_init(&ws, &rig->plant));
	for (unsigned int r = 0; r < CPO_LIM_ROWS; r++) {
		unsigned int objects = cpo_limit_objects(rig->plant.profile, r);

		for (unsigned int i = 0; i < objects; i++) {
			assert_true(cpo_watches_find(&ws, cpo_limit_obj(r), i,
						     cpo_limit_quantity(r),
						     &n));
			assert_int_equal(n, count++);
			assert_int_equal(cpo_watches_row(&ws, n), r);
		}
		assert_false(cpo_watches_find(&ws, cpo_limit_obj(r), objects,
					      cpo_limit_quantity(r), &n));
	}
	assert_int_equal(count, ws.n);
	assert_false(cpo_watches_find(&ws, CPO_OBJ_PORT, 0, CPO_Q_TEMP, &n));
	assert_false(cpo_watches_find(&ws, CPO_OBJ_LANE, 0, CPO_Q_TEMP, &n));
	assert_true(cpo_watches_sane(&ws));
	cpo_watches_free(&ws);
	rig_free(rig);
}

/* ---- machines ---- */

struct seen {
	const CPOWatches *ws;
	unsigned int set;
	unsigned int clear;
	uint32_t last;
};

static void note(void *opaque, uint32_t n, uint8_t levels, bool set)
{
	struct seen *seen = opaque;

	seen->set += set;
	seen->clear += !set;
	seen->last = n;
	(void)levels;
}

static void epochs(struct rig *rig, CPOWatches *ws, struct seen *seen,
		   unsigned int n)
{
	while (n--) {
		cpo_plant_tick(&rig->plant);
		rig_eval(rig);
		cpo_watches_epoch(ws, note, seen);
		cpo_plant_count(&rig->plant);
	}
}

static void rest(const char *machine, uint64_t seed)
{
	struct rig *rig = rig_new(machine, seed, 1, 1);
	struct seen seen = { 0 };
	CPOWatches ws;

	assert_true(cpo_watches_init(&ws, &rig->plant));
	epochs(rig, &ws, &seen, 2 * MINUTE);
	if (seen.set)
		fail_msg("%s, seed %u: %u flags, the last of row %u is %lld",
			 machine, (unsigned int)seed, seen.set,
			 cpo_watches_row(&ws, seen.last),
			 (long long)ws.watch[seen.last].value);
	cpo_watches_free(&ws);
	rig_free(rig);
}

static void nothing_at_rest(void **state)
{
	(void)state;
	for (unsigned int m = 0; m < N_MACHINES; m++) {
		for (uint64_t seed = 1; seed <= 2; seed++)
			rest(machines[m], seed);
	}
}

static bool is_set(const CPOWatches *ws, CPOLimitRow row, unsigned int i,
		   unsigned int level)
{
	return ws->watch[ws->base[row] + i].set >> level & 1;
}

static void dark_is_not_low(void **state)
{
	struct rig *rig = rig_dark("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	struct seen seen = { 0 };
	CPOWatches ws;

	(void)state;
	assert_true(cpo_watches_init(&ws, p));
	epochs(rig, &ws, &seen, 50);			/* no module */
	for (unsigned int e = 0; e < p->map.n_els; e++)
		cpo_plant_els_set(p, e, true, false);
	ws.all = true;
	epochs(rig, &ws, &seen, 50);			/* none is up */
	for (unsigned int e = 0; e < p->map.n_els; e++)
		cpo_plant_els_set(p, e, true, true);
	for (unsigned int k = 0; k < p->map.n_lasers; k++)
		rig->ask[k] = k % 2 ? CPO_PLANT_CHECK : CPO_PLANT_RAMP;
	ws.all = true;
	epochs(rig, &ws, &seen, 50);
	assert_int_equal(seen.set, 0);
	cpo_watches_free(&ws);
	rig_free(rig);
}

/* Light gets less and goes: low, then not known any more. */
static void unknown_clears(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	struct seen seen = { 0 };
	CPOWatches ws;

	(void)state;
	assert_true(cpo_watches_init(&ws, p));
	p->lane[9].rx_pin = 300000;
	cpo_plant_lane_moved(p, 9);
	epochs(rig, &ws, &seen, 1);
	assert_true(is_set(&ws, CPO_LIM_LANE_RX, 9, LW));
	assert_true(is_set(&ws, CPO_LIM_LANE_RX, 9, LA));
	assert_true(is_set(&ws, CPO_LIM_LANE_BER, 9, HA));
	assert_true(is_set(&ws, CPO_LIM_LANE_SNR, 9, LA));
	p->lane[9].rx_pin = 0;
	cpo_plant_lane_moved(p, 9);
	epochs(rig, &ws, &seen, CPO_WATCH_CLEAR_EPOCHS);
	assert_int_equal(seen.clear, 0);
	epochs(rig, &ws, &seen, 1);
	assert_int_equal(seen.clear, 3);
	assert_false(is_set(&ws, CPO_LIM_LANE_RX, 9, LA));
	assert_int_equal(ws.watch[ws.base[CPO_LIM_LANE_RX] + 9].value, 300000);
	assert_false(ws.waits);
	cpo_watches_free(&ws);
	rig_free(rig);
}

static void own_limits(void **state)
{
	struct rig *rig = rig_new("bailly", 1, 1, 1);
	struct seen seen = { 0 };
	CPOLimits l = { 1 << HW, { 0, 30000, 0, 0 } };
	CPOWatches ws;
	uint32_t n;

	(void)state;
	assert_true(cpo_watches_init(&ws, &rig->plant));
	epochs(rig, &ws, &seen, 5);
	assert_true(cpo_watches_find(&ws, CPO_OBJ_ELS, 3, CPO_Q_TEMP, &n));
	cpo_watches_limit(&ws, n, &l);
	epochs(rig, &ws, &seen, 1);
	assert_int_equal(seen.set, 1);
	assert_int_equal(seen.last, n);
	assert_true(is_set(&ws, CPO_LIM_ELS_TEMP, 3, HW));
	cpo_watches_limit(&ws, n, NULL);
	epochs(rig, &ws, &seen, CPO_WATCH_CLEAR_EPOCHS + 1);
	assert_int_equal(seen.clear, 1);
	assert_true(cpo_watches_sane(&ws));
	cpo_watches_free(&ws);
	rig_free(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order),
		cmocka_unit_test(range),
		cmocka_unit_test(beyond),
		cmocka_unit_test(flag_clears_after_a_second),
		cmocka_unit_test(levels_clear_one_by_one),
		cmocka_unit_test(defaults),
		cmocka_unit_test(names),
		cmocka_unit_test(nothing_at_rest),
		cmocka_unit_test(dark_is_not_low),
		cmocka_unit_test(unknown_clears),
		cmocka_unit_test(own_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

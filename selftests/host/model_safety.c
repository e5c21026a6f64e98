// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/*
 * Safety of the device model, twice: the clamp alone, whatever a machine
 * asks for, and the machine alone, whatever the clamp would allow.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "cpo_hw.h"
#include "cpo_laser.h"
#include "cpo_optics.h"
#include "cpo_safety.h"

/* ---- the clamp ---- */

static const CPOClampIn good = {
	.present = true, .mated = true, .enclosure_closed = true,
	.slot_closed = true,
};

static const CPOClampCheck pass = {
	.measured = true, .emitted_nw = CPO_CHECK_NW, .loss_mdb = 1200,
	.limit_mdb = 3000,
};

static CPOClamp checked_clamp(void)
{
	CPOClamp c = { 0 };

	assert_true(cpo_clamp_check_done(&c, &good, &pass));
	return c;
}

static CPOClampIn inputs(unsigned int bits)
{
	return (CPOClampIn) {
		.present = bits & 1, .mated = bits & 2,
		.enclosure_closed = bits & 4, .slot_closed = bits & 8,
		.feed_open = bits & 16, .low_power = bits & 32,
		.engine_off = bits & 64, .over_power = bits & 128,
	};
}

#define N_INPUTS	256
#define CLOSED		15u

static void clamp_is_dark_when_open(void **state)
{
	(void)state;
	for (unsigned int bits = 0; bits < N_INPUTS; bits++) {
		CPOClampIn in = inputs(bits);
		CPOClamp c = checked_clamp();
		uint32_t limit;

		cpo_clamp_update(&c, &in);
		limit = cpo_clamp_limit_nw(&c, &in);
		if ((bits & CLOSED) != CLOSED || bits & (32 | 64 | 128))
			assert_int_equal(limit, 0);
		else if (bits & 16)
			assert_int_equal(limit, CPO_CHECK_NW);
		else
			assert_int_equal(limit, CPO_LASER_MAX_NW);
	}
}

/* Any two sets of inputs in a row, then good ones: doubt must stay. */
static void clamp_does_not_forget(void **state)
{
	(void)state;
	for (unsigned int a = 0; a < N_INPUTS; a++) {
		CPOClampIn in = inputs(a);
		CPOClamp c = checked_clamp();
		bool doubt = (a & CLOSED) != CLOSED || a & (16 | 128);

		cpo_clamp_update(&c, &in);
		cpo_clamp_update(&c, &good);
		if (doubt)
			assert_true(cpo_clamp_limit_nw(&c, &good) <=
				    CPO_CHECK_NW);
		else
			assert_int_equal(cpo_clamp_limit_nw(&c, &good),
					 CPO_LASER_MAX_NW);
	}
}

static void clamp_needs_a_real_check(void **state)
{
	CPOClampCheck bad[5] = { pass, pass, pass, pass, pass };

	(void)state;
	bad[0].measured = false;
	bad[1].loss_mdb = 3001;
	bad[2].emitted_nw = CPO_CHECK_NW / 2 - 1;
	bad[3].emitted_nw = CPO_CHECK_NW * 2;
	bad[4].emitted_nw = 0;
	for (unsigned int i = 0; i < 5; i++) {
		CPOClamp c = checked_clamp();

		assert_false(cpo_clamp_check_done(&c, &good, &bad[i]));
		assert_int_equal(cpo_clamp_limit_nw(&c, &good), CPO_CHECK_NW);
	}
	for (unsigned int bits = 0; bits < N_INPUTS; bits++) {
		CPOClampIn in = inputs(bits);
		CPOClamp c = { 0 };
		bool ok = (bits & CLOSED) == CLOSED &&
			  !(bits & (32 | 64 | 128));

		assert_int_equal(cpo_clamp_check_done(&c, &in, &pass), ok);
	}
}

static void clamp_starting_a_check_ends_the_old(void **state)
{
	CPOClamp c = checked_clamp();

	(void)state;
	cpo_clamp_check_start(&c);
	assert_int_equal(cpo_clamp_limit_nw(&c, &good), CPO_CHECK_NW);
}

static void clamp_counts_its_bites(void **state)
{
	CPOClamp c = { 0 };

	(void)state;
	assert_int_equal(cpo_clamp_emit_nw(&c, &good, CPO_CHECK_NW),
			 CPO_CHECK_NW);
	assert_int_equal(c.hits, 0);
	assert_int_equal(cpo_clamp_emit_nw(&c, &good, CPO_SETPOINT_NW),
			 CPO_CHECK_NW);
	assert_int_equal(c.hits, 1);
}

/* ---- the machine ---- */

#define DEPTH		6
#define SECOND		1000000000ll

/* What a careful observer knows, kept apart from the machine. */
struct watch {
	bool checked;		/* by a check that passed, and since then */
	bool open;
};

static void watch_event(struct watch *w, const CPOLaserSM *before,
			const CPOLaserSM *after, CPOLaserEvent event)
{
	switch (event) {
	case CPO_LE_REMOVE:
	case CPO_LE_COLD_RESET:
	case CPO_LE_INTERLOCK_OPEN:
	case CPO_LE_ELS_RESET:
		w->checked = false;
		break;
	case CPO_LE_FEED_OPEN:
		if (cpo_laser_lit(before))
			w->checked = false;
		break;
	case CPO_LE_OVER_POWER:
		if (cpo_laser_lit(before) ||
		    before->state == CPO_LASER_CHECKING)
			w->checked = false;
		break;
	case CPO_LE_CHECK:
		if (after->state == CPO_LASER_CHECKING)
			w->checked = false;
		break;
	case CPO_LE_CHECK_PASSED:
		if (before->state == CPO_LASER_CHECKING)
			w->checked = true;
		break;
	default:
		break;
	}
}

static void judge(const CPOLaserSM *l, const CPOLaserIn *in,
		  const struct watch *w)
{
	CPOLaserAsk ask = cpo_laser_ask(l);

	assert_true(cpo_laser_sane(l));
	if (ask == CPO_ASK_FULL || ask == CPO_ASK_RAMP) {
		assert_true(w->checked);
		assert_true(l->enabled);
	}
	if (l->checked)
		assert_true(w->checked);
	if (ask == CPO_ASK_CHECK)
		assert_int_equal(l->state, CPO_LASER_CHECKING);
	if (l->state == CPO_LASER_RESTRICTED || l->state == CPO_LASER_ABSENT ||
	    l->state == CPO_LASER_OFF || l->state == CPO_LASER_DOWN_FAULT) {
		assert_int_equal(ask, CPO_ASK_DARK);
		/* only a fault may end by itself, and not without a check */
		if (l->state != CPO_LASER_DOWN_FAULT || !w->checked)
			assert_int_equal(l->deadline, 0);
	}
	(void)in;
}

static unsigned long walked;

static void walk(const CPOLaserSM *from, const struct watch *seen, int depth)
{
	for (unsigned int step = 0; step < CPO_LE_COUNT * 4; step++) {
		CPOLaserEvent event = step / 4;
		CPOLaserIn in = {
			.now = SECOND, .time_scale = 1,
			.ready = step & 1, .interlock = step & 2,
		};
		CPOLaserSM l = *from;
		struct watch w = *seen;

		cpo_laser_event(&l, &in, event);
		watch_event(&w, from, &l, event);
		judge(&l, &in, &w);
		walked++;
		/* what did not change needs no second look */
		if (depth > 1 && (memcmp(&l, from, sizeof(l)) ||
				  memcmp(&w, seen, sizeof(w))))
			walk(&l, &w, depth - 1);
	}
}

static void machine_walk(void **state)
{
	CPOLaserSM l;
	struct watch w;

	(void)state;
	memset(&l, 0, sizeof(l));
	memset(&w, 0, sizeof(w));
	for (int enabled = 0; enabled < 2; enabled++) {
		l.enabled = enabled;
		walk(&l, &w, DEPTH);
	}
	assert_true(walked > 1000000);
}

static int event(CPOLaserSM *l, CPOLaserEvent e, bool ready, bool interlock)
{
	CPOLaserIn in = {
		.now = SECOND, .time_scale = 1, .ready = ready,
		.interlock = interlock,
	};

	return cpo_laser_event(l, &in, e);
}

static void machine_goes_up(void **state)
{
	CPOLaserSM l = { .enabled = true };

	(void)state;
	assert_int_equal(event(&l, CPO_LE_UP, true, true), CPO_ST_ABSENT);
	event(&l, CPO_LE_INSERT, false, true);
	assert_int_equal(l.state, CPO_LASER_RESTRICTED);
	assert_int_equal(event(&l, CPO_LE_UP, true, true), CPO_ST_RESTRICTED);
	assert_int_equal(event(&l, CPO_LE_CHECK, false, true),
			 CPO_ST_NOT_READY);
	assert_int_equal(event(&l, CPO_LE_CHECK, true, false),
			 CPO_ST_INTERLOCK);
	assert_int_equal(event(&l, CPO_LE_CHECK, true, true), CPO_ST_OK);
	assert_int_equal(l.state, CPO_LASER_CHECKING);
	assert_int_equal(l.deadline, SECOND + CPO_CHECK_NS);
	event(&l, CPO_LE_CHECK_PASSED, true, true);
	assert_int_equal(l.state, CPO_LASER_RAMPING);
	assert_int_equal(l.substate, CPO_LASER_SUB_TUNE);
	event(&l, CPO_LE_TIMER, true, true);
	assert_int_equal(l.substate, CPO_LASER_SUB_RAMP);
	event(&l, CPO_LE_TIMER, true, true);
	assert_int_equal(l.state, CPO_LASER_ON);
	assert_int_equal(cpo_laser_ask(&l), CPO_ASK_FULL);
	assert_int_equal(event(&l, CPO_LE_CHECK, true, true), CPO_ST_STATE);
	event(&l, CPO_LE_FW_RESTART, true, true);
	assert_int_equal(l.state, CPO_LASER_ON);
}

static CPOLaserSM machine_on(void)
{
	CPOLaserSM l = { .enabled = true };

	event(&l, CPO_LE_INSERT, true, true);
	event(&l, CPO_LE_CHECK, true, true);
	event(&l, CPO_LE_CHECK_PASSED, true, true);
	event(&l, CPO_LE_TIMER, true, true);
	event(&l, CPO_LE_TIMER, true, true);
	assert_int_equal(l.state, CPO_LASER_ON);
	return l;
}

static void machine_comes_down(void **state)
{
	static const struct {
		CPOLaserEvent event;
		uint8_t state;
		uint8_t fault;
		bool checked;
	} rows[] = {
		{ CPO_LE_REMOVE, CPO_LASER_ABSENT, CPO_FAULT_NONE, false },
		{ CPO_LE_COLD_RESET, CPO_LASER_RESTRICTED, CPO_FAULT_NONE,
		  false },
		{ CPO_LE_INTERLOCK_OPEN, CPO_LASER_RESTRICTED, CPO_FAULT_NONE,
		  false },
		{ CPO_LE_ELS_RESET, CPO_LASER_RESTRICTED, CPO_FAULT_NONE,
		  false },
		{ CPO_LE_LOW_POWER, CPO_LASER_OFF, CPO_FAULT_NONE, true },
		{ CPO_LE_ENGINE_OFF, CPO_LASER_OFF, CPO_FAULT_NONE, true },
		{ CPO_LE_FEED_OPEN, CPO_LASER_RESTRICTED,
		  CPO_FAULT_CONTAMINATED, false },
		{ CPO_LE_OVER_POWER, CPO_LASER_DOWN_FAULT,
		  CPO_FAULT_POWER_HIGH, false },
		{ CPO_LE_DOWN, CPO_LASER_OFF, CPO_FAULT_NONE, true },
		{ CPO_LE_FW_RESTART, CPO_LASER_ON, CPO_FAULT_NONE, true },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CPOLaserSM l = machine_on();

		event(&l, rows[i].event, true, true);
		assert_int_equal(l.state, rows[i].state);
		assert_int_equal(l.fault, rows[i].fault);
		assert_int_equal(l.checked, rows[i].checked);
	}
}

static void machine_failed_check(void **state)
{
	CPOLaserSM l = { .enabled = true };

	(void)state;
	event(&l, CPO_LE_INSERT, true, true);
	event(&l, CPO_LE_CHECK, true, true);
	event(&l, CPO_LE_CHECK_FAILED, true, true);
	assert_int_equal(l.state, CPO_LASER_RESTRICTED);
	assert_int_equal(l.fault, CPO_FAULT_CONTAMINATED);
	assert_false(l.checked);
	event(&l, CPO_LE_CHECK, true, true);
	event(&l, CPO_LE_CHECK_PASSED, true, true);
	assert_int_equal(l.fault, CPO_FAULT_NONE);
}

static void machine_weak_check(void **state)
{
	CPOLaserSM l = { .enabled = true };

	(void)state;
	event(&l, CPO_LE_INSERT, true, true);
	event(&l, CPO_LE_CHECK, true, true);
	event(&l, CPO_LE_CHECK_WEAK, true, true);
	assert_int_equal(l.state, CPO_LASER_RESTRICTED);
	assert_int_equal(l.fault, CPO_FAULT_POWER_LOW);
	assert_false(l.checked);
	assert_int_equal(l.deadline, 0);
	event(&l, CPO_LE_CHECK, true, true);
	event(&l, CPO_LE_CHECK_ABORTED, true, true);
	assert_int_equal(l.state, CPO_LASER_RESTRICTED);
	assert_false(l.checked);
}

/* ---- faults of a lit laser ---- */

static int event_at(CPOLaserSM *l, CPOLaserEvent e, int64_t now)
{
	CPOLaserIn in = {
		.now = now, .time_scale = 1, .ready = true,
		.interlock = true,
	};

	return cpo_laser_event(l, &in, e);
}

static void machine_weakens_and_recovers(void **state)
{
	static const struct {
		CPOLaserEvent event;
		uint8_t fault;
		int64_t relax;
	} rows[] = {
		{ CPO_LE_BIAS_LIMIT, CPO_FAULT_APC, 5 * SECOND },
		{ CPO_LE_TEC_WARN, CPO_FAULT_TEC, 30 * SECOND },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CPOLaserSM l = machine_on();
		int64_t now = 10 * SECOND;

		event_at(&l, rows[i].event, now);
		assert_int_equal(l.state, CPO_LASER_ON_FAULT);
		assert_int_equal(l.fault, rows[i].fault);
		assert_int_equal(cpo_laser_ask(&l), CPO_ASK_FULL);
		event_at(&l, CPO_LE_CAUSE_GONE, now);
		assert_int_equal(l.deadline, now + rows[i].relax);
		event_at(&l, CPO_LE_CAUSE_GONE, now + SECOND);
		assert_int_equal(l.deadline, now + rows[i].relax);
		event_at(&l, rows[i].event, now + SECOND);	/* again */
		assert_int_equal(l.deadline, 0);
		event_at(&l, CPO_LE_CAUSE_GONE, now);
		event_at(&l, CPO_LE_TIMER, now + rows[i].relax);
		assert_int_equal(l.state, CPO_LASER_ON);
		assert_int_equal(l.fault, CPO_FAULT_NONE);
	}
}

/* Up again as often as the policy says, and never without the check. */
static void retries(CPOLaserEvent cause, unsigned int tries, int64_t relax)
{
	CPOLaserSM l = machine_on();
	int64_t now = 10 * SECOND;

	for (unsigned int n = 0; n < tries; n++) {
		event_at(&l, cause, now);
		assert_int_equal(l.state, CPO_LASER_DOWN_FAULT);
		assert_int_equal(l.deadline, now + relax);
		now += relax;
		for (unsigned int i = 0; i < 3; i++)
			event_at(&l, CPO_LE_TIMER, now);
		assert_int_equal(l.state, CPO_LASER_ON);
		assert_int_equal(l.retries, n + 1);
		now += SECOND;
	}
	event_at(&l, cause, now);
	assert_int_equal(l.deadline, 0);
	assert_int_equal(event_at(&l, CPO_LE_TIMER, now), CPO_ST_STATE);
	assert_int_equal(l.state, CPO_LASER_DOWN_FAULT);
}

static void machine_tries_again(void **state)
{
	CPOLaserSM l = machine_on();

	(void)state;
	retries(CPO_LE_POWER_LOW, 2, 5 * SECOND);
	retries(CPO_LE_TEC_ALARM, 3, 30 * SECOND);
	event_at(&l, CPO_LE_POWER_LOW, 10 * SECOND);
	event_at(&l, CPO_LE_INTERLOCK_OPEN, 11 * SECOND);
	assert_int_equal(l.deadline, 0);
	assert_false(l.checked);
	l = machine_on();
	event_at(&l, CPO_LE_OVER_POWER, 10 * SECOND);
	assert_int_equal(l.deadline, 0);
}

static void machine_waits_for_its_engine(void **state)
{
	CPOLaserSM l = machine_on();

	(void)state;
	event(&l, CPO_LE_ENGINE_OFF, true, true);
	event(&l, CPO_LE_ENGINE_OFF, true, true);
	assert_true(l.held);
	event(&l, CPO_LE_ENGINE_ON, false, true);
	assert_int_equal(l.state, CPO_LASER_OFF);
	event(&l, CPO_LE_ENGINE_ON, true, true);
	assert_int_equal(l.state, CPO_LASER_RAMPING);
	assert_false(l.held);
	l = machine_on();
	event(&l, CPO_LE_ENGINE_OFF, true, true);
	event(&l, CPO_LE_DOWN, true, true);
	event(&l, CPO_LE_ENGINE_ON, true, true);
	assert_int_equal(l.state, CPO_LASER_OFF);
	l = machine_on();
	event(&l, CPO_LE_ENGINE_OFF, true, true);
	event(&l, CPO_LE_INTERLOCK_OPEN, true, false);
	event(&l, CPO_LE_ENGINE_ON, true, true);
	assert_int_equal(l.state, CPO_LASER_RESTRICTED);
}

static void machine_time_scale(void **state)
{
	CPOLaserIn in = {
		.now = SECOND, .time_scale = 100, .ready = true,
		.interlock = true,
	};
	CPOLaserSM l = { 0 };

	(void)state;
	cpo_laser_event(&l, &in, CPO_LE_INSERT);
	cpo_laser_event(&l, &in, CPO_LE_CHECK);
	assert_int_equal(l.deadline, SECOND + CPO_CHECK_NS / 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clamp_is_dark_when_open),
		cmocka_unit_test(clamp_does_not_forget),
		cmocka_unit_test(clamp_needs_a_real_check),
		cmocka_unit_test(clamp_starting_a_check_ends_the_old),
		cmocka_unit_test(clamp_counts_its_bites),
		cmocka_unit_test(machine_walk),
		cmocka_unit_test(machine_goes_up),
		cmocka_unit_test(machine_comes_down),
		cmocka_unit_test(machine_failed_check),
		cmocka_unit_test(machine_weak_check),
		cmocka_unit_test(machine_weakens_and_recovers),
		cmocka_unit_test(machine_tries_again),
		cmocka_unit_test(machine_waits_for_its_engine),
		cmocka_unit_test(machine_time_scale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

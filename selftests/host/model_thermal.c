// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Heat, coolers and rings of the device model. */
#include "near.h"
#include "cpo_constants.h"
#include "cpo_ring.h"
#include "cpo_tec.h"
#include "cpo_thermal.h"

#define HEAT_MW		3950000
#define INLET		35000000ll	/* uC */

static const CPOCooling box = { 35000, 6200, HEAT_MW };

static CPOThermalStep step_of(uint32_t flow, uint32_t time_scale)
{
	CPOThermalStep s;

	cpo_thermal_step(&s, &box, flow, time_scale);
	return s;
}

static int64_t run(const CPOThermalStep *s, int64_t plate, uint32_t mw,
		   unsigned int epochs)
{
	while (epochs--)
		plate = cpo_thermal_plate(s, plate, INLET, mw);
	return plate;
}

/* 14 K over the inlet at full flow, more with less of it. */
static void plate_steady(void **state)
{
	static const uint32_t flows[] = { 2000, 1000, 500, 250, 100 };
	CPOThermalStep s;

	(void)state;
	for (unsigned int i = 0; i < 5; i++) {
		double rise = 14 * pow(flows[i] / 1000.0, -0.8);

		s = step_of(flows[i], 1);
		assert_near((run(&s, INLET, HEAT_MW, 20000) - INLET) / 1e6,
			    rise, 0.01);
	}
	s = step_of(1000, 1);
	assert_near((run(&s, INLET, HEAT_MW / 2, 5000) - INLET) / 1e6, 7,
		    0.01);
}

/* Time constant R C; 63 % of the way after one of it. */
static void plate_tau(void **state)
{
	CPOThermalStep s = step_of(1000, 1);
	double tau = 14 * cpo_const.plate_j_per_k_per_w;
	int64_t t = run(&s, INLET, HEAT_MW, (unsigned int)lrint(tau * 10));

	(void)state;
	assert_near(tau, 29.4, 0.1);
	assert_near((t - INLET) / 1e6, 14 * (1 - exp(-1)), 0.02);
}

static void no_flow(void **state)
{
	CPOThermalStep s = step_of(0, 1);
	int64_t plate = INLET + 14000000;

	(void)state;
	assert_near((run(&s, plate, HEAT_MW, 100) - plate) / 1e6,
		    10 / cpo_const.plate_j_per_k_per_w, 0.001);
	/* and it does not run away for ever */
	assert_int_equal(run(&s, plate, HEAT_MW, 100000), CPO_TEMP_MAX_UC);
}

/* One step of a hundred times the scale is a hundred steps. */
static void scale(void **state)
{
	CPOThermalStep one = step_of(700, 1), many = step_of(700, 100);
	int64_t a = INLET, b = 64000000;

	(void)state;
	assert_near(run(&one, a, HEAT_MW, 100), run(&many, a, HEAT_MW, 1),
		    200);
	for (int i = 0; i < 100; i++)
		b = cpo_thermal_relax(b, 49000000, one.engine);
	assert_near(b, cpo_thermal_relax(64000000, 49000000, many.engine),
		    200);
	/* huge steps land on the target, they do not overshoot */
	many = step_of(1000, 1000);
	assert_near(run(&many, 300000000, HEAT_MW, 1) / 1e6, 49, 9);
	assert_near(run(&many, 300000000, HEAT_MW, 10) / 1e6, 49, 0.01);
}

/* Nodes come to rest: nothing creeps for ever. */
static void rest(void **state)
{
	CPOThermalStep s = step_of(1000, 1);
	int64_t node = 20000000, last;
	unsigned int n = 0;

	(void)state;
	do {
		last = node;
		node = cpo_thermal_relax(node, 50000000, s.els_case);
		n++;
	} while (node != last && n < 100000);
	assert_true(n < 20000);
	assert_near(node, 50000000, 1000);
}

static void outlet(void **state)
{
	CPOThermalStep s = step_of(1000, 1);
	int64_t plate = INLET + 14000000;

	(void)state;
	/* 14.3 K per kW and l/min */
	assert_near((cpo_thermal_outlet(&s, plate, INLET) - INLET) / 1e6,
		    14.3 * 3.95 / 6.2, 0.01);
	s = step_of(0, 1);
	assert_int_equal(cpo_thermal_outlet(&s, plate, INLET), plate);
	s = step_of(20, 1);
	assert_true(cpo_thermal_outlet(&s, plate, INLET) <= plate);
	/* air: no flow to measure */
	cpo_thermal_step(&s, &(CPOCooling) { 30000, 0, 60000 }, 1000, 1);
	assert_int_equal(cpo_thermal_outlet(&s, plate, INLET), plate);
}

static void constants(void **state)
{
	CPOThermalStep s = step_of(1000, 1);

	(void)state;
	assert_near(s.engine, 1 - exp(-0.1 / 3), 1e-12);
	assert_near(s.asic, 1 - exp(-0.1 / 3), 1e-12);
	assert_near(s.els_case, 1 - exp(-0.1 / 60), 1e-12);
	assert_near(s.outlet, 1 - exp(-0.1 / 15), 1e-12);
	assert_near(s.bench, 1 - exp(-0.1 / 2), 1e-12);
	assert_int_equal(cpo_uc_to_mc(64000499), 64000);
	assert_int_equal(cpo_uc_to_mc(64000500), 64001);
	assert_int_equal(cpo_uc_to_mc(-1500), -2);
	/* a step of 1 mK is seen, a smaller one is not */
	assert_int_equal(cpo_thermal_follow(64000, 64001000), 64000);
	assert_int_equal(cpo_thermal_follow(64000, 64001001), 64001);
	assert_int_equal(cpo_thermal_follow(64001, 64000400), 64001);
	assert_int_equal(cpo_thermal_follow(64000, 63998999), 63999);
}

static void cooler(void **state)
{
	const CPOTecPower power = { 2974, 6000, 14000 };
	uint32_t heat = 8 * 617;
	int32_t need = cpo_tec_need(50000, heat);

	(void)state;
	/* (50 - 45 + 2 x 4.94) / 50 */
	assert_near(need, 2974, 2);
	assert_int_equal(cpo_tec_drive(need), need);
	assert_int_equal(cpo_tec_target_uc(need), 45000000);
	/* its end is near a case of 85 °C */
	assert_true(cpo_tec_need(85000, heat) < CPO_TEC_FULL);
	assert_true(cpo_tec_need(86000, heat) > CPO_TEC_FULL);
	need = cpo_tec_need(90000, heat);
	assert_int_equal(cpo_tec_drive(need), CPO_TEC_FULL);
	assert_near(cpo_tec_target_uc(need) / 1e6, 45 + 90 - 85.13, 0.02);
	/* and it heats when it is cold */
	assert_true(cpo_tec_need(10000, 0) < 0);
	assert_int_equal(cpo_tec_drive(-20000), -CPO_TEC_FULL);
	assert_int_equal(cpo_tec_mw(2974, &power), 6000);
	assert_int_equal(cpo_tec_mw(CPO_TEC_FULL, &power), 14000);
	assert_int_equal(cpo_tec_mw(-CPO_TEC_FULL, &power), 14000);
	assert_int_equal(cpo_tec_mw(1487, &power), 3000);
	assert_int_equal(cpo_tec_mw(0, &power), 0);
}

static void ring_heater(void **state)
{
	CPORing r = cpo_ring(cpo_ring_need_mk(64000, 45000, 0));

	(void)state;
	assert_int_equal(r.heater, 6000);
	assert_true(r.in_range);
	assert_near(r.pass, 1, 0);
	/* lock holds from 44 to 94 °C */
	assert_true(cpo_ring(cpo_ring_need_mk(44000, 45000, 0)).in_range);
	assert_int_equal(cpo_ring(cpo_ring_need_mk(44000, 45000, 0)).heater,
			 CPO_HEATER_FULL);
	assert_false(cpo_ring(cpo_ring_need_mk(43999, 45000, 0)).in_range);
	assert_true(cpo_ring(cpo_ring_need_mk(94000, 45000, 0)).in_range);
	assert_int_equal(cpo_ring(cpo_ring_need_mk(94000, 45000, 0)).heater,
			 0);
	assert_false(cpo_ring(cpo_ring_need_mk(94001, 45000, 0)).in_range);
	/* a laser 1 K hotter is 90 pm redder, 1.29 K of a ring */
	assert_near(cpo_ring_need_mk(64000, 46000, 0) -
		    cpo_ring_need_mk(64000, 45000, 0), 1286, 1);
}

/* Past the rail the error grows 70 pm/K: 3 dB at 90, lost at 120. */
static void ring_rail(void **state)
{
	CPORing r = cpo_ring(-1000);

	(void)state;
	assert_near(r.detuning_mhz, -12200, 1);
	assert_near(r.pass, 1 / (1 + pow(70.0 / 90, 2)), 1e-9);
	assert_false(r.lost);
	assert_near(cpo_ring(-1286).pass, 0.5, 0.001);
	assert_false(cpo_ring(-1714).lost);
	assert_true(cpo_ring(-1715).lost);
	assert_true(cpo_ring(50000 + 1715).lost);
	assert_near(cpo_ring(51000).detuning_mhz, 12200, 1);
}

static void mach_zehnder(void **state)
{
	(void)state;
	assert_int_equal(cpo_mzm_loss_mdb(64000), 0);
	assert_int_equal(cpo_mzm_loss_mdb(74000), 200);
	assert_int_equal(cpo_mzm_loss_mdb(54000), 200);
	assert_int_equal(cpo_mzm_loss_mdb(64500), 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plate_steady),
		cmocka_unit_test(plate_tau),
		cmocka_unit_test(no_flow),
		cmocka_unit_test(scale),
		cmocka_unit_test(rest),
		cmocka_unit_test(outlet),
		cmocka_unit_test(constants),
		cmocka_unit_test(cooler),
		cmocka_unit_test(ring_heater),
		cmocka_unit_test(ring_rail),
		cmocka_unit_test(mach_zehnder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

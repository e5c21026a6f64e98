// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Power of the parts against the published sums. */
#include "near.h"
#include "cpo_constants.h"
#include "cpo_power.h"
#include "plant_rig.h"

/* W per 800 Gb/s, engines and modules, from the parts of a running machine */
static double watt_per_800g(const char *profile, uint64_t seed)
{
	struct rig *rig = rig_new(profile, seed, 1, 1);
	double mw = 0, w;

	rig_run(rig, 20);
	for (unsigned int p = 0; p < rig->map.n_ports; p++)
		mw += cpo_plant_port_mw(&rig->plant, p);
	w = mw / 1000 / rig->map.n_ports * 800000 /
	    rig->plant.profile->speed_mbps;
	rig_free(rig);
	return w;
}

static void published(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed < 6; seed++) {
		/* 9 W per port, 11.25 pJ/bit, against 30 W pluggable */
		assert_ratio(watt_per_800g("q3450", seed), 9.0, 0.1);
		assert_ratio(watt_per_800g("q3450mp", seed), 9.0, 0.1);
		/* 5.5 W, against 15 W */
		assert_ratio(watt_per_800g("bailly", seed), 5.5, 0.1);
		/* 70 % under 15 W */
		assert_ratio(watt_per_800g("davisson", seed), 4.5, 0.1);
	}
}

static void energy_per_bit(void **state)
{
	(void)state;
	assert_int_equal(cpo_power_fj_per_bit(9000, 800000), 11250);
	assert_int_equal(cpo_power_fj_per_bit(9000, 0), 0);
}

static void whole_box(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPowerModel m = cpo_power_model(cpo_profile_find("q3450"));

	(void)state;
	rig_run(rig, 20);
	assert_ratio(cpo_plant_total_mw(&rig->plant), 3950000, 0.01);
	assert_ratio(cpo_plant_total_seen_mw(&rig->plant), 3950000, 0.06);
	assert_near(m.asic_mw, 550000, 1000);
	assert_near(m.board_mw, 454000, 4000);
	rig_free(rig);
}

/* What the ports are charged is what the parts draw. */
static void nothing_lost(void **state)
{
	(void)state;
	for (size_t i = 0; cpo_profile_get(i); i++) {
		struct rig *rig = rig_new(cpo_profile_get(i)->name, 3, 1, 1);
		double parts = 0, ports = 0;

		rig_run(rig, 3);
		for (unsigned int n = 0; n < rig->map.n_engines; n++)
			parts += rig->plant.engine[n].seen_mw;
		for (unsigned int n = 0; n < rig->map.n_els; n++)
			parts += rig->plant.els[n].seen_mw;
		for (unsigned int n = 0; n < rig->map.n_ports; n++)
			ports += cpo_plant_port_mw(&rig->plant, n);
		assert_ratio(ports, parts, 1e-3);
		rig_free(rig);
	}
}

/* The nominal point of every profile, without spread. */
static void nominal_parts(void **state)
{
	(void)state;
	for (size_t i = 0; cpo_profile_get(i); i++) {
		const CPOProfile *p = cpo_profile_get(i);
		CPOPowerModel m = cpo_power_model(p);
		uint32_t diodes = cpo_profile_workers(p) *
				  cpo_diode_mw(363000000);
		uint32_t heaters = m.ring ? 6000 * p->lanes_per_engine : 0;

		assert_near(cpo_power_engine_mw(&m, p->lanes_per_engine,
						heaters, false),
			    p->engine_power_mw, 2);
		assert_near(cpo_power_els_mw(&m, diodes, m.tec.drive),
			    p->els_power_mw, 2);
		assert_near(cpo_power_els_mw(&m, diodes, CPO_TEC_FULL),
			    p->els_max_mw, 2);
		assert_near(cpo_power_asic_mw(&m, CPO_LOAD_FULL), m.asic_mw,
			    1);
		assert_true(cpo_power_asic_mw(&m, 0) < m.asic_mw);
	}
}

static void less_light_less_power(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	uint32_t engine, module, total;

	(void)state;
	rig_run(rig, 3);
	engine = rig->plant.engine[0].mw;
	module = rig->plant.els[0].mw;
	total = cpo_plant_total_mw(&rig->plant);
	rig_laser(rig, 0, false);
	rig_epoch(rig);
	assert_between(rig->plant.els[0].mw, module - 1400, module - 600);
	assert_true(rig->plant.engine[0].mw < engine - 3000);
	assert_true(cpo_plant_total_mw(&rig->plant) < total - 3600);
	cpo_plant_els_set(&rig->plant, 0, true, false);
	assert_int_equal(rig->plant.els[0].mw, cpo_const.els_standby_mw);
	cpo_plant_els_set(&rig->plant, 0, false, false);
	assert_int_equal(rig->plant.els[0].mw, 0);
	rig_free(rig);
}

static void rails(void **state)
{
	(void)state;
	assert_int_equal(cpo_power_rail_uv(3300000, 14000, 14000, 0),
			 3300000);
	assert_int_equal(cpo_power_rail_uv(3300000, 28000, 14000, 0),
			 3267000);
	assert_int_equal(cpo_power_rail_uv(3300000, 14000, 14000, -500000),
			 2800000);
	assert_int_equal(cpo_power_rail_uv(3300000, 14000, 14000, -5000000),
			 0);
	assert_int_equal(cpo_power_rail_uv(3300000, 14000, 0, 0), 3300000);
}

/* Errors of sensors are fixed and within what is said of them. */
static void sensors(void **state)
{
	double squares = 0;

	(void)state;
	for (uint32_t i = 0; i < 2048; i++) {
		int32_t ppm = cpo_sense_optical_ppm(9, CPO_DRAW_SENSE_RX, i);
		double db = 10 * log10(1 + ppm / 1e6);

		assert_near(db, 0, 0.5001);
		squares += db * db;
		assert_near(cpo_sense_mk(9, CPO_DRAW_SENSE_ELS_TEMP, i), 0,
			    1000);
		assert_near(cpo_sense_ppm(9, CPO_DRAW_SENSE_BOARD, i, 0.05),
			    0, 50000);
	}
	assert_between(sqrt(squares / 2048), 0.1, 0.2);
	assert_int_equal(cpo_sensed(4000000000u, 0), 4000000000u);
	assert_int_equal(cpo_sensed(1000000, -50000), 950000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published),
		cmocka_unit_test(energy_per_bit),
		cmocka_unit_test(whole_box),
		cmocka_unit_test(nothing_lost),
		cmocka_unit_test(nominal_parts),
		cmocka_unit_test(less_light_less_power),
		cmocka_unit_test(rails),
		cmocka_unit_test(sensors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

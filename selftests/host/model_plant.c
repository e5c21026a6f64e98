// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* The machine as a whole: what moves what. */
#include "near.h"
#include "plant_rig.h"

#define SECOND	10		/* epochs */

/* A nominal link is at 1e-9 to 1e-7; wavelengths and switches cost a bit. */
static void nominal_errors(void **state)
{
	static const struct {
		const char *profile;
		double low, median, high;
	} rows[] = {
		{ "q3450", 5e-10, 9e-9, 2e-7 },
		{ "q3450mp", 5e-10, 9e-9, 2e-7 },
		{ "sn6810", 5e-10, 9e-9, 2e-7 },
		{ "sn6800", 5e-10, 9e-9, 2e-7 },
		{ "davisson", 4e-10, 7e-9, 2e-7 },
		{ "bailly", 1e-9, 2e-8, 5e-7 },
		{ "nic", 5e-10, 7e-9, 2e-7 },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rig *rig = rig_new(rows[i].profile, 1, 1, 1);

		rig_run(rig, SECOND);
		print_message("# %s: BER before FEC %.1e %.1e %.1e (1, 50, 99 %%)\n",
			      rows[i].profile, rig_ber(rig, 1),
			      rig_ber(rig, 50),
			      rig_ber(rig, 99));
		assert_true(rig_ber(rig, 1) > rows[i].low);
		assert_near(log10(rig_ber(rig, 50)),
			    log10(rows[i].median),
			    rig->map.n_lanes > 64 ? 0.1 : 0.6);
		assert_true(rig_ber(rig, 99) < rows[i].high);
		assert_int_equal(rig_ports_up(rig), rig->map.n_ports);
		rig_free(rig);
	}
}

static void nominal_values(void **state)
{
	struct rig *rig = rig_new("q3450", 2, 1, 1);
	const CPOPlant *p = &rig->plant;
	double temp = 0, heater = 0;

	(void)state;
	rig_run(rig, 60 * SECOND);
	for (unsigned int i = 0; i < p->map.n_lanes; i++) {
		temp += p->engine[i / 8].temp_mc / 1e3 / p->map.n_lanes;
		heater += p->lane[i].heater / 100.0 / p->map.n_lanes;
		assert_true(p->lane[i].locked);
		assert_int_equal(p->lane[i].detuning_mhz, 0);
		assert_near(cpo_nw_to_dbm(p->lane[i].tx_nw), 2.2, 1.2);
		assert_near(cpo_nw_to_dbm(p->lane[i].rx_nw), -0.3, 1.6);
		assert_near(cpo_nw_to_dbm(p->lane[i].rx_seen_nw),
			    cpo_nw_to_dbm(p->lane[i].rx_nw), 0.501);
	}
	assert_near(temp, 64, 0.4);
	assert_near(heater, 60, 1);
	for (unsigned int k = 0; k < p->map.n_lasers; k++) {
		assert_near(p->laser[k].bias_na / 1e6, 363, 63);
		assert_near(p->laser[k].temp_mc, 45000, 200);
		assert_near(cpo_nw_to_dbm(p->feed[k].input_nw), 18.8, 0.6);
		assert_int_equal(cpo_plant_cond(p, k), 0);
	}
	assert_near(p->plate_uc / 1e6, 49, 0.1);
	assert_near(p->outlet_uc / 1e6, 44.1, 0.1);
	assert_near(p->asic[0].temp_uc / 1e6, 72, 0.2);
	assert_near(p->els[0].case_mc / 1e3, 50, 3);
	rig_free(rig);
}

/* Nothing is lit: no light, no counts, no nonsense. */
static void all_dark(void **state)
{
	struct rig *rig = rig_dark("bailly", 1, 1, 1);
	const CPOPlant *p = &rig->plant;

	(void)state;
	rig_run(rig, 200 * SECOND);
	assert_int_equal(rig_ports_up(rig), 0);
	for (unsigned int i = 0; i < p->map.n_lanes; i++) {
		assert_true(p->lane[i].los);
		assert_int_equal(p->lane[i].rx_nw, 0);
		assert_int_equal(p->lane[i].symbol_errors, 0);
	}
	for (unsigned int i = 0; i < p->map.n_ports; i++)
		assert_int_equal(p->port[i].fec.codewords, 0);
	assert_true(p->engine[0].temp_mc < 58000);
	assert_int_equal(p->els[0].mw, 0);
	assert_true(p->laser[0].age == 0);
	rig_free(rig);
}

/* ---- lasers ---- */

/* End of life in 720 s at a million times; the bias shows it. */
static void life(void **state)
{
	struct rig *rig = rig_new("nic", 1, 1, 1000000);
	const CPOPlantLaser *l = &rig->plant.laser[0];
	double bias = l->bias_na, half;

	(void)state;
	rig_run(rig, 100 * SECOND);
	half = (double)l->age / CPO_AGE_ONE;
	while (l->age < CPO_AGE_ONE && rig->plant.epoch < 9000)
		rig_epoch(rig);
	print_message("# end of life after %.1f s, bias +%.1f %%\n",
		      rig->plant.epoch / 10.0, 100 * (l->bias_na / bias - 1));
	/* more bias ages faster, so a little earlier */
	assert_between(rig->plant.epoch / 10.0, 450, 760);
	assert_ratio(l->bias_na / bias, 1.2, 0.02);
	assert_int_equal(l->emitted_nw, l->full_nw);
	assert_true(half > 0.1);
	/* the spare is not lit and does not age */
	assert_true(rig->plant.laser[2].age == 0);
	rig_free(rig);
}

static void worn_out(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	uint32_t input = p->feed[0].input_nw;

	(void)state;
	p->laser[0].age = CPO_AGE_ONE * 22 / 10;
	cpo_plant_laser_moved(p, 0);
	rig_run(rig, 5);
	assert_int_equal(p->laser[0].bias_na, CPO_LASER_MAX_BIAS_NA);
	assert_true(p->laser[0].emitted_nw < p->laser[0].full_nw);
	assert_true(p->feed[0].input_nw < input);
	assert_int_equal(cpo_plant_cond(p, 0), 0);
	rig_run(rig, 10);
	assert_true(cpo_plant_cond(p, 0) & 1u << CPO_COND_APC);
	p->laser[0].age = 0;
	cpo_plant_laser_moved(p, 0);
	rig_eval(rig);
	rig_run(rig, 1);
	assert_int_equal(cpo_plant_cond(p, 0), 0);
	assert_int_equal(p->feed[0].input_nw, input);
	rig_free(rig);
}

/* A case too hot for the cooler: the bench goes, and the bias with it. */
static void cooler_at_its_end(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	uint16_t heater = p->lane[0].heater, other = p->lane[40].heater;
	uint32_t bias;

	(void)state;
	rig_run(rig, 2);
	bias = p->laser[0].bias_na;
	p->els[0].temp_pin = 80000;
	rig_run(rig, 30 * SECOND);
	assert_near(p->laser[0].bias_na, bias, 1);
	assert_true(p->els[0].tec_drive > 8500);
	/* engines that do not move: it is the lasers alone */
	p->engine[0].temp_pin = p->engine[0].temp_mc;
	p->engine[5].temp_pin = p->engine[5].temp_mc;
	p->els[0].temp_pin = 92000;
	rig_run(rig, 30 * SECOND);
	assert_int_equal(p->els[0].tec_drive, CPO_TEC_FULL);
	assert_true(p->laser[0].temp_mc > 50000);
	assert_true(p->laser[0].bias_na > bias + 5000000);
	assert_true(p->laser[0].freq_error_mhz < -70000);
	/* a redder laser: its rings need more heat, others do not */
	assert_true(p->lane[0].heater > heater + 500);
	assert_near(p->lane[40].heater, other, 5);
	assert_int_equal(cpo_plant_cond(p, 0) & 0xc, 0xc);
	assert_int_equal(cpo_plant_cond(p, 8), 0);
	p->els[0].temp_pin = CPO_PLANT_TEMP_FREE;
	p->engine[0].temp_pin = CPO_PLANT_TEMP_FREE;
	rig_run(rig, 300 * SECOND);
	assert_int_equal(cpo_plant_cond(p, 0), 0);
	assert_near(p->laser[0].temp_mc, 45000, 200);
	rig_free(rig);
}

/* A hotter case costs more cooling, but that never feeds itself. */
static void cooler_is_stable(void **state)
{
	(void)state;
	for (size_t i = 0; cpo_profile_get(i); i++) {
		struct rig *rig = rig_new(cpo_profile_get(i)->name, 3, 100, 1);
		CPOPlant *p = &rig->plant;

		rig_run(rig, 300);
		for (unsigned int n = 0; n < p->map.n_els; n++)
			assert_near(p->els[n].case_mc / 1e3, 50, 5);
		p->inlet_mc += 15000;
		rig_run(rig, 300);
		for (unsigned int n = 0; n < p->map.n_els; n++)
			assert_near(p->els[n].case_mc / 1e3, 68, 8);
		assert_true(cpo_plant_settled(p));
		rig_free(rig);
	}
}

static void module_pulled(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;

	(void)state;
	rig_run(rig, 5);
	cpo_plant_els_set(p, 1, false, false);
	for (unsigned int k = 8; k < 16; k++)
		rig_laser(rig, k, false);
	rig_eval(rig);
	/* partners hang on the same module: eight ports, at once */
	assert_int_equal(rig_ports_up(rig), p->map.n_ports - 8);
	rig_run(rig, 5);
	assert_int_equal(p->els[1].mw, 0);
	cpo_plant_els_set(p, 1, true, true);
	for (unsigned int k = 8; k < 16; k++)
		rig_laser(rig, k, true);
	rig_run(rig, 30 * SECOND);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports);
	rig_free(rig);
}

/* ---- links ---- */

static void lossy_fibre(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	uint64_t other;

	(void)state;
	rig_run(rig, 5);
	p->lane[8].link_mdb += 3000;
	cpo_plant_lane_moved(p, 8);
	rig_run(rig, 20);
	other = p->port[3].fec.uncorrectable;
	assert_true(p->lane[8].ber > 1000 * p->lane[9].ber);
	assert_true(p->lane[8].symbol_errors > 100 * p->lane[9].symbol_errors);
	assert_true(p->port[2].fec.bin[2] > 0);
	p->lane[8].link_mdb += 20000;
	cpo_plant_lane_moved(p, 8);
	rig_eval(rig);
	assert_true(p->lane[8].los);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports - 1);
	assert_int_equal(p->port[3].fec.uncorrectable, other);
	p->lane[8].link_mdb -= 23000;
	cpo_plant_lane_moved(p, 8);
	rig_eval(rig);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports);
	rig_free(rig);
}

/* What one engine sends another receives; an open port has no light. */
static void across_engines(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	unsigned int near = rig->port_lanes[0], far = rig->port_lanes[4 * 100];
	uint32_t rx;

	(void)state;
	rig_join(rig, p->profile, 0, 100);
	cpo_plant_remap(p);
	rig_eval(rig);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports - 2);
	assert_true(p->lane[rig->port_lanes[4]].los);
	assert_false(p->port[1].aligned);
	rx = p->lane[far].rx_nw;
	assert_false(p->lane[far].los);
	cpo_plant_feed_loss(p, rig->lane_feed[near],
			    p->feed[rig->lane_feed[near]].loss_mdb + 1000);
	rig_eval(rig);
	assert_near(cpo_loss_mdb(rx, p->lane[far].rx_nw), 1000, 1);
	rig_laser(rig, rig->lane_feed[near], false);
	rig_eval(rig);
	assert_true(p->lane[far].los);
	/* a dark transmitter does not darken its own receiver */
	assert_false(p->lane[near].los);
	rig_free(rig);
}

/* Between the code's threshold and its end a link comes and goes. */
static void marginal_link(void **state)
{
	struct rig *rig = rig_new("nic", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	unsigned int up = 0, epochs = 600 * SECOND;

	(void)state;
	for (unsigned int i = 0; i < 4; i++)
		p->lane[i].ber_pin = 1160000000000000;		/* 1.16e-3 */
	p->engine[0].dirty = true;
	for (unsigned int n = 0; n < epochs; n++) {
		rig_epoch(rig);
		up += p->port[0].aligned;
	}
	print_message("# BER 1.16e-3: alignment lost %u times in 600 s\n",
		      p->port[0].align_losses);
	assert_in_range(p->port[0].align_losses, 5, 120);
	/* each time for half a second */
	assert_near(epochs - up, 5 * p->port[0].align_losses, 5);
	assert_int_equal(p->port[1].align_losses, 0);
	for (unsigned int i = 0; i < 4; i++)
		p->lane[i].ber_pin = 1800000000000000;
	p->engine[0].dirty = true;
	rig_run(rig, 60 * SECOND);
	assert_false(p->port[0].aligned);
	assert_near(cpo_plant_frame_loss(p, 0, 64), 1, 0);
	assert_true(p->port[0].signal);
	/* worse still and there is no clock to be had */
	p->lane[1].ber_pin = 50000000000000000;		/* 5 % */
	p->engine[0].dirty = true;
	rig_eval(rig);
	assert_true(p->lane[1].lol && !p->lane[1].los);
	assert_false(p->port[0].signal);
	for (unsigned int i = 0; i < 4; i++)
		p->lane[i].ber_pin = CPO_PLANT_FREE;
	p->engine[0].dirty = true;
	rig_run(rig, 10);
	assert_true(p->port[0].aligned);
	assert_true(cpo_plant_frame_loss(p, 0, 64) < 1e-18);
	rig_free(rig);
}

static void ring_drift(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;

	(void)state;
	rig_run(rig, 5);
	p->lane[0].drift_mk = -40000;
	cpo_plant_lane_moved(p, 0);
	rig_eval(rig);
	assert_false(p->lane[0].locked);
	/* light arrives, but nothing is in it */
	assert_false(p->lane[p->map.lane_peer[0]].los);
	assert_true(p->lane[p->map.lane_peer[0]].lol);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports - 1);
	p->lane[0].drift_mk = 0;
	cpo_plant_lane_moved(p, 0);
	rig_eval(rig);
	assert_false(p->lane[0].locked);
	rig_run(rig, 3);
	assert_true(p->lane[0].locked);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports);
	rig_free(rig);
}

static void pins(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlant *p = &rig->plant;

	(void)state;
	p->lane[3].rx_pin = 55000;
	cpo_plant_lane_moved(p, 3);
	p->laser[9].power_pin = 160000000;
	p->laser[9].bias_pin = 400000000;
	cpo_plant_laser_moved(p, 9);
	rig_eval(rig);
	assert_int_equal(p->lane[3].rx_nw, 55000);
	assert_true(p->lane[3].los);
	assert_int_equal(p->laser[9].emitted_nw, 160000000);
	assert_int_equal(p->laser[9].bias_na, 400000000);
	p->lane[3].rx_pin = 80000;		/* between off and on */
	cpo_plant_lane_moved(p, 3);
	rig_eval(rig);
	assert_true(p->lane[3].los);
	p->lane[3].rx_pin = CPO_PLANT_FREE;
	cpo_plant_lane_moved(p, 3);
	rig_eval(rig);
	assert_false(p->lane[3].los);
	rig_free(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nominal_errors),
		cmocka_unit_test(nominal_values),
		cmocka_unit_test(all_dark),
		cmocka_unit_test(life),
		cmocka_unit_test(worn_out),
		cmocka_unit_test(cooler_at_its_end),
		cmocka_unit_test(cooler_is_stable),
		cmocka_unit_test(module_pulled),
		cmocka_unit_test(lossy_fibre),
		cmocka_unit_test(across_engines),
		cmocka_unit_test(marginal_link),
		cmocka_unit_test(ring_drift),
		cmocka_unit_test(pins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Heat: what a loss of coolant does, in which order, and after what time. */
#include "near.h"
#include "plant_rig.h"

#define SECOND	10		/* epochs */

/* Epoch in which half of the engines are at @mc. */
static double wait_median(struct rig *rig, int32_t mc)
{
	for (unsigned int n = 0; n < 3000; n++) {
		unsigned int hot = 0;

		rig_epoch(rig);
		for (unsigned int i = 0; i < rig->map.n_engines; i++)
			hot += rig->plant.engine[i].temp_mc >= mc;
		if (hot * 2 >= rig->map.n_engines)
			return rig->plant.epoch;
	}
	return NAN;
}

/* Epoch in which half of them protect themselves. */
static double wait_trip(struct rig *rig, int trip)
{
	for (unsigned int n = 0; n < 3000; n++) {
		unsigned int hot = 0;

		rig_epoch(rig);
		for (unsigned int i = 0; i < rig->map.n_engines; i++)
			hot += rig->plant.engine[i].trip >= trip;
		if (hot * 2 >= rig->map.n_engines)
			return rig->plant.epoch;
	}
	return NAN;
}

static void check_flow_lost(uint32_t scale)
{
	static const struct {
		int32_t mc;
		double seconds;
	} points[] = {
		{ 80000, 35 }, { 90000, 57 }, { 94000, 66 },
	};
	struct rig *rig = rig_new("q3450", 1, scale, 1);
	double start;

	rig_run(rig, 10);
	start = rig->plant.epoch;
	rig->plant.flow = 0;
	for (unsigned int i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
		double t = (wait_median(rig, points[i].mc) - start) / SECOND *
			   scale;

		print_message("# flow lost, x%u: %d C after %.1f s\n", scale,
			      points[i].mc / 1000, t);
		assert_near(t, points[i].seconds, 2 + scale / SECOND);
	}
	/* dark lanes are cooler, so the shutdown comes later than it would */
	for (int trip = CPO_TRIP_TX_OFF; trip <= CPO_TRIP_SHUTDOWN; trip++) {
		double t = (wait_trip(rig, trip) - start) / SECOND * scale;

		print_message("# flow lost, x%u: %s after %.1f s\n", scale,
			      trip == CPO_TRIP_TX_OFF ? "Tx off" : "shutdown",
			      t);
		if (trip == CPO_TRIP_TX_OFF)
			assert_near(t, 79, 2 + scale / SECOND);
		else
			assert_between(t, 90, 130);
	}
	rig_free(rig);
}

static void flow_lost(void **state)
{
	(void)state;
	check_flow_lost(1);
	check_flow_lost(10);
}

/* The order in which one link dies, in epochs. */
struct order {
	unsigned int warm, heater, tec, slow, rail, jump, bins, lock, down;
};

static void note(unsigned int *when, bool now, unsigned int epoch)
{
	if (now && !*when)
		*when = epoch;
}

static void watch(const CPOPlant *p, struct order *o, double ber0,
		  int32_t tec0, unsigned int epoch)
{
	const CPOPlantLane *tx = &p->lane[0];
	const CPOPlantLane *rx = &p->lane[p->map.lane_peer[0]];
	const CPOPlantPort *port = &p->port[p->lane_port[p->map.lane_peer[0]]];

	note(&o->warm, p->engine[0].temp_mc > 65000, epoch);
	note(&o->heater, tx->heater < 5000, epoch);
	note(&o->tec, p->els[0].tec_drive > tec0 + 200, epoch);
	note(&o->slow, rx->ber > 2 * ber0, epoch);
	note(&o->rail, tx->detuning_mhz != 0, epoch);
	note(&o->jump, rx->ber > 2.4e-4, epoch);
	note(&o->bins, port->sew_max > 4, epoch);
	note(&o->lock, !tx->locked, epoch);
	note(&o->down, !port->aligned, epoch);
}

static void falls_in_order(void **state)
{
	struct rig *rig = rig_new("q3450", 4, 1, 1);
	const CPOPlant *p = &rig->plant;
	double ber0 = p->lane[p->map.lane_peer[0]].ber;
	struct order o = { 0 };
	int32_t tec0;

	(void)state;
	rig_run(rig, 10);
	tec0 = p->els[0].tec_drive;
	/* one ring of the link is in question: pull in the others */
	for (unsigned int i = 1; i < p->map.n_lanes; i++)
		rig->plant.lane[i].drift_mk = 10000;
	rig->plant.flow = 0;
	for (unsigned int n = 1; n < 1000 && !o.down; n++) {
		rig_epoch(rig);
		watch(p, &o, ber0, tec0, n);
	}
	print_message("# warm %u heater %u TEC %u slow BER %u rail %u jump %u bins %u lock %u down %u (x 0.1 s)\n",
		      o.warm, o.heater, o.tec, o.slow, o.rail, o.jump, o.bins,
		      o.lock, o.down);
	assert_true(o.warm && o.warm < o.heater);
	assert_true(o.heater < o.tec);
	assert_true(o.tec < o.slow);
	assert_true(o.slow < o.rail);
	assert_true(o.rail < o.jump);
	assert_true(o.rail < o.bins);
	assert_true(o.jump < o.lock);
	assert_true(o.lock <= o.down && o.down <= o.lock + 1);
	/* from the rail to the end: four seconds */
	assert_between((o.down - o.rail) / 10.0, 2.5, 5.5);
	rig_free(rig);
}

static void coolant_back(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	const CPOPlant *p = &rig->plant;
	int32_t before;
	uint64_t bad;

	(void)state;
	rig_run(rig, 300 * SECOND);
	before = p->engine[5].temp_mc;
	rig->plant.flow = 0;
	rig_run(rig, 100 * SECOND);
	assert_int_equal(rig_ports_up(rig), 0);
	rig->plant.flow = CPO_FLOW_FULL;
	rig_run(rig, 600 * SECOND);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports);
	assert_near(p->engine[5].temp_mc, before, 20);
	assert_near(p->els[5].tec_drive, 3000, 300);
	bad = p->port[3].fec.uncorrectable;
	rig_run(rig, 10 * SECOND);
	assert_int_equal(p->port[3].fec.uncorrectable, bad);
	for (unsigned int i = 0; i < p->map.n_lanes; i++)
		assert_true(p->lane[i].locked && !p->lane[i].lol);
	rig_free(rig);
}

/* Less flow, warmer water: higher, and settled there. */
static void warmer(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 10, 1);
	const CPOPlant *p = &rig->plant;
	int64_t plate;

	(void)state;
	rig->plant.flow = 500;
	rig_run(rig, 300);
	assert_near(p->plate_uc / 1e6, 35 + 14 * pow(0.5, -0.8), 0.6);
	rig->plant.flow = CPO_FLOW_FULL;
	rig->plant.inlet_mc = 45000;
	rig_run(rig, 600);
	assert_near(p->plate_uc / 1e6, 59, 0.2);
	assert_near(p->engine[0].temp_mc / 1e3, 74, 1.5);
	plate = p->plate_uc;
	rig->plant.load = 0;
	rig_run(rig, 300);
	assert_true(p->plate_uc < plate - 2000000);
	rig_free(rig);
}

/* Up to the rail the receiver's noise is all there is: about fivefold. */
static void slow_part(void **state)
{
	struct rig *rig = rig_new("sn6810", 1, 1, 1);
	double cold = rig_ber(rig, 50);

	(void)state;
	for (unsigned int i = 0; i < rig->map.n_engines; i++)
		rig->plant.engine[i].temp_pin = 90000;
	rig_run(rig, 2);
	assert_between(rig_ber(rig, 50) / cold, 3, 6);
	rig_free(rig);
}

static void engine_protects_itself(void **state)
{
	struct rig *rig = rig_new("bailly", 1, 1, 1);
	CPOPlant *p = &rig->plant;

	(void)state;
	p->engine[0].temp_pin = 102000;
	rig_run(rig, 2);
	assert_int_equal(p->engine[0].trip, CPO_TRIP_TX_OFF);
	assert_int_equal(p->lane[0].tx_nw, 0);
	assert_true(p->lane[p->map.lane_peer[0]].los);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports - 16);
	p->engine[0].temp_pin = 93000;
	rig_run(rig, 2);
	assert_int_equal(p->engine[0].trip, CPO_TRIP_TX_OFF);
	p->engine[0].temp_pin = 80000;
	rig_run(rig, 2);
	assert_int_equal(p->engine[0].trip, CPO_TRIP_NONE);
	assert_int_equal(rig_ports_up(rig), p->map.n_ports);
	p->engine[0].temp_pin = 107000;
	rig_run(rig, 2);
	assert_int_equal(p->engine[0].trip, CPO_TRIP_SHUTDOWN);
	assert_true(p->engine[0].mw < 2000);
	p->engine[0].temp_pin = 90000;
	rig_run(rig, 2);
	assert_int_equal(p->engine[0].trip, CPO_TRIP_SHUTDOWN);
	rig_free(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flow_lost),
		cmocka_unit_test(falls_in_order),
		cmocka_unit_test(coolant_back),
		cmocka_unit_test(warmer),
		cmocka_unit_test(slow_part),
		cmocka_unit_test(engine_protects_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

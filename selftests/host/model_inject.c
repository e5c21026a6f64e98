// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* Every injection has its effect and leaves none behind. */
#include "near.h"
#include "cpo_inject.h"
#include "plant_rig.h"

static char why[128];

static void put(struct rig *rig, const char *name, unsigned int i,
		int64_t value)
{
	if (cpo_inject(&rig->plant, name, i, value, why, sizeof(why)))
		fail_msg("%s", why);
	rig_eval(rig);
}

static void take_out(struct rig *rig, const char *name, unsigned int i)
{
	if (cpo_inject_clear(&rig->plant, name, i, why, sizeof(why)))
		fail_msg("%s", why);
	rig_eval(rig);
}

static void fibre_loss(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlantLane *l = &rig->plant.lane[9];
	uint32_t rx = l->rx_nw, ber = l->ber32;

	(void)state;
	put(rig, "fibre-loss", 9, 3000);
	assert_near(cpo_loss_mdb(rx, l->rx_nw), 3000, 1);
	assert_true(l->ber > 1e-6);
	put(rig, "fibre-loss", 9, 1000);	/* not on top of the last */
	assert_near(cpo_loss_mdb(rx, l->rx_nw), 1000, 1);
	put(rig, "fibre-loss", 9, 25000);
	assert_true(l->los);
	assert_int_equal(rig_ports_up(rig), rig->map.n_ports - 1);
	take_out(rig, "fibre-loss", 9);
	assert_int_equal(l->rx_nw, rx);
	assert_int_equal(l->ber32, ber);
	assert_int_equal(rig_ports_up(rig), rig->map.n_ports);
	put(rig, "los", 9, 1);
	assert_true(l->los);
	assert_int_equal(l->rx_nw, 0);
	take_out(rig, "los", 9);
	assert_int_equal(l->rx_nw, rx);
	rig_free(rig);
}

static void feed_loss(void **state)
{
	struct rig *rig = rig_new("bailly", 1, 1, 1);
	CPOPlant *p = &rig->plant;
	uint32_t in = p->feed[5].input_nw, tx[4], other = p->lane[0].tx_nw;

	(void)state;
	for (unsigned int i = 0; i < 4; i++)
		tx[i] = p->lane[p->laser_lane[p->laser_first[5] + i]].tx_nw;
	put(rig, "feed-loss", 5, 2000);
	assert_near(cpo_loss_mdb(in, p->feed[5].input_nw), 2000, 1);
	for (unsigned int i = 0; i < 4; i++) {
		unsigned int lane = p->laser_lane[p->laser_first[5] + i];

		assert_near(cpo_loss_mdb(tx[i], p->lane[lane].tx_nw), 2000,
			    1);
	}
	assert_int_equal(p->lane[0].tx_nw, other);
	take_out(rig, "feed-loss", 5);
	assert_int_equal(p->feed[5].input_nw, in);
	rig_free(rig);
}

static void laser_age(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlantLaser *l = &rig->plant.laser[3];
	uint32_t bias = l->bias_na, power = l->emitted_nw;

	(void)state;
	put(rig, "age", 3, 10000);
	assert_ratio((double)l->bias_na / bias, 1.2, 0.02);
	assert_int_equal(l->emitted_nw, power);
	put(rig, "age", 3, 30000);
	assert_int_equal(l->bias_na, CPO_LASER_MAX_BIAS_NA);
	assert_true(l->emitted_nw < power);
	take_out(rig, "age", 3);
	assert_int_equal(l->bias_na, bias);
	assert_int_equal(l->emitted_nw, power);
	rig_free(rig);
}

static void cooling(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 10, 1);
	CPOPlant *p = &rig->plant;
	int64_t plate;

	(void)state;
	rig_run(rig, 300);
	plate = p->plate_uc;
	put(rig, "coolant-flow", 0, 400);
	rig_run(rig, 300);
	assert_true(p->plate_uc > plate + 10000000);
	take_out(rig, "coolant-flow", 0);
	put(rig, "inlet", 0, 8000);
	rig_run(rig, 600);
	assert_near(p->plate_uc / 1e6, plate / 1e6 + 8, 0.3);
	take_out(rig, "inlet", 0);
	put(rig, "load", 0, 0);
	rig_run(rig, 600);
	assert_true(p->plate_uc < plate - 2000000);
	take_out(rig, "load", 0);
	rig_run(rig, 1000);
	assert_near(p->plate_uc, plate, 2000);
	rig_free(rig);
}

static void ring(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1);
	CPOPlantLane *l = &rig->plant.lane[70];
	uint16_t heater = l->heater;

	(void)state;
	put(rig, "ring-drift", 70, 10000);
	assert_near(l->heater, heater + 2000, 1);
	assert_true(l->locked);
	put(rig, "ring-drift", 70, -60000);
	assert_int_equal(l->heater, 0);
	assert_false(l->locked);
	assert_int_equal(rig_ports_up(rig), rig->map.n_ports - 1);
	take_out(rig, "ring-drift", 70);
	rig_run(rig, 3);
	assert_true(l->locked);
	assert_int_equal(l->heater, heater);
	assert_int_equal(rig_ports_up(rig), rig->map.n_ports);
	rig_free(rig);
}

static void electrics(void **state)
{
	struct rig *rig = rig_new("nic", 1, 1, 1);

	(void)state;
	put(rig, "leak", 0, 1);
	assert_true(rig->plant.leak);
	put(rig, "board-rail", 0, -1000000);
	assert_int_equal(rig->plant.rail_offset_uv, -1000000);
	put(rig, "engine-rail", 0, -200000);
	assert_int_equal(rig->plant.engine[0].rail_offset_uv, -200000);
	assert_true(cpo_plant_sane(&rig->plant));
	cpo_inject_clear_all(&rig->plant);
	assert_false(rig->plant.leak);
	assert_int_equal(rig->plant.rail_offset_uv, 0);
	assert_int_equal(rig->plant.engine[0].rail_offset_uv, 0);
	rig_free(rig);
}

static void wrong(void **state)
{
	struct rig *rig = rig_new("bailly", 1, 1, 1);
	CPOPlant *p = &rig->plant;

	(void)state;
	assert_int_equal(cpo_inject(p, "gremlin", 0, 1, why, sizeof(why)),
			 CPO_ST_OPCODE);
	assert_string_equal(why, "there is no injection 'gremlin'");
	assert_int_equal(cpo_inject(p, "fibre-loss", 512, 1, why, sizeof(why)),
			 CPO_ST_NO_OBJECT);
	assert_string_equal(why, "fibre-loss: there is no lane 512");
	assert_int_equal(cpo_inject(p, "leak", 1, 1, why, sizeof(why)),
			 CPO_ST_NO_OBJECT);
	assert_string_equal(why, "leak: there is no device 1");
	assert_int_equal(cpo_inject(p, "age", 0, -1, why, sizeof(why)),
			 CPO_ST_RANGE);
	assert_string_equal(why, "age: -1 is not in 0..100000");
	assert_int_equal(cpo_inject(p, "ring-drift", 0, 1, why, sizeof(why)),
			 CPO_ST_NO_OBJECT);
	assert_string_equal(why,
			    "ring-drift: the modulators of bailly are not rings");
	assert_int_equal(cpo_inject_clear(p, "gremlin", 0, why, sizeof(why)),
			 CPO_ST_OPCODE);
	rig_free(rig);
}

/* The limits of the table are states a snapshot may have. */
static void limits(void **state)
{
	struct rig *rig = rig_new("nic", 1, 1, 1);

	(void)state;
	for (size_t n = 0; cpo_inject_get(n); n++) {
		const CPOInjection *in = cpo_inject_get(n);

		assert_ptr_equal(cpo_inject_find(in->name), in);
		assert_true(in->none >= in->min && in->none <= in->max);
		put(rig, in->name, 0, in->min);
		rig_run(rig, 2);
		assert_true(cpo_plant_sane(&rig->plant));
		put(rig, in->name, 0, in->max);
		rig_run(rig, 2);
		assert_true(cpo_plant_sane(&rig->plant));
		take_out(rig, in->name, 0);
	}
	rig_run(rig, 20);
	assert_int_equal(rig_ports_up(rig), rig->map.n_ports);
	rig_free(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fibre_loss),
		cmocka_unit_test(feed_loss),
		cmocka_unit_test(laser_age),
		cmocka_unit_test(cooling),
		cmocka_unit_test(ring),
		cmocka_unit_test(electrics),
		cmocka_unit_test(wrong),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

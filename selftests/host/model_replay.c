// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (c) 2026 The cpo authors

/* The plant is always the same: read often, saved and loaded, run again. */
#include "near.h"
#include "plant_rig.h"

#define SECOND	10		/* epochs */

static bool same_parts(const CPOPlant *a, const CPOPlant *b)
{
	for (unsigned int i = 0; i < a->map.n_engines; i++) {
		if (a->engine[i].temp_uc != b->engine[i].temp_uc ||
		    a->engine[i].mw != b->engine[i].mw ||
		    a->engine[i].energy_uj != b->engine[i].energy_uj ||
		    a->engine[i].trip != b->engine[i].trip)
			return false;
	}
	for (unsigned int i = 0; i < a->map.n_els; i++) {
		if (a->els[i].case_uc != b->els[i].case_uc ||
		    a->els[i].bench_uc != b->els[i].bench_uc ||
		    a->els[i].seen_mw != b->els[i].seen_mw ||
		    a->els[i].energy_uj != b->els[i].energy_uj)
			return false;
	}
	for (unsigned int k = 0; k < a->map.n_lasers; k++) {
		if (a->laser[k].age != b->laser[k].age ||
		    a->laser[k].bias_na != b->laser[k].bias_na ||
		    a->laser[k].emitted_nw != b->laser[k].emitted_nw ||
		    a->feed[k].input_nw != b->feed[k].input_nw)
			return false;
	}
	return a->plate_uc == b->plate_uc && a->outlet_uc == b->outlet_uc &&
	       cpo_plant_total_mw(a) == cpo_plant_total_mw(b);
}

static bool same_win(const CPOWindow *a, const CPOWindow *b, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		if (memcmp(&a[i].running, &b[i].running,
			   sizeof(a[i].running)) ||
		    memcmp(&a[i].previous, &b[i].previous,
			   sizeof(a[i].previous)) ||
		    a[i].since != b[i].since || a[i].start != b[i].start)
			return false;
	}
	return true;
}

static bool same_lanes(const CPOPlant *a, const CPOPlant *b)
{
	for (unsigned int i = 0; i < a->map.n_lanes; i++) {
		const CPOPlantLane *l = &a->lane[i], *m = &b->lane[i];

		if (l->tx_seen_nw != m->tx_seen_nw ||
		    l->rx_seen_nw != m->rx_seen_nw || l->ber32 != m->ber32 ||
		    l->snr_256db != m->snr_256db || l->locked != m->locked ||
		    l->heater != m->heater || l->los != m->los ||
		    l->lol != m->lol || l->symbol_errors != m->symbol_errors ||
		    !same_win(l->win, m->win, CPO_WIN_LANE_COUNT))
			return false;
	}
	for (unsigned int i = 0; i < a->map.n_ports; i++) {
		const CPOPlantPort *p = &a->port[i], *q = &b->port[i];

		if (memcmp(&p->fec, &q->fec, sizeof(p->fec)) ||
		    p->aligned != q->aligned ||
		    p->align_losses != q->align_losses ||
		    p->energy_uj != q->energy_uj ||
		    !same_win(p->win, q->win, CPO_WIN_PORT_COUNT))
			return false;
	}
	return true;
}

static void assert_same(struct rig *a, struct rig *b)
{
	cpo_plant_windows_run(&a->plant);
	cpo_plant_windows_run(&b->plant);
	assert_true(same_parts(&a->plant, &b->plant));
	assert_true(same_lanes(&a->plant, &b->plant));
}

/* What the outside does to both machines at one epoch. */
static void script(struct rig *rig, unsigned int epoch)
{
	CPOPlant *p = &rig->plant;

	switch (epoch) {
	case 200:
		p->flow = 0;
		break;
	case 500:
		p->lane[17].link_mdb += 4150;
		cpo_plant_lane_moved(p, 17);
		break;
	case 700:
		rig_laser(rig, 20, false);
		break;
	case 900:
		p->flow = CPO_FLOW_FULL;
		rig_laser(rig, 20, true);
		break;
	}
}

/* Readers between the epochs change nothing. */
static void lazy(void **state)
{
	struct rig *a = rig_new("q3450", 5, 1, 100000);
	struct rig *b = rig_new("q3450", 5, 1, 100000);

	(void)state;
	cpo_plant_windows_reset(&a->plant, 300);
	cpo_plant_windows_reset(&b->plant, 300);
	for (unsigned int n = 0; n < 1500; n++) {
		script(a, n);
		script(b, n);
		rig_eval(a);
		if (n % 3 == 0) {
			for (unsigned int i = 0; i < 1 + n % 5; i++)
				rig_eval(b);
			cpo_plant_windows_run(&b->plant);
		} else {
			rig_eval(b);
		}
		rig_epoch(a);
		rig_epoch(b);
	}
	assert_same(a, b);
	rig_free(a);
	rig_free(b);
}

/* Save at any moment, load into another machine: they stay alike. */
static void check_snapshot(const char *profile, unsigned int when)
{
	struct rig *a = rig_new(profile, 6, 1, 100000);
	struct rig *b = rig_dark(profile, 6, 1, 100000);

	for (unsigned int n = 0; n < 1300; n++) {
		script(a, n);
		rig_eval(a);
		if (n == when) {
			assert_true(cpo_plant_sane(&a->plant));
			rig_load(b, a);
			rig_eval(b);
			assert_same(a, b);
		} else if (n > when) {
			script(b, n);
			rig_eval(b);
			rig_epoch(b);
		}
		if (n != when)
			rig_epoch(a);
	}
	assert_same(a, b);
	rig_free(a);
	rig_free(b);
}

static void snapshot(void **state)
{
	(void)state;
	check_snapshot("q3450", 0);
	check_snapshot("q3450", 199);
	check_snapshot("q3450", 700);	/* just after a change */
	check_snapshot("q3450", 850);	/* links are falling */
	check_snapshot("q3450", 1000);	/* and coming back */
	check_snapshot("davisson", 701);
}

static void not_sane(void **state)
{
	struct rig *rig = rig_new("nic", 1, 1, 1);
	CPOPlant *p = &rig->plant;

	(void)state;
	rig_run(rig, 20);
	cpo_plant_windows_run(p);
	assert_true(cpo_plant_sane(p));
#define REFUSED(field, value) do {					\
	__typeof__(field) was_ = (field);				\
									\
	(field) = (value);						\
	assert_false(cpo_plant_sane(p));				\
	(field) = was_;							\
	assert_true(cpo_plant_sane(p));					\
} while (0)
	REFUSED(p->flow, 5000);
	REFUSED(p->load, 1001);
	REFUSED(p->window_epochs, 0);
	REFUSED(p->plate_uc, INT64_MAX);
	REFUSED(p->inlet_mc, INT32_MIN);
	REFUSED(p->engine[0].temp_uc, INT64_MIN);
	REFUSED(p->engine[0].temp_mc, INT32_MAX);
	REFUSED(p->els[0].case_mc, INT32_MIN);
	REFUSED(p->engine[0].temp_pin, INT32_MAX);
	REFUSED(p->engine[0].trip, 3);
	REFUSED(p->els[0].bench_uc, INT64_MAX);
	REFUSED(p->laser[1].age, UINT64_MAX);
	REFUSED(p->laser[1].emitted_nw, UINT32_MAX);
	REFUSED(p->laser[1].power_pin, INT64_MAX);
	REFUSED(p->feed[1].loss_mdb, INT32_MIN);
	REFUSED(p->lane[7].link_mdb, INT32_MAX);
	REFUSED(p->lane[7].ber_pin, -2);
	REFUSED(p->lane[7].relock, UINT64_MAX);
	REFUSED(p->epoch, UINT64_MAX);
	REFUSED(p->els[0].present, false);
	REFUSED(p->laser[0].cond[1], 11);
	REFUSED(p->laser[0].setpoint_nw, UINT32_MAX);
	REFUSED(p->lane[7].drift_mk, INT32_MIN);
	REFUSED(p->lane[7].win[0].since, UINT64_MAX);
	REFUSED(p->lane[7].win[0].start, 1000);
	REFUSED(p->lane[7].win[1].running.n, 1000);
	REFUSED(p->lane[7].win[2].running.high, -1);
	REFUSED(p->lane[7].win[2].running.min, INT64_MAX);
	REFUSED(p->lane[7].win[2].previous.max, 1);
	REFUSED(p->lane[7].win[2].value, INT64_MAX);
	REFUSED(p->port[1].fec.bin[3], UINT64_MAX);
	REFUSED(p->port[1].fec.bin[0], p->port[1].fec.bin[0] + 1);
	REFUSED(p->port[1].fec.codewords, UINT64_MAX);
	REFUSED(p->port[1].fec.corrected, 0);
	REFUSED(p->port[1].realign, 1000);
	REFUSED(p->port[1].sew_max, 17);
#undef REFUSED
	rig_free(rig);
}

/* A snapshot that was tampered with is refused, or does no harm. */
static void tampered(void **state)
{
	static const uint64_t odd[] = {
		0, 1, UINT64_MAX, INT64_MAX, (uint64_t)INT64_MIN, INT32_MAX,
		(uint32_t)INT32_MIN, 1000000000, 255, 10000,
	};
	struct rig *from = rig_new("nic", 1, 1, 1);
	unsigned int refused = 0, n = 30000;

	(void)state;
	rig_run(from, 30);
	for (unsigned int i = 0; i < n; i++) {
		struct rig *rig = rig_dark("nic", 1, 1, 1);
		uint64_t h = cpo_hash_next(99, i, 0);
		uint64_t value = h >> 40 & 1 ? odd[(h >> 32) % 10] :
					       cpo_hash_next(98, i, 0);
		CPOPlant *p = &rig->plant;
		CPOPlantLane *l = &p->lane[(h >> 16) % 8];
		CPOPlantPort *port = &p->port[(h >> 16) % 2];
		CPOPlantLaser *laser = &p->laser[(h >> 16) % 3];
		CPOWindow *w = h >> 41 & 1 ? &l->win[(h >> 20) % 3] :
					     &port->win[(h >> 20) % 2];
#define FIELD(f)	{ &(f), sizeof(f) }
		const struct {
			void *at;
			size_t size;
		} field[] = {
			FIELD(p->epoch), FIELD(p->plate_uc),
			FIELD(p->outlet_uc), FIELD(p->inlet_mc),
			FIELD(p->flow), FIELD(p->load),
			FIELD(p->window_epochs), FIELD(p->asic[0].temp_uc),
			FIELD(p->engine[0].temp_uc),
			FIELD(p->engine[0].temp_mc),
			FIELD(p->engine[0].temp_pin),
			FIELD(p->engine[0].trip),
			FIELD(p->engine[0].energy_uj),
			FIELD(p->els[0].case_uc), FIELD(p->els[0].bench_uc),
			FIELD(p->els[0].case_mc), FIELD(p->els[0].temp_pin),
			FIELD(laser->age), FIELD(laser->setpoint_nw),
			FIELD(laser->bias_set_na), FIELD(laser->power_pin),
			FIELD(laser->bias_pin), FIELD(laser->temp_pin),
			FIELD(laser->emitted_nw), FIELD(laser->cond[0]),
			FIELD(p->feed[0].loss_mdb), FIELD(l->tx_loss_mdb),
			FIELD(l->link_mdb), FIELD(l->drift_mk),
			FIELD(l->tx_pin), FIELD(l->rx_pin),
			FIELD(l->ber_pin), FIELD(l->relock),
			FIELD(l->symbol_errors), FIELD(port->fec.bin[1]),
			FIELD(port->fec.codewords),
			FIELD(port->fec.uncorrectable),
			FIELD(port->realign), FIELD(port->sew_max),
			FIELD(port->energy_uj), FIELD(w->since),
			FIELD(w->start), FIELD(w->value),
			FIELD(w->running.n), FIELD(w->running.high),
			FIELD(w->running.low), FIELD(w->running.min),
			FIELD(w->previous.max), FIELD(w->known),
		};
#undef FIELD
		unsigned int which = h % (sizeof(field) / sizeof(field[0]));

		rig_take(rig, from);
		memcpy(field[which].at, &value, field[which].size);
		if (cpo_plant_sane(p)) {
			cpo_plant_restore(p);
			rig_eval(rig);
			rig_run(rig, 3);
			cpo_plant_windows_run(p);
		} else {
			refused++;
		}
		rig_free(rig);
	}
	rig_free(from);
	print_message("# %u of %u refused\n", refused, n);
	assert_in_range(refused, n / 10, n);
}

/* Two runs of an hour are alike; another seed is not. */
static void an_hour(void **state)
{
	struct rig *a = rig_new("nic", 7, 1, 1), *b = rig_new("nic", 7, 1, 1);
	struct rig *c = rig_new("nic", 8, 1, 1);

	(void)state;
	rig_run(a, 36000);
	rig_run(b, 36000);
	rig_run(c, 36000);
	assert_same(a, b);
	assert_false(same_lanes(&a->plant, &c->plant));
	assert_int_equal(a->plant.port[0].fec.codewords, 36000 * 15625000ull);
	assert_int_equal(a->plant.port[0].fec.uncorrectable, 0);
	/* 15 minutes: four windows, the last one whole */
	assert_int_equal(a->plant.lane[0].win[CPO_WIN_LANE_RX].previous.n,
			 CPO_WINDOW_EPOCHS);
	rig_free(a);
	rig_free(b);
	rig_free(c);
}

/* A power cycle: counts start again, heat and age stay. */
static void power_cycle(void **state)
{
	struct rig *rig = rig_new("q3450", 1, 1, 1000000);
	CPOPlant *p = &rig->plant;
	int64_t plate;
	uint64_t age;

	(void)state;
	p->flow = 300;
	rig_run(rig, 50 * SECOND);
	plate = p->plate_uc;
	age = p->laser[0].age;
	cpo_plant_power_on(p);
	assert_true(cpo_plant_sane(p));
	assert_int_equal(p->epoch, 0);
	assert_int_equal(p->port[0].fec.codewords, 0);
	assert_int_equal(p->lane[0].symbol_errors, 0);
	assert_true(p->plate_uc == plate && p->laser[0].age == age && age);
	rig_run(rig, 5);
	assert_int_equal(p->port[0].fec.codewords, 5 * 15625000);
	cpo_plant_windows_run(p);
	assert_int_equal(p->lane[0].win[CPO_WIN_LANE_RX].running.n, 5);
	rig_free(rig);
}

/* ---- work ---- */

/* At rest no engine is worked out; a change touches what it must. */
static void only_what_moved(void **state)
{
	struct rig *rig = rig_new("sn6800", 3, 100, 1);
	CPOPlant *p = &rig->plant;

	(void)state;
	rig_run(rig, 600);
	assert_true(cpo_plant_settled(p));
	rig_run(rig, 1);
	assert_int_equal(p->evaluated, 0);
	p->evaluated = 0;
	cpo_plant_feed_loss(p, 0, 2000);
	rig_eval(rig);
	assert_int_equal(p->evaluated, 1);
	p->flow = 800;
	rig_run(rig, 1);
	assert_int_equal(p->evaluated, p->map.n_engines);
	assert_false(cpo_plant_settled(p));
	rig_free(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lazy),
		cmocka_unit_test(snapshot),
		cmocka_unit_test(not_sane),
		cmocka_unit_test(tampered),
		cmocka_unit_test(an_hour),
		cmocka_unit_test(power_cycle),
		cmocka_unit_test(only_what_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * A machine for the tests of the plant: wired as its profile says, ports
 * joined in pairs, a clamp that grants what is asked.
 */
#ifndef PLANT_RIG_H
#define PLANT_RIG_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "cpo_hw.h"
#include "cpo_plant.h"

struct rig {
	CPOPlant plant;
	CPOPlantMap map;
	uint16_t lane_feed[CPO_MAX_LANES];
	uint16_t lane_peer[CPO_MAX_LANES];
	uint16_t port_lanes[CPO_MAX_LANES];
	CPOPlantAsk ask[CPO_MAX_LASERS];
};

static inline unsigned int rig_lane(const CPOProfile *pr, const CPORoute *r,
				    unsigned int i)
{
	return r->engine * pr->lanes_per_engine + r->first + i * r->stride;
}

static inline void rig_wire(struct rig *rig, const CPOProfile *pr)
{
	unsigned int at = 0;

	for (unsigned int n = 0; n < cpo_profile_routes(pr); n++) {
		CPORoute r = cpo_profile_route(pr, n);

		for (unsigned int i = 0; i < r.count && !r.standby; i++)
			rig->lane_feed[rig_lane(pr, &r, i)] = r.laser;
	}
	for (unsigned int p = 0; p < pr->ports; p++) {
		for (unsigned int a = 0; a < pr->planes; a++) {
			CPORoute r = cpo_profile_port(pr, p, a);

			for (unsigned int i = 0; i < r.count; i++)
				rig->port_lanes[at++] = rig_lane(pr, &r, i);
		}
	}
	for (unsigned int i = 0; i < at; i++) {
		unsigned int port = i / pr->lanes_per_port;
		unsigned int far = (port ^ 1) * pr->lanes_per_port +
				   i % pr->lanes_per_port;

		rig->lane_peer[rig->port_lanes[i]] =
			(port ^ 1) < pr->ports ? rig->port_lanes[far] :
						 CPO_PLANT_OPEN;
	}
}

/* One link instead of the two that ports @a and @b had; before any light. */
static inline void rig_join(struct rig *rig, const CPOProfile *pr,
			    unsigned int a, unsigned int b)
{
	unsigned int n = pr->lanes_per_port;

	for (unsigned int i = 0; i < n; i++) {
		unsigned int la = rig->port_lanes[a * n + i];
		unsigned int lb = rig->port_lanes[b * n + i];

		if (rig->lane_peer[la] != CPO_PLANT_OPEN)
			rig->lane_peer[rig->lane_peer[la]] = CPO_PLANT_OPEN;
		if (rig->lane_peer[lb] != CPO_PLANT_OPEN)
			rig->lane_peer[rig->lane_peer[lb]] = CPO_PLANT_OPEN;
		rig->lane_peer[la] = lb;
		rig->lane_peer[lb] = la;
	}
}

static inline struct rig *rig_dark(const char *profile, uint64_t seed,
				   uint32_t time_scale, uint32_t age_scale)
{
	const CPOProfile *pr = cpo_profile_find(profile);
	struct rig *rig = calloc(1, sizeof(*rig));

	assert(pr && rig);
	rig_wire(rig, pr);
	rig->map = (CPOPlantMap) {
		.n_engines = pr->engines,
		.n_els = pr->els,
		.n_lasers = cpo_profile_lasers(pr),
		.n_lanes = cpo_profile_lanes(pr),
		.n_ports = pr->ports,
		.lane_feed = rig->lane_feed,
		.lane_peer = rig->lane_peer,
		.port_lanes = rig->port_lanes,
	};
	if (!cpo_plant_init(&rig->plant, pr, &rig->map, seed, time_scale,
			    age_scale))
		abort();
	return rig;
}

/* Light as it is now, without time passing. */
static inline void rig_eval(struct rig *rig)
{
	CPOPlant *p = &rig->plant;

	for (unsigned int k = 0; k < p->map.n_lasers; k++)
		cpo_plant_emit(p, k, cpo_plant_drive(p, k, rig->ask[k]));
	cpo_plant_light(p);
}

static inline void rig_epoch(struct rig *rig)
{
	cpo_plant_tick(&rig->plant);
	rig_eval(rig);
	cpo_plant_count(&rig->plant);
}

static inline void rig_run(struct rig *rig, unsigned int epochs)
{
	while (epochs--)
		rig_epoch(rig);
}

static inline void rig_laser(struct rig *rig, unsigned int k, bool on)
{
	rig->ask[k] = on ? CPO_PLANT_FULL : CPO_PLANT_DARK;
	cpo_plant_feed_active(&rig->plant, k, on);
}

static inline struct rig *rig_new(const char *profile, uint64_t seed,
				  uint32_t time_scale, uint32_t age_scale)
{
	struct rig *rig = rig_dark(profile, seed, time_scale, age_scale);
	CPOPlant *p = &rig->plant;

	for (unsigned int i = 0; i < p->map.n_els; i++)
		cpo_plant_els_set(p, i, true, true);
	for (unsigned int k = 0; k < p->map.n_lasers; k++)
		rig_laser(rig, k, !cpo_profile_spare(p->profile, k));
	rig_eval(rig);
	return rig;
}

/* What a snapshot holds, field by field; the rest has to follow from it. */
static inline void rig_copy_parts(CPOPlant *to, const CPOPlant *from)
{
	memcpy(to->asic, from->asic, from->power.asics * sizeof(*to->asic));
	for (unsigned int i = 0; i < from->map.n_engines; i++) {
		const CPOPlantEngine *e = &from->engine[i];

		to->engine[i].temp_uc = e->temp_uc;
		to->engine[i].temp_mc = e->temp_mc;
		to->engine[i].temp_pin = e->temp_pin;
		to->engine[i].trip = e->trip;
		to->engine[i].rail_offset_uv = e->rail_offset_uv;
		to->engine[i].vcc_pin = e->vcc_pin;
		to->engine[i].energy_uj = e->energy_uj;
		memcpy(to->engine[i].win, e->win, sizeof(e->win));
	}
	for (unsigned int i = 0; i < from->map.n_els; i++) {
		const CPOPlantEls *e = &from->els[i];

		to->els[i].case_uc = e->case_uc;
		to->els[i].bench_uc = e->bench_uc;
		to->els[i].case_mc = e->case_mc;
		to->els[i].bench_mc = e->bench_mc;
		to->els[i].temp_pin = e->temp_pin;
		to->els[i].vcc_pin = e->vcc_pin;
		to->els[i].present = e->present;
		to->els[i].powered = e->powered;
		to->els[i].energy_uj = e->energy_uj;
		memcpy(to->els[i].win, e->win, sizeof(e->win));
	}
	for (unsigned int i = 0; i < from->map.n_lasers; i++) {
		const CPOPlantLaser *l = &from->laser[i];

		to->laser[i].age = l->age;
		to->laser[i].setpoint_nw = l->setpoint_nw;
		to->laser[i].bias_set_na = l->bias_set_na;
		to->laser[i].open_loop = l->open_loop;
		to->laser[i].power_pin = l->power_pin;
		to->laser[i].bias_pin = l->bias_pin;
		to->laser[i].temp_pin = l->temp_pin;
		to->laser[i].emitted_nw = l->emitted_nw;
		memcpy(to->laser[i].cond, l->cond, sizeof(l->cond));
		memcpy(to->laser[i].win, l->win, sizeof(l->win));
		to->feed[i].loss_mdb = from->feed[i].loss_mdb;
		to->feed[i].active = from->feed[i].active;
	}
}

static inline void rig_copy_lanes(CPOPlant *to, const CPOPlant *from)
{
	for (unsigned int i = 0; i < from->map.n_lanes; i++) {
		const CPOPlantLane *l = &from->lane[i];
		CPOPlantLane *t = &to->lane[i];

		t->tx_loss_mdb = l->tx_loss_mdb;
		t->link_mdb = l->link_mdb;
		t->drift_mk = l->drift_mk;
		t->tx_pin = l->tx_pin;
		t->rx_pin = l->rx_pin;
		t->ber_pin = l->ber_pin;
		t->locked = l->locked;
		t->relock = l->relock;
		t->los = l->los;
		t->lol = l->lol;
		t->symbol_errors = l->symbol_errors;
		memcpy(t->win, l->win, sizeof(l->win));
	}
	for (unsigned int i = 0; i < from->map.n_ports; i++) {
		const CPOPlantPort *f = &from->port[i];
		CPOPlantPort *t = &to->port[i];

		t->fec = f->fec;
		t->aligned = f->aligned;
		t->realign = f->realign;
		t->align_losses = f->align_losses;
		t->sew_max = f->sew_max;
		t->energy_uj = f->energy_uj;
		memcpy(t->win, f->win, sizeof(f->win));
	}
}

static inline void rig_take(struct rig *to, const struct rig *from)
{
	CPOPlant *p = &to->plant;

	p->epoch = from->plant.epoch;
	p->plate_uc = from->plant.plate_uc;
	p->outlet_uc = from->plant.outlet_uc;
	p->inlet_mc = from->plant.inlet_mc;
	p->flow = from->plant.flow;
	p->load = from->plant.load;
	p->leak = from->plant.leak;
	p->rail_offset_uv = from->plant.rail_offset_uv;
	p->window_epochs = from->plant.window_epochs;
	rig_copy_parts(p, &from->plant);
	rig_copy_lanes(p, &from->plant);
	memcpy(to->ask, from->ask, sizeof(to->ask));
}

static inline void rig_load(struct rig *to, const struct rig *from)
{
	rig_take(to, from);
	cpo_plant_restore(&to->plant);
}

static inline void rig_free(struct rig *rig)
{
	cpo_plant_free(&rig->plant);
	free(rig);
}

static inline unsigned int rig_ports_up(const struct rig *rig)
{
	unsigned int up = 0;

	for (unsigned int i = 0; i < rig->map.n_ports; i++)
		up += rig->plant.port[i].aligned;
	return up;
}

static inline int rig_by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* BER before FEC that so many percent of the lanes are not above */
static inline double rig_ber(const struct rig *rig, unsigned int percent)
{
	const CPOPlant *p = &rig->plant;
	static double ber[CPO_MAX_LANES];

	for (unsigned int i = 0; i < p->map.n_lanes; i++)
		ber[i] = p->lane[i].ber;
	qsort(ber, p->map.n_lanes, sizeof(*ber), rig_by_value);
	return ber[(p->map.n_lanes - 1) * percent / 100];
}

#endif

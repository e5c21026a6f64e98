/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Laser modules and feeds of the plant. */
#include <string.h>
#include "cpo_math.h"
#include "cpo_plant.h"

#define MISSING_05DB    0.8912509381337456  /* -0.5 dB */
#define WARN_MK         2000
#define ALARM_MK        5000

static unsigned els_of(const CPOPlant *p, unsigned laser)
{
    return laser / p->profile->lasers_per_els;
}

static void engines_dirty(CPOPlant *p, unsigned laser)
{
    for (uint32_t i = p->laser_first[laser]; i < p->laser_first[laser + 1];
         i++) {
        unsigned lane = p->laser_lane[i];

        p->engine[lane / p->profile->lanes_per_engine].dirty = true;
    }
}

/* ---- one laser ---- */

/* Temperature, age, set-point or a pin has moved. */
void cpo_plant_laser_moved(CPOPlant *p, unsigned k)
{
    CPOPlantLaser *l = &p->laser[k];
    int32_t bench = p->els[els_of(p, k)].bench_mc;

    l->temp_mc = l->temp_pin != CPO_PLANT_TEMP_FREE ? l->temp_pin :
                 bench + l->temp_mk;
    l->full_nw = l->power_pin >= 0 ? (uint32_t)l->power_pin :
                 cpo_attenuate_nw(l->setpoint_nw, l->power_mdb);
    l->curve = cpo_diode_curve(&l->part, l->temp_mc, l->age);
    l->freq_error_mhz = cpo_diode_shift_mhz(l->temp_mc) + l->freq_mhz;
    l->dirty = false;
    l->changed = true;
    engines_dirty(p, k);
}

static CPODiodePoint full_point(const CPOPlantLaser *l)
{
    if (l->power_pin >= 0) {
        return (CPODiodePoint) { .power_nw = (uint32_t)l->power_pin };
    }
    if (l->open_loop) {
        return cpo_diode_acc(&l->curve, l->bias_set_na,
                             CPO_LASER_MAX_BIAS_NA);
    }
    return cpo_diode_apc(&l->curve, l->full_nw, CPO_LASER_MAX_BIAS_NA);
}

/* What it would give if nothing held it back. */
uint32_t cpo_plant_drive(CPOPlant *p, unsigned k, CPOPlantAsk ask)
{
    CPOPlantLaser *l = &p->laser[k];
    CPODiodePoint point = { 0 };

    if (l->dirty) {
        cpo_plant_laser_moved(p, k);
    }
    l->ask = ask;
    if (ask != CPO_PLANT_FULL) {
        memset(l->cond, 0, sizeof(l->cond));
    }
    switch (ask) {
    case CPO_PLANT_CHECK:
        point = cpo_diode_apc(&l->curve, CPO_CHECK_NW, CPO_LASER_MAX_BIAS_NA);
        break;
    case CPO_PLANT_RAMP:
        point.power_nw = full_point(l).power_nw / 2;
        break;
    case CPO_PLANT_FULL:
        point = full_point(l);
        break;
    default:
        break;
    }
    l->point = point;
    return point.power_nw;
}

static uint32_t bias_of(const CPOPlantLaser *l)
{
    if (!l->emitted_nw) {
        return 0;
    }
    if (l->bias_pin >= 0) {
        return (uint32_t)l->bias_pin;
    }
    if (l->emitted_nw == l->point.power_nw && l->point.bias_na) {
        return l->point.bias_na;
    }
    return cpo_diode_apc(&l->curve, l->emitted_nw, CPO_BIAS_MAX_NA).bias_na;
}

void cpo_plant_emit(CPOPlant *p, unsigned k, uint32_t nw)
{
    CPOPlantLaser *l = &p->laser[k];
    CPOPlantFeed *f = &p->feed[k];
    CPOPlantEls *e = &p->els[els_of(p, k)];
    uint32_t input = (uint32_t)cpo_round(nw * f->pass);
    uint32_t was_mw = l->mw;

    if (nw != l->emitted_nw) {
        l->emitted_nw = nw;
        l->changed = true;
    }
    l->bias_na = bias_of(l);
    l->mw = cpo_diode_mw(l->bias_na);
    e->diodes_mw += l->mw - was_mw;
    if (l->changed) {
        l->age_step = nw ? cpo_age_step(l->bias_na, l->temp_mc, p->age_scale)
                         : 0;
    }
    if (input != f->input_nw) {
        f->input_nw = input;
        engines_dirty(p, k);
    }
}

static bool cond_now(const CPOPlantLaser *l, int32_t off_mk,
                     CPOPlantCond cond)
{
    bool full = l->ask == CPO_PLANT_FULL && l->emitted_nw;

    switch (cond) {
    case CPO_COND_APC:
        return full && l->point.limited &&
               l->emitted_nw < l->full_nw * MISSING_05DB;
    case CPO_COND_POWER_LOW:
        return full && l->emitted_nw < CPO_LASER_MIN_NW;
    case CPO_COND_TEMP_WARN:
        return full && (off_mk > WARN_MK || off_mk < -WARN_MK);
    case CPO_COND_SETTLED:
        return full;
    default:
        return full && (off_mk > ALARM_MK || off_mk < -ALARM_MK);
    }
}

static void cond_tick(CPOPlant *p, CPOPlantLaser *l)
{
    int32_t off_mk = l->temp_mc - (int32_t)(cpo_const.diode_c * 1000);

    for (unsigned c = 0; c < CPO_COND_COUNT; c++) {
        if (!cond_now(l, off_mk, c)) {
            l->cond[c] = 0;
        } else if (l->cond[c] < CPO_PLANT_COND_EPOCHS) {
            l->cond[c]++;
            l->changed = true;
            p->busy = true;
        }
    }
}

/* One bit per fault that has lasted long enough. */
uint32_t cpo_plant_cond(const CPOPlant *p, unsigned k)
{
    uint32_t mask = 0;

    for (unsigned c = 0; c < CPO_COND_SETTLED; c++) {
        if (p->laser[k].cond[c] >= CPO_PLANT_COND_EPOCHS) {
            mask |= 1u << c;
        }
    }
    return mask;
}

void cpo_plant_lasers_tick(CPOPlant *p)
{
    for (unsigned k = 0; k < p->map.n_lasers; k++) {
        CPOPlantLaser *l = &p->laser[k];
        uint64_t seen = l->age / CPO_AGE_STEP;

        cond_tick(p, l);
        if (!l->age_step) {
            continue;
        }
        l->age += l->age_step;
        if (l->age > CPO_AGE_MAX) {
            l->age = CPO_AGE_MAX;
        }
        l->dirty |= l->age / CPO_AGE_STEP != seen;
    }
}

/* ---- the module ---- */

static void lasers_dirty(CPOPlant *p, unsigned els)
{
    unsigned n = p->profile->lasers_per_els;

    for (unsigned k = els * n; k < (els + 1) * n; k++) {
        p->laser[k].dirty = true;
    }
}

void cpo_plant_els_eval(CPOPlant *p, unsigned i)
{
    CPOPlantEls *e = &p->els[i];
    bool pinned = e->temp_pin != CPO_PLANT_TEMP_FREE;
    int32_t case_mc = pinned ? e->temp_pin :
                      cpo_thermal_follow(e->case_mc, e->case_uc);
    int32_t bench_mc = cpo_thermal_follow(e->bench_mc, e->bench_uc);
    int32_t drive = cpo_tec_drive(cpo_tec_need(case_mc, e->diodes_mw));

    if (pinned) {
        e->case_uc = e->temp_pin * 1000ll;
    }
    if (case_mc != e->case_mc || bench_mc != e->bench_mc) {
        p->busy = true;
    }
    if (bench_mc != e->bench_mc) {
        lasers_dirty(p, i);
    }
    e->case_mc = case_mc;
    e->case_seen_mc = pinned ? case_mc : case_mc + e->sense_mk;
    e->bench_mc = bench_mc;
    e->tec_drive = e->present && e->powered ? drive : 0;
    e->tec_mw = cpo_tec_mw(e->tec_drive, &p->power.tec);
    e->mw = !e->present ? 0 : !e->powered ? cpo_const.els_standby_mw :
            cpo_power_els_mw(&p->power, e->diodes_mw, e->tec_drive);
    e->seen_mw = cpo_sensed(e->mw, e->sense_ppm);
}

/* A module that comes is as warm as the place it comes to. */
void cpo_plant_els_set(CPOPlant *p, unsigned i, bool present, bool powered)
{
    CPOPlantEls *e = &p->els[i];

    if (present && !e->present && p->epoch) {
        e->case_uc = cpo_thermal_case_base(p->plate_uc,
                                           p->inlet_mc * 1000ll);
        e->bench_uc = e->case_uc;
    }
    e->present = present;
    e->powered = present && powered;
    cpo_plant_els_eval(p, i);
}

/* ---- feeds ---- */

void cpo_plant_feed_loss(CPOPlant *p, unsigned k, int32_t mdb)
{
    CPOPlantFeed *f = &p->feed[k];

    f->loss_mdb = mdb;
    f->pass = cpo_ratio(-(double)mdb);
}

/* The start of the data paths ends with the rings in lock. */
void cpo_plant_feed_active(CPOPlant *p, unsigned k, bool active)
{
    CPOPlantFeed *f = &p->feed[k];

    if (f->active == active) {
        return;
    }
    f->active = active;
    for (uint32_t i = p->laser_first[k];
         active && i < p->laser_first[k + 1]; i++) {
        CPOPlantLane *lane = &p->lane[p->laser_lane[i]];

        lane->locked = true;
        lane->relock = 0;
    }
    engines_dirty(p, k);
}

void cpo_plant_feed_parked(CPOPlant *p, unsigned k, bool parked)
{
    if (p->feed[k].parked != parked) {
        p->feed[k].parked = parked;
        engines_dirty(p, k);
    }
}

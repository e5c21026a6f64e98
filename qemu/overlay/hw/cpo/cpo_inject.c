/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "cpo_hw.h"
#include "cpo_inject.h"

static void fibre_loss(CPOPlant *p, unsigned i, int64_t mdb)
{
    p->lane[i].link_mdb = p->lane[i].base_mdb + mdb;
    cpo_plant_lane_moved(p, i);
}

static void los(CPOPlant *p, unsigned i, int64_t on)
{
    p->lane[i].rx_pin = on ? 0 : CPO_PLANT_FREE;
    cpo_plant_lane_moved(p, i);
}

static void ring_drift(CPOPlant *p, unsigned i, int64_t mk)
{
    p->lane[i].drift_mk = mk;
    cpo_plant_lane_moved(p, i);
}

static void feed_loss(CPOPlant *p, unsigned i, int64_t mdb)
{
    cpo_plant_feed_loss(p, i, p->feed[i].baseline_mdb + mdb);
}

static void age(CPOPlant *p, unsigned i, int64_t value)
{
    p->laser[i].age = value * (CPO_AGE_ONE / 10000);
    cpo_plant_laser_moved(p, i);
}

static void flow(CPOPlant *p, unsigned i, int64_t permille)
{
    (void)i;
    p->flow = permille;
}

static void inlet(CPOPlant *p, unsigned i, int64_t mk)
{
    (void)i;
    p->inlet_mc = p->cooling.inlet_mc + mk;
}

static void load(CPOPlant *p, unsigned i, int64_t permille)
{
    (void)i;
    p->load = permille;
}

static void leak(CPOPlant *p, unsigned i, int64_t on)
{
    (void)i;
    p->leak = on;
}

static void board_rail(CPOPlant *p, unsigned i, int64_t uv)
{
    (void)i;
    p->rail_offset_uv = uv;
}

static void engine_rail(CPOPlant *p, unsigned i, int64_t uv)
{
    p->engine[i].rail_offset_uv = uv;
}

static const CPOInjection injections[] = {
    { "fibre-loss", CPO_OBJ_LANE, "mdB", 0, 60000, 0,
      "extra loss of the fibre into a receiver", fibre_loss },
    { "los", CPO_OBJ_LANE, "", 0, 1, 0,
      "no light at a receiver", los },
    { "ring-drift", CPO_OBJ_LANE, "mK", -100000, 100000, 0,
      "more (or less) heat a ring needs to be in tune", ring_drift },
    { "feed-loss", CPO_OBJ_LASER, "mdB", 0, 60000, 0,
      "extra loss of a laser's fibre; above 10 dB it counts as open",
      feed_loss },
    { "age", CPO_OBJ_LASER, "0.01 %", 0, 100000, 0,
      "age of a laser, 10000 is the end of its life", age },
    { "coolant-flow", CPO_OBJ_DEVICE, "0.1 %", 0, CPO_FLOW_MAX,
      CPO_FLOW_FULL, "flow of the coolant, of the nominal", flow },
    { "inlet", CPO_OBJ_DEVICE, "mK", -30000, 50000, 0,
      "inlet temperature above the nominal", inlet },
    { "load", CPO_OBJ_DEVICE, "0.1 %", 0, CPO_LOAD_FULL, CPO_LOAD_FULL,
      "traffic, of line rate", load },
    { "leak", CPO_OBJ_DEVICE, "", 0, 1, 0,
      "the leak rope is wet", leak },
    { "board-rail", CPO_OBJ_DEVICE, "uV", -48000000, 12000000, 0,
      "shift of the rails of the board", board_rail },
    { "engine-rail", CPO_OBJ_ENGINE, "uV", -3300000, 1000000, 0,
      "shift of the rails of an engine", engine_rail },
};

#define N_INJECTIONS (sizeof(injections) / sizeof(injections[0]))

const CPOInjection *cpo_inject_get(size_t index)
{
    return index < N_INJECTIONS ? &injections[index] : NULL;
}

const CPOInjection *cpo_inject_find(const char *name)
{
    for (size_t n = 0; n < N_INJECTIONS; n++) {
        if (strcmp(injections[n].name, name) == 0) {
            return &injections[n];
        }
    }
    return NULL;
}

static uint32_t objects(const CPOPlant *p, uint8_t obj)
{
    switch (obj) {
    case CPO_OBJ_LANE:
        return p->map.n_lanes;
    case CPO_OBJ_LASER:
        return p->map.n_lasers;
    case CPO_OBJ_ENGINE:
        return p->map.n_engines;
    default:
        return 1;
    }
}

static const char *object_name(uint8_t obj)
{
    return obj == CPO_OBJ_LANE ? "lane" : obj == CPO_OBJ_LASER ? "laser" :
           obj == CPO_OBJ_ENGINE ? "engine" : "device";
}

/* Why it cannot be put there, if so. */
static bool refused(const CPOPlant *p, const CPOInjection *in, unsigned i,
                    char *why, size_t size)
{
    bool ring = p->profile->modulator == CPO_MOD_RING;

    *why = '\0';
    if (i >= objects(p, in->obj)) {
        snprintf(why, size, "%s: there is no %s %u", in->name,
                 object_name(in->obj), i);
    } else if (in->set == ring_drift && !ring) {
        snprintf(why, size, "%s: the modulators of %s are not rings",
                 in->name, p->profile->name);
    }
    return *why != '\0';
}

int cpo_inject(CPOPlant *p, const char *name, unsigned i, int64_t value,
               char *why, size_t size)
{
    const CPOInjection *in = cpo_inject_find(name);

    if (!in) {
        snprintf(why, size, "there is no injection '%s'", name);
        return CPO_ST_OPCODE;
    }
    if (refused(p, in, i, why, size)) {
        return CPO_ST_NO_OBJECT;
    }
    if (value < in->min || value > in->max) {
        snprintf(why, size, "%s: %" PRId64 " is not in %" PRId64 "..%" PRId64,
                 name, value, in->min, in->max);
        return CPO_ST_RANGE;
    }
    in->set(p, i, value);
    return CPO_ST_OK;
}

int cpo_inject_clear(CPOPlant *p, const char *name, unsigned i, char *why,
                     size_t size)
{
    const CPOInjection *in = cpo_inject_find(name);

    return cpo_inject(p, name, i, in ? in->none : 0, why, size);
}

static void let_go(CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_engines; i++) {
        p->engine[i].temp_pin = CPO_PLANT_TEMP_FREE;
        p->engine[i].vcc_pin = CPO_PLANT_FREE;
        cpo_plant_engine_eval(p, i);
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        p->els[i].temp_pin = CPO_PLANT_TEMP_FREE;
        p->els[i].vcc_pin = CPO_PLANT_FREE;
        cpo_plant_els_eval(p, i);
    }
    for (unsigned k = 0; k < p->map.n_lasers; k++) {
        p->laser[k].power_pin = CPO_PLANT_FREE;
        p->laser[k].bias_pin = CPO_PLANT_FREE;
        p->laser[k].temp_pin = CPO_PLANT_TEMP_FREE;
        cpo_plant_laser_moved(p, k);
    }
    for (unsigned i = 0; i < p->map.n_lanes; i++) {
        p->lane[i].tx_pin = CPO_PLANT_FREE;
        p->lane[i].ber_pin = CPO_PLANT_FREE;
        cpo_plant_lane_moved(p, i);
    }
}

void cpo_inject_clear_all(CPOPlant *p)
{
    for (size_t n = 0; n < N_INJECTIONS; n++) {
        const CPOInjection *in = &injections[n];

        for (unsigned i = 0; i < objects(p, in->obj); i++) {
            in->set(p, i, in->none);
        }
    }
    let_go(p);
}

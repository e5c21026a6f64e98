/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Set-up of the plant, and an epoch of heat. */
#include <stdlib.h>
#include <string.h>
#include "cpo_hw.h"
#include "cpo_math.h"
#include "cpo_plant.h"

#define INLET_MC        35000       /* of a board without a sensor for it */

/* ---- set-up ---- */

static int64_t sensor(const CPOProfile *pr, const char *label, int64_t none)
{
    for (unsigned i = 0; i < cpo_profile_sensors(pr); i++) {
        CPOSensorRow row = cpo_profile_sensor(pr, i);

        if (strcmp(row.label, label) == 0) {
            return row.value;
        }
    }
    return none;
}

/* The rows of the board are its nominal point: liquid, or else air. */
static CPOCooling cooling_of(const CPOProfile *pr, uint32_t heat_mw)
{
    int64_t air = sensor(pr, "board inlet", INLET_MC);

    return (CPOCooling) {
        .inlet_mc = sensor(pr, "coolant inlet", air),
        .flow_mlpm = sensor(pr, "coolant flow", 0),
        .heat_mw = heat_mw,
    };
}

static bool allocate(CPOPlant *p)
{
    const CPOPlantMap *m = &p->map;

    p->asic = calloc(p->power.asics, sizeof(*p->asic));
    p->engine = calloc(m->n_engines, sizeof(*p->engine));
    p->els = calloc(m->n_els, sizeof(*p->els));
    p->laser = calloc(m->n_lasers, sizeof(*p->laser));
    p->feed = calloc(m->n_lasers, sizeof(*p->feed));
    p->lane = calloc(m->n_lanes, sizeof(*p->lane));
    p->port = calloc(m->n_ports, sizeof(*p->port));
    p->laser_first = calloc(m->n_lasers + 1, sizeof(*p->laser_first));
    p->laser_lane = calloc(m->n_lanes, sizeof(*p->laser_lane));
    p->lane_port = calloc(m->n_lanes, sizeof(*p->lane_port));
    p->els_lanes = calloc(m->n_els, sizeof(*p->els_lanes));
    return p->asic && p->engine && p->els && p->laser && p->feed && p->lane &&
           p->port && p->laser_first && p->laser_lane && p->lane_port &&
           p->els_lanes;
}

void cpo_plant_free(CPOPlant *p)
{
    free(p->asic);
    free(p->engine);
    free(p->els);
    free(p->laser);
    free(p->feed);
    free(p->lane);
    free(p->port);
    free(p->laser_first);
    free(p->laser_lane);
    free(p->lane_port);
    free(p->els_lanes);
    memset(p, 0, sizeof(*p));
}

/* What follows from the caller's map; again whenever that changes. */
void cpo_plant_remap(CPOPlant *p)
{
    const CPOPlantMap *m = &p->map;
    unsigned per_port = p->profile->lanes_per_port;
    uint32_t n = 0;

    memset(p->els_lanes, 0, m->n_els * sizeof(*p->els_lanes));
    for (unsigned k = 0; k < m->n_lasers; k++) {
        p->laser_first[k] = n;
        for (unsigned i = 0; i < m->n_lanes; i++) {
            if (m->lane_feed[i] == k) {
                p->laser_lane[n++] = i;
                p->els_lanes[k / p->profile->lasers_per_els]++;
            }
        }
    }
    p->laser_first[m->n_lasers] = n;
    for (unsigned i = 0; i < m->n_ports * per_port; i++) {
        p->lane_port[m->port_lanes[i]] = i / per_port;
    }
    for (unsigned e = 0; e < m->n_engines; e++) {
        p->engine[e].dirty = true;
    }
}

static void init_lasers(CPOPlant *p)
{
    for (unsigned k = 0; k < p->map.n_lasers; k++) {
        CPOPlantLaser *l = &p->laser[k];
        CPOPlantFeed *f = &p->feed[k];

        l->setpoint_nw = CPO_SETPOINT_NW;
        l->bias_set_na = (uint32_t)(cpo_const.bias_nominal_ma * 1e6);
        l->power_pin = CPO_PLANT_FREE;
        l->bias_pin = CPO_PLANT_FREE;
        l->temp_pin = CPO_PLANT_TEMP_FREE;
        l->dirty = true;
        l->part.ith = 1 + cpo_spread(p->seed, CPO_DRAW_LASER_THRESHOLD, k,
                                     cpo_const.laser_ith_permille) / 1000.0;
        l->part.eta = cpo_ratio(cpo_spread(p->seed, CPO_DRAW_LASER_SLOPE, k,
                                           cpo_const.laser_slope_mdb));
        l->power_mdb = cpo_spread(p->seed, CPO_DRAW_LASER_POWER, k,
                                  cpo_const.laser_power_mdb);
        l->temp_mk = cpo_spread(p->seed, CPO_DRAW_LASER_TEMP, k,
                                cpo_const.laser_temp_mk);
        l->freq_mhz = cpo_spread(p->seed, CPO_DRAW_LASER_FREQ, k,
                                 cpo_const.laser_freq_mhz);
        f->baseline_mdb = p->profile->path.feed_mdb +
                          cpo_spread(p->seed, CPO_DRAW_FEED_LOSS, k,
                                     cpo_const.feed_mdb);
        f->loss_mdb = f->baseline_mdb;
        f->pass = cpo_ratio(-(double)f->loss_mdb);
    }
}

static void init_lanes(CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_lanes; i++) {
        CPOPlantLane *l = &p->lane[i];

        l->tx_loss_mdb = p->profile->path.engine_mdb +
                         cpo_spread(p->seed, CPO_DRAW_LANE_TX, i,
                                    cpo_const.lane_tx_mdb);
        l->base_mdb = p->profile->path.link_mdb +
                      cpo_spread(p->seed, CPO_DRAW_LANE_LINK, i,
                                 cpo_const.lane_link_mdb);
        l->link_mdb = l->base_mdb;
        l->tx_pin = l->rx_pin = l->ber_pin = CPO_PLANT_FREE;
        l->los = true;
        l->lol = true;
        l->rx_dirty = true;
        l->ring_mk = cpo_spread(p->seed, CPO_DRAW_LANE_RING, i,
                                cpo_const.ring_mk);
        l->tx_ppm = cpo_sense_optical_ppm(p->seed, CPO_DRAW_SENSE_TX, i);
        l->rx_ppm = cpo_sense_optical_ppm(p->seed, CPO_DRAW_SENSE_RX, i);
        cpo_plant_lane_static(p, i);
    }
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        p->port[i].base = cpo_hash(p->seed, CPO_DRAW_PORT_COUNT, i);
        p->port[i].dirty = true;
    }
}

static void init_engines(CPOPlant *p)
{
    double rise = cpo_const.engine_mc - p->cooling.inlet_mc -
                  cpo_const.plate_rise_mk;

    for (unsigned i = 0; i < p->map.n_engines; i++) {
        CPOPlantEngine *e = &p->engine[i];
        int32_t mk = cpo_spread(p->seed, CPO_DRAW_ENGINE_TEMP, i,
                                cpo_const.engine_rise_mk);

        e->k_per_w = (rise + mk) / p->power.engine_mw;
        e->temp_pin = CPO_PLANT_TEMP_FREE;
        e->vcc_pin = CPO_PLANT_FREE;
        e->power = CPO_POWER_ON;
        for (unsigned r = 0; r < CPO_RAILS; r++) {
            e->rail_ppm[r] = cpo_sense_ppm(p->seed, CPO_DRAW_ENGINE_VCC,
                                           i * CPO_RAILS + r,
                                           cpo_const.error_rail);
        }
        e->dirty = true;
        e->sense_mk = cpo_sense_mk(p->seed, CPO_DRAW_SENSE_ENGINE_TEMP, i);
        e->sense_ppm = cpo_sense_ppm(p->seed, CPO_DRAW_SENSE_ENGINE_POWER, i,
                                     cpo_const.error_power);
    }
}

static void init_els(CPOPlant *p)
{
    double rise = cpo_const.case_mc - p->cooling.inlet_mc -
                  cpo_const.plate_rise_mk / 1000.0 *
                  cpo_const.case_plate_permille;

    for (unsigned i = 0; i < p->map.n_els; i++) {
        CPOPlantEls *e = &p->els[i];
        int32_t mk = cpo_spread(p->seed, CPO_DRAW_ELS_TEMP, i,
                                cpo_const.case_rise_mk);

        e->k_per_w = (rise + mk) / p->power.els_mw;
        e->temp_pin = CPO_PLANT_TEMP_FREE;
        e->vcc_pin = CPO_PLANT_FREE;
        e->vcc_ppm = cpo_sense_ppm(p->seed, CPO_DRAW_ELS_VCC, i,
                                   cpo_const.error_rail);
        e->sense_mk = cpo_sense_mk(p->seed, CPO_DRAW_SENSE_ELS_TEMP, i);
        e->sense_ppm = cpo_sense_ppm(p->seed, CPO_DRAW_SENSE_ELS_POWER, i,
                                     cpo_const.error_power);
    }
}

bool cpo_plant_init(CPOPlant *p, const CPOProfile *profile,
                    const CPOPlantMap *map, uint64_t seed,
                    uint32_t time_scale, uint32_t age_scale)
{
    *p = (CPOPlant) {
        .profile = profile,
        .map = *map,
        .seed = seed,
        .time_scale = time_scale ? time_scale : 1,
        .age_scale = age_scale ? age_scale : 1,
        .power = cpo_power_model(profile),
        .receiver = cpo_receiver(&profile->path),
        .codewords = cpo_fec_codewords(profile->speed_mbps),
        .flow = CPO_FLOW_FULL,
        .load = CPO_LOAD_FULL,
        .step_flow = UINT32_MAX,
        .window_epochs = CPO_WINDOW_EPOCHS,
        .board_ppm = cpo_sense_ppm(seed, CPO_DRAW_SENSE_BOARD, 0,
                                   cpo_const.error_power),
    };
    if (!allocate(p)) {
        cpo_plant_free(p);
        return false;
    }
    p->cooling = cooling_of(profile, p->power.total_mw);
    p->inlet_mc = p->cooling.inlet_mc;
    cpo_plant_remap(p);
    init_lasers(p);
    init_lanes(p);
    init_engines(p);
    init_els(p);
    cpo_plant_settle(p);
    cpo_plant_power_on(p);
    return true;
}

/* ---- heat ---- */

static int64_t engine_target(const CPOPlant *p, unsigned i, uint32_t mw)
{
    return p->plate_uc + cpo_round(mw * p->engine[i].k_per_w * 1e3);
}

static int64_t els_target(const CPOPlant *p, unsigned i, uint32_t mw)
{
    return cpo_thermal_case_base(p->plate_uc, p->inlet_mc * 1000ll) +
           cpo_round(mw * p->els[i].k_per_w * 1e3);
}

static int64_t asic_target(const CPOPlant *p, uint32_t mw)
{
    double nominal = p->cooling.inlet_mc + cpo_const.plate_rise_mk;
    double rise = p->profile->asic_temp_mc - nominal;

    return p->plate_uc + (p->power.asic_mw ?
        cpo_round(rise * 1e3 * mw / p->power.asic_mw) : 0);
}

/* As the machine is after an hour of work; a start from cold takes longer. */
void cpo_plant_settle(CPOPlant *p)
{
    p->plate_uc = (p->inlet_mc + cpo_const.plate_rise_mk) * 1000ll;
    p->outlet_uc = p->plate_uc;
    cpo_thermal_step(&p->step, &p->cooling, p->flow, p->time_scale);
    p->step_flow = p->flow;
    p->outlet_uc = cpo_thermal_outlet(&p->step, p->plate_uc,
                                      p->inlet_mc * 1000ll);
    for (unsigned i = 0; i < p->power.asics; i++) {
        p->asic[i].temp_uc = asic_target(p, p->power.asic_mw);
    }
    for (unsigned i = 0; i < p->map.n_engines; i++) {
        p->engine[i].temp_uc = engine_target(p, i, p->power.engine_mw);
        p->engine[i].temp_mc = cpo_uc_to_mc(p->engine[i].temp_uc);
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        p->els[i].case_uc = els_target(p, i, p->power.els_mw);
        p->els[i].bench_uc = cpo_round(cpo_const.diode_c * 1e6);
        p->els[i].case_mc = cpo_uc_to_mc(p->els[i].case_uc);
        p->els[i].bench_mc = cpo_uc_to_mc(p->els[i].bench_uc);
    }
    cpo_plant_restore(p);
}

static uint8_t trip_of(uint8_t trip, int32_t mc)
{
    if (mc >= cpo_const.shutdown_mc) {
        return CPO_TRIP_SHUTDOWN;
    }
    if (trip == CPO_TRIP_SHUTDOWN && mc > cpo_const.restart_mc) {
        return CPO_TRIP_SHUTDOWN;
    }
    if (mc >= cpo_const.tx_off_mc) {
        return CPO_TRIP_TX_OFF;
    }
    return trip == CPO_TRIP_TX_OFF && mc > cpo_const.tx_on_mc ?
           CPO_TRIP_TX_OFF : CPO_TRIP_NONE;
}

/* The temperature as everything but the heat itself sees it. */
void cpo_plant_engine_eval(CPOPlant *p, unsigned i)
{
    CPOPlantEngine *e = &p->engine[i];
    bool pinned = e->temp_pin != CPO_PLANT_TEMP_FREE;
    int32_t mc;
    uint8_t trip;

    if (pinned) {
        e->temp_uc = e->temp_pin * 1000ll;
        mc = e->temp_pin;
    } else {
        mc = cpo_thermal_follow(e->temp_mc, e->temp_uc);
    }
    e->temp_seen_mc = pinned ? mc : mc + e->sense_mk;
    trip = trip_of(e->trip, e->temp_seen_mc);
    if (mc != e->temp_mc || trip != e->trip) {
        e->temp_mc = mc;
        e->trip = trip;
        e->dirty = true;
        p->busy = true;
    }
}

void cpo_plant_engine_power(CPOPlant *p, unsigned i, CPOPlantPower power)
{
    p->engine[i].power = power;
    p->engine[i].dirty = true;
    p->busy = true;
}

uint32_t cpo_plant_total_mw(const CPOPlant *p)
{
    uint32_t mw = p->power.board_mw +
                  p->power.asics * cpo_power_asic_mw(&p->power, p->load);

    for (unsigned i = 0; i < p->map.n_engines; i++) {
        mw += p->engine[i].mw;
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        mw += p->els[i].mw;
    }
    return mw;
}

static void plate_tick(CPOPlant *p)
{
    int64_t inlet_uc = p->inlet_mc * 1000ll;
    int64_t was = p->plate_uc / 1000 + p->outlet_uc / 1000;

    if (p->step_flow != p->flow) {
        cpo_thermal_step(&p->step, &p->cooling, p->flow, p->time_scale);
        p->step_flow = p->flow;
    }
    p->plate_uc = cpo_thermal_plate(&p->step, p->plate_uc, inlet_uc,
                                    cpo_plant_total_mw(p));
    p->outlet_uc = cpo_thermal_relax(p->outlet_uc,
        cpo_thermal_outlet(&p->step, p->plate_uc, inlet_uc), p->step.outlet);
    p->busy |= was != p->plate_uc / 1000 + p->outlet_uc / 1000;
}

static void els_tick(CPOPlant *p, unsigned i)
{
    CPOPlantEls *e = &p->els[i];
    int32_t need;

    if (e->temp_pin == CPO_PLANT_TEMP_FREE) {
        e->case_uc = cpo_thermal_relax(e->case_uc, els_target(p, i, e->mw),
                                       p->step.els_case);
    }
    cpo_plant_els_eval(p, i);
    need = cpo_tec_need(e->case_mc, e->diodes_mw);
    e->bench_uc = cpo_thermal_relax(e->bench_uc,
        e->powered ? cpo_tec_target_uc(need) : e->case_uc, p->step.bench);
    cpo_plant_els_eval(p, i);
}

void cpo_plant_tick(CPOPlant *p)
{
    uint32_t asic_mw = cpo_power_asic_mw(&p->power, p->load);

    p->epoch++;
    p->busy = false;
    p->evaluated = 0;
    plate_tick(p);
    for (unsigned i = 0; i < p->power.asics; i++) {
        p->asic[i].temp_uc = cpo_thermal_relax(p->asic[i].temp_uc,
            asic_target(p, asic_mw), p->step.asic);
    }
    for (unsigned i = 0; i < p->map.n_engines; i++) {
        CPOPlantEngine *e = &p->engine[i];

        e->temp_uc = cpo_thermal_relax(e->temp_uc,
                                       engine_target(p, i, e->mw),
                                       p->step.engine);
        e->dirty |= e->seeking > 0;
        cpo_plant_engine_eval(p, i);
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        els_tick(p, i);
    }
    cpo_plant_lasers_tick(p);
}

/* No part moves, no link is near its end: one may look away for a while. */
bool cpo_plant_settled(const CPOPlant *p)
{
    return !p->busy;
}

uint32_t cpo_plant_total_seen_mw(const CPOPlant *p)
{
    return cpo_sensed(cpo_plant_total_mw(p), p->board_ppm);
}

/* ---- supplies, as they are measured ---- */

uint32_t cpo_plant_rail_uv(const CPOPlant *p, unsigned engine, unsigned rail)
{
    const CPOPlantEngine *e = &p->engine[engine];
    uint32_t uv;

    if (!rail && e->vcc_pin >= 0) {
        return (uint32_t)e->vcc_pin;
    }
    uv = cpo_power_rail_uv(cpo_rail_nominal_uv[rail], e->mw,
                           p->power.engine_mw, e->rail_offset_uv);
    return cpo_sensed(uv, e->rail_ppm[rail]);
}

uint32_t cpo_plant_board_rail_uv(const CPOPlant *p, uint32_t nominal_uv)
{
    return cpo_power_rail_uv(nominal_uv, cpo_plant_total_mw(p),
                             p->power.total_mw, p->rail_offset_uv);
}

uint32_t cpo_plant_els_vcc_uv(const CPOPlant *p, unsigned els)
{
    const CPOPlantEls *e = &p->els[els];

    if (e->vcc_pin >= 0) {
        return (uint32_t)e->vcc_pin;
    }
    return cpo_sensed(cpo_power_rail_uv(CPO_VCC_UV, e->mw, p->power.els_mw,
                                        0), e->vcc_ppm);
}

/* Works out everything that is not state. */
void cpo_plant_restore(CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_engines; i++) {
        cpo_plant_engine_eval(p, i);
        p->engine[i].dirty = true;
        p->engine[i].changed = true;
    }
    for (unsigned k = 0; k < p->map.n_lasers; k++) {
        p->feed[k].pass = cpo_ratio(-(double)p->feed[k].loss_mdb);
        cpo_plant_laser_moved(p, k);
        cpo_plant_emit(p, k, p->laser[k].emitted_nw);
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        cpo_plant_els_eval(p, i);
    }
    for (unsigned i = 0; i < p->map.n_lanes; i++) {
        cpo_plant_lane_static(p, i);
        p->lane[i].rx_dirty = true;
    }
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        p->port[i].dirty = true;
    }
    cpo_plant_light(p);
    p->busy = true;
}

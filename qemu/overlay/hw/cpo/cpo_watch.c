/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include <stdlib.h>
#include <string.h>
#include "cpo_hw.h"
#include "cpo_math.h"
#include "cpo_sensor.h"
#include "cpo_watch.h"

#define BER_UNIT    1e18

/* ---- what is measured; false: it is not known ---- */

typedef bool (*CPORead)(const CPOPlant *p, unsigned i, int64_t *value);

static bool sensor(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = cpo_sensor_value(p, i);
    return true;
}

static bool engine_temp(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->engine[i].temp_seen_mc;
    return true;
}

static bool engine_power(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->engine[i].seen_mw;
    return true;
}

static bool els_temp(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->els[i].case_seen_mc;
    return p->els[i].present;
}

static bool els_voltage(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = cpo_plant_els_vcc_uv(p, i);
    return p->els[i].present;
}

static bool els_power(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->els[i].seen_mw;
    return p->els[i].present;
}

static bool module_here(const CPOPlant *p, unsigned k)
{
    return p->els[k / p->profile->lasers_per_els].present;
}

/* On, or on with a fault; the time of getting there is not looked at. */
static bool on(const CPOPlant *p, unsigned k)
{
    return p->laser[k].ask == CPO_PLANT_FULL && p->laser[k].emitted_nw;
}

/* The cooler is still at work when the light comes. */
static bool settled(const CPOPlant *p, unsigned k)
{
    return on(p, k) &&
           p->laser[k].cond[CPO_COND_SETTLED] == CPO_PLANT_COND_EPOCHS;
}

static bool laser_temp(const CPOPlant *p, unsigned k, int64_t *value)
{
    *value = p->laser[k].temp_mc;
    return settled(p, k);
}

static bool laser_tec(const CPOPlant *p, unsigned k, int64_t *value)
{
    *value = abs(p->els[k / p->profile->lasers_per_els].tec_drive);
    return on(p, k);
}

static bool laser_bias(const CPOPlant *p, unsigned k, int64_t *value)
{
    *value = p->laser[k].bias_na;
    return on(p, k);
}

static bool laser_power(const CPOPlant *p, unsigned k, int64_t *value)
{
    *value = p->laser[k].emitted_nw;
    return on(p, k);
}

static bool laser_freq(const CPOPlant *p, unsigned k, int64_t *value)
{
    *value = p->laser[k].freq_error_mhz;
    return settled(p, k);
}

static bool laser_age(const CPOPlant *p, unsigned k, int64_t *value)
{
    *value = p->laser[k].age / (CPO_AGE_ONE / 10000);
    return module_here(p, k);
}

static bool feed_input(const CPOPlant *p, unsigned k, int64_t *value)
{
    *value = p->feed[k].input_nw;
    return on(p, k);
}

static const CPOPlantEngine *engine_of(const CPOPlant *p, unsigned i)
{
    return &p->engine[i / p->profile->lanes_per_engine];
}

static bool sends(const CPOPlant *p, unsigned i)
{
    return p->feed[p->map.lane_feed[i]].active &&
           engine_of(p, i)->power == CPO_POWER_ON &&
           engine_of(p, i)->trip == CPO_TRIP_NONE;
}

static bool lane_heater(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->lane[i].heater;
    return sends(p, i) && p->feed[p->map.lane_feed[i]].input_nw;
}

static bool lane_tx(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->lane[i].tx_seen_nw;
    return sends(p, i);
}

static bool lane_rx(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->lane[i].rx_seen_nw;
    return p->lane[i].rx_on && !p->lane[i].los;
}

static bool lane_snr(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = p->lane[i].snr_256db * 1000 / 256;
    return cpo_plant_has_data(&p->lane[i]);
}

static bool lane_ber(const CPOPlant *p, unsigned i, int64_t *value)
{
    *value = cpo_round(p->lane[i].ber * BER_UNIT);
    return cpo_plant_has_data(&p->lane[i]);
}

static const CPORead reads[CPO_LIM_ROWS] = {
    [CPO_LIM_SENSOR] = sensor,
    [CPO_LIM_ENGINE_TEMP] = engine_temp,
    [CPO_LIM_ENGINE_POWER] = engine_power,
    [CPO_LIM_ELS_TEMP] = els_temp,
    [CPO_LIM_ELS_VOLTAGE] = els_voltage,
    [CPO_LIM_ELS_POWER] = els_power,
    [CPO_LIM_LASER_TEMP] = laser_temp,
    [CPO_LIM_LASER_TEC] = laser_tec,
    [CPO_LIM_LASER_BIAS] = laser_bias,
    [CPO_LIM_LASER_POWER] = laser_power,
    [CPO_LIM_LASER_FREQ] = laser_freq,
    [CPO_LIM_LASER_AGE] = laser_age,
    [CPO_LIM_FEED_INPUT] = feed_input,
    [CPO_LIM_LANE_HEATER] = lane_heater,
    [CPO_LIM_LANE_TX] = lane_tx,
    [CPO_LIM_LANE_RX] = lane_rx,
    [CPO_LIM_LANE_SNR] = lane_snr,
    [CPO_LIM_LANE_BER] = lane_ber,
};

/* ---- where a value may have moved ---- */

static bool last_was(const CPOWatches *ws, CPOLimitRow row, unsigned i,
                     int64_t value)
{
    return ws->watch[ws->base[row] + i].value == value;
}

static bool sensors_moved(const CPOWatches *ws, unsigned i)
{
    (void)i;
    return ws->plant->busy;
}

static bool engine_moved(const CPOWatches *ws, unsigned i)
{
    return ws->plant->engine[i].changed;
}

/* The supply follows the power. */
static bool els_moved(const CPOWatches *ws, unsigned i)
{
    const CPOPlantEls *e = &ws->plant->els[i];

    return !last_was(ws, CPO_LIM_ELS_TEMP, i, e->case_seen_mc) ||
           !last_was(ws, CPO_LIM_ELS_POWER, i, e->seen_mw);
}

/* The loss of its feed moves only when somebody moves it. */
static bool laser_moved(const CPOWatches *ws, unsigned k)
{
    const CPOPlant *p = ws->plant;

    return p->laser[k].changed ||
           !last_was(ws, CPO_LIM_LASER_TEC, k,
                     abs(p->els[k / p->profile->lasers_per_els].tec_drive));
}

/* Rows of one kind of object; a feed is its laser's. */
static const struct {
    CPOLimitRow first;
    CPOLimitRow last;
    bool (*moved)(const CPOWatches *ws, unsigned group);
} kinds[] = {
    { CPO_LIM_SENSOR, CPO_LIM_SENSOR, sensors_moved },
    { CPO_LIM_ENGINE_TEMP, CPO_LIM_ENGINE_POWER, engine_moved },
    { CPO_LIM_ELS_TEMP, CPO_LIM_ELS_POWER, els_moved },
    { CPO_LIM_LASER_TEMP, CPO_LIM_FEED_INPUT, laser_moved },
    { CPO_LIM_LANE_HEATER, CPO_LIM_LANE_BER, engine_moved },
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* ---- an epoch ---- */

static const CPOLimits *limits(const CPOWatches *ws, CPOLimitRow row,
                               uint32_t n)
{
    return ws->watch[n].own ? &ws->own[n] :
           row == CPO_LIM_SENSOR ? &ws->sensor[n] : &ws->kind[row];
}

const CPOLimits *cpo_watches_limits(const CPOWatches *ws, uint32_t n)
{
    return limits(ws, cpo_watches_row(ws, n), n);
}

static void look(CPOWatches *ws, CPOLimitRow row, unsigned i, CPOWatchFn fn,
                 void *opaque)
{
    uint32_t n = ws->base[row] + i;
    CPOWatch *w = &ws->watch[n];
    uint8_t beyond = 0, fresh;
    int64_t value;

    if (reads[row](ws->plant, i, &value)) {
        w->value = value;
        beyond = cpo_limits_beyond(limits(ws, row, n), value);
    }
    if (!(beyond | w->set)) {
        return;
    }
    fresh = cpo_watch_look(w, beyond, ws->plant->epoch);
    ws->waits |= cpo_watch_waits(w);
    if (fresh) {
        fn(opaque, n, fresh, true);
    }
}

static unsigned count(const CPOWatches *ws, CPOLimitRow row)
{
    return ws->base[row + 1] - ws->base[row];
}

static void look_kind(CPOWatches *ws, unsigned kind, CPOWatchFn fn,
                      void *opaque)
{
    unsigned first = kinds[kind].first, last = kinds[kind].last;
    unsigned n = count(ws, last);
    unsigned group = cpo_limit_obj(first) == CPO_OBJ_LANE ?
                     ws->plant->profile->lanes_per_engine : 1;

    first += !count(ws, first);         /* lanes without a heater */
    for (unsigned g = 0; g * group < n; g++) {
        if (!ws->all && !kinds[kind].moved(ws, g)) {
            continue;
        }
        for (unsigned i = g * group; i < (g + 1) * group; i++) {
            for (unsigned r = first; r <= last; r++) {
                look(ws, r, i, fn, opaque);
            }
        }
    }
}

static void clear(CPOWatches *ws, CPOWatchFn fn, void *opaque)
{
    ws->waits = false;
    for (uint32_t n = 0; n < ws->n; n++) {
        CPOWatch *w = &ws->watch[n];
        uint8_t over;

        if (!w->set) {
            continue;
        }
        over = cpo_watch_clear(w, ws->plant->epoch);
        ws->waits |= cpo_watch_waits(w);
        if (over) {
            fn(opaque, n, over, false);
        }
    }
}

void cpo_watches_epoch(CPOWatches *ws, CPOWatchFn fn, void *opaque)
{
    for (unsigned kind = 0; kind < N_KINDS; kind++) {
        look_kind(ws, kind, fn, opaque);
    }
    ws->all = false;
    if (ws->waits) {
        clear(ws, fn, opaque);
    }
}

/* ---- set-up ---- */

bool cpo_watches_init(CPOWatches *ws, const CPOPlant *p)
{
    const CPOProfile *pr = p->profile;

    *ws = (CPOWatches) { .plant = p };
    for (unsigned r = 0; r < CPO_LIM_ROWS; r++) {
        ws->base[r + 1] = ws->base[r] + cpo_limit_objects(pr, r);
        ws->kind[r] = cpo_limits_default(pr, r, 0);
    }
    ws->n = ws->base[CPO_LIM_ROWS];
    ws->watch = calloc(ws->n, sizeof(*ws->watch));
    ws->own = calloc(ws->n, sizeof(*ws->own));
    ws->sensor = calloc(count(ws, CPO_LIM_SENSOR), sizeof(*ws->sensor));
    if (!ws->watch || !ws->own || !ws->sensor) {
        cpo_watches_free(ws);
        return false;
    }
    for (unsigned i = 0; i < count(ws, CPO_LIM_SENSOR); i++) {
        ws->sensor[i] = cpo_limits_default(pr, CPO_LIM_SENSOR, i);
    }
    cpo_watches_reset(ws);
    return true;
}

void cpo_watches_free(CPOWatches *ws)
{
    free(ws->watch);
    free(ws->own);
    free(ws->sensor);
    *ws = (CPOWatches) { 0 };
}

void cpo_watches_reset(CPOWatches *ws)
{
    memset(ws->watch, 0, ws->n * sizeof(*ws->watch));
    memset(ws->own, 0, ws->n * sizeof(*ws->own));
    ws->all = true;
    ws->waits = false;
}

/* Compared with what is in force now in the next epoch. */
void cpo_watches_limit(CPOWatches *ws, uint32_t n, const CPOLimits *l)
{
    ws->watch[n].own = l;
    ws->own[n] = l ? *l : (CPOLimits) { 0 };
    ws->all = true;
}

/* ---- by name ---- */

bool cpo_watches_find(const CPOWatches *ws, uint8_t obj, unsigned i,
                      unsigned quantity, uint32_t *n)
{
    for (unsigned r = 0; r < CPO_LIM_ROWS; r++) {
        if (cpo_limit_obj(r) == obj && cpo_limit_quantity(r) == quantity) {
            *n = ws->base[r] + i;
            return i < count(ws, r);
        }
    }
    return false;
}

CPOLimitRow cpo_watches_row(const CPOWatches *ws, uint32_t n)
{
    unsigned r = 0;

    while (n >= ws->base[r + 1]) {
        r++;
    }
    return r;
}

/* ---- a loaded snapshot ---- */

static bool watch_ok(const CPOWatch *w, uint64_t epoch)
{
    for (unsigned n = 0; n < CPO_LV_COUNT; n++) {
        if (w->back[n] > epoch || (w->back[n] && !(w->set >> n & 1))) {
            return false;
        }
    }
    return w->set <= CPO_LEVELS_ALL;
}

bool cpo_watches_sane(const CPOWatches *ws)
{
    for (uint32_t n = 0; n < ws->n; n++) {
        const CPOLimits *l = &ws->own[n];
        uint8_t quantity = cpo_limit_quantity(cpo_watches_row(ws, n));
        uint32_t fault;

        if (!watch_ok(&ws->watch[n], ws->plant->epoch) ||
            l->mask > CPO_LEVELS_ALL ||
            !cpo_limits_valid(quantity, l, &fault)) {
            return false;
        }
    }
    return true;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Is this a state the plant can get to?  Asked of a loaded snapshot. */
#include "cpo_plant.h"

#define POWER_MAX_NW    1000000000
#define LOSS_MAX_MDB    200000
#define BER_PIN_MAX     500000000000000000ll
#define RAIL_MAX_UV     50000000
#define HIGH_MAX        (CPO_WINDOW_VALUE_MAX >> 32)

static bool in(int64_t value, int64_t min, int64_t max)
{
    return value >= min && value <= max;
}

static bool temp_ok(int64_t uc)
{
    return in(uc, CPO_TEMP_MIN_UC, CPO_TEMP_MAX_UC);
}

/* What the rest sees is not far from the node. */
static bool node_ok(int64_t uc, int32_t mc, int32_t pin)
{
    return temp_ok(uc) && in(uc - mc * 1000ll, -1000, 1000) &&
           (pin == CPO_PLANT_TEMP_FREE || temp_ok(pin * 1000ll));
}

static bool pin_ok(int64_t pin, int64_t max)
{
    return in(pin, CPO_PLANT_FREE, max);
}

static bool loss_ok(int32_t mdb)
{
    return in(mdb, -LOSS_MAX_MDB, LOSS_MAX_MDB);
}

/* ---- windows ---- */

static bool sum_ok(const CPOWindowSum *s, uint64_t epochs)
{
    if (!s->n) {
        return !s->min && !s->max && !s->high && !s->low;
    }
    return s->n <= epochs && s->min <= s->max &&
           in(s->min, -CPO_WINDOW_VALUE_MAX, CPO_WINDOW_VALUE_MAX) &&
           in(s->max, -CPO_WINDOW_VALUE_MAX, CPO_WINDOW_VALUE_MAX) &&
           in(s->high, -HIGH_MAX * s->n, HIGH_MAX * s->n) &&
           s->low >> 32 <= s->n &&
           in(cpo_window_avg(s), s->min, s->max);
}

static bool windows_ok(const CPOPlant *p, const CPOWindow *win, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        const CPOWindow *w = &win[i];

        if (w->start > w->since || w->since > p->epoch + 1 ||
            w->since - w->start >= p->window_epochs || w->known > 1 ||
            !in(w->value, -CPO_WINDOW_VALUE_MAX, CPO_WINDOW_VALUE_MAX) ||
            !sum_ok(&w->running, w->since - w->start) ||
            !sum_ok(&w->previous, p->window_epochs)) {
            return false;
        }
    }
    return true;
}

/* ---- parts ---- */

static bool box_ok(const CPOPlant *p)
{
    if (p->flow > CPO_FLOW_MAX || p->load > CPO_LOAD_FULL ||
        !in(p->rail_offset_uv, -RAIL_MAX_UV, RAIL_MAX_UV) ||
        p->epoch > UINT32_MAX || !p->window_epochs ||
        p->window_epochs > CPO_WINDOW_EPOCHS_MAX || !temp_ok(p->plate_uc) ||
        !temp_ok(p->outlet_uc) || !temp_ok(p->inlet_mc * 1000ll)) {
        return false;
    }
    for (unsigned i = 0; i < p->power.asics; i++) {
        if (!temp_ok(p->asic[i].temp_uc)) {
            return false;
        }
    }
    return true;
}

static bool engines_ok(const CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_engines; i++) {
        const CPOPlantEngine *e = &p->engine[i];

        if (!node_ok(e->temp_uc, e->temp_mc, e->temp_pin) ||
            e->trip > CPO_TRIP_SHUTDOWN ||
            !in(e->rail_offset_uv, -RAIL_MAX_UV, RAIL_MAX_UV) ||
            !pin_ok(e->vcc_pin, RAIL_MAX_UV) ||
            !windows_ok(p, e->win, CPO_WIN_ENGINE_COUNT)) {
            return false;
        }
    }
    return true;
}

static bool els_ok(const CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_els; i++) {
        const CPOPlantEls *e = &p->els[i];

        if (!node_ok(e->case_uc, e->case_mc, e->temp_pin) ||
            !node_ok(e->bench_uc, e->bench_mc, CPO_PLANT_TEMP_FREE) ||
            (e->powered && !e->present) ||
            !pin_ok(e->vcc_pin, RAIL_MAX_UV) || !e->vcc_pin ||
            !windows_ok(p, e->win, CPO_WIN_ELS_COUNT)) {
            return false;
        }
    }
    return true;
}

static bool laser_ok(const CPOPlantLaser *l)
{
    for (unsigned c = 0; c < CPO_COND_COUNT; c++) {
        if (l->cond[c] > CPO_PLANT_COND_EPOCHS) {
            return false;
        }
    }
    return l->age <= CPO_AGE_MAX && l->emitted_nw <= POWER_MAX_NW &&
           l->setpoint_nw <= POWER_MAX_NW &&
           l->bias_set_na <= CPO_BIAS_MAX_NA &&
           pin_ok(l->power_pin, POWER_MAX_NW) &&
           pin_ok(l->bias_pin, CPO_BIAS_MAX_NA) &&
           (l->temp_pin == CPO_PLANT_TEMP_FREE ||
            temp_ok(l->temp_pin * 1000ll));
}

static bool lasers_ok(const CPOPlant *p)
{
    for (unsigned k = 0; k < p->map.n_lasers; k++) {
        if (!laser_ok(&p->laser[k]) || !loss_ok(p->feed[k].loss_mdb) ||
            !windows_ok(p, p->laser[k].win, CPO_WIN_LASER_COUNT)) {
            return false;
        }
    }
    return true;
}

static bool lanes_ok(const CPOPlant *p)
{
    uint64_t soon = p->epoch + 1 + cpo_const.ring_lock_epochs;

    for (unsigned i = 0; i < p->map.n_lanes; i++) {
        const CPOPlantLane *l = &p->lane[i];

        if (!loss_ok(l->tx_loss_mdb) || !loss_ok(l->link_mdb) ||
            !in(l->drift_mk, -CPO_DRIFT_MAX_MK, CPO_DRIFT_MAX_MK) ||
            !pin_ok(l->tx_pin, POWER_MAX_NW) ||
            !pin_ok(l->rx_pin, POWER_MAX_NW) ||
            !pin_ok(l->ber_pin, BER_PIN_MAX) || l->relock > soon ||
            !windows_ok(p, l->win, CPO_WIN_LANE_COUNT)) {
            return false;
        }
    }
    return true;
}

/* Every codeword is in one bin, or could not be corrected. */
static bool counts_ok(const CPOPlant *p, const CPOFecCount *c)
{
    uint64_t sum = 0;

    if (c->codewords > p->codewords * p->epoch) {
        return false;
    }
    for (unsigned k = 0; k < CPO_FEC_BINS; k++) {
        if (c->bin[k] > c->codewords) {
            return false;
        }
        sum += c->bin[k];
    }
    return c->uncorrectable <= c->codewords &&
           sum + c->uncorrectable == c->codewords &&
           c->corrected == sum - c->bin[0];
}

/* Every corrected bit was on one of the lanes. */
static bool lane_bits_ok(const CPOPlant *p, const CPOPlantPort *port)
{
    uint64_t left = port->fec.corrected_bits;

    for (unsigned i = 0; i < CPO_FEC_LANES_MAX; i++) {
        uint64_t bits = port->lane_bits[i];

        if (bits > left || (bits && i >= p->profile->lanes_per_port)) {
            return false;
        }
        left -= bits;
    }
    return !left;
}

static bool ports_ok(const CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        const CPOPlantPort *port = &p->port[i];

        if (!counts_ok(p, &port->fec) || !lane_bits_ok(p, port) ||
            port->sew_max > CPO_FEC_BINS ||
            port->realign > p->epoch + cpo_const.align_epochs ||
            !windows_ok(p, port->win, CPO_WIN_PORT_COUNT)) {
            return false;
        }
    }
    return true;
}

bool cpo_plant_sane(const CPOPlant *p)
{
    return box_ok(p) && engines_ok(p) && els_ok(p) && lasers_ok(p) &&
           lanes_ok(p) && ports_ok(p);
}

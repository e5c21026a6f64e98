/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Light through the engines: first all that send, then all that receive.
 * Only engines whose temperature, input or set-up has changed are worked
 * out, and the receivers they shine on.
 */
#include "cpo_hw.h"
#include "cpo_math.h"
#include "cpo_plant.h"

static bool is_ring(const CPOPlant *p)
{
    return p->profile->modulator == CPO_MOD_RING;
}

/* After a change of a loss. */
void cpo_plant_lane_static(CPOPlant *p, unsigned i)
{
    CPOPlantLane *l = &p->lane[i];

    l->tx_pass = cpo_ratio(-(double)l->tx_loss_mdb);
    l->link_pass = cpo_ratio(-(double)l->link_mdb);
}

/* A loss, a drift or a pin has moved. */
void cpo_plant_lane_moved(CPOPlant *p, unsigned i)
{
    cpo_plant_lane_static(p, i);
    p->engine[i / p->profile->lanes_per_engine].dirty = true;
}

/* ---- transmitter ---- */

/* Lock is lost at once, and found some time after it is possible. */
static void lock_eval(CPOPlant *p, CPOPlantEngine *e, CPOPlantLane *l,
                      const CPORing *ring, bool lit)
{
    if (!lit || ring->lost) {
        l->locked = false;
    }
    if (l->locked || !lit || !ring->in_range) {
        l->relock = 0;
        return;
    }
    if (!l->relock) {
        l->relock = p->epoch + 1 + cpo_const.ring_lock_epochs;
    }
    if (p->epoch >= l->relock) {
        l->locked = true;
        l->relock = 0;
        return;
    }
    e->seeking++;
}

static double ring_eval(CPOPlant *p, CPOPlantEngine *e, CPOPlantLane *l,
                        int32_t laser_mc, bool lit)
{
    int32_t need = cpo_ring_need_mk(e->temp_mc, laser_mc,
                                    l->ring_mk + l->drift_mk);
    CPORing ring = cpo_ring(need);

    lock_eval(p, e, l, &ring, lit);
    l->heater = lit ? ring.heater : 0;
    l->detuning_mhz = lit ? ring.detuning_mhz : 0;
    e->heaters += l->heater;
    return l->locked ? ring.pass : 1;   /* out of tune: all of it passes */
}

static void set_tx(CPOPlant *p, unsigned i, uint32_t nw, bool modulated)
{
    CPOPlantLane *l = &p->lane[i];
    uint16_t peer = p->map.lane_peer[i];

    if (nw == l->tx_nw && modulated == l->modulated) {
        return;
    }
    l->tx_nw = nw;
    l->tx_seen_nw = l->tx_pin >= 0 ? nw : cpo_sensed(nw, l->tx_ppm);
    l->modulated = modulated;
    if (peer != CPO_PLANT_OPEN) {
        p->lane[peer].rx_dirty = true;
    }
}

static bool unpowered(const CPOPlantEngine *e)
{
    return e->trip == CPO_TRIP_SHUTDOWN || e->power != CPO_POWER_ON;
}

static void tx_eval(CPOPlant *p, CPOPlantEngine *e, unsigned i)
{
    unsigned k = p->map.lane_feed[i];
    const CPOPlantFeed *f = &p->feed[k];
    CPOPlantLane *l = &p->lane[i];
    bool off = e->trip != CPO_TRIP_NONE || e->power != CPO_POWER_ON;
    double pass;
    uint32_t nw = 0;

    if (is_ring(p)) {
        pass = ring_eval(p, e, l, p->laser[k].temp_mc,
                         f->input_nw && !unpowered(e));
    } else {
        l->locked = true;
        pass = cpo_ratio(-(double)cpo_mzm_loss_mdb(e->temp_mc));
    }
    if (f->active && f->input_nw && !off) {
        nw = l->tx_pin >= 0 ? (uint32_t)l->tx_pin :
             (uint32_t)cpo_round(f->input_nw * l->tx_pass * pass);
    }
    e->lanes_on += nw > 0;
    set_tx(p, i, nw, nw && l->locked);
}

static uint32_t engine_mw(const CPOPlant *p, const CPOPlantEngine *e)
{
    if (e->trip != CPO_TRIP_SHUTDOWN && e->power == CPO_POWER_WARMING) {
        return p->power.engine_mw;
    }
    return cpo_power_engine_mw(&p->power, e->lanes_on, e->heaters,
                               unpowered(e));
}

static void engine_tx(CPOPlant *p, unsigned n)
{
    CPOPlantEngine *e = &p->engine[n];
    unsigned lanes = p->profile->lanes_per_engine;

    e->lanes_on = 0;
    e->heaters = 0;
    e->seeking = 0;
    for (unsigned i = n * lanes; i < (n + 1) * lanes; i++) {
        tx_eval(p, e, i);
        p->lane[i].rx_on = !p->feed[p->map.lane_feed[i]].parked;
        p->lane[i].rx_dirty = true;
    }
    e->mw = engine_mw(p, e);
    e->seen_mw = cpo_sensed(e->mw, e->sense_ppm);
    e->changed = true;
    p->busy |= e->seeking > 0;
}

/* ---- receiver ---- */

static uint32_t light_in(const CPOPlant *p, unsigned i, bool *modulated)
{
    const CPOPlantLane *l = &p->lane[i];
    uint16_t peer = p->map.lane_peer[i];
    const CPOPlantLane *far;

    *modulated = false;
    if (peer == CPO_PLANT_OPEN) {
        return 0;
    }
    far = &p->lane[peer];
    *modulated = far->modulated;
    if (far->tx_nw && l->rx_pin >= 0) {
        return (uint32_t)l->rx_pin;
    }
    return (uint32_t)cpo_round(far->tx_nw * l->link_pass);
}

static void no_data(CPOPlantLane *l)
{
    l->snr_256db = 0;
    l->ber32 = 0;
    l->ber = 0.5;
    l->lol = true;
}

static void quality(CPOPlant *p, unsigned i, double thermal, bool modulated)
{
    CPOPlantLane *l = &p->lane[i];
    CPORxQuality q = cpo_receive(&p->receiver, thermal, l->rx_nw);

    l->photocurrent_na = q.photocurrent_na;
    if (l->los || !modulated) {
        no_data(l);
    } else {
        l->snr_256db = q.snr_256db;
        l->ber = q.ber;
        l->ber32 = q.ber32;
        if (l->ber_pin >= 0) {
            l->ber = l->ber_pin * 1e-18;
            l->ber32 = cpo_ber32(l->ber);
        }
        l->lol = l->ber > cpo_const.lol_ber;
    }
    l->ps = cpo_fec_symbol(l->ber);
    p->port[p->lane_port[i]].dirty = true;
}

/* Nobody looks: neither light nor the lack of it is seen. */
static void rx_off(CPOPlant *p, unsigned i)
{
    CPOPlantLane *l = &p->lane[i];

    l->rx_nw = l->rx_seen_nw = 0;
    l->photocurrent_na = 0;
    no_data(l);
    l->los = l->lol = false;
    l->ps = cpo_fec_symbol(l->ber);
    p->port[p->lane_port[i]].dirty = true;
}

static void rx_eval(CPOPlant *p, unsigned i, double thermal)
{
    CPOPlantLane *l = &p->lane[i];
    bool modulated;

    l->rx_dirty = false;
    if (!l->rx_on) {
        rx_off(p, i);
        return;
    }
    l->rx_nw = light_in(p, i, &modulated);
    l->rx_seen_nw = l->rx_pin >= 0 ? l->rx_nw :
                    cpo_sensed(l->rx_nw, l->rx_ppm);
    if (l->rx_seen_nw < CPO_RX_LOS_ON_NW) {
        l->los = true;
    } else if (l->rx_seen_nw > CPO_RX_LOS_OFF_NW) {
        l->los = false;
    }
    quality(p, i, thermal, modulated);
}

static void engine_rx(CPOPlant *p, unsigned n)
{
    unsigned lanes = p->profile->lanes_per_engine;
    double thermal = -1;

    for (unsigned i = n * lanes; i < (n + 1) * lanes; i++) {
        if (!p->lane[i].rx_dirty) {
            continue;
        }
        if (thermal < 0) {
            thermal = cpo_receiver_thermal(&p->receiver,
                                           p->engine[n].temp_mc);
        }
        rx_eval(p, i, thermal);
        p->engine[n].changed = true;
    }
}

void cpo_plant_light(CPOPlant *p)
{
    bool any = false;

    for (unsigned i = 0; i < p->map.n_els; i++) {
        cpo_plant_els_eval(p, i);
    }
    for (unsigned n = 0; n < p->map.n_engines; n++) {
        cpo_plant_engine_eval(p, n);
    }
    for (unsigned n = 0; n < p->map.n_engines; n++) {
        if (p->engine[n].dirty) {
            p->engine[n].dirty = false;
            p->evaluated++;
            any = true;
            engine_tx(p, n);
        }
    }
    if (!any) {
        return;
    }
    for (unsigned n = 0; n < p->map.n_engines; n++) {
        engine_rx(p, n);
    }
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        if (p->port[i].dirty) {
            cpo_plant_port_eval(p, i);
        }
    }
}

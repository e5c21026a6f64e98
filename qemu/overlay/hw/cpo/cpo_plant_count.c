/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Ports of the plant: codewords, alignment, energy and windows. */
#include <string.h>
#include "cpo_math.h"
#include "cpo_plant.h"

#define DRAW_ALIGN      64          /* after the bins and lanes */
#define RATE_QUIET      1e-9        /* losses per second not worth a look */
#define BER_UNIT        1e18
#define UJ_PER_MW       (1000 / CPO_EPOCHS_PER_S)
#define DEPTH_800G      4
#define DEPTH           2

static const uint16_t *lanes_of(const CPOPlant *p, unsigned port)
{
    return p->map.port_lanes + port * p->profile->lanes_per_port;
}

/* A link that would fall apart within a second does not come up. */
static void align(CPOPlant *p, CPOPlantPort *port)
{
    if (!port->signal) {
        port->aligned = false;
    } else if (!port->aligned && p->epoch >= port->realign) {
        port->aligned = port->align_rate < cpo_const.align_rate_max;
    }
}

static bool gather(const CPOPlant *p, unsigned port, double *ps, double *ber)
{
    const uint16_t *lane = lanes_of(p, port);
    bool signal = true;

    *ber = 0;
    for (unsigned i = 0; i < p->profile->lanes_per_port; i++) {
        const CPOPlantLane *l = &p->lane[lane[i]];

        ps[i] = l->ps;
        *ber += l->ber;
        signal &= cpo_plant_has_data(l);
    }
    return signal;
}

void cpo_plant_port_eval(CPOPlant *p, unsigned n)
{
    CPOPlantPort *port = &p->port[n];
    unsigned lanes = p->profile->lanes_per_port;
    double ps[CPO_FEC_LANES_MAX], ber, sum = 0;

    port->dirty = false;
    port->signal = gather(p, n, ps, &ber);
    if (port->signal) {
        cpo_fec_rate(&port->rate, ps, lanes);
        for (unsigned i = 0; i < lanes; i++) {
            sum += ps[i];
        }
        port->bits_per_symbol = sum > 0 ? 10 * ber / sum : 1;
        port->align_rate = cpo_fec_align_loss(port->rate.bad, p->codewords);
    }
    align(p, port);
}

/* ---- an epoch ---- */

static void lose_alignment(CPOPlant *p, CPOPlantPort *port)
{
    double chance = 1 - cpo_exp(-port->align_rate / CPO_EPOCHS_PER_S);
    uint64_t hash = cpo_hash_next(port->base, p->epoch, DRAW_ALIGN);

    if (port->align_rate > RATE_QUIET && cpo_draw_event(hash, chance)) {
        port->aligned = false;
        port->realign = p->epoch + cpo_const.align_epochs;
        port->align_losses++;
    }
}

static void count_lanes(CPOPlant *p, unsigned n, const CPOFecEpoch *e)
{
    CPOPlantPort *port = &p->port[n];
    unsigned lanes = p->profile->lanes_per_port;
    uint64_t good[CPO_FEC_LANES_MAX], lost[CPO_FEC_LANES_MAX];
    double ps[CPO_FEC_LANES_MAX], ber;

    gather(p, n, ps, &ber);
    cpo_fec_split(good, e->corrected_symbols, ps, lanes, port->base, p->epoch,
                  CPO_FEC_DRAW_GOOD);
    cpo_fec_split(lost, e->symbol_errors - e->corrected_symbols, ps, lanes,
                  port->base, p->epoch, CPO_FEC_DRAW_LOST);
    cpo_fec_lane_bits(port->lane_bits, e->corrected_bits, good, lanes);
    for (unsigned i = 0; i < lanes; i++) {
        p->lane[lanes_of(p, n)[i]].symbol_errors += good[i] + lost[i];
    }
}

static void count_port(CPOPlant *p, unsigned n)
{
    CPOPlantPort *port = &p->port[n];
    CPOFecEpoch e;

    e = cpo_fec_count(&port->fec, &port->rate, p->codewords,
                      port->bits_per_symbol, port->base, p->epoch);
    port->sew_max = e.sew_max;
    cpo_window_set(&port->win[CPO_WIN_PORT_BAD], p->window_epochs, p->epoch,
                   e.uncorrectable);
    cpo_window_set(&port->win[CPO_WIN_PORT_SEW], p->window_epochs, p->epoch,
                   e.sew_max);
    if (e.symbol_errors) {
        count_lanes(p, n, &e);
    }
}

static void port_tick(CPOPlant *p, unsigned n)
{
    CPOPlantPort *port = &p->port[n];

    if (port->aligned) {
        count_port(p, n);
        lose_alignment(p, port);
    } else {
        cpo_window_unknown(&port->win[CPO_WIN_PORT_BAD], p->window_epochs,
                           p->epoch);
        cpo_window_unknown(&port->win[CPO_WIN_PORT_SEW], p->window_epochs,
                           p->epoch);
        port->sew_max = 0;
        align(p, port);
    }
    p->busy |= port->signal &&
               (!port->aligned || port->align_rate > RATE_QUIET);
    port->energy_uj += (uint64_t)cpo_plant_port_mw(p, n) * UJ_PER_MW;
}

/* Its lanes' part of the engines, and of the modules that light them. */
uint32_t cpo_plant_port_mw(const CPOPlant *p, unsigned n)
{
    const uint16_t *lane = lanes_of(p, n);
    double mw = 0;

    for (unsigned i = 0; i < p->profile->lanes_per_port; i++) {
        unsigned els = p->map.lane_feed[lane[i]] / p->profile->lasers_per_els;
        unsigned engine = lane[i] / p->profile->lanes_per_engine;

        mw += (double)p->engine[engine].seen_mw /
              p->profile->lanes_per_engine;
        if (p->els_lanes[els]) {
            mw += (double)p->els[els].seen_mw / p->els_lanes[els];
        }
    }
    return (uint32_t)cpo_round(mw);
}

static void lane_windows(CPOPlant *p, CPOPlantLane *l)
{
    uint32_t len = p->window_epochs;

    if (l->rx_on) {
        cpo_window_set(&l->win[CPO_WIN_LANE_RX], len, p->epoch,
                       l->rx_seen_nw);
    } else {
        cpo_window_unknown(&l->win[CPO_WIN_LANE_RX], len, p->epoch);
    }
    if (cpo_plant_has_data(l)) {
        cpo_window_set(&l->win[CPO_WIN_LANE_BER], len, p->epoch,
                       cpo_round(l->ber * BER_UNIT));
        cpo_window_set(&l->win[CPO_WIN_LANE_SNR], len, p->epoch,
                       l->snr_256db);
    } else {
        cpo_window_unknown(&l->win[CPO_WIN_LANE_BER], len, p->epoch);
        cpo_window_unknown(&l->win[CPO_WIN_LANE_SNR], len, p->epoch);
    }
}

static void engine_count(CPOPlant *p, unsigned n)
{
    CPOPlantEngine *e = &p->engine[n];
    unsigned lanes = p->profile->lanes_per_engine;

    e->energy_uj += (uint64_t)e->seen_mw * UJ_PER_MW;
    if (!e->changed) {
        return;
    }
    e->changed = false;
    cpo_window_set(&e->win[CPO_WIN_ENGINE_TEMP], p->window_epochs, p->epoch,
                   e->temp_seen_mc);
    cpo_window_set(&e->win[CPO_WIN_ENGINE_POWER], p->window_epochs, p->epoch,
                   e->seen_mw);
    for (unsigned i = n * lanes; i < (n + 1) * lanes; i++) {
        lane_windows(p, &p->lane[i]);
    }
}

static void laser_count(CPOPlant *p, unsigned k)
{
    CPOPlantLaser *l = &p->laser[k];
    const CPOPlantEls *e = &p->els[k / p->profile->lasers_per_els];
    uint32_t len = p->window_epochs;

    if (!e->present) {
        for (unsigned i = 0; i < CPO_WIN_LASER_COUNT; i++) {
            cpo_window_unknown(&l->win[i], len, p->epoch);
        }
        return;
    }
    cpo_window_set(&l->win[CPO_WIN_LASER_TEC], len, p->epoch, e->tec_drive);
    cpo_window_set(&l->win[CPO_WIN_LASER_POWER], len, p->epoch,
                   l->emitted_nw);
    cpo_window_set(&l->win[CPO_WIN_LASER_BIAS], len, p->epoch, l->bias_na);
    cpo_window_set(&l->win[CPO_WIN_LASER_TEMP], len, p->epoch, l->temp_mc);
    l->changed = false;
}

static void els_count(CPOPlant *p, unsigned i)
{
    CPOPlantEls *e = &p->els[i];

    e->energy_uj += (uint64_t)e->seen_mw * UJ_PER_MW;
    if (!e->present) {
        cpo_window_unknown(&e->win[CPO_WIN_ELS_TEMP], p->window_epochs,
                           p->epoch);
        cpo_window_unknown(&e->win[CPO_WIN_ELS_POWER], p->window_epochs,
                           p->epoch);
        return;
    }
    cpo_window_set(&e->win[CPO_WIN_ELS_TEMP], p->window_epochs, p->epoch,
                   e->case_seen_mc);
    cpo_window_set(&e->win[CPO_WIN_ELS_POWER], p->window_epochs, p->epoch,
                   e->seen_mw);
}

void cpo_plant_count(CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_els; i++) {
        els_count(p, i);
    }
    for (unsigned k = 0; k < p->map.n_lasers; k++) {
        laser_count(p, k);
    }
    for (unsigned n = 0; n < p->map.n_engines; n++) {
        engine_count(p, n);
    }
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        port_tick(p, i);
    }
}

/* ---- readers ---- */

static void run(CPOPlant *p, CPOWindow *win, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        cpo_window_run(&win[i], p->window_epochs, p->epoch + 1);
    }
}

/* Before windows are read; changes nothing one could tell later. */
void cpo_plant_windows_run(CPOPlant *p)
{
    for (unsigned i = 0; i < p->map.n_engines; i++) {
        run(p, p->engine[i].win, CPO_WIN_ENGINE_COUNT);
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        run(p, p->els[i].win, CPO_WIN_ELS_COUNT);
    }
    for (unsigned i = 0; i < p->map.n_lasers; i++) {
        run(p, p->laser[i].win, CPO_WIN_LASER_COUNT);
    }
    for (unsigned i = 0; i < p->map.n_lanes; i++) {
        run(p, p->lane[i].win, CPO_WIN_LANE_COUNT);
    }
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        run(p, p->port[i].win, CPO_WIN_PORT_COUNT);
    }
}

static void reset(CPOPlant *p, CPOWindow *win, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        cpo_window_reset(&win[i], p->epoch + 1);
    }
}

/* New windows of another length; the values are known again next epoch. */
void cpo_plant_windows_reset(CPOPlant *p, uint32_t epochs)
{
    p->window_epochs = epochs;
    for (unsigned i = 0; i < p->map.n_engines; i++) {
        reset(p, p->engine[i].win, CPO_WIN_ENGINE_COUNT);
        p->engine[i].changed = true;
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        reset(p, p->els[i].win, CPO_WIN_ELS_COUNT);
    }
    for (unsigned i = 0; i < p->map.n_lasers; i++) {
        reset(p, p->laser[i].win, CPO_WIN_LASER_COUNT);
    }
    for (unsigned i = 0; i < p->map.n_lanes; i++) {
        reset(p, p->lane[i].win, CPO_WIN_LANE_COUNT);
    }
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        reset(p, p->port[i].win, CPO_WIN_PORT_COUNT);
    }
}

/*
 * Device time and all counts start anew.  Heat and age do not care, and what
 * was set or injected stays.
 */
void cpo_plant_power_on(CPOPlant *p)
{
    p->epoch = 0;
    for (unsigned n = 0; n < p->map.n_engines; n++) {
        p->engine[n].energy_uj = 0;
    }
    for (unsigned i = 0; i < p->map.n_els; i++) {
        p->els[i].energy_uj = 0;
    }
    for (unsigned k = 0; k < p->map.n_lasers; k++) {
        memset(p->laser[k].cond, 0, sizeof(p->laser[k].cond));
    }
    for (unsigned i = 0; i < p->map.n_lanes; i++) {
        p->lane[i].symbol_errors = 0;
        p->lane[i].relock = 0;
    }
    for (unsigned i = 0; i < p->map.n_ports; i++) {
        CPOPlantPort *port = &p->port[i];

        port->fec = (CPOFecCount) { 0 };
        memset(port->lane_bits, 0, sizeof(port->lane_bits));
        port->align_losses = 0;
        port->realign = 0;
        port->energy_uj = 0;
        port->sew_max = 0;
        port->dirty = true;
    }
    cpo_plant_windows_reset(p, p->window_epochs);
}

/* Share of frames of that length that do not arrive. */
double cpo_plant_frame_loss(const CPOPlant *p, unsigned port,
                            unsigned frame_bytes)
{
    if (!p->port[port].aligned) {
        return 1;
    }
    return cpo_fec_frame_loss(p->port[port].rate.bad, frame_bytes,
                              p->profile->speed_mbps >= 800000 ? DEPTH_800G
                                                               : DEPTH);
}

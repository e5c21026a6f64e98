/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * The published figures are sums; here they are taken apart so that light,
 * load and temperature show in them.  With everything on, in tune and at its
 * nominal temperature the parts add up to the profile's figures again.
 */
#include "cpo_constants.h"
#include "cpo_diode.h"
#include "cpo_math.h"
#include "cpo_power.h"
#include "cpo_ring.h"
#include "cpo_hw.h"

#define SIGMA_MAX       3.4641016151377544  /* of cpo_normal() */

/* CMIS VDM types 83 and 77 to 82 after the module's supply */
const uint32_t cpo_rail_nominal_uv[CPO_RAILS] = {
    3300000, 12000000, 2600000, 1800000, 1200000, 900000, 700000, 700000,
};

static uint32_t diode_nominal_mw(void)
{
    return cpo_diode_mw((uint32_t)(cpo_const.bias_nominal_ma * 1e6));
}

static uint32_t nominal_heater(void)
{
    int64_t need = cpo_const.ring_top_mc - cpo_const.engine_mc;

    return (uint32_t)(need * CPO_HEATER_FULL / cpo_const.ring_range_mk);
}

static void engine_shares(CPOPowerModel *m, const CPOProfile *p)
{
    uint64_t lanes_uw;

    m->ring = p->modulator == CPO_MOD_RING;
    m->lanes_per_engine = p->lanes_per_engine;
    m->engine_mw = p->engine_power_mw;
    m->engine_idle_mw = p->engine_power_mw *
                        cpo_const.engine_idle_permille / 1000;
    m->engine_off_mw = p->engine_power_mw *
                       cpo_const.engine_off_permille / 1000;
    lanes_uw = 1000ull * (m->engine_mw - m->engine_idle_mw);
    m->lane_uw = lanes_uw / p->lanes_per_engine;
    if (m->ring) {
        m->heater_uw = cpo_const.ring_heater_uw;
        m->lane_uw -= (uint64_t)m->heater_uw * nominal_heater() /
                      CPO_HEATER_FULL;
    }
}

static void els_shares(CPOPowerModel *m, const CPOProfile *p)
{
    uint32_t diodes = cpo_profile_workers(p) * diode_nominal_mw();
    uint32_t used = diodes + p->els_tec_mw;

    m->els_mw = p->els_power_mw;
    m->els_rest_mw = p->els_power_mw > used ? p->els_power_mw - used : 0;
    /* at full drive the module is at the power it advertises */
    m->tec = (CPOTecPower) {
        .drive = cpo_tec_need(cpo_const.case_mc, diodes),
        .mw = p->els_tec_mw,
        .max_mw = (int64_t)p->els_tec_mw + p->els_max_mw - p->els_power_mw,
    };
}

CPOPowerModel cpo_power_model(const CPOProfile *p)
{
    CPOPowerModel m = { .asics = p->asics, .total_mw = p->board_power_mw };
    uint32_t optics = p->engine_power_mw * p->engines +
                      p->els_power_mw * p->els;
    uint32_t rest = p->board_power_mw > optics ?
                    p->board_power_mw - optics : 0;

    engine_shares(&m, p);
    els_shares(&m, p);
    m.asic_mw = (uint64_t)rest * cpo_const.asic_share_permille / 1000 /
                p->asics;
    m.board_mw = rest - m.asic_mw * p->asics;
    return m;
}

uint32_t cpo_power_engine_mw(const CPOPowerModel *m, unsigned lanes_on,
                             uint32_t heaters, bool off)
{
    uint64_t uw = (uint64_t)m->lane_uw * lanes_on +
                  (uint64_t)m->heater_uw * heaters / CPO_HEATER_FULL;

    return off ? m->engine_off_mw : m->engine_idle_mw + uw / 1000;
}

uint32_t cpo_power_asic_mw(const CPOPowerModel *m, uint32_t load)
{
    uint32_t idle = cpo_const.asic_idle_permille;

    return (uint64_t)m->asic_mw *
           (idle + (1000 - idle) * load / CPO_LOAD_FULL) / 1000;
}

uint32_t cpo_power_els_mw(const CPOPowerModel *m, uint32_t diodes_mw,
                          int32_t tec_drive)
{
    return diodes_mw + cpo_tec_mw(tec_drive, &m->tec) +
           m->els_rest_mw;
}

uint32_t cpo_power_fj_per_bit(uint64_t mw, uint64_t mbps)
{
    return mbps ? (uint32_t)(mw * 1000000 / mbps) : 0;
}

uint32_t cpo_power_rail_uv(uint32_t nominal_uv, uint32_t mw,
                           uint32_t nominal_mw, int32_t offset_uv)
{
    double load = nominal_mw ? (double)mw / nominal_mw - 1 : 0;
    int64_t uv = (int64_t)nominal_uv + offset_uv -
                 cpo_round(nominal_uv * cpo_const.rail_droop * load);

    return uv < 0 ? 0 : (uint32_t)uv;
}

int32_t cpo_sense_ppm(uint64_t seed, CPODraw draw, uint32_t index,
                      double largest)
{
    return (int32_t)cpo_round(cpo_normal(seed, draw, index) / SIGMA_MAX *
                              largest * 1e6);
}

int32_t cpo_sense_optical_ppm(uint64_t seed, CPODraw draw, uint32_t index)
{
    double mdb = cpo_normal(seed, draw, index) / SIGMA_MAX *
                 cpo_const.error_optical_mdb;

    return (int32_t)cpo_round((cpo_ratio(mdb) - 1) * 1e6);
}

int32_t cpo_sense_mk(uint64_t seed, CPODraw draw, uint32_t index)
{
    return (int32_t)cpo_round(cpo_normal(seed, draw, index) / SIGMA_MAX *
                              cpo_const.error_temp_mk);
}

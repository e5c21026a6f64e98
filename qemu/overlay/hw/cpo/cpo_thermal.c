/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 *   plate   C dT/dt = heat - (T - inlet) / R,  R ~ flow^-0.8
 *   outlet  inlet + heat taken / (flow c), never above the plate
 *   part    plate + power R, with its own time constant
 * Without flow the plate has only its heat capacity: it rises steadily.
 */
#include "cpo_constants.h"
#include "cpo_math.h"
#include "cpo_thermal.h"

static double way(double seconds, double tau)
{
    return 1 - cpo_exp(-seconds / tau);
}

void cpo_thermal_step(CPOThermalStep *step, const CPOCooling *cooling,
                      uint32_t flow, uint32_t time_scale)
{
    double seconds = (double)time_scale / CPO_EPOCHS_PER_S;
    double heat_w = cooling->heat_mw / 1000.0;
    double c = cpo_const.plate_j_per_k_per_w * heat_w;
    double full = heat_w / (cpo_const.plate_rise_mk / 1000.0);
    double ratio = (double)flow / CPO_FLOW_FULL;
    double lpm = cooling->flow_mlpm / 1000.0 * ratio;
    double g = flow ? full * cpo_exp2(cpo_const.flow_exponent *
                                      cpo_log2(ratio)) : 0;

    *step = (CPOThermalStep) {
        .plate_seconds = flow ? c / g * way(seconds, c / g) : seconds,
        .plate_k_per_j = 1 / c,
        .plate_w_per_k = g,
        .outlet_k_per_w = lpm > 0 ?
            cpo_const.outlet_k_lpm_per_kw / 1000 / lpm : 0,
        .outlet = way(seconds, cpo_const.outlet_tau_s),
        .engine = way(seconds, cpo_const.engine_tau_s),
        .asic = way(seconds, cpo_const.asic_tau_s),
        .els_case = way(seconds, cpo_const.case_tau_s),
        .bench = way(seconds, cpo_const.tec_tau_s),
    };
}

static int64_t bound(double uc)
{
    return uc < CPO_TEMP_MIN_UC ? CPO_TEMP_MIN_UC :
           uc > CPO_TEMP_MAX_UC ? CPO_TEMP_MAX_UC : cpo_round(uc);
}

int64_t cpo_thermal_relax(int64_t node_uc, int64_t target_uc, double share)
{
    return bound(node_uc + (double)(target_uc - node_uc) * share);
}

int64_t cpo_thermal_plate(const CPOThermalStep *step, int64_t plate_uc,
                          int64_t inlet_uc, uint32_t heat_mw)
{
    double out_w = (plate_uc - inlet_uc) / 1e6 * step->plate_w_per_k;
    double rate = (heat_mw / 1000.0 - out_w) * step->plate_k_per_j;

    return bound(plate_uc + 1e6 * rate * step->plate_seconds);
}

int64_t cpo_thermal_outlet(const CPOThermalStep *step, int64_t plate_uc,
                           int64_t inlet_uc)
{
    double out_w = (plate_uc - inlet_uc) / 1e6 * step->plate_w_per_k;
    double rise = out_w * step->outlet_k_per_w * 1e6;

    if (!(step->outlet_k_per_w > 0)) {
        return plate_uc;
    }
    return inlet_uc + rise > plate_uc ? plate_uc : bound(inlet_uc + rise);
}

/*
 * Without a dead band a node on the border of two values would go to and fro
 * for ever, since its heat depends a little on what is seen of it.
 */
int32_t cpo_thermal_follow(int32_t seen_mc, int64_t node_uc)
{
    int64_t off = node_uc - seen_mc * 1000ll;

    return off >= -1000 && off <= 1000 ? seen_mc : cpo_uc_to_mc(node_uc);
}

/* Laser modules sit further up the loop. */
int64_t cpo_thermal_case_base(int64_t plate_uc, int64_t inlet_uc)
{
    return inlet_uc + (plate_uc - inlet_uc) *
                      cpo_const.case_plate_permille / 1000;
}

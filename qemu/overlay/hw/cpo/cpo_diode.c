/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 *   Ith = 30 mA (1 + 0.5 a) exp((T - 45) / 60)
 *   eta = 0.30 mW/mA (1 - 0.15 a) exp(-(T - 45) / 150)
 *   P   = eta (I - Ith)
 *   da/dt = 1/life (I / nominal)^2 exp(Ea/k (1/T0 - 1/T))
 * T in °C (the last one in K), a = 0 new, 1 at the end of life.
 */
#include "cpo_constants.h"
#include "cpo_diode.h"
#include "cpo_math.h"

#define KELVIN          273.15
#define HOUR_EPOCHS     (3600.0 * CPO_EPOCHS_PER_S)

CPODiodeCurve cpo_diode_curve(const CPODiodePart *part, int32_t temp_mc,
                              uint64_t age)
{
    double a = (double)(age / CPO_AGE_STEP) / (CPO_AGE_ONE / CPO_AGE_STEP);
    double over = temp_mc / 1000.0 - cpo_const.diode_c;
    double slope = 1 - cpo_const.eta_age * a;

    if (slope < 0.01) {
        slope = 0.01;
    }
    return (CPODiodeCurve) {
        .ith_ma = part->ith * cpo_const.ith_ma * (1 + cpo_const.ith_age * a) *
                  cpo_exp(over / cpo_const.ith_t0),
        .eta_mw_per_ma = part->eta * cpo_const.eta_mw_per_ma * slope *
                         cpo_exp(-over / cpo_const.eta_t0),
    };
}

double cpo_diode_power_mw(const CPODiodeCurve *c, double bias_ma)
{
    double over = bias_ma - c->ith_ma;

    return over > 0 ? over * c->eta_mw_per_ma : 0;
}

double cpo_diode_bias_ma(const CPODiodeCurve *c, double power_mw)
{
    return power_mw / c->eta_mw_per_ma + c->ith_ma;
}

CPODiodePoint cpo_diode_acc(const CPODiodeCurve *c, uint32_t bias_na,
                            uint32_t limit_na)
{
    CPODiodePoint p = {
        .bias_na = bias_na < limit_na ? bias_na : limit_na,
        .limited = bias_na >= limit_na,
    };

    p.power_nw = (uint32_t)cpo_round(1e6 *
                                     cpo_diode_power_mw(c, p.bias_na / 1e6));
    return p;
}

CPODiodePoint cpo_diode_apc(const CPODiodeCurve *c, uint32_t target_nw,
                            uint32_t limit_na)
{
    double bias_na = 1e6 * cpo_diode_bias_ma(c, target_nw / 1e6);

    if (!target_nw) {
        return (CPODiodePoint) { 0 };
    }
    if (bias_na >= limit_na) {
        return cpo_diode_acc(c, limit_na, limit_na);
    }
    return (CPODiodePoint) {
        .power_nw = target_nw,
        .bias_na = (uint32_t)cpo_round(bias_na),
    };
}

uint32_t cpo_diode_mv(uint32_t bias_na)
{
    if (!bias_na) {
        return 0;
    }
    return (uint32_t)cpo_round(cpo_const.turn_on_mv +
                               cpo_const.series_mv_per_ma * bias_na / 1e6);
}

uint32_t cpo_diode_mw(uint32_t bias_na)
{
    return (uint32_t)cpo_round(bias_na / 1e9 * cpo_diode_mv(bias_na));
}

int32_t cpo_diode_shift_mhz(int32_t temp_mc)
{
    return (int32_t)cpo_round((temp_mc / 1000.0 - cpo_const.diode_c) *
                              cpo_const.shift_mhz_per_k);
}

/* How much faster than with nominal bias at the nominal temperature. */
double cpo_age_factor(uint32_t bias_na, int32_t temp_mc)
{
    double bias = bias_na / 1e6 / cpo_const.bias_nominal_ma;
    double t0 = cpo_const.diode_c + KELVIN;
    double t = temp_mc / 1000.0 + KELVIN;

    if (t < 200) {
        t = 200;
    }
    return bias * bias * cpo_exp(cpo_const.activation_ev /
                                 cpo_const.boltzmann_ev * (1 / t0 - 1 / t));
}

/* Growth in one epoch. */
uint64_t cpo_age_step(uint32_t bias_na, int32_t temp_mc, uint32_t age_scale)
{
    double step = CPO_AGE_ONE / (cpo_const.life_hours * HOUR_EPOCHS) *
                  age_scale * cpo_age_factor(bias_na, temp_mc);

    return step > CPO_AGE_ONE ? CPO_AGE_ONE : (uint64_t)cpo_round(step);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* A laser diode: its L-I curve, its loop and its age.  No QEMU includes. */
#ifndef HW_CPO_DIODE_H
#define HW_CPO_DIODE_H

#include <stdint.h>
#include <stdbool.h>

#define CPO_AGE_ONE     1000000000000000ull     /* end of life */
#define CPO_AGE_STEP    1000000000ull           /* 1e-6: what is seen of it */
#define CPO_AGE_MAX     (CPO_AGE_ONE * 100)
#define CPO_BIAS_MAX_NA 550000000u              /* no driver gives more */

/* How one diode differs from the next; from the seed. */
typedef struct CPODiodePart {
    double ith;             /* relative to the nominal */
    double eta;
} CPODiodePart;

/* The curve at one temperature and age: P = eta (I - ith). */
typedef struct CPODiodeCurve {
    double ith_ma;
    double eta_mw_per_ma;
} CPODiodeCurve;

CPODiodeCurve cpo_diode_curve(const CPODiodePart *part, int32_t temp_mc,
                              uint64_t age);
double cpo_diode_power_mw(const CPODiodeCurve *c, double bias_ma);
double cpo_diode_bias_ma(const CPODiodeCurve *c, double power_mw);

/* Power and bias with the loop closed (APC) or open (ACC). */
typedef struct CPODiodePoint {
    uint32_t power_nw;
    uint32_t bias_na;
    bool limited;           /* the bias is at its limit */
} CPODiodePoint;

CPODiodePoint cpo_diode_apc(const CPODiodeCurve *c, uint32_t target_nw,
                            uint32_t limit_na);
CPODiodePoint cpo_diode_acc(const CPODiodeCurve *c, uint32_t bias_na,
                            uint32_t limit_na);

uint32_t cpo_diode_mv(uint32_t bias_na);
uint32_t cpo_diode_mw(uint32_t bias_na);
int32_t cpo_diode_shift_mhz(int32_t temp_mc);

double cpo_age_factor(uint32_t bias_na, int32_t temp_mc);
uint64_t cpo_age_step(uint32_t bias_na, int32_t temp_mc, uint32_t age_scale);

#endif

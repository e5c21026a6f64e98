/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * drive = (Tcase - Tset + 2 K/W heat) / 50 K.  The drive is what the case
 * asks for now; the bench follows with the loop's time constant once the
 * drive is at its end.
 */
#include "cpo_constants.h"
#include "cpo_math.h"
#include "cpo_tec.h"

int32_t cpo_tec_need(int32_t case_mc, uint32_t heat_mw)
{
    double over_mk = case_mc - cpo_const.diode_c * 1000 +
                     cpo_const.tec_k_per_w * heat_mw;

    return (int32_t)cpo_round(over_mk * CPO_TEC_FULL /
                              (cpo_const.tec_span_k * 1000));
}

int32_t cpo_tec_drive(int32_t need)
{
    return need > CPO_TEC_FULL ? CPO_TEC_FULL :
           need < -CPO_TEC_FULL ? -CPO_TEC_FULL : need;
}

int64_t cpo_tec_target_uc(int32_t need)
{
    double missing = need - cpo_tec_drive(need);

    return cpo_round(cpo_const.diode_c * 1e6 + missing / CPO_TEC_FULL *
                     cpo_const.tec_span_k * 1e6);
}

/* A line to the nominal point and one from there to full drive. */
uint32_t cpo_tec_mw(int32_t drive, const CPOTecPower *t)
{
    int64_t d = drive < 0 ? -drive : drive;

    if (d <= t->drive) {
        return t->drive ? (uint32_t)(t->mw * d / t->drive) : 0;
    }
    return (uint32_t)(t->mw + (t->max_mw - t->mw) * (d - t->drive) /
                              (CPO_TEC_FULL - t->drive));
}

int32_t cpo_tec_mv(int32_t drive)
{
    return (int32_t)cpo_round(cpo_const.tec_mv_full * drive / CPO_TEC_FULL);
}

uint32_t cpo_tec_cooling(int32_t drive)
{
    return drive > 0 ? drive : 0;
}

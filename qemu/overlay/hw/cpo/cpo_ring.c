/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include "cpo_constants.h"
#include "cpo_math.h"
#include "cpo_ring.h"

/* A hotter engine needs less of the heater, a hotter (redder) laser more. */
int32_t cpo_ring_need_mk(int32_t engine_mc, int32_t laser_mc,
                         int32_t offset_mk)
{
    double laser = (laser_mc - cpo_const.diode_c * 1000) *
                   cpo_const.shift_pm_per_k / cpo_const.ring_pm_per_k;

    return cpo_const.ring_top_mc - engine_mc + offset_mk +
           (int32_t)cpo_round(laser);
}

CPORing cpo_ring(int32_t need_mk)
{
    int32_t range = cpo_const.ring_range_mk;
    int32_t held = need_mk < 0 ? 0 : need_mk > range ? range : need_mk;
    int32_t off_mk = held - need_mk;    /* ring is redder than the laser */
    double off_mpm = off_mk * cpo_const.ring_pm_per_k;
    double half = off_mpm / cpo_const.ring_half_mpm;

    return (CPORing) {
        .heater = (uint16_t)((int64_t)held * CPO_HEATER_FULL / range),
        .detuning_mhz = (int32_t)cpo_round(-off_mk / 1000.0 *
                                           cpo_const.ring_mhz_per_k),
        .in_range = off_mk == 0,
        .lost = off_mpm > cpo_const.ring_lose_mpm ||
                off_mpm < -cpo_const.ring_lose_mpm,
        .pass = 1 / (1 + half * half),
    };
}

/* The bias point of a Mach-Zehnder drifts and costs a little. */
int32_t cpo_mzm_loss_mdb(int32_t engine_mc)
{
    int32_t off = engine_mc - cpo_const.mzm_c_mc;

    return (off < 0 ? -off : off) / 1000 * cpo_const.mzm_mdb_per_k +
           (off < 0 ? -off : off) % 1000 * cpo_const.mzm_mdb_per_k / 1000;
}

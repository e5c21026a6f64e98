/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Electrical power of the parts, and what sensors say.  No QEMU includes. */
#ifndef HW_CPO_POWER_H
#define HW_CPO_POWER_H

#include <stdint.h>
#include <stdbool.h>
#include "cpo_draw.h"
#include "cpo_profiles.h"
#include "cpo_tec.h"

#define CPO_LOAD_FULL       1000            /* permille of line rate */

/* Shares of a profile's published sums; worked out once. */
typedef struct CPOPowerModel {
    uint32_t engine_mw;         /* nominal */
    uint32_t engine_idle_mw;
    uint32_t engine_off_mw;
    uint32_t lanes_per_engine;
    bool ring;
    uint32_t lane_uw;           /* one lane on, without its heater */
    uint32_t heater_uw;         /* one heater, full drive */
    uint32_t asic_mw;           /* full load, each */
    uint32_t asics;
    uint32_t board_mw;          /* what is none of the others */
    uint32_t els_mw;            /* nominal */
    uint32_t els_rest_mw;       /* control and conversion */
    CPOTecPower tec;
    uint32_t total_mw;          /* nominal */
} CPOPowerModel;

CPOPowerModel cpo_power_model(const CPOProfile *p);
/* @heaters: sum of the drives of its rings, 0.01 % */
uint32_t cpo_power_engine_mw(const CPOPowerModel *m, unsigned lanes_on,
                             uint32_t heaters, bool off);
uint32_t cpo_power_asic_mw(const CPOPowerModel *m, uint32_t load);
uint32_t cpo_power_els_mw(const CPOPowerModel *m, uint32_t diodes_mw,
                          int32_t tec_drive);
/* fJ per bit; a mW per Mb/s is a nJ */
uint32_t cpo_power_fj_per_bit(uint64_t mw, uint64_t mbps);

#define CPO_RAILS           8
/* of an engine, in the order of its record; the first is its Vcc */
extern const uint32_t cpo_rail_nominal_uv[CPO_RAILS];
uint32_t cpo_power_rail_uv(uint32_t nominal_uv, uint32_t mw,
                           uint32_t nominal_mw, int32_t offset_uv);

/* Fixed errors of sensors: parts per million, or millikelvin. */
int32_t cpo_sense_ppm(uint64_t seed, CPODraw draw, uint32_t index,
                      double largest);
int32_t cpo_sense_optical_ppm(uint64_t seed, CPODraw draw, uint32_t index);
int32_t cpo_sense_mk(uint64_t seed, CPODraw draw, uint32_t index);

static inline uint32_t cpo_sensed(uint32_t value, int32_t ppm)
{
    return (uint32_t)(value + (int64_t)value * ppm / 1000000);
}

#endif

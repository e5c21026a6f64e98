/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Where the heat goes: parts sit on a cold plate, which a coolant (or air)
 * cools.  Temperatures are integers in micro degrees Celsius.  A node is
 * stepped exactly for a target that stands still during the step, so any
 * time-scale is stable.  No QEMU includes.
 */
#ifndef HW_CPO_THERMAL_H
#define HW_CPO_THERMAL_H

#include <stdint.h>

#define CPO_FLOW_FULL       1000            /* permille of the nominal */
#define CPO_FLOW_MAX        2000
#define CPO_TEMP_MIN_UC     (-100000000ll)
#define CPO_TEMP_MAX_UC     400000000ll

/* A machine at its nominal point. */
typedef struct CPOCooling {
    int32_t inlet_mc;
    uint32_t flow_mlpm;     /* 0: air, no coolant to speak of */
    uint32_t heat_mw;
} CPOCooling;

/* Factors of one epoch; they follow from flow and time-scale. */
typedef struct CPOThermalStep {
    double plate_seconds;   /* that a rate of change acts in the epoch */
    double plate_k_per_j;
    double plate_w_per_k;   /* to the coolant */
    double outlet_k_per_w;  /* 0: no flow */
    double outlet;          /* share of the way to the target */
    double engine;
    double asic;
    double els_case;
    double bench;
} CPOThermalStep;

void cpo_thermal_step(CPOThermalStep *step, const CPOCooling *cooling,
                      uint32_t flow, uint32_t time_scale);
int64_t cpo_thermal_relax(int64_t node_uc, int64_t target_uc, double share);
int64_t cpo_thermal_plate(const CPOThermalStep *step, int64_t plate_uc,
                          int64_t inlet_uc, uint32_t heat_mw);
int64_t cpo_thermal_outlet(const CPOThermalStep *step, int64_t plate_uc,
                           int64_t inlet_uc);
int64_t cpo_thermal_case_base(int64_t plate_uc, int64_t inlet_uc);

/* What the rest sees of a node: it moves when the node has by 1 mK. */
int32_t cpo_thermal_follow(int32_t seen_mc, int64_t node_uc);

static inline int32_t cpo_uc_to_mc(int64_t uc)
{
    return (int32_t)((uc + (uc < 0 ? -500 : 500)) / 1000);
}

#endif

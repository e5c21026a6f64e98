/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* The cooler that holds the lasers of a module.  No QEMU includes. */
#ifndef HW_CPO_TEC_H
#define HW_CPO_TEC_H

#include <stdint.h>

#define CPO_TEC_FULL    10000       /* 0.01 % */

/* Electrical power at the nominal drive and at full drive. */
typedef struct CPOTecPower {
    int64_t drive;          /* 0.01 % */
    int64_t mw;
    int64_t max_mw;
} CPOTecPower;

/* Drive that a case temperature and the heat on the bench ask for. */
int32_t cpo_tec_need(int32_t case_mc, uint32_t heat_mw);
int32_t cpo_tec_drive(int32_t need);
/* where the bench settles: at its set-point, or off by what is missing */
int64_t cpo_tec_target_uc(int32_t need);
uint32_t cpo_tec_mw(int32_t drive, const CPOTecPower *t);
int32_t cpo_tec_mv(int32_t drive);
/* 0.01 % of cooling the module asks the machine for */
uint32_t cpo_tec_cooling(int32_t drive);

#endif

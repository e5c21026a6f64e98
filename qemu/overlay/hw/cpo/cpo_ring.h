/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Keeping a modulator where it works.  No QEMU includes. */
#ifndef HW_CPO_RING_H
#define HW_CPO_RING_H

#include <stdint.h>
#include <stdbool.h>

#define CPO_HEATER_FULL     10000   /* 0.01 % */
#define CPO_DRIFT_MAX_MK    500000

/* Where the lock loop of a ring stands. */
typedef struct CPORing {
    uint16_t heater;        /* 0.01 % */
    int32_t detuning_mhz;
    bool in_range;          /* the heater reaches the laser */
    bool lost;              /* too far off to hold */
    double pass;            /* 1 in tune, 0.5 at 3 dB */
} CPORing;

/*
 * @need_mk is how far the heater has to warm the ring; it ends at zero and at
 * the heater's range.
 */
CPORing cpo_ring(int32_t need_mk);
int32_t cpo_ring_need_mk(int32_t engine_mc, int32_t laser_mc,
                         int32_t offset_mk);
int32_t cpo_mzm_loss_mdb(int32_t engine_mc);

#endif

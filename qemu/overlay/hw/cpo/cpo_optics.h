/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Physics of the light path.  No QEMU includes. */
#ifndef HW_CPO_OPTICS_H
#define HW_CPO_OPTICS_H

#include <stdint.h>
#include <stdbool.h>
#include "cpo_profiles.h"

#define CPO_SETPOINT_NW         100000000u  /* 20 dBm */
#define CPO_CHECK_NW            10000000u   /* 10 dBm */
#define CPO_LASER_MAX_NW        141253754u  /* 21.5 dBm */
#define CPO_LASER_MIN_NW        63095734u   /* 18 dBm */
#define CPO_LASER_MAX_BIAS_NA   490000000u
#define CPO_RX_LOS_ON_NW        63096u      /* -12 dBm */
#define CPO_RX_LOS_OFF_NW       100000u     /* -10 dBm */
#define CPO_LASER_TEMP_MC       45000
#define CPO_VCC_UV              3300000u

/* What a value belongs to, so that each draws a spread of its own. */
typedef enum CPODraw {
    CPO_DRAW_LASER_POWER,
    CPO_DRAW_LASER_THRESHOLD,
    CPO_DRAW_FEED_LOSS,
    CPO_DRAW_LANE_TX,
    CPO_DRAW_LANE_LINK,
    CPO_DRAW_ENGINE_TEMP,
    CPO_DRAW_ENGINE_VCC,
    CPO_DRAW_ELS_TEMP,
    CPO_DRAW_ELS_VCC,
    CPO_DRAW_LANE_RING,
    CPO_DRAW_MAC,
    CPO_DRAW_SERIAL,
} CPODraw;

typedef struct CPORxQuality {
    double snr;             /* linear */
    double ber;
    uint16_t snr_256db;     /* 1/256 dB */
    uint32_t ber32;
    uint32_t photocurrent_na;
} CPORxQuality;

uint64_t cpo_hash(uint64_t seed, CPODraw draw, uint32_t index);
double cpo_normal(uint64_t seed, CPODraw draw, uint32_t index);

double cpo_nw_to_dbm(double nw);
double cpo_dbm_to_nw(double dbm);
uint32_t cpo_attenuate_nw(uint32_t nw, int32_t loss_mdb);
int32_t cpo_loss_mdb(uint32_t in_nw, uint32_t out_nw);

double cpo_laser_power_mw(double bias_ma, double temp_c, double age);
double cpo_laser_bias_ma(double power_mw, double temp_c, double age);

double cpo_ber_from_snr(double snr);
uint32_t cpo_ber32(double value);
double cpo_ber32_value(uint32_t ber32);
CPORxQuality cpo_rx_quality(const CPOPath *path, uint32_t rx_nw,
                            int32_t temp_mc);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Optical power, loss, and what a receiver makes of it.  No QEMU includes. */
#ifndef HW_CPO_OPTICS_H
#define HW_CPO_OPTICS_H

#include <stdint.h>
#include <stdbool.h>
#include "cpo_draw.h"
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

/* A receiver's constants, worked out once per profile. */
typedef struct CPOReceiver {
    double amp_per_nw;      /* photocurrent */
    double signal;          /* PAM4 variance per amp^2 */
    double noise_amp2;      /* per amp^2: intensity noise and residual */
    double noise_amp;       /* per amp: shot */
    double band_hz;
} CPOReceiver;

typedef struct CPORxQuality {
    double snr;             /* linear */
    double ber;
    uint16_t snr_256db;     /* 1/256 dB */
    uint32_t ber32;
    uint32_t photocurrent_na;
} CPORxQuality;

double cpo_nw_to_dbm(double nw);
double cpo_dbm_to_nw(double dbm);
uint32_t cpo_attenuate_nw(uint32_t nw, int32_t loss_mdb);
int32_t cpo_loss_mdb(uint32_t in_nw, uint32_t out_nw);

double cpo_ber_from_snr(double snr);
uint32_t cpo_ber32(double value);
double cpo_ber32_value(uint32_t ber32);

CPOReceiver cpo_receiver(const CPOPath *path);
double cpo_receiver_thermal(const CPOReceiver *r, int32_t temp_mc);
CPORxQuality cpo_receive(const CPOReceiver *r, double thermal, double nw);
CPORxQuality cpo_rx_quality(const CPOPath *path, uint32_t rx_nw,
                            int32_t temp_mc);

#endif

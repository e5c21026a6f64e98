/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Every figure the physics uses and where it is from.  No QEMU includes. */
#ifndef HW_CPO_CONSTANTS_H
#define HW_CPO_CONSTANTS_H

#include <stdint.h>

typedef struct CPOConstants {
    /* laser diode, power at the fibre */
    double ith_ma;                  /* threshold at diode_c, new */
    double ith_age;                 /* relative growth to end of life */
    double ith_t0;                  /* K */
    double eta_mw_per_ma;           /* slope at diode_c, new */
    double eta_age;                 /* relative loss to end of life */
    double eta_t0;                  /* K */
    double diode_c;                 /* temperature of these figures */
    double bias_nominal_ma;         /* at the set-point, new */
    double turn_on_mv;
    double series_mv_per_ma;
    double monitor_na_per_nw;
    double shift_mhz_per_k;
    double shift_pm_per_k;
    double life_hours;              /* to age 1 at the nominal bias */
    double activation_ev;
    double boltzmann_ev;
    /* cooler of a laser module */
    double tec_span_k;              /* case minus bench at full drive */
    double tec_k_per_w;             /* what the heat of the diodes adds */
    double tec_tau_s;
    double tec_mv_full;
    /* receiver */
    double responsivity;            /* A/W */
    double noise_a;                 /* A/rtHz with the equaliser's part */
    double noise_per_k;
    double noise_c;                 /* °C */
    double rin;                     /* 1/Hz, linear */
    double residual;                /* noise per signal, linear */
    double electron;                /* C */
    double lol_ber;                 /* clock recovery fails above */
    /* ring modulator */
    double ring_pm_per_k;
    double ring_mhz_per_k;
    int32_t ring_top_mc;            /* heater is off, the ring is in tune */
    int32_t ring_range_mk;          /* of the heater */
    int32_t ring_half_mpm;          /* detuning that costs 3 dB, 0.001 pm */
    int32_t ring_lose_mpm;          /* lock is lost beyond, 0.001 pm */
    uint32_t ring_lock_epochs;
    uint32_t ring_heater_uw;        /* one heater, full drive */
    /* Mach-Zehnder modulator */
    int32_t mzm_mdb_per_k;          /* bias point drift */
    int32_t mzm_c_mc;               /* where it was set */
    /* heat */
    int32_t plate_rise_mk;          /* over the inlet, nominal heat */
    double plate_j_per_k_per_w;
    double flow_exponent;
    int32_t engine_mc;              /* nominal */
    double engine_tau_s;
    double asic_tau_s;
    int32_t case_mc;                /* laser module, nominal */
    double case_tau_s;
    int32_t case_plate_permille;    /* of the plate's rise it sits on */
    double outlet_tau_s;
    double outlet_k_lpm_per_kw;     /* rise per heat and flow */
    int32_t tx_off_mc;              /* engine protects itself */
    int32_t tx_on_mc;
    int32_t shutdown_mc;
    int32_t restart_mc;
    /* power */
    int32_t engine_idle_permille;   /* of the nominal power, all lanes off */
    int32_t engine_off_permille;    /* after a thermal shutdown */
    int32_t asic_idle_permille;
    int32_t asic_share_permille;    /* of what is neither engine nor laser */
    uint32_t els_standby_mw;
    double rail_droop;              /* of the voltage at nominal power */
    /* link */
    double align_codewords;         /* bad ones in a row lose the lanes */
    uint32_t align_epochs;          /* until the next try */
    double align_rate_max;          /* 1/s; a worse link does not come up */
    /* spread between parts, standard deviations */
    int32_t laser_power_mdb;        /* calibration of the set-point */
    int32_t laser_slope_mdb;
    int32_t laser_ith_permille;
    int32_t laser_temp_mk;
    int32_t laser_freq_mhz;
    int32_t feed_mdb;
    int32_t lane_tx_mdb;
    int32_t lane_link_mdb;
    int32_t ring_mk;
    int32_t engine_rise_mk;
    int32_t case_rise_mk;
    /* largest fixed errors of the sensors */
    double error_power;
    double error_rail;
    int32_t error_optical_mdb;
    int32_t error_temp_mk;
} CPOConstants;

extern const CPOConstants cpo_const;

#define CPO_EPOCH_NS        100000000ll
#define CPO_EPOCHS_PER_S    10

#endif

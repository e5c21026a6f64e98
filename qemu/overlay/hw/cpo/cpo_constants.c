/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Sources, as in the profiles:
 *   [press]    vendors' announcements and papers, trade press
 *   [sonic]    files and designs of the SONiC project
 *   [typical]  textbook or data sheet value of such a part
 *   [calc]     follows from other figures here
 *   [ours]     chosen for this model
 * No figure here was measured on a product.
 */
#include "cpo_constants.h"

const CPOConstants cpo_const = {
    .ith_ma = 30.0,                 /* [typical] high-power CW DFB */
    .ith_age = 0.5,                 /* [ours] */
    .ith_t0 = 60.0,                 /* [typical] 1310 nm InGaAsP */
    .eta_mw_per_ma = 0.30,          /* [typical] after coupling */
    .eta_age = 0.15,                /* [calc] +20 % bias at end of life */
    .eta_t0 = 150.0,                /* [typical] */
    .diode_c = 45.0,                /* [typical] what the cooler holds */
    .bias_nominal_ma = 363.0,       /* [calc] 100 mW */
    .turn_on_mv = 900.0,            /* [typical] */
    .series_mv_per_ma = 2.2,        /* [calc] 1.7 V at 363 mA */
    .monitor_na_per_nw = 0.005,     /* [typical] rear monitor diode */
    .shift_mhz_per_k = -15700.0,    /* [calc] 90 pm/K at 1310 nm */
    .shift_pm_per_k = 90.0,         /* [typical] DFB */
    .life_hours = 200000.0,         /* [ours] */
    .activation_ev = 0.5,           /* [typical] for wear-out */
    .boltzmann_ev = 8.617333e-5,    /* eV/K */

    .tec_span_k = 50.0,             /* [ours] */
    .tec_k_per_w = 2.0,             /* [ours] */
    .tec_tau_s = 2.0,               /* [ours] closed loop */
    .tec_mv_full = 3000.0,          /* [typical] */

    .responsivity = 0.85,           /* [typical] Ge on Si */
    .noise_a = 45e-12,              /* [typical] TIA of 16 and equaliser */
    .noise_per_k = 0.004,           /* [ours] */
    .noise_c = 64.0,                /* [ours] where noise_a holds */
    .rin = 1.5848931924611e-15,     /* [typical] -148 dB/Hz */
    .residual = 2.8183829312645e-3, /* [ours] 25.5 dB ISI, crosstalk */
    .electron = 1.602176634e-19,
    .lol_ber = 0.03,                /* [ours] */

    .ring_pm_per_k = 70.0,          /* [typical] 40-80 for silicon */
    .ring_mhz_per_k = 12200.0,      /* [calc] 70 pm at 1310 nm */
    .ring_top_mc = 94000,           /* [ours] */
    .ring_range_mk = 50000,         /* [calc] 3.5 nm */
    .ring_half_mpm = 90000,         /* [ours] */
    .ring_lose_mpm = 120000,        /* [ours] */
    .ring_lock_epochs = 1,          /* [ours] 100 ms */
    .ring_heater_uw = 40000,        /* [typical] about 1 mW/K */

    .mzm_mdb_per_k = 20,            /* [ours] */
    .mzm_c_mc = 64000,              /* [ours] */

    .plate_rise_mk = 14000,         /* [ours] at full flow */
    /* [calc] so that an engine, 3 s behind, is at 94 °C after 66 s */
    .plate_j_per_k_per_w = 2.1,
    .flow_exponent = 0.8,           /* [typical] turbulent flow */
    .engine_mc = 64000,             /* [ours] 71-73 in the field [sonic] */
    .engine_tau_s = 3.0,            /* [ours] */
    .asic_tau_s = 3.0,              /* [ours] */
    .case_mc = 50000,               /* [ours] */
    .case_tau_s = 60.0,             /* [ours] */
    .case_plate_permille = 500,     /* [ours] upstream of the engines */
    .outlet_tau_s = 15.0,           /* [ours] */
    .outlet_k_lpm_per_kw = 14.3,    /* [calc] water */
    .tx_off_mc = 100000,            /* [ours] */
    .tx_on_mc = 88000,              /* [calc] dark lanes are 10 K less */
    .shutdown_mc = 105000,          /* [ours] */
    .restart_mc = 85000,            /* [ours] */

    .engine_idle_permille = 350,    /* [ours] */
    .engine_off_permille = 50,      /* [ours] */
    .asic_idle_permille = 600,      /* [ours] */
    .asic_share_permille = 829,     /* [calc] 4 x 550 W of a Q3450 */
    .els_standby_mw = 1000,         /* [ours] */
    .rail_droop = 0.01,             /* [typical] load line */

    .align_codewords = 3.0,         /* [ours] */
    .align_epochs = 5,              /* [ours] 500 ms */
    .align_rate_max = 1.0,          /* [ours] */

    .laser_power_mdb = 50,          /* [ours] */
    .laser_slope_mdb = 200,         /* [typical] */
    .laser_ith_permille = 30,       /* [typical] */
    .laser_temp_mk = 50,            /* [ours] along the bench */
    .laser_freq_mhz = 500,          /* [ours] */
    .feed_mdb = 100,                /* [ours] */
    .lane_tx_mdb = 200,             /* [calc] 0.3 dB of a lane in all */
    .lane_link_mdb = 190,           /* [calc] 0.3 dB of a lane in all */
    .ring_mk = 1000,                /* [ours] */
    .engine_rise_mk = 700,          /* [ours] */
    .case_rise_mk = 900,            /* [ours] */

    .error_power = 0.05,            /* [ours] */
    .error_rail = 0.005,            /* [typical] */
    .error_optical_mdb = 500,       /* [typical] 0.5 dB */
    .error_temp_mk = 1000,          /* [typical] 1 K */
};

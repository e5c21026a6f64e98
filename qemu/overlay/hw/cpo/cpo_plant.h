/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * The machine as physics: heat, lasers, light, receivers, errors and power of
 * one device, in epochs of 100 ms of device time.
 *
 *   cpo_plant_tick()    one epoch of heat, age and loops
 *   cpo_plant_drive()   what a laser would give; the caller's clamp decides
 *   cpo_plant_emit()    what it gives
 *   cpo_plant_light()   light and errors of all engines that have changed
 *   cpo_plant_count()   counters and windows of the epoch
 *
 * An epoch is these five in this order.  On an edge between two epochs only
 * drive, emit and light are called, as often as one likes: they depend on
 * nothing but state.  No QEMU includes.
 */
#ifndef HW_CPO_PLANT_H
#define HW_CPO_PLANT_H

#include <stdint.h>
#include <stdbool.h>
#include "cpo_constants.h"
#include "cpo_diode.h"
#include "cpo_fec.h"
#include "cpo_optics.h"
#include "cpo_power.h"
#include "cpo_profiles.h"
#include "cpo_ring.h"
#include "cpo_tec.h"
#include "cpo_thermal.h"
#include "cpo_window.h"

#define CPO_PLANT_OPEN      0xffff      /* no light comes in */
#define CPO_PLANT_FREE      (-1)        /* a pin that does not hold */
#define CPO_PLANT_TEMP_FREE INT32_MIN
#define CPO_PLANT_COND_EPOCHS 10        /* 1 s */

/* Which part is wired to which; owned by the caller, read on every step. */
typedef struct CPOPlantMap {
    uint32_t n_engines;
    uint32_t n_els;
    uint32_t n_lasers;
    uint32_t n_lanes;
    uint32_t n_ports;
    const uint16_t *lane_feed;      /* laser, by lane */
    const uint16_t *lane_peer;      /* lane at the far end; mutual */
    const uint16_t *port_lanes;     /* lanes_per_port of each port */
} CPOPlantMap;

typedef enum CPOPlantAsk {
    CPO_PLANT_DARK,
    CPO_PLANT_CHECK,
    CPO_PLANT_RAMP,
    CPO_PLANT_FULL,
} CPOPlantAsk;

/* What is wrong with a laser; reported when it has lasted a second. */
typedef enum CPOPlantCond {
    CPO_COND_APC,               /* bias at its limit, 0.5 dB missing */
    CPO_COND_POWER_LOW,         /* below the low alarm */
    CPO_COND_TEMP_WARN,         /* bench off by 2 K */
    CPO_COND_TEMP_ALARM,        /* bench off by 5 K */
    CPO_COND_SETTLED,           /* nothing: it had the time to be as it is */
    CPO_COND_COUNT,
} CPOPlantCond;

typedef enum CPOPlantTrip {
    CPO_TRIP_NONE,
    CPO_TRIP_TX_OFF,
    CPO_TRIP_SHUTDOWN,
} CPOPlantTrip;

typedef enum CPOPlantPower {
    CPO_POWER_OFF,              /* neither sends nor receives */
    CPO_POWER_WARMING,          /* the same, but takes its nominal power */
    CPO_POWER_ON,
} CPOPlantPower;

/*
 * In each struct, what is above the line is state: a snapshot has it.  What
 * is named seen is what the device measures, with the fixed error of its
 * sensor; a pin is a value that the outside holds, and is seen as it is.
 */

enum { CPO_WIN_LASER_POWER, CPO_WIN_LASER_BIAS, CPO_WIN_LASER_TEMP,
       CPO_WIN_LASER_TEC, CPO_WIN_LASER_COUNT };
enum { CPO_WIN_LANE_BER, CPO_WIN_LANE_SNR, CPO_WIN_LANE_RX,
       CPO_WIN_LANE_COUNT };
enum { CPO_WIN_ENGINE_TEMP, CPO_WIN_ENGINE_POWER, CPO_WIN_ENGINE_COUNT };
enum { CPO_WIN_ELS_TEMP, CPO_WIN_ELS_POWER, CPO_WIN_ELS_COUNT };
enum { CPO_WIN_PORT_BAD, CPO_WIN_PORT_SEW, CPO_WIN_PORT_COUNT };

typedef struct CPOPlantAsic {
    int64_t temp_uc;
} CPOPlantAsic;

typedef struct CPOPlantEngine {
    int64_t temp_uc;
    int32_t temp_mc;            /* as the rest sees it */
    int32_t temp_pin;           /* m°C, or CPO_PLANT_TEMP_FREE */
    uint8_t trip;               /* CPOPlantTrip */
    uint8_t power;              /* CPOPlantPower */
    int32_t rail_offset_uv;     /* injected, of all its rails */
    int64_t vcc_pin;            /* uV of its first rail */
    uint64_t energy_uj;
    CPOWindow win[CPO_WIN_ENGINE_COUNT];
    /* ---- */
    int32_t temp_seen_mc;
    uint32_t mw;
    uint32_t seen_mw;
    uint32_t lanes_on;
    uint32_t heaters;           /* sum, 0.01 % */
    uint32_t seeking;           /* rings about to lock */
    bool dirty;                 /* light has to be worked out again */
    bool changed;               /* since the last epoch */
    double k_per_w;
    int32_t sense_mk;
    int32_t sense_ppm;
    int32_t rail_ppm[CPO_RAILS];
} CPOPlantEngine;

typedef struct CPOPlantEls {
    int64_t case_uc;
    int64_t bench_uc;
    int32_t case_mc;            /* as the rest sees them */
    int32_t bench_mc;
    int32_t temp_pin;           /* m°C of the case */
    int64_t vcc_pin;            /* uV */
    bool present;
    bool powered;               /* module ready: cooler and drivers run */
    uint64_t energy_uj;
    CPOWindow win[CPO_WIN_ELS_COUNT];
    /* ---- */
    int32_t case_seen_mc;
    int32_t tec_drive;          /* 0.01 % */
    uint32_t tec_mw;
    uint32_t diodes_mw;
    uint32_t mw;
    uint32_t seen_mw;
    double k_per_w;
    int32_t sense_mk;
    int32_t sense_ppm;
    int32_t vcc_ppm;
} CPOPlantEls;

typedef struct CPOPlantLaser {
    uint64_t age;               /* CPO_AGE_ONE is the end of life */
    uint32_t setpoint_nw;
    uint32_t bias_set_na;       /* with the loop open */
    bool open_loop;             /* ACC */
    int64_t power_pin;          /* nW, or CPO_PLANT_FREE */
    int64_t bias_pin;           /* nA */
    int32_t temp_pin;           /* m°C */
    uint32_t emitted_nw;
    uint8_t cond[CPO_COND_COUNT];   /* epochs it has lasted */
    CPOWindow win[CPO_WIN_LASER_COUNT];
    /* ---- */
    uint32_t full_nw;           /* at its set-point */
    uint32_t bias_na;
    uint32_t mw;
    int32_t temp_mc;
    int32_t freq_error_mhz;
    uint64_t age_step;
    uint8_t ask;                /* CPOPlantAsk */
    CPODiodePoint point;        /* what the last drive would give */
    bool dirty;                 /* the curve has moved */
    bool changed;
    CPODiodeCurve curve;
    CPODiodePart part;
    int32_t power_mdb;          /* error of its calibration */
    int32_t temp_mk;            /* from the bench */
    int32_t freq_mhz;
} CPOPlantLaser;

typedef struct CPOPlantFeed {
    int32_t loss_mdb;           /* of the fibre as it is now */
    bool active;                /* its data paths are up: lanes may send */
    bool parked;                /* its lanes are disabled: nobody looks */
    /* ---- */
    uint32_t input_nw;          /* at the engine; calibrated to the laser */
    double pass;
    int32_t baseline_mdb;
} CPOPlantFeed;

typedef struct CPOPlantLane {
    int32_t tx_loss_mdb;        /* engine input to transmit face */
    int32_t link_mdb;           /* this receiver's fibre */
    int32_t drift_mk;           /* of its ring */
    int64_t tx_pin;             /* nW while lit, or CPO_PLANT_FREE */
    int64_t rx_pin;
    int64_t ber_pin;            /* in 1e-18 */
    bool locked;
    uint64_t relock;            /* epoch of the lock; 0: not coming */
    bool los;
    bool lol;
    uint64_t symbol_errors;
    CPOWindow win[CPO_WIN_LANE_COUNT];
    /* ---- */
    uint32_t tx_nw;
    uint32_t tx_seen_nw;
    uint32_t rx_nw;
    uint32_t rx_seen_nw;
    uint32_t photocurrent_na;
    uint32_t ber32;
    uint16_t snr_256db;
    uint16_t heater;            /* 0.01 % */
    int32_t detuning_mhz;
    bool modulated;             /* what it sends carries data */
    bool rx_on;                 /* it looks at what comes in */
    bool rx_dirty;
    double ber;
    double ps;                  /* of a FEC symbol */
    double tx_pass;
    double link_pass;
    int32_t base_mdb;           /* of its fibre when nothing is wrong */
    int32_t ring_mk;
    int32_t tx_ppm;
    int32_t rx_ppm;
} CPOPlantLane;

typedef struct CPOPlantPort {
    CPOFecCount fec;
    uint64_t lane_bits[CPO_FEC_LANES_MAX];  /* corrected */
    bool aligned;               /* lanes in step: frames get through */
    uint64_t realign;           /* epoch of the next try */
    uint32_t align_losses;
    uint32_t sew_max;           /* of the last epoch */
    uint64_t energy_uj;
    CPOWindow win[CPO_WIN_PORT_COUNT];
    /* ---- */
    CPOFecRate rate;
    double align_rate;          /* losses per second */
    double bits_per_symbol;
    uint64_t base;              /* of its draws */
    bool signal;                /* every lane has clean enough light */
    bool dirty;
} CPOPlantPort;

typedef struct CPOPlant {
    uint64_t epoch;             /* epochs done */
    int64_t plate_uc;
    int64_t outlet_uc;
    int32_t inlet_mc;
    uint32_t flow;              /* permille of the nominal */
    uint32_t load;              /* permille of line rate */
    int32_t rail_offset_uv;     /* injected, of the board's rails */
    bool leak;
    uint32_t window_epochs;
    CPOPlantAsic *asic;
    CPOPlantEngine *engine;
    CPOPlantEls *els;
    CPOPlantLaser *laser;
    CPOPlantFeed *feed;
    CPOPlantLane *lane;
    CPOPlantPort *port;
    /* ---- */
    const CPOProfile *profile;
    CPOPlantMap map;
    uint64_t seed;
    uint32_t time_scale;
    uint32_t age_scale;
    CPOCooling cooling;
    CPOPowerModel power;
    CPOReceiver receiver;
    CPOThermalStep step;
    uint32_t step_flow;         /* that @step is for */
    uint64_t codewords;         /* of a port in an epoch */
    uint32_t *laser_first;      /* its lanes are laser_lane[first..] */
    uint16_t *laser_lane;
    uint16_t *lane_port;
    uint32_t *els_lanes;        /* lanes each module lights */
    int32_t board_ppm;
    bool busy;                  /* something moved in the last epoch */
    uint32_t evaluated;         /* engines worked out, for tests */
} CPOPlant;

/* cpo_plant.c */
bool cpo_plant_init(CPOPlant *p, const CPOProfile *profile,
                    const CPOPlantMap *map, uint64_t seed,
                    uint32_t time_scale, uint32_t age_scale);
void cpo_plant_free(CPOPlant *p);
void cpo_plant_remap(CPOPlant *p);
void cpo_plant_settle(CPOPlant *p);
void cpo_plant_restore(CPOPlant *p);
void cpo_plant_tick(CPOPlant *p);
void cpo_plant_engine_eval(CPOPlant *p, unsigned engine);
void cpo_plant_engine_power(CPOPlant *p, unsigned engine,
                            CPOPlantPower power);
bool cpo_plant_settled(const CPOPlant *p);
uint32_t cpo_plant_total_mw(const CPOPlant *p);
uint32_t cpo_plant_total_seen_mw(const CPOPlant *p);
uint32_t cpo_plant_rail_uv(const CPOPlant *p, unsigned engine, unsigned rail);
uint32_t cpo_plant_board_rail_uv(const CPOPlant *p, uint32_t nominal_uv);
uint32_t cpo_plant_els_vcc_uv(const CPOPlant *p, unsigned els);

/* cpo_plant_sane.c */
bool cpo_plant_sane(const CPOPlant *p);

/* cpo_plant_laser.c */
uint32_t cpo_plant_drive(CPOPlant *p, unsigned laser, CPOPlantAsk ask);
void cpo_plant_emit(CPOPlant *p, unsigned laser, uint32_t nw);
void cpo_plant_laser_moved(CPOPlant *p, unsigned laser);
uint32_t cpo_plant_cond(const CPOPlant *p, unsigned laser);
void cpo_plant_els_set(CPOPlant *p, unsigned els, bool present, bool powered);
void cpo_plant_lasers_tick(CPOPlant *p);
void cpo_plant_els_eval(CPOPlant *p, unsigned els);
void cpo_plant_feed_loss(CPOPlant *p, unsigned feed, int32_t mdb);
void cpo_plant_feed_active(CPOPlant *p, unsigned feed, bool active);
void cpo_plant_feed_parked(CPOPlant *p, unsigned feed, bool parked);

/* cpo_plant_light.c */
void cpo_plant_light(CPOPlant *p);
void cpo_plant_lane_moved(CPOPlant *p, unsigned lane);
void cpo_plant_lane_static(CPOPlant *p, unsigned lane);

/* cpo_plant_count.c */
void cpo_plant_port_eval(CPOPlant *p, unsigned port);
void cpo_plant_count(CPOPlant *p);
uint32_t cpo_plant_port_mw(const CPOPlant *p, unsigned port);
void cpo_plant_windows_run(CPOPlant *p);
void cpo_plant_windows_reset(CPOPlant *p, uint32_t epochs);
void cpo_plant_power_on(CPOPlant *p);
double cpo_plant_frame_loss(const CPOPlant *p, unsigned port,
                            unsigned frame_bytes);

static inline bool cpo_plant_has_data(const CPOPlantLane *l)
{
    return l->rx_on && !l->los && !l->lol;
}

#endif

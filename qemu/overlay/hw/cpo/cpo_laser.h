/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Laser state machine.  It asks for light, the clamp grants it. */
#ifndef HW_CPO_LASER_H
#define HW_CPO_LASER_H

#include <stdint.h>
#include <stdbool.h>

#define CPO_MS                  1000000ll   /* ns */
#define CPO_MODULE_UP_NS        (1500 * CPO_MS)
#define CPO_ENGINE_UP_NS        (2000 * CPO_MS)
#define CPO_ENGINE_DOWN_NS      (80 * CPO_MS)
#define CPO_CHECK_NS            (200 * CPO_MS)
#define CPO_TUNE_NS             (150 * CPO_MS)
#define CPO_RAMP_NS             (250 * CPO_MS)
#define CPO_RING_LOCK_NS        (100 * CPO_MS)
#define CPO_DP_INIT_NS          (500 * CPO_MS)
#define CPO_DP_INIT_MAX_MS      1000        /* advertised */
#define CPO_RELAX_MAX_NS        (30000 * CPO_MS)

/* substate of CPO_LASER_RAMPING */
enum {
    CPO_LASER_SUB_NONE,
    CPO_LASER_SUB_TUNE,
    CPO_LASER_SUB_RAMP,
};

typedef enum CPOLaserEvent {
    CPO_LE_INSERT,
    CPO_LE_REMOVE,
    CPO_LE_COLD_RESET,
    CPO_LE_INTERLOCK_OPEN,
    CPO_LE_ELS_RESET,
    CPO_LE_LOW_POWER,
    CPO_LE_ENGINE_OFF,
    CPO_LE_ENGINE_ON,
    CPO_LE_MODULE_FAULT,
    CPO_LE_FEED_OPEN,
    CPO_LE_OVER_POWER,
    CPO_LE_BIAS_LIMIT,      /* and power is missing */
    CPO_LE_POWER_LOW,
    CPO_LE_TEC_WARN,
    CPO_LE_TEC_ALARM,
    CPO_LE_CAUSE_GONE,
    CPO_LE_FW_RESTART,
    CPO_LE_CHECK,
    CPO_LE_CHECK_PASSED,
    CPO_LE_CHECK_FAILED,    /* the fibre loses too much */
    CPO_LE_CHECK_WEAK,      /* the laser gave too little light for it */
    CPO_LE_CHECK_ABORTED,
    CPO_LE_UP,
    CPO_LE_DOWN,
    CPO_LE_TIMER,
    CPO_LE_FAULT_CLEAR,
    CPO_LE_COUNT,
} CPOLaserEvent;

/* Lines the machine looks at; presence is part of its state. */
typedef struct CPOLaserIn {
    int64_t now;            /* ns of device time */
    uint32_t time_scale;
    bool ready;             /* module is up */
    bool interlock;         /* closed */
} CPOLaserIn;

typedef struct CPOLaserSM {
    uint8_t state;          /* enum cpo_hw_laser_state */
    uint8_t substate;
    uint8_t fault;          /* enum cpo_hw_laser_fault */
    bool checked;
    bool enabled;
    bool feed_open;
    bool held;              /* dark for its engine; on again with it */
    uint8_t retries;        /* saturates */
    int64_t on_since;
    int64_t deadline;       /* 0: none */
} CPOLaserSM;

typedef enum CPOLaserAsk {
    CPO_ASK_DARK,
    CPO_ASK_CHECK,
    CPO_ASK_RAMP,
    CPO_ASK_FULL,
} CPOLaserAsk;

/* Returns an enum cpo_hw_status. */
int cpo_laser_event(CPOLaserSM *l, const CPOLaserIn *in, CPOLaserEvent event);
CPOLaserAsk cpo_laser_ask(const CPOLaserSM *l);
bool cpo_laser_lit(const CPOLaserSM *l);
bool cpo_laser_sane(const CPOLaserSM *l);

#endif

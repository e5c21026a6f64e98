/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Limits of what is measured: which there are, what they are by default, and
 * what is beyond them.  No QEMU includes.
 */
#ifndef HW_CPO_LIMITS_H
#define HW_CPO_LIMITS_H

#include <stdint.h>
#include <stdbool.h>
#include "cpo_hw.h"
#include "cpo_profiles.h"

/* Objects of a kind and a quantity of theirs, in the order they are told. */
typedef enum CPOLimitRow {
    CPO_LIM_SENSOR,
    CPO_LIM_ENGINE_TEMP,
    CPO_LIM_ENGINE_POWER,
    CPO_LIM_ELS_TEMP,
    CPO_LIM_ELS_VOLTAGE,
    CPO_LIM_ELS_POWER,
    CPO_LIM_LASER_TEMP,
    CPO_LIM_LASER_TEC,
    CPO_LIM_LASER_BIAS,
    CPO_LIM_LASER_POWER,
    CPO_LIM_LASER_FREQ,
    CPO_LIM_LASER_AGE,
    CPO_LIM_FEED_INPUT,
    CPO_LIM_LANE_HEATER,
    CPO_LIM_LANE_TX,
    CPO_LIM_LANE_RX,
    CPO_LIM_LANE_SNR,
    CPO_LIM_LANE_BER,
    CPO_LIM_ROWS,
} CPOLimitRow;

/* By enum cpo_hw_level, in the unit of the quantity. */
typedef struct CPOLimits {
    uint8_t mask;               /* bit n: limit[n] is watched */
    int64_t limit[CPO_LV_COUNT];
} CPOLimits;

#define CPO_LEVELS_ALL      ((1 << CPO_LV_COUNT) - 1)
#define CPO_LEVELS_HIGH     (1 << CPO_LV_HIGH_ALARM | \
                             1 << CPO_LV_HIGH_WARNING)

uint8_t cpo_limit_obj(CPOLimitRow row);
uint8_t cpo_limit_quantity(CPOLimitRow row);
/* How many objects of a machine have it; 0: it has no such thing. */
unsigned cpo_limit_objects(const CPOProfile *pr, CPOLimitRow row);
/* Only sensors differ by @i. */
CPOLimits cpo_limits_default(const CPOProfile *pr, CPOLimitRow row,
                             unsigned i);
/* @fault: as the result of a command that is refused for it */
bool cpo_limits_valid(uint8_t quantity, const CPOLimits *l, uint32_t *fault);

/* One bit per level. */
static inline uint8_t cpo_limits_beyond(const CPOLimits *l, int64_t value)
{
    return l->mask &
           ((value > l->limit[CPO_LV_HIGH_ALARM]) << CPO_LV_HIGH_ALARM |
            (value > l->limit[CPO_LV_HIGH_WARNING]) <<
                CPO_LV_HIGH_WARNING |
            (value < l->limit[CPO_LV_LOW_WARNING]) <<
                CPO_LV_LOW_WARNING |
            (value < l->limit[CPO_LV_LOW_ALARM]) << CPO_LV_LOW_ALARM);
}

/*
 * A flag per level of a quantity of an object.  It is set at once and clears
 * when the value was back for a second, so that noise at a limit, however
 * large, tells of it only once.
 */
#define CPO_WATCH_CLEAR_EPOCHS  10

typedef struct CPOWatch {
    int64_t value;              /* as seen last */
    uint8_t set;                /* flags, one bit per level */
    bool own;                   /* it has limits of its own */
    uint32_t back[CPO_LV_COUNT];     /* epoch; of a set flag, 0: beyond */
} CPOWatch;

/* What the last look found.  Returns the flags that are set by it. */
uint8_t cpo_watch_look(CPOWatch *w, uint8_t beyond, uint32_t epoch);
/* Clears what was back for long enough.  Returns these flags. */
uint8_t cpo_watch_clear(CPOWatch *w, uint32_t epoch);
/* Whether one will clear by itself. */
bool cpo_watch_waits(const CPOWatch *w);

#endif

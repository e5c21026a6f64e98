/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Sources of the figures, as in the profiles:
 *   [sonic]    files and designs of the SONiC project
 *   [typical]  textbook or data sheet value of such a part
 *   [calc]     follows from other figures of the model
 *   [ours]     chosen for this model
 * Ranges are those of the CMIS and ELSFP maps where these have the quantity.
 */
#include "cpo_constants.h"
#include "cpo_limits.h"
#include "cpo_optics.h"

#define BER(exponent)   ((int64_t)1e18 / (int64_t)1e##exponent)
#define PERCENT(x, n)   ((x) / 100 * (n))
#define HIGH_LOW(ha, hw, lw, la) { CPO_LEVELS_ALL, { ha, hw, lw, la } }
#define HIGH(ha, hw)    { CPO_LEVELS_HIGH, { ha, hw } }

/* ---- defaults that depend on the machine ---- */

/* [ours] half of what it may take more than usual */
static CPOLimits power_limits(uint32_t nominal_mw, uint32_t max_mw)
{
    return (CPOLimits) HIGH(max_mw, ((int64_t)nominal_mw + max_mw) / 2);
}

static CPOLimits engine_power(const CPOProfile *pr, unsigned i)
{
    (void)i;
    return power_limits(pr->engine_power_mw, pr->engine_max_mw);
}

static CPOLimits els_power(const CPOProfile *pr, unsigned i)
{
    (void)i;
    return power_limits(pr->els_power_mw, pr->els_max_mw);
}

/*
 * [ours] parts and sensors spread by less than 2.5 dB; 3.4 dB under the
 * nominal is what the FEC can take
 */
static CPOLimits around(double dbm)
{
    return (CPOLimits) HIGH_LOW(cpo_dbm_to_nw(dbm + 4),
                                cpo_dbm_to_nw(dbm + 3),
                                cpo_dbm_to_nw(dbm - 2.5),
                                cpo_dbm_to_nw(dbm - 4));
}

static double tx_dbm(const CPOProfile *pr)
{
    return cpo_nw_to_dbm(CPO_SETPOINT_NW) -
           (pr->path.feed_mdb + pr->path.engine_mdb) / 1000.0;
}

static CPOLimits lane_tx(const CPOProfile *pr, unsigned i)
{
    (void)i;
    return around(tx_dbm(pr));
}

static CPOLimits lane_rx(const CPOProfile *pr, unsigned i)
{
    (void)i;
    return around(tx_dbm(pr) - pr->path.link_mdb / 1000.0);
}

/* [typical] of a switch chip; [ours] around the nominal of the board */
static CPOLimits sensor_temp(const CPOSensorRow *row)
{
    if (row->obj_type == CPO_OBJ_ASIC) {
        return (CPOLimits) HIGH_LOW(105000, 95000, 5000, 0);
    }
    return (CPOLimits) HIGH_LOW(row->value + 20000, row->value + 12000,
                                row->value - 20000, row->value - 30000);
}

static CPOLimits sensor(const CPOProfile *pr, unsigned i)
{
    CPOSensorRow row = cpo_profile_sensor(pr, i);
    int64_t v = row.value;

    switch (row.kind) {
    case CPO_SENSOR_TEMP:
        return sensor_temp(&row);
    case CPO_SENSOR_RAIL:       /* [typical] 10 % and 5 % */
        return (CPOLimits) HIGH_LOW(PERCENT(v, 110), PERCENT(v, 105),
                                    PERCENT(v, 95), PERCENT(v, 90));
    case CPO_SENSOR_POWER:      /* [ours] the sensor itself has 5 % */
        return (CPOLimits) HIGH(PERCENT(v, 125), PERCENT(v, 115));
    case CPO_SENSOR_FLOW:       /* [ours] 60 % is 7 K more for an engine */
        return (CPOLimits) { CPO_LEVELS_ALL & ~CPO_LEVELS_HIGH,
                             { 0, 0, PERCENT(v, 80), PERCENT(v, 60) } };
    default:
        return (CPOLimits) { 0 };
    }
}

/* ---- the table ---- */

typedef struct CPOLimitInfo {
    uint8_t obj;                /* enum cpo_hw_obj_type */
    uint8_t quantity;           /* enum cpo_hw_quantity */
    CPOLimits limits;
    CPOLimits (*of)(const CPOProfile *pr, unsigned i);  /* or these */
} CPOLimitInfo;

static const CPOLimitInfo rows[CPO_LIM_ROWS] = {
    [CPO_LIM_SENSOR] = { CPO_OBJ_SENSOR, CPO_Q_VALUE, { 0 }, sensor },
    /* [ours] 10 K below where it switches itself off; nominal 64 °C */
    [CPO_LIM_ENGINE_TEMP] = { CPO_OBJ_ENGINE, CPO_Q_TEMP,
        HIGH_LOW(90000, 80000, 15000, 5000), NULL },
    [CPO_LIM_ENGINE_POWER] = { CPO_OBJ_ENGINE, CPO_Q_POWER, { 0 },
        engine_power },
    /* [typical] case of a pluggable, 70 °C class */
    [CPO_LIM_ELS_TEMP] = { CPO_OBJ_ELS, CPO_Q_TEMP,
        HIGH_LOW(75000, 70000, 10000, 5000), NULL },
    /* [typical] 3.3 V, 10 % and 5 % */
    [CPO_LIM_ELS_VOLTAGE] = { CPO_OBJ_ELS, CPO_Q_VOLTAGE,
        HIGH_LOW(3630000, 3465000, 3135000, 2970000), NULL },
    [CPO_LIM_ELS_POWER] = { CPO_OBJ_ELS, CPO_Q_POWER, { 0 }, els_power },
    /* [ours] 3 K and 5 K off what the cooler holds */
    [CPO_LIM_LASER_TEMP] = { CPO_OBJ_LASER, CPO_Q_TEMP,
        HIGH_LOW(50000, 48000, 42000, 40000), NULL },
    [CPO_LIM_LASER_TEC] = { CPO_OBJ_LASER, CPO_Q_TEC,
        HIGH(9500, 8000), NULL },                           /* [ours] */
    /* [ours] just below the limit of the driver; [typical] +20 % is old */
    [CPO_LIM_LASER_BIAS] = { CPO_OBJ_LASER, CPO_Q_BIAS,
        HIGH(485000000, 436000000), NULL },
    /* [typical] ELSFP class: 21.5, 21.0, 18.5 and 18.0 dBm */
    [CPO_LIM_LASER_POWER] = { CPO_OBJ_LASER, CPO_Q_OPTICAL_POWER,
        HIGH_LOW(CPO_LASER_MAX_NW, 125892541, 70794578, CPO_LASER_MIN_NW),
        NULL },
    /* [calc] 5 K and 2 K of the laser */
    [CPO_LIM_LASER_FREQ] = { CPO_OBJ_LASER, CPO_Q_FREQ_ERROR,
        HIGH_LOW(78000, 31000, -31000, -78000), NULL },
    [CPO_LIM_LASER_AGE] = { CPO_OBJ_LASER, CPO_Q_AGE,
        HIGH(10000, 8000), NULL },                          /* [ours] */
    /* [sonic] 70-113 mW seen; 20.5, 20.0, 17.0 and 16.0 dBm */
    [CPO_LIM_FEED_INPUT] = { CPO_OBJ_FEED, CPO_Q_INPUT_POWER,
        HIGH_LOW(112201845, 100000000, 50118723, 39810717), NULL },
    /* [ours] at either end a ring is about to lose its wavelength */
    [CPO_LIM_LANE_HEATER] = { CPO_OBJ_LANE, CPO_Q_HEATER,
        HIGH_LOW(9800, 9500, 500, 200), NULL },
    [CPO_LIM_LANE_TX] = { CPO_OBJ_LANE, CPO_Q_TX_POWER, { 0 }, lane_tx },
    [CPO_LIM_LANE_RX] = { CPO_OBJ_LANE, CPO_Q_RX_POWER, { 0 }, lane_rx },
    /* [calc] 2e-6 and 1e-4 before FEC; too clean is not watched */
    [CPO_LIM_LANE_SNR] = { CPO_OBJ_LANE, CPO_Q_SNR,
        { CPO_LEVELS_ALL & ~CPO_LEVELS_HIGH, { 0, 0, 20000, 18000 } },
        NULL },
    /* [calc] the FEC ends at 2.4e-4 */
    [CPO_LIM_LANE_BER] = { CPO_OBJ_LANE, CPO_Q_BER,
        HIGH(BER(4), BER(5)), NULL },
};

uint8_t cpo_limit_obj(CPOLimitRow row)
{
    return rows[row].obj;
}

uint8_t cpo_limit_quantity(CPOLimitRow row)
{
    return rows[row].quantity;
}

unsigned cpo_limit_objects(const CPOProfile *pr, CPOLimitRow row)
{
    if (row == CPO_LIM_LANE_HEATER && pr->modulator != CPO_MOD_RING) {
        return 0;
    }
    switch (rows[row].obj) {
    case CPO_OBJ_SENSOR:
        return cpo_profile_sensors(pr);
    case CPO_OBJ_ENGINE:
        return pr->engines;
    case CPO_OBJ_ELS:
        return pr->els;
    case CPO_OBJ_LANE:
        return cpo_profile_lanes(pr);
    default:
        return cpo_profile_lasers(pr);  /* and their feeds */
    }
}

CPOLimits cpo_limits_default(const CPOProfile *pr, CPOLimitRow row,
                             unsigned i)
{
    return rows[row].of ? rows[row].of(pr, i) : rows[row].limits;
}

/* ---- checks ---- */

static const struct {
    int64_t min;
    int64_t max;
    uint8_t levels;
} ranges[CPO_Q_COUNT] = {
    /* CMIS: s16 of 1/256 degree */
    [CPO_Q_TEMP] = { -128000, 127996, CPO_LEVELS_ALL },
    [CPO_Q_POWER] = { 0, 1000000, CPO_LEVELS_ALL },         /* [ours] 1 kW */
    /* ELSFP: u16 of 10 uW, u16 of 100 uA */
    [CPO_Q_OPTICAL_POWER] = { 0, 655350000, CPO_LEVELS_ALL },
    [CPO_Q_BIAS] = { 0, 6553500000, CPO_LEVELS_ALL },
    [CPO_Q_TEC] = { 0, 10000, CPO_LEVELS_ALL },
    /* the device has no limit below which there are too few errors */
    [CPO_Q_BER] = { 0, 500000000000000000, CPO_LEVELS_HIGH },
    [CPO_Q_SNR] = { 0, 255996, CPO_LEVELS_ALL },    /* u16 of 1/256 dB */
    [CPO_Q_RX_POWER] = { 0, 6553500, CPO_LEVELS_ALL },  /* u16 of 0.1 uW */
    [CPO_Q_TX_POWER] = { 0, 6553500, CPO_LEVELS_ALL },
    [CPO_Q_HEATER] = { 0, 10000, CPO_LEVELS_ALL },
    [CPO_Q_FREQ_ERROR] = { -327680, 327670, CPO_LEVELS_ALL },   /* 10 MHz */
    [CPO_Q_AGE] = { 0, 65535, CPO_LEVELS_ALL },
    [CPO_Q_INPUT_POWER] = { 0, 655350000, CPO_LEVELS_ALL },
    [CPO_Q_VOLTAGE] = { 0, 6553500, CPO_LEVELS_ALL },   /* u16 of 100 uV */
    /* [ours] a megawatt, a kilovolt, with room */
    [CPO_Q_VALUE] = { -1000000000000, 1000000000000, CPO_LEVELS_ALL },
};

static bool has(const CPOLimits *l, unsigned level)
{
    return l->mask >> level & 1;
}

static bool in_range(uint8_t quantity, const CPOLimits *l, unsigned level)
{
    return ranges[quantity].levels >> level & 1 &&
           l->limit[level] >= ranges[quantity].min &&
           l->limit[level] <= ranges[quantity].max;
}

/* HA >= HW > LW >= LA, or there would be values that are both. */
static bool above(const CPOLimits *l, unsigned upper, unsigned lower)
{
    bool apart = upper <= CPO_LV_HIGH_WARNING &&
                 lower >= CPO_LV_LOW_WARNING;

    return l->limit[upper] > l->limit[lower] ||
           (!apart && l->limit[upper] == l->limit[lower]);
}

bool cpo_limits_valid(uint8_t quantity, const CPOLimits *l, uint32_t *fault)
{
    int last = -1;

    for (unsigned n = 0; n < CPO_LV_COUNT; n++) {
        if (has(l, n) && !in_range(quantity, l, n)) {
            *fault = n;
            return false;
        }
    }
    for (unsigned n = 0; n < CPO_LV_COUNT; n++) {
        if (!has(l, n)) {
            continue;
        }
        if (last >= 0 && !above(l, last, n)) {
            *fault = last | CPO_THRESH_UNORDERED;
            return false;
        }
        last = n;
    }
    return true;
}

/* ---- flags ---- */

uint8_t cpo_watch_look(CPOWatch *w, uint8_t beyond, uint32_t epoch)
{
    uint8_t fresh = beyond & ~w->set;

    w->set |= beyond;
    for (unsigned n = 0; n < CPO_LV_COUNT; n++) {
        if (beyond >> n & 1) {
            w->back[n] = 0;
        } else if (w->set >> n & 1 && !w->back[n]) {
            w->back[n] = epoch;
        }
    }
    return fresh;
}

uint8_t cpo_watch_clear(CPOWatch *w, uint32_t epoch)
{
    uint8_t over = 0;

    for (unsigned n = 0; n < CPO_LV_COUNT; n++) {
        if (w->back[n] && epoch - w->back[n] >= CPO_WATCH_CLEAR_EPOCHS) {
            w->back[n] = 0;
            over |= 1 << n;
        }
    }
    w->set &= ~over;
    return over;
}

bool cpo_watch_waits(const CPOWatch *w)
{
    return w->back[0] | w->back[1] | w->back[2] | w->back[3];
}

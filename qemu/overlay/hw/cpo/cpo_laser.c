/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include "cpo_hw.h"
#include "cpo_laser.h"

/* What a fault that may pass by itself is good for. */
typedef struct CPORetry {
    uint8_t tries;
    int64_t relax_ns;       /* dark before the next, or good before on */
    int64_t window_ns;      /* lit so long: the tries count anew */
} CPORetry;

static const CPORetry retries[] = {
    [CPO_FAULT_APC] = { 3, 5000 * CPO_MS, 60000 * CPO_MS },
    [CPO_FAULT_POWER_LOW] = { 2, 5000 * CPO_MS, 60000 * CPO_MS },
    [CPO_FAULT_TEC] = { 3, CPO_RELAX_MAX_NS, 300000 * CPO_MS },
    [CPO_FAULT_RAMP_TIMEOUT] = { 3, 2000 * CPO_MS, 60000 * CPO_MS },
    [CPO_FAULT_TUNING] = { 0, 0, 0 },
};

static void go(CPOLaserSM *l, uint8_t state)
{
    if (l->state == CPO_LASER_ON_FAULT) {
        l->fault = CPO_FAULT_NONE;
    }
    l->state = state;
    l->substate = CPO_LASER_SUB_NONE;
    l->held = false;
    l->deadline = 0;
}

/* Durations of the firmware shrink with the scale, safety delays do not. */
static int64_t scaled(const CPOLaserIn *in, int64_t ns)
{
    return ns / (in->time_scale ? in->time_scale : 1);
}

static void arm(CPOLaserSM *l, const CPOLaserIn *in, int64_t ns)
{
    l->deadline = in->now + scaled(in, ns);
}

static void restrict_laser(CPOLaserSM *l)
{
    l->checked = false;
    go(l, CPO_LASER_RESTRICTED);
}

static void start_ramp(CPOLaserSM *l, const CPOLaserIn *in)
{
    go(l, CPO_LASER_RAMPING);
    l->substate = CPO_LASER_SUB_TUNE;
    arm(l, in, CPO_TUNE_NS);
}

static bool may_light(const CPOLaserSM *l, const CPOLaserIn *in)
{
    return in->ready && in->interlock && l->checked && !l->feed_open;
}

bool cpo_laser_lit(const CPOLaserSM *l)
{
    return l->state == CPO_LASER_RAMPING || l->state == CPO_LASER_ON ||
           l->state == CPO_LASER_ON_FAULT;
}

static void down_fault(CPOLaserSM *l, uint8_t fault)
{
    go(l, CPO_LASER_DOWN_FAULT);
    l->fault = fault;
}

/* Dark, and another try later if this kind of fault is worth one. */
static void give_up(CPOLaserSM *l, const CPOLaserIn *in, uint8_t fault)
{
    const CPORetry *retry = &retries[fault];

    if (in->now - l->on_since >= scaled(in, retry->window_ns)) {
        l->retries = 0;
    }
    down_fault(l, fault);
    if (l->checked && l->retries < retry->tries) {
        arm(l, in, retry->relax_ns);
    }
}

static void try_again(CPOLaserSM *l, const CPOLaserIn *in)
{
    l->deadline = 0;
    if (l->enabled && may_light(l, in)) {
        l->retries++;
        l->fault = CPO_FAULT_NONE;
        start_ramp(l, in);
    }
}

/* Lit, but not as it should be. */
static void weaken(CPOLaserSM *l, uint8_t fault)
{
    if (l->state == CPO_LASER_ON || l->state == CPO_LASER_ON_FAULT) {
        go(l, CPO_LASER_ON_FAULT);
        l->fault = fault;
    }
}

static void fail(CPOLaserSM *l, const CPOLaserIn *in, uint8_t fault)
{
    if (l->state == CPO_LASER_ON || l->state == CPO_LASER_ON_FAULT) {
        give_up(l, in, fault);
    }
}

static void recover(CPOLaserSM *l, const CPOLaserIn *in)
{
    if (l->state == CPO_LASER_ON_FAULT && !l->deadline) {
        arm(l, in, retries[l->fault].relax_ns);
    }
}

static void insert(CPOLaserSM *l)
{
    l->feed_open = false;
    l->retries = 0;
    l->on_since = 0;
    l->fault = CPO_FAULT_NONE;
    restrict_laser(l);
}

/* Dark without a doubt about the fibre: the check stays good. */
static void dark(CPOLaserSM *l)
{
    if (l->state == CPO_LASER_DOWN_FAULT ||
        l->state == CPO_LASER_RESTRICTED) {
        return;
    }
    go(l, l->checked ? CPO_LASER_OFF : CPO_LASER_RESTRICTED);
}

/* A laser that was lit comes back when its engine does. */
static void engine_off(CPOLaserSM *l)
{
    bool lit = cpo_laser_lit(l) || l->held;

    dark(l);
    l->held = lit && l->state == CPO_LASER_OFF;
}

static void engine_on(CPOLaserSM *l, const CPOLaserIn *in)
{
    if (l->held && l->enabled && may_light(l, in)) {
        start_ramp(l, in);
    }
}

static void interlock_open(CPOLaserSM *l)
{
    l->checked = false;
    l->deadline = 0;
    if (l->state != CPO_LASER_DOWN_FAULT) {
        go(l, CPO_LASER_RESTRICTED);
    }
}

static void feed_open(CPOLaserSM *l)
{
    if (cpo_laser_lit(l)) {
        restrict_laser(l);
        l->feed_open = true;
        l->fault = CPO_FAULT_CONTAMINATED;
    }
}

static void over_power(CPOLaserSM *l)
{
    if (cpo_laser_lit(l) || l->state == CPO_LASER_CHECKING) {
        l->checked = false;
        down_fault(l, CPO_FAULT_POWER_HIGH);
    }
}

/* What the monitors of a lit laser say. */
static void condition(CPOLaserSM *l, const CPOLaserIn *in,
                      CPOLaserEvent event)
{
    switch (event) {
    case CPO_LE_BIAS_LIMIT:
        weaken(l, CPO_FAULT_APC);
        break;
    case CPO_LE_TEC_WARN:
        weaken(l, CPO_FAULT_TEC);
        break;
    case CPO_LE_POWER_LOW:
        fail(l, in, CPO_FAULT_POWER_LOW);
        break;
    case CPO_LE_TEC_ALARM:
        fail(l, in, CPO_FAULT_TEC);
        break;
    case CPO_LE_CAUSE_GONE:
        recover(l, in);
        break;
    default:
        break;
    }
}

/* What the hardware does to the laser, whatever the machine wants. */
static void forced(CPOLaserSM *l, const CPOLaserIn *in, CPOLaserEvent event)
{
    switch (event) {
    case CPO_LE_REMOVE:
        l->checked = false;
        l->feed_open = false;
        l->fault = CPO_FAULT_NONE;
        go(l, CPO_LASER_ABSENT);
        break;
    case CPO_LE_COLD_RESET:
        insert(l);
        break;
    case CPO_LE_INTERLOCK_OPEN:
        interlock_open(l);
        break;
    case CPO_LE_ELS_RESET:
        restrict_laser(l);
        break;
    case CPO_LE_LOW_POWER:
        dark(l);
        break;
    case CPO_LE_ENGINE_OFF:
        engine_off(l);
        break;
    case CPO_LE_ENGINE_ON:
        engine_on(l, in);
        break;
    case CPO_LE_MODULE_FAULT:
        if (l->state != CPO_LASER_RESTRICTED) {
            go(l, l->checked ? CPO_LASER_DOWN_FAULT : CPO_LASER_RESTRICTED);
        }
        break;
    case CPO_LE_FEED_OPEN:
        feed_open(l);
        break;
    case CPO_LE_OVER_POWER:
        over_power(l);
        break;
    case CPO_LE_FW_RESTART:
        if (l->state == CPO_LASER_CHECKING) {
            restrict_laser(l);
        } else if (l->state == CPO_LASER_RAMPING) {
            go(l, CPO_LASER_OFF);
        }
        break;
    default:
        condition(l, in, event);
        break;
    }
}

static int check(CPOLaserSM *l, const CPOLaserIn *in)
{
    switch (l->state) {
    case CPO_LASER_RESTRICTED:
    case CPO_LASER_OFF:
        break;
    case CPO_LASER_DOWN_FAULT:
        return CPO_ST_FAULT;
    default:
        return CPO_ST_STATE;
    }
    if (!in->ready) {
        return CPO_ST_NOT_READY;
    }
    if (!in->interlock) {
        return CPO_ST_INTERLOCK;
    }
    l->checked = false;
    l->feed_open = false;
    go(l, CPO_LASER_CHECKING);
    arm(l, in, CPO_CHECK_NS);
    return CPO_ST_OK;
}

static int check_result(CPOLaserSM *l, const CPOLaserIn *in,
                        CPOLaserEvent event)
{
    if (l->state != CPO_LASER_CHECKING) {
        return CPO_ST_STATE;
    }
    if (event == CPO_LE_CHECK_PASSED && in->ready && in->interlock) {
        l->checked = true;
        l->fault = CPO_FAULT_NONE;
        if (l->enabled) {
            start_ramp(l, in);
        } else {
            go(l, CPO_LASER_OFF);
        }
        return CPO_ST_OK;
    }
    restrict_laser(l);
    if (event == CPO_LE_CHECK_FAILED) {
        l->fault = CPO_FAULT_CONTAMINATED;
    } else if (event == CPO_LE_CHECK_WEAK) {
        l->fault = CPO_FAULT_POWER_LOW;
    }
    return CPO_ST_OK;
}

static int up(CPOLaserSM *l, const CPOLaserIn *in)
{
    switch (l->state) {
    case CPO_LASER_OFF:
        break;
    case CPO_LASER_RESTRICTED:
    case CPO_LASER_CHECKING:
        return CPO_ST_RESTRICTED;
    case CPO_LASER_DOWN_FAULT:
        return CPO_ST_FAULT;
    default:
        l->enabled = true;
        return CPO_ST_OK;
    }
    if (!in->ready) {
        return CPO_ST_NOT_READY;
    }
    if (!may_light(l, in)) {
        return CPO_ST_RESTRICTED;
    }
    l->enabled = true;
    start_ramp(l, in);
    return CPO_ST_OK;
}

static int down(CPOLaserSM *l)
{
    l->enabled = false;
    l->held = false;
    if (l->state == CPO_LASER_CHECKING) {
        restrict_laser(l);
    } else if (cpo_laser_lit(l)) {
        go(l, CPO_LASER_OFF);
    }
    return CPO_ST_OK;
}

static int fault_clear(CPOLaserSM *l)
{
    uint8_t fault = l->fault;

    if (l->state != CPO_LASER_DOWN_FAULT) {
        return CPO_ST_STATE;
    }
    l->fault = CPO_FAULT_NONE;
    if (l->checked && fault != CPO_FAULT_CONTAMINATED &&
        fault != CPO_FAULT_POWER_HIGH && fault != CPO_FAULT_TUNING) {
        go(l, CPO_LASER_OFF);
    } else {
        restrict_laser(l);
    }
    return CPO_ST_OK;
}

static void ramp(CPOLaserSM *l, const CPOLaserIn *in)
{
    if (!may_light(l, in)) {
        dark(l);
    } else if (l->substate == CPO_LASER_SUB_TUNE) {
        l->substate = CPO_LASER_SUB_RAMP;
        arm(l, in, CPO_RAMP_NS);
    } else {
        go(l, CPO_LASER_ON);
        l->on_since = in->now;
    }
}

/* A timer of the fibre check ends in one of its results, not here. */
static int timer(CPOLaserSM *l, const CPOLaserIn *in)
{
    if (!l->deadline || l->state == CPO_LASER_CHECKING) {
        return CPO_ST_STATE;
    }
    switch (l->state) {
    case CPO_LASER_RAMPING:
        ramp(l, in);
        break;
    case CPO_LASER_ON_FAULT:
        go(l, CPO_LASER_ON);
        break;
    default:
        try_again(l, in);
        break;
    }
    return CPO_ST_OK;
}

static int command(CPOLaserSM *l, const CPOLaserIn *in, CPOLaserEvent event)
{
    switch (event) {
    case CPO_LE_CHECK:
        return check(l, in);
    case CPO_LE_CHECK_PASSED:
    case CPO_LE_CHECK_FAILED:
    case CPO_LE_CHECK_WEAK:
    case CPO_LE_CHECK_ABORTED:
        return check_result(l, in, event);
    case CPO_LE_UP:
        return up(l, in);
    case CPO_LE_DOWN:
        return down(l);
    case CPO_LE_TIMER:
        return timer(l, in);
    case CPO_LE_FAULT_CLEAR:
        return fault_clear(l);
    default:
        return CPO_ST_INTERNAL;
    }
}

int cpo_laser_event(CPOLaserSM *l, const CPOLaserIn *in, CPOLaserEvent event)
{
    if (l->state == CPO_LASER_ABSENT) {
        if (event != CPO_LE_INSERT) {
            return CPO_ST_ABSENT;
        }
        insert(l);
        return CPO_ST_OK;
    }
    if (event == CPO_LE_INSERT) {
        return CPO_ST_STATE;
    }
    if (event <= CPO_LE_FW_RESTART) {
        forced(l, in, event);
        return CPO_ST_OK;
    }
    return command(l, in, event);
}

CPOLaserAsk cpo_laser_ask(const CPOLaserSM *l)
{
    switch (l->state) {
    case CPO_LASER_CHECKING:
        return CPO_ASK_CHECK;
    case CPO_LASER_RAMPING:
        return l->substate == CPO_LASER_SUB_RAMP ? CPO_ASK_RAMP
                                                 : CPO_ASK_DARK;
    case CPO_LASER_ON:
    case CPO_LASER_ON_FAULT:
        return CPO_ASK_FULL;
    default:
        return CPO_ASK_DARK;
    }
}

static bool timed(const CPOLaserSM *l)
{
    return l->state == CPO_LASER_RAMPING || l->state == CPO_LASER_CHECKING;
}

static bool may_be_timed(const CPOLaserSM *l)
{
    return timed(l) || l->state == CPO_LASER_ON_FAULT ||
           (l->state == CPO_LASER_DOWN_FAULT && l->checked);
}

static bool substate_ok(const CPOLaserSM *l)
{
    if (l->state != CPO_LASER_RAMPING) {
        return l->substate == CPO_LASER_SUB_NONE;
    }
    return l->substate == CPO_LASER_SUB_TUNE ||
           l->substate == CPO_LASER_SUB_RAMP;
}

/* True of every state the machine can reach; used on a loaded snapshot. */
bool cpo_laser_sane(const CPOLaserSM *l)
{
    if (l->state > CPO_LASER_DOWN_FAULT || l->fault > CPO_FAULT_TUNING ||
        l->deadline < 0 || l->on_since < 0 || !substate_ok(l) ||
        (timed(l) && !l->deadline) || (l->deadline && !may_be_timed(l)) ||
        (l->held && l->state != CPO_LASER_OFF)) {
        return false;
    }
    return !(cpo_laser_lit(l) || l->state == CPO_LASER_OFF) ||
           (l->checked && !l->feed_open);
}

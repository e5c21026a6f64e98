/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Who gives light, and what follows.  The plant knows powers and
 * temperatures; here are the laser state machines, which ask, the clamp, which
 * grants, the data paths, and what is reported: lasers first, then lanes, then
 * ports.  Everything that may change light ends in cpo_light_eval().
 */
#include "qemu/osdep.h"
#include "cpo_int.h"

#define FEED_OPEN_MDB       10000   /* over the baseline */
#define TRIP_NW             (CPO_LASER_MAX_NW / 10 * 11)

static CPOLaserIn laser_in(const CPOState *s, unsigned k)
{
    const CPOElsSlot *els = &s->els[cpo_laser_els(s, k)];

    return (CPOLaserIn) {
        .now = s->now,
        .time_scale = s->time_scale,
        .ready = els->present && els->state == CPO_MODULE_READY,
        .interlock = s->enclosure_closed && els->present,
    };
}

static int laser_event(CPOState *s, unsigned k, CPOLaserEvent event)
{
    CPOLaserIn in = laser_in(s, k);

    return cpo_laser_event(&s->laser[k].sm, &in, event);
}

static uint8_t engine_trip(const CPOState *s, unsigned lane)
{
    return s->plant.engine[lane / s->profile->lanes_per_engine].trip;
}

/* What the laser would emit for what its machine asks. */
static uint32_t drive(CPOState *s, unsigned k)
{
    static const CPOPlantAsk ask[] = {
        [CPO_ASK_DARK] = CPO_PLANT_DARK,
        [CPO_ASK_CHECK] = CPO_PLANT_CHECK,
        [CPO_ASK_RAMP] = CPO_PLANT_RAMP,
        [CPO_ASK_FULL] = CPO_PLANT_FULL,
    };

    return cpo_plant_drive(&s->plant, k, ask[cpo_laser_ask(&s->laser[k].sm)]);
}

static CPOClampIn clamp_in(const CPOState *s, unsigned k, uint32_t asked_nw)
{
    const CPOElsSlot *els = &s->els[cpo_laser_els(s, k)];
    const CPOPlantFeed *f = &s->plant.feed[k];

    return (CPOClampIn) {
        .present = els->present,
        .mated = els->present,
        .enclosure_closed = s->enclosure_closed,
        .slot_closed = els->present,
        .feed_open = asked_nw > 0 &&
                     f->loss_mdb > f->baseline_mdb + FEED_OPEN_MDB,
        .low_power = els->state != CPO_MODULE_READY,
        .engine_off = s->plant.engine[s->laser_engine[k]].trip ==
                      CPO_TRIP_SHUTDOWN,
        .over_power = asked_nw > TRIP_NW,
    };
}

/* ---- why something gives no light ---- */

uint8_t cpo_light_reason(const CPOState *s, unsigned k)
{
    const CPOLaserSM *sm = &s->laser[k].sm;

    switch (sm->state) {
    case CPO_LASER_ABSENT:
        return CPO_REASON_ELS_ABSENT;
    case CPO_LASER_RESTRICTED:
        return s->enclosure_closed ? CPO_REASON_ELS_UNCHECKED
                                   : CPO_REASON_INTERLOCK;
    case CPO_LASER_CHECKING:
        return CPO_REASON_ELS_UNCHECKED;
    case CPO_LASER_OFF:
        return sm->held ? CPO_REASON_OVERHEAT : CPO_REASON_LASER_OFF;
    case CPO_LASER_RAMPING:
        return CPO_REASON_STARTING;
    case CPO_LASER_DOWN_FAULT:
        return CPO_REASON_LASER_FAULT;
    default:
        return s->feed[k].dp_state == CPO_DP_ACTIVATED ? CPO_REASON_NONE
                                                       : CPO_REASON_STARTING;
    }
}

/* Of several reasons the one furthest from being up is named. */
static unsigned reason_rank(uint8_t reason)
{
    static const uint8_t order[] = {
        CPO_REASON_NONE, CPO_REASON_BER, CPO_REASON_RX_LOL,
        CPO_REASON_RX_LOS, CPO_REASON_RING_UNLOCK, CPO_REASON_STARTING,
        CPO_REASON_LASER_OFF, CPO_REASON_DISABLED, CPO_REASON_OVERHEAT,
        CPO_REASON_LASER_FAULT, CPO_REASON_ELS_UNCHECKED,
        CPO_REASON_INTERLOCK, CPO_REASON_ELS_ABSENT,
    };

    for (unsigned i = 0; i < ARRAY_SIZE(order); i++) {
        if (order[i] == reason) {
            return i;
        }
    }
    return ARRAY_SIZE(order);
}

static uint8_t worse(uint8_t a, uint8_t b)
{
    return reason_rank(b) > reason_rank(a) ? b : a;
}

static uint8_t engine_reason(const CPOState *s, unsigned lane)
{
    return engine_trip(s, lane) ? CPO_REASON_OVERHEAT :
           s->engine[lane / s->profile->lanes_per_engine].low_power ?
           CPO_REASON_DISABLED : CPO_REASON_NONE;
}

uint8_t cpo_light_lane_reason(const CPOState *s, unsigned i)
{
    const CPOPlantLane *lane = &s->plant.lane[i];
    uint8_t reason = worse(cpo_light_reason(s, s->lane_feed[i]),
                           engine_reason(s, i));

    if (reason) {
        return reason;
    }
    if (!lane->locked) {
        return CPO_REASON_RING_UNLOCK;
    }
    return lane->los ? CPO_REASON_RX_LOS :
           lane->lol ? CPO_REASON_RX_LOL : CPO_REASON_NONE;
}

/* ---- lasers ---- */

static void laser_cut(CPOState *s, unsigned k, uint8_t cause)
{
    s->cut_count++;
    s->cut_cause = cause;
    s->cut_time = s->now;
    cpo_event_post(s, CPO_KIND_LASER_CUT, &(CPOEvent) {
        .severity = CPO_SEV_MAJOR,
        .action = CPO_ACT_PULSE,
        .obj = k,
        .cause = cause,
        .value = s->plant.laser[k].emitted_nw,
    });
}

static uint8_t laser_severity(uint8_t state)
{
    switch (state) {
    case CPO_LASER_ON_FAULT:
        return CPO_SEV_WARNING;
    case CPO_LASER_ABSENT:
    case CPO_LASER_DOWN_FAULT:
        return CPO_SEV_MAJOR;
    default:
        return CPO_SEV_INFO;
    }
}

/* Returns true if its state is not the one that was known. */
static bool laser_report(CPOState *s, unsigned k)
{
    CPOLaserState *l = &s->laser[k];
    bool moved = l->shown_state != l->sm.state;

    if (l->shown_state != l->sm.state) {
        l->shown_state = l->sm.state;
        cpo_event_post(s, CPO_KIND_LASER_STATE, &(CPOEvent) {
            .severity = laser_severity(l->sm.state),
            .action = CPO_ACT_PULSE,
            .obj = k,
            .cause = cpo_light_reason(s, k),
            .value = l->sm.state,
        });
    }
    if (l->shown_fault != l->sm.fault) {
        l->shown_fault = l->sm.fault;
        cpo_event_post(s, CPO_KIND_LASER_FAULT, &(CPOEvent) {
            .severity = CPO_SEV_MAJOR,
            .action = l->sm.fault ? CPO_ACT_SET : CPO_ACT_CLEAR,
            .obj = k,
            .cause = CPO_REASON_LASER_FAULT,
            .value = l->sm.fault,
        });
    }
    return moved;
}

/* What the monitors of the plant say once it has lasted long enough. */
static bool laser_conditions(CPOState *s, unsigned k)
{
    static const struct {
        uint32_t mask;
        CPOLaserEvent event;
    } rows[] = {
        { 1 << CPO_COND_POWER_LOW, CPO_LE_POWER_LOW },
        { 1 << CPO_COND_TEMP_ALARM, CPO_LE_TEC_ALARM },
        { 1 << CPO_COND_TEMP_WARN, CPO_LE_TEC_WARN },
        { 1 << CPO_COND_APC, CPO_LE_BIAS_LIMIT },
    };
    uint32_t cond = cpo_plant_cond(&s->plant, k);

    for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
        if (cond & rows[i].mask) {
            laser_event(s, k, rows[i].event);
            return true;
        }
    }
    if (s->laser[k].sm.state == CPO_LASER_ON_FAULT) {
        laser_event(s, k, CPO_LE_CAUSE_GONE);
    }
    return false;
}

static void engine_shut_down(CPOState *s, unsigned k)
{
    if (cpo_laser_lit(&s->laser[k].sm)) {
        laser_cut(s, k, CPO_REASON_OVERHEAT);
    }
    if (s->feed[k].check == CPO_CHECK_RUNNING) {
        s->feed[k].check = CPO_CHECK_NEVER;
    }
    laser_event(s, k, CPO_LE_ENGINE_OFF);
}

/*
 * The lines have tripped the clamp already; this tells the machine.  True if
 * it may ask for something else now.
 */
static bool laser_lines(CPOState *s, unsigned k, const CPOClampIn *in)
{
    CPOLaserState *l = &s->laser[k];

    if (in->over_power) {
        laser_cut(s, k, CPO_REASON_LASER_FAULT);
        laser_event(s, k, CPO_LE_OVER_POWER);
        return true;
    }
    if (in->feed_open && cpo_laser_lit(&l->sm)) {
        laser_cut(s, k, CPO_REASON_ELS_UNCHECKED);
        laser_event(s, k, CPO_LE_FEED_OPEN);
        return true;
    }
    if (in->engine_off) {
        if (cpo_laser_ask(&l->sm) == CPO_ASK_DARK &&
            !cpo_laser_lit(&l->sm)) {
            return false;
        }
        engine_shut_down(s, k);
        return true;
    }
    if (l->sm.held) {
        laser_event(s, k, CPO_LE_ENGINE_ON);
        return true;
    }
    return laser_conditions(s, k);
}

static bool laser_eval(CPOState *s, unsigned k)
{
    CPOLaserState *l = &s->laser[k];
    uint32_t asked = drive(s, k);
    CPOClampIn in = clamp_in(s, k, asked);

    cpo_clamp_update(&l->clamp, &in);
    if (laser_lines(s, k, &in)) {
        asked = drive(s, k);
        in = clamp_in(s, k, asked);
    }
    cpo_plant_emit(&s->plant, k, cpo_clamp_emit_nw(&l->clamp, &in, asked));
    return laser_report(s, k);
}

static bool laser_on(const CPOState *s, unsigned k)
{
    uint8_t state = s->laser[k].sm.state;

    return s->plant.laser[k].emitted_nw &&
           (state == CPO_LASER_ON || state == CPO_LASER_ON_FAULT);
}

/* ---- feeds: the data paths of a laser's lanes start and stop with it ---- */

static bool feed_eval(CPOState *s, unsigned k)
{
    bool ready = cpo_engine_ready(s, s->laser_engine[k]);
    bool parked = s->plant.feed[k].parked;
    CPOFeedState *f = &s->feed[k];
    int64_t start = CPO_DP_INIT_NS;
    uint8_t was = f->dp_state;

    if (!laser_on(s, k) || !ready) {
        f->dp_state = CPO_DP_DEACTIVATED;
        f->dp_deadline = 0;
    } else if (f->dp_state == CPO_DP_DEACTIVATED) {
        if (s->profile->modulator == CPO_MOD_RING) {
            start += CPO_RING_LOCK_NS;
        }
        f->dp_state = CPO_DP_INIT;
        f->dp_deadline = s->now + start / s->time_scale;
    }
    /* once the engine is back, until their paths are up or cannot come up */
    cpo_plant_feed_parked(&s->plant, k, !ready ||
                          (parked && f->dp_state == CPO_DP_INIT));
    cpo_plant_feed_active(&s->plant, k, f->dp_state == CPO_DP_ACTIVATED);
    return f->dp_state != was;
}

/* ---- modules ---- */

static void els_eval(CPOState *s, unsigned e)
{
    const CPOPlantEls *now = &s->plant.els[e];
    bool present = s->els[e].present;
    bool powered = present && s->els[e].state == CPO_MODULE_READY;

    if (now->present != present || now->powered != powered) {
        cpo_plant_els_set(&s->plant, e, present, powered);
    }
}

/* ---- engines ---- */

static void engine_power(CPOState *s, unsigned e)
{
    CPOPlantPower power = cpo_engine_power(s, e);

    if (s->plant.engine[e].power != power) {
        cpo_plant_engine_power(&s->plant, e, power);
    }
}

/* ---- lanes ---- */

static void lane_unlock(CPOState *s, unsigned i)
{
    const CPOPlantLane *lane = &s->plant.lane[i];
    bool lost = s->plant.feed[s->lane_feed[i]].active && !lane->locked;

    if (cpo_flag(s, CPO_KIND_RING_UNLOCK, i) != lost) {
        cpo_flag_change(s, CPO_KIND_RING_UNLOCK, i, (CPOEvent) {
            .cause = CPO_REASON_RING_UNLOCK,
            .value = lane->detuning_mhz,
        });
    }
}

static void lane_dark(CPOState *s, unsigned i)
{
    unsigned k = s->lane_feed[i];
    bool dark = !s->plant.feed[k].parked &&
                (engine_trip(s, i) ||
                 s->feed[k].dp_state != CPO_DP_ACTIVATED);

    if (cpo_flag(s, CPO_KIND_TX_DARK, i) != dark) {
        cpo_flag_change(s, CPO_KIND_TX_DARK, i, (CPOEvent) {
            .cause = cpo_light_reason(s, k) ?: CPO_REASON_OVERHEAT,
            .value = s->plant.lane[i].tx_seen_nw,
        });
    }
}

static void lane_send(CPOState *s, unsigned i)
{
    lane_unlock(s, i);
    lane_dark(s, i);
}

void cpo_light_los(CPOState *s, unsigned i, bool los)
{
    if (cpo_flag(s, CPO_KIND_RX_LOS, i) != los) {
        cpo_flag_change(s, CPO_KIND_RX_LOS, i, (CPOEvent) {
            .cause = CPO_REASON_RX_LOS,
            .value = s->plant.lane[i].rx_seen_nw,
            .limit = CPO_RX_LOS_ON_NW,
        });
    }
}

/* Without light there is nothing to lock on. */
static void lane_lol(CPOState *s, unsigned i)
{
    const CPOPlantLane *lane = &s->plant.lane[i];
    bool lol = lane->lol && !lane->los;

    if (cpo_flag(s, CPO_KIND_RX_LOL, i) != lol) {
        cpo_flag_change(s, CPO_KIND_RX_LOL, i, (CPOEvent) {
            .cause = CPO_REASON_RX_LOL,
            .value = lane->rx_seen_nw,
        });
    }
}

static void lane_receive(CPOState *s, unsigned i)
{
    uint8_t reason = cpo_light_lane_reason(s, i);

    cpo_light_los(s, i, s->plant.lane[i].los);
    lane_lol(s, i);
    if (s->lane[i].reason != reason) {
        s->lane[i].reason = reason;
        s->port[s->lane_port[i]].stale = true;
    }
}

/* Of all engines, or of those whose light has changed. */
static void lanes_eval(CPOState *s, bool all,
                       void (*eval)(CPOState *s, unsigned lane))
{
    unsigned n = s->profile->lanes_per_engine;

    for (unsigned e = 0; e < s->n_engines; e++) {
        if (!all && !s->plant.engine[e].changed) {
            continue;
        }
        for (unsigned i = e * n; i < (e + 1) * n; i++) {
            eval(s, i);
        }
    }
}

/* ---- ports ---- */

static uint8_t port_reason(CPOState *s, unsigned p)
{
    uint8_t worst = CPO_REASON_NONE;
    uint16_t up = 0;

    for (unsigned i = 0; i < s->profile->lanes_per_port; i++) {
        uint8_t r = s->lane[cpo_port_lane(s, p, i)].reason;

        up += r == CPO_REASON_NONE;
        worst = worse(worst, r);
    }
    s->port[p].lanes_up = up;
    if (worst == CPO_REASON_NONE && !s->plant.port[p].aligned) {
        return CPO_REASON_BER;
    }
    return worst;
}

static void port_eval(CPOState *s, unsigned p)
{
    CPOPortState *port = &s->port[p];
    uint8_t worst = port_reason(s, p);
    bool oper = worst == CPO_REASON_NONE;

    port->stale = false;
    port->aligned = s->plant.port[p].aligned;
    if (port->oper == oper && port->reason == worst) {
        return;
    }
    if (port->oper != oper) {
        port->link_changes++;
        port->last_change = s->now;
    }
    port->oper = oper;
    port->reason = worst;
    cpo_event_post(s, CPO_KIND_PORT_STATE, &(CPOEvent) {
        .severity = oper || worst == CPO_REASON_DISABLED ? CPO_SEV_INFO
                                                         : CPO_SEV_MAJOR,
        .action = CPO_ACT_PULSE,
        .obj = p,
        .cause = worst,
        .value = oper,
    });
}

static void ports_eval(CPOState *s, bool all)
{
    for (unsigned p = 0; p < s->n_ports; p++) {
        if (all || s->port[p].stale ||
            s->port[p].aligned != s->plant.port[p].aligned) {
            port_eval(s, p);
        }
    }
}

/* ---- what protects itself, and what no light depends on ---- */

static void interlock_and_leak(CPOState *s)
{
    uint16_t sensor = s->leak_sensor;

    if (cpo_flag(s, CPO_KIND_INTERLOCK, 0) == s->enclosure_closed) {
        cpo_flag_change(s, CPO_KIND_INTERLOCK, 0, (CPOEvent) {
            .cause = CPO_REASON_INTERLOCK,
        });
    }
    if (sensor != CPO_NONE &&
        cpo_flag(s, CPO_KIND_LEAK, sensor) != s->plant.leak) {
        cpo_flag_change(s, CPO_KIND_LEAK, sensor, (CPOEvent) {
            .value = s->plant.leak,
        });
    }
}

static void engine_trips(CPOState *s)
{
    for (unsigned e = 0; e < s->n_engines; e++) {
        const CPOPlantEngine *engine = &s->plant.engine[e];
        bool trip = engine->trip != CPO_TRIP_NONE;

        if (cpo_flag(s, CPO_KIND_ENGINE_TRIP, e) != trip) {
            cpo_flag_change(s, CPO_KIND_ENGINE_TRIP, e, (CPOEvent) {
                .cause = CPO_REASON_OVERHEAT,
                .value = engine->temp_seen_mc,
                .limit = cpo_const.tx_off_mc,
            });
        }
    }
}

/* ---- everything, in the direction of the light ---- */

/*
 * @epoch: this ends an epoch that the plant has begun, so it is counted too.
 * @all: look at every part, not only where the plant says it has moved.
 */
void cpo_light_step(CPOState *s, bool epoch, bool all)
{
    interlock_and_leak(s);
    engine_trips(s);
    for (unsigned e = 0; e < s->n_els; e++) {
        els_eval(s, e);
    }
    for (unsigned e = 0; e < s->n_engines; e++) {
        engine_power(s, e);
    }
    for (unsigned k = 0; k < s->n_lasers; k++) {
        all |= laser_eval(s, k);
        all |= feed_eval(s, k);
    }
    cpo_plant_light(&s->plant);
    s->watches.all |= all;
    if (epoch) {
        cpo_flag_epoch(s);
    }
    lanes_eval(s, all, lane_send);
    lanes_eval(s, all, lane_receive);
    if (epoch) {
        cpo_plant_count(&s->plant);
    }
    ports_eval(s, all);
    s->light_gen++;
}

void cpo_light_eval(CPOState *s)
{
    s->plant.busy = true;       /* the next epoch may see something new */
    cpo_light_step(s, false, true);
}

/* ---- fibre checks ---- */

static void feed_forget(CPOFeedState *f)
{
    f->check = CPO_CHECK_NEVER;
    f->measured = false;
    f->measured_mdb = 0;
    f->check_time = 0;
}

/* Without light, or an engine to see it, nothing is known of the fibre. */
static CPOLaserEvent verdict(const CPOClampIn *in,
                             const CPOClampCheck *check, bool ok)
{
    if (ok) {
        return CPO_LE_CHECK_PASSED;
    }
    if (in->engine_off) {
        return CPO_LE_CHECK_ABORTED;
    }
    return cpo_clamp_check_lit(check) ? CPO_LE_CHECK_FAILED
                                      : CPO_LE_CHECK_WEAK;
}

static void check_event(CPOState *s, unsigned k, CPOLaserEvent result,
                        const CPOClampCheck *check)
{
    bool ok = result == CPO_LE_CHECK_PASSED;

    cpo_event_post(s, ok ? CPO_KIND_CHECK_PASSED : CPO_KIND_CHECK_FAILED,
                   &(CPOEvent) {
        .severity = ok ? CPO_SEV_INFO : CPO_SEV_MAJOR,
        .action = CPO_ACT_PULSE,
        .obj = k,
        .cause = ok ? CPO_REASON_NONE :
                 result == CPO_LE_CHECK_WEAK ? CPO_REASON_LASER_FAULT
                                             : CPO_REASON_ELS_UNCHECKED,
        .value = check->loss_mdb,
        .limit = check->limit_mdb,
    });
}

static void check_done(CPOState *s, unsigned k)
{
    CPOLaserState *l = &s->laser[k];
    CPOFeedState *f = &s->feed[k];
    uint32_t emitted = s->plant.laser[k].emitted_nw;
    uint32_t input = s->plant.feed[k].input_nw;
    CPOClampIn in = clamp_in(s, k, emitted);
    CPOClampCheck check = {
        .measured = input > 0,
        .emitted_nw = emitted,
        .loss_mdb = cpo_loss_mdb(emitted, input),
        .limit_mdb = s->profile->feed_limit_mdb,
    };
    bool ok = cpo_clamp_check_done(&l->clamp, &in, &check);
    CPOLaserEvent result = verdict(&in, &check, ok);

    laser_event(s, k, result);
    if (result == CPO_LE_CHECK_ABORTED) {
        feed_forget(f);
        return;
    }
    f->measured = check.measured;
    f->measured_mdb = check.measured ? check.loss_mdb : 0;
    f->check = ok ? CPO_CHECK_PASSED : CPO_CHECK_FAILED;
    f->check_time = s->now;
    check_event(s, k, result, &check);
}

static void check_start(CPOState *s, unsigned k)
{
    if (laser_event(s, k, CPO_LE_CHECK) == CPO_ST_OK) {
        cpo_clamp_check_start(&s->laser[k].clamp);
        s->feed[k].check = CPO_CHECK_RUNNING;
    }
}

void cpo_light_module_up(CPOState *s, unsigned slot)
{
    unsigned n = s->profile->lasers_per_els;
    CPOElsSlot *els = &s->els[slot];

    els->deadline = 0;
    els->state = CPO_MODULE_READY;
    cpo_event_post(s, CPO_KIND_ELS_STATE, &(CPOEvent) {
        .severity = CPO_SEV_INFO,
        .action = CPO_ACT_PULSE,
        .obj = slot,
        .value = els->state,
    });
    if (!els->autostart) {
        return;
    }
    els->autostart = false;
    for (unsigned k = slot * n; k < (slot + 1) * n; k++) {
        check_start(s, k);
    }
}

void cpo_light_laser_due(CPOState *s, unsigned k)
{
    if (s->laser[k].sm.state == CPO_LASER_CHECKING) {
        check_done(s, k);
    } else {
        laser_event(s, k, CPO_LE_TIMER);
    }
}

/* ---- presence, resets ---- */

static void module_start(CPOState *s, unsigned slot, bool autostart)
{
    CPOElsSlot *els = &s->els[slot];

    els->state = CPO_MODULE_PWR_UP;
    els->cause = 0;
    els->autostart = autostart;
    els->deadline = s->now + CPO_MODULE_UP_NS / s->time_scale;
}

static void presence_event(CPOState *s, unsigned slot, bool removed)
{
    cpo_event_post(s, removed ? CPO_KIND_ELS_REMOVED : CPO_KIND_ELS_INSERTED,
                   &(CPOEvent) {
        .severity = removed ? CPO_SEV_MAJOR : CPO_SEV_NOTICE,
        .action = CPO_ACT_PULSE,
        .obj = slot,
        .cause = removed ? CPO_REASON_ELS_ABSENT : CPO_REASON_ELS_UNCHECKED,
        .value = s->els[slot].insertions,
    });
}

void cpo_light_insert(CPOState *s, unsigned slot)
{
    unsigned n = s->profile->lasers_per_els;
    CPOElsSlot *els = &s->els[slot];

    cpo_light_run(s);
    els->present = true;
    els->insertions++;
    els->insert_time = s->now;
    presence_event(s, slot, false);
    for (unsigned k = slot * n; k < (slot + 1) * n; k++) {
        cpo_clamp_reset(&s->laser[k].clamp);
        laser_event(s, k, CPO_LE_INSERT);
        s->plant.laser[k].age = 0;
        cpo_plant_laser_moved(&s->plant, k);
    }
    module_start(s, slot, s->auto_start == CPO_AUTO_ALWAYS);
    cpo_light_eval(s);
    cpo_light_rearm(s);
}

void cpo_light_remove(CPOState *s, unsigned slot)
{
    unsigned n = s->profile->lasers_per_els;
    CPOElsSlot *els = &s->els[slot];

    cpo_light_run(s);
    presence_event(s, slot, true);
    cpo_observe_freeze(s, CPO_OBJ_ELS, slot, false);
    els->present = false;
    els->state = CPO_MODULE_UNKNOWN;
    els->deadline = 0;
    els->autostart = false;
    for (unsigned k = slot * n; k < (slot + 1) * n; k++) {
        if (s->plant.laser[k].emitted_nw) {
            s->cut_count++;
            s->cut_cause = CPO_REASON_ELS_ABSENT;
            s->cut_time = s->now;
        }
        laser_event(s, k, CPO_LE_REMOVE);
        feed_forget(&s->feed[k]);
    }
    cpo_light_eval(s);
    cpo_light_rearm(s);
}

/* A spare is checked with the others, but not enabled. */
static bool starts_lit(const CPOState *s, unsigned k)
{
    return s->auto_start != CPO_AUTO_NEVER && !cpo_profile_spare(s->profile, k);
}

/* Power on: dark and restricted, then the start the user configured. */
void cpo_light_cold(CPOState *s)
{
    for (unsigned k = 0; k < s->n_lasers; k++) {
        CPOLaserState *l = &s->laser[k];

        cpo_clamp_reset(&l->clamp);
        l->clamp.hits = 0;
        l->sm = (CPOLaserSM) { .enabled = starts_lit(s, k) };
        if (s->els[cpo_laser_els(s, k)].present) {
            laser_event(s, k, CPO_LE_INSERT);
        }
        l->shown_state = l->sm.state;
        l->shown_fault = l->sm.fault;
        feed_forget(&s->feed[k]);
    }
    for (unsigned e = 0; e < s->n_els; e++) {
        CPOElsSlot *els = &s->els[e];

        els->insertions = els->present;
        els->insert_time = 0;
        els->deadline = 0;
        els->state = CPO_MODULE_UNKNOWN;
        if (els->present) {
            module_start(s, e, s->auto_start != CPO_AUTO_NEVER);
        }
    }
    for (unsigned p = 0; p < s->n_ports; p++) {
        s->port[p] = (CPOPortState) { 0 };
    }
    cpo_engine_cold(s);
    s->plant.window_epochs = CPO_WINDOW_EPOCHS;
    cpo_plant_power_on(&s->plant);
    cpo_light_eval(s);
    for (unsigned p = 0; p < s->n_ports; p++) {
        s->port[p].link_changes = 0;
        s->port[p].last_change = 0;
    }
    cpo_light_rearm(s);
}

/* The firmware starts again: work in progress ends, steady light stays. */
void cpo_light_firmware(CPOState *s)
{
    cpo_light_run(s);
    for (unsigned k = 0; k < s->n_lasers; k++) {
        laser_event(s, k, CPO_LE_FW_RESTART);
        if (s->feed[k].check == CPO_CHECK_RUNNING) {
            s->feed[k].check = CPO_CHECK_NEVER;
        }
    }
    cpo_light_eval(s);
    cpo_light_rearm(s);
}

/* ---- set-up ---- */

static uint16_t leak_sensor(const CPOState *s)
{
    for (unsigned i = 0; i < cpo_profile_sensors(s->profile); i++) {
        if (cpo_profile_sensor(s->profile, i).kind == CPO_SENSOR_LEAK) {
            return i;
        }
    }
    return CPO_NONE;
}

bool cpo_light_init(CPOState *s, Error **errp)
{
    CPOPlantMap map = {
        .n_engines = s->n_engines,
        .n_els = s->n_els,
        .n_lasers = s->n_lasers,
        .n_lanes = s->n_lanes,
        .n_ports = s->n_ports,
        .lane_feed = s->lane_feed,
        .lane_peer = s->lane_peer,
        .port_lanes = s->port_lane,
    };

    if (!cpo_wiring_init(s, errp)) {
        return false;
    }
    if (!cpo_plant_init(&s->plant, s->profile, &map, s->seed, s->time_scale,
                        s->age_scale) ||
        !cpo_watches_init(&s->watches, &s->plant)) {
        error_setg(errp, "no memory for the model of '%s'",
                   s->profile->name);
        return false;
    }
    for (unsigned k = 0; k < s->n_lasers; k++) {
        s->feed[k].dp_state = CPO_DP_DEACTIVATED;
    }
    s->leak_sensor = leak_sensor(s);
    cpo_tally_init(s);
    return true;
}

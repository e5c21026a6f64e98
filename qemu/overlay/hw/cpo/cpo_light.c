/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * The path of the light, from the modules to the ports.  Everything that may
 * change light ends in cpo_light_eval(), which works out the whole path in
 * one direction and reports what is different: lasers first, then lanes that
 * send, lanes that receive, and ports.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"

#define FEED_OPEN_MDB       10000   /* over the baseline */
#define TRIP_NW             (CPO_LASER_MAX_NW / 10 * 11)
#define RUN_STEPS_MAX       10000

static uint32_t scale(const CPOState *s)
{
    return s->time_scale;
}

static CPOLaserIn laser_in(const CPOState *s, unsigned k)
{
    const CPOElsSlot *els = &s->els[cpo_laser_els(s, k)];

    return (CPOLaserIn) {
        .now = s->now,
        .time_scale = scale(s),
        .ready = els->present && els->state == CPO_MODULE_READY,
        .interlock = s->enclosure_closed && els->present,
    };
}

static int laser_event(CPOState *s, unsigned k, CPOLaserEvent event)
{
    CPOLaserIn in = laser_in(s, k);

    return cpo_laser_event(&s->laser[k].sm, &in, event);
}

static uint32_t asked_nw(const CPOLaserState *l)
{
    switch (cpo_laser_ask(&l->sm)) {
    case CPO_ASK_CHECK:
        return CPO_CHECK_NW;
    case CPO_ASK_RAMP:
        return l->full_nw / 2;
    case CPO_ASK_FULL:
        return l->full_nw;
    default:
        return 0;
    }
}

static CPOClampIn clamp_in(const CPOState *s, unsigned k)
{
    const CPOElsSlot *els = &s->els[cpo_laser_els(s, k)];
    const CPOLaserState *l = &s->laser[k];
    const CPOFeedState *f = &s->feed[k];

    return (CPOClampIn) {
        .present = els->present,
        .mated = els->present,
        .enclosure_closed = s->enclosure_closed,
        .slot_closed = els->present,
        .feed_open = asked_nw(l) > 0 &&
                     f->loss_mdb > f->baseline_mdb + FEED_OPEN_MDB,
        .low_power = els->state != CPO_MODULE_READY,
        .over_power = asked_nw(l) > TRIP_NW,
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
        return CPO_REASON_LASER_OFF;
    case CPO_LASER_RAMPING:
        return CPO_REASON_STARTING;
    case CPO_LASER_DOWN_FAULT:
        return CPO_REASON_LASER_FAULT;
    default:
        return s->feed[k].dp_state == CPO_DP_ACTIVATED ? CPO_REASON_NONE
                                                       : CPO_REASON_STARTING;
    }
}

uint8_t cpo_light_lane_reason(const CPOState *s, unsigned lane)
{
    uint8_t reason = cpo_light_reason(s, s->lane_feed[lane]);

    if (reason) {
        return reason;
    }
    return s->lane[lane].los ? CPO_REASON_RX_LOS : CPO_REASON_NONE;
}

/* Of several reasons the port names the one furthest from being up. */
static unsigned reason_rank(uint8_t reason)
{
    static const uint8_t order[] = {
        CPO_REASON_NONE, CPO_REASON_RX_LOS, CPO_REASON_STARTING,
        CPO_REASON_LASER_OFF, CPO_REASON_LASER_FAULT,
        CPO_REASON_ELS_UNCHECKED, CPO_REASON_INTERLOCK,
        CPO_REASON_ELS_ABSENT,
    };

    for (unsigned i = 0; i < ARRAY_SIZE(order); i++) {
        if (order[i] == reason) {
            return i;
        }
    }
    return ARRAY_SIZE(order);
}

/* ---- lasers ---- */

static void laser_cut(CPOState *s, unsigned k, uint8_t cause)
{
    s->cut_count++;
    s->cut_cause = cause;
    s->cut_time = s->now;
    cpo_event_post(s, &(CPOEvent) {
        .code = CPO_EV_LASER_CUT,
        .severity = CPO_SEV_MAJOR,
        .action = CPO_ACT_PULSE,
        .obj_type = CPO_OBJ_LASER,
        .obj = k,
        .cause = cause,
        .value = s->laser[k].emitted_nw,
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

static void laser_report(CPOState *s, unsigned k)
{
    CPOLaserState *l = &s->laser[k];

    if (l->shown_state != l->sm.state) {
        l->shown_state = l->sm.state;
        cpo_event_post(s, &(CPOEvent) {
            .code = CPO_EV_LASER_STATE,
            .severity = laser_severity(l->sm.state),
            .action = CPO_ACT_PULSE,
            .obj_type = CPO_OBJ_LASER,
            .obj = k,
            .cause = cpo_light_reason(s, k),
            .value = l->sm.state,
        });
    }
    if (l->shown_fault != l->sm.fault) {
        l->shown_fault = l->sm.fault;
        cpo_event_post(s, &(CPOEvent) {
            .code = CPO_EV_LASER_FAULT,
            .severity = CPO_SEV_MAJOR,
            .action = l->sm.fault ? CPO_ACT_SET : CPO_ACT_CLEAR,
            .obj_type = CPO_OBJ_LASER,
            .obj = k,
            .cause = CPO_REASON_LASER_FAULT,
            .value = l->sm.fault,
        });
    }
}

/* The lines trip the clamp at once and tell the machine what happened. */
static void laser_eval(CPOState *s, unsigned k)
{
    CPOLaserState *l = &s->laser[k];
    CPOClampIn in = clamp_in(s, k);

    cpo_clamp_update(&l->clamp, &in);
    if (in.over_power) {
        laser_cut(s, k, CPO_REASON_LASER_FAULT);
        laser_event(s, k, CPO_LE_OVER_POWER);
    } else if (in.feed_open && cpo_laser_lit(&l->sm)) {
        laser_cut(s, k, CPO_REASON_ELS_UNCHECKED);
        laser_event(s, k, CPO_LE_FEED_OPEN);
    }
    in = clamp_in(s, k);
    l->emitted_nw = cpo_clamp_emit_nw(&l->clamp, &in, asked_nw(l));
    laser_report(s, k);
}

static bool laser_on(const CPOLaserState *l)
{
    return l->emitted_nw && (l->sm.state == CPO_LASER_ON ||
                             l->sm.state == CPO_LASER_ON_FAULT);
}

/* ---- feeds: the data paths of a laser's lanes start and stop with it ---- */

static void feed_eval(CPOState *s, unsigned k)
{
    CPOFeedState *f = &s->feed[k];
    int64_t start = CPO_DP_INIT_NS;

    f->input_nw = cpo_attenuate_nw(s->laser[k].emitted_nw, f->loss_mdb);
    if (!laser_on(&s->laser[k])) {
        f->dp_state = CPO_DP_DEACTIVATED;
        f->dp_deadline = 0;
    } else if (f->dp_state == CPO_DP_DEACTIVATED) {
        if (s->profile->modulator == CPO_MOD_RING) {
            start += CPO_RING_LOCK_NS;
        }
        f->dp_state = CPO_DP_INIT;
        f->dp_deadline = s->now + start / scale(s);
    }
}

/* ---- lanes ---- */

static void lane_event(CPOState *s, unsigned i, uint16_t code, bool set,
                       uint8_t cause, uint32_t value, uint32_t limit)
{
    cpo_event_post(s, &(CPOEvent) {
        .code = code,
        .severity = set ? CPO_SEV_WARNING : CPO_SEV_INFO,
        .action = set ? CPO_ACT_SET : CPO_ACT_CLEAR,
        .obj_type = CPO_OBJ_LANE,
        .obj = i,
        .cause = set ? cause : CPO_REASON_NONE,
        .value = value,
        .limit = limit,
    });
}

static void lane_tx_eval(CPOState *s, unsigned i)
{
    unsigned k = s->lane_feed[i];
    CPOLaneState *lane = &s->lane[i];
    bool lit = s->feed[k].dp_state == CPO_DP_ACTIVATED;

    lane->tx_nw = 0;
    if (lit) {
        lane->tx_nw = lane->tx_set >= 0 ? lane->tx_set :
            cpo_attenuate_nw(s->feed[k].input_nw, lane->tx_loss_mdb);
    }
    if (lane->dark != !lit) {
        lane->dark = !lit;
        lane_event(s, i, CPO_EV_LANE_TX_DARK, lane->dark,
                   cpo_light_reason(s, k), lane->tx_nw, 0);
    }
}

static uint32_t lane_light(const CPOState *s, unsigned i)
{
    unsigned port = s->lane_port[i];
    unsigned peer = s->port_peer[port];
    const CPOLaneState *lane = &s->lane[i];
    uint32_t tx;

    if (peer == CPO_NONE) {
        return 0;
    }
    tx = s->lane[s->port_lane[peer] + (i - s->port_lane[port])].tx_nw;
    if (tx && lane->rx_set >= 0) {
        return lane->rx_set;
    }
    return cpo_attenuate_nw(tx, lane->link_mdb);
}

static void lane_quality(CPOState *s, unsigned i)
{
    CPOLaneState *lane = &s->lane[i];
    unsigned engine = i / s->profile->lanes_per_engine;
    CPORxQuality q;

    q = cpo_rx_quality(&s->profile->path, lane->rx_nw,
                       s->engine[engine].temp_mc);
    lane->photocurrent_na = q.photocurrent_na;
    lane->snr_256db = lane->los ? 0 : q.snr_256db;
    lane->ber32 = lane->los ? 0 : q.ber32;
    if (!lane->los && lane->ber_set >= 0) {
        lane->ber32 = cpo_ber32(lane->ber_set * 1e-18);
    }
}

static void lane_rx_eval(CPOState *s, unsigned i)
{
    CPOLaneState *lane = &s->lane[i];
    bool los = lane->los;

    lane->rx_nw = lane_light(s, i);
    if (lane->rx_nw < CPO_RX_LOS_ON_NW) {
        los = true;
    } else if (lane->rx_nw > CPO_RX_LOS_OFF_NW) {
        los = false;
    }
    if (lane->los != los) {
        lane->los = los;
        lane_event(s, i, CPO_EV_LANE_RX_LOS, los, CPO_REASON_RX_LOS,
                   lane->rx_nw, CPO_RX_LOS_ON_NW);
    }
    lane_quality(s, i);
}

/* ---- ports ---- */

static void port_eval(CPOState *s, unsigned p)
{
    CPOPortState *port = &s->port[p];
    uint8_t worst = CPO_REASON_NONE;
    uint16_t up = 0;
    bool oper;

    for (unsigned i = 0; i < s->profile->lanes_per_port; i++) {
        uint8_t r = cpo_light_lane_reason(s, s->port_lane[p] + i);

        up += r == CPO_REASON_NONE;
        if (reason_rank(r) > reason_rank(worst)) {
            worst = r;
        }
    }
    port->lanes_up = up;
    oper = worst == CPO_REASON_NONE;
    if (port->oper == oper && port->reason == worst) {
        return;
    }
    if (port->oper != oper) {
        port->link_changes++;
        port->last_change = s->now;
    }
    port->oper = oper;
    port->reason = worst;
    cpo_event_post(s, &(CPOEvent) {
        .code = CPO_EV_PORT_STATE,
        .severity = oper ? CPO_SEV_INFO : CPO_SEV_MAJOR,
        .action = CPO_ACT_PULSE,
        .obj_type = CPO_OBJ_PORT,
        .obj = p,
        .cause = worst,
        .value = oper,
    });
}

void cpo_light_eval(CPOState *s)
{
    for (unsigned k = 0; k < s->n_lasers; k++) {
        laser_eval(s, k);
        feed_eval(s, k);
    }
    for (unsigned i = 0; i < s->n_lanes; i++) {
        lane_tx_eval(s, i);
    }
    for (unsigned i = 0; i < s->n_lanes; i++) {
        lane_rx_eval(s, i);
    }
    for (unsigned p = 0; p < s->n_ports; p++) {
        port_eval(s, p);
    }
}

/* ---- time ---- */

static void check_done(CPOState *s, unsigned k)
{
    CPOLaserState *l = &s->laser[k];
    CPOFeedState *f = &s->feed[k];
    CPOClampIn in = clamp_in(s, k);
    CPOClampCheck check = {
        .measured = f->input_nw > 0,
        .emitted_nw = l->emitted_nw,
        .loss_mdb = cpo_loss_mdb(l->emitted_nw, f->input_nw),
        .limit_mdb = s->profile->feed_limit_mdb,
    };
    bool ok = cpo_clamp_check_done(&l->clamp, &in, &check);

    f->measured = check.measured;
    f->measured_mdb = check.measured ? check.loss_mdb : 0;
    f->check = ok ? CPO_CHECK_PASSED : CPO_CHECK_FAILED;
    f->check_time = s->now;
    laser_event(s, k, ok ? CPO_LE_CHECK_PASSED : CPO_LE_CHECK_FAILED);
    cpo_event_post(s, &(CPOEvent) {
        .code = ok ? CPO_EV_CHECK_PASSED : CPO_EV_CHECK_FAILED,
        .severity = ok ? CPO_SEV_INFO : CPO_SEV_MAJOR,
        .action = CPO_ACT_PULSE,
        .obj_type = CPO_OBJ_LASER,
        .obj = k,
        .cause = ok ? CPO_REASON_NONE : CPO_REASON_ELS_UNCHECKED,
        .value = check.loss_mdb,
        .limit = check.limit_mdb,
    });
}

static void check_start(CPOState *s, unsigned k)
{
    if (laser_event(s, k, CPO_LE_CHECK) == CPO_ST_OK) {
        cpo_clamp_check_start(&s->laser[k].clamp);
        s->feed[k].check = CPO_CHECK_RUNNING;
    }
}

static void module_up(CPOState *s, unsigned slot)
{
    unsigned n = s->profile->lasers_per_els;
    CPOElsSlot *els = &s->els[slot];

    els->deadline = 0;
    els->state = CPO_MODULE_READY;
    cpo_event_post(s, &(CPOEvent) {
        .code = CPO_EV_ELS_STATE,
        .severity = CPO_SEV_INFO,
        .action = CPO_ACT_PULSE,
        .obj_type = CPO_OBJ_ELS,
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

static void laser_due(CPOState *s, unsigned k)
{
    CPOLaserSM *sm = &s->laser[k].sm;

    sm->deadline = 0;
    if (sm->state == CPO_LASER_CHECKING) {
        check_done(s, k);
    } else {
        laser_event(s, k, CPO_LE_TIMER);
    }
}

static void earlier(int64_t *first, int64_t deadline)
{
    if (deadline && (!*first || deadline < *first)) {
        *first = deadline;
    }
}

static int64_t next_deadline(const CPOState *s)
{
    int64_t first = s->fw_deadline;

    for (unsigned e = 0; e < s->n_els; e++) {
        earlier(&first, s->els[e].deadline);
    }
    for (unsigned k = 0; k < s->n_lasers; k++) {
        earlier(&first, s->laser[k].sm.deadline);
        earlier(&first, s->feed[k].dp_deadline);
    }
    return first;
}

static bool due(const CPOState *s, int64_t deadline)
{
    return deadline && deadline <= s->now;
}

static void fire(CPOState *s)
{
    if (due(s, s->fw_deadline)) {
        s->fw_deadline = 0;
        cpo_firmware_up(s);
    }
    for (unsigned e = 0; e < s->n_els; e++) {
        if (due(s, s->els[e].deadline)) {
            module_up(s, e);
        }
    }
    for (unsigned k = 0; k < s->n_lasers; k++) {
        if (due(s, s->laser[k].sm.deadline)) {
            laser_due(s, k);
        }
        if (due(s, s->feed[k].dp_deadline)) {
            s->feed[k].dp_deadline = 0;
            s->feed[k].dp_state = CPO_DP_ACTIVATED;
        }
    }
    cpo_light_eval(s);
}

void cpo_light_rearm(CPOState *s)
{
    int64_t next = next_deadline(s);

    if (next) {
        timer_mod(s->light_timer, s->time_base + next);
    } else {
        timer_del(s->light_timer);
    }
}

/*
 * Catch up with the clock.  Each deadline is worked at its own time and in
 * order, so what happens does not depend on how late the host is.
 */
void cpo_light_run(CPOState *s)
{
    int64_t now = cpo_time(s);

    for (int i = 0; i < RUN_STEPS_MAX; i++) {
        int64_t next = next_deadline(s);

        if (!next || next > now) {
            break;
        }
        s->now = MAX(next, s->now);
        fire(s);
    }
    s->now = now;
    cpo_light_rearm(s);
}

void cpo_light_timer(void *opaque)
{
    CPOState *s = opaque;

    qemu_bh_schedule(s->light_bh);
}

void cpo_light_bh(void *opaque)
{
    cpo_light_run(opaque);
}

/* ---- presence, resets ---- */

static void module_start(CPOState *s, unsigned slot, bool autostart)
{
    CPOElsSlot *els = &s->els[slot];

    els->state = CPO_MODULE_PWR_UP;
    els->cause = 0;
    els->autostart = autostart;
    els->deadline = s->now + CPO_MODULE_UP_NS / scale(s);
}

static void presence_event(CPOState *s, unsigned slot, uint16_t code)
{
    cpo_event_post(s, &(CPOEvent) {
        .code = code,
        .severity = code == CPO_EV_ELS_REMOVED ? CPO_SEV_MAJOR
                                               : CPO_SEV_NOTICE,
        .action = CPO_ACT_PULSE,
        .obj_type = CPO_OBJ_ELS,
        .obj = slot,
        .cause = code == CPO_EV_ELS_REMOVED ? CPO_REASON_ELS_ABSENT
                                            : CPO_REASON_ELS_UNCHECKED,
        .value = s->els[slot].insertions,
    });
}

static void feed_forget(CPOFeedState *f)
{
    f->check = CPO_CHECK_NEVER;
    f->measured = false;
    f->measured_mdb = 0;
    f->check_time = 0;
}

void cpo_light_insert(CPOState *s, unsigned slot)
{
    unsigned n = s->profile->lasers_per_els;
    CPOElsSlot *els = &s->els[slot];

    cpo_light_run(s);
    els->present = true;
    els->insertions++;
    els->insert_time = s->now;
    presence_event(s, slot, CPO_EV_ELS_INSERTED);
    for (unsigned k = slot * n; k < (slot + 1) * n; k++) {
        cpo_clamp_reset(&s->laser[k].clamp);
        laser_event(s, k, CPO_LE_INSERT);
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
    presence_event(s, slot, CPO_EV_ELS_REMOVED);
    els->present = false;
    els->state = CPO_MODULE_UNKNOWN;
    els->deadline = 0;
    els->autostart = false;
    for (unsigned k = slot * n; k < (slot + 1) * n; k++) {
        if (s->laser[k].emitted_nw) {
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

/* Power on: dark and restricted, then the start the user configured. */
void cpo_light_cold(CPOState *s)
{
    for (unsigned k = 0; k < s->n_lasers; k++) {
        CPOLaserState *l = &s->laser[k];

        cpo_clamp_reset(&l->clamp);
        l->clamp.hits = 0;
        l->sm = (CPOLaserSM) { .enabled = s->auto_start != CPO_AUTO_NEVER };
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

static int32_t spread(const CPOState *s, CPODraw draw, unsigned i,
                      double sigma)
{
    return (int32_t)(cpo_normal(s->seed, draw, i) * sigma);
}

static void init_laser(CPOState *s, unsigned k)
{
    CPOLaserState *l = &s->laser[k];
    CPOFeedState *f = &s->feed[k];
    int32_t mdb = spread(s, CPO_DRAW_LASER_POWER, k, 50);
    double mw;

    l->full_nw = cpo_attenuate_nw(CPO_SETPOINT_NW, mdb);
    l->temp_mc = CPO_LASER_TEMP_MC;
    mw = l->full_nw / 1e6;
    l->bias_na = cpo_laser_bias_ma(mw, l->temp_mc / 1000.0, 0) * 1e6;
    f->baseline_mdb = s->profile->path.feed_mdb +
                      spread(s, CPO_DRAW_FEED_LOSS, k, 100);
    f->loss_mdb = f->baseline_mdb;
    f->dp_state = CPO_DP_DEACTIVATED;
}

static void init_lane(CPOState *s, unsigned i)
{
    s->lane[i] = (CPOLaneState) {
        .tx_loss_mdb = s->profile->path.engine_mdb +
                       spread(s, CPO_DRAW_LANE_TX, i, 150),
        .link_mdb = s->profile->path.link_mdb +
                    spread(s, CPO_DRAW_LANE_LINK, i, 150),
        .tx_set = -1,
        .rx_set = -1,
        .ber_set = -1,
        .heater = 6000 + spread(s, CPO_DRAW_LANE_RING, i, 200),
        .dark = true,
        .los = true,
    };
}

static void init_maps(CPOState *s)
{
    for (unsigned k = 0; k < s->n_lasers; k++) {
        CPORoute r = cpo_profile_feed(s->profile, k);

        for (unsigned i = 0; i < r.count; i++) {
            s->lane_feed[cpo_lane_record(s, &r, i)] = k;
        }
    }
    for (unsigned p = 0; p < s->n_ports; p++) {
        CPORoute r = cpo_profile_port(s->profile, p);

        s->port_lane[p] = cpo_lane_record(s, &r, 0);
        for (unsigned i = 0; i < r.count; i++) {
            s->lane_port[cpo_lane_record(s, &r, i)] = p;
        }
    }
}

static bool join(CPOState *s, unsigned a, unsigned b, const char *text,
                 Error **errp)
{
    if (a < 1 || b < 1 || a > s->n_ports || b > s->n_ports) {
        error_setg(errp, "links: '%s' names a port outside 1..%u", text,
                   s->n_ports);
        return false;
    }
    if (s->port_peer[a - 1] != CPO_NONE || s->port_peer[b - 1] != CPO_NONE) {
        error_setg(errp, "links: '%s' uses a port twice", text);
        return false;
    }
    s->port_peer[a - 1] = b - 1;
    s->port_peer[b - 1] = a - 1;
    return true;
}

static bool join_list(CPOState *s, Error **errp)
{
    g_auto(GStrv) item = g_strsplit(s->links, ":", -1);

    for (unsigned i = 0; item[i]; i++) {
        unsigned a, b;
        char extra;

        if (sscanf(item[i], "%u-%u%c", &a, &b, &extra) != 2) {
            error_setg(errp, "links: '%s' is not pairs, loop, none or a list "
                       "like 1-9:2-10", s->links);
            return false;
        }
        if (!join(s, a, b, item[i], errp)) {
            return false;
        }
    }
    return true;
}

static bool init_links(CPOState *s, Error **errp)
{
    bool pairs = !s->links || !strcmp(s->links, "pairs");
    bool loop = s->links && !strcmp(s->links, "loop");

    for (unsigned p = 0; p < s->n_ports; p++) {
        s->port_peer[p] = CPO_NONE;
        if (loop) {
            s->port_peer[p] = p;
        } else if (pairs && (p ^ 1) < s->n_ports) {
            s->port_peer[p] = p ^ 1;
        }
    }
    if (pairs || loop || !strcmp(s->links, "none")) {
        return true;
    }
    return join_list(s, errp);
}

bool cpo_light_init(CPOState *s, Error **errp)
{
    init_maps(s);
    for (unsigned k = 0; k < s->n_lasers; k++) {
        init_laser(s, k);
    }
    for (unsigned i = 0; i < s->n_lanes; i++) {
        init_lane(s, i);
    }
    for (unsigned e = 0; e < s->n_engines; e++) {
        s->engine[e].temp_mc = 64000 + spread(s, CPO_DRAW_ENGINE_TEMP, e, 700);
        s->engine[e].vcc_uv = CPO_VCC_UV +
                              spread(s, CPO_DRAW_ENGINE_VCC, e, 8000);
    }
    for (unsigned e = 0; e < s->n_els; e++) {
        s->els[e].temp_mc = 50000 + spread(s, CPO_DRAW_ELS_TEMP, e, 900);
        s->els[e].vcc_uv = CPO_VCC_UV +
                           spread(s, CPO_DRAW_ELS_VCC, e, 8000);
    }
    return init_links(s, errp);
}

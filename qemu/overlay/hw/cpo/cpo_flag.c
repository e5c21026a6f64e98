/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * What happened to each object, by kind: how often, and for conditions, which
 * are set and clear again, since when.  All of it is counted whether or not
 * anyone listens.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"

typedef struct CPOKindRow {
    uint16_t code;
    uint8_t obj_type;
    uint8_t severity;           /* of a condition, while it is there */
} CPOKindRow;

static const CPOKindRow kinds[CPO_KIND_COUNT] = {
    [CPO_KIND_ELS_REMOVED] = { CPO_EV_ELS_REMOVED, CPO_OBJ_ELS },
    [CPO_KIND_ELS_INSERTED] = { CPO_EV_ELS_INSERTED, CPO_OBJ_ELS },
    [CPO_KIND_ELS_STATE] = { CPO_EV_ELS_STATE, CPO_OBJ_ELS },
    [CPO_KIND_LASER_STATE] = { CPO_EV_LASER_STATE, CPO_OBJ_LASER },
    [CPO_KIND_LASER_FAULT] = { CPO_EV_LASER_FAULT, CPO_OBJ_LASER },
    [CPO_KIND_CHECK_PASSED] = { CPO_EV_CHECK_PASSED, CPO_OBJ_LASER },
    [CPO_KIND_CHECK_FAILED] = { CPO_EV_CHECK_FAILED, CPO_OBJ_LASER },
    [CPO_KIND_LASER_CUT] = { CPO_EV_LASER_CUT, CPO_OBJ_LASER },
    [CPO_KIND_TOPOLOGY] = { CPO_EV_TOPOLOGY, CPO_OBJ_DEVICE },
    [CPO_KIND_OVERFLOW] = { CPO_EV_OVERFLOW, CPO_OBJ_DEVICE },
    [CPO_KIND_INTERLOCK] = { CPO_EV_INTERLOCK, CPO_OBJ_DEVICE,
                             CPO_SEV_MAJOR },
    [CPO_KIND_LEAK] = { CPO_EV_LEAK, CPO_OBJ_SENSOR, CPO_SEV_CRITICAL },
    [CPO_KIND_ENGINE_TRIP] = { CPO_EV_ENGINE_TRIP, CPO_OBJ_ENGINE,
                               CPO_SEV_MAJOR },
    [CPO_KIND_RING_UNLOCK] = { CPO_EV_LANE_RING_UNLOCK, CPO_OBJ_LANE,
                               CPO_SEV_WARNING },
    [CPO_KIND_TX_DARK] = { CPO_EV_LANE_TX_DARK, CPO_OBJ_LANE,
                           CPO_SEV_WARNING },
    [CPO_KIND_RX_LOS] = { CPO_EV_LANE_RX_LOS, CPO_OBJ_LANE,
                          CPO_SEV_WARNING },
    [CPO_KIND_RX_LOL] = { CPO_EV_LANE_RX_LOL, CPO_OBJ_LANE,
                          CPO_SEV_WARNING },
    [CPO_KIND_PORT_STATE] = { CPO_EV_PORT_STATE, CPO_OBJ_PORT },
};

/* ---- numbers: kinds one after the other, then levels of the watches ---- */

/* Of a type: how many there are; of others there is the device. */
uint32_t cpo_tally_objects(const CPOState *s, uint8_t type)
{
    switch (type) {
    case CPO_OBJ_ENGINE:
        return s->n_engines;
    case CPO_OBJ_ELS:
        return s->n_els;
    case CPO_OBJ_LASER:
        return s->n_lasers;
    case CPO_OBJ_LANE:
        return s->n_lanes;
    case CPO_OBJ_PORT:
        return s->n_ports;
    case CPO_OBJ_SENSOR:
        return cpo_profile_sensors(s->profile);
    default:
        return 1;
    }
}

static uint32_t first_level(const CPOState *s)
{
    return s->kind_base[CPO_KIND_COUNT];
}

void cpo_tally_init(CPOState *s)
{
    for (unsigned k = 0; k < CPO_KIND_COUNT; k++) {
        s->kind_base[k + 1] = s->kind_base[k] +
                              cpo_tally_objects(s, kinds[k].obj_type);
    }
    s->n_tallies = first_level(s) + s->watches.n * CPO_LV_COUNT;
    s->tally = g_new0(CPOTally, s->n_tallies);
    s->flag = g_new0(bool, first_level(s));
}

static CPOKind kind_of(const CPOState *s, uint32_t n)
{
    unsigned k = 0;

    while (n >= s->kind_base[k + 1]) {
        k++;
    }
    return k;
}

/* Whose it is, and the code of its events. */
static void name(const CPOState *s, uint32_t n, CPOEvent *e)
{
    const CPOWatches *ws = &s->watches;
    uint32_t watch, level;
    CPOLimitRow row;
    CPOKind kind;

    if (n < first_level(s)) {
        kind = kind_of(s, n);
        e->code = kinds[kind].code;
        e->obj_type = kinds[kind].obj_type;
        e->obj = n - s->kind_base[kind];
        return;
    }
    watch = (n - first_level(s)) / CPO_LV_COUNT;
    level = (n - first_level(s)) % CPO_LV_COUNT;
    row = cpo_watches_row(ws, watch);
    e->code = CPO_EV_THRESHOLD(cpo_limit_quantity(row), level);
    e->obj_type = cpo_limit_obj(row);
    e->obj = watch - ws->base[row];
}

CPOEvent cpo_tally_event(const CPOState *s, uint32_t n)
{
    const CPOTally *t = &s->tally[n];
    CPOEvent e = {
        .severity = t->severity,
        .action = t->action,
        .cause = t->cause,
        .value = t->value,
        .limit = t->limit,
    };

    name(s, n, &e);
    return e;
}

/* Conditions, and ports that go up and down. */
bool cpo_tally_storms(const CPOState *s, uint32_t n)
{
    return n >= s->kind_base[CPO_KIND_FIRST_FLAG];
}

/* ---- what happens once ---- */

void cpo_event_post(CPOState *s, CPOKind kind, const CPOEvent *event)
{
    uint32_t n = s->kind_base[kind] + event->obj;
    CPOTally *t = &s->tally[n];

    t->count++;
    t->severity = event->severity;
    t->action = event->action;
    t->cause = event->cause;
    t->value = event->value;
    t->limit = event->limit;
    t->last_set = s->now;
    cpo_event_tell(s, n);
}

/* ---- conditions ---- */

/* One that was never there is not in the list, nor is what ended it. */
static void stamp(CPOState *s, CPOTally *t, bool set)
{
    if (set) {
        t->last_set = s->now;
        t->first_set = t->first_set ?: MAX(s->now, 1);
    } else {
        t->last_clear = s->now;
    }
    if (t->first_set) {
        t->seq = ++s->flag_seq;
    }
}

static void change(CPOState *s, uint32_t n, const CPOEvent *why, bool set)
{
    CPOTally *t = &s->tally[n];

    t->count++;
    t->severity = set ? why->severity : CPO_SEV_INFO;
    t->action = set ? CPO_ACT_SET : CPO_ACT_CLEAR;
    t->cause = set ? why->cause : CPO_REASON_NONE;
    t->value = why->value;
    t->limit = why->limit;
    stamp(s, t, set);
    cpo_event_tell(s, n);
}

/* The condition begins, or ends.  Of @why, cause, value and limit count. */
void cpo_flag_change(CPOState *s, CPOKind kind, unsigned obj, CPOEvent why)
{
    uint32_t n = s->kind_base[kind] + obj;

    s->flag[n] = !s->flag[n];
    why.severity = kinds[kind].severity;
    change(s, n, &why, s->flag[n]);
}

static bool is_alarm(unsigned level)
{
    return level == CPO_LV_HIGH_ALARM || level == CPO_LV_LOW_ALARM;
}

/* Warnings first: they are what comes first when a value moves slowly. */
static void levels_set(void *opaque, uint32_t watch, uint8_t levels, bool set)
{
    static const uint8_t order[] = {
        CPO_LV_HIGH_WARNING, CPO_LV_LOW_WARNING,
        CPO_LV_HIGH_ALARM, CPO_LV_LOW_ALARM,
    };
    CPOState *s = opaque;
    const CPOLimits *l = cpo_watches_limits(&s->watches, watch);

    for (unsigned i = 0; i < ARRAY_SIZE(order); i++) {
        unsigned n = order[i];

        if (levels >> n & 1) {
            change(s, first_level(s) + watch * CPO_LV_COUNT + n,
                   &(CPOEvent) {
                       .severity = is_alarm(n) ? CPO_SEV_MAJOR
                                            : CPO_SEV_WARNING,
                       .value = s->watches.watch[watch].value,
                       .limit = l->limit[n],
                   }, set);
        }
    }
}

void cpo_flag_epoch(CPOState *s)
{
    cpo_watches_epoch(&s->watches, levels_set, s);
}

/* ---- the list ---- */

static void encode(const CPOState *s, uint32_t n, struct cpo_hw_flag *f)
{
    const CPOTally *t = &s->tally[n];
    CPOEvent e;

    name(s, n, &e);
    *f = (struct cpo_hw_flag) {
        .obj.type = e.obj_type,
        .obj.a = cpu_to_le16(e.obj),
        .code = cpu_to_le16(e.code),
        .state = t->action == CPO_ACT_SET,
        .changes = cpu_to_le32(t->count),
        .seq = cpu_to_le64(t->seq),
        .first_set = cpu_to_le64(t->first_set),
        .last_set = cpu_to_le64(t->last_set),
        .last_clear = cpu_to_le64(t->last_clear),
        .value = cpu_to_le64(t->value),
    };
}

static int by_seq(const void *a, const void *b, void *opaque)
{
    const CPOTally *tally = opaque;
    uint64_t x = tally[*(const uint32_t *)a].seq;
    uint64_t y = tally[*(const uint32_t *)b].seq;

    return (x > y) - (x < y);
}

/* Returns an array of @max flags or fewer; @total: how many there are. */
struct cpo_hw_flag *cpo_flag_list(const CPOState *s, uint64_t since,
                                  uint32_t max, uint32_t *total)
{
    g_autofree uint32_t *found = g_new(uint32_t, s->n_tallies);
    struct cpo_hw_flag *list;
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->n_tallies; i++) {
        if (s->tally[i].seq > since) {
            found[n++] = i;
        }
    }
    g_qsort_with_data(found, n, sizeof(*found), by_seq, s->tally);
    *total = n;
    list = g_new(struct cpo_hw_flag, MIN(n, max) + 1);
    for (uint32_t i = 0; i < MIN(n, max); i++) {
        encode(s, found[i], &list[i]);
    }
    return list;
}

/* ---- power on, snapshots ---- */

static bool starts_set(CPOKind kind)
{
    return kind == CPO_KIND_TX_DARK || kind == CPO_KIND_RX_LOS;
}

/* A machine begins in the dark; that is nothing that happened to it. */
void cpo_tally_reset(CPOState *s)
{
    for (unsigned k = 0; k < CPO_KIND_COUNT; k++) {
        for (uint32_t n = s->kind_base[k]; n < s->kind_base[k + 1]; n++) {
            uint8_t action = starts_set(k) ? s->tally[n].action
                                           : CPO_ACT_CLEAR;

            s->tally[n] = (CPOTally) { .action = action };
        }
    }
    memset(&s->tally[first_level(s)], 0,
           s->watches.n * CPO_LV_COUNT * sizeof(*s->tally));
    s->flag_seq = 0;
    cpo_watches_reset(&s->watches);
    cpo_tally_restore(s);
}

void cpo_tally_restore(CPOState *s)
{
    for (uint32_t n = s->kind_base[CPO_KIND_FIRST_FLAG]; n < first_level(s);
         n++) {
        s->flag[n] = s->tally[n].action == CPO_ACT_SET;
    }
}

static bool past(const CPOState *s, int64_t time)
{
    return time >= 0 && time <= s->now;
}

static bool tally_ok(const CPOState *s, uint32_t n)
{
    const CPOTally *t = &s->tally[n];
    bool flag = n >= first_level(s) ||
                (n >= s->kind_base[CPO_KIND_FIRST_FLAG] &&
                 n < s->kind_base[CPO_KIND_PORT_STATE]);

    return t->first_set >= 0 && past(s, t->last_set) &&
           past(s, t->last_clear) && past(s, t->posted) &&
           t->first_set <= MAX(t->last_set, 1) && t->seq <= s->flag_seq &&
           t->severity <= CPO_SEV_CRITICAL && t->cause <= CPO_REASON_BER &&
           t->action <= (flag ? CPO_ACT_SET : CPO_ACT_PULSE) &&
           !t->seq == !t->first_set && (flag || !t->seq) &&
           (!t->held || (s->event.enabled && cpo_tally_storms(s, n)));
}

static bool levels_ok(const CPOState *s, uint32_t watch)
{
    uint32_t n = first_level(s) + watch * CPO_LV_COUNT;
    uint8_t set = 0;

    for (unsigned level = 0; level < CPO_LV_COUNT; level++) {
        set |= (s->tally[n + level].action == CPO_ACT_SET) << level;
    }
    return set == s->watches.watch[watch].set;
}

bool cpo_tally_sane(const CPOState *s)
{
    for (uint32_t n = 0; n < s->n_tallies; n++) {
        if (!tally_ok(s, n)) {
            return false;
        }
    }
    for (uint32_t w = 0; w < s->watches.n; w++) {
        if (!levels_ok(s, w)) {
            return false;
        }
    }
    return cpo_watches_sane(&s->watches);
}

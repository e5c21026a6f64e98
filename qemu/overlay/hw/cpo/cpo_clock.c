/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Time.  Each deadline, and the end of each epoch, is worked at its own time
 * and in order, so what happens does not depend on how late the host is, nor
 * on who looked when: one may look away, and catch up later.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"

#define SLICE       400     /* steps in one run of a bottom half */

/* How many epochs until somebody has to look. */
#define LOOK_MOVING 1
#define LOOK_STILL  10
#define LOOK_ALONE  100     /* nobody listens; the way to catch up is short */

static void earlier(int64_t *first, int64_t deadline)
{
    if (deadline && (!*first || deadline < *first)) {
        *first = deadline;
    }
}

static int64_t epoch_end(const CPOState *s, unsigned epochs)
{
    return ((int64_t)s->plant.epoch + epochs) * CPO_EPOCH_NS;
}

/* Of what has a time of its own; 0: nothing. */
static int64_t next_deadline(const CPOState *s)
{
    int64_t first = s->fw_deadline;

    earlier(&first, s->event.storm_next);
    for (unsigned e = 0; e < s->n_els; e++) {
        earlier(&first, s->els[e].deadline);
    }
    for (unsigned e = 0; e < s->n_engines; e++) {
        earlier(&first, s->engine[e].deadline);
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

static bool lasers_due(CPOState *s)
{
    bool any = false;

    for (unsigned k = 0; k < s->n_lasers; k++) {
        if (due(s, s->laser[k].sm.deadline)) {
            cpo_light_laser_due(s, k);
            any = true;
        }
        if (due(s, s->feed[k].dp_deadline)) {
            s->feed[k].dp_deadline = 0;
            s->feed[k].dp_state = CPO_DP_ACTIVATED;
            any = true;
        }
    }
    return any;
}

static bool deadlines(CPOState *s)
{
    bool any = false;

    if (due(s, s->fw_deadline)) {
        s->fw_deadline = 0;
        cpo_firmware_up(s);
    }
    if (due(s, s->event.storm_next)) {
        cpo_storm_due(s);
    }
    for (unsigned e = 0; e < s->n_els; e++) {
        if (due(s, s->els[e].deadline)) {
            cpo_light_module_up(s, e);
            any = true;
        }
    }
    for (unsigned e = 0; e < s->n_engines; e++) {
        if (due(s, s->engine[e].deadline)) {
            cpo_engine_due(s, e);
            any = true;
        }
    }
    return lasers_due(s) || any;
}

static void step(CPOState *s)
{
    bool epoch = due(s, epoch_end(s, 1));
    bool any;

    if (epoch) {
        cpo_plant_tick(&s->plant);
    }
    any = deadlines(s);
    cpo_light_step(s, epoch, any);
}

/* Returns false if there is more to do than @steps. */
static bool run(CPOState *s, unsigned steps)
{
    int64_t now = cpo_time(s);

    for (;;) {
        int64_t next = next_deadline(s);

        earlier(&next, epoch_end(s, 1));
        if (next > now) {
            break;
        }
        if (!steps--) {
            return false;
        }
        s->now = MAX(next, s->now);
        step(s);
    }
    s->now = now;
    cpo_light_rearm(s);
    return true;
}

/* For who cannot wait. */
void cpo_light_run(CPOState *s)
{
    while (!run(s, SLICE)) {
    }
}

/* For a bottom half: if false, it has to come back later. */
bool cpo_light_catch_up(CPOState *s)
{
    return run(s, SLICE);
}

static unsigned look(const CPOState *s)
{
    if (!s->event.enabled) {
        return LOOK_ALONE;
    }
    return cpo_plant_settled(&s->plant) && !s->watches.waits ? LOOK_STILL
                                                             : LOOK_MOVING;
}

void cpo_light_rearm(CPOState *s)
{
    int64_t next = next_deadline(s);

    earlier(&next, epoch_end(s, look(s)));
    timer_mod(s->light_timer, s->time_base + next);
}

void cpo_light_timer(void *opaque)
{
    CPOState *s = opaque;

    qemu_bh_schedule(s->light_bh);
}

void cpo_light_bh(void *opaque)
{
    CPOState *s = opaque;

    if (s->powered && !cpo_light_catch_up(s)) {
        qemu_bh_schedule(s->light_bh);
    }
}

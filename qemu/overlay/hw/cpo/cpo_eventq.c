/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Events: a bounded queue in the device, drained to the ring of the host, and
 * the control of storms before it.
 */
#include "qemu/osdep.h"
#include "qemu/log.h"
#include "cpo_int.h"
#include "trace.h"

#define BATCH   256     /* events per run of the bottom half */

static bool masked(const CPOState *s, uint16_t code)
{
    unsigned class = CPO_EV_CLASS(code);

    return class < 64 && !(s->event.classes >> class & 1);
}

static void encode(const CPOState *s, uint32_t tally, const CPOEvent *event,
                   uint64_t seq, struct cpo_hw_event *e)
{
    const CPOTally *t = &s->tally[tally];

    *e = (struct cpo_hw_event) {
        .seq = cpu_to_le64(seq),
        .time = cpu_to_le64(MAX(t->last_set, t->last_clear)),
        .code = cpu_to_le16(event->code),
        .severity = event->severity,
        .action = event->action,
        .obj.type = event->obj_type,
        .obj.a = cpu_to_le16(event->obj),
        .count = cpu_to_le32(t->count),
        .value = cpu_to_le64(event->value),
        .limit = cpu_to_le64(event->limit),
        .cause = cpu_to_le16(event->cause),
        .gen = cpu_to_le32(s->topo_gen),
    };
}

static struct cpo_hw_event *fifo_at(CPOState *s, uint32_t i)
{
    uint32_t at = (s->event.fifo_head + i) % CPO_EVENT_FIFO;

    return (struct cpo_hw_event *)s->fifo + at;
}

static void push(CPOState *s, uint32_t tally, const CPOEvent *event)
{
    CPOEventQueue *q = &s->event;
    uint64_t seq = q->next_seq++;

    if (s->report[CPO_REPORT_DROP]) {
        s->report[CPO_REPORT_DROP]--;
        return;
    }
    if (q->fifo_len == CPO_EVENT_FIFO) {
        trace_cpo_event_dropped(cpo_name(s), seq, event->code);
        q->dropped++;
        q->overflow = true;
        return;
    }
    trace_cpo_event(cpo_name(s), seq, event->code, event->action,
                    event->obj_type, event->obj, event->value, event->cause);
    encode(s, tally, event, seq, fifo_at(s, q->fifo_len));
    q->fifo_len++;
    qemu_bh_schedule(s->event_bh);
}

/*
 * While the ring is off the sequence moves too, so a host that starts again
 * knows how many events it missed.
 */
static void emit(CPOState *s, uint32_t tally)
{
    CPOEvent event = cpo_tally_event(s, tally);

    s->tally[tally].posted = s->now;
    if (masked(s, event.code)) {
        return;
    }
    if (s->event.enabled) {
        push(s, tally, &event);
    } else {
        s->event.next_seq++;
    }
}

/* ---- storms: of what comes too early only the latest is told, later ---- */

static int64_t allowed_at(const CPOState *s, const CPOTally *t)
{
    return t->posted ? t->posted + s->event.storm_us * 1000ll : 0;
}

static void expect(CPOState *s, int64_t time)
{
    if (!s->event.storm_next || time < s->event.storm_next) {
        s->event.storm_next = time;
    }
}

void cpo_event_tell(CPOState *s, uint32_t tally)
{
    CPOTally *t = &s->tally[tally];
    int64_t time = allowed_at(s, t);

    if (!s->event.enabled || time <= s->now ||
        !cpo_tally_storms(s, tally)) {
        emit(s, tally);
    } else {
        t->held = true;
        expect(s, time);
    }
}

/* The time is over for some of those that were held back. */
void cpo_storm_due(CPOState *s)
{
    s->event.storm_next = 0;
    for (uint32_t n = 0; n < s->n_tallies; n++) {
        CPOTally *t = &s->tally[n];
        int64_t time = allowed_at(s, t);

        if (!t->held) {
            continue;
        }
        if (time <= s->now) {
            t->held = false;
            emit(s, n);
        } else {
            expect(s, time);
        }
    }
}

static void storm_drop(CPOState *s)
{
    for (uint32_t n = 0; s->event.storm_next && n < s->n_tallies; n++) {
        s->tally[n].held = false;
    }
    s->event.storm_next = 0;
}

void cpo_event_config(CPOState *s, uint64_t classes, uint32_t storm_us)
{
    s->event.classes = classes;
    s->event.storm_us = storm_us;
    cpo_storm_due(s);
    cpo_light_rearm(s);
}

/* ---- the ring of the host ---- */

static void report_overflow(CPOState *s)
{
    s->event.overflow = false;
    cpo_event_post(s, CPO_KIND_OVERFLOW, &(CPOEvent) {
        .severity = CPO_SEV_WARNING,
        .action = CPO_ACT_PULSE,
        .value = s->event.dropped,
    });
}

static uint16_t free_slots(const CPOEventQueue *q)
{
    return q->size - (uint16_t)(q->prod - q->cons);
}

/* The phase word goes last and alone, or another CPU could see it early. */
static bool deliver(CPOState *s)
{
    CPOEventQueue *q = &s->event;
    struct cpo_hw_event *e = fifo_at(s, 0);
    uint64_t addr = q->base + (q->prod & (q->size - 1)) * sizeof(*e);
    uint32_t phase = q->prod & q->size ? 0 : cpu_to_le32(CPO_PHASE);
    uint32_t body = offsetof(struct cpo_hw_event, phase);

    if (!cpo_dma_write(s, addr, e, body) ||
        !cpo_dma_write(s, addr + body, &phase, sizeof(phase))) {
        return false;
    }
    q->prod++;
    q->fifo_head = (q->fifo_head + 1) % CPO_EVENT_FIFO;
    q->fifo_len--;
    return true;
}

static void drain(CPOState *s)
{
    CPOEventQueue *q = &s->event;
    unsigned done = 0;

    while (q->fifo_len && free_slots(q) && done < BATCH) {
        if (!deliver(s)) {
            cpo_dma_failed(s, CPO_BLK_EVENTQ);
            return;
        }
        done++;
        if (q->overflow) {
            report_overflow(s);
        }
    }
    if (done) {
        cpo_irq_raise(s, CPO_IRQ_EVENT);
    }
    if (q->fifo_len && free_slots(q)) {
        qemu_bh_schedule(s->event_bh);
    }
}

void cpo_eventq_bh(void *opaque)
{
    CPOState *s = opaque;

    if (s->event.enabled && cpo_running(s) && cpo_dma_ready(s)) {
        cpo_work_begin(s);
        drain(s);
        cpo_work_end(s);
    }
}

static bool config_valid(CPOState *s)
{
    uint32_t log2 = s->event.size_reg;

    if (log2 < CPO_EVENTQ_LOG2_MIN || log2 > CPO_EVENTQ_LOG2_MAX) {
        cpo_fatal(s, CPO_FATAL_QUEUE_SIZE, CPO_BLK_EVENTQ);
        return false;
    }
    if (!QEMU_IS_ALIGNED(s->event.base, 64)) {
        cpo_fatal(s, CPO_FATAL_QUEUE_BASE, CPO_BLK_EVENTQ);
        return false;
    }
    return true;
}

void cpo_eventq_enable(CPOState *s, bool enable)
{
    CPOEventQueue *q = &s->event;

    if (enable == q->enabled) {
        return;
    }
    if (enable && !config_valid(s)) {
        return;
    }
    q->enabled = enable;
    q->size = enable ? 1u << q->size_reg : 0;
    q->prod = 0;
    q->cons = 0;
    q->fifo_head = 0;
    q->fifo_len = 0;
    q->overflow = false;
    storm_drop(s);
    qemu_bh_cancel(s->event_bh);
    if (enable) {
        cpo_light_rearm(s);     /* somebody listens now */
    }
}

void cpo_eventq_consumer(CPOState *s, uint16_t cons)
{
    CPOEventQueue *q = &s->event;

    if (!q->enabled) {
        qemu_log_mask(LOG_GUEST_ERROR,
                      "%s: event doorbell of a stopped queue\n", cpo_name(s));
        return;
    }
    if ((uint16_t)(cons - q->cons) > (uint16_t)(q->prod - q->cons)) {
        cpo_fatal(s, CPO_FATAL_DOORBELL, cons);
        return;
    }
    q->cons = cons;
    qemu_bh_schedule(s->event_bh);
}

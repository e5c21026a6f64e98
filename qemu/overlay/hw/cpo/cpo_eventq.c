/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Events: a bounded queue in the device, drained to the ring of the host.
 * Each kind of event is counted per object whether or not anyone listens.
 */
#include "qemu/osdep.h"
#include "qemu/log.h"
#include "cpo_int.h"
#include "trace.h"

#define BATCH   256     /* events per run of the bottom half */

typedef struct CPOEventKind {
    uint16_t code;
    uint8_t obj_type;
} CPOEventKind;

/* One block of counters per kind, in this order. */
static const CPOEventKind kinds[] = {
    { CPO_EV_ELS_REMOVED, CPO_OBJ_ELS },
    { CPO_EV_ELS_INSERTED, CPO_OBJ_ELS },
    { CPO_EV_ELS_STATE, CPO_OBJ_ELS },
    { CPO_EV_LASER_STATE, CPO_OBJ_LASER },
    { CPO_EV_LASER_FAULT, CPO_OBJ_LASER },
    { CPO_EV_CHECK_PASSED, CPO_OBJ_LASER },
    { CPO_EV_CHECK_FAILED, CPO_OBJ_LASER },
    { CPO_EV_LASER_CUT, CPO_OBJ_LASER },
    { CPO_EV_INTERLOCK, CPO_OBJ_DEVICE },
    { CPO_EV_INTERLOCK, CPO_OBJ_ELS },
    { CPO_EV_LANE_TX_DARK, CPO_OBJ_LANE },
    { CPO_EV_LANE_RX_LOS, CPO_OBJ_LANE },
    { CPO_EV_PORT_STATE, CPO_OBJ_PORT },
    { CPO_EV_TOPOLOGY, CPO_OBJ_DEVICE },
    { CPO_EV_OVERFLOW, CPO_OBJ_DEVICE },
};

static uint32_t objects(const CPOState *s, uint8_t type)
{
    switch (type) {
    case CPO_OBJ_ELS:
        return s->n_els;
    case CPO_OBJ_LASER:
        return s->n_lasers;
    case CPO_OBJ_LANE:
        return s->n_lanes;
    case CPO_OBJ_PORT:
        return s->n_ports;
    default:
        return 1;
    }
}

uint32_t cpo_event_counters(const CPOState *s)
{
    uint32_t n = 0;

    for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++) {
        n += objects(s, kinds[i].obj_type);
    }
    return n;
}

static uint32_t *counter(CPOState *s, const CPOEvent *event)
{
    uint32_t base = 0;

    for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++) {
        uint32_t n = objects(s, kinds[i].obj_type);

        if (kinds[i].code == event->code &&
            kinds[i].obj_type == event->obj_type && event->obj < n) {
            return &s->event_count[base + event->obj];
        }
        base += n;
    }
    return NULL;
}

void cpo_eventq_reset_counts(CPOState *s)
{
    memset(s->event_count, 0, s->n_event_count * sizeof(*s->event_count));
    s->event.next_seq = 1;
    s->event.dropped = 0;
}

static bool masked(const CPOState *s, uint16_t code)
{
    unsigned class = CPO_EV_CLASS(code);

    return class < 64 && !(s->event.classes >> class & 1);
}

static void encode(const CPOState *s, const CPOEvent *event, uint64_t seq,
                   uint32_t count, struct cpo_hw_event *e)
{
    *e = (struct cpo_hw_event) {
        .seq = cpu_to_le64(seq),
        .time = cpu_to_le64(s->now),
        .code = cpu_to_le16(event->code),
        .severity = event->severity,
        .action = event->action,
        .obj.type = event->obj_type,
        .obj.a = cpu_to_le16(event->obj),
        .count = cpu_to_le32(count),
        .value = cpu_to_le64(event->value),
        .limit = cpu_to_le64(event->limit),
        .unit = cpu_to_le16(event->unit),
        .cause = cpu_to_le16(event->cause),
        .gen = cpu_to_le32(s->topo_gen),
    };
}

static struct cpo_hw_event *fifo_at(CPOState *s, uint32_t i)
{
    uint32_t at = (s->event.fifo_head + i) % CPO_EVENT_FIFO;

    return (struct cpo_hw_event *)s->fifo + at;
}

static void push(CPOState *s, const CPOEvent *event, uint32_t count)
{
    CPOEventQueue *q = &s->event;
    uint64_t seq = q->next_seq++;

    if (q->fifo_len == CPO_EVENT_FIFO) {
        trace_cpo_event_dropped(cpo_name(s), seq, event->code);
        q->dropped++;
        q->overflow = true;
        return;
    }
    trace_cpo_event(cpo_name(s), seq, event->code, event->action,
                    event->obj_type, event->obj, event->value, event->cause);
    encode(s, event, seq, count,
           fifo_at(s, q->fifo_len));
    q->fifo_len++;
    qemu_bh_schedule(s->event_bh);
}

/*
 * While the ring is off the sequence moves too, so a host that starts again
 * knows how many events it missed.
 */
void cpo_event_post(CPOState *s, const CPOEvent *event)
{
    uint32_t *count = counter(s, event);
    uint32_t n = count ? ++*count : 0;

    if (masked(s, event->code)) {
        return;
    }
    if (s->event.enabled) {
        push(s, event, n);
    } else {
        s->event.next_seq++;
    }
}

static void report_overflow(CPOState *s)
{
    s->event.overflow = false;
    cpo_event_post(s, &(CPOEvent) {
        .code = CPO_EV_OVERFLOW,
        .severity = CPO_SEV_WARNING,
        .action = CPO_ACT_PULSE,
        .obj_type = CPO_OBJ_DEVICE,
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
    qemu_bh_cancel(s->event_bh);
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

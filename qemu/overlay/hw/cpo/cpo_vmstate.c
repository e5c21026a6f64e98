/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* What a snapshot holds, and what of it is believed. */
#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "hw/pci/msix.h"
#include "hw/pci/pcie_aer.h"
#include "migration/vmstate.h"
#include "cpo_int.h"

#define VMSD(_name, ...)                                \
    static const VMStateDescription _name = {           \
        .name = "cpo/" #_name,                          \
        .version_id = 1,                                \
        .minimum_version_id = 1,                        \
        .fields = (const VMStateField[]) {              \
            __VA_ARGS__,                                \
            VMSTATE_END_OF_LIST()                       \
        },                                              \
    }

#define STRING(_field) \
    VMSTATE_BUFFER_UNSAFE(_field, CPOElsSlot, 0, CPO_STRING_MAX + 1)

VMSD(vm_els,
     VMSTATE_BOOL(present, CPOElsSlot),
     VMSTATE_BOOL(autostart, CPOElsSlot),
     VMSTATE_UINT8(state, CPOElsSlot),
     VMSTATE_UINT8(cause, CPOElsSlot),
     VMSTATE_INT64(deadline, CPOElsSlot),
     VMSTATE_INT64(insert_time, CPOElsSlot),
     VMSTATE_UINT32(insertions, CPOElsSlot),
     STRING(serial),
     STRING(part),
     STRING(vendor),
     STRING(revision),
     STRING(firmware));

VMSD(vm_engine,
     VMSTATE_BOOL(low_power, CPOEngineState),
     VMSTATE_UINT8(state, CPOEngineState),
     VMSTATE_INT64(deadline, CPOEngineState));

VMSD(vm_laser,
     VMSTATE_UINT8(sm.state, CPOLaserState),
     VMSTATE_UINT8(sm.substate, CPOLaserState),
     VMSTATE_UINT8(sm.fault, CPOLaserState),
     VMSTATE_BOOL(sm.checked, CPOLaserState),
     VMSTATE_BOOL(sm.enabled, CPOLaserState),
     VMSTATE_BOOL(sm.feed_open, CPOLaserState),
     VMSTATE_BOOL(sm.held, CPOLaserState),
     VMSTATE_UINT8(sm.retries, CPOLaserState),
     VMSTATE_INT64(sm.on_since, CPOLaserState),
     VMSTATE_INT64(sm.deadline, CPOLaserState),
     VMSTATE_BOOL(clamp.checked, CPOLaserState),
     VMSTATE_BOOL(clamp.tripped, CPOLaserState),
     VMSTATE_BOOL(clamp.opened, CPOLaserState),
     VMSTATE_BOOL(clamp.biting, CPOLaserState),
     VMSTATE_UINT32(clamp.hits, CPOLaserState),
     VMSTATE_UINT8(shown_state, CPOLaserState),
     VMSTATE_UINT8(shown_fault, CPOLaserState));

VMSD(vm_feed,
     VMSTATE_INT32(measured_mdb, CPOFeedState),
     VMSTATE_BOOL(measured, CPOFeedState),
     VMSTATE_UINT8(check, CPOFeedState),
     VMSTATE_UINT8(dp_state, CPOFeedState),
     VMSTATE_INT64(check_time, CPOFeedState),
     VMSTATE_INT64(dp_deadline, CPOFeedState));

VMSD(vm_tally,
     VMSTATE_UINT32(count, CPOTally),
     VMSTATE_BOOL(held, CPOTally),
     VMSTATE_UINT8(severity, CPOTally),
     VMSTATE_UINT8(action, CPOTally),
     VMSTATE_UINT16(cause, CPOTally),
     VMSTATE_INT64(value, CPOTally),
     VMSTATE_INT64(limit, CPOTally),
     VMSTATE_INT64(last_set, CPOTally),
     VMSTATE_INT64(last_clear, CPOTally),
     VMSTATE_INT64(first_set, CPOTally),
     VMSTATE_INT64(posted, CPOTally),
     VMSTATE_UINT64(seq, CPOTally));

VMSD(vm_watch,
     VMSTATE_INT64(value, CPOWatch),
     VMSTATE_UINT8(set, CPOWatch),
     VMSTATE_BOOL(own, CPOWatch),
     VMSTATE_UINT32_ARRAY(back, CPOWatch, CPO_LV_COUNT));

VMSD(vm_limits,
     VMSTATE_UINT8(mask, CPOLimits),
     VMSTATE_INT64_ARRAY(limit, CPOLimits, CPO_LV_COUNT));

VMSD(vm_port,
     VMSTATE_UINT8(oper, CPOPortState),
     VMSTATE_UINT8(reason, CPOPortState),
     VMSTATE_UINT16(lanes_up, CPOPortState),
     VMSTATE_UINT32(link_changes, CPOPortState),
     VMSTATE_INT64(last_change, CPOPortState));

/* ---- the plant: what it calls state ---- */

VMSD(vm_window_sum,
     VMSTATE_INT64(min, CPOWindowSum),
     VMSTATE_INT64(max, CPOWindowSum),
     VMSTATE_INT64(high, CPOWindowSum),
     VMSTATE_UINT64(low, CPOWindowSum),
     VMSTATE_UINT32(n, CPOWindowSum));

VMSD(vm_window,
     VMSTATE_STRUCT(running, CPOWindow, 1, vm_window_sum, CPOWindowSum),
     VMSTATE_STRUCT(previous, CPOWindow, 1, vm_window_sum, CPOWindowSum),
     VMSTATE_INT64(value, CPOWindow),
     VMSTATE_UINT64(start, CPOWindow),
     VMSTATE_UINT64(since, CPOWindow),
     VMSTATE_UINT8(known, CPOWindow));

#define WINDOWS(_type, _num) \
    VMSTATE_STRUCT_ARRAY(win, _type, _num, 1, vm_window, CPOWindow)

VMSD(vm_plant_asic,
     VMSTATE_INT64(temp_uc, CPOPlantAsic));

VMSD(vm_plant_engine,
     VMSTATE_INT64(temp_uc, CPOPlantEngine),
     VMSTATE_INT32(temp_mc, CPOPlantEngine),
     VMSTATE_INT32(temp_pin, CPOPlantEngine),
     VMSTATE_UINT8(trip, CPOPlantEngine),
     VMSTATE_UINT8(power, CPOPlantEngine),
     VMSTATE_INT32(rail_offset_uv, CPOPlantEngine),
     VMSTATE_INT64(vcc_pin, CPOPlantEngine),
     VMSTATE_UINT64(energy_uj, CPOPlantEngine),
     WINDOWS(CPOPlantEngine, CPO_WIN_ENGINE_COUNT));

VMSD(vm_plant_els,
     VMSTATE_INT64(case_uc, CPOPlantEls),
     VMSTATE_INT64(bench_uc, CPOPlantEls),
     VMSTATE_INT32(case_mc, CPOPlantEls),
     VMSTATE_INT32(bench_mc, CPOPlantEls),
     VMSTATE_INT32(temp_pin, CPOPlantEls),
     VMSTATE_INT64(vcc_pin, CPOPlantEls),
     VMSTATE_BOOL(present, CPOPlantEls),
     VMSTATE_BOOL(powered, CPOPlantEls),
     VMSTATE_UINT64(energy_uj, CPOPlantEls),
     WINDOWS(CPOPlantEls, CPO_WIN_ELS_COUNT));

VMSD(vm_plant_laser,
     VMSTATE_UINT64(age, CPOPlantLaser),
     VMSTATE_UINT32(setpoint_nw, CPOPlantLaser),
     VMSTATE_UINT32(bias_set_na, CPOPlantLaser),
     VMSTATE_BOOL(open_loop, CPOPlantLaser),
     VMSTATE_INT64(power_pin, CPOPlantLaser),
     VMSTATE_INT64(bias_pin, CPOPlantLaser),
     VMSTATE_INT32(temp_pin, CPOPlantLaser),
     VMSTATE_UINT32(emitted_nw, CPOPlantLaser),
     VMSTATE_UINT8_ARRAY(cond, CPOPlantLaser, CPO_COND_COUNT),
     WINDOWS(CPOPlantLaser, CPO_WIN_LASER_COUNT));

VMSD(vm_plant_feed,
     VMSTATE_INT32(loss_mdb, CPOPlantFeed),
     VMSTATE_BOOL(active, CPOPlantFeed),
     VMSTATE_BOOL(parked, CPOPlantFeed));

VMSD(vm_plant_lane,
     VMSTATE_INT32(tx_loss_mdb, CPOPlantLane),
     VMSTATE_INT32(link_mdb, CPOPlantLane),
     VMSTATE_INT32(drift_mk, CPOPlantLane),
     VMSTATE_INT64(tx_pin, CPOPlantLane),
     VMSTATE_INT64(rx_pin, CPOPlantLane),
     VMSTATE_INT64(ber_pin, CPOPlantLane),
     VMSTATE_BOOL(locked, CPOPlantLane),
     VMSTATE_UINT64(relock, CPOPlantLane),
     VMSTATE_BOOL(los, CPOPlantLane),
     VMSTATE_BOOL(lol, CPOPlantLane),
     VMSTATE_UINT64(symbol_errors, CPOPlantLane),
     WINDOWS(CPOPlantLane, CPO_WIN_LANE_COUNT));

VMSD(vm_plant_port,
     VMSTATE_UINT64_ARRAY(fec.bin, CPOPlantPort, CPO_FEC_BINS),
     VMSTATE_UINT64(fec.codewords, CPOPlantPort),
     VMSTATE_UINT64(fec.corrected, CPOPlantPort),
     VMSTATE_UINT64(fec.uncorrectable, CPOPlantPort),
     VMSTATE_UINT64(fec.corrected_bits, CPOPlantPort),
     VMSTATE_UINT64(fec.symbol_errors, CPOPlantPort),
     VMSTATE_UINT64_ARRAY(lane_bits, CPOPlantPort, CPO_FEC_LANES_MAX),
     VMSTATE_BOOL(aligned, CPOPlantPort),
     VMSTATE_UINT64(realign, CPOPlantPort),
     VMSTATE_UINT32(align_losses, CPOPlantPort),
     VMSTATE_UINT32(sew_max, CPOPlantPort),
     VMSTATE_UINT64(energy_uj, CPOPlantPort),
     WINDOWS(CPOPlantPort, CPO_WIN_PORT_COUNT));

VMSD(vm_admin,
     VMSTATE_UINT64(sq_base, CPOAdminQueue),
     VMSTATE_UINT64(cq_base, CPOAdminQueue),
     VMSTATE_UINT32(size_reg, CPOAdminQueue),
     VMSTATE_UINT32(sq_size, CPOAdminQueue),
     VMSTATE_UINT32(cq_size, CPOAdminQueue),
     VMSTATE_UINT32(gen, CPOAdminQueue),
     VMSTATE_BOOL(enabled, CPOAdminQueue),
     VMSTATE_UINT16(sq_head, CPOAdminQueue),
     VMSTATE_UINT16(sq_tail, CPOAdminQueue),
     VMSTATE_UINT16(cq_head, CPOAdminQueue),
     VMSTATE_UINT16(cq_tail, CPOAdminQueue));

VMSD(vm_event,
     VMSTATE_UINT64(base, CPOEventQueue),
     VMSTATE_UINT32(size_reg, CPOEventQueue),
     VMSTATE_UINT32(size, CPOEventQueue),
     VMSTATE_BOOL(enabled, CPOEventQueue),
     VMSTATE_UINT16(prod, CPOEventQueue),
     VMSTATE_UINT16(cons, CPOEventQueue),
     VMSTATE_UINT64(next_seq, CPOEventQueue),
     VMSTATE_UINT64(dropped, CPOEventQueue),
     VMSTATE_BOOL(overflow, CPOEventQueue),
     VMSTATE_UINT64(classes, CPOEventQueue),
     VMSTATE_UINT32(storm_us, CPOEventQueue),
     VMSTATE_UINT32(fifo_head, CPOEventQueue),
     VMSTATE_UINT32(fifo_len, CPOEventQueue));

#define TLM_SEGS    (CPO_TLM_BUFS_MAX * CPO_TLM_SEGS_MAX)

VMSD(vm_tlm,
     VMSTATE_UINT64(last_seq, CPOTelemetry),
     VMSTATE_UINT32(last_buf, CPOTelemetry),
     VMSTATE_UINT32(period_us, CPOTelemetry),
     VMSTATE_UINT32(buf_len, CPOTelemetry),
     VMSTATE_UINT32(bufs, CPOTelemetry),
     VMSTATE_UINT32(segs, CPOTelemetry),
     VMSTATE_UINT64_ARRAY(seg_addr, CPOTelemetry, TLM_SEGS),
     VMSTATE_UINT32_ARRAY(seg_len, CPOTelemetry, TLM_SEGS),
     VMSTATE_UINT64_ARRAY(sec_seq, CPOTelemetry, CPO_TLM_SECTIONS),
     VMSTATE_INT64(next_ns, CPOTelemetry));

VMSD(vm_vector,
     VMSTATE_UINT32(moderation_us, CPOVector),
     VMSTATE_BOOL(pending, CPOVector),
     VMSTATE_INT64(not_before, CPOVector));

/* ---- checks: every value is one that the device can get to ---- */

#define DEADLINE_MAX    (10000 * CPO_MS)    /* no timer runs longer */
#define LAG_MAX         (7200 * 1000 * CPO_MS)
#define LOSS_MIN_MDB    (-10000)
#define LOSS_MAX_MDB    120000

static bool in(int64_t value, int64_t min, int64_t max)
{
    return value >= min && value <= max;
}

static bool past(const CPOState *s, int64_t time)
{
    return in(time, 0, s->now);
}

static bool timer_ok(const CPOState *s, int64_t deadline)
{
    return in(deadline, 0, s->now + DEADLINE_MAX);
}

static bool time_ok(const CPOState *s)
{
    int64_t clock = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    int64_t time = clock - s->time_base;

    return in(s->time_base, 0, clock) &&
           in(s->now, MAX(time - LAG_MAX, 0), time);
}

static bool control_ok(const CPOState *s)
{
    uint32_t sts = CPO_STS_READY | CPO_STS_FEATURES_OK | CPO_STS_FATAL |
                   CPO_STS_RESETTING | CPO_STS_FW_DEAD;

    return !(s->sts & ~sts) &&
           !(s->ctl & ~(CPO_CTL_ENABLE | CPO_CTL_FEATURES_OK)) &&
           s->fatal_code <= CPO_FATAL_FIRMWARE &&
           s->reset_gen <= INT32_MAX && timer_ok(s, s->fw_deadline) &&
           past(s, s->fw_stopped) &&
           !(s->sts & CPO_STS_RESETTING) == !s->fw_deadline;
}

/* The host keeps what it negotiated with the device that was saved. */
static bool features_ok(const CPOState *s)
{
    return !(s->sts & CPO_STS_FEATURES_OK) ||
           !(s->drv_feat & ~cpo_features(s));
}

/* A function reset has no duration. */
static bool pci_ok(const CPOState *s)
{
    const PCIDevice *pci = &s->parent_obj;
    uint16_t devctl = pci_get_word(pci->config + pci->exp.exp_cap +
                                   PCI_EXP_DEVCTL);

    return !(devctl & PCI_EXP_DEVCTL_BCR_FLR);
}

static bool size_ok(bool enabled, uint32_t size, unsigned log2, unsigned min,
                    unsigned max)
{
    if (!enabled) {
        return size == 0;
    }
    return in(log2, min, max) && size == 1u << log2;
}

static bool ring_ok(uint16_t head, uint16_t tail, uint32_t size)
{
    return (uint16_t)(tail - head) <= size;
}

static bool admin_ok(const CPOState *s)
{
    const CPOAdminQueue *q = &s->admin;

    return size_ok(q->enabled, q->sq_size, extract32(q->size_reg, 0, 8),
                   CPO_ADMINQ_LOG2_MIN, CPO_ADMINQ_LOG2_MAX) &&
           size_ok(q->enabled, q->cq_size, extract32(q->size_reg, 8, 8),
                   CPO_ADMINQ_LOG2_MIN, CPO_ADMINQ_LOG2_MAX) &&
           q->size_reg <= UINT16_MAX &&
           (!q->enabled || QEMU_IS_ALIGNED(q->sq_base | q->cq_base, 64)) &&
           ring_ok(q->sq_head, q->sq_tail, q->sq_size) &&
           ring_ok(q->cq_head, q->cq_tail, q->cq_size);
}

/* Sequence numbers of what waits in the device go up and were all given. */
static bool fifo_ok(const CPOState *s)
{
    const struct cpo_hw_event *fifo = (const struct cpo_hw_event *)s->fifo;
    const CPOEventQueue *q = &s->event;
    uint64_t last = 0;

    for (uint32_t i = 0; i < q->fifo_len; i++) {
        uint32_t at = (q->fifo_head + i) % CPO_EVENT_FIFO;
        uint64_t seq = le64_to_cpu(fifo[at].seq);

        if (seq <= last || seq >= q->next_seq) {
            return false;
        }
        last = seq;
    }
    return true;
}

static bool event_ok(const CPOState *s)
{
    const CPOEventQueue *q = &s->event;

    return size_ok(q->enabled, q->size, q->size_reg, CPO_EVENTQ_LOG2_MIN,
                   CPO_EVENTQ_LOG2_MAX) &&
           q->size_reg <= UINT8_MAX &&
           (!q->enabled || QEMU_IS_ALIGNED(q->base, 64)) &&
           ring_ok(q->cons, q->prod, q->size) &&
           q->fifo_head < CPO_EVENT_FIFO && q->fifo_len <= CPO_EVENT_FIFO &&
           (q->enabled || !q->fifo_len) && q->next_seq &&
           q->storm_us <= CPO_STORM_MAX_US &&
           q->dropped < q->next_seq && fifo_ok(s);
}

static bool tlm_off(const CPOTelemetry *t)
{
    return !t->segs && !t->buf_len && !t->period_us && !t->next_ns;
}

static bool tlm_buffer_ok(const CPOTelemetry *t, unsigned buf)
{
    uint64_t sum = 0;

    for (unsigned i = buf * t->segs; i < (buf + 1) * t->segs; i++) {
        if (!t->seg_len[i] || t->seg_len[i] % 8 || t->seg_addr[i] % 8) {
            return false;
        }
        sum += t->seg_len[i];
    }
    return sum == t->buf_len;
}

static bool tlm_ok(const CPOState *s)
{
    const CPOTelemetry *t = &s->tlm;

    if (t->last_buf >= CPO_TLM_BUFS_MAX) {
        return false;
    }
    if (!t->bufs) {
        return tlm_off(t);
    }
    if (!in(t->bufs, CPO_TLM_BUFS_MIN, CPO_TLM_BUFS_MAX) ||
        !in(t->segs, 1, CPO_TLM_SEGS_MAX) || t->buf_len < s->tlm_bytes ||
        !t->period_us != !t->next_ns || (t->period_us &&
         !in(t->period_us, CPO_TLM_PERIOD_MIN_US, CPO_TLM_PERIOD_MAX_US)) ||
        !in(t->next_ns, 0, cpo_time(s) + t->period_us * 1000ll)) {
        return false;
    }
    for (unsigned b = 0; b < t->bufs; b++) {
        if (!tlm_buffer_ok(t, b)) {
            return false;
        }
    }
    return true;
}

static bool irq_ok(const CPOState *s)
{
    int64_t latest = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) +
                     CPO_MODERATION_MAX_US * 1000ll;

    for (unsigned i = 0; i < CPO_IRQ_SOURCES; i++) {
        if (s->irq_map[i] >= CPO_IRQ_VECTORS &&
            s->irq_map[i] != CPO_IRQ_POLLED) {
            return false;
        }
    }
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        if (s->vector[i].moderation_us > CPO_MODERATION_MAX_US ||
            !in(s->vector[i].not_before, 0, latest)) {
            return false;
        }
    }
    return true;
}

static bool cut_ok(const CPOState *s)
{
    return s->cut_cause <= CPO_REASON_BER && past(s, s->cut_time);
}

static bool string_ok(const char *text)
{
    return memchr(text, 0, CPO_STRING_MAX + 1);
}

static bool els_ok(const CPOState *s)
{
    for (unsigned e = 0; e < s->n_els; e++) {
        const CPOElsSlot *els = &s->els[e];

        if (els->state > CPO_MODULE_FAULT ||
            els->present == (els->state == CPO_MODULE_UNKNOWN) ||
            !els->deadline == (els->state == CPO_MODULE_PWR_UP) ||
            (els->autostart && !els->deadline) ||
            !timer_ok(s, els->deadline) || !past(s, els->insert_time) ||
            !string_ok(els->serial) || !string_ok(els->part) ||
            !string_ok(els->vendor) || !string_ok(els->revision) ||
            !string_ok(els->firmware)) {
            return false;
        }
    }
    return true;
}

/* A move takes time, and goes to where it was asked to. */
static bool engines_ok(const CPOState *s)
{
    for (unsigned e = 0; e < s->n_engines; e++) {
        const CPOEngineState *engine = &s->engine[e];
        bool moving = engine->state == CPO_MODULE_PWR_UP ||
                      engine->state == CPO_MODULE_PWR_DN;
        bool low = engine->state == CPO_MODULE_LOW_PWR ||
                   engine->state == CPO_MODULE_PWR_DN;

        if (!in(engine->state, CPO_MODULE_LOW_PWR, CPO_MODULE_PWR_DN) ||
            engine->low_power != low || !engine->deadline == moving ||
            !timer_ok(s, engine->deadline) ||
            s->plant.engine[e].power != cpo_engine_power(s, e)) {
            return false;
        }
    }
    return true;
}

/* Light stands on both records of the check, and on a module that is up. */
static bool light_ok(const CPOState *s, unsigned k)
{
    const CPOElsSlot *els = &s->els[cpo_laser_els(s, k)];
    const CPOLaserState *l = &s->laser[k];

    if (cpo_laser_ask(&l->sm) == CPO_ASK_DARK) {
        return true;
    }
    if (cpo_laser_lit(&l->sm) &&
        (!l->clamp.checked || l->clamp.opened || l->clamp.tripped)) {
        return false;
    }
    return els->state == CPO_MODULE_READY && s->enclosure_closed;
}

/* A fault may take its time to pass. */
static bool laser_timer_ok(const CPOState *s, const CPOLaserSM *sm)
{
    bool fault = sm->state == CPO_LASER_ON_FAULT ||
                 sm->state == CPO_LASER_DOWN_FAULT;

    return in(sm->deadline, 0,
              s->now + (fault ? CPO_RELAX_MAX_NS : DEADLINE_MAX));
}

static bool lasers_ok(const CPOState *s)
{
    for (unsigned k = 0; k < s->n_lasers; k++) {
        const CPOLaserState *l = &s->laser[k];
        bool absent = l->sm.state == CPO_LASER_ABSENT;

        if (!cpo_laser_sane(&l->sm) || !laser_timer_ok(s, &l->sm) ||
            absent == s->els[cpo_laser_els(s, k)].present ||
            !light_ok(s, k) || !past(s, l->sm.on_since) ||
            l->shown_state > CPO_LASER_DOWN_FAULT ||
            l->shown_fault > CPO_FAULT_TUNING) {
            return false;
        }
    }
    return true;
}

static bool dp_ok(const CPOState *s, unsigned k)
{
    const CPOFeedState *f = &s->feed[k];
    bool parked = s->plant.feed[k].parked;
    bool ready = cpo_engine_ready(s, s->laser_engine[k]);

    switch (f->dp_state) {
    case CPO_DP_INIT:
        return f->dp_deadline && timer_ok(s, f->dp_deadline) && ready;
    case CPO_DP_DEACTIVATED:
        return !f->dp_deadline && parked == !ready;
    case CPO_DP_ACTIVATED:
        return !f->dp_deadline && ready && !parked;
    default:
        return false;
    }
}

static bool feeds_ok(const CPOState *s)
{
    for (unsigned k = 0; k < s->n_lasers; k++) {
        const CPOFeedState *f = &s->feed[k];

        if (!dp_ok(s, k) || f->check > CPO_CHECK_FAILED ||
            !past(s, f->check_time) ||
            !in(f->measured_mdb, LOSS_MIN_MDB, LOSS_MAX_MDB)) {
            return false;
        }
    }
    return true;
}

/* The epochs are those of the clock. */
static bool plant_ok(const CPOState *s)
{
    return s->plant.epoch == s->now / CPO_EPOCH_NS &&
           cpo_plant_sane(&s->plant);
}

static bool ports_ok(const CPOState *s)
{
    for (unsigned p = 0; p < s->n_ports; p++) {
        const CPOPortState *port = &s->port[p];

        if (port->oper > 1 || port->reason > CPO_REASON_BER ||
            port->lanes_up > s->profile->lanes_per_port ||
            !past(s, port->last_change)) {
            return false;
        }
    }
    return true;
}

typedef struct CPOCheck {
    const char *what;
    bool (*ok)(const CPOState *s);
} CPOCheck;

/* The clock first: the others measure with it. */
static const CPOCheck checks[] = {
    { "clock", time_ok },
    { "control block", control_ok },
    { "feature set", features_ok },
    { "PCI state", pci_ok },
    { "admin queue", admin_ok },
    { "event queue", event_ok },
    { "telemetry set-up", tlm_ok },
    { "interrupt set-up", irq_ok },
    { "safety record", cut_ok },
    { "laser module", els_ok },
    { "engine", engines_ok },
    { "laser", lasers_ok },
    { "feed", feeds_ok },
    { "port", ports_ok },
    { "injection", cpo_fault_sane },
    { "frozen page", cpo_observe_sane },
    { "plant", plant_ok },
    { "flag", cpo_tally_sane },
};

static bool believed(const CPOState *s)
{
    for (unsigned i = 0; i < ARRAY_SIZE(checks); i++) {
        if (!checks[i].ok(s)) {
            error_report("%s: snapshot with an impossible %s", cpo_name(s),
                         checks[i].what);
            return false;
        }
    }
    return true;
}

/* A module that is here but not in the snapshot was plugged, and so on. */
static void match_modules(CPOState *s)
{
    uint64_t here = 0;
    BusChild *kid;

    QTAILQ_FOREACH(kid, &s->els_bus->children, sibling) {
        here |= 1ull << CPO_ELS(kid->child)->slot;
    }
    for (unsigned e = 0; e < s->n_els; e++) {
        bool present = here >> e & 1;

        if (present && !s->els[e].present) {
            cpo_light_insert(s, e);
        } else if (!present && s->els[e].present) {
            cpo_light_remove(s, e);
        }
    }
}

/* Nothing moves between the first byte of a snapshot and its last check. */
static int pre_load(void *opaque)
{
    CPOState *s = opaque;

    s->powered = false;
    s->spoiled = true;
    s->host_gen++;
    cpo_stop_clocks(s);
    return 0;
}

/*
 * What follows from other values is worked out again, not believed; if the
 * fibres or the modules are others here, that is a change like any other.
 */
static int post_load(void *opaque, int version_id)
{
    CPOState *s = opaque;

    if (!believed(s)) {
        return -EINVAL;
    }
    s->spoiled = false;
    s->powered = true;
    cpo_plant_restore(&s->plant);
    cpo_tally_restore(s);
    s->watches.waits = true;
    cpo_storm_due(s);
    cpo_light_eval(s);
    match_modules(s);
    cpo_light_rearm(s);
    cpo_tlm_rearm(s);
    qemu_bh_schedule(s->irq_bh);
    cpo_kick(s);
    return 0;
}

#define OBJECTS(_field, _num, _vmsd, _type) \
    VMSTATE_STRUCT_VARRAY_POINTER_UINT32(_field, CPOState, _num, _vmsd, _type)

const VMStateDescription cpo_vmstate = {
    .name = "cpo",
    .version_id = 1,
    .minimum_version_id = 1,
    .pre_load = pre_load,
    .post_load = post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_PCI_DEVICE(parent_obj, CPOState),
        VMSTATE_STRUCT(parent_obj.exp.aer_log, CPOState, 0,
                       vmstate_pcie_aer_log, PCIEAERLog),
        VMSTATE_MSIX(parent_obj, CPOState),
        VMSTATE_UINT32_EQUAL(wiring, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_engines, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_els, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_lasers, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_lanes, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_ports, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_tallies, CPOState, "other profile"),
        VMSTATE_INT64(time_base, CPOState),
        VMSTATE_INT64(now, CPOState),
        VMSTATE_UINT64(drv_feat, CPOState),
        VMSTATE_UINT32(ctl, CPOState),
        VMSTATE_UINT32(sts, CPOState),
        VMSTATE_UINT32(reset_gen, CPOState),
        VMSTATE_UINT32(boot, CPOState),
        VMSTATE_UINT32(fatal_code, CPOState),
        VMSTATE_UINT32(fatal_arg, CPOState),
        VMSTATE_UINT32(topo_gen, CPOState),
        VMSTATE_UINT32(cfg_gen, CPOState),
        VMSTATE_UINT32(host_beat, CPOState),
        VMSTATE_INT64(fw_deadline, CPOState),
        VMSTATE_INT64(fw_stopped, CPOState),
        VMSTATE_UINT32_ARRAY(irq_map, CPOState, CPO_IRQ_SOURCES),
        VMSTATE_STRUCT_ARRAY(vector, CPOState, CPO_IRQ_VECTORS, 1, vm_vector,
                             CPOVector),
        VMSTATE_UINT32(scratch32, CPOState),
        VMSTATE_UINT64(scratch64, CPOState),
        VMSTATE_UINT64(test_addr, CPOState),
        VMSTATE_UINT32(test_size, CPOState),
        VMSTATE_UINT8_ARRAY(inject_record, CPOState, 64),
        VMSTATE_UINT32(inject_status, CPOState),
        VMSTATE_UINT32(cut_count, CPOState),
        VMSTATE_UINT32(cut_cause, CPOState),
        VMSTATE_INT64(cut_time, CPOState),
        VMSTATE_BOOL(enclosure_closed, CPOState),
        VMSTATE_STRUCT(admin, CPOState, 1, vm_admin, CPOAdminQueue),
        VMSTATE_STRUCT(event, CPOState, 1, vm_event, CPOEventQueue),
        VMSTATE_STRUCT(tlm, CPOState, 1, vm_tlm, CPOTelemetry),
        VMSTATE_VBUFFER_UINT32(fifo, CPOState, 1, NULL, fifo_bytes),
        VMSTATE_VBUFFER_UINT32(tlm_image, CPOState, 1, NULL, tlm_bytes),
        VMSTATE_UINT64(flag_seq, CPOState),
        OBJECTS(tally, n_tallies, vm_tally, CPOTally),
        OBJECTS(watches.watch, watches.n, vm_watch, CPOWatch),
        OBJECTS(watches.own, watches.n, vm_limits, CPOLimits),
        OBJECTS(els, n_els, vm_els, CPOElsSlot),
        OBJECTS(engine, n_engines, vm_engine, CPOEngineState),
        OBJECTS(laser, n_lasers, vm_laser, CPOLaserState),
        OBJECTS(feed, n_lasers, vm_feed, CPOFeedState),
        OBJECTS(port, n_ports, vm_port, CPOPortState),
        VMSTATE_UINT32_ARRAY(report, CPOState, CPO_REPORT_COUNT),
        VMSTATE_VARRAY_UINT32(freeze_until, CPOState, n_freezes, 1,
                              vmstate_info_int64, int64_t),
        VMSTATE_VBUFFER_UINT32(freeze_image, CPOState, 1, NULL,
                               freeze_bytes),
        VMSTATE_UINT64(plant.epoch, CPOState),
        VMSTATE_INT64(plant.plate_uc, CPOState),
        VMSTATE_INT64(plant.outlet_uc, CPOState),
        VMSTATE_INT32(plant.inlet_mc, CPOState),
        VMSTATE_UINT32(plant.flow, CPOState),
        VMSTATE_UINT32(plant.load, CPOState),
        VMSTATE_INT32(plant.rail_offset_uv, CPOState),
        VMSTATE_BOOL(plant.leak, CPOState),
        VMSTATE_UINT32(plant.window_epochs, CPOState),
        OBJECTS(plant.asic, plant.power.asics, vm_plant_asic, CPOPlantAsic),
        OBJECTS(plant.engine, n_engines, vm_plant_engine, CPOPlantEngine),
        OBJECTS(plant.els, n_els, vm_plant_els, CPOPlantEls),
        OBJECTS(plant.laser, n_lasers, vm_plant_laser, CPOPlantLaser),
        OBJECTS(plant.feed, n_lasers, vm_plant_feed, CPOPlantFeed),
        OBJECTS(plant.lane, n_lanes, vm_plant_lane, CPOPlantLane),
        OBJECTS(plant.port, n_ports, vm_plant_port, CPOPlantPort),
        VMSTATE_END_OF_LIST()
    },
};

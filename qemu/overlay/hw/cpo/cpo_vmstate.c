/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* What a snapshot holds, and what of it is believed. */
#include "qemu/osdep.h"
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
     VMSTATE_INT32(temp_mc, CPOElsSlot),
     VMSTATE_UINT32(vcc_uv, CPOElsSlot),
     STRING(serial),
     STRING(part),
     STRING(vendor),
     STRING(revision),
     STRING(firmware));

VMSD(vm_laser,
     VMSTATE_UINT8(sm.state, CPOLaserState),
     VMSTATE_UINT8(sm.substate, CPOLaserState),
     VMSTATE_UINT8(sm.fault, CPOLaserState),
     VMSTATE_BOOL(sm.checked, CPOLaserState),
     VMSTATE_BOOL(sm.enabled, CPOLaserState),
     VMSTATE_BOOL(sm.feed_open, CPOLaserState),
     VMSTATE_INT64(sm.deadline, CPOLaserState),
     VMSTATE_BOOL(clamp.checked, CPOLaserState),
     VMSTATE_BOOL(clamp.tripped, CPOLaserState),
     VMSTATE_BOOL(clamp.opened, CPOLaserState),
     VMSTATE_UINT32(clamp.hits, CPOLaserState),
     VMSTATE_UINT32(full_nw, CPOLaserState),
     VMSTATE_UINT32(bias_na, CPOLaserState),
     VMSTATE_INT32(temp_mc, CPOLaserState),
     VMSTATE_UINT32(emitted_nw, CPOLaserState),
     VMSTATE_UINT8(shown_state, CPOLaserState),
     VMSTATE_UINT8(shown_fault, CPOLaserState));

VMSD(vm_feed,
     VMSTATE_INT32(loss_mdb, CPOFeedState),
     VMSTATE_INT32(baseline_mdb, CPOFeedState),
     VMSTATE_INT32(measured_mdb, CPOFeedState),
     VMSTATE_BOOL(measured, CPOFeedState),
     VMSTATE_UINT8(check, CPOFeedState),
     VMSTATE_UINT8(dp_state, CPOFeedState),
     VMSTATE_INT64(check_time, CPOFeedState),
     VMSTATE_INT64(dp_deadline, CPOFeedState),
     VMSTATE_UINT32(input_nw, CPOFeedState));

VMSD(vm_lane,
     VMSTATE_INT32(tx_loss_mdb, CPOLaneState),
     VMSTATE_INT32(link_mdb, CPOLaneState),
     VMSTATE_INT64(tx_set, CPOLaneState),
     VMSTATE_INT64(rx_set, CPOLaneState),
     VMSTATE_INT64(ber_set, CPOLaneState),
     VMSTATE_UINT32(tx_nw, CPOLaneState),
     VMSTATE_UINT32(rx_nw, CPOLaneState),
     VMSTATE_UINT32(photocurrent_na, CPOLaneState),
     VMSTATE_UINT32(ber32, CPOLaneState),
     VMSTATE_UINT16(snr_256db, CPOLaneState),
     VMSTATE_UINT16(heater, CPOLaneState),
     VMSTATE_BOOL(dark, CPOLaneState),
     VMSTATE_BOOL(los, CPOLaneState));

VMSD(vm_engine,
     VMSTATE_INT32(temp_mc, CPOEngineState),
     VMSTATE_UINT32(vcc_uv, CPOEngineState));

VMSD(vm_port,
     VMSTATE_UINT8(oper, CPOPortState),
     VMSTATE_UINT8(reason, CPOPortState),
     VMSTATE_UINT16(lanes_up, CPOPortState),
     VMSTATE_UINT32(link_changes, CPOPortState),
     VMSTATE_INT64(last_change, CPOPortState));

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

/* ---- checks ---- */

static bool size_ok(bool enabled, uint32_t size, unsigned min, unsigned max)
{
    if (!enabled) {
        return size == 0;
    }
    return is_power_of_2(size) && size >= 1u << min && size <= 1u << max;
}

static bool admin_ok(const CPOAdminQueue *q)
{
    return size_ok(q->enabled, q->sq_size, CPO_ADMINQ_LOG2_MIN,
                   CPO_ADMINQ_LOG2_MAX) &&
           size_ok(q->enabled, q->cq_size, CPO_ADMINQ_LOG2_MIN,
                   CPO_ADMINQ_LOG2_MAX) &&
           (uint16_t)(q->sq_tail - q->sq_head) <= q->sq_size &&
           (uint16_t)(q->cq_tail - q->cq_head) <= q->cq_size;
}

static bool event_ok(const CPOEventQueue *q)
{
    return size_ok(q->enabled, q->size, CPO_EVENTQ_LOG2_MIN,
                   CPO_EVENTQ_LOG2_MAX) &&
           (uint16_t)(q->prod - q->cons) <= q->size &&
           q->fifo_head < CPO_EVENT_FIFO && q->fifo_len <= CPO_EVENT_FIFO;
}

static bool tlm_ok(const CPOState *s)
{
    const CPOTelemetry *t = &s->tlm;

    if (!t->bufs) {
        return !t->next_ns;
    }
    for (unsigned b = 0; b < t->bufs && b < CPO_TLM_BUFS_MAX; b++) {
        uint64_t sum = 0;

        for (unsigned i = 0; i < t->segs && i < CPO_TLM_SEGS_MAX; i++) {
            sum += t->seg_len[b * t->segs + i];
        }
        if (sum != t->buf_len) {
            return false;
        }
    }
    return t->bufs >= CPO_TLM_BUFS_MIN && t->bufs <= CPO_TLM_BUFS_MAX &&
           t->segs && t->segs <= CPO_TLM_SEGS_MAX &&
           t->buf_len >= s->tlm_bytes && t->next_ns >= 0 &&
           (!t->period_us || t->period_us >= CPO_TLM_PERIOD_MIN_US);
}

static bool irq_ok(const CPOState *s)
{
    for (unsigned i = 0; i < CPO_IRQ_SOURCES; i++) {
        if (s->irq_map[i] >= CPO_IRQ_VECTORS &&
            s->irq_map[i] != CPO_IRQ_POLLED) {
            return false;
        }
    }
    return true;
}

static bool light_ok(const CPOState *s)
{
    for (unsigned e = 0; e < s->n_els; e++) {
        if (s->els[e].state > CPO_MODULE_FAULT || s->els[e].deadline < 0 ||
            !s->els[e].vcc_uv) {
            return false;
        }
    }
    for (unsigned k = 0; k < s->n_lasers; k++) {
        bool absent = s->laser[k].sm.state == CPO_LASER_ABSENT;

        if (!cpo_laser_sane(&s->laser[k].sm) ||
            absent == s->els[cpo_laser_els(s, k)].present ||
            s->feed[k].dp_state > CPO_DP_INITIALIZED ||
            s->feed[k].dp_deadline < 0) {
            return false;
        }
    }
    return true;
}

static bool strings_ok(const CPOState *s)
{
    for (unsigned e = 0; e < s->n_els; e++) {
        const CPOElsSlot *slot = &s->els[e];

        if (slot->serial[CPO_STRING_MAX] || slot->part[CPO_STRING_MAX] ||
            slot->vendor[CPO_STRING_MAX] || slot->revision[CPO_STRING_MAX] ||
            slot->firmware[CPO_STRING_MAX]) {
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

static int post_load(void *opaque, int version_id)
{
    CPOState *s = opaque;

    if (!admin_ok(&s->admin) || !event_ok(&s->event) || !tlm_ok(s) ||
        !irq_ok(s) || !light_ok(s) || !strings_ok(s) || s->fw_deadline < 0) {
        return -EINVAL;
    }
    s->powered = true;
    match_modules(s);
    cpo_light_rearm(s);
    cpo_tlm_rearm(s);
    cpo_kick(s);
    return 0;
}

#define OBJECTS(_field, _num, _vmsd, _type) \
    VMSTATE_STRUCT_VARRAY_POINTER_UINT32(_field, CPOState, _num, _vmsd, _type)

const VMStateDescription cpo_vmstate = {
    .name = "cpo",
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_PCI_DEVICE(parent_obj, CPOState),
        VMSTATE_STRUCT(parent_obj.exp.aer_log, CPOState, 0,
                       vmstate_pcie_aer_log, PCIEAERLog),
        VMSTATE_MSIX(parent_obj, CPOState),
        VMSTATE_UINT32_EQUAL(n_engines, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_els, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_lasers, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_lanes, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_ports, CPOState, "other profile"),
        VMSTATE_UINT32_EQUAL(n_event_count, CPOState, "other profile"),
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
        VMSTATE_VARRAY_UINT32(event_count, CPOState, n_event_count, 1,
                              vmstate_info_uint32, uint32_t),
        OBJECTS(els, n_els, vm_els, CPOElsSlot),
        OBJECTS(laser, n_lasers, vm_laser, CPOLaserState),
        OBJECTS(feed, n_lasers, vm_feed, CPOFeedState),
        OBJECTS(lane, n_lanes, vm_lane, CPOLaneState),
        OBJECTS(engine, n_engines, vm_engine, CPOEngineState),
        OBJECTS(port, n_ports, vm_port, CPOPortState),
        VMSTATE_END_OF_LIST()
    },
};

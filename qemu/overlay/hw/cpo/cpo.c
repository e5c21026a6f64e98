/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * A PCIe device that manages co-packaged optics.  This file is the PCI side:
 * BARs, capabilities, interrupts, DMA, resets, properties.
 */
#include "qemu/osdep.h"
#include "qemu/log.h"
#include "qemu/module.h"
#include "hw/pci/msix.h"
#include "hw/pci/pcie.h"
#include "hw/pci/pcie_aer.h"
#include "hw/pci/pci_bridge.h"
#include "hw/pci/pci_bus.h"
#include "migration/vmstate.h"
#include "cpo_int.h"
#include "trace.h"

#define CPO_CAP_EXP         0x80
#define CPO_CAP_MSIX        0x70
#define CPO_CAP_PM          0x40
#define CPO_AER_OFFSET      0x100
#define CPO_MSIX_SIZE       (4 * KiB)
#define CPO_MSIX_PBA        0x800
#define CPO_FW_RESTART_NS   (500 * CPO_MS)
#define CPO_TIME_SCALE_MAX  1000
#define CPO_AGE_SCALE_MAX   10000000

const char *cpo_name(const CPOState *s)
{
    return DEVICE(s)->id ?: TYPE_CPO;
}

int64_t cpo_time(const CPOState *s)
{
    return qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) - s->time_base;
}

void cpo_copy_string(char *to, size_t size, const char *from)
{
    size_t len = from ? MIN(strlen(from), size) : 0;

    memset(to, 0, size);
    memcpy(to, from, len);
}

/* ---- DMA ---- */

/*
 * A guest can aim DMA at the configuration space of this device or of the
 * port above, and so reset or unplug it in the middle of its own work.  Work
 * that does DMA runs between these two: the device stays allocated, and once
 * it was reset every further transfer of the old work fails.
 */
void cpo_work_begin(CPOState *s)
{
    object_ref(OBJECT(s));
    s->work_gen = s->host_gen;
}

void cpo_work_end(CPOState *s)
{
    object_unref(OBJECT(s));
}

/* In a low power state the core hides the BARs but lets DMA through. */
bool cpo_dma_ready(const CPOState *s)
{
    const PCIDevice *pci = &s->parent_obj;
    uint16_t cmd, pm;

    if (!s->powered || s->dead) {
        return false;
    }
    cmd = pci_get_word(pci->config + PCI_COMMAND);
    pm = pci_get_word(pci->config + pci->pm_cap + PCI_PM_CTRL);
    return (cmd & PCI_COMMAND_MASTER) && !(pm & PCI_PM_CTRL_STATE_MASK);
}

static bool work_valid(const CPOState *s)
{
    return s->work_gen == s->host_gen;
}

bool cpo_dma_read(CPOState *s, uint64_t addr, void *buf, uint32_t len)
{
    trace_cpo_dma_read(cpo_name(s), addr, len);
    return work_valid(s) && cpo_dma_ready(s) &&
           pci_dma_read(PCI_DEVICE(s), addr, buf, len) == MEMTX_OK &&
           work_valid(s);
}

bool cpo_dma_write(CPOState *s, uint64_t addr, const void *buf, uint32_t len)
{
    trace_cpo_dma_write(cpo_name(s), addr, len);
    return work_valid(s) && cpo_dma_ready(s) &&
           pci_dma_write(PCI_DEVICE(s), addr, buf, len) == MEMTX_OK &&
           work_valid(s);
}

bool cpo_running(const CPOState *s)
{
    return (s->ctl & CPO_CTL_ENABLE) && !(s->sts & CPO_STS_FATAL) &&
           !(s->sts & CPO_STS_RESETTING);
}

/* Look at everything that may have been waiting for the host. */
void cpo_kick(CPOState *s)
{
    if (!s->powered || !cpo_running(s) || !cpo_dma_ready(s)) {
        return;
    }
    qemu_bh_schedule(s->admin_bh);
    qemu_bh_schedule(s->event_bh);
    qemu_bh_schedule(s->tlm_bh);
    qemu_bh_schedule(s->irq_bh);
}

/* ---- interrupts ---- */

static void vector_fire(CPOState *s, unsigned vector)
{
    CPOVector *v = &s->vector[vector];
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    v->pending = true;
    if (now < v->not_before) {
        timer_mod(v->timer, v->not_before);
        return;
    }
    if (!cpo_dma_ready(s)) {
        return;
    }
    v->pending = false;
    v->not_before = now + v->moderation_us * 1000ll;
    msix_notify(PCI_DEVICE(s), vector);
}

void cpo_irq_raise(CPOState *s, enum cpo_hw_irq_source source)
{
    uint32_t vector = s->irq_map[source];

    trace_cpo_irq(cpo_name(s), source, vector);
    if (vector >= CPO_IRQ_VECTORS) {
        return;
    }
    if (s->report[CPO_REPORT_IRQ_DROP]) {
        s->report[CPO_REPORT_IRQ_DROP]--;
        return;
    }
    vector_fire(s, vector);
}

void cpo_irq_test(CPOState *s, uint32_t vector)
{
    if (vector >= CPO_IRQ_VECTORS) {
        qemu_log_mask(LOG_GUEST_ERROR, "%s: test of vector %u\n",
                      cpo_name(s), vector);
        return;
    }
    vector_fire(s, vector);
}

bool cpo_irq_held(const CPOState *s, enum cpo_hw_irq_source source)
{
    uint32_t vector = s->irq_map[source];

    return vector < CPO_IRQ_VECTORS && s->vector[vector].pending;
}

static void vector_timer(void *opaque)
{
    CPOVector *v = opaque;

    qemu_bh_schedule(v->cpo->irq_bh);
}

static void irq_bh(void *opaque)
{
    CPOState *s = opaque;

    cpo_work_begin(s);
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        if (s->vector[i].pending) {
            vector_fire(s, i);
        }
    }
    cpo_work_end(s);
}

/* ---- memory ---- */

static void init_objects(CPOState *s)
{
    const CPOProfile *p = s->profile;

    s->n_engines = p->engines;
    s->n_lanes = cpo_profile_lanes(p);
    s->n_els = p->els;
    s->n_lasers = cpo_profile_lasers(p);
    s->n_ports = p->ports;
    s->lane_feed = g_new0(uint16_t, s->n_lanes);
    s->laser_engine = g_new0(uint16_t, s->n_lasers);
    s->lane_port = g_new0(uint16_t, s->n_lanes);
    s->lane_peer = g_new0(uint16_t, s->n_lanes);
    s->port_peer = g_new0(uint16_t, s->n_ports);
    s->port_lane = g_new0(uint16_t, s->n_ports * p->lanes_per_port);
    s->els = g_new0(CPOElsSlot, s->n_els);
    s->engine = g_new0(CPOEngineState, s->n_engines);
    s->laser = g_new0(CPOLaserState, s->n_lasers);
    s->feed = g_new0(CPOFeedState, s->n_lasers);
    s->lane = g_new0(CPOLaneState, s->n_lanes);
    s->port = g_new0(CPOPortState, s->n_ports);
    s->fifo_bytes = CPO_EVENT_FIFO * sizeof(struct cpo_hw_event);
    s->fifo = g_malloc0(s->fifo_bytes);
    cpo_tlm_layout(s);
    cpo_observe_init(s);
}

static void destroy_objects(CPOState *s)
{
    cpo_plant_free(&s->plant);
    g_clear_pointer(&s->freeze_image, g_free);
    g_clear_pointer(&s->freeze_until, g_free);
    g_clear_pointer(&s->tlm_image, g_free);
    g_clear_pointer(&s->flag, g_free);
    g_clear_pointer(&s->tally, g_free);
    cpo_watches_free(&s->watches);
    g_clear_pointer(&s->fifo, g_free);
    g_clear_pointer(&s->port, g_free);
    g_clear_pointer(&s->lane, g_free);
    g_clear_pointer(&s->feed, g_free);
    g_clear_pointer(&s->laser, g_free);
    g_clear_pointer(&s->els, g_free);
    g_clear_pointer(&s->engine, g_free);
    g_clear_pointer(&s->port_lane, g_free);
    g_clear_pointer(&s->port_peer, g_free);
    g_clear_pointer(&s->lane_peer, g_free);
    g_clear_pointer(&s->lane_port, g_free);
    g_clear_pointer(&s->laser_engine, g_free);
    g_clear_pointer(&s->lane_feed, g_free);
}

/* ---- faults and resets ---- */

/* The host broke a rule of the interface: stop, and say so once. */
void cpo_fatal(CPOState *s, uint32_t code, uint32_t arg)
{
    trace_cpo_fatal(cpo_name(s), code, arg);
    qemu_log_mask(LOG_GUEST_ERROR, "%s: fatal %u, argument 0x%x\n",
                  cpo_name(s), code, arg);
    if (s->sts & CPO_STS_FATAL) {
        return;
    }
    s->sts |= CPO_STS_FATAL;
    s->fatal_code = code;
    s->fatal_arg = arg;
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        s->vector[i].pending = false;
    }
}

/* Work that failed because of a reset is nobody's fault. */
void cpo_dma_failed(CPOState *s, uint32_t block)
{
    if (work_valid(s)) {
        cpo_fatal(s, CPO_FATAL_DMA, block);
    }
}

static void vectors_reset(CPOState *s)
{
    for (unsigned i = 0; i < CPO_IRQ_SOURCES; i++) {
        s->irq_map[i] = i;
    }
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        timer_del(s->vector[i].timer);
        s->vector[i].moderation_us = 0;
        s->vector[i].pending = false;
        s->vector[i].not_before = 0;
    }
}

/* Everything the host set up, and nothing that carries light. */
void cpo_host_reset(CPOState *s)
{
    s->host_gen++;
    cpo_adminq_enable(s, false);
    cpo_eventq_enable(s, false);
    cpo_tlm_stop(s);
    vectors_reset(s);
    qemu_bh_cancel(s->admin_bh);
    qemu_bh_cancel(s->event_bh);
    qemu_bh_cancel(s->irq_bh);
    s->admin.sq_base = s->admin.cq_base = 0;
    s->admin.size_reg = 0;
    s->event.base = 0;
    s->event.size_reg = 0;
    s->event.classes = UINT64_MAX;
    s->event.storm_us = 0;
    s->drv_feat = 0;
    s->ctl = 0;
    s->sts &= CPO_STS_READY | CPO_STS_RESETTING | CPO_STS_FW_DEAD;
    s->fatal_code = CPO_FATAL_NONE;
    s->fatal_arg = 0;
    s->host_beat = 0;
    s->scratch32 = 0;
    s->scratch64 = 0;
    s->test_addr = 0;
    s->test_size = 0;
    memset(s->inject_record, 0, sizeof(s->inject_record));
    s->inject_status = 0;
}

void cpo_firmware_reset(CPOState *s)
{
    trace_cpo_reset(cpo_name(s), "firmware", s->reset_gen);
    cpo_host_reset(s);
    cpo_observe_thaw_all(s);
    cpo_light_firmware(s);
    s->sts = CPO_STS_RESETTING;
    s->fw_stopped = s->now;
    s->fw_deadline = s->now + CPO_FW_RESTART_NS / s->time_scale;
    cpo_light_rearm(s);
}

void cpo_firmware_up(CPOState *s)
{
    s->boot++;
    s->sts &= ~CPO_STS_RESETTING;
    s->sts |= CPO_STS_READY;
    s->reset_gen = (s->reset_gen + 1) & 0x7fffffff;
    cpo_kick(s);                /* the host may have set up meanwhile */
}

/* Nothing that a snapshot which was refused may have reached is used. */
static void make_anew(CPOState *s)
{
    destroy_objects(s);
    init_objects(s);
    cpo_light_init(s, &error_abort);    /* did well in realize */
    cpo_els_find(s);
    s->admin = (CPOAdminQueue) { 0 };
    s->event = (CPOEventQueue) { 0 };
    s->tlm = (CPOTelemetry) { 0 };
    memset(s->report, 0, sizeof(s->report));
    s->spoiled = false;
}

static void power_on(CPOState *s)
{
    if (s->spoiled) {
        make_anew(s);
    }
    cpo_host_reset(s);
    cpo_observe_thaw_all(s);
    s->time_base = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    s->now = 0;
    s->sts = CPO_STS_READY;
    s->reset_gen = 0;
    s->boot = 1;
    s->topo_gen = 1;
    s->cfg_gen = 1;
    s->fw_deadline = 0;
    s->fw_stopped = 0;
    s->admin.gen = 0;
    s->cut_count = 0;
    s->cut_cause = 0;
    s->cut_time = 0;
    s->enclosure_closed = true;
    s->tlm.last_seq = 0;
    s->tlm.last_buf = 0;
    memset(s->tlm.sec_seq, 0, sizeof(s->tlm.sec_seq));
    cpo_light_cold(s);
    cpo_tally_reset(s);
    s->event.next_seq = 1;
    s->event.dropped = 0;
    s->powered = true;
}

/* Status and settings of AER outlive a function and a bus reset. */
static void aer_cold(PCIDevice *pci)
{
    uint8_t *aer = pci->config + pci->exp.aer_cap;

    pci_set_long(aer + PCI_ERR_UNCOR_STATUS, 0);
    pci_set_long(aer + PCI_ERR_UNCOR_MASK,
                 pci->cap_present & QEMU_PCIE_ERR_UNC_MASK ?
                 PCI_ERR_UNC_MASK_DEFAULT : 0);
    pci_set_long(aer + PCI_ERR_UNCOR_SEVER, PCI_ERR_UNC_SEVERITY_DEFAULT);
    pci_set_long(aer + PCI_ERR_COR_STATUS, 0);
    pci_set_long(aer + PCI_ERR_COR_MASK, PCI_ERR_COR_MASK_DEFAULT);
}

static bool in_flr(const CPOState *s)
{
    const PCIDevice *pci = &s->parent_obj;
    const uint8_t *exp = pci->config + pci->exp.exp_cap;

    return pci_get_word(exp + PCI_EXP_DEVCTL) & PCI_EXP_DEVCTL_BCR_FLR;
}

/* A bridge that is reset itself, with the machine, has left its bit behind. */
static bool in_bus_reset(CPOState *s)
{
    PCIBus *bus = pci_get_bus(PCI_DEVICE(s));

    while (!pci_bus_is_root(bus)) {
        PCIDevice *bridge = pci_bridge_get_device(bus);

        if ((pci_get_word(bridge->config + PCI_BRIDGE_CONTROL) &
             PCI_BRIDGE_CTL_BUS_RESET) &&
            !resettable_is_in_reset(OBJECT(bridge))) {
            return true;
        }
        bus = pci_get_bus(bridge);
    }
    return false;
}

/*
 * A function reset, a bus reset and the power button all arrive here.  Only
 * the last one may touch light.
 */
static void cpo_reset_hold(Object *obj, ResetType type)
{
    CPOState *s = CPO(obj);
    const char *cause = "cold";

    if (type == RESET_TYPE_SNAPSHOT_LOAD) {
        return;
    }
    if (s->powered && in_flr(s)) {
        cause = "function";
    } else if (s->powered && in_bus_reset(s)) {
        cause = "bus";
    }
    trace_cpo_reset(cpo_name(s), cause, s->reset_gen);
    pcie_cap_deverr_reset(PCI_DEVICE(s));
    if (*cause == 'c') {
        aer_cold(PCI_DEVICE(s));
        power_on(s);
        return;
    }
    cpo_host_reset(s);
    s->reset_gen = (s->reset_gen + 1) & 0x7fffffff;
}

/* ---- realize ---- */

static void cpo_write_config(PCIDevice *pci, uint32_t addr, uint32_t val,
                             int len)
{
    pci_default_write_config(pci, addr, val, len);
    pcie_cap_flr_write_config(pci, addr, val, len);
    pcie_aer_write_config(pci, addr, val, len);
    cpo_kick(CPO(pci));
}

static bool init_pm(PCIDevice *pci, Error **errp)
{
    int cap = pci_pm_init(pci, CPO_CAP_PM, errp);

    if (cap < 0) {
        return false;
    }
    pci_set_word(pci->config + cap + PCI_PM_PMC, PCI_PM_CAP_VER_1_2);
    pci_set_word(pci->config + cap + PCI_PM_CTRL, PCI_PM_CTRL_NO_SOFT_RESET);
    pci_set_word(pci->wmask + cap + PCI_PM_CTRL, PCI_PM_CTRL_STATE_MASK);
    return true;
}

static bool init_msix(CPOState *s, Error **errp)
{
    PCIDevice *pci = PCI_DEVICE(s);

    memory_region_init(&s->msix, OBJECT(s), "cpo-msix", CPO_MSIX_SIZE);
    pci_register_bar(pci, CPO_BAR_MSIX, PCI_BASE_ADDRESS_SPACE_MEMORY |
                     PCI_BASE_ADDRESS_MEM_TYPE_64, &s->msix);
    if (msix_init(pci, CPO_IRQ_VECTORS, &s->msix, CPO_BAR_MSIX, 0, &s->msix,
                  CPO_BAR_MSIX, CPO_MSIX_PBA, CPO_CAP_MSIX, errp) < 0) {
        return false;
    }
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        msix_vector_use(pci, i);
    }
    return true;
}

static bool init_pci(CPOState *s, Error **errp)
{
    PCIDevice *pci = PCI_DEVICE(s);

    pci->config_write = cpo_write_config;
    memory_region_init_io(&s->mmio, OBJECT(s), &cpo_mmio_ops, s, "cpo-regs",
                          CPO_BAR_REGS_SIZE);
    pci_register_bar(pci, CPO_BAR_REGS, PCI_BASE_ADDRESS_SPACE_MEMORY |
                     PCI_BASE_ADDRESS_MEM_TYPE_64, &s->mmio);
    if (pcie_endpoint_cap_init(pci, CPO_CAP_EXP) < 0) {
        error_setg(errp, "cpo: no PCIe capability; plug it into a root port");
        return false;
    }
    pcie_cap_flr_init(pci);
    pcie_cap_deverr_init(pci);
    if (!init_pm(pci, errp)) {
        return false;
    }
    if (pcie_aer_init(pci, PCI_ERR_VER, CPO_AER_OFFSET,
                      PCI_ERR_SIZEOF, errp) < 0) {
        return false;
    }
    return init_msix(s, errp);
}

static void exit_pci(CPOState *s)
{
    PCIDevice *pci = PCI_DEVICE(s);

    if (msix_present(pci)) {
        msix_unuse_all_vectors(pci);
        msix_uninit(pci, &s->msix, &s->msix);
    }
    if (pci->exp.aer_cap) {
        pcie_aer_exit(pci);
    }
    if (pci->exp.exp_cap) {
        pcie_cap_exit(pci);
    }
}

static QEMUBH *new_bh(CPOState *s, QEMUBHFunc *fn)
{
    return qemu_bh_new_guarded(fn, s, &DEVICE(s)->mem_reentrancy_guard);
}

static void create_clocks(CPOState *s)
{
    s->admin_bh = new_bh(s, cpo_adminq_bh);
    s->event_bh = new_bh(s, cpo_eventq_bh);
    s->tlm_bh = new_bh(s, cpo_tlm_bh);
    s->light_bh = new_bh(s, cpo_light_bh);
    s->irq_bh = new_bh(s, irq_bh);
    s->tlm_timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, cpo_tlm_timer, s);
    s->light_timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, cpo_light_timer, s);
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        s->vector[i].cpo = s;
        s->vector[i].timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, vector_timer,
                                          &s->vector[i]);
    }
}

void cpo_stop_clocks(CPOState *s)
{
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        timer_del(s->vector[i].timer);
    }
    timer_del(s->light_timer);
    timer_del(s->tlm_timer);
    qemu_bh_cancel(s->irq_bh);
    qemu_bh_cancel(s->light_bh);
    qemu_bh_cancel(s->tlm_bh);
    qemu_bh_cancel(s->event_bh);
    qemu_bh_cancel(s->admin_bh);
}

static void destroy_clocks(CPOState *s)
{
    if (!s->admin_bh) {
        return;
    }
    for (unsigned i = 0; i < CPO_IRQ_VECTORS; i++) {
        g_clear_pointer(&s->vector[i].timer, timer_free);
    }
    g_clear_pointer(&s->light_timer, timer_free);
    g_clear_pointer(&s->tlm_timer, timer_free);
    g_clear_pointer(&s->irq_bh, qemu_bh_delete);
    g_clear_pointer(&s->light_bh, qemu_bh_delete);
    g_clear_pointer(&s->tlm_bh, qemu_bh_delete);
    g_clear_pointer(&s->event_bh, qemu_bh_delete);
    g_clear_pointer(&s->admin_bh, qemu_bh_delete);
}

static bool find_profile(CPOState *s, Error **errp)
{
    const CPOProfile *table = cpo_profile_find(s->profile_name ?: "");
    g_autoptr(GString) names = g_string_new(NULL);

    if (table) {
        s->machine = *table;
        s->profile = &s->machine;
        return true;
    }
    for (size_t i = 0; cpo_profile_get(i); i++) {
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               cpo_profile_get(i)->name);
    }
    if (!s->profile_name) {
        error_setg(errp, "profile is missing; use one of: %s", names->str);
    } else {
        error_setg(errp, "unknown profile '%s'; use one of: %s",
                   s->profile_name, names->str);
    }
    return false;
}

static bool apply_overrides(CPOState *s, Error **errp)
{
    char why[128];

    if (!cpo_profile_change(&s->machine, &s->override, why, sizeof(why))) {
        error_setg(errp, "%s", why);
        return false;
    }
    s->wiring = g_str_hash(s->machine.name) ^ s->machine.lanes_per_port;
    return true;
}

static bool find_auto_start(CPOState *s, Error **errp)
{
    static const char *const names[] = { "never", "cold", "always" };

    for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
        if (!strcmp(s->auto_start_name ?: "cold", names[i])) {
            s->auto_start = i;
            return true;
        }
    }
    error_setg(errp, "unknown auto-start '%s'; use never, cold or always",
               s->auto_start_name);
    return false;
}

static bool check_properties(CPOState *s, Error **errp)
{
    if (!find_profile(s, errp) || !apply_overrides(s, errp) ||
        !find_auto_start(s, errp)) {
        return false;
    }
    if (s->time_scale < 1 || s->time_scale > CPO_TIME_SCALE_MAX) {
        error_setg(errp, "time-scale %u is not in 1..%u", s->time_scale,
                   CPO_TIME_SCALE_MAX);
        return false;
    }
    if (s->age_scale < 1 || s->age_scale > CPO_AGE_SCALE_MAX) {
        error_setg(errp, "age-scale %u is not in 1..%u", s->age_scale,
                   CPO_AGE_SCALE_MAX);
        return false;
    }
    if (s->els_plugged && strcmp(s->els_plugged, "all") &&
        strcmp(s->els_plugged, "none")) {
        error_setg(errp, "unknown els '%s'; use all or none", s->els_plugged);
        return false;
    }
    if (!s->serial) {
        uint64_t h = cpo_hash(s->seed, CPO_DRAW_SERIAL,
                              g_str_hash(cpo_name(s)));

        s->serial = g_strdup_printf("CPO%07" PRIu64, h % 10000000);
    }
    return true;
}

static void cpo_realize(PCIDevice *pci, Error **errp)
{
    CPOState *s = CPO(pci);

    if (!check_properties(s, errp)) {
        return;
    }
    init_objects(s);
    create_clocks(s);
    if (!init_pci(s, errp) || !cpo_light_init(s, errp)) {
        goto undo;
    }
    cpo_qom_add_children(s);
    cpo_els_create_bus(s);
    if (cpo_els_plug_all(s, errp)) {
        return;
    }
    cpo_els_destroy_bus(s);
    cpo_qom_remove_children(s);
undo:
    exit_pci(s);
    destroy_clocks(s);
    destroy_objects(s);
}

/* Memory stays until the last user of the device is gone. */
static void cpo_exit(PCIDevice *pci)
{
    CPOState *s = CPO(pci);

    s->powered = false;
    s->host_gen++;
    cpo_stop_clocks(s);
    cpo_qom_remove_children(s);
    exit_pci(s);
}

static void cpo_finalize(Object *obj)
{
    CPOState *s = CPO(obj);

    destroy_clocks(s);
    destroy_objects(s);
}

static const Property cpo_properties[] = {
    DEFINE_PROP_STRING("profile", CPOState, profile_name),
    DEFINE_PROP_UINT32("ports", CPOState, override.ports, CPO_KEEP),
    DEFINE_PROP_UINT32("engines", CPOState, override.engines, CPO_KEEP),
    DEFINE_PROP_UINT32("lanes", CPOState, override.lanes, CPO_KEEP),
    DEFINE_PROP_UINT32("slots", CPOState, override.slots, CPO_KEEP),
    DEFINE_PROP_UINT64("seed", CPOState, seed, 1),
    DEFINE_PROP_STRING("auto-start", CPOState, auto_start_name),
    DEFINE_PROP_STRING("links", CPOState, links),
    DEFINE_PROP_STRING("els", CPOState, els_plugged),
    DEFINE_PROP_STRING("serial", CPOState, serial),
    DEFINE_PROP_UINT32("time-scale", CPOState, time_scale, 1),
    DEFINE_PROP_UINT32("age-scale", CPOState, age_scale, 1),
    DEFINE_PROP_BOOL("x-inject", CPOState, inject, false),
};

static bool cpo_get_dead(Object *obj, Error **errp)
{
    return CPO(obj)->dead;
}

static void cpo_set_dead(Object *obj, bool value, Error **errp)
{
    CPOState *s = CPO(obj);

    s->dead = value;
    cpo_kick(s);
}

static void cpo_class_init(ObjectClass *oc, CPO_CLASS_DATA *data)
{
    DeviceClass *dc = DEVICE_CLASS(oc);
    PCIDeviceClass *pc = PCI_DEVICE_CLASS(oc);
    HotplugHandlerClass *hc = HOTPLUG_HANDLER_CLASS(oc);

    pc->realize = cpo_realize;
    pc->exit = cpo_exit;
    pc->vendor_id = CPO_PCI_VENDOR_ID;
    pc->device_id = CPO_PCI_DEVICE_ID;
    pc->class_id = PCI_CLASS_NETWORK_OTHER;
    pc->revision = 1;
    dc->desc = "Co-packaged optics";
    dc->vmsd = &cpo_vmstate;
    RESETTABLE_CLASS(oc)->phases.hold = cpo_reset_hold;
    hc->pre_plug = cpo_els_pre_plug;
    hc->plug = cpo_els_plug;
    hc->unplug = cpo_els_unplug;
    device_class_set_props(dc, cpo_properties);
    object_class_property_add_bool(oc, "dead", cpo_get_dead, cpo_set_dead);
    object_class_property_set_description(oc, "dead",
        "reads give all ones, writes are ignored, no DMA and no interrupts");
    object_class_property_add(oc, "inject", "object", NULL, cpo_fault_set,
                              NULL, NULL);
    object_class_property_set_description(oc, "inject",
        "puts a fault in: {name, index, value}; no value takes it out");
    set_bit(DEVICE_CATEGORY_NETWORK, dc->categories);
}

static const TypeInfo cpo_types[] = {
    {
        .name = TYPE_CPO,
        .parent = TYPE_PCI_DEVICE,
        .instance_size = sizeof(CPOState),
        .instance_finalize = cpo_finalize,
        .class_init = cpo_class_init,
        .interfaces = (CPO_INTERFACE_INFO[]) {
            { INTERFACE_PCIE_DEVICE },
            { TYPE_HOTPLUG_HANDLER },
            { }
        },
    },
};

DEFINE_TYPES(cpo_types)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* State of the device and what its files call in each other. */
#ifndef HW_CPO_INT_H
#define HW_CPO_INT_H

#include "qemu/bitops.h"
#include "qemu/units.h"
#include "qemu/timer.h"
#include "qemu/main-loop.h"
#include "qapi/error.h"
#include "hw/pci/pci_device.h"
#include "qom/object.h"
#include "cpo_compat.h"
#include "cpo_hw.h"
#include "cpo_profiles.h"
#include "cpo_optics.h"
#include "cpo_laser.h"
#include "cpo_safety.h"

#define TYPE_CPO            "cpo"
#define TYPE_CPO_ELS        "cpo-els"
#define TYPE_CPO_ELS_BUS    "cpo-els-bus"
OBJECT_DECLARE_SIMPLE_TYPE(CPOState, CPO)
OBJECT_DECLARE_SIMPLE_TYPE(CPOElsDevice, CPO_ELS)

#define CPO_NONE            0xffff
#define CPO_EVENT_FIFO      4096
#define CPO_TLM_SECTIONS    8
#define CPO_STRING_MAX      16

/* A pluggable laser module: its looks only, the state is in CPOElsSlot. */
struct CPOElsDevice {
    DeviceState parent_obj;

    uint32_t slot;
    char *serial;
    char *part;
    char *vendor;
    char *revision;
    char *firmware;
};

typedef enum CPOAutoStart {
    CPO_AUTO_NEVER,
    CPO_AUTO_COLD,
    CPO_AUTO_ALWAYS,
} CPOAutoStart;

typedef struct CPOElsSlot {
    bool present;
    bool autostart;             /* check the lasers when the module is up */
    uint8_t state;              /* enum cpo_hw_module_state */
    uint8_t cause;
    int64_t deadline;           /* module is up; 0: none */
    int64_t insert_time;
    uint32_t insertions;
    int32_t temp_mc;
    uint32_t vcc_uv;
    char serial[CPO_STRING_MAX + 1];
    char part[CPO_STRING_MAX + 1];
    char vendor[CPO_STRING_MAX + 1];
    char revision[CPO_STRING_MAX + 1];
    char firmware[CPO_STRING_MAX + 1];
} CPOElsSlot;

typedef struct CPOLaserState {
    CPOLaserSM sm;
    CPOClamp clamp;
    uint32_t full_nw;           /* what it gives at its set-point */
    uint32_t bias_na;           /* at full_nw */
    int32_t temp_mc;
    uint32_t emitted_nw;
    uint8_t shown_state;        /* last reported */
    uint8_t shown_fault;
} CPOLaserState;

typedef struct CPOFeedState {
    int32_t loss_mdb;           /* of the fibre as it is now */
    int32_t baseline_mdb;
    int32_t measured_mdb;       /* by the last check */
    bool measured;
    uint8_t check;              /* enum cpo_hw_check */
    uint8_t dp_state;           /* enum cpo_hw_dp_state of its lanes */
    int64_t check_time;
    int64_t dp_deadline;        /* 0: none */
    uint32_t input_nw;
} CPOFeedState;

typedef struct CPOLaneState {
    int32_t tx_loss_mdb;        /* engine input to transmit face */
    int32_t link_mdb;           /* this receiver's fibre */
    int64_t tx_set;             /* nW while lit; -1: follow the light */
    int64_t rx_set;
    int64_t ber_set;            /* in 1e-18 */
    uint32_t tx_nw;
    uint32_t rx_nw;
    uint32_t photocurrent_na;
    uint32_t ber32;
    uint16_t snr_256db;
    uint16_t heater;
    bool dark;
    bool los;
} CPOLaneState;

typedef struct CPOEngineState {
    int32_t temp_mc;
    uint32_t vcc_uv;
} CPOEngineState;

typedef struct CPOPortState {
    uint8_t oper;
    uint8_t reason;             /* enum cpo_hw_reason */
    uint16_t lanes_up;
    uint32_t link_changes;
    int64_t last_change;
} CPOPortState;

typedef struct CPOAdminQueue {
    uint64_t sq_base;
    uint64_t cq_base;
    uint32_t size_reg;
    uint32_t sq_size;           /* entries, while enabled */
    uint32_t cq_size;
    uint32_t gen;
    bool enabled;
    uint16_t sq_head;
    uint16_t sq_tail;
    uint16_t cq_head;
    uint16_t cq_tail;
} CPOAdminQueue;

typedef struct CPOEventQueue {
    uint64_t base;
    uint32_t size_reg;
    uint32_t size;              /* entries, while enabled */
    bool enabled;
    uint16_t prod;
    uint16_t cons;
    uint64_t next_seq;
    uint64_t dropped;
    bool overflow;              /* tell about it when there is room */
    uint64_t classes;
    uint32_t fifo_head;         /* of undelivered events */
    uint32_t fifo_len;
} CPOEventQueue;

typedef struct CPOTelemetry {
    uint64_t last_seq;
    uint32_t last_buf;
    uint32_t period_us;
    uint32_t buf_len;
    uint32_t bufs;              /* 0: off */
    uint32_t segs;
    uint64_t seg_addr[CPO_TLM_BUFS_MAX * CPO_TLM_SEGS_MAX];
    uint32_t seg_len[CPO_TLM_BUFS_MAX * CPO_TLM_SEGS_MAX];
    uint64_t sec_seq[CPO_TLM_SECTIONS];
    int64_t next_ns;            /* device time of the next block; 0: none */
} CPOTelemetry;

typedef struct CPOVector {
    CPOState *cpo;
    QEMUTimer *timer;
    uint32_t moderation_us;
    bool pending;
    int64_t not_before;         /* virtual clock */
} CPOVector;

/* Record type that CPO_OP_SECTION_READ and the telemetry block carry. */
typedef struct CPOSection {
    uint16_t type;
    uint16_t stride;
    uint32_t (*count)(const CPOState *s);
    void (*fill)(CPOState *s, uint32_t index, void *record);
} CPOSection;

struct CPOState {
    PCIDevice parent_obj;

    /* configuration, fixed at realize */
    char *profile_name;
    char *auto_start_name;
    char *links;
    char *els_plugged;
    char *serial;
    uint64_t seed;
    uint32_t time_scale;
    bool inject;
    const CPOProfile *profile;
    CPOAutoStart auto_start;
    uint32_t n_lanes;
    uint32_t n_lasers;
    uint32_t n_els;
    uint32_t n_engines;
    uint32_t n_ports;
    uint32_t n_relations;
    uint16_t *lane_feed;        /* by lane record */
    uint16_t *lane_port;
    uint16_t *port_peer;        /* CPO_NONE: nothing at the other end */
    uint32_t *port_lane;        /* first lane record */
    uint32_t tlm_bytes;
    uint32_t tlm_offset[CPO_TLM_SECTIONS];

    MemoryRegion mmio;
    MemoryRegion msix;
    BusState *els_bus;
    QEMUBH *admin_bh;
    QEMUBH *event_bh;
    QEMUBH *tlm_bh;
    QEMUBH *light_bh;
    QEMUBH *irq_bh;
    QEMUTimer *tlm_timer;
    QEMUTimer *light_timer;
    uint8_t *tlm_image;
    bool powered;               /* from the first cold reset to the end */
    bool dead;                  /* does not answer; not in a snapshot */
    uint32_t host_gen;          /* moves when the host's set-up is lost */
    uint32_t work_gen;          /* host_gen when the current work began */

    /* device state */
    int64_t time_base;          /* virtual clock at power on */
    int64_t now;                /* device time of what is being worked on */
    uint64_t drv_feat;
    uint32_t ctl;
    uint32_t sts;
    uint32_t reset_gen;
    uint32_t boot;
    uint32_t fatal_code;
    uint32_t fatal_arg;
    uint32_t topo_gen;
    uint32_t cfg_gen;
    uint32_t host_beat;
    int64_t fw_deadline;        /* firmware is back; 0: none */
    int64_t fw_stopped;         /* when it went */
    uint32_t irq_map[CPO_IRQ_SOURCES];
    CPOVector vector[CPO_IRQ_VECTORS];
    uint32_t scratch32;
    uint64_t scratch64;
    uint64_t test_addr;
    uint32_t test_size;
    uint8_t inject_record[64];
    uint32_t inject_status;
    uint32_t cut_count;
    uint32_t cut_cause;
    int64_t cut_time;
    bool enclosure_closed;

    CPOAdminQueue admin;
    CPOEventQueue event;
    CPOTelemetry tlm;
    uint8_t *fifo;              /* CPO_EVENT_FIFO x struct cpo_hw_event */
    uint32_t fifo_bytes;
    uint32_t *event_count;      /* by (code, object) */
    uint32_t n_event_count;

    CPOElsSlot *els;
    CPOLaserState *laser;
    CPOFeedState *feed;
    CPOLaneState *lane;
    CPOEngineState *engine;
    CPOPortState *port;
};

/* cpo.c */
int64_t cpo_time(const CPOState *s);
const char *cpo_name(const CPOState *s);
void cpo_fatal(CPOState *s, uint32_t code, uint32_t arg);
void cpo_dma_failed(CPOState *s, uint32_t block);
void cpo_host_reset(CPOState *s);
void cpo_firmware_reset(CPOState *s);
void cpo_firmware_up(CPOState *s);
bool cpo_running(const CPOState *s);
void cpo_work_begin(CPOState *s);
void cpo_work_end(CPOState *s);
bool cpo_dma_ready(const CPOState *s);
bool cpo_dma_read(CPOState *s, uint64_t addr, void *buf, uint32_t len);
bool cpo_dma_write(CPOState *s, uint64_t addr, const void *buf, uint32_t len);
void cpo_irq_raise(CPOState *s, enum cpo_hw_irq_source source);
void cpo_irq_test(CPOState *s, uint32_t vector);
bool cpo_irq_held(const CPOState *s, enum cpo_hw_irq_source source);
void cpo_kick(CPOState *s);
void cpo_copy_string(char *to, size_t size, const char *from);

/* cpo_mmio.c */
extern const MemoryRegionOps cpo_mmio_ops;

/* cpo_adminq.c */
void cpo_adminq_enable(CPOState *s, bool enable);
void cpo_adminq_tail(CPOState *s, uint16_t tail);
void cpo_adminq_head(CPOState *s, uint16_t head);
void cpo_adminq_bh(void *opaque);

/* cpo_eventq.c */
uint32_t cpo_event_counters(const CPOState *s);
void cpo_eventq_enable(CPOState *s, bool enable);
void cpo_eventq_consumer(CPOState *s, uint16_t cons);
void cpo_eventq_bh(void *opaque);
void cpo_eventq_reset_counts(CPOState *s);

typedef struct CPOEvent {
    uint16_t code;
    uint8_t severity;
    uint8_t action;
    uint8_t obj_type;
    uint16_t obj;
    uint16_t cause;
    uint16_t unit;
    int64_t value;
    int64_t limit;
} CPOEvent;

void cpo_event_post(CPOState *s, const CPOEvent *event);

/* cpo_telemetry.c */
extern const CPOSection cpo_tlm_sections[CPO_TLM_SECTIONS];
void cpo_tlm_layout(CPOState *s);
uint16_t cpo_tlm_config(CPOState *s, const struct cpo_hw_tlm_config *cfg,
                        const struct cpo_hw_seg *seg, uint16_t *detail);
void cpo_tlm_stop(CPOState *s);
bool cpo_tlm_write(CPOState *s, uint64_t cookie, uint16_t flags);
void cpo_tlm_rearm(CPOState *s);
void cpo_tlm_timer(void *opaque);
void cpo_tlm_bh(void *opaque);

/* cpo_inventory.c */
const CPOSection *cpo_section_find(uint16_t type);
void cpo_inventory_ident(CPOState *s, struct cpo_hw_ident *id);

/* cpo_pages.c */
bool cpo_page_build(CPOState *s, uint8_t type, unsigned index, unsigned bank,
                    unsigned page, uint8_t *lower, uint8_t *upper);

/* cpo_light.c */
bool cpo_light_init(CPOState *s, Error **errp);
void cpo_light_cold(CPOState *s);
void cpo_light_firmware(CPOState *s);
void cpo_light_run(CPOState *s);
void cpo_light_eval(CPOState *s);
void cpo_light_insert(CPOState *s, unsigned slot);
void cpo_light_remove(CPOState *s, unsigned slot);
void cpo_light_timer(void *opaque);
void cpo_light_bh(void *opaque);
uint8_t cpo_light_reason(const CPOState *s, unsigned laser);
uint8_t cpo_light_lane_reason(const CPOState *s, unsigned lane);
void cpo_light_rearm(CPOState *s);

/* cpo_els.c */
void cpo_els_create_bus(CPOState *s);
void cpo_els_destroy_bus(CPOState *s);
bool cpo_els_plug_all(CPOState *s, Error **errp);
void cpo_els_pre_plug(HotplugHandler *handler, DeviceState *dev,
                      Error **errp);
void cpo_els_plug(HotplugHandler *handler, DeviceState *dev, Error **errp);
void cpo_els_unplug(HotplugHandler *handler, DeviceState *dev, Error **errp);

/* cpo_qom.c */
void cpo_qom_add_children(CPOState *s);
void cpo_qom_remove_children(CPOState *s);

/* cpo_vmstate.c */
extern const VMStateDescription cpo_vmstate;

static inline unsigned cpo_lane_record(const CPOState *s, const CPORoute *r,
                                       unsigned i)
{
    return r->engine * s->profile->lanes_per_engine + r->first +
           i * r->stride;
}

static inline unsigned cpo_laser_els(const CPOState *s, unsigned laser)
{
    return laser / s->profile->lasers_per_els;
}

#endif

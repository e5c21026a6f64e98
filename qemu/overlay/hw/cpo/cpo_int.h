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
#include "cpo_plant.h"
#include "cpo_laser.h"
#include "cpo_safety.h"
#include "cpo_watch.h"

#define TYPE_CPO            "cpo"
#define TYPE_CPO_ELS        "cpo-els"
#define TYPE_CPO_ELS_BUS    "cpo-els-bus"
OBJECT_DECLARE_SIMPLE_TYPE(CPOState, CPO)
OBJECT_DECLARE_SIMPLE_TYPE(CPOElsDevice, CPO_ELS)

#define CPO_NONE            0xffff
#define CPO_EVENT_FIFO      4096
#define CPO_TLM_SECTIONS    9
#define CPO_STRING_MAX      16
#define CPO_MODERATION_MAX_US   1000000

/* what a user can set a part to, and so what a snapshot can hold */
#define CPO_LANE_SET_MAX_NW     6553500     /* CMIS: 16 bits of 0.1 uW */
#define CPO_VCC_MAX_UV          6553500     /* CMIS: 16 bits of 100 uV */
#define CPO_ELS_VCC_MIN_UV      2000000
#define CPO_TEMP_MIN_MC         (-40000)
#define CPO_TEMP_MAX_MC         125000
#define CPO_LASER_SET_MAX_NW    200000000
#define CPO_BIAS_SET_MAX_NA     550000000
#define CPO_BER_SET_MAX         500000000000000000  /* 0.5, in 1e-18 */

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
    char serial[CPO_STRING_MAX + 1];
    char part[CPO_STRING_MAX + 1];
    char vendor[CPO_STRING_MAX + 1];
    char revision[CPO_STRING_MAX + 1];
    char firmware[CPO_STRING_MAX + 1];
} CPOElsSlot;

/* What the plant does not know of a part. */

typedef struct CPOEngineState {
    bool low_power;             /* asked for */
    uint8_t state;              /* enum cpo_hw_module_state */
    int64_t deadline;           /* it is there; 0: none */
} CPOEngineState;

typedef struct CPOLaserState {
    CPOLaserSM sm;
    CPOClamp clamp;
    uint8_t shown_state;        /* last reported */
    uint8_t shown_fault;
} CPOLaserState;

typedef struct CPOFeedState {
    int32_t measured_mdb;       /* by the last check */
    bool measured;
    uint8_t check;              /* enum cpo_hw_check */
    uint8_t dp_state;           /* enum cpo_hw_dp_state of its lanes */
    int64_t check_time;
    int64_t dp_deadline;        /* 0: none */
} CPOFeedState;

typedef struct CPOLaneState {
    uint8_t reason;             /* enum cpo_hw_reason; worked out */
} CPOLaneState;

typedef struct CPOPortState {
    uint8_t oper;
    uint8_t reason;             /* enum cpo_hw_reason */
    uint16_t lanes_up;
    uint32_t link_changes;
    int64_t last_change;
    bool stale;                 /* a lane has changed; worked out */
    bool aligned;               /* when last looked at; worked out */
} CPOPortState;

/* Kinds of events; from the first flag on they can come in storms. */
typedef enum CPOKind {
    CPO_KIND_ELS_REMOVED,
    CPO_KIND_ELS_INSERTED,
    CPO_KIND_ELS_STATE,
    CPO_KIND_LASER_STATE,
    CPO_KIND_LASER_FAULT,
    CPO_KIND_CHECK_PASSED,
    CPO_KIND_CHECK_FAILED,
    CPO_KIND_LASER_CUT,
    CPO_KIND_TOPOLOGY,
    CPO_KIND_OVERFLOW,
    CPO_KIND_INTERLOCK,
    CPO_KIND_LEAK,
    CPO_KIND_ENGINE_TRIP,
    CPO_KIND_RING_UNLOCK,
    CPO_KIND_TX_DARK,
    CPO_KIND_RX_LOS,
    CPO_KIND_RX_LOL,
    CPO_KIND_PORT_STATE,
    CPO_KIND_COUNT,
    CPO_KIND_FIRST_FLAG = CPO_KIND_INTERLOCK,
} CPOKind;

/* What an object has seen of one kind of event. */
typedef struct CPOTally {
    uint32_t count;             /* of events; of a condition, its changes */
    bool held;                  /* the last one waits for its time */
    uint8_t severity;           /* of the last one, as what follows */
    uint8_t action;             /* enum cpo_hw_action: how it is */
    uint16_t cause;
    int64_t value;
    int64_t limit;
    int64_t last_set;           /* device time; also of what is no condition */
    int64_t last_clear;
    int64_t first_set;          /* 0: never */
    int64_t posted;             /* when its last event left; 0: never */
    uint64_t seq;               /* flag_seq of its last change */
} CPOTally;

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
    uint32_t storm_us;          /* shortest time between two of a kind */
    int64_t storm_next;         /* next one held back leaves; 0: none */
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

/* Faults of the reporting that one can inject; cpo_fault.c has the names. */
enum {
    CPO_REPORT_FREEZE,
    CPO_REPORT_TEAR,
    CPO_REPORT_SHORT,
    CPO_REPORT_REPEAT,
    CPO_REPORT_LIE,
    CPO_REPORT_DROP,
    CPO_REPORT_IRQ_DROP,
    CPO_REPORT_COUNT,
};

/* values of CPO_REPORT_FREEZE */
#define CPO_FREEZE_BLOCKS   1       /* there are no more */
#define CPO_FREEZE_VALUES   2       /* they say the same for ever */

/* Record type that CPO_OP_SECTION_READ and the telemetry block carry. */
typedef struct CPOSection {
    uint16_t type;
    uint16_t stride;
    uint32_t (*count)(const CPOState *s);
    void (*fill)(CPOState *s, uint32_t index, void *record);
    void (*prepare)(CPOState *s);   /* before records are filled, or NULL */
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
    uint32_t age_scale;
    bool inject;
    CPOOverride override;
    CPOProfile machine;         /* the profile with the overrides */
    const CPOProfile *profile;  /* &machine */
    CPOAutoStart auto_start;
    uint32_t n_lanes;
    uint32_t n_lasers;
    uint32_t n_els;
    uint32_t n_engines;
    uint32_t n_ports;
    uint32_t wiring;            /* tells machines of equal counts apart */
    uint16_t *lane_feed;        /* by lane record: its working laser */
    uint16_t *laser_engine;     /* by laser: the engine its fibre leads to */
    uint16_t *lane_port;
    uint16_t *lane_peer;        /* lane that sends to it, or CPO_NONE */
    uint16_t *port_peer;        /* CPO_NONE: nothing at the other end */
    uint16_t *port_lane;        /* lane records, lanes_per_port for each */
    uint16_t leak_sensor;       /* CPO_NONE: it has none */
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
    uint64_t tlm_gen;           /* light_gen the image is of */
    bool powered;               /* from the first cold reset to the end */
    bool spoiled;               /* by a snapshot, until one is believed */
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
    uint32_t kind_base[CPO_KIND_COUNT + 1];
    CPOTally *tally;            /* by kind and object, then by limit */
    bool *flag;                 /* of kinds, set: close together, worked out */
    uint32_t n_tallies;
    uint64_t flag_seq;          /* changes of conditions */
    CPOWatches watches;

    CPOElsSlot *els;
    CPOEngineState *engine;
    CPOLaserState *laser;
    CPOFeedState *feed;
    CPOLaneState *lane;
    CPOPortState *port;
    CPOPlant plant;
    uint64_t light_gen;         /* moves when a value may have */
    uint32_t report[CPO_REPORT_COUNT];
    uint32_t n_freezes;         /* engines, then modules */
    int64_t *freeze_until;      /* 0: observables are not frozen */
    uint8_t *freeze_image;      /* their pages, CPO_FREEZE_BYTES per bank */
    uint32_t freeze_bytes;
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
void cpo_stop_clocks(CPOState *s);
void cpo_copy_string(char *to, size_t size, const char *from);

/* cpo_mmio.c */
extern const MemoryRegionOps cpo_mmio_ops;
uint64_t cpo_features(const CPOState *s);

/* cpo_adminq.c */
void cpo_adminq_enable(CPOState *s, bool enable);
void cpo_adminq_tail(CPOState *s, uint16_t tail);
void cpo_adminq_head(CPOState *s, uint16_t head);
void cpo_adminq_bh(void *opaque);

/* cpo_attr.c */
uint16_t cpo_attr_get(const CPOState *s, const struct cpo_hw_obj *first,
                      uint16_t attr, uint32_t n, struct cpo_hw_attr *row,
                      uint16_t *detail);
uint16_t cpo_attr_set(CPOState *s, const struct cpo_hw_attr *row, uint32_t n,
                      bool dry_run, uint16_t *detail);

/* cpo_engine.c */
bool cpo_engine_ready(const CPOState *s, unsigned engine);
CPOPlantPower cpo_engine_power(const CPOState *s, unsigned engine);
void cpo_engine_cold(CPOState *s);
void cpo_engine_request(CPOState *s, unsigned engine, bool low_power);
void cpo_engine_due(CPOState *s, unsigned engine);

/* cpo_eventq.c */
void cpo_eventq_enable(CPOState *s, bool enable);
void cpo_eventq_consumer(CPOState *s, uint16_t cons);
void cpo_eventq_bh(void *opaque);
void cpo_event_tell(CPOState *s, uint32_t tally);
void cpo_event_config(CPOState *s, uint64_t classes, uint32_t storm_us);
void cpo_storm_due(CPOState *s);

/* cpo_flag.c */
typedef struct CPOEvent {
    uint16_t code;
    uint8_t severity;
    uint8_t action;
    uint8_t obj_type;
    uint16_t obj;
    uint16_t cause;
    int64_t value;
    int64_t limit;
} CPOEvent;

uint32_t cpo_tally_objects(const CPOState *s, uint8_t type);
void cpo_tally_init(CPOState *s);
void cpo_tally_reset(CPOState *s);
void cpo_tally_restore(CPOState *s);
CPOEvent cpo_tally_event(const CPOState *s, uint32_t n);
bool cpo_tally_storms(const CPOState *s, uint32_t n);
bool cpo_tally_sane(const CPOState *s);
void cpo_event_post(CPOState *s, CPOKind kind, const CPOEvent *event);
void cpo_flag_change(CPOState *s, CPOKind kind, unsigned obj, CPOEvent why);
void cpo_flag_epoch(CPOState *s);
struct cpo_hw_flag *cpo_flag_list(const CPOState *s, uint64_t since,
                                  uint32_t max, uint32_t *total);

/* cpo_thresh.c */
uint32_t cpo_thresh_list(const CPOState *s, uint32_t what, uint32_t first,
                         uint32_t max, struct cpo_hw_threshold *row);
uint16_t cpo_thresh_set(CPOState *s, const struct cpo_hw_threshold *row,
                        uint32_t n, bool dry_run, uint16_t *detail,
                        uint32_t *result);
uint16_t cpo_thresh_default(CPOState *s, const struct cpo_hw_threshold *row,
                            uint32_t n, bool dry_run, uint16_t *detail);

/* cpo_records.c */
extern const CPOSection cpo_tlm_sections[CPO_TLM_SECTIONS];

/* cpo_windows.c */
const CPOSection *cpo_window_section(uint16_t type);
uint16_t cpo_window_config(CPOState *s, uint32_t seconds, bool dry_run);

/* cpo_telemetry.c */
void cpo_tlm_layout(CPOState *s);
uint16_t cpo_tlm_config(CPOState *s, const struct cpo_hw_tlm_config *cfg,
                        const struct cpo_hw_seg *seg, bool dry_run,
                        uint16_t *detail);
void cpo_tlm_stop(CPOState *s);
bool cpo_tlm_write(CPOState *s, uint64_t cookie, uint16_t flags);
void cpo_tlm_rearm(CPOState *s);
void cpo_tlm_timer(void *opaque);
void cpo_tlm_bh(void *opaque);

/* cpo_inventory.c */
const CPOSection *cpo_section_find(uint16_t type);
void cpo_inventory_ident(CPOState *s, struct cpo_hw_ident *id);

/* cpo_fault.c */
void cpo_fault_set(Object *obj, Visitor *v, const char *property,
                   void *opaque, Error **errp);
uint32_t cpo_fault_record(CPOState *s, const uint8_t *record, size_t size);
void cpo_fault_block(CPOState *s);
bool cpo_fault_sane(const CPOState *s);

/* cpo_observe.c */
void cpo_observe_init(CPOState *s);
bool cpo_observe_page(CPOState *s, uint8_t type, unsigned index,
                      unsigned bank, unsigned page, uint8_t *upper);
void cpo_observe_freeze(CPOState *s, uint8_t type, unsigned index, bool on);
void cpo_observe_thaw_all(CPOState *s);
bool cpo_observe_sane(const CPOState *s);

/* cpo_pages.c */
void cpo_page_fetch(CPOState *s, uint16_t type, unsigned index, void *record,
                    size_t size);
bool cpo_page_build(CPOState *s, uint8_t type, unsigned index, unsigned bank,
                    unsigned page, uint8_t *lower, uint8_t *upper);

/* cpo_wiring.c */
bool cpo_wiring_init(CPOState *s, Error **errp);

/* cpo_light.c */
bool cpo_light_init(CPOState *s, Error **errp);
void cpo_light_cold(CPOState *s);
void cpo_light_firmware(CPOState *s);
void cpo_light_step(CPOState *s, bool epoch, bool all);
void cpo_light_eval(CPOState *s);
void cpo_light_module_up(CPOState *s, unsigned slot);
void cpo_light_laser_due(CPOState *s, unsigned laser);
void cpo_light_los(CPOState *s, unsigned lane, bool los);
void cpo_light_insert(CPOState *s, unsigned slot);
void cpo_light_remove(CPOState *s, unsigned slot);
uint8_t cpo_light_reason(const CPOState *s, unsigned laser);
uint8_t cpo_light_lane_reason(const CPOState *s, unsigned lane);

/* cpo_clock.c */
void cpo_light_run(CPOState *s);
bool cpo_light_catch_up(CPOState *s);
void cpo_light_rearm(CPOState *s);
void cpo_light_timer(void *opaque);
void cpo_light_bh(void *opaque);

/* cpo_els.c */
void cpo_els_create_bus(CPOState *s);
void cpo_els_destroy_bus(CPOState *s);
bool cpo_els_plug_all(CPOState *s, Error **errp);
void cpo_els_pre_plug(HotplugHandler *handler, DeviceState *dev,
                      Error **errp);
void cpo_els_plug(HotplugHandler *handler, DeviceState *dev, Error **errp);
void cpo_els_find(CPOState *s);
void cpo_els_unplug(HotplugHandler *handler, DeviceState *dev, Error **errp);

/* cpo_qom.c */
void cpo_qom_add_children(CPOState *s);
void cpo_qom_remove_children(CPOState *s);

/* cpo_vmstate.c */
extern const VMStateDescription cpo_vmstate;

/* Whether a condition is there. */
static inline bool cpo_flag(const CPOState *s, CPOKind kind, unsigned obj)
{
    return s->flag[s->kind_base[kind] + obj];
}

static inline unsigned cpo_lane_record(const CPOState *s, const CPORoute *r,
                                       unsigned i)
{
    return r->engine * s->profile->lanes_per_engine + r->first +
           i * r->stride;
}

static inline unsigned cpo_port_lane(const CPOState *s, unsigned port,
                                     unsigned i)
{
    return s->port_lane[port * s->profile->lanes_per_port + i];
}

static inline unsigned cpo_laser_els(const CPOState *s, unsigned laser)
{
    return laser / s->profile->lasers_per_els;
}

#endif

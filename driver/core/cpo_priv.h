/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/*
 * Inside of the cpo core.  Which file does what:
 *
 * cpo_main.c		module, registry of devices
 * cpo_dev.c		lifetime and state of a device, calls of its provider
 * cpo_inventory.c	check of what a provider says it has
 * cpo_relation.c	which objects have lanes in common
 * cpo_rows.c		values of objects, and the topology that holds them
 * cpo_windows.c	values of objects over time
 * cpo_events.c		events of the device
 * cpo_flags.c		conditions of objects, and how often they changed
 * cpo_thresholds.c	limits of quantities
 * cpo_page.c		CMIS pages and their cache
 * cpo_units.c		conversion to the units of the uapi
 * cpo_select.c		which objects a filter means
 * cpo_read.c		what a provider reads back
 * cpo_monitor.c	what hwmon and thermal have to hear of, and when
 * cpo_hwmon.c		hwmon devices of engines, ELS and the board
 * cpo_thermal.c	thermal zones of ASICs
 * cpo_nl*.c		the netlink family, one file per object
 */
#ifndef CPO_PRIV_H
#define CPO_PRIV_H

#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/seqlock.h>
#include <linux/time64.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "cpo.h"

#define CPO_PAGE_TIMEOUT_MS	2000
#define CPO_STALE_PERIODS	3

/**
 * struct cpo_stamp - how new a row is
 * @sample: sample the row came with; its seq is 0 as long as there was none
 * @event_seq: newest event of the device that changed the row, 0 for none
 */
struct cpo_stamp {
	struct cpo_sample sample;
	u64 event_seq;
};

struct cpo_engine_slot {
	struct cpo_stamp stamp;
	struct cpo_engine_row row;
};

struct cpo_els_slot {
	struct cpo_stamp stamp;
	struct cpo_els_row row;
	struct cpo_identity id;
};

struct cpo_laser_slot {
	struct cpo_stamp stamp;
	struct cpo_laser_row row;
};

struct cpo_lane_slot {
	struct cpo_stamp stamp;
	struct cpo_lane_row row;
};

struct cpo_port_slot {
	struct cpo_stamp stamp;
	struct cpo_port_row row;
};

struct cpo_route_slot {
	struct cpo_stamp stamp;
	struct cpo_route_row row;
};

struct cpo_sensor_slot {
	struct cpo_stamp stamp;
	struct cpo_sensor_row row;
};

struct cpo_fec_slot {
	struct cpo_stamp stamp;
	struct cpo_fec_row row;
};

/**
 * struct cpo_extent - a quantity over a time, checked, in the unit of the uapi
 * @valid: it means something
 * @known_ms: how long there was a value; 0: the rest means nothing
 * @min: least value
 * @avg: mean value
 * @max: greatest value
 */
struct cpo_extent {
	bool valid;
	u32 known_ms;
	s64 min;
	s64 avg;
	s64 max;
};

/**
 * struct cpo_window_slot - windows of an object
 * @stamp: how new they are
 * @window_s: length of a window, 0: nothing was published
 * @start: when the one in progress began, ns of device time
 * @running: the one in progress, by quantity
 * @previous: the last complete one, by quantity
 */
struct cpo_window_slot {
	struct cpo_stamp stamp;
	u32 window_s;
	u64 start;
	struct cpo_extent running[CPO_WINDOWS_MAX];
	struct cpo_extent previous[CPO_WINDOWS_MAX];
};

/**
 * struct cpo_engine_rows - rows of an engine and of its lanes
 * @lock: protects @slot and the slots of the lanes
 * @slot: the engine
 * @lanes: first of its lanes
 */
struct cpo_engine_rows {
	seqlock_t lock;
	struct cpo_engine_slot slot;
	struct cpo_lane_slot *lanes;
};

/**
 * struct cpo_rows - values of all objects of a device
 * @els_lock: protects @els
 * @laser_lock: protects @lasers
 * @port_lock: protects @ports
 * @route_lock: protects @routes
 * @sensor_lock: protects @sensors
 * @fec_lock: protects @fec
 * @window_lock: protects @windows
 * @engines: rows by engine
 * @lanes: rows by lane, under the lock of their engine
 * @els: rows by ELS
 * @lasers: rows by laser
 * @ports: rows by port
 * @routes: rows by route
 * @sensors: rows by sensor
 * @fec: rows by port
 * @windows: rows by number of cpo_window_index()
 * @netdevs: network interfaces by port
 *
 * Readers copy a row and retry; they never wait for each other.
 */
struct cpo_rows {
	seqlock_t els_lock;
	seqlock_t laser_lock;
	seqlock_t port_lock;
	seqlock_t route_lock;
	seqlock_t sensor_lock;
	seqlock_t fec_lock;
	seqlock_t window_lock;
	struct cpo_engine_rows *engines;
	struct cpo_lane_slot *lanes;
	struct cpo_els_slot *els;
	struct cpo_laser_slot *lasers;
	struct cpo_port_slot *ports;
	struct cpo_route_slot *routes;
	struct cpo_sensor_slot *sensors;
	struct cpo_fec_slot *fec;
	struct cpo_window_slot *windows;
	struct net_device __rcu **netdevs;
};

/**
 * struct cpo_topo - the objects of a device, exchanged as a whole
 * @inv: what there is
 * @rows: its values; may live on in the next topology
 * @generation: for the dumps of this device, never 0
 */
struct cpo_topo {
	struct cpo_inventory *inv;
	struct cpo_rows *rows;
	u32 generation;
};

/**
 * struct cpo_status - what changes about the device itself
 * @state: enum cpo_dev_state
 * @period_us: telemetry period, 0: unknown
 * @window_s: length of the windows, 0: the device keeps none
 * @epoch: epoch of @event_seq
 * @event_seq: number of the next event
 * @row: values of the device
 * @stamp: how new @row is
 */
struct cpo_status {
	u32 state;
	u32 period_us;
	u32 window_s;
	u64 epoch;
	u64 event_seq;
	struct cpo_dev_row row;
	struct cpo_stamp stamp;
};

/**
 * struct cpo_counts - what the core counts about events and lifetime
 * @events: events reported
 * @events_lost: events the provider said were lost
 * @event_gaps: how often it said so
 * @events_refused: events reported about objects that do not exist
 * @event_messages: messages events were sent in
 * @detaches: how often the device was detached
 */
struct cpo_counts {
	u64 events;
	u64 events_lost;
	u64 event_gaps;
	u64 events_refused;
	u64 event_messages;
	u64 detaches;
};

/**
 * struct cpo_moment - a point in time by two clocks
 * @device: ns of the clock of the device, 0: there is none
 * @boottime: CLOCK_BOOTTIME in ns, 0: unknown, or before the host started
 */
struct cpo_moment {
	u64 device;
	u64 boottime;
};

/**
 * struct cpo_flag - what is known of a flag
 * @id: which one
 * @severity: enum cpo_severity, while it is set
 * @set: it is set
 * @lower_bound: it may have changed more often than @changes
 * @cleared: its history was forgotten once; the device still has all of it
 * @exact: its times are those of the device, not of events, which may have
 *	been coalesced
 * @renew: the device may count anew
 * @recounted: the device lost its history; what was before is known only here
 * @count: what the device counted last
 * @changes: how often it changed, as users see it
 * @value: value at its last change
 * @first_set: when it was set for the first time
 * @last_set: when it was set last
 * @last_clear: when it went away last
 * @rcu: for who still reads it
 *
 * One that is neither set nor has changes is not shown.
 */
struct cpo_flag {
	struct cpo_flag_id id;
	u8 severity;
	bool set;
	bool lower_bound;
	bool cleared;
	bool exact;
	bool renew;
	bool recounted;
	u32 count;
	u64 changes;
	s64 value;
	struct cpo_moment first_set;
	struct cpo_moment last_set;
	struct cpo_moment last_clear;
	struct rcu_head rcu;
};

/**
 * struct cpo_flags - the flags of a device that were ever set
 * @lock: serialises writers, users that clear flags among them
 * @seq: to copy a flag without @lock
 * @all: struct cpo_flag by cpo_flag_key(); looked up under RCU
 * @heard: when the last event of a flag was, by both clocks
 * @renewed: when the device may have set its clock, CLOCK_BOOTTIME in ns
 */
struct cpo_flags {
	/* taken last, and never for long */
	struct mutex lock;
	seqlock_t seq;
	struct xarray all;
	struct cpo_moment heard;
	u64 renewed;
};

struct cpo_page_cache;

/**
 * struct cpo_target - what one command at a time may work on
 * @wait: those who wait for @busy to clear
 * @busy: bit 0 is a lock whose waits are killable and end
 * @change: counts samples and events that concern the target
 * @life: counts insertions, resets and whatever else changes constant pages
 * @cache: pages read, under @busy
 * @done: commands done, under @busy
 * @hits: reads served from @cache, under @busy
 */
struct cpo_target {
	wait_queue_head_t wait;
	unsigned long busy;
	atomic_t change;
	atomic_t life;
	struct cpo_page_cache *cache;
	u64 done;
	u64 hits;
};

#define CPO_TARGETS	(CPO_LIMIT_ENGINES + CPO_LIMIT_ELS)

struct cpo_hwmons;
struct cpo_thermal;

/**
 * struct cpo_monitor - hwmon devices and thermal zones of a device
 * @work: does what must not be done where it turns out to be needed; all that
 *	is registered there is so by this work alone
 * @todo: enum cpo_monitor_todo
 * @hwmons: hwmon devices or NULL
 * @thermal: thermal zones or NULL
 * @awaited: the sample that includes this event is news to a thermal zone, 0:
 *	none is
 *
 * @work is disabled unless the device is registered, and while @hwmons and
 * @thermal are exchanged, which is serialised with publishing.
 */
struct cpo_monitor {
	struct delayed_work work;
	unsigned long todo;
	struct cpo_hwmons *hwmons;
	struct cpo_thermal *thermal;
	u64 awaited;
};

/**
 * struct cpo_dev - a device with co-packaged optics
 * @ref: the provider and each command under way hold one
 * @id: number in the registry, while it is registered
 * @name: "cpo" and @id
 * @parent: device of the provider
 * @ops: how to call the provider
 * @priv: data of the provider
 * @topo: objects; written by the provider's calls, which it serialises
 * @lock: protects @status and @counts
 * @status: state, sequence of events and the row of the device
 * @counts: counters
 * @flags: flags
 * @thresholds_lock: serialises writers of @thresholds and its rows
 * @thresholds: limits, or NULL: they are not known
 * @threshold_stores: how often some were set
 * @ops_sem: held for reading while an op of the provider runs; who ends that
 *	they do takes it for writing
 * @registered: between register and unregister; written under @ops_sem
 * @refresh: one refresh at a time
 * @config: one change of how it reports, or of its limits, at a time
 * @monitor: what hwmon and thermal show
 * @targets: engines, then ELS; enough for every inventory, so that who waits
 *	for one does not depend on a topology
 */
struct cpo_dev {
	struct kref ref;
	u32 id;
	char name[16];
	struct device *parent;
	const struct cpo_dev_ops *ops;
	void *priv;
	struct cpo_topo __rcu *topo;
	seqlock_t lock;
	struct cpo_status status;
	struct cpo_counts counts;
	struct cpo_flags flags;
	/* taken last */
	struct mutex thresholds_lock;
	struct cpo_thresholds __rcu *thresholds;
	unsigned int threshold_stores;
	struct rw_semaphore ops_sem;
	bool registered;
	struct cpo_target refresh;
	struct cpo_target config;
	struct cpo_monitor monitor;
	struct cpo_target targets[CPO_TARGETS];
};

/**
 * struct cpo_filter - lanes that have all of these; CPO_NONE is any
 * @engine: engine
 * @els: ELS of the laser that feeds them
 * @laser: laser that feeds them
 * @port: port
 */
struct cpo_filter {
	u16 engine;
	u16 els;
	u16 laser;
	u16 port;
};

#define CPO_FILTER_ANY	\
	{ .engine = CPO_NONE, .els = CPO_NONE, .laser = CPO_NONE, \
	  .port = CPO_NONE }

/**
 * struct cpo_select - objects that are all of this, or part of it
 * @object: enum cpo_object
 * @engine: engine, its lanes, lasers and sensors
 * @els: ELS, its lasers and sensors
 * @port: port and its lanes
 * @laser: laser, over the device
 * @lane: lane, over the device
 * @route: route
 * @sensor: sensor
 *
 * CPO_NONE is any.
 */
struct cpo_select {
	u16 object;
	u16 engine;
	u16 els;
	u16 port;
	u16 laser;
	u16 lane;
	u16 route;
	u16 sensor;
};

/* cpo_main.c */
extern struct workqueue_struct *cpo_wq;
int cpo_registry_add(struct cpo_dev *cdev);
void cpo_registry_show(struct cpo_dev *cdev);
void cpo_registry_hide(struct cpo_dev *cdev);
void cpo_registry_del(struct cpo_dev *cdev);
struct cpo_dev *cpo_registry_find(u32 id);
struct cpo_dev *cpo_registry_next(unsigned long *id);
u32 cpo_generation(void);
u32 cpo_generation_next(void);

/* cpo_dev.c */
struct net *cpo_dev_net(struct cpo_dev *cdev);
struct net *cpo_dev_net_get(struct cpo_dev *cdev);
void cpo_dev_get(struct cpo_dev *cdev);
void cpo_dev_status(struct cpo_dev *cdev, struct cpo_status *status);
void cpo_dev_counts(struct cpo_dev *cdev, struct cpo_counts *counts);
int cpo_dev_check_online(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
int cpo_dev_op_begin(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
void cpo_dev_op_end(struct cpo_dev *cdev);
int cpo_dev_refresh(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
int cpo_dev_configure(struct cpo_dev *cdev, const struct cpo_config *config,
		      struct netlink_ext_ack *extack);
int cpo_dev_change_begin(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
void cpo_dev_change_end(struct cpo_dev *cdev);

/* How long ago the host received a sample, ns. */
static inline u64 cpo_sample_age(const struct cpo_sample *sample, u64 now)
{
	return now > sample->boottime ? now - sample->boottime : 0;
}

/* @period_us: how often there is a new sample, 0: unknown */
static inline bool cpo_sample_stale(const struct cpo_sample *sample,
				    u32 state, u64 now, u64 period_us)
{
	if (state != CPO_DEV_STATE_ONLINE || !sample->seq)
		return true;

	return period_us && cpo_sample_age(sample, now) >
			    period_us * CPO_STALE_PERIODS * NSEC_PER_USEC;
}

/* cpo_inventory.c */
void cpo_str_clean(char *str, size_t size);
void cpo_identity_clean(struct cpo_identity *id);
int cpo_inventory_check(struct device *dev, struct cpo_inventory *inv);
bool cpo_inventory_equal(const struct cpo_inventory *a,
			 const struct cpo_inventory *b);
bool cpo_inventory_same_shape(const struct cpo_inventory *a,
			      const struct cpo_inventory *b);
unsigned int cpo_object_count(const struct cpo_inventory *inv, u8 object);

/* cpo_relation.c */
u16 cpo_range_lane(const struct cpo_inventory *inv,
		   const struct cpo_lane_range *range, unsigned int n);
bool cpo_lane_matches(const struct cpo_inventory *inv, u16 lane,
		      const struct cpo_filter *filter);
bool cpo_filter_has_lane(const struct cpo_inventory *inv,
			 const struct cpo_filter *filter);
bool cpo_filter_is_any(const struct cpo_filter *filter);

/* cpo_rows.c */
struct cpo_topo *cpo_topo_alloc(struct cpo_inventory *inv,
				struct cpo_rows *rows);
void cpo_topo_free(struct cpo_topo *topo, bool with_rows);
struct cpo_topo *cpo_topo_of_provider(struct cpo_dev *cdev);
struct cpo_topo *cpo_topo_for(struct cpo_dev *cdev, u8 object,
			      unsigned int first, unsigned int n);
void cpo_rows_new_epoch(struct cpo_topo *topo);
bool cpo_stamp_known(const struct cpo_stamp *stamp);
void cpo_engine_read(const struct cpo_rows *rows, u16 engine,
		     struct cpo_engine_slot *slot);
void cpo_els_read(const struct cpo_rows *rows, u16 els,
		  struct cpo_els_slot *slot);
void cpo_laser_read(const struct cpo_rows *rows, u16 laser,
		    struct cpo_laser_slot *slot);
void cpo_lane_read(const struct cpo_topo *topo, u16 lane,
		   struct cpo_lane_slot *slot);
void cpo_port_read(const struct cpo_rows *rows, u16 port,
		   struct cpo_port_slot *slot);
void cpo_route_read(const struct cpo_rows *rows, u16 route,
		    struct cpo_route_slot *slot);
void cpo_sensor_read(const struct cpo_rows *rows, u16 sensor,
		     struct cpo_sensor_slot *slot);
void cpo_fec_read(const struct cpo_rows *rows, u16 port,
		  struct cpo_fec_slot *slot);

/* Copy what a lock protects; tried again when a writer came in between. */
#define cpo_slot_read(lock, slot, to)					\
do {									\
	unsigned int seq;						\
									\
	do {								\
		seq = read_seqbegin(lock);				\
		*(to) = *(slot);					\
	} while (read_seqretry(lock, seq));				\
} while (0)

/* cpo_windows.c */
unsigned int cpo_window_count(const struct cpo_inventory *inv);
unsigned int cpo_window_index(const struct cpo_inventory *inv, u8 object,
			      u16 index);
unsigned int cpo_window_quantities(u8 object);
u32 cpo_window_quantity(u8 object, unsigned int n);
void cpo_window_read(const struct cpo_topo *topo, u8 object, u16 index,
		     struct cpo_window_slot *slot);

/* cpo_events.c */
bool cpo_event_has_object(const struct cpo_inventory *inv,
			  const struct cpo_event *ev);

/* cpo_flags.c */
#define CPO_FLAG_CODES						\
	(BIT(CPO_EVENT_CODE_INTERLOCK) |			\
	 BIT(CPO_EVENT_CODE_LANE_TX_DARK) |			\
	 BIT(CPO_EVENT_CODE_LANE_RX_LOS) |			\
	 BIT(CPO_EVENT_CODE_THRESHOLD) |			\
	 BIT(CPO_EVENT_CODE_LANE_RX_LOL) |			\
	 BIT(CPO_EVENT_CODE_LANE_RING_UNLOCK) |			\
	 BIT(CPO_EVENT_CODE_ENGINE_TRIP) |			\
	 BIT(CPO_EVENT_CODE_LEAK))

static inline bool cpo_code_is_flag(u32 code)
{
	return code < 32 && (CPO_FLAG_CODES & BIT(code));
}

void cpo_flags_init(struct cpo_dev *cdev);
void cpo_flags_fini(struct cpo_dev *cdev);
void cpo_flags_renew(struct cpo_dev *cdev);
void cpo_flags_forget(struct cpo_dev *cdev);
void cpo_flags_clear(struct cpo_dev *cdev, const struct cpo_select *select);
void cpo_flag_event(struct cpo_dev *cdev, const struct cpo_inventory *inv,
		    const struct cpo_event *ev);
u32 cpo_flag_key(const struct cpo_flag_id *id);
u32 cpo_flag_key_first(u8 object);
bool cpo_flag_shown(const struct cpo_flag *flag);
bool cpo_flag_read(struct cpo_dev *cdev, u32 key, struct cpo_flag *flag);
bool cpo_flag_next(struct cpo_dev *cdev, u32 *key, struct cpo_flag *flag);

/* cpo_thresholds.c */
bool cpo_object_has_quantity(u8 object, u32 quantity);
bool cpo_threshold_read(struct cpo_dev *cdev, u8 object, u16 index,
			u8 quantity, struct cpo_threshold *row);
bool cpo_threshold_next(struct cpo_dev *cdev, const struct cpo_inventory *inv,
			u32 *place, struct cpo_threshold *row);
int cpo_threshold_misplaced(const struct cpo_threshold *row);
void cpo_thresholds_forget(struct cpo_dev *cdev);

/* cpo_select.c */
bool cpo_select_matches(const struct cpo_inventory *inv,
			const struct cpo_select *select, u8 object, u16 index);

/* cpo_monitor.c */
void cpo_monitor_init(struct cpo_dev *cdev);
void cpo_monitor_start(struct cpo_dev *cdev);
void cpo_monitor_stop(struct cpo_dev *cdev);
void cpo_monitor_settled(struct cpo_dev *cdev);
void cpo_monitor_limits(struct cpo_dev *cdev);
void cpo_monitor_flag(struct cpo_dev *cdev, const struct cpo_inventory *inv,
		      const struct cpo_flag_id *id, u64 device_seq);
void cpo_monitor_sampled(struct cpo_dev *cdev,
			 const struct cpo_sample *sample);
void cpo_monitor_new_epoch(struct cpo_dev *cdev);
void cpo_monitor_flush(struct cpo_dev *cdev);

/* cpo_hwmon.c */
#if IS_REACHABLE(CONFIG_HWMON)
struct cpo_hwmons *cpo_hwmons_alloc(struct cpo_dev *cdev);
void cpo_hwmons_free(struct cpo_hwmons *hwmons);
void cpo_hwmon_register(struct cpo_dev *cdev);
bool cpo_hwmon_flag(struct cpo_dev *cdev, const struct cpo_inventory *inv,
		    const struct cpo_flag_id *id);
unsigned long cpo_hwmon_notify(struct cpo_dev *cdev);
#else
static inline struct cpo_hwmons *cpo_hwmons_alloc(struct cpo_dev *cdev)
{
	return NULL;
}

static inline void cpo_hwmons_free(struct cpo_hwmons *hwmons)
{
}

static inline void cpo_hwmon_register(struct cpo_dev *cdev)
{
}

static inline bool cpo_hwmon_flag(struct cpo_dev *cdev,
				  const struct cpo_inventory *inv,
				  const struct cpo_flag_id *id)
{
	return false;
}

static inline unsigned long cpo_hwmon_notify(struct cpo_dev *cdev)
{
	return 0;
}
#endif

/* cpo_thermal.c */
#if IS_REACHABLE(CONFIG_THERMAL)
struct cpo_thermal *cpo_thermal_alloc(struct cpo_dev *cdev);
void cpo_thermal_free(struct cpo_thermal *thermal);
void cpo_thermal_register(struct cpo_dev *cdev);
bool cpo_thermal_flag(struct cpo_dev *cdev, const struct cpo_flag_id *id);
void cpo_thermal_update(struct cpo_dev *cdev);
#else
static inline struct cpo_thermal *cpo_thermal_alloc(struct cpo_dev *cdev)
{
	return NULL;
}

static inline void cpo_thermal_free(struct cpo_thermal *thermal)
{
}

static inline void cpo_thermal_register(struct cpo_dev *cdev)
{
}

static inline bool cpo_thermal_flag(struct cpo_dev *cdev,
				    const struct cpo_flag_id *id)
{
	return false;
}

static inline void cpo_thermal_update(struct cpo_dev *cdev)
{
}
#endif

/* cpo_page.c */
struct cpo_target *cpo_target_of_engine(struct cpo_dev *cdev, u16 engine);
struct cpo_target *cpo_target_of_els(struct cpo_dev *cdev, u16 els);
void cpo_target_init(struct cpo_target *target);
void cpo_target_release(struct cpo_target *target);
long cpo_target_lock(struct cpo_target *target, unsigned int timeout_ms);
void cpo_target_unlock(struct cpo_target *target);
void cpo_targets_renew(struct cpo_dev *cdev);
unsigned int cpo_page_banks(const struct cpo_inventory *inv,
			    const struct cpo_page_addr *addr);
int cpo_page_read(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
		  u8 *buf, unsigned int timeout_ms,
		  struct netlink_ext_ack *extack);

/* cpo_units.c */
u64 cpo_ber_from_ber32(u32 ber32);
u32 cpo_mdb_from_snr(u16 snr);

#endif /* CPO_PRIV_H */

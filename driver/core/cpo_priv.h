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
 * cpo_events.c		events of the device
 * cpo_page.c		CMIS pages and their cache
 * cpo_units.c		conversion to the units of the uapi
 * cpo_nl*.c		the netlink family, one file per object
 */
#ifndef CPO_PRIV_H
#define CPO_PRIV_H

#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/kref.h>
#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/seqlock.h>
#include <linux/wait.h>

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
 * @engines: rows by engine
 * @lanes: rows by lane, under the lock of their engine
 * @els: rows by ELS
 * @lasers: rows by laser
 * @ports: rows by port
 * @routes: rows by route
 * @netdevs: network interfaces by port
 *
 * Readers copy a row and retry; they never wait for each other.
 */
struct cpo_rows {
	seqlock_t els_lock;
	seqlock_t laser_lock;
	seqlock_t port_lock;
	seqlock_t route_lock;
	struct cpo_engine_rows *engines;
	struct cpo_lane_slot *lanes;
	struct cpo_els_slot *els;
	struct cpo_laser_slot *lasers;
	struct cpo_port_slot *ports;
	struct cpo_route_slot *routes;
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
 * @epoch: epoch of @event_seq
 * @event_seq: number of the next event
 * @row: values of the device
 * @stamp: how new @row is
 */
struct cpo_status {
	u32 state;
	u32 period_us;
	u64 epoch;
	u64 event_seq;
	struct cpo_dev_row row;
	struct cpo_stamp stamp;
};

struct cpo_page_cache;

/**
 * struct cpo_target - what one command at a time may work on
 * @wait: those who wait for @busy to clear
 * @busy: bit 0 is a lock whose waits are killable and end
 * @change: counts samples and events that concern the target
 * @life: counts insertions, resets and whatever else changes constant pages
 * @cache: pages read for cpo_page_read_cached(), under @busy
 */
struct cpo_target {
	wait_queue_head_t wait;
	unsigned long busy;
	atomic_t change;
	atomic_t life;
	struct cpo_page_cache *cache;
};

#define CPO_TARGETS	(CPO_LIMIT_ENGINES + CPO_LIMIT_ELS)

/**
 * struct cpo_dev - a device with co-packaged optics
 * @ref: the provider and each command under way hold one
 * @id: number in the registry, while it is registered
 * @name: "cpo" and @id
 * @parent: device of the provider
 * @ops: how to call the provider
 * @priv: data of the provider
 * @topo: objects; written by the provider's calls, which it serialises
 * @lock: protects @status
 * @status: state, counters and the row of the device
 * @ops_sem: held for reading while an op of the provider runs; who ends that
 *	they do takes it for writing
 * @registered: between register and unregister; written under @ops_sem
 * @refresh: one refresh at a time
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
	struct rw_semaphore ops_sem;
	bool registered;
	struct cpo_target refresh;
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

/* cpo_main.c */
int cpo_registry_add(struct cpo_dev *cdev);
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
int cpo_dev_check_online(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
int cpo_dev_op_begin(struct cpo_dev *cdev, struct netlink_ext_ack *extack);
void cpo_dev_op_end(struct cpo_dev *cdev);
int cpo_dev_refresh(struct cpo_dev *cdev, struct netlink_ext_ack *extack);

/* cpo_inventory.c */
void cpo_str_clean(char str[CPO_STR_LEN]);
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

/* cpo_events.c */
bool cpo_event_has_object(const struct cpo_inventory *inv,
			  const struct cpo_event *ev);

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

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/netdevice.h>
#include <linux/slab.h>

#include "cpo_nl.h"

static void cpo_rows_free(struct cpo_rows *rows)
{
	if (!rows)
		return;

	kvfree(rows->engines);
	kvfree(rows->lanes);
	kvfree(rows->els);
	kvfree(rows->lasers);
	kvfree(rows->ports);
	kvfree(rows->routes);
	kvfree(rows->sensors);
	kvfree(rows->fec);
	kvfree(rows->windows);
	kvfree(rows->netdevs);
	kfree(rows);
}

static void cpo_rows_init(struct cpo_rows *rows,
			  const struct cpo_inventory *inv)
{
	unsigned int i;

	seqlock_init(&rows->els_lock);
	seqlock_init(&rows->laser_lock);
	seqlock_init(&rows->port_lock);
	seqlock_init(&rows->route_lock);
	seqlock_init(&rows->sensor_lock);
	seqlock_init(&rows->fec_lock);
	seqlock_init(&rows->window_lock);
	for (i = 0; i < inv->n_engines; i++) {
		seqlock_init(&rows->engines[i].lock);
		rows->engines[i].lanes =
			rows->lanes + inv->engines[i].first_lane;
	}
}

#define cpo_rows_array(array, n) ((array) = kvzalloc_objs(*(array), (n) ?: 1))

static struct cpo_rows *cpo_rows_alloc(const struct cpo_inventory *inv)
{
	struct cpo_rows *rows;

	rows = kzalloc_obj(*rows);
	if (!rows)
		return NULL;

	if (!cpo_rows_array(rows->engines, inv->n_engines) ||
	    !cpo_rows_array(rows->lanes, inv->n_lanes) ||
	    !cpo_rows_array(rows->els, inv->n_els) ||
	    !cpo_rows_array(rows->lasers, inv->n_lasers) ||
	    !cpo_rows_array(rows->ports, inv->n_ports) ||
	    !cpo_rows_array(rows->routes, inv->n_routes) ||
	    !cpo_rows_array(rows->sensors, inv->n_sensors) ||
	    !cpo_rows_array(rows->fec, inv->n_ports) ||
	    !cpo_rows_array(rows->windows, cpo_window_count(inv)) ||
	    !cpo_rows_array(rows->netdevs, inv->n_ports)) {
		cpo_rows_free(rows);
		return NULL;
	}
	cpo_rows_init(rows, inv);

	return rows;
}

/**
 * cpo_topo_alloc() - put objects and their values together
 * @inv: the objects, checked
 * @rows: values to take over, or NULL for new, unknown ones
 *
 * Return: the topology, or NULL when there is no memory.
 */
struct cpo_topo *cpo_topo_alloc(struct cpo_inventory *inv,
				struct cpo_rows *rows)
{
	struct cpo_topo *topo;

	topo = kzalloc_obj(*topo);
	if (!topo)
		return NULL;

	topo->inv = inv;
	topo->rows = rows ?: cpo_rows_alloc(inv);
	topo->generation = cpo_generation_next();
	if (!topo->rows) {
		kfree(topo);
		return NULL;
	}

	return topo;
}

/**
 * cpo_topo_free() - free a topology nobody reads any more
 * @topo: the topology
 * @with_rows: whether its values end with it
 */
void cpo_topo_free(struct cpo_topo *topo, bool with_rows)
{
	if (with_rows)
		cpo_rows_free(topo->rows);
	cpo_inventory_free(topo->inv);
	kfree(topo);
}

/* The provider serialises what it publishes with the exchange of objects. */
struct cpo_topo *cpo_topo_of_provider(struct cpo_dev *cdev)
{
	return rcu_dereference_protected(cdev->topo, true);
}

/* Objects to publish to; NULL when the provider means some that are not. */
struct cpo_topo *cpo_topo_for(struct cpo_dev *cdev, u8 object,
			      unsigned int first, unsigned int n)
{
	struct cpo_topo *topo = cpo_topo_of_provider(cdev);
	unsigned int count;

	if (WARN_ON_ONCE(!topo))
		return NULL;

	count = cpo_object_count(topo->inv, object);
	if (first + n <= count)
		return topo;

	dev_warn_ratelimited(cdev->parent,
			     "rows %u to %u of object kind %u, there are %u\n",
			     first, first + n - 1, object, count);
	return NULL;
}

bool cpo_stamp_known(const struct cpo_stamp *stamp)
{
	return stamp->sample.seq || stamp->event_seq;
}

/* Whether a sample includes the events that changed the row. */
static bool cpo_stamp_fits(const struct cpo_stamp *stamp,
			   const struct cpo_sample *sample)
{
	return sample->event_seq >= stamp->event_seq;
}

static void cpo_stamp_new_epoch(struct cpo_stamp *stamp)
{
	stamp->event_seq = 0;
	stamp->sample.event_seq = 0;
}

#define cpo_stamps_new_epoch(lock, slots, n)				\
do {									\
	unsigned long flags;						\
	unsigned int i;							\
									\
	for (i = 0; i < (n); i++) {					\
		write_seqlock_irqsave(lock, flags);			\
		cpo_stamp_new_epoch(&(slots)[i].stamp);			\
		write_sequnlock_irqrestore(lock, flags);		\
	}								\
} while (0)

/* Events are counted anew: numbers in stamps mean nothing any more. */
void cpo_rows_new_epoch(struct cpo_topo *topo)
{
	const struct cpo_inventory *inv = topo->inv;
	struct cpo_rows *rows = topo->rows;
	struct cpo_engine_rows *engine;
	unsigned int e;

	for (e = 0; e < inv->n_engines; e++) {
		engine = &rows->engines[e];
		cpo_stamps_new_epoch(&engine->lock, &engine->slot, 1);
		cpo_stamps_new_epoch(&engine->lock, engine->lanes,
				     inv->engines[e].lanes);
	}
	cpo_stamps_new_epoch(&rows->els_lock, rows->els, inv->n_els);
	cpo_stamps_new_epoch(&rows->laser_lock, rows->lasers, inv->n_lasers);
	cpo_stamps_new_epoch(&rows->port_lock, rows->ports, inv->n_ports);
	cpo_stamps_new_epoch(&rows->route_lock, rows->routes, inv->n_routes);
	cpo_stamps_new_epoch(&rows->sensor_lock, rows->sensors,
			     inv->n_sensors);
}

/**
 * cpo_engine_publish() - publish the values of an engine and of its lanes
 * @cdev: the device, registered
 * @engine: the engine
 * @row: its values
 * @lanes: values of all its lanes
 * @sample: where they come from
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_engine_publish(struct cpo_dev *cdev, u16 engine,
			const struct cpo_engine_row *row,
			const struct cpo_lane_row *lanes,
			const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_ENGINE, engine,
					     1);
	struct cpo_engine_rows *rows;
	unsigned long flags;
	unsigned int i;

	if (!topo)
		return;
	rows = &topo->rows->engines[engine];

	write_seqlock_irqsave(&rows->lock, flags);
	rows->slot.row = *row;
	rows->slot.stamp.sample = *sample;
	for (i = 0; i < topo->inv->engines[engine].lanes; i++) {
		if (!cpo_stamp_fits(&rows->lanes[i].stamp, sample))
			continue;
		rows->lanes[i].row = lanes[i];
		rows->lanes[i].stamp.sample = *sample;
	}
	write_sequnlock_irqrestore(&rows->lock, flags);

	atomic_inc(&cpo_target_of_engine(cdev, engine)->change);
}
EXPORT_SYMBOL_GPL(cpo_engine_publish);

/* Whether users have to hear of the change; not of the first values. */
static bool cpo_els_differs(const struct cpo_els_slot *slot,
			    const struct cpo_els_row *row)
{
	const struct cpo_els_row *old = &slot->row;

	if (!cpo_stamp_known(&slot->stamp))
		return false;
	if (old->present != row->present)
		return true;

	return row->present && (old->state != row->state ||
				(old->valid ^ row->valid) & CPO_ROW_STATE ||
				old->insertions != row->insertions);
}

static bool cpo_els_store(struct cpo_rows *rows, u16 els,
			  const struct cpo_els_row *row,
			  const struct cpo_sample *sample)
{
	struct cpo_els_slot *slot = &rows->els[els];
	bool changed = false;
	unsigned long flags;

	write_seqlock_irqsave(&rows->els_lock, flags);
	if (cpo_stamp_fits(&slot->stamp, sample)) {
		changed = cpo_els_differs(slot, row);
		slot->stamp.sample = *sample;
		slot->row = *row;
		if (!row->present) {
			slot->row.valid &= CPO_ELS_INSERTIONS_OK;
			memset(&slot->id, 0, sizeof(slot->id));
		}
	}
	write_sequnlock_irqrestore(&rows->els_lock, flags);

	return changed;
}

/**
 * cpo_els_publish() - publish the values of ELS
 * @cdev: the device, registered
 * @first: first ELS
 * @n: number of ELS
 * @rows: their values
 * @sample: where they come from
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_els_publish(struct cpo_dev *cdev, u16 first, u16 n,
		     const struct cpo_els_row *rows,
		     const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_ELS, first, n);
	struct cpo_target *target;
	unsigned int i;

	if (!topo)
		return;

	for (i = 0; i < n; i++) {
		target = cpo_target_of_els(cdev, first + i);
		atomic_inc(&target->change);
		if (!cpo_els_store(topo->rows, first + i, &rows[i], sample))
			continue;
		atomic_inc(&target->life);
		cpo_nl_notify_object(cdev, CPO_OBJECT_ELS, first + i,
				     GFP_ATOMIC);
	}
}
EXPORT_SYMBOL_GPL(cpo_els_publish);

static bool cpo_laser_differs(const struct cpo_laser_row *old,
			      const struct cpo_laser_row *row)
{
	return (old->valid & CPO_ROW_STATE) &&
	       (!(row->valid & CPO_ROW_STATE) || old->state != row->state);
}

static bool cpo_laser_store(struct cpo_rows *rows, u16 laser,
			    const struct cpo_laser_row *row,
			    const struct cpo_sample *sample)
{
	struct cpo_laser_slot *slot = &rows->lasers[laser];
	bool changed = false;
	unsigned long flags;

	write_seqlock_irqsave(&rows->laser_lock, flags);
	if (cpo_stamp_fits(&slot->stamp, sample)) {
		changed = cpo_laser_differs(&slot->row, row);
		slot->stamp.sample = *sample;
		slot->row = *row;
	}
	write_sequnlock_irqrestore(&rows->laser_lock, flags);

	return changed;
}

/**
 * cpo_lasers_publish() - publish the values of lasers
 * @cdev: the device, registered
 * @first: first laser
 * @n: number of lasers
 * @rows: their values
 * @sample: where they come from
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_lasers_publish(struct cpo_dev *cdev, u16 first, u16 n,
			const struct cpo_laser_row *rows,
			const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_LASER, first, n);
	unsigned int i;

	if (!topo)
		return;

	for (i = 0; i < n; i++)
		if (cpo_laser_store(topo->rows, first + i, &rows[i], sample))
			cpo_nl_notify_object(cdev, CPO_OBJECT_LASER, first + i,
					     GFP_ATOMIC);
}
EXPORT_SYMBOL_GPL(cpo_lasers_publish);

static bool cpo_port_differs(const struct cpo_port_row *old,
			     const struct cpo_port_row *row)
{
	return (old->valid & CPO_ROW_STATE) &&
	       (!(row->valid & CPO_ROW_STATE) || old->state != row->state ||
		old->reason != row->reason);
}

static bool cpo_port_store(struct cpo_rows *rows, u16 port,
			   const struct cpo_port_row *row,
			   const struct cpo_sample *sample)
{
	struct cpo_port_slot *slot = &rows->ports[port];
	bool changed = false;
	unsigned long flags;

	write_seqlock_irqsave(&rows->port_lock, flags);
	if (cpo_stamp_fits(&slot->stamp, sample)) {
		changed = cpo_port_differs(&slot->row, row);
		slot->stamp.sample = *sample;
		slot->row = *row;
	}
	write_sequnlock_irqrestore(&rows->port_lock, flags);

	return changed;
}

/**
 * cpo_ports_publish() - publish the values of ports
 * @cdev: the device, registered
 * @first: first port
 * @n: number of ports
 * @rows: their values
 * @sample: where they come from
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_ports_publish(struct cpo_dev *cdev, u16 first, u16 n,
		       const struct cpo_port_row *rows,
		       const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_PORT, first, n);
	unsigned int i;

	if (!topo)
		return;

	for (i = 0; i < n; i++)
		if (cpo_port_store(topo->rows, first + i, &rows[i], sample))
			cpo_nl_notify_object(cdev, CPO_OBJECT_PORT, first + i,
					     GFP_ATOMIC);
}
EXPORT_SYMBOL_GPL(cpo_ports_publish);

/**
 * cpo_routes_publish() - publish the values of routes
 * @cdev: the device, registered
 * @first: first route
 * @n: number of routes
 * @rows: their values
 * @sample: where they come from
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_routes_publish(struct cpo_dev *cdev, u16 first, u16 n,
			const struct cpo_route_row *rows,
			const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_ROUTE, first, n);
	struct cpo_route_slot *slot;
	unsigned long flags;
	unsigned int i;

	if (!topo)
		return;

	for (i = 0; i < n; i++) {
		slot = &topo->rows->routes[first + i];
		write_seqlock_irqsave(&topo->rows->route_lock, flags);
		if (cpo_stamp_fits(&slot->stamp, sample)) {
			slot->stamp.sample = *sample;
			slot->row = rows[i];
		}
		write_sequnlock_irqrestore(&topo->rows->route_lock, flags);
	}
}
EXPORT_SYMBOL_GPL(cpo_routes_publish);

/**
 * cpo_sensors_publish() - publish the values of sensors
 * @cdev: the device, registered
 * @first: first sensor
 * @n: number of sensors
 * @rows: their values
 * @sample: where they come from
 *
 * No event changes a sensor, so the newest sample is the newest value.
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_sensors_publish(struct cpo_dev *cdev, u16 first, u16 n,
			 const struct cpo_sensor_row *rows,
			 const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_SENSOR, first, n);
	struct cpo_sensor_slot *slot;
	unsigned long flags;
	unsigned int i;

	if (!topo)
		return;

	write_seqlock_irqsave(&topo->rows->sensor_lock, flags);
	for (i = 0; i < n; i++) {
		slot = &topo->rows->sensors[first + i];
		slot->stamp.sample = *sample;
		slot->row = rows[i];
	}
	write_sequnlock_irqrestore(&topo->rows->sensor_lock, flags);

	cpo_monitor_sampled(cdev, sample);
}
EXPORT_SYMBOL_GPL(cpo_sensors_publish);

/**
 * cpo_fec_publish() - publish the FEC counters of ports
 * @cdev: the device, registered
 * @first: first port
 * @n: number of ports
 * @rows: their counters
 * @sample: where they come from
 *
 * No event changes a counter, so the newest sample is the newest value.
 *
 * Context: any but hard interrupt, serialised with the other publishing calls.
 */
void cpo_fec_publish(struct cpo_dev *cdev, u16 first, u16 n,
		     const struct cpo_fec_row *rows,
		     const struct cpo_sample *sample)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_PORT, first, n);
	struct cpo_fec_slot *slot;
	unsigned long flags;
	unsigned int i;

	if (!topo)
		return;

	for (i = 0; i < n; i++) {
		slot = &topo->rows->fec[first + i];
		write_seqlock_irqsave(&topo->rows->fec_lock, flags);
		slot->stamp.sample = *sample;
		slot->row = rows[i];
		write_sequnlock_irqrestore(&topo->rows->fec_lock, flags);
	}
}
EXPORT_SYMBOL_GPL(cpo_fec_publish);

/* Returns whether users have to hear of it. */
static bool cpo_els_store_identity(struct cpo_rows *rows, u16 els,
				   const struct cpo_identity *id)
{
	struct cpo_els_slot *slot = &rows->els[els];
	unsigned long flags;
	bool changed;

	write_seqlock_irqsave(&rows->els_lock, flags);
	changed = cpo_stamp_known(&slot->stamp) &&
		  memcmp(&slot->id, id, sizeof(*id));
	slot->id = *id;
	write_sequnlock_irqrestore(&rows->els_lock, flags);

	return changed;
}

/**
 * cpo_els_set_identity() - say which module is in a slot
 * @cdev: the device, registered
 * @els: the slot
 * @id: identity of the module; NULL: there is none
 *
 * The core forgets the identity itself when the ELS is removed or inserted.
 *
 * Context: process.
 */
void cpo_els_set_identity(struct cpo_dev *cdev, u16 els,
			  const struct cpo_identity *id)
{
	struct cpo_identity clean = {};
	const struct cpo_topo *topo;
	bool found, changed = false;

	if (id) {
		clean = *id;
		cpo_identity_clean(&clean);
	}

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	found = topo && els < topo->inv->n_els;
	if (found)
		changed = cpo_els_store_identity(topo->rows, els, &clean);
	rcu_read_unlock();

	if (found)
		atomic_inc(&cpo_target_of_els(cdev, els)->life);
	if (changed)
		cpo_nl_notify_object(cdev, CPO_OBJECT_ELS, els, GFP_KERNEL);
}
EXPORT_SYMBOL_GPL(cpo_els_set_identity);

/**
 * cpo_port_set_netdev() - say which network interface a port has
 * @cdev: the device, registered
 * @port: the port
 * @netdev: its interface; NULL, before that is unregistered
 *
 * Users of the core read it under RCU, hence until unregister_netdev() returns.
 *
 * Context: process, serialised with cpo_dev_attach().
 */
void cpo_port_set_netdev(struct cpo_dev *cdev, u16 port,
			 struct net_device *netdev)
{
	struct cpo_topo *topo = cpo_topo_for(cdev, CPO_OBJECT_PORT, port, 1);

	if (topo)
		rcu_assign_pointer(topo->rows->netdevs[port], netdev);
}
EXPORT_SYMBOL_GPL(cpo_port_set_netdev);

void cpo_engine_read(const struct cpo_rows *rows, u16 engine,
		     struct cpo_engine_slot *slot)
{
	cpo_slot_read(&rows->engines[engine].lock,
		      &rows->engines[engine].slot, slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_engine_read);

void cpo_els_read(const struct cpo_rows *rows, u16 els,
		  struct cpo_els_slot *slot)
{
	cpo_slot_read(&rows->els_lock, &rows->els[els], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_els_read);

void cpo_laser_read(const struct cpo_rows *rows, u16 laser,
		    struct cpo_laser_slot *slot)
{
	cpo_slot_read(&rows->laser_lock, &rows->lasers[laser], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_laser_read);

void cpo_lane_read(const struct cpo_topo *topo, u16 lane,
		   struct cpo_lane_slot *slot)
{
	u16 engine = topo->inv->lanes[lane].engine;

	cpo_slot_read(&topo->rows->engines[engine].lock,
		      &topo->rows->lanes[lane], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_lane_read);

void cpo_port_read(const struct cpo_rows *rows, u16 port,
		   struct cpo_port_slot *slot)
{
	cpo_slot_read(&rows->port_lock, &rows->ports[port], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_port_read);

void cpo_route_read(const struct cpo_rows *rows, u16 route,
		    struct cpo_route_slot *slot)
{
	cpo_slot_read(&rows->route_lock, &rows->routes[route], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_route_read);

void cpo_sensor_read(const struct cpo_rows *rows, u16 sensor,
		     struct cpo_sensor_slot *slot)
{
	cpo_slot_read(&rows->sensor_lock, &rows->sensors[sensor], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_sensor_read);

void cpo_fec_read(const struct cpo_rows *rows, u16 port,
		  struct cpo_fec_slot *slot)
{
	cpo_slot_read(&rows->fec_lock, &rows->fec[port], slot);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_fec_read);

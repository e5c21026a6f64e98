// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

/* An object whose state events changed. */
struct cpo_changed {
	u8 object;
	u16 index;
};

/* Whether the core has the object an event is about. */
bool cpo_event_has_object(const struct cpo_inventory *inv,
			  const struct cpo_event *ev)
{
	return ev->object == CPO_OBJECT_DEV ||
	       ev->index < cpo_object_count(inv, ev->object);
}

/* A sample that came in before the event may have told already. */
static bool cpo_event_is_news(const struct cpo_stamp *stamp,
			      const struct cpo_event *ev)
{
	return !stamp->sample.seq || ev->device_seq > stamp->sample.event_seq;
}

static void cpo_event_note(struct cpo_stamp *stamp, const struct cpo_event *ev)
{
	stamp->event_seq = max(stamp->event_seq, ev->device_seq);
}

static void cpo_els_removed(struct cpo_els_row *row)
{
	row->present = 0;
	row->valid &= CPO_ELS_INSERTIONS_OK;
}

static void cpo_els_inserted(struct cpo_els_row *row,
			     const struct cpo_event *ev)
{
	row->present = 1;
	row->valid &= CPO_ELS_INSERTIONS_OK;
	row->insert_time = ev->device_time;
	/* not the count of the event: a module may be there from the start */
	row->insertions++;
}

static bool cpo_els_event(struct cpo_els_row *row, const struct cpo_event *ev)
{
	switch (ev->code) {
	case CPO_EVENT_CODE_ELS_REMOVED:
		cpo_els_removed(row);
		return true;
	case CPO_EVENT_CODE_ELS_INSERTED:
		cpo_els_inserted(row, ev);
		return true;
	case CPO_EVENT_CODE_ELS_STATE:
		row->state = ev->value;
		row->valid |= CPO_ROW_STATE;
		return true;
	default:
		return false;
	}
}

static bool cpo_apply_els(struct cpo_topo *topo, const struct cpo_event *ev)
{
	struct cpo_els_slot *slot = &topo->rows->els[ev->index];
	unsigned long flags;
	bool changed;

	write_seqlock_irqsave(&topo->rows->els_lock, flags);
	/* also when a sample told of the change before */
	if (ev->code == CPO_EVENT_CODE_ELS_REMOVED ||
	    ev->code == CPO_EVENT_CODE_ELS_INSERTED)
		memset(&slot->id, 0, sizeof(slot->id));
	changed = cpo_event_is_news(&slot->stamp, ev) &&
		  cpo_els_event(&slot->row, ev);
	if (changed)
		cpo_event_note(&slot->stamp, ev);
	write_sequnlock_irqrestore(&topo->rows->els_lock, flags);

	return changed;
}

static bool cpo_laser_dark(s64 state)
{
	return state == CPO_LASER_STATE_ABSENT ||
	       state == CPO_LASER_STATE_OFF ||
	       state == CPO_LASER_STATE_RESTRICTED ||
	       state == CPO_LASER_STATE_DOWN_FAULT;
}

static void cpo_laser_enter(struct cpo_laser_row *row, s64 state)
{
	row->state = state;
	row->valid |= CPO_ROW_STATE;

	if (cpo_laser_dark(state)) {
		row->valid &= ~(CPO_LASER_POWER_OK | CPO_LASER_BIAS_OK |
				CPO_LASER_FREQ_OK);
		row->status &= ~CPO_LASER_STATUS_LIT;
	}
	if (state == CPO_LASER_STATE_RESTRICTED)
		row->status &= ~CPO_LASER_STATUS_CHECKED;
	if (state == CPO_LASER_STATE_ABSENT)
		row->valid = CPO_ROW_STATE;
}

static bool cpo_laser_event(struct cpo_laser_row *row,
			    const struct cpo_event *ev)
{
	switch (ev->code) {
	case CPO_EVENT_CODE_LASER_STATE:
		cpo_laser_enter(row, ev->value);
		return true;
	case CPO_EVENT_CODE_LASER_FAULT:
		row->fault = ev->value;
		row->valid |= CPO_LASER_FAULT_OK;
		return true;
	default:
		return false;
	}
}

static bool cpo_apply_laser(struct cpo_topo *topo, const struct cpo_event *ev)
{
	struct cpo_laser_slot *slot = &topo->rows->lasers[ev->index];
	unsigned long flags;
	bool changed;

	write_seqlock_irqsave(&topo->rows->laser_lock, flags);
	changed = cpo_event_is_news(&slot->stamp, ev) &&
		  cpo_laser_event(&slot->row, ev);
	if (changed)
		cpo_event_note(&slot->stamp, ev);
	write_sequnlock_irqrestore(&topo->rows->laser_lock, flags);

	return changed;
}

/* As long as the other bits are unknown, so is the one of the event. */
static void cpo_lane_set_status(struct cpo_lane_row *row, u16 bit, u8 action)
{
	if (action == CPO_ACTION_SET)
		row->status |= bit;
	else if (action == CPO_ACTION_CLEAR)
		row->status &= ~bit;
}

/* For a status bit that says that all is well. */
static u8 cpo_action_inverse(u8 action)
{
	switch (action) {
	case CPO_ACTION_SET:
		return CPO_ACTION_CLEAR;
	case CPO_ACTION_CLEAR:
		return CPO_ACTION_SET;
	default:
		return action;
	}
}

static bool cpo_lane_event(struct cpo_lane_row *row,
			   const struct cpo_event *ev)
{
	switch (ev->code) {
	case CPO_EVENT_CODE_LANE_TX_DARK:
		cpo_lane_set_status(row, CPO_LANE_STATUS_TX_DARK, ev->action);
		row->valid &= ~CPO_LANE_TX_OK;
		return true;
	case CPO_EVENT_CODE_LANE_RX_LOS:
		cpo_lane_set_status(row, CPO_LANE_STATUS_RX_LOS, ev->action);
		row->valid &= ~(CPO_LANE_RX_OK | CPO_LANE_SNR_MEDIA_OK |
				CPO_LANE_BER_MEDIA_OK | CPO_LANE_PHOTO_OK);
		return true;
	case CPO_EVENT_CODE_LANE_RX_LOL:
		cpo_lane_set_status(row, CPO_LANE_STATUS_RX_LOL, ev->action);
		row->valid &= ~(CPO_LANE_SNR_MEDIA_OK | CPO_LANE_BER_MEDIA_OK);
		return true;
	case CPO_EVENT_CODE_LANE_RING_UNLOCK:
		cpo_lane_set_status(row, CPO_LANE_STATUS_RING_LOCKED,
				    cpo_action_inverse(ev->action));
		row->valid &= ~(CPO_LANE_TX_OK | CPO_LANE_DETUNING_OK);
		return true;
	default:
		return false;
	}
}

static bool cpo_apply_lane(struct cpo_topo *topo, const struct cpo_event *ev)
{
	const struct cpo_lane_info *lane = &topo->inv->lanes[ev->index];
	struct cpo_lane_slot *slot = &topo->rows->lanes[ev->index];
	seqlock_t *lock = &topo->rows->engines[lane->engine].lock;
	unsigned long flags;

	write_seqlock_irqsave(lock, flags);
	if (cpo_event_is_news(&slot->stamp, ev) &&
	    cpo_lane_event(&slot->row, ev))
		cpo_event_note(&slot->stamp, ev);
	write_sequnlock_irqrestore(lock, flags);

	/* lanes are too many to notify of each */
	return false;
}

/* The event also tells of a new reason for the same state. */
static void cpo_port_change(struct cpo_port_row *row,
			    const struct cpo_event *ev)
{
	if (!(row->valid & CPO_ROW_STATE)) {
		row->valid &= ~CPO_PORT_CHANGES_OK;
	} else if (row->state != ev->value) {
		row->link_changes++;
		row->last_change = ev->device_time;
	}
}

static bool cpo_port_event(struct cpo_port_row *row,
			   const struct cpo_event *ev)
{
	if (ev->code != CPO_EVENT_CODE_PORT_STATE)
		return false;

	cpo_port_change(row, ev);
	row->state = ev->value;
	row->reason = ev->reason;
	row->valid |= CPO_ROW_STATE;
	/* measured in the state before */
	row->valid &= ~(CPO_PORT_LANES_UP_OK | CPO_PORT_BER_OK |
			CPO_PORT_SNR_OK | CPO_PORT_LOSS_OK |
			CPO_PORT_TRAFFIC_OK);

	return true;
}

static bool cpo_apply_port(struct cpo_topo *topo, const struct cpo_event *ev)
{
	struct cpo_port_slot *slot = &topo->rows->ports[ev->index];
	unsigned long flags;
	bool changed;

	write_seqlock_irqsave(&topo->rows->port_lock, flags);
	changed = cpo_event_is_news(&slot->stamp, ev) &&
		  cpo_port_event(&slot->row, ev);
	if (changed)
		cpo_event_note(&slot->stamp, ev);
	write_sequnlock_irqrestore(&topo->rows->port_lock, flags);

	return changed;
}

static bool cpo_route_event(struct cpo_route_row *row,
			    const struct cpo_event *ev)
{
	switch (ev->code) {
	case CPO_EVENT_CODE_CHECK_PASSED:
		row->check = CPO_CHECK_STATE_PASSED;
		break;
	case CPO_EVENT_CODE_CHECK_FAILED:
		row->check = CPO_CHECK_STATE_FAILED;
		break;
	default:
		return false;
	}

	row->loss_mdb = ev->value;
	row->check_time = ev->device_time;
	row->valid |= CPO_ROW_STATE | CPO_ROUTE_LOSS_OK;

	return true;
}

static bool cpo_apply_route(struct cpo_topo *topo, const struct cpo_event *ev)
{
	struct cpo_route_slot *slot = &topo->rows->routes[ev->index];
	unsigned long flags;

	write_seqlock_irqsave(&topo->rows->route_lock, flags);
	if (cpo_event_is_news(&slot->stamp, ev) &&
	    cpo_route_event(&slot->row, ev))
		cpo_event_note(&slot->stamp, ev);
	write_sequnlock_irqrestore(&topo->rows->route_lock, flags);

	/* the event says it all */
	return false;
}

static bool cpo_apply_dev(struct cpo_topo *topo, const struct cpo_event *ev)
{
	if (ev->code != CPO_EVENT_CODE_TOPOLOGY)
		return false;
	WRITE_ONCE(topo->generation, cpo_generation_next());

	return true;
}

/* Pages of an engine or ELS may look different now. */
static void cpo_event_touch(struct cpo_dev *cdev,
			    const struct cpo_inventory *inv,
			    const struct cpo_event *ev)
{
	const struct cpo_laser_info *laser;
	struct cpo_target *target;

	switch (ev->object) {
	case CPO_OBJECT_ENGINE:
		target = cpo_target_of_engine(cdev, ev->index);
		break;
	case CPO_OBJECT_LANE:
		target = cpo_target_of_engine(cdev,
					      inv->lanes[ev->index].engine);
		break;
	case CPO_OBJECT_ELS:
		target = cpo_target_of_els(cdev, ev->index);
		atomic_inc(&target->life);
		break;
	case CPO_OBJECT_LASER:
		laser = &inv->lasers[ev->index];
		target = laser->els != CPO_NONE ?
			 cpo_target_of_els(cdev, laser->els) :
			 cpo_target_of_engine(cdev, laser->engine);
		break;
	default:
		return;
	}
	atomic_inc(&target->change);
}

static bool (*const cpo_apply[])(struct cpo_topo *topo,
				 const struct cpo_event *ev) = {
	[CPO_OBJECT_DEV] = cpo_apply_dev,
	[CPO_OBJECT_ELS] = cpo_apply_els,
	[CPO_OBJECT_LASER] = cpo_apply_laser,
	[CPO_OBJECT_LANE] = cpo_apply_lane,
	[CPO_OBJECT_PORT] = cpo_apply_port,
	[CPO_OBJECT_ROUTE] = cpo_apply_route,
};

static void cpo_event_refuse(struct cpo_dev *cdev, const struct cpo_event *ev)
{
	unsigned long flags;

	write_seqlock_irqsave(&cdev->lock, flags);
	cdev->counts.events_refused++;
	write_sequnlock_irqrestore(&cdev->lock, flags);
	dev_warn_ratelimited(cdev->parent,
			     "event %u: no object %u of kind %u\n", ev->code,
			     ev->index, ev->object);
}

/* Returns whether users have to hear of a new state of the object. */
static bool cpo_event_apply(struct cpo_dev *cdev, struct cpo_topo *topo,
			    const struct cpo_event *ev)
{
	if (!cpo_event_has_object(topo->inv, ev)) {
		if (ev->object < CPO_OBJECT_OTHER)
			cpo_event_refuse(cdev, ev);
		return false;
	}

	cpo_event_touch(cdev, topo->inv, ev);
	if (cpo_code_is_flag(ev->code))
		cpo_flag_event(cdev, topo->inv, ev);
	if (ev->object >= ARRAY_SIZE(cpo_apply) || !cpo_apply[ev->object])
		return false;

	return cpo_apply[ev->object](topo, ev);
}

/* The state of alarms is in their files; here those who wait are woken up. */
static void cpo_event_monitor(struct cpo_dev *cdev,
			      const struct cpo_inventory *inv,
			      const struct cpo_event *ev)
{
	const struct cpo_flag_id id = {
		.code = ev->code,
		.index = ev->index,
		.object = ev->object,
		.quantity = ev->quantity,
		.level = ev->level,
	};

	cpo_monitor_flag(cdev, inv, &id, ev->device_seq);
}

static void cpo_events_batch(struct cpo_dev *cdev,
			     const struct cpo_event *events, unsigned int n)
{
	struct cpo_topo *topo = cpo_topo_of_provider(cdev);
	struct cpo_changed changed[CPO_EVENTS_PER_MSG];
	unsigned int n_changed = 0;
	unsigned int i, j;

	for (i = 0; i < n; i++) {
		if (!cpo_event_apply(cdev, topo, &events[i]))
			continue;
		for (j = 0; j < n_changed; j++)
			if (changed[j].object == events[i].object &&
			    changed[j].index == events[i].index)
				break;
		if (j < n_changed)
			continue;
		changed[n_changed].object = events[i].object;
		changed[n_changed++].index = events[i].index;
	}

	cpo_nl_notify_events(cdev, events, n);
	for (i = 0; i < n_changed; i++)
		cpo_nl_notify_object(cdev, changed[i].object,
				     changed[i].index, GFP_KERNEL);
	for (i = 0; i < n; i++)
		if (events[i].code == CPO_EVENT_CODE_THRESHOLD)
			cpo_event_monitor(cdev, topo->inv, &events[i]);
}

/**
 * cpo_events_report() - report what happened on the device
 * @cdev: the device, registered
 * @events: the events, oldest first
 * @n: number of events
 *
 * Values of the objects are brought up to date, then users are told.
 *
 * Context: process, serialised with publishing.
 */
void cpo_events_report(struct cpo_dev *cdev, const struct cpo_event *events,
		       unsigned int n)
{
	unsigned int batch;

	if (WARN_ON_ONCE(!cpo_topo_of_provider(cdev)))
		return;

	for (; n; n -= batch, events += batch) {
		batch = min_t(unsigned int, n, CPO_EVENTS_PER_MSG);
		cpo_events_batch(cdev, events, batch);
	}
}
EXPORT_SYMBOL_GPL(cpo_events_report);

/**
 * cpo_events_lost() - report that events were lost on their way
 * @cdev: the device, registered
 * @n: how many
 *
 * Users see a gap of this size in the sequence numbers.
 *
 * Context: process, serialised with publishing.
 */
void cpo_events_lost(struct cpo_dev *cdev, u64 n)
{
	unsigned long flags;

	write_seqlock_irqsave(&cdev->lock, flags);
	cdev->status.event_seq += n;
	cdev->counts.events_lost += n;
	cdev->counts.event_gaps++;
	write_sequnlock_irqrestore(&cdev->lock, flags);
}
EXPORT_SYMBOL_GPL(cpo_events_lost);

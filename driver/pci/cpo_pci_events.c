// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "cpo_pci.h"
#include "cpo_pci_trace.h"

/* A jump this wide is no loss but a device that counts anew. */
#define CPO_PCI_SEQ_JUMP	BIT_ULL(31)
/* An object that flaps is told of ten times a second; counts are exact. */
#define CPO_PCI_STORM_US	100000

static const struct {
	u16 hw;
	u8 code;		/* enum cpo_event_code */
} cpo_pci_event_codes[] = {
	{ CPO_EV_ELS_REMOVED,	CPO_EVENT_CODE_ELS_REMOVED },
	{ CPO_EV_ELS_INSERTED,	CPO_EVENT_CODE_ELS_INSERTED },
	{ CPO_EV_ELS_STATE,	CPO_EVENT_CODE_ELS_STATE },
	{ CPO_EV_LASER_STATE,	CPO_EVENT_CODE_LASER_STATE },
	{ CPO_EV_LASER_FAULT,	CPO_EVENT_CODE_LASER_FAULT },
	{ CPO_EV_CHECK_PASSED,	CPO_EVENT_CODE_CHECK_PASSED },
	{ CPO_EV_CHECK_FAILED,	CPO_EVENT_CODE_CHECK_FAILED },
	{ CPO_EV_LASER_CUT,	CPO_EVENT_CODE_LASER_CUT },
	{ CPO_EV_INTERLOCK,	CPO_EVENT_CODE_INTERLOCK },
	{ CPO_EV_LANE_TX_DARK,	CPO_EVENT_CODE_LANE_TX_DARK },
	{ CPO_EV_LANE_RX_LOS,	CPO_EVENT_CODE_LANE_RX_LOS },
	{ CPO_EV_PORT_STATE,	CPO_EVENT_CODE_PORT_STATE },
	{ CPO_EV_TOPOLOGY,	CPO_EVENT_CODE_TOPOLOGY },
	{ CPO_EV_OVERFLOW,	CPO_EVENT_CODE_OVERFLOW },
	{ CPO_EV_LANE_RX_LOL,	CPO_EVENT_CODE_LANE_RX_LOL },
	{ CPO_EV_LANE_RING_UNLOCK, CPO_EVENT_CODE_LANE_RING_UNLOCK },
	{ CPO_EV_ENGINE_TRIP,	CPO_EVENT_CODE_ENGINE_TRIP },
	{ CPO_EV_LEAK,		CPO_EVENT_CODE_LEAK },
};

static unsigned int cpo_pci_eventq_size(const struct cpo_pci_eventq *eq)
{
	return 1U << eq->log2;
}

/**
 * cpo_pci_event_code - translate what happened
 * @hw: code of the device
 * @quantity: gets what crossed a limit, 0 for other codes
 * @level: gets which limit it crossed, 0 for other codes
 *
 * Return: enum cpo_event_code; CPO_EVENT_CODE_VENDOR for a code this driver
 * does not know
 */
u32 cpo_pci_event_code(u16 hw, u8 *quantity, u8 *level)
{
	bool threshold = CPO_EV_CLASS(hw) == CPO_EV_CLASS_THRESHOLD;
	unsigned int i;

	*quantity = threshold ? CPO_EV_QUANTITY(hw) : 0;
	*level = threshold ? CPO_EV_LEVEL(hw) : 0;
	if (threshold)
		return CPO_EVENT_CODE_THRESHOLD;
	for (i = 0; i < ARRAY_SIZE(cpo_pci_event_codes); i++)
		if (cpo_pci_event_codes[i].hw == hw)
			return cpo_pci_event_codes[i].code;
	return CPO_EVENT_CODE_VENDOR;
}

static bool cpo_pci_feed_route(const struct cpo_pci_dev *cpd, u16 feed,
			       u16 *route)
{
	if (feed >= cpd->ident.feeds)
		return false;
	*route = cpd->topo.feed_route[feed];
	return *route != CPO_NONE;
}

/**
 * cpo_pci_object - find the object a device means
 * @cpd: device
 * @obj: its name for the object
 * @object: gets the kind, enum cpo_object
 * @index: gets the number
 *
 * Return: false if there is no such object
 */
bool cpo_pci_object(const struct cpo_pci_dev *cpd,
		    const struct cpo_hw_obj *obj, u8 *object, u16 *index)
{
	const struct cpo_pci_ident *id = &cpd->ident;
	u16 a = le16_to_cpu(obj->a);

	*index = a;
	switch (obj->type) {
	case CPO_OBJ_DEVICE:
		*object = CPO_OBJECT_DEV;
		*index = 0;
		return true;
	case CPO_OBJ_ENGINE:
		*object = CPO_OBJECT_ENGINE;
		return a < id->engines;
	case CPO_OBJ_ELS:
		*object = CPO_OBJECT_ELS;
		return a < id->els;
	case CPO_OBJ_LASER:
		*object = CPO_OBJECT_LASER;
		return a < id->lasers;
	case CPO_OBJ_LANE:
		*object = CPO_OBJECT_LANE;
		return a < id->lanes;
	case CPO_OBJ_PORT:
		*object = CPO_OBJECT_PORT;
		return a < id->ports;
	case CPO_OBJ_FEED:
		*object = CPO_OBJECT_ROUTE;
		return cpo_pci_feed_route(cpd, a, index);
	case CPO_OBJ_SENSOR:
		*object = CPO_OBJECT_SENSOR;
		return a < id->sensors;
	default:
		*object = CPO_OBJECT_OTHER;
		return true;
	}
}

static bool cpo_pci_event_decode(const struct cpo_pci_dev *cpd,
				 const struct cpo_hw_event *hw,
				 struct cpo_event *ev)
{
	u16 code = le16_to_cpu(hw->code);

	memset(ev, 0, sizeof(*ev));
	ev->device_seq = le64_to_cpu(hw->seq);
	ev->device_time = le64_to_cpu(hw->time);
	ev->boottime = ktime_get_boottime_ns();
	ev->value = le64_to_cpu(hw->value);
	ev->limit = le64_to_cpu(hw->limit);
	ev->count = le32_to_cpu(hw->count);
	ev->severity = hw->severity;
	ev->action = hw->action;
	ev->reason = min_t(u16, le16_to_cpu(hw->cause), U8_MAX);
	ev->code = cpo_pci_event_code(code, &ev->quantity, &ev->level);
	ev->vendor_code = ev->code == CPO_EVENT_CODE_VENDOR ? code : 0;
	/* the limit of a threshold may well be 0 */
	ev->has_limit = ev->limit || ev->code == CPO_EVENT_CODE_THRESHOLD;
	return cpo_pci_object(cpd, &hw->obj, &ev->object, &ev->index);
}

/* Finds an event the device has written, and copies it once. */
static bool cpo_pci_event_next(struct cpo_pci_eventq *eq,
			       struct cpo_hw_event *hw)
{
	unsigned int size = cpo_pci_eventq_size(eq);
	const struct cpo_hw_event *src = &eq->ring[eq->head & (size - 1)];
	bool expect = !(eq->head & size);
	u32 word;

	word = le32_to_cpu(READ_ONCE(src->phase));
	if (FIELD_GET(CPO_PHASE, word) != expect)
		return false;
	/* the phase was written last, so it is read first */
	dma_rmb();
	memcpy(hw, src, sizeof(*hw));
	eq->head++;
	return true;
}

/*
 * What follows an event elsewhere: carrier, and the identity of a module, which
 * takes a command and so is left to a work item.
 */
static void cpo_pci_event_follow(struct cpo_pci_dev *cpd,
				 const struct cpo_event *ev)
{
	switch (ev->code) {
	case CPO_EVENT_CODE_PORT_STATE:
		if (ev->object == CPO_OBJECT_PORT)
			cpo_pci_port_carrier(cpd, ev->index);
		break;
	case CPO_EVENT_CODE_ELS_INSERTED:
	case CPO_EVENT_CODE_ELS_REMOVED:
		if (ev->object == CPO_OBJECT_ELS) {
			set_bit(ev->index, cpd->els_changed);
			mod_delayed_work(cpo_pci_wq, &cpd->els_work, 0);
		}
		break;
	case CPO_EVENT_CODE_TOPOLOGY:
		cpo_pci_recover(cpd, "objects changed");
		break;
	}
}

static void cpo_pci_events_flush(struct cpo_pci_dev *cpd, unsigned int n)
{
	struct cpo_event *batch = cpd->eventq.batch;
	unsigned int i;

	if (!n)
		return;
	cpo_events_report(cpd->cdev, batch, n);
	for (i = 0; i < n; i++)
		cpo_pci_event_follow(cpd, &batch[i]);
	cpo_pci_health_event(cpd);
}

/*
 * Returns how many events were lost before this one. The batch is sent before a
 * gap is told, so that the gap is where it belongs.
 */
static u64 cpo_pci_event_gap(struct cpo_pci_eventq *eq, u64 seq)
{
	u64 gap = seq - eq->last_seq - 1;

	eq->last_seq = seq;
	return gap < CPO_PCI_SEQ_JUMP ? gap : 0;
}

static void cpo_pci_event_take(struct cpo_pci_dev *cpd,
			       const struct cpo_hw_event *hw, unsigned int *n)
{
	struct cpo_pci_eventq *eq = &cpd->eventq;
	u64 gap = cpo_pci_event_gap(eq, le64_to_cpu(hw->seq));

	trace_cpo_pci_event(cpd, hw);
	if (gap) {
		cpo_pci_events_flush(cpd, *n);
		*n = 0;
		cpo_events_lost(cpd->cdev, gap);
		cpd->stats.events_lost += gap;
		cpo_pci_health_event(cpd);
	}
	if (le16_to_cpu(hw->code) == CPO_EV_OVERFLOW)
		cpd->stats.events_dropped = le64_to_cpu(hw->value);
	if (!cpo_pci_event_decode(cpd, hw, &eq->batch[*n])) {
		cpd->stats.events_refused++;
		dev_warn_ratelimited(cpd->dev,
				     "Event 0x%04x about object %u %u, which is not there\n",
				     le16_to_cpu(hw->code), hw->obj.type,
				     le16_to_cpu(hw->obj.a));
		return;
	}
	if (++*n == CPO_EVENTS_PER_MSG) {
		cpo_pci_events_flush(cpd, *n);
		*n = 0;
	}
}

/**
 * cpo_pci_events_take - pass on the events that are in memory
 * @cpd: device, its publish_lock is held
 *
 * At most one ring's worth. The doorbell is only rung for events taken.
 *
 * Return: number of events
 */
unsigned int cpo_pci_events_take(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_eventq *eq = &cpd->eventq;
	unsigned int taken = 0, n = 0;
	struct cpo_hw_event hw;

	lockdep_assert_held(&cpd->publish_lock);
	if (!test_bit(CPO_PCI_PUBLISH, &cpd->flags))
		return 0;
	while (taken < cpo_pci_eventq_size(eq) && cpo_pci_event_next(eq, &hw)) {
		cpo_pci_event_take(cpd, &hw, &n);
		taken++;
	}
	cpo_pci_events_flush(cpd, n);
	if (taken)
		cpo_pci_doorbell(cpd, CPO_BLK_EVENTQ, CPO_EVENTQ_DB_CONSUMER,
				 eq->head);
	return taken;
}

unsigned int cpo_pci_events_poll(struct cpo_pci_dev *cpd)
{
	unsigned int n;

	mutex_lock(&cpd->publish_lock);
	n = cpo_pci_events_take(cpd);
	mutex_unlock(&cpd->publish_lock);
	return n;
}

static int cpo_pci_events_config(struct cpo_pci_dev *cpd)
{
	bool storm = !test_bit(CPO_PCI_NO_STORM, &cpd->flags);
	struct cpo_hw_event_config arg = {
		.classes = cpu_to_le64(U64_MAX),
		.storm_us = cpu_to_le32(storm ? CPO_PCI_STORM_US : 0),
	};
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_EVENT_CONFIG,
		.arg = &arg,
		.arg_len = sizeof(arg),
	};
	int err;

	err = cpo_pci_cmd(cpd, &cmd, NULL);
	if (!err || !storm || cmd.status != CPO_ST_RANGE)
		return err;
	set_bit(CPO_PCI_NO_STORM, &cpd->flags);
	arg.storm_us = 0;
	return cpo_pci_cmd(cpd, &cmd, NULL);
}

/**
 * cpo_pci_events_start - give the ring to a device that was just reset
 * @cpd: device; nothing publishes
 *
 * The device numbers events even when it could not deliver them, so what was
 * lost across a reset is known.
 *
 * Return: 0 or an error of the device
 */
int cpo_pci_events_start(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_eventq *eq = &cpd->eventq;
	u64 last;
	int err;

	memset(eq->ring, 0, sizeof(*eq->ring) << eq->log2);
	eq->head = 0;
	last = cpo_pci_rd64(cpd, CPO_BLK_EVENTQ, CPO_EVENTQ_NEXT_SEQ) - 1;
	/* that is no number but a device that is gone */
	if (last == U64_MAX - 1)
		return -ENODEV;
	cpd->stats.events_dropped = cpo_pci_rd64(cpd, CPO_BLK_EVENTQ,
						 CPO_EVENTQ_DROPPED);
	/* those of a start that failed are still to be told */
	if (eq->started && last - eq->last_seq < CPO_PCI_SEQ_JUMP)
		eq->missed += last - eq->last_seq;
	eq->last_seq = last;
	eq->started = true;
	cpo_pci_wr64(cpd, CPO_BLK_EVENTQ, CPO_EVENTQ_BASE, eq->dma);
	cpo_pci_wr32(cpd, CPO_BLK_EVENTQ, CPO_EVENTQ_SIZE, eq->log2);
	cpo_pci_wr32(cpd, CPO_BLK_EVENTQ, CPO_EVENTQ_ENABLE, 1);
	err = cpo_pci_events_config(cpd);
	if (err)
		dev_err(cpd->dev, "Cannot configure events: %d\n", err);
	return err;
}

int cpo_pci_events_init(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_eventq *eq = &cpd->eventq;
	u32 limits;

	limits = cpo_pci_rd32(cpd, CPO_PCI_BLK_IDENT, CPO_REG_QLIMITS);
	eq->log2 = min_t(u32, CPO_PCI_EVENTQ_LOG2,
			 FIELD_GET(CPO_QLIMITS_EVENT, limits));
	if (eq->log2 < CPO_EVENTQ_LOG2_MIN) {
		dev_err(cpd->dev, "Event queue limit %u makes no sense\n",
			eq->log2);
		return -EINVAL;
	}
	eq->batch = kcalloc(CPO_EVENTS_PER_MSG, sizeof(*eq->batch), GFP_KERNEL);
	if (!eq->batch)
		return -ENOMEM;
	eq->ring = dma_alloc_coherent(cpd->dev, sizeof(*eq->ring) << eq->log2,
				      &eq->dma, GFP_KERNEL);
	if (!eq->ring) {
		kfree(eq->batch);
		return -ENOMEM;
	}
	return 0;
}

/* Only after the device was kept from doing DMA. */
void cpo_pci_events_fini(struct cpo_pci_dev *cpd)
{
	struct cpo_pci_eventq *eq = &cpd->eventq;

	dma_free_coherent(cpd->dev, sizeof(*eq->ring) << eq->log2, eq->ring,
			  eq->dma);
	kfree(eq->batch);
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "cpo_pci.h"

/* A jump this wide is no loss but a device that counts anew. */
#define CPO_PCI_SEQ_JUMP	BIT_ULL(31)

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
};

static unsigned int cpo_pci_eventq_size(const struct cpo_pci_eventq *eq)
{
	return 1U << eq->log2;
}

static void cpo_pci_event_code(u16 hw, struct cpo_event *ev)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cpo_pci_event_codes); i++) {
		if (cpo_pci_event_codes[i].hw == hw) {
			ev->code = cpo_pci_event_codes[i].code;
			return;
		}
	}
	ev->code = CPO_EVENT_CODE_VENDOR;
	ev->vendor_code = hw;
}

static bool cpo_pci_event_route(const struct cpo_pci_dev *cpd, u16 feed,
				struct cpo_event *ev)
{
	if (feed >= cpd->ident.feeds)
		return false;
	ev->object = CPO_OBJECT_ROUTE;
	ev->index = cpd->topo.feed_route[feed];
	return ev->index != CPO_NONE;
}

/* Returns false if there is no such object. */
static bool cpo_pci_event_object(const struct cpo_pci_dev *cpd,
				 const struct cpo_hw_obj *obj,
				 struct cpo_event *ev)
{
	const struct cpo_pci_ident *id = &cpd->ident;
	u16 a = le16_to_cpu(obj->a);

	ev->index = a;
	switch (obj->type) {
	case CPO_OBJ_DEVICE:
		ev->object = CPO_OBJECT_DEV;
		ev->index = 0;
		return true;
	case CPO_OBJ_ENGINE:
		ev->object = CPO_OBJECT_ENGINE;
		return a < id->engines;
	case CPO_OBJ_ELS:
		ev->object = CPO_OBJECT_ELS;
		return a < id->els;
	case CPO_OBJ_LASER:
		ev->object = CPO_OBJECT_LASER;
		return a < id->lasers;
	case CPO_OBJ_LANE:
		ev->object = CPO_OBJECT_LANE;
		return a < id->lanes;
	case CPO_OBJ_PORT:
		ev->object = CPO_OBJECT_PORT;
		return a < id->ports;
	case CPO_OBJ_FEED:
		return cpo_pci_event_route(cpd, a, ev);
	case CPO_OBJ_SENSOR:
		ev->object = CPO_OBJECT_SENSOR;
		return true;
	default:
		ev->object = CPO_OBJECT_OTHER;
		return true;
	}
}

static bool cpo_pci_event_decode(const struct cpo_pci_dev *cpd,
				 const struct cpo_hw_event *hw,
				 struct cpo_event *ev)
{
	memset(ev, 0, sizeof(*ev));
	ev->device_seq = le64_to_cpu(hw->seq);
	ev->device_time = le64_to_cpu(hw->time);
	ev->boottime = ktime_get_boottime_ns();
	ev->value = le64_to_cpu(hw->value);
	ev->limit = le64_to_cpu(hw->limit);
	ev->has_limit = ev->limit;
	ev->count = le32_to_cpu(hw->count);
	ev->severity = hw->severity;
	ev->action = hw->action;
	ev->reason = min_t(u16, le16_to_cpu(hw->cause), U8_MAX);
	cpo_pci_event_code(le16_to_cpu(hw->code), ev);
	return cpo_pci_event_object(cpd, &hw->obj, ev);
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
			queue_work(cpo_pci_wq, &cpd->els_work);
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

	if (gap) {
		cpo_pci_events_flush(cpd, *n);
		*n = 0;
		cpo_events_lost(cpd->cdev, gap);
	}
	if (!cpo_pci_event_decode(cpd, hw, &eq->batch[*n])) {
		eq->refused++;
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
	struct cpo_hw_event_config arg = { .classes = cpu_to_le64(U64_MAX) };
	struct cpo_pci_cmd cmd = {
		.opcode = CPO_OP_EVENT_CONFIG,
		.arg = &arg,
		.arg_len = sizeof(arg),
	};

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
	eq->missed = 0;
	if (eq->started && last - eq->last_seq < CPO_PCI_SEQ_JUMP)
		eq->missed = last - eq->last_seq;
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

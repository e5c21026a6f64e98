// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

/* More than an event with all its attributes takes, and what precedes them. */
#define CPO_NL_EVENT_SIZE	256
#define CPO_NL_EVENTS_HEAD	64

/* Also of a flag, whose last event it is about. */
bool cpo_nl_code_has_value(u32 code, s64 value)
{
	switch (code) {
	case CPO_EVENT_CODE_ELS_STATE:
	case CPO_EVENT_CODE_LASER_STATE:
	case CPO_EVENT_CODE_LASER_FAULT:
	case CPO_EVENT_CODE_CHECK_PASSED:
	case CPO_EVENT_CODE_CHECK_FAILED:
	case CPO_EVENT_CODE_PORT_STATE:
	case CPO_EVENT_CODE_OVERFLOW:
	case CPO_EVENT_CODE_THRESHOLD:
	case CPO_EVENT_CODE_ENGINE_TRIP:
		return true;
	default:
		return value;
	}
}

static int cpo_nl_event_put_laser(struct sk_buff *skb,
				  const struct cpo_laser_info *laser)
{
	if (cpo_nl_put_uint(skb, laser->els != CPO_NONE, CPO_A_EVENT_ELS_ID,
			    laser->els) ||
	    cpo_nl_put_uint(skb, laser->engine != CPO_NONE,
			    CPO_A_EVENT_ENGINE_ID, laser->engine) ||
	    cpo_nl_uint(skb, CPO_A_EVENT_LASER_ID, laser->index))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_event_put_lane(struct sk_buff *skb,
				 const struct cpo_lane_info *lane)
{
	if (cpo_nl_uint(skb, CPO_A_EVENT_ENGINE_ID, lane->engine) ||
	    cpo_nl_uint(skb, CPO_A_EVENT_LANE_ID, lane->index))
		return -EMSGSIZE;

	return 0;
}

/* Ids as the object has them elsewhere; none if the core does not know it. */
static int cpo_nl_event_put_ids(struct sk_buff *skb,
				const struct cpo_inventory *inv,
				const struct cpo_event *ev)
{
	if (!cpo_event_has_object(inv, ev))
		return 0;

	switch (ev->object) {
	case CPO_OBJECT_ENGINE:
		return cpo_nl_uint(skb, CPO_A_EVENT_ENGINE_ID, ev->index);
	case CPO_OBJECT_ELS:
		return cpo_nl_uint(skb, CPO_A_EVENT_ELS_ID, ev->index);
	case CPO_OBJECT_LASER:
		return cpo_nl_event_put_laser(skb, &inv->lasers[ev->index]);
	case CPO_OBJECT_LANE:
		return cpo_nl_event_put_lane(skb, &inv->lanes[ev->index]);
	case CPO_OBJECT_PORT:
		return cpo_nl_uint(skb, CPO_A_EVENT_PORT_ID, ev->index);
	case CPO_OBJECT_ROUTE:
		return cpo_nl_uint(skb, CPO_A_EVENT_ROUTE_ID, ev->index);
	case CPO_OBJECT_SENSOR:
		return cpo_nl_uint(skb, CPO_A_EVENT_SENSOR_ID, ev->index);
	default:
		return 0;
	}
}

static int cpo_nl_event_put_details(struct sk_buff *skb,
				    const struct cpo_event *ev)
{
	bool reason = ev->code == CPO_EVENT_CODE_PORT_STATE || ev->reason;
	bool threshold = ev->code == CPO_EVENT_CODE_THRESHOLD;

	if (cpo_nl_put_uint(skb, ev->code == CPO_EVENT_CODE_VENDOR,
			    CPO_A_EVENT_VENDOR_CODE, ev->vendor_code) ||
	    cpo_nl_uint(skb, CPO_A_EVENT_DEVICE_SEQ, ev->device_seq) ||
	    cpo_nl_uint(skb, CPO_A_EVENT_DEVICE_TIME_NS, ev->device_time) ||
	    cpo_nl_uint(skb, CPO_A_EVENT_BOOTTIME_NS, ev->boottime) ||
	    cpo_nl_put_uint(skb, ev->count, CPO_A_EVENT_COUNT, ev->count) ||
	    cpo_nl_put_sint(skb, cpo_nl_code_has_value(ev->code, ev->value),
			    CPO_A_EVENT_VALUE, ev->value) ||
	    cpo_nl_put_sint(skb, ev->has_limit, CPO_A_EVENT_LIMIT,
			    ev->limit) ||
	    cpo_nl_put_u32(skb, reason, CPO_A_EVENT_REASON, ev->reason) ||
	    cpo_nl_put_u32(skb, threshold, CPO_A_EVENT_QUANTITY,
			   ev->quantity) ||
	    cpo_nl_put_u32(skb, threshold, CPO_A_EVENT_LEVEL, ev->level))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_event_put(struct sk_buff *skb,
			    const struct cpo_inventory *inv,
			    const struct cpo_event *ev)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, CPO_A_EVENTS_EVENT);
	if (!nest ||
	    cpo_nl_u32(skb, CPO_A_EVENT_CODE, ev->code) ||
	    cpo_nl_u32(skb, CPO_A_EVENT_SEVERITY, ev->severity) ||
	    cpo_nl_u32(skb, CPO_A_EVENT_ACTION, ev->action) ||
	    cpo_nl_u32(skb, CPO_A_EVENT_OBJECT, ev->object) ||
	    cpo_nl_event_put_ids(skb, inv, ev) ||
	    cpo_nl_event_put_details(skb, ev))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

static struct sk_buff *cpo_nl_events_msg(struct cpo_dev *cdev, u64 epoch,
					 u64 seq,
					 const struct cpo_event *events,
					 unsigned int n)
{
	const struct cpo_inventory *inv = cpo_topo_of_provider(cdev)->inv;
	struct genl_info info;
	struct sk_buff *skb;
	unsigned int i;
	void *hdr;

	skb = genlmsg_new(CPO_NL_EVENTS_HEAD + n * CPO_NL_EVENT_SIZE,
			  GFP_KERNEL);
	if (!skb)
		return NULL;

	genl_info_init_ntf(&info, &cpo_nl_family, CPO_CMD_EVENTS_NTF);
	hdr = genlmsg_iput(skb, &info);
	if (!hdr || cpo_nl_uint(skb, CPO_A_EVENTS_DEV_ID, cdev->id) ||
	    cpo_nl_uint(skb, CPO_A_EVENTS_EPOCH, epoch) ||
	    cpo_nl_uint(skb, CPO_A_EVENTS_SEQ, seq))
		goto err_free_msg;
	for (i = 0; i < n; i++)
		if (cpo_nl_event_put(skb, inv, &events[i]))
			goto err_free_msg;
	genlmsg_end(skb, hdr);

	return skb;

err_free_msg:
	nlmsg_free(skb);
	return NULL;
}

static void cpo_nl_count_message(struct cpo_dev *cdev)
{
	unsigned long flags;

	write_seqlock_irqsave(&cdev->lock, flags);
	cdev->counts.event_messages++;
	write_sequnlock_irqrestore(&cdev->lock, flags);
}

/**
 * cpo_nl_notify_events() - send events, numbered, to those who listen
 * @cdev: the device
 * @events: the events
 * @n: how many, at most CPO_EVENTS_PER_MSG
 *
 * They get their numbers whether somebody listens or not: who begins to listen
 * later can tell from them what he missed.
 */
void cpo_nl_notify_events(struct cpo_dev *cdev, const struct cpo_event *events,
			  unsigned int n)
{
	struct net *net = cpo_dev_net_get(cdev);
	struct sk_buff *skb;
	unsigned long flags;
	u64 epoch, seq;

	write_seqlock_irqsave(&cdev->lock, flags);
	epoch = cdev->status.epoch;
	seq = cdev->status.event_seq;
	cdev->status.event_seq += n;
	cdev->counts.events += n;
	write_sequnlock_irqrestore(&cdev->lock, flags);

	if (!net)
		return;
	if (!genl_has_listeners(&cpo_nl_family, net, CPO_NLGRP_EVENTS))
		goto out;

	/* without memory they are lost: the gap in the numbers tells */
	skb = cpo_nl_events_msg(cdev, epoch, seq, events, n);
	if (!skb)
		goto out;
	genlmsg_multicast_netns(&cpo_nl_family, net, skb, 0, CPO_NLGRP_EVENTS,
				GFP_KERNEL);
	cpo_nl_count_message(cdev);
out:
	put_net(net);
}

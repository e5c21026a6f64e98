// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/timekeeping.h>

#include "cpo_nl.h"

/* All attribute sets begin alike, which lets all kinds share this file. */
#define CPO_NL_DEV_ID	CPO_A_DEV_DEV_ID

static_assert(CPO_NL_DEV_ID == (int)CPO_A_ENGINE_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_ELS_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_LASER_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_LANE_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_PORT_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_ROUTE_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_PAGE_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_SENSOR_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_STATS_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_THRESHOLD_DEV_ID);
static_assert(CPO_NL_DEV_ID == (int)CPO_A_FLAG_DEV_ID);

/*
 * What most rows fit, in the memory the stack has at hand for small messages. A
 * message with much unused room is copied when it is sent.
 */
#define CPO_NL_SMALL	360

/**
 * struct cpo_nl_dump_ctx - where a dump goes on
 * @dev_id: device
 * @index: object of the device, or place in a walk
 * @generation: of the objects of that device that were dumped
 */
struct cpo_nl_dump_ctx {
	unsigned long dev_id;
	unsigned int index;
	u32 generation;
};

static struct cpo_nl_dump_ctx *cpo_nl_dump_ctx(struct netlink_callback *cb)
{
	NL_ASSERT_CTX_FITS(struct cpo_nl_dump_ctx);

	return (struct cpo_nl_dump_ctx *)cb->ctx;
}

/**
 * cpo_view_init() - begin to read a device
 * @view: what to fill in
 * @cdev: the device
 * @net: network namespace of the reader
 *
 * Context: the RCU read-side section the view lives in.
 */
void cpo_view_init(struct cpo_view *view, struct cpo_dev *cdev,
		   struct net *net)
{
	view->cdev = cdev;
	view->topo = rcu_dereference(cdev->topo);
	view->inv = view->topo->inv;
	view->rows = view->topo->rows;
	view->net = net;
	view->now = ktime_get_boottime_ns();
	cpo_dev_status(cdev, &view->status);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_view_init);

static bool cpo_nl_visible(struct cpo_dev *cdev, const struct net *net)
{
	return net_eq(cpo_dev_net(cdev), net);
}

/**
 * cpo_nl_missing() - check that a request has an attribute
 * @info: the request
 * @attr: the attribute
 *
 * Return: true, with the attribute noted, when it is not there.
 */
bool cpo_nl_missing(const struct genl_info *info, int attr)
{
	if (!GENL_REQ_ATTR_CHECK(info, attr))
		return false;
	NL_SET_ERR_MSG(info->extack, "A required attribute is missing");

	return true;
}

/**
 * cpo_nl_dev_find() - find the device a request is about
 * @info: the request
 *
 * Context: RCU read-side section.
 * Return: the device or an error pointer, with the attribute at fault noted.
 */
struct cpo_dev *cpo_nl_dev_find(const struct genl_info *info)
{
	struct cpo_dev *cdev;

	if (cpo_nl_missing(info, CPO_NL_DEV_ID))
		return ERR_PTR(-EINVAL);

	cdev = cpo_registry_find(nla_get_uint(info->attrs[CPO_NL_DEV_ID]));
	if (!cdev || !cpo_nl_visible(cdev, genl_info_net(info))) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[CPO_NL_DEV_ID],
				    "No such device");
		return ERR_PTR(-ENODEV);
	}

	return cdev;
}

/* The same for a command that sleeps; ends with cpo_dev_put(). */
struct cpo_dev *cpo_nl_dev_find_get(const struct genl_info *info)
{
	struct cpo_dev *cdev;

	rcu_read_lock();
	cdev = cpo_nl_dev_find(info);
	if (!IS_ERR(cdev))
		cpo_dev_get(cdev);
	rcu_read_unlock();

	return cdev;
}

/**
 * cpo_nl_index() - get the number of an object from a request
 * @info: the request
 * @attr: attribute, which has to be there
 * @count: number of objects
 * @what: what to call one of them
 *
 * Return: the number or a negative error, with the attribute at fault noted.
 */
int cpo_nl_index(const struct genl_info *info, int attr, unsigned int count,
		 const char *what)
{
	u64 index;

	if (cpo_nl_missing(info, attr))
		return -EINVAL;

	index = nla_get_uint(info->attrs[attr]);
	if (index < count)
		return index;

	NL_SET_ERR_MSG_ATTR_FMT(info->extack, info->attrs[attr],
				"No such %s, there are %u", what, count);
	return -ENOENT;
}

/* Of a dump when there is @cb. Ends with genlmsg_end() or genlmsg_cancel(). */
void *cpo_nl_msg_begin(struct sk_buff *skb, const struct genl_info *info,
		       struct netlink_callback *cb)
{
	void *hdr;

	hdr = __genlmsg_iput(skb, info, cb ? NLM_F_MULTI : 0);
	if (hdr && cb)
		genl_dump_check_consistent(cb, hdr);

	return hdr;
}

static int cpo_nl_msg(struct sk_buff *skb, const struct genl_info *info,
		      struct netlink_callback *cb,
		      const struct cpo_nl_kind *kind,
		      const struct cpo_view *view, u16 index)
{
	void *hdr;

	hdr = cpo_nl_msg_begin(skb, info, cb);
	if (!hdr)
		return -EMSGSIZE;

	if (kind->put(skb, view, index)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);

	return 0;
}

static struct sk_buff *cpo_nl_skb(const struct cpo_nl_kind *kind, gfp_t gfp)
{
	return genlmsg_new(GENLMSG_DEFAULT_SIZE + kind->room, gfp);
}

/* Under RCU. */
static int cpo_nl_get_fill(struct sk_buff *skb, struct genl_info *info,
			   const struct cpo_nl_kind *kind)
{
	struct cpo_view view;
	struct cpo_dev *cdev;
	int index;

	cdev = cpo_nl_dev_find(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);
	cpo_view_init(&view, cdev, genl_info_net(info));

	index = kind->find(view.inv, info);
	if (index < 0)
		return index;

	return cpo_nl_msg(skb, info, NULL, kind, &view, index);
}

static struct sk_buff *cpo_nl_get_msg(struct genl_info *info,
				      const struct cpo_nl_kind *kind,
				      size_t size)
{
	struct sk_buff *rsp;
	int err;

	rsp = genlmsg_new(size, GFP_KERNEL);
	if (!rsp)
		return ERR_PTR(-ENOMEM);

	rcu_read_lock();
	err = cpo_nl_get_fill(rsp, info, kind);
	rcu_read_unlock();
	if (err) {
		nlmsg_free(rsp);
		return ERR_PTR(err);
	}

	return rsp;
}

/**
 * cpo_nl_get() - answer a request for one object
 * @info: the request
 * @kind: kind of object
 *
 * Return: 0 or a negative error.
 */
int cpo_nl_get(struct genl_info *info, const struct cpo_nl_kind *kind)
{
	struct sk_buff *rsp;

	rsp = cpo_nl_get_msg(info, kind, CPO_NL_SMALL);
	if (rsp == ERR_PTR(-EMSGSIZE))
		rsp = cpo_nl_get_msg(info, kind,
				     GENLMSG_DEFAULT_SIZE + kind->room);
	if (IS_ERR(rsp))
		return PTR_ERR(rsp);

	return genlmsg_reply(rsp, info);
}

/* Under RCU. */
static int cpo_nl_reply_fill(struct sk_buff *skb, struct genl_info *info,
			     cpo_nl_fill_fn fill)
{
	struct cpo_view view;
	struct cpo_dev *cdev;

	cdev = cpo_nl_dev_find(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);
	cpo_view_init(&view, cdev, genl_info_net(info));

	return fill(skb, info, &view);
}

/**
 * cpo_nl_reply() - answer a request about something that is no object
 * @info: the request
 * @fill: finds it and writes the message
 *
 * Return: 0 or a negative error.
 */
int cpo_nl_reply(struct genl_info *info, cpo_nl_fill_fn fill)
{
	struct sk_buff *rsp;
	int err;

	rsp = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!rsp)
		return -ENOMEM;

	rcu_read_lock();
	err = cpo_nl_reply_fill(rsp, info, fill);
	rcu_read_unlock();
	if (err) {
		nlmsg_free(rsp);
		return err;
	}

	return genlmsg_reply(rsp, info);
}

/* An attribute that only goes together with another. */
static int cpo_nl_needs(const struct genl_info *info, int attr, int needs)
{
	if (attr && info->attrs[attr] && cpo_nl_missing(info, needs))
		return -EINVAL;

	return 0;
}

static int cpo_nl_filter_id(const struct genl_info *info, int attr,
			    unsigned int count, const char *what, u16 *id)
{
	int index;

	if (!attr || !info->attrs[attr])
		return 0;

	index = cpo_nl_index(info, attr, count, what);
	if (index < 0)
		return index;
	*id = index;

	return 0;
}

/* A laser is numbered in its ELS. */
static int cpo_nl_filter_laser(const struct genl_info *info, int attr,
			       const struct cpo_inventory *inv,
			       struct cpo_filter *filter)
{
	const struct cpo_els_info *els;
	int index;

	if (!attr || !info->attrs[attr])
		return 0;

	els = &inv->els[filter->els];
	index = cpo_nl_index(info, attr, els->lasers, "laser");
	if (index < 0)
		return index;
	filter->laser = els->first_laser + index;

	return 0;
}

static int cpo_nl_filter(const struct genl_info *info,
			 const struct cpo_nl_kind *kind,
			 const struct cpo_inventory *inv,
			 struct cpo_filter *filter)
{
	int err;

	err = cpo_nl_needs(info, kind->laser, kind->els);
	if (!err)
		err = cpo_nl_filter_id(info, kind->engine, inv->n_engines,
				       "engine", &filter->engine);
	if (!err)
		err = cpo_nl_filter_id(info, kind->els, inv->n_els, "ELS",
				       &filter->els);
	if (!err)
		err = cpo_nl_filter_laser(info, kind->laser, inv, filter);
	if (!err)
		err = cpo_nl_filter_id(info, kind->port, inv->n_ports, "port",
				       &filter->port);

	return err;
}

/* What is left to dump of a device. */
static int cpo_nl_dump_dev(struct sk_buff *skb, struct netlink_callback *cb,
			   const struct cpo_nl_kind *kind,
			   const struct cpo_view *view,
			   const struct cpo_filter *filter)
{
	struct cpo_nl_dump_ctx *ctx = cpo_nl_dump_ctx(cb);
	bool all = cpo_filter_is_any(filter);
	unsigned int count;
	int err;

	if (kind->walk)
		return kind->walk(skb, cb, view, &ctx->index);

	count = kind->count(view->inv);
	for (; ctx->index < count; ctx->index++) {
		if (!all && !kind->match(view->inv, filter, ctx->index))
			continue;
		err = cpo_nl_msg(skb, genl_info_dump(cb), cb, kind, view,
				 ctx->index);
		if (err)
			return err;
	}

	return 0;
}

/* Under RCU. */
static int cpo_nl_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
			   const struct cpo_nl_kind *kind)
{
	const struct genl_info *info = genl_info_dump(cb);
	struct cpo_filter filter = CPO_FILTER_ANY;
	struct cpo_view view;
	struct cpo_dev *cdev;
	int err;

	cdev = cpo_nl_dev_find(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);
	cpo_view_init(&view, cdev, genl_info_net(info));
	cb->seq = READ_ONCE(view.topo->generation);

	err = cpo_nl_filter(info, kind, view.inv, &filter);
	if (err)
		return err;

	return cpo_nl_dump_dev(skb, cb, kind, &view, &filter);
}

/* Under RCU. */
static int cpo_nl_dump_all(struct sk_buff *skb, struct netlink_callback *cb,
			   const struct cpo_nl_kind *kind)
{
	struct net *net = genl_info_net(genl_info_dump(cb));
	struct cpo_nl_dump_ctx *ctx = cpo_nl_dump_ctx(cb);
	struct cpo_filter filter = CPO_FILTER_ANY;
	unsigned long id = ctx->dev_id;
	bool whole = !ctx->index;
	struct cpo_view view;
	struct cpo_dev *cdev;
	u32 generation;
	int err = 0;

	/* before the objects, see cpo_generation_next() */
	cb->seq = cpo_generation();

	while (!err && (cdev = cpo_registry_next(&id))) {
		if (id != ctx->dev_id)
			ctx->index = 0;
		ctx->dev_id = id++;
		if (!cpo_nl_visible(cdev, net))
			continue;
		cpo_view_init(&view, cdev, net);
		generation = READ_ONCE(view.topo->generation);
		if (ctx->index && generation == ctx->generation)
			whole = true;
		ctx->generation = generation;
		err = cpo_nl_dump_dev(skb, cb, kind, &view, &filter);
	}

	/*
	 * A device of which some objects are out has gone or changed. Its
	 * number may be yet to come: do not depend on it.
	 */
	if (!whole)
		cb->prev_seq = cb->seq == 1 ? 2 : 1;

	return err;
}

/* Only dev-id may stand alone. */
static int cpo_nl_dump_check(const struct genl_info *info,
			     const struct cpo_nl_kind *kind)
{
	const u8 attrs[] = { kind->engine, kind->els, kind->laser, kind->port };
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(attrs); i++) {
		err = cpo_nl_needs(info, attrs[i], CPO_NL_DEV_ID);
		if (err)
			return err;
	}

	return 0;
}

/**
 * cpo_nl_dump() - go on with a dump
 * @skb: message to fill
 * @cb: the dump
 * @kind: kind of object
 *
 * Return: 0 when the dump ends, -EMSGSIZE when @skb is full, or another
 *	negative error.
 */
int cpo_nl_dump(struct sk_buff *skb, struct netlink_callback *cb,
		const struct cpo_nl_kind *kind)
{
	const struct genl_info *info = genl_info_dump(cb);
	int err;

	/* an operation without attributes has no array of them */
	if (info->attrs) {
		err = cpo_nl_dump_check(info, kind);
		if (err)
			return err;
	}

	rcu_read_lock();
	if (info->attrs && info->attrs[CPO_NL_DEV_ID])
		err = cpo_nl_dump_one(skb, cb, kind);
	else
		err = cpo_nl_dump_all(skb, cb, kind);
	rcu_read_unlock();

	return err;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_dump);

/* The whole state of an object for those who listen, in namespace @net. */
static struct sk_buff *cpo_nl_ntf(struct cpo_dev *cdev, struct net *net,
				  const struct cpo_nl_kind *kind, u8 cmd,
				  u16 index, gfp_t gfp)
{
	struct genl_info info;
	struct cpo_view view;
	struct sk_buff *skb;
	int err;

	skb = cpo_nl_skb(kind, gfp);
	if (!skb)
		return NULL;

	genl_info_init_ntf(&info, &cpo_nl_family, cmd);
	genl_info_net_set(&info, net);

	rcu_read_lock();
	cpo_view_init(&view, cdev, net);
	err = cpo_nl_msg(skb, &info, NULL, kind, &view, index);
	rcu_read_unlock();
	if (err) {
		nlmsg_free(skb);
		return NULL;
	}

	return skb;
}

/**
 * cpo_nl_notify() - tell listeners of the group mgmt about an object
 * @cdev: its device
 * @kind: kind of object
 * @cmd: notification
 * @index: the object
 * @gfp: allocation context
 */
void cpo_nl_notify(struct cpo_dev *cdev, const struct cpo_nl_kind *kind,
		   u8 cmd, u16 index, gfp_t gfp)
{
	struct net *net = cpo_dev_net_get(cdev);
	struct sk_buff *skb;

	if (!net)
		return;
	if (!genl_has_listeners(&cpo_nl_family, net, CPO_NLGRP_MGMT))
		goto out;

	skb = cpo_nl_ntf(cdev, net, kind, cmd, index, gfp);
	if (skb)
		genlmsg_multicast_netns(&cpo_nl_family, net, skb, 0,
					CPO_NLGRP_MGMT, gfp);
	else
		genl_set_err(&cpo_nl_family, net, 0, CPO_NLGRP_MGMT, -ENOBUFS);
out:
	put_net(net);
}

/* Tell of a change of state, for the kinds that have such a notification. */
void cpo_nl_notify_object(struct cpo_dev *cdev, u8 object, u16 index,
			  gfp_t gfp)
{
	switch (object) {
	case CPO_OBJECT_DEV:
		cpo_nl_notify(cdev, &cpo_nl_dev, CPO_CMD_DEV_CHANGE_NTF, 0,
			      gfp);
		break;
	case CPO_OBJECT_ELS:
		cpo_nl_notify(cdev, &cpo_nl_els, CPO_CMD_ELS_CHANGE_NTF,
			      index, gfp);
		break;
	case CPO_OBJECT_LASER:
		cpo_nl_notify(cdev, &cpo_nl_laser, CPO_CMD_LASER_CHANGE_NTF,
			      index, gfp);
		break;
	case CPO_OBJECT_PORT:
		cpo_nl_notify(cdev, &cpo_nl_port, CPO_CMD_PORT_CHANGE_NTF,
			      index, gfp);
		break;
	}
}

static bool cpo_view_stale(const struct cpo_view *view,
			   const struct cpo_sample *sample, u64 period_us)
{
	return cpo_sample_stale(sample, view->status.state, view->now,
				period_us);
}

static __always_inline int
cpo_nl_put_sample_stale(struct sk_buff *skb, int attr,
			const struct cpo_view *view,
			const struct cpo_sample *sample, bool stale)
{
	u64 age = cpo_sample_age(sample, view->now);
	bool known = sample->seq;
	struct nlattr *nest;

	nest = cpo_nl_nest(skb, attr);
	if (!nest ||
	    cpo_nl_put_uint(skb, known, CPO_A_SAMPLE_SEQ, sample->seq) ||
	    cpo_nl_put_uint(skb, known, CPO_A_SAMPLE_DEVICE_TIME_NS,
			    sample->device_time) ||
	    cpo_nl_put_uint(skb, known, CPO_A_SAMPLE_BOOTTIME_NS,
			    sample->boottime) ||
	    cpo_nl_put_uint(skb, known, CPO_A_SAMPLE_AGE_MS,
			    div_u64(age, NSEC_PER_MSEC)) ||
	    (stale && nla_put_flag(skb, CPO_A_SAMPLE_STALE)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

/**
 * cpo_nl_put_sample() - write where values come from
 * @skb: message
 * @attr: attribute of the nest
 * @view: the reader
 * @stamp: stamp of the row
 *
 * Return: 0 or -EMSGSIZE.
 */
int cpo_nl_put_sample(struct sk_buff *skb, int attr,
		      const struct cpo_view *view,
		      const struct cpo_stamp *stamp)
{
	const struct cpo_sample *sample = &stamp->sample;

	return cpo_nl_put_sample_stale(skb, attr, view, sample,
				       cpo_view_stale(view, sample,
						      view->status.period_us));
}

/**
 * cpo_nl_put_window_sample() - write where windows come from
 * @skb: message
 * @attr: attribute of the nest
 * @view: the reader
 * @stamp: stamp of the windows
 *
 * They are read less often than there is telemetry, but are no fresher than
 * that: without it nobody knows what the device is doing.
 *
 * Return: 0 or -EMSGSIZE.
 */
int cpo_nl_put_window_sample(struct sk_buff *skb, int attr,
			     const struct cpo_view *view,
			     const struct cpo_stamp *stamp)
{
	const struct cpo_sample *dev = &view->status.stamp.sample;
	const struct cpo_sample *sample = &stamp->sample;
	u64 period = view->status.period_us;
	bool stale;

	stale = cpo_view_stale(view, dev, period) ||
		cpo_view_stale(view, sample,
			       max(period, CPO_WINDOW_READ_S * USEC_PER_SEC));

	return cpo_nl_put_sample_stale(skb, attr, view, sample, stale);
}

/* Nothing at all when nothing is known. */
int cpo_nl_put_identity(struct sk_buff *skb, int attr,
			const struct cpo_identity *id)
{
	struct nlattr *nest;

	if (!memchr_inv(id, 0, sizeof(*id)))
		return 0;

	nest = cpo_nl_nest(skb, attr);
	if (!nest ||
	    cpo_nl_put_str(skb, CPO_A_IDENTITY_VENDOR, id->vendor) ||
	    cpo_nl_put_str(skb, CPO_A_IDENTITY_PART, id->part) ||
	    cpo_nl_put_str(skb, CPO_A_IDENTITY_SERIAL, id->serial) ||
	    cpo_nl_put_str(skb, CPO_A_IDENTITY_REVISION, id->revision) ||
	    cpo_nl_put_str(skb, CPO_A_IDENTITY_FIRMWARE, id->firmware))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

int cpo_nl_put_range(struct sk_buff *skb, int attr,
		     const struct cpo_lane_range *range)
{
	struct nlattr *nest;

	nest = cpo_nl_nest(skb, attr);
	if (!nest ||
	    cpo_nl_uint(skb, CPO_A_LANE_RANGE_ENGINE_ID, range->engine) ||
	    cpo_nl_uint(skb, CPO_A_LANE_RANGE_FIRST, range->first) ||
	    cpo_nl_uint(skb, CPO_A_LANE_RANGE_COUNT, range->count) ||
	    cpo_nl_uint(skb, CPO_A_LANE_RANGE_STRIDE, range->stride))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

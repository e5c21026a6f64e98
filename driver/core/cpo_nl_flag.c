// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static int cpo_nl_put_moment(struct sk_buff *skb, int device_attr,
			     int boottime_attr,
			     const struct cpo_moment *moment)
{
	if (cpo_nl_put_uint(skb, moment->device, device_attr,
			    moment->device) ||
	    cpo_nl_put_uint(skb, moment->boottime, boottime_attr,
			    moment->boottime))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_flag_put_times(struct sk_buff *skb,
				 const struct cpo_flag *flag)
{
	if (cpo_nl_put_moment(skb, CPO_A_FLAG_FIRST_SET_NS,
			      CPO_A_FLAG_FIRST_SET_BOOTTIME_NS,
			      &flag->first_set) ||
	    cpo_nl_put_moment(skb, CPO_A_FLAG_LAST_SET_NS,
			      CPO_A_FLAG_LAST_SET_BOOTTIME_NS,
			      &flag->last_set) ||
	    cpo_nl_put_moment(skb, CPO_A_FLAG_LAST_CLEAR_NS,
			      CPO_A_FLAG_LAST_CLEAR_BOOTTIME_NS,
			      &flag->last_clear))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_flag_put_id(struct sk_buff *skb,
			      const struct cpo_flag_id *id)
{
	bool threshold = id->code == CPO_EVENT_CODE_THRESHOLD;

	if (cpo_nl_u32(skb, CPO_A_FLAG_CODE, id->code) ||
	    cpo_nl_put_u32(skb, threshold, CPO_A_FLAG_QUANTITY,
			   id->quantity) ||
	    cpo_nl_put_u32(skb, threshold, CPO_A_FLAG_LEVEL, id->level))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_flag_put(struct sk_buff *skb, const struct cpo_view *view,
			   const struct cpo_flag *flag)
{
	const struct cpo_flag_id *id = &flag->id;

	if (cpo_nl_object_put(skb, view, id->object, id->index) ||
	    cpo_nl_flag_put_id(skb, id) ||
	    cpo_nl_u32(skb, CPO_A_FLAG_SEVERITY, flag->severity) ||
	    cpo_nl_u32(skb, CPO_A_FLAG_STATE, flag->set ?
		       CPO_FLAG_STATE_SET : CPO_FLAG_STATE_CLEAR) ||
	    cpo_nl_uint(skb, CPO_A_FLAG_CHANGES, flag->changes) ||
	    (flag->lower_bound &&
	     nla_put_flag(skb, CPO_A_FLAG_COUNT_IS_LOWER_BOUND)) ||
	    cpo_nl_put_sint(skb, cpo_nl_code_has_value(id->code, flag->value),
			    CPO_A_FLAG_VALUE, flag->value) ||
	    cpo_nl_flag_put_times(skb, flag) ||
	    cpo_nl_put_sample(skb, CPO_A_FLAG_SAMPLE, view,
			      &view->status.stamp))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_flag_msg(struct sk_buff *skb, const struct genl_info *info,
			   struct netlink_callback *cb,
			   const struct cpo_view *view,
			   const struct cpo_flag *flag)
{
	void *hdr;

	hdr = cpo_nl_msg_begin(skb, info, cb);
	if (!hdr)
		return -EMSGSIZE;
	if (cpo_nl_flag_put(skb, view, flag)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);

	return 0;
}

/* ---- flag-get ---- */

static int cpo_nl_flag_limit(const struct genl_info *info, u32 code, int attr,
			     u8 *value)
{
	if (code != CPO_EVENT_CODE_THRESHOLD) {
		if (!info->attrs[attr])
			return 0;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[attr],
				    "Only code threshold has it");
		return -EINVAL;
	}
	if (cpo_nl_missing(info, attr))
		return -EINVAL;
	*value = nla_get_u32(info->attrs[attr]);

	return 0;
}

static int cpo_nl_flag_parse(const struct genl_info *info,
			     const struct cpo_inventory *inv,
			     struct cpo_flag_id *id)
{
	struct cpo_nl_object object;
	int err;

	memset(id, 0, sizeof(*id));
	err = cpo_nl_object_by_ids(inv, info, &object);
	if (err)
		return err;
	id->object = object.object;
	id->index = object.index;

	if (cpo_nl_missing(info, CPO_A_FLAG_CODE))
		return -EINVAL;
	id->code = nla_get_u32(info->attrs[CPO_A_FLAG_CODE]);
	if (!cpo_code_is_flag(id->code)) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[CPO_A_FLAG_CODE],
				    "Events of this code set no flag");
		return -EINVAL;
	}

	return cpo_nl_flag_limit(info, id->code, CPO_A_FLAG_QUANTITY,
				 &id->quantity) ?:
	       cpo_nl_flag_limit(info, id->code, CPO_A_FLAG_LEVEL, &id->level);
}

static int cpo_nl_flag_fill(struct sk_buff *skb, struct genl_info *info,
			    const struct cpo_view *view)
{
	struct cpo_flag_id id;
	struct cpo_flag flag;
	int err;

	err = cpo_nl_flag_parse(info, view->inv, &id);
	if (err)
		return err;
	if (!cpo_flag_read(view->cdev, cpo_flag_key(&id), &flag)) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[CPO_A_FLAG_CODE],
				    "The object never had this flag");
		return -ENOENT;
	}

	return cpo_nl_flag_msg(skb, info, NULL, view, &flag);
}

int cpo_nl_flag_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_reply(info, cpo_nl_flag_fill);
}

static bool cpo_nl_flag_wanted(const struct genl_info *info,
			       const struct cpo_flag *flag)
{
	struct nlattr *state;

	state = info->attrs ? info->attrs[CPO_A_FLAG_STATE] : NULL;

	return !state ||
	       flag->set == (nla_get_u32(state) == CPO_FLAG_STATE_SET);
}

static int cpo_nl_flag_walk(struct sk_buff *skb, struct netlink_callback *cb,
			    const struct cpo_view *view, u32 *at)
{
	const struct genl_info *info = genl_info_dump(cb);
	struct cpo_select select;
	struct cpo_flag flag;
	int err;

	err = cpo_nl_select(info, view->inv, &select);
	for (; !err && cpo_flag_next(view->cdev, at, &flag); ++*at) {
		if (!cpo_nl_flag_wanted(info, &flag) ||
		    !cpo_select_matches(view->inv, &select, flag.id.object,
					flag.id.index))
			continue;
		err = cpo_nl_flag_msg(skb, info, cb, view, &flag);
		if (err)
			break;
	}

	return err;
}

const struct cpo_nl_kind cpo_nl_flag = {
	.walk = cpo_nl_flag_walk,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_flag);

int cpo_nl_flag_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_select_check(genl_info_dump(cb)) ?:
	       cpo_nl_dump(skb, cb, &cpo_nl_flag);
}

/* ---- flag-clear ---- */

static int cpo_nl_flag_clear(const struct genl_info *info,
			     struct cpo_dev *cdev)
{
	struct cpo_select select;
	int err;

	err = cpo_nl_select_check(info);
	if (err)
		return err;

	rcu_read_lock();
	err = cpo_nl_select(info, rcu_dereference(cdev->topo)->inv, &select);
	rcu_read_unlock();
	if (!err)
		cpo_flags_clear(cdev, &select);

	return err;
}

/* Also of a device that is away or dead: it is not asked. */
int cpo_nl_flag_clear_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct cpo_dev *cdev;
	int err;

	cdev = cpo_nl_dev_find_get(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);

	err = cpo_nl_flag_clear(info, cdev);
	cpo_dev_put(cdev);

	return err;
}

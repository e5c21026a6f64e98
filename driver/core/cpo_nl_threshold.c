// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

/* Levels are attributes in their own order. */
#define CPO_NL_LEVEL(level)	(CPO_A_THRESHOLD_HIGH_ALARM + (level))

static_assert(CPO_NL_LEVEL(CPO_LEVEL_HIGH_WARNING) ==
	      (int)CPO_A_THRESHOLD_HIGH_WARNING);
static_assert(CPO_NL_LEVEL(CPO_LEVEL_LOW_WARNING) ==
	      (int)CPO_A_THRESHOLD_LOW_WARNING);
static_assert(CPO_NL_LEVEL(CPO_LEVEL_LOW_ALARM) ==
	      (int)CPO_A_THRESHOLD_LOW_ALARM);

static int cpo_nl_threshold_put(struct sk_buff *skb,
				const struct cpo_view *view,
				const struct cpo_threshold *row)
{
	unsigned int level;

	if (cpo_nl_object_put(skb, view, row->object, row->index) ||
	    cpo_nl_u32(skb, CPO_A_THRESHOLD_QUANTITY, row->quantity))
		return -EMSGSIZE;
	for (level = 0; level < CPO_LEVELS; level++)
		if (cpo_nl_put_sint(skb, row->levels & BIT(level),
				    CPO_NL_LEVEL(level), row->limit[level]))
			return -EMSGSIZE;

	return row->own ? nla_put_flag(skb, CPO_A_THRESHOLD_OVERRIDE) : 0;
}

static int cpo_nl_threshold_msg(struct sk_buff *skb,
				const struct genl_info *info,
				struct netlink_callback *cb,
				const struct cpo_view *view,
				const struct cpo_threshold *row)
{
	void *hdr;

	hdr = cpo_nl_msg_begin(skb, info, cb);
	if (!hdr)
		return -EMSGSIZE;
	if (cpo_nl_threshold_put(skb, view, row)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);

	return 0;
}

/* Find the object and the quantity, and the limits that are in force. */
static int cpo_nl_threshold_find(const struct genl_info *info,
				 const struct cpo_view *view,
				 struct cpo_threshold *row)
{
	struct nlattr *attr = info->attrs[CPO_A_THRESHOLD_QUANTITY];
	struct cpo_nl_object object;
	u32 quantity;
	int err;

	err = cpo_nl_object_by_ids(view->inv, info, &object);
	if (err)
		return err;
	if (cpo_nl_missing(info, CPO_A_THRESHOLD_QUANTITY))
		return -EINVAL;

	quantity = nla_get_u32(attr);
	if (!cpo_object_has_quantity(object.object, quantity)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "The object has no such quantity");
		return -EINVAL;
	}
	cpo_threshold_read(view->cdev, object.object, object.index, quantity,
			   row);

	return 0;
}

/* ---- threshold-get ---- */

static int cpo_nl_threshold_fill(struct sk_buff *skb, struct genl_info *info,
				 const struct cpo_view *view)
{
	struct cpo_threshold row;
	int err;

	err = cpo_nl_threshold_find(info, view, &row);
	if (err)
		return err;
	if (!row.levels) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[CPO_A_THRESHOLD_QUANTITY],
				    "It has no limits");
		return -ENOENT;
	}

	return cpo_nl_threshold_msg(skb, info, NULL, view, &row);
}

int cpo_nl_threshold_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_reply(info, cpo_nl_threshold_fill);
}

static bool cpo_nl_threshold_wanted(const struct genl_info *info,
				    const struct cpo_threshold *row)
{
	struct nlattr *attr;

	attr = info->attrs ? info->attrs[CPO_A_THRESHOLD_QUANTITY] : NULL;

	return row->levels && (!attr || nla_get_u32(attr) == row->quantity);
}

static int cpo_nl_threshold_walk(struct sk_buff *skb,
				 struct netlink_callback *cb,
				 const struct cpo_view *view, u32 *at)
{
	const struct genl_info *info = genl_info_dump(cb);
	struct cpo_threshold row;
	struct cpo_select select;
	int err;

	err = cpo_nl_select(info, view->inv, &select);
	for (; !err && cpo_threshold_next(view->cdev, view->inv, at, &row);
	     ++*at) {
		if (!cpo_nl_threshold_wanted(info, &row) ||
		    !cpo_select_matches(view->inv, &select, row.object,
					row.index))
			continue;
		err = cpo_nl_threshold_msg(skb, info, cb, view, &row);
		if (err)
			break;
	}

	return err;
}

const struct cpo_nl_kind cpo_nl_threshold = {
	.walk = cpo_nl_threshold_walk,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_threshold);

int cpo_nl_threshold_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	return cpo_nl_select_check(genl_info_dump(cb)) ?:
	       cpo_nl_dump(skb, cb, &cpo_nl_threshold);
}

/* ---- threshold-set ---- */

/* Either levels or reset. */
static int cpo_nl_threshold_what(const struct genl_info *info)
{
	bool reset = info->attrs[CPO_A_THRESHOLD_RESET];
	bool given = false;
	int level;

	for (level = 0; level < CPO_LEVELS; level++) {
		if (!info->attrs[CPO_NL_LEVEL(level)])
			continue;
		given = true;
		if (!reset)
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[CPO_NL_LEVEL(level)],
				    "Give levels or reset, not both");
		return -EINVAL;
	}
	if (!given && !reset &&
	    GENL_REQ_ATTR_CHECK(info, CPO_A_THRESHOLD_HIGH_ALARM)) {
		NL_SET_ERR_MSG(info->extack, "Give levels or reset");
		return -EINVAL;
	}

	return 0;
}

/* A merge with what is not known would switch levels off. */
static int cpo_nl_threshold_known(const struct genl_info *info,
				  const struct cpo_dev *cdev)
{
	int level;

	if (rcu_access_pointer(cdev->thresholds) ||
	    info->attrs[CPO_A_THRESHOLD_RESET])
		return 0;

	for (level = 0; level < CPO_LEVELS; level++) {
		if (info->attrs[CPO_NL_LEVEL(level)])
			continue;
		NL_SET_ERR_MSG(info->extack,
			       "Limits of the device are not known now: try again, or give all levels");
		return -EAGAIN;
	}

	return 0;
}

/* What is not given stays as it is in force. */
static void cpo_nl_threshold_merge(const struct genl_info *info,
				   struct cpo_threshold *row)
{
	struct nlattr *attr;
	int level;

	row->own = !info->attrs[CPO_A_THRESHOLD_RESET];
	for (level = 0; level < CPO_LEVELS; level++) {
		attr = info->attrs[CPO_NL_LEVEL(level)];
		if (!attr)
			continue;
		row->limit[level] = nla_get_sint(attr);
		row->levels |= BIT(level);
	}
}

/*
 * The level at fault may be one that stays: then the next one that is given,
 * the higher ones first, is to blame.
 */
static void cpo_nl_threshold_blame(const struct genl_info *info, int level)
{
	struct nlattr *attr;
	int i;

	if (level < 0)
		return;
	for (i = CPO_LEVELS + level; i > level; i--) {
		attr = info->attrs[CPO_NL_LEVEL(i % CPO_LEVELS)];
		if (!attr)
			continue;
		NL_SET_BAD_ATTR(info->extack, attr);
		return;
	}
}

static int cpo_nl_threshold_order(const struct genl_info *info,
				  const struct cpo_threshold *row)
{
	int level = cpo_threshold_misplaced(row);

	if (level < 0)
		return 0;

	NL_SET_ERR_MSG(info->extack,
		       "Levels are not in order: high-alarm >= high-warning > low-warning >= low-alarm");
	cpo_nl_threshold_blame(info, level);

	return -ERANGE;
}

static int cpo_nl_threshold_call(const struct genl_info *info,
				 struct cpo_dev *cdev,
				 const struct cpo_threshold *row)
{
	int level = -1;
	int err;

	if (!cdev->ops->threshold_set) {
		NL_SET_ERR_MSG(info->extack, "Limits of the device are fixed");
		return -EOPNOTSUPP;
	}

	err = cdev->ops->threshold_set(cdev, row, &level, info->extack);
	if (err == -ENOENT)
		NL_SET_BAD_ATTR(info->extack,
				info->attrs[CPO_A_THRESHOLD_QUANTITY]);
	if (err) {
		cpo_nl_threshold_blame(info, level);
		return err;
	}

	err = cpo_threshold_store(cdev, row);
	if (err)
		NL_SET_ERR_MSG(info->extack,
			       "Done, but there is no memory to show it");

	return err;
}

/* Under RCU. */
static int cpo_nl_threshold_parse(const struct genl_info *info,
				  struct cpo_dev *cdev,
				  struct cpo_threshold *row)
{
	struct cpo_view view;
	int err;

	cpo_view_init(&view, cdev, genl_info_net(info));
	err = cpo_nl_threshold_find(info, &view, row) ?:
	      cpo_nl_threshold_known(info, cdev);
	if (err)
		return err;
	cpo_nl_threshold_merge(info, row);

	return row->own ? cpo_nl_threshold_order(info, row) : 0;
}

/* What is in force must not change between merge and store. */
static int cpo_nl_threshold_change(const struct genl_info *info,
				   struct cpo_dev *cdev)
{
	struct cpo_threshold row;
	int err;

	rcu_read_lock();
	err = cpo_nl_threshold_parse(info, cdev, &row);
	rcu_read_unlock();

	return err ?: cpo_nl_threshold_call(info, cdev, &row);
}

int cpo_nl_threshold_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct cpo_dev *cdev;
	int err;

	cdev = cpo_nl_dev_find_get(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);

	err = cpo_nl_threshold_what(info);
	if (!err)
		err = cpo_dev_change_begin(cdev, info->extack);
	if (!err) {
		err = cpo_nl_threshold_change(info, cdev);
		cpo_dev_change_end(cdev);
	}
	cpo_dev_put(cdev);

	return err;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_threshold_set_doit);

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static unsigned int cpo_nl_dev_count(const struct cpo_inventory *inv)
{
	return 1;
}

static int cpo_nl_dev_find_index(const struct cpo_inventory *inv,
				 const struct genl_info *info)
{
	return 0;
}

static int cpo_nl_dev_put_names(struct sk_buff *skb, struct cpo_dev *cdev)
{
	const struct device *parent = cdev->parent;

	if (nla_put_uint(skb, CPO_A_DEV_DEV_ID, cdev->id) ||
	    nla_put_string(skb, CPO_A_DEV_NAME, cdev->name) ||
	    (parent->bus &&
	     nla_put_string(skb, CPO_A_DEV_BUS_NAME, parent->bus->name)) ||
	    nla_put_string(skb, CPO_A_DEV_DEV_NAME, dev_name(parent)))
		return -EMSGSIZE;

	return 0;
}

static unsigned int cpo_nl_dev_max_banks(const struct cpo_inventory *inv)
{
	unsigned int banks = 0;
	unsigned int i;

	for (i = 0; i < inv->n_engines; i++)
		banks = max_t(unsigned int, banks, inv->engines[i].banks);

	return banks;
}

static int cpo_nl_dev_put_inventory(struct sk_buff *skb,
				    const struct cpo_inventory *inv)
{
	if (nla_put_u32(skb, CPO_A_DEV_MODE, inv->mode) ||
	    cpo_nl_put_identity(skb, CPO_A_DEV_IDENTITY, &inv->id) ||
	    cpo_nl_put_str(skb, CPO_A_DEV_PROFILE, inv->profile) ||
	    cpo_nl_put_uint(skb, inv->asics, CPO_A_DEV_ASICS, inv->asics) ||
	    nla_put_uint(skb, CPO_A_DEV_ENGINES, inv->n_engines) ||
	    nla_put_uint(skb, CPO_A_DEV_ELS_SLOTS, inv->n_els) ||
	    nla_put_uint(skb, CPO_A_DEV_LASERS, inv->n_lasers) ||
	    nla_put_uint(skb, CPO_A_DEV_LANES, inv->n_lanes) ||
	    nla_put_uint(skb, CPO_A_DEV_PORTS, inv->n_ports) ||
	    nla_put_uint(skb, CPO_A_DEV_ROUTES, inv->n_routes) ||
	    nla_put_uint(skb, CPO_A_DEV_MAX_BANKS, cpo_nl_dev_max_banks(inv)))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_dev_put(struct sk_buff *skb, const struct cpo_view *view,
			  u16 index)
{
	const struct cpo_status *status = &view->status;

	if (cpo_nl_dev_put_names(skb, view->cdev) ||
	    nla_put_u32(skb, CPO_A_DEV_STATE, status->state) ||
	    nla_put_uint(skb, CPO_A_DEV_EPOCH, status->epoch) ||
	    nla_put_uint(skb, CPO_A_DEV_EVENT_SEQ, status->event_seq) ||
	    nla_put_uint(skb, CPO_A_DEV_TOPOLOGY_GENERATION,
			 READ_ONCE(view->topo->generation)) ||
	    cpo_nl_dev_put_inventory(skb, view->inv) ||
	    cpo_nl_put_uint(skb, status->period_us,
			    CPO_A_DEV_TELEMETRY_PERIOD_US,
			    status->period_us) ||
	    cpo_nl_put_uint(skb, status->window_s, CPO_A_DEV_WINDOW_S,
			    status->window_s) ||
	    cpo_nl_put_uint(skb, status->row.valid & CPO_DEV_POWER,
			    CPO_A_DEV_POWER_MW, status->row.power_mw) ||
	    cpo_nl_put_sample(skb, CPO_A_DEV_SAMPLE, view, &status->stamp) ||
	    nla_put_uint(skb, CPO_A_DEV_SENSORS, view->inv->n_sensors))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_dev = {
	.count = cpo_nl_dev_count,
	.find = cpo_nl_dev_find_index,
	.put = cpo_nl_dev_put,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_dev);

int cpo_nl_dev_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_dev);
}

int cpo_nl_dev_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_dev);
}

/* What a refresh answers: the sample only. */
static int cpo_nl_refresh_put(struct sk_buff *skb, const struct cpo_view *view,
			      u16 index)
{
	if (nla_put_uint(skb, CPO_A_DEV_DEV_ID, view->cdev->id) ||
	    cpo_nl_put_sample(skb, CPO_A_DEV_SAMPLE, view,
			      &view->status.stamp))
		return -EMSGSIZE;

	return 0;
}

static const struct cpo_nl_kind cpo_nl_refresh = {
	.count = cpo_nl_dev_count,
	.find = cpo_nl_dev_find_index,
	.put = cpo_nl_refresh_put,
};

int cpo_nl_refresh_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct cpo_dev *cdev;
	int err;

	cdev = cpo_nl_dev_find_get(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);

	err = cpo_dev_refresh(cdev, info->extack);
	cpo_dev_put(cdev);
	if (err)
		return err;

	return cpo_nl_get(info, &cpo_nl_refresh);
}

static int cpo_nl_dev_set_parse(const struct genl_info *info,
				struct cpo_config *config)
{
	struct nlattr *period = info->attrs[CPO_A_DEV_TELEMETRY_PERIOD_US];
	struct nlattr *window = info->attrs[CPO_A_DEV_WINDOW_S];

	if (!period && !window &&
	    GENL_REQ_ATTR_CHECK(info, CPO_A_DEV_TELEMETRY_PERIOD_US)) {
		NL_SET_ERR_MSG(info->extack,
			       "Give telemetry-period-us, window-s or both");
		return -EINVAL;
	}
	if (period)
		config->period_us = nla_get_uint(period);
	if (window)
		config->window_s = nla_get_uint(window);

	return 0;
}

/* A length for windows that are not kept would be forgotten. */
static int cpo_nl_dev_set_check(const struct genl_info *info,
				struct cpo_dev *cdev)
{
	struct nlattr *window = info->attrs[CPO_A_DEV_WINDOW_S];
	struct cpo_status status;

	cpo_dev_status(cdev, &status);
	if (!window || status.window_s)
		return 0;

	NL_SET_ERR_MSG_ATTR(info->extack, window, "Device keeps no windows");
	return -EOPNOTSUPP;
}

int cpo_nl_dev_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct cpo_config config = {};
	struct cpo_dev *cdev;
	int err;

	cdev = cpo_nl_dev_find_get(info);
	if (IS_ERR(cdev))
		return PTR_ERR(cdev);

	err = cpo_nl_dev_set_parse(info, &config);
	if (!err)
		err = cpo_nl_dev_set_check(info, cdev);
	if (!err)
		err = cpo_dev_configure(cdev, &config, info->extack);
	cpo_dev_put(cdev);

	return err;
}

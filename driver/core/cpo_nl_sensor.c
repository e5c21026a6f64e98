// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static unsigned int cpo_nl_sensor_count(const struct cpo_inventory *inv)
{
	return inv->n_sensors;
}

static int cpo_nl_sensor_find(const struct cpo_inventory *inv,
			      const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_SENSOR_SENSOR_ID, inv->n_sensors,
			    "sensor");
}

/* By what it belongs to. */
static bool cpo_nl_sensor_match(const struct cpo_inventory *inv,
				const struct cpo_filter *filter, u16 index)
{
	const struct cpo_sensor_info *info = &inv->sensors[index];

	if (filter->engine != CPO_NONE && filter->engine != info->engine)
		return false;

	return filter->els == CPO_NONE || filter->els == info->els;
}

static int cpo_nl_sensor_put_info(struct sk_buff *skb,
				  const struct cpo_sensor_info *info)
{
	if (cpo_nl_put_str(skb, CPO_A_SENSOR_LABEL, info->label) ||
	    cpo_nl_u32(skb, CPO_A_SENSOR_KIND, info->kind) ||
	    cpo_nl_put_str(skb, CPO_A_SENSOR_UNIT, info->unit) ||
	    cpo_nl_put_uint(skb, info->asic != CPO_NONE, CPO_A_SENSOR_ASIC,
			    info->asic) ||
	    cpo_nl_put_uint(skb, info->engine != CPO_NONE,
			    CPO_A_SENSOR_ENGINE_ID, info->engine) ||
	    cpo_nl_put_uint(skb, info->els != CPO_NONE, CPO_A_SENSOR_ELS_ID,
			    info->els))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_sensor_put(struct sk_buff *skb, const struct cpo_view *view,
			     u16 index)
{
	struct cpo_sensor_slot slot;

	cpo_sensor_read(view->rows, index, &slot);

	if (cpo_nl_uint(skb, CPO_A_SENSOR_DEV_ID, view->cdev->id) ||
	    cpo_nl_uint(skb, CPO_A_SENSOR_SENSOR_ID, index) ||
	    cpo_nl_sensor_put_info(skb, &view->inv->sensors[index]) ||
	    cpo_nl_put_sint(skb, slot.row.valid & CPO_SENSOR_VALUE_OK,
			    CPO_A_SENSOR_VALUE, slot.row.value) ||
	    cpo_nl_put_sample(skb, CPO_A_SENSOR_SAMPLE, view, &slot.stamp))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_sensor = {
	.count = cpo_nl_sensor_count,
	.find = cpo_nl_sensor_find,
	.put = cpo_nl_sensor_put,
	.match = cpo_nl_sensor_match,
	.engine = CPO_A_SENSOR_ENGINE_ID,
	.els = CPO_A_SENSOR_ELS_ID,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_sensor);

int cpo_nl_sensor_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_sensor);
}

int cpo_nl_sensor_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_sensor);
}

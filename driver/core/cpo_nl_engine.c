// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static unsigned int cpo_nl_engine_count(const struct cpo_inventory *inv)
{
	return inv->n_engines;
}

static int cpo_nl_engine_find(const struct cpo_inventory *inv,
			      const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_ENGINE_ENGINE_ID, inv->n_engines,
			    "engine");
}

static bool cpo_nl_engine_match(const struct cpo_inventory *inv,
				const struct cpo_filter *filter, u16 index)
{
	struct cpo_filter own = *filter;

	own.engine = index;
	return cpo_filter_has_lane(inv, &own);
}

static int cpo_nl_engine_put_info(struct sk_buff *skb,
				  const struct cpo_engine_info *info)
{
	if (cpo_nl_put_str(skb, CPO_A_ENGINE_LABEL, info->label) ||
	    cpo_nl_put_identity(skb, CPO_A_ENGINE_IDENTITY, &info->id) ||
	    cpo_nl_uint(skb, CPO_A_ENGINE_ASIC, info->asic) ||
	    cpo_nl_uint(skb, CPO_A_ENGINE_LANES, info->lanes) ||
	    cpo_nl_uint(skb, CPO_A_ENGINE_BANKS, info->banks) ||
	    cpo_nl_u32(skb, CPO_A_ENGINE_MODULATOR, info->modulator) ||
	    cpo_nl_put_uint(skb, info->max_power_mw,
			    CPO_A_ENGINE_MAX_POWER_MW, info->max_power_mw))
		return -EMSGSIZE;

	return 0;
}

/* In the order of the device, up to the first that is not known. */
static int cpo_nl_engine_put_rails(struct sk_buff *skb,
				   const struct cpo_engine_row *row)
{
	unsigned int i;

	for (i = 0; i < CPO_ENGINE_RAILS; i++) {
		if (!(row->valid & CPO_ENGINE_RAIL_OK(i)))
			break;
		if (cpo_nl_uint(skb, CPO_A_ENGINE_RAIL_UV, row->rail_uv[i]))
			return -EMSGSIZE;
	}

	return 0;
}

static int cpo_nl_engine_put(struct sk_buff *skb, const struct cpo_view *view,
			     u16 index)
{
	struct cpo_engine_slot slot;
	struct cpo_engine_row *row = &slot.row;

	cpo_engine_read(view->rows, index, &slot);

	if (cpo_nl_uint(skb, CPO_A_ENGINE_DEV_ID, view->cdev->id) ||
	    cpo_nl_uint(skb, CPO_A_ENGINE_ENGINE_ID, index) ||
	    cpo_nl_engine_put_info(skb, &view->inv->engines[index]) ||
	    cpo_nl_put_u32(skb, row->valid & CPO_ROW_STATE,
			   CPO_A_ENGINE_STATE, row->state) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ENGINE_CAUSE_OK,
			    CPO_A_ENGINE_FAULT_CAUSE, row->cause) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_ENGINE_TEMP_OK,
			    CPO_A_ENGINE_TEMPERATURE, row->temp_mc) ||
	    cpo_nl_engine_put_rails(skb, row) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ENGINE_POWER_OK,
			    CPO_A_ENGINE_POWER_MW, row->power_mw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ENGINE_ENERGY_OK,
			    CPO_A_ENGINE_ENERGY_MJ, row->energy_mj) ||
	    cpo_nl_put_sample(skb, CPO_A_ENGINE_SAMPLE, view, &slot.stamp))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_engine = {
	.count = cpo_nl_engine_count,
	.find = cpo_nl_engine_find,
	.put = cpo_nl_engine_put,
	.match = cpo_nl_engine_match,
	.els = CPO_A_ENGINE_ELS_ID,
	.port = CPO_A_ENGINE_PORT_ID,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_engine);

int cpo_nl_engine_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_engine);
}

int cpo_nl_engine_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_engine);
}

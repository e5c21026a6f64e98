// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static unsigned int cpo_nl_els_count(const struct cpo_inventory *inv)
{
	return inv->n_els;
}

static int cpo_nl_els_find(const struct cpo_inventory *inv,
			   const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_ELS_ELS_ID, inv->n_els, "ELS");
}

static bool cpo_nl_els_match(const struct cpo_inventory *inv,
			     const struct cpo_filter *filter, u16 index)
{
	struct cpo_filter own = *filter;

	own.els = index;
	return cpo_filter_has_lane(inv, &own);
}

static int cpo_nl_els_put_slot(struct sk_buff *skb,
			       const struct cpo_els_info *info,
			       const struct cpo_els_slot *slot)
{
	const struct cpo_els_row *row = &slot->row;
	bool counted = row->valid & CPO_ELS_INSERTIONS_OK;

	if (cpo_nl_put_str(skb, CPO_A_ELS_LABEL, info->label) ||
	    cpo_nl_put_u32(skb, cpo_stamp_known(&slot->stamp),
			   CPO_A_ELS_PRESENT, row->present) ||
	    cpo_nl_uint(skb, CPO_A_ELS_LASERS, info->lasers) ||
	    cpo_nl_put_uint(skb, info->max_power_mw, CPO_A_ELS_MAX_POWER_MW,
			    info->max_power_mw) ||
	    cpo_nl_put_uint(skb, counted, CPO_A_ELS_INSERTIONS,
			    row->insertions) ||
	    cpo_nl_put_uint(skb, row->insert_time, CPO_A_ELS_INSERT_TIME_NS,
			    row->insert_time))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_els_put_module(struct sk_buff *skb,
				 const struct cpo_els_slot *slot)
{
	const struct cpo_els_row *row = &slot->row;

	if (cpo_nl_put_identity(skb, CPO_A_ELS_IDENTITY, &slot->id) ||
	    cpo_nl_put_u32(skb, row->valid & CPO_ROW_STATE, CPO_A_ELS_STATE,
			   row->state) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ELS_CAUSE_OK,
			    CPO_A_ELS_FAULT_CAUSE, row->cause) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_ELS_TEMP_OK,
			    CPO_A_ELS_TEMPERATURE, row->temp_mc) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_ELS_LASER_TEMP_OK,
			    CPO_A_ELS_LASER_TEMPERATURE, row->laser_temp_mc) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ELS_VCC_OK,
			    CPO_A_ELS_VCC_UV, row->vcc_uv) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ELS_ICC_OK,
			    CPO_A_ELS_ICC_NA, row->icc_ua * 1000ULL) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ELS_TEC_OK,
			    CPO_A_ELS_TEC_POWER_MW, row->tec_mw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ELS_POWER_OK,
			    CPO_A_ELS_POWER_MW, row->power_mw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ELS_COOLING_OK,
			    CPO_A_ELS_COOLING, row->cooling))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_els_put(struct sk_buff *skb, const struct cpo_view *view,
			  u16 index)
{
	struct cpo_els_slot slot;

	cpo_els_read(view->rows, index, &slot);

	if (cpo_nl_uint(skb, CPO_A_ELS_DEV_ID, view->cdev->id) ||
	    cpo_nl_uint(skb, CPO_A_ELS_ELS_ID, index) ||
	    cpo_nl_els_put_slot(skb, &view->inv->els[index], &slot) ||
	    (slot.row.present && cpo_nl_els_put_module(skb, &slot)) ||
	    cpo_nl_put_sample(skb, CPO_A_ELS_SAMPLE, view, &slot.stamp))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_els = {
	.count = cpo_nl_els_count,
	.find = cpo_nl_els_find,
	.put = cpo_nl_els_put,
	.match = cpo_nl_els_match,
	.engine = CPO_A_ELS_ENGINE_ID,
	.port = CPO_A_ELS_PORT_ID,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_els);

int cpo_nl_els_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_els);
}

int cpo_nl_els_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_els);
}

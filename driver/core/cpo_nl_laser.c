// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static unsigned int cpo_nl_laser_count(const struct cpo_inventory *inv)
{
	return inv->n_lasers;
}

static int cpo_nl_laser_find_els(const struct cpo_inventory *inv,
				 const struct genl_info *info, int els_attr,
				 int laser_attr)
{
	const struct cpo_els_info *els;
	int index;

	index = cpo_nl_index(info, els_attr, inv->n_els, "ELS");
	if (index < 0)
		return index;
	els = &inv->els[index];

	index = cpo_nl_index(info, laser_attr, els->lasers, "laser");
	if (index < 0)
		return index;

	return els->first_laser + index;
}

static int cpo_nl_laser_find_engine(const struct cpo_inventory *inv,
				    const struct genl_info *info,
				    int engine_attr, int laser_attr)
{
	struct nlattr *attr = info->attrs[laser_attr];
	int engine;
	u32 i;

	engine = cpo_nl_index(info, engine_attr, inv->n_engines, "engine");
	if (engine < 0)
		return engine;
	if (cpo_nl_missing(info, laser_attr))
		return -EINVAL;

	for (i = 0; i < inv->n_lasers; i++)
		if (inv->lasers[i].engine == engine &&
		    inv->lasers[i].index == nla_get_uint(attr))
			return i;

	NL_SET_ERR_MSG_ATTR(info->extack, attr, "No such laser in the engine");
	return -ENOENT;
}

/*
 * A laser is numbered in its ELS, or in its engine if it has no ELS. The
 * attributes depend on the set.
 */
int cpo_nl_laser_by_ids(const struct cpo_inventory *inv,
			const struct genl_info *info, int els_attr,
			int engine_attr, int laser_attr)
{
	struct nlattr *engine = info->attrs[engine_attr];

	if (!engine)
		return cpo_nl_laser_find_els(inv, info, els_attr, laser_attr);
	if (!info->attrs[els_attr])
		return cpo_nl_laser_find_engine(inv, info, engine_attr,
						laser_attr);

	NL_SET_ERR_MSG_ATTR(info->extack, engine,
			    "A laser is in an ELS or an engine, not both");
	return -EINVAL;
}

static int cpo_nl_laser_find(const struct cpo_inventory *inv,
			     const struct genl_info *info)
{
	return cpo_nl_laser_by_ids(inv, info, CPO_A_LASER_ELS_ID,
				   CPO_A_LASER_ENGINE_ID,
				   CPO_A_LASER_LASER_ID);
}

/* By ELS: those in it. By engine and port: those that feed them, with those in
 * the engine that feed nothing.
 */
static bool cpo_nl_laser_match(const struct cpo_inventory *inv,
			       const struct cpo_filter *filter, u16 index)
{
	struct cpo_filter own = *filter;

	if (filter->els != CPO_NONE && filter->els != inv->lasers[index].els)
		return false;
	if (filter->port == CPO_NONE &&
	    (filter->engine == CPO_NONE ||
	     filter->engine == inv->lasers[index].engine))
		return true;

	own.laser = index;
	return cpo_filter_has_lane(inv, &own);
}

static int cpo_nl_laser_put_info(struct sk_buff *skb,
				 const struct cpo_laser_info *info)
{
	if (cpo_nl_put_uint(skb, info->els != CPO_NONE, CPO_A_LASER_ELS_ID,
			    info->els) ||
	    cpo_nl_put_uint(skb, info->engine != CPO_NONE,
			    CPO_A_LASER_ENGINE_ID, info->engine) ||
	    cpo_nl_uint(skb, CPO_A_LASER_LASER_ID, info->index) ||
	    cpo_nl_put_uint(skb, info->frequency_mhz,
			    CPO_A_LASER_FREQUENCY_MHZ, info->frequency_mhz) ||
	    cpo_nl_put_uint(skb, info->max_power_nw,
			    CPO_A_LASER_MAX_POWER_NW, info->max_power_nw) ||
	    cpo_nl_put_uint(skb, info->min_power_nw,
			    CPO_A_LASER_MIN_POWER_NW, info->min_power_nw) ||
	    cpo_nl_put_uint(skb, info->max_bias_na, CPO_A_LASER_MAX_BIAS_NA,
			    info->max_bias_na) ||
	    cpo_nl_put_uint(skb, info->check_power_nw,
			    CPO_A_LASER_CHECK_POWER_NW, info->check_power_nw))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_laser_put_state(struct sk_buff *skb,
				  const struct cpo_laser_row *row)
{
	if (cpo_nl_put_u32(skb, row->valid & CPO_ROW_STATE, CPO_A_LASER_STATE,
			   row->state) ||
	    cpo_nl_put_u32(skb, row->valid & CPO_LASER_FAULT_OK,
			   CPO_A_LASER_FAULT, row->fault) ||
	    cpo_nl_put_u32(skb, row->valid & CPO_LASER_STATUS_OK,
			   CPO_A_LASER_STATUS, row->status))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_laser_put_values(struct sk_buff *skb,
				   const struct cpo_laser_row *row)
{
	if (cpo_nl_put_uint(skb, row->valid & CPO_LASER_POWER_OK,
			    CPO_A_LASER_POWER_NW, row->power_nw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LASER_SETPOINT_OK,
			    CPO_A_LASER_SETPOINT_NW, row->setpoint_nw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LASER_BIAS_OK,
			    CPO_A_LASER_BIAS_NA, row->bias_na) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_LASER_TEMP_OK,
			    CPO_A_LASER_TEMPERATURE, row->temp_mc) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_LASER_FREQ_OK,
			    CPO_A_LASER_FREQUENCY_ERROR_MHZ,
			    row->freq_error_mhz) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_LASER_TEC_OK,
			    CPO_A_LASER_TEC_DRIVE, row->tec) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LASER_AGE_OK,
			    CPO_A_LASER_AGE, row->age) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LASER_VOLTAGE_OK,
			    CPO_A_LASER_VOLTAGE_UV,
			    row->voltage_mv * (u64)1000))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_laser_put(struct sk_buff *skb, const struct cpo_view *view,
			    u16 index)
{
	struct cpo_laser_slot slot;

	cpo_laser_read(view->rows, index, &slot);

	if (cpo_nl_uint(skb, CPO_A_LASER_DEV_ID, view->cdev->id) ||
	    cpo_nl_laser_put_info(skb, &view->inv->lasers[index]) ||
	    cpo_nl_laser_put_state(skb, &slot.row) ||
	    cpo_nl_laser_put_values(skb, &slot.row) ||
	    cpo_nl_put_sample(skb, CPO_A_LASER_SAMPLE, view, &slot.stamp))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_laser = {
	.count = cpo_nl_laser_count,
	.find = cpo_nl_laser_find,
	.put = cpo_nl_laser_put,
	.match = cpo_nl_laser_match,
	.engine = CPO_A_LASER_ENGINE_ID,
	.els = CPO_A_LASER_ELS_ID,
	.port = CPO_A_LASER_PORT_ID,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_laser);

int cpo_nl_laser_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_laser);
}

int cpo_nl_laser_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_laser);
}

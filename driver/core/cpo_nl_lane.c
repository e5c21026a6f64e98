// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static unsigned int cpo_nl_lane_count(const struct cpo_inventory *inv)
{
	return inv->n_lanes;
}

/* A lane is numbered in its engine. The attributes depend on the set. */
int cpo_nl_lane_by_ids(const struct cpo_inventory *inv,
		       const struct genl_info *info, int engine_attr,
		       int lane_attr)
{
	const struct cpo_engine_info *engine;
	int index;

	index = cpo_nl_index(info, engine_attr, inv->n_engines, "engine");
	if (index < 0)
		return index;
	engine = &inv->engines[index];

	index = cpo_nl_index(info, lane_attr, engine->lanes, "lane");
	if (index < 0)
		return index;

	return engine->first_lane + index;
}

static int cpo_nl_lane_find(const struct cpo_inventory *inv,
			    const struct genl_info *info)
{
	return cpo_nl_lane_by_ids(inv, info, CPO_A_LANE_ENGINE_ID,
				  CPO_A_LANE_LANE_ID);
}

static bool cpo_nl_lane_match(const struct cpo_inventory *inv,
			      const struct cpo_filter *filter, u16 index)
{
	return cpo_lane_matches(inv, index, filter);
}

/* A laser in an engine is given for lanes of that engine: there it is named. */
static int cpo_nl_lane_put_laser(struct sk_buff *skb,
				 const struct cpo_inventory *inv,
				 const struct cpo_lane_info *lane)
{
	const struct cpo_laser_info *laser;

	if (lane->laser == CPO_NONE)
		return 0;
	laser = &inv->lasers[lane->laser];
	if (laser->els == CPO_NONE && laser->engine != lane->engine)
		return 0;

	if (cpo_nl_put_uint(skb, laser->els != CPO_NONE, CPO_A_LANE_ELS_ID,
			    laser->els) ||
	    cpo_nl_uint(skb, CPO_A_LANE_LASER_ID, laser->index))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_lane_put_info(struct sk_buff *skb,
				const struct cpo_inventory *inv, u16 index)
{
	const struct cpo_lane_info *lane = &inv->lanes[index];

	if (cpo_nl_uint(skb, CPO_A_LANE_ENGINE_ID, lane->engine) ||
	    cpo_nl_uint(skb, CPO_A_LANE_LANE_ID, lane->index) ||
	    cpo_nl_lane_put_laser(skb, inv, lane) ||
	    cpo_nl_put_uint(skb, lane->port != CPO_NONE, CPO_A_LANE_PORT_ID,
			    lane->port) ||
	    cpo_nl_uint(skb, CPO_A_LANE_BANK, lane->index / CPO_BANK_LANES) ||
	    cpo_nl_uint(skb, CPO_A_LANE_BANK_LANE,
			lane->index % CPO_BANK_LANES) ||
	    cpo_nl_put_uint(skb, lane->asic_lane != CPO_NONE,
			    CPO_A_LANE_ASIC_LANE, lane->asic_lane))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_lane_put_signal(struct sk_buff *skb,
				  const struct cpo_lane_row *row)
{
	if (cpo_nl_put_u32(skb, row->valid & CPO_ROW_STATE, CPO_A_LANE_STATE,
			   row->state) ||
	    cpo_nl_put_u32(skb, row->valid & CPO_LANE_STATUS_OK,
			   CPO_A_LANE_STATUS, row->status) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_TX_OK,
			    CPO_A_LANE_TX_POWER_NW, row->tx_nw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_RX_OK,
			    CPO_A_LANE_RX_POWER_NW, row->rx_nw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_SNR_MEDIA_OK,
			    CPO_A_LANE_SNR_MEDIA_MDB,
			    cpo_mdb_from_snr(row->snr_media)) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_SNR_HOST_OK,
			    CPO_A_LANE_SNR_HOST_MDB,
			    cpo_mdb_from_snr(row->snr_host)) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_BER_MEDIA_OK,
			    CPO_A_LANE_PRE_FEC_BER_MEDIA,
			    cpo_ber_from_ber32(row->ber_media)) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_BER_HOST_OK,
			    CPO_A_LANE_PRE_FEC_BER_HOST,
			    cpo_ber_from_ber32(row->ber_host)))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_lane_put_parts(struct sk_buff *skb,
				 const struct cpo_lane_row *row)
{
	if (cpo_nl_put_sint(skb, row->valid & CPO_LANE_DETUNING_OK,
			    CPO_A_LANE_DETUNING_MHZ, row->detuning_mhz) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_HEATER_OK,
			    CPO_A_LANE_HEATER_DRIVE, row->heater) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_LANE_TEMP_OK,
			    CPO_A_LANE_TEMPERATURE, row->temp_mc) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_PHOTO_OK,
			    CPO_A_LANE_PHOTOCURRENT_NA,
			    row->photocurrent_na) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_BIAS_OK,
			    CPO_A_LANE_BIAS_NA, row->bias_na) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_LANE_SYMBOL_ERR_OK,
			    CPO_A_LANE_SYMBOL_ERRORS, row->symbol_errors))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_lane_put(struct sk_buff *skb, const struct cpo_view *view,
			   u16 index)
{
	struct cpo_lane_slot slot;

	cpo_lane_read(view->topo, index, &slot);

	if (cpo_nl_uint(skb, CPO_A_LANE_DEV_ID, view->cdev->id) ||
	    cpo_nl_lane_put_info(skb, view->inv, index) ||
	    cpo_nl_lane_put_signal(skb, &slot.row) ||
	    cpo_nl_lane_put_parts(skb, &slot.row) ||
	    cpo_nl_put_sample(skb, CPO_A_LANE_SAMPLE, view, &slot.stamp))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_lane = {
	.count = cpo_nl_lane_count,
	.find = cpo_nl_lane_find,
	.put = cpo_nl_lane_put,
	.match = cpo_nl_lane_match,
	.engine = CPO_A_LANE_ENGINE_ID,
	.els = CPO_A_LANE_ELS_ID,
	.laser = CPO_A_LANE_LASER_ID,
	.port = CPO_A_LANE_PORT_ID,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_lane);

int cpo_nl_lane_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_lane);
}

int cpo_nl_lane_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_lane);
}

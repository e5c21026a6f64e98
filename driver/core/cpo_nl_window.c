// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/* Statistics of an object: its windows, and the FEC of a port. */

#include "cpo_nl.h"

/* ---- windows ---- */

static int cpo_nl_put_extent(struct sk_buff *skb, int attr,
			     const struct cpo_extent *extent)
{
	bool known = extent->known_ms;
	struct nlattr *nest;

	if (!extent->valid)
		return 0;

	nest = cpo_nl_nest(skb, attr);
	if (!nest ||
	    cpo_nl_uint(skb, CPO_A_WINDOW_SPAN_KNOWN_MS, extent->known_ms) ||
	    cpo_nl_put_sint(skb, known, CPO_A_WINDOW_SPAN_MINIMUM,
			    extent->min) ||
	    cpo_nl_put_sint(skb, known, CPO_A_WINDOW_SPAN_AVERAGE,
			    extent->avg) ||
	    cpo_nl_put_sint(skb, known, CPO_A_WINDOW_SPAN_MAXIMUM,
			    extent->max))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

static int cpo_nl_put_window(struct sk_buff *skb, u32 quantity,
			     const struct cpo_extent *running,
			     const struct cpo_extent *previous)
{
	struct nlattr *nest;

	if (!running->valid && !previous->valid)
		return 0;

	nest = cpo_nl_nest(skb, CPO_A_STATS_WINDOW);
	if (!nest || cpo_nl_u32(skb, CPO_A_WINDOW_QUANTITY, quantity) ||
	    cpo_nl_put_extent(skb, CPO_A_WINDOW_RUNNING, running) ||
	    cpo_nl_put_extent(skb, CPO_A_WINDOW_PREVIOUS, previous))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

static int cpo_nl_put_slot(struct sk_buff *skb, const struct cpo_view *view,
			   u8 object, const struct cpo_window_slot *slot)
{
	unsigned int i;

	if (cpo_nl_uint(skb, CPO_A_STATS_WINDOW_S, slot->window_s) ||
	    cpo_nl_uint(skb, CPO_A_STATS_WINDOW_START_NS, slot->start))
		return -EMSGSIZE;

	for (i = 0; i < cpo_window_quantities(object); i++)
		if (cpo_nl_put_window(skb, cpo_window_quantity(object, i),
				      &slot->running[i], &slot->previous[i]))
			return -EMSGSIZE;

	return cpo_nl_put_window_sample(skb, CPO_A_STATS_SAMPLE, view,
					&slot->stamp);
}

/* Of a device without windows only what the object is called. */
static int cpo_nl_put_windows(struct sk_buff *skb, const struct cpo_view *view,
			      u8 object, u16 index)
{
	struct cpo_window_slot slot;

	cpo_window_read(view->topo, object, index, &slot);

	return slot.window_s ? cpo_nl_put_slot(skb, view, object, &slot) : 0;
}

static int cpo_nl_put_object(struct sk_buff *skb, const struct cpo_view *view,
			     u8 object)
{
	if (cpo_nl_uint(skb, CPO_A_STATS_DEV_ID, view->cdev->id) ||
	    cpo_nl_u32(skb, CPO_A_STATS_OBJECT, object))
		return -EMSGSIZE;

	return 0;
}

#define CPO_NL_STATS_FILTERS			\
	.engine = CPO_A_STATS_ENGINE_ID,	\
	.els = CPO_A_STATS_ELS_ID,		\
	.port = CPO_A_STATS_PORT_ID

/* ---- engines ---- */

static unsigned int cpo_nl_stats_engines(const struct cpo_inventory *inv)
{
	return inv->n_engines;
}

static int cpo_nl_stats_engine_find(const struct cpo_inventory *inv,
				    const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_STATS_ENGINE_ID, inv->n_engines,
			    "engine");
}

static bool cpo_nl_stats_engine_match(const struct cpo_inventory *inv,
				      const struct cpo_filter *filter,
				      u16 index)
{
	if (filter->engine != CPO_NONE && filter->engine != index)
		return false;

	return (filter->els == CPO_NONE && filter->port == CPO_NONE) ||
	       cpo_nl_engine.match(inv, filter, index);
}

static int cpo_nl_stats_engine_put(struct sk_buff *skb,
				   const struct cpo_view *view, u16 index)
{
	if (cpo_nl_put_object(skb, view, CPO_OBJECT_ENGINE) ||
	    cpo_nl_uint(skb, CPO_A_STATS_ENGINE_ID, index))
		return -EMSGSIZE;

	return cpo_nl_put_windows(skb, view, CPO_OBJECT_ENGINE, index);
}

const struct cpo_nl_kind cpo_nl_stats_engine = {
	.count = cpo_nl_stats_engines,
	.find = cpo_nl_stats_engine_find,
	.put = cpo_nl_stats_engine_put,
	.match = cpo_nl_stats_engine_match,
	CPO_NL_STATS_FILTERS,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_stats_engine);

/* ---- ELS ---- */

static unsigned int cpo_nl_stats_all_els(const struct cpo_inventory *inv)
{
	return inv->n_els;
}

static int cpo_nl_stats_els_find(const struct cpo_inventory *inv,
				 const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_STATS_ELS_ID, inv->n_els, "ELS");
}

static bool cpo_nl_stats_els_match(const struct cpo_inventory *inv,
				   const struct cpo_filter *filter, u16 index)
{
	if (filter->els != CPO_NONE && filter->els != index)
		return false;

	return (filter->engine == CPO_NONE && filter->port == CPO_NONE) ||
	       cpo_nl_els.match(inv, filter, index);
}

static int cpo_nl_stats_els_put(struct sk_buff *skb,
				const struct cpo_view *view, u16 index)
{
	if (cpo_nl_put_object(skb, view, CPO_OBJECT_ELS) ||
	    cpo_nl_uint(skb, CPO_A_STATS_ELS_ID, index))
		return -EMSGSIZE;

	return cpo_nl_put_windows(skb, view, CPO_OBJECT_ELS, index);
}

const struct cpo_nl_kind cpo_nl_stats_els = {
	.count = cpo_nl_stats_all_els,
	.find = cpo_nl_stats_els_find,
	.put = cpo_nl_stats_els_put,
	.match = cpo_nl_stats_els_match,
	CPO_NL_STATS_FILTERS,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_stats_els);

/* ---- lasers ---- */

static unsigned int cpo_nl_stats_lasers(const struct cpo_inventory *inv)
{
	return inv->n_lasers;
}

static int cpo_nl_stats_laser_find(const struct cpo_inventory *inv,
				   const struct genl_info *info)
{
	return cpo_nl_laser_by_ids(inv, info, CPO_A_STATS_ELS_ID,
				   CPO_A_STATS_ENGINE_ID,
				   CPO_A_STATS_LASER_ID);
}

static bool cpo_nl_stats_laser_match(const struct cpo_inventory *inv,
				     const struct cpo_filter *filter,
				     u16 index)
{
	return cpo_nl_laser.match(inv, filter, index);
}

static int cpo_nl_stats_laser_put(struct sk_buff *skb,
				  const struct cpo_view *view, u16 index)
{
	const struct cpo_laser_info *laser = &view->inv->lasers[index];

	if (cpo_nl_put_object(skb, view, CPO_OBJECT_LASER) ||
	    cpo_nl_put_uint(skb, laser->els != CPO_NONE, CPO_A_STATS_ELS_ID,
			    laser->els) ||
	    cpo_nl_put_uint(skb, laser->engine != CPO_NONE,
			    CPO_A_STATS_ENGINE_ID, laser->engine) ||
	    cpo_nl_uint(skb, CPO_A_STATS_LASER_ID, laser->index))
		return -EMSGSIZE;

	return cpo_nl_put_windows(skb, view, CPO_OBJECT_LASER, index);
}

const struct cpo_nl_kind cpo_nl_stats_laser = {
	.count = cpo_nl_stats_lasers,
	.find = cpo_nl_stats_laser_find,
	.put = cpo_nl_stats_laser_put,
	.match = cpo_nl_stats_laser_match,
	CPO_NL_STATS_FILTERS,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_stats_laser);

/* ---- lanes ---- */

static unsigned int cpo_nl_stats_lanes(const struct cpo_inventory *inv)
{
	return inv->n_lanes;
}

static int cpo_nl_stats_lane_find(const struct cpo_inventory *inv,
				  const struct genl_info *info)
{
	return cpo_nl_lane_by_ids(inv, info, CPO_A_STATS_ENGINE_ID,
				  CPO_A_STATS_LANE_ID);
}

static bool cpo_nl_stats_lane_match(const struct cpo_inventory *inv,
				    const struct cpo_filter *filter, u16 index)
{
	return cpo_nl_lane.match(inv, filter, index);
}

static int cpo_nl_stats_lane_put(struct sk_buff *skb,
				 const struct cpo_view *view, u16 index)
{
	const struct cpo_lane_info *lane = &view->inv->lanes[index];

	if (cpo_nl_put_object(skb, view, CPO_OBJECT_LANE) ||
	    cpo_nl_uint(skb, CPO_A_STATS_ENGINE_ID, lane->engine) ||
	    cpo_nl_uint(skb, CPO_A_STATS_LANE_ID, lane->index))
		return -EMSGSIZE;

	return cpo_nl_put_windows(skb, view, CPO_OBJECT_LANE, index);
}

const struct cpo_nl_kind cpo_nl_stats_lane = {
	.count = cpo_nl_stats_lanes,
	.find = cpo_nl_stats_lane_find,
	.put = cpo_nl_stats_lane_put,
	.match = cpo_nl_stats_lane_match,
	CPO_NL_STATS_FILTERS,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_stats_lane);

/* ---- ports ---- */

static unsigned int cpo_nl_stats_ports(const struct cpo_inventory *inv)
{
	return inv->n_ports;
}

static int cpo_nl_stats_port_find(const struct cpo_inventory *inv,
				  const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_STATS_PORT_ID, inv->n_ports, "port");
}

static bool cpo_nl_stats_port_match(const struct cpo_inventory *inv,
				    const struct cpo_filter *filter, u16 index)
{
	if (filter->port != CPO_NONE && filter->port != index)
		return false;

	return (filter->engine == CPO_NONE && filter->els == CPO_NONE) ||
	       cpo_nl_port.match(inv, filter, index);
}

static int cpo_nl_put_fec_bins(struct sk_buff *skb,
			       const struct cpo_fec_row *row)
{
	unsigned int i;

	if (!(row->valid & CPO_FEC_BINS_OK))
		return 0;

	for (i = 0; i < CPO_FEC_BINS; i++)
		if (cpo_nl_uint(skb, CPO_A_FEC_HISTOGRAM, row->bins[i]))
			return -EMSGSIZE;

	return 0;
}

static int cpo_nl_put_fec_lanes(struct sk_buff *skb,
				const struct cpo_fec_row *row, u16 lanes)
{
	unsigned int i;

	if (!(row->valid & CPO_FEC_LANE_BITS_OK))
		return 0;

	for (i = 0; i < lanes; i++)
		if (cpo_nl_uint(skb, CPO_A_FEC_LANE_CORRECTED_BITS,
				row->lane_bits[i]))
			return -EMSGSIZE;

	return 0;
}

static int cpo_nl_put_fec_counters(struct sk_buff *skb,
				   const struct cpo_fec_row *row)
{
	if (cpo_nl_put_uint(skb, row->valid & CPO_FEC_BINS_OK,
			    CPO_A_FEC_CODEWORDS, row->codewords) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_FEC_CORRECTED_OK,
			    CPO_A_FEC_CORRECTED_CODEWORDS, row->corrected) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_FEC_LOST_OK,
			    CPO_A_FEC_UNCORRECTABLE_CODEWORDS,
			    row->uncorrectable) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_FEC_BITS_OK,
			    CPO_A_FEC_CORRECTED_BITS, row->corrected_bits) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_FEC_SYMBOLS_OK,
			    CPO_A_FEC_SYMBOL_ERRORS, row->symbol_errors) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_FEC_FRAMES_OK,
			    CPO_A_FEC_FRAMES_LOST, row->frames_lost))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_put_fec(struct sk_buff *skb, const struct cpo_fec_row *row,
			  u16 lanes)
{
	struct nlattr *nest;

	if (!row->valid)
		return 0;

	nest = cpo_nl_nest(skb, CPO_A_STATS_FEC);
	if (!nest || cpo_nl_put_fec_counters(skb, row) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_FEC_SEWMAX_OK,
			    CPO_A_FEC_SYMBOL_ERRORS_MAX, row->sewmax) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_FEC_FERC_OK,
			    CPO_A_FEC_FRAME_ERROR_RATIO,
			    cpo_ber_from_ber32(row->ferc)) ||
	    cpo_nl_put_fec_bins(skb, row) ||
	    cpo_nl_put_fec_lanes(skb, row, lanes))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);

	return 0;
}

/* There is one sample: of the windows, or without them that of the counters. */
static int cpo_nl_stats_port_put(struct sk_buff *skb,
				 const struct cpo_view *view, u16 index)
{
	struct cpo_window_slot slot;
	struct cpo_fec_slot fec;

	cpo_window_read(view->topo, CPO_OBJECT_PORT, index, &slot);
	cpo_fec_read(view->rows, index, &fec);

	if (cpo_nl_put_object(skb, view, CPO_OBJECT_PORT) ||
	    cpo_nl_uint(skb, CPO_A_STATS_PORT_ID, index) ||
	    cpo_nl_put_fec(skb, &fec.row, view->inv->ports[index].lanes))
		return -EMSGSIZE;
	if (slot.window_s)
		return cpo_nl_put_slot(skb, view, CPO_OBJECT_PORT, &slot);

	return cpo_stamp_known(&fec.stamp) ?
	       cpo_nl_put_sample(skb, CPO_A_STATS_SAMPLE, view, &fec.stamp) :
	       0;
}

const struct cpo_nl_kind cpo_nl_stats_port = {
	.count = cpo_nl_stats_ports,
	.find = cpo_nl_stats_port_find,
	.put = cpo_nl_stats_port_put,
	.match = cpo_nl_stats_port_match,
	CPO_NL_STATS_FILTERS,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_stats_port);

/* ---- which kind a request is about ---- */

static const struct cpo_nl_kind *
cpo_nl_stats_refuse(const struct genl_info *info, int attr, const char *why)
{
	NL_SET_ERR_MSG_ATTR_FMT(info->extack, info->attrs[attr], "%s", why);
	return ERR_PTR(-EINVAL);
}

/**
 * cpo_nl_stats_kind() - find out what a get asks for
 * @info: the request
 *
 * What an object lacks of its ids is noticed when it is looked for.
 *
 * Return: a kind of object or the device, or an error pointer, with the
 *	attribute at fault noted.
 */
const struct cpo_nl_kind *cpo_nl_stats_kind(const struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	bool engine = attrs[CPO_A_STATS_ENGINE_ID];
	bool laser = attrs[CPO_A_STATS_LASER_ID];
	bool lane = attrs[CPO_A_STATS_LANE_ID];
	bool els = attrs[CPO_A_STATS_ELS_ID];

	if (attrs[CPO_A_STATS_PORT_ID] && (engine || els || laser || lane))
		return cpo_nl_stats_refuse(info, CPO_A_STATS_PORT_ID,
					   "Give the ids of one object");
	if (lane && (els || laser))
		return cpo_nl_stats_refuse(info, els ? CPO_A_STATS_ELS_ID :
						       CPO_A_STATS_LASER_ID,
					   "A lane has no such id");
	if (engine && els && !laser)
		return cpo_nl_stats_refuse(info, CPO_A_STATS_ELS_ID,
					   "Give the ids of one object");
	if (attrs[CPO_A_STATS_PORT_ID])
		return &cpo_nl_stats_port;
	if (lane)
		return &cpo_nl_stats_lane;
	if (laser)
		return &cpo_nl_stats_laser;
	if (els)
		return &cpo_nl_stats_els;

	return engine ? &cpo_nl_stats_engine : &cpo_nl_stats;
}

static const struct cpo_nl_kind *cpo_nl_stats_kind_of(u32 object)
{
	switch (object) {
	case CPO_OBJECT_DEV:
		return &cpo_nl_stats;
	case CPO_OBJECT_ENGINE:
		return &cpo_nl_stats_engine;
	case CPO_OBJECT_ELS:
		return &cpo_nl_stats_els;
	case CPO_OBJECT_LASER:
		return &cpo_nl_stats_laser;
	case CPO_OBJECT_LANE:
		return &cpo_nl_stats_lane;
	case CPO_OBJECT_PORT:
		return &cpo_nl_stats_port;
	default:
		return NULL;
	}
}

/* A device is not found by what it has. */
static const struct cpo_nl_kind *
cpo_nl_stats_of_devs(const struct genl_info *info)
{
	static const u8 filters[] = {
		CPO_A_STATS_ENGINE_ID, CPO_A_STATS_ELS_ID, CPO_A_STATS_PORT_ID,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(filters); i++) {
		if (!info->attrs[filters[i]])
			continue;
		if (cpo_nl_missing(info, CPO_A_STATS_OBJECT))
			return ERR_PTR(-EINVAL);
		return cpo_nl_stats_refuse(info, filters[i],
					   "No filter of devices");
	}

	return &cpo_nl_stats;
}

/**
 * cpo_nl_stats_dump_kind() - find out what a dump asks for
 * @info: the request
 *
 * Return: a kind of object or the device, or an error pointer, with the
 *	attribute at fault noted.
 */
const struct cpo_nl_kind *cpo_nl_stats_dump_kind(const struct genl_info *info)
{
	const struct cpo_nl_kind *kind = &cpo_nl_stats;
	struct nlattr *object;

	if (!info->attrs)
		return kind;

	object = info->attrs[CPO_A_STATS_OBJECT];
	if (object)
		kind = cpo_nl_stats_kind_of(nla_get_u32(object));
	if (!kind)
		return cpo_nl_stats_refuse(info, CPO_A_STATS_OBJECT,
					   "Nothing is counted for this kind");

	return kind == &cpo_nl_stats ? cpo_nl_stats_of_devs(info) : kind;
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_nl.h"

static unsigned int cpo_nl_route_count(const struct cpo_inventory *inv)
{
	return inv->n_routes;
}

static int cpo_nl_route_find(const struct cpo_inventory *inv,
			     const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_ROUTE_ROUTE_ID, inv->n_routes,
			    "route");
}

static bool cpo_nl_route_has_port(const struct cpo_inventory *inv,
				  const struct cpo_lane_range *range, u16 port)
{
	unsigned int i;

	for (i = 0; i < range->count; i++)
		if (inv->lanes[cpo_range_lane(inv, range, i)].port == port)
			return true;

	return false;
}

/* By what the route itself says: standby routes feed no lane. */
static bool cpo_nl_route_match(const struct cpo_inventory *inv,
			       const struct cpo_filter *filter, u16 index)
{
	const struct cpo_route_info *route = &inv->routes[index];

	if (filter->laser != CPO_NONE && filter->laser != route->laser)
		return false;
	if (filter->els != CPO_NONE &&
	    filter->els != inv->lasers[route->laser].els)
		return false;
	if (filter->engine != CPO_NONE &&
	    filter->engine != route->range.engine)
		return false;

	return filter->port == CPO_NONE ||
	       cpo_nl_route_has_port(inv, &route->range, filter->port);
}

/* Each port once, in the order of the lanes. */
static int cpo_nl_route_put_ports(struct sk_buff *skb,
				  const struct cpo_inventory *inv,
				  const struct cpo_lane_range *range)
{
	DECLARE_BITMAP(seen, CPO_LIMIT_PORTS) = {};
	unsigned int i;
	u16 port;

	for (i = 0; i < range->count; i++) {
		port = inv->lanes[cpo_range_lane(inv, range, i)].port;
		if (port == CPO_NONE || __test_and_set_bit(port, seen))
			continue;
		if (nla_put_uint(skb, CPO_A_ROUTE_PORT, port))
			return -EMSGSIZE;
	}

	return 0;
}

static int cpo_nl_route_put_info(struct sk_buff *skb,
				 const struct cpo_inventory *inv,
				 const struct cpo_route_info *route)
{
	const struct cpo_laser_info *laser = &inv->lasers[route->laser];
	bool els = laser->els != CPO_NONE;

	/* the number of a laser says nothing without its parent */
	if (cpo_nl_put_uint(skb, els, CPO_A_ROUTE_ELS_ID, laser->els) ||
	    cpo_nl_put_uint(skb, els || laser->engine == route->range.engine,
			    CPO_A_ROUTE_LASER_ID, laser->index) ||
	    nla_put_uint(skb, CPO_A_ROUTE_ENGINE_ID, route->range.engine) ||
	    cpo_nl_route_put_ports(skb, inv, &route->range) ||
	    nla_put_uint(skb, CPO_A_ROUTE_FIBRE_ID, route->fibre) ||
	    cpo_nl_put_range(skb, CPO_A_ROUTE_LANE_RANGE, &route->range) ||
	    nla_put_uint(skb, CPO_A_ROUTE_WAVELENGTH, route->wavelength) ||
	    nla_put_u32(skb, CPO_A_ROUTE_ROLE, route->role))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_route_put_row(struct sk_buff *skb,
				const struct cpo_route_row *row)
{
	if (cpo_nl_put_u32(skb, row->valid & CPO_ROUTE_LIT_OK,
			   CPO_A_ROUTE_LIT, !!row->lit) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_ROUTE_INPUT_OK,
			    CPO_A_ROUTE_INPUT_POWER_NW, row->input_nw) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_ROUTE_LOSS_OK,
			    CPO_A_ROUTE_LOSS_MDB, row->loss_mdb) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_ROUTE_BASELINE_OK,
			    CPO_A_ROUTE_BASELINE_MDB, row->baseline_mdb) ||
	    cpo_nl_put_sint(skb, row->valid & CPO_ROUTE_LIMIT_OK,
			    CPO_A_ROUTE_LIMIT_MDB, row->limit_mdb) ||
	    cpo_nl_put_u32(skb, row->valid & CPO_ROW_STATE,
			   CPO_A_ROUTE_CHECK_STATE, row->check) ||
	    cpo_nl_put_uint(skb, row->check_time, CPO_A_ROUTE_CHECK_TIME_NS,
			    row->check_time))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_route_put(struct sk_buff *skb, const struct cpo_view *view,
			    u16 index)
{
	struct cpo_route_slot slot;

	cpo_route_read(view->rows, index, &slot);

	if (nla_put_uint(skb, CPO_A_ROUTE_DEV_ID, view->cdev->id) ||
	    nla_put_uint(skb, CPO_A_ROUTE_ROUTE_ID, index) ||
	    cpo_nl_route_put_info(skb, view->inv, &view->inv->routes[index]) ||
	    cpo_nl_route_put_row(skb, &slot.row) ||
	    cpo_nl_put_sample(skb, CPO_A_ROUTE_SAMPLE, view, &slot.stamp))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_route = {
	.count = cpo_nl_route_count,
	.find = cpo_nl_route_find,
	.put = cpo_nl_route_put,
	.match = cpo_nl_route_match,
	/* a route may light the lanes of all ports */
	.room = CPO_LIMIT_PORTS * 8,
	.engine = CPO_A_ROUTE_ENGINE_ID,
	.els = CPO_A_ROUTE_ELS_ID,
	.laser = CPO_A_ROUTE_LASER_ID,
	.port = CPO_A_ROUTE_PORT_ID,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_route);

int cpo_nl_route_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_route);
}

int cpo_nl_route_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_route);
}

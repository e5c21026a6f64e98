// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/netdevice.h>

#include "cpo_nl.h"

static unsigned int cpo_nl_port_count(const struct cpo_inventory *inv)
{
	return inv->n_ports;
}

static int cpo_nl_port_find(const struct cpo_inventory *inv,
			    const struct genl_info *info)
{
	return cpo_nl_index(info, CPO_A_PORT_PORT_ID, inv->n_ports, "port");
}

static bool cpo_nl_port_match(const struct cpo_inventory *inv,
			      const struct cpo_filter *filter, u16 index)
{
	struct cpo_filter own = *filter;

	own.port = index;
	return cpo_filter_has_lane(inv, &own);
}

/* An interface moves on its own: it is named only where the reader is. */
static int cpo_nl_port_put_netdev(struct sk_buff *skb,
				  const struct cpo_view *view, u16 index)
{
	const struct net_device *netdev;
	char name[IFNAMSIZ];
	int ifindex;

	netdev = rcu_dereference(view->rows->netdevs[index]);
	if (!netdev)
		return 0;
	/* it may be renamed or moved right now; the last byte stays 0 */
	memcpy(name, netdev->name, sizeof(name));
	ifindex = READ_ONCE(netdev->ifindex);
	if (!net_eq(dev_net(netdev), view->net))
		return 0;

	if (cpo_nl_u32(skb, CPO_A_PORT_IFINDEX, ifindex) ||
	    cpo_nl_str(skb, CPO_A_PORT_IFNAME, name))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_port_put_info(struct sk_buff *skb,
				const struct cpo_port_info *info)
{
	unsigned int i;

	if (cpo_nl_put_str(skb, CPO_A_PORT_LABEL, info->label) ||
	    cpo_nl_u32(skb, CPO_A_PORT_PROTOCOL, info->protocol) ||
	    cpo_nl_put_uint(skb, info->speed_mbps, CPO_A_PORT_SPEED_MBPS,
			    info->speed_mbps) ||
	    cpo_nl_uint(skb, CPO_A_PORT_LANES, info->lanes))
		return -EMSGSIZE;

	for (i = 0; i < info->n_ranges; i++)
		if (cpo_nl_put_range(skb, CPO_A_PORT_LANE_RANGE,
				     &info->range[i]))
			return -EMSGSIZE;

	return 0;
}

static int cpo_nl_port_put_row(struct sk_buff *skb,
			       const struct cpo_port_row *row)
{
	bool state = row->valid & CPO_ROW_STATE;

	if (cpo_nl_put_u32(skb, state, CPO_A_PORT_STATE, row->state) ||
	    cpo_nl_put_u32(skb, state, CPO_A_PORT_REASON, row->reason) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_PORT_LANES_UP_OK,
			    CPO_A_PORT_LANES_UP, row->lanes_up) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_PORT_CHANGES_OK,
			    CPO_A_PORT_LINK_CHANGES, row->link_changes) ||
	    cpo_nl_put_uint(skb, row->last_change, CPO_A_PORT_LAST_CHANGE_NS,
			    row->last_change) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_PORT_POWER_OK,
			    CPO_A_PORT_POWER_MW, row->power_mw) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_PORT_BER_OK,
			    CPO_A_PORT_WORST_PRE_FEC_BER,
			    cpo_ber_from_ber32(row->worst_ber)) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_PORT_SNR_OK,
			    CPO_A_PORT_MIN_SNR_MDB,
			    cpo_mdb_from_snr(row->min_snr)))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_port_put_load(struct sk_buff *skb,
				const struct cpo_port_row *row)
{
	if (cpo_nl_put_uint(skb, row->valid & CPO_PORT_ENERGY_OK,
			    CPO_A_PORT_ENERGY_MJ, row->energy_mj) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_PORT_TRAFFIC_OK,
			    CPO_A_PORT_TRAFFIC_MBPS, row->traffic_mbps) ||
	    cpo_nl_put_uint(skb, row->valid & CPO_PORT_LOSS_OK,
			    CPO_A_PORT_FRAME_LOSS_RATIO,
			    cpo_ber_from_ber32(row->frame_loss)))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_port_put(struct sk_buff *skb, const struct cpo_view *view,
			   u16 index)
{
	struct cpo_port_slot slot;

	cpo_port_read(view->rows, index, &slot);

	if (cpo_nl_uint(skb, CPO_A_PORT_DEV_ID, view->cdev->id) ||
	    cpo_nl_uint(skb, CPO_A_PORT_PORT_ID, index) ||
	    cpo_nl_port_put_netdev(skb, view, index) ||
	    cpo_nl_port_put_info(skb, &view->inv->ports[index]) ||
	    cpo_nl_port_put_row(skb, &slot.row) ||
	    cpo_nl_port_put_load(skb, &slot.row) ||
	    cpo_nl_put_sample(skb, CPO_A_PORT_SAMPLE, view, &slot.stamp))
		return -EMSGSIZE;

	return 0;
}

const struct cpo_nl_kind cpo_nl_port = {
	.count = cpo_nl_port_count,
	.find = cpo_nl_port_find,
	.put = cpo_nl_port_put,
	.match = cpo_nl_port_match,
	.engine = CPO_A_PORT_ENGINE_ID,
	.els = CPO_A_PORT_ELS_ID,
	.laser = CPO_A_PORT_LASER_ID,
};
EXPORT_SYMBOL_IF_KUNIT(cpo_nl_port);

int cpo_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return cpo_nl_get(info, &cpo_nl_port);
}

int cpo_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return cpo_nl_dump(skb, cb, &cpo_nl_port);
}

/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/cpo.yaml */
/* YNL-GEN kernel header */
/* To regenerate run: tools/net/ynl/ynl-regen.sh */

#ifndef _LINUX_CPO_GEN_H
#define _LINUX_CPO_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/cpo.h>

int cpo_nl_dev_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_dev_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_engine_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_engine_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_els_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_els_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_laser_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_laser_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_lane_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_lane_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_route_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_route_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_page_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_refresh_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_sensor_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_sensor_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_dev_set_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_threshold_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_threshold_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int cpo_nl_threshold_set_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_flag_get_doit(struct sk_buff *skb, struct genl_info *info);
int cpo_nl_flag_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int cpo_nl_flag_clear_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	CPO_NLGRP_MGMT,
	CPO_NLGRP_EVENTS,
};

extern struct genl_family cpo_nl_family;

#endif /* _LINUX_CPO_GEN_H */

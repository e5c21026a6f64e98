// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/cpo.yaml */
/* YNL-GEN kernel source */
/* To regenerate run: tools/net/ynl/ynl-regen.sh */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "cpo_nl_gen.h"

#include <uapi/linux/cpo.h>

/* Integer value ranges */
static const struct netlink_range_validation cpo_a_dev_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_dev_telemetry_period_us_range = {
	.min	= 10000ULL,
	.max	= 60000000ULL,
};

static const struct netlink_range_validation cpo_a_dev_window_s_range = {
	.min	= 10ULL,
	.max	= 86400ULL,
};

static const struct netlink_range_validation cpo_a_engine_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_engine_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_engine_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_engine_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_els_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_els_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_els_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_els_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_laser_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_laser_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_laser_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_laser_laser_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_laser_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_lane_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_lane_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_lane_lane_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_lane_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_lane_laser_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_lane_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_port_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_port_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_port_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_port_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_port_laser_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_route_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_route_route_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_route_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_route_laser_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_route_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_route_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_page_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_page_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_page_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_sensor_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_sensor_sensor_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_sensor_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_sensor_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_stats_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_stats_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_stats_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_stats_laser_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_stats_lane_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_stats_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_threshold_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_threshold_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_threshold_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_threshold_laser_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_threshold_lane_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_threshold_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_threshold_route_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_threshold_sensor_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_flag_dev_id_range = {
	.max	= 4294967295ULL,
};

static const struct netlink_range_validation cpo_a_flag_engine_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_flag_els_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_flag_laser_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_flag_lane_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_flag_port_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_flag_route_id_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation cpo_a_flag_sensor_id_range = {
	.max	= 65535ULL,
};

/* CPO_CMD_DEV_GET - do */
static const struct nla_policy cpo_dev_get_nl_policy[CPO_A_DEV_DEV_ID + 1] = {
	[CPO_A_DEV_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_dev_dev_id_range),
};

/* CPO_CMD_ENGINE_GET - do */
static const struct nla_policy cpo_engine_get_do_nl_policy[CPO_A_ENGINE_ENGINE_ID + 1] = {
	[CPO_A_ENGINE_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_engine_dev_id_range),
	[CPO_A_ENGINE_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_engine_engine_id_range),
};

/* CPO_CMD_ENGINE_GET - dump */
static const struct nla_policy cpo_engine_get_dump_nl_policy[CPO_A_ENGINE_PORT_ID + 1] = {
	[CPO_A_ENGINE_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_engine_dev_id_range),
	[CPO_A_ENGINE_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_engine_els_id_range),
	[CPO_A_ENGINE_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_engine_port_id_range),
};

/* CPO_CMD_ELS_GET - do */
static const struct nla_policy cpo_els_get_do_nl_policy[CPO_A_ELS_ELS_ID + 1] = {
	[CPO_A_ELS_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_els_dev_id_range),
	[CPO_A_ELS_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_els_els_id_range),
};

/* CPO_CMD_ELS_GET - dump */
static const struct nla_policy cpo_els_get_dump_nl_policy[CPO_A_ELS_PORT_ID + 1] = {
	[CPO_A_ELS_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_els_dev_id_range),
	[CPO_A_ELS_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_els_engine_id_range),
	[CPO_A_ELS_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_els_port_id_range),
};

/* CPO_CMD_LASER_GET - do */
static const struct nla_policy cpo_laser_get_do_nl_policy[CPO_A_LASER_LASER_ID + 1] = {
	[CPO_A_LASER_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_dev_id_range),
	[CPO_A_LASER_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_els_id_range),
	[CPO_A_LASER_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_engine_id_range),
	[CPO_A_LASER_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_laser_id_range),
};

/* CPO_CMD_LASER_GET - dump */
static const struct nla_policy cpo_laser_get_dump_nl_policy[CPO_A_LASER_PORT_ID + 1] = {
	[CPO_A_LASER_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_dev_id_range),
	[CPO_A_LASER_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_els_id_range),
	[CPO_A_LASER_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_engine_id_range),
	[CPO_A_LASER_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_laser_port_id_range),
};

/* CPO_CMD_LANE_GET - do */
static const struct nla_policy cpo_lane_get_do_nl_policy[CPO_A_LANE_LANE_ID + 1] = {
	[CPO_A_LANE_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_dev_id_range),
	[CPO_A_LANE_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_engine_id_range),
	[CPO_A_LANE_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_lane_id_range),
};

/* CPO_CMD_LANE_GET - dump */
static const struct nla_policy cpo_lane_get_dump_nl_policy[CPO_A_LANE_PORT_ID + 1] = {
	[CPO_A_LANE_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_dev_id_range),
	[CPO_A_LANE_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_engine_id_range),
	[CPO_A_LANE_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_els_id_range),
	[CPO_A_LANE_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_laser_id_range),
	[CPO_A_LANE_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_lane_port_id_range),
};

/* CPO_CMD_PORT_GET - do */
static const struct nla_policy cpo_port_get_do_nl_policy[CPO_A_PORT_PORT_ID + 1] = {
	[CPO_A_PORT_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_port_dev_id_range),
	[CPO_A_PORT_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_port_port_id_range),
};

/* CPO_CMD_PORT_GET - dump */
static const struct nla_policy cpo_port_get_dump_nl_policy[CPO_A_PORT_LASER_ID + 1] = {
	[CPO_A_PORT_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_port_dev_id_range),
	[CPO_A_PORT_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_port_engine_id_range),
	[CPO_A_PORT_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_port_els_id_range),
	[CPO_A_PORT_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_port_laser_id_range),
};

/* CPO_CMD_ROUTE_GET - do */
static const struct nla_policy cpo_route_get_do_nl_policy[CPO_A_ROUTE_ROUTE_ID + 1] = {
	[CPO_A_ROUTE_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_route_dev_id_range),
	[CPO_A_ROUTE_ROUTE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_route_route_id_range),
};

/* CPO_CMD_ROUTE_GET - dump */
static const struct nla_policy cpo_route_get_dump_nl_policy[CPO_A_ROUTE_PORT_ID + 1] = {
	[CPO_A_ROUTE_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_route_dev_id_range),
	[CPO_A_ROUTE_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_route_els_id_range),
	[CPO_A_ROUTE_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_route_laser_id_range),
	[CPO_A_ROUTE_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_route_engine_id_range),
	[CPO_A_ROUTE_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_route_port_id_range),
};

/* CPO_CMD_PAGE_GET - do */
static const struct nla_policy cpo_page_get_nl_policy[CPO_A_PAGE_LENGTH + 1] = {
	[CPO_A_PAGE_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_page_dev_id_range),
	[CPO_A_PAGE_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_page_engine_id_range),
	[CPO_A_PAGE_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_page_els_id_range),
	[CPO_A_PAGE_BANK] = NLA_POLICY_MAX(NLA_UINT, 255),
	[CPO_A_PAGE_PAGE] = NLA_POLICY_MAX(NLA_UINT, 255),
	[CPO_A_PAGE_OFFSET] = NLA_POLICY_MAX(NLA_UINT, 255),
	[CPO_A_PAGE_LENGTH] = NLA_POLICY_RANGE(NLA_UINT, 1, 128),
};

/* CPO_CMD_REFRESH - do */
static const struct nla_policy cpo_refresh_nl_policy[CPO_A_DEV_DEV_ID + 1] = {
	[CPO_A_DEV_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_dev_dev_id_range),
};

/* CPO_CMD_SENSOR_GET - do */
static const struct nla_policy cpo_sensor_get_do_nl_policy[CPO_A_SENSOR_SENSOR_ID + 1] = {
	[CPO_A_SENSOR_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_sensor_dev_id_range),
	[CPO_A_SENSOR_SENSOR_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_sensor_sensor_id_range),
};

/* CPO_CMD_SENSOR_GET - dump */
static const struct nla_policy cpo_sensor_get_dump_nl_policy[CPO_A_SENSOR_ELS_ID + 1] = {
	[CPO_A_SENSOR_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_sensor_dev_id_range),
	[CPO_A_SENSOR_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_sensor_engine_id_range),
	[CPO_A_SENSOR_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_sensor_els_id_range),
};

/* CPO_CMD_STATS_GET - do */
static const struct nla_policy cpo_stats_get_do_nl_policy[CPO_A_STATS_PORT_ID + 1] = {
	[CPO_A_STATS_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_dev_id_range),
	[CPO_A_STATS_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_engine_id_range),
	[CPO_A_STATS_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_els_id_range),
	[CPO_A_STATS_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_laser_id_range),
	[CPO_A_STATS_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_lane_id_range),
	[CPO_A_STATS_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_port_id_range),
};

/* CPO_CMD_STATS_GET - dump */
static const struct nla_policy cpo_stats_get_dump_nl_policy[CPO_A_STATS_PORT_ID + 1] = {
	[CPO_A_STATS_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_dev_id_range),
	[CPO_A_STATS_OBJECT] = NLA_POLICY_MAX(NLA_U32, 8),
	[CPO_A_STATS_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_engine_id_range),
	[CPO_A_STATS_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_els_id_range),
	[CPO_A_STATS_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_stats_port_id_range),
};

/* CPO_CMD_DEV_SET - do */
static const struct nla_policy cpo_dev_set_nl_policy[CPO_A_DEV_WINDOW_S + 1] = {
	[CPO_A_DEV_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_dev_dev_id_range),
	[CPO_A_DEV_TELEMETRY_PERIOD_US] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_dev_telemetry_period_us_range),
	[CPO_A_DEV_WINDOW_S] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_dev_window_s_range),
};

/* CPO_CMD_THRESHOLD_GET - do */
static const struct nla_policy cpo_threshold_get_do_nl_policy[CPO_A_THRESHOLD_QUANTITY + 1] = {
	[CPO_A_THRESHOLD_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_dev_id_range),
	[CPO_A_THRESHOLD_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_engine_id_range),
	[CPO_A_THRESHOLD_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_els_id_range),
	[CPO_A_THRESHOLD_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_laser_id_range),
	[CPO_A_THRESHOLD_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_lane_id_range),
	[CPO_A_THRESHOLD_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_port_id_range),
	[CPO_A_THRESHOLD_ROUTE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_route_id_range),
	[CPO_A_THRESHOLD_SENSOR_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_sensor_id_range),
	[CPO_A_THRESHOLD_QUANTITY] = NLA_POLICY_MAX(NLA_U32, 16),
};

/* CPO_CMD_THRESHOLD_GET - dump */
static const struct nla_policy cpo_threshold_get_dump_nl_policy[CPO_A_THRESHOLD_QUANTITY + 1] = {
	[CPO_A_THRESHOLD_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_dev_id_range),
	[CPO_A_THRESHOLD_OBJECT] = NLA_POLICY_MAX(NLA_U32, 8),
	[CPO_A_THRESHOLD_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_engine_id_range),
	[CPO_A_THRESHOLD_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_els_id_range),
	[CPO_A_THRESHOLD_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_laser_id_range),
	[CPO_A_THRESHOLD_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_lane_id_range),
	[CPO_A_THRESHOLD_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_port_id_range),
	[CPO_A_THRESHOLD_ROUTE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_route_id_range),
	[CPO_A_THRESHOLD_SENSOR_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_sensor_id_range),
	[CPO_A_THRESHOLD_QUANTITY] = NLA_POLICY_MAX(NLA_U32, 16),
};

/* CPO_CMD_THRESHOLD_SET - do */
static const struct nla_policy cpo_threshold_set_nl_policy[CPO_A_THRESHOLD_RESET + 1] = {
	[CPO_A_THRESHOLD_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_dev_id_range),
	[CPO_A_THRESHOLD_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_engine_id_range),
	[CPO_A_THRESHOLD_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_els_id_range),
	[CPO_A_THRESHOLD_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_laser_id_range),
	[CPO_A_THRESHOLD_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_lane_id_range),
	[CPO_A_THRESHOLD_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_port_id_range),
	[CPO_A_THRESHOLD_ROUTE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_route_id_range),
	[CPO_A_THRESHOLD_SENSOR_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_threshold_sensor_id_range),
	[CPO_A_THRESHOLD_QUANTITY] = NLA_POLICY_MAX(NLA_U32, 16),
	[CPO_A_THRESHOLD_HIGH_ALARM] = { .type = NLA_SINT, },
	[CPO_A_THRESHOLD_HIGH_WARNING] = { .type = NLA_SINT, },
	[CPO_A_THRESHOLD_LOW_WARNING] = { .type = NLA_SINT, },
	[CPO_A_THRESHOLD_LOW_ALARM] = { .type = NLA_SINT, },
	[CPO_A_THRESHOLD_RESET] = { .type = NLA_FLAG, },
};

/* CPO_CMD_FLAG_GET - do */
static const struct nla_policy cpo_flag_get_do_nl_policy[CPO_A_FLAG_LEVEL + 1] = {
	[CPO_A_FLAG_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_dev_id_range),
	[CPO_A_FLAG_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_engine_id_range),
	[CPO_A_FLAG_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_els_id_range),
	[CPO_A_FLAG_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_laser_id_range),
	[CPO_A_FLAG_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_lane_id_range),
	[CPO_A_FLAG_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_port_id_range),
	[CPO_A_FLAG_ROUTE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_route_id_range),
	[CPO_A_FLAG_SENSOR_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_sensor_id_range),
	[CPO_A_FLAG_CODE] = NLA_POLICY_MAX(NLA_U32, 19),
	[CPO_A_FLAG_QUANTITY] = NLA_POLICY_MAX(NLA_U32, 16),
	[CPO_A_FLAG_LEVEL] = NLA_POLICY_MAX(NLA_U32, 3),
};

/* CPO_CMD_FLAG_GET - dump */
static const struct nla_policy cpo_flag_get_dump_nl_policy[CPO_A_FLAG_STATE + 1] = {
	[CPO_A_FLAG_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_dev_id_range),
	[CPO_A_FLAG_OBJECT] = NLA_POLICY_MAX(NLA_U32, 8),
	[CPO_A_FLAG_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_engine_id_range),
	[CPO_A_FLAG_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_els_id_range),
	[CPO_A_FLAG_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_laser_id_range),
	[CPO_A_FLAG_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_lane_id_range),
	[CPO_A_FLAG_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_port_id_range),
	[CPO_A_FLAG_ROUTE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_route_id_range),
	[CPO_A_FLAG_SENSOR_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_sensor_id_range),
	[CPO_A_FLAG_STATE] = NLA_POLICY_MAX(NLA_U32, 1),
};

/* CPO_CMD_FLAG_CLEAR - do */
static const struct nla_policy cpo_flag_clear_nl_policy[CPO_A_FLAG_SENSOR_ID + 1] = {
	[CPO_A_FLAG_DEV_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_dev_id_range),
	[CPO_A_FLAG_OBJECT] = NLA_POLICY_MAX(NLA_U32, 8),
	[CPO_A_FLAG_ENGINE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_engine_id_range),
	[CPO_A_FLAG_ELS_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_els_id_range),
	[CPO_A_FLAG_LASER_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_laser_id_range),
	[CPO_A_FLAG_LANE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_lane_id_range),
	[CPO_A_FLAG_PORT_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_port_id_range),
	[CPO_A_FLAG_ROUTE_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_route_id_range),
	[CPO_A_FLAG_SENSOR_ID] = NLA_POLICY_FULL_RANGE(NLA_UINT, &cpo_a_flag_sensor_id_range),
};

/* Ops table for cpo */
static const struct genl_split_ops cpo_nl_ops[] = {
	{
		.cmd		= CPO_CMD_DEV_GET,
		.doit		= cpo_nl_dev_get_doit,
		.policy		= cpo_dev_get_nl_policy,
		.maxattr	= CPO_A_DEV_DEV_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= CPO_CMD_DEV_GET,
		.dumpit	= cpo_nl_dev_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_ENGINE_GET,
		.doit		= cpo_nl_engine_get_doit,
		.policy		= cpo_engine_get_do_nl_policy,
		.maxattr	= CPO_A_ENGINE_ENGINE_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_ENGINE_GET,
		.dumpit		= cpo_nl_engine_get_dumpit,
		.policy		= cpo_engine_get_dump_nl_policy,
		.maxattr	= CPO_A_ENGINE_PORT_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_ELS_GET,
		.doit		= cpo_nl_els_get_doit,
		.policy		= cpo_els_get_do_nl_policy,
		.maxattr	= CPO_A_ELS_ELS_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_ELS_GET,
		.dumpit		= cpo_nl_els_get_dumpit,
		.policy		= cpo_els_get_dump_nl_policy,
		.maxattr	= CPO_A_ELS_PORT_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_LASER_GET,
		.doit		= cpo_nl_laser_get_doit,
		.policy		= cpo_laser_get_do_nl_policy,
		.maxattr	= CPO_A_LASER_LASER_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_LASER_GET,
		.dumpit		= cpo_nl_laser_get_dumpit,
		.policy		= cpo_laser_get_dump_nl_policy,
		.maxattr	= CPO_A_LASER_PORT_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_LANE_GET,
		.doit		= cpo_nl_lane_get_doit,
		.policy		= cpo_lane_get_do_nl_policy,
		.maxattr	= CPO_A_LANE_LANE_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_LANE_GET,
		.dumpit		= cpo_nl_lane_get_dumpit,
		.policy		= cpo_lane_get_dump_nl_policy,
		.maxattr	= CPO_A_LANE_PORT_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_PORT_GET,
		.doit		= cpo_nl_port_get_doit,
		.policy		= cpo_port_get_do_nl_policy,
		.maxattr	= CPO_A_PORT_PORT_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_PORT_GET,
		.dumpit		= cpo_nl_port_get_dumpit,
		.policy		= cpo_port_get_dump_nl_policy,
		.maxattr	= CPO_A_PORT_LASER_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_ROUTE_GET,
		.doit		= cpo_nl_route_get_doit,
		.policy		= cpo_route_get_do_nl_policy,
		.maxattr	= CPO_A_ROUTE_ROUTE_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_ROUTE_GET,
		.dumpit		= cpo_nl_route_get_dumpit,
		.policy		= cpo_route_get_dump_nl_policy,
		.maxattr	= CPO_A_ROUTE_PORT_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_PAGE_GET,
		.doit		= cpo_nl_page_get_doit,
		.policy		= cpo_page_get_nl_policy,
		.maxattr	= CPO_A_PAGE_LENGTH,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_REFRESH,
		.doit		= cpo_nl_refresh_doit,
		.policy		= cpo_refresh_nl_policy,
		.maxattr	= CPO_A_DEV_DEV_ID,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_SENSOR_GET,
		.doit		= cpo_nl_sensor_get_doit,
		.policy		= cpo_sensor_get_do_nl_policy,
		.maxattr	= CPO_A_SENSOR_SENSOR_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_SENSOR_GET,
		.dumpit		= cpo_nl_sensor_get_dumpit,
		.policy		= cpo_sensor_get_dump_nl_policy,
		.maxattr	= CPO_A_SENSOR_ELS_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_STATS_GET,
		.doit		= cpo_nl_stats_get_doit,
		.policy		= cpo_stats_get_do_nl_policy,
		.maxattr	= CPO_A_STATS_PORT_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_STATS_GET,
		.dumpit		= cpo_nl_stats_get_dumpit,
		.policy		= cpo_stats_get_dump_nl_policy,
		.maxattr	= CPO_A_STATS_PORT_ID,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_DEV_SET,
		.doit		= cpo_nl_dev_set_doit,
		.policy		= cpo_dev_set_nl_policy,
		.maxattr	= CPO_A_DEV_WINDOW_S,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_THRESHOLD_GET,
		.doit		= cpo_nl_threshold_get_doit,
		.policy		= cpo_threshold_get_do_nl_policy,
		.maxattr	= CPO_A_THRESHOLD_QUANTITY,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_THRESHOLD_GET,
		.dumpit		= cpo_nl_threshold_get_dumpit,
		.policy		= cpo_threshold_get_dump_nl_policy,
		.maxattr	= CPO_A_THRESHOLD_QUANTITY,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_THRESHOLD_SET,
		.doit		= cpo_nl_threshold_set_doit,
		.policy		= cpo_threshold_set_nl_policy,
		.maxattr	= CPO_A_THRESHOLD_RESET,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_FLAG_GET,
		.doit		= cpo_nl_flag_get_doit,
		.policy		= cpo_flag_get_do_nl_policy,
		.maxattr	= CPO_A_FLAG_LEVEL,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= CPO_CMD_FLAG_GET,
		.dumpit		= cpo_nl_flag_get_dumpit,
		.policy		= cpo_flag_get_dump_nl_policy,
		.maxattr	= CPO_A_FLAG_STATE,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= CPO_CMD_FLAG_CLEAR,
		.doit		= cpo_nl_flag_clear_doit,
		.policy		= cpo_flag_clear_nl_policy,
		.maxattr	= CPO_A_FLAG_SENSOR_ID,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
};

static const struct genl_multicast_group cpo_nl_mcgrps[] = {
	[CPO_NLGRP_MGMT] = { "mgmt", },
	[CPO_NLGRP_EVENTS] = { "events", },
};

struct genl_family cpo_nl_family __ro_after_init = {
	.name		= CPO_FAMILY_NAME,
	.version	= CPO_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.split_ops	= cpo_nl_ops,
	.n_split_ops	= ARRAY_SIZE(cpo_nl_ops),
	.mcgrps		= cpo_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(cpo_nl_mcgrps),
};

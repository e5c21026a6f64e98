// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl port: ports. */

#include "cpoctl.h"

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_PORT,
	  .attr = CPO_A_PORT_PORT_ID, .label = "PORT", .width = 12,
	  .help = "device and port" },
	{ .key = "dev", .fmt = F_DEV, .attr = CPO_A_PORT_DEV_ID,
	  .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_UINT, .attr = CPO_A_PORT_DEV_ID,
	  .help = "id of the device" },
	{ .key = "port_id", .fmt = F_UINT, .attr = CPO_A_PORT_PORT_ID,
	  .help = "port of the device" },
	{ .key = "label", .fmt = F_STR, .attr = CPO_A_PORT_LABEL,
	  .label = "LABEL", .width = 6,
	  .help = "name printed on the front panel" },
	{ .key = "ifname", .fmt = F_STR, .attr = CPO_A_PORT_IFNAME,
	  .label = "NETDEV", .width = 15, .help = "network interface" },
	{ .key = "ifindex", .fmt = F_UINT, .attr = CPO_A_PORT_IFINDEX,
	  .help = "index of the network interface" },
	{ .key = "protocol", .fmt = F_ENUM, .attr = CPO_A_PORT_PROTOCOL,
	  .ref = CPO_ENUM_PROTOCOL, .help = "what the port speaks" },
	{ .key = "speed_mbps", .fmt = F_SPEED, .attr = CPO_A_PORT_SPEED_MBPS,
	  .unit = "Mb/s", .label = "SPEED", .width = 6, .help = "speed" },
	{ .key = "lanes", .fmt = F_UINT, .attr = CPO_A_PORT_LANES,
	  .help = "number of lanes" },
	{ .key = "lanes_up", .fmt = F_OF, .attr = CPO_A_PORT_LANES_UP,
	  .ref = CPO_A_PORT_LANES, .label = "LANES", .width = 5,
	  .help = "number of lanes that carry data" },
	{ .key = "state", .fmt = F_ENUM, .attr = CPO_A_PORT_STATE,
	  .ref = CPO_ENUM_PORT_STATE, .label = "STATE", .width = 5,
	  .help = "state of the optics" },
	{ .key = "reason", .fmt = F_ENUM, .attr = CPO_A_PORT_REASON,
	  .ref = CPO_ENUM_PORT_REASON, .label = "REASON", .width = 13,
	  .help = "why the optics are down" },
	{ .key = "worst_pre_fec_ber", .fmt = F_BER,
	  .attr = CPO_A_PORT_WORST_PRE_FEC_BER, .exp = -18, .label = "BER",
	  .width = 7,
	  .help = "largest bit error ratio of its lanes before FEC" },
	{ .key = "min_snr_db", .fmt = F_UINT, .attr = CPO_A_PORT_MIN_SNR_MDB,
	  .exp = -3, .digits = 1, .unit = "dB",
	  .help = "smallest signal to noise ratio of its lanes" },
	{ .key = "traffic_mbps", .fmt = F_RATE,
	  .attr = CPO_A_PORT_TRAFFIC_MBPS, .unit = "Mb/s",
	  .label = "TRAFFIC", .width = 7,
	  .help = "traffic it carries, of the busier direction" },
	{ .key = "frame_loss_ratio", .fmt = F_BER,
	  .attr = CPO_A_PORT_FRAME_LOSS_RATIO, .exp = -18,
	  .label = "LOSS", .width = 7,
	  .help = "share of frames that FEC could not save" },
	{ .key = "power_mw", .fmt = F_UINT, .attr = CPO_A_PORT_POWER_MW,
	  .unit = "mW", .help = "share of the power of engines and ELS" },
	{ .key = "power_w", .fmt = F_UINT, .column_only = true,
	  .attr = CPO_A_PORT_POWER_MW,
	  .exp = -3, .digits = 2, .unit = "W", .label = "POWER", .width = 7,
	  .help = "share of the power of engines and ELS" },
	{ .key = "energy_mj", .fmt = F_UINT, .attr = CPO_A_PORT_ENERGY_MJ,
	  .unit = "mJ",
	  .help = "share of the energy of engines and ELS since the device "
		  "started" },
	{ .key = "link_changes", .fmt = F_UINT,
	  .attr = CPO_A_PORT_LINK_CHANGES,
	  .help = "changes of state since the device started" },
	{ .key = "last_change_ns", .fmt = F_UINT,
	  .attr = CPO_A_PORT_LAST_CHANGE_NS, .unit = "ns",
	  .help = "device time of the last change of state" },
	{ .key = "lane_ranges", .fmt = F_RANGES,
	  .attr = CPO_A_PORT_LANE_RANGE, .help = "lanes, as ranges" },
	{ .key = "lane_paths", .fmt = F_LANES, .attr = CPO_A_PORT_LANE_RANGE,
	  .help = "lanes, each by its path" },
	FIELDS_SAMPLE(CPO_A_PORT_SAMPLE),
};

/* Say what each reason in the table means. */
static void port_footer(void *arg)
{
	const struct rowset *set = arg;
	unsigned int count[64] = { 0 };
	uint64_t val;
	uint32_t reason;
	unsigned int i;
	size_t n;

	for (n = 0; n < set->count; n++)
		if (!cpo_port_get_reason(set->item[n].row, &reason) &&
		    reason < ARRAY_SIZE(count) &&
		    reason != CPO_PORT_REASON_NONE)
			count[reason]++;
	for (i = 0; !cpo_enum_value(CPO_ENUM_PORT_REASON, i, &val); i++)
		if (val < ARRAY_SIZE(count) && count[val])
			out("%u x %s: %s\n", count[val],
			    cpo_enum_name(CPO_ENUM_PORT_REASON, val),
			    cpo_enum_doc(CPO_ENUM_PORT_REASON, val));
}

static const struct command commands[] = { SHOW_WINDOWS };

const struct object obj_port = {
	.name = "port",
	.plural = "ports",
	.kind = CPO_KIND_PORT,
	.help = "ports",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.state = {
		{ CPO_A_PORT_STATE, ~0ull },
		{ CPO_A_PORT_REASON, ~0ull },
	},
	.footer = port_footer,
};

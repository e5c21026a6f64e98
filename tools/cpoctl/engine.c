// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl engine: optical engines. */

#include "cpoctl.h"

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_ENGINE,
	  .attr = CPO_A_ENGINE_ENGINE_ID, .label = "ENGINE", .width = 14,
	  .help = "device and engine" },
	{ .key = "dev", .fmt = F_DEV, .attr = CPO_A_ENGINE_DEV_ID,
	  .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_UINT, .attr = CPO_A_ENGINE_DEV_ID,
	  .help = "id of the device" },
	{ .key = "engine_id", .fmt = F_UINT, .attr = CPO_A_ENGINE_ENGINE_ID,
	  .help = "engine of the device" },
	{ .key = "label", .fmt = F_STR, .attr = CPO_A_ENGINE_LABEL,
	  .help = "name printed on the equipment" },
	{ .key = "state", .fmt = F_ENUM, .attr = CPO_A_ENGINE_STATE,
	  .ref = CPO_ENUM_MODULE_STATE, .label = "STATE", .width = 10,
	  .help = "CMIS module state" },
	{ .key = "fault_cause", .fmt = F_UINT,
	  .attr = CPO_A_ENGINE_FAULT_CAUSE, .label = "FAULT", .width = 5,
	  .help = "CMIS module fault cause, 0 for none" },
	{ .key = "asic", .fmt = F_UINT, .attr = CPO_A_ENGINE_ASIC,
	  .label = "ASIC", .width = 4,
	  .help = "ASIC the engine is packaged with" },
	{ .key = "lanes", .fmt = F_UINT, .attr = CPO_A_ENGINE_LANES,
	  .label = "LANES", .width = 5, .help = "number of lanes" },
	{ .key = "banks", .fmt = F_UINT, .attr = CPO_A_ENGINE_BANKS,
	  .label = "BANKS", .width = 5,
	  .help = "number of CMIS banks of 8 lanes" },
	{ .key = "modulator", .fmt = F_ENUM, .attr = CPO_A_ENGINE_MODULATOR,
	  .ref = CPO_ENUM_MODULATOR, .help = "kind of modulator" },
	{ .key = "temperature_celsius", .fmt = F_SINT,
	  .attr = CPO_A_ENGINE_TEMPERATURE, .exp = -3, .digits = 1,
	  .unit = "C", .label = "TEMP", .width = 6, .help = "temperature" },
	{ .key = "power_mw", .fmt = F_UINT, .attr = CPO_A_ENGINE_POWER_MW,
	  .unit = "mW", .help = "power the engine draws" },
	{ .key = "power_w", .fmt = F_UINT, .column_only = true,
	  .attr = CPO_A_ENGINE_POWER_MW,
	  .exp = -3, .digits = 2, .unit = "W", .label = "POWER", .width = 7,
	  .help = "power the engine draws" },
	{ .key = "max_power_mw", .fmt = F_UINT,
	  .attr = CPO_A_ENGINE_MAX_POWER_MW, .unit = "mW",
	  .help = "largest power the engine may draw" },
	{ .key = "energy_mj", .fmt = F_UINT, .attr = CPO_A_ENGINE_ENERGY_MJ,
	  .unit = "mJ",
	  .help = "energy the engine took since the device started" },
	{ .key = "rails_v", .fmt = F_LIST, .attr = CPO_A_ENGINE_RAIL_UV,
	  .exp = -6, .unit = "V", .help = "voltage of each core rail" },
	FIELDS_IDENTITY(CPO_A_ENGINE_IDENTITY, true),
	FIELDS_SAMPLE(CPO_A_ENGINE_SAMPLE),
};

static const struct command commands[] = { SHOW_WINDOWS };

const struct object obj_engine = {
	.name = "engine",
	.plural = "engines",
	.kind = CPO_KIND_ENGINE,
	.help = "optical engines (OE)",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.state = {
		{ CPO_A_ENGINE_STATE, ~0ull },
		{ CPO_A_ENGINE_FAULT_CAUSE, ~0ull },
	},
};

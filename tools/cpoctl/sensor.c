// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl sensor: temperatures, rails, coolant, leaks, anything with a unit. */

#include "cpoctl.h"

#define VALUE_OF(which)							\
	.fmt = F_SENSOR, .attr = CPO_A_SENSOR_VALUE,			\
	.ref = CPO_SENSOR_KIND_ ## which

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_SENSOR,
	  .attr = CPO_A_SENSOR_SENSOR_ID, .label = "SENSOR", .width = 14,
	  .help = "device and sensor" },
	{ .key = "dev", .fmt = F_DEV, .attr = CPO_A_SENSOR_DEV_ID,
	  .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_UINT, .attr = CPO_A_SENSOR_DEV_ID,
	  .help = "id of the device" },
	{ .key = "sensor_id", .fmt = F_UINT, .attr = CPO_A_SENSOR_SENSOR_ID,
	  .help = "sensor of the device" },
	{ .key = "label", .fmt = F_STR, .attr = CPO_A_SENSOR_LABEL,
	  .label = "LABEL", .width = 32, .help = "name of the sensor" },
	{ .key = "part_of", .fmt = F_PART, .attr = CPO_A_SENSOR_ASIC,
	  .label = "PART", .width = 9, .column_only = true,
	  .help = "engine, ELS or ASIC it belongs to" },
	{ .key = "asic", .fmt = F_UINT, .attr = CPO_A_SENSOR_ASIC,
	  .help = "ASIC it belongs to" },
	{ .key = "engine", .fmt = F_REF, .ref = CPO_KIND_ENGINE,
	  .attr = CPO_A_SENSOR_ENGINE_ID, .help = "engine it belongs to" },
	{ .key = "engine_id", .fmt = F_UINT, .attr = CPO_A_SENSOR_ENGINE_ID,
	  .help = "id of that engine" },
	{ .key = "els", .fmt = F_REF, .ref = CPO_KIND_ELS,
	  .attr = CPO_A_SENSOR_ELS_ID, .help = "ELS it belongs to" },
	{ .key = "els_id", .fmt = F_UINT, .attr = CPO_A_SENSOR_ELS_ID,
	  .help = "id of that ELS" },
	{ .key = "kind", .fmt = F_ENUM, .attr = CPO_A_SENSOR_KIND,
	  .ref = CPO_ENUM_SENSOR_KIND, .label = "KIND", .width = 11,
	  .help = "what it measures" },
	{ .key = "reading", .fmt = F_READING, .attr = CPO_A_SENSOR_VALUE,
	  .label = "VALUE", .width = 12, .column_only = true,
	  .help = "what it reads now, with its unit" },
	{ .key = "temperature_celsius", VALUE_OF(TEMPERATURE), .exp = -3,
	  .unit = "C", .help = "temperature, of that kind" },
	{ .key = "voltage_v", VALUE_OF(RAIL), .exp = -6, .unit = "V",
	  .help = "voltage, of kind rail" },
	{ .key = "power_mw", VALUE_OF(POWER), .unit = "mW",
	  .help = "power, of that kind" },
	{ .key = "flow_ml_per_min", VALUE_OF(FLOW), .unit = "ml/min",
	  .help = "flow of coolant, of kind flow" },
	{ .key = "leak", .fmt = F_LEAK, .attr = CPO_A_SENSOR_VALUE,
	  .help = "dry or wet, of kind leak" },
	{ .key = "value", .fmt = F_SINT, .attr = CPO_A_SENSOR_VALUE,
	  .help = "value of any kind, in the unit below" },
	{ .key = "unit", .fmt = F_STR, .attr = CPO_A_SENSOR_UNIT,
	  .help = "unit of that value, as the device names it" },
	FIELDS_SAMPLE(CPO_A_SENSOR_SAMPLE),
};

static const struct command commands[] = { SHOW_WINDOWS };

const struct object obj_sensor = {
	.name = "sensor",
	.plural = "sensors",
	.kind = CPO_KIND_SENSOR,
	.help = "temperatures, rails, coolant, leaks and what a vendor adds",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.note = "With --window, a sensor of temperature or power has the "
		"window of that quantity of the engine or ELS it belongs to, "
		"which is not the sensor's own. Other sensors have none, and "
		"\"-\".",
};

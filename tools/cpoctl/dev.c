// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl dev: devices. */

#include <stddef.h>

#include "cpoctl.h"

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_DEV,
	  .attr = CPO_A_DEV_NAME, .label = "DEV", .width = 6,
	  .help = "name of the device" },
	{ .key = "dev", .fmt = F_DEV, .attr = CPO_A_DEV_NAME,
	  .help = "name of the device" },
	{ .key = "name", .fmt = F_STR, .attr = CPO_A_DEV_NAME,
	  .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_UINT, .attr = CPO_A_DEV_DEV_ID,
	  .help = "id of the device" },
	{ .key = "handle", .fmt = F_HANDLE, .attr = CPO_A_DEV_BUS_NAME,
	  .label = "HANDLE", .width = 16,
	  .help = "bus and name of the parent device, as in devlink" },
	{ .key = "bus_name", .fmt = F_STR, .attr = CPO_A_DEV_BUS_NAME,
	  .help = "bus of the parent device" },
	{ .key = "dev_name", .fmt = F_STR, .attr = CPO_A_DEV_DEV_NAME,
	  .help = "name of the parent device on its bus" },
	{ .key = "profile", .fmt = F_STR, .attr = CPO_A_DEV_PROFILE,
	  .label = "PROFILE", .width = 8, .help = "product or profile" },
	{ .key = "state", .fmt = F_ENUM, .attr = CPO_A_DEV_STATE,
	  .ref = CPO_ENUM_DEV_STATE, .label = "STATE", .width = 8,
	  .help = "how the driver gets on with the device" },
	{ .key = "mode", .fmt = F_ENUM, .attr = CPO_A_DEV_MODE,
	  .ref = CPO_ENUM_DEV_MODE, .label = "MODE", .width = 8,
	  .help = "engines and ELS are managed separately or as one" },
	FIELDS_IDENTITY(CPO_A_DEV_IDENTITY, false),
	{ .key = "asics", .fmt = F_UINT, .attr = CPO_A_DEV_ASICS,
	  .help = "number of ASICs" },
	{ .key = "engines", .fmt = F_UINT, .attr = CPO_A_DEV_ENGINES,
	  .label = "ENGINES", .width = 7, .help = "number of engines" },
	{ .key = "els_slots", .fmt = F_UINT, .attr = CPO_A_DEV_ELS_SLOTS,
	  .label = "ELS", .width = 4, .help = "number of ELS slots" },
	{ .key = "lasers", .fmt = F_UINT, .attr = CPO_A_DEV_LASERS,
	  .label = "LASERS", .width = 6,
	  .help = "number of lasers, with those of empty slots" },
	{ .key = "lanes", .fmt = F_UINT, .attr = CPO_A_DEV_LANES,
	  .label = "LANES", .width = 5, .help = "number of lanes" },
	{ .key = "ports", .fmt = F_UINT, .attr = CPO_A_DEV_PORTS,
	  .label = "PORTS", .width = 5, .help = "number of ports" },
	{ .key = "routes", .fmt = F_UINT, .attr = CPO_A_DEV_ROUTES,
	  .help = "number of routes" },
	{ .key = "sensors", .fmt = F_UINT, .attr = CPO_A_DEV_SENSORS,
	  .help = "number of sensors" },
	{ .key = "max_banks", .fmt = F_UINT, .attr = CPO_A_DEV_MAX_BANKS,
	  .help = "largest number of CMIS banks of an engine" },
	{ .key = "power_mw", .fmt = F_UINT, .attr = CPO_A_DEV_POWER_MW,
	  .unit = "mW", .help = "input power" },
	{ .key = "power_w", .fmt = F_UINT, .column_only = true,
	  .attr = CPO_A_DEV_POWER_MW,
	  .exp = -3, .digits = 0, .unit = "W", .label = "POWER", .width = 7,
	  .help = "input power" },
	{ .key = "epoch", .fmt = F_UINT, .attr = CPO_A_DEV_EPOCH,
	  .help = "random, changes when event numbers start anew" },
	{ .key = "event_seq", .fmt = F_UINT, .attr = CPO_A_DEV_EVENT_SEQ,
	  .help = "number the next event will carry" },
	{ .key = "topology_generation", .fmt = F_UINT,
	  .attr = CPO_A_DEV_TOPOLOGY_GENERATION,
	  .help = "changes when objects or their relations change" },
	{ .key = "telemetry_period_us", .fmt = F_UINT,
	  .attr = CPO_A_DEV_TELEMETRY_PERIOD_US, .unit = "us",
	  .help = "time between two telemetry blocks" },
	{ .key = "window_s", .fmt = F_UINT, .attr = CPO_A_DEV_WINDOW_S,
	  .unit = "s", .help = "length of the windows of measured values" },
	FIELDS_SAMPLE(CPO_A_DEV_SAMPLE),
};

/* One device: sample now, and say which sample came. */
static int refresh_one(const struct item *item, struct json *js)
{
	char path[PATH_LEN], what[PATH_LEN + 16];
	struct cpo_row *row;
	uint64_t seq = 0;
	struct item one;
	int ret;

	path_of(CPO_KIND_DEV, &item->ids, path, sizeof(path));
	ret = cpo_refresh(ctx, item->ids.id[CPO_ID_DEV], &row);
	if (ret) {
		snprintf(what, sizeof(what), "%s: refresh", path);
		return report_errno(ret, what);
	}
	one = (struct item){ .row = row, .ids = item->ids };
	cpo_dev_get_sample_seq(row, &seq);
	if (js) {
		json_object(js, NULL);
		item_json(js, &obj_dev, &one);
		json_close(js);
	} else {
		out("%s: sample %llu\n", path, (unsigned long long)seq);
	}
	cpo_row_unref(row);
	return EXIT_OK;
}

static int cmd_refresh(const struct object *obj, struct args *args)
{
	struct rowset set = { .obj = obj };
	struct json *js = NULL;
	int code;
	size_t i;

	code = resolve(&set, args->selector, args->selectors);
	if (opt.json) {
		js = json_document();
		json_array(js, obj->plural);
	}
	for (i = 0; !code && i < set.count; i++)
		code = refresh_one(&set.item[i], js);
	if (!code && set.partial)
		code = EXIT_PARTIAL;
	if (js)
		json_document_end(js, code);
	rowset_clear(&set);
	return code;
}

/* ---- Set ---- */

static const char *const set_keys[] = { "telemetry-period", "window", NULL };

/* What can be set: a time each, within what the specification allows. */
static const struct {
	const char *key;
	unsigned int attr;
	uint64_t unit_us;
	size_t offset;
} settings[] = {
	{ "telemetry-period", CPO_A_DEV_TELEMETRY_PERIOD_US, 1,
	  offsetof(struct cpo_dev_settings, telemetry_period_us) },
	{ "window", CPO_A_DEV_WINDOW_S, 1000000,
	  offsetof(struct cpo_dev_settings, window_s) },
};

static int set_args(const struct args *args, struct cpo_dev_settings *to)
{
	uint64_t least, most;
	unsigned int i, given = 0;
	int code;

	if (!args->selectors)
		return usage_error("dev set needs a device, or 'all'");
	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		given += !!args_value(args, settings[i].key);
		if (cpo_attr_limits(CPO_KIND_DEV, settings[i].attr, &least,
				    &most))
			continue;
		code = args_time(args, settings[i].key, settings[i].unit_us,
				 least, most,
				 (void *)((char *)to + settings[i].offset));
		if (code)
			return code;
	}
	if (given)
		return EXIT_OK;
	return usage_error("dev set needs 'telemetry-period TIME' or "
			   "'window TIME'");
}

static int set_one(const struct item *item, const struct cpo_dev_settings *set)
{
	char path[PATH_LEN], what[PATH_LEN + 16];
	int ret;

	ret = cpo_dev_set(ctx, item->ids.id[CPO_ID_DEV], set);
	if (!ret)
		return EXIT_OK;
	path_of(CPO_KIND_DEV, &item->ids, path, sizeof(path));
	snprintf(what, sizeof(what), "%s: set", path);
	return report_errno(ret, what);
}

static int cmd_set(const struct object *obj, struct args *args)
{
	struct cpo_dev_settings to = { 0 };
	struct rowset set = { .obj = obj };
	int code;
	size_t i;

	code = args_devs(args, "dev set");
	if (!code)
		code = set_args(args, &to);
	if (!code)
		code = resolve(&set, args->selector, args->selectors);
	for (i = 0; !code && i < set.count; i++)
		code = set_one(&set.item[i], &to);
	if (!code && set.partial)
		code = EXIT_PARTIAL;
	rowset_clear(&set);
	return code;
}

static const struct command commands[] = {
	SHOW_COMMAND,
	{ "set", cmd_set, "DEVICE... [telemetry-period TIME] [window TIME]",
	  set_keys,
	  "set the time between two samples, 10ms to 1m, and the length of the "
	  "windows, 10s to 24h, a new one begins new windows; needs "
	  "CAP_NET_ADMIN, prints nothing" },
	{ "refresh", cmd_refresh, "[SELECTOR]...", NULL,
	  "sample now and wait for the values" },
};

const struct object obj_dev = {
	.name = "dev",
	.plural = "devs",
	.kind = CPO_KIND_DEV,
	.help = "devices",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.state = { { CPO_A_DEV_STATE, ~0ull } },
};

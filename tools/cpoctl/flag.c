// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl flag: conditions parts are or were in, and how often. */

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "flag.h"

#define ID(name, attribute, text)					\
	{ .key = name, .fmt = F_UINT, .attr = CPO_A_FLAG_ ## attribute,	\
	  .help = text }

/* A moment by both clocks, and how long ago it was. */
#define MOMENT(name, attribute, head, text)				\
	{ .key = name "_ns", .fmt = F_UINT, .unit = "ns",		\
	  .attr = CPO_A_FLAG_ ## attribute ## _NS,			\
	  .help = text ", clock of the device" },			\
	{ .key = name "_boottime_ns", .fmt = F_UINT, .unit = "ns",	\
	  .attr = CPO_A_FLAG_ ## attribute ## _BOOTTIME_NS,		\
	  .help = text ", CLOCK_BOOTTIME" },				\
	{ .key = name "_ago", .fmt = F_AGO, .column_only = true,	\
	  .attr = CPO_A_FLAG_ ## attribute ## _BOOTTIME_NS,		\
	  .label = head, .width = 7, .help = "how long ago that was" }

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_STATS,
	  .attr = CPO_A_FLAG_DEV_ID, .label = "OBJECT", .width = 21,
	  .help = "device, or object of it" },
	{ .key = "dev", .fmt = F_DEV, .attr = CPO_A_FLAG_DEV_ID,
	  .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_UINT, .attr = CPO_A_FLAG_DEV_ID,
	  .help = "id of the device" },
	{ .key = "object", .fmt = F_ENUM, .attr = CPO_A_FLAG_OBJECT,
	  .ref = CPO_ENUM_OBJECT, .help = "what it is about" },
	ID("engine_id", ENGINE_ID, "its engine"),
	ID("els_id", ELS_ID, "its ELS"),
	ID("laser_id", LASER_ID, "its laser"),
	ID("lane_id", LANE_ID, "its lane"),
	ID("port_id", PORT_ID, "its port"),
	ID("route_id", ROUTE_ID, "its route"),
	ID("sensor_id", SENSOR_ID, "its sensor"),
	{ .key = "flag", .fmt = F_COND, .attr = CPO_A_FLAG_CODE,
	  .label = "FLAG", .width = 30,
	  .help = "the condition in words: the code, or quantity and level" },
	{ .key = "code", .fmt = F_ENUM, .attr = CPO_A_FLAG_CODE,
	  .ref = CPO_ENUM_EVENT_CODE,
	  .help = "condition, with the code of the events that tell of it" },
	{ .key = "quantity", .fmt = F_ENUM, .attr = CPO_A_FLAG_QUANTITY,
	  .ref = CPO_ENUM_QUANTITY,
	  .help = "what crossed a limit, of code threshold" },
	{ .key = "level", .fmt = F_ENUM, .attr = CPO_A_FLAG_LEVEL,
	  .ref = CPO_ENUM_LEVEL, .help = "which limit it crossed" },
	{ .key = "state", .fmt = F_ENUM, .attr = CPO_A_FLAG_STATE,
	  .ref = CPO_ENUM_FLAG_STATE, .label = "STATE", .width = 5,
	  .help = "whether it is set now" },
	{ .key = "changes", .fmt = F_CHANGES, .attr = CPO_A_FLAG_CHANGES,
	  .label = "CHANGES", .width = 7,
	  .help = "how often it changed since the history was forgotten" },
	{ .key = "count_is_lower_bound", .fmt = F_FLAG,
	  .attr = CPO_A_FLAG_COUNT_IS_LOWER_BOUND,
	  .help = "it may have changed more often" },
	{ .key = "severity", .fmt = F_ENUM, .attr = CPO_A_FLAG_SEVERITY,
	  .ref = CPO_ENUM_SEVERITY, .label = "SEVERITY", .width = 8,
	  .help = "how bad it is while it is set" },
	{ .key = "value", .fmt = F_SINT, .attr = CPO_A_FLAG_VALUE,
	  .help = "value at the last change, as the kernel has it" },
	{ .key = "measured", .fmt = F_LIMIT, .attr = CPO_A_FLAG_VALUE,
	  .help = "the same in the unit below" },
	{ .key = "measured_dbm", .fmt = F_LIMIT_DBM, .attr = CPO_A_FLAG_VALUE,
	  .unit = "dBm", .help = "the same, of light" },
	{ .key = "unit", .fmt = F_UNIT, .attr = CPO_A_FLAG_QUANTITY,
	  .help = "unit of the value, as the device names it" },
	MOMENT("first_set", FIRST_SET, "FIRST", "when it was set first"),
	MOMENT("last_set", LAST_SET, "LAST", "when it was set last"),
	MOMENT("last_clear", LAST_CLEAR, "CLEARED", "when it went away last"),
	FIELDS_SAMPLE(CPO_A_FLAG_SAMPLE),
};

bool flag_is_set(const struct item *flag)
{
	uint32_t state;

	return !cpo_flag_get_state(flag->row, &state) &&
	       state == CPO_FLAG_STATE_SET;
}

bool flag_has_changed(const struct item *flag)
{
	uint64_t changes;

	return !cpo_flag_get_changes(flag->row, &changes) && changes;
}

/* ---- Show ---- */

static void flags_keep(struct rowset *set, const struct choice *choice,
		       bool all)
{
	struct item *item;
	size_t i, n = 0;

	for (i = 0; i < set->count; i++) {
		item = &set->item[i];
		if (choice_has(choice, item->kind, &item->ids) &&
		    (all || flag_is_set(item) || flag_has_changed(item)))
			set->item[n++] = *item;
		else
			rowset_drop(item);
	}
	set->count = n;
}

static void flags_text(const struct rowset *set)
{
	struct rowset rows = *set;

	if (set->count)
		rows_table(&rows);
	else
		out("no flag is set%s\n", opt.view ? "" : " or has changed");
}

static int add_row(struct cpo_row *row, void *arg)
{
	return rowset_add(arg, row);
}

static int flags_read(struct rowset *set)
{
	bool only_set = opt.view && !strcmp(opt.view, "set");
	int ret;

	ret = cpo_flag_dump(ctx, NULL, -1, only_set ? CPO_FLAG_STATE_SET : -1,
			    add_row, set);
	set->inconsistent |= ret > 0;
	rowset_sort(set);
	return ret < 0 ? report_errno(ret, "flags") : EXIT_OK;
}

static int cmd_flag_show(const struct object *obj, struct args *args)
{
	bool all = opt.view && !strcmp(opt.view, "all");
	struct rowset set = { .obj = obj };
	struct choice choice = { 0 };
	int code;

	code = devs_load();
	if (!code)
		code = choice_make(&choice, args->selector, args->selectors);
	if (!code)
		code = flags_read(&set);
	if (!code) {
		flags_keep(&set, &choice, all);
		set.partial |= choice.partial;
		code = show_rows(&set);
	}
	rowset_clear(&set);
	choice_free(&choice);
	return code;
}

/* ---- Clear ---- */

static void clear_says(const char *path, const struct rowset *was,
		       struct json *js)
{
	size_t i, set = 0;

	for (i = 0; i < was->count; i++)
		set += flag_is_set(&was->item[i]);
	if (js) {
		json_object(js, NULL);
		json_str(js, "path", path);
		json_uint(js, "flags", was->count);
		json_uint(js, "still_set", set);
		json_close(js);
		return;
	}
	out("%s: forgot the history of %zu flag%s, %zu still set\n", path,
	    was->count, was->count == 1 ? "" : "s", set);
}

/* What there was is counted just before. */
static int clear_one(int kind, const struct item *of, struct json *js)
{
	char path[PATH_LEN], what[PATH_LEN + 16];
	struct rowset was = { .obj = &obj_flag };
	struct cpo_ids ids;
	int ret;

	own_ids(kind, &of->ids, &ids);
	path_of(kind, &ids, path, sizeof(path));
	ret = rowset_dump(&was, &ids);
	if (!ret)
		ret = cpo_flag_clear(ctx, &ids);
	snprintf(what, sizeof(what), "%s: flag clear", path);
	if (ret)
		ret = report_errno(ret, what);
	else
		clear_says(path, &was, js);
	rowset_clear(&was);
	return ret;
}

static int clear_word(const char *word, struct json *js, bool *partial)
{
	struct rowset named = { 0 };
	int code;
	size_t i;

	code = resolve_named(&named, word);
	for (i = 0; !code && i < named.count; i++)
		code = clear_one(named.obj->kind, &named.item[i], js);
	*partial |= named.partial;
	rowset_clear(&named);
	return code;
}

static int cmd_clear(const struct object *obj, struct args *args)
{
	struct json *js = NULL;
	bool partial = false;
	unsigned int i;
	int code = EXIT_OK;

	(void)obj;
	if (opt.json) {
		js = json_document();
		json_array(js, "cleared");
	}
	if (!args->selectors)
		code = clear_word("all", js, &partial);
	for (i = 0; !code && i < args->selectors; i++)
		code = clear_word(args->selector[i], js, &partial);
	if (js)
		json_document_end(js, code);
	return code ? code : partial ? EXIT_PARTIAL : EXIT_OK;
}

static const struct command commands[] = {
	{ "show", cmd_flag_show, "[SELECTOR]... [--all | --set]", NULL,
	  "show flags that are set, or have changed since their history was "
	  "forgotten, of what is selected or related to it; with --set just "
	  "those that are set, with --all also those that never changed "
	  "since" },
	{ "clear", cmd_clear, "[SELECTOR]...", NULL,
	  "forget the history of flags, of all devices or of the devices and "
	  "parts selected, with what is in them: changes count from 0, and "
	  "those that are not set are gone; needs CAP_NET_ADMIN, says how "
	  "many" },
};

const struct object obj_flag = {
	.name = "flag",
	.plural = "flags",
	.kind = CPO_KIND_FLAG,
	.help = "conditions parts are or were in, how often and when",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.state = { { CPO_A_FLAG_STATE, ~0ull } },
	.text = flags_text,
	.note = "Reading clears nothing, neither here nor in the device. "
		"\">= 5\" changes are at least so many: the device just keeps "
		"that there were some. FIRST, LAST and CLEARED tell how long "
		"ago it was set first, set last and went away last.",
};

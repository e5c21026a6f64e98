// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl health: what is wrong now, where that comes from, and what to do. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "health.h"

#define INDENT		10
#define PORTS_LEN	4096

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_STATS,
	  .help = "the part that is the cause" },
	{ .key = "dev", .fmt = F_DEV, .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_FOUND_UINT, .ref = FOUND_DEV_ID,
	  .help = "id of the device" },
	{ .key = "object", .fmt = F_FOUND_STR, .ref = FOUND_OBJECT,
	  .help = "kind of the part" },
	{ .key = "name", .fmt = F_FOUND_STR, .ref = FOUND_NAME,
	  .help = "the part as it is labelled on the equipment" },
	{ .key = "severity", .fmt = F_FOUND_SEVERITY,
	  .ref = CPO_ENUM_SEVERITY, .help = "how bad it is" },
	{ .key = "code_list", .fmt = F_FOUND_STR, .ref = FOUND_LIST,
	  .help = "list the code is from; see CODES" },
	{ .key = "code", .fmt = F_FOUND_STR, .ref = FOUND_CODE,
	  .help = "what it is, in one word" },
	{ .key = "what", .fmt = F_FOUND_STR, .ref = FOUND_WHAT,
	  .help = "what happened, and what it takes down" },
	{ .key = "cause", .fmt = F_FOUND_STR, .ref = FOUND_CAUSE,
	  .help = "what that mostly comes from" },
	{ .key = "remedy", .fmt = F_FOUND_STR, .ref = FOUND_REMEDY,
	  .help = "what to do, and to which part" },
	{ .key = "since", .fmt = F_FOUND_STR, .ref = FOUND_SINCE,
	  .help = "when it began, where that is known" },
	{ .key = "since_device_time_ns", .fmt = F_FOUND_UINT,
	  .ref = FOUND_SINCE_NS, .unit = "ns",
	  .help = "the same by the clock of the device" },
	{ .key = "lasts_ms", .fmt = F_FOUND_UINT, .ref = FOUND_LASTS_MS,
	  .unit = "ms", .help = "how long ago that was" },
	{ .key = "changes", .fmt = F_FOUND_UINT, .ref = FOUND_CHANGES,
	  .help = "how often it came or went, where flags tell" },
	{ .key = "parts", .fmt = F_FOUND_UINT, .ref = FOUND_PARTS,
	  .help = "how many parts it is told of, where it is told once for "
		  "many" },
	{ .key = "ports_down", .fmt = F_FOUND_UINT, .ref = FOUND_PORTS,
	  .help = "how many ports it takes down" },
	{ .key = "lanes_down", .fmt = F_FOUND_UINT, .ref = FOUND_LANES,
	  .help = "how many lanes it takes down" },
	{ .key = "port_paths", .fmt = F_FOUND_PORTS,
	  .help = "the ports it takes down" },
	{ .key = "stale", .fmt = F_FOUND_FLAG,
	  .help = "it was seen in values that are old" },
	{ .key = "age_ms", .fmt = F_FOUND_UINT, .ref = FOUND_AGE_MS,
	  .unit = "ms", .help = "time since the host received them" },
};

/* ---- Values ---- */

static void code_text(const struct found *found, char *buf, size_t size)
{
	const char *name = words_name(found->of, found->code);

	if (name)
		snprintf(buf, size, "%s", name);
	else
		snprintf(buf, size, "unknown(%" PRIu32 ")", found->code);
}

bool found_word(const struct item *item, int which, char *buf, size_t size)
{
	const struct found *found = item->found;
	const char *const word[] = {
		[FOUND_NAME] = found->name,
		[FOUND_OBJECT] = cpo_kind_name(item->kind),
		[FOUND_LIST] = words_list(found->of),
		[FOUND_CODE] = "",
		[FOUND_SINCE] = found->since,
		[FOUND_WHAT] = found->what,
		[FOUND_CAUSE] = found->cause,
		[FOUND_REMEDY] = found->remedy,
	};

	if (which == FOUND_CODE)
		code_text(found, buf, size);
	else
		snprintf(buf, size, "%s", word[which]);
	return buf[0];
}

bool found_number(const struct item *item, int which, uint64_t *val)
{
	const struct found *found = item->found;
	const uint64_t number[] = {
		[FOUND_DEV_ID] = item->ids.id[CPO_ID_DEV],
		[FOUND_SEVERITY] = found->severity,
		[FOUND_PORTS] = found->ports,
		[FOUND_LANES] = found->lanes,
		[FOUND_SINCE_NS] = found->since_ns,
		[FOUND_AGE_MS] = found->age_ms,
		[FOUND_LASTS_MS] = found->lasts_ms,
		[FOUND_CHANGES] = found->changes,
		[FOUND_PARTS] = found->parts,
	};

	*val = number[which];
	if (which == FOUND_LASTS_MS)
		return found->since[0];
	return *val || !(which == FOUND_SINCE_NS || which == FOUND_CHANGES ||
			 which == FOUND_PARTS);
}

/* ---- Text ---- */

static enum color severity_color(uint32_t severity)
{
	if (severity >= CPO_SEVERITY_MAJOR)
		return C_BAD;
	return severity == CPO_SEVERITY_WARNING ? C_WARN : C_NONE;
}

static int port_cmp(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* "cpo0/port0-7,12", to be given to other commands. */
static void ports_path(const struct item *item, char *buf, size_t size)
{
	const struct found *found = item->found;
	const uint32_t *port = found->port;
	unsigned int i, end;
	size_t len;

	qsort(found->port, found->ports, sizeof(*port), port_cmp);
	dev_name(item->ids.id[CPO_ID_DEV], buf, size);
	len = strlen(buf);
	for (i = 0; i < found->ports && len < size; i = end + 1) {
		for (end = i; end + 1 < found->ports &&
		     port[end + 1] == port[end] + 1;)
			end++;
		len += snprintf(buf + len, size - len, "%s%u",
				i ? "," : "/port", port[i]);
		if (end > i && len < size)
			len += snprintf(buf + len, size - len, "-%u",
					port[end]);
	}
}

static void text_ports(const struct item *item)
{
	char path[PORTS_LEN];

	if (!item->found->ports || item->kind == CPO_KIND_PORT)
		return;
	ports_path(item, path, sizeof(path));
	out_wrap(INDENT, "ports   ", path);
}

static void text_one(const struct item *item)
{
	const struct found *found = item->found;
	char path[PATH_LEN], severity[32], lasts[24];

	path_of(item->kind, &item->ids, path, sizeof(path));
	enum_text(CPO_ENUM_SEVERITY, found->severity, severity,
		  sizeof(severity));
	out_color(severity_color(found->severity), "%-*s", INDENT - 2,
		  severity);
	out("  ");
	out_color(C_HEAD, "%s", path);
	if (strcmp(path, found->name))
		out(" (%s)", found->name);
	out("  since %s", found->since[0] ? found->since : "-");
	if (found->since[0])
		out(" (%s ago)", time_span_text(found->lasts_ms, lasts,
						sizeof(lasts)));
	out("\n");
	out_wrap(INDENT, "what    ", found->what);
	text_ports(item);
	out_wrap(INDENT, "cause   ", found->cause);
	out_wrap(INDENT, "remedy  ", found->remedy);
}

static void health_text(const struct rowset *set)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		text_one(&set->item[i]);
}

/* ---- The command ---- */

/* What is less bad than was asked for is left out, but not denied. */
static void nothing_text(const struct health *health,
			 const struct choice *choice, size_t left_out)
{
	char counts[128];

	health_counts(health, choice, counts, sizeof(counts));
	if (left_out)
		out("nothing so severe; %zu condition%s of less: "
		    "'cpoctl health show --severity info'\n", left_out,
		    left_out == 1 ? "" : "s");
	else
		out("healthy: %s; nothing to do\n", counts);
}

static int show(struct health *health, const struct choice *choice,
		uint32_t severity)
{
	size_t all;

	health_keep(health, choice, CPO_SEVERITY_INFO);
	all = health->list.count;
	health_keep(health, choice, severity);
	health->list.inconsistent = health->inconsistent;
	health->list.partial = choice->partial;
	if (!health->list.count && !opt.json)
		nothing_text(health, choice, opt.severity ? all : 0);
	return show_rows(&health->list);
}

static int cmd_health(const struct object *obj, struct args *args)
{
	uint32_t severity = CPO_SEVERITY_NOTICE;
	struct choice choice = { 0 };
	struct health health = { 0 };
	int code;

	(void)obj;
	/* All there is, for programs; what needs somebody, for people. */
	if (opt.json)
		severity = CPO_SEVERITY_INFO;
	code = option_word("severity", opt.severity, CPO_ENUM_SEVERITY,
			   &severity);
	if (!code)
		code = health_load(&health);
	if (!code)
		code = choice_make(&choice, args->selector, args->selectors);
	if (!code)
		code = show(&health, &choice, severity);
	health_free(&health);
	choice_free(&choice);
	return code;
}

static const struct command commands[] = {
	{ "show", cmd_health, "[SELECTOR]... [--severity WORD]", NULL,
	  "show what is wrong, worst first, each condition once at the part "
	  "that is its cause, with what happened, the likely cause and the "
	  "remedy; of what is selected or related to it. The exit status is 0 "
	  "also when something is wrong" },
};

const struct object obj_health = {
	.name = "health",
	.plural = "health",
	.kind = -1,
	.help = "what is wrong, why, and what to do",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.implied = true,
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.text = health_text,
	.note = "Ports and lanes that are down because of an ELS, a laser, a "
		"fibre or an engine are counted there and have no condition of "
		"their own. What limits and flags tell is there when no part "
		"explains it, each alarm without its warning, and once for many "
		"parts that have it in common; what came and went within the "
		"last hour is of severity info. Of what is as severe, what takes "
		"most ports down comes first, then what began first. Without "
		"--severity, text leaves out what is of severity info.",
};

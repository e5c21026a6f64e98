// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* A condition in words: what happened where, since when, and what to do. */

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "health.h"

#define NS_PER_MS	1000000ull

static const struct item *dev_item(const struct item *item)
{
	struct cpo_ids ids = { 0 };

	cpo_ids_put(&ids, CPO_ID_DEV, item->ids.id[CPO_ID_DEV]);
	return rowset_find(devs(), &ids);
}

/* How long ago device time was, by when the device was last sampled. */
static bool device_age_ms(const struct found *found, const struct item *item,
			  uint64_t *age_ms)
{
	const struct item *dev = dev_item(item);
	uint64_t now, age = 0;

	if (!found->since_ns || !dev ||
	    cpo_dev_get_sample_device_time_ns(dev->row, &now) ||
	    now < found->since_ns)
		return false;
	cpo_dev_get_sample_age_ms(dev->row, &age);
	*age_ms = age + (now - found->since_ns) / NS_PER_MS;
	return age <= (uint64_t)time_now() / NS_PER_MS;
}

static void since_text(struct found *found, const struct item *item)
{
	int64_t when;

	if (found->since_boot_ns)
		found->lasts_ms = boot_age_ms(found->since_boot_ns);
	else if (!device_age_ms(found, item, &found->lasts_ms))
		return;
	when = time_now() - (int64_t)(found->lasts_ms * NS_PER_MS);
	time_text(when, 0, found->since, sizeof(found->since));
}

static void add(char *buf, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void add(char *buf, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + len, FOUND_WORDS - len, fmt, ap);
	va_end(ap);
}

/* "; takes down 8 ports and 32 lanes"; what is a port says it itself. */
static void impact_text(struct found *found, int kind)
{
	bool ports = found->ports && kind != CPO_KIND_PORT &&
		     !(found->parts && found->parts_kind == CPO_KIND_PORT);
	bool lanes = found->lanes && kind != CPO_KIND_LANE;

	if (ports)
		add(found->what, "; %u port%s", found->ports,
		    found->ports == 1 ? "" : "s");
	if (lanes)
		add(found->what, "%s %u lane%s", ports ? " and" : ";",
		    found->lanes, found->lanes == 1 ? "" : "s");
	if (ports || lanes)
		add(found->what, " down");
}

/* What the number of a code is, where there are no words for it. */
static void unknown_text(struct found *found)
{
	if (!words_name(found->of, found->code))
		add(found->what, " (%s %u)", words_list(found->of),
		    found->code);
	if (found->of == WORDS_CONDITION && found->code == COND_STATE)
		add(found->what, " (%" PRIu64 ")", found->state);
}

/* What was measured then; of what is over, how often, and when that was. */
static void flag_text(struct found *found)
{
	char ago[24];

	if (found->value[0])
		add(found->what, "; %s at its last change", found->value);
	if (found->past_boot_ns)
		add(found->what, "; over for %s, after %s%" PRIu64 " change%s",
		    time_span_text(boot_age_ms(found->past_boot_ns), ago,
				   sizeof(ago)),
		    found->least ? "at least " : "", found->changes,
		    found->changes == 1 ? "" : "s");
}

static void stale_text(struct found *found)
{
	char age[24];

	if (found->stale && found->age_ms)
		add(found->what, "; as of %s ago",
		    time_span_text(found->age_ms, age, sizeof(age)));
}

static void places_fix(const struct item *item, struct places *at)
{
	struct found *found = item->found;
	bool lanes = found->parts && found->parts_kind == CPO_KIND_LANE;

	/* Several lasers of one ELS, or several ports of one device. */
	if (!lanes && (item->kind == CPO_KIND_ELS ||
		       item->kind == CPO_KIND_ENGINE))
		snprintf(at->laser, sizeof(at->laser), "%u lasers",
			 found->lasers);
	if (item->kind == CPO_KIND_ENGINE && !at->els[0] &&
	    found->of == WORDS_LASER)
		snprintf(at->els, sizeof(at->els), "%s", at->engine);
	if (item->kind == CPO_KIND_ELS)
		snprintf(at->fibre, sizeof(at->fibre), "the fibres");
	if (item->kind == CPO_KIND_DEV && found->of == WORDS_REASON)
		snprintf(at->port, sizeof(at->port), "ports of %s", at->dev);
	if (found->of == WORDS_THRESHOLD)
		limit_place(found->code, at);
}

/* Which one of several engines it is, the port does not tell. */
static void engine_place(const struct found *found, struct places *at)
{
	if (!at->engine[0] && found->of == WORDS_REASON &&
	    reason_of_engine(found->code))
		snprintf(at->engine, sizeof(at->engine), "an engine of %.26s",
			 at->port);
}

static void name_text(const struct item *item, const struct places *at)
{
	struct found *found = item->found;
	bool of_els = item->kind == CPO_KIND_LASER ||
		      item->kind == CPO_KIND_ROUTE;

	snprintf(found->name, sizeof(found->name), "%s%s%s",
		 places_name(at, item->kind), of_els && at->els[0] ? " of " :
		 "", of_els ? at->els : "");
}

void found_words(struct health *health, const struct item *item)
{
	struct found *found = item->found;
	const struct words *words = words_find(found->of, found->code);
	struct places at;

	places_of(health, item->kind, item, &at);
	places_fix(item, &at);
	name_text(item, &at);
	flags_places(item, &at);
	engine_place(found, &at);
	words_fill(words->what, &at, found->what, sizeof(found->what));
	words_fill(words->cause, &at, found->cause, sizeof(found->cause));
	words_fill(words->remedy, &at, found->remedy, sizeof(found->remedy));
	unknown_text(found);
	flag_text(found);
	impact_text(found, item->kind);
	stale_text(found);
	since_text(found, item);
}

void found_line(const struct item *item, char *buf, size_t size)
{
	char severity[32], path[PATH_LEN];

	path_of(item->kind, &item->ids, path, sizeof(path));
	enum_text(CPO_ENUM_SEVERITY, item->found->severity, severity,
		  sizeof(severity));
	snprintf(buf, size, "%s: %s: %s", severity, path, item->found->what);
}

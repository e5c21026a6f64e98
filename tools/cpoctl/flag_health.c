// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * What flags add to what is wrong: conditions that no row shows, since when
 * the others last, and what came and went. What many parts have in common is
 * told once.
 */

#include <stdlib.h>
#include <string.h>

#include "flag.h"
#include "health.h"

#define RECENT_MS	3600000
/* So many parents may have the same condition, each for a reason of its own. */
#define ALONE_MOST	4

static bool same_dev(const struct item *a, const struct item *b)
{
	return a->ids.id[CPO_ID_DEV] == b->ids.id[CPO_ID_DEV];
}

/* The set rows of a kind are in; H_SETS for devices. */
static unsigned int set_of(int kind)
{
	static const unsigned int set[CPO_KIND_COUNT] = {
		[CPO_KIND_ENGINE] = 1 + H_ENGINES,
		[CPO_KIND_ELS] = 1 + H_ELS,
		[CPO_KIND_LASER] = 1 + H_LASERS,
		[CPO_KIND_LANE] = 1 + H_LANES,
		[CPO_KIND_PORT] = 1 + H_PORTS,
		[CPO_KIND_ROUTE] = 1 + H_ROUTES,
		[CPO_KIND_SENSOR] = 1 + H_SENSORS,
	};

	return set[kind] ? set[kind] - 1 : H_SETS;
}

static struct item *part_find(struct health *health, int kind,
			      const struct cpo_ids *ids)
{
	unsigned int set = set_of(kind);

	return rowset_find(set == H_SETS ? devs() : &health->set[set], ids);
}

static struct item *flag_find(struct health *health, int kind,
			      const struct cpo_ids *ids,
			      const struct cond *cond)
{
	return rowset_find_part(&health->set[H_FLAGS], flag_key(kind, ids),
				flag_part(cond));
}

/* ---- What is told already ---- */

static const struct found *found_at(const struct health *health, int kind,
				    const struct item *part,
				    enum words_of of, uint32_t code)
{
	const struct item *item;
	size_t i;

	for (i = 0; i < health->list.count; i++) {
		item = &health->list.item[i];
		if (item->kind == kind && item->key == part->key &&
		    item->found->of == of &&
		    (code == UINT32_MAX || item->found->code == code))
			return item->found;
	}
	return NULL;
}

/* Hot enough to have been switched off, or in fault altogether. */
static bool engine_is_told(const struct health *health,
			   const struct item *engine)
{
	return found_at(health, CPO_KIND_ENGINE, engine, WORDS_MODULE,
			UINT32_MAX) ||
	       found_at(health, CPO_KIND_ENGINE, engine, WORDS_REASON,
			CPO_PORT_REASON_OVERHEAT) ||
	       found_at(health, CPO_KIND_ENGINE, engine, WORDS_EVENT,
			CPO_EVENT_CODE_ENGINE_TRIP);
}

static bool interlock_is_told(const struct health *health,
			      const struct item *part)
{
	struct item dev = { .key = ids_key(CPO_KIND_DEV, &part->ids) };

	return found_at(health, CPO_KIND_DEV, &dev, WORDS_REASON,
			CPO_PORT_REASON_INTERLOCK) ||
	       found_at(health, CPO_KIND_DEV, &dev, WORDS_EVENT,
			CPO_EVENT_CODE_INTERLOCK);
}

static bool leak_is_told(const struct health *health, const struct item *part)
{
	return found_at(health, CPO_KIND_SENSOR, part, WORDS_CONDITION,
			COND_LEAK);
}

/* A row says the same, or a cause that explains it. */
static bool is_told(struct health *health, int kind, const struct item *part,
		    const struct cond *cond)
{
	if (cond->code == CPO_EVENT_CODE_INTERLOCK)
		return interlock_is_told(health, part);
	if (cond->code == CPO_EVENT_CODE_LEAK)
		return leak_is_told(health, part);
	switch (kind) {
	case CPO_KIND_ENGINE:
		return engine_is_told(health, part);
	case CPO_KIND_ELS:
		return found_at(health, kind, part, WORDS_CONDITION,
				COND_ELS_ABSENT);
	case CPO_KIND_LANE:
	case CPO_KIND_LASER:
	case CPO_KIND_ROUTE:
		return health_explained(health, kind, part);
	}
	return false;
}

/* An alarm says it better than the warning before it. */
static bool alarm_says_it(struct health *health, const struct item *flag,
			  const struct cond *cond, bool set)
{
	struct cond alarm = *cond;
	const struct item *other;

	if (cond->code != CPO_EVENT_CODE_THRESHOLD ||
	    level_is_alarm(cond->level))
		return false;
	alarm.level = level_is_high(cond->level) ? CPO_LEVEL_HIGH_ALARM :
						   CPO_LEVEL_LOW_ALARM;
	other = flag_find(health, flag->kind, &flag->ids, &alarm);
	return other && (flag_is_set(other) ||
			 (!set && flag_has_changed(other)));
}

/* ---- Telling ---- */

static void found_since(struct found *found, const struct item *flag)
{
	uint64_t changes = 0;

	cpo_flag_get_last_set_ns(flag->row, &found->since_ns);
	cpo_flag_get_last_set_boottime_ns(flag->row, &found->since_boot_ns);
	cpo_flag_get_changes(flag->row, &changes);
	cpo_flag_get_count_is_lower_bound(flag->row, &found->least);
	found->changes = changes;
}

static void found_value(struct found *found, const struct item *flag,
			const struct cond *cond)
{
	struct form form;
	int64_t val;

	if (!cpo_flag_get_value(flag->row, &val) &&
	    cond_form(cond, &flag->ids, &form))
		quantity_text(&form, val, found->value, sizeof(found->value));
}

static struct found *tell_flag(struct health *health, const struct item *flag,
			       const struct item *part,
			       const struct cond *cond, uint32_t severity)
{
	bool limit = cond->code == CPO_EVENT_CODE_THRESHOLD;
	struct found *found;

	found = health_tell(health, flag->kind, part, severity,
			    limit ? WORDS_THRESHOLD : WORDS_EVENT,
			    limit ? limit_code(flag->kind, &flag->ids, cond) :
				    cond->code);
	found->parts = 1;
	found->parts_kind = flag->kind;
	found_since(found, flag);
	found_value(found, flag, cond);
	return found;
}

static void find_set(struct health *health, const struct item *flag)
{
	uint32_t severity = CPO_SEVERITY_WARNING;
	struct item *part;
	struct cond cond;

	cond_of(flag->row, &cond);
	part = part_find(health, flag->kind, &flag->ids);
	if (!part || is_told(health, flag->kind, part, &cond) ||
	    alarm_says_it(health, flag, &cond, true))
		return;
	cpo_flag_get_severity(flag->row, &severity);
	tell_flag(health, flag, part, &cond, severity);
}

/* What came and went within the last hour. */
static void find_past(struct health *health, const struct item *flag)
{
	uint64_t cleared;
	struct item *part;
	struct found *found;
	struct cond cond;

	cond_of(flag->row, &cond);
	part = part_find(health, flag->kind, &flag->ids);
	if (!part || !flag_has_changed(flag) ||
	    cpo_flag_get_last_clear_boottime_ns(flag->row, &cleared) ||
	    boot_age_ms(cleared) > RECENT_MS ||
	    alarm_says_it(health, flag, &cond, false))
		return;
	found = tell_flag(health, flag, part, &cond, CPO_SEVERITY_INFO);
	found->past_boot_ns = cleared;
}

/* Trips explain what else there is about their engines. */
static bool comes_first(const struct item *flag)
{
	uint32_t code;

	return !cpo_flag_get_code(flag->row, &code) &&
	       (code == CPO_EVENT_CODE_ENGINE_TRIP ||
		code == CPO_EVENT_CODE_INTERLOCK);
}

void flags_find(struct health *health)
{
	const struct rowset *flags = &health->set[H_FLAGS];
	size_t i;

	for (i = 0; i < flags->count; i++)
		if (flag_is_set(&flags->item[i]) &&
		    comes_first(&flags->item[i]))
			find_set(health, &flags->item[i]);
	for (i = 0; i < flags->count; i++)
		if (!flag_is_set(&flags->item[i]))
			find_past(health, &flags->item[i]);
		else if (!comes_first(&flags->item[i]))
			find_set(health, &flags->item[i]);
}

/* ---- Since when ---- */

/* Which flag says the same as what a row shows. */
static const struct {
	enum words_of of;
	uint32_t code;
	uint32_t event;
} same[] = {
	{ WORDS_CONDITION, COND_TX_DARK, CPO_EVENT_CODE_LANE_TX_DARK },
	{ WORDS_CONDITION, COND_RX_LOS, CPO_EVENT_CODE_LANE_RX_LOS },
	{ WORDS_CONDITION, COND_RX_LOL, CPO_EVENT_CODE_LANE_RX_LOL },
	{ WORDS_CONDITION, COND_RING_UNLOCK, CPO_EVENT_CODE_LANE_RING_UNLOCK },
	{ WORDS_CONDITION, COND_LEAK, CPO_EVENT_CODE_LEAK },
	{ WORDS_REASON, CPO_PORT_REASON_INTERLOCK, CPO_EVENT_CODE_INTERLOCK },
	{ WORDS_REASON, CPO_PORT_REASON_OVERHEAT, CPO_EVENT_CODE_ENGINE_TRIP },
	{ WORDS_MODULE, MODULE_FAULT_TEMPERATURE, CPO_EVENT_CODE_ENGINE_TRIP },
};

void flags_since(struct health *health, const struct item *item)
{
	struct found *found = item->found;
	struct cond cond = { 0 };
	struct item *flag;
	unsigned int i = 0;

	while (i < ARRAY_SIZE(same) && (same[i].of != found->of ||
					same[i].code != found->code))
		i++;
	if (i == ARRAY_SIZE(same))
		return;
	cond.code = same[i].event;
	flag = flag_find(health, item->kind, &item->ids, &cond);
	if (flag && flag_is_set(flag))
		found_since(found, flag);
}

/* ---- Many parts, one condition ---- */

static int group_cmp(const struct item *x, const struct item *y)
{
	const struct found *a = x->found, *b = y->found;

	if (!a->parts != !b->parts)
		return a->parts ? 1 : -1;
	if (!same_dev(x, y))
		return x->ids.id[CPO_ID_DEV] < y->ids.id[CPO_ID_DEV] ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind - y->kind;
	if (a->of != b->of)
		return (int)a->of - (int)b->of;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	return !!a->past_boot_ns - !!b->past_boot_ns;
}

static int fold_cmp(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int diff = group_cmp(x, y);

	return diff ? diff : x->key < y->key ? -1 : x->key > y->key;
}

/* What a part is in: lanes in engines, lasers in an ELS or an engine. */
static int parent_kind(const struct item *item)
{
	if (item->kind == CPO_KIND_LANE)
		return CPO_KIND_ENGINE;
	if (item->kind == CPO_KIND_LASER)
		return cpo_ids_has(&item->ids, CPO_ID_ELS) ? CPO_KIND_ELS :
							     CPO_KIND_ENGINE;
	return item->kind;
}

static bool same_parent(const struct item *a, const struct item *b)
{
	return parent_kind(a) == parent_kind(b) &&
	       ids_key(parent_kind(a), &a->ids) ==
	       ids_key(parent_kind(b), &b->ids);
}

static bool same_port(const struct item *a, const struct item *b)
{
	return a->kind == CPO_KIND_LANE &&
	       cpo_ids_has(&a->ids, CPO_ID_PORT) &&
	       cpo_ids_has(&b->ids, CPO_ID_PORT) &&
	       a->ids.id[CPO_ID_PORT] == b->ids.id[CPO_ID_PORT];
}

/* Do both lanes have their light from one ELS? */
static bool same_els(const struct item *a, const struct item *b)
{
	return a->kind == CPO_KIND_LANE && same_dev(a, b) &&
	       cpo_ids_has(&a->ids, CPO_ID_ELS) &&
	       cpo_ids_has(&b->ids, CPO_ID_ELS) &&
	       a->ids.id[CPO_ID_ELS] == b->ids.id[CPO_ID_ELS];
}

/* How many from @item on are like the first. */
static size_t run_of(const struct item *item, size_t count,
		     bool (*alike)(const struct item *, const struct item *))
{
	size_t n = 1;

	while (n < count && alike(&item[0], &item[n]))
		n++;
	return n;
}

static void add_ports(struct found *to, const struct found *from)
{
	uint32_t *more;

	if (!from->ports)
		return;
	more = realloc(to->port, (to->ports + from->ports) * sizeof(*more));
	if (!more)
		abort();
	memcpy(more + to->ports, from->port, from->ports * sizeof(*more));
	to->port = more;
	to->ports += from->ports;
}

/* The worst of both, since the first of both. */
static void found_merge(struct found *to, const struct found *from)
{
	if (from->severity > to->severity)
		to->severity = from->severity;
	if (from->since_ns && (!to->since_ns || from->since_ns < to->since_ns))
		to->since_ns = from->since_ns;
	if (from->since_boot_ns && (!to->since_boot_ns ||
				    from->since_boot_ns < to->since_boot_ns))
		to->since_boot_ns = from->since_boot_ns;
	if (from->past_boot_ns > to->past_boot_ns)
		to->past_boot_ns = from->past_boot_ns;
	to->changes += from->changes;
	to->least |= from->least;
	to->parts += from->parts;
	to->lanes += from->lanes;
	add_ports(to, from);
}

/* The first of @count takes the others with it, to where they all are. */
static void fold_run(struct health *health, struct item *item, size_t count,
		     int kind)
{
	const struct item *at = part_find(health, kind, &item->ids);
	uint32_t els = item->ids.id[CPO_ID_ELS];
	bool one_els;
	size_t i;

	if (!at || count < 2)
		return;
	one_els = same_els(item, item) &&
		  run_of(item, count, same_els) == count;
	for (i = 1; i < count; i++) {
		found_merge(item->found, item[i].found);
		rowset_drop(&item[i]);
		item[i].found = NULL;
	}
	cpo_row_unref(item->row);
	item->row = cpo_row_ref(at->row);
	item->ids = at->ids;
	if (one_els)
		cpo_ids_put(&item->ids, CPO_ID_ELS, els);
	item->kind = kind;
	item->key = ids_key(kind, &item->ids);
	item->found->value[0] = '\0';
	item->found->lasers = item->found->parts;
}

static void fold_parents(struct health *health, struct item *item, size_t count)
{
	size_t i, n;

	for (i = 0; i < count; i += n) {
		n = run_of(&item[i], count - i, same_parent);
		fold_run(health, &item[i], n,
			 run_of(&item[i], n, same_port) == n ? CPO_KIND_PORT :
			 parent_kind(&item[i]));
	}
}

static bool same_group(const struct item *a, const struct item *b)
{
	return !group_cmp(a, b);
}

/* A sensor is like no other; what is told of a device is told there. */
static bool folds(const struct item *item)
{
	return item->found->parts && item->kind != CPO_KIND_SENSOR &&
	       item->kind != CPO_KIND_DEV;
}

static void fold_group(struct health *health, struct item *item, size_t count)
{
	size_t i, parents = 0;

	for (i = 0; i < count; parents++)
		i += run_of(&item[i], count - i, same_parent);
	if (parents > ALONE_MOST)
		fold_run(health, item, count, CPO_KIND_DEV);
	else
		fold_parents(health, item, count);
}

void flags_fold(struct health *health)
{
	struct rowset *list = &health->list;
	size_t i, n, kept = 0;

	if (!list->count)
		return;
	qsort(list->item, list->count, sizeof(*list->item), fold_cmp);
	for (i = 0; i < list->count; i += n) {
		n = run_of(&list->item[i], list->count - i, same_group);
		if (folds(&list->item[i]))
			fold_group(health, &list->item[i], n);
	}
	for (i = 0; i < list->count; i++)
		if (list->item[i].found)
			list->item[kept++] = list->item[i];
	list->count = kept;
}

/* ---- In words ---- */

/* What feeds many lanes; there is no telling how many lasers that are. */
static void lanes_places(int kind, struct places *at)
{
	snprintf(at->laser, sizeof(at->laser), at->els[0] ? "lasers" :
		 "their lasers");
	snprintf(at->fibre, sizeof(at->fibre), "the fibres");
	if (!at->els[0])
		snprintf(at->els, sizeof(at->els), "their ELS");
	if (kind != CPO_KIND_PORT)
		snprintf(at->port, sizeof(at->port), "their ports");
	if (kind == CPO_KIND_DEV)
		snprintf(at->engine, sizeof(at->engine), "their engines");
}

/* Many parts by their number: "8 lanes of engine OE13". */
void flags_places(const struct item *item, struct places *at)
{
	const struct found *found = item->found;
	unsigned int n = found->parts;

	if (n < 2)
		return;
	switch (found->parts_kind) {
	case CPO_KIND_LANE:
		snprintf(at->lane, sizeof(at->lane), "%u lanes of %s", n,
			 places_name(at, item->kind));
		lanes_places(item->kind, at);
		break;
	case CPO_KIND_LASER:
		snprintf(at->laser, sizeof(at->laser), "%u lasers", n);
		if (item->kind == CPO_KIND_DEV)
			snprintf(at->els, sizeof(at->els), "the ELS of %.28s",
				 at->dev);
		else if (item->kind == CPO_KIND_ENGINE)
			snprintf(at->els, sizeof(at->els), "%s", at->engine);
		break;
	case CPO_KIND_ENGINE:
		snprintf(at->engine, sizeof(at->engine), "%u engines", n);
		break;
	case CPO_KIND_ELS:
		snprintf(at->els, sizeof(at->els), "%u ELS", n);
		break;
	case CPO_KIND_PORT:
		snprintf(at->port, sizeof(at->port), "%u ports", n);
		break;
	case CPO_KIND_ROUTE:
		snprintf(at->fibre, sizeof(at->fibre), "%u fibres", n);
		snprintf(at->engine, sizeof(at->engine), "their engines");
		snprintf(at->els, sizeof(at->els), "the ELS of %.28s",
			 at->dev);
		break;
	}
}

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* From selectors to rows, also across relations between objects. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

#define BIT(n)		(1u << (n))
#define LINK_PORTS	64
#define SHOWN		80	/* of a word with something wrong */

/* Ids that tell an object of a kind from its siblings, in address order. */
static const struct {
	unsigned int depth;
	enum cpo_id id[2];
} kind_ids[] = {
	[CPO_KIND_DEV] = { 0, { 0 } },
	[CPO_KIND_ENGINE] = { 1, { CPO_ID_ENGINE } },
	[CPO_KIND_ELS] = { 1, { CPO_ID_ELS } },
	[CPO_KIND_LASER] = { 2, { CPO_ID_ELS, CPO_ID_LASER } },
	[CPO_KIND_LANE] = { 2, { CPO_ID_ENGINE, CPO_ID_LANE } },
	[CPO_KIND_PORT] = { 1, { CPO_ID_PORT } },
	[CPO_KIND_ROUTE] = { 1, { CPO_ID_ROUTE } },
	[CPO_KIND_SENSOR] = { 1, { CPO_ID_SENSOR } },
	[CPO_KIND_STATS] = { 0, { 0 } },
};

/* Ids the kernel filters a dump by. */
static const unsigned int kind_filter[] = {
	[CPO_KIND_ENGINE] = BIT(CPO_ID_DEV) | BIT(CPO_ID_ELS) |
			    BIT(CPO_ID_PORT),
	[CPO_KIND_ELS] = BIT(CPO_ID_DEV) | BIT(CPO_ID_ENGINE) |
			 BIT(CPO_ID_PORT),
	[CPO_KIND_LASER] = BIT(CPO_ID_DEV) | BIT(CPO_ID_ELS) |
			   BIT(CPO_ID_ENGINE) | BIT(CPO_ID_PORT),
	[CPO_KIND_LANE] = BIT(CPO_ID_DEV) | BIT(CPO_ID_ENGINE) |
			  BIT(CPO_ID_ELS) | BIT(CPO_ID_LASER) |
			  BIT(CPO_ID_PORT),
	[CPO_KIND_PORT] = BIT(CPO_ID_DEV) | BIT(CPO_ID_ENGINE) |
			  BIT(CPO_ID_ELS) | BIT(CPO_ID_LASER),
	[CPO_KIND_ROUTE] = BIT(CPO_ID_DEV) | BIT(CPO_ID_ELS) |
			   BIT(CPO_ID_LASER) | BIT(CPO_ID_ENGINE) |
			   BIT(CPO_ID_PORT),
	[CPO_KIND_SENSOR] = BIT(CPO_ID_DEV) | BIT(CPO_ID_ENGINE) |
			    BIT(CPO_ID_ELS),
};

static enum cpo_id part_id(int kind)
{
	return kind_ids[kind].id[kind_ids[kind].depth - 1];
}

void own_ids(int kind, const struct cpo_ids *from, struct cpo_ids *ids)
{
	enum cpo_id id;
	unsigned int i;

	memset(ids, 0, sizeof(*ids));
	cpo_ids_put(ids, CPO_ID_DEV, from->id[CPO_ID_DEV]);
	for (i = 0; i < kind_ids[kind].depth; i++) {
		id = kind_ids[kind].id[i];
		/* A laser may be in an engine. */
		if (id == CPO_ID_ELS && !cpo_ids_has(from, id))
			id = CPO_ID_ENGINE;
		cpo_ids_put(ids, id, from->id[id]);
	}
}

/* ---- Objects a selector names ---- */

static bool dev_matches(struct selector *sel, const struct item *dev)
{
	char handle[sizeof(sel->handle)];
	const struct field *f = &obj_dev.fields[0];
	uint32_t id = dev->ids.id[CPO_ID_DEV];

	if (!sel->handle[0])
		return sel_num_match(&sel->dev, id);
	while (f->fmt != F_HANDLE)
		f++;
	return field_text(f, dev, handle, sizeof(handle)) &&
	       !strcmp(handle, sel->handle);
}

static bool item_matches(struct selector *sel, const struct item *item)
{
	const char *ifname;
	unsigned int i;
	enum cpo_id id;

	if (sel->ifname[0])
		return !cpo_port_get_ifname(item->row, &ifname) &&
		       !strcmp(ifname, sel->ifname);
	for (i = 0; i < sel->parts; i++) {
		id = part_id(sel->part[i].kind);
		if (!cpo_ids_has(&item->ids, id) ||
		    !sel_num_match(&sel->part[i].num, item->ids.id[id]))
			return false;
	}
	return true;
}

/*
 * All numbers are single: one get finds the object. A parent that is a
 * single number narrows the dump. Returns true for a get.
 */
static bool named_ids(const struct selector *sel, uint32_t dev,
		      struct cpo_ids *ids)
{
	bool single = sel->parts > 0;
	unsigned int i;
	uint32_t val;
	enum cpo_id id;

	memset(ids, 0, sizeof(*ids));
	cpo_ids_put(ids, CPO_ID_DEV, dev);
	for (i = 0; i < sel->parts; i++) {
		id = part_id(sel->part[i].kind);
		if (sel_num_single(&sel->part[i].num, &val))
			cpo_ids_put(ids, id, val);
		else
			single = false;
	}
	if (!single && sel->parts)
		ids->set &= ~BIT(part_id(sel->part[sel->parts - 1].kind));
	return single;
}

static int named_get(struct rowset *set, const struct cpo_ids *ids)
{
	struct cpo_row *row;
	int ret;

	ret = cpo_get(ctx, set->obj->kind, ids, &row);
	if (ret)
		return ret;
	ret = rowset_add(set, row);
	cpo_row_unref(row);
	return ret;
}

static int named_dump(struct rowset *set, struct selector *sel,
		      const struct cpo_ids *filter)
{
	struct rowset all = { .obj = set->obj };
	size_t i;
	int ret;

	ret = rowset_dump(&all, filter);
	for (i = 0; !ret && i < all.count; i++)
		if (item_matches(sel, &all.item[i]))
			ret = rowset_add(set, all.item[i].row);
	set->inconsistent |= all.inconsistent;
	rowset_clear(&all);
	return ret;
}

static int named_in_dev(struct rowset *set, struct selector *sel,
			const struct item *dev)
{
	struct cpo_ids ids;
	int ret;

	if (set->obj->kind == CPO_KIND_DEV)
		return rowset_add(set, dev->row);
	if (named_ids(sel, dev->ids.id[CPO_ID_DEV], &ids))
		ret = named_get(set, &ids);
	else
		ret = named_dump(set, sel, &ids);
	/* Not on this device, but perhaps on another. */
	return ret == -ENOENT || ret == -ENODEV ? 0 : ret;
}

static void hint_add(char *buf, size_t size, const struct cpo_row *dev,
		     const char *what,
		     int (*get)(const struct cpo_row *, uint64_t *))
{
	size_t len = strlen(buf);
	uint64_t count;

	if (!get(dev, &count) && count)
		snprintf(buf + len, size - len, "%s%s0-%llu", len ? ", " : "",
			 what, (unsigned long long)count - 1);
}

/* What there is in the one engine or ELS that was meant. */
static bool parent_hint(const struct selector *sel, const struct cpo_row *dev,
			char *buf, size_t size)
{
	int kind = sel->part[0].kind;
	struct cpo_ids ids, dev_ids;
	char what[PATH_LEN + 32];
	struct cpo_row *row;

	cpo_row_ids(dev, &dev_ids);
	named_ids(sel, dev_ids.id[CPO_ID_DEV], &ids);
	ids.set &= BIT(CPO_ID_DEV) | BIT(part_id(kind));
	if (!cpo_ids_has(&ids, part_id(kind)) || cpo_get(ctx, kind, &ids, &row))
		return false;
	path_of(kind, &ids, what, PATH_LEN);
	strcat(what, kind == CPO_KIND_ELS ? " has laser" : " has lane");
	hint_add(buf, size, row, what, kind == CPO_KIND_ELS ?
		 cpo_els_get_lasers : cpo_engine_get_lanes);
	cpo_row_unref(row);
	return buf[0];
}

/* What there is on the (first) device that was meant. */
static void not_found_hint(struct selector *sel, char *buf, size_t size)
{
	const struct cpo_row *row = NULL;
	size_t i;

	buf[0] = '\0';
	for (i = 0; !row && i < devs()->count; i++)
		if (dev_matches(sel, &devs()->item[i]))
			row = devs()->item[i].row;
	if (!row) {
		snprintf(buf, size, "'cpoctl dev show' lists the devices");
		return;
	}
	if (sel->ifname[0]) {
		snprintf(buf, size,
			 "'cpoctl port show' lists ports and their interfaces");
		return;
	}
	if (sel->parts == 2 && parent_hint(sel, row, buf, size))
		return;
	hint_add(buf, size, row, "there are engine", cpo_dev_get_engines);
	hint_add(buf, size, row, "els", cpo_dev_get_els_slots);
	hint_add(buf, size, row, "port", cpo_dev_get_ports);
	hint_add(buf, size, row, "route", cpo_dev_get_routes);
	hint_add(buf, size, row, "sensor", cpo_dev_get_sensors);
}

static int not_found(struct selector *sel, bool dev_found)
{
	char hint[160];

	not_found_hint(sel, hint, sizeof(hint));
	if (sel->ifname[0])
		return report(EXIT_NOT_FOUND, hint,
			      "%s: no such device, or interface of a port",
			      sel->text);
	if (!dev_found)
		return report(EXIT_NOT_FOUND, hint, "%s: no such device",
			      sel->text);
	return report(EXIT_NOT_FOUND, hint, "%s: no such %s", sel->text,
		      cpo_kind_name(selector_kind(sel)));
}

/* Numbers that were given but are not there: say so, and remember. */
static void check_hits(const struct sel_num *num, const char *kind,
		       const char *text, bool *partial)
{
	const struct sel_range *range;
	unsigned int i;

	for (i = 0; i < num->ranges; i++) {
		range = &num->range[i];
		if (range->hit)
			continue;
		*partial = true;
		if (range->first == range->last)
			warn("%s: no %s%u", text, kind, range->first);
		else
			warn("%s: no %s%u-%u", text, kind, range->first,
			     range->last);
	}
}

static void check_all_hits(struct rowset *set, struct selector *sel)
{
	unsigned int i;
	size_t n;

	/* A get marks nothing. */
	for (n = 0; n < set->count; n++)
		item_matches(sel, &set->item[n]);
	check_hits(&sel->dev, "cpo", sel->text, &set->partial);
	for (i = 0; i < sel->parts; i++)
		check_hits(&sel->part[i].num, cpo_kind_name(sel->part[i].kind),
			   sel->text, &set->partial);
}

static int resolve_selector(struct rowset *set, struct selector *sel)
{
	size_t i, before = set->count;
	bool dev_found = false;
	int ret = 0;

	for (i = 0; !ret && i < devs()->count; i++) {
		if (!dev_matches(sel, &devs()->item[i]))
			continue;
		dev_found = true;
		ret = named_in_dev(set, sel, &devs()->item[i]);
	}
	if (ret)
		return report_errno(ret, sel->text);
	if (set->count == before)
		return not_found(sel, dev_found);
	check_all_hits(set, sel);
	return EXIT_OK;
}

/* ---- Objects related to those ---- */

static int get_into(struct rowset *set, const struct cpo_ids *from,
		    unsigned int depth, const enum cpo_id *id)
{
	struct cpo_ids ids = { 0 };
	unsigned int i;

	cpo_ids_put(&ids, CPO_ID_DEV, from->id[CPO_ID_DEV]);
	for (i = 0; i < depth; i++) {
		if (!cpo_ids_has(from, id[i]))
			return 0;
		cpo_ids_put(&ids, id[i], from->id[id[i]]);
	}
	return named_get(set, &ids);
}

/* The object of the set's kind that the ids of another row point at. */
static int get_pointed(struct rowset *set, const struct cpo_ids *from)
{
	int kind = set->obj->kind;

	return get_into(set, from, kind_ids[kind].depth, kind_ids[kind].id);
}

/* Windows and counters of an object itself. */
static bool has_stats(int kind)
{
	return kind == CPO_KIND_ENGINE || kind == CPO_KIND_ELS ||
	       kind == CPO_KIND_LASER || kind == CPO_KIND_LANE ||
	       kind == CPO_KIND_PORT;
}

static int get_stats(struct rowset *set, int kind, const struct item *of)
{
	static const enum cpo_id inside[] = { CPO_ID_ENGINE, CPO_ID_LASER };

	if (kind == CPO_KIND_LASER && !cpo_ids_has(&of->ids, CPO_ID_ELS))
		return get_into(set, &of->ids, ARRAY_SIZE(inside), inside);
	return get_into(set, &of->ids, kind_ids[kind].depth, kind_ids[kind].id);
}

static int lanes_of_route(struct rowset *set, const struct item *route)
{
	struct rowset all = { .obj = &obj_lane };
	struct cpo_lane_range range;
	struct cpo_ids filter = { 0 };
	size_t i;
	int ret;

	if (cpo_route_get_lane_range(route->row, &range, 1) < 0)
		return 0;
	cpo_ids_put(&filter, CPO_ID_DEV, route->ids.id[CPO_ID_DEV]);
	cpo_ids_put(&filter, CPO_ID_ENGINE, range.engine);
	ret = rowset_dump(&all, &filter);
	for (i = 0; !ret && i < all.count; i++)
		if (range_has(&range, range.engine,
			      all.item[i].ids.id[CPO_ID_LANE]))
			ret = rowset_add(set, all.item[i].row);
	set->inconsistent |= all.inconsistent;
	rowset_clear(&all);
	return ret;
}

static int ports_of_route(struct rowset *set, const struct item *route)
{
	uint64_t port[LINK_PORTS];
	struct cpo_ids ids = route->ids;
	int n, i, ret = 0;

	n = cpo_route_get_port(route->row, port, LINK_PORTS);
	for (i = 0; !ret && i < n && i < LINK_PORTS; i++) {
		cpo_ids_put(&ids, CPO_ID_PORT, port[i]);
		ret = get_pointed(set, &ids);
	}
	return ret;
}

static int related_to_route(struct rowset *set, const struct item *route)
{
	struct cpo_ids ids = route->ids;

	switch (set->obj->kind) {
	case CPO_KIND_ROUTE:
		return rowset_add(set, route->row);
	case CPO_KIND_LANE:
		return lanes_of_route(set, route);
	case CPO_KIND_PORT:
		return ports_of_route(set, route);
	case CPO_KIND_LASER:
		if (cpo_ids_has(&ids, CPO_ID_ELS))
			return get_pointed(set, &ids);
		return get_into(set, &ids, 2, (const enum cpo_id[]){
				CPO_ID_ENGINE, CPO_ID_LASER });
	}
	return get_pointed(set, &ids);
}

static bool route_touches(const struct item *route, int kind,
			  const struct item *of)
{
	struct cpo_lane_range range;
	const uint32_t *id = of->ids.id;

	if (kind == CPO_KIND_LASER)
		return route->ids.id[CPO_ID_LASER] == id[CPO_ID_LASER] &&
		       cpo_ids_has(&route->ids, CPO_ID_ELS) ==
		       cpo_ids_has(&of->ids, CPO_ID_ELS);
	return cpo_route_get_lane_range(route->row, &range, 1) >= 0 &&
	       range_has(&range, id[CPO_ID_ENGINE], id[CPO_ID_LANE]);
}

/* What a lane or a laser has to do with, by way of its routes. */
static int related_by_routes(struct rowset *set, int kind,
			     const struct item *of)
{
	struct rowset routes = { .obj = &obj_route };
	struct cpo_ids filter = of->ids;
	size_t i;
	int ret;

	if (kind == CPO_KIND_LASER && cpo_ids_has(&of->ids, CPO_ID_ELS))
		filter.set &= BIT(CPO_ID_DEV) | BIT(CPO_ID_ELS) |
			      BIT(CPO_ID_LASER);
	else
		filter.set &= BIT(CPO_ID_DEV) | BIT(CPO_ID_ENGINE);
	ret = rowset_dump(&routes, &filter);
	for (i = 0; !ret && i < routes.count; i++)
		if (route_touches(&routes.item[i], kind, of))
			ret = related_to_route(set, &routes.item[i]);
	set->inconsistent |= routes.inconsistent;
	rowset_clear(&routes);
	return ret;
}

/* The kernel knows this relation: filter a dump. */
static int related_by_filter(struct rowset *set, int kind,
			     const struct item *of, bool *done)
{
	struct cpo_ids filter = { 0 };
	unsigned int i;
	enum cpo_id id;

	cpo_ids_put(&filter, CPO_ID_DEV, of->ids.id[CPO_ID_DEV]);
	for (i = 0; i < kind_ids[kind].depth; i++) {
		id = kind_ids[kind].id[i];
		if (!cpo_ids_has(&of->ids, id))
			return 0;
		cpo_ids_put(&filter, id, of->ids.id[id]);
	}
	if (filter.set & ~kind_filter[set->obj->kind])
		return 0;
	*done = true;
	return rowset_dump(set, &filter);
}

static int related(struct rowset *set, int kind, const struct item *of);

/* What the engine or ELS of a sensor has to do with; others have nothing. */
static int related_to_sensor(struct rowset *set, const struct item *sensor)
{
	int part = cpo_ids_has(&sensor->ids, CPO_ID_ELS) ? CPO_KIND_ELS :
							   CPO_KIND_ENGINE;

	if (!cpo_ids_has(&sensor->ids, part_id(part)))
		return 0;
	if (set->obj->kind == part)
		return get_pointed(set, &sensor->ids);
	return related(set, part, sensor);
}

/* Sensors of the engines or ELS, @parts, that serve a lane, port and so on. */
static int sensors_of(struct rowset *set, const struct object *parts, int kind,
		      const struct item *of)
{
	struct rowset part = { .obj = parts };
	size_t i;
	int ret;

	ret = related(&part, kind, of);
	rowset_sort(&part);
	for (i = 0; !ret && i < part.count; i++)
		ret = related(set, parts->kind, &part.item[i]);
	set->inconsistent |= part.inconsistent;
	rowset_clear(&part);
	return ret;
}

static bool has_sensors(int kind)
{
	return kind == CPO_KIND_DEV || kind == CPO_KIND_ENGINE ||
	       kind == CPO_KIND_ELS;
}

/* Add what is related to @of, an object of @kind, to the set. */
static int related(struct rowset *set, int kind, const struct item *of)
{
	bool done = false;
	int want = set->obj->kind;
	int ret;

	if (want == CPO_KIND_STATS && has_stats(kind))
		return get_stats(set, kind, of);
	if (want == CPO_KIND_DEV || want == CPO_KIND_STATS)
		return get_into(set, &of->ids, 0, NULL);
	if (kind == CPO_KIND_SENSOR)
		return related_to_sensor(set, of);
	if (want == CPO_KIND_SENSOR && !has_sensors(kind)) {
		ret = sensors_of(set, &obj_engine, kind, of);
		return ret ? ret : sensors_of(set, &obj_els, kind, of);
	}
	ret = related_by_filter(set, kind, of, &done);
	if (done || ret)
		return ret;
	if (kind == CPO_KIND_ROUTE)
		return related_to_route(set, of);
	if ((kind == CPO_KIND_LANE && (want == CPO_KIND_PORT ||
				       want == CPO_KIND_ENGINE)) ||
	    (kind == CPO_KIND_LASER && want == CPO_KIND_ELS))
		return get_pointed(set, &of->ids);
	return related_by_routes(set, kind, of);
}

/* A list may be long, and what is wrong with it comes after it. */
static int selector_error(const char *word, const char *why)
{
	bool long_word = strlen(word) > SHOWN;

	return usage_error("selector '%.*s%s': %s", SHOWN, word,
			   long_word ? "..." : "", why);
}

static int resolve_word(struct rowset *set, const char *word)
{
	struct rowset named = { 0 };
	struct selector sel;
	char why[128];
	size_t i;
	int kind;
	int ret;

	if (selector_parse(&sel, word, why, sizeof(why)))
		return selector_error(word, why);
	kind = selector_kind(&sel);
	if (kind == set->obj->kind)
		return resolve_selector(set, &sel);
	named.obj = object_of_kind(kind);
	ret = resolve_selector(&named, &sel);
	for (i = 0; !ret && i < named.count; i++) {
		ret = related(set, kind, &named.item[i]);
		/* It may have gone since it was named. */
		if (ret == -ENOENT || ret == -ENODEV)
			ret = 0;
		if (ret)
			ret = report_errno(ret, word);
	}
	set->inconsistent |= named.inconsistent;
	set->partial |= named.partial;
	rowset_clear(&named);
	return ret;
}

int resolve(struct rowset *set, const char **words, unsigned int count)
{
	static const char *const all[] = { "all" };
	unsigned int i;
	int ret;

	ret = devs_load();
	if (!count) {
		words = (const char **)all;
		count = 1;
	}
	set->inconsistent |= devs()->inconsistent;
	for (i = 0; !ret && i < count; i++)
		ret = resolve_word(set, words[i]);
	rowset_sort(set);
	return ret;
}

int resolve_named(struct rowset *set, const char *word)
{
	struct selector sel;
	char why[128];
	int ret;

	if (selector_parse(&sel, word, why, sizeof(why)))
		return selector_error(word, why);
	ret = devs_load();
	if (ret)
		return ret;
	set->obj = object_of_kind(selector_kind(&sel));
	set->inconsistent |= devs()->inconsistent;
	ret = resolve_selector(set, &sel);
	rowset_sort(set);
	return ret;
}

/* "; keys are a, b" of a command that has some. */
static void keys_text(const struct command *cmd, char *buf, size_t size)
{
	unsigned int i;
	size_t len;

	buf[0] = '\0';
	for (i = 0; cmd->keys && cmd->keys[i]; i++) {
		len = strlen(buf);
		snprintf(buf + len, size - len, "%s%s",
			 i ? ", " : "; keys are ", cmd->keys[i]);
	}
}

int args_devs(const struct args *args, const char *command)
{
	struct selector sel;
	char keys[96];
	unsigned int i;
	char why[128];

	keys_text(args->cmd, keys, sizeof(keys));
	for (i = 0; i < args->selectors; i++)
		if (!selector_parse(&sel, args->selector[i], why,
				    sizeof(why)) &&
		    selector_kind(&sel) != CPO_KIND_DEV)
			return usage_error("%s takes devices, not '%s'%s",
					   command, args->selector[i], keys);
	return EXIT_OK;
}

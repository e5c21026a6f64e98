// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * cpoctl topology: who gets light from whom.
 *
 * A device, ELS, laser or route is shown downwards, from the ELS to the
 * ports; an engine, lane or port upwards, from its lanes to the ELS. Both are
 * the same routes, grouped by the other end.
 */

#include <stdlib.h>
#include <string.h>

#include "topo.h"

/* What goes dark without the object in focus. */
struct impact {
	unsigned int lasers;
	unsigned int lanes;
	struct item **port;
	unsigned int ports;
};

struct view {
	struct topo *topo;
	struct topo_focus focus;
	/* Routes that touch the focus, in the order they are shown. */
	struct item **route;
	unsigned int routes;
	struct impact impact;
};

static bool is_upward(int kind)
{
	return kind == CPO_KIND_ENGINE || kind == CPO_KIND_LANE ||
	       kind == CPO_KIND_PORT;
}

/* ---- Selecting ---- */

static int by_laser(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a;
	const struct item *y = *(struct item *const *)b;
	uint64_t kx = ids_key(CPO_KIND_LASER, &x->ids);
	uint64_t ky = ids_key(CPO_KIND_LASER, &y->ids);

	if (kx != ky)
		return kx < ky ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static uint64_t lane_key(const struct item *route)
{
	struct cpo_lane_range range = { 0 };

	cpo_route_get_lane_range(route->row, &range, 1);
	return (uint64_t)range.engine << 32 | range.first;
}

static int by_lane(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a;
	const struct item *y = *(struct item *const *)b;
	uint64_t kx = lane_key(x), ky = lane_key(y);

	if (kx != ky)
		return kx < ky ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static int by_key(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a;
	const struct item *y = *(struct item *const *)b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* Is route @i the first one of its laser? */
static bool laser_is_new(const struct view *view, unsigned int i)
{
	uint64_t laser = ids_key(CPO_KIND_LASER, &view->route[i]->ids);
	unsigned int k;

	for (k = 0; k < i; k++)
		if (ids_key(CPO_KIND_LASER, &view->route[k]->ids) == laser)
			return false;
	return true;
}

static void impact_count(struct view *view)
{
	struct impact *impact = &view->impact;
	struct item *port[TOPO_PORTS];
	struct topo_lanes lanes;
	unsigned int i, n;

	for (i = 0; i < view->routes; i++) {
		impact->lasers += laser_is_new(view, i);
		topo_lanes(view->topo, view->route[i], &view->focus, &lanes);
		impact->lanes += lanes.count;
		n = topo_ports(view->topo, view->route[i], &view->focus, port);
		memcpy(impact->port + impact->ports, port, n * sizeof(*port));
		impact->ports += n;
	}
}

static void impact_sort(struct impact *impact)
{
	unsigned int i, n = 0;

	qsort(impact->port, impact->ports, sizeof(*impact->port), by_key);
	for (i = 0; i < impact->ports; i++)
		if (!n || impact->port[n - 1] != impact->port[i])
			impact->port[n++] = impact->port[i];
	impact->ports = n;
}

static int view_make(struct view *view)
{
	struct rowset *all = &view->topo->routes;
	size_t i;

	view->route = calloc(all->count + 1, sizeof(*view->route));
	view->impact.port = calloc(all->count + 1,
				   TOPO_PORTS * sizeof(*view->impact.port));
	if (!view->route || !view->impact.port)
		return report(EXIT_FAILED, NULL, "out of memory");
	for (i = 0; i < all->count; i++)
		if (topo_touches(view->topo, &all->item[i], &view->focus))
			view->route[view->routes++] = &all->item[i];
	qsort(view->route, view->routes, sizeof(*view->route),
	      is_upward(view->focus.kind) ? by_lane : by_laser);
	impact_count(view);
	impact_sort(&view->impact);
	return EXIT_OK;
}

static void view_free(struct view *view)
{
	free(view->route);
	free(view->impact.port);
}

/* ---- Text ---- */

static void put_field(const struct object *obj, const char *key,
		      const struct item *item, const char *before,
		      const char *after)
{
	const struct field *f = obj->fields;
	char buf[128];

	while (strcmp(f->key, key))
		f++;
	if (!item || !field_text(f, item, buf, sizeof(buf)))
		return;
	out("%s", before);
	out_color(field_color(f, item), "%s", buf);
	out("%s", after);
}

/* "lane0-3" or "lane{0,4,8,12}", as a selector takes it. */
static void put_lanes(const struct topo_lanes *lanes)
{
	unsigned int n = lanes->count;
	unsigned int i;
	bool run = true;

	for (i = 1; i < n; i++)
		run &= lanes->lane[i] == lanes->lane[i - 1] + 1;
	out("engine%u/lane", lanes->engine);
	if (n == 1)
		out("%u", lanes->lane[0]);
	else if (n && run)
		out("%u-%u", lanes->lane[0], lanes->lane[n - 1]);
	for (i = 0; n > 1 && !run && i < n; i++)
		out("%s%u", i ? "," : "{", lanes->lane[i]);
	if (n > 1 && !run)
		out("}");
}

static void put_port(const struct item *port)
{
	out("port%u", port->ids.id[CPO_ID_PORT]);
	put_field(&obj_port, "ifname", port, " (", ")");
	put_field(&obj_port, "state", port, " ", "");
}

static bool port_up(const struct item *port)
{
	uint32_t state;

	return !cpo_port_get_state(port->row, &state) &&
	       state == CPO_PORT_STATE_UP;
}

/* One with its name; several by number, and how many are up. */
static void put_ports(struct view *view, const struct item *route)
{
	struct item *port[TOPO_PORTS];
	unsigned int n, i, up = 0;

	n = topo_ports(view->topo, route, &view->focus, port);
	for (i = 0; i < n; i++)
		up += port_up(port[i]);
	if (!n)
		out("no port");
	else if (n == 1)
		put_port(port[0]);
	else
		put_field(&obj_route, "port_paths", route, "", " ");
	if (n > 1)
		out_color(up == n ? C_GOOD : C_BAD, "%u up, %u down", up,
			  n - up);
}

static void put_fibre(const struct item *route)
{
	uint32_t lit, role;

	put_field(&obj_route, "fibre_id", route, "fibre", "");
	if (!cpo_route_get_lit(route->row, &lit))
		out_color(lit ? C_GOOD : C_BAD, lit ? " lit" : " dark");
	if (lit)
		put_field(&obj_route, "input_power_dbm", route, " ", " dBm");
	if (!cpo_route_get_role(route->row, &role) &&
	    role != CPO_ROUTE_ROLE_ACTIVE)
		put_field(&obj_route, "role", route, " ", "");
}

static void put_laser(struct view *view, const struct item *route)
{
	char path[PATH_LEN];

	short_path(CPO_KIND_LASER, &route->ids, path, sizeof(path));
	out("%s", path);
	put_field(&obj_laser, "state", topo_laser(view->topo, route), " ", "");
}

/* ELS, or the engine a laser sits in, above the lasers that follow. */
static void put_parent(struct view *view, const struct item *route)
{
	struct item *els = topo_els(view->topo, route);

	if (!els) {
		out("  lasers of engine%u\n", route->ids.id[CPO_ID_ENGINE]);
		return;
	}
	out_color(C_HEAD, "  els%u", els->ids.id[CPO_ID_ELS]);
	put_field(&obj_els, "label", els, "  label ", "");
	put_field(&obj_els, "present", els, "  present ", "");
	put_field(&obj_els, "state", els, "  state ", "");
	put_field(&obj_els, "serial", els, "  serial ", "");
	out("\n");
}

static uint64_t parent_key(const struct item *route)
{
	return ids_key(CPO_KIND_LASER, &route->ids) >> 16;
}

static void text_down(struct view *view)
{
	struct topo_lanes lanes;
	uint64_t last = ~0ull;
	unsigned int i;

	for (i = 0; i < view->routes; i++) {
		if (parent_key(view->route[i]) != last)
			put_parent(view, view->route[i]);
		last = parent_key(view->route[i]);
		topo_lanes(view->topo, view->route[i], &view->focus, &lanes);
		out("    laser%u", view->route[i]->ids.id[CPO_ID_LASER]);
		put_field(&obj_laser, "state",
			  topo_laser(view->topo, view->route[i]), " ", "");
		out(" -> ");
		put_fibre(view->route[i]);
		out(" -> ");
		put_lanes(&lanes);
		out(" -> ");
		put_ports(view, view->route[i]);
		out("\n");
	}
}

static void text_up(struct view *view)
{
	struct topo_lanes lanes;
	unsigned int i;

	for (i = 0; i < view->routes; i++) {
		topo_lanes(view->topo, view->route[i], &view->focus, &lanes);
		out("    ");
		if (view->focus.kind != CPO_KIND_PORT) {
			put_ports(view, view->route[i]);
			out(" <- ");
		}
		put_lanes(&lanes);
		out(" <- ");
		put_fibre(view->route[i]);
		out(" <- ");
		put_laser(view, view->route[i]);
		out("\n");
	}
}

/* The object that is shown, in its own words. */
static void text_focus(const struct view *view)
{
	const struct item *item = view->focus.item;
	char path[PATH_LEN];

	path_of(view->focus.kind, &item->ids, path, sizeof(path));
	out_color(C_HEAD, "%s", path);
	switch (view->focus.kind) {
	case CPO_KIND_DEV:
		put_field(&obj_dev, "handle", item, "  ", "");
		put_field(&obj_dev, "profile", item, "  ", "");
		put_field(&obj_dev, "state", item, "  ", "");
		break;
	case CPO_KIND_PORT:
		put_field(&obj_port, "label", item, "  label ", "");
		put_field(&obj_port, "ifname", item, "  ", "");
		put_field(&obj_port, "speed_mbps", item, "  ", "");
		put_field(&obj_port, "state", item, "  ", "");
		if (!port_up(item))
			put_field(&obj_port, "reason", item, "  ", "");
		break;
	case CPO_KIND_ENGINE:
		put_field(&obj_engine, "state", item, "  ", "");
		break;
	}
	out("\n");
}

static void put_count(unsigned int n, const char *what)
{
	out("%u %s%s", n, what, n == 1 ? "" : "s");
}

/* Another laser may take over on these routes. */
static bool has_standby(const struct view *view)
{
	const struct rowset *all = &view->topo->routes;
	uint32_t role;
	size_t i;

	for (i = 0; i < all->count; i++)
		if (!cpo_route_get_role(all->item[i].row, &role) &&
		    role == CPO_ROUTE_ROLE_STANDBY)
			return true;
	return false;
}

static void text_impact(const struct view *view)
{
	const struct impact *impact = &view->impact;
	int kind = view->focus.kind;
	unsigned int i, up = 0;

	for (i = 0; i < impact->ports; i++)
		up += port_up(impact->port[i]);
	if (is_upward(kind)) {
		out("  light from ");
		put_count(impact->lasers, "laser");
		out(" for ");
	} else if (kind == CPO_KIND_DEV || has_standby(view)) {
		out("  ");
		put_count(impact->lasers, "laser");
		out(", ");
	} else {
		out("  without it no light for ");
	}
	put_count(impact->lanes, "lane");
	out(", ");
	put_count(impact->ports, "port");
	out("; %u up now\n", up);
}

static void view_text(struct view *view)
{
	text_focus(view);
	if (!view->routes)
		out("  no route\n");
	else if (is_upward(view->focus.kind))
		text_up(view);
	else
		text_down(view);
	text_impact(view);
}

/* ---- JSON ---- */

static void copy_field(struct json_object *to, const struct object *obj,
		       const char *key, const char *as,
		       const struct item *item)
{
	const struct field *f = obj->fields;
	struct json_object *val;

	while (strcmp(f->key, key))
		f++;
	val = item ? field_json(f, item) : NULL;
	if (val)
		json_put(to, as, val);
}

static struct json_object *port_json(const struct item *port)
{
	struct json_object *obj = json_object_new_object();

	copy_field(obj, &obj_port, "path", "path", port);
	copy_field(obj, &obj_port, "port_id", "port_id", port);
	copy_field(obj, &obj_port, "label", "label", port);
	copy_field(obj, &obj_port, "ifname", "ifname", port);
	copy_field(obj, &obj_port, "state", "state", port);
	copy_field(obj, &obj_port, "reason", "reason", port);
	return obj;
}

static struct json_object *json_lanes(const struct view *view,
				      const struct item *route)
{
	struct json_object *list = json_object_new_array();
	struct cpo_ids ids = route->ids;
	struct topo_lanes lanes;
	char path[PATH_LEN];
	unsigned int i;

	topo_lanes(view->topo, route, &view->focus, &lanes);
	for (i = 0; i < lanes.count; i++) {
		cpo_ids_put(&ids, CPO_ID_ENGINE, lanes.engine);
		cpo_ids_put(&ids, CPO_ID_LANE, lanes.lane[i]);
		path_of(CPO_KIND_LANE, &ids, path, sizeof(path));
		json_object_array_add(list, json_object_new_string(path));
	}
	return list;
}

static struct json_object *json_ports(struct view *view,
				      const struct item *route)
{
	struct json_object *list = json_object_new_array();
	struct item *port[TOPO_PORTS];
	unsigned int n, i;

	n = topo_ports(view->topo, route, &view->focus, port);
	for (i = 0; i < n; i++)
		json_object_array_add(list, port_json(port[i]));
	return list;
}

static void put_path(struct json_object *obj, const char *key, int kind,
		     const struct cpo_ids *ids)
{
	char path[PATH_LEN];

	path_of(kind, ids, path, sizeof(path));
	json_put_str(obj, key, path);
}

/* One route, from the laser to its ports; the same for every view. */
static struct json_object *route_json(struct view *view,
				      const struct item *route)
{
	struct json_object *obj = json_object_new_object();
	const struct item *laser = topo_laser(view->topo, route);
	const struct item *els = topo_els(view->topo, route);

	copy_field(obj, &obj_route, "path", "path", route);
	if (els)
		put_path(obj, "els", CPO_KIND_ELS, &els->ids);
	copy_field(obj, &obj_els, "label", "els_label", els);
	copy_field(obj, &obj_els, "present", "els_present", els);
	copy_field(obj, &obj_els, "state", "els_state", els);
	put_path(obj, "laser", CPO_KIND_LASER, &route->ids);
	copy_field(obj, &obj_laser, "state", "laser_state", laser);
	copy_field(obj, &obj_route, "fibre_id", "fibre_id", route);
	copy_field(obj, &obj_route, "role", "role", route);
	copy_field(obj, &obj_route, "lit", "lit", route);
	copy_field(obj, &obj_route, "input_power_nw", "input_power_nw", route);
	copy_field(obj, &obj_route, "input_power_dbm", "input_power_dbm",
		   route);
	if (cpo_ids_has(&route->ids, CPO_ID_ENGINE))
		put_path(obj, "engine", CPO_KIND_ENGINE, &route->ids);
	json_put(obj, "lane_paths", json_lanes(view, route));
	json_put(obj, "ports", json_ports(view, route));
	return obj;
}

static struct json_object *view_json(struct view *view)
{
	struct json_object *obj = json_object_new_object();
	struct json_object *list = json_object_new_array();
	struct json_object *ports = json_object_new_array();
	const struct impact *impact = &view->impact;
	unsigned int i;

	put_path(obj, "path", view->focus.kind, &view->focus.item->ids);
	json_put_str(obj, "object", cpo_kind_name(view->focus.kind));
	put_path(obj, "dev", CPO_KIND_DEV, &view->focus.item->ids);
	json_put_uint(obj, "lasers", impact->lasers);
	json_put_uint(obj, "lanes", impact->lanes);
	json_put(obj, "ports", ports);
	for (i = 0; i < impact->ports; i++)
		json_object_array_add(ports, port_json(impact->port[i]));
	json_put(obj, "routes", list);
	for (i = 0; i < view->routes; i++)
		json_object_array_add(list, route_json(view, view->route[i]));
	return obj;
}

/* ---- Command ---- */

static int show_one(struct topo *topo, int kind, const struct item *item,
		    struct json_object *list)
{
	struct view view = {
		.topo = topo,
		.focus = { .kind = kind, .item = item },
	};
	int code;

	code = view_make(&view);
	if (!code && list)
		json_object_array_add(list, view_json(&view));
	else if (!code)
		view_text(&view);
	view_free(&view);
	return code;
}

static int show_word(struct topo *topo, const char *word,
		     struct json_object *list, bool *partial)
{
	struct rowset set = { 0 };
	size_t i;
	int code;

	code = resolve_named(&set, word);
	for (i = 0; !code && i < set.count; i++)
		code = show_one(topo, set.obj->kind, &set.item[i], list);
	*partial |= set.partial;
	rowset_clear(&set);
	return code;
}

static int show_words(struct topo *topo, const struct args *args,
		      struct json_object *list)
{
	bool partial = topo->inconsistent;
	int code = EXIT_OK;
	unsigned int i;

	if (!args->selectors)
		code = show_word(topo, "all", list, &partial);
	for (i = 0; !code && i < args->selectors; i++)
		code = show_word(topo, args->selector[i], list, &partial);
	return code || !partial ? code : EXIT_PARTIAL;
}

static int cmd_topology(const struct object *obj, struct args *args)
{
	struct json_object *doc = NULL, *list = NULL;
	struct topo topo;
	int code;

	code = topo_load(&topo);
	if (!code && opt.json) {
		doc = json_document();
		list = json_object_new_array();
		json_put_bool(doc, "consistent", !topo.inconsistent);
		json_put(doc, obj->plural, list);
	}
	if (!code)
		code = show_words(&topo, args, list);
	if ((!code || code == EXIT_PARTIAL) && doc)
		out_json(doc);
	if (topo.inconsistent)
		warn("objects kept changing: rows may not fit each other");
	json_object_put(doc);
	topo_free(&topo);
	return code;
}

static const struct command commands[] = {
	{ "show", cmd_topology, "[SELECTOR]...", NULL,
	  "show which lasers feed which lanes and ports, from either end" },
};

const struct object obj_topology = {
	.name = "topology",
	.plural = "topology",
	.kind = -1,
	.help = "which lasers feed which lanes and ports",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
};

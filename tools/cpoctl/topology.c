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

/* Does a route of the view other than the standby @i count this lane? */
static bool lane_counted(const struct view *view, unsigned int i,
			 unsigned int engine, unsigned int lane)
{
	struct topo_lanes lanes;
	unsigned int k, n;

	for (k = 0; k < view->routes; k++) {
		if (k == i || (k > i && topo_standby(view->route[k])))
			continue;
		topo_lanes(view->topo, view->route[k], &view->focus, &lanes);
		for (n = 0; lanes.engine == engine && n < lanes.count; n++)
			if (lanes.lane[n] == lane)
				return true;
	}
	return false;
}

/* What a standby could light is mostly lit by another laser: not twice. */
static unsigned int lanes_of_route(const struct view *view, unsigned int i)
{
	struct topo_lanes lanes;
	unsigned int k, n = 0;

	topo_lanes(view->topo, view->route[i], &view->focus, &lanes);
	if (!topo_standby(view->route[i]))
		return lanes.count;
	for (k = 0; k < lanes.count; k++)
		n += !lane_counted(view, i, lanes.engine, lanes.lane[k]);
	return n;
}

static void impact_count(struct view *view)
{
	struct impact *impact = &view->impact;
	struct item *port[TOPO_PORTS];
	unsigned int i, n;

	for (i = 0; i < view->routes; i++) {
		impact->lasers += laser_is_new(view, i);
		impact->lanes += lanes_of_route(view, i);
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

static void put_lanes(const struct topo_lanes *lanes)
{
	char buf[128];

	topo_lanes_text(lanes, buf, sizeof(buf));
	out("%s", buf);
}

static void put_port(const struct item *port)
{
	out("port%u", port->ids.id[CPO_ID_PORT]);
	put_field(&obj_port, "ifname", port, " (", ")");
	put_field(&obj_port, "state", port, " ", "");
}

bool topo_port_up(const struct item *port)
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
		up += topo_port_up(port[i]);
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
	uint32_t lit = 0, role;

	put_field(&obj_route, "fibre_id", route, "fibre", "");
	if (!cpo_route_get_lit(route->row, &lit))
		out_color(lit ? C_GOOD : C_BAD, lit ? " lit" : " dark");
	if (lit)
		put_field(&obj_route, "input_power", route, " ", " mW/dBm");
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
void topo_text_focus(const struct topo_focus *focus)
{
	const struct item *item = focus->item;
	char path[PATH_LEN];

	path_of(focus->kind, &item->ids, path, sizeof(path));
	out_color(C_HEAD, "%s", path);
	switch (focus->kind) {
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
		if (!topo_port_up(item))
			put_field(&obj_port, "reason", item, "  ", "");
		break;
	case CPO_KIND_ENGINE:
		put_field(&obj_engine, "state", item, "  ", "");
		break;
	case CPO_KIND_ELS:
		put_field(&obj_els, "label", item, "  label ", "");
		put_field(&obj_els, "present", item, "  present ", "");
		put_field(&obj_els, "state", item, "  state ", "");
		put_field(&obj_els, "serial", item, "  serial ", "");
		break;
	case CPO_KIND_LASER:
		put_field(&obj_laser, "state", item, "  ", "");
		break;
	}
	out("\n");
}

void topo_text_count(unsigned int n, const char *what)
{
	out("%u %s%s", n, what, n == 1 ? "" : "s");
}

/* Another laser may take over on these routes. */
static bool has_standby(const struct view *view)
{
	const struct rowset *all = &view->topo->routes;
	size_t i;

	for (i = 0; i < all->count; i++)
		if (topo_standby(&all->item[i]))
			return true;
	return false;
}

static void text_impact(const struct view *view)
{
	const struct impact *impact = &view->impact;
	int kind = view->focus.kind;
	unsigned int i, up = 0;

	for (i = 0; i < impact->ports; i++)
		up += topo_port_up(impact->port[i]);
	if (is_upward(kind)) {
		out("  light from ");
		topo_text_count(impact->lasers, "laser");
		out(" for ");
	} else if (kind == CPO_KIND_DEV || has_standby(view)) {
		out("  ");
		topo_text_count(impact->lasers, "laser");
		out(", ");
	} else {
		out("  without it no light for ");
	}
	topo_text_count(impact->lanes, "lane");
	out(", ");
	topo_text_count(impact->ports, "port");
	out("; %u up now\n", up);
}

static void view_text(struct view *view)
{
	topo_text_focus(&view->focus);
	if (!view->routes)
		out("  no route\n");
	else if (is_upward(view->focus.kind))
		text_up(view);
	else
		text_down(view);
	text_impact(view);
}

/* ---- JSON ---- */

static void copy_field(struct json *js, const struct object *obj,
		       const char *key, const char *as,
		       const struct item *item)
{
	const struct field *f = obj->fields;

	while (strcmp(f->key, key))
		f++;
	if (item)
		field_json(js, as, f, item);
}

void topo_json_port(struct json *js, const struct item *port)
{
	copy_field(js, &obj_port, "path", "path", port);
	copy_field(js, &obj_port, "port_id", "port_id", port);
	copy_field(js, &obj_port, "label", "label", port);
	copy_field(js, &obj_port, "ifname", "ifname", port);
	copy_field(js, &obj_port, "state", "state", port);
	copy_field(js, &obj_port, "reason", "reason", port);
}

static void json_lanes(struct json *js, const struct view *view,
		       const struct item *route)
{
	struct cpo_ids ids = route->ids;
	struct topo_lanes lanes;
	char path[PATH_LEN];
	unsigned int i;

	topo_lanes(view->topo, route, &view->focus, &lanes);
	json_array(js, "lane_paths");
	for (i = 0; i < lanes.count; i++) {
		cpo_ids_put(&ids, CPO_ID_ENGINE, lanes.engine);
		cpo_ids_put(&ids, CPO_ID_LANE, lanes.lane[i]);
		path_of(CPO_KIND_LANE, &ids, path, sizeof(path));
		json_str(js, NULL, path);
	}
	json_close(js);
}

static void json_ports(struct json *js, struct item *const *port,
		       unsigned int n)
{
	unsigned int i;

	json_array(js, "ports");
	for (i = 0; i < n; i++) {
		json_object(js, NULL);
		topo_json_port(js, port[i]);
		json_close(js);
	}
	json_close(js);
}

static void put_path(struct json *js, const char *key, int kind,
		     const struct cpo_ids *ids)
{
	char path[PATH_LEN];

	path_of(kind, ids, path, sizeof(path));
	json_str(js, key, path);
}

/* From the laser to the engine; the same for every view. */
void topo_json_route(struct json *js, struct topo *topo,
		     const struct item *route)
{
	const struct item *laser = topo_laser(topo, route);
	const struct item *els = topo_els(topo, route);

	copy_field(js, &obj_route, "path", "path", route);
	if (els)
		put_path(js, "els", CPO_KIND_ELS, &els->ids);
	copy_field(js, &obj_els, "label", "els_label", els);
	copy_field(js, &obj_els, "present", "els_present", els);
	copy_field(js, &obj_els, "state", "els_state", els);
	put_path(js, "laser", CPO_KIND_LASER, &route->ids);
	copy_field(js, &obj_laser, "state", "laser_state", laser);
	copy_field(js, &obj_route, "fibre_id", "fibre_id", route);
	copy_field(js, &obj_route, "role", "role", route);
	copy_field(js, &obj_route, "lit", "lit", route);
	copy_field(js, &obj_route, "input_power_nw", "input_power_nw", route);
	copy_field(js, &obj_route, "input_power_dbm", "input_power_dbm",
		   route);
	if (cpo_ids_has(&route->ids, CPO_ID_ENGINE))
		put_path(js, "engine", CPO_KIND_ENGINE, &route->ids);
}

void topo_json_focus(struct json *js, const struct topo_focus *focus)
{
	put_path(js, "path", focus->kind, &focus->item->ids);
	json_str(js, "object", cpo_kind_name(focus->kind));
	put_path(js, "dev", CPO_KIND_DEV, &focus->item->ids);
}

static void view_json(struct json *js, struct view *view)
{
	const struct impact *impact = &view->impact;
	struct item *port[TOPO_PORTS];
	unsigned int i, n;

	json_object(js, NULL);
	topo_json_focus(js, &view->focus);
	json_uint(js, "lasers", impact->lasers);
	json_uint(js, "lanes", impact->lanes);
	json_ports(js, impact->port, impact->ports);
	json_array(js, "routes");
	for (i = 0; i < view->routes; i++) {
		json_object(js, NULL);
		topo_json_route(js, view->topo, view->route[i]);
		json_lanes(js, view, view->route[i]);
		n = topo_ports(view->topo, view->route[i], &view->focus, port);
		json_ports(js, port, n);
		json_close(js);
	}
	json_close(js);
	json_close(js);
}

static int show_tree(struct topo *topo, const struct topo_focus *focus,
		     struct json *js)
{
	struct view view = { .topo = topo, .focus = *focus };
	int code;

	code = view_make(&view);
	if (!code && js)
		view_json(js, &view);
	else if (!code)
		view_text(&view);
	view_free(&view);
	return code;
}

/* ---- Command ---- */

static const struct topo_view views[] = {
	{ NULL, "topology", show_tree },
	{ "users", "users", topo_users },
	{ "siblings", "siblings", topo_siblings },
	{ "lasers", "lasers", topo_lasers },
};

static int show_word(const struct topo_view *view, struct topo *topo,
		     const char *word, struct json *js, bool *partial)
{
	struct topo_focus focus;
	struct rowset set = { 0 };
	size_t i;
	int code;

	code = resolve_named(&set, word);
	for (i = 0; !code && i < set.count; i++) {
		focus.kind = set.obj->kind;
		focus.item = &set.item[i];
		code = view->show(topo, &focus, js);
	}
	*partial |= set.partial;
	rowset_clear(&set);
	return code;
}

static int show_words(const struct topo_view *view, struct topo *topo,
		      const struct args *args, struct json *js)
{
	static const char *const all[] = { "all" };
	const char *const *word = args->selectors ? args->selector : all;
	unsigned int words = args->selectors ? args->selectors : 1;
	bool partial = topo->inconsistent;
	int code = EXIT_OK;
	unsigned int i;

	for (i = 0; !code && i < words; i++)
		code = show_word(view, topo, word[i], js, &partial);
	return code || !partial ? code : EXIT_PARTIAL;
}

static const struct topo_view *view_find(const char *name)
{
	unsigned int i;

	for (i = 1; name && i < ARRAY_SIZE(views); i++)
		if (!strcmp(views[i].option, name))
			return &views[i];
	return &views[0];
}

static int cmd_topology(const struct object *obj, struct args *args)
{
	const struct topo_view *view = view_find(opt.view);
	struct json *js = NULL;
	struct topo topo;
	int code;

	(void)obj;
	code = topo_load(&topo);
	if (!code && opt.json) {
		js = json_document();
		json_bool(js, "consistent", !topo.inconsistent);
		json_array(js, view->list);
	}
	if (!code)
		code = show_words(view, &topo, args, js);
	if (js)
		json_document_end(js, code);
	if (topo.inconsistent)
		warn("objects kept changing: rows may not fit each other");
	topo_free(&topo);
	return code;
}

static const struct command commands[] = {
	{ "show", cmd_topology,
	  "[--users | --siblings | --lasers] [SELECTOR]...", NULL,
	  "show which lasers feed which lanes and ports, from either end" },
};

const struct object obj_topology = {
	.name = "topology",
	.plural = "topology",
	.kind = -1,
	.help = "which lasers feed which lanes and ports, who shares what",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
};

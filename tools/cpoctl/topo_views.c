// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * cpoctl topology show --users, --siblings and --lasers: who depends on a
 * part, who shares parts with a port, and where the light comes from.
 */

#include <stdlib.h>
#include <string.h>

#include "topo.h"

#define RANGES		64
#define PARTS		64
#define COVERS		16

static const char *const port_keys[] = {
	"path", "label", "ifname", "state", NULL
};

static const char *const port_heads[] = { "PORT", "LABEL", "NETDEV", "STATE" };

static void cell_field(struct table *table, const struct object *obj,
		       const char *key, const struct item *item)
{
	const struct field *f = obj->fields;
	char buf[128];

	while (strcmp(f->key, key))
		f++;
	if (!item || !field_text(f, item, buf, sizeof(buf)))
		table_cell(table, "-", C_NONE);
	else
		table_cell(table, buf, field_color(f, item));
}

static void cell_port(struct table *table, const struct item *port)
{
	unsigned int i;

	for (i = 0; port_keys[i]; i++)
		cell_field(table, &obj_port, port_keys[i], port);
}

static struct table *port_table(unsigned int more)
{
	struct table *table = table_new(ARRAY_SIZE(port_heads) + more);
	unsigned int i;

	/* A table that cannot be had ends the program, as its cells do. */
	if (!table)
		abort();
	for (i = 0; i < ARRAY_SIZE(port_heads); i++)
		table_head(table, port_heads[i], false, i == 2);
	return table;
}

static bool route_serves(const struct item *route, const struct item *port)
{
	uint64_t id[TOPO_PORTS];
	int n, i;

	if (route->ids.id[CPO_ID_DEV] != port->ids.id[CPO_ID_DEV])
		return false;
	n = cpo_route_get_port(route->row, id, TOPO_PORTS);
	for (i = 0; i < n && i < TOPO_PORTS; i++)
		if (id[i] == port->ids.id[CPO_ID_PORT])
			return true;
	return false;
}

/* ---- Users: what a port loses with a part ---- */

enum effect {
	NO_USER,
	/* Its lanes themselves are in the part. */
	DOWN,
	DARK,
	/* A standby laser, outside of the part, can take over. */
	TAKEN_OVER,
	/* It only loses its standby. */
	STANDBY_LOST,
};

static const char *const effect_word[] = {
	[DOWN] = "down",
	[DARK] = "dark",
	[TAKEN_OVER] = "taken-over",
	[STANDBY_LOST] = "standby-lost",
};

static const enum color effect_color[] = {
	[DOWN] = C_BAD,
	[DARK] = C_BAD,
	[TAKEN_OVER] = C_WARN,
	[STANDBY_LOST] = C_WARN,
};

struct user {
	enum effect effect;
	/* Lanes of the port that are hit. */
	unsigned int lanes;
	/* Routes that can take over. */
	const struct item *cover[COVERS];
	unsigned int covers;
};

static bool is_light(int kind)
{
	return kind == CPO_KIND_ELS || kind == CPO_KIND_LASER ||
	       kind == CPO_KIND_ROUTE;
}

/* Can the laser of a route give light when it is asked to? */
static bool laser_usable(struct topo *topo, const struct item *route)
{
	const struct item *laser = topo_laser(topo, route);
	uint32_t state;

	return laser && !cpo_laser_get_state(laser->row, &state) &&
	       state != CPO_LASER_STATE_ABSENT &&
	       state != CPO_LASER_STATE_DOWN_FAULT;
}

static void cover_add(struct user *user, const struct item *route)
{
	unsigned int i;

	for (i = 0; i < user->covers; i++)
		if (user->cover[i] == route)
			return;
	if (user->covers < COVERS)
		user->cover[user->covers++] = route;
}

static bool route_has_lane(const struct item *route, uint32_t engine,
			   uint32_t lane)
{
	struct cpo_lane_range range;

	return cpo_route_get_lane_range(route->row, &range, 1) >= 0 &&
	       range_has(&range, engine, lane);
}

/* A route outside of the focus that lights, or can light, a lane. */
static const struct item *lane_cover(struct topo *topo,
				     const struct topo_focus *focus,
				     const struct item *port, uint32_t engine,
				     uint32_t lane)
{
	const struct item *route;
	size_t i;

	for (i = 0; i < topo->routes.count; i++) {
		route = &topo->routes.item[i];
		if (route->ids.id[CPO_ID_ENGINE] == engine &&
		    route_has_lane(route, engine, lane) &&
		    route_serves(route, port) &&
		    !topo_touches(topo, route, focus) &&
		    laser_usable(topo, route))
			return route;
	}
	return NULL;
}

/* Lanes of @port a route of the focus lights. */
static void user_of_route(struct topo *topo, const struct topo_focus *focus,
			  const struct item *port, const struct item *route,
			  struct user *user)
{
	const struct item *cover;
	struct topo_lanes lanes;
	unsigned int i;

	if (topo_standby(route)) {
		if (user->effect == NO_USER)
			user->effect = STANDBY_LOST;
		return;
	}
	topo_lanes(topo, route, focus, &lanes);
	for (i = 0; i < lanes.count; i++) {
		if (!topo_port_has_lane(port, lanes.engine, lanes.lane[i]))
			continue;
		user->lanes++;
		cover = lane_cover(topo, focus, port, lanes.engine,
				   lanes.lane[i]);
		if (cover)
			cover_add(user, cover);
		if (!cover)
			user->effect = DARK;
		else if (user->effect != DARK)
			user->effect = TAKEN_OVER;
	}
}

static void user_of_light(struct topo *topo, const struct topo_focus *focus,
			  const struct item *port, struct user *user)
{
	const struct item *route;
	size_t i;

	for (i = 0; i < topo->routes.count; i++) {
		route = &topo->routes.item[i];
		if (topo_touches(topo, route, focus) &&
		    route_serves(route, port))
			user_of_route(topo, focus, port, route, user);
	}
}

static bool lane_is_in(const struct topo_focus *focus, uint32_t engine,
		       uint32_t lane)
{
	const uint32_t *id = focus->item->ids.id;

	switch (focus->kind) {
	case CPO_KIND_DEV:
		return true;
	case CPO_KIND_ENGINE:
		return id[CPO_ID_ENGINE] == engine;
	case CPO_KIND_LANE:
		return id[CPO_ID_ENGINE] == engine && id[CPO_ID_LANE] == lane;
	}
	return false;
}

static void user_of_lanes(const struct topo_focus *focus,
			  const struct item *port, struct user *user)
{
	struct cpo_lane_range range[RANGES];
	uint32_t k;
	int n, i;

	n = cpo_port_get_lane_range(port->row, range, RANGES);
	for (i = 0; i < n && i < RANGES; i++)
		for (k = 0; k < range[i].count; k++)
			user->lanes += lane_is_in(focus, range[i].engine,
						  range[i].first +
						  k * range[i].stride);
	if (user->lanes)
		user->effect = DOWN;
}

static void user_find(struct topo *topo, const struct topo_focus *focus,
		      const struct item *port, struct user *user)
{
	memset(user, 0, sizeof(*user));
	if (port->ids.id[CPO_ID_DEV] != focus->item->ids.id[CPO_ID_DEV])
		return;
	if (is_light(focus->kind))
		user_of_light(topo, focus, port, user);
	else
		user_of_lanes(focus, port, user);
}

static void user_json(struct json *js, const struct item *port,
		      const struct user *user)
{
	char path[PATH_LEN];
	uint64_t lanes;
	unsigned int i;

	json_object(js, NULL);
	topo_json_port(js, port);
	if (!cpo_port_get_lanes(port->row, &lanes))
		json_uint(js, "lanes", lanes);
	json_uint(js, "lanes_hit", user->lanes);
	json_str(js, "effect", effect_word[user->effect]);
	json_array(js, "standby_lasers");
	for (i = 0; i < user->covers; i++) {
		path_of(CPO_KIND_LASER, &user->cover[i]->ids, path,
			sizeof(path));
		json_str(js, NULL, path);
	}
	json_close(js);
	json_close(js);
}

static void user_text(struct table *table, const struct item *port,
		      const struct user *user)
{
	char buf[PATH_LEN + 32], path[PATH_LEN];
	uint64_t lanes = 0;

	cell_port(table, port);
	cpo_port_get_lanes(port->row, &lanes);
	snprintf(buf, sizeof(buf), "%u of %llu", user->lanes,
		 (unsigned long long)lanes);
	table_cell(table, buf, C_NONE);
	snprintf(buf, sizeof(buf), "%s", effect_word[user->effect]);
	if (user->effect == TAKEN_OVER) {
		short_path(CPO_KIND_LASER, &user->cover[0]->ids, path,
			   sizeof(path));
		snprintf(buf, sizeof(buf), "taken over by %s", path);
	}
	table_cell(table, buf, effect_color[user->effect]);
}

struct totals {
	unsigned int ports;
	unsigned int lanes;
	unsigned int up;
	unsigned int lost;
};

static void users_sum(const struct totals *sum)
{
	out("  ");
	topo_text_count(sum->lost, "port");
	out(" of ");
	topo_text_count(sum->ports, "user");
	out(" would lose service; %u up now\n", sum->up);
}

static void users_json_sum(struct json *js, const struct totals *sum)
{
	json_uint(js, "users", sum->ports);
	json_uint(js, "users_lost", sum->lost);
	json_uint(js, "users_up", sum->up);
	json_uint(js, "lanes_hit", sum->lanes);
}

int topo_users(struct topo *topo, const struct topo_focus *focus,
	       struct json *js)
{
	struct totals sum = { 0 };
	struct table *table = NULL;
	const struct item *port;
	struct user user;
	size_t i;

	if (focus->kind == CPO_KIND_PORT)
		return usage_error("--users takes what ports depend on, not "
				   "a port; see --siblings");
	if (focus->kind == CPO_KIND_SENSOR)
		return usage_error("nothing depends on a sensor");
	if (js) {
		json_object(js, NULL);
		topo_json_focus(js, focus);
		json_array(js, "ports");
	} else {
		topo_text_focus(focus);
		table = port_table(2);
		table_head(table, "LANES", false, false);
		table_head(table, "WITHOUT IT", false, true);
	}
	for (i = 0; i < topo->ports.count; i++) {
		port = &topo->ports.item[i];
		user_find(topo, focus, port, &user);
		if (user.effect == NO_USER)
			continue;
		sum.ports++;
		sum.lanes += user.lanes;
		sum.up += topo_port_up(port);
		sum.lost += user.effect == DARK || user.effect == DOWN;
		if (js)
			user_json(js, port, &user);
		else
			user_text(table, port, &user);
	}
	if (js) {
		json_close(js);
		users_json_sum(js, &sum);
		json_close(js);
	} else {
		table_print(table);
		users_sum(&sum);
	}
	table_free(table);
	return EXIT_OK;
}

/* ---- Siblings: ports that share a part with one ---- */

struct part {
	int kind;
	struct cpo_ids ids;
	uint64_t key;
	bool standby;
};

struct topo_parts {
	struct part part[PARTS];
	unsigned int count;
};

static void part_add(struct topo_parts *parts, int kind,
		     const struct cpo_ids *ids, bool standby)
{
	uint64_t key = ids_key(kind, ids);
	struct part *part;
	unsigned int i;

	for (i = 0; i < parts->count; i++) {
		part = &parts->part[i];
		if (part->kind == kind && part->key == key) {
			part->standby &= standby;
			return;
		}
	}
	if (parts->count < PARTS)
		parts->part[parts->count++] = (struct part){
			kind, *ids, key, standby };
}

static void parts_of_lanes(const struct item *port, struct topo_parts *parts)
{
	struct cpo_lane_range range[RANGES];
	struct cpo_ids ids = port->ids;
	int n, i;

	n = cpo_port_get_lane_range(port->row, range, RANGES);
	for (i = 0; i < n && i < RANGES; i++) {
		cpo_ids_put(&ids, CPO_ID_ENGINE, range[i].engine);
		part_add(parts, CPO_KIND_ENGINE, &ids, false);
	}
}

static void parts_of_route(struct topo *topo, const struct item *route)
{
	uint64_t id[TOPO_PORTS];
	struct topo_parts *parts;
	struct item *port;
	int n, i;

	n = cpo_route_get_port(route->row, id, TOPO_PORTS);
	for (i = 0; i < n && i < TOPO_PORTS; i++) {
		port = topo_port(topo, route, id[i]);
		if (!port)
			continue;
		parts = &topo->parts[port - topo->ports.item];
		if (cpo_ids_has(&route->ids, CPO_ID_ELS))
			part_add(parts, CPO_KIND_ELS, &route->ids,
				 topo_standby(route));
		part_add(parts, CPO_KIND_LASER, &route->ids,
			 topo_standby(route));
	}
}

/* What the ports of all devices depend on, worked out once. */
static void all_parts(struct topo *topo)
{
	size_t i;

	if (topo->parts)
		return;
	topo->parts = calloc(topo->ports.count + 1, sizeof(*topo->parts));
	if (!topo->parts)
		abort();
	for (i = 0; i < topo->ports.count; i++)
		parts_of_lanes(&topo->ports.item[i], &topo->parts[i]);
	for (i = 0; i < topo->routes.count; i++)
		parts_of_route(topo, &topo->routes.item[i]);
}

static int part_cmp(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

/* What two ports have in common; standby where it is so for one of them. */
static void parts_shared(const struct topo_parts *a, const struct topo_parts *b,
			 struct topo_parts *both)
{
	unsigned int i, k;

	both->count = 0;
	for (i = 0; i < a->count; i++)
		for (k = 0; k < b->count; k++) {
			if (a->part[i].kind != b->part[k].kind ||
			    a->part[i].key != b->part[k].key)
				continue;
			both->part[both->count] = a->part[i];
			both->part[both->count++].standby |=
				b->part[k].standby;
		}
	qsort(both->part, both->count, sizeof(*both->part), part_cmp);
}

static void shared_json(struct json *js, const struct item *port,
			const struct topo_parts *both)
{
	char path[PATH_LEN];
	unsigned int i;

	json_object(js, NULL);
	topo_json_port(js, port);
	json_array(js, "shares");
	for (i = 0; i < both->count; i++) {
		path_of(both->part[i].kind, &both->part[i].ids, path,
			sizeof(path));
		json_object(js, NULL);
		json_str(js, "path", path);
		json_str(js, "object", cpo_kind_name(both->part[i].kind));
		json_bool(js, "standby", both->part[i].standby);
		json_close(js);
	}
	json_close(js);
	json_close(js);
}

/* Parts of one kind by number, "els0,4,9": there may be many. */
static bool part_joins(const struct part *part, const struct part *last)
{
	return last && last->kind == part->kind &&
	       part->kind != CPO_KIND_LASER && part->standby == last->standby;
}

static void shared_text(struct table *table, const struct item *port,
			const struct topo_parts *both)
{
	const struct part *part, *last = NULL;
	char buf[512] = "", path[PATH_LEN];
	const char *text;
	unsigned int i;
	size_t len;

	cell_port(table, port);
	for (i = 0; i < both->count; i++) {
		part = &both->part[i];
		short_path(part->kind, &part->ids, path, sizeof(path));
		text = path;
		if (part_joins(part, last))
			text = strpbrk(path, "0123456789");
		len = strlen(buf);
		snprintf(buf + len, sizeof(buf) - len, "%s%s%s",
			 !last ? "" : text != path ? "," : " ", text,
			 part->standby ? " (standby)" : "");
		last = part;
	}
	table_cell(table, buf, C_NONE);
}

int topo_siblings(struct topo *topo, const struct topo_focus *focus,
		  struct json *js)
{
		struct table *table = NULL;
	const struct topo_parts *own;
	const struct item *port;
	struct topo_parts both;
	unsigned int count = 0;
	size_t i;

	if (focus->kind != CPO_KIND_PORT)
		return usage_error("--siblings takes a port; for who depends "
				   "on a part see --users");
	all_parts(topo);
	port = rowset_find(&topo->ports, &focus->item->ids);
	if (!port)
		return EXIT_OK;
	own = &topo->parts[port - topo->ports.item];
	if (js) {
		json_object(js, NULL);
		topo_json_focus(js, focus);
		json_array(js, "ports");
	} else {
		topo_text_focus(focus);
		table = port_table(1);
		table_head(table, "SHARES", false, true);
	}
	for (i = 0; i < topo->ports.count; i++) {
		port = &topo->ports.item[i];
		parts_shared(own, &topo->parts[i], &both);
		if (!both.count || port->key == focus->item->key)
			continue;
		count++;
		if (js)
			shared_json(js, port, &both);
		else
			shared_text(table, port, &both);
	}
	if (js) {
		json_close(js);
		json_close(js);
	} else if (count) {
		table_print(table);
		out("  ");
		topo_text_count(count, "port");
		out(count == 1 ? " shares" : " share");
		out(" an engine, ELS or laser with it\n");
	} else {
		out("  no other port shares an engine, ELS or laser with it\n");
	}
	table_free(table);
	return EXIT_OK;
}

/* ---- Lasers: where the light comes from ---- */

static const struct {
	const char *head;
	const struct object *obj;
	const char *key;
	bool right;
} laser_columns[] = {
	{ "SLOT", &obj_els, "label", false },
	{ "PRESENT", &obj_els, "present", false },
	{ "STATE", &obj_laser, "state", false },
	{ "FAULT", &obj_laser, "fault", false },
	{ "ROLE", &obj_route, "role", false },
	{ "FIBRE", &obj_route, "fibre_id", true },
	{ "LIT", &obj_route, "lit", false },
	{ "IN mW/dBm", &obj_route, "input_power", true },
};

static void lanes_cell(struct table *table, const struct topo_lanes *lanes)
{
	char buf[128];

	topo_lanes_text(lanes, buf, sizeof(buf));
	table_cell(table, buf, C_NONE);
}

static void laser_text(struct table *table, struct topo *topo,
		       const struct item *route,
		       const struct topo_lanes *lanes)
{
	const struct item *of;
	char path[PATH_LEN];
	unsigned int i;

	path_of(CPO_KIND_LASER, &route->ids, path, sizeof(path));
	table_cell(table, path, C_NONE);
	for (i = 0; i < ARRAY_SIZE(laser_columns); i++) {
		of = laser_columns[i].obj == &obj_els ? topo_els(topo, route) :
		     laser_columns[i].obj == &obj_laser ?
		     topo_laser(topo, route) : route;
		cell_field(table, laser_columns[i].obj, laser_columns[i].key,
			   of);
	}
	lanes_cell(table, lanes);
}

static struct table *laser_table(void)
{
	struct table *table = table_new(ARRAY_SIZE(laser_columns) + 2);
	unsigned int i;

	if (!table)
		abort();
	table_head(table, "LASER", false, false);
	for (i = 0; i < ARRAY_SIZE(laser_columns); i++)
		table_head(table, laser_columns[i].head,
			   laser_columns[i].right, false);
	table_head(table, "LANES", false, true);
	return table;
}

static void laser_json(struct json *js, struct topo *topo,
		       const struct item *route,
		       const struct topo_lanes *lanes)
{
	struct cpo_ids ids = route->ids;
	char path[PATH_LEN];
	unsigned int i;

	json_object(js, NULL);
	topo_json_route(js, topo, route);
	json_array(js, "lane_paths");
	for (i = 0; i < lanes->count; i++) {
		cpo_ids_put(&ids, CPO_ID_ENGINE, lanes->engine);
		cpo_ids_put(&ids, CPO_ID_LANE, lanes->lane[i]);
		path_of(CPO_KIND_LANE, &ids, path, sizeof(path));
		json_str(js, NULL, path);
	}
	json_close(js);
	json_close(js);
}

int topo_lasers(struct topo *topo, const struct topo_focus *focus,
		struct json *js)
{
	struct topo_lanes lanes;
	struct table *table = NULL;
	const struct item *route;
	unsigned int count = 0;
	size_t i;

	if (focus->kind == CPO_KIND_SENSOR)
		return usage_error("a sensor gets no light");
	if (js) {
		json_object(js, NULL);
		topo_json_focus(js, focus);
		json_array(js, "lasers");
	} else {
		topo_text_focus(focus);
		table = laser_table();
	}
	for (i = 0; i < topo->routes.count; i++) {
		route = &topo->routes.item[i];
		if ((focus->kind == CPO_KIND_PORT &&
		     !route_serves(route, focus->item)) ||
		    !topo_touches(topo, route, focus))
			continue;
		count++;
		topo_lanes(topo, route, focus, &lanes);
		if (js)
			laser_json(js, topo, route, &lanes);
		else
			laser_text(table, topo, route, &lanes);
	}
	if (js) {
		json_close(js);
		json_close(js);
	} else if (count) {
		table_print(table);
	} else {
		out("  no laser\n");
	}
	table_free(table);
	return EXIT_OK;
}

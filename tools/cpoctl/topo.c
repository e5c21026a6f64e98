// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* The topology in memory: routes and the objects at both of their ends. */

#include <stdlib.h>
#include <string.h>

#include "topo.h"

static int load_one(struct topo *topo, struct rowset *set,
		    const struct object *obj)
{
	int ret;

	set->obj = obj;
	ret = rowset_dump(set, NULL);
	if (ret)
		return report_errno(ret, obj->plural);
	rowset_sort(set);
	topo->inconsistent |= set->inconsistent;
	return EXIT_OK;
}

int topo_load(struct topo *topo)
{
	int code;

	memset(topo, 0, sizeof(*topo));
	code = devs_load();
	if (!code)
		code = load_one(topo, &topo->els, &obj_els);
	if (!code)
		code = load_one(topo, &topo->lasers, &obj_laser);
	if (!code)
		code = load_one(topo, &topo->ports, &obj_port);
	if (!code)
		code = load_one(topo, &topo->routes, &obj_route);
	return code;
}

void topo_free(struct topo *topo)
{
	rowset_clear(&topo->els);
	rowset_clear(&topo->lasers);
	rowset_clear(&topo->ports);
	rowset_clear(&topo->routes);
	free(topo->parts);
}

struct item *topo_laser(struct topo *topo, const struct item *route)
{
	return rowset_find(&topo->lasers, &route->ids);
}

struct item *topo_els(struct topo *topo, const struct item *of)
{
	if (!cpo_ids_has(&of->ids, CPO_ID_ELS))
		return NULL;
	return rowset_find(&topo->els, &of->ids);
}

struct item *topo_port(struct topo *topo, const struct item *route,
		       uint32_t port)
{
	struct cpo_ids ids = route->ids;

	cpo_ids_put(&ids, CPO_ID_PORT, port);
	return rowset_find(&topo->ports, &ids);
}

bool topo_port_has_lane(const struct item *port, uint32_t engine,
			uint32_t lane)
{
	struct cpo_lane_range range[64];
	int n, i;

	n = cpo_port_get_lane_range(port->row, range, ARRAY_SIZE(range));
	for (i = 0; i < n && i < (int)ARRAY_SIZE(range); i++)
		if (range_has(&range[i], engine, lane))
			return true;
	return false;
}

/* Is a lane of a route part of the focus? */
static bool lane_in_focus(const struct topo_focus *focus, uint32_t engine,
			  uint32_t lane)
{
	switch (focus->kind) {
	case CPO_KIND_PORT:
		return topo_port_has_lane(focus->item, engine, lane);
	case CPO_KIND_LANE:
		return focus->item->ids.id[CPO_ID_ENGINE] == engine &&
		       focus->item->ids.id[CPO_ID_LANE] == lane;
	}
	return true;
}

void topo_lanes(const struct topo *topo, const struct item *route,
		const struct topo_focus *focus, struct topo_lanes *lanes)
{
	struct cpo_lane_range range;
	uint32_t i, lane;

	(void)topo;
	memset(lanes, 0, sizeof(*lanes));
	if (cpo_route_get_lane_range(route->row, &range, 1) < 0)
		return;
	lanes->engine = range.engine;
	for (i = 0; i < range.count; i++) {
		lane = range.first + i * range.stride;
		if (lanes->count < ARRAY_SIZE(lanes->lane) &&
		    lane_in_focus(focus, range.engine, lane))
			lanes->lane[lanes->count++] = lane;
	}
}

void topo_lanes_text(const struct topo_lanes *lanes, char *buf, size_t size)
{
	unsigned int n = lanes->count, i;
	char nums[96] = "";
	bool run = n > 1;
	size_t len = 0;

	for (i = 1; i < n; i++)
		run &= lanes->lane[i] == lanes->lane[i - 1] + 1;
	if (run)
		snprintf(nums, sizeof(nums), "%u-%u", lanes->lane[0],
			 lanes->lane[n - 1]);
	for (i = 0; !run && i < n && len < sizeof(nums); i++)
		len += snprintf(nums + len, sizeof(nums) - len, "%s%u",
				i ? "," : "", lanes->lane[i]);
	snprintf(buf, size, "engine%u/lane%s%s%s", lanes->engine,
		 n > 1 && !run ? "{" : "", nums, n > 1 && !run ? "}" : "");
}

static bool port_on_lanes(const struct item *port,
			  const struct topo_lanes *lanes)
{
	unsigned int i;

	for (i = 0; i < lanes->count; i++)
		if (topo_port_has_lane(port, lanes->engine, lanes->lane[i]))
			return true;
	return false;
}

unsigned int topo_ports(struct topo *topo, const struct item *route,
			const struct topo_focus *focus,
			struct item *port[TOPO_PORTS])
{
	uint64_t id[TOPO_PORTS];
	struct topo_lanes lanes;
	struct item *found;
	unsigned int count = 0;
	int n, i;

	topo_lanes(topo, route, focus, &lanes);
	n = cpo_route_get_port(route->row, id, TOPO_PORTS);
	for (i = 0; i < n && i < TOPO_PORTS; i++) {
		found = topo_port(topo, route, id[i]);
		if (found && (focus->kind != CPO_KIND_LANE ||
			      port_on_lanes(found, &lanes)) &&
		    (focus->kind != CPO_KIND_PORT ||
		     found->key == focus->item->key))
			port[count++] = found;
	}
	return count;
}

bool topo_touches(const struct topo *topo, const struct item *route,
		  const struct topo_focus *focus)
{
	const uint32_t *a = route->ids.id;
	const uint32_t *b = focus->item->ids.id;
	struct topo_lanes lanes;

	if (a[CPO_ID_DEV] != b[CPO_ID_DEV])
		return false;
	switch (focus->kind) {
	case CPO_KIND_DEV:
		return true;
	case CPO_KIND_ENGINE:
		return a[CPO_ID_ENGINE] == b[CPO_ID_ENGINE];
	case CPO_KIND_ELS:
		return cpo_ids_has(&route->ids, CPO_ID_ELS) &&
		       a[CPO_ID_ELS] == b[CPO_ID_ELS];
	case CPO_KIND_LASER:
		return ids_key(CPO_KIND_LASER, &route->ids) ==
		       focus->item->key;
	case CPO_KIND_ROUTE:
		return route->key == focus->item->key;
	}
	topo_lanes(topo, route, focus, &lanes);
	return lanes.count > 0;
}

bool topo_standby(const struct item *route)
{
	uint32_t role;

	return !cpo_route_get_role(route->row, &role) &&
	       role == CPO_ROUTE_ROLE_STANDBY;
}

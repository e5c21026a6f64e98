// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Parts by the names that are printed on the equipment. */

#include <ctype.h>
#include <string.h>

#include "health.h"

void label_text(const char *word, const char *label, uint32_t id, char *buf,
		size_t size)
{
	char clean[24] = "";
	size_t len = strlen(word);
	const char *text = clean;

	text_clean(label ? label : "", clean, sizeof(clean));
	if (!strncasecmp(text, word, len) && isdigit((unsigned char)text[len]))
		text += len;
	if (*text)
		snprintf(buf, size, "%s %s", word, text);
	else
		snprintf(buf, size, "%s with id %u", word, id);
}

static void put_dev(const struct cpo_ids *ids, struct places *at)
{
	dev_name(ids->id[CPO_ID_DEV], at->dev, sizeof(at->dev));
}

static void put_els(struct health *health, const struct cpo_ids *ids,
		    struct places *at)
{
	const struct item *els = rowset_find(&health->set[H_ELS], ids);
	const char *label = NULL;

	if (els)
		cpo_els_get_label(els->row, &label);
	label_text("ELS", label, ids->id[CPO_ID_ELS], at->els,
		   sizeof(at->els));
}

static void put_engine(struct health *health, const struct cpo_ids *ids,
		       struct places *at)
{
	struct item *engine = rowset_find(&health->set[H_ENGINES], ids);
	const char *label = NULL;

	if (engine)
		cpo_engine_get_label(engine->row, &label);
	label_text("engine", label, ids->id[CPO_ID_ENGINE], at->engine,
		   sizeof(at->engine));
}

static void put_port(struct health *health, const struct cpo_ids *ids,
		     struct places *at)
{
	const struct item *port = rowset_find(&health->set[H_PORTS], ids);
	const char *label = NULL, *ifname;
	char clean[24];
	size_t len;

	if (port)
		cpo_port_get_label(port->row, &label);
	label_text("port", label, ids->id[CPO_ID_PORT], at->port,
		   sizeof(at->port));
	if (!port || cpo_port_get_ifname(port->row, &ifname))
		return;
	text_clean(ifname, clean, sizeof(clean));
	len = strlen(at->port);
	snprintf(at->port + len, sizeof(at->port) - len, " (%s)", clean);
}

static void put_sensor(const struct item *sensor, struct places *at)
{
	const char *label;

	if (!cpo_sensor_get_label(sensor->row, &label) && *label)
		text_clean(label, at->sensor, sizeof(at->sensor));
}

/* Does this route bring light to what it is asked for? */
static bool route_feeds(const struct item *route, int kind,
			const struct item *item)
{
	struct cpo_lane_range range;

	if (route->ids.id[CPO_ID_DEV] != item->ids.id[CPO_ID_DEV])
		return false;
	if (kind == CPO_KIND_ROUTE)
		return route->key == item->key;
	if (kind == CPO_KIND_LASER)
		return ids_key(kind, &route->ids) == item->key;
	return kind == CPO_KIND_LANE &&
	       cpo_route_get_lane_range(route->row, &range, 1) >= 0 &&
	       range_has(&range, item->ids.id[CPO_ID_ENGINE],
			 item->ids.id[CPO_ID_LANE]);
}

/* One fibre, or the first of several. */
static void put_fibre(struct health *health, int kind, const struct item *item,
		      struct places *at)
{
	const struct rowset *routes = &health->set[H_ROUTES];
	unsigned int count = 0;
	uint64_t fibre, first = 0;
	size_t i;

	for (i = 0; i < routes->count; i++)
		if (route_feeds(&routes->item[i], kind, item) &&
		    !cpo_route_get_fibre_id(routes->item[i].row, &fibre) &&
		    (!count || fibre != first)) {
			first = count++ ? first : fibre;
		}
	if (count == 1)
		snprintf(at->fibre, sizeof(at->fibre), "fibre %llu",
			 (unsigned long long)first);
	else if (count)
		snprintf(at->fibre, sizeof(at->fibre), "fibre %llu and %u more",
			 (unsigned long long)first, count - 1);
}

/* Ids a row may have beside its own are those of parts it depends on. */
void places_of(struct health *health, int kind, const struct item *item,
	       struct places *at)
{
	const struct cpo_ids *ids = &item->ids;

	memset(at, 0, sizeof(*at));
	put_dev(ids, at);
	path_of(kind, ids, at->path, sizeof(at->path));
	if (cpo_ids_has(ids, CPO_ID_ELS))
		put_els(health, ids, at);
	if (cpo_ids_has(ids, CPO_ID_ENGINE))
		put_engine(health, ids, at);
	if (cpo_ids_has(ids, CPO_ID_PORT))
		put_port(health, ids, at);
	if (cpo_ids_has(ids, CPO_ID_LASER))
		snprintf(at->laser, sizeof(at->laser), "laser %u",
			 ids->id[CPO_ID_LASER]);
	if (kind == CPO_KIND_LANE)
		snprintf(at->lane, sizeof(at->lane), "lane %u of %s",
			 ids->id[CPO_ID_LANE], at->engine);
	if (kind == CPO_KIND_SENSOR)
		put_sensor(item, at);
	/* Light of its own: the engine is where the laser is. */
	if (cpo_ids_has(ids, CPO_ID_LASER) && !at->els[0])
		snprintf(at->els, sizeof(at->els), "%s", at->engine);
	put_fibre(health, kind, item, at);
}

const char *places_name(const struct places *at, int kind)
{
	switch (kind) {
	case CPO_KIND_ENGINE:
		return at->engine;
	case CPO_KIND_ELS:
		return at->els;
	case CPO_KIND_LASER:
		return at->laser;
	case CPO_KIND_LANE:
		return at->lane;
	case CPO_KIND_PORT:
		return at->port;
	case CPO_KIND_ROUTE:
		return at->fibre;
	case CPO_KIND_SENSOR:
		return at->sensor[0] ? at->sensor : "sensor";
	}
	return at->dev;
}

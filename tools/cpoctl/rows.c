// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Sets of rows, the devices of this host, and the paths of objects. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flag.h"
#include "health.h"

/* Of a device, and of the longest path: two words with ten digits each. */
#define NAME_ROOM	32
#define PATH_ROOM	(NAME_ROOM + 1 + 2 * sizeof("/engine4294967295"))

/* Above the device in a key, where a set has objects of several kinds. */
#define KIND_SHIFT	59

/* ---- Identity ---- */

static uint64_t key_of(const struct cpo_ids *ids, enum cpo_id a, enum cpo_id b)
{
	return (uint64_t)ids->id[CPO_ID_DEV] << 32 |
	       (uint64_t)(ids->id[a] & 0xffff) << 16 |
	       (b < CPO_ID_COUNT ? ids->id[b] & 0xffff : 0);
}

static const struct {
	int kind;
	enum cpo_id id;
} object_kinds[] = {
	[CPO_OBJECT_DEV] = { CPO_KIND_DEV, CPO_ID_DEV },
	[CPO_OBJECT_ENGINE] = { CPO_KIND_ENGINE, CPO_ID_ENGINE },
	[CPO_OBJECT_ELS] = { CPO_KIND_ELS, CPO_ID_ELS },
	[CPO_OBJECT_LASER] = { CPO_KIND_LASER, CPO_ID_LASER },
	[CPO_OBJECT_LANE] = { CPO_KIND_LANE, CPO_ID_LANE },
	[CPO_OBJECT_PORT] = { CPO_KIND_PORT, CPO_ID_PORT },
	[CPO_OBJECT_ROUTE] = { CPO_KIND_ROUTE, CPO_ID_ROUTE },
	[CPO_OBJECT_SENSOR] = { CPO_KIND_SENSOR, CPO_ID_SENSOR },
};

int object_kind(uint32_t object)
{
	return object < ARRAY_SIZE(object_kinds) ? object_kinds[object].kind :
						   CPO_KIND_DEV;
}

/*
 * Rows of counters, flags and limits are about a device or an object of it:
 * the last one its ids name. What is not one of these is about the device.
 */
static int about_kind(const struct cpo_row *row, unsigned int attr,
		      const struct cpo_ids *ids)
{
	uint64_t object;

	if (cpo_row_get_uint(row, attr, &object) ||
	    object >= ARRAY_SIZE(object_kinds) ||
	    !cpo_ids_has(ids, object_kinds[object].id))
		return CPO_KIND_DEV;
	return object_kinds[object].kind;
}

uint64_t ids_key(int kind, const struct cpo_ids *ids)
{
	/* A laser in an engine sorts behind those in an ELS. */
	const uint64_t in_engine = 1ull << 63;

	switch (kind) {
	case CPO_KIND_ENGINE:
		return key_of(ids, CPO_ID_ENGINE, CPO_ID_COUNT);
	case CPO_KIND_ELS:
		return key_of(ids, CPO_ID_ELS, CPO_ID_COUNT);
	case CPO_KIND_LASER:
		if (cpo_ids_has(ids, CPO_ID_ELS))
			return key_of(ids, CPO_ID_ELS, CPO_ID_LASER);
		return in_engine | key_of(ids, CPO_ID_ENGINE, CPO_ID_LASER);
	case CPO_KIND_LANE:
		return key_of(ids, CPO_ID_ENGINE, CPO_ID_LANE);
	case CPO_KIND_PORT:
		return key_of(ids, CPO_ID_PORT, CPO_ID_COUNT);
	case CPO_KIND_ROUTE:
		return key_of(ids, CPO_ID_ROUTE, CPO_ID_COUNT);
	case CPO_KIND_SENSOR:
		return key_of(ids, CPO_ID_SENSOR, CPO_ID_COUNT);
	}
	return (uint64_t)ids->id[CPO_ID_DEV] << 32;
}

static uint64_t stats_key(int kind, const struct cpo_ids *ids)
{
	return ids_key(kind, ids) | (uint64_t)kind << KIND_SHIFT;
}

/* "engine" and 3; returns the end. */
static char *put_part(char *to, const char *word, uint32_t num)
{
	to = stpcpy(to, word);
	to += uint_text(num, to);
	*to = '\0';
	return to;
}

static void put_path(int kind, const struct cpo_ids *ids, char *to)
{
	const uint32_t *id = ids->id;

	switch (kind) {
	case CPO_KIND_ENGINE:
		put_part(to, "engine", id[CPO_ID_ENGINE]);
		break;
	case CPO_KIND_ELS:
		put_part(to, "els", id[CPO_ID_ELS]);
		break;
	case CPO_KIND_LASER:
		if (cpo_ids_has(ids, CPO_ID_ELS))
			to = put_part(to, "els", id[CPO_ID_ELS]);
		else
			to = put_part(to, "engine", id[CPO_ID_ENGINE]);
		put_part(to, "/laser", id[CPO_ID_LASER]);
		break;
	case CPO_KIND_LANE:
		to = put_part(to, "engine", id[CPO_ID_ENGINE]);
		put_part(to, "/lane", id[CPO_ID_LANE]);
		break;
	case CPO_KIND_PORT:
		put_part(to, "port", id[CPO_ID_PORT]);
		break;
	case CPO_KIND_ROUTE:
		put_part(to, "route", id[CPO_ID_ROUTE]);
		break;
	case CPO_KIND_SENSOR:
		put_part(to, "sensor", id[CPO_ID_SENSOR]);
		break;
	default:
		dev_name(id[CPO_ID_DEV], to, NAME_ROOM);
	}
}

void short_path(int kind, const struct cpo_ids *ids, char *buf, size_t size)
{
	char room[PATH_ROOM];

	if (size >= sizeof(room)) {
		put_path(kind, ids, buf);
		return;
	}
	put_path(kind, ids, room);
	text_cut(room, strlen(room), buf, size);
}

void path_of(int kind, const struct cpo_ids *ids, char *buf, size_t size)
{
	char room[PATH_ROOM];
	char *path = size < sizeof(room) ? room : buf;
	char *end;

	dev_name(ids->id[CPO_ID_DEV], path, NAME_ROOM);
	if (kind != CPO_KIND_DEV && kind != CPO_KIND_STATS) {
		end = path + strlen(path);
		*end++ = '/';
		put_path(kind, ids, end);
	}
	if (path == room)
		text_cut(room, strlen(room), buf, size);
}

/* ---- Sets ---- */

uint64_t flag_key(int kind, const struct cpo_ids *ids)
{
	return stats_key(kind, ids);
}

uint32_t flag_part(const struct cond *cond)
{
	return cond->code << 16 | (cond->quantity & 0xff) << 8 |
	       (cond->level & 0xff);
}

void flag_cond(uint32_t part, struct cond *cond)
{
	*cond = (struct cond){ part >> 16, part >> 8 & 0xff, part & 0xff };
}

/* Of a row that is about objects of any kind, which one. */
static void item_about(struct item *item)
{
	static const unsigned int attr[CPO_KIND_COUNT] = {
		[CPO_KIND_STATS] = CPO_A_STATS_OBJECT,
		[CPO_KIND_FLAG] = CPO_A_FLAG_OBJECT,
		[CPO_KIND_THRESHOLD] = CPO_A_THRESHOLD_OBJECT,
	};
	int kind = item->kind;
	struct cond cond;

	if (kind < 0 || !attr[kind])
		return;
	item->kind = about_kind(item->row, attr[kind], &item->ids);
	item->key = stats_key(item->kind, &item->ids);
	if (kind == CPO_KIND_FLAG) {
		cond_of(item->row, &cond);
		item->part = flag_part(&cond);
	} else if (kind == CPO_KIND_THRESHOLD) {
		cpo_threshold_get_quantity(item->row, &item->part);
	}
}

int rowset_add(struct rowset *set, struct cpo_row *row)
{
	struct item *more, *item;
	size_t room;

	if (set->count == set->room) {
		room = set->room ? 2 * set->room : 64;
		more = realloc(set->item, room * sizeof(*more));
		if (!more)
			return -ENOMEM;
		set->item = more;
		set->room = room;
	}
	item = &set->item[set->count++];
	memset(item, 0, sizeof(*item));
	item->row = cpo_row_ref(row);
	cpo_row_ids(row, &item->ids);
	item->kind = set->obj->kind;
	item->key = ids_key(set->obj->kind, &item->ids);
	item_about(item);
	return 0;
}

static int item_cmp(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

void rowset_drop(struct item *item)
{
	if (item->found)
		free(item->found->port);
	free(item->found);
	cpo_row_unref(item->row);
	cpo_row_unref(item->stats);
	free(item->lasers);
	free(item->power);
}

/* In natural order, each object once; most sets come like that. */
void rowset_sort(struct rowset *set)
{
	size_t i, n = 0;

	for (i = 1; i < set->count; i++)
		if (item_cmp(&set->item[i], &set->item[i - 1]) <= 0)
			break;
	if (i >= set->count)
		return;
	qsort(set->item, set->count, sizeof(*set->item), item_cmp);
	for (i = 1; i < set->count; i++) {
		if (!item_cmp(&set->item[i], &set->item[n]))
			rowset_drop(&set->item[i]);
		else
			set->item[++n] = set->item[i];
	}
	set->count = n + 1;
}

void rowset_clear(struct rowset *set)
{
	while (set->count)
		rowset_drop(&set->item[--set->count]);
	free(set->item);
	set->item = NULL;
	set->room = 0;
}

static int add_row(struct cpo_row *row, void *arg)
{
	return rowset_add(arg, row);
}

int rowset_dump(struct rowset *set, const struct cpo_ids *filter)
{
	int ret = cpo_dump(ctx, set->obj->kind, filter, add_row, set);

	if (ret > 0)
		set->inconsistent = true;
	return ret < 0 ? ret : 0;
}

int rowset_dump_stats(struct rowset *set, int of, const struct cpo_ids *filter)
{
	int ret = cpo_stats_dump(ctx, of, filter, add_row, set);

	if (ret > 0)
		set->inconsistent = true;
	return ret < 0 ? ret : 0;
}

/* In a sorted set. */
struct item *rowset_find_part(struct rowset *set, uint64_t val, uint32_t part)
{
	struct item key = { .key = val, .part = part };

	if (!set->count)
		return NULL;
	return bsearch(&key, set->item, set->count, sizeof(key), item_cmp);
}

struct item *rowset_find(struct rowset *set, const struct cpo_ids *ids)
{
	return rowset_find_part(set, ids_key(set->obj->kind, ids), 0);
}

struct item *rowset_find_stats(struct rowset *set, int of,
			       const struct cpo_ids *ids)
{
	return rowset_find_part(set, stats_key(of, ids), 0);
}

/* ---- Devices ---- */

static struct rowset dev_set = { .obj = &obj_dev };
static bool dev_loaded;

struct rowset *devs(void)
{
	return &dev_set;
}

/* The name asked for last: it is asked for in every row. */
static struct {
	bool valid;
	uint32_t dev;
	char name[NAME_ROOM];
} last_name;

/* Sensors name their units, and never change them. */
static struct rowset sensor_set = { .obj = &obj_sensor };
static bool sensors_loaded;

void devs_free(void)
{
	last_name.valid = false;
	rowset_clear(&dev_set);
	dev_loaded = false;
	rowset_clear(&sensor_set);
	sensors_loaded = false;
}

void devs_reload(void)
{
	devs_free();
	if (rowset_dump(&dev_set, NULL))
		return;
	rowset_sort(&dev_set);
	dev_loaded = true;
}

int devs_load(void)
{
	int ret;

	if (dev_loaded)
		return EXIT_OK;
	ret = rowset_dump(&dev_set, NULL);
	if (ret)
		return report_errno(ret, "devices");
	if (!dev_set.count)
		return report(EXIT_NOT_FOUND,
			      "is the driver bound, in this network namespace?",
			      "no CPO device");
	rowset_sort(&dev_set);
	dev_loaded = true;
	return EXIT_OK;
}

const struct cpo_row *dev_row(uint32_t dev)
{
	struct cpo_ids ids = { 0 };
	struct item *item;

	cpo_ids_put(&ids, CPO_ID_DEV, dev);
	item = rowset_find(&dev_set, &ids);
	return item ? item->row : NULL;
}

const struct cpo_row *sensor_row(const struct cpo_ids *ids)
{
	struct item *item;

	/* Without any, units are not known. */
	if (!sensors_loaded)
		rowset_dump(&sensor_set, NULL);
	if (!sensors_loaded)
		rowset_sort(&sensor_set);
	sensors_loaded = true;
	item = rowset_find(&sensor_set, ids);
	return item ? item->row : NULL;
}

/* Also without what JSON would escape: it is part of every path. */
static void name_clean(const char *name, char *to)
{
	text_clean(name, to, NAME_ROOM);
	for (; *to; to++)
		if (*to == '"' || *to == '\\')
			*to = '?';
}

void dev_name(uint32_t dev, char *buf, size_t size)
{
	const struct cpo_row *row;
	const char *name;

	if (!last_name.valid || last_name.dev != dev) {
		row = dev_row(dev);
		if (row && !cpo_dev_get_name(row, &name))
			name_clean(name, last_name.name);
		else
			snprintf(last_name.name, sizeof(last_name.name),
				 "cpo%u", dev);
		last_name.dev = dev;
		last_name.valid = dev_loaded;
	}
	text_cut(last_name.name, strlen(last_name.name), buf, size);
}

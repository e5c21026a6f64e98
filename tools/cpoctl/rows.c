// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Sets of rows, the devices of this host, and the paths of objects. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

/* ---- Identity ---- */

static uint64_t key_of(const struct cpo_ids *ids, enum cpo_id a, enum cpo_id b)
{
	return (uint64_t)ids->id[CPO_ID_DEV] << 32 |
	       (uint64_t)(ids->id[a] & 0xffff) << 16 |
	       (b < CPO_ID_COUNT ? ids->id[b] & 0xffff : 0);
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
	}
	return (uint64_t)ids->id[CPO_ID_DEV] << 32;
}

void short_path(int kind, const struct cpo_ids *ids, char *buf, size_t size)
{
	const uint32_t *id = ids->id;

	switch (kind) {
	case CPO_KIND_ENGINE:
		snprintf(buf, size, "engine%u", id[CPO_ID_ENGINE]);
		break;
	case CPO_KIND_ELS:
		snprintf(buf, size, "els%u", id[CPO_ID_ELS]);
		break;
	case CPO_KIND_LASER:
		if (cpo_ids_has(ids, CPO_ID_ELS))
			snprintf(buf, size, "els%u/laser%u", id[CPO_ID_ELS],
				 id[CPO_ID_LASER]);
		else
			snprintf(buf, size, "engine%u/laser%u",
				 id[CPO_ID_ENGINE], id[CPO_ID_LASER]);
		break;
	case CPO_KIND_LANE:
		snprintf(buf, size, "engine%u/lane%u", id[CPO_ID_ENGINE],
			 id[CPO_ID_LANE]);
		break;
	case CPO_KIND_PORT:
		snprintf(buf, size, "port%u", id[CPO_ID_PORT]);
		break;
	case CPO_KIND_ROUTE:
		snprintf(buf, size, "route%u", id[CPO_ID_ROUTE]);
		break;
	default:
		dev_name(id[CPO_ID_DEV], buf, size);
	}
}

void path_of(int kind, const struct cpo_ids *ids, char *buf, size_t size)
{
	size_t len;

	dev_name(ids->id[CPO_ID_DEV], buf, size);
	if (kind == CPO_KIND_DEV)
		return;
	len = strlen(buf);
	if (len + 1 >= size)
		return;
	buf[len++] = '/';
	short_path(kind, ids, buf + len, size - len);
}

/* ---- Sets ---- */

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
	item->key = ids_key(set->obj->kind, &item->ids);
	return 0;
}

static int item_cmp(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

static void item_drop(struct item *item)
{
	cpo_row_unref(item->row);
	free(item->lasers);
}

/* In natural order, each object once. */
void rowset_sort(struct rowset *set)
{
	size_t i, n = 0;

	if (!set->count)
		return;
	qsort(set->item, set->count, sizeof(*set->item), item_cmp);
	for (i = 1; i < set->count; i++) {
		if (set->item[i].key == set->item[n].key)
			item_drop(&set->item[i]);
		else
			set->item[++n] = set->item[i];
	}
	set->count = n + 1;
}

void rowset_clear(struct rowset *set)
{
	while (set->count)
		item_drop(&set->item[--set->count]);
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

/* In a sorted set. */
struct item *rowset_find(struct rowset *set, const struct cpo_ids *ids)
{
	struct item key = { .key = ids_key(set->obj->kind, ids) };

	if (!set->count)
		return NULL;
	return bsearch(&key, set->item, set->count, sizeof(key), item_cmp);
}

/* ---- Devices ---- */

static struct rowset dev_set = { .obj = &obj_dev };
static bool dev_loaded;

struct rowset *devs(void)
{
	return &dev_set;
}

void devs_free(void)
{
	rowset_clear(&dev_set);
	dev_loaded = false;
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

void dev_name(uint32_t dev, char *buf, size_t size)
{
	const struct cpo_row *row = dev_row(dev);
	const char *name;

	if (row && !cpo_dev_get_name(row, &name))
		text_clean(name, buf, size);
	else
		snprintf(buf, size, "cpo%u", dev);
}

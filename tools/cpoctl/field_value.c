// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Values of fields: what text and JSON need alike. */

#include <inttypes.h>

#include "field.h"

/* ---- Attributes ---- */

int get_uint(const struct field *f, const struct item *item, uint64_t *val)
{
	if (f->sub)
		return cpo_row_get_sub_uint(item->row, f->attr, f->sub, val);
	return cpo_row_get_uint(item->row, f->attr, val);
}

bool get_flag(const struct field *f, const struct item *item, bool *val)
{
	if (!f->sub)
		return !cpo_row_get_flag(item->row, f->attr, val);
	return !cpo_row_get_sub_flag(item->row, f->attr, f->sub, val);
}

int get_list(const struct field *f, const struct item *item, uint64_t *val)
{
	int n = cpo_row_get_list(item->row, f->attr, val, LIST_MAX);

	return n > LIST_MAX ? LIST_MAX : n;
}

/* Bins behind those that are defined mean nothing. */
int get_bins(const struct field *f, const struct item *item, uint64_t *val)
{
	int n = cpo_row_get_sub_list(item->row, f->attr, f->sub, val, FEC_BINS);

	return n > FEC_BINS ? FEC_BINS : n;
}

int get_ranges(const struct field *f, const struct item *item,
	       struct cpo_lane_range *val)
{
	int n = cpo_row_get_ranges(item->row, f->attr, val, RANGES_MAX);

	return n > RANGES_MAX ? RANGES_MAX : n;
}

/* ---- Words ---- */

void enum_text(enum cpo_enum which, uint64_t val, char *buf, size_t size)
{
	const char *name = cpo_enum_name(which, val);
	bool numeric = opt.numeric && !opt.json;

	if (name && !numeric)
		snprintf(buf, size, "%s", name);
	else if (numeric)
		snprintf(buf, size, "%" PRIu64, val);
	else
		snprintf(buf, size, "unknown(%" PRIu64 ")", val);
}

void enum_json(struct json *js, const char *key, enum cpo_enum which,
	       uint64_t val)
{
	const char *name = cpo_enum_name(which, val);
	char buf[48];

	if (!name)
		snprintf(buf, sizeof(buf), "unknown(%" PRIu64 ")", val);
	json_word(js, key, name ? name : buf);
}

void flag_name(enum cpo_enum which, uint64_t bit, char *buf, size_t size)
{
	const char *name = cpo_enum_name(which, bit);

	if (name)
		snprintf(buf, size, "%s", name);
	else
		snprintf(buf, size, "unknown(0x%" PRIx64 ")", bit);
}

/* ---- Lanes ---- */

bool range_has(const struct cpo_lane_range *range, uint32_t engine,
	       uint32_t lane)
{
	uint32_t step = lane - range->first;

	return range->engine == engine && lane >= range->first &&
	       step % range->stride == 0 && step / range->stride < range->count;
}

void ranges_text(const struct cpo_lane_range *range, char *buf, size_t size)
{
	uint32_t last = range->first;
	int len;

	if (range->count)
		last += (range->count - 1) * range->stride;
	len = snprintf(buf, size, "engine%u/lane%u", range->engine,
		       range->first);
	if (range->count > 1)
		len += snprintf(buf + len, size - len, "-%u", last);
	if (range->count > 1 && range->stride > 1)
		snprintf(buf + len, size - len, ":%u", range->stride);
}

/* ---- Related objects ---- */

static const enum cpo_id kind_id[] = {
	[CPO_KIND_DEV] = CPO_ID_DEV,
	[CPO_KIND_ENGINE] = CPO_ID_ENGINE,
	[CPO_KIND_ELS] = CPO_ID_ELS,
	[CPO_KIND_LASER] = CPO_ID_LASER,
	[CPO_KIND_LANE] = CPO_ID_LANE,
	[CPO_KIND_PORT] = CPO_ID_PORT,
	[CPO_KIND_ROUTE] = CPO_ID_ROUTE,
	[CPO_KIND_SENSOR] = CPO_ID_SENSOR,
};

bool ref_ids(const struct field *f, const struct item *item,
	     struct cpo_ids *ids)
{
	*ids = item->ids;
	return cpo_ids_has(ids, kind_id[f->ref]);
}

void ref_nth(const struct field *f, const struct item *item, uint64_t id,
	     struct cpo_ids *ids)
{
	*ids = item->ids;
	cpo_ids_put(ids, kind_id[f->ref], id);
}

/* Counters are about objects of several kinds. */
int path_kind(const struct field *f, const struct item *item)
{
	return f->ref == CPO_KIND_STATS ? item->kind : f->ref;
}

void found_port_path(const struct item *item, unsigned int i, char *buf,
		     size_t size)
{
	struct cpo_ids ids = item->ids;

	cpo_ids_put(&ids, CPO_ID_PORT, item->found->port[i]);
	path_of(CPO_KIND_PORT, &ids, buf, size);
}

/* ---- Of some objects only ---- */

bool sensor_is(const struct item *item, uint32_t kind)
{
	uint32_t val;

	return !cpo_sensor_get_kind(item->row, &val) && val == kind;
}

bool get_calc(const struct field *f, const struct item *item, uint64_t *val)
{
	if (!item->power || !(item->power->known & 1u << f->ref))
		return false;
	*val = item->power->val[f->ref];
	return true;
}

/* How the value of a flag, or a limit, is written. */
bool limit_form(const struct item *item, struct form *form)
{
	struct cond cond;

	if (cpo_row_kind(item->row) == CPO_KIND_THRESHOLD) {
		quantity_form(item->part, &item->ids, form);
		return true;
	}
	cond_of(item->row, &cond);
	return cond_form(&cond, &item->ids, form);
}

bool get_limit(const struct field *f, const struct item *item,
	       struct form *form, int64_t *val)
{
	return !cpo_row_get_sint(item->row, f->attr, val) &&
	       limit_form(item, form) && (form->sign || *val >= 0);
}

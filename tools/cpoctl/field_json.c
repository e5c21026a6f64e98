// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Fields as JSON. */

#include "field.h"

void json_text(struct json *js, const char *key, const struct field *f,
	       const struct item *item)
{
	char buf[256];

	if (field_text(f, item, buf, sizeof(buf)))
		json_str(js, key, buf);
}

void json_exact(struct json *js, const char *key, const struct field *f,
		const struct item *item)
{
	char buf[64];

	if (field_exact(f, item, buf, sizeof(buf)))
		json_number(js, key, buf);
}

/* Most values are plain numbers. */
void json_plain(struct json *js, const char *key, const struct field *f,
		const struct item *item)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return;
	if (f->exp)
		json_decimal(js, key, false, val, f->exp);
	else
		json_uint(js, key, val);
}

void json_signed(struct json *js, const char *key, const struct field *f,
		 const struct item *item)
{
	int64_t val;

	if (cpo_row_get_sint(item->row, f->attr, &val))
		return;
	if (f->exp)
		json_decimal(js, key, val < 0, val < 0 ? -(uint64_t)val :
			     (uint64_t)val, f->exp);
	else
		json_sint(js, key, val);
}

void json_path(struct json *js, const char *key, const struct field *f,
	       const struct item *item)
{
	char path[PATH_LEN];

	path_of(path_kind(f, item), &item->ids, path, sizeof(path));
	json_word(js, key, path);
}

void json_dev(struct json *js, const char *key, const struct field *f,
	      const struct item *item)
{
	char name[PATH_LEN];

	(void)f;
	dev_name(item->ids.id[CPO_ID_DEV], name, sizeof(name));
	json_word(js, key, name);
}

void json_enum(struct json *js, const char *key, const struct field *f,
	       const struct item *item)
{
	uint64_t val;

	if (!get_uint(f, item, &val))
		enum_json(js, key, f->ref, val);
}

void json_flags(struct json *js, const char *key, const struct field *f,
		const struct item *item)
{
	const char *name;
	char word[48];
	uint64_t val;

	if (get_uint(f, item, &val))
		return;
	json_array(js, key);
	for (; val; val &= val - 1) {
		name = cpo_enum_name(f->ref, val & (~val + 1));
		if (!name)
			flag_name(f->ref, val & (~val + 1), word, sizeof(word));
		json_word(js, NULL, name ? name : word);
	}
	json_close(js);
}

void json_yes(struct json *js, const char *key, const struct field *f,
	      const struct item *item)
{
	uint64_t val;

	if (!get_uint(f, item, &val))
		json_bool(js, key, val);
}

void json_flag(struct json *js, const char *key, const struct field *f,
	       const struct item *item)
{
	bool val;

	if (get_flag(f, item, &val))
		json_bool(js, key, val);
}

void json_list(struct json *js, const char *key, const struct field *f,
	       const struct item *item)
{
	uint64_t val[LIST_MAX];
	char buf[64];
	int n, i;

	n = get_list(f, item, val);
	if (n < 0)
		return;
	json_array(js, key);
	for (i = 0; i < n; i++) {
		decimal_text(false, val[i], f->exp, buf, sizeof(buf));
		json_number(js, NULL, buf);
	}
	json_close(js);
}

void json_refs(struct json *js, const char *key, const struct field *f,
	       const struct item *item)
{
	uint64_t val[LIST_MAX];
	struct cpo_ids ids;
	char path[PATH_LEN];
	int n, i;

	n = get_list(f, item, val);
	if (n < 0)
		return;
	json_array(js, key);
	for (i = 0; i < n; i++) {
		ref_nth(f, item, val[i], &ids);
		path_of(f->ref, &ids, path, sizeof(path));
		json_word(js, NULL, path);
	}
	json_close(js);
}

void json_ranges(struct json *js, const char *key, const struct field *f,
		 const struct item *item)
{
	struct cpo_lane_range range[RANGES_MAX];
	int n = get_ranges(f, item, range);
	int i;

	if (n < 0)
		return;
	json_array(js, key);
	for (i = 0; i < n; i++) {
		json_object(js, NULL);
		json_uint(js, "engine_id", range[i].engine);
		json_uint(js, "first", range[i].first);
		json_uint(js, "count", range[i].count);
		json_uint(js, "stride", range[i].stride);
		json_close(js);
	}
	json_close(js);
}

static void json_range_lanes(struct json *js, const struct item *item,
			     const struct cpo_lane_range *range)
{
	struct cpo_ids ids = item->ids;
	char path[PATH_LEN];
	uint32_t k;

	for (k = 0; k < range->count; k++) {
		cpo_ids_put(&ids, CPO_ID_ENGINE, range->engine);
		cpo_ids_put(&ids, CPO_ID_LANE, range->first +
			    k * range->stride);
		path_of(CPO_KIND_LANE, &ids, path, sizeof(path));
		json_word(js, NULL, path);
	}
}

void json_lanes(struct json *js, const char *key, const struct field *f,
		const struct item *item)
{
	struct cpo_lane_range range[RANGES_MAX];
	int n = get_ranges(f, item, range);
	int i;

	if (n < 0)
		return;
	json_array(js, key);
	for (i = 0; i < n; i++)
		json_range_lanes(js, item, &range[i]);
	json_close(js);
}

void json_ref(struct json *js, const char *key, const struct field *f,
	      const struct item *item)
{
	char path[PATH_LEN];
	struct cpo_ids ids;

	if (!ref_ids(f, item, &ids))
		return;
	path_of(f->ref, &ids, path, sizeof(path));
	json_word(js, key, path);
}

void json_lasers(struct json *js, const char *key, const struct field *f,
		 const struct item *item)
{
	unsigned int i;
	uint64_t val;

	(void)f;
	if (!item->lasers)
		return;
	json_object(js, key);
	for (i = 0; !cpo_enum_value(CPO_ENUM_LASER_STATE, i, &val); i++)
		if (item->lasers[i])
			json_uint(js, cpo_enum_name(CPO_ENUM_LASER_STATE, val),
				  item->lasers[i]);
	json_close(js);
}

void json_buckets(struct json *js, const char *key, const struct field *f,
		  const struct item *item)
{
	struct cpo_bucket bucket[LIST_MAX];
	int n = cpo_row_get_buckets(item->row, f->attr, bucket, LIST_MAX);
	int i;

	if (n < 0)
		return;
	json_array(js, key);
	for (i = 0; i < n && i < LIST_MAX; i++) {
		json_object(js, NULL);
		if (bucket[i].below_us != CPO_BUCKET_LAST)
			json_uint(js, "below_us", bucket[i].below_us);
		json_uint(js, "count", bucket[i].count);
		json_close(js);
	}
	json_close(js);
}

void json_counters(struct json *js, const char *key, const struct field *f,
		   const struct item *item)
{
	struct cpo_counter counter[LIST_MAX];
	int n = cpo_row_get_counters(item->row, f->attr, counter, LIST_MAX);
	char label[64];
	int i;

	if (n < 0)
		return;
	json_array(js, key);
	for (i = 0; i < n && i < LIST_MAX; i++) {
		text_clean(counter[i].label, label, sizeof(label));
		json_object(js, NULL);
		json_str(js, "label", label);
		json_uint(js, "value", counter[i].value);
		json_close(js);
	}
	json_close(js);
}

void json_histogram(struct json *js, const char *key, const struct field *f,
		    const struct item *item)
{
	uint64_t val[FEC_BINS];
	int n = get_bins(f, item, val);
	int i;

	if (n < 0)
		return;
	json_array(js, key);
	for (i = 0; i < n; i++)
		json_uint(js, NULL, val[i]);
	json_close(js);
}

void json_windows(struct json *js, const char *key, const struct field *f,
		  const struct item *item)
{
	(void)f;
	windows_json(js, key, item->row);
}

void json_calc_flag(struct json *js, const char *key, const struct field *f,
		    const struct item *item)
{
	(void)f;
	if (item->power)
		json_bool(js, key, item->power->stale);
}

void json_found(struct json *js, const char *key, const struct field *f,
		const struct item *item)
{
	char buf[FOUND_WORDS];

	if (found_word(item, f->ref, buf, sizeof(buf)))
		json_str(js, key, buf);
}

void json_found_severity(struct json *js, const char *key,
			 const struct field *f, const struct item *item)
{
	enum_json(js, key, f->ref, item->found->severity);
}

void json_found_flag(struct json *js, const char *key, const struct field *f,
		     const struct item *item)
{
	(void)f;
	json_bool(js, key, item->found->stale);
}

void json_found_ports(struct json *js, const char *key, const struct field *f,
		      const struct item *item)
{
	char path[PATH_LEN];
	unsigned int i;

	(void)f;
	json_array(js, key);
	for (i = 0; i < item->found->ports; i++) {
		found_port_path(item, i, path, sizeof(path));
		json_word(js, NULL, path);
	}
	json_close(js);
}

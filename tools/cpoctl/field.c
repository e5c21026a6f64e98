// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Fields: from an attribute to text and to JSON, driven by the tables. */

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "health.h"
#include "quantity.h"

#define LIST_MAX	64
#define RANGES_MAX	64
#define FEC_BINS	16

#define LIGHT_M_PER_S	299792458.0

/* ---- Attributes ---- */

static int get_uint(const struct field *f, const struct item *item,
		    uint64_t *val)
{
	if (f->sub)
		return cpo_row_get_sub_uint(item->row, f->attr, f->sub, val);
	return cpo_row_get_uint(item->row, f->attr, val);
}

static int get_str(const struct field *f, const struct item *item, char *buf,
		   size_t size)
{
	const char *val;
	int ret;

	if (f->sub)
		ret = cpo_row_get_sub_str(item->row, f->attr, f->sub, &val);
	else
		ret = cpo_row_get_str(item->row, f->attr, &val);
	if (!ret)
		text_clean(val, buf, size);
	return ret;
}

static int get_list(const struct field *f, const struct item *item,
		    uint64_t *val)
{
	int n = cpo_row_get_list(item->row, f->attr, val, LIST_MAX);

	return n > LIST_MAX ? LIST_MAX : n;
}

/* Bins behind those that are defined mean nothing. */
static int get_bins(const struct field *f, const struct item *item,
		    uint64_t *val)
{
	int n = cpo_row_get_sub_list(item->row, f->attr, f->sub, val, FEC_BINS);

	return n > FEC_BINS ? FEC_BINS : n;
}

static int get_ranges(const struct field *f, const struct item *item,
		      struct cpo_lane_range *val)
{
	int n = cpo_row_get_ranges(item->row, f->attr, val, RANGES_MAX);

	return n > RANGES_MAX ? RANGES_MAX : n;
}

/* Add a word to a list in @buf. */
static void list_add(char *buf, size_t size, const char *word)
{
	size_t len = strlen(buf);

	snprintf(buf + len, size - len, "%s%s", len ? "," : "", word);
}

/* ---- Words ---- */

void enum_text(enum cpo_enum which, uint64_t val, char *buf, size_t size)
{
	const char *name = cpo_enum_name(which, val);

	if (name && !opt.numeric)
		snprintf(buf, size, "%s", name);
	else if (opt.numeric)
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

static void flag_name(enum cpo_enum which, uint64_t bit, char *buf,
		      size_t size)
{
	const char *name = cpo_enum_name(which, bit);

	if (name)
		snprintf(buf, size, "%s", name);
	else
		snprintf(buf, size, "unknown(0x%" PRIx64 ")", bit);
}

static void flags_text(enum cpo_enum which, uint64_t val, char *buf,
		       size_t size)
{
	char word[48];
	uint64_t bit;

	buf[0] = '\0';
	if (opt.numeric) {
		snprintf(buf, size, "0x%" PRIx64, val);
		return;
	}
	for (bit = 1; bit && bit <= val; bit <<= 1) {
		if (!(val & bit))
			continue;
		flag_name(which, bit, word, sizeof(word));
		list_add(buf, size, word);
	}
	if (!val)
		snprintf(buf, size, "none");
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

static bool ref_ids(const struct field *f, const struct item *item,
		    struct cpo_ids *ids)
{
	*ids = item->ids;
	return cpo_ids_has(ids, kind_id[f->ref]);
}

static void ref_nth(const struct field *f, const struct item *item,
		    uint64_t id, struct cpo_ids *ids)
{
	*ids = item->ids;
	cpo_ids_put(ids, kind_id[f->ref], id);
}

/* ---- Lasers of an ELS, counted ---- */

static void lasers_text(const struct item *item, char *buf, size_t size)
{
	char word[48];
	unsigned int i;
	uint64_t val;

	buf[0] = '\0';
	for (i = 0; !cpo_enum_value(CPO_ENUM_LASER_STATE, i, &val); i++) {
		if (!item->lasers[i])
			continue;
		snprintf(word, sizeof(word), "%u %s", item->lasers[i],
			 cpo_enum_name(CPO_ENUM_LASER_STATE, val));
		list_add(buf, size, word);
	}
}

/* ---- Text ---- */

/* Counters are about objects of several kinds. */
static int path_kind(const struct field *f, const struct item *item)
{
	return f->ref == CPO_KIND_STATS ? item->kind : f->ref;
}

static bool text_path(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	path_of(path_kind(f, item), &item->ids, buf, size);
	return true;
}

static bool text_dev(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	(void)f;
	dev_name(item->ids.id[CPO_ID_DEV], buf, size);
	return true;
}

static bool text_handle(const struct field *f, const struct item *item,
			char *buf, size_t size)
{
	const char *bus, *name;
	char raw[128];

	(void)f;
	if (cpo_dev_get_bus_name(item->row, &bus) ||
	    cpo_dev_get_dev_name(item->row, &name))
		return false;
	snprintf(raw, sizeof(raw), "%s/%s", bus, name);
	text_clean(raw, buf, size);
	return true;
}

static bool text_uint(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	if (f->exp)
		snprintf(buf, size, "%.*f", f->digits, val * pow(10, f->exp));
	else
		snprintf(buf, size, "%" PRIu64, val);
	return true;
}

static bool text_sint(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	int64_t val;

	if (cpo_row_get_sint(item->row, f->attr, &val))
		return false;
	if (f->exp)
		snprintf(buf, size, "%.*f", f->digits, val * pow(10, f->exp));
	else
		snprintf(buf, size, "%" PRId64, val);
	return true;
}

static bool text_str(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	return !get_str(f, item, buf, size) && buf[0];
}

static bool text_enum(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	enum_text(f->ref, val, buf, size);
	return true;
}

static bool text_flags(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	flags_text(f->ref, f->mask ? val & f->mask : val, buf, size);
	return true;
}

static bool text_bool(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	snprintf(buf, size, val ? "yes" : "no");
	return true;
}

static bool get_flag(const struct field *f, const struct item *item, bool *val)
{
	if (!f->sub)
		return !cpo_row_get_flag(item->row, f->attr, val);
	return !cpo_row_get_sub_flag(item->row, f->attr, f->sub, val);
}

static bool text_flag(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	bool val;

	if (!get_flag(f, item, &val))
		return false;
	snprintf(buf, size, val ? "yes" : "no");
	return true;
}

static bool text_dbm(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	if (!dbm_text(val, f->digits, buf, size))
		snprintf(buf, size, "dark");
	return true;
}

static bool text_light(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	light_text(val, buf, size);
	return true;
}

static bool text_nm(const struct field *f, const struct item *item, char *buf,
		    size_t size)
{
	uint64_t mhz;

	if (get_uint(f, item, &mhz) || !mhz)
		return false;
	snprintf(buf, size, "%.*f", f->digits, LIGHT_M_PER_S * 1e3 / mhz);
	return true;
}

static bool text_ber(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	ber_short(val, buf, size);
	return true;
}

static bool text_speed(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	uint64_t mbps;

	if (get_uint(f, item, &mbps))
		return false;
	if (mbps % 1000)
		snprintf(buf, size, "%" PRIu64 "M", mbps);
	else
		snprintf(buf, size, "%" PRIu64 "G", mbps / 1000);
	return true;
}

static void rate_text(uint64_t mbps, char *buf, size_t size)
{
	snprintf(buf, size, "%.*fG", mbps % 1000 != 0, mbps / 1e3);
}

/* Of traffic, which is never a round number. */
static bool text_rate(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t mbps;

	if (get_uint(f, item, &mbps))
		return false;
	rate_text(mbps, buf, size);
	return true;
}

/* "3/4"; in full precision and in JSON just the 3. */
static bool text_of(const struct field *f, const struct item *item, char *buf,
		    size_t size)
{
	uint64_t val, all;

	if (get_uint(f, item, &val))
		return false;
	if (cpo_row_get_uint(item->row, f->ref, &all))
		snprintf(buf, size, "%" PRIu64, val);
	else
		snprintf(buf, size, "%" PRIu64 "/%" PRIu64, val, all);
	return true;
}

static bool text_list(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t val[LIST_MAX];
	char word[48];
	int n, i;

	n = get_list(f, item, val);
	buf[0] = '\0';
	for (i = 0; i < n; i++) {
		decimal_text(false, val[i], f->exp, word, sizeof(word));
		list_add(buf, size, word);
	}
	return n > 0;
}

/* As a selector takes it: "port24", "port0-3", "port{0-3,8}". */
static bool text_refs(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t val[LIST_MAX];
	char nums[256] = "";
	char word[48];
	bool many;
	int n, i, j;

	n = get_list(f, item, val);
	for (i = 0; i < n; i = j) {
		for (j = i + 1; j < n && val[j] == val[j - 1] + 1; j++)
			;
		if (j - i > 1)
			snprintf(word, sizeof(word), "%" PRIu64 "-%" PRIu64,
				 val[i], val[j - 1]);
		else
			snprintf(word, sizeof(word), "%" PRIu64, val[i]);
		list_add(nums, sizeof(nums), word);
	}
	many = strchr(nums, ',');
	snprintf(buf, size, "%s%s%s%s", cpo_kind_name(f->ref),
		 many ? "{" : "", nums, many ? "}" : "");
	return n > 0;
}

static bool text_ranges(const struct field *f, const struct item *item,
			char *buf, size_t size)
{
	struct cpo_lane_range range[RANGES_MAX];
	char word[64];
	int n, i;

	n = get_ranges(f, item, range);
	buf[0] = '\0';
	for (i = 0; i < n; i++) {
		ranges_text(&range[i], word, sizeof(word));
		list_add(buf, size, word);
	}
	return n > 0;
}

static bool text_ref(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	struct cpo_ids ids;

	if (!ref_ids(f, item, &ids))
		return false;
	short_path(f->ref, &ids, buf, size);
	return true;
}

static bool text_lasers(const struct field *f, const struct item *item,
			char *buf, size_t size)
{
	(void)f;
	if (!item->lasers)
		return false;
	lasers_text(item, buf, size);
	return buf[0];
}

/* ---- Sensors ---- */

static bool sensor_is(const struct item *item, uint32_t kind)
{
	uint32_t val;

	return !cpo_sensor_get_kind(item->row, &val) && val == kind;
}

static bool text_leak(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	int64_t val;

	(void)f;
	if (!sensor_is(item, CPO_SENSOR_KIND_LEAK) ||
	    cpo_sensor_get_value(item->row, &val))
		return false;
	snprintf(buf, size, val ? "wet" : "dry");
	return true;
}

/* The value of a sensor of any kind, with its unit. */
static bool text_reading(const struct field *f, const struct item *item,
			 char *buf, size_t size)
{
	static const struct {
		int exp;
		int digits;
		const char *unit;
	} how[] = {
		[CPO_SENSOR_KIND_TEMPERATURE] = { -3, 1, "C" },
		[CPO_SENSOR_KIND_RAIL] = { -6, 3, "V" },
		[CPO_SENSOR_KIND_POWER] = { -3, 1, "W" },
		[CPO_SENSOR_KIND_FLOW] = { -3, 2, "l/min" },
	};
	const char *unit = "";
	char clean[16];
	uint32_t kind;
	int64_t val;

	if (text_leak(f, item, buf, size))
		return true;
	if (cpo_sensor_get_value(item->row, &val))
		return false;
	if (!cpo_sensor_get_kind(item->row, &kind) &&
	    kind < ARRAY_SIZE(how) && how[kind].unit) {
		snprintf(buf, size, "%.*f %s", how[kind].digits,
			 val * pow(10, how[kind].exp), how[kind].unit);
		return true;
	}
	cpo_sensor_get_unit(item->row, &unit);
	text_clean(unit, clean, sizeof(clean));
	snprintf(buf, size, "%" PRId64 "%s%s", val, *clean ? " " : "", clean);
	return true;
}

/* What a sensor belongs to; "-" for the device itself. */
static bool text_part(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t asic;

	(void)f;
	if (cpo_ids_has(&item->ids, CPO_ID_ENGINE))
		short_path(CPO_KIND_ENGINE, &item->ids, buf, size);
	else if (cpo_ids_has(&item->ids, CPO_ID_ELS))
		short_path(CPO_KIND_ELS, &item->ids, buf, size);
	else if (!cpo_sensor_get_asic(item->row, &asic))
		snprintf(buf, size, "asic%" PRIu64, asic);
	else
		return false;
	return true;
}

/* ---- Counters ---- */

static bool text_buckets(const struct field *f, const struct item *item,
			 char *buf, size_t size)
{
	struct cpo_bucket bucket[LIST_MAX];
	char word[64];
	int n, i;

	n = cpo_row_get_buckets(item->row, f->attr, bucket, LIST_MAX);
	buf[0] = '\0';
	for (i = 0; i < n && i < LIST_MAX; i++) {
		if (bucket[i].below_us == CPO_BUCKET_LAST)
			snprintf(word, sizeof(word), "more:%" PRIu64,
				 bucket[i].count);
		else
			snprintf(word, sizeof(word), "<%" PRIu64 ":%" PRIu64,
				 bucket[i].below_us, bucket[i].count);
		list_add(buf, size, word);
	}
	return n > 0;
}

static bool text_counters(const struct field *f, const struct item *item,
			  char *buf, size_t size)
{
	struct cpo_counter counter[LIST_MAX];
	char label[64], word[96];
	int n, i;

	n = cpo_row_get_counters(item->row, f->attr, counter, LIST_MAX);
	buf[0] = '\0';
	for (i = 0; i < n && i < LIST_MAX; i++) {
		text_clean(counter[i].label, label, sizeof(label));
		snprintf(word, sizeof(word), "%s:%" PRIu64, label,
			 counter[i].value);
		list_add(buf, size, word);
	}
	return n > 0;
}

static bool text_histogram(const struct field *f, const struct item *item,
			   char *buf, size_t size)
{
	uint64_t val[FEC_BINS];
	char word[48];
	int n, i;

	n = get_bins(f, item, val);
	buf[0] = '\0';
	for (i = 0; i < n; i++) {
		snprintf(word, sizeof(word), "%d:%" PRIu64, i, val[i]);
		list_add(buf, size, word);
	}
	return n > 0;
}

static bool text_windows(const struct field *f, const struct item *item,
			 char *buf, size_t size)
{
	(void)f;
	return windows_text(item->row, buf, size);
}

/* ---- Computed ---- */

static bool get_calc(const struct field *f, const struct item *item,
		     uint64_t *val)
{
	if (!item->power || !(item->power->known & 1u << f->ref))
		return false;
	*val = item->power->val[f->ref];
	return true;
}

static bool text_calc(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t val;

	if (!get_calc(f, item, &val))
		return false;
	snprintf(buf, size, "%.*f", f->digits, val * pow(10, f->exp));
	return true;
}

static bool exact_calc(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	uint64_t val;

	if (!get_calc(f, item, &val))
		return false;
	decimal_text(false, val, f->exp, buf, size);
	return true;
}

static bool text_calc_rate(const struct field *f, const struct item *item,
			   char *buf, size_t size)
{
	uint64_t mbps;

	if (!get_calc(f, item, &mbps))
		return false;
	rate_text(mbps, buf, size);
	return true;
}

static bool text_calc_str(const struct field *f, const struct item *item,
			  char *buf, size_t size)
{
	if (!item->power || !item->power->word[f->ref])
		return false;
	snprintf(buf, size, "%s", item->power->word[f->ref]);
	return true;
}

static bool text_calc_flag(const struct field *f, const struct item *item,
			   char *buf, size_t size)
{
	(void)f;
	if (!item->power)
		return false;
	snprintf(buf, size, item->power->stale ? "yes" : "no");
	return true;
}

/* ---- What is wrong ---- */

static bool text_found(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	return found_word(item, f->ref, buf, size);
}

static bool text_found_uint(const struct field *f, const struct item *item,
			    char *buf, size_t size)
{
	uint64_t val;

	if (!found_number(item, f->ref, &val))
		return false;
	decimal_text(false, val, 0, buf, size);
	return true;
}

static bool text_found_severity(const struct field *f, const struct item *item,
				char *buf, size_t size)
{
	uint64_t val;

	if (!found_number(item, FOUND_SEVERITY, &val))
		return false;
	enum_text(f->ref, val, buf, size);
	return true;
}

static bool text_found_flag(const struct field *f, const struct item *item,
			    char *buf, size_t size)
{
	(void)f;
	snprintf(buf, size, item->found->stale ? "yes" : "no");
	return true;
}

static void found_port_path(const struct item *item, unsigned int i, char *buf,
			    size_t size)
{
	struct cpo_ids ids = item->ids;

	cpo_ids_put(&ids, CPO_ID_PORT, item->found->port[i]);
	path_of(CPO_KIND_PORT, &ids, buf, size);
}

static bool text_found_ports(const struct field *f, const struct item *item,
			     char *buf, size_t size)
{
	char path[PATH_LEN];
	unsigned int i;
	size_t len = 0;

	(void)f;
	buf[0] = '\0';
	for (i = 0; i < item->found->ports && len + 1 < size; i++) {
		found_port_path(item, i, path, sizeof(path));
		len += snprintf(buf + len, size - len, "%s%s", i ? " " : "",
				path);
	}
	return i > 0;
}

/* ---- Flags and limits ---- */

static bool text_cond(const struct field *f, const struct item *item, char *buf,
		      size_t size)
{
	struct cond cond;

	(void)f;
	cond_of(item->row, &cond);
	cond_text(&cond, buf, size);
	return true;
}

static bool text_changes(const struct field *f, const struct item *item,
			 char *buf, size_t size)
{
	bool least = false;
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	cpo_flag_get_count_is_lower_bound(item->row, &least);
	snprintf(buf, size, "%s%" PRIu64, least ? ">= " : "", val);
	return true;
}

static bool text_ago(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	uint64_t then;

	if (get_uint(f, item, &then) || !then)
		return false;
	time_span_text(boot_age_ms(then), buf, size);
	return true;
}

/* How the value of a flag, or a limit, is written. */
static bool limit_form(const struct item *item, struct form *form)
{
	struct cond cond;

	if (cpo_row_kind(item->row) == CPO_KIND_THRESHOLD) {
		quantity_form(item->part, &item->ids, form);
		return true;
	}
	cond_of(item->row, &cond);
	return cond_form(&cond, &item->ids, form);
}

static bool get_limit(const struct field *f, const struct item *item,
		      struct form *form, int64_t *val)
{
	return !cpo_row_get_sint(item->row, f->attr, val) &&
	       limit_form(item, form) && (form->sign || *val >= 0);
}

static bool text_limit(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	struct form form;
	int64_t val;

	if (!get_limit(f, item, &form, &val))
		return false;
	quantity_text(&form, val, buf, size);
	return true;
}

static bool exact_limit(const struct field *f, const struct item *item,
			char *buf, size_t size)
{
	struct form form;
	int64_t val;

	if (!get_limit(f, item, &form, &val))
		return false;
	quantity_exact(&form, val, buf, size);
	return true;
}

static bool text_unit(const struct field *f, const struct item *item, char *buf,
		      size_t size)
{
	struct form form;

	(void)f;
	if (!limit_form(item, &form) || !form.unit)
		return false;
	snprintf(buf, size, "%s", form.unit);
	return true;
}

/* ---- Full precision ---- */

static bool exact_uint(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	decimal_text(false, val, f->exp, buf, size);
	return true;
}

static void sint_exact(int64_t val, int exp, char *buf, size_t size)
{
	uint64_t abs = val < 0 ? -(uint64_t)val : (uint64_t)val;

	decimal_text(val < 0, abs, exp, buf, size);
}

static bool exact_sint(const struct field *f, const struct item *item,
		       char *buf, size_t size)
{
	int64_t val;

	if (cpo_row_get_sint(item->row, f->attr, &val))
		return false;
	sint_exact(val, f->exp, buf, size);
	return true;
}

static bool exact_dbm(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t nw;

	if (get_uint(f, item, &nw) || !nw)
		return false;
	sint_exact(llround(1e4 * log10(nw / 1e6)), -3, buf, size);
	return true;
}

static bool exact_limit_dbm(const struct field *f, const struct item *item,
			    char *buf, size_t size)
{
	struct form form;
	int64_t val;

	if (!get_limit(f, item, &form, &val) || !quantity_is_light(&form) ||
	    !val)
		return false;
	sint_exact(llround(1e4 * log10(val / 1e6)), -3, buf, size);
	return true;
}

static bool exact_ber(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	ber_text(val, buf, size);
	return true;
}

static bool exact_sensor(const struct field *f, const struct item *item,
			 char *buf, size_t size)
{
	int64_t val;

	if (!sensor_is(item, f->ref) || cpo_sensor_get_value(item->row, &val))
		return false;
	sint_exact(val, f->exp, buf, size);
	return true;
}

/* ---- JSON ---- */

static void json_text(struct json *js, const char *key, const struct field *f,
		      const struct item *item)
{
	char buf[256];

	if (field_text(f, item, buf, sizeof(buf)))
		json_str(js, key, buf);
}

static void json_exact(struct json *js, const char *key, const struct field *f,
		       const struct item *item)
{
	char buf[64];

	if (field_exact(f, item, buf, sizeof(buf)))
		json_number(js, key, buf);
}

/* Most values are plain numbers. */
static void json_plain(struct json *js, const char *key, const struct field *f,
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

static void json_signed(struct json *js, const char *key, const struct field *f,
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

static void json_path(struct json *js, const char *key, const struct field *f,
		      const struct item *item)
{
	char path[PATH_LEN];

	path_of(path_kind(f, item), &item->ids, path, sizeof(path));
	json_word(js, key, path);
}

static void json_dev(struct json *js, const char *key, const struct field *f,
		     const struct item *item)
{
	char name[PATH_LEN];

	(void)f;
	dev_name(item->ids.id[CPO_ID_DEV], name, sizeof(name));
	json_word(js, key, name);
}

static void json_enum(struct json *js, const char *key, const struct field *f,
		      const struct item *item)
{
	uint64_t val;

	if (!get_uint(f, item, &val))
		enum_json(js, key, f->ref, val);
}

static void json_flags(struct json *js, const char *key, const struct field *f,
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

static void json_yes(struct json *js, const char *key, const struct field *f,
		     const struct item *item)
{
	uint64_t val;

	if (!get_uint(f, item, &val))
		json_bool(js, key, val);
}

static void json_flag(struct json *js, const char *key, const struct field *f,
		      const struct item *item)
{
	bool val;

	if (get_flag(f, item, &val))
		json_bool(js, key, val);
}

static void json_list(struct json *js, const char *key, const struct field *f,
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

static void json_refs(struct json *js, const char *key, const struct field *f,
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

static void json_ranges(struct json *js, const char *key,
			const struct field *f, const struct item *item)
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

static void json_lanes(struct json *js, const char *key, const struct field *f,
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

static void json_ref(struct json *js, const char *key, const struct field *f,
		     const struct item *item)
{
	char path[PATH_LEN];
	struct cpo_ids ids;

	if (!ref_ids(f, item, &ids))
		return;
	path_of(f->ref, &ids, path, sizeof(path));
	json_word(js, key, path);
}

static void json_lasers(struct json *js, const char *key,
			const struct field *f, const struct item *item)
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

static void json_buckets(struct json *js, const char *key,
			 const struct field *f, const struct item *item)
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

static void json_counters(struct json *js, const char *key,
			  const struct field *f, const struct item *item)
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

static void json_histogram(struct json *js, const char *key,
			   const struct field *f, const struct item *item)
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

static void json_windows(struct json *js, const char *key,
			 const struct field *f, const struct item *item)
{
	(void)f;
	windows_json(js, key, item->row);
}

static void json_calc_flag(struct json *js, const char *key,
			   const struct field *f, const struct item *item)
{
	(void)f;
	if (item->power)
		json_bool(js, key, item->power->stale);
}

static void json_found(struct json *js, const char *key, const struct field *f,
		       const struct item *item)
{
	char buf[FOUND_WORDS];

	if (found_word(item, f->ref, buf, sizeof(buf)))
		json_str(js, key, buf);
}

static void json_found_severity(struct json *js, const char *key,
				const struct field *f, const struct item *item)
{
	enum_json(js, key, f->ref, item->found->severity);
}

static void json_found_flag(struct json *js, const char *key,
			    const struct field *f, const struct item *item)
{
	(void)f;
	json_bool(js, key, item->found->stale);
}

static void json_found_ports(struct json *js, const char *key,
			     const struct field *f, const struct item *item)
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

/* ---- Formats ---- */

/*
 * @text is for tables, @exact for numbers wherever precision counts.
 */
static const struct {
	const char *name;
	const char *type;
	bool right;
	bool (*text)(const struct field *f, const struct item *item, char *buf,
		     size_t size);
	bool (*exact)(const struct field *f, const struct item *item, char *buf,
		      size_t size);
	void (*json)(struct json *js, const char *key, const struct field *f,
		     const struct item *item);
} formats[] = {
	[F_PATH] = { "path", "string", false, text_path, NULL, json_path },
	[F_DEV] = { "dev", "string", false, text_dev, NULL, json_dev },
	[F_HANDLE] = { "handle", "string", false,
		text_handle, NULL, json_text },
	[F_UINT] = { "uint", "number", true,
		text_uint, exact_uint, json_plain },
	[F_SINT] = { "sint", "number", true,
		text_sint, exact_sint, json_signed },
	[F_STR] = { "str", "string", false, text_str, NULL, json_text },
	[F_ENUM] = { "enum", "string", false, text_enum, NULL, json_enum },
	[F_FLAGS] = { "flags", "array", false, text_flags, NULL, json_flags },
	[F_BOOL] = { "bool", "boolean", false, text_bool, NULL, json_yes },
	[F_FLAG] = { "flag", "boolean", false, text_flag, NULL, json_flag },
	[F_DBM] = { "dbm", "number", true, text_dbm, exact_dbm, json_exact },
	[F_LIGHT] = { "light", "string", true, text_light, NULL, json_text },
	[F_NM] = { "nm", "number", true, text_nm, text_nm, json_exact },
	[F_BER] = { "ber", "number", true, text_ber, exact_ber, json_exact },
	[F_SPEED] = { "speed", "number", true,
		text_speed, exact_uint, json_plain },
	[F_RATE] = { "rate", "number", true,
		text_rate, exact_uint, json_plain },
	[F_OF] = { "of", "number", true, text_of, exact_uint, json_plain },
	[F_LIST] = { "list", "array", false, text_list, NULL, json_list },
	[F_IDS] = { "ids", "array", false, text_list, NULL, json_list },
	[F_RANGES] = { "ranges", "array", false,
		text_ranges, NULL, json_ranges },
	[F_LANES] = { "lanes", "array", false, text_ranges, NULL, json_lanes },
	[F_REF] = { "ref", "string", false, text_ref, NULL, json_ref },
	[F_REFS] = { "refs", "array", false, text_refs, NULL, json_refs },
	[F_LASERS] = { "lasers", "object", false,
		text_lasers, NULL, json_lasers },
	[F_SENSOR] = { "sensor", "number", true,
		exact_sensor, exact_sensor, json_exact },
	[F_LEAK] = { "leak", "string", false, text_leak, NULL, json_text },
	[F_READING] = { "reading", "string", true,
		text_reading, NULL, json_text },
	[F_PART] = { "part", "string", false, text_part, NULL, json_text },
	[F_BUCKETS] = { "buckets", "array", false,
		text_buckets, NULL, json_buckets },
	[F_COUNTERS] = { "counters", "array", false,
		text_counters, NULL, json_counters },
	[F_HISTOGRAM] = { "histogram", "array", false,
		text_histogram, NULL, json_histogram },
	[F_WINDOWS] = { "windows", "array", false,
		text_windows, NULL, json_windows },
	[F_CALC] = { "calc", "number", true,
		text_calc, exact_calc, json_exact },
	[F_CALC_RATE] = { "calc_rate", "number", true,
		text_calc_rate, exact_calc, json_exact },
	[F_CALC_STR] = { "calc_str", "string", false,
		text_calc_str, NULL, json_text },
	[F_CALC_FLAG] = { "calc_flag", "boolean", false,
		text_calc_flag, NULL, json_calc_flag },
	[F_FOUND_STR] = { "found", "string", false,
		text_found, NULL, json_found },
	[F_FOUND_UINT] = { "found_uint", "number", true,
		text_found_uint, text_found_uint, json_exact },
	[F_FOUND_SEVERITY] = { "enum", "string", false,
		text_found_severity, NULL, json_found_severity },
	[F_FOUND_FLAG] = { "found_flag", "boolean", false,
		text_found_flag, NULL, json_found_flag },
	[F_FOUND_PORTS] = { "refs", "array", false,
		text_found_ports, NULL, json_found_ports },
	[F_COND] = { "cond", "string", false, text_cond, NULL, json_text },
	[F_CHANGES] = { "changes", "number", true,
		text_changes, exact_uint, json_plain },
	[F_AGO] = { "ago", "string", true, text_ago, NULL, json_text },
	[F_LIMIT] = { "limit", "number", true,
		text_limit, exact_limit, json_exact },
	[F_LIMIT_DBM] = { "limit_dbm", "number", true,
		exact_limit_dbm, exact_limit_dbm, json_exact },
	[F_UNIT] = { "unit", "string", false, text_unit, NULL, json_text },
};

bool field_text(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	return formats[f->fmt].text(f, item, buf, size);
}

bool field_exact(const struct field *f, const struct item *item, char *buf,
		 size_t size)
{
	if (formats[f->fmt].exact)
		return formats[f->fmt].exact(f, item, buf, size);
	return formats[f->fmt].text(f, item, buf, size);
}

void field_json(struct json *js, const char *key, const struct field *f,
		const struct item *item)
{
	formats[f->fmt].json(js, key, f, item);
}

const char *field_format(const struct field *f)
{
	return formats[f->fmt].name;
}

const char *field_type(const struct field *f)
{
	return formats[f->fmt].type;
}

bool field_right(const struct field *f)
{
	return formats[f->fmt].right;
}

static bool is_sample(const struct field *f)
{
	return f->fmt == F_FLAG && f->sub == CPO_A_SAMPLE_STALE;
}

/* FIELDS_SAMPLE, by their number. */
#define SAMPLE_FIELDS	5

/*
 * Rows of one dump mostly have the same sample: what was written last is
 * copied when it says the same.
 */
static void json_sample(struct json *js, const struct field *f,
			const struct item *item)
{
	static struct {
		const struct json *js;
		unsigned int depth;
		bool pretty;
		size_t len, text_len;
		uint8_t data[64];
		char text[JSON_PIECE];
	} last;
	const void *data;
	size_t len, mark;
	unsigned int i;

	if (cpo_row_get_bin(item->row, f->attr, &data, &len))
		return;
	if (last.js == js && last.depth == js->depth &&
	    last.pretty == js->pretty && last.len == len &&
	    !memcmp(last.data, data, len)) {
		json_copy(js, last.text, last.text_len);
		return;
	}
	mark = json_mark(js);
	for (i = 0; i < SAMPLE_FIELDS; i++)
		field_json(js, f[i].key, &f[i], item);
	last.js = NULL;
	if (len > sizeof(last.data) || js->len - mark > sizeof(last.text))
		return;
	last.js = js;
	last.depth = js->depth;
	last.pretty = js->pretty;
	last.len = len;
	memcpy(last.data, data, len);
	last.text_len = js->len - mark;
	memcpy(last.text, js->buf + mark, last.text_len);
}

#define KEYS_MAX	64

/* The keys of an object, ready to be written. */
static const struct json_key *keys_of(const struct object *obj, bool pretty)
{
	static struct json_key keys[KEYS_MAX];
	static const struct object *of;
	static bool of_pretty;
	unsigned int i;

	if (of != obj || of_pretty != pretty)
		for (i = 0; i < obj->nfields && i < KEYS_MAX; i++)
			json_key_make(&keys[i], obj->fields[i].key, pretty);
	of = obj;
	of_pretty = pretty;
	return keys;
}

void item_json(struct json *js, const struct object *obj,
	       const struct item *item)
{
	const struct json_key *keys = keys_of(obj, js->pretty);
	const struct field *f = obj->fields;
	unsigned int i;

	for (i = 0; i < obj->nfields; i++) {
		if (f[i].column_only)
			continue;
		if (is_sample(&f[i])) {
			js->key = NULL;
			json_sample(js, &f[i], item);
			i += SAMPLE_FIELDS - 1;
			continue;
		}
		js->key = i < KEYS_MAX ? &keys[i] : NULL;
		formats[f[i].fmt].json(js, f[i].key, &f[i], item);
	}
	js->key = NULL;
}

bool item_stale(const struct object *obj, const struct item *item,
		uint64_t *age_ms)
{
	const struct field *f;
	bool stale = false;
	unsigned int i;

	*age_ms = 0;
	if (item->power) {
		*age_ms = item->power->val[P_AGE_MS];
		return item->power->stale;
	}
	for (i = 0; i < obj->nfields; i++) {
		f = &obj->fields[i];
		if (f->fmt == F_FLAG && f->sub == CPO_A_SAMPLE_STALE)
			cpo_row_get_sub_flag(item->row, f->attr, f->sub,
					     &stale);
		else if (f->sub == CPO_A_SAMPLE_AGE_MS && f->fmt == F_UINT)
			get_uint(f, item, age_ms);
	}
	return stale;
}

/* Words that are good news, and words that are bad; the rest is neither. */
static enum color word_color(const char *word)
{
	static const char *const good[] = {
		"on", "up", "online", "ready", "activated", "passed", "yes",
	};
	static const char *const bad[] = {
		"down", "dead", "fault", "absent", "down-fault", "failed",
		"no",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(good); i++)
		if (!strcmp(word, good[i]))
			return C_GOOD;
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		if (!strcmp(word, bad[i]))
			return C_BAD;
	return C_WARN;
}

enum color field_color(const struct field *f, const struct item *item)
{
	char word[64];

	if (f->fmt != F_ENUM && f->fmt != F_BOOL)
		return C_NONE;
	if (!field_text(f, item, word, sizeof(word)) || opt.numeric)
		return C_NONE;
	if (!strcmp(word, "none") || !strcmp(word, "unknown"))
		return C_NONE;
	return word_color(word);
}

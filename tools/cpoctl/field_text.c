// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Fields as text, as tables have them. */

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "field.h"

#define LIGHT_M_PER_S	299792458.0

/* ---- Words and lists ---- */

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

/* Add a word to a list in @buf. */
static void list_add(char *buf, size_t size, const char *word)
{
	size_t len = strlen(buf);

	snprintf(buf + len, size - len, "%s%s", len ? "," : "", word);
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

/* Lasers of an ELS, counted. */
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

bool text_path(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	path_of(path_kind(f, item), &item->ids, buf, size);
	return true;
}

bool text_dev(const struct field *f, const struct item *item, char *buf,
	      size_t size)
{
	(void)f;
	dev_name(item->ids.id[CPO_ID_DEV], buf, size);
	return true;
}

bool text_handle(const struct field *f, const struct item *item, char *buf,
		 size_t size)
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

bool text_uint(const struct field *f, const struct item *item, char *buf,
	       size_t size)
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

bool text_sint(const struct field *f, const struct item *item, char *buf,
	       size_t size)
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

bool text_str(const struct field *f, const struct item *item, char *buf,
	      size_t size)
{
	return !get_str(f, item, buf, size) && buf[0];
}

bool text_enum(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	enum_text(f->ref, val, buf, size);
	return true;
}

bool text_flags(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	flags_text(f->ref, f->mask ? val & f->mask : val, buf, size);
	return true;
}

bool text_bool(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	snprintf(buf, size, val ? "yes" : "no");
	return true;
}

bool text_flag(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	bool val;

	if (!get_flag(f, item, &val))
		return false;
	snprintf(buf, size, val ? "yes" : "no");
	return true;
}

bool text_dbm(const struct field *f, const struct item *item, char *buf,
	      size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	if (!dbm_text(val, f->digits, buf, size))
		snprintf(buf, size, "dark");
	return true;
}

bool text_light(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	light_text(val, buf, size);
	return true;
}

bool text_nm(const struct field *f, const struct item *item, char *buf,
	     size_t size)
{
	uint64_t mhz;

	if (get_uint(f, item, &mhz) || !mhz)
		return false;
	snprintf(buf, size, "%.*f", f->digits, LIGHT_M_PER_S * 1e3 / mhz);
	return true;
}

bool text_ber(const struct field *f, const struct item *item, char *buf,
	      size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	ber_short(val, buf, size);
	return true;
}

bool text_speed(const struct field *f, const struct item *item, char *buf,
		size_t size)
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
bool text_rate(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	uint64_t mbps;

	if (get_uint(f, item, &mbps))
		return false;
	rate_text(mbps, buf, size);
	return true;
}

/* "3/4"; in full precision and in JSON just the 3. */
bool text_of(const struct field *f, const struct item *item, char *buf,
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

bool text_list(const struct field *f, const struct item *item, char *buf,
	       size_t size)
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
bool text_refs(const struct field *f, const struct item *item, char *buf,
	       size_t size)
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

bool text_ranges(const struct field *f, const struct item *item, char *buf,
		 size_t size)
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

bool text_ref(const struct field *f, const struct item *item, char *buf,
	      size_t size)
{
	struct cpo_ids ids;

	if (!ref_ids(f, item, &ids))
		return false;
	short_path(f->ref, &ids, buf, size);
	return true;
}

bool text_lasers(const struct field *f, const struct item *item, char *buf,
		 size_t size)
{
	(void)f;
	if (!item->lasers)
		return false;
	lasers_text(item, buf, size);
	return buf[0];
}

/* ---- Sensors ---- */

bool text_leak(const struct field *f, const struct item *item, char *buf,
	       size_t size)
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
bool text_reading(const struct field *f, const struct item *item, char *buf,
		  size_t size)
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
bool text_part(const struct field *f, const struct item *item, char *buf,
	       size_t size)
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

bool text_buckets(const struct field *f, const struct item *item, char *buf,
		  size_t size)
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

bool text_counters(const struct field *f, const struct item *item, char *buf,
		   size_t size)
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

bool text_histogram(const struct field *f, const struct item *item, char *buf,
		    size_t size)
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

bool text_windows(const struct field *f, const struct item *item, char *buf,
		  size_t size)
{
	(void)f;
	return windows_text(item->row, buf, size);
}

/* ---- Computed ---- */

bool text_calc(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	uint64_t val;

	if (!get_calc(f, item, &val))
		return false;
	snprintf(buf, size, "%.*f", f->digits, val * pow(10, f->exp));
	return true;
}

bool text_calc_rate(const struct field *f, const struct item *item, char *buf,
		    size_t size)
{
	uint64_t mbps;

	if (!get_calc(f, item, &mbps))
		return false;
	rate_text(mbps, buf, size);
	return true;
}

bool text_calc_str(const struct field *f, const struct item *item, char *buf,
		   size_t size)
{
	if (!item->power || !item->power->word[f->ref])
		return false;
	snprintf(buf, size, "%s", item->power->word[f->ref]);
	return true;
}

bool text_calc_flag(const struct field *f, const struct item *item, char *buf,
		    size_t size)
{
	(void)f;
	if (!item->power)
		return false;
	snprintf(buf, size, item->power->stale ? "yes" : "no");
	return true;
}

/* ---- What is wrong ---- */

bool text_found(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	return found_word(item, f->ref, buf, size);
}

bool text_found_uint(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	uint64_t val;

	if (!found_number(item, f->ref, &val))
		return false;
	decimal_text(false, val, 0, buf, size);
	return true;
}

bool text_found_severity(const struct field *f, const struct item *item,
			 char *buf, size_t size)
{
	uint64_t val;

	if (!found_number(item, FOUND_SEVERITY, &val))
		return false;
	enum_text(f->ref, val, buf, size);
	return true;
}

bool text_found_flag(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	(void)f;
	snprintf(buf, size, item->found->stale ? "yes" : "no");
	return true;
}

bool text_found_ports(const struct field *f, const struct item *item, char *buf,
		      size_t size)
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

bool text_cond(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	struct cond cond;

	(void)f;
	cond_of(item->row, &cond);
	cond_text(&cond, buf, size);
	return true;
}

bool text_changes(const struct field *f, const struct item *item, char *buf,
		  size_t size)
{
	bool least = false;
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	cpo_flag_get_count_is_lower_bound(item->row, &least);
	snprintf(buf, size, "%s%" PRIu64, least ? ">= " : "", val);
	return true;
}

bool text_ago(const struct field *f, const struct item *item, char *buf,
	      size_t size)
{
	uint64_t then;

	if (get_uint(f, item, &then) || !then)
		return false;
	time_span_text(boot_age_ms(then), buf, size);
	return true;
}

bool text_limit(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	struct form form;
	int64_t val;

	if (!get_limit(f, item, &form, &val))
		return false;
	quantity_text(&form, val, buf, size);
	return true;
}

bool text_unit(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	struct form form;

	(void)f;
	if (!limit_form(item, &form) || !form.unit)
		return false;
	snprintf(buf, size, "%s", form.unit);
	return true;
}

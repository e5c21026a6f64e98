// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Fields: from an attribute to text and to JSON, driven by the tables. */

#include <string.h>

#include "field.h"

/* ---- Formats ---- */

/*
 * @text is for tables, @exact for numbers wherever precision counts.
 */
static const struct {
	const char *name;
	const char *type;
	bool right;
	field_text_fn *text;
	field_text_fn *exact;
	field_json_fn *json;
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

/* ---- Rows ---- */

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

/* ---- Colors ---- */

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

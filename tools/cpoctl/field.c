// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Fields: from an attribute to text and to JSON, driven by the tables. */

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

#define LIST_MAX	64
#define RANGES_MAX	64

#define LIGHT_M_PER_S	299792458.0

/* ---- Numbers ---- */

void decimal_text(bool negative, uint64_t val, int exp, char *buf, size_t size)
{
	char digits[32];
	int len, point;

	if (exp >= 0) {
		snprintf(buf, size, "%s%" PRIu64 "%.*s", negative ? "-" : "",
			 val, val ? exp : 0, "0000000000");
		return;
	}
	len = snprintf(digits, sizeof(digits), "%0*" PRIu64, 1 - exp, val);
	point = len + exp;
	while (len > point && digits[len - 1] == '0')
		len--;
	snprintf(buf, size, "%s%.*s%s%.*s", negative && val ? "-" : "", point,
		 digits, len > point ? "." : "", len - point, digits + point);
}

/* A number that is printed as it is written here. */
struct json_object *json_number(const char *text)
{
	return json_object_new_double_s(strtod(text, NULL), text);
}

struct json_object *json_decimal(int64_t val, int exp)
{
	uint64_t abs = val < 0 ? -(uint64_t)val : (uint64_t)val;
	char buf[64];

	decimal_text(val < 0, abs, exp, buf, sizeof(buf));
	return json_number(buf);
}

/* No light at all has no logarithm. */
bool dbm_text(uint64_t nw, int digits, char *buf, size_t size)
{
	if (!nw)
		return false;
	snprintf(buf, size, "%.*f", digits, 10 * log10(nw / 1e6));
	return true;
}

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

struct json_object *enum_json(enum cpo_enum which, uint64_t val)
{
	const char *name = cpo_enum_name(which, val);
	char buf[48];

	if (!name)
		snprintf(buf, sizeof(buf), "unknown(%" PRIu64 ")", val);
	return json_object_new_string(name ? name : buf);
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

static struct json_object *flags_json(enum cpo_enum which, uint64_t val)
{
	struct json_object *list = json_object_new_array();
	char word[48];
	uint64_t bit;

	for (bit = 1; bit && bit <= val; bit <<= 1) {
		if (!(val & bit))
			continue;
		flag_name(which, bit, word, sizeof(word));
		json_object_array_add(list, json_object_new_string(word));
	}
	return list;
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

static struct json_object *ranges_json(const struct cpo_lane_range *range,
				       int n)
{
	struct json_object *list = json_object_new_array();
	struct json_object *obj;
	int i;

	for (i = 0; i < n; i++) {
		obj = json_object_new_object();
		json_put_uint(obj, "engine_id", range[i].engine);
		json_put_uint(obj, "first", range[i].first);
		json_put_uint(obj, "count", range[i].count);
		json_put_uint(obj, "stride", range[i].stride);
		json_object_array_add(list, obj);
	}
	return list;
}

static struct json_object *lanes_json(const struct item *item,
				      const struct cpo_lane_range *range, int n)
{
	struct json_object *list = json_object_new_array();
	struct cpo_ids ids = item->ids;
	char path[PATH_LEN];
	uint32_t k;
	int i;

	for (i = 0; i < n; i++)
		for (k = 0; k < range[i].count; k++) {
			cpo_ids_put(&ids, CPO_ID_ENGINE, range[i].engine);
			cpo_ids_put(&ids, CPO_ID_LANE, range[i].first +
				    k * range[i].stride);
			path_of(CPO_KIND_LANE, &ids, path, sizeof(path));
			json_object_array_add(list,
					      json_object_new_string(path));
		}
	return list;
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

static struct json_object *lasers_json(const struct item *item)
{
	struct json_object *obj = json_object_new_object();
	unsigned int i;
	uint64_t val;

	for (i = 0; !cpo_enum_value(CPO_ENUM_LASER_STATE, i, &val); i++)
		if (item->lasers[i])
			json_put_uint(obj,
				      cpo_enum_name(CPO_ENUM_LASER_STATE, val),
				      item->lasers[i]);
	return obj;
}

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

static bool text_path(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	path_of(f->ref, &item->ids, buf, size);
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

static bool text_flag(const struct field *f, const struct item *item,
		      char *buf, size_t size)
{
	bool val;

	if (cpo_row_get_sub_flag(item->row, f->attr, f->sub, &val))
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
	if (val)
		snprintf(buf, size, "%.1e", val * 1e-18);
	else
		snprintf(buf, size, "0");
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

/* ---- JSON ---- */

static struct json_object *value_text(const struct field *f,
				      const struct item *item);

static struct json_object *value_uint(const struct field *f,
				      const struct item *item)
{
	char buf[64];
	uint64_t val;

	if (get_uint(f, item, &val))
		return NULL;
	if (!f->exp)
		return json_object_new_uint64(val);
	decimal_text(false, val, f->exp, buf, sizeof(buf));
	return json_number(buf);
}

static struct json_object *value_sint(const struct field *f,
				      const struct item *item)
{
	int64_t val;

	if (cpo_row_get_sint(item->row, f->attr, &val))
		return NULL;
	return f->exp ? json_decimal(val, f->exp) : json_object_new_int64(val);
}

static struct json_object *value_enum(const struct field *f,
				      const struct item *item)
{
	uint64_t val;

	return get_uint(f, item, &val) ? NULL : enum_json(f->ref, val);
}

static struct json_object *value_flags(const struct field *f,
				       const struct item *item)
{
	uint64_t val;

	return get_uint(f, item, &val) ? NULL : flags_json(f->ref, val);
}

static struct json_object *value_bool(const struct field *f,
				      const struct item *item)
{
	uint64_t val;

	return get_uint(f, item, &val) ? NULL : json_object_new_boolean(val);
}

static struct json_object *value_flag(const struct field *f,
				      const struct item *item)
{
	bool val;

	if (cpo_row_get_sub_flag(item->row, f->attr, f->sub, &val))
		return NULL;
	return json_object_new_boolean(val);
}

static struct json_object *value_dbm(const struct field *f,
				     const struct item *item)
{
	char buf[32];
	uint64_t val;

	if (get_uint(f, item, &val) || !dbm_text(val, 3, buf, sizeof(buf)))
		return NULL;
	return json_number(buf);
}

static struct json_object *value_nm(const struct field *f,
				    const struct item *item)
{
	char buf[32];

	return text_nm(f, item, buf, sizeof(buf)) ? json_number(buf) : NULL;
}

static struct json_object *value_ber(const struct field *f,
				     const struct item *item)
{
	char buf[32];
	uint64_t val;

	if (get_uint(f, item, &val))
		return NULL;
	snprintf(buf, sizeof(buf), "%.7g", val * 1e-18);
	return json_number(buf);
}

static struct json_object *value_list(const struct field *f,
				      const struct item *item)
{
	struct json_object *list;
	uint64_t val[LIST_MAX];
	char buf[64];
	int n, i;

	n = get_list(f, item, val);
	if (n < 0)
		return NULL;
	list = json_object_new_array();
	for (i = 0; i < n; i++) {
		decimal_text(false, val[i], f->exp, buf, sizeof(buf));
		json_object_array_add(list, f->exp ? json_number(buf) :
				      json_object_new_uint64(val[i]));
	}
	return list;
}

static struct json_object *value_refs(const struct field *f,
				      const struct item *item)
{
	struct json_object *list;
	uint64_t val[LIST_MAX];
	struct cpo_ids ids;
	char path[PATH_LEN];
	int n, i;

	n = get_list(f, item, val);
	if (n < 0)
		return NULL;
	list = json_object_new_array();
	for (i = 0; i < n; i++) {
		ref_nth(f, item, val[i], &ids);
		path_of(f->ref, &ids, path, sizeof(path));
		json_object_array_add(list, json_object_new_string(path));
	}
	return list;
}

static struct json_object *value_ranges(const struct field *f,
					const struct item *item)
{
	struct cpo_lane_range range[RANGES_MAX];
	int n = get_ranges(f, item, range);

	return n < 0 ? NULL : ranges_json(range, n);
}

static struct json_object *value_lanes(const struct field *f,
				       const struct item *item)
{
	struct cpo_lane_range range[RANGES_MAX];
	int n = get_ranges(f, item, range);

	return n < 0 ? NULL : lanes_json(item, range, n);
}

static struct json_object *value_ref(const struct field *f,
				     const struct item *item)
{
	char path[PATH_LEN];
	struct cpo_ids ids;

	if (!ref_ids(f, item, &ids))
		return NULL;
	path_of(f->ref, &ids, path, sizeof(path));
	return json_object_new_string(path);
}

static struct json_object *value_lasers(const struct field *f,
					const struct item *item)
{
	(void)f;
	return item->lasers ? lasers_json(item) : NULL;
}

/* ---- Formats ---- */

static const struct {
	const char *type;
	bool right;
	bool (*text)(const struct field *f, const struct item *item, char *buf,
		     size_t size);
	struct json_object *(*json)(const struct field *f,
				    const struct item *item);
} formats[] = {
	[F_PATH] = { "string", false, text_path, value_text },
	[F_DEV] = { "string", false, text_dev, value_text },
	[F_HANDLE] = { "string", false, text_handle, value_text },
	[F_UINT] = { "number", true, text_uint, value_uint },
	[F_SINT] = { "number", true, text_sint, value_sint },
	[F_STR] = { "string", false, text_str, value_text },
	[F_ENUM] = { "string", false, text_enum, value_enum },
	[F_FLAGS] = { "array", false, text_flags, value_flags },
	[F_BOOL] = { "boolean", false, text_bool, value_bool },
	[F_FLAG] = { "boolean", false, text_flag, value_flag },
	[F_DBM] = { "number", true, text_dbm, value_dbm },
	[F_NM] = { "number", true, text_nm, value_nm },
	[F_BER] = { "number", true, text_ber, value_ber },
	[F_SPEED] = { "number", true, text_speed, value_uint },
	[F_LIST] = { "array", false, text_list, value_list },
	[F_IDS] = { "array", false, text_list, value_list },
	[F_RANGES] = { "array", false, text_ranges, value_ranges },
	[F_LANES] = { "array", false, text_ranges, value_lanes },
	[F_REF] = { "string", false, text_ref, value_ref },
	[F_REFS] = { "array", false, text_refs, value_refs },
	[F_LASERS] = { "object", false, text_lasers, value_lasers },
};

static struct json_object *value_text(const struct field *f,
				      const struct item *item)
{
	char buf[256];

	if (!formats[f->fmt].text(f, item, buf, sizeof(buf)))
		return NULL;
	return json_object_new_string(buf);
}

bool field_text(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	return formats[f->fmt].text(f, item, buf, size);
}

struct json_object *field_json(const struct field *f, const struct item *item)
{
	return formats[f->fmt].json(f, item);
}

const char *field_type(const struct field *f)
{
	return formats[f->fmt].type;
}

bool field_right(const struct field *f)
{
	return formats[f->fmt].right;
}

struct json_object *item_json(const struct object *obj,
			      const struct item *item)
{
	struct json_object *row = json_object_new_object();
	struct json_object *val;
	unsigned int i;

	for (i = 0; i < obj->nfields; i++) {
		if (obj->fields[i].column_only)
			continue;
		val = field_json(&obj->fields[i], item);
		if (val)
			json_put(row, obj->fields[i].key, val);
	}
	return row;
}

bool item_stale(const struct object *obj, const struct item *item,
		uint64_t *age_ms)
{
	const struct field *f;
	bool stale = false;
	unsigned int i;

	*age_ms = 0;
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

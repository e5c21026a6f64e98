// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Windows: what a quantity was over a time, beside what it is now. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "quantity.h"

/* ---- Quantities ---- */

static bool is_known(const struct form *form, const struct cpo_window_span *s)
{
	return s->known && (form->sign || s->min >= 0);
}

static int item_kind(const struct item *item)
{
	return cpo_row_kind(item->row);
}

/* ---- Windows of an item ---- */

/* What of its part a sensor has to do with; false when nothing. */
static bool sensor_quantity(const struct item *item, uint32_t *quantity)
{
	uint32_t kind;

	if (cpo_sensor_get_kind(item->row, &kind))
		return false;
	*quantity = kind == CPO_SENSOR_KIND_POWER ? CPO_QUANTITY_POWER :
						    CPO_QUANTITY_TEMPERATURE;
	return kind == CPO_SENSOR_KIND_POWER ||
	       kind == CPO_SENSOR_KIND_TEMPERATURE;
}

static unsigned int stats_windows(const struct cpo_row *stats,
				  struct cpo_window *win)
{
	int n = cpo_stats_get_window(stats, win, WINDOWS_MAX);

	return n < 0 ? 0 : n > WINDOWS_MAX ? WINDOWS_MAX : n;
}

static unsigned int item_windows(const struct item *item,
				 struct cpo_window *win)
{
	unsigned int i, n = item->stats ? stats_windows(item->stats, win) : 0;
	uint32_t quantity;

	if (item_kind(item) != CPO_KIND_SENSOR)
		return n;
	if (!sensor_quantity(item, &quantity))
		return 0;
	for (i = 0; i < n; i++) {
		if (win[i].quantity != quantity)
			continue;
		win[0] = win[i];
		return 1;
	}
	return 0;
}

/* Kind of the object whose windows belong to an item, or -1. */
static int windows_kind(const struct item *item)
{
	uint32_t quantity;

	if (item_kind(item) != CPO_KIND_SENSOR)
		return item_kind(item);
	if (!sensor_quantity(item, &quantity))
		return -1;
	return cpo_ids_has(&item->ids, CPO_ID_ENGINE) ? CPO_KIND_ENGINE :
	       cpo_ids_has(&item->ids, CPO_ID_ELS) ? CPO_KIND_ELS : -1;
}

/* ---- Reading them ---- */

/* Ask for no more than is shown, where that is little. */
static void attach_filter(const struct rowset *set, int of,
			  struct cpo_ids *filter)
{
	static const enum cpo_id narrow[] = {
		[CPO_KIND_ENGINE] = CPO_ID_ENGINE,
		[CPO_KIND_ELS] = CPO_ID_ELS,
		[CPO_KIND_LASER] = CPO_ID_ELS,
		[CPO_KIND_LANE] = CPO_ID_ENGINE,
		[CPO_KIND_PORT] = CPO_ID_PORT,
	};
	const struct item *first = &set->item[0];
	const struct item *last = &set->item[set->count - 1];
	enum cpo_id id = narrow[of];
	uint32_t dev = first->ids.id[CPO_ID_DEV];

	memset(filter, 0, sizeof(*filter));
	if (dev != last->ids.id[CPO_ID_DEV])
		return;
	cpo_ids_put(filter, CPO_ID_DEV, dev);
	/* Sorted: these have all between them in common. */
	if (set->obj->kind == of && cpo_ids_has(&first->ids, id) &&
	    cpo_ids_has(&last->ids, id) &&
	    first->ids.id[id] == last->ids.id[id])
		cpo_ids_put(filter, id, first->ids.id[id]);
}

static int attach_kind(struct rowset *set, int of)
{
	struct rowset stats = { .obj = &obj_stats };
	struct cpo_ids filter;
	struct item *found;
	size_t i;
	int ret;

	attach_filter(set, of, &filter);
	ret = rowset_dump_stats(&stats, of, &filter);
	rowset_sort(&stats);
	for (i = 0; !ret && i < set->count; i++) {
		if (windows_kind(&set->item[i]) != of)
			continue;
		found = rowset_find_stats(&stats, of, &set->item[i].ids);
		if (found && !set->item[i].stats)
			set->item[i].stats = cpo_row_ref(found->row);
	}
	set->inconsistent |= stats.inconsistent;
	rowset_clear(&stats);
	return ret;
}

int windows_attach(struct rowset *set)
{
	bool want[CPO_KIND_COUNT] = { false };
	int kind, ret = 0;
	size_t i;

	for (i = 0; i < set->count; i++) {
		kind = windows_kind(&set->item[i]);
		if (kind >= 0)
			want[kind] = true;
	}
	for (kind = 0; !ret && kind < CPO_KIND_COUNT; kind++)
		if (want[kind])
			ret = attach_kind(set, kind);
	return ret ? report_errno(ret, "windows") : EXIT_OK;
}

/* ---- JSON ---- */

static void json_span(struct json *js, const char *key,
		      const struct form *form, const struct cpo_window_span *s)
{
	json_object(js, key);
	json_uint(js, "known_ms", s->known_ms);
	if (is_known(form, s)) {
		quantity_json(js, "min", form, s->min);
		quantity_json(js, "avg", form, s->avg);
		quantity_json(js, "max", form, s->max);
	}
	json_close(js);
}

static void json_window(struct json *js, const struct cpo_window *win)
{
	struct form form;

	quantity_form(win->quantity, NULL, &form);
	json_object(js, NULL);
	enum_json(js, "quantity", CPO_ENUM_QUANTITY, win->quantity);
	if (form.unit)
		json_word(js, "unit", form.unit);
	json_span(js, "running", &form, &win->running);
	/* There was none before the first one ended. */
	if (win->previous.known_ms)
		json_span(js, "previous", &form, &win->previous);
	json_close(js);
}

static void json_list(struct json *js, const char *key,
		      const struct cpo_window *win, unsigned int n)
{
	unsigned int i;

	json_array(js, key);
	for (i = 0; i < n; i++)
		json_window(js, &win[i]);
	json_close(js);
}

void windows_json(struct json *js, const char *key,
		  const struct cpo_row *stats)
{
	struct cpo_window win[WINDOWS_MAX];
	unsigned int n = stats_windows(stats, win);

	if (n)
		json_list(js, key, win, n);
}

void windows_json_item(struct json *js, const struct item *item)
{
	struct cpo_window win[WINDOWS_MAX];
	unsigned int n = item_windows(item, win);
	char path[PATH_LEN];
	uint64_t val;
	bool stale;

	if (!n)
		return;
	path_of(windows_kind(item), &item->ids, path, sizeof(path));
	json_word(js, "windows_of", path);
	json_list(js, "windows", win, n);
	if (!cpo_stats_get_window_s(item->stats, &val))
		json_uint(js, "window_s", val);
	if (!cpo_stats_get_window_start_ns(item->stats, &val))
		json_uint(js, "window_start_ns", val);
	if (!cpo_stats_get_sample_device_time_ns(item->stats, &val))
		json_uint(js, "windows_device_time_ns", val);
	if (!cpo_stats_get_sample_age_ms(item->stats, &val))
		json_uint(js, "windows_age_ms", val);
	if (!cpo_stats_get_sample_stale(item->stats, &stale))
		json_bool(js, "windows_stale", stale);
}

/* ---- Text ---- */

/* What the lines below a table say of those in it. */
struct summary {
	uint64_t window_s;
	uint64_t ran_ms;
	uint64_t age_ms;
	uint64_t oldest_ms;
	size_t windows;
	size_t partly;
	size_t rows;
	size_t stale;
	bool sensors;
};

static uint64_t ran_ms(const struct cpo_row *stats)
{
	uint64_t start, now;

	if (cpo_stats_get_window_start_ns(stats, &start) ||
	    cpo_stats_get_sample_device_time_ns(stats, &now) || now < start)
		return 0;
	return (now - start) / 1000000;
}

/* Less than 95 % of the time, give or take a second. */
static bool is_partly(const struct cpo_window *win, uint64_t ran)
{
	return win->running.known_ms + 1000 < ran - ran / 20;
}

static void summary_add(struct summary *sum, const struct item *item,
			bool stale, const struct cpo_window *win,
			unsigned int n)
{
	uint64_t age = 0, ran;
	unsigned int i;

	sum->rows++;
	sum->stale += stale;
	if (!n)
		return;
	ran = ran_ms(item->stats);
	cpo_stats_get_window_s(item->stats, &sum->window_s);
	cpo_stats_get_sample_age_ms(item->stats, &age);
	if (ran > sum->ran_ms)
		sum->ran_ms = ran;
	if (age > sum->age_ms)
		sum->age_ms = age;
	for (i = 0; i < n; i++)
		sum->partly += is_partly(&win[i], ran);
	sum->windows += n;
}

static void summary_put(const struct summary *sum, const char *indent)
{
	char length[24], ran[24], age[24];

	if (!sum->windows) {
		out("%sno windows: %s\n", indent, sum->sensors ?
		    "none of these belongs to an engine or an ELS" :
		    "the device keeps none, or they were not read yet");
		return;
	}
	out("%swindows of %s, the running one for %s so far; read %s ago\n",
	    indent,
	    time_span_text(sum->window_s * 1000, length, sizeof(length)),
	    time_span_text(sum->ran_ms, ran, sizeof(ran)),
	    time_span_text(sum->age_ms, age, sizeof(age)));
	if (sum->partly)
		out("%s%zu of %zu quantities were known for a part of the "
		    "running one only: known_ms in JSON\n", indent,
		    sum->partly, sum->windows);
}

/* A table of quantities, with what each line begins with. */
struct lines {
	struct table *table;
	bool path;
	bool label;
	bool now;
};

static void lines_start(struct lines *lines, const struct object *obj)
{
	static const char *const heads[] = { "MIN", "AVG", "MAX" };
	unsigned int i;

	lines->table = table_new(7 + lines->path + lines->label + lines->now);
	if (!lines->table)
		abort();
	if (lines->path)
		table_head(lines->table, obj->fields[0].label, false, false);
	if (lines->label)
		table_head(lines->table, "LABEL", false, true);
	table_head(lines->table, lines->path ? "QUANTITY" : "    QUANTITY",
		   false, false);
	if (lines->now)
		table_head(lines->table, "NOW", true, false);
	for (i = 0; i < 2 * ARRAY_SIZE(heads); i++) {
		table_head(lines->table, heads[i % ARRAY_SIZE(heads)], true,
			   false);
		if (i % ARRAY_SIZE(heads) == 0)
			table_over(lines->table, i ? "previous" : "running");
	}
}

static void span_cells(struct table *table, const struct form *form,
		       const struct cpo_window_span *s)
{
	const int64_t val[] = { s->min, s->avg, s->max };
	char buf[48] = "-";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(val); i++) {
		if (is_known(form, s))
			quantity_number(form, val[i], buf, sizeof(buf));
		table_cell(table, buf, C_NONE);
	}
}

static void line_start(struct lines *lines, const struct item *item, bool stale)
{
	char buf[PATH_LEN + 1];
	const char *label = "";

	if (lines->path) {
		path_of(item_kind(item), &item->ids, buf, PATH_LEN);
		strcat(buf, stale ? "*" : "");
		table_cell(lines->table, buf, C_NONE);
	}
	if (lines->label) {
		cpo_sensor_get_label(item->row, &label);
		text_clean(label, buf, sizeof(buf));
		table_cell(lines->table, buf, C_NONE);
	}
}

static void line_put(struct lines *lines, const struct item *item, bool stale,
		     const struct form *form, const struct cpo_window *win)
{
	char buf[64];
	int64_t val;

	line_start(lines, item, stale);
	snprintf(buf, sizeof(buf), "%s%s", lines->path ? "" : "    ",
		 form->label);
	table_cell(lines->table, buf, C_NONE);
	snprintf(buf, sizeof(buf), "-");
	if (lines->now && quantity_now(form, item, &val))
		quantity_number(form, val, buf, sizeof(buf));
	if (lines->now)
		table_cell(lines->table, buf, C_NONE);
	span_cells(lines->table, form, &win->running);
	span_cells(lines->table, form, &win->previous);
}

static void lines_put(struct lines *lines, const struct item *item, bool stale,
		      const struct cpo_window *win)
{
	struct form form;
	const struct form *f = &form;
	unsigned int n = 0;

	quantity_form(win->quantity, NULL, &form);
	do {
		line_put(lines, item, stale, f, win);
		f = form_nth(win->quantity, ++n);
	} while (f);
}

/* An object without windows has a line all the same. */
static void line_none(struct lines *lines, const struct item *item, bool stale)
{
	char buf[64] = "-";
	unsigned int i;

	line_start(lines, item, stale);
	table_cell(lines->table, "-", C_NONE);
	for (i = 0; lines->label && i < obj_sensor.nfields; i++)
		if (obj_sensor.fields[i].fmt == F_READING)
			field_text(&obj_sensor.fields[i], item, buf,
				   sizeof(buf));
	if (lines->now)
		table_cell(lines->table, buf, C_NONE);
	for (i = 0; i < 6; i++)
		table_cell(lines->table, "-", C_NONE);
}

static bool is_stale(const struct object *obj, const struct item *item,
		     uint64_t *oldest)
{
	bool stale = item->stats, old = false;
	uint64_t age, age_stats = 0;

	if (!item->stats || cpo_stats_get_sample_stale(item->stats, &stale))
		stale = false;
	if (stale)
		cpo_stats_get_sample_age_ms(item->stats, &age_stats);
	old = item_stale(obj, item, &age);
	if (old && age > *oldest)
		*oldest = age;
	if (age_stats > *oldest)
		*oldest = age_stats;
	return old || stale;
}

static void item_lines(struct lines *lines, const struct object *obj,
		       const struct item *item, struct summary *sum)
{
	bool stale = is_stale(obj, item, &sum->oldest_ms);
	struct cpo_window win[WINDOWS_MAX];
	unsigned int n = item_windows(item, win);
	unsigned int i;

	for (i = 0; i < n; i++)
		lines_put(lines, item, stale, &win[i]);
	if (!n && lines->path)
		line_none(lines, item, stale);
	summary_add(sum, item, stale, win, n);
}

void windows_table(struct rowset *set)
{
	struct lines lines = { .path = true, .now = true,
			       .label = set->obj->kind == CPO_KIND_SENSOR };
	struct summary sum = { .sensors = lines.label };
	size_t i;

	lines_start(&lines, set->obj);
	for (i = 0; i < set->count; i++)
		item_lines(&lines, set->obj, &set->item[i], &sum);
	table_print(lines.table);
	table_free(lines.table);
	if (set->count)
		summary_put(&sum, "");
	if (sum.stale)
		stale_note(sum.stale, sum.rows, sum.oldest_ms);
}

void windows_of_stats(const struct item *stats)
{
	struct lines lines = { .now = stats->stats };
	struct item one = *stats;
	struct summary sum = { 0 };

	if (!one.stats)
		one.stats = one.row;
	lines_start(&lines, NULL);
	item_lines(&lines, &obj_stats, &one, &sum);
	out("  windows\n");
	if (sum.windows)
		table_print(lines.table);
	table_free(lines.table);
	summary_put(&sum, "    ");
	if (sum.stale)
		out_color(C_WARN, "    stale: these are old\n");
}

bool windows_text(const struct cpo_row *stats, char *buf, size_t size)
{
	struct cpo_window win[WINDOWS_MAX];
	unsigned int i, n = stats_windows(stats, win);
	char word[48];
	size_t len;

	buf[0] = '\0';
	for (i = 0; i < n; i++) {
		enum_text(CPO_ENUM_QUANTITY, win[i].quantity, word,
			  sizeof(word));
		len = strlen(buf);
		snprintf(buf + len, size - len, "%s%s", i ? "," : "", word);
	}
	return n > 0;
}

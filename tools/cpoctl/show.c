// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* The show command: any kind of row as table, as details or as JSON. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

/* ---- Lasers of the shown ELS, counted by state ---- */

static unsigned int state_count(void)
{
	unsigned int n = 0;
	uint64_t val;

	while (!cpo_enum_value(CPO_ENUM_LASER_STATE, n, &val))
		n++;
	return n;
}

static void count_laser(struct rowset *els, const struct item *laser)
{
	struct item *item = rowset_find(els, &laser->ids);
	uint32_t state;

	if (!item || !cpo_ids_has(&laser->ids, CPO_ID_ELS) ||
	    cpo_laser_get_state(laser->row, &state) || state >= state_count())
		return;
	if (!item->lasers)
		item->lasers = calloc(state_count(), sizeof(*item->lasers));
	if (item->lasers)
		item->lasers[state]++;
}

void rows_count_lasers(struct rowset *els, const struct rowset *lasers)
{
	size_t i;

	for (i = 0; i < lasers->count; i++)
		count_laser(els, &lasers->item[i]);
}

/* Lasers of one ELS, or of all when many are shown. */
static void count_lasers(struct rowset *els)
{
	struct rowset lasers = { .obj = &obj_laser };
	struct cpo_ids filter = { 0 };

	if (!els->count)
		return;
	if (els->count == 1) {
		cpo_ids_put(&filter, CPO_ID_DEV,
			    els->item[0].ids.id[CPO_ID_DEV]);
		cpo_ids_put(&filter, CPO_ID_ELS,
			    els->item[0].ids.id[CPO_ID_ELS]);
	}
	if (!rowset_dump(&lasers, &filter))
		rows_count_lasers(els, &lasers);
	rowset_clear(&lasers);
}

/* ---- JSON ---- */

void rows_json(struct json *js, const struct rowset *set)
{
	size_t i;

	json_array(js, set->obj->plural);
	for (i = 0; i < set->count; i++) {
		json_object(js, NULL);
		item_json(js, set->obj, &set->item[i]);
		if (opt.window)
			windows_json_item(js, &set->item[i]);
		json_close(js);
	}
	json_close(js);
}

static void show_json(const struct rowset *set)
{
	struct json *js = json_document();

	json_bool(js, "consistent", !set->inconsistent);
	rows_json(js, set);
	json_document_end(js, EXIT_OK);
}

/* ---- Details ---- */

static void details_unknown(unsigned int attr, const void *data, size_t len,
			    void *arg)
{
	const uint8_t *byte = data;
	size_t i;

	(void)arg;
	out("  %-26s ", "unknown attribute");
	out("%u:", attr);
	for (i = 0; i < len && i < 32; i++)
		out(" %02x", byte[i]);
	out("%s\n", len > 32 ? " ..." : "");
}

static const char *details_doc(const struct field *f, const struct item *item)
{
	uint64_t val;

	if (f->fmt != F_ENUM || f->sub ||
	    cpo_row_get_uint(item->row, f->attr, &val))
		return NULL;
	return cpo_enum_doc(f->ref, val);
}

static void details_field(const struct field *f, const struct item *item)
{
	const char *doc = details_doc(f, item);
	struct field whole = *f;
	char buf[512];

	whole.mask = 0;
	/* No light has a word, but no number. */
	if (!field_exact(&whole, item, buf, sizeof(buf)) &&
	    !field_text(&whole, item, buf, sizeof(buf)))
		snprintf(buf, sizeof(buf), "-");
	out("  %-26s ", f->key);
	out_color(field_color(f, item), "%s", buf);
	out(doc ? "  (%s)\n" : "\n", doc);
}

static void show_details(const struct rowset *set)
{
	const struct field *f = set->obj->fields;
	char path[PATH_LEN];
	unsigned int k;
	size_t i;

	for (i = 0; i < set->count; i++) {
		path_of(set->item[i].kind, &set->item[i].ids, path,
			sizeof(path));
		out_color(C_HEAD, "%s\n", path);
		for (k = 1; k < set->obj->nfields; k++)
			if (!f[k].column_only)
				details_field(&f[k], &set->item[i]);
		if (set->item[i].stats)
			windows_of_stats(&set->item[i]);
		cpo_row_for_each_unknown(set->item[i].row, details_unknown,
					 NULL);
	}
}

/* ---- Table ---- */

static void table_heads(struct table *table, const struct object *obj)
{
	char head[32];
	const struct field *f;
	unsigned int i;

	for (i = 0; i < obj->nfields; i++) {
		f = &obj->fields[i];
		if (!f->label)
			continue;
		if (f->unit && f->fmt != F_SPEED && f->fmt != F_RATE &&
		    f->fmt != F_CALC_RATE)
			snprintf(head, sizeof(head), "%s %s", f->label,
				 f->unit);
		else
			snprintf(head, sizeof(head), "%s", f->label);
		/* Half a number is a wrong one, half a path another object. */
		table_head(table, head, field_right(f),
			   !field_right(f) && f->fmt != F_PATH);
	}
}

/* Returns whether the row is marked as stale. */
static bool table_row(struct table *table, const struct object *obj,
		      const struct item *item)
{
	const struct field *f;
	char buf[256];
	uint64_t age;
	bool stale;
	unsigned int i;

	stale = item_stale(obj, item, &age);
	for (i = 0; i < obj->nfields; i++) {
		f = &obj->fields[i];
		if (!f->label)
			continue;
		if (!field_text(f, item, buf, sizeof(buf)))
			snprintf(buf, sizeof(buf), "-");
		if (stale && f->fmt == F_PATH)
			strncat(buf, "*", sizeof(buf) - strlen(buf) - 1);
		table_cell(table, buf, field_color(f, item));
	}
	return stale;
}

void stale_note(size_t count, size_t rows, uint64_t oldest_ms)
{
	out_color(C_WARN, "* stale: %zu of %zu rows are old, up to %" PRIu64
		  ".%" PRIu64 " s; see 'cpoctl dev show'\n", count, rows,
		  oldest_ms / 1000, oldest_ms % 1000 / 100);
}

static uint64_t oldest_stale(const struct rowset *set)
{
	uint64_t age, oldest = 0;
	size_t i;

	for (i = 0; i < set->count; i++)
		if (item_stale(set->obj, &set->item[i], &age) && age > oldest)
			oldest = age;
	return oldest;
}

static unsigned int column_count(const struct object *obj)
{
	unsigned int i, n = 0;

	for (i = 0; i < obj->nfields; i++)
		n += !!obj->fields[i].label;
	return n;
}

void rows_table(struct rowset *set)
{
	struct table *table = table_new(column_count(set->obj));
	size_t i, stale = 0;

	if (!table)
		return;
	table_heads(table, set->obj);
	for (i = 0; i < set->count; i++)
		stale += table_row(table, set->obj, &set->item[i]);
	table_print(table);
	table_free(table);
	if (set->obj->footer)
		set->obj->footer(set);
	if (stale)
		stale_note(stale, set->count, oldest_stale(set));
}

int show_rows(struct rowset *set)
{
	if (opt.json)
		show_json(set);
	else if (opt.details)
		show_details(set);
	else if (opt.window)
		windows_table(set);
	else if (set->obj->text)
		set->obj->text(set);
	else
		rows_table(set);
	if (set->inconsistent)
		warn("objects kept changing: rows may not fit each other");
	return set->partial || set->inconsistent ? EXIT_PARTIAL : EXIT_OK;
}

int cmd_show(const struct object *obj, struct args *args)
{
	struct rowset set = { .obj = obj };
	int code;

	code = resolve(&set, args->selector, args->selectors);
	if (!code && obj->kind == CPO_KIND_ELS)
		count_lasers(&set);
	if (!code && opt.window)
		code = windows_attach(&set);
	if (!code)
		code = show_rows(&set);
	rowset_clear(&set);
	return code;
}

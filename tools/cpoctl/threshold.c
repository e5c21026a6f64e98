// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl threshold: limits the device watches. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "quantity.h"

#define NO_QUANTITY	UINT32_MAX

#define ID(name, attribute, text)					\
	{ .key = name, .fmt = F_UINT,					\
	  .attr = CPO_A_THRESHOLD_ ## attribute, .help = text }

#define LIMIT(name, attribute, text)					\
	{ .key = name, .fmt = F_LIMIT,					\
	  .attr = CPO_A_THRESHOLD_ ## attribute, .help = text },	\
	{ .key = name "_dbm", .fmt = F_LIMIT_DBM, .unit = "dBm",	\
	  .attr = CPO_A_THRESHOLD_ ## attribute,			\
	  .help = "the same, of light" }

static const struct field fields[] = {
	{ .key = "path", .fmt = F_PATH, .ref = CPO_KIND_STATS,
	  .attr = CPO_A_THRESHOLD_DEV_ID, .help = "device, or object of it" },
	{ .key = "dev", .fmt = F_DEV, .attr = CPO_A_THRESHOLD_DEV_ID,
	  .help = "name of the device" },
	{ .key = "dev_id", .fmt = F_UINT, .attr = CPO_A_THRESHOLD_DEV_ID,
	  .help = "id of the device" },
	{ .key = "object", .fmt = F_ENUM, .attr = CPO_A_THRESHOLD_OBJECT,
	  .ref = CPO_ENUM_OBJECT, .help = "what it is about" },
	ID("engine_id", ENGINE_ID, "its engine"),
	ID("els_id", ELS_ID, "its ELS"),
	ID("laser_id", LASER_ID, "its laser"),
	ID("lane_id", LANE_ID, "its lane"),
	ID("port_id", PORT_ID, "its port"),
	ID("route_id", ROUTE_ID, "its route"),
	ID("sensor_id", SENSOR_ID, "its sensor"),
	{ .key = "quantity", .fmt = F_ENUM, .attr = CPO_A_THRESHOLD_QUANTITY,
	  .ref = CPO_ENUM_QUANTITY, .help = "what is limited" },
	LIMIT("high_alarm", HIGH_ALARM,
	      "above it, service or equipment is at risk, in the unit below"),
	LIMIT("high_warning", HIGH_WARNING,
	      "above it is not normal, in the unit below"),
	LIMIT("low_warning", LOW_WARNING,
	      "below it is not normal, in the unit below"),
	LIMIT("low_alarm", LOW_ALARM,
	      "below it, service or equipment is at risk, in the unit below"),
	{ .key = "unit", .fmt = F_UNIT, .attr = CPO_A_THRESHOLD_QUANTITY,
	  .help = "unit of the limits" },
	{ .key = "override", .fmt = F_FLAG, .attr = CPO_A_THRESHOLD_OVERRIDE,
	  .help = "limits of its own, not the defaults of its kind" },
};

static const unsigned int level_attr[CPO_LEVELS] = {
	[CPO_LEVEL_HIGH_ALARM] = CPO_A_THRESHOLD_HIGH_ALARM,
	[CPO_LEVEL_HIGH_WARNING] = CPO_A_THRESHOLD_HIGH_WARNING,
	[CPO_LEVEL_LOW_WARNING] = CPO_A_THRESHOLD_LOW_WARNING,
	[CPO_LEVEL_LOW_ALARM] = CPO_A_THRESHOLD_LOW_ALARM,
};

static void limits_of(const struct cpo_row *row, struct cpo_limits *limits)
{
	unsigned int i;

	memset(limits, 0, sizeof(*limits));
	for (i = 0; i < CPO_LEVELS; i++)
		if (!cpo_row_get_sint(row, level_attr[i], &limits->val[i]))
			limits->set |= 1u << i;
}

static bool is_own(const struct item *item)
{
	bool own = false;

	cpo_threshold_get_override(item->row, &own);
	return own;
}

/* ---- What was asked for ---- */

/**
 * struct asked - words of a command, sorted out
 * @selector: objects
 * @selectors: how many
 * @quantity: CPO_QUANTITY_*, or NO_QUANTITY
 * @level: by CPO_LEVEL_*, the value as it was written
 */
struct asked {
	const char **selector;
	unsigned int selectors;
	uint32_t quantity;
	const char *level[CPO_LEVELS];
};

static void words_of(int which, const char *sep, char *buf, size_t size)
{
	unsigned int i;
	size_t len = 0;
	uint64_t val;

	for (i = 0; !cpo_enum_value(which, i, &val) && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%s", i ? sep : "",
				cpo_enum_name(which, val));
}

/* The value of the word of @len characters; 0 or -ENOENT. */
static int word_value(int which, const char *word, size_t len, uint32_t *val)
{
	const char *name;
	unsigned int i;
	uint64_t v;

	for (i = 0; !cpo_enum_value(which, i, &v); i++) {
		name = cpo_enum_name(which, v);
		if (strlen(name) == len && !strncmp(name, word, len)) {
			*val = v;
			return 0;
		}
	}
	return -ENOENT;
}

static int ask_level(struct asked *asked, const char *word)
{
	size_t len = strcspn(word, "=");
	char levels[128];
	uint32_t level;

	words_of(CPO_ENUM_LEVEL, ", ", levels, sizeof(levels));
	if (word_value(CPO_ENUM_LEVEL, word, len, &level) ||
	    level >= CPO_LEVELS)
		return usage_error("'%.*s' is not a level: %s", (int)len, word,
				   levels);
	if (asked->level[level])
		return usage_error("'%.*s' is given twice", (int)len, word);
	asked->level[level] = word + len + 1;
	return EXIT_OK;
}

static int ask_word(struct asked *asked, const char *word)
{
	uint32_t quantity;

	if (strchr(word, '='))
		return ask_level(asked, word);
	if (word_value(CPO_ENUM_QUANTITY, word, strlen(word), &quantity)) {
		asked->selector[asked->selectors++] = word;
		return EXIT_OK;
	}
	if (asked->quantity != NO_QUANTITY)
		return usage_error("one quantity at a time, not also '%s'",
				   word);
	asked->quantity = quantity;
	return EXIT_OK;
}

static bool asks_level(const struct asked *asked)
{
	unsigned int i = 0;

	while (i < CPO_LEVELS && !asked->level[i])
		i++;
	return i < CPO_LEVELS;
}

/* Selectors are moved to the front of where the words are. */
static int ask(struct asked *asked, struct args *args, bool levels)
{
	unsigned int i;
	int code = EXIT_OK;

	*asked = (struct asked){ .selector = args->selector,
				 .quantity = NO_QUANTITY };
	for (i = 0; !code && i < args->selectors; i++)
		code = ask_word(asked, args->selector[i]);
	if (!code && !levels && asks_level(asked))
		return usage_error("threshold %s takes no levels",
				   args->cmd->name);
	return code;
}

/* What a command that changes something cannot do without. */
static int ask_more(const struct asked *asked)
{
	char words[512];

	if (!asked->selectors)
		return usage_error("threshold set needs an object, as "
				   "cpo0/engine0/lane3");
	words_of(CPO_ENUM_QUANTITY, ", ", words, sizeof(words));
	if (asked->quantity == NO_QUANTITY)
		return usage_error("threshold set needs a quantity, one of %s",
				   words);
	words_of(CPO_ENUM_LEVEL, "=VALUE, ", words, sizeof(words));
	if (!asks_level(asked))
		return usage_error("threshold set needs one or more of "
				   "%s=VALUE", words);
	return EXIT_OK;
}

/* ---- Reading ---- */

static int add_row(struct cpo_row *row, void *arg)
{
	return rowset_add(arg, row);
}

/* Of all objects of a kind, or with -1 of all, those @named has. */
static int read_named(struct rowset *set, struct rowset *named, int of,
		      uint32_t quantity)
{
	struct rowset all = { .obj = &obj_threshold };
	struct cpo_ids filter = { 0 };
	size_t i;
	int ret;

	if (named->count == 1)
		own_ids(named->obj->kind, &named->item[0].ids, &filter);
	ret = cpo_threshold_dump(ctx, &filter, of, quantity == NO_QUANTITY ?
				 -1 : (int)quantity, add_row, &all);
	set->inconsistent |= ret > 0 || named->inconsistent;
	for (i = 0; ret >= 0 && i < all.count; i++)
		if (rowset_find(named, &all.item[i].ids))
			ret = rowset_add(set, all.item[i].row);
	rowset_clear(&all);
	return ret < 0 ? ret : 0;
}

/* A device stands for all of its parts. */
static int read_word(struct rowset *set, const char *word, uint32_t quantity)
{
	struct rowset named = { 0 };
	int code, ret;

	code = resolve_named(&named, word);
	if (!code) {
		ret = read_named(set, &named, named.obj->kind ==
				 CPO_KIND_DEV ? -1 : named.obj->kind,
				 quantity);
		code = ret ? report_errno(ret, word) : EXIT_OK;
	}
	set->partial |= named.partial;
	rowset_clear(&named);
	return code;
}

static void quantities_of(const struct rowset *set, char *buf, size_t size)
{
	char name[32];
	size_t i, len = 0;

	buf[0] = '\0';
	for (i = 0; i < set->count && len < size; i++) {
		enum_text(CPO_ENUM_QUANTITY, set->item[i].part, name,
			  sizeof(name));
		if (!strstr(buf, name))
			len += snprintf(buf + len, size - len, "%s%s",
					len ? ", " : "it has limits of ",
					name);
	}
}

/* Say what there is instead. */
static int not_there(const char *word, uint32_t quantity)
{
	struct rowset any = { .obj = &obj_threshold };
	const char *name = cpo_enum_name(CPO_ENUM_QUANTITY, quantity);
	char hint[256];
	int code;

	code = read_word(&any, word, NO_QUANTITY);
	quantities_of(&any, hint, sizeof(hint));
	if (!code)
		code = report(EXIT_NOT_FOUND, any.count ? hint : NULL,
			      "%s: no limits%s%s", word, name ? " of " : "",
			      name ? name : "");
	rowset_clear(&any);
	return code;
}

/* Rows that were asked for; each word must have some. */
static int read_asked(struct rowset *set, const struct asked *asked)
{
	unsigned int i;
	size_t before;
	int code = EXIT_OK;

	if (!asked->selectors)
		code = read_word(set, "all", asked->quantity);
	for (i = 0; !code && i < asked->selectors; i++) {
		before = set->count;
		code = read_word(set, asked->selector[i], asked->quantity);
		if (!code && set->count == before)
			code = not_there(asked->selector[i], asked->quantity);
	}
	rowset_sort(set);
	return code;
}

/* ---- Show ---- */

static int same_limits(const struct item *a, const struct item *b)
{
	struct cpo_limits x, y;

	limits_of(a->row, &x);
	limits_of(b->row, &y);
	return memcmp(&x, &y, sizeof(x));
}

/* Devices, kinds, first the defaults by quantity, then what is set apart. */
static int line_cmp(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	uint32_t dev_x = x->ids.id[CPO_ID_DEV], dev_y = y->ids.id[CPO_ID_DEV];
	int diff;

	if (dev_x != dev_y)
		return dev_x < dev_y ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind - y->kind;
	if (is_own(x) != is_own(y))
		return is_own(x) ? 1 : -1;
	if (!is_own(x) && x->kind != CPO_KIND_SENSOR) {
		diff = (int)x->part - (int)y->part;
		diff = diff ? diff : same_limits(x, y);
		if (diff)
			return diff;
	}
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (int)x->part - (int)y->part;
}

/* Do both stand in one line? */
static bool is_alike(const struct item *a, const struct item *b)
{
	return a->ids.id[CPO_ID_DEV] == b->ids.id[CPO_ID_DEV] &&
	       a->kind == b->kind && a->part == b->part &&
	       !is_own(a) && !is_own(b) && !same_limits(a, b);
}

static void limit_cells(struct table *table, const struct item *item)
{
	struct cpo_limits limits;
	struct form form;
	unsigned int i;
	char buf[64];

	limits_of(item->row, &limits);
	quantity_form(item->part, &item->ids, &form);
	for (i = 0; i < CPO_LEVELS; i++) {
		snprintf(buf, sizeof(buf), "-");
		if (limits.set & 1u << i)
			quantity_cell(&form, limits.val[i], buf, sizeof(buf));
		table_cell(table, buf, C_NONE);
	}
}

static void limit_heads(struct table *table)
{
	table_head(table, "HIGH ALARM", true, false);
	table_head(table, "HIGH WARN", true, false);
	table_head(table, "LOW WARN", true, false);
	table_head(table, "LOW ALARM", true, false);
}

static void head_cell(struct table *table, const struct item *item)
{
	struct form form;
	char buf[64];

	quantity_form(item->part, &item->ids, &form);
	quantity_head(&form, buf, sizeof(buf));
	table_cell(table, buf, C_NONE);
}

/* "cpo0: 576 lanes", or the one; what has limits of its own has a star. */
static void objects_cell(struct table *table, const struct item *item,
			 size_t count)
{
	char buf[PATH_LEN + 32], dev[PATH_LEN];

	if (count == 1) {
		path_of(item->kind, &item->ids, buf, PATH_LEN);
		strcat(buf, is_own(item) ? "*" : "");
	} else {
		dev_name(item->ids.id[CPO_ID_DEV], dev, sizeof(dev));
		snprintf(buf, sizeof(buf), "%s: %zu %s", dev, count,
			 object_of_kind(item->kind)->plural);
	}
	table_cell(table, buf, C_NONE);
}

static void lines_text(struct item *item, size_t count)
{
	struct table *table = table_new(2 + CPO_LEVELS);
	size_t i, n, own = 0;

	if (!table)
		abort();
	table_head(table, "OBJECTS", false, false);
	table_head(table, "QUANTITY", false, false);
	limit_heads(table);
	qsort(item, count, sizeof(*item), line_cmp);
	for (i = 0; i < count; i += n) {
		for (n = 1; i + n < count && is_alike(&item[i], &item[i + n]);
		     n++)
			;
		objects_cell(table, &item[i], n);
		head_cell(table, &item[i]);
		limit_cells(table, &item[i]);
		own += is_own(&item[i]);
	}
	table_print(table);
	table_free(table);
	if (own)
		out("* limits of its own, not the defaults of its kind\n");
}

/* The object itself, for what it has now; it may have gone. */
static struct cpo_row *object_row(const struct item *item)
{
	struct cpo_row *row = NULL;
	struct cpo_ids ids;

	own_ids(item->kind, &item->ids, &ids);
	return cpo_get(ctx, item->kind, &ids, &row) ? NULL : row;
}

static void now_cell(struct table *table, const struct item *item,
		     const struct item *object)
{
	char buf[64] = "-";
	struct form form;
	int64_t val;

	quantity_form(item->part, &item->ids, &form);
	if (object->row && quantity_now(&form, object, &val))
		quantity_cell(&form, val, buf, sizeof(buf));
	table_cell(table, buf, C_NONE);
}

static void object_text(const struct rowset *set)
{
	struct item object = { .row = object_row(&set->item[0]) };
	struct table *table = table_new(3 + CPO_LEVELS);
	char path[PATH_LEN];
	size_t i;

	if (!table)
		abort();
	path_of(set->item[0].kind, &set->item[0].ids, path, sizeof(path));
	out_color(C_HEAD, "%s\n", path);
	table_head(table, "QUANTITY", false, false);
	table_head(table, "NOW", true, false);
	limit_heads(table);
	table_head(table, "OWN", false, false);
	for (i = 0; i < set->count; i++) {
		head_cell(table, &set->item[i]);
		now_cell(table, &set->item[i], &object);
		limit_cells(table, &set->item[i]);
		table_cell(table, is_own(&set->item[i]) ? "own" : "-", C_NONE);
	}
	table_print(table);
	table_free(table);
	cpo_row_unref(object.row);
}

static void thresholds_text(const struct rowset *set)
{
	struct item *copy;

	if (!set->count) {
		out("no limits\n");
	} else if (set->item[0].key == set->item[set->count - 1].key) {
		object_text(set);
	} else {
		copy = malloc(set->count * sizeof(*copy));
		if (!copy)
			abort();
		memcpy(copy, set->item, set->count * sizeof(*copy));
		lines_text(copy, set->count);
		free(copy);
	}
}

static int cmd_threshold_show(const struct object *obj, struct args *args)
{
	struct rowset set = { .obj = obj };
	struct asked asked;
	int code;

	code = ask(&asked, args, false);
	if (!code)
		code = read_asked(&set, &asked);
	if (!code)
		code = show_rows(&set);
	rowset_clear(&set);
	return code;
}

/* ---- Set ---- */

/* A row, and what is to become of it. */
struct plan {
	const struct item *item;
	char what[PATH_LEN + 40];
	struct form form;
	struct cpo_limits old;
	struct cpo_limits add;
};

static void plan_start(struct plan *plan, const struct item *item)
{
	char path[PATH_LEN], name[32];

	memset(plan, 0, sizeof(*plan));
	plan->item = item;
	path_of(item->kind, &item->ids, path, sizeof(path));
	enum_text(CPO_ENUM_QUANTITY, item->part, name, sizeof(name));
	snprintf(plan->what, sizeof(plan->what), "%s: %s", path, name);
	quantity_form(item->part, &item->ids, &plan->form);
	limits_of(item->row, &plan->old);
}

static int plan_levels(struct plan *plan, const struct asked *asked)
{
	char why[128];
	unsigned int i;
	int ret;

	for (i = 0; i < CPO_LEVELS; i++) {
		if (!asked->level[i])
			continue;
		ret = quantity_parse(&plan->form, asked->level[i],
				     &plan->add.val[i], why, sizeof(why));
		if (ret)
			return usage_error("%s: %s %s %s, not '%s'",
					   plan->what,
					   cpo_enum_name(CPO_ENUM_LEVEL, i),
					   ret == -ERANGE ? "is" : "takes", why,
					   asked->level[i]);
		plan->add.set |= 1u << i;
	}
	return EXIT_OK;
}

static bool plan_level(const struct plan *plan, unsigned int i, int64_t *val)
{
	if (plan->add.set & 1u << i)
		*val = plan->add.val[i];
	else if (plan->old.set & 1u << i)
		*val = plan->old.val[i];
	else
		return false;
	return true;
}

/* Between the warnings there is room; an alarm may be at its warning. */
static bool in_order(unsigned int upper, unsigned int lower, int64_t up,
		     int64_t low)
{
	bool both_sides = level_is_high(upper) != level_is_high(lower);

	return both_sides ? up > low : up >= low;
}

static int plan_order(const struct plan *plan)
{
	unsigned int i, upper = CPO_LEVELS;
	char a[64], b[64];
	int64_t val, up = 0;

	for (i = 0; i < CPO_LEVELS; i++) {
		if (!plan_level(plan, i, &val))
			continue;
		if (upper < CPO_LEVELS && !in_order(upper, i, up, val)) {
			quantity_text(&plan->form, up, a, sizeof(a));
			quantity_text(&plan->form, val, b, sizeof(b));
			return usage_error("%s: %s %s is not above %s %s",
					   plan->what,
					   cpo_enum_name(CPO_ENUM_LEVEL, upper),
					   a, cpo_enum_name(CPO_ENUM_LEVEL, i),
					   b);
		}
		upper = i;
		up = val;
	}
	return EXIT_OK;
}

static void level_text(const struct plan *plan, unsigned int i)
{
	char from[64] = "none", to[64];

	if (plan->old.set & 1u << i)
		quantity_text(&plan->form, plan->old.val[i], from,
			      sizeof(from));
	quantity_text(&plan->form, plan->add.val[i], to, sizeof(to));
	out("%s %s: %s -> %s\n", plan->what, cpo_enum_name(CPO_ENUM_LEVEL, i),
	    from, to);
}

static void level_json(struct json *js, const struct plan *plan, unsigned int i)
{
	char path[PATH_LEN];

	path_of(plan->item->kind, &plan->item->ids, path, sizeof(path));
	json_object(js, NULL);
	json_str(js, "path", path);
	enum_json(js, "quantity", CPO_ENUM_QUANTITY, plan->item->part);
	enum_json(js, "level", CPO_ENUM_LEVEL, i);
	if (plan->form.unit)
		json_str(js, "unit", plan->form.unit);
	if (plan->old.set & 1u << i)
		quantity_json(js, "from", &plan->form, plan->old.val[i]);
	quantity_json(js, "to", &plan->form, plan->add.val[i]);
	json_close(js);
}

static void plan_show(const struct plan *plan, struct json *js)
{
	unsigned int i;

	for (i = 0; i < CPO_LEVELS; i++) {
		if (!(plan->add.set & 1u << i))
			continue;
		if (js)
			level_json(js, plan, i);
		else
			level_text(plan, i);
	}
}

/* One of @all, after @done. */
static int plan_do(const struct plan *plan, size_t done, size_t all)
{
	struct cpo_ids ids;
	int ret;

	own_ids(plan->item->kind, &plan->item->ids, &ids);
	ret = cpo_threshold_set(ctx, &ids, plan->item->part, &plan->add);
	return ret ? report_errno_after(ret, plan->what, done, all) : EXIT_OK;
}

/* All of it must be possible before the first is done. */
static int plans_run(struct rowset *set, const struct asked *asked, bool check)
{
	struct json *js = NULL;
	struct plan plan;
	int code = EXIT_OK;
	size_t i;

	if (opt.json && check && opt.dry_run) {
		js = json_document();
		json_array(js, "would_set");
	}
	for (i = 0; !code && i < set->count; i++) {
		plan_start(&plan, &set->item[i]);
		code = plan_levels(&plan, asked);
		if (!code && check)
			code = plan_order(&plan);
		if (!code && !check)
			code = plan_do(&plan, i, set->count);
		else if (!code && opt.dry_run)
			plan_show(&plan, js);
	}
	if (js)
		json_document_end(js, code);
	return code;
}

static int cmd_set(const struct object *obj, struct args *args)
{
	struct rowset set = { .obj = obj };
	struct asked asked;
	int code;

	code = ask(&asked, args, true);
	if (!code)
		code = ask_more(&asked);
	if (!code)
		code = read_asked(&set, &asked);
	if (!code)
		code = plans_run(&set, &asked, true);
	if (!code && !opt.dry_run)
		code = plans_run(&set, &asked, false);
	if (!code && set.partial)
		code = EXIT_PARTIAL;
	rowset_clear(&set);
	return code;
}

/* ---- Reset ---- */

/* One of @all, after @done. */
static int reset_one(const struct item *item, struct json *js, size_t done,
		     size_t all)
{
	struct plan plan;
	struct cpo_ids ids;
	int ret = 0;

	plan_start(&plan, item);
	own_ids(item->kind, &item->ids, &ids);
	if (!opt.dry_run)
		ret = cpo_threshold_reset(ctx, &ids, item->part);
	if (ret)
		return report_errno_after(ret, plan.what, done, all);
	if (!js) {
		out("%s%s to the default\n", plan.what,
		    opt.dry_run ? " would go back" : " is back");
		return EXIT_OK;
	}
	path_of(item->kind, &item->ids, plan.what, sizeof(plan.what));
	json_object(js, NULL);
	json_str(js, "path", plan.what);
	enum_json(js, "quantity", CPO_ENUM_QUANTITY, item->part);
	json_close(js);
	return EXIT_OK;
}

static int reset_own(const struct rowset *set)
{
	struct json *js = NULL;
	int code = EXIT_OK;
	size_t i, done = 0, own = 0;

	for (i = 0; i < set->count; i++)
		own += is_own(&set->item[i]);
	if (opt.json) {
		js = json_document();
		json_array(js, opt.dry_run ? "would_reset" : "reset");
	}
	for (i = 0; !code && i < set->count; i++) {
		if (!is_own(&set->item[i]))
			continue;
		code = reset_one(&set->item[i], js, done++, own);
	}
	if (js)
		json_document_end(js, code);
	else if (!own)
		out("no limits but the defaults\n");
	return code;
}

static int cmd_reset(const struct object *obj, struct args *args)
{
	struct rowset set = { .obj = obj };
	struct asked asked;
	int code;

	code = ask(&asked, args, false);
	if (!code && !asked.selectors)
		code = usage_error("threshold reset needs an object, or 'all'");
	if (!code)
		code = read_asked(&set, &asked);
	if (!code)
		code = reset_own(&set);
	if (!code && set.partial)
		code = EXIT_PARTIAL;
	rowset_clear(&set);
	return code;
}

static const struct command commands[] = {
	{ "show", cmd_threshold_show, "[SELECTOR]... [QUANTITY]", NULL,
	  "show the limits of all objects, or of those selected, a device "
	  "standing for its parts; of one object beside the values of now, of "
	  "many those that are alike in one line" },
	{ "set", cmd_set, "SELECTOR... QUANTITY LEVEL=VALUE... [--dry-run]",
	  NULL,
	  "give objects limits of their own; a value has its unit, as "
	  "-8.5dBm, 0.2mW, 70C, 300mA or 1e-6; levels that are not given "
	  "stay; needs CAP_NET_ADMIN, prints nothing, or with --dry-run what "
	  "it would change" },
	{ "reset", cmd_reset, "SELECTOR... [QUANTITY] [--dry-run]", NULL,
	  "take limits of their own away from objects, a device standing for "
	  "its parts; needs CAP_NET_ADMIN" },
};

const struct object obj_threshold = {
	.name = "threshold",
	.plural = "thresholds",
	.kind = CPO_KIND_THRESHOLD,
	.help = "limits the device watches",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.fields = fields,
	.nfields = ARRAY_SIZE(fields),
	.text = thresholds_text,
	.words = CPO_ENUM_QUANTITY,
	.levels = CPO_ENUM_LEVEL,
	.note = "Levels are high-alarm, high-warning, low-warning and "
		"low-alarm, each not below the next. One that is \"-\" is not "
		"watched. The device compares, and tells by an event of code "
		"threshold and a flag.",
};

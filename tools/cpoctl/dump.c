// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * cpoctl dump: everything that can be read without a privilege, at once.
 *
 * One device at a time is read as a whole and written out row by row. A read
 * is good when nothing was added, removed or reported meanwhile: topology
 * generation, epoch and event number are the same before and after.
 */

#include <errno.h>
#include <string.h>
#include <time.h>

#include "cpoctl.h"

#define TRIES		4
#define PAUSE_MS	10

static const struct object *const kinds[] = {
	&obj_engine, &obj_els, &obj_laser, &obj_lane, &obj_port, &obj_route,
	&obj_sensor, &obj_flag, &obj_threshold, &obj_stats,
};

#define KINDS	ARRAY_SIZE(kinds)

/* What one read of a device gave. */
struct picture {
	struct cpo_row *before;
	struct rowset dev;
	struct rowset set[KINDS];
	bool consistent;
	uint64_t events_meanwhile;
};

static struct rowset *picture_set(struct picture *pic, const struct object *obj)
{
	unsigned int i = 0;

	while (kinds[i] != obj)
		i++;
	return &pic->set[i];
}

static void picture_clear(struct picture *pic)
{
	unsigned int i;

	cpo_row_unref(pic->before);
	rowset_clear(&pic->dev);
	for (i = 0; i < KINDS; i++)
		rowset_clear(&pic->set[i]);
	memset(pic, 0, sizeof(*pic));
}

static bool same_uint(const struct cpo_row *a, const struct cpo_row *b,
		      unsigned int attr)
{
	uint64_t x = 0, y = 0;

	cpo_row_get_uint(a, attr, &x);
	cpo_row_get_uint(b, attr, &y);
	return x == y;
}

static void picture_judge(struct picture *pic)
{
	const struct cpo_row *after = pic->dev.item[0].row;
	uint64_t first = 0, last = 0;
	unsigned int i;

	cpo_dev_get_event_seq(pic->before, &first);
	cpo_dev_get_event_seq(after, &last);
	pic->events_meanwhile = last > first ? last - first : 0;
	pic->consistent = last == first &&
		same_uint(pic->before, after, CPO_A_DEV_EPOCH) &&
		same_uint(pic->before, after, CPO_A_DEV_STATE) &&
		same_uint(pic->before, after, CPO_A_DEV_TOPOLOGY_GENERATION);
	for (i = 0; i < KINDS; i++)
		pic->consistent &= !pic->set[i].inconsistent;
}

/* Counters of the device, then windows and counters of its objects. */
static int read_stats(struct rowset *set, const struct cpo_ids *dev)
{
	struct cpo_row *row;
	int kind, ret;

	ret = cpo_get(ctx, CPO_KIND_STATS, dev, &row);
	if (ret)
		return ret;
	ret = rowset_add(set, row);
	cpo_row_unref(row);
	for (kind = CPO_KIND_ENGINE; !ret && kind <= CPO_KIND_PORT; kind++)
		ret = rowset_dump_stats(set, kind, dev);
	return ret;
}

static int read_kind(struct rowset *set, const struct cpo_ids *dev)
{
	int ret;

	if (set->obj->kind == CPO_KIND_STATS)
		ret = read_stats(set, dev);
	else
		ret = rowset_dump(set, dev);
	rowset_sort(set);
	/* A kernel that does not know this kind has none of it. */
	return ret == -EOPNOTSUPP ? 0 : ret;
}

static int read_once(struct picture *pic, const struct cpo_ids *dev)
{
	struct cpo_row *after;
	unsigned int i;
	int ret;

	pic->dev.obj = &obj_dev;
	ret = cpo_get(ctx, CPO_KIND_DEV, dev, &pic->before);
	for (i = 0; !ret && i < KINDS; i++) {
		pic->set[i].obj = kinds[i];
		ret = read_kind(&pic->set[i], dev);
	}
	if (!ret)
		ret = cpo_get(ctx, CPO_KIND_DEV, dev, &after);
	if (ret)
		return ret;
	ret = rowset_add(&pic->dev, after);
	cpo_row_unref(after);
	if (ret)
		return ret;
	rows_count_lasers(picture_set(pic, &obj_els),
			  picture_set(pic, &obj_laser));
	picture_judge(pic);
	return 0;
}

/* Again while it keeps changing, a few times. */
static int read_dev(struct picture *pic, const struct cpo_ids *ids)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000l };
	struct cpo_ids dev = { 0 };
	int try, ret;

	cpo_ids_put(&dev, CPO_ID_DEV, ids->id[CPO_ID_DEV]);
	for (try = 1; ; try++) {
		ret = read_once(pic, &dev);
		if (ret || pic->consistent || try == TRIES)
			return ret;
		picture_clear(pic);
		nanosleep(&pause, NULL);
	}
}

static void copy_key(struct json *js, const char *key, const struct item *item)
{
	const struct field *f = obj_dev.fields;

	while (strcmp(f->key, key))
		f++;
	field_json(js, key, f, item);
}

static void picture_json(struct json *js, const struct picture *pic)
{
	const struct item *dev = &pic->dev.item[0];
	unsigned int i;

	json_object(js, NULL);
	copy_key(js, "path", dev);
	json_bool(js, "consistent", pic->consistent);
	copy_key(js, "topology_generation", dev);
	copy_key(js, "epoch", dev);
	copy_key(js, "event_seq", dev);
	json_uint(js, "events_meanwhile", pic->events_meanwhile);
	rows_json(js, &pic->dev);
	for (i = 0; i < KINDS; i++)
		rows_json(js, &pic->set[i]);
	json_close(js);
}

static void set_text(struct rowset *set)
{
	struct rowset some = *set;

	if (!set->count)
		return;
	/* Windows of a thousand parts are no help to a reader. */
	if (set->obj == &obj_stats)
		some.count = 1;
	out_color(C_HEAD, "\n%s\n", set->obj->plural);
	if (set->obj->text)
		set->obj->text(&some);
	else
		rows_table(set);
}

static void picture_text(struct picture *pic)
{
	unsigned int i;

	set_text(&pic->dev);
	for (i = 0; i < KINDS; i++)
		set_text(&pic->set[i]);
}

/* Returns an exit code; EXIT_PARTIAL when it may not be all. */
static int dump_dev(const struct item *dev, struct json *js, bool *consistent)
{
	struct picture pic = { 0 };
	char path[PATH_LEN];
	int code = EXIT_OK;
	int ret;

	path_of(CPO_KIND_DEV, &dev->ids, path, sizeof(path));
	ret = read_dev(&pic, &dev->ids);
	if (ret == -ENODEV || ret == -ENOENT) {
		warn("%s went away meanwhile", path);
		code = EXIT_PARTIAL;
	} else if (ret) {
		code = report_errno(ret, path);
	} else if (js) {
		picture_json(js, &pic);
	} else {
		picture_text(&pic);
	}
	if (!ret && !pic.consistent) {
		warn("%s kept changing: rows may not fit each other", path);
		*consistent = false;
		code = EXIT_PARTIAL;
	}
	picture_clear(&pic);
	return code;
}

static int dump_devs(const struct rowset *set, struct json *js)
{
	bool partial = set->partial, consistent = true;
	int code = EXIT_OK;
	size_t i;

	if (js) {
		json_array(js, "not_included");
		json_str(js, NULL, obj_page.plural);
		json_close(js);
		json_array(js, "devices");
	}
	for (i = 0; i < set->count; i++) {
		code = dump_dev(&set->item[i], js, &consistent);
		if (code && code != EXIT_PARTIAL)
			return code;
		partial |= code == EXIT_PARTIAL;
	}
	if (js) {
		json_close(js);
		json_bool(js, "consistent", consistent);
	}
	return partial ? EXIT_PARTIAL : EXIT_OK;
}

static int cmd_dump(const struct object *obj, struct args *args)
{
	struct rowset set = { .obj = &obj_dev };
	struct json *js = NULL;
	int code;

	(void)obj;
	code = args_devs(args, "dump");
	if (!code)
		code = resolve(&set, args->selector, args->selectors);
	if (!code && opt.json)
		js = json_document();
	if (!code)
		code = dump_devs(&set, js);
	if (js)
		json_document_end(js, code);
	rowset_clear(&set);
	return code;
}

static const struct command commands[] = {
	{ "show", cmd_dump, "[DEVICE]...", NULL,
	  "show all of a device at once, but for pages: reading those takes a "
	  "privilege and reaches the device; windows of parts are just in "
	  "JSON" },
};

const struct object obj_dump = {
	.name = "dump",
	.plural = "devices",
	.kind = -1,
	.help = "everything that can be read, as one document",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.implied = true,
};

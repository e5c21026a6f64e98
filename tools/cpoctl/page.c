// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl page: bytes of CMIS and ELSFP-CMIS memory maps. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

#define HALF		128	/* lower memory, or one page */
#define MAP		256

struct page_read {
	unsigned int bank;
	unsigned int page;
	unsigned int offset;
	unsigned int length;
	uint8_t data[MAP];
};

static const char *const read_keys[] = {
	"page", "bank", "offset", "length", NULL
};

/* Both halves in one go look nicer; the family takes one at a time. */
static int read_target(const struct item *item, const char *path,
		       struct page_read *rd)
{
	struct cpo_page_addr addr = { .bank = rd->bank, .page = rd->page };
	unsigned int pos = rd->offset;
	unsigned int end = rd->offset + rd->length;
	unsigned int stop;
	char what[PATH_LEN + 32];
	int ret;

	while (pos < end) {
		stop = pos < HALF && end > HALF ? HALF : end;
		addr.offset = pos;
		addr.length = stop - pos;
		ret = cpo_page_read(ctx, &item->ids, &addr,
				    rd->data + pos - rd->offset);
		if (ret) {
			snprintf(what, sizeof(what), "%s bank %u page %02xh",
				 path, rd->bank, rd->page);
			return report_errno(ret, what);
		}
		pos = stop;
	}
	return EXIT_OK;
}

static void print_line(const struct page_read *rd, unsigned int start,
		       unsigned int end)
{
	unsigned int i;
	uint8_t byte;

	out("%3u %02xh ", start, start);
	for (i = start; i < start + 16; i++) {
		if (i >= rd->offset && i < end)
			out(" %02x", rd->data[i - rd->offset]);
		else
			out("   ");
	}
	out("  ");
	for (i = start; i < start + 16 && i < end; i++) {
		byte = i < rd->offset ? ' ' : rd->data[i - rd->offset];
		out("%c", isprint(byte) ? byte : '.');
	}
	out("\n");
}

static void print_text(const char *path, const struct page_read *rd)
{
	unsigned int end = rd->offset + rd->length;
	unsigned int start;

	out_color(C_HEAD, "%s bank %u page %02xh bytes %u-%u\n", path,
		  rd->bank, rd->page, rd->offset, end - 1);
	for (start = rd->offset & ~15u; start < end; start += 16)
		print_line(rd, start, end);
}

static void page_json(struct json *js, const char *path,
		      const struct page_read *rd)
{
	char hex[2 * MAP + 1];
	unsigned int i;

	for (i = 0; i < rd->length; i++)
		snprintf(hex + 2 * i, 3, "%02x", rd->data[i]);
	json_object(js, NULL);
	json_str(js, "path", path);
	json_uint(js, "bank", rd->bank);
	json_uint(js, "page", rd->page);
	json_uint(js, "offset", rd->offset);
	json_uint(js, "length", rd->length);
	json_str(js, "hex", hex);
	json_array(js, "bytes");
	for (i = 0; i < rd->length; i++)
		json_uint(js, NULL, rd->data[i]);
	json_close(js);
	json_close(js);
}

static int read_one(const struct item *item, int kind, struct page_read *rd,
		    struct json *js)
{
	char path[PATH_LEN];
	int code;

	path_of(kind, &item->ids, path, sizeof(path));
	code = read_target(item, path, rd);
	if (code)
		return code;
	if (js)
		page_json(js, path, rd);
	else
		print_text(path, rd);
	return EXIT_OK;
}

/* The upper half of the page unless told otherwise. */
static int read_args(const struct args *args, struct page_read *rd)
{
	int code;

	if (!args_value(args, "page"))
		return usage_error("page read needs 'page NUMBER'");
	rd->offset = HALF;
	code = args_uint(args, "page", 0xff, &rd->page);
	if (!code)
		code = args_uint(args, "bank", 0xff, &rd->bank);
	if (!code)
		code = args_uint(args, "offset", MAP - 1, &rd->offset);
	if (code)
		return code;
	rd->length = (rd->offset < HALF ? HALF : MAP) - rd->offset;
	code = args_uint(args, "length", MAP, &rd->length);
	if (code)
		return code;
	if (!rd->length || rd->offset + rd->length > MAP)
		return usage_error("offset and length must stay within 0-255");
	return EXIT_OK;
}

static int read_set(struct rowset *set, struct page_read *rd,
		    struct json *js)
{
	int kind = set->obj->kind;
	int code = EXIT_OK;
	size_t i;

	if (kind != CPO_KIND_ENGINE && kind != CPO_KIND_ELS)
		return usage_error("page read: a %s has no pages",
				   cpo_kind_name(kind));
	for (i = 0; !code && i < set->count; i++)
		code = read_one(&set->item[i], kind, rd, js);
	return code;
}

static int cmd_read(const struct object *obj, struct args *args)
{
	struct json *js = NULL;
	struct page_read rd = { 0 };
	struct rowset set = { 0 };
	bool partial = false;
	unsigned int i;
	int code;

	if (!args->selectors)
		return usage_error("page read needs an engine or an ELS");
	code = read_args(args, &rd);
	if (!code && opt.json) {
		js = json_document();
		json_array(js, obj->plural);
	}
	for (i = 0; !code && i < args->selectors; i++) {
		code = resolve_named(&set, args->selector[i]);
		if (!code)
			code = read_set(&set, &rd, js);
		partial |= set.partial;
		rowset_clear(&set);
	}
	if (js)
		json_document_end(js, code);
	return code || !partial ? code : EXIT_PARTIAL;
}

static const struct command commands[] = {
	{ "read", cmd_read,
	  "SELECTOR... page N [bank N] [offset N] [length N]", read_keys,
	  "read bytes of an engine or ELS; clears nothing" },
};

const struct object obj_page = {
	.name = "page",
	.plural = "pages",
	.kind = CPO_KIND_PAGE,
	.help = "bytes of the CMIS memory map of an engine or ELS",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
};

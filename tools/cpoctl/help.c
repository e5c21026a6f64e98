// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Help, as text and, for tools that check or complete, as JSON. */

#include <string.h>

#include "cpoctl.h"

#define WRAP_COL	20

static void help_options(FILE *to)
{
	const struct option_help *o;
	char head[48];
	unsigned int i;

	fprintf(to, "\nOPTIONS\n");
	for (i = 0; i < noptions; i++) {
		o = &option_help[i];
		snprintf(head, sizeof(head), "-%c, --%s%s%s", o->letter,
			 o->name, o->arg ? "=" : "", o->arg ? o->arg : "");
		fprintf(to, "  %-20s %s\n", head, o->help);
	}
}

static void help_selectors(FILE *to)
{
	fprintf(to,
"\nSELECTOR\n"
"  all, cpo0, pci/0000:01:00.0, the network interface of a port, or a path:\n"
"  cpo0/engine3 (or oe3)  cpo0/engine1/lane0-7  cpo0/els3  cpo0/els3/laser2\n"
"  cpo0/port24  cpo0/route5; numbers may be 3, 0-3, {1,3} or a pattern with *\n"
"  A selector of another kind shows what is related to it:\n"
"  cpoctl port show cpo0/els3    ports that depend on this ELS\n");
}

void help_main(FILE *to)
{
	unsigned int i;

	fprintf(to,
"usage: cpoctl [OPTIONS] OBJECT COMMAND [SELECTOR]... [KEY VALUE]...\n"
"       cpoctl OBJECT [COMMAND] help\n"
"\nOBJECT\n");
	for (i = 0; i < nobjects; i++)
		fprintf(to, "  %-20s %s\n", objects[i]->name,
			objects[i]->help);
	help_options(to);
	help_selectors(to);
}

static void help_usage(FILE *to, const struct object *obj,
		       const struct command *cmd)
{
	bool implied = obj->implied && cmd == obj->commands;

	fprintf(to, "  cpoctl [OPTIONS] %s %s%s%s%s%s\n      %s\n", obj->name,
		implied ? "[" : "", cmd->name, implied ? "]" : "",
		cmd->args ? " " : "", cmd->args ? cmd->args : "", cmd->help);
}

static void help_fields(FILE *to, const struct object *obj)
{
	const struct field *f;
	unsigned int i;

	if (!obj->nfields)
		return;
	fprintf(to, "\nVALUES (keys in JSON and with --details)\n");
	for (i = 0; i < obj->nfields; i++) {
		f = &obj->fields[i];
		if (f->column_only)
			continue;
		fprintf(to, "  %-26s %s\n", f->key, f->help);
	}
}

void help_object(FILE *to, const struct object *obj)
{
	unsigned int i;

	fprintf(to, "cpoctl %s: %s\n\nusage:\n", obj->name, obj->help);
	for (i = 0; i < obj->ncommands; i++)
		help_usage(to, obj, &obj->commands[i]);
	help_fields(to, obj);
	help_selectors(to);
}

void help_command(FILE *to, const struct object *obj,
		  const struct command *cmd)
{
	fprintf(to, "usage:\n");
	help_usage(to, obj, cmd);
	help_options(to);
	help_selectors(to);
}

/* ---- JSON ---- */

static struct json_object *json_options(void)
{
	struct json_object *list = json_object_new_array();
	struct json_object *obj;
	char letter[2] = "";
	unsigned int i;

	for (i = 0; i < noptions; i++) {
		obj = json_object_new_object();
		letter[0] = option_help[i].letter;
		json_put_str(obj, "letter", letter);
		json_put_str(obj, "name", option_help[i].name);
		if (option_help[i].arg)
			json_put_str(obj, "value", option_help[i].arg);
		json_put_str(obj, "help", option_help[i].help);
		json_object_array_add(list, obj);
	}
	return list;
}

static struct json_object *json_keys(const struct command *cmd)
{
	struct json_object *list = json_object_new_array();
	unsigned int i;

	for (i = 0; cmd->keys && cmd->keys[i]; i++)
		json_object_array_add(list,
				      json_object_new_string(cmd->keys[i]));
	return list;
}

static struct json_object *json_commands(const struct object *of)
{
	struct json_object *list = json_object_new_array();
	const struct command *cmd;
	struct json_object *obj;
	unsigned int i;

	for (i = 0; i < of->ncommands; i++) {
		cmd = &of->commands[i];
		obj = json_object_new_object();
		json_put_str(obj, "name", cmd->name);
		if (cmd->args)
			json_put_str(obj, "arguments", cmd->args);
		json_put(obj, "keys", json_keys(cmd));
		if (of->implied && !i)
			json_put_bool(obj, "implied", true);
		json_put_str(obj, "help", cmd->help);
		json_object_array_add(list, obj);
	}
	return list;
}

static struct json_object *json_words(enum cpo_enum which)
{
	struct json_object *list = json_object_new_array();
	unsigned int i;
	uint64_t val;

	for (i = 0; !cpo_enum_value(which, i, &val); i++)
		json_object_array_add(list, json_object_new_string(
				      cpo_enum_name(which, val)));
	return list;
}

static struct json_object *json_field(const struct object *of,
				      const struct field *f)
{
	struct json_object *obj = json_object_new_object();
	const char *attr = cpo_attr_name(of->kind, f->attr);

	json_put_str(obj, "key", f->key);
	json_put_str(obj, "type", field_type(f));
	if (f->column_only)
		json_put_bool(obj, "column_only", true);
	if (attr)
		json_put_str(obj, "attribute", attr);
	if (f->sub)
		json_put_uint(obj, "nested", f->sub);
	if (f->unit)
		json_put_str(obj, "unit", f->unit);
	if (f->label)
		json_put_str(obj, "column", f->label);
	if (f->label)
		json_put_uint(obj, "width", f->width);
	if (f->fmt == F_ENUM || f->fmt == F_FLAGS)
		json_put(obj, "words", json_words(f->ref));
	json_put_str(obj, "help", f->help);
	return obj;
}

static struct json_object *json_fields(const struct object *of)
{
	struct json_object *list = json_object_new_array();
	unsigned int i;

	for (i = 0; i < of->nfields; i++)
		json_object_array_add(list, json_field(of, &of->fields[i]));
	return list;
}

void help_json(void)
{
	struct json_object *doc = json_document();
	struct json_object *list = json_object_new_array();
	struct json_object *obj;
	unsigned int i;

	json_put(doc, "options", json_options());
	json_put(doc, "objects", list);
	for (i = 0; i < nobjects; i++) {
		obj = json_object_new_object();
		json_put_str(obj, "name", objects[i]->name);
		if (objects[i]->plural)
			json_put_str(obj, "list", objects[i]->plural);
		json_put_str(obj, "help", objects[i]->help);
		json_put(obj, "commands", json_commands(objects[i]));
		json_put(obj, "fields", json_fields(objects[i]));
		json_object_array_add(list, obj);
	}
	out_json(doc);
	json_object_put(doc);
}

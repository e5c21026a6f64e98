// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Help, as text and, for tools that check or complete, as JSON. */

#include <string.h>

#include "words.h"

#define HELP_WIDTH	80

static void help_options(FILE *to)
{
	const struct option_help *o;
	char head[48];
	unsigned int i;

	fprintf(to, "\nOPTIONS\n");
	for (i = 0; i < noptions; i++) {
		o = &option_help[i];
		if (o->letter)
			snprintf(head, sizeof(head), "-%c, --%s%s%s",
				 o->letter, o->name, o->arg ? "=" : "",
				 o->arg ? o->arg : "");
		else
			snprintf(head, sizeof(head), "    --%s%s%s", o->name,
				 o->arg ? "=" : "", o->arg ? o->arg : "");
		fprintf(to, "  %-20s %s\n", head, o->help);
	}
}

static void help_selectors(FILE *to)
{
	fprintf(to,
"\nSELECTOR\n"
"  all, cpo0, pci/0000:01:00.0, the network interface of a port, or a path:\n"
"  cpo0/engine3 (or oe3)  cpo0/engine1/lane0-7  cpo0/els3  cpo0/els3/laser2\n"
"  cpo0/port24  cpo0/route5  cpo0/sensor2; numbers may be 3, 0-3, {1,3} or a\n"
"  pattern with *\n"
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

/* Words of a text in lines that begin with @indent blanks. */
static void help_wrap(FILE *to, unsigned int indent, const char *text)
{
	unsigned int col = 0;
	size_t len;

	while (*text) {
		len = strcspn(text, " ");
		if (col && col + 1 + len > HELP_WIDTH) {
			fputc('\n', to);
			col = 0;
		}
		col += fprintf(to, "%*s%.*s", col ? 1 : (int)indent, "",
			       (int)len, text);
		text += len + strspn(text + len, " ");
	}
	fputc('\n', to);
}

static void help_usage(FILE *to, const struct object *obj,
		       const struct command *cmd)
{
	bool implied = obj->implied && cmd == obj->commands;

	fprintf(to, "  cpoctl [OPTIONS] %s %s%s%s%s%s\n", obj->name,
		implied ? "[" : "", cmd->name, implied ? "]" : "",
		cmd->args ? " " : "", cmd->args ? cmd->args : "");
	help_wrap(to, 6, cmd->help);
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

static void help_note(FILE *to, const struct object *obj)
{
	if (!obj->note)
		return;
	fprintf(to, "\nNOTE\n");
	help_wrap(to, 2, obj->note);
}

void help_object(FILE *to, const struct object *obj)
{
	unsigned int i;

	fprintf(to, "cpoctl %s: %s\n\nusage:\n", obj->name, obj->help);
	for (i = 0; i < obj->ncommands; i++)
		help_usage(to, obj, &obj->commands[i]);
	help_note(to, obj);
	help_fields(to, obj);
	help_selectors(to);
}

void help_command(FILE *to, const struct object *obj,
		  const struct command *cmd)
{
	fprintf(to, "usage:\n");
	help_usage(to, obj, cmd);
	help_note(to, obj);
	help_options(to);
	help_selectors(to);
}

/* ---- JSON ---- */

static void json_enum_words(struct json *js, const char *key, int which)
{
	unsigned int i;
	uint64_t val;

	json_array(js, key);
	for (i = 0; !cpo_enum_value(which, i, &val); i++)
		json_str(js, NULL, cpo_enum_name(which, val));
	json_close(js);
}

static void json_options(struct json *js)
{
	char letter[2] = "";
	unsigned int i;

	json_array(js, "options");
	for (i = 0; i < noptions; i++) {
		json_object(js, NULL);
		letter[0] = option_help[i].letter;
		if (letter[0])
			json_str(js, "letter", letter);
		json_str(js, "name", option_help[i].name);
		if (option_help[i].arg)
			json_str(js, "value", option_help[i].arg);
		if (option_help[i].of)
			json_str(js, "objects", option_help[i].of);
		if (option_help[i].words != NO_WORDS)
			json_enum_words(js, "words", option_help[i].words);
		json_str(js, "help", option_help[i].help);
		json_close(js);
	}
	json_close(js);
}

static void json_commands(struct json *js, const struct object *of)
{
	const struct command *cmd;
	unsigned int i, k;

	json_array(js, "commands");
	for (i = 0; i < of->ncommands; i++) {
		cmd = &of->commands[i];
		json_object(js, NULL);
		json_str(js, "name", cmd->name);
		if (cmd->args)
			json_str(js, "arguments", cmd->args);
		json_array(js, "keys");
		for (k = 0; cmd->keys && cmd->keys[k]; k++)
			json_str(js, NULL, cmd->keys[k]);
		json_close(js);
		if (of->implied && !i)
			json_bool(js, "implied", true);
		json_str(js, "help", cmd->help);
		json_close(js);
	}
	json_close(js);
}

static void json_field(struct json *js, const struct object *of,
		       const struct field *f)
{
	const char *attr = f->attr ? cpo_attr_name(of->kind, f->attr) : NULL;

	json_object(js, NULL);
	json_str(js, "key", f->key);
	json_str(js, "type", field_type(f));
	json_str(js, "format", field_format(f));
	if (f->column_only)
		json_bool(js, "column_only", true);
	if (attr)
		json_str(js, "attribute", attr);
	if (f->sub)
		json_uint(js, "nested", f->sub);
	if (f->unit)
		json_str(js, "unit", f->unit);
	if (f->label)
		json_str(js, "column", f->label);
	if (f->label)
		json_uint(js, "width", f->width);
	if (f->group)
		json_str(js, "group", f->group);
	if (f->fmt == F_ENUM || f->fmt == F_FLAGS || f->fmt == F_WINDOWS ||
	    f->fmt == F_FOUND_SEVERITY)
		json_enum_words(js, "words", f->ref);
	json_str(js, "help", f->help);
	json_close(js);
}

static void json_fields(struct json *js, const struct object *of)
{
	unsigned int i;

	json_array(js, "fields");
	for (i = 0; i < of->nfields; i++)
		json_field(js, of, &of->fields[i]);
	json_close(js);
}

void help_json(void)
{
	struct json *js = json_document();
	unsigned int i;

	json_options(js);
	json_array(js, "objects");
	for (i = 0; i < nobjects; i++) {
		json_object(js, NULL);
		json_str(js, "name", objects[i]->name);
		if (objects[i]->plural)
			json_str(js, "list", objects[i]->plural);
		json_str(js, "help", objects[i]->help);
		if (objects[i]->note)
			json_str(js, "note", objects[i]->note);
		if (objects[i]->words != NO_WORDS)
			json_enum_words(js, "words", objects[i]->words);
		if (objects[i]->levels != NO_WORDS)
			json_enum_words(js, "levels", objects[i]->levels);
		json_commands(js, objects[i]);
		json_fields(js, objects[i]);
		json_close(js);
	}
	json_close(js);
	words_json(js);
	json_document_end(js, EXIT_OK);
}

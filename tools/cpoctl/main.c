// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* cpoctl: see and manage co-packaged optics. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "cpoctl.h"

#define NETNS_DIR	"/run/netns/"

struct options opt;
struct cpo_ctx *ctx;

const struct object *const objects[] = {
	&obj_dev, &obj_engine, &obj_els, &obj_laser, &obj_lane, &obj_port,
	&obj_route, &obj_topology, &obj_page, &obj_monitor,
};

const unsigned int nobjects = ARRAY_SIZE(objects);

const struct option_help option_help[] = {
	{ 'j', "json", NULL, "print JSON" },
	{ 'p', "pretty", NULL, "print JSON with line breaks" },
	{ 'd', "details", NULL, "show every value, one per line" },
	{ 't', "timestamps", NULL, "show the time of events" },
	{ 'n', "numeric", NULL, "show numbers instead of words (text only)" },
	{ 'N', "netns", "NAME", "work in a network namespace" },
	{ 'c', "color", "WHEN", "color: auto, always or never" },
	{ 'V', "version", NULL, "print versions" },
	{ 'h', "help", NULL, "print help" },
};

const unsigned int noptions = ARRAY_SIZE(option_help);

/* What options asked for besides struct options. */
struct start {
	const char *color;
	bool help;
	bool version;
};

const struct object *object_find(const char *name)
{
	unsigned int i;

	if (!strcmp(name, "oe"))
		return &obj_engine;
	for (i = 0; i < nobjects; i++)
		if (!strcmp(objects[i]->name, name))
			return objects[i];
	return NULL;
}

const struct object *object_of_kind(int kind)
{
	unsigned int i;

	for (i = 0; i < nobjects; i++)
		if (objects[i]->kind == kind && objects[i]->fields)
			return objects[i];
	return NULL;
}

static const struct command *command_find(const struct object *obj,
					  const char *name)
{
	unsigned int i;

	for (i = 0; i < obj->ncommands; i++)
		if (!strcmp(obj->commands[i].name, name))
			return &obj->commands[i];
	return NULL;
}

/* ---- Arguments ---- */

static int key_index(const struct command *cmd, const char *word)
{
	int i;

	for (i = 0; cmd->keys && cmd->keys[i]; i++)
		if (!strcmp(cmd->keys[i], word))
			return i;
	return -1;
}

const char *args_value(const struct args *args, const char *key)
{
	int i = key_index(args->cmd, key);

	return i < 0 ? NULL : args->value[i];
}

int args_uint(const struct args *args, const char *key, unsigned int max,
	      unsigned int *val)
{
	const char *text = args_value(args, key);
	unsigned long num;
	char *end;

	if (!text)
		return EXIT_OK;
	errno = 0;
	num = strtoul(text, &end, 0);
	if (errno || *end || end == text || *text == '-' || num > max)
		return usage_error("%s takes a number up to %u, not '%s'", key,
				   max, text);
	*val = num;
	return EXIT_OK;
}

/* Selectors first, then pairs of key and value. */
static int args_parse(struct args *args, const struct command *cmd,
		      const char **word, unsigned int words)
{
	unsigned int i = 0;
	int key;

	args->cmd = cmd;
	args->selector = word;
	while (i < words && key_index(cmd, word[i]) < 0)
		i++;
	args->selectors = i;
	for (; i < words; i += 2) {
		key = key_index(cmd, word[i]);
		if (key < 0)
			return usage_error("'%s' is not a key of '%s'",
					   word[i], cmd->name);
		if (i + 1 == words)
			return usage_error("'%s' needs a value", word[i]);
		if (args->value[key])
			return usage_error("'%s' is given twice", word[i]);
		args->value[key] = word[i + 1];
	}
	return EXIT_OK;
}

/* ---- Start ---- */

static void lib_log(struct cpo_ctx *c, int priority, void *arg,
		    const char *fmt, va_list ap)
{
	char msg[512], clean[512];

	(void)c;
	(void)arg;
	if (priority > LOG_WARNING)
		return;
	vsnprintf(msg, sizeof(msg), fmt, ap);
	text_clean(msg, clean, sizeof(clean));
	warn("%s", clean);
}

static int netns_enter(void)
{
	char path[256];
	int fd, ret;

	if (!opt.netns)
		return EXIT_OK;
	snprintf(path, sizeof(path), "%s%s",
		 strchr(opt.netns, '/') ? "" : NETNS_DIR, opt.netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return report(exit_code(-errno),
			      "'ip netns list' lists the namespaces",
			      "network namespace %s: %s", opt.netns,
			      strerror(errno));
	ret = setns(fd, CLONE_NEWNET);
	close(fd);
	if (ret < 0)
		return report(exit_code(-errno), "run it as root",
			      "network namespace %s: %s", opt.netns,
			      strerror(errno));
	return EXIT_OK;
}

static int version(void)
{
	struct json_object *doc;
	unsigned int family = 0;

	if (!cpo_ctx_connect(ctx))
		family = cpo_ctx_family_version(ctx);
	if (opt.json) {
		doc = json_document();
		json_put_str(doc, "cpoctl", CPO_VERSION);
		json_put_str(doc, "libcpo", cpo_version());
		json_put_uint(doc, "abi", CPO_FAMILY_VERSION);
		if (family)
			json_put_uint(doc, "kernel_family", family);
		out_json(doc);
		json_object_put(doc);
		return EXIT_OK;
	}
	out("cpoctl %s, libcpo %s, ABI version %d, ", CPO_VERSION,
	    cpo_version(), CPO_FAMILY_VERSION);
	out(family ? "kernel family version %u\n" :
		     "kernel family not loaded\n", family);
	return EXIT_OK;
}

static int parse_options(int argc, char **argv, struct start *start)
{
	static const struct option longs[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "pretty", no_argument, NULL, 'p' },
		{ "details", no_argument, NULL, 'd' },
		{ "timestamps", no_argument, NULL, 't' },
		{ "numeric", no_argument, NULL, 'n' },
		{ "netns", required_argument, NULL, 'N' },
		{ "color", required_argument, NULL, 'c' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 }
	};
	bool *const flag[128] = {
		['j'] = &opt.json, ['p'] = &opt.pretty, ['d'] = &opt.details,
		['t'] = &opt.timestamps, ['n'] = &opt.numeric,
		['V'] = &start->version, ['h'] = &start->help,
	};
	static const char shorts[] = ":jpdtnN:c:Vh";
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (c == 'N')
			opt.netns = optarg;
		else if (c == 'c')
			start->color = optarg;
		else if (c == ':')
			return usage_error("option '%s' needs a value",
					   argv[optind - 1]);
		else if (c == '?' || !flag[c])
			return usage_error("no option '%s'", argv[optind - 1]);
		else
			*flag[c] = true;
	}
	opt.json |= opt.pretty;
	return EXIT_OK;
}

/* ---- Dispatch ---- */

/* Help for as much of OBJECT COMMAND as was given. */
static int run_help(const char **word, unsigned int words)
{
	const struct object *obj = words ? object_find(word[0]) : NULL;
	const struct command *cmd;

	if (opt.json) {
		help_json();
		return EXIT_OK;
	}
	if (words && !obj)
		return usage_error("no object '%s'", word[0]);
	cmd = words > 1 ? command_find(obj, word[1]) : NULL;
	if (cmd)
		help_command(stdout, obj, cmd);
	else if (obj)
		help_object(stdout, obj);
	else
		help_main(stdout);
	return EXIT_OK;
}

static int run_command(const struct object *obj, const char **word,
		       unsigned int words)
{
	const struct command *cmd = words ? command_find(obj, word[0]) : NULL;
	struct args args = { 0 };
	int code;

	if (cmd) {
		word++;
		words--;
	} else if (!words || obj->implied) {
		cmd = &obj->commands[0];
	} else {
		return usage_error("no command '%s %s'", obj->name, word[0]);
	}
	if (words && !strcmp(word[0], "help")) {
		help_command(stdout, obj, cmd);
		return EXIT_OK;
	}
	code = args_parse(&args, cmd, word, words);
	if (!code)
		code = netns_enter();
	return code ? code : cmd->fn(obj, &args);
}

static int run(const char **word, unsigned int words, const struct start *start)
{
	const struct object *obj;

	if (start->help)
		return run_help(word, words);
	if (start->version)
		return version();
	if (!words) {
		help_main(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(word[0], "help"))
		return run_help(word + 1, words - 1);
	obj = object_find(word[0]);
	if (!obj)
		return usage_error("no object '%s'", word[0]);
	if (words > 1 && !strcmp(word[1], "help"))
		return run_help(word, 1);
	return run_command(obj, word + 1, words - 1);
}

int main(int argc, char **argv)
{
	struct start start = { 0 };
	int code;

	/* Numbers are written the same way everywhere. */
	setlocale(LC_ALL, "C");
	signal(SIGPIPE, SIG_IGN);
	code = parse_options(argc, argv, &start);
	if (!code)
		code = out_init(start.color);
	if (!code && cpo_ctx_new(&ctx))
		code = report(EXIT_FAILED, NULL, "out of memory");
	if (!code) {
		cpo_ctx_set_log(ctx, lib_log, NULL);
		code = run((const char **)argv + optind, argc - optind,
			   &start);
	}
	devs_free();
	cpo_ctx_unref(ctx);
	return out_finish(code);
}

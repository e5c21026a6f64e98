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

#define OPT_VIEW	256
#define OPT_WORD	257

struct options opt;
struct cpo_ctx *ctx;

const struct object *const objects[] = {
	&obj_dev, &obj_engine, &obj_els, &obj_laser, &obj_lane, &obj_port,
	&obj_route, &obj_sensor, &obj_flag, &obj_threshold, &obj_power,
	&obj_stats, &obj_topology, &obj_health, &obj_check, &obj_dump,
	&obj_page, &obj_monitor,
};

const unsigned int nobjects = ARRAY_SIZE(objects);

#define OPTION_OF_ALL	NULL, NULL, NO_WORDS, NULL
#define OPTION_OF(list)	list, "show", NO_WORDS, NULL

const struct option_help option_help[] = {
	{ 'j', "json", NULL, "print JSON", OPTION_OF_ALL },
	{ 'p', "pretty", NULL, "print JSON with line breaks", OPTION_OF_ALL },
	{ 'd', "details", NULL, "show every value, one per line",
	  OPTION_OF_ALL },
	{ 't', "timestamps", NULL, "show the time of events", OPTION_OF_ALL },
	{ 'n', "numeric", NULL, "show numbers instead of words (text only)",
	  OPTION_OF_ALL },
	{ 'N', "netns", "NAME", "work in a network namespace", OPTION_OF_ALL },
	{ 'c', "color", "WHEN", "color: auto, always or never",
	  OPTION_OF_ALL },
	{ 'V', "version", NULL, "print versions", OPTION_OF_ALL },
	{ 'h', "help", NULL, "print help", OPTION_OF_ALL },
	{ 0, "users", NULL, "topology show: ports that depend on a part",
	  OPTION_OF("topology") },
	{ 0, "siblings", NULL,
	  "topology show: ports that share a part with a port",
	  OPTION_OF("topology") },
	{ 0, "lasers", NULL, "topology show: lasers that feed a part",
	  OPTION_OF("topology") },
	{ 0, "window", NULL,
	  "show of parts: what values were, beside what they are",
	  OPTION_OF("engine, els, laser, lane, port, sensor") },
	{ 0, "all", NULL, "flag show: also those that did not change",
	  OPTION_OF("flag") },
	{ 0, "set", NULL, "flag show: just those that are set",
	  OPTION_OF("flag") },
	{ 0, "dry-run", NULL,
	  "threshold set, reset: just say what would be changed",
	  "threshold", "set, reset", NO_WORDS, NULL },
	{ 0, "port", NULL, "power show: of each port", OPTION_OF("power") },
	{ 0, "engine", NULL, "power show: of each engine",
	  OPTION_OF("power") },
	{ 0, "els", NULL, "power show: of each ELS", OPTION_OF("power") },
	{ 0, "severity", "WORD",
	  "health show, monitor: only what is at least so bad",
	  "health, monitor", "show, all, events", CPO_ENUM_SEVERITY,
	  &opt.severity },
	{ 0, "object", "WORD", "monitor: only what is about such parts",
	  "monitor", "all, events, mgmt", CPO_ENUM_OBJECT, &opt.object },
	{ 0, "code", "WORD", "monitor: only events with this code",
	  "monitor", "all, events", CPO_ENUM_EVENT_CODE, &opt.code },
	{ 0, "since", "[EPOCH:]SEQ",
	  "monitor: tell what was missed from this event on",
	  "monitor", "all, events", NO_WORDS, &opt.since },
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

static const struct option_help *option_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < noptions; i++)
		if (!strcmp(option_help[i].name, name))
			return &option_help[i];
	return NULL;
}

/* Is a word one of those in a list? */
static bool list_has(const char *list, const char *word)
{
	size_t len = strlen(word);
	const char *at = list;

	while ((at = strstr(at, word))) {
		if ((at == list || at[-1] == ' ') &&
		    (!at[len] || at[len] == ','))
			return true;
		at += len;
	}
	return false;
}

static int option_check(const char *name, const struct object *obj,
			const struct command *cmd)
{
	const struct option_help *o = option_find(name);

	if (list_has(o->of, obj->name) && list_has(o->commands, cmd->name))
		return EXIT_OK;
	return usage_error("--%s belongs to '%s' of %s", name, o->commands,
			   o->of);
}

int option_word(const char *name, const char *word, int which, uint32_t *val)
{
	char choices[512] = "";
	unsigned int i;
	size_t len = 0;
	uint64_t code;

	for (i = 0; word && !cpo_enum_value(which, i, &code); i++) {
		if (!strcmp(cpo_enum_name(which, code), word)) {
			*val = code;
			return EXIT_OK;
		}
		len += snprintf(choices + len, sizeof(choices) - len, "%s%s",
				i ? ", " : "", cpo_enum_name(which, code));
		if (len >= sizeof(choices))
			len = sizeof(choices) - 1;
	}
	return word ? usage_error("--%s is one of %s, not '%s'", name,
				  choices, word) : EXIT_OK;
}

/* Options that are not for every command. */
static int options_check(const struct object *obj, const struct command *cmd)
{
	unsigned int i;
	int code = EXIT_OK;

	if (opt.view)
		code = option_check(opt.view, obj, cmd);
	if (!code && opt.window)
		code = option_check("window", obj, cmd);
	if (!code && opt.dry_run)
		code = option_check("dry-run", obj, cmd);
	for (i = 0; !code && i < noptions; i++)
		if (option_help[i].text && *option_help[i].text)
			code = option_check(option_help[i].name, obj, cmd);
	return code;
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

/* ---- Times ---- */

#define US_PER_S	1000000ull

static const struct {
	const char *name;
	uint64_t us;
} time_units[] = {
	{ "us", 1 },
	{ "ms", 1000 },
	{ "s", US_PER_S },
	{ "m", 60 * US_PER_S },
	{ "min", 60 * US_PER_S },
	{ "h", 3600 * US_PER_S },
};

/* As a person would write it: in the largest unit without a fraction. */
static void time_words(uint64_t us, char *buf, size_t size)
{
	unsigned int i, best = 0;

	for (i = 0; i < ARRAY_SIZE(time_units); i++)
		if (us % time_units[i].us == 0 &&
		    time_units[i].us > time_units[best].us)
			best = i;
	snprintf(buf, size, "%llu%s",
		 (unsigned long long)(us / time_units[best].us),
		 time_units[best].name);
}

static int time_unit(const char *name, uint64_t *us)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(time_units); i++)
		if (!strcmp(time_units[i].name, name)) {
			*us = time_units[i].us;
			return 0;
		}
	return -EINVAL;
}

/* "10ms", "1.5s": a number and a unit, in whole us. */
static int time_parse(const char *text, uint64_t *us)
{
	size_t whole = strspn(text, "0123456789");
	const char *rest = text + whole;
	uint64_t val = 0, unit;

	if (!whole || whole > 9)
		return -EINVAL;
	if (*rest == '.') {
		rest += 1 + strspn(rest + 1, "0123456789");
		if (rest - text == (ptrdiff_t)whole + 1)
			return -EINVAL;
	}
	if (time_unit(rest, &unit))
		return -EINVAL;
	for (; whole--; text++)
		val = val * 10 + (*text - '0');
	val *= unit;
	for (text++; text < rest; text++, unit /= 10) {
		if ((unit < 10 || unit % 10) && *text != '0')
			return -EINVAL;
		val += (*text - '0') * (unit / 10);
	}
	*us = val;
	return 0;
}

int args_time(const struct args *args, const char *key, uint64_t unit_us,
	      uint64_t least, uint64_t most, uint32_t *val)
{
	const char *text = args_value(args, key);
	char from[24], to[24];
	uint64_t us;

	if (!text)
		return EXIT_OK;
	time_words(least * unit_us, from, sizeof(from));
	time_words(most * unit_us, to, sizeof(to));
	if (time_parse(text, &us))
		return usage_error("%s takes a time with its unit (us, ms, s, "
				   "m or h) from %s to %s, not '%s'", key,
				   from, to, text);
	if (us < least * unit_us || us > most * unit_us)
		return usage_error("%s must be from %s to %s, not %s", key,
				   from, to, text);
	if (us % unit_us)
		return usage_error("%s takes whole seconds, not %s", key, text);
	*val = us / unit_us;
	return EXIT_OK;
}

/* Selectors first, then pairs of key and value. */
static int args_parse(struct args *args, const struct object *obj,
		      const struct command *cmd, const char **word,
		      unsigned int words)
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
			return usage_error("'%s' is not a key of '%s %s'",
					   word[i], obj->name, cmd->name);
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
	unsigned int family = 0;
	struct json *js;

	if (!cpo_ctx_connect(ctx))
		family = cpo_ctx_family_version(ctx);
	if (opt.json) {
		js = json_document();
		json_str(js, "cpoctl", CPO_VERSION);
		json_str(js, "libcpo", cpo_version());
		json_uint(js, "abi", CPO_FAMILY_VERSION);
		if (family)
			json_uint(js, "kernel_family", family);
		json_document_end(js, EXIT_OK);
		return EXIT_OK;
	}
	out("cpoctl %s, libcpo %s, ABI version %d, ", CPO_VERSION,
	    cpo_version(), CPO_FAMILY_VERSION);
	out(family ? "kernel family version %u\n" :
		     "kernel family not loaded\n", family);
	return EXIT_OK;
}

/* In a group of letters, the word at hand is the one before. */
static int no_option(const char *word)
{
	if (optopt && strncmp(word, "--", 2))
		return usage_error("no option '-%c'", optopt);
	return usage_error("no option '%s'", word);
}

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
	{ "users", no_argument, NULL, OPT_VIEW },
	{ "siblings", no_argument, NULL, OPT_VIEW },
	{ "lasers", no_argument, NULL, OPT_VIEW },
	{ "all", no_argument, NULL, OPT_VIEW },
	{ "set", no_argument, NULL, OPT_VIEW },
	{ "port", no_argument, NULL, OPT_VIEW },
	{ "engine", no_argument, NULL, OPT_VIEW },
	{ "els", no_argument, NULL, OPT_VIEW },
	{ "window", no_argument, NULL, 'w' },
	{ "dry-run", no_argument, NULL, 'y' },
	{ "severity", required_argument, NULL, OPT_WORD },
	{ "object", required_argument, NULL, OPT_WORD },
	{ "code", required_argument, NULL, OPT_WORD },
	{ "since", required_argument, NULL, OPT_WORD },
	{ 0 }
};

static int parse_options(int argc, char **argv, struct start *start)
{
	bool *const flag[128] = {
		['j'] = &opt.json, ['p'] = &opt.pretty, ['d'] = &opt.details,
		['t'] = &opt.timestamps, ['n'] = &opt.numeric,
		['V'] = &start->version, ['h'] = &start->help,
		/* Long only. */
		['w'] = &opt.window, ['y'] = &opt.dry_run,
	};
	static const char shorts[] = ":jpdtnN:c:Vh";
	int c, index;

	opterr = 0;
	while ((c = getopt_long(argc, argv, shorts, longs, &index)) != -1) {
		if (c == OPT_VIEW && opt.view)
			return usage_error("--%s and --%s exclude each other",
					   opt.view, longs[index].name);
		else if (c == OPT_VIEW)
			opt.view = longs[index].name;
		else if (c == OPT_WORD)
			*option_find(longs[index].name)->text = optarg;
		else if (c == 'N')
			opt.netns = optarg;
		else if (c == 'c')
			start->color = optarg;
		else if (c == ':')
			return usage_error("option '%s' needs a value",
					   argv[optind - 1]);
		else if (c == '?' || !flag[c])
			return no_option(argv[optind - 1]);
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
	/* Whoever reads the answer of a check reads stdout only. */
	opt.mute = obj == &obj_check;
	code = options_check(obj, cmd);
	if (!code)
		code = args_parse(&args, obj, cmd, word, words);
	if (!code)
		code = netns_enter();
	if (code)
		return opt.mute ? check_unknown() : code;
	return cmd->fn(obj, &args);
}

/* Is the word after this one its value? */
static bool takes_word(const char *word)
{
	const char *last = word + strcspn(word, "Nc");
	const struct option *o;

	/* In a group of letters, the last one can. */
	if (strncmp(word, "--", 2))
		return *word == '-' && *last && !last[1];
	for (o = longs; o->name; o++)
		if (o->has_arg && word[2] &&
		    !strncmp(o->name, word + 2, strlen(word + 2)))
			return true;
	return false;
}

/* Is it a check, however wrong the rest is? */
static bool is_check(char **argv)
{
	while (*++argv) {
		if (takes_word(*argv))
			argv += !!argv[1];
		else if (**argv != '-')
			return !strcmp(*argv, obj_check.name);
	}
	return false;
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
	bool check;
	int code;

	/* Numbers are written the same way everywhere. */
	setlocale(LC_ALL, "C");
	signal(SIGPIPE, SIG_IGN);
	check = is_check(argv);
	opt.mute = check;
	code = parse_options(argc, argv, &start);
	if (!code)
		code = out_init(start.color);
	if (code && opt.mute)
		return check_unknown();
	opt.mute = false;
	if (!code && cpo_ctx_new(&ctx))
		code = report(EXIT_FAILED, NULL, "out of memory");
	if (!code) {
		cpo_ctx_set_log(ctx, lib_log, NULL);
		code = run((const char **)argv + optind, argc - optind,
			   &start);
	}
	devs_free();
	cpo_ctx_unref(ctx);
	/* Whoever runs a check reads no stderr, but knows what UNKNOWN is. */
	opt.mute = check;
	return out_finish(code, check ? CHECK_UNKNOWN : EXIT_FAILED);
}

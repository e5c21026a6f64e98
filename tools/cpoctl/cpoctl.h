/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_H
#define CPOCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "json.h"
#include "libcpo.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define SCHEMA		"cpoctl/1"
#define TEXT_WIDTH	110
#define PATH_LEN	72

/* Exit codes: an interface, see cpoctl(8). */
enum {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_NOT_FOUND = 3,
	EXIT_UNSUPPORTED = 4,
	EXIT_PERMISSION = 5,
	EXIT_NO_FAMILY = 6,
	EXIT_BUSY = 7,
	EXIT_PARTIAL = 8,
};

struct options {
	bool json;
	bool pretty;
	bool details;
	bool numeric;
	bool timestamps;
	bool color;
	/* Errors are nothing to tell: something that went may come back. */
	bool mute;
	/* Warnings were given already. */
	bool hush;
	/* Windows beside the values. */
	bool window;
	/* Just say what would be changed. */
	bool dry_run;
	const char *netns;
	/* One of the options that choose a view, by its name. */
	const char *view;
	/* Words of options that filter. */
	const char *severity;
	const char *object;
	const char *code;
	/* Where an earlier monitor stopped. */
	const char *since;
};

extern struct options opt;

/* ---- Commands (main.c, help.c, one file per object) ---- */

struct object;
struct args;

struct command {
	const char *name;
	int (*fn)(const struct object *obj, struct args *args);
	/* What may follow the command, for help. */
	const char *args;
	/* Keys it takes behind the selector, NULL terminated, or NULL. */
	const char *const *keys;
	const char *help;
};

/* Words behind OBJECT COMMAND, split into selectors and key value pairs. */
#define ARGS_KEYS	8

struct args {
	const char **selector;
	unsigned int selectors;
	const struct command *cmd;
	const char *value[ARGS_KEYS];
};

const char *args_value(const struct args *args, const char *key);
/* 0, or EXIT_USAGE after saying what is wrong. */
int args_uint(const struct args *args, const char *key, unsigned int max,
	      unsigned int *val);
/*
 * A time as 10ms or 15m, in units of @unit_us; it must be a whole number of
 * them, from @least to @most. What is not given leaves @val as it is.
 */
int args_time(const struct args *args, const char *key, uint64_t unit_us,
	      uint64_t least, uint64_t most, uint32_t *val);

struct field;
struct rowset;

struct object {
	const char *name;
	/* Key of its list in JSON. */
	const char *plural;
	int kind;
	const char *help;
	const struct command *commands;
	unsigned int ncommands;
	/* The first command is meant when none of them is named. */
	bool implied;
	const struct field *fields;
	unsigned int nfields;
	/* Bits of @attr that the monitor compares after a gap. */
	struct {
		unsigned int attr;
		uint64_t mask;
	} state[3];
	/* In place of a table, where one would not fit. */
	void (*text)(const struct rowset *set);
	/* Lines below the table of cpoctl OBJECT show. */
	void (*footer)(void *rowset);
	/* What there is to know about its values, for help. */
	const char *note;
	/* Enumerations: words commands take, and those with a value behind. */
	int words;
	int levels;
};

extern const struct object obj_dev;
extern const struct object obj_engine;
extern const struct object obj_els;
extern const struct object obj_laser;
extern const struct object obj_lane;
extern const struct object obj_port;
extern const struct object obj_route;
extern const struct object obj_sensor;
extern const struct object obj_flag;
extern const struct object obj_threshold;
extern const struct object obj_power;
extern const struct object obj_stats;
extern const struct object obj_topology;
extern const struct object obj_dump;
extern const struct object obj_page;
extern const struct object obj_health;
extern const struct object obj_check;
extern const struct object obj_monitor;

extern const struct object *const objects[];
extern const unsigned int nobjects;

/*
 * Options without a letter belong to the commands in @commands, or "show", of
 * the objects in @of. @words names the enumeration of its words, and @text is
 * where its value goes.
 */
struct option_help {
	char letter;
	const char *name;
	const char *arg;
	const char *help;
	const char *of;
	const char *commands;
	int words;
	const char **text;
};

/* No enumeration: the first one is none an option takes. */
#define NO_WORDS	0

extern const struct option_help option_help[];
extern const unsigned int noptions;

/*
 * The value of an option by its word; one that was not given leaves @val as
 * it is. 0, or EXIT_USAGE after naming the choices.
 */
int option_word(const char *name, const char *word, int which, uint32_t *val);

const struct object *object_find(const char *name);
const struct object *object_of_kind(int kind);

void help_main(FILE *out);
void help_object(FILE *out, const struct object *obj);
void help_command(FILE *out, const struct object *obj,
		  const struct command *cmd);
void help_json(void);

/* ---- Context (main.c) ---- */

extern struct cpo_ctx *ctx;

/* ---- Errors (err.c) ---- */

/* Say on stderr what failed; returns @code. @hint may be NULL. */
int report(int code, const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* As report(), for a request that gave @err (negative errno) on @what. */
int report_errno(int err, const char *what);
/* The same of one of @all, when some were changed before it. */
int report_errno_after(int err, const char *what, size_t done, size_t all);
/* What the last error was and what to do, in one line. */
const char *report_last(void);
int usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int exit_code(int err);

/* ---- Output (out.c) ---- */

enum color {
	C_NONE,
	C_GOOD,
	C_BAD,
	C_WARN,
	C_DIM,
	C_HEAD,
};

int out_init(const char *color_arg);
void out(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void out_color(enum color color, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Write to @to; when that is stdout, remember a failure. */
void out_bytes(FILE *to, const char *data, size_t len);
/* Write what is buffered; false when stdout does not take it any more. */
bool out_flush(void);
/* @lead and @text in lines, indented; the lead is as wide on all of them. */
void out_wrap(unsigned int indent, const char *lead, const char *text);
/* Returns @code, or EXIT_FAILED when output was lost. */
/* @unwritten: the exit status when output got lost; said unless muted */
int out_finish(int code, int unwritten);

/* RFC 3339, UTC, with @digits of a second's fraction. */
void time_text(int64_t ns, int digits, char *buf, size_t size);
int64_t time_now(void);
/* A moment of CLOCK_BOOTTIME as time of the day, and how long ago it was. */
int64_t boot_to_wall(uint64_t boottime_ns);
uint64_t boot_age_ms(uint64_t boottime_ns);
/* Copy, with what a terminal could take as a command replaced by '?'. */
void text_clean(const char *src, char *dst, size_t size);
/* Copy @len bytes, or as many as there is room for, and end the string. */
void text_cut(const char *text, size_t len, char *buf, size_t size);

/* ---- Tables (table.c) ---- */

struct table;

struct table *table_new(unsigned int columns);
/* With @cut, its cells may be cut to fit the table into a line. */
void table_head(struct table *table, const char *head, bool right, bool cut);
void table_cell(struct table *table, const char *text, enum color color);
/* Text above the heads, from the column added last to the right. */
void table_over(struct table *table, const char *text);
void table_print(struct table *table);
void table_free(struct table *table);

/* ---- Rows (rows.c) ---- */

struct item {
	struct cpo_row *row;
	struct cpo_ids ids;
	/* Sort key, and with @dev the identity of the object. */
	uint64_t key;
	/* Tells rows about one object apart. */
	uint32_t part;
	/* Kind of the object, where rows of a set are about several. */
	int kind;
	/* els: number of lasers by state. */
	unsigned int *lasers;
	/* Its windows, when they were asked for. */
	struct cpo_row *stats;
	/* What is computed about it, not read. */
	struct power *power;
	/* What is wrong with it. */
	struct found *found;
};

struct rowset {
	const struct object *obj;
	struct item *item;
	size_t count;
	size_t room;
	bool inconsistent;
	/* Something that was named was not there. */
	bool partial;
};

struct selector;

int rowset_add(struct rowset *set, struct cpo_row *row);
void rowset_sort(struct rowset *set);
/* Free what an item holds; its place in the set is the caller's to fill. */
void rowset_drop(struct item *item);
void rowset_clear(struct rowset *set);
/* Dump into a set; 0 or a negative errno. */
int rowset_dump(struct rowset *set, const struct cpo_ids *filter);
/* The same for windows and counters of all objects of a kind. */
int rowset_dump_stats(struct rowset *set, int of, const struct cpo_ids *filter);
struct item *rowset_find(struct rowset *set, const struct cpo_ids *ids);
/* One of several rows about an object. */
struct item *rowset_find_part(struct rowset *set, uint64_t key, uint32_t part);
/* The row of counters of an object. */
struct item *rowset_find_stats(struct rowset *set, int of,
			       const struct cpo_ids *ids);
/* Identity of an object of a kind among those of all devices. */
uint64_t ids_key(int kind, const struct cpo_ids *ids);

/* Kind of object by CPO_OBJECT_*; a device for what is none. */
int object_kind(uint32_t object);

/* Devices of this host, read at the first use. 0 or an exit code. */
int devs_load(void);
void devs_reload(void);
void devs_free(void);
struct rowset *devs(void);
const struct cpo_row *dev_row(uint32_t dev);
/* A sensor, of those read at the first use; or NULL. */
const struct cpo_row *sensor_row(const struct cpo_ids *ids);
void dev_name(uint32_t dev, char *buf, size_t size);
void path_of(int kind, const struct cpo_ids *ids, char *buf, size_t size);
/* The same without the device. */
void short_path(int kind, const struct cpo_ids *ids, char *buf, size_t size);

/* ---- Selectors (select.c, resolve.c) ---- */

/* As many ranges as any choice of 512 ports can have. */
#define SEL_ITEMS	256
#define SEL_LEN		2048

struct sel_range {
	uint32_t first;
	uint32_t last;
	bool hit;
};

/* Numbers: all, or ranges, or a pattern. */
struct sel_num {
	bool all;
	unsigned int ranges;
	struct sel_range range[SEL_ITEMS];
	char glob[32];
};

struct sel_part {
	int kind;
	struct sel_num num;
};

struct selector {
	const char *text;
	/* Which devices: by number, by handle ("pci/0000:01:00.0"), or all. */
	struct sel_num dev;
	char handle[64];
	/* A port, by its network interface. */
	char ifname[32];
	unsigned int parts;
	struct sel_part part[2];
};

/* 0, or -EINVAL with the reason in @why. */
int selector_parse(struct selector *sel, const char *text, char *why,
		   size_t size);
int selector_kind(const struct selector *sel);
bool sel_num_match(struct sel_num *num, uint32_t val);
/* The number, when it can only be one. */
bool sel_num_single(const struct sel_num *num, uint32_t *val);

/* Rows of set->obj that the words select; 0 or an exit code. */
int resolve(struct rowset *set, const char **words, unsigned int count);
/* Rows of the kind of object the word itself names. */
int resolve_named(struct rowset *set, const char *word);

/* The ids that name an object itself, not those of what it is related to. */
void own_ids(int kind, const struct cpo_ids *from, struct cpo_ids *ids);

/* Objects of any kind, by what selects them (choice.c). */
struct choice {
	bool all;
	/* Some of what was named is not there. */
	bool partial;
	struct chosen *chosen;
	size_t count;
};

/* What the words select and all that is related; all without words. */
int choice_make(struct choice *choice, const char **word, unsigned int words);
/*
 * The same when objects came or went: a word that selects nothing now may do so
 * later, and on an error the choice stays as it was. The one that was is in
 * @before then, instead of what was there.
 */
int choice_again(struct choice *choice, struct choice *before,
		 const char **word, unsigned int words);
bool choice_has(const struct choice *choice, int kind,
		const struct cpo_ids *ids);
void choice_free(struct choice *choice);

/* For a command that takes devices only; 0 or an exit code. */
int args_devs(const struct args *args, const char *command);

/* ---- Fields (field.c, field_value.c, number.c) ---- */

enum field_fmt {
	F_PATH,
	F_DEV,
	F_HANDLE,
	F_UINT,
	F_SINT,
	F_STR,
	F_ENUM,
	F_FLAGS,
	F_BOOL,
	F_FLAG,
	F_DBM,
	F_LIGHT,
	F_NM,
	F_BER,
	F_SPEED,
	F_RATE,
	F_OF,
	F_LIST,
	F_IDS,
	F_RANGES,
	F_LANES,
	F_REF,
	F_REFS,
	F_LASERS,
	F_SENSOR,
	F_LEAK,
	F_READING,
	F_PART,
	F_BUCKETS,
	F_COUNTERS,
	F_HISTOGRAM,
	F_WINDOWS,
	F_CALC,
	F_CALC_RATE,
	F_CALC_STR,
	F_CALC_FLAG,
	F_FOUND_STR,
	F_FOUND_UINT,
	F_FOUND_SEVERITY,
	F_FOUND_FLAG,
	F_FOUND_PORTS,
	F_COND,
	F_CHANGES,
	F_AGO,
	F_LIMIT,
	F_LIMIT_DBM,
	F_UNIT,
};

/**
 * struct field - one value of an object, in every output
 * @key: JSON key, with the unit it is in
 * @fmt: how it is decoded and shown
 * @attr: attribute it comes from; 0 when it is computed
 * @sub: attribute inside that, when it is a nest
 * @ref: for F_ENUM and F_FLAGS the enumeration; for F_REF the kind; for
 *	F_SENSOR the kind of sensor that has it; for F_OF the attribute it is
 *	a part of; for F_CALC and the like the value of struct power; for
 *	F_PATH %CPO_KIND_STATS when rows are about objects of any kind
 * @exp: the value is the attribute times 10^exp
 * @digits: digits behind the point in tables
 * @unit: unit of the value
 * @label: head of its column; fields without one are not in the table
 * @width: most characters its values have in practice
 * @mask: for F_FLAGS, bits shown in the table; 0 for all
 * @column_only: the same value is in JSON in another unit
 * @group: head above it where values are listed in groups
 * @help: what it is
 */
struct field {
	const char *key;
	enum field_fmt fmt;
	unsigned int attr;
	unsigned int sub;
	int ref;
	int exp;
	int digits;
	const char *unit;
	const char *label;
	unsigned int width;
	uint64_t mask;
	bool column_only;
	const char *group;
	const char *help;
};

/* Text of a field in @buf; false when the device did not report it. */
bool field_text(const struct field *f, const struct item *item, char *buf,
		size_t size);
/* The same in full precision, in the unit that is part of the key. */
bool field_exact(const struct field *f, const struct item *item, char *buf,
		 size_t size);
/* Writes nothing when the device did not report it. */
void field_json(struct json *js, const char *key, const struct field *f,
		const struct item *item);
enum color field_color(const struct field *f, const struct item *item);
const char *field_type(const struct field *f);
/* Name of how it is written, for the schema. */
const char *field_format(const struct field *f);
bool field_right(const struct field *f);
/* All fields of a row, into an open object. */
void item_json(struct json *js, const struct object *obj,
	       const struct item *item);
bool item_stale(const struct object *obj, const struct item *item,
		uint64_t *age_ms);

void enum_text(enum cpo_enum which, uint64_t val, char *buf, size_t size);
void enum_json(struct json *js, const char *key, enum cpo_enum which,
	       uint64_t val);
bool dbm_text(uint64_t nw, int digits, char *buf, size_t size);
/* In mW, three digits that count. */
void mw_text(uint64_t nw, char *buf, size_t size);
/* "1.66/2.20", in mW and in dBm, or "dark". */
void light_text(uint64_t nw, char *buf, size_t size);
/* @val * 1e-18 in two digits. */
void ber_short(uint64_t val, char *buf, size_t size);
/* @val * 10^@exp, exact and without needless zeros. */
void decimal_text(bool negative, uint64_t val, int exp, char *buf,
		  size_t size);
/* @val * 1e-18 in 7 significant digits. */
void ber_text(uint64_t val, char *buf, size_t size);
/* Digits of @val, without a terminator; returns how many. At most 20. */
size_t uint_text(uint64_t val, char *buf);
void json_decimal(struct json *js, const char *key, bool negative,
		  uint64_t val, int exp);
void ranges_text(const struct cpo_lane_range *range, char *buf, size_t size);
bool range_has(const struct cpo_lane_range *range, uint32_t engine,
	       uint32_t lane);

/* ---- Values that are computed (power.c) ---- */

enum power_value {
	P_POWER_MW,
	P_LINE_MBPS,
	P_LINE_FJ_PER_BIT,
	P_TRAFFIC_MBPS,
	P_TRAFFIC_FJ_PER_BIT,
	P_ENERGY_MJ,
	P_PLUGGABLE_MW,
	P_PLUGGABLE_FJ_PER_BIT,
	P_CPO_MW,
	P_CPO_FJ_PER_BIT,
	P_AGE_MS,
	P_DEV_ID,
	P_COUNT
};

enum power_word {
	P_SCOPE,
	P_POWER_BASIS,
	P_RATE_BASIS,
	P_ENERGY_BASIS,
	P_PLUGGABLE_BASIS,
	P_WORDS
};

struct power {
	/* Bit for each value that is known. */
	unsigned int known;
	uint64_t val[P_COUNT];
	const char *word[P_WORDS];
	bool stale;
};

/* ---- Windows (window.c) ---- */

#define WINDOWS_MAX	16

/* For every row of a set, read the windows. 0 or an exit code. */
int windows_attach(struct rowset *set);
/* In place of a table: the quantities of each row, a line each. */
void windows_table(struct rowset *set);
/* One row of counters: its windows, indented, and how old they are. */
void windows_of_stats(const struct item *stats);
/* Members for windows of a row of counters, into an open object. */
void windows_json(struct json *js, const char *key,
		  const struct cpo_row *stats);
/* And those around them, for a row that windows were read for. */
void windows_json_item(struct json *js, const struct item *item);
bool windows_text(const struct cpo_row *stats, char *buf, size_t size);

/* "850 ms", "12.3 s", "7 min", "3.1 h" */
const char *time_span_text(uint64_t ms, char *buf, size_t size);
/* A line below a table in which @count of @rows are stale. */
void stale_note(size_t count, size_t rows, uint64_t oldest_ms);

/* Fields every row with this attribute has. */
/* With @column, part and serial number are in the table. */
#define FIELDS_IDENTITY(nest, column)					\
	{ .key = "vendor", .fmt = F_STR, .attr = (nest),		\
	  .sub = CPO_A_IDENTITY_VENDOR, .help = "vendor name" },	\
	{ .key = "part", .fmt = F_STR, .attr = (nest),			\
	  .sub = CPO_A_IDENTITY_PART,					\
	  .label = (column) ? "PART" : NULL, .width = 16,		\
	  .help = "vendor part number" },				\
	{ .key = "serial", .fmt = F_STR, .attr = (nest),		\
	  .sub = CPO_A_IDENTITY_SERIAL,					\
	  .label = (column) ? "SERIAL" : NULL, .width = 16,		\
	  .help = "vendor serial number" },				\
	{ .key = "revision", .fmt = F_STR, .attr = (nest),		\
	  .sub = CPO_A_IDENTITY_REVISION, .help = "hardware revision" }, \
	{ .key = "firmware", .fmt = F_STR, .attr = (nest),		\
	  .sub = CPO_A_IDENTITY_FIRMWARE,				\
	  .help = "running firmware version" }

#define FIELDS_SAMPLE(nest)						\
	{ .key = "stale", .fmt = F_FLAG, .attr = (nest),		\
	  .sub = CPO_A_SAMPLE_STALE,					\
	  .help = "the values are old, or the device is not online" },	\
	{ .key = "age_ms", .fmt = F_UINT, .attr = (nest),		\
	  .sub = CPO_A_SAMPLE_AGE_MS, .unit = "ms",			\
	  .help = "time since the host received the values" },		\
	{ .key = "sample_seq", .fmt = F_UINT, .attr = (nest),		\
	  .sub = CPO_A_SAMPLE_SEQ,					\
	  .help = "number of the telemetry block" },			\
	{ .key = "sample_device_time_ns", .fmt = F_UINT,		\
	  .attr = (nest), .sub = CPO_A_SAMPLE_DEVICE_TIME_NS,		\
	  .unit = "ns", .help = "when the device sampled, its clock" },	\
	{ .key = "sample_boottime_ns", .fmt = F_UINT, .attr = (nest),	\
	  .sub = CPO_A_SAMPLE_BOOTTIME_NS, .unit = "ns",		\
	  .help = "when the host received it, CLOCK_BOOTTIME" }

/* ---- For monitoring (check.c) ---- */

/* Exit codes of a plugin; they are not those of the other commands. */
enum {
	CHECK_OK,
	CHECK_WARNING,
	CHECK_CRITICAL,
	CHECK_UNKNOWN,
};

/* Say on stdout that nothing could be checked; the exit status. */
int check_unknown(void);

/* ---- Commands shared by objects (show.c) ---- */

int cmd_show(const struct object *obj, struct args *args);
/* A set that is complete, as the options ask for; an exit code. */
int show_rows(struct rowset *set);
/* For rows of ELS, sorted: count the lasers of each by state. */
void rows_count_lasers(struct rowset *els, const struct rowset *lasers);
/* The rows as a list, into an open object. */
void rows_json(struct json *js, const struct rowset *set);
void rows_table(struct rowset *set);

#define SHOW_WINDOWS							\
	{ "show", cmd_show, "[SELECTOR]... [--window]", NULL,		\
	  "show all, or those selected or related to a selected object; with " \
	  "--window the least, mean and greatest value of the window in " \
	  "progress and of the one before" }

#define SHOW_COMMAND							\
	{ "show", cmd_show, "[SELECTOR]...", NULL,			\
	  "show all, or those selected or related to a selected object" }

#endif /* CPOCTL_H */

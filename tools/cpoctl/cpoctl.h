/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_H
#define CPOCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <json-c/json.h>

#include "libcpo.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define SCHEMA		"cpoctl/1"
#define TEXT_WIDTH	100
#define PATH_LEN	64

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
	const char *netns;
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

struct field;

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
	/* Lines below the table of cpoctl OBJECT show. */
	void (*footer)(void *rowset);
};

extern const struct object obj_dev;
extern const struct object obj_engine;
extern const struct object obj_els;
extern const struct object obj_laser;
extern const struct object obj_lane;
extern const struct object obj_port;
extern const struct object obj_route;
extern const struct object obj_topology;
extern const struct object obj_page;
extern const struct object obj_monitor;

extern const struct object *const objects[];
extern const unsigned int nobjects;

struct option_help {
	char letter;
	const char *name;
	const char *arg;
	const char *help;
};

extern const struct option_help option_help[];
extern const unsigned int noptions;

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
void out_json(struct json_object *obj);
/* Write what is buffered; false when stdout does not take it any more. */
bool out_flush(void);
/* Returns @code, or EXIT_FAILED when output was lost. */
int out_finish(int code);

/* Add to an object that does not have this key; keys are literals. */
void json_put(struct json_object *obj, const char *key,
	      struct json_object *val);
void json_put_str(struct json_object *obj, const char *key, const char *val);
void json_put_uint(struct json_object *obj, const char *key, uint64_t val);
void json_put_bool(struct json_object *obj, const char *key, bool val);
/* {"schema": ..., "time": ...} */
struct json_object *json_document(void);
/* RFC 3339, UTC, with @digits of a second's fraction. */
void time_text(int64_t ns, int digits, char *buf, size_t size);
int64_t time_now(void);
/* Copy, with what a terminal could take as a command replaced by '?'. */
void text_clean(const char *src, char *dst, size_t size);

/* ---- Tables (table.c) ---- */

struct table;

struct table *table_new(unsigned int columns);
/* With @cut, its cells may be cut to fit the table into a line. */
void table_head(struct table *table, const char *head, bool right, bool cut);
void table_cell(struct table *table, const char *text, enum color color);
void table_print(struct table *table);
void table_free(struct table *table);

/* ---- Rows (rows.c) ---- */

struct item {
	struct cpo_row *row;
	struct cpo_ids ids;
	/* Sort key, and with @dev the identity of the object. */
	uint64_t key;
	/* els: number of lasers by state. */
	unsigned int *lasers;
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
void rowset_clear(struct rowset *set);
/* Dump into a set; 0 or a negative errno. */
int rowset_dump(struct rowset *set, const struct cpo_ids *filter);
struct item *rowset_find(struct rowset *set, const struct cpo_ids *ids);
/* Identity of an object of a kind among those of all devices. */
uint64_t ids_key(int kind, const struct cpo_ids *ids);

/* Devices of this host, read at the first use. 0 or an exit code. */
int devs_load(void);
void devs_reload(void);
void devs_free(void);
struct rowset *devs(void);
const struct cpo_row *dev_row(uint32_t dev);
void dev_name(uint32_t dev, char *buf, size_t size);
void path_of(int kind, const struct cpo_ids *ids, char *buf, size_t size);
/* The same without the device. */
void short_path(int kind, const struct cpo_ids *ids, char *buf, size_t size);

/* ---- Selectors (select.c, resolve.c) ---- */

#define SEL_ITEMS	32

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

/* ---- Fields (field.c) ---- */

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
	F_NM,
	F_BER,
	F_SPEED,
	F_LIST,
	F_IDS,
	F_RANGES,
	F_LANES,
	F_REF,
	F_REFS,
	F_LASERS,
};

/**
 * struct field - one value of an object, in every output
 * @key: JSON key, with the unit it is in
 * @fmt: how it is decoded and shown
 * @attr: attribute it comes from
 * @sub: attribute inside that, when it is a nest
 * @ref: for F_ENUM and F_FLAGS the enumeration; for F_REF the kind
 * @exp: the value is the attribute times 10^exp
 * @digits: digits behind the point in tables
 * @unit: unit of the value
 * @label: head of its column; fields without one are not in the table
 * @width: most characters its values have in practice
 * @mask: for F_FLAGS, bits shown in the table; 0 for all
 * @column_only: the same value is in JSON in another unit
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
	const char *help;
};

/* Text of a field in @buf; false when the device did not report it. */
bool field_text(const struct field *f, const struct item *item, char *buf,
		size_t size);
/* NULL when the device did not report it. */
struct json_object *field_json(const struct field *f, const struct item *item);
enum color field_color(const struct field *f, const struct item *item);
const char *field_type(const struct field *f);
bool field_right(const struct field *f);
struct json_object *item_json(const struct object *obj,
			      const struct item *item);
bool item_stale(const struct object *obj, const struct item *item,
		uint64_t *age_ms);

void enum_text(enum cpo_enum which, uint64_t val, char *buf, size_t size);
struct json_object *enum_json(enum cpo_enum which, uint64_t val);
bool dbm_text(uint64_t nw, int digits, char *buf, size_t size);
/* @val * 10^@exp, exact and without needless zeros. */
void decimal_text(bool negative, uint64_t val, int exp, char *buf,
		  size_t size);
struct json_object *json_number(const char *text);
struct json_object *json_decimal(int64_t val, int exp);
void ranges_text(const struct cpo_lane_range *range, char *buf, size_t size);
bool range_has(const struct cpo_lane_range *range, uint32_t engine,
	       uint32_t lane);

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

/* ---- Commands shared by objects (show.c) ---- */

int cmd_show(const struct object *obj, struct args *args);

#define SHOW_COMMAND							\
	{ "show", cmd_show, "[SELECTOR]...", NULL,			\
	  "show all, or those selected or related to a selected object" }

#endif /* CPOCTL_H */

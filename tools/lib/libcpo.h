/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Copyright (c) 2026 cpo contributors */
#ifndef LIBCPO_H
#define LIBCPO_H

/**
 * DOC: libcpo
 *
 * Access to the generic netlink family "cpo": co-packaged optics as rows.
 *
 * A context holds the socket. cpo_get() and cpo_dump() return rows; a row is
 * one object (device, engine, ELS, laser, lane, port, route, sensor), the
 * counters of a device or the windows and counters of one of its objects, a
 * flag, the limits of a quantity, one event or one page read. A row keeps what
 * the kernel sent; getters decode on demand. A value the device did not report
 * is absent: its getter gives -ENODATA.
 *
 * Units are those of the family: nW, nA, mC (0.001 degree Celsius), uV, MHz,
 * mdB (0.001 dB), mW, mJ, a ratio in 1e-18, times in ns, ms or s by name.
 *
 * Every function that can fail returns a negative errno; the library prints
 * nothing. What the kernel said about the last error of a context is kept:
 * see cpo_error_message(). A context and what came from it belong to one
 * thread at a time.
 *
 * Errors common to all requests:
 * -EPROTONOSUPPORT the kernel has no family "cpo" (modules not loaded),
 * -ENOENT or -ENODEV no such object, -EPERM privilege missing,
 * -EOPNOTSUPP not supported, -ETIMEDOUT no answer, -EBADMSG malformed answer.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/cpo.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cpo_ctx;
struct cpo_row;
struct cpo_monitor;

/**
 * struct cpo_lane_range - Lanes of one engine.
 * @engine: engine-id the lanes are on
 * @first: first lane-id
 * @count: number of lanes
 * @stride: distance from one lane to the next, at least 1
 */
struct cpo_lane_range {
	uint32_t engine;
	uint32_t first;
	uint32_t count;
	uint32_t stride;
};

/**
 * struct cpo_bucket - One bucket of a histogram of durations.
 * @below_us: upper bound in us, exclusive; %CPO_BUCKET_LAST for none
 * @count: how many
 */
struct cpo_bucket {
	uint64_t below_us;
	uint64_t count;
};

#define CPO_BUCKET_LAST	UINT64_MAX

/**
 * struct cpo_counter - A counter only one driver or device has.
 * @label: what is counted; lives as long as the row
 * @value: how many
 */
struct cpo_counter {
	const char *label;
	uint64_t value;
};

/**
 * struct cpo_window_span - A quantity over a time.
 * @known_ms: how long there was a value, in ms
 * @known: the values below mean something; false when there was none, or when
 *	what the kernel sent cannot be
 * @min: least value, in the unit the row of the object has it in
 * @avg: mean value over the time there was one
 * @max: greatest value
 */
struct cpo_window_span {
	uint64_t known_ms;
	bool known;
	int64_t min;
	int64_t avg;
	int64_t max;
};

/**
 * struct cpo_window - A quantity over the window in progress and the last one.
 * @quantity: one of CPO_QUANTITY_*, or one that a newer kernel has
 * @running: the window in progress
 * @previous: the last complete one; nothing is known when there was none
 */
struct cpo_window {
	uint32_t quantity;
	struct cpo_window_span running;
	struct cpo_window_span previous;
};

#include "libcpo-get.h"

/**
 * enum cpo_kind - What a row describes.
 * @CPO_KIND_DEV: a device
 * @CPO_KIND_ENGINE: an optical engine
 * @CPO_KIND_ELS: an external laser source
 * @CPO_KIND_LASER: a laser
 * @CPO_KIND_LANE: a lane
 * @CPO_KIND_PORT: a port
 * @CPO_KIND_ROUTE: a route
 * @CPO_KIND_PAGE: bytes of a page
 * @CPO_KIND_EVENT: an event
 * @CPO_KIND_SENSOR: a sensor
 * @CPO_KIND_STATS: counters of a device, or windows and counters of an object
 * @CPO_KIND_FLAG: a condition an object is or was in
 * @CPO_KIND_THRESHOLD: limits of a quantity of an object
 * @CPO_KIND_COUNT: number of kinds
 */
enum cpo_kind {
	CPO_KIND_DEV,
	CPO_KIND_ENGINE,
	CPO_KIND_ELS,
	CPO_KIND_LASER,
	CPO_KIND_LANE,
	CPO_KIND_PORT,
	CPO_KIND_ROUTE,
	CPO_KIND_PAGE,
	CPO_KIND_EVENT,
	CPO_KIND_SENSOR,
	CPO_KIND_STATS,
	CPO_KIND_FLAG,
	CPO_KIND_THRESHOLD,
	CPO_KIND_COUNT
};

/**
 * enum cpo_id - Ids that address objects or filter dumps.
 * @CPO_ID_DEV: dev-id
 * @CPO_ID_ENGINE: engine-id
 * @CPO_ID_ELS: els-id
 * @CPO_ID_LASER: laser-id
 * @CPO_ID_LANE: lane-id
 * @CPO_ID_PORT: port-id
 * @CPO_ID_ROUTE: route-id
 * @CPO_ID_SENSOR: sensor-id
 * @CPO_ID_COUNT: number of ids
 * @CPO_ID_SLOTS: room kept for ids of later versions
 */
enum cpo_id {
	CPO_ID_DEV,
	CPO_ID_ENGINE,
	CPO_ID_ELS,
	CPO_ID_LASER,
	CPO_ID_LANE,
	CPO_ID_PORT,
	CPO_ID_ROUTE,
	CPO_ID_SENSOR,
	CPO_ID_COUNT,
	CPO_ID_SLOTS = 16
};

/**
 * struct cpo_ids - Some ids.
 * @set: bit (1 << enum cpo_id) for each id that is given
 * @id: the ids, by enum cpo_id
 */
struct cpo_ids {
	uint32_t set;
	uint32_t id[CPO_ID_SLOTS];
};

/**
 * cpo_ids_put() - add one id
 * @ids: where to
 * @which: kind of the id
 * @id: the id
 */
static inline void cpo_ids_put(struct cpo_ids *ids, enum cpo_id which,
			       uint32_t id)
{
	ids->set |= 1u << which;
	ids->id[which] = id;
}

/**
 * cpo_ids_has() - is an id given?
 * @ids: ids
 * @which: kind of the id
 *
 * Return: true when it is.
 */
static inline bool cpo_ids_has(const struct cpo_ids *ids, enum cpo_id which)
{
	return ids->set & (1u << which);
}

/* ---- Context ---- */

/**
 * cpo_version() - version of the library
 *
 * Return: "major.minor.patch".
 */
const char *cpo_version(void);

/**
 * cpo_ctx_new() - make a context
 * @ctx: result, with one reference
 *
 * Opens nothing yet; the first request does.
 *
 * Return: 0 or -ENOMEM.
 */
int cpo_ctx_new(struct cpo_ctx **ctx);

/**
 * cpo_ctx_ref() - take a reference
 * @ctx: context
 *
 * Return: @ctx.
 */
struct cpo_ctx *cpo_ctx_ref(struct cpo_ctx *ctx);

/**
 * cpo_ctx_unref() - drop a reference; the last one closes the context
 * @ctx: context or NULL
 *
 * Return: NULL.
 */
struct cpo_ctx *cpo_ctx_unref(struct cpo_ctx *ctx);

/**
 * typedef cpo_log_fn - receives what the library has to say
 * @ctx: context
 * @priority: LOG_WARNING or LOG_DEBUG of syslog.h
 * @arg: as given to cpo_ctx_set_log()
 * @fmt: printf() format, no newline at its end
 * @ap: its arguments
 */
typedef void (*cpo_log_fn)(struct cpo_ctx *ctx, int priority, void *arg,
			   const char *fmt, va_list ap);

/**
 * cpo_ctx_set_log() - set the log function; without one the library is mute
 * @ctx: context
 * @fn: function or NULL
 * @arg: passed to it
 */
void cpo_ctx_set_log(struct cpo_ctx *ctx, cpo_log_fn fn, void *arg);

/**
 * cpo_ctx_connect() - open the socket and look the family up
 * @ctx: context
 *
 * Requests do it by themselves. Asks the kernel to load the module.
 *
 * Return: 0 or a negative errno, -EPROTONOSUPPORT without the family.
 */
int cpo_ctx_connect(struct cpo_ctx *ctx);

/**
 * cpo_ctx_family_version() - version of the family of the running kernel
 * @ctx: connected context
 *
 * Return: 0 before cpo_ctx_connect().
 */
unsigned int cpo_ctx_family_version(const struct cpo_ctx *ctx);

/**
 * cpo_ctx_has_cmd() - does the running kernel know a command?
 * @ctx: connected context
 * @cmd: one of CPO_CMD_*
 *
 * Return: true when it does.
 */
bool cpo_ctx_has_cmd(const struct cpo_ctx *ctx, unsigned int cmd);

/**
 * cpo_error_message() - what the kernel said about the last failed request
 * @ctx: context
 *
 * Return: a sentence, or an empty string. Valid until the next request.
 */
const char *cpo_error_message(const struct cpo_ctx *ctx);

/**
 * cpo_error_attribute() - attribute the kernel named for the last error
 * @ctx: context
 * @missing: set to true when it was absent, false when it was bad; or NULL
 *
 * Return: its name, outer ones first ("sample.seq"), or an empty string.
 */
const char *cpo_error_attribute(const struct cpo_ctx *ctx, bool *missing);

/* ---- Names ---- */

/**
 * cpo_kind_name() - name of a kind of row ("els")
 * @kind: kind
 *
 * Return: the name, NULL for no kind.
 */
const char *cpo_kind_name(enum cpo_kind kind);

/**
 * cpo_cmd_name() - name of a command or notification ("els-change-ntf")
 * @cmd: one of CPO_CMD_*
 *
 * Return: NULL for one this version does not know.
 */
const char *cpo_cmd_name(unsigned int cmd);

/**
 * cpo_attr_name() - name of an attribute of a row ("rx-power-nw")
 * @kind: kind of the row
 * @attr: CPO_A_* of that kind
 *
 * Return: NULL for one this version does not know.
 */
const char *cpo_attr_name(enum cpo_kind kind, unsigned int attr);

/**
 * cpo_enum_name() - word for a value ("els-absent")
 * @which: enumeration
 * @val: value; for flags, one bit
 *
 * Return: NULL for a value this version does not know.
 */
const char *cpo_enum_name(enum cpo_enum which, uint64_t val);

/**
 * cpo_enum_doc() - sentence that explains a value
 * @which: enumeration
 * @val: value; for flags, one bit
 *
 * Return: NULL for a value this version does not know.
 */
const char *cpo_enum_doc(enum cpo_enum which, uint64_t val);

/**
 * cpo_enum_is_flags() - are the values bits?
 * @which: enumeration
 *
 * Return: true when they are.
 */
bool cpo_enum_is_flags(enum cpo_enum which);

/**
 * cpo_enum_value() - value by its position
 * @which: enumeration
 * @index: position from 0
 * @val: result
 *
 * Return: 0, or -ENOENT behind the last one.
 */
int cpo_enum_value(enum cpo_enum which, unsigned int index, uint64_t *val);

/**
 * cpo_attr_limits() - what a request may set an attribute to
 * @kind: kind of the row
 * @attr: CPO_A_* of that kind
 * @least: least value, in the unit of the attribute
 * @most: greatest value
 *
 * As the specification this version was made from tells; the kernel decides.
 *
 * Return: 0, or -ENOENT when it does not tell.
 */
int cpo_attr_limits(enum cpo_kind kind, unsigned int attr, uint64_t *least,
		    uint64_t *most);

/* ---- Rows ---- */

/**
 * cpo_row_ref() - take a reference
 * @row: row
 *
 * Return: @row.
 */
struct cpo_row *cpo_row_ref(struct cpo_row *row);

/**
 * cpo_row_unref() - drop a reference
 * @row: row or NULL
 *
 * Return: NULL.
 */
struct cpo_row *cpo_row_unref(struct cpo_row *row);

/**
 * cpo_row_kind() - what a row describes
 * @row: row
 *
 * Return: its kind.
 */
enum cpo_kind cpo_row_kind(const struct cpo_row *row);

/**
 * cpo_row_ids() - all ids in a row, also those of related objects
 * @row: row
 * @ids: result
 */
void cpo_row_ids(const struct cpo_row *row, struct cpo_ids *ids);

/**
 * cpo_row_get_uint() - unsigned value by attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result
 *
 * The getters by attribute serve programs driven by tables; see the typed
 * ones for the rest.
 *
 * Return: 0, -ENODATA or -EBADMSG.
 */
int cpo_row_get_uint(const struct cpo_row *row, unsigned int attr,
		     uint64_t *val);

/**
 * cpo_row_get_sint() - signed value by attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result
 *
 * Return: 0, -ENODATA or -EBADMSG.
 */
int cpo_row_get_sint(const struct cpo_row *row, unsigned int attr,
		     int64_t *val);

/**
 * cpo_row_get_flag() - flag by attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result; one that is not there is false
 *
 * Return: 0.
 */
int cpo_row_get_flag(const struct cpo_row *row, unsigned int attr, bool *val);

/**
 * cpo_row_get_str() - string by attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result, lives as long as the row
 *
 * Return: 0, -ENODATA or -EBADMSG.
 */
int cpo_row_get_str(const struct cpo_row *row, unsigned int attr,
		    const char **val);

/**
 * cpo_row_get_bin() - bytes by attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result, lives as long as the row
 * @len: number of bytes
 *
 * Return: 0 or -ENODATA.
 */
int cpo_row_get_bin(const struct cpo_row *row, unsigned int attr,
		    const void **val, size_t *len);

/**
 * cpo_row_get_list() - values of an attribute that may come several times
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result, may be NULL when @max is 0
 * @max: room in @val
 *
 * Return: how many there are (more than @max when @val was too small),
 * -ENODATA or -EBADMSG.
 */
int cpo_row_get_list(const struct cpo_row *row, unsigned int attr,
		     uint64_t *val, size_t max);

/**
 * cpo_row_get_ranges() - lane ranges of an attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result
 * @max: room in @val
 *
 * Return: as cpo_row_get_list().
 */
int cpo_row_get_ranges(const struct cpo_row *row, unsigned int attr,
		       struct cpo_lane_range *val, size_t max);

/**
 * cpo_row_get_buckets() - histogram of an attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result
 * @max: room in @val
 *
 * Return: as cpo_row_get_list().
 */
int cpo_row_get_buckets(const struct cpo_row *row, unsigned int attr,
			struct cpo_bucket *val, size_t max);

/**
 * cpo_row_get_counters() - labelled counters of an attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result
 * @max: room in @val
 *
 * Return: as cpo_row_get_list().
 */
int cpo_row_get_counters(const struct cpo_row *row, unsigned int attr,
			 struct cpo_counter *val, size_t max);

/**
 * cpo_row_get_windows() - windows of an attribute
 * @row: row
 * @attr: CPO_A_* of the kind of the row
 * @val: result
 * @max: room in @val
 *
 * Return: as cpo_row_get_list().
 */
int cpo_row_get_windows(const struct cpo_row *row, unsigned int attr,
			struct cpo_window *val, size_t max);

/**
 * cpo_row_get_sub_list() - values inside a nest that may come several times
 * @row: row
 * @attr: attribute of the nest
 * @sub: attribute inside of it
 * @val: result, may be NULL when @max is 0
 * @max: room in @val
 *
 * Return: as cpo_row_get_list().
 */
int cpo_row_get_sub_list(const struct cpo_row *row, unsigned int attr,
			 unsigned int sub, uint64_t *val, size_t max);

/**
 * cpo_row_get_sub_uint() - unsigned value inside a nest (identity, sample)
 * @row: row
 * @attr: attribute of the nest
 * @sub: attribute inside of it
 * @val: result
 *
 * Return: 0, -ENODATA or -EBADMSG.
 */
int cpo_row_get_sub_uint(const struct cpo_row *row, unsigned int attr,
			 unsigned int sub, uint64_t *val);

/**
 * cpo_row_get_sub_str() - string inside a nest
 * @row: row
 * @attr: attribute of the nest
 * @sub: attribute inside of it
 * @val: result, lives as long as the row
 *
 * Return: 0, -ENODATA or -EBADMSG.
 */
int cpo_row_get_sub_str(const struct cpo_row *row, unsigned int attr,
			unsigned int sub, const char **val);

/**
 * cpo_row_get_sub_flag() - flag inside a nest
 * @row: row
 * @attr: attribute of the nest
 * @sub: attribute inside of it
 * @val: result
 *
 * Return: -ENODATA when the nest is absent; inside it, a flag that is not
 * there is false.
 */
int cpo_row_get_sub_flag(const struct cpo_row *row, unsigned int attr,
			 unsigned int sub, bool *val);

/**
 * typedef cpo_unknown_fn - receives an attribute this version has no name for
 * @attr: its number
 * @data: its bytes
 * @len: how many
 * @arg: as given
 */
typedef void (*cpo_unknown_fn)(unsigned int attr, const void *data, size_t len,
			       void *arg);

/**
 * cpo_row_for_each_unknown() - walk what a newer kernel added to a row
 * @row: row
 * @fn: called for each
 * @arg: passed to it
 */
void cpo_row_for_each_unknown(const struct cpo_row *row, cpo_unknown_fn fn,
			      void *arg);

/* ---- Requests ---- */

/**
 * cpo_get() - get one object
 * @ctx: context
 * @kind: CPO_KIND_DEV to CPO_KIND_ROUTE, %CPO_KIND_SENSOR, %CPO_KIND_STATS
 * @ids: its ids, from the device down; for %CPO_KIND_STATS those of a device,
 *	or of an engine, ELS, laser, lane or port of it
 * @row: result, to be dropped with cpo_row_unref()
 *
 * Return: 0 or a negative errno.
 */
int cpo_get(struct cpo_ctx *ctx, enum cpo_kind kind, const struct cpo_ids *ids,
	    struct cpo_row **row);

/**
 * typedef cpo_row_fn - receives a row of a dump
 * @row: row; take a reference to keep it
 * @arg: as given
 *
 * Return: 0 to go on; anything else ends the dump and is its result.
 */
typedef int (*cpo_row_fn)(struct cpo_row *row, void *arg);

/**
 * cpo_dump() - get all objects of a kind
 * @ctx: context
 * @kind: CPO_KIND_DEV to CPO_KIND_ROUTE, %CPO_KIND_SENSOR, %CPO_KIND_STATS,
 *	%CPO_KIND_FLAG, %CPO_KIND_THRESHOLD
 * @filter: ids to filter by, in the kernel, or NULL
 * @fn: called for each row, after all have come
 * @arg: passed to it
 *
 * A dump the kernel marked as interrupted by a change is repeated, three
 * times, 10 ms apart. @fn never sees rows of an attempt that was discarded.
 *
 * Return: 0; 1 when the objects kept changing, so that the rows may not fit
 * each other; what @fn returned; or a negative errno.
 */
int cpo_dump(struct cpo_ctx *ctx, enum cpo_kind kind,
	     const struct cpo_ids *filter, cpo_row_fn fn, void *arg);

/**
 * cpo_stats_dump() - get windows and counters of all objects of a kind
 * @ctx: context
 * @of: kind of the objects: %CPO_KIND_DEV, _ENGINE, _ELS, _LASER, _LANE, _PORT
 * @filter: ids of device, engine, ELS or port to filter by, or NULL
 * @fn: called for each row, of %CPO_KIND_STATS, after all have come
 * @arg: passed to it
 *
 * Windows are as old as the sample of the row says: the driver reads them from
 * the device now and then.
 *
 * Return: as cpo_dump(); -EINVAL for objects of another kind.
 */
int cpo_stats_dump(struct cpo_ctx *ctx, enum cpo_kind of,
		   const struct cpo_ids *filter, cpo_row_fn fn, void *arg);

/**
 * cpo_flag_get() - get one flag
 * @ctx: context
 * @ids: ids of the object, from the device down
 * @code: condition, one of CPO_EVENT_CODE_*
 * @quantity: for %CPO_EVENT_CODE_THRESHOLD one of CPO_QUANTITY_*
 * @level: and one of CPO_LEVEL_*
 * @row: result, of %CPO_KIND_FLAG, to be dropped with cpo_row_unref()
 *
 * Return: 0 or a negative errno; -ENOENT when it has never been set.
 */
int cpo_flag_get(struct cpo_ctx *ctx, const struct cpo_ids *ids, uint32_t code,
		 uint32_t quantity, uint32_t level, struct cpo_row **row);

/**
 * cpo_flag_dump() - get flags that have ever been set
 * @ctx: context
 * @filter: ids to filter by, or NULL
 * @of: kind of the objects, or -1 for any
 * @state: one of CPO_FLAG_STATE_*, or -1 for any
 * @fn: called for each row, of %CPO_KIND_FLAG, after all have come
 * @arg: passed to it
 *
 * Return: as cpo_dump(); -EINVAL for objects of another kind.
 */
int cpo_flag_dump(struct cpo_ctx *ctx, const struct cpo_ids *filter, int of,
		  int state, cpo_row_fn fn, void *arg);

/**
 * cpo_flag_clear() - forget the history of flags
 * @ctx: context
 * @ids: device, or object or objects of it
 *
 * Their changes count from 0, and those that are not set are gone. Needs
 * CAP_NET_ADMIN; the device is not touched.
 *
 * Return: 0 or a negative errno.
 */
int cpo_flag_clear(struct cpo_ctx *ctx, const struct cpo_ids *ids);

/**
 * cpo_threshold_get() - get the limits of a quantity of one object
 * @ctx: context
 * @ids: ids of the object, from the device down
 * @quantity: one of CPO_QUANTITY_*
 * @row: result, of %CPO_KIND_THRESHOLD, to be dropped with cpo_row_unref()
 *
 * Return: 0 or a negative errno.
 */
int cpo_threshold_get(struct cpo_ctx *ctx, const struct cpo_ids *ids,
		      uint32_t quantity, struct cpo_row **row);

/**
 * cpo_threshold_dump() - get limits
 * @ctx: context
 * @filter: ids to filter by, or NULL
 * @of: kind of the objects, or -1 for any
 * @quantity: one of CPO_QUANTITY_*, or -1 for any
 * @fn: called for each row, of %CPO_KIND_THRESHOLD, after all have come
 * @arg: passed to it
 *
 * Return: as cpo_dump(); -EINVAL for objects of another kind.
 */
int cpo_threshold_dump(struct cpo_ctx *ctx, const struct cpo_ids *filter,
		       int of, int quantity, cpo_row_fn fn, void *arg);

#define CPO_LEVELS	4

/**
 * struct cpo_limits - Limits of a quantity, in its unit.
 * @set: bit (1 << CPO_LEVEL_*) for each that is given
 * @val: the limits, by CPO_LEVEL_*
 */
struct cpo_limits {
	unsigned int set;
	int64_t val[CPO_LEVELS];
};

/**
 * cpo_threshold_set() - give an object limits of its own; all or nothing
 * @ctx: context
 * @ids: ids of the object, from the device down
 * @quantity: one of CPO_QUANTITY_*
 * @limits: what to change; limits that are not given stay
 *
 * Needs CAP_NET_ADMIN, and waits for the device. After an error
 * cpo_error_attribute() names the limit at fault.
 *
 * Return: 0 or a negative errno; -ERANGE when the limits would not be in
 * order, or the device cannot hold one.
 */
int cpo_threshold_set(struct cpo_ctx *ctx, const struct cpo_ids *ids,
		      uint32_t quantity, const struct cpo_limits *limits);

/**
 * cpo_threshold_reset() - back to the default limits
 * @ctx: context
 * @ids: ids of the object, from the device down
 * @quantity: one of CPO_QUANTITY_*
 *
 * Needs CAP_NET_ADMIN, and waits for the device.
 *
 * Return: 0 or a negative errno.
 */
int cpo_threshold_reset(struct cpo_ctx *ctx, const struct cpo_ids *ids,
			uint32_t quantity);

/**
 * struct cpo_dev_settings - How a device reports.
 * @telemetry_period_us: time between two telemetry blocks in us; 0: as it is
 * @window_s: length of the windows in s, a new one begins new windows; 0: as
 *	it is
 */
struct cpo_dev_settings {
	uint32_t telemetry_period_us;
	uint32_t window_s;
};

/**
 * cpo_dev_set() - change how a device reports; all of it is done or nothing
 * @ctx: context
 * @dev: dev-id
 * @set: what to change, see cpo_attr_limits() for what it may be
 *
 * Needs CAP_NET_ADMIN, and waits for the device. After an error
 * cpo_error_message() tells what the kernel said about it.
 *
 * Return: 0 or a negative errno; -ERANGE or -EINVAL for a value that may not
 * be, -EPERM without the privilege.
 */
int cpo_dev_set(struct cpo_ctx *ctx, uint32_t dev,
		const struct cpo_dev_settings *set);

/**
 * cpo_refresh() - have a device sample now, and wait for the values
 * @ctx: context
 * @dev: dev-id
 * @row: result, a row of CPO_KIND_DEV with id and sample; or NULL
 *
 * Needs CAP_NET_ADMIN.
 *
 * Return: 0 or a negative errno.
 */
int cpo_refresh(struct cpo_ctx *ctx, uint32_t dev, struct cpo_row **row);

/**
 * struct cpo_page_addr - Address of bytes in a CMIS memory map.
 * @bank: bank
 * @page: page
 * @offset: first byte; 0 to 127 lower memory, 128 to 255 the page
 * @length: number of bytes, 1 to 128; must not cross from 127 to 128
 */
struct cpo_page_addr {
	uint8_t bank;
	uint8_t page;
	uint8_t offset;
	uint8_t length;
};

/**
 * cpo_page_read() - read bytes of an engine or an ELS
 * @ctx: context
 * @target: device and engine, or device and ELS
 * @addr: what to read
 * @data: result, room for @addr->length bytes
 *
 * Needs CAP_NET_ADMIN; may wait for the device. Reading clears nothing.
 *
 * Return: 0 or a negative errno.
 */
int cpo_page_read(struct cpo_ctx *ctx, const struct cpo_ids *target,
		  const struct cpo_page_addr *addr, void *data);

/* ---- Monitor ---- */

/**
 * enum cpo_gap_reason - Why messages are missing from a monitor.
 * @CPO_GAP_SEQUENCE: sequence numbers jumped; the number lost is exact
 * @CPO_GAP_EPOCH: numbering began anew; how many were lost is not known
 * @CPO_GAP_OVERFLOW: the socket overflowed; sequence gaps follow
 * @CPO_GAP_GONE: the family left the kernel; its state is gone too
 * @CPO_GAP_BACK: the family came (back)
 */
enum cpo_gap_reason {
	CPO_GAP_SEQUENCE,
	CPO_GAP_EPOCH,
	CPO_GAP_OVERFLOW,
	CPO_GAP_GONE,
	CPO_GAP_BACK,
};

/**
 * struct cpo_gap - Messages that did not arrive.
 * @reason: why
 * @dev: dev-id, for %CPO_GAP_SEQUENCE and %CPO_GAP_EPOCH
 * @epoch: epoch of the device from here on
 * @first: for %CPO_GAP_SEQUENCE, number of the first lost event
 * @lost: for %CPO_GAP_SEQUENCE, how many events were lost
 */
struct cpo_gap {
	enum cpo_gap_reason reason;
	uint32_t dev;
	uint64_t epoch;
	uint64_t first;
	uint64_t lost;
};

/**
 * struct cpo_event_pos - Place of an event in the stream of its device.
 * @dev: dev-id
 * @epoch: epoch the number belongs to
 * @seq: number of the event
 */
struct cpo_event_pos {
	uint32_t dev;
	uint64_t epoch;
	uint64_t seq;
};

/**
 * struct cpo_monitor_ops - What a monitor calls; each may be NULL.
 * @event: one event, a row of %CPO_KIND_EVENT
 * @change: a notification with the whole object; @cmd is its CPO_CMD_*_NTF
 * @gap: something is missing; state should be read anew
 */
struct cpo_monitor_ops {
	void (*event)(const struct cpo_event_pos *pos,
		      const struct cpo_row *event, void *arg);
	void (*change)(unsigned int cmd, const struct cpo_row *row, void *arg);
	void (*gap)(const struct cpo_gap *gap, void *arg);
};

#define CPO_MONITOR_MGMT	1u
#define CPO_MONITOR_EVENTS	2u

/**
 * cpo_monitor_new() - subscribe
 * @ctx: context; the monitor keeps a reference but has a socket of its own
 * @groups: CPO_MONITOR_* bits
 * @mon: result
 *
 * Subscribe first and read the state then, so that nothing falls between.
 *
 * Return: 0 or a negative errno.
 */
int cpo_monitor_new(struct cpo_ctx *ctx, unsigned int groups,
		    struct cpo_monitor **mon);

/**
 * cpo_monitor_free() - end a monitor
 * @mon: monitor or NULL
 *
 * Return: NULL.
 */
struct cpo_monitor *cpo_monitor_free(struct cpo_monitor *mon);

/**
 * cpo_monitor_fd() - descriptor to poll for input
 * @mon: monitor
 *
 * Return: the descriptor; it stays the monitor's.
 */
int cpo_monitor_fd(const struct cpo_monitor *mon);

/**
 * cpo_monitor_expect() - tell what a device said its next event will be
 * @mon: monitor
 * @dev: row of %CPO_KIND_DEV, read after cpo_monitor_new()
 * @ops: its @gap is called when numbers below the next one never came
 * @arg: passed to it
 *
 * At the start this sets where the stream begins. Later it finds what was
 * lost at the end of it, and is to be called when all messages that were
 * waiting have been read.
 */
void cpo_monitor_expect(struct cpo_monitor *mon, const struct cpo_row *dev,
			const struct cpo_monitor_ops *ops, void *arg);

/**
 * cpo_monitor_resume() - go on where an earlier monitor stopped
 * @mon: monitor
 * @dev: dev-id
 * @epoch: epoch of the device then
 * @next: number of the first event that was not seen
 *
 * To be called before cpo_monitor_expect(), which then finds what was missed.
 */
void cpo_monitor_resume(struct cpo_monitor *mon, uint32_t dev, uint64_t epoch,
			uint64_t next);

/**
 * cpo_monitor_read() - take one message from the socket, without waiting
 * @mon: monitor
 * @ops: what to call
 * @arg: passed to each
 *
 * Return: 0; -EAGAIN when nothing is there; -ENOBUFS when the socket
 * overflowed (@gap was called, go on reading, then read the state anew);
 * -EBADMSG for a malformed message, which was skipped.
 */
int cpo_monitor_read(struct cpo_monitor *mon, const struct cpo_monitor_ops *ops,
		     void *arg);

#ifdef __cplusplus
}
#endif

#endif /* LIBCPO_H */

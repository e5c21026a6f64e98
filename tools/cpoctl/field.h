/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_FIELD_H
#define CPOCTL_FIELD_H

/* What the files of fields share; for all others see cpoctl.h. */

#include "health.h"
#include "quantity.h"

#define LIST_MAX	64
#define RANGES_MAX	64
#define FEC_BINS	16

/* ---- Values (field_value.c) ---- */

int get_uint(const struct field *f, const struct item *item, uint64_t *val);
bool get_flag(const struct field *f, const struct item *item, bool *val);
/* So many values, or a negative errno. */
int get_list(const struct field *f, const struct item *item, uint64_t *val);
int get_bins(const struct field *f, const struct item *item, uint64_t *val);
int get_ranges(const struct field *f, const struct item *item,
	       struct cpo_lane_range *val);
bool get_calc(const struct field *f, const struct item *item, uint64_t *val);
bool get_limit(const struct field *f, const struct item *item,
	       struct form *form, int64_t *val);
bool limit_form(const struct item *item, struct form *form);
bool sensor_is(const struct item *item, uint32_t kind);
void flag_name(enum cpo_enum which, uint64_t bit, char *buf, size_t size);

int path_kind(const struct field *f, const struct item *item);
/* The object a field refers to, or that with @id. */
bool ref_ids(const struct field *f, const struct item *item,
	     struct cpo_ids *ids);
void ref_nth(const struct field *f, const struct item *item, uint64_t id,
	     struct cpo_ids *ids);
void found_port_path(const struct item *item, unsigned int i, char *buf,
		     size_t size);

/* ---- Forms, one for each way a field is written ---- */

typedef bool field_text_fn(const struct field *f, const struct item *item,
			   char *buf, size_t size);
typedef void field_json_fn(struct json *js, const char *key,
			   const struct field *f, const struct item *item);

/* For tables (field_text.c). */
field_text_fn text_path, text_dev, text_handle, text_uint, text_sint, text_str,
	text_enum, text_flags, text_bool, text_flag, text_dbm, text_light,
	text_nm, text_ber, text_speed, text_rate, text_of, text_list, text_refs,
	text_ranges, text_ref, text_lasers, text_leak, text_reading, text_part,
	text_buckets, text_counters, text_histogram, text_windows, text_calc,
	text_calc_rate, text_calc_str, text_calc_flag, text_found,
	text_found_uint, text_found_severity, text_found_flag, text_found_ports,
	text_cond, text_changes, text_ago, text_limit, text_unit;

/* In full precision (field_exact.c). */
field_text_fn exact_calc, exact_limit, exact_uint, exact_sint, exact_dbm,
	exact_limit_dbm, exact_ber, exact_sensor;

/* As JSON (field_json.c). */
field_json_fn json_text, json_exact, json_plain, json_signed, json_path,
	json_dev, json_enum, json_flags, json_yes, json_flag, json_list,
	json_refs, json_ranges, json_lanes, json_ref, json_lasers, json_buckets,
	json_counters, json_histogram, json_windows, json_calc_flag, json_found,
	json_found_severity, json_found_flag, json_found_ports;

#endif /* CPOCTL_FIELD_H */

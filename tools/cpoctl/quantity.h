/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_QUANTITY_H
#define CPOCTL_QUANTITY_H

#include "cpoctl.h"

enum how {
	AS_DECIMAL,
	AS_MW,
	AS_DBM,
	AS_BER,
};

/**
 * struct form - how a quantity is written
 * @quantity: which
 * @sign: it may be below zero; otherwise such a value is none
 * @unit: unit in JSON; NULL for one more line of the quantity above
 * @exp: in JSON the value is times 10^exp
 * @label: name and unit in a table of windows
 * @how: how it is written there
 * @text_exp: and the power of ten
 * @digits: and the digits behind the point
 * @text_unit: and the unit; empty for a ratio or a count
 * @most: most it can be, as the family has it; least is 0 or the same below it
 */
struct form {
	uint32_t quantity;
	bool sign;
	const char *unit;
	int exp;
	const char *label;
	enum how how;
	int text_exp;
	int digits;
	const char *text_unit;
	double most;
};

/* Of a quantity the @n-th form, from 0; NULL behind the last. */
const struct form *form_nth(uint32_t quantity, unsigned int n);
/*
 * The first form of a quantity. That of a sensor's value is known by the ids
 * of the sensor; without them, and for a quantity that is not known, it is a
 * plain number. Texts of a form that is made hold until the next is.
 */
void quantity_form(uint32_t quantity, const struct cpo_ids *ids,
		   struct form *form);

/* "0.933", without a unit. */
void quantity_number(const struct form *form, int64_t val, char *buf,
		     size_t size);
/* "0.933/-0.30": in all of its units, which quantity_head() has. */
void quantity_cell(const struct form *form, int64_t val, char *buf,
		   size_t size);
/* "rx-power mW/dBm" */
void quantity_head(const struct form *form, char *buf, size_t size);
/* "0.933 mW (-0.30 dBm)" */
void quantity_text(const struct form *form, int64_t val, char *buf,
		   size_t size);
/* The same exactly, in the unit in JSON. */
void quantity_exact(const struct form *form, int64_t val, char *buf,
		    size_t size);
void quantity_json(struct json *js, const char *key, const struct form *form,
		   int64_t val);
bool quantity_is_light(const struct form *form);
/* The value of now, where @item has it. */
bool quantity_now(const struct form *form, const struct item *item,
		  int64_t *val);

/*
 * A value with its unit, "-8.5dBm". What may be is said in @why, when it is
 * not: -EINVAL for no such thing, -ERANGE for a number that cannot be.
 */
int quantity_parse(const struct form *form, const char *text, int64_t *val,
		   char *why, size_t size);

/**
 * struct cond - what an event or a flag is about
 * @code: CPO_EVENT_CODE_*
 * @quantity: CPO_QUANTITY_*, of a threshold
 * @level: CPO_LEVEL_*
 */
struct cond {
	uint32_t code;
	uint32_t quantity;
	uint32_t level;
};

/* Of a row of an event or a flag. */
void cond_of(const struct cpo_row *row, struct cond *cond);
/* "rx-power low-alarm", or "lane-rx-los" */
void cond_text(const struct cond *cond, char *buf, size_t size);
/* Is it one that a part can be in? */
bool cond_is_flag(const struct cond *cond);
/* How its value is written; false when it has none. */
bool cond_form(const struct cond *cond, const struct cpo_ids *ids,
	       struct form *form);
bool level_is_alarm(uint32_t level);
bool level_is_high(uint32_t level);

#endif /* CPOCTL_QUANTITY_H */

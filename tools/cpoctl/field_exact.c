// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Fields as numbers in full precision. */

#include <math.h>

#include "field.h"

bool exact_uint(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	decimal_text(false, val, f->exp, buf, size);
	return true;
}

static void sint_exact(int64_t val, int exp, char *buf, size_t size)
{
	uint64_t abs = val < 0 ? -(uint64_t)val : (uint64_t)val;

	decimal_text(val < 0, abs, exp, buf, size);
}

bool exact_sint(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	int64_t val;

	if (cpo_row_get_sint(item->row, f->attr, &val))
		return false;
	sint_exact(val, f->exp, buf, size);
	return true;
}

bool exact_dbm(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	uint64_t nw;

	if (get_uint(f, item, &nw) || !nw)
		return false;
	sint_exact(llround(1e4 * log10(nw / 1e6)), -3, buf, size);
	return true;
}

bool exact_ber(const struct field *f, const struct item *item, char *buf,
	       size_t size)
{
	uint64_t val;

	if (get_uint(f, item, &val))
		return false;
	ber_text(val, buf, size);
	return true;
}

bool exact_sensor(const struct field *f, const struct item *item, char *buf,
		  size_t size)
{
	int64_t val;

	if (!sensor_is(item, f->ref) || cpo_sensor_get_value(item->row, &val))
		return false;
	sint_exact(val, f->exp, buf, size);
	return true;
}

bool exact_calc(const struct field *f, const struct item *item, char *buf,
		size_t size)
{
	uint64_t val;

	if (!get_calc(f, item, &val))
		return false;
	decimal_text(false, val, f->exp, buf, size);
	return true;
}

bool exact_limit(const struct field *f, const struct item *item, char *buf,
		 size_t size)
{
	struct form form;
	int64_t val;

	if (!get_limit(f, item, &form, &val))
		return false;
	quantity_exact(&form, val, buf, size);
	return true;
}

bool exact_limit_dbm(const struct field *f, const struct item *item, char *buf,
		     size_t size)
{
	struct form form;
	int64_t val;

	if (!get_limit(f, item, &form, &val) || !quantity_is_light(&form) ||
	    !val)
		return false;
	sint_exact(llround(1e4 * log10(val / 1e6)), -3, buf, size);
	return true;
}

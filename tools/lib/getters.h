/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Copyright (c) 2026 cpo contributors */
#ifndef LIBCPO_GETTERS_H
#define LIBCPO_GETTERS_H

#include "private.h"

/* Bodies of the getters that spec.c makes from the specification. */

#define CPO_GET_UINT(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, uint64_t *val)		\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_uint(row, attr, val) : -EINVAL;		\
}

#define CPO_GET_U32(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, uint32_t *val)		\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_u32(row, attr, val) : -EINVAL;			\
}

#define CPO_GET_SINT(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, int64_t *val)		\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_sint(row, attr, val) : -EINVAL;		\
}

#define CPO_GET_FLAG(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, bool *val)			\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_flag(row, attr, val) : -EINVAL;		\
}

#define CPO_GET_STR(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, const char **val)		\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_str(row, attr, val) : -EINVAL;		\
}

#define CPO_GET_BIN(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, const void **val,		\
		  size_t *len)						\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_bin(row, attr, val, len) : -EINVAL;		\
}

#define CPO_GET_LIST(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, uint64_t *val, size_t max)	\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_list(row, attr, val, max) : -EINVAL;		\
}

#define CPO_GET_RANGES(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row,				\
		  struct cpo_lane_range *val, size_t max)		\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_ranges(row, attr, val, max) : -EINVAL;	\
}

#define CPO_GET_BUCKETS(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, struct cpo_bucket *val,	\
		  size_t max)						\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_buckets(row, attr, val, max) : -EINVAL;	\
}

#define CPO_GET_COUNTERS(fn, kind, attr)				\
CPO_EXPORT int fn(const struct cpo_row *row, struct cpo_counter *val,	\
		  size_t max)						\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_counters(row, attr, val, max) : -EINVAL;	\
}

#define CPO_GET_WINDOWS(fn, kind, attr)					\
CPO_EXPORT int fn(const struct cpo_row *row, struct cpo_window *val,	\
		  size_t max)						\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_windows(row, attr, val, max) : -EINVAL;	\
}

#define CPO_GET_SUB_LIST(fn, kind, attr, sub)				\
CPO_EXPORT int fn(const struct cpo_row *row, uint64_t *val, size_t max)	\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_sub_list(row, attr, sub, val, max) : -EINVAL; \
}

#define CPO_GET_SUB_UINT(fn, kind, attr, sub)				\
CPO_EXPORT int fn(const struct cpo_row *row, uint64_t *val)		\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_sub_uint(row, attr, sub, val) : -EINVAL;	\
}

#define CPO_GET_SUB_STR(fn, kind, attr, sub)				\
CPO_EXPORT int fn(const struct cpo_row *row, const char **val)		\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_sub_str(row, attr, sub, val) : -EINVAL;	\
}

#define CPO_GET_SUB_FLAG(fn, kind, attr, sub)				\
CPO_EXPORT int fn(const struct cpo_row *row, bool *val)			\
{									\
	return cpo_row_is(row, kind) ?					\
	       cpo_row_get_sub_flag(row, attr, sub, val) : -EINVAL;	\
}

#endif /* LIBCPO_GETTERS_H */

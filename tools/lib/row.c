// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* Rows: a copy of what the kernel sent, and where each attribute starts. */

#include <stdlib.h>

#include "private.h"

/**
 * struct cpo_row - one object, event or page
 * @refs: references
 * @kind: what it describes
 * @set: attributes of that kind
 * @len: bytes at @data
 * @data: the attributes, inside the same allocation
 * @first: by attribute, 1 + offset / NLA_ALIGNTO of the first one in @data
 */
struct cpo_row {
	unsigned int refs;
	enum cpo_kind kind;
	const struct cpo_set *set;
	size_t len;
	uint8_t *data;
	uint16_t first[];
};

static const struct {
	const char *name;
	const struct cpo_set *set;
} kinds[CPO_KIND_COUNT] = {
	[CPO_KIND_DEV] = { "dev", &cpo_set_dev },
	[CPO_KIND_ENGINE] = { "engine", &cpo_set_engine },
	[CPO_KIND_ELS] = { "els", &cpo_set_els },
	[CPO_KIND_LASER] = { "laser", &cpo_set_laser },
	[CPO_KIND_LANE] = { "lane", &cpo_set_lane },
	[CPO_KIND_PORT] = { "port", &cpo_set_port },
	[CPO_KIND_ROUTE] = { "route", &cpo_set_route },
	[CPO_KIND_PAGE] = { "page", &cpo_set_page },
	[CPO_KIND_EVENT] = { "event", &cpo_set_event },
	[CPO_KIND_SENSOR] = { "sensor", &cpo_set_sensor },
	[CPO_KIND_STATS] = { "stats", &cpo_set_stats },
	[CPO_KIND_FLAG] = { "flag", &cpo_set_flag },
	[CPO_KIND_THRESHOLD] = { "threshold", &cpo_set_threshold },
};

const struct cpo_set *cpo_kind_set(enum cpo_kind kind)
{
	return (unsigned int)kind < CPO_KIND_COUNT ? kinds[kind].set : NULL;
}

CPO_EXPORT const char *cpo_kind_name(enum cpo_kind kind)
{
	return (unsigned int)kind < CPO_KIND_COUNT ? kinds[kind].name : NULL;
}

static int row_index(struct cpo_row *row)
{
	struct cpo_span span = { row->data, row->len };
	const struct nlattr *attr;
	unsigned int type;
	size_t off;
	int ret;

	while ((ret = cpo_span_next(&span, &attr)) > 0) {
		type = cpo_attr_type(attr);
		off = (const uint8_t *)attr - row->data;
		if (type <= row->set->max && !row->first[type])
			row->first[type] = 1 + off / NLA_ALIGNTO;
	}
	return ret;
}

int cpo_row_new(enum cpo_kind kind, const void *attrs, size_t len,
		struct cpo_row **row)
{
	const struct cpo_set *set = cpo_kind_set(kind);
	size_t head = sizeof(**row) + (set->max + 1) * sizeof(uint16_t);
	struct cpo_row *new;
	int ret;

	if (len > CPO_RECV_SIZE)
		return -EBADMSG;
	head = (head + 7) & ~(size_t)7;
	new = calloc(1, head + len);
	if (!new)
		return -ENOMEM;
	new->refs = 1;
	new->kind = kind;
	new->set = set;
	new->len = len;
	new->data = (uint8_t *)new + head;
	if (len)
		memcpy(new->data, attrs, len);
	ret = row_index(new);
	if (ret) {
		free(new);
		return ret;
	}
	*row = new;
	return 0;
}

int cpo_msg_attrs(const struct nlmsghdr *nlh, struct cpo_span *span)
{
	size_t len = mnl_nlmsg_get_payload_len(nlh);

	if (nlh->nlmsg_len < NLMSG_HDRLEN || len < GENL_HDRLEN)
		return -EBADMSG;
	span->pos = (const uint8_t *)mnl_nlmsg_get_payload(nlh) + GENL_HDRLEN;
	span->left = len - GENL_HDRLEN;
	return 0;
}

int cpo_row_from_msg(enum cpo_kind kind, const struct nlmsghdr *nlh,
		     struct cpo_row **row)
{
	struct cpo_span span;
	int ret;

	ret = cpo_msg_attrs(nlh, &span);
	if (ret)
		return ret;
	return cpo_row_new(kind, span.pos, span.left, row);
}

CPO_EXPORT struct cpo_row *cpo_row_ref(struct cpo_row *row)
{
	row->refs++;
	return row;
}

CPO_EXPORT struct cpo_row *cpo_row_unref(struct cpo_row *row)
{
	if (row && !--row->refs)
		free(row);
	return NULL;
}

CPO_EXPORT enum cpo_kind cpo_row_kind(const struct cpo_row *row)
{
	return row->kind;
}

bool cpo_row_is(const struct cpo_row *row, enum cpo_kind kind)
{
	return row->kind == kind;
}

static const struct nlattr *row_attr(const struct cpo_row *row,
				     unsigned int attr)
{
	size_t off;

	if (attr > row->set->max || !row->first[attr])
		return NULL;
	off = (size_t)(row->first[attr] - 1) * NLA_ALIGNTO;
	return (const struct nlattr *)(row->data + off);
}

CPO_EXPORT void cpo_row_ids(const struct cpo_row *row, struct cpo_ids *ids)
{
	unsigned int i;
	uint64_t val;

	memset(ids, 0, sizeof(*ids));
	for (i = 0; i < CPO_ID_COUNT; i++)
		if (row->set->id[i] &&
		    !cpo_row_get_uint(row, row->set->id[i], &val))
			cpo_ids_put(ids, i, val);
}

CPO_EXPORT int cpo_row_get_uint(const struct cpo_row *row, unsigned int attr,
				uint64_t *val)
{
	const struct nlattr *nla = row_attr(row, attr);

	return nla ? cpo_attr_uint(nla, val) : -ENODATA;
}

int cpo_row_u32(const struct cpo_row *row, unsigned int attr, uint32_t *val)
{
	uint64_t v64;
	int ret;

	ret = cpo_row_get_uint(row, attr, &v64);
	if (ret)
		return ret;
	if (v64 > UINT32_MAX)
		return -EBADMSG;
	*val = v64;
	return 0;
}

CPO_EXPORT int cpo_row_get_sint(const struct cpo_row *row, unsigned int attr,
				int64_t *val)
{
	const struct nlattr *nla = row_attr(row, attr);

	return nla ? cpo_attr_sint(nla, val) : -ENODATA;
}

CPO_EXPORT int cpo_row_get_flag(const struct cpo_row *row, unsigned int attr,
				bool *val)
{
	*val = row_attr(row, attr);
	return 0;
}

CPO_EXPORT int cpo_row_get_str(const struct cpo_row *row, unsigned int attr,
			       const char **val)
{
	const struct nlattr *nla = row_attr(row, attr);

	return nla ? cpo_attr_str(nla, val) : -ENODATA;
}

CPO_EXPORT int cpo_row_get_bin(const struct cpo_row *row, unsigned int attr,
			       const void **val, size_t *len)
{
	const struct nlattr *nla = row_attr(row, attr);

	if (!nla)
		return -ENODATA;
	*val = mnl_attr_get_payload(nla);
	*len = mnl_attr_get_payload_len(nla);
	return 0;
}

/* The values of one type among the attributes of @span. */
static int span_list(struct cpo_span span, unsigned int attr, uint64_t *val,
		     size_t max)
{
	const struct nlattr *nla;
	uint64_t one;
	int count = 0;
	int ret;

	while (cpo_span_next(&span, &nla) > 0) {
		if (cpo_attr_type(nla) != attr)
			continue;
		ret = cpo_attr_uint(nla, &one);
		if (ret)
			return ret;
		if ((size_t)count < max)
			val[count] = one;
		count++;
	}
	return count ? count : -ENODATA;
}

CPO_EXPORT int cpo_row_get_list(const struct cpo_row *row, unsigned int attr,
				uint64_t *val, size_t max)
{
	struct cpo_span span = { row->data, row->len };

	return span_list(span, attr, val, max);
}

static int range_decode(const struct nlattr *nest, struct cpo_lane_range *val)
{
	struct cpo_span span = cpo_span_of(nest);
	uint64_t v[CPO_A_LANE_RANGE_MAX + 1] = {
		[CPO_A_LANE_RANGE_STRIDE] = 1,
	};
	const struct nlattr *nla;
	unsigned int type;
	int ret;

	while ((ret = cpo_span_next(&span, &nla)) > 0) {
		type = cpo_attr_type(nla);
		if (type > CPO_A_LANE_RANGE_MAX)
			continue;
		if (cpo_attr_uint(nla, &v[type]) || v[type] > UINT16_MAX)
			return -EBADMSG;
	}
	val->engine = v[CPO_A_LANE_RANGE_ENGINE_ID];
	val->first = v[CPO_A_LANE_RANGE_FIRST];
	val->count = v[CPO_A_LANE_RANGE_COUNT];
	val->stride = v[CPO_A_LANE_RANGE_STRIDE];
	if (!val->stride)
		val->stride = 1;
	return ret;
}

static int bucket_decode(const struct nlattr *nest, struct cpo_bucket *val)
{
	struct cpo_span span = cpo_span_of(nest);
	const struct nlattr *nla;
	int ret;

	val->below_us = CPO_BUCKET_LAST;
	ret = cpo_attr_find(span, CPO_A_LATENCY_BUCKET_BELOW_US, &nla);
	if (!ret)
		ret = cpo_attr_uint(nla, &val->below_us);
	if (ret && ret != -ENODATA)
		return ret;
	ret = cpo_attr_find(span, CPO_A_LATENCY_BUCKET_COUNT, &nla);
	if (ret)
		return -EBADMSG;
	return cpo_attr_uint(nla, &val->count);
}

static int counter_decode(const struct nlattr *nest, struct cpo_counter *val)
{
	struct cpo_span span = cpo_span_of(nest);
	const struct nlattr *nla;

	if (cpo_attr_find(span, CPO_A_COUNTER_LABEL, &nla) ||
	    cpo_attr_str(nla, &val->label) ||
	    cpo_attr_find(span, CPO_A_COUNTER_VALUE, &nla))
		return -EBADMSG;
	return cpo_attr_uint(nla, &val->value);
}

/* Returns whether the value is there and is one. */
static bool span_value(struct cpo_span span, unsigned int type, int64_t *val)
{
	const struct nlattr *nla;

	return !cpo_attr_find(span, type, &nla) && !cpo_attr_sint(nla, val);
}

/*
 * Least, mean and greatest value belong together: without all three, or in an
 * order that cannot be, there is no value.
 */
static int window_span_decode(const struct nlattr *nest,
			      struct cpo_window_span *val)
{
	struct cpo_span span = cpo_span_of(nest);
	const struct nlattr *nla;
	int ret;

	ret = cpo_attr_find(span, CPO_A_WINDOW_SPAN_KNOWN_MS, &nla);
	if (!ret)
		ret = cpo_attr_uint(nla, &val->known_ms);
	if (ret && ret != -ENODATA)
		return ret;
	val->known = val->known_ms &&
		     span_value(span, CPO_A_WINDOW_SPAN_MINIMUM, &val->min) &&
		     span_value(span, CPO_A_WINDOW_SPAN_AVERAGE, &val->avg) &&
		     span_value(span, CPO_A_WINDOW_SPAN_MAXIMUM, &val->max) &&
		     val->min <= val->avg && val->avg <= val->max;
	return 0;
}

static int window_decode(const struct nlattr *nest, struct cpo_window *val)
{
	struct cpo_span span = cpo_span_of(nest);
	const struct nlattr *nla;
	uint64_t quantity;
	int ret;

	memset(val, 0, sizeof(*val));
	if (cpo_attr_find(span, CPO_A_WINDOW_QUANTITY, &nla) ||
	    cpo_attr_uint(nla, &quantity) || quantity > UINT32_MAX)
		return -EBADMSG;
	val->quantity = quantity;
	ret = cpo_attr_find(span, CPO_A_WINDOW_RUNNING, &nla);
	if (!ret)
		ret = window_span_decode(nla, &val->running);
	if (ret && ret != -ENODATA)
		return ret;
	ret = cpo_attr_find(span, CPO_A_WINDOW_PREVIOUS, &nla);
	if (!ret)
		ret = window_span_decode(nla, &val->previous);
	return ret == -ENODATA ? 0 : ret;
}

/* Decode each nest of a type with @decode into the next element of @val. */
#define ROW_GET_NESTS(row, type, val, max, decode)			\
({									\
	struct cpo_span span_ = { (row)->data, (row)->len };		\
	const struct nlattr *nla_;					\
	__typeof__(*(val)) one_;					\
	int count_ = 0, ret_ = 0;					\
									\
	while (!ret_ && cpo_span_next(&span_, &nla_) > 0) {		\
		if (cpo_attr_type(nla_) != (type))			\
			continue;					\
		ret_ = decode(nla_, &one_);				\
		if (!ret_ && (size_t)count_ < (max))			\
			(val)[count_] = one_;				\
		count_++;						\
	}								\
	ret_ ? ret_ : count_ ? count_ : -ENODATA;			\
})

CPO_EXPORT int cpo_row_get_ranges(const struct cpo_row *row, unsigned int attr,
				  struct cpo_lane_range *val, size_t max)
{
	return ROW_GET_NESTS(row, attr, val, max, range_decode);
}

CPO_EXPORT int cpo_row_get_buckets(const struct cpo_row *row,
				   unsigned int attr, struct cpo_bucket *val,
				   size_t max)
{
	return ROW_GET_NESTS(row, attr, val, max, bucket_decode);
}

CPO_EXPORT int cpo_row_get_counters(const struct cpo_row *row,
				    unsigned int attr, struct cpo_counter *val,
				    size_t max)
{
	return ROW_GET_NESTS(row, attr, val, max, counter_decode);
}

CPO_EXPORT int cpo_row_get_windows(const struct cpo_row *row,
				   unsigned int attr, struct cpo_window *val,
				   size_t max)
{
	return ROW_GET_NESTS(row, attr, val, max, window_decode);
}

static int sub_attr(const struct cpo_row *row, unsigned int attr,
		    unsigned int sub, const struct nlattr **found)
{
	const struct nlattr *nest = row_attr(row, attr);

	if (!nest)
		return -ENODATA;
	return cpo_attr_find(cpo_span_of(nest), sub, found);
}

CPO_EXPORT int cpo_row_get_sub_uint(const struct cpo_row *row,
				    unsigned int attr, unsigned int sub,
				    uint64_t *val)
{
	const struct nlattr *nla;
	int ret;

	ret = sub_attr(row, attr, sub, &nla);
	return ret ? ret : cpo_attr_uint(nla, val);
}

CPO_EXPORT int cpo_row_get_sub_list(const struct cpo_row *row,
				    unsigned int attr, unsigned int sub,
				    uint64_t *val, size_t max)
{
	const struct nlattr *nest = row_attr(row, attr);

	return nest ? span_list(cpo_span_of(nest), sub, val, max) : -ENODATA;
}

CPO_EXPORT int cpo_row_get_sub_str(const struct cpo_row *row,
				   unsigned int attr, unsigned int sub,
				   const char **val)
{
	const struct nlattr *nla;
	int ret;

	ret = sub_attr(row, attr, sub, &nla);
	return ret ? ret : cpo_attr_str(nla, val);
}

CPO_EXPORT int cpo_row_get_sub_flag(const struct cpo_row *row,
				    unsigned int attr, unsigned int sub,
				    bool *val)
{
	const struct nlattr *nla;
	int ret;

	if (!row_attr(row, attr))
		return -ENODATA;
	ret = sub_attr(row, attr, sub, &nla);
	*val = !ret;
	return ret == -ENODATA ? 0 : ret;
}

CPO_EXPORT void cpo_row_for_each_unknown(const struct cpo_row *row,
					 cpo_unknown_fn fn, void *arg)
{
	struct cpo_span span = { row->data, row->len };
	const struct nlattr *nla;
	unsigned int type;

	while (cpo_span_next(&span, &nla) > 0) {
		type = cpo_attr_type(nla);
		/* Type 0 is padding. */
		if (!type || type <= row->set->max)
			continue;
		fn(type, mnl_attr_get_payload(nla),
		   mnl_attr_get_payload_len(nla), arg);
	}
}

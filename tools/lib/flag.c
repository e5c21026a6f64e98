// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* Flags and limits: rows about objects of any kind. */

#include "private.h"

CPO_EXPORT int cpo_flag_get(struct cpo_ctx *ctx, const struct cpo_ids *ids,
			    uint32_t code, uint32_t quantity, uint32_t level,
			    struct cpo_row **row)
{
	struct nlmsghdr *nlh;
	int ret;

	nlh = cpo_req_start(ctx, CPO_CMD_FLAG_GET, NLM_F_ACK);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_flag, ids);
	if (ret)
		return ret;
	mnl_attr_put_u32(nlh, CPO_A_FLAG_CODE, code);
	if (code == CPO_EVENT_CODE_THRESHOLD) {
		mnl_attr_put_u32(nlh, CPO_A_FLAG_QUANTITY, quantity);
		mnl_attr_put_u32(nlh, CPO_A_FLAG_LEVEL, level);
	}
	return cpo_req_one(ctx, nlh, CPO_KIND_FLAG, row);
}

/* A filter by kind of object; -1 is none. */
static int put_object(struct nlmsghdr *nlh, unsigned int attr, int of)
{
	int object = cpo_object_of(of);

	if (of < 0)
		return 0;
	if (object < 0)
		return -EINVAL;
	mnl_attr_put_u32(nlh, attr, object);
	return 0;
}

CPO_EXPORT int cpo_flag_dump(struct cpo_ctx *ctx, const struct cpo_ids *filter,
			     int of, int state, cpo_row_fn fn, void *arg)
{
	struct nlmsghdr *nlh;
	int ret;

	nlh = cpo_req_start(ctx, CPO_CMD_FLAG_GET, NLM_F_DUMP);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_flag, filter);
	if (!ret)
		ret = put_object(nlh, CPO_A_FLAG_OBJECT, of);
	if (ret)
		return ret;
	if (state >= 0)
		mnl_attr_put_u32(nlh, CPO_A_FLAG_STATE, state);
	return cpo_req_rows(ctx, nlh, CPO_KIND_FLAG, fn, arg);
}

CPO_EXPORT int cpo_flag_clear(struct cpo_ctx *ctx, const struct cpo_ids *ids)
{
	struct cpo_answer answer = { .fn = NULL };
	struct nlmsghdr *nlh;
	int ret;

	nlh = cpo_req_start(ctx, CPO_CMD_FLAG_CLEAR, NLM_F_ACK);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_flag, ids);
	return ret ? ret : cpo_req_family(ctx, nlh, &answer);
}

CPO_EXPORT int cpo_threshold_get(struct cpo_ctx *ctx,
				 const struct cpo_ids *ids, uint32_t quantity,
				 struct cpo_row **row)
{
	struct nlmsghdr *nlh;
	int ret;

	nlh = cpo_req_start(ctx, CPO_CMD_THRESHOLD_GET, NLM_F_ACK);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_threshold, ids);
	if (ret)
		return ret;
	mnl_attr_put_u32(nlh, CPO_A_THRESHOLD_QUANTITY, quantity);
	return cpo_req_one(ctx, nlh, CPO_KIND_THRESHOLD, row);
}

CPO_EXPORT int cpo_threshold_dump(struct cpo_ctx *ctx,
				  const struct cpo_ids *filter, int of,
				  int quantity, cpo_row_fn fn, void *arg)
{
	struct nlmsghdr *nlh;
	int ret;

	nlh = cpo_req_start(ctx, CPO_CMD_THRESHOLD_GET, NLM_F_DUMP);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_threshold, filter);
	if (!ret)
		ret = put_object(nlh, CPO_A_THRESHOLD_OBJECT, of);
	if (ret)
		return ret;
	if (quantity >= 0)
		mnl_attr_put_u32(nlh, CPO_A_THRESHOLD_QUANTITY, quantity);
	return cpo_req_rows(ctx, nlh, CPO_KIND_THRESHOLD, fn, arg);
}

/* As short as it can be, as the kernel has it. */
static void put_sint(struct nlmsghdr *nlh, unsigned int attr, int64_t val)
{
	if (val >= INT32_MIN && val <= INT32_MAX)
		mnl_attr_put_u32(nlh, attr, (uint32_t)val);
	else
		mnl_attr_put_u64(nlh, attr, (uint64_t)val);
}

static struct nlmsghdr *set_start(struct cpo_ctx *ctx,
				  const struct cpo_ids *ids,
				  uint32_t quantity, int *ret)
{
	struct nlmsghdr *nlh;

	nlh = cpo_req_start(ctx, CPO_CMD_THRESHOLD_SET, NLM_F_ACK);
	*ret = cpo_req_put_ids(ctx, nlh, &cpo_set_threshold, ids);
	mnl_attr_put_u32(nlh, CPO_A_THRESHOLD_QUANTITY, quantity);
	return nlh;
}

CPO_EXPORT int cpo_threshold_set(struct cpo_ctx *ctx,
				 const struct cpo_ids *ids, uint32_t quantity,
				 const struct cpo_limits *limits)
{
	static const unsigned int attr[CPO_LEVELS] = {
		[CPO_LEVEL_HIGH_ALARM] = CPO_A_THRESHOLD_HIGH_ALARM,
		[CPO_LEVEL_HIGH_WARNING] = CPO_A_THRESHOLD_HIGH_WARNING,
		[CPO_LEVEL_LOW_WARNING] = CPO_A_THRESHOLD_LOW_WARNING,
		[CPO_LEVEL_LOW_ALARM] = CPO_A_THRESHOLD_LOW_ALARM,
	};
	struct cpo_answer answer = { .fn = NULL };
	struct nlmsghdr *nlh;
	unsigned int i;
	int ret;

	nlh = set_start(ctx, ids, quantity, &ret);
	for (i = 0; i < CPO_LEVELS; i++)
		if (limits->set & 1u << i)
			put_sint(nlh, attr[i], limits->val[i]);
	return ret ? ret : cpo_req_family(ctx, nlh, &answer);
}

CPO_EXPORT int cpo_threshold_reset(struct cpo_ctx *ctx,
				   const struct cpo_ids *ids, uint32_t quantity)
{
	struct cpo_answer answer = { .fn = NULL };
	struct nlmsghdr *nlh;
	int ret;

	nlh = set_start(ctx, ids, quantity, &ret);
	mnl_attr_put(nlh, CPO_A_THRESHOLD_RESET, 0, NULL);
	return ret ? ret : cpo_req_family(ctx, nlh, &answer);
}

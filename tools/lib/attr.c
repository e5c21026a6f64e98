// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* Messages and attributes: walked and decoded, with nothing taken on trust. */

#include "private.h"

int cpo_span_next(struct cpo_span *span, const struct nlattr **attr)
{
	const struct nlattr *nla = (const void *)span->pos;
	size_t step;

	if (!span->left)
		return 0;
	if (span->left < sizeof(*nla) || nla->nla_len < sizeof(*nla) ||
	    nla->nla_len > span->left)
		return -EBADMSG;
	step = MNL_ALIGN(nla->nla_len);
	if (step > span->left)
		step = span->left;
	span->pos += step;
	span->left -= step;
	*attr = nla;
	return 1;
}

/* mnl_nlmsg_ok() takes a length of 2 GiB and more for a negative one. */
int cpo_span_next_msg(struct cpo_span *span, const struct nlmsghdr **nlh)
{
	const struct nlmsghdr *msg = (const void *)span->pos;
	size_t step;

	if (!span->left)
		return 0;
	if (span->left < sizeof(*msg) || msg->nlmsg_len < sizeof(*msg) ||
	    msg->nlmsg_len > span->left)
		return -EBADMSG;
	step = MNL_ALIGN((size_t)msg->nlmsg_len);
	if (step > span->left)
		step = span->left;
	span->pos += step;
	span->left -= step;
	*nlh = msg;
	return 1;
}

struct cpo_span cpo_span_of(const struct nlattr *nest)
{
	struct cpo_span span = {
		.pos = cpo_attr_data(nest),
		.left = cpo_attr_len(nest),
	};

	return span;
}

int cpo_attr_find(struct cpo_span span, unsigned int type,
		  const struct nlattr **attr)
{
	const uint8_t *pos = span.pos, *end = pos + span.left;
	const struct nlattr *nla;

	for (; pos < end; pos += MNL_ALIGN(nla->nla_len)) {
		nla = (const void *)pos;
		if ((size_t)(end - pos) < sizeof(*nla) ||
		    nla->nla_len < sizeof(*nla) || nla->nla_len > end - pos)
			return -EBADMSG;
		if (cpo_attr_type(nla) == type) {
			*attr = nla;
			return 0;
		}
	}
	return -ENODATA;
}

/* Any width is taken, so that the family may widen a value one day. */
int cpo_attr_uint(const struct nlattr *attr, uint64_t *val)
{
	const void *data = cpo_attr_data(attr);
	uint32_t v32;
	uint16_t v16;

	switch (cpo_attr_len(attr)) {
	case sizeof(uint8_t):
		*val = *(const uint8_t *)data;
		return 0;
	case sizeof(uint16_t):
		memcpy(&v16, data, sizeof(v16));
		*val = v16;
		return 0;
	case sizeof(uint32_t):
		memcpy(&v32, data, sizeof(v32));
		*val = v32;
		return 0;
	case sizeof(uint64_t):
		memcpy(val, data, sizeof(*val));
		return 0;
	}
	return -EBADMSG;
}

int cpo_attr_sint(const struct nlattr *attr, int64_t *val)
{
	uint64_t raw;
	int ret;

	ret = cpo_attr_uint(attr, &raw);
	if (ret)
		return ret;
	switch (cpo_attr_len(attr)) {
	case sizeof(int8_t):
		*val = (int8_t)raw;
		break;
	case sizeof(int16_t):
		*val = (int16_t)raw;
		break;
	case sizeof(int32_t):
		*val = (int32_t)raw;
		break;
	default:
		*val = (int64_t)raw;
	}
	return 0;
}

int cpo_attr_str(const struct nlattr *attr, const char **val)
{
	const char *str = mnl_attr_get_payload(attr);

	if (!memchr(str, '\0', mnl_attr_get_payload_len(attr)))
		return -EBADMSG;
	*val = str;
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* What the kernel says about an error, and which attribute it means. */

#include <stdio.h>
#include <syslog.h>

#include "private.h"

static const struct cpo_set *req_set(struct cpo_ctx *ctx,
				     const struct nlmsghdr *req)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(req);

	if (req->nlmsg_type != ctx->family.id || genl->cmd > CPO_CMD_MAX)
		return NULL;
	return cpo_ops[genl->cmd].set;
}

static void path_add(char *path, size_t size, const struct cpo_set *set,
		     unsigned int type)
{
	size_t len = strlen(path);
	const char *dot = len ? "." : "";

	if (set && type <= set->max && set->attr[type].name)
		snprintf(path + len, size - len, "%s%s", dot,
			 set->attr[type].name);
	else
		snprintf(path + len, size - len, "%s%u", dot, type);
}

/*
 * Follow @off, counted from the start of the request, down into nests.
 * Returns the set of the attribute found there, for a missing one in it.
 */
static const struct cpo_set *path_walk(const struct nlmsghdr *req, size_t off,
				       const struct cpo_set *set, char *path,
				       size_t size)
{
	const uint8_t *base = (const void *)req;
	const struct nlattr *attr;
	struct cpo_span span;
	unsigned int type;
	size_t start;

	if (cpo_msg_attrs(req, &span))
		return NULL;
	while (cpo_span_next(&span, &attr) > 0) {
		start = (const uint8_t *)attr - base;
		if (off < start || off >= start + attr->nla_len)
			continue;
		type = cpo_attr_type(attr);
		path_add(path, size, set, type);
		set = set && type <= set->max ? set->attr[type].nest : NULL;
		if (off == start || !set)
			break;
		span = cpo_span_of(attr);
	}
	return set;
}

static void extack_attr(struct cpo_ctx *ctx, const struct nlattr *attr,
			const struct nlmsghdr *req)
{
	struct cpo_err *err = &ctx->err;
	const char *msg;
	uint64_t off;

	switch (cpo_attr_type(attr)) {
	case NLMSGERR_ATTR_MSG:
		if (!cpo_attr_str(attr, &msg))
			snprintf(err->msg, sizeof(err->msg), "%s", msg);
		break;
	case NLMSGERR_ATTR_OFFS:
		if (!cpo_attr_uint(attr, &off) && !err->attr[0])
			path_walk(req, off, req_set(ctx, req), err->attr,
				  sizeof(err->attr));
		break;
	}
}

static void extack_missing(struct cpo_ctx *ctx, struct cpo_span span,
			   const struct nlmsghdr *req)
{
	const struct cpo_set *set = req_set(ctx, req);
	struct cpo_err *err = &ctx->err;
	const struct nlattr *attr;
	uint64_t type, off;

	if (cpo_attr_find(span, NLMSGERR_ATTR_MISS_TYPE, &attr) ||
	    cpo_attr_uint(attr, &type))
		return;
	err->attr[0] = '\0';
	err->missing = true;
	if (!cpo_attr_find(span, NLMSGERR_ATTR_MISS_NEST, &attr) &&
	    !cpo_attr_uint(attr, &off))
		set = path_walk(req, off, set, err->attr, sizeof(err->attr));
	path_add(err->attr, sizeof(err->attr), set, type);
}

/* Where the attributes start behind the code, or nothing. */
static struct cpo_span extack_span(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *nlerr = mnl_nlmsg_get_payload(nlh);
	size_t len = mnl_nlmsg_get_payload_len(nlh);
	size_t head = sizeof(int);
	struct cpo_span span = { NULL, 0 };

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return span;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		head = sizeof(*nlerr);
		if (len >= head && !(nlh->nlmsg_flags & NLM_F_CAPPED) &&
		    nlerr->msg.nlmsg_len > NLMSG_HDRLEN)
			head += MNL_ALIGN(nlerr->msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	if (len > head) {
		span.pos = (const uint8_t *)nlerr + head;
		span.left = len - head;
	}
	return span;
}

int cpo_extack(struct cpo_ctx *ctx, const struct nlmsghdr *nlh,
	       const struct nlmsghdr *req)
{
	const struct nlattr *attr;
	struct cpo_span span, all;
	int code;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(code))
		return nlh->nlmsg_type == NLMSG_DONE ? 0 : -EBADMSG;
	memcpy(&code, mnl_nlmsg_get_payload(nlh), sizeof(code));
	all = extack_span(nlh);
	for (span = all; cpo_span_next(&span, &attr) > 0;)
		extack_attr(ctx, attr, req);
	extack_missing(ctx, all, req);
	if (code >= 0 && ctx->err.msg[0])
		cpo_log(ctx, LOG_WARNING, "%s", ctx->err.msg);
	/* A code that is no errno would be taken for success. */
	if (code > 0 && nlh->nlmsg_type == NLMSG_ERROR)
		return -EBADMSG;
	return code < 0 ? code : 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* Looking the family up by name. The kernel loads its module on the way. */

#include "private.h"

static void family_group(struct cpo_family *family, const struct nlattr *nest)
{
	const struct nlattr *attr;
	const char *name;
	uint64_t id;

	if (cpo_attr_find(cpo_span_of(nest), CTRL_ATTR_MCAST_GRP_NAME, &attr) ||
	    cpo_attr_str(attr, &name) ||
	    cpo_attr_find(cpo_span_of(nest), CTRL_ATTR_MCAST_GRP_ID, &attr) ||
	    cpo_attr_uint(attr, &id))
		return;
	if (!strcmp(name, CPO_MCGRP_MGMT))
		family->group_mgmt = id;
	else if (!strcmp(name, CPO_MCGRP_EVENTS))
		family->group_events = id;
}

static void family_op(struct cpo_family *family, const struct nlattr *nest)
{
	const struct nlattr *attr;
	uint64_t cmd;

	if (!cpo_attr_find(cpo_span_of(nest), CTRL_ATTR_OP_ID, &attr) &&
	    !cpo_attr_uint(attr, &cmd) && cmd < 64)
		family->cmds |= 1ull << cmd;
}

static void family_each(struct cpo_family *family, const struct nlattr *list,
			void (*fn)(struct cpo_family *, const struct nlattr *))
{
	struct cpo_span span = cpo_span_of(list);
	const struct nlattr *attr;

	while (cpo_span_next(&span, &attr) > 0)
		fn(family, attr);
}

static int family_msg(const struct nlmsghdr *nlh, void *arg)
{
	struct cpo_family *family = arg;
	const struct nlattr *attr;
	struct cpo_span span;
	uint64_t val;
	int ret;

	ret = cpo_msg_attrs(nlh, &span);
	if (ret)
		return ret;
	if (!cpo_attr_find(span, CTRL_ATTR_FAMILY_ID, &attr) &&
	    !cpo_attr_uint(attr, &val))
		family->id = val;
	if (!cpo_attr_find(span, CTRL_ATTR_VERSION, &attr) &&
	    !cpo_attr_uint(attr, &val))
		family->version = val;
	if (!cpo_attr_find(span, CTRL_ATTR_MCAST_GROUPS, &attr))
		family_each(family, attr, family_group);
	if (!cpo_attr_find(span, CTRL_ATTR_OPS, &attr))
		family_each(family, attr, family_op);
	return family->id ? 0 : -EBADMSG;
}

int cpo_family_resolve(struct cpo_ctx *ctx, struct cpo_family *family)
{
	struct cpo_answer answer = { .fn = family_msg, .arg = family };
	uint8_t buf[256];
	struct genlmsghdr *genl;
	struct nlmsghdr *nlh;
	int ret;

	/* A buffer of its own: a request may be waiting to be sent again. */
	memset(family, 0, sizeof(*family));
	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = GENL_ID_CTRL;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_GETFAMILY;
	genl->version = 1;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, CPO_FAMILY_NAME);
	ret = cpo_req_run(ctx, nlh, &answer);
	if (!ret && !family->id)
		ret = -EBADMSG;
	if (ret == -ENOENT) {
		cpo_err_set(ctx, "kernel has no family \"cpo\"");
		ret = -EPROTONOSUPPORT;
	}
	return ret;
}

// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/cpo.h>
#include <linux/genetlink.h>

#include "bench.h"
#include "netlink.h"

void nl_open(struct nl *nl, int protocol)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	nl->seq = 0;
	nl->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (nl->fd < 0 ||
	    connect(nl->fd, (void *)&kernel, sizeof(kernel)))
		bench_die("netlink", errno);
}

void nl_close(struct nl *nl)
{
	close(nl->fd);
}

void nl_request(struct nl_request *req, int type, int flags,
		const void *header, size_t len)
{
	memset(req, 0, sizeof(*req));
	req->hdr.nlmsg_len = NLMSG_LENGTH(len);
	req->hdr.nlmsg_type = type;
	req->hdr.nlmsg_flags = NLM_F_REQUEST | flags;
	memcpy(req->data, header, len);
}

void nl_put(struct nl_request *req, int type, const void *data, size_t len)
{
	struct nlattr *attr = (void *)((char *)req +
				       NLMSG_ALIGN(req->hdr.nlmsg_len));

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	memcpy((char *)attr + NLA_HDRLEN, data, len);
	req->hdr.nlmsg_len = NLMSG_ALIGN(req->hdr.nlmsg_len) +
			     NLA_ALIGN(attr->nla_len);
}

void nl_put_u32(struct nl_request *req, int type, uint32_t value)
{
	nl_put(req, type, &value, sizeof(value));
}

void nl_send(struct nl *nl, struct nl_request *req)
{
	req->hdr.nlmsg_seq = ++nl->seq;
	if (send(nl->fd, req, req->hdr.nlmsg_len, 0) < 0)
		bench_die("send", errno);
}

size_t nl_recv(struct nl *nl)
{
	ssize_t len = recv(nl->fd, nl->in, sizeof(nl->in), 0);

	if (len < 0)
		bench_die("recv", errno);
	return len;
}

/* The status in an acknowledgment, or in the answer if that is an error. */
int nl_ack(struct nl *nl)
{
	const struct nlmsghdr *hdr = (void *)nl->in;

	nl_recv(nl);
	if (hdr->nlmsg_type != NLMSG_ERROR)
		return 0;
	return *(int *)NLMSG_DATA(hdr);
}

/* False at the end of a dump. */
static bool more(const struct nlmsghdr *hdr, size_t len)
{
	for (; NLMSG_OK(hdr, len); hdr = NLMSG_NEXT(hdr, len)) {
		if (hdr->nlmsg_type == NLMSG_ERROR)
			bench_die("dump", -*(int *)NLMSG_DATA(hdr));
		if (hdr->nlmsg_type == NLMSG_DONE)
			return false;
	}
	return true;
}

/* Take a dump as who only walks its messages. */
void nl_drain(struct nl *nl)
{
	size_t len;

	do {
		len = nl_recv(nl);
	} while (more((void *)nl->in, len));
}

static uint64_t count_values(const struct nlattr *attr, size_t left, int depth,
			     nl_value_fn is_value)
{
	uint64_t n = 0;

	for (; nl_attr_ok(attr, left); attr = nl_attr_next(attr, &left)) {
		if (attr->nla_type & NLA_F_NESTED)
			n += count_values(nl_payload(attr),
					  nl_payload_len(attr), depth + 1,
					  is_value);
		else if (!is_value || is_value(attr, depth))
			n++;
	}
	return n;
}

static void count_message(const struct nlmsghdr *hdr, size_t header,
			  nl_value_fn is_value, struct nl_content *content)
{
	const struct nlattr *attr;
	size_t left;

	content->messages++;
	content->bytes += NLMSG_ALIGN(hdr->nlmsg_len);
	attr = nl_attrs(hdr, header, &left);
	content->values += count_values(attr, left, 0, is_value);
}

/* Take a dump and count what is in it; @header is what precedes attributes. */
void nl_count(struct nl *nl, size_t header, nl_value_fn is_value,
	      struct nl_content *content)
{
	const struct nlmsghdr *hdr;
	size_t len, left;

	memset(content, 0, sizeof(*content));
	do {
		len = nl_recv(nl);
		left = len;
		hdr = (void *)nl->in;
		for (; NLMSG_OK(hdr, left); hdr = NLMSG_NEXT(hdr, left))
			if (hdr->nlmsg_type >= NLMSG_MIN_TYPE)
				count_message(hdr, header, is_value, content);
	} while (more((void *)nl->in, len));
}

static const struct nlattr *find(const struct nlattr *attr, size_t left,
				 uint16_t type)
{
	for (; nl_attr_ok(attr, left); attr = nl_attr_next(attr, &left))
		if (nl_type(attr) == type)
			return attr;
	return NULL;
}

static int find_group(const struct nlattr *groups, const char *name)
{
	const struct nlattr *group = nl_payload(groups), *attr;
	size_t left = nl_payload_len(groups);

	for (; nl_attr_ok(group, left); group = nl_attr_next(group, &left)) {
		attr = find(nl_payload(group), nl_payload_len(group),
			    CTRL_ATTR_MCAST_GRP_NAME);
		if (!attr || strcmp(nl_payload(attr), name))
			continue;
		attr = find(nl_payload(group), nl_payload_len(group),
			    CTRL_ATTR_MCAST_GRP_ID);
		return attr ? *(const uint32_t *)nl_payload(attr) : 0;
	}
	return 0;
}

/* The id of a family, or of one of its groups. */
int nl_family(struct nl *nl, const char *name, const char *group)
{
	struct genlmsghdr genl = { .cmd = CTRL_CMD_GETFAMILY, .version = 1 };
	const struct nlmsghdr *hdr = (void *)nl->in;
	const struct nlattr *attr;
	struct nl_request req;
	size_t left;
	int id = 0;

	nl_request(&req, GENL_ID_CTRL, 0, &genl, sizeof(genl));
	nl_put(&req, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	nl_send(nl, &req);
	nl_recv(nl);
	if (hdr->nlmsg_type == NLMSG_ERROR)
		bench_die(name, -*(int *)NLMSG_DATA(hdr));
	attr = nl_attrs(hdr, GENL_HDRLEN, &left);
	attr = find(attr, left, group ? CTRL_ATTR_MCAST_GROUPS :
					CTRL_ATTR_FAMILY_ID);
	if (attr)
		id = group ? find_group(attr, group) :
			     *(const uint16_t *)nl_payload(attr);
	if (!id)
		bench_die(group ?: name, ENOENT);
	return id;
}

/* Open it for the events of all devices. */
void nl_listen(struct nl *nl)
{
	int group;

	nl_open(nl, NETLINK_GENERIC);
	group = nl_family(nl, CPO_FAMILY_NAME, CPO_MCGRP_EVENTS);
	if (setsockopt(nl->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
		       sizeof(group)))
		bench_die(CPO_MCGRP_EVENTS, errno);
}

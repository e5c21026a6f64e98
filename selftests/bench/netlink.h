/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/* Without a library: what is measured is the kernel. */
#ifndef NETLINK_H
#define NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/netlink.h>

/* The kernel does not send more at once, and wants to know that we take it. */
#define NL_BUFFER	32768

struct nl {
	int fd;
	uint32_t seq;
	uint8_t in[NL_BUFFER];
};

struct nl_request {
	struct nlmsghdr hdr;
	uint8_t data[256];
};

/* What is in the messages of a dump. */
struct nl_content {
	uint64_t messages;
	uint64_t bytes;
	uint64_t values;
};

/* Whether an attribute, nested at @depth, is a value. */
typedef bool (*nl_value_fn)(const struct nlattr *attr, int depth);

static inline bool nl_attr_ok(const struct nlattr *attr, size_t left)
{
	return left >= NLA_HDRLEN && attr->nla_len >= NLA_HDRLEN &&
	       attr->nla_len <= left;
}

static inline const struct nlattr *nl_attr_next(const struct nlattr *attr,
						size_t *left)
{
	size_t step = NLA_ALIGN(attr->nla_len);

	*left -= step < *left ? step : *left;
	return (const void *)((const char *)attr + step);
}

static inline const void *nl_payload(const struct nlattr *attr)
{
	return (const char *)attr + NLA_HDRLEN;
}

static inline size_t nl_payload_len(const struct nlattr *attr)
{
	return attr->nla_len - NLA_HDRLEN;
}

/* Without its flags. */
static inline uint16_t nl_type(const struct nlattr *attr)
{
	return attr->nla_type & NLA_TYPE_MASK;
}

/* The attributes of a message, which come after a header of its family. */
static inline const struct nlattr *nl_attrs(const struct nlmsghdr *hdr,
					    size_t header, size_t *left)
{
	*left = hdr->nlmsg_len - NLMSG_LENGTH(header);
	return (const void *)((const char *)hdr + NLMSG_LENGTH(header));
}

void nl_open(struct nl *nl, int protocol);
void nl_close(struct nl *nl);
int nl_family(struct nl *nl, const char *name, const char *group);
void nl_listen(struct nl *nl);

void nl_request(struct nl_request *req, int type, int flags,
		const void *header, size_t len);
void nl_put(struct nl_request *req, int type, const void *data, size_t len);
void nl_put_u32(struct nl_request *req, int type, uint32_t value);

void nl_send(struct nl *nl, struct nl_request *req);
size_t nl_recv(struct nl *nl);
int nl_ack(struct nl *nl);
void nl_drain(struct nl *nl);
void nl_count(struct nl *nl, size_t header, nl_value_fn is_value,
	      struct nl_content *content);

#endif /* NETLINK_H */

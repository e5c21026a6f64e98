/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Copyright (c) 2026 cpo contributors */
#ifndef LIBCPO_PRIVATE_H
#define LIBCPO_PRIVATE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "libcpo.h"

#define CPO_EXPORT	__attribute__((visibility("default")))

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Larger than any datagram the kernel makes for a dump. */
#define CPO_RECV_SIZE	65536
#define CPO_SEND_SIZE	4096

/* ---- Tables made from the specification (spec.c) ---- */

enum cpo_type {
	CPO_T_UINT,
	CPO_T_U32,
	CPO_T_SINT,
	CPO_T_STRING,
	CPO_T_FLAG,
	CPO_T_NEST,
	CPO_T_BINARY,
};

struct cpo_set;

struct cpo_attr {
	const char *name;
	enum cpo_type type;
	bool multi;
	const struct cpo_set *nest;
	/* What a request may say; 0 when the specification does not tell. */
	uint32_t least;
	uint32_t most;
};

struct cpo_set {
	const char *name;
	const struct cpo_attr *attr;
	unsigned int max;
	uint16_t id[CPO_ID_COUNT];
};

struct cpo_enum_entry {
	uint32_t value;
	const char *name;
	const char *doc;
};

struct cpo_enum_def {
	const char *name;
	const struct cpo_enum_entry *entry;
	unsigned int count;
	bool flags;
};

struct cpo_op {
	const char *name;
	const struct cpo_set *set;
};

extern const struct cpo_enum_def cpo_enums[CPO_ENUM_COUNT];
extern const struct cpo_op cpo_ops[CPO_CMD_MAX + 1];

extern const struct cpo_set cpo_set_sample;
extern const struct cpo_set cpo_set_identity;
extern const struct cpo_set cpo_set_lane_range;
extern const struct cpo_set cpo_set_dev;
extern const struct cpo_set cpo_set_engine;
extern const struct cpo_set cpo_set_els;
extern const struct cpo_set cpo_set_laser;
extern const struct cpo_set cpo_set_lane;
extern const struct cpo_set cpo_set_port;
extern const struct cpo_set cpo_set_route;
extern const struct cpo_set cpo_set_sensor;
extern const struct cpo_set cpo_set_latency_bucket;
extern const struct cpo_set cpo_set_counter;
extern const struct cpo_set cpo_set_window_span;
extern const struct cpo_set cpo_set_window;
extern const struct cpo_set cpo_set_fec;
extern const struct cpo_set cpo_set_stats;
extern const struct cpo_set cpo_set_page;
extern const struct cpo_set cpo_set_event;
extern const struct cpo_set cpo_set_events;
extern const struct cpo_set cpo_set_threshold;
extern const struct cpo_set cpo_set_flag;

/* ---- Attributes and rows (attr.c, row.c) ---- */

/* A run of attributes that is being walked. */
struct cpo_span {
	const uint8_t *pos;
	size_t left;
};

/* Returns 1 with the next attribute, 0 at the end, -EBADMSG when broken. */
int cpo_span_next(struct cpo_span *span, const struct nlattr **attr);
/* The same for the messages of a datagram. */
int cpo_span_next_msg(struct cpo_span *span, const struct nlmsghdr **nlh);
struct cpo_span cpo_span_of(const struct nlattr *nest);
/* In every value of every row: inline, unlike those of libmnl. */
static inline unsigned int cpo_attr_type(const struct nlattr *attr)
{
	return attr->nla_type & NLA_TYPE_MASK;
}

static inline const void *cpo_attr_data(const struct nlattr *attr)
{
	return (const uint8_t *)attr + MNL_ATTR_HDRLEN;
}

static inline size_t cpo_attr_len(const struct nlattr *attr)
{
	return attr->nla_len - MNL_ATTR_HDRLEN;
}

int cpo_attr_find(struct cpo_span span, unsigned int type,
		  const struct nlattr **attr);

int cpo_attr_uint(const struct nlattr *attr, uint64_t *val);
int cpo_attr_sint(const struct nlattr *attr, int64_t *val);
int cpo_attr_str(const struct nlattr *attr, const char **val);

const struct cpo_set *cpo_kind_set(enum cpo_kind kind);
int cpo_row_new(enum cpo_kind kind, const void *attrs, size_t len,
		struct cpo_row **row);
int cpo_row_from_msg(enum cpo_kind kind, const struct nlmsghdr *nlh,
		     struct cpo_row **row);
int cpo_row_u32(const struct cpo_row *row, unsigned int attr, uint32_t *val);
bool cpo_row_is(const struct cpo_row *row, enum cpo_kind kind);
/* Attributes of a generic netlink message, behind both headers. */
int cpo_msg_attrs(const struct nlmsghdr *nlh, struct cpo_span *span);

/* ---- Sockets (sock.c) ---- */

struct cpo_sock {
	struct mnl_socket *nl;
	uint32_t portid;
};

int cpo_sock_open(struct cpo_sock *sock, int rcvbuf);
void cpo_sock_close(struct cpo_sock *sock);
int cpo_sock_fd(const struct cpo_sock *sock);
int cpo_sock_join(const struct cpo_sock *sock, uint32_t group);
int cpo_sock_send(struct cpo_sock *sock, const void *buf, size_t len);
/* One datagram; @timeout in ms as poll(2). */
ssize_t cpo_sock_recv(struct cpo_sock *sock, void *buf, size_t size,
		      int timeout);

/* ---- Context (ctx.c) ---- */

struct cpo_family {
	uint16_t id;
	unsigned int version;
	uint32_t group_mgmt;
	uint32_t group_events;
	uint64_t cmds;
};

struct cpo_err {
	char msg[256];
	char attr[128];
	bool missing;
};

struct cpo_ctx {
	unsigned int refs;
	cpo_log_fn log;
	void *log_arg;
	struct cpo_sock sock;
	struct cpo_family family;
	uint32_t seq;
	struct cpo_err err;
	/* The request is kept: error offsets point into it. */
	uint8_t *send_buf;
	uint8_t *recv_buf;
};

void cpo_log(struct cpo_ctx *ctx, int priority, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- Requests (request.c, extack.c, family.c) ---- */

/* Receives a message that answers the request; 0 or a negative errno. */
typedef int (*cpo_msg_fn)(const struct nlmsghdr *nlh, void *arg);

struct cpo_answer {
	cpo_msg_fn fn;
	void *arg;
	/* Set when the kernel marked the dump as interrupted. */
	bool interrupted;
};

struct nlmsghdr *cpo_req_start(struct cpo_ctx *ctx, unsigned int cmd,
			       unsigned int flags);
int cpo_req_put_ids(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		    const struct cpo_set *set, const struct cpo_ids *ids);
int cpo_req_run(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		struct cpo_answer *answer);
/* As cpo_req_run(), for a request to the family itself. */
int cpo_req_family(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		   struct cpo_answer *answer);

/* A request for exactly one row. */
int cpo_req_one(struct cpo_ctx *ctx, struct nlmsghdr *nlh, enum cpo_kind kind,
		struct cpo_row **row);
/* A dump that is ready: run it and hand its rows out. */
int cpo_req_rows(struct cpo_ctx *ctx, struct nlmsghdr *nlh, enum cpo_kind kind,
		 cpo_row_fn fn, void *arg);
/* Kind of an object as the family numbers it; negative for no object. */
int cpo_object_of(int kind);

int cpo_family_resolve(struct cpo_ctx *ctx, struct cpo_family *family);

/* Decode NLMSG_ERROR or NLMSG_DONE into @ctx->err; returns its code. */
int cpo_extack(struct cpo_ctx *ctx, const struct nlmsghdr *nlh,
	       const struct nlmsghdr *req);
void cpo_err_clear(struct cpo_ctx *ctx);
void cpo_err_set(struct cpo_ctx *ctx, const char *msg);

#endif /* LIBCPO_PRIVATE_H */

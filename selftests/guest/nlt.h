/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/*
 * The cpo family over libnl, for tests. Independent of libcpo on purpose: the
 * two can only agree when both are right. libnl knows no extack and turns
 * ENOBUFS into "out of memory", so errors are taken from the raw messages.
 */
#ifndef NLT_H
#define NLT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/netlink.h>

#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include <linux/cpo.h>

#define NLT_NONE	UINT64_MAX	/* the attribute is absent */
#define NLT_BIG_BUFFER	(128 * 1024)

/* What the kernel said about the last request beyond the errno. */
struct nlt_ext {
	char msg[128];
	int bad_attr;		/* type of the attribute at fault, or -1 */
	int miss_type;		/* type of the missing attribute, or -1 */
	bool warned;		/* there was a message without an error */
};

/* A message of the family: its command and a copy of its attributes. */
struct nlt_row {
	int cmd;
	int len;
	struct nlattr *attrs;
};

struct nlt_rows {
	struct nlt_row *row;
	size_t n;
	size_t room;
};

struct nlt {
	struct nl_sock *sk;
	int family;
	struct nlt_ext ext;
	int err;		/* of the last request: 0 or -errno */
	bool done;
	bool interrupted;	/* the dump was marked NLM_F_DUMP_INTR */
	unsigned int msgs;	/* netlink messages since the request */
	struct nlt_rows *rows;	/* where messages go */
	unsigned char sent[256];
	size_t sent_len;
};

/* An attribute of a request, sent as uint or sint, or as flag. */
struct nlt_arg {
	int attr;
	uint64_t value;
};

#define NLT_FLAG	(UINT64_MAX / 3)	/* the value of a flag */

#define ARGS(...)	((const struct nlt_arg[]){ __VA_ARGS__ { 0, 0 } })
#define A(attr, value)	{ attr, value },
#define NO_ARGS		ARGS()

int nlt_open(struct nlt *t);
int nlt_open_sized(struct nlt *t, size_t msg_size);
void nlt_close(struct nlt *t);
int nlt_set_buffer(struct nlt *t, size_t msg_size, int rcvbuf);

int nlt_do(struct nlt *t, int cmd, const struct nlt_arg *args,
	   struct nlt_row *reply);
int nlt_set(struct nlt *t, int cmd, const struct nlt_arg *args);
int nlt_dump(struct nlt *t, int cmd, const struct nlt_arg *args,
	     struct nlt_rows *rows);
int nlt_send_raw(struct nlt *t, int cmd, int flags, const void *attrs,
		 size_t len, struct nlt_rows *rows);

int nlt_join(struct nlt *t, const char *group);
int nlt_listen(struct nlt *t, struct nlt_rows *rows, int quiet_ms, int max_ms);

void nlt_row_free(struct nlt_row *row);
void nlt_rows_free(struct nlt_rows *rows);

const struct nlattr *nlt_attr(const struct nlt_row *row, int attr);
bool nlt_has(const struct nlt_row *row, int attr);
uint64_t nlt_u(const struct nlt_row *row, int attr);
int64_t nlt_s(const struct nlt_row *row, int attr);
const char *nlt_str(const struct nlt_row *row, int attr);
struct nlt_row nlt_nest(const struct nlattr *attr);
struct nlt_row nlt_nested(const struct nlt_row *row, int attr);
size_t nlt_count(const struct nlt_row *row, int attr);
const struct nlattr *nlt_nth(const struct nlt_row *row, int attr, size_t n);
uint64_t nlt_counter(const struct nlt_row *stats, const char *label);
uint64_t nlt_own_commands(const struct nlt_row *stats);
bool nlt_row_equal(const struct nlt_row *a, const struct nlt_row *b,
		   const int *except);

uint64_t nla_uint(const struct nlattr *attr);
int64_t nla_sint(const struct nlattr *attr);

int nlt_write(const char *path, const char *text);

/* By the PCI device below a row of dev-get. */
int nlt_reset_device(const struct nlt_row *dev);
int nlt_inject(const struct nlt_row *dev, const char *record);
bool nlt_takes_faults(const struct nlt_row *dev);

#endif /* NLT_H */

// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

#include <unistd.h>
#include <fcntl.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include <netlink/errno.h>

#include "nlt.h"

/* A debug guest under emulation is slow; a hang must still end as a failure. */
#define NLT_TIMEOUT_S	60
#define NLT_RETRIES	10

static void *xrealloc(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p)
		abort();
	return p;
}

void nlt_row_free(struct nlt_row *row)
{
	free(row->attrs);
	memset(row, 0, sizeof(*row));
}

void nlt_rows_free(struct nlt_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		nlt_row_free(&rows->row[i]);
	free(rows->row);
	memset(rows, 0, sizeof(*rows));
}

static void rows_add(struct nlt_rows *rows, const struct nlmsghdr *nlh)
{
	struct genlmsghdr *genl = genlmsg_hdr((struct nlmsghdr *)nlh);
	struct nlt_row *row;

	if (rows->n == rows->room) {
		rows->room = rows->room ? 2 * rows->room : 64;
		rows->row = xrealloc(rows->row,
				     rows->room * sizeof(*rows->row));
	}
	row = &rows->row[rows->n++];
	row->cmd = genl->cmd;
	row->len = genlmsg_attrlen(genl, 0);
	row->attrs = xrealloc(NULL, row->len + 1);
	memcpy(row->attrs, genlmsg_attrdata(genl, 0), row->len);
}

/* Type of the attribute of our own request that starts at an offset. */
static int attr_at(const struct nlt *t, size_t offset)
{
	struct nlattr attr;

	if (offset + sizeof(attr) > t->sent_len)
		return -1;
	memcpy(&attr, t->sent + offset, sizeof(attr));
	return nla_type(&attr);
}

static void parse_tlvs(struct nlt *t, const void *start, int len)
{
	struct nlattr *attr;
	int rem;

	nla_for_each_attr(attr, (struct nlattr *)start, len, rem) {
		switch (nla_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			snprintf(t->ext.msg, sizeof(t->ext.msg), "%.*s",
				 nla_len(attr), (char *)nla_data(attr));
			break;
		case NLMSGERR_ATTR_OFFS:
			t->ext.bad_attr = attr_at(t, nla_get_u32(attr));
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			t->ext.miss_type = nla_get_u32(attr);
			break;
		}
	}
}

/* The TLVs follow the copy of the request, which may have been left out. */
static void take_error(struct nlt *t, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = nlmsg_data(nlh);
	size_t skip = sizeof(*err);

	t->err = err->error;
	t->done = true;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		skip += err->msg.nlmsg_len - sizeof(err->msg);
	skip = NLMSG_ALIGN(skip);
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		parse_tlvs(t, (char *)err + skip, nlmsg_datalen(nlh) - skip);
	t->ext.warned = !err->error && t->ext.msg[0];
}

/* The end of a dump carries an errno that libnl does not look at. */
static void take_done(struct nlt *t, const struct nlmsghdr *nlh)
{
	int err = 0;

	t->done = true;
	if (nlmsg_datalen(nlh) < (int)sizeof(err))
		return;
	memcpy(&err, nlmsg_data(nlh), sizeof(err));
	if (err < 0)
		t->err = err;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		parse_tlvs(t, (char *)nlmsg_data(nlh) + NLMSG_ALIGN(sizeof(err)),
			   nlmsg_datalen(nlh) - NLMSG_ALIGN(sizeof(err)));
}

static int on_message(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct nlt *t = arg;

	t->msgs++;
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		t->interrupted = true;
	if (nlh->nlmsg_type == NLMSG_ERROR)
		take_error(t, nlh);
	else if (nlh->nlmsg_type == NLMSG_DONE)
		take_done(t, nlh);
	else if (nlh->nlmsg_type == t->family && t->rows)
		rows_add(t->rows, nlh);
	return NL_OK;
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	(void)from;
	(void)err;
	(void)arg;
	return NL_STOP;
}

int nlt_set_buffer(struct nlt *t, size_t msg_size, int rcvbuf)
{
	int fd = nl_socket_get_fd(t->sk);

	nl_socket_disable_msg_peek(t->sk);
	if (nl_socket_set_msg_buf_size(t->sk, msg_size))
		return -EINVAL;
	if (!rcvbuf)
		return 0;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf)))
		return -errno;
	return 0;
}

static int set_options(struct nlt *t)
{
	struct timeval limit = { .tv_sec = NLT_TIMEOUT_S };
	int fd = nl_socket_get_fd(t->sk), one = 1;

	if (setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)))
		return -errno;
	return 0;
}

/*
 * The kernel fills messages of a dump up to the largest buffer it has seen on
 * the socket, so that a small one must be there from the start.
 */
static int connect_family(struct nlt *t, size_t msg_size)
{
	int err;

	err = genl_connect(t->sk);
	if (err)
		return -EIO;
	err = nlt_set_buffer(t, msg_size, 0);
	if (err)
		return err;
	t->family = genl_ctrl_resolve(t->sk, CPO_FAMILY_NAME);
	if (t->family < 0)
		return -ENOENT;
	err = set_options(t);
	if (err)
		return err;
	nl_socket_modify_cb(t->sk, NL_CB_MSG_IN, NL_CB_CUSTOM, on_message, t);
	nl_socket_modify_err_cb(t->sk, NL_CB_CUSTOM, on_error, t);
	return 0;
}

/**
 * nlt_open() - connect to the cpo family
 *
 * Return: 0, -ENOENT when there is no such family, or another -errno
 */
int nlt_open(struct nlt *t)
{
	return nlt_open_sized(t, NLT_BIG_BUFFER);
}

int nlt_open_sized(struct nlt *t, size_t msg_size)
{
	int err;

	memset(t, 0, sizeof(*t));
	t->sk = nl_socket_alloc();
	if (!t->sk)
		return -ENOMEM;
	err = connect_family(t, msg_size);
	if (err)
		nlt_close(t);
	return err;
}

void nlt_close(struct nlt *t)
{
	nl_socket_free(t->sk);
	t->sk = NULL;
}

/* libnl's numbers lose the errno: ENOBUFS becomes "out of memory". */
static int from_libnl(int err)
{
	switch (-err) {
	case NLE_NOMEM:
		return -ENOBUFS;
	case NLE_AGAIN:
		return -ETIMEDOUT;
	case NLE_DUMP_INTR:
		return -EINTR;
	default:
		return -EIO;
	}
}

static void receive(struct nlt *t)
{
	int err;

	while (!t->done) {
		err = nl_recvmsgs_default(t->sk);
		if (err < 0 && !t->done) {
			t->err = from_libnl(err);
			return;
		}
	}
}

static void reset(struct nlt *t, struct nlt_rows *rows)
{
	memset(&t->ext, 0, sizeof(t->ext));
	t->ext.bad_attr = -1;
	t->ext.miss_type = -1;
	t->err = 0;
	t->done = false;
	t->interrupted = false;
	t->msgs = 0;
	t->rows = rows;
}

static int send_msg(struct nlt *t, struct nl_msg *msg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);

	nl_complete_msg(t->sk, msg);
	t->sent_len = nlh->nlmsg_len;
	if (t->sent_len > sizeof(t->sent))
		return -E2BIG;
	memcpy(t->sent, nlh, t->sent_len);
	return nl_send(t->sk, msg) < 0 ? -EIO : 0;
}

static int exchange(struct nlt *t, struct nl_msg *msg, struct nlt_rows *rows)
{
	int err;

	reset(t, rows);
	err = send_msg(t, msg);
	nlmsg_free(msg);
	if (err)
		return err;
	receive(t);
	t->rows = NULL;
	return t->err;
}

static struct nl_msg *new_msg(struct nlt *t, int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, t->family, 0,
				 NLM_F_REQUEST | flags, cmd, 1))
		abort();
	return msg;
}

static void put_args(struct nl_msg *msg, const struct nlt_arg *arg)
{
	for (; arg->attr; arg++) {
		/* what has 32 bits is not taken for a negative number */
		if (arg->value == NLT_FLAG)
			nla_put_flag(msg, arg->attr);
		else if (arg->value > INT32_MAX)
			nla_put_u64(msg, arg->attr, arg->value);
		else
			nla_put_u32(msg, arg->attr, arg->value);
	}
}

/**
 * nlt_do() - one request, one object
 * @t: socket
 * @cmd: command
 * @args: attributes of the request
 * @reply: where the reply goes, to be freed by nlt_row_free(); or NULL
 *
 * Return: 0 or the -errno of the kernel; -EPROTO when a good answer had not
 * exactly one reply
 */
int nlt_do(struct nlt *t, int cmd, const struct nlt_arg *args,
	   struct nlt_row *reply)
{
	struct nl_msg *msg = new_msg(t, cmd, 0);
	struct nlt_rows rows = {};
	int err;

	if (reply)
		memset(reply, 0, sizeof(*reply));
	put_args(msg, args);
	err = exchange(t, msg, &rows);
	if (!err && (rows.n != 1 || rows.row[0].cmd != cmd))
		err = -EPROTO;
	if (!err && reply) {
		*reply = rows.row[0];
		rows.n = 0;
	}
	nlt_rows_free(&rows);
	return err;
}

/**
 * nlt_set() - one request that is only acknowledged
 * @t: socket
 * @cmd: command
 * @args: attributes of the request
 *
 * Return: 0 or the -errno of the kernel; -EPROTO when there was a reply
 */
int nlt_set(struct nlt *t, int cmd, const struct nlt_arg *args)
{
	struct nl_msg *msg = new_msg(t, cmd, 0);
	struct nlt_rows rows = {};
	int err;

	put_args(msg, args);
	err = exchange(t, msg, &rows);
	if (!err && rows.n)
		err = -EPROTO;
	nlt_rows_free(&rows);
	return err;
}

static int dump_once(struct nlt *t, int cmd, const struct nlt_arg *args,
		     struct nlt_rows *rows)
{
	struct nl_msg *msg = new_msg(t, cmd, NLM_F_DUMP);
	size_t i;
	int err;

	memset(rows, 0, sizeof(*rows));
	put_args(msg, args);
	err = exchange(t, msg, rows);
	for (i = 0; i < rows->n && !err; i++)
		if (rows->row[i].cmd != cmd)
			err = -EPROTO;
	return err;
}

/**
 * nlt_dump() - dump objects
 * @t: socket
 * @cmd: command
 * @args: filters
 * @rows: where rows go, to be freed by nlt_rows_free()
 *
 * A dump that the kernel marked as inconsistent is repeated.
 *
 * Return: 0 or the -errno of the kernel
 */
int nlt_dump(struct nlt *t, int cmd, const struct nlt_arg *args,
	     struct nlt_rows *rows)
{
	int err, i;

	for (i = 0; i < NLT_RETRIES; i++) {
		err = dump_once(t, cmd, args, rows);
		if (err) {
			nlt_rows_free(rows);
			return err;
		}
		if (!t->interrupted)
			return 0;
		nlt_rows_free(rows);
	}
	return -EINTR;
}

/**
 * nlt_send_raw() - request with attributes the caller has built
 *
 * Return: 0 or the -errno of the kernel
 */
int nlt_send_raw(struct nlt *t, int cmd, int flags, const void *attrs,
		 size_t len, struct nlt_rows *rows)
{
	struct nl_msg *msg = new_msg(t, cmd, flags);

	if (len && nlmsg_append(msg, (void *)attrs, len, NLMSG_ALIGNTO))
		abort();
	return exchange(t, msg, rows);
}

int nlt_join(struct nlt *t, const char *group)
{
	int id, fd = nl_socket_get_fd(t->sk);

	id = genl_ctrl_resolve_grp(t->sk, CPO_FAMILY_NAME, group);
	if (id < 0)
		return -ENOENT;
	if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &id,
		       sizeof(id)))
		return -errno;
	nl_socket_disable_seq_check(t->sk);
	return 0;
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/**
 * nlt_listen() - collect notifications
 * @t: socket that joined groups
 * @rows: where they go; those that are there stay
 * @quiet_ms: end when nothing came for so long
 * @max_ms: end after so long
 *
 * Return: 0, or -ENOBUFS when the kernel dropped some
 */
int nlt_listen(struct nlt *t, struct nlt_rows *rows, int quiet_ms, int max_ms)
{
	struct pollfd pfd = { .fd = nl_socket_get_fd(t->sk), .events = POLLIN };
	int64_t end = now_ms() + max_ms;
	int err = 0;

	reset(t, rows);
	while (now_ms() < end && poll(&pfd, 1, quiet_ms) > 0) {
		err = nl_recvmsgs_default(t->sk);
		if (err < 0) {
			err = from_libnl(err);
			break;
		}
	}
	t->rows = NULL;
	return err;
}

/* ---- reading rows ---- */

const struct nlattr *nlt_attr(const struct nlt_row *row, int attr)
{
	return row->len ? nla_find(row->attrs, row->len, attr) : NULL;
}

bool nlt_has(const struct nlt_row *row, int attr)
{
	return nlt_attr(row, attr);
}

/* A uint is 4 or 8 bytes long; libnl of Debian 12 does not know it. */
uint64_t nla_uint(const struct nlattr *attr)
{
	uint64_t v64;
	uint32_t v32;

	if (nla_len(attr) == sizeof(v64)) {
		memcpy(&v64, nla_data(attr), sizeof(v64));
		return v64;
	}
	if (nla_len(attr) != sizeof(v32))
		return NLT_NONE;
	memcpy(&v32, nla_data(attr), sizeof(v32));
	return v32;
}

int64_t nla_sint(const struct nlattr *attr)
{
	if (nla_len(attr) == sizeof(int32_t))
		return (int32_t)nla_uint(attr);
	return (int64_t)nla_uint(attr);
}

uint64_t nlt_u(const struct nlt_row *row, int attr)
{
	const struct nlattr *nla = nlt_attr(row, attr);

	return nla ? nla_uint(nla) : NLT_NONE;
}

int64_t nlt_s(const struct nlt_row *row, int attr)
{
	const struct nlattr *nla = nlt_attr(row, attr);

	return nla ? nla_sint(nla) : INT64_MIN;
}

const char *nlt_str(const struct nlt_row *row, int attr)
{
	const struct nlattr *nla = nlt_attr(row, attr);

	if (!nla || !memchr(nla_data(nla), 0, nla_len(nla)))
		return "";
	return nla_data(nla);
}

/* The attributes inside a nest, still owned by the row around it. */
struct nlt_row nlt_nest(const struct nlattr *attr)
{
	struct nlt_row row = {};

	if (attr) {
		row.attrs = nla_data(attr);
		row.len = nla_len(attr);
	}
	return row;
}

struct nlt_row nlt_nested(const struct nlt_row *row, int attr)
{
	return nlt_nest(nlt_attr(row, attr));
}

const struct nlattr *nlt_nth(const struct nlt_row *row, int attr, size_t n)
{
	struct nlattr *pos;
	int rem;

	nla_for_each_attr(pos, row->attrs, row->len, rem)
		if (nla_type(pos) == attr && n-- == 0)
			return pos;
	return NULL;
}

size_t nlt_count(const struct nlt_row *row, int attr)
{
	size_t n = 0;

	while (nlt_nth(row, attr, n))
		n++;
	return n;
}

/* A counter that only this driver has; NLT_NONE when it is not there. */
uint64_t nlt_counter(const struct nlt_row *stats, const char *label)
{
	const struct nlattr *attr;
	struct nlt_row counter;
	size_t n;

	for (n = 0; (attr = nlt_nth(stats, CPO_A_STATS_COUNTER, n)); n++) {
		counter = nlt_nest(attr);
		if (!strcmp(nlt_str(&counter, CPO_A_COUNTER_LABEL), label))
			return nlt_u(&counter, CPO_A_COUNTER_VALUE);
	}
	return NLT_NONE;
}

/* Commands the driver gave without being asked. */
uint64_t nlt_own_commands(const struct nlt_row *stats)
{
	static const char * const labels[] = {
		"window-commands", "flag-commands", "threshold-commands",
	};
	uint64_t value, sum = 0;
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		value = nlt_counter(stats, labels[i]);
		sum += value == NLT_NONE ? 0 : value;
	}
	return sum;
}

static bool listed(const int *list, int attr)
{
	for (; list && *list; list++)
		if (*list == attr)
			return true;
	return false;
}

static const struct nlattr *next_attr(const struct nlattr *pos, int *rem,
				      const int *except)
{
	while (nla_ok(pos, *rem) && listed(except, nla_type(pos)))
		pos = nla_next(pos, rem);
	return nla_ok(pos, *rem) ? pos : NULL;
}

/**
 * nlt_row_equal() - same attributes with the same bytes in the same order
 * @a: one row
 * @b: other row
 * @except: attributes that may differ, up to a 0; or NULL
 */
bool nlt_row_equal(const struct nlt_row *a, const struct nlt_row *b,
		   const int *except)
{
	const struct nlattr *pa = a->attrs, *pb = b->attrs;
	int ra = a->len, rb = b->len;

	while (true) {
		pa = next_attr(pa, &ra, except);
		pb = next_attr(pb, &rb, except);
		if (!pa || !pb)
			return !pa && !pb;
		if (pa->nla_type != pb->nla_type || nla_len(pa) != nla_len(pb) ||
		    memcmp(nla_data(pa), nla_data(pb), nla_len(pa)))
			return false;
		pa = nla_next(pa, &ra);
		pb = nla_next(pb, &rb);
	}
}

/* A file that takes a text with one write; 0 or -errno. */
int nlt_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		err = -errno;
	close(fd);
	return err;
}

int nlt_reset_device(const struct nlt_row *dev)
{
	char path[96];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/reset",
		 nlt_str(dev, CPO_A_DEV_DEV_NAME));
	return nlt_write(path, "1");
}

static const char *inject_path(const struct nlt_row *dev)
{
	static char path[96];

	snprintf(path, sizeof(path), "/sys/kernel/debug/cpo_pci/%s/inject",
		 nlt_str(dev, CPO_A_DEV_DEV_NAME));
	return path;
}

/* Put a fault into a device made with x-inject=on. */
int nlt_inject(const struct nlt_row *dev, const char *record)
{
	return nlt_write(inject_path(dev), record);
}

bool nlt_takes_faults(const struct nlt_row *dev)
{
	return !access(inject_path(dev), W_OK);
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* Requests: one goes out, its answer comes in, nothing is left unread. */

#include <stdlib.h>
#include <time.h>

#include "private.h"

/* A page read may wait for the device; the driver bounds that wait. */
#define ANSWER_TIMEOUT_MS	30000

#define DUMP_RETRIES		3
#define DUMP_RETRY_MS		10

static int req_socket(struct cpo_ctx *ctx)
{
	return ctx->sock.nl ? 0 : cpo_sock_open(&ctx->sock, 0);
}

CPO_EXPORT int cpo_ctx_connect(struct cpo_ctx *ctx)
{
	return ctx->family.id ? 0 : cpo_family_resolve(ctx, &ctx->family);
}

struct nlmsghdr *cpo_req_start(struct cpo_ctx *ctx, unsigned int cmd,
			       unsigned int flags)
{
	struct genlmsghdr *genl;
	struct nlmsghdr *nlh;

	nlh = mnl_nlmsg_put_header(ctx->send_buf);
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = CPO_FAMILY_VERSION;
	return nlh;
}

int cpo_req_put_ids(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		    const struct cpo_set *set, const struct cpo_ids *ids)
{
	unsigned int i;

	for (i = 0; ids && i < CPO_ID_SLOTS; i++) {
		if (!cpo_ids_has(ids, i))
			continue;
		if (i >= CPO_ID_COUNT || !set->id[i]) {
			cpo_err_set(ctx, "id does not belong to this object");
			return -EINVAL;
		}
		mnl_attr_put_u32(nlh, set->id[i], ids->id[i]);
	}
	return 0;
}

/* Returns 1 when the answer is complete, 0 for more, or an error. */
static int answer_msg(struct cpo_ctx *ctx, const struct nlmsghdr *nlh,
		      const struct nlmsghdr *req, struct cpo_answer *answer)
{
	int ret;

	if (nlh->nlmsg_seq != req->nlmsg_seq ||
	    (nlh->nlmsg_pid && nlh->nlmsg_pid != ctx->sock.portid))
		return 0;
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		answer->interrupted = true;
	switch (nlh->nlmsg_type) {
	case NLMSG_NOOP:
		return 0;
	case NLMSG_OVERRUN:
		return -ENOBUFS;
	case NLMSG_ERROR:
	case NLMSG_DONE:
		ret = cpo_extack(ctx, nlh, req);
		return ret ? ret : 1;
	}
	if (nlh->nlmsg_type != req->nlmsg_type)
		return 0;
	return answer->fn ? answer->fn(nlh, answer->arg) : 0;
}

static int answer_datagram(struct cpo_ctx *ctx, size_t size,
			   const struct nlmsghdr *req,
			   struct cpo_answer *answer, int *first)
{
	struct cpo_span span = { ctx->recv_buf, size };
	const struct nlmsghdr *nlh;
	int more, ret;

	while ((more = cpo_span_next_msg(&span, &nlh)) > 0) {
		ret = answer_msg(ctx, nlh, req, answer);
		if (ret > 0)
			return 1;
		if (ret < 0 && nlh->nlmsg_type < NLMSG_MIN_TYPE)
			return ret;
		/* A bad row: remember, but read the answer to its end. */
		if (ret < 0 && !*first)
			*first = ret;
	}
	return more;
}

static int answer_read(struct cpo_ctx *ctx, const struct nlmsghdr *req,
		       struct cpo_answer *answer)
{
	int first = 0;
	ssize_t size;
	int ret;

	do {
		size = cpo_sock_recv(&ctx->sock, ctx->recv_buf, CPO_RECV_SIZE,
				     ANSWER_TIMEOUT_MS);
		if (size < 0)
			return size;
		ret = answer_datagram(ctx, size, req, answer, &first);
	} while (!ret);
	return ret < 0 ? ret : first;
}

/* Errors that leave part of an answer, or an unknown one, in the socket. */
static bool req_broken(int err)
{
	return err == -EBADMSG || err == -EMSGSIZE || err == -ETIMEDOUT ||
	       err == -ENOBUFS;
}

int cpo_req_run(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		struct cpo_answer *answer)
{
	int ret;

	cpo_err_clear(ctx);
	answer->interrupted = false;
	ret = req_socket(ctx);
	if (ret)
		return ret;
	nlh->nlmsg_seq = ++ctx->seq;
	ret = cpo_sock_send(&ctx->sock, nlh, nlh->nlmsg_len);
	if (!ret)
		ret = answer_read(ctx, nlh, answer);
	if (req_broken(ret))
		cpo_sock_close(&ctx->sock);
	return ret;
}

/*
 * The id of the family changes when its module is loaded anew; the kernel
 * answers a stale one as it answers an unknown object. Look again, once.
 */
static int req_again(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		     struct cpo_answer *answer)
{
	struct cpo_err saved = ctx->err;
	struct cpo_family family;
	int ret;

	ret = cpo_family_resolve(ctx, &family);
	if (ret) {
		ctx->family.id = 0;
		return ret;
	}
	if (family.id == ctx->family.id) {
		ctx->err = saved;
		return -ENOENT;
	}
	ctx->family = family;
	nlh->nlmsg_type = family.id;
	return cpo_req_run(ctx, nlh, answer);
}

int cpo_req_family(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		   struct cpo_answer *answer)
{
	int ret;

	ret = cpo_ctx_connect(ctx);
	if (ret)
		return ret;
	nlh->nlmsg_type = ctx->family.id;
	ret = cpo_req_run(ctx, nlh, answer);
	return ret == -ENOENT ? req_again(ctx, nlh, answer) : ret;
}

static int kind_cmd(enum cpo_kind kind)
{
	static const int cmd[CPO_KIND_COUNT] = {
		[CPO_KIND_DEV] = CPO_CMD_DEV_GET,
		[CPO_KIND_ENGINE] = CPO_CMD_ENGINE_GET,
		[CPO_KIND_ELS] = CPO_CMD_ELS_GET,
		[CPO_KIND_LASER] = CPO_CMD_LASER_GET,
		[CPO_KIND_LANE] = CPO_CMD_LANE_GET,
		[CPO_KIND_PORT] = CPO_CMD_PORT_GET,
		[CPO_KIND_ROUTE] = CPO_CMD_ROUTE_GET,
		[CPO_KIND_SENSOR] = CPO_CMD_SENSOR_GET,
		[CPO_KIND_STATS] = CPO_CMD_STATS_GET,
		[CPO_KIND_FLAG] = CPO_CMD_FLAG_GET,
		[CPO_KIND_THRESHOLD] = CPO_CMD_THRESHOLD_GET,
	};

	return (unsigned int)kind < CPO_KIND_COUNT ? cmd[kind] : 0;
}

struct row_list {
	enum cpo_kind kind;
	struct cpo_row **row;
	size_t count;
	size_t room;
};

static void list_clear(struct row_list *list)
{
	while (list->count)
		cpo_row_unref(list->row[--list->count]);
}

static int list_msg(const struct nlmsghdr *nlh, void *arg)
{
	struct row_list *list = arg;
	struct cpo_row **more;
	size_t room;
	int ret;

	if (list->count == list->room) {
		room = list->room ? 2 * list->room : 64;
		more = realloc(list->row, room * sizeof(*more));
		if (!more)
			return -ENOMEM;
		list->row = more;
		list->room = room;
	}
	ret = cpo_row_from_msg(list->kind, nlh, &list->row[list->count]);
	if (!ret)
		list->count++;
	return ret;
}

int cpo_req_one(struct cpo_ctx *ctx, struct nlmsghdr *nlh, enum cpo_kind kind,
		struct cpo_row **row)
{
	struct row_list list = { .kind = kind };
	struct cpo_answer answer = { .fn = list_msg, .arg = &list };
	int ret;

	ret = cpo_req_family(ctx, nlh, &answer);
	if (!ret && list.count != 1)
		ret = -EBADMSG;
	if (!ret && row)
		*row = cpo_row_ref(list.row[0]);
	list_clear(&list);
	free(list.row);
	return ret;
}

CPO_EXPORT int cpo_get(struct cpo_ctx *ctx, enum cpo_kind kind,
		       const struct cpo_ids *ids, struct cpo_row **row)
{
	int cmd = kind_cmd(kind);
	struct nlmsghdr *nlh;
	int ret;

	if (!cmd)
		return -EINVAL;
	nlh = cpo_req_start(ctx, cmd, NLM_F_ACK);
	ret = cpo_req_put_ids(ctx, nlh, cpo_kind_set(kind), ids);
	return ret ? ret : cpo_req_one(ctx, nlh, kind, row);
}

static int dump_stable(struct cpo_ctx *ctx, struct nlmsghdr *nlh,
		       struct row_list *list)
{
	const struct timespec pause = { .tv_nsec = DUMP_RETRY_MS * 1000000l };
	struct cpo_answer answer = { .fn = list_msg, .arg = list };
	int try;
	int ret;

	for (try = 0; ; try++) {
		list_clear(list);
		ret = cpo_req_family(ctx, nlh, &answer);
		if (ret || !answer.interrupted)
			return ret;
		if (try == DUMP_RETRIES)
			return 1;
		nanosleep(&pause, NULL);
	}
}

int cpo_req_rows(struct cpo_ctx *ctx, struct nlmsghdr *nlh, enum cpo_kind kind,
		 cpo_row_fn fn, void *arg)
{
	struct row_list list = { .kind = kind };
	int stop = 0;
	size_t i;
	int ret;

	ret = dump_stable(ctx, nlh, &list);
	for (i = 0; ret >= 0 && !stop && i < list.count; i++)
		stop = fn(list.row[i], arg);
	list_clear(&list);
	free(list.row);
	return stop ? stop : ret;
}

CPO_EXPORT int cpo_dump(struct cpo_ctx *ctx, enum cpo_kind kind,
			const struct cpo_ids *filter, cpo_row_fn fn, void *arg)
{
	int cmd = kind_cmd(kind);
	struct nlmsghdr *nlh;
	int ret;

	if (!cmd)
		return -EINVAL;
	nlh = cpo_req_start(ctx, cmd, NLM_F_DUMP);
	ret = cpo_req_put_ids(ctx, nlh, cpo_kind_set(kind), filter);
	return ret ? ret : cpo_req_rows(ctx, nlh, kind, fn, arg);
}

int cpo_object_of(int kind)
{
	static const int object[CPO_KIND_COUNT] = {
		[CPO_KIND_DEV] = 1 + CPO_OBJECT_DEV,
		[CPO_KIND_ENGINE] = 1 + CPO_OBJECT_ENGINE,
		[CPO_KIND_ELS] = 1 + CPO_OBJECT_ELS,
		[CPO_KIND_LASER] = 1 + CPO_OBJECT_LASER,
		[CPO_KIND_LANE] = 1 + CPO_OBJECT_LANE,
		[CPO_KIND_PORT] = 1 + CPO_OBJECT_PORT,
		[CPO_KIND_ROUTE] = 1 + CPO_OBJECT_ROUTE,
		[CPO_KIND_SENSOR] = 1 + CPO_OBJECT_SENSOR,
	};

	return (unsigned int)kind < CPO_KIND_COUNT ? object[kind] - 1 : -1;
}

CPO_EXPORT int cpo_stats_dump(struct cpo_ctx *ctx, enum cpo_kind of,
			      const struct cpo_ids *filter, cpo_row_fn fn,
			      void *arg)
{
	int object = cpo_object_of(of);
	struct nlmsghdr *nlh;
	int ret;

	/* Routes and sensors have neither. */
	if (object < 0 || of > CPO_KIND_PORT)
		return -EINVAL;
	nlh = cpo_req_start(ctx, CPO_CMD_STATS_GET, NLM_F_DUMP);
	mnl_attr_put_u32(nlh, CPO_A_STATS_OBJECT, object);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_stats, filter);
	return ret ? ret : cpo_req_rows(ctx, nlh, CPO_KIND_STATS, fn, arg);
}

CPO_EXPORT int cpo_dev_set(struct cpo_ctx *ctx, uint32_t dev,
			   const struct cpo_dev_settings *set)
{
	struct cpo_answer answer = { .fn = NULL };
	struct nlmsghdr *nlh;

	nlh = cpo_req_start(ctx, CPO_CMD_DEV_SET, NLM_F_ACK);
	mnl_attr_put_u32(nlh, CPO_A_DEV_DEV_ID, dev);
	if (set->telemetry_period_us)
		mnl_attr_put_u32(nlh, CPO_A_DEV_TELEMETRY_PERIOD_US,
				 set->telemetry_period_us);
	if (set->window_s)
		mnl_attr_put_u32(nlh, CPO_A_DEV_WINDOW_S, set->window_s);
	return cpo_req_family(ctx, nlh, &answer);
}

CPO_EXPORT int cpo_refresh(struct cpo_ctx *ctx, uint32_t dev,
			   struct cpo_row **row)
{
	struct cpo_ids ids = { 0 };
	struct nlmsghdr *nlh;
	int ret;

	cpo_ids_put(&ids, CPO_ID_DEV, dev);
	nlh = cpo_req_start(ctx, CPO_CMD_REFRESH, NLM_F_ACK);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_dev, &ids);
	return ret ? ret : cpo_req_one(ctx, nlh, CPO_KIND_DEV, row);
}

CPO_EXPORT int cpo_page_read(struct cpo_ctx *ctx, const struct cpo_ids *target,
			     const struct cpo_page_addr *addr, void *data)
{
	struct cpo_row *row;
	struct nlmsghdr *nlh;
	const void *bytes;
	size_t len;
	int ret;

	nlh = cpo_req_start(ctx, CPO_CMD_PAGE_GET, NLM_F_ACK);
	ret = cpo_req_put_ids(ctx, nlh, &cpo_set_page, target);
	if (ret)
		return ret;
	mnl_attr_put_u32(nlh, CPO_A_PAGE_BANK, addr->bank);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_PAGE, addr->page);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_OFFSET, addr->offset);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_LENGTH, addr->length);
	ret = cpo_req_one(ctx, nlh, CPO_KIND_PAGE, &row);
	if (ret)
		return ret;
	ret = cpo_page_get_data(row, &bytes, &len);
	if (!ret && len != addr->length)
		ret = -EBADMSG;
	if (!ret)
		memcpy(data, bytes, len);
	cpo_row_unref(row);
	return ret;
}

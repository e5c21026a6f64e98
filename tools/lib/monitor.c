// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* The stream of events and changes, and what is missing from it. */

#include <stdlib.h>

#include "private.h"

#define EVENT_RCVBUF	1048576

/* Group "notify" of the controller has the number of its family. */
#define CTRL_NOTIFY_GROUP	GENL_ID_CTRL

/**
 * struct mon_dev - place in the stream of one device
 * @dev: dev-id
 * @epoch: epoch of @next
 * @next: number the next event should carry
 */
struct mon_dev {
	uint32_t dev;
	uint64_t epoch;
	uint64_t next;
};

struct cpo_monitor {
	struct cpo_ctx *ctx;
	struct cpo_sock sock;
	unsigned int groups;
	uint16_t family;
	struct mon_dev *dev;
	size_t devs;
	uint8_t *buf;
};

/* One call of cpo_monitor_read(). */
struct mon_read {
	struct cpo_monitor *mon;
	const struct cpo_monitor_ops *ops;
	void *arg;
};

static int mon_join(struct cpo_monitor *mon, const struct cpo_family *family)
{
	int ret = 0;

	mon->family = family->id;
	if (mon->groups & CPO_MONITOR_MGMT)
		ret = family->group_mgmt ?
		      cpo_sock_join(&mon->sock, family->group_mgmt) :
		      -EOPNOTSUPP;
	if (!ret && (mon->groups & CPO_MONITOR_EVENTS))
		ret = family->group_events ?
		      cpo_sock_join(&mon->sock, family->group_events) :
		      -EOPNOTSUPP;
	return ret;
}

CPO_EXPORT int cpo_monitor_new(struct cpo_ctx *ctx, unsigned int groups,
			       struct cpo_monitor **mon)
{
	struct cpo_monitor *new;
	int ret;

	ret = cpo_ctx_connect(ctx);
	if (ret)
		return ret;
	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;
	new->ctx = cpo_ctx_ref(ctx);
	new->groups = groups;
	new->buf = malloc(CPO_RECV_SIZE);
	ret = new->buf ? cpo_sock_open(&new->sock, EVENT_RCVBUF) : -ENOMEM;
	if (!ret)
		ret = mon_join(new, &ctx->family);
	if (ret) {
		cpo_monitor_free(new);
		return ret;
	}
	/* Tells when the module comes back; do without when refused. */
	cpo_sock_join(&new->sock, CTRL_NOTIFY_GROUP);
	*mon = new;
	return 0;
}

CPO_EXPORT struct cpo_monitor *cpo_monitor_free(struct cpo_monitor *mon)
{
	if (!mon)
		return NULL;
	cpo_sock_close(&mon->sock);
	cpo_ctx_unref(mon->ctx);
	free(mon->dev);
	free(mon->buf);
	free(mon);
	return NULL;
}

CPO_EXPORT int cpo_monitor_fd(const struct cpo_monitor *mon)
{
	return cpo_sock_fd(&mon->sock);
}

static struct mon_dev *mon_dev_find(struct cpo_monitor *mon, uint32_t dev)
{
	size_t i;

	for (i = 0; i < mon->devs; i++)
		if (mon->dev[i].dev == dev)
			return &mon->dev[i];
	return NULL;
}

static void mon_dev_add(struct cpo_monitor *mon, uint32_t dev, uint64_t epoch,
			uint64_t next)
{
	struct mon_dev *more;

	more = realloc(mon->dev, (mon->devs + 1) * sizeof(*more));
	if (!more)
		return;
	mon->dev = more;
	mon->dev[mon->devs++] = (struct mon_dev){ dev, epoch, next };
}

static void mon_dev_del(struct cpo_monitor *mon, uint32_t dev)
{
	struct mon_dev *md = mon_dev_find(mon, dev);

	if (md)
		*md = mon->dev[--mon->devs];
}

static void mon_gap(const struct mon_read *rd, const struct cpo_gap *gap)
{
	if (rd->ops->gap)
		rd->ops->gap(gap, rd->arg);
}

/* The device is at @seq of @epoch: is that where it should be? */
static void mon_check(const struct mon_read *rd, uint32_t dev, uint64_t epoch,
		      uint64_t seq)
{
	struct mon_dev *md = mon_dev_find(rd->mon, dev);
	struct cpo_gap gap = { .dev = dev, .epoch = epoch };

	if (!md) {
		mon_dev_add(rd->mon, dev, epoch, seq);
		return;
	}
	if (md->epoch != epoch) {
		gap.reason = CPO_GAP_EPOCH;
		md->epoch = epoch;
		md->next = seq;
		mon_gap(rd, &gap);
	} else if (seq > md->next) {
		gap.reason = CPO_GAP_SEQUENCE;
		gap.first = md->next;
		gap.lost = seq - md->next;
		md->next = seq;
		mon_gap(rd, &gap);
	}
}

/* One that cannot be read is lost like one that never came. */
static void mon_event_lost(const struct mon_read *rd,
			   const struct cpo_event_pos *pos)
{
	const struct cpo_gap gap = {
		.reason = CPO_GAP_SEQUENCE,
		.dev = pos->dev,
		.epoch = pos->epoch,
		.first = pos->seq,
		.lost = 1,
	};

	mon_gap(rd, &gap);
}

static int mon_event(const struct mon_read *rd, struct cpo_event_pos *pos,
		     const struct nlattr *nest)
{
	struct mon_dev *md = mon_dev_find(rd->mon, pos->dev);
	struct cpo_row *row;
	int ret;

	ret = cpo_row_new(CPO_KIND_EVENT, mnl_attr_get_payload(nest),
			  mnl_attr_get_payload_len(nest), &row);
	if (ret) {
		mon_event_lost(rd, pos);
	} else {
		if (rd->ops->event)
			rd->ops->event(pos, row, rd->arg);
		cpo_row_unref(row);
	}
	pos->seq++;
	if (md && md->next < pos->seq)
		md->next = pos->seq;
	return ret;
}

static int span_uint(struct cpo_span span, unsigned int type, uint64_t *val)
{
	const struct nlattr *attr;
	int ret;

	ret = cpo_attr_find(span, type, &attr);
	return ret ? -EBADMSG : cpo_attr_uint(attr, val);
}

static int mon_events(const struct mon_read *rd, const struct nlmsghdr *nlh)
{
	struct cpo_event_pos pos = { 0 };
	const struct nlattr *attr;
	struct cpo_span span;
	uint64_t dev;
	int ret, bad = 0;

	ret = cpo_msg_attrs(nlh, &span);
	if (ret)
		return ret;
	if (span_uint(span, CPO_A_EVENTS_DEV_ID, &dev) ||
	    span_uint(span, CPO_A_EVENTS_EPOCH, &pos.epoch) ||
	    span_uint(span, CPO_A_EVENTS_SEQ, &pos.seq))
		return -EBADMSG;
	pos.dev = dev;
	mon_check(rd, pos.dev, pos.epoch, pos.seq);
	while ((ret = cpo_span_next(&span, &attr)) > 0)
		if (cpo_attr_type(attr) == CPO_A_EVENTS_EVENT) {
			ret = mon_event(rd, &pos, attr);
			bad = bad ? bad : ret;
		}
	return ret < 0 ? ret : bad;
}

/*
 * Devices come and go; a new one starts a stream, an old one ends its own. One
 * that changed says where it is: after a reset no event may follow for long.
 * Only those who get the events can tell what is missing.
 */
static void mon_dev_change(const struct mon_read *rd, unsigned int cmd,
			   const struct cpo_row *row)
{
	uint64_t dev, epoch, seq;

	if (cpo_dev_get_dev_id(row, &dev))
		return;
	if (cmd == CPO_CMD_DEV_DEL_NTF)
		mon_dev_del(rd->mon, dev);
	else if (rd->mon->groups & CPO_MONITOR_EVENTS &&
		 !cpo_dev_get_epoch(row, &epoch) &&
		 !cpo_dev_get_event_seq(row, &seq))
		mon_check(rd, dev, epoch, seq);
}

static int ntf_kind(unsigned int cmd)
{
	switch (cmd) {
	case CPO_CMD_DEV_ADD_NTF:
	case CPO_CMD_DEV_DEL_NTF:
	case CPO_CMD_DEV_CHANGE_NTF:
		return CPO_KIND_DEV;
	case CPO_CMD_ELS_CHANGE_NTF:
		return CPO_KIND_ELS;
	case CPO_CMD_LASER_CHANGE_NTF:
		return CPO_KIND_LASER;
	case CPO_CMD_PORT_CHANGE_NTF:
		return CPO_KIND_PORT;
	}
	return -ENOENT;
}

static int mon_change(const struct mon_read *rd, unsigned int cmd,
		      const struct nlmsghdr *nlh)
{
	int kind = ntf_kind(cmd);
	struct cpo_row *row;
	int ret;

	/* A notification of a newer kernel. */
	if (kind < 0)
		return 0;
	ret = cpo_row_from_msg(kind, nlh, &row);
	if (ret)
		return ret;
	if (kind == CPO_KIND_DEV)
		mon_dev_change(rd, cmd, row);
	if (rd->ops->change)
		rd->ops->change(cmd, row, rd->arg);
	cpo_row_unref(row);
	return 0;
}

/*
 * The family went away or came (back). The groups of the socket went with
 * it, and its number may be another one now.
 */
static int mon_family(const struct mon_read *rd, const struct nlmsghdr *nlh,
		      unsigned int cmd)
{
	struct cpo_gap gap = { .reason = CPO_GAP_GONE };
	struct cpo_monitor *mon = rd->mon;
	const struct nlattr *attr;
	struct cpo_span span;
	const char *name;
	int ret;

	if (cmd != CTRL_CMD_NEWFAMILY && cmd != CTRL_CMD_DELFAMILY)
		return 0;
	ret = cpo_msg_attrs(nlh, &span);
	if (ret)
		return ret;
	if (cpo_attr_find(span, CTRL_ATTR_FAMILY_NAME, &attr) ||
	    cpo_attr_str(attr, &name) || strcmp(name, CPO_FAMILY_NAME))
		return 0;
	mon->devs = 0;
	mon->ctx->family.id = 0;
	/* Looking it up while it is gone would load its module again. */
	if (cmd == CTRL_CMD_NEWFAMILY) {
		gap.reason = CPO_GAP_BACK;
		ret = cpo_ctx_connect(mon->ctx);
		if (!ret)
			ret = mon_join(mon, &mon->ctx->family);
	}
	mon_gap(rd, &gap);
	return ret;
}

static int mon_msg(const struct mon_read *rd, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_type < NLMSG_MIN_TYPE)
		return 0;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl))
		return -EBADMSG;
	if (nlh->nlmsg_type == GENL_ID_CTRL)
		return mon_family(rd, nlh, genl->cmd);
	if (nlh->nlmsg_type != rd->mon->family)
		return 0;
	if (genl->cmd == CPO_CMD_EVENTS_NTF)
		return mon_events(rd, nlh);
	return mon_change(rd, genl->cmd, nlh);
}

/* The message that the family came back may have been lost. */
static int mon_follow(struct cpo_monitor *mon)
{
	if (!mon->ctx->family.id || mon->ctx->family.id == mon->family)
		return 0;
	mon->devs = 0;
	return mon_join(mon, &mon->ctx->family);
}

CPO_EXPORT int cpo_monitor_read(struct cpo_monitor *mon,
				const struct cpo_monitor_ops *ops, void *arg)
{
	struct cpo_gap gap = { .reason = CPO_GAP_OVERFLOW };
	struct mon_read rd = { mon, ops, arg };
	const struct nlmsghdr *nlh;
	struct cpo_span span;
	int bad = 0;
	ssize_t size;
	int more, ret;

	ret = mon_follow(mon);
	if (ret)
		return ret;
	size = cpo_sock_recv(&mon->sock, mon->buf, CPO_RECV_SIZE, 0);
	if (size == -ENOBUFS)
		mon_gap(&rd, &gap);
	if (size < 0)
		return size;
	span = (struct cpo_span){ mon->buf, size };
	while ((more = cpo_span_next_msg(&span, &nlh)) > 0) {
		ret = mon_msg(&rd, nlh);
		if (ret && !bad)
			bad = ret;
	}
	return bad ? bad : more;
}

CPO_EXPORT void cpo_monitor_resume(struct cpo_monitor *mon, uint32_t dev,
				   uint64_t epoch, uint64_t next)
{
	mon_dev_del(mon, dev);
	mon_dev_add(mon, dev, epoch, next);
}

CPO_EXPORT void cpo_monitor_expect(struct cpo_monitor *mon,
				   const struct cpo_row *dev,
				   const struct cpo_monitor_ops *ops, void *arg)
{
	struct mon_read rd = { mon, ops, arg };
	uint64_t id, epoch, seq;

	if (!cpo_dev_get_dev_id(dev, &id) && !cpo_dev_get_epoch(dev, &epoch) &&
	    !cpo_dev_get_event_seq(dev, &seq))
		mon_check(&rd, id, epoch, seq);
}

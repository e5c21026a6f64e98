// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Requests to the fake, and its answers. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "fake.h"
#include "fake_priv.h"

static unsigned int requests;

/* ---- Filters of a request ---- */

const char *const fake_kind_name[KINDS] = {
	"dev", "engine", "els", "laser", "lane", "port", "route", "sensor",
	"stats", "flag", "threshold",
};

/* Attribute numbers of dev-id ... sensor-id, 0 where there is none. */
static const uint16_t id_attr[KINDS][8] = {
	[DEV] = { CPO_A_DEV_DEV_ID },
	[ENGINE] = { CPO_A_ENGINE_DEV_ID, CPO_A_ENGINE_ENGINE_ID,
		     CPO_A_ENGINE_ELS_ID, 0, 0, CPO_A_ENGINE_PORT_ID },
	[ELS] = { CPO_A_ELS_DEV_ID, CPO_A_ELS_ENGINE_ID, CPO_A_ELS_ELS_ID, 0,
		  0, CPO_A_ELS_PORT_ID },
	[LASER] = { CPO_A_LASER_DEV_ID, CPO_A_LASER_ENGINE_ID,
		    CPO_A_LASER_ELS_ID, CPO_A_LASER_LASER_ID, 0,
		    CPO_A_LASER_PORT_ID },
	[LANE] = { CPO_A_LANE_DEV_ID, CPO_A_LANE_ENGINE_ID,
		   CPO_A_LANE_ELS_ID, CPO_A_LANE_LASER_ID,
		   CPO_A_LANE_LANE_ID, CPO_A_LANE_PORT_ID },
	[PORT] = { CPO_A_PORT_DEV_ID, CPO_A_PORT_ENGINE_ID,
		   CPO_A_PORT_ELS_ID, CPO_A_PORT_LASER_ID, 0,
		   CPO_A_PORT_PORT_ID },
	[ROUTE] = { CPO_A_ROUTE_DEV_ID, CPO_A_ROUTE_ENGINE_ID,
		    CPO_A_ROUTE_ELS_ID, CPO_A_ROUTE_LASER_ID, 0,
		    CPO_A_ROUTE_PORT_ID, CPO_A_ROUTE_ROUTE_ID },
	[SENSOR] = { CPO_A_SENSOR_DEV_ID, CPO_A_SENSOR_ENGINE_ID,
		     CPO_A_SENSOR_ELS_ID, 0, 0, 0, 0,
		     CPO_A_SENSOR_SENSOR_ID },
	[STATS] = { CPO_A_STATS_DEV_ID, CPO_A_STATS_ENGINE_ID,
		    CPO_A_STATS_ELS_ID, CPO_A_STATS_LASER_ID,
		    CPO_A_STATS_LANE_ID, CPO_A_STATS_PORT_ID },
};

void fake_filter_parse(struct filter *f, const struct nlmsghdr *req,
		       const uint16_t *ids, uint16_t object)
{
	int *const id[] = { &f->dev, &f->engine, &f->els, &f->laser, &f->lane,
			    &f->port, &f->route, &f->sensor };
	const struct nlattr *attr;
	unsigned int i;

	memset(f, 0xff, sizeof(*f));
	mnl_attr_for_each(attr, req, GENL_HDRLEN) {
		if (object && mnl_attr_get_type(attr) == object)
			f->object = mnl_attr_get_u32(attr);
		for (i = 0; i < ARRAY_SIZE(id); i++)
			if (ids[i] && ids[i] == mnl_attr_get_type(attr))
				*id[i] = mnl_attr_get_u32(attr);
	}
}

static const uint16_t *kind_ids(int kind)
{
	return kind == FLAG ? fake_flag_ids :
	       kind == THRESHOLD ? fake_threshold_ids : id_attr[kind];
}

static void filter_parse(struct filter *f, const struct nlmsghdr *req, int kind)
{
	static const uint16_t object[KINDS] = {
		[STATS] = CPO_A_STATS_OBJECT,
		[FLAG] = CPO_A_FLAG_OBJECT,
		[THRESHOLD] = CPO_A_THRESHOLD_OBJECT,
	};

	fake_filter_parse(f, req, kind_ids(kind), object[kind]);
}

bool fake_is(int filter, unsigned int val)
{
	return filter < 0 || (unsigned int)filter == val;
}

/* ---- Answers ---- */

/* An answer that grows message by message. */
struct answer {
	struct sock *sock;
	const struct nlmsghdr *req;
	uint16_t flags;
	size_t used;
	/* A row may be as large as a datagram. */
	uint8_t buf[3 * DUMP_ROOM];
};

static void answer_flush(struct answer *a)
{
	if (a->used)
		fake_sock_queue(a->sock, a->buf, a->used);
	a->used = 0;
}

static struct nlmsghdr *answer_start(struct answer *a, uint16_t type)
{
	struct nlmsghdr *nlh;

	if (a->used > DUMP_ROOM)
		answer_flush(a);
	nlh = mnl_nlmsg_put_header(a->buf + a->used);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = a->flags;
	nlh->nlmsg_seq = a->req->nlmsg_seq;
	nlh->nlmsg_pid = a->sock->portid;
	return nlh;
}

struct nlmsghdr *fake_row_start(struct answer *a, uint8_t cmd)
{
	struct nlmsghdr *nlh = answer_start(a, fake_family_id);
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

void fake_row_end(struct answer *a, const struct nlmsghdr *nlh)
{
	a->used += MNL_ALIGN(nlh->nlmsg_len);
}

const struct nlmsghdr *fake_request(const struct answer *a)
{
	return a->req;
}

static void answer_done(struct answer *a)
{
	struct nlmsghdr *nlh = answer_start(a, NLMSG_DONE);
	int *code = mnl_nlmsg_put_extra_header(nlh, sizeof(*code));

	*code = 0;
	fake_row_end(a, nlh);
	answer_flush(a);
}

void fake_error(struct answer *a, int err, const char *msg, unsigned int miss)
{
	struct nlmsghdr *nlh;
	struct nlmsgerr *nlerr;

	a->flags = NLM_F_CAPPED;
	nlh = answer_start(a, NLMSG_ERROR);
	nlerr = mnl_nlmsg_put_extra_header(nlh, sizeof(*nlerr));
	nlerr->error = err;
	nlerr->msg = *a->req;
	if (msg || miss)
		nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	if (msg)
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, msg);
	if (miss)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_TYPE, miss);
	fake_row_end(a, nlh);
	answer_flush(a);
}

/* ---- Gets ---- */

/* "port", or of one device "1/port". */
static bool fails(int kind, int dev)
{
	if (fake_failing && fake_failing[0] >= '0' && fake_failing[0] <= '9')
		return fake_failing[0] == '0' + dev &&
		       !strcmp(fake_failing + 2, fake_kind_name[kind]);
	return fake_failing && !strcmp(fake_failing, fake_kind_name[kind]);
}

static void answer_get(struct answer *a, int kind,
		       unsigned int (*rows)(struct answer *, const struct dev *,
					    const struct filter *))
{
	bool dump = a->req->nlmsg_flags & NLM_F_DUMP;
	unsigned int i, count = 0;
	struct filter f;

	filter_parse(&f, a->req, kind);
	if (!dump && f.dev < 0) {
		fake_error(a, -EINVAL, NULL, kind_ids(kind)[0]);
		return;
	}
	if (dump)
		a->flags = NLM_F_MULTI;
	if (dump && fake_interrupts) {
		fake_interrupts--;
		a->flags |= NLM_F_DUMP_INTR;
	}
	if ((kind == FLAG || kind == THRESHOLD) && fake_knob("CPO_FAKE_OLD")) {
		fake_error(a, -EOPNOTSUPP, NULL, 0);
		return;
	}
	if (fails(kind, f.dev)) {
		/* 524 is of the kernel only: the C library has no name for it */
		fake_error(a, fake_knob("CPO_FAKE_NAMELESS") ? -524 : -EIO,
			   "the fake fails this", 0);
		return;
	}
	/* Something happens while rows are read. */
	if (kind == LANE && fake_ticks) {
		fake_ticks--;
		fake_devs[0].seq++;
	}
	for (i = 0; i < fake_ndevs; i++)
		if (fake_is(f.dev, fake_devs[i].id))
			count += rows(a, &fake_devs[i], &f);
	if (dump)
		answer_done(a);
	else if (!count)
		fake_error(a, f.dev < (int)fake_ndevs ? -ENOENT : -ENODEV,
			     "no such object", 0);
	else
		fake_error(a, 0, NULL, 0);
}

/* ---- Commands ---- */

static unsigned int req_uint(const struct nlmsghdr *req, unsigned int type,
			     unsigned int none)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, req, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type)
			return mnl_attr_get_u32(attr);
	return none;
}

static void answer_page(struct answer *a)
{
	unsigned int off = req_uint(a->req, CPO_A_PAGE_OFFSET, 999);
	unsigned int len = req_uint(a->req, CPO_A_PAGE_LENGTH, 999);
	unsigned int page = req_uint(a->req, CPO_A_PAGE_PAGE, 999);
	struct nlmsghdr *nlh;
	uint8_t data[128];
	unsigned int i;

	if (len > 128 || (off < 128 && off + len > 128) || off + len > 256) {
		fake_error(a, -ERANGE, "crosses from lower memory", 0);
		return;
	}
	if (page == 0xee) {
		fake_error(a, -EOPNOTSUPP, "no such page", 0);
		return;
	}
	for (i = 0; i < len; i++)
		data[i] = page + off + i;
	nlh = fake_row_start(a, CPO_CMD_PAGE_GET);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_OFFSET, off);
	mnl_attr_put_u32(nlh, CPO_A_PAGE_LENGTH, len);
	mnl_attr_put(nlh, CPO_A_PAGE_DATA, len, data);
	fake_row_end(a, nlh);
	fake_error(a, 0, NULL, 0);
}

static void answer_refresh(struct answer *a)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_REFRESH);

	mnl_attr_put_u32(nlh, CPO_A_DEV_DEV_ID, 0);
	fake_put_sample(nlh, CPO_A_DEV_SAMPLE);
	fake_row_end(a, nlh);
	fake_error(a, 0, NULL, 0);
}

/* Where in the request an attribute is, as the kernel tells. */
static unsigned int req_offset(const struct nlmsghdr *req, unsigned int type)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, req, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type)
			return (const uint8_t *)attr - (const uint8_t *)req;
	return 0;
}

void fake_error_at(struct answer *a, int err, const char *msg,
		   unsigned int type)
{
	struct nlmsghdr *nlh;
	struct nlmsgerr *nlerr;

	a->flags = NLM_F_CAPPED | NLM_F_ACK_TLVS;
	nlh = answer_start(a, NLMSG_ERROR);
	nlerr = mnl_nlmsg_put_extra_header(nlh, sizeof(*nlerr));
	nlerr->error = err;
	nlerr->msg = *a->req;
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, msg);
	mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, req_offset(a->req, type));
	fake_row_end(a, nlh);
	answer_flush(a);
}

static void log_set(const struct dev *d, unsigned int period,
		    unsigned int window)
{
	const char *path = getenv("CPO_FAKE_LOG");
	FILE *log = path ? fopen(path, "a") : NULL;

	if (!log)
		return;
	fprintf(log, "%u %u %u\n", d->id, period, window);
	fclose(log);
}

static void answer_dev_set(struct answer *a)
{
	unsigned int id = req_uint(a->req, CPO_A_DEV_DEV_ID, MAX_DEVS);
	unsigned int period, window;
	struct dev *d = &fake_devs[id < MAX_DEVS ? id : 0];

	if (id >= fake_ndevs) {
		fake_error(a, -ENODEV, "no such device", 0);
		return;
	}
	period = req_uint(a->req, CPO_A_DEV_TELEMETRY_PERIOD_US, d->period_us);
	window = req_uint(a->req, CPO_A_DEV_WINDOW_S, d->window_s);
	if (window < 10 || window > 86400) {
		fake_error_at(a, -ERANGE, "integer out of range",
			  CPO_A_DEV_WINDOW_S);
		return;
	}
	if (fake_knob("CPO_FAKE_REFUSE")) {
		fake_error_at(a, -EBUSY, "the device is being reset",
			  CPO_A_DEV_WINDOW_S);
		return;
	}
	d->period_us = period;
	d->window_s = window;
	log_set(d, period, window);
	fake_error(a, 0, NULL, 0);
}

static void answer_cpo(struct answer *a)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(a->req);

	requests++;
	switch (genl->cmd) {
	case CPO_CMD_DEV_GET:
		answer_get(a, DEV, fake_rows_dev);
		return;
	case CPO_CMD_ENGINE_GET:
		answer_get(a, ENGINE, fake_rows_engine);
		return;
	case CPO_CMD_ELS_GET:
		answer_get(a, ELS, fake_rows_els);
		return;
	case CPO_CMD_LASER_GET:
		answer_get(a, LASER, fake_rows_laser);
		return;
	case CPO_CMD_LANE_GET:
		answer_get(a, LANE, fake_rows_lane);
		return;
	case CPO_CMD_PORT_GET:
		answer_get(a, PORT, fake_rows_port);
		return;
	case CPO_CMD_ROUTE_GET:
		answer_get(a, ROUTE, fake_rows_route);
		return;
	case CPO_CMD_SENSOR_GET:
		answer_get(a, SENSOR, fake_rows_sensor);
		return;
	case CPO_CMD_STATS_GET:
		answer_get(a, STATS, fake_rows_stats);
		return;
	case CPO_CMD_FLAG_GET:
		answer_get(a, FLAG, fake_rows_flag);
		return;
	case CPO_CMD_THRESHOLD_GET:
		answer_get(a, THRESHOLD, fake_rows_threshold);
		return;
	}
	if (fake_knob("CPO_FAKE_DENY"))
		fake_error(a, -EPERM, NULL, 0);
	else if (genl->cmd == CPO_CMD_PAGE_GET)
		answer_page(a);
	else if (genl->cmd == CPO_CMD_REFRESH)
		answer_refresh(a);
	else if (genl->cmd == CPO_CMD_DEV_SET)
		answer_dev_set(a);
	else if (genl->cmd == CPO_CMD_FLAG_CLEAR)
		fake_flag_clear(a);
	else if (genl->cmd == CPO_CMD_THRESHOLD_SET)
		fake_threshold_set(a);
	else
		fake_error(a, -EOPNOTSUPP, NULL, 0);
}

static void put_group(struct nlmsghdr *nlh, unsigned int n, const char *name,
		      uint32_t id)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, n);

	mnl_attr_put_strz(nlh, CTRL_ATTR_MCAST_GRP_NAME, name);
	mnl_attr_put_u32(nlh, CTRL_ATTR_MCAST_GRP_ID, id);
	mnl_attr_nest_end(nlh, nest);
}

void fake_put_family(struct nlmsghdr *nlh)
{
	struct genlmsghdr *genl;
	struct nlattr *nest, *op;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_NEWFAMILY;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, CPO_FAMILY_NAME);
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, fake_family_id);
	mnl_attr_put_u32(nlh, CTRL_ATTR_VERSION, CPO_FAMILY_VERSION);
	nest = mnl_attr_nest_start(nlh, CTRL_ATTR_OPS);
	op = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_u32(nlh, CTRL_ATTR_OP_ID, CPO_CMD_DEV_GET);
	mnl_attr_nest_end(nlh, op);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
	put_group(nlh, 1, CPO_MCGRP_MGMT, GROUP_MGMT);
	put_group(nlh, 2, CPO_MCGRP_EVENTS, GROUP_EVENTS);
	mnl_attr_nest_end(nlh, nest);
}

static void answer_ctrl(struct answer *a)
{
	struct nlmsghdr *nlh;

	if (fake_family_absent) {
		fake_error(a, -ENOENT, NULL, 0);
		return;
	}
	nlh = answer_start(a, GENL_ID_CTRL);
	fake_put_family(nlh);
	fake_row_end(a, nlh);
	fake_error(a, 0, NULL, 0);
	if (fake_knob("CPO_FAKE_RENUMBER") && fake_family_id == FAMILY_ID)
		fake_family_id++;
}

void fake_serve(struct sock *sock, const struct nlmsghdr *req)
{
	struct answer *a = calloc(1, sizeof(*a));

	a->sock = sock;
	a->req = req;
	if (req->nlmsg_type == GENL_ID_CTRL)
		answer_ctrl(a);
	else if (req->nlmsg_type == fake_family_id && !fake_family_absent)
		answer_cpo(a);
	else
		fake_error(a, -ENOENT, NULL, 0);
	free(a);
}

unsigned int fake_requests(void)
{
	return requests;
}

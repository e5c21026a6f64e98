// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* What a test makes happen to the fake, and the messages that tell of it. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/genetlink.h>

#include "fake.h"
#include "fake_priv.h"

/* ---- Multicast ---- */

static bool deaf;

/* As much as there is room for; the reader is told of the rest. */
static void multicast(uint32_t group, const struct nlmsghdr *nlh)
{
	const char *room = getenv("CPO_FAKE_QUEUE");
	unsigned int i;

	for (i = 0; i < MAX_SOCKS; i++) {
		if (!fake_socks[i].portid ||
		    !(fake_socks[i].groups & (1ull << group)))
			continue;
		if (!deaf &&
		    (!room ||
		     fake_socks[i].queued < (unsigned int)atoi(room))) {
			fake_sock_queue(&fake_socks[i], nlh, nlh->nlmsg_len);
			continue;
		}
		fake_socks[i].overflow = true;
		if (!deaf)
			fake_sock_wake(&fake_socks[i]);
	}
}

static struct nlmsghdr *ntf_start(void *buf, uint8_t cmd)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = fake_family_id;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

/* ---- Events ---- */

/* A batch of events under way. */
static struct {
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;
	unsigned int count;
} batch;

void fake_event_send(void)
{
	if (batch.nlh)
		multicast(GROUP_EVENTS, batch.nlh);
	batch.nlh = NULL;
	batch.count = 0;
}

struct nlattr *fake_event_start(struct dev *d, uint32_t code, uint32_t action,
				uint32_t severity, uint32_t object)
{
	struct nlattr *nest;

	if (batch.count == 32)
		fake_event_send();
	if (!batch.nlh) {
		batch.nlh = ntf_start(batch.buf, CPO_CMD_EVENTS_NTF);
		mnl_attr_put_u32(batch.nlh, CPO_A_EVENTS_DEV_ID, d->id);
		mnl_attr_put_u64(batch.nlh, CPO_A_EVENTS_EPOCH, d->epoch);
		mnl_attr_put_u64(batch.nlh, CPO_A_EVENTS_SEQ, d->seq);
	}
	batch.count++;
	d->seq++;
	nest = mnl_attr_nest_start(batch.nlh, CPO_A_EVENTS_EVENT);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_CODE, code);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ACTION, action);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_SEVERITY, severity);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_OBJECT, object);
	return nest;
}

void fake_event_end(struct nlattr *nest)
{
	mnl_attr_nest_end(batch.nlh, nest);
}

struct nlmsghdr *fake_event_msg(void)
{
	return batch.nlh;
}

static void event_els(struct dev *d, unsigned int e, bool out)
{
	struct nlattr *nest;

	nest = fake_event_start(d, out ? CPO_EVENT_CODE_ELS_REMOVED :
			   CPO_EVENT_CODE_ELS_INSERTED, CPO_ACTION_PULSE,
			   out ? CPO_SEVERITY_MAJOR : CPO_SEVERITY_NOTICE,
			   CPO_OBJECT_ELS);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ELS_ID, e);
	fake_event_end(nest);
}

static void event_laser(struct dev *d, unsigned int e, unsigned int l,
			uint32_t state)
{
	struct nlattr *nest;

	nest = fake_event_start(d, CPO_EVENT_CODE_LASER_STATE, CPO_ACTION_PULSE,
			   CPO_SEVERITY_MAJOR, CPO_OBJECT_LASER);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ELS_ID, e);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LASER_ID, l);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_VALUE, state);
	fake_event_end(nest);
}

static void event_lane(struct dev *d, unsigned int engine, unsigned int lane,
		       bool set)
{
	struct nlattr *nest;

	nest = fake_event_start(d, CPO_EVENT_CODE_LANE_TX_DARK,
			   set ? CPO_ACTION_SET : CPO_ACTION_CLEAR,
			   CPO_SEVERITY_WARNING, CPO_OBJECT_LANE);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ENGINE_ID, engine);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LANE_ID, lane);
	fake_event_end(nest);
	fake_flag_lane(d, engine, lane, CPO_EVENT_CODE_LANE_TX_DARK, set);
}

static void event_port(struct dev *d, unsigned int port)
{
	bool dark = fake_port_dark(d, port);
	struct nlattr *nest;

	nest = fake_event_start(d, CPO_EVENT_CODE_PORT_STATE, CPO_ACTION_PULSE,
			   CPO_SEVERITY_MAJOR, CPO_OBJECT_PORT);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_PORT_ID, port);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_VALUE, !dark);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_REASON, dark ?
			 CPO_PORT_REASON_ELS_ABSENT : CPO_PORT_REASON_NONE);
	fake_event_end(nest);
}

/* ---- Rows that changed ---- */

static void ntf_rows(struct dev *d, unsigned int e)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;
	unsigned int i;

	nlh = ntf_start(buf, CPO_CMD_ELS_CHANGE_NTF);
	fake_put_els(nlh, d, e);
	multicast(GROUP_MGMT, nlh);
	for (i = 0; i < d->p->lasers; i++) {
		nlh = ntf_start(buf, CPO_CMD_LASER_CHANGE_NTF);
		fake_put_laser(nlh, d, e, i);
		multicast(GROUP_MGMT, nlh);
	}
	for (i = 0; i < d->p->ports; i++) {
		if (!fake_port_uses(d, i, e, -1))
			continue;
		nlh = ntf_start(buf, CPO_CMD_PORT_CHANGE_NTF);
		fake_put_port(nlh, d, i);
		multicast(GROUP_MGMT, nlh);
	}
}

static void ntf_dev(const struct dev *d)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh = ntf_start(buf, CPO_CMD_DEV_CHANGE_NTF);

	fake_put_dev(nlh, d);
	multicast(GROUP_MGMT, nlh);
}

/* ---- What a test makes happen ---- */

static void do_els(struct dev *d, unsigned int e, bool out)
{
	unsigned int l, i;
	struct range r;

	d->pulled[e] = out;
	d->insertions[e] += !out;
	event_els(d, e, out);
	for (l = 0; l < d->p->lasers; l++)
		event_laser(d, e, l, out ? CPO_LASER_STATE_ABSENT :
			    CPO_LASER_STATE_RESTRICTED);
	for (l = 0; l < fake_routes(d); l++) {
		if (fake_route_els(d, l) != e || fake_route_is_standby(d, l))
			continue;
		r = fake_route_lanes(d, l);
		for (i = 0; i < r.count; i++)
			event_lane(d, r.engine, r.first + i * r.stride, out);
	}
	for (i = 0; i < d->p->ports; i++)
		if (fake_port_uses(d, i, e, -1))
			event_port(d, i);
	fake_event_send();
	ntf_rows(d, e);
}

/* A fiber check that fails: for the fibre, or for want of light. */
static void do_check(struct dev *d, unsigned int e, unsigned int l, bool weak)
{
	struct nlattr *nest;

	nest = fake_event_start(d, CPO_EVENT_CODE_CHECK_FAILED,
				CPO_ACTION_PULSE, CPO_SEVERITY_MAJOR,
				CPO_OBJECT_LASER);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_ELS_ID, e);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LASER_ID, l);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_VALUE, weak ? 1245 : 4200);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_LIMIT, 3000);
	mnl_attr_put_u32(batch.nlh, CPO_A_EVENT_REASON, weak ?
			 CPO_PORT_REASON_LASER_FAULT :
			 CPO_PORT_REASON_ELS_UNCHECKED);
	fake_event_end(nest);
	fake_event_send();
}

static void do_family(bool gone)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;
	unsigned int i;

	nlh->nlmsg_type = GENL_ID_CTRL;
	if (!gone)
		fake_family_id++;
	fake_family_absent = gone;
	fake_put_family(nlh);
	genl = mnl_nlmsg_get_payload(nlh);
	genl->cmd = gone ? CTRL_CMD_DELFAMILY : CTRL_CMD_NEWFAMILY;
	for (i = 0; gone && i < MAX_SOCKS; i++)
		fake_socks[i].groups &= 1ull << GENL_ID_CTRL;
	multicast(GENL_ID_CTRL, nlh);
}

/* Unbound and bound again: the same device with another number. */
static void do_rebind(struct dev *d)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;

	nlh = ntf_start(buf, CPO_CMD_DEV_DEL_NTF);
	fake_put_dev(nlh, d);
	multicast(GROUP_MGMT, nlh);
	d->id += fake_ndevs;
	d->epoch += 1000;
	d->seq = 0;
	nlh = ntf_start(buf, CPO_CMD_DEV_ADD_NTF);
	fake_put_dev(nlh, d);
	multicast(GROUP_MGMT, nlh);
}

/* One of the last, as the others keep their places. */
static void do_unbind(struct dev *d)
{
	uint8_t buf[DUMP_ROOM];
	struct nlmsghdr *nlh;

	nlh = ntf_start(buf, CPO_CMD_DEV_DEL_NTF);
	fake_put_dev(nlh, d);
	fake_ndevs = d - fake_devs;
	multicast(GROUP_MGMT, nlh);
}

/* Light of the first lane of each engine that comes and goes. */
static void do_flood(const struct dev *d, unsigned int count)
{
	unsigned int i, round;
	char line[64];

	for (i = 0; i < count; i++) {
		round = i / d->p->engines;
		snprintf(line, sizeof(line),
			 "lane %u/%u/0 c%u clear=%u changes=%u", d->id,
			 i % d->p->engines, CPO_EVENT_CODE_LANE_RX_LOS,
			 round % 2, round + 1);
		fake_flag_line(line, true);
	}
}

struct late fake_late;

static void control(const char *line);

void fake_do_late(void)
{
	unsigned int count = fake_late.count;

	char lines[sizeof(fake_late.lines)], *rest = lines, *line;

	if (!fake_late.told)
		return;
	fake_late.told = false;
	fake_late.count = 0;
	fake_devs[0].seq -= count;
	do_flood(&fake_devs[0], count);
	strcpy(lines, fake_late.lines);
	fake_late.lines[0] = '\0';
	while ((line = strsep(&rest, ";")))
		control(line);
}

/* An event that says nothing, between two that do. */
static void do_malformed(struct dev *d)
{
	struct nlattr *nest;

	event_port(d, 0);
	nest = fake_event_start(d, 0, 0, 0, 0);
	fake_event_end(nest);
	((struct nlattr *)mnl_attr_get_payload(nest))->nla_len = 2;
	event_port(d, 1);
	fake_event_send();
}

static void do_overflow(void)
{
	unsigned int i;

	for (i = 0; i < MAX_SOCKS; i++)
		if (fake_socks[i].portid && fake_socks[i].groups) {
			fake_socks[i].overflow = true;
			fake_sock_wake(&fake_socks[i]);
		}
}

static void control(const char *line)
{
	unsigned int a = 0, b = 0, c = 0;
	char verb[16] = "";

	sscanf(line, "%15s %u %u %u", verb, &a, &b, &c);
	if (a >= fake_ndevs)
		return;
	if (!strcmp(verb, "pull"))
		do_els(&fake_devs[a], b, true);
	else if (!strcmp(verb, "insert"))
		do_els(&fake_devs[a], b, false);
	else if (!strcmp(verb, "weak") || !strcmp(verb, "dirty"))
		do_check(&fake_devs[a], b, c, verb[0] == 'w');
	else if (!strcmp(verb, "lose"))
		fake_devs[a].seq += b;
	else if (!strcmp(verb, "late"))
		fake_devs[a].seq += fake_late.count = b;
	else if (!strcmp(verb, "change"))
		ntf_dev(&fake_devs[a]);
	else if (!strcmp(verb, "rebind"))
		do_rebind(&fake_devs[a]);
	else if (!strcmp(verb, "unbind"))
		do_unbind(&fake_devs[a]);
	else if (!strcmp(verb, "overflow"))
		do_overflow();
	else if (!strcmp(verb, "deaf"))
		deaf = true;
	else if (!strcmp(verb, "hear"))
		deaf = (do_overflow(), false);
	else if (!strcmp(verb, "epoch"))
		fake_devs[a].seq = !(fake_devs[a].epoch += 1000);
	else if (!strcmp(verb, "dark"))
		fake_devs[a].dark[b][c] = true;
	else if (!strcmp(verb, "flag") || !strcmp(verb, "silent"))
		fake_flag_line(line + strlen(verb) + 1, verb[0] == 'f');
	else if (!strcmp(verb, "forget"))
		fake_flags_reset();
	else if (!strcmp(verb, "flood"))
		do_flood(&fake_devs[a], b);
	else if (!strcmp(verb, "gone") || !strcmp(verb, "back"))
		do_family(verb[0] == 'g');
	else if (!strcmp(verb, "malform"))
		do_malformed(&fake_devs[a]);
}

void fake_control(const char *line)
{
	pthread_mutex_lock(&fake_lock);
	if (!strncmp(line, "later ", 6))
		snprintf(fake_late.lines, sizeof(fake_late.lines), "%s",
			 line + 6);
	else
		control(line);
	pthread_mutex_unlock(&fake_lock);
}

static void *control_thread(void *arg)
{
	FILE *fifo = fopen(arg, "r");
	char line[128];

	while (fifo && fgets(line, sizeof(line), fifo))
		fake_control(line);
	if (fifo)
		fclose(fifo);
	return NULL;
}

const char *fake_early;

static __attribute__((constructor)) void fake_start(void)
{
	const char *fifo = getenv("CPO_FAKE_CONTROL");
	pthread_t thread;

	fake_reset();
	fake_early = getenv("CPO_FAKE_EARLY");
	if (fifo && !pthread_create(&thread, NULL, control_thread,
				    (void *)fifo))
		pthread_detach(thread);
}

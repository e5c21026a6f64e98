// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Which rows of the fake a request asks for, and what a test wants in them. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/genetlink.h>

#include "fake_priv.h"

/* ---- What a test wants to be otherwise ---- */

/* Values of rows by name: "laser 0/3/2 state=7 fault=1; els 0/3 state=5". */
static const struct {
	int kind;
	const char *name;
	uint16_t attr;
} knobs[] = {
	{ DEV, "state", CPO_A_DEV_STATE },
	{ ENGINE, "state", CPO_A_ENGINE_STATE },
	{ ENGINE, "cause", CPO_A_ENGINE_FAULT_CAUSE },
	{ ENGINE, "temperature", CPO_A_ENGINE_TEMPERATURE },
	{ ELS, "state", CPO_A_ELS_STATE },
	{ ELS, "cause", CPO_A_ELS_FAULT_CAUSE },
	{ ELS, "present", CPO_A_ELS_PRESENT },
	{ ELS, "inserted", CPO_A_ELS_INSERT_TIME_NS },
	{ LASER, "state", CPO_A_LASER_STATE },
	{ LASER, "fault", CPO_A_LASER_FAULT },
	{ LANE, "status", CPO_A_LANE_STATUS },
	{ PORT, "state", CPO_A_PORT_STATE },
	{ PORT, "reason", CPO_A_PORT_REASON },
	{ PORT, "changed", CPO_A_PORT_LAST_CHANGE_NS },
	{ ROUTE, "lit", CPO_A_ROUTE_LIT },
	{ ROUTE, "check", CPO_A_ROUTE_CHECK_STATE },
	{ ROUTE, "checked", CPO_A_ROUTE_CHECK_TIME_NS },
	{ SENSOR, "value", CPO_A_SENSOR_VALUE },
};

static void row_put(struct nlmsghdr *nlh, uint16_t type, uint64_t val)
{
	struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type) {
			memcpy(mnl_attr_get_payload(attr), &val,
			       mnl_attr_get_payload_len(attr));
			return;
		}
	if (val > UINT32_MAX)
		mnl_attr_put_u64(nlh, type, val);
	else
		mnl_attr_put_u32(nlh, type, val);
}

/* One "name=value"; returns what is behind it. */
static const char *row_knob(struct nlmsghdr *nlh, int kind, const char *text)
{
	size_t len = strcspn(text, "=");
	unsigned int i;
	char *end;

	for (i = 0; i < ARRAY_SIZE(knobs); i++)
		if (knobs[i].kind == kind && strlen(knobs[i].name) == len &&
		    !strncmp(knobs[i].name, text, len))
			break;
	if (i == ARRAY_SIZE(knobs) || !text[len])
		abort();
	row_put(nlh, knobs[i].attr, strtoull(text + len + 1, &end, 0));
	return end;
}

static void row_change(struct nlmsghdr *nlh, int kind, const struct dev *d,
		       unsigned int a, unsigned int b)
{
	const char *text = getenv("CPO_FAKE_SET");
	char want[64];
	size_t len;

	if (kind == DEV)
		snprintf(want, sizeof(want), "dev %u ", d->id);
	else if (kind == LASER || kind == LANE)
		snprintf(want, sizeof(want), "%s %u/%u/%u ",
			 fake_kind_name[kind], d->id, a, b);
	else
		snprintf(want, sizeof(want), "%s %u/%u ", fake_kind_name[kind],
			 d->id, a);
	len = strlen(want);
	while (text && *text) {
		text += strspn(text, "; ");
		if (strncmp(text, want, len)) {
			text += strcspn(text, ";");
			continue;
		}
		for (text += len; *text && *text != ';';
		     text += strspn(text, " "))
			text = row_knob(nlh, kind, text);
	}
}

/* ---- Gets ---- */

unsigned int fake_rows_dev(struct answer *a, const struct dev *d,
			   const struct filter *f)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_DEV_GET);

	(void)f;
	fake_put_dev(nlh, d);
	row_change(nlh, DEV, d, 0, 0);
	fake_row_end(a, nlh);
	return 1;
}

static bool els_on_engine(const struct dev *d, unsigned int els,
			  unsigned int engine)
{
	unsigned int r;

	for (r = 0; d->p->els && r < fake_routes(d); r++)
		if (!fake_route_is_standby(d, r) &&
		    fake_route_els(d, r) == els &&
		    fake_route_lanes(d, r).engine == engine)
			return true;
	return false;
}

unsigned int fake_rows_engine(struct answer *a, const struct dev *d,
			      const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < d->p->engines; n++) {
		if (!fake_is(f->engine, n) ||
		    (f->els >= 0 && !els_on_engine(d, f->els, n)) ||
		    (f->port >= 0 && !fake_port_on_engine(d, f->port, n)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_ENGINE_GET);
		fake_put_engine(nlh, d, n);
		row_change(nlh, ENGINE, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

unsigned int fake_rows_els(struct answer *a, const struct dev *d,
			   const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < d->p->els; n++) {
		if (!fake_is(f->els, n) ||
		    (f->engine >= 0 && !els_on_engine(d, n, f->engine)) ||
		    (f->port >= 0 && !fake_port_uses(d, f->port, n, -1)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_ELS_GET);
		fake_put_els(nlh, d, n);
		row_change(nlh, ELS, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

/* As in the kernel, a standby feeds nothing: only routes tell of it. */
static bool laser_wanted(const struct dev *d, const struct filter *f,
			 unsigned int k)
{
	unsigned int r;

	if (!fake_is(f->laser, k % d->p->lasers) ||
	    (f->els >= 0 && (!d->p->els || !fake_is(f->els, k / d->p->lasers))))
		return false;
	if (f->engine < 0 && f->port < 0)
		return true;
	for (r = 0; r < fake_routes(d); r++)
		if (!fake_route_is_standby(d, r) &&
		    fake_route_laser(d, r) == k &&
		    fake_is(f->engine, fake_route_lanes(d, r).engine) &&
		    (f->port < 0 || fake_route_has_port(d, r, f->port)))
			return true;
	return false;
}

unsigned int fake_rows_laser(struct answer *a, const struct dev *d,
			     const struct filter *f)
{
	unsigned int k, count = 0;
	struct nlmsghdr *nlh;

	for (k = 0; k < fake_lasers(d); k++) {
		if (!laser_wanted(d, f, k))
			continue;
		nlh = fake_row_start(a, CPO_CMD_LASER_GET);
		fake_put_laser(nlh, d, k / d->p->lasers, k % d->p->lasers);
		row_change(nlh, LASER, d, k / d->p->lasers,
			   k % d->p->lasers);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

unsigned int fake_rows_lane(struct answer *a, const struct dev *d,
			    const struct filter *f)
{
	unsigned int e, l, k, count = 0;
	struct nlmsghdr *nlh;

	for (e = 0; e < d->p->engines; e++)
		for (l = 0; fake_is(f->engine, e) && l < d->p->lanes; l++) {
			k = fake_route_laser(d, d->route[e][l]);
			if (!fake_is(f->lane, l) ||
			    (f->els >= 0 && !d->p->els) ||
			    !fake_is(f->els, k / d->p->lasers) ||
			    !fake_is(f->laser, k % d->p->lasers) ||
			    !fake_is(f->port, fake_lane_port(d, e, l)))
				continue;
			nlh = fake_row_start(a, CPO_CMD_LANE_GET);
			fake_put_lane(nlh, d, e, l);
			row_change(nlh, LANE, d, e, l);
			fake_row_end(a, nlh);
			count++;
		}
	return count;
}

unsigned int fake_rows_port(struct answer *a, const struct dev *d,
			    const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < d->p->ports; n++) {
		if (!fake_is(f->port, n) ||
		    (f->engine >= 0 && !fake_port_on_engine(d, n, f->engine)) ||
		    (f->els >= 0 && !fake_port_uses(d, n, f->els, f->laser)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_PORT_GET);
		fake_put_port(nlh, d, n);
		row_change(nlh, PORT, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

unsigned int fake_rows_route(struct answer *a, const struct dev *d,
			     const struct filter *f)
{
	unsigned int r, count = 0;
	struct nlmsghdr *nlh;

	for (r = 0; r < fake_routes(d); r++) {
		if (!fake_is(f->route, r) || (f->els >= 0 && !d->p->els) ||
		    !fake_is(f->els, fake_route_els(d, r)) ||
		    !fake_is(f->laser, fake_route_laser(d, r) % d->p->lasers) ||
		    !fake_is(f->engine, fake_route_lanes(d, r).engine) ||
		    (f->port >= 0 && !fake_route_has_port(d, r, f->port)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_ROUTE_GET);
		fake_put_route(nlh, d, r);
		row_change(nlh, ROUTE, d, r, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

unsigned int fake_rows_sensor(struct answer *a, const struct dev *d,
			      const struct filter *f)
{
	unsigned int n, count = 0;
	struct nlmsghdr *nlh;

	for (n = 0; n < SENSORS; n++) {
		if (!fake_is(f->sensor, n) ||
		    (f->engine >= 0 && (f->engine ||
		     fake_sensor_part(d, n) != CPO_A_SENSOR_ENGINE_ID)) ||
		    (f->els >= 0 && (f->els ||
		     fake_sensor_part(d, n) != CPO_A_SENSOR_ELS_ID)))
			continue;
		nlh = fake_row_start(a, CPO_CMD_SENSOR_GET);
		fake_put_sensor(nlh, d, n);
		row_change(nlh, SENSOR, d, n, 0);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

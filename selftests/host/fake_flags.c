// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Flags and limits of the fake: what a test puts there, and what it sets. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <linux/genetlink.h>

#include "fake_priv.h"

#define NS_PER_S	1000000000ull
#define MAX_FLAGS	4096
#define MAX_OWN		64
#define LEVELS		4

const uint16_t fake_flag_ids[8] = {
	CPO_A_FLAG_DEV_ID, CPO_A_FLAG_ENGINE_ID, CPO_A_FLAG_ELS_ID,
	CPO_A_FLAG_LASER_ID, CPO_A_FLAG_LANE_ID, CPO_A_FLAG_PORT_ID,
	CPO_A_FLAG_ROUTE_ID, CPO_A_FLAG_SENSOR_ID,
};

const uint16_t fake_threshold_ids[8] = {
	CPO_A_THRESHOLD_DEV_ID, CPO_A_THRESHOLD_ENGINE_ID,
	CPO_A_THRESHOLD_ELS_ID, CPO_A_THRESHOLD_LASER_ID,
	CPO_A_THRESHOLD_LANE_ID, CPO_A_THRESHOLD_PORT_ID,
	CPO_A_THRESHOLD_ROUTE_ID, CPO_A_THRESHOLD_SENSOR_ID,
};

static const uint16_t event_ids[8] = {
	0, CPO_A_EVENT_ENGINE_ID, CPO_A_EVENT_ELS_ID, CPO_A_EVENT_LASER_ID,
	CPO_A_EVENT_LANE_ID, CPO_A_EVENT_PORT_ID, CPO_A_EVENT_ROUTE_ID,
	CPO_A_EVENT_SENSOR_ID,
};

/* ---- Objects ---- */

struct object {
	unsigned int dev;
	uint32_t kind;		/* CPO_OBJECT_* */
	unsigned int a, b;
};

/* Its ids, in the order of the tables above; -1 for those it has not. */
static void object_ids(const struct object *o, int *id)
{
	const struct dev *d = fake_dev(o->dev);
	unsigned int i;

	for (i = 0; i < 8; i++)
		id[i] = -1;
	id[0] = o->dev;
	switch (o->kind) {
	case CPO_OBJECT_LANE:
		id[4] = o->b;
		/* fallthrough */
	case CPO_OBJECT_ENGINE:
		id[1] = o->a;
		break;
	case CPO_OBJECT_LASER:
		id[3] = o->b;
		id[d && !d->p->els ? 1 : 2] = o->a;
		break;
	case CPO_OBJECT_ELS:
		id[2] = o->a;
		break;
	case CPO_OBJECT_PORT:
	case CPO_OBJECT_ROUTE:
	case CPO_OBJECT_SENSOR:
		id[o->kind] = o->a;
		break;
	}
}

static void put_ids(struct nlmsghdr *nlh, const struct object *o,
		    const uint16_t *attr)
{
	unsigned int i;
	int id[8];

	object_ids(o, id);
	for (i = 0; i < 8; i++)
		if (attr[i] && id[i] >= 0)
			mnl_attr_put_u32(nlh, attr[i], id[i]);
}

static bool object_matches(const struct object *o, const struct filter *f)
{
	const int want[8] = { f->dev, f->engine, f->els, f->laser, f->lane,
			      f->port, f->route, f->sensor };
	unsigned int i;
	int id[8];

	object_ids(o, id);
	for (i = 0; i < 8; i++)
		if (want[i] >= 0 && want[i] != id[i])
			return false;
	return fake_is(f->object, o->kind);
}

/* A get is about the object the ids name, not about what is in it. */
static void filter_exact(struct filter *f, const struct nlmsghdr *req)
{
	if (req->nlmsg_flags & NLM_F_DUMP || f->object >= 0)
		return;
	f->object = f->laser >= 0 ? CPO_OBJECT_LASER :
		    f->lane >= 0 ? CPO_OBJECT_LANE :
		    f->engine >= 0 ? CPO_OBJECT_ENGINE :
		    f->els >= 0 ? CPO_OBJECT_ELS :
		    f->port >= 0 ? CPO_OBJECT_PORT :
		    f->route >= 0 ? CPO_OBJECT_ROUTE :
		    f->sensor >= 0 ? CPO_OBJECT_SENSOR : CPO_OBJECT_DEV;
}

static unsigned int count_a(const struct dev *d, uint32_t kind)
{
	switch (kind) {
	case CPO_OBJECT_ENGINE:
	case CPO_OBJECT_LANE:
		return d->p->engines;
	case CPO_OBJECT_ELS:
		return d->p->els;
	case CPO_OBJECT_LASER:
		return d->p->els ? d->p->els : d->p->engines;
	case CPO_OBJECT_PORT:
		return d->p->ports;
	case CPO_OBJECT_ROUTE:
		return fake_routes(d);
	case CPO_OBJECT_SENSOR:
		return SENSORS;
	}
	return 1;
}

static unsigned int count_b(const struct dev *d, uint32_t kind)
{
	return kind == CPO_OBJECT_LANE ? d->p->lanes :
	       kind == CPO_OBJECT_LASER ? d->p->lasers : 1;
}

static int req_int(const struct nlmsghdr *req, unsigned int type)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, req, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type)
			return mnl_attr_get_u32(attr);
	return -1;
}

static bool req_has(const struct nlmsghdr *req, unsigned int type)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, req, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == type)
			return true;
	return false;
}

static void log_line(const char *what, const struct object *o, unsigned int n)
{
	const char *path = getenv("CPO_FAKE_LOG");
	FILE *log = path ? fopen(path, "a") : NULL;

	if (!log)
		return;
	fprintf(log, "%s %u/%u/%u/%u %u\n", what, o->dev, o->kind, o->a, o->b,
		n);
	fclose(log);
}

/* ---- Flags ---- */

struct flag {
	struct object of;
	uint32_t code, quantity, level;
	uint32_t severity;
	unsigned int changes;
	bool clear, least, has_value;
	long value;
	/* Seconds ago; 0 for never. */
	unsigned int first, set, cleared;
};

static struct flag flags[MAX_FLAGS];
static unsigned int nflags;

/* The host may have been started a minute ago; what is told is older. */
#define UP_S		3600

int clock_gettime(clockid_t clock, struct timespec *ts)
{
	long err = syscall(SYS_clock_gettime, clock, ts);

	if (!err && clock == CLOCK_BOOTTIME)
		ts->tv_sec += UP_S;
	return err;
}

static uint64_t boot_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

static void put_moment(struct nlmsghdr *nlh, uint16_t device, uint16_t boot,
		       unsigned int ago)
{
	if (!ago)
		return;
	mnl_attr_put_u64(nlh, device, DEVICE_TIME_NS - ago * NS_PER_S);
	mnl_attr_put_u64(nlh, boot, boot_now() - ago * NS_PER_S);
}

static void put_flag(struct nlmsghdr *nlh, const struct flag *flag)
{
	put_ids(nlh, &flag->of, fake_flag_ids);
	mnl_attr_put_u32(nlh, CPO_A_FLAG_OBJECT, flag->of.kind);
	mnl_attr_put_u32(nlh, CPO_A_FLAG_CODE, fake_knob("CPO_FAKE_FUTURE") ?
			 200 : flag->code);
	if (flag->code == CPO_EVENT_CODE_THRESHOLD) {
		mnl_attr_put_u32(nlh, CPO_A_FLAG_QUANTITY, flag->quantity);
		mnl_attr_put_u32(nlh, CPO_A_FLAG_LEVEL, flag->level);
	}
	mnl_attr_put_u32(nlh, CPO_A_FLAG_SEVERITY, flag->severity);
	mnl_attr_put_u32(nlh, CPO_A_FLAG_STATE, !flag->clear);
	mnl_attr_put_u32(nlh, CPO_A_FLAG_CHANGES, flag->changes);
	if (flag->least)
		mnl_attr_put(nlh, CPO_A_FLAG_COUNT_IS_LOWER_BOUND, 0, NULL);
	if (flag->has_value)
		fake_put_sint(nlh, CPO_A_FLAG_VALUE, flag->value);
	put_moment(nlh, CPO_A_FLAG_FIRST_SET_NS,
		   CPO_A_FLAG_FIRST_SET_BOOTTIME_NS, flag->first);
	put_moment(nlh, CPO_A_FLAG_LAST_SET_NS,
		   CPO_A_FLAG_LAST_SET_BOOTTIME_NS, flag->set);
	put_moment(nlh, CPO_A_FLAG_LAST_CLEAR_NS,
		   CPO_A_FLAG_LAST_CLEAR_BOOTTIME_NS, flag->cleared);
	fake_put_sample(nlh, CPO_A_FLAG_SAMPLE);
	fake_put_future(nlh);
}

unsigned int fake_rows_flag(struct answer *a, const struct dev *d,
			    const struct filter *f)
{
	const struct nlmsghdr *req = fake_request(a);
	unsigned int i, count = 0;
	struct filter exact = *f;
	struct nlmsghdr *nlh;

	filter_exact(&exact, req);
	for (i = 0; i < nflags; i++) {
		if (flags[i].of.dev != d->id ||
		    !object_matches(&flags[i].of, &exact) ||
		    !fake_is(req_int(req, CPO_A_FLAG_STATE),
			     !flags[i].clear) ||
		    !fake_is(req_int(req, CPO_A_FLAG_CODE), flags[i].code) ||
		    !fake_is(req_int(req, CPO_A_FLAG_QUANTITY),
			     flags[i].quantity) ||
		    !fake_is(req_int(req, CPO_A_FLAG_LEVEL), flags[i].level))
			continue;
		nlh = fake_row_start(a, CPO_CMD_FLAG_GET);
		put_flag(nlh, &flags[i]);
		fake_row_end(a, nlh);
		count++;
	}
	return count;
}

void fake_flag_clear(struct answer *a)
{
	struct object dev = { 0 };
	unsigned int i, n = 0;
	struct filter f;

	fake_filter_parse(&f, fake_request(a), fake_flag_ids,
			  CPO_A_FLAG_OBJECT);
	if (f.dev < 0 || !fake_dev(f.dev)) {
		fake_error(a, f.dev < 0 ? -EINVAL : -ENODEV, NULL,
			   f.dev < 0 ? CPO_A_FLAG_DEV_ID : 0);
		return;
	}
	dev.dev = f.dev;
	for (i = 0; i < nflags; i++) {
		if (object_matches(&flags[i].of, &f) && flags[i].clear)
			continue;
		if (object_matches(&flags[i].of, &f))
			flags[i].changes = 0;
		flags[n++] = flags[i];
	}
	log_line("clear", &dev, nflags - n);
	nflags = n;
	fake_error(a, 0, NULL, 0);
}

static void flag_event(const struct flag *flag)
{
	struct nlmsghdr *nlh;
	struct nlattr *nest;

	nest = fake_event_start(fake_dev(flag->of.dev), flag->code,
				flag->clear ? CPO_ACTION_CLEAR : CPO_ACTION_SET,
				flag->severity, flag->of.kind);
	nlh = fake_event_msg();
	put_ids(nlh, &flag->of, event_ids);
	if (flag->code == CPO_EVENT_CODE_THRESHOLD) {
		mnl_attr_put_u32(nlh, CPO_A_EVENT_QUANTITY, flag->quantity);
		mnl_attr_put_u32(nlh, CPO_A_EVENT_LEVEL, flag->level);
		fake_put_sint(nlh, CPO_A_EVENT_LIMIT, 50000);
	}
	if (flag->has_value)
		fake_put_sint(nlh, CPO_A_EVENT_VALUE, flag->value);
	mnl_attr_put_u32(nlh, CPO_A_EVENT_COUNT, flag->changes);
	fake_event_end(nest);
}

static bool same_flag(const struct flag *a, const struct flag *b)
{
	return !memcmp(&a->of, &b->of, sizeof(a->of)) && a->code == b->code &&
	       a->quantity == b->quantity && a->level == b->level;
}

static void flag_put(const struct flag *flag, bool event)
{
	unsigned int i = 0;

	while (i < nflags && !same_flag(&flags[i], flag))
		i++;
	if (i == MAX_FLAGS)
		abort();
	flags[i] = *flag;
	if (i == nflags)
		nflags++;
	if (event)
		flag_event(&flags[i]);
}

void fake_flag_lane(const struct dev *d, unsigned int engine, unsigned int lane,
		    uint32_t code, bool set)
{
	const struct flag flag = {
		.of = { d->id, CPO_OBJECT_LANE, engine, lane },
		.code = code, .severity = CPO_SEVERITY_WARNING, .changes = 1,
		.clear = !set, .first = 1, .set = 1, .cleared = !set,
	};

	flag_put(&flag, false);
}

static const char *const object_names[] = {
	"dev", "engine", "els", "laser", "lane", "port", "route", "sensor",
};

/* "clear=1" and the like, to the end of the flag. */
static void flag_values(struct flag *flag, const char *text)
{
	char name[16];
	long val;
	int len;

	while (sscanf(text, " %15[a-z]=%ld%n", name, &val, &len) == 2) {
		text += len;
		if (!strcmp(name, "clear"))
			flag->clear = val;
		else if (!strcmp(name, "changes"))
			flag->changes = val;
		else if (!strcmp(name, "least"))
			flag->least = val;
		else if (!strcmp(name, "severity"))
			flag->severity = val;
		else if (!strcmp(name, "first"))
			flag->first = val;
		else if (!strcmp(name, "set"))
			flag->set = val;
		else if (!strcmp(name, "cleared"))
			flag->cleared = val;
		else if (!strcmp(name, "value"))
			flag->has_value = (flag->value = val, true);
		else
			abort();
	}
	if (!flag->first)
		flag->first = flag->set;
}

/* "7.3", or "c10" */
static void flag_what(struct flag *flag, const char *text)
{
	flag->severity = CPO_SEVERITY_MAJOR;
	flag->changes = 1;
	flag->set = 60;
	if (sscanf(text, "c%u", &flag->code) == 1)
		return;
	flag->code = CPO_EVENT_CODE_THRESHOLD;
	if (sscanf(text, "%u.%u", &flag->quantity, &flag->level) != 2)
		abort();
	if (flag->level == CPO_LEVEL_HIGH_WARNING ||
	    flag->level == CPO_LEVEL_LOW_WARNING)
		flag->severity = CPO_SEVERITY_WARNING;
}

static bool number_fits(const char *text, unsigned int n)
{
	return *text == '*' || (unsigned int)atoi(text) == n;
}

void fake_flag_line(const char *line, bool event)
{
	char kind[16], what[16], a[8] = "0", b[8] = "0", path[32];
	struct flag flag = { 0 };
	const struct dev *d;
	int len;

	if (sscanf(line, " %15s %31s %15s%n", kind, path, what, &len) != 3 ||
	    sscanf(path, "%u/%7[0-9*]/%7[0-9*]", &flag.of.dev, a, b) < 1)
		abort();
	flag_what(&flag, what);
	flag_values(&flag, line + len);
	while (strcmp(object_names[flag.of.kind], kind))
		if (++flag.of.kind == ARRAY_SIZE(object_names))
			abort();
	d = fake_dev(flag.of.dev);
	for (; d && flag.of.a < count_a(d, flag.of.kind); flag.of.a++)
		for (flag.of.b = 0; number_fits(a, flag.of.a) &&
		     flag.of.b < count_b(d, flag.of.kind); flag.of.b++)
			if (number_fits(b, flag.of.b))
				flag_put(&flag, event);
	fake_event_send();
}

/* ---- Limits ---- */

struct limits {
	uint32_t kind;
	uint32_t quantity;
	int64_t limit[LEVELS];
	unsigned int mask;	/* bit by level */
	unsigned int sensor;	/* of a sensor: which */
};

#define ALL	0xf
#define HIGH	0x3

static const struct limits defaults[] = {
	{ CPO_OBJECT_ENGINE, CPO_QUANTITY_TEMPERATURE,
	  { 85000, 75000, 0, -5000 }, ALL, 0 },
	{ CPO_OBJECT_ENGINE, CPO_QUANTITY_POWER, { 20000, 18000 }, HIGH, 0 },
	{ CPO_OBJECT_ELS, CPO_QUANTITY_TEMPERATURE,
	  { 70000, 65000, 0, -5000 }, ALL, 0 },
	{ CPO_OBJECT_ELS, CPO_QUANTITY_VOLTAGE,
	  { 3630000, 3465000, 3135000, 2970000 }, ALL, 0 },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_OPTICAL_POWER,
	  { 158489319, 141253754, 79432823, 63095734 }, ALL, 0 },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_BIAS, { 500000000, 450000000 }, HIGH,
	  0 },
	{ CPO_OBJECT_LASER, CPO_QUANTITY_TEC_DRIVE, { 9500, 8500 }, HIGH, 0 },
	{ CPO_OBJECT_LANE, CPO_QUANTITY_PRE_FEC_BER_MEDIA,
	  { 240000000000000, 1000000000000 }, HIGH, 0 },
	{ CPO_OBJECT_LANE, CPO_QUANTITY_RX_POWER,
	  { 3162278, 2511886, 79433, 50119 }, ALL, 0 },
	{ CPO_OBJECT_ROUTE, CPO_QUANTITY_INPUT_POWER,
	  { 0, 0, 31622777, 25118864 }, ALL & ~HIGH, 0 },
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE,
	  { 50000, 45000, 0, -5000 }, ALL, 0 },
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE,
	  { 0, 0, 5000, 4000 }, ALL & ~HIGH, 2 },
	{ CPO_OBJECT_SENSOR, CPO_QUANTITY_VALUE,
	  { 20000, 18000, 3000, 2000 }, ALL, 7 },
};

static struct own {
	struct object of;
	struct limits limits;
} owns[MAX_OWN];

static unsigned int nowns;

static struct own *own_find(const struct object *o, uint32_t quantity)
{
	unsigned int i;

	for (i = 0; i < nowns; i++)
		if (!memcmp(&owns[i].of, o, sizeof(*o)) &&
		    owns[i].limits.quantity == quantity)
			return &owns[i];
	return NULL;
}

static const struct limits *default_find(const struct object *o,
					 uint32_t quantity)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(defaults); i++)
		if (defaults[i].kind == o->kind &&
		    defaults[i].quantity == quantity &&
		    (o->kind != CPO_OBJECT_SENSOR ||
		     defaults[i].sensor == o->a))
			return &defaults[i];
	return NULL;
}

static void put_threshold(struct nlmsghdr *nlh, const struct object *o,
			  const struct limits *limits, bool own)
{
	unsigned int i;

	put_ids(nlh, o, fake_threshold_ids);
	mnl_attr_put_u32(nlh, CPO_A_THRESHOLD_OBJECT, o->kind);
	mnl_attr_put_u32(nlh, CPO_A_THRESHOLD_QUANTITY, limits->quantity);
	for (i = 0; i < LEVELS; i++)
		if (limits->mask & 1u << i)
			fake_put_sint(nlh, CPO_A_THRESHOLD_HIGH_ALARM + i,
				      limits->limit[i]);
	if (own)
		mnl_attr_put(nlh, CPO_A_THRESHOLD_OVERRIDE, 0, NULL);
	fake_put_future(nlh);
}

static void row_threshold(struct answer *a, const struct object *o,
			  const struct limits *limits)
{
	struct nlmsghdr *nlh = fake_row_start(a, CPO_CMD_THRESHOLD_GET);
	const struct own *own = own_find(o, limits->quantity);

	put_threshold(nlh, o, own ? &own->limits : limits, own);
	fake_row_end(a, nlh);
}

static unsigned int rows_of(struct answer *a, const struct dev *d,
			    const struct filter *f, const struct limits *limits)
{
	struct object o = { .dev = d->id, .kind = limits->kind };
	unsigned int count = 0;

	for (o.a = 0; o.a < count_a(d, o.kind); o.a++)
		for (o.b = 0; o.b < count_b(d, o.kind); o.b++) {
			if (!object_matches(&o, f) ||
			    (o.kind == CPO_OBJECT_SENSOR &&
			     limits->sensor != o.a))
				continue;
			row_threshold(a, &o, limits);
			count++;
		}
	return count;
}

unsigned int fake_rows_threshold(struct answer *a, const struct dev *d,
				 const struct filter *f)
{
	const struct nlmsghdr *req = fake_request(a);
	unsigned int i, count = 0;
	struct filter exact = *f;

	filter_exact(&exact, req);
	for (i = 0; i < ARRAY_SIZE(defaults); i++)
		if (fake_is(req_int(req, CPO_A_THRESHOLD_QUANTITY),
			    defaults[i].quantity) &&
		    fake_is(exact.object, defaults[i].kind))
			count += rows_of(a, d, &exact, &defaults[i]);
	return count;
}

/* What the request says, on top of what there is; bit for each level. */
static unsigned int limits_take(struct limits *limits,
				const struct nlmsghdr *req)
{
	const struct nlattr *attr;
	unsigned int level, taken = 0;

	mnl_attr_for_each(attr, req, GENL_HDRLEN) {
		level = mnl_attr_get_type(attr) - CPO_A_THRESHOLD_HIGH_ALARM;
		if (level >= LEVELS)
			continue;
		limits->limit[level] = mnl_attr_get_payload_len(attr) == 8 ?
			(int64_t)mnl_attr_get_u64(attr) :
			(int32_t)mnl_attr_get_u32(attr);
		taken |= 1u << level;
	}
	limits->mask |= taken;
	return taken;
}

static void own_drop(struct own *own)
{
	if (own)
		*own = owns[--nowns];
}

/* From which change on: the first, or a later one. */
static bool refuses(void)
{
	const char *from = getenv("CPO_FAKE_REFUSE");
	static int changes;

	return from && ++changes >= atoi(from);
}

static void set_limits(struct answer *a, const struct object *o,
		       const struct limits *limits)
{
	struct own *own = own_find(o, limits->quantity);
	const struct nlmsghdr *req = fake_request(a);
	struct limits want = own ? own->limits : *limits;
	unsigned int taken = limits_take(&want, req);

	if (refuses()) {
		fake_error_at(a, -ERANGE, "the device cannot hold this limit",
			      CPO_A_THRESHOLD_HIGH_ALARM +
			      __builtin_ctz(taken | 1u << 3));
		return;
	}
	if (!own && nowns < MAX_OWN)
		own = &owns[nowns++];
	if (!own)
		abort();
	*own = (struct own){ *o, want };
	log_line("set", o, taken);
	fake_error(a, 0, NULL, 0);
}

void fake_threshold_set(struct answer *a)
{
	const struct nlmsghdr *req = fake_request(a);
	const struct limits *limits;
	struct object o = { 0 };
	struct filter f;

	fake_filter_parse(&f, req, fake_threshold_ids, CPO_A_THRESHOLD_OBJECT);
	filter_exact(&f, req);
	o.dev = f.dev;
	o.kind = f.object;
	o.a = f.engine >= 0 ? f.engine : f.els >= 0 ? f.els :
	      f.port >= 0 ? f.port : f.route >= 0 ? f.route : f.sensor;
	o.b = f.lane >= 0 ? f.lane : f.laser >= 0 ? f.laser : 0;
	limits = default_find(&o, req_int(req, CPO_A_THRESHOLD_QUANTITY));
	if (!limits) {
		fake_error_at(a, -ENOENT, "no limits of this quantity",
			      CPO_A_THRESHOLD_QUANTITY);
	} else if (req_has(req, CPO_A_THRESHOLD_RESET) && refuses()) {
		fake_error(a, -EIO, "the device does not answer", 0);
	} else if (req_has(req, CPO_A_THRESHOLD_RESET)) {
		own_drop(own_find(&o, limits->quantity));
		log_line("reset", &o, limits->quantity);
		fake_error(a, 0, NULL, 0);
	} else {
		set_limits(a, &o, limits);
	}
}

/* "lane 0/13/1 8=1000000,900000,1,0; ...": limits that were set before. */
static void own_line(const char *line)
{
	struct own *own = &owns[nowns++];
	char kind[16];
	long long *val[LEVELS];
	unsigned int i;

	memset(own, 0, sizeof(*own));
	for (i = 0; i < LEVELS; i++)
		val[i] = (long long *)&own->limits.limit[i];
	if (sscanf(line, " %15s %u/%u/%u %u=%lld,%lld,%lld,%lld", kind,
		   &own->of.dev, &own->of.a, &own->of.b,
		   &own->limits.quantity, val[0], val[1], val[2],
		   val[3]) != 9)
		abort();
	while (strcmp(object_names[own->of.kind], kind))
		own->of.kind++;
	own->limits.mask = ALL;
}

static void each_line(const char *text, void (*fn)(const char *))
{
	char line[128];
	size_t len;

	while (text && *text) {
		len = strcspn(text, ";");
		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		if (line[strspn(line, " ")])
			fn(line);
		text += len + !!text[len];
	}
}

static void flag_line(const char *line)
{
	fake_flag_line(line, false);
}

void fake_flags_reset(void)
{
	nflags = 0;
	nowns = 0;
	each_line(getenv("CPO_FAKE_FLAGS"), flag_line);
	each_line(getenv("CPO_FAKE_OWN"), own_line);
}

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * cpoctl monitor: events and changes as they come, and what was missed.
 *
 * Subscribing comes before reading the state, so nothing falls in between.
 * When messages were lost, a gap record says so, the state is read again and
 * what differs is printed as synthetic changes.
 */

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "state.h"

#define NS_PER_S	1000000000ll
#define BATCH		256
#define RESYNC_PAUSE_MS	100

/* One object the selectors chose. */
struct chosen {
	int kind;
	uint64_t key;
};

struct monitor {
	struct cpo_monitor *lib;
	/* Groups to print; state needs both. */
	unsigned int show;
	const char **word;
	unsigned int words;
	struct chosen *chosen;
	size_t count;
	/* Something is missing: read the state again. */
	bool resync;
	/* Objects or relations changed: learn and choose again. */
	bool rechoose;
	/* The family is not in the kernel. */
	bool gone;
	unsigned int synthetic;
};

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

/* ---- Choice ---- */

static int chosen_cmp(const void *a, const void *b)
{
	const struct chosen *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static int choose_kind(struct monitor *mon, int kind)
{
	struct rowset set = { .obj = object_of_kind(kind) };
	struct chosen *more;
	size_t i;
	int code;

	code = resolve(&set, mon->word, mon->words);
	more = code ? NULL : realloc(mon->chosen, (mon->count + set.count) *
				     sizeof(*more));
	if (more) {
		mon->chosen = more;
		for (i = 0; i < set.count; i++)
			more[mon->count++] = (struct chosen){
				kind, set.item[i].key };
	}
	rowset_clear(&set);
	return code;
}

/* What was selected, and all that is related to it. */
static int choose(struct monitor *mon)
{
	int kind, code = EXIT_OK;

	mon->rechoose = false;
	mon->count = 0;
	if (!mon->words)
		return EXIT_OK;
	for (kind = CPO_KIND_DEV; !code && kind <= CPO_KIND_ROUTE; kind++)
		code = choose_kind(mon, kind);
	if (mon->count)
		qsort(mon->chosen, mon->count, sizeof(*mon->chosen),
		      chosen_cmp);
	return code;
}

static bool is_chosen(const struct monitor *mon, int kind,
		      const struct cpo_ids *ids)
{
	struct chosen key = { kind, ids_key(kind, ids) };

	if (!mon->words || !mon->count)
		return !mon->words;
	return bsearch(&key, mon->chosen, mon->count, sizeof(key), chosen_cmp);
}

/* ---- Records ---- */

static int64_t boot_to_wall(uint64_t boottime)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return time_now() - (ts.tv_sec * NS_PER_S + ts.tv_nsec -
			     (int64_t)boottime);
}

static struct json_object *record(const char *type, int64_t when)
{
	struct json_object *obj = json_object_new_object();
	char time[40];

	time_text(when, 6, time, sizeof(time));
	json_put_str(obj, "schema", SCHEMA);
	json_put_str(obj, "type", type);
	json_put_str(obj, "time", time);
	return obj;
}

static void record_end(struct json_object *obj)
{
	out_json(obj);
	json_object_put(obj);
}

static void text_start(const char *type, enum color color, int64_t when)
{
	char time[40];

	time_text(when, 6, time, sizeof(time));
	if (opt.timestamps)
		out_color(C_DIM, "%s ", time);
	out_color(color, "%-8s", type);
	out(" ");
}

/* Path, and the name somebody in front of the equipment would use. */
static void text_object(int kind, const struct cpo_ids *ids)
{
	const struct known *known = state_find(kind, ids);
	const char *name = NULL;
	char path[PATH_LEN], text[PATH_LEN + NAME_LEN + 4];

	path_of(kind, ids, path, sizeof(path));
	if (known)
		name = known->ifname[0] ? known->ifname :
		       known->label[0] ? known->label : NULL;
	snprintf(text, sizeof(text), name ? "%s (%s)" : "%s", path, name);
	out("%-28s ", text);
}

static void json_object_of(struct json_object *obj, int kind,
			   const struct cpo_ids *ids)
{
	const struct known *known = state_find(kind, ids);
	char path[PATH_LEN];

	json_put_str(obj, "object", cpo_kind_name(kind));
	path_of(kind, ids, path, sizeof(path));
	json_put_str(obj, "path", path);
	if (known && known->label[0])
		json_put_str(obj, "label", known->label);
	if (known && known->ifname[0])
		json_put_str(obj, "ifname", known->ifname);
}

/* ---- Events ---- */

/* How the value of an event is to be read. */
static const struct event_value {
	/* Enumeration of the value, or -1. */
	int which;
	/* Its key in JSON, besides "value". */
	const char *key;
	/* Otherwise a number: times 10^exp. */
	int exp;
	const char *limit_key;
	bool has_value;
	/* The word for the action says it all. */
	bool by_action;
} event_values[] = {
	[CPO_EVENT_CODE_ELS_STATE] = { CPO_ENUM_MODULE_STATE, "state",
				       .has_value = true },
	[CPO_EVENT_CODE_LASER_STATE] = { CPO_ENUM_LASER_STATE, "state",
					 .has_value = true },
	[CPO_EVENT_CODE_LASER_FAULT] = { CPO_ENUM_LASER_FAULT, "fault",
					 .has_value = true },
	[CPO_EVENT_CODE_PORT_STATE] = { CPO_ENUM_PORT_STATE, "state",
					.has_value = true },
	[CPO_EVENT_CODE_CHECK_PASSED] = { -1, "loss_db", -3, "limit_db",
					  .has_value = true },
	[CPO_EVENT_CODE_CHECK_FAILED] = { -1, "loss_db", -3, "limit_db",
					  .has_value = true },
	[CPO_EVENT_CODE_OVERFLOW] = { -1, "dropped_total", 0, NULL,
				      .has_value = true },
	[CPO_EVENT_CODE_VENDOR] = { -1, .has_value = true,
				    .by_action = true },
	[CPO_EVENT_CODE_INTERLOCK] = { .by_action = true },
	[CPO_EVENT_CODE_LANE_TX_DARK] = { .by_action = true },
	[CPO_EVENT_CODE_LANE_RX_LOS] = { .by_action = true },
};

struct event {
	const struct cpo_event_pos *pos;
	const struct cpo_row *row;
	struct cpo_ids ids;
	int kind;
	uint32_t code;
	uint32_t severity;
	uint32_t action;
	int64_t when;
};

static int object_kind(uint32_t object)
{
	static const int kind[] = {
		[CPO_OBJECT_DEV] = CPO_KIND_DEV,
		[CPO_OBJECT_ENGINE] = CPO_KIND_ENGINE,
		[CPO_OBJECT_ELS] = CPO_KIND_ELS,
		[CPO_OBJECT_LASER] = CPO_KIND_LASER,
		[CPO_OBJECT_LANE] = CPO_KIND_LANE,
		[CPO_OBJECT_PORT] = CPO_KIND_PORT,
		[CPO_OBJECT_ROUTE] = CPO_KIND_ROUTE,
	};

	return object < ARRAY_SIZE(kind) ? kind[object] : CPO_KIND_DEV;
}

static void event_decode(struct event *ev, const struct cpo_event_pos *pos,
			 const struct cpo_row *row)
{
	uint32_t object = CPO_OBJECT_OTHER;
	uint64_t boottime;

	memset(ev, 0, sizeof(*ev));
	ev->pos = pos;
	ev->row = row;
	cpo_row_ids(row, &ev->ids);
	cpo_ids_put(&ev->ids, CPO_ID_DEV, pos->dev);
	cpo_event_get_object(row, &object);
	ev->kind = object_kind(object);
	cpo_event_get_code(row, &ev->code);
	cpo_event_get_severity(row, &ev->severity);
	ev->action = CPO_ACTION_PULSE;
	cpo_event_get_action(row, &ev->action);
	ev->when = cpo_event_get_boottime_ns(row, &boottime) ?
		   time_now() : boot_to_wall(boottime);
}

static const struct event_value *event_value(uint32_t code)
{
	static const struct event_value none;

	return code < ARRAY_SIZE(event_values) ? &event_values[code] : &none;
}

static void json_value(struct json_object *obj, const struct event *ev)
{
	const struct event_value *how = event_value(ev->code);
	int64_t value, limit;
	uint32_t reason;

	if (!cpo_event_get_value(ev->row, &value)) {
		if (how->has_value && how->which >= 0)
			json_put(obj, how->key, enum_json(how->which, value));
		else if (how->has_value && how->key)
			json_put(obj, how->key, json_decimal(value, how->exp));
		json_put(obj, "value", json_object_new_int64(value));
	}
	if (!cpo_event_get_limit(ev->row, &limit)) {
		if (how->limit_key)
			json_put(obj, how->limit_key,
				 json_decimal(limit, how->exp));
		json_put(obj, "limit", json_object_new_int64(limit));
	}
	if (!cpo_event_get_reason(ev->row, &reason))
		json_put(obj, "reason",
			 enum_json(CPO_ENUM_PORT_REASON, reason));
}

static void json_event_uint(struct json_object *obj, const char *key,
			    const struct event *ev,
			    int (*get)(const struct cpo_row *, uint64_t *))
{
	uint64_t val;

	if (!get(ev->row, &val))
		json_put_uint(obj, key, val);
}

static void json_ids(struct json_object *obj, const struct cpo_ids *ids)
{
	static const char *const key[] = {
		[CPO_ID_DEV] = "dev_id",
		[CPO_ID_ENGINE] = "engine_id",
		[CPO_ID_ELS] = "els_id",
		[CPO_ID_LASER] = "laser_id",
		[CPO_ID_LANE] = "lane_id",
		[CPO_ID_PORT] = "port_id",
		[CPO_ID_ROUTE] = "route_id",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(key); i++)
		if (cpo_ids_has(ids, i))
			json_put_uint(obj, key[i], ids->id[i]);
}

static void event_json(const struct event *ev)
{
	struct json_object *obj = record("event", ev->when);
	char name[PATH_LEN];

	dev_name(ev->pos->dev, name, sizeof(name));
	json_put_str(obj, "dev", name);
	json_put_uint(obj, "epoch", ev->pos->epoch);
	json_put_uint(obj, "seq", ev->pos->seq);
	json_put(obj, "code", enum_json(CPO_ENUM_EVENT_CODE, ev->code));
	json_put(obj, "severity", enum_json(CPO_ENUM_SEVERITY, ev->severity));
	json_put(obj, "action", enum_json(CPO_ENUM_ACTION, ev->action));
	json_object_of(obj, ev->kind, &ev->ids);
	json_ids(obj, &ev->ids);
	json_value(obj, ev);
	json_event_uint(obj, "vendor_code", ev, cpo_event_get_vendor_code);
	json_event_uint(obj, "count", ev, cpo_event_get_count);
	json_event_uint(obj, "device_seq", ev, cpo_event_get_device_seq);
	json_event_uint(obj, "device_time_ns", ev,
			cpo_event_get_device_time_ns);
	json_event_uint(obj, "boottime_ns", ev, cpo_event_get_boottime_ns);
	record_end(obj);
}

static void text_number(int64_t val, int exp)
{
	uint64_t abs = val < 0 ? -(uint64_t)val : (uint64_t)val;
	char word[64];

	decimal_text(val < 0, abs, exp, word, sizeof(word));
	out(" %s%s", word, exp ? " dB" : "");
}

static void text_value(const struct event *ev)
{
	const struct event_value *how = event_value(ev->code);
	int64_t value, limit;
	char word[64];

	if (how->by_action) {
		enum_text(CPO_ENUM_ACTION, ev->action, word, sizeof(word));
		out(" %s", word);
	}
	if (!how->has_value || cpo_event_get_value(ev->row, &value))
		return;
	if (how->which >= 0) {
		enum_text(how->which, value, word, sizeof(word));
		out(" %s", word);
		return;
	}
	text_number(value, how->exp);
	if (how->limit_key && !cpo_event_get_limit(ev->row, &limit)) {
		out(", limit");
		text_number(limit, how->exp);
	}
}

static void text_reason(const struct event *ev, const char *code)
{
	uint32_t reason;
	char word[64];

	if (cpo_event_get_reason(ev->row, &reason) || !reason)
		return;
	enum_text(CPO_ENUM_PORT_REASON, reason, word, sizeof(word));
	/* "lane-rx-los" needs no "rx-los". */
	if (!strstr(code, word))
		out(", %s", word);
}

static void event_text(const struct event *ev)
{
	static const enum color colors[] = {
		[CPO_SEVERITY_WARNING] = C_WARN,
		[CPO_SEVERITY_MAJOR] = C_BAD,
		[CPO_SEVERITY_CRITICAL] = C_BAD,
	};
	char word[64];

	enum_text(CPO_ENUM_SEVERITY, ev->severity, word, sizeof(word));
	text_start(word, ev->severity < ARRAY_SIZE(colors) ?
		   colors[ev->severity] : C_NONE, ev->when);
	text_object(ev->kind, &ev->ids);
	enum_text(CPO_ENUM_EVENT_CODE, ev->code, word, sizeof(word));
	out("%s", word);
	text_value(ev);
	text_reason(ev, word);
	out("\n");
}

/* Lanes have no change notification: events keep them up to date. */
static void event_apply(const struct event *ev)
{
	bool set = ev->action == CPO_ACTION_SET;

	if (ev->code == CPO_EVENT_CODE_LANE_TX_DARK)
		state_bits(CPO_KIND_LANE, &ev->ids, CPO_LANE_STATUS_TX_DARK,
			   set);
	else if (ev->code == CPO_EVENT_CODE_LANE_RX_LOS)
		state_bits(CPO_KIND_LANE, &ev->ids, CPO_LANE_STATUS_RX_LOS,
			   set);
}

static void on_event(const struct cpo_event_pos *pos,
		     const struct cpo_row *row, void *arg)
{
	struct monitor *mon = arg;
	struct event ev;

	event_decode(&ev, pos, row);
	event_apply(&ev);
	if (ev.code == CPO_EVENT_CODE_TOPOLOGY)
		mon->rechoose = true;
	/* The device itself lost events: they are in no message. */
	if (ev.code == CPO_EVENT_CODE_OVERFLOW)
		mon->resync = true;
	if (!(mon->show & CPO_MONITOR_EVENTS) ||
	    !is_chosen(mon, ev.kind, &ev.ids))
		return;
	if (opt.json)
		event_json(&ev);
	else
		event_text(&ev);
}

/* ---- Changes ---- */

static void change_json(const struct object *of, const struct item *item,
			const char *notification)
{
	struct json_object *obj = record("change", time_now());
	struct json_object *row = item_json(of, item);

	json_put_str(obj, "object", of->name);
	json_put_bool(obj, "synthetic", !notification);
	if (notification)
		json_put_str(obj, "notification", notification);
	json_object_object_foreach(row, key, val)
		json_object_object_add(obj, key, json_object_get(val));
	json_object_put(row);
	record_end(obj);
}

static const struct field *state_field(const struct object *of,
				       unsigned int i)
{
	unsigned int k;

	for (k = 0; k < of->nfields; k++)
		if (of->fields[k].attr == of->state[i].attr)
			return &of->fields[k];
	return NULL;
}

static void change_text(const struct object *of, const struct item *item,
			const char *notification)
{
	const struct field *f;
	char word[128];
	unsigned int i;

	text_start(notification ? "change" : "resync", C_NONE, time_now());
	text_object(of->kind, &item->ids);
	if (notification && of->kind == CPO_KIND_DEV)
		out("%s ", notification);
	for (i = 0; i < STATE_WORDS && of->state[i].attr; i++) {
		f = state_field(of, i);
		if (!f || !field_text(f, item, word, sizeof(word)))
			continue;
		out("%s ", f->key);
		out_color(field_color(f, item), "%s ", word);
	}
	out("\n");
}

static void change_print(struct monitor *mon, const struct object *of,
			 const struct item *item, const char *notification)
{
	if (!is_chosen(mon, of->kind, &item->ids))
		return;
	if (opt.json)
		change_json(of, item, notification);
	else
		change_text(of, item, notification);
}

static void on_change(unsigned int cmd, const struct cpo_row *row, void *arg)
{
	struct monitor *mon = arg;
	struct item item = { .row = (struct cpo_row *)row };
	int kind = cpo_row_kind(row);

	cpo_row_ids(row, &item.ids);
	item.key = ids_key(kind, &item.ids);
	if (kind == CPO_KIND_DEV)
		mon->rechoose = true;
	state_update(&item);
	if (mon->show & CPO_MONITOR_MGMT)
		change_print(mon, object_of_kind(kind), &item,
			     cpo_cmd_name(cmd));
	if (cmd == CPO_CMD_DEV_DEL_NTF)
		state_forget(kind, &item.ids);
}

/* ---- Gaps ---- */

static const char *const gap_word[] = {
	[CPO_GAP_SEQUENCE] = "sequence",
	[CPO_GAP_EPOCH] = "epoch",
	[CPO_GAP_OVERFLOW] = "overflow",
	[CPO_GAP_GONE] = "family-gone",
	[CPO_GAP_BACK] = "family-back",
};

static void gap_json(const struct cpo_gap *gap)
{
	struct json_object *obj = record("gap", time_now());
	char name[PATH_LEN];

	json_put_str(obj, "reason", gap_word[gap->reason]);
	if (gap->reason == CPO_GAP_SEQUENCE || gap->reason == CPO_GAP_EPOCH) {
		dev_name(gap->dev, name, sizeof(name));
		json_put_str(obj, "dev", name);
		json_put_uint(obj, "epoch", gap->epoch);
	}
	if (gap->reason == CPO_GAP_SEQUENCE) {
		json_put_uint(obj, "lost", gap->lost);
		json_put_uint(obj, "first_seq", gap->first);
		json_put_uint(obj, "last_seq", gap->first + gap->lost - 1);
	}
	record_end(obj);
}

static void gap_text(const struct cpo_gap *gap)
{
	char name[PATH_LEN];

	text_start("gap", C_WARN, time_now());
	dev_name(gap->dev, name, sizeof(name));
	switch (gap->reason) {
	case CPO_GAP_SEQUENCE:
		out("%s: %" PRIu64 " events lost, seq %" PRIu64 " to %" PRIu64
		    "\n", name, gap->lost, gap->first,
		    gap->first + gap->lost - 1);
		break;
	case CPO_GAP_EPOCH:
		out("%s: numbering starts anew, events may be lost\n", name);
		break;
	case CPO_GAP_OVERFLOW:
		out("messages came faster than they were read, some are lost\n");
		break;
	case CPO_GAP_GONE:
		out("the family left the kernel (module unloaded)\n");
		break;
	case CPO_GAP_BACK:
		out("the family is back\n");
		break;
	}
}

static void on_gap(const struct cpo_gap *gap, void *arg)
{
	struct monitor *mon = arg;

	mon->gone = gap->reason == CPO_GAP_GONE;
	mon->resync = !mon->gone;
	if (mon->gone)
		state_free();
	if (opt.json)
		gap_json(gap);
	else
		gap_text(gap);
}

static const struct cpo_monitor_ops ops = {
	.event = on_event,
	.change = on_change,
	.gap = on_gap,
};

/* ---- Reading the state again ---- */

static void on_differs(const struct object *obj, const struct item *item,
		       void *arg)
{
	struct monitor *mon = arg;

	mon->synthetic++;
	change_print(mon, obj, item, NULL);
}

static void on_dev_gone(const struct known *known, void *arg)
{
	struct monitor *mon = arg;
	struct json_object *obj;

	mon->synthetic++;
	if (!is_chosen(mon, CPO_KIND_DEV, &known->ids))
		return;
	if (!opt.json) {
		text_start("resync", C_BAD, time_now());
		text_object(CPO_KIND_DEV, &known->ids);
		out("gone\n");
		return;
	}
	obj = record("change", time_now());
	json_object_of(obj, CPO_KIND_DEV, &known->ids);
	json_put_bool(obj, "synthetic", true);
	json_put_bool(obj, "removed", true);
	record_end(obj);
}

static struct json_object *devs_json(void)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < devs()->count; i++)
		json_object_array_add(list,
				      item_json(&obj_dev, &devs()->item[i]));
	return list;
}

static void print_state(const struct monitor *mon)
{
	struct json_object *obj;

	if (!opt.json) {
		text_start("state", C_NONE, time_now());
		out("read again, %u objects had changed\n", mon->synthetic);
		return;
	}
	obj = record("state", time_now());
	json_put_uint(obj, "changed", mon->synthetic);
	json_put(obj, "devs", devs_json());
	record_end(obj);
}

static int drain(struct monitor *mon);

/*
 * Order matters: what the devices say their next event is, then all messages
 * that were sent before that, and only then can the rest be called lost.
 */
static void expect(struct monitor *mon)
{
	size_t i;

	for (i = 0; i < devs()->count; i++)
		cpo_monitor_expect(mon->lib, devs()->item[i].row, &ops, mon);
}

static int resync(struct monitor *mon)
{
	int ret;

	mon->synthetic = 0;
	devs_reload();
	do {
		ret = drain(mon);
	} while (ret > 0);
	expect(mon);
	/* What was found missing just now is what is read next. */
	mon->resync = false;
	if (!ret)
		ret = state_read(on_differs, on_dev_gone, mon);
	/* Modules may come and go meanwhile. */
	if (ret == -EPROTONOSUPPORT || ret == -ENOENT)
		return 0;
	if (!ret)
		print_state(mon);
	return ret;
}

/* ---- The loop ---- */

/* Returns 1 when there may be more, 0 when not, or a negative errno. */
static int drain(struct monitor *mon)
{
	int i, ret;

	for (i = 0; i < BATCH && !stopped; i++) {
		ret = cpo_monitor_read(mon->lib, &ops, mon);
		if (ret == -EAGAIN)
			return 0;
		if (ret == -EBADMSG)
			warn("a malformed message was skipped");
		else if (ret && ret != -ENOBUFS && ret != -EPROTONOSUPPORT)
			return ret;
	}
	return !stopped;
}

static int catch_up(struct monitor *mon)
{
	static int64_t last;
	const struct timespec pause = {
		.tv_nsec = RESYNC_PAUSE_MS * 1000000l };
	int ret;

	if (mon->resync && !mon->gone) {
		if (time_now() - last < RESYNC_PAUSE_MS * 1000000ll)
			nanosleep(&pause, NULL);
		ret = resync(mon);
		last = time_now();
		if (ret)
			return ret;
	}
	if (mon->rechoose && !mon->gone) {
		devs_reload();
		state_read(NULL, on_dev_gone, mon);
		choose(mon);
	}
	return 0;
}

static int loop(struct monitor *mon)
{
	struct pollfd pfd[] = {
		{ .fd = cpo_monitor_fd(mon->lib), .events = POLLIN },
		/* A reader that goes away shows as an error. */
		{ .fd = STDOUT_FILENO },
	};
	sigset_t unblocked;
	int more, ret;

	sigemptyset(&unblocked);
	for (;;) {
		more = drain(mon);
		if (more < 0)
			return more;
		ret = catch_up(mon);
		if (ret)
			return ret;
		if (!out_flush() || stopped || (pfd[1].revents & POLLERR))
			return 0;
		if (!more && !mon->resync &&
		    ppoll(pfd, ARRAY_SIZE(pfd), NULL, &unblocked) < 0 &&
		    errno != EINTR)
			return -errno;
	}
}

static void signals_block(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	sigset_t block;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	/* Delivered while waiting, in ppoll(), and nowhere else. */
	sigprocmask(SIG_BLOCK, &block, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
}

static void print_start(const struct monitor *mon)
{
	struct json_object *obj, *groups;

	if (!opt.json) {
		text_start("start", C_NONE, time_now());
		out("watching %zu device%s\n", devs()->count,
		    devs()->count == 1 ? "" : "s");
		return;
	}
	obj = record("start", time_now());
	groups = json_object_new_array();
	if (mon->show & CPO_MONITOR_EVENTS)
		json_object_array_add(groups,
				      json_object_new_string("events"));
	if (mon->show & CPO_MONITOR_MGMT)
		json_object_array_add(groups, json_object_new_string("mgmt"));
	json_put(obj, "groups", groups);
	json_put(obj, "devs", devs_json());
	record_end(obj);
}

/* Subscribed, state known, choice made: from here on nothing is missed. */
static int start(struct monitor *mon)
{
	int code, ret;

	devs_reload();
	expect(mon);
	code = choose(mon);
	if (code)
		return code;
	ret = state_read(NULL, on_dev_gone, mon);
	if (ret)
		return report_errno(ret, "monitor");
	print_start(mon);
	out_flush();
	ret = loop(mon);
	return ret ? report_errno(ret, "monitor") : EXIT_OK;
}

static int run_monitor(struct args *args, unsigned int show)
{
	struct monitor mon = {
		.show = show,
		.word = args->selector,
		.words = args->selectors,
	};
	int code, ret;

	/* One object per line. */
	opt.pretty = false;
	signals_block();
	ret = cpo_monitor_new(ctx, CPO_MONITOR_MGMT | CPO_MONITOR_EVENTS,
			      &mon.lib);
	if (ret)
		return report_errno(ret, "monitor");
	code = start(&mon);
	cpo_monitor_free(mon.lib);
	state_free();
	free(mon.chosen);
	return code;
}

static int cmd_all(const struct object *obj, struct args *args)
{
	(void)obj;
	return run_monitor(args, CPO_MONITOR_MGMT | CPO_MONITOR_EVENTS);
}

static int cmd_events(const struct object *obj, struct args *args)
{
	(void)obj;
	return run_monitor(args, CPO_MONITOR_EVENTS);
}

static int cmd_mgmt(const struct object *obj, struct args *args)
{
	(void)obj;
	return run_monitor(args, CPO_MONITOR_MGMT);
}

static const struct command commands[] = {
	{ "all", cmd_all, "[SELECTOR]...", NULL,
	  "print events and changes of objects until stopped" },
	{ "events", cmd_events, "[SELECTOR]...", NULL, "print events only" },
	{ "mgmt", cmd_mgmt, "[SELECTOR]...", NULL,
	  "print changes of objects only" },
};

const struct object obj_monitor = {
	.name = "monitor",
	.kind = -1,
	.help = "events and changes as they come",
	.commands = commands,
	.ncommands = ARRAY_SIZE(commands),
	.implied = true,
};

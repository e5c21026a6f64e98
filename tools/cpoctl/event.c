// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* What the monitor prints: how each record begins, and events. */

#include <stdio.h>
#include <string.h>

#include "event.h"
#include "state.h"
#include "words.h"

/* ---- Records ---- */

/* One line; json_end() ends it. */
struct json *record_json(const char *type, int64_t when)
{
	static struct json js;
	char time[40];

	time_text(when, 6, time, sizeof(time));
	json_begin(&js, stdout, false);
	json_object(&js, NULL);
	json_str(&js, "schema", SCHEMA);
	json_str(&js, "type", type);
	json_str(&js, "time", time);
	return &js;
}

void record_text(const char *type, enum color color, int64_t when)
{
	char time[40];

	time_text(when, 6, time, sizeof(time));
	if (opt.timestamps)
		out_color(C_DIM, "%s ", time);
	out_color(color, "%-8s", type);
	out(" ");
}

/* Path, and the name somebody in front of the equipment would use. */
void record_object_text(int kind, const struct cpo_ids *ids)
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

void record_object_json(struct json *js, int kind, const struct cpo_ids *ids)
{
	const struct known *known = state_find(kind, ids);
	char path[PATH_LEN];

	json_str(js, "object", cpo_kind_name(kind));
	path_of(kind, ids, path, sizeof(path));
	json_str(js, "path", path);
	if (known && known->label[0])
		json_str(js, "label", known->label);
	if (known && known->ifname[0])
		json_str(js, "ifname", known->ifname);
}

void record_ids_json(struct json *js, const struct cpo_ids *ids)
{
	static const char *const key[] = {
		[CPO_ID_DEV] = "dev_id",
		[CPO_ID_ENGINE] = "engine_id",
		[CPO_ID_ELS] = "els_id",
		[CPO_ID_LASER] = "laser_id",
		[CPO_ID_LANE] = "lane_id",
		[CPO_ID_PORT] = "port_id",
		[CPO_ID_ROUTE] = "route_id",
		[CPO_ID_SENSOR] = "sensor_id",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(key); i++)
		if (cpo_ids_has(ids, i))
			json_uint(js, key[i], ids->id[i]);
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
	[CPO_EVENT_CODE_LANE_RX_LOL] = { .by_action = true },
	[CPO_EVENT_CODE_LANE_RING_UNLOCK] = { .by_action = true },
	[CPO_EVENT_CODE_LEAK] = { .by_action = true },
	/* And what is measured: see event_form(). */
	[CPO_EVENT_CODE_ENGINE_TRIP] = { .by_action = true },
	[CPO_EVENT_CODE_THRESHOLD] = { .by_action = true },
};

void event_decode(struct event *ev, const struct cpo_event_pos *pos,
		  const struct cpo_row *row)
{
	uint64_t boottime;

	memset(ev, 0, sizeof(*ev));
	ev->object = CPO_OBJECT_OTHER;
	ev->pos = pos;
	ev->row = row;
	cpo_row_ids(row, &ev->ids);
	cpo_ids_put(&ev->ids, CPO_ID_DEV, pos->dev);
	cpo_event_get_object(row, &ev->object);
	ev->kind = object_kind(ev->object);
	cond_of(row, &ev->cond);
	ev->code = ev->cond.code;
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

static void json_loss(struct json *js, const char *key, int64_t val, int exp)
{
	json_decimal(js, key, val < 0, val < 0 ? -(uint64_t)val :
		     (uint64_t)val, exp);
}

/* Measured values are given in the unit of their quantity too. */
static void json_measured(struct json *js, const struct event *ev)
{
	struct form form;
	int64_t val;

	if (ev->code == CPO_EVENT_CODE_THRESHOLD) {
		enum_json(js, "quantity", CPO_ENUM_QUANTITY,
			  ev->cond.quantity);
		enum_json(js, "level", CPO_ENUM_LEVEL, ev->cond.level);
	}
	if (!cond_form(&ev->cond, &ev->ids, &form))
		return;
	if (!cpo_event_get_value(ev->row, &val))
		quantity_json(js, "measured", &form, val);
	if (!cpo_event_get_limit(ev->row, &val))
		quantity_json(js, "threshold", &form, val);
	if (form.unit)
		json_str(js, "unit", form.unit);
}

static void json_value(struct json *js, const struct event *ev)
{
	const struct event_value *how = event_value(ev->code);
	int64_t value, limit;
	uint32_t reason;

	if (!cpo_event_get_value(ev->row, &value)) {
		if (how->has_value && how->which >= 0)
			enum_json(js, how->key, how->which, value);
		else if (how->has_value && how->key)
			json_loss(js, how->key, value, how->exp);
		json_sint(js, "value", value);
	}
	if (!cpo_event_get_limit(ev->row, &limit)) {
		if (how->limit_key)
			json_loss(js, how->limit_key, limit, how->exp);
		json_sint(js, "limit", limit);
	}
	if (!cpo_event_get_reason(ev->row, &reason))
		enum_json(js, "reason", CPO_ENUM_PORT_REASON, reason);
}

static bool is_up(const struct event *ev)
{
	int64_t state;

	return ev->code == CPO_EVENT_CODE_PORT_STATE &&
	       !cpo_event_get_value(ev->row, &state) &&
	       state == CPO_PORT_STATE_UP;
}

/* What a port or laser says of itself is more than that it changed. */
static const struct words *event_words(const struct event *ev)
{
	uint32_t reason;
	int64_t fault;

	if (ev->kind == CPO_KIND_PORT && !is_up(ev) &&
	    !cpo_event_get_reason(ev->row, &reason) &&
	    reason != CPO_PORT_REASON_NONE)
		return words_find(WORDS_REASON, reason);
	if (ev->code == CPO_EVENT_CODE_THRESHOLD)
		return words_find(WORDS_THRESHOLD,
				  limit_code(ev->kind, &ev->ids, &ev->cond));
	if (ev->code == CPO_EVENT_CODE_LASER_FAULT &&
	    !cpo_event_get_value(ev->row, &fault))
		return words_find(WORDS_LASER, fault);
	/* The check had too little light to say anything of the fibre. */
	if (ev->code == CPO_EVENT_CODE_CHECK_FAILED &&
	    !cpo_event_get_reason(ev->row, &reason) &&
	    reason == CPO_PORT_REASON_LASER_FAULT)
		return words_find(WORDS_LASER, CPO_LASER_FAULT_POWER_LOW);
	return words_find(WORDS_EVENT, ev->code);
}

/* An end has no cause to look for. */
static struct words event_told(const struct event *ev)
{
	struct words words = *event_words(ev);

	if (!words.ended || !(ev->action == CPO_ACTION_CLEAR || is_up(ev)))
		return words;
	return (struct words){ words.ended, "what was before ended",
			       "nothing", NULL };
}

static void engine_places(const struct event *ev, struct places *at)
{
	const struct known *engine = state_find(CPO_KIND_ENGINE, &ev->ids);

	label_text("engine", engine ? engine->label : NULL,
		   ev->ids.id[CPO_ID_ENGINE], at->engine, sizeof(at->engine));
	if (ev->kind == CPO_KIND_LANE)
		snprintf(at->lane, sizeof(at->lane), "lane %u of %s",
			 ev->ids.id[CPO_ID_LANE], at->engine);
}

static void sensor_places(const struct event *ev, struct places *at)
{
	const struct cpo_row *row = sensor_row(&ev->ids);
	const char *label;

	if (row && !cpo_sensor_get_label(row, &label))
		text_clean(label, at->sensor, sizeof(at->sensor));
}

/* The label printed on the part, where one is known. */
static void event_places(const struct event *ev, struct places *at)
{
	const struct known *els = NULL, *port = NULL;

	memset(at, 0, sizeof(*at));
	dev_name(ev->pos->dev, at->dev, sizeof(at->dev));
	path_of(ev->kind, &ev->ids, at->path, sizeof(at->path));
	if (cpo_ids_has(&ev->ids, CPO_ID_ELS))
		els = state_find(CPO_KIND_ELS, &ev->ids);
	if (cpo_ids_has(&ev->ids, CPO_ID_PORT))
		port = state_find(CPO_KIND_PORT, &ev->ids);
	if (els)
		label_text("ELS", els->label, ev->ids.id[CPO_ID_ELS], at->els,
			   sizeof(at->els));
	if (port)
		label_text("port", port->label, ev->ids.id[CPO_ID_PORT],
			   at->port, sizeof(at->port));
	if (cpo_ids_has(&ev->ids, CPO_ID_ENGINE))
		engine_places(ev, at);
	if (ev->kind == CPO_KIND_SENSOR)
		sensor_places(ev, at);
	if (ev->code == CPO_EVENT_CODE_THRESHOLD)
		limit_place(ev->cond.level, at);
	if (cpo_ids_has(&ev->ids, CPO_ID_LASER))
		snprintf(at->laser, sizeof(at->laser), "laser %u",
			 ev->ids.id[CPO_ID_LASER]);
}

static void event_what(const struct event *ev, char *buf, size_t size)
{
	struct places at;

	event_places(ev, &at);
	words_fill(event_told(ev).what, &at, buf, size);
}

static void json_event_words(struct json *js, const struct event *ev)
{
	const struct words words = event_told(ev);
	struct places at;
	char text[256];

	event_places(ev, &at);
	json_object(js, "words");
	words_fill(words.what, &at, text, sizeof(text));
	json_str(js, "what", text);
	words_fill(words.cause, &at, text, sizeof(text));
	json_str(js, "cause", text);
	words_fill(words.remedy, &at, text, sizeof(text));
	json_str(js, "remedy", text);
	json_close(js);
}

static void json_event_uint(struct json *js, const char *key,
			    const struct event *ev,
			    int (*get)(const struct cpo_row *, uint64_t *))
{
	uint64_t val;

	if (!get(ev->row, &val))
		json_uint(js, key, val);
}

void event_json(const struct event *ev)
{
	struct json *js = record_json("event", ev->when);
	char name[PATH_LEN];

	dev_name(ev->pos->dev, name, sizeof(name));
	json_str(js, "dev", name);
	json_uint(js, "epoch", ev->pos->epoch);
	json_uint(js, "seq", ev->pos->seq);
	enum_json(js, "code", CPO_ENUM_EVENT_CODE, ev->code);
	enum_json(js, "severity", CPO_ENUM_SEVERITY, ev->severity);
	enum_json(js, "action", CPO_ENUM_ACTION, ev->action);
	record_object_json(js, ev->kind, &ev->ids);
	record_ids_json(js, &ev->ids);
	json_value(js, ev);
	json_measured(js, ev);
	json_event_uint(js, "vendor_code", ev, cpo_event_get_vendor_code);
	json_event_uint(js, "count", ev, cpo_event_get_count);
	json_event_uint(js, "device_seq", ev, cpo_event_get_device_seq);
	json_event_uint(js, "device_time_ns", ev,
			cpo_event_get_device_time_ns);
	json_event_uint(js, "boottime_ns", ev, cpo_event_get_boottime_ns);
	json_event_words(js, ev);
	json_end(js);
}

static void text_number(int64_t val, int exp)
{
	uint64_t abs = val < 0 ? -(uint64_t)val : (uint64_t)val;
	char word[64];

	decimal_text(val < 0, abs, exp, word, sizeof(word));
	out(" %s%s", word, exp ? " dB" : "");
}

/* " 0.0316 mW (-15.00 dBm), limit 0.0501 mW (-13.00 dBm)" */
static void text_measured(const struct event *ev)
{
	struct form form;
	char text[64];
	int64_t val;

	if (!cond_form(&ev->cond, &ev->ids, &form) ||
	    cpo_event_get_value(ev->row, &val))
		return;
	quantity_text(&form, val, text, sizeof(text));
	out(" %s", text);
	if (cpo_event_get_limit(ev->row, &val))
		return;
	quantity_text(&form, val, text, sizeof(text));
	out(", limit %s", text);
}

static void text_value(const struct event *ev)
{
	const struct event_value *how = event_value(ev->code);
	int64_t value, limit;
	char word[64];

	if (ev->code == CPO_EVENT_CODE_THRESHOLD) {
		cond_text(&ev->cond, word, sizeof(word));
		out(" %s", word);
	}
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

/* "lane-rx-los" needs no "rx-los". */
static bool says_reason(uint32_t code, uint32_t reason)
{
	const char *what = cpo_enum_name(CPO_ENUM_EVENT_CODE, code);
	const char *why = cpo_enum_name(CPO_ENUM_PORT_REASON, reason);

	return what && why && strstr(what, why);
}

static void text_reason(const struct event *ev)
{
	uint32_t reason;
	char word[64];

	if (cpo_event_get_reason(ev->row, &reason) || !reason ||
	    says_reason(ev->code, reason))
		return;
	enum_text(CPO_ENUM_PORT_REASON, reason, word, sizeof(word));
	out(", %s", word);
}

void event_text(const struct event *ev)
{
	static const enum color colors[] = {
		[CPO_SEVERITY_WARNING] = C_WARN,
		[CPO_SEVERITY_MAJOR] = C_BAD,
		[CPO_SEVERITY_CRITICAL] = C_BAD,
	};
	char word[64], what[256];

	enum_text(CPO_ENUM_SEVERITY, ev->severity, word, sizeof(word));
	record_text(word, ev->severity < ARRAY_SIZE(colors) ?
		    colors[ev->severity] : C_NONE, ev->when);
	record_object_text(ev->kind, &ev->ids);
	enum_text(CPO_ENUM_EVENT_CODE, ev->code, word, sizeof(word));
	out("%s", word);
	text_value(ev);
	text_measured(ev);
	text_reason(ev);
	event_what(ev, what, sizeof(what));
	out(": %s\n", what);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_EVENT_H
#define CPOCTL_EVENT_H

#include "cpoctl.h"
#include "words.h"

/* ---- Records of the monitor: an event, a change, a gap ---- */

/* One line; json_end() ends it. */
struct json *record_json(const char *type, int64_t when);
void record_object_json(struct json *js, int kind, const struct cpo_ids *ids);
void record_ids_json(struct json *js, const struct cpo_ids *ids);
/* The begin of a line of text, without and with its object. */
void record_text(const char *type, enum color color, int64_t when);
void record_object_text(int kind, const struct cpo_ids *ids);

/* ---- Events ---- */

struct event {
	const struct cpo_event_pos *pos;
	const struct cpo_row *row;
	struct cpo_ids ids;
	int kind;
	uint32_t object;
	uint32_t code;
	uint32_t severity;
	uint32_t action;
	struct cond cond;
	int64_t when;
};

/* @pos and @row have to stay. */
void event_decode(struct event *ev, const struct cpo_event_pos *pos,
		  const struct cpo_row *row);
void event_json(const struct event *ev);
void event_text(const struct event *ev);

#endif /* CPOCTL_EVENT_H */

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* JSON, written as it comes and never held in memory as a whole. */

#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

static void json_send(struct json *js)
{
	out_bytes(js->to, js->buf, js->len);
	js->sent |= js->len > 0;
	js->len = 0;
}

/* Where the next JSON_PIECE bytes go; say with put_end() where it ended. */
static char *put_start(struct json *js)
{
	if (js->len > JSON_ROOM - JSON_PIECE)
		json_send(js);
	return js->buf + js->len;
}

static void put_end(struct json *js, const char *end)
{
	js->len = end - js->buf;
}

static char *put_break(const struct json *js, char *to)
{
	*to++ = '\n';
	memset(to, ' ', 2 * js->depth);
	return to + 2 * js->depth;
}

/* What stands before a value: comma, line break, key. */
static char *put_key(struct json *js, const char *key)
{
	char *to = put_start(js);

	if (js->comma)
		*to++ = ',';
	js->comma = true;
	if (js->pretty && js->depth)
		to = put_break(js, to);
	if (js->key) {
		memcpy(to, js->key->text, JSON_KEY);
		to += js->key->len;
		js->key = NULL;
		return to;
	}
	if (!key)
		return to;
	*to++ = '"';
	to = stpcpy(to, key);
	*to++ = '"';
	*to++ = ':';
	if (js->pretty)
		*to++ = ' ';
	return to;
}

void json_begin(struct json *js, FILE *to, bool pretty)
{
	js->to = to;
	js->pretty = pretty;
	js->comma = false;
	js->sent = false;
	js->key = NULL;
	js->depth = 0;
	js->arrays = 0;
	js->len = 0;
}

void json_key_make(struct json_key *to, const char *key, bool pretty)
{
	int len;

	len = snprintf(to->text, JSON_KEY, "\"%s\":%s", key, pretty ? " " : "");
	if (len >= JSON_KEY)
		abort();
	to->len = len;
}

size_t json_mark(struct json *js)
{
	if (js->len > JSON_ROOM - 2 * JSON_PIECE)
		json_send(js);
	return js->len;
}

void json_copy(struct json *js, const char *text, size_t len)
{
	char *to = put_start(js);

	memcpy(to, text, len);
	put_end(js, to + len);
}

static void json_open(struct json *js, const char *key, bool array)
{
	char *to = put_key(js, key);

	*to++ = array ? '[' : '{';
	put_end(js, to);
	js->arrays = js->arrays << 1 | array;
	js->depth++;
	js->comma = false;
}

void json_object(struct json *js, const char *key)
{
	json_open(js, key, false);
}

void json_array(struct json *js, const char *key)
{
	json_open(js, key, true);
}

void json_close(struct json *js)
{
	char *to = put_start(js);

	js->depth--;
	if (js->pretty && js->comma)
		to = put_break(js, to);
	*to++ = js->arrays & 1 ? ']' : '}';
	put_end(js, to);
	js->arrays >>= 1;
	js->comma = true;
}

void json_end(struct json *js)
{
	char *to;

	while (js->depth)
		json_close(js);
	to = put_start(js);
	*to++ = '\n';
	put_end(js, to);
	json_send(js);
}

void json_drop(struct json *js)
{
	js->len = 0;
}

static char *put_escaped(char *to, unsigned char c)
{
	if (c == '"' || c == '\\') {
		*to++ = '\\';
		*to++ = c;
		return to;
	}
	return to + sprintf(to, "\\u%04x", c);
}

void json_str(struct json *js, const char *key, const char *val)
{
	char *to = put_key(js, key);
	const char *end;
	unsigned char c;

	*to++ = '"';
	end = js->buf + JSON_ROOM - 8;
	while ((c = *val++)) {
		if (to >= end) {
			put_end(js, to);
			json_send(js);
			to = js->buf;
		}
		if (c >= 0x20 && c != '"' && c != '\\')
			*to++ = c;
		else
			to = put_escaped(to, c);
	}
	*to++ = '"';
	put_end(js, to);
}

void json_word(struct json *js, const char *key, const char *val)
{
	char *to = put_key(js, key);

	*to++ = '"';
	to = stpcpy(to, val);
	*to++ = '"';
	put_end(js, to);
}

void json_number(struct json *js, const char *key, const char *text)
{
	put_end(js, stpcpy(put_key(js, key), text));
}

void json_uint(struct json *js, const char *key, uint64_t val)
{
	char *to = put_key(js, key);

	put_end(js, to + uint_text(val, to));
}

void json_sint(struct json *js, const char *key, int64_t val)
{
	uint64_t abs = val < 0 ? -(uint64_t)val : (uint64_t)val;
	char *to = put_key(js, key);

	if (val < 0)
		*to++ = '-';
	put_end(js, to + uint_text(abs, to));
}

void json_bool(struct json *js, const char *key, bool val)
{
	json_number(js, key, val ? "true" : "false");
}

struct json *json_document(void)
{
	static struct json doc;
	char now[40];

	time_text(time_now(), 3, now, sizeof(now));
	json_begin(&doc, stdout, opt.pretty);
	json_object(&doc, NULL);
	json_str(&doc, "schema", SCHEMA);
	json_str(&doc, "time", now);
	return &doc;
}

void json_document_end(struct json *js, int code)
{
	if (code == EXIT_OK || code == EXIT_PARTIAL)
		json_end(js);
	else
		json_drop(js);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_JSON_H
#define CPOCTL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_ROOM	32768

/* A key as it is written, with quotes and colon; copied as a whole. */
#define JSON_KEY	40

struct json_key {
	size_t len;
	char text[JSON_KEY];
};

/**
 * struct json - JSON on its way to a stream
 * @to: the stream
 * @pretty: with line breaks
 * @comma: another value came before, on this level
 * @sent: a part has left @buf
 * @key: the next key, when it was prepared
 * @depth: open objects and arrays
 * @arrays: bit for each of these that is an array
 * @len: bytes in @buf
 * @buf: what was written last
 *
 * Nothing is kept but the text itself, so a document may be of any size.
 * Keys are short literals, or NULL in an array; levels are few.
 */
struct json {
	FILE *to;
	bool pretty;
	bool comma;
	bool sent;
	const struct json_key *key;
	unsigned int depth;
	uint32_t arrays;
	size_t len;
	char buf[JSON_ROOM];
};

void json_begin(struct json *js, FILE *to, bool pretty);
/* Close what is open and end the line. */
void json_end(struct json *js);
/* Forget a document that cannot be completed; what was sent stays open. */
void json_drop(struct json *js);

/* Prepare a key that is written often. */
void json_key_make(struct json_key *to, const char *key, bool pretty);
/*
 * Text from a mark to the end is at @buf + mark; it can be copied to where
 * the same follows. At most JSON_PIECE bytes may lie between.
 */
#define JSON_PIECE	256
size_t json_mark(struct json *js);
void json_copy(struct json *js, const char *text, size_t len);

void json_object(struct json *js, const char *key);
void json_array(struct json *js, const char *key);
/* Close the innermost of them. */
void json_close(struct json *js);

void json_str(struct json *js, const char *key, const char *val);
/* Of ours, as a path or a name in an enumeration: it needs no escapes. */
void json_word(struct json *js, const char *key, const char *val);
void json_uint(struct json *js, const char *key, uint64_t val);
void json_sint(struct json *js, const char *key, int64_t val);
void json_bool(struct json *js, const char *key, bool val);
/* A number that is written as it stands. */
void json_number(struct json *js, const char *key, const char *text);

/* {"schema": ..., "time": ..., to stdout; there is one at a time. */
struct json *json_document(void);
/* End it when @code says it is good, else drop it. */
void json_document_end(struct json *js, int code);

#endif /* CPOCTL_JSON_H */

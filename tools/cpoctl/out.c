// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Output: stdout and whether it still takes it, color, JSON, time. */

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cpoctl.h"

#define NS_PER_S	1000000000ll

static int out_errno;

static const char *const color_code[] = {
	[C_NONE] = "",
	[C_GOOD] = "\033[32m",
	[C_BAD] = "\033[31m",
	[C_WARN] = "\033[33m",
	[C_DIM] = "\033[2m",
	[C_HEAD] = "\033[1m",
};

static bool color_auto(void)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if ((no && *no) || !term || !strcmp(term, "dumb"))
		return false;
	return isatty(STDOUT_FILENO);
}

int out_init(const char *color_arg)
{
	if (!color_arg || !strcmp(color_arg, "auto"))
		opt.color = color_auto();
	else if (!strcmp(color_arg, "always"))
		opt.color = true;
	else if (!strcmp(color_arg, "never"))
		opt.color = false;
	else
		return usage_error("--color takes auto, always or never");
	return 0;
}

static void out_check(int ret)
{
	if (ret < 0 && !out_errno)
		out_errno = errno ? errno : EIO;
}

void out(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	out_check(vprintf(fmt, ap));
	va_end(ap);
}

void out_color(enum color color, const char *fmt, ...)
{
	bool on = opt.color && color != C_NONE;
	va_list ap;

	if (on)
		out_check(fputs(color_code[color], stdout));
	va_start(ap, fmt);
	out_check(vprintf(fmt, ap));
	va_end(ap);
	if (on)
		out_check(fputs("\033[0m", stdout));
}

void out_json(struct json_object *obj)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;
	const char *text;
	size_t len;

	if (opt.pretty)
		flags |= JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED;
	text = json_object_to_json_string_length(obj, flags, &len);
	if (!text || fwrite(text, 1, len, stdout) != len)
		out_check(-1);
	out_check(putchar('\n') == EOF ? -1 : 0);
}

bool out_flush(void)
{
	out_check(fflush(stdout));
	return !out_errno;
}

int out_finish(int code)
{
	out_flush();
	/* A reader that has seen enough is no error. */
	if (!out_errno || out_errno == EPIPE)
		return code;
	fprintf(stderr, "cpoctl: cannot write output: %s\n",
		strerror(out_errno));
	return code ? code : EXIT_FAILED;
}

void json_put(struct json_object *obj, const char *key,
	      struct json_object *val)
{
	json_object_object_add_ex(obj, key, val, JSON_C_OBJECT_ADD_KEY_IS_NEW |
				  JSON_C_OBJECT_ADD_CONSTANT_KEY);
}

void json_put_str(struct json_object *obj, const char *key, const char *val)
{
	json_put(obj, key, json_object_new_string(val));
}

void json_put_uint(struct json_object *obj, const char *key, uint64_t val)
{
	json_put(obj, key, json_object_new_uint64(val));
}

void json_put_bool(struct json_object *obj, const char *key, bool val)
{
	json_put(obj, key, json_object_new_boolean(val));
}

struct json_object *json_document(void)
{
	struct json_object *doc = json_object_new_object();
	char now[40];

	time_text(time_now(), 3, now, sizeof(now));
	json_put_str(doc, "schema", SCHEMA);
	json_put_str(doc, "time", now);
	return doc;
}

int64_t time_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

void time_text(int64_t ns, int digits, char *buf, size_t size)
{
	time_t sec = ns / NS_PER_S;
	char fraction[16];
	struct tm tm;
	size_t len;

	gmtime_r(&sec, &tm);
	len = strftime(buf, size, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(fraction, sizeof(fraction), "%09lld",
		 (long long)(ns % NS_PER_S));
	snprintf(buf + len, size - len, ".%.*sZ", digits, fraction);
}

/* Bytes of the UTF-8 character at @s, 0 when there is none. */
static int utf8_len(const unsigned char *s)
{
	int len, i;

	if (s[0] < 0x80)
		return s[0] >= 0x20 && s[0] != 0x7f;
	/* C1 controls are two bytes long. */
	if (s[0] < 0xc2 || s[0] > 0xf4 || (s[0] == 0xc2 && s[1] < 0xa0))
		return 0;
	len = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	for (i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return len;
}

void text_clean(const char *src, char *dst, size_t size)
{
	const unsigned char *s = (const unsigned char *)src;
	size_t n = 0;
	int len;

	while (*s) {
		len = utf8_len(s);
		if (n + (len ? len : 1) >= size)
			break;
		if (len) {
			memcpy(dst + n, s, len);
			n += len;
		} else {
			dst[n++] = '?';
			len = 1;
		}
		s += len;
	}
	dst[n] = '\0';
}

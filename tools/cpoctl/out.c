// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Output: stdout and whether it still takes it, color, time, clean text. */

#include <errno.h>
#include <stdarg.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cpoctl.h"

#define NS_PER_S	1000000000ll
#define NS_PER_MS	1000000ll

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

	/* Nobody reads on. */
	if (out_errno)
		return;
	va_start(ap, fmt);
	out_check(vprintf(fmt, ap));
	va_end(ap);
}

void out_color(enum color color, const char *fmt, ...)
{
	bool on = opt.color && color != C_NONE;
	va_list ap;

	if (out_errno)
		return;
	if (on)
		out_check(fputs(color_code[color], stdout));
	va_start(ap, fmt);
	out_check(vprintf(fmt, ap));
	va_end(ap);
	if (on)
		out_check(fputs("\033[0m", stdout));
}

void out_bytes(FILE *to, const char *data, size_t len)
{
	bool good;

	if (to == stdout && out_errno)
		return;
	good = fwrite(data, 1, len, to) == len;
	if (to == stdout)
		out_check(good ? 0 : -1);
}

void out_wrap(unsigned int indent, const char *lead, const char *text)
{
	unsigned int start = indent + strlen(lead), col = start;
	size_t len;

	out("%*s%s", (int)indent, "", lead);
	while (*text) {
		len = strcspn(text, " ");
		if (col > start && col + 1 + len > TEXT_WIDTH) {
			out("\n%*s", (int)start, "");
			col = start;
		}
		if (col > start)
			out(" ");
		out("%.*s", (int)len, text);
		col += len + (col > start);
		text += len + strspn(text + len, " ");
	}
	out("\n");
}

bool out_flush(void)
{
	if (!out_errno)
		out_check(fflush(stdout));
	return !out_errno;
}

int out_finish(int code, int unwritten)
{
	if (out_flush())
		return code;
	/* Leaving does not try again. */
	__fpurge(stdout);
	/* A reader that has seen enough is no error, nor is being stopped. */
	if (out_errno == EPIPE || out_errno == EINTR)
		return code;
	if (opt.mute)
		return unwritten;
	fprintf(stderr, "cpoctl: cannot write output: %s\n",
		strerror(out_errno));
	return code ? code : unwritten;
}

int64_t time_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

static int64_t boot_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

int64_t boot_to_wall(uint64_t boottime_ns)
{
	return time_now() - (boot_now() - (int64_t)boottime_ns);
}

uint64_t boot_age_ms(uint64_t boottime_ns)
{
	uint64_t now = boot_now();

	return now > boottime_ns ? (now - boottime_ns) / NS_PER_MS : 0;
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
	snprintf(buf + len, size - len, "%s%.*sZ", digits ? "." : "", digits,
		 fraction);
}

const char *time_span_text(uint64_t ms, char *buf, size_t size)
{
	if (ms < 1000)
		snprintf(buf, size, "%u ms", (unsigned int)ms);
	else if (ms < 120000)
		snprintf(buf, size, "%.1f s", ms / 1e3);
	else if (ms < 7200000)
		snprintf(buf, size, "%u min", (unsigned int)(ms / 60000));
	else
		snprintf(buf, size, "%.1f h", ms / 3.6e6);
	return buf;
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

void text_cut(const char *text, size_t len, char *buf, size_t size)
{
	if (len >= size)
		len = size - 1;
	memcpy(buf, text, len);
	buf[len] = '\0';
}

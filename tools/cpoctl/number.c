// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Numbers as text: exact, the same in every locale, and quickly. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cpoctl.h"

/* Two digits at a time: this is what a table of numbers costs most. */
static const char pairs[201] =
	"0001020304050607080910111213141516171819"
	"2021222324252627282930313233343536373839"
	"4041424344454647484950515253545556575859"
	"6061626364656667686970717273747576777879"
	"8081828384858687888990919293949596979899";

static unsigned int uint_digits(uint64_t val)
{
	static const uint64_t power[20] = {
		1ull, 10ull, 100ull, 1000ull, 10000ull, 100000ull, 1000000ull,
		10000000ull, 100000000ull, 1000000000ull, 10000000000ull,
		100000000000ull, 1000000000000ull, 10000000000000ull,
		100000000000000ull, 1000000000000000ull,
		10000000000000000ull, 100000000000000000ull,
		1000000000000000000ull, 10000000000000000000ull,
	};
	/* 1233 / 4096 is a little more than log10(2). */
	unsigned int n = (64 - __builtin_clzll(val | 1)) * 1233 >> 12;

	return n + (val >= power[n]);
}

size_t uint_text(uint64_t val, char *buf)
{
	unsigned int n = uint_digits(val | !val);
	char *to = buf + n;

	for (; val >= 100; val /= 100) {
		to -= 2;
		memcpy(to, pairs + 2 * (val % 100), 2);
	}
	if (val >= 10)
		memcpy(to - 2, pairs + 2 * val, 2);
	else
		to[-1] = '0' + val;
	return n;
}

void decimal_text(bool negative, uint64_t val, int exp, char *buf, size_t size)
{
	char text[64];
	char *end = text + sizeof(text), *num = end;

	for (; exp < 0 && val % 10 == 0; exp++)
		val /= 10;
	for (; exp > 0 && val; exp--)
		*--num = '0';
	if (exp < 0) {
		for (; exp < 0; exp++, val /= 10)
			*--num = '0' + val % 10;
		*--num = '.';
	}
	do {
		*--num = '0' + val % 10;
		val /= 10;
	} while (val);
	if (negative && (num[0] != '0' || end - num > 1))
		*--num = '-';
	text_cut(num, end - num, buf, size);
}

void json_decimal(struct json *js, const char *key, bool negative,
		  uint64_t val, int exp)
{
	char buf[64];

	decimal_text(negative, val, exp, buf, sizeof(buf));
	json_number(js, key, buf);
}

#define BER_DIGITS	7
#define BER_ROUND	10000000	/* 10^BER_DIGITS */

void ber_text(uint64_t val, char *buf, size_t size)
{
	char text[20], num[32], *end;
	int exp = -18, last = 0;
	size_t n;

	while (val >= BER_ROUND) {
		last = val % 10;
		val /= 10;
		exp++;
	}
	val += last >= 5;
	n = uint_text(val, text);
	decimal_text(false, val, 1 - (int)n, num, sizeof(num));
	exp += (int)n - 1;
	if (val) {
		end = num + strlen(num);
		*end++ = 'e';
		if (exp < 0)
			*end++ = '-';
		end += uint_text(exp < 0 ? -exp : exp, end);
		*end = '\0';
	}
	text_cut(num, strlen(num), buf, size);
}

void ber_short(uint64_t val, char *buf, size_t size)
{
	if (val)
		snprintf(buf, size, "%.1e", val * 1e-18);
	else
		snprintf(buf, size, "0");
}

/* Digits behind the point, so that three of all digits count. */
static int mw_digits(uint64_t nw)
{
	int digits = 6;

	for (; digits && nw >= 1000; digits--)
		nw = (nw + 5) / 10;
	return digits;
}

void mw_text(uint64_t nw, char *buf, size_t size)
{
	if (nw)
		snprintf(buf, size, "%.*f", mw_digits(nw), nw / 1e6);
	else
		snprintf(buf, size, "0");
}

void light_text(uint64_t nw, char *buf, size_t size)
{
	char mw[32], dbm[32];

	mw_text(nw, mw, sizeof(mw));
	if (dbm_text(nw, 2, dbm, sizeof(dbm)))
		snprintf(buf, size, "%s/%s", mw, dbm);
	else
		snprintf(buf, size, "dark");
}

/* No light at all has no logarithm. */
bool dbm_text(uint64_t nw, int digits, char *buf, size_t size)
{
	if (!nw)
		return false;
	snprintf(buf, size, "%.*f", digits, 10 * log10(nw / 1e6));
	return true;
}

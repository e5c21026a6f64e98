// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * Selectors: how a person names objects.
 *
 *   all | DEVICE | NETDEV | [DEVICE/]PART[/PART]
 *   DEVICE = cpoNUMBERS | BUS/NAME       PART = KIND NUMBERS
 *   NUMBERS = N | N-M | {N,N-M,...} | N,N-M,... | a pattern with * ? [ ]
 */

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "cpoctl.h"

#define DEV_PREFIX	"cpo"

static const struct {
	const char *word;
	int kind;
} part_words[] = {
	{ "engine", CPO_KIND_ENGINE },
	{ "oe", CPO_KIND_ENGINE },
	{ "els", CPO_KIND_ELS },
	{ "laser", CPO_KIND_LASER },
	{ "lane", CPO_KIND_LANE },
	{ "port", CPO_KIND_PORT },
	{ "route", CPO_KIND_ROUTE },
	{ "sensor", CPO_KIND_SENSOR },
};

static int num_range(struct sel_num *num, const char **text)
{
	struct sel_range *range;
	unsigned long val;
	char *end;

	if (!isdigit((unsigned char)**text))
		return -EINVAL;
	if (num->ranges == SEL_ITEMS)
		return -E2BIG;
	range = &num->range[num->ranges++];
	val = strtoul(*text, &end, 10);
	if (val > UINT32_MAX)
		return -EINVAL;
	range->first = val;
	range->last = val;
	range->hit = false;
	if (*end == '-') {
		if (!isdigit((unsigned char)end[1]))
			return -EINVAL;
		val = strtoul(end + 1, &end, 10);
		if (val > UINT32_MAX || val < range->first)
			return -EINVAL;
		range->last = val;
	}
	*text = end;
	return 0;
}

static int num_list(struct sel_num *num, const char *text)
{
	bool brace = *text == '{';
	int ret;

	text += brace;
	do {
		ret = num_range(num, &text);
		if (ret)
			return ret;
	} while (*text++ == ',');
	text--;
	if (brace && *text++ != '}')
		return -EINVAL;
	return *text ? -EINVAL : 0;
}

static int num_parse(struct sel_num *num, const char *text)
{
	memset(num, 0, sizeof(*num));
	if (!strcmp(text, "*")) {
		num->all = true;
		return 0;
	}
	if (!strpbrk(text, "*?["))
		return num_list(num, text);
	if (strlen(text) >= sizeof(num->glob) ||
	    (strchr(text, '[') && !strchr(strchr(text, '['), ']')) ||
	    strspn(text, "0123456789*?[]-!") != strlen(text))
		return -EINVAL;
	strcpy(num->glob, text);
	return 0;
}

bool sel_num_match(struct sel_num *num, uint32_t val)
{
	bool match = num->all;
	char text[16];
	unsigned int i;

	for (i = 0; i < num->ranges; i++) {
		if (val < num->range[i].first || val > num->range[i].last)
			continue;
		num->range[i].hit = true;
		match = true;
	}
	if (num->glob[0]) {
		snprintf(text, sizeof(text), "%u", val);
		match = !fnmatch(num->glob, text, 0);
	}
	return match;
}

bool sel_num_single(const struct sel_num *num, uint32_t *val)
{
	if (num->all || num->ranges != 1 ||
	    num->range[0].first != num->range[0].last)
		return false;
	*val = num->range[0].first;
	return true;
}

/* What follows @prefix in @word, when it can be numbers. */
static const char *numbers_after(const char *word, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(word, prefix, len))
		return NULL;
	return word[len] && strchr("0123456789*?[{", word[len]) ? word + len :
								  NULL;
}

static int part_kind(const char *word, const char **numbers)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(part_words); i++) {
		*numbers = numbers_after(word, part_words[i].word);
		if (*numbers)
			return part_words[i].kind;
	}
	return -ENOENT;
}

static int part_parse(struct selector *sel, const char *word, char *why,
		      size_t size)
{
	struct sel_part *part;
	const char *numbers;
	int kind, ret;

	kind = part_kind(word, &numbers);
	if (kind < 0) {
		snprintf(why, size,
			 "'%s' is not engine, els, laser, lane, port, route or sensor with a number",
			 word);
		return -EINVAL;
	}
	if (sel->parts == ARRAY_SIZE(sel->part)) {
		snprintf(why, size, "too many parts at '%s'", word);
		return -EINVAL;
	}
	part = &sel->part[sel->parts++];
	part->kind = kind;
	ret = num_parse(&part->num, numbers);
	if (ret == -E2BIG)
		snprintf(why, size, "more than %u numbers and ranges in one list",
			 SEL_ITEMS);
	else if (ret)
		snprintf(why, size, "'%s' is not a number, range or list",
			 numbers);
	return ret;
}

/* Which parts may stand behind which. */
static int parts_check(const struct selector *sel, char *why, size_t size)
{
	int first = sel->parts ? sel->part[0].kind : CPO_KIND_DEV;
	int last = selector_kind(sel);
	bool ok;

	switch (last) {
	case CPO_KIND_LASER:
		ok = sel->parts == 2 && (first == CPO_KIND_ELS ||
					 first == CPO_KIND_ENGINE);
		break;
	case CPO_KIND_LANE:
		ok = sel->parts == 2 && first == CPO_KIND_ENGINE;
		break;
	default:
		ok = sel->parts < 2;
	}
	if (ok)
		return 0;
	if (last == CPO_KIND_LASER)
		snprintf(why, size, "a laser is named elsN/laserM");
	else if (last == CPO_KIND_LANE)
		snprintf(why, size, "a lane is named engineN/laneM");
	else
		snprintf(why, size, "%s is not part of %s", cpo_kind_name(last),
			 cpo_kind_name(first));
	return -EINVAL;
}

static int parts_parse(struct selector *sel, char *rest, char *why,
		       size_t size)
{
	char *word;
	int ret;

	while ((word = strsep(&rest, "/"))) {
		ret = part_parse(sel, word, why, size);
		if (ret)
			return ret;
	}
	return parts_check(sel, why, size);
}

/* A word on its own that is none of our names, though it may start like one. */
static bool is_ifname(const char *word)
{
	struct sel_num num;
	const char *numbers;

	if (strchr(word, '/') || strpbrk(word, "{}[]*?,"))
		return false;
	numbers = numbers_after(word, DEV_PREFIX);
	if (!numbers && part_kind(word, &numbers) < 0)
		return true;
	return num_parse(&num, numbers);
}

static int handle_parse(struct selector *sel, const char *bus, char **rest,
			char *why, size_t size)
{
	const char *name = *rest ? strsep(rest, "/") : "";

	if (!*bus || !*name) {
		snprintf(why, size, "'%s' is not a device", bus);
		return -EINVAL;
	}
	sel->dev.all = true;
	snprintf(sel->handle, sizeof(sel->handle), "%s/%s", bus, name);
	return 0;
}

/* Take the device off the front of @rest, or leave it for all devices. */
static int dev_parse(struct selector *sel, char **rest, char *why, size_t size)
{
	const char *numbers;
	char *word;

	if (part_kind(*rest, &numbers) >= 0) {
		sel->dev.all = true;
		return 0;
	}
	word = strsep(rest, "/");
	numbers = numbers_after(word, DEV_PREFIX);
	if (!numbers)
		return handle_parse(sel, word, rest, why, size);
	if (!num_parse(&sel->dev, numbers))
		return 0;
	snprintf(why, size, "'%s' is not a device", word);
	return -EINVAL;
}

int selector_parse(struct selector *sel, const char *text, char *why,
		   size_t size)
{
	char buf[SEL_LEN];
	char *rest = buf;
	int ret;

	memset(sel, 0, sizeof(*sel));
	sel->text = text;
	if (strlen(text) >= sizeof(buf) || !*text) {
		snprintf(why, size, *text ? "too long" : "empty");
		return -EINVAL;
	}
	strcpy(buf, text);
	sel->dev.all = !strcmp(text, "all") || is_ifname(text);
	if (!strcmp(text, "all"))
		return 0;
	if (sel->dev.all && strlen(text) < sizeof(sel->ifname)) {
		strcpy(sel->ifname, text);
		return 0;
	}
	ret = dev_parse(sel, &rest, why, size);
	if (ret || !rest)
		return ret;
	return parts_parse(sel, rest, why, size);
}

int selector_kind(const struct selector *sel)
{
	if (sel->ifname[0])
		return CPO_KIND_PORT;
	return sel->parts ? sel->part[sel->parts - 1].kind : CPO_KIND_DEV;
}

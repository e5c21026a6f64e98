// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* Names of commands, attributes and values. */

#include "private.h"

static const struct cpo_enum_entry *enum_find(enum cpo_enum which,
					      uint64_t val)
{
	const struct cpo_enum_def *def;
	unsigned int i;

	if ((unsigned int)which >= CPO_ENUM_COUNT)
		return NULL;
	def = &cpo_enums[which];
	for (i = 0; i < def->count; i++)
		if (def->entry[i].value == val)
			return &def->entry[i];
	return NULL;
}

CPO_EXPORT const char *cpo_enum_name(enum cpo_enum which, uint64_t val)
{
	const struct cpo_enum_entry *entry = enum_find(which, val);

	return entry ? entry->name : NULL;
}

CPO_EXPORT const char *cpo_enum_doc(enum cpo_enum which, uint64_t val)
{
	const struct cpo_enum_entry *entry = enum_find(which, val);

	return entry ? entry->doc : NULL;
}

CPO_EXPORT bool cpo_enum_is_flags(enum cpo_enum which)
{
	return (unsigned int)which < CPO_ENUM_COUNT && cpo_enums[which].flags;
}

CPO_EXPORT int cpo_enum_value(enum cpo_enum which, unsigned int index,
			      uint64_t *val)
{
	if ((unsigned int)which >= CPO_ENUM_COUNT ||
	    index >= cpo_enums[which].count)
		return -ENOENT;
	*val = cpo_enums[which].entry[index].value;
	return 0;
}

CPO_EXPORT const char *cpo_cmd_name(unsigned int cmd)
{
	return cmd <= CPO_CMD_MAX ? cpo_ops[cmd].name : NULL;
}

CPO_EXPORT const char *cpo_attr_name(enum cpo_kind kind, unsigned int attr)
{
	const struct cpo_set *set = cpo_kind_set(kind);

	return set && attr <= set->max ? set->attr[attr].name : NULL;
}

CPO_EXPORT int cpo_attr_limits(enum cpo_kind kind, unsigned int attr,
			       uint64_t *least, uint64_t *most)
{
	const struct cpo_set *set = cpo_kind_set(kind);

	if (!set || attr > set->max || !set->attr[attr].most)
		return -ENOENT;
	*least = set->attr[attr].least;
	*most = set->attr[attr].most;
	return 0;
}

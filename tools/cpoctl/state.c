// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* What the monitor knows of all objects, to tell changes after a gap. */

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "state.h"

static void *tree;
static unsigned int this_round;

static int known_cmp(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static struct known *known_find(int kind, const struct cpo_ids *ids)
{
	struct known key = { .kind = kind, .key = ids_key(kind, ids) };
	void *node = tfind(&key, &tree, known_cmp);

	return node ? *(struct known **)node : NULL;
}

const struct known *state_find(int kind, const struct cpo_ids *ids)
{
	return known_find(kind, ids);
}

static struct known *known_add(int kind, const struct cpo_ids *ids)
{
	struct known *known = calloc(1, sizeof(*known));

	if (!known)
		return NULL;
	known->kind = kind;
	known->key = ids_key(kind, ids);
	known->ids = *ids;
	if (!tsearch(known, &tree, known_cmp)) {
		free(known);
		return NULL;
	}
	return known;
}

void state_forget(int kind, const struct cpo_ids *ids)
{
	struct known *known = known_find(kind, ids);

	if (!known)
		return;
	tdelete(known, &tree, known_cmp);
	free(known);
}

void state_free(void)
{
	tdestroy(tree, free);
	tree = NULL;
}

static void known_names(struct known *known, const struct cpo_row *row)
{
	const char *name = NULL;

	if (known->kind == CPO_KIND_PORT) {
		known->ifname[0] = '\0';
		if (!cpo_port_get_ifname(row, &name))
			text_clean(name, known->ifname, NAME_LEN);
		cpo_port_get_label(row, &name);
	} else if (known->kind == CPO_KIND_ELS) {
		cpo_els_get_label(row, &name);
	}
	if (name)
		text_clean(name, known->label, NAME_LEN);
}

static bool known_words(struct known *known, const struct object *obj,
			const struct cpo_row *row)
{
	bool differs = false;
	unsigned int i, has = 0;
	uint64_t val;

	for (i = 0; i < STATE_WORDS && obj->state[i].attr; i++) {
		val = 0;
		if (!cpo_row_get_uint(row, obj->state[i].attr, &val))
			has |= 1u << i;
		val &= obj->state[i].mask;
		differs |= known->word[i] != val;
		known->word[i] = val;
	}
	differs |= known->has != has;
	known->has = has;
	return differs;
}

bool state_update(const struct item *item)
{
	int kind = cpo_row_kind(item->row);
	struct known *known = known_find(kind, &item->ids);
	bool fresh = !known;
	bool differs;

	if (fresh)
		known = known_add(kind, &item->ids);
	if (!known)
		return true;
	differs = known_words(known, object_of_kind(kind), item->row);
	known_names(known, item->row);
	known->round = this_round;
	/* A device that is new says it for all of its objects. */
	return fresh ? kind == CPO_KIND_DEV : differs;
}

void state_bits(int kind, const struct cpo_ids *ids, uint64_t bits, bool set)
{
	struct known *known = known_find(kind, ids);

	if (!known)
		return;
	if (set)
		known->word[0] |= bits;
	else
		known->word[0] &= ~bits;
}

static int read_kind(const struct object *obj, state_fn changed, void *arg)
{
	struct rowset set = { .obj = obj };
	size_t i;
	int ret;

	ret = rowset_dump(&set, NULL);
	rowset_sort(&set);
	for (i = 0; !ret && i < set.count; i++)
		if (state_update(&set.item[i]) && changed)
			changed(obj, &set.item[i], arg);
	rowset_clear(&set);
	return ret;
}

/* Devices that did not come up in this round. */
struct gone {
	struct known *first;
};

static void find_gone(const void *node, VISIT which, void *arg)
{
	struct known *known = *(struct known *const *)node;
	struct gone *gone = arg;

	if ((which == postorder || which == leaf) &&
	    known->kind == CPO_KIND_DEV && known->round != this_round)
		gone->first = known;
}

int state_read(state_fn changed, void (*gone_fn)(const struct known *, void *),
	       void *arg)
{
	struct gone gone;
	int kind, ret = 0;

	this_round++;
	for (kind = CPO_KIND_DEV; !ret && kind <= CPO_KIND_ROUTE; kind++)
		ret = read_kind(object_of_kind(kind), changed, arg);
	if (ret)
		return ret;
	for (;;) {
		gone.first = NULL;
		twalk_r(tree, find_gone, &gone);
		if (!gone.first)
			return 0;
		gone_fn(gone.first, arg);
		state_forget(CPO_KIND_DEV, &gone.first->ids);
	}
}

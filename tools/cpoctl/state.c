// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* What the monitor knows of all objects, to tell changes after a gap. */

#include <errno.h>
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
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

static struct known *known_get(const struct known *key)
{
	void *node = tfind(key, &tree, known_cmp);

	return node ? *(struct known **)node : NULL;
}

static struct known *known_find(int kind, const struct cpo_ids *ids)
{
	const struct known key = { .kind = kind, .key = ids_key(kind, ids) };

	return known_get(&key);
}

const struct known *state_find(int kind, const struct cpo_ids *ids)
{
	return known_find(kind, ids);
}

static struct known *known_add(const struct known *key)
{
	struct known *known = malloc(sizeof(*known));

	if (!known)
		return NULL;
	*known = *key;
	if (!tsearch(known, &tree, known_cmp)) {
		free(known);
		return NULL;
	}
	return known;
}

static void known_drop(struct known *known)
{
	tdelete(known, &tree, known_cmp);
	free(known);
}

/* What is not looked at while the tree is walked, but dropped later. */
struct forgotten {
	uint32_t dev;
	struct known **known;
	size_t count;
	size_t room;
};

static void find_dev(const void *node, VISIT which, void *arg)
{
	struct known *known = *(struct known *const *)node;
	struct forgotten *all = arg;
	struct known **more;

	if ((which != postorder && which != leaf) ||
	    known->ids.id[CPO_ID_DEV] != all->dev)
		return;
	if (all->count == all->room) {
		more = realloc(all->known, (2 * all->room + 64) *
					   sizeof(*more));
		if (!more)
			return;
		all->known = more;
		all->room = 2 * all->room + 64;
	}
	all->known[all->count++] = known;
}

void state_forget_dev(uint32_t dev)
{
	struct forgotten all = { .dev = dev };
	size_t i;

	twalk_r(tree, find_dev, &all);
	for (i = 0; i < all.count; i++)
		known_drop(all.known[i]);
	free(all.known);
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
	} else if (known->kind == CPO_KIND_ENGINE) {
		cpo_engine_get_label(row, &name);
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
	const struct known key = { .kind = kind, .of = item->kind,
				   .key = item->key, .part = item->part,
				   .ids = item->ids };
	struct known *known = known_get(&key);
	bool fresh = !known;
	bool differs;

	if (fresh)
		known = known_add(&key);
	if (!known)
		return true;
	differs = known_words(known, object_of_kind(kind), item->row);
	known_names(known, item->row);
	known->round = this_round;
	/* A flag that nobody told of was not set. */
	if (fresh && kind == CPO_KIND_FLAG)
		return known->word[0] == CPO_FLAG_STATE_SET;
	/* A device that is new says it for all of its objects. */
	return fresh ? kind == CPO_KIND_DEV : differs;
}

static void known_learn(const struct item *item)
{
	struct known *known = known_find(item->kind, &item->ids);

	if (known)
		known_names(known, item->row);
	else
		state_update(item);
}

void state_learn(void)
{
	struct rowset set;
	size_t i;
	int kind;

	for (kind = CPO_KIND_DEV; kind <= CPO_KIND_ROUTE; kind++) {
		set = (struct rowset){ .obj = object_of_kind(kind) };
		if (!rowset_dump(&set, NULL))
			for (i = 0; i < set.count; i++)
				known_learn(&set.item[i]);
		rowset_clear(&set);
	}
}

void state_flag(int kind, const struct cpo_ids *ids, const struct cond *cond,
		bool set)
{
	const struct known key = { .kind = CPO_KIND_FLAG, .of = kind,
				   .key = flag_key(kind, ids),
				   .part = flag_part(cond), .ids = *ids };
	struct known *known = known_get(&key);

	if (!known)
		known = known_add(&key);
	if (!known)
		return;
	known->has = 1;
	known->word[0] = set ? CPO_FLAG_STATE_SET : CPO_FLAG_STATE_CLEAR;
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

/* The first of a kind that did not come up in this round. */
struct gone {
	int kind;
	struct known *first;
};

static void find_gone(const void *node, VISIT which, void *arg)
{
	struct known *known = *(struct known *const *)node;
	struct gone *gone = arg;

	if ((which == postorder || which == leaf) &&
	    known->kind == gone->kind && known->round != this_round)
		gone->first = known;
}

static void tell_gone(int kind, void (*fn)(const struct known *, void *),
		      void *arg)
{
	struct gone gone = { .kind = kind };
	uint32_t dev;

	for (;;) {
		gone.first = NULL;
		twalk_r(tree, find_gone, &gone);
		if (!gone.first)
			return;
		if (kind == CPO_KIND_DEV ||
		    (gone.first->word[0] == CPO_FLAG_STATE_SET &&
		     dev_row(gone.first->ids.id[CPO_ID_DEV])))
			fn(gone.first, arg);
		dev = gone.first->ids.id[CPO_ID_DEV];
		known_drop(gone.first);
		if (kind == CPO_KIND_DEV)
			state_forget_dev(dev);
	}
}

void state_forget_flags(void)
{
	struct gone gone = { .kind = CPO_KIND_FLAG };

	this_round++;
	do {
		gone.first = NULL;
		twalk_r(tree, find_gone, &gone);
		if (gone.first)
			known_drop(gone.first);
	} while (gone.first);
}

int state_read(state_fn changed, void (*gone_fn)(const struct known *, void *),
	       void *arg)
{
	int kind, ret = 0;

	this_round++;
	for (kind = CPO_KIND_DEV; !ret && kind <= CPO_KIND_ROUTE; kind++)
		ret = read_kind(object_of_kind(kind), changed, arg);
	if (ret)
		return ret;
	ret = read_kind(&obj_flag, changed, arg);
	/* A kernel may have no flags yet: events are all there is. */
	if (ret && ret != -EOPNOTSUPP)
		return ret;
	if (!ret)
		tell_gone(CPO_KIND_FLAG, gone_fn, arg);
	tell_gone(CPO_KIND_DEV, gone_fn, arg);
	return 0;
}

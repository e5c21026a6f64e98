// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* What words select, and all that is related to it, of every kind. */

#include <stdlib.h>

#include "cpoctl.h"

/* One object the selectors chose. */
struct chosen {
	int kind;
	uint64_t key;
};

static int chosen_cmp(const void *a, const void *b)
{
	const struct chosen *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static int choose_kind(struct choice *choice, int kind, const char **word)
{
	struct rowset set = { .obj = object_of_kind(kind) };
	struct chosen *more;
	size_t i;
	int code;

	code = resolve(&set, word, 1);
	choice->partial |= set.partial;
	more = code || !set.count ? NULL :
	       realloc(choice->chosen, (choice->count + set.count) *
		       sizeof(*more));
	if (more) {
		choice->chosen = more;
		for (i = 0; i < set.count; i++)
			more[choice->count++] = (struct chosen){
				kind, set.item[i].key };
	}
	rowset_clear(&set);
	return code;
}

/* All that one word selects, and warnings about it once. */
static int choose_word(struct choice *choice, const char **word)
{
	static const int kinds[] = {
		CPO_KIND_DEV, CPO_KIND_ENGINE, CPO_KIND_ELS, CPO_KIND_LASER,
		CPO_KIND_LANE, CPO_KIND_PORT, CPO_KIND_ROUTE, CPO_KIND_SENSOR,
	};
	bool hush = opt.hush;
	unsigned int i;
	int code = EXIT_OK;

	for (i = 0; !code && i < ARRAY_SIZE(kinds); i++) {
		code = choose_kind(choice, kinds[i], word);
		opt.hush = true;
	}
	opt.hush = hush;
	return code;
}

static int choose_words(struct choice *choice, const char **word,
			unsigned int words, bool again)
{
	int code = EXIT_OK;
	unsigned int i;

	for (i = 0; !code && i < words; i++) {
		code = choose_word(choice, &word[i]);
		if (again && code == EXIT_NOT_FOUND)
			code = EXIT_OK;
	}
	if (choice->count)
		qsort(choice->chosen, choice->count, sizeof(*choice->chosen),
		      chosen_cmp);
	return code;
}

int choice_make(struct choice *choice, const char **word, unsigned int words)
{
	choice->all = !words;
	return choose_words(choice, word, words, false);
}

int choice_again(struct choice *choice, struct choice *before,
		 const char **word, unsigned int words)
{
	struct choice new = { .all = !words };
	int code;

	code = choose_words(&new, word, words, true);
	if (code) {
		choice_free(&new);
		return code;
	}
	choice_free(before);
	*before = *choice;
	*choice = new;
	return EXIT_OK;
}

bool choice_has(const struct choice *choice, int kind,
		const struct cpo_ids *ids)
{
	struct chosen key = { kind, ids_key(kind, ids) };

	if (choice->all || !choice->count)
		return choice->all;
	return bsearch(&key, choice->chosen, choice->count, sizeof(key),
		       chosen_cmp);
}

void choice_free(struct choice *choice)
{
	free(choice->chosen);
	choice->chosen = NULL;
	choice->count = 0;
}

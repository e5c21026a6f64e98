/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_STATE_H
#define CPOCTL_STATE_H

#include "flag.h"

#define STATE_WORDS	3
#define NAME_LEN	32

/**
 * struct known - what was last seen of one object
 * @kind: kind of object, or %CPO_KIND_FLAG
 * @of: kind of the object a flag is about
 * @key: its identity
 * @part: of a flag, what tells it from others of the object
 * @ids: its ids
 * @has: bit for each word the device reported
 * @word: values the object's table names as its state
 * @round: reading it was last seen in
 * @label: printed name, or empty
 * @ifname: network interface, or empty
 */
struct known {
	int kind;
	int of;
	uint64_t key;
	uint32_t part;
	struct cpo_ids ids;
	unsigned int has;
	uint64_t word[STATE_WORDS];
	unsigned int round;
	char label[NAME_LEN];
	char ifname[NAME_LEN];
};

/* Remember a row; returns whether its state differs from before. */
bool state_update(const struct item *item);
/* A device left: all of its parts, and it. */
void state_forget_dev(uint32_t dev);
const struct known *state_find(int kind, const struct cpo_ids *ids);
/* Set or clear bits of the first word of an object. */
void state_bits(int kind, const struct cpo_ids *ids, uint64_t bits, bool set);
/* An event told the state of a flag. */
void state_flag(int kind, const struct cpo_ids *ids, const struct cond *cond,
		bool set);
/* As if no flag was set: those that are come up as changes. */
void state_forget_flags(void);
void state_free(void);

typedef void (*state_fn)(const struct object *obj, const struct item *item,
			 void *arg);

/*
 * Read everything anew and call @changed for what differs from what was
 * known; with NULL, just remember. @gone is called for devices that went, and
 * for flags of others that were set and are not there any more.
 * Returns 0 or a negative errno.
 */
int state_read(state_fn changed, void (*gone)(const struct known *, void *),
	       void *arg);

/*
 * Remember objects that are new, and the names of all. What is known of the
 * others stays: a difference nobody was told of is for state_read() to find.
 */
void state_learn(void);

#endif /* CPOCTL_STATE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_STATE_H
#define CPOCTL_STATE_H

#include "cpoctl.h"

#define STATE_WORDS	3
#define NAME_LEN	32

/**
 * struct known - what was last seen of one object
 * @kind: kind of object
 * @key: its identity
 * @ids: its ids
 * @has: bit for each word the device reported
 * @word: values the object's table names as its state
 * @round: reading it was last seen in
 * @label: printed name, or empty
 * @ifname: network interface, or empty
 */
struct known {
	int kind;
	uint64_t key;
	struct cpo_ids ids;
	unsigned int has;
	uint64_t word[STATE_WORDS];
	unsigned int round;
	char label[NAME_LEN];
	char ifname[NAME_LEN];
};

/* Remember a row; returns whether its state differs from before. */
bool state_update(const struct item *item);
void state_forget(int kind, const struct cpo_ids *ids);
const struct known *state_find(int kind, const struct cpo_ids *ids);
/* Set or clear bits of the first word of an object. */
void state_bits(int kind, const struct cpo_ids *ids, uint64_t bits, bool set);
void state_free(void);

typedef void (*state_fn)(const struct object *obj, const struct item *item,
			 void *arg);

/*
 * Read everything anew and call @changed for what differs from what was
 * known; with NULL, just remember. @gone is called for devices that went.
 * Returns 0 or a negative errno.
 */
int state_read(state_fn changed, void (*gone)(const struct known *, void *),
	       void *arg);

#endif /* CPOCTL_STATE_H */

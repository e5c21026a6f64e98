/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_WORDS_H
#define CPOCTL_WORDS_H

#include "quantity.h"

/* What a number is a code of. */
enum words_of {
	WORDS_EVENT,
	WORDS_REASON,
	WORDS_LASER,
	WORDS_MODULE,
	WORDS_DEV,
	WORDS_CONDITION,
	/* A limit that was crossed; see limit_code(). */
	WORDS_THRESHOLD,
	WORDS_SETS
};

/* CMIS module fault causes; the family gives them as plain numbers. */
enum module_fault {
	MODULE_FAULT_NONE,
	MODULE_FAULT_TEC,
	MODULE_FAULT_DATA_MEMORY,
	MODULE_FAULT_PROGRAM_MEMORY,
	MODULE_FAULT_TRANSMITTER,
	MODULE_FAULT_RECEIVER,
	MODULE_FAULT_TEMPERATURE,
};

/* Conditions that are seen in rows and have no code of their own. */
enum condition {
	COND_STALE,
	COND_LEAK,
	COND_ELS_ABSENT,
	COND_UNCHECKED,
	COND_CHECKING,
	COND_LASER_OFF,
	COND_LASER_DOWN,
	COND_MODULE_FAULT,
	COND_ROUTE_DARK,
	COND_CHECK_FAILED,
	COND_TX_FAULT,
	COND_TX_DARK,
	COND_RING_UNLOCK,
	COND_RX_LOS,
	COND_RX_LOL,
	COND_TX_LOS,
	COND_TX_LOL,
	COND_STATE,
};

/**
 * struct words - a code in words
 * @what: what happened
 * @cause: what that mostly comes from
 * @remedy: what to do, and to which part
 * @ended: what happened when the condition ended, for events that tell
 *
 * "{els}" and the like stand for parts; see words_fill().
 */
struct words {
	const char *what;
	const char *cause;
	const char *remedy;
	const char *ended;
};

/**
 * struct places - parts by the names somebody in front of them would use
 *
 * An empty one becomes "its ELS" and so on.
 */
struct places {
	char dev[32];
	char els[40];
	char laser[32];
	char engine[40];
	char lane[64];
	char port[64];
	char fibre[48];
	char sensor[40];
	char path[PATH_LEN];
	char limit[24];
};

/* Never NULL: a code that is not known has a sentence that says so. */
const struct words *words_find(enum words_of of, uint64_t code);
/* NULL for one that is not known; may hold until the next call only. */
const char *words_name(enum words_of of, uint64_t code);
const char *words_list(enum words_of of);
/* Replace places in @text, which may be NULL. */
void words_fill(const char *text, const struct places *at, char *buf,
		size_t size);
/* "ELS 4", whether its label is "4" or "ELS4" (places.c). */
void label_text(const char *word, const char *label, uint32_t id, char *buf,
		size_t size);
/* A limit of a part that was crossed, as a code (limit_words.c). */
uint32_t limit_code(int kind, const struct cpo_ids *ids,
		    const struct cond *cond);
const struct words *limit_words(uint32_t code);
const char *limit_name(uint32_t code);
/* Which limit that is. */
void limit_place(uint32_t code, struct places *at);
void limit_words_json(struct json *js);
/* All of them, into an open object. */
void words_json(struct json *js);

#endif /* CPOCTL_WORDS_H */

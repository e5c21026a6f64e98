/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_HEALTH_H
#define CPOCTL_HEALTH_H

#include "words.h"

#define FOUND_WORDS	512

/**
 * struct found - one condition, at the part that is its cause
 * @severity: CPO_SEVERITY_*
 * @of: which list of codes @code is from
 * @code: what it is
 * @state: the state there are no words for
 * @name: the part, as somebody in front of it would call it
 * @what: what happened, with what it takes down
 * @cause: what that mostly comes from
 * @remedy: what to do
 * @since_ns: when it began, device time; 0 when that is not known
 * @since_boot_ns: the same by CLOCK_BOOTTIME, of a flag
 * @since: the same as time of the day, or empty
 * @lasts_ms: how long ago that was
 * @past_boot_ns: when it went away, CLOCK_BOOTTIME; 0 when it is there
 * @changes: how often it changed, of a flag
 * @least: it may have changed more often
 * @value: what was measured at the last change, or empty
 * @parts: of what may be told once for many parts, how many; otherwise 0
 * @parts_kind: and their kind
 * @ports: how many ports it takes down
 * @lanes: how many lanes it takes down
 * @lasers: how many lasers are in that state
 * @port: ids of these ports
 * @stale: the row it was seen in is old
 * @age_ms: how old
 */
struct found {
	uint32_t severity;
	enum words_of of;
	uint32_t code;
	uint64_t state;
	char name[64];
	char what[FOUND_WORDS];
	char cause[FOUND_WORDS];
	char remedy[FOUND_WORDS];
	uint64_t since_ns;
	uint64_t since_boot_ns;
	char since[40];
	uint64_t lasts_ms;
	uint64_t past_boot_ns;
	uint64_t changes;
	bool least;
	char value[48];
	unsigned int parts;
	int parts_kind;
	unsigned int ports;
	unsigned int lanes;
	unsigned int lasers;
	uint32_t *port;
	bool stale;
	uint64_t age_ms;
};

enum {
	H_ENGINES,
	H_ELS,
	H_LASERS,
	H_LANES,
	H_PORTS,
	H_ROUTES,
	H_SENSORS,
	H_FLAGS,
	H_SETS
};

/**
 * struct health - rows of all devices and what is wrong with them
 * @set: the rows, sorted
 * @told: for each row, whether a condition explains its state already
 * @list: what was found, worst first; items have @found
 * @inconsistent: rows may not fit each other
 */
struct health {
	struct rowset set[H_SETS];
	bool *told[H_SETS];
	struct rowset list;
	bool inconsistent;
};

/* Read everything and find what is wrong; 0 or an exit code. */
int health_load(struct health *health);
/* Keep what is about chosen parts and is at least so bad. */
void health_keep(struct health *health, const struct choice *choice,
		 uint32_t severity);
void health_free(struct health *health);

/* Add a condition of a part to the list; it has no words yet. */
struct found *health_tell(struct health *health, int kind,
			  const struct item *part, uint32_t severity,
			  enum words_of list, uint32_t code);
/* Is a lane, laser or route as it is because of something that is told? */
bool health_explained(struct health *health, int kind,
		      const struct item *part);

/* ---- What flags add (flag_health.c) ---- */

void flags_find(struct health *health);
/* Since when a condition lasts, where a flag says the same. */
void flags_since(struct health *health, const struct item *item);
/* What many parts have in common is told once. */
void flags_fold(struct health *health);
void flags_places(const struct item *item, struct places *at);

/* How many ports are up and lasers on, of those chosen (check.c). */
void health_counts(const struct health *health, const struct choice *choice,
		   char *buf, size_t size);

/* Is it a reason of ports that is about an engine of theirs (conditions.c)? */
bool reason_of_engine(uint32_t reason);

/* ---- In words (found_words.c) ---- */

void found_words(struct health *health, const struct item *item);
/* One line: severity, part and what happened. */
void found_line(const struct item *item, char *buf, size_t size);

/* ---- Values for the field table (health.c) ---- */

enum found_word {
	FOUND_NAME,
	FOUND_OBJECT,
	FOUND_LIST,
	FOUND_CODE,
	FOUND_SINCE,
	FOUND_WHAT,
	FOUND_CAUSE,
	FOUND_REMEDY,
};

enum found_number {
	FOUND_DEV_ID,
	FOUND_SEVERITY,
	FOUND_PORTS,
	FOUND_LANES,
	FOUND_SINCE_NS,
	FOUND_AGE_MS,
	FOUND_LASTS_MS,
	FOUND_CHANGES,
	FOUND_PARTS,
};

/* False when it is not known. */
bool found_word(const struct item *item, int which, char *buf, size_t size);
bool found_number(const struct item *item, int which, uint64_t *val);

/* ---- Names of parts (places.c) ---- */

/* What is known about where @item of @kind is. */
void places_of(struct health *health, int kind, const struct item *item,
	       struct places *at);
/* The one of them that @kind is. */
const char *places_name(const struct places *at, int kind);

#endif /* CPOCTL_HEALTH_H */

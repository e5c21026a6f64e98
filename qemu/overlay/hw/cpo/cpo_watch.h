/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Everything of a machine that has limits, compared once per epoch.  What is
 * not known is not compared: nothing is low because it is dark or absent.
 * No QEMU includes.
 */
#ifndef HW_CPO_WATCH_H
#define HW_CPO_WATCH_H

#include <stdint.h>
#include <stdbool.h>
#include "cpo_limits.h"
#include "cpo_plant.h"

/* Watches are numbered through, by row and object. */
typedef struct CPOWatches {
    const CPOPlant *plant;
    uint32_t base[CPO_LIM_ROWS + 1];
    uint32_t n;
    CPOWatch *watch;
    CPOLimits *own;         /* of those that have limits of their own */
    CPOLimits kind[CPO_LIM_ROWS];
    CPOLimits *sensor;
    bool all;               /* compare all of it the next time */
    bool waits;             /* some flag is about to clear */
} CPOWatches;

/* @levels: flags of watch @n that are now set, or clear */
typedef void (*CPOWatchFn)(void *opaque, uint32_t n, uint8_t levels,
                           bool set);

bool cpo_watches_init(CPOWatches *ws, const CPOPlant *p);
void cpo_watches_free(CPOWatches *ws);
/* No flag is set, no object has limits of its own. */
void cpo_watches_reset(CPOWatches *ws);
/* Of the epoch the plant is in, after its light and before its counts. */
void cpo_watches_epoch(CPOWatches *ws, CPOWatchFn fn, void *opaque);

/* Watch number; false: the object does not have it, or does not exist. */
bool cpo_watches_find(const CPOWatches *ws, uint8_t obj, unsigned i,
                      unsigned quantity, uint32_t *n);
CPOLimitRow cpo_watches_row(const CPOWatches *ws, uint32_t n);
/* NULL: those of its kind again */
void cpo_watches_limit(CPOWatches *ws, uint32_t n, const CPOLimits *l);
/* In force: its own, or the default. */
const CPOLimits *cpo_watches_limits(const CPOWatches *ws, uint32_t n);
bool cpo_watches_sane(const CPOWatches *ws);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * A value over time: now, over the window in progress and over the last
 * complete one.  Only changes are written down; everything between two of
 * them is accounted for when it is asked, with the same result.
 * No QEMU includes.
 */
#ifndef HW_CPO_WINDOW_H
#define HW_CPO_WINDOW_H

#include <stdint.h>

#define CPO_WINDOW_EPOCHS       9000        /* 15 minutes */
#define CPO_WINDOW_EPOCHS_MAX   864000      /* a day */
#define CPO_WINDOW_VALUE_MAX    (1ll << 60)

/* The sum is in two halves: high * 2^32 + low, both exact. */
typedef struct CPOWindowSum {
    int64_t min;
    int64_t max;
    int64_t high;
    uint64_t low;
    uint32_t n;                 /* epochs with a value */
} CPOWindowSum;

typedef struct CPOWindow {
    CPOWindowSum running;
    CPOWindowSum previous;
    int64_t value;
    uint64_t start;             /* epoch the running window began */
    uint64_t since;             /* epoch up to which it is accounted */
    uint8_t known;              /* there is a value */
} CPOWindow;

/* Windows end at multiples of @length after @epoch. */
void cpo_window_reset(CPOWindow *w, uint64_t epoch);
/* @value holds from @epoch on; the epoch in which it changes gets it */
void cpo_window_set(CPOWindow *w, uint32_t length, uint64_t epoch,
                    int64_t value);
void cpo_window_unknown(CPOWindow *w, uint32_t length, uint64_t epoch);
/* Accounts for all epochs before @epoch. */
void cpo_window_run(CPOWindow *w, uint32_t length, uint64_t epoch);
int64_t cpo_window_avg(const CPOWindowSum *sum);

#endif

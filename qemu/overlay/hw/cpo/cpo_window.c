/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include "cpo_window.h"

void cpo_window_reset(CPOWindow *w, uint64_t epoch)
{
    *w = (CPOWindow) { .start = epoch, .since = epoch };
}

static void add(CPOWindowSum *s, int64_t value, uint64_t n)
{
    if (!n) {
        return;
    }
    if (!s->n || value < s->min) {
        s->min = value;
    }
    if (!s->n || value > s->max) {
        s->max = value;
    }
    s->high += (value >> 32) * (int64_t)n;
    s->low += ((uint64_t)value & UINT32_MAX) * n;
    s->n += n;
}

static void turn(CPOWindow *w, uint64_t start)
{
    w->previous = w->running;
    w->running = (CPOWindowSum) { 0 };
    w->start = start;
}

void cpo_window_run(CPOWindow *w, uint32_t length, uint64_t epoch)
{
    while (w->since < epoch) {
        uint64_t end = w->start + length;
        uint64_t to = epoch < end ? epoch : end;

        if (w->known) {
            add(&w->running, w->value, to - w->since);
        }
        w->since = to;
        if (to == end) {
            turn(w, end);
        }
        /* long gap: all but the last two windows leave no trace */
        if (epoch > w->since && epoch - w->since > 2ull * length) {
            uint64_t skip = (epoch - w->since) / length - 1;

            w->start += skip * length;
            w->since = w->start;
        }
    }
}

void cpo_window_set(CPOWindow *w, uint32_t length, uint64_t epoch,
                    int64_t value)
{
    if (w->known && w->value == value) {
        return;
    }
    cpo_window_run(w, length, epoch);
    w->value = value;
    w->known = 1;
}

void cpo_window_unknown(CPOWindow *w, uint32_t length, uint64_t epoch)
{
    if (w->known) {
        cpo_window_run(w, length, epoch);
        w->known = 0;
    }
}

static int64_t floor_div(int64_t a, int64_t b, int64_t *rest)
{
    int64_t q = a / b;

    if (a % b < 0) {
        q--;
    }
    *rest = a - q * b;
    return q;
}

/* rounded down */
int64_t cpo_window_avg(const CPOWindowSum *sum)
{
    int64_t rest, q;

    if (!sum->n) {
        return 0;
    }
    q = floor_div(sum->high, sum->n, &rest);
    return (int64_t)(((uint64_t)q << 32) +
                     (((uint64_t)rest << 32) + sum->low) / sum->n);
}

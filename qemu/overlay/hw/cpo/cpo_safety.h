/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * The clamp: the one place where optical power is granted.  It knows nothing
 * of the laser state machine, which only asks, and keeps its own record of
 * passed checks.  No QEMU includes.
 */
#ifndef HW_CPO_SAFETY_H
#define HW_CPO_SAFETY_H

#include <stdint.h>
#include <stdbool.h>

/* Lines from the hardware, for one laser. */
typedef struct CPOClampIn {
    bool present;
    bool mated;
    bool enclosure_closed;
    bool slot_closed;
    bool feed_open;         /* comparator at the engine input */
    bool low_power;
    bool engine_off;
    bool over_power;        /* comparator at the laser output */
} CPOClampIn;

typedef struct CPOClamp {
    bool checked;           /* passed since the last reason to doubt it */
    bool tripped;
    bool opened;            /* feed found open since the last check */
    bool biting;            /* lowers what is asked */
    uint32_t hits;          /* times it began to */
} CPOClamp;

/* A measurement of the feed, taken at check power. */
typedef struct CPOClampCheck {
    bool measured;
    uint32_t emitted_nw;
    int32_t loss_mdb;
    int32_t limit_mdb;
} CPOClampCheck;

void cpo_clamp_reset(CPOClamp *c);
void cpo_clamp_update(CPOClamp *c, const CPOClampIn *in);
/* Enough light for a check to say something about the fibre. */
bool cpo_clamp_check_lit(const CPOClampCheck *check);
void cpo_clamp_check_start(CPOClamp *c);
bool cpo_clamp_check_done(CPOClamp *c, const CPOClampIn *in,
                          const CPOClampCheck *check);
uint32_t cpo_clamp_limit_nw(const CPOClamp *c, const CPOClampIn *in);
uint32_t cpo_clamp_emit_nw(CPOClamp *c, const CPOClampIn *in,
                           uint32_t asked_nw);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

#include "cpo_safety.h"
#include "cpo_optics.h"

/* The check itself is only trusted if it ran at check power. */
#define CHECK_MIN_NW    (CPO_CHECK_NW / 2)
#define CHECK_MAX_NW    (CPO_CHECK_NW / 2 * 3)

static bool closed(const CPOClampIn *in)
{
    return in->present && in->mated && in->enclosure_closed &&
           in->slot_closed;
}

void cpo_clamp_reset(CPOClamp *c)
{
    c->checked = false;
    c->tripped = false;
    c->opened = false;
}

/* Latch what may never be forgotten; called whenever a line may have moved. */
void cpo_clamp_update(CPOClamp *c, const CPOClampIn *in)
{
    if (!in->present || !in->mated) {
        cpo_clamp_reset(c);
    }
    if (!closed(in)) {
        c->checked = false;
    }
    if (in->feed_open) {
        c->checked = false;
        c->opened = true;
    }
    if (in->over_power) {
        c->checked = false;
        c->tripped = true;
    }
}

bool cpo_clamp_check_lit(const CPOClampCheck *check)
{
    return check->emitted_nw >= CHECK_MIN_NW;
}

/* A new check puts the old one out of force until it has passed. */
void cpo_clamp_check_start(CPOClamp *c)
{
    c->checked = false;
}

bool cpo_clamp_check_done(CPOClamp *c, const CPOClampIn *in,
                          const CPOClampCheck *check)
{
    cpo_clamp_update(c, in);
    c->checked = false;
    if (!closed(in) || in->low_power || in->engine_off || c->tripped ||
        !check->measured || !cpo_clamp_check_lit(check) ||
        check->emitted_nw > CHECK_MAX_NW ||
        check->loss_mdb > check->limit_mdb) {
        return false;
    }
    c->opened = false;
    c->checked = true;
    return true;
}

uint32_t cpo_clamp_limit_nw(const CPOClamp *c, const CPOClampIn *in)
{
    if (!closed(in) || in->low_power || in->engine_off || c->tripped) {
        return 0;
    }
    return c->checked && !c->opened ? CPO_LASER_MAX_NW : CPO_CHECK_NW;
}

uint32_t cpo_clamp_emit_nw(CPOClamp *c, const CPOClampIn *in,
                           uint32_t asked_nw)
{
    uint32_t limit = cpo_clamp_limit_nw(c, in);

    c->hits += asked_nw > limit && !c->biting;
    c->biting = asked_nw > limit;
    return c->biting ? limit : asked_nw;
}

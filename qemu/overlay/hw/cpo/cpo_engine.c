/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Engines as CMIS modules: the power they were asked to take and how far they
 * are.  What that does to light is worked out in cpo_light.c.
 */
#include "qemu/osdep.h"
#include "cpo_int.h"

bool cpo_engine_ready(const CPOState *s, unsigned e)
{
    return s->engine[e].state == CPO_MODULE_READY;
}

CPOPlantPower cpo_engine_power(const CPOState *s, unsigned e)
{
    switch (s->engine[e].state) {
    case CPO_MODULE_READY:
        return CPO_POWER_ON;
    case CPO_MODULE_PWR_UP:
        return CPO_POWER_WARMING;
    default:
        return CPO_POWER_OFF;
    }
}

/* Power on, with the machine warm: they are up long before the lasers. */
void cpo_engine_cold(CPOState *s)
{
    for (unsigned e = 0; e < s->n_engines; e++) {
        s->engine[e] = (CPOEngineState) { .state = CPO_MODULE_READY };
    }
}

/* Asked for what it is asked for already, it goes on with what it does. */
void cpo_engine_request(CPOState *s, unsigned e, bool low_power)
{
    CPOEngineState *engine = &s->engine[e];
    int64_t ns = low_power ? CPO_ENGINE_DOWN_NS : CPO_ENGINE_UP_NS;

    if (engine->low_power == low_power) {
        return;
    }
    engine->low_power = low_power;
    engine->state = low_power ? CPO_MODULE_PWR_DN : CPO_MODULE_PWR_UP;
    engine->deadline = s->now + ns / s->time_scale;
}

void cpo_engine_due(CPOState *s, unsigned e)
{
    CPOEngineState *engine = &s->engine[e];

    engine->deadline = 0;
    engine->state = engine->low_power ? CPO_MODULE_LOW_PWR : CPO_MODULE_READY;
}

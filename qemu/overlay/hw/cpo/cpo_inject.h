/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Faults one can put into the plant, by name.  The caller works out light
 * again afterwards, as after any other change.  No QEMU includes.
 */
#ifndef HW_CPO_INJECT_H
#define HW_CPO_INJECT_H

#include <stdint.h>
#include <stddef.h>
#include "cpo_plant.h"

typedef struct CPOInjection {
    const char *name;
    uint8_t obj;                /* enum cpo_hw_obj_type it is put into */
    const char *unit;
    int64_t min;
    int64_t max;
    int64_t none;               /* value without a fault */
    const char *what;
    void (*set)(CPOPlant *p, unsigned i, int64_t value);
} CPOInjection;

const CPOInjection *cpo_inject_get(size_t index);
const CPOInjection *cpo_inject_find(const char *name);
/*
 * An enum cpo_hw_status.  Other than CPO_ST_OK: not done, and one sentence in
 * @why says why.
 */
int cpo_inject(CPOPlant *p, const char *name, unsigned i, int64_t value,
               char *why, size_t size);
int cpo_inject_clear(CPOPlant *p, const char *name, unsigned i, char *why,
                     size_t size);
/* As if nothing had ever been put in: also lets go of pins, lasers are new. */
void cpo_inject_clear_all(CPOPlant *p);

#endif

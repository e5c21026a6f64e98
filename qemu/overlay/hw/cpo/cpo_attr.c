/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Settings of objects as the host reads and sets them. */
#include "qemu/osdep.h"
#include "cpo_int.h"

typedef struct CPOAttr {
    uint16_t attr;          /* enum cpo_hw_attr_id */
    uint8_t obj;
    int64_t min;
    int64_t max;
    int64_t (*get)(const CPOState *s, unsigned index);
    void (*set)(CPOState *s, unsigned index, int64_t value);
} CPOAttr;

static int64_t low_power_get(const CPOState *s, unsigned engine)
{
    return s->engine[engine].low_power;
}

static void low_power_set(CPOState *s, unsigned engine, int64_t value)
{
    cpo_engine_request(s, engine, value);
}

static const CPOAttr attrs[] = {
    { CPO_ATTR_LOW_POWER, CPO_OBJ_ENGINE, 0, 1, low_power_get, low_power_set },
};

/* The attribute of an object that is there, or NULL. */
static const CPOAttr *find(const CPOState *s, const struct cpo_hw_attr *row)
{
    const struct cpo_hw_obj *o = &row->obj;

    if (o->side || o->b || o->c ||
        le16_to_cpu(o->a) >= cpo_tally_objects(s, o->type)) {
        return NULL;
    }
    for (unsigned i = 0; i < ARRAY_SIZE(attrs); i++) {
        if (attrs[i].attr == le16_to_cpu(row->attr) &&
            attrs[i].obj == o->type) {
            return &attrs[i];
        }
    }
    return NULL;
}

uint16_t cpo_attr_get(const CPOState *s, const struct cpo_hw_obj *first,
                      uint16_t attr, uint32_t n, struct cpo_hw_attr *row,
                      uint16_t *detail)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t index = le16_to_cpu(first->a) + i;
        const CPOAttr *a;

        row[i] = (struct cpo_hw_attr) {
            .obj = *first,
            .attr = cpu_to_le16(attr),
        };
        row[i].obj.a = cpu_to_le16(MIN(index, UINT16_MAX));
        a = find(s, &row[i]);
        if (!a) {
            *detail = i;
            return CPO_ST_NO_OBJECT;
        }
        row[i].value = cpu_to_le64(a->get(s, index));
    }
    return CPO_ST_OK;
}

/* All rows are checked before the first one is done. */
uint16_t cpo_attr_set(CPOState *s, const struct cpo_hw_attr *row, uint32_t n,
                      bool dry_run, uint16_t *detail)
{
    for (uint32_t i = 0; i < n; i++) {
        const CPOAttr *a = find(s, &row[i]);
        int64_t value = le64_to_cpu(row[i].value);

        *detail = i;
        if (!a) {
            return CPO_ST_NO_OBJECT;
        }
        if (row[i].flags || value < a->min || value > a->max) {
            return CPO_ST_RANGE;
        }
    }
    *detail = 0;
    if (dry_run) {
        return CPO_ST_OK;
    }
    for (uint32_t i = 0; i < n; i++) {
        find(s, &row[i])->set(s, le16_to_cpu(row[i].obj.a),
                                  le64_to_cpu(row[i].value));
    }
    s->cfg_gen++;
    cpo_light_eval(s);
    cpo_light_rearm(s);
    return CPO_ST_OK;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Limits as the host reads and sets them. */
#include "qemu/osdep.h"
#include "cpo_int.h"

/* ---- lists ---- */

typedef struct CPOThreshList {
    struct cpo_hw_threshold *row;
    uint32_t first;
    uint32_t max;
    uint32_t n;                 /* rows there are */
} CPOThreshList;

static void add(CPOThreshList *list, CPOLimitRow row, uint16_t obj,
                const CPOLimits *l)
{
    uint32_t at = list->n++ - list->first;
    struct cpo_hw_threshold *to;

    if (at >= list->max) {      /* also those before the first one */
        return;
    }
    to = &list->row[at];
    *to = (struct cpo_hw_threshold) {
        .obj.type = cpo_limit_obj(row),
        .obj.a = cpu_to_le16(obj),
        .quantity = cpu_to_le16(cpo_limit_quantity(row)),
        .mask = l->mask,
    };
    for (unsigned i = 0; i < CPO_LV_COUNT; i++) {
        to->limit[i] = cpu_to_le64(l->mask >> i & 1 ? l->limit[i] : 0);
    }
}

static void add_defaults(const CPOWatches *ws, CPOLimitRow row,
                         CPOThreshList *list)
{
    uint32_t n = ws->base[row + 1] - ws->base[row];

    if (row != CPO_LIM_SENSOR) {
        if (n) {
            add(list, row, CPO_OBJ_ALL, &ws->kind[row]);
        }
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        add(list, row, i, &ws->sensor[i]);
    }
}

static void add_overrides(const CPOWatches *ws, CPOLimitRow row,
                          CPOThreshList *list)
{
    for (uint32_t n = ws->base[row]; n < ws->base[row + 1]; n++) {
        if (ws->watch[n].own) {
            add(list, row, n - ws->base[row], &ws->own[n]);
        }
    }
}

/* Rows from @first on, @max or fewer; returns how many there are in all. */
uint32_t cpo_thresh_list(const CPOState *s, uint32_t what, uint32_t first,
                         uint32_t max, struct cpo_hw_threshold *row)
{
    CPOThreshList list = { .row = row, .first = first, .max = max };

    for (unsigned r = 0; r < CPO_LIM_ROWS; r++) {
        if (what == CPO_THRESH_DEFAULTS) {
            add_defaults(&s->watches, r, &list);
        } else {
            add_overrides(&s->watches, r, &list);
        }
    }
    return list.n;
}

/* ---- changes: all rows are checked before the first one is done ---- */

static bool find(const CPOState *s, const struct cpo_hw_threshold *row,
                 uint32_t *watch)
{
    const struct cpo_hw_obj *o = &row->obj;

    return !o->side && !o->b && !o->c &&
           cpo_watches_find(&s->watches, o->type, le16_to_cpu(o->a),
                            le16_to_cpu(row->quantity), watch);
}

static CPOLimits decode(const struct cpo_hw_threshold *row)
{
    CPOLimits l = { .mask = row->mask & CPO_LEVELS_ALL };

    for (unsigned i = 0; i < CPO_LV_COUNT; i++) {
        if (l.mask >> i & 1) {
            l.limit[i] = le64_to_cpu(row->limit[i]);
        }
    }
    return l;
}

/* Whoever waits hears of the next epoch at once. */
static void changed(CPOState *s)
{
    s->cfg_gen++;
    s->plant.busy = true;
    cpo_light_rearm(s);
}

uint16_t cpo_thresh_set(CPOState *s, const struct cpo_hw_threshold *row,
                        uint32_t n, bool dry_run, uint16_t *detail,
                        uint32_t *result)
{
    uint32_t watch;

    for (uint32_t i = 0; i < n; i++) {
        CPOLimits l = decode(&row[i]);

        *detail = i;
        if (!find(s, &row[i], &watch)) {
            return CPO_ST_NO_OBJECT;
        }
        if (!cpo_limits_valid(le16_to_cpu(row[i].quantity), &l, result)) {
            return CPO_ST_RANGE;
        }
    }
    *detail = 0;
    for (uint32_t i = 0; !dry_run && i < n; i++) {
        CPOLimits l = decode(&row[i]);

        find(s, &row[i], &watch);
        cpo_watches_limit(&s->watches, watch, &l);
    }
    if (!dry_run) {
        changed(s);
    }
    return CPO_ST_OK;
}

uint16_t cpo_thresh_default(CPOState *s, const struct cpo_hw_threshold *row,
                            uint32_t n, bool dry_run, uint16_t *detail)
{
    uint32_t watch;

    for (uint32_t i = 0; i < n; i++) {
        if (!find(s, &row[i], &watch)) {
            *detail = i;
            return CPO_ST_NO_OBJECT;
        }
    }
    for (uint32_t i = 0; !dry_run && i < n; i++) {
        find(s, &row[i], &watch);
        cpo_watches_limit(&s->watches, watch, NULL);
    }
    if (!dry_run) {
        changed(s);
    }
    return CPO_ST_OK;
}

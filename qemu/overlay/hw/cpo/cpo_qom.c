/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * The parts of the device as QOM children with properties that can be read
 * and set while the guest runs: cpo0/lane[17], rx-power-nw.
 */
#include "qemu/osdep.h"
#include "qemu/module.h"
#include "qapi/visitor.h"
#include "cpo_int.h"

#define CMIS_POWER_MAX_NW   6553500     /* 16 bits of 0.1 uW */
#define CMIS_VCC_MAX_UV     6553500     /* 16 bits of 100 uV */
#define TEMP_MIN_MC         (-40000)
#define TEMP_MAX_MC         125000

typedef struct CPOChild {
    Object parent_obj;

    CPOState *cpo;
    unsigned index;
} CPOChild;

typedef struct CPOChildProp {
    const char *name;
    const char *description;
    int64_t min;
    int64_t max;
    int64_t (*get)(const CPOState *s, unsigned i);
    void (*set)(CPOState *s, unsigned i, int64_t value);
} CPOChildProp;

typedef struct CPOChildKind {
    const char *type;
    const char *name;
    uint32_t (*count)(const CPOState *s);
    bool (*present)(const CPOState *s, unsigned i);
    const CPOChildProp *props;
    unsigned n_props;
} CPOChildKind;

static uint32_t lanes(const CPOState *s)
{
    return s->n_lanes;
}

static uint32_t lasers(const CPOState *s)
{
    return s->n_lasers;
}

static uint32_t engines(const CPOState *s)
{
    return s->n_engines;
}

static uint32_t els(const CPOState *s)
{
    return s->n_els;
}

static bool always(const CPOState *s, unsigned i)
{
    return true;
}

static bool els_present(const CPOState *s, unsigned i)
{
    return s->els[i].present;
}

static bool laser_present(const CPOState *s, unsigned i)
{
    return s->els[cpo_laser_els(s, i)].present;
}

#define PROP(fn, object, read, write)                                   \
    static int64_t fn##_get(const CPOState *s, unsigned i)              \
    {                                                                   \
        return s->object[i].read;                                       \
    }                                                                   \
                                                                        \
    static void fn##_set(CPOState *s, unsigned i, int64_t value)        \
    {                                                                   \
        s->object[i].write = value;                                     \
    }

PROP(lane_rx, lane, rx_nw, rx_set)
PROP(lane_tx, lane, tx_nw, tx_set)
PROP(laser_power, laser, emitted_nw, full_nw)
PROP(laser_bias, laser, bias_na, bias_na)
PROP(laser_temp, laser, temp_mc, temp_mc)
PROP(engine_temp, engine, temp_mc, temp_mc)
PROP(engine_vcc, engine, vcc_uv, vcc_uv)
PROP(els_temp, els, temp_mc, temp_mc)
PROP(els_vcc, els, vcc_uv, vcc_uv)
PROP(feed_loss, feed, loss_mdb, loss_mdb)

static int64_t lane_ber_get(const CPOState *s, unsigned i)
{
    return cpo_ber32_value(s->lane[i].ber32) * 1e18 + 0.5;
}

static void lane_ber_set(CPOState *s, unsigned i, int64_t value)
{
    s->lane[i].ber_set = value;
}

static const CPOChildProp lane_props[] = {
    { "rx-power-nw", "received power in nW, while the other end sends",
      0, CMIS_POWER_MAX_NW, lane_rx_get, lane_rx_set },
    { "tx-power-nw", "sent power in nW, while the laser is on",
      0, CMIS_POWER_MAX_NW, lane_tx_get, lane_tx_set },
    { "ber-media", "media-side BER before FEC, in 1e-18",
      0, 500000000000000000, lane_ber_get, lane_ber_set },
};

static const CPOChildProp laser_props[] = {
    { "power-nw", "output power in nW, while the laser is on",
      0, 200000000, laser_power_get, laser_power_set },
    { "bias-na", "bias current in nA, while the laser is on",
      0, 550000000, laser_bias_get, laser_bias_set },
    { "temp-mc", "laser temperature in m°C",
      TEMP_MIN_MC, TEMP_MAX_MC, laser_temp_get, laser_temp_set },
};

static const CPOChildProp engine_props[] = {
    { "temp-mc", "engine temperature in m°C",
      TEMP_MIN_MC, TEMP_MAX_MC, engine_temp_get, engine_temp_set },
    { "vcc-uv", "supply in uV",
      0, CMIS_VCC_MAX_UV, engine_vcc_get, engine_vcc_set },
};

static const CPOChildProp els_props[] = {
    { "temp-mc", "case temperature in m°C",
      TEMP_MIN_MC, TEMP_MAX_MC, els_temp_get, els_temp_set },
    { "vcc-uv", "supply in uV",
      2000000, CMIS_VCC_MAX_UV, els_vcc_get, els_vcc_set },
};

static const CPOChildProp feed_props[] = {
    { "loss-mdb", "loss of the laser fibre in 0.001 dB",
      0, 60000, feed_loss_get, feed_loss_set },
};

#define KIND(name, count, present) \
    { "cpo-part-" #name, #name, count, present, name##_props, \
      ARRAY_SIZE(name##_props) }

static const CPOChildKind kinds[] = {
    KIND(engine, engines, always),
    KIND(els, els, els_present),
    KIND(laser, lasers, laser_present),
    KIND(feed, lasers, always),
    KIND(lane, lanes, always),
};

static const CPOChildKind *kind_of(Object *obj)
{
    for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (!strcmp(object_get_typename(obj), kinds[i].type)) {
            return &kinds[i];
        }
    }
    return NULL;
}

static void child_get(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    const CPOChildProp *prop = opaque;
    CPOChild *child = (CPOChild *)obj;
    int64_t value = 0;

    if (child->cpo) {
        cpo_light_run(child->cpo);
        value = prop->get(child->cpo, child->index);
    }
    visit_type_int64(v, name, &value, errp);
}

static void child_set(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    const CPOChildProp *prop = opaque;
    const CPOChildKind *kind = kind_of(obj);
    CPOChild *child = (CPOChild *)obj;
    CPOState *s = child->cpo;
    int64_t value;

    if (!visit_type_int64(v, name, &value, errp)) {
        return;
    }
    if (!s) {
        error_setg(errp, "%s is not part of a device", kind->name);
        return;
    }
    if (!kind->present(s, child->index)) {
        error_setg(errp, "%s[%u] is absent", kind->name, child->index);
        return;
    }
    if (value < prop->min || value > prop->max) {
        error_setg(errp, "%s[%u]: %s %" PRId64 " is not in %" PRId64 "..%"
                   PRId64, kind->name, child->index, name, value, prop->min,
                   prop->max);
        return;
    }
    cpo_light_run(s);
    prop->set(s, child->index, value);
    cpo_light_eval(s);
    cpo_light_rearm(s);
}

static void child_class_init(ObjectClass *oc, CPO_CLASS_DATA *data)
{
    const CPOChildKind *kind = data;

    for (unsigned i = 0; i < kind->n_props; i++) {
        const CPOChildProp *prop = &kind->props[i];

        object_class_property_add(oc, prop->name, "int", child_get, child_set,
                                  NULL, (void *)prop);
        object_class_property_set_description(oc, prop->name,
                                              prop->description);
    }
}

static void add_child(CPOState *s, const CPOChildKind *kind, unsigned i)
{
    g_autofree char *name = g_strdup_printf("%s[%u]", kind->name, i);
    Object *obj = object_new(kind->type);
    CPOChild *child = (CPOChild *)obj;

    child->cpo = s;
    child->index = i;
    object_property_add_child(OBJECT(s), name, obj);
    object_unref(obj);
}

void cpo_qom_add_children(CPOState *s)
{
    for (unsigned k = 0; k < ARRAY_SIZE(kinds); k++) {
        for (unsigned i = 0; i < kinds[k].count(s); i++) {
            add_child(s, &kinds[k], i);
        }
    }
}

void cpo_qom_remove_children(CPOState *s)
{
    for (unsigned k = 0; k < ARRAY_SIZE(kinds); k++) {
        for (unsigned i = 0; i < kinds[k].count(s); i++) {
            g_autofree char *name = g_strdup_printf("%s[%u]", kinds[k].name,
                                                    i);

            object_property_del(OBJECT(s), name);
        }
    }
}

static void register_types(void)
{
    for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++) {
        const TypeInfo info = {
            .name = kinds[i].type,
            .parent = TYPE_OBJECT,
            .instance_size = sizeof(CPOChild),
            .class_init = child_class_init,
            .class_data = (void *)&kinds[i],
        };

        type_register_static(&info);
    }
}

type_init(register_types)

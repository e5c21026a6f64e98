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

/*
 * A value that is set is a pin: the plant takes it as it is, and so it is
 * seen.
 */
#define PIN(fn, object, read, pin, moved)                               \
    static int64_t fn##_get(const CPOState *s, unsigned i)              \
    {                                                                   \
        return s->plant.object[i].read;                                 \
    }                                                                   \
                                                                        \
    static void fn##_set(CPOState *s, unsigned i, int64_t value)        \
    {                                                                   \
        s->plant.object[i].pin = value;                                 \
        moved(&s->plant, i);                                            \
    }

PIN(lane_rx, lane, rx_seen_nw, rx_pin, cpo_plant_lane_moved)
PIN(lane_tx, lane, tx_seen_nw, tx_pin, cpo_plant_lane_moved)
PIN(laser_power, laser, emitted_nw, power_pin, cpo_plant_laser_moved)
PIN(laser_bias, laser, bias_na, bias_pin, cpo_plant_laser_moved)
PIN(laser_temp, laser, temp_mc, temp_pin, cpo_plant_laser_moved)
PIN(engine_temp, engine, temp_seen_mc, temp_pin, cpo_plant_engine_eval)
PIN(els_temp, els, case_seen_mc, temp_pin, cpo_plant_els_eval)

static int64_t engine_vcc_get(const CPOState *s, unsigned i)
{
    return cpo_plant_rail_uv(&s->plant, i, 0);
}

static void engine_vcc_set(CPOState *s, unsigned i, int64_t value)
{
    s->plant.engine[i].vcc_pin = value;
}

static int64_t els_vcc_get(const CPOState *s, unsigned i)
{
    return cpo_plant_els_vcc_uv(&s->plant, i);
}

static void els_vcc_set(CPOState *s, unsigned i, int64_t value)
{
    s->plant.els[i].vcc_pin = value;
}

static int64_t feed_loss_get(const CPOState *s, unsigned i)
{
    return s->plant.feed[i].loss_mdb;
}

static void feed_loss_set(CPOState *s, unsigned i, int64_t value)
{
    cpo_plant_feed_loss(&s->plant, i, value);
}

static int64_t lane_ber_get(const CPOState *s, unsigned i)
{
    return cpo_ber32_value(s->plant.lane[i].ber32) * 1e18 + 0.5;
}

static void lane_ber_set(CPOState *s, unsigned i, int64_t value)
{
    s->plant.lane[i].ber_pin = value;
    cpo_plant_lane_moved(&s->plant, i);
}

static const CPOChildProp lane_props[] = {
    { "rx-power-nw", "received power in nW, while the other end sends",
      0, CPO_LANE_SET_MAX_NW, lane_rx_get, lane_rx_set },
    { "tx-power-nw", "sent power in nW, while the laser is on",
      0, CPO_LANE_SET_MAX_NW, lane_tx_get, lane_tx_set },
    { "ber-media", "media-side BER before FEC, in 1e-18",
      0, CPO_BER_SET_MAX, lane_ber_get, lane_ber_set },
};

static const CPOChildProp laser_props[] = {
    { "power-nw", "output power in nW, while the laser is on",
      0, CPO_LASER_SET_MAX_NW, laser_power_get, laser_power_set },
    { "bias-na", "bias current in nA, while the laser is on",
      0, CPO_BIAS_SET_MAX_NA, laser_bias_get, laser_bias_set },
    { "temp-mc", "laser temperature in m°C",
      CPO_TEMP_MIN_MC, CPO_TEMP_MAX_MC, laser_temp_get, laser_temp_set },
};

static const CPOChildProp engine_props[] = {
    { "temp-mc", "engine temperature in m°C",
      CPO_TEMP_MIN_MC, CPO_TEMP_MAX_MC, engine_temp_get, engine_temp_set },
    { "vcc-uv", "supply in uV",
      0, CPO_VCC_MAX_UV, engine_vcc_get, engine_vcc_set },
};

static const CPOChildProp els_props[] = {
    { "temp-mc", "case temperature in m°C",
      CPO_TEMP_MIN_MC, CPO_TEMP_MAX_MC, els_temp_get, els_temp_set },
    { "vcc-uv", "supply in uV",
      CPO_ELS_VCC_MIN_UV, CPO_VCC_MAX_UV, els_vcc_get, els_vcc_set },
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

static const char no_power[] =
    "the device has no power: it waits for a reset";

static void child_get(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    const CPOChildProp *prop = opaque;
    CPOChild *child = (CPOChild *)obj;
    int64_t value = 0;

    if (child->cpo && !child->cpo->powered) {
        error_setg(errp, "%s", no_power);
        return;
    }
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
    if (!s->powered) {
        error_setg(errp, "%s", no_power);
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

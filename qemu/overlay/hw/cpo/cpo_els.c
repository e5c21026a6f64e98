/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/*
 * Laser modules in their slots.  A module is a qdev device so that it can be
 * pulled and plugged; all that changes lives in the device that owns the
 * slot, which also is what a snapshot saves.
 */
#include "qemu/osdep.h"
#include "qemu/module.h"
#include "monitor/qdev.h"
#include "cpo_int.h"
#include "trace.h"

static CPOState *owner(DeviceState *dev)
{
    return CPO(qdev_get_parent_bus(dev)->parent);
}

void cpo_els_pre_plug(HotplugHandler *handler, DeviceState *dev, Error **errp)
{
    CPOState *s = CPO(handler);
    CPOElsDevice *els = CPO_ELS(dev);

    if (els->slot == UINT32_MAX) {
        error_setg(errp, "slot is missing; use 0..%u", s->n_els - 1);
    } else if (els->slot >= s->n_els) {
        error_setg(errp, "slot %u is not in 0..%u", els->slot, s->n_els - 1);
    } else if (s->els[els->slot].present) {
        error_setg(errp, "slot %u (ELS%u) is occupied", els->slot,
                   els->slot + 1);
    }
}

static void take(char *to, const char *from, const char *otherwise)
{
    memset(to, 0, CPO_STRING_MAX + 1);
    cpo_copy_string(to, CPO_STRING_MAX, from ?: otherwise);
}

/* A module nobody named still has a serial of its own, swap after swap. */
static void identity(CPOState *s, CPOElsDevice *els)
{
    CPOElsSlot *slot = &s->els[els->slot];
    char serial[CPO_STRING_MAX + 1];
    uint64_t h = cpo_hash(s->seed, CPO_DRAW_SERIAL,
                          els->slot << 16 | (slot->insertions & 0xffff));

    snprintf(serial, sizeof(serial), "L%02u%09" PRIu64, els->slot + 1,
             (h ^ g_str_hash(s->serial)) % 1000000000);
    take(slot->serial, els->serial, serial);
    take(slot->part, els->part, s->profile->els_part);
    take(slot->vendor, els->vendor, s->profile->els_vendor);
    take(slot->revision, els->revision, "A0");
    take(slot->firmware, els->firmware, "1.0");
}

void cpo_els_plug(HotplugHandler *handler, DeviceState *dev, Error **errp)
{
    CPOState *s = CPO(handler);
    CPOElsDevice *els = CPO_ELS(dev);

    identity(s, els);
    trace_cpo_els_plug(cpo_name(s), els->slot, s->els[els->slot].serial);
    if (s->powered) {
        cpo_light_insert(s, els->slot);
    } else {
        s->els[els->slot].present = true;
    }
}

/* The modules of a device that knows nothing of them any more. */
void cpo_els_find(CPOState *s)
{
    BusChild *kid;

    QTAILQ_FOREACH(kid, &s->els_bus->children, sibling) {
        CPOElsDevice *els = CPO_ELS(kid->child);

        identity(s, els);
        s->els[els->slot].present = true;
    }
}

/* No request hook: pulling a module asks nobody. */
void cpo_els_unplug(HotplugHandler *handler, DeviceState *dev, Error **errp)
{
    CPOState *s = CPO(handler);
    uint32_t slot = CPO_ELS(dev)->slot;

    trace_cpo_els_unplug(cpo_name(s), slot);
    if (s->powered) {
        cpo_light_remove(s, slot);
    } else {
        s->els[slot].present = false;
    }
    qdev_unrealize(dev);
}

void cpo_els_create_bus(CPOState *s)
{
    s->els_bus = qbus_new(TYPE_CPO_ELS_BUS, DEVICE(s), NULL);
    qbus_set_hotplug_handler(s->els_bus, OBJECT(s));
}

void cpo_els_destroy_bus(CPOState *s)
{
    object_unparent(OBJECT(s->els_bus));
    s->els_bus = NULL;
}

static bool plug_one(CPOState *s, unsigned slot, Error **errp)
{
    DeviceState *dev = qdev_new(TYPE_CPO_ELS);
    const char *id = DEVICE(s)->id;
    bool ok;

    qdev_prop_set_uint32(dev, "slot", slot);
    ok = qdev_set_id(dev, id ? g_strdup_printf("%s-els%u", id, slot) : NULL,
                     errp) &&
         qdev_realize(dev, s->els_bus, errp);
    if (!ok && OBJECT(dev)->parent) {
        object_unparent(OBJECT(dev));
    }
    object_unref(OBJECT(dev));
    return ok;
}

bool cpo_els_plug_all(CPOState *s, Error **errp)
{
    if (s->els_plugged && !strcmp(s->els_plugged, "none")) {
        return true;
    }
    for (unsigned slot = 0; slot < s->n_els; slot++) {
        if (!plug_one(s, slot, errp)) {
            return false;
        }
    }
    return true;
}

static char *els_bus_path(DeviceState *dev)
{
    return g_strdup_printf("%s-els%u", cpo_name(owner(dev)),
                           CPO_ELS(dev)->slot);
}

static void els_bus_class_init(ObjectClass *oc, CPO_CLASS_DATA *data)
{
    BUS_CLASS(oc)->get_dev_path = els_bus_path;
}

static const Property els_properties[] = {
    DEFINE_PROP_UINT32("slot", CPOElsDevice, slot, UINT32_MAX),
    DEFINE_PROP_STRING("serial", CPOElsDevice, serial),
    DEFINE_PROP_STRING("part", CPOElsDevice, part),
    DEFINE_PROP_STRING("vendor", CPOElsDevice, vendor),
    DEFINE_PROP_STRING("revision", CPOElsDevice, revision),
    DEFINE_PROP_STRING("firmware", CPOElsDevice, firmware),
};

static void els_class_init(ObjectClass *oc, CPO_CLASS_DATA *data)
{
    DeviceClass *dc = DEVICE_CLASS(oc);

    dc->desc = "External laser source module";
    dc->bus_type = TYPE_CPO_ELS_BUS;
    device_class_set_props(dc, els_properties);
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
}

static const TypeInfo els_types[] = {
    {
        .name = TYPE_CPO_ELS_BUS,
        .parent = TYPE_BUS,
        .instance_size = sizeof(BusState),
        .class_init = els_bus_class_init,
    }, {
        .name = TYPE_CPO_ELS,
        .parent = TYPE_DEVICE,
        .instance_size = sizeof(CPOElsDevice),
        .class_init = els_class_init,
    },
};

DEFINE_TYPES(els_types)

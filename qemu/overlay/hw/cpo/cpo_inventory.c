/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* What there is and how it hangs together, read by CPO_OP_SECTION_READ. */
#include "qemu/osdep.h"
#include "cpo_int.h"

static void text(char *to, size_t size, const char *from)
{
    cpo_copy_string(to, size, from);
}

static void number(char *to, size_t size, const char *fmt, unsigned n)
{
    char buf[32];

    snprintf(buf, sizeof(buf), fmt, n);
    text(to, size, buf);
}

static void object(struct cpo_hw_obj *o, uint8_t type, uint16_t a)
{
    *o = (struct cpo_hw_obj) { .type = type, .a = cpu_to_le16(a) };
}

static uint32_t engines(const CPOState *s)
{
    return s->n_engines;
}

static void serial_of(const CPOState *s, char *to, size_t size, char kind,
                      unsigned n)
{
    char buf[32];

    snprintf(buf, sizeof(buf), "%c%.10s%03u", kind, s->serial, n);
    text(to, size, buf);
}

static void fill_engine(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_engine *r = record;
    const CPOProfile *p = s->profile;

    object(&r->id.obj, CPO_OBJ_ENGINE, i);
    number(r->id.label, sizeof(r->id.label), "OE%u", i + 1);
    text(r->id.vendor, sizeof(r->id.vendor), p->vendor);
    text(r->id.part, sizeof(r->id.part), p->engine_part);
    serial_of(s, r->id.serial, sizeof(r->id.serial), 'E', i + 1);
    text(r->id.revision, sizeof(r->id.revision), "A0");
    text(r->id.firmware, sizeof(r->id.firmware), p->firmware);
    r->asic = cpu_to_le16(cpo_profile_asic(p, i));
    r->first_lane = cpu_to_le16(i * p->lanes_per_engine);
    r->lanes = cpu_to_le16(p->lanes_per_engine);
    r->vmodule = cpu_to_le16(CPO_NONE);
    r->banks = cpo_profile_banks(p);
    r->modulator = p->modulator;
    r->identifier = 0x80;
    r->max_power_mw = cpu_to_le32(p->engine_max_mw);
    r->dp_init_ms = cpu_to_le32(CPO_DP_INIT_MAX_MS);
}

static uint32_t els(const CPOState *s)
{
    return s->n_els;
}

static void fill_els(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_els *r = record;
    const CPOProfile *p = s->profile;
    const CPOElsSlot *slot = &s->els[i];

    object(&r->id.obj, CPO_OBJ_ELS, i);
    number(r->id.label, sizeof(r->id.label), "ELS%u", i + 1);
    r->first_laser = cpu_to_le16(i * p->lasers_per_els);
    r->lasers = cpu_to_le16(p->lasers_per_els);
    r->vmodule = cpu_to_le16(CPO_NONE);
    r->max_power_mw = cpu_to_le32(p->els_max_mw);   /* of the slot */
    if (!slot->present) {
        return;
    }
    text(r->id.vendor, sizeof(r->id.vendor), slot->vendor);
    text(r->id.part, sizeof(r->id.part), slot->part);
    text(r->id.serial, sizeof(r->id.serial), slot->serial);
    text(r->id.revision, sizeof(r->id.revision), slot->revision);
    text(r->id.firmware, sizeof(r->id.firmware), slot->firmware);
    r->identifier = 0x22;
}

static uint32_t lasers(const CPOState *s)
{
    return s->n_lasers;
}

static void fill_laser(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_laser *r = record;
    const CPOProfile *p = s->profile;
    CPORoute route = cpo_profile_feed(p, i);

    r->parent_type = cpu_to_le16(CPO_OBJ_ELS);
    r->parent = cpu_to_le16(i / p->lasers_per_els);
    r->index = cpu_to_le16(i % p->lasers_per_els);
    r->fibre = cpu_to_le16(i);
    r->frequency_ghz = cpu_to_le32(p->wavelength_ghz[route.wavelength]);
    r->max_power_nw = cpu_to_le32(CPO_LASER_MAX_NW);
    r->min_power_nw = cpu_to_le32(CPO_LASER_MIN_NW);
    r->max_bias_na = cpu_to_le32(CPO_LASER_MAX_BIAS_NA);
    r->check_power_nw = cpu_to_le32(CPO_CHECK_NW);
    r->wavelength = cpu_to_le16(route.wavelength);
}

static uint32_t lanes(const CPOState *s)
{
    return s->n_lanes;
}

static void fill_lane(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_lane *r = record;
    const CPOProfile *p = s->profile;
    unsigned engine = i / p->lanes_per_engine;
    unsigned index = i % p->lanes_per_engine;
    unsigned asic_lanes = s->n_lanes / p->asics;

    r->engine = cpu_to_le16(engine);
    r->index = cpu_to_le16(index);
    r->bank = index / 8;
    r->bank_lane = index % 8;
    r->port = cpu_to_le16(s->lane_port[i]);
    r->asic = cpu_to_le16(cpo_profile_asic(p, engine));
    r->asic_lane = cpu_to_le16(i % asic_lanes);
}

static uint32_t ports(const CPOState *s)
{
    return s->n_ports;
}

/* Locally administered: 02, then a hash of seed and serial, then the port. */
static void mac_of(const CPOState *s, unsigned port, uint8_t *mac)
{
    uint64_t h = cpo_hash(s->seed, CPO_DRAW_MAC, g_str_hash(s->serial));

    mac[0] = 0x02;
    mac[1] = h >> 24;
    mac[2] = h >> 16;
    mac[3] = h >> 8;
    stw_be_p(mac + 4, port);
}

static void fill_port(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_port *r = record;
    const CPOProfile *p = s->profile;

    number(r->label, sizeof(r->label), "%u", i + 1);
    r->speed_mbps = cpu_to_le32(p->speed_mbps);
    r->lanes = cpu_to_le16(p->lanes_per_port);
    r->protocol = p->protocol;
    r->flags = CPO_INV_PORT_NETDEV |
               (p->splittable ? CPO_INV_PORT_SPLITTABLE : 0);
    r->media = p->media;
    mac_of(s, i, r->mac);
}

static void fill_feed(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_feed *r = record;
    CPORoute route = cpo_profile_feed(s->profile, i);

    r->laser = cpu_to_le16(i);
    r->fibre = cpu_to_le16(i);
    r->engine = cpu_to_le16(route.engine);
    r->index = cpu_to_le16(i % cpo_profile_feeds_per_engine(s->profile));
    r->limit_mdb = cpu_to_le32(s->profile->feed_limit_mdb);
    r->expected_mdb = cpu_to_le32(s->plant.feed[i].baseline_mdb);
}

static uint32_t sensors(const CPOState *s)
{
    return cpo_profile_sensors(s->profile);
}

static void fill_sensor(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_sensor *r = record;
    CPOSensorRow row = cpo_profile_sensor(s->profile, i);

    object(&r->obj, row.obj_type, row.obj);
    text(r->label, sizeof(r->label), row.label);
    text(r->unit, sizeof(r->unit), row.unit);
    r->kind = row.kind;
}

static uint32_t components(const CPOState *s)
{
    return 1;
}

static void fill_component(CPOState *s, uint32_t i, void *record)
{
    struct cpo_hw_inv_component *r = record;

    text(r->name, sizeof(r->name), "fw.mgmt");
    text(r->running, sizeof(r->running), s->profile->firmware);
    text(r->stored, sizeof(r->stored), s->profile->firmware);
}

static uint32_t none(const CPOState *s)
{
    return 0;
}

static void fill_none(CPOState *s, uint32_t i, void *record)
{
}

/* ---- relations: feeds, who stands in for whom, ports, parents ---- */

static uint32_t standby_routes(const CPOState *s)
{
    return s->n_els * cpo_profile_workers(s->profile) *
           s->profile->spares_per_els;
}

static uint32_t port_ranges(const CPOState *s)
{
    return s->n_ports * s->profile->planes;
}

static uint32_t relations(const CPOState *s)
{
    return cpo_profile_routes(s->profile) + standby_routes(s) +
           port_ranges(s) + s->n_lasers;
}

static void set_route(struct cpo_hw_relation *r, const CPORoute *route)
{
    object(&r->to, CPO_OBJ_ENGINE, route->engine);
    r->first = cpu_to_le16(route->first);
    r->count = cpu_to_le16(route->count);
    r->stride = cpu_to_le16(route->stride);
    r->wavelength = route->wavelength;
}

/* One fibre, hence one feed, for each laser, also where it has more routes. */
static void rel_feeds(CPOState *s, uint32_t i, struct cpo_hw_relation *r)
{
    CPORoute route = cpo_profile_route(s->profile, i);

    r->kind = CPO_REL_FEEDS;
    r->flags = (route.standby ? CPO_REL_STANDBY : CPO_REL_ACTIVE) | CPO_REL_TX;
    r->group = cpu_to_le16(route.laser);
    object(&r->from, CPO_OBJ_LASER, route.laser);
    set_route(r, &route);
}

static void rel_protects(CPOState *s, uint32_t i, struct cpo_hw_relation *r)
{
    const CPOProfile *p = s->profile;
    unsigned per_els = standby_routes(s) / s->n_els;
    unsigned workers = cpo_profile_workers(p);
    unsigned route = i / per_els * (per_els + workers) + workers + i % per_els;

    r->kind = CPO_REL_PROTECTS;
    r->flags = CPO_REL_STANDBY | CPO_REL_TX;
    object(&r->from, CPO_OBJ_LASER, cpo_profile_route(p, route).laser);
    object(&r->to, CPO_OBJ_LASER, cpo_profile_protects(p, route));
}

static void rel_port(CPOState *s, uint32_t i, struct cpo_hw_relation *r)
{
    unsigned planes = s->profile->planes;
    CPORoute route = cpo_profile_port(s->profile, i / planes, i % planes);

    r->kind = CPO_REL_PORT_LANE;
    r->flags = CPO_REL_TX | CPO_REL_RX;
    object(&r->from, CPO_OBJ_PORT, i / planes);
    set_route(r, &route);
}

static void rel_parent(CPOState *s, uint32_t i, struct cpo_hw_relation *r)
{
    r->kind = CPO_REL_PARENT;
    object(&r->from, CPO_OBJ_LASER, i);
    object(&r->to, CPO_OBJ_ELS, cpo_laser_els(s, i));
    r->first = cpu_to_le16(i % s->profile->lasers_per_els);
    r->count = cpu_to_le16(1);
    r->stride = cpu_to_le16(1);
}

static void fill_relation(CPOState *s, uint32_t i, void *record)
{
    const struct {
        uint32_t rows;
        void (*fill)(CPOState *s, uint32_t i, struct cpo_hw_relation *r);
    } parts[] = {
        { cpo_profile_routes(s->profile), rel_feeds },
        { standby_routes(s), rel_protects },
        { port_ranges(s), rel_port },
        { s->n_lasers, rel_parent },
    };

    for (unsigned n = 0; n < ARRAY_SIZE(parts); n++) {
        if (i < parts[n].rows) {
            parts[n].fill(s, i, record);
            return;
        }
        i -= parts[n].rows;
    }
}

static const CPOSection inventory[] = {
    { CPO_SEC_INV_ENGINE, sizeof(struct cpo_hw_inv_engine), engines,
      fill_engine },
    { CPO_SEC_INV_ELS, sizeof(struct cpo_hw_inv_els), els, fill_els },
    { CPO_SEC_INV_LASER, sizeof(struct cpo_hw_inv_laser), lasers,
      fill_laser },
    { CPO_SEC_INV_LANE, sizeof(struct cpo_hw_inv_lane), lanes, fill_lane },
    { CPO_SEC_INV_PORT, sizeof(struct cpo_hw_inv_port), ports, fill_port },
    { CPO_SEC_INV_FEED, sizeof(struct cpo_hw_inv_feed), lasers, fill_feed },
    { CPO_SEC_INV_SENSOR, sizeof(struct cpo_hw_inv_sensor), sensors,
      fill_sensor },
    { CPO_SEC_INV_COMPONENT, sizeof(struct cpo_hw_inv_component),
      components, fill_component },
    { CPO_SEC_INV_VMODULE, sizeof(struct cpo_hw_id), none, fill_none },
    { CPO_SEC_RELATION, sizeof(struct cpo_hw_relation), relations,
      fill_relation },
    /* of version 1, empty until something fills them */
    { CPO_SEC_OPERATION, sizeof(struct cpo_hw_operation), none, fill_none },
};

const CPOSection *cpo_section_find(uint16_t type)
{
    for (unsigned i = 0; i < CPO_TLM_SECTIONS; i++) {
        if (cpo_tlm_sections[i].type == type) {
            return &cpo_tlm_sections[i];
        }
    }
    for (unsigned i = 0; i < ARRAY_SIZE(inventory); i++) {
        if (inventory[i].type == type) {
            return &inventory[i];
        }
    }
    return cpo_window_section(type);
}

static void ident_strings(const CPOState *s, struct cpo_hw_ident *id)
{
    const CPOProfile *p = s->profile;
    char profile[sizeof(id->profile) + 1];

    text(id->vendor, sizeof(id->vendor), p->vendor);
    text(id->part, sizeof(id->part), p->part);
    text(id->serial, sizeof(id->serial), s->serial);
    text(id->revision, sizeof(id->revision), "A0");
    snprintf(profile, sizeof(profile), "%s%s", p->name,
             p->changed ? "+" : "");
    text(id->profile, sizeof(id->profile), profile);
    text(id->fw_running, sizeof(id->fw_running), p->firmware);
    text(id->fw_stored, sizeof(id->fw_stored), p->firmware);
    text(id->board, sizeof(id->board), p->board);
}

void cpo_inventory_ident(CPOState *s, struct cpo_hw_ident *id)
{
    memset(id, 0, sizeof(*id));
    ident_strings(s, id);
    id->asics = cpu_to_le32(s->profile->asics);
    id->engines = cpu_to_le32(s->n_engines);
    id->els = cpu_to_le32(s->n_els);
    id->lasers = cpu_to_le32(s->n_lasers);
    id->lanes = cpu_to_le32(s->n_lanes);
    id->ports = cpu_to_le32(s->n_ports);
    id->feeds = cpu_to_le32(s->n_lasers);
    id->fibres = cpu_to_le32(s->n_lasers);
    id->sensors = cpu_to_le32(sensors(s));
    id->components = cpu_to_le32(components(s));
    id->relations = cpu_to_le32(relations(s));
    id->tlm_bytes = cpu_to_le32(s->tlm_bytes);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (c) 2026 The cpo authors */

/* Which part leads to which: fixed by the profile, and the fibres outside. */
#include "qemu/osdep.h"
#include "cpo_int.h"

static void init_port(CPOState *s, unsigned p)
{
    uint16_t *lane = &s->port_lane[p * s->profile->lanes_per_port];

    for (unsigned a = 0; a < s->profile->planes; a++) {
        CPORoute r = cpo_profile_port(s->profile, p, a);

        for (unsigned i = 0; i < r.count; i++) {
            *lane = cpo_lane_record(s, &r, i);
            s->lane_port[*lane++] = p;
        }
    }
}

static void init_maps(CPOState *s)
{
    for (unsigned n = 0; n < cpo_profile_routes(s->profile); n++) {
        CPORoute r = cpo_profile_route(s->profile, n);

        for (unsigned i = 0; i < r.count && !r.standby; i++) {
            s->lane_feed[cpo_lane_record(s, &r, i)] = r.laser;
        }
    }
    for (unsigned k = 0; k < s->n_lasers; k++) {
        s->laser_engine[k] = cpo_profile_feed(s->profile, k).engine;
    }
    for (unsigned p = 0; p < s->n_ports; p++) {
        init_port(s, p);
    }
}

/* Lane n of a port sends to lane n of the port at the other end. */
static void init_peers(CPOState *s)
{
    for (unsigned p = 0; p < s->n_ports; p++) {
        for (unsigned i = 0; i < s->profile->lanes_per_port; i++) {
            s->lane_peer[cpo_port_lane(s, p, i)] =
                s->port_peer[p] == CPO_NONE ? CPO_NONE :
                cpo_port_lane(s, s->port_peer[p], i);
        }
    }
}

static bool join(CPOState *s, unsigned a, unsigned b, const char *text,
                 Error **errp)
{
    if (a < 1 || b < 1 || a > s->n_ports || b > s->n_ports) {
        error_setg(errp, "links: '%s' names a port outside 1..%u", text,
                   s->n_ports);
        return false;
    }
    if (s->port_peer[a - 1] != CPO_NONE || s->port_peer[b - 1] != CPO_NONE) {
        error_setg(errp, "links: '%s' uses a port twice", text);
        return false;
    }
    s->port_peer[a - 1] = b - 1;
    s->port_peer[b - 1] = a - 1;
    return true;
}

static bool join_list(CPOState *s, Error **errp)
{
    g_auto(GStrv) item = g_strsplit(s->links, ":", -1);

    for (unsigned i = 0; item[i]; i++) {
        unsigned a, b;
        char extra;

        if (sscanf(item[i], "%u-%u%c", &a, &b, &extra) != 2) {
            error_setg(errp, "links: '%s' is not pairs, loop, none or a list "
                       "like 1-9:2-10", s->links);
            return false;
        }
        if (!join(s, a, b, item[i], errp)) {
            return false;
        }
    }
    return true;
}

static bool init_links(CPOState *s, Error **errp)
{
    bool pairs = !s->links || !strcmp(s->links, "pairs");
    bool loop = s->links && !strcmp(s->links, "loop");

    for (unsigned p = 0; p < s->n_ports; p++) {
        s->port_peer[p] = CPO_NONE;
        if (loop) {
            s->port_peer[p] = p;
        } else if (pairs && (p ^ 1) < s->n_ports) {
            s->port_peer[p] = p ^ 1;
        }
    }
    if (pairs || loop || !strcmp(s->links, "none")) {
        return true;
    }
    return join_list(s, errp);
}

bool cpo_wiring_init(CPOState *s, Error **errp)
{
    init_maps(s);
    if (!init_links(s, errp)) {
        return false;
    }
    init_peers(s);
    return true;
}

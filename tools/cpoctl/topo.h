/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_TOPO_H
#define CPOCTL_TOPO_H

#include "cpoctl.h"

struct topo_parts;

/**
 * struct topo - what is connected to what, on all devices
 * @els: ELS slots
 * @lasers: lasers
 * @ports: ports
 * @routes: routes
 * @parts: what each port depends on, once somebody asked
 * @inconsistent: they may not fit each other
 */
struct topo {
	struct rowset els;
	struct rowset lasers;
	struct rowset ports;
	struct rowset routes;
	struct topo_parts *parts;
	bool inconsistent;
};

/* What to keep of the routes: those that touch one object. */
struct topo_focus {
	int kind;
	const struct item *item;
};

int topo_load(struct topo *topo);
void topo_free(struct topo *topo);

bool topo_touches(const struct topo *topo, const struct item *route,
		  const struct topo_focus *focus);
/* The laser of a route; NULL when its row did not come. */
struct item *topo_laser(struct topo *topo, const struct item *route);
struct item *topo_els(struct topo *topo, const struct item *of);
struct item *topo_port(struct topo *topo, const struct item *route,
		       uint32_t port);

/* Lanes of a route that belong to the focus, one after the other. */
struct topo_lanes {
	uint32_t engine;
	unsigned int count;
	uint32_t lane[256];
};

void topo_lanes(const struct topo *topo, const struct item *route,
		const struct topo_focus *focus, struct topo_lanes *lanes);
/* "engine0/lane0-3" or "engine0/lane{0,4,8,12}", as a selector takes it. */
void topo_lanes_text(const struct topo_lanes *lanes, char *buf, size_t size);
/* Ports of a route that belong to the focus; returns how many. */
#define TOPO_PORTS	64
unsigned int topo_ports(struct topo *topo, const struct item *route,
			const struct topo_focus *focus,
			struct item *port[TOPO_PORTS]);

/* Has a port this lane? */
bool topo_port_has_lane(const struct item *port, uint32_t engine,
			uint32_t lane);
bool topo_port_up(const struct item *port);
bool topo_standby(const struct item *route);

/* ---- What is shown (topology.c, topo_views.c) ---- */

/**
 * struct topo_view - a way to look at it
 * @option: its option, without dashes; NULL for the one without
 * @list: key of its list in JSON
 * @show: show one object, as text or, with @js, as an element of the list;
 *	0 or an exit code
 */
struct topo_view {
	const char *option;
	const char *list;
	int (*show)(struct topo *topo, const struct topo_focus *focus,
		    struct json *js);
};

int topo_users(struct topo *topo, const struct topo_focus *focus,
	       struct json *js);
int topo_siblings(struct topo *topo, const struct topo_focus *focus,
		  struct json *js);
int topo_lasers(struct topo *topo, const struct topo_focus *focus,
		struct json *js);

/* Members of an open object. */
void topo_json_focus(struct json *js, const struct topo_focus *focus);
void topo_json_port(struct json *js, const struct item *port);
void topo_json_route(struct json *js, struct topo *topo,
		     const struct item *route);
/* One line. */
void topo_text_focus(const struct topo_focus *focus);
void topo_text_count(unsigned int n, const char *what);

#endif /* CPOCTL_TOPO_H */

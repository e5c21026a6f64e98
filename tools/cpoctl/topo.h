/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPOCTL_TOPO_H
#define CPOCTL_TOPO_H

#include "cpoctl.h"

/**
 * struct topo - what is connected to what, on all devices
 * @els: ELS slots
 * @lasers: lasers
 * @ports: ports
 * @routes: routes
 * @inconsistent: they may not fit each other
 */
struct topo {
	struct rowset els;
	struct rowset lasers;
	struct rowset ports;
	struct rowset routes;
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
/* Ports of a route that belong to the focus; returns how many. */
#define TOPO_PORTS	64
unsigned int topo_ports(struct topo *topo, const struct item *route,
			const struct topo_focus *focus,
			struct item *port[TOPO_PORTS]);

#endif /* CPOCTL_TOPO_H */

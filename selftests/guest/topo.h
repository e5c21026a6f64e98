/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/* What a device has, as dumped; sets of objects; what a profile must have. */
#ifndef TOPO_H
#define TOPO_H

#include "nlt.h"

/* Lanes first, first + stride, ... of one engine. */
struct range {
	unsigned int engine;
	unsigned int first;
	unsigned int count;
	unsigned int stride;
};

/* Where the light of a laser goes, or could go. */
struct feed {
	struct range lanes;
	unsigned int wavelength;
	bool standby;
};

/*
 * The published figures of a product and its rule of routes: the runs of lanes
 * of a laser and of a port, one by one until there are no more.
 */
struct profile {
	const char *name;
	unsigned int asics;
	unsigned int engines;
	unsigned int engine_lanes;
	unsigned int banks;
	unsigned int els;
	unsigned int els_lasers;
	unsigned int ports;
	unsigned int port_lanes;
	unsigned int modulator;
	unsigned int protocol;
	uint64_t speed_mbps;
	bool coolant;			/* liquid, with its flow */
	bool leak;			/* a leak rope */
	struct {
		unsigned int lanes;
		unsigned int engines;
		unsigned int ports;
	} lost;				/* with one ELS */
	unsigned int laser_ports;	/* that one laser has a lane in */
	bool (*laser_feeds)(unsigned int els, unsigned int laser,
			    unsigned int run, struct feed *feed);
	bool (*port_is)(unsigned int port, unsigned int run,
			struct range *lanes);
};

/* A sorted set of objects; see KEY2(). */
struct set {
	uint64_t *v;
	size_t n;
	size_t room;
};

#define KEY2(a, b)	((uint64_t)(a) << 32 | (uint32_t)(b))
#define KEY_HI(key)	((unsigned int)((key) >> 32))
#define KEY_LO(key)	((unsigned int)(key))

struct topo {
	uint64_t dev;			/* dev-id */
	const struct profile *profile;	/* NULL: not one we know */
	struct nlt_row dev_row;
	struct nlt_rows engine;
	struct nlt_rows els;
	struct nlt_rows laser;
	struct nlt_rows lane;
	struct nlt_rows port;
	struct nlt_rows route;
	struct nlt_rows sensor;
};

int topo_pick_dev(struct nlt *t, struct nlt_row *dev);
int topo_load(struct topo *topo, struct nlt *t);
int topo_load_fresh(struct topo *topo, struct nlt *t);
void topo_free(struct topo *topo);
const struct profile *profile_find(const char *name);
unsigned int profile_routes(const struct profile *p);

void set_add(struct set *set, uint64_t key);
bool set_has(const struct set *set, uint64_t key);
bool set_equal(const struct set *a, const struct set *b);
bool set_meet(const struct set *a, const struct set *b);
void set_free(struct set *set);
const char *set_text(const struct set *set);
struct set set_of_rows(const struct nlt_rows *rows, int hi, int lo);

struct range range_of(const struct nlt_row *nest);
void range_lanes(const struct range *range, struct set *lanes);
void route_lanes(const struct nlt_row *route, struct set *lanes);
void port_lanes(const struct nlt_row *port, struct set *lanes);

/* Its lasers, and what depends on them: active routes, the lanes of ports. */
struct impact {
	struct set lasers;	/* KEY2(els, laser) */
	struct set lanes;	/* KEY2(engine, lane) */
	struct set engines;
	struct set ports;
};

void impact_of_els(const struct topo *topo, unsigned int els,
		   struct impact *impact);
void impact_free(struct impact *impact);
void ports_of_lanes(const struct topo *topo, const struct set *lanes,
		    struct set *ports);

#endif /* TOPO_H */

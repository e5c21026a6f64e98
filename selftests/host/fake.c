// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* The family "cpo" without a kernel (fake.h): its devices and their wiring. */

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake.h"
#include "fake_priv.h"

#define LASER_LANES	4
#define PLANES		4

/* ---- The devices ---- */

static const struct profile profiles[] = {
	{ "q3450", 72, 8, 18, 8, 144, 1, SIDE_BY_SIDE },
	{ "q3450mp", 72, 8, 18, 8, 144, 1, PLANES_APART },
	{ "bailly", 8, 64, 16, 8, 128, 8, FOUR_WAVELENGTHS },
	{ "sn6800", 128, 16, 64, 8, 512, 2, SIDE_BY_SIDE },
	{ "nic", 1, 8, 1, 3, 2, 1, SPARE },
	{ "inside", 4, 8, 0, 2, 8, 1, INSIDE },
};

struct dev fake_devs[MAX_DEVS];
unsigned int fake_ndevs;
bool fake_family_absent;
uint16_t fake_family_id = FAMILY_ID;
unsigned int fake_interrupts;
unsigned int fake_ticks;
const char *fake_failing;

struct dev *fake_dev(unsigned int id)
{
	return id < fake_ndevs ? &fake_devs[id] : NULL;
}

pthread_mutex_t fake_lock = PTHREAD_MUTEX_INITIALIZER;

bool fake_knob(const char *name)
{
	const char *val = getenv(name);

	return val && *val && strcmp(val, "0");
}

/* ---- Wiring ---- */

unsigned int fake_lasers(const struct dev *d)
{
	return (d->p->els ? d->p->els : d->p->engines) * d->p->lasers;
}

/* The spare has a route to each half of the engine. */
unsigned int fake_routes(const struct dev *d)
{
	return d->p->wiring == SPARE ? 4 : fake_lasers(d);
}

bool fake_route_is_standby(const struct dev *d, unsigned int r)
{
	return d->p->wiring == SPARE && r >= 2;
}

/* Laser of a route, counted over the whole device. */
unsigned int fake_route_laser(const struct dev *d, unsigned int r)
{
	return fake_route_is_standby(d, r) ? 2 : r;
}

unsigned int fake_route_els(const struct dev *d, unsigned int r)
{
	return fake_route_laser(d, r) / d->p->lasers;
}

/* Lanes of a route; see the profiles of the model. */
struct range fake_route_lanes(const struct dev *d, unsigned int r)
{
	unsigned int per = d->p->lanes / LASER_LANES;
	unsigned int e = r / d->p->lasers, l = r % d->p->lasers;

	if (d->p->wiring == FOUR_WAVELENGTHS)
		return (struct range){
			e / 2, 32 * (e % 2) + 16 * (l / 4) + l % 4, 4, 4 };
	if (d->p->wiring == SPARE)
		r %= 2;
	return (struct range){ r / per, LASER_LANES * (r % per), LASER_LANES,
			       1 };
}

static bool range_has(struct range r, unsigned int engine, unsigned int lane)
{
	return r.engine == engine && lane >= r.first &&
	       (lane - r.first) % r.stride == 0 &&
	       (lane - r.first) / r.stride < r.count;
}

unsigned int fake_lane_port(const struct dev *d, unsigned int engine,
			    unsigned int lane)
{
	if (d->p->wiring == PLANES_APART)
		return engine % (d->p->engines / PLANES) * d->p->lanes + lane;
	return engine * (d->p->lanes / PORT_LANES) + lane / PORT_LANES;
}

/* Lane @i of a port. */
void fake_port_lane(const struct dev *d, unsigned int port, unsigned int i,
		    unsigned int *engine, unsigned int *lane)
{
	unsigned int per = d->p->lanes / PORT_LANES;

	if (d->p->wiring == PLANES_APART) {
		*engine = d->p->engines / PLANES * i + port / d->p->lanes;
		*lane = port % d->p->lanes;
	} else {
		*engine = port / per;
		*lane = PORT_LANES * (port % per) + i;
	}
}

bool fake_port_on_engine(const struct dev *d, unsigned int port,
			 unsigned int wanted)
{
	unsigned int engine, lane, i;

	for (i = 0; i < PORT_LANES; i++) {
		fake_port_lane(d, port, i, &engine, &lane);
		if (engine == wanted)
			return true;
	}
	return false;
}

bool fake_lane_dark(const struct dev *d, unsigned int engine, unsigned int lane)
{
	return d->dark[engine][lane] ||
	       (d->p->els &&
		d->pulled[fake_route_els(d, d->route[engine][lane])]);
}

/* Does a route light a lane of a port? */
bool fake_route_has_port(const struct dev *d, unsigned int r, unsigned int port)
{
	unsigned int engine, lane, i;

	for (i = 0; i < PORT_LANES; i++) {
		fake_port_lane(d, port, i, &engine, &lane);
		if (range_has(fake_route_lanes(d, r), engine, lane))
			return true;
	}
	return false;
}

bool fake_port_uses(const struct dev *d, unsigned int port, int els, int laser)
{
	unsigned int r;

	for (r = 0; d->p->els && r < fake_routes(d); r++)
		if (!fake_route_is_standby(d, r) &&
		    (int)fake_route_els(d, r) == els &&
		    (laser < 0 ||
		     (int)(fake_route_laser(d, r) % d->p->lasers) == laser) &&
		    fake_route_has_port(d, r, port))
			return true;
	return false;
}

bool fake_port_dark(const struct dev *d, unsigned int port)
{
	unsigned int engine, lane, i;

	for (i = 0; i < PORT_LANES; i++) {
		fake_port_lane(d, port, i, &engine, &lane);
		if (fake_lane_dark(d, engine, lane))
			return true;
	}
	return false;
}

/* ---- Start ---- */

/* Which route feeds which lane. */
static void dev_wire(struct dev *d)
{
	struct range range;
	unsigned int r, i;

	for (r = fake_routes(d); r--; ) {
		range = fake_route_lanes(d, r);
		for (i = 0; i < range.count; i++)
			d->route[range.engine][range.first +
					       i * range.stride] = r;
	}
}

static void add_dev(const char *name, size_t len)
{
	struct dev *d = &fake_devs[fake_ndevs];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(profiles); i++)
		if (strlen(profiles[i].name) == len &&
		    !strncmp(profiles[i].name, name, len)) {
			memset(d, 0, sizeof(*d));
			d->p = &profiles[i];
			d->slot = fake_ndevs;
			d->id = fake_ndevs++;
			d->epoch = 0x123456789abcull + d->id;
			d->seq = 100;
			d->period_us = 100000;
			d->window_s = 900;
			dev_wire(d);
		}
}

/* "0/3 1/2": ELS that were pulled before. */
static void pull_early(const char *text)
{
	unsigned int dev, els;
	int len;

	while (text && sscanf(text, "%u/%u%n", &dev, &els, &len) == 2) {
		if (dev < fake_ndevs && els < MAX_ELS)
			fake_devs[dev].pulled[els] = true;
		text += len;
	}
}

void fake_reset(void)
{
	const char *list = getenv("CPO_FAKE");
	const char *intr = getenv("CPO_FAKE_INTR");
	unsigned int i;

	for (i = 0; i < MAX_SOCKS; i++)
		if (fake_socks[i].portid)
			close(fake_socks[i].fd);
	if (!list)
		list = "q3450";
	fake_ndevs = 0;
	fake_family_id = FAMILY_ID;
	fake_family_absent = !strcmp(list, "absent");
	fake_interrupts = intr ? atoi(intr) : 0;
	fake_ticks = getenv("CPO_FAKE_TICKS") ?
		     atoi(getenv("CPO_FAKE_TICKS")) : 0;
	fake_failing = getenv("CPO_FAKE_FAIL");
	while (*list && fake_ndevs < MAX_DEVS) {
		add_dev(list, strcspn(list, ","));
		list += strcspn(list, ",");
		list += *list == ',';
	}
	pull_early(getenv("CPO_FAKE_PULLED"));
	fake_flags_reset();
}

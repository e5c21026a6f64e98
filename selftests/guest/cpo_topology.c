// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Relations by enumeration, the rules of the profiles, every dump filter. */

#include <stdio.h>
#include <string.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW	600	/* seconds: a debug kernel under emulation */

FIXTURE(topology) {
	struct nlt nl;
	struct topo topo;
};

FIXTURE_SETUP(topology)
{
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
}

FIXTURE_TEARDOWN(topology)
{
	topo_free(&self->topo);
	nlt_close(&self->nl);
}

/* ---- both ends of a relation ---- */

static bool active(const struct nlt_row *route)
{
	return nlt_u(route, CPO_A_ROUTE_ROLE) == CPO_ROUTE_ROLE_ACTIVE;
}

TEST_F(topology, each_lane_has_one_active_route)
{
	struct set all, seen = {}, own;
	const struct nlt_row *route;
	size_t i, j;

	all = set_of_rows(&self->topo.lane, CPO_A_LANE_ENGINE_ID,
			  CPO_A_LANE_LANE_ID);
	for (i = 0; i < self->topo.route.n; i++) {
		route = &self->topo.route.row[i];
		if (!active(route))
			continue;
		own = (struct set){};
		route_lanes(route, &own);
		for (j = 0; j < own.n; j++) {
			EXPECT_FALSE(set_has(&seen, own.v[j]))
				TH_LOG("lane %u/%u: two active routes",
				       KEY_HI(own.v[j]), KEY_LO(own.v[j]));
			set_add(&seen, own.v[j]);
		}
		set_free(&own);
	}
	EXPECT_TRUE(set_equal(&all, &seen));
	set_free(&all);
	set_free(&seen);
}

TEST_F(topology, each_lane_is_in_one_port)
{
	struct set all, seen = {}, own;
	size_t i, j;

	all = set_of_rows(&self->topo.lane, CPO_A_LANE_ENGINE_ID,
			  CPO_A_LANE_LANE_ID);
	for (i = 0; i < self->topo.port.n; i++) {
		own = (struct set){};
		port_lanes(&self->topo.port.row[i], &own);
		EXPECT_EQ(own.n, nlt_u(&self->topo.port.row[i],
				       CPO_A_PORT_LANES));
		for (j = 0; j < own.n; j++) {
			EXPECT_FALSE(set_has(&seen, own.v[j]))
				TH_LOG("lane %u/%u: in two ports",
				       KEY_HI(own.v[j]), KEY_LO(own.v[j]));
			set_add(&seen, own.v[j]);
		}
		set_free(&own);
	}
	EXPECT_TRUE(set_equal(&all, &seen));
	set_free(&all);
	set_free(&seen);
}

/* What a lane says of itself is what the routes and ports say of it. */
TEST_F_TIMEOUT(topology, lanes_agree_with_routes_and_ports, SLOW)
{
	const struct topo *topo = &self->topo;
	const struct nlt_row *lane, *route, *port;
	struct set lanes;
	size_t i, j;

	for (i = 0; i < topo->route.n; i++) {
		route = &topo->route.row[i];
		lanes = (struct set){};
		route_lanes(route, &lanes);
		for (j = 0; j < topo->lane.n && active(route); j++) {
			lane = &topo->lane.row[j];
			if (!set_has(&lanes,
				     KEY2(nlt_u(lane, CPO_A_LANE_ENGINE_ID),
					  nlt_u(lane, CPO_A_LANE_LANE_ID))))
				continue;
			EXPECT_EQ(nlt_u(route, CPO_A_ROUTE_ELS_ID),
				  nlt_u(lane, CPO_A_LANE_ELS_ID));
			EXPECT_EQ(nlt_u(route, CPO_A_ROUTE_LASER_ID),
				  nlt_u(lane, CPO_A_LANE_LASER_ID));
		}
		set_free(&lanes);
	}
	for (i = 0; i < topo->port.n; i++) {
		port = &topo->port.row[i];
		lanes = (struct set){};
		port_lanes(port, &lanes);
		for (j = 0; j < topo->lane.n; j++) {
			lane = &topo->lane.row[j];
			if (set_has(&lanes,
				    KEY2(nlt_u(lane, CPO_A_LANE_ENGINE_ID),
					 nlt_u(lane, CPO_A_LANE_LANE_ID)))) {
				EXPECT_EQ(nlt_u(port, CPO_A_PORT_PORT_ID),
					  nlt_u(lane, CPO_A_LANE_PORT_ID));
			}
		}
		set_free(&lanes);
	}
}

TEST_F(topology, routes_name_their_ports)
{
	struct set lanes, named, real;
	const struct nlt_row *route;
	const struct nlattr *attr;
	size_t i, n;

	for (i = 0; i < self->topo.route.n; i++) {
		route = &self->topo.route.row[i];
		lanes = named = real = (struct set){};
		route_lanes(route, &lanes);
		ports_of_lanes(&self->topo, &lanes, &real);
		for (n = 0; (attr = nlt_nth(route, CPO_A_ROUTE_PORT, n)); n++)
			set_add(&named, nla_uint(attr));
		EXPECT_TRUE(set_equal(&real, &named))
			TH_LOG("route %zu: lanes are in %s, says %s", i,
			       set_text(&real), set_text(&named));
		EXPECT_EQ(named.n, n);
		set_free(&lanes);
		set_free(&named);
		set_free(&real);
	}
}

/* Every end of a relation is an object that there is. */
TEST_F(topology, relations_end_at_objects)
{
	const struct topo *topo = &self->topo;
	struct set lasers, engines, lanes, fibres = {};
	const struct nlt_row *route;
	struct set own;
	size_t i, j;

	lasers = set_of_rows(&topo->laser, CPO_A_LASER_ELS_ID,
			     CPO_A_LASER_LASER_ID);
	engines = set_of_rows(&topo->engine, 0, CPO_A_ENGINE_ENGINE_ID);
	lanes = set_of_rows(&topo->lane, CPO_A_LANE_ENGINE_ID,
			    CPO_A_LANE_LANE_ID);
	for (i = 0; i < topo->route.n; i++) {
		route = &topo->route.row[i];
		EXPECT_TRUE(set_has(&lasers,
				    KEY2(nlt_u(route, CPO_A_ROUTE_ELS_ID),
					 nlt_u(route, CPO_A_ROUTE_LASER_ID))));
		EXPECT_TRUE(set_has(&engines,
				    nlt_u(route, CPO_A_ROUTE_ENGINE_ID)));
		set_add(&fibres, nlt_u(route, CPO_A_ROUTE_FIBRE_ID));
		own = (struct set){};
		route_lanes(route, &own);
		for (j = 0; j < own.n; j++) {
			EXPECT_EQ(nlt_u(route, CPO_A_ROUTE_ENGINE_ID),
				  KEY_HI(own.v[j]));
			EXPECT_TRUE(set_has(&lanes, own.v[j]));
		}
		set_free(&own);
	}
	/* one fibre per laser: device.md 2.1 */
	EXPECT_EQ(topo->laser.n, fibres.n);
	set_free(&lasers);
	set_free(&engines);
	set_free(&lanes);
	set_free(&fibres);
}

/* ---- the rules of the profiles ---- */

static bool same_range(const struct range *a, const struct range *b)
{
	return a->engine == b->engine && a->first == b->first &&
	       a->count == b->count && a->stride == b->stride;
}

/* Takes a route that is as the feed says out of the rows, if there is one. */
static bool take_route(const struct topo *topo, unsigned int els,
		       unsigned int laser, const struct feed *feed,
		       struct set *taken)
{
	const struct nlt_row *route;
	struct nlt_row nest;
	struct range have;
	size_t i;

	for (i = 0; i < topo->route.n; i++) {
		route = &topo->route.row[i];
		nest = nlt_nested(route, CPO_A_ROUTE_LANE_RANGE);
		have = range_of(&nest);
		if (nlt_u(route, CPO_A_ROUTE_ELS_ID) != els ||
		    nlt_u(route, CPO_A_ROUTE_LASER_ID) != laser ||
		    nlt_u(route, CPO_A_ROUTE_WAVELENGTH) != feed->wavelength ||
		    !same_range(&feed->lanes, &have) ||
		    active(route) == feed->standby || set_has(taken, i))
			continue;
		set_add(taken, i);
		return true;
	}
	return false;
}

static void check_laser(struct __test_metadata *_metadata,
			const struct topo *topo, unsigned int els,
			unsigned int laser, struct set *taken)
{
	const struct range *to;
	struct feed feed;
	unsigned int run;

	for (run = 0; topo->profile->laser_feeds(els, laser, run, &feed);
	     run++) {
		to = &feed.lanes;
		EXPECT_TRUE(take_route(topo, els, laser, &feed, taken))
			TH_LOG("laser %u/%u: no route to %u lanes from %u/%u",
			       els, laser, to->count, to->engine, to->first);
	}
}

TEST_F_TIMEOUT(topology, routes_follow_the_profile, SLOW)
{
	const struct profile *p = self->topo.profile;
	unsigned int els, laser;
	struct set taken = {};

	if (!p)
		SKIP(return, "profile '%s' is not one this test knows",
		     nlt_str(&self->topo.dev_row, CPO_A_DEV_PROFILE));
	for (els = 0; els < p->els; els++)
		for (laser = 0; laser < p->els_lasers; laser++)
			check_laser(_metadata, &self->topo, els, laser,
				    &taken);
	/* and no others */
	EXPECT_EQ(self->topo.route.n, taken.n);
	set_free(&taken);
}

TEST_F(topology, ports_follow_the_profile)
{
	const struct profile *p = self->topo.profile;
	struct set want, have;
	struct range range;
	unsigned int run;
	size_t i;

	if (!p)
		SKIP(return, "profile '%s' is not one this test knows",
		     nlt_str(&self->topo.dev_row, CPO_A_DEV_PROFILE));
	for (i = 0; i < self->topo.port.n; i++) {
		want = have = (struct set){};
		for (run = 0; p->port_is(i, run, &range); run++)
			range_lanes(&range, &want);
		port_lanes(&self->topo.port.row[i], &have);
		EXPECT_TRUE(set_equal(&want, &have))
			TH_LOG("port %zu: %s, must be %s", i, set_text(&have),
			       set_text(&want));
		set_free(&want);
		set_free(&have);
	}
}

/* device.md 2.2: what one laser or one ELS takes along. */
TEST_F(topology, impact_follows_the_profile)
{
	const struct profile *p = self->topo.profile;
	struct impact impact;
	unsigned int els;
	size_t i;

	if (!p)
		SKIP(return, "profile '%s' is not one this test knows",
		     nlt_str(&self->topo.dev_row, CPO_A_DEV_PROFILE));
	for (els = 0; els < p->els; els++) {
		impact_of_els(&self->topo, els, &impact);
		EXPECT_EQ(p->lost.lanes, impact.lanes.n);
		EXPECT_EQ(p->lost.ports, impact.ports.n);
		EXPECT_EQ(p->lost.engines, impact.engines.n);
		impact_free(&impact);
	}
	for (i = 0; i < self->topo.route.n; i++)
		EXPECT_EQ(p->laser_ports,
			  nlt_count(&self->topo.route.row[i],
				    CPO_A_ROUTE_PORT));
}

/* ---- filters: the dump equals what the relations say ---- */

static void check_filter(struct __test_metadata *_metadata, struct nlt *nl,
			 int cmd, const struct nlt_arg *args, int hi, int lo,
			 const struct set *want)
{
	struct nlt_rows rows;
	struct set have;
	int err;

	err = nlt_dump(nl, cmd, args, &rows);
	ASSERT_EQ(0, err)
		TH_LOG("command %d, filter %d=%u: %s: %s", cmd, args[1].attr,
		       (unsigned int)args[1].value, strerror(-err),
		       nl->ext.msg);
	have = set_of_rows(&rows, hi, lo);
	EXPECT_EQ(rows.n, have.n);
	EXPECT_TRUE(set_equal(&have, want))
		TH_LOG("command %d, filter %d=%u: %s, must be %s", cmd,
		       args[1].attr, (unsigned int)args[1].value,
		       set_text(&have), set_text(want));
	set_free(&have);
	nlt_rows_free(&rows);
}

#define FILTER(...) \
	ARGS(A(1 /* dev-id in every set */, self->topo.dev) __VA_ARGS__)

static bool route_in_port(const struct nlt_row *route, unsigned int port)
{
	const struct nlattr *attr;
	size_t i;

	for (i = 0; (attr = nlt_nth(route, CPO_A_ROUTE_PORT, i)); i++)
		if (nla_uint(attr) == port)
			return true;
	return false;
}

/* Which routes a filter takes: one attribute of the route, or a port. */
static bool route_matches(const struct nlt_row *route, int attr,
			  unsigned int value)
{
	if (attr == CPO_A_ROUTE_PORT_ID)
		return route_in_port(route, value);
	return nlt_u(route, attr) == value;
}

/* The ends of the active routes that match: standby routes feed no lane. */
static struct set ends(const struct topo *topo, int attr, unsigned int value,
		       int hi, int lo)
{
	const struct nlt_row *route;
	struct set set = {};
	size_t i;

	for (i = 0; i < topo->route.n; i++) {
		route = &topo->route.row[i];
		if (active(route) && route_matches(route, attr, value))
			set_add(&set, KEY2(hi ? nlt_u(route, hi) : 0,
					   nlt_u(route, lo)));
	}
	return set;
}

/* The routes that match, standby or not. */
static struct set routes(const struct topo *topo, int attr,
			 unsigned int value)
{
	struct set set = {};
	size_t i;

	for (i = 0; i < topo->route.n; i++)
		if (route_matches(&topo->route.row[i], attr, value))
			set_add(&set, nlt_u(&topo->route.row[i],
					    CPO_A_ROUTE_ROUTE_ID));
	return set;
}

static struct set lasers_in(const struct topo *topo, unsigned int els)
{
	struct set set = {};
	size_t i;

	for (i = 0; i < topo->laser.n; i++)
		if (nlt_u(&topo->laser.row[i], CPO_A_LASER_ELS_ID) == els)
			set_add(&set, KEY2(els, nlt_u(&topo->laser.row[i],
						      CPO_A_LASER_LASER_ID)));
	return set;
}

static struct set lanes_lit_by(const struct topo *topo, int attr,
			       unsigned int value)
{
	const struct nlt_row *route;
	struct set set = {};
	size_t i;

	for (i = 0; i < topo->route.n; i++) {
		route = &topo->route.row[i];
		if (active(route) && route_matches(route, attr, value))
			route_lanes(route, &set);
	}
	return set;
}

static struct set ports_lit_by(const struct topo *topo, int attr,
			       unsigned int value)
{
	struct set lanes = lanes_lit_by(topo, attr, value), ports = {};

	ports_of_lanes(topo, &lanes, &ports);
	set_free(&lanes);
	return ports;
}

TEST_F_TIMEOUT(topology, filter_by_els, SLOW)
{
	const struct topo *topo = &self->topo;
	struct set want;
	unsigned int e;

	for (e = 0; e < topo->els.n; e++) {
		want = ends(topo, CPO_A_ROUTE_ELS_ID, e, 0,
			    CPO_A_ROUTE_ENGINE_ID);
		check_filter(_metadata, &self->nl, CPO_CMD_ENGINE_GET,
			     FILTER(A(CPO_A_ENGINE_ELS_ID, e)), 0,
			     CPO_A_ENGINE_ENGINE_ID, &want);
		set_free(&want);

		want = lasers_in(topo, e);
		check_filter(_metadata, &self->nl, CPO_CMD_LASER_GET,
			     FILTER(A(CPO_A_LASER_ELS_ID, e)),
			     CPO_A_LASER_ELS_ID, CPO_A_LASER_LASER_ID, &want);
		set_free(&want);

		want = lanes_lit_by(topo, CPO_A_ROUTE_ELS_ID, e);
		check_filter(_metadata, &self->nl, CPO_CMD_LANE_GET,
			     FILTER(A(CPO_A_LANE_ELS_ID, e)),
			     CPO_A_LANE_ENGINE_ID, CPO_A_LANE_LANE_ID, &want);
		set_free(&want);

		want = ports_lit_by(topo, CPO_A_ROUTE_ELS_ID, e);
		check_filter(_metadata, &self->nl, CPO_CMD_PORT_GET,
			     FILTER(A(CPO_A_PORT_ELS_ID, e)), 0,
			     CPO_A_PORT_PORT_ID, &want);
		set_free(&want);

		want = routes(topo, CPO_A_ROUTE_ELS_ID, e);
		check_filter(_metadata, &self->nl, CPO_CMD_ROUTE_GET,
			     FILTER(A(CPO_A_ROUTE_ELS_ID, e)), 0,
			     CPO_A_ROUTE_ROUTE_ID, &want);
		set_free(&want);
	}
}

/* What the routes of one laser say; a spare lights no lane. */
static void routes_of_laser(const struct topo *topo, unsigned int els,
			    unsigned int laser, struct set *lanes,
			    struct set *all)
{
	const struct nlt_row *route;
	size_t i;

	for (i = 0; i < topo->route.n; i++) {
		route = &topo->route.row[i];
		if (nlt_u(route, CPO_A_ROUTE_ELS_ID) != els ||
		    nlt_u(route, CPO_A_ROUTE_LASER_ID) != laser)
			continue;
		set_add(all, nlt_u(route, CPO_A_ROUTE_ROUTE_ID));
		if (active(route))
			route_lanes(route, lanes);
	}
}

/* A laser is named by its ELS and its number. */
TEST_F_TIMEOUT(topology, filter_by_laser, SLOW)
{
	const struct topo *topo = &self->topo;
	struct set lanes, ports, all;
	unsigned int e, l;
	size_t i;

	for (i = 0; i < topo->laser.n; i++) {
		e = nlt_u(&topo->laser.row[i], CPO_A_LASER_ELS_ID);
		l = nlt_u(&topo->laser.row[i], CPO_A_LASER_LASER_ID);
		lanes = ports = all = (struct set){};
		routes_of_laser(topo, e, l, &lanes, &all);
		ports_of_lanes(topo, &lanes, &ports);
		check_filter(_metadata, &self->nl, CPO_CMD_LANE_GET,
			     FILTER(A(CPO_A_LANE_ELS_ID, e)
				    A(CPO_A_LANE_LASER_ID, l)),
			     CPO_A_LANE_ENGINE_ID, CPO_A_LANE_LANE_ID, &lanes);
		check_filter(_metadata, &self->nl, CPO_CMD_PORT_GET,
			     FILTER(A(CPO_A_PORT_ELS_ID, e)
				    A(CPO_A_PORT_LASER_ID, l)), 0,
			     CPO_A_PORT_PORT_ID, &ports);
		check_filter(_metadata, &self->nl, CPO_CMD_ROUTE_GET,
			     FILTER(A(CPO_A_ROUTE_ELS_ID, e)
				    A(CPO_A_ROUTE_LASER_ID, l)), 0,
			     CPO_A_ROUTE_ROUTE_ID, &all);
		set_free(&lanes);
		set_free(&ports);
		set_free(&all);
	}
}

static struct set lanes_of_engine(const struct topo *topo, unsigned int engine)
{
	struct set set = {};
	size_t i;

	for (i = 0; i < topo->lane.n; i++)
		if (nlt_u(&topo->lane.row[i], CPO_A_LANE_ENGINE_ID) == engine)
			set_add(&set, KEY2(engine, nlt_u(&topo->lane.row[i],
							 CPO_A_LANE_LANE_ID)));
	return set;
}

TEST_F_TIMEOUT(topology, filter_by_engine, SLOW)
{
	const struct topo *topo = &self->topo;
	struct set want, lanes;
	unsigned int o;

	for (o = 0; o < topo->engine.n; o++) {
		want = ends(topo, CPO_A_ROUTE_ENGINE_ID, o, 0,
			    CPO_A_ROUTE_ELS_ID);
		check_filter(_metadata, &self->nl, CPO_CMD_ELS_GET,
			     FILTER(A(CPO_A_ELS_ENGINE_ID, o)), 0,
			     CPO_A_ELS_ELS_ID, &want);
		set_free(&want);

		want = ends(topo, CPO_A_ROUTE_ENGINE_ID, o, CPO_A_ROUTE_ELS_ID,
			    CPO_A_ROUTE_LASER_ID);
		check_filter(_metadata, &self->nl, CPO_CMD_LASER_GET,
			     FILTER(A(CPO_A_LASER_ENGINE_ID, o)),
			     CPO_A_LASER_ELS_ID, CPO_A_LASER_LASER_ID, &want);
		set_free(&want);

		lanes = lanes_of_engine(topo, o);
		check_filter(_metadata, &self->nl, CPO_CMD_LANE_GET,
			     FILTER(A(CPO_A_LANE_ENGINE_ID, o)),
			     CPO_A_LANE_ENGINE_ID, CPO_A_LANE_LANE_ID, &lanes);

		want = (struct set){};
		ports_of_lanes(topo, &lanes, &want);
		check_filter(_metadata, &self->nl, CPO_CMD_PORT_GET,
			     FILTER(A(CPO_A_PORT_ENGINE_ID, o)), 0,
			     CPO_A_PORT_PORT_ID, &want);
		set_free(&want);
		set_free(&lanes);

		want = routes(topo, CPO_A_ROUTE_ENGINE_ID, o);
		check_filter(_metadata, &self->nl, CPO_CMD_ROUTE_GET,
			     FILTER(A(CPO_A_ROUTE_ENGINE_ID, o)), 0,
			     CPO_A_ROUTE_ROUTE_ID, &want);
		set_free(&want);
	}
}

static struct set engines_of_lanes(const struct set *lanes)
{
	struct set set = {};
	size_t i;

	for (i = 0; i < lanes->n; i++)
		set_add(&set, KEY_HI(lanes->v[i]));
	return set;
}

TEST_F_TIMEOUT(topology, filter_by_port, SLOW)
{
	const struct topo *topo = &self->topo;
	struct set want, lanes;
	unsigned int p;

	for (p = 0; p < topo->port.n; p++) {
		lanes = (struct set){};
		port_lanes(&topo->port.row[p], &lanes);
		check_filter(_metadata, &self->nl, CPO_CMD_LANE_GET,
			     FILTER(A(CPO_A_LANE_PORT_ID, p)),
			     CPO_A_LANE_ENGINE_ID, CPO_A_LANE_LANE_ID, &lanes);
		want = engines_of_lanes(&lanes);
		check_filter(_metadata, &self->nl, CPO_CMD_ENGINE_GET,
			     FILTER(A(CPO_A_ENGINE_PORT_ID, p)), 0,
			     CPO_A_ENGINE_ENGINE_ID, &want);
		set_free(&want);
		set_free(&lanes);

		want = ends(topo, CPO_A_ROUTE_PORT_ID, p, 0,
			    CPO_A_ROUTE_ELS_ID);
		check_filter(_metadata, &self->nl, CPO_CMD_ELS_GET,
			     FILTER(A(CPO_A_ELS_PORT_ID, p)), 0,
			     CPO_A_ELS_ELS_ID, &want);
		set_free(&want);

		want = ends(topo, CPO_A_ROUTE_PORT_ID, p, CPO_A_ROUTE_ELS_ID,
			    CPO_A_ROUTE_LASER_ID);
		check_filter(_metadata, &self->nl, CPO_CMD_LASER_GET,
			     FILTER(A(CPO_A_LASER_PORT_ID, p)),
			     CPO_A_LASER_ELS_ID, CPO_A_LASER_LASER_ID, &want);
		set_free(&want);

		want = routes(topo, CPO_A_ROUTE_PORT_ID, p);
		check_filter(_metadata, &self->nl, CPO_CMD_ROUTE_GET,
			     FILTER(A(CPO_A_ROUTE_PORT_ID, p)), 0,
			     CPO_A_ROUTE_ROUTE_ID, &want);
		set_free(&want);
	}
}

/* Two filters: both must hold. */
TEST_F(topology, filters_combine)
{
	struct set els, engine, both = {};
	unsigned int e = self->topo.els.n - 1, o;
	size_t i;

	els = lanes_lit_by(&self->topo, CPO_A_ROUTE_ELS_ID, e);
	ASSERT_LT(0, els.n);
	o = KEY_HI(els.v[0]);
	engine = lanes_of_engine(&self->topo, o);
	for (i = 0; i < els.n; i++)
		if (set_has(&engine, els.v[i]))
			set_add(&both, els.v[i]);
	check_filter(_metadata, &self->nl, CPO_CMD_LANE_GET,
		     FILTER(A(CPO_A_LANE_ENGINE_ID, o)
			    A(CPO_A_LANE_ELS_ID, e)),
		     CPO_A_LANE_ENGINE_ID, CPO_A_LANE_LANE_ID, &both);
	set_free(&els);
	set_free(&engine);
	set_free(&both);
}

/* A filtered row is the same row. */
TEST_F(topology, filtered_rows_are_whole)
{
	static const int moving[] = { CPO_A_ROUTE_SAMPLE,
		CPO_A_ROUTE_INPUT_POWER_NW, CPO_A_ROUTE_LOSS_MDB, 0 };
	const struct nlt_row *full;
	struct nlt_rows rows;
	unsigned int id;
	size_t i;

	ASSERT_EQ(0, nlt_dump(&self->nl, CPO_CMD_ROUTE_GET,
			      FILTER(A(CPO_A_ROUTE_ELS_ID,
				       self->topo.els.n - 1)), &rows));
	EXPECT_LT(0, rows.n);
	for (i = 0; i < rows.n; i++) {
		id = nlt_u(&rows.row[i], CPO_A_ROUTE_ROUTE_ID);
		ASSERT_GT(self->topo.route.n, id);
		full = &self->topo.route.row[id];
		EXPECT_TRUE(nlt_row_equal(full, &rows.row[i], moving));
	}
	nlt_rows_free(&rows);
}

TEST_HARNESS_MAIN

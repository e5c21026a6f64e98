// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/*
 * What is wrong, from the rows of now. Each condition is told once, at the
 * part that is its cause: causes are looked for from the light source to the
 * lane, and each takes with it the ports and lanes whose state it explains.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flag.h"
#include "health.h"

#define BIT(n)		(1u << (n))
#define RANGES		64
#define LANES_MOST	2048	/* of one range, whatever it says */

/* Reasons of ports that are about an engine of theirs. */
#define ENGINE_REASONS	(BIT(CPO_PORT_REASON_OVERHEAT) |		\
			 BIT(CPO_PORT_REASON_POWER) |			\
			 BIT(CPO_PORT_REASON_ENGINE_FAULT))

static const struct object *const set_objects[H_SETS] = {
	[H_ENGINES] = &obj_engine,
	[H_ELS] = &obj_els,
	[H_LASERS] = &obj_laser,
	[H_LANES] = &obj_lane,
	[H_PORTS] = &obj_port,
	[H_ROUTES] = &obj_route,
	[H_SENSORS] = &obj_sensor,
	[H_FLAGS] = &obj_flag,
};

/* ---- Rows ---- */

static int set_load(struct health *health, unsigned int i)
{
	struct rowset *set = &health->set[i];
	int ret;

	ret = rowset_dump(set, NULL);
	/* A kernel may have no such rows yet. */
	if (ret && ret != -EOPNOTSUPP)
		return report_errno(ret, set->obj->plural);
	rowset_sort(set);
	health->inconsistent |= set->inconsistent;
	health->told[i] = calloc(set->count + 1, sizeof(bool));
	if (!health->told[i])
		return report(EXIT_FAILED, NULL, "out of memory");
	return EXIT_OK;
}

static bool *told(struct health *health, unsigned int set,
		  const struct item *item)
{
	return &health->told[set][item - health->set[set].item];
}

static bool same_dev(const struct item *a, const struct item *b)
{
	return a->ids.id[CPO_ID_DEV] == b->ids.id[CPO_ID_DEV];
}

/* An enumeration that was not reported is none of its values. */
static uint32_t value(const struct item *item,
		      int (*get)(const struct cpo_row *, uint32_t *))
{
	uint32_t val;

	return get(item->row, &val) ? UINT32_MAX : val;
}

/* ---- Telling ---- */

struct found *health_tell(struct health *health, int kind,
			  const struct item *of, uint32_t severity,
			  enum words_of list, uint32_t code)
{
	struct found *found = calloc(1, sizeof(*found));
	struct item *item;

	if (!found || rowset_add(&health->list, of->row))
		abort();
	item = &health->list.item[health->list.count - 1];
	item->kind = kind;
	item->key = ids_key(kind, &item->ids);
	item->found = found;
	found->severity = severity;
	found->of = list;
	found->code = code;
	found->stale = item_stale(object_of_kind(kind), of, &found->age_ms);
	return found;
}

static struct found *tell_condition(struct health *health, int kind,
				    const struct item *of, uint32_t severity,
				    enum condition code)
{
	return health_tell(health, kind, of, severity, WORDS_CONDITION, code);
}

static void found_port(struct found *found, const struct item *port)
{
	uint32_t *more = realloc(found->port,
				 (found->ports + 1) * sizeof(*more));
	uint64_t since;

	if (!more)
		abort();
	more[found->ports++] = port->ids.id[CPO_ID_PORT];
	found->port = more;
	if (!cpo_port_get_last_change_ns(port->row, &since) && since &&
	    (!found->since_ns || since < found->since_ns))
		found->since_ns = since;
}

/* ---- What a cause explains ---- */

/* Bits of lanes, and what they are when nothing else explains them. */
static const struct lane_bit {
	uint64_t bit;
	/* It is bad when the bit is missing, where the first one is set. */
	uint64_t missing;
	enum condition code;
	/* The reason of its port that says the same. */
	uint32_t reason;
} lane_bits[] = {
	{ CPO_LANE_STATUS_TX_FAULT, 0, COND_TX_FAULT, CPO_PORT_REASON_NONE },
	{ CPO_LANE_STATUS_TX_DARK, 0, COND_TX_DARK, CPO_PORT_REASON_NONE },
	{ CPO_LANE_STATUS_TX_ON, CPO_LANE_STATUS_RING_LOCKED,
	  COND_RING_UNLOCK, CPO_PORT_REASON_RING_UNLOCK },
	{ CPO_LANE_STATUS_RX_LOS, 0, COND_RX_LOS, CPO_PORT_REASON_RX_LOS },
	{ CPO_LANE_STATUS_TX_LOS, 0, COND_TX_LOS, CPO_PORT_REASON_NONE },
	{ CPO_LANE_STATUS_RX_LOL, 0, COND_RX_LOL, CPO_PORT_REASON_RX_LOL },
	{ CPO_LANE_STATUS_TX_LOL, 0, COND_TX_LOL, CPO_PORT_REASON_NONE },
};

static bool has_rings(struct health *health, const struct item *lane)
{
	const struct item *engine = rowset_find(&health->set[H_ENGINES],
						&lane->ids);

	return engine && value(engine, cpo_engine_get_modulator) ==
			 CPO_MODULATOR_RING;
}

/* The worst there is about a lane, or NULL. */
static const struct lane_bit *lane_trouble(struct health *health,
					   const struct item *lane)
{
	const struct lane_bit *b;
	uint32_t status;
	unsigned int i;

	if (cpo_lane_get_status(lane->row, &status) ||
	    status & CPO_LANE_STATUS_DISABLED)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(lane_bits); i++) {
		b = &lane_bits[i];
		if (status & b->bit && !(status & b->missing) &&
		    (!b->missing || has_rings(health, lane)))
			return b;
	}
	return NULL;
}

static void explain_lane(struct health *health, struct found *found,
			 const struct cpo_ids *ids)
{
	struct item *lane = rowset_find(&health->set[H_LANES], ids);

	if (!lane || *told(health, H_LANES, lane) ||
	    !lane_trouble(health, lane))
		return;
	*told(health, H_LANES, lane) = true;
	found->lanes++;
}

static void explain_range(struct health *health, struct found *found,
			  const struct item *of,
			  const struct cpo_lane_range *range)
{
	struct cpo_ids ids = of->ids;
	uint32_t i;

	cpo_ids_put(&ids, CPO_ID_ENGINE, range->engine);
	for (i = 0; i < range->count && i < LANES_MOST; i++) {
		cpo_ids_put(&ids, CPO_ID_LANE,
			    range->first + i * range->stride);
		explain_lane(health, found, &ids);
	}
}

static void explain_lanes_of_port(struct health *health, struct found *found,
				  const struct item *port)
{
	struct cpo_lane_range range[RANGES];
	int n, i;

	n = cpo_port_get_lane_range(port->row, range, RANGES);
	for (i = 0; i < n && i < RANGES; i++)
		explain_range(health, found, port, &range[i]);
}

/* A port that is down and nothing explains yet; UINT32_MAX for others. */
static uint32_t open_reason(struct health *health, const struct item *port)
{
	if (*told(health, H_PORTS, port) ||
	    value(port, cpo_port_get_state) != CPO_PORT_STATE_DOWN)
		return UINT32_MAX;
	return value(port, cpo_port_get_reason) == UINT32_MAX ?
	       CPO_PORT_REASON_NONE : value(port, cpo_port_get_reason);
}

static bool in_mask(uint32_t reason, uint32_t mask)
{
	return reason < 32 && mask & BIT(reason);
}

bool reason_of_engine(uint32_t reason)
{
	return in_mask(reason, ENGINE_REASONS);
}

static void explain_port(struct health *health, struct found *found,
			 const struct item *port)
{
	*told(health, H_PORTS, port) = true;
	found_port(found, port);
}

static bool is_active(const struct item *route)
{
	return value(route, cpo_route_get_role) != CPO_ROUTE_ROLE_STANDBY;
}

/* Ports and lanes at the end of a route. */
static void explain_route(struct health *health, struct found *found,
			  struct item *route, uint32_t mask)
{
	struct cpo_lane_range range;
	struct cpo_ids ids = route->ids;
	uint64_t id[RANGES];
	struct item *port;
	int n, i;

	*told(health, H_ROUTES, route) = true;
	if (!is_active(route))
		return;
	n = cpo_route_get_port(route->row, id, RANGES);
	for (i = 0; i < n && i < RANGES; i++) {
		cpo_ids_put(&ids, CPO_ID_PORT, id[i]);
		port = rowset_find(&health->set[H_PORTS], &ids);
		if (port && in_mask(open_reason(health, port), mask))
			explain_port(health, found, port);
	}
	if (cpo_route_get_lane_range(route->row, &range, 1) >= 0)
		explain_range(health, found, route, &range);
}

/* All routes of an ELS or a laser. */
static void explain_routes(struct health *health, struct found *found,
			   int kind, const struct item *of, uint32_t mask)
{
	struct rowset *routes = &health->set[H_ROUTES];
	struct item *route;
	size_t i;

	for (i = 0; i < routes->count; i++) {
		route = &routes->item[i];
		if (kind == CPO_KIND_ELS && !cpo_ids_has(&route->ids,
							 CPO_ID_ELS))
			continue;
		if (same_dev(route, of) &&
		    ids_key(kind, &route->ids) == ids_key(kind, &of->ids))
			explain_route(health, found, route, mask);
	}
}

/* What takes ports down is bad, what does not is less so. */
static void rate(struct found *found, uint32_t with_ports, uint32_t without)
{
	found->severity = found->ports ? with_ports : without;
}

/* ---- Devices ---- */

static size_t count_stale(struct health *health, const struct item *dev,
			  uint64_t *oldest)
{
	size_t i, n = 0;
	uint64_t age;
	unsigned int s;

	if (item_stale(&obj_dev, dev, oldest))
		n++;
	else
		*oldest = 0;
	for (s = 0; s < H_SETS; s++)
		for (i = 0; i < health->set[s].count; i++) {
			if (!same_dev(&health->set[s].item[i], dev) ||
			    !item_stale(health->set[s].obj,
					&health->set[s].item[i], &age))
				continue;
			n++;
			if (age > *oldest)
				*oldest = age;
		}
	return n;
}

static void find_dev(struct health *health, const struct item *dev)
{
	uint32_t state = value(dev, cpo_dev_get_state);
	struct found *found;
	uint64_t oldest;

	if (state == CPO_DEV_STATE_ONLINE || state == UINT32_MAX) {
		if (!count_stale(health, dev, &oldest))
			return;
		found = tell_condition(health, CPO_KIND_DEV, dev,
				       CPO_SEVERITY_WARNING, COND_STALE);
		found->stale = true;
		found->age_ms = oldest;
		return;
	}
	health_tell(health, CPO_KIND_DEV, dev, state == CPO_DEV_STATE_DEAD ?
		    CPO_SEVERITY_CRITICAL : CPO_SEVERITY_WARNING, WORDS_DEV,
		    state);
}

/* ---- Light sources ---- */

static bool is_absent(const struct item *els)
{
	return value(els, cpo_els_get_present) == 0;
}

static bool is_faulty(uint32_t state, uint64_t cause)
{
	return state == CPO_MODULE_STATE_FAULT || cause;
}

static bool is_lit(const struct item *laser)
{
	uint32_t state = value(laser, cpo_laser_get_state);

	return state == CPO_LASER_STATE_ON || state == CPO_LASER_STATE_ON_FAULT;
}

/* Lasers that are dark with their ELS are no condition of their own. */
static void tell_lasers(struct health *health, const struct item *els)
{
	struct rowset *lasers = &health->set[H_LASERS];
	size_t i;

	for (i = 0; i < lasers->count; i++)
		if (cpo_ids_has(&lasers->item[i].ids, CPO_ID_ELS) &&
		    ids_key(CPO_KIND_ELS, &lasers->item[i].ids) == els->key &&
		    !is_lit(&lasers->item[i]))
			*told(health, H_LASERS, &lasers->item[i]) = true;
}

static void find_absent(struct health *health, const struct item *els)
{
	struct found *found;

	found = tell_condition(health, CPO_KIND_ELS, els, 0, COND_ELS_ABSENT);
	explain_routes(health, found, CPO_KIND_ELS, els,
		       BIT(CPO_PORT_REASON_ELS_ABSENT) |
		       BIT(CPO_PORT_REASON_LASER_OFF) |
		       BIT(CPO_PORT_REASON_LASER_FAULT));
	tell_lasers(health, els);
	rate(found, CPO_SEVERITY_MAJOR, found->lanes ? CPO_SEVERITY_WARNING :
						       CPO_SEVERITY_NOTICE);
}

static void find_els(struct health *health, const struct item *els)
{
	struct found *found;
	uint64_t cause = 0;

	if (is_absent(els)) {
		find_absent(health, els);
		return;
	}
	cpo_els_get_fault_cause(els->row, &cause);
	if (!is_faulty(value(els, cpo_els_get_state), cause))
		return;
	found = health_tell(health, CPO_KIND_ELS, els, CPO_SEVERITY_MAJOR,
			    WORDS_MODULE, cause > UINT32_MAX ? UINT32_MAX : cause);
	explain_routes(health, found, CPO_KIND_ELS, els,
		       BIT(CPO_PORT_REASON_LASER_FAULT) |
		       BIT(CPO_PORT_REASON_LASER_OFF) |
		       BIT(CPO_PORT_REASON_ELS_UNCHECKED));
	tell_lasers(health, els);
}

/* What is told of a laser in a state. */
static const struct laser_rule {
	uint32_t state;
	enum condition code;
	/* Without a fault; with one, its words are told. */
	uint32_t reasons;
	uint32_t with_ports;
	uint32_t without;
} laser_rules[] = {
	{ CPO_LASER_STATE_DOWN_FAULT, COND_LASER_DOWN,
	  BIT(CPO_PORT_REASON_LASER_FAULT) | BIT(CPO_PORT_REASON_LASER_OFF),
	  CPO_SEVERITY_MAJOR, CPO_SEVERITY_MAJOR },
	{ CPO_LASER_STATE_ON_FAULT, COND_LASER_DOWN,
	  BIT(CPO_PORT_REASON_LASER_FAULT), CPO_SEVERITY_MAJOR,
	  CPO_SEVERITY_WARNING },
	{ CPO_LASER_STATE_RESTRICTED, COND_UNCHECKED,
	  BIT(CPO_PORT_REASON_ELS_UNCHECKED) |
	  BIT(CPO_PORT_REASON_LASER_OFF) | BIT(CPO_PORT_REASON_LASER_FAULT),
	  CPO_SEVERITY_MAJOR, CPO_SEVERITY_NOTICE },
	{ CPO_LASER_STATE_FIBER_CHECKING, COND_CHECKING,
	  BIT(CPO_PORT_REASON_ELS_UNCHECKED) | BIT(CPO_PORT_REASON_STARTING),
	  CPO_SEVERITY_NOTICE, CPO_SEVERITY_INFO },
	{ CPO_LASER_STATE_RAMPING, COND_CHECKING,
	  BIT(CPO_PORT_REASON_ELS_UNCHECKED) | BIT(CPO_PORT_REASON_STARTING),
	  CPO_SEVERITY_NOTICE, CPO_SEVERITY_INFO },
	{ CPO_LASER_STATE_OFF, COND_LASER_OFF,
	  BIT(CPO_PORT_REASON_LASER_OFF), CPO_SEVERITY_MAJOR,
	  CPO_SEVERITY_INFO },
};

static const struct laser_rule *laser_rule(uint32_t state)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(laser_rules); i++)
		if (laser_rules[i].state == state)
			return &laser_rules[i];
	return NULL;
}

static uint32_t laser_fault(const struct item *laser)
{
	uint32_t fault = value(laser, cpo_laser_get_fault);

	return fault == UINT32_MAX ? CPO_LASER_FAULT_NONE : fault;
}

/* Lasers of one ELS (or engine) in one state are one condition. */
static bool is_alike(const struct item *a, const struct item *b)
{
	int kind = cpo_ids_has(&a->ids, CPO_ID_ELS) ? CPO_KIND_ELS :
						      CPO_KIND_ENGINE;

	return cpo_ids_has(&a->ids, CPO_ID_ELS) ==
	       cpo_ids_has(&b->ids, CPO_ID_ELS) &&
	       ids_key(kind, &a->ids) == ids_key(kind, &b->ids) &&
	       value(a, cpo_laser_get_state) ==
	       value(b, cpo_laser_get_state) &&
	       laser_fault(a) == laser_fault(b);
}

static unsigned int count_alike(struct health *health,
				const struct item *laser)
{
	const struct rowset *lasers = &health->set[H_LASERS];
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < lasers->count; i++)
		n += is_alike(&lasers->item[i], laser);
	return n;
}

/* The ELS of several lasers, the laser when it is one. */
static struct found *tell_laser(struct health *health, const struct item *laser,
				const struct laser_rule *rule)
{
	uint32_t fault = laser_fault(laser);
	int kind = CPO_KIND_LASER;
	const struct item *of = laser;

	if (count_alike(health, laser) > 1) {
		kind = cpo_ids_has(&laser->ids, CPO_ID_ELS) ? CPO_KIND_ELS :
							      CPO_KIND_ENGINE;
		of = rowset_find(&health->set[kind == CPO_KIND_ELS ? H_ELS :
					      H_ENGINES], &laser->ids);
	}
	if (!of) {
		kind = CPO_KIND_LASER;
		of = laser;
	}
	if (fault != CPO_LASER_FAULT_NONE)
		return health_tell(health, kind, of, 0, WORDS_LASER, fault);
	return tell_condition(health, kind, of, 0, rule->code);
}

static void explain_alike(struct health *health, struct found *found,
			  const struct item *laser, uint32_t mask)
{
	struct rowset *lasers = &health->set[H_LASERS];
	size_t i;

	for (i = 0; i < lasers->count; i++) {
		if (!is_alike(&lasers->item[i], laser))
			continue;
		*told(health, H_LASERS, &lasers->item[i]) = true;
		found->lasers++;
		explain_routes(health, found, CPO_KIND_LASER,
			       &lasers->item[i], mask);
	}
}

static void since_insertion(struct health *health, struct found *found,
			    const struct item *laser)
{
	const struct item *els;
	uint64_t since;

	if (found->of != WORDS_CONDITION || found->code != COND_UNCHECKED ||
	    !cpo_ids_has(&laser->ids, CPO_ID_ELS))
		return;
	els = rowset_find(&health->set[H_ELS], &laser->ids);
	if (els && !cpo_els_get_insert_time_ns(els->row, &since) && since)
		found->since_ns = since;
}

/* A fault with light is one that does not need a cut. */
static const struct laser_rule *rule_of(const struct item *laser)
{
	uint32_t state = value(laser, cpo_laser_get_state);

	if (state == CPO_LASER_STATE_ON &&
	    laser_fault(laser) != CPO_LASER_FAULT_NONE)
		state = CPO_LASER_STATE_ON_FAULT;
	return laser_rule(state);
}

static void find_laser(struct health *health, const struct item *laser)
{
	const struct laser_rule *rule = rule_of(laser);
	struct found *found;

	if (!rule || *told(health, H_LASERS, laser))
		return;
	found = tell_laser(health, laser, rule);
	explain_alike(health, found, laser, rule->reasons);
	since_insertion(health, found, laser);
	rate(found, rule->with_ports, rule->without);
}

static bool laser_is_told(struct health *health, const struct item *route)
{
	struct item *laser = rowset_find(&health->set[H_LASERS], &route->ids);

	return laser && (*told(health, H_LASERS, laser) ||
			 value(laser, cpo_laser_get_state) !=
			 CPO_LASER_STATE_ON);
}

/* Its laser is well, and still there is something about the fibre. */
static void find_route(struct health *health, struct item *route)
{
	bool dark = value(route, cpo_route_get_lit) == 0 && is_active(route);
	struct found *found;
	uint64_t since;

	if (*told(health, H_ROUTES, route) || laser_is_told(health, route) ||
	    !(dark || value(route, cpo_route_get_check_state) ==
		      CPO_CHECK_STATE_FAILED))
		return;
	found = tell_condition(health, CPO_KIND_ROUTE, route, 0, dark ?
			       COND_ROUTE_DARK : COND_CHECK_FAILED);
	if (dark)
		explain_route(health, found, route,
			      BIT(CPO_PORT_REASON_NONE) |
			      BIT(CPO_PORT_REASON_LASER_FAULT) |
			      BIT(CPO_PORT_REASON_LASER_OFF) |
			      BIT(CPO_PORT_REASON_ELS_UNCHECKED) |
			      BIT(CPO_PORT_REASON_RX_LOS));
	else if (!cpo_route_get_check_time_ns(route->row, &since))
		found->since_ns = since;
	rate(found, CPO_SEVERITY_MAJOR, CPO_SEVERITY_WARNING);
}

/* ---- Engines ---- */

static bool port_on_engine(const struct item *port, const struct item *engine)
{
	struct cpo_lane_range range[RANGES];
	int n, i;

	if (!same_dev(port, engine))
		return false;
	n = cpo_port_get_lane_range(port->row, range, RANGES);
	for (i = 0; i < n && i < RANGES; i++)
		if (range[i].engine == engine->ids.id[CPO_ID_ENGINE])
			return true;
	return false;
}

/* Is it on more than one engine? */
static bool port_spans(const struct item *port)
{
	struct cpo_lane_range range[RANGES];
	int n, i;

	n = cpo_port_get_lane_range(port->row, range, RANGES);
	for (i = 1; i < n && i < RANGES; i++)
		if (range[i].engine != range[0].engine)
			return true;
	return false;
}

static void explain_engine(struct health *health, struct found *found,
			   const struct item *engine, uint32_t mask)
{
	struct rowset *ports = &health->set[H_PORTS];
	size_t i;

	for (i = 0; i < ports->count; i++) {
		if (!in_mask(open_reason(health, &ports->item[i]), mask) ||
		    !port_on_engine(&ports->item[i], engine))
			continue;
		explain_port(health, found, &ports->item[i]);
		explain_lanes_of_port(health, found, &ports->item[i]);
	}
}

/* Many engines may have it from one cause. */
static struct found *tell_engine(struct health *health,
				 const struct item *engine, enum words_of list,
				 uint32_t code)
{
	struct found *found;

	found = health_tell(health, CPO_KIND_ENGINE, engine, CPO_SEVERITY_MAJOR,
			    list, code);
	found->parts = 1;
	found->parts_kind = CPO_KIND_ENGINE;
	return found;
}

/* It says so itself, by a flag. */
static bool has_tripped(struct health *health, const struct item *engine)
{
	const struct cond cond = { .code = CPO_EVENT_CODE_ENGINE_TRIP };
	const struct item *flag;

	flag = rowset_find_part(&health->set[H_FLAGS],
				flag_key(CPO_KIND_ENGINE, &engine->ids),
				flag_part(&cond));
	return flag && flag_is_set(flag);
}

/* Whatever explains that port already. */
static bool has_hot_port(struct health *health, const struct item *engine)
{
	const struct rowset *ports = &health->set[H_PORTS];
	const struct item *port;
	size_t i;

	for (i = 0; i < ports->count; i++) {
		port = &ports->item[i];
		if (value(port, cpo_port_get_state) == CPO_PORT_STATE_DOWN &&
		    value(port, cpo_port_get_reason) ==
		    CPO_PORT_REASON_OVERHEAT &&
		    port_on_engine(port, engine))
			return true;
	}
	return false;
}

/*
 * Its own fault. All engines are asked for that before any port is: a port on
 * several of them does not tell which one it is.
 */
static void find_faulty(struct health *health, const struct item *engine)
{
	uint64_t cause = 0;

	cpo_engine_get_fault_cause(engine->row, &cause);
	if (cause > UINT32_MAX)
		cause = UINT32_MAX;
	if (is_faulty(value(engine, cpo_engine_get_state), cause))
		explain_engine(health, tell_engine(health, engine, WORDS_MODULE,
						   cause), engine,
			       ENGINE_REASONS);
	else if (has_tripped(health, engine) && has_hot_port(health, engine))
		explain_engine(health, tell_engine(health, engine, WORDS_REASON,
						   CPO_PORT_REASON_OVERHEAT),
			       engine, BIT(CPO_PORT_REASON_OVERHEAT));
}

/* What ports tell that are on this engine and on no other. */
static void find_engine(struct health *health, const struct item *engine)
{
	static const uint32_t reasons[] = {
		CPO_PORT_REASON_OVERHEAT, CPO_PORT_REASON_POWER,
		CPO_PORT_REASON_ENGINE_FAULT,
	};
	struct rowset *ports = &health->set[H_PORTS];
	unsigned int r;
	size_t i;

	for (r = 0; r < ARRAY_SIZE(reasons); r++)
		for (i = 0; i < ports->count; i++)
			if (open_reason(health, &ports->item[i]) ==
			    reasons[r] &&
			    port_on_engine(&ports->item[i], engine) &&
			    !port_spans(&ports->item[i]))
				explain_engine(health,
					       tell_engine(health, engine,
							   WORDS_REASON,
							   reasons[r]),
					       engine, BIT(reasons[r]));
}

/* ---- Ports ---- */

/*
 * Reasons that are about all of a device, or that many ports may have. The
 * first one comes before all lasers.
 */
static const struct shared_reason {
	uint32_t reason;
	uint32_t severity;
	/* One port alone is told by its own name. */
	bool by_port;
} shared_reasons[] = {
	{ CPO_PORT_REASON_INTERLOCK, CPO_SEVERITY_CRITICAL, false },
	{ CPO_PORT_REASON_FIRMWARE, CPO_SEVERITY_CRITICAL, false },
	{ CPO_PORT_REASON_STARTING, CPO_SEVERITY_NOTICE, true },
	{ CPO_PORT_REASON_DISABLED, CPO_SEVERITY_INFO, true },
};

static struct item *next_open(struct health *health, const struct item *dev,
			      uint32_t reason, size_t *i)
{
	struct rowset *ports = &health->set[H_PORTS];

	for (; *i < ports->count; ++*i)
		if (same_dev(&ports->item[*i], dev) &&
		    open_reason(health, &ports->item[*i]) == reason)
			return &ports->item[(*i)++];
	return NULL;
}

/* Returns whether there is such a port. */
static bool find_shared(struct health *health, const struct item *dev,
			const struct shared_reason *rule)
{
	size_t first = 0, i;
	struct item *port = next_open(health, dev, rule->reason, &first);
	struct found *found;
	bool alone;

	if (!port)
		return false;
	i = first;
	alone = rule->by_port && !next_open(health, dev, rule->reason, &i);
	found = health_tell(health, alone ? CPO_KIND_PORT : CPO_KIND_DEV,
			    alone ? port : dev, rule->severity, WORDS_REASON,
			    rule->reason);
	for (; port; port = next_open(health, dev, rule->reason, &first)) {
		explain_port(health, found, port);
		explain_lanes_of_port(health, found, port);
	}
	return true;
}

/* An open interlock puts all lasers back to where they wait for a check. */
static void find_interlock(struct health *health, const struct item *dev)
{
	struct rowset *lasers = &health->set[H_LASERS];
	size_t i;

	if (!find_shared(health, dev, &shared_reasons[0]))
		return;
	for (i = 0; i < lasers->count; i++)
		if (same_dev(&lasers->item[i], dev) &&
		    value(&lasers->item[i], cpo_laser_get_state) ==
		    CPO_LASER_STATE_RESTRICTED)
			*told(health, H_LASERS, &lasers->item[i]) = true;
}

/* The only lane of a port that is in trouble; NULL for none or several. */
static struct item *only_lane(struct health *health, const struct item *port)
{
	struct rowset *lanes = &health->set[H_LANES];
	struct item *only = NULL;
	size_t i;

	for (i = 0; i < lanes->count; i++) {
		if (!same_dev(&lanes->item[i], port) ||
		    !cpo_ids_has(&lanes->item[i].ids, CPO_ID_PORT) ||
		    lanes->item[i].ids.id[CPO_ID_PORT] !=
		    port->ids.id[CPO_ID_PORT] ||
		    !lane_trouble(health, &lanes->item[i]))
			continue;
		if (only)
			return NULL;
		only = &lanes->item[i];
	}
	return only;
}

/* Once for many ports: something behind all of them is wrong. */
static struct found *tell_port(struct health *health, const struct item *port,
			       uint32_t reason)
{
	struct found *found = health_tell(health, CPO_KIND_PORT, port,
					  CPO_SEVERITY_MAJOR, WORDS_REASON,
					  reason);

	found->parts = 1;
	found->parts_kind = CPO_KIND_PORT;
	return found;
}

/* The reason is that of a lane: tell it there when it is one. */
static void find_port(struct health *health, const struct item *port)
{
	uint32_t reason = open_reason(health, port);
	const struct lane_bit *bit = NULL;
	struct item *lane;
	struct found *found;

	if (reason == UINT32_MAX)
		return;
	lane = only_lane(health, port);
	if (lane)
		bit = lane_trouble(health, lane);
	if (bit && (reason == CPO_PORT_REASON_NONE || reason == bit->reason))
		found = tell_condition(health, CPO_KIND_LANE, lane,
				       CPO_SEVERITY_MAJOR, bit->code);
	else
		found = tell_port(health, port, reason);
	explain_port(health, found, port);
	explain_lanes_of_port(health, found, port);
}

/* ---- Lanes and sensors ---- */

/* Its port is up, or down for another reason. */
static void find_lane(struct health *health, struct item *lane)
{
	const struct lane_bit *bit;

	if (*told(health, H_LANES, lane))
		return;
	bit = lane_trouble(health, lane);
	if (bit)
		tell_condition(health, CPO_KIND_LANE, lane,
			       cpo_ids_has(&lane->ids, CPO_ID_PORT) ?
			       CPO_SEVERITY_WARNING : CPO_SEVERITY_NOTICE,
			       bit->code)->lanes = 1;
}

static void find_sensor(struct health *health, const struct item *sensor)
{
	int64_t val;

	if (value(sensor, cpo_sensor_get_kind) == CPO_SENSOR_KIND_LEAK &&
	    !cpo_sensor_get_value(sensor->row, &val) && val)
		tell_condition(health, CPO_KIND_SENSOR, sensor,
			       CPO_SEVERITY_CRITICAL, COND_LEAK);
}

/* ---- What is explained ---- */

static bool lane_explained(struct health *health, const struct item *lane)
{
	uint32_t status = 0;

	cpo_lane_get_status(lane->row, &status);
	return *told(health, H_LANES, lane) || lane_trouble(health, lane) ||
	       status & CPO_LANE_STATUS_DISABLED;
}

bool health_explained(struct health *health, int kind, const struct item *part)
{
	switch (kind) {
	case CPO_KIND_LANE:
		return lane_explained(health, part);
	case CPO_KIND_LASER:
		return *told(health, H_LASERS, part) || !is_lit(part);
	case CPO_KIND_ROUTE:
		return *told(health, H_ROUTES, part) ||
		       laser_is_told(health, part);
	}
	return false;
}

/* ---- States of a newer kernel ---- */

static const struct {
	unsigned int set;
	unsigned int attr;
	int which;
} states[] = {
	{ H_ENGINES, CPO_A_ENGINE_STATE, CPO_ENUM_MODULE_STATE },
	{ H_ELS, CPO_A_ELS_STATE, CPO_ENUM_MODULE_STATE },
	{ H_LASERS, CPO_A_LASER_STATE, CPO_ENUM_LASER_STATE },
	{ H_PORTS, CPO_A_PORT_STATE, CPO_ENUM_PORT_STATE },
};

/* Nobody can say whether it is bad. */
static void find_unknown(struct health *health, unsigned int n)
{
	struct rowset *set = &health->set[states[n].set];
	struct found *found;
	uint64_t val;
	size_t i;

	for (i = 0; i < set->count; i++) {
		if (cpo_row_get_uint(set->item[i].row, states[n].attr, &val) ||
		    cpo_enum_name(states[n].which, val))
			continue;
		found = tell_condition(health, set->obj->kind, &set->item[i],
				       CPO_SEVERITY_NOTICE, COND_STATE);
		found->state = val;
	}
}

/* ---- All of it ---- */

static void each(struct health *health, unsigned int set,
		 void (*find)(struct health *, const struct item *))
{
	size_t i;

	for (i = 0; i < health->set[set].count; i++)
		find(health, &health->set[set].item[i]);
}

static void each_shared(struct health *health)
{
	unsigned int r;
	size_t i;

	for (i = 0; i < devs()->count; i++)
		for (r = 0; r < ARRAY_SIZE(shared_reasons); r++)
			find_shared(health, &devs()->item[i],
				    &shared_reasons[r]);
}

/* What is not known comes last. */
static int first_first(uint64_t a, uint64_t b)
{
	return a - 1 < b - 1 ? -1 : a - 1 > b - 1;
}

/* Of what is as bad, what began first may be the cause of the rest. */
static int worst_first(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->found->severity != y->found->severity)
		return x->found->severity > y->found->severity ? -1 : 1;
	if (x->found->ports != y->found->ports)
		return x->found->ports > y->found->ports ? -1 : 1;
	if (x->ids.id[CPO_ID_DEV] != y->ids.id[CPO_ID_DEV])
		return x->ids.id[CPO_ID_DEV] < y->ids.id[CPO_ID_DEV] ? -1 : 1;
	if (x->found->since_ns != y->found->since_ns)
		return first_first(x->found->since_ns, y->found->since_ns);
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->found->code < y->found->code ? -1 :
	       x->found->code > y->found->code;
}

static void find_all(struct health *health)
{
	struct rowset *set = health->set;
	size_t i;

	for (i = 0; i < devs()->count; i++)
		find_dev(health, &devs()->item[i]);
	for (i = 0; i < devs()->count; i++)
		find_interlock(health, &devs()->item[i]);
	each(health, H_ELS, find_els);
	each(health, H_LASERS, find_laser);
	for (i = 0; i < set[H_ROUTES].count; i++)
		find_route(health, &set[H_ROUTES].item[i]);
	each(health, H_ENGINES, find_faulty);
	each(health, H_ENGINES, find_engine);
	each_shared(health);
	each(health, H_PORTS, find_port);
	for (i = 0; i < set[H_LANES].count; i++)
		find_lane(health, &set[H_LANES].item[i]);
	each(health, H_SENSORS, find_sensor);
	for (i = 0; i < ARRAY_SIZE(states); i++)
		find_unknown(health, i);
	flags_find(health);
	for (i = 0; i < health->list.count; i++)
		flags_since(health, &health->list.item[i]);
	flags_fold(health);
	for (i = 0; i < health->list.count; i++)
		found_words(health, &health->list.item[i]);
	if (health->list.count)
		qsort(health->list.item, health->list.count,
		      sizeof(*health->list.item), worst_first);
}

int health_load(struct health *health)
{
	unsigned int i;
	int code;

	memset(health, 0, sizeof(*health));
	health->list.obj = &obj_health;
	for (i = 0; i < H_SETS; i++)
		health->set[i].obj = set_objects[i];
	code = devs_load();
	for (i = 0; !code && i < H_SETS; i++)
		code = set_load(health, i);
	if (code)
		return code;
	health->inconsistent |= devs()->inconsistent;
	find_all(health);
	return EXIT_OK;
}

void health_keep(struct health *health, const struct choice *choice,
		 uint32_t severity)
{
	struct rowset *list = &health->list;
	size_t i, n = 0;

	for (i = 0; i < list->count; i++)
		if (list->item[i].found->severity >= severity &&
		    choice_has(choice, list->item[i].kind, &list->item[i].ids))
			list->item[n++] = list->item[i];
		else
			rowset_drop(&list->item[i]);
	list->count = n;
}

void health_free(struct health *health)
{
	unsigned int i;

	for (i = 0; i < H_SETS; i++) {
		rowset_clear(&health->set[i]);
		free(health->told[i]);
	}
	rowset_clear(&health->list);
}

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * What is wrong, from the rows of the core.  It is looked for from the source
 * of light to the port, and told at the part that is its cause.  The devlink
 * lock is held throughout, so objects, ports and netdevs stay.
 */

#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "cpo_pci.h"

/* As the core has it. */
#define CPO_PCI_STALE_PERIODS	3

#define CPO_PCI_LASER_BIT(n)	BIT_ULL(min_t(u16, n, 63))

/*
 * Flags are looked through more than once, so that what matters most is told
 * first, and surely when there is too much to tell.
 */
enum cpo_pci_pass {
	CPO_PCI_PASS_CONDITION,		/* no limits */
	CPO_PCI_PASS_ALARM,
	CPO_PCI_PASS_WARNING,
	CPO_PCI_PASSES,
};

struct cpo_pci_search {
	struct cpo_pci_dev *cpd;
	const struct cpo_inventory *inv;
	struct cpo_pci_findings *list;
	const char *reason;		/* of the port that is looked at */
	DECLARE_BITMAP(els_told, CPO_LIMIT_ELS);
	DECLARE_BITMAP(part_told, CPO_LIMIT_SENSORS);
};

/* ---- the list ---- */

static struct cpo_pci_finding *
cpo_pci_find_same(struct cpo_pci_search *s, const struct cpo_pci_words *words,
		  u8 object, u16 index)
{
	struct cpo_pci_finding *f = s->list->found;
	unsigned int i;

	for (i = 0; i < s->list->n; i++, f++)
		if (f->words == words && f->reason == s->reason &&
		    f->object == object && f->index == index)
			return f;
	return NULL;
}

static struct cpo_pci_finding *
cpo_pci_find_add(struct cpo_pci_search *s, const struct cpo_pci_words *words,
		 u8 object, u16 index, u8 weight)
{
	struct cpo_pci_findings *list = s->list;
	struct cpo_pci_finding *f;

	f = cpo_pci_find_same(s, words, object, index);
	if (f) {
		f->weight = max(f->weight, weight);
		return f;
	}
	if (list->n < CPO_PCI_FINDINGS) {
		f = &list->found[list->n++];
	} else {
		f = &list->over;
		list->left++;
	}
	memset(f, 0, sizeof(*f));
	f->words = words;
	f->reason = s->reason;
	f->object = object;
	f->index = index;
	f->weight = weight;
	f->els = object == CPO_OBJECT_ELS ? index : CPO_NONE;
	f->engine = object == CPO_OBJECT_ENGINE ? index : CPO_NONE;
	f->route = object == CPO_OBJECT_ROUTE ? index : CPO_NONE;
	return f;
}

static struct cpo_pci_finding *cpo_pci_find_cond(struct cpo_pci_search *s,
						 enum cpo_pci_cond cond,
						 u8 object, u16 index,
						 u8 weight)
{
	return cpo_pci_find_add(s, cpo_pci_words_condition(cond), object,
				index, weight);
}

/**
 * cpo_pci_find_faults - count what makes a reporter unhealthy
 * @list: what was found
 *
 * Return: number of faults; what there was no room for counts as one
 */
unsigned int cpo_pci_find_faults(const struct cpo_pci_findings *list)
{
	unsigned int i, n = !!list->left;

	for (i = 0; i < list->n; i++)
		n += list->found[i].weight == CPO_PCI_FAULT;
	return n;
}

static bool cpo_pci_find_told(const struct cpo_pci_finding *f,
			      const struct cpo_pci_findings *told)
{
	const struct cpo_pci_finding *t = told->found;
	unsigned int i;

	for (i = 0; i < told->n; i++, t++)
		if (t->words == f->words && t->reason == f->reason &&
		    t->object == f->object && t->index == f->index &&
		    t->weight == f->weight)
			return !(f->lasers & ~t->lasers) &&
			       bitmap_subset(f->ports, t->ports,
					     CPO_LIMIT_PORTS);
	return false;
}

/**
 * cpo_pci_find_fresh - look for a fault that was not told yet
 * @list: what was found
 * @told: what was found when somebody was told last
 * @first: gets the number of the first such fault
 *
 * Return: false when there is none
 */
bool cpo_pci_find_fresh(const struct cpo_pci_findings *list,
			const struct cpo_pci_findings *told,
			unsigned int *first)
{
	unsigned int i;

	for (i = 0; i < list->n; i++) {
		if (list->found[i].weight != CPO_PCI_FAULT ||
		    cpo_pci_find_told(&list->found[i], told))
			continue;
		*first = i;
		return true;
	}
	return false;
}

/* ---- ports that depend on a part ---- */

static bool cpo_pci_lane_depends(const struct cpo_inventory *inv,
				 const struct cpo_lane_info *lane,
				 const struct cpo_pci_finding *f)
{
	const struct cpo_laser_info *laser;

	if (f->object == CPO_OBJECT_ENGINE && !f->lasers)
		return lane->engine == f->index;
	if (lane->laser == CPO_NONE)
		return false;
	laser = &inv->lasers[lane->laser];
	switch (f->object) {
	case CPO_OBJECT_ENGINE:
		return laser->engine == f->index &&
		       f->lasers & CPO_PCI_LASER_BIT(laser->index);
	case CPO_OBJECT_ELS:
		return laser->els == f->index &&
		       (!f->lasers ||
			f->lasers & CPO_PCI_LASER_BIT(laser->index));
	case CPO_OBJECT_LASER:
		return lane->laser == f->index;
	case CPO_OBJECT_ROUTE:
		return lane->laser == inv->routes[f->index].laser &&
		       lane->engine == inv->routes[f->index].range.engine;
	default:
		return false;
	}
}

static void cpo_pci_find_ports(struct cpo_pci_search *s,
			       struct cpo_pci_finding *f)
{
	const struct cpo_inventory *inv = s->inv;
	const struct cpo_lane_info *lane = inv->lanes;
	unsigned int i, n = inv->n_lanes;

	if (f->object == CPO_OBJECT_ENGINE && !f->lasers) {
		lane += inv->engines[f->index].first_lane;
		n = inv->engines[f->index].lanes;
	}
	for (i = 0; i < n; i++, lane++)
		if (lane->port != CPO_NONE &&
		    cpo_pci_lane_depends(inv, lane, f))
			__set_bit(lane->port, f->ports);
	if (f->weight == CPO_PCI_FAULT_OF_PORTS)
		f->weight = bitmap_empty(f->ports, CPO_LIMIT_PORTS) ?
			    CPO_PCI_NOTE : CPO_PCI_FAULT;
}

/* No port depends on a sensor, and all of them on the device. */
static void cpo_pci_find_all_ports(struct cpo_pci_search *s)
{
	struct cpo_pci_finding *f = s->list->found;
	unsigned int i;

	for (i = 0; i < s->list->n; i++, f++)
		if (f->object != CPO_OBJECT_SENSOR &&
		    f->object != CPO_OBJECT_DEV)
			cpo_pci_find_ports(s, f);
}

/* ---- flags ---- */

static bool cpo_pci_is_alarm(const struct cpo_flag_id *id)
{
	return id->level == CPO_LEVEL_HIGH_ALARM ||
	       id->level == CPO_LEVEL_LOW_ALARM;
}

static enum cpo_pci_pass cpo_pci_pass_of(const struct cpo_flag_id *id)
{
	if (id->code != CPO_EVENT_CODE_THRESHOLD)
		return CPO_PCI_PASS_CONDITION;
	return cpo_pci_is_alarm(id) ? CPO_PCI_PASS_ALARM :
				      CPO_PCI_PASS_WARNING;
}

/* A limit, or another condition the device itself watches. */
static void cpo_pci_find_limit(struct cpo_pci_search *s,
			       const struct cpo_flag_id *id, s64 value)
{
	u8 weight = cpo_pci_is_alarm(id) ? CPO_PCI_FAULT : CPO_PCI_NOTE;
	const struct cpo_pci_words *words;
	struct cpo_pci_finding *f;
	u8 kind = 0;

	/* one that tripped is hot, of course */
	if (id->object == CPO_OBJECT_ENGINE && test_bit(id->index,
							s->part_told))
		return;
	if (id->object == CPO_OBJECT_SENSOR)
		kind = s->inv->sensors[id->index].kind;
	words = cpo_pci_words_limit(id, kind);
	if (!words)
		return;
	/* beyond an alarm a value is also beyond the warning */
	f = cpo_pci_find_same(s, words, id->object, id->index);
	if (f && f->weight > weight)
		return;
	f = cpo_pci_find_add(s, words, id->object, id->index, weight);
	f->has_value = true;
	f->value = value;
	f->level = id->level;
	f->quantity = id->quantity;
	if (id->object == CPO_OBJECT_LASER) {
		f->els = s->inv->lasers[id->index].els;
		f->engine = s->inv->lasers[id->index].engine;
		f->lasers = CPO_PCI_LASER_BIT(s->inv->lasers[id->index].index);
	}
}

static bool cpo_pci_has_object(const struct cpo_inventory *inv,
			       const struct cpo_flag_id *id)
{
	switch (id->object) {
	case CPO_OBJECT_DEV:
		return true;
	case CPO_OBJECT_ENGINE:
		return id->index < inv->n_engines;
	case CPO_OBJECT_ELS:
		return id->index < inv->n_els;
	case CPO_OBJECT_LASER:
		return id->index < inv->n_lasers;
	case CPO_OBJECT_ROUTE:
		return id->index < inv->n_routes;
	case CPO_OBJECT_SENSOR:
		return id->index < inv->n_sensors;
	default:
		return false;
	}
}

static void cpo_pci_find_flag(struct cpo_pci_search *s,
			      const struct cpo_flag_id *id, s64 value)
{
	switch (id->code) {
	case CPO_EVENT_CODE_THRESHOLD:
		cpo_pci_find_limit(s, id, value);
		break;
	case CPO_EVENT_CODE_INTERLOCK:
		cpo_pci_find_cond(s, CPO_PCI_COND_INTERLOCK, id->object,
				  id->index, CPO_PCI_FAULT);
		break;
	case CPO_EVENT_CODE_ENGINE_TRIP:
		cpo_pci_find_cond(s, CPO_PCI_COND_ENGINE_TRIP, id->object,
				  id->index, CPO_PCI_FAULT);
		__set_bit(id->index, s->part_told);
		break;
	case CPO_EVENT_CODE_LEAK:
		cpo_pci_find_cond(s, CPO_PCI_COND_LEAK, id->object, id->index,
				  CPO_PCI_FAULT);
		break;
	}
}

/* Flags of one pass of the objects whose bits are in @objects. */
static void cpo_pci_find_pass(struct cpo_pci_search *s, u32 objects,
			      enum cpo_pci_pass pass)
{
	unsigned long kinds = objects;
	struct cpo_flag_id id;
	unsigned int object;
	u32 place = 0;
	s64 value;

	for_each_set_bit(object, &kinds, 32)
		while (cpo_flag_next_set(s->cpd->cdev, object, &place, &id,
					 &value))
			if (cpo_pci_pass_of(&id) == pass &&
			    cpo_pci_has_object(s->inv, &id))
				cpo_pci_find_flag(s, &id, value);
}

static void cpo_pci_find_flags(struct cpo_pci_search *s, u32 objects)
{
	unsigned int pass;

	for (pass = 0; pass < CPO_PCI_PASSES; pass++)
		cpo_pci_find_pass(s, objects, pass);
}

/* ---- lasers ---- */

static bool cpo_pci_module_fault(u32 valid, u8 state, bool has_cause, u8 cause)
{
	return (valid & CPO_ROW_STATE && state == CPO_MODULE_STATE_FAULT) ||
	       (has_cause && cause);
}

static void cpo_pci_find_els(struct cpo_pci_search *s, u16 els)
{
	struct cpo_els_row row;
	bool has_cause;

	if (cpo_els_row_get(s->cpd->cdev, els, &row))
		return;
	has_cause = row.valid & CPO_ELS_CAUSE_OK;
	if (!row.present)
		cpo_pci_find_cond(s, CPO_PCI_COND_ELS_ABSENT, CPO_OBJECT_ELS,
				  els, CPO_PCI_FAULT_OF_PORTS);
	else if (cpo_pci_module_fault(row.valid, row.state, has_cause,
				      row.cause))
		cpo_pci_find_add(s, cpo_pci_words_module(has_cause ? row.cause :
							 0),
				 CPO_OBJECT_ELS, els, CPO_PCI_FAULT);
	else
		return;
	__set_bit(els, s->els_told);
}

static bool cpo_pci_laser_lit(const struct cpo_laser_row *row)
{
	return row->state == CPO_LASER_STATE_ON ||
	       row->state == CPO_LASER_STATE_ON_FAULT;
}

/*
 * The route of a laser, one whose check failed if there is any. To @engine,
 * unless that is CPO_NONE.
 */
static u16 cpo_pci_route_of(struct cpo_pci_dev *cpd,
			    const struct cpo_inventory *inv, u16 laser,
			    u16 engine)
{
	const struct cpo_route_info *info = inv->routes;
	struct cpo_route_row row;
	u16 i, best = CPO_NONE;

	for (i = 0; i < inv->n_routes; i++, info++) {
		if (info->laser != laser ||
		    (engine != CPO_NONE && info->range.engine != engine))
			continue;
		if (!cpo_route_row_get(cpd->cdev, i, &row) &&
		    row.valid & CPO_ROW_STATE &&
		    row.check == CPO_CHECK_STATE_FAILED)
			return i;
		if (best == CPO_NONE && info->role == CPO_ROUTE_ROLE_ACTIVE)
			best = i;
	}
	return best;
}

/* What a laser in this state is told as; NULL when nothing is to be told. */
static const struct cpo_pci_words *
cpo_pci_laser_words(const struct cpo_laser_row *row, u8 *weight)
{
	u8 fault = row->valid & CPO_LASER_FAULT_OK ? row->fault :
						     CPO_LASER_FAULT_NONE;

	*weight = CPO_PCI_NOTE;
	switch (row->state) {
	case CPO_LASER_STATE_OFF:
		if (row->valid & CPO_LASER_STATUS_OK &&
		    row->status & CPO_LASER_STATUS_SPARE)
			return NULL;
		return cpo_pci_words_condition(CPO_PCI_COND_LASER_OFF);
	case CPO_LASER_STATE_FIBER_CHECKING:
	case CPO_LASER_STATE_RAMPING:
		return cpo_pci_words_condition(CPO_PCI_COND_CHECKING);
	case CPO_LASER_STATE_RESTRICTED:
		*weight = CPO_PCI_FAULT_OF_PORTS;
		if (fault)
			break;
		return cpo_pci_words_condition(CPO_PCI_COND_UNCHECKED);
	case CPO_LASER_STATE_ON:
		if (!fault)
			return NULL;
		fallthrough;
	case CPO_LASER_STATE_ON_FAULT:
	case CPO_LASER_STATE_DOWN_FAULT:
		*weight = CPO_PCI_FAULT;
		break;
	default:
		return NULL;
	}
	return cpo_pci_words_laser(fault);
}

/* Lasers of one part in one state are told together, but not their fibres. */
static struct cpo_pci_finding *
cpo_pci_find_laser_words(struct cpo_pci_search *s, u16 laser,
			 const struct cpo_pci_words *words, u8 weight)
{
	const struct cpo_laser_info *info = &s->inv->lasers[laser];
	bool own = info->els == CPO_NONE;
	struct cpo_pci_finding *f;
	u16 route = CPO_NONE;

	if (words == cpo_pci_words_laser(CPO_LASER_FAULT_CONTAMINATED))
		route = cpo_pci_route_of(s->cpd, s->inv, laser, CPO_NONE);
	if (route != CPO_NONE)
		f = cpo_pci_find_add(s, words, CPO_OBJECT_ROUTE, route, weight);
	else if (own)
		f = cpo_pci_find_add(s, words, CPO_OBJECT_ENGINE, info->engine,
				     weight);
	else
		f = cpo_pci_find_add(s, words, CPO_OBJECT_ELS, info->els,
				     weight);
	f->els = info->els;
	if (own)
		f->engine = info->engine;
	f->lasers |= CPO_PCI_LASER_BIT(info->index);
	return f;
}

static void cpo_pci_find_laser(struct cpo_pci_search *s, u16 laser)
{
	const struct cpo_laser_info *info = &s->inv->lasers[laser];
	const struct cpo_pci_words *words;
	struct cpo_laser_row row;
	u8 weight;

	if (cpo_laser_row_get(s->cpd->cdev, laser, &row) ||
	    !(row.valid & CPO_ROW_STATE))
		return;
	/* dark with its ELS is nothing of its own */
	if (info->els != CPO_NONE && test_bit(info->els, s->els_told) &&
	    !cpo_pci_laser_lit(&row))
		return;
	words = cpo_pci_laser_words(&row, &weight);
	if (words)
		cpo_pci_find_laser_words(s, laser, words, weight);
}

/* A fault of the laser itself, not of its fibre. */
static bool cpo_pci_laser_failed(struct cpo_pci_search *s, u16 laser)
{
	struct cpo_laser_row row;

	return !cpo_laser_row_get(s->cpd->cdev, laser, &row) &&
	       row.valid & CPO_LASER_FAULT_OK &&
	       row.fault != CPO_LASER_FAULT_NONE &&
	       row.fault != CPO_LASER_FAULT_CONTAMINATED;
}

static void cpo_pci_find_route(struct cpo_pci_search *s, u16 route)
{
	const struct cpo_pci_words *dirty =
		cpo_pci_words_laser(CPO_LASER_FAULT_CONTAMINATED);
	const struct cpo_route_info *info = &s->inv->routes[route];
	const struct cpo_laser_info *laser = &s->inv->lasers[info->laser];
	struct cpo_pci_finding *f;
	struct cpo_route_row row;

	if (cpo_route_row_get(s->cpd->cdev, route, &row) ||
	    !(row.valid & CPO_ROW_STATE) ||
	    row.check != CPO_CHECK_STATE_FAILED)
		return;
	if (laser->els != CPO_NONE && test_bit(laser->els, s->els_told))
		return;
	if (cpo_pci_find_same(s, dirty, CPO_OBJECT_ROUTE, route) ||
	    cpo_pci_laser_failed(s, info->laser))
		return;
	f = cpo_pci_find_cond(s, CPO_PCI_COND_CHECK_FAILED, CPO_OBJECT_ROUTE,
			      route, CPO_PCI_FAULT);
	f->els = laser->els;
	f->lasers = CPO_PCI_LASER_BIT(laser->index);
}

static void cpo_pci_find_lasers(struct cpo_pci_search *s)
{
	u16 i;

	for (i = 0; i < s->inv->n_els; i++)
		cpo_pci_find_els(s, i);
	for (i = 0; i < s->inv->n_lasers; i++)
		cpo_pci_find_laser(s, i);
	for (i = 0; i < s->inv->n_routes; i++)
		cpo_pci_find_route(s, i);
	cpo_pci_find_flags(s, BIT(CPO_OBJECT_DEV) | BIT(CPO_OBJECT_ELS) |
			      BIT(CPO_OBJECT_LASER) | BIT(CPO_OBJECT_ROUTE));
	cpo_pci_find_all_ports(s);
}

/* ---- engines and what cools and feeds them ---- */

static void cpo_pci_find_engine(struct cpo_pci_search *s, u16 engine)
{
	struct cpo_engine_row row;
	bool has_cause;

	/* one that tripped is told as that */
	if (test_bit(engine, s->part_told) ||
	    cpo_engine_row_get(s->cpd->cdev, engine, &row))
		return;
	has_cause = row.valid & CPO_ENGINE_CAUSE_OK;
	if (cpo_pci_module_fault(row.valid, row.state, has_cause, row.cause))
		cpo_pci_find_add(s, cpo_pci_words_module(has_cause ? row.cause :
							 0),
				 CPO_OBJECT_ENGINE, engine, CPO_PCI_FAULT);
}

/* A leak is told even when nobody raised a flag. */
static void cpo_pci_find_sensor(struct cpo_pci_search *s, u16 sensor)
{
	struct cpo_sensor_row row;

	if (s->inv->sensors[sensor].kind == CPO_SENSOR_KIND_LEAK &&
	    !cpo_sensor_row_get(s->cpd->cdev, sensor, &row) &&
	    row.valid & CPO_SENSOR_VALUE_OK && row.value)
		cpo_pci_find_cond(s, CPO_PCI_COND_LEAK, CPO_OBJECT_SENSOR,
				  sensor, CPO_PCI_FAULT);
}

static void cpo_pci_find_engines(struct cpo_pci_search *s)
{
	u16 i;

	/* what cools many engines is why they are hot */
	cpo_pci_find_flags(s, BIT(CPO_OBJECT_SENSOR));
	for (i = 0; i < s->inv->n_sensors; i++)
		cpo_pci_find_sensor(s, i);
	cpo_pci_find_pass(s, BIT(CPO_OBJECT_ENGINE), CPO_PCI_PASS_CONDITION);
	for (i = 0; i < s->inv->n_engines; i++)
		cpo_pci_find_engine(s, i);
	cpo_pci_find_pass(s, BIT(CPO_OBJECT_ENGINE), CPO_PCI_PASS_ALARM);
	cpo_pci_find_pass(s, BIT(CPO_OBJECT_ENGINE), CPO_PCI_PASS_WARNING);
	cpo_pci_find_all_ports(s);
}

/* ---- ports ---- */

/* Whether an engine is why a port is down for this reason. */
static bool cpo_pci_engine_guilty(struct cpo_pci_dev *cpd, u16 engine,
				  u16 lane, u8 reason)
{
	struct cpo_engine_row row;
	struct cpo_lane_row lrow;

	if (reason == CPO_PORT_REASON_RING_UNLOCK)
		return !cpo_lane_row_get(cpd->cdev, lane, &lrow) &&
		       lrow.valid & CPO_LANE_STATUS_OK &&
		       !(lrow.status & CPO_LANE_STATUS_RING_LOCKED);
	return !cpo_engine_row_get(cpd->cdev, engine, &row) &&
	       row.valid & CPO_ROW_STATE &&
	       (row.state != CPO_MODULE_STATE_READY ||
		(row.valid & CPO_ENGINE_CAUSE_OK && row.cause));
}

static bool cpo_pci_laser_guilty(struct cpo_pci_dev *cpd, u16 laser, u8 reason)
{
	struct cpo_laser_row row;

	if (cpo_laser_row_get(cpd->cdev, laser, &row) ||
	    !(row.valid & CPO_ROW_STATE))
		return false;
	switch (reason) {
	case CPO_PORT_REASON_LASER_OFF:
		return row.state == CPO_LASER_STATE_OFF;
	case CPO_PORT_REASON_LASER_FAULT:
		return row.state == CPO_LASER_STATE_ON_FAULT ||
		       row.state == CPO_LASER_STATE_DOWN_FAULT;
	default:
		return row.state == CPO_LASER_STATE_RESTRICTED ||
		       row.state == CPO_LASER_STATE_FIBER_CHECKING ||
		       row.state == CPO_LASER_STATE_RAMPING;
	}
}

static struct cpo_pci_finding *
cpo_pci_blame_els(struct cpo_pci_search *s, u16 laser, u8 reason)
{
	u16 els = s->inv->lasers[laser].els;
	struct cpo_els_row row;

	if (els == CPO_NONE || cpo_els_row_get(s->cpd->cdev, els, &row) ||
	    row.present)
		return NULL;
	return cpo_pci_find_add(s, cpo_pci_words_reason(reason),
				CPO_OBJECT_ELS, els, CPO_PCI_FAULT);
}

/* The words of its fault say more than those of the reason. */
static struct cpo_pci_finding *
cpo_pci_blame_laser(struct cpo_pci_search *s, u16 laser, u8 reason)
{
	const struct cpo_pci_words *words = cpo_pci_words_reason(reason);
	struct cpo_laser_row row;

	if (!cpo_pci_laser_guilty(s->cpd, laser, reason))
		return NULL;
	if (!cpo_laser_row_get(s->cpd->cdev, laser, &row) &&
	    row.valid & CPO_LASER_FAULT_OK && row.fault)
		words = cpo_pci_words_laser(row.fault);
	return cpo_pci_find_laser_words(s, laser, words, CPO_PCI_FAULT);
}

static struct cpo_pci_finding *
cpo_pci_blame_engine(struct cpo_pci_search *s, u16 lane, u8 reason)
{
	const struct cpo_lane_info *info = &s->inv->lanes[lane];
	struct cpo_pci_finding *f;

	if (!cpo_pci_engine_guilty(s->cpd, info->engine, lane, reason))
		return NULL;
	f = cpo_pci_find_add(s, cpo_pci_words_reason(reason),
			     CPO_OBJECT_ENGINE, info->engine, CPO_PCI_FAULT);
	if (reason == CPO_PORT_REASON_RING_UNLOCK && info->laser != CPO_NONE)
		f->els = s->inv->lasers[info->laser].els;
	return f;
}

/* The part that is to blame, as one lane of the port shows it, or NULL. */
static struct cpo_pci_finding *cpo_pci_blame(struct cpo_pci_search *s,
					     u16 lane, u8 reason)
{
	u16 laser = s->inv->lanes[lane].laser;

	switch (reason) {
	case CPO_PORT_REASON_ELS_ABSENT:
		return laser == CPO_NONE ? NULL :
					   cpo_pci_blame_els(s, laser, reason);
	case CPO_PORT_REASON_ELS_UNCHECKED:
	case CPO_PORT_REASON_LASER_OFF:
	case CPO_PORT_REASON_LASER_FAULT:
		return laser == CPO_NONE ? NULL :
					   cpo_pci_blame_laser(s, laser,
							       reason);
	case CPO_PORT_REASON_RING_UNLOCK:
	case CPO_PORT_REASON_OVERHEAT:
	case CPO_PORT_REASON_POWER:
	case CPO_PORT_REASON_ENGINE_FAULT:
		return cpo_pci_blame_engine(s, lane, reason);
	default:
		return NULL;
	}
}

static u16 cpo_pci_range_lane(const struct cpo_inventory *inv,
			      const struct cpo_lane_range *range,
			      unsigned int n)
{
	return inv->engines[range->engine].first_lane + range->first +
	       n * range->stride;
}

/* Several parts may be to blame; each is told with the port. */
static bool cpo_pci_blame_lanes(struct cpo_pci_search *s, u16 port, u8 reason)
{
	const struct cpo_port_info *info = &s->inv->ports[port];
	const struct cpo_lane_range *range = info->range;
	struct cpo_pci_finding *f;
	bool found = false;
	unsigned int r, i;

	for (r = 0; r < info->n_ranges; r++, range++) {
		for (i = 0; i < range->count; i++) {
			f = cpo_pci_blame(s, cpo_pci_range_lane(s->inv, range,
								i), reason);
			if (!f)
				continue;
			__set_bit(port, f->ports);
			found = true;
		}
	}
	return found;
}

/* Then it can only be the one it is on, as one that tripped, and is ready. */
static bool cpo_pci_blame_own_engine(struct cpo_pci_search *s, u16 port,
				     u8 reason)
{
	const struct cpo_port_info *info = &s->inv->ports[port];
	struct cpo_pci_finding *f;

	if (!info->n_ranges || (reason != CPO_PORT_REASON_OVERHEAT &&
				reason != CPO_PORT_REASON_POWER &&
				reason != CPO_PORT_REASON_ENGINE_FAULT))
		return false;
	f = cpo_pci_find_add(s, cpo_pci_words_reason(reason),
			     CPO_OBJECT_ENGINE, info->range[0].engine,
			     CPO_PCI_FAULT);
	__set_bit(port, f->ports);
	return true;
}

static void cpo_pci_find_port(struct cpo_pci_search *s, u16 port)
{
	struct cpo_pci_finding *f;
	struct cpo_port_row row;
	u8 weight;

	if (cpo_port_row_get(s->cpd->cdev, port, &row) ||
	    !(row.valid & CPO_ROW_STATE) || row.state == CPO_PORT_STATE_UP)
		return;
	s->reason = cpo_pci_words_reason(row.reason)->name;
	if (cpo_pci_blame_lanes(s, port, row.reason) ||
	    cpo_pci_blame_own_engine(s, port, row.reason))
		return;
	weight = row.reason == CPO_PORT_REASON_DISABLED ||
		 row.reason == CPO_PORT_REASON_STARTING ? CPO_PCI_NOTE :
							  CPO_PCI_FAULT;
	f = cpo_pci_find_add(s, cpo_pci_words_reason(row.reason),
			     CPO_OBJECT_PORT, CPO_NONE, weight);
	__set_bit(port, f->ports);
}

/* ---- firmware ---- */

/**
 * cpo_pci_tlm_stale - whether telemetry is old
 * @cpd: device
 * @age_ns: gets how old the last good block is
 *
 * Return: true when users see stale rows
 */
bool cpo_pci_tlm_stale(struct cpo_pci_dev *cpd, u64 *age_ns)
{
	u64 period;

	mutex_lock(&cpd->publish_lock);
	period = cpd->tlm.period_us * (u64)NSEC_PER_USEC;
	*age_ns = ktime_get_boottime_ns() - cpd->tlm.good;
	mutex_unlock(&cpd->publish_lock);
	return *age_ns > CPO_PCI_STALE_PERIODS * period;
}

static void cpo_pci_find_fw(struct cpo_pci_search *s)
{
	unsigned int cond = CPO_PCI_COND_STALE;
	struct cpo_pci_dev *cpd = s->cpd;
	u8 fault;
	u64 age;

	if (cpo_pci_is_dead(cpd)) {
		cond = CPO_PCI_COND_DEAD;
	} else if (!cpd->up) {
		cpo_pci_find_cond(s, CPO_PCI_COND_DETACHED, CPO_OBJECT_DEV, 0,
				  CPO_PCI_NOTE);
		return;
	} else if (test_bit(CPO_PCI_FW_STOPPED, &cpd->flags)) {
		cond = CPO_PCI_COND_FW_STOPPED;
	} else {
		if (!cpo_pci_tlm_stale(cpd, &age))
			return;
		fault = READ_ONCE(cpd->tlm.fault);
		if (fault)
			cond = CPO_PCI_COND_TLM_TORN + fault -
			       CPO_PCI_TLM_TORN;
	}
	cpo_pci_find_cond(s, cond, CPO_OBJECT_DEV, 0, CPO_PCI_FAULT);
}

/**
 * cpo_pci_find - look what is wrong
 * @cpd: device; its devlink lock is held
 * @id: with what
 * @list: gets what was found
 *
 * From memory; the device is not asked.
 */
void cpo_pci_find(struct cpo_pci_dev *cpd, enum cpo_pci_reporter_id id,
		  struct cpo_pci_findings *list)
{
	struct cpo_pci_search s = {
		.cpd = cpd,
		.inv = cpo_dev_inventory(cpd->cdev),
		.list = list,
	};
	u16 i;

	devl_assert_locked(priv_to_devlink(cpd));
	BUILD_BUG_ON(CPO_PCI_COND_TLM_LYING - CPO_PCI_COND_TLM_TORN !=
		     CPO_PCI_TLM_LYING - CPO_PCI_TLM_TORN);
	list->n = 0;
	list->left = 0;
	switch (id) {
	case CPO_PCI_REPORT_FW:
		cpo_pci_find_fw(&s);
		break;
	case CPO_PCI_REPORT_LASER:
		cpo_pci_find_lasers(&s);
		break;
	case CPO_PCI_REPORT_ENGINE:
		cpo_pci_find_engines(&s);
		break;
	case CPO_PCI_REPORT_LINK:
		for (i = 0; i < s.inv->n_ports; i++)
			cpo_pci_find_port(&s, i);
		break;
	default:
		break;
	}
}

/* ---- names ---- */

static void cpo_pci_name_lasers(const struct cpo_pci_finding *f,
				struct cpo_pci_names *names)
{
	DECLARE_BITMAP(lasers, 64);

	bitmap_from_u64(lasers, f->lasers);
	snprintf(names->laser, sizeof(names->laser), "%s %*pbl",
		 hweight64(f->lasers) > 1 ? "lasers" : "laser", 64, lasers);
}

/* Numbers of ports as they are on devlink ports and on the front. */
static void cpo_pci_name_ports(const struct cpo_inventory *inv,
			       const struct cpo_pci_finding *f,
			       struct cpo_pci_names *names)
{
	unsigned int n = bitmap_weight(f->ports, CPO_LIMIT_PORTS);
	unsigned int port = find_first_bit(f->ports, CPO_LIMIT_PORTS);

	if (n == 1 && port < inv->n_ports)
		cpo_pci_words_label(names->port, sizeof(names->port), "port",
				    inv->ports[port].label, port);
	else
		strscpy(names->port, n ? "each port" : "the port");
}

static void cpo_pci_name_part(const struct cpo_pci_finding *f,
			      struct cpo_pci_names *names)
{
	switch (f->object) {
	case CPO_OBJECT_ENGINE:
		strscpy(names->part, names->engine);
		break;
	case CPO_OBJECT_ELS:
		strscpy(names->part, names->els);
		break;
	case CPO_OBJECT_LASER:
		scnprintf(names->part, sizeof(names->part), "%s of %s",
			  names->laser, names->els);
		break;
	case CPO_OBJECT_ROUTE:
		scnprintf(names->part, sizeof(names->part), "%s of %s",
			  names->fibre, names->els);
		break;
	case CPO_OBJECT_SENSOR:
		strscpy(names->part, names->sensor);
		break;
	case CPO_OBJECT_DEV:
		strscpy(names->part, "the device");
		break;
	}
}

/**
 * cpo_pci_find_names - name the parts of a finding
 * @cpd: device; its devlink lock is held
 * @f: what was found
 * @names: gets the names
 */
void cpo_pci_find_names(struct cpo_pci_dev *cpd,
			const struct cpo_pci_finding *f,
			struct cpo_pci_names *names)
{
	const struct cpo_inventory *inv = cpo_dev_inventory(cpd->cdev);
	u16 engine = f->engine;
	u16 els = f->els;

	memset(names, 0, sizeof(*names));
	strscpy(names->els, "its ELS");
	strscpy(names->laser, "a laser");
	strscpy(names->engine, "its engine");
	strscpy(names->fibre, "the fibre");
	strscpy(names->sensor, "a sensor");
	if (f->route != CPO_NONE) {
		snprintf(names->fibre, sizeof(names->fibre), "fibre %u",
			 inv->routes[f->route].fibre);
		engine = inv->routes[f->route].range.engine;
		els = inv->lasers[inv->routes[f->route].laser].els;
	}
	if (engine != CPO_NONE)
		cpo_pci_words_label(names->engine, sizeof(names->engine),
				    "engine", inv->engines[engine].label,
				    engine);
	/* light of its own: the engine is where the laser is */
	if (els != CPO_NONE)
		cpo_pci_words_label(names->els, sizeof(names->els), "ELS",
				    inv->els[els].label, els);
	else if (f->lasers && engine != CPO_NONE)
		strscpy(names->els, names->engine);
	if (f->lasers)
		cpo_pci_name_lasers(f, names);
	if (f->object == CPO_OBJECT_SENSOR && *inv->sensors[f->index].label)
		strscpy(names->sensor, inv->sensors[f->index].label);
	cpo_pci_name_ports(inv, f, names);
	snprintf(names->limit, sizeof(names->limit), "%s limit",
		 f->level == CPO_LEVEL_HIGH_ALARM ||
		 f->level == CPO_LEVEL_LOW_ALARM ? "alarm" : "warning");
	cpo_pci_name_part(f, names);
}

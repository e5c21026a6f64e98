// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_priv.h"

/* What an object is part of, itself included. */
static void cpo_select_owners(const struct cpo_inventory *inv, u8 object,
			      u16 index, struct cpo_select *of)
{
	switch (object) {
	case CPO_OBJECT_ENGINE:
		of->engine = index;
		break;
	case CPO_OBJECT_ELS:
		of->els = index;
		break;
	case CPO_OBJECT_LASER:
		of->laser = index;
		of->els = inv->lasers[index].els;
		of->engine = inv->lasers[index].engine;
		break;
	case CPO_OBJECT_LANE:
		of->lane = index;
		of->engine = inv->lanes[index].engine;
		of->port = inv->lanes[index].port;
		break;
	case CPO_OBJECT_PORT:
		of->port = index;
		break;
	case CPO_OBJECT_ROUTE:
		of->route = index;
		break;
	case CPO_OBJECT_SENSOR:
		of->sensor = index;
		of->engine = inv->sensors[index].engine;
		of->els = inv->sensors[index].els;
		break;
	}
}

static bool cpo_select_fits(u16 want, u16 is)
{
	return want == CPO_NONE || want == is;
}

/* Whether an object exists and is among those that are meant. */
bool cpo_select_matches(const struct cpo_inventory *inv,
			const struct cpo_select *select, u8 object, u16 index)
{
	struct cpo_select of;

	if (index >= cpo_object_count(inv, object))
		return false;

	/* CPO_NONE in every field */
	memset(&of, 0xff, sizeof(of));
	cpo_select_owners(inv, object, index, &of);

	return cpo_select_fits(select->object, object) &&
	       cpo_select_fits(select->engine, of.engine) &&
	       cpo_select_fits(select->els, of.els) &&
	       cpo_select_fits(select->port, of.port) &&
	       cpo_select_fits(select->laser, of.laser) &&
	       cpo_select_fits(select->lane, of.lane) &&
	       cpo_select_fits(select->route, of.route) &&
	       cpo_select_fits(select->sensor, of.sensor);
}

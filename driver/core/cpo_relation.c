// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_priv.h"

/* Lane number @n of a range, over the device. The range has been checked. */
u16 cpo_range_lane(const struct cpo_inventory *inv,
		   const struct cpo_lane_range *range, unsigned int n)
{
	return inv->engines[range->engine].first_lane + range->first +
	       n * range->stride;
}

bool cpo_filter_is_any(const struct cpo_filter *filter)
{
	return filter->engine == CPO_NONE && filter->els == CPO_NONE &&
	       filter->laser == CPO_NONE && filter->port == CPO_NONE;
}

/* Whether a lane has all that the filter asks for. */
bool cpo_lane_matches(const struct cpo_inventory *inv, u16 lane,
		      const struct cpo_filter *filter)
{
	const struct cpo_lane_info *info = &inv->lanes[lane];

	if (filter->engine != CPO_NONE && filter->engine != info->engine)
		return false;
	if (filter->port != CPO_NONE && filter->port != info->port)
		return false;
	if (filter->laser != CPO_NONE && filter->laser != info->laser)
		return false;
	if (filter->els != CPO_NONE &&
	    (info->laser == CPO_NONE ||
	     filter->els != inv->lasers[info->laser].els))
		return false;

	return true;
}

static bool cpo_port_has_lane(const struct cpo_inventory *inv,
			      const struct cpo_filter *filter)
{
	const struct cpo_port_info *port = &inv->ports[filter->port];
	const struct cpo_lane_range *range;
	unsigned int r, i;

	for (r = 0; r < port->n_ranges; r++) {
		range = &port->range[r];
		for (i = 0; i < range->count; i++)
			if (cpo_lane_matches(inv, cpo_range_lane(inv, range, i),
					     filter))
				return true;
	}

	return false;
}

/**
 * cpo_filter_has_lane() - whether any lane has all that a filter asks for
 * @inv: the objects
 * @filter: the filter; its ids exist
 *
 * This is what relates objects: an engine and an ELS, say, belong together when
 * there is a lane on the one that is fed by the other.
 *
 * Return: true when there is one.
 */
bool cpo_filter_has_lane(const struct cpo_inventory *inv,
			 const struct cpo_filter *filter)
{
	unsigned int first = 0, n = inv->n_lanes;
	unsigned int i;

	/* the shortest list of candidates there is */
	if (filter->port != CPO_NONE)
		return cpo_port_has_lane(inv, filter);
	if (filter->engine != CPO_NONE) {
		first = inv->engines[filter->engine].first_lane;
		n = inv->engines[filter->engine].lanes;
	}

	for (i = first; i < first + n; i++)
		if (cpo_lane_matches(inv, i, filter))
			return true;

	return false;
}

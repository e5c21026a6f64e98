// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * What limits and flags are about can be any object.  It has the same ids as
 * elsewhere, and in both attribute sets they have the same numbers.
 */

#include "cpo_nl.h"

enum {
	CPO_ID_DEV	= CPO_A_FLAG_DEV_ID,
	CPO_ID_OBJECT	= CPO_A_FLAG_OBJECT,
	CPO_ID_ENGINE	= CPO_A_FLAG_ENGINE_ID,
	CPO_ID_ELS	= CPO_A_FLAG_ELS_ID,
	CPO_ID_LASER	= CPO_A_FLAG_LASER_ID,
	CPO_ID_LANE	= CPO_A_FLAG_LANE_ID,
	CPO_ID_PORT	= CPO_A_FLAG_PORT_ID,
	CPO_ID_ROUTE	= CPO_A_FLAG_ROUTE_ID,
	CPO_ID_SENSOR	= CPO_A_FLAG_SENSOR_ID,
};

static_assert(CPO_ID_DEV == (int)CPO_A_THRESHOLD_DEV_ID);
static_assert(CPO_ID_OBJECT == (int)CPO_A_THRESHOLD_OBJECT);
static_assert(CPO_ID_ENGINE == (int)CPO_A_THRESHOLD_ENGINE_ID);
static_assert(CPO_ID_ELS == (int)CPO_A_THRESHOLD_ELS_ID);
static_assert(CPO_ID_LASER == (int)CPO_A_THRESHOLD_LASER_ID);
static_assert(CPO_ID_LANE == (int)CPO_A_THRESHOLD_LANE_ID);
static_assert(CPO_ID_PORT == (int)CPO_A_THRESHOLD_PORT_ID);
static_assert(CPO_ID_ROUTE == (int)CPO_A_THRESHOLD_ROUTE_ID);
static_assert(CPO_ID_SENSOR == (int)CPO_A_THRESHOLD_SENSOR_ID);

/* Kinds that one id is enough for. */
static const struct {
	u8 attr;
	u8 object;
	const char *what;
} cpo_ids[] = {
	{ CPO_ID_ENGINE, CPO_OBJECT_ENGINE, "engine" },
	{ CPO_ID_ELS, CPO_OBJECT_ELS, "ELS" },
	{ CPO_ID_PORT, CPO_OBJECT_PORT, "port" },
	{ CPO_ID_ROUTE, CPO_OBJECT_ROUTE, "route" },
	{ CPO_ID_SENSOR, CPO_OBJECT_SENSOR, "sensor" },
};

/* ---- one object ---- */

/* @attrs: the ids it has, as bits */
static int cpo_nl_ids_are(const struct genl_info *info, u32 attrs)
{
	int attr;

	for (attr = CPO_ID_ENGINE; attr <= CPO_ID_SENSOR; attr++) {
		if (!info->attrs[attr] || attrs & BIT(attr))
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[attr],
				    "Give the ids of one object");
		return -EINVAL;
	}

	return 0;
}

static int cpo_nl_single_by_id(const struct cpo_inventory *inv,
			       const struct genl_info *info, u8 *object)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(cpo_ids); i++) {
		if (!info->attrs[cpo_ids[i].attr])
			continue;
		err = cpo_nl_ids_are(info, BIT(cpo_ids[i].attr));
		if (err)
			return err;
		*object = cpo_ids[i].object;
		return cpo_nl_index(info, cpo_ids[i].attr,
				    cpo_object_count(inv, *object),
				    cpo_ids[i].what);
	}
	*object = CPO_OBJECT_DEV;

	return 0;
}

/**
 * cpo_nl_object_by_ids() - find the object a request names
 * @inv: the objects
 * @info: the request
 * @object: gets the object; without any id it is the device
 *
 * Return: 0 or a negative error, with the attribute at fault noted.
 */
int cpo_nl_object_by_ids(const struct cpo_inventory *inv,
			 const struct genl_info *info,
			 struct cpo_nl_object *object)
{
	int index;

	if (info->attrs[CPO_ID_LANE]) {
		object->object = CPO_OBJECT_LANE;
		index = cpo_nl_ids_are(info, BIT(CPO_ID_ENGINE) |
					     BIT(CPO_ID_LANE)) ?:
			cpo_nl_lane_by_ids(inv, info, CPO_ID_ENGINE,
					   CPO_ID_LANE);
	} else if (info->attrs[CPO_ID_LASER]) {
		object->object = CPO_OBJECT_LASER;
		index = cpo_nl_ids_are(info, BIT(CPO_ID_ENGINE) |
					     BIT(CPO_ID_ELS) |
					     BIT(CPO_ID_LASER)) ?:
			cpo_nl_laser_by_ids(inv, info, CPO_ID_ELS,
					    CPO_ID_ENGINE, CPO_ID_LASER);
	} else {
		index = cpo_nl_single_by_id(inv, info, &object->object);
	}
	if (index < 0)
		return index;
	object->index = index;

	return 0;
}

static int cpo_nl_object_put_laser(struct sk_buff *skb,
				   const struct cpo_laser_info *laser)
{
	if (cpo_nl_put_uint(skb, laser->engine != CPO_NONE, CPO_ID_ENGINE,
			    laser->engine) ||
	    cpo_nl_put_uint(skb, laser->els != CPO_NONE, CPO_ID_ELS,
			    laser->els) ||
	    cpo_nl_uint(skb, CPO_ID_LASER, laser->index))
		return -EMSGSIZE;

	return 0;
}

static int cpo_nl_object_put_lane(struct sk_buff *skb,
				  const struct cpo_lane_info *lane)
{
	if (cpo_nl_uint(skb, CPO_ID_ENGINE, lane->engine) ||
	    cpo_nl_uint(skb, CPO_ID_LANE, lane->index))
		return -EMSGSIZE;

	return 0;
}

/* The device, the kind of an object, and its ids as it has them elsewhere. */
int cpo_nl_object_put(struct sk_buff *skb, const struct cpo_view *view,
		      u8 object, u16 index)
{
	unsigned int i;

	if (cpo_nl_uint(skb, CPO_ID_DEV, view->cdev->id) ||
	    cpo_nl_u32(skb, CPO_ID_OBJECT, object))
		return -EMSGSIZE;

	if (object == CPO_OBJECT_LASER)
		return cpo_nl_object_put_laser(skb, &view->inv->lasers[index]);
	if (object == CPO_OBJECT_LANE)
		return cpo_nl_object_put_lane(skb, &view->inv->lanes[index]);
	for (i = 0; i < ARRAY_SIZE(cpo_ids); i++)
		if (cpo_ids[i].object == object)
			return cpo_nl_uint(skb, cpo_ids[i].attr, index);

	return 0;
}

/* ---- a filter ---- */

/**
 * cpo_nl_select_check() - check that ids of a filter do not stand alone
 * @info: the request
 *
 * Return: 0 or -EINVAL, with the attribute that is missing noted.
 */
int cpo_nl_select_check(const struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	int attr;

	if (!attrs)
		return 0;

	for (attr = CPO_ID_ENGINE; attr <= CPO_ID_SENSOR; attr++)
		if (attrs[attr] && cpo_nl_missing(info, CPO_ID_DEV))
			return -EINVAL;
	if (attrs[CPO_ID_LANE] && cpo_nl_missing(info, CPO_ID_ENGINE))
		return -EINVAL;
	if (attrs[CPO_ID_LASER] && !attrs[CPO_ID_ENGINE] &&
	    cpo_nl_missing(info, CPO_ID_ELS))
		return -EINVAL;

	return 0;
}

/* Numbered in what they are part of. */
static int cpo_nl_select_part(const struct genl_info *info,
			      const struct cpo_inventory *inv,
			      struct cpo_select *select)
{
	int index;

	if (info->attrs[CPO_ID_LANE]) {
		index = cpo_nl_lane_by_ids(inv, info, CPO_ID_ENGINE,
					   CPO_ID_LANE);
		if (index < 0)
			return index;
		select->lane = index;
	}
	if (info->attrs[CPO_ID_LASER]) {
		index = cpo_nl_laser_by_ids(inv, info, CPO_ID_ELS,
					    CPO_ID_ENGINE, CPO_ID_LASER);
		if (index < 0)
			return index;
		select->laser = index;
	}

	return 0;
}

/**
 * cpo_nl_select() - find out which objects a request is about
 * @info: the request, checked; has no ids when @inv is not that of its dev-id
 * @inv: the objects
 * @select: gets what they have in common; without any attribute it is nothing
 *
 * Return: 0 or a negative error, with the attribute at fault noted.
 */
int cpo_nl_select(const struct genl_info *info,
		  const struct cpo_inventory *inv, struct cpo_select *select)
{
	u16 *const ids[] = {
		&select->engine, &select->els, &select->port, &select->route,
		&select->sensor,
	};
	unsigned int i;
	int index;

	static_assert(ARRAY_SIZE(ids) == ARRAY_SIZE(cpo_ids));
	/* CPO_NONE in every field */
	memset(select, 0xff, sizeof(*select));
	if (!info->attrs)
		return 0;

	if (info->attrs[CPO_ID_OBJECT])
		select->object = nla_get_u32(info->attrs[CPO_ID_OBJECT]);
	for (i = 0; i < ARRAY_SIZE(cpo_ids); i++) {
		if (!info->attrs[cpo_ids[i].attr])
			continue;
		index = cpo_nl_index(info, cpo_ids[i].attr,
				     cpo_object_count(inv, cpo_ids[i].object),
				     cpo_ids[i].what);
		if (index < 0)
			return index;
		*ids[i] = index;
	}

	return cpo_nl_select_part(info, inv, select);
}

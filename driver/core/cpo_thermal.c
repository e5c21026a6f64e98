// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * One thermal zone for each temperature sensor of an ASIC, or for the first one
 * of the board.  Its trip points are the high limits of the device.  None is
 * critical: the device protects itself, and a host must not go down for optics
 * that are too warm.
 */

#include <linux/module.h>
#include <linux/slab.h>
#include <linux/thermal.h>

#include "cpo_nl.h"

/**
 * struct cpo_thermal_zone - a thermal zone
 * @cdev: what it is part of
 * @sensor: whose temperature it is
 * @type: its name for users
 * @tz: the zone, NULL: it is not registered
 */
struct cpo_thermal_zone {
	struct cpo_dev *cdev;
	u16 sensor;
	char type[THERMAL_NAME_LENGTH];
	struct thermal_zone_device *tz;
};

/**
 * struct cpo_thermal - the thermal zones of a device
 * @warned: that one could not be registered
 * @n: elements of @zone
 * @zone: the zones
 */
struct cpo_thermal {
	bool warned;
	u16 n;
	struct cpo_thermal_zone zone[] __counted_by(n);
};

/* An unknown temperature is no error, after which the core would give up. */
static int cpo_thermal_get_temp(struct thermal_zone_device *tz, int *temp)
{
	const struct cpo_thermal_zone *zone = thermal_zone_device_priv(tz);
	struct cpo_sensor_slot slot;
	struct cpo_view view;
	bool stale;

	rcu_read_lock();
	cpo_view_init(&view, zone->cdev, NULL);
	cpo_sensor_read(view.rows, zone->sensor, &slot);
	stale = cpo_sample_stale(&slot.stamp.sample, view.status.state,
				 view.now, view.status.period_us);
	rcu_read_unlock();

	if (stale || !(slot.row.valid & CPO_SENSOR_VALUE_OK))
		*temp = THERMAL_TEMP_INVALID;
	else
		*temp = clamp_t(s64, slot.row.value, THERMAL_TEMP_INVALID,
				INT_MAX);

	return 0;
}

static const struct thermal_zone_device_ops cpo_thermal_ops = {
	.get_temp = cpo_thermal_get_temp,
};

static const struct thermal_zone_params cpo_thermal_params = {
	.no_hwmon = true,	/* cpo_hwmon.c shows more */
};

/* ---- which zones there are ---- */

static bool cpo_thermal_is_asic(const struct cpo_sensor_info *info)
{
	return info->kind == CPO_SENSOR_KIND_TEMPERATURE &&
	       info->asic != CPO_NONE;
}

static bool cpo_thermal_is_board(const struct cpo_sensor_info *info)
{
	return info->kind == CPO_SENSOR_KIND_TEMPERATURE &&
	       info->asic == CPO_NONE && info->engine == CPO_NONE &&
	       info->els == CPO_NONE;
}

static unsigned int cpo_thermal_count(const struct cpo_inventory *inv)
{
	unsigned int i, asics = 0, board = 0;

	for (i = 0; i < inv->n_sensors; i++) {
		asics += cpo_thermal_is_asic(&inv->sensors[i]);
		board |= cpo_thermal_is_board(&inv->sensors[i]);
	}

	return asics ?: board;
}

/* A second sensor of an ASIC is called by its number. */
static void cpo_thermal_set_type(struct cpo_thermal *thermal,
				 struct cpo_thermal_zone *zone,
				 const struct cpo_inventory *inv)
{
	u16 asic = inv->sensors[zone->sensor].asic;
	const struct cpo_thermal_zone *other;
	char what[16];

	for (other = thermal->zone; other < zone; other++)
		if (inv->sensors[other->sensor].asic == asic)
			break;
	if (asic == CPO_NONE)
		strscpy(what, "board");
	else if (other == zone)
		snprintf(what, sizeof(what), "asic%u", asic);
	else
		snprintf(what, sizeof(what), "sensor%u", zone->sensor);

	/* the millionth device may have to do with less of its name */
	strscpy(zone->type, zone->cdev->name);
	strlcat(zone->type, "_", sizeof(zone->type));
	strlcat(zone->type, what, sizeof(zone->type));
}

static void cpo_thermal_fill(struct cpo_dev *cdev, struct cpo_thermal *thermal,
			     const struct cpo_inventory *inv)
{
	bool (*is_one)(const struct cpo_sensor_info *info) =
		cpo_thermal_is_board;
	unsigned int i, n = 0;

	for (i = 0; i < inv->n_sensors; i++)
		if (cpo_thermal_is_asic(&inv->sensors[i]))
			is_one = cpo_thermal_is_asic;
	for (i = 0; i < inv->n_sensors && n < thermal->n; i++) {
		if (!is_one(&inv->sensors[i]))
			continue;
		thermal->zone[n].cdev = cdev;
		thermal->zone[n].sensor = i;
		cpo_thermal_set_type(thermal, &thermal->zone[n++], inv);
	}
}

/**
 * cpo_thermal_alloc() - make the thermal zones of a device
 * @cdev: the device; its objects stay as they are until cpo_thermal_free()
 *
 * They are not registered yet.
 *
 * Context: process.
 * Return: the zones; NULL when there are none, or no memory.
 */
struct cpo_thermal *cpo_thermal_alloc(struct cpo_dev *cdev)
{
	const struct cpo_inventory *inv = cpo_topo_of_provider(cdev)->inv;
	unsigned int n = cpo_thermal_count(inv);
	struct cpo_thermal *thermal;

	if (!n)
		return NULL;
	thermal = kzalloc(struct_size(thermal, zone, n), GFP_KERNEL);
	if (!thermal)
		return NULL;
	thermal->n = n;
	cpo_thermal_fill(cdev, thermal, inv);

	return thermal;
}

/**
 * cpo_thermal_free() - unregister and free thermal zones
 * @thermal: the zones or NULL
 *
 * Waits for who reads their files.
 *
 * Context: process.
 */
void cpo_thermal_free(struct cpo_thermal *thermal)
{
	unsigned int i;

	if (!thermal)
		return;
	for (i = 0; i < thermal->n; i++)
		thermal_zone_device_unregister(thermal->zone[i].tz);
	kfree(thermal);
}

/* ---- registering and updating, by the work item ---- */

static int cpo_thermal_limit(const struct cpo_threshold *row,
			     unsigned int level)
{
	if (!(row->levels & BIT(level)))
		return THERMAL_TEMP_INVALID;

	return clamp_t(s64, row->limit[level], THERMAL_TEMP_INVALID, INT_MAX);
}

static void cpo_thermal_limits(const struct cpo_thermal_zone *zone,
			       struct cpo_threshold *row)
{
	rcu_read_lock();
	cpo_threshold_read(zone->cdev, CPO_OBJECT_SENSOR, zone->sensor,
			   CPO_QUANTITY_VALUE, row);
	rcu_read_unlock();
}

static int cpo_thermal_make(struct cpo_thermal_zone *zone)
{
	static const u8 level[] = {
		CPO_LEVEL_HIGH_WARNING, CPO_LEVEL_HIGH_ALARM,
	};
	struct thermal_trip trips[ARRAY_SIZE(level)] = {
		{ .type = THERMAL_TRIP_PASSIVE },
		{ .type = THERMAL_TRIP_HOT },
	};
	struct thermal_zone_device *tz;
	struct cpo_threshold row;
	unsigned int i;
	int err;

	cpo_thermal_limits(zone, &row);
	for (i = 0; i < ARRAY_SIZE(level); i++) {
		trips[i].temperature = cpo_thermal_limit(&row, level[i]);
		trips[i].priv = THERMAL_INT_TO_TRIP_PRIV(level[i]);
	}
	tz = thermal_zone_device_register_with_trips(zone->type, trips,
						     ARRAY_SIZE(trips), zone,
						     &cpo_thermal_ops,
						     &cpo_thermal_params, 0, 0);
	if (IS_ERR(tz))
		return PTR_ERR(tz);
	err = thermal_zone_device_enable(tz);
	if (err) {
		thermal_zone_device_unregister(tz);
		return err;
	}
	zone->tz = tz;

	return 0;
}

struct cpo_thermal_set {
	struct thermal_zone_device *tz;
	struct cpo_threshold row;
};

/* Under the lock of the zone. */
static int cpo_thermal_set_trip(struct thermal_trip *trip, void *data)
{
	unsigned int level = THERMAL_TRIP_PRIV_TO_INT(trip->priv);
	struct cpo_thermal_set *set = data;

	thermal_zone_set_trip_temp(set->tz, trip,
				   cpo_thermal_limit(&set->row, level));

	return 0;
}

static void cpo_thermal_set_trips(struct cpo_thermal_zone *zone)
{
	struct cpo_thermal_set set = { .tz = zone->tz };

	cpo_thermal_limits(zone, &set.row);
	thermal_zone_for_each_trip(zone->tz, cpo_thermal_set_trip, &set);
}

/**
 * cpo_thermal_register() - bring thermal zones up to date with what there is
 * @cdev: the device
 *
 * Context: the work item.
 */
void cpo_thermal_register(struct cpo_dev *cdev)
{
	struct cpo_thermal *thermal = cdev->monitor.thermal;
	unsigned int i;
	int err;

	for (i = 0; thermal && i < thermal->n; i++) {
		if (thermal->zone[i].tz) {
			cpo_thermal_set_trips(&thermal->zone[i]);
			continue;
		}
		err = cpo_thermal_make(&thermal->zone[i]);
		if (!err || thermal->warned)
			continue;
		dev_warn(cdev->parent, "%s: no thermal zone %s: %d\n",
			 cdev->name, thermal->zone[i].type, err);
		thermal->warned = true;
	}
}

/* Whether a flag is about a zone. Serialised with publishing. */
bool cpo_thermal_flag(struct cpo_dev *cdev, const struct cpo_flag_id *id)
{
	struct cpo_thermal *thermal = cdev->monitor.thermal;
	unsigned int i;

	if (!thermal || id->object != CPO_OBJECT_SENSOR)
		return false;
	for (i = 0; i < thermal->n; i++)
		if (thermal->zone[i].sensor == id->index)
			return true;

	return false;
}

/* Have temperatures compared with trip points. */
void cpo_thermal_update(struct cpo_dev *cdev)
{
	struct cpo_thermal *thermal = cdev->monitor.thermal;
	unsigned int i;

	for (i = 0; thermal && i < thermal->n; i++)
		if (thermal->zone[i].tz)
			thermal_zone_device_update(thermal->zone[i].tz,
						   THERMAL_EVENT_UNSPECIFIED);
}

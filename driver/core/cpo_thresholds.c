// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Limits, as the device has them: an object that has none of its own has the
 * defaults of its kind, or those a vendor gave just it.  The device compares;
 * here they are only looked up, so that to read them asks it nothing.
 */

#include <kunit/visibility.h>
#include <linux/bitfield.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "cpo_priv.h"

#define CPO_LIMIT_KEY_OBJECT	GENMASK(25, 22)
#define CPO_LIMIT_KEY_QUANTITY	GENMASK(21, 17)
#define CPO_LIMIT_KEY_OWN	BIT(16)
#define CPO_LIMIT_KEY_INDEX	GENMASK(15, 0)

/**
 * struct cpo_limits - limits that do not change any more
 * @row: the limits
 * @rcu: for who still reads them
 */
struct cpo_limits {
	struct cpo_threshold row;
	struct rcu_head rcu;
};

/**
 * struct cpo_thresholds - all limits of a device, exchanged as a whole
 * @all: struct cpo_limits by cpo_limits_key(); looked up under RCU
 * @stores: of the device, when this was begun
 */
struct cpo_thresholds {
	struct xarray all;
	unsigned int stores;
};

/* Quantities of a kind of object that can be limited, as bits. */
static const u32 cpo_object_quantities[] = {
	[CPO_OBJECT_ENGINE] = BIT(CPO_QUANTITY_TEMPERATURE) |
			      BIT(CPO_QUANTITY_POWER),
	[CPO_OBJECT_ELS] = BIT(CPO_QUANTITY_TEMPERATURE) |
			   BIT(CPO_QUANTITY_POWER) |
			   BIT(CPO_QUANTITY_VOLTAGE),
	[CPO_OBJECT_LASER] = BIT(CPO_QUANTITY_TEMPERATURE) |
			     BIT(CPO_QUANTITY_OPTICAL_POWER) |
			     BIT(CPO_QUANTITY_BIAS) |
			     BIT(CPO_QUANTITY_TEC_DRIVE) |
			     BIT(CPO_QUANTITY_FREQUENCY_ERROR) |
			     BIT(CPO_QUANTITY_AGE),
	[CPO_OBJECT_LANE] = BIT(CPO_QUANTITY_PRE_FEC_BER_MEDIA) |
			    BIT(CPO_QUANTITY_SNR_MEDIA) |
			    BIT(CPO_QUANTITY_RX_POWER) |
			    BIT(CPO_QUANTITY_TX_POWER) |
			    BIT(CPO_QUANTITY_HEATER_DRIVE),
	[CPO_OBJECT_ROUTE] = BIT(CPO_QUANTITY_INPUT_POWER),
	[CPO_OBJECT_SENSOR] = BIT(CPO_QUANTITY_VALUE),
};

bool cpo_object_has_quantity(u8 object, u32 quantity)
{
	return object < ARRAY_SIZE(cpo_object_quantities) && quantity < 32 &&
	       cpo_object_quantities[object] & BIT(quantity);
}

static u32 cpo_limits_key(u8 object, u8 quantity, u16 index, bool own)
{
	return FIELD_PREP(CPO_LIMIT_KEY_OBJECT, object) |
	       FIELD_PREP(CPO_LIMIT_KEY_QUANTITY, quantity) |
	       FIELD_PREP(CPO_LIMIT_KEY_OWN, own) |
	       FIELD_PREP(CPO_LIMIT_KEY_INDEX, index);
}

/**
 * cpo_threshold_misplaced() - look for a level that is out of order
 * @row: limits
 *
 * Return: the lower one of two levels of which the higher is not above it, or
 *	-1 when all are in order.
 */
int cpo_threshold_misplaced(const struct cpo_threshold *row)
{
	int level, above = -1;
	bool inner;

	for (level = 0; level < CPO_LEVELS; level++) {
		if (!(row->levels & BIT(level)))
			continue;
		/* between the high and the low ones there must be room */
		inner = above >= 0 && above <= CPO_LEVEL_HIGH_WARNING &&
			level >= CPO_LEVEL_LOW_WARNING;
		if (above >= 0 && (row->limit[above] < row->limit[level] ||
				   (inner && row->limit[above] ==
					     row->limit[level])))
			return level;
		above = level;
	}

	return -1;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_threshold_misplaced);

/**
 * cpo_thresholds_alloc() - begin to collect limits
 * @cdev: the device they are for
 *
 * Return: an empty collection, or NULL when there is no memory.
 */
struct cpo_thresholds *cpo_thresholds_alloc(struct cpo_dev *cdev)
{
	struct cpo_thresholds *thresholds = kzalloc_obj(*thresholds);

	if (!thresholds)
		return NULL;
	xa_init(&thresholds->all);
	thresholds->stores = READ_ONCE(cdev->threshold_stores);

	return thresholds;
}
EXPORT_SYMBOL_GPL(cpo_thresholds_alloc);

/**
 * cpo_thresholds_free() - give up limits nobody reads
 * @thresholds: the limits or NULL
 */
void cpo_thresholds_free(struct cpo_thresholds *thresholds)
{
	struct cpo_limits *limits;
	unsigned long key;

	if (!thresholds)
		return;
	xa_for_each(&thresholds->all, key, limits)
		kfree(limits);
	xa_destroy(&thresholds->all);
	kfree(thresholds);
}
EXPORT_SYMBOL_GPL(cpo_thresholds_free);

/* Put limits in the place of those that were there. */
static int cpo_thresholds_put(struct cpo_thresholds *thresholds,
			      const struct cpo_threshold *row)
{
	u32 key = cpo_limits_key(row->object, row->quantity, row->index,
				 row->own);
	struct cpo_limits *limits, *old;

	limits = kzalloc_obj(*limits);
	if (!limits)
		return -ENOMEM;
	limits->row = *row;
	old = xa_store(&thresholds->all, key, limits, GFP_KERNEL);
	if (xa_is_err(old)) {
		kfree(limits);
		return xa_err(old);
	}
	if (old)
		kfree_rcu(old, rcu);

	return 0;
}

/**
 * cpo_thresholds_add() - collect limits
 * @cdev: the device they are for, registered
 * @thresholds: where they go
 * @row: the limits: own ones of an object, or defaults of one or all of a kind
 *
 * Context: process.
 * Return: 0, -EINVAL when there can be no such limits or they are there
 *	already, or -ENOMEM.
 */
int cpo_thresholds_add(struct cpo_dev *cdev, struct cpo_thresholds *thresholds,
		       const struct cpo_threshold *row)
{
	const struct cpo_inventory *inv = cpo_topo_of_provider(cdev)->inv;
	bool all = row->index == CPO_NONE;

	if (!cpo_object_has_quantity(row->object, row->quantity) ||
	    (all && row->own) ||
	    (!all && row->index >= cpo_object_count(inv, row->object)) ||
	    row->levels >= BIT(CPO_LEVELS) ||
	    cpo_threshold_misplaced(row) >= 0)
		return -EINVAL;
	if (xa_load(&thresholds->all,
		    cpo_limits_key(row->object, row->quantity, row->index,
				   row->own)))
		return -EINVAL;

	return cpo_thresholds_put(thresholds, row);
}
EXPORT_SYMBOL_GPL(cpo_thresholds_add);

static int cpo_thresholds_swap(struct cpo_dev *cdev,
			       struct cpo_thresholds *thresholds)
{
	struct mutex *lock = &cdev->thresholds_lock;
	bool stale;

	mutex_lock(lock);
	stale = thresholds && thresholds->stores != cdev->threshold_stores;
	if (!stale)
		thresholds = rcu_replace_pointer(cdev->thresholds, thresholds,
						 lockdep_is_held(lock));
	mutex_unlock(lock);
	if (stale)
		return -EAGAIN;
	if (thresholds) {
		synchronize_rcu();
		cpo_thresholds_free(thresholds);
	}

	return 0;
}

/**
 * cpo_thresholds_publish() - exchange the limits of a device
 * @cdev: the device, registered
 * @thresholds: all its limits; belong to the core on success, to the caller
 *	otherwise
 *
 * Context: process.
 * Return: 0, or -EAGAIN when some were set since they were begun to be
 *	collected, which may lack them.
 */
int cpo_thresholds_publish(struct cpo_dev *cdev,
			   struct cpo_thresholds *thresholds)
{
	int err = cpo_thresholds_swap(cdev, thresholds);

	if (!err)
		cpo_monitor_limits(cdev);

	return err;
}
EXPORT_SYMBOL_GPL(cpo_thresholds_publish);

/* Numbers mean other objects from now on. */
void cpo_thresholds_forget(struct cpo_dev *cdev)
{
	cpo_thresholds_swap(cdev, NULL);
}

static int cpo_thresholds_drop(struct cpo_thresholds *thresholds,
			       const struct cpo_threshold *row)
{
	u32 key = cpo_limits_key(row->object, row->quantity, row->index, true);
	struct cpo_limits *old = xa_erase(&thresholds->all, key);

	if (old)
		kfree_rcu(old, rcu);

	return 0;
}

/**
 * cpo_threshold_store() - note limits that were set
 * @cdev: the device, registered
 * @row: what the object has now: limits of its own, or none
 *
 * The core does it when threshold_set() succeeded. For a provider whose limits
 * are those of several objects, within threshold_set().
 *
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int cpo_threshold_store(struct cpo_dev *cdev, const struct cpo_threshold *row)
{
	struct mutex *lock = &cdev->thresholds_lock;
	struct cpo_thresholds *thresholds;
	int err = 0;

	mutex_lock(lock);
	cdev->threshold_stores++;
	thresholds = rcu_dereference_protected(cdev->thresholds,
					       lockdep_is_held(lock));
	if (thresholds)
		err = row->own ? cpo_thresholds_put(thresholds, row) :
				 cpo_thresholds_drop(thresholds, row);
	mutex_unlock(lock);
	cpo_monitor_limits(cdev);

	return err;
}
EXPORT_SYMBOL_GPL(cpo_threshold_store);

/* ---- reading, under RCU ---- */

static const struct cpo_limits *
cpo_limits_find(struct cpo_thresholds *thresholds, u8 object, u8 quantity,
		u16 index)
{
	const struct cpo_limits *limits;

	limits = xa_load(&thresholds->all,
			 cpo_limits_key(object, quantity, index, true));
	if (!limits)
		limits = xa_load(&thresholds->all,
				 cpo_limits_key(object, quantity, index,
						false));
	if (!limits)
		limits = xa_load(&thresholds->all,
				 cpo_limits_key(object, quantity, CPO_NONE,
						false));

	return limits;
}

/**
 * cpo_threshold_read() - look up the limits an object has
 * @cdev: the device
 * @object: kind of the object
 * @index: the object
 * @quantity: the quantity
 * @row: gets the limits; no levels when there are none
 *
 * Context: RCU read-side section.
 * Return: whether there are limits.
 */
bool cpo_threshold_read(struct cpo_dev *cdev, u8 object, u16 index,
			u8 quantity, struct cpo_threshold *row)
{
	struct cpo_thresholds *thresholds = rcu_dereference(cdev->thresholds);
	const struct cpo_limits *limits = NULL;

	memset(row, 0, sizeof(*row));
	if (thresholds)
		limits = cpo_limits_find(thresholds, object, quantity, index);
	if (limits)
		*row = limits->row;
	row->object = object;
	row->index = index;
	row->quantity = quantity;

	return limits;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_threshold_read);

/* A place is a quantity of an object of a kind, where there can be limits. */
#define CPO_PLACE_OBJECT	GENMASK(31, 24)
#define CPO_PLACE_INDEX		GENMASK(23, 8)
#define CPO_PLACE_QUANTITY	GENMASK(7, 0)

static u32 cpo_place(u8 object, u32 index, u32 quantity)
{
	return FIELD_PREP(CPO_PLACE_OBJECT, object) |
	       FIELD_PREP(CPO_PLACE_INDEX, index) |
	       FIELD_PREP(CPO_PLACE_QUANTITY, quantity);
}

/* The place after @place where a quantity of an object could be. */
static u32 cpo_place_after(const struct cpo_inventory *inv, u32 place)
{
	u8 object = FIELD_GET(CPO_PLACE_OBJECT, place);
	u32 index = FIELD_GET(CPO_PLACE_INDEX, place);

	if (cpo_object_quantities[object] >>
	    (FIELD_GET(CPO_PLACE_QUANTITY, place) + 1))
		return place + 1;
	if (index + 1 < cpo_object_count(inv, object))
		return cpo_place(object, index + 1, 0);

	return cpo_place(object + 1, 0, 0);
}

/**
 * cpo_threshold_next() - look for the next limits
 * @cdev: the device
 * @inv: its objects
 * @place: where to begin, 0 at first; moved to where they are
 * @row: gets the limits
 *
 * To go on, add one to the place.
 *
 * Context: RCU read-side section.
 * Return: whether there are limits.
 */
bool cpo_threshold_next(struct cpo_dev *cdev, const struct cpo_inventory *inv,
			u32 *place, struct cpo_threshold *row)
{
	u32 end = cpo_place(ARRAY_SIZE(cpo_object_quantities), 0, 0);
	u32 index, quantity;
	u8 object;

	for (; *place < end; *place = cpo_place_after(inv, *place)) {
		object = FIELD_GET(CPO_PLACE_OBJECT, *place);
		index = FIELD_GET(CPO_PLACE_INDEX, *place);
		quantity = FIELD_GET(CPO_PLACE_QUANTITY, *place);
		if (index < cpo_object_count(inv, object) &&
		    cpo_object_has_quantity(object, quantity) &&
		    cpo_threshold_read(cdev, object, index, quantity, row))
			return true;
	}

	return false;
}

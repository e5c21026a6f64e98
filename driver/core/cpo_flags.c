// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * Flags: conditions an object can be in.  An event tells at once that one
 * changed, a row of the device tells later exactly when and how often.  Both
 * come with the number of changes the device counted, which says which of two
 * is newer.  What users see are the differences, so that their count neither
 * goes back when the device counts anew nor depends on who clears it.
 */

#include <kunit/visibility.h>
#include <linux/bitfield.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "cpo_priv.h"

/*
 * Objects in the lowest bits: what happens to many of them at once lies close
 * together, and an xarray takes little memory for it.
 */
#define CPO_FLAG_KEY_OBJECT	GENMASK(23, 20)
#define CPO_FLAG_KEY_CONDITION	GENMASK(19, 12)
#define CPO_FLAG_KEY_INDEX	GENMASK(11, 0)

/* Conditions: quantity and level of a threshold, or one of the other codes. */
#define CPO_FLAG_QUANTITY	GENMASK(6, 2)
#define CPO_FLAG_LEVEL		GENMASK(1, 0)
#define CPO_FLAG_CODE		BIT(7)

static_assert(CPO_LIMIT_LANES <= CPO_FLAG_KEY_INDEX);

u32 cpo_flag_key(const struct cpo_flag_id *id)
{
	u32 condition;

	if (id->code == CPO_EVENT_CODE_THRESHOLD)
		condition = FIELD_PREP(CPO_FLAG_QUANTITY, id->quantity) |
			    FIELD_PREP(CPO_FLAG_LEVEL, id->level);
	else
		condition = CPO_FLAG_CODE | id->code;

	return FIELD_PREP(CPO_FLAG_KEY_OBJECT, id->object) |
	       FIELD_PREP(CPO_FLAG_KEY_CONDITION, condition) |
	       FIELD_PREP(CPO_FLAG_KEY_INDEX, id->index);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_flag_key);

/* The least key of a flag of a kind of object. */
u32 cpo_flag_key_first(u8 object)
{
	return FIELD_PREP(CPO_FLAG_KEY_OBJECT, object);
}

/* Kinds of objects that can have a flag, as bits. */
static u32 cpo_flag_objects(u32 code)
{
	switch (code) {
	case CPO_EVENT_CODE_INTERLOCK:
		return BIT(CPO_OBJECT_DEV) | BIT(CPO_OBJECT_ELS);
	case CPO_EVENT_CODE_LANE_TX_DARK:
	case CPO_EVENT_CODE_LANE_RX_LOS:
	case CPO_EVENT_CODE_LANE_RX_LOL:
	case CPO_EVENT_CODE_LANE_RING_UNLOCK:
		return BIT(CPO_OBJECT_LANE);
	case CPO_EVENT_CODE_ENGINE_TRIP:
		return BIT(CPO_OBJECT_ENGINE);
	case CPO_EVENT_CODE_LEAK:
		return BIT(CPO_OBJECT_SENSOR);
	default:
		return 0;
	}
}

/* What passes is as many as the inventory has objects, times the conditions. */
static bool cpo_flag_valid(const struct cpo_inventory *inv,
			   const struct cpo_flag_id *id)
{
	if (id->index >= cpo_object_count(inv, id->object))
		return false;
	if (id->code == CPO_EVENT_CODE_THRESHOLD)
		return id->level < CPO_LEVELS &&
		       cpo_object_has_quantity(id->object, id->quantity);

	return cpo_flag_objects(id->code) & BIT(id->object) &&
	       !id->quantity && !id->level;
}

/* Until an event says it. */
static u8 cpo_flag_severity(const struct cpo_flag_id *id)
{
	switch (id->code) {
	case CPO_EVENT_CODE_LEAK:
		return CPO_SEVERITY_CRITICAL;
	case CPO_EVENT_CODE_INTERLOCK:
	case CPO_EVENT_CODE_ENGINE_TRIP:
		return CPO_SEVERITY_MAJOR;
	case CPO_EVENT_CODE_THRESHOLD:
		return id->level == CPO_LEVEL_HIGH_ALARM ||
		       id->level == CPO_LEVEL_LOW_ALARM ?
		       CPO_SEVERITY_MAJOR : CPO_SEVERITY_WARNING;
	default:
		return CPO_SEVERITY_WARNING;
	}
}

bool cpo_flag_shown(const struct cpo_flag *flag)
{
	return flag->set || flag->changes;
}

void cpo_flags_init(struct cpo_dev *cdev)
{
	struct cpo_flags *flags = &cdev->flags;

	mutex_init(&flags->lock);
	seqlock_init(&flags->seq);
	xa_init(&flags->all);
}

/* After the last reader. */
void cpo_flags_fini(struct cpo_dev *cdev)
{
	struct cpo_flag *flag;
	unsigned long key;

	xa_for_each(&cdev->flags.all, key, flag)
		kfree(flag);
	xa_destroy(&cdev->flags.all);
	mutex_destroy(&cdev->flags.lock);
}

/* Under the lock. Nobody shows a new one before it was filled in. */
static struct cpo_flag *cpo_flag_get(struct cpo_flags *flags,
				     const struct cpo_flag_id *id)
{
	u32 key = cpo_flag_key(id);
	struct cpo_flag *flag;

	flag = xa_load(&flags->all, key);
	if (flag)
		return flag;

	flag = kzalloc_obj(*flag);
	if (!flag)
		return NULL;
	flag->id = *id;
	flag->severity = cpo_flag_severity(id);
	flag->renew = true;
	if (xa_err(xa_store(&flags->all, key, flag, GFP_KERNEL))) {
		kfree(flag);
		return NULL;
	}

	return flag;
}

/* ---- time ---- */

/*
 * A moment both clocks are known of. Events may have been held back; they do as
 * long as the device gave no sample since it may have set its clock.
 */
static struct cpo_moment cpo_flags_clock(struct cpo_dev *cdev)
{
	struct cpo_moment clock = cdev->flags.heard;
	struct cpo_status status;

	cpo_dev_status(cdev, &status);
	if (status.stamp.sample.boottime > cdev->flags.renewed) {
		clock.device = status.stamp.sample.device_time;
		clock.boottime = status.stamp.sample.boottime;
	}

	return clock;
}

/* Not in the future; 0 is also what was before the host started. */
static u64 cpo_clock_boottime(const struct cpo_moment *clock, u64 device_time)
{
	u64 now = ktime_get_boottime_ns();
	u64 diff;

	if (!clock->boottime)
		return 0;
	if (device_time > clock->device) {
		diff = device_time - clock->device;
		return now - clock->boottime > diff ?
		       clock->boottime + diff : now;
	}

	diff = clock->device - device_time;
	return clock->boottime > diff ? clock->boottime - diff : 0;
}

/* One moment is told of more than once, and stays where it was. */
static void cpo_moment_set(struct cpo_moment *moment,
			   const struct cpo_moment *clock, u64 device_time)
{
	if (!device_time || moment->device == device_time)
		return;
	moment->device = device_time;
	moment->boottime = cpo_clock_boottime(clock, device_time);
}

/* ---- changes ---- */

/* A device that does not count: what is seen is the least that happened. */
static bool cpo_flag_count_seen(struct cpo_flag *flag, bool set)
{
	flag->renew = false;
	if (flag->set == set)
		return false;
	flag->changes++;
	flag->lower_bound = true;

	return true;
}

/*
 * What a device began with is nothing that happened to the object, nor is the
 * change that ended it, which the device counts. There was one when the count
 * is odd and the flag is clear, or the other way round.
 */
static u32 cpo_flag_since_start(u32 count, bool set)
{
	return (count & 1) == set ? count : count - 1;
}

/*
 * Take up how often the device saw it change. Returns whether that is news:
 * else it is as it was, or what is told is older than what is known.
 */
static bool cpo_flag_count(struct cpo_flag *flag, u32 count, bool set)
{
	s32 diff = count - flag->count;
	bool renew = flag->renew;

	if (!count)
		return cpo_flag_count_seen(flag, set);
	if (diff < 0 && !renew)
		return false;
	/* a device that counts anew saw all of them since */
	if (!flag->count || diff < 0)
		flag->changes += cpo_flag_since_start(count, set);
	else
		flag->changes += diff;
	flag->count = count;
	flag->renew = false;

	return diff || renew;
}

static void cpo_flag_apply_event(struct cpo_flag *flag,
				 const struct cpo_event *ev,
				 const struct cpo_moment *clock)
{
	bool set = ev->action == CPO_ACTION_SET;

	if (!cpo_flag_count(flag, ev->count, set))
		return;

	flag->set = set;
	flag->value = ev->value;
	flag->exact = false;
	if (!set) {
		cpo_moment_set(&flag->last_clear, clock, ev->device_time);
		return;
	}
	flag->severity = ev->severity;
	cpo_moment_set(&flag->last_set, clock, ev->device_time);
	if (!flag->first_set.device)
		flag->first_set = flag->last_set;
}

/**
 * cpo_flag_event() - note that a flag changed
 * @cdev: the device
 * @inv: its objects
 * @ev: event of a code that is a flag
 *
 * Without memory for it the row of the device will tell.
 *
 * Context: process.
 */
void cpo_flag_event(struct cpo_dev *cdev, const struct cpo_inventory *inv,
		    const struct cpo_event *ev)
{
	const struct cpo_flag_id id = {
		.code = ev->code,
		.index = ev->index,
		.object = ev->object,
		.quantity = ev->quantity,
		.level = ev->level,
	};
	struct cpo_flags *flags = &cdev->flags;
	struct cpo_moment clock;
	struct cpo_flag *flag;

	if (ev->action > CPO_ACTION_SET || !cpo_flag_valid(inv, &id))
		return;

	mutex_lock(&flags->lock);
	flags->heard.device = ev->device_time;
	flags->heard.boottime = ev->boottime;
	clock = cpo_flags_clock(cdev);
	flag = cpo_flag_get(flags, &id);
	if (flag) {
		write_seqlock(&flags->seq);
		cpo_flag_apply_event(flag, ev, &clock);
		write_sequnlock(&flags->seq);
	}
	mutex_unlock(&flags->lock);
}

/* The device remembers what was before users cleared it; that stays away. */
static void cpo_flag_apply_times(struct cpo_flag *flag,
				 const struct cpo_flag_row *row,
				 const struct cpo_moment *clock)
{
	if (flag->cleared && !flag->changes)
		return;

	cpo_moment_set(&flag->last_set, clock, row->last_set);
	if (!flag->cleared && !flag->recounted)
		cpo_moment_set(&flag->first_set, clock, row->first_set);
	else if (!flag->first_set.device)
		flag->first_set = flag->last_set;
	if (!flag->cleared || !row->set || flag->changes > 1)
		cpo_moment_set(&flag->last_clear, clock, row->last_clear);
}

/* Returns whether no event told that it is set, or that it is not. */
static bool cpo_flag_apply_row(struct cpo_flag *flag,
			       const struct cpo_flag_row *row,
			       const struct cpo_moment *clock)
{
	bool news = cpo_flag_count(flag, row->changes, row->set);
	bool was = flag->set;

	if (!news && (flag->exact || flag->count != row->changes))
		return false;

	flag->set = row->set;
	flag->lower_bound |= row->lower_bound;
	flag->value = row->value;
	flag->exact = true;
	cpo_flag_apply_times(flag, row, clock);

	return was != flag->set;
}

/**
 * cpo_flags_publish() - publish flags as the device keeps them
 * @cdev: the device, registered
 * @rows: the flags
 * @n: number of flags
 *
 * Those that changed, in any order; after cpo_dev_detach() and
 * cpo_dev_new_epoch() all that there are, and then cpo_flags_complete().
 * Nobody is notified: events do that. Only who waits for an alarm of hwmon is
 * woken up.
 *
 * Context: process, serialised with the other publishing calls.
 * Return: number of rows about flags that cannot be, which were left out, or
 *	-ENOMEM when not all could be taken up.
 */
int cpo_flags_publish(struct cpo_dev *cdev, const struct cpo_flag_row *rows,
		      unsigned int n)
{
	struct cpo_topo *topo = cpo_topo_of_provider(cdev);
	struct cpo_flags *flags = &cdev->flags;
	struct cpo_moment clock;
	struct cpo_flag *flag;
	int refused = 0;
	bool changed;

	if (WARN_ON_ONCE(!topo))
		return n;

	mutex_lock(&flags->lock);
	clock = cpo_flags_clock(cdev);
	for (; n; n--, rows++) {
		if (!cpo_flag_valid(topo->inv, &rows->id)) {
			refused++;
			continue;
		}
		flag = cpo_flag_get(flags, &rows->id);
		if (!flag) {
			refused = -ENOMEM;
			break;
		}
		write_seqlock(&flags->seq);
		changed = cpo_flag_apply_row(flag, rows, &clock);
		write_sequnlock(&flags->seq);
		if (changed)
			cpo_monitor_flag(cdev, topo->inv, &rows->id, 0);
	}
	mutex_unlock(&flags->lock);

	return refused;
}
EXPORT_SYMBOL_GPL(cpo_flags_publish);

static void cpo_flag_lost(struct cpo_flag *flag,
			  const struct cpo_moment *clock)
{
	flag->set = false;
	flag->lower_bound = true;
	flag->changes++;
	flag->last_clear = *clock;
}

/**
 * cpo_flags_complete() - say that all flags of the device were published
 * @cdev: the device, registered
 *
 * What the device did not tell of since it was detached, or began a new epoch,
 * is no more; when it went is not known.
 *
 * Context: process, serialised with the other publishing calls.
 */
void cpo_flags_complete(struct cpo_dev *cdev)
{
	struct cpo_topo *topo = cpo_topo_of_provider(cdev);
	struct cpo_flags *flags = &cdev->flags;
	struct cpo_moment clock;
	struct cpo_flag *flag;
	unsigned long key;

	mutex_lock(&flags->lock);
	clock = cpo_flags_clock(cdev);
	xa_for_each(&flags->all, key, flag) {
		if (!flag->renew || !flag->set)
			continue;
		write_seqlock(&flags->seq);
		cpo_flag_lost(flag, &clock);
		write_sequnlock(&flags->seq);
		if (topo)
			cpo_monitor_flag(cdev, topo->inv, &flag->id, 0);
	}
	mutex_unlock(&flags->lock);
}
EXPORT_SYMBOL_GPL(cpo_flags_complete);

/* Its clock and its counts may begin at 0 again; counts, until it tells one. */
void cpo_flags_renew(struct cpo_dev *cdev)
{
	struct cpo_flags *flags = &cdev->flags;
	struct cpo_flag *flag;
	unsigned long key;

	mutex_lock(&flags->lock);
	flags->renewed = ktime_get_boottime_ns();
	memset(&flags->heard, 0, sizeof(flags->heard));
	xa_for_each(&flags->all, key, flag)
		flag->renew = true;
	mutex_unlock(&flags->lock);
}

/**
 * cpo_flags_recount() - the device lost the history of its flags
 * @cdev: the device, registered
 *
 * It had no power, and counts from 0 again. After cpo_dev_new_epoch().
 *
 * Context: process, serialised with the other publishing calls.
 */
void cpo_flags_recount(struct cpo_dev *cdev)
{
	struct cpo_flags *flags = &cdev->flags;
	struct cpo_flag *flag;
	unsigned long key;

	mutex_lock(&flags->lock);
	xa_for_each(&flags->all, key, flag) {
		flag->count = 0;
		flag->recounted = flag->changes;
	}
	mutex_unlock(&flags->lock);
}
EXPORT_SYMBOL_GPL(cpo_flags_recount);

/* Numbers mean other objects from now on. */
void cpo_flags_forget(struct cpo_dev *cdev)
{
	struct cpo_flags *flags = &cdev->flags;
	struct cpo_flag *flag;
	unsigned long key;

	mutex_lock(&flags->lock);
	xa_for_each(&flags->all, key, flag) {
		xa_erase(&flags->all, key);
		kfree_rcu(flag, rcu);
	}
	mutex_unlock(&flags->lock);
}

/* What is set stays so, since when it is; the count of the device is kept. */
static void cpo_flag_clear(struct cpo_flag *flag)
{
	const struct cpo_moment never = {};

	flag->changes = 0;
	flag->lower_bound = false;
	flag->cleared = true;
	flag->exact = true;
	if (!flag->set)
		flag->last_set = never;
	flag->first_set = flag->last_set;
	flag->last_clear = never;
}

/**
 * cpo_flags_clear() - forget the history of flags
 * @cdev: the device
 * @select: of which objects
 *
 * Context: process.
 */
void cpo_flags_clear(struct cpo_dev *cdev, const struct cpo_select *select)
{
	struct cpo_flags *flags = &cdev->flags;
	const struct cpo_inventory *inv;
	struct cpo_flag *flag;
	unsigned long key;

	mutex_lock(&flags->lock);
	rcu_read_lock();
	inv = rcu_dereference(cdev->topo)->inv;
	xa_for_each(&flags->all, key, flag) {
		if (!cpo_select_matches(inv, select, flag->id.object,
					flag->id.index))
			continue;
		write_seqlock(&flags->seq);
		cpo_flag_clear(flag);
		write_sequnlock(&flags->seq);
	}
	rcu_read_unlock();
	mutex_unlock(&flags->lock);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_flags_clear);

/* ---- reading, under RCU ---- */

static void cpo_flag_copy(struct cpo_flags *flags, const struct cpo_flag *flag,
			  struct cpo_flag *to)
{
	unsigned int seq;

	do {
		seq = read_seqbegin(&flags->seq);
		*to = *flag;
	} while (read_seqretry(&flags->seq, seq));
}

/* Returns whether it was ever set. */
bool cpo_flag_read(struct cpo_dev *cdev, u32 key, struct cpo_flag *flag)
{
	struct cpo_flag *from = xa_load(&cdev->flags.all, key);

	if (!from)
		return false;
	cpo_flag_copy(&cdev->flags, from, flag);

	return cpo_flag_shown(flag);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_flag_read);

/* The first one from @key on, which is moved there. */
bool cpo_flag_next(struct cpo_dev *cdev, u32 *key, struct cpo_flag *flag)
{
	unsigned long at = *key;
	struct cpo_flag *from;

	for (from = xa_find(&cdev->flags.all, &at, U32_MAX, XA_PRESENT); from;
	     from = xa_find_after(&cdev->flags.all, &at, U32_MAX,
				  XA_PRESENT)) {
		cpo_flag_copy(&cdev->flags, from, flag);
		if (!cpo_flag_shown(flag))
			continue;
		*key = at;
		return true;
	}

	return false;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_flag_next);

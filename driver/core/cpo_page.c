// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <kunit/visibility.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "cpo_priv.h"

#define CPO_TARGET_BUSY		0	/* bit in cpo_target.busy */
#define CPO_PAGE_HALVES		32	/* cached per target */
#define CPO_PAGE_CONST_MAX	0x04	/* last page that does not change */
#define CPO_PAGE_EXPIRE_MS	1000	/* unless there is a period */

/*
 * CMIS observables (VDM).  The values are on up to four pages, which only make
 * sense together.  The last page is not of them: it shows the freezing itself.
 */
#define CPO_PAGE_VDM_FIRST	0x20
#define CPO_PAGE_VDM_LAST	0x2e
#define CPO_PAGE_VALUES		0x24
#define CPO_PAGE_VALUES_N	4
#define CPO_PAGE_THAW_MS	100	/* at least, so that it is done */

/* Which half: a page, or lower memory: that has neither bank nor page. */
struct cpo_page_key {
	bool upper;
	u8 bank;
	u8 page;
};

struct cpo_page_half {
	bool used;
	struct cpo_page_key key;
	int change;
	int life;
	unsigned long fetched;	/* jiffies */
	u8 data[CPO_PAGE_SIZE];
};

struct cpo_page_cache {
	unsigned int next;
	u8 absent;		/* bit n: there is no page of values n */
	int absent_life;	/* as long as this module is there */
	struct cpo_page_half half[CPO_PAGE_HALVES];
};

struct cpo_target *cpo_target_of_engine(struct cpo_dev *cdev, u16 engine)
{
	return &cdev->targets[engine];
}

struct cpo_target *cpo_target_of_els(struct cpo_dev *cdev, u16 els)
{
	return &cdev->targets[CPO_LIMIT_ENGINES + els];
}

void cpo_target_init(struct cpo_target *target)
{
	init_waitqueue_head(&target->wait);
}

void cpo_target_release(struct cpo_target *target)
{
	kvfree(target->cache);
}

static bool cpo_target_trylock(struct cpo_target *target)
{
	return !test_and_set_bit_lock(CPO_TARGET_BUSY, &target->busy);
}

/**
 * cpo_target_lock() - be the only one to work on a target
 * @target: the target
 * @timeout_ms: how long to wait for others
 *
 * Not a mutex: a caller may hold a lock of the network stack, and must not wait
 * for a queue of others who each wait for a device that does not answer.
 *
 * Context: process.
 * Return: what is left of the timeout, at least 1 ms; -EINTR when the task is
 *	being killed, -ETIMEDOUT when others did not end in time.
 */
long cpo_target_lock(struct cpo_target *target, unsigned int timeout_ms)
{
	long left = msecs_to_jiffies(timeout_ms) ?: 1;

	left = wait_event_killable_timeout(target->wait,
					   cpo_target_trylock(target), left);
	if (left < 0)
		return -EINTR;
	if (!left)
		return -ETIMEDOUT;

	return max(jiffies_to_msecs(left), 1U);
}

void cpo_target_unlock(struct cpo_target *target)
{
	clear_bit_unlock(CPO_TARGET_BUSY, &target->busy);
	/* against the check of a waiter: it sees the bit or is seen here */
	smp_mb__after_atomic();
	wake_up(&target->wait);
}

/* After a reset nothing that was cached may be relied on. */
void cpo_targets_renew(struct cpo_dev *cdev)
{
	unsigned int i;

	for (i = 0; i < CPO_TARGETS; i++)
		atomic_inc(&cdev->targets[i].life);
}

static struct cpo_target *cpo_target_of(struct cpo_dev *cdev,
					const struct cpo_page_addr *addr)
{
	return addr->els ? cpo_target_of_els(cdev, addr->index) :
			   cpo_target_of_engine(cdev, addr->index);
}

/* Banks of a target, which exists. */
unsigned int cpo_page_banks(const struct cpo_inventory *inv,
			    const struct cpo_page_addr *addr)
{
	unsigned int banks;

	if (addr->els)
		banks = DIV_ROUND_UP(inv->els[addr->index].lasers,
				     CPO_BANK_LANES);
	else
		banks = inv->engines[addr->index].banks;

	return max(banks, 1U);
}

static bool cpo_page_in_half(const struct cpo_page_addr *addr)
{
	return addr->len &&
	       addr->offset % CPO_PAGE_SIZE + addr->len <= CPO_PAGE_SIZE;
}

/* Check an address, and that there is something to read from. */
static int cpo_page_check(struct cpo_dev *cdev,
			  const struct cpo_page_addr *addr,
			  struct netlink_ext_ack *extack)
{
	const struct cpo_topo *topo;
	struct cpo_els_slot slot;
	int err = -EINVAL;

	rcu_read_lock();
	topo = rcu_dereference(cdev->topo);
	if (!topo)
		goto out;
	if (addr->index >= cpo_object_count(topo->inv, addr->els ?
					    CPO_OBJECT_ELS :
					    CPO_OBJECT_ENGINE) ||
	    addr->bank >= cpo_page_banks(topo->inv, addr) ||
	    !cpo_page_in_half(addr)) {
		NL_SET_ERR_MSG(extack, "No such bytes on any page");
		goto out;
	}

	err = 0;
	if (addr->els) {
		cpo_els_read(topo->rows, addr->index, &slot);
		if (cpo_stamp_known(&slot.stamp) && !slot.row.present) {
			NL_SET_ERR_MSG(extack, "No module in this ELS slot");
			err = -ENXIO;
		}
	}
out:
	rcu_read_unlock();
	return err;
}

static long cpo_page_lock(struct cpo_dev *cdev, struct cpo_target *target,
			  unsigned int timeout_ms,
			  struct netlink_ext_ack *extack)
{
	long left = cpo_target_lock(target, timeout_ms);

	if (left == -ETIMEDOUT)
		NL_SET_ERR_MSG(extack, "Others still read from this target");

	return left;
}

/* Identity, advertising and thresholds stay as long as the module does. */
static bool cpo_page_constant(const struct cpo_page_half *half)
{
	return half->key.upper && half->key.page <= CPO_PAGE_CONST_MAX;
}

/*
 * Telemetry makes what changes old. When none comes any more, time does: what
 * was read last must not be shown for good.
 */
static bool cpo_page_expired(struct cpo_dev *cdev,
			     const struct cpo_page_half *half)
{
	unsigned long period = msecs_to_jiffies(CPO_PAGE_EXPIRE_MS);
	struct cpo_status status;

	cpo_dev_status(cdev, &status);
	if (status.period_us)
		period = usecs_to_jiffies(status.period_us);

	return time_after(jiffies, half->fetched + period);
}

static bool cpo_page_fresh(struct cpo_dev *cdev,
			   const struct cpo_target *target,
			   const struct cpo_page_half *half)
{
	if (half->life != atomic_read(&target->life))
		return false;

	return cpo_page_constant(half) ||
	       (half->change == atomic_read(&target->change) &&
		!cpo_page_expired(cdev, half));
}

static struct cpo_page_key cpo_page_key(const struct cpo_page_addr *addr)
{
	struct cpo_page_key key = { .upper = addr->offset >= CPO_PAGE_SIZE };

	if (key.upper) {
		key.bank = addr->bank;
		key.page = addr->page;
	}

	return key;
}

/* The half, or NULL when it is not in the cache. */
static struct cpo_page_half *cpo_page_find(struct cpo_page_cache *cache,
					   const struct cpo_page_key *key)
{
	struct cpo_page_half *half;
	unsigned int i;

	for (i = 0; i < CPO_PAGE_HALVES; i++) {
		half = &cache->half[i];
		if (half->used && half->key.upper == key->upper &&
		    half->key.bank == key->bank && half->key.page == key->page)
			return half;
	}

	return NULL;
}

/* The place of a half: where it is, or where it can be. */
static struct cpo_page_half *cpo_page_place(struct cpo_page_cache *cache,
					    const struct cpo_page_key *key)
{
	struct cpo_page_half *half = cpo_page_find(cache, key);

	if (half)
		return half;

	half = &cache->half[cache->next];
	cache->next = (cache->next + 1) % CPO_PAGE_HALVES;

	return half;
}

/* A target that is locked, and an end to the time for it. */
struct cpo_page_job {
	struct cpo_dev *cdev;
	struct cpo_target *target;
	struct cpo_page_addr addr;	/* who is asked */
	unsigned long end;		/* jiffies */
	struct netlink_ext_ack *extack;
};

static unsigned int cpo_page_time_left(const struct cpo_page_job *job)
{
	long left = job->end - jiffies;

	return left > 0 ? max(jiffies_to_msecs(left), 1U) : 0;
}

/* Ask for a whole half, and put it into its place in the cache. */
static int cpo_page_fetch(const struct cpo_page_job *job,
			  const struct cpo_page_key *key)
{
	struct cpo_target *target = job->target;
	struct cpo_page_addr whole = job->addr;
	unsigned int ms = cpo_page_time_left(job);
	struct cpo_page_half *half;
	int err = -ETIMEDOUT;

	whole.bank = key->bank;
	whole.page = key->page;
	whole.offset = key->upper ? CPO_PAGE_SIZE : 0;
	whole.len = CPO_PAGE_SIZE;

	half = cpo_page_place(target->cache, key);
	half->used = false;
	half->key = *key;
	/* before reading: what changes meanwhile makes it old */
	half->change = atomic_read(&target->change);
	half->life = atomic_read(&target->life);
	half->fetched = jiffies;

	if (ms)
		err = job->cdev->ops->page_read(job->cdev, &whole, half->data,
						ms, job->extack);
	if (err == -ETIMEDOUT)
		NL_SET_ERR_MSG_WEAK(job->extack,
				    "Device did not answer in time");
	half->used = !err;
	if (!err)
		target->done++;

	return err;
}

/* Which pages of values a module lacks is found out once. */
static bool cpo_page_lacks(struct cpo_page_job *job, unsigned int n)
{
	struct cpo_page_cache *cache = job->target->cache;
	int life = atomic_read(&job->target->life);

	if (cache->absent_life != life) {
		cache->absent_life = life;
		cache->absent = 0;
	}

	return cache->absent & BIT(n);
}

/* The other pages of values, of the same moment. That one fails is no error. */
static void cpo_page_fetch_group(struct cpo_page_job *job,
				 const struct cpo_page_key *key)
{
	struct netlink_ext_ack *extack = job->extack;
	struct cpo_page_key other = *key;
	unsigned int i;
	int err;

	job->extack = NULL;
	for (i = 0; i < CPO_PAGE_VALUES_N; i++) {
		other.page = CPO_PAGE_VALUES + i;
		if (other.page == key->page || cpo_page_lacks(job, i))
			continue;
		err = cpo_page_fetch(job, &other);
		if (err == -EINVAL || err == -ENOENT || err == -EOPNOTSUPP)
			job->target->cache->absent |= BIT(i);
		else if (err)
			break;
	}
	job->extack = extack;
}

static bool cpo_page_is_value(const struct cpo_page_key *key)
{
	return key->page >= CPO_PAGE_VALUES &&
	       key->page < CPO_PAGE_VALUES + CPO_PAGE_VALUES_N;
}

/* A device that does not know the command, or has nothing to hold there. */
static bool cpo_page_not_frozen(int err)
{
	return err == -EOPNOTSUPP || err == -EINVAL || err == -ENOENT;
}

/*
 * Fetch a page while nothing on it moves. It is done last, so that the others
 * do not push it out of the cache.
 */
static int cpo_page_fetch_frozen(struct cpo_page_job *job,
				 const struct cpo_page_key *key)
{
	unsigned int ms = cpo_page_time_left(job);
	struct cpo_dev *cdev = job->cdev;
	int err;

	err = cdev->ops->page_freeze(cdev, &job->addr, true, ms);
	if (cpo_page_not_frozen(err))
		return cpo_page_fetch(job, key);
	if (err)
		NL_SET_ERR_MSG(job->extack,
			       "Device does not hold its observables");
	if (!err && cpo_page_is_value(key))
		cpo_page_fetch_group(job, key);
	if (!err)
		err = cpo_page_fetch(job, key);
	/* also when nobody knows whether it holds them */
	ms = max(cpo_page_time_left(job), CPO_PAGE_THAW_MS);
	cdev->ops->page_freeze(cdev, &job->addr, false, ms);

	return err;
}

static bool cpo_page_observable(const struct cpo_page_key *key)
{
	return key->upper && key->page >= CPO_PAGE_VDM_FIRST &&
	       key->page <= CPO_PAGE_VDM_LAST;
}

/*
 * With the target locked: bring a whole half into the cache. Whether the device
 * is alive, and the module there, is known only now.
 */
static int cpo_page_cache_fill(struct cpo_page_job *job,
			       const struct cpo_page_key *key)
{
	struct cpo_dev *cdev = job->cdev;
	int err;

	err = cpo_dev_op_begin(cdev, job->extack);
	if (err)
		return err;

	err = cpo_page_check(cdev, &job->addr, job->extack);
	if (!err && !cdev->ops->page_read) {
		NL_SET_ERR_MSG(job->extack, "Device has no pages to read");
		err = -EOPNOTSUPP;
	} else if (!err && cdev->ops->page_freeze && cpo_page_observable(key)) {
		err = cpo_page_fetch_frozen(job, key);
	} else if (!err) {
		err = cpo_page_fetch(job, key);
	}
	cpo_dev_op_end(cdev);

	return err;
}

/* With the target locked. @anew: not what was read before. */
static int cpo_page_get(struct cpo_dev *cdev, struct cpo_target *target,
			const struct cpo_page_addr *addr, bool anew, u8 *buf,
			unsigned int timeout_ms,
			struct netlink_ext_ack *extack)
{
	struct cpo_page_job job = {
		.cdev = cdev,
		.target = target,
		.addr = *addr,
		.end = jiffies + (msecs_to_jiffies(timeout_ms) ?: 1),
		.extack = extack,
	};
	struct cpo_page_half *half;
	struct cpo_page_key key;
	int err;

	key = cpo_page_key(addr);

	if (!target->cache)
		target->cache = kvzalloc_obj(*target->cache);
	if (!target->cache)
		return -ENOMEM;

	half = cpo_page_find(target->cache, &key);
	if (!anew && half && cpo_page_fresh(cdev, target, half)) {
		target->hits++;
	} else {
		err = cpo_page_cache_fill(&job, &key);
		if (err)
			return err;
		half = cpo_page_find(target->cache, &key);
	}
	memcpy(buf, half->data + addr->offset % CPO_PAGE_SIZE, addr->len);

	return 0;
}

/**
 * cpo_page_read() - read bytes of a page from the device
 * @cdev: the device
 * @addr: what to read; the target exists or did so a moment ago
 * @buf: where to put it
 * @timeout_ms: how long it may take
 * @extack: where to say what went wrong
 *
 * What was read serves cpo_page_read_cached(), too: who reads a page in the one
 * way and then in the other sees no older bytes.
 *
 * Context: process. Waits are killable and bounded.
 * Return: 0 or a negative error.
 */
int cpo_page_read(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
		  u8 *buf, unsigned int timeout_ms,
		  struct netlink_ext_ack *extack)
{
	struct cpo_target *target = cpo_target_of(cdev, addr);
	long left;
	int err;

	if (!cpo_page_in_half(addr))
		return -EINVAL;

	left = cpo_page_lock(cdev, target, timeout_ms, extack);
	if (left < 0)
		return left;

	err = cpo_page_get(cdev, target, addr, true, buf, left, extack);
	cpo_target_unlock(target);

	return err;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_page_read);

/**
 * cpo_page_read_cached() - read bytes of a page, if possible from memory
 * @cdev: the device, registered
 * @addr: what to read
 * @buf: where to put it
 * @timeout_ms: how long it may take when the device has to be asked
 * @extack: where to say what went wrong, may be NULL
 *
 * What was read before serves as long as no sample and no event of the target
 * came in since; pages that do not change, as long as the module is there.
 *
 * Context: process; a lock of the network stack may be held, none of devlink.
 * Return: 0, -EINVAL for an address that does not exist, -ENXIO for an empty
 *	slot, or another negative error.
 */
int cpo_page_read_cached(struct cpo_dev *cdev, const struct cpo_page_addr *addr,
			 u8 *buf, unsigned int timeout_ms,
			 struct netlink_ext_ack *extack)
{
	struct cpo_target *target;
	long left;
	int err;

	err = cpo_page_check(cdev, addr, extack);
	if (!err)
		err = cpo_dev_check_online(cdev, extack);
	if (err)
		return err;

	target = cpo_target_of(cdev, addr);
	left = cpo_page_lock(cdev, target, timeout_ms, extack);
	if (left < 0)
		return left;

	err = cpo_page_get(cdev, target, addr, false, buf, left, extack);
	cpo_target_unlock(target);

	return err;
}
EXPORT_SYMBOL_GPL(cpo_page_read_cached);

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

/* A page, or lower memory: that has neither bank nor page. */
struct cpo_page_half {
	bool used;
	bool upper;
	u8 bank;
	u8 page;
	int change;
	int life;
	u8 data[CPO_PAGE_SIZE];
};

struct cpo_page_cache {
	unsigned int next;
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

/* With the target locked. Whether it is alive is known only now. */
static int cpo_page_fetch(struct cpo_dev *cdev,
			  const struct cpo_page_addr *addr, u8 *buf,
			  unsigned int timeout_ms,
			  struct netlink_ext_ack *extack)
{
	int err;

	err = cpo_dev_op_begin(cdev, extack);
	if (err)
		return err;

	err = cpo_page_check(cdev, addr, extack);
	if (!err)
		err = cdev->ops->page_read(cdev, addr, buf, timeout_ms,
					   extack);
	cpo_dev_op_end(cdev);

	if (err == -ETIMEDOUT)
		NL_SET_ERR_MSG_WEAK(extack, "Device did not answer in time");

	return err;
}

static long cpo_page_lock(struct cpo_dev *cdev, struct cpo_target *target,
			  unsigned int timeout_ms,
			  struct netlink_ext_ack *extack)
{
	long left;

	if (!cdev->ops->page_read) {
		NL_SET_ERR_MSG(extack, "Device has no pages to read");
		return -EOPNOTSUPP;
	}

	left = cpo_target_lock(target, timeout_ms);
	if (left == -ETIMEDOUT)
		NL_SET_ERR_MSG(extack, "Others still read from this target");

	return left;
}

/**
 * cpo_page_read() - read bytes of a page from the device
 * @cdev: the device
 * @addr: what to read; the target exists or did so a moment ago
 * @buf: where to put it
 * @timeout_ms: how long it may take
 * @extack: where to say what went wrong
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

	left = cpo_page_lock(cdev, target, timeout_ms, extack);
	if (left < 0)
		return left;

	err = cpo_page_fetch(cdev, addr, buf, left, extack);
	cpo_target_unlock(target);

	return err;
}
EXPORT_SYMBOL_IF_KUNIT(cpo_page_read);

/* Identity, advertising and thresholds stay as long as the module does. */
static bool cpo_page_constant(const struct cpo_page_half *half)
{
	return half->upper && half->page <= CPO_PAGE_CONST_MAX;
}

static bool cpo_page_fresh(const struct cpo_target *target,
			   const struct cpo_page_half *half)
{
	return half->life == atomic_read(&target->life) &&
	       (cpo_page_constant(half) ||
		half->change == atomic_read(&target->change));
}

/* The place of a half: where it is, or where it can be. */
static struct cpo_page_half *cpo_page_place(struct cpo_page_cache *cache,
					    const struct cpo_page_half *key)
{
	struct cpo_page_half *half;
	unsigned int i;

	for (i = 0; i < CPO_PAGE_HALVES; i++) {
		half = &cache->half[i];
		if (half->used && half->upper == key->upper &&
		    half->bank == key->bank && half->page == key->page)
			return half;
	}

	half = &cache->half[cache->next];
	cache->next = (cache->next + 1) % CPO_PAGE_HALVES;
	half->used = false;

	return half;
}

/* With the target locked: bring a whole half into the cache. */
static int cpo_page_cache_fill(struct cpo_dev *cdev, struct cpo_target *target,
			       struct cpo_page_half *half,
			       const struct cpo_page_half *key,
			       const struct cpo_page_addr *addr,
			       unsigned int timeout_ms,
			       struct netlink_ext_ack *extack)
{
	struct cpo_page_addr whole = *addr;
	int err;

	whole.bank = key->bank;
	whole.page = key->page;
	whole.offset = key->upper ? CPO_PAGE_SIZE : 0;
	whole.len = CPO_PAGE_SIZE;

	half->used = false;
	half->upper = key->upper;
	half->bank = key->bank;
	half->page = key->page;
	/* before reading: what changes meanwhile makes it old */
	half->change = atomic_read(&target->change);
	half->life = atomic_read(&target->life);

	err = cpo_page_fetch(cdev, &whole, half->data, timeout_ms, extack);
	half->used = !err;

	return err;
}

static int cpo_page_cache_get(struct cpo_dev *cdev, struct cpo_target *target,
			      const struct cpo_page_addr *addr, u8 *buf,
			      unsigned int timeout_ms,
			      struct netlink_ext_ack *extack)
{
	struct cpo_page_half key = { .upper = addr->offset >= CPO_PAGE_SIZE };
	struct cpo_page_half *half;
	int err;

	if (key.upper) {
		key.bank = addr->bank;
		key.page = addr->page;
	}

	if (!target->cache)
		target->cache = kvzalloc_obj(*target->cache);
	if (!target->cache)
		return -ENOMEM;

	half = cpo_page_place(target->cache, &key);
	if (!half->used || !cpo_page_fresh(target, half)) {
		err = cpo_page_cache_fill(cdev, target, half, &key, addr,
					  timeout_ms, extack);
		if (err)
			return err;
	}
	memcpy(buf, half->data + addr->offset % CPO_PAGE_SIZE, addr->len);

	return 0;
}

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

	err = cpo_page_cache_get(cdev, target, addr, buf, left, extack);
	cpo_target_unlock(target);

	return err;
}
EXPORT_SYMBOL_GPL(cpo_page_read_cached);

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/xarray.h>

#include "cpo_nl.h"

/* Registered devices. Readers find them under RCU; an id is not used again
 * before all others had their turn, so that a dump does not take a new device
 * for one it has seen.
 */
static DEFINE_XARRAY_ALLOC(cpo_devs);

/* Counts changes of what a dump over all devices shows. */
static atomic_t cpo_generations = ATOMIC_INIT(1);

/**
 * cpo_generation() - generation of all devices together
 *
 * Return: a number for netlink_callback.seq, never 0.
 */
u32 cpo_generation(void)
{
	return (u32)atomic_read_acquire(&cpo_generations) ?: 1;
}

/**
 * cpo_generation_next() - start a new generation
 *
 * To be called after the change became visible, so that no dump shows the old
 * objects under the new number.
 *
 * Return: its number, never 0.
 */
u32 cpo_generation_next(void)
{
	return (u32)atomic_inc_return(&cpo_generations) ?: 1;
}

/**
 * cpo_registry_add() - give a device its id and make it visible
 * @cdev: the device, ready for readers
 *
 * Return: 0 or a negative error.
 */
int cpo_registry_add(struct cpo_dev *cdev)
{
	static u32 next;
	int err;

	err = xa_alloc_cyclic(&cpo_devs, &cdev->id, NULL, xa_limit_31b, &next,
			      GFP_KERNEL);
	if (err < 0)
		return err;

	snprintf(cdev->name, sizeof(cdev->name), "cpo%u", cdev->id);
	cpo_registry_show(cdev);

	return 0;
}

/**
 * cpo_registry_show() - make a device visible
 * @cdev: the device; it has an id and cannot be seen
 */
void cpo_registry_show(struct cpo_dev *cdev)
{
	/* The entry is reserved: this allocates nothing and cannot fail. */
	xa_store(&cpo_devs, cdev->id, cdev, GFP_KERNEL);
	cpo_generation_next();
}

/**
 * cpo_registry_hide() - make a device invisible, which keeps its id
 * @cdev: the device
 *
 * Readers who found it before end within an RCU grace period.
 */
void cpo_registry_hide(struct cpo_dev *cdev)
{
	/* Where ids are allocated this leaves the entry reserved. */
	xa_store(&cpo_devs, cdev->id, NULL, GFP_KERNEL);
	cpo_generation_next();
}

/**
 * cpo_registry_del() - make a device invisible for those who come now
 * @cdev: the device
 *
 * Readers who found it before end within an RCU grace period.
 */
void cpo_registry_del(struct cpo_dev *cdev)
{
	xa_erase(&cpo_devs, cdev->id);
	cpo_generation_next();
}

/**
 * cpo_registry_find() - find a device
 * @id: its id
 *
 * Context: RCU read-side section.
 * Return: the device or NULL.
 */
struct cpo_dev *cpo_registry_find(u32 id)
{
	return xa_load(&cpo_devs, id);
}

/**
 * cpo_registry_next() - find the first device from an id on
 * @id: the id; set to that of the device found
 *
 * Context: RCU read-side section.
 * Return: the device or NULL.
 */
struct cpo_dev *cpo_registry_next(unsigned long *id)
{
	return xa_find(&cpo_devs, id, ULONG_MAX, XA_PRESENT);
}

/* For what may take long and waits for nobody who waits for it. */
struct workqueue_struct *cpo_wq;

static int __init cpo_init(void)
{
	int err;

	cpo_wq = alloc_workqueue("cpo", WQ_UNBOUND, 0);
	if (!cpo_wq)
		return -ENOMEM;
	err = genl_register_family(&cpo_nl_family);
	if (err)
		destroy_workqueue(cpo_wq);

	return err;
}
module_init(cpo_init);

static void __exit cpo_exit(void)
{
	genl_unregister_family(&cpo_nl_family);
	destroy_workqueue(cpo_wq);
	WARN_ON(!xa_empty(&cpo_devs));
}
module_exit(cpo_exit);

MODULE_DESCRIPTION("Core of the co-packaged optics stack");
MODULE_LICENSE("GPL");
MODULE_ALIAS_GENL_FAMILY(CPO_FAMILY_NAME);

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

/*
 * What hwmon and thermal show of a device.  Their files read rows, flags and
 * limits as the netlink family does.  What has to be done besides, registering
 * and waking up who waits, takes locks of others and time, so it is not done by
 * who publishes but by a work item, which alone does it and thus needs no lock.
 */

#include <kunit/visibility.h>
#include <linux/module.h>

#include "cpo_priv.h"

/*
 * Which channels there are depends on limits and rows, which come after the
 * device; who makes files before that has to make them again.
 */
#define CPO_MONITOR_SETTLE_MS	1000

/**
 * enum cpo_monitor_todo - what the work item is to do beside waking up
 * @CPO_MONITOR_SHAPE: look which hwmon devices and zones there have to be
 * @CPO_MONITOR_TRIPS: have thermal compare temperatures
 */
enum cpo_monitor_todo {
	CPO_MONITOR_SHAPE,
	CPO_MONITOR_TRIPS,
};

static void cpo_monitor_work(struct work_struct *work)
{
	struct cpo_monitor *monitor = container_of(to_delayed_work(work),
						   struct cpo_monitor, work);
	struct cpo_dev *cdev = container_of(monitor, struct cpo_dev, monitor);
	unsigned long wait;

	if (test_and_clear_bit(CPO_MONITOR_SHAPE, &monitor->todo)) {
		set_bit(CPO_MONITOR_TRIPS, &monitor->todo);
		cpo_hwmon_register(cdev);
		cpo_thermal_register(cdev);
	}
	if (test_and_clear_bit(CPO_MONITOR_TRIPS, &monitor->todo))
		cpo_thermal_update(cdev);
	wait = cpo_hwmon_notify(cdev);
	if (wait)
		queue_delayed_work(cpo_wq, &monitor->work, wait);
}

void cpo_monitor_init(struct cpo_dev *cdev)
{
	struct delayed_work *work = &cdev->monitor.work;

	INIT_DELAYED_WORK(work, cpo_monitor_work);
	disable_delayed_work_sync(work);
}

/**
 * cpo_monitor_start() - have hwmon and thermal show a device
 * @cdev: the device, with new objects
 *
 * Without memory for that there is a device all the same.
 *
 * Context: process, serialised with publishing.
 */
void cpo_monitor_start(struct cpo_dev *cdev)
{
	struct cpo_monitor *monitor = &cdev->monitor;

	monitor->hwmons = cpo_hwmons_alloc(cdev);
	monitor->thermal = cpo_thermal_alloc(cdev);
	monitor->awaited = 0;
	monitor->todo = BIT(CPO_MONITOR_SHAPE);
	enable_delayed_work(&monitor->work);
	queue_delayed_work(cpo_wq, &monitor->work,
			   msecs_to_jiffies(CPO_MONITOR_SETTLE_MS));
}

/**
 * cpo_monitor_stop() - end what cpo_monitor_start() began
 * @cdev: the device; its objects are still there
 *
 * Waits for who reads files of hwmon and thermal.
 *
 * Context: process, serialised with publishing.
 */
void cpo_monitor_stop(struct cpo_dev *cdev)
{
	struct cpo_monitor *monitor = &cdev->monitor;

	disable_delayed_work_sync(&monitor->work);
	cpo_thermal_free(monitor->thermal);
	cpo_hwmons_free(monitor->hwmons);
	monitor->thermal = NULL;
	monitor->hwmons = NULL;
}

/* Rows and limits are in. */
void cpo_monitor_settled(struct cpo_dev *cdev)
{
	cdev->monitor.awaited = 0;
	set_bit(CPO_MONITOR_SHAPE, &cdev->monitor.todo);
	mod_delayed_work(cpo_wq, &cdev->monitor.work, 0);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_monitor_settled);

/* May be called from an op of the provider. */
void cpo_monitor_limits(struct cpo_dev *cdev)
{
	if (!test_and_set_bit(CPO_MONITOR_SHAPE, &cdev->monitor.todo))
		mod_delayed_work(cpo_wq, &cdev->monitor.work, 0);
}

/**
 * cpo_monitor_flag() - wake up who waits for a flag
 * @cdev: the device
 * @inv: its objects
 * @id: the flag, which may have changed
 * @device_seq: event that told of it, 0: none did
 *
 * Context: process, serialised with publishing.
 */
void cpo_monitor_flag(struct cpo_dev *cdev, const struct cpo_inventory *inv,
		      const struct cpo_flag_id *id, u64 device_seq)
{
	struct cpo_monitor *monitor = &cdev->monitor;
	bool news;

	if (id->code != CPO_EVENT_CODE_THRESHOLD)
		return;

	news = cpo_hwmon_flag(cdev, inv, id);
	if (cpo_thermal_flag(cdev, id)) {
		monitor->awaited = max(monitor->awaited, device_seq);
		if (!device_seq) {
			set_bit(CPO_MONITOR_TRIPS, &monitor->todo);
			news = true;
		}
	}
	if (news)
		mod_delayed_work(cpo_wq, &monitor->work, 0);
}

/*
 * Thermal compares by itself, so there is no use in telling it of an event
 * before the row has a value that is past the limit.
 */
void cpo_monitor_sampled(struct cpo_dev *cdev, const struct cpo_sample *sample)
{
	struct cpo_monitor *monitor = &cdev->monitor;

	if (!monitor->awaited || sample->event_seq < monitor->awaited)
		return;
	monitor->awaited = 0;
	set_bit(CPO_MONITOR_TRIPS, &monitor->todo);
	mod_delayed_work(cpo_wq, &monitor->work, 0);
}

/* Events are counted anew: the next sample is as good as any. */
void cpo_monitor_new_epoch(struct cpo_dev *cdev)
{
	cdev->monitor.awaited = !!cdev->monitor.awaited;
}

#if IS_ENABLED(CONFIG_KUNIT)
/* Have everything done that is to be done, but for what has to wait. */
void cpo_monitor_flush(struct cpo_dev *cdev)
{
	mod_delayed_work(cpo_wq, &cdev->monitor.work, 0);
	flush_delayed_work(&cdev->monitor.work);
}
EXPORT_SYMBOL_IF_KUNIT(cpo_monitor_flush);
#endif

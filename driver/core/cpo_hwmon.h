/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/* Inside of cpo_hwmon.c, for that and for its tests. */
#ifndef CPO_HWMON_H
#define CPO_HWMON_H

#include <linux/hwmon.h>

#include "cpo_priv.h"

#define CPO_HWMON_TYPES		4	/* temperature, in, curr, power */
#define CPO_HWMON_NAME_LEN	28
#define CPO_HWMON_LABEL_LEN	36

/* In a mask with a bit for each enum cpo_level: the channel itself. */
#define CPO_HWMON_SHOWN		BIT(CPO_LEVELS)

/**
 * struct cpo_hwmon_chan - a channel
 * @what: enum cpo_hwmon_what
 * @rail: of an engine
 * @index: the object, over the device
 * @shown: the channel and the limits it was registered with, as bits; of the
 *	work item
 * @label: what users see
 */
struct cpo_hwmon_chan {
	u8 what;
	u8 rail;
	u16 index;
	u8 shown;
	char label[CPO_HWMON_LABEL_LEN];
};

/**
 * struct cpo_hwmon - a hwmon device
 * @cdev: what it is part of
 * @hdev: the device, NULL: it is not registered; written by the work item
 * @name: its name
 * @chip: what is registered: @infos
 * @infos: types with channels, and NULL
 * @info: channels of a type
 * @config: attributes by channel, each type ends with 0
 * @first: first element of @chan by type
 * @n: elements of @chan
 * @pending: alarms to be told of, a bit for each level of each channel
 * @next: when that may be, jiffies
 * @chan: channels, by type
 */
struct cpo_hwmon {
	struct cpo_dev *cdev;
	struct device *hdev;
	char name[CPO_HWMON_NAME_LEN];
	struct hwmon_chip_info chip;
	const struct hwmon_channel_info *infos[CPO_HWMON_TYPES + 1];
	struct hwmon_channel_info info[CPO_HWMON_TYPES];
	u32 *config;
	u16 first[CPO_HWMON_TYPES];
	u16 n;
	unsigned long *pending;
	unsigned long next;
	struct cpo_hwmon_chan chan[] __counted_by(n);
};

/**
 * struct cpo_hwmons - the hwmon devices of a device
 * @warned: that one could not be registered
 * @n: elements of @dev
 * @dev: engines, then ELS, then the board
 */
struct cpo_hwmons {
	bool warned;
	u16 n;
	struct cpo_hwmon *dev[] __counted_by(n);
};

#endif /* CPO_HWMON_H */

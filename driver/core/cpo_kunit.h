/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2026 The cpo authors */

/* A provider without a device, for the tests of the core. */
#ifndef CPO_KUNIT_H
#define CPO_KUNIT_H

#include <kunit/test.h>
#include <linux/completion.h>

#include "cpo_nl.h"

/*
 * Two engines of 8 lanes; ELS 0 has lasers 0 and 1, ELS 1 has 2 and 3, engine 1
 * has laser 4.
 *
 *	port 0	engine 0, lanes 0-3	port 2	engine 1, lanes 0-3
 *	port 1	engine 0, lanes 4-7	port 3	engine 1, lanes 4 and 6
 *
 *	route 0	laser 0 -> engine 0, even lanes
 *	route 1	laser 1 -> engine 0, odd lanes
 *	route 2	laser 2 -> engine 1, lanes 0-3
 *	route 3	laser 4 -> engine 1, lanes 4 and 5
 *	route 4	laser 0 -> engine 1, lanes 0-3, standby
 */
#define CPO_FAKE_ENGINES	2
#define CPO_FAKE_ELS		2
#define CPO_FAKE_LASERS		5
#define CPO_FAKE_LANES		16
#define CPO_FAKE_PORTS		4
#define CPO_FAKE_ROUTES		5

/**
 * struct cpo_fake - a provider without a device
 * @test: the test it belongs to
 * @dev: parent
 * @cdev: the device
 * @registered: whether it has to be unregistered
 * @net: namespace of the device, NULL: init_net
 * @fill: what the bytes of pages are
 * @error: what reading a page returns
 * @block: reading a page waits for @leave
 * @reads: number of pages read
 * @running: number of ops that run
 * @last: last address that was read
 * @entered: an op began
 * @leave: it may end
 */
struct cpo_fake {
	struct kunit *test;
	struct device *dev;
	struct cpo_dev *cdev;
	bool registered;
	struct net *net;
	u8 fill;
	int error;
	bool block;
	atomic_t reads;
	atomic_t running;
	struct cpo_page_addr last;
	struct completion entered;
	struct completion leave;
};

struct cpo_inventory *cpo_fake_inventory(struct kunit *test);
void cpo_fake_alloc(struct cpo_fake *fake);
int cpo_fake_init(struct kunit *test);
int cpo_fake_init_unregistered(struct kunit *test);
void cpo_fake_exit(struct kunit *test);
struct cpo_sample cpo_fake_sample(u64 seq, u64 event_seq);
void cpo_fake_publish(struct cpo_fake *fake, u64 seq, u64 event_seq);
void cpo_fake_event(struct cpo_fake *fake, u32 code, u8 object, u16 index,
		    u8 action, s64 value, u64 device_seq);

extern struct kunit_suite cpo_units_suite;
extern struct kunit_suite cpo_inventory_suite;
extern struct kunit_suite cpo_rows_suite;
extern struct kunit_suite cpo_events_suite;
extern struct kunit_suite cpo_dev_suite;
extern struct kunit_suite cpo_page_suite;
extern struct kunit_suite cpo_nl_suite;

#endif /* CPO_KUNIT_H */

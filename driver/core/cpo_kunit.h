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
 *
 *	sensor 0 of the device, 1 of ASIC 0, 2 of engine 1, 3 of ELS 0
 */
#define CPO_FAKE_ENGINES	2
#define CPO_FAKE_ELS		2
#define CPO_FAKE_LASERS		5
#define CPO_FAKE_LANES		16
#define CPO_FAKE_PORTS		4
#define CPO_FAKE_ROUTES		5
#define CPO_FAKE_SENSORS	4
#define CPO_FAKE_PERIOD_US	10000000

/**
 * struct cpo_fake - a provider without a device
 * @test: the test it belongs to
 * @dev: parent
 * @cdev: the device
 * @registered: whether it has to be unregistered
 * @net: namespace of the device, NULL: init_net
 * @fill: what the bytes of pages are
 * @error: what reading a page, a configuration or limits return
 * @block: reading a page waits for @leave
 * @holds: it can freeze observables
 * @held: it does so now
 * @log: what was asked of it, a letter or the last digit of a page each:
 *	F freeze, T thaw
 * @config: how it was told to report
 * @threshold: limits it was given last
 * @thresholds: how often it was given limits
 * @level: the level it finds fault with when it fails
 * @reads: number of pages read
 * @running: number of ops that run
 * @stats: what it counts, all of it 0 unless a test says otherwise
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
	bool holds;
	bool held;
	char log[32];
	struct cpo_config config;
	struct cpo_threshold threshold;
	unsigned int thresholds;
	int level;
	atomic_t reads;
	atomic_t running;
	struct cpo_stats stats;
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

#define CPO_TEST_ATTRS		64

/* An object as a message shows it. */
struct cpo_shown {
	struct nlattr *tb[CPO_TEST_ATTRS];
	struct sk_buff *skb;
};

void cpo_show(struct kunit *test, const struct cpo_nl_kind *kind, u16 index,
	      struct cpo_shown *shown);
bool cpo_shown_stale(struct kunit *test, struct cpo_shown *shown, int attr);

/* A dump like that of a socket with a small buffer. */
struct cpo_test_dump {
	struct genl_dumpit_info info;
	struct genlmsghdr genlhdr;
	struct netlink_callback cb;
	struct nlattr *attrs[CPO_TEST_ATTRS];
	struct {
		struct nlattr nla;
		u32 value;
	} dev_id, filter;
	unsigned int messages;
	bool interrupted;
};

struct cpo_test_dump *cpo_dump_start_dev(struct kunit *test);
void cpo_dump_filter(struct cpo_test_dump *dump, int attr, u32 value);
bool cpo_dump_step(struct kunit *test, struct cpo_test_dump *dump,
		   const struct cpo_nl_kind *kind, unsigned int room);

extern struct kunit_suite cpo_units_suite;
extern struct kunit_suite cpo_inventory_suite;
extern struct kunit_suite cpo_rows_suite;
extern struct kunit_suite cpo_events_suite;
extern struct kunit_suite cpo_dev_suite;
extern struct kunit_suite cpo_page_suite;
extern struct kunit_suite cpo_nl_suite;
extern struct kunit_suite cpo_sensor_suite;
extern struct kunit_suite cpo_stats_suite;
extern struct kunit_suite cpo_window_suite;
extern struct kunit_suite cpo_flag_suite;
extern struct kunit_suite cpo_threshold_suite;

#endif /* CPO_KUNIT_H */

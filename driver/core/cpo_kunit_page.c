// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/delay.h>
#include <linux/kthread.h>

#include "cpo_kunit.h"

static const struct cpo_page_addr cpo_lower = { .offset = 14, .len = 2 };
static const struct cpo_page_addr cpo_page_00 = { .offset = 129, .len = 16 };
static const struct cpo_page_addr cpo_page_11 = {
	.page = 0x11, .offset = 128, .len = 128,
};

static int cpo_cached(struct cpo_fake *fake, const struct cpo_page_addr *addr)
{
	u8 buf[CPO_PAGE_SIZE] = {};
	int err;

	err = cpo_page_read_cached(fake->cdev, addr, buf, 100, NULL);

	return err ?: buf[addr->len - 1];
}

static int cpo_page_init(struct kunit *test)
{
	struct cpo_fake *fake;

	cpo_fake_init(test);
	fake = test->priv;
	fake->fill = 7;
	cpo_fake_publish(fake, 1, 0);

	return 0;
}

static void cpo_test_page_dynamic(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 7);
	KUNIT_EXPECT_EQ(test, fake->last.offset, 128);
	KUNIT_EXPECT_EQ(test, fake->last.len, 128);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 7);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_lower), 7);
	KUNIT_EXPECT_EQ(test, fake->last.offset, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 2);

	fake->fill = 8;
	cpo_fake_publish(fake, 2, 0);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 8);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_lower), 8);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 4);

	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE, 3,
		       CPO_ACTION_SET, 0, 1);
	cpo_cached(fake, &cpo_page_11);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 5);

	/* an event of another engine */
	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE, 9,
		       CPO_ACTION_SET, 0, 2);
	cpo_cached(fake, &cpo_page_11);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 5);
}

static void cpo_test_page_constant(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), 7);
	cpo_fake_publish(fake, 2, 0);
	cpo_fake_event(fake, CPO_EVENT_CODE_LANE_RX_LOS, CPO_OBJECT_LANE, 3,
		       CPO_ACTION_SET, 0, 1);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), 7);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 1);

	fake->fill = 9;
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), -EBUSY);
	KUNIT_EXPECT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), 9);
}

static void cpo_test_page_els(struct kunit *test)
{
	struct cpo_page_addr addr = cpo_page_00;
	struct cpo_fake *fake = test->priv;

	addr.els = true;
	addr.index = 1;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), 7);
	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_REMOVED, CPO_OBJECT_ELS, 1,
		       CPO_ACTION_SET, 0, 1);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), -ENXIO);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 1);

	fake->fill = 8;
	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_INSERTED, CPO_OBJECT_ELS, 1,
		       CPO_ACTION_SET, 0, 2);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), 8);
}

static void cpo_test_page_error(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	fake->error = -EIO;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), -EIO);
	fake->error = 0;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), 7);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 2);
}

static void cpo_test_page_address(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_page_addr addr = cpo_page_11;

	addr.len = 0;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), -EINVAL);
	addr.len = 129;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), -EINVAL);
	addr.offset = 127;
	addr.len = 2;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), -EINVAL);
	addr.offset = 128;
	addr.bank = 1;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), -EINVAL);
	addr.bank = 0;
	addr.index = CPO_FAKE_ENGINES;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), -EINVAL);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 0);
}

/* A read from the device is seen by who asks for what is cached, too. */
static void cpo_test_page_anew(struct kunit *test)
{
	const struct cpo_page_addr byte = {
		.page = 0x11, .offset = 200, .len = 1,
	};
	struct cpo_fake *fake = test->priv;
	u8 buf;

	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 7);
	fake->fill = 8;
	KUNIT_EXPECT_EQ(test, cpo_page_read(fake->cdev, &byte, &buf, 100,
					    NULL), 0);
	KUNIT_EXPECT_EQ(test, buf, 8);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 2);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 8);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 2);

	/* one that fails leaves nothing behind that is known to be old */
	fake->error = -EIO;
	fake->fill = 9;
	KUNIT_EXPECT_EQ(test, cpo_page_read(fake->cdev, &byte, &buf, 100,
					    NULL), -EIO);
	fake->error = 0;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 9);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 4);
}

/* Bytes on both sides of the middle are not read at once. */
static void cpo_test_page_crossing(struct kunit *test)
{
	const struct cpo_page_addr addr = { .offset = 120, .len = 16 };
	struct cpo_fake *fake = test->priv;
	u8 buf[CPO_PAGE_SIZE];

	KUNIT_EXPECT_EQ(test, cpo_page_read(fake->cdev, &addr, buf, 100, NULL),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 0);
}

/* More pages than the cache holds. */
static void cpo_test_page_many(struct kunit *test)
{
	struct cpo_page_addr addr = cpo_page_11;
	struct cpo_fake *fake = test->priv;
	unsigned int round, page;

	for (round = 0; round < 2; round++) {
		for (page = 0x10; page < 0x10 + 40; page++) {
			addr.page = page;
			fake->fill = page;
			KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), page);
		}
	}
	fake->fill = 0;
	addr.page = 0x10 + 39;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &addr), addr.page);
}

/* Without telemetry a page gets old by itself, one that does not change not. */
static void cpo_test_page_expires(struct kunit *test)
{
	const struct cpo_config config = { .period_us = 10000 };
	struct cpo_fake *fake = test->priv;

	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 7);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), 7);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 7);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 2);

	cpo_dev_configured(fake->cdev, &config);
	msleep(50);
	fake->fill = 8;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 8);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_00), 7);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 3);
}

static struct cpo_page_addr cpo_page_of(u8 page)
{
	struct cpo_page_addr addr = cpo_page_11;

	addr.page = page;

	return addr;
}

static void cpo_expect_log(struct kunit *test, const char *log)
{
	struct cpo_fake *fake = test->priv;

	KUNIT_EXPECT_STREQ(test, fake->log, log);
	KUNIT_EXPECT_FALSE(test, fake->held);
	memset(fake->log, 0, sizeof(fake->log));
}

/* Values are read together, while they are held, and then served together. */
static void cpo_test_page_frozen(struct kunit *test)
{
	struct cpo_page_addr page_25 = cpo_page_of(0x25);
	struct cpo_page_addr page_27 = cpo_page_of(0x27);
	struct cpo_page_addr page_28 = cpo_page_of(0x28);
	struct cpo_page_addr page_2f = cpo_page_of(0x2f);
	struct cpo_fake *fake = test->priv;
	u8 buf[CPO_PAGE_SIZE];

	fake->holds = true;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_25), 7);
	cpo_expect_log(test, "F4675T");
	fake->fill = 8;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_27), 7);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_25), 7);
	cpo_expect_log(test, "");

	/* who asks the device anew has all of them anew */
	KUNIT_EXPECT_EQ(test, cpo_page_read(fake->cdev, &page_27, buf, 100,
					    NULL), 0);
	cpo_expect_log(test, "F4567T");
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_25), 8);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_28), 8);
	cpo_expect_log(test, "F8T");
	/* the last one tells of the freezing, others have nothing to hold */
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_2f), 8);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 8);
	cpo_expect_log(test, "f1");
}

/* Pages of values that are not there are asked for once; an error lets go. */
static void cpo_test_page_frozen_error(struct kunit *test)
{
	struct cpo_page_addr page_24 = cpo_page_of(0x24);
	struct cpo_fake *fake = test->priv;

	fake->holds = true;
	fake->error = -EIO;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_24), -EIO);
	cpo_expect_log(test, "F54T");
	fake->error = -EINVAL;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_24), -EINVAL);
	cpo_expect_log(test, "F5674T");
	fake->error = 0;
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_24), 7);
	cpo_expect_log(test, "F4T");

	/* another module may have them */
	cpo_dev_new_epoch(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_24), 7);
	cpo_expect_log(test, "F5674T");
}

/* A device that cannot hold them is read as it is. */
static void cpo_test_page_not_frozen(struct kunit *test)
{
	struct cpo_page_addr page_24 = cpo_page_of(0x24);
	struct cpo_fake *fake = test->priv;

	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &page_24), 7);
	cpo_expect_log(test, "4");
}

static int cpo_page_reader(void *data)
{
	struct cpo_fake *fake = data;
	u8 buf[CPO_PAGE_SIZE];
	int err;

	err = cpo_page_read(fake->cdev, &cpo_page_11, buf, 5000, NULL);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);

	return err;
}

/* Who waits for a target does so for a limited time, others not at all. */
static void cpo_test_page_busy(struct kunit *test)
{
	struct cpo_page_addr other = cpo_page_11;
	struct cpo_fake *fake = test->priv;
	struct task_struct *reader;
	u8 buf[CPO_PAGE_SIZE];

	fake->block = true;
	reader = kthread_run(cpo_page_reader, fake, "cpo_reader");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, reader);
	wait_for_completion(&fake->entered);

	KUNIT_EXPECT_EQ(test, cpo_page_read(fake->cdev, &cpo_page_11, buf, 30,
					    NULL), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), -ETIMEDOUT);
	fake->block = false;
	other.index = 1;
	KUNIT_EXPECT_EQ(test, cpo_page_read(fake->cdev, &other, buf, 30, NULL),
			0);

	complete(&fake->leave);
	KUNIT_EXPECT_EQ(test, kthread_stop(reader), 0);
	KUNIT_EXPECT_EQ(test, cpo_cached(fake, &cpo_page_11), 7);
}

static struct kunit_case cpo_page_cases[] = {
	KUNIT_CASE(cpo_test_page_dynamic),
	KUNIT_CASE(cpo_test_page_constant),
	KUNIT_CASE(cpo_test_page_els),
	KUNIT_CASE(cpo_test_page_error),
	KUNIT_CASE(cpo_test_page_address),
	KUNIT_CASE(cpo_test_page_anew),
	KUNIT_CASE(cpo_test_page_crossing),
	KUNIT_CASE(cpo_test_page_many),
	KUNIT_CASE(cpo_test_page_busy),
	KUNIT_CASE(cpo_test_page_expires),
	KUNIT_CASE(cpo_test_page_frozen),
	KUNIT_CASE(cpo_test_page_frozen_error),
	KUNIT_CASE(cpo_test_page_not_frozen),
	{}
};

struct kunit_suite cpo_page_suite = {
	.name = "cpo_page",
	.init = cpo_page_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_page_cases,
};

// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include <linux/delay.h>
#include <linux/kthread.h>

#include "cpo_kunit.h"

static const struct cpo_page_addr cpo_addr = { .offset = 0, .len = 1 };

static int cpo_try_read(struct cpo_fake *fake)
{
	u8 byte;

	return cpo_page_read(fake->cdev, &cpo_addr, &byte, 1000, NULL);
}

static u32 cpo_state(struct cpo_fake *fake)
{
	struct cpo_status status;

	cpo_dev_status(fake->cdev, &status);

	return status.state;
}

static u32 cpo_topo_generation(struct cpo_fake *fake)
{
	return rcu_dereference_protected(fake->cdev->topo, true)->generation;
}

static void cpo_test_register(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	u32 id;

	KUNIT_EXPECT_STREQ(test, cpo_dev_name(fake->cdev), "");
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), -ENODEV);

	inv->lanes[0].index = 1;
	KUNIT_EXPECT_EQ(test, cpo_dev_register(fake->cdev, inv), -EINVAL);
	inv->lanes[0].index = 0;
	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev, inv), 0);
	id = cpo_dev_id(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_state(fake), CPO_DEV_STATE_ONLINE);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), 0);

	cpo_dev_unregister(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), -ENODEV);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 1);
	/* a second time does nothing */
	cpo_dev_unregister(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_dev_id(fake->cdev), id);
}

/* Ids are not used again at once. */
static void cpo_test_ids(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	u32 first;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	first = cpo_dev_id(fake->cdev);
	cpo_dev_unregister(fake->cdev);
	cpo_dev_put(fake->cdev);

	cpo_fake_alloc(fake);
	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	fake->registered = true;
	KUNIT_EXPECT_NE(test, cpo_dev_id(fake->cdev), first);
}

static void cpo_test_detach(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row row;
	u32 generation;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev, inv), 0);
	fake->registered = true;
	cpo_fake_publish(fake, 1, 0);
	generation = cpo_topo_generation(fake);

	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_state(fake), CPO_DEV_STATE_DETACHED);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), -EBUSY);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, 0, &row), 0);

	/* the same again is no change */
	inv = cpo_fake_inventory(test);
	KUNIT_EXPECT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_EQ(test, cpo_state(fake), CPO_DEV_STATE_ONLINE);
	KUNIT_EXPECT_EQ(test, cpo_topo_generation(fake), generation);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), 0);
}

/* What happens while it is away is counted; the rest goes on. */
static void cpo_test_sequence(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_status before, after;
	u32 id;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev, inv), 0);
	fake->registered = true;
	cpo_events_lost(fake->cdev, 3);
	id = cpo_dev_id(fake->cdev);
	cpo_dev_status(fake->cdev, &before);

	cpo_dev_detach(fake->cdev);
	inv = cpo_fake_inventory(test);
	inv->routes[0].fibre = 17;
	KUNIT_ASSERT_EQ(test, cpo_dev_set_inventory(fake->cdev, inv), 0);
	/* nobody can ask it before it is attached */
	KUNIT_EXPECT_EQ(test, cpo_state(fake), CPO_DEV_STATE_DETACHED);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), -EBUSY);
	cpo_events_lost(fake->cdev, 7);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);

	cpo_dev_status(fake->cdev, &after);
	KUNIT_EXPECT_EQ(test, cpo_dev_id(fake->cdev), id);
	KUNIT_EXPECT_EQ(test, after.epoch, before.epoch);
	KUNIT_EXPECT_EQ(test, after.event_seq, before.event_seq + 7);
}

static void cpo_test_attach(struct kunit *test)
{
	struct cpo_inventory *inv = cpo_fake_inventory(test);
	struct cpo_fake *fake = test->priv;
	struct cpo_port_row row;
	u32 generation;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev, inv), 0);
	fake->registered = true;
	cpo_fake_publish(fake, 1, 0);
	generation = cpo_topo_generation(fake);

	/* other relations: values stay */
	cpo_dev_detach(fake->cdev);
	inv = cpo_fake_inventory(test);
	inv->routes[0].fibre = 17;
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_NE(test, cpo_topo_generation(fake), generation);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, 0, &row), 0);

	/* one that is refused: nothing changes */
	generation = cpo_topo_generation(fake);
	cpo_dev_detach(fake->cdev);
	inv = cpo_fake_inventory(test);
	inv->lanes[0].index = 1;
	KUNIT_EXPECT_EQ(test, cpo_dev_attach(fake->cdev, inv), -EINVAL);
	cpo_inventory_free(inv);
	KUNIT_EXPECT_EQ(test, cpo_state(fake), CPO_DEV_STATE_DETACHED);
	KUNIT_EXPECT_EQ(test, cpo_topo_generation(fake), generation);

	/* other objects: values begin anew */
	inv = cpo_inventory_alloc(0, 0, 0, 0, 0, 0, 0);
	KUNIT_ASSERT_NOT_NULL(test, inv);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, 0, &row), -EINVAL);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), -EINVAL);
	inv = cpo_fake_inventory(test);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
	KUNIT_EXPECT_EQ(test, cpo_port_row_get(fake->cdev, 0, &row),
			-ENODATA);
}

static void cpo_test_dead(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	fake->registered = true;
	cpo_dev_set_dead(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), -ENODEV);
	KUNIT_EXPECT_EQ(test, cpo_dev_refresh(fake->cdev, NULL), -ENODEV);
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_state(fake), CPO_DEV_STATE_DEAD);
	KUNIT_EXPECT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);
	KUNIT_EXPECT_EQ(test, cpo_try_read(fake), 0);
}

static void cpo_test_refresh(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_status status;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	fake->registered = true;
	KUNIT_EXPECT_EQ(test, cpo_dev_refresh(fake->cdev, NULL), 0);
	cpo_dev_status(fake->cdev, &status);
	KUNIT_EXPECT_EQ(test, status.stamp.sample.seq, 77);
}

static int cpo_configure(struct cpo_fake *fake, u32 period_us, u32 window_s)
{
	const struct cpo_config config = { period_us, window_s };

	return cpo_dev_configure(fake->cdev, &config, NULL);
}

static void cpo_expect_config(struct kunit *test, u32 period_us, u32 window_s)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_status status;

	cpo_dev_status(fake->cdev, &status);
	KUNIT_EXPECT_EQ(test, status.period_us, period_us);
	KUNIT_EXPECT_EQ(test, status.window_s, window_s);
}

/* What is not given stays; what fails changes nothing. */
static void cpo_test_configure(struct kunit *test)
{
	const struct cpo_config start = { 1000000, 900 };
	struct cpo_fake *fake = test->priv;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	fake->registered = true;
	cpo_expect_config(test, 0, 0);
	cpo_dev_configured(fake->cdev, &start);
	cpo_expect_config(test, 1000000, 900);

	KUNIT_EXPECT_EQ(test, cpo_configure(fake, 20000, 0), 0);
	cpo_expect_config(test, 20000, 900);
	KUNIT_EXPECT_EQ(test, fake->config.period_us, 20000);
	KUNIT_EXPECT_EQ(test, fake->config.window_s, 0);
	KUNIT_EXPECT_EQ(test, cpo_configure(fake, 0, 60), 0);
	cpo_expect_config(test, 20000, 60);

	fake->error = -EINVAL;
	KUNIT_EXPECT_EQ(test, cpo_configure(fake, 50000, 70), -EINVAL);
	cpo_expect_config(test, 20000, 60);
	fake->error = 0;
	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_configure(fake, 50000, 70), -EBUSY);
	cpo_dev_set_dead(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_configure(fake, 50000, 70), -ENODEV);
	cpo_expect_config(test, 20000, 60);
}

static void cpo_test_configure_no_op(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	const struct cpo_dev_ops *ops = fake->cdev->ops;
	struct cpo_dev_ops none = *ops;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	fake->registered = true;
	none.configure = NULL;
	fake->cdev->ops = &none;
	KUNIT_EXPECT_EQ(test, cpo_configure(fake, 50000, 0), -EOPNOTSUPP);
	fake->cdev->ops = ops;
}

static int cpo_blocked_reader(void *data)
{
	struct cpo_fake *fake = data;
	int err = cpo_try_read(fake);

	cpo_dev_put(fake->cdev);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);

	return err;
}

static int cpo_late_leave(void *data)
{
	struct cpo_fake *fake = data;

	msleep(50);
	complete_all(&fake->leave);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);

	return 0;
}

/*
 * Unregister waits for an op that runs. One that waits for its turn is refused,
 * and its reference keeps the device when the provider is gone.
 */
static void cpo_test_unregister_busy(struct kunit *test)
{
	struct task_struct *reader, *waiter, *helper;
	struct cpo_fake *fake = test->priv;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	fake->block = true;
	cpo_dev_get(fake->cdev);
	reader = kthread_run(cpo_blocked_reader, fake, "cpo_reader");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, reader);
	wait_for_completion(&fake->entered);
	cpo_dev_get(fake->cdev);
	waiter = kthread_run(cpo_blocked_reader, fake, "cpo_waiter");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, waiter);
	helper = kthread_run(cpo_late_leave, fake, "cpo_helper");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, helper);

	cpo_dev_detach(fake->cdev);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->running), 0);
	cpo_dev_unregister(fake->cdev);

	KUNIT_EXPECT_EQ(test, kthread_stop(reader), 0);
	KUNIT_EXPECT_LT(test, kthread_stop(waiter), 0);
	kthread_stop(helper);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->reads), 1);
}

static int cpo_state_reader(void *data)
{
	struct cpo_fake *fake = data;
	struct cpo_port_row row;
	int err = 0;

	while (!kthread_should_stop()) {
		err = cpo_port_row_get(fake->cdev, 0, &row);
		cond_resched();
	}

	return err;
}

/* Objects come and go under a reader. */
static void cpo_test_reader(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_inventory *inv;
	struct task_struct *reader;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, cpo_dev_register(fake->cdev,
					       cpo_fake_inventory(test)), 0);
	reader = kthread_run(cpo_state_reader, fake, "cpo_reader");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, reader);
	for (i = 0; i < 20; i++) {
		cpo_dev_detach(fake->cdev);
		inv = i % 2 ? cpo_fake_inventory(test) :
			      cpo_inventory_alloc(0, 0, 0, 0, 0, 0, 0);
		KUNIT_EXPECT_EQ(test, cpo_dev_attach(fake->cdev, inv), 0);
		if (i % 2)
			cpo_fake_publish(fake, i, 0);
	}
	cpo_dev_unregister(fake->cdev);
	KUNIT_EXPECT_EQ(test, kthread_stop(reader), 0);
}

static struct kunit_case cpo_dev_cases[] = {
	KUNIT_CASE(cpo_test_register),
	KUNIT_CASE(cpo_test_ids),
	KUNIT_CASE(cpo_test_detach),
	KUNIT_CASE(cpo_test_sequence),
	KUNIT_CASE(cpo_test_attach),
	KUNIT_CASE(cpo_test_dead),
	KUNIT_CASE(cpo_test_refresh),
	KUNIT_CASE(cpo_test_configure),
	KUNIT_CASE(cpo_test_configure_no_op),
	KUNIT_CASE(cpo_test_unregister_busy),
	KUNIT_CASE(cpo_test_reader),
	{}
};

struct kunit_suite cpo_dev_suite = {
	.name = "cpo_dev",
	.init = cpo_fake_init_unregistered,
	.exit = cpo_fake_exit,
	.test_cases = cpo_dev_cases,
};

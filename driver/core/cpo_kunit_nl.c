// SPDX-License-Identifier: GPL-2.0
/* Copyright (c) 2026 The cpo authors */

#include "cpo_kunit.h"

void cpo_show(struct kunit *test, const struct cpo_nl_kind *kind, u16 index,
	      struct cpo_shown *shown)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_view view;
	int err;

	shown->skb = alloc_skb(NLMSG_GOODSIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, shown->skb);

	rcu_read_lock();
	cpo_view_init(&view, fake->cdev, &init_net);
	err = kind->put(shown->skb, &view, index);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, err, 0);

	err = nla_parse(shown->tb, CPO_TEST_ATTRS - 1,
			(struct nlattr *)shown->skb->data, shown->skb->len,
			NULL, NULL);
	KUNIT_EXPECT_EQ(test, err, 0);
}

bool cpo_shown_stale(struct kunit *test, struct cpo_shown *shown, int attr)
{
	struct nlattr *tb[CPO_A_SAMPLE_MAX + 1];

	KUNIT_ASSERT_NOT_NULL(test, shown->tb[attr]);
	KUNIT_ASSERT_EQ(test, nla_parse_nested(tb, CPO_A_SAMPLE_MAX,
					       shown->tb[attr], NULL, NULL),
			0);

	return tb[CPO_A_SAMPLE_STALE];
}

/* What is not known is not shown, least of all as 0. */
static void cpo_test_absent(struct kunit *test)
{
	struct cpo_shown shown;

	cpo_show(test, &cpo_nl_lane, 13, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_LANE_ENGINE_ID]), 1);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_LANE_LANE_ID]), 5);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_LANE_BANK_LANE]), 5);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_LANE_LASER_ID]), 0);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_LANE_ELS_ID]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_LANE_PORT_ID]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_LANE_ASIC_LANE]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_LANE_STATE]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_LANE_TX_POWER_NW]);
	KUNIT_EXPECT_TRUE(test, cpo_shown_stale(test, &shown,
						CPO_A_LANE_SAMPLE));
	kfree_skb(shown.skb);

	cpo_fake_publish(test->priv, 2, 0);
	cpo_show(test, &cpo_nl_lane, 13, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_uint(shown.tb[CPO_A_LANE_TX_POWER_NW]),
			205);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_LANE_SNR_MEDIA_MDB]);
	KUNIT_EXPECT_FALSE(test, cpo_shown_stale(test, &shown,
						 CPO_A_LANE_SAMPLE));
	kfree_skb(shown.skb);
}

static void cpo_test_stale(struct kunit *test)
{
	struct cpo_sample sample = cpo_fake_sample(1, 0);
	struct cpo_dev_row row = { .valid = 0 };
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;

	sample.boottime -= 40 * NSEC_PER_MSEC;
	cpo_dev_publish(fake->cdev, &row, &sample, 1000000);
	cpo_show(test, &cpo_nl_dev, 0, &shown);
	KUNIT_EXPECT_FALSE(test, cpo_shown_stale(test, &shown,
						 CPO_A_DEV_SAMPLE));
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_DEV_POWER_MW]);
	kfree_skb(shown.skb);

	cpo_dev_publish(fake->cdev, &row, &sample, 10000);
	cpo_show(test, &cpo_nl_dev, 0, &shown);
	KUNIT_EXPECT_TRUE(test, cpo_shown_stale(test, &shown,
						CPO_A_DEV_SAMPLE));
	kfree_skb(shown.skb);

	cpo_dev_publish(fake->cdev, &row, &sample, 1000000);
	cpo_dev_detach(fake->cdev);
	cpo_show(test, &cpo_nl_dev, 0, &shown);
	KUNIT_EXPECT_TRUE(test, cpo_shown_stale(test, &shown,
						CPO_A_DEV_SAMPLE));
	KUNIT_EXPECT_EQ(test, nla_get_u32(shown.tb[CPO_A_DEV_STATE]),
			CPO_DEV_STATE_DETACHED);
	kfree_skb(shown.skb);
}

/* An empty slot has a presence and nothing that belongs to a module. */
static void cpo_test_empty_slot(struct kunit *test)
{
	const struct cpo_identity id = { .vendor = "ACME" };
	struct cpo_fake *fake = test->priv;
	struct cpo_shown shown;

	cpo_fake_publish(fake, 1, 0);
	cpo_els_set_identity(fake->cdev, 0, &id);
	cpo_show(test, &cpo_nl_els, 0, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_u32(shown.tb[CPO_A_ELS_PRESENT]), 1);
	KUNIT_EXPECT_NOT_NULL(test, shown.tb[CPO_A_ELS_IDENTITY]);
	kfree_skb(shown.skb);

	cpo_fake_event(fake, CPO_EVENT_CODE_ELS_REMOVED, CPO_OBJECT_ELS, 0,
		       CPO_ACTION_SET, 0, 1);
	cpo_show(test, &cpo_nl_els, 0, &shown);
	KUNIT_EXPECT_EQ(test, nla_get_u32(shown.tb[CPO_A_ELS_PRESENT]), 0);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_ELS_IDENTITY]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_ELS_STATE]);
	KUNIT_EXPECT_NULL(test, shown.tb[CPO_A_ELS_TEMPERATURE]);
	kfree_skb(shown.skb);
}

static void cpo_test_route_ports(struct kunit *test)
{
	struct cpo_shown shown;
	struct nlattr *attr;
	unsigned int ports = 0;
	u64 sum = 0;
	int rem;

	cpo_show(test, &cpo_nl_route, 0, &shown);
	nla_for_each_attr(attr, (struct nlattr *)shown.skb->data,
			  shown.skb->len, rem) {
		if (nla_type(attr) != CPO_A_ROUTE_PORT)
			continue;
		sum += nla_get_uint(attr);
		ports++;
	}
	KUNIT_EXPECT_EQ(test, ports, 2);
	KUNIT_EXPECT_EQ(test, sum, 1);
	kfree_skb(shown.skb);
}

/* Every kind, with every value known, fits in a message. */
static void cpo_test_room(struct kunit *test)
{
	static const struct cpo_nl_kind *kinds[] = {
		&cpo_nl_dev, &cpo_nl_engine, &cpo_nl_els, &cpo_nl_laser,
		&cpo_nl_lane, &cpo_nl_port, &cpo_nl_route, &cpo_nl_sensor,
		&cpo_nl_stats, &cpo_nl_stats_engine, &cpo_nl_stats_els,
		&cpo_nl_stats_laser, &cpo_nl_stats_lane, &cpo_nl_stats_port,
	};
	struct cpo_shown shown;
	unsigned int i;

	cpo_fake_publish(test->priv, U64_MAX / 1000, 0);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		cpo_show(test, kinds[i], 0, &shown);
		KUNIT_EXPECT_LT(test, shown.skb->len, NLMSG_GOODSIZE / 2);
		kfree_skb(shown.skb);
	}
}

/* A filter on one relation, and which objects have it, as bits. */
static const struct cpo_relation_case {
	const char *name;
	const struct cpo_nl_kind *kind;
	struct cpo_filter filter;
	u32 objects;
} cpo_relation_cases[] = {
	{ "engines of ELS 0", &cpo_nl_engine,
	  { CPO_NONE, 0, CPO_NONE, CPO_NONE }, BIT(0) },
	{ "engines of ELS 1", &cpo_nl_engine,
	  { CPO_NONE, 1, CPO_NONE, CPO_NONE }, BIT(1) },
	{ "engines of port 3", &cpo_nl_engine,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 3 }, BIT(1) },
	{ "engines of port 0 and ELS 1", &cpo_nl_engine,
	  { CPO_NONE, 1, CPO_NONE, 0 }, 0 },
	{ "ELS of engine 0", &cpo_nl_els,
	  { 0, CPO_NONE, CPO_NONE, CPO_NONE }, BIT(0) },
	{ "ELS of port 2", &cpo_nl_els,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 2 }, BIT(1) },
	{ "ELS of port 3", &cpo_nl_els,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 3 }, 0 },
	{ "lasers in ELS 1", &cpo_nl_laser,
	  { CPO_NONE, 1, CPO_NONE, CPO_NONE }, BIT(2) | BIT(3) },
	{ "lasers of engine 1", &cpo_nl_laser,
	  { 1, CPO_NONE, CPO_NONE, CPO_NONE }, BIT(2) | BIT(4) },
	{ "lasers of engine 1 and ELS 1", &cpo_nl_laser,
	  { 1, 1, CPO_NONE, CPO_NONE }, BIT(2) },
	{ "lasers of engine 1 and port 2", &cpo_nl_laser,
	  { 1, CPO_NONE, CPO_NONE, 2 }, BIT(2) },
	{ "lasers of port 0", &cpo_nl_laser,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 0 }, BIT(0) | BIT(1) },
	{ "lanes of engine 1", &cpo_nl_lane,
	  { 1, CPO_NONE, CPO_NONE, CPO_NONE }, 0xff00 },
	{ "lanes of laser 1", &cpo_nl_lane,
	  { CPO_NONE, 0, 1, CPO_NONE }, 0x00aa },
	{ "lanes of port 1 and laser 0", &cpo_nl_lane,
	  { CPO_NONE, 0, 0, 1 }, 0x0050 },
	{ "ports of laser 0", &cpo_nl_port,
	  { CPO_NONE, 0, 0, CPO_NONE }, BIT(0) | BIT(1) },
	{ "ports of engine 1", &cpo_nl_port,
	  { 1, CPO_NONE, CPO_NONE, CPO_NONE }, BIT(2) | BIT(3) },
	{ "ports of ELS 1", &cpo_nl_port,
	  { CPO_NONE, 1, CPO_NONE, CPO_NONE }, BIT(2) },
	{ "routes of ELS 0", &cpo_nl_route,
	  { CPO_NONE, 0, CPO_NONE, CPO_NONE }, BIT(0) | BIT(1) | BIT(4) },
	{ "routes of engine 1", &cpo_nl_route,
	  { 1, CPO_NONE, CPO_NONE, CPO_NONE }, BIT(2) | BIT(3) | BIT(4) },
	{ "routes of port 3", &cpo_nl_route,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 3 }, BIT(3) },
	{ "statistics of engine 1", &cpo_nl_stats_engine,
	  { 1, CPO_NONE, CPO_NONE, CPO_NONE }, BIT(1) },
	{ "statistics of engine 0 and ELS 1", &cpo_nl_stats_engine,
	  { 0, 1, CPO_NONE, CPO_NONE }, 0 },
	{ "statistics of engines of port 3", &cpo_nl_stats_engine,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 3 }, BIT(1) },
	{ "statistics of ELS 1", &cpo_nl_stats_els,
	  { CPO_NONE, 1, CPO_NONE, CPO_NONE }, BIT(1) },
	{ "statistics of ELS of port 0", &cpo_nl_stats_els,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 0 }, BIT(0) },
	{ "statistics of lasers in ELS 1", &cpo_nl_stats_laser,
	  { CPO_NONE, 1, CPO_NONE, CPO_NONE }, BIT(2) | BIT(3) },
	{ "statistics of lanes of port 1", &cpo_nl_stats_lane,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 1 }, 0x00f0 },
	{ "statistics of port 2", &cpo_nl_stats_port,
	  { CPO_NONE, CPO_NONE, CPO_NONE, 2 }, BIT(2) },
	{ "statistics of ports of engine 0", &cpo_nl_stats_port,
	  { 0, CPO_NONE, CPO_NONE, CPO_NONE }, BIT(0) | BIT(1) },
	{ "statistics of port 2 and engine 0", &cpo_nl_stats_port,
	  { 0, CPO_NONE, CPO_NONE, 2 }, 0 },
	{ "sensors of engine 1", &cpo_nl_sensor,
	  { 1, CPO_NONE, CPO_NONE, CPO_NONE }, BIT(2) },
	{ "sensors of engine 0", &cpo_nl_sensor,
	  { 0, CPO_NONE, CPO_NONE, CPO_NONE }, 0 },
	{ "sensors of ELS 0", &cpo_nl_sensor,
	  { CPO_NONE, 0, CPO_NONE, CPO_NONE }, BIT(3) },
	{ "sensors of engine 1 and ELS 0", &cpo_nl_sensor,
	  { 1, 0, CPO_NONE, CPO_NONE }, 0 },
};

static void cpo_relation_name(const struct cpo_relation_case *relation,
			      char *name)
{
	strscpy(name, relation->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(cpo_relation, cpo_relation_cases, cpo_relation_name);

static void cpo_test_relation(struct kunit *test)
{
	const struct cpo_relation_case *relation = test->param_value;
	struct cpo_fake *fake = test->priv;
	const struct cpo_inventory *inv;
	u32 objects = 0;
	unsigned int i;

	inv = rcu_dereference_protected(fake->cdev->topo, true)->inv;
	for (i = 0; i < relation->kind->count(inv); i++)
		if (relation->kind->match(inv, &relation->filter, i))
			objects |= BIT(i);
	KUNIT_EXPECT_EQ(test, objects, relation->objects);
}

/* A laser is found by the engine it is in also when it feeds nothing. */
static void cpo_test_laser_unused(struct kunit *test)
{
	struct cpo_filter filter = CPO_FILTER_ANY;
	struct cpo_fake *fake = test->priv;
	struct cpo_inventory *inv;

	inv = cpo_fake_inventory(test);
	inv->routes[3].role = CPO_ROUTE_ROLE_STANDBY;
	KUNIT_ASSERT_EQ(test, cpo_inventory_check(fake->dev, inv), 0);
	filter.engine = 1;
	KUNIT_EXPECT_TRUE(test, cpo_nl_laser.match(inv, &filter, 4));
	filter.engine = 0;
	KUNIT_EXPECT_FALSE(test, cpo_nl_laser.match(inv, &filter, 4));
	filter.engine = 1;
	filter.port = 3;
	KUNIT_EXPECT_FALSE(test, cpo_nl_laser.match(inv, &filter, 4));
	filter.port = CPO_NONE;
	filter.els = 1;
	KUNIT_EXPECT_FALSE(test, cpo_nl_laser.match(inv, &filter, 4));
	cpo_inventory_free(inv);
}

static const struct genl_family cpo_test_family = { .name = "cpo_kunit" };

static struct cpo_test_dump *cpo_dump_start(struct kunit *test)
{
	struct cpo_test_dump *dump;

	dump = kunit_kzalloc(test, sizeof(*dump), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, dump);
	dump->info.info.family = &cpo_test_family;
	dump->info.info.genlhdr = &dump->genlhdr;
	genl_info_net_set(&dump->info.info, &init_net);
	dump->cb.data = &dump->info;

	return dump;
}

/* There may be other devices: ask for the one of the test. */
struct cpo_test_dump *cpo_dump_start_dev(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start(test);
	struct cpo_fake *fake = test->priv;

	dump->dev_id.nla.nla_type = CPO_A_DEV_DEV_ID;
	dump->dev_id.nla.nla_len = nla_attr_size(sizeof(u32));
	dump->dev_id.value = cpo_dev_id(fake->cdev);
	dump->attrs[CPO_A_DEV_DEV_ID] = &dump->dev_id.nla;
	dump->info.info.attrs = dump->attrs;

	return dump;
}

/* As if the request had one more attribute. */
void cpo_dump_filter(struct cpo_test_dump *dump, int attr, u32 value)
{
	dump->filter.nla.nla_type = attr;
	dump->filter.nla.nla_len = nla_attr_size(sizeof(u32));
	dump->filter.value = value;
	dump->attrs[attr] = &dump->filter.nla;
}

/* Returns whether there is more. */
bool cpo_dump_step(struct kunit *test, struct cpo_test_dump *dump,
		   const struct cpo_nl_kind *kind, unsigned int room)
{
	struct nlmsghdr *nlh;
	struct sk_buff *skb;
	int err, rem;

	skb = alloc_skb(room, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, skb_tailroom(skb) - room);

	err = cpo_nl_dump(skb, &dump->cb, kind);
	KUNIT_EXPECT_TRUE(test, !err || err == -EMSGSIZE);
	KUNIT_EXPECT_TRUE(test, !err || skb->len);

	rem = skb->len;
	for (nlh = (struct nlmsghdr *)skb->data; nlmsg_ok(nlh, rem);
	     nlh = nlmsg_next(nlh, &rem)) {
		KUNIT_EXPECT_TRUE(test, nlh->nlmsg_flags & NLM_F_MULTI);
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			dump->interrupted = true;
		dump->messages++;
	}
	kfree_skb(skb);

	return err == -EMSGSIZE;
}

static void cpo_test_dump_all(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);
	unsigned int steps = 1;

	cpo_fake_publish(test->priv, 1, 0);
	while (cpo_dump_step(test, dump, &cpo_nl_lane, 700))
		steps++;
	KUNIT_EXPECT_EQ(test, dump->messages, CPO_FAKE_LANES);
	KUNIT_EXPECT_GE(test, steps, 4);
	KUNIT_EXPECT_FALSE(test, dump->interrupted);
}

static void cpo_test_dump_changed(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start_dev(test);

	KUNIT_ASSERT_TRUE(test, cpo_dump_step(test, dump, &cpo_nl_lane, 700));
	cpo_fake_event(test->priv, CPO_EVENT_CODE_TOPOLOGY, CPO_OBJECT_DEV, 0,
		       CPO_ACTION_PULSE, 0, 1);
	while (cpo_dump_step(test, dump, &cpo_nl_lane, 700))
		;
	KUNIT_EXPECT_TRUE(test, dump->interrupted);
}

static unsigned int cpo_dump_devs(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start(test);

	while (cpo_dump_step(test, dump, &cpo_nl_dev, 1000))
		;

	return dump->messages;
}

/* A device in another namespace is not there. */
static void cpo_test_dump_net(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	unsigned int devs;

	devs = cpo_dump_devs(test);
	KUNIT_EXPECT_GE(test, devs, 1);
	/* any other address will do, it is only compared */
	fake->net = (struct net *)fake;
	KUNIT_EXPECT_EQ(test, cpo_dump_devs(test), devs - 1);
	fake->net = NULL;
}

/*
 * A device goes in the middle of a dump, which sees that before it sees the new
 * generation: as if its last number were the one of now.
 */
static void cpo_test_dump_gone(struct kunit *test)
{
	struct cpo_test_dump *dump = cpo_dump_start(test);
	struct cpo_test_dump *now = cpo_dump_start(test);
	struct cpo_fake *fake = test->priv;
	unsigned int others;

	while (cpo_dump_step(test, now, &cpo_nl_lane, 700))
		;
	others = now->messages - CPO_FAKE_LANES;
	while (dump->messages <= others)
		KUNIT_ASSERT_TRUE(test, cpo_dump_step(test, dump, &cpo_nl_lane,
						      700));

	cpo_dev_detach(fake->cdev);
	cpo_dev_leave_net(fake->cdev);
	now = cpo_dump_start(test);
	cpo_dump_step(test, now, &cpo_nl_lane, 700);
	dump->cb.prev_seq = now->cb.seq;
	while (cpo_dump_step(test, dump, &cpo_nl_lane, 700))
		;
	KUNIT_EXPECT_LT(test, dump->messages, others + CPO_FAKE_LANES);
	/* so the message that ends the dump says that it was interrupted */
	KUNIT_EXPECT_NE(test, dump->cb.prev_seq, dump->cb.seq);

	cpo_dev_enter_net(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);
}

/* While it moves nobody sees it; it comes out as it went in. */
static void cpo_test_dump_move(struct kunit *test)
{
	struct cpo_fake *fake = test->priv;
	struct cpo_status before, after;
	unsigned int devs;
	u32 id;

	cpo_events_lost(fake->cdev, 5);
	devs = cpo_dump_devs(test);
	id = cpo_dev_id(fake->cdev);
	cpo_dev_status(fake->cdev, &before);

	cpo_dev_detach(fake->cdev);
	cpo_dev_leave_net(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_dump_devs(test), devs - 1);
	cpo_dev_enter_net(fake->cdev);
	KUNIT_EXPECT_EQ(test, cpo_dump_devs(test), devs);
	KUNIT_ASSERT_EQ(test, cpo_dev_attach(fake->cdev, NULL), 0);

	cpo_dev_status(fake->cdev, &after);
	KUNIT_EXPECT_EQ(test, cpo_dev_id(fake->cdev), id);
	KUNIT_EXPECT_EQ(test, after.epoch, before.epoch);
	KUNIT_EXPECT_EQ(test, after.event_seq, before.event_seq);

	/* and it can go while nobody sees it */
	cpo_dev_detach(fake->cdev);
	cpo_dev_leave_net(fake->cdev);
	cpo_dev_unregister(fake->cdev);
	fake->registered = false;
	KUNIT_EXPECT_EQ(test, cpo_dump_devs(test), devs - 1);
}

static struct kunit_case cpo_nl_cases[] = {
	KUNIT_CASE(cpo_test_absent),
	KUNIT_CASE(cpo_test_stale),
	KUNIT_CASE(cpo_test_empty_slot),
	KUNIT_CASE(cpo_test_route_ports),
	KUNIT_CASE(cpo_test_room),
	KUNIT_CASE_PARAM(cpo_test_relation, cpo_relation_gen_params),
	KUNIT_CASE(cpo_test_laser_unused),
	KUNIT_CASE(cpo_test_dump_all),
	KUNIT_CASE(cpo_test_dump_changed),
	KUNIT_CASE(cpo_test_dump_net),
	KUNIT_CASE(cpo_test_dump_gone),
	KUNIT_CASE(cpo_test_dump_move),
	{}
};

struct kunit_suite cpo_nl_suite = {
	.name = "cpo_nl",
	.init = cpo_fake_init,
	.exit = cpo_fake_exit,
	.test_cases = cpo_nl_cases,
};

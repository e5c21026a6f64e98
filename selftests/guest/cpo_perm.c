// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Who may do what: privileges, user namespaces, network namespaces. */

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

/* The ops anybody may use. */
static const int gets[] = {
	CPO_CMD_DEV_GET, CPO_CMD_ENGINE_GET, CPO_CMD_ELS_GET,
	CPO_CMD_LASER_GET, CPO_CMD_LANE_GET, CPO_CMD_PORT_GET,
	CPO_CMD_ROUTE_GET, CPO_CMD_SENSOR_GET, CPO_CMD_STATS_GET,
	CPO_CMD_THRESHOLD_GET, CPO_CMD_FLAG_GET,
};

#define GETS	(sizeof(gets) / sizeof(gets[0]))

FIXTURE(perm) {
	struct nlt nl;		/* opened with every privilege */
	struct topo topo;
	uint64_t dev;
};

FIXTURE_SETUP(perm)
{
	if (geteuid())
		SKIP(return, "not root: nothing can be taken away");
	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_load(&self->topo, &self->nl)) {
		TH_LOG("no device, or a dump failed: %s", self->nl.ext.msg);
	}
	self->dev = self->topo.dev;
}

FIXTURE_TEARDOWN(perm)
{
	topo_free(&self->topo);
	nlt_close(&self->nl);
}

static int drop_net_admin(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data))
		return -errno;
	data[0].effective &= ~(1u << CAP_NET_ADMIN);
	data[0].permitted &= ~(1u << CAP_NET_ADMIN);
	data[0].inheritable &= ~(1u << CAP_NET_ADMIN);
	return syscall(SYS_capset, &head, data) ? -errno : 0;
}

/* Become root of a new user namespace, with more new namespaces. */
static int become_container_root(int flags)
{
	if (unshare(CLONE_NEWUSER | flags))
		return -errno;
	return nlt_write("/proc/self/setgroups", "deny") ?:
	       nlt_write("/proc/self/uid_map", "0 0 1") ?:
	       nlt_write("/proc/self/gid_map", "0 0 1");
}

static int try_page(struct nlt *nl, uint64_t dev)
{
	return nlt_do(nl, CPO_CMD_PAGE_GET,
		      ARGS(A(CPO_A_PAGE_DEV_ID, dev)
			   A(CPO_A_PAGE_ENGINE_ID, 0) A(CPO_A_PAGE_PAGE, 0)
			   A(CPO_A_PAGE_OFFSET, 128) A(CPO_A_PAGE_LENGTH, 1)),
		      NULL);
}

static int try_refresh(struct nlt *nl, uint64_t dev)
{
	return nlt_do(nl, CPO_CMD_REFRESH, ARGS(A(CPO_A_DEV_DEV_ID, dev)),
		      NULL);
}

static int try_set(struct nlt *nl, uint64_t dev)
{
	return nlt_set(nl, CPO_CMD_DEV_SET,
		       ARGS(A(CPO_A_DEV_DEV_ID, dev)
			    A(CPO_A_DEV_TELEMETRY_PERIOD_US, 1000000)));
}

/* Of a quantity no port has: whoever is let through is told so. */
static int try_limits(struct nlt *nl, uint64_t dev)
{
	return nlt_set(nl, CPO_CMD_THRESHOLD_SET,
		       ARGS(A(CPO_A_THRESHOLD_DEV_ID, dev)
			    A(CPO_A_THRESHOLD_PORT_ID, 0)
			    A(CPO_A_THRESHOLD_QUANTITY,
			      CPO_QUANTITY_TEMPERATURE)
			    A(CPO_A_THRESHOLD_RESET, NLT_FLAG)));
}

/* Of a port, which has no flags but those of its lanes. */
static int try_clear(struct nlt *nl, uint64_t dev)
{
	return nlt_set(nl, CPO_CMD_FLAG_CLEAR,
		       ARGS(A(CPO_A_FLAG_DEV_ID, dev)
			    A(CPO_A_FLAG_OBJECT, CPO_OBJECT_PORT)
			    A(CPO_A_FLAG_PORT_ID, 0)));
}

/* All gets answer, and give what root got. */
static void gets_work(struct __test_metadata *_metadata, struct nlt *nl,
		      const struct topo *topo)
{
	const size_t want[GETS] = { 1, topo->engine.n, topo->els.n,
		topo->laser.n, topo->lane.n, topo->port.n, topo->route.n,
		topo->sensor.n, 1, 0, 0 };
	struct nlt_rows rows;
	size_t i;
	int err;

	for (i = 0; i < GETS; i++) {
		/* what there is one of per device has no filter */
		err = nlt_dump(nl, gets[i], want[i] > 1 ?
			       ARGS(A(1, topo->dev)) : NO_ARGS, &rows);
		EXPECT_EQ(0, err) {
			TH_LOG("command %d: %s", gets[i], strerror(-err));
		}
		EXPECT_LE(want[i], rows.n);
		nlt_rows_free(&rows);
	}
	EXPECT_EQ(0, nlt_do(nl, CPO_CMD_PORT_GET,
			    ARGS(A(CPO_A_PORT_DEV_ID, topo->dev)
				 A(CPO_A_PORT_PORT_ID, 0)), NULL));
}

static void admin_refused(struct __test_metadata *_metadata, struct nlt *nl,
			  uint64_t dev)
{
	EXPECT_EQ(-EPERM, try_page(nl, dev));
	EXPECT_EQ(-EPERM, try_refresh(nl, dev));
	EXPECT_EQ(-EPERM, try_set(nl, dev));
	EXPECT_EQ(-EPERM, try_limits(nl, dev));
	EXPECT_EQ(-EPERM, try_clear(nl, dev));
}

TEST_F_TIMEOUT(perm, root_may_do_all, 120)
{
	gets_work(_metadata, &self->nl, &self->topo);
	EXPECT_EQ(0, try_page(&self->nl, self->dev));
	EXPECT_EQ(0, try_refresh(&self->nl, self->dev));
	EXPECT_EQ(0, try_set(&self->nl, self->dev));
	EXPECT_EQ(-EINVAL, try_limits(&self->nl, self->dev));
	EXPECT_EQ(0, try_clear(&self->nl, self->dev));
}

TEST_F_TIMEOUT(perm, without_net_admin, 120)
{
	struct nlt late;

	ASSERT_EQ(0, drop_net_admin());
	ASSERT_EQ(0, nlt_open(&late));
	gets_work(_metadata, &late, &self->topo);
	admin_refused(_metadata, &late, self->dev);
	/* a socket from before gives nothing to who lost the privilege */
	admin_refused(_metadata, &self->nl, self->dev);
	nlt_close(&late);
}

TEST_F_TIMEOUT(perm, other_user, 120)
{
	struct nlt late;

	ASSERT_EQ(0, setgid(65534));
	ASSERT_EQ(0, setuid(65534));
	ASSERT_EQ(0, nlt_open(&late));
	gets_work(_metadata, &late, &self->topo);
	admin_refused(_metadata, &late, self->dev);
	nlt_close(&late);
}

TEST_F_TIMEOUT(perm, root_of_a_user_namespace, 120)
{
	struct nlt late;
	int err;

	err = become_container_root(0);
	if (err == -EINVAL || err == -ENOSPC)
		SKIP(return, "no user namespaces in this kernel");
	ASSERT_EQ(0, err);
	ASSERT_EQ(0, nlt_open(&late));
	gets_work(_metadata, &late, &self->topo);
	admin_refused(_metadata, &late, self->dev);
	nlt_close(&late);
}

/* ---- other network namespaces ---- */

static void sees_nothing(struct __test_metadata *_metadata, struct nlt *nl,
			 uint64_t dev)
{
	struct nlt_rows rows;
	size_t i;

	for (i = 0; i < GETS; i++) {
		EXPECT_EQ(0, nlt_dump(nl, gets[i], NO_ARGS, &rows));
		EXPECT_EQ(0, rows.n) {
			TH_LOG("command %d: %zu rows", gets[i], rows.n);
		}
		nlt_rows_free(&rows);
	}
	EXPECT_EQ(-ENODEV, nlt_do(nl, CPO_CMD_DEV_GET,
				  ARGS(A(CPO_A_DEV_DEV_ID, dev)), NULL));
	EXPECT_EQ(-ENODEV, nlt_do(nl, CPO_CMD_PORT_GET,
				  ARGS(A(CPO_A_PORT_DEV_ID, dev)
				       A(CPO_A_PORT_PORT_ID, 0)), NULL));
	EXPECT_EQ(-ENODEV, nlt_dump(nl, CPO_CMD_LANE_GET,
				    ARGS(A(CPO_A_LANE_DEV_ID, dev)), &rows));
}

TEST_F(perm, other_network_namespace)
{
	struct nlt late;

	ASSERT_EQ(0, unshare(CLONE_NEWNET));
	ASSERT_EQ(0, nlt_open(&late));
	sees_nothing(_metadata, &late, self->dev);
	EXPECT_EQ(-ENODEV, try_page(&late, self->dev));
	EXPECT_EQ(-ENODEV, try_refresh(&late, self->dev));
	EXPECT_EQ(-ENODEV, try_set(&late, self->dev));
	EXPECT_EQ(-ENODEV, try_limits(&late, self->dev));
	EXPECT_EQ(-ENODEV, try_clear(&late, self->dev));
	/* the socket of the first namespace still belongs to it */
	EXPECT_EQ(0, try_page(&self->nl, self->dev));
	nlt_close(&late);
}

TEST_F(perm, container)
{
	struct nlt late;
	int err;

	err = become_container_root(CLONE_NEWNET);
	if (err == -EINVAL || err == -ENOSPC)
		SKIP(return, "no user namespaces in this kernel");
	ASSERT_EQ(0, err);
	ASSERT_EQ(0, nlt_open(&late));
	sees_nothing(_metadata, &late, self->dev);
	admin_refused(_metadata, &late, self->dev);
	nlt_close(&late);
}

/* An interface index means nothing outside its namespace. */
TEST_F(perm, moved_netdev_has_no_ifindex)
{
	const struct nlt_row *port = &self->topo.port.row[0];
	char cmd[256];
	struct nlt_row row;

	snprintf(cmd, sizeof(cmd),
		 "ip netns add cpo-perm && ip link set %s netns cpo-perm",
		 nlt_str(port, CPO_A_PORT_IFNAME));
	if (system(cmd)) {
		if (system("ip netns del cpo-perm")) {}
		SKIP(return, "the netdev of a port cannot be moved");
	}
	EXPECT_EQ(0, nlt_do(&self->nl, CPO_CMD_PORT_GET,
			    ARGS(A(CPO_A_PORT_DEV_ID, self->dev)
				 A(CPO_A_PORT_PORT_ID, 0)), &row));
	EXPECT_FALSE(nlt_has(&row, CPO_A_PORT_IFINDEX));
	EXPECT_FALSE(nlt_has(&row, CPO_A_PORT_IFNAME));
	nlt_row_free(&row);
	snprintf(cmd, sizeof(cmd),
		 "ip -n cpo-perm link set %s netns 1; ip netns del cpo-perm",
		 nlt_str(port, CPO_A_PORT_IFNAME));
	EXPECT_EQ(0, system(cmd));
}

TEST_HARNESS_MAIN

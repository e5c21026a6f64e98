// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* Dumps under pressure: small buffers, readers that leave, many at once. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nlt.h"
#include "topo.h"

#define SLOW		300	/* seconds: a debug kernel under emulation */
#define SMALL_BUFFER	4096	/* the least a dump is cut to */
#define LEAST_RCVBUF	1	/* the kernel makes it its minimum */

static const int cmds[] = {
	CPO_CMD_DEV_GET, CPO_CMD_ENGINE_GET, CPO_CMD_ELS_GET,
	CPO_CMD_LASER_GET, CPO_CMD_LANE_GET, CPO_CMD_PORT_GET,
	CPO_CMD_ROUTE_GET, CPO_CMD_SENSOR_GET,
};

#define CMDS	(sizeof(cmds) / sizeof(cmds[0]))
#define LANES	4	/* place of CPO_CMD_LANE_GET */

FIXTURE(dump) {
	struct nlt nl;
	struct nlt_rows want[CMDS];
	uint64_t dev;
	char pci[32];
};

FIXTURE_SETUP(dump)
{
	struct nlt_row dev;
	size_t i;

	ASSERT_EQ(0, nlt_open(&self->nl)) {
		TH_LOG("no cpo family: is the module loaded?");
	}
	ASSERT_EQ(0, topo_pick_dev(&self->nl, &dev)) {
		TH_LOG("no device");
	}
	self->dev = nlt_u(&dev, CPO_A_DEV_DEV_ID);
	snprintf(self->pci, sizeof(self->pci), "%s",
		 nlt_str(&dev, CPO_A_DEV_DEV_NAME));
	nlt_row_free(&dev);
	for (i = 0; i < CMDS; i++) {
		ASSERT_EQ(0, nlt_dump(&self->nl, cmds[i], NO_ARGS,
				      &self->want[i]));
	}
}

FIXTURE_TEARDOWN(dump)
{
	size_t i;

	for (i = 0; i < CMDS; i++)
		nlt_rows_free(&self->want[i]);
	nlt_close(&self->nl);
}

/* Same objects in the same order: the leading ids of both rows agree. */
static bool same_ids(const struct nlt_row *a, const struct nlt_row *b)
{
	struct nlattr *pa = a->attrs, *pb = b->attrs;
	int ra = a->len, rb = b->len, n;

	for (n = 0; n < 3; n++) {
		if (!nla_ok(pa, ra) || !nla_ok(pb, rb))
			return false;
		if (nla_type(pa) != nla_type(pb))
			return false;
		if (n < 2 && nla_uint(pa) != nla_uint(pb))
			return false;
		pa = nla_next(pa, &ra);
		pb = nla_next(pb, &rb);
	}
	return true;
}

TEST_F_TIMEOUT(dump, small_buffers_lose_nothing, SLOW)
{
	struct nlt_rows rows;
	struct nlt small;
	size_t i, k;

	ASSERT_EQ(0, nlt_open_sized(&small, SMALL_BUFFER));
	ASSERT_EQ(0, nlt_set_buffer(&small, SMALL_BUFFER, LEAST_RCVBUF));
	for (i = 0; i < CMDS; i++) {
		ASSERT_EQ(0, nlt_dump(&small, cmds[i], NO_ARGS, &rows)) {
			TH_LOG("command %d", cmds[i]);
		}
		EXPECT_EQ(self->want[i].n, rows.n);
		for (k = 0; k < rows.n && k < self->want[i].n && i; k++) {
			EXPECT_TRUE(same_ids(&self->want[i].row[k],
					     &rows.row[k])) {
				TH_LOG("command %d row %zu", cmds[i], k);
			}
		}
		nlt_rows_free(&rows);
	}
	nlt_close(&small);
}

/* A reader that asks and goes away leaves nothing behind. */
TEST_F_TIMEOUT(dump, readers_that_leave, SLOW)
{
	struct nlt_rows rows;
	struct nlt gone;
	size_t i;
	int n;

	for (n = 0; n < 30; n++) {
		struct nl_msg *msg;

		ASSERT_EQ(0, nlt_open_sized(&gone, SMALL_BUFFER));
		ASSERT_EQ(0, nlt_set_buffer(&gone, SMALL_BUFFER,
					    LEAST_RCVBUF));
		msg = nlmsg_alloc();
		ASSERT_NE(NULL, msg);
		ASSERT_NE(NULL, genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ,
					    gone.family, 0,
					    NLM_F_REQUEST | NLM_F_DUMP,
					    CPO_CMD_LANE_GET, 1));
		ASSERT_LT(0, nl_send_auto(gone.sk, msg));
		nlmsg_free(msg);
		nlt_close(&gone);
	}
	for (i = 0; i < CMDS; i++) {
		ASSERT_EQ(0, nlt_dump(&self->nl, cmds[i], NO_ARGS, &rows));
		EXPECT_EQ(self->want[i].n, rows.n);
		nlt_rows_free(&rows);
	}
}

static int dump_all(const struct nlt_rows *want, int rounds)
{
	struct nlt_rows rows;
	struct nlt nl;
	size_t i;
	int err = 0;

	if (nlt_open(&nl))
		return 1;
	while (rounds-- && !err) {
		for (i = 0; i < CMDS && !err; i++) {
			err = nlt_dump(&nl, cmds[i], NO_ARGS, &rows);
			if (!err && rows.n != want[i].n)
				err = -EPROTO;
			nlt_rows_free(&rows);
		}
	}
	nlt_close(&nl);
	return err ? 2 : 0;
}

TEST_F_TIMEOUT(dump, parallel_dumps, SLOW)
{
	int i, status;
	pid_t pid[4];

	for (i = 0; i < 4; i++) {
		pid[i] = fork();
		ASSERT_LE(0, pid[i]);
		if (!pid[i])
			_exit(dump_all(self->want, 5));
	}
	for (i = 0; i < 4; i++) {
		ASSERT_EQ(pid[i], waitpid(pid[i], &status, 0));
		EXPECT_EQ(0, status);
	}
}

/* While new values come in, each dump is still complete. */
TEST_F_TIMEOUT(dump, dumps_beside_refreshes, SLOW)
{
	int status, err = 0;
	pid_t pid;

	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		struct nlt nl;

		if (nlt_open(&nl))
			_exit(1);
		while (!err)
			err = nlt_do(&nl, CPO_CMD_REFRESH,
				     ARGS(A(CPO_A_DEV_DEV_ID, self->dev)),
				     NULL);
		_exit(2);
	}
	EXPECT_EQ(0, dump_all(self->want, 5));
	EXPECT_EQ(0, waitpid(pid, &status, WNOHANG)) {
		TH_LOG("a refresh failed, status %x", status);
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}

/* Two dumps on two sockets, read in turn. */
TEST_F_TIMEOUT(dump, unread_dump_blocks_nobody, SLOW)
{
	struct nlt_rows rows;
	struct nlt lazy;
	struct nl_msg *msg;
	int i;

	ASSERT_EQ(0, nlt_open_sized(&lazy, SMALL_BUFFER));
	ASSERT_EQ(0, nlt_set_buffer(&lazy, SMALL_BUFFER, LEAST_RCVBUF));
	msg = nlmsg_alloc();
	ASSERT_NE(NULL, msg);
	ASSERT_NE(NULL, genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ,
				    lazy.family, 0, NLM_F_REQUEST | NLM_F_DUMP,
				    CPO_CMD_LANE_GET, 1));
	ASSERT_LT(0, nl_send_auto(lazy.sk, msg));
	nlmsg_free(msg);
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(0, nlt_dump(&self->nl, CPO_CMD_LANE_GET, NO_ARGS,
				      &rows));
		nlt_rows_free(&rows);
		EXPECT_EQ(0, nlt_do(&self->nl, CPO_CMD_REFRESH,
				    ARGS(A(CPO_A_DEV_DEV_ID, self->dev)),
				    NULL));
	}
	nlt_close(&lazy);
}

/* Ask for a dump without reading what comes. */
static int ask(struct nlt *nl, int cmd)
{
	struct nl_msg *msg = nlmsg_alloc();
	int err;

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, nl->family, 0,
				 NLM_F_REQUEST | NLM_F_DUMP, cmd, 1))
		return -ENOMEM;
	err = nl_send_auto(nl->sk, msg);
	nlmsg_free(msg);
	return err < 0 ? -EIO : 0;
}

static int driver(const char *what, const char *pci)
{
	char path[64];
	int fd, err = 0;

	snprintf(path, sizeof(path), "/sys/bus/pci/drivers/cpo_pci/%s", what);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return -errno;
	if (write(fd, pci, strlen(pci)) < 0)
		err = -errno;
	close(fd);
	return err;
}

/*
 * A dump that objects come or go under says so; the next one is whole. Gives
 * the device a new id, hence the last test.
 */
TEST_F_TIMEOUT(dump, a_new_topology_interrupts, SLOW)
{
	char first[SMALL_BUFFER];
	struct nlt_rows rows;
	struct nlt slow;
	size_t i;

	/* the kernel is a message ahead of who reads */
	if (self->want[LANES].n < 64)
		SKIP(return, "%zu lanes are in two messages",
		     self->want[LANES].n);
	ASSERT_EQ(0, nlt_open_sized(&slow, SMALL_BUFFER));
	ASSERT_EQ(0, nlt_set_buffer(&slow, SMALL_BUFFER, LEAST_RCVBUF));
	ASSERT_EQ(0, ask(&slow, CPO_CMD_LANE_GET));
	/* libnl would go on to the end */
	ASSERT_LT(0, recv(nl_socket_get_fd(slow.sk), first, sizeof(first), 0));
	ASSERT_EQ(0, driver("unbind", self->pci));
	ASSERT_EQ(0, driver("bind", self->pci));
	nl_recvmsgs_default(slow.sk);
	EXPECT_TRUE(slow.done);
	EXPECT_TRUE(slow.interrupted);
	for (i = 0; i < CMDS; i++) {
		ASSERT_EQ(0, nlt_dump(&self->nl, cmds[i], NO_ARGS, &rows));
		EXPECT_FALSE(self->nl.interrupted);
		EXPECT_EQ(self->want[i].n, rows.n);
		nlt_rows_free(&rows);
	}
	nlt_close(&slow);
}

TEST_HARNESS_MAIN

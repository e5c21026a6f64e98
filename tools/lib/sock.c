// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
// Copyright (c) 2026 cpo contributors
/* Netlink sockets. */

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <linux/netlink.h>

#include "private.h"

static void sock_options(struct mnl_socket *nl, int rcvbuf)
{
	int fd = mnl_socket_get_fd(nl);
	int one = 1;

	/*
	 * None is fatal: without them errors only say less. Echoing the
	 * request is off (CAP_ACK), the context keeps its own copy.
	 */
	mnl_socket_setsockopt(nl, NETLINK_EXT_ACK, &one, sizeof(one));
	mnl_socket_setsockopt(nl, NETLINK_CAP_ACK, &one, sizeof(one));
	if (!rcvbuf)
		return;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &rcvbuf,
		       sizeof(rcvbuf)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
}

int cpo_sock_open(struct cpo_sock *sock, int rcvbuf)
{
	struct mnl_socket *nl;
	int err;

	nl = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!nl)
		return -errno;
	sock_options(nl, rcvbuf);
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0) {
		err = -errno;
		mnl_socket_close(nl);
		return err;
	}
	sock->nl = nl;
	sock->portid = mnl_socket_get_portid(nl);
	return 0;
}

void cpo_sock_close(struct cpo_sock *sock)
{
	if (sock->nl)
		mnl_socket_close(sock->nl);
	sock->nl = NULL;
}

int cpo_sock_fd(const struct cpo_sock *sock)
{
	return mnl_socket_get_fd(sock->nl);
}

int cpo_sock_join(const struct cpo_sock *sock, uint32_t group)
{
	int val = group;

	if (mnl_socket_setsockopt(sock->nl, NETLINK_ADD_MEMBERSHIP, &val,
				  sizeof(val)) < 0)
		return -errno;
	return 0;
}

int cpo_sock_send(struct cpo_sock *sock, const void *buf, size_t len)
{
	ssize_t ret;

	do {
		ret = mnl_socket_sendto(sock->nl, buf, len);
	} while (ret < 0 && errno == EINTR);
	return ret < 0 ? -errno : 0;
}

static int sock_wait(int fd, int timeout)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	int ret;

	do {
		ret = poll(&pfd, 1, timeout);
	} while (ret < 0 && errno == EINTR);
	if (ret < 0)
		return -errno;
	return ret ? 0 : -ETIMEDOUT;
}

ssize_t cpo_sock_recv(struct cpo_sock *sock, void *buf, size_t size,
		      int timeout)
{
	struct iovec iov = { .iov_base = buf, .iov_len = size };
	struct sockaddr_nl from;
	struct msghdr msg;
	ssize_t ret;
	int err;

	do {
		err = timeout ? sock_wait(cpo_sock_fd(sock), timeout) : 0;
		if (err)
			return err;
		memset(&from, 0, sizeof(from));
		memset(&msg, 0, sizeof(msg));
		msg.msg_name = &from;
		msg.msg_namelen = sizeof(from);
		msg.msg_iov = &iov;
		msg.msg_iovlen = 1;
		ret = recvmsg(cpo_sock_fd(sock), &msg, MSG_DONTWAIT);
		if (ret < 0 && errno != EINTR &&
		    !(errno == EAGAIN && timeout))
			return -errno;
		/* Only the kernel, port 0, is listened to. */
	} while (ret < 0 || from.nl_pid);
	if (msg.msg_flags & MSG_TRUNC)
		return -EMSGSIZE;
	return ret;
}

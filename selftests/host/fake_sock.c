// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Sockets of the fake, in place of those of generic netlink. */

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <linux/netlink.h>

#include "fake.h"
#include "fake_priv.h"

/* ---- Sockets and their messages ---- */

struct datagram {
	struct datagram *next;
	size_t len;
	uint8_t data[];
};

struct sock fake_socks[MAX_SOCKS];

static struct sock *sock_find(int fd)
{
	unsigned int i;

	for (i = 0; fd >= 0 && i < MAX_SOCKS; i++)
		if (fake_socks[i].portid && fake_socks[i].fd == fd)
			return &fake_socks[i];
	return NULL;
}

void fake_sock_wake(struct sock *sock)
{
	uint64_t one = 1;

	if (write(sock->fd, &one, sizeof(one)) < 0)
		abort();
}

void fake_sock_queue(struct sock *sock, const void *data, size_t len)
{
	struct datagram *dg = malloc(sizeof(*dg) + len);

	dg->next = NULL;
	dg->len = len;
	memcpy(dg->data, data, len);
	*sock->last = dg;
	sock->last = &dg->next;
	sock->queued++;
	fake_sock_wake(sock);
}

/* ---- What takes the place of the C library's ---- */

#define REAL(name)							\
	((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

int socket(int domain, int type, int protocol)
{
	unsigned int i;

	if (domain != AF_NETLINK || protocol != NETLINK_GENERIC)
		return REAL(socket)(domain, type, protocol);
	for (i = 0; i < MAX_SOCKS; i++) {
		if (fake_socks[i].portid)
			continue;
		memset(&fake_socks[i], 0, sizeof(fake_socks[i]));
		fake_socks[i].fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		fake_socks[i].portid = 1000 + i;
		fake_socks[i].last = &fake_socks[i].first;
		return fake_socks[i].fd;
	}
	errno = EMFILE;
	return -1;
}

int close(int fd)
{
	struct sock *sock = sock_find(fd);
	struct datagram *dg;

	while (sock && (dg = sock->first)) {
		sock->first = dg->next;
		free(dg);
	}
	if (sock)
		sock->portid = 0;
	return REAL(close)(fd);
}

int bind(int fd, const struct sockaddr *addr, socklen_t len)
{
	return sock_find(fd) ? 0 : REAL(bind)(fd, addr, len);
}

int getsockname(int fd, struct sockaddr *addr, socklen_t *len)
{
	struct sockaddr_nl nl = { .nl_family = AF_NETLINK };
	struct sock *sock = sock_find(fd);

	if (!sock)
		return REAL(getsockname)(fd, addr, len);
	nl.nl_pid = sock->portid;
	memcpy(addr, &nl, sizeof(nl));
	*len = sizeof(nl);
	return 0;
}

int setsockopt(int fd, int level, int name, const void *val, socklen_t len)
{
	struct sock *sock = sock_find(fd);

	if (!sock)
		return REAL(setsockopt)(fd, level, name, val, len);
	if (level == SOL_NETLINK && name == NETLINK_ADD_MEMBERSHIP)
		sock->groups |= 1ull << *(const int *)val;
	return 0;
}

ssize_t sendto(int fd, const void *buf, size_t len, int flags,
	       const struct sockaddr *addr, socklen_t alen)
{
	struct sock *sock = sock_find(fd);

	if (!sock)
		return REAL(sendto)(fd, buf, len, flags, addr, alen);
	if (fake_early &&
	    ((const struct nlmsghdr *)buf)->nlmsg_type == fake_family_id) {
		fake_control(fake_early);
		fake_early = NULL;
	}
	pthread_mutex_lock(&fake_lock);
	fake_serve(sock, buf);
	fake_late.told = fake_late.count || fake_late.lines[0];
	pthread_mutex_unlock(&fake_lock);
	return len;
}

/* Takes one datagram; the eventfd stays readable while there are more. */
static ssize_t sock_take(struct sock *sock, struct msghdr *msg)
{
	struct datagram *dg = sock->first;
	struct iovec *iov = msg->msg_iov;
	uint64_t count;
	size_t len;

	if (sock->overflow) {
		sock->overflow = false;
		errno = ENOBUFS;
		return -1;
	}
	if (!dg) {
		if (read(sock->fd, &count, sizeof(count)) < 0)
			errno = EAGAIN;
		if (sock->groups)
			fake_do_late();
		errno = EAGAIN;
		return -1;
	}
	len = dg->len < iov->iov_len ? dg->len : iov->iov_len;
	memcpy(iov->iov_base, dg->data, len);
	msg->msg_flags = dg->len > len ? MSG_TRUNC : 0;
	sock->first = dg->next;
	sock->queued--;
	if (!sock->first)
		sock->last = &sock->first;
	free(dg);
	return len;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	struct sock *sock = sock_find(fd);
	ssize_t ret;
	int err;

	if (!sock)
		return REAL(recvmsg)(fd, msg, flags);
	pthread_mutex_lock(&fake_lock);
	ret = sock_take(sock, msg);
	err = errno;
	pthread_mutex_unlock(&fake_lock);
	errno = err;
	return ret;
}

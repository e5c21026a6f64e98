// SPDX-License-Identifier: GPL-2.0-only
// Copyright (c) 2026 cpo contributors
/* Hand-written answers in place of what a socket receives. */

#include <stdlib.h>
#include <sanitizer/asan_interface.h>

#include "wire.h"

#define MAX_QUEUED	64

static struct {
	int err;
	size_t len;
	uint8_t *data;
} queue[MAX_QUEUED];

static unsigned int head, tail;

ssize_t __real_cpo_sock_recv(struct cpo_sock *sock, void *buf, size_t size,
			     int timeout);
ssize_t __wrap_cpo_sock_recv(struct cpo_sock *sock, void *buf, size_t size,
			     int timeout);

void wire_clear(void)
{
	while (head < tail)
		free(queue[head++].data);
	head = 0;
	tail = 0;
}

bool wire_empty(void)
{
	return head == tail;
}

void wire_error(int err)
{
	queue[tail].data = NULL;
	queue[tail++].err = err;
}

void wire_data(const void *data, size_t len)
{
	queue[tail].err = 0;
	queue[tail].len = len;
	queue[tail].data = malloc(len + 1);
	memcpy(queue[tail++].data, data, len);
}

void wire_msg(struct cpo_ctx *ctx, struct nlmsghdr *nlh)
{
	nlh->nlmsg_seq = ctx->seq + 1;
	wire_data(nlh, nlh->nlmsg_len);
}

ssize_t __wrap_cpo_sock_recv(struct cpo_sock *sock, void *buf, size_t size,
			     int timeout)
{
	size_t len;
	int err;

	ASAN_UNPOISON_MEMORY_REGION(buf, size);
	if (wire_empty())
		return __real_cpo_sock_recv(sock, buf, size, timeout);
	err = queue[head].err;
	len = queue[head].len < size ? queue[head].len : size;
	if (!err && len)
		memcpy(buf, queue[head].data, len);
	/* Whoever reads behind what came is caught. */
	ASAN_POISON_MEMORY_REGION((uint8_t *)buf + len, size - len);
	free(queue[head++].data);
	if (wire_empty())
		wire_clear();
	return err ? err : (ssize_t)len;
}

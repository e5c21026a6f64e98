/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPO_HOST_WIRE_H
#define CPO_HOST_WIRE_H

#include "private.h"

/*
 * Answers a test writes by hand. While any is queued, it is what the library
 * receives; without one it receives what the fake family sends. Link with
 * --wrap=cpo_sock_recv.
 */

/* Queue an error instead of a datagram: a negative errno. */
void wire_error(int err);
/* Queue a copy of a datagram. */
void wire_data(const void *data, size_t len);
/* As wire_data(), with the sequence number of the next request filled in. */
void wire_msg(struct cpo_ctx *ctx, struct nlmsghdr *nlh);
void wire_clear(void);
bool wire_empty(void);

#endif /* CPO_HOST_WIRE_H */

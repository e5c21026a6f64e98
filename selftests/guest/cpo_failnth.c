// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/*
 * One system call with the n-th allocation in it failing:
 *   cpo_failnth N write PATH TEXT	write TEXT to a file of sysfs
 *   cpo_failnth N reload BUS DEV	devlink reload of a device
 * Prints what is left of N, which is 0 when a failure was injected, and the
 * errno of the call. Only what the call itself does counts.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/devlink.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

/* What to call, ready to go: preparing it must not count. */
struct call {
	int fd;
	const void *data;
	size_t len;
};

static int usage(void)
{
	fprintf(stderr,
		"usage: cpo_failnth N write PATH TEXT | reload BUS DEV\n");
	return 2;
}

static int fail_after(struct call *call, const char *n)
{
	int fd = open("/proc/thread-self/fail-nth", O_RDWR);
	char left[16] = "";
	int err;

	if (fd < 0) {
		perror("fail-nth");
		return 1;
	}
	if (write(fd, n, strlen(n)) < 0)
		return 1;
	err = write(call->fd, call->data, call->len) < 0 ? errno : 0;
	if (pread(fd, left, sizeof(left) - 1, 0) < 0 || write(fd, "0", 1) < 0)
		return 1;
	printf("%d %d\n", atoi(left), err);
	return 0;
}

static int run_write(const char *n, const char *path, const char *text)
{
	struct call call = { .data = text, .len = strlen(text) };
	int status;

	call.fd = open(path, O_WRONLY);
	if (call.fd < 0) {
		perror(path);
		return 1;
	}
	status = fail_after(&call, n);
	close(call.fd);
	return status;
}

/* The kernel reloads in the call that sends the request. */
static int run_reload(const char *n, const char *bus, const char *dev)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_msg *msg = nlmsg_alloc();
	struct call call;
	int family;

	if (!sk || !msg || genl_connect(sk))
		return 1;
	family = genl_ctrl_resolve(sk, "devlink");
	if (family < 0)
		return 1;
	genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, 0,
		    DEVLINK_CMD_RELOAD, DEVLINK_GENL_VERSION);
	nla_put_string(msg, DEVLINK_ATTR_BUS_NAME, bus);
	nla_put_string(msg, DEVLINK_ATTR_DEV_NAME, dev);
	nl_complete_msg(sk, msg);
	call.fd = nl_socket_get_fd(sk);
	call.data = nlmsg_hdr(msg);
	call.len = nlmsg_hdr(msg)->nlmsg_len;
	return fail_after(&call, n);
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return usage();
	if (!strcmp(argv[2], "write"))
		return run_write(argv[1], argv[3], argv[4]);
	if (!strcmp(argv[2], "reload"))
		return run_reload(argv[1], argv[3], argv[4]);
	return usage();
}

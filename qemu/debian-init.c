// SPDX-License-Identifier: GPL-2.0
/*
 * First program of a guest whose kernel has 9p as a module: load the modules
 * of the initramfs, mount the root that vm.sh shares, go on with what vm.sh
 * ordered.  The kernel passes the arguments that follow "--".
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define P9_OPTIONS \
	"trans=virtio,version=9p2000.L,cache=loose,msize=262144"

/* The kernel panics when its init ends, and that ends the guest. */
static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
		die(path);
	close(fd);
}

/* One name per line, what others need before them. */
static void load_all(const char *list)
{
	char path[256];
	FILE *file = fopen(list, "re");

	if (!file)
		die(list);
	while (fgets(path, sizeof(path), file)) {
		path[strcspn(path, "\n")] = '\0';
		load(path);
	}
	fclose(file);
}

int main(int argc, char **argv)
{
	(void)argc;
	mkdir("/dev", 0755);
	if (mount("devtmpfs", "/dev", "devtmpfs", 0, NULL))
		die("devtmpfs");
	load_all("/modules/order");
	mkdir("/root", 0755);
	if (mount("root", "/root", "9p", MS_RDONLY, P9_OPTIONS))
		die("the shared root");
	if (mount("/dev", "/root/dev", NULL, MS_MOVE, NULL))
		die("moving /dev");
	if (chdir("/root") || mount(".", "/", NULL, MS_MOVE, NULL) ||
	    chroot(".") || chdir("/"))
		die("moving to the shared root");
	argv[0] = "/bin/sh";
	execv(argv[0], argv);
	die(argv[0]);
}

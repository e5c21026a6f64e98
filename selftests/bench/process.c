// SPDX-License-Identifier: GPL-2.0
// Copyright (c) 2026 The cpo authors

/* A program as a whole, from fork to exit, with its output thrown away. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define PATH_OUT	"/tmp/out"	/* in the folder it runs in */

static void child(const char *out, char **argv)
{
	int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		_exit(126);
	execv(argv[0], argv);
	_exit(127);
}

static void once(const char *out, char **argv)
{
	int status;
	pid_t pid;

	pid = fork();
	if (!pid)
		child(out, argv);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		bench_die(argv[0], errno);
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "cpo_bench: %s: status 0x%x\n", argv[0],
			status);
		exit(1);
	}
}

/*
 * process NAME ROUNDS ROOT PROGRAM ARGS...: PROGRAM in ROOT, a folder with all
 * it needs, so that no file system of the host takes part.
 */
int bench_process_main(int argc, char **argv)
{
	unsigned int rounds;
	struct stat st;
	struct bench b;

	if (argc < 4)
		return 2;
	rounds = bench_number(argv[1]);
	bench_init(&b, argv[0], rounds);
	if (chroot(argv[2]) || chdir("/"))
		bench_die(argv[2], errno);
	argv += 3;
	/* the first time its pages are made, and its output is looked at */
	once(PATH_OUT, argv);
	if (stat(PATH_OUT, &st))
		bench_die(PATH_OUT, errno);
	bench_fact(&b, "bytes", st.st_size);
	while (b.n < rounds) {
		bench_begin(&b);
		once("/dev/null", argv);
		bench_end(&b);
	}
	bench_print(&b);
	return 0;
}

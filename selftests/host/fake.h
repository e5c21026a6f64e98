/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 cpo contributors */
#ifndef CPO_HOST_FAKE_H
#define CPO_HOST_FAKE_H

/*
 * A stand-in for the kernel's family "cpo", for tests that need no kernel.
 * It takes the place of generic netlink sockets in a process, either loaded
 * with LD_PRELOAD or linked in.
 *
 * Environment:
 *   CPO_FAKE          q3450 (default) or bailly, two for two devices
 *                     ("q3450,bailly"), none for no device, absent for no
 *                     family
 *   CPO_FAKE_INTR     so many dumps are marked as interrupted
 *   CPO_FAKE_DENY     1: commands that need a privilege are refused
 *   CPO_FAKE_STALE    1: all samples are stale
 *   CPO_FAKE_FUTURE   1: attributes and values of a newer kernel
 *   CPO_FAKE_RENUMBER 1: the family gets a new id after the first lookup
 *   CPO_FAKE_CONTROL  a FIFO with lines of fake_control()
 */

/*
 * Do one thing: "pull DEV ELS", "insert DEV ELS", "lose DEV N" (events are
 * counted but not sent), "overflow" (the next read of a monitor fails),
 * "epoch DEV", "dark DEV ENGINE LANE" (without an event), "gone", "back".
 */
void fake_control(const char *line);

/* Requests seen so far that were not for the controller. */
unsigned int fake_requests(void);

/* Forget all sockets and read the environment again. */
void fake_reset(void);

#endif /* CPO_HOST_FAKE_H */

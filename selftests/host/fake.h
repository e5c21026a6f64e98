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
 *   CPO_FAKE          q3450 (default), q3450mp, bailly, sn6800, nic, or inside
 *                     (lasers in the engines); two for two devices
 *                     ("q3450,bailly"), none for no device, absent for no
 *                     family
 *   CPO_FAKE_INTR     so many dumps are marked as interrupted
 *   CPO_FAKE_DENY     1: commands that need a privilege are refused
 *   CPO_FAKE_STALE    1: all samples are stale
 *   CPO_FAKE_FUTURE   1: attributes and values of a newer kernel
 *   CPO_FAKE_OLD      1: a kernel without flags and limits
 *   CPO_FAKE_TICKS    so many times an event happens while lanes are read
 *   CPO_FAKE_FAIL     a kind of object ("port", or "1/port" of one device):
 *                     reading it fails
 *   CPO_FAKE_RENUMBER 1: the family gets a new id after the first lookup
 *   CPO_FAKE_IDLE     1: no port carries traffic
 *   CPO_FAKE_BLIND    1: no power is known
 *   CPO_FAKE_SILENT   1: traffic is not reported
 *   CPO_FAKE_YOUNG    1: no window is complete yet
 *   CPO_FAKE_HOSTILE  1: windows and counters that cannot be
 *   CPO_FAKE_REFUSE   1: dev-set and threshold-set are refused by the device;
 *                     N: threshold-set from the Nth on
 *   CPO_FAKE_PULLED   ELS that were pulled before, "0/3 1/2"
 *   CPO_FAKE_SET      values of rows that are otherwise: "laser 0/3/2 state=7
 *                     fault=1; lane 0/12/3 status=8"
 *   CPO_FAKE_FLAGS    flags, "lane 0/13/1 7.3 changes=5 set=60; els 0/2 0.1":
 *                     kind, device and numbers of the object, "*" for all;
 *                     quantity.level, or c and a code; then, by name and
 *                     number: clear=1, changes=, least=1, severity=, value=,
 *                     and first=, set=, cleared= for so many seconds ago
 *   CPO_FAKE_UNIT     unit of the sensor that has one of its own
 *   CPO_FAKE_OWN      limits that were set before: "lane 0/13/1 7=9000000,
 *                     8000000,1000,0", an object and a quantity
 *   CPO_FAKE_QUEUE    so many messages fit in the socket of a monitor
 *   CPO_FAKE_LOG      a file to which a line is added for each dev-set,
 *                     threshold-set and flag-clear
 *   CPO_FAKE_CONTROL  a FIFO with lines of fake_control()
 *   CPO_FAKE_EARLY    such a line, done before the first request
 */

/*
 * Do one thing: "pull DEV ELS", "insert DEV ELS", "lose DEV N" (events are
 * counted but not sent), "overflow" (the next read of a monitor fails),
 * "epoch DEV", "rebind DEV" (it comes back with another number),
 * "unbind DEV" (with all after it), "deaf" (messages are lost from here on),
 * "hear" (no more, and the next read fails),
 * "dark DEV ENGINE LANE" (without an event), "flag FLAG" as CPO_FAKE_FLAGS has
 * them, "silent FLAG" (without an event), "flood DEV N" (so many events of
 * flags at once), "late DEV N" (the same, but counted first and sent when the
 * monitor has read all there was), "forget" (all flags), "gone", "back".
 */
void fake_control(const char *line);

/* Requests seen so far that were not for the controller. */
unsigned int fake_requests(void);

/* Forget all sockets and read the environment again. */
void fake_reset(void);

#endif /* CPO_HOST_FAKE_H */

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""Flags that change faster than anybody looks are counted exactly.

A flap is two changes: the signal goes and comes back. Four readers look all the
time, each in its own way; a fifth compares at the end. Prints TAP.

Environment: CPO_DEV and QOM name the device, IFNAME is the netdev of a port,
CPO_HOST is the way to the host.
"""

import json
import os
import subprocess
import sys
import threading
import time

from ynl_compare import Tap
from ynl_load import load_family

DEV = os.environ['CPO_DEV']
ENGINE = f'{DEV}/engine0'
LANES = 4
ROUNDS = 5
AT_ONCE = 10000         # between two telemetry blocks
MILLION = 1000000
ANSWER_S = 30


def run(*words):
    """What a command prints."""
    return subprocess.run(words, check=True, text=True,
                          capture_output=True).stdout


def flap(lane, times):
    """Have a lane lose its signal so often, each time for a moment."""
    run(os.environ['CPO_HOST'], 'qom-set', os.environ['QOM'], 'inject',
        json.dumps({'name': 'los-flap', 'index': lane, 'value': times}))


def by_tool(lane):
    """(changes, state) of the flag by cpoctl."""
    rows = json.loads(run('cpoctl', '-j', 'flag', 'show', '--all',
                          f'{ENGINE}/lane{lane}'))['flags']
    for row in rows:
        if row['code'] == 'lane-rx-los':
            return row['changes'], row['state']
    return 0, 'clear'


class Ynl:
    """The same by a client that knows only the spec."""

    def __init__(self):
        self.family, _ = load_family()
        self.dev = int(DEV[3:])

    def flag(self, lane):
        """(changes, state) of the flag."""
        rows = self.family.dump('flag-get', {'dev-id': self.dev,
                                             'engine-id': 0,
                                             'lane-id': lane})
        for row in rows:
            if row['code'] == 'lane-rx-los':
                return row['changes'], row['state']
        return 0, 'clear'


class Reader(threading.Thread):
    """Looks again and again; keeps what went wrong."""

    def __init__(self, name, look):
        super().__init__(daemon=True)
        self.title = name
        self.look = look
        self.looks = 0
        self.trouble = None
        self.end = False

    def run(self):
        """Until it is told to end."""
        try:
            while not self.end:
                self.look()
                self.looks += 1
        except Exception as trouble:    # pylint: disable=broad-except
            self.trouble = trouble


def readers():
    """Four of them, with nothing in common."""
    ynl = Ynl()
    seen = [0]

    def growing():
        """A count never goes back."""
        changes = ynl.flag(0)[0]
        if changes < seen[0]:
            raise ValueError(f'{changes} after {seen[0]}')
        seen[0] = changes

    return [
        Reader('ethtool -m', lambda: run('ethtool', '-m',
                                         os.environ['IFNAME'])),
        Reader('cpoctl sensor show', lambda: run('cpoctl', 'sensor', 'show')),
        Reader('pyynl', growing),
        Reader('cpoctl flag show', lambda: run('cpoctl', 'flag', 'show')),
    ]


def wait_for(look, lane, changes):
    """Look until the count is there; returns what was seen last."""
    end = time.monotonic() + ANSWER_S
    while True:
        seen = look(lane)
        if seen == (changes, 'clear') or time.monotonic() > end:
            return seen
        time.sleep(0.5)


def compare(tap, ynl, name, want):
    """Every lane has its count, for both readers."""
    for lane, changes in enumerate(want):
        for reader, look in (('cpoctl', by_tool), ('pyynl', ynl.flag)):
            seen = wait_for(look, lane, changes)
            tap.result(f'{name}: lane {lane} by {reader}: {changes} changes',
                       None if seen == (changes, 'clear') else seen)


def under_readers(tap, ynl, want):
    """Flaps while others look."""
    others = readers()
    for reader in others:
        reader.start()
    for n in range(ROUNDS):
        for lane in range(LANES):
            flap(lane, AT_ONCE + n)
            want[lane] += 2 * (AT_ONCE + n)
        time.sleep(1)
    for reader in others:
        reader.end = True
    for reader in others:
        reader.join(60)
        tap.result(f'{reader.title}: looks without trouble',
                   reader.trouble if reader.looks else 'never looked')
    compare(tap, ynl, 'under four readers', want)


def cleared(tap, ynl, want):
    """A history that is forgotten begins anew, for this lane only."""
    run('cpoctl', 'flag', 'clear', f'{ENGINE}/lane1')
    tap.result('flag clear forgets', None if by_tool(1)[0] == 0
               else by_tool(1))
    want[1] = 0
    flap(1, 3)
    want[1] = 6
    compare(tap, ynl, 'after flag clear', want)


def main():
    """All of it."""
    tap = Tap()
    ynl = Ynl()
    want = [by_tool(lane)[0] for lane in range(LANES)]
    under_readers(tap, ynl, want)
    flap(0, MILLION)
    want[0] += 2 * MILLION
    compare(tap, ynl, 'a million flaps', want)
    cleared(tap, ynl, want)
    state = json.loads(run('cpoctl', '-j', 'port', 'show', DEV))['ports']
    tap.result('the links did not notice',
               [p['path'] for p in state if p['state'] != 'up'] or None)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""What cpoctl shows while the coolant stands still, and after it runs again.

The moments at which something is seen for the first time must come in the
order of Documentation/hw/cpo-device-interface.rst, the temperatures at the
times that follow from its constants. A monitor and the health tell the same
story, see coolant_events.py. Prints TAP.

Environment: CPO_DEV and QOM name the device, CPO_HOST is the way to the host.
"""

import json
import os
import statistics
import subprocess
import sys
import time

import coolant_events
from ynl_compare import Tap

DEV = os.environ['CPO_DEV']
LIMIT_S = 150           # until the last port is down
BACK_S = 420            # plate and modules cool, lasers are checked again
KP4 = 2.4e-4            # BER at which RS(544,514) begins to lose codewords
# half of the engines are as hot after so many seconds, in degrees Celsius
HOT = {80: 35, 90: 57}
HOT_OFF_S = 6
SETTLE_S = 300          # modules and plate get warm after the start
LATE_S = 1.5            # lanes are as old as a telemetry block, ports are not
STILL_S = 10
STILL = 0.1             # degrees Celsius or percent in that time


def flow(value):
    """Permille of the coolant's flow, or 'off' for the way it was."""
    subprocess.run([os.environ['CPO_HOST'], 'qom-set', os.environ['QOM'],
                    'inject', json.dumps({'name': 'coolant-flow', 'index': 0,
                                          'value': value})], check=True,
                   stdout=subprocess.DEVNULL)


def rows(*words):
    """The rows of a command of cpoctl."""
    out = subprocess.run(['cpoctl', '-j', *words], check=True, text=True,
                         capture_output=True).stdout
    return next(v for v in json.loads(out).values() if isinstance(v, list))


def column(table, key):
    """The values that are known."""
    return [row[key] for row in table if row.get(key) is not None]


class Look:
    """The machine at a moment, by cpoctl.

    What comes last in the story is read first, so it is never newer.
    """

    def __init__(self):
        self.ports = rows('port', 'show', DEV)
        lanes = rows('lane', 'show', DEV)
        lasers = rows('laser', 'show', DEV)
        self.temp = statistics.median(column(rows('engine', 'show', DEV),
                                             'temperature_celsius'))
        self.heater = statistics.median(column(lanes, 'heater_drive_percent'))
        self.tec = statistics.median(column(lasers, 'tec_drive_percent'))
        ber = column(lanes, 'pre_fec_ber_media')
        self.ber = statistics.median(ber) if ber else None
        self.worst = max(ber, default=1)
        self.rail = any(column(lanes, 'detuning_mhz'))
        self.unlocked = sum('ring-locked' not in lane['status']
                            for lane in lanes)
        self.down = sum(p['state'] == 'down' for p in self.ports)

    def all_up(self):
        """Whether every port carries data."""
        return not self.down


def settled():
    """The machine when nothing moves any more."""
    end = time.monotonic() + SETTLE_S
    now = Look()
    while time.monotonic() < end:
        before = now
        time.sleep(STILL_S)
        now = Look()
        if max(abs(now.temp - before.temp), abs(now.heater - before.heater),
               abs(now.tec - before.tec)) < STILL:
            break
    print(f'# at rest: engines {now.temp:.1f} C, heaters {now.heater:.1f} %, '
          f'TEC {now.tec:.1f} %', flush=True)
    return now


def lost(ports):
    """Codewords that FEC could not correct, and those with five errors."""
    fec = rows('stats', 'show', *(p['path'] for p in ports))
    return [sum(column(fec, 'fec_uncorrectable_codewords')),
            sum(f['fec_histogram'][5] for f in fec)]


def check(tap, name, good, why):
    """One result, with what it was when it is bad."""
    tap.result(name, None if good else why)


def signs(start, now):
    """What is seen, in the order in which it has to come."""
    return {
        'temperatures rise': now.temp > start.temp + 1,
        'heaters take it back': now.heater < start.heater - 2,
        'coolers work harder': now.tec > start.tec + 2,
        'BER climbs': now.ber is None or now.ber > 2 * start.ber,
        'a ring runs off its rail': now.rail,
        'BER jumps': now.worst > KP4,
        'a ring loses its lock': now.unlocked > 0,
        'a port goes down': now.down > 0,
        'all ports are down': now.down == len(now.ports),
    }


def tell(when, name, now, seconds):
    """For the reader of the log."""
    when[name] = seconds
    print(f'# {seconds:6.1f} s: {name} (engines {now.temp:.1f} C, '
          f'heaters {now.heater:.1f} %, TEC {now.tec:.1f} %, median BER '
          f'{now.ber or 0:.1e}, {now.down} ports down)', flush=True)


def heat_up(start):
    """Stop the coolant and watch: when each sign was seen first."""
    when = {}
    flow(0)
    t0 = time.monotonic()
    while time.monotonic() < t0 + LIMIT_S:
        now = Look()
        seconds = time.monotonic() - t0
        for name, seen in signs(start, now).items():
            if seen and name not in when:
                tell(when, name, now, seconds)
        for celsius in HOT:
            if now.temp >= celsius and celsius not in when:
                tell(when, celsius, now, seconds)
        if 'all ports are down' in when:
            break
    return when


def check_order(tap, start, when):
    """Each sign is there, and not before the one that leads to it.

    The exact order is that of the monitor.
    """
    names = list(signs(start, start))
    for before, name in zip([None] + names, names):
        why = f'{before} at {when.get(before)}, {name} at {when.get(name)}'
        check(tap, name if before is None else f'{name}, then',
              name in when and when[name] >= when.get(before, 0) - LATE_S, why)
    for celsius, seconds in HOT.items():
        check(tap, f'engines are at {celsius} C after {seconds} s',
              abs(when.get(celsius, 0) - seconds) < HOT_OFF_S,
              f'after {when.get(celsius)} s')
    slow = when.get('a ring runs off its rail', 0) - when.get('BER climbs', 0)
    check(tap, 'from the first climb of BER to the rail it takes a while',
          slow > 5, f'{slow} s')


def check_back(tap, start):
    """Let the coolant run again: everything is as it was."""
    flow('off')
    t0 = time.monotonic()
    now = Look()
    while time.monotonic() < t0 + BACK_S:
        now = Look()
        if now.all_up() and now.temp < start.temp + 1 and \
                now.tec < start.tec + 2:
            break
        time.sleep(1)
    print(f'# back after {time.monotonic() - t0:.0f} s')
    check(tap, 'all ports come up again', now.all_up(),
          [p['path'] for p in now.ports if p['state'] == 'down'])
    check(tap, 'temperatures come back', abs(now.temp - start.temp) < 1.5,
          now.temp)
    check(tap, 'so does the drive of heaters',
          abs(now.heater - start.heater) < 3, now.heater)
    check(tap, 'and that of coolers', abs(now.tec - start.tec) < 3, now.tec)
    check(tap, 'BER is what it was',
          now.ber is not None and now.ber < 3 * start.ber, now.ber)
    check(tap, 'every ring is locked', not now.unlocked, now.unlocked)


def main():
    """The story, and its end."""
    tap = Tap()
    start = settled()
    check(tap, 'all ports are up', start.all_up(), start.down)
    before = lost(start.ports)
    monitor = coolant_events.Monitor(DEV)
    when = heat_up(start)
    time.sleep(2)
    hot = coolant_events.health(DEV)
    coolant_events.text(DEV)
    check_order(tap, start, when)
    after = lost(start.ports)
    check(tap, 'FEC has counted it',
          after[0] > before[0] and after[1] > before[1], (before, after))
    coolant_events.check_monitor(tap, monitor.end())
    coolant_events.check_health(tap, 'when it is hot', hot)
    check_back(tap, start)
    cold = coolant_events.health(DEV)
    coolant_events.check_health(tap, 'afterwards', cold)
    check(tap, 'nothing is wrong any more',
          coolant_events.worst(cold) <= {'info'}, coolant_events.worst(cold))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

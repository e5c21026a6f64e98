#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""What each injection does, as cpoctl, pyynl and stock ethtool show it.

The table of injections is in Documentation/hw/cpo-device-interface.rst. Each
one is put in by the host, looked at by all readers, taken out again, and must
leave nothing behind. Prints TAP.

Environment: CPO_DEV and QOM name the device, CPO_HOST is the way to the host.
"""

import json
import os
import re
import subprocess
import sys
import time

from guest_tap import Tap
from ynl_load import load_family

DEV = os.environ['CPO_DEV']
QOM = os.environ['QOM']
HOST = os.environ['CPO_HOST']
SLOW = 5 if os.environ.get('KSFT_MACHINE_SLOW') else 1
LANE = 1                # of engine 0: neither first nor last of its bank
ANSWER_S = 15           # a few telemetry periods
HEAT_S = 60             # plate and engine follow the coolant
# what cpoctl calls a value that it shows in a unit for people, and the factor
TOOL = {
    'loss-mdb': ('loss_db', 1e3),
    'bias-na': ('bias_ma', 1e6),
    'age': ('age_percent', 100),
    'rail-uv': ('rails_v', 1e6),
    'temperature': ('temperature_celsius', 1e3),
    'heater-drive': ('heater_drive_percent', 100),
    'pre-fec-ber-media': ('pre_fec_ber_media', 1e18),
}


def cpoctl(kind, path):
    """The first row that cpoctl shows."""
    out = subprocess.run(['cpoctl', '-j', kind, 'show', path], check=True,
                         capture_output=True, text=True).stdout
    return next(v for v in json.loads(out).values() if isinstance(v, list))[0]


def host(*words):
    """Ask the emulator; its complaint, if any."""
    run = subprocess.run([HOST, *words], capture_output=True, text=True,
                         check=False)
    return run.stderr.strip() if run.returncode else ''


def inject(name, index, value):
    """Put a fault in, or take it out: 'off'."""
    return host('qom-set', QOM, 'inject', json.dumps(
        {'name': name, 'index': index, 'value': value}))


class Device:
    """One object of each kind, and the ways to read its values."""

    def __init__(self):
        self.family, _ = load_family()
        self.dev = int(DEV[3:])
        lane = cpoctl('lane', f'{DEV}/engine0/lane{LANE}')
        self.port = lane['port_id']
        port = cpoctl('port', f'{DEV}/port{self.port}')
        self.ifname = port['ifname']
        self.ring = 'heater_drive_percent' in lane
        self.laser = lane['els_id'], lane['laser_id']
        els = cpoctl('els', f'{DEV}/els{lane["els_id"]}')
        self.laser_record = lane['els_id'] * els['lasers'] + lane['laser_id']
        rows = self.family.dump('route-get', {'dev-id': self.dev,
                                              'els-id': lane['els_id'],
                                              'laser-id': lane['laser_id']})
        self.route = next(r['route-id'] for r in rows
                          if r['role'] == 'active')
        self.sensors = {s['label']: s['sensor-id'] for s in
                        self.family.dump('sensor-get', {'dev-id': self.dev})}

    def path(self, kind):
        """How cpoctl names the object."""
        return f'{DEV}/' + {
            'lane': f'engine0/lane{LANE}',
            'engine': 'engine0',
            'port': f'port{self.port}',
            'laser': f'els{self.laser[0]}/laser{self.laser[1]}',
            'route': f'route{self.route}',
        }[kind]

    def ids(self, kind):
        """How the family names it."""
        return {'dev-id': self.dev} | {
            'lane': {'engine-id': 0, 'lane-id': LANE},
            'engine': {'engine-id': 0},
            'port': {'port-id': self.port},
            'laser': {'els-id': self.laser[0], 'laser-id': self.laser[1]},
            'route': {'route-id': self.route},
        }[kind]

    def tool(self, kind, name):
        """A value by cpoctl."""
        key, factor = TOOL.get(name, (name.replace('-', '_'), None))
        value = cpoctl(kind, self.path(kind)).get(key)
        if isinstance(value, list) and factor:
            value = value[0]
        return value * factor if factor and value is not None else value

    def ynl(self, kind, name):
        """The same by pyynl."""
        value = self.family.do(f'{kind}-get', self.ids(kind)).get(name)
        return value[0] if name == 'rail-uv' and value else value

    def sensor(self, label):
        """A sensor by both, which have to agree."""
        number = self.sensors[label]
        ids = {'dev-id': self.dev, 'sensor-id': number}
        row = self.family.do('sensor-get', ids)
        tool = cpoctl('sensor', f'{DEV}/sensor{number}')
        # a block may come in between
        if tool.get('value') != row.get('value'):
            tool = cpoctl('sensor', f'{DEV}/sensor{number}')
            row = self.family.do('sensor-get', ids)
        return row.get('value') if tool.get('value') == row.get('value') \
            else None

    def stats(self, name):
        """A counter of the device by both, which have to agree."""
        row = self.family.do('stats-get', {'dev-id': self.dev})
        tool = cpoctl('stats', DEV)
        if tool[name.replace('-', '_')] != row[name]:
            row = self.family.do('stats-get', {'dev-id': self.dev})
        return row[name] if tool[name.replace('-', '_')] == row[name] else None

    def module(self):
        """Text of ethtool -m."""
        return subprocess.run(['ethtool', '-m', self.ifname], check=True,
                              capture_output=True, text=True).stdout

    def ethtool(self, what):
        """A number of the module: rx, tx (nW), temp (m°C) or vcc (uV)."""
        channel = LANE % 8 + 1
        pattern, factor = {
            'rx': (rf'(?:Rcvr|Receiver) signal .*\(Channel {channel}\) *: '
                   r'*([0-9.]+) mW', 1e6),
            'tx': (rf'Transmit avg .*\(Channel {channel}\) *: *([0-9.]+) mW',
                   1e6),
            'temp': (r'Module temperature *: *(-?[0-9.]+) degrees C', 1e3),
            'vcc': (r'Module voltage *: *([0-9.]+) V', 1e6),
        }[what]
        found = re.search(pattern, self.module())
        return float(found[1]) * factor if found else None

    def link(self):
        """What ethtool says of the link."""
        out = subprocess.run(['ethtool', self.ifname], check=False,
                             capture_output=True, text=True).stdout
        return re.search(r'Link detected: (.*)', out)[1]


# ---- what a value must be, when it was something before ----

def ratio(factor, off=0.03):
    """So many times as large."""
    return lambda old, new: abs(new / old - factor) <= off * factor


def moved(delta, off):
    """Larger by so much."""
    return lambda old, new: abs(new - old - delta) <= off


def becomes(value):
    """Just this."""
    return lambda _, new: new == value


def more(least):
    """Larger by at least so much."""
    return lambda old, new: new - old >= least


def has_word(word, there=True):
    """A status with or without a word."""
    return lambda _, new: (word in new) == there


def words(value):
    """A set of words, as either reader gives it."""
    if isinstance(value, str):
        return {w for w in value.split(',') if w}
    return set(value or ())


def near(old, new):
    """As it was."""
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return abs(new - old) <= 0.02 * abs(old) + 1
    return old == new


class Case:
    """An injection, and what is to be seen of it."""

    keep = False        # it ends by itself

    def __init__(self, dev, name, index, value, seconds=ANSWER_S):
        self.dev = dev
        self.name = name
        self.index = index
        self.value = value
        self.seconds = seconds * SLOW
        self.looks = []

    def look(self, title, get, good, back=near):
        """One thing to look at."""
        self.looks.append((title, get, good, back))
        return self

    def both(self, kind, name, good, back=near):
        """A value of the family, by both readers."""
        self.look(f'cpoctl {kind} {name}',
                  lambda: self.dev.tool(kind, name), good, back)
        return self.look(f'pyynl {kind} {name}',
                         lambda: self.dev.ynl(kind, name), good, back)

    def status(self, word, there=True):
        """A status word of the lane, by both readers."""
        self.look(f'cpoctl lane status, {word}',
                  lambda: words(self.dev.tool('lane', 'status')),
                  has_word(word, there), lambda old, new: old == new)
        return self.look(f'pyynl lane status, {word}',
                         lambda: words(self.dev.ynl('lane', 'status')),
                         has_word(word, there), lambda old, new: old == new)

    def down(self, reason):
        """The port is down, and everybody says why."""
        self.both('port', 'state', becomes('down'), lambda _, n: n == 'up')
        self.both('port', 'reason', becomes(reason), lambda *_: True)
        return self.look('ethtool link', self.dev.link,
                         lambda _, new: new.startswith('no'),
                         lambda _, new: new == 'yes')

    def module(self, what, good, back=near):
        """A value of ethtool -m."""
        return self.look(f'ethtool -m {what}',
                         lambda: self.dev.ethtool(what), good, back)

    def sensor(self, label, good, back=near):
        """A sensor, if the machine has it."""
        if label not in self.dev.sensors:
            return self
        return self.look(f'sensor "{label}"',
                         lambda: self.dev.sensor(label), good, back)

    def _wait(self, looks):
        """Until all are good; what is not, with its values."""
        end = time.monotonic() + self.seconds
        while True:
            bad = []
            for title, get, good, old in looks:
                now = get()
                try:
                    fine = good(old, now)
                except TypeError:       # no value
                    fine = False
                if not fine:
                    bad.append((title, f'was {old}, is {now}'))
            if not bad or time.monotonic() > end:
                return dict(bad)
            time.sleep(0.3)

    def run(self, tap):
        """Put it in, look, take it out, look again."""
        title = f'{self.name} {self.value}'
        before = [get() for _, get, _, _ in self.looks]
        why = inject(self.name, self.index, self.value)
        if why:
            tap.result(f'{title} is taken', why)
            return
        bad = self._wait([(t, g, good, old) for (t, g, good, _), old
                          in zip(self.looks, before)])
        for name, *_ in self.looks:
            tap.result(f'{title}: {name}', bad.get(name))
        if self.keep:
            return
        why = inject(self.name, self.index, 'off')
        bad = self._wait([(t, g, back, old) for (t, g, _, back), old
                          in zip(self.looks, before)])
        lines = [f'{n}: {w}' for n, w in bad.items()]
        tap.result(f'{title}: nothing is left of it',
                   why or '\n'.join(lines) or None)


def light_cases(dev):
    """Fibres, lasers, rings."""
    loss = Case(dev, 'fibre-loss', LANE, 3000)
    loss.both('lane', 'rx-power-nw', ratio(0.501)).module('rx', ratio(0.501))
    loss.both('lane', 'pre-fec-ber-media', lambda old, new: new > 10 * old,
              lambda old, new: new < 2 * old)
    los = Case(dev, 'los', LANE, 1)
    los.both('lane', 'rx-power-nw', becomes(0)).module('rx', becomes(0.0))
    los.status('rx-los').down('rx-los')
    feed = Case(dev, 'feed-loss', dev.laser_record, 1000)
    feed.both('route', 'loss-mdb', moved(1000, 30))
    feed.both('route', 'input-power-nw', ratio(0.794))
    feed.both('lane', 'tx-power-nw', ratio(0.794)).module('tx', ratio(0.794))
    age = Case(dev, 'age', dev.laser_record, 10000)
    age.both('laser', 'age', moved(10000, 1))
    age.both('laser', 'bias-na', ratio(1.2, 0.05))
    yield from (loss, los, feed, age)
    if dev.ring:
        drift = Case(dev, 'ring-drift', LANE, 5000)
        drift.both('lane', 'heater-drive', moved(1000, 20))
        unlock = Case(dev, 'ring-drift', LANE, 40000)
        unlock.status('ring-locked', False).down('ring-unlock')
        yield from (drift, unlock)


def board_cases(dev):
    """Coolant, rails, traffic."""
    def warm(old, new):
        return new < old + 20000

    inlet = Case(dev, 'inlet', 0, 5000)
    inlet.sensor('coolant inlet' if 'coolant inlet' in dev.sensors
                 else 'board inlet', moved(5000, 50), near)
    flow = Case(dev, 'coolant-flow', 0, 0, HEAT_S)
    flow.sensor('coolant flow', becomes(0))
    flow.both('engine', 'temperature', more(1500), warm)
    flow.module('temp', more(1500), warm)
    leak = Case(dev, 'leak', 0, 1)
    leak.sensor('leak rope', becomes(1))
    rail = Case(dev, 'engine-rail', 0, -100000)
    rail.both('engine', 'rail-uv', moved(-100000, 3000))
    rail.module('vcc', moved(-100000, 3000))
    load = Case(dev, 'load', 0, 0)
    load.both('port', 'traffic-mbps', becomes(0))
    yield from (rail, load, leak, inlet, flow)


def event_cases(dev):
    """Events that are too many, or do not come. They are gone when they were."""
    def stays(*_):
        return True

    storm = Case(dev, 'event-storm', LANE, 50)
    storm.look('events of both stats', lambda: dev.stats('events'), more(100),
               stays)
    storm.both('port', 'state', becomes('up'))
    drop = Case(dev, 'event-drop', 0, 7)
    drop.look('events lost, so far', lambda: dev.stats('events-lost'),
              moved(0, 0), stays)
    drop.keep = True
    flap = Case(dev, 'los-flap', LANE, 20)
    flap.look('events of both stats', lambda: dev.stats('events'), more(1),
              stays)
    flap.both('port', 'state', becomes('up'))
    # one block without is not late yet
    silent = Case(dev, 'interrupt-drop', 0, 4)
    silent.look('interrupts lost of both stats',
                lambda: dev.stats('interrupts-lost'), more(1), stays)
    silent.keep = True
    yield from (storm, flap, silent, drop)
    # the 7 events and more
    lost = Case(dev, 'event-storm', LANE, 10)
    lost.look('events lost of both stats', lambda: dev.stats('events-lost'),
              moved(7, 0), stays)
    yield lost


REFUSED = (
    ('no-such-fault', 0, 1, 'no-such-fault'),
    ('fibre-loss', 100000, 1, '100000'),
    ('fibre-loss', 0, -1, '-1'),
    ('leak', 0, 2, '2'),
    ('los-flap', 0, 0, '0'),
)


def main():
    """All cases, one after the other."""
    tap = Tap()
    for name, index, value, word in REFUSED:
        why = inject(name, index, value)
        tap.result(f'{name} {index} {value} is refused by name',
                   None if name in why and word in why else f'said: {why}')
    dev = Device()
    state = dev.ynl('port', 'state')
    tap.result('the port to be disturbed is up',
               None if state == 'up' else state)
    for case in [*light_cases(dev), *board_cases(dev)]:
        if case.looks:
            case.run(tap)
    for case in event_cases(dev):
        case.run(tap)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

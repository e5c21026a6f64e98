# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""What each interface says of the parts of a device, in the units of the family.

Every reader gives Sight tuples. A key is (kind, number..., quantity) as the
family names it; a value is None where the interface says that it is unknown.
"""

import collections
import glob
import json
import os
import re
import subprocess

import ethtool_compare as stock

# via: which interface, and which of its objects
Sight = collections.namedtuple('Sight', 'key value lsb via')

ENGINE = ('temperature', 'power-mw')
ELS = ('temperature', 'laser-temperature', 'vcc-uv', 'icc-na', 'power-mw',
       'tec-power-mw')
LASER = ('temperature', 'bias-na', 'power-nw')
LANE = ('tx-power-nw', 'rx-power-nw', 'symbol-errors')
PORT = ('state', 'reason', 'link-changes')
FEC = {'corrected_blocks': 'corrected-codewords',
       'uncorrectable_blocks': 'uncorrectable-codewords',
       'corrected_bits': 'corrected-bits'}


def run(*words):
    """What a command prints, or None when it fails."""
    done = subprocess.run(words, check=False, text=True, capture_output=True)
    return done.stdout if done.returncode == 0 else None


def laser_key(row):
    """A laser by its parent."""
    if 'els-id' in row:
        return 'laser', 'els', row['els-id'], row['laser-id']
    return 'laser', 'oe', row['engine-id'], row['laser-id']


class Family:
    """The rows of a device, by pyynl, at one moment."""

    def __init__(self, family, dev):
        self.dev = {'dev-id': dev}
        self.rows = {kind: family.dump(f'{kind}-get', self.dev)
                     for kind in ('engine', 'els', 'laser', 'lane', 'port',
                                  'sensor')}
        self.rows['dev'] = [row for row in family.dump('dev-get', {})
                            if row['dev-id'] == dev]
        self.values = dict(self._values())
        for row in self.rows['port']:
            fec = family.do('stats-get', {**self.dev,
                                          'port-id': row['port-id']})
            for name in FEC.values():
                self.values['port', row['port-id'], name] = \
                    fec.get('fec', {}).get(name)

    def _values(self):
        for row in self.rows['engine']:
            number = row['engine-id']
            for name in ENGINE:
                yield ('engine', number, name), row.get(name)
            for rail, value in enumerate(row.get('rail-uv', [])):
                yield ('engine', number, f'rail {rail}'), value
        for row in self.rows['els']:
            for name in ELS:
                yield ('els', row['els-id'], name), row.get(name)
        for row in self.rows['laser']:
            for name in LASER:
                yield (*laser_key(row), name), row.get(name)
        for row in self.rows['lane']:
            for name in LANE:
                yield ('lane', row['engine-id'], row['lane-id'],
                       name), row.get(name)
        for row in self.rows['port']:
            for name in PORT:
                yield ('port', row['port-id'], name), row.get(name)
        for row in self.rows['sensor']:
            yield ('sensor', row['sensor-id'], 'value'), row.get('value')
        yield ('dev', 'power-mw'), self.rows['dev'][0].get('power-mw')

    def stale(self):
        """How many rows say that they are old, and of how many."""
        marks = [bool(row['sample'].get('stale')) for rows in
                 self.rows.values() for row in rows]
        return sum(marks), len(marks)


# ---- hwmon ----

# of a label without the front-panel name: quantity, unit of hwmon in ours
HWMON_ENGINE = {('temp', 'temperature'): ('temperature', 1),
                ('power', 'power'): ('power-mw', 1e-3)}
HWMON_ELS = {('temp', 'case'): ('temperature', 1),
             ('temp', 'laser bench'): ('laser-temperature', 1),
             ('in', 'supply'): ('vcc-uv', 1e3),
             ('curr', 'supply current'): ('icc-na', 1e6),
             ('power', 'power'): ('power-mw', 1e-3),
             ('power', 'cooler'): ('tec-power-mw', 1e-3)}
HWMON_LASER = {'temperature': ('temperature', 1), 'bias': ('bias-na', 1e6),
               'light': ('power-nw', 1e3)}
HWMON_SENSOR = {'temp': ('temperature', 1), 'in': ('rail', 1e3),
                'power': ('power', 1e-3)}


def read(path):
    """The text of a file, or None for one that has no value now."""
    try:
        with open(path, encoding='ascii') as stream:
            return stream.read().strip()
    except OSError:
        return None


class Hwmon:
    """All hwmon devices of a cpo device."""

    def __init__(self, name, rows):
        self.label = {('oe', row['engine-id']): row.get('label', '')
                      for row in rows['engine']}
        self.label.update({('els', row['els-id']): row.get('label', '')
                           for row in rows['els']})
        self.sensors = {(row.get('engine-id'), row.get('els-id'),
                         row['kind'], row['label']): row['sensor-id']
                        for row in rows['sensor']}
        self.folders = {}
        for folder in glob.glob('/sys/class/hwmon/hwmon*'):
            text = read(f'{folder}/name') or ''
            if text.startswith(f'{name}_'):
                self.folders[text[len(name) + 1:]] = folder

    def _meaning(self, part, kind, label):
        """Key and factor of a channel, or None for one nobody expects."""
        laser = re.fullmatch(r'laser (\d+) (\w+)', label)
        if laser and part != 'board':
            name, factor = HWMON_LASER[laser[2]]
            return ('laser', part[0], part[1], int(laser[1]), name), factor
        own = label
        if part != 'board':
            own = label.removeprefix(self.label[part]).strip()
        rail = re.fullmatch(r'rail (\d+)', own)
        if part[0] == 'oe' and kind == 'in' and rail:
            return ('engine', part[1], own), 1e3
        table = {'oe': HWMON_ENGINE, 'els': HWMON_ELS}.get(part[0], {})
        if (kind, own) in table:
            name, factor = table[kind, own]
            return ('engine' if part[0] == 'oe' else 'els', part[1],
                    name), factor
        if part == 'board' and (kind, label) == ('power', 'device'):
            return ('dev', 'power-mw'), 1e-3
        sensor, factor = HWMON_SENSOR.get(kind, (None, 0))
        number = self.sensors.get(
            (part[1] if part[0] == 'oe' else None,
             part[1] if part[0] == 'els' else None, sensor, label))
        return None if number is None else (('sensor', number, 'value'),
                                            factor)

    def look(self):
        """Every channel there is."""
        for name, folder in self.folders.items():
            found = re.fullmatch(r'(oe|els)(\d+)', name)
            part = (found[1], int(found[2])) if found else name
            for path in glob.glob(f'{folder}/*_input'):
                channel = path.removesuffix('_input')
                kind = re.match(r'[a-z]+', os.path.basename(channel))[0]
                label = read(f'{channel}_label')
                meaning = self._meaning(part, kind, label)
                via = f'{name}: {label}'
                if meaning is None:
                    yield Sight(('nothing', name, label), None, 0, via)
                    continue
                text = read(path)
                value = None if text is None else int(text) * meaning[1]
                yield Sight(meaning[0], value, max(meaning[1], 1), via)


def hwmon_expected(family):
    """The keys that have a channel when there is a value."""
    kinds = {row['sensor-id']: row['kind'] for row in family.rows['sensor']}
    for key, value in family.values.items():
        if value is None or key[0] in ('lane', 'port'):
            continue
        if key[0] == 'sensor' and kinds[key[1]] not in \
                [name for name, _ in HWMON_SENSOR.values()]:
            continue
        yield key


# ---- ethtool ----


def channels(family, row):
    """Engine, and its lanes by channel, of the module that a port shows."""
    first = row['lane-range'][0]
    lanes = [lane for lane in family.rows['lane']
             if lane['engine-id'] == first['engine-id']]
    bank = next(lane['bank'] for lane in lanes
                if lane['lane-id'] == first['first'])
    return first['engine-id'], {lane['bank-lane']: lane['lane-id']
                                for lane in lanes if lane['bank'] == bank}


def module(family, row):
    """ethtool -m of a port."""
    text = run('ethtool', '--json', '-m', row['ifname'])
    if text is None:
        return
    page = json.loads(text)[0]
    engine, lanes = channels(family, row)
    via = f'ethtool -m {row["ifname"]}'
    yield Sight(('engine', engine, 'temperature'),
                page['module_temperature_measurement'] * 1e3, 4, via)
    yield Sight(('engine', engine, 'rail 0'),
                page['module_voltage_measurement'] * 1e6, 100, via)
    for name, values in (
            ('tx-power-nw', page['transmit_avg_optical_power']),
            ('rx-power-nw', page['rx_power']['values'])):
        for channel, lane in lanes.items():
            yield Sight(('lane', engine, lane, name), values[channel] * 1e6,
                        100, via)


def fec(row):
    """ethtool -I --show-fec of a port."""
    for theirs, value in stock.show_fec(row['ifname'])['totals'].items():
        yield Sight(('port', row['port-id'], FEC[theirs]), value, 0,
                    f'ethtool --show-fec {row["ifname"]}')


def lane_counters(row):
    """ethtool -S of a port."""
    for name, value in stock.counters(row['ifname']):
        part = re.fullmatch(r'oe(\d+)_lane(\d+)_symbol_errors', name)
        if part:
            yield Sight(('lane', int(part[1]), int(part[2]), 'symbol-errors'),
                        value, 0, f'ethtool -S {row["ifname"]}')


def link(row):
    """ethtool of a port: is there a link, why not, how often did it go."""
    found, why, downs = stock.link_of(row['ifname'])
    via = f'ethtool {row["ifname"]}'
    number = row['port-id']
    yield Sight(('port', number, 'state'), 'up' if found == 'yes' else 'down',
                0, via)
    yield Sight(('port', number, 'reason'), why, 0, via)
    yield Sight(('port', number, 'link-changes'), downs, 0, via)


def ethtool(family):
    """Everything stock ethtool says of every port."""
    for row in family.rows['port']:
        if 'ifname' in row:
            yield from module(family, row)
            yield from fec(row)
            yield from lane_counters(row)
            yield from link(row)


# ---- devlink ----


def numbers(text):
    """Of a list such as 1-3,7."""
    for part in text.split(','):
        first, _, last = part.partition('-')
        yield from range(int(first), int(last or first) + 1)


def ports_down(found):
    """Number and reason of each port that "link" calls down."""
    for problem in found.get('problems', []):
        for number in numbers(problem.get('ports', '')):
            yield number - 1, problem.get('reason', problem['problem'])


def devlink(family, pci):
    """The reporter "link", of every port."""
    text = run('devlink', '-j', 'health', 'diagnose', pci, 'reporter', 'link')
    if text is None:
        return
    down = dict(ports_down(json.loads(text)))
    via = 'devlink health diagnose'
    for row in family.rows['port']:
        number = row['port-id']
        yield Sight(('port', number, 'state'),
                    'down' if number in down else 'up', 0, via)
        yield Sight(('port', number, 'reason'), down.get(number, 'none'), 0,
                    via)

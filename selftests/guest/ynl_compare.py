#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""The family through three clients that share no code must look the same.

pyynl (the kernel's own reference client), cpo_raw (libnl; its bytes are
decoded here from the spec) and cpoctl -j (libcpo). Prints TAP.

Environment: that of ynl_load.py; CPO_TESTS is where cpo_raw is.
"""

import json
import os
import struct
import subprocess
import sys

import yaml

from guest_tap import Tap
from ynl_load import SPEC, load_family

HERE = os.environ.get('CPO_TESTS', '/build/selftests')
KINDS = ['dev', 'engine', 'els', 'laser', 'lane', 'port', 'route', 'sensor']
# these are of the moment: two reads never agree on them
OF_THE_MOMENT = {'sample', 'event-seq'}
TRIES = 3


class Decoder:
    """Attributes from bytes, with nothing but the spec."""

    def __init__(self, spec):
        self.sets = {s['name']: s['attributes']
                     for s in spec['attribute-sets']}
        self.enums = {d['name']: d for d in spec['definitions']}
        self.ops = {}
        for number, operation in enumerate(spec['operations']['list'], 1):
            self.ops[operation['name']] = (number, operation)

    def _integer(self, attr, raw):
        value = int.from_bytes(raw, 'little', signed=attr['type'] == 'sint')
        if 'enum' not in attr:
            return value
        entries = [e if isinstance(e, str) else e['name']
                   for e in self.enums[attr['enum']]['entries']]
        if attr.get('enum-as-flags'):
            return {name for bit, name in enumerate(entries)
                    if value >> bit & 1}
        return entries[value] if value < len(entries) else value

    def _value(self, attr, raw):
        kind = attr['type']
        if kind in ('uint', 'sint', 'u32'):
            return self._integer(attr, raw)
        if kind == 'string':
            return raw.rstrip(b'\0').decode('ascii')
        if kind == 'flag':
            return True
        if kind == 'nest':
            return self.row(attr['nested-attributes'], raw)
        return raw

    def row(self, name, raw):
        """All attributes of a set in some bytes, by name."""
        attrs = {number: attr
                 for number, attr in enumerate(self.sets[name], 1)}
        row = {}
        while len(raw) >= 4:
            length, number = struct.unpack_from('=HH', raw)
            attr = attrs[number & 0x3fff]
            value = self._value(attr, raw[4:length])
            if attr.get('multi-attr'):
                row.setdefault(attr['name'], []).append(value)
            else:
                row[attr['name']] = value
            raw = raw[(length + 3) & ~3:]
        return row


def raw_dump(decoder, kind):
    """The rows of a kind by libnl."""
    number, operation = decoder.ops[f'{kind}-get']
    out = subprocess.run([f'{HERE}/cpo_raw', 'dump', str(number)], check=True,
                         capture_output=True, text=True).stdout
    return [decoder.row(operation['attribute-set'], bytes.fromhex(line))
            for line in out.split()]


def cpoctl(*words):
    """What the tool prints with -j."""
    out = subprocess.run(['cpoctl', '-j', *words], check=True,
                         capture_output=True, text=True).stdout
    return json.loads(out)


def still(row):
    """A row without what is only true for a moment."""
    return {key: value for key, value in row.items()
            if key not in OF_THE_MOMENT}


def first_difference(left, right):
    """None, or where two lists of rows differ."""
    if len(left) != len(right):
        return f'{len(left)} rows and {len(right)} rows'
    for number, (one, other) in enumerate(zip(left, right)):
        for key in sorted(set(one) | set(other)):
            if one.get(key) != other.get(key):
                return (f'row {number}, {key}: {one.get(key)!r} and '
                        f'{other.get(key)!r}')
    return None


def retried(compare):
    """Values may change between two reads, but not always."""
    why = None
    for _ in range(TRIES):
        why = compare()
        if why is None:
            return None
    return why


def compare_raw(family, decoder, kind):
    """pyynl and libnl."""
    left = [still(row) for row in family.dump(f'{kind}-get', {})]
    right = [still(row) for row in raw_dump(decoder, kind)]
    if not left:
        return 'no rows'
    return first_difference(left, right)


def compare_stats(family, decoder):
    """Counters, which only grow from one client to the next."""
    left = family.dump('stats-get', {})
    right = raw_dump(decoder, 'stats')
    if len(left) != len(right) or not left:
        return f'{len(left)} rows and {len(right)} rows'
    for one, other in zip(left, right):
        if set(one) != set(other):
            return f'attributes {sorted(set(one) ^ set(other))}'
        for key, value in one.items():
            if isinstance(value, int) and value > other[key]:
                return f'{key}: {value} and then {other[key]}'
        for key in ('command-latency', 'counter'):
            names = [[entry.get('below-us', entry.get('label'))
                      for entry in row[key]] for row in (one, other)]
            if names[0] != names[1]:
                return f'{key}: {names[0]} and {names[1]}'
    return None


# spec name -> (key of cpoctl, factor); other names only change their dashes
SCALED = {
    'temperature': ('temperature_celsius', 1e-3),
    'laser-temperature': ('laser_temperature_celsius', 1e-3),
    'snr-media-mdb': ('snr_media_db', 1e-3),
    'snr-host-mdb': ('snr_host_db', 1e-3),
    'min-snr-mdb': ('min_snr_db', 1e-3),
    'loss-mdb': ('loss_db', 1e-3),
    'baseline-mdb': ('baseline_db', 1e-3),
    'limit-mdb': ('limit_db', 1e-3),
    'bias-na': ('bias_ma', 1e-6),
    'max-bias-na': ('max_bias_ma', 1e-6),
    'icc-na': ('icc_ma', 1e-6),
    'photocurrent-na': ('photocurrent_ua', 1e-3),
    'vcc-uv': ('vcc_v', 1e-6),
    'voltage-uv': ('voltage_v', 1e-6),
    'heater-drive': ('heater_drive_percent', 1e-2),
    'tec-drive': ('tec_drive_percent', 1e-2),
    'cooling': ('cooling_percent', 1e-2),
    'age': ('age_percent', 1e-2),
    'pre-fec-ber-media': ('pre_fec_ber_media', 1e-18),
    'pre-fec-ber-host': ('pre_fec_ber_host', 1e-18),
    'worst-pre-fec-ber': ('worst_pre_fec_ber', 1e-18),
    'port': ('port_ids', None),
}
# shown in another shape, and compared by the tests of cpoctl
OTHER_SHAPE = {'identity', 'lane-range', 'rail-uv', 'name', 'els-id',
               'engine-id', 'port-id', 'laser-id'}


def same_value(mine, theirs, factor):
    """Numbers to six digits, flags in any order, the rest exactly."""
    if factor is not None and isinstance(mine, int):
        return theirs is not None and \
            abs(mine * factor - theirs) <= 1e-6 * abs(mine * factor) + 1e-30
    if isinstance(mine, set):
        return mine == set(theirs or [])
    if isinstance(theirs, bool):
        return bool(mine) == theirs
    return mine == theirs


def differs(row, shown):
    """None, or how cpoctl's row differs from pyynl's."""
    for name, value in still(row).items():
        key, factor = SCALED.get(name, (name.replace('-', '_'), None))
        if name in OTHER_SHAPE and key not in shown:
            continue
        if not same_value(value, shown.get(key), factor):
            return f'{name}={value!r}, cpoctl {key}={shown.get(key)!r}'
    return None


def compare_cpoctl(family, kind):
    """pyynl and cpoctl."""
    rows = family.dump(f'{kind}-get', {})
    document = cpoctl(kind, 'show')
    lists = [value for value in document.values() if isinstance(value, list)]
    if len(lists) != 1:
        return f'{len(lists)} lists in the document of {kind} show'
    if len(lists[0]) != len(rows):
        return f'{len(rows)} rows, cpoctl {len(lists[0])}'
    for number, (row, shown) in enumerate(zip(rows, lists[0])):
        why = differs(row, shown)
        if why:
            return f'row {number}: {why}'
    return None


def ids_of(kind, row):
    """The attributes that name the object of a row."""
    names = {'dev': [], 'engine': ['engine-id'], 'els': ['els-id'],
             'laser': ['els-id', 'laser-id'],
             'lane': ['engine-id', 'lane-id'], 'port': ['port-id'],
             'route': ['route-id'], 'sensor': ['sensor-id']}[kind]
    return {name: row[name] for name in ['dev-id', *names]}


def compare_do(family, kind):
    """A get of the last object and its row of the dump."""
    row = family.dump(f'{kind}-get', {})[-1]
    one = family.do(f'{kind}-get', ids_of(kind, row))
    return first_difference([still(row)], [still(one)])


def compare_page(family, dev):
    """A page by pyynl and by cpoctl, with its checksum."""
    one = family.do('page-get', {'dev-id': dev['dev-id'], 'engine-id': 0,
                                 'page': 0, 'offset': 128, 'length': 128})
    data = bytes(one['data'])
    if len(data) != 128:
        return f'{len(data)} bytes'
    if sum(data[:94]) & 0xff != data[94]:
        return 'checksum of page 00h'
    return None


def refusals(family, error, tap, dev):
    """pyynl must get the extack it knows how to show."""
    try:
        family.do('lane-get', {'dev-id': dev['dev-id'], 'engine-id': 0})
        tap.result('missing attribute', 'no error')
    except error as err:
        text = str(err)
        tap.result('missing attribute', None if err.error == 22 and
                   'lane-id' in text else text)
    try:
        family.do('port-get', {'dev-id': dev['dev-id'], 'port-id': 0xfff0})
        tap.result('wrong id', 'no error')
    except error as err:
        text = str(err)
        tap.result('wrong id', None if err.error == 2 and
                   'port-id' in text else text)


def main():
    """All comparisons."""
    tap = Tap()
    with open(SPEC, encoding='utf-8') as stream:
        decoder = Decoder(yaml.safe_load(stream))
    family, error = load_family()
    devs = family.dump('dev-get', {})
    tap.result('pyynl finds a device', None if devs else 'no device')
    if not devs:
        return tap.done()
    for kind in KINDS:
        tap.result(f'{kind}: pyynl and libnl agree',
                   retried(lambda k=kind: compare_raw(family, decoder, k)))
    tap.result('stats: pyynl and libnl agree', compare_stats(family, decoder))
    for kind in KINDS:
        tap.result(f'{kind}: do and dump of pyynl agree',
                   retried(lambda k=kind: compare_do(family, k)))
    if subprocess.run(['which', 'cpoctl'], check=False,
                      capture_output=True).returncode:
        tap.skip('pyynl and cpoctl agree', 'cpoctl is not built')
    else:
        for kind in KINDS:
            tap.result(f'{kind}: pyynl and cpoctl agree',
                       retried(lambda k=kind: compare_cpoctl(family, k)))
    tap.result('page-get by pyynl', compare_page(family, devs[0]))
    refusals(family, error, tap, devs[0])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

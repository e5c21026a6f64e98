#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""Files of hwmon and thermal against what cpoctl says. Prints TAP.

Environment: CPO_DEV, PCI and QOM name the device; CPO_HOST is the way to the
host, if there is one.
"""

import errno
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

from ynl_compare import Tap

DEV = os.environ['CPO_DEV']
PCI = os.environ['PCI']
QOM = os.environ['QOM']
HOST = os.environ.get('CPO_HOST')
SLOW = 5 if os.environ.get('KSFT_MACHINE_SLOW') else 1
SOON_S = 20 * SLOW
HWMON = Path('/sys/class/hwmon')
THERMAL = Path('/sys/class/thermal')
LIMITS = {'high_alarm': 'crit', 'high_warning': 'max', 'low_warning': 'min',
          'low_alarm': 'lcrit'}
# one of a unit of cpoctl in the unit of the file
SCALE = {'C': 1000, 'mC': 1, 'V': 1000, 'uV': Decimal('1e-3'), 'mA': 1,
         'mW': 1000, 'nW': Decimal('1e-3')}


def run(*words):
    """A command that must work; its output."""
    return subprocess.run(words, check=True, capture_output=True,
                          text=True).stdout


def rows(kind, selector=None):
    """Rows of cpoctl, with exact numbers."""
    out = json.loads(run('cpoctl', '-j', kind, 'show', selector or DEV),
                     parse_float=Decimal)
    return next(v for v in out.values() if isinstance(v, list))


def host(*words):
    """Ask the emulator; its complaint, if any."""
    if not HOST:
        return 'there is no host'
    done = subprocess.run([HOST, *words], capture_output=True, text=True,
                          check=False)
    return done.stderr.strip() if done.returncode else ''


def inject(name, index, value):
    """Put a fault in, or take it out: 'off'."""
    return host('qom-set', QOM, 'inject', json.dumps(
        {'name': name, 'index': index, 'value': value}))


def within(seconds, good):
    """Try until it is true."""
    end = time.monotonic() + seconds
    while not good():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def read(path):
    """What a file says: a number, a text, or the name of an error."""
    try:
        text = path.read_text(encoding='ascii').strip()
    except OSError as err:
        return errno.errorcode[err.errno]
    return int(text) if text.lstrip('-').isdigit() else text


class Chip:
    """A hwmon device."""

    def __init__(self, path):
        self.path = path
        self.name = read(path / 'name')
        self.channels = {}
        for file in path.glob('*_label'):
            stem = file.name[:-len('_label')]
            self.channels[stem.rstrip('0123456789'), read(file)] = stem

    def file(self, kind, label, what):
        """A file of a channel, which has to be there."""
        return self.path / f'{self.channels[kind, label]}_{what}'

    def inputs(self):
        """All values."""
        return {key: read(self.path / f'{stem}_input')
                for key, stem in self.channels.items()}

    def limits(self):
        """All limits there are, by channel."""
        return {(key, what): read(self.path / f'{stem}_{what}')
                for key, stem in self.channels.items()
                for what in LIMITS.values()
                if (self.path / f'{stem}_{what}').exists()}


def chips():
    """The hwmon devices of this device, by name without that of it."""
    found = {}
    for path in HWMON.iterdir():
        try:
            chip = Chip(path)
            parent = os.path.basename(os.path.realpath(path / 'device'))
        except OSError:         # gone meanwhile
            continue
        if parent == PCI and str(chip.name).startswith(DEV + '_'):
            found[chip.name[len(DEV) + 1:]] = chip
    return found


class Want:
    """Channels a hwmon device has to have, and their values."""

    def __init__(self):
        self.values = {}
        self.limits = {}

    def add(self, kind, label, value, unit, limits=None):
        """A channel; the value is that of cpoctl, None when unknown."""
        self.values[kind, label] = None if value is None \
            else value * SCALE[unit]
        for level, what in LIMITS.items():
            if limits and level in limits:
                self.limits[(kind, label), what] = \
                    limits[level] * SCALE[limits['unit']]


class Device:
    """What cpoctl says of all that has channels."""

    def __init__(self):
        self.limits = {(r['path'], r['quantity']): r
                       for r in rows('threshold')}
        self.chips = {}
        self.lasers = rows('laser')
        self.sensors = rows('sensor')
        for engine in rows('engine'):
            self._engine(engine)
        for els in rows('els'):
            self._els(els)
        board = self.chips.setdefault('board', Want())
        board.add('power', 'device', rows('dev')[0].get('power_mw'), 'mW')
        for sensor in self.sensors:
            self._sensor(sensor)
        for laser in self.lasers:
            self._laser(laser)

    def _limits(self, row, quantity):
        return self.limits.get((row['path'], quantity))

    def _engine(self, row):
        want = self.chips.setdefault(f'oe{row["engine_id"]}', Want())
        name = row['label']
        want.add('temp', f'{name} temperature',
                 row.get('temperature_celsius'), 'C',
                 self._limits(row, 'temperature'))
        want.add('power', f'{name} power', row.get('power_mw'), 'mW',
                 self._limits(row, 'power'))
        for i, rail in enumerate(row.get('rails_v', [])):
            want.add('in', f'{name} rail {i}', rail, 'V')

    def _els(self, row):
        want = self.chips.setdefault(f'els{row["els_id"]}', Want())
        name = row['label']
        want.add('temp', f'{name} case', row.get('temperature_celsius'), 'C',
                 self._limits(row, 'temperature'))
        want.add('temp', f'{name} laser bench',
                 row.get('laser_temperature_celsius'), 'C')
        want.add('in', f'{name} supply', row.get('vcc_v'), 'V',
                 self._limits(row, 'voltage'))
        want.add('curr', f'{name} supply current', row.get('icc_ma'), 'mA')
        want.add('power', f'{name} power', row.get('power_mw'), 'mW',
                 self._limits(row, 'power'))
        want.add('power', f'{name} cooler', row.get('tec_power_mw'), 'mW')

    def _laser(self, row):
        parent = f'els{row["els_id"]}' if 'els_id' in row \
            else f'oe{row["engine_id"]}'
        want = self.chips[parent]
        name = f'laser {row["laser_id"]}'
        want.add('temp', f'{name} temperature',
                 row.get('temperature_celsius'), 'C',
                 self._limits(row, 'temperature'))
        want.add('curr', f'{name} bias', row.get('bias_ma'), 'mA',
                 self._limits(row, 'bias'))
        want.add('power', f'{name} light', row.get('power_nw'), 'nW',
                 self._limits(row, 'optical-power'))

    def _sensor(self, row):
        kind = {'temperature': 'temp', 'rail': 'in',
                'power': 'power'}.get(row['kind'])
        if not kind:
            return
        owner = f'oe{row["engine_id"]}' if 'engine_id' in row else \
            f'els{row["els_id"]}' if 'els_id' in row else 'board'
        self.chips[owner].add(kind, row['label'], row.get('value'),
                              row['unit'], self._limits(row, 'value'))


def differ(want, have):
    """What is not the same within half of what the file can say."""
    bad = []
    for key in sorted(want.keys() | have.keys(), key=str):
        if key not in want or key not in have:
            bad.append(f'{key}: only in '
                       f'{"hwmon" if key in have else "cpoctl"}')
        elif want[key] is None:
            if have[key] != 'ENODATA':
                bad.append(f'{key}: {have[key]}, but it is unknown')
        elif not isinstance(have[key], int) or \
                abs(have[key] - want[key]) > Decimal('0.501'):
            bad.append(f'{key}: {have[key]}, cpoctl says {want[key]}')
    return bad


def period(text):
    """Telemetry comes so often; with a long time, rows stand still."""
    run('cpoctl', 'dev', 'set', DEV, 'telemetry-period', text)


def at_rest(compare):
    """With rows that stand still; what is wrong."""
    period('1m')
    try:
        # a block may still be on its way
        bad = compare()
        return compare() if bad else bad
    finally:
        period('1s')


# ---- looking ----

def test_values(tap):
    """Every channel there has to be, and no other."""
    def compare():
        want, have = Device(), chips()
        names = want.chips.keys() ^ have.keys()
        if names:
            return {'names': [f'{sorted(names)} are not in both']}
        return {'values': [f'{n}: {line}' for n, w in want.chips.items()
                           for line in differ(w.values, have[n].inputs())],
                'limits': [f'{n}: {line}' for n, w in want.chips.items()
                           for line in differ(w.limits, have[n].limits())]}

    def wrong():
        found = compare()
        return found if any(found.values()) else {}

    bad = at_rest(wrong)
    tap.result('one hwmon device for each engine, each ELS and the board',
               '\n'.join(bad.get('names', [])) or None)
    tap.result('channels and values are those of cpoctl',
               '\n'.join(bad.get('names', bad.get('values', []))) or None)
    tap.result('limits are those of cpoctl, and no others',
               '\n'.join(bad.get('names', bad.get('limits', []))) or None)


def test_files(tap):
    """Nothing can be written, and alarms are there where limits are."""
    bad = []
    for chip in chips().values():
        for file in chip.path.iterdir():
            if file.is_file() and file.name != 'uevent' and \
                    file.stat().st_mode & 0o222:
                bad.append(f'{file} can be written')
        labels = [label for _, label in chip.channels]
        if len(labels) != len(set(labels)):
            bad.append(f'{chip.name}: labels are there twice')
        for stem in chip.channels.values():
            for what in LIMITS.values():
                limit = (chip.path / f'{stem}_{what}').exists()
                alarm = (chip.path / f'{stem}_{what}_alarm').exists()
                if limit != alarm:
                    bad.append(f'{chip.name} {stem}_{what}: limit {limit}, '
                               f'alarm {alarm}')
    tap.result('files are to be read, labels differ, limits have alarms',
               '\n'.join(bad) or None)


def set_flags():
    """Thresholds that are crossed, as cpoctl says."""
    return {(r['path'], r['quantity'], r['level']) for r in rows('flag')
            if r.get('quantity') and r['state'] == 'set'}


def set_alarms():
    """Number of alarms that are set in files."""
    return sum(read(file) == 1 for chip in chips().values()
               for file in chip.path.glob('*_alarm'))


def shown_flags():
    """Flags hwmon has a channel for."""
    kinds = {'temperature', 'power', 'voltage', 'bias', 'optical-power'}
    sensors = {s['path'] for s in rows('sensor')
               if s['kind'] in ('temperature', 'rail', 'power')}
    return [f for f in set_flags() if f[0] in sensors or
            (f[1] in kinds and '/lane' not in f[0] and
             '/sensor' not in f[0])]


def test_flags(tap):
    """As many alarms as flags."""
    good = within(SOON_S, lambda: set_alarms() == len(shown_flags()))
    tap.result('as many alarms as flags', None if good else
               f'{set_alarms()} alarms, {shown_flags()}')


def sensors_complains():
    """What sensors finds wrong, and whether it shows every chip."""
    done = subprocess.run(['sensors'], capture_output=True, text=True,
                          check=False)
    bad = done.stderr.splitlines()[:5]
    for name in chips():
        if f'{DEV}_{name}-pci-' not in done.stdout:
            bad.append(f'no {DEV}_{name}')
    return '\n'.join(bad) or None


def test_sensors(tap):
    """The stock tool."""
    tap.result('sensors prints every hwmon device without a complaint',
               sensors_complains())


# ---- edges ----

class Waiter:
    """Someone who waits for an alarm by poll(2), and for its uevent."""

    def __init__(self, file):
        self.file = file
        self.fd = os.open(file, os.O_RDONLY)
        self.poll = select.poll()
        self.poll.register(self.fd, select.POLLPRI)
        self.uevents = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW,
                                     15)     # NETLINK_KOBJECT_UEVENT
        self.uevents.bind((0, 1))
        self.uevents.settimeout(SOON_S)
        self.value()

    def value(self):
        """What it is now; poll waits for another one from here on."""
        os.lseek(self.fd, 0, os.SEEK_SET)
        return os.read(self.fd, 16).strip().decode('ascii')

    def becomes(self, want):
        """Woken up, and then it is this; an error otherwise.

        It may have been this for a while: wake-ups are rare on purpose.
        """
        end = time.monotonic() + SOON_S
        while time.monotonic() < end:
            if self.poll.poll(1000) and self.value() == want:
                return None
        return f'it is {self.value()}, and nobody was woken up'

    def uevent(self):
        """A uevent with the name of the file."""
        want = b'NAME=' + self.file.name.encode('ascii')
        chip = f'/{self.file.parent.name}\0'.encode('ascii')
        try:
            while True:
                message = self.uevents.recv(8192)
                if want in message.split(b'\0') and chip in message:
                    return None
        except TimeoutError:
            return f'no {want.decode("ascii")}'

    def close(self):
        """Nobody waits any more."""
        os.close(self.fd)
        self.uevents.close()


def edge(tap, title, chip, kind, label, cross, back):
    """An alarm that comes and goes."""
    waiter = Waiter(chips()[chip].file(kind, label, 'max_alarm'))
    try:
        tap.result(f'{title}: no alarm at first', None
                   if waiter.value() == '0' else waiter.value())
        cross()
        tap.result(f'{title}: alarm, and poll returns', waiter.becomes('1'))
        tap.result(f'{title}: uevent', waiter.uevent())
        back()
        tap.result(f'{title}: no alarm, and poll returns',
                   waiter.becomes('0'))
    finally:
        waiter.close()


def test_edges(tap):
    """Limits that are moved below what is, and heat."""
    engine = rows('engine', f'{DEV}/engine0')[0]
    edge(tap, 'limit of engine 0', 'oe0', 'temp',
         f'{engine["label"]} temperature',
         lambda: run('cpoctl', 'threshold', 'set', f'{DEV}/engine0',
                     'temperature', 'high-warning=30C'),
         lambda: run('cpoctl', 'threshold', 'reset', f'{DEV}/engine0',
                     'temperature'))
    laser = next(r for r in rows('laser') if r['state'] == 'on')
    parent, number = laser['path'].split('/')[1:]
    edge(tap, f'limit of {parent} {number}', parent.replace('engine', 'oe'),
         'curr', f'laser {laser["laser_id"]} bias',
         lambda: run('cpoctl', 'threshold', 'set', laser['path'], 'bias',
                     'high-warning=200mA'),
         lambda: run('cpoctl', 'threshold', 'reset', laser['path'], 'bias'))
    if inject('inlet', 0, 0):
        tap.skip('a hot inlet', 'nobody to inject')
        return
    label = next(s['label'] for s in rows('sensor')
                 if s['label'] in ('coolant inlet', 'board inlet'))
    edge(tap, 'a hot inlet', 'board', 'temp', label,
         lambda: inject('inlet', 0, 15000),
         lambda: inject('inlet', 0, 'off'))


def test_new_limit(tap):
    """A limit there was none of gets files, and they go with it."""
    laser = next((r for r in rows('threshold') if r['quantity'] == 'bias'
                  and 'low_warning' not in r), None)
    if not laser:
        tap.skip('a limit that is new', 'there is none that could be')
        return
    parent = laser['path'].split('/')[1].replace('engine', 'oe')
    label = f'laser {laser["laser_id"]} bias'

    def limit():
        chip = chips().get(parent)
        return chip and chip.limits().get((('curr', label), 'min'))

    run('cpoctl', 'threshold', 'set', laser['path'], 'bias',
        'low-warning=20mA')
    tap.result('a limit that is new has a file', None
               if within(SOON_S, lambda: limit() == 20) else limit())
    run('cpoctl', 'threshold', 'reset', laser['path'], 'bias')
    tap.result('which goes with it', None
               if within(SOON_S, lambda: chips().get(parent) and
                         limit() is None) else limit())


# ---- thermal ----

def zones():
    """Thermal zones of this device, by name without that of it."""
    return {read(z / 'type')[len(DEV) + 1:]: z
            for z in THERMAL.glob('thermal_zone*')
            if str(read(z / 'type')).startswith(DEV + '_')}


def zone_limits(path):
    """Temperatures of its trips by their kind."""
    return {read(path / f'trip_point_{i}_type'):
            read(path / f'trip_point_{i}_temp') for i in range(2)}


def zone_wrong():
    """Zones against cpoctl."""
    limits = {r['path']: r for r in rows('threshold')}
    have = zones()
    asics = [s for s in rows('sensor')
             if s['kind'] == 'temperature' and 'asic' in s]
    bad = [] if len(asics) == len(have) else \
        [f'{len(asics)} ASICs, {sorted(have)}']
    for sensor in asics:
        zone = have.get(f'asic{sensor["asic"]}')
        if not zone:
            bad.append(f'none of {sensor["label"]}')
            continue
        if read(zone / 'temp') != sensor['value']:
            bad.append(f'{zone} {read(zone / "temp")}, {sensor["value"]}')
        row = limits[sensor['path']]
        want = {'passive': row['high_warning'] * 1000,
                'hot': row['high_alarm'] * 1000}
        if zone_limits(zone) != want:
            bad.append(f'{zone} trips {zone_limits(zone)}, {want}')
        if read(zone / 'mode') != 'enabled':
            bad.append(f'{zone} is not enabled')
        if any(read(p / 'name') == read(zone / 'type')
               for p in HWMON.iterdir()):
            bad.append(f'{zone} is in hwmon, too')
    return bad


class Trace:
    """Trace points of thermal, if this kernel has them."""

    def __init__(self):
        self.dir = Path('/sys/kernel/tracing')
        if not (self.dir / 'trace').exists():
            subprocess.run(['mount', '-t', 'tracefs', 'tracefs',
                            str(self.dir)], check=False)
        self.on = self.dir / 'events/thermal/thermal_zone_trip/enable'
        if self.on.exists():
            self.on.write_text('1', encoding='ascii')
            (self.dir / 'trace').write_text('', encoding='ascii')

    def seen(self, zone):
        """Whether a zone crossed its hot trip."""
        return f'thermal_zone={zone} ' in (self.dir / 'trace').read_text(
            encoding='ascii', errors='replace')

    def close(self):
        """As it was."""
        if self.on.exists():
            self.on.write_text('0', encoding='ascii')


def test_zones(tap):
    """One zone for each ASIC."""
    bad = at_rest(zone_wrong)
    tap.result('thermal zones are ASICs, trips are their limits',
               '\n'.join(bad) or None)
    sensor = next((s for s in rows('sensor')
                   if s['kind'] == 'temperature' and 'asic' in s), None)
    name = sensor and f'asic{sensor["asic"]}'
    if name not in zones():
        tap.skip('trips that follow limits', 'there is no zone')
        return
    trace = Trace()
    run('cpoctl', 'threshold', 'set', sensor['path'], 'value',
        'high-warning=40C', 'high-alarm=50C')
    want = {'passive': 40000, 'hot': 50000}
    tap.result('trips follow limits', None
               if within(SOON_S, lambda: zone_limits(zones()[name]) == want)
               else zone_limits(zones()[name]))
    if trace.on.exists():
        tap.result('thermal hears that the ASIC is too hot', None
                   if within(SOON_S, lambda: trace.seen(f'{DEV}_{name}'))
                   else 'no trace of it')
    else:
        tap.skip('thermal hears that the ASIC is too hot', 'no trace points')
    trace.close()
    run('cpoctl', 'threshold', 'reset', sensor['path'], 'value')
    tap.result('trips follow limits back', None
               if within(SOON_S, lambda: not at_rest(zone_wrong))
               else '\n'.join(zone_wrong()))


# ---- what is not known ----

def test_pull(tap):
    """A slot without a module."""
    els = next(r for r in rows('els') if r['present'])['els_id']
    name = f'els{els}'
    before = read(HWMON / chips()[name].path.name / 'temp1_input')
    if not isinstance(before, int) or host('device_del', f'{QOM}-{name}'):
        tap.skip('a slot without a module', 'nobody can pull it')
        return

    def all_unknown():
        return set(chips()[name].inputs().values()) == {'ENODATA'}

    tap.result('values of a module that was pulled are unknown', None
               if within(SOON_S, all_unknown) else chips()[name].inputs())
    tap.result('its alarms can be read', '\n'.join(
        f.name for f in chips()[name].path.glob('*_alarm')
        if read(f) not in (0, 1)) or None)
    tap.result('sensors does not complain of the empty slot',
               sensors_complains())
    host('device_add', f'cpo-els,id={QOM}-{name},bus={QOM}.0,slot={els}')
    tap.result('they are known again with the module', None
               if within(SOON_S, lambda: isinstance(
                   read(chips()[name].path / 'temp1_input'), int))
               else chips()[name].inputs())


def test_freeze(tap):
    """Telemetry that does not come any more."""
    if inject('telemetry-freeze', 0, 1):
        tap.skip('frozen telemetry', 'nobody to inject')
        return

    def all_unknown():
        return all(set(c.inputs().values()) == {'ENODATA'}
                   for c in chips().values())

    tap.result('values that are stale are unknown', None
               if within(SOON_S, all_unknown) else
               {n: c.inputs() for n, c in chips().items()})
    bad = {n: read(z / 'temp') for n, z in zones().items()
           if read(z / 'temp') != 'ENODATA'}
    tap.result('and so are those of thermal zones', bad or None)
    # in a reset, by which the driver tries to help, nobody knows of alarms
    tap.result('sensors does not complain of it', None
               if within(SOON_S, lambda: not sensors_complains())
               else sensors_complains())
    inject('telemetry-freeze', 0, 'off')
    tap.result('they are known again with telemetry', None
               if within(SOON_S, lambda: isinstance(
                   chips()['board'].inputs()['power', 'device'], int))
               else chips()['board'].inputs())


# ---- coming and going ----

def read_all(stop):
    """Someone who reads all files all the time, whatever becomes of them."""
    while not stop.is_set():
        for file in list(HWMON.glob('*/*')) + \
                list(THERMAL.glob('thermal_zone*/*')):
            try:
                if file.is_file():
                    read(file)
            except OSError:
                pass


def test_unbind(tap):
    """Files that go while they are read."""
    driver = Path('/sys/bus/pci/drivers/cpo_pci')
    stop = threading.Event()
    readers = [threading.Thread(target=read_all, args=(stop,))
               for _ in range(2)]
    for thread in readers:
        thread.start()
    bad = []
    for i in range(4):
        (driver / 'unbind').write_text(PCI, encoding='ascii')
        if chips() or zones():
            bad.append(f'left over: {list(chips())}, {list(zones())}')
        (driver / 'bind').write_text(PCI, encoding='ascii')
        # some have files by then, some have not
        time.sleep(0.6 * i * SLOW)
    stop.set()
    for thread in readers:
        thread.join()
    tap.result('unbinding takes away files that are being read',
               '\n'.join(bad) or None)


def rename():
    """The device has another name now."""
    global DEV      # pylint: disable=global-statement

    out = json.loads(run('cpoctl', '-j', 'dev', 'show'))
    DEV = next(d['path'] for d in out['devs'] if d['dev_name'] == PCI)


def main():
    """All of it; what takes values away comes last."""
    tap = Tap()
    ready = within(SOON_S, lambda: len(chips()) ==
                   len(rows('engine')) + len(rows('els')) + 1)
    tap.result('hwmon devices come by themselves',
               None if ready else sorted(chips()))
    if not ready:
        return tap.done()
    for test in (test_values, test_files, test_flags, test_sensors,
                 test_edges, test_new_limit, test_zones, test_freeze,
                 test_pull):
        test(tap)
    test_unbind(tap)
    rename()
    tap.result('hwmon devices come again', None
               if within(SOON_S, lambda: len(chips()) ==
                         len(rows('engine')) + len(rows('els')) + 1)
               else sorted(chips()))
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

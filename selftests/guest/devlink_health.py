#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""Health reporters, regions, versions and trace events of a device.

Faults are put in by the host, and taken out again; what devlink says must name
the part and what to do about it. Prints TAP.

Environment: CPO_DEV, PCI and QOM name the device, CPO_HOST is the way to the
host, if there is one.
"""

import json
import mmap
import os
import re
import struct
import subprocess
import sys
import time

from guest_tap import Tap

DEV = os.environ['CPO_DEV']
PCI = os.environ['PCI']
QOM = os.environ['QOM']
HOST = os.environ.get('CPO_HOST')
HANDLE = f'pci/{PCI}'
SLOW = 5 if os.environ.get('KSFT_MACHINE_SLOW') else 1
REPORTERS = ['fw', 'laser', 'engine', 'link']
LANE = 1
ANSWER_S = 20
HEAT_S = 60
REPORT_S = 5    # a reporter of the driver reports no more often
TRACING = '/sys/kernel/tracing'
MAGIC = b'cpo1'
BLOCK_MAGIC = b'ctlm'

TAP = Tap()


def run(*words):
    """Status, output and complaint of a command."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr.strip()


def devlink(*words):
    """What devlink says, as JSON."""
    status, out, err = run('devlink', '-j', *words)
    if status:
        raise RuntimeError(f'devlink {" ".join(words)}: {err}')
    return json.loads(out) if out.strip() else {}


def cpoctl(kind, path=DEV):
    """Rows that cpoctl shows."""
    out = run('cpoctl', '-j', kind, 'show', path)[1]
    return next(v for v in json.loads(out).values() if isinstance(v, list))


def host(*words):
    """Ask the emulator; its complaint, if any."""
    status, _, err = run(HOST, *words)
    return err or f'status {status}' if status else ''


def inject(name, index, value):
    """Put a fault in, or take it out: 'off'."""
    return host('qom-set', QOM, 'inject', json.dumps(
        {'name': name, 'index': index, 'value': value}))


def reporters():
    """Reporters by name."""
    return {r['reporter']: r for r in
            devlink('health', 'show', HANDLE)['health'][HANDLE]}


def diagnose(name):
    """What a reporter says now."""
    return devlink('health', 'diagnose', HANDLE, 'reporter', name)


def dump(name):
    """What it noted."""
    return devlink('health', 'dump', 'show', HANDLE, 'reporter', name)


def dump_clear(name):
    """Forget what it noted."""
    run('devlink', 'health', 'dump', 'clear', HANDLE, 'reporter', name)


def within(seconds, get, good):
    """Wait until it is good; the last value."""
    end = time.monotonic() + seconds * SLOW
    while True:
        value = get()
        if good(value) or time.monotonic() > end:
            return value
        time.sleep(0.3)


def settled():
    """Reporters by name, once nothing that was before is yet to be told."""
    before = None
    now = reporters()
    while now != before:
        time.sleep(REPORT_S + 1)
        before, now = now, reporters()
    return now


def reported(name, before):
    """A reporter once it counted more than before, and kept its dump."""
    return within(ANSWER_S, lambda: reporters()[name],
                  lambda r: r['error'] > before and 'last_dump_date' in r)


def words(problem):
    """What, cause and remedy of a problem."""
    out = {}
    for line in problem['words']:
        out.update(line)
    return out


def problem_of(said, name):
    """The problem of a name in what a reporter said, or None."""
    return next((p for p in said.get('problems', [])
                 if name in (p['problem'], p.get('reason'))), None)


def numbers(text):
    """Numbers of a list such as 1-3,7."""
    out = set()
    for part in text.split(','):
        first, _, last = part.partition('-')
        out |= set(range(int(first), int(last or first) + 1))
    return out


def ok(title, good, why=None):
    """One result."""
    TAP.result(title, None if good else why or 'no')
    return good


# ---- at rest ----

def test_info():
    """Versions of parts."""
    info = devlink('dev', 'info', HANDLE)['info'][HANDLE]
    versions = info['versions']
    row = cpoctl('dev')[0]
    ok('info has the serial number, and not as a version',
       info.get('serial_number') and
       info['serial_number'] not in json.dumps(versions), info)
    ok('info has board and firmware',
       {'board.id', 'board.part_number'} <= set(versions['fixed']) and
       versions['running']['fw'] == row['firmware'], versions)
    ok('what runs is also stored',
       set(versions['running']) == set(versions['stored']) and
       len(versions['running']) >= 2, versions)


def test_rest(down):
    """Reporters exist, and are well when the device is."""
    got = reporters()
    ok('there are the reporters', sorted(got) == sorted(REPORTERS), got)
    for name in REPORTERS:
        well = within(ANSWER_S, lambda n=name: reporters()[n]['state'],
                      lambda s: s == 'healthy' or (name == 'link' and down))
        ok(f'{name} is healthy at rest',
           well == ('error' if name == 'link' and down else 'healthy'),
           diagnose(name))
        said = diagnose(name)
        ok(f'{name} has a summary', said.get('summary'), said)
        ok(f'{name} tells of no fault', down or not any(
            p['severity'] == 'fault' for p in said.get('problems', [])),
           said)
        dump_clear(name)
        ok(f'{name} can be dumped on demand',
           dump(name).get('event') == 'asked for by a user')
        dump_clear(name)
    ports = cpoctl('port')
    if not down:
        ok('link counts the ports', diagnose('link')['summary'] ==
           f'all {len(ports)} ports are up', diagnose('link'))
    sensors = {s['label'] for s in cpoctl('sensor')
               if s['kind'] in ('flow', 'leak')}
    told = {s['sensor'] for s in diagnose('engine')['cooling and rails']}
    ok('engine has flow and leak sensors', sensors <= told, told)


def test_test():
    """The way to who listens works."""
    for name in REPORTERS:
        before = reporters()[name]
        run('devlink', 'health', 'test', HANDLE, 'reporter', name)
        after = within(ANSWER_S, lambda n=name: reporters()[n],
                       lambda r, b=before: r['error'] > b['error'] and
                       r['state'] == b['state'])
        ok(f'a test of {name} is a report',
           after['error'] == before['error'] + 1 and
           after['state'] == before['state'], after)
        event = dump(name)['event']
        ok(f'the dump of {name} says that it was a test',
           event == f'test of the reporter {name}', event)
        dump_clear(name)


# ---- faults ----

class Case:
    """A fault, and what is said of it."""

    def __init__(self, name, index, value, reporter, problem, seconds=ANSWER_S):
        self.fault = name, index, value
        self.reporter = reporter
        self.problem = problem
        self.seconds = seconds
        self.severity = 'fault'
        self.part = None
        self.remedy = ''
        self.port = None
        self.before = 0

    def check(self, found):
        """What is wrong with what is said, or None."""
        text = words(found)
        if self.part and found.get('part') != self.part:
            return f'part {found.get("part")}, not {self.part}'
        if found['severity'] != self.severity:
            return found['severity']
        if not re.search(self.remedy, text['remedy']):
            return text['remedy']
        if any(c in ' '.join(text.values()) for c in '{}?'):
            return text
        if self.port is not None and self.port + 1 not in \
                numbers(found.get('ports', '0')):
            return f'no port {self.port + 1} in {found.get("ports")}'
        return None

    def run(self):
        """Put it in, look, take it out, look again."""
        title = f'{self.fault[0]}: {self.reporter}'
        dump_clear(self.reporter)
        self.before = reporters()[self.reporter]['error']
        why = inject(*self.fault)
        if why:
            TAP.result(f'{title}: is taken', why)
            return
        self.look(title)
        inject(self.fault[0], self.fault[1], 'off')
        self.look_again(title)

    def look(self, title):
        """While it is in."""
        said = within(self.seconds, lambda: diagnose(self.reporter),
                      lambda s: problem_of(s, self.problem) and
                      problem_of(s, self.problem)['severity'] ==
                      self.severity)
        found = problem_of(said, self.problem)
        if not ok(f'{title} tells of {self.problem}', found, said):
            return
        TAP.result(f'{title} names the part and what to do',
                   self.check(found))
        if self.severity != 'fault':
            return
        # not before it is reported: a dump on demand is kept, too
        got = reported(self.reporter, self.before)
        ok(f'{title} is in error, which is reported',
           got['state'] == 'error' and got['error'] > self.before, got)
        event = dump(self.reporter)['event']
        ok(f'{title} keeps a dump of the moment',
           'asked' not in event, event)

    def look_again(self, title):
        """After it is out."""
        said = within(self.seconds, lambda: diagnose(self.reporter),
                      lambda s: not problem_of(s, self.problem))
        ok(f'{title} tells of it no more',
           not problem_of(said, self.problem), said)
        state = within(ANSWER_S, lambda: reporters()[self.reporter]['state'],
                       lambda s: s == 'healthy')
        ok(f'{title} is healthy again', state == 'healthy',
           diagnose(self.reporter))
        if self.severity == 'fault':
            kept = dump(self.reporter)
            ok(f'{title} keeps its dump', problem_of(kept, self.problem),
               kept)
        dump_clear(self.reporter)


def label(word, text):
    """A part as it is printed."""
    return f'{word} {re.sub(f"^{word}(?=[0-9])", "", text, flags=re.I)}'


def cases():
    """Faults that go away again."""
    lane = cpoctl('lane', f'{DEV}/engine0/lane{LANE}')[0]
    engine = label('engine', cpoctl('engine', f'{DEV}/engine0')[0]['label'])
    els = cpoctl('els', f'{DEV}/els{lane["els_id"]}')[0]
    record = lane['els_id'] * els['lasers'] + lane['laser_id']
    port = cpoctl('port', f'{DEV}/port{lane["port_id"]}')[0]
    sensors = {s['label']: s['sensor_id'] for s in cpoctl('sensor')}

    los = Case('los', LANE, 1, 'link', 'rx-los')
    los.port = lane['port_id']
    los.remedy = f'connector of {label("port", port["label"])}'
    yield los
    if 'heater_drive_percent' in lane:
        ring = Case('ring-drift', LANE, 40000, 'link', 'ring-unlock')
        ring.port = lane['port_id']
        ring.part = engine
        ring.remedy = f'cooling of {engine}'
        yield ring
    age = Case('age', record, 10000, 'laser', 'age-high')
    age.severity = 'note'
    age.part = f'laser {lane["laser_id"]} of {label("ELS", els["label"])}'
    age.remedy = f'replace {label("ELS", els["label"])}'
    yield age
    if 'leak rope' in sensors:
        leak = Case('leak', 0, 1, 'engine', 'leak')
        leak.part = 'leak rope'
        leak.remedy = 'leak rope at once'
        yield leak
    if 'coolant flow' in sensors:
        flow = Case('coolant-flow', 0, 0, 'engine', 'flow-low', HEAT_S)
        flow.part = 'coolant flow'
        flow.remedy = 'pump'
        yield flow
    frozen = Case('telemetry-freeze', 0, 2, 'fw', 'telemetry-frozen')
    frozen.remedy = 'reload the driver'
    yield frozen
    torn = Case('telemetry-tear', 0, 1, 'fw', 'telemetry-torn')
    torn.remedy = 'reload the driver'
    yield torn
    yield Case('telemetry-freeze', 0, 1, 'fw', 'stale')


def test_names():
    """A port that is down is listed by all its names."""
    inject('los', LANE, 1)
    said = within(ANSWER_S, lambda: diagnose('link'),
                  lambda s: problem_of(s, 'rx-los'))
    found = problem_of(said, 'rx-los')
    port = cpoctl('lane', f'{DEV}/engine0/lane{LANE}')[0]['port_id']
    row = cpoctl('port', f'{DEV}/port{port}')[0]
    ok('a port has number, label and netdev', found and found['list'][0] ==
       {'port': port + 1, 'label': row['label'], 'netdev': row['ifname']},
       said)
    inject('los', LANE, 'off')
    within(ANSWER_S, lambda: reporters()['link']['state'],
           lambda s: s == 'healthy')
    dump_clear('link')


# ---- regions ----

def region_text(*words_):
    """The bytes of a region."""
    out = run('devlink', 'region', *words_)[1]
    data = b''
    for line in out.splitlines():
        data += bytes(int(x, 16) for x in line.split()[1:])
    return data


def snapshots(name):
    """Numbers of the snapshots of a region."""
    shown = devlink('region', 'show', f'{HANDLE}/{name}')
    return shown['regions'][f'{HANDLE}/{name}'].get('snapshot', [])


def forget_snapshots(name):
    """What an earlier failure left may fill the region."""
    for number in snapshots(name):
        run('devlink', 'region', 'del', f'{HANDLE}/{name}', 'snapshot',
            str(number))


def test_regions():
    """What is shared with the device, byte by byte."""
    for name in ('csr', 'mailbox', 'telemetry'):
        forget_snapshots(name)
    for name, magic in (('csr', MAGIC), ('mailbox', None),
                        ('telemetry', BLOCK_MAGIC)):
        before = snapshots(name)
        run('devlink', 'region', 'new', f'{HANDLE}/{name}')
        new = set(snapshots(name)) - set(before)
        if not ok(f'region {name}: a snapshot is taken', len(new) == 1, new):
            continue
        number = str(new.pop())
        size = devlink('region', 'show', f'{HANDLE}/{name}')[
            'regions'][f'{HANDLE}/{name}']['size']
        data = region_text('dump', f'{HANDLE}/{name}', 'snapshot', number)
        ok(f'region {name}: all of it', len(data) == size,
           f'{len(data)} of {size}')
        if magic:
            ok(f'region {name} is what it should be',
               data[:4] == magic, data[:16])
        else:
            log2, _, _, up = struct.unpack_from('<4I', data)
            ok(f'region {name} is what it should be',
               4 <= log2 <= 10 and up == 1 and size == 32 + (96 << log2),
               (log2, up, size))
        run('devlink', 'region', 'del', f'{HANDLE}/{name}', 'snapshot',
            number)
        ok(f'region {name}: its snapshot is gone',
           snapshots(name) == before, snapshots(name))
    data = region_text('read', f'{HANDLE}/csr', 'address', '0', 'length', '8')
    ok('registers can be read without a snapshot', data[:4] == MAGIC, data)
    data = region_text('read', f'{HANDLE}/csr', 'address', '2', 'length', '3')
    ok('from any address', data == MAGIC[2:] + b'\0', data)


# ---- trace events ----

def trace(name, text):
    """Write to a file of tracefs."""
    with open(f'{TRACING}/{name}', 'w', encoding='ascii') as stream:
        stream.write(text)


def test_trace():
    """Commands, events and telemetry can be watched."""
    if not os.path.exists(f'{TRACING}/trace'):
        run('mount', '-t', 'tracefs', 'tracefs', TRACING)
    if not os.path.isdir(f'{TRACING}/events/cpo_pci'):
        TAP.skip('trace events', 'no tracefs')
        return
    trace('trace', '')
    trace('events/cpo_pci/enable', '1')
    run('cpoctl', 'dev', 'refresh', DEV)
    if HOST:
        inject('los', LANE, 1)
        within(ANSWER_S, lambda: diagnose('link'),
               lambda s: problem_of(s, 'rx-los'))
        inject('los', LANE, 'off')
    trace('events/cpo_pci/enable', '0')
    with open(f'{TRACING}/trace', encoding='ascii') as stream:
        lines = [line for line in stream if PCI in line]
    for name in ('cmd_post', 'cmd_done', 'telemetry') + (
            ('event',) if HOST else ()):
        ok(f'trace has cpo_pci_{name}',
           any(f'cpo_pci_{name}:' in line for line in lines), lines[-5:])
    ok('a command has a status and a time', any(
        re.search(r'cmd_done: .*status=0 .*us=\d+', line) for line in lines))
    ok('a block is accepted', any('accepted' in line for line in lines))
    if HOST:
        within(ANSWER_S, lambda: reporters()['link']['state'],
               lambda s: s == 'healthy')
        dump_clear('link')


# ---- an ELS is pulled ----

def fed_ports(els):
    """Ports with a lane that an ELS feeds, by their numbers."""
    return {lane['port_id'] + 1 for lane in cpoctl('lane')
            if lane.get('els_id') == els and 'port_id' in lane}


def test_els():
    """Which ELS, and which ports."""
    els = cpoctl('lane', f'{DEV}/engine0/lane{LANE}')[0]['els_id']
    name = label('ELS', cpoctl('els', f'{DEV}/els{els}')[0]['label'])
    ports = fed_ports(els)
    before = settled()
    for reporter in ('laser', 'link'):
        dump_clear(reporter)    # the first one is kept
    host('device_del', f'{QOM}-els{els}')
    for reporter in ('laser', 'link'):
        said = within(ANSWER_S, lambda r=reporter: diagnose(r),
                      lambda s: problem_of(s, 'els-absent') and
                      numbers(problem_of(s, 'els-absent')['ports']) == ports)
        found = problem_of(said, 'els-absent')
        if not ok(f'ELS out: {reporter} tells', found, said):
            continue
        ok(f'ELS out: {reporter} names it', found['part'] == name,
           found['part'])
        ok(f'ELS out: {reporter} says what to do',
           f'put {name} back' in words(found)['remedy'], words(found))
        ok(f'ELS out: {reporter} has the ports that need it',
           numbers(found['ports']) == ports, found['ports'])
        ok(f'ELS out: {reporter} tells it once',
           [p['problem'] for p in said['problems']].count('els-absent') == 1)
        state = reported(reporter, before[reporter]['error'])
        ok(f'ELS out: {reporter} is in error', state['state'] == 'error')
        ok(f'ELS out: {reporter} reports few times for many ports',
           0 < state['error'] - before[reporter]['error'] <= 3, state)
        ok(f'ELS out: {reporter} kept a dump',
           name in dump(reporter)['event'], dump(reporter)['event'])
        dump_clear(reporter)
    why = host('device_add', f'cpo-els,id={QOM}-els{els},bus={QOM}.0,'
                             f'slot={els}')
    if why:
        TAP.skip('ELS in again', why.splitlines()[-1])
        return
    said = within(ANSWER_S, lambda: diagnose('laser'),
                  lambda s: problem_of(s, 'unchecked'))
    found = problem_of(said, 'unchecked')
    ok('ELS in: its lasers wait for a fiber check', found and
       name in (found.get('part'), *found.get('parts', '').split(', ')) and
       'fiber check' in words(found)['remedy'], said)


# ---- the device fails ----

class Registers:
    """BAR 0, as root may map it."""

    def __init__(self):
        path = f'/sys/bus/pci/devices/{PCI}/resource0'
        with open(path, 'r+b') as stream:
            self.map = mmap.mmap(stream.fileno(), 0x10000)

    def read(self, addr):
        """A register."""
        return struct.unpack_from('<I', self.map, addr)[0]

    def write(self, addr, value):
        """A register."""
        struct.pack_into('<I', self.map, addr, value)

    def block(self, number):
        """Address and doorbell of a block, by the directory."""
        place = self.read(0x14)
        for i in range(place >> 16 & 0xff):
            at = (place & 0xffff) + 16 * i
            if self.read(at) & 0xffff == number:
                return self.read(at + 4), self.read(at + 12)
        raise KeyError(number)


def test_fatal():
    """A doorbell that cannot be is fatal, and the device is started again."""
    try:
        regs = Registers()
        doorbell = regs.block(2)[1]
    except (OSError, ValueError) as why:
        TAP.skip('a fatal error', f'registers cannot be mapped: {why}')
        return
    before = reporters()['fw']['error']
    dump_clear('fw')
    kept = snapshots('csr')
    regs.write(doorbell, 0x8000)
    got = within(HEAT_S, lambda: reporters()['fw'],
                 lambda r: r['error'] > before and r['state'] == 'healthy')
    ok('a fatal error is reported, and over', got['error'] > before and
       got['state'] == 'healthy', got)
    said = diagnose('fw')
    ok('its code is in words', 'doorbell' in
       said.get('last fatal error', {}).get('what', ''), said)
    ok('there is a snapshot of it', len(snapshots('csr')) > len(kept),
       snapshots('csr'))
    event = dump('fw')['event']
    ok('the dump says what it was', event.startswith('fatal:'), event)
    dump_clear('fw')


def test_dead():
    """A device that does not answer any more."""
    if 'dead' not in run(HOST, 'qom-list', QOM)[1]:
        TAP.skip('a dead device', 'the emulator has no knob for it')
        return
    host('qom-set', QOM, 'dead', 'true')
    run('cpoctl', 'page', 'read', f'{DEV}/engine0', 'page', '0', 'offset',
        '128', 'length', '16')
    said = within(HEAT_S, lambda: diagnose('fw'),
                  lambda s: problem_of(s, 'dead'))
    found = problem_of(said, 'dead')
    ok('dead: fw tells', found, said)
    ok('dead: and what to do', found and
       'reload the driver' in words(found)['remedy'])
    state = within(ANSWER_S, lambda: reporters()['fw']['state'],
                   lambda s: s == 'error')
    ok('dead: fw is in error', state == 'error')
    ok('dead: others warn that they are old', all(
        'caution' in diagnose(n) for n in ('laser', 'engine', 'link')))
    status, _, err = run('devlink', 'region', 'new', f'{HANDLE}/csr')
    ok('dead: registers cannot be read', status and 'no access' in err, err)
    ok('dead: memory was kept', snapshots('mailbox'))
    forget_snapshots('mailbox')
    host('qom-set', QOM, 'dead', 'false')
    run('devlink', 'dev', 'reload', HANDLE)
    state = within(HEAT_S, lambda: reporters()['fw']['state'],
                   lambda s: s == 'healthy')
    ok('dead: healthy after a reload', state == 'healthy', diagnose('fw'))
    dump_clear('fw')


def main():
    """All of it, or, as "pull", what takes light away for good."""
    if sys.argv[1:] == ['pull']:
        test_els()
        return TAP.done()
    down = any(p['state'] != 'up' for p in cpoctl('port'))
    test_info()
    test_rest(down)
    test_test()
    test_regions()
    test_trace()
    if not HOST:
        TAP.skip('faults', 'nobody to inject: no host channel')
        return TAP.done()
    if down:
        TAP.skip('faults', 'not every port is up before')
    else:
        test_names()
        for case in cases():
            case.run()
    test_fatal()
    test_dead()
    return TAP.done()


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""Every part of a device through every interface: all tell the same.

hwmon, stock ethtool, devlink, pyynl and cpoctl are compared for every engine,
ELS, laser, lane, port and sensor within the coarsest step of the two: at rest,
while all temperatures change, when an ELS is gone and when the device reports
no more. The family is read before and after, so what moves in between may be
anything from one to the other. Prints TAP.

Environment: CPO_DEV, PCI and QOM name the device, CPO_HOST is the way to the
host.
"""

import json
import os
import subprocess
import sys
import time

import agree_readers as readers
from ethtool_compare import WHY
from ynl_compare import Tap, compare_cpoctl, retried
from ynl_load import load_family

DEV = os.environ['CPO_DEV']
PCI = f'pci/{os.environ["PCI"]}'
KINDS = ('dev', 'engine', 'els', 'laser', 'lane', 'port', 'route', 'sensor')
TRIES = 4
WAIT_S = 60
MOVED = 300             # millidegrees, so that it is not noise


def host(*words):
    """Do something to the device from outside."""
    subprocess.run([os.environ['CPO_HOST'], *words], check=True,
                   stdout=subprocess.DEVNULL)


def inject(name, value, index=0):
    """A fault, or 'off' for the way it was."""
    host('qom-set', os.environ['QOM'], 'inject',
         json.dumps({'name': name, 'index': index, 'value': value}))


def agrees(sight, one, other):
    """None, or why a sight fits neither of two moments of the family.

    Before, after and anything between; the rest of a value is equal.
    """
    both = [moment.values.get(sight.key) for moment in (one, other)]
    known = [value for value in both if value is not None]
    if sight.key[0] == 'nothing':
        return f'{sight.via}: what is this?'
    if sight.value is None:
        return f'{sight.via}: unknown, family {both}' \
            if len(known) == 2 else None
    if not known:
        return f'{sight.via}: {sight.value}, family does not know'
    if isinstance(sight.value, str):
        return None if sight.value in known else \
            f'{sight.via}: {sight.value}, family {both}'
    if min(known) - sight.lsb <= sight.value <= max(known) + sight.lsb:
        return None
    return f'{sight.via}: {sight.value}, family {both}'


def period(text):
    """How often there are new rows; a device that reports no more refuses."""
    subprocess.run(['cpoctl', 'dev', 'set', DEV, 'telemetry-period', text],
                   check=False, capture_output=True)


class Agreement:
    """The comparisons, each a result."""

    def __init__(self, tap, family):
        self.tap = tap
        self.family = family
        self.dev = int(DEV.removeprefix('cpo'))
        self.hwmon = readers.Hwmon(DEV, self.moment().rows)

    def moment(self):
        """The family now."""
        return readers.Family(self.family, self.dev)

    def once(self, look, expected):
        """What a reader says that is wrong, by key and interface."""
        one = self.moment()
        sights = list(look(one))
        # pages are as new as now; a device that reports no more refuses
        subprocess.run(['cpoctl', 'dev', 'refresh', DEV], check=False,
                       capture_output=True)
        other = self.moment()
        wrong = {}
        for sight in sights:
            why = agrees(sight, one, other)
            if why:
                wrong[sight.key, sight.via] = why
        seen = {sight.key for sight in sights}
        for key in expected(one):
            if key not in seen and other.values.get(key) is not None:
                wrong[key, None] = f'{key}: not shown'
        return len(sights), wrong

    def compare(self, name, look, expected=lambda family: ()):
        """A result: what stays wrong however often it is looked at."""
        count, wrong = self.once(look, expected)
        for _ in range(TRIES - 1):
            if not wrong:
                break
            again = self.once(look, expected)[1]
            wrong = {key: why for key, why in again.items() if key in wrong}
        why = '\n'.join(list(wrong.values())[:15]) or None
        if not count:
            why = 'it says nothing'
        print(f'# {name}: {count} values')
        self.tap.result(name, why)

    def all(self, when):
        """Every interface."""
        self.compare(f'{when}: hwmon', lambda _: self.hwmon.look(),
                     readers.hwmon_expected)
        self.compare(f'{when}: ethtool', self.ethtool, ethtool_expected)
        self.compare(f'{when}: devlink',
                     lambda family: readers.devlink(family, PCI))
        self.cpoctl(when)

    def cpoctl(self, when):
        """cpoctl shows what pyynl shows, of rows that stand still."""
        period('60s')
        for kind in KINDS:
            self.tap.result(f'{when}: cpoctl, {kind}', retried(
                lambda k=kind: compare_cpoctl(self.family, k)))
        period('1s')

    def ethtool(self, family):
        """Sights in the terms of the family."""
        rows = {row['port-id']: row for row in family.rows['port']}
        for sight in readers.ethtool(family):
            if sight.key[-1] == 'reason':
                yield reason(sight, rows[sight.key[1]])
            elif sight.key[-1] == 'link-changes':
                yield downs(sight, rows[sight.key[1]])
            else:
                yield sight


def reason(sight, row):
    """A reason of ethtool as that of the family which it stands for."""
    told = row.get('reason', 'none')
    return sight._replace(value=told if sight.value == WHY[told]
                          else f'{sight.value!r} for {told}')


def downs(sight, row):
    """Ports start down, so every second change takes the link."""
    told = row.get('link-changes', 0)
    fits = (told + (row.get('state') == 'down')) // 2 == sight.value
    return sight._replace(value=told if fits else sight.value)


def ethtool_expected(family):
    """What stock ethtool must have of every port."""
    for row in family.rows['port']:
        if 'ifname' not in row:
            continue
        number = row['port-id']
        for name in ('state', 'reason', 'link-changes',
                     *readers.FEC.values()):
            yield 'port', number, name
        for part in row['lane-range']:
            for lane in range(part['count']):
                yield ('lane', part['engine-id'],
                       part['first'] + lane * part['stride'], 'symbol-errors')
        engine, lanes = readers.channels(family, row)
        yield 'engine', engine, 'temperature'
        for lane in lanes.values():
            yield 'lane', engine, lane, 'tx-power-nw'
            yield 'lane', engine, lane, 'rx-power-nw'


def until(what):
    """Wait for it; whether it came."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.5)
    return False


def check_change(agreement):
    """While the coolant hardly runs, everything gets warmer."""
    before = agreement.moment().values
    inject('coolant-flow', 500)
    agreement.all('under change')
    after = agreement.moment().values
    moved = sum(abs(after[key] - value) > MOVED
                for key, value in before.items()
                if key[0] == 'engine' and key[2] == 'temperature')
    inject('coolant-flow', 'off')
    agreement.tap.result('under change: engines did change',
                         None if moved else 'none moved')


def check_unknown(agreement):
    """An ELS is pulled: its values are gone, its ports are down."""
    els = agreement.moment().rows['els'][-1]['els-id']
    key = 'els', els, 'temperature'
    qom = os.environ['QOM']
    host('device_del', f'{qom}-els{els}')
    gone = until(lambda: agreement.moment().values[key] is None)
    agreement.tap.result('unknown: the ELS is gone', None if gone else key)
    agreement.all('unknown')
    down = [row['port-id'] for row in agreement.moment().rows['port']
            if row.get('state') == 'down']
    agreement.tap.result('unknown: ports are down', None if down else 'none')
    host('device_add', f'cpo-els,id={qom}-els{els},bus={qom}.0,slot={els}')
    back = until(lambda: agreement.moment().values[key] is not None)
    agreement.tap.result('unknown: it is back', None if back else key)


def check_stale(agreement):
    """No reports: what cannot say that it is old says nothing."""
    inject('telemetry-freeze', 1)
    stale = until(lambda: len(set(agreement.moment().stale())) == 1)
    agreement.tap.result('stale: the family says so', None if stale else
                         f'{agreement.moment().stale()} rows')
    told = [sight.via for sight in agreement.hwmon.look()
            if sight.value is not None]
    agreement.tap.result('stale: hwmon knows nothing', told[:10] or None)
    agreement.cpoctl('stale')
    agreement.compare('stale: devlink',
                      lambda family: readers.devlink(family, PCI))
    told = until(lambda: reporter('fw') == 'error')
    agreement.tap.result('stale: devlink says so, too',
                         None if told else reporter('fw'))
    inject('telemetry-freeze', 'off')
    fresh = until(lambda: not agreement.moment().stale()[0])
    agreement.tap.result('stale: fresh again', None if fresh else 'never')


def reporter(name):
    """The state of a health reporter."""
    text = readers.run('devlink', '-j', 'health', 'show', PCI, 'reporter',
                       name)
    return next(iter(json.loads(text)['health'].values()))[0]['state']


def main():
    """The four situations."""
    tap = Tap()
    family, _ = load_family()
    agreement = Agreement(tap, family)
    agreement.all('at rest')
    check_change(agreement)
    check_unknown(agreement)
    check_stale(agreement)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

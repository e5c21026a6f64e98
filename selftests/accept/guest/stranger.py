#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""What somebody learns who has ethtool, devlink, ip and sensors, and no more.

Each injection of Documentation/hw/cpo-device-interface.rst that takes a port
down, or that something is wrong with, is put in; then the screens of these four
must say which port is down and why, which part it is and what to do. After it
is taken out they must say that all is well. Prints TAP, and the screens.

Environment: PCI and QOM name the device, CPO_HOST is the way to the host.
"""

import json
import os
import re
import subprocess
import sys
import time

from ynl_compare import Tap

HANDLE = f'pci/{os.environ["PCI"]}'
QOM = os.environ['QOM']
LANE = 1                # of engine 0
ANSWER_S = 20
HEAT_S = 120
COOL_S = 240
SCREEN = 40             # lines of it in the log


def run(*words):
    """What a command shows."""
    done = subprocess.run(words, check=False, text=True, capture_output=True)
    return done.stdout + done.stderr


def host(*words):
    """Do something to the device from outside."""
    subprocess.run([os.environ['CPO_HOST'], *words], check=True,
                   stdout=subprocess.DEVNULL)


def inject(name, value, index=0):
    """A fault, or 'off' for the way it was."""
    host('qom-set', QOM, 'inject',
         json.dumps({'name': name, 'index': index, 'value': value}))


def diagnose(name):
    """What a reporter says."""
    return run('devlink', 'health', 'diagnose', HANDLE, 'reporter', name)


def ports():
    """The netdevs of the device, in the order of its ports, by devlink."""
    rows = json.loads(run('devlink', '-j', 'port', 'show'))['port']
    found = {row['port']: row['netdev'] for handle, row in rows.items()
             if handle.startswith(f'{HANDLE}/')}
    return [found[number] for number in sorted(found)]


def sensors(chip):
    """The sensors of one chip."""
    return run('sensors', f'{chip}-*')


class Fault:
    """An injection, and a regular expression for each screen."""

    def __init__(self, name, value, index=0, seconds=ANSWER_S, **screens):
        self.what = name, value, index
        self.title = f'{name} {value}'
        self.seconds = seconds
        self.screens = screens

    def put_in(self):
        """Do it."""
        inject(*self.what)

    def take_out(self):
        """Undo it."""
        name, _, index = self.what
        inject(name, 'off', index)


class Pull(Fault):
    """Somebody takes an ELS out."""

    def __init__(self, slot, **screens):
        super().__init__('pull ELS', slot, **screens)
        self.slot = slot

    def put_in(self):
        host('device_del', f'{QOM}-els{self.slot}')

    def take_out(self):
        host('device_add', f'cpo-els,id={QOM}-els{self.slot},bus={QOM}.0,'
             f'slot={self.slot}')


class WeakStart(Fault):
    """A machine is switched on with a laser that is at its end."""

    def __init__(self, number, **screens):
        super().__init__('age', 70000, number, HEAT_S, **screens)
        self.title = 'weak laser at power on'

    def put_in(self):
        place = f'/sys/bus/pci/devices/{os.environ["PCI"]}'
        host('device_del', QOM)
        while os.path.exists(place):
            time.sleep(0.1)
        host('device_add', f'cpo,id={QOM},bus=rp{QOM[3:]},profile=q3450')
        super().put_in()


def look(screens, netdev):
    """The screens of now, by name."""
    show = {
        'link': lambda: run('ethtool', netdev),
        'ip': lambda: run('ip', 'link', 'show', 'dev', netdev),
        'engine': lambda: diagnose('engine'),
        'laser': lambda: diagnose('laser'),
        'ports': lambda: diagnose('link'),
        'fw': lambda: diagnose('fw'),
        'oe': lambda: sensors('cpo0_oe0'),
        'board': lambda: sensors('cpo0_board'),
    }
    return {name: show[name]() for name in screens}


def missing(screens, netdev):
    """What a screen does not say, and the screens."""
    now = look(screens, netdev)
    return [f'{name}: no "{regex}"' for name, regex in screens.items()
            if not re.search(regex, now[name], re.S)], now


def wait(seconds, screens, netdev):
    """Until they say it all; what is still missing, and the screens."""
    end = time.monotonic() + seconds
    while True:
        why, now = missing(screens, netdev)
        if not why or time.monotonic() > end:
            return why, now
        time.sleep(0.5)


WELL = {
    'link': 'Link detected: yes',
    'ports': 'all \\d+ ports are up',
}


def tell(tap, title, netdev, seconds, screens):
    """One result, with what the screens show."""
    why, now = wait(seconds, screens, netdev)
    print(f'# ---- {title}')
    for name, text in now.items():
        print(f'# -- {name}')
        for line in text.splitlines()[:SCREEN]:
            print('#   ', line)
    tap.result(title, '\n'.join(why) or None)


def faults(netdev):
    """Those that go away again."""
    down = 'NO-CARRIER'
    yield Fault('los', 1, LANE, link='Bad signal integrity, Serdes ALOS',
                ip=down, ports=f'rx-los.*connector of port 1\\b.*{netdev}')
    yield Fault('fibre-loss', 40000, LANE,
                link='Bad signal integrity, Serdes ALOS', ip=down,
                ports='rx-los.*no light arrives.*connector of port 1\\b')
    yield Fault('ring-drift', 60000, LANE, link='Calibration failure',
                ip=down, ports='ring-unlock.*cooling of engine OE1\\b')
    yield Fault('leak', 1, engine='leak rope.*at once')
    yield Fault('board-rail', -12000000, engine='rail|supply',
                board='ALARM')
    yield Fault('engine-rail', -500000, oe='OE1 rail 0: +2\\.8')
    yield Fault('age', 20000, 0, laser='laser 0 of ELS 1\\b.*replace ELS 1\\b')
    yield Fault('telemetry-freeze', 1, fw='telemetry.*old', oe='N/A')
    yield Fault('telemetry-freeze', 2, fw='telemetry-frozen')
    yield Fault('telemetry-tear', 1, fw='telemetry-torn')
    yield Fault('telemetry-short', 1, fw='telemetry-short')
    yield Fault('telemetry-repeat', 1, fw='telemetry-repeated')
    yield Fault('telemetry-lie', 1, fw='telemetry-lying')
    yield Fault('inlet', 30000, seconds=HEAT_S, board='inlet.*ALARM')
    yield Fault('coolant-flow', 0, seconds=HEAT_S,
                link='Overheat|Calibration failure', ip=down,
                ports='overheat|ring-unlock',
                engine='coolant flow: 0|flow-low.*pump', oe='ALARM')


def lasting():
    """Those after which a laser waits for a fiber check."""
    yield Fault('feed-loss', 12000, 0, link='Module',
                laser='contaminated.*clean fibre \\d+ of ELS 1\\b',
                ports='els-unchecked.*ports: 1\\b.*ELS 1\\b')
    yield Pull(0, link='Module', ports='els-absent.*put ELS 1 back',
               laser='els-absent|ELS 1\\b')
    # its fibre is not to blame
    yield WeakStart(0, laser='\\A(?!.*(check-failed|: checking)).*power-low.*'
                    'laser 0 of ELS 1\\b.*replace ELS 1\\b')


def main():
    """All of them."""
    tap = Tap()
    netdevs = ports()
    tell(tap, 'all is well', netdevs[0], ANSWER_S, WELL)
    for fault in faults(netdevs[0]):
        fault.put_in()
        tell(tap, fault.title, netdevs[0], fault.seconds, fault.screens)
        fault.take_out()
        long = COOL_S if fault.seconds == HEAT_S else ANSWER_S
        why, _ = wait(long, WELL, netdevs[0])
        tap.result(f'{fault.title}: well again', '\n'.join(why) or None)
    for fault in lasting():
        fault.put_in()
        tell(tap, fault.title, netdevs[0], fault.seconds, fault.screens)
        fault.take_out()
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""model_cost.py [--quick]: what the device model costs the host.

A QEMU whose only CPU is halted, in real time, with the device set up as the
driver does it.  Telemetry is off, and then on at 1, 10 and 100 Hz.  What QEMU
takes without the device is a row of its own, and taken off the others.  Prints
one JSON object per line.  PROFILE= names the machine, QEMU= the emulator.
"""
import glob
import json
import os
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'model'))
sys.dont_write_bytecode = True

from cpohw import HW                                    # noqa: E402
from cpoqtest import Boot, Machine                      # noqa: E402

COLD_S = 4              # until all ports are up
WARM_S = 150            # until engines stand still
HALTED = b'\xfa\xf4\xeb\xfd'            # cli; hlt; jump to hlt
QUICK_S = 2
RATES = ((1, 0.5), (10, 3), (100, 15))  # Hz, target in % of a core


def firmware(path):
    """64 KiB that end in the reset vector."""
    with open(path, 'wb') as f:
        f.write(bytes(0xfff0) + HALTED.ljust(16, b'\0'))


def cpu_seconds(pid):
    """Of all threads, to the nanosecond."""
    total = 0
    for path in glob.glob('/proc/%d/task/*/schedstat' % pid):
        with open(path, encoding='ascii') as f:
            total += int(f.read().split()[0])
    return total / 1e9


def cost(m, seconds):
    """% of a core in real time."""
    wall, cpu = time.monotonic(), cpu_seconds(m.proc.pid)
    time.sleep(seconds)
    cpu = cpu_seconds(m.proc.pid) - cpu
    return 100 * cpu / (time.monotonic() - wall)


def measure(d, seconds):
    """(% of a core, blocks per second)"""
    last = d.blk(HW.CPO_BLK_TELEMETRY) + HW.CPO_TLM_LAST_SEQ
    blocks, wall = d.rdq(last), time.monotonic()
    used = cost(d.m, seconds)
    return used, (d.rdq(last) - blocks) / (time.monotonic() - wall)


def configure(d, rate):
    assert d.tlm_start(period_us=1000000 // rate, bufs=4).status == 0


class Running(Boot):
    ACCEL = ['-accel', 'tcg']


class Empty(Machine):
    ACCEL = ['-accel', 'tcg']


def run(profile, seconds):
    with tempfile.NamedTemporaryFile(prefix='cpo-bios-') as bios:
        firmware(bios.name)
        with Empty([], ['-bios', bios.name], ports=1) as m:
            time.sleep(COLD_S)
            qemu = cost(m, seconds)
        yield {'row': 'model: QEMU without the device',
               'value': round(qemu, 3), 'unit': '% of a core'}
        machine = Running(profile, extra=['-bios', bios.name], cold=False)
        with machine as d:
            time.sleep(WARM_S if seconds > QUICK_S else COLD_S)
            d.drain()
            ports = d.section(HW.CPO_SEC_PORT, 'cpo_hw_port')
            assert all(p['oper'] for p in ports), 'a port is down'
            idle, _ = measure(d, seconds)
            yield {'row': 'model: no telemetry',
                   'value': round(max(idle - qemu, 0), 3),
                   'unit': '% of a core'}
            for rate, target in RATES:
                configure(d, rate)
                used, blocks = measure(d, seconds)
                assert blocks or seconds * rate < 5, 'no telemetry'
                # a busy host lets some fall out: what each costs counts
                used = idle + (used - idle) * max(1, rate / (blocks or rate))
                yield {'row': 'model: telemetry at %d Hz' % rate,
                       'value': round(max(used - qemu, 0), 3),
                       'unit': '% of a core', 'target': target}


def main():
    quick = '--quick' in sys.argv[1:]
    for row in run(os.environ.get('PROFILE', 'sn6800'), QUICK_S if quick else 20):
        print(json.dumps(row), flush=True)


if __name__ == '__main__':
    main()

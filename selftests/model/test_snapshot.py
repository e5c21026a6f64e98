# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Saving a device to a file and waking it up in another QEMU."""
import os
import shutil
import time

from cpohw import HW
from cpoqtest import COLD_NS, MS, Boot, Closed, Device, Machine, QtestError

DEVICE = 'cpo,id=cpo0,bus=rp0,profile=%s'


def save(d):
    path = d.m.path('state')
    d.m.command('migrate', uri='file:' + path)
    for _ in range(600):
        status = d.m.command('query-migrate')['status']
        if status in ('completed', 'failed'):
            break
        time.sleep(0.05)
    assert status == 'completed', status
    return path


class Woken(Machine):
    """Started from a file.  The clock of the test accelerator is not saved,
    so it is brought to where it was first."""

    def __init__(self, path, clock, device):
        super().__init__([device], ['-incoming', 'defer'])
        self.step(clock)
        try:
            self.command('migrate-incoming', uri='file:' + path)
            for _ in range(600):
                if self.command('query-status')['running']:
                    return
                time.sleep(0.05)
        except Closed:
            self.proc.wait(60)
        text = self.output()
        self.close()
        raise QtestError(text)


def adopt(machine, old):
    """A Device of another machine in the state its driver was in."""
    dev = Device.__new__(Device)
    dev.__dict__.update(old.__dict__)
    dev.m = machine
    return dev


def state(d):
    return [d.section(getattr(HW, 'CPO_SEC_' + sec), 'cpo_hw_' + name)
            for sec, name in (('ELS', 'els'), ('LASER', 'laser'),
                              ('FEED', 'feed'), ('LANE', 'lane'),
                              ('PORT', 'port'), ('INV_ELS', 'inv_els'))]


def check(wait, profile='q3450'):
    with Boot(profile, cold=False) as d:
        d.m.step(wait * MS)
        d.m.qom_set('cpo0/lane[9]', 'rx-power-nw', 654321)
        before = state(d)
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        path = save(d)
        keep = path + '.keep'
        shutil.move(path, keep)
        with Woken(keep, wait * MS, DEVICE % profile) as m:
            e = adopt(m, d)
            assert e.rdq(e.ctrl + HW.CPO_CTRL_TIME) == wait * MS
            assert state(e) == before, wait
            assert e.rdq(e.eq + HW.CPO_EVENTQ_NEXT_SEQ) == seq
            m.step(max(COLD_NS - wait * MS, 1))
            ports = e.section(HW.CPO_SEC_PORT, 'cpo_hw_port')
            assert all(p['oper'] for p in ports), wait
            e.els_del(3)
            assert e.drain()[-1]['code'] == HW.CPO_EV_PORT_STATE
        os.unlink(keep)


def test_in_each_laser_state():
    for wait in (100, 1600, 1750, 1900, 2300, 3000):
        check(wait)


def test_bailly():
    check(3000, 'bailly')


def test_other_modules_count_as_swaps():
    with Boot() as d:
        path = save(d)
        with Woken(path, COLD_NS, DEVICE % 'q3450' + ',els=none') as m:
            e = adopt(m, d)
            events = e.drain()
            gone = [x['obj']['a'] for x in events
                    if x['code'] == HW.CPO_EV_ELS_REMOVED]
            assert gone == list(range(18))
            lanes = e.section(HW.CPO_SEC_LANE, 'cpo_hw_lane')
            assert not any(r['tx_nw'] for r in lanes)


def test_other_profile_is_refused():
    with Boot() as d:
        path = save(d)
        try:
            with Woken(path, COLD_NS, DEVICE % 'bailly'):
                pass
        except QtestError as err:
            assert 'other profile' in str(err), str(err)
            return
        raise AssertionError('woke up')

# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Saving a device to a file and waking it up in another QEMU."""
import os
import shutil
import struct
import time

from cpohw import HW
from cpoqtest import COLD_NS, MS, Boot, Closed, Device, Machine, QtestError

DEVICE = 'cpo,id=cpo0,bus=rp0,profile=%s'
OVER_POWER_NW = 190000000
OPEN_MDB = 60000


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
    so it is brought to where it was first.  absent: slots without a module."""

    def __init__(self, path, clock, device, absent=()):
        super().__init__([device], ['-incoming', 'defer'])
        self.step(clock)
        for slot in absent:
            self.command('device_del', id='cpo0-els%d' % slot)
        try:
            self.command('migrate-incoming', uri='file:' + path)
            for _ in range(600):
                if self.command('query-status')['running']:
                    return
                time.sleep(0.05)
        except Closed:
            self.proc.wait(60)
        text, code = self.output(), self.proc.poll()
        self.close()
        assert code in (None, 1), 'QEMU ended with %d: %s' % (code, text)
        raise QtestError(text)


def refused(path, clock, device, text):
    """A QEMU with this device says text and wakes nothing up."""
    try:
        with Woken(path, clock, device):
            pass
    except QtestError as err:
        assert text in str(err), str(err)
        return
    raise AssertionError('woke up')


def adopt(machine, old):
    """A Device of another machine in the state its driver was in."""
    dev = Device.__new__(Device)
    dev.__dict__.update(old.__dict__)
    dev.m = machine
    return dev


def inventory(d):
    return [d.section(getattr(HW, 'CPO_SEC_' + sec), 'cpo_hw_' + name)
            for sec, name in (('INV_ELS', 'inv_els'),
                              ('INV_PORT', 'inv_port'))]


def registers(d):
    return [d.rd(off) for off in range(0, 0xa00, 4)]


def windows(d):
    return [d.section(getattr(HW, 'CPO_SEC_WIN_' + kind),
                      'cpo_hw_win_%s_rec' % kind.lower())
            for kind in ('ENGINE', 'ELS', 'LASER', 'LANE', 'PORT')]


def observables(d):
    return [d.page(HW.CPO_OBJ_ENGINE, 3, 0, page)
            for page in (0x20, 0x24, 0x25, 0x28, 0x2c, 0x2f)]


def flags(d):
    """All of them, and all limits."""
    return (d.flags(), d.limits(HW.CPO_THRESH_DEFAULTS),
            d.limits(HW.CPO_THRESH_OVERRIDES))


def block(d):
    """A telemetry block as bytes, without its own sequence number."""
    assert d.refresh(7).status == 0
    buf = d.rd(d.blk(HW.CPO_BLK_TELEMETRY) + HW.CPO_TLM_LAST_BUF)
    raw = d.m.read(d.tlm_mem(buf), d.rd(HW.CPO_REG_TLM_MAX))
    assert raw[8:16] == raw[-8:] != bytes(8)
    return raw[:8] + raw[16:-8]


# ---- states to be saved in ----

def wait(ms):
    def run(d):
        d.m.step(ms * MS)
    return run


def firmware_restarts(ms):
    """Ramping lasers end off."""
    def run(d):
        d.m.step(1900 * MS)
        d.reset(HW.CPO_RESET_FIRMWARE)
        d.m.step(ms * MS)
    return run


def over_power(d):
    d.m.step(3000 * MS)
    d.m.qom_set('cpo0/laser[5]', 'power-nw', OVER_POWER_NW)


def feed_opens(d):
    d.m.step(3000 * MS)
    d.m.qom_set('cpo0/feed[5]', 'loss-mdb', OPEN_MDB)


def module_pulled(d):
    d.m.step(3000 * MS)
    d.els_del(2)


def module_swapped(d):
    d.m.step(3000 * MS)
    d.els_del(2)
    d.els_add(2, serial='ANOTHER')
    d.m.step(100 * MS)


def values_set(d):
    d.m.step(3000 * MS)
    d.m.qom_set('cpo0/lane[9]', 'rx-power-nw', 654321)
    d.m.qom_set('cpo0/lane[10]', 'ber-media', 10 ** 12)
    d.m.qom_set('cpo0/lane[11]', 'tx-power-nw', 1000000)
    d.m.qom_set('cpo0/engine[1]', 'temp-mc', 71234)
    d.m.qom_set('cpo0/els[1]', 'vcc-uv', 3210000)
    d.m.qom_set('cpo0/laser[3]', 'bias-na', 400000000)


def faults_injected(d):
    d.m.step(3000 * MS)
    for name, index, value in (
            ('fibre-loss', 9, 3600), ('ring-drift', 17, 55000),
            ('coolant-flow', 0, 600), ('inlet', 0, 4000), ('load', 0, 300),
            ('leak', 0, 1), ('board-rail', 0, -100000),
            ('engine-rail', 3, 20000), ('age', 30, 8000),
            ('feed-loss', 31, 1000)):
        d.inject(name, index, value)
    assert d.cmd(HW.CPO_OP_PAGE_FREEZE, b'\1',
                 obj=(HW.CPO_OBJ_ENGINE, 3)).status == 0
    d.inject('load', 0, 500)
    d.m.step(1250 * MS)


def engines_moving(d):
    """One in low power, one on its way there, one on its way back."""
    d.m.step(3000 * MS)
    for value, engines in ((1, (0, 2)), (0, (2,)), (1, (1,))):
        cpl = d.attr_set(*((HW.CPO_OBJ_ENGINE, e, HW.CPO_ATTR_LOW_POWER,
                            value) for e in engines))
        assert cpl.status == 0
        d.m.step(50 * MS)
    assert [r['state'] for r in
            d.section(HW.CPO_SEC_ENGINE, 'cpo_hw_engine')][:4] == \
        [HW.CPO_MODULE_LOW_PWR, HW.CPO_MODULE_PWR_DN, HW.CPO_MODULE_PWR_UP,
         HW.CPO_MODULE_READY]


def bias_limit(d):
    d.m.step(3000 * MS)
    d.inject('age', 5, 30000)
    d.m.step(1500 * MS)


def power_low(d):
    """Waits for its second try."""
    d.m.step(3000 * MS)
    d.m.qom_set('cpo0/laser[5]', 'power-nw', 40000000)
    d.m.step(2000 * MS)


def overheated(d):
    d.m.step(3000 * MS)
    d.m.qom_set('cpo0/engine[2]', 'temp-mc', 106000)
    d.m.step(500 * MS)


def link_falls_apart(d):
    d.m.step(3000 * MS)
    d.inject('fibre-loss', 20, 5900)
    d.m.step(2250 * MS)


def windows_turned(d):
    d.m.step(3000 * MS)
    arg = struct.pack('<IIBBHI', 0, 0, 0, 0, 0, 10)
    assert d.cmd(HW.CPO_OP_TLM_CONFIG, arg).status == 0
    d.m.step(25000 * MS)


def flags_set(d):
    """Own limits, a flag that is about to clear, and one that was."""
    d.m.step(3000 * MS)
    rx = d.rows('LANE')[40]['rx_nw']
    assert d.limits_set(
        (HW.CPO_OBJ_LANE, 40, HW.CPO_Q_RX_POWER,
         {HW.CPO_LV_LOW_WARNING: rx + 1000}),
        (HW.CPO_OBJ_ENGINE, 3, HW.CPO_Q_TEMP,
         {HW.CPO_LV_HIGH_ALARM: 30000})).status == 0
    d.m.qom_set('cpo0/els[5]', 'temp-mc', 76000)
    d.inject('los-flap', 9, 20)
    d.m.step(500 * MS)
    assert d.limits_default((HW.CPO_OBJ_ENGINE, 3,
                             HW.CPO_Q_TEMP)).status == 0
    d.m.qom_set('cpo0/els[5]', 'temp-mc', 50000)
    d.m.step(550 * MS)


STATES = (
    ('module starts', wait(100), HW.CPO_LASER_RESTRICTED),
    ('checking', wait(1600), HW.CPO_LASER_CHECKING),
    ('tuning', wait(1750), HW.CPO_LASER_RAMPING),
    ('ramping', wait(1900), HW.CPO_LASER_RAMPING),
    ('ring locks', wait(2300), HW.CPO_LASER_ON),
    ('on', wait(3000), HW.CPO_LASER_ON),
    ('off', firmware_restarts(600), HW.CPO_LASER_OFF),
    ('over power', over_power, HW.CPO_LASER_DOWN_FAULT),
    ('feed open', feed_opens, HW.CPO_LASER_RESTRICTED),
    ('pulled', module_pulled, HW.CPO_LASER_ON),
    ('swapped', module_swapped, HW.CPO_LASER_ON),
    ('values set', values_set, HW.CPO_LASER_ON),
    ('faults injected', faults_injected, HW.CPO_LASER_ON),
    ('bias limit', bias_limit, HW.CPO_LASER_ON_FAULT),
    ('power low', power_low, HW.CPO_LASER_DOWN_FAULT),
    ('overheated', overheated, HW.CPO_LASER_OFF),
    ('engines moving', engines_moving, HW.CPO_LASER_ON),
    ('link falls apart', link_falls_apart, HW.CPO_LASER_ON),
    ('windows turned', windows_turned, HW.CPO_LASER_ON),
    ('flags set', flags_set, HW.CPO_LASER_ON),
)


def driver_up(d):
    """Again, after a reset; with a short ring, so that events wait."""
    if not d.sts() & HW.CPO_STS_FEATURES_OK:
        d.setup(event=False)
    d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
    d.event_start(log2=HW.CPO_EVENTQ_LOG2_MIN)


def same_future(d, e):
    """Both go on alike."""
    for x in (d, e):
        x.m.step(3000 * MS)
        x.els_del(0)
        x.m.step(100 * MS)
    assert registers(d) == registers(e)
    assert block(d) == block(e)
    assert windows(d) == windows(e)
    assert flags(d) == flags(e)


def pending_work(d):
    """Commands, events and an interrupt that wait for the host."""
    d.m.cfg_write(d.bdf, 4, 2, 2)               # no DMA
    slots = [d.push(HW.CPO_OP_NOP) for _ in range(3)]
    d.wr(d.blk(HW.CPO_BLK_TEST) + HW.CPO_TEST_IRQ, 4)
    return slots


def work_comes_through(e, slots):
    e.m.cfg_write(e.bdf, 4, 6, 2)
    e.m.sync()
    assert [e.poll().slot for _ in slots] == slots
    e.consume()
    assert e.msi(4)
    first = e.eq_seq
    assert [x['seq'] for x in e.drain()] == \
        list(range(first + 1, e.rdq(e.eq + HW.CPO_EVENTQ_NEXT_SEQ)))


def round_trip(name, prepare, want, profile='q3450'):
    absent = (1, 2) if prepare is module_pulled else (1,)
    with Boot(profile, cold=False) as d:
        d.msix_init(8)
        prepare(d)
        driver_up(d)
        d.tlm_start()
        got = d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')[5]['state']
        assert got == want, (name, got)
        d.els_del(1)                            # its events do not fit
        lists, before = inventory(d), block(d)
        kept, pages, known = windows(d), observables(d), flags(d)
        slots = pending_work(d)
        regs = registers(d)
        clock = d.rdq(d.ctrl + HW.CPO_CTRL_TIME)
        with Woken(save(d), clock, DEVICE % profile, absent) as m:
            e = adopt(m, d)
            assert registers(e) == regs, name
            work_comes_through(e, slots)
            assert inventory(e) == lists, name
            assert block(e) == before, name
            assert windows(e) == kept, name
            assert observables(e) == pages, name
            assert flags(e) == known, name
            d.m.command('cont')
            work_comes_through(d, slots)
            inventory(d)
            assert flags(d) == known
            assert block(d) == before
            assert (windows(d), observables(d)) == (kept, pages)
            same_future(d, e)


def test_in_each_state():
    for name, prepare, want in STATES:
        round_trip(name, prepare, want)


def test_every_profile():
    for profile in ('q3450mp', 'sn6810', 'sn6800', 'bailly', 'davisson'):
        round_trip(profile, wait(3000), HW.CPO_LASER_ON, profile)


def test_while_the_firmware_restarts():
    with Boot() as d:
        d.reset(HW.CPO_RESET_FIRMWARE)
        d.m.step(100 * MS)
        regs = registers(d)
        with Woken(save(d), COLD_NS + 100 * MS, DEVICE % 'q3450') as m:
            e = adopt(m, d)
            assert e.sts() == HW.CPO_STS_RESETTING
            assert registers(e) == regs
            d.m.command('cont')
            for x in (d, e):
                x.m.step(400 * MS)
                assert x.sts() == HW.CPO_STS_READY
                x.setup()
                x.tlm_start()
            assert block(d) == block(e)


def test_periodic_telemetry_goes_on():
    with Boot() as d:
        d.tlm_start(period_us=10000)
        d.m.step(15 * MS)
        with Woken(save(d), COLD_NS + 15 * MS, DEVICE % 'q3450') as m:
            e = adopt(m, d)
            last = e.blk(HW.CPO_BLK_TELEMETRY) + HW.CPO_TLM_LAST_SEQ
            assert e.rdq(last) == 1
            m.step(5 * MS)
            assert e.rdq(last) == 2
            m.step(10 * MS)
            assert e.rdq(last) == 3
            rows = [row['seq'] for row, _ in e.block()[1].values()]
            assert set(rows) == {1}             # nothing has changed


def test_moderated_interrupt_is_not_lost():
    with Boot() as d:
        d.msix_init(8)
        irq = d.blk(HW.CPO_BLK_IRQ) + 0x40
        test = d.blk(HW.CPO_BLK_TEST) + HW.CPO_TEST_IRQ
        d.wr(irq + 4 * 5, 1000)
        d.wr(test, 5)
        assert d.msi(5)
        d.wr(test, 5)
        assert not d.msi(5)                     # held for a millisecond
        with Woken(save(d), COLD_NS, DEVICE % 'q3450') as m:
            e = adopt(m, d)
            m.step(MS // 2)
            assert not e.msi(5)
            m.step(MS // 2)
            assert e.msi(5)


def test_other_modules_count_as_swaps():
    with Boot() as d:
        with Woken(save(d), COLD_NS, DEVICE % 'q3450' + ',els=none') as m:
            e = adopt(m, d)
            gone = [x['obj']['a'] for x in e.drain()
                    if x['code'] == HW.CPO_EV_ELS_REMOVED]
            assert gone == list(range(18))
            lanes = e.section(HW.CPO_SEC_LANE, 'cpo_hw_lane')
            assert not any(r['tx_nw'] for r in lanes)


def test_what_a_storm_held_back_is_still_told():
    with Boot() as d:
        d.m.step(2000 * MS)
        d.drain()
        d.tlm_start()
        assert d.event_config(50000) == 0
        d.inject('los-flap', 9, 100)
        d.inject('los', 20, 1)
        d.drain()
        clock = COLD_NS + 2000 * MS
        with Woken(save(d), clock, DEVICE % 'q3450') as m:
            e = adopt(m, d)
            d.m.command('cont')
            told = []
            for x in (d, e):
                assert x.drain() == []
                x.m.step(49 * MS)
                assert x.drain() == []
                x.m.step(1 * MS)
                told.append(x.drain())
            assert told[0] == told[1]
            event, = told[0]
            assert (event['obj']['a'], event['count']) == (9, 201)
            same_future(d, e)


def test_more_modules_count_as_plugged():
    with Boot(opts='els=none') as d:
        with Woken(save(d), COLD_NS, DEVICE % 'q3450') as m:
            e = adopt(m, d)
            new = [x['obj']['a'] for x in e.drain()
                   if x['code'] == HW.CPO_EV_ELS_INSERTED]
            assert new == list(range(18))
            lasers = e.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')
            assert {r['state'] for r in lasers} == {HW.CPO_LASER_RESTRICTED}
            els = e.section(HW.CPO_SEC_ELS, 'cpo_hw_els')
            assert {r['insertions'] for r in els} == {1}


def test_other_fibres_count_as_moved():
    with Boot() as d:
        with Woken(save(d), COLD_NS, DEVICE % 'q3450' + ',links=none') as m:
            e = adopt(m, d)
            dark = [x for x in e.drain()
                    if x['code'] == HW.CPO_EV_LANE_RX_LOS and
                    x['action'] == HW.CPO_ACT_SET]
            assert len(dark) == 576
            ports = e.section(HW.CPO_SEC_PORT, 'cpo_hw_port')
            assert not any(p['oper'] for p in ports)


def test_other_profile_is_refused():
    with Boot() as d:
        path = save(d)
        for other in ('bailly', 'q3450mp'):
            refused(path, COLD_NS, DEVICE % other, 'other profile')


def test_other_features_are_refused():
    with Boot(opts='x-inject=on') as d:
        refused(save(d), COLD_NS, DEVICE % 'q3450', 'feature set')


def test_cut_file_is_refused():
    with Boot() as d:
        path = save(d)
        size = os.path.getsize(path)
        with open(path, 'rb') as f:
            at = f.read().rindex(b'/cpo', 0, size - 100000)
        for end in (at + 10, at + 5000, at + 100000, at + 300000):
            short = path + '.short'
            shutil.copy(path, short)
            os.truncate(short, end)
            refused(short, COLD_NS, DEVICE % 'q3450', '')

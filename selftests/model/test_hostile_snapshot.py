# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Snapshots that somebody changed: QEMU refuses them or runs on, and never
crashes.  Loading happens in one process, so what a refused snapshot left
behind is used too.
"""
import os
import random
import re

from cpohw import HW
from cpoqtest import MS, QtestError
from snapfile import SnapBoot, Snapshot
from test_aer import CAP_EXP, DEVCTL
from test_snapshot import driver_up, pending_work

WALK = int(os.environ.get('CPO_SNAPSHOT_WALK', '150'))
BIG = 1 << 62


def busy():
    """A device with something in every queue and a laser in most states."""
    boot = SnapBoot()
    d = boot.devs[0]
    d.msix_init(8)
    d.m.qom_set('cpo0/laser[5]', 'power-nw', 190000000)
    d.m.qom_set('cpo0/feed[6]', 'loss-mdb', 60000)
    d.els_del(4)
    d.els_add(4)
    driver_up(d)
    rx = (HW.CPO_OBJ_LANE, 40, HW.CPO_Q_RX_POWER)
    d.limits_set(rx + ({HW.CPO_LV_HIGH_WARNING: 1},))
    d.event_config(20000)
    d.m.step(100 * MS)
    d.tlm_start(period_us=10000)
    d.m.step(25 * MS)
    d.els_del(2)
    d.inject('los-flap', 9, 1)
    pending_work(d)
    d.saved = d.sq_tail, d.cq_head, d.eq_cons, d.eq_seq
    return boot


def first(s, name, test):
    """The first object of an array whose field passes."""
    for field in s.fields:
        if re.fullmatch(name, field) and test(s.get(field)):
            return field
    raise AssertionError(name)


def where(s, array, field, value):
    at = first(s, r'%s\[\d+\]\.%s' % (array, re.escape(field)),
               lambda x: x == value)
    return at[:-len(field)]


def rows(s):
    """(what is at fault, {field: value}) of snapshots that cannot be."""
    now, next_seq = s.get('now'), s.get('event.next_seq')
    lit = where(s, 'laser', 'sm.state', HW.CPO_LASER_ON)
    dark = where(s, 'laser', 'sm.state', HW.CPO_LASER_DOWN_FAULT)
    up = where(s, 'els', 'state', HW.CPO_MODULE_READY)
    starting = where(s, 'els', 'state', HW.CPO_MODULE_PWR_UP)
    gone = where(s, 'els', 'state', HW.CPO_MODULE_UNKNOWN)

    for field in ('wiring', 'n_engines', 'n_els', 'n_lasers', 'n_lanes',
                  'n_ports', 'n_tallies'):
        yield 'other profile', {field: s.get(field) + 1}
    for value in (-1, BIG, -BIG):
        yield 'clock', {'time_base': value}
        yield 'clock', {'now': value}
    for field, values in (
            ('sts', (1 << 31, 1 << 5, HW.CPO_STS_RESETTING)),
            ('ctl', (4, 1 << 31)), ('fatal_code', (6, 0xffffffff)),
            ('reset_gen', (1 << 31,)), ('fw_deadline', (-1, 1, BIG)),
            ('fw_stopped', (-1, now + 1))):
        for value in values:
            yield 'control block', {field: value}
    yield 'feature set', {'drv_feat': 1 << 63}
    for field, values in (
            ('sq_size', (0, 3, 128, 1 << 31)), ('cq_size', (0, 16, 63)),
            ('size_reg', (0, 0x603, 0xb06, 0x10606)), ('enabled', (0,)),
            ('sq_base', (32,)), ('cq_base', (1,)),
            ('sq_tail', (s.get('admin.sq_head') + 65,)),
            ('cq_tail', (s.get('admin.cq_head') - 1,))):
        for value in values:
            yield 'admin queue', {'admin.' + field: value}
    for field, values in (
            ('size', (0, 1, 1 << 31)), ('size_reg', (0, 13, 0x104)),
            ('enabled', (0,)), ('base', (8,)),
            ('prod', (s.get('event.cons') - 1,)),
            ('cons', (s.get('event.prod') + 1,)),
            ('next_seq', (0, 1, next_seq - 1)), ('dropped', (next_seq,)),
            ('fifo_head', (4096, 0xffffffff, s.get('event.fifo_head') + 1)),
            ('fifo_len', (4097, 0xffffffff, s.get('event.fifo_len') + 1))):
        for value in values:
            yield 'event queue', {'event.' + field: value}
    for field, values in (
            ('bufs', (0, 1, 5, 0xffffffff)),
            ('segs', (0, 2, 17, 0x40000000, 0xffffffff)),
            ('buf_len', (0, 8, 0xffffffff)),
            ('period_us', (0, 9999, 60000001)),
            ('last_buf', (4, 0xffffffff)), ('seg_addr[0]', (4,)),
            ('seg_len[1]', (0, 4, 0xffffffff)),
            ('next_ns', (0, -1, now + 11 * MS, BIG))):
        for value in values:
            yield 'telemetry set-up', {'tlm.' + field: value}
    yield 'telemetry set-up', {'tlm.bufs': 4, 'tlm.segs': 1 << 30}
    for field, values in (
            ('irq_map[0]', (8, 0xfffe, 0x10000)),
            ('vector[0].moderation_us', (1000001, 0xffffffff)),
            ('vector[7].not_before', (-1, BIG))):
        for value in values:
            yield 'interrupt set-up', {field: value}
    yield 'safety record', {'cut_cause': 99}
    yield 'safety record', {'cut_time': now + 1}
    for at, field, values in (
            (up, 'state', (0, 2, 6, 255)), (up, 'present', (0,)),
            (gone, 'present', (1,)), (gone, 'state', (3,)),
            (gone, 'deadline', (now + 1,)),
            (starting, 'deadline', (0, -1, now + 11000 * MS)),
            (up, 'autostart', (1,)), (up, 'insert_time', (-1, now + 1)),
            (up, 'serial', (b'X' * 17,)), (up, 'part', (b'X' * 17,)),
            (up, 'vendor', (b'X' * 17,)), (up, 'revision', (b'X' * 17,)),
            (up, 'firmware', (b'X' * 17,))):
        for value in values:
            yield 'laser module', {at + field: value}
    for at, field, values in (
            (lit, 'sm.state', (0, 3, 4, 8, 255)), (lit, 'sm.substate', (1,)),
            (lit, 'sm.fault', (8,)), (lit, 'sm.checked', (0,)),
            (lit, 'sm.feed_open', (1,)), (lit, 'sm.deadline', (-1, now + 1)),
            (lit, 'clamp.checked', (0,)), (lit, 'clamp.tripped', (1,)),
            (lit, 'clamp.opened', (1,)), (lit, 'sm.held', (1,)),
            (lit, 'sm.on_since', (-1, now + 1)),
            (dark, 'sm.deadline', (-1, now + 31000 * MS)),
            (lit, 'shown_state', (8,)), (lit, 'shown_fault', (8,)),
            (dark, 'sm.state', (HW.CPO_LASER_ON, HW.CPO_LASER_CHECKING))):
        for value in values:
            yield 'laser', {at + field: value}
    yield 'laser', {'enclosure_closed': 0}
    for field, values in (
            ('low_power', (1,)), ('state', (0, 1, 2, 4, 5, 255)),
            ('deadline', (-1, now + 1, BIG))):
        for value in values:
            yield 'engine', {'engine[0].' + field: value}
    for value in (0, 1, 3, 255):
        yield 'engine', {'plant.engine[1].power': value}
    yield 'engine', {'engine[0].state': HW.CPO_MODULE_PWR_DN,
                     'engine[0].low_power': 1, 'engine[0].deadline': BIG,
                     'plant.engine[0].power': 0}
    for field, values in (
            ('measured_mdb', (-(1 << 31),)), ('check', (4,)),
            ('dp_state', (0, 2, 3, 5, 8)), ('check_time', (-1, now + 1)),
            ('dp_deadline', (now + 1,))):
        for value in values:
            yield 'feed', {'feed[0].' + field: value}
    yield 'feed', {'plant.feed[0].parked': 1}
    for field, values in (
            ('oper', (2,)), ('reason', (99,)), ('lanes_up', (5,)),
            ('last_change', (-1, now + 1))):
        for value in values:
            yield 'port', {'port[0].' + field: value}
    yield 'injection', {'report[0]': 3}
    yield 'injection', {'report[4]': 99}
    yield 'frozen page', {'freeze_until[3]': -1}
    yield 'frozen page', {'freeze_until[3]': now + 10001 * MS}
    yield from flag_rows(s)
    yield from plant_rows(s)


def flag_rows(s):
    """Those of a flag that is set, of its limits, and of what was never."""
    now, epoch = s.get('now'), s.get('plant.epoch')
    yield 'event queue', {'event.storm_us': HW.CPO_STORM_MAX_US + 1}
    flag = where(s, 'tally', 'seq', s.get('flag_seq'))
    never = where(s, 'tally', 'first_set', 0)
    for at, field, values in (
            (flag, 'action', (2, 3, 255)), (flag, 'severity', (5,)),
            (flag, 'cause', (99,)), (flag, 'seq', (0, BIG)),
            (flag, 'first_set', (0, -1, now + 1, BIG)),
            (flag, 'last_set', (-1, now + 1)),
            (flag, 'last_clear', (-1, now + 1)),
            (flag, 'posted', (-1, now + 1)), (never, 'seq', (1,)),
            (never, 'held', (1,))):
        for value in values:
            yield 'flag', {at + field: value}
    yield 'flag', {'flag_seq': s.get('flag_seq') - 1}
    own = where(s, 'watches.watch', 'own', 1)
    watch = where(s, 'watches.watch', 'set', 1 << HW.CPO_LV_HIGH_WARNING)
    for at, field, values in (
            (watch, 'set', (0, 1, 0x12)), (watch, 'back[1]', (epoch + 1,)),
            (watch, 'back[0]', (1,)),
            (own.replace('watch[', 'own['), 'mask', (16, 255)),
            (own.replace('watch[', 'own['), 'limit[1]', (-1, BIG))):
        for value in values:
            yield 'flag', {at + field: value}


def plant_rows(s):
    epoch = s.get('plant.epoch')
    for field, values in (
            ('epoch', (0, epoch - 1, epoch + 1, BIG)),
            ('flow', (2001,)), ('load', (1001, 0xffffffff)),
            ('inlet_mc', (-(1 << 31), 400001)), ('plate_uc', (BIG, -BIG)),
            ('window_epochs', (0, 864001)), ('outlet_uc', (-(1 << 62),)),
            ('asic[0].temp_uc', (BIG,)),
            ('engine[0].temp_uc', (0, BIG)), ('engine[0].temp_mc', (0,)),
            ('engine[1].trip', (3,)), ('engine[1].vcc_pin', (-2, BIG)),
            ('engine[1].rail_offset_uv', (1 << 30,)),
            ('els[0].case_uc', (BIG,)), ('els[0].bench_mc', (1,)),
            ('els[0].vcc_pin', (0, -2)),
            ('laser[0].age', (1 << 63,)), ('laser[0].emitted_nw', (1 << 31,)),
            ('laser[0].setpoint_nw', (0xffffffff,)),
            ('laser[0].bias_set_na', (550000001,)),
            ('laser[0].power_pin', (-2, BIG)),
            ('laser[0].bias_pin', (-2, 550000001)),
            ('laser[0].cond[0]', (11,)), ('feed[0].loss_mdb', (1 << 30,)),
            ('lane[0].tx_loss_mdb', (-(1 << 31),)),
            ('lane[0].link_mdb', ((1 << 31) - 1,)),
            ('lane[0].drift_mk', (1 << 30,)),
            ('lane[0].tx_pin', (-2, BIG)), ('lane[0].rx_pin', (-2, BIG)),
            ('lane[0].ber_pin', (-2, 5 * 10 ** 17 + 1)),
            ('lane[0].relock', (epoch + 3, BIG)),
            ('lane[0].win[0].start', (epoch + 2,)),
            ('lane[0].win[2].running.n', (0xffffffff,)),
            ('lane[0].win[2].running.high', (BIG,)),
            ('port[0].fec.bin[0]', (1 << 63,)),
            ('port[0].fec.codewords', (BIG,)),
            ('port[0].fec.corrected_bits', (BIG,)),
            ('port[0].lane_bits[0]', (BIG, (1 << 64) - 1)),
            ('port[0].lane_bits[7]', (1,)),
            ('port[0].realign', (BIG,)), ('port[0].sew_max', (17,))):
        for value in values:
            yield 'plant', {'plant.' + field: value}


def good(s):
    s.restore()
    text = s.load()
    assert not text, text


def look(d):
    """What a driver sees once the waiting work is done."""
    d.sq_tail, d.cq_head, d.eq_cons, d.eq_seq = d.saved
    d.m.cfg_write(d.bdf, 4, 6, 2)
    d.m.sync()
    for _ in range(3):
        assert d.poll().status == 0
    d.consume()
    return d.flags(), d.limits(HW.CPO_THRESH_OVERRIDES), [
            d.section(getattr(HW, 'CPO_SEC_' + kind), 'cpo_hw_' + name)
            for kind, name in (('LASER', 'laser'), ('FEED', 'feed'),
                               ('LANE', 'lane'), ('PORT', 'port'),
                               ('ELS', 'els'), ('INV_ELS', 'inv_els'))]


def test_impossible_values_are_refused():
    with busy() as d:
        s = Snapshot(d)
        want = look(d)
        good(s)
        tried = 0
        for what, change in rows(s):
            for name, value in change.items():
                s.set(name, value)
            text = s.load()
            assert what in text, (what, change, text)
            good(s)
            tried += 1
        assert tried > 150
        assert look(d) == want


def test_derived_values_are_not_believed():
    with busy() as d:
        s = Snapshot(d)
        want = look(d)
        off = where(s, 'laser', 'sm.state', HW.CPO_LASER_ABSENT)
        s.set('plant.' + off + 'emitted_nw', 100000000)
        s.set('plant.lane[3].los', 1)
        s.set('plant.lane[3].lol', 1)
        s.set('plant.feed[0].active', 0)
        s.set('plant.els[0].powered', 0)
        assert not s.load()
        assert look(d) == want


def test_refused_snapshot_leaves_a_quiet_device():
    with busy() as d:
        d.m.cfg_write(d.bdf, 4, 6, 2)
        s = Snapshot(d)
        s.set('tlm.segs', 0xffffffff)
        assert 'telemetry set-up' in s.load()
        d.m.command('cont')
        at = [(d.tlm_mem(b), d.tlm_size) for b in range(2)] + \
            [(d.cq(), 2048), (d.eq_mem(), 4096)]
        memory = [d.m.read(*a) for a in at]
        d.ring()
        d.m.step(5000 * MS)
        assert [d.m.read(*a) for a in at] == memory
        d.m.command('system_reset')
        d.m.sync()
        d.pci_init()
        d.setup()
        d.m.step(3000 * MS)
        assert d.cmd(HW.CPO_OP_NOP).status == 0
        assert d.fatal() is None


def works_anew(d):
    d.m.command('system_reset')
    d.m.sync()
    d.pci_init()
    d.setup()
    d.m.step(3000 * MS)
    d.tlm_start()
    assert d.refresh().status == 0
    d.block()
    ports = d.section(HW.CPO_SEC_PORT, 'cpo_hw_port')
    assert [i for i, p in enumerate(ports) if not p['oper']] == \
        list(range(16, 24))                     # module 2 is not there
    assert d.limits(HW.CPO_THRESH_OVERRIDES)[0] == []
    safe(d)
    assert d.fatal() is None


def test_nothing_of_a_refused_snapshot_is_used():
    """Nor in the commands that come before the reset."""
    with busy() as d:
        s = Snapshot(d)
        for change in ({'report[4]': 0x7fffffff}, {'plant.window_epochs': 0},
                       {'time_base': -BIG}, {'plant.laser[0].age': 1 << 63},
                       {'plant.lane[0].drift_mk': 1 << 30}):
            for name, value in change.items():
                s.set(name, value)
            assert 'impossible' in s.load()
            d.m.command('cont')
            assert d.rd(d.ctrl + HW.CPO_CTRL_STS) == 0xffffffff
            d.reset(HW.CPO_RESET_FIRMWARE)
            for path, prop in (('lane[0]', 'rx-power-nw'),
                               ('laser[0]', 'power-nw')):
                for call in (lambda *a: d.m.qom_get(*a),
                             lambda *a: d.m.qom_set(*a, 1)):
                    try:
                        call('cpo0/' + path, prop)
                    except QtestError as err:
                        assert 'no power' in str(err), str(err)
                    else:
                        raise AssertionError(prop)
            d.els_del(9)
            d.els_add(9)
            works_anew(d)
            good(s)
            d.m.command('cont')


def test_flag_of_the_first_moment():
    with SnapBoot(cold=False) as d:
        d.inject('leak', 0, 1)
        d.m.step(MS)
        s = Snapshot(d)
        assert s.get('flag_seq') > 0
        assert not s.load()


def test_reset_without_an_end():
    with busy() as d:
        s = Snapshot(d)
        config = s.fields['parent_obj.config'][0]
        s.write(config + d.cap(CAP_EXP) + DEVCTL + 1, b'\x80')
        assert 'PCI state' in s.load()
        good(s)


# ---- a walk over the whole stream ----

def pick(rng, kinds):
    return rng.choice(kinds[rng.choice(sorted(kinds))])


def change(rng, s, kinds):
    at, size, kind = s.fields[pick(rng, kinds)]
    if kind in ('buffer', 'pci config', 'msix state') or rng.random() < 0.3:
        s.write(at + rng.randrange(size), bytes((rng.randrange(256),)))
    else:
        value = rng.choice((0, 1, 2, 3, 255, -1, 1 << 31, (1 << 31) - 1,
                            rng.getrandbits(64)))
        s.write(at, (value & ((1 << 8 * size) - 1)).to_bytes(size, 'big'))


def safe(d):
    for r in d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser'):
        if r['power_nw'] > 10000000:
            assert r['status'] & HW.CPO_LASER_S_CHECKED, r


def go_on(rng, d):
    """Whatever it woke up as, it works on."""
    d.m.command('cont')
    d.m.step(rng.choice((1, MS, 200 * MS)))
    for off in range(0, 0xa00, 4):
        d.rd(off)
    d.wr(d.aq_db, rng.getrandbits(16))
    d.wr(d.eq_db, rng.getrandbits(16))
    d.els_del(7)
    d.els_add(7)
    d.m.step(2000 * MS)


def comes_back(d):
    d.pci_init()
    d.m.cfg_write(d.bdf, d.cap(0x01) + 4, 0, 2)
    d.reset(HW.CPO_RESET_HOST)
    d.m.step(1000 * MS)
    d.setup()
    safe(d)
    assert d.fatal() is None


def test_random_walk():
    rng = random.Random(20)
    refused = accepted = 0
    with busy() as d:
        s = Snapshot(d)
        kinds = {}
        for name, (_, _, kind) in s.fields.items():
            # QEMU believes a smaller version and then wants nothing newer
            if kind != 'struct' and not name.endswith('version_id'):
                kinds.setdefault(re.sub(r'\[\d+\]', '', name),
                                 []).append(name)
        for _ in range(WALK):
            for _ in range(rng.choice((1, 1, 1, 2, 5))):
                change(rng, s, kinds)
            if s.load():
                refused += 1
            else:
                accepted += 1
                go_on(rng, d)
            good(s)
            d.m.command('cont')
            comes_back(d)
            d.m.command('stop')
        assert refused > WALK // 4 and accepted > WALK // 10, \
            (refused, accepted)

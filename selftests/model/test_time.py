# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""The machine over time: nominal values, heat, and that the same things happen
however time passes.
"""
import hashlib
import os
import time

from cpohw import HW, s32
from cpoqtest import MS, Boot, ber32

HOUR = 3600 * 1000 * MS
# an hour of the machine in one go has to end in this, on a busy host
CATCH_UP_S = float(os.environ.get('CPO_CATCH_UP_S', '60'))
KINDS = ('BOARD', 'SENSOR', 'ENGINE', 'ELS', 'LASER', 'FEED', 'LANE', 'PORT',
         'FEC')


def wait(d, opcode=HW.CPO_OP_NOP):
    """A command that is done when the device has caught up."""
    slot = d.push(opcode)
    for _ in range(100000):
        cpl = d.poll()
        if cpl:
            d.consume()
            assert (cpl.slot, cpl.status) == (slot, 0)
            return
    raise AssertionError('no completion')


def block(d):
    """A block as bytes, without its own number."""
    assert d.refresh(7).status == 0
    buf = d.rd(d.blk(HW.CPO_BLK_TELEMETRY) + HW.CPO_TLM_LAST_BUF)
    raw = d.m.read(d.tlm_mem(buf), d.rd(HW.CPO_REG_TLM_MAX))
    return raw[:8] + raw[16:-8]


def values(d):
    return [d.rows(kind) for kind in KINDS]


# ---- nominal ----

def test_nominal_power():
    """9 W for each 800G port, which is 11.25 pJ/bit."""
    with Boot() as d:
        d.m.step(120000 * MS)
        ports = d.rows('PORT')
        mean = sum(p['power_mw'] for p in ports) / len(ports)
        assert abs(mean - 9000) < 900, mean
        for p in ports:
            assert p['fj_per_bit'] == p['power_mw'] * 1000000 // 800000
        fj = sum(p['fj_per_bit'] for p in ports) / len(ports)
        assert abs(fj - 11250) < 1125
        board, = d.rows('BOARD')
        assert abs(board['power_mw'] - 3950000) < 395000
        assert abs(s32(board['coolant_out_mc']) - 44100) < 500


def test_energy_adds_up():
    with Boot() as d:
        d.m.step(60000 * MS)
        before = d.rows('PORT'), d.rows('ENGINE')
        d.m.step(60000 * MS)
        after = d.rows('PORT'), d.rows('ENGINE')
        for old, new in zip(*(x[0] for x in (before, after))):
            assert abs(new['energy_mj'] - old['energy_mj'] -
                       60 * new['power_mw']) < 6 * new['power_mw']
        for old, new in zip(*(x[1] for x in (before, after))):
            assert abs(new['energy_mj'] - old['energy_mj'] -
                       60 * new['power_mw']) < 6 * new['power_mw']


def test_nominal_errors():
    for profile in ('q3450', 'sn6810', 'davisson', 'bailly'):
        with Boot(profile) as d:
            d.m.step(60000 * MS)
            ber = sorted(ber32(r['ber_media']) for r in d.rows('LANE'))
            n = len(ber)
            assert 1e-9 < ber[n // 2] < 1e-7, (profile, ber[n // 2])
            assert ber[n // 100] > 4e-10 and ber[-n // 100] < 5e-7, profile
            assert all(p['oper'] for p in d.rows('PORT'))
            fec = d.rows('FEC')
            assert not any(f['uncorrectable'] for f in fec)
            assert all(f['sewmax'] < 8 for f in fec)


# ---- heat ----

def hot(d, mc):
    temps = sorted(s32(e['temp_mc']) for e in d.rows('ENGINE'))
    return temps[len(temps) // 2] >= mc


def until(d, what, limit_s, step_ms=1000, events=None):
    for n in range(limit_s * 1000 // step_ms):
        if what():
            return n * step_ms / 1000
        d.m.step(step_ms * MS)
        if events is not None:
            events += d.drain()
    raise AssertionError('not within %d s' % limit_s)


def test_loss_of_coolant():
    """Temperature, heater, cooler, BER; then the rings, transmitters off, and
    the lasers; and all of it back.  In the order and about the times that the
    constants of the model give."""
    with Boot() as d:
        d.m.step(60000 * MS)
        d.drain()
        lane, els = d.rows('LANE')[0], d.rows('ELS')[0]
        d.inject('coolant-flow', 0, 0)
        assert d.rows('BOARD')[0]['flow_mlpm'] == 0
        warm = until(d, lambda: hot(d, 80000), 60)
        assert abs(warm - 35) < 6, warm
        now = d.rows('LANE')[0]
        assert now['heater'] < lane['heater']
        assert ber32(now['ber_media']) > ber32(lane['ber_media'])
        assert d.rows('ELS')[0]['cooling_pct'] > els['cooling_pct']
        assert all(p['oper'] for p in d.rows('PORT'))
        alarm = warm + until(d, lambda: hot(d, 90000), 60)
        assert abs(alarm - 57) < 6, alarm
        ev = d.drain()
        off = alarm + until(d, lambda: any(
            p['reason'] == HW.CPO_REASON_OVERHEAT
            for p in d.rows('PORT')), 60, events=ev)
        assert 65 < off < 95, off
        until(d, lambda: not any(p['oper'] for p in d.rows('PORT')), 60,
              events=ev)
        until(d, lambda: any(e['state'] == HW.CPO_MODULE_FAULT
                             for e in d.rows('ENGINE')), 120, events=ev)
        first = {}
        for e in ev:
            if e['code'] == HW.CPO_EV_PORT_STATE and not e['value']:
                first.setdefault(e['cause'], e['time'])
        assert first[HW.CPO_REASON_RING_UNLOCK] < \
            first[HW.CPO_REASON_OVERHEAT]
        cut = [e for e in ev if e['code'] == HW.CPO_EV_LASER_CUT]
        assert cut and {e['cause'] for e in cut} == {HW.CPO_REASON_OVERHEAT}
        assert cut[0]['time'] > first[HW.CPO_REASON_OVERHEAT]
        d.inject('coolant-flow')
        until(d, lambda: all(p['oper'] for p in d.rows('PORT')), 300)
        assert {r['state'] for r in d.rows('LASER')} == {HW.CPO_LASER_ON}


def test_time_scale_is_for_heat_too():
    with Boot(opts='time-scale=100') as d:
        d.m.step(2000 * MS)
        d.inject('coolant-flow', 0, 0)
        took = until(d, lambda: hot(d, 90000), 3, 100)
        assert 0.4 <= took <= 0.9, took


def test_age_scale():
    with Boot('nic', opts='age-scale=1000000') as d:
        bias = d.rows('LASER')[0]['bias_na']
        d.m.step(300000 * MS)
        laser = d.rows('LASER')[0]
        assert 3000 < laser['age'] < 9000, laser['age']
        assert laser['bias_na'] > bias * 1.03
        assert d.rows('LASER')[2]['age'] == 0           # dark
        d.els_del(0)
        d.els_add(0)
        assert d.rows('LASER')[0]['age'] == 0           # another module


# ---- the same, however time passes ----

def eventful(d, step):
    """An hour in which something happens; step(d, seconds) lets it pass."""
    step(d, 600)
    d.inject('fibre-loss', 9, 3600)
    d.inject('coolant-flow', 0, 850)
    step(d, 900)
    d.els_del(3)
    step(d, 300)
    d.els_add(3, serial='S')
    d.inject('inlet', 0, 3000)
    step(d, 1800)


def minutes(d, seconds):
    d.m.step(seconds * 1000 * MS)


def at_once(d, seconds):
    d.m.q('clock_step %d' % (seconds * 1000 * MS))
    wait(d)


def looking(d, seconds):
    for n in range(seconds):
        d.m.step(1000 * MS)
        d.m.qom_get('cpo0/lane[%d]' % (n % 576), 'rx-power-nw')
        if not n % 10:
            d.section(HW.CPO_SEC_WIN_LANE, 'cpo_hw_win_lane_rec', 0, 4)
            d.refresh()


def story(step):
    with Boot(opts='seed=5') as d:
        d.tlm_start()
        block(d)
        eventful(d, step)
        events = [(e['seq'], e['time'], e['code'], e['obj']['a'], e['value'])
                  for e in d.drain()]
        windows = [d.section(HW.CPO_SEC_WIN_LANE, 'cpo_hw_win_lane_rec'),
                   d.section(HW.CPO_SEC_WIN_PORT, 'cpo_hw_win_port_rec')]
        # numbers of sections tell how often somebody looked
        raw = [repr(r).encode() for r in values(d)]
        return events, windows, hashlib.sha256(b''.join(raw)).hexdigest()


def test_an_hour_is_the_same_again():
    want = story(minutes)
    assert len(want[0]) > 50
    for step in (minutes, at_once, looking):
        got = story(step)
        for one, two in zip(got, want):
            assert one == two, step.__name__


def test_two_runs_are_the_same_to_the_bit():
    def run():
        with Boot('bailly', opts='seed=9') as d:
            d.tlm_start(period_us=1000000)
            d.m.step(HOUR // 6)
            return block(d)
    assert run() == run()


def test_an_hour_in_one_step():
    for profile in ('nic', 'q3450'):
        with Boot(profile) as d:
            start = time.monotonic()
            d.m.q('clock_step %d' % HOUR)
            wait(d)
            took = time.monotonic() - start
            assert took < CATCH_UP_S, took
            hdr = d.section(HW.CPO_SEC_WIN_PORT, 'cpo_hw_win_port_rec')[0]
            assert hdr['hdr']['time'] == HOUR + 2700 * MS
            fec = d.rows('FEC')[0]
            # from the epoch on in which the ports came up
            assert fec['codewords'] == 15625000 * 36001 or \
                profile == 'nic'


def test_who_cannot_wait_gets_the_present():
    """A value read by the monitor is up to date after a long time, too."""
    with Boot() as a:
        a.m.q('clock_step %d' % (HOUR // 6))
        one = a.m.qom_get('cpo0/engine[3]', 'temp-mc')
    with Boot() as b:
        b.m.step(HOUR // 6)
        assert one == b.m.qom_get('cpo0/engine[3]', 'temp-mc')

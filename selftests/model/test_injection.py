# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Faults that are put in: each can be seen, and is gone when taken out."""
import struct

from cpohw import HW, s32, s64
from cpoqtest import MS, Boot, QtestError, ber32

LOS, PORT = HW.CPO_EV_LANE_RX_LOS, HW.CPO_EV_PORT_STATE
HOT = 'time-scale=100'


def down(d):
    return [i for i, p in enumerate(d.rows('PORT')) if not p['oper']]


def sensor(d, label):
    labels = [r['label'] for r in
              d.section(HW.CPO_SEC_INV_SENSOR, 'cpo_hw_inv_sensor')]
    return s64(d.rows('SENSOR')[labels.index(label)]['value'])


# ---- faults of the machine: what shows each of them ----

def lane(n, field):
    return lambda d: d.rows('LANE')[n][field]


def laser(n, field):
    return lambda d: d.rows('LASER')[n][field]


def board(field):
    return lambda d: d.rows('BOARD')[0][field]


def lane_ber(n):
    return lambda d: ber32(d.rows('LANE')[n]['ber_media'])


# name, index, value, what shows it, how it compares with before
SEEN = (
    ('fibre-loss', 9, 2000, lane(9, 'rx_nw'), lambda new, old: new < old * .7),
    ('fibre-loss', 9, 2000, lane_ber(9), lambda new, old: new > old * 10),
    ('los', 9, 1, lane(9, 'rx_nw'), lambda new, old: new == 0),
    ('los', 9, 1, lane(9, 'status'),
     lambda new, old: new & HW.CPO_LANE_S_RX_LOS),
    ('ring-drift', 9, 10000, lane(9, 'heater'), lambda new, old: new > old),
    ('ring-drift', 9, 60000, lane(9, 'status'),
     lambda new, old: not new & HW.CPO_LANE_S_RING_LOCKED),
    ('feed-loss', 2, 1500, lambda d: s32(d.rows('FEED')[2]['loss_mdb']),
     lambda new, old: abs(new - old - 1500) <= 1),
    ('feed-loss', 2, 1500, lane(8, 'tx_nw'),
     lambda new, old: new < old * .75),
    ('age', 3, 10000, laser(3, 'age'), lambda new, old: new == 10000),
    ('age', 3, 10000, laser(3, 'bias_na'),
     lambda new, old: 1.15 < new / old < 1.25),
    ('coolant-flow', 0, 700, board('flow_mlpm'),
     lambda new, old: new == old * 7 // 10),
    ('inlet', 0, 5000, board('coolant_in_mc'),
     lambda new, old: new == old + 5000),
    ('load', 0, 250, lambda d: d.rows('PORT')[0]['traffic_mbps'],
     lambda new, old: (old, new) == (800000, 200000)),
    ('load', 0, 250, board('power_mw'), lambda new, old: new < old * .95),
    ('leak', 0, 1, board('leak'), lambda new, old: new == 1),
    ('leak', 0, 1, lambda d: sensor(d, 'leak rope'),
     lambda new, old: new == 1),
    ('board-rail', 0, -600000, lambda d: sensor(d, 'rail 12V'),
     lambda new, old: abs(new - old + 600000) <= 1000),
    ('engine-rail', 5, -50000, lambda d: d.rows('ENGINE')[5]['rail_uv'][7],
     lambda new, old: abs(new - old + 50000) <= 1000),
)


def test_each_is_seen_and_goes():
    with Boot() as d:
        d.m.step(30000 * MS)
        for name, index, value, show, compare in SEEN:
            before = show(d)
            d.inject(name, index, value)
            assert compare(show(d), before), (name, before, show(d))
            d.inject(name, index)
            d.m.step(300 * MS)          # a ring needs a moment to lock again
            after = show(d)
            assert abs(after - before) <= abs(before) * .002, \
                (name, before, after)
        assert not down(d)


def test_load_moves_the_energy_of_asics_only():
    with Boot() as d:
        before = d.rows('PORT')[0]['power_mw']
        d.inject('load', 0, 0)
        port = d.rows('PORT')[0]
        assert port['traffic_mbps'] == 0 and port['power_mw'] == before
        assert port['fj_per_bit'] == before * 1000000 // 800000


def test_off_takes_all_out():
    with Boot('bailly', opts='x-inject=on') as d:
        d.m.step(60000 * MS)
        want = [d.rows('FEED'), d.rows('PORT')[7]['oper']]
        for way in ('monitor', 'registers'):
            d.m.qom_set('cpo0/lane[9]', 'tx-power-nw', 1000)
            d.m.qom_set('cpo0/engine[0]', 'temp-mc', 90000)
            d.inject('feed-loss', 4, 2500)
            d.inject('age', 4, 2500)
            d.inject('los', 9, 1)
            d.inject('telemetry-lie', 0, 3)
            assert down(d)
            if way == 'monitor':
                d.m.qom_set('cpo0', 'inject', {'name': 'off'})
            else:
                assert d.inject_record('off') == HW.CPO_ST_OK
            d.m.step(60000 * MS)
            assert not down(d)
            assert [d.rows('FEED'), d.rows('PORT')[7]['oper']] == want
            assert {r['age'] for r in d.rows('LASER')} == {0}
            assert max(r['temp_mc'] for r in d.rows('ENGINE')) < 70000


def refused(d, value, text):
    try:
        d.m.qom_set('cpo0', 'inject', value)
    except QtestError as err:
        assert text in str(err), str(err)
        return
    raise AssertionError('accepted: %s' % value)


def test_errors_are_precise():
    with Boot() as d:
        before = d.rows('LANE')
        for value, text in (
                ({'name': 'gremlin'}, "there is no injection 'gremlin'"),
                ({'name': 'los', 'index': 576, 'value': 1},
                 'los: there is no lane 576'),
                ({'name': 'age', 'index': 144, 'value': 1},
                 'age: there is no laser 144'),
                ({'name': 'engine-rail', 'index': 72, 'value': 1},
                 'engine-rail: there is no engine 72'),
                ({'name': 'leak', 'index': 1, 'value': 1},
                 'leak: there is no device 1'),
                ({'name': 'event-storm', 'index': 576, 'value': 1},
                 'event-storm: there is no lane 576'),
                ({'name': 'fibre-loss', 'value': 60001},
                 'fibre-loss: 60001 is not in 0..60000'),
                ({'name': 'coolant-flow', 'value': -1},
                 'coolant-flow: -1 is not in 0..2000'),
                ({'name': 'telemetry-lie', 'value': 11},
                 'telemetry-lie: 11 is not in 0..10'),
                ({'name': 'telemetry-tear', 'index': 1},
                 'telemetry-tear: there is no device 1'),
                ({'name': 'los', 'value': 'on'},
                 'value is not an integer or "off"'),
                ({'name': 'los', 'value': 1.5},
                 'value is not an integer or "off"'),
                ({'name': 'los', 'lane': 3}, "'inject.lane' is unexpected"),
                ({'index': 3}, "'inject.name' is missing"),
                ({'name': 'los', 'index': -1}, 'index'),
                ('off', 'inject')):
            refused(d, value, text)
        assert d.rows('LANE') == before
    with Boot('bailly') as d:
        refused(d, {'name': 'ring-drift', 'value': 1},
                'the modulators of bailly are not rings')


def test_registers():
    with Boot(opts='x-inject=on') as d:
        for text, status in (
                ('gremlin 0 1', HW.CPO_ST_OPCODE),
                ('los 576 1', HW.CPO_ST_NO_OBJECT),
                ('leak 1 1', HW.CPO_ST_NO_OBJECT),
                ('los 9 2', HW.CPO_ST_RANGE),
                ('inlet 0 -30001', HW.CPO_ST_RANGE),
                ('', HW.CPO_ST_LENGTH), ('los', HW.CPO_ST_LENGTH),
                ('los 9', HW.CPO_ST_LENGTH), ('los 9 1 1', HW.CPO_ST_LENGTH),
                ('los  9 1', HW.CPO_ST_LENGTH), (' los 9 1', HW.CPO_ST_LENGTH),
                ('los -1 1', HW.CPO_ST_LENGTH), ('los 9 x', HW.CPO_ST_LENGTH),
                ('los 9x 1', HW.CPO_ST_LENGTH),
                ('los 9 1' + 'x' * 57, HW.CPO_ST_LENGTH),
                ('los 99999999999 1', HW.CPO_ST_LENGTH)):
            assert d.inject_record(text) == status, text
        assert not down(d)
        assert d.inject_record('los 9 1') == HW.CPO_ST_OK
        assert down(d) == [2]
        assert d.inject_record('los 9 off') == HW.CPO_ST_OK
        assert d.inject_record('inlet 0 -30000') == HW.CPO_ST_OK
        assert s32(d.rows('BOARD')[0]['coolant_in_mc']) == 5000
        assert d.inject_record('off') == HW.CPO_ST_OK
        assert not down(d)


def test_stays_across_resets():
    with Boot() as d:
        d.inject('fibre-loss', 9, 1000)
        loss = d.rows('LANE')[9]['rx_nw']
        d.reset(HW.CPO_RESET_HOST)
        d.setup()
        assert d.rows('LANE')[9]['rx_nw'] == loss
        d.m.command('system_reset')
        d.m.sync()
        d.pci_init()
        d.setup()
        d.m.step(2700 * MS)
        assert d.rows('LANE')[9]['rx_nw'] == loss


# ---- port reasons ----

def test_reasons():
    """Exactly the ports that hang on the lane, and why they are down."""
    with Boot() as d:
        for name, value, want in (
                ('los', 1, {2: HW.CPO_REASON_RX_LOS}),
                ('fibre-loss', 9000, {2: HW.CPO_REASON_RX_LOL}),
                ('fibre-loss', 6500, {2: HW.CPO_REASON_BER}),
                ('ring-drift', 60000, {2: HW.CPO_REASON_RING_UNLOCK,
                                       3: HW.CPO_REASON_RX_LOL}),
                ('ring-drift', -60000, {2: HW.CPO_REASON_RING_UNLOCK,
                                        3: HW.CPO_REASON_RX_LOL})):
            d.drain()
            d.inject(name, 9, value)
            d.m.step(100 * MS)
            got = {i: p['reason'] for i, p in enumerate(d.rows('PORT'))
                   if not p['oper']}
            assert got == want, (name, value, got)
            cause = {e['obj']['a']: e['cause'] for e in d.drain()
                     if e['code'] == PORT}
            assert cause == want, (name, value, cause)
            d.inject(name, 9)
            d.m.step(700 * MS)
            assert not down(d), (name, value)


def test_errors_are_counted_before_the_link_goes():
    with Boot() as d:
        d.inject('fibre-loss', 9, 3400)
        before = d.rows('FEC')[2]
        d.m.step(10000 * MS)
        after = d.rows('FEC')[2]
        assert not down(d)
        codewords = after['codewords'] - before['codewords']
        assert codewords == 156250000 * 10
        assert after['corrected'] > before['corrected'] + 1000000
        for fec in (before, after):
            assert sum(fec['bins']) + fec['uncorrectable'] == \
                fec['codewords']
            assert fec['valid'] & HW.CPO_FEC_V_LANE_BITS
            assert sum(fec['lane_bits']) == fec['corrected_bits']
        lanes = d.rows('LANE')
        assert lanes[9]['symbol_errors'] > 100 * lanes[13]['symbol_errors']
        # lane 9 is the second one of port 2
        assert after['lane_bits'][1] > 0.9 * after['corrected_bits']
        assert not any(after['lane_bits'][4:])
        for i in range(4):
            assert after['lane_bits'][i] >= lanes[8 + i]['symbol_errors'] or \
                after['uncorrectable']


# ---- lasers ----

def one_laser(d, k):
    r = d.rows('LASER')[k]
    return r['state'], r['fault']


def test_bias_limit_and_back():
    with Boot(opts='time-scale=10') as d:
        d.drain()
        d.inject('age', 12, 30000)
        d.m.step(900 * MS)
        assert one_laser(d, 12) == (HW.CPO_LASER_ON, 0)
        d.m.step(200 * MS)
        assert one_laser(d, 12) == (HW.CPO_LASER_ON_FAULT, HW.CPO_FAULT_APC)
        assert d.rows('LASER')[12]['bias_na'] == 490000000
        assert not down(d)
        d.inject('age', 12)
        d.m.step(400 * MS)
        assert one_laser(d, 12)[0] == HW.CPO_LASER_ON_FAULT
        d.m.step(300 * MS)
        assert one_laser(d, 12) == (HW.CPO_LASER_ON, 0)
        faults = [(e['obj']['a'], e['action'], e['value']) for e in d.drain()
                  if e['code'] == HW.CPO_EV_LASER_FAULT]
        assert faults == [(12, HW.CPO_ACT_SET, HW.CPO_FAULT_APC),
                          (12, HW.CPO_ACT_CLEAR, 0)]


def test_cooler_warns_and_cuts():
    with Boot() as d:
        d.m.step(10000 * MS)
        d.m.qom_set('cpo0/laser[12]', 'temp-mc', 48500)
        d.m.step(1100 * MS)
        assert one_laser(d, 12) == (HW.CPO_LASER_ON_FAULT, HW.CPO_FAULT_TEC)
        assert not down(d)
        d.m.qom_set('cpo0/laser[12]', 'temp-mc', 51000)
        d.m.step(1100 * MS)
        assert one_laser(d, 12) == (HW.CPO_LASER_DOWN_FAULT,
                                    HW.CPO_FAULT_TEC)
        assert down(d) == [12, 13]
        assert d.rows('PORT')[12]['reason'] == HW.CPO_REASON_LASER_FAULT


def test_low_power_tries_again():
    with Boot() as d:
        d.m.qom_set('cpo0/laser[12]', 'power-nw', 40000000)
        d.m.step(1100 * MS)
        low = (HW.CPO_LASER_DOWN_FAULT, HW.CPO_FAULT_POWER_LOW)
        assert one_laser(d, 12) == low
        d.m.step(5500 * MS)                     # relax 5 s, ramp 0.4 s
        assert one_laser(d, 12) == (HW.CPO_LASER_ON, 0)
        assert d.rows('LASER')[12]['retries'] == 1
        d.m.step(60000 * MS)
        assert one_laser(d, 12) == low          # two tries, no more
        assert d.rows('LASER')[12]['retries'] == 2
        d.m.step(60000 * MS)
        assert one_laser(d, 12) == low


# ---- reporting ----

def raw_block(d, cookie=1):
    assert d.refresh(cookie).status == 0
    buf = d.rd(d.blk(HW.CPO_BLK_TELEMETRY) + HW.CPO_TLM_LAST_BUF)
    return d.m.read(d.tlm_mem(buf), d.rd(HW.CPO_REG_TLM_MAX))


def last_seq(d):
    return d.rdq(d.blk(HW.CPO_BLK_TELEMETRY))


def header(raw):
    return HW.struct('cpo_hw_tlm_hdr', raw[:64])


def directory(raw):
    return {row['type']: row for row in
            (HW.struct('cpo_hw_tlm_sec', raw[64 + 32 * i:96 + 32 * i])
             for i in range(9))}


def test_telemetry_stops():
    with Boot() as d:
        d.tlm_start(period_us=10000)
        d.m.step(50 * MS)
        seq = last_seq(d)
        d.inject('telemetry-freeze', 0, 1)
        d.m.step(1000 * MS)
        assert last_seq(d) == seq
        assert d.refresh().status == HW.CPO_ST_NOT_READY
        d.inject('telemetry-freeze')
        d.m.step(50 * MS)
        assert last_seq(d) > seq and d.refresh().status == 0


def test_telemetry_says_the_same_for_ever():
    with Boot() as d:
        d.tlm_start()
        old = raw_block(d, 5)
        d.inject('telemetry-freeze', 0, 2)
        d.m.step(1000 * MS)
        d.inject('los', 9, 1)
        new = raw_block(d, 6)
        assert header(new)['seq_begin'] == header(old)['seq_begin'] + 1
        assert header(new)['time'] == header(old)['time']
        assert new[64:-8] == old[64:-8]
        d.inject('telemetry-freeze')
        assert header(raw_block(d))['time'] > header(old)['time']


def test_telemetry_is_torn_short_and_repeated():
    with Boot() as d:
        d.tlm_start()
        good = raw_block(d)
        d.inject('telemetry-tear', 0, 1)
        torn = raw_block(d)
        end, = struct.unpack('<Q', torn[-8:])
        assert end != header(torn)['seq_begin'] == 2
        d.inject('telemetry-tear')
        d.inject('telemetry-short', 0, 1)
        short = header(raw_block(d))
        assert short['total'] < len(good) // 2 + 8
        d.inject('telemetry-short')
        d.inject('telemetry-repeat', 0, 1)
        assert [header(raw_block(d))['seq_begin'] for _ in range(3)] == \
            [3, 3, 3]
        d.inject('telemetry-repeat')
        assert header(raw_block(d))['seq_begin'] == 4
        assert d.block()[0]['total'] == len(good)


def test_telemetry_lies():
    def lanes(row):
        return row[HW.CPO_SEC_LANE]

    size = 64                       # of a lane
    lies = (
        lambda raw, row: lanes(row)['count'] == 577,
        lambda raw, row: row[HW.CPO_SEC_PORT]['offset'] ==
        lanes(row)['offset'],
        lambda raw, row: lanes(row)['offset'] == len(raw),
        lambda raw, row: lanes(row)['offset'] + size * 576 > 1 << 32,
        lambda raw, row: lanes(row)['stride'] == 0,
        lambda raw, row: lanes(row)['stride'] == 8,
        lambda raw, row: HW.CPO_SEC_FEED not in row,
        lambda raw, row: header(raw)['sections'] == 0xffff,
        lambda raw, row: header(raw)['magic'] == 0,
        lambda raw, row: raw[row[HW.CPO_SEC_LASER]['offset'] + 4] == 0xff,
    )
    with Boot() as d:
        d.tlm_start()
        good = directory(raw_block(d))
        for n, lie in enumerate(lies, 1):
            d.inject('telemetry-lie', 0, n)
            for _ in range(2):
                raw = raw_block(d)
                assert lie(raw, directory(raw)), n
            d.inject('telemetry-lie')
            raw = raw_block(d)
            last = d.block()[1][HW.CPO_SEC_FEC][1][-1]
            assert sum(last['lane_bits']) == last['corrected_bits']
            for kind, row in directory(raw).items():
                assert row['offset'] == good[kind]['offset'], n
            assert raw[good[HW.CPO_SEC_LASER]['offset'] + 4] == \
                HW.CPO_LASER_ON


def test_events_are_lost():
    with Boot() as d:
        d.drain()
        seq = d.eq_seq
        d.inject('event-drop', 0, 3)
        d.inject('los', 9, 1)
        d.inject('los', 9)
        events = d.events()
        assert [(e['seq'], e['code']) for e in events] == [(seq + 4, PORT)]
        assert events[0]['value'] == 1
        assert d.rdq(d.eq + HW.CPO_EVENTQ_DROPPED) == 0
        d.inject('event-drop', 0, 5)
        d.inject('event-drop')
        d.inject('los', 9, 1)
        assert [e['code'] for e in d.events()] == [LOS, PORT]


def test_interrupts_are_lost():
    with Boot(cold=False) as d:
        d.msix_init()
        d.inject('interrupt-drop', 0, 2)
        for _ in range(2):
            d.cmd(HW.CPO_OP_NOP)
            assert not d.msi(0)
        d.cmd(HW.CPO_OP_NOP)
        assert d.msi(0)
        d.inject('interrupt-drop', 0, 5)
        d.inject('interrupt-drop')
        d.cmd(HW.CPO_OP_NOP)
        assert d.msi(0)


def test_event_storm():
    with Boot() as d:
        d.drain()
        before = d.rows('LANE')[9]
        d.inject('event-storm', 9, 100)
        events = d.drain()
        assert len(events) == 200
        assert {(e['code'], e['obj']['a']) for e in events} == {(LOS, 9)}
        assert [e['action'] for e in events] == \
            [HW.CPO_ACT_SET, HW.CPO_ACT_CLEAR] * 100
        assert [e['count'] for e in events] == \
            list(range(events[0]['count'], events[0]['count'] + 200))
        assert d.rows('LANE')[9] == before and not down(d)


def test_full_power_is_never_given_unsafely():
    """Whatever is put in, a laser above check power has passed its check."""
    with Boot(opts='auto-start=always,time-scale=20') as d:
        for name, index, value in (
                ('coolant-flow', 0, 0), ('inlet', 0, 50000),
                ('feed-loss', 40, 30000), ('age', 41, 100000),
                ('engine-rail', 3, -3300000), ('telemetry-lie', 0, 10)):
            d.inject(name, index, value)
            d.els_del(6)
            d.els_add(6)
            for _ in range(40):
                d.m.step(100 * MS)
                for laser_, feed in zip(d.rows('LASER'), d.rows('FEED')):
                    if laser_['power_nw'] > 10000000:
                        assert laser_['status'] & HW.CPO_LASER_S_CHECKED
                        assert feed['check'] == HW.CPO_CHECK_PASSED
                        assert laser_['power_nw'] <= 141253754
            d.inject('off')

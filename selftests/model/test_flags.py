# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Limits, flags, and storms of events."""
import struct

from cpohw import HW, s64
from cpoqtest import COLD_NS, MS, Boot

HA, HW_, LW, LA = range(4)
ENGINE, ELS, LASER = HW.CPO_OBJ_ENGINE, HW.CPO_OBJ_ELS, HW.CPO_OBJ_LASER
LANE, PORT, FEED = HW.CPO_OBJ_LANE, HW.CPO_OBJ_PORT, HW.CPO_OBJ_FEED
SENSOR = HW.CPO_OBJ_SENSOR
DEFAULTS, OVERRIDES = HW.CPO_THRESH_DEFAULTS, HW.CPO_THRESH_OVERRIDES
TEMP, RX, BER = HW.CPO_Q_TEMP, HW.CPO_Q_RX_POWER, HW.CPO_Q_BER
SET, CLEAR = HW.CPO_ACT_SET, HW.CPO_ACT_CLEAR
PROFILES = ('q3450', 'q3450mp', 'sn6810', 'sn6800', 'bailly', 'davisson',
            'nic')
CLASS = HW.CPO_EV_CLASS_THRESHOLD << 8


def threshold(quantity, level):
    return CLASS | quantity << 2 | level


def limit_of(rows, kind, quantity, index=HW.CPO_OBJ_ALL):
    """{level: limit}"""
    for r in rows:
        if (r['obj']['type'], r['obj']['a'], r['quantity']) == \
                (kind, index, quantity):
            return {n: s64(r['limit'][n]) for n in range(4)
                    if r['mask'] >> n & 1}
    raise KeyError((kind, quantity, index))


def key(row):
    return row['obj']['type'], row['obj']['a'], row['code']


def story(events):
    return [(e['code'], e['action'], e['obj']['a']) for e in events]


def flag_of(d, kind, index, code):
    found = [f for f in d.flags()[0] if key(f) == (kind, index, code)]
    assert len(found) <= 1
    return found[0] if found else None


def cfg_gen(d):
    return d.rd(d.ctrl + HW.CPO_CTRL_CFG_GEN)


# ---- limits ----

def test_defaults():
    quantities = {
        ENGINE: {TEMP, HW.CPO_Q_POWER},
        ELS: {TEMP, HW.CPO_Q_VOLTAGE, HW.CPO_Q_POWER},
        LASER: {HW.CPO_Q_OPTICAL_POWER, HW.CPO_Q_BIAS, TEMP, HW.CPO_Q_TEC,
                HW.CPO_Q_FREQ_ERROR, HW.CPO_Q_AGE},
        LANE: {RX, HW.CPO_Q_TX_POWER, HW.CPO_Q_SNR, BER, HW.CPO_Q_HEATER},
        FEED: {HW.CPO_Q_INPUT_POWER}}
    for profile in PROFILES:
        with Boot(profile, cold=False) as d:
            rows, left = d.limits(DEFAULTS)
            assert left == 0
            sensors = d.identify()['sensors']
            assert [r['obj']['a'] for r in rows
                    if r['obj']['type'] == SENSOR] == list(range(sensors))
            for kind, want in quantities.items():
                if kind == LANE and profile in ('bailly', 'davisson'):
                    want = want - {HW.CPO_Q_HEATER}
                got = [r['quantity'] for r in rows
                       if r['obj']['type'] == kind]
                assert sorted(got) == sorted(want), (profile, kind)
            for r in rows:
                there = [s64(r['limit'][n]) for n in range(4)
                         if r['mask'] >> n & 1]
                assert there == sorted(there, reverse=True), r
            assert d.limits(OVERRIDES) == ([], 0)


def test_lists_are_read_in_pieces():
    with Boot(cold=False) as d:
        rows, _ = d.limits(DEFAULTS)
        got = []
        while True:
            piece, left = d.limits(DEFAULTS, len(got), 5 * 48 + 47)
            got += piece
            assert left == len(rows) - len(got)
            if not left:
                break
            assert len(piece) == 5
        assert got == rows
        assert d.limits(DEFAULTS, len(rows)) == ([], 0)
        assert d.limits(DEFAULTS, 0, 0) == ([], len(rows))
        for arg, detail in (((DEFAULTS, len(rows) + 1), 36), ((2, 0), 32)):
            cpl = d.cmd(HW.CPO_OP_THRESH_GET, struct.pack('<II', *arg), 4800)
            assert (cpl.status, cpl.detail) == (HW.CPO_ST_RANGE, detail)


def test_set_get_default():
    with Boot(cold=False) as d:
        rows, _ = d.limits(DEFAULTS)
        gen = cfg_gen(d)
        levels = {HA: 70000, LW: -5000}
        cpl = d.limits_set((ENGINE, 5, TEMP, levels),
                           (LANE, 575, BER, {HA: 10 ** 15}),
                           (SENSOR, 3, HW.CPO_Q_VALUE, {}))
        assert (cpl.status, cpl.cfg_gen) == (0, gen + 1)
        own, left = d.limits(OVERRIDES)
        assert left == 0 and [(r['obj']['type'], r['obj']['a'])
                              for r in own] == \
            [(SENSOR, 3), (ENGINE, 5), (LANE, 575)]
        assert limit_of(own, ENGINE, TEMP, 5) == levels
        assert limit_of(own, SENSOR, HW.CPO_Q_VALUE, 3) == {}
        piece, left = d.limits(OVERRIDES, 1, 48)
        assert (piece, left) == ([own[1]], 1)
        assert d.limits(DEFAULTS)[0] == rows
        # another set is the whole set, and a dry run is none
        cpl = d.limits_set((ENGINE, 5, TEMP, {HW_: 69000}),
                           flags=HW.CPO_CMD_DRY_RUN)
        assert (cpl.status, cfg_gen(d)) == (0, gen + 1)
        assert d.limits(OVERRIDES)[0] == own
        assert d.limits_set((ENGINE, 5, TEMP, {HW_: 69000})).status == 0
        assert limit_of(d.limits(OVERRIDES)[0], ENGINE, TEMP, 5) == \
            {HW_: 69000}
        cpl = d.limits_default((ENGINE, 5, TEMP),
                               flags=HW.CPO_CMD_DRY_RUN)
        assert (cpl.status, len(d.limits(OVERRIDES)[0])) == (0, 3)
        cpl = d.limits_default((ENGINE, 5, TEMP), (LANE, 575, BER),
                               (SENSOR, 3, HW.CPO_Q_VALUE))
        assert (cpl.status, cpl.cfg_gen) == (0, gen + 3)
        assert d.limits(OVERRIDES) == ([], 0)
        # a row without an own limit may be among them
        assert d.limits_default((ENGINE, 5, TEMP)).status == 0


def test_refusals_name_the_row_and_the_level():
    with Boot('bailly', cold=False) as d:
        gen = cfg_gen(d)
        good = (ENGINE, 1, TEMP, {HA: 80000})
        below = HW.CPO_THRESH_UNORDERED
        for row, status, result in (
                ((ENGINE, 8, TEMP, {}), HW.CPO_ST_NO_OBJECT, 0),
                ((ENGINE, 0xffff, TEMP, {}), HW.CPO_ST_NO_OBJECT, 0),
                ((PORT, 0, TEMP, {}), HW.CPO_ST_NO_OBJECT, 0),
                ((LANE, 0, TEMP, {}), HW.CPO_ST_NO_OBJECT, 0),
                ((LANE, 0, HW.CPO_Q_HEATER, {}), HW.CPO_ST_NO_OBJECT, 0),
                ((LANE, 0, 0xffff, {}), HW.CPO_ST_NO_OBJECT, 0),
                ((ENGINE, 0, TEMP, {HW_: 127997}), HW.CPO_ST_RANGE, HW_),
                ((ENGINE, 0, TEMP, {LA: -(1 << 63)}), HW.CPO_ST_RANGE, LA),
                ((LANE, 0, BER, {LW: 0}), HW.CPO_ST_RANGE, LW),
                ((LANE, 0, RX, {HA: 9, HW_: 10}), HW.CPO_ST_RANGE,
                 HA | below),
                ((LANE, 0, RX, {HW_: 9, LW: 9}), HW.CPO_ST_RANGE,
                 HW_ | below),
                ((LANE, 0, RX, {HA: 9, LA: 10}), HW.CPO_ST_RANGE,
                 HA | below)):
            cpl = d.limits_set(good, good, row, good)
            assert (cpl.status, cpl.detail, cpl.result) == \
                (status, 2, result), row
        cpl = d.limits_default(good[:3], (ENGINE, 8, TEMP))
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_NO_OBJECT, 1)
        # none of the good ones was taken
        assert d.limits(OVERRIDES) == ([], 0) and cfg_gen(d) == gen
        for kw, status, detail in (
                ({'length': 47}, HW.CPO_ST_LENGTH, 20),
                ({'length': 48, 'count': 2}, HW.CPO_ST_LENGTH, 20),
                ({'length': 0}, HW.CPO_ST_LENGTH, 20),
                ({'length': 48, 'count': 4097}, HW.CPO_ST_RANGE, 16),
                ({'length': 4096 * 48 + 1}, HW.CPO_ST_LENGTH, 20),
                ({'length': 48, 'addr': d.bar0}, HW.CPO_ST_DMA, 24)):
            for opcode in (HW.CPO_OP_THRESH_SET, HW.CPO_OP_THRESH_DEFAULT):
                cpl = d.cmd(opcode, **kw)
                assert (cpl.status, cpl.detail) == (status, detail), kw


def test_as_many_rows_as_one_command_takes():
    with Boot('sn6800', cold=False) as d:
        rows = [(LANE, i % 2048, (BER, RX)[i // 2048], {HA: i + 1})
                for i in range(HW.CPO_THRESH_ROWS_MAX)]
        assert d.limits_set(*rows).status == 0
        own, left = d.limits(OVERRIDES, room=0x100000)
        assert (len(own), left) == (4096, 0)
        assert limit_of(own, LANE, RX, 2047) == {HA: 4096}


def u16(page, at):
    return struct.unpack_from('>H', page, at)[0]


def page_limits(page, at, scale):
    """{level: limit} of four words in the order of CMIS"""
    words = struct.unpack_from('>4h', page, at)
    return {n: w * scale for n, w in zip((HA, LA, HW_, LW), words)}


def test_pages_tell_the_same_limits():
    for profile in ('q3450', 'bailly'):
        with Boot(profile) as d:
            rows, _ = d.limits(DEFAULTS)
            p = d.page(ENGINE, 0, 0, 2)
            assert page_limits(p, 128, 1000 / 256) == \
                limit_of(rows, ENGINE, TEMP)
            for at, quantity in ((176, HW.CPO_Q_TX_POWER), (192, RX)):
                for n, i in ((HA, 0), (LA, 2), (HW_, 4), (LW, 6)):
                    assert u16(p, at + i) == \
                        limit_of(rows, LANE, quantity)[n] // 100
            p = d.page(ELS, 0, 0, 2)
            assert page_limits(p, 128, 1000 / 256) == \
                limit_of(rows, ELS, TEMP)
            assert page_limits(p, 136, 100)[LA] == \
                limit_of(rows, ELS, HW.CPO_Q_VOLTAGE)[LA]
            p = d.page(ELS, 0, 0, 0x1a)
            bias = limit_of(rows, LASER, HW.CPO_Q_BIAS)
            assert [u16(p, at) for at in (141, 143, 145, 147)] == \
                [bias[HA] // 100000, 0, bias[HW_] // 100000, 0]
            power = limit_of(rows, LASER, HW.CPO_Q_OPTICAL_POWER)
            assert [u16(p, at) for at in (149, 151, 153, 155)] == \
                [power[n] // 10000 for n in (HA, LA, HW_, LW)]
            observables_tell_the_same(d, rows)


def near(value, want, lsb):
    assert abs(value - want) <= lsb, (value, want)


def observables_tell_the_same(d, rows):
    p = d.page(ELS, 0, 0, 0x28)
    for row, quantity, scale, levels in (
            (0, HW.CPO_Q_AGE, 100, (HA, HW_)),
            (1, HW.CPO_Q_TEC, 10000 / 32767, (HA, HW_)),
            (2, HW.CPO_Q_FREQ_ERROR, 10, range(4)),
            (3, TEMP, 1000 / 256, range(4))):
        want = limit_of(rows, LASER, quantity)
        got = page_limits(p, 128 + 8 * row, scale)
        for n in levels:
            near(got[n], want[n], scale)
    p = d.page(ENGINE, 0, 0, 0x28)
    snr = page_limits(p, 128, 1000 / 256)
    want = limit_of(rows, LANE, HW.CPO_Q_SNR)
    assert (snr[LW], snr[LA]) == (want[LW], want[LA])
    want = limit_of(rows, LANE, BER)
    for n, at in ((HA, 128 + 32), (HW_, 128 + 32 + 4)):
        code = u16(p, at)
        near((code & 0x7ff) * 10.0 ** ((code >> 11) - 24) * 1e18, want[n],
             want[n] / 1000)
    power = page_limits(p, 128 + 56, 0.01)
    for n, nw in limit_of(rows, FEED, HW.CPO_Q_INPUT_POWER).items():
        near(10 ** (power[n] / 10) * 1e6, nw, nw / 300)


# ---- machines at rest ----

def test_nothing_at_rest():
    for profile in PROFILES:
        for opts in ('', 'seed=7,time-scale=10'):
            with Boot(profile, opts) as d:
                d.m.step(120000 * MS)
                assert not [e for e in d.drain() if e['action'] == SET]
                assert d.flags() == ([], 0), profile


def test_nothing_without_modules_or_light():
    for opts in ('els=none', 'auto-start=never', 'links=none'):
        with Boot('q3450', opts) as d:
            d.m.step(30000 * MS)
            assert not [e for e in d.drain() if e['action'] == SET]
            assert d.flags() == ([], 0), opts


def test_a_module_that_is_swapped_is_not_low():
    with Boot(opts='auto-start=always') as d:
        d.els_del(3)
        d.m.step(1000 * MS)
        d.els_add(3)
        d.m.step(20000 * MS)
        assert not [e for e in d.drain() if e['code'] & 0xff00 == CLASS]


# ---- flags ----

def test_override_raises_a_flag():
    with Boot() as d:
        d.drain()
        value = d.rows('LANE')[40]['rx_nw']
        limit = value + 1000
        assert d.limits_set((LANE, 40, RX, {LW: limit})).status == 0
        d.m.step(100 * MS)
        event, = d.drain()
        code = threshold(RX, LW)
        assert key(event) == (LANE, 40, code)
        assert (event['action'], event['severity'], event['count'],
                event['value'], event['limit']) == \
            (SET, HW.CPO_SEV_WARNING, 1, value, limit)
        assert event['time'] == COLD_NS + 100 * MS
        flag = flag_of(d, LANE, 40, code)
        assert (flag['state'], flag['changes'], flag['seq'], flag['value'],
                flag['flags']) == (1, 1, 1, value, 0)
        assert flag['first_set'] == flag['last_set'] == event['time']
        assert flag['last_clear'] == 0
        assert d.limits_default((LANE, 40, RX)).status == 0
        d.m.step(1000 * MS)
        assert d.drain() == []                  # not yet a second back
        d.m.step(100 * MS)
        event, = d.drain()
        assert (event['code'], event['action'], event['severity'],
                event['count'], event['value']) == \
            (code, CLEAR, HW.CPO_SEV_INFO, 2, value)
        flag = flag_of(d, LANE, 40, code)
        assert (flag['state'], flag['changes'], flag['seq']) == (0, 2, 2)
        assert flag['last_clear'] == event['time'] == COLD_NS + 1200 * MS
        assert flag['first_set'] == flag['last_set'] == COLD_NS + 100 * MS


def test_value_at_a_limit_does_not_chatter():
    with Boot() as d:
        d.drain()
        for n in range(40):
            d.m.qom_set('cpo0/engine[3]', 'temp-mc', 80001 - n % 2)
            d.m.step(300 * MS)
        assert story(d.drain()) == [(threshold(TEMP, HW_), SET, 3)]
        d.m.step(1100 * MS)
        assert story(d.drain()) == [(threshold(TEMP, HW_), CLEAR, 3)]


def test_alarm_after_warning():
    with Boot() as d:
        d.drain()
        d.m.qom_set('cpo0/els[5]', 'temp-mc', 76000)
        d.m.step(100 * MS)
        events = [e for e in d.drain() if key(e)[:2] == (ELS, 5) and
                  e['code'] >> 2 == threshold(TEMP, 0) >> 2]
        assert [(e['code'], e['severity'], e['limit']) for e in events] == \
            [(threshold(TEMP, HW_), HW.CPO_SEV_WARNING, 70000),
             (threshold(TEMP, HA), HW.CPO_SEV_MAJOR, 75000)]
        d.els_del(5)                            # nobody knows any more
        d.m.step(1200 * MS)
        assert not [f for f in d.flags()[0]
                    if key(f)[:2] == (ELS, 5) and f['state']]


def test_conditions():
    for name, index, value, kind, code in (
            ('leak', 0, 1, SENSOR, HW.CPO_EV_LEAK),
            ('ring-drift', 9, 60000, LANE, HW.CPO_EV_LANE_RING_UNLOCK),
            ('los', 9, 1, LANE, HW.CPO_EV_LANE_RX_LOS)):
        with Boot() as d:
            d.drain()
            d.inject(name, index, value)
            at = 10 if kind == SENSOR else 9
            event = [e for e in d.drain() if key(e) == (kind, at, code)][0]
            assert event['action'] == SET
            assert flag_of(d, kind, at, code)['state'] == 1
            d.inject(name, index)
            d.m.step(1000 * MS)
            assert flag_of(d, kind, at, code)['state'] == 0


def test_lock_is_lost_with_light_there():
    with Boot() as d:
        far = [e['obj']['a'] for e in ring_lost(d, 9)
               if e['code'] == HW.CPO_EV_LANE_RX_LOL]
        assert len(far) == 1 and d.rows('LANE')[far[0]]['status'] & \
            HW.CPO_LANE_S_RX_LOL
        d.inject('los', far[0], 1)
        assert story(d.drain())[:2] == \
            [(HW.CPO_EV_LANE_RX_LOS, SET, far[0]),
             (HW.CPO_EV_LANE_RX_LOL, CLEAR, far[0])]


def ring_lost(d, lane):
    d.drain()
    d.inject('ring-drift', lane, 60000)
    events = d.drain()
    assert story(events)[0] == (HW.CPO_EV_LANE_RING_UNLOCK, SET, lane)
    return events


def test_engine_trip():
    with Boot() as d:
        d.drain()
        d.m.qom_set('cpo0/engine[2]', 'temp-mc', 101000)
        event = d.drain()[0]
        assert key(event) == (ENGINE, 2, HW.CPO_EV_ENGINE_TRIP)
        assert (event['action'], event['value'], event['limit'],
                event['cause']) == \
            (SET, 101000, 100000, HW.CPO_REASON_OVERHEAT)
        d.m.qom_set('cpo0/engine[2]', 'temp-mc', 106000)    # the same flag
        d.m.qom_set('cpo0/engine[2]', 'temp-mc', 70000)
        trips = [e for e in d.drain()
                 if e['code'] == HW.CPO_EV_ENGINE_TRIP]
        assert [(e['action'], e['count']) for e in trips] == [(CLEAR, 2)]


def test_list_since_and_in_pieces():
    with Boot() as d:
        for lane in (9, 3, 200, 77):
            d.inject('los', lane, 1)
        rows, left = d.flags()
        assert left == 0
        assert [r['seq'] for r in rows] == \
            sorted({r['seq'] for r in rows})
        assert [r['obj']['a'] for r in rows
                if r['code'] == HW.CPO_EV_LANE_RX_LOS] == [9, 3, 200, 77]
        got = []
        while True:
            since = got[-1]['seq'] if got else 0
            piece, left = d.flags(since, 64)
            got += piece
            assert left == len(rows) - len(got)
            if not left:
                break
        assert got == rows
        last = rows[-1]['seq']
        assert d.flags(last) == ([], 0)
        assert d.flags(2 ** 64 - 1) == ([], 0)
        d.inject('los', 9)
        assert [r['obj']['a'] for r in d.flags(last)[0]] == [9]
        assert d.flags(0, 0)[1] == len(rows)
        d.tlm_start()
        d.refresh()
        assert d.block()[0]['flag_seq'] == last + 1


def test_what_never_was_is_not_listed():
    """Light that comes for the first time ends nothing that had begun."""
    with Boot() as d:
        ends = [e for e in d.drain() if e['code'] == HW.CPO_EV_LANE_TX_DARK]
        assert {(e['action'], e['count']) for e in ends} == {(CLEAR, 1)}
        d.tlm_start()
        d.refresh()
        assert d.block()[0]['flag_seq'] == 0
        d.els_del(0)
        dark = [f for f in d.flags()[0]
                if f['code'] == HW.CPO_EV_LANE_TX_DARK]
        assert {(f['state'], f['changes']) for f in dark} == {(1, 2)}


# ---- flaps and storms ----

def test_flaps_are_counted_exactly():
    with Boot() as d:
        d.tlm_start()
        d.refresh()
        d.drain()
        link = d.rows('PORT')
        before = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        d.inject('los-flap', 9, 10000)
        flag = flag_of(d, LANE, 9, HW.CPO_EV_LANE_RX_LOS)
        # 1: the light came for the first time
        assert (flag['changes'], flag['state']) == (20001, 0)
        assert flag['first_set'] == flag['last_clear'] == COLD_NS
        assert d.rows('PORT') == link
        d.refresh()
        assert d.block()[0]['flag_seq'] == 20000 == flag['seq']
        # what the queue has no room for is counted too
        dropped = d.rdq(d.eq + HW.CPO_EVENTQ_DROPPED)
        assert d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ) - before == 20001
        assert dropped == 20000 - 4096
        events = d.drain()
        assert events[-1]['code'] == HW.CPO_EV_OVERFLOW
        assert (events[-1]['value'], len(events)) == (dropped, 4097)
        d.inject('los', 9, 1)
        assert d.drain()[0]['count'] == 20002


def test_flaps_of_a_dark_lane():
    with Boot() as d:
        d.inject('los', 9, 1)
        d.inject('los-flap', 9, 3)
        flag = flag_of(d, LANE, 9, HW.CPO_EV_LANE_RX_LOS)
        assert (flag['changes'], flag['state']) == (8, 1)
        d.inject('los-flap', 9)                 # there is nothing to undo
        assert flag_of(d, LANE, 9, HW.CPO_EV_LANE_RX_LOS) == flag


def test_a_million_flaps():
    with Boot() as d:
        assert d.event_config(1000) == 0
        d.inject('los-flap', 575, 1000000)
        flag = flag_of(d, LANE, 575, HW.CPO_EV_LANE_RX_LOS)
        assert flag['changes'] == 2000001
        assert d.rdq(d.eq + HW.CPO_EVENTQ_DROPPED) == 0


def quiet(d):
    """The events of the start are long ago."""
    d.m.step(2000 * MS)
    d.drain()
    return COLD_NS + 2000 * MS


def test_storm_tells_the_latest():
    with Boot() as d:
        now = quiet(d)
        assert d.event_config(50000) == 0
        d.inject('los-flap', 9, 1000)
        assert story(d.drain()) == [(HW.CPO_EV_LANE_RX_LOS, SET, 9)]
        d.inject('los-flap', 10, 1)             # others are not held back
        assert story(d.drain()) == [(HW.CPO_EV_LANE_RX_LOS, SET, 10)]
        d.m.step(49 * MS)
        assert d.drain() == []
        d.m.step(1 * MS)
        events = d.drain()
        assert [(e['action'], e['count'], e['obj']['a'], e['time'])
                for e in events] == \
            [(CLEAR, 2001, 9, now), (CLEAR, 3, 10, now)]
        # quiet since: the next one is told at once
        d.m.step(51 * MS)
        d.inject('los', 9, 1)
        assert [(e['code'], e['action']) for e in d.drain()] == \
            [(HW.CPO_EV_LANE_RX_LOS, SET), (HW.CPO_EV_PORT_STATE, 2)]


def test_storm_of_a_port():
    with Boot() as d:
        quiet(d)
        assert d.event_config(1000000) == 0
        for on in (1, 0, 1):
            d.inject('los', 9, on)
        d.m.step(10 * MS)
        events = d.drain()
        assert [(e['code'], e['obj']['a']) for e in events] == \
            [(HW.CPO_EV_LANE_RX_LOS, 9), (HW.CPO_EV_PORT_STATE, 2)]
        ports = events[1]['count'] - 1
        d.m.step(1000 * MS)
        events = [e for e in d.drain() if e['code'] & 0xff00 != CLASS]
        assert [(e['code'], e['action'], e['value'], e['count'])
                for e in events] == \
            [(HW.CPO_EV_LANE_RX_LOS, SET, 0, 4),
             (HW.CPO_EV_PORT_STATE, HW.CPO_ACT_PULSE, 0, ports + 3)]
        assert events[1]['cause'] == HW.CPO_REASON_RX_LOS


def test_end_of_storm_control_tells_all():
    with Boot() as d:
        quiet(d)
        assert d.event_config(2000000) == 0
        d.inject('los-flap', 9, 5)
        assert len(d.drain()) == 1
        assert d.event_config(0) == 0
        event, = d.drain()
        assert (event['action'], event['count']) == (CLEAR, 11)
        d.inject('los-flap', 9, 5)
        assert len(d.drain()) == 10


def test_storm_ends_with_the_ring():
    with Boot() as d:
        quiet(d)
        assert d.event_config(1000000) == 0
        d.inject('los-flap', 9, 5)
        d.drain()
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        d.m.step(2000 * MS)
        assert d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ) == seq
        d.event_start()
        d.inject('los', 9, 1)
        assert [e['count'] for e in d.drain()][0] == 12
        # masks are for what is held back too
        d.inject('los', 9, 0)
        d.event_config(1000000, 1 << HW.CPO_EV_CLASS_PORT)
        d.m.step(1000 * MS)
        assert {e['code'] for e in d.drain()} == {HW.CPO_EV_PORT_STATE}


# ---- resets ----

def changed(d):
    assert d.limits_set((LANE, 40, RX, {LW: 6000000})).status == 0
    d.m.step(200 * MS)
    assert d.event_config(1000) == 0
    return d.limits(OVERRIDES), d.flags()


def test_limits_and_flags_outlive_host_and_firmware():
    for level in (HW.CPO_RESET_HOST, HW.CPO_RESET_FIRMWARE):
        with Boot() as d:
            before = changed(d)
            assert len(before[1][0]) == 1
            d.reset(level)
            d.m.step(600 * MS)
            d.setup()
            assert (d.limits(OVERRIDES), d.flags()) == before
            d.inject('los-flap', 9, 5)          # no storm control any more
            assert len(d.drain()) == 10


def test_power_on_forgets_them():
    with Boot() as d:
        changed(d)
        d.inject('leak', 0, 1)
        d.reset(HW.CPO_RESET_HOST)
        d.m.command('system_reset')
        d.m.command('query-status')
        d.pci_init()
        d.setup()
        d.m.step(COLD_NS)
        assert d.limits(OVERRIDES) == ([], 0)
        # the leak is still there, and so it is found again
        flag, = d.flags()[0]
        assert (flag['code'], flag['state'], flag['changes'], flag['seq']) \
            == (HW.CPO_EV_LEAK, 1, 1, 1)
        d.els_del(0)
        dark = [e for e in d.drain() if e['action'] == SET and
                e['code'] == HW.CPO_EV_LANE_TX_DARK]
        assert {e['count'] for e in dark} == {2}


# ---- a story ----

def test_loss_of_coolant_is_told_in_order():
    with Boot() as d:
        d.m.step(60000 * MS)
        d.drain()
        d.inject('coolant-flow', 0, 0)
        first, sets = {}, {}
        for _ in range(110):
            d.m.step(1000 * MS)
            for e in d.drain():
                first.setdefault((e['code'], e['action']), e['seq'])
                if e['action'] == SET:
                    sets[key(e)] = sets.get(key(e), 0) + 1
        port = HW.CPO_EV_PORT_STATE, HW.CPO_ACT_PULSE
        order = [(threshold(HW.CPO_Q_VALUE, LW), SET),
                 (threshold(HW.CPO_Q_VALUE, LA), SET),
                 (threshold(TEMP, HW_), SET),
                 (threshold(HW.CPO_Q_HEATER, LW), SET),
                 (threshold(TEMP, HA), SET),
                 (threshold(HW.CPO_Q_HEATER, LA), SET),
                 (threshold(BER, HW_), SET), (threshold(BER, HA), SET),
                 (HW.CPO_EV_LANE_RING_UNLOCK, SET),
                 (HW.CPO_EV_LANE_RX_LOL, SET), port,
                 (HW.CPO_EV_ENGINE_TRIP, SET),
                 (HW.CPO_EV_LANE_TX_DARK, SET),
                 (HW.CPO_EV_LANE_RX_LOS, SET)]
        assert [first[x] for x in order] == sorted(first[x] for x in order)
        # each alarm once
        alarms = {k: n for k, n in sets.items() if k[2] & 0xff00 == CLASS}
        assert len(alarms) > 1000 and set(alarms.values()) == {1}
        assert d.rdq(d.eq + HW.CPO_EVENTQ_DROPPED) == 0
        d.inject('coolant-flow')
        for _ in range(40):
            d.m.step(10000 * MS)
            d.drain()
        assert not [f for f in d.flags()[0] if f['state']]

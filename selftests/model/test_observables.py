# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""CMIS observables (VDM) against telemetry, frozen observables, windows."""
import math
import struct

from cpohw import HW, s32
from cpoqtest import MS, Boot, ber32

ENGINE, ELS = HW.CPO_OBJ_ENGINE, HW.CPO_OBJ_ELS
GROUPS = 4


def upper(d, kind, index, bank, page):
    raw = d.page(kind, index, bank, page)
    assert raw[126:128] == bytes((bank, page))
    return raw[128:]


def observables(d, kind, index, bank):
    """{(type, lane or laser): (code, flags, threshold set codes)}"""
    groups = upper(d, kind, index, bank, 0x2f)[0] + 1
    flags = upper(d, kind, index, bank, 0x2c)
    out = {}
    for g in range(GROUPS):
        desc = upper(d, kind, index, bank, 0x20 + g)
        value = upper(d, kind, index, bank, 0x24 + g)
        limit = upper(d, kind, index, bank, 0x28 + g)
        assert g < groups or not any(desc + value + limit)
        for i in range(64):
            where, number = desc[2 * i], desc[2 * i + 1]
            if number:
                at = 8 * (where >> 4)
                assert (number, where & 15) not in out
                out[number, where & 15] = (
                    value[2 * i:2 * i + 2],
                    flags[32 * g + i // 2] >> (i % 2 * 4) & 15,
                    limit[at:at + 8])
    return out


def u16(code):
    return struct.unpack('>H', code)[0]


def s16(code):
    return struct.unpack('>h', code)[0]


def f16(code):
    value = u16(code)
    return (value & 0x7ff) * 10.0 ** ((value >> 11) - 24)


def near(got, want, lsb):
    assert abs(got - want) <= lsb * 0.51, (got, want, lsb)


def near_ber(code, want):
    # 11 bits of mantissa, after decimal digits were cut off
    assert abs(f16(code) - want) <= want / 200 + 1e-24, (f16(code), want)


def ber(record, field='ber_media'):
    return ber32(record[field])


def check_engine(d, index, bank):
    per = d.identify()['lanes'] // d.identify()['engines']
    seen = observables(d, ENGINE, index, bank)
    first = index * per + bank * 8
    lanes = d.rows('LANE')[first:first + 8]
    spans = d.section(HW.CPO_SEC_WIN_LANE, 'cpo_hw_win_lane_rec', first, 8)
    ports = d.section(HW.CPO_SEC_INV_LANE, 'cpo_hw_inv_lane', first, 8)
    fec = d.rows('FEC')
    engine = d.rows('ENGINE')[index]
    for i, lane in enumerate(lanes):
        span = spans[i]['win'][HW.CPO_WINQ_LANE_BER]['running']
        port = fec[ports[i]['port']]
        assert u16(seen[5, i][0]) == lane['snr_media']
        near_ber(seen[15, i][0], ber(lane))
        near_ber(seen[9, i][0], ber(span, 'min'))
        near_ber(seen[11, i][0], ber(span, 'max'))
        near_ber(seen[13, i][0], ber(span, 'avg'))
        near_ber(seen[23, i][0], ber(port, 'ferc'))
        assert u16(seen[33, i][0]) == port['sewmax']
    for kind, rail, lsb in ((83, 1, 250), *((77 + n, 2 + n, 100)
                                            for n in range(6))):
        near(u16(seen[kind, 0][0]) * lsb, engine['rail_uv'][rail], lsb)
    return seen


def check_input(d, seen, index, bank, per):
    """Type 84 is the light of the feed of the lane."""
    feeds = d.rows('FEED')
    for row in d.section(HW.CPO_SEC_RELATION, 'cpo_hw_relation'):
        if row['kind'] != HW.CPO_REL_FEEDS or row['to']['a'] != index or \
                row['flags'] & HW.CPO_REL_STANDBY:
            continue
        for n in range(row['count']):
            lane = row['first'] + n * row['stride']
            if lane // 8 == bank:
                dbm = 10 * math.log10(feeds[row['group']]['input_nw'] / 1e6)
                near(s16(seen[84, lane % 8][0]), 100 * dbm, 1)


def test_engine_observables_are_telemetry():
    for profile, banks, per in (('q3450', 1, 8), ('sn6810', 2, 16),
                                ('bailly', 8, 64)):
        with Boot(profile) as d:
            d.m.step(10000 * MS)
            for index in (0, 5):
                for bank in range(banks):
                    seen = check_engine(d, index, bank)
                    check_input(d, seen, index, bank, per)
                    assert not any(flag for _, flag, _ in seen.values())
            assert d.page(ENGINE, 0, banks, 0x24) == HW.CPO_ST_RANGE
            assert d.page(ENGINE, 0, 0, 0x2d) == HW.CPO_ST_RANGE
            assert d.page(ENGINE, 0, 0, 1)[142] >> 6 & 1


def test_module_observables_are_telemetry():
    with Boot() as d:
        d.inject('age', 3 * 8 + 1, 4200)
        d.m.step(10000 * MS)
        for slot in (0, 3, 17):
            seen = observables(d, ELS, slot, 0)
            lasers = d.rows('LASER')[8 * slot:8 * slot + 8]
            assert len(seen) == 32
            for i, laser in enumerate(lasers):
                near(u16(seen[1, i][0]) * 100, laser['age'], 100)
                tec = struct.unpack('<h', struct.pack('<H', laser['tec']))[0]
                near(s16(seen[2, i][0]) / 3.2767, tec, 1)
                near(s16(seen[3, i][0]) * 10, s32(laser['freq_error_mhz']),
                     10)
                near(s16(seen[4, i][0]) / 0.256, s32(laser['temp_mc']), 4)
            assert not any(flag for _, flag, _ in seen.values())
        assert u16(observables(d, ELS, 3, 0)[1, 1][0]) == 42
        assert d.page(ELS, 0, 0, 1)[142] >> 6 & 1


def test_flags_follow_the_limits():
    with Boot() as d:
        d.inject('fibre-loss', 9, 3200)
        lane = d.rows('LANE')[9]
        assert 1e-5 < ber(lane)
        seen = observables(d, ENGINE, 1, 0)
        assert seen[15, 1][1] & 4                       # high warning
        assert seen[15, 2][1] == 0
        assert bool(seen[5, 1][1] & 8) == (lane['snr_media'] < 20 * 256)
        high, low, high_warn, low_warn = (seen[15, 1][2][i:i + 2]
                                          for i in range(0, 8, 2))
        assert math.isclose(f16(high), 1e-4)
        assert math.isclose(f16(high_warn), 1e-5)
        assert f16(low) == f16(low_warn) == 0
        d.inject('engine-rail', 1, -300000)
        flag = observables(d, ENGINE, 1, 0)[82, 0][1]
        assert flag == 10                               # low alarm, warning
        d.inject('off')
        assert not any(f for _, f, _ in
                       observables(d, ENGINE, 1, 0).values())


# ---- frozen ----

def values(d, kind, index, bank=0):
    return [upper(d, kind, index, bank, page) for page in range(0x24, 0x2d)]


def frozen(d, kind, index):
    return upper(d, kind, index, 0, 0x2f)[145 - 128] == 0x80


def test_frozen_is_one_moment():
    with Boot('sn6810') as d:
        before = values(d, ENGINE, 1, 1)
        assert d.freeze(ENGINE, 1) == 0 and frozen(d, ENGINE, 1)
        d.inject('fibre-loss', 16 + 9, 3000)
        d.m.step(1000 * MS)
        assert values(d, ENGINE, 1, 1) == before
        assert d.page(ENGINE, 1, 1, 0x11) != d.page(ENGINE, 0, 1, 0x11)
        assert d.freeze(ENGINE, 1) == 0                 # a new moment
        after = values(d, ENGINE, 1, 1)
        assert after != before
        assert not frozen(d, ENGINE, 0)
        d.m.step(1000 * MS)
        assert values(d, ENGINE, 1, 1) == after
        assert d.freeze(ENGINE, 1, 0) == 0
        assert upper(d, ENGINE, 1, 0, 0x2f)[145 - 128] == 0x40
        d.inject('off')
        assert values(d, ENGINE, 1, 1) != after


def test_freeze_ends_by_itself():
    with Boot() as d:
        assert d.freeze(ENGINE, 2) == 0 and d.freeze(ELS, 2) == 0
        d.m.step(9999 * MS)
        assert frozen(d, ENGINE, 2) and frozen(d, ELS, 2)
        d.m.step(1 * MS)
        assert not frozen(d, ENGINE, 2) and not frozen(d, ELS, 2)
        assert d.freeze(ELS, 2) == 0
        d.els_del(2)
        d.els_add(2)
        assert not frozen(d, ELS, 2)
        assert d.freeze(ENGINE, 2) == 0
        d.reset(HW.CPO_RESET_HOST)
        d.setup()
        assert frozen(d, ENGINE, 2)
        d.reset(HW.CPO_RESET_FIRMWARE)
        d.m.step(500 * MS)
        d.setup()
        assert not frozen(d, ENGINE, 2)


def test_freeze_is_checked():
    with Boot(cold=False) as d:
        assert d.freeze(ENGINE, 72) == HW.CPO_ST_NO_OBJECT
        assert d.freeze(ELS, 18) == HW.CPO_ST_NO_OBJECT
        assert d.freeze(HW.CPO_OBJ_PORT, 0) == HW.CPO_ST_NO_OBJECT
        assert d.freeze(ENGINE, 0, 2) == HW.CPO_ST_RANGE
        d.els_del(1)
        assert d.freeze(ELS, 1) == HW.CPO_ST_ABSENT


# ---- windows ----

WINDOWS = {'ENGINE': HW.CPO_WINQ_ENGINE_COUNT, 'ELS': HW.CPO_WINQ_ELS_COUNT,
           'LASER': HW.CPO_WINQ_LASER_COUNT, 'LANE': HW.CPO_WINQ_LANE_COUNT,
           'PORT': HW.CPO_WINQ_PORT_COUNT}


def windows(d, kind, first=0, count=0):
    return d.section(getattr(HW, 'CPO_SEC_WIN_' + kind),
                     'cpo_hw_win_%s_rec' % kind.lower(), first, count)


def config(d, seconds):
    arg = struct.pack('<IIBBHI', 0, 0, 0, 0, 0, seconds)
    cpl = d.cmd(HW.CPO_OP_TLM_CONFIG, arg)
    return cpl.status, cpl.detail


def span(record, window, which='running'):
    s = record['win'][window][which]
    return s['known_ms'], s['min'], s['avg'], s['max']


def test_windows_of_all_parts():
    with Boot() as d:
        d.m.step(5000 * MS)
        d.els_del(4)
        d.m.step(300 * MS)
        for kind, n in WINDOWS.items():
            for i, record in enumerate(windows(d, kind)):
                hdr = record['hdr']
                assert hdr['window_s'] == 900 and hdr['start'] == 0
                assert hdr['time'] == 8000 * MS
                assert hdr['valid'] == (1 << n) - 1, (kind, i)
                for w in range(n):
                    known, low, mean, high = span(record, w)
                    assert 0 < known <= 8000
                    if (kind, w) == ('LANE', HW.CPO_WINQ_LANE_BER):
                        low, mean, high = ber32(low), ber32(mean), ber32(high)
                    else:
                        low, mean, high = s32(low), s32(mean), s32(high)
                    assert low <= mean <= high, (kind, i, w)
                    assert span(record, w, 'previous') == (0, 0, 0, 0)
        # pulled: known for as long as it was there
        assert span(windows(d, 'LASER')[33], 0)[0] == 7700
        # and light for as long as there was some
        power = span(windows(d, 'LASER')[0], HW.CPO_WINQ_LASER_POWER)
        assert power[1] == 0 and power[3] == d.rows('LASER')[0]['power_nw']


def test_window_turns():
    with Boot() as d:
        d.m.qom_set('cpo0/lane[7]', 'rx-power-nw', 800000)
        assert config(d, 10) == (0, 0)
        start = 2700 * MS
        d.m.step(4000 * MS)
        d.m.qom_set('cpo0/lane[7]', 'rx-power-nw', 700000)
        d.m.step(1000 * MS)
        record = windows(d, 'LANE', 7, 1)[0]
        assert record['hdr']['start'] == start
        assert span(record, HW.CPO_WINQ_LANE_RX) == \
            (5000, 700000, 780000, 800000)
        d.m.step(5000 * MS)
        record = windows(d, 'LANE', 7, 1)[0]
        assert record['hdr']['start'] == start + 10000 * MS
        assert span(record, HW.CPO_WINQ_LANE_RX) == (0, 0, 0, 0)
        assert span(record, HW.CPO_WINQ_LANE_RX, 'previous') == \
            (10000, 700000, 740000, 800000)
        d.m.step(1000 * MS)
        assert span(windows(d, 'LANE', 7, 1)[0], HW.CPO_WINQ_LANE_RX) == \
            (1000, 700000, 700000, 700000)


def test_window_length_is_set():
    with Boot() as d:
        detail = 32 + HW.offset('cpo_hw_tlm_config', 'window_s')
        for bad in (1, 9, 86401, 0xffffffff):
            assert config(d, bad) == (HW.CPO_ST_RANGE, detail)
        assert windows(d, 'PORT')[0]['hdr']['window_s'] == 900
        assert config(d, 60) == (0, 0)
        d.m.step(1000 * MS)
        for keep in (0, 60):
            assert config(d, keep) == (0, 0)
            hdr = windows(d, 'PORT')[0]['hdr']
            assert (hdr['window_s'], hdr['start']) == (60, 2700 * MS)
        assert config(d, 86400) == (0, 0)
        hdr = windows(d, 'PORT')[0]['hdr']
        assert (hdr['window_s'], hdr['start']) == (86400, 3700 * MS)
        d.m.command('system_reset')
        d.m.sync()
        d.pci_init()
        d.setup()
        assert windows(d, 'PORT')[0]['hdr']['window_s'] == 900

# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""CMIS and ELSFP-CMIS pages: checksums, and the same values as telemetry."""
import struct

from cpohw import HW, s32
from cpoqtest import MS, Boot

ENGINE, ELS = HW.CPO_OBJ_ENGINE, HW.CPO_OBJ_ELS


def u16(page, at):
    return struct.unpack_from('>H', page, at)[0]


def near(value, want, lsb):
    assert want - lsb < value * lsb <= want, (value, want, lsb)


def sections(d):
    d.tlm_start()
    d.refresh()
    return {k: recs for k, (_, recs) in d.block()[1].items()}


def test_checksums_and_identity():
    for profile in ('q3450', 'bailly', 'sn6800', 'nic'):
        with Boot(profile) as d:
            rows = {ENGINE: d.section(HW.CPO_SEC_INV_ENGINE,
                                      'cpo_hw_inv_engine'),
                    ELS: d.section(HW.CPO_SEC_INV_ELS, 'cpo_hw_inv_els')}
            for kind, ident in ((ENGINE, 0x80), (ELS, 0x22)):
                last = len(rows[kind]) - 1
                for index in {0, min(3, last), last}:
                    row = rows[kind][index]
                    p = d.page(kind, index, 0, 0)
                    assert p[0] == p[128] == ident == row['identifier']
                    assert p[1] == 0x53 and not p[2] & 0x80
                    assert p[222] == sum(p[128:222]) & 0xff
                    assert p[129:145].decode().rstrip() == row['id']['vendor']
                    assert p[148:164].decode().rstrip() == row['id']['part']
                    assert p[166:182].decode().rstrip() == row['id']['serial']
                    near(p[201], row['max_power_mw'], 250)
                    p = d.page(kind, index, 0, 1)
                    assert p[255] == sum(p[130:255]) & 0xff
                    p = d.page(kind, index, 0, 2)
                    assert p[255] == sum(p[128:255]) & 0xff


def test_bank_codes():
    for profile, banks, code in (('q3450', 1, 0), ('bailly', 8, 3),
                                 ('sn6810', 2, 1), ('davisson', 4, 2),
                                 ('nic', 1, 0)):
        with Boot(profile) as d:
            p = d.page(ENGINE, 0, 0, 1)
            assert p[142] & 3 == code and p[70] == banks
            assert p[160] & 1 == 0                  # no bias of its own
            assert p[160] & 6 == 6
            assert d.page(ENGINE, 0, banks - 1, 0x11)[126:128] == \
                bytes([banks - 1, 0x11])
            assert d.page(ENGINE, 0, banks, 0x11) == HW.CPO_ST_RANGE
            assert d.page(ELS, 0, 0, 1)[142] & 3 == 0
            assert d.page(ELS, 0, 1, 0x1a) == HW.CPO_ST_RANGE


def check_engine(d, s, index, first, lanes):
    rec = s[HW.CPO_SEC_ENGINE][index]
    p = d.page(ENGINE, index, 0, 0)
    assert p[3] >> 1 == rec['state']
    near(struct.unpack_from('>h', p, 14)[0], s32(rec['temp_mc']), 1000 / 256)
    near(u16(p, 16), rec['rail_uv'][0], 100)
    for bank in range(lanes // 8):
        p = d.page(ENGINE, index, bank, 0x11)
        for i in range(8):
            lane = s[HW.CPO_SEC_LANE][first + bank * 8 + i]
            status = lane['status']
            assert p[128 + i // 2] >> (i % 2 * 4) & 0xf == lane['state']
            near(u16(p, 154 + 2 * i), lane['tx_nw'], 100)
            near(u16(p, 186 + 2 * i), lane['rx_nw'], 100)
            for at, flag in ((132, HW.CPO_LANE_S_RX_ON),
                             (133, HW.CPO_LANE_S_TX_ON),
                             (147, HW.CPO_LANE_S_RX_LOS),
                             (148, HW.CPO_LANE_S_RX_LOL)):
                assert bool(p[at] >> i & 1) == bool(status & flag)
            assert p[202 + i // 2] >> (i % 2 * 4) & 0xf == 1
            assert p[206 + i] >> 4 == 1


def check_els(d, s, slot):
    rec = s[HW.CPO_SEC_ELS][slot]
    p = d.page(ELS, slot, 0, 0x1a)
    q = d.page(ELS, slot, 0, 0x1b)
    assert p[3] >> 1 == rec['state'] and p[57] == 1
    near(struct.unpack_from('>h', p, 14)[0], s32(rec['temp_mc']), 1000 / 256)
    near(u16(p, 16), rec['vcc_uv'], 100)
    assert p[140] == 8 << 1 | 1 and p[248] == 10
    for i in range(8):
        laser = s[HW.CPO_SEC_LASER][8 * slot + i]
        state = {HW.CPO_LASER_ON: 2, HW.CPO_LASER_RAMPING: 1}
        assert p[221 + i // 4] >> (i % 4 * 2) & 3 == \
            state.get(laser['state'], 0)
        assert bool(p[223] >> i & 1) == \
            bool(laser['status'] & HW.CPO_LASER_S_CHECKED)
        assert bool(p[220] >> i & 1) == \
            bool(laser['status'] & HW.CPO_LASER_S_ENABLED)
        near(u16(q, 128 + 2 * i), laser['bias_setpoint_na'], 100000)
        near(u16(q, 144 + 2 * i), laser['setpoint_nw'], 10000)
        near(u16(q, 184 + 2 * i), laser['bias_na'], 100000)
        near(u16(q, 200 + 2 * i), laser['power_nw'], 10000)
        near(q[232 + i], laser['voltage_mv'], 15)
    near(u16(q, 240), rec['icc_ua'], 200)


def test_same_values_as_telemetry():
    for profile, lanes in (('q3450', 8), ('bailly', 64), ('q3450mp', 8),
                           ('sn6810', 16), ('davisson', 32)):
        with Boot(profile) as d:
            d.els_del(0)
            d.m.qom_set('cpo0/lane[13]', 'rx-power-nw', 777777)
            d.m.qom_set('cpo0/lane[14]', 'tx-power-nw', 1234567)
            d.m.qom_set('cpo0/engine[1]', 'temp-mc', -12345)
            d.m.qom_set('cpo0/engine[1]', 'vcc-uv', 3123456)
            d.m.qom_set('cpo0/laser[9]', 'power-nw', 98765432)
            d.m.qom_set('cpo0/laser[9]', 'bias-na', 401234567)
            d.m.qom_set('cpo0/els[1]', 'temp-mc', 61234)
            s = sections(d)
            for index in (0, 1, 5):
                check_engine(d, s, index, index * lanes, lanes)
            for slot in (1, 2, 15):
                check_els(d, s, slot)


def bits(page, at, lane):
    return [b >> lane & 1 for b in page[at:at + 4]]


def test_limits_that_are_passed():
    """High alarm, low alarm, high warning, low warning, as CMIS has them."""
    with Boot() as d:
        d.m.qom_set('cpo0/engine[1]', 'temp-mc', 82000)
        d.m.qom_set('cpo0/els[1]', 'temp-mc', 76000)
        d.m.qom_set('cpo0/laser[9]', 'power-nw', 60000000)
        d.m.qom_set('cpo0/lane[13]', 'rx-power-nw', 300000)
        d.m.qom_set('cpo0/lane[14]', 'tx-power-nw', 6000000)
        d.m.step(500 * MS)
        assert d.page(ENGINE, 1, 0, 0)[9] == 0b0100
        assert d.page(ENGINE, 0, 0, 0)[9] == 0
        assert d.page(ELS, 1, 0, 0)[9] == 0b0101
        p = d.page(ELS, 1, 0, 0x1a)
        assert bits(p, 186, 1) == [0, 0, 0, 0]
        assert bits(p, 190, 1) == [0, 1, 0, 1]
        assert bits(p, 190, 0) == [0, 0, 0, 0]
        p = d.page(ENGINE, 1, 0, 0x11)
        assert bits(p, 139, 6) == [1, 0, 1, 0]
        assert bits(p, 149, 5) == [0, 1, 0, 1]


def test_while_starting():
    with Boot(cold=False) as d:
        ms = 1000000
        for wait in (0, 1000, 600, 200, 300, 500):
            d.m.step(wait * ms + 1)
            s = sections(d)
            check_engine(d, s, 0, 0, 8)
            check_els(d, s, 0)


def test_what_is_not_there():
    with Boot() as d:
        for kind, index, page in ((ENGINE, 0, 0x03), (ENGINE, 0, 0x1a),
                                  (ELS, 0, 0x10), (ELS, 0, 0x11),
                                  (ENGINE, 0, 0xffff)):
            assert d.page(kind, index, 0, page) == HW.CPO_ST_RANGE
        assert d.page(ENGINE, 72, 0, 0) == HW.CPO_ST_NO_OBJECT
        assert d.page(ELS, 18, 0, 0) == HW.CPO_ST_NO_OBJECT
        assert d.page(HW.CPO_OBJ_PORT, 0, 0, 0) == HW.CPO_ST_NO_OBJECT
        assert d.page(0, 0, 0, 0) == HW.CPO_ST_NO_OBJECT
        d.els_del(7)
        assert d.page(ELS, 7, 0, 0) == HW.CPO_ST_ABSENT
        d.els_add(7)
        assert len(d.page(ELS, 7, 0, 0)) == 256     # also while powering up


def test_offsets_and_lengths():
    with Boot() as d:
        whole = d.page(ENGINE, 3, 0, 0x11)
        for off, n in ((0, 1), (127, 2), (128, 128), (255, 1), (3, 77)):
            assert d.page(ENGINE, 3, 0, 0x11, off, n) == whole[off:off + n]
        for off, n in ((0, 257), (255, 2), (256, 1), (0, 0), (0xffff, 1),
                       (1, 0xffff)):
            assert d.page(ENGINE, 3, 0, 0x11, off, n) == HW.CPO_ST_RANGE
        arg = struct.pack('<HHHH', 0, 0, 0, 256)
        cpl = d.cmd(HW.CPO_OP_PAGE_READ, arg, 255, obj=(ENGINE, 0))
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_LENGTH, 20)


def test_reading_clears_nothing():
    with Boot() as d:
        d.els_del(0)
        one = d.page(ENGINE, 0, 0, 0x11)
        assert one[147] == 0xff
        assert d.page(ENGINE, 0, 0, 0x11) == one

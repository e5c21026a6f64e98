# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""The telemetry block."""
import re
import struct

from cpohw import HW, s32
from cpoqtest import MS, Boot, ber32

LANE = HW.CPO_SEC_LANE


def test_block_on_demand():
    with Boot() as d:
        d.msix_init()
        assert d.refresh().status == HW.CPO_ST_STATE    # no buffers yet
        assert d.tlm_start().status == 0
        assert d.rdq(d.blk(HW.CPO_BLK_TELEMETRY)) == 0
        cpl = d.refresh(0x1122334455667788)
        assert cpl.status == 0 and d.msi(2)
        hdr, sections = d.block()
        assert hdr['cookie'] == 0x1122334455667788
        assert hdr['flags'] == HW.CPO_TLM_ON_DEMAND
        assert hdr['event_seq'] == cpl.event_seq
        assert hdr['total'] == d.rd(HW.CPO_REG_TLM_MAX)
        assert hdr['boot'] == 1 and hdr['topo_gen'] == 1
        counts = {k: v[0]['count'] for k, v in sections.items()}
        assert counts == {
            HW.CPO_SEC_BOARD: 1, HW.CPO_SEC_SENSOR: 15,
            HW.CPO_SEC_ENGINE: 72, HW.CPO_SEC_ELS: 18,
            HW.CPO_SEC_LASER: 144, HW.CPO_SEC_FEED: 144,
            HW.CPO_SEC_LANE: 576, HW.CPO_SEC_PORT: 144,
            HW.CPO_SEC_FEC: 144}


def test_sections_do_not_overlap():
    with Boot('bailly') as d:
        d.tlm_start()
        d.refresh()
        hdr, sections = d.block()
        spans = sorted((r['offset'], r['offset'] + r['count'] * r['stride'])
                       for r, _ in sections.values())
        assert spans[0][0] >= hdr['len'] + 32 * hdr['sections']
        for (_, end), (start, _) in zip(spans, spans[1:]):
            assert end <= start
        assert spans[-1][1] <= hdr['total'] - 8


def test_buffers_take_turns():
    with Boot() as d:
        d.tlm_start(bufs=4)
        tlm = d.blk(HW.CPO_BLK_TELEMETRY)
        for seq in range(1, 10):
            d.refresh(seq)
            assert d.rdq(tlm + HW.CPO_TLM_LAST_SEQ) == seq
            assert d.rd(tlm + HW.CPO_TLM_LAST_BUF) == seq % 4
            hdr, _ = d.block(seq % 4)
            assert (hdr['seq_begin'], hdr['cookie']) == (seq, seq)


def test_segments():
    for segs in (2, 7, 16):
        with Boot() as d:
            assert d.tlm_start(segs=segs).status == 0
            d.refresh(5)
            assert d.block()[0]['cookie'] == 5


def test_write_order():
    with Boot(extra=['-trace', 'cpo_dma_write']) as d:
        d.tlm_start()
        d.refresh()
        at = d.tlm_mem(1)
        total = d.rd(HW.CPO_REG_TLM_MAX)
        writes = [(int(a, 0), int(n)) for a, n in re.findall(
            r'cpo_dma_write .*cpo0: (\w+) (\d+) bytes', d.m.output())]
        mine = [w for w in writes if at <= w[0] < at + total]
        assert mine == [(at + 8, 8), (at, total - 8), (at + total - 8, 8),
                        (at + 8, 8)], mine
        assert writes[writes.index((at + 8, 8)):].index(
            (d.cq() + 32, 28)) == 4                 # then the completion


def test_periodic():
    with Boot() as d:
        d.msix_init()
        d.tlm_start(period_us=10000)
        tlm = d.blk(HW.CPO_BLK_TELEMETRY)
        assert d.rd(tlm + HW.CPO_TLM_PERIOD_US) == 10000
        for n in range(1, 6):
            d.m.step(10 * MS)
            assert d.rdq(tlm) == n and d.msi(2)
        hdr, _ = d.block()
        assert hdr['flags'] == 0 and hdr['cookie'] == 0
        assert hdr['time'] == d.rdq(d.ctrl + HW.CPO_CTRL_TIME)
        d.m.step(9 * MS)
        assert d.rdq(tlm) == 5
        d.cmd(HW.CPO_OP_TLM_CONFIG)                 # bufs 0: stop
        d.m.step(1000 * MS)
        assert d.rdq(tlm) == 5
        assert d.rd(tlm + HW.CPO_TLM_PERIOD_US) == 0
        assert d.refresh().status == HW.CPO_ST_STATE


def test_bad_configurations():
    with Boot(cold=False) as d:
        size = 0x20000

        def config(period=0, length=size, bufs=2, segs=1, rows=None,
                   data=None, flags=0):
            rows = rows or [(d.tlm_mem(b), length // segs)
                            for b in range(bufs) for _ in range(segs)]
            d.m.write(d.data(), b''.join(struct.pack('<QII', a, n, 0)
                                         for a, n in rows))
            arg = struct.pack('<IIBB', period, length, bufs, segs)
            return d.cmd(HW.CPO_OP_TLM_CONFIG, arg,
                         16 * len(rows) if data is None else data,
                         flags=flags)

        def fails(status, detail, **kw):
            for flags in (0, HW.CPO_CMD_DRY_RUN):
                cpl = config(flags=flags, **kw)
                assert (cpl.status, cpl.detail) == (status, detail), \
                    (kw, flags, cpl.status, cpl.detail)
        arg = 32
        fails(HW.CPO_ST_RANGE, arg + 8, bufs=1)
        fails(HW.CPO_ST_RANGE, arg + 8, bufs=5)
        fails(HW.CPO_ST_RANGE, arg + 9, segs=17)
        fails(HW.CPO_ST_RANGE, arg + 9, segs=0, rows=[(0, 0)], data=16)
        fails(HW.CPO_ST_RANGE, arg, period=9999)
        fails(HW.CPO_ST_RANGE, arg, period=60000001)
        fails(HW.CPO_ST_LENGTH, 20, data=16)
        fails(HW.CPO_ST_LENGTH, arg + 4, length=0x8000)
        fails(HW.CPO_ST_LENGTH, 1, rows=[(d.tlm_mem(0), size),
                                         (d.tlm_mem(1), size - 8)])
        fails(HW.CPO_ST_RANGE, 1, rows=[(d.tlm_mem(0), size),
                                        (d.tlm_mem(1) + 4, size)])
        fails(HW.CPO_ST_RANGE, 0, rows=[(d.tlm_mem(0), 0),
                                        (d.tlm_mem(1), size)])
        assert config(flags=HW.CPO_CMD_DRY_RUN).status == 0
        assert d.refresh().status == HW.CPO_ST_STATE
        assert config().status == 0
        assert d.fatal() is None


def test_buffer_in_own_bar():
    with Boot(cold=False) as d:
        def config(period):
            rows = struct.pack('<QII', d.bar0, 0x20000, 0) * 2
            d.m.write(d.data(), rows)
            arg = struct.pack('<IIBB', period, 0x20000, 2, 1)
            return d.cmd(HW.CPO_OP_TLM_CONFIG, arg, 32)
        assert config(0).status == 0
        assert d.refresh().status == HW.CPO_ST_DMA
        assert d.refresh().status == HW.CPO_ST_STATE    # it was stopped
        assert d.fatal() is None
        assert config(10000).status == 0
        d.m.step(10 * MS)
        assert d.fatal() == (HW.CPO_FATAL_DMA, HW.CPO_BLK_TELEMETRY)


def test_section_sequences():
    with Boot() as d:
        d.tlm_start()

        def seqs():
            d.refresh()
            return {k: r['seq'] for k, (r, _) in d.block()[1].items()}
        one, two = seqs(), seqs()
        assert one == two and all(one.values())
        d.m.qom_set('cpo0/lane[9]', 'rx-power-nw', 800000)
        three = seqs()
        assert {k for k in three if three[k] != two[k]} == \
            {HW.CPO_SEC_LANE, HW.CPO_SEC_PORT, HW.CPO_SEC_FEC}
        assert three[LANE] == two[LANE] + 1
        d.m.step(5 * MS)
        d.refresh()
        now = d.rdq(d.ctrl + HW.CPO_CTRL_TIME)
        times = {k: r['time'] for k, (r, _) in d.block()[1].items()}
        assert times.pop(HW.CPO_SEC_FEC) == now // (100 * MS) * 100 * MS
        assert set(times.values()) == {now}


def test_same_as_section_read():
    with Boot('bailly') as d:
        d.tlm_start()
        d.els_del(2)
        d.refresh()
        names = {HW.CPO_SEC_BOARD: 'cpo_hw_board',
                 HW.CPO_SEC_SENSOR: 'cpo_hw_sensor',
                 HW.CPO_SEC_ENGINE: 'cpo_hw_engine',
                 HW.CPO_SEC_ELS: 'cpo_hw_els',
                 HW.CPO_SEC_LASER: 'cpo_hw_laser',
                 HW.CPO_SEC_FEED: 'cpo_hw_feed',
                 HW.CPO_SEC_LANE: 'cpo_hw_lane',
                 HW.CPO_SEC_PORT: 'cpo_hw_port',
                 HW.CPO_SEC_FEC: 'cpo_hw_fec_stats'}
        _, sections = d.block()
        for kind, name in names.items():
            assert d.section(kind, name) == sections[kind][1], name


def test_nominal_values():
    for profile, ber in (('q3450', 9e-9), ('bailly', 2e-8),
                         ('sn6800', 9e-9), ('davisson', 7e-9)):
        with Boot(profile) as d:
            d.tlm_start()
            d.refresh()
            _, s = d.block()
            for laser in s[HW.CPO_SEC_LASER][1]:
                assert laser['state'] == HW.CPO_LASER_ON
                assert 95e6 < laser['power_nw'] < 105e6
                assert 310e6 < laser['bias_na'] < 420e6
            for feed in s[HW.CPO_SEC_FEED][1]:
                assert 70e6 < feed['input_nw'] < 82e6
                assert feed['check'] == HW.CPO_CHECK_PASSED
                assert s32(feed['loss_mdb']) < s32(feed['limit_mdb'])
            for lane in s[LANE][1]:
                assert lane['state'] == HW.CPO_DP_ACTIVATED
                assert ber / 60 < ber32(lane['ber_media']) < ber * 60
            spread = {lane['tx_nw'] for lane in s[LANE][1]}
            # losses are whole mdB, so many lanes cannot all differ
            assert len(spread) > min(len(s[LANE][1]) // 2, 500)
            assert all(p['oper'] for p in s[HW.CPO_SEC_PORT][1])


def test_seed_repeats():
    def lanes(opts):
        with Boot(opts=opts) as d:
            return d.section(LANE, 'cpo_hw_lane')
    one = lanes('seed=7')
    assert one == lanes('seed=7')
    assert one != lanes('seed=8')


def test_unknown_is_not_zero():
    with Boot('bailly') as d:
        d.els_del(0)
        lasers = d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')
        assert lasers[0]['valid'] == HW.CPO_LASER_V_STATE
        els = d.section(HW.CPO_SEC_ELS, 'cpo_hw_els')[0]
        assert els['present'] == 0
        assert not els['valid'] & (HW.CPO_ELS_TEMP | HW.CPO_ELS_VCC)
        quality = HW.CPO_LANE_V_SNR_MEDIA | HW.CPO_LANE_V_BER_MEDIA
        ring = HW.CPO_LANE_V_HEATER | HW.CPO_LANE_V_DETUNING
        for lane in d.section(LANE, 'cpo_hw_lane'):
            assert bool(lane['valid'] & quality) == \
                (not lane['status'] & HW.CPO_LANE_S_RX_LOS)
            assert not lane['valid'] & ring         # MZM
            assert not lane['valid'] & HW.CPO_LANE_V_BIAS
        feeds = d.section(HW.CPO_SEC_FEED, 'cpo_hw_feed')
        assert not feeds[0]['valid'] & HW.CPO_FEED_LOSS
        assert feeds[8]['valid'] & HW.CPO_FEED_LOSS
        ports = d.section(HW.CPO_SEC_PORT, 'cpo_hw_port')
        assert not ports[0]['valid'] & HW.CPO_PORT_V_BER

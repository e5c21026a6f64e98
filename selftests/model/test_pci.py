# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""The device as PCI sees it, its registers, and what it refuses."""
from cpohw import HW
from cpoqtest import MS, Boot, Machine, QtestError, refused

CAP_PM, CAP_MSIX, CAP_EXP = 0x01, 0x11, 0x10


def test_ids_and_bars():
    with Boot(cold=False, setup=False) as d:
        m = d.m
        assert m.cfg_read(d.bdf, 0, 2) == HW.CPO_PCI_VENDOR_ID
        assert m.cfg_read(d.bdf, 2, 2) == HW.CPO_PCI_DEVICE_ID
        assert m.cfg_read(d.bdf, 8) >> 8 == 0x028000
        m.cfg_write(d.bdf, 0x10, 0xffffffff)
        m.cfg_write(d.bdf, 0x20, 0xffffffff)
        bar0, bar4 = m.cfg_read(d.bdf, 0x10), m.cfg_read(d.bdf, 0x20)
        assert bar0 & 0xf == 4 and bar4 & 0xf == 4          # 64 bit
        assert -(bar0 & ~0xf) & 0xffffffff == HW.CPO_BAR_REGS_SIZE
        for bar in (0x18, 0x1c):
            m.cfg_write(d.bdf, bar, 0xffffffff)
            assert m.cfg_read(d.bdf, bar) == 0


def test_capabilities():
    with Boot(cold=False, setup=False) as d:
        m = d.m
        msix = d.cap(CAP_MSIX)
        assert (m.cfg_read(d.bdf, msix + 2, 2) & 0x7ff) + 1 == \
            HW.CPO_IRQ_VECTORS
        assert m.cfg_read(d.bdf, msix + 4) & 7 == HW.CPO_BAR_MSIX
        exp = d.cap(CAP_EXP)
        assert m.cfg_read(d.bdf, exp + 2, 2) >> 4 & 0xf == 0    # endpoint
        assert m.cfg_read(d.bdf, exp + 4) >> 28 & 1             # FLR
        pm = d.cap(CAP_PM)
        assert m.cfg_read(d.bdf, pm + 4, 2) & 8                 # NoSoftRst


def test_directory():
    with Boot(cold=False, setup=False) as d:
        assert d.rd(HW.CPO_REG_MAGIC) == HW.CPO_MAGIC
        assert d.rd(HW.CPO_REG_VERSION) == HW.CPO_VERSION_1_0
        blocks = d.directory()
        assert set(blocks) == set(range(HW.CPO_BLK_CONTROL,
                                        HW.CPO_BLK_TEST + 1))
        spans = sorted((off, off + size)
                       for _, off, size, _ in blocks.values())
        for (_, end), (start, _) in zip(spans, spans[1:]):
            assert end <= start
        assert spans[-1][1] <= HW.CPO_DOORBELLS
        for _, _, _, doorbell in blocks.values():
            assert doorbell == 0 or doorbell >= HW.CPO_DOORBELLS


def test_inject_block_only_when_asked():
    with Boot(cold=False, setup=False, opts='x-inject=on') as d:
        blocks = d.directory()
        assert HW.CPO_BLK_INJECT in blocks
        assert d.rd(HW.CPO_REG_DEV_FEAT_LO) & HW.CPO_FEAT_INJECT
        off = blocks[HW.CPO_BLK_INJECT][1]
        d.wr(off + HW.CPO_INJECT_RECORD, 0x12345678)
        assert d.rd(off + HW.CPO_INJECT_RECORD) == 0x12345678
        d.wr(off + HW.CPO_INJECT_GO, 1)
        assert d.rd(off + HW.CPO_INJECT_STATUS) == HW.CPO_ST_LENGTH
    with Boot(cold=False, setup=False) as d:
        assert not d.rd(HW.CPO_REG_DEV_FEAT_LO) & HW.CPO_FEAT_INJECT
        d.wr(0x900, 0x12345678)
        assert d.rd(0x900) == 0


def test_never_all_ones():
    with Boot(cold=False) as d:
        ctrl = d.ctrl
        for off in (HW.CPO_REG_MAGIC, ctrl + HW.CPO_CTRL_STS,
                    ctrl + HW.CPO_CTRL_RESET_GEN,
                    ctrl + HW.CPO_CTRL_HEARTBEAT):
            assert not d.rd(off) >> 31


def test_read_only_and_unknown_registers():
    with Boot(cold=False) as d:
        before = [d.rd(off) for off in range(0, 0x200, 4)]
        for off in range(0, 0x200, 4):
            d.wr(off, 0xffffffff)
        assert [d.rd(off) for off in range(0, 0x200, 4)] == before
        for off in (0xa00, 0x1000, 0x4000, 0x7ffc, 0x8ff8, 0xfffc):
            d.wr(off, 0xffffffff)
            assert d.rd(off) == 0
        assert d.fatal() is None


def test_handshake():
    with Boot(cold=False, setup=False) as d:
        d.ctrl = d.blk(HW.CPO_BLK_CONTROL)
        feat = d.rd(HW.CPO_REG_DEV_FEAT_LO)
        assert d.sts() == HW.CPO_STS_READY
        ctl, sts = d.ctrl + HW.CPO_CTRL_CTL, HW.CPO_STS_FEATURES_OK
        d.wr(ctl, HW.CPO_CTL_ENABLE)                # features come first
        assert d.rd(ctl) & HW.CPO_CTL_ENABLE == 0
        d.wr(d.ctrl + HW.CPO_CTRL_DRV_FEAT_LO, feat | 1 << 30)
        d.wr(ctl, HW.CPO_CTL_FEATURES_OK)
        assert not d.sts() & sts
        d.wr(d.ctrl + HW.CPO_CTRL_DRV_FEAT_LO, feat)
        d.wr(d.ctrl + HW.CPO_CTRL_DRV_FEAT_HI, 1)
        d.wr(ctl, HW.CPO_CTL_FEATURES_OK)
        assert not d.sts() & sts
        d.wr(d.ctrl + HW.CPO_CTRL_DRV_FEAT_HI, 0)
        d.wr(ctl, HW.CPO_CTL_FEATURES_OK)
        assert d.sts() & sts
        d.wr(ctl, HW.CPO_CTL_FEATURES_OK | HW.CPO_CTL_ENABLE)
        assert d.rd(ctl) & HW.CPO_CTL_ENABLE


def test_time_and_heartbeat():
    with Boot(cold=False) as d:
        time = d.ctrl + HW.CPO_CTRL_TIME
        beat = d.ctrl + HW.CPO_CTRL_HEARTBEAT
        t0, b0 = d.rdq(time), d.rd(beat)
        d.m.step(350 * MS)
        assert d.rdq(time) - t0 == 350 * MS
        assert d.rd(beat) - b0 == (t0 + 350 * MS) // (100 * MS) - \
            t0 // (100 * MS)
        assert d.rd(time) | d.rd(time + 4) << 32 == d.rdq(time)


def test_scratch_and_test_interrupt():
    with Boot(cold=False) as d:
        off = d.blk(HW.CPO_BLK_TEST)
        d.wr(off + HW.CPO_TEST_SCRATCH32, 0xa5a55a5a)
        d.wrq(off + HW.CPO_TEST_SCRATCH64, 0x0123456789abcdef)
        assert d.rd(off + HW.CPO_TEST_SCRATCH32) == 0xa5a55a5a
        assert d.rdq(off + HW.CPO_TEST_SCRATCH64) == 0x0123456789abcdef
        d.msix_init(8)
        for vector in range(8):
            d.wr(off + HW.CPO_TEST_IRQ, vector)
            assert [d.msi(v) for v in range(8)] == \
                [v == vector for v in range(8)]
        for vector in (8, 0xffff, 0xffffffff):      # must not assert
            d.wr(off + HW.CPO_TEST_IRQ, vector)
        assert not any(d.msi(v) for v in range(8))


def dma(d, addr, size, op):
    off = d.blk(HW.CPO_BLK_TEST)
    d.wrq(off + HW.CPO_TEST_DMA_ADDR, addr)
    d.wr(off + HW.CPO_TEST_DMA_SIZE, size)
    d.wr(off + HW.CPO_TEST_DMA_CTRL, op)


def test_dma_patterns():
    with Boot(cold=False) as d:
        at = d.data()
        d.m.write(at, b'\x11' * 64)
        dma(d, at + 4, 16, HW.CPO_TEST_DMA_FILL)
        assert d.m.read(at, 32) == b'\x11' * 4 + b'\x96' * 16 + b'\x11' * 12
        dma(d, at + 4, 16, HW.CPO_TEST_DMA_INVERT)
        assert d.m.read(at + 4, 16) == b'\x69' * 16
        dma(d, at, 4096, HW.CPO_TEST_DMA_CLEAR)
        assert d.m.read(at, 4096) == bytes(4096)
        for size in (0, 3, 4097, 0xffffffff):
            dma(d, at, size, HW.CPO_TEST_DMA_FILL)
        dma(d, at, 64, 3)
        assert d.m.read(at, 4096) == bytes(4096)
        assert d.fatal() is None


def test_dma_to_own_bar_is_fatal():
    with Boot(cold=False) as d:
        off = d.blk(HW.CPO_BLK_TEST)
        dma(d, d.bar0 + off, 64, HW.CPO_TEST_DMA_FILL)
        assert d.fatal() == (HW.CPO_FATAL_DMA, HW.CPO_BLK_TEST)
        assert d.rd(off + HW.CPO_TEST_SCRATCH32) == 0


def test_no_dma_without_bus_master_or_power():
    with Boot(cold=False) as d:
        pm = d.cap(CAP_PM)
        at = d.data()
        d.m.cfg_write(d.bdf, 4, 2, 2)               # bus master off
        d.m.write(at, bytes(64))
        dma(d, at, 64, HW.CPO_TEST_DMA_FILL)
        assert d.m.read(at, 64) == bytes(64)
        d.push(HW.CPO_OP_NOP)
        assert d.poll() is None
        d.m.cfg_write(d.bdf, 4, 6, 2)               # waiting work goes on
        assert d.poll().status == 0
        d.consume()
        d.m.cfg_write(d.bdf, pm + 4, 3, 2)          # D3hot
        assert d.rd(0) != HW.CPO_MAGIC              # the BARs are gone
        d.els_del(0)
        assert d.events(consume=False) == []
        d.m.cfg_write(d.bdf, pm + 4, 0, 2)
        assert [e['code'] for e in d.events()][0] == HW.CPO_EV_ELS_REMOVED
        assert d.cmd(HW.CPO_OP_NOP).status == 0     # nothing was lost
        assert d.fatal() is None


def test_dead_device():
    with Boot() as d:
        d.tlm_start(period_us=10000)
        d.drain()
        beat = d.ctrl + HW.CPO_CTRL_HEARTBEAT
        d.m.qom_set('cpo0', 'dead', True)
        assert d.rd(0) == d.rd(beat) == 0xffffffff
        assert d.rdq(d.ctrl + HW.CPO_CTRL_TIME) == 2**64 - 1
        d.push(HW.CPO_OP_NOP)
        d.els_del(3)
        d.m.step(100 * MS)
        assert d.poll() is None and d.events(consume=False) == []
        d.m.qom_set('cpo0', 'dead', False)
        assert d.rd(0) == HW.CPO_MAGIC
        assert d.fatal() is None
        assert d.drain()[0]['code'] == HW.CPO_EV_ELS_REMOVED
        d.ring()                            # the write it did not see
        assert d.poll().status == 0


def test_unknown_profile():
    refused('cpo,id=cpo0,bus=rp0,profile=nothing',
            "unknown profile 'nothing'; use one of: q3450, q3450mp, "
            "sn6810, sn6800, bailly, davisson, nic")
    refused('cpo,id=cpo0,bus=rp0', 'profile is missing; use one of: q3450')


def test_bad_options():
    base = 'cpo,id=cpo0,bus=rp0,profile=q3450,'
    refused(base + 'auto-start=maybe',
            "unknown auto-start 'maybe'; use never, cold or always")
    refused(base + 'els=some', "unknown els 'some'; use all or none")
    refused(base + 'time-scale=0', 'time-scale 0 is not in 1..1000')
    refused(base + 'time-scale=1001', 'time-scale 1001 is not in 1..1000')
    refused(base + 'links=1-999', "names a port outside 1..144")
    refused(base + 'links=1-2:2-3', "uses a port twice")
    refused(base + 'links=abc', 'is not pairs, loop, none or a list')


def test_two_devices():
    with Boot(count=2) as (a, b):
        ia, ib = a.identify(), b.identify()
        assert ia['serial'] != ib['serial']
        ma = a.section(HW.CPO_SEC_INV_PORT, 'cpo_hw_inv_port')
        mb = b.section(HW.CPO_SEC_INV_PORT, 'cpo_hw_inv_port')
        macs = {p['mac'] for p in ma + mb}
        assert len(macs) == 288
        assert all(mac[0] & 3 == 2 for mac in macs)
        a.drain()
        b.drain()
        a.els_del(3)
        assert a.drain() and not b.drain()
        b.els_del(5)
        assert b.drain() and not a.drain()


def test_duplicate_module_id_is_refused():
    try:
        with Machine(['cpo,id=cpo0,bus=rp0,profile=q3450,els=none',
                      'cpo-els,id=cpo1-els7,bus=cpo0.0,slot=7',
                      'cpo,id=cpo1,bus=rp1,profile=q3450'], ports=2):
            pass
    except QtestError as err:
        assert 'cpo1-els7' in str(err), str(err)
        return
    raise AssertionError('started')


def test_device_goes_away():
    with Boot() as d:
        d.tlm_start(10000)
        d.push(HW.CPO_OP_NOP, ring=False)
        # hot-unplug needs the guest's consent: eject, as its ACPI code does
        d.m.command('device_del', id='cpo0')
        for bus in range(4):
            d.m.q('outl 0xcd0 %d' % bus)
            d.m.q('outl 0xcc8 1')
        names = [c['name'] for c in d.m.command(
            'qom-list', path='/machine/peripheral')]
        assert 'cpo0' not in names, names
        assert not [n for n in names if n.startswith('cpo0-els')]

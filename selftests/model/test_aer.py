# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""PCIe errors that the monitor injects, as the device and its port show them.

The virtual clock stands still between the steps, so "nothing more is written"
is exact.
"""
from cpohw import HW
from cpoqtest import ECAM, MS, Boot

CAP_EXP = 0x10
DEVCTL, DEVSTA = 8, 10
COR, NONFATAL, FATAL, UNSUPPORTED = 1, 2, 4, 8
REPORT = COR | NONFATAL | FATAL | UNSUPPORTED
UNC_STATUS, UNC_MASK, UNC_SEVER, COR_STATUS, COR_MASK = 4, 8, 0xc, 0x10, 0x14
ERR_CAP, HEADER, ROOT_CMD, ROOT_STATUS, ROOT_SOURCE = \
    0x18, 0x1c, 0x2c, 0x30, 0x34
ROOT_COR, ROOT_UNCOR, ROOT_FIRST_FATAL, ROOT_NONFATAL, ROOT_FATAL = \
    1, 4, 0x10, 0x20, 0x40

FATALS = {'DLP': 4, 'SDN': 5, 'FCP': 13, 'RX_OVER': 17, 'MALF_TLP': 18,
          'INTN': 22}
NONFATALS = {'POISON_TLP': 12, 'COMP_TIME': 14, 'COMP_ABORT': 15,
             'UNX_COMP': 16, 'ECRC': 19, 'UNSUP': 20, 'ACSV': 21,
             'MCBTLP': 23, 'ATOP_EBLOCKED': 24, 'TLP_PRF_BLOCKED': 25}
CORRECTABLES = {'RCVR': 0, 'BAD_TLP': 6, 'BAD_DLLP': 7, 'REP_ROLL': 8,
                'REP_TIMER': 12, 'ADV_NONFATAL': 13, 'INTERNAL': 14,
                'HL_OVERFLOW': 15}


class Aer:
    """AER registers of one function, which are not behind cf8."""

    def __init__(self, m, bdf):
        self.m = m
        self.bdf = bdf
        bus, dev, fn = bdf
        self.base = ECAM + (bus << 20 | dev << 15 | fn << 12)
        at = 0x100
        while m.readl(self.base + at) & 0xffff != 1:
            at = m.readl(self.base + at) >> 20
            assert at, 'no AER capability'
        self.aer = self.base + at

    def rd(self, reg):
        return self.m.readl(self.aer + reg)

    def wr(self, reg, value):
        self.m.writel(self.aer + reg, value)


def cap(m, bdf, cap_id):
    at = m.cfg_read(bdf, 0x34, 1)
    while m.cfg_read(bdf, at, 1) != cap_id:
        at = m.cfg_read(bdf, at + 1, 1)
    return at


def report(m, bdf):
    """What an OS sets so that errors go up.  Returns the PCIe capability."""
    exp = cap(m, bdf, CAP_EXP)
    m.cfg_write(bdf, exp + DEVCTL, m.cfg_read(bdf, exp + DEVCTL, 2) | REPORT,
                2)
    return exp


def arm(d):
    """(device, port, PCIe capability): every error is reported."""
    m = d.m
    m.cfg_write((0, 0, 0), 0x64, 0)
    m.cfg_write((0, 0, 0), 0x60, ECAM | 1)
    exp = report(m, d.bdf)
    report(m, d.port)
    m.cfg_write(d.port, 0x3e, 2, 2)             # the bridge passes them on
    dev, port = Aer(m, d.bdf), Aer(m, d.port)
    dev.wr(UNC_MASK, 0)
    dev.wr(COR_MASK, 0)
    port.wr(ROOT_CMD, 7)
    return dev, port, exp


def inject(d, name, flags=''):
    out = d.m.command('human-monitor-command',
                      command_line='pcie_aer_inject_error %s %s %s '
                      '0x11 0x22 0x33 0x44' % (flags, d.name, name))
    assert out.startswith('OK'), (name, out)


def clear(d, dev, port, exp):
    dev.wr(UNC_STATUS, 0xffffffff)
    dev.wr(COR_STATUS, 0xffffffff)
    port.wr(ROOT_STATUS, 0xffffffff)
    d.m.cfg_write(d.bdf, exp + DEVSTA, 0xf, 2)
    assert not dev.rd(UNC_STATUS) and not dev.rd(COR_STATUS)
    assert not port.rd(ROOT_STATUS) & 0x7f
    assert not d.m.cfg_read(d.bdf, exp + DEVSTA, 2) & 0xf


def test_reporting_can_be_enabled():
    with Boot(cold=False, setup=False) as d:
        exp = report(d.m, d.bdf)
        assert d.m.cfg_read(d.bdf, exp + DEVCTL, 2) & REPORT == REPORT
        assert d.m.cfg_read(d.bdf, exp + 4) >> 15 & 1       # role based


def test_severities():
    with Boot(cold=False, setup=False) as d:
        dev, _, _ = arm(d)
        want = sum(1 << bit for bit in FATALS.values())
        assert dev.rd(UNC_SEVER) == want, hex(dev.rd(UNC_SEVER))


def test_correctable():
    with Boot(cold=False, setup=False) as d:
        dev, port, exp = arm(d)
        for name, bit in CORRECTABLES.items():
            inject(d, name)
            assert dev.rd(COR_STATUS) == 1 << bit, name
            assert not dev.rd(UNC_STATUS)
            assert d.m.cfg_read(d.bdf, exp + DEVSTA, 2) & 0xf == COR
            assert port.rd(ROOT_STATUS) & 0x7f == ROOT_COR, name
            assert port.rd(ROOT_SOURCE) & 0xffff == 0x100
            clear(d, dev, port, exp)
            inject(d, hex(1 << bit), '-c')          # by number
            assert dev.rd(COR_STATUS) == 1 << bit, name
            clear(d, dev, port, exp)


def uncorrectable(names, status, root):
    with Boot(cold=False, setup=False) as d:
        dev, port, exp = arm(d)
        for name, bit in names.items():
            inject(d, name)
            assert dev.rd(UNC_STATUS) == 1 << bit, name
            assert dev.rd(ERR_CAP) & 0x1f == bit
            assert not dev.rd(COR_STATUS)
            sta = status | (UNSUPPORTED if name == 'UNSUP' else 0)
            assert d.m.cfg_read(d.bdf, exp + DEVSTA, 2) & 0xf == sta, name
            assert port.rd(ROOT_STATUS) & 0x7f == root | ROOT_UNCOR, name
            assert port.rd(ROOT_SOURCE) >> 16 == 0x100
            clear(d, dev, port, exp)
        assert d.rd(HW.CPO_REG_MAGIC) == HW.CPO_MAGIC


def test_nonfatal():
    uncorrectable(NONFATALS, NONFATAL, ROOT_NONFATAL)


def test_fatal():
    uncorrectable(FATALS, FATAL, ROOT_FATAL | ROOT_FIRST_FATAL)


def test_advisory_nonfatal():
    with Boot(cold=False, setup=False) as d:
        dev, port, exp = arm(d)
        inject(d, 'COMP_ABORT', '-a')
        assert dev.rd(COR_STATUS) == 1 << CORRECTABLES['ADV_NONFATAL']
        assert dev.rd(UNC_STATUS) == 1 << NONFATALS['COMP_ABORT']
        assert port.rd(ROOT_STATUS) & 0x7f == ROOT_COR
        clear(d, dev, port, exp)


def test_masked_errors_stay_here():
    with Boot(cold=False, setup=False) as d:
        dev, port, _ = arm(d)
        dev.wr(UNC_MASK, 1 << FATALS['DLP'])
        dev.wr(COR_MASK, 1 << CORRECTABLES['RCVR'])
        inject(d, 'DLP')
        inject(d, 'RCVR')
        assert dev.rd(UNC_STATUS) == 1 << FATALS['DLP']
        assert dev.rd(COR_STATUS) == 1 << CORRECTABLES['RCVR']
        assert not port.rd(ROOT_STATUS) & 0x7f


def test_settings_end_with_power():
    with Boot() as d:
        dev, _, exp = arm(d)
        inject(d, 'MALF_TLP')
        d.m.cfg_write(d.bdf, exp + DEVCTL, 0x8000, 2)       # function reset
        assert dev.rd(UNC_STATUS) == 1 << FATALS['MALF_TLP']
        assert dev.rd(UNC_MASK) == 0
        assert not d.m.cfg_read(d.bdf, exp + DEVCTL, 2) & REPORT
        d.m.command('system_reset')
        d.m.sync()
        d.m.cfg_write((0, 0, 0), 0x60, ECAM | 1)
        d.pci_init()
        assert dev.rd(UNC_STATUS) == 0
        assert dev.rd(UNC_MASK) == 1 << 22 | 1 << 25
        assert dev.rd(COR_MASK) == 7 << 13


def bus_reset(d):
    m = d.m
    control = m.cfg_read(d.port, 0x3e, 2)
    m.cfg_write(d.port, 0x3e, control | 0x40, 2)
    m.cfg_write(d.port, 0x3e, control, 2)


def lit(d):
    return [r['power_nw'] for r in d.section(HW.CPO_SEC_LASER,
                                             'cpo_hw_laser')]


def recovery(name, bit):
    with Boot() as d:
        dev, port, exp = arm(d)
        d.tlm_start(period_us=10000)
        d.m.step(50 * MS)
        before = lit(d)
        assert all(before)
        d.push(HW.CPO_OP_NOP, ring=False)
        inject(d, name)
        bus_reset(d)
        at = [(d.tlm_mem(b), d.tlm_size) for b in range(2)] + \
            [(d.cq(), 2048), (d.eq_mem(), 4096)]
        memory = [d.m.read(*a) for a in at]
        d.m.step(1000 * MS)
        d.els_del(3)
        d.m.step(1000 * MS)
        assert [d.m.read(*a) for a in at] == memory     # not one byte
        assert dev.rd(UNC_STATUS) == 1 << bit
        d.bars_init()
        clear(d, dev, port, exp)
        report(d.m, d.bdf)
        d.setup()
        assert d.fatal() is None
        assert [p for k, p in enumerate(lit(d)) if k // 8 != 3] == \
            [p for k, p in enumerate(before) if k // 8 != 3]
        inject(d, name)                             # and once more
        assert port.rd(ROOT_STATUS) & ROOT_UNCOR
        assert d.cmd(HW.CPO_OP_NOP).status == 0


def test_no_dma_after_fatal_and_bus_reset():
    recovery('DLP', 4)


def test_no_dma_after_nonfatal_and_bus_reset():
    recovery('UNSUP', 20)

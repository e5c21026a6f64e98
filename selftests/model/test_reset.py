# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""What each kind of reset takes, and what it leaves alone."""
from cpohw import HW
from cpoqtest import COLD_NS, MS, Boot

CAP_EXP = 0x10


def rows(d, kind, name, *fields):
    return [tuple(r[f] for f in fields) for r in
            d.section(getattr(HW, 'CPO_SEC_' + kind), 'cpo_hw_' + name)]


def snapshot(d):
    """What is lit, allowed and up; powers and temperatures are never still."""
    return [rows(d, 'LASER', 'laser', 'valid', 'state', 'fault', 'status'),
            rows(d, 'FEED', 'feed', 'valid', 'check', 'lit', 'check_time'),
            rows(d, 'LANE', 'lane', 'valid', 'state', 'status'),
            rows(d, 'PORT', 'port', 'oper', 'reason', 'lanes_up',
                 'link_changes', 'last_change'),
            d.section(HW.CPO_SEC_INV_ELS, 'cpo_hw_inv_els')]


def host_side_is_gone(d):
    assert d.sts() == HW.CPO_STS_READY
    assert d.rd(d.ctrl + HW.CPO_CTRL_CTL) == 0
    assert d.rd(d.ctrl + HW.CPO_CTRL_DRV_FEAT_LO) == 0
    assert d.rd(d.aq + HW.CPO_ADMINQ_ENABLE) == 0
    assert d.rdq(d.aq + HW.CPO_ADMINQ_SQ_BASE) == 0
    assert d.rd(d.eq + HW.CPO_EVENTQ_ENABLE) == 0
    tlm = d.blk(HW.CPO_BLK_TELEMETRY)
    assert d.rd(tlm + HW.CPO_TLM_PERIOD_US) == 0


def light_survives(reset):
    with Boot() as d:
        d.els_del(3)
        d.tlm_start(period_us=10000)
        d.m.step(50 * MS)
        before = snapshot(d)
        gen = d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN)
        time = d.rdq(d.ctrl + HW.CPO_CTRL_TIME)
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        reset(d)
        host_side_is_gone(d)
        assert d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN) == gen + 1
        assert d.rdq(d.ctrl + HW.CPO_CTRL_TIME) == time
        assert d.rd(d.ctrl + HW.CPO_CTRL_BOOT) == 1
        assert d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ) == seq
        last = d.rdq(d.blk(HW.CPO_BLK_TELEMETRY))
        d.m.step(100 * MS)
        assert d.rdq(d.blk(HW.CPO_BLK_TELEMETRY)) == last   # it is stopped
        d.setup()
        assert snapshot(d) == before
        d.drain()
        d.els_del(4)
        assert d.drain()[0]['seq'] == seq


def flr(d):
    d.m.cfg_write(d.bdf, d.cap(CAP_EXP) + 8, 0x8000, 2)
    assert d.m.cfg_read(d.bdf, 4, 2) & 6 == 0
    d.bars_init()


def bus_reset(d):
    d.m.cfg_write(d.port, 0x3e, 0x40, 2)
    d.m.cfg_write(d.port, 0x3e, 0, 2)
    d.bars_init()


def test_light_across_function_reset():
    light_survives(flr)


def test_light_across_bus_reset():
    light_survives(bus_reset)


def test_light_across_host_reset():
    light_survives(lambda d: d.reset(HW.CPO_RESET_HOST))


def test_start_goes_on_across_host_resets():
    for reset in (flr, bus_reset, lambda d: d.reset(HW.CPO_RESET_HOST)):
        with Boot(cold=False) as d:
            d.m.step(1600 * MS)
            reset(d)
            d.m.step(COLD_NS - 1600 * MS)
            d.setup()
            ports = d.section(HW.CPO_SEC_PORT, 'cpo_hw_port')
            assert all(p['oper'] for p in ports)


def test_cold_reset():
    with Boot() as d:
        d.m.qom_set('cpo0/lane[3]', 'rx-power-nw', 500000)
        d.els_del(3)
        d.reset(HW.CPO_RESET_HOST)
        d.m.command('system_reset')
        d.m.command('query-status')
        d.pci_init()
        assert d.rdq(d.ctrl + HW.CPO_CTRL_TIME) == 0
        assert d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN) == 0
        assert d.rd(d.ctrl + HW.CPO_CTRL_BOOT) == 1
        assert d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ) == 1
        d.setup()
        lasers = d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')
        states = {HW.CPO_LASER_RESTRICTED, HW.CPO_LASER_ABSENT}
        assert {r['state'] for r in lasers} == states
        assert not any(r['power_nw'] for r in lasers)
        assert not any(r['status'] & HW.CPO_LASER_S_CHECKED for r in lasers)
        assert not any(r['tx_nw'] for r in
                       d.section(HW.CPO_SEC_LANE, 'cpo_hw_lane'))
        d.m.step(COLD_NS)
        ports = d.section(HW.CPO_SEC_PORT, 'cpo_hw_port')
        assert len([p for p in ports if p['oper']]) == 136
        assert {p['link_changes'] for p in ports} == {0, 1}


def test_cold_reset_of_a_bus_in_reset():
    """The bit a bridge was left with does not make a power cycle less."""
    with Boot() as d:
        d.m.cfg_write(d.port, 0x3e, 0x40, 2)
        d.m.command('system_reset')
        d.m.command('query-status')
        d.m.cfg_write(d.port, 0x3e, 0, 2)
        d.pci_init()
        assert d.rdq(d.ctrl + HW.CPO_CTRL_TIME) == 0
        d.setup()
        lasers = d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')
        assert {r['state'] for r in lasers} == {HW.CPO_LASER_RESTRICTED}
        assert not any(r['power_nw'] for r in lasers)


def test_cold_reset_never_starts_by_itself():
    with Boot(opts='auto-start=never') as d:
        d.m.command('system_reset')
        d.m.command('query-status')
        d.pci_init()
        d.setup()
        d.m.step(60000 * MS)
        lasers = d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')
        assert {r['state'] for r in lasers} == {HW.CPO_LASER_RESTRICTED}


def test_firmware_reset():
    with Boot() as d:
        d.reset(HW.CPO_RESET_FIRMWARE)
        assert d.sts() == HW.CPO_STS_RESETTING
        beat = d.rd(d.ctrl + HW.CPO_CTRL_HEARTBEAT)
        assert beat == COLD_NS // (100 * MS)
        d.m.step(300 * MS)
        assert d.rd(d.ctrl + HW.CPO_CTRL_HEARTBEAT) == beat
        d.m.step(200 * MS)
        host_side_is_gone(d)
        assert d.rd(d.ctrl + HW.CPO_CTRL_BOOT) == 2
        assert d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN) == 1
        d.setup()
        lasers = d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')
        assert {r['state'] for r in lasers} == {HW.CPO_LASER_ON}


def test_firmware_reset_ends_what_is_under_way():
    for wait, state in ((1600, HW.CPO_LASER_RESTRICTED),
                        (1900, HW.CPO_LASER_OFF)):
        with Boot(cold=False) as d:
            d.m.step(wait * MS)
            d.reset(HW.CPO_RESET_FIRMWARE)
            d.m.step(60000 * MS)
            d.setup()
            lasers = d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser')
            assert {r['state'] for r in lasers} == {state}
            assert not any(r['power_nw'] for r in lasers)


def test_nothing_works_while_resetting():
    with Boot() as d:
        d.reset(HW.CPO_RESET_FIRMWARE)
        d.wr(d.ctrl + HW.CPO_CTRL_CTL, HW.CPO_CTL_FEATURES_OK)
        d.admin_start()
        d.wr(d.ctrl + HW.CPO_CTRL_CTL,
             HW.CPO_CTL_FEATURES_OK | HW.CPO_CTL_ENABLE)
        d.push(HW.CPO_OP_NOP)
        d.m.sync()
        assert d.poll() is None
        d.m.step(500 * MS)
        # and once it is up, what the host set up counts
        assert d.sts() == HW.CPO_STS_READY | HW.CPO_STS_FEATURES_OK
        d.m.sync()
        assert d.poll().status == 0
        d.consume()
        assert d.cmd(HW.CPO_OP_NOP).status == 0


def test_reset_needs_its_key():
    with Boot(cold=False) as d:
        gen = d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN)
        for value in (1, 0xc0de0000, 0xc0de0003, 0xc0de0101, 0xdead0001):
            d.wr(d.ctrl + HW.CPO_CTRL_RESET, value)
        assert d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN) == gen
        assert d.cmd(HW.CPO_OP_NOP).status == 0


def test_module_buses_reset_changes_nothing():
    """A reset walks the modules before the device: they do nothing in it."""
    with Boot() as d:
        bus_reset(d)
        bus_reset(d)
        d.setup()
        els = d.section(HW.CPO_SEC_ELS, 'cpo_hw_els')
        assert all(r['present'] and r['insertions'] == 1 for r in els)

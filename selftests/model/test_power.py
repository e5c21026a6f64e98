# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Low power of engines: who goes dark, what it takes, what is refused."""
from cpohw import HW
from cpoqtest import MS, Boot

DOWN_NS, UP_NS, PATHS_NS = 80 * MS, 2000 * MS, 600 * MS
LOW = HW.CPO_ATTR_LOW_POWER
ALARMS = (HW.CPO_EV_LANE_TX_DARK, HW.CPO_EV_LANE_RX_LOS,
          HW.CPO_EV_LANE_RX_LOL, HW.CPO_EV_LANE_RING_UNLOCK)


def rows(d, sec, name):
    return d.section(getattr(HW, 'CPO_SEC_' + sec), 'cpo_hw_' + name)


def states(d):
    return [r['state'] for r in rows(d, 'ENGINE', 'engine')]


def alarms(events):
    """Of lanes, and limits that were crossed."""
    return [(hex(e['code']), e['obj']['a'], e['value']) for e in events
            if e['code'] in ALARMS or
            HW.CPO_EV_CLASS_THRESHOLD == e['code'] >> 8]


def low_power(d, *engines, on=1):
    cpl = d.attr_set(*((HW.CPO_OBJ_ENGINE, e, LOW, on) for e in engines))
    assert cpl.status == 0, (cpl.status, cpl.detail)


def lanes_of(d, engine):
    return [i for i, r in enumerate(rows(d, 'INV_LANE', 'inv_lane'))
            if r['engine'] == engine]


def ports_of(d, engine):
    inv = rows(d, 'INV_LANE', 'inv_lane')
    return sorted({inv[i]['port'] for i in lanes_of(d, engine)})


def port_events(events):
    return [(e['obj']['a'], e['value'], e['cause']) for e in events
            if e['code'] == HW.CPO_EV_PORT_STATE]


def check_down_and_up(profile):
    # each port is its own partner, so nobody else loses light
    with Boot(profile, opts='links=loop') as d:
        mine, ports = lanes_of(d, 1), ports_of(d, 1)
        d.m.step(500 * MS)
        d.drain()
        full = rows(d, 'ENGINE', 'engine')[1]['power_mw']
        gen = d.rd(d.ctrl + HW.CPO_CTRL_CFG_GEN)

        low_power(d, 1)
        assert d.rd(d.ctrl + HW.CPO_CTRL_CFG_GEN) == gen + 1
        assert states(d)[:3] == [HW.CPO_MODULE_READY, HW.CPO_MODULE_PWR_DN,
                                 HW.CPO_MODULE_READY][:len(states(d))]
        d.m.step(DOWN_NS - 1)
        assert states(d)[1] == HW.CPO_MODULE_PWR_DN
        d.m.step(1)
        assert states(d)[1] == HW.CPO_MODULE_LOW_PWR
        d.m.step(5000 * MS)
        check_low(d, mine, ports, full)

        low_power(d, 1, on=0)
        d.m.step(UP_NS - 1)
        assert states(d)[1] == HW.CPO_MODULE_PWR_UP
        assert {rows(d, 'PORT', 'port')[p]['reason'] for p in ports} == \
            {HW.CPO_REASON_STARTING}
        d.m.step(1)
        assert states(d)[1] == HW.CPO_MODULE_READY
        d.m.step(PATHS_NS + 200 * MS)
        ev = d.drain()
        assert sorted(p for p, up, _ in port_events(ev) if up) == ports
        assert not alarms(ev)
        assert all(p['oper'] for p in rows(d, 'PORT', 'port'))
        lanes = rows(d, 'LANE', 'lane')
        assert all(lanes[i]['tx_nw'] and lanes[i]['valid'] &
                   HW.CPO_LANE_V_BER_MEDIA for i in mine)


def check_low(d, mine, ports, full):
    ev = d.drain()
    assert sorted(port_events(ev)) == \
        [(p, 0, HW.CPO_REASON_DISABLED) for p in ports]
    assert not alarms(ev)
    assert [i for i, p in enumerate(rows(d, 'PORT', 'port'))
            if not p['oper']] == ports
    for i, lane in enumerate(rows(d, 'LANE', 'lane')):
        if i not in mine:
            assert lane['tx_nw'] and lane['state'] == HW.CPO_DP_ACTIVATED
            continue
        assert (lane['tx_nw'], lane['rx_nw']) == (0, 0)
        assert lane['state'] == HW.CPO_DP_DEACTIVATED
        assert lane['status'] == HW.CPO_LANE_S_DISABLED
        assert not lane['valid'] & (
            HW.CPO_LANE_V_RX | HW.CPO_LANE_V_PHOTOCURRENT |
            HW.CPO_LANE_V_BER_MEDIA | HW.CPO_LANE_V_SNR_MEDIA |
            HW.CPO_LANE_V_HEATER)
    assert {r['state'] for r in rows(d, 'LASER', 'laser')} <= \
        {HW.CPO_LASER_ON, HW.CPO_LASER_OFF}     # a spare is off anyway
    # what an engine that has shut down takes, and a percent for the sensor
    power = rows(d, 'ENGINE', 'engine')[1]['power_mw']
    assert 0 < power < full / 5, (power, full)
    lower = d.page(HW.CPO_OBJ_ENGINE, 1, 0, 0, 0, 128)
    assert lower[3] >> 1 & 7 == HW.CPO_MODULE_LOW_PWR
    assert lower[26] == 0x10                    # LowPwrRequestSW
    other = d.page(HW.CPO_OBJ_ENGINE, 0, 0, 0, 0, 128)
    assert (other[3] >> 1 & 7, other[26]) == (HW.CPO_MODULE_READY, 0)


def test_down_and_up_with_rings():
    check_down_and_up('q3450')


def test_down_and_up_with_mach_zehnders():
    check_down_and_up('bailly')


def test_down_and_up_where_ports_have_several_engines():
    check_down_and_up('q3450mp')


def check_cold(profile):
    """All engines sleep until the plate is cold; no ring misses its range."""
    with Boot(profile, opts='links=loop') as d:
        engines = range(d.identify()['engines'])
        d.drain()
        low_power(d, *engines)
        d.m.step(600 * 1000 * MS)
        assert not alarms(d.drain())
        low_power(d, *engines, on=0)
        d.m.step(UP_NS + PATHS_NS + 200 * MS)
        ports = rows(d, 'PORT', 'port')
        assert all(p['oper'] for p in ports), ports
        d.m.step(60 * 1000 * MS)
        assert not alarms(d.drain())
        assert all(p['oper'] for p in rows(d, 'PORT', 'port'))


def test_from_cold_nic():
    check_cold('nic')


def test_from_cold_q3450():
    check_cold('q3450')


def test_reasons_in_their_order():
    with Boot(opts='links=loop') as d:
        def reason():
            return rows(d, 'PORT', 'port')[0]['reason']
        low_power(d, 0)
        d.m.step(DOWN_NS)
        assert reason() == HW.CPO_REASON_DISABLED
        d.m.qom_set('cpo0/engine[0]', 'temp-mc', 101000)
        d.m.step(200 * MS)
        assert reason() == HW.CPO_REASON_OVERHEAT
        d.m.qom_set('cpo0/engine[0]', 'temp-mc', 106000)
        d.m.step(200 * MS)
        d.m.qom_set('cpo0/engine[0]', 'temp-mc', 60000)
        d.m.step(300 * MS)                      # its lasers start again
        assert reason() == HW.CPO_REASON_DISABLED
        states = {r['state'] for r in rows(d, 'LASER', 'laser')[:2]}
        assert HW.CPO_LASER_RAMPING in states, states


def test_partners_see_the_light_go():
    with Boot(opts='links=1-3') as d:
        d.drain()
        low_power(d, 0)
        ev = d.drain()
        ports = {p: cause for p, up, cause in port_events(ev) if not up}
        assert ports[0] == HW.CPO_REASON_DISABLED
        assert ports[2] == HW.CPO_REASON_RX_LOS
        los = {e['obj']['a'] for e in ev
               if (e['code'], e['action']) ==
               (HW.CPO_EV_LANE_RX_LOS, HW.CPO_ACT_SET)}
        assert los == set(range(8, 12))


def test_the_last_word_counts():
    with Boot() as d:
        d.drain()
        low_power(d, 0)
        d.m.step(DOWN_NS // 2)
        low_power(d, 0, on=0)
        assert states(d)[0] == HW.CPO_MODULE_PWR_UP
        d.m.step(UP_NS // 2)
        low_power(d, 0, on=0)                   # does not start again
        d.m.step(UP_NS // 2)
        assert states(d)[0] == HW.CPO_MODULE_READY
        low_power(d, 0)
        d.m.step(DOWN_NS)
        low_power(d, 0)
        assert states(d)[0] == HW.CPO_MODULE_LOW_PWR
        assert d.attr_get(HW.CPO_OBJ_ENGINE, 0, LOW, 3) == [1, 0, 0]


def test_a_pulled_laser_is_the_reason():
    with Boot(opts='links=loop') as d:
        low_power(d, 0)
        d.m.step(DOWN_NS)
        d.els_del(0)
        assert rows(d, 'PORT', 'port')[0]['reason'] == \
            HW.CPO_REASON_ELS_ABSENT
        d.els_add(0)
        low_power(d, 0, on=0)
        d.m.step(UP_NS)
        assert rows(d, 'PORT', 'port')[0]['reason'] == \
            HW.CPO_REASON_ELS_UNCHECKED


def test_firmware_keeps_it_and_power_does_not():
    with Boot() as d:
        low_power(d, 0)
        d.m.step(DOWN_NS)
        d.reset(HW.CPO_RESET_FIRMWARE)
        d.m.step(3000 * MS)
        d.setup()
        assert states(d)[0] == HW.CPO_MODULE_LOW_PWR
        assert d.attr_get(HW.CPO_OBJ_ENGINE, 0, LOW) == [1]
        low_power(d, 1)                         # and one that is on its way
        d.m.command('system_reset')
        d.m.command('query-status')
        d.pci_init()
        d.setup()
        assert d.attr_get(HW.CPO_OBJ_ENGINE, 0, LOW, 3) == [0, 0, 0]
        assert set(states(d)) == {HW.CPO_MODULE_READY}
        d.cold_start()
        assert all(p['oper'] for p in rows(d, 'PORT', 'port'))


def test_refused():
    with Boot() as d:
        n = d.identify()['engines']
        good = (HW.CPO_OBJ_ENGINE, 0, LOW, 1)
        for bad, status in (
                ((HW.CPO_OBJ_ENGINE, n, LOW, 1), HW.CPO_ST_NO_OBJECT),
                ((HW.CPO_OBJ_ELS, 0, LOW, 1), HW.CPO_ST_NO_OBJECT),
                ((HW.CPO_OBJ_ENGINE, 0, 0, 1), HW.CPO_ST_NO_OBJECT),
                ((HW.CPO_OBJ_ENGINE, 0, 99, 1), HW.CPO_ST_NO_OBJECT),
                ((HW.CPO_OBJ_ENGINE, 0, LOW, 2), HW.CPO_ST_RANGE),
                ((HW.CPO_OBJ_ENGINE, 0, LOW, -1), HW.CPO_ST_RANGE)):
            cpl = d.attr_set(good, good, bad)
            assert (cpl.status, cpl.detail) == (status, 2), bad
        assert d.attr_set(good, flags=HW.CPO_CMD_DRY_RUN).status == 0
        cpl = d.cmd(HW.CPO_OP_ATTR_SET, length=23)
        assert cpl.status == HW.CPO_ST_LENGTH
        cpl = d.cmd(HW.CPO_OP_ATTR_SET, length=24,
                    count=HW.CPO_ATTR_ROWS_MAX + 1)
        assert cpl.status == HW.CPO_ST_RANGE
        assert set(states(d)) == {HW.CPO_MODULE_READY}
        cpl = d.attr_get(HW.CPO_OBJ_ENGINE, n - 2, LOW, 3)
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_NO_OBJECT, 2)
        cpl = d.attr_get(HW.CPO_OBJ_PORT, 0, LOW)
        assert cpl.status == HW.CPO_ST_NO_OBJECT
        cpl = d.attr_get(HW.CPO_OBJ_ENGINE, 0xffff, LOW, 2)
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_NO_OBJECT, 0)

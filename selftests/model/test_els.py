# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Pulling and plugging laser modules, and what may be lit when."""
from cpohw import HW
from cpoqtest import MS, Boot, Machine, QtestError
from topology import Topology

REMOVED, INSERTED = HW.CPO_EV_ELS_REMOVED, HW.CPO_EV_ELS_INSERTED
LASER, DARK = HW.CPO_EV_LASER_STATE, HW.CPO_EV_LANE_TX_DARK
LOS, PORT = HW.CPO_EV_LANE_RX_LOS, HW.CPO_EV_PORT_STATE


def objects(events, code):
    return [e['obj']['a'] for e in events if e['code'] == code]


def order(events):
    """The codes in the order they came, without repetition."""
    out = []
    for e in events:
        if not out or out[-1] != e['code']:
            out.append(e['code'])
    return out


def rows(d, sec, name):
    return d.section(getattr(HW, 'CPO_SEC_' + sec), 'cpo_hw_' + name)


def lit_lanes(d):
    return {i for i, r in enumerate(rows(d, 'LANE', 'lane')) if r['tx_nw']}


def lasers(d, slot):
    els = d.section(HW.CPO_SEC_INV_ELS, 'cpo_hw_inv_els', slot, 1)[0]
    first = els['first_laser']
    return rows(d, 'LASER', 'laser')[first:first + els['lasers']]


def check_pull(profile, slot):
    with Boot(profile) as d:
        topo = Topology(d)
        want_lanes, want_ports = topo.lanes_of(slot), topo.ports_of(slot)
        d.drain()
        d.els_del(slot)
        ev = d.drain()
        assert order(ev) == [REMOVED, LASER, DARK, LOS, PORT]
        assert objects(ev, REMOVED) == [slot]
        assert objects(ev, LASER) == topo.lasers_of(slot)
        assert {e['value'] for e in ev if e['code'] == LASER} == \
            {HW.CPO_LASER_ABSENT}
        assert objects(ev, DARK) == want_lanes
        # default links join neighbours, which hang on the same module
        assert objects(ev, LOS) == want_lanes
        assert objects(ev, PORT) == want_ports
        for e in ev:
            if e['code'] in (DARK, LOS):
                assert e['action'] == HW.CPO_ACT_SET
            if e['code'] == PORT:
                assert (e['value'], e['cause']) == \
                    (0, HW.CPO_REASON_ELS_ABSENT)
        every = set(range(topo.ident['lanes']))
        assert lit_lanes(d) == every - set(want_lanes)
        ports = rows(d, 'PORT', 'port')
        assert [i for i, p in enumerate(ports) if not p['oper']] == want_ports

        d.els_add(slot)
        ev = d.drain()
        assert order(ev) == [INSERTED, LASER, PORT]
        assert {e['value'] for e in ev if e['code'] == LASER} == \
            {HW.CPO_LASER_RESTRICTED}
        assert objects(ev, PORT) == want_ports
        assert {(e['value'], e['cause']) for e in ev if e['code'] == PORT} \
            == {(0, HW.CPO_REASON_ELS_UNCHECKED)}
        d.m.step(60000 * MS)                # and it stays like this
        ev = d.drain()
        assert [(e['code'], e['value']) for e in ev] == \
            [(HW.CPO_EV_ELS_STATE, HW.CPO_MODULE_READY)]
        assert lit_lanes(d) == every - set(want_lanes)
        for laser in lasers(d, slot):
            assert laser['state'] == HW.CPO_LASER_RESTRICTED
            assert not laser['status'] & HW.CPO_LASER_S_CHECKED
            assert laser['power_nw'] == 0
        assert d.rd(d.blk(HW.CPO_BLK_SAFETY) + HW.CPO_SAFETY_CLAMP_HITS) == 0
        return want_lanes, want_ports


def test_pull_and_plug_q3450():
    lanes, ports = check_pull('q3450', 3)
    assert ports == list(range(24, 32))
    assert lanes == list(range(96, 128))


def test_pull_and_plug_bailly():
    lanes, ports = check_pull('bailly', 3)
    assert ports == list(range(24, 32))
    assert lanes == list(range(96, 128))


def test_pull_and_plug_across_engines():
    # modules 4 and 13 of the four planes feed engines of two of them
    for slot in (0, 4, 13, 17):
        lanes, ports = check_pull('q3450mp', slot)
        assert (len(lanes), len(ports)) == (32, 32)


def test_pull_and_plug_nic():
    lanes, ports = check_pull('nic', 0)
    assert (lanes, ports) == (list(range(8)), [0, 1])


def test_last_slot_of_each():
    check_pull('q3450', 17)
    check_pull('bailly', 15)
    check_pull('sn6810', 15)
    check_pull('sn6800', 63)
    check_pull('davisson', 15)


def test_link_partners_lose_their_light_too():
    # p1..p8 hang on ELS1, p17..p24 on ELS3
    links = ':'.join('%d-%d' % (i, i + 16) for i in range(1, 9))
    with Boot(opts='links=' + links) as d:
        d.drain()
        d.els_del(0)
        ev = d.drain()
        assert objects(ev, DARK) == list(range(0, 32))
        assert objects(ev, LOS) == list(range(64, 96))
        cause = {e['obj']['a']: e['cause'] for e in ev if e['code'] == PORT}
        assert cause == {
            **{p: HW.CPO_REASON_ELS_ABSENT for p in range(8)},
            **{p: HW.CPO_REASON_RX_LOS for p in range(16, 24)}}
        lanes = rows(d, 'LANE', 'lane')
        assert lanes[0]['tx_nw'] == 0 and lanes[0]['rx_nw'] > 0
        assert lanes[64]['tx_nw'] > 0 and lanes[64]['rx_nw'] == 0


def test_loop_and_unconnected_links():
    with Boot(opts='links=loop') as d:
        assert all(p['oper'] for p in rows(d, 'PORT', 'port'))
        d.drain()
        d.els_del(0)
        assert len(objects(d.drain(), PORT)) == 8
    with Boot(opts='links=none') as d:
        ports = rows(d, 'PORT', 'port')
        assert {(p['oper'], p['reason']) for p in ports} == \
            {(0, HW.CPO_REASON_RX_LOS)}
        assert len(lit_lanes(d)) == 576


def test_cold_start_timeline():
    with Boot(cold=False) as d:
        def states():
            return {r['state'] for r in rows(d, 'LASER', 'laser')}

        def els():
            return {r['state'] for r in rows(d, 'ELS', 'els')}

        def ports():
            return {(p['oper'], p['reason']) for p in rows(d, 'PORT', 'port')}
        assert els() == {HW.CPO_MODULE_PWR_UP}
        assert states() == {HW.CPO_LASER_RESTRICTED}
        assert ports() == {(0, HW.CPO_REASON_ELS_UNCHECKED)}
        d.m.step(1500 * MS)
        assert els() == {HW.CPO_MODULE_READY}
        assert states() == {HW.CPO_LASER_CHECKING}
        power = {r['power_nw'] for r in rows(d, 'LASER', 'laser')}
        assert power == {10000000}              # check power, no more
        assert not lit_lanes(d)
        d.m.step(200 * MS)
        assert states() == {HW.CPO_LASER_RAMPING}
        assert ports() == {(0, HW.CPO_REASON_STARTING)}
        d.m.step(400 * MS)
        assert states() == {HW.CPO_LASER_ON}
        assert ports() == {(0, HW.CPO_REASON_STARTING)}
        d.m.step(599 * MS)
        assert not lit_lanes(d)
        d.m.step(1 * MS)
        assert ports() == {(1, 0)} and len(lit_lanes(d)) == 576


def test_time_scale():
    with Boot(cold=False, opts='time-scale=100') as d:
        d.m.step(27 * MS)
        assert all(p['oper'] for p in rows(d, 'PORT', 'port'))


def test_auto_start_never():
    with Boot(opts='auto-start=never') as d:
        d.m.step(60000 * MS)
        assert not lit_lanes(d)
        for r in rows(d, 'LASER', 'laser'):
            assert r['state'] == HW.CPO_LASER_RESTRICTED
            assert not r['status'] & HW.CPO_LASER_S_CHECKED
        assert {f['check'] for f in rows(d, 'FEED', 'feed')} == \
            {HW.CPO_CHECK_NEVER}


def test_auto_start_always():
    with Boot(opts='auto-start=always') as d:
        d.drain()
        d.els_del(3)
        d.els_add(3)
        d.m.step(2699 * MS)
        assert len([p for p in rows(d, 'PORT', 'port') if p['oper']]) == 136
        d.m.step(1 * MS)
        assert all(p['oper'] for p in rows(d, 'PORT', 'port'))
        ev = d.drain()
        passed = objects(ev, HW.CPO_EV_CHECK_PASSED)
        assert passed == list(range(24, 32))


def test_dirty_feed_fails_its_check():
    with Boot(opts='auto-start=always') as d:
        d.drain()
        d.els_del(2)
        d.m.qom_set('cpo0/feed[17]', 'loss-mdb', 4200)
        d.els_add(2)
        d.m.step(2700 * MS)
        ev = d.drain()
        failed = [e for e in ev if e['code'] == HW.CPO_EV_CHECK_FAILED]
        assert [(e['obj']['a'], e['limit']) for e in failed] == [(17, 3000)]
        assert abs(failed[0]['value'] - 4200) <= 1
        states = [r['state'] for r in lasers(d, 2)]
        want = [HW.CPO_LASER_ON] * 8
        want[1] = HW.CPO_LASER_RESTRICTED
        assert states == want
        laser = lasers(d, 2)[1]
        assert laser['fault'] == HW.CPO_FAULT_CONTAMINATED
        assert not laser['status'] & HW.CPO_LASER_S_CHECKED
        feed = rows(d, 'FEED', 'feed')[17]
        assert feed['check'] == HW.CPO_CHECK_FAILED
        assert abs(feed['loss_mdb'] - 4200) <= 1
        down = [i for i, p in enumerate(rows(d, 'PORT', 'port'))
                if not p['oper']]
        assert down == [16, 17]                 # its port and the partner


def check_at_start(value):
    """A module whose laser 12 is this old, from power on to its check."""
    with Boot(cold=False) as d:
        if value is not None:
            d.inject('age', 12, value)
        d.m.step(1700 * MS)
        failed = [e for e in d.drain() if e['code'] == HW.CPO_EV_CHECK_FAILED]
        return failed, rows(d, 'LASER', 'laser')[12], rows(d, 'FEED',
                                                           'feed')[12]


def test_weak_laser_is_no_dirty_fibre():
    assert not check_at_start(None)[0]
    failed, laser, feed = check_at_start(70000)
    assert [(e['obj']['a'], e['cause']) for e in failed] == \
        [(12, HW.CPO_REASON_LASER_FAULT)]
    assert (laser['state'], laser['fault']) == \
        (HW.CPO_LASER_RESTRICTED, HW.CPO_FAULT_POWER_LOW)
    assert feed['check'] == HW.CPO_CHECK_FAILED


def test_feed_opens_under_light():
    with Boot() as d:
        safety = d.blk(HW.CPO_BLK_SAFETY)
        assert d.rdq(safety + HW.CPO_SAFETY_APR) == 0
        d.drain()
        d.m.qom_set('cpo0/feed[40]', 'loss-mdb', 20000)
        ev = d.drain()
        assert objects(ev, HW.CPO_EV_LASER_CUT) == [40]
        laser = rows(d, 'LASER', 'laser')[40]
        assert laser['state'] == HW.CPO_LASER_RESTRICTED
        assert laser['power_nw'] == 0
        assert laser['fault'] == HW.CPO_FAULT_CONTAMINATED
        d.m.qom_set('cpo0/feed[40]', 'loss-mdb', 1200)
        d.m.step(60000 * MS)                    # mending it is not a check
        laser = rows(d, 'LASER', 'laser')[40]
        assert laser['state'] == HW.CPO_LASER_RESTRICTED
        assert d.rd(safety + HW.CPO_SAFETY_CUT_COUNT) == 1
        assert d.rdq(safety + HW.CPO_SAFETY_APR) == 1 << 5


def test_over_power_trips():
    with Boot() as d:
        d.drain()
        d.m.qom_set('cpo0/laser[5]', 'power-nw', 160000000)
        laser = rows(d, 'LASER', 'laser')[5]
        assert (laser['state'], laser['fault'], laser['power_nw']) == \
            (HW.CPO_LASER_DOWN_FAULT, HW.CPO_FAULT_POWER_HIGH, 0)
        port = rows(d, 'PORT', 'port')[5]
        assert port['reason'] == HW.CPO_REASON_LASER_FAULT


def test_clamp_bites():
    with Boot() as d:
        d.m.qom_set('cpo0/laser[5]', 'power-nw', 150000000)
        laser = rows(d, 'LASER', 'laser')[5]
        assert laser['power_nw'] == 141253754
        assert laser['status'] & HW.CPO_LASER_S_CLAMPED


def test_one_laser_of_bailly_is_four_ports():
    with Boot('bailly') as d:
        d.drain()
        d.m.qom_set('cpo0/feed[9]', 'loss-mdb', 30000)
        ev = d.drain()
        dark = objects(ev, DARK)
        assert len(dark) == 4
        ports = rows(d, 'PORT', 'port')
        down = [i for i, p in enumerate(ports) if not p['oper']]
        assert len(down) == 4
        assert {ports[i]['lanes_up'] for i in down} == {3}


def test_one_laser_of_q3450mp_is_four_ports():
    with Boot('q3450mp') as d:
        d.drain()
        d.m.qom_set('cpo0/feed[9]', 'loss-mdb', 30000)
        assert len(objects(d.drain(), DARK)) == 4
        ports = rows(d, 'PORT', 'port')
        down = [i for i, p in enumerate(ports) if not p['oper']]
        assert len(down) == 4
        assert {ports[i]['lanes_up'] for i in down} == {3}


def test_lane_of_another_engine_takes_its_port_down():
    with Boot('q3450mp') as d:
        d.drain()
        # plane 2 of port 5: engine 36, lane 5; the partner is port 4
        d.m.qom_set('cpo0/lane[%d]' % (36 * 8 + 5), 'rx-power-nw', 0)
        ev = d.drain()
        assert objects(ev, LOS) == [36 * 8 + 5]
        assert objects(ev, PORT) == [5]
        assert rows(d, 'PORT', 'port')[5]['lanes_up'] == 3
        d.m.qom_set('cpo0/feed[%d]' % (36 * 2 + 1), 'loss-mdb', 30000)
        assert objects(d.drain(), LOS) == [36 * 8 + i for i in (4, 6, 7)]


def test_spare_is_checked_and_stays_off():
    with Boot('nic') as d:
        spare, feed = lasers(d, 0)[2], rows(d, 'FEED', 'feed')
        assert spare['state'] == HW.CPO_LASER_OFF
        assert (spare['power_nw'], spare['fault']) == (0, 0)
        assert spare['status'] & HW.CPO_LASER_S_SPARE
        assert spare['status'] & HW.CPO_LASER_S_CHECKED
        assert not spare['status'] & (HW.CPO_LASER_S_ENABLED |
                                      HW.CPO_LASER_S_LIT)
        assert not any(r['status'] & HW.CPO_LASER_S_SPARE
                       for r in lasers(d, 0)[:2])
        assert [(f['role'], f['lit'], f['check']) for f in feed] == \
            [(HW.CPO_ROLE_ACTIVE, 1, HW.CPO_CHECK_PASSED)] * 2 + \
            [(HW.CPO_ROLE_STANDBY, 0, HW.CPO_CHECK_PASSED)]
        d.drain()
        # a spare that cannot be used takes no port down
        d.m.qom_set('cpo0/feed[2]', 'loss-mdb', 30000)
        assert d.drain() == []
        # one that works takes its port and, by the link, the partner
        d.m.qom_set('cpo0/feed[0]', 'loss-mdb', 30000)
        ev = d.drain()
        assert objects(ev, DARK) == [0, 1, 2, 3]
        assert objects(ev, PORT) == [0, 1]
        d.m.step(60000 * MS)                # and nobody switches over
        assert lasers(d, 0)[2]['state'] == HW.CPO_LASER_OFF
        assert lit_lanes(d) == {4, 5, 6, 7}


def test_spare_after_a_swap():
    with Boot('nic', opts='auto-start=always') as d:
        d.els_del(0)
        assert {r['state'] for r in lasers(d, 0)} == {HW.CPO_LASER_ABSENT}
        d.els_add(0)
        d.m.step(2700 * MS)
        assert [r['state'] for r in lasers(d, 0)] == \
            [HW.CPO_LASER_ON, HW.CPO_LASER_ON, HW.CPO_LASER_OFF]
        assert len(lit_lanes(d)) == 8


def test_safety_block():
    with Boot() as d:
        safety = d.blk(HW.CPO_BLK_SAFETY)

        def state():
            return (d.rd(safety + HW.CPO_SAFETY_INTERLOCK),
                    d.rdq(safety + HW.CPO_SAFETY_SLOT_OPEN))
        assert state() == (3, 0)
        d.els_del(17)
        d.els_del(0)
        assert state() == (1, 1 << 17 | 1)
        assert d.rd(safety + HW.CPO_SAFETY_CUT_COUNT) == 16
        assert d.rd(safety + HW.CPO_SAFETY_CUT_CAUSE) == \
            HW.CPO_REASON_ELS_ABSENT
        assert d.rdq(safety + HW.CPO_SAFETY_CUT_TIME) == \
            d.rdq(d.ctrl + HW.CPO_CTRL_TIME)
        d.els_add(0)
        d.els_add(17)
        assert state() == (3, 0)


def refuses(d, text, **args):
    args.setdefault('bus', 'cpo0.0')
    try:
        d.m.command('device_add', driver='cpo-els', **args)
    except QtestError as err:
        assert text in str(err), str(err)
        return
    raise AssertionError('accepted')


def test_slots_are_checked_by_name():
    with Boot() as d:
        refuses(d, 'slot 3 (ELS4) is occupied', id='x', slot=3)
        refuses(d, 'slot 18 is not in 0..17', id='x', slot=18)
        refuses(d, 'slot is missing; use 0..17', id='x')
        refuses(d, "Duplicate device ID 'cpo0-els3'", id='cpo0-els3', slot=3)
        d.drain()
        d.els_del(3)
        refuses(d, 'slot 4 (ELS5) is occupied', id='cpo0-els3', slot=4)
        d.els_add(3)
        rec = rows(d, 'ELS', 'els')[3]
        assert rec['present'] and rec['insertions'] == 2
        assert rec['insert_time'] == d.rdq(d.ctrl + HW.CPO_CTRL_TIME)


def test_names_and_serials():
    with Boot() as d:
        names = {c['name'] for c in d.m.command(
            'qom-list', path='/machine/peripheral')}
        assert {'cpo0-els%d' % i for i in range(18)} <= names
        before = d.section(HW.CPO_SEC_INV_ELS, 'cpo_hw_inv_els')[3]
        d.els_del(3)
        d.els_add(3)
        after = d.section(HW.CPO_SEC_INV_ELS, 'cpo_hw_inv_els')[3]
        assert before['id']['serial'] != after['id']['serial']


def test_device_without_an_id():
    with Machine(['cpo,bus=rp0,profile=q3450']) as m:
        assert m.command('query-status')['running']


def test_swap_during_check_and_ramp():
    for wait in (1500, 1600, 1700, 1900, 2100, 2400):
        with Boot(cold=False) as d:
            d.m.step(wait * MS)
            d.els_del(6)
            d.els_add(6)
            d.m.step(10000 * MS)
            for r in lasers(d, 6):
                assert r['state'] == HW.CPO_LASER_RESTRICTED, wait
            assert len(lit_lanes(d)) == 576 - 32
            assert d.rd(d.blk(HW.CPO_BLK_SAFETY) +
                        HW.CPO_SAFETY_CLAMP_HITS) == 0

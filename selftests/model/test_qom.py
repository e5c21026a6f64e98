# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Values set from outside while the device runs."""
from cpohw import HW, s32
from cpoqtest import Boot, QtestError, ber32

LOS, PORT = HW.CPO_EV_LANE_RX_LOS, HW.CPO_EV_PORT_STATE
LOL = HW.CPO_EV_LANE_RX_LOL


def lane(d, i):
    return d.section(HW.CPO_SEC_LANE, 'cpo_hw_lane')[i]


def port(d, i):
    return d.section(HW.CPO_SEC_PORT, 'cpo_hw_port')[i]


def test_values_are_what_was_set():
    with Boot() as d:
        for path, prop, value, sec, name, field in (
                ('lane[17]', 'rx-power-nw', 512345, 'LANE', 'lane', 'rx_nw'),
                ('lane[17]', 'tx-power-nw', 1512345, 'LANE', 'lane', 'tx_nw'),
                ('laser[9]', 'power-nw', 99123456, 'LASER', 'laser',
                 'power_nw'),
                ('laser[9]', 'bias-na', 400000001, 'LASER', 'laser',
                 'bias_na'),
                ('laser[9]', 'temp-mc', -1234, 'LASER', 'laser', 'temp_mc'),
                ('engine[5]', 'temp-mc', 71234, 'ENGINE', 'engine',
                 'temp_mc'),
                ('els[5]', 'temp-mc', 51234, 'ELS', 'els', 'temp_mc'),
                ('els[5]', 'vcc-uv', 3210000, 'ELS', 'els', 'vcc_uv')):
            index = int(path.split('[')[1][:-1])
            d.m.qom_set('cpo0/' + path, prop, value)
            assert d.m.qom_get('cpo0/' + path, prop) == value
            rec = d.section(getattr(HW, 'CPO_SEC_' + sec),
                            'cpo_hw_' + name)[index]
            assert s32(rec[field]) == value, (path, prop)


def test_rx_power_moves_the_port():
    with Boot() as d:
        d.drain()
        before = lane(d, 40)
        d.m.qom_set('cpo0/lane[40]', 'rx-power-nw', 400000)
        assert d.drain() == []
        d.m.qom_set('cpo0/lane[40]', 'rx-power-nw', 70000)  # over the limit
        ev = d.drain()                          # but nothing can be read
        assert [(e['code'], e['cause'], e['obj']['a']) for e in ev] == \
            [(LOL, HW.CPO_REASON_RX_LOL, 40), (PORT, HW.CPO_REASON_RX_LOL, 10)]
        assert lane(d, 40)['status'] & HW.CPO_LANE_S_RX_LOL
        d.m.qom_set('cpo0/lane[40]', 'rx-power-nw', 60000)
        ev = d.drain()
        assert [(e['code'], e['action'], e['obj']['a']) for e in ev] == \
            [(LOS, HW.CPO_ACT_SET, 40), (LOL, HW.CPO_ACT_CLEAR, 40),
             (PORT, HW.CPO_ACT_PULSE, 10)]
        assert (ev[0]['value'], ev[0]['limit']) == (60000, 63096)
        assert (ev[2]['value'], ev[2]['cause']) == (0, HW.CPO_REASON_RX_LOS)
        assert port(d, 10)['lanes_up'] == 3
        d.m.qom_set('cpo0/lane[40]', 'rx-power-nw', 99000)  # hysteresis
        assert d.drain() == []
        d.m.qom_set('cpo0/lane[40]', 'rx-power-nw', before['rx_nw'])
        ev = d.drain()
        assert [(e['code'], e['action'], e['count']) for e in ev] == \
            [(LOS, HW.CPO_ACT_CLEAR, 3), (PORT, HW.CPO_ACT_PULSE, 5)]
        after = lane(d, 40)
        for field in ('rx_nw', 'status', 'state', 'valid'):
            assert after[field] == before[field]
        assert port(d, 10)['link_changes'] == 3


def test_less_light_means_more_errors():
    with Boot() as d:
        last = 0
        for nw in (900000, 700000, 500000, 400000, 300000):
            d.m.qom_set('cpo0/lane[3]', 'rx-power-nw', nw)
            ber = ber32(lane(d, 3)['ber_media'])
            assert ber > last
            last = ber
        assert ber32(port(d, 0)['worst_ber']) == last
        d.m.qom_set('cpo0/lane[3]', 'ber-media', 10**10)     # 1e-8
        assert abs(ber32(lane(d, 3)['ber_media']) - 1e-8) < 1e-15
        assert d.m.qom_get('cpo0/lane[3]', 'ber-media') == 10**10


def test_light_flows_downstream():
    with Boot() as d:
        tx, rx = lane(d, 0)['tx_nw'], lane(d, 4)['rx_nw']
        d.m.qom_set('cpo0/laser[0]', 'power-nw', 50000000)
        feed = d.section(HW.CPO_SEC_FEED, 'cpo_hw_feed')[0]
        assert abs(feed['loss_mdb'] - feed['baseline_mdb']) <= 1
        assert abs(lane(d, 0)['tx_nw'] / tx - 0.5) < 0.01
        assert abs(lane(d, 4)['rx_nw'] / rx - 0.5) < 0.01
        d.m.qom_set('cpo0/feed[0]', 'loss-mdb', feed['loss_mdb'] + 3010)
        assert abs(lane(d, 0)['tx_nw'] / tx - 0.25) < 0.01


def test_set_light_is_dark_without_a_laser():
    with Boot() as d:
        d.m.qom_set('cpo0/lane[3]', 'rx-power-nw', 800000)
        d.els_del(0)
        assert lane(d, 3)['rx_nw'] == 0
        assert d.m.qom_get('cpo0/lane[3]', 'rx-power-nw') == 0


def refused(d, path, prop, value, text):
    try:
        d.m.qom_set('cpo0/' + path, prop, value)
    except QtestError as err:
        assert text in str(err), str(err)
        return
    raise AssertionError('accepted')


def test_errors_are_precise():
    with Boot() as d:
        before = d.section(HW.CPO_SEC_LANE, 'cpo_hw_lane')
        refused(d, 'lane[7]', 'rx-power-nw', 6553501,
                'lane[7]: rx-power-nw 6553501 is not in 0..6553500')
        refused(d, 'lane[7]', 'rx-power-nw', -1,
                'lane[7]: rx-power-nw -1 is not in 0..6553500')
        refused(d, 'lane[7]', 'rx-power-nw', 'dark',
                'expected: integer')
        refused(d, 'engine[3]', 'temp-mc', 125001,
                'engine[3]: temp-mc 125001 is not in -40000..125000')
        refused(d, 'feed[3]', 'loss-mdb', 60001, 'is not in 0..60000')
        refused(d, 'lane[7]', 'nothing', 1, "not found")
        refused(d, 'lane[576]', 'rx-power-nw', 1, "not found")
        d.els_del(2)
        refused(d, 'els[2]', 'temp-mc', 40000, 'els[2] is absent')
        refused(d, 'laser[16]', 'power-nw', 1000, 'laser[16] is absent')
        d.els_add(2)
        assert d.section(HW.CPO_SEC_LANE, 'cpo_hw_lane')[:64] == before[:64]

# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Inventory and relations, by enumeration."""
import struct

from cpohw import HW
from cpoqtest import Boot, refused
from topology import Topology

COUNTS = {
    'q3450': {'asics': 4, 'engines': 72, 'els': 18, 'lasers': 144,
              'lanes': 576, 'ports': 144, 'banks': 1},
    'q3450mp': {'asics': 4, 'engines': 72, 'els': 18, 'lasers': 144,
                'lanes': 576, 'ports': 144, 'banks': 1},
    'sn6810': {'asics': 1, 'engines': 32, 'els': 16, 'lasers': 128,
               'lanes': 512, 'ports': 128, 'banks': 2},
    'sn6800': {'asics': 4, 'engines': 128, 'els': 64, 'lasers': 512,
               'lanes': 2048, 'ports': 512, 'banks': 2},
    'bailly': {'asics': 1, 'engines': 8, 'els': 16, 'lasers': 128,
               'lanes': 512, 'ports': 128, 'banks': 8},
    'davisson': {'asics': 1, 'engines': 16, 'els': 16, 'lasers': 128,
                 'lanes': 512, 'ports': 128, 'banks': 4},
    'nic': {'asics': 1, 'engines': 1, 'els': 1, 'lasers': 3,
            'lanes': 8, 'ports': 2, 'banks': 1},
}

# of one module: lanes, ports, engines; ports of one laser
IMPACT = {
    'q3450': (32, 8, 4, 1), 'q3450mp': (32, 32, 4, 4),
    'sn6810': (32, 8, 2, 1), 'sn6800': (32, 8, 2, 1),
    'bailly': (32, 8, 1, 4), 'davisson': (32, 8, 1, 1),
    'nic': (8, 2, 1, 1),
}

ROWS = {
    'engines': ('CPO_SEC_INV_ENGINE', 'cpo_hw_inv_engine'),
    'els': ('CPO_SEC_INV_ELS', 'cpo_hw_inv_els'),
    'lasers': ('CPO_SEC_INV_LASER', 'cpo_hw_inv_laser'),
    'lanes': ('CPO_SEC_INV_LANE', 'cpo_hw_inv_lane'),
    'ports': ('CPO_SEC_INV_PORT', 'cpo_hw_inv_port'),
    'feeds': ('CPO_SEC_INV_FEED', 'cpo_hw_inv_feed'),
    'sensors': ('CPO_SEC_INV_SENSOR', 'cpo_hw_inv_sensor'),
    'components': ('CPO_SEC_INV_COMPONENT', 'cpo_hw_inv_component'),
    'relations': ('CPO_SEC_RELATION', 'cpo_hw_relation'),
}


def inventory(d):
    return {key: d.section(getattr(HW, sec), name)
            for key, (sec, name) in ROWS.items()}


def each(check):
    for profile in COUNTS:
        with Boot(profile, cold=False) as d:
            check(profile, d)


def test_counts():
    def check(profile, d):
        ident, inv = d.identify(), inventory(d)
        for key, want in COUNTS[profile].items():
            if key != 'banks':
                assert ident[key] == want, key
        for key, rows in inv.items():
            assert len(rows) == ident[key], key
        assert {e['banks'] for e in inv['engines']} == \
            {COUNTS[profile]['banks']}
    each(check)


def test_each_lane_fed_once_and_in_one_port():
    def check(profile, d):
        topo = Topology(d)
        every = list(range(COUNTS[profile]['lanes']))
        fed = sorted(x for v in topo.laser_lanes.values() for x in v)
        used = sorted(x for v in topo.port_lanes.values() for x in v)
        assert fed == every and used == every
        assert sorted(topo.laser_els) == \
            list(range(COUNTS[profile]['lasers']))
        lanes, ports, engines, laser_ports = IMPACT[profile]
        for els in range(COUNTS[profile]['els']):
            assert len(topo.lasers_of(els)) == \
                COUNTS[profile]['lasers'] // COUNTS[profile]['els']
            assert len(topo.lanes_of(els)) == lanes
            assert len(topo.ports_of(els)) == ports
            assert len(topo.engines_of(els)) == engines
        for fed in topo.laser_lanes.values():
            assert len({topo.lane_port[x] for x in fed}) == laser_ports
    each(check)


def test_links_stay_on_one_module():
    """By default a port's partner hangs on the same module."""
    def check(profile, d):
        topo = Topology(d)
        for els in range(COUNTS[profile]['els']):
            ports = set(topo.ports_of(els))
            assert {p ^ 1 for p in ports} == ports
    each(check)


def test_ports_across_engines():
    """q3450mp: one lane on each of four ASICs; elsewhere one engine."""
    def check(profile, d):
        inv, topo = inventory(d), Topology(d)
        for lanes in topo.port_lanes.values():
            engines = [inv['lanes'][x]['engine'] for x in lanes]
            asics = [inv['lanes'][x]['asic'] for x in lanes]
            if profile == 'q3450mp':
                assert asics == [0, 1, 2, 3] and len(set(engines)) == 4
            else:
                assert len(set(engines)) == 1
    each(check)


def test_spare_laser():
    def check(profile, d):
        topo = Topology(d)
        rows = [r for r in topo.rows if r['kind'] == HW.CPO_REL_FEEDS]
        for r in rows:
            assert bool(r['flags'] & HW.CPO_REL_STANDBY) != \
                bool(r['flags'] & HW.CPO_REL_ACTIVE)
            assert r['group'] == r['from']['a']
        if profile != 'nic':
            assert not topo.spare_lanes and not topo.protects
            return
        assert topo.spare_lanes == {2: list(range(8))}
        assert topo.laser_lanes == {0: [0, 1, 2, 3], 1: [4, 5, 6, 7]}
        assert topo.protects == [(2, 0), (2, 1)]
        assert len(rows) == 4
    each(check)


def test_wavelengths():
    def check(profile, d):
        rows = [r for r in d.section(HW.CPO_SEC_RELATION, 'cpo_hw_relation')
                if r['kind'] == HW.CPO_REL_FEEDS]
        lasers = d.section(HW.CPO_SEC_INV_LASER, 'cpo_hw_inv_laser')
        for r in rows:
            laser = lasers[r['from']['a']]
            assert laser['wavelength'] == r['wavelength']
        assert len({x['frequency_ghz'] for x in lasers}) == \
            len({r['wavelength'] for r in rows})
        # in a port of four wavelengths each lane has its own
        topo = Topology(d)
        wave = {lane: lasers[k]['wavelength']
                for k, lanes in topo.laser_lanes.items() for lane in lanes}
        for lanes in topo.port_lanes.values():
            seen = [wave[lane] for lane in lanes]
            assert sorted(seen) == ([0, 1, 2, 3] if profile == 'bailly'
                                    else [0, 0, 0, 0])
    each(check)


def test_rows_agree_with_each_other():
    def check(profile, d):
        inv, topo = inventory(d), Topology(d)
        lane = 0
        for i, e in enumerate(inv['engines']):
            assert e['first_lane'] == lane
            assert (e['id']['obj']['type'], e['id']['obj']['a']) == \
                (HW.CPO_OBJ_ENGINE, i)
            lane += e['lanes']
            assert e['vmodule'] == 0xffff and e['identifier'] == 0x80
        for i, row in enumerate(inv['lanes']):
            e = inv['engines'][row['engine']]
            assert e['first_lane'] + row['index'] == i
            assert row['bank'] * 8 + row['bank_lane'] == row['index']
            assert row['bank'] < e['banks']
            assert row['port'] == topo.lane_port[i]
            assert row['asic'] == e['asic']
        for i, row in enumerate(inv['lasers']):
            els = inv['els'][row['parent']]
            assert row['parent_type'] == HW.CPO_OBJ_ELS
            assert topo.laser_els[i] == row['parent']
            assert els['first_laser'] + row['index'] == i
        for i, row in enumerate(inv['feeds']):
            assert row['laser'] == i
            lane = {**topo.spare_lanes, **topo.laser_lanes}[i][0]
            assert row['engine'] == inv['lanes'][lane]['engine']
        for i, row in enumerate(inv['ports']):
            assert row['lanes'] == len(topo.port_lanes[i])
    each(check)


def test_labels_and_identities():
    def check(profile, d):
        inv = inventory(d)
        for i, row in enumerate(inv['ports']):
            assert row['label'] == str(i + 1)
            assert row['flags'] & HW.CPO_INV_PORT_NETDEV
        for i, row in enumerate(inv['els']):
            assert row['id']['label'] == 'ELS%d' % (i + 1)
            assert row['identifier'] == 0x22
        for key in ('engines', 'els'):
            serials = {r['id']['serial'] for r in inv[key]}
            assert len(serials) == len(inv[key]) and '' not in serials
            for r in inv[key]:
                for field in ('vendor', 'part', 'serial', 'firmware'):
                    text = r['id'][field]
                    assert text and text.isprintable(), (key, field)
        assert len({r['mac'] for r in inv['ports']}) == len(inv['ports'])
        want = HW.CPO_PROTO_INFINIBAND if profile.startswith('q3450') \
            else HW.CPO_PROTO_ETHERNET
        assert {r['protocol'] for r in inv['ports']} == {want}
    each(check)


def test_sensors():
    def check(profile, d):
        rows = d.section(HW.CPO_SEC_INV_SENSOR, 'cpo_hw_inv_sensor')
        values = d.section(HW.CPO_SEC_SENSOR, 'cpo_hw_sensor')
        board = d.section(HW.CPO_SEC_BOARD, 'cpo_hw_board')[0]
        assert len(rows) == len(values) == d.identify()['sensors']
        assert all(v['valid'] & HW.CPO_SENSOR_VALUE for v in values)
        assert len({r['label'] for r in rows}) == len(rows)
        value = {r['label']: v['value'] for r, v in zip(rows, values)}
        kinds = {r['kind'] for r in rows}
        assert {HW.CPO_SENSOR_TEMP, HW.CPO_SENSOR_RAIL,
                HW.CPO_SENSOR_POWER} <= kinds
        liquid = HW.CPO_SENSOR_FLOW in kinds
        assert liquid == ('coolant inlet' in value) == \
            ('coolant outlet' in value)
        assert liquid == bool(board['valid'] & HW.CPO_BOARD_FLOW)
        assert (HW.CPO_SENSOR_LEAK in kinds) == \
            bool(board['valid'] & HW.CPO_BOARD_LEAK)
        asics = [r for r in rows if r['obj']['type'] == HW.CPO_OBJ_ASIC]
        assert [(r['label'], r['obj']['a'], r['kind'], r['unit'])
                for r in asics] == \
            [('asic %d' % i, i, HW.CPO_SENSOR_TEMP, 'mC')
             for i in range(COUNTS[profile]['asics'])]
        assert [value[r['label']] for r in asics] == \
            board['asic_temp_mc'][:len(asics)]
        assert value['board power'] == board['power_mw']
        assert {r['obj']['type'] for r in rows} == \
            {HW.CPO_OBJ_DEVICE, HW.CPO_OBJ_ASIC}
        other = {r['label']: r['unit'] for r in rows
                 if r['kind'] == HW.CPO_SENSOR_OTHER}
        assert other == {'sn6800': {'pump speed': 'rpm'},
                         'sn6810': {'pump speed': 'rpm'},
                         'q3450': {'coolant pressure': 'kPa'},
                         'q3450mp': {'coolant pressure': 'kPa'}
                         }.get(profile, {})
    each(check)


def test_slots_keep_their_power_limit():
    """A pull and a plug change no number of the slot, only its identity."""
    def slots(d):
        return [(r['id']['label'], r['first_laser'], r['lasers'],
                 r['max_power_mw'])
                for r in d.section(HW.CPO_SEC_INV_ELS, 'cpo_hw_inv_els')]
    with Boot() as d:
        before = slots(d)
        assert all(row[3] for row in before)
        d.els_del(3)
        assert slots(d) == before
        assert d.rd(d.ctrl + HW.CPO_CTRL_TOPO_GEN) == 1
    with Boot(opts='els=none') as d:
        assert slots(d) == before


def counts(d):
    ident = d.identify()
    return {k: ident[k] for k in ('engines', 'els', 'lanes', 'ports')}


def test_overrides():
    with Boot(opts='ports=16,engines=8,slots=2') as d:
        assert counts(d) == {'engines': 8, 'els': 2, 'lanes': 64,
                             'ports': 16}
        assert d.identify()['profile'] == 'q3450+'
        topo = Topology(d)
        assert sorted(x for v in topo.laser_lanes.values() for x in v) == \
            sorted(topo.lane_port) == list(range(64))
        assert all(p['oper'] for p in d.section(HW.CPO_SEC_PORT,
                                                'cpo_hw_port'))
        d.els_del(1)
        up = [p['oper'] for p in d.section(HW.CPO_SEC_PORT, 'cpo_hw_port')]
        assert up == [1] * 8 + [0] * 8
    with Boot(opts='ports=72') as d:            # eight lanes each
        for p in d.section(HW.CPO_SEC_PORT, 'cpo_hw_port'):
            assert (p['speed_mbps'], p['lanes'], p['lanes_up']) == \
                (1600000, 8, 8)
        page = d.page(HW.CPO_OBJ_ENGINE, 0, 0, 0)
        assert page[86:90] == bytes([0, 0, 0x88, 0x01])
    with Boot(opts='ports=288') as d:           # two lanes each
        assert d.page(HW.CPO_OBJ_ENGINE, 0, 0, 0)[88:90] == b'\x22\x55'
        config = d.page(HW.CPO_OBJ_ENGINE, 0, 0, 0x11)[206:214]
        assert [x >> 1 & 7 for x in config] == [0, 0, 2, 2, 4, 4, 6, 6]
    with Boot(opts='ports=512,engines=128,lanes=16,slots=64') as d:
        assert counts(d) == {'engines': 128, 'els': 64, 'lanes': 2048,
                             'ports': 512}
    with Boot(opts='ports=144,slots=18') as d:
        assert d.identify()['profile'] == 'q3450'


def test_overrides_that_do_not_fit():
    base = 'cpo,id=cpo0,bus=rp0,profile=%s,'
    for profile, opts, text in (
            ('q3450', 'ports=7',
             'ports=7: 7 ports do not divide over 72 engines'),
            ('q3450', 'ports=0', 'ports=0: it is not in 1..512'),
            ('q3450', 'engines=129', 'engines=129: it is not in 1..128'),
            ('q3450', 'lanes=65', 'lanes=65: it is not in 1..64'),
            ('q3450', 'slots=5',
             'slots=5: 40 lasers do not divide over 72 engines'),
            ('sn6800', 'lanes=32',
             'lanes=32: 128 engines of 32 lanes have more than 2048'),
            ('nic', 'engines=2', 'engines=2: a spare laser serves one '
             'engine, its module feeds more')):
        refused(base % profile + opts, text)


def test_absent_module_has_no_identity():
    with Boot(opts='els=none') as d:
        for i, row in enumerate(d.section(HW.CPO_SEC_INV_ELS,
                                          'cpo_hw_inv_els')):
            assert row['id']['label'] == 'ELS%d' % (i + 1)
            assert row['id']['serial'] == row['id']['part'] == ''
            assert row['identifier'] == 0
        d.els_add(4, serial='HELLO42', part='P', vendor='V')
        row = d.section(HW.CPO_SEC_INV_ELS, 'cpo_hw_inv_els')[4]
        assert (row['id']['serial'], row['id']['part'],
                row['id']['vendor']) == ('HELLO42', 'P', 'V')


def test_section_read_windows():
    with Boot(cold=False) as d:
        every = d.section(HW.CPO_SEC_INV_LANE, 'cpo_hw_inv_lane')

        def read(first, count, length=0x10000, kind=HW.CPO_SEC_INV_LANE):
            return d.cmd(HW.CPO_OP_SECTION_READ,
                         struct.pack('<HHII', kind, 0, first, count), length)
        cpl = read(100, 7)
        assert (cpl.status, cpl.result, cpl.len) == (0, 16 << 16 | 7, 112)
        assert HW.struct('cpo_hw_inv_lane', d.m.read(d.data(), 16)) == \
            every[100]
        assert read(570, 100).result & 0xffff == 6
        assert read(0, 0, 100).result & 0xffff == 6     # what fits
        assert read(576, 0).result == 16 << 16          # the end
        assert read(576, 0, 0).result == 16 << 16
        cpl = read(577, 0)
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_RANGE, 36)
        cpl = read(0xffffffff, 0xffffffff)
        assert cpl.status == HW.CPO_ST_RANGE
        cpl = read(0, 1, 15)
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_LENGTH, 20)
        cpl = read(0, 0, kind=0x7f)
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_RANGE, 32)
        for kind in (HW.CPO_SEC_OPERATION, HW.CPO_SEC_INV_VMODULE):
            cpl = read(0, 0, kind=kind)
            assert cpl.status == 0 and cpl.result & 0xffff == 0

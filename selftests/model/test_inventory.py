# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Inventory and relations, by enumeration."""
import struct

from cpohw import HW
from cpoqtest import Boot
from topology import Topology

COUNTS = {
    'q3450': {'asics': 4, 'engines': 72, 'els': 18, 'lasers': 144,
              'lanes': 576, 'ports': 144, 'banks': 1},
    'bailly': {'asics': 1, 'engines': 8, 'els': 16, 'lasers': 128,
               'lanes': 512, 'ports': 128, 'banks': 8},
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


def both(check):
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
    both(check)


def test_each_lane_fed_once_and_in_one_port():
    def check(profile, d):
        topo = Topology(d)
        every = list(range(COUNTS[profile]['lanes']))
        fed = sorted(x for v in topo.laser_lanes.values() for x in v)
        used = sorted(x for v in topo.port_lanes.values() for x in v)
        assert fed == every and used == every
        assert sorted(topo.laser_els) == \
            list(range(COUNTS[profile]['lasers']))
        for els in range(COUNTS[profile]['els']):
            assert len(topo.lasers_of(els)) == 8
            assert len(topo.lanes_of(els)) == 32
            assert len(topo.ports_of(els)) == 8
    both(check)


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
        wave = {lane: r['wavelength'] for r in rows
                for lane in topo.laser_lanes[r['from']['a']]}
        for lanes in topo.port_lanes.values():
            seen = [wave[lane] for lane in lanes]
            assert sorted(seen) == ([0, 1, 2, 3] if profile == 'bailly'
                                    else [0, 0, 0, 0])
    both(check)


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
            lane = topo.laser_lanes[i][0]
            assert row['engine'] == inv['lanes'][lane]['engine']
        for i, row in enumerate(inv['ports']):
            assert row['lanes'] == len(topo.port_lanes[i])
    both(check)


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
        want = HW.CPO_PROTO_INFINIBAND if profile == 'q3450' else \
            HW.CPO_PROTO_ETHERNET
        assert {r['protocol'] for r in inv['ports']} == {want}
    both(check)


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
        for kind in (HW.CPO_SEC_FEC, HW.CPO_SEC_FLAG, HW.CPO_SEC_OPERATION,
                     HW.CPO_SEC_INV_VMODULE):
            cpl = read(0, 0, kind=kind)
            assert cpl.status == 0 and cpl.result & 0xffff == 0

# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""What the device says does not depend on who reads it, or when."""
from cpohw import HW
from cpoqtest import MS, Boot

SECTIONS = (('ENGINE', 'engine'), ('ELS', 'els'), ('LASER', 'laser'),
            ('FEED', 'feed'), ('LANE', 'lane'), ('PORT', 'port'))


def sections(d):
    return [d.section(getattr(HW, 'CPO_SEC_' + kind), 'cpo_hw_' + name)
            for kind, name in SECTIONS]


def watched(m, a, b, ms):
    """a is read all the time, b not once."""
    for _ in range(ms // 50):
        m.step(50 * MS)
        a.section(HW.CPO_SEC_LANE, 'cpo_hw_lane', 0, 8)
        a.refresh()
        m.qom_get('cpo0/lane[5]', 'rx-power-nw')
    assert sections(a) == sections(b)


def test_reader_changes_nothing():
    with Boot('bailly', count=2, cold=False) as (a, b):
        m = a.m
        a.tlm_start(period_us=10000)
        watched(m, a, b, 3000)
        for d in (a, b):
            d.els_del(3)
        m.step(300 * MS)
        for d in (a, b):
            d.els_add(3, serial='S')
        watched(m, a, b, 3000)
        for name in ('cpo0', 'cpo1'):
            m.qom_set(name + '/laser[9]', 'power-nw', 90000000)
        watched(m, a, b, 200)


# what counts energy or errors moves with every epoch
COUNTING = {HW.CPO_SEC_ENGINE, HW.CPO_SEC_LANE, HW.CPO_SEC_PORT,
            HW.CPO_SEC_FEC}


def test_unchanged_sections_say_so():
    with Boot() as d:
        d.m.step(1800000 * MS)                  # until the heat is steady
        d.tlm_start(period_us=10000)
        d.m.step(20 * MS)
        before = d.block()
        d.m.step(50 * MS)                       # less than an epoch
        same(before, d.block(), set())
        d.m.step(1000 * MS)
        after = d.block()
        same(before, after, COUNTING)
        for kind in COUNTING:
            assert after[1][kind][0]['seq'] > before[1][kind][0]['seq']


def same(before, after, moving):
    assert after[0]['seq_begin'] > before[0]['seq_begin']
    for kind, (row, records) in after[1].items():
        if kind in moving:
            continue
        assert row['seq'] == before[1][kind][0]['seq'], kind
        assert records == before[1][kind][1]
        if kind != HW.CPO_SEC_FEC:
            assert row['time'] > before[1][kind][0]['time']

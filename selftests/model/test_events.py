# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""The event ring."""
import struct

from cpohw import HW
from cpoqtest import Boot


# Events of pulling and plugging a module: the first time it takes light from
# 8 lasers, 32 lanes and 8 ports, later only the lasers and ports change.
LIT = 1 + 8 + 32 + 32 + 8 + (1 + 8 + 8)
AGAIN = 2 * (1 + 8 + 8)


def churn(d, times, slot=0):
    for _ in range(times):
        d.els_del(slot)
        d.els_add(slot)


def test_sequence_time_and_interrupt():
    with Boot() as d:
        d.msix_init()
        d.drain()
        d.msi(1)
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        d.els_del(2)
        assert d.msi(1)
        events = d.drain()
        assert [e['seq'] for e in events] == \
            list(range(seq, seq + len(events)))
        assert d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ) == seq + len(events)
        now = d.rdq(d.ctrl + HW.CPO_CTRL_TIME)
        assert {e['time'] for e in events} == {now}
        assert all(e['rsvd'] == 0 and e['gen'] == 1 for e in events)
        cpl = d.cmd(HW.CPO_OP_NOP)
        assert cpl.event_seq == events[-1]['seq']


def test_events_at_their_own_time():
    """However late the clock is looked at, things happen when due."""
    with Boot(cold=False) as d:
        d.m.step(10000000000)
        when = {}
        for e in d.drain():
            when.setdefault((e['code'], e['value']), set()).add(e['time'])
        ms = 1000000
        assert when[HW.CPO_EV_ELS_STATE, HW.CPO_MODULE_READY] == {1500 * ms}
        state = HW.CPO_EV_LASER_STATE
        assert when[state, HW.CPO_LASER_CHECKING] == {1500 * ms}
        assert when[state, HW.CPO_LASER_RAMPING] == {1700 * ms}
        assert when[state, HW.CPO_LASER_ON] == {2100 * ms}
        assert when[HW.CPO_EV_PORT_STATE, 1] == {2700 * ms}


def test_counts_are_absolute():
    with Boot() as d:
        first = {}
        for e in d.drain():
            key = (e['code'], e['obj']['type'], e['obj']['a'])
            first[key] = first.get(key, 0) + 1
            assert e['count'] == first[key], e
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        churn(d, 3)
        d.event_start()
        d.els_del(0)
        count = d.events()[0]['count']
        assert count == 4, count                    # removals nobody saw too


def test_sequence_shows_what_was_missed():
    with Boot() as d:
        d.drain()
        before = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        d.els_del(0)
        after = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        assert after - before == 1 + 8 + 32 + 32 + 8
        assert d.rdq(d.eq + HW.CPO_EVENTQ_DROPPED) == 0
        d.event_start()
        assert d.events() == []
        d.els_del(1)
        assert d.events()[0]['seq'] == after


def test_ring_wraps_and_waits_when_full():
    with Boot() as d:
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        d.event_start(log2=4)
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        churn(d, 2)
        got = []
        while len(got) < LIT + AGAIN:
            events = d.events(limit=5)
            assert events
            got += events
        assert d.events() == []
        assert [e['seq'] for e in got] == list(range(seq, seq + len(got)))
        assert len(got) == LIT + AGAIN
        assert d.rdq(d.eq + HW.CPO_EVENTQ_DROPPED) == 0


def test_overflow():
    with Boot() as d:
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        d.event_start(log2=4)
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        rounds = 130
        churn(d, rounds)
        dropped = d.rdq(d.eq + HW.CPO_EVENTQ_DROPPED)
        made = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ) - seq
        assert made == LIT + (rounds - 1) * AGAIN
        assert dropped == made - 4096 - 16
        got = d.drain()
        lost = [e for e in got if e['code'] == HW.CPO_EV_OVERFLOW]
        assert len(lost) == 1 and lost[0]['value'] == dropped
        assert [e['seq'] for e in got[:4112]] == list(range(seq, seq + 4112))
        assert lost[0]['seq'] - got[4111]['seq'] - 1 == dropped
        # the counts did not stop: the state is exact after the loss
        d.els_del(0)
        assert d.events()[0]['count'] == rounds + 1
        assert d.fatal() is None


def test_fatal_configurations():
    for log2 in (0, 3, 13, 255):
        with Boot(cold=False) as d:
            d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
            d.wr(d.eq + HW.CPO_EVENTQ_SIZE, log2)
            d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 1)
            assert d.fatal() == (HW.CPO_FATAL_QUEUE_SIZE, HW.CPO_BLK_EVENTQ)
    with Boot(cold=False) as d:
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        d.wrq(d.eq + HW.CPO_EVENTQ_BASE, d.eq_mem() + 8)
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 1)
        assert d.fatal() == (HW.CPO_FATAL_QUEUE_BASE, HW.CPO_BLK_EVENTQ)
    with Boot(cold=False) as d:
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        d.event_start(base=d.bar0)
        d.els_del(0)
        d.m.readl(d.data())
        assert d.fatal() == (HW.CPO_FATAL_DMA, HW.CPO_BLK_EVENTQ)
        d.els_del(1)                                # nothing more happens
        assert d.rd(d.eq + HW.CPO_EVENTQ_ENABLE) == 1


def test_masks_keep_counting():
    with Boot() as d:
        d.drain()
        d.drain()
        d.cmd(HW.CPO_OP_EVENT_CONFIG, struct.pack('<QI', 0, 0))
        churn(d, 2)
        assert d.drain() == []
        d.cmd(HW.CPO_OP_EVENT_CONFIG, struct.pack('<QI', 2**64 - 1, 0))
        d.els_del(0)
        assert d.events()[0]['count'] == 3

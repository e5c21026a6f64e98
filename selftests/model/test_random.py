# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Nonsense from the host, with a fixed seed: the device must live, come back
after a reset, and never light a laser that was not checked.
"""
import random
import struct

from cpohw import HW
from cpoqtest import MS, Boot

STEPS = 1500
INTERESTING = (0, 1, 2, 7, 8, 63, 64, 0x7fff, 0x8000, 0xffff, 0x10000,
               0x7fffffff, 0x80000000, 0xffffffff)


def word(rng):
    return rng.choice(INTERESTING) if rng.random() < 0.6 \
        else rng.getrandbits(32)


def address(rng, d):
    return rng.choice((
        d.data(), d.data() + rng.randrange(0x1000), d.sq(), d.cq(),
        d.eq_mem(), d.bar0 + rng.randrange(0x10000), d.bar4,
        rng.getrandbits(40), 0, (1 << 64) - 64))


def poke_register(rng, d):
    block = rng.choice((0, 0x100, 0x200, 0x300, 0x400, 0x500, 0x600, 0x700,
                        0x800, 0x900, 0x1000, 0x8000))
    off = block + 4 * rng.randrange(0x18)
    if block == 0x200 and off == 0x210:
        return
    if rng.random() < 0.2:
        d.wrq(off & ~7, word(rng) << 32 | word(rng))
    else:
        d.wr(off, word(rng))
    d.rd(off)


def random_command(rng, d):
    opcode = rng.choice((0, 1, 0x100, 0x101, 0x102, 0x200, 0x300, 0x400,
                         0x401, 0x402, 0x403, rng.getrandbits(16)))
    arg = bytes(rng.choice((0, 0, 0, 1, 2, 3, 0x11, 0x40, 0xff))
                for _ in range(32))
    raw = struct.pack(
        '<HBBHHBBHHHIIQ', opcode, rng.choice((0, 1, 1, 1, 2)),
        rng.choice((0, 0, 1, 4, 4, 255)), rng.getrandbits(16),
        rng.getrandbits(16), rng.choice((0, 1, 3, 4, 9)),
        rng.choice((0, 0, 0, 1)), rng.choice((0, 1, 17, 18, 71, 65535)),
        rng.choice((0, 0, 0, 5)), 0, rng.choice((0, 1, 1, 77)),
        rng.choice((0, 16, 32, 64, 256, 4096, 1 << 20, 1 << 31)),
        address(rng, d)) + arg
    index = d.sq_tail & ((1 << d.sq_log2) - 1)
    d.m.write(d.sq() + 64 * index, raw)
    d.sq_tail = (d.sq_tail + 1) & 0xffff
    d.ring()
    if d.poll() is not None:
        d.consume()


def buffers(rng, d):
    """Segment lists that may be anything."""
    rows = b''.join(struct.pack('<QII', address(rng, d),
                                rng.choice((0, 8, 64, 4096, 0x20000,
                                            word(rng))), 0)
                    for _ in range(8))
    d.m.write(d.data(), rows)


def swap(rng, d):
    slot = rng.randrange(18)
    if slot in d.out:
        d.els_add(slot)
        d.out.remove(slot)
    else:
        d.els_del(slot)
        d.out.add(slot)


def host_reset(rng, d):
    d.reset(HW.CPO_RESET_HOST)
    d.setup()


def step(rng, d):
    d.m.step(rng.choice((1, 1000, 10 * MS, 200 * MS, 1500 * MS)))


def lasers_are_safe(d):
    for r in d.section(HW.CPO_SEC_LASER, 'cpo_hw_laser'):
        if r['power_nw'] > 10000000:
            assert r['status'] & HW.CPO_LASER_S_CHECKED, r
    hits = d.rd(d.blk(HW.CPO_BLK_SAFETY) + HW.CPO_SAFETY_CLAMP_HITS)
    assert hits == 0


def run(seed, opts):
    rng = random.Random(seed)
    acts = [poke_register] * 8 + [random_command] * 8 + \
        [buffers, swap, step, host_reset]
    with Boot(opts=opts, cold=False) as d:
        d.out = set()
        for _ in range(STEPS):
            rng.choice(acts)(rng, d)
        d.m.cfg_write(d.bdf, 4, 6, 2)
        host_reset(rng, d)
        assert d.identify()['profile'] == 'q3450'
        lasers_are_safe(d)
        d.m.step(5000 * MS)
        lasers_are_safe(d)


def test_auto_start_always():
    run(1, 'auto-start=always')


def test_auto_start_cold():
    run(2, 'auto-start=cold,x-inject=on')


def test_auto_start_never():
    run(3, 'auto-start=never')

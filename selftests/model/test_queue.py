# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""The admin queue and its commands."""
import re
import struct

from cpohw import HW
from cpoqtest import Boot, Fatal
from test_aer import CAP_EXP, cap

SLTCTL = 0x18       # Slot Control, in the PCI Express capability


def test_nop_and_identify():
    with Boot(cold=False) as d:
        cpl = d.cmd(HW.CPO_OP_NOP, gen=0x1234)
        assert (cpl.status, cpl.gen, cpl.len, cpl.result) == (0, 0x1234, 0, 0)
        ident = d.identify()
        assert ident['profile'] == 'q3450'
        assert ident['tlm_bytes'] == d.rd(HW.CPO_REG_TLM_MAX)
        assert ident['rsvd'] == bytes(76)


def test_interrupt_of_a_completion():
    with Boot(cold=False) as d:
        d.msix_init()
        d.cmd(HW.CPO_OP_NOP)
        assert d.msi(0) and not d.msi(1) and not d.msi(2)
        irq = d.blk(HW.CPO_BLK_IRQ)
        d.wr(irq + 4 * HW.CPO_IRQ_ADMIN, 2)
        d.cmd(HW.CPO_OP_NOP)
        assert d.msi(2) and not d.msi(0)
        d.wr(irq + 4 * HW.CPO_IRQ_ADMIN, HW.CPO_IRQ_POLLED)
        d.cmd(HW.CPO_OP_NOP)
        assert not any(d.msi(v) for v in range(3))
        d.wr(irq + 4 * HW.CPO_IRQ_ADMIN, 99)        # no such vector: polled
        assert d.rd(irq + 4 * HW.CPO_IRQ_ADMIN) == HW.CPO_IRQ_POLLED
        d.cmd(HW.CPO_OP_NOP)
        assert not any(d.msi(v) for v in range(3))


def test_interrupt_moderation():
    with Boot(cold=False) as d:
        d.msix_init()
        irq = d.blk(HW.CPO_BLK_IRQ)
        d.wr(irq + 0x40, 100)
        assert d.rd(irq + 0x40) == 100
        d.cmd(HW.CPO_OP_NOP)
        assert d.msi(0)
        for _ in range(3):
            d.cmd(HW.CPO_OP_NOP)
            assert not d.msi(0)
        d.m.step(99000)
        assert not d.msi(0)
        d.m.step(1000)
        assert d.msi(0)
        d.m.step(1000000)
        assert not d.msi(0)


def test_pending_register():
    with Boot(cold=False) as d:
        pending = d.ctrl + HW.CPO_CTRL_PENDING
        assert d.rd(pending) == 0
        d.push(HW.CPO_OP_NOP)
        assert d.rd(pending) == HW.CPO_PENDING_ADMIN
        assert d.rd(pending) == HW.CPO_PENDING_ADMIN
        d.poll()
        d.consume()
        assert d.rd(pending) == 0
        d.els_del(0)
        assert d.rd(pending) == HW.CPO_PENDING_EVENT
        d.drain()
        assert d.rd(pending) == 0


def test_command_table():
    with Boot(cold=False) as d:
        cpl = d.cmd(HW.CPO_OP_IDENTIFY,
                    struct.pack('<I', HW.CPO_IDENTIFY_COMMANDS), 4096)
        assert cpl.status == 0 and cpl.len == 16 * cpl.result
        rows = [HW.struct('cpo_hw_cmd_info', d.m.read(d.data() + 16 * i, 16))
                for i in range(cpl.result)]
        opcodes = [r['opcode'] for r in rows]
        assert opcodes == sorted(set(opcodes))
        assert {HW.CPO_OP_NOP, HW.CPO_OP_IDENTIFY, HW.CPO_OP_TLM_CONFIG,
                HW.CPO_OP_PAGE_READ} <= set(opcodes)
        assert all(r['version'] == 1 and r['max_ms'] for r in rows)
        short = d.cmd(HW.CPO_OP_IDENTIFY,
                      struct.pack('<I', HW.CPO_IDENTIFY_COMMANDS), 40)
        assert (short.status, short.len, short.result) == (0, 32, len(rows))
        for opcode in range(0x1000):
            if opcode & 0xff < 16 and opcode not in opcodes:
                cpl = d.cmd(opcode)
                assert (cpl.status, cpl.detail) == (HW.CPO_ST_OPCODE, 0)


def test_common_checks():
    with Boot(cold=False) as d:
        def status(op=HW.CPO_OP_NOP, **kw):
            cpl = d.cmd(op, **kw)
            return cpl.status, cpl.detail
        assert status(version=0)[0] == 0            # no wish
        assert status(version=2) == (HW.CPO_ST_VERSION, 2)
        assert status(flags=HW.CPO_CMD_DRY_RUN) == (HW.CPO_ST_RANGE, 3)
        assert status(flags=0x80) == (HW.CPO_ST_RANGE, 3)
        assert status(length=1) == (HW.CPO_ST_LENGTH, 20)
        assert status(count=2) == (HW.CPO_ST_RANGE, 16)
        assert status(obj=(HW.CPO_OBJ_PORT, 0)) == (HW.CPO_ST_NO_OBJECT, 8)
        assert status(obj=(HW.CPO_OBJ_DEVICE, 1)) == (HW.CPO_ST_NO_OBJECT, 8)
        assert status(obj=(HW.CPO_OBJ_DEVICE, 0))[0] == 0
        assert status(0x7777) == (HW.CPO_ST_OPCODE, 0)
        assert status(HW.CPO_OP_IDENTIFY, length=HW.CPO_MAX_DATA + 1) == \
            (HW.CPO_ST_LENGTH, 20)
        assert status(HW.CPO_OP_IDENTIFY, length=255) == \
            (HW.CPO_ST_LENGTH, 20)
        assert status(HW.CPO_OP_IDENTIFY, arg=struct.pack('<I', 2),
                      length=256) == (HW.CPO_ST_RANGE, 32)
        assert d.fatal() is None


def test_data_errors_do_not_stop_the_queue():
    with Boot(cold=False) as d:
        for addr in (d.bar0, d.bar0 + HW.CPO_DOORBELLS, 1 << 60):
            cpl = d.cmd(HW.CPO_OP_IDENTIFY, struct.pack('<I', 0), 256,
                        addr=addr)
            assert (cpl.status, cpl.detail) == (HW.CPO_ST_DMA, 24), addr
        assert d.cmd(HW.CPO_OP_NOP).status == 0


def test_segment_list():
    with Boot(cold=False) as d:
        parts = [(0, 100), (4096, 28), (8192, 128)]
        table = d.data() + 0x10000

        def listed(rows, length=256):
            d.m.write(table, b''.join(
                struct.pack('<QII', d.data() + off, n, 0) for off, n in rows))
            return d.cmd(HW.CPO_OP_IDENTIFY, struct.pack('<I', 0), length,
                         addr=table, flags=HW.CPO_CMD_SEGMENTS)
        want = d.m.read(d.data(), 256) if d.identify() else b''
        d.m.write(d.data(), bytes(16384))
        assert listed(parts).status == 0
        got = b''.join(d.m.read(d.data() + off, n) for off, n in parts)
        assert got == want
        assert listed([(0, 100), (4096, 0)]).status == HW.CPO_ST_LENGTH
        assert listed([(0, 257)]).status == HW.CPO_ST_LENGTH
        assert listed([(i, 1) for i in range(300)], 300).status == \
            HW.CPO_ST_LENGTH
        assert d.fatal() is None


def test_wrap_around():
    with Boot(cold=False, setup=False) as d:
        d.SQ_LOG2, d.CQ_LOG2 = 4, 5
        d.setup()
        for i in range(3 * 32 + 5):
            assert d.cmd(HW.CPO_OP_NOP, gen=i).gen == i
        assert d.sq_tail == 101 and d.fatal() is None


def test_index_wrap_at_2_to_16():
    with Boot(cold=False, setup=False) as d:
        d.SQ_LOG2 = d.CQ_LOG2 = 10
        d.setup()
        raw = struct.pack('<HBBHHQIIQ', HW.CPO_OP_NOP, 1, 0, 1, 2, 0, 0, 0,
                          0) + bytes(32)
        d.m.write(d.sq(), raw * 1024)
        for _ in range(65):
            d.sq_tail = (d.sq_tail + 1024) & 0xffff
            d.ring()
            for _ in range(100):
                last, = struct.unpack('<I', d.m.read(d.cq() + 32 * 1024 - 4,
                                                     4))
                if last == d.next_phase():
                    break
            assert last == d.next_phase()
            d.cq_head = (d.cq_head + 1024) & 0xffff
            d.consume()
        assert d.fatal() is None
        assert d.cq_head == 1024
        assert d.cmd(HW.CPO_OP_NOP).status == 0


def test_full_completion_queue_holds_commands():
    with Boot(cold=False, setup=False) as d:
        d.SQ_LOG2, d.CQ_LOG2 = 6, 4
        d.setup()
        for i in range(40):
            d.push(HW.CPO_OP_NOP, gen=i, ring=False)
        d.ring()
        seen = []
        for _ in range(3):
            while True:
                cpl = d.poll()
                if cpl is None or len(seen) % 16 == 0 and seen and \
                        seen[-1] == cpl.gen:
                    break
                seen.append(cpl.gen)
                if len(seen) % 16 == 0:
                    break
            d.consume()
        assert seen == list(range(40)), seen


def test_fatal_configurations():
    def boot():
        return Boot(cold=False, setup=False)

    for sq, cq in ((3, 6), (11, 6), (6, 3), (6, 11), (0, 0), (255, 255)):
        with boot() as d:
            d.setup(event=False)
            d.wr(d.aq + HW.CPO_ADMINQ_ENABLE, 0)
            d.wr(d.aq + HW.CPO_ADMINQ_SIZE, cq << 8 | sq)
            d.wr(d.aq + HW.CPO_ADMINQ_ENABLE, 1)
            assert d.fatal() == (HW.CPO_FATAL_QUEUE_SIZE, HW.CPO_BLK_ADMINQ)
            assert d.rd(d.aq + HW.CPO_ADMINQ_ENABLE) == 0
    for reg in (HW.CPO_ADMINQ_SQ_BASE, HW.CPO_ADMINQ_CQ_BASE):
        with boot() as d:
            d.setup(event=False)
            d.wr(d.aq + HW.CPO_ADMINQ_ENABLE, 0)
            d.wrq(d.aq + reg, d.sq() + 32)
            d.wr(d.aq + HW.CPO_ADMINQ_ENABLE, 1)
            assert d.fatal() == (HW.CPO_FATAL_QUEUE_BASE, HW.CPO_BLK_ADMINQ)


def test_fatal_doorbells_and_recovery():
    with Boot(cold=False) as d:
        gen = d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN)
        d.wr(d.aq_db, (1 << d.sq_log2) + 1)         # tail too far
        assert d.fatal() == (HW.CPO_FATAL_DOORBELL, 65)
        d.push(HW.CPO_OP_NOP, ring=False)
        d.wr(d.aq_db, 1)
        assert d.poll() is None                     # stopped for good
        d.reset(HW.CPO_RESET_HOST)
        assert d.rd(d.ctrl + HW.CPO_CTRL_RESET_GEN) == gen + 1
        assert d.sts() == HW.CPO_STS_READY
        assert d.rd(d.ctrl + HW.CPO_CTRL_FATAL_CODE) == 0
        d.setup()
        assert d.cmd(HW.CPO_OP_NOP).status == 0
        d.wr(d.aq_db, d.sq_tail - 1)                # backwards
        assert d.fatal()[0] == HW.CPO_FATAL_DOORBELL
    with Boot(cold=False) as d:
        d.wr(d.aq_db + HW.CPO_ADMINQ_DB_CQ_HEAD, 1)     # nothing to consume
        assert d.fatal() == (HW.CPO_FATAL_DOORBELL, 1)
    with Boot(cold=False) as d:
        d.wr(d.eq_db, 1)
        assert d.fatal() == (HW.CPO_FATAL_DOORBELL, 1)


def test_queue_memory_in_own_bar():
    for which in ('sq', 'cq'):
        with Boot(cold=False, setup=False) as d:
            d.setup(event=False)
            d.wr(d.aq + HW.CPO_ADMINQ_ENABLE, 0)
            d.admin_start(**{which: d.bar0 + 0x8000})
            try:
                d.cmd(HW.CPO_OP_NOP)
            except Fatal as err:
                assert err.args[0] == (HW.CPO_FATAL_DMA, HW.CPO_BLK_ADMINQ)
            else:
                raise AssertionError(which)


def test_stopped_queue_ignores_doorbells():
    with Boot(cold=False) as d:
        d.wr(d.aq + HW.CPO_ADMINQ_ENABLE, 0)
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        for db in (d.aq_db, d.aq_db + 8, d.eq_db):
            d.wr(db, 0xffff)
        assert d.fatal() is None


def test_registers_of_a_running_queue_are_locked():
    with Boot(cold=False) as d:
        base = d.rdq(d.aq + HW.CPO_ADMINQ_SQ_BASE)
        d.wrq(d.aq + HW.CPO_ADMINQ_SQ_BASE, 0)
        d.wr(d.aq + HW.CPO_ADMINQ_SIZE, 0)
        assert d.rdq(d.aq + HW.CPO_ADMINQ_SQ_BASE) == base
        assert d.cmd(HW.CPO_OP_NOP).status == 0


def test_reset_with_work_in_flight():
    with Boot(cold=False) as d:
        for _ in range(30):
            d.push(HW.CPO_OP_NOP, ring=False)
        d.m.cfg_write(d.bdf, 4, 2, 2)               # it waits for the bus
        d.ring()
        d.reset(HW.CPO_RESET_HOST)
        d.m.write(d.cq(), bytes(2048))
        d.m.cfg_write(d.bdf, 4, 6, 2)
        d.setup()
        assert d.m.read(d.cq(), 2048) == bytes(2048)
        assert d.cmd(HW.CPO_OP_NOP).status == 0


def ecam(d):
    """Memory-mapped config space of the device, through the q35's window."""
    d.m.cfg_write((0, 0, 0), 0x60, 0xe0000000 | 1)
    at = 0xe0000000 + (d.bdf[0] << 20)
    assert d.m.readl(at) == HW.CPO_PCI_DEVICE_ID << 16 | HW.CPO_PCI_VENDOR_ID
    return at


def alive(d):
    """After a reset it did to itself, the device can be set up again."""
    assert d.m.cfg_read(d.bdf, 4, 2) & 4 == 0       # the reset happened
    d.bars_init()
    assert d.sts() == HW.CPO_STS_READY              # and is no fault
    d.setup()
    assert d.cmd(HW.CPO_OP_NOP).status == 0


# Byte 8 of what is written hits the Device Control register, where bit 15
# starts a function reset: in the middle of the device's own work.

def test_completion_that_resets_the_device():
    with Boot(cold=False) as d:
        d.wr(d.aq + HW.CPO_ADMINQ_ENABLE, 0)
        assert d.cap(0x10) == 0x80
        d.admin_start(cq=ecam(d) + 0x80)
        arg = struct.pack('<HHII', HW.CPO_SEC_LANE, 0, 0, 512)
        d.push(HW.CPO_OP_SECTION_READ, arg, 0x8000, ring=False)
        d.push(HW.CPO_OP_NOP)
        assert d.poll() is None
        alive(d)


def test_event_that_resets_the_device():
    with Boot(cold=False) as d:
        d.wr(d.eq + HW.CPO_EVENTQ_ENABLE, 0)
        d.event_start(base=ecam(d) + 0x80)
        now = d.rdq(d.ctrl + HW.CPO_CTRL_TIME)
        d.m.step(0x8000 - now % 0x10000 + 0x10000)
        d.els_del(0)
        d.m.readl(d.data())
        alive(d)
        assert d.events() == []
        d.els_del(1)
        assert d.events()[0]['code'] == HW.CPO_EV_ELS_REMOVED


def test_interrupt_that_unplugs_the_device():
    """The message of a vector tells the slot above to take power away."""
    acpi = 'ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off'
    with Boot(cold=False, extra=['-global', acpi]) as d:
        d.msix_init(8)
        ecam(d)
        bus, dev, fn = d.port
        slot = 0xe0000000 + (bus << 20 | dev << 15 | fn << 12) + \
            cap(d.m, d.port, CAP_EXP) + SLTCTL
        d.m.writel(d.bar4, slot)
        d.m.writel(d.bar4 + 8, 0x0700)
        for _ in range(40):
            d.push(HW.CPO_OP_NOP, ring=False)
        d.ring()
        d.m.sync()
        assert d.m.cfg_read(d.bdf, 0, 4) == 0xffffffff
        names = [c['name'] for c in d.m.command(
            'qom-list', path='/machine/peripheral')]
        assert 'cpo0' not in names


def test_data_that_resets_the_device():
    with Boot(cold=False) as d:
        off = d.blk(HW.CPO_BLK_TEST)
        d.wrq(off + HW.CPO_TEST_DMA_ADDR, ecam(d) + 0x88)
        d.wr(off + HW.CPO_TEST_DMA_SIZE, 4)
        d.wr(off + HW.CPO_TEST_DMA_CTRL, HW.CPO_TEST_DMA_FILL)
        alive(d)


def log_lines(d, pattern):
    out = []
    for line in d.m.output().split('\n'):
        m = re.search(pattern, line)
        if m:
            out.append(tuple(int(g, 0) for g in m.groups()))
    return out


def test_phase_is_written_last_and_alone():
    with Boot(cold=False, extra=['-trace', 'cpo_dma_write']) as d:
        d.cmd(HW.CPO_OP_NOP)
        d.els_del(0)
        d.events()
        writes = log_lines(d, r'cpo_dma_write .*cpo0: (\w+) (\d+) bytes')
        assert writes[:2] == [(d.cq(), 28), (d.cq() + 28, 4)]
        assert writes[2:4] == [(d.eq_mem(), 60), (d.eq_mem() + 60, 4)]


def test_event_config():
    with Boot() as d:
        d.drain()
        arg = struct.pack('<QI', 1 << HW.CPO_EV_CLASS_PRESENCE, 0)
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        assert d.cmd(HW.CPO_OP_EVENT_CONFIG, arg,
                     flags=HW.CPO_CMD_DRY_RUN).status == 0
        d.els_del(1)
        assert len(d.drain()) > 1                   # dry run: not in force
        assert d.cmd(HW.CPO_OP_EVENT_CONFIG, arg).status == 0
        seq = d.rdq(d.eq + HW.CPO_EVENTQ_NEXT_SEQ)
        d.els_del(2)
        events = d.drain()
        assert [e['code'] for e in events] == [HW.CPO_EV_ELS_REMOVED]
        assert events[0]['seq'] == seq              # masked ones take none
        cpl = d.cmd(HW.CPO_OP_EVENT_CONFIG,
                    struct.pack('<QI', 0, HW.CPO_STORM_MAX_US + 1))
        assert (cpl.status, cpl.detail) == (HW.CPO_ST_RANGE, 40)

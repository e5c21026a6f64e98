# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""fuzz_seed.py DIR: inputs for the fuzzer to start from.

Each is the beginning of a driver: handshake, queues, then one command or
another thing that a host does.  Without them the fuzzer would first have to
find the handshake.  The format is that of QEMU's generic fuzzer: operations
with a separator between them; a pattern is what the device reads by DMA.
"""
import os
import struct
import sys

from cpohw import HW

READ, WRITE, PCI_WRITE, PATTERN, CLOCK = 2, 3, 5, 7, 9
LONG, QUAD = 2, 3
SEPARATOR = b'FUZZ'
RAM = 0x1000000
CTRL, AQ, EQ, IRQ, TEST, INJECT = 0x200, 0x300, 0x400, 0x600, 0x800, 0x900


def write(offset, value, size=LONG):
    return struct.pack('<BBBHIQ', WRITE, size, 0, 0, offset, value)


def read(offset, size=LONG):
    return struct.pack('<BBBHI', READ, size, 0, 0, offset)


def pci_write(offset, value, size=1):
    return struct.pack('<BBBBBI', PCI_WRITE, size, 0, offset, 0, value)


def pattern(data):
    return bytes((PATTERN, 0, 0)) + data


def clock():
    return bytes((CLOCK,))


def setup():
    return [
        write(CTRL + HW.CPO_CTRL_DRV_FEAT_LO, HW.CPO_FEAT_TELEMETRY |
              HW.CPO_FEAT_EVENTS | HW.CPO_FEAT_PAGES),
        write(CTRL + HW.CPO_CTRL_CTL, HW.CPO_CTL_FEATURES_OK),
        write(AQ + HW.CPO_ADMINQ_SQ_BASE, RAM, QUAD),
        write(AQ + HW.CPO_ADMINQ_CQ_BASE, RAM + 0x10000, QUAD),
        write(AQ + HW.CPO_ADMINQ_SIZE, 0x404),
        write(AQ + HW.CPO_ADMINQ_ENABLE, 1),
        write(EQ + HW.CPO_EVENTQ_BASE, RAM + 0x20000, QUAD),
        write(EQ + HW.CPO_EVENTQ_SIZE, 6),
        write(EQ + HW.CPO_EVENTQ_ENABLE, 1),
        write(CTRL + HW.CPO_CTRL_CTL, HW.CPO_CTL_FEATURES_OK |
              HW.CPO_CTL_ENABLE),
    ]


def command(opcode, arg=b'', length=0, obj=(0, 0), flags=0):
    return pattern(struct.pack(
        '<HBBHHBBHHHIIQ', opcode, 1, flags, 1, 0, obj[0], 0, obj[1], 0, 0, 0,
        length, RAM + 0x100000) + arg.ljust(32, b'\0'))


def ring(tail=1):
    return write(HW.CPO_DOORBELLS, tail)


def rows(count, size):
    return pattern(b''.join(struct.pack('<QII', RAM + 0x200000 + i * size,
                                        size, 0) for i in range(count)))


def telemetry(period, segs=1, size=0x100000):
    arg = struct.pack('<IIBB', period, size, 2, segs)
    return [command(HW.CPO_OP_TLM_CONFIG, arg, 32 * segs),
            rows(2 * segs, size // segs), ring()]


def section(kind):
    return [command(HW.CPO_OP_SECTION_READ, struct.pack('<HHII', kind, 0, 0,
                                                        0), 0x10000), ring()]


def page(obj, bank, number):
    return [command(HW.CPO_OP_PAGE_READ, struct.pack('<HHHH', bank, number, 0,
                                                     256), 256, obj), ring()]


def limits(opcode):
    row = struct.pack('<BBHHHHB5x4q', HW.CPO_OBJ_LANE, 0, 1, 0, 0,
                      HW.CPO_Q_RX_POWER, 3, 2000000, 1000, 0, 0)
    return [command(opcode, length=len(row)), pattern(row), ring()]


def low_power(engine, on):
    row = struct.pack('<BBHHHHHIq', HW.CPO_OBJ_ENGINE, 0, engine, 0, 0,
                      HW.CPO_ATTR_LOW_POWER, 0, 0, on)
    return [command(HW.CPO_OP_ATTR_SET, length=len(row)), pattern(row), ring()]


def seeds():
    yield [clock()] * 40 + [read(CTRL + HW.CPO_CTRL_STS)]
    yield [clock()] * 6 + [write(EQ + 0x30, 1), clock()]
    yield [command(HW.CPO_OP_NOP), ring(3)]
    for kind in (HW.CPO_IDENTIFY_DEVICE, HW.CPO_IDENTIFY_COMMANDS):
        yield [command(HW.CPO_OP_IDENTIFY, struct.pack('<I', kind), 4096),
               ring()]
    yield [command(HW.CPO_OP_EVENT_CONFIG, b'\xff' * 8), ring()] + \
        [clock()] * 6
    yield telemetry(10000) + [clock()] * 8
    yield telemetry(0, 4) + [command(HW.CPO_OP_TLM_REFRESH), ring(2)]
    yield limits(HW.CPO_OP_THRESH_SET) + [clock()] * 2
    yield limits(HW.CPO_OP_THRESH_DEFAULT)
    for what in (HW.CPO_THRESH_DEFAULTS, HW.CPO_THRESH_OVERRIDES):
        yield [command(HW.CPO_OP_THRESH_GET, struct.pack('<I', what), 4096),
               ring()]
    yield low_power(0, 1) + [clock()] * 4 + low_power(0, 0) + [clock()] * 4
    yield [command(HW.CPO_OP_ATTR_GET, struct.pack('<H', 1), 48,
                   (HW.CPO_OBJ_ENGINE, 0)), ring()]
    yield [clock()] * 6 + [command(HW.CPO_OP_FLAG_READ, b'', 4096), ring()]
    for kind in HW.enums['cpo_hw_section'].values():
        yield section(kind)
    for number in (0, 1, 2, 0x10, 0x11, 0x12, 0x1a, 0x1b):
        yield page((HW.CPO_OBJ_ENGINE, 0), 0, number)
        yield page((HW.CPO_OBJ_ELS, 0), 0, number)
    yield [command(HW.CPO_OP_IDENTIFY, bytes(4), 256,
                   flags=HW.CPO_CMD_SEGMENTS), rows(2, 128), ring()]
    for op in (HW.CPO_TEST_DMA_CLEAR, HW.CPO_TEST_DMA_FILL,
               HW.CPO_TEST_DMA_INVERT):
        yield [write(TEST + HW.CPO_TEST_DMA_ADDR, RAM, QUAD),
               write(TEST + HW.CPO_TEST_DMA_SIZE, 4096),
               write(TEST + HW.CPO_TEST_DMA_CTRL, op)]
    yield [write(IRQ + 0x40, 1000),
           write(TEST + HW.CPO_TEST_IRQ, 0), clock()]
    yield [write(INJECT + 4 * i, i) for i in range(17)]
    for level in (HW.CPO_RESET_HOST, HW.CPO_RESET_FIRMWARE):
        yield [clock(), write(CTRL + HW.CPO_CTRL_RESET,
                              HW.CPO_RESET_KEY | level)] + \
            [clock()] * 12
    yield [pci_write(0x44, 3), clock(), pci_write(0x44, 0), clock()]
    yield [pci_write(0x88, 0x8000), clock()]


def main():
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    for number, ops in enumerate(seeds()):
        data = SEPARATOR.join(setup() + ops)
        with open(os.path.join(out, 'seed-%02d' % number), 'wb') as f:
            f.write(data)


if __name__ == '__main__':
    main()

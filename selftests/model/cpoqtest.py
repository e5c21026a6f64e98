# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""A QEMU with the cpo device, driven over the qtest socket and QMP.

Nothing runs in the guest: the tests are the driver.  The virtual clock moves
only when a test steps it.
"""
import base64
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile

from cpohw import HW

ECAM = 0xb0000000
BAR0 = 0xc0000000
BAR4 = 0xc0100000
RAM = 0x100000          # first byte the tests use
RAM_SIZE = 64 << 20

# the q35 machine wants its firmware, though nothing runs it
FIRMWARE = ['/usr/share/seabios', '/usr/share/qemu']

MS = 1000000
COLD_NS = 2700 * MS
STEP_NS = 30000 * MS


# what sanitizers and glib say while the process goes on
COMPLAINT = re.compile(r'runtime error:|Sanitizer|CRITICAL|WARNING \*\*')


class QtestError(Exception):
    pass


class Closed(Exception):
    pass


class LineSocket:
    def __init__(self, sock):
        self.sock = sock
        self.file = sock.makefile('rw', encoding='utf-8', newline='\n')

    def send(self, text):
        try:
            self.file.write(text + '\n')
            self.file.flush()
        except ConnectionError:
            raise Closed from None

    def line(self):
        try:
            text = self.file.readline()
        except ConnectionError:
            text = ''
        if not text:
            raise Closed
        return text.rstrip('\n')

    def close(self):
        try:
            self.file.close()
        except ConnectionError:
            pass
        self.sock.close()


def listen(path):
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(path)
    sock.listen(1)
    sock.settimeout(60)
    return sock


class Machine:
    """One QEMU process.  devices: list of -device option strings."""

    ACCEL = ['-accel', 'qtest']
    ENV = {}

    def __init__(self, devices, extra=(), ports=None):
        self.dir = tempfile.mkdtemp(prefix='cpo-model-')
        self.proc = None
        self.qtest = None
        self.qmp = None
        self.events = []
        try:
            self.start(devices, list(extra), ports or len(devices))
        except Closed:
            self.proc.wait(60)
            text = self.output()
            self.close()
            raise QtestError(text) from None

    def start(self, devices, extra, ports):
        qt = listen(self.path('qtest'))
        qm = listen(self.path('qmp'))
        args = [os.environ['QEMU'], '-M', 'q35', *self.ACCEL,
                '-m', '%dM' % (RAM_SIZE >> 20), '-display', 'none',
                '-nodefaults', '-no-user-config',
                '-qtest', 'unix:' + self.path('qtest'),
                '-qmp', 'unix:' + self.path('qmp'),
                '-qtest-log', 'none']
        for path in FIRMWARE:
            args += ['-L', path]
        for i in range(ports):
            args += ['-device', 'pcie-root-port,id=rp%d,chassis=%d,slot=%d,'
                     'addr=%x' % (i, i + 1, i, 2 + i)]
        for dev in devices:
            args += ['-device', dev]
        self.log = open(self.path('log'), 'w')
        self.proc = subprocess.Popen(args + extra, stderr=self.log,
                                     stdout=self.log, stdin=subprocess.DEVNULL,
                                     env={**os.environ, **self.ENV})
        self.qmp = self.accept(qm)
        self.qmp.line()
        self.command('qmp_capabilities')
        self.qtest = self.accept(qt)

    def accept(self, listener):
        listener.settimeout(0.2)
        try:
            while True:
                try:
                    sock, _ = listener.accept()
                    sock.settimeout(120)
                    return LineSocket(sock)
                except socket.timeout:
                    if self.proc.poll() is not None:
                        raise Closed
        finally:
            listener.close()

    def path(self, name):
        return os.path.join(self.dir, name)

    def output(self):
        with open(self.path('log'), encoding='utf-8') as f:
            return f.read()

    def close(self):
        for sock in (self.qtest, self.qmp):
            if sock:
                sock.close()
        if self.proc and self.proc.poll() is None:
            self.proc.terminate()
        if self.proc:
            self.proc.wait(60)
        self.log.close()
        text = self.output()
        shutil.rmtree(self.dir)
        return [line for line in text.split('\n') if COMPLAINT.search(line)]

    def __enter__(self):
        return self

    def __exit__(self, kind, *exc):
        found = self.close()
        if kind is None and found:
            raise AssertionError('\n'.join(found))

    # ---- QMP ----
    def command(self, name, **args):
        msg = {'execute': name}
        if args:
            msg['arguments'] = {k.replace('_', '-'): v
                                for k, v in args.items()}
        self.qmp.send(json.dumps(msg))
        while True:
            reply = json.loads(self.qmp.line())
            if 'event' in reply:
                self.events.append(reply)
            elif 'error' in reply:
                raise QtestError(reply['error']['desc'])
            else:
                return reply['return']

    def qom_get(self, path, prop):
        return self.command('qom-get', path='/machine/peripheral/' + path,
                            property=prop)

    def qom_set(self, path, prop, value):
        self.command('qom-set', path='/machine/peripheral/' + path,
                     property=prop, value=value)

    # ---- qtest ----
    def q(self, text):
        self.qtest.send(text)
        while True:
            words = self.qtest.line().split()
            if words[0] == 'OK':
                return words[1:]
            if words[0] not in ('IRQ',):
                raise QtestError('%s: %s' % (text, ' '.join(words)))

    def readl(self, addr):
        return int(self.q('readl 0x%x' % addr)[0], 0)

    def readq(self, addr):
        return int(self.q('readq 0x%x' % addr)[0], 0)

    def writel(self, addr, value):
        self.q('writel 0x%x 0x%x' % (addr, value & 0xffffffff))

    def writeq(self, addr, value):
        self.q('writeq 0x%x 0x%x' % (addr, value))

    def read(self, addr, size):
        return base64.b64decode(self.q('b64read 0x%x 0x%x' % (addr, size))[0])

    def write(self, addr, data):
        self.q('b64write 0x%x 0x%x %s' %
               (addr, len(data), base64.b64encode(data).decode()))

    def step(self, ns):
        """In steps that the device can follow at once."""
        while ns > 0:
            self.q('clock_step %d' % min(ns, STEP_NS))
            self.sync()
            ns -= STEP_NS

    def sync(self):
        """Give the bottom halves of QEMU's main loop their turn."""
        for _ in range(3):
            self.readl(RAM)

    # ---- PCI through cf8/cfc ----
    def cfg(self, bdf, reg):
        bus, dev, fn = bdf
        self.q('outl 0xcf8 0x%x' % (0x80000000 | bus << 16 | dev << 11 |
                                    fn << 8 | (reg & 0xfc)))

    def cfg_read(self, bdf, reg, size=4):
        self.cfg(bdf, reg)
        op = {1: 'inb', 2: 'inw', 4: 'inl'}[size]
        return int(self.q('%s 0x%x' % (op, 0xcfc + (reg & 3)))[0], 0)

    def cfg_write(self, bdf, reg, value, size=4):
        self.cfg(bdf, reg)
        op = {1: 'outb', 2: 'outw', 4: 'outl'}[size]
        self.q('%s 0x%x 0x%x' % (op, 0xcfc + (reg & 3), value))


class Fatal(Exception):
    pass


class Completion:
    def __init__(self, raw):
        (self.slot, self.gen, self.status, self.detail, self.len,
         self.cfg_gen, self.event_seq, self.result,
         self.phase) = struct.unpack('<HHHHIIQII', raw)


class Device:
    """The index-th cpo device of a machine, behind root port rp<index>."""

    SQ_LOG2 = 6
    CQ_LOG2 = 6
    EQ_LOG2 = 12

    def __init__(self, machine, index=0, name=None):
        self.m = machine
        self.index = index
        self.name = name or 'cpo%d' % index
        self.port = (0, 2 + index, 0)
        self.bdf = (1 + index, 0, 0)
        self.bar0 = BAR0 + 0x400000 * index
        self.bar4 = BAR4 + 0x400000 * index
        self.ram = RAM + (16 << 20) * index
        self.slot = 0
        self.pci_init()

    # ---- PCI ----
    def pci_init(self):
        m, bus = self.m, self.bdf[0]
        base = self.bar0 >> 16
        m.cfg_write(self.port, 0x18, bus << 16 | bus << 8)
        m.cfg_write(self.port, 0x20, (base + 0x3f) << 16 | base)
        m.cfg_write(self.port, 0x04, 0x6, 2)
        self.bars_init()

    def bars_init(self):
        m = self.m
        m.cfg_write(self.bdf, 0x10, self.bar0)
        m.cfg_write(self.bdf, 0x14, 0)
        m.cfg_write(self.bdf, 0x20, self.bar4)
        m.cfg_write(self.bdf, 0x24, 0)
        m.cfg_write(self.bdf, 0x04, 0x6, 2)

    def cap(self, cap_id):
        at = self.m.cfg_read(self.bdf, 0x34, 1)
        while at:
            if self.m.cfg_read(self.bdf, at, 1) == cap_id:
                return at
            at = self.m.cfg_read(self.bdf, at + 1, 1)
        return None

    def msix_init(self, vectors=3):
        cap = self.cap(0x11)
        for v in range(vectors):
            entry = self.bar4 + 16 * v
            self.m.writel(entry, self.msi_addr(v))
            self.m.writel(entry + 4, 0)
            self.m.writel(entry + 8, 0x1000 + v)
            self.m.writel(entry + 12, 0)
            self.m.writel(self.msi_addr(v), 0)
        self.m.cfg_write(self.bdf, cap + 2, 0x8000, 2)

    def msi_addr(self, vector):
        return self.ram + 0xf00000 + 64 * vector

    def msi(self, vector):
        """Takes the message of a vector: True if there was one."""
        addr = self.msi_addr(vector)
        seen = self.m.readl(addr) == 0x1000 + vector
        self.m.writel(addr, 0)
        return seen

    # ---- registers ----
    def rd(self, off):
        return self.m.readl(self.bar0 + off)

    def rdq(self, off):
        return self.m.readq(self.bar0 + off)

    def wr(self, off, value):
        self.m.writel(self.bar0 + off, value)

    def wrq(self, off, value):
        self.m.writeq(self.bar0 + off, value)

    def blk(self, block):
        """Offset of a block, from the directory."""
        return self.directory()[block][1]

    def directory(self):
        reg = self.rd(HW.CPO_REG_DIR)
        out = {}
        for i in range(reg >> 16 & 0xff):
            raw = self.m.read(self.bar0 + (reg & 0xffff) + 16 * i, 16)
            ident, ver, flags, off, size, db = struct.unpack('<HBBIII', raw)
            out[ident] = (ver, off, size, db)
        return out

    def setup(self, features=None, event=True):
        """Handshake, then both queues, then ENABLE."""
        d = self.directory()
        self.ctrl = d[HW.CPO_BLK_CONTROL][1]
        self.aq = d[HW.CPO_BLK_ADMINQ][1]
        self.aq_db = d[HW.CPO_BLK_ADMINQ][3]
        self.eq = d[HW.CPO_BLK_EVENTQ][1]
        self.eq_db = d[HW.CPO_BLK_EVENTQ][3]
        if features is None:
            features = self.rd(HW.CPO_REG_DEV_FEAT_LO)
        self.wr(self.ctrl + HW.CPO_CTRL_DRV_FEAT_LO, features)
        self.wr(self.ctrl + HW.CPO_CTRL_DRV_FEAT_HI, 0)
        self.wr(self.ctrl + HW.CPO_CTRL_CTL, HW.CPO_CTL_FEATURES_OK)
        assert self.sts() & HW.CPO_STS_FEATURES_OK
        self.admin_start()
        if event:
            self.event_start()
        self.wr(self.ctrl + HW.CPO_CTRL_CTL,
                HW.CPO_CTL_FEATURES_OK | HW.CPO_CTL_ENABLE)

    def sts(self):
        return self.rd(self.ctrl + HW.CPO_CTRL_STS)

    def fatal(self):
        if not self.sts() & HW.CPO_STS_FATAL:
            return None
        return (self.rd(self.ctrl + HW.CPO_CTRL_FATAL_CODE),
                self.rd(self.ctrl + HW.CPO_CTRL_FATAL_ARG))

    def reset(self, level):
        self.wr(self.ctrl + HW.CPO_CTRL_RESET, HW.CPO_RESET_KEY | level)

    # ---- memory map of a device's share of RAM ----
    def sq(self):
        return self.ram

    def cq(self):
        return self.ram + 0x20000

    def eq_mem(self):
        return self.ram + 0x80000

    def data(self):
        return self.ram + 0x200000

    def tlm_mem(self, buf):
        return self.ram + 0x400000 + 0x100000 * buf

    # ---- admin queue ----
    def admin_start(self, sq_log2=None, cq_log2=None, sq=None, cq=None):
        self.sq_log2 = sq_log2 or self.SQ_LOG2
        self.cq_log2 = cq_log2 or self.CQ_LOG2
        self.sq_tail = 0
        self.cq_head = 0
        self.m.write(self.cq(), bytes(32 << self.cq_log2))
        self.wrq(self.aq + HW.CPO_ADMINQ_SQ_BASE,
                 self.sq() if sq is None else sq)
        self.wrq(self.aq + HW.CPO_ADMINQ_CQ_BASE,
                 self.cq() if cq is None else cq)
        self.wr(self.aq + HW.CPO_ADMINQ_SIZE, self.cq_log2 << 8 |
                self.sq_log2)
        self.wr(self.aq + HW.CPO_ADMINQ_ENABLE, 1)

    def push(self, opcode, arg=b'', length=0, addr=None, obj=(0, 0),
             version=1, flags=0, count=0, gen=0, ring=True):
        if addr is None:
            addr = self.data() if length else 0
        self.slot = (self.slot + 1) & 0xff
        raw = struct.pack('<HBBHHBBHHHIIQ', opcode, version, flags,
                          self.slot, gen, obj[0], 0, obj[1], 0, 0, count,
                          length, addr) + arg.ljust(32, b'\0')
        index = self.sq_tail & ((1 << self.sq_log2) - 1)
        self.m.write(self.sq() + 64 * index, raw)
        self.sq_tail = (self.sq_tail + 1) & 0xffff
        if ring:
            self.ring()
        return self.slot

    def ring(self):
        self.wr(self.aq_db + HW.CPO_ADMINQ_DB_SQ_TAIL, self.sq_tail)

    def next_phase(self):
        return 0 if self.cq_head >> self.cq_log2 & 1 else HW.CPO_PHASE

    def poll(self):
        """The next completion, or None."""
        index = self.cq_head & ((1 << self.cq_log2) - 1)
        cpl = Completion(self.m.read(self.cq() + 32 * index, 32))
        if cpl.phase != self.next_phase():
            return None
        self.cq_head = (self.cq_head + 1) & 0xffff
        return cpl

    def consume(self):
        self.wr(self.aq_db + HW.CPO_ADMINQ_DB_CQ_HEAD, self.cq_head)

    def cmd(self, opcode, arg=b'', length=0, **kw):
        """One command; returns its completion."""
        slot = self.push(opcode, arg, length, **kw)
        cpl = self.poll()
        if cpl is None:
            raise Fatal(self.fatal())
        self.consume()
        assert cpl.slot == slot, (cpl.slot, slot)
        return cpl

    def identify(self):
        cpl = self.cmd(HW.CPO_OP_IDENTIFY, struct.pack('<I', 0), 256)
        assert cpl.status == 0 and cpl.len == 256
        return HW.struct('cpo_hw_ident', self.m.read(self.data(), 256))

    def section(self, kind, name, first=0, count=0):
        """Records of a section as dictionaries, read in as many commands
        as it takes."""
        out = []
        while True:
            arg = struct.pack('<HHII', kind, 0, first + len(out), count)
            cpl = self.cmd(HW.CPO_OP_SECTION_READ, arg, 0x10000)
            assert cpl.status == 0, (kind, cpl.status, cpl.detail)
            n, stride = cpl.result & 0xffff, cpl.result >> 16
            assert cpl.len == n * stride
            assert stride == HW.size(name), (name, stride)
            raw = self.m.read(self.data(), cpl.len) if cpl.len else b''
            out += [HW.struct(name, raw[i * stride:(i + 1) * stride])
                    for i in range(n)]
            if not n or (count and len(out) >= count):
                return out

    def page(self, kind, index, bank, page, offset=0, length=256):
        arg = struct.pack('<HHHH', bank, page, offset, length)
        cpl = self.cmd(HW.CPO_OP_PAGE_READ, arg, 256, obj=(kind, index))
        if cpl.status:
            return cpl.status
        assert cpl.len == length
        return self.m.read(self.data(), length)

    # ---- limits and flags ----
    def listed(self, opcode, arg, name, room=0x10000):
        """(rows, how many are left)"""
        cpl = self.cmd(opcode, arg, room)
        assert cpl.status == 0, (cpl.status, cpl.detail)
        size = HW.size(name)
        raw = self.m.read(self.data(), cpl.len) if cpl.len else b''
        return [HW.struct(name, raw[i:i + size])
                for i in range(0, cpl.len, size)], cpl.result

    def limits(self, what, first=0, room=0x10000):
        return self.listed(HW.CPO_OP_THRESH_GET,
                           struct.pack('<II', what, first),
                           'cpo_hw_threshold', room)

    def limits_change(self, opcode, rows, **kw):
        """rows: (object type, number, quantity, {level: limit})"""
        raw = b''
        for kind, index, quantity, levels in rows:
            raw += struct.pack('<BBHHHHB5x4q', kind, 0, index, 0, 0, quantity,
                               sum(1 << n for n in levels),
                               *(levels.get(n, 0) for n in range(4)))
        self.m.write(self.data(), raw)
        return self.cmd(opcode, length=len(raw), count=len(rows), **kw)

    def limits_set(self, *rows, **kw):
        return self.limits_change(HW.CPO_OP_THRESH_SET, rows, **kw)

    def limits_default(self, *rows, **kw):
        return self.limits_change(HW.CPO_OP_THRESH_DEFAULT,
                                  [row + ({},) for row in rows], **kw)

    # ---- settings ----
    def attr_get(self, kind, index, attr, count=1, **kw):
        """Values, or the completion of what was refused."""
        room = count * HW.size('cpo_hw_attr')
        cpl = self.cmd(HW.CPO_OP_ATTR_GET, struct.pack('<H', attr), room,
                       obj=(kind, index), count=count, **kw)
        if cpl.status:
            return cpl
        assert cpl.len == room
        raw = self.m.read(self.data(), cpl.len)
        rows = [HW.struct('cpo_hw_attr', raw[i:i + 24])
                for i in range(0, cpl.len, 24)]
        assert [(r['obj']['type'], r['obj']['a'], r['attr'], r['flags'])
                for r in rows] == [(kind, index + n, attr, 0)
                                   for n in range(count)]
        return [r['value'] for r in rows]

    def attr_set(self, *rows, **kw):
        """rows: (object type, number, attribute, value)"""
        raw = b''.join(struct.pack('<BBHHHHHIq', kind, 0, index, 0, 0, attr,
                                   0, 0, value)
                       for kind, index, attr, value in rows)
        self.m.write(self.data(), raw)
        return self.cmd(HW.CPO_OP_ATTR_SET, length=len(raw), count=len(rows),
                        **kw)

    def flags(self, since=0, room=0x100000):
        return self.listed(HW.CPO_OP_FLAG_READ, struct.pack('<Q', since),
                           'cpo_hw_flag', room)

    def event_config(self, storm_us=0, classes=(1 << 64) - 1):
        return self.cmd(HW.CPO_OP_EVENT_CONFIG,
                        struct.pack('<QI', classes, storm_us)).status

    # ---- events ----
    def event_start(self, log2=None, base=None):
        self.eq_log2 = log2 or self.EQ_LOG2
        self.eq_cons = 0
        self.eq_seq = self.rdq(self.eq + HW.CPO_EVENTQ_NEXT_SEQ) - 1
        self.m.write(self.eq_mem(), bytes(64 << self.eq_log2))
        self.wrq(self.eq + HW.CPO_EVENTQ_BASE,
                 self.eq_mem() if base is None else base)
        self.wr(self.eq + HW.CPO_EVENTQ_SIZE, self.eq_log2)
        self.wr(self.eq + HW.CPO_EVENTQ_ENABLE, 1)

    def events(self, consume=True, limit=None):
        out = []
        size = 1 << self.eq_log2
        self.m.sync()
        ring = self.m.read(self.eq_mem(), 64 * size)
        while limit is None or len(out) < limit:
            index = self.eq_cons & (size - 1)
            e = HW.struct('cpo_hw_event', ring[64 * index:64 * index + 64])
            want = 0 if self.eq_cons & size else HW.CPO_PHASE
            if e['phase'] != want or (limit is None and len(out) == size):
                break
            out.append(e)
            self.eq_seq = e['seq']
            self.eq_cons = (self.eq_cons + 1) & 0xffff
        if consume:
            self.wr(self.eq_db, self.eq_cons)
        return out

    def drain(self):
        """Events until there are no more."""
        out = []
        for _ in range(1000):
            out += self.events()
            if self.eq_seq + 1 == self.rdq(self.eq +
                                           HW.CPO_EVENTQ_NEXT_SEQ):
                return out
        raise AssertionError('events do not end: %d of them' % len(out))

    # ---- telemetry ----
    def tlm_start(self, period_us=0, bufs=2, segs=1, size=0x100000):
        need = self.rd(HW.CPO_REG_TLM_MAX)
        self.tlm_size = (need + 4095) & ~4095
        each = self.tlm_size // segs & ~7
        rows = []
        for b in range(bufs):
            at = self.tlm_mem(b)
            self.m.write(at, bytes(self.tlm_size))
            for i in range(segs):
                n = each if i < segs - 1 else self.tlm_size - each * i
                rows.append(struct.pack('<QII', at + each * i, n, 0))
        self.m.write(self.data(), b''.join(rows))
        arg = struct.pack('<IIBB', period_us, self.tlm_size, bufs, segs)
        return self.cmd(HW.CPO_OP_TLM_CONFIG, arg, 16 * len(rows))

    def refresh(self, cookie=1):
        return self.cmd(HW.CPO_OP_TLM_REFRESH, struct.pack('<Q', cookie))

    def block(self, buf=None):
        """(header, {type: (row, records)}) of a valid block."""
        if buf is None:
            buf = self.rd(self.blk(HW.CPO_BLK_TELEMETRY) +
                          HW.CPO_TLM_LAST_BUF)
        raw = self.m.read(self.tlm_mem(buf), self.tlm_size)
        return parse_block(raw)

    # ---- injection ----
    def inject(self, name, index=0, value='off'):
        """By the monitor; no value takes the fault out."""
        self.m.qom_set(self.name, 'inject',
                       {'name': name, 'index': index, 'value': value})

    def inject_record(self, text):
        """By the registers; returns the status."""
        at = self.bar0 + self.blk(HW.CPO_BLK_INJECT)
        self.m.write(at + HW.CPO_INJECT_RECORD, text.encode().ljust(64, b'\0'))
        self.m.writel(at + HW.CPO_INJECT_GO, 1)
        return self.m.readl(at + HW.CPO_INJECT_STATUS)

    def rows(self, kind):
        """All records of a section of the block."""
        kind = 'CPO_SEC_' + kind
        return self.section(getattr(HW, kind), SECTION_RECORDS[kind])

    def freeze(self, kind, index, on=1):
        return self.cmd(HW.CPO_OP_PAGE_FREEZE, bytes((on,)),
                        obj=(kind, index)).status

    # ---- simulated power ----
    def cold_start(self):
        self.m.step(COLD_NS)

    def els_del(self, slot):
        self.m.command('device_del', id='%s-els%d' % (self.name, slot))

    def els_add(self, slot, **props):
        self.m.command('device_add', driver='cpo-els',
                       id='%s-els%d' % (self.name, slot),
                       bus=self.name + '.0', slot=slot, **props)


class Boot(Machine):
    """A machine whose devices are set up and have had their cold start."""

    def __init__(self, profile='q3450', opts='', extra=(), cold=True,
                 setup=True, count=1):
        devices = ['cpo,id=cpo%d,bus=rp%d,profile=%s%s' %
                   (i, i, profile, opts and ',' + opts)
                   for i in range(count)]
        super().__init__(devices, extra)
        self.devs = [Device(self, i) for i in range(count)]
        if setup:
            for dev in self.devs:
                dev.setup()
        if cold:
            self.step(COLD_NS)

    def __enter__(self):
        return self.devs[0] if len(self.devs) == 1 else self.devs


def refused(args, text):
    """QEMU with this device must not start and must say text."""
    try:
        with Machine([args], ports=1):
            pass
    except QtestError as err:
        assert text in str(err), str(err)
        return
    raise AssertionError('started')


# in the order of the block
SECTION_RECORDS = {
    'CPO_SEC_BOARD': 'cpo_hw_board', 'CPO_SEC_SENSOR': 'cpo_hw_sensor',
    'CPO_SEC_ENGINE': 'cpo_hw_engine', 'CPO_SEC_ELS': 'cpo_hw_els',
    'CPO_SEC_LASER': 'cpo_hw_laser', 'CPO_SEC_FEED': 'cpo_hw_feed',
    'CPO_SEC_LANE': 'cpo_hw_lane', 'CPO_SEC_PORT': 'cpo_hw_port',
    'CPO_SEC_FEC': 'cpo_hw_fec_stats',
}


def parse_block(raw):
    hdr = HW.struct('cpo_hw_tlm_hdr', raw[:64])
    assert hdr['magic'] == HW.CPO_TLM_MAGIC, hex(hdr['magic'])
    assert hdr['seq_begin'], 'block is being written'
    end, = struct.unpack_from('<Q', raw, hdr['total'] - 8)
    assert end == hdr['seq_begin'], (end, hdr['seq_begin'])
    names = {getattr(HW, k): v for k, v in SECTION_RECORDS.items()}
    sections = {}
    for i in range(hdr['sections']):
        row = HW.struct('cpo_hw_tlm_sec', raw[64 + 32 * i:96 + 32 * i])
        name = names[row['type']]
        assert row['stride'] == HW.size(name)
        assert row['offset'] + row['count'] * row['stride'] <= \
            hdr['total'] - 8
        recs = []
        for r in range(row['count']):
            at = row['offset'] + r * row['stride']
            recs.append(HW.struct(name, raw[at:at + row['stride']]))
        sections[row['type']] = (row, recs)
    return hdr, sections


def ber32(value):
    exponent = value & 0xff
    return (value >> 8) * 10.0 ** (exponent - 256 if exponent > 127
                                   else exponent)

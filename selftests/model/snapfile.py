# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""A machine that can save itself and be loaded again in the same process,
with the saved file open to changes in between.

QEMU describes what it saved: the description at the end of the stream gives
each field its name and its place.
"""
import json
import struct
import tempfile

from cpoqtest import Boot

CLUSTER = 0x10000


def qcow2(path):
    """An empty disk, for QEMU wants one to keep snapshots in."""
    header = struct.pack('>4sIQIIQIIQQIIQ', b'QFI\xfb', 2, 0, 0, 16, CLUSTER,
                         0, 1, 3 * CLUSTER, CLUSTER, 1, 0, 0)
    with open(path, 'wb') as f:
        for part in (header, struct.pack('>Q', 2 * CLUSTER),
                     b'\0\1' * 4, b''):
            f.write(part.ljust(CLUSTER, b'\0'))


class SnapBoot(Boot):
    # the savevm and loadvm of QEMU itself leak
    ENV = {'ASAN_OPTIONS': 'detect_leaks=0'}

    def __init__(self, profile='q3450', opts='', **kw):
        self.disk = tempfile.NamedTemporaryFile(prefix='cpo-snap-')
        qcow2(self.disk.name)
        super().__init__(profile, opts, extra=[
            '-drive', 'if=none,id=snap,format=qcow2,file.locking=off,file=' +
            self.disk.name], **kw)

    def close(self):
        found = super().close()
        self.disk.close()
        return found


class Snapshot:
    """What a device of a machine said of itself when it was saved."""

    def __init__(self, d):
        self.d = d
        self.path = d.m.disk.name
        assert not self.hmp('savevm a')
        with open(self.path, 'rb') as f:
            raw = f.read()
        self.fields = {}
        doc = self.description(raw)
        name = doc['name'].encode()
        head = raw.index(bytes((len(name),)) + name)
        self.start = head + 1 + len(name) + 8
        self.end = self.walk(doc['fields'], '', self.start)
        assert raw[self.end] == 0x7e, 'footer'
        self.raw = raw

    @staticmethod
    def description(raw):
        at = raw.rindex(b'{"configuration"', 0, raw.index(b'"page_size"'))
        doc, _ = json.JSONDecoder().raw_decode(raw[at:].decode('latin1'))
        return [x for x in doc['devices'] if x['vmsd_name'] == 'cpo'][0]

    def walk(self, fields, prefix, at):
        for field in fields:
            count = field.get('array_len', 1)
            for i in range(count):
                name = prefix + field['name'].split('[')[0]
                if count > 1 or 'index' in field:
                    name += '[%d]' % (i + field.get('index', 0))
                self.fields[name] = (at, field['size'], field['type'])
                if 'struct' in field:
                    self.walk(field['struct']['fields'], name + '.', at)
                at += field['size']
        return at

    def hmp(self, line):
        return self.d.m.command('human-monitor-command', command_line=line)

    def write(self, at, data):
        with open(self.path, 'r+b', buffering=0) as f:
            f.seek(at)
            f.write(data)

    def get(self, name):
        at, size, kind = self.fields[name]
        return int.from_bytes(self.raw[at:at + size], 'big',
                              signed=kind.startswith('int'))

    def set(self, name, value):
        at, size, _ = self.fields[name]
        if not isinstance(value, bytes):
            value = (value & ((1 << 8 * size) - 1)).to_bytes(size, 'big')
        self.write(at, value)

    def restore(self):
        self.write(self.start, self.raw[self.start:self.end])

    def load(self):
        """Loads the file as it is now.  Returns what QEMU had against it."""
        return self.hmp('loadvm a').strip()

# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Constants and record layouts out of driver/include/cpo_hw.h.

The header is the only place where they are written down; here they are read.
"""
import os
import re
import struct

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
HEADER = os.path.join(TOP, 'driver', 'include', 'cpo_hw.h')

BASIC = {
    '__u8': ('B', 1), 'char': ('c', 1), '__le16': ('H', 2),
    '__le32': ('I', 4), '__le64': ('Q', 8),
}


class Header:
    def __init__(self, path=HEADER):
        with open(path, encoding='utf-8') as f:
            text = f.read()
        text = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
        self.values = {}
        self.macros = {}
        self.structs = {}
        self.enums = {}
        for name, body in re.findall(
                r'^enum (\w+) \{(.*?)^\};', text, flags=re.S | re.M):
            self.enums[name] = self.enum(body)
        for name, body in re.findall(
                r'^struct (\w+) \{(.*?)^\};', text, flags=re.S | re.M):
            self.structs[name] = self.fields(body)
        for line in re.sub(r'\\\n', ' ', text).split('\n'):
            m = re.match(r'#define\s+(\w+)(\([^)]*\))?\s+(\S.*)$', line)
            if m and m.group(1) not in ('BIT', 'GENMASK'):
                self.define(*m.groups())

    def define(self, name, params, body):
        if params:
            self.macros[name] = (params, body.strip())
            return
        try:
            self.values[name] = self.eval(body)
        except (NameError, SyntaxError):
            pass

    def eval(self, text):
        text = re.sub(r'\b(0[xX][0-9a-fA-F]+|\d+)[uUlL]+\b', r'\1', text)
        names = dict(self.values)
        names['BIT'] = lambda n: 1 << n
        names['GENMASK'] = lambda h, l: (1 << (h + 1)) - (1 << l)
        return eval(text.strip(), {'__builtins__': {}}, names)

    def enum(self, body):
        out = {}
        value = -1
        for item in body.split(','):
            item = item.strip()
            if not item:
                continue
            name, _, text = item.partition('=')
            value = self.eval(text) if text else value + 1
            out[name.strip()] = value
            self.values[name.strip()] = value
        return out

    def fields(self, body):
        """[(name, type, count, offset)] of a packed struct."""
        out = []
        offset = 0
        for decl in body.split(';'):
            m = re.match(r'\s*(?:struct )?(\w+)\s+(\w+)(?:\[(\w+)\])?\s*$',
                         decl)
            if not m:
                continue
            kind, name, count = m.group(1), m.group(2), m.group(3)
            n = self.eval(count) if count else 0
            out.append((name, kind, n, offset))
            offset += self.type_size(kind) * (n or 1)
        return out

    def type_size(self, kind):
        if kind in BASIC:
            return BASIC[kind][1]
        return self.size(kind)

    def size(self, name):
        last = self.structs[name][-1]
        return last[3] + self.type_size(last[1]) * (last[2] or 1)

    def offset(self, name, field):
        for f in self.structs[name]:
            if f[0] == field:
                return f[3]
        raise KeyError(field)

    def struct(self, name, raw):
        """Record as a dictionary.  char[] become text, u8[] bytes."""
        out = {}
        for field, kind, count, offset in self.structs[name]:
            out[field] = self.value(kind, count, raw[offset:])
        return out

    def value(self, kind, count, raw):
        size = self.type_size(kind)
        if kind == 'char':
            return raw[:count].rstrip(b'\0').decode('ascii')
        if kind == '__u8' and count:
            return raw[:count]
        if count:
            return [self.value(kind, 0, raw[i * size:])
                    for i in range(count)]
        if kind in BASIC:
            return struct.unpack('<' + BASIC[kind][0], raw[:size])[0]
        return self.struct(kind, raw[:size])

    def __getattr__(self, name):
        try:
            return self.__dict__['values'][name]
        except KeyError:
            raise AttributeError(name)


HW = Header()


def s32(value):
    return value - (1 << 32) if value >> 31 else value


def s64(value):
    return value - (1 << 64) if value >> 63 else value

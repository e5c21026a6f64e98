# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""The interface document against the header: every offset, size and value,
and nothing left out.
"""
import os
import re

from cpohw import HW, TOP

DOC = os.path.join(TOP, 'Documentation', 'hw', 'cpo-device-interface.rst')

# enums that name fields of the maps and not numbers on the wire of their own
NOT_IN_TABLES = {'CPO_IRQ_SOURCES'}
# how many there are
COUNTS = re.compile(r'^CPO_(WINQ_\w+|Q|LV)_COUNT$')


def text():
    with open(DOC, encoding='utf-8') as f:
        return f.read()


def tables():
    """(line before the table, header, rows) of each simple table."""
    lines = text().split('\n')
    rule = re.compile(r'^=+( +=+)+$')
    at = 0
    while at < len(lines):
        if not rule.match(lines[at]):
            at += 1
            continue
        spans = [(m.start(), m.end())
                 for m in re.finditer('=+', lines[at])]
        above = next((x for x in reversed(lines[:at]) if x), '')
        header = cut(lines[at + 1], spans)
        rows, i = [], at + 3
        while not rule.match(lines[i]):
            row = cut(lines[i], spans)
            if row[0]:
                rows.append(row)
            i += 1
        yield above, header, rows
        at = i + 1


def cut(line, spans):
    last = len(spans) - 1
    return [line[a:(None if n == last else b)].strip()
            for n, (a, b) in enumerate(spans)]


def test_registers_and_values():
    seen = set()
    for _, header, rows in tables():
        if header[:2] not in (['offset', 'name'], ['value', 'name']):
            continue
        for number, name in (r[:2] for r in rows):
            assert getattr(HW, name) == int(number, 0), name
            assert name not in seen, name
            seen.add(name)
    prefixes = ('CPO_REG_', 'CPO_CTRL_', 'CPO_ADMINQ_', 'CPO_EVENTQ_',
                'CPO_TLM_LAST_', 'CPO_SAFETY_', 'CPO_TEST_', 'CPO_INJECT_',
                'CPO_BLK_', 'CPO_EV_')
    want = {n for n in HW.values if n.startswith(prefixes)}
    want |= {n for e in HW.enums.values() for n in e}
    want -= NOT_IN_TABLES
    want -= {n for n in want if COUNTS.match(n)}
    # fields of a register and limits are told in the words next to it
    want = {n for n in want
            if not re.search(r'_LOG2(_MIN|_MAX)?$|^CPO_TEST_DMA_'
                             r'(CLEAR|FILL|INVERT)$', n)}
    assert not want - seen, sorted(want - seen)


def test_records():
    documented = {}
    for above, header, rows in tables():
        m = re.match(r'``struct (\w+)``, (\d+) bytes:', above)
        if not m:
            continue
        assert header[:3] == ['offset', 'size', 'field'], above
        name, size = m.group(1), int(m.group(2))
        assert HW.size(name) == size, name
        documented[name] = [(int(r[0]), int(r[1]), r[2]) for r in rows]
    for name, fields in HW.structs.items():
        want = [(off, HW.type_size(kind) * (count or 1), field)
                for field, kind, count, off in fields]
        assert documented.get(name) == want, name


def test_header_asserts_are_right():
    """The parser that all model tests use agrees with the C compiler."""
    path = os.path.join(TOP, 'driver', 'include', 'cpo_hw.h')
    with open(path, encoding='utf-8') as f:
        sizes = re.findall(r'static_assert\(sizeof\(struct (\w+)\) == (\d+)',
                           f.read())
    assert len(sizes) > 30
    for name, size in sizes:
        assert HW.size(name) == int(size), name


def test_statements():
    """Numbers in the prose that have a name in the header."""
    doc = re.sub(r'\s+', ' ', text())
    for words in (
            'Vendor %xh, device %xh' % (HW.CPO_PCI_VENDOR_ID,
                                        HW.CPO_PCI_DEVICE_ID),
            'MSI-X with %d vectors' % HW.CPO_IRQ_VECTORS,
            'each %d..%d' % (HW.CPO_ADMINQ_LOG2_MIN, HW.CPO_ADMINQ_LOG2_MAX),
            'log2 of entries, %d..%d' % (HW.CPO_EVENTQ_LOG2_MIN,
                                         HW.CPO_EVENTQ_LOG2_MAX),
            '%s..%s' % (format(HW.CPO_TLM_PERIOD_MIN_US, ','),
                        format(HW.CPO_TLM_PERIOD_MAX_US, ',')),
            '0, or %d..%d' % (HW.CPO_TLM_BUFS_MIN, HW.CPO_TLM_BUFS_MAX),
            '%d..%s' % (HW.CPO_WINDOW_MIN_S,
                        format(HW.CPO_WINDOW_MAX_S, ',')),
            'after %s ms of device time' % format(HW.CPO_FREEZE_MAX_MS, ','),
            '0..%s, 0: none' % format(HW.CPO_STORM_MAX_US, ','),
            '*count* rows, at most %d' % HW.CPO_THRESH_ROWS_MAX,
            'at most %d settings' % HW.CPO_ATTR_ROWS_MAX,
            'object number %Xh' % HW.CPO_OBJ_ALL):
        assert words in doc, words


def test_lines_fit():
    for number, line in enumerate(text().split('\n'), 1):
        assert len(line) <= 80, number


def source(*path):
    with open(os.path.join(TOP, *path), encoding='utf-8') as f:
        return f.read()


def profiles():
    return re.findall(r'^ +\.name = "(\w+)",$',
                      source('qemu', 'overlay', 'hw', 'cpo',
                             'cpo_profiles.c'), re.M)


def test_profiles_are_listed():
    names = profiles()
    assert len(names) > 2 and 'q3450' in names
    for path in (['README.md'], ['Makefile']):
        assert ' '.join(names) in source(*path), path
    listed = [row[0] for _, header, rows in tables()
              if header[0] == 'profile' for row in rows]
    assert listed == names


def test_properties_are_listed():
    code = source('qemu', 'overlay', 'hw', 'cpo', 'cpo.c')
    want = re.findall(r'DEFINE_PROP_\w+\("([\w-]+)"', code)
    listed = [row[0].strip('`') for _, header, rows in tables()
              if header[0] == 'property' for row in rows]
    assert 'ports' in want and sorted(listed) == sorted(want)


def test_injections_are_listed():
    folder = ('qemu', 'overlay', 'hw', 'cpo')
    want = set(re.findall(r'^    \{ "([\w-]+)", CPO_OBJ_',
                          source(*folder, 'cpo_inject.c'), re.M))
    faults = source(*folder, 'cpo_fault.c')
    want |= set(re.findall(r'= \{ "([\w-]+)",', faults))
    want |= set(re.findall(r'strcmp\(f->name, "([\w-]+)"\)', faults))
    listed = {row[0].strip('`') for _, header, rows in tables()
              if header[0] == 'injection' for row in rows}
    assert len(want) > 15 and listed == want

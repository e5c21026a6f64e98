#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""predict.py ELS FOLDER: what goes dark when an ELS is pulled.

From the routes of device 0, by the kernel's reference client. Writes the files
lasers, lanes and ports, one object per line, sorted.
"""

import sys

sys.path.insert(0, '/src/selftests/guest')
# pylint: disable-next=wrong-import-position
from ynl_load import load_family  # noqa: E402


def write(folder, name, rows):
    """A sorted file of tuples."""
    with open(f'{folder}/{name}', 'w', encoding='ascii') as out:
        for row in sorted(rows):
            out.write(' '.join(str(number) for number in row) + '\n')


def main():
    """Follow the routes of the ELS."""
    els, folder = int(sys.argv[1]), sys.argv[2]
    family, _ = load_family()
    lasers, lanes, ports = set(), set(), set()
    for route in family.dump('route-get', {'dev-id': 0, 'els-id': els}):
        lasers.add((route['els-id'], route['laser-id']))
        ports.update((port,) for port in route['port'])
        span = route['lane-range']
        for step in range(span['count']):
            lanes.add((span['engine-id'],
                       span['first'] + step * span['stride']))
    write(folder, 'lasers', lasers)
    write(folder, 'lanes', lanes)
    write(folder, 'ports', ports)


if __name__ == '__main__':
    main()

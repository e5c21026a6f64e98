#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""stale_rows.py DEV: are the rows of a device stale, by pyynl: "stale",
"fresh", or how many of which kind are stale."""

import sys

sys.path.insert(0, '/src/selftests/guest')
# pylint: disable-next=wrong-import-position
from ynl_load import load_family  # noqa: E402

KINDS = ('engine', 'els', 'laser', 'lane', 'port', 'route', 'sensor')


def main():
    """One word, if all rows agree."""
    family, _ = load_family()
    counts = {}
    for kind in KINDS:
        rows = family.dump(f'{kind}-get', {'dev-id': int(sys.argv[1])})
        stale = [bool(row['sample'].get('stale')) for row in rows]
        counts[kind] = sum(stale), len(stale)
    if all(some == n for some, n in counts.values()):
        print('stale')
    elif not any(some for some, _ in counts.values()):
        print('fresh')
    else:
        print(' '.join(f'{k}: {s} of {n}' for k, (s, n) in counts.items()))


if __name__ == '__main__':
    main()

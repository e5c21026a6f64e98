#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""lane_value.py DEV ENGINE LANE ATTRIBUTE: one value, by pyynl."""

import sys

sys.path.insert(0, '/src/selftests/guest')
# pylint: disable-next=wrong-import-position
from ynl_load import load_family  # noqa: E402


def main():
    """Get the lane and print the value."""
    dev, engine, lane = (int(word) for word in sys.argv[1:4])
    family, _ = load_family()
    row = family.do('lane-get', {'dev-id': dev, 'engine-id': engine,
                                 'lane-id': lane})
    print(row[sys.argv[4]])


if __name__ == '__main__':
    main()

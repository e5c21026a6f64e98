#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""coverage.py FOLDER PERCENT: print lines run per source file, from gcov's JSON.

Only the .c file that belongs to each object counts, not the headers of the
kernel. A file without counts was never loaded: all its lines count as not run.
Fails when the total is below PERCENT or there is nothing to count.
"""

import glob
import gzip
import json
import os
import sys


def lines_of(path):
    """(name, lines, lines that ran) of one object."""
    with gzip.open(path) as file:
        data = json.load(file)
    name = os.path.basename(path).split('.')[0] + '.c'
    hits = {}
    for source in data['files']:
        if os.path.basename(source['file']) != name:
            continue
        for line in source['lines']:
            number = line['line_number']
            hits[number] = max(hits.get(number, 0), line['count'])
    return name, len(hits), sum(1 for count in hits.values() if count)


def percent(ran, lines):
    return 100.0 * ran / lines if lines else 100.0


def main():
    folder, least = sys.argv[1], float(sys.argv[2])
    rows = sorted(lines_of(path)
                  for path in glob.glob(folder + '/*.gcov.json.gz'))
    rows = [row for row in rows if row[1]]
    if not rows:
        sys.exit('error: no counts in ' + folder)
    rows.append(('total', sum(row[1] for row in rows),
                 sum(row[2] for row in rows)))
    print('%-24s %6s %6s %7s' % ('file', 'lines', 'run', 'percent'))
    for name, lines, ran in rows:
        print('%-24s %6d %6d %7.1f' % (name, lines, ran,
                                       percent(ran, lines)))
    return 0 if percent(rows[-1][2], rows[-1][1]) >= least else 1


if __name__ == '__main__':
    sys.exit(main())

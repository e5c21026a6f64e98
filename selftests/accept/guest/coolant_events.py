#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""The loss of coolant as "cpoctl monitor" and "cpoctl health" tell it.

An alarm is a code of an object, with the quantity and level of a limit. The
order is that of the device's own clock.
"""

import collections
import json
import subprocess
import tempfile
import time

HEALTH_MOST = 60        # of 2,000 alarms
START_S = 3             # a monitor reads all there is before it is ready

# What comes first of each kind, in this order. The device looks at it ten
# times a second, so the last three may come at the same moment.
ORDER = (
    ('no coolant flows', 'sensor threshold value low-alarm'),
    ('engines are warm', 'engine threshold temperature high-warning'),
    ('engines are hot', 'engine threshold temperature high-alarm'),
    ('rings come to their rail', 'lane threshold heater-drive low-alarm'),
    ('bits go wrong', 'lane threshold pre-fec-ber-media high-alarm'),
    ('rings lose their lock', 'lane lane-ring-unlock'),
    ('receivers lose theirs', 'lane lane-rx-lol'),
    ('ports go down', 'port port-state'),
)


class Monitor:
    """A monitor of one device, from now on."""

    def __init__(self, dev):
        self.out = tempfile.TemporaryFile('w+')
        self.run = subprocess.Popen(['cpoctl', '-j', 'monitor', 'events', dev],
                                    stdout=self.out)
        time.sleep(START_S)

    def end(self):
        """All that it printed."""
        self.run.terminate()
        self.run.wait(30)
        self.out.seek(0)
        return [json.loads(line) for line in self.out]


def name(record):
    """What kind of alarm it is, in one line."""
    words = [record['object'], record['code'], record.get('quantity'),
             record.get('level')]
    return ' '.join(word for word in words if word)


def begins(event):
    """Whether something begins to be wrong with it."""
    if event['code'] == 'port-state':
        return event['state'] == 'down'
    return event['action'] == 'set'


def alarms(records):
    """The events with which something begins."""
    return [r for r in records if r['type'] == 'event' and begins(r)]


def table(found):
    """For the reader of the log: the first and last of each kind."""
    kinds = collections.defaultdict(list)
    for event in found:
        kinds[name(event)].append(event['device_time_ns'])
    for kind, times in sorted(kinds.items(), key=lambda k: min(k[1])):
        start = min(e['device_time_ns'] for e in found)
        print(f'# {(min(times) - start) / 1e9:6.1f} s to '
              f'{(max(times) - start) / 1e9:6.1f} s: {len(times):4} x {kind}')


def order(found):
    """Why the first ones of each kind are not in order, or None."""
    last = 0
    for what, kind in ORDER:
        times = [e['device_time_ns'] for e in found if name(e) == kind]
        if not times:
            return f'{what}: no {kind}'
        if min(times) < last:
            return f'{what} {(last - min(times)) / 1e9} s too early'
        last = min(times)
    return None


def twice(keys):
    """What is there more than once, or None."""
    times = collections.Counter(keys)
    return [key for key, n in times.items() if n > 1] or None


def without_remedy(records):
    """Those that do not say what to do, or None."""
    return [name(r) for r in records
            if not r.get('words', r).get('remedy')] or None


def check_monitor(tap, records):
    """The story, by its events."""
    found = alarms(records)
    gaps = [r for r in records if r['type'] == 'gap']
    table(found)
    tap.result('monitor: nothing is missing', gaps or None)
    tap.result('monitor: from the coolant to the ports, in order', order(found))
    # A port that is down may tell a new reason.
    tap.result('monitor: each alarm once', twice(
        (e['path'], name(e), e.get('reason')) for e in found))
    tap.result('monitor: each with its remedy', without_remedy(found))


def health(dev):
    """What is wrong, by cpoctl."""
    out = subprocess.run(['cpoctl', '-j', 'health', 'show', dev], check=True,
                         text=True, capture_output=True).stdout
    return json.loads(out)['health']


def out_of_order(rows):
    """Where those as severe do not come as they began, or None."""
    rows = [r for r in rows if not r['ports_down']]
    for a, b in zip(rows, rows[1:]):
        if a['severity'] == b['severity'] and 'since_device_time_ns' in b and \
                a.get('since_device_time_ns', 1 << 64) > \
                b['since_device_time_ns']:
            return f'{a["what"]} before {b["what"]}'
    return None


def check_health(tap, when, rows):
    """Each condition once, with what to do, in the order they began."""
    print(f'# health {when}:')
    for row in rows:
        print(f'# {row["severity"]}: {row["path"]}: {row["what"]}; since '
              f'{row.get("since", "-")}, {row.get("parts", 1)} parts')
    # What is over on some lanes may be there on others.
    tap.result(f'health {when}: each alarm once', twice(
        (r['path'], r['code_list'], r['code'], r['severity'] == 'info')
        for r in rows))
    tap.result(f'health {when}: each with its remedy', without_remedy(rows))
    tap.result(f'health {when}: in order', out_of_order(rows))
    tap.result(f'health {when}: it is a page, not a book',
               len(rows) if len(rows) > HEALTH_MOST else None)


def worst(rows):
    """The severities there are."""
    return {row['severity'] for row in rows}


def text(dev):
    """What a person reads of it, for the log."""
    out = subprocess.run(['cpoctl', 'health', 'show', dev], check=True,
                         text=True, capture_output=True).stdout
    for line in out.splitlines()[:40]:
        print('#', line)

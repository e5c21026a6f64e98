#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""report.py [--quick] PROFILE WORK OUT: from what the guest left, the table.

WORK holds out/bench (rows and kernel traces), vm/trace.log (accesses to the
device, seen by the emulator) and model.jsonl. OUT gets everything as JSON; the
run that was there before is compared with this one. A missed target is told,
and is no failure; a row without a value is one.
"""

import json
import os
import re
import statistics
import sys

from rows import ROWS

EVENT = re.compile(r'\s*(.+)-\d+\s+\[\d+\]\s+\S+\s+(\d+): (\w+): ?(.*)')
IDLE_END = 4294967295
TICKS_PER_SECOND = 1e9    # an instruction takes a nanosecond


def read_lines(path):
    """The lines of a file."""
    with open(path, encoding='utf-8', errors='replace') as stream:
        return stream.read().splitlines()


def read_json_lines(path):
    """The objects of a file with one per line."""
    return [json.loads(line) for line in read_lines(path) if line]


class Accesses:
    """MMIO accesses between the marks that the programs made."""

    def __init__(self, path, marks):
        self.at = {}
        self.count = 0
        for line in read_lines(path):
            if not line.startswith('cpo_mmio_'):
                continue
            value = int(line.rsplit(' ', 1)[1], 16)
            if line.startswith('cpo_mmio_write') and value in marks:
                self.at[value] = self.count
            else:
                self.count += 1

    def between(self, begin, end):
        """How many, or None when a mark is missing."""
        if begin not in self.at or end not in self.at:
            return None
        return self.at[end] - self.at[begin]


class Trace:
    """A trace of the kernel, whose clock counts instructions."""

    def __init__(self, path):
        self.events = []
        for line in read_lines(path):
            match = EVENT.match(line)
            if match:
                self.events.append((int(match.group(2)), match.group(3),
                                    match.group(4)))

    def spans(self, enter, leave):
        """[(begin, end)] of what is noted by two events."""
        spans, begin = [], None
        for time, name, _ in self.events:
            if name == enter:
                begin = time
            elif name == leave and begin is not None:
                spans.append((begin, time))
                begin = None
        return spans

    def idle(self):
        """[(begin, end)] of idle time, without the interrupts in it."""
        spans, begin, idle = [], None, False
        for time, name, text in self.events:
            if name == 'cpu_idle':
                idle = f'state={IDLE_END}' not in text
                if begin is not None:
                    spans.append((begin, time))
                begin = time if idle else None
            elif name == 'irq_handler_entry' and begin is not None:
                spans.append((begin, time))
                begin = None
            elif name == 'irq_handler_exit' and idle:
                begin = time
        return spans

    def calls(self, *names):
        """[(begin, end)] of functions; one may have outlived the trace."""
        spans = []
        for name in names:
            mine = self.spans('enter_' + name, 'leave_' + name)
            last = self.times('enter_' + name)[-1:]
            if last and (not mine or last[0] > mine[-1][1]):
                mine.append((last[0], self.events[-1][0]))
            spans += mine
        return spans

    def busy(self, span, apart=()):
        """Instructions in a span, without idle time and some spans."""
        begin, end = span
        left = end - begin
        for other, until in sorted(self.idle() + list(apart)):
            other, until = max(begin, other), min(end, until)
            if until > other:
                left -= until - other
                begin = until
        return left

    def function(self, name, apart=()):
        """Instructions of all calls of a function."""
        return sum(self.busy(span, apart) for span in
                   self.spans('enter_' + name, 'leave_' + name))

    def objects(self):
        """Bytes of the slab that were taken and not given back."""
        held = {}
        for _, name, text in self.events:
            at = re.search(r'ptr=(\S+)', text)
            size = re.search(r'bytes_alloc=(\d+)', text)
            if at and size:
                held[at.group(1)] = int(size.group(1))
            elif at and name in ('kfree', 'kmem_cache_free'):
                held.pop(at.group(1), None)
        return sum(held.values())

    def times(self, *names):
        """When one of some events was noted."""
        return [time for time, name, _ in self.events if name in names]


class Bench:
    """All that was measured."""

    def __init__(self, work):
        self.out = os.path.join(work, 'out', 'bench')
        self.rows = {row['name']: row for row in
                     read_json_lines(os.path.join(self.out, 'rows.jsonl'))}
        self.mmio = Accesses(os.path.join(work, 'vm', 'trace.log'),
                             set(self.all_marks()))

    def all_marks(self):
        """Every mark that was made."""
        for name, row in self.rows.items():
            for pair in row.get('marks', []):
                yield from pair
            for batch in row.get('batches', []):
                yield batch[2]
            if name.startswith('probe-mark'):
                yield row['value']

    def value(self, name):
        """A single number."""
        return self.rows[name]['value']

    def samples(self, name, share=1):
        """Samples of a row, each divided."""
        return [sample / share for sample in self.rows[name]['samples']]

    def accesses(self, name):
        """MMIO accesses per sample; the least, as telemetry may come in."""
        counts = [self.mmio.between(*pair)
                  for pair in self.rows[name].get('marks', [])]
        counts = [count for count in counts if count is not None]
        return min(counts) if counts else None

    def trace(self, name):
        """A trace by its name."""
        return Trace(os.path.join(self.out, name + '.trace'))

    def probes(self, what='probe'):
        """The traces of all probes, or of what comes after them."""
        n = 0
        while f'probe-mark-end-{n}' in self.rows:
            yield n, self.trace(f'{what}-{n}')
            n += 1


def event_samples(bench):
    """From each interrupt to the return of recv()."""
    irqs = bench.trace('event').times('irq_handler_entry')
    samples, mmio, mark = [], [], None
    for time, _, batch_mark in bench.rows['event']['batches']:
        before = [irq for irq in irqs if irq < time]
        if before:
            samples.append(time - before[-1])
        if mark is not None:
            mmio.append(bench.mmio.between(mark, batch_mark))
        mark = batch_mark
    return samples, min((n for n in mmio if n is not None), default=None)


AFTER_EVENT = ('enter_cpo_pci_port_carrier', 'enter_hwmon_notify_event',
               'enter_devlink_health_report')


def event_order(trace):
    """Percentage of the interrupts after which the event was sent first; none
    when what has to come after was not seen at all."""
    if not set(AFTER_EVENT) <= {name for _, name, _ in trace.events}:
        return 0
    batches = []
    for _, name, _ in trace.events:
        if name == 'irq_handler_entry':
            batches.append([])
        elif batches:
            batches[-1].append(name)
    sent = [batch for batch in batches
            if 'leave_cpo_nl_notify_events' in batch]
    good = [batch for batch in sent
            if not set(batch[:batch.index('leave_cpo_nl_notify_events')]) &
            set(AFTER_EVENT)]
    return 100 * len(good) / len(sent) if sent else 0


PHASES = {
    'probe-ports': 'cpo_pci_ports_create',
    'probe-inventory': 'cpo_pci_inv_read',
    'probe-register': 'cpo_dev_register',
    'probe-identify': 'cpo_pci_els_identify',
    'probe-fill': 'cpo_pci_tlm_refresh',
}
MONITOR = ('cpo_monitor_start', 'cpo_hwmon_register', 'cpo_thermal_register')


def probe_samples(bench):
    """{row: samples} of the parts of a probe."""
    parts = {row: [] for row in PHASES}
    parts['probe-rest'], parts['probe'] = [], []
    for _, trace in bench.probes():
        apart = trace.calls(*MONITOR)
        rest = trace.function('cpo_pci_probe', apart)
        parts['probe'].append(rest)
        for row, function in PHASES.items():
            took = trace.function(function, apart)
            parts[row].append(took)
            rest -= took
        parts['probe-rest'].append(rest)
    ports = bench.value('ports')
    parts['probe-ports'] = [n / ports for n in parts['probe-ports']]
    parts['probe-monitor'] = [
        sum(trace.function(name) for name in MONITOR)
        for _, trace in bench.probes('monitor')]
    return parts


def memory_samples(bench):
    """{row: samples} of what the device takes, and hwmon and thermal of that."""
    ports = bench.value('ports')
    monitor = bench.trace('monitor-memory').objects()
    return {
        'memory-port': [(bench.value(f'probe-memory-before-{n}') -
                         bench.value(f'probe-memory-after-{n}')) / ports
                        for n, _ in bench.probes()],
        'memory-monitor': [monitor / ports],
    }


VALUES = ('engine-dump', 'els-dump', 'laser-dump', 'sensor-dump')


def values(bench):
    """{row: what measure() returns} of all values, in all ways."""
    whole = [sum(samples) for samples in
             zip(*(bench.rows[name]['samples'] for name in VALUES))]
    mmio = [bench.accesses(name) for name in VALUES]
    mmio = sum(mmio) if None not in mmio else None
    taken = {}
    for way in ('hwmon-open', 'hwmon-pread', 'module-read'):
        peer = bench.samples(way, bench.rows[way]['values'])
        for count in ('values', 'measured'):
            share_of = sum(bench.rows[name][count] for name in VALUES)
            taken[f'{count}-{way}'] = ([n / share_of for n in whole], peer,
                                       mmio)
    return taken


def storm(bench):
    """{row: samples} of everything that tells of something at once."""
    row = bench.rows['storm']
    return {
        'storm-events': [row['events']],
        'storm-messages': [row['messages']],
        'storm-bytes': [row['bytes']],
        'storm-seconds': [row['ticks'] / TICKS_PER_SECOND],
        'storm-cost': [row['instructions'] / row['events']],
        'storm-lost': [row['lost']],
    }


def measure(bench):
    """{row: (samples, samples of the peer, MMIO accesses)}"""
    lane, link = bench.rows['lane-dump'], bench.rows['getlink-dump']
    stats, dummy = bench.rows['getstats-dump'], bench.rows['dummy-create']
    lanes = bench.accesses('lane-dump')
    per_byte = bench.samples('lane-dump', lane['bytes'])
    refused = bench.samples('rejected-request')
    event, doorbells = event_samples(bench)
    wakes = bench.samples('eventfd-wake', bench.rows['eventfd-wake']['wakes'])
    probes = [n for n, _ in bench.probes()]
    taken = {
        'lane-dump-byte': (per_byte,
                           bench.samples('getlink-dump', link['bytes']),
                           lanes),
        'lane-dump-value': (bench.samples('lane-dump', lane['values']),
                            bench.samples('getlink-dump', link['values']),
                            lanes),
        'lane-dump-stats': (per_byte,
                            bench.samples('getstats-dump', stats['bytes']),
                            lanes),
        'port-get': (bench.samples('port-get'), refused,
                     bench.accesses('port-get')),
        'lane-get': (bench.samples('lane-get'), refused,
                     bench.accesses('lane-get')),
        'event': (event, wakes, doorbells),
        'event-order': ([event_order(bench.trace('order'))], None, None),
        'cpoctl': (bench.samples('cpoctl-lane-show'),
                   bench.samples('ip-link-show'),
                   bench.accesses('cpoctl-lane-show')),
    }
    mmio = min(bench.mmio.between(bench.value(f'probe-mark-begin-{n}'),
                                  bench.value(f'probe-mark-end-{n}'))
               for n in probes)
    for row, samples in (probe_samples(bench) | memory_samples(bench) |
                         storm(bench)).items():
        taken[row] = (samples, None, None)
    taken['memory-port'] = (taken['memory-port'][0],
                            [dummy['memory'] / dummy['netdevs']], None)
    taken['probe-ports'] = (taken['probe-ports'][0],
                            bench.samples('dummy-create', dummy['netdevs']),
                            None)
    taken['probe'] = (taken['probe'][0], None, mmio)
    return taken | values(bench)


def judge(row, value, ratio):
    """Whether the target is met; None without one."""
    if row.id == 'event-order':
        return value >= row.limit
    if row.ratio is not None:
        return ratio is not None and ratio <= row.ratio
    if row.limit is not None:
        return value <= row.limit
    return None


def share(ratio):
    """A ratio; a small one as a fraction."""
    if ratio < 0.1:
        return f'1/{1 / ratio:.0f}'
    return f'{ratio:.3g}'


def target_text(row):
    """The target for people."""
    if row.id == 'event-order':
        return 'all'
    if row.ratio is not None:
        return f'<= {share(row.ratio)} x'
    if row.limit is not None:
        return f'<= {row.limit}'
    return ''


# An interrupt that comes late makes an event look fast.
OF_SAMPLES = {'event': statistics.median}


def result(row, samples, peer, mmio):
    """One row as it goes into the JSON."""
    pick = OF_SAMPLES.get(row.id, max if row.unit == 'bytes' else min)
    value = pick(samples)
    out = {
        'id': row.id, 'text': row.text, 'unit': row.unit,
        'value': value, 'median': statistics.median(samples),
        'max': max(samples), 'samples': len(samples), 'mmio': mmio,
        'target': target_text(row),
    }
    if peer:
        out['peer'] = {'text': row.peer, 'value': pick(peer),
                       'median': statistics.median(peer), 'max': max(peer)}
        out['ratio'] = value / pick(peer) if pick(peer) else None
    out['met'] = judge(row, value, out.get('ratio'))
    return out


def model_result(line):
    """A row of model_cost.py; its target is a number or a text."""
    target = line.get('target')
    met = None
    if isinstance(target, (int, float)):
        met = line['value'] <= target
        target = f'<= {target:g}'
    return {'id': line['row'], 'text': line.get('text', line['row']),
            'unit': line['unit'], 'value': line['value'],
            'median': line.get('median', line['value']),
            'max': line.get('max', line['value']),
            'samples': line.get('samples', 1), 'mmio': None,
            'target': target or '', 'met': line.get('met', met)}


def number(value):
    """A number as short as it may be."""
    if value is None:
        return ''
    if value >= 1e6:
        return f'{value / 1e6:.4g} M'
    if value == int(value) or value >= 1000:
        return f'{value:.0f}'
    return f'{value:.3g}'


def line_of(out):
    """One line of the table."""
    peer, ratio = out.get('peer'), out.get('ratio')
    if ratio:
        ratio = f'{ratio:.2f}' if ratio >= 0.1 else share(ratio)
    verdict = {True: 'met', False: 'MISSED', None: ''}[out['met']]
    return [out['text'], number(out['value']), number(out['median']),
            out['unit'], number(peer['value']) if peer else '',
            ratio or '', out['target'], verdict, number(out['mmio'])]


HEAD = ['row', 'value', 'median', 'unit', 'peer', 'ratio', 'target', 'result',
        'MMIO']


def print_table(results):
    """The table for people, and what the peers are."""
    lines = [HEAD] + [line_of(out) for out in results]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    rule = '  '.join('=' * width for width in widths)
    print(rule)
    for n, line in enumerate(lines):
        cells = [cell.ljust(width) if i in (0, 3, 6, 7) else cell.rjust(width)
                 for i, (cell, width) in enumerate(zip(line, widths))]
        print('  '.join(cells).rstrip())
        if not n:
            print(rule)
    print(rule)
    for out in results:
        if 'peer' in out:
            print(f"{out['text']}: against {out['peer']['text']}")


def compare(results, path):
    """The largest difference to an earlier run, in words; None if there is none.

    Host time and what depends on it is left out."""
    try:
        with open(path, encoding='utf-8') as stream:
            old = json.load(stream)
        before = {row['id']: row['value'] for row in old['rows']}
        before['profile'] = old['profile']
    except (OSError, ValueError, KeyError):
        return None
    worst, where = 0, None
    for out in results:
        was = before.get(out['id'])
        if was and out['unit'] in ('instructions', 'bytes'):
            change = abs(out['value'] - was) / was
            if change >= worst:
                worst, where = change, out['text']
    if where is None:
        return None
    return (f"against the run before ({before['profile']}): at most "
            f"{100 * worst:.3g} % ({where})")


def main():
    """Command line."""
    args = [arg for arg in sys.argv[1:] if arg != '--quick']
    if len(args) != 3:
        print(__doc__.strip())
        return 2
    profile, work, path = args
    bench = Bench(work)
    taken = measure(bench)
    results = [result(row, *taken[row.id]) for row in ROWS]
    results += [model_result(line) for line in
                read_json_lines(os.path.join(work, 'model.jsonl'))]
    print(f"{profile}: {bench.value('ports')} ports, "
          f"{bench.value('lanes')} lanes")
    print_table(results)
    difference = compare(results, path)
    if difference:
        print(difference)
    with open(path, 'w', encoding='utf-8') as stream:
        json.dump({'profile': profile, 'quick': '--quick' in sys.argv,
                   'ports': bench.value('ports'),
                   'lanes': bench.value('lanes'), 'rows': results,
                   'raw': list(bench.rows.values())}, stream, indent=1)
        stream.write('\n')
    print(f'JSON: {path}')
    return 0


if __name__ == '__main__':
    sys.exit(main())

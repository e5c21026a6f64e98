#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""What stock ethtool says of the ports, against what cpoctl says of them.

Rows stand still while they are compared: the telemetry period is long then.
Text is parsed, for ethtool up to 7.2 at least prints counters of lanes as
something that is not JSON. Prints TAP.

Environment: CPO_DEV and QOM name the device, CPO_HOST is the way to the host,
HAVE_HOST is set when there is one.
"""

import json
import os
import platform
import re
import subprocess
import sys
import time

from guest_tap import Tap

DEV = os.environ['CPO_DEV']
SLOW = 5 if os.environ.get('KSFT_MACHINE_SLOW') else 1
ANSWER_S = 15 * SLOW
FEW = 4
MANY = 16               # each takes a second under emulation
# the table of Documentation/cpo-pci.rst
WHY = {
    'none': None,
    'els-absent': 'Module',
    'els-unchecked': 'Module',
    'laser-off': 'Module',
    'laser-fault': 'Module',
    'interlock': 'Module',
    'disabled': 'Module',
    'starting': 'Module',
    'engine-fault': 'Module, CMIS module is not in ModuleReady state',
    'firmware': 'Module, CMIS module is not in ModuleReady state',
    'rx-los': 'Bad signal integrity, Serdes ALOS',
    'rx-lol': 'Bad signal integrity',
    'ber': 'Bad signal integrity, Large number of physical errors',
    'ring-unlock': 'Calibration failure',
    'overheat': 'Overheat',
    'power': 'Power budget exceeded',
}
TOTALS = {
    'corrected_blocks': 'fec_corrected_codewords',
    'uncorrectable_blocks': 'fec_uncorrectable_codewords',
    'corrected_bits': 'fec_corrected_bits',
}


def run(*words):
    """Text of a command; its complaint when it failed."""
    end = time.monotonic() + ANSWER_S
    while True:
        out = subprocess.run(words, capture_output=True, text=True,
                             check=False)
        text = out.stdout if not out.returncode else out.stderr
        # a device that is silent for too long is started again, once
        if 'No such device' not in text or time.monotonic() > end:
            return text
        time.sleep(0.2)


def rows(kind, path=DEV):
    """Rows of cpoctl."""
    out = json.loads(run('cpoctl', '-j', kind, 'show', path))
    return next(v for v in out.values() if isinstance(v, list))


def period(text):
    """A long one makes rows stand still."""
    run('cpoctl', 'dev', 'set', DEV, 'telemetry-period', text)
    run('cpoctl', 'dev', 'refresh', DEV)


def inject(name, index, value):
    """Put a fault in, or take it out: 'off'."""
    run(os.environ['CPO_HOST'], 'qom-set', os.environ['QOM'], 'inject',
        json.dumps({'name': name, 'index': index, 'value': value}))


def show_fec(ifname):
    """Modes, totals, per-lane values and histogram of ethtool."""
    text = run('ethtool', '-I', '--show-fec', ifname)
    lanes, totals, hist = {}, {}, {}
    for name, total, rest in re.findall(
            r'^ *(corrected_\w+|uncorrectable_blocks): (\d+)(.*)$', text,
            re.M):
        totals[name] = int(total)
        per = re.search(r'per_lane: ([0-9, ]+)', rest)
        if per:
            lanes[name] = [int(n) for n in per[1].split(',')]
    for at, count in re.findall(r'^ *fec_symbols_err_(\w+): (\d+)', text,
                                re.M):
        hist[at] = int(count)
    modes = re.findall(r'FEC encodings?: (.*)', text)
    return {'modes': modes, 'totals': totals, 'lanes': lanes, 'hist': hist,
            'text': text}


def fec_is(fec, stats):
    """What differs about the FEC of a port."""
    want = {
        'modes': ['RS', 'RS'],
        'totals': {k: stats[v] for k, v in TOTALS.items() if v in stats},
        'lanes': {'corrected_bits': stats['fec_lane_corrected_bits']}
        if 'fec_lane_corrected_bits' in stats else {},
    }
    return [f'{k} {fec[k]}, not {v}' for k, v in want.items() if fec[k] != v]


def hist_is(hist, stats):
    """What differs about its histogram."""
    want = {str(i): n for i, n in enumerate(stats['fec_histogram'])}
    return [] if hist == want else [f'{hist}, not {want}']


def counters(ifname):
    """Names and values of ethtool -S, in their order."""
    return [(n, int(v)) for n, v in
            re.findall(r'^ +(\w+): (\d+)$', run('ethtool', '-S', ifname),
                       re.M)]


def lanes_are(symbols, lanes):
    """What differs about the counters of its lanes; the order is the port's."""
    want = [(f'oe{r["engine_id"]}_lane{r["lane_id"]}_symbol_errors',
             r['symbol_errors']) for r in lanes]
    return [] if sorted(symbols) == sorted(want) else \
        [f'{symbols}, not {want}']


def lanes_in_order(fec, symbols):
    """A lane has at least a bit in each symbol, if no codeword was lost."""
    bits = fec['lanes'].get('corrected_bits', [])
    if len(bits) == len(symbols) and (
            fec['totals']['uncorrectable_blocks'] or
            all(b >= n for b, (_, n) in zip(bits, symbols))):
        return []
    return [f'bits {bits}, symbols {symbols}']


def link_of(ifname):
    """The link, why there is none, and how often it went."""
    text = run('ethtool', '-I', ifname)
    link = re.search(r'Link detected: (\w+)(?: \((.*)\))?', text)
    downs = re.search(r'Link Down Events: (\d+)', text)
    return link[1], link[2], downs and int(downs[1])


def link_is(port):
    """What differs about the link of a port."""
    down = port['state'] == 'down'
    want = ('no' if down else 'yes',
            WHY[port['reason']] if down and not port['stale'] else None,
            (port['link_changes'] + down) // 2)
    got = link_of(port['ifname'])
    return [] if got == want else [f'{port["reason"]}: {got}, not {want}']


def has_hist():
    """Kernels since 6.18 have one."""
    release = re.match(r'(\d+)\.(\d+)', platform.release())
    return (int(release[1]), int(release[2])) >= (6, 18)


LOOKS = {
    'fec': 'FEC of {} ports',
    'lanes': 'symbol errors of their lanes',
    'order': 'bits and symbols of a lane are of the same one',
    'link': 'their links',
    'hist': 'their histograms',
}


def look(path):
    """What differs about a port, by what it is about."""
    port = rows('port', path)[0]
    stats = rows('stats', path)[0]
    lanes = rows('lane', path)
    fec = show_fec(port['ifname'])
    symbols = counters(port['ifname'])
    bad = {'fec': fec_is(fec, stats), 'lanes': lanes_are(symbols, lanes),
           'order': lanes_in_order(fec, symbols), 'link': link_is(port)}
    if has_hist():
        bad['hist'] = hist_is(fec['hist'], stats)
    return {k: [f'{path}: {w}' for w in v] for k, v in bad.items()}


def compare(tap, when, number=None):
    """All ports, or the first ones and the last one; of very many, some."""
    paths = [p['path'] for p in rows('port') if 'ifname' in p]
    if number and len(paths) > number:
        paths = paths[:number] + paths[-1:]
    paths = paths[::max(1, len(paths) * SLOW // MANY)]
    found = {k: [] for k in LOOKS}
    for path in paths:
        bad = look(path)
        # a block may come in between
        for _ in range(2):
            bad = look(path) if any(bad.values()) else bad
        for about, why in bad.items():
            found[about] += why
    for about, title in LOOKS.items():
        title = f'{when}: {title.format(len(paths))}'
        if about == 'hist' and not has_hist():
            tap.skip(title, 'not in this kernel')
        else:
            tap.result(title, '\n'.join(found[about]) or None)


def wait(good):
    """Until it is; whether it was."""
    end = time.monotonic() + ANSWER_S
    while not good():
        if time.monotonic() > end:
            return False
        time.sleep(0.3)
    return True


def port_of_lane(lane):
    """The row of the port with a lane of engine 0."""
    row = rows('lane', f'{DEV}/engine0/lane{lane}')[0]
    return rows('port', f'{DEV}/port{row["port_id"]}')[0]


FAULTS = (('los', 1, 'rx-los'), ('fibre-loss', 6500, 'ber'),
          ('fibre-loss', 9000, 'rx-lol'), ('ring-drift', 60000, 'ring-unlock'))


def down_ports(tap, lane=1):
    """A port that a fault takes down, each with another reason."""
    ring = 'heater_drive_percent' in rows('lane', f'{DEV}/engine0/lane0')[0]
    for fault, value, reason in FAULTS:
        title = f'{fault} {value}: ethtool says {WHY[reason]}'
        if reason == 'ring-unlock' and not ring:
            tap.skip(title, 'no rings')
            continue
        before = port_of_lane(lane)
        inject(fault, lane, value)
        wait(lambda want=reason: port_of_lane(lane)['reason'] == want)
        port = port_of_lane(lane)
        why = [] if port['reason'] == reason else [f'is {port["reason"]}']
        why += link_is(port)
        if port['link_changes'] == before['link_changes']:
            why.append('no change was counted')
        tap.result(title, '\n'.join(why) or None)
        inject(fault, lane, 'off')
        wait(lambda: port_of_lane(lane)['state'] == 'up')


def stale_port(tap, lane=1):
    """Nobody knows whether an old reason is still the one; counts stay."""
    inject('los', lane, 1)
    wait(lambda: port_of_lane(lane)['state'] == 'down')
    ifname = port_of_lane(lane)['ifname']
    known = link_of(ifname)[1]
    inject('telemetry-freeze', 0, 1)
    wait(lambda: port_of_lane(lane)['stale'])
    tap.result('ethtool gives no reason from rows that are stale',
               None if known and link_of(ifname)[:2] == ('no', None)
               else f'{known}, then {link_of(ifname)}')
    compare(tap, 'stale', FEW)
    inject('telemetry-freeze', 0, 'off')
    inject('los', lane, 'off')
    tap.result('and a link again when they are fresh', None if wait(
        lambda: link_of(ifname)[0] == 'yes') else link_of(ifname))


def liar(tap):
    """A mode nobody knows, and lanes that do not add up to their port."""
    ports = [p['ifname'] for p in rows('port') if 'ifname' in p]
    before = show_fec(ports[-1])
    inject('telemetry-lie', 0, 10)
    wait(lambda: not show_fec(ports[-1])['lanes'])
    first, last = show_fec(ports[0]), show_fec(ports[-1])
    tap.result('a FEC that is not known has no name',
               None if not first['modes'] and 'No data' in first['text']
               else first['text'])
    tap.result('lanes that do not add up to the port are left out',
               None if before['lanes'] and not last['lanes'] and
               len(last['totals']) == len(TOTALS) else last['text'])
    inject('telemetry-lie', 0, 'off')
    tap.result('and are back when they do', None if wait(
        lambda: show_fec(ports[-1])['lanes'] and
        show_fec(ports[0])['modes']) else show_fec(ports[-1])['text'])


def refused(tap, ifname):
    """What cannot be set, and what nobody counts."""
    why = run('ethtool', '--set-fec', ifname, 'encoding', 'off')
    tap.result('FEC cannot be set',
               None if 'not supported' in why.lower() else why)
    groups = run('ethtool', '-S', ifname, '--groups', 'eth-phy', 'eth-mac',
                 'eth-ctrl', 'rmon')
    tap.result('no counters of frames are made up',
               None if not re.search(r': *\d', groups) else groups)


def main():
    """Everything."""
    tap = Tap()
    first = next((p['ifname'] for p in rows('port') if 'ifname' in p), None)
    if not first:
        tap.skip('ethtool', 'no port has a netdev')
        return tap.done()
    names = [n for n, _ in counters(first)]
    period('1m')
    compare(tap, 'at first')
    period('1s')
    refused(tap, first)
    if os.environ.get('HAVE_HOST') and \
            port_of_lane(1)['state'] == 'up' and 'ifname' in port_of_lane(1):
        down_ports(tap)
        stale_port(tap)
        liar(tap)
        period('1m')
        compare(tap, 'after faults', FEW)
        period('1s')
    else:
        tap.skip('a port that is down', 'nobody can take it down')
    tap.result('names of counters stay', None if names and
               names == [n for n, _ in counters(first)] else names)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())

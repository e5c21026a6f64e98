# SPDX-License-Identifier: GPL-2.0
"""The rows of the benchmark: what each is, its unit, its peer and its target.

A target is a limit for the value, or for its ratio to the value of the peer. The
value is the least of some samples; of memory it is the most, of the event the
median.
Rows of the model's cost in host time come from model_cost.py.
"""

from collections import namedtuple

Row = namedtuple('Row', 'id text unit peer limit ratio')

ROWS = [
    Row('lane-dump-byte', 'lane dump, per byte', 'instructions',
        'RTM_GETLINK without statistics, same netdevs', None, 1.2),
    Row('lane-dump-value', 'lane dump, per value', 'instructions',
        'RTM_GETLINK without statistics, per attribute', None, None),
    Row('lane-dump-stats', 'lane dump, per byte (statistics)', 'instructions',
        'RTM_GETSTATS of the same netdevs', None, None),
    Row('values-hwmon-open', 'all but lanes, per value', 'instructions',
        'hwmon: open, read and close of each file', None, 1 / 250),
    Row('values-hwmon-pread', 'all but lanes, per value (open files)',
        'instructions', 'hwmon: pread() of files that stay open', None, 1 / 15),
    Row('measured-hwmon-open', 'all but lanes, per measured value',
        'instructions', 'hwmon: open, read and close of each file', None, None),
    Row('measured-hwmon-pread', 'all but lanes, per measured value (open files)',
        'instructions', 'hwmon: pread() of files that stay open', None, None),
    Row('measured-module-read', 'all but lanes, per measured value (modules)',
        'instructions', 'what ethtool -m reads, of each port', None, None),
    Row('port-get', 'port get, request to answer', 'instructions',
        'refused netlink request', None, 1.5),
    Row('lane-get', 'lane get, request to answer', 'instructions',
        'refused netlink request', None, None),
    Row('event', 'event, device interrupt to recv()', 'instructions',
        'wake-up through an eventfd', 20000, None),
    Row('event-order', 'event before carrier, uevent, health',
        '% of interrupts', None, 100, None),
    Row('storm-events', 'loss of coolant: events', 'events', None, None, None),
    Row('storm-messages', 'loss of coolant: messages', 'messages', None, None,
        None),
    Row('storm-bytes', 'loss of coolant: size of the messages', 'bytes', None,
        None, None),
    Row('storm-seconds', 'loss of coolant: first to last', 'seconds', None,
        None, None),
    Row('storm-cost', 'loss of coolant: all work, per event', 'instructions',
        None, None, None),
    Row('storm-lost', 'loss of coolant: events lost', 'events', None, 0, None),
    Row('probe-ports', 'probe: netdev + devlink port, each',
        'instructions', 'dummy netdev', None, 1.5),
    Row('probe-inventory', 'probe: reading the inventory', 'instructions',
        None, None, None),
    Row('probe-register', 'probe: core registration', 'instructions',
        None, None, None),
    Row('probe-identify', 'probe: ELS identities',
        'instructions', None, None, None),
    Row('probe-fill', 'probe: first telemetry', 'instructions', None, None,
        None),
    Row('probe-monitor', 'after the probe: hwmon and thermal', 'instructions',
        None, None, None),
    Row('probe-rest', 'probe: everything else', 'instructions', None, None,
        None),
    Row('probe', 'probe as a whole', 'instructions', None, None, None),
    Row('memory-port', 'memory of the device, per port', 'bytes',
        'dummy netdev', 65536, None),
    Row('memory-monitor', 'memory of the device: hwmon and thermal', 'bytes',
        None, None, None),
    Row('cpoctl', 'cpoctl -j lane show, process', 'instructions',
        'ip -j link show of the same netdevs', None, 1.0),
]

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Talk to a running QEMU over its QMP socket.

qmp.py SOCK device_del ID            waits until the device is gone
qmp.py SOCK device_add DRIVER,id=..,prop=value
qmp.py SOCK qom-set PATH PROPERTY JSON
qmp.py SOCK qom-get PATH PROPERTY
qmp.py SOCK qom-list PATH
qmp.py SOCK set_link NAME on|off
qmp.py SOCK pcie_aer_inject_error ID ERROR     name or number of a PCIe error
qmp.py SOCK COMMAND [JSON]           any other command, arguments as an object

Prints the answer as JSON. Exit status: 0 done, 1 refused by QEMU, 2 usage.
PATH may be a device id, which stands for /machine/peripheral/<id>.
"""

import json
import re
import socket
import sys
import time

DELETE_WAIT = 60


class QmpError(Exception):
    """QEMU refused a command, or the connection is gone."""


class Qmp:
    """One connection to a QMP monitor."""

    def __init__(self, path, timeout=60):
        self.events = []
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(timeout)
        self._connect(path, timeout)
        self.file = self.sock.makefile('rw')
        self._read()
        self.command('qmp_capabilities')

    def _connect(self, path, timeout):
        end = time.monotonic() + timeout
        while True:
            try:
                self.sock.connect(path)
                return
            except (FileNotFoundError, ConnectionRefusedError) as err:
                if time.monotonic() > end:
                    raise QmpError(f'no monitor at {path}: {err}') from err
                time.sleep(0.1)

    def _read(self):
        line = self.file.readline()
        if not line:
            raise QmpError('QEMU closed the monitor')
        return json.loads(line)

    def command(self, name, arguments=None):
        """Run one command and return its value."""
        request = {'execute': name}
        if arguments:
            request['arguments'] = arguments
        self.file.write(json.dumps(request) + '\n')
        self.file.flush()
        while True:
            answer = self._read()
            if 'event' in answer:
                self.events.append(answer)
            elif 'error' in answer:
                raise QmpError(answer['error']['desc'])
            elif 'return' in answer:
                return answer['return']

    def wait_deleted(self, device):
        """Wait for the event that says that a device is gone."""
        end = time.monotonic() + DELETE_WAIT
        while time.monotonic() < end:
            for event in self.events:
                if (event['event'] == 'DEVICE_DELETED' and
                        event['data'].get('device') == device):
                    return
            answer = self._read()
            if 'event' in answer:
                self.events.append(answer)
        raise QmpError(f'{device} is still there after {DELETE_WAIT} s')


def qom_path(text):
    """An absolute path as it is; 'cpo0/x' is below the peripherals."""
    return text if text.startswith('/') else '/machine/peripheral/' + text


def json_value(text):
    """JSON, or a bare word taken as a string."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def number_or_text(text):
    """Values of device_add: numbers and booleans keep their type."""
    if text in ('true', 'false'):
        return text == 'true'
    try:
        return int(text, 0)
    except ValueError:
        return text


def device_arguments(text):
    """'driver,a=b,c=d' as the object that device_add takes."""
    driver, *pairs = text.split(',')
    arguments = {'driver': driver}
    for pair in pairs:
        key, equal, value = pair.partition('=')
        if not equal:
            raise QmpError(f"'{pair}' in the device is not property=value")
        text_value = key in ('id', 'bus', 'driver', 'serial')
        arguments[key] = value if text_value else number_or_text(value)
    return arguments


def aer_inject(qmp, device, error):
    """Have a device report a PCIe error; there is no QMP command for it."""
    for word in (device, error):
        if not re.fullmatch(r'[\w.]+(-[\w.]+)*', word, re.ASCII):
            raise QmpError(f"'{word}' is not a word")
    text = qmp.command('human-monitor-command', {
        'command-line': f'pcie_aer_inject_error {device} {error}'}).strip()
    if not text.startswith('OK'):
        raise QmpError(text or 'the monitor said nothing')
    return text


def run(qmp, argv):
    """Run one command given as words; return QEMU's value."""
    name, *rest = argv
    if name == 'device_del' and len(rest) == 1:
        qmp.events.clear()
        value = qmp.command(name, {'id': rest[0]})
        qmp.wait_deleted(rest[0])
        return value
    if name == 'device_add' and len(rest) == 1:
        return qmp.command(name, device_arguments(rest[0]))
    if name == 'qom-set' and len(rest) == 3:
        return qmp.command(name, {'path': qom_path(rest[0]),
                                  'property': rest[1],
                                  'value': json_value(rest[2])})
    if name == 'qom-get' and len(rest) == 2:
        return qmp.command(name, {'path': qom_path(rest[0]),
                                  'property': rest[1]})
    if name == 'qom-list' and len(rest) == 1:
        return qmp.command(name, {'path': qom_path(rest[0])})
    if name == 'set_link' and len(rest) == 2:
        return qmp.command(name, {'name': rest[0], 'up': rest[1] == 'on'})
    if name == 'pcie_aer_inject_error' and len(rest) == 2:
        return aer_inject(qmp, *rest)
    if len(rest) <= 1:
        return qmp.command(name, json.loads(rest[0]) if rest else None)
    raise QmpError(f"wrong arguments for '{name}'; see qmp.py --help")


def main():
    """Command line."""
    if len(sys.argv) < 3 or sys.argv[1] in ('-h', '--help'):
        print(__doc__.strip())
        return 0 if sys.argv[1:2] in (['-h'], ['--help']) else 2
    try:
        print(json.dumps(run(Qmp(sys.argv[1]), sys.argv[2:])))
    except (QmpError, OSError, ValueError) as err:
        print(f'qmp: {err}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())

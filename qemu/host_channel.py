#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""host_channel.py CHANNEL QMP: let the guest ask the host for QMP commands.

CHANNEL is the socket behind the guest's serial port 'cpo.host'. A request is
one line, a JSON list of words as on the command line of qmp.py; the answer is
one line {"return": ...} or {"error": "..."}. guest-host.sh is the other end.
Only the commands listed here are passed on.
"""

import json
import os
import socket
import sys

from qmp import Qmp, QmpError, run

ALLOWED = {
    'device_add', 'device_del', 'qom-get', 'qom-list', 'qom-set', 'set_link',
    'query-status', 'query-pci', 'stop', 'cont', 'pcie_aer_inject_error',
    'trace-event-get-state', 'trace-event-set-state',
}


def answer_to(qmp, line):
    """Run one request and return the answer as an object."""
    try:
        words = json.loads(line)
        if not isinstance(words, list) or not words or \
           not all(isinstance(word, str) for word in words):
            return {'error': 'a request is a JSON list of words'}
        if words[0] not in ALLOWED:
            return {'error': f"'{words[0]}' is not allowed; use one of: " +
                             ' '.join(sorted(ALLOWED))}
        return {'return': run(qmp, words)}
    except (QmpError, ValueError) as err:
        return {'error': str(err)}


def serve(channel, monitor):
    """Serve the guest until QEMU goes away."""
    qmp = None
    for line in channel:
        if not line.strip():
            continue
        qmp = qmp or Qmp(monitor)
        answer = answer_to(qmp, line)
        print(line.strip(), '->', json.dumps(answer), flush=True)
        channel.write(json.dumps(answer) + '\n')
        channel.flush()


def main():
    """Wait for QEMU to connect, then serve it."""
    if len(sys.argv) != 3:
        print(__doc__.strip())
        return 2
    listener = socket.socket(socket.AF_UNIX)
    if os.path.exists(sys.argv[1]):
        os.unlink(sys.argv[1])
    listener.bind(sys.argv[1])
    listener.listen(1)
    connection, _ = listener.accept()
    serve(connection.makefile('rw'), sys.argv[2])
    return 0


if __name__ == '__main__':
    sys.exit(main())

# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (c) 2026 The cpo authors
"""Runs the model tests: compiles and runs the host tests, then calls every
test_* function of every test_*.py.  Writes TAP.
"""
import atexit
import functools
import glob
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from cpohw import TOP

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(TOP, 'qemu', 'overlay', 'hw', 'cpo')
HOST = os.path.join(TOP, 'selftests', 'host')
# What includes nothing of QEMU: cpo_NAME.c
PURE = ['constants', 'diode', 'draw', 'fec', 'inject', 'laser', 'limits',
        'math', 'optics', 'plant', 'plant_count', 'plant_laser', 'plant_light',
        'plant_sane', 'power', 'profiles', 'ring', 'safety', 'sensor', 'tec',
        'thermal', 'vdm', 'watch', 'window']
CFLAGS = ['-std=c11', '-D_GNU_SOURCE', '-O2', '-g', '-Wall', '-Wextra',
          '-Werror', '-fsanitize=undefined', '-fno-sanitize-recover']


def compiler():
    return [os.environ.get('CC', 'cc'), *CFLAGS, '-I', MODEL,
            '-I', os.path.join(TOP, 'driver', 'include')]


@functools.cache
def pure_objects():
    """Compiles the pure sources once; the folder goes with the process."""
    out = tempfile.mkdtemp(prefix='cpo-pure-')
    atexit.register(shutil.rmtree, out)
    objects = []
    for name in PURE:
        objects.append(os.path.join(out, name + '.o'))
        run([*compiler(), '-c', os.path.join(MODEL, 'cpo_%s.c' % name),
             '-o', objects[-1]])
    return objects


class HostTest:
    def __init__(self, path):
        self.path = path

    def __call__(self):
        with tempfile.TemporaryDirectory(prefix='cpo-model-') as out:
            exe = os.path.join(out, 'test')
            run([*compiler(), self.path, *pure_objects(),
                 '-o', exe, '-lcmocka', '-lm'])
            run([exe])


def run(args):
    done = subprocess.run(args, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=300, check=False)
    if done.returncode:
        raise AssertionError(done.stdout.decode(errors='replace'))


def collect(patterns):
    tests = []
    for path in sorted(glob.glob(os.path.join(HOST, 'model_*.c'))):
        tests.append((os.path.basename(path)[:-2], HostTest(path)))
    for path in sorted(glob.glob(os.path.join(HERE, 'test_*.py'))):
        name = os.path.basename(path)[:-3]
        module = importlib.import_module(name)
        for key, value in vars(module).items():
            if key.startswith('test_') and callable(value) and \
                    value.__module__ == name:
                tests.append(('%s.%s' % (name[5:], key[5:]), value))
    return [t for t in tests
            if not patterns or any(p in t[0] for p in patterns)]


def main():
    tests = collect(sys.argv[1:])
    failed = 0
    print('KTAP version 1\n1..%d' % len(tests), flush=True)
    for number, (name, test) in enumerate(tests, 1):
        start = time.monotonic()
        try:
            test()
            print('ok %d %s' % (number, name), end='')
        except Exception:
            failed += 1
            for line in traceback.format_exc().rstrip().split('\n'):
                print('# ' + line)
            print('not ok %d %s' % (number, name), end='')
        print(' # time %.1f s' % (time.monotonic() - start), flush=True)
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())

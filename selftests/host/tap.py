# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""The Test Anything Protocol, for tests that are plain functions."""
import signal
import sys
import traceback

LIMIT_SECONDS = 60


class Fail(Exception):
    """A test found something else than it wants."""


def check(cond, what):
    if not cond:
        raise Fail(what)


def same(got, want, what=""):
    if got != want:
        raise Fail("%s: got %r, want %r" % (what, got, want))


def too_long(_signal, _frame):
    raise Fail("took longer than %d s" % LIMIT_SECONDS)


def main(module):
    """Run all functions test_*, in their order; returns the exit status."""
    tests = [(name[5:], func) for name, func in vars(module).items()
             if name.startswith("test_") and callable(func)]
    bad = 0
    signal.signal(signal.SIGALRM, too_long)
    print("1..%d" % len(tests))
    for num, (name, func) in enumerate(tests, 1):
        try:
            signal.alarm(LIMIT_SECONDS)
            func()
            print("ok %d - %s" % (num, name))
        except Exception as err:  # pylint: disable=broad-except
            bad += 1
            print("not ok %d - %s" % (num, name))
            text = str(err) if isinstance(err, Fail) else \
                traceback.format_exc()
            for line in text.splitlines():
                print("# " + line)
        sys.stdout.flush()
    return 1 if bad else 0

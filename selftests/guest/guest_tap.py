# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""The Test Anything Protocol, for tests of the guest in Python."""


class Tap:
    """Results, numbered."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def result(self, name, why=None):
        """One result; why is None when it is good."""
        self.count += 1
        if why is None:
            print(f'ok {self.count} {name}')
            return
        self.failed += 1
        print(f'not ok {self.count} {name}')
        for line in str(why).splitlines()[:20]:
            print(f'# {line}')

    def skip(self, name, why):
        """A result that could not be had."""
        self.count += 1
        print(f'ok {self.count} {name} # SKIP {why}')

    def done(self):
        """Plan and exit status."""
        print(f'1..{self.count}')
        return 1 if self.failed else 0

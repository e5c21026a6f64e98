#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""judge.py LIST FOLDER PROGRAM...: what the kernel's own selftests say of us.

FOLDER has the output of each PROGRAM in PROGRAM.log and its exit status in
PROGRAM.status, with "/" in the name as "_". Every case becomes one result of
TAP. A case that does not pass must be in LIST as that (see expected.txt) and
counts as skipped, for the reason that is there. What is listed and passes, says
something else, or does not come, is a failure.
"""

import fnmatch
import os
import re
import sys
from collections import namedtuple

Case = namedtuple('Case', 'name outcome planned details')
Output = namedtuple('Output', 'cases plan rest')
Entry = namedtuple('Entry', 'outcome program case says reason')

OUTCOMES = ('skip', 'xfail', 'fail', 'missing')
SKIP_STATUS = 4
TIMED_OUT = 124
DETAILS = 20        # lines

# The formats of the kernel's tests: of both libraries in one program, too.
KTAP = re.compile(r'(not )?ok \d+ (.*?)(?: *# *(SKIP|XFAIL)\b *(.*))?$')
PLAN = re.compile(r'1\.\.(\d+)')
LOGGED = re.compile(r'TEST: (.*?) +\[ *(OK|FAIL|XFAIL|SKIP) *\]$')
LISTED = re.compile(r'(\w+) (\S+): (.+?)(?: => (.+?))? # (.+)')


def read_list(path):
    """The entries of a list."""
    entries = []
    with open(path, encoding='utf-8') as stream:
        for number, line in enumerate(stream, 1):
            line = line.strip()
            if not line or line.startswith('#'):
                continue
            match = LISTED.fullmatch(line)
            if not match or match.group(1) not in OUTCOMES:
                sys.exit(f'{path}:{number}: not as the first lines say')
            entries.append(Entry(*match.groups()))
    return entries


def ktap_case(match, details):
    """A case from a line of KTAP."""
    failed, name, directive, text = match.groups()
    outcome = 'fail' if failed else (directive or 'pass').lower()
    return Case(name.strip(), outcome, True, details + [text] * bool(text))


def logged_case(match, details):
    """A case from a line of lib.sh."""
    outcome = match.group(2).lower().replace('ok', 'pass')
    return Case(match.group(1), outcome, False, details)


def parse(text):
    """The output of a program."""
    cases, details, plan = [], [], None
    for line in text.splitlines():
        planned, ktap = PLAN.match(line), KTAP.match(line)
        logged = LOGGED.match(line)
        if planned:
            plan = int(planned.group(1))
        elif ktap or logged:
            cases.append(ktap_case(ktap, details) if ktap else
                         logged_case(logged, details))
            details = []
        elif cases and line.startswith('\t'):
            # lib.sh gives the reason behind the case
            cases[-1].details.append(line.strip())
        elif line.strip():
            details.append(line.lstrip('# '))
    return Output(cases, plan, details)


class Tap:
    """Results, with a number each."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def result(self, good, name, details=(), skip=None):
        """One line, and what explains a failure."""
        self.count += 1
        self.failed += not good
        print('%s %d %s%s' % ('ok' if good else 'not ok', self.count, name,
                              ' # SKIP ' + skip if skip else ''))
        for line in () if good else details[-DETAILS:]:
            print('#   ' + line)

    def end(self):
        """The plan."""
        print(f'1..{self.count}')
        return 1 if self.failed else 0


class Program:
    """The results of one program, against what is listed."""

    def __init__(self, name, entries, tap):
        self.name = name
        self.tap = tap
        self.unused = [entry for entry in entries if entry.program == name]

    def result(self, good, what, details=(), skip=None):
        """One of its results."""
        self.tap.result(good, f'{self.name}: {what}', details, skip)

    def listed(self, case):
        """What is listed of a case; not for a second one."""
        for entry in self.unused:
            if fnmatch.fnmatchcase(case.name, entry.case):
                self.unused.remove(entry)
                return entry
        return None

    def judge_case(self, case):
        """As it says, or as it is listed."""
        entry = self.listed(case)
        if entry and entry.outcome == case.outcome:
            said = any((entry.says or '') in line for line in
                       case.details + [''])
            self.result(said, case.name if said else
                        f'{case.name} (listed as "{entry.says}")',
                        case.details, entry.reason if said else None)
        elif entry:
            self.result(False, f'{case.name} ({case.outcome}, listed as '
                        f'{entry.outcome}: {entry.reason})', case.details)
        elif case.outcome in ('pass', 'fail'):
            self.result(case.outcome == 'pass', case.name, case.details)
        else:
            self.result(False, f'{case.name} ({case.outcome}, not listed)',
                        case.details)

    def judge_unused(self):
        """What is listed and did not come; how many of these are as listed."""
        missing = 0
        for entry in self.unused:
            if entry.outcome == 'missing':
                missing += 1
                self.result(True, entry.case, skip=entry.reason)
            else:
                self.result(False, f'{entry.case} (listed as {entry.outcome}, '
                            'and not there)')
        return missing

    def judge(self, text, status):
        """All that the program gave."""
        cases, plan, rest = parse(text)
        for case in cases:
            self.judge_case(case)
        missing = self.judge_unused()
        seen = sum(case.planned for case in cases)
        if status == TIMED_OUT:
            self.result(False, 'ends in time', rest)
        elif not cases:
            self.result(False, f'gives a result (status {status})', rest)
        elif plan not in (None, seen + missing):
            self.result(False, f'planned {plan}, gave {seen}, and {missing} '
                        'are listed as missing', rest)
        elif status not in (0, SKIP_STATUS) and \
                all(case.outcome != 'fail' for case in cases):
            self.result(False, f'status {status} though nothing failed', rest)


def read(folder, name, suffix):
    """What the guest's script left."""
    path = os.path.join(folder, name.replace('/', '_') + suffix)
    with open(path, encoding='utf-8', errors='replace') as stream:
        return stream.read()


def main():
    """Command line."""
    if len(sys.argv) < 4:
        print(__doc__.strip())
        return 2
    path, folder, *programs = sys.argv[1:]
    entries, tap = read_list(path), Tap()
    for name in programs:
        Program(name, entries, tap).judge(
            read(folder, name, '.log'), int(read(folder, name, '.status')))
    for entry in entries:
        if entry.program not in programs:
            tap.result(False, f'{entry.program}: {entry.case} (listed, and '
                       'the program is not run)')
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())

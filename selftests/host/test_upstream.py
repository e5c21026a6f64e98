#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""What is made of the results of the kernel's own selftests.

usage: test_upstream.py BUILD-FOLDER
"""
import contextlib
import io
import os
import sys
import tempfile

import tap
from tap import check, same

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
UPSTREAM = os.path.join(TOP, "selftests/upstream")
sys.path.insert(0, UPSTREAM)
sys.dont_write_bytecode = True

import judge                                            # noqa: E402

KTAP = """TAP version 13
1..3
ok 1 stats.check_pause # SKIP pause not supported
# Check| At stats.py, line 3
not ok 2 stats.check_fec
ok 3 stats.check_down
# Totals: pass:1 fail:1 xfail:0 xpass:0 skip:1 error:0
"""
LOGGED = """TEST: Autoneg, No partner detected                [FAIL]
\tExpected "Autoneg", got ""
TEST: No cable                                    [ OK ]
"""
KTAP_LISTED = "skip x: stats.check_pause # no pause\n" \
              "fail x: stats.check_fec # no FEC\n"


def run(listed, output, status=0, programs=("x",)):
    """[(good, text, reason)] of a program against a list."""
    tell = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "list")
        files = {path: listed}
        for name in programs:
            files[os.path.join(folder, name + ".log")] = output
            files[os.path.join(folder, name + ".status")] = str(status)
        for name, text in files.items():
            with open(name, "w", encoding="utf-8") as stream:
                stream.write(text)
        argv, sys.argv = sys.argv, ["judge.py", path, folder, *programs]
        try:
            with contextlib.redirect_stdout(tell):
                code = judge.main()
        finally:
            sys.argv = argv
    lines = [line for line in tell.getvalue().splitlines()
             if not line.startswith("#")]
    results = []
    for number, line in enumerate(lines[:-1], 1):
        good = not line.startswith("not ")
        mark, text = line.split(" %d " % number, 1)
        same(mark, "ok" if good else "not ok")
        text, _, reason = text.partition(" # SKIP ")
        results.append((good, text, reason))
    same(lines[-1], "1..%d" % len(results))
    same(code, 0 if all(good for good, _, _ in results) else 1)
    return results


def bad(*args, **more):
    return [text for good, text, _ in run(*args, **more) if not good]


def test_as_listed_is_skipped_with_our_reason():
    same(run(KTAP_LISTED, KTAP, 1),
         [(True, "x: stats.check_pause", "no pause"),
          (True, "x: stats.check_fec", "no FEC"),
          (True, "x: stats.check_down", "")])


def test_what_is_not_listed_must_pass():
    same(bad("", KTAP, 1), ["x: stats.check_pause (skip, not listed)",
                            "x: stats.check_fec"])


def test_listed_must_not_pass():
    same(bad(KTAP_LISTED + "fail x: stats.check_down # why\n", KTAP, 1),
         ["x: stats.check_down (pass, listed as fail: why)"])


def test_listed_must_be_as_listed():
    same(bad(KTAP_LISTED.replace("skip", "fail"), KTAP, 1),
         ["x: stats.check_pause (skip, listed as fail: no pause)"])


def test_listed_must_say_what_is_listed():
    said = "fail x: stats.check_fec => %s # no FEC\n"
    for text, want in (("line 3", []), ("At stats.py, l", []),
                       ("line 4", ['x: stats.check_fec (listed as "line 4")'])):
        same(bad(said % text, KTAP.replace("ok 1", "#ok 1")
                 .replace("1..3", "1..2"), 1), want, text)
    same(bad("skip x: stats.check_pause => pause not # why\n",
             KTAP.splitlines()[2]), [])
    same(bad("fail x: Autoneg, * => Expected # why\n", LOGGED, 1), [])


def test_listed_must_come():
    same(bad(KTAP_LISTED + "skip x: stats.gone # why\n", KTAP, 1),
         ["x: stats.gone (listed as skip, and not there)"])
    same(bad(KTAP_LISTED + "skip y: a # why\n", KTAP, 1),
         ["y: a (listed, and the program is not run)"])


def test_logged_results():
    same(run("fail x: Autoneg, * # fixed speed\n", LOGGED, 1),
         [(True, "x: Autoneg, No partner detected", "fixed speed"),
          (True, "x: No cable", "")])
    same(bad("", LOGGED, 1), ["x: Autoneg, No partner detected"])
    same(judge.parse(LOGGED).cases[0].details,
         ['Expected "Autoneg", got ""'])


ENDED = "TAP version 13\n1..2\nTEST: setup (eth0)   [FAIL]\n"
ENDED_LISTED = "fail x: setup (*) # no frames\nmissing x: a # no frames\n" \
               "missing x: b # no frames\n"


def test_missing_counts_as_planned():
    same(bad(ENDED_LISTED, ENDED, 1), [])
    same(bad(ENDED_LISTED.replace("missing x: b # no frames\n", ""), ENDED, 1),
         ["x: planned 2, gave 0, and 1 are listed as missing"])


def test_missing_must_not_come():
    same(bad(ENDED_LISTED, ENDED + "ok 1 a\n", 1),
         ["x: a (pass, listed as missing: no frames)"])


def test_ends_that_are_failures():
    same(bad("", "SKIP: no jq\n", 4), ["x: gives a result (status 4)"])
    same(bad("", "ok 1 a\n", 124), ["x: ends in time"])
    same(bad("", "ok 1 a\n", 1), ["x: status 1 though nothing failed"])
    same(bad("", "1..2\nok 1 a\n"),
         ["x: planned 2, gave 1, and 0 are listed as missing"])
    same(bad("", "ok 1 a\n"), [])


def test_our_list_can_be_read():
    entries = judge.read_list(os.path.join(UPSTREAM, "expected.txt"))
    check(entries, "nothing is listed")
    same(len({entry[1:3] for entry in entries}), len(entries), "twice")


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

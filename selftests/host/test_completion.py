#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Completion of cpoctl: sourced in bash, and asked what it offers.

usage: test_completion.py BUILD-FOLDER
"""
import os
import subprocess
import sys

import tap
from tap import check, same
from test_cli import BUILD, environ, good

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
FILE = os.path.join(TOP, "tools/completion/cpoctl.bash")

SCRIPT = """
set -u
source "$1"
shift
PATH=$1:$PATH
shift
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_cpoctl
printf '%s\\n' "${COMPREPLY[@]-}"
"""


def offers(*line, **knobs):
    """What is offered for the last word of a line."""
    env = environ(plain=True, **knobs)
    done = subprocess.run(
        ["bash", "-c", SCRIPT, "bash", FILE,
         os.path.join(BUILD, "tools/cpoctl"), "cpoctl"] + list(line),
        text=True, capture_output=True, check=False, env=env)
    same((done.returncode, done.stderr), (0, ""), " ".join(line))
    return [word for word in done.stdout.split("\n") if word]


def test_objects():
    table = good("-j", "help").json()
    names = [obj["name"] for obj in table["objects"]]
    same(offers(""), names + ["help"])
    same(offers("la"), ["laser", "lane"])
    same(offers("-j", "-d", "top"), ["topology"])
    same(offers("-N", "blue", "top"), ["topology"])
    same(offers("nothing-like-it"), [])


def test_commands():
    for obj in good("-j", "help").json()["objects"]:
        got = offers(obj["name"], "")
        for cmd in obj["commands"]:
            check(cmd["name"] in got, obj["name"])
    same(offers("lane", "s"), ["show"])
    same(offers("oe", "s"), ["show"])
    same(offers("foo", ""), [])
    same(offers("help", "el"), ["els"])
    check("cpo0" in offers("monitor", ""), "a command may be left out")


def test_options():
    same(offers("--j"), ["--json"])
    same(offers("topology", "show", "--us"), ["--users"])
    for opt in good("-j", "help").json()["options"]:
        check(any(word.rstrip("=") == "--" + opt["name"]
                  for word in offers("--")), opt["name"])
    same(offers("--color", "=", "n"), ["never"])
    same(offers("-c", "a"), ["auto", "always"])


def test_words_of_options():
    same(offers("--severity", "=", "m"), ["major"])
    same(offers("health", "show", "--severity", ""),
         ["info", "notice", "warning", "major", "critical"])
    same(offers("monitor", "--code", "laser-f"), ["laser-fault"])
    same(offers("--severity", "major", "hea"), ["health"])
    same(offers("--object", "=", "els", "moni"), ["monitor"])
    same(offers("check", "cpo0/els17"), ["cpo0/els17"])


def test_dev_set():
    same(offers("dev", "set", "cpo0", "t"), ["telemetry-period"])
    check({"telemetry-period", "window"} <=
          set(offers("dev", "set", "cpo0", "")), "keys")
    same(offers("dev", "set", "cpo0", "window", ""), [])
    same(offers("dev", "se"), ["set"])


def test_power():
    same(offers("pow"), ["power"])
    same(offers("power", "show", "--por"), ["--port"])
    same(offers("power", "show", "cpo0/els17"), ["cpo0/els17"])
    same(offers("lane", "show", "--win"), ["--window"])


def test_words_of_limits():
    same(offers("threshold", "set", "cpo0/els1", "high-w"), ["high-warning="])
    same(offers("threshold", "show", "tx"), ["tx-power"])
    same(offers("threshold", "show", "high"), [])
    same(offers("threshold", "reset", "cpo0/sensor9"), ["cpo0/sensor9"])
    check({"all", "cpo0", "rx-power", "low-alarm="} <=
          set(offers("threshold", "set", "")), "all of them")
    same(offers("flag", "show", "--al"), ["--all"])
    same(offers("flag", "cl"), ["clear"])


def test_keys():
    same(offers("page", "read", "cpo0/els1", "o"), ["offset"])
    check({"page", "bank", "offset", "length"} <=
          set(offers("page", "read", "cpo0/els1", "")), "keys")
    same(offers("page", "read", "cpo0/els1", "page", ""), [])
    check("page" not in offers("lane", "show", ""), "key of another command")


def test_selectors():
    both = {"": "q3450,nic"}
    same(offers("els", "show", "", **both), ["all", "cpo0", "cpo1"])
    same(offers("els", "show", "cpo1/", **both),
         ["cpo1/" + kind for kind in ("engine", "els", "port", "route",
                                      "sensor")])
    same(offers("els", "show", "cpo0/els1"),
         ["cpo0/els%d" % n for n in [1] + list(range(10, 18))])
    same(offers("lane", "show", "cpo0/engine1/"),
         ["cpo0/engine1/lane%d" % n for n in range(8)])
    same(offers("laser", "show", "cpo1/els0/l", **both),
         ["cpo1/els0/laser%d" % n for n in range(3)])
    same(offers("dump", "show", "c"), ["cpo0"])
    same(offers("sensor", "show", "cpo0/sensor9"), ["cpo0/sensor9"])


def test_stale_rows_have_no_mark():
    same(offers("els", "show", "cpo0/els17", _STALE=1), ["cpo0/els17"])


def test_nothing_without_a_device():
    same(offers("els", "show", "cpo", **{"": "none"}), [])
    same(offers("els", "show", "cpo0/els", **{"": "absent"}), [])


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

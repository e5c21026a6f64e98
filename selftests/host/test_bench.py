#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
# Copyright (c) 2026 The cpo authors
"""What the benchmark makes of traces, and that its note has the same rows.

usage: test_bench.py BUILD-FOLDER
"""
import os
import re
import sys
import tempfile

import tap
from tap import check, same

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
BENCH = os.path.join(TOP, "selftests/bench")
sys.path.insert(0, BENCH)
sys.dont_write_bytecode = True

import report                                           # noqa: E402
from rows import ROWS                                   # noqa: E402


def with_file(text, use):
    with tempfile.NamedTemporaryFile("w", suffix=".log") as stream:
        stream.write(text)
        stream.flush()
        return use(stream.name)


def trace(text):
    return with_file(text, report.Trace)


def note():
    with open(os.path.join(TOP, "Documentation/performance.rst"),
              encoding="utf-8") as stream:
        return stream.read()


# ---- The note

def model_rates():
    with open(os.path.join(BENCH, "model_cost.py"), encoding="utf-8") as src:
        rates = re.search(r"^RATES = (.*?)  #", src.read(), re.M).group(1)
    return re.findall(r"\((\d+), [\d.]+\)", rates)


def test_note_has_every_row_with_its_target():
    lines = note().splitlines()
    for row in ROWS:
        mine = [line for line in lines if line.startswith(row.text + "  ")]
        same(len(mine), 1, "lines of '%s'" % row.text)
        target = report.target_text(row)
        check(not target or "  %s  " % target in mine[0] + "  ",
              "target of '%s' is not %s" % (row.text, target))
    for rate in model_rates():
        check("model: telemetry at %s Hz  " % rate in note(), rate + " Hz")


def test_note_has_no_other_row():
    known = {row.text for row in ROWS}
    table = re.split(r"^=+(?:  =+)+$", note(), flags=re.M)
    check(len(table) >= 4, "no table in the note")
    for line in table[2].strip().splitlines():
        text = re.split(r"  +", line)[0]
        check(text in known or text.startswith("model: "),
              "'%s' is not measured" % text)


def test_note_explains_every_missed_target():
    reasons = note().partition("Missed, and why\n===")[2].partition("\n===")[0]
    for line in note().splitlines():
        text = re.split(r"  +", line)[0]
        check("  MISSED" not in line or "\n" + text + "\n" in reasons,
              "no reason why '%s' is missed" % text)


# ---- Rows

def test_rows_have_names_of_their_own():
    same(len({row.id for row in ROWS}), len(ROWS))
    same(len({row.text for row in ROWS}), len(ROWS))
    for row in ROWS:
        check(row.ratio is None or row.peer, row.id + ": a ratio to nothing")


def test_targets_are_judged():
    rows = {row.id: row for row in ROWS}
    judged = [("lane-dump-byte", 9, 1.2, True),
              ("lane-dump-byte", 9, 1.21, False),
              ("lane-dump-byte", 9, None, False),
              ("event", 20000, 3, True), ("event", 20001, 3, False),
              ("event-order", 100, None, True),
              ("event-order", 96, None, False),
              ("lane-get", 9, 9, None),
              ("values-hwmon-open", 9, 1 / 250, True),
              ("values-hwmon-open", 9, 1 / 249, False)]
    for name, value, ratio, met in judged:
        same(report.judge(rows[name], value, ratio), met, name)


# ---- Traces

WAIT = """
 sh-80  [000] ..Zff 1000: enter_f: (f+0x0/0x1 [m])
 <idle>-0 [000] d..1. 1100: cpu_idle: state=1 cpu_id=0
 <idle>-0 [000] d.h1. 1500: irq_handler_entry: irq=40 name=dev
 <idle>-0 [000] d.h1. 1530: irq_handler_exit: irq=40 ret=handled
 <idle>-0 [000] dN.1. 1540: cpu_idle: state=4294967295 cpu_id=0
 sh-80  [000] ..... 1700: leave_f: (g+0x1/0x2 [m] <- f)
 sh-80  [000] ..... 1800: enter_f: (f+0x0/0x1 [m])
 sh-80  [000] d.h1. 1810: irq_handler_entry: irq=40 name=dev
 sh-80  [000] d.h1. 1820: irq_handler_exit: irq=40 ret=handled
 sh-80  [000] ..... 1850: leave_f: (g+0x1/0x2 [m] <- f)
"""


def test_waiting_is_not_counted_but_interrupts_are():
    t = trace(WAIT)
    same(t.spans("enter_f", "leave_f"), [(1000, 1700), (1800, 1850)])
    same(t.idle(), [(1100, 1500), (1530, 1540)])
    same(t.busy((1000, 1700)), 700 - 410)
    same(t.function("f"), 290 + 50)


OTHER = """
 sh-80  [000] ..... 1000: enter_f: (f+0x0/0x1 [m])
 kw-9   [000] ..... 1010: enter_g: (f+0x0/0x1 [m])
 <idle>-0 [000] d..1. 1020: cpu_idle: state=1 cpu_id=0
 <idle>-0 [000] d.h1. 1040: cpu_idle: state=4294967295 cpu_id=0
 kw-9   [000] ..... 1050: leave_g: (g+0x1/0x2 [m] <- f)
 kw-9   [000] ..... 1080: enter_g: (f+0x0/0x1 [m])
 sh-80  [000] ..... 1100: leave_f: (g+0x1/0x2 [m] <- f)
"""


def test_work_of_others_can_be_left_out():
    t = trace(OTHER)
    same(t.calls("g"), [(1010, 1050), (1080, 1100)])
    same(t.calls("h"), [])
    same(t.function("f"), 80)
    same(t.function("f", t.calls("g")), 40)
    same(t.function("g"), 20)


KMEM = """
 kw-9 [000] ..... 10: enter_g: (f+0x0/0x1 [m])
 kw-9 [000] ..... 11: kmalloc: call_site=a+0x1/0x2 ptr=00000000a1 bytes_req=20 bytes_alloc=32 gfp_flags=GFP_KERNEL node=-1 accounted=false
 kw-9 [000] ..... 12: kmem_cache_alloc: call_site=b ptr=00000000a2 name=node bytes_req=120 bytes_alloc=128 gfp_flags=GFP_KERNEL node=-1 accounted=false
 kw-9 [000] ..... 13: kmalloc: call_site=c ptr=00000000a3 bytes_req=9 bytes_alloc=16 gfp_flags=GFP_KERNEL node=-1 accounted=false
 kw-9 [000] ..... 14: kfree: call_site=c ptr=00000000a3
 kw-9 [000] ..... 15: kfree: call_site=c ptr=00000000ff
 kw-9 [000] ..... 16: kmem_cache_free: call_site=c ptr=00000000a2 name=node
 kw-9 [000] ..... 17: kmalloc: call_site=c ptr=00000000a2 bytes_req=60 bytes_alloc=64 gfp_flags=GFP_KERNEL node=-1 accounted=false
"""


def test_objects_that_stay_are_counted():
    same(trace(KMEM).objects(), 32 + 64)


UEVENT = " kw-9 [000] ..... 14: enter_hwmon_notify_event: (a)\n"
HEALTH = " kw-9 [000] ..... 15: enter_devlink_health_report: (a)\n"
ORDER = """
 x-1 [000] d.h1. 10: irq_handler_entry: irq=41 name=dev-event
 x-1 [000] ..... 11: enter_cpo_nl_notify_events: (a)
 x-1 [000] ..... 12: leave_cpo_nl_notify_events: (a)
 x-1 [000] ..... 13: enter_cpo_pci_port_carrier: (a)
""" + UEVENT + HEALTH
WRONG_ORDER = """
 x-1 [000] d.h1. 20: irq_handler_entry: irq=41 name=dev-event
 x-1 [000] ..... 21: enter_cpo_pci_port_carrier: (a)
 x-1 [000] ..... 22: leave_cpo_nl_notify_events: (a)
"""


def test_order_of_event_and_carrier():
    def order(text):
        return report.event_order(trace(text))

    same(order(ORDER), 100)
    same(order(WRONG_ORDER + UEVENT + HEALTH), 0)
    same(order(ORDER + WRONG_ORDER), 50)
    same(order(""), 0)


def test_order_to_nothing_is_no_order():
    for line in (UEVENT, HEALTH):
        same(report.event_order(trace(ORDER.replace(line, ""))), 0)


MMIO = """cpo_mmio_write cpo0: [0x0800] 4 bytes: 0x111
cpo_mmio_read cpo0: [0x0014] 4 bytes: 0x70100
cpo_mmio_write cpo0: [0x1000] 4 bytes: 0x5
something else
cpo_mmio_write cpo0: [0x0800] 4 bytes: 0x222
cpo_mmio_write cpo0: [0x0800] 4 bytes: 0x333
"""


def test_accesses_are_counted_between_marks():
    counted = with_file(MMIO, lambda path: report.Accesses(
        path, {0x111, 0x222, 0x333, 0x444}))
    same(counted.between(0x111, 0x222), 2)
    same(counted.between(0x222, 0x333), 0)
    same(counted.between(0x333, 0x444), None)


# ---- Output

def test_numbers_are_short():
    same([report.number(n) for n in
          (None, 0, 12, 4.3812, 0.052, 4096.5, 254213000)],
         ["", "0", "12", "4.38", "0.052", "4096", "254.2 M"])


def test_small_ratios_are_fractions():
    same([report.share(n) for n in (1.5, 1, 0.1, 1 / 15, 1 / 250, 0.0026)],
         ["1.5", "1", "0.1", "1/15", "1/250", "1/385"])


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Flags and limits: shown, set, forgotten, told by monitor and health.

usage: test_flags.py BUILD-FOLDER
"""
import json
import os
import re
import sys
import tempfile
import time

import tap
from tap import check, same
from test_cli import Pulled, error, good, paths, rows, run

DRY = "sensor 0/6 value=0; "

# Numbers of quantities and codes.
TEMPERATURE, BIAS, RX_POWER, HEATER, VALUE = 0, 3, 7, 11, 16
HIGH_ALARM, HIGH_WARNING, LOW_WARNING, LOW_ALARM = range(4)
INTERLOCK, RX_LOS, RX_LOL, RING_UNLOCK, TRIP, LEAK = 9, 11, 16, 17, 18, 19

FEW = ("lane 0/13/1 7.3 changes=5 set=90 value=31623; "
       "engine 0/3 0.1 changes=1000 least=1 value=78000 set=90; "
       "sensor 0/2 16.3 value=3900 set=200; "
       "lane 0/13/2 c11 clear=1 changes=14 first=800 set=95 cleared=91; "
       "lane 0/14/2 c11 clear=1 changes=0")


def flat(text):
    return re.sub(" +", " ", text)


# ---- Flags

def test_flags_that_are_set_or_changed():
    lines = flat(good("flag", "show", _FLAGS=FEW).out).splitlines()
    same(lines[0], "OBJECT FLAG STATE CHANGES SEVERITY FIRST LAST CLEARED")
    for want in (
            r"cpo0/engine3 temperature high-warning set >= 1000 warning "
            r"9\d\.\d s 9\d\.\d s -",
            r"cpo0/engine13/lane1 rx-power low-alarm set 5 major "
            r"9\d\.\d s 9\d\.\d s -",
            r"cpo0/engine13/lane2 lane-rx-los clear 14 major 13 min "
            r"9\d\.\d s 9\d\.\d s",
            r"cpo0/sensor2 value low-alarm set 1 major 3 min 3 min -"):
        same(len([line for line in lines if re.fullmatch(want, line)]), 1,
             want)
    same(len(lines), 5)
    same(good("flag", "show").out, "no flag is set or has changed\n")
    same(good("flag", "show", "--set").out, "no flag is set\n")


def test_flags_by_option_and_selector():
    def count(*args):
        return len(rows("flag", "show", *args, _FLAGS=FEW))
    same((count(), count("--set"), count("--all")), (4, 3, 5))
    same(paths("flag", "show", "cpo0/engine13/lane1", _FLAGS=FEW),
         ["cpo0/engine13/lane1"])
    # What is related, as the other commands have it.
    same(paths("flag", "show", "port26", _FLAGS=FEW),
         ["cpo0/engine13/lane1", "cpo0/engine13/lane2"])
    same(count("els5"), 0)
    error(2, "flag", "show", "--all", "--set")
    error(2, "els", "show", "--all")
    error(3, "flag", "show", "els99")


def test_flags_of_one_object_are_apart():
    found = rows("flag", "show", _FLAGS="lane 0/13/1 7.3; lane 0/13/1 7.2; "
                 "lane 0/13/1 c11; lane 0/13/1 11.3; engine 0/13 0.0")
    same([(f["path"], f["flag"]) for f in found],
         [("cpo0/engine13", "temperature high-alarm"),
          ("cpo0/engine13/lane1", "lane-rx-los"),
          ("cpo0/engine13/lane1", "rx-power low-warning"),
          ("cpo0/engine13/lane1", "rx-power low-alarm"),
          ("cpo0/engine13/lane1", "heater-drive low-alarm")])


def test_flag_in_json():
    flag, = rows("flag", "show", "engine13/lane1", _FLAGS=FEW)
    same({k: flag[k] for k in (
        "path", "object", "engine_id", "lane_id", "code", "quantity", "level",
        "state", "changes", "count_is_lower_bound", "severity", "value",
        "measured", "measured_dbm", "unit")},
        {"path": "cpo0/engine13/lane1", "object": "lane", "engine_id": 13,
         "lane_id": 1, "code": "threshold", "quantity": "rx-power",
         "level": "low-alarm", "state": "set", "changes": 5,
         "count_is_lower_bound": False, "severity": "major", "value": 31623,
         "measured": 31623, "measured_dbm": -15, "unit": "nW"})
    same(flag["last_set_ns"], 5000000000000 - 90000000000)
    check("last_clear_ns" not in flag, "never")
    check(flag["last_set_boottime_ns"] == flag["first_set_boottime_ns"] or
          flag["last_set_boottime_ns"] > 0, "both clocks")
    engine, = rows("flag", "show", "engine3", _FLAGS=FEW)
    same((engine["changes"], engine["count_is_lower_bound"],
          engine["measured"], engine["unit"]), (1000, True, 78, "C"))
    sensor, = [f for f in rows("flag", "show", _FLAGS=FEW)
               if f["object"] == "sensor"]
    same((sensor["measured"], sensor["unit"]), (3900, "ml/min"))


def test_flags_no_version_knows():
    flag, = rows("flag", "show", _FLAGS="lane 0/3/1 99.9 value=5", _SET=DRY)
    same((flag["quantity"], flag["level"]), ("unknown(99)", "unknown(9)"))
    flag, = rows("flag", "show", _FLAGS="lane 0/3/1 7.3", _FUTURE=1)
    same(flag["code"], "unknown(200)")
    for knobs in ({"_FLAGS": "lane 0/3/1 99.9 value=5; engine 0/3 c77"},
                  {"_FLAGS": "lane 0/3/1 7.3", "_FUTURE": 1}):
        good("flag", "show", **knobs)
        found = rows("health", "show", _SET=DRY, **knobs)
        check(all("{" not in f["what"] + f["remedy"] for f in found), found)


def logged(*args, code=0, **knobs):
    """What a command did to the fake, and its result."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        res = run(*args, _LOG=log, **knobs)
        same((res.code, res.err if code == 0 else ""), (code, ""), res.err)
        if not os.path.exists(log):
            return [], res
        with open(log, encoding="ascii") as stream:
            return stream.read().splitlines(), res


def test_flag_clear():
    did, res = logged("flag", "clear", _FLAGS=FEW)
    same(res.out, "cpo0: forgot the history of 5 flags, 3 still set\n")
    same(did, ["clear 0/0/0/0 2"])
    did, res = logged("flag", "clear", "cpo0/engine13", _FLAGS=FEW)
    same(res.out, "cpo0/engine13: forgot the history of 2 flags, 1 still "
         "set\n")
    same(did, ["clear 0/0/0/0 1"])
    doc = good("-j", "flag", "clear", "cpo0/engine13/lane1", "sensor2",
               _FLAGS=FEW).json()
    same(doc["cleared"], [
        {"path": "cpo0/engine13/lane1", "flags": 1, "still_set": 1},
        {"path": "cpo0/sensor2", "flags": 1, "still_set": 1}])
    both = good("flag", "clear", **{"": "q3450,nic"}).out
    same(both, "cpo0: forgot the history of 0 flags, 0 still set\n"
         "cpo1: forgot the history of 0 flags, 0 still set\n")


def test_flag_clear_errors():
    doc = error(5, "flag", "clear", "cpo0", _DENY=1)
    check(doc["message"].startswith("cpo0: flag clear: "), doc["message"])
    error(3, "flag", "clear", "els99")
    error(3, "flag", "clear", **{"": "none"})
    error(1, "flag", "show", _FAIL="flag")


# ---- Limits

OWN = "lane 0/13/1 7=9000000,8000000,1000,0"


def test_thresholds_of_a_device_are_few_lines():
    out = good("threshold", "show", _OWN=OWN).out
    lines = flat(out).splitlines()
    same(len(lines), 16)
    for want in (
            "OBJECTS QUANTITY HIGH ALARM HIGH WARN LOW WARN LOW ALARM",
            "cpo0: 72 engines temperature C 85.0 75.0 0.0 -5.0",
            "cpo0: 144 lasers optical-power mW/dBm 158/22.00 141/21.50 "
            "79.4/19.00 63.1/18.00",
            "cpo0: 144 lasers bias mA 500.0 450.0 - -",
            "cpo0: 144 lasers tec-drive % 95.0 85.0 - -",
            "cpo0: 576 lanes pre-fec-ber-media 2.4e-04 1.0e-06 - -",
            "cpo0: 575 lanes rx-power mW/dBm 3.16/5.00 2.51/4.00 "
            "0.0794/-11.00 0.0501/-13.00",
            "cpo0/engine13/lane1* rx-power mW/dBm 9.00/9.54 8.00/9.03 "
            "0.00100/-30.00 0",
            "cpo0: 18 els voltage V 3.630 3.465 3.135 2.970",
            "cpo0/sensor0 value C 50.0 45.0 0.0 -5.0",
            "cpo0/sensor2 value l/min - - 5.00 4.00",
            "cpo0/sensor7 value rpm 20000 18000 3000 2000",
            "* limits of its own, not the defaults of its kind"):
        same(lines.count(want), 1, want)
    check(all(len(line) <= 110 for line in out.splitlines()), out)
    # Two devices are not one.
    lines = flat(good("threshold", "show", "power",
                      **{"": "q3450,sn6800"}).out).splitlines()
    same(lines[1:], ["cpo0: 72 engines power W 20.00 18.00 - -",
                     "cpo1: 128 engines power W 20.00 18.00 - -"])


def test_thresholds_of_one_object():
    lines = flat(good("threshold", "show", "engine13/lane1",
                      _OWN=OWN).out).splitlines()
    same(lines, [
        "cpo0/engine13/lane1",
        "QUANTITY NOW HIGH ALARM HIGH WARN LOW WARN LOW ALARM OWN",
        "pre-fec-ber-media 9.1e-09 2.4e-04 1.0e-06 - - -",
        "rx-power mW/dBm 0.933/-0.30 9.00/9.54 8.00/9.03 0.00100/-30.00 0 "
        "own"])
    check("\ntemperature C 48.1 70.0 " in
          flat(good("threshold", "show", "els3").out), "now")
    check("\nvalue l/min 6.20 - - 5.00 4.00 -\n" in
          flat(good("threshold", "show", "sensor2").out), "sensor")
    check("\noptical-power mW/dBm 100/20.00 158/22.00 " in flat(
        good("threshold", "show", "engine1/laser1", **{"": "inside"}).out),
        "laser in an engine")


def test_thresholds_in_json():
    same(len(rows("threshold", "show")), 1911)
    row, = rows("threshold", "show", "engine13/lane1", "rx-power", _OWN=OWN)
    same(row, {
        "path": "cpo0/engine13/lane1", "dev": "cpo0", "dev_id": 0,
        "object": "lane", "engine_id": 13, "lane_id": 1,
        "quantity": "rx-power", "high_alarm": 9000000,
        "high_alarm_dbm": 9.542, "high_warning": 8000000,
        "high_warning_dbm": 9.031, "low_warning": 1000,
        "low_warning_dbm": -30, "low_alarm": 0, "unit": "nW",
        "override": True})
    row, = rows("threshold", "show", "cpo0/engine3", "power")
    same((row["high_alarm"], row["unit"], row["override"],
          "low_alarm" in row), (20000, "mW", False, False))
    row, = rows("threshold", "show", "els3/laser0", "bias")
    same((row["high_alarm"], row["unit"]), (500, "mA"))
    row, = rows("threshold", "show", "engine0/lane0", "pre-fec-ber-media")
    same((row["high_warning"], row["unit"]), (1e-6, "ratio"))
    same(paths("threshold", "show", "engine13/lane0-2", "rx-power"),
         ["cpo0/engine13/lane%d" % n for n in range(3)])
    same(len(rows("threshold", "show", "temperature")), 72 + 18)


def test_threshold_show_errors():
    doc = error(3, "threshold", "show", "engine0", "rx-power")
    same((doc["message"], doc["hint"]),
         ("engine0: no limits of rx-power",
          "it has limits of temperature, power"))
    error(3, "threshold", "show", "els99")
    error(3, "threshold", "show", "port3")
    error(2, "threshold", "show", "rx-power", "bias")
    error(2, "threshold", "show", "engine0", "high-alarm=70C")
    error(1, "threshold", "show", _FAIL="threshold")


SETS = (
    # Words, what they do to "quantity level", in text and exactly.
    ("engine0", "temperature", "high-warning=70.5C",
     "75.0 C -> 70.5 C", 70.5),
    ("engine0", "temperature", "low-alarm=-7500mC", "-5.0 C -> -7.5 C", -7.5),
    ("engine0", "power", "high-alarm=0.021kW", "20.00 W -> 21.00 W", 21000),
    ("engine0/lane3", "rx-power", "low-warning=-8.5dBm",
     "0.0794 mW (-11.00 dBm) -> 0.141 mW (-8.50 dBm)", 141254),
    ("engine0/lane3", "rx-power", "low-warning=0.2mW",
     "0.0794 mW (-11.00 dBm) -> 0.200 mW (-6.99 dBm)", 200000),
    ("engine0/lane3", "rx-power", "low-alarm=70uW",
     "0.0501 mW (-13.00 dBm) -> 0.0700 mW (-11.55 dBm)", 70000),
    ("engine0/lane3", "pre-fec-ber-media", "high-warning=1e-5",
     "1.0e-06 -> 1.0e-05", 1e-5),
    ("engine0/lane3", "pre-fec-ber-media", "low-alarm=0", "none -> 0", 0),
    ("els3/laser1", "bias", "high-warning=300mA", "450.0 mA -> 300.0 mA",
     300),
    ("els3/laser1", "bias", "high-alarm=0.6A", "500.0 mA -> 600.0 mA", 600),
    ("els3/laser1", "tec-drive", "high-alarm=99.5%", "95.0 % -> 99.5 %",
     99.5),
    ("els3", "voltage", "low-alarm=2.9V", "2.970 V -> 2.900 V", 2.9),
    ("sensor2", "value", "low-alarm=3.5l/min", "4.00 l/min -> 3.50 l/min",
     3500),
    ("sensor7", "value", "low-alarm=1500rpm", "2000 rpm -> 1500 rpm", 1500),
)


def test_threshold_set_takes_units():
    for sel, quantity, word, text, exact in SETS:
        level = word.split("=")[0]
        args = ("threshold", "set", sel, quantity, word, "--dry-run")
        did, res = logged(*args)
        same((did, res.out), ([], "cpo0/%s: %s %s: %s\n"
                              % (sel, quantity, level, text)))
        change, = good("-j", *args).json()["would_set"]
        same((change["path"], change["quantity"], change["level"],
              change["to"]), ("cpo0/" + sel, quantity, level, exact))


def test_sensor_with_a_unit_of_its_own():
    """Shown as it counts, and set so, even if the unit is one of ours."""
    for unit in ("%", "V", "rpm"):
        args = ("threshold", "set", "sensor7", "value",
                "high-alarm=18500" + unit, "--dry-run")
        same(good(*args, _UNIT=unit).out, "cpo0/sensor7: value high-alarm: "
             "20000 %s -> 18500 %s\n" % (unit, unit))
    text = error(2, "threshold", "set", "sensor7", "value", "high-alarm=9mV",
                 _UNIT="V")["message"]
    check("a number with its unit (V)" in text, text)


def test_threshold_set_does_it():
    did, res = logged("threshold", "set", "cpo0/engine13/lane0-2", "rx-power",
                      "high-alarm=6dBm", "low-alarm=-14dBm")
    same(res.out, "")
    # Object lane, both levels.
    same(did, ["set 0/4/13/%d 9" % n for n in range(3)])
    did, res = logged("threshold", "set", "rx-power", "low-alarm=-14dBm",
                      "engine1/lane0")
    same(did, ["set 0/4/1/0 8"])


def test_threshold_set_errors():
    def fails(code, *args):
        return error(code, "threshold", "set", *args)["message"]
    for words, want in (
            (("70",), "takes a number with its unit (C, mC), not '70'"),
            (("70K",), "takes a number with its unit (C, mC), not '70K'"),
            (("nanC",), "takes a number"), (("0x10C",), "takes a number"),
            (("",), "takes a number"), (("infC",), "takes a number"),
            (("7000C",), "is from -273.0 C to 1000.0 C, not '7000C'"),
            (("70C",), "high-alarm 70.0 C is not above high-warning 75.0 C")):
        text = fails(2, "engine0", "temperature", "high-alarm=" + words[0])
        check(text.startswith("cpo0/engine0: temperature: high-alarm ") and
              want in text, text)
    text = fails(2, "engine0/lane0", "rx-power", "low-alarm=0.1C")
    check("(mW, uW, nW, W, dBm)" in text, text)
    text = fails(2, "engine0/lane0", "pre-fec-ber-media", "high-alarm=1mW")
    check("a number without a unit" in text, text)
    text = fails(2, "engine0/lane0", "pre-fec-ber-media", "high-alarm=2")
    check("from 0 to 1.0e+00" in text, text)
    text = fails(2, "engine0/lane0", "rx-power", "low-alarm=-5mW")
    check("from 0 mW to 10000 mW (40.00 dBm)" in text, text)
    check("high-alarm, high-warning, low-warning, low-alarm" in
          fails(2, "engine0", "temperature", "top=4C"), "level")
    check("a quantity, one of temperature, power" in
          fails(2, "engine0", "high-alarm=4C"), "quantity")
    check("one or more of high-alarm=VALUE" in
          fails(2, "engine0", "temperature"), "levels")
    check("needs an object" in fails(2, "temperature", "high-alarm=4C"),
          "object")
    check("twice" in fails(2, "engine0", "temperature", "high-alarm=4C",
                           "high-alarm=5C"), "twice")
    fails(3, "engine0", "rx-power", "high-alarm=4mW")
    fails(3, "els99", "temperature", "high-alarm=4C")
    error(2, "threshold", "show", "--dry-run")


def test_threshold_set_is_all_or_nothing():
    """The last of three objects cannot take it: none does."""
    own = "lane 0/13/2 7=3000000,2900000,2000000,1000000"
    did, _ = logged("threshold", "set", "engine13/lane0-2", "rx-power",
                    "high-warning=1.5mW", code=2, _OWN=own)
    same(did, [])


def test_threshold_set_shows_what_the_kernel_says():
    doc = error(1, "threshold", "set", "engine0", "temperature",
                "low-alarm=-9C", _REFUSE=1)
    same((doc["message"], doc["attribute"], doc["errno"]),
         ("cpo0/engine0: temperature: the device cannot hold this limit",
          "low-alarm", "ERANGE"))
    error(5, "threshold", "set", "engine0", "temperature", "low-alarm=-9C",
          _DENY=1)


def test_threshold_reset():
    did, res = logged("threshold", "reset", "cpo0", _OWN=OWN)
    same((did, res.out), (["reset 0/4/13/1 7"], "cpo0/engine13/lane1: "
                          "rx-power is back to the default\n"))
    did, res = logged("threshold", "reset", "engine13/lane1", "--dry-run",
                      _OWN=OWN)
    same((did, res.out), ([], "cpo0/engine13/lane1: rx-power would go back "
                          "to the default\n"))
    did, res = logged("threshold", "reset", "engine13/lane1",
                      "pre-fec-ber-media", _OWN=OWN)
    same((did, res.out), ([], "no limits but the defaults\n"))
    same(good("-j", "threshold", "reset", "all", _OWN=OWN).json()["reset"],
         [{"path": "cpo0/engine13/lane1", "quantity": "rx-power"}])
    error(2, "threshold", "reset")
    error(3, "threshold", "reset", "engine0", "rx-power")
    check(run("threshold", "reset", "all", _OWN=OWN, _DENY=1).code == 5,
          "privilege")


def test_threshold_fails_midway():
    """What was changed before is said."""
    did, res = logged("-j", "threshold", "set", "engine0-4", "temperature",
                      "low-alarm=-9C", code=1, _REFUSE=3)
    same(len(did), 2)
    same(json.loads(res.err)["error"]["message"],
         "cpo0/engine2: temperature: the device cannot hold this limit; 2 of "
         "5 were changed before this, the rest are as they were")
    own = "; ".join("engine 0/%d/0 0=90000,80000,50,10" % n for n in range(5))
    did, res = logged("threshold", "reset", "engine0-9", code=1, _REFUSE=4,
                      _OWN=own)
    same(len(did), 3)
    check("; 3 of 5 were changed before this" in res.err, res.err)
    check("before" not in run("threshold", "reset", "all", _OWN=OWN,
                              _REFUSE=1).err, "the first")


# ---- Monitor

def test_monitor_tells_limits():
    with Pulled("-j", "monitor", "events") as mon:
        mon.until(type="start")
        mon.do("flag lane 0/13/1 7.3 value=31623 changes=7")
        event = mon.until(type="event")[-1]
    same({k: event[k] for k in (
        "code", "quantity", "level", "action", "severity", "path", "measured",
        "threshold", "unit", "value", "limit", "count")},
        {"code": "threshold", "quantity": "rx-power", "level": "low-alarm",
         "action": "set", "severity": "major", "path": "cpo0/engine13/lane1",
         "measured": 31623, "threshold": 50000, "unit": "nW", "value": 31623,
         "limit": 50000, "count": 7})
    same(event["words"]["what"], "lane 1 of engine OE13: light received below "
         "its alarm limit")


def line_of(what, *args, **knobs):
    with Pulled("monitor", "events", *args, **knobs) as mon:
        mon.line()
        mon.do("flag " + what)
        return flat(mon.line()).rstrip()


def test_monitor_text_of_limits():
    for what, want in (
            ("lane 0/13/1 7.3 value=31623",
             "major cpo0/engine13/lane1 threshold rx-power low-alarm set "
             "0.0316 mW (-15.00 dBm), limit 0.0500 mW (-13.01 dBm): lane 1 of "
             "engine OE13: light received below its alarm limit"),
            ("lane 0/13/1 7.2 clear=1 value=900000",
             "warning cpo0/engine13/lane1 threshold rx-power low-warning "
             "clear 0.900 mW (-0.46 dBm), limit 0.0500 mW (-13.01 dBm): "
             "cpo0/engine13/lane1: back within its limits"),
            ("engine 0/3 0.1 value=78000",
             "warning cpo0/engine3 (OE3) threshold temperature high-warning "
             "set 78.0 C, limit 50.0 C: engine OE3: temperature above its "
             "warning limit"),
            ("sensor 0/2 16.3 value=3900",
             "major cpo0/sensor2 threshold value low-alarm set 3.90 l/min, "
             "limit 50.00 l/min: coolant flow: flow below its alarm limit"),
            ("engine 0/3 c18 value=106000 severity=4",
             "critical cpo0/engine3 (OE3) engine-trip set 106.0 C: engine "
             "OE3: too hot, and switched itself off"),
            ("engine 0/3 c18 clear=1",
             "major cpo0/engine3 (OE3) engine-trip clear: engine OE3: runs "
             "again"),
            ("sensor 0/6 c19 severity=4",
             "critical cpo0/sensor6 leak set: leak tray is wet"),
            ("lane 0/13/1 c17",
             "major cpo0/engine13/lane1 lane-ring-unlock set: the ring "
             "modulator of lane 1 of engine OE13 lost its wavelength")):
        same(line_of(what), want)


def test_monitor_filters_limits():
    with Pulled("-j", "monitor", "--code", "threshold", "--severity", "major",
                "--object", "lane") as mon:
        mon.until(type="start")
        mon.do("flag engine 0/13 0.0 value=1")
        mon.do("flag lane 0/13/1 7.2")
        mon.do("flag lane 0/13/1 c11")
        mon.do("flag lane 0/13/2 7.3")
        same([(r["type"], r.get("path")) for r in mon.until(type="event")],
             [("event", "cpo0/engine13/lane2")])


def stream(*args, do=(), until=None, **knobs):
    with Pulled("-j", "monitor", *args, **knobs) as mon:
        records = mon.until(type="start")
        for line in do:
            mon.do(line)
        return records + mon.until(**(until or {"type": "state"}))


def test_gap_finds_flags_that_changed():
    """The events are lost; what they would have said is not."""
    records = stream(do=["flag lane 0/13/1 7.3", "silent lane 0/13/2 c11",
                         "silent lane 0/13/1 7.3 clear=1", "lose 0 2",
                         "overflow"])
    same(sorted((r["path"], r["flag"], r["state"], r["synthetic"])
                for r in records if r["type"] == "flag"),
         [("cpo0/engine13/lane1", "rx-power low-alarm", "clear", True),
          ("cpo0/engine13/lane2", "lane-rx-los", "set", True)])
    same(records[-1]["changed"], 2)
    # They are events, and are filtered as such.
    for args in (["mgmt"], ["events", "--code", "leak"],
                 ["events", "--severity", "critical"],
                 ["events", "--object", "els"], ["events", "els17"]):
        records = stream(*args, do=["silent lane 0/13/2 c11", "overflow"])
        same([r for r in records if r["type"] == "flag"], [], args)


FLOOD = 5000
ROOM = 1000
ENGINES = 72


def flood_state():
    """Engines whose first lane is without light after the flood."""
    last = {}
    for i in range(FLOOD):
        last[i % ENGINES] = i // ENGINES % 2 == 0
    return {e for e, dark in last.items() if dark}


def test_thousands_of_events_are_one_gap():
    records = stream(do=["flood 0 %d" % FLOOD], _QUEUE=ROOM)
    gaps = [r for r in records if r["type"] == "gap"]
    same([g["reason"] for g in gaps], ["overflow", "sequence"])
    events = [r for r in records if r["type"] == "event"]
    same((gaps[1]["lost"], len(events)), (FLOOD - ROOM, ROOM))
    same((gaps[1]["first_seq"], gaps[1]["last_seq"]),
         (100 + ROOM, 100 + FLOOD - 1))
    same(records[-1]["devs"][0]["event_seq"], 100 + FLOOD)
    # Told step by step, then found: in the end what the device has.
    dark = set()
    for rec in records:
        if rec["type"] not in ("event", "flag"):
            continue
        is_set = rec.get("action", rec.get("state")) == "set"
        (dark.add if is_set else dark.discard)(rec["engine_id"])
    same(dark, flood_state())


def test_flags_forgotten_in_a_gap():
    """One that was set went away, and somebody forgot its history."""
    with Pulled("monitor", "events") as mon:
        mon.line()
        mon.do("flag lane 0/13/1 7.3")
        check("set" in mon.line(), "event")
        mon.do("forget 0")
        mon.do("overflow")
        lines = []
        while not lines or not lines[-1].startswith("state"):
            lines.append(flat(mon.line()).rstrip())
    same(lines[1:], ["resync cpo0/engine13/lane1 flag rx-power low-alarm "
                     "clear", "state read again, 1 objects had changed"])


def test_flag_forgotten_in_a_gap_is_filtered_and_whole():
    def told(*args):
        with Pulled("-j", "monitor", "events", *args) as mon:
            mon.until(type="start")
            mon.do("flag lane 0/13/1 7.3")
            mon.do("forget 0")
            mon.do("overflow")
            return [{k: v for k, v in r.items() if k not in ("schema", "time")}
                    for r in mon.until(type="state") if r["type"] == "flag"]
    same(told(), [{
        "type": "flag", "synthetic": True, "path": "cpo0/engine13/lane1",
        "dev": "cpo0", "object": "lane", "dev_id": 0, "engine_id": 13,
        "lane_id": 1, "flag": "rx-power low-alarm", "code": "threshold",
        "quantity": "rx-power", "level": "low-alarm", "state": "clear"}])
    same(len(told("--code", "threshold", "--object", "lane")), 1)
    same(told("--code", "leak"), [])
    same(told("--object", "els"), [])


def test_learning_is_not_telling():
    """The choice is made again before the loss shows."""
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("dark 0 5 1")
        mon.do("silent lane 0/13/2 c11")
        mon.do("change 0")
        mon.until(type="change", path="cpo0")
        # Until it has read again, which nothing tells.
        time.sleep(1)
        mon.do("lose 0 3")
        mon.do("overflow")
        records = mon.until(type="state")
    same(sorted(r["path"] for r in records if r["type"] in ("change", "flag")),
         ["cpo0/engine13/lane2", "cpo0/engine5/lane1", "cpo0/port10"])
    same(records[-1]["changed"], 3)


def test_a_new_device_is_learnt():
    """What changes after it came is found like that of any other."""
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("rebind 0")
        mon.until(type="change", notification="dev-add-ntf")
        # Until it has read all of it, which nothing tells.
        time.sleep(1)
        mon.do("dark 0 5 1")
        mon.do("lose 0 3")
        mon.do("overflow")
        records = mon.until(type="state")
    same(sorted(r["path"] for r in records if r["type"] == "change"),
         ["cpo1/engine5/lane1", "cpo1/port10"])


# ---- Going on

EPOCH = 0x123456789abc


def since(word, *args, **knobs):
    return stream("--since", word, *args, **knobs)


def test_since_counts_what_was_missed():
    for word in ("90", "%d:90" % EPOCH, hex(EPOCH) + ":90"):
        records = since(word, _FLAGS=FEW)
        same([r["type"] for r in records],
             ["start", "gap", "flag", "flag", "flag", "state"], word)
        gap = records[1]
        same((gap["reason"], gap["lost"], gap["first_seq"], gap["last_seq"]),
             ("sequence", 10, 90, 99))
        same([r["path"] for r in records if r["type"] == "flag"],
             ["cpo0/engine3", "cpo0/engine13/lane1", "cpo0/sensor2"])
        same(records[0]["since"], word)


def test_since_nothing_was_missed():
    records = since("100", _FLAGS=FEW)
    same([r["type"] for r in records], ["start"] + 3 * ["flag"] + ["state"])


def test_since_another_epoch():
    for word in ("5:90", "4000"):
        records = since(word)
        same([(r["reason"], r["epoch"]) for r in records
              if r["type"] == "gap"], [("epoch", EPOCH)], word)


def test_since_does_not_lose_what_is_under_way():
    """Events that came between subscribing and reading the device."""
    records = since("90", _EARLY="flood 0 5")
    same([r["lost"] for r in records if r["type"] == "gap"], [10])
    same([r["seq"] for r in records if r["type"] == "event"],
         list(range(100, 105)))


def test_resync_waits_for_what_is_under_way():
    """Events that are counted already, and sent a moment later."""
    records = stream(do=["late 0 5", "overflow"])
    same([r["reason"] for r in records if r["type"] == "gap"], ["overflow"])
    same([r["seq"] for r in records if r["type"] == "event"],
         list(range(100, 105)))


def test_since_goes_on_with_events():
    with Pulled("-j", "monitor", "events", "--since", "90") as mon:
        mon.until(type="state")
        mon.do("lose 0 3")
        mon.do("flag lane 0/13/1 7.3")
        gap, event = mon.until(type="event")
    same((gap["lost"], event["seq"]), (3, 103))


def test_since_in_text():
    with Pulled("monitor", "--since", "90", _FLAGS=FEW) as mon:
        lines = [flat(mon.line()).rstrip() for _ in range(6)]
    same(lines, ["start watching 1 device, since 90",
                 "gap cpo0: 10 events lost, seq 90 to 99",
                 "resync cpo0/engine3 (OE3) flag temperature high-warning set",
                 "resync cpo0/engine13/lane1 flag rx-power low-alarm set",
                 "resync cpo0/sensor2 flag value low-alarm set",
                 "state read again, 3 objects had changed"])


def test_since_errors():
    for word in ("", "x", "5:", ":5", "-3", "5:-3", "1:2:3", "99999999999999"
                 "999999999"):
        text = error(2, "monitor", "--since=" + word)["message"]
        check("SEQ or EPOCH:SEQ" in text, text)
    text = error(2, "monitor", "--since", "%d:4000" % EPOCH)["message"]
    check("the next event is 100" in text, text)
    text = error(2, "monitor", "--since", "5", **{"": "q3450,nic"})["message"]
    check("one device" in text, text)
    error(2, "monitor", "mgmt", "--since", "5")
    error(2, "els", "show", "--since", "5")
    same([r["lost"] for r in since("90", "cpo1", **{"": "q3450,nic"})
          if r["type"] == "gap"], [10])


# ---- Health

def health(flags, sets="", *args, **knobs):
    return rows("health", "show", *args, _FLAGS=flags, _SET=DRY + sets,
                **knobs)


def one(*args, **knobs):
    found = health(*args, **knobs)
    same(len(found), 1, [f["what"] for f in found])
    return found[0]


def test_health_tells_limits():
    found = one("lane 0/13/1 7.3 value=31623 set=90 changes=5")
    same((found["path"], found["name"], found["severity"],
          found["code_list"], found["code"], found["changes"]),
         ("cpo0/engine13/lane1", "lane 1 of engine OE13", "major",
          "threshold", "rx-power low-alarm", 5))
    same(found["what"], "lane 1 of engine OE13: light received below its "
         "alarm limit; 0.0316 mW (-15.00 dBm) at its last change")
    same(found["remedy"], "clean the connector of port 27 (enp1s0p26), then "
         "check the power its far end sends")
    check(90000 <= found["lasts_ms"] < 150000, found["lasts_ms"])
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["since"]),
          found["since"])
    same(found["since_device_time_ns"], 4910000000000)
    text = good("health", "show", _FLAGS="lane 0/13/1 7.3 set=200",
                _SET=DRY).out
    check(re.search(r"Z \(3 min ago\)$", text.splitlines()[0]), text)


def test_health_is_in_order():
    """What began first may be the cause of the rest."""
    flags = ("lane 0/13/1 11.3 set=30; lane 0/13/1 5.0 set=20; "
             "engine 0/13 0.0 set=70; sensor 0/2 16.3 set=90; "
             "engine 0/2 0.0 clear=1 changes=2 set=80 cleared=5")
    same([f["path"] for f in health(flags)],
         ["cpo0/sensor2", "cpo0/engine13", "cpo0/engine13/lane1",
          "cpo0/engine13/lane1", "cpo0/engine2"])
    same([f["code"] for f in health(flags)][2:4],
         ["heater-drive low-alarm", "pre-fec-ber-media high-alarm"])
    # What takes ports down is worse.
    same(health(flags, "port 0/3 state=0 reason=15")[0]["path"],
         "cpo0/port3")


def test_health_alarm_hides_its_warning():
    same(one("lane 0/13/1 7.3; lane 0/13/1 7.2")["code"],
         "rx-power low-alarm")
    # Not that of another side or quantity.
    same(len(health("lane 0/13/1 7.3; lane 0/13/1 7.1")), 2)
    same(len(health("lane 0/13/1 7.3; lane 0/13/1 11.2")), 2)


def test_health_tells_a_row_once():
    """A flag says the same as a row, or less than its cause."""
    los = "lane 0/13/1 status=%d; " % (1 | 2 | 8 | 64)
    found = one("lane 0/13/1 c11 set=90; lane 0/13/1 7.3; lane 0/13/1 5.0",
                los)
    same((found["code_list"], found["code"]), ("condition", "rx-los"))
    check(90000 <= found["lasts_ms"] < 150000, "since, by the flag")
    found = one("lane 0/12/* c10; lane 0/12/* 7.3; laser 0/3/* 2.3; "
                "els 0/3 15.3; route 0/24 14.3", _PULLED="0/3")
    same((found["path"], found["lanes_down"]), ("cpo0/els3", 32))
    # Disabled lanes are no news.
    same(health("lane 0/13/1 7.3; lane 0/13/1 c11",
                "lane 0/13/1 status=%d" % 256), [])
    found = one("sensor 0/6 c19 set=90", "sensor 0/6 value=1; ")
    same((found["code_list"], "lasts_ms" in found), ("condition", True))
    found = one("engine 0/13 c18; engine 0/13 0.0",
                "port 0/26 state=0 reason=8")
    same((found["code"], "lasts_ms" in found), ("overheat", True))


def test_health_tells_what_no_row_shows():
    for flags, path, code in (
            ("lane 0/13/1 c16", "cpo0/engine13/lane1", "lane-rx-lol"),
            ("lane 0/13/1 c17", "cpo0/engine13/lane1", "lane-ring-unlock"),
            ("engine 0/13 c18; engine 0/13 0.0", "cpo0/engine13",
             "engine-trip"),
            ("sensor 0/6 c19", "cpo0/sensor6", "leak"),
            ("dev 0 c9 severity=4; els 0/3 c9", "cpo0", "interlock")):
        found = one(flags)
        same((found["path"], found["code_list"], found["code"]),
             (path, "event-code", code))
        check("{" not in found["what"] + found["remedy"], found)


def test_health_folds():
    found = one("lane 0/13/* 11.3 set=90; lane 0/13/2 11.3 set=200 changes=9")
    same((found["path"], found["parts"], found["changes"]),
         ("cpo0/engine13", 8, 16))
    same(found["what"], "8 lanes of engine OE13: ring heater driven below its "
         "alarm limit")
    check(200000 <= found["lasts_ms"] < 260000, "the first of them")
    found = one("lane 0/13/0 7.3; lane 0/13/3 7.3")
    same((found["path"], found["what"]),
         ("cpo0/port26", "2 lanes of port 27 (enp1s0p26): light received "
          "below its alarm limit"))
    found = one("laser 0/2/* 3.0")
    same((found["path"], found["what"]),
         ("cpo0/els2", "8 lasers of ELS 3: bias current above its alarm "
          "limit"))
    found = one("engine 0/* 0.1")
    same((found["path"], found["what"]),
         ("cpo0", "72 engines: temperature above its warning limit"))
    found = one("lane 0/*/* 11.3")
    same((found["path"], found["what"]),
         ("cpo0", "576 lanes of cpo0: ring heater driven below its alarm "
          "limit"))
    found = one("laser 0/*/* 3.0")
    same(found["what"], "144 lasers of the ELS of cpo0: bias current above "
         "its alarm limit")
    # Never is the whole device to be replaced.
    check("replace cpo0" not in found["remedy"], found["remedy"])
    found = one("laser 0/1/* 3.0", **{"": "inside"})
    same((found["path"], found["what"]),
         ("cpo0/engine1", "2 lasers of engine OE1: bias current above its "
          "alarm limit"))
    found = one("route 0/* 14.2")
    same(found["what"], "144 fibres of the ELS of cpo0: light at their "
         "engines below its warning limit")
    # A few are each for itself, and sensors always.
    same([f["path"] for f in health("engine 0/1 0.1; engine 0/7 0.1")],
         ["cpo0/engine1", "cpo0/engine7"])
    same(len(health("".join("sensor 0/%d 16.0; " % n for n in range(6)))), 6)


def test_health_names_no_lasers_that_are_not():
    """A number of lanes is not one of lasers."""
    clean = "clean the fibres of %s, then run a fiber check"
    for flags, where, els, lasers in (
            ("lane 0/13/* 10.3", "cpo0/engine13", "ELS 4",
             "lasers of ELS 4"),
            ("lane 0/12/* 10.3; lane 0/13/* 10.3; lane 0/14/* 10.3; "
             "lane 0/15/* 10.3; lane 0/16/* 10.3", "cpo0", "their ELS",
             "their lasers of their ELS"),
            ("lane 0/13/0 10.3; lane 0/13/3 10.3", "cpo0/port26", "ELS 4",
             "lasers of ELS 4")):
        found = one(flags)
        same((found["path"], found["cause"], found["remedy"]),
             (where, "weak light of %s, or loss in the fibres from there"
              % lasers, clean % els))
    found = one("lane 0/13/0 10.3")
    same((found["cause"], found["remedy"]),
         ("weak light of laser 2 of ELS 4, or loss in fibre 26 from there",
          "clean fibre 26 of ELS 4, then run a fiber check"))


def test_health_of_lost_coolant():
    """Thousands of flags; each alarm once, with its remedy."""
    ports = "".join("port 0/%d state=0 reason=8; " % p for p in range(144))
    found = health("sensor 0/2 16.3 value=300 severity=4; engine 0/* 0.1; "
                   "engine 0/* 0.0; engine 0/* c18 value=106000 severity=4; "
                   "lane 0/*/* 11.3; lane 0/*/* 11.2; lane 0/*/* c17", ports)
    same(sorted(f["code"] for f in found),
         ["heater-drive low-alarm", "lane-ring-unlock", "overheat",
          "value low-alarm"])
    same({f["code"]: f.get("parts") for f in found}["overheat"], 72)
    check(all(f["remedy"] for f in found), found)
    same(found[0]["severity"], "critical")


def test_health_of_what_is_over():
    past = "lane 0/13/1 7.3 clear=1 changes=14 set=95 cleared=91"
    found = one(past)
    same((found["severity"], found["changes"]), ("info", 14))
    check(re.search("below its alarm limit; over for 9[0-9.]* s, after 14 "
                    "changes$", found["what"]), found["what"])
    check("healthy" in good("health", "show", _FLAGS=past, _SET=DRY).out,
          "not for people")
    check("over for" in good("health", "show", "--severity", "info",
                             _FLAGS=past, _SET=DRY).out, "unless asked for")
    same(health("lane 0/13/1 7.3 clear=1 changes=0 cleared=91"), [])
    # The warning on its way is no news.
    same(one(past + "; lane 0/13/1 7.2 clear=1 changes=14 cleared=90")["code"],
         "rx-power low-alarm")
    same(run("check", _FLAGS=past, _SET=DRY).code, 0)


def test_kernel_without_flags():
    old = {"_OLD": 1, "_SET": DRY}
    same(rows("health", "show", **old), [])
    same(run("check", **old).code, 0)
    dev, = good("-j", "dump", **old).json()["devices"]
    same((dev["flags"], dev["thresholds"]), ([], []))
    error(4, "flag", "show", _OLD=1)
    error(4, "threshold", "show", _OLD=1)
    # What events told cannot be read again, and is not taken back.
    records = stream("events", do=["flag lane 0/13/1 7.3", "overflow"], **old)
    same(sorted(r["type"] for r in records),
         ["event", "gap", "start", "state"])


def test_check_takes_flags():
    for flags, code in (("lane 0/13/1 7.3", 2), ("lane 0/13/1 7.2", 1),
                        ("lane 0/13/1 7.2 severity=1", 0)):
        res = run("check", _FLAGS=flags, _SET=DRY)
        same((res.code, res.err), (code, ""), res.out)
    res = run("check", _FLAGS="lane 0/13/1 7.3", _SET=DRY)
    lines = res.out.splitlines()
    check("light received below its alarm limit |" in lines[0], lines[0])
    check(lines[2].startswith("  remedy: clean the connector of port 27"),
          lines[2])


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

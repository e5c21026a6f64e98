#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""cpoctl as a user sees it, on a family without a kernel (fake.c).

usage: test_cli.py BUILD-FOLDER
"""
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

import tap
from tap import check, same

BUILD = os.path.abspath(sys.argv[1])
CPOCTL = os.path.join(BUILD, "san/cpoctl/cpoctl")
PRELOAD = " ".join([subprocess.check_output(
    ["gcc", "-print-file-name=libasan.so"], text=True).strip(),
    os.path.join(BUILD, "fake.so")])

# A fault found by a sanitizer must not look like one of cpoctl's own.
SANITIZER = 99


# Without sanitizers.
PLAIN = os.path.join(BUILD, "tools/cpoctl/cpoctl")


def environ(plain=False, **knobs):
    env = {k: v for k, v in os.environ.items()
           if k not in ("NO_COLOR", "TERM")}
    env.update(LD_PRELOAD=PRELOAD, CPO_FAKE="q3450", TERM="xterm",
               ASAN_OPTIONS="exitcode=%d:quarantine_size_mb=1" % SANITIZER,
               UBSAN_OPTIONS="exitcode=%d" % SANITIZER)
    env.update({"CPO_FAKE" + k: str(v) for k, v in knobs.items()})
    if plain:
        env["LD_PRELOAD"] = PRELOAD.split()[-1]
    return env


class Result:
    def __init__(self, done):
        self.code, self.out, self.err = (done.returncode, done.stdout,
                                         done.stderr)
        check(self.code != SANITIZER, "sanitizer: " + self.err)

    def json(self):
        return json.loads(self.out)


def run(*args, **knobs):
    return Result(subprocess.run([CPOCTL] + list(args), text=True,
                                 env=environ(**knobs), timeout=60,
                                 capture_output=True, check=False))


def good(*args, **knobs):
    res = run(*args, **knobs)
    same((res.code, res.err), (0, ""), " ".join(args))
    return res


def rows(*args, **knobs):
    """The list of a show command, and the rows' paths."""
    doc = good("-j", *args, **knobs).json()
    same(doc["schema"], "cpoctl/1")
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", doc["time"]),
          doc["time"])
    same(doc["consistent"], True)
    (key,) = set(doc) - {"schema", "time", "consistent"}
    return doc[key]


def paths(*args, **knobs):
    return [row["path"] for row in rows(*args, **knobs)]


# ---- Tables

OBJECTS = {"dev": 1, "engine": 72, "els": 18, "laser": 144, "lane": 576,
           "port": 144, "route": 144, "sensor": 11, "flag": 1,
           "threshold": 1911, "power": 2, "stats": 1, "health": 2}


# One that is set, with all there is to know of it.
FLAG = "lane 0/3/1 7.3 changes=5 least=1 value=31623 set=60 cleared=70"


def test_counts():
    for obj, count in OBJECTS.items():
        same(len(rows(obj, "show", _FLAGS=FLAG)), count, obj)
    counts = {"dev": 1, "engine": 8, "els": 16, "laser": 128, "lane": 512,
              "health": 2, "port": 128, "route": 128, "sensor": 11, "flag": 1,
              "threshold": 1587, "power": 2, "stats": 1}
    for obj, count in counts.items():
        same(len(rows(obj, "show", _FLAGS=FLAG, **{"": "bailly"})), count,
             obj)


def test_text_width():
    for profile in ("q3450", "bailly", "q3450,bailly"):
        for obj in list(OBJECTS) + ["topology"]:
            for line in good(obj, "show", _FLAGS=FLAG,
                             **{"": profile}).out.splitlines():
                check(len(line) <= 110, "%s: %s" % (obj, line))


def test_text_columns_aligned():
    lines = good("els", "show").out.splitlines()
    starts = [lines[0].index(head) for head in ("LABEL", "PRESENT", "STATE")]
    for line in lines[1:19]:
        for start in starts:
            check(line[start - 1] == " " and line[start] != " ", line)


def test_natural_order():
    same(paths("els", "show"), ["cpo0/els%d" % i for i in range(18)])
    same(paths("lane", "show", "cpo0/engine10", "cpo0/engine9"),
         ["cpo0/engine%d/lane%d" % (e, n) for e in (9, 10)
          for n in range(8)])


def test_show_is_meant():
    same(good("els").out, good("els", "show").out)


def test_aliases_and_option_places():
    same(paths("oe", "show", "cpo0/oe3"), ["cpo0/engine3"])
    same(json.loads(good("els", "show", "els3", "-j").out)["els"][0]["path"],
         "cpo0/els3")


def test_two_devices():
    both = {"": "q3450,bailly"}
    same(paths("dev", "show", **both), ["cpo0", "cpo1"])
    same(len(rows("els", "show", **both)), 34)
    same(paths("els", "show", "els3", **both), ["cpo0/els3", "cpo1/els3"])
    same(paths("els", "show", "pci/0000:02:00.0/els3", **both), ["cpo1/els3"])
    same(paths("port", "show", "enp2s0p5", **both), ["cpo1/port5"])


# ---- Relations

def test_relations_q3450():
    same(paths("port", "show", "cpo0/els3"),
         ["cpo0/port%d" % p for p in range(24, 32)])
    same(paths("laser", "show", "cpo0/els3"),
         ["cpo0/els3/laser%d" % n for n in range(8)])
    same(paths("engine", "show", "cpo0/els3"),
         ["cpo0/engine%d" % e for e in range(12, 16)])
    same(paths("lane", "show", "cpo0/port24"),
         ["cpo0/engine12/lane%d" % n for n in range(4)])
    same(paths("route", "show", "cpo0/port24"), ["cpo0/route24"])
    same(paths("els", "show", "enp1s0p24"), ["cpo0/els3"])
    same(paths("dev", "show", "cpo0/els3"), ["cpo0"])


RELATED = {
    # object shown, selector, on bailly
    ("port", "els0/laser3"): ["port0", "port1", "port2", "port3"],
    ("laser", "port24"): ["els3/laser%d" % n for n in range(4)],
    ("els", "engine7"): ["els14", "els15"],
    ("engine", "els3/laser1"): ["engine1"],
    ("els", "els3/laser1"): ["els3"],
    ("laser", "engine1/lane17"): ["els2/laser5"],
    ("els", "engine1/lane17"): ["els2"],
    ("port", "engine1/lane17"): ["port20"],
    ("engine", "engine1/lane17"): ["engine1"],
    ("route", "engine1/lane17"): ["route21"],
    ("lane", "route5"): ["engine0/lane%d" % n for n in (17, 21, 25, 29)],
    ("port", "route5"): ["port4", "port5", "port6", "port7"],
    ("laser", "route5"): ["els0/laser5"],
    ("els", "route5"): ["els0"],
    ("engine", "route5"): ["engine0"],
    ("route", "els0/laser5"): ["route5"],
    ("lane", "els0/laser5"): ["engine0/lane%d" % n for n in (17, 21, 25, 29)],
}


def test_relations_bailly():
    for (obj, sel), want in RELATED.items():
        same(paths(obj, "show", "cpo0/" + sel, **{"": "bailly"}),
             ["cpo0/" + w for w in want], "%s show %s" % (obj, sel))


def test_relations_add_up():
    # Ports of two lasers of one group are the same four, once.
    same(paths("port", "show", "els0/laser0", "els0/laser1",
               **{"": "bailly"}), ["cpo0/port%d" % p for p in range(4)])
    same(len(rows("port", "show", "els0-3")), 32)
    same(len(rows("port", "show", "els*")), 144)


# ---- JSON

def types(value):
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return {str: "string", list: "array", dict: "object"}[type(value)]


def test_json_follows_field_table():
    table = good("-j", "help").json()
    for obj in table["objects"]:
        fields = {f["key"]: f for f in obj["fields"]
                  if not f.get("column_only")}
        if not fields:
            continue
        seen = set()
        for row in rows(obj["name"], "show", _FLAGS=FLAG):
            for key, value in row.items():
                check(key in fields, "%s.%s" % (obj["name"], key))
                same(types(value), fields[key]["type"],
                     "%s.%s" % (obj["name"], key))
                words = fields[key].get("words")
                if words:
                    for word in value if isinstance(value, list) else [value]:
                        if isinstance(word, dict):
                            word = word["quantity"]
                        check(word in words, word)
            seen |= set(row)
        check({"path", "dev"} <= seen and
              ("stale" in seen or obj["name"] in ("stats", "threshold")),
              obj["name"])


def test_json_units():
    lane = rows("lane", "show", "engine1/lane0")[0]
    same(lane["rx_power_nw"], 933254)
    check(abs(lane["rx_power_dbm"] + 0.3) < 0.001, lane["rx_power_dbm"])
    same(lane["snr_media_db"], 22.1)
    same(lane["pre_fec_ber_media"], 9.123456e-09)
    same(lane["detuning_mhz"], -120)
    same(lane["photocurrent_ua"], 561.5)
    laser = rows("laser", "show", "els0/laser0")[0]
    same((laser["power_dbm"], laser["bias_ma"], laser["age_percent"],
          laser["tec_drive_percent"]), (20, 363.25, 1.25, -12.34))
    engine = rows("engine", "show", "engine5")[0]
    same((engine["temperature_celsius"], engine["rails_v"]),
         (-1.5, [0.75, 1.8015]))
    els = rows("els", "show", "els0")[0]
    same((els["vcc_v"], els["cooling_percent"]), (3.3012, 29.5))
    same(rows("route", "show", "route0")[0]["loss_db"], 1.2)


def test_json_relations_by_path():
    lane = rows("lane", "show", "engine12/lane0")[0]
    same((lane["port"], lane["laser"], lane["dev"]),
         ("cpo0/port24", "cpo0/els3/laser0", "cpo0"))
    route = rows("route", "show", "route5", **{"": "bailly"})[0]
    same(route["port_ids"], [4, 5, 6, 7])
    same(route["lane_paths"],
         ["cpo0/engine0/lane%d" % n for n in (17, 21, 25, 29)])
    same(route["lane_ranges"],
         [{"engine_id": 0, "first": 17, "count": 4, "stride": 4}])


def test_json_pretty_is_the_same():
    plain = good("-j", "els", "show").json()
    pretty = good("-p", "els", "show")
    check(pretty.out.count("\n") > 100, "not pretty")
    same(pretty.json()["els"], plain["els"])


def test_numeric_is_for_text():
    check(" 4 " in good("-n", "lane", "show", "engine0/lane0").out, "number")
    same(rows("-n", "lane", "show", "engine0/lane0")[0]["state"], "activated")
    flags = {"_FLAGS": "lane 0/3/1 7.3 changes=9 value=-5"}
    for words in (("flag", "show"), ("health", "show", "--severity", "info")):
        docs = [good("-j", *opts, *words, **flags).json()
                for opts in ((), ("-n",))]
        found = [[(r["code"], r.get("flag"))
                  for key in ("flags", "health") for r in doc.get(key, [])]
                 for doc in docs]
        check(found[0], "nothing to compare")
        same(found[1], found[0])


# ---- Absent, zero, stale, unknown

class Pulled:
    """A fake family where things happen while a monitor runs."""

    def __init__(self, *args, stdout=subprocess.PIPE, **knobs):
        self.dir = tempfile.TemporaryDirectory()
        fifo = os.path.join(self.dir.name, "control")
        os.mkfifo(fifo)
        self.proc = subprocess.Popen(
            [CPOCTL] + list(args), text=True, stdout=stdout,
            stderr=subprocess.PIPE, env=environ(_CONTROL=fifo, **knobs))
        self.control = open(fifo, "w", encoding="ascii")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.proc.kill()
        self.proc.wait()
        self.control.close()
        if self.proc.stdout:
            self.proc.stdout.close()
        self.proc.stderr.close()
        self.dir.cleanup()

    def do(self, line):
        self.control.write(line + "\n")
        self.control.flush()

    def line(self):
        return self.proc.stdout.readline()

    def until(self, **want):
        """Records up to and with the one that has these values."""
        got = []
        while True:
            line = self.line()
            check(line, "ended, before %r came" % want)
            got.append(json.loads(line))
            if all(got[-1].get(k) == v for k, v in want.items()):
                return got

    def stop(self, sig=signal.SIGINT):
        self.proc.send_signal(sig)
        out, err = self.proc.communicate(timeout=20)
        check(self.proc.returncode != SANITIZER, err)
        return self.proc.returncode, out, err


def test_zero_is_not_absent():
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("pull 0 3")
        mon.do("overflow")
        records = mon.until(type="state")
    lanes = [r for r in records if r.get("object") == "lane" and
             r["type"] == "change"]
    check(lanes, "no lane")
    for lane in lanes:
        same(lane["tx_power_nw"], 0)
        check("tx_power_dbm" not in lane, "dBm of nothing")
        check("snr_media_db" not in lane, "value that was not reported")
        check("tx-dark" in lane["status"], lane["status"])


def test_stale_is_marked():
    stale = {"_STALE": 1}
    out = good("els", "show", "els3", **stale).out
    check("cpo0/els3*" in out and "* stale: 1 of 1" in out, out)
    row = rows("els", "show", "els3", **stale)[0]
    same((row["stale"], row["age_ms"]), (True, 12345))
    same(rows("els", "show", "els3")[0]["stale"], False)


def test_newer_kernel():
    future = {"_FUTURE": 1}
    same(rows("engine", "show", "engine0", **future)[0]["state"],
         "unknown(77)")
    check("unknown(0x40000000)" in
          rows("lane", "show", "engine0/lane0", **future)[0]["status"],
          "status")
    check(re.search(r"unknown attribute +200: ef be ad de",
                    good("-d", "engine", "show", "engine0", **future).out),
          "unknown attribute")


def test_details():
    out = good("-d", "lane", "show", "engine0/lane0").out
    check(re.search(r"^  rx_power_nw +933254$", out, re.M), out)
    check(re.search(r"^  heater_drive_percent +-$", out, re.M), out)
    check(re.search(r"^  state +activated  \(DPActivated\.\)$", out, re.M),
          out)


# ---- Topology

def test_topology_down():
    out = good("topology", "show", "cpo0/els3").out
    check("laser0 on -> fibre24 lit 75.9/18.80 mW/dBm -> engine12/lane0-3 -> "
          "port24 (enp1s0p24) up" in out, out)
    check("without it no light for 32 lanes, 8 ports; 8 up now" in out, out)
    view = rows("topology", "show", "cpo0/els3", **{"": "bailly"})[0]
    same((view["path"], view["lasers"], view["lanes"], len(view["routes"])),
         ("cpo0/els3", 8, 32, 8))
    same([p["port_id"] for p in view["ports"]], list(range(24, 32)))


def test_topology_up():
    out = good("topology", "show", "cpo0/port24").out
    check("engine12/lane0-3 <- fibre24 lit 75.9/18.80 mW/dBm <- els3/laser0 on"
          in out, out)
    view = rows("topology", "show", "cpo0/port24", **{"": "bailly"})[0]
    same([(r["laser"], r["lane_paths"]) for r in view["routes"]],
         [("cpo0/els3/laser%d" % n, ["cpo0/engine1/lane%d" % (32 + n)])
          for n in range(4)])
    view = rows("topology", "show", "engine1/lane33", **{"": "bailly"})[0]
    same([p["port_id"] for p in view["ports"]], [24])


def test_topology_all():
    views = rows("topology", "show", **{"": "q3450,bailly"})
    same([(v["path"], len(v["routes"]), len(v["ports"])) for v in views],
         [("cpo0", 144, 144), ("cpo1", 128, 128)])


def test_topology_counts_a_lane_once():
    """A spare could light lanes that another laser lights."""
    for sel, lasers, lanes in (("cpo0", 3, 8), ("cpo0/els0", 3, 8),
                               ("cpo0/els0/laser2", 1, 8),
                               ("cpo0/port1", 2, 4)):
        view = rows("topology", "show", sel, **{"": "nic"})[0]
        same((view["lasers"], view["lanes"]), (lasers, lanes), sel)


def test_topology_equals_relations():
    view = rows("topology", "show", "els5", **{"": "bailly"})[0]
    same([p["path"] for p in view["ports"]],
         paths("port", "show", "els5", **{"": "bailly"}))
    same(sorted(n for r in view["routes"] for n in r["lane_paths"]),
         sorted(paths("lane", "show", "els5", **{"": "bailly"})))


# ---- Sensors and counters

def test_sensors():
    table = {r["label"]: r for r in rows("sensor", "show")}
    inlet = table["coolant inlet"]
    same((inlet["kind"], inlet["temperature_celsius"], inlet["value"],
          inlet["unit"]), ("temperature", -2.5, -2500, "mC"))
    same(table["busbar"]["voltage_v"], 48.0125)
    same(table["board power"]["power_mw"], 3950123)
    same(table["coolant flow"]["flow_ml_per_min"], 6200)
    same((table["leak rope"]["leak"], table["leak tray"]["leak"]),
         ("dry", "wet"))
    same(table["engine 0 driver"]["engine"], "cpo0/engine0")
    same((table["ASIC 0"]["asic"], "engine" in table["ASIC 0"]), (0, False))
    # What is not known is absent, and belongs to its part all the same.
    bench = table["ELS 0 bench"]
    same((bench["els"], "value" in bench, "temperature_celsius" in bench),
         ("cpo0/els0", False, False))
    # One row has the value of its kind and no other.
    for row in table.values():
        keys = {"temperature_celsius", "voltage_v", "power_mw", "leak",
                "flow_ml_per_min"} & set(row)
        same(len(keys), 1 if "value" in row and row["kind"] != "other" else 0,
             row["label"])


def test_sensors_in_text():
    out = good("sensor", "show").out
    for words in ("-2.5 C", "48.012 V", "3950.1 W", "6.20 l/min", "dry",
                  "wet", "11750 rpm", "asic0", "engine0", "els0"):
        check(words in out, words)
    check("\033[2J" not in out, "label was not cleaned")


def test_sensors_of_parts():
    same(paths("sensor", "show", "engine0"), ["cpo0/sensor9"])
    same(paths("sensor", "show", "els0"), ["cpo0/sensor10"])
    same(paths("sensor", "show", "port0"), ["cpo0/sensor9", "cpo0/sensor10"])
    same(paths("sensor", "show", "els0/laser0"),
         ["cpo0/sensor9", "cpo0/sensor10"])
    same(paths("sensor", "show", "engine5"), [])
    same(paths("sensor", "show", "cpo0/sensor2-4"),
         ["cpo0/sensor%d" % n for n in (2, 3, 4)])
    same(paths("port", "show", "sensor9"), ["cpo0/port0", "cpo0/port1"])
    same(paths("engine", "show", "sensor9"), ["cpo0/engine0"])
    same(paths("laser", "show", "sensor10"),
         ["cpo0/els0/laser%d" % n for n in range(8)])
    same(paths("port", "show", "sensor0"), [])
    same(paths("dev", "show", "sensor0"), ["cpo0"])
    same(run("sensor", "show", "sensor99").code, 3)


def test_stats():
    row = rows("stats", "show", "cpo0")[0]
    same((row["path"], row["events"], row["events_lost"]),
         ("cpo0", 2000, 3000))
    check("telemetry_unknown_sections" not in row, "not counted is absent")
    latency = row["command_latency"]
    same((len(latency), latency[0], latency[-1]),
         (14, {"below_us": 16, "count": 0}, {"count": 0}))
    same(row["counters"], [{"label": "doorbells", "value": 1 << 50}])
    same(paths("stats", "show", **{"": "q3450,nic"}), ["cpo0", "cpo1"])
    same(paths("stats", "show", "cpo1/els0", **{"": "q3450,nic"}),
         ["cpo1/els0"])
    same(run("stats", "show", "cpo9").code, 3)


def test_stats_in_text():
    out = good("stats", "show").out
    check(re.search(r"^  commands\n    commands +13000  ", out, re.M), out)
    check(re.search(r"^ +32 us - +64 us +1100  #+$", out, re.M), out)
    check(not re.search(r"^ +0 us - ", out, re.M), "empty bucket in front")
    check(re.search(r"^    doorbells +1125899906842624$", out, re.M), out)
    out = good("-d", "stats", "show").out
    check(out.startswith("cpo0\n"), out[:20])
    check(re.search(r"^  telemetry_unknown_sections +-$", out, re.M), out)


# ---- Windows

# What each kind of object has windows of, and in which unit.
WINDOWS = {
    "engine": {"temperature": "C", "power": "mW"},
    "els": {"temperature": "C", "power": "mW"},
    "laser": {"optical-power": "nW", "bias": "mA", "temperature": "C",
              "tec-drive": "%"},
    "lane": {"pre-fec-ber-media": "ratio", "snr-media": "dB",
             "rx-power": "nW"},
    "port": {"uncorrectable-codewords": "codewords",
             "symbol-errors-max": "symbols"},
}
QUANTITIES = {q for units in WINDOWS.values() for q in units}


def windows(row):
    return {w["quantity"]: w for w in row["windows"]}


def test_windows_are_of_every_part():
    for obj, units in WINDOWS.items():
        for row in rows(obj, "show", "--window"):
            same({w["quantity"]: w["unit"] for w in row["windows"]}, units,
                 row["path"])
            same((row["windows_of"], row["window_s"], row["windows_age_ms"],
                  row["windows_stale"]), (row["path"], 900, 42, False))
            same(row["windows_device_time_ns"] - row["window_start_ns"],
                 412 * 10**9)
            for win in row["windows"]:
                same((win["running"]["known_ms"], win["previous"]["known_ms"]),
                     (412000, 900000))


def test_windows_have_the_units_of_the_row():
    """What a row says now, and what the window says, can be compared."""
    keys = {"engine": {"temperature": "temperature_celsius",
                       "power": "power_mw"},
            "laser": {"optical-power": "power_nw", "bias": "bias_ma",
                      "tec-drive": "tec_drive_percent",
                      "temperature": "temperature_celsius"},
            "lane": {"pre-fec-ber-media": "pre_fec_ber_media",
                     "snr-media": "snr_media_db"}}
    for obj, which in keys.items():
        row = rows(obj, "show", obj == "laser" and "els0/laser0" or
                   (obj == "lane" and "engine0/lane0" or "engine0"),
                   "--window")[0]
        for quantity, key in which.items():
            span = windows(row)[quantity]["running"]
            check(span["min"] <= row[key] <= span["max"], key)
    span = windows(rows("lane", "show", "engine0/lane0", "--window")[0])
    same(span["pre-fec-ber-media"]["running"]["avg"], 9.123456e-09)
    same(span["rx-power"]["running"]["min"], 0)


def test_without_the_option_there_are_none():
    for obj in WINDOWS:
        check("windows" not in rows(obj, "show")[0], obj)


def test_windows_in_text():
    out = good("lane", "show", "engine0/lane0", "--window").out
    check(re.search(r"^ +running +previous$", out, re.M), out)
    check(re.search(r"^cpo0/engine0/lane0 +BER +9.1e-09 +8.0e-09 +9.1e-09 "
                    r"+1.2e-08 +7.2e-09", out, re.M), out)
    # Light in mW and in dBm; no light has a word.
    check(re.search(r"RX mW +0.933 +0 +0.900 +0.933", out), out)
    check(re.search(r"RX dBm +-0.30 +dark +-0.46 +-0.30", out), out)
    check("windows of 15 min, the running one for 6 min so far; "
          "read 42 ms ago" in out, out)
    for profile in ("q3450", "bailly", "sn6800", "inside", "q3450,bailly"):
        for obj in list(WINDOWS) + ["sensor"]:
            for line in good(obj, "show", "--window",
                             **{"": profile}).out.splitlines():
                check(len(line) <= 110, "%s: %s" % (obj, line))


def test_windows_of_a_port_have_the_last_sample():
    out = good("port", "show", "port1", "--window").out
    check(re.search(r"^cpo0/port1 +FEC lost +- +0 ", out, re.M), out)
    check(re.search(r"^cpo0/port1 +SEWmax +7 +2 ", out, re.M), out)


def test_windows_of_selected():
    same([r["path"] for r in rows("lane", "show", "port24", "--window")],
         ["cpo0/engine12/lane%d" % n for n in range(4)])
    same(rows("laser", "show", "engine1/laser1", "--window",
              **{"": "inside"})[0]["windows_of"], "cpo0/engine1/laser1")
    both = {"": "q3450,nic"}
    same([r["windows_of"] for r in rows("els", "show", "els0", "--window",
                                        **both)],
         ["cpo0/els0", "cpo1/els0"])
    same(rows("engine", "show", "els17", "--window", **both)[0]["windows_of"],
         "cpo0/engine68")


def test_windows_of_sensors():
    """Those of the part it belongs to, of the same quantity; else none."""
    found = {r["path"]: r for r in rows("sensor", "show", "--window")}
    same([p for p, r in found.items() if "windows" in r], ["cpo0/sensor10"])
    bench = found["cpo0/sensor10"]
    same((bench["windows_of"], list(windows(bench))),
         ("cpo0/els0", ["temperature"]))
    out = good("sensor", "show", "--window").out
    check(re.search(r"^cpo0/sensor9 +engine 0 driver +- +1.800 V( +-){6}$",
                    out, re.M), out)
    check("belongs to" in good("sensor", "help").out, "not said in help")


def test_windows_that_are_not_known():
    young = rows("engine", "show", "engine0", "--window", _YOUNG=1)[0]
    check(all("previous" not in w for w in young["windows"]), "previous")
    out = good("engine", "show", "engine0", "--window", _YOUNG=1).out
    check(re.search(r"temp C +64.2 +-1.5 +63.1 +64.9( +-){3}$", out, re.M),
          out)


def test_windows_tell_their_age():
    stale = {"_STALE": 1}
    row = rows("lane", "show", "engine0/lane0", "--window", **stale)[0]
    same((row["windows_stale"], row["windows_age_ms"]), (True, 12345))
    same(rows("stats", "show", "port1", **stale)[0]["stale"], True)
    out = good("lane", "show", "engine0/lane0", "--window", **stale).out
    check("cpo0/engine0/lane0* " in out and "* stale: 1 of 1" in out and
          "read 12.3 s ago" in out, out)
    check("stale" in good("stats", "show", "port1", **stale).out, "stats")


def test_windows_that_cannot_be():
    """Upside down, below zero, of no kind, too many: no nonsense is shown."""
    hostile = {"_HOSTILE": 1}
    row = rows("engine", "show", "engine0", "--window", **hostile)[0]
    wins = windows(row)
    for quantity in ("temperature", "power", "rx-power"):
        check("avg" not in wins[quantity]["running"], quantity)
    same(wins["bias"]["running"]["max"], 9223372036854.775807)
    same(wins["unknown(4000000000)"]["running"]["min"], -(1 << 63))
    same(len(row["windows"]), 16)
    same(len(rows("stats", "show", "port3", **hostile)[0]["fec_histogram"]),
         16)
    for args in (("engine", "show", "--window"), ("sensor", "show",
                 "--window"), ("stats", "show", "port3"), ("power", "show"),
                 ("power", "show", "--port")):
        good(*args, **hostile)


def test_windows_fail():
    same(error(1, "lane", "show", "--window", _FAIL="stats")["errno"], "EIO")
    for args in (("dev", "show"), ("route", "show"), ("stats", "show"),
                 ("power", "show"), ("monitor",)):
        check("--window belongs to" in
              error(2, *args, "--window")["message"], args[0])


def test_window_details():
    out = good("-d", "els", "show", "els0", "--window").out
    check(re.search(r"^    power W +16.01 +13.99 +14.01 +14.10 ", out, re.M),
          out)


# ---- Counters of objects

def test_stats_of_objects():
    for path, name in (("engine3", "engine"), ("els3", "els"),
                       ("els3/laser2", "laser"), ("port3", "port"),
                       ("engine1/lane2", "lane")):
        row = rows("stats", "show", "cpo0/" + path)[0]
        same((row["path"], row["object"], row["age_ms"]),
             ("cpo0/" + path, name, 42))
        same({w["quantity"] for w in row["windows"]}, set(WINDOWS[name]))
        check("events" not in row, "counters of the device")
        same("fec_codewords" in row, name == "port")
    same(paths("stats", "show", "engine0", "cpo0", "port1"),
         ["cpo0", "cpo0/engine0", "cpo0/port1"])
    same(paths("stats", "show", "enp1s0p5"), ["cpo0/port5"])
    same(paths("stats", "show", "engine1/laser1", **{"": "inside"}),
         ["cpo0/engine1/laser1"])
    same(len(rows("stats", "show", "cpo0/port*")), 144)
    error(3, "stats", "show", "port999")


def test_fec():
    row = rows("stats", "show", "port3")[0]
    same((row["fec_codewords"], row["fec_uncorrectable_codewords"],
          row["fec_symbol_errors_max"], row["fec_frame_error_ratio"]),
         (1052631578947, 2, 7, 1.5e-12))
    same((len(row["fec_histogram"]), row["fec_histogram"][:2]),
         (16, [1000000000000, 50000000000]))
    same(row["fec_lane_corrected_bits"], [55555555000, 0, 550, 5])
    same(sum(row["fec_lane_corrected_bits"]), row["fec_corrected_bits"])
    check("fec_frames_lost" not in row, "not counted is absent")
    out = good("stats", "show", "port3").out
    check(re.search(r"^    fec_codewords +1052631578947  codewords received$",
                    out, re.M), out)
    check(re.search(r"^     1 +50000000000  #+$", out, re.M), out)
    check(re.search(r"^     2 +550$", out, re.M), out)
    check(re.search(r"^    15 +0$", out, re.M), out)
    check("fec_frames_lost" not in out, out)
    for line in out.splitlines():
        check(len(line) <= 110 and line == line.rstrip(), line)


# ---- Power

def power(*args, **knobs):
    return rows("power", "show", *args, **knobs)


def test_power_of_a_port():
    (row,) = power("port3")
    same((row["path"], row["scope"], row["power_mw"], row["line_rate_mbps"],
          row["traffic_mbps"], row["energy_mj"]),
         ("cpo0/port3", "port", 9000, 800000, 420125, 32400000))
    same((row["line_rate_pj_per_bit"], row["traffic_pj_per_bit"]),
         (11.25, 21.422))
    same((row["pluggable_power_mw"], row["pluggable_pj_per_bit"],
          row["published_cpo_power_mw"], row["published_cpo_pj_per_bit"]),
         (30000, 37.5, 9000, 11.25))
    check("NVIDIA" in row["pluggable_basis"], row["pluggable_basis"])
    # By speed: half of it for half the rate.
    (row,) = power("port3", **{"": "bailly"})
    same((row["line_rate_mbps"], row["pluggable_power_mw"],
          row["pluggable_pj_per_bit"]), (400000, 15000, 37.5))


def test_power_of_parts():
    (row,) = power("engine3")
    same((row["scope"], row["power_mw"], row["line_rate_mbps"],
          row["line_rate_pj_per_bit"], row["energy_mj"]),
         ("engine", 14007, 1600000, 8.754, 50425200))
    check("pluggable_power_mw" not in row, "an engine is no pluggable")
    (row,) = power("els3")
    same((row["scope"], row["power_mw"], row["line_rate_mbps"],
          row["line_rate_pj_per_bit"]), ("els", 16010, 6400000, 2.502))
    check("energy_mj" not in row and "energy_basis" not in row,
          "no energy of an ELS is known")
    # A lane is a share of its port, wherever the port's others are.
    (row,) = power("engine3", **{"": "q3450mp"})
    same(row["line_rate_mbps"], 8 * 200000)


def test_power_of_a_device():
    dev, optics = power()
    same((dev["scope"], dev["power_mw"], dev["line_rate_mbps"]),
         ("dev", 3950123, 144 * 800000))
    check("pluggable_power_mw" not in dev, "ASICs are no pluggables")
    same((optics["scope"], optics["power_mw"], optics["energy_mj"]),
         ("optics", 72 * 14007 + 18 * 16010, 144 * 32400000))
    same(optics["pluggable_power_mw"], 144 * 30000)
    check(all(key in row for row in (dev, optics)
              for key in ("power_basis", "rate_basis")), "basis")
    same([r["scope"] for r in power(**{"": "q3450,nic"})],
         ["dev", "optics"] * 2)


def test_power_views():
    same(len(power("--port")), 144)
    same(len(power("--engine")), 72)
    same(len(power("--els")), 18)
    same([r["path"] for r in power("els3", "--port")],
         ["cpo0/port%d" % n for n in range(24, 32)])
    same([r["path"] for r in power("--els", "port24")], ["cpo0/els3"])
    same([r["scope"] for r in power("port3", "cpo0", "els1")],
         ["port", "dev", "optics", "els"])
    same(power("--els", **{"": "inside"}), [])


def test_power_without_traffic():
    """No traffic is no division by zero, and not zero either."""
    for args in ((), ("--port",), ("--engine",), ("--els",)):
        for row in power(*args, _IDLE=1):
            same(row["traffic_mbps"], 0)
            check("traffic_pj_per_bit" not in row, row["path"])
            check(row["line_rate_pj_per_bit"] > 0, row["path"])
    out = good("power", "show", "port0", _IDLE=1).out
    check(re.search(r"^cpo0/port0 +port +9.00 +800G +11.25 +0G +- ", out,
                    re.M), out)
    for row in power("--port", _SILENT=1) + power(_SILENT=1):
        check("traffic_mbps" not in row, "traffic nobody reported")


def test_power_that_is_unknown():
    for args in ((), ("--port",), ("--engine",), ("--els",)):
        for row in power(*args, _BLIND=1):
            same({"power_mw", "line_rate_pj_per_bit",
                  "traffic_pj_per_bit"} & set(row), set())
            check(row["line_rate_mbps"] > 0, row["path"])
    out = good("power", "show", "port0", _BLIND=1).out
    check(re.search(r"^cpo0/port0 +port +- +800G +- ", out, re.M), out)


def test_power_of_nonsense():
    """Sums that do not fit are unknown."""
    hostile = {"_HOSTILE": 1}
    (row,) = power("port0", **hostile)
    same((row["power_mw"], row["energy_mj"]), ((1 << 32) - 1, (1 << 64) - 1))
    check("energy_mj" not in power(**hostile)[1], "an overflow")


def test_power_in_text():
    out = good("power", "show").out
    for words in ("cpo0  dev ", "cpo0  optics ", "NVIDIA's own claim",
                  "37.5 and 11.25 pJ/bit", "sum of its engines and ELS",
                  "power show --port"):
        check(words in out, words)
    check("NVIDIA" not in good("power", "show", "engine0").out, "engine")
    for profile in ("q3450", "bailly", "sn6800", "q3450,bailly", "inside"):
        for args in ((), ("--port",), ("--engine",), ("--els",)):
            for line in good("power", "show", *args,
                             **{"": profile}).out.splitlines():
                check(len(line) <= 110, line)
    out = good("power", "show", "port0", _STALE=1).out
    check("cpo0/port0* " in out and "* stale: 1 of 1" in out, out)
    same(power("port0", _STALE=1)[0]["stale"], True)


def test_power_errors():
    for args in (("els0/laser1",), ("engine0/lane0",), ("sensor1",),
                 ("port0", "--port", "--els")):
        same(run("power", "show", *args).code, 2, args)
    error(3, "power", "show", "port999")
    error(1, "power", "show", _FAIL="port")
    check("--port belongs to" in error(2, "dev", "show", "--port")["message"],
          "option of another command")


# ---- Setting

def changed(*args, **knobs):
    """What the fake was told: lines of device, period in us, window in s."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        res = good("dev", "set", *args, _LOG=log, **knobs)
        same(res.out, "", "success is silent")
        with open(log, encoding="ascii") as stream:
            return stream.read().splitlines()


def test_dev_set():
    same(changed("cpo0", "telemetry-period", "500ms", "window", "15m"),
         ["0 500000 900"])
    for text, period in (("10ms", 10000), ("1s", 1000000), ("1.5s", 1500000),
                         ("12345us", 12345), ("1m", 60000000),
                         ("60s", 60000000), ("0.5min", 30000000)):
        same(changed("cpo0", "telemetry-period", text),
             ["0 %d 900" % period], text)
    for text, window in (("10s", 10), ("15m", 900), ("24h", 86400),
                         ("0.5m", 30), ("10000ms", 10)):
        same(changed("cpo0", "window", text), ["0 100000 %d" % window], text)
    both = {"": "q3450,nic"}
    same(changed("cpo1", "window", "10s", **both), ["1 100000 10"])
    same(changed("all", "window", "10s", **both),
         ["0 100000 10", "1 100000 10"])
    same(changed("pci/0000:02:00.0", "window", "10s", **both),
         ["1 100000 10"])


def test_dev_set_refuses():
    for key, text, why in (
            ("window", "9s", "window must be from 10s to 24h, not 9s"),
            ("window", "25h", "window must be from 10s to 24h"),
            ("window", "10.5s", "window takes whole seconds"),
            ("window", "15", "window takes a time with its unit"),
            ("window", "m", "window takes a time with its unit"),
            ("window", "-5m", "no option '-5'"), ("window", "5 m", "not '5 m'"),
            ("window", "1,5m", "not '1,5m'"), ("window", "1.m", "not '1.m'"),
            ("window", "99999999999h", "not '99999999999h'"),
            ("window", "999999999h", "must be from"),
            ("window", "", "not ''"), ("window", "0x10s", "not '0x10s'"),
            ("telemetry-period", "9ms",
             "telemetry-period must be from 10ms to 1m, not 9ms"),
            ("telemetry-period", "1h", "telemetry-period must be from"),
            ("telemetry-period", "10.0001ms", "takes a time"),
            ("telemetry-period", "1e3ms", "takes a time")):
        doc = error(2, "dev", "set", "cpo0", key, text)
        check(why in doc["message"], "%s: %s" % (text, doc["message"]))
    for args, why in (((), "needs a device"), (("cpo0",), "dev set needs"),
                      (("window", "10s"), "needs a device"),
                      (("cpo0", "windo", "10s"), "keys are"),
                      (("cpo0", "window", "10s", "colour", "1"),
                       "'colour' is not a key of 'dev set'"),
                      (("cpo0", "window"), "'window' needs a value"),
                      (("cpo0/els3", "window", "10s"), "takes devices"),
                      (("enp1s0p3", "window", "10s"), "takes devices")):
        doc = error(2, "dev", "set", *args)
        check(why in doc["message"], doc["message"])
    error(3, "dev", "set", "cpo9", "window", "10s")


def test_dev_set_fails():
    doc = error(5, "dev", "set", "cpo0", "window", "10s", _DENY=1)
    check("CAP_NET_ADMIN" in doc["hint"] and doc["errno"] == "EPERM", doc)
    doc = error(7, "dev", "set", "cpo0", "window", "10s", _REFUSE=1)
    same((doc["message"], doc["attribute"]),
         ("cpo0: set: the device is being reset", "window-s"))


def test_new_values_of_ports():
    row = rows("port", "show", "port3")[0]
    same((row["traffic_mbps"], row["frame_loss_ratio"], row["energy_mj"]),
         (420125, 1.5e-12, 32400000))
    out = good("port", "show", "port3").out
    check(re.search(r" 4/4 +up +none +9.0e-08 +420.1G +1.5e-12 +9.00$", out,
                    re.M), out)
    same(rows("dev", "show")[0]["window_s"], 900)
    same(rows("engine", "show", "engine0")[0]["energy_mj"], 50425200)


def test_light_in_mw_and_dbm():
    check(" 1.66/2.20  0.933/-0.30 " in
          good("lane", "show", "engine0/lane0").out, "lane")
    check(" 100/20.00 " in good("laser", "show", "els0/laser0").out, "laser")
    check(" 75.9/18.80 " in good("route", "show", "route0").out, "route")
    check(" 75.9/18.80 " in good("topology", "show", "--lasers",
                                 "port0").out, "topology")


def test_numbers_have_no_locale():
    """A decimal comma would be another number, or no JSON."""
    plain = good("power", "show").out + good("lane", "show", "--window").out
    env = dict(environ(), LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8",
               LC_NUMERIC="de_DE.UTF-8")
    local = "".join(subprocess.run([CPOCTL] + args, env=env, text=True,
                                   capture_output=True, check=True).stdout
                    for args in (["power", "show"],
                                 ["lane", "show", "--window"]))
    same(local, plain)


# ---- Dump

DUMPED = {"devs": 1, "engines": 72, "els": 18, "lasers": 144, "lanes": 576,
          "ports": 144, "routes": 144, "sensors": 11, "flags": 0,
          "thresholds": 72 * 2 + 18 * 2 + 144 * 3 + 576 * 2 + 144 + 3,
          # The device, then all that has windows.
          "stats": 1 + 72 + 18 + 144 + 576 + 144}


def test_dump():
    doc = good("-j", "dump").json()
    same((doc["schema"], doc["consistent"], doc["not_included"]),
         ("cpoctl/1", True, ["pages"]))
    (dev,) = doc["devices"]
    same({k: len(v) for k, v in dev.items() if isinstance(v, list)}, DUMPED)
    same((dev["path"], dev["consistent"], dev["topology_generation"],
          dev["event_seq"], dev["events_meanwhile"]),
         ("cpo0", True, 1, 100, 0))
    # The same rows as one by one.
    for obj, key in (("els", "els"), ("lane", "lanes"), ("port", "ports")):
        same(dev[key], rows(obj, "show"), obj)
    stats = {r["path"]: r for r in dev["stats"]}
    for path in ("cpo0", "cpo0/engine3", "cpo0/els3/laser1",
                 "cpo0/engine9/lane2", "cpo0/port143"):
        same(stats[path], rows("stats", "show", path)[0])
    same(stats["cpo0/port0"]["fec_histogram"][0], 1000000000000)
    same(sorted({w["quantity"] for r in dev["stats"]
                 for w in r.get("windows", [])}), sorted(QUANTITIES))


def test_dump_of_devices():
    both = {"": "q3450,nic"}
    doc = good("-j", "dump", **both).json()
    same([d["path"] for d in doc["devices"]], ["cpo0", "cpo1"])
    same({r["dev"] for r in doc["devices"][1]["lanes"]}, {"cpo1"})
    same([d["path"] for d in good("-j", "dump", "show", "cpo1",
                                  **both).json()["devices"]], ["cpo1"])
    same(run("dump", "cpo0/els3").code, 2)
    same(run("dump", "cpo9").code, 3)


def test_dump_reads_again():
    """Something happened meanwhile: read again, and say so if it goes on."""
    doc = good("-j", "dump", _TICKS=2).json()
    same((doc["consistent"], doc["devices"][0]["event_seq"]), (True, 102))
    for knobs in ({"_TICKS": 1000}, {"_INTR": 1000}):
        res = run("-j", "dump", **knobs)
        doc = res.json()
        same((res.code, doc["consistent"],
              doc["devices"][0]["consistent"]), (8, False, False))
        same(len(doc["devices"][0]["lanes"]), 576)
        check("kept changing" in json.loads(res.err)["warning"]["message"],
              res.err)
    same(run("-j", "dump", _TICKS=1000).json()
         ["devices"][0]["events_meanwhile"], 1)


def test_dump_fails_midway():
    """Half a document must not look like a whole one."""
    for kind in ("engine", "port", "stats", "dev"):
        res = run("-j", "dump", _FAIL=kind)
        same((res.code, res.out), (1, ""), kind)
        same(json.loads(res.err)["error"]["errno"], "EIO")
    # The first device is out when the second one fails.
    res = run("-j", "dump", _FAIL="1/port", **{"": "sn6800,nic"})
    same(res.code, 1)
    check(len(res.out) > 100000, "nothing was written")
    try:
        json.loads(res.out)
    except ValueError:
        return
    raise tap.Fail("the document looks complete")


def test_dump_is_big_and_small():
    """All of 2,048 lanes; the memory is that of the rows, not of the text."""
    res = subprocess.run(
        ["bash", "-c", 'ulimit -v 40000; exec "$0" -j dump', PLAIN],
        env=environ(plain=True, **{"": "sn6800"}), capture_output=True,
        text=True, check=False)
    same((res.returncode, res.stderr), (0, ""))
    (dev,) = json.loads(res.stdout)["devices"]
    same((len(dev["lanes"]), len(dev["ports"]), len(dev["lasers"])),
         (2048, 512, 512))


def test_dump_in_text():
    out = good("dump", _FLAGS=FLAG).out
    for title in DUMPED:
        check("\n%s\n" % title in out, title)
    check("cpo0/engine71/lane7 " in out, "lanes")
    for line in out.splitlines():
        check(len(line) <= 110, line)


# ---- Pages and refresh

def test_page_read():
    page = good("-j", "page", "read", "cpo0/engine3", "page", "0x11",
                "bank", "0").json()["pages"][0]
    same((page["path"], page["offset"], page["length"]),
         ("cpo0/engine3", 128, 128))
    same(page["bytes"], [(0x11 + 128 + i) & 0xff for i in range(128)])
    same(bytes.fromhex(page["hex"]), bytes(page["bytes"]))
    out = good("page", "read", "els3", "page", "0", "offset", "2",
               "length", "4").out
    check("  02 03 04 05  " in out, out)


def test_page_read_both_halves():
    page = good("-j", "page", "read", "oe3", "page", "1", "offset", "0",
                "length", "256").json()["pages"][0]
    same(page["bytes"], [(1 + i) & 0xff for i in range(256)])


def test_page_usage():
    for args in (("oe3",), ("oe3", "page", "256"), ("oe3", "page", "x"),
                 ("oe3", "page", "-1"), ("oe3", "page"), ("page", "1"),
                 ("oe3", "page", "1", "length", "0"),
                 ("oe3", "page", "1", "offset", "200", "length", "57"),
                 ("oe3", "page", "1", "page", "2"),
                 ("port3", "page", "1"),
                 ("oe3", "page", "1", "colour", "2")):
        same(run("page", "read", *args).code, 2, " ".join(args))


def test_refresh():
    same(good("dev", "refresh").out, "cpo0: sample 1234\n")
    same(rows_of(good("-j", "dev", "refresh"), "devs")[0]["sample_seq"], 1234)


def rows_of(res, key):
    return res.json()[key]


# ---- Errors

def error(code, *args, **knobs):
    """Check a failure in both forms; returns the JSON one."""
    text = run(*args, **knobs)
    same((text.code, text.out), (code, ""), " ".join(args))
    check(text.err.startswith("cpoctl: "), text.err)
    res = run("-j", *args, **knobs)
    same((res.code, res.out), (code, ""), "-j " + " ".join(args))
    doc = json.loads(res.err)["error"]
    same(doc["code"], code)
    check(doc["message"] in text.err, text.err)
    return doc


def test_not_found():
    doc = error(3, "els", "show", "cpo0/els99")
    check("cpo0/els99" in doc["message"] and "els0-17" in doc["hint"], doc)
    error(3, "els", "show", "cpo7")
    error(3, "lane", "show", "pci/0000:99:00.0")
    check("nope" in error(3, "port", "show", "nope")["message"], "name")
    doc = error(3, "lane", "show", "cpo0/engine3/lane8-20")
    same(doc["hint"], "cpo0/engine3 has lane0-7")
    error(3, "page", "read", "els99", "page", "1")
    error(3, "topology", "show", "els99")


def test_no_device():
    error(3, "dev", "show", **{"": "none"})
    error(3, "lane", "show", **{"": "none"})


def test_no_family():
    doc = error(6, "dev", "show", **{"": "absent"})
    check("cpo_pci" in doc["hint"], doc)
    error(6, "monitor", **{"": "absent"})


def test_permission():
    doc = error(5, "page", "read", "oe3", "page", "1", _DENY=1)
    same(doc["errno"], "EPERM")
    check("CAP_NET_ADMIN" in doc["hint"], doc)
    error(5, "dev", "refresh", _DENY=1)
    # Showing needs none.
    good("lane", "show", "engine0", _DENY=1)


def test_not_supported():
    error(4, "page", "read", "oe3", "page", "0xee")


def test_usage_errors():
    for args in (("foo",), ("els", "foo"), ("lane", "show", "cpo0/lane3"),
                 ("els", "show", "cpo0/els{"), ("--nothing",), ("-c",),
                 ("--color=red", "dev", "show"), ("help", "foo")):
        same(run(*args).code, 2, " ".join(args))
    bare = run()
    same((bare.code, bare.out), (2, ""))
    check(bare.err.startswith("usage:"), bare.err)


def test_partial():
    res = run("els", "show", "cpo0/els{1,99}")
    same(res.code, 8)
    check("cpo0/els1 " in res.out and "els99" in res.err, res.err)
    res = run("-j", "els", "show", "cpo0/els{1,99}")
    same([r["path"] for r in res.json()["els"]], ["cpo0/els1"])
    check("els99" in json.loads(res.err)["warning"]["message"], res.err)


def test_partial_of_related():
    """As "els show" has it; a check does not know about what is gone."""
    for args in (["health", "show", "cpo{0,5}"],
                 ["-j", "health", "show", "cpo{0,5}"],
                 ["flag", "show", "cpo0/els{1,99}"]):
        res = run(*args, _SET="sensor 0/6 value=0")
        same((res.code, res.err.count("no ")), (8, 1), args)
        check(res.out, args)


def test_interrupted_dump():
    same(rows("lane", "show", _INTR=2)[0]["path"], "cpo0/engine0/lane0")
    res = run("-j", "lane", "show", _INTR=1000)
    same((res.code, res.json()["consistent"], len(res.json()["lanes"])),
         (8, False, 576))
    check(json.loads(res.err)["warning"]["message"], res.err)


def test_family_id_changes():
    same(len(rows("els", "show", _RENUMBER=1)), 18)


def test_error_without_a_name():
    """524 is of the kernel only; it is an error like any other."""
    doc = error(1, "lane", "show", _FAIL="lane", _NAMELESS=1)
    check("errno" not in doc and "the fake fails this" in doc["message"], doc)


def test_long_lists():
    odd = "port" + ",".join(str(n) for n in range(1, 144, 2))
    same(len(rows("port", "show", odd)), 72)
    long = "port" + ",".join(str(n) for n in range(0, 600, 2))
    res = run("port", "show", long)
    same(res.code, 2)
    check("more than 256 numbers" in res.err, res.err)


def test_refresh_of_what_is_not_there():
    same(run("dev", "refresh", "cpo{0,9}").code, 8)
    same(run("-j", "dev", "refresh", "cpo{0,9}").code, 8)


def test_netns_missing():
    same(run("-N", "no-such-namespace", "dev", "show").code, 3)


# ---- Output

def test_write_error():
    with open("/dev/full", "w", encoding="ascii") as full:
        done = subprocess.run([CPOCTL, "lane", "show"], stdout=full,
                              stderr=subprocess.PIPE, text=True,
                              env=environ(), check=False)
    same(done.returncode, 1)
    check("cannot write" in done.stderr, done.stderr)
    for opts in ([], ["-j"]):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([CPOCTL] + opts + ["check"], stdout=full,
                                  stderr=subprocess.PIPE, text=True,
                                  env=environ(), check=False)
        same((done.returncode, done.stderr), (3, ""))


def test_broken_pipe():
    for args in (["lane", "show"], ["-p", "lane", "show"], ["-j", "dump"]):
        with subprocess.Popen([CPOCTL] + args, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environ()) as proc:
            proc.stdout.readline()
            proc.stdout.close()
            err = proc.stderr.read()
            proc.wait(timeout=20)
        same((proc.returncode, err), (0, b""))


def test_color():
    esc = "\033["
    check(esc not in good("els", "show").out, "color into a pipe")
    check(esc in good("--color=always", "els", "show").out, "no color")
    check(esc not in good("--color=never", "els", "show").out, "color")
    check(esc not in good("--color=always", "-j", "els", "show").out, "JSON")
    plain = good("els", "show").out
    bare = re.sub("\033\\[[0-9]*m", "",
                  good("--color=always", "els", "show").out)
    same(bare, plain, "color changes the layout")


def test_help_everywhere():
    for args in (["health", "help"], ["check", "--help"],
                 ["help"], ["--help"], ["-h"], ["els", "help"],
                 ["help", "els"], ["els", "show", "help"],
                 ["els", "show", "--help"], ["els", "-h"],
                 ["page", "read", "cpo0", "-h"]):
        res = good(*args, **{"": "absent"})
        check("usage:" in res.out, " ".join(args))


def test_version():
    check(re.match(r"cpoctl \d+\.\d+\.\d+, libcpo ", good("-V").out), "-V")
    doc = good("-j", "--version").json()
    same((doc["abi"], doc["kernel_family"]), (1, 1))
    check("not loaded" in good("-V", **{"": "absent"}).out, "absent")


# ---- Monitor

def test_monitor_pull():
    with Pulled("-j", "monitor") as mon:
        start = mon.until(type="start")[-1]
        same(start["groups"], ["events", "mgmt"])
        same(start["devs"][0]["path"], "cpo0")
        mon.do("pull 0 3")
        records = mon.until(type="change", path="cpo0/port31")
        code, rest, err = mon.stop()
    same((code, rest, err), (0, "", ""))
    events = [r for r in records if r["type"] == "event"]
    same([e["seq"] for e in events], list(range(100, 149)))
    for e in events:
        same((e["schema"], e["dev"]), ("cpoctl/1", "cpo0"))
    dark = [e["path"] for e in events if e["code"] == "lane-tx-dark"]
    same(dark, ["cpo0/engine%d/lane%d" % (e, n) for e in range(12, 16)
                for n in range(8)])
    lasers = [(e["path"], e["state"]) for e in events
              if e["code"] == "laser-state"]
    same(lasers, [("cpo0/els3/laser%d" % n, "absent") for n in range(8)])
    ports = [(e["path"], e["ifname"], e["state"], e["reason"])
             for e in events if e["code"] == "port-state"]
    same(ports, [("cpo0/port%d" % p, "enp1s0p%d" % p, "down", "els-absent")
                 for p in range(24, 32)])
    changes = [r for r in records if r["type"] == "change"]
    same(len(changes), 17)
    check(not any(c["synthetic"] for c in changes), "synthetic")


def test_monitor_groups():
    with Pulled("-j", "monitor", "events") as mon:
        mon.until(type="start")
        mon.do("pull 0 3")
        mon.do("insert 0 3")
        records = mon.until(code="port-state", state="up", path="cpo0/port31")
        same({r["type"] for r in records}, {"event"})
    with Pulled("-j", "monitor", "mgmt") as mon:
        mon.until(type="start")
        mon.do("pull 0 3")
        records = mon.until(type="change", path="cpo0/port31")
        same({r["type"] for r in records}, {"change"})


def test_monitor_selector():
    with Pulled("-j", "monitor", "events", "cpo0/port24") as mon:
        mon.until(type="start")
        mon.do("pull 0 5")
        mon.do("pull 0 3")
        records = mon.until(path="cpo0/port24")
    same([r["path"] for r in records],
         ["cpo0/els3", "cpo0/els3/laser0"] +
         ["cpo0/engine12/lane%d" % n for n in range(4)] + ["cpo0/port24"])
    same(run("monitor", "cpo0/els99").code, 3)


def test_monitor_gap_is_counted():
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("lose 0 5")
        mon.do("pull 0 3")
        gap = mon.until(type="gap")[-1]
        same((gap["reason"], gap["dev"], gap["lost"], gap["first_seq"],
              gap["last_seq"]), ("sequence", "cpo0", 5, 100, 104))
        mon.until(type="state")


def test_monitor_numbers_have_reasons():
    with Pulled("-n", "monitor", "events") as mon:
        mon.line()
        mon.do("pull 0 3")
        line = ""
        while "port24" not in line:
            line = mon.line()
    check(re.search(r"12 0, 1: ", line), line)


def test_monitor_warns_once():
    """A part that is not there may come, but not with a warning each time."""
    with Pulled("-j", "monitor", "cpo0/els{0,99}") as mon:
        mon.until(type="start")
        for _ in range(3):
            mon.do("change 0")
            mon.do("overflow")
            mon.until(type="state")
        code, _, err = mon.stop()
    same((code, err.count("els99")), (0, 1))


def test_monitor_forgets_a_device():
    """What is bound again and again must not pile up."""
    with Pulled("-j", "monitor", "mgmt") as mon:
        mon.until(type="start")
        size = []
        for i in range(60):
            mon.do("rebind %d" % 0)
            mon.do("overflow")
            mon.until(type="state")
            if i in (19, 59):
                with open("/proc/%d/statm" % mon.proc.pid,
                          encoding="ascii") as stream:
                    size.append(int(stream.read().split()[1]) * 4)
    check(size[1] - size[0] < 2000, "%d to %d KiB" % tuple(size))


def test_monitor_new_epoch_while_reading():
    """What a device said before it counted anew is not news."""
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("later epoch 0;pull 0 3")
        mon.do("overflow")
        records = mon.until(type="state")
        mon.do("insert 0 3")
        records += mon.until(type="change", path="cpo0/port31")
    same([r["reason"] for r in records if r["type"] == "gap"],
         ["overflow", "epoch"])


def test_monitor_overflow():
    """What nobody told is found by reading again, and said to be found."""
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("dark 0 5 1")
        mon.do("lose 0 3")
        mon.do("overflow")
        records = mon.until(type="state")
        same(mon.stop(signal.SIGTERM)[0], 0)
    kinds = [r["type"] for r in records]
    same(kinds[0], "gap")
    same(records[0]["reason"], "overflow")
    same([r["lost"] for r in records if r.get("reason") == "sequence"], [3])
    found = {r["path"]: r for r in records if r["type"] == "change"}
    same(sorted(found), ["cpo0/engine5/lane1", "cpo0/port10"])
    check(all(r["synthetic"] for r in found.values()), "synthetic")
    check("tx-dark" in found["cpo0/engine5/lane1"]["status"], "status")
    same(records[-1]["changed"], 2)


def test_monitor_check_failed():
    """A laser that is too weak for its check says nothing of the fibre."""
    with Pulled("-j", "monitor", "events") as mon:
        mon.until(type="start")
        mon.do("dirty 0 3 2")
        dirty = mon.until(code="check-failed")[-1]
        mon.do("weak 0 3 2")
        weak = mon.until(code="check-failed")[-1]
    same([(e["loss_db"], e["limit_db"], e["reason"]) for e in (dirty, weak)],
         [(4.2, 3, "els-unchecked"), (1.245, 3, "laser-fault")])
    remedies = [e["words"]["remedy"] for e in (dirty, weak)]
    check("clean" in remedies[0], remedies[0])
    check("replace ELS 4" in remedies[1] and "clean" not in remedies[1],
          remedies[1])


def test_monitor_nothing_found():
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("overflow")
        same([r["type"] for r in mon.until(type="state")], ["gap", "state"])


def test_monitor_epoch():
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("pull 0 3")
        mon.until(type="change", path="cpo0/port31")
        mon.do("epoch 0")
        mon.do("insert 0 3")
        same(mon.until(type="gap")[-1]["reason"], "epoch")
        mon.until(type="state")


def test_monitor_module_reload():
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        mon.do("gone")
        same(mon.until(type="gap")[-1]["reason"], "family-gone")
        mon.do("back")
        same(mon.until(type="gap")[-1]["reason"], "family-back")
        mon.until(type="state")
        mon.do("pull 0 3")
        mon.until(type="event", path="cpo0/port31")
        same(mon.stop()[0], 0)


def test_monitor_follows_a_device():
    """Bound again it has another number; it is still the one chosen."""
    with Pulled("-j", "monitor", "cpo0/els3", **{"": "q3450,nic"}) as mon:
        mon.until(type="start")
        mon.do("rebind 0")
        mon.until(type="change", notification="dev-add-ntf", path="cpo2")
        mon.do("pull 1 0")
        mon.do("pull 0 3")
        records = mon.until(code="port-state", path="cpo2/port31")
        check(not [r for r in records if r.get("path", "").startswith("cpo1")
                   and r["type"] == "event"], "another device")
        same(mon.stop()[::2], (0, ""))


def test_monitor_goes_on_with_the_others():
    """One of two that were chosen leaves."""
    with Pulled("-j", "monitor", "events", "cpo0", "cpo1",
                **{"": "q3450,nic"}) as mon:
        mon.until(type="start")
        mon.do("unbind 1")
        mon.do("pull 0 3")
        mon.until(type="event", path="cpo0/port31")
        mon.do("insert 0 3")
        mon.until(type="event", path="cpo0/port31")


def test_monitor_missed_a_rebind():
    """Lost in an overflow, and still the device that was chosen."""
    with Pulled("-j", "monitor", "cpo0", **{"": "q3450,nic"}) as mon:
        mon.until(type="start")
        for line in ("deaf", "rebind 0", "hear"):
            mon.do(line)
        records = mon.until(type="state")
        same([(r["path"], r.get("removed", False)) for r in records
              if r["type"] == "change"], [("cpo2", False), ("cpo0", True)])
        mon.do("pull 0 3")
        mon.until(type="event", path="cpo2/port31")


def test_monitor_missed_a_module_reload():
    with Pulled("-j", "monitor") as mon:
        mon.until(type="start")
        for line in ("deaf", "gone", "back", "hear"):
            mon.do(line)
        mon.until(type="state")
        mon.do("pull 0 3")
        mon.until(type="event", path="cpo0/port31")


def test_monitor_without_device():
    with Pulled("-j", "monitor", **{"": "none"}) as mon:
        same(mon.until(type="start")[-1]["devs"], [])
        same(mon.stop()[0], 0)


def test_monitor_reader_leaves():
    with Pulled("monitor") as mon:
        check(mon.line().startswith("start"), "start")
        mon.proc.stdout.close()
        end = time.monotonic() + 20
        while mon.proc.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        same(mon.proc.returncode, 0)


def test_monitor_socket_reader_leaves():
    """That is a hang-up, and no error."""
    here, there = socket.socketpair()
    with Pulled("monitor", stdout=there) as mon:
        there.close()
        check(here.recv(4096).startswith(b"start"), "start")
        here.close()
        same(mon.proc.wait(20), 0)


def test_monitor_stops_though_nobody_reads():
    for sig in (signal.SIGINT, signal.SIGTERM):
        with Pulled("-j", "monitor") as mon:
            mon.until(type="start")
            mon.do("flood 0 3000")
            # Until the pipe is full.
            time.sleep(1)
            mon.proc.send_signal(sig)
            same(mon.proc.wait(20), 0)


def test_monitor_text():
    with Pulled("-t", "monitor") as mon:
        check(re.match(r"\d{4}-\S+Z start ", mon.line()), "start")
        mon.do("pull 0 3")
        lines = []
        while not lines or "change   cpo0/port31 " not in lines[-1]:
            lines.append(mon.line())
            check(lines[-1], "ended")
    text = "".join(lines)
    check(re.search(r"Z major +cpo0/els3 \(4\) +els-removed: an ELS was taken "
                    r"out\n", text), text)
    check(re.search(r"cpo0/els3/laser0 +laser-state absent: a laser changed ",
                    text), text)
    check(re.search(r"cpo0/port24 \(enp1s0p24\) +port-state down, els-absent: "
                    r"port 25 is down: an ELS that feeds it is not there\n",
                    text), text)


def test_monitor_text_of_ends():
    with Pulled("monitor", "events") as mon:
        mon.line()
        mon.do("pull 0 3")
        mon.do("insert 0 3")
        lines = []
        while not lines or "port31 " not in lines[-1] or "up" not in lines[-1]:
            lines.append(mon.line())
            check(lines[-1], "ended")
    text = "".join(lines)
    for want in ("lane-tx-dark set: lane 0 of engine OE12 lost the light of "
                 "its laser\n",
                 "lane-tx-dark clear: lane 0 of engine OE12 has the light of "
                 "its laser again\n", "port-state up: port 32 is up\n"):
        check(want in text, want)


def test_monitor_text_has_no_time_of_itself():
    with Pulled("monitor", "events") as mon:
        check(mon.line().startswith("start "), "start")
        mon.do("pull 0 3")
        check(mon.line().startswith("major "), "event")


def test_monitor_text_of_a_gap():
    with Pulled("monitor", "events") as mon:
        mon.line()
        mon.do("lose 0 3")
        mon.do("pull 0 3")
        lines = []
        while not lines or not lines[-1].startswith("state "):
            lines.append(mon.line())
            check(lines[-1], "ended")
    same([re.sub(" +", " ", line) for line in lines
          if line.startswith("gap ")],
         ["gap cpo0: 3 events lost, seq 100 to 102\n"])


def records_of(*args):
    """Events and changes of a pulled ELS, up to the end of it."""
    with Pulled("-j", "monitor", *args) as mon:
        mon.until(type="start")
        mon.do("pull 0 3")
        mon.do("overflow")
        return mon.until(type="state")


def test_monitor_filters():
    events = [r for r in records_of("events", "--severity", "major")
              if r["type"] == "event"]
    # The ELS, its lasers and ports, but not 32 lanes.
    same((len(events), {e["severity"] for e in events}), (17, {"major"}))
    records = records_of("--code", "port-state")
    events = [r for r in records if r["type"] == "event"]
    same({e["code"] for e in events}, {"port-state"})
    same((len(events), [r for r in records if r["type"] == "change"]), (8, []))
    records = records_of("--object", "els")
    same({r["object"] for r in records if r["type"] in ("event", "change")},
         {"els"})
    same({r["type"] for r in records}, {"event", "change", "gap", "state"})
    records = records_of("events", "--severity", "major", "--object", "laser",
                         "--code", "laser-state", "cpo0/port24")
    same([r["path"] for r in records if r["type"] == "event"],
         ["cpo0/els3/laser0"])
    records = records_of("mgmt", "--object", "port")
    same({r["object"] for r in records if r["type"] == "change"}, {"port"})


def test_monitor_filter_errors():
    for option, word in (("severity", "bad"), ("object", "sun"),
                         ("code", "oops")):
        text = error(2, "monitor", "--" + option, word)["message"]
        check("'%s'" % word in text, text)
        for choice in {"severity": ("info", "notice", "warning", "major",
                                    "critical"),
                       "object": ("dev", "sensor", "other"),
                       "code": ("vendor", "els-removed", "overflow")}[option]:
            check(choice in text, text)
    error(2, "monitor", "mgmt", "--severity", "major")
    error(2, "monitor", "mgmt", "--code", "vendor")
    error(2, "els", "show", "--severity", "major")
    error(2, "health", "show", "--object", "els")
    error(2, "monitor", "--code")


def test_monitor_words():
    events = [r for r in records_of("events") if r["type"] == "event"]
    check(all(set(e["words"]) == {"what", "cause", "remedy"}
              for e in events), "words")
    same(events[0]["words"]["remedy"],
         "put ELS 4 back until it locks, then run a fiber check")


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

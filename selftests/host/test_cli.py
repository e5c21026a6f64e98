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


def environ(**knobs):
    env = {k: v for k, v in os.environ.items()
           if k not in ("NO_COLOR", "TERM")}
    env.update(LD_PRELOAD=PRELOAD, CPO_FAKE="q3450", TERM="xterm",
               ASAN_OPTIONS="exitcode=%d" % SANITIZER,
               UBSAN_OPTIONS="exitcode=%d" % SANITIZER)
    env.update({"CPO_FAKE" + k: str(v) for k, v in knobs.items()})
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
           "port": 144, "route": 144}


def test_counts():
    for obj, count in OBJECTS.items():
        same(len(rows(obj, "show")), count, obj)
    counts = {"dev": 1, "engine": 8, "els": 16, "laser": 128, "lane": 512,
              "port": 128, "route": 128}
    for obj, count in counts.items():
        same(len(rows(obj, "show", **{"": "bailly"})), count, obj)


def test_text_width():
    for profile in ("q3450", "bailly", "q3450,bailly"):
        for obj in list(OBJECTS) + ["topology"]:
            for line in good(obj, "show",
                             **{"": profile}).out.splitlines():
                check(len(line) <= 100, "%s: %s" % (obj, line))


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
        for row in rows(obj["name"], "show"):
            for key, value in row.items():
                check(key in fields, "%s.%s" % (obj["name"], key))
                same(types(value), fields[key]["type"],
                     "%s.%s" % (obj["name"], key))
                words = fields[key].get("words")
                if words:
                    for word in value if isinstance(value, list) else [value]:
                        check(word in words, word)
            seen |= set(row)
        check("path" in seen and "dev" in seen and "stale" in seen,
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
    same(rows("els", "show", "els0")[0]["vcc_v"], 3.3012)
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


# ---- Absent, zero, stale, unknown

class Pulled:
    """A fake family where things happen while a monitor runs."""

    def __init__(self, *args, **knobs):
        self.dir = tempfile.TemporaryDirectory()
        fifo = os.path.join(self.dir.name, "control")
        os.mkfifo(fifo)
        self.proc = subprocess.Popen(
            [CPOCTL] + list(args), text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environ(_CONTROL=fifo, **knobs))
        self.control = open(fifo, "w", encoding="ascii")

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.proc.kill()
        self.proc.wait()
        self.control.close()
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
    check("laser0 on -> fibre24 lit 18.80 dBm -> engine12/lane0-3 -> "
          "port24 (enp1s0p24) up" in out, out)
    check("without it no light for 32 lanes, 8 ports; 8 up now" in out, out)
    view = rows("topology", "show", "cpo0/els3", **{"": "bailly"})[0]
    same((view["path"], view["lasers"], view["lanes"], len(view["routes"])),
         ("cpo0/els3", 8, 32, 8))
    same([p["port_id"] for p in view["ports"]], list(range(24, 32)))


def test_topology_up():
    out = good("topology", "show", "cpo0/port24").out
    check("engine12/lane0-3 <- fibre24 lit 18.80 dBm <- els3/laser0 on"
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


def test_topology_equals_relations():
    view = rows("topology", "show", "els5", **{"": "bailly"})[0]
    same([p["path"] for p in view["ports"]],
         paths("port", "show", "els5", **{"": "bailly"}))
    same(sorted(n for r in view["routes"] for n in r["lane_paths"]),
         sorted(paths("lane", "show", "els5", **{"": "bailly"})))


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


def test_interrupted_dump():
    same(rows("lane", "show", _INTR=2)[0]["path"], "cpo0/engine0/lane0")
    res = run("-j", "lane", "show", _INTR=1000)
    same((res.code, res.json()["consistent"], len(res.json()["lanes"])),
         (8, False, 576))
    check(json.loads(res.err)["warning"]["message"], res.err)


def test_family_id_changes():
    same(len(rows("els", "show", _RENUMBER=1)), 18)


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


def test_broken_pipe():
    for args in (["lane", "show"], ["-p", "lane", "show"]):
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
    for args in (["help"], ["--help"], ["-h"], ["els", "help"],
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


def test_monitor_text():
    with Pulled("-t", "monitor") as mon:
        check(re.match(r"\d{4}-\S+Z start ", mon.line()), "start")
        mon.do("pull 0 3")
        lines = []
        while not lines or "change   cpo0/port31 " not in lines[-1]:
            lines.append(mon.line())
            check(lines[-1], "ended")
    text = "".join(lines)
    check(re.search(r"major +cpo0/els3 \(4\) +els-removed\n", text), text)
    check(re.search(r"cpo0/els3/laser0 +laser-state absent\n", text), text)
    check(re.search(r"cpo0/port24 \(enp1s0p24\) +port-state down, els-absent",
                    text), text)


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

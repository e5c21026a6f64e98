#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""cpoctl health and check: what is wrong is told once, where its cause is.

usage: test_health.py BUILD-FOLDER
"""
import json
import re
import sys

import tap
from tap import check, same
from test_cli import error, good, rows, run

# The fake has a wet sensor.
DRY = "sensor 0/6 value=0; sensor 1/6 value=0; "

# Values of enumerations.
RESTRICTED, OFF, ON_FAULT, DOWN_FAULT = 2, 1, 6, 7
TX_ON, RX_ON, RX_LOS, RX_LOL, LOCKED, DISABLED, TX_DARK = (
    1, 2, 8, 32, 64, 256, 512)
WELL = TX_ON | RX_ON | LOCKED
REASON = {"laser-off": 3, "els-unchecked": 2, "laser-fault": 4, "rx-los": 5,
          "ring-unlock": 7, "overheat": 8, "power": 9, "engine-fault": 10,
          "interlock": 11, "disabled": 12, "starting": 13, "firmware": 14,
          "ber": 15}


def health(*args, sets="", **knobs):
    return rows("health", "show", *args, _SET=DRY + sets, **knobs)


def one(*args, **knobs):
    found = health(*args, **knobs)
    same(len(found), 1, [f["what"] for f in found])
    return found[0]


def port_down(port, reason, dev=0, more=""):
    return "port %d/%d state=0 reason=%d %s; " % (
        dev, port, REASON.get(reason, reason), more)


def text(*args, sets="", **knobs):
    return good("health", "show", *args, _SET=DRY + sets, **knobs).out


# ---- Health

def test_healthy_is_one_line():
    same(text(), "healthy: 144 of 144 ports up, 144 of 144 lasers on; "
         "nothing to do\n")
    same(text("cpo0/els3"), "healthy: 8 of 8 ports up, 8 of 8 lasers on; "
         "nothing to do\n")
    same(health(), [])
    for profile in ("bailly", "nic", "inside", "q3450mp", "sn6800",
                    "q3450,nic"):
        same(health(**{"": profile}), [], profile)


def test_pulled_els_is_one_condition():
    for profile, ports, lanes in (("q3450", 8, 32), ("bailly", 8, 32),
                                  ("q3450mp", 32, 32)):
        found = one(_PULLED="0/3", **{"": profile})
        same((found["path"], found["name"], found["severity"],
              found["ports_down"], found["lanes_down"]),
             ("cpo0/els3", "ELS 4", "major", ports, lanes), profile)
        same(len(found["port_paths"]), ports)
        same(found["what"], "ELS 4 is not in its slot; %d ports and %d lanes "
             "down" % (ports, lanes))
        check("put ELS 4 back" in found["remedy"], found["remedy"])
        check("since" not in found, "nobody knows since when")
    lines = text(_PULLED="0/3").splitlines()
    same(lines[0], "major     cpo0/els3 (ELS 4)  since -")
    same([line.split()[0] for line in lines[1:]],
         ["what", "ports", "cause", "remedy"])
    same(lines[2].split()[1], "cpo0/port24-31")


def test_pulled_els_feeds_nothing():
    found = one(_PULLED="0/0", **{"": "nic"},
                sets="".join("lane 0/0/%d status=%d; " % (n, WELL)
                             for n in range(8)) +
                "port 0/0 state=1; port 0/1 state=1")
    same((found["severity"], found["ports_down"]), ("notice", 0))


def test_since_is_of_the_ports():
    sets = "port 0/24 changed=4940000000000; port 0/25 changed=4990000000000"
    found = one(_PULLED="0/3", sets=sets)
    same(found["since_device_time_ns"], 4940000000000)
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["since"]),
          found["since"])
    # What the clock of the device has not come to is not known.
    found = one(_PULLED="0/3", sets="port 0/24 changed=9990000000000")
    check("since" not in found, "future")


def test_two_pulled():
    found = health(_PULLED="0/3 1/0", **{"": "q3450,nic"})
    same([(f["path"], f["ports_down"]) for f in found],
         [("cpo0/els3", 8), ("cpo1/els0", 2)])


def test_contaminated_names_the_fibre():
    found = one(sets="laser 0/3/2 state=%d fault=1; route 0/26 check=3 "
                "checked=1; lane 0/13/0 status=%d; lane 0/13/1 status=%d; "
                % (DOWN_FAULT, RX_ON | TX_DARK, RX_ON | TX_DARK | RX_LOS) +
                port_down(26, "laser-fault"))
    same((found["path"], found["code_list"], found["code"],
          found["ports_down"], found["lanes_down"]),
         ("cpo0/els3/laser2", "laser-fault", "contaminated", 1, 2))
    same(found["remedy"],
         "clean fibre 26 of ELS 4, then run a fiber check")


def test_laser_faults():
    for fault, word in enumerate(("apc", "power-high", "power-low", "tec",
                                  "ramp-timeout", "tuning"), 2):
        found = one(sets="laser 0/3/2 state=%d fault=%d"
                    % (DOWN_FAULT, fault))
        same((found["code"], found["severity"]), (word, "major"))
        check("laser 2 of ELS 4" in found["what"], found["what"])
    found = one(sets="laser 0/3/2 state=%d fault=2" % ON_FAULT)
    same(found["severity"], "warning")
    # A fault of a laser that says it is on all the same.
    found = one(sets="laser 0/3/2 fault=2")
    same((found["path"], found["severity"]), ("cpo0/els3/laser2", "warning"))
    found = one(sets="laser 0/3/2 state=%d" % DOWN_FAULT)
    same(found["code"], "laser-down")


def test_restricted_lasers_are_one_condition():
    sets = "els 0/3 inserted=4900000000000; " + "".join(
        "laser 0/3/%d state=%d; " % (n, RESTRICTED) for n in range(8))
    found = one(sets=sets)
    same((found["path"], found["severity"], found["code"]),
         ("cpo0/els3", "notice", "unchecked"))
    same(found["since_device_time_ns"], 4900000000000)
    found = one(sets=sets + port_down(24, "els-unchecked") +
                port_down(25, "els-unchecked"))
    same((found["severity"], found["ports_down"]), ("major", 2))
    check(found["what"].startswith("8 lasers of ELS 4: dark until a fiber"),
          found["what"])
    check("fibres of ELS 4" in found["remedy"], found["remedy"])
    found = one(sets="laser 0/3/2 state=%d" % RESTRICTED)
    same(found["path"], "cpo0/els3/laser2")


def test_laser_off_is_bad_when_a_port_needs_it():
    same(one(sets="laser 0/3/2 state=%d" % OFF)["severity"], "info")
    check("healthy" in text(sets="laser 0/3/2 state=%d" % OFF), "info")
    check("laser 2 of ELS 4" in
          text("--severity", "info", sets="laser 0/3/2 state=%d" % OFF), "info")
    found = one(sets="laser 0/3/2 state=%d; " % OFF +
                port_down(26, "laser-off"))
    same((found["path"], found["severity"]), ("cpo0/els3/laser2", "major"))


def test_dark_fibre():
    found = one(sets="route 0/26 lit=0; lane 0/13/0 status=%d; "
                % (RX_ON | TX_DARK) + port_down(26, "rx-los"))
    same((found["path"], found["code"], found["lanes_down"],
          found["ports_down"]), ("cpo0/route26", "route-dark", 1, 1))
    same(found["what"], "fibre 26 of ELS 4 brings no light to engine OE13; "
         "1 port and 1 lane down")
    found = one(sets="route 0/26 check=3 checked=4990000000000")
    same((found["code"], found["severity"], found["since_device_time_ns"]),
         ("check-failed", "warning", 4990000000000))


def test_los_of_one_lane():
    found = one(sets="lane 0/13/1 status=%d; " % (WELL | RX_LOS) +
                port_down(26, "rx-los"))
    same((found["path"], found["code"], found["severity"],
          found["ports_down"]), ("cpo0/engine13/lane1", "rx-los", "major", 1))
    check("port 27 (enp1s0p26)" in found["remedy"], found["remedy"])
    # Its port is up: a lane that was given up.
    found = one(sets="lane 0/13/1 status=%d" % (WELL | RX_LOS))
    same((found["path"], found["severity"]),
         ("cpo0/engine13/lane1", "warning"))


def test_los_of_all_lanes_is_of_the_port():
    found = one(sets="".join("lane 0/13/%d status=%d; " % (n, WELL | RX_LOS)
                             for n in range(4)) + port_down(26, "rx-los"))
    same((found["path"], found["code"], found["lanes_down"]),
         ("cpo0/port26", "rx-los", 4))


def test_lanes():
    for status, code in ((WELL | RX_LOL, "rx-lol"), (WELL | 4, "tx-los"),
                         (WELL | 16, "tx-lol"), (WELL | 128, "tx-fault"),
                         (TX_ON | RX_ON, "ring-unlock"),
                         (RX_ON | TX_DARK, "tx-dark")):
        found = one(sets="lane 0/13/1 status=%d" % status)
        same((found["path"], found["code"]), ("cpo0/engine13/lane1", code))
    same(health(sets="lane 0/13/1 status=%d" % (DISABLED | RX_LOS)), [])


def test_engine_takes_its_ports():
    down = port_down(26, "overheat") + port_down(27, "overheat")
    for sets, code, of in (("engine 0/13 state=5 cause=6; ", "temperature",
                            "module-fault"), ("", "overheat", "port-reason")):
        found = one(sets=sets + down)
        same((found["path"], found["code"], found["code_list"],
              found["ports_down"]), ("cpo0/engine13", code, of, 2))
        check("engine OE13" in found["what"], found["what"])
    for reason in ("power", "engine-fault"):
        same(one(sets=port_down(26, reason))["path"], "cpo0/engine13")


def test_ports_on_several_engines():
    """The engine that says so itself is the one, not the first of them."""
    planes = {"": "q3450mp"}
    down = "".join(port_down(p, "overheat") for p in range(8))
    found = one(sets=down + "engine 0/18 cause=6; ", **planes)
    same((found["path"], found["code"], found["ports_down"]),
         ("cpo0/engine18", "temperature", 8))
    found = one(sets=down, _FLAGS="engine 0/18 c18 severity=4 value=106000",
                **planes)
    same((found["path"], found["code"], found["ports_down"]),
         ("cpo0/engine18", "overheat", 8))
    check("let engine OE18 cool down" in found["remedy"], found["remedy"])
    line = checked(2, sets=down + "engine 0/18 cause=6; ", **planes)[0]
    check("engine OE18" in line, line)
    # All that share these ports.
    found = health(sets=down, _FLAGS="engine 0/0 c18; engine 0/18 c18",
                   **planes)
    same([(f["path"], f["code"], f["ports_down"]) for f in found],
         [("cpo0/engine0", "overheat", 8), ("cpo0/engine18", "overheat", 0)])
    # None says so: nobody can tell which.
    found = one(sets=port_down(3, "overheat"), **planes)
    same((found["path"], found["code_list"], found["code"]),
         ("cpo0/port3", "port-reason", "overheat"))
    check(found["what"].startswith("an engine of port 4 (enp1s0p3): too hot"),
          found["what"])
    found = one(sets=down, **planes)
    same((found["path"], found["parts"]), ("cpo0", 8))
    check(found["what"].startswith("an engine of 8 ports: too hot"),
          found["what"])


def test_module_faults():
    for cause, word in enumerate(("none", "tec-runaway", "data-memory",
                                  "program-memory", "transmitter", "receiver",
                                  "temperature")):
        for kind, name in (("els 0/3", "ELS 4"), ("engine 0/13",
                                                  "engine OE13")):
            found = one(sets="%s state=5 cause=%d" % (kind, cause))
            same((found["code"], found["name"]), (word, name))
            check(name in found["remedy"], found["remedy"])


def test_what_is_of_the_device():
    for reason, severity in (("interlock", "critical"),
                             ("firmware", "critical"),
                             ("starting", "notice"), ("disabled", "info")):
        found = one(sets=port_down(3, reason) + port_down(9, reason))
        same((found["path"], found["severity"], found["ports_down"]),
             ("cpo0", severity, 2), reason)
    same(one(sets=port_down(3, "starting"))["path"], "cpo0/port3")


def test_interlock_takes_all_lasers():
    found = one(sets="".join("laser 0/%d/%d state=%d; " % (e, n, RESTRICTED)
                             for e in range(2) for n in range(8)) +
                "".join(port_down(p, "interlock") for p in range(16)))
    same((found["path"], found["code"], found["ports_down"]),
         ("cpo0", "interlock", 16))
    check("fiber check of every ELS" in found["remedy"], found["remedy"])


def test_faulty_els_takes_its_lasers():
    found = one(sets="els 0/3 state=5 cause=1; " + "".join(
        "laser 0/3/%d state=%d; " % (n, DOWN_FAULT) for n in range(8)) +
        "".join(port_down(p, "laser-fault") for p in range(24, 32)))
    same((found["path"], found["code"], found["ports_down"]),
         ("cpo0/els3", "tec-runaway", 8))


def test_port_with_no_cause_to_be_found():
    for reason in ("laser-fault", "els-unchecked", "ber", 1, 0):
        found = one(sets=port_down(3, reason))
        same((found["path"], found["severity"]), ("cpo0/port3", "major"))
        check("{" not in found["remedy"], found["remedy"])


def test_many_ports_are_one_condition():
    """Something behind all of them is wrong."""
    down = [0, 1, 2, 3, 4, 5, 6, 7, 12]
    sets = "".join(port_down(p, "ring-unlock") for p in down)
    found = one(sets=sets)
    same((found["path"], found["code"], found["severity"], found["parts"],
          found["ports_down"]), ("cpo0", "ring-unlock", "major", 9, 9))
    same(found["port_paths"], ["cpo0/port%d" % p for p in down])
    same(found["what"], "a ring modulator of 9 ports lost its wavelength")
    check("{" not in found["remedy"], found["remedy"])
    path = re.search(r"ports +(\S+)\n", text(sets=sets)).group(1)
    same(path, "cpo0/port0-7,12")
    same([p["path"] for p in rows("port", "show", path)
          if p["path"] in found["port_paths"]], found["port_paths"])
    # Each of a few has its own, as it may have its own cause.
    same(len(health(sets="".join(port_down(p, "ring-unlock")
                                 for p in (1, 2, 3, 12)))), 4)


def test_stale():
    found = one(_STALE=1)
    same((found["path"], found["severity"], found["code"], found["stale"],
          found["age_ms"]), ("cpo0", "warning", "stale", True, 12345))


def test_dead_and_detached():
    found = one(_STALE=1, sets="dev 0 state=2")
    same((found["path"], found["severity"], found["code"]),
         ("cpo0", "critical", "dead"))
    found = one(_STALE=1, sets="dev 0 state=1")
    same((found["severity"], found["code"]), ("warning", "detached"))
    # What was last known is still told, and how old it is.
    last = health(_STALE=1, _PULLED="0/3", sets="dev 0 state=2")[1]
    same((last["path"], last["ports_down"]), ("cpo0/els3", 8))


def test_leak():
    found = rows("health", "show")
    same([(f["path"], f["name"], f["severity"], f["code"]) for f in found],
         [("cpo0/sensor6", "leak tray", "critical", "leak")])
    check("cut the power of cpo0" in found[0]["remedy"], found[0]["remedy"])


def test_several_devices():
    found = health(_PULLED="1/0", **{"": "q3450,nic"},
                   sets="dev 0 state=2; laser 0/1/1 state=7 fault=5; "
                   "lane 0/1/1 status=1")
    same([f["path"] for f in found], ["cpo0", "cpo1/els0", "cpo0/els1/laser1",
                                      "cpo0/engine1/lane1"])
    found = health("cpo1", _PULLED="1/0", **{"": "q3450,nic"},
                   sets="dev 0 state=2")
    same([f["path"] for f in found], ["cpo1/els0"])


def test_lasers_inside_of_engines():
    found = one(**{"": "inside"}, sets="laser 0/1/0 state=7 fault=2; " +
                port_down(2, "laser-fault"))
    same((found["path"], found["ports_down"]), ("cpo0/engine1/laser0", 1))
    check("laser 0 of engine OE1" in found["what"], found["what"])
    found = one(**{"": "inside"}, sets="laser 0/1/0 state=7 fault=2; "
                "laser 0/1/1 state=7 fault=2")
    same(found["path"], "cpo0/engine1")


def test_what_no_version_knows():
    found = one(sets=port_down(3, 77))
    check("no words for (port-reason 77)" in found["what"], found["what"])
    same(found["code"], "unknown(77)")
    found = one(sets="laser 0/3/2 state=7 fault=99")
    check("(laser-fault 99)" in found["what"], found["what"])
    found = one(sets="els 0/3 cause=200")
    check("(module-fault 200)" in found["what"], found["what"])
    found = one(sets="dev 0 state=9")
    check("(dev-state 9)" in found["what"], found["what"])
    for row in ("laser 0/3/2", "port 0/3", "els 0/3", "engine 0/3"):
        found = one(sets=row + " state=4000000000")
        same((found["code"], found["severity"]), ("unknown-state", "notice"))
        check("(4000000000)" in found["what"], found["what"])
    same(len(health(_FUTURE=1)), 72)


def test_severity_filter():
    sets = ("laser 0/3/2 state=6 fault=2; " + port_down(3, "starting") +
            port_down(9, "disabled"))
    for word, count in (("info", 4), ("notice", 3), ("warning", 2),
                        ("major", 1), ("critical", 0)):
        found = health("--severity", word, sets=sets, _PULLED="0/1")
        same(len(found), count, word)
    same([f["severity"] for f in health(sets=sets, _PULLED="0/1")],
         ["major", "warning", "notice", "info"])
    same(text("--severity", "critical", sets=sets),
         "nothing so severe; 3 conditions of less: 'cpoctl health show "
         "--severity info'\n")
    doc = error(2, "health", "show", "--severity", "terrible")
    check("info, notice, warning, major, critical" in doc["message"],
          doc["message"])


def test_selector():
    for sel in ("port24", "enp1s0p24", "els3", "els3/laser0", "engine12",
                "engine12/lane0", "route24", "cpo0"):
        same(len(health(sel, _PULLED="0/3")), 1, sel)
    for sel in ("port0", "els2", "engine1"):
        same(health(sel, _PULLED="0/3"), [], sel)
    error(3, "health", "show", "els99")
    same(run("health", "show", "els{1,99}").err.count("warning"), 1)


def test_text_fits():
    sets = ("els 0/1 state=5 cause=9; laser 0/7/0 fault=99; dev 0 state=2; " +
            port_down(50, 77) + port_down(51, 1))
    for line in text(sets=sets).splitlines():
        check(len(line) <= 110, line)


def test_details():
    lines = text("-d", _PULLED="0/3").splitlines()
    same(lines[0], "cpo0/els3")
    for key in ("severity", "what", "cause", "remedy", "port_paths"):
        check(any(re.match(r"  %s +\S" % key, line) for line in lines), key)


def test_errors():
    error(3, "health", "show", **{"": "none"})
    error(6, "health", "show", **{"": "absent"})
    error(1, "health", "show", _FAIL="route")


# ---- Check

NUMBER = r"(U|-?[0-9.]+(e-?[0-9]+)?)"
LINE = re.compile(r"CPO (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+ \|"
                  r"( [a-z_]+=%s(;;;0;[0-9]+)?)+" % NUMBER)


def checked(code, *args, sets="", **knobs):
    """Lines of a check that leaves with a status."""
    res = run("check", *args, _SET=DRY + sets, **knobs)
    same((res.code, res.err), (code, ""), res.out)
    lines = res.out.splitlines()
    word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
    check(lines[0].startswith("CPO %s - " % word), lines[0])
    check(not any("|" in line for line in lines[1:]), res.out)
    return lines


def perfdata(line):
    check(LINE.fullmatch(line), line)
    return dict(item.split("=") for item in line.split("|")[1].split())


def test_check_missing_part():
    """A part that is not there hides nothing that is worse, nor is it hidden."""
    lines = checked(2, "cpo0/els{3,99}", _PULLED="0/3")
    check("(and " in lines[0] and "no els99" in lines[1], lines)
    lines = checked(3, "cpo0/els{1,99}", _PULLED="0/3")
    check("no els99" in lines[0], lines)
    for word, missing in (("els{3,99}", True), ("els3", False)):
        res = run("-j", "check", word, _SET=DRY, _PULLED="0/3")
        found = json.loads(res.out)["check"]
        same((res.code, "missing" in found), (2, missing), res.out)


def test_check_ok():
    lines = checked(0)
    same(len(lines), 1)
    same(perfdata(lines[0]), {
        "ports_up": "144;;;0;144", "ports": "144",
        "lasers_on": "144;;;0;144", "lasers": "144",
        "els_present": "18;;;0;18", "els": "18",
        "engine_temperature_max_celsius": "64.25", "pre_fec_ber_worst":
        "9e-8", "power_w": "3950.123"})


def test_check_statuses():
    checked(2, _PULLED="0/3")
    checked(1, _STALE=1)
    checked(2, _STALE=1, sets="dev 0 state=2")
    checked(1, _STALE=1, sets="dev 0 state=1")
    checked(1, sets="laser 0/3/2 state=6 fault=2")
    checked(2, sets="sensor 0/6 value=1")
    checked(0, sets=port_down(3, "starting") + port_down(5, "disabled"))
    checked(0, "els2", _PULLED="0/3")
    checked(2, "port24", _PULLED="0/3")


def test_check_lines():
    lines = checked(2, _PULLED="0/3", sets="laser 0/1/2 state=6 fault=2")
    data = perfdata(lines[0])
    check("ELS 4 is not in its slot; 8 ports and 32 lanes down (and 1 more)"
          in lines[0], lines[0])
    same((data["ports_up"], data["els_present"], data["lasers_on"]),
         ("136;;;0;144", "17;;;0;18", "136;;;0;144"))
    same([line.split(":")[0] for line in lines[1:]],
         ["major", "  remedy", "warning", "  remedy"])
    lines = checked(2, sets="".join("els 0/%d state=5; " % n
                                    for n in range(15)))
    same(lines[-1], "and 5 more: see 'cpoctl health show'")


def test_check_what_is_not_known():
    data = perfdata(checked(0, _BLIND=1)[0])
    same(data["power_w"], "U")
    lines = checked(2, "port24", _PULLED="0/3")
    same(perfdata(lines[0])["pre_fec_ber_worst"], "U")


def test_check_unknown():
    for args, knobs, word in (
            ([], {"": "absent"}, "no family"), ([], {"": "none"}, "no CPO"),
            (["els99"], {}, "els99"), (["--odd"], {}, "--odd"),
            (["cpo{0,1}"], {}, "no cpo1"),
            (["cpo0/els{1,99}"], {}, "no els99"),
            (["--severity", "major"], {}, "--severity"),
            (["-N", "nowhere"], {}, "nowhere"), (["--code"], {}, "--code"),
            (["a|b"], {}, "a/b"), ([], {"_FAIL": "lane"}, "fails this")):
        lines = checked(3, *args, **knobs)
        same(len(lines), 1)
        check(word in lines[0], lines[0])


def test_check_knows_itself():
    """However wrong the options around it are."""
    for args in (["--netns", "blue", "check", "--bogus"],
                 ["--color=never", "check", "--bogus"],
                 ["--col", "never", "check", "--bogus"],
                 ["-jN", "blue", "check", "--bogus"]):
        res = run(*args)
        same((res.code, res.err), (3, ""), args)
        check("UNKNOWN" in res.out, res.out)
    same(run("--color", "check", "els", "--bogus").code, 2)


def test_check_needs_no_privilege():
    checked(0, _DENY=1)


def test_check_json():
    res = run("-j", "check", _PULLED="0/3", _SET=DRY)
    doc = res.json()
    same((res.code, res.err, doc["check"]["status"],
          doc["check"]["exit_code"]), (2, "", "CRITICAL", 2))
    same(doc["check"]["perfdata"]["ports_up"], 136)
    same(doc["health"][0]["path"], "cpo0/els3")
    res = run("-j", "check", **{"": "absent"})
    same((res.code, res.json()["check"]["status"]), (3, "UNKNOWN"))


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

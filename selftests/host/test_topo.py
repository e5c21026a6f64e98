#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""cpoctl topology: who depends on what, on every kind of wiring.

usage: test_topo.py BUILD-FOLDER
"""
import sys

import tap
from tap import check, same
from test_cli import good, paths, rows, run


def view(option, sel, profile):
    (one,) = rows("topology", "show", "--" + option, sel, **{"": profile})
    return one


def users(sel, profile):
    """{port: (lanes hit, effect)} of the users of a part."""
    return {p["port_id"]: (p["lanes_hit"], p["effect"])
            for p in view("users", sel, profile)["ports"]}


def siblings(port, profile):
    return {p["port_id"]: [s["path"].replace("cpo0/", "") +
                           ("*" if s["standby"] else "")
                           for s in p["shares"]]
            for p in view("siblings", port, profile)["ports"]}


def lasers(sel, profile):
    return [(r["laser"].replace("cpo0/", ""), r["role"], len(r["lane_paths"]))
            for r in view("lasers", sel, profile)["lasers"]]


# ---- Users

def test_users_of_els():
    same(users("els3", "q3450"), {p: (4, "dark") for p in range(24, 32)})
    same(users("els3/laser1", "q3450"), {25: (4, "dark")})
    same(users("els0", "bailly"), {p: (4, "dark") for p in range(8)})
    same(users("els0/laser0", "bailly"), {p: (1, "dark") for p in range(4)})
    same(users("els63", "sn6800"), {p: (4, "dark") for p in range(504, 512)})


def test_users_of_els_on_planes():
    """A port has one lane on each of four engines."""
    same(users("els0", "q3450mp"), {p: (1, "dark") for p in range(32)})
    same(users("els0/laser1", "q3450mp"), {p: (1, "dark")
                                           for p in range(4, 8)})
    same(users("engine19", "q3450mp"), {p: (1, "down")
                                        for p in range(8, 16)})


def test_users_of_engine_and_lane():
    same(users("engine12", "q3450"), {24: (4, "down"), 25: (4, "down")})
    same(users("engine12/lane5", "q3450"), {25: (1, "down")})
    same(users("route5", "bailly"), {p: (1, "dark") for p in range(4, 8)})
    same(len(users("cpo0", "sn6800")), 512)


def test_users_with_a_standby():
    same(users("els0/laser0", "nic"), {0: (4, "taken-over")})
    same(users("els0/laser2", "nic"), {0: (0, "standby-lost"),
                                       1: (0, "standby-lost")})
    # The standby laser is in the same module: it goes with it.
    same(users("els0", "nic"), {0: (4, "dark"), 1: (4, "dark")})
    one = view("users", "els0/laser0", "nic")
    same(one["ports"][0]["standby_lasers"], ["cpo0/els0/laser2"])
    same((one["users"], one["users_lost"], one["lanes_hit"]), (1, 0, 4))
    out = good("topology", "show", "--users", "els0/laser0",
               **{"": "nic"}).out
    check("taken over by els0/laser2" in out, out)
    check("0 ports of 1 user would lose service; 1 up now" in out, out)


def test_users_of_laser_in_engine():
    same(users("engine3/laser1", "inside"), {7: (4, "dark")})
    same(users("engine3", "inside"), {6: (4, "down"), 7: (4, "down")})


def test_users_equal_relations():
    for profile in ("q3450", "q3450mp", "bailly", "nic"):
        for sel in ("els0", "engine0", "els0/laser1", "engine0/lane3"):
            one = view("users", sel, profile)
            same([p["path"] for p in one["ports"]],
                 paths("port", "show", sel, **{"": profile}), sel)


# ---- Siblings

def test_siblings():
    near = siblings("port24", "q3450")
    same(near[25], ["engine12", "els3"])
    same({p: s for p, s in near.items() if p != 25},
         {p: ["els3"] for p in range(26, 32)})
    same(siblings("enp1s0p2", "bailly")[3],
         ["engine0", "els0", "els0/laser0", "els0/laser1", "els0/laser2",
          "els0/laser3"])
    same(siblings("port2", "bailly")[15], ["engine0"])


def test_siblings_on_planes():
    near = siblings("port0", "q3450mp")
    # The same four engines for eight ports, the same lasers for four.
    same(sorted(p for p, s in near.items() if "engine54" in s),
         list(range(1, 8)))
    same(sorted(p for p, s in near.items() if "els0/laser0" in s),
         [1, 2, 3])
    check("engine0" in near[7] and "engine18" in near[7], near[7])


def test_siblings_by_standby():
    same(siblings("port0", "nic"),
         {1: ["engine0", "els0", "els0/laser2*"]})
    out = good("topology", "show", "--siblings", "port0", **{"": "nic"}).out
    check("els0/laser2 (standby)" in out, out)


def test_no_siblings_on_another_device():
    both = {"": "q3450,q3450"}
    one = rows("topology", "show", "--siblings", "cpo1/port0", **both)[0]
    check(all(p["path"].startswith("cpo1/") for p in one["ports"]), "device")


# ---- Lasers

def test_lasers():
    same(lasers("port24", "q3450"), [("els3/laser0", "active", 4)])
    same(lasers("port24", "bailly"),
         [("els3/laser%d" % n, "active", 1) for n in range(4)])
    same([n for _, _, n in lasers("port0", "q3450mp")], [1, 1, 1, 1])
    same({name for name, _, _ in lasers("port0", "q3450mp")},
         {"els0/laser0", "els4/laser4", "els9/laser0", "els13/laser4"})
    same(lasers("port0", "nic"), [("els0/laser0", "active", 4),
                                  ("els0/laser2", "standby", 4)])
    same(lasers("engine2/lane5", "inside"),
         [("engine2/laser1", "active", 1)])


def test_lasers_text():
    out = good("topology", "show", "--lasers", "port1", **{"": "nic"}).out
    lines = [line.split() for line in out.splitlines()[2:]]
    same([(line[0], line[5], line[7]) for line in lines],
         [("cpo0/els0/laser1", "active", "yes"),
          ("cpo0/els0/laser2", "standby", "no")])


# ---- All wirings, all objects

PROFILES = ("q3450", "q3450mp", "bailly", "sn6800", "nic", "inside")


def test_every_wiring_is_shown():
    for profile in PROFILES:
        knobs = {"": profile}
        lanes = rows("lane", "show", **knobs)
        for lane in (lanes[0], lanes[-1]):
            same(paths("port", "show", lane["path"], **knobs),
                 [lane["port"]], profile)
            check(lane["laser"] in paths("laser", "show", lane["path"],
                                         **knobs), profile)
        port = rows("port", "show", **knobs)[-1]
        same(sorted(paths("lane", "show", port["path"], **knobs)),
             sorted(port["lane_paths"]), profile)
        (tree,) = rows("topology", "show", port["path"], **knobs)
        same(sorted(n for r in tree["routes"] for n in r["lane_paths"]
                    if r["role"] == "active"),
             sorted(port["lane_paths"]), profile)


def test_lasers_in_engines():
    inside = {"": "inside"}
    same(paths("laser", "show", "engine1", **inside),
         ["cpo0/engine1/laser0", "cpo0/engine1/laser1"])
    same(rows("lane", "show", "engine1/lane7", **inside)[0]["laser"],
         "cpo0/engine1/laser1")
    same(paths("lane", "show", "engine1/laser1", **inside),
         ["cpo0/engine1/lane%d" % n for n in range(4, 8)])
    same(paths("port", "show", "engine1/laser1", **inside), ["cpo0/port3"])
    same(paths("engine", "show", "engine1/laser1", **inside),
         ["cpo0/engine1"])
    same(paths("route", "show", "engine1/laser1", **inside),
         ["cpo0/route3"])
    same(paths("laser", "show", "route3", **inside),
         ["cpo0/engine1/laser1"])
    out = good("topology", "show", "engine1/laser1", **inside).out
    check("engine1/lane4-7" in out and "lasers of engine1" in out, out)


def test_standby_routes():
    nic = {"": "nic"}
    same(paths("route", "show", "port0", **nic),
         ["cpo0/route0", "cpo0/route2"])
    # A standby feeds nothing yet; --lasers shows it.
    same(paths("laser", "show", "port0", **nic), ["cpo0/els0/laser0"])
    same(paths("port", "show", "els0/laser2", **nic), [])
    same(paths("route", "show", "els0/laser2", **nic),
         ["cpo0/route2", "cpo0/route3"])
    out = good("topology", "show", "port0", **nic).out
    check("standby" in out, out)


def test_ports_on_many_engines():
    planes = {"": "q3450mp"}
    engines = ["cpo0/engine%d" % e for e in (1, 19, 37, 55)]
    same(paths("engine", "show", "port9", **planes), engines)
    same(rows("port", "show", "port9", **planes)[0]["lane_paths"],
         [e + "/lane1" for e in engines])
    same(len(rows("els", "show", "port9", **planes)), 4)
    out = good("port", "show", "-d", "port9", **planes).out
    check("engine1/lane1,engine19/lane1" in out, out)


# ---- Errors

def test_wrong_use():
    for args in (("topology", "show", "--users", "port3"),
                 ("topology", "show", "--siblings", "els3"),
                 ("topology", "show", "--siblings"),
                 ("topology", "show", "--users", "--lasers", "els3"),
                 ("topology", "show", "--lasers", "sensor0"),
                 ("els", "show", "--users", "els3")):
        for json in ((), ("-j",)):
            res = run(*json, *args)
            same((res.code, res.out if json else ""), (2, ""),
                 " ".join(args))
    same(run("topology", "show", "--users", "els99").code, 3)
    res = run("topology", "show", "--users", "els{1,99}")
    same(res.code, 8)
    check("cpo0/els1" in res.out and "els99" in res.err, res.err)


def test_text_width():
    for profile in PROFILES:
        for args in (("--users", "engine0"), ("--siblings", "port1"),
                     ("--lasers", "port1"), ("engine0",)):
            out = good("topology", "show", *args, **{"": profile}).out
            for line in out.splitlines():
                check(len(line) <= 110, "%s: %s" % (args, line))


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

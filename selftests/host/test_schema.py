#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""What cpoctl prints fits its JSON schema, and says nothing beside it.

usage: test_schema.py BUILD-FOLDER
"""
import copy
import json
import os
import sys

import jsonschema

import tap
from tap import check, same
from test_cli import Pulled, good, run

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
PROFILES = ("q3450", "q3450mp", "bailly", "nic", "inside", "q3450,nic")

with open(os.path.join(TOP, "Documentation/cpoctl.schema.json"),
          encoding="utf-8") as _stream:
    SCHEMA = json.load(_stream)


def strict(schema):
    """The same without members it does not list."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: strict(item) for key, item in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema:
        out["additionalProperties"] = False
    return out


STRICT = strict(SCHEMA)


def fits(name, doc):
    """Fits one definition, strictly, and the schema as a whole."""
    one = {"$ref": "#/$defs/" + name, "$defs": STRICT["$defs"]}
    try:
        jsonschema.Draft202012Validator(one).validate(doc)
        jsonschema.Draft202012Validator(SCHEMA).validate(doc)
    except jsonschema.ValidationError as err:
        raise tap.Fail("%s: %s at %s" % (name, err.message[:300],
                                         list(err.absolute_path))) from None


def test_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_rows():
    table = good("-j", "help").json()
    for profile in PROFILES:
        for obj in table["objects"]:
            if obj["fields"]:
                fits("show_" + obj["name"],
                     good("-j", obj["name"], "show",
                          **{"": profile}).json())


WINDOWED = ("engine", "els", "laser", "lane", "port", "sensor")


def test_windows():
    for profile in PROFILES:
        for obj in WINDOWED:
            fits("show_window_" + obj, good("-j", obj, "show", "--window",
                                            **{"": profile}).json())
    for knob in ("_YOUNG", "_HOSTILE", "_STALE", "_FUTURE"):
        for obj in WINDOWED:
            fits("show_window_" + obj, good("-j", obj, "show", "--window",
                                            **{knob: 1}).json())


def test_stats_of_objects():
    for knob in ("_YOUNG", "_HOSTILE", "_STALE", "_FUTURE"):
        fits("show_stats", good("-j", "stats", "show", "port1", "engine1",
                                "els1", "els1/laser0", "engine1/lane1",
                                **{knob: 1}).json())
        fits("dump", good("-j", "dump", **{knob: 1}).json())


def test_power():
    for knob in ("_IDLE", "_BLIND", "_SILENT", "_HOSTILE", "_STALE"):
        for view in ([], ["--port"], ["--engine"], ["--els"]):
            fits("show_power", good("-j", "power", "show", *view,
                                    **{knob: 1}).json())


def test_newer_kernel():
    for obj in ("engine", "lane", "sensor", "stats"):
        fits("show_" + obj, good("-j", obj, "show", _FUTURE=1).json())


def test_stale_rows():
    fits("show_els", good("-j", "els", "show", _STALE=1).json())


def test_dump():
    for profile in PROFILES:
        fits("dump", good("-j", "dump", **{"": profile}).json())
    fits("dump", run("-j", "dump", _TICKS=1000).json())


def test_topology():
    for profile in PROFILES:
        for view, sel in (("topology", "all"), ("topology", "port1"),
                          ("users", "engine0"), ("users", "cpo0"),
                          ("siblings", "port1"), ("lasers", "port1"),
                          ("users", "engine0/lane1")):
            option = [] if view == "topology" else ["--" + view]
            fits("topology_" + view,
                 good("-j", "topology", "show", *option, sel,
                      **{"": profile}).json())


def test_others():
    fits("page", good("-j", "page", "read", "oe3", "page", "1").json())
    fits("refresh", good("-j", "dev", "refresh").json())
    fits("error", json.loads(run("-j", "els", "show", "els99").err))
    fits("error", json.loads(run("-j", "page", "read", "oe3", "page", "1",
                                 _DENY=1).err))
    fits("warning", json.loads(run("-j", "els", "show", "els{1,99}").err))


FLAGS = ("lane 0/3/1 7.3 changes=5 least=1 value=31623 set=60 cleared=70; "
         "engine 0/* 0.0; sensor 0/2 16.3 value=5; sensor 0/7 16.0 value=5; "
         "lane 0/2/1 c11 clear=1 changes=4 cleared=90; dev 0 c9; "
         "engine 0/3 c18 value=9")


def test_flags_and_limits():
    fits("show_flag", good("-j", "flag", "show", "--all", _FLAGS=FLAGS).json())
    fits("show_health", good("-j", "health", "show", _FLAGS=FLAGS).json())
    fits("dump", good("-j", "dump", _FLAGS=FLAGS).json())
    fits("flag_clear", good("-j", "flag", "clear", _FLAGS=FLAGS).json())
    fits("show_threshold", good("-j", "threshold", "show",
                                _OWN="lane 0/1/1 7=9,8,7,0").json())
    fits("threshold_would_set", good(
        "-j", "threshold", "set", "engine0", "temperature",
        "high-alarm=90C", "--dry-run").json())
    for option, name in (([], "reset"), (["--dry-run"], "would_reset")):
        fits("threshold_" + name, good("-j", "threshold", "reset", "all",
                                       *option,
                                       _OWN="lane 0/1/1 7=9,8,7,0").json())


def test_health_and_check():
    for knobs in ({"_PULLED": "0/3 1/0", "": "q3450,nic"}, {"_STALE": 1},
                  {"_FUTURE": 1},
                  {"_SET": "laser 0/3/2 state=7 fault=99; dev 0 state=9; "
                   "port 0/26 state=0 reason=77 changed=4990000000000"}):
        fits("show_health", good("-j", "health", "show", **knobs).json())
        fits("check", run("-j", "check", **knobs).json())
    for profile in ("absent", "none"):
        fits("check", run("-j", "check", **{"": profile}).json())


def test_monitor():
    with Pulled("-j", "monitor") as mon:
        records = mon.until(type="start")
        mon.do("lose 0 3")
        mon.do("pull 0 3")
        records += mon.until(type="state")
        mon.do("insert 0 3")
        records += mon.until(type="change", path="cpo0/port31")
        mon.do("flag lane 0/13/1 7.3 value=9")
        mon.do("silent lane 0/13/1 7.3 value=9 clear=1")
        mon.do("silent lane 0/13/2 7.3 value=9")
        mon.do("overflow")
        records += mon.until(type="state")
    same({r["type"] for r in records},
         {"start", "event", "gap", "change", "flag", "state"})
    for record in records:
        fits("monitor", record)


def refused(name, doc):
    try:
        fits(name, doc)
    except tap.Fail:
        return
    raise tap.Fail("taken: " + json.dumps(doc)[:200])


def test_it_refuses():
    """A schema that takes everything would pass all of the above."""
    good_doc = good("-j", "lane", "show", "engine0/lane0").json()
    for key, value in (("tx_power_nw", "12"), ("state", "happy"),
                       ("status", ["odd"]), ("stale", 1), ("new", 1)):
        doc = copy.deepcopy(good_doc)
        doc["lanes"][0][key] = value
        refused("show_lane", doc)
    win_doc = good("-j", "lane", "show", "engine0/lane0", "--window").json()
    refused("show_lane", win_doc)
    for key, value in (("quantity", "luck"), ("running", None),
                       ("unit", 1), ("new", 1)):
        doc = copy.deepcopy(win_doc)
        doc["lanes"][0]["windows"][0][key] = value
        refused("show_window_lane", doc)
    del good_doc["lanes"][0]["path"]
    refused("show_lane", good_doc)
    dump = good("-j", "dump").json()
    del dump["devices"][0]["stats"]
    refused("dump", dump)


def test_every_row_and_word_is_described():
    table = good("-j", "help").json()
    for obj in table["objects"]:
        props = SCHEMA["$defs"].get("row_" + obj["name"], {}) \
            .get("properties", {})
        fields = [f for f in obj["fields"] if not f.get("column_only")]
        same(set(props), {f["key"] for f in fields}, obj["name"])
        for field in fields:
            text = props[field["key"]]["description"]
            check(field["help"] in text, field["key"])
            check(field.get("unit", "") in text, field["key"])
            for word in field.get("words", []):
                check('"%s"' % word in json.dumps(props[field["key"]]), word)


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

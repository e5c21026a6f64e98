#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Write the JSON schema of cpoctl's output.

usage: gen-schema.py CPOCTL

What rows have comes from `cpoctl -j help`, the same table that prints them;
what stands around the rows is in this file.
"""
import json
import subprocess
import sys

STRING = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}
BOOLEAN = {"type": "boolean"}
PATHS = {"type": "array", "items": STRING}


def ref(name):
    return {"$ref": "#/$defs/" + name}


def array(items):
    return {"type": "array", "items": items}


def record(required, **more):
    """An object with @required members and some that may be absent."""
    return {"type": "object", "properties": dict(required, **more),
            "required": sorted(required)}


def words(field):
    """A word of an enumeration, or one a newer kernel has."""
    return {"anyOf": [{"enum": field["words"]},
                      {"type": "string", "pattern": "^unknown\\("}]}


RANGES = array(record({"engine_id": COUNT, "first": COUNT, "count": COUNT,
                       "stride": COUNT}))
BUCKETS = array(record({"count": COUNT}, below_us=COUNT))
COUNTERS = array(record({"label": STRING, "value": COUNT}))

NUMBER = {"type": "number"}
SPAN = record({"known_ms": COUNT}, min=NUMBER, avg=NUMBER, max=NUMBER)


def windows(field):
    return array(record({"quantity": words(field), "running": SPAN},
                        unit=STRING, previous=SPAN))


FORMATS = {
    "enum": words,
    "flags": lambda field: array(words(field)),
    "list": lambda _: array({"type": "number", "minimum": 0}),
    "ids": lambda _: array(COUNT),
    "refs": lambda _: PATHS,
    "lanes": lambda _: PATHS,
    "ranges": lambda _: RANGES,
    "lasers": lambda _: {"type": "object", "additionalProperties": COUNT},
    "buckets": lambda _: BUCKETS,
    "counters": lambda _: COUNTERS,
    "histogram": lambda _: dict(array(COUNT), maxItems=16),
    "windows": windows,
    "leak": lambda _: {"enum": ["dry", "wet"]},
}


def value(field):
    make = FORMATS.get(field["format"], lambda f: {"type": f["type"]})
    text = field["help"]
    if "unit" in field:
        text += ", " + field["unit"]
    return dict(make(field), description=text)


def row(obj):
    fields = [f for f in obj["fields"] if not f.get("column_only")]
    return {"description": obj["help"], "type": "object",
            "properties": {f["key"]: value(f) for f in fields},
            "required": ["path", "dev", "dev_id"]}


def windowed(obj, objects):
    """A row with what --window adds."""
    stats, = [f for o in objects if o["name"] == "stats"
              for f in o["fields"] if f["format"] == "windows"]
    out = row(obj)
    out["properties"].update({
        "windows_of": dict(STRING, description="whose windows these are"),
        "windows": value(stats),
        "window_s": COUNT, "window_start_ns": COUNT,
        "windows_device_time_ns": COUNT, "windows_age_ms": COUNT,
        "windows_stale": BOOLEAN})
    return out


HEAD = {"schema": {"const": "cpoctl/1"},
        "time": {"type": "string", "format": "date-time"}}


def document(text, required, **more):
    return dict(record(dict(HEAD, **required), **more), description=text)


def topology():
    """What the views of the topology add to rows."""
    port = {"path": STRING, "port_id": COUNT}
    port_more = {"label": STRING, "ifname": STRING, "state": STRING,
                 "reason": STRING}
    focus = {"path": STRING, "object": STRING, "dev": STRING}
    route = {"path": STRING, "laser": STRING, "lane_paths": PATHS}
    route_more = {"els": STRING, "els_label": STRING, "els_present": BOOLEAN,
                  "els_state": STRING, "laser_state": STRING,
                  "fibre_id": COUNT, "role": STRING, "lit": BOOLEAN,
                  "input_power_nw": COUNT,
                  "input_power_dbm": {"type": "number"}, "engine": STRING}
    shares = record({"path": STRING, "object": STRING, "standby": BOOLEAN})
    plain = record(port, **port_more)
    user = record(dict(port, lanes_hit=COUNT, standby_lasers=PATHS, effect={
        "enum": ["down", "dark", "taken-over", "standby-lost"]}),
        lanes=COUNT, **port_more)
    sibling = record(dict(port, shares=array(shares)), **port_more)
    return {
        "topology": record(dict(
            focus, lasers=COUNT, lanes=COUNT, ports=array(plain),
            routes=array(record(dict(route, ports=array(plain)),
                                **route_more)))),
        "users": record(dict(focus, ports=array(user), users=COUNT,
                             users_lost=COUNT, users_up=COUNT,
                             lanes_hit=COUNT)),
        "siblings": record(dict(focus, ports=array(sibling))),
        "lasers": record(dict(focus, lasers=array(record(route,
                                                         **route_more)))),
    }


def with_windows(table):
    option, = [o for o in table["options"] if o["name"] == "window"]
    return [obj for obj in table["objects"]
            if obj["name"] in option["objects"].split(", ")]


def is_read(obj):
    """Not computed from other rows."""
    return any("attribute" in field for field in obj["fields"])


def documents(objects, windowed_objects):
    """Definitions, in the order they are tried."""
    docs = {}
    for obj in objects:
        docs["show_" + obj["name"]] = document(
            "cpoctl -j %s show" % obj["name"],
            {"consistent": BOOLEAN,
             obj["list"]: array(ref("row_" + obj["name"]))})
    for obj in windowed_objects:
        docs["show_window_" + obj["name"]] = document(
            "cpoctl -j %s show --window" % obj["name"],
            {"consistent": BOOLEAN,
             obj["list"]: array(ref("windowed_" + obj["name"]))})
    device = {obj["list"]: array(ref("row_" + obj["name"]))
              for obj in objects if is_read(obj)}
    docs["dump"] = document(
        "cpoctl -j dump",
        {"not_included": array(STRING), "consistent": BOOLEAN,
         "devices": array(record(dict(
             device, path=STRING, consistent=BOOLEAN,
             topology_generation=COUNT, epoch=COUNT, event_seq=COUNT,
             events_meanwhile=COUNT)))})
    for name, item in topology().items():
        option = "" if name == "topology" else " --" + name
        docs["topology_" + name] = document(
            "cpoctl -j topology show" + option,
            {"consistent": BOOLEAN, name: array(item)})
    docs["check"] = document(
        "cpoctl -j check",
        {"check": record({
            "status": {"enum": ["OK", "WARNING", "CRITICAL", "UNKNOWN"]},
            "exit_code": {"enum": [0, 1, 2, 3]}, "summary": STRING},
            perfdata={"type": "object",
                      "additionalProperties": {"type": "number"}})},
        consistent=BOOLEAN, health=array(ref("row_health")))
    docs["refresh"] = document("cpoctl -j dev refresh",
                               {"devs": array(ref("row_dev"))})
    docs["flag_clear"] = document(
        "cpoctl -j flag clear", {"cleared": array(record({
            "path": STRING, "flags": COUNT, "still_set": COUNT}))})
    limit = {"path": STRING, "quantity": STRING}
    docs["threshold_would_set"] = document(
        "cpoctl -j threshold set --dry-run", {"would_set": array(record(
            dict(limit, level=STRING, to=NUMBER), unit=STRING,
            **{"from": NUMBER}))})
    for key in ("reset", "would_reset"):
        docs["threshold_" + key] = document(
            "cpoctl -j threshold reset", {key: array(record(limit))})
    docs["page"] = document("cpoctl -j page read", {"pages": array(record({
        "path": STRING, "bank": COUNT, "page": COUNT, "offset": COUNT,
        "length": COUNT, "bytes": array(COUNT),
        "hex": {"type": "string", "pattern": "^([0-9a-f]{2})+$"}}))})
    docs["monitor"] = dict(document(
        "a line of cpoctl -j monitor",
        {"type": {"enum": ["start", "event", "change", "flag", "gap",
                           "state"]}}),
        additionalProperties=True)
    docs["error"] = dict(record({"error": record(
        {"code": COUNT, "name": STRING, "message": STRING},
        errno=STRING, attribute=STRING, attribute_missing=BOOLEAN,
        hint=STRING)}), description="on stderr, with -j")
    docs["warning"] = dict(record({"warning": record({"message": STRING})}),
                           description="on stderr, with -j")
    return docs


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    table = json.loads(subprocess.check_output([sys.argv[1], "-j", "help"]))
    objects = [obj for obj in table["objects"] if obj["fields"]]
    docs = documents(objects, with_windows(table))
    defs = {"row_" + obj["name"]: row(obj) for obj in objects}
    defs.update({"windowed_" + obj["name"]: windowed(obj, objects)
                 for obj in with_windows(table)})
    defs.update(docs)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cpoctl/1",
        "$comment": "made by tools/cpoctl/gen-schema.py from cpoctl -j help",
        "title": "Output of cpoctl -j",
        "description": "A member that is absent was not reported. Members may "
                       "be added; none changes its meaning or unit.",
        "anyOf": [ref(name) for name in docs],
        "$defs": defs,
    }
    print(json.dumps(schema, indent=1))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Specification, library, field tables, help and man page say the same.

usage: test_docs.py BUILD-FOLDER
"""
import ast
import json
import os
import re
import subprocess
import sys

import yaml

import tap
from tap import check, same

BUILD = os.path.abspath(sys.argv[1])
TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
CPOCTL = os.path.join(BUILD, "tools/cpoctl/cpoctl")
SPEC_PATH = os.path.join(TOP, "Documentation/netlink/specs/cpo.yaml")
MAN = os.path.join(TOP, "Documentation/man/cpoctl.8")

with open(SPEC_PATH, encoding="utf-8") as _stream:
    SPEC = yaml.safe_load(_stream)

# Reply attributes that cpoctl shows in another way than as a field.
IGNORED = {}


def out(*args):
    return subprocess.check_output(list(args), text=True)


def table():
    return json.loads(out(CPOCTL, "-j", "help"))


def read(*path):
    with open(os.path.join(TOP, *path), encoding="utf-8") as stream:
        return stream.read()


def man_text():
    return re.sub(r"\\f.|\\e", "", read("Documentation/man/cpoctl.8")) \
        .replace("\\-", "-")


def replies():
    """{object: attributes the kernel sends}, from the specification."""
    objects = {}
    for op in SPEC["operations"]["list"]:
        match = re.fullmatch(r"(\w+)-get", op["name"])
        if match and match.group(1) != "page":
            objects[match.group(1)] = op["do"]["reply"]["attributes"]
    return objects


def test_fields_cover_the_specification():
    fields = {o["name"]: o["fields"] for o in table()["objects"]}
    check(len(replies()) >= 7, "specification not understood")
    for obj, attrs in replies().items():
        check(obj in fields, "no command for " + obj)
        shown = {f.get("attribute") for f in fields[obj]}
        missing = set(attrs) - shown - IGNORED.get(obj, set())
        same(missing, set(), obj)


def test_fields_name_reply_attributes():
    sent = replies()
    for obj in table()["objects"]:
        for field in obj["fields"]:
            # What is computed comes from no attribute, and names none.
            same("attribute" in field, not field["format"].startswith("calc")
                 and obj["name"] in sent, field["key"])
            check(field.get("attribute") in sent.get(obj["name"], [None]),
                  "%s.%s" % (obj["name"], field["key"]))


def test_nested_values_are_all_shown():
    nests = {s["name"]: s["attributes"] for s in SPEC["attribute-sets"]}
    for obj in table()["objects"]:
        for attr in nests.get(obj["name"], []) if obj["fields"] else []:
            nest = attr.get("nested-attributes")
            if nest not in ("identity", "sample", "fec"):
                continue
            got = {f["nested"] for f in obj["fields"]
                   if f["attribute"] == attr["name"] and "nested" in f}
            same(got, set(range(1, len(nests[nest]) + 1)),
                 "%s.%s" % (obj["name"], attr["name"]))


# Nests that are JSON objects of their own, and what is short there.
OBJECTS = {"lane_ranges": "lane-range", "command_latency": "latency-bucket",
           "counters": "counter", "windows": "window",
           "running": "window-span", "previous": "window-span"}
SHORT = {"minimum": "min", "average": "avg", "maximum": "max"}


def objects_of(schema, key=""):
    """(key, names of its values) of all objects in a JSON schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from objects_of(part, key)
    elif isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield key, set(schema["properties"])
            for name, part in schema["properties"].items():
                yield from objects_of(part, name)
        for name, part in schema.items():
            if name != "properties":
                yield from objects_of(part, key if name in ("items", "anyOf")
                                      else "")


def test_nested_objects_are_those_of_the_specification():
    nests = {s["name"]: s["attributes"] for s in SPEC["attribute-sets"]}
    schema = json.loads(read("Documentation/cpoctl.schema.json"))
    seen = set()
    for key, names in objects_of(schema):
        if key in OBJECTS:
            want = {SHORT.get(a["name"], a["name"].replace("-", "_"))
                    for a in nests[OBJECTS[key]]}
            same(names - {"unit"}, want, key)
            seen.add(key)
    same(seen, set(OBJECTS))


def test_monitor_reads_every_attribute_of_an_event():
    nests = {s["name"]: s["attributes"] for s in SPEC["attribute-sets"]}
    folder = os.path.join(TOP, "tools/cpoctl")
    tool = "".join(read(folder, name) for name in os.listdir(folder)
                   if name.endswith(".c"))
    for attr in nests["event"]:
        name = attr["name"].replace("-", "_")
        read_by = '"%s"' if name.endswith("_id") else r"\bcpo_event_get_%s\b"
        check(re.search(read_by % name, tool), name + " is not shown")


def test_words_are_those_of_the_specification():
    enums = {d["name"]: [e["name"] for e in d["entries"]]
             for d in SPEC["definitions"] if "entries" in d}
    attrs = {s["name"]: {a["name"]: a for a in s["attributes"]}
             for s in SPEC["attribute-sets"]}
    for obj in table()["objects"]:
        for field in obj["fields"]:
            attr = attrs.get(obj["name"], {}).get(field.get("attribute"), {})
            # Several attributes in one text.
            if "enum" in attr and field["format"] not in ("cond", "unit"):
                same(field.get("words"), enums[attr["enum"]],
                     "%s.%s" % (obj["name"], field["key"]))


def link_states():
    """{reason: what ethtool says} of the table in cpo-pci.rst."""
    text = read("Documentation/cpo-pci.rst")
    rows = text[text.index("\nreason  "):].split("\n=====")[1]
    return {k: v.strip() for k, v in
            re.findall(r"^([a-z-]+) {2,}(.*)$", rows, re.M)}


def test_reasons_have_a_link_state():
    """Those of the specification, in the document and in the guest's test."""
    reasons = next(d for d in SPEC["definitions"]
                   if d["name"] == "port-reason")["entries"]
    tree = ast.parse(read("selftests/guest/ethtool_compare.py"))
    why = next(ast.literal_eval(n.value) for n in tree.body
               if isinstance(n, ast.Assign) and n.targets[0].id == "WHY")
    same(set(link_states()), {r["name"] for r in reasons})
    same(link_states(), {k: v or "not given" for k, v in why.items()})


# Causes of a module fault, as CMIS numbers them; not in the specification.
MODULE_FAULTS = ["none", "tec-runaway", "data-memory", "program-memory",
                 "transmitter", "receiver", "temperature"]


def test_every_code_has_words():
    """A code that is new in the specification needs some."""
    enums = {d["name"]: [e["name"] for e in d["entries"]]
             for d in SPEC["definitions"] if "entries" in d}
    enums["module-fault"] = MODULE_FAULTS
    words = table()["words"]
    for name in ("event-code", "port-reason", "laser-fault", "module-fault",
                 "dev-state"):
        have = {w["code"]: w["name"] for w in words if w["of"] == name}
        same(have, dict(enumerate(enums[name])), name)
    check(all({"what", "cause", "remedy"} <= set(w) for w in words), "parts")
    check(any(w["name"] == "stale" for w in words), "stale data")
    # A condition is the name of no other.
    names = [(w["of"], w["name"]) for w in words]
    same(len(set(names)), len(names))


def test_every_limit_has_words():
    """Each quantity and each level of it, of a part that may have it."""
    enums = {d["name"]: [e["name"] for e in d["entries"]]
             for d in SPEC["definitions"] if "entries" in d}
    words = [w for w in table()["words"] if w["of"] == "threshold"]
    have = {(w["quantity"], level) for w in words for level in w["levels"]}
    same(have, {(quantity, level) for quantity in enums["quantity"]
                for level in enums["level"]})
    for kind, quantities in LIMITED.items():
        for quantity in quantities:
            levels = [level for w in words if w["object"] == kind and
                      w["quantity"] == quantity for level in w["levels"]]
            same(set(levels), set(enums["level"]), (kind, quantity))
    # What was a sensor's is told by what it measures.
    kinds = {w["name"].split()[0] for w in words if w["object"] == "sensor"}
    same(kinds, set(enums["sensor-kind"]) - {"leak", "other"} | {"sensor"})
    for word in words:
        check("{limit}" in word["what"], word["name"])


# What of which part the device may watch: enum cpo_hw_quantity.
LIMITED = {
    "engine": ["temperature", "power"],
    "els": ["temperature", "power", "voltage"],
    "laser": ["temperature", "optical-power", "bias", "tec-drive",
              "frequency-error", "age"],
    "lane": ["pre-fec-ber-media", "snr-media", "rx-power", "tx-power",
             "heater-drive"],
    "route": ["input-power"],
    "sensor": ["value"],
}


def test_words_name_commands_that_exist():
    objects = {o["name"]: o for o in table()["objects"]}
    names = [o["name"] for o in table()["options"]]
    for word in table()["words"]:
        for obj, cmd, rest in re.findall(r"'cpoctl (\w+) (\w+)([^']*)'",
                                         word["remedy"]):
            check(cmd in [c["name"] for c in objects[obj]["commands"]],
                  word["remedy"])
            for option in re.findall(r"--([\w-]+)", rest):
                check(option in names, word["remedy"])


PLACES = {"dev", "els", "laser", "engine", "lane", "port", "fibre", "sensor",
          "path", "part", "limit"}


def test_words_are_sentences():
    for word in table()["words"]:
        for key in {"what", "cause", "remedy", "ended"} & set(word):
            text = word[key]
            check(len(text) >= 7 and not text.endswith(".") and
                  "  " not in text, "%s: %s" % (word["name"], text))
            same(set(re.findall(r"{(\w+)}", text)) - PLACES, set(), text)
            same(text.count("{"), text.count("}"), text)


UNIT_SUFFIX = {"nW": "nw", "dBm": "dbm", "mA": "ma", "uA": "ua", "C":
               "celsius", "V": "v", "W": "w", "mW": "mw", "dB": "db", "%":
               "percent", "nm": "nm", "MHz": "mhz", "ns": "ns", "ms": "ms",
               "us": "us", "s": "s", "mJ": "mj", "kJ": "kj",
               "pJ/bit": "pj_per_bit", "mW/dBm": "", "Mb/s": "mbps", "ml/min": "ml_per_min"}


def test_units_are_in_the_keys():
    for obj in table()["objects"]:
        for field in obj["fields"]:
            if UNIT_SUFFIX.get(field.get("unit")):
                check(field["key"].endswith("_" + UNIT_SUFFIX[field["unit"]]),
                      "%s.%s" % (obj["name"], field["key"]))


def test_one_unit_for_a_key():
    units = {}
    for obj in table()["objects"]:
        for field in obj["fields"]:
            what = (field["type"], field.get("unit"))
            same(units.setdefault(field["key"], what), what, field["key"])


def test_library_is_made_from_the_specification():
    for kind, name in (("header", "libcpo-get.h"), ("source", "spec.c")):
        same(out(sys.executable, os.path.join(TOP, "tools/lib/gen-spec.py"),
                 SPEC_PATH, kind), read("tools/lib", name),
             "%s is out of date: make -C tools regen" % name)


def test_man_page_is_made_from_the_tables():
    same(out(sys.executable, os.path.join(TOP, "tools/cpoctl/gen-man.py"),
             CPOCTL, MAN), read("Documentation/man/cpoctl.8"),
         "man page is out of date: make -C tools regen")


def test_schema_is_made_from_the_tables():
    same(out(sys.executable, os.path.join(TOP, "tools/cpoctl/gen-schema.py"),
             CPOCTL), read("Documentation/cpoctl.schema.json"),
         "schema is out of date: make -C tools regen")


def test_completion_is_made_from_the_tables():
    path = os.path.join(TOP, "tools/completion/cpoctl.bash")
    same(out(sys.executable,
             os.path.join(TOP, "tools/cpoctl/gen-completion.py"), CPOCTL,
             path), read("tools/completion/cpoctl.bash"),
         "completion is out of date: make -C tools regen")


def test_man_help_and_table_agree():
    man = man_text()
    top = out(CPOCTL, "help")
    for option in table()["options"]:
        for text in (man, top):
            check("--" + option["name"] in text, option["name"])
    for obj in table()["objects"]:
        check(re.search(r"^  %s " % obj["name"], top, re.M), obj["name"])
        text = out(CPOCTL, obj["name"], "help")
        for cmd in obj["commands"]:
            words = re.escape(obj["name"]) + r" \[?" + cmd["name"]
            check(re.search("cpoctl " + words, man), words)
            check(re.search(words, text), words)
            check(cmd["name"] in out(CPOCTL, obj["name"], cmd["name"],
                                     "help"), words)
            for key in cmd["keys"]:
                check(key in cmd["arguments"], key)
        for field in obj["fields"]:
            if not field.get("column_only"):
                check(field["key"] in man and field["key"] in text,
                      "%s.%s" % (obj["name"], field["key"]))


def test_man_names_every_exit_code():
    header = read("tools/cpoctl/cpoctl.h")
    codes = re.findall(r"EXIT_\w+ = (\d+)", header)
    same(len(codes), 9)
    status = man_text().split(".SH EXIT STATUS")[1].split(".SH")[0]
    same(re.findall(r"^\.B (\d)$", status, re.M), codes)


def exported():
    names = out("nm", "-D", "--defined-only",
                os.path.join(BUILD, "tools/libcpo.so.0"))
    return {re.sub("@.*", "", line.split()[2]) for line in names.splitlines()
            if line.split()[1] == "T"}


def declared():
    text = read("tools/lib/libcpo.h") + read("tools/lib/libcpo-get.h")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"static inline.*?\n}\n", "", text, flags=re.S)
    return set(re.findall(r"\b(cpo_\w+)\(", text))


def test_exported_is_declared():
    same(exported(), declared())


def test_soname():
    dyn = out("readelf", "-d", os.path.join(BUILD, "tools/libcpo.so.0"))
    check("[libcpo.so.0]" in dyn, dyn)


def test_every_function_is_documented():
    text = read("tools/lib/libcpo.h") + read("tools/lib/libcpo-get.h")
    for name in declared():
        check(re.search(r"\* %s(\(\) - |: )" % name, text), name)


def test_man_page_is_clean():
    for page in ("cpoctl.8", "libcpo.3"):
        path = os.path.join(TOP, "Documentation/man", page)
        done = subprocess.run(["man", "--warnings", "-l", path], text=True,
                              capture_output=True, check=False,
                              env=dict(os.environ, MANWIDTH="80",
                                       LC_ALL="C.UTF-8", MAN_KEEP_STDERR="1"))
        same((done.returncode, done.stderr), (0, ""), page)


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

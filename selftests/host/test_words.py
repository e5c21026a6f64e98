#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Words of the driver: all codes have some, and those of cpoctl agree.

usage: test_words.py BUILD-FOLDER
"""
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
WORDS_PATH = os.path.join(TOP, "driver/pci/cpo_pci_words.c")
HW_PATH = os.path.join(TOP, "driver/include/cpo_hw.h")

PLACES = {"els", "laser", "engine", "fibre", "sensor", "port", "limit", "part"}
# A driver knows no tools: who reads this may have others.
TOOLS = re.compile(r"cpoctl|devlink|ethtool|modprobe|ip link|dmesg")
# Parts of the device whose limits a reporter tells of.
LIMITED = {
    "ENGINE": ["temperature", "power"],
    "ELS": ["temperature", "power", "voltage"],
    "LASER": ["temperature", "optical-power", "bias", "tec-drive",
              "frequency-error", "age"],
    "ROUTE": ["input-power"],
    "SENSOR": ["value"],
}

with open(SPEC_PATH, encoding="utf-8") as _stream:
    SPEC = yaml.safe_load(_stream)
with open(WORDS_PATH, encoding="utf-8") as _stream:
    SOURCE = _stream.read()
STRING = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
WORDS = r"\{\s*" + r",\s*".join([STRING] * 4) + r",?\s*\}"


def text(literal):
    """The string that C literals in a row are."""
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))


def enum(name):
    for entry in SPEC["definitions"]:
        if entry["name"] == name:
            return [e["name"] for e in entry["entries"]]
    raise KeyError(name)


def source():
    """The source with its one macro for a sentence put in."""
    match = re.search(r'#define CPO_PCI_COMPARE \\\n\s*("[^"]*")', SOURCE)
    return SOURCE.replace("CPO_PCI_COMPARE", match.group(1)) if match \
        else SOURCE


def table(name):
    """{designator: (name, what, cause, remedy)} of a table in C."""
    body = re.search(name + r"\[\] = \{\n(.*?)\n\};", source(), re.S).group(1)
    found = {}
    for match in re.finditer(r"\[(\w+)\] = " + WORDS, body):
        check(match.group(1) not in found, match.group(1))
        found[match.group(1)] = tuple(text(t) for t in match.groups()[1:])
    same(len(found), len(re.findall(r"^\s*\[\w+\] =", body, re.M)), name)
    return found


def limits():
    """[(object, quantity, sensor kind, high, low)]"""
    row = (r"\{ CPO_OBJECT_(\w+), CPO_QUANTITY_(\w+), (\w+),\s*" + WORDS +
           r",\s*" + WORDS + r"\s*\}")
    found = []
    for match in re.finditer(row, source()):
        part = match.groups()
        found.append((part[0], part[1].lower().replace("_", "-"), part[2],
                      tuple(text(t) for t in part[3:7]),
                      tuple(text(t) for t in part[7:11])))
    return found


def tool(of):
    out = subprocess.check_output([CPOCTL, "-j", "help"], text=True)
    return [w for w in json.loads(out)["words"] if w["of"] == of]


def upper(name):
    return name.upper().replace("-", "_")


def test_every_reason_has_words():
    words = table("cpo_pci_reason_words")
    same(sorted(words), sorted("CPO_PORT_REASON_" + upper(n)
                               for n in enum("port-reason")))
    for name in enum("port-reason"):
        same(words["CPO_PORT_REASON_" + upper(name)][0], name)


def test_every_laser_fault_has_words():
    words = table("cpo_pci_laser_words")
    same(sorted(words), sorted("CPO_LASER_FAULT_" + upper(n)
                               for n in enum("laser-fault")))
    for name in enum("laser-fault"):
        if name != "none":
            same(words["CPO_LASER_FAULT_" + upper(name)][0], name)


def test_every_module_fault_has_words():
    words = table("cpo_pci_module_words")
    want = {w["code"]: w["name"] for w in tool("module-fault")}
    same({int(k) for k in words}, set(want))
    for code, name in want.items():
        if code:
            same(words[str(code)][0], name)


def test_every_condition_has_words():
    with open(os.path.join(TOP, "driver/pci/cpo_pci_health.h"),
              encoding="utf-8") as stream:
        body = re.search(r"enum cpo_pci_cond \{(.*?)\};", stream.read(),
                         re.S).group(1)
    same(sorted(table("cpo_pci_condition_words")),
         sorted(re.findall(r"CPO_PCI_COND_\w+", body)))


def test_every_fatal_error_has_words():
    with open(HW_PATH, encoding="utf-8") as stream:
        body = re.search(r"enum cpo_hw_fatal \{(.*?)\};", stream.read(),
                         re.S).group(1)
    body = re.sub(r"/\*.*?\*/", "", body)
    words = re.search(r"cpo_pci_fatal_words\[\] = \{(.*?)\};", SOURCE,
                      re.S).group(1)
    same(re.findall(r"\[(\w+)\] = \"[^\"]+\"", words),
         re.findall(r"CPO_FATAL_\w+", body))


def test_every_limit_has_words():
    have = {}
    for kind, quantity, sensor, _, _ in limits():
        have.setdefault(kind, []).append((quantity, sensor))
    same(set(have), set(LIMITED))
    for kind, quantities in LIMITED.items():
        same({q for q, _ in have[kind]}, set(quantities), kind)
    kinds = {s for _, s in have["SENSOR"]}
    same(kinds, {"CPO_SENSOR_KIND_" + upper(n) for n in enum("sensor-kind")
                 if n not in ("leak", "other")} | {"CPO_PCI_ANY_SENSOR"})
    # what fits all comes last, or those after it are never found
    same(limits()[-1][2], "CPO_PCI_ANY_SENSOR")


def everything():
    for name in ("reason", "laser", "module", "condition"):
        yield from table("cpo_pci_%s_words" % name).values()
    for row in limits():
        yield from row[3:]


def test_sentences():
    for words in everything():
        for part in words:
            check(part and part == part.strip() and part[-1] != ".", words)
            check(not TOOLS.search(part), part)
            check(set(re.findall(r"\{(\w*)\}", part)) <= PLACES, part)
            same(part.count("{"), part.count("}"), part)
            # with its parts put in it must fit a line that is told
            check(len(part) < 110, part)


def test_causes_are_those_of_cpoctl():
    for of, name, prefix in (("port-reason", "reason", "CPO_PORT_REASON_"),
                             ("laser-fault", "laser", "CPO_LASER_FAULT_")):
        words = table("cpo_pci_%s_words" % name)
        for word in tool(of):
            if word["name"] != "none":
                same(words[prefix + upper(word["name"])][2], word["cause"],
                     word["name"])
    words = table("cpo_pci_module_words")
    for word in tool("module-fault"):
        same(words[str(word["code"])][2], word["cause"], word["name"])
    by_name = {w[0]: w for w in table("cpo_pci_condition_words").values()}
    for word in tool("condition"):
        if word["name"] in by_name:
            same(by_name[word["name"]][2], word["cause"], word["name"])


def test_causes_of_limits_are_those_of_cpoctl():
    want = {w["name"]: w for w in tool("threshold")}
    for kind, quantity, sensor, high, low in limits():
        if sensor.startswith("CPO_SENSOR_KIND_"):
            prefix = sensor[len("CPO_SENSOR_KIND_"):].lower() + " "
        else:
            prefix = ""
        name = "%s%s %s" % (prefix, kind.lower(), quantity)
        same(high[2], want[name + " high"]["cause"], name)
        same(low[2], want[name + " low"]["cause"], name)


if __name__ == "__main__":
    sys.exit(tap.main(sys.modules[__name__]))

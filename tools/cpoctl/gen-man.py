#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Write the tables of cpoctl into its man page.

usage: gen-man.py CPOCTL MANPAGE

Prints the page with the text between its marks (.\\" BEGIN name, .\\" END
name) made anew from what `cpoctl -j help` says.
"""
import json
import re
import subprocess
import sys


def esc(text):
    return text.replace("\\", "\\e").replace("-", "\\-")


def sentence(text):
    return esc(text[0].upper() + text[1:]) + "."


def place(text):
    """Names of parts stand for themselves: {els} is "its ELS" here."""
    names = {"els": "the ELS", "dev": "the device", "path": "SELECTOR",
             "part": "the part", "limit": "limit"}
    return re.sub(r"\{(\w+)\}",
                  lambda m: names.get(m.group(1), "the " + m.group(1)), text)


def commands(table):
    out = []
    for obj in table["objects"]:
        out += [".SS %s" % obj["name"], sentence(obj["help"])]
        for cmd in obj["commands"]:
            name = "[%s]" if cmd.get("implied") else "%s"
            words = "\\fBcpoctl %s %s\\fR" % (obj["name"],
                                              name % cmd["name"])
            if "arguments" in cmd:
                words += " " + esc(cmd["arguments"])
            out += [".TP", words, sentence(cmd["help"])]
        if "note" in obj:
            out += [".PP", esc(obj["note"])]
    return out


def options(table):
    out = []
    for opt in table["options"]:
        value = "=\\fI%s\\fR" % opt["value"] if "value" in opt else ""
        letter = "\\fB\\-%s\\fR, " % opt["letter"] if "letter" in opt else ""
        out += [".TP", "%s\\fB\\-\\-%s\\fR%s"
                % (letter, opt["name"], value), sentence(opt["help"])]
    return out


def values(table):
    out = []
    for obj in table["objects"]:
        if not obj["fields"]:
            continue
        out += [".SS %s" % obj["name"],
                "List \\fB%s\\fR; each has:" % obj["list"], ".RS 2", ".TS",
                "l lx."]
        for field in obj["fields"]:
            if field.get("column_only"):
                continue
            text = field["help"]
            if "unit" in field:
                text += ", %s" % field["unit"]
            if "words" in field:
                text += ": " + " ".join(field["words"])
            out += ["%s\tT{" % field["key"], esc(text), "T}"]
        out += [".TE", ".RE"]
    return out


def codes(table):
    out = []
    for name in dict.fromkeys(w["of"] for w in table["words"]):
        out += [".SS %s" % esc(name)]
        for word in table["words"]:
            if word["of"] == name:
                out += [".TP", ".B %s" % esc(word["name"]),
                        sentence(place(word["what"]))]
                out += ["Cause: %s." % esc(place(word["cause"])),
                        "Remedy: %s." % esc(place(word["remedy"]))]
                if "ended" in word:
                    out.append("At its end: %s." % esc(place(word["ended"])))
    return out


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    table = json.loads(subprocess.check_output([sys.argv[1], "-j", "help"]))
    with open(sys.argv[2], encoding="utf-8") as stream:
        page = stream.read()
    for name, make in (("commands", commands), ("options", options),
                       ("codes", codes), ("values", values)):
        text = "\n".join(make(table))
        mark = '(\\.\\\\" BEGIN %s\n).*?(\\.\\\\" END %s\n)' % (name, name)
        page, count = re.subn(
            mark, lambda m, t=text: m.group(1) + t + "\n" + m.group(2), page,
            flags=re.S)
        if count != 1:
            sys.exit("%s: no mark for %s" % (sys.argv[2], name))
    sys.stdout.write(page)


if __name__ == "__main__":
    main()

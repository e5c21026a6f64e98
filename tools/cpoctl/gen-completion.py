#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Write the tables of cpoctl into its bash completion.

usage: gen-completion.py CPOCTL FILE

Prints the file with the text between its marks (# BEGIN tables, # END tables)
made anew from what `cpoctl -j help` says.
"""
import json
import re
import subprocess
import sys

MARKS = "(# BEGIN tables\n).*?(# END tables\n)"


def assoc(name, items):
    out = ["\tlocal -A %s=(" % name]
    out += ["\t\t[%s]='%s'" % item for item in items]
    return out + ["\t)"]


def others(obj, cmd):
    """Words a command takes beside selectors and keys."""
    levels = obj.get("levels", []) if "LEVEL=" in cmd["arguments"] else []
    return obj.get("words", []) + [level + "=" for level in levels]


def tables(help_table):
    objects = help_table["objects"]
    letters = ["-" + opt["letter"] for opt in help_table["options"]
               if "letter" in opt]
    names = ["--" + opt["name"] + ("=" if "value" in opt else "")
             for opt in help_table["options"]]
    out = ["\tlocal objects='%s help'" % " ".join(o["name"] for o in objects),
           "\tlocal options='%s'" % " ".join(letters + names)]
    out += assoc("choices", [
        ("--" + opt["name"], " ".join(opt["words"]))
        for opt in help_table["options"] if "words" in opt])
    out += assoc("commands", [
        (obj["name"], " ".join([c["name"] for c in obj["commands"]] +
                               ["help"])) for obj in objects])
    out += assoc("keys", [
        ('"%s %s"' % (obj["name"], cmd["name"]), " ".join(cmd["keys"]))
        for obj in objects for cmd in obj["commands"] if cmd["keys"]])
    out += assoc("others", [
        ('"%s %s"' % (obj["name"], cmd["name"]), " ".join(others(obj, cmd)))
        for obj in objects for cmd in obj["commands"] if others(obj, cmd)])
    out += assoc("implied", [
        (obj["name"], cmd["name"]) for obj in objects
        for cmd in obj["commands"] if cmd.get("implied")])
    return "\n".join(out) + "\n"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    table = json.loads(subprocess.check_output([sys.argv[1], "-j", "help"]))
    with open(sys.argv[2], encoding="utf-8") as stream:
        text = stream.read()
    text, count = re.subn(MARKS, lambda m: m.group(1) + tables(table) +
                          m.group(2), text, flags=re.S)
    if count != 1:
        sys.exit("%s: no mark" % sys.argv[2])
    sys.stdout.write(text)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Copyright (c) 2026 cpo contributors
"""Make libcpo's tables and getters from the netlink specification.

usage: gen-spec.py SPEC header|source

The output is committed; `make -C tools regen` refreshes it and a host test
fails when it is out of date.
"""
import re
import sys
import textwrap

import yaml

BANNER = """\
/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Made from Documentation/netlink/specs/cpo.yaml by tools/lib/gen-spec.py */
"""

CTYPE = {
    "uint": ("uint64_t *val", "UINT"),
    "u32": ("uint32_t *val", "U32"),
    "sint": ("int64_t *val", "SINT"),
    "string": ("const char **val", "STR"),
    "flag": ("bool *val", "FLAG"),
}

ID_ATTRS = {k + "-id" for k in
            ("dev", "engine", "els", "laser", "lane", "port", "route",
             "sensor")}


# Nests that come several times: type of a value, and macro.
LISTS = {
    "lane-range": ("struct cpo_lane_range *val", "RANGES"),
    "latency-bucket": ("struct cpo_bucket *val", "BUCKETS"),
    "counter": ("struct cpo_counter *val", "COUNTERS"),
    "window": ("struct cpo_window *val", "WINDOWS"),
}

# Nests that are a part of the row they are in.
MERGED = {"sample", "identity", "fec", "window-span"}


def c_name(name):
    return name.replace("-", "_")


def c_const(*parts):
    return c_name("_".join(("cpo",) + parts)).upper()


def attr_const(aset, attr):
    return c_const("a", aset, attr)


def c_string(text):
    text = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return '"%s"' % text


def c_string_lines(text, indent):
    """One or more adjacent string literals that stay within 80 columns."""
    text = " ".join(text.split())
    width = 80 - 8 * indent - 4
    lines = textwrap.wrap(text, width, drop_whitespace=False) or [""]
    pad = "\n" + "\t" * indent
    return pad.join(c_string_keep(line) for line in lines)


def c_string_keep(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


class Spec:
    def __init__(self, path):
        with open(path, encoding="utf-8") as stream:
            self.raw = yaml.safe_load(stream)
        self.enums = [d for d in self.raw["definitions"]
                      if d["type"] in ("enum", "flags")]
        self.sets = self.raw["attribute-sets"]
        self.by_name = {s["name"]: s for s in self.sets}
        self.ops = self.raw["operations"]["list"]
        for op in self.ops:
            if "notify" in op:
                src = next(o for o in self.ops if o["name"] == op["notify"])
                op.setdefault("attribute-set", src["attribute-set"])

    def reply_attrs(self, aset):
        """Attributes of a set that the kernel sends, in their order."""
        names = set()
        for op in self.ops:
            if op["attribute-set"] != aset["name"]:
                continue
            for mode in ("do", "dump"):
                names |= set(op.get(mode, {}).get("reply", {})
                             .get("attributes", []))
            names |= set(op.get("event", {}).get("attributes", []))
        if not names:
            names = {a["name"] for a in aset["attributes"]}
        return [a for a in aset["attributes"] if a["name"] in names]

    def row_sets(self):
        """Sets that are rows of their own: not merged into another one."""
        merged = MERGED | set(LISTS)
        return [s for s in self.sets
                if s["name"] not in merged and s["name"] != "events"]


def doc_comment(func, text, extra):
    text = " ".join(text.split())
    if extra:
        text += " " + extra
    lines = textwrap.wrap("%s: %s" % (func, text), 74)
    if len(lines) == 1:
        return "/* %s */" % lines[0]
    return "\n".join(["/*"] + [" * " + line for line in lines] + [" */"])


def getters(spec, aset):
    """Yield (function, arguments, macro line, doc, extra) of one row type."""
    obj = c_name(aset["name"])
    for attr in spec.reply_attrs(aset):
        name = c_name(attr["name"])
        func = "cpo_%s_get_%s" % (obj, name)
        const = attr_const(aset["name"], attr["name"])
        doc = attr.get("doc", name)
        if attr.get("nested-attributes") in LISTS:
            arg, macro = LISTS[attr["nested-attributes"]]
            yield (func, arg + ", size_t max", macro, (const,), doc,
                   "Returns how many there are.")
        elif attr["type"] == "nest":
            for sub in spec.by_name[attr["nested-attributes"]]["attributes"]:
                arg, macro = CTYPE[sub["type"]]
                extra = None
                if sub.get("multi-attr"):
                    arg, macro = "uint64_t *val, size_t max", "LIST"
                    extra = "Returns how many there are."
                subconst = attr_const(attr["nested-attributes"], sub["name"])
                yield ("%s_%s" % (func, c_name(sub["name"])), arg,
                       "SUB_" + macro, (const, subconst),
                       sub.get("doc", name), extra)
        elif attr.get("multi-attr"):
            yield (func, "uint64_t *val, size_t max", "LIST", (const,), doc,
                   "Returns how many there are.")
        elif attr["type"] == "binary":
            yield (func, "const void **val, size_t *len", "BIN", (const,),
                   doc, None)
        else:
            arg, macro = CTYPE[attr["type"]]
            extra = None
            if "enum" in attr:
                extra = "One of %s." % c_const("enum", attr["enum"])
                if attr.get("enum-as-flags"):
                    extra = "Bits of %s." % c_const("enum", attr["enum"])
            yield func, arg, macro, (const,), doc, extra


def wrap_call(head, args, tail):
    """A call, its arguments below each other where the line is full."""
    line = "%s(%s" % (head, args[0])
    column = len(head) + 1
    indent = "\t" * (column // 8) + " " * (column % 8)
    out = []
    for arg in args[1:]:
        if len(line.expandtabs()) + len(arg) + 2 + len(tail) < 80:
            line += ", " + arg
        else:
            out.append(line + ",")
            line = indent + arg
    return "\n".join(out + [line + ")" + tail])


def gen_header(spec):
    out = [BANNER]
    out += ["#ifndef LIBCPO_GET_H", "#define LIBCPO_GET_H", ""]
    out += ["/**", " * enum cpo_enum - Enumerations of the family, for names."]
    for enum in spec.enums:
        text = "@%s: %s" % (c_const("enum", enum["name"]),
                            " ".join(enum["doc"].split()))
        out += [" * " + line for line in
                textwrap.wrap(text, 76, subsequent_indent="  ")]
    out += [" * @CPO_ENUM_COUNT: number of enumerations", " */"]
    out += ["enum cpo_enum {"]
    out += ["\t%s," % c_const("enum", e["name"]) for e in spec.enums]
    out += ["\tCPO_ENUM_COUNT", "};", ""]
    out += [
        "/**",
        " * DOC: getters",
        " *",
        " * Each takes a row and where to put the value, and returns 0 (or how",
        " * many values there are), -ENODATA when the device did not report it,",
        " * -EBADMSG when it is malformed, -EINVAL for a row of another kind.",
        " * Strings and bytes live as long as their row.",
        " */", ""]
    for aset in spec.row_sets():
        for func, args, _, _, doc, extra in getters(spec, aset):
            out.append(doc_comment(func, doc, extra))
            out.append(wrap_call("int " + func,
                                 ["const struct cpo_row *row"] +
                                 args.split(", "), ";"))
            out.append("")
    out.append("#endif /* LIBCPO_GET_H */")
    return "\n".join(out)


def gen_enum(enum):
    flags = enum["type"] == "flags"
    out = ["static const struct cpo_enum_entry enum_%s[] = {"
           % c_name(enum["name"])]
    for entry in enum["entries"]:
        const = c_const(enum["name"], entry["name"])
        out.append("\t{ %s, %s,\n\t  %s },"
                   % (const, c_string(entry["name"]),
                      c_string_lines(entry.get("doc", ""), 1)
                      .replace("\n\t", "\n\t  ")))
    out += ["};", ""]
    return out, flags


def gen_set(aset):
    name = c_name(aset["name"])
    out = ["static const struct cpo_attr attr_%s[] = {" % name]
    for attr in aset["attributes"]:
        kind = attr["type"].upper()
        args = ['.name = "%s"' % attr["name"], ".type = CPO_T_" + kind]
        if attr.get("multi-attr"):
            args.append(".multi = true")
        if "nested-attributes" in attr:
            args.append(".nest = &cpo_set_" + c_name(attr["nested-attributes"]))
        limits = attr.get("checks", {})
        if "min" in limits and "max" in limits:
            args += [".least = %d" % limits["min"],
                     ".most = %d" % limits["max"]]
        const = attr_const(aset["name"], attr["name"])
        line = "\t[%s] = { %s }," % (const, ", ".join(args))
        if len(line) > 73:
            line = "\t[%s] = {\n\t\t%s,\n\t}," % (const, ",\n\t\t".join(args))
        out.append(line)
    out += ["};", "",
            "const struct cpo_set cpo_set_%s = {" % name,
            '\t.name = "%s",' % aset["name"],
            "\t.attr = attr_%s," % name,
            "\t.max = %s," % attr_const(aset["name"], "max")]
    ids = [a for a in aset["attributes"] if a["name"] in ID_ATTRS]
    if ids:
        out.append("\t.id = {")
        out += ["\t\t[%s] = %s," % (c_const("id", a["name"][:-3]),
                                   attr_const(aset["name"], a["name"]))
                for a in ids]
        out.append("\t},")
    return out + ["};", ""]


def gen_source(spec):
    out = [BANNER, '#include "getters.h"', ""]
    for enum in spec.enums:
        out += gen_enum(enum)[0]
    out += ["const struct cpo_enum_def cpo_enums[CPO_ENUM_COUNT] = {"]
    for enum in spec.enums:
        const = c_const("enum", enum["name"])
        var = "enum_" + c_name(enum["name"])
        out.append("\t[%s] = {" % const)
        out.append("\t\t.name = %s," % c_string(enum["name"]))
        out.append("\t\t.entry = %s," % var)
        out.append("\t\t.count = ARRAY_SIZE(%s)," % var)
        if enum["type"] == "flags":
            out.append("\t\t.flags = true,")
        out.append("\t},")
    out += ["};", ""]
    for aset in spec.sets:
        out += gen_set(aset)
    out += ["const struct cpo_op cpo_ops[CPO_CMD_MAX + 1] = {"]
    for op in spec.ops:
        out.append("\t[%s] = { %s, &cpo_set_%s },"
                   % (c_const("cmd", op["name"]), c_string(op["name"]),
                      c_name(op["attribute-set"])))
    out += ["};", ""]
    for aset in spec.row_sets():
        kind = c_const("kind", aset["name"])
        for func, _, macro, consts, _, _ in getters(spec, aset):
            out.append(wrap_call("CPO_GET_" + macro,
                                 [func, kind] + list(consts), ""))
    return "\n".join(out)


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in ("header", "source"):
        sys.exit(__doc__)
    spec = Spec(sys.argv[1])
    text = gen_header(spec) if sys.argv[2] == "header" else gen_source(spec)
    print(re.sub(r"[ \t]+\n", "\n", text))


if __name__ == "__main__":
    main()

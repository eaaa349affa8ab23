#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks what every file has to keep: licence line, line length, size, no left-overs, no paths of one machine."""
import re

import report

LICENCE = "// SPDX-License-Identifier: MIT"
LONGEST_LINE = 120
LONGEST_HEADER = 800
LONGEST_TEST = 1000

LEFT_OVER = re.compile(r"\b(TODO|FIX" r"ME|XXX)\b")
MACHINE_PATH = re.compile(r"(?<![\w.$/}])/(home|Users|root|work|tmp/[\w.]*\d)/[\w.]")
CODE = (".hpp", ".cpp", ".py", ".cmake", ".txt", ".bash")
PROSE = (".md",)  # tables and links cannot be broken


def header_faults(lines):
    if lines[:1] != [LICENCE]:
        yield f"the first line is not {LICENCE}"
    if lines[1:2] != ["#pragma once"]:
        yield "the second line is not #pragma once"
    if len(lines) > LONGEST_HEADER:
        yield f"{len(lines)} lines; a header has at most {LONGEST_HEADER}"


def source_faults(path, lines):
    refusal = path.startswith("tests/compile_fail/")  # their first line is the expected error
    if not refusal and lines[:1] != [LICENCE]:
        yield f"the first line is not {LICENCE}"
    if path.startswith("tests/") and len(lines) > LONGEST_TEST:
        yield f"{len(lines)} lines; a test file has at most {LONGEST_TEST}"


def line_faults(path, lines):
    own_rules = path == "tests/hygiene/files.py"
    for number, line in enumerate(lines, 1):
        if path.endswith(CODE) and len(line) > LONGEST_LINE and not line.startswith("// expect-"):
            yield f"{path}:{number}: {len(line)} columns, more than {LONGEST_LINE}"
        if not own_rules and LEFT_OVER.search(line):
            yield f"{path}:{number}: a left-over mark; finish it, or open an issue"
        if not own_rules and MACHINE_PATH.search(line):
            yield f"{path}:{number}: a path of one machine"
        if path.endswith(CODE) and line != line.rstrip():
            yield f"{path}:{number}: blanks at the end of the line"
        if path.endswith(CODE) and "\t" in line:
            yield f"{path}:{number}: a tab"


def check(root):
    for path in report.repository_files(root):
        lines = (root / path).read_text(errors="replace").split("\n")
        if lines[-1] == "":
            lines.pop()
        elif path.endswith(CODE + PROSE):
            yield f"{path}: the last line has no end"
        if path.startswith("include/") and path.endswith(".hpp"):
            yield from (f"{path}: {fault}" for fault in header_faults(lines))
        elif path.endswith((".hpp", ".cpp")):
            yield from (f"{path}: {fault}" for fault in source_faults(path, lines))
        yield from line_faults(path, lines)


if __name__ == "__main__":
    report.run(check, __doc__)

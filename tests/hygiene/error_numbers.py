#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the error numbers in include/ and those explained in docs/errors.md (and docs/errors/) are the same.

A number counts as used where it stands in a text ("plinth[E1101]: ..."), as the first argument of a call
(stale_row(3102, ...)) or as an enumerator (wrong_kind = 4040). It counts as explained where a heading or the first
cell of a table row has it (### E1101, | E1101 | ...).
"""
import re

import report

IN_TEXT = re.compile(r"\bE([1-9]\d{3})\b")
IN_CODE = re.compile(r"[\w>][({]\s*([1-9]\d{3})\s*,|\b\w+ = ([1-9]\d{3}),")
NO_ERRORS = {"1000", "1024", "1970", "2048", "4096", "8192"}
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|"(?:[^"\\\n]|\\.)*"')


def without_comments(text):
    return COMMENT_OR_TEXT.sub(lambda match: match.group() if match.group().startswith('"') else "", text)


def used(root):
    """Where each number is used first."""
    places = {}
    for header in report.headers(root):
        text = without_comments((root / header).read_text())
        for match in IN_TEXT.finditer(text):
            places.setdefault(match.group(1), f"{header}:{text.count(chr(10), 0, match.start()) + 1}")
        for match in IN_CODE.finditer(COMMENT_OR_TEXT.sub("_", text)):
            number = match.group(1) or match.group(2)
            if number not in NO_ERRORS:
                places.setdefault(number, header)
    return places


def explained(root):
    """Where each number is explained first."""
    places = {}
    for document in [root / "docs" / "errors.md", *sorted((root / "docs" / "errors").glob("*.md"))]:
        for line in document.read_text().splitlines() if document.exists() else ():
            place = line if line.startswith("#") else line.split("|")[1] if line.startswith("|") else ""
            for number in IN_TEXT.findall(place):
                places.setdefault(number, document.relative_to(root).as_posix())
    return places


def check(root):
    in_code, in_docs = used(root), explained(root)
    for number in sorted(in_code.keys() - in_docs.keys()):
        yield f"{in_code[number]}: E{number} is not explained in docs/errors.md"
    for number in sorted(in_docs.keys() - in_code.keys()):
        yield f"{in_docs[number]}: E{number} is explained, but no header uses it"


if __name__ == "__main__":
    report.run(check, __doc__)

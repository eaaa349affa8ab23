#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that CMakeLists.txt and version.hpp name the same version."""
import re

import report


def stated(text):
    """The version that a header states: as a text, or as major, minor and patch; every way it does, in order."""
    versions = set(re.findall(r'"(\d+\.\d+\.\d+)"', text))
    parts = [re.findall(rf"(?i:{name})\b\D*?(\d+)\s*;?$", text, re.MULTILINE) for name in ("major", "minor", "patch")]
    if all(parts):
        versions.add(".".join(numbers[0] for numbers in parts))
    return sorted(versions)


def check(root):
    project = re.search(r"project\(plinth VERSION (\S+)", (root / "CMakeLists.txt").read_text())[1]
    header = root / "include" / "plinth" / "version.hpp"
    found = stated(header.read_text()) if header.exists() else []
    if found != [project]:
        yield f"include/plinth/version.hpp: states {' and '.join(found) or 'no version'}; CMakeLists.txt has {project}"


if __name__ == "__main__":
    report.run(check, __doc__)

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs an example in an empty folder and compares what it prints with its stored output, if it has one.

An example that takes arguments has them in <name>.args beside its <name>.out: one line for each run, all of them in the
same folder, quoted as for a shell. {here} is the folder of the examples.

With PLINTH_UPDATE_OUTPUT=1 in the environment the stored output is written instead.
"""
import difflib
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile


def argument_lists(stored):
    """The arguments of each run: one run without any, where nothing is said."""
    said = stored.with_suffix(".args")
    if not said.exists():
        return [[]]
    here = str(stored.parent.resolve())
    return [[word.replace("{here}", here) for word in shlex.split(line)] for line in said.read_text().splitlines()]


def main():
    program, stored = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    printed = ""
    with tempfile.TemporaryDirectory(prefix="plinth-example-") as folder:
        for arguments in argument_lists(stored):
            run = subprocess.run([program, *arguments], cwd=folder, stdout=subprocess.PIPE, encoding="utf-8")
            printed += run.stdout
            if run.returncode != 0:
                print(f"{printed}{program.name} {' '.join(arguments)} ended with status {run.returncode}")
                return 1
    if os.environ.get("PLINTH_UPDATE_OUTPUT") == "1":
        stored.write_text(printed, encoding="utf-8")
        return 0
    if not stored.exists():
        return 0
    difference = list(difflib.unified_diff(stored.read_text(encoding="utf-8").splitlines(), printed.splitlines(),
                                           str(stored), "what it printed", lineterm=""))
    print("\n".join(difference))
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())

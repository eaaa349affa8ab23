#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs an example in an empty folder and compares what it prints with its stored output, if it has one.

With PLINTH_UPDATE_OUTPUT=1 in the environment the stored output is written instead.
"""
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile


def main():
    program, stored = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="plinth-example-") as folder:
        run = subprocess.run([program], cwd=folder, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        print(f"{run.stdout}{program.name} ended with status {run.returncode}")
        return 1
    if os.environ.get("PLINTH_UPDATE_OUTPUT") == "1":
        stored.write_text(run.stdout)
        return 0
    if not stored.exists():
        return 0
    difference = list(difflib.unified_diff(stored.read_text().splitlines(), run.stdout.splitlines(),
                                           str(stored), "what it printed", lineterm=""))
    print("\n".join(difference))
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())

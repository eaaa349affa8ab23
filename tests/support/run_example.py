#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs an example in an empty folder and compares what it prints with its stored output, if it has one.

An example that takes arguments has them in <name>.args beside its <name>.out: one line for each run, all of them in the
same folder, quoted as for a shell. {here} is the folder of the examples, {postgresql} is PLINTH_TEST_POSTGRESQL with
a schema of the run's own; where there is no such server the example is reported as skipped. A line that begins with
"! " is a run that ends with another status than 0.

Times are not compared: an instant is printed as 2026-01-01T00:00:00Z and a duration as (1 ms).

With PLINTH_UPDATE_OUTPUT=1 in the environment the stored output is written instead.
"""
import contextlib
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile


def arguments_said(stored):
    said = stored.with_suffix(".args")
    return said.read_text() if said.exists() else None


def argument_lists(stored, postgresql):
    """For each run whether it is to fail, and its arguments: one run without any, where nothing is said."""
    said = arguments_said(stored)
    if said is None:
        return [(False, [])]
    here = str(stored.parent.resolve())
    return [(line.startswith("! "),
             [word.replace("{here}", here).replace("{postgresql}", postgresql)
              for word in shlex.split(line.removeprefix("! "))])
            for line in said.splitlines()]


def without_times(text):
    text = re.sub(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-01-01T00:00:00Z", text)
    return re.sub(r"\(\d+ ms\)", "(1 ms)", text)


@contextlib.contextmanager
def schema_on(server):
    """A URL whose tables are in a schema that is gone afterwards."""
    schema = f"example_{os.getpid()}"
    subprocess.run(["psql", server, "-q", "-c", f"CREATE SCHEMA {schema}"], check=True)
    try:
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
    finally:
        subprocess.run(["psql", server, "-q", "-c", f"SET client_min_messages = warning; DROP SCHEMA {schema} CASCADE"],
                       check=True)


def main():
    program, stored = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    if "{postgresql}" not in (arguments_said(stored) or ""):
        return run(program, stored, "")
    server = os.environ.get("PLINTH_TEST_POSTGRESQL")
    if not server or not shutil.which("psql"):
        print("plinth test skipped: no PostgreSQL server in PLINTH_TEST_POSTGRESQL, or no psql")
        return 0
    with schema_on(server) as url:
        return run(program, stored, url)


def run(program, stored, postgresql):
    printed = ""
    with tempfile.TemporaryDirectory(prefix="plinth-example-") as folder:
        for fails, arguments in argument_lists(stored, postgresql):
            ended = subprocess.run([program, *arguments], cwd=folder, stdout=subprocess.PIPE, encoding="utf-8")
            printed += without_times(ended.stdout)
            if (ended.returncode != 0) != fails:
                print(f"{printed}{program.name} {' '.join(arguments)} ended with status {ended.returncode}")
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

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks what the umbrellas pull in, as the compiler sees it: nobody pays for a library that he did not ask for."""
import argparse
import pathlib
import re
import subprocess
import sys

DOCUMENTS = r"/nlohmann/json\.hpp$"
HANA = r"/boost/hana/"
CLIENT_LIBRARY = r"/(sqlite3|libpq-fe)\.h$"
UNWANTED = {
    "plinth.hpp": [DOCUMENTS, HANA, CLIENT_LIBRARY],
    "schema.hpp": [DOCUMENTS, HANA, CLIENT_LIBRARY],
    "migrate.hpp": [DOCUMENTS, HANA, CLIENT_LIBRARY],
    "sqlite.hpp": [DOCUMENTS, HANA],
    "postgresql.hpp": [DOCUMENTS, HANA],
    "hana.hpp": [DOCUMENTS, CLIENT_LIBRARY],
    "nlohmann.hpp": [HANA, CLIENT_LIBRARY],
    "plinth_bodies.hpp": [DOCUMENTS, HANA, CLIENT_LIBRARY],
    "schema_bodies.hpp": [DOCUMENTS, HANA, CLIENT_LIBRARY],
    "migrate_bodies.hpp": [DOCUMENTS, HANA, CLIENT_LIBRARY],
    "sqlite_bodies.hpp": [DOCUMENTS, HANA],
    "postgresql_bodies.hpp": [DOCUMENTS, HANA],
    "fwd.hpp": [DOCUMENTS, HANA, CLIENT_LIBRARY, r"/boost/"],
}


def dependencies(compiler, flags, header):
    run = subprocess.run([compiler, "-std=c++20", "-x", "c++", "-M", *flags, header], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        raise RuntimeError(f"{header}: {run.stderr}")
    return run.stdout.replace("\\\n", " ").split()[1:]


def check(compiler, flags, root):
    for umbrella, patterns in UNWANTED.items():
        header = root / "include" / "plinth" / umbrella
        if not header.exists():
            continue
        files = dependencies(compiler, flags, str(header))
        for pattern in patterns:
            found = next((file for file in files if re.search(pattern, file)), None)
            if found:
                yield f"include/plinth/{umbrella} pulls in {found}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--include", action="append", default=[], metavar="DIR")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    options = parser.parse_args()
    flags = [f"-I{folder}" for folder in [options.root / "include", *options.include]]
    faults = list(check(options.compiler, flags, options.root))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

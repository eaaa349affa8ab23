#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A database that was there before plinth is adopted: its models are written by the tool, compiled into a tool of their
own, and that finds no difference to the database, whose rows can be read through them."""
import argparse
import contextlib
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = """#include <iostream>
#include <string_view>

#include <plinth/migrate.hpp>
#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "models.hpp"

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "read") {
    plinth::engine engine{"sqlite:///adopted.db"};
    plinth::session session{engine};
    std::cout << session.query<Track>().count() << ' ' << session.query<Customer>().as_values().all().size() << '\\n';
    return 0;
  }
  return plinth::migrate::main<Base>(argc, argv);
}
"""


# What the other database does not have.
MORE = """
CREATE TABLE branch (country TEXT NOT NULL, number INTEGER NOT NULL, name TEXT, PRIMARY KEY (country, number));
CREATE TABLE agent (id INTEGER PRIMARY KEY, country TEXT, number INTEGER, label TEXT NOT NULL DEFAULT 'a;b',
  price NUMERIC(10, 2), picture BLOB, leader_id INTEGER, leader_label TEXT, UNIQUE (country, label), UNIQUE (id, label),
  FOREIGN KEY (country, number) REFERENCES branch (country, number) ON DELETE CASCADE,
  FOREIGN KEY (leader_id, leader_label) REFERENCES agent (id, label));
CREATE INDEX agent_labels ON agent (label DESC) WHERE number > 3;
CREATE TABLE badge (code TEXT PRIMARY KEY NOT NULL, size INTEGER CHECK (size > 0)) STRICT, WITHOUT ROWID;
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", action="append", default=[])
    options = parser.parse_args()
    database = options.data / "chinook" / "chinook.sqlite"
    if not database.exists():
        print(f"plinth test skipped: there is no {database.name} in the folder of the test data")
        return 0

    with tempfile.TemporaryDirectory(prefix="plinth-adopt-") as folder:
        def run(*command):
            return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout

        shutil.copy(database, f"{folder}/adopted.db")
        with contextlib.closing(sqlite3.connect(f"{folder}/adopted.db")) as adopted:
            adopted.executescript(MORE)
        url = "url=sqlite:///adopted.db"
        models = run(options.tool, "-x", url, "inspect", "--models")
        pathlib.Path(folder, "models.hpp").write_text(models)
        pathlib.Path(folder, "main.cpp").write_text(PROGRAM)
        run(options.compiler, "-std=c++20", "-O0", *(f"-I{path}" for path in options.include), "main.cpp", "-lsqlite3",
            "-o", "adopted")
        run("./adopted", "-x", url, "init", "migrations")
        found = run("./adopted", "-x", url, "check")
        read = run("./adopted", "read")
    print(found + read)
    return 0 if found == "no difference between the models and the database\n" and read == "3503 59\n" else 1


if __name__ == "__main__":
    sys.exit(main())

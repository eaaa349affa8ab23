# SPDX-License-Identifier: MIT
"""drive_tool.py <case> <sqlite|postgresql> <tool before> <tool after>: the migration tool as its user meets it.

walk      from nothing to revisions, through changed models, and back; catalog and data compared after each step
killed    SIGKILL at random moments; what is then there is the one state or the other, and the next run ends it.
          PLINTH_TEST_KILLS says how often, 5 times without it
together  several runs at once: each revision is done by one
refused   wrong input: a numbered error, exit code 1 or 2, and the database as it was
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASE, SERVER, BEFORE, AFTER = sys.argv[1:5]


def skip(why):
    print(f"plinth test skipped: {why}")
    sys.exit(0)


def expect(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")


class Sqlite:
    no_right = "E2211"

    def __init__(self, folder):
        self.file = folder / "app.db"
        self.url = f"sqlite:///{self.file}"

    def read_only_url(self):
        return self.url + "?mode=ro"

    def impatient_url(self):
        """The driver itself waits for a lock no longer than this."""
        return self.url + "?busy_timeout=50"

    def run(self, script):
        with sqlite3.connect(self.file) as on:
            on.executescript(script)
        on.close()

    def rows(self, query):
        on = sqlite3.connect(self.file)
        result = ["|".join(str(value) for value in row) for row in on.execute(query)]
        on.close()
        return result

    def end_statements(self, beginning):
        """Ends what a killed client has left running, which here is nothing."""

    def is_sound(self):
        return self.rows("PRAGMA foreign_key_check") == [] and self.rows("PRAGMA integrity_check") == ["ok"]

    def long_statement(self):
        return ("INSERT INTO long WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 900000000) "
                "SELECT max(i) FROM n;")

    def close(self):
        pass


class Postgresql:
    no_right = "E2418"

    def __init__(self, _):
        self.server = os.environ.get("PLINTH_TEST_POSTGRESQL", "")
        if not self.server:
            skip("no PostgreSQL server; tools/test starts one, or put the URL of yours in PLINTH_TEST_POSTGRESQL")
        if not shutil.which("psql"):
            skip("there is no psql to look at the database with")
        self.schema = f"tool_{os.getpid()}"
        self.reader = ""
        self.run(f"CREATE SCHEMA {self.schema}")
        self.url = self.server + ("&" if "?" in self.server else "?") + f"options=-csearch_path%3D{self.schema}"

    def read_only_url(self):
        """For somebody who may look at everything and change nothing."""
        self.reader = f"reader_{self.schema}"
        self.run(f"CREATE ROLE {self.reader}; GRANT USAGE ON SCHEMA {self.schema} TO {self.reader}; "
                 f"GRANT SELECT ON ALL TABLES IN SCHEMA {self.schema} TO {self.reader}")
        return self.url + f"%20-crole%3D{self.reader}"

    def impatient_url(self):
        return self.url

    def psql(self, text):
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.server, "-c", text], capture_output=True, text=True,
            env={**os.environ, "PGOPTIONS": f"-csearch_path={self.schema} -cclient_min_messages=warning"})
        expect(done.returncode == 0, f"psql: {done.stderr}")
        return done.stdout.splitlines()

    def run(self, script):
        self.psql(script)

    def rows(self, query):
        return self.psql(query)

    def end_statements(self, beginning):
        """The server goes on with the statement of a client that was killed, in this schema and elsewhere."""
        self.rows(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '{beginning}%'")

    def is_sound(self):
        return True

    def long_statement(self):
        return "INSERT INTO long SELECT 1 FROM pg_sleep(300) -- a text that is longer than the terminal is wide\n;"

    def close(self):
        self.run(f"DROP SCHEMA {self.schema} CASCADE")
        if self.reader:
            self.run(f"DROP ROLE {self.reader}")


class Project:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="plinth-tool-"))
        self.database = Sqlite(self.folder) if SERVER == "sqlite" else Postgresql(self.folder)
        self.versions = self.folder / "migrations" / "versions"

    def __enter__(self):
        self.good(BEFORE, "init", "migrations", "--url", self.database.url)
        return self

    def __exit__(self, *_):
        self.database.close()
        shutil.rmtree(self.folder)

    def start(self, tool, *words):
        return subprocess.Popen([tool, *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True)

    def call(self, tool, *words):
        running = self.start(tool, *words)
        out, err = running.communicate(timeout=100)
        return running.returncode, out, err

    def good(self, tool, *words):
        status, out, err = self.call(tool, *words)
        expect(status == 0, f"{words} ends with {status}: {out}{err}")
        return out

    def catalog(self):
        """What the database has; the order of columns and of all else counts for nothing."""
        return in_order(json.loads(self.good(BEFORE, "inspect", "--json")))

    def add(self, name, before, up, down="", more=""):
        self.versions.mkdir(parents=True, exist_ok=True)
        (self.versions / f"{name}.sql").write_text(
            f"-- revision: {name}\n-- down_revision: {before}\n-- message: {name}\n{more}\n"
            f"-- upgrade\n{up}\n-- downgrade\n{down}\n")


def is_version_table(part):
    return isinstance(part, dict) and part.get("name") == "plinth_version"


def in_order(value):
    if isinstance(value, dict):
        return {key: in_order(part) for key, part in value.items()}
    if isinstance(value, list):
        parts = [in_order(part) for part in value if not is_version_table(part)]
        return sorted(parts, key=json.dumps) if all(isinstance(part, dict) for part in parts) else parts
    return value


FILL = ("INSERT INTO users (email) VALUES ('ada'), ('bob');"
        "INSERT INTO items (title, owner_id) VALUES ('x', 1), ('y', 2), ('z', 2);")
ITEMS = "SELECT id, title, owner_id FROM items ORDER BY id"
THINGS = "SELECT id, title, owner_id, note, colour FROM things ORDER BY id"


def first_models(project):
    project.good(BEFORE, "revision", "--autogenerate", "-m", "users and items")
    project.good(BEFORE, "upgrade", "head")
    project.good(BEFORE, "check")


def second_models(project):
    project.good(AFTER, "revision", "--autogenerate", "-m", "things and tags")


def walk():
    with Project() as project:
        first_models(project)
        project.database.run(FILL)
        old_catalog, old_items = project.catalog(), project.database.rows(ITEMS)

        expect(project.call(AFTER, "check")[0] == 1, "check fails where the models have changed")
        second_models(project)
        for _ in range(2):
            project.good(AFTER, "upgrade", "head", "--allow-destructive")
            told = project.good(AFTER, "check")
            expect(told == "no difference between the models and the database\n", "no difference")
            new_catalog = project.catalog()
            expect(project.database.rows(THINGS) == ["1|x|1|none|red", "2|y|2|none|red", "3|z|2|none|red"], "the rows")
            expect(project.database.rows("SELECT id, mail FROM users ORDER BY id") == ["1|ada", "2|bob"], "the users")
            expect(project.database.is_sound(), "a sound database")
            project.good(AFTER, "downgrade", "--", "-1")
            expect(project.catalog() == old_catalog, f"the catalog is as before:\n{old_catalog}\n{project.catalog()}")
            expect(project.database.rows(ITEMS) == old_items, "the rows are as before")
        project.good(AFTER, "upgrade", "head", "--allow-destructive")
        expect(project.catalog() == new_catalog, "the catalog is the new one again")
        empty = json.loads(project.good(AFTER, "revision", "--autogenerate", "-m", "nothing", "--json"))
        expect(empty["operations"] == [], "a second autogenerate finds nothing")
        project.good(AFTER, "upgrade", "head")
        project.good(AFTER, "downgrade", "base")
        expect(project.catalog()["tables"] == [], "nothing is left at the base")


def killed():
    kills = int(os.environ.get("PLINTH_TEST_KILLS", "5"))
    with Project() as project:
        first_models(project)
        numbers = ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) ")
        project.database.run(numbers.format(100) + "INSERT INTO users (email) SELECT 'user ' || i FROM n;")
        project.database.run(
            numbers.format(20000) + "INSERT INTO items (title, owner_id) SELECT 'item ' || i, i % 100 + 1 FROM n;")
        sums = "SELECT count(*), sum(id), sum(owner_id), sum(length(title)) FROM "
        rows = project.database.rows(sums + "items")
        second_models(project)
        up, down = ("upgrade", "head", "--allow-destructive"), ("downgrade", "-1")
        catalogs = {"items": project.catalog()}
        begun = time.monotonic()
        project.good(AFTER, *up)
        longest = time.monotonic() - begun
        catalogs["things"] = project.catalog()
        there, interrupted = "things", 0
        for _ in range(kills):
            wanted = "items" if there == "things" else "things"
            words = down if wanted == "items" else up
            running = project.start(AFTER, *words)
            time.sleep(random.uniform(0, longest * 1.1))
            running.send_signal(signal.SIGKILL)
            running.communicate()
            interrupted += running.returncode != 0
            now = project.catalog()
            expect(now in catalogs.values(), "one state or the other")
            found = "items" if now == catalogs["items"] else "things"
            expect(project.database.rows(sums + found) == rows, "no row is lost")
            if found != wanted:
                project.good(AFTER, *words)
            expect(project.catalog() == catalogs[wanted], "the next run reaches the target")
            expect(project.database.rows(sums + wanted) == rows and project.database.is_sound(), "every row is there")
            there = wanted
        expect(interrupted > 0, "some runs are interrupted")
        print(f"{interrupted} of {kills} runs were interrupted")


def together():
    with Project() as project:
        first_models(project)
        project.database.run(FILL)
        second_models(project)
        running = [project.start(AFTER, "upgrade", "head", "--allow-destructive", "--json") for _ in range(4)]
        done = 0
        for run in running:
            out, err = run.communicate(timeout=60)
            expect(run.returncode == 0, f"every run succeeds: {out}{err}")
            done += out.count("things and tags")
        expect(done == 1, f"one of them did it, not {done}")
        expect(project.database.rows("SELECT count(*) FROM plinth_version") == ["2"], "two revisions")
        expect(len(project.database.rows(THINGS)) == 3, "three rows")


def refused():
    with Project() as project:
        before = project.catalog()

        def wrong(code, *words, status=1, where=""):
            got, out, err = project.call(BEFORE, *words)
            expect(got == status, f"{words} ends with {status}, not {got}: {out}{err}")
            expect(f"plinth[{code}]" in err and where in err, f"{words} says {code} and {where}: {err}")
            expect(project.catalog() == before, f"{words} leaves the database as it was")

        def clear():
            for file in project.versions.glob("*.sql"):
                file.unlink()

        project.add("a1", "none", "CREATE TABLE one (a integer);", "DROP TABLE one;")
        project.add("a2", "a1", "CREATE TABLE two (a integer);", "DROP TABLE two;")
        wrong("E5020", "upgrade", "nowhere")
        wrong("E5021", "upgrade", "a")
        wrong("E5404", "upgarde", status=2)
        project.add("c3", "a2", "CREATE TABLE three (a integer);\nCREATE TABEL four (a integer);")
        project.good(BEFORE, "upgrade", "a2")
        before = project.catalog()
        wrong("E5201", "upgrade", "head", where="c3.sql:7")
        project.add("c3", "missing", "SELECT 1;")
        wrong("E5005", "upgrade", "head", where="c3.sql")
        project.add("c3", "d4", "SELECT 1;")
        project.add("d4", "c3", "SELECT 1;")
        wrong("E5006", "upgrade", "head", where="c3.sql:1: ")
        (project.versions / "d4.sql").write_text((project.versions / "c3.sql").read_text())
        wrong("E5004", "upgrade", "head", where="c3")
        (project.versions / "d4.sql").write_text("-- revision: d4\n-- down_revison: a2\n-- upgrade\nSELECT 1;\n")
        (project.versions / "c3.sql").unlink()
        wrong("E5002", "upgrade", "head", where="d4.sql")
        (project.versions / "d4.sql").unlink()
        (project.versions / "a2.sql").unlink()
        wrong("E5212", "upgrade", "head")
        clear()
        wrong("E5406", "downgrade", status=2)
        project.good(BEFORE, "stamp", "--purge", "base")
        wrong_files(project, wrong, clear)
        wrong_databases(project, wrong)


def wrong_files(project, wrong, clear):
    """Files that somebody edited: the error has their name and the line."""
    for code, line, text in (
            ("E5001", 1, "-- message: nothing else\n-- upgrade\nSELECT 1;"),
            ("E5001", 1, "-- revision: e5\n-- down_revision: none"),
            ("E5002", 3, "-- revision: e5\n-- down_revision: none\nSELECT 1;\n-- upgrade"),
            ("E5002", 2, "-- revision: e5\n-- revision: e6\n-- upgrade"),
            ("E5003", 1, "-- revision: e-5\n-- down_revision: none\n-- upgrade"),
            ("E5007", 5, "-- revision: e5\n-- down_revision: none\n-- upgrade\nSELECT 1;\nSELECT 'never ends;"),
            ("E5008", 4, "-- revision: e5\n-- down_revision: none\n-- upgrade\n-- upgrade oracle"),
            ("E5009", 4, "-- revision: e5\n-- down_revision: none\n-- upgrade\nCOMMIT;"),
            ("E5202", 4, "-- revision: e5\n-- down_revision: none\n-- upgrade\n-- run: nobody"),
            ("E5203", 5, "-- revision: e5\n-- down_revision: none\n-- upgrade\n-- destructive: x\nDROP TABLE one;")):
        clear()
        (project.versions / "e5.sql").write_text(text + "\n")
        wrong(code, "upgrade", "head", where=f"e5.sql:{line}: ")
    clear()
    (project.folder / "wrong.ini").write_text("[plinth]\nurls = sqlite://\n")
    wrong("E5402", "-c", "wrong.ini", "heads", where="wrong.ini:2: ")
    wrong("E5012", "-c", "missing.ini", "heads", where="missing.ini")
    wrong("E5012", "-x", "script_location=nowhere", "heads", where="nowhere/versions")
    wrong("E5403", "-x", "url=", "current")


def wrong_databases(project, wrong):
    database = project.database
    project.add("long", "none", "CREATE TABLE long (a bigint);\n" + database.long_statement())
    wrong(database.no_right, "-x", f"url={database.read_only_url()}", "upgrade", "head")
    wrong("E5207", "-x", "version_table=one", "upgrade", "head")
    wrong("E5207", "-x", "version_table=one", "status")
    other = project.start(BEFORE, "upgrade", "head")
    time.sleep(0.5)
    begun = time.monotonic()
    wrong("E5213", "-x", f"url={database.impatient_url()}", "upgrade", "head", "--lock-timeout", "1")
    expect(0.9 < time.monotonic() - begun < 20, "it waits as long as it was told")
    other.kill()
    other.communicate()
    database.end_statements("INSERT INTO long")


if __name__ == "__main__":
    {"walk": walk, "killed": killed, "together": together, "refused": refused}[CASE]()

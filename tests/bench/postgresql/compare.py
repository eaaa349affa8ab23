#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lets the contenders take turns on a PostgreSQL server and compares them with the floor, which is libpq by hand.

As run_time/compare.py does, which see; every contender has a database of its own. The time that passes is compared,
since most of it is the server's.
"""
import argparse
import json
import pathlib
import statistics
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "run_time"))
import compare  # noqa: E402

# In the order of running: what writes comes last, because it empties the tables.
WORKLOADS = {
    "W2": "select 100,000 users, 5 times, as plain structs",
    "W8": "select 250,000 items, nullable text",
    "W3": "get 100,000 users by key",
    "W1.users": "load 100,000 users; floor: COPY",
    "W1.commit": "... as new objects of a session, floor: COPY",
    "W1.single": "... one INSERT a round trip",
}
TARGETS = {"W2": 1.10, "W8": 1.10, "W3": 1.05, "W1.users": 1.20}
CONTENDERS = ("floor", "plinth", "soci", "sqlalchemy")


class Contender(compare.Contender):
    """All workloads but W1 need the tables filled."""

    def __init__(self, name, build, url, scale):
        self.name, self.filled, self.measures = name, False, {}
        program = [str(build.resolve() / f"{name}_postgresql")]
        if name == "sqlalchemy":
            program = ["/usr/bin/python3", str(HERE / "contender_sqlalchemy.py")]
        self.start(program + ["--scale", str(scale), "--file", url])

    def run(self, name):
        if name.startswith("W1"):
            self.filled = False
        elif not self.filled:
            self.ask("fill")
            self.filled = True
        self.note(name, self.ask(name))


def ratios(contender, floor):
    found = {}
    for name, measure in contender.measures.items():
        base = name if name in floor else "W1.users"
        found[name] = statistics.median(own / its for own, its in zip(measure["wall"], floor[base]["wall"]))
    return found


def table(contenders, found):
    floor = contenders[0].measures
    names = [n for n in WORKLOADS if any(n in c.measures for c in contenders)]
    lines = ["| | | floor, ms | " + " | ".join(c.name for c in contenders[1:]) + " | target | |",
             "|---|---|---:|" + "---:|" * (len(contenders) - 1) + "---:|---|"]
    for name in names:
        own = f"{statistics.median(floor[name]['wall']) * 1000:.0f}" if name in floor else ""
        row = [f"{found[c.name][name]:.2f}" if name in found[c.name] else "" for c in contenders[1:]]
        target, reached = TARGETS.get(name), found.get("plinth", {}).get(name)
        verdict = "" if target is None or reached is None else "yes" if reached <= target else "no"
        lines.append(f"| {name} | {WORKLOADS[name]} | {own} | " + " | ".join(row) +
                     f" | {'' if target is None else f'≤ {target:.2f}'} | {verdict} |")
    return "\n".join(lines)


def speed_of_commit(contenders):
    """How often faster a commit of objects is than a flush, and so a round trip, for each."""
    for c in contenders:
        if "W1.single" in c.measures and "W1.commit" in c.measures:
            pairs = zip(c.measures["W1.single"]["wall"], c.measures["W1.commit"]["wall"])
            print(f"{c.name}: W1.commit is {statistics.median(a / b for a, b in pairs):.1f} times as fast as W1.single")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the folder with the contenders' programs")
    parser.add_argument("--server", required=True, help="a URL with {} for the database: bench_<contender>, empty")
    parser.add_argument("--out", type=pathlib.Path, help="where the figures go, as JSON")
    parser.add_argument("--contenders", default=",".join(CONTENDERS), help="a list with commas; the floor always runs")
    parser.add_argument("--workloads", default=",".join(WORKLOADS), help="a list with commas")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow-rounds", type=int, default=1, help="for sqlalchemy; 0 for as many as the others")
    parser.add_argument("--scale", type=float, default=1, help="0.1 for a tenth of the rows")
    options = parser.parse_args()
    chosen = [c for c in CONTENDERS if c in compare.listed("floor," + options.contenders, CONTENDERS)]
    names = compare.listed(options.workloads, list(WORKLOADS))
    contenders = [Contender(c, options.build, options.server.replace("{}", f"bench_{c}"), options.scale)
                  for c in chosen]
    compare.run_rounds(contenders, names, options.rounds, options.slow_rounds or options.rounds)
    faults = compare.check(contenders, contenders[0].measures)
    for c in contenders:
        c.close()
    if faults:
        sys.exit("\n".join(faults))
    found = {c.name: ratios(c, contenders[0].measures) for c in contenders}
    print(table(contenders, found))
    speed_of_commit(contenders)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        figures = {c.name: {"measures": c.measures, "ratios": found[c.name]} for c in contenders}
        options.out.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

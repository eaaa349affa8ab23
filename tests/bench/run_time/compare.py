#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lets the contenders take turns on the same workloads and compares them with the floor.

Each contender is a process with a database of its own, which answers one workload at a time. In every round each
workload is run by one contender after the other, in an order that rotates, so that what else the machine does falls on
all of them. A figure is the median over the rounds of this contender's time divided by the floor's in the same round.
Of databases in memory processor time is compared, of files the time that passes, since there the disk is part of it.
A result whose checksum is not the floor's is an error.
"""
import argparse
import json
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CONTENDERS = ("floor", "floor_tuned", "plinth", "soci", "sqlalchemy")

# In the order of running: what only reads comes first, and deletions come last. A name with a dot is another way to
# do what stands before the dot; "W1.users" and "W1.items" fill the two tables.
WORKLOADS = {
    "W1.users": "insert 100,000 users",
    "W1.items": "insert 300,000 items",
    "W2": "select 100,000 users, 5 times",
    "W2.tracked": "... as objects of a session",
    "W8": "select 250,000 items, nullable text",
    "W8.tracked": "... as objects of a session",
    "W3": "get 100,000 users by key",
    "W3.const": "... as const objects",
    "W3.identity": "... known to the session",
    "W5": "2,000 pages of 100 users",
    "W6": "20 x 1,000 users with 3,000 items",
    "J1": "100,000 users to JSON text",
    "J2": "JSON text to 100,000 users",
    "Q1": "query of 100,000 users to JSON text",
    "W4": "load and change 50,000 users",
    "W4.update": "... without loading",
    "W7": "delete 50,000 items by key",
    "W7.bulk": "... by a condition",
}
CHANGING = ("W1", "W4", "W7")
NEEDS_NO_ROWS = ("W1", "J1", "J2")

# What plinth is to reach, as a ratio to the floor.
TARGETS = {
    "memory": {"W1.users": 1.15, "W1.items": 0.80, "W2": 1.05, "W2.tracked": 1.30, "W8": 1.05, "W3": 1.15,
               "W3.identity": 0.05, "W4": 1.25, "W5": 1.03, "W6": 1.10, "W7": 1.10, "J1": 1 / 9, "J2": 1 / 5,
               "Q1": 1.3},
    "file": {"W1.users": 1, "W1.items": 1, "W2": 1, "W2.tracked": 1.30, "W8": 1, "W3": 1, "W3.identity": 0.05,
             "W4": 0.60, "W5": 0.60, "W6": 1, "W7": 0.60, "Q1": 1.3},
}


def group(name):
    return name.split(".")[0]


class Contender:
    """A process that answers workloads, and what it answered."""

    def __init__(self, name, build, file, scale):
        self.name = name
        self.filled = False
        self.measures = {}
        arguments = ["--scale", str(scale)] + (["--file", file] if file else [])
        if name == "sqlalchemy":
            program = ["/usr/bin/python3", str(HERE / "contender_sqlalchemy.py")]
        else:
            program = [str(build.resolve() / name)]
        self.start(program + arguments)

    def start(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            sys.exit(f"{self.name} ended at {line}")
        return json.loads(answer)

    def run(self, name):
        if name == "W1.users":
            self.ask("reset")
            self.filled = False
        elif group(name) not in NEEDS_NO_ROWS and not self.filled:
            self.ask("fill")
            self.filled = True
        if not self.note(name, self.ask(name)):
            return
        if name == "W1.items":
            self.filled = True
        elif group(name) in CHANGING and name != "W1.users":
            self.changed = True

    def note(self, name, answer):
        """Keeps what was measured. False where the contender does not know the workload."""
        if "unknown" in answer:
            return False
        measure = self.measures.setdefault(name, {"wall": [], "cpu": []})
        measure["wall"].append(answer["wall"])
        measure["cpu"].append(answer["cpu"])
        measure.update(rows=answer["rows"], checksum=answer["checksum"], allocations=answer["allocations"])
        return True

    def begin_round(self, starts_with_w1):
        """After workloads that change rows every contender starts again."""
        if not starts_with_w1 and getattr(self, "changed", False):
            self.filled = False
        self.changed = False

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def run_rounds(contenders, names, rounds, slow_rounds):
    for number in range(rounds):
        for c in contenders:
            c.begin_round("W1.users" in names)
        for name in names:
            first = number % len(contenders)
            for c in contenders[first:] + contenders[:first]:
                if c.name == "sqlalchemy" and number >= slow_rounds:
                    continue
                if name == "W1.items" and "W1.users" not in names:
                    c.ask("reset")
                    c.ask("W1.users")
                c.run(name)
            print(f"\rround {number + 1} of {rounds}: {name:12}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def base_of(name, floor):
    """What a measure is compared with: the floor's own of this name, or the one that it is a variant of."""
    return name if name in floor else group(name) if group(name) in floor else None


def check(contenders, floor):
    faults = []
    for c in contenders:
        for name, measure in c.measures.items():
            base = base_of(name, floor)
            if base is not None and measure["checksum"] != floor[base]["checksum"]:
                wanted = floor[base]["checksum"]
                faults.append(f"{c.name} {name}: checksum {measure['checksum']}, the floor's is {wanted}")
    return faults


def ratios_of(measures, floor, clock):
    ratios = {}
    for name, measure in measures.items():
        base = base_of(name, floor)
        if base is None:
            continue
        pairs = zip(measure[clock], floor[base][clock])
        ratios[name] = statistics.median(own / its for own, its in pairs)
    return ratios


def measure_database(kind, options, names):
    """All rounds on one kind of database, as plain data."""
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        contenders = []
        for name in options.contenders:
            file = str(pathlib.Path(folder) / f"{name}.db") if kind == "file" else ""
            contenders.append(Contender(name, options.build, file, options.scale))
        run_rounds(contenders, names, options.rounds, options.slow_rounds or options.rounds)
        floor = contenders[0].measures
        faults = check(contenders, floor)
        for c in contenders:
            c.close()
    if faults:
        sys.exit("\n".join(faults))
    clock = options.clock or ("wall" if kind == "file" else "cpu")
    return {"clock": clock,
            "contenders": {c.name: {"measures": c.measures, "ratios": ratios_of(c.measures, floor, clock)}
                           for c in contenders}}


def cell(value):
    return "" if value is None else f"{value:.2f}" if value >= 0.095 else f"{value:.3f}"


def table(kind, found, targets):
    contenders = found["contenders"]
    others = [name for name in contenders if name != "floor"]
    names = [n for n in WORKLOADS if any(n in c["measures"] for c in contenders.values())]
    lines = [f"{kind} ({found['clock']} time)",
             "| | | floor, ms | " + " | ".join(others) + " | target | |",
             "|---|---|---:|" + "---:|" * len(others) + "---:|---|"]
    for name in names:
        floor = contenders["floor"]["measures"]
        base = base_of(name, floor)
        own = f"{statistics.median(floor[name][found['clock']]) * 1000:.1f}" if name in floor else ""
        row = [contenders[c]["ratios"].get(name) for c in others]
        target = targets.get(name)
        reached = contenders.get("plinth", {"ratios": {}})["ratios"].get(name)
        verdict = "" if target is None or reached is None or base is None else "yes" if reached <= target else "no"
        lines.append(f"| {name} | {WORKLOADS[name]} | {own} | " + " | ".join(cell(r) for r in row) +
                     f" | {'' if target is None else '≤ ' + cell(target)} | {verdict} |")
    return "\n".join(lines)


def allocation_table(found):
    contenders = {n: c for n, c in found["contenders"].items() if n not in ("floor_tuned", "sqlalchemy")}
    lines = ["allocations a row", "| | " + " | ".join(contenders) + " |", "|---|" + "---:|" * len(contenders)]
    for name in WORKLOADS:
        row = []
        for c in contenders.values():
            measure = c["measures"].get(name)
            row.append("" if not measure else f"{measure['allocations'] / max(1, measure['rows']):.2f}")
        if any(row):
            lines.append(f"| {name} | " + " | ".join(row) + " |")
    return "\n".join(lines)


def listed(text, known):
    """The names of `known` that the words of a list mean: all those that begin so."""
    words = text.split(",")
    for word in words:
        if not any(k == word or k.startswith(word + ".") for k in known):
            sys.exit(f"there is no {word}; there are: {' '.join(known)}")
    return [k for k in known if any(k == w or k.startswith(w + ".") for w in words)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the folder with the contenders' programs")
    parser.add_argument("--out", type=pathlib.Path, help="where the figures go, as JSON")
    parser.add_argument("--contenders", default=",".join(CONTENDERS), help="a list with commas; the floor always runs")
    parser.add_argument("--workloads", default=",".join(WORKLOADS), help="a list with commas: W2,J1; W2 means W2.* too")
    parser.add_argument("--databases", default="memory,file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow-rounds", type=int, default=1,
                        help="for sqlalchemy, which takes a minute or more for each; 0 for as many as the others")
    parser.add_argument("--scale", type=float, default=1, help="0.1 for a tenth of the rows")
    parser.add_argument("--clock", choices=("cpu", "wall"), help="in place of cpu for memory, wall for files")
    parser.add_argument("--folder", help="where the files of databases are put")
    options = parser.parse_args()
    options.contenders = [c for c in CONTENDERS if c in listed("floor," + options.contenders, CONTENDERS)]
    names = listed(options.workloads, list(WORKLOADS))

    figures = {"machine": platform.machine(), "rounds": options.rounds, "scale": options.scale, "databases": {}}
    for kind in options.databases.split(","):
        found = measure_database(kind, options, names)
        figures["databases"][kind] = found
        print(table(kind, found, TARGETS[kind]), end="\n\n")
        if kind == "memory":
            print(allocation_table(found), end="\n\n")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures what the compiler needs for programs of one to a hundred models, and how long its refusals are.

Seconds are user and system time of the compiler and what it starts, the best of a few runs; memory is the peak of the
largest of these processes; size is that of the linked and stripped program at -O2. Seconds are also given as a ratio
to a file that includes <string> <vector> <optional> <chrono> <sqlite3.h>, which is measured in the same run: the ratio
is what limits.json limits, together with memory and size, and what --check checks.

Everything is measured twice: header-only, and with PLINTH_PRECOMPILED, where the bodies are compiled before and only
linked. What compiling them costs once is the row "bodies".
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import programs

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
REFUSALS = ROOT / "tests" / "compile_fail"
LEVELS = ("O0", "O2")
MODES = {"header_only": [], "precompiled": ["-DPLINTH_PRECOMPILED"]}
LIBRARIES = ("plinth", "sqlite")  # whose bodies the programs need


def run(command):
    """User and system seconds and peak MiB of a command; stops the program where it fails."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    output = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.stderr.write(output.decode(errors="replace")[:4000])
        sys.exit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def archive(objects):
    """The objects as a library of which a program takes what it needs."""
    library = objects.with_suffix(".a")
    library.unlink(missing_ok=True)
    subprocess.run(["ar", "rcs", str(library), str(objects)], check=True)
    return library


def stripped_size(compiler, objects, libraries, folder):
    """KiB of the program, which is also run."""
    program = folder / "program"
    subprocess.run([compiler, str(objects), *map(str, libraries), "-lsqlite3", "-o", str(program)], check=True)
    subprocess.run(["strip", str(program)], check=True)
    if subprocess.run([str(program)]).returncode != 0:
        sys.exit(f"the program of {objects} does not work")
    return program.stat().st_size / 1024


def bodies(name):
    return f"#include <plinth/{name}_bodies.hpp>\n"


def compile_bodies(options, flags, folder):
    """The libraries of bodies at -O2, and what they cost together: the seconds of all, the memory of the largest."""
    libraries = []
    cost = {"seconds": 0.0, "mib": 0.0}
    for name in reversed(LIBRARIES):  # a driver's needs plinth's
        source = folder / f"{name}_bodies.cpp"
        source.write_text(bodies(name))
        objects = source.with_suffix(".o")
        seconds, memory = run([options.compiler, "-std=c++20", "-O2", *flags, "-c", str(source), "-o", str(objects)])
        cost = {"seconds": cost["seconds"] + seconds, "mib": max(cost["mib"], memory)}
        libraries.append(archive(objects))
    return libraries, cost


def measure(options, mode, folder):
    """For each program and level the best seconds, the memory, and at -O2 the size."""
    names = ["base"] + [n for n in options.programs if n != "base"]
    flags = [f"-I{path}" for path in options.include] + MODES[mode]
    sources = {}
    for name in names:
        sources[name] = folder / f"{name}.cpp"
        sources[name].write_text(programs.PROGRAMS[name]())
    figures = {name: {} for name in names}
    for number in range(options.runs):
        for name in names:
            for level in options.levels:
                objects = folder / f"{name}.{level}.o"
                print(f"\r{mode}, run {number + 1} of {options.runs}: {name} -{level}    ", end="", file=sys.stderr,
                      flush=True)
                seconds, memory = run([options.compiler, "-std=c++20", f"-{level}", *flags, "-c", str(sources[name]),
                                       "-o", str(objects)])
                best = figures[name].setdefault(level, {"seconds": seconds, "mib": memory})
                best["seconds"] = min(best["seconds"], seconds)
                best["mib"] = min(best["mib"], memory)
    print(file=sys.stderr)
    libraries = []
    if mode == "precompiled" and "O2" in options.levels:
        libraries, cost = compile_bodies(options, flags, folder)
        figures["bodies"] = {"O2": cost}
    for found in figures.values():
        for level, cost in found.items():
            cost["ratio"] = cost["seconds"] / figures["base"][level]["seconds"]
    if "O2" in options.levels:
        for name in names:
            figures[name]["O2"]["kib"] = stripped_size(options.compiler, folder / f"{name}.O2.o", libraries, folder)
    return figures


def refusal_lines(compiler, include):
    """How many lines the compiler says to each program that it has to refuse."""
    sys.path.insert(0, str(REFUSALS))
    import check_refusal
    flags = [f"-I{path}" for path in include] + ["-DPLINTH_EXPECT_ERROR"]
    lines = {}
    for source in sorted(REFUSALS.rglob("*.cpp")):
        _, output = check_refusal.compiled(compiler, flags, str(source))
        lines[str(source.relative_to(REFUSALS).with_suffix(""))] = len(output.splitlines())
    return lines


def faults_of(figures, limits):
    for name, levels in limits.items():
        for level, limit in levels.items():
            found = figures.get(name, {}).get(level)
            if found is None:
                continue
            for what, most in limit.items():
                if found[what] > most:
                    yield f"{name} -{level}: {what} is {found[what]:.2f}, more than {most}"


def table(figures):
    lines = ["| | -O0 s | ratio | MiB | -O2 s | ratio | MiB | stripped KiB |", "|---|" + "---:|" * 7]
    for name, levels in figures.items():
        row = []
        for level in LEVELS:
            found = levels.get(level)
            row += [f"{found['seconds']:.2f}", f"{found['ratio']:.1f}", f"{found['mib']:.0f}"] if found else [""] * 3
        kib = levels.get("O2", {}).get("kib")
        lines.append(f"| {name} | " + " | ".join(row) + f" | {'' if kib is None else f'{kib:.0f}'} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--include", action="append", metavar="DIR")
    parser.add_argument("--programs", default=",".join(programs.PROGRAMS), help="a list with commas")
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="fail where a limit of limits.json is passed")
    parser.add_argument("--no-refusals", action="store_true", help="leave the lines of compile errors out")
    parser.add_argument("--out", type=pathlib.Path, help="where the figures go, as JSON")
    options = parser.parse_args()
    options.include = options.include or [str(ROOT / "include")]
    options.programs = options.programs.split(",")
    options.levels = options.levels.split(",")

    figures = {}
    for mode in options.modes.split(","):
        with tempfile.TemporaryDirectory() as folder:
            figures[mode] = measure(options, mode, pathlib.Path(folder))
        print(f"{mode.replace('_', '-')}\n\n{table(figures[mode])}\n")
    refusals = {} if options.no_refusals else refusal_lines(options.compiler, options.include)
    if refusals:
        longest = max(refusals, key=refusals.get)
        print(f"refused programs: {len(refusals)}; lines of output: at most {refusals[longest]} ({longest})")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        found = {"programs": figures.get("header_only", {}), "precompiled": figures.get("precompiled", {}),
                 "refusals": refusals}
        options.out.write_text(json.dumps(found, indent=1) + "\n")
    if options.check:
        limits = json.loads((HERE / "limits.json").read_text())["limits"]
        faults = [f"{mode}: {fault}" for mode, found in figures.items() for fault in faults_of(found, limits[mode])]
        print("\n".join(faults) or "every limit is kept")
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())

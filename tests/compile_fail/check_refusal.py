#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the compiler refuses one program, for the stated reason and in few words.

The first line of the program names the sentence that has to stand in the compiler's first error:

    // expect-error: plinth[E1101]: this column is compared with a value of another type
    // expect-text: User::email

expect-text lines, as many as needed, name what else the output has to mention (a model, a member). The program is
compiled twice: as it is, which has to work, and with PLINTH_EXPECT_ERROR defined, which has to fail. The first run
shows that the second one fails for what is between #ifdef PLINTH_EXPECT_ERROR and #endif and for nothing else.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys

LONGEST_OUTPUT = 15


def expectations(text):
    """The sentence of the first error and the further texts, or None where the header is missing."""
    lines = text.splitlines()
    first = re.fullmatch(r"// expect-error: (\S.*)", lines[0].rstrip()) if lines else None
    if first is None:
        return None
    further = []
    for line in lines[1:]:
        if not line.startswith("//"):
            break
        match = re.fullmatch(r"// expect-text: (\S.*)", line.rstrip())
        if match:
            further.append(match.group(1))
    return first.group(1), further


def verdict(expected, further, output):
    """What is wrong with the output of the refused program, as a list of sentences."""
    faults = []
    lines = output.splitlines()
    first_error = next((line for line in lines if "error:" in line), None)
    if first_error is None:
        faults.append('no line of the output contains "error:"')
    elif expected not in first_error:
        faults.append(f"the first error does not say: {expected}")
    faults += [f"the output does not mention: {text}" for text in further if text not in output]
    if len(lines) > LONGEST_OUTPUT:
        faults.append(f"the output has {len(lines)} lines, more than {LONGEST_OUTPUT}")
    return faults


def compiled(compiler, flags, source):
    """Exit status and output of the compiler, which only checks and writes nothing."""
    command = [compiler, "-std=c++20", "-fsyntax-only", *flags, source]
    # The C locale: expectations are written in English, and quotes in ASCII.
    run = subprocess.run(command, env={**os.environ, "LC_ALL": "C"}, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True, errors="replace")
    return run.returncode, run.stdout


def check(compiler, flags, source):
    """All faults of one refusal test, and the output they are about."""
    found = expectations(pathlib.Path(source).read_text())
    if found is None:
        return ["the first line is not: // expect-error: <text>"], ""
    status, output = compiled(compiler, flags, source)
    if status != 0:
        return ["the program does not compile without PLINTH_EXPECT_ERROR"], output
    status, output = compiled(compiler, [*flags, "-DPLINTH_EXPECT_ERROR"], source)
    if status == 0:
        return ["the program compiles with PLINTH_EXPECT_ERROR"], output
    return verdict(*found, output), output


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", action="append", default=[], metavar="DIR")
    parser.add_argument("source")
    options = parser.parse_args()

    faults, output = check(options.compiler, [f"-I{folder}" for folder in options.include], options.source)
    for fault in faults:
        print(f"{options.source}: {fault}")
    if faults:
        print(output, end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

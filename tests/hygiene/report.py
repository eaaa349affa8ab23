# SPDX-License-Identifier: MIT
"""What the hygiene checks share: their arguments, and how they report."""
import argparse
import pathlib
import subprocess
import sys


def headers(root):
    """The library's headers, as paths relative to the repository, in order."""
    return sorted(path.relative_to(root).as_posix() for path in (root / "include").rglob("*.hpp"))


def repository_files(root):
    """The text files that belong to the repository, as relative paths: what git tracks or would track."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard"],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if listed.returncode == 0:
        candidates = [root / name for name in listed.stdout.splitlines()]
    else:  # a release archive has no git
        candidates = [path for path in root.rglob("*") if "build" not in path.relative_to(root).parts[:1]]
    return sorted(path.relative_to(root).as_posix() for path in candidates if path.is_file() and is_text(path))


def is_text(path):
    with open(path, "rb") as file:
        return b"\0" not in file.read(4096)


def run(check, description):
    """Runs `check(root)`, which yields one sentence for each fault, and exits with 1 if there was one."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    faults = list(check(parser.parse_args().root))
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)

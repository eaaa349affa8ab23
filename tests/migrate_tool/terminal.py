# SPDX-License-Identifier: MIT
"""terminal.py terminal <sqlite|postgresql> <tool before> <tool after>: the tool in a terminal of its own.

What is coloured there, that nothing is elsewhere, that help fits 80 columns, and that the line about a statement which
takes long fits the terminal, whatever its width.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from drive_tool import AFTER, BEFORE, Project, expect, first_models

GREEN, YELLOW, RED, PLAIN = "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[0m"


class Terminal:
    """A process with a terminal of so many columns for its input, output and errors."""

    def __init__(self, project, words, columns=80, **environment):
        self.process, self.screen = pty.fork()
        if self.process == 0:
            os.chdir(project.folder)
            fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            known = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
            os.execve(words[0], words, {**known, "TERM": "xterm", **environment})
        self.text = ""

    def read(self, until=None, seconds=60):
        """Reads up to the end, or to what `until` says is enough."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (until and until(self.text)):
            if not select.select([self.screen], [], [], 0.1)[0]:
                continue
            try:
                more = os.read(self.screen, 4096)
            except OSError:  # Linux says so where the other side is closed
                break
            if not more:
                break
            self.text += more.decode()
        return self.text.replace("\r\n", "\n")

    def kill(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.screen)

    def status(self):
        result = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.screen)
        return result


def shown(project, *words, status=0, **environment):
    terminal = Terminal(project, words, **environment)
    text = terminal.read()
    got = terminal.status()
    expect(got == status, f"{words} ends with {status}, not {got}: {text}")
    return text


def colours(project):
    first_models(project)
    good = "no difference between the models and the database"
    expect(shown(project, BEFORE, "check") == f"{GREEN}{good}{PLAIN}\n", "check is green")
    told = shown(project, AFTER, "check", status=1)
    expect(f"\n{RED}failed: {PLAIN}the models and the database differ" in told, f"a failed check is red: {told!r}")
    told = shown(project, BEFORE, "upgrade", "nowhere", status=1)
    expect(told.startswith(f"{RED}error: {PLAIN}plinth[E5020]: "), f"an error is red: {told!r}")
    expect(f"{GREEN}applied  {PLAIN} " in shown(project, BEFORE, "status"), "what is applied is green")
    created = shown(project, AFTER, "revision", "--autogenerate", "-m", "next")
    expect(f"{GREEN}created{PLAIN} migrations/versions/" in created, f"what is made is green: {created!r}")
    expect(f"{YELLOW}pending  {PLAIN} " in shown(project, BEFORE, "status"), "what is pending is yellow")
    for words in (("status",), ("upgrade", "nowhere"), ("lint",)):
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            terminal = Terminal(project, (BEFORE, *words), **environment)
            text = terminal.read()
            terminal.status()
            expect("\x1b" not in text, f"{words} has no codes with {environment}: {text!r}")
        expect("\x1b" not in "".join(project.call(BEFORE, *words)[1:]), f"{words} has no codes without a terminal")
        json.loads(Terminal(project, (BEFORE, *words, "--json")).read())


def helps(project):
    commands = re.findall(r"^  ([a-z]+) ", project.good(BEFORE, "--help").split("options:")[0], re.MULTILINE)
    expect(len(commands) == 18, f"18 commands: {commands}")
    for words in ((), *((command,) for command in commands)):
        told = shown(project, BEFORE, *words, "--help")
        expect(told == project.good(BEFORE, *words, "--help"), "help is the same without a terminal")
        expect(max(map(len, told.splitlines())) < 80, f"the help of {words} fits 80 columns:\n{told}")


def progress(project):
    project.add("long", "none", "CREATE TABLE long (a bigint);\n" + project.database.long_statement())
    for columns in (30, 80):
        before = project.catalog()
        terminal = Terminal(project, (BEFORE, "upgrade", "head"), columns=columns)
        text = terminal.read(until=lambda so_far: so_far.count("\r\x1b[K") >= 3)
        terminal.kill()
        project.database.end_statements("INSERT INTO long")
        lines = re.findall("\r\x1b\\[K([^\r]*)", text)
        expect(any(line.startswith("  1 s  statement 2 of 2") for line in lines), f"the statement is told: {text!r}")
        expect(max(map(len, lines)) < columns, f"it fits {columns} columns: {lines}")
        expect(columns == 30 or max(map(len, lines)) == columns - 1, f"it fills them: {lines}")
        expect(project.catalog() == before, "nothing is left of a run that was killed")
    quiet = Terminal(project, (BEFORE, "upgrade", "head", "--quiet"))
    text = quiet.read(seconds=2.5)
    quiet.kill()
    project.database.end_statements("INSERT INTO long")
    expect(text == "", f"--quiet tells nothing meanwhile: {text!r}")


def main():
    with Project() as project:
        helps(project)
        progress(project)
        (project.versions / "long.sql").unlink()
        colours(project)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws docs/performance.svg: for each workload a bar of each contender, as a ratio to the floor, on a logarithmic
scale; below it the compiler's seconds as ratios to the base file. Standard library only."""
import argparse
import json
import math
import pathlib
from xml.sax.saxutils import escape

COLOURS = {"floor_tuned": "#9aa5b1", "plinth": "#1f6feb", "soci": "#d29922", "sqlalchemy": "#8957e5"}
NAMES = {"floor_tuned": "hand-written C, plinth's settings", "plinth": "plinth", "soci": "SOCI",
         "sqlalchemy": "SQLAlchemy"}
WIDTH, LEFT, RIGHT, BAR, GAP = 900, 150, 70, 9, 9


class Drawing:
    def __init__(self):
        self.parts = []
        self.y = 20

    def text(self, x, y, words, anchor="start", size=12, weight="normal"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
                          f'font-weight="{weight}">{escape(words)}</text>')

    def bar(self, x, y, width, colour):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{BAR - 1}" '
                          f'fill="{colour}"/>')

    def line(self, x, top, bottom, colour):
        self.parts.append(f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="{colour}"/>')

    def svg(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.y + 10:.0f}" '
                f'viewBox="0 0 {WIDTH} {self.y + 10:.0f}" font-family="sans-serif" fill="#24292f">\n'
                f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


def figure(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def scale(values):
    """From a value to its place, with 1 among the values; and the marks of the axis."""
    low = math.floor(math.log10(min(values + [1])))
    high = math.ceil(math.log10(max(values + [1]) * 1.2))
    room = WIDTH - LEFT - RIGHT

    def place(value):
        return LEFT + room * (math.log10(value) - low) / (high - low)
    return place, [10.0 ** n for n in range(low, high + 1)]


def groups(drawing, title, rows, colours):
    """`rows`: a label, and the value of each colour's bar or None."""
    values = [v for _, row in rows for v in row if v]
    if not values:
        return
    place, marks = scale(values)
    drawing.text(20, drawing.y, title, size=14, weight="bold")
    drawing.y += 16
    top = drawing.y
    bars = []
    for label, row in rows:
        present = [(v, c) for v, c in zip(row, colours) if v]
        if not present:
            continue
        drawing.text(LEFT - 8, drawing.y + BAR * len(present) / 2 + 4, label, "end")
        for value, colour in present:
            bars.append((value, colour, drawing.y))
            drawing.y += BAR
        drawing.y += GAP
    for mark in marks:
        drawing.line(place(mark), top - 4, drawing.y - GAP, "#d0d7de")
    for value, colour, y in bars:
        drawing.bar(min(place(1), place(value)), y, abs(place(value) - place(1)), colour)
        drawing.text(max(place(value), place(1)) + 4, y + BAR - 1, figure(value), size=9)
    drawing.line(place(1), top - 4, drawing.y - GAP, "#cf222e")
    for mark in marks:
        drawing.text(place(mark), drawing.y + 4, f"{mark:g}", "middle", 10)
    drawing.y += 34


def legend(drawing, names):
    x = LEFT
    for name in names:
        drawing.bar(x, drawing.y - BAR, 24, COLOURS[name])
        drawing.text(x + 30, drawing.y, NAMES[name])
        x += 60 + 7 * len(NAMES[name])
    drawing.y += 28


def draw_run_time(drawing, figures):
    titles = {"memory": "Time as a ratio to hand-written C, database in memory",
              "file": "Time as a ratio to hand-written C with SQLite's own settings, database in a file"}
    for kind, found in figures["databases"].items():
        contenders = [c for c in COLOURS if c in found["contenders"]]
        if kind == list(figures["databases"])[0]:
            legend(drawing, contenders)
        ratios = {c: found["contenders"][c]["ratios"] for c in contenders}
        names = [n for n in found["contenders"]["plinth"]["ratios"]]
        rows = [(n, [ratios[c].get(n) for c in contenders]) for n in names]
        groups(drawing, titles[kind], rows, [COLOURS[c] for c in contenders])


def draw_compile_time(drawing, figures):
    rows = [(f"{name} -{level}", [found["ratio"]]) for name, levels in figures["programs"].items()
            for level, found in levels.items() if name != "base"]
    groups(drawing, "Seconds of g++ as a ratio to the standard headers and sqlite3.h", rows, [COLOURS["plinth"]])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run-time", type=pathlib.Path, required=True)
    parser.add_argument("--compile-time", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    drawing = Drawing()
    if options.run_time.exists():
        draw_run_time(drawing, json.loads(options.run_time.read_text()))
    if options.compile_time.exists():
        draw_compile_time(drawing, json.loads(options.compile_time.read_text()))
    options.out.write_text(drawing.svg())


if __name__ == "__main__":
    main()

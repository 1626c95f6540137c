#!/usr/bin/env python3
"""Renews docs/output.svg, the picture in the README, from what airlint really prints.

    cargo build --release && python3 docs/picture.py [PROGRAM]

Runs airlint on examples/astro-project with colours and draws the text. Needs nothing but Python.
"""

import html
import pathlib
import re
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = ["lint", "--select", "unknown-queue,task-longer-than-grace,misplaced-section"]
COLUMNS = 100
CELL, LINE, MARGIN = 8.4, 19, 18
COLOURS = {"31": "#ff7b72", "33": "#e3b341", "36": "#56d4dd"}
TEXT, DIM, PAPER, BAR = "#d6deeb", "#7d8590", "#0d1117", "#161b22"


def run():
    """What airlint prints: the shown command line, then standard output and standard error."""
    program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/airlint").resolve()
    done = subprocess.run(
        [program, "--color", "always", *COMMAND],
        cwd=ROOT / "examples/astro-project",
        env={"COLUMNS": str(COLUMNS), "PATH": ""},
        capture_output=True,
        text=True,
    )
    if done.returncode == 2:
        raise SystemExit(done.stderr)
    return f"\x1b[2m$\x1b[0m airlint {' '.join(COMMAND)}\n\n{done.stdout}{done.stderr}"


def pieces(line):
    """The line in pieces of one style: text, colour, bold, dim."""
    colour, bold, dim = None, False, False
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            if part:
                yield part, colour, bold, dim
            continue
        for code in part[2:-1].split(";"):
            if code in ("", "0"):
                colour, bold, dim = None, False, False
            elif code == "1":
                bold = True
            elif code == "2":
                dim = True
            elif code == "22":
                bold, dim = False, False
            elif code == "39":
                colour = None
            elif code in COLOURS:
                colour = COLOURS[code]


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def draw(text):
    lines = text.rstrip("\n").split("\n")
    height = 40 + len(lines) * LINE + MARGIN
    wide = round(COLUMNS * CELL + 2 * MARGIN)
    font = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{height}" viewBox="0 0 {wide} {height}" '
        f'font-family="{font}" font-size="14" role="img" aria-label="What airlint prints for the example project">',
        f'<rect width="{wide}" height="{height}" rx="8" fill="{PAPER}"/>',
        f'<path d="M0 8a8 8 0 0 1 8-8h{wide - 16}a8 8 0 0 1 8 8v22H0z" fill="{BAR}"/>',
    ]
    for index, fill in enumerate(["#ff5f57", "#febc2e", "#28c840"]):
        out.append(f'<circle cx="{18 + index * 20}" cy="15" r="6" fill="{fill}"/>')
    for number, line in enumerate(lines):
        column = 0
        y = 52 + number * LINE
        for part, colour, bold, dim in pieces(line):
            # Each run of characters is put on its column, so that a font of other width cannot break the frame.
            for blank, run_ in re.findall(r"(\s*)(\S+(?: \S+)*|)", part):
                column += width(blank)
                if run_:
                    style = f' fill="{colour or (DIM if dim else TEXT)}"' + (' font-weight="bold"' if bold else "")
                    length = width(run_) * CELL
                    out.append(
                        f'<text x="{MARGIN + column * CELL:.1f}" y="{y}"{style} textLength="{length:.1f}" '
                        f'lengthAdjust="spacingAndGlyphs" xml:space="preserve">{html.escape(run_, quote=False)}</text>'
                    )
                    column += width(run_)
    out.append("</svg>")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    (ROOT / "docs/output.svg").write_text(draw(run()), encoding="utf-8")

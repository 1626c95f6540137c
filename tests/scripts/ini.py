#!/usr/bin/env python3
"""Writes tests/fixtures/ini.jsonl: odd configuration texts, and what Python's configparser makes of them.

    python tests/scripts/ini.py > tests/fixtures/ini.jsonl

The parser is set up as Airflow's: keys keep their letters, all else is Python's default. One JSON list a line: the
text; its sections as [name, [[key, value], …]], or the name of the exception. A value is its raw text, and behind it
what interpolation makes of it: a text, `null` where the raw text stays, `false` where Python refuses it. Values that
take in others are left out, and so is DEFAULT, whose keys turn up in every section.
"""

import configparser
import io
import json
import random

COUNT = 1_200

LINES = [
    "[core]", "[celery]", "[core] # why", "[a]b]c", "[]", "[", "[ spaced ]", " [core]", "[DEFAULT]", "[team=celery]",
    "executor = CeleryExecutor", "executor=LocalExecutor", "Executor = X", "parallelism: 32", "dags_folder = /a:b=c",
    "key", "key =", "= value", ": value", "a b = c d", "\tb = tabbed", "  deep = 1", "    deeper", "      deepest",
    "# comment", "; comment", "  # indented", "value = 1 # not a comment", "value = 1 ; neither", "", "  ", "\t",
    "url = p%40ss", "format = %%Y-%%m", "bad = %", "half = %(x", "json = {", '  "a": 1,', "  }", "}", "emoji = 🦀",
    "nbsp\u00a0=\u00a01", "sep\x1c= 1", "\u2028line = 1", "x=1\x0by=2", "rem comment", "key \t =\t value \t",
]


def parser():
    made = configparser.ConfigParser()
    made.optionxform = str
    return made


def read(text):
    made = parser()
    try:
        made.read_file(lines_of(text))
    except configparser.Error as error:
        return type(error).__name__
    sections = []
    for name in made.sections():
        entries = []
        for key, raw in made._sections[name].items():
            try:
                value = made.get(name, key)
                entries.append([key, raw, None if value == raw else value])
            except configparser.InterpolationError:
                entries.append([key, raw, False])
        sections.append([name, entries])
    return sections


def lines_of(text):
    """As a file that is opened for reading gives them."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


def main():
    pick = random.Random(3)
    texts = {}
    while len(texts) < COUNT:
        end = pick.choice(["\n", "\n", "\n", "\r\n", "\r"])
        lines = [pick.choice(LINES) for _ in range(pick.randint(1, 9))]
        if pick.random() < 0.9:
            lines.insert(0, pick.choice(LINES[:3]))
        text = end.join(lines) + pick.choice(["", end])
        texts[text] = None
    for text in texts:
        print(json.dumps([text, read(text)], ensure_ascii=False))


main()

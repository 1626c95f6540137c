#!/usr/bin/env python3
"""Writes tests/fixtures/dotenv.jsonl: `.env` texts, and what three readers make of them.

    git clone https://github.com/compose-spec/compose-go          # the reader of Docker Compose
    apt-get install golang-go golang-github-joho-godotenv-dev     # Go, and the reader of the Astro CLI
    pip install python-dotenv==1.2.4
    python tests/scripts/env_files.py compose-go /usr/share/gocode/src/github.com/joho/godotenv > tests/fixtures/dotenv.jsonl

One JSON list a line: the text; the variables by compose-go, by godotenv and by python-dotenv, `null` for one that
refuses the text. Variables are left as they are written: no reader puts any in.
"""

import io
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import dotenv

COUNT = 1_500

READER = """package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"q/compose"
	"q/joho"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var text string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			panic(err)
		}
		both := []map[string]string{nil, nil}
		if found, err := compose.Read(text); err == nil {
			both[0] = found
		}
		func() {
			defer func() { recover() }()
			if found, err := joho.Unmarshal(text); err == nil {
				both[1] = found
			}
		}()
		answer, _ := json.Marshal(both)
		fmt.Println(string(answer))
	}
}
"""

# The parser alone, without putting variables in.
COMPOSE = """package compose

type LookupFn func(string) (string, bool)

func noLookupFn(string) (string, bool) { return "", false }

func expandVariables(value string, _ map[string]string, _ LookupFn) (string, error) { return value, nil }

func Read(text string) (map[string]string, error) {
	found := map[string]string{}
	return found, newParser().parse(text, found, nil)
}
"""

STARTS = ["A=", "B=", "A = ", "export B=", "export\tA=", "AIRFLOW__CORE__EXECUTOR=", "C.d-e=", "A: ", "A:", "  A=", "A=  "]
VALUES = [
    "", "1", "CeleryExecutor", "two words", "x # comment", "x#y", "x #y", "#x", " # x", "x\t# y", "'single'", '"double"',
    "'a # b'", '"a # b"', '"two\nlines"', "'two\nlines'", '"x" # why', "'x'#why", '"x"y', '"x" B=2', '"open', "'open",
    '"a\\nb"', '"a\\"b"', "'it\\'s'", '"a\\\\b"', '"a\\tb"', '"a\\x"', '"a\\\\n"', "a\\b", "C:\\dir", "a\\", '{"a": 1}', "'{\"a\": 1}'", "redis://:p@h:6379/0", "a=b=c",
    "trailing   ", "\ttab", "emoji 🦀", "\u00a0nbsp", "it's", 'say "x"', "x'", '""', "''", '" padded "', "a;b", "a:b", "-1",
]
OTHERS = ["", "# comment", "   # comment", "A", "B ", "export A", "no variable", "A B=1", "=1", "\t", "'A'=1", "1A=1", "A+=1"]


def texts():
    pick = random.Random(7)
    found = {}
    while len(found) < COUNT:
        lines = []
        for _ in range(pick.randint(1, 4)):
            other = pick.random() < 0.2
            lines.append(pick.choice(OTHERS) if other else pick.choice(STARTS) + pick.choice(VALUES))
        found[pick.choice(["\n", "\n", "\r\n"]).join(lines) + pick.choice(["", "\n"])] = None
    return list(found)


def by_python(text):
    # As a file that is opened for reading gives it.
    stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    return dict(dotenv.dotenv_values(stream=stream, interpolate=False))


def by_go(texts, compose, joho):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in ("compose", "joho"):
            root.joinpath(name).mkdir()
        source = pathlib.Path(compose, "dotenv/parser.go").read_text()
        root.joinpath("compose/parser.go").write_text(source.replace("package dotenv", "package compose"))
        root.joinpath("compose/read.go").write_text(COMPOSE)
        for name in ("godotenv", "parser"):
            source = pathlib.Path(joho, f"{name}.go").read_text().replace("package godotenv", "package joho")
            source = re.sub(r"(func expandVariables\(v string, [^{]*\{).*?\n}\n", r"\1 return v }\n", source, flags=re.S)
            source = re.sub(r"\n\texpandVarRegex[^\n]*", "", source)
            root.joinpath(f"joho/{name}.go").write_text(source)
        root.joinpath("go.mod").write_text("module q\ngo 1.19\n")
        root.joinpath("main.go").write_text(READER)
        lines = "".join(json.dumps(text) + "\n" for text in texts)
        answer = subprocess.run(["go", "run", "."], cwd=root, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return map(json.loads, answer.stdout.splitlines())


def main(compose, joho):
    all_texts = texts()
    for text, both in zip(all_texts, by_go(all_texts, compose, joho), strict=True):
        print(json.dumps([text, *both, by_python(text)], ensure_ascii=False))


main(*sys.argv[1:])

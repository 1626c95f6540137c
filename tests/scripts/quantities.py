#!/usr/bin/env python3
"""Writes tests/fixtures/quantities.tsv: 10,000 quantity texts and what two readers make of them.

    git clone https://github.com/kubernetes/apimachinery        # the API server's reader
    apt-get install golang-go golang-gopkg-inf.v0-dev           # to build it
    pip install kubernetes==37.0.2                              # the official Python client
    python tests/scripts/quantities.py apimachinery /usr/share/gocode/src/gopkg.in/inf.v0 > tests/fixtures/quantities.tsv

One line a text: the text as JSON; what `kubernetes.utils.quantity.parse_quantity` says; what `resource.ParseQuantity`,
the reader of the API server, says. Amounts are whole billionths, `-` is a refusal, `=` stands for what the client
says. The client keeps what is finer than a billionth, the server rounds it away from zero: a client's amount with `~`
has been rounded so here.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from decimal import Decimal, localcontext

from kubernetes.utils.quantity import parse_quantity

COUNT = 10_000

READER = """package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"gopkg.in/inf.v0"
	"q/resource"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var text string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			panic(err)
		}
		quantity, err := resource.ParseQuantity(text)
		if err != nil {
			fmt.Println("-")
			continue
		}
		amount := new(inf.Dec).Round(quantity.AsDec(), 9, inf.RoundExact)
		fmt.Println(amount.UnscaledBig())
	}
}
"""


class Texts:
    """Texts that people write, that programs print, and that nobody should."""

    def __init__(self):
        self.random = random.Random(20_261_125)

    SUFFIXES = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
    WRONG = ["B", "KB", "MB", "GB", "TB", "kb", "mb", "gb", "KiB", "MiB", "GiB", "Mib", "Gib", "K", "ki", "mi", "gi",
             "ni", "ui", "g", "t", "i", "ii", "Gi ", " Gi", " m", "cpu", " CPU", "cores", "%", "Mi/s", "GI", "MI", "Kii",
             "µ", "μ", "e", "E3.5", "e3Gi", "E+", "e-", "Zi", "Y", "bytes", "meg"]
    ODD = ["", "+", "-", ".", "+.", "-.Gi", "Ki", "Gi", "m", "e3", "E", "0", "00", "-0", "+0.0", "0x10", "1_000", "1_0Mi",
           "1,000", "1,5", "1.5.2", "1..5", "--1", "+-1", "1+1", "NaN", "nan", "sNaN", "Infinity", "-inf", "inf", "null",
           "true", "~", "١", "１Gi", "1 Gi", " 1Gi", "1Gi ", "1Gi\n", "\t1", "1\u00a0Gi", "½", "1e", "1e+", "1E-", "1e1.5",
           "${MEMORY}", "{{ memory }}", "512M i", "1Gi1", "1Gi1Mi", "1G1", "1m5", "0m", "00512Mi", "2.", "2.Gi", ".5Gi", "-.5",
           "9223372036854775807", "9223372036854775808", "8Ei", "7.9999999999Ei", "9Ei", "16Ei", "-9Ei", "99999999999E",
           "0.0000000001", "0.1n", "1.1n", "1e-10", "-1e-10", "0.00000000000000000001Gi"]

    def number(self):
        pick = self.random
        length = pick.choice([1, 1, 1, 2, 2, 3, 3, 4, 5, 8, 12, 19, 25])
        whole = "".join(pick.choice("0123456789") for _ in range(length))
        fraction = "".join(pick.choice("0123456789") for _ in range(pick.choice([1, 1, 2, 3, 6, 9, 10, 14, 22])))
        form = pick.random()
        if form < 0.55:
            return whole
        if form < 0.85:
            return f"{whole}.{fraction}"
        if form < 0.92:
            return f".{fraction}"
        return f"{whole}." if form < 0.96 else whole.lstrip("0")

    def sign(self):
        return self.random.choice(["", "", "", "", "", "", "", "", "+", "-"])

    def exponent(self):
        pick = self.random
        return pick.choice("eE") + pick.choice(["", "", "+", "-"]) + pick.choice(["", "", "0"]) + str(pick.randint(0, 24))

    def slip(self, text):
        """One character too many, too few or wrong."""
        pick = self.random
        at = pick.randrange(len(text) + 1)
        other = pick.choice("0123456789.+-eEinumkKMGTPB _,i")
        return pick.choice([text[:at] + other + text[at:], text[:at] + text[at + 1:], text[:at] + other + text[at + 1:]])

    def one(self):
        pick = self.random
        kind = pick.random()
        if kind < 0.40:
            return self.sign() + self.number() + pick.choice(self.SUFFIXES)
        if kind < 0.52:
            return self.sign() + self.number() + self.exponent()
        if kind < 0.67:
            return self.number() + pick.choice(self.WRONG)
        if kind < 0.92:
            return self.slip(self.sign() + self.number() + pick.choice(self.SUFFIXES + [self.exponent()]))
        return "".join(pick.choice("0123456789.+-eEinumkKMGTP") for _ in range(pick.randint(1, 6)))

    def all(self):
        found = dict.fromkeys(self.ODD)
        while len(found) < COUNT:
            text = self.one()
            # Larger exponents are wrapped to 32 bits by the server and take its memory.
            if not re.search("[eE][+-]?0*[0-9]{3}", text):
                found[text] = None
        return list(found)


def by_the_client(text):
    try:
        amount = parse_quantity(text)
    except ValueError:
        return "-"
    if not amount.is_finite():
        return "-"
    with localcontext() as context:
        context.prec = 200
        nano = amount * 10**9
        whole = int(nano.to_integral_value(rounding="ROUND_UP"))
        return str(whole) if nano == whole else f"~{whole}"


def by_the_server(texts, apimachinery, inf):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in ("resource", "vendor/gopkg.in/inf.v0"):
            root.joinpath(name).mkdir(parents=True)
        for name in ("amount", "math", "quantity", "scale_int", "suffix"):
            source = pathlib.Path(apimachinery, "pkg/api/resource", f"{name}.go").read_text()
            # CBOR plays no part in reading a text.
            source = re.sub(r"\tcbor .*\n", "", source)
            source = re.sub(r"(?ms)^func \(q \*?Quantity\) (Unm|M)arshalCBOR.*?^}\n", "", source)
            root.joinpath("resource", f"{name}.go").write_text(source)
        for source in pathlib.Path(inf).glob("*.go"):
            if not source.name.endswith("_test.go"):
                root.joinpath("vendor/gopkg.in/inf.v0", source.name).write_text(source.read_text())
        root.joinpath("go.mod").write_text("module q\ngo 1.19\nrequire gopkg.in/inf.v0 v0.9.1\n")
        root.joinpath("vendor/modules.txt").write_text("# gopkg.in/inf.v0 v0.9.1\n## explicit\ngopkg.in/inf.v0\n")
        root.joinpath("main.go").write_text(READER)
        lines = "".join(json.dumps(text) + "\n" for text in texts)
        answer = subprocess.run(["go", "run", "-mod=vendor", "."], cwd=root, input=lines, stdout=subprocess.PIPE,
                                text=True, check=True)
    return answer.stdout.splitlines()


def main(apimachinery, inf):
    texts = Texts().all()
    version = metadata.version("kubernetes")
    commit = subprocess.run(["git", "-C", apimachinery, "describe", "--tags", "--match=v*"], stdout=subprocess.PIPE, text=True,
                            check=True).stdout.strip()
    print(f"# Made by tests/scripts/quantities.py; do not edit. PyPI kubernetes {version}; apimachinery {commit}.")
    for text, server in zip(texts, by_the_server(texts, apimachinery, inf), strict=True):
        client = by_the_client(text)
        print(json.dumps(text), client, "=" if server == client.lstrip("~") else server, sep="\t")


main(*sys.argv[1:])

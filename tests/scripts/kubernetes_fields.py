"""Writes src/model/kubernetes_fields.rs from the official Kubernetes Python client.

    python tests/scripts/kubernetes_fields.py > src/model/kubernetes_fields.rs

Installs each version of VERSIONS (PyPI `kubernetes`) into a throw-away environment and reads its model classes: every
class that a V1Pod or V1Job can hold, the arguments that its constructor demands in all versions, and the arguments that
the Kubernetes API spells in another way.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import venv

VERSIONS = ["29.0.0", "33.1.0"]
ROOTS = ["V1Pod", "V1Job"]

READ_MODELS = r"""
import json, re, sys
from kubernetes.client import models

classes, waiting = {}, sys.argv[1:]
while waiting:
    name = waiting.pop()
    found = getattr(models, name, None)
    if name in classes or found is None or name.endswith("Status") or name.startswith("V1ContainerState"):
        continue
    required = {}
    while True:
        try:
            found(**required)
            break
        except ValueError as error:
            required[re.search("`(.+?)`", str(error)).group(1)] = "x"
    spelt = {api: python for python, api in found.attribute_map.items() if api != python}
    classes[name] = {"required": sorted(required), "spelt": spelt}
    for kind in found.openapi_types.values():
        waiting += re.findall(r"\bV\d\w*", kind)
json.dump(classes, sys.stdout)
"""


def read(version):
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = pathlib.Path(folder, "bin", "python")
        install = [python, "-m", "pip", "install", "--quiet", f"kubernetes=={version}"]
        subprocess.run(install, check=True, stdout=sys.stderr)
        output = subprocess.run([python, "-c", READ_MODELS, *ROOTS], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(output)


def snake_case(name):
    """What src/model/kubernetes.rs does to an API name; the client's generator does the same."""
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def main():
    versions = [read(version) for version in VERSIONS]
    print("// Made by tests/scripts/kubernetes_fields.py; do not edit.\n")
    print("//! Classes of the Kubernetes Python client that a pod or a job can hold.")
    print(f"//! Source: PyPI `kubernetes` {' and '.join(VERSIONS)}.\n")
    print("/// Class; arguments that its constructor demands; arguments by the API's camelCase name, where that is not")
    print("/// the Python name.")
    print("#[rustfmt::skip]")
    print("pub(super) const CLASSES: &[(&str, &str, &str)] = &[")
    for name in sorted({name for version in versions for name in version}):
        known = [version[name] for version in versions if name in version]
        required = set.intersection(*(set(it["required"]) for it in known))
        spelt = {api for it in known for api, python in it["spelt"].items() if snake_case(api) == python}
        if not required and not spelt:
            continue
        lines = textwrap.wrap(" ".join(sorted(spelt)), 100) or [""]
        body = " \\\n        ".join(lines)
        print(f'    ("{name}", "{" ".join(sorted(required))}",\n        "{body}"),')
    print("];")


main()

#!/usr/bin/env python3
"""Writes the table of operators that moved, from the published packages of Airflow.

    python tests/scripts/moved_operators.py FOLDER > src/rules/yaml_dags/moved.tsv

Downloads the packages into FOLDER, without what they depend on, and runs nothing of them: old paths and new ones come from
the `__deprecated_classes` of Airflow's packages of operators and sensors. A path that the last release of Airflow 2 has and
Airflow 3 has not is gone; one that Airflow 3 still forwards is forwarded. Columns: old path, `gone` or `forwarded`, new path
(empty where there is none).
"""

import ast
import pathlib
import subprocess
import sys
import zipfile

OLD = "apache-airflow==2.11.0"
NEW = "apache-airflow-core==3.2.2"


def wheel(folder, requirement):
    name, version = requirement.split("==")
    path = pathlib.Path(folder, f"{name.replace('-', '_')}-{version}-py3-none-any.whl")
    if not path.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", folder]
        subprocess.run([*pip, requirement], check=True, stdout=sys.stderr)
    return zipfile.ZipFile(path)


def forwarded(package):
    """old path -> new path, of all packages of operators and sensors."""
    found = {}
    for name in package.namelist():
        folder, _, file = name.rpartition("/")
        if file != "__init__.py" or not folder.endswith(("/operators", "/sensors")):
            continue
        for node in ast.walk(ast.parse(package.read(name))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Name) and target.id == "__deprecated_classes" for target in targets):
                for module, classes in ast.literal_eval(node.value).items():
                    for old, new in classes.items():
                        found[f"{folder.replace('/', '.')}.{module}.{old}"] = new
    return found


def own(package):
    """The paths of the classes that Airflow itself defines in its packages of operators and sensors."""
    found = set()
    for name in package.namelist():
        folder, _, file = name.rpartition("/")
        if folder in ("airflow/operators", "airflow/sensors") and file.endswith(".py") and file != "__init__.py":
            for node in ast.parse(package.read(name)).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found.add(f"{name.removesuffix('.py').replace('/', '.')}.{node.name}")
    return found


def main():
    old, new = wheel(sys.argv[1], OLD), wheel(sys.argv[1], NEW)
    before, after = forwarded(old), forwarded(new)
    stays = own(new)
    for path in sorted(set(before) | own(old) | set(after)):
        if path in stays or not path.endswith(("Operator", "Sensor", "Transfer", "SensorAsync")):
            continue
        target = before.get(path, path)
        target = after.get(target, target)
        if target == path or (target in own(old) and target not in stays):
            target = ""
        print(path, "forwarded" if path in after else "gone", target, sep="\t")


main()

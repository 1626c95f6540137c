#!/usr/bin/env python3
"""Writes the table of Airflow's configuration keys from the published packages.

    pip install pyyaml
    python tests/scripts/configuration_keys.py FOLDER > src/model/airflow_configuration/keys.tsv

Downloads the packages of PACKAGES into FOLDER, without what they depend on, and runs nothing of them: the keys come
from `config.yml` and the providers' metadata, renamings from the tables in `configuration.py`, the rules of `airflow
config lint` from `config_command.py`, and how a value is read from the calls of `conf.getint` and its kin in the
sources. Descriptions are left behind. The columns are explained in src/model/airflow_configuration/table.rs.
"""

import ast
import json
import pathlib
import subprocess
import sys
import zipfile
from collections import defaultdict

import yaml

# The last release of each Airflow line, and providers as of its day; the last are the newest.
CORE = ["2.7.3", "2.8.4", "2.9.3", "2.10.5", "2.11.2", "3.0.6", "3.1.8", "3.2.2", "3.3.2"]
# Where Airflow 3 keeps what workers run; it has no keys of its own.
TASK_SDK = ["1.0.6", "1.1.8", "1.2.2", "1.3.2"]
PROVIDERS = {
    "celery": ["3.4.1", "3.6.1", "3.7.2", "3.10.0", "3.12.2", "3.17.0", "3.20.0", "3.26.0"],
    "cncf-kubernetes": ["7.8.0", "8.0.1", "8.3.3", "10.1.0", "10.7.0", "10.13.0", "10.17.1", "10.25.0"],
    "edge3": ["1.1.3", "3.1.0", "3.7.0", "5.1.0"],
    "amazon": ["8.10.0", "8.19.0", "8.26.0", "9.2.0", "9.12.0", "9.22.0", "9.29.0", "9.39.0"],
    "fab": ["1.2.1", "1.5.3", "2.4.1", "3.4.0", "3.6.4", "3.10.2"],
    "openlineage": ["1.6.0", "1.9.1", "2.0.0", "2.6.1", "2.11.0", "2.17.0", "2.20.3"],
    "common-io": ["1.3.2", "1.5.0", "1.6.2", "1.7.1", "1.11.0"],
    "elasticsearch": ["5.4.1", "6.0.0", "6.3.2", "6.5.0", "6.5.4", "6.10.0"],
    "daskexecutor": ["1.1.0", "1.1.1"],
}

# How the values of these calls are read; `get` takes any text.
GETTERS = {
    "getboolean": "boolean",
    "getint": "integer",
    "getfloat": "float",
    "getjson": "json",
    "getlist": "list",
    "get_mandatory_list_value": "list",
    "gettimedelta": "seconds",
    "getimport": "import",
}


class Package:
    """One release, as the wheel that was published."""

    def __init__(self, name, version, folder):
        project = f"apache-airflow-providers-{name}"
        if name in ("airflow", "task-sdk"):
            is_split = name == "airflow" and version >= "3"
            project = "apache-airflow-core" if is_split else name.replace("task-sdk", "apache-airflow-task-sdk")
            project = "apache-airflow" if project == "airflow" else project
        stem = f"{project.replace('-', '_')}-{version}-py3-none-any.whl"
        path = pathlib.Path(folder, stem)
        if not path.exists():
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", folder]
            subprocess.run([*pip, f"{project}=={version}"], check=True, stdout=sys.stderr)
        self.wheel = zipfile.ZipFile(path)
        self.name = name

    def source(self, path):
        return ast.parse(self.wheel.read(path))

    def sections(self):
        if self.name == "airflow":
            return yaml.safe_load(self.wheel.read("airflow/config_templates/config.yml"))
        path = f"airflow/providers/{self.name.replace('-', '/')}/get_provider_info.py"
        returned = [node.value for node in ast.walk(self.source(path)) if isinstance(node, ast.Return)]
        return ast.literal_eval(returned[0]).get("config") or {}

    def readings(self):
        """(section, key) -> how the sources read it."""
        found = defaultdict(set)
        for path in self.wheel.namelist():
            if not path.endswith(".py") or "/example_dags/" in path:
                continue
            text = self.wheel.read(path)
            if b"conf" not in text or b".get" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                    continue
                names = [it.value for it in node.args[:2] if isinstance(it, ast.Constant) and isinstance(it.value, str)]
                named = {it.arg: it.value.value for it in node.keywords if isinstance(it.value, ast.Constant)}
                names += [named[it] for it in ("section", "key") if it in named]
                if node.func.attr in GETTERS and len(names) == 2:
                    found[tuple(name.lower() for name in names)].add(GETTERS[node.func.attr])
        return found

    def tables(self):
        """The tables of renamings and choices, all written as literals."""
        wanted = {"deprecated_options", "many_to_one_deprecated_options", "deprecated_sections", "enums_options"}
        found = {name: {} for name in wanted}
        for path in ("airflow/_shared/configuration/parser.py", "airflow/configuration.py"):
            if path not in self.wheel.namelist():
                continue
            for node in ast.walk(self.source(path)):
                target = getattr(node, "target", None) or (getattr(node, "targets", None) or [None])[0]
                name = getattr(target, "id", None)
                if name == "_available_logging_levels":
                    levels = ast.literal_eval(node.value)
                elif name in wanted and isinstance(node.value, ast.Dict):
                    for key, value in zip(node.value.keys, node.value.values):
                        if isinstance(value, ast.Name) and value.id == "_available_logging_levels":
                            found[name][ast.literal_eval(key)] = levels
                            continue
                        try:
                            found[name][ast.literal_eval(key)] = ast.literal_eval(value)
                        except ValueError:
                            # Made from a class: its members are not asked for.
                            pass
        return found

    def lint_rules(self):
        """The changes that `airflow config lint` looks for, as keyword arguments; pairs for keys."""

        def value(node):
            if isinstance(node, ast.Call):
                return tuple(ast.literal_eval(it) for it in [*node.args, *(it.value for it in node.keywords)])
            return ast.literal_eval(node)

        path = "airflow/cli/commands/config_command.py"
        for node in ast.walk(self.source(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ConfigChange":
                yield {it.arg: value(it.value) for it in node.keywords if it.arg != "suggestion"}


def masks(versions):
    """Rows that each hold for some versions: (row -> mask)."""
    found = defaultdict(int)
    for index, rows in enumerate(versions):
        for row in rows:
            found[row] |= 1 << index
    return found


def text(value):
    if value is None:
        return "~"
    if isinstance(value, bool):
        return str(value)
    return str(value)


def union(packages):
    """How a key is read in any of the releases."""
    found = defaultdict(set)
    for package in packages:
        for key, read in package.readings().items():
            found[key] |= read
    return found


def key_rows(package, readings):
    for section, content in package.sections().items():
        for key, option in (content.get("options") or {}).items():
            read = sorted(readings.get((section.lower(), key.lower()), ()))
            default = option["default"]
            yield (
                section,
                key,
                option["type"],
                ",".join(read) or "-",
                "s" if option.get("sensitive") else "-",
                text(option.get("version_added")),
                text(option.get("version_deprecated")),
                "~" if default is None else json.dumps(text(default), ensure_ascii=False),
            )


def renaming_rows(package):
    tables = package.tables()
    for new, (section, key, since) in tables["deprecated_options"].items():
        yield section, key, *new, since
    for new, old in tables["many_to_one_deprecated_options"].items():
        for section, key, since in old:
            yield section, key, *new, since
    for new, (section, since) in tables["deprecated_sections"].items():
        yield section, "*", new, "*", since


def lint_rows(package):
    for rule in package.lint_rules():
        section, key = rule["config"]
        if "renamed_to" in rule:
            yield "moved", section, key, *rule["renamed_to"]
        elif rule.get("default_change"):
            yield "default", section, key, text(rule["old_default"]), text(rule["new_default"])
        elif "is_invalid_if" in rule:
            yield "invalid", section, key, text(rule["is_invalid_if"]), "~"
        elif "remove_if_equals" in rule:
            yield "invalid", section, key, text(rule["remove_if_equals"]), "~"
        elif rule.get("was_removed", True):
            yield "gone", section, key, "~", "~"


def choice_rows(package):
    known = {(section, key) for section, content in package.sections().items() for key in content["options"]}
    for (section, key), choices in package.tables()["enums_options"].items():
        # Airflow checks a few keys that it does not have.
        if (section, key) in known:
            yield section, key, json.dumps(choices)


def write(kind, package, rows):
    for row, mask in sorted(rows.items()):
        print(kind, package, f"{mask:x}", *row, sep="\t")


def main(folder):
    print("# Made by tests/scripts/configuration_keys.py; do not edit. Columns: table.rs beside this file.")
    all_packages = {"airflow": CORE, **PROVIDERS}
    for name, versions in all_packages.items():
        print("package", name, " ".join(versions), sep="\t")
    for name, versions in all_packages.items():
        packages = [Package(name, version, folder) for version in versions]
        old = [it for it, version in zip(packages, versions) if name == "airflow" and version < "3"]
        new = [it for it in packages if it not in old]
        if name == "airflow":
            new += [Package("task-sdk", version, folder) for version in TASK_SDK]
        read_by_old, read_by_new = union(old), union(new)
        rows = [key_rows(it, read_by_old if it in old else read_by_new) for it in packages]
        write("key", name, masks(rows))
        if name == "airflow":
            write("renamed", name, masks(map(renaming_rows, packages)))
            write("choices", name, masks(map(choice_rows, packages)))
            has_lint = [it if version >= "3" else None for it, version in zip(packages, versions)]
            write("lint", name, masks([lint_rows(it) if it else [] for it in has_lint]))


main(*sys.argv[1:])

#!/usr/bin/env python3
"""Writes meta_model.json beside this script: the meta-model of LSP 3.17, from the Python package `lsprotocol`.

    python3 tests/lsp/meta_model/extract.py        # needs pip, and the network

The package's types are generated from the protocol's own meta-model; this goes the way back. Only its source is read:
nothing of it is run.
"""

import ast
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "lsprotocol==2025.0.0"
# What came with 3.18, said of a property, a value or a message. Names and remarks that came with it change nothing.
NEW = re.compile(r"@since 3\.18\.0\s*(-\s*proposed\s*|@proposed\s*)*$", re.M)
NEW_TYPES = {"SnippetTextEdit"}
# `x?: T | null` and `x: T | null` are the same in the package; these are the former.
OPTIONAL_AND_NULL = {"root_path", "workspace_folders", "active_parameter"}
URI = re.compile(r"(^|_)(uri|href)$")


def source():
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", folder]
        subprocess.run([*command, PACKAGE], check=True)
        (wheel,) = pathlib.Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read("lsprotocol/types.py").decode()


def documented(body):
    """The statements of `body`, each with the text that stands below it."""
    for statement, below in zip(body, [*body[1:], None]):
        is_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        yield statement, below.value.value if is_text else ""


def is_new(text):
    return bool(NEW.search(text or ""))


def key(name):
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


class Types:
    BASE = {"str": "string", "int": "integer", "bool": "boolean", "float": "decimal", "None": "null"}

    def __init__(self, enumerations):
        self.enumerations = enumerations
        self.open = set()

    def of(self, node, number="integer", text="string"):
        """The type that an annotation says, where `int` stands for `number` and `str` for `text`."""
        again = lambda node: self.of(node, number, text)
        match node:
            case ast.Constant(value=None):
                return {"kind": "base", "name": "null"}
            case ast.Constant(value=str(quoted)):
                return again(ast.parse(quoted, mode="eval").body)
            case ast.Name(id="int"):
                return {"kind": "base", "name": number}
            case ast.Name(id="str"):
                return {"kind": "base", "name": text}
            case ast.Name(id=name) if name in self.BASE:
                return {"kind": "base", "name": self.BASE[name]}
            case ast.Name(id="Any"):
                return {"kind": "reference", "name": "LSPAny"}
            case ast.Name(id=name):
                return {"kind": "reference", "name": name}
            case ast.Subscript(value=ast.Name(id="Sequence"), slice=element):
                return {"kind": "array", "element": again(element)}
            case ast.Subscript(value=ast.Name(id="Mapping"), slice=ast.Tuple(elts=[from_, to])):
                is_uris = isinstance(from_, ast.Name) and from_.id == "str" and text == "DocumentUri"
                name = {"kind": "base", "name": "DocumentUri"} if is_uris else self.of(from_)
                return {"kind": "map", "key": name, "value": self.of(to)}
            case ast.Subscript(value=ast.Name(id="Tuple"), slice=ast.Tuple(elts=items)):
                return {"kind": "tuple", "items": [again(item) for item in items]}
            case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Constant(value=value)):
                return {"kind": "stringLiteral", "value": value}
            case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
                return again(inner)
            case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=items)):
                return self.union(items, again)
        raise SystemExit(f"cannot read {ast.unparse(node)}")

    def union(self, items, again):
        named = {node.id for node in items if isinstance(node, ast.Name)}
        for name in named & self.enumerations:
            if named & {"str", "int"}:
                self.open.add(name)
                items = [node for node in items if getattr(node, "id", None) not in ("str", "int")]
        found = []
        for item in map(again, items):
            if item.get("name") not in NEW_TYPES and item not in found:
                found.append(item)
        return found[0] if len(found) == 1 else {"kind": "or", "items": found}


def property_of(types, owner, statement):
    name = statement.target.id
    call = statement.value
    options = {it.arg: it.value for it in call.keywords} if isinstance(call, ast.Call) else {"default": call}
    default = options.get("default")
    entry = {"name": key(name)}
    if isinstance(default, ast.Constant) and isinstance(default.value, str):
        return entry | {"type": {"kind": "stringLiteral", "value": default.value}}
    number = "uinteger" if "uinteger_validator" in ast.unparse(call or statement) else "integer"
    text = "DocumentUri" if URI.search(name) or (owner, name) == ("WorkspaceEdit", "changes") else "string"
    entry["type"] = types.of(statement.annotation, number, text)
    is_nullable = {"kind": "base", "name": "null"} in entry["type"].get("items", [])
    if default is not None and (not is_nullable or name in OPTIONAL_AND_NULL):
        entry["optional"] = True
    return entry


def references(value):
    if isinstance(value, dict):
        if value.get("kind") == "reference":
            yield value["name"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def main():
    tree = ast.parse(source())
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    assigned = {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name):
            assigned[target.id] = node.value
    is_enumeration = lambda node: any(ast.unparse(base) == "enum.Enum" for base in node.bases)
    types = Types({name for name, node in classes.items() if is_enumeration(node)})

    structures, enumerations, aliases = {}, {}, {}
    for name, node in classes.items():
        body = list(documented(node.body))
        if is_enumeration(node):
            values = [(it.targets[0].id, it.value, text) for it, text in body if isinstance(it, ast.Assign)]
            values = [{"name": label, "value": ast.literal_eval(value)} for label, value, text in values if not is_new(text)]
            base = "string" if ast.unparse(node.bases[0]) == "str" else "integer"
            enumerations[name] = {"name": name, "type": {"kind": "base", "name": base}, "values": values}
        else:
            fields = [(it, text) for it, text in body if isinstance(it, ast.AnnAssign)]
            properties = [property_of(types, name, it) for it, text in fields if not is_new(text)]
            structures[name] = {"name": name, "properties": properties}
    for name, value in assigned.items():
        if isinstance(value, (ast.Subscript, ast.Name)) and name[0].isupper() and name != "LSPAny":
            aliases[name] = {"name": name, "type": types.of(value)}

    directions = {ast.unparse(k): v.value for k, v in zip(assigned["_MESSAGE_DIRECTION"].keys, assigned["_MESSAGE_DIRECTION"].values)}
    requests, notifications = [], []
    table = assigned["METHOD_TO_TYPES"]
    for constant, entry in zip(table.keys, table.values):
        constant = ast.unparse(constant)
        message, response, parameters, options = (None if part == "None" else part for part in map(ast.unparse, entry.elts))
        if is_new(ast.get_docstring(classes[message])):
            continue
        method = ast.literal_eval(assigned[constant])
        found = {"method": method, "messageDirection": directions[constant]}
        # A message without parameters may carry an empty value.
        if parameters:
            found["params"] = {"kind": "reference", "name": parameters}
        if options:
            found["registrationOptions"] = {"kind": "reference", "name": options}
        if response:
            (result,) = (it for it in classes[response].body if getattr(getattr(it, "target", None), "id", None) == "result")
            found["result"] = types.of(result.annotation)
            if ast.unparse(result.annotation).startswith("Optional["):
                found["result"] = {"kind": "or", "items": [found["result"], {"kind": "base", "name": "null"}]}
            requests.append(found)
        else:
            notifications.append(found)
    for name in types.open:
        enumerations[name]["supportsCustomValues"] = True

    known = structures | enumerations | aliases
    kept, open_ = set(), {*references(requests), *references(notifications)}
    # No message names these: they stand where it says `LSPAny`.
    open_ |= {"WorkDoneProgressBegin", "WorkDoneProgressReport", "WorkDoneProgressEnd"}
    open_ |= {"DocumentDiagnosticReportPartialResult", "WorkspaceDiagnosticReportPartialResult"}
    while open_:
        name = open_.pop()
        if name not in kept and name not in ("LSPAny", "LSPObject"):
            kept.add(name)
            open_ |= set(references(known[name]))
    by_name = lambda table: [table[name] for name in sorted(table) if name in kept]
    model = {
        "metaData": {"version": "3.17.0"},
        "requests": sorted(requests, key=lambda it: it["method"]),
        "notifications": sorted(notifications, key=lambda it: it["method"]),
        "structures": by_name(structures),
        "enumerations": by_name(enumerations),
        "typeAliases": by_name(aliases),
    }
    lines = []
    for section, entries in model.items():
        if isinstance(entries, list):
            body = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
            lines.append(f'"{section}": [\n{body}\n]')
        else:
            lines.append(f'"{section}": {json.dumps(entries)}')
    target = pathlib.Path(__file__).with_name("meta_model.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{target.name}: " + ", ".join(f"{len(v)} {k}" for k, v in model.items() if isinstance(v, list)))


if __name__ == "__main__":
    main()

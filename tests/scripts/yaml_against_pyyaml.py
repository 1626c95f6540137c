#!/usr/bin/env python3
"""Compare how airlint and PyYAML read every YAML file below some folders.

    cargo build --release --example yaml_events
    python tests/scripts/yaml_against_pyyaml.py target/release/examples/yaml_events FOLDER...

Needs PyYAML 6. For each file: do both accept it, and if so, are the events (structure, values, tags, anchors,
aliases) the same? Ends with 1 on any disagreement. `--c` holds airlint against libyaml, PyYAML's C parser, which takes
tabs between values; both want each anchor only once in a document.
"""

import json
import os
import subprocess
import sys

import yaml

STYLES = {None: ":", "": ":", "'": "'", '"': '"', "|": "|", ">": ">"}


def pyyaml_reads(text, parser):
    loader = parser(text)
    events, anchors = [], set()
    try:
        while loader.check_event():
            event = loader.get_event()
            name = type(event).__name__
            tag = getattr(event, "tag", None)
            anchor = getattr(event, "anchor", None)
            properties = (f" &{anchor}" if anchor else "") + (f" <{tag}>" if tag else "")
            if name == "DocumentStartEvent":
                events.append("+DOC")
                anchors = set()
            elif name == "DocumentEndEvent":
                events.append("-DOC")
            elif name in ("SequenceStartEvent", "MappingStartEvent"):
                events.append(("+SEQ" if name[0] == "S" else "+MAP") + properties)
            elif name in ("SequenceEndEvent", "MappingEndEvent"):
                events.append("-SEQ" if name[0] == "S" else "-MAP")
            elif name == "AliasEvent":
                if anchor not in anchors:
                    raise yaml.YAMLError(f"undefined alias {anchor}")
                events.append(f"=ALI *{anchor}")
            elif name == "ScalarEvent":
                events.append(f"=VAL{properties} {STYLES[event.style]}{event.value}")
            if anchor and name != "AliasEvent":
                if anchor in anchors:
                    raise yaml.YAMLError(f"duplicate anchor {anchor}")
                anchors.add(anchor)
    except (yaml.YAMLError, ValueError) as error:
        return events, str(error)
    return events, None


def files_below(folders):
    for folder in folders:
        if os.path.isfile(folder):
            yield folder
        for directory, _, names in sorted(os.walk(folder)):
            yield from (os.path.join(directory, name) for name in sorted(names))


def main(arguments):
    parser = yaml.SafeLoader
    if arguments[0] == "--c":
        parser, arguments = yaml.CSafeLoader, arguments[1:]
    program, folders = arguments[0], arguments[1:]
    paths = list(files_below(folders))
    answer = subprocess.run([program], input="\n".join(paths), stdout=subprocess.PIPE, text=True, check=True)
    accepted = refused = disagreements = 0
    for line in answer.stdout.splitlines():
        ours = json.loads(line)
        with open(ours["path"], encoding="utf-8", newline="") as file:
            text = file.read()
        events, error = pyyaml_reads(text, parser)
        refusals = [refusal for refusal in ours["pyyaml"] if parser is yaml.SafeLoader or "second" in refusal[1]]
        mine = ours["errors"] + refusals
        accepted += error is None
        refused += error is not None
        if (error is None) != (not mine):
            what = f"PyYAML: {(error or 'accepts')}\n  airlint: {mine or 'accepts'}"
        elif error is None and ours["events"] != events:
            pairs = zip(ours["events"] + [None], events + [None])
            first, theirs = next(pair for pair in pairs if pair[0] != pair[1])
            what = f"PyYAML: {theirs!r}\n  airlint: {first!r}"
        else:
            continue
        disagreements += 1
        print(f"{ours['path']}\n  {what}")
    print(f"{accepted} accepted, {refused} refused, {disagreements} disagreements")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

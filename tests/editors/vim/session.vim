" What a user of ALE does; run.sh starts it in a project.
set nocompatible hidden encoding=utf-8
let g:ale_disable_lsp = 0 | let g:ale_lint_delay = 0 | let g:ale_echo_cursor = 0
let g:ale_linters_explicit = 1 | let g:ale_linters = {'yaml': ['airlint']}
packadd! ale
filetype plugin on
runtime plugin/ale.vim
execute 'source' $AIRLINT_VIM . '/airlint-ale.vim'
edit deployments/prod.yaml
set filetype=yaml
ALELint

let s:start = reltime()
while reltimefloat(reltime(s:start)) < 15 && empty(ale#engine#GetLoclist(bufnr('')))
  sleep 50m
endwhile
let s:found = map(copy(ale#engine#GetLoclist(bufnr(''))), 'get(v:val, "code", "") . " " . v:val.lnum . ":" . v:val.col . " " . v:val.text')
call writefile(s:found, $AIRLINT_SAID)

call cursor(8, 16)
ALECodeAction
let s:start = reltime()
while reltimefloat(reltime(s:start)) < 15 && getline(8) !~# 'CELERY'
  sleep 50m
endwhile
write
qall!

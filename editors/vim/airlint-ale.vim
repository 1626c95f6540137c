" airlint in Vim with ALE. Put this file into ~/.vim/after/plugin/. Tested: tests/editors/vim.

function! AirlintProject(buffer) abort
  for l:mark in ['airlint.toml', 'airflow.cfg']
    let l:found = ale#path#FindNearestFile(a:buffer, l:mark)
    if !empty(l:found)
      return fnamemodify(l:found, ':h')
    endif
  endfor
  for l:mark in ['.astro', '.git']
    let l:found = ale#path#FindNearestDirectory(a:buffer, l:mark)
    if !empty(l:found)
      return fnamemodify(l:found, ':h:h')
    endif
  endfor
  return fnamemodify(bufname(a:buffer), ':p:h')
endfunction

for s:language in ['yaml', 'python', 'dockerfile', 'json', 'toml', 'requirements', 'terraform', 'cfg', 'dosini']
  call ale#linter#Define(s:language, {
  \ 'name': 'airlint',
  \ 'lsp': 'stdio',
  \ 'executable': 'airlint',
  \ 'command': '%e lsp',
  \ 'language': s:language,
  \ 'project_root': function('AirlintProject'),
  \})
endfor

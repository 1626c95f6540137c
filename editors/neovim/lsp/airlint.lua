-- airlint for Neovim 0.11 and later. Put this file into ~/.config/nvim/lsp/, then say in init.lua:
--
--   vim.lsp.enable('airlint')
--
-- Tested: tests/editors/neovim.
return {
  cmd = { 'airlint', 'lsp' },
  filetypes = {
    'yaml', 'yaml.docker-compose', 'yaml.helm-values', 'helm', 'json', 'jsonc', 'python', 'dockerfile', 'requirements',
    -- Files of variables (.env) are `sh` before Neovim 0.12.
    'toml', 'terraform', 'hcl', 'cfg', 'dosini', 'env', 'sh',
  },
  root_markers = { 'airlint.toml', '.astro', 'airflow.cfg', '.git' },
  settings = {
    airlint = { minSeverity = 'hint' },
  },
}

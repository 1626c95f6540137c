-- What a user does in Neovim; run.sh starts it in a project.
local start = vim.uv.hrtime()

local function say(...)
  io.stdout:write(string.format('%5.0f ms  ', (vim.uv.hrtime() - start) / 1e6), string.format(...), '\n')
end

-- Waits until `is_so` gives something, and gives it.
local function wait(what, is_so)
  local found
  local ok = vim.wait(60000, function()
    found = is_so()
    return found
  end, 10)
  if not ok then
    error(what .. ': it did not happen', 2)
  end
  say('%s', what)
  return found
end

-- The rules that report in a buffer, in order.
local function rules(buffer)
  local found = vim.tbl_map(function(it) return it.code end, vim.diagnostic.get(buffer))
  table.sort(found)
  return table.concat(found, ' ')
end

local function request(method, buffer, more)
  local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(0, 'utf-16'), more or {})
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'airlint' })[1]
  local answer = assert(client:request_sync(method, params, 60000, buffer), method .. ' was not answered')
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

vim.cmd('filetype plugin on')
vim.opt.runtimepath:prepend(vim.env.AIRLINT_NEOVIM)
vim.lsp.enable('airlint')

vim.cmd.edit('deployments/prod.yaml')
local prod = vim.api.nvim_get_current_buf()
local client = wait('the server is attached', function()
  return vim.lsp.get_clients({ bufnr = prod, name = 'airlint' })[1]
end)
assert(client.initialized ~= false)
wait('executor-case is found', function() return rules(prod) == 'executor-case' end)
local finding = vim.diagnostic.get(prod)[1]
assert(finding.lnum == 7 and finding.col == 14 and finding.end_col == 20, vim.inspect(finding))
assert(finding.severity == vim.diagnostic.severity.WARN and finding.source == 'airlint', vim.inspect(finding))

vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
assert(request('textDocument/hover', prod).contents.value:find('CELERY'), 'the hover says nothing of CELERY')
say('the hover is there')

vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred end })
wait('the fix is applied', function()
  return vim.api.nvim_buf_get_lines(prod, 7, 8, true)[1] == '    executor: CELERY # café team 𝔸'
end)
wait('the finding is gone', function() return rules(prod) == '' end)
vim.cmd.write()

vim.cmd.edit('dags/train.py')
local dag = vim.api.nvim_get_current_buf()
wait('the DAG has no fault', function() return vim.lsp.get_clients({ bufnr = dag, name = 'airlint' })[1] and rules(dag) == '' end)
vim.fn.search('"ml"')
vim.cmd.normal({ 'l', bang = true })
local target = request('textDocument/definition', dag)
assert(vim.endswith((target[1] or target).targetUri or (target[1] or target).uri, 'deployments/prod.yaml'), vim.inspect(target))
say('the queue is defined in the deployment')

-- Names of queues are offered where a task names one.
local offered = request('textDocument/completion', dag, { context = { triggerKind = 1 } })
local names = vim.tbl_map(function(it) return it.label end, offered.items or offered)
assert(vim.tbl_contains(names, 'default') and vim.tbl_contains(names, 'ml'), vim.inspect(names))
say('the queues are offered')

-- Unsaved, in another file.
local line = vim.fn.match(vim.api.nvim_buf_get_lines(prod, 0, -1, true), 'name: ml')
vim.api.nvim_buf_set_lines(prod, line, line + 1, true, { '    - name: gpu' })
wait('the DAG lights up', function() return rules(dag) == 'unknown-queue' end)
vim.api.nvim_buf_set_lines(prod, line, line + 1, true, { '    - name: ml' })
wait('and is right again', function() return rules(dag) == '' end)

vim.lsp.buf.rename('gpu')
wait('the queue is renamed in both files', function()
  return vim.api.nvim_buf_get_lines(prod, line, line + 1, true)[1] == '    - name: gpu'
    and table.concat(vim.api.nvim_buf_get_lines(dag, 0, -1, true)):find('queue="gpu"', 1, true)
end)
wait('without a fault', function() return rules(dag) == '' and rules(prod) == '' end)

client:stop()
wait('the server is gone', function() return client:is_stopped() end)
vim.cmd('qa!')

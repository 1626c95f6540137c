// What VS Code holds when airlint is installed and a project is open.
const assert = require('assert'), fs = require('fs'), path = require('path'), vscode = require('vscode');
const { behind, codes, found, hovers, offered, open, replace, revert, run, until, uri } = require('./checks');

const airlint = () => vscode.extensions.getExtension('airlint.airlint');
const execute = (command, ...args) => vscode.commands.executeCommand(command, ...args);
const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.label);

exports.run = () => run({
  'it starts by itself, with the program inside it': async () => {
    const { running } = await until('the extension is active', () => airlint().isActive && airlint().exports);
    const program = await until('the server runs', running);
    assert.equal(program.from, 'the extension');
    assert.ok(program.path.startsWith(airlint().extensionPath), program.path);
  },
  'a finding, where it is': async () => {
    const prod = await open('deployments/prod.yaml');
    await until('executor-case is found', () => codes(prod) === 'executor-case');
    const [finding] = found(prod);
    assert.equal(prod.getText(finding.range), 'celery');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(finding.code.target.path.endsWith('executor_case.md'), String(finding.code.target));
  },
  'findings of files that are not open': async () => {
    const prod = await open('deployments/prod.yaml');
    await replace(prod, 'name: ml', 'name: gpu');
    const elsewhere = () => vscode.languages.getDiagnostics(uri('dags/train.py')).map((it) => it.code.value).join(' ');
    await until('the DAG has a finding', () => elsewhere() === 'unknown-queue');
    await replace(prod, 'name: gpu', 'name: ml');
    await until('and none any more', () => elsewhere() === '');
  },
  'a fix is offered and does what it says': async () => {
    const prod = await open('deployments/prod.yaml');
    await until('executor-case is found', () => codes(prod) === 'executor-case');
    const actions = await execute('vscode.executeCodeActionProvider', prod.uri, found(prod)[0].range, 'quickfix', 10);
    const preferred = actions.find((it) => it.isPreferred);
    assert.ok(preferred, actions.map((it) => it.title).join('; '));
    assert.ok(await vscode.workspace.applyEdit(preferred.edit));
    assert.ok(prod.getText().includes('executor: CELERY # café team 𝔸'));
    await until('the finding is gone', () => codes(prod) === '');
    await replace(prod, 'CELERY', 'celery');
    await until('and comes again', () => codes(prod) === 'executor-case');
  },
  'fix all': async () => {
    const prod = await open('deployments/prod.yaml');
    await execute('airlint.fixAll');
    assert.ok(prod.getText().includes('executor: CELERY'));
    await until('no finding is left', () => codes(prod) === '');
    assert.ok(await prod.save());
  },
  'a hover': async () => {
    const prod = await open('deployments/prod.yaml');
    const texts = await hovers(prod, behind(prod, 'executo'));
    assert.equal(texts.length, 1, texts.join('\n---\n'));
    assert.ok(/executor/i.test(texts[0]), texts[0]);
  },
  'completion of keys and of queues': async () => {
    const prod = await open('deployments/prod.yaml');
    await replace(prod, '    scheduler_size: SMALL\n', '    scheduler_size: SMALL\n    \n');
    const keys = await offered(prod, behind(prod, 'scheduler_size: SMALL\n    '));
    assert.ok(keys.includes('description'), keys.join(' '));
    assert.equal(new Set(keys).size, keys.length, 'twice');
    await replace(prod, '    scheduler_size: SMALL\n    \n', '    scheduler_size: SMALL\n');
    const dag = await open('dags/train.py');
    const queues = await offered(dag, behind(dag, 'queue="'));
    assert.ok(queues.includes('ml') && queues.includes('default'), queues.join(' '));
  },
  'from the DAG to the deployment, and back': async () => {
    const dag = await open('dags/train.py');
    const [target] = await execute('vscode.executeDefinitionProvider', dag.uri, behind(dag, 'queue="m'));
    assert.ok((target.targetUri ?? target.uri).path.endsWith('deployments/prod.yaml'));
    const references = await execute('vscode.executeReferenceProvider', dag.uri, behind(dag, 'queue="m'));
    assert.deepEqual(new Set(references.map((it) => path.basename(it.uri.path))), new Set(['prod.yaml', 'report.yml', 'train.py']));
  },
  'a rename over all files': async () => {
    const dag = await open('dags/train.py');
    const edit = await execute('vscode.executeDocumentRenameProvider', dag.uri, behind(dag, 'queue="m'), 'gpu');
    assert.equal(edit.size, 3);
  },
  'lenses show their places': async () => {
    const prod = await open('deployments/prod.yaml');
    const lenses = await execute('vscode.executeCodeLensProvider', prod.uri, 100);
    const commands = lenses.map((it) => it.command?.command);
    assert.ok(commands.includes('airlint.showReferences'), JSON.stringify(lenses.map((it) => it.command)));
  },
  'each command of the palette is there': async () => {
    const known = await vscode.commands.getCommands(true);
    for (const { command } of airlint().packageJSON.contributes.commands) assert.ok(known.includes(command), command);
  },
  'a rule is explained': async () => {
    await execute('airlint.explainRule', 'unknown-queue');
    await until('its document is shown', () => tabs().some((it) => it.includes('unknown-queue')));
  },
  'the project is shown': async () => {
    await execute('airlint.showProject');
    await until('its document is shown', () => tabs().some((it) => it.includes('airlint project')));
  },
  'a worker queue is added': async () => {
    const prod = await open('deployments/prod.yaml');
    assert.equal(await execute('airlint.addQueue', { deployment: prod.uri.toString(), name: 'reports', workerType: 'A5' }), true);
    assert.ok(/- name: reports\n\s+worker_type: A5/.test(prod.getText()), prod.getText());
    await revert(prod);
  },
  'settings count at once': async () => {
    const dag = await open('dags/train.py');
    await replace(dag, 'queue="ml"', 'queue="lm"');
    await until('unknown-queue is found', () => codes(dag) === 'unknown-queue');
    const settings = vscode.workspace.getConfiguration('airlint');
    await settings.update('ignore', ['unknown-queue'], vscode.ConfigurationTarget.Workspace);
    await until('it is left out', () => codes(dag) === '');
    await settings.update('ignore', undefined, vscode.ConfigurationTarget.Workspace);
    await until('it is found again', () => codes(dag) === 'unknown-queue');
    await revert(dag);
  },
  'a newer airlint of the project is run': async () => {
    const bin = uri('.venv/bin').fsPath, own = airlint().exports.running().path;
    fs.mkdirSync(bin, { recursive: true });
    const script = `#!/bin/sh\n[ "$1" = --version ] && echo airlint 99.0.0 && exit\nexec '${own}' "$@"\n`;
    fs.writeFileSync(path.join(bin, 'airlint'), script, { mode: 0o755 });
    await execute('airlint.restart');
    assert.deepEqual(airlint().exports.running(), { path: path.join(bin, 'airlint'), version: '99.0.0', from: '.venv of the project' });
    const prod = await open('deployments/prod.yaml');
    await replace(prod, 'CELERY', 'celery');
    await until('it finds', () => codes(prod) === 'executor-case');
    await revert(prod);
    fs.rmSync(uri('.venv').fsPath, { recursive: true });
  },
  'a program that is none is told, and mended by the setting': async () => {
    const settings = vscode.workspace.getConfiguration('airlint');
    await settings.update('path', '/bin/true', vscode.ConfigurationTarget.Global);
    await until('nothing runs', () => !airlint().exports.running());
    await settings.update('path', undefined, vscode.ConfigurationTarget.Global);
    await execute('airlint.restart');
    assert.equal(airlint().exports.running().from, 'the extension');
    const prod = await open('deployments/prod.yaml');
    await until('the server is there', async () => (await hovers(prod, behind(prod, 'executo'))).length === 1);
  },
});

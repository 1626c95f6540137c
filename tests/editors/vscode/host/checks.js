// Runs checks one after the other and writes what came out for host.js.
const assert = require('assert'), fs = require('fs'), vscode = require('vscode');

const folder = () => vscode.workspace.workspaceFolders[0].uri;
exports.uri = (path) => vscode.Uri.joinPath(folder(), path);

/** Waits until `work` gives something, and gives it. */
exports.until = async (what, work, patience = 20_000) => {
  const start = Date.now();
  let last;
  while (Date.now() - start < patience) {
    const found = await Promise.resolve().then(work).catch((error) => void (last = error));
    if (found) return found;
    await new Promise((then) => setTimeout(then, 50));
  }
  const all = vscode.languages.getDiagnostics().flatMap(([uri, found]) => found.map((it) => `${uri.path.split('/').pop()}: ${it.message}`));
  throw new Error(`${what}: it did not happen${last ? ` (${last.message})` : ''}; findings: ${all.join('; ')}`);
};

exports.open = async (path) => {
  const document = await vscode.workspace.openTextDocument(exports.uri(path));
  await vscode.window.showTextDocument(document);
  return document;
};

/** The position behind a text. */
exports.behind = (document, text) => {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not in ${document.uri.path}`);
  return document.positionAt(offset + text.length);
};

exports.found = (document) => vscode.languages.getDiagnostics(document.uri).filter((it) => it.source === 'airlint');
exports.codes = (document) => exports.found(document).map((it) => it.code.value ?? it.code).sort().join(' ');

exports.hovers = async (document, position) => {
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position);
  return hovers.map((it) => it.contents.map((part) => part.value ?? part).join('\n')).filter(Boolean);
};

exports.offered = async (document, position) => {
  const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', document.uri, position);
  return list.items.map((it) => it.label.label ?? it.label);
};

exports.replace = async (document, old, text) => {
  const edit = new vscode.WorkspaceEdit(), end = exports.behind(document, old);
  edit.replace(document.uri, new vscode.Range(document.positionAt(document.offsetAt(end) - old.length), end), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
};

/** Brings a document back to what is on disk. */
exports.revert = async (document) => {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await exports.until(`${document.uri.path} is as on disk`, () => !document.isDirty && document.getText() === fs.readFileSync(document.uri.fsPath, 'utf8'));
};

exports.run = async (checks) => {
  const result = { version: vscode.version, passed: [], failed: [] };
  const only = new RegExp(process.env.ONLY ?? '');
  for (const [name, check] of Object.entries(checks).filter(([name]) => only.test(name))) {
    const start = Date.now();
    try {
      await check();
      result.passed.push(`${name} (${Date.now() - start} ms)`);
    } catch (error) {
      result.failed.push(`${name}: ${error.stack ?? error}`);
    }
  }
  fs.writeFileSync(`${folder().fsPath}.result.part`, JSON.stringify(result, null, 1));
  fs.renameSync(`${folder().fsPath}.result.part`, `${folder().fsPath}.result.json`);
};

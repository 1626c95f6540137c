// A workspace with files of promising names and nothing for airlint in them.
const assert = require('assert'), fs = require('fs'), vscode = require('vscode');
const { codes, run, until, uri } = require('./checks');

exports.run = () => run({
  'no server runs where there is nothing to check': async () => {
    const airlint = await until('the extension is active', () => {
      const it = vscode.extensions.getExtension('airlint.airlint');
      return it.isActive && it;
    });
    assert.equal(airlint.exports.running(), undefined);
    await vscode.workspace.openTextDocument(uri('values.yaml'));
    await new Promise((then) => setTimeout(then, 1000));
    assert.equal(airlint.exports.running(), undefined);
  },
  'it starts with the first file that is for airlint': async () => {
    const text = 'deployment:\n  configuration:\n    name: a\n    executor: celery\n  worker_queues: []\n';
    fs.writeFileSync(uri('deployments/airflow.yaml').fsPath, text);
    const document = await vscode.workspace.openTextDocument(uri('deployments/airflow.yaml'));
    await until('executor-case is found', () => codes(document).includes('executor-case'));
  },
});

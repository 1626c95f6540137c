// Which side answers where Red Hat's YAML server runs in the same window, with a schema bound to every file.
const assert = require('assert'), vscode = require('vscode');
const { behind, codes, hovers, offered, open, replace, revert, run, until } = require('./checks');

exports.run = () => run({
  "elsewhere Red Hat's server answers": async () => {
    const other = await open('other.yaml');
    const texts = await until('its hover is there', async () => {
      const texts = await hovers(other, behind(other, 'colo'));
      return texts.length && texts;
    }, 40_000);
    assert.deepEqual([texts.length, texts[0].includes('COLOR-OF-THE-SCHEMA')], [1, true], texts.join('\n---\n'));
    const keys = await offered(other, behind(other, 'color: red\n'));
    assert.ok(keys.includes('shape'), keys.join(' '));
  },
  'in a deployment file only airlint completes': async () => {
    const prod = await open('deployments/prod.yaml');
    await until('airlint has looked', () => codes(prod) === 'executor-case');
    await replace(prod, '    scheduler_size: SMALL\n', '    scheduler_size: SMALL\n    \n');
    const at = behind(prod, 'scheduler_size: SMALL\n    ');
    const keys = await until('keys are offered', async () => {
      const keys = await offered(prod, at);
      return keys.includes('description') && keys;
    });
    assert.equal(new Set(keys).size, keys.length, `twice: ${keys.join(' ')}`);
    assert.ok(!keys.includes('key_of_the_schema'), keys.join(' '));
    await revert(prod);
  },
  'and only airlint explains': async () => {
    const prod = await open('deployments/prod.yaml');
    const texts = await hovers(prod, behind(prod, 'scheduler_siz'));
    assert.equal(texts.length, 1, texts.join('\n---\n'));
    assert.ok(!texts[0].includes('OF-THE-SCHEMA'), texts[0]);
  },
  'and only airlint judges': async () => {
    const prod = await open('deployments/prod.yaml');
    const sources = vscode.languages.getDiagnostics(prod.uri).map((it) => it.source);
    assert.deepEqual(sources, ['airlint']);
  },
  'in a DAG file in YAML as well': async () => {
    const dag = await open('dags/report.yml');
    const texts = await until('a hover is there', async () => {
      const texts = await hovers(dag, behind(dag, 'queue: m'));
      return texts.length && texts;
    });
    assert.equal(texts.length, 1, texts.join('\n---\n'));
    assert.ok(!texts[0].includes('OF-THE-SCHEMA'), texts[0]);
  },
});

// What a user does in VS Code, with keyboard and mouse: node user.js FOLDER SCREENSHOTS.
const assert = require('assert'), fs = require('fs'), path = require('path');
const { browser } = require('./browser');

const [folder, shots] = process.argv.slice(2);
const read = (file) => fs.readFileSync(path.join(folder, file), 'utf8');
const start = Date.now();
const say = (what) => console.log(`  ${((Date.now() - start) / 1000).toFixed(1)} s  ${what}`);

(async () => {
  fs.rmSync(shots, { recursive: true, force: true });
  fs.mkdirSync(shots, { recursive: true });
  const { page, close } = await browser();
  page.setDefaultTimeout(30_000);
  const shot = (name) => page.screenshot({ path: `${shots}/${name}.png` });
  const keys = page.keyboard;
  const lines = async () => (await page.locator('.monaco-editor .view-line').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  const until = async (what, work) => {
    for (const since = Date.now(); Date.now() - since < 30_000; await page.waitForTimeout(50)) {
      if (await work()) return say(what);
    }
    throw new Error(`${what}: it did not happen`);
  };
  const pick = async (text) => {
    await page.waitForSelector('.quick-input-widget input:visible');
    await keys.type(text, { delay: 15 });
    await page.waitForSelector(`.quick-input-list .monaco-list-row:has-text("${text}")`);
    await page.waitForTimeout(300);
    await keys.press('Enter');
  };
  const open = async (file) => {
    await keys.press('Control+P');
    await pick(file);
    await page.waitForSelector(`.tab.active:has-text("${file}")`);
    await page.waitForSelector('.monaco-editor .view-line');
    say(`${file} is open`);
  };
  const command = async (name) => {
    await keys.press('F1');
    await pick(name);
  };
  const squiggle = '.monaco-editor .squiggly-warning';

  try {
    await page.goto(`${process.env.VSCODE_URL}/?folder=${folder}`, { waitUntil: 'domcontentloaded' });
    await page.waitForSelector('.monaco-workbench', { timeout: 90_000 });
    await page.waitForSelector('.explorer-folders-view .monaco-list-row:has-text("deployments")', { timeout: 60_000 });
    say('VS Code is there');

    await open('prod.yaml');
    await page.waitForSelector(squiggle, { timeout: 60_000 });
    say('the executor is underlined');
    await page.waitForSelector('.statusbar-item:has-text("prod.yaml (celery)")');
    say('the status bar names the deployment and its executor');
    assert.match(await page.locator('.statusbar-item:has-text("prod.yaml (celery)")').innerText(), /\b1\s*$/);

    await page.locator('.monaco-editor .view-line').first().click();
    await keys.press('F8');
    await page.waitForSelector('.marker-widget:has-text("passes the check of the Astro CLI")');
    await page.waitForTimeout(500);
    await shot('finding');
    say('F8 shows the finding');
    await keys.press('Escape');

    await page.waitForSelector('.monaco-editor .codicon-light-bulb, .monaco-editor .codicon-lightbulb-autofix, .monaco-editor [class*="codicon-gutter-lightbulb"]');
    say('the lamp is lit');
    await keys.press('Control+.');
    await page.waitForSelector('.action-widget .monaco-list-row:has-text("Write `CELERY`")');
    await page.waitForTimeout(300);
    await shot('lamp');
    await keys.press('Enter');
    await page.waitForSelector(squiggle, { state: 'detached' });
    say('the fix is applied, and nothing is underlined any more');
    await keys.press('Control+S');
    await until('it is saved', () => read('deployments/prod.yaml').includes('executor: CELERY # café team 𝔸'));

    await open('train.py');
    await page.waitForSelector('.monaco-editor .view-line:has-text("@task")');
    await page.waitForSelector('.statusbar-item:has-text("prod.yaml (CELERY)")');
    await page.locator('.monaco-editor .view-line span:has-text("\\"ml\\"")').last().dblclick();
    await keys.press('Delete');
    await keys.press('Control+Space');
    await page.waitForSelector('.suggest-widget .monaco-list-row:has-text("default")');
    await page.waitForSelector('.suggest-widget .monaco-list-row:has-text("ml")');
    await page.waitForTimeout(500);
    await shot('completion');
    say('the queues of the deployment are offered');
    await keys.type('m');
    await page.waitForTimeout(500);
    await keys.press('Enter');
    await until('the queue is written', async () => (await lines()).includes('queue="ml"'));
    await keys.press('Control+S');

    await page.locator('.monaco-editor .view-line span:has-text("\\"ml\\"")').last().click();
    await keys.press('F12');
    await page.waitForSelector('.tab.active:has-text("prod.yaml")');
    say('F12 leads to the deployment file');
    await page.waitForTimeout(500);
    await shot('definition');

    await command('airlint: Switch Executor');
    await page.waitForSelector('.quick-input-widget:has-text("Executor of prod.yaml, now CELERY")');
    await pick('Kubernetes');
    await page.waitForSelector('.bulk-edit-panel .monaco-list-row:has-text("train.py")');
    await command('View: Toggle Maximized Panel');
    await page.waitForSelector('.bulk-edit-panel .monaco-list-row:has-text("prod.yaml")');
    await page.mouse.move(700, 600);
    await page.waitForTimeout(700);
    await shot('executor');
    say('the changes of both files are shown');
    await command('View: Toggle Maximized Panel');
    await page.locator('.bulk-edit-panel .monaco-button:has-text("Apply")').click();
    await page.waitForSelector('.statusbar-item:has-text("(KUBERNETES)")');
    say('the executor is switched');
    await command('File: Save All Files');
    await until('the deployment file is saved', () => read('deployments/prod.yaml').includes('executor: KUBERNETES # café team 𝔸'));
    await until('the DAG is saved', () => read('dags/train.py').includes('"pod_override": k8s.V1Pod('));
    assert.ok(!read('dags/train.py').includes('queue="ml"') && !read('deployments/prod.yaml').includes('worker_queues'));
    await shot('switched');
    console.log('1 passed, 0 failed');
  } catch (error) {
    console.log(`  NOT ${error.message.split('\n').slice(0, 4).join(' ')}`);
    await shot('failed');
    process.exitCode = 1;
  }
  await close();
})();

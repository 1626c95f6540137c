// Runs checks inside VS Code's extension host: node host.js FOLDER-OF-CHECKS PART WORKSPACE OUT. What they say is in OUT.json.
const fs = require('fs');
const { browser } = require('./browser');

(async () => {
  const [checks, part, workspace, out] = process.argv.slice(2);
  const base = process.env.VSCODE_URL, host = new URL(base).host;
  const result = `${workspace}.result.json`;
  const remote = (path) => `vscode-remote://${host}${path}`;
  const payload = [['extensionDevelopmentPath', remote(checks)], ['extensionTestsPath', remote(`${checks}/${part}.js`)], ['skipWelcome', 'true']];
  const { page, close } = await browser();
  try {
    await page.goto(`${base}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    for (const start = Date.now(); !fs.existsSync(result) && Date.now() - start < 150_000; ) await page.waitForTimeout(100);
    await page.screenshot({ path: `${out}.png` });
    if (!fs.existsSync(result)) throw new Error('the checks did not end');
    fs.copyFileSync(result, `${out}.json`);
    const { passed, failed } = JSON.parse(fs.readFileSync(result, 'utf8'));
    passed.forEach((it) => console.log(`  ok  ${it}`));
    failed.forEach((it) => console.log(`  NOT ${it}`));
    if (failed.length || !passed.length) process.exitCode = 1;
  } catch (error) {
    console.log(`  NOT ${error.message}`);
    process.exitCode = 1;
  }
  await close();
})();

// A Chromium without a screen, and with a profile of its own.
const { execSync } = require('child_process'), fs = require('fs'), os = require('os'), path = require('path');
const { chromium } = require('playwright-core');

exports.browser = async () => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'airlint-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: execSync('command -v chromium', { shell: '/bin/sh' }).toString().trim(),
    headless: true,
    viewport: { width: 1440, height: 760 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const close = async () => {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  };
  return { page, close };
};

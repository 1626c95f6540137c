// Packages the extension with an airlint for one platform inside:
//
//   node build/package.mjs --target linux-x64 --binary ../../target/release/airlint --out airlint-linux-x64.vsix
//
// Targets are vsce's: linux-x64, linux-arm64, linux-armhf, alpine-x64, alpine-arm64, darwin-x64, darwin-arm64, win32-x64,
// win32-arm64. The program has to be built for the target; what is packaged is put together in a folder of its own, so that
// nothing else can get in.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { target: { type: 'string' }, binary: { type: 'string' }, out: { type: 'string' } },
});
const { target, binary, out } = values;
if (!target || !binary || !out) {
  console.error('usage: node build/package.mjs --target TARGET --binary FILE --out FILE');
  process.exit(2);
}

const here = fileURLToPath(new URL('..', import.meta.url));
const root = path.join(here, '..', '..');
const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'airlint-vsix-'));
try {
  for (const name of ['package.json', 'README.md', 'CHANGELOG.md', 'images', 'media']) {
    fs.cpSync(path.join(here, name), path.join(stage, name), { recursive: true });
  }
  fs.rmSync(path.join(stage, 'images', 'icon.svg'));
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) fs.copyFileSync(path.join(root, name), path.join(stage, name));
  execFileSync(process.execPath, [path.join(here, 'build', 'bundle.mjs'), path.join(stage, 'out', 'extension.js')], { stdio: 'inherit' });
  const program = path.join(stage, 'server', target.startsWith('win32') ? 'airlint.exe' : 'airlint');
  fs.mkdirSync(path.dirname(program));
  fs.copyFileSync(binary, program);
  fs.chmodSync(program, 0o755);
  const vsce = path.join(here, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['package', '--target', target, '--no-dependencies', '--skip-license', '--out', path.resolve(out)];
  execFileSync(process.execPath, [vsce, ...options], { cwd: stage, stdio: ['ignore', 'inherit', 'inherit'] });
} finally {
  fs.rmSync(stage, { recursive: true, force: true });
}

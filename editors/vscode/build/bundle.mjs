// Bundles the extension into one file: node build/bundle.mjs [FILE]
import { build } from 'esbuild';

await build({
  entryPoints: [new URL('../src/extension.ts', import.meta.url).pathname],
  outfile: process.argv[2] ?? 'out/extension.js',
  bundle: true,
  platform: 'node',
  target: 'node18',
  format: 'cjs',
  external: ['vscode'],
  minify: true,
  legalComments: 'inline',
  logLevel: 'warning',
});

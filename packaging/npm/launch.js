#!/usr/bin/env node
// Starts the airlint of this platform, which npm has installed beside this package as an optional dependency.
"use strict";

const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
const name = process.platform === "win32" ? "airlint.exe" : "airlint";
let binary;
try {
  binary = require.resolve(`@airlint/${platform}/${name}`);
} catch {
  console.error(`airlint: there is no build for ${platform}, or it was left out: install without --omit=optional`);
  process.exit(2);
}
const run = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`airlint: ${binary} cannot be started: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
}
process.exit(run.status ?? 2);

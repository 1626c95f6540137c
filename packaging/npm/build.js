#!/usr/bin/env node
// Writes npm packages: `node build.js OUT PLATFORM=BINARY…`, with a platform as Node names it, such as linux-x64.
//
// One package, `airlint`, starts the program; one a platform, `@airlint/linux-x64`, carries it. npm installs the one whose
// `os` and `cpu` are those of the machine. Names and version are those of Cargo.toml.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"];

const root = path.join(__dirname, "..", "..");
const manifest = fs.readFileSync(path.join(root, "Cargo.toml"), "utf8");
const field = (name) => manifest.match(new RegExp(`^${name} = "(.*)"$`, "m"))[1];
const shared = {
  version: field("version"),
  description: field("description"),
  license: field("license"),
  repository: { type: "git", url: `git+${field("repository")}.git` },
};

function write(folder, fields, files) {
  fs.mkdirSync(folder, { recursive: true });
  for (const [from, to, mode] of files) {
    fs.copyFileSync(from, path.join(folder, to));
    fs.chmodSync(path.join(folder, to), mode);
  }
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT", "README.md"]) {
    fs.copyFileSync(path.join(root, name), path.join(folder, name));
  }
  fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(fields, null, 2)}\n`);
}

const [out, ...binaries] = process.argv.slice(2);
if (!out || binaries.length === 0) {
  console.error("usage: node build.js OUT PLATFORM=BINARY…");
  process.exit(2);
}
for (const binary of binaries) {
  const [platform, file] = binary.split("=");
  if (!PLATFORMS.includes(platform) || !file) {
    console.error(`${binary}: must be PLATFORM=BINARY, with one of ${PLATFORMS.join(", ")}`);
    process.exit(2);
  }
  const [os, cpu] = platform.split("-");
  const name = os === "win32" ? "airlint.exe" : "airlint";
  const fields = { name: `@airlint/${platform}`, ...shared, os: [os], cpu: [cpu], preferUnplugged: true, files: [name] };
  write(path.join(out, platform), fields, [[file, name, 0o755]]);
}
const optional = Object.fromEntries(PLATFORMS.map((platform) => [`@airlint/${platform}`, shared.version]));
const fields = {
  name: "airlint",
  ...shared,
  keywords: ["airflow", "linter", "astronomer", "celery", "kubernetes"],
  bin: { airlint: "launch.js" },
  engines: { node: ">=16" },
  files: ["launch.js"],
  optionalDependencies: optional,
};
write(path.join(out, "airlint"), fields, [[path.join(__dirname, "launch.js"), "launch.js", 0o755]]);

// Which airlint is run: the one that the settings name; else the newest of the one inside the extension, the one of the
// project's virtual environment, and the one on the PATH.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';

/** A program that answers `--version`. */
export interface Program {
  path: string;
  version: string;
  /** Where it was found, for users. */
  from: string;
}

/** Where to look. */
export interface Places {
  /** The setting `airlint.path`. */
  setting: string;
  /** The extension's own folder. */
  extension: string;
  /** The folders of the workspace, where their programs may be run. */
  folders: string[];
  /** The value of PATH. */
  path: string;
}

const NAME = process.platform === 'win32' ? 'airlint.exe' : 'airlint';
const SCRIPTS = process.platform === 'win32' ? 'Scripts' : 'bin';
const ENVIRONMENTS = ['.venv', 'venv', 'env'];
/** How long a program may take to tell its version. */
const PATIENCE = 10_000;

/** The program to run, and what was found on the way. Throws where there is none. */
export async function choose(places: Places): Promise<{ program: Program; others: Program[] }> {
  if (places.setting) {
    const file = expanded(places.setting, places.folders);
    const version = await versionOf(file);
    if (!version) throw new Error(`airlint.path names ${file}, which is no airlint that can be run`);
    return { program: { path: file, version, from: 'the setting airlint.path' }, others: [] };
  }
  const candidates = [
    { path: path.join(places.extension, 'server', NAME), from: 'the extension' },
    ...places.folders.flatMap((folder) =>
      ENVIRONMENTS.map((name) => ({ path: path.join(folder, name, SCRIPTS, NAME), from: `${name} of the project` })),
    ),
    // A relative entry of PATH is one of the workspace's.
    ...places.path.split(path.delimiter).filter(path.isAbsolute).map((folder) => ({ path: path.join(folder, NAME), from: 'the PATH' })),
  ];
  const there = await Promise.all(candidates.map(async (it) => ({ ...it, version: await versionOf(it.path) })));
  const programs = there.filter((it): it is Program => it.version !== undefined);
  const [first, ...rest] = programs;
  if (!first) {
    throw new Error('there is no airlint: none is inside the extension, in a virtual environment of the project, or on the PATH');
  }
  const program = rest.reduce((best, it) => (compare(it.version, best.version) > 0 ? it : best), first);
  return { program, others: programs.filter((it) => it !== program) };
}

/** Below 0 where `a` is older than `b`, above where it is newer. A pre-release is older than its release. */
export function compare(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference) return difference;
  }
  if (left.stage === right.stage) return 0;
  if (!left.stage || !right.stage) return left.stage ? -1 : 1;
  return left.stage.localeCompare(right.stage, undefined, { numeric: true });
}

function parts(version: string): { numbers: number[]; stage: string } {
  const [release = '', ...stage] = (version.split('+')[0] ?? '').split('-');
  return { numbers: release.split('.').map(Number), stage: stage.join('-') };
}

/** A path of the settings with `~` and `${workspaceFolder}` filled in. */
export function expanded(setting: string, folders: string[]): string {
  const home = setting.replace(/^~(?=[/\\]|$)/, os.homedir());
  return home.replace('${workspaceFolder}', folders[0] ?? '');
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    await fs.access(file, fs.constants.X_OK);
  } catch {
    return undefined;
  }
  return new Promise((resolve) => {
    execFile(file, ['--version'], { timeout: PATIENCE }, (error, out) => {
      resolve(error ? undefined : /^airlint (\d+\.\d+\.\d+\S*)/.exec(out)?.[1]);
    });
  });
}

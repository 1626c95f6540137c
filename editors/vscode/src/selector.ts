// The documents that airlint is shown. It knows files by name and content; the language only decides what is sent.
import type { DocumentFilter } from 'vscode-languageclient/node';

const LANGUAGES = [
  'yaml', 'dockercompose', 'helm', 'json', 'jsonc', 'python', 'dockerfile', 'pip-requirements', 'toml', 'terraform', 'ini', 'dotenv',
];
/** Where VS Code has no language for a name without another extension, or not the same one in each version. */
const PATTERNS = ['**/*.{cfg,tf,tfvars,toml,env}', '**/.env', '**/.env.*', '**/requirements*.txt', '**/Dockerfile*'];

export const SELECTOR: DocumentFilter[] = [
  ...LANGUAGES.flatMap((language) => [{ scheme: 'file', language }, { scheme: 'untitled', language }]),
  ...PATTERNS.map((pattern) => ({ scheme: 'file', pattern })),
];

// Whether there is something to check. VS Code can look for names only; many of ours (`values.yaml`, `Dockerfile`) are also
// the names of files that have nothing to do with Airflow, so those are looked into before a server is started.
import * as vscode from 'vscode';

/** Names that only Airflow, Astro and airlint use. */
const CERTAIN = /(^|\/)(airlint\.toml|(airflow[^/]*|unittests)\.cfg|airflow_settings\.ya?ml|\.astro\/config\.ya?ml)$/;
/** Words of which a file has one where airlint takes something from it. */
const WORDS = /airflow|astronomer|astro-runtime|worker_queues|dagfactory|schedule_interval/i;
/** What is read of a file. */
const MOST_BYTES = 64 * 1024;
/** How many files of a kind of name are looked into. */
const MOST_FILES = 200;

/** Calls `start` once: as soon as a file of the workspace, or one that is opened, is one for airlint. */
export class Occasion implements vscode.Disposable {
  private found = false;
  private readonly patterns: string[];
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(activationEvents: string[], private readonly start: () => unknown) {
    const prefix = 'workspaceContains:';
    this.patterns = activationEvents.filter((it) => it.startsWith(prefix)).map((it) => it.slice(prefix.length));
    this.subscriptions.push(
      vscode.workspace.onDidOpenTextDocument((document) => this.consider(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.consider(document)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.look()),
    );
  }

  /** Looks at the workspace. */
  async look(): Promise<void> {
    vscode.workspace.textDocuments.forEach((document) => this.consider(document));
    for (const pattern of this.patterns) {
      if (this.found) return;
      const files = await vscode.workspace.findFiles(pattern, '**/node_modules/**', MOST_FILES);
      if (files.some((file) => CERTAIN.test(file.path))) return this.take();
      for (const file of files) {
        if (this.found) return;
        if (await mentionsAirflow(file)) return this.take();
      }
    }
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }

  private consider(document: vscode.TextDocument): void {
    if (this.found || document.uri.scheme !== 'file') return;
    const matches = this.patterns.some((pattern) => vscode.languages.match({ pattern }, document) > 0);
    if (!matches && document.languageId !== 'python') return;
    if (CERTAIN.test(document.uri.path) || WORDS.test(document.getText().slice(0, MOST_BYTES))) this.take();
  }

  private take(): void {
    if (this.found) return;
    this.found = true;
    this.start();
  }
}

async function mentionsAirflow(file: vscode.Uri): Promise<boolean> {
  try {
    const bytes = await vscode.workspace.fs.readFile(file);
    return WORDS.test(new TextDecoder().decode(bytes.subarray(0, MOST_BYTES)));
  } catch {
    return false;
  }
}

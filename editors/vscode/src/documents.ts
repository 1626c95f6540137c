// What airlint tells as Markdown, shown beside the code.
import * as vscode from 'vscode';
import type { Server } from './server';

const SCHEME = 'airlint-doc';

export class Documents implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(private readonly server: Server) {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  /** Shows what airlint takes the workspace for. */
  async showProject(): Promise<void> {
    await this.show('/airlint project.md');
  }

  /** Shows the document of a rule. */
  async showRule(name: string): Promise<void> {
    await this.show(`/${name}.md`);
  }

  provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const name = uri.path.slice(1).replace(/\.md$/, '');
    if (name === 'airlint project') return this.server.run<string>('airlint.showProject');
    return this.server.run<string>('airlint.explainRule', { rule: name });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private async show(path: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    this.changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }
}

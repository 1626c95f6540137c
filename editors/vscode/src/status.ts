// The status item: the deployments in force for the open file, and how many findings there are.
import * as vscode from 'vscode';
import type { Deployment, InForce, Server } from './server';

/** How long the editor is left alone after a change. */
const QUIET = 300;

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('airlint.status', vscode.StatusBarAlignment.Right, 90);
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.item.name = 'airlint';
    this.item.command = 'airlint.showProject';
    const soon = () => this.soon();
    this.subscriptions = [
      server.onDidChange(soon),
      vscode.window.onDidChangeActiveTextEditor(soon),
      vscode.languages.onDidChangeDiagnostics(soon),
      vscode.workspace.onDidChangeTextDocument(soon),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.forEach((it) => it.dispose());
    this.item.dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.update(), QUIET);
  }

  private async update(): Promise<void> {
    if (!this.server.isRunning) return this.item.hide();
    const uri = vscode.window.activeTextEditor?.document.uri;
    let inForce: InForce;
    try {
      inForce = await this.server.deployments(uri);
    } catch {
      return; // The server is going; its next state is told.
    }
    const here = uri ? counted(vscode.languages.getDiagnostics(uri)) : 0;
    const everywhere = counted(vscode.languages.getDiagnostics().flatMap(([, found]) => found));
    const [only, ...more] = inForce.deployments;
    const deployment = !only ? 'airlint' : more.length ? `${more.length + 1} deployments` : brief(only);
    this.item.text = `$(server-environment) ${deployment} $(checklist) ${here}`;
    const list = inForce.deployments.map((it) => `- ${brief(it)}${it.queues?.length ? `: ${it.queues.join(', ')}` : ''}`);
    const deployments = list.length ? `In force here:\n\n${list.join('\n')}` : 'No deployment is in force here.';
    const figures = `Findings: ${here} in this file, ${everywhere} in the workspace`;
    this.item.tooltip = new vscode.MarkdownString(`**airlint ${this.server.program?.version ?? ''}**\n\n${deployments}\n\n${figures}`);
    this.item.accessibilityInformation = { label: `airlint: ${deployment}, ${figures}` };
    this.item.show();
  }
}

function brief(deployment: Deployment): string {
  return `${deployment.label} (${deployment.executor ?? 'executor not known'})`;
}

function counted(diagnostics: readonly vscode.Diagnostic[]): number {
  return diagnostics.filter((it) => it.source === 'airlint').length;
}

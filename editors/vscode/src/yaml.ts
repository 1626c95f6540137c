// Beside Red Hat's YAML extension: in the files whose keys airlint knows, only airlint completes and explains them.
//
// That extension asks contributors for the schema of each document before it looks at its settings and catalogues. For
// deployment files and DAG files airlint contributes one that allows everything and says nothing, so no key is offered or
// explained twice. A `# yaml-language-server:` comment in the file still wins.
import * as vscode from 'vscode';
import type { Server } from './server';

const SCHEMA = 'airlint://schema/anything';
const CONTENT = JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', title: 'airlint' });

interface YamlExtension {
  registerContributor(
    scheme: string, requestSchema: (uri: string) => string | undefined, requestContent: (uri: string) => string,
  ): boolean;
}

/** Registers with Red Hat's extension, where it is installed. */
export async function leaveToAirlint(
  context: vscode.ExtensionContext, server: Server, log: vscode.LogOutputChannel,
): Promise<void> {
  const extension = vscode.extensions.getExtension<YamlExtension>('redhat.vscode-yaml');
  if (!extension) return;
  try {
    const yaml = await extension.activate();
    const ours = new Ours(server);
    context.subscriptions.push(ours);
    yaml.registerContributor('airlint', (uri) => (ours.has(uri) ? SCHEMA : undefined), () => CONTENT);
    log.info('deployment files and DAG files in YAML are left to airlint by the extension redhat.vscode-yaml');
  } catch (error) {
    log.warn(`redhat.vscode-yaml could not be told which files are airlint's: ${String(error)}`);
  }
}

/** The YAML documents that airlint explains, kept up to date, because the answer may not wait. */
class Ours implements vscode.Disposable {
  private readonly known = new Map<string, boolean>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly server: Server) {
    const look = (document: vscode.TextDocument) => void this.look(document);
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidSaveTextDocument(look),
      vscode.workspace.onDidCloseTextDocument((document) => this.known.delete(document.uri.toString())),
      server.onDidChange(() => vscode.workspace.textDocuments.forEach(look)),
    ];
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }

  has(uri: string): boolean {
    return this.known.get(vscode.Uri.parse(uri).toString()) ?? false;
  }

  private async look(document: vscode.TextDocument): Promise<void> {
    if (document.languageId !== 'yaml' || !this.server.isRunning) return;
    try {
      const { role, deployments } = await this.server.deployments(document.uri);
      const isDeploymentFile = role === 'deployment' && deployments.some((it) => it.canChange);
      this.known.set(document.uri.toString(), isDeploymentFile || role === 'dags');
    } catch {
      // The server is going; it is asked again when it is back.
    }
  }
}

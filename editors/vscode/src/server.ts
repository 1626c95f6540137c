// The server: which program it is, its start and end, and what it is asked.
import * as vscode from 'vscode';
import {
  type DynamicFeature, ExecuteCommandRequest, LanguageClient, type LanguageClientOptions, State, type StaticFeature,
} from 'vscode-languageclient/node';
import { choose, type Program } from './program';
import { SELECTOR } from './selector';

/** A deployment, as `airlint.deployments` tells it. */
export interface Deployment {
  label: string;
  uri: string;
  executor: string | null;
  queues: string[] | null;
  canChange: boolean;
}

/** What `airlint.deployments` tells of a file. */
export interface InForce {
  role: 'deployment' | 'dags' | 'other' | null;
  deployments: Deployment[];
}

/** VS Code's client, but for the commands: those are the extension's own, which live on when the server does not. */
class Client extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = 'registrationType' in feature ? feature.registrationType.method : undefined;
    if (method !== ExecuteCommandRequest.method) super.registerFeature(feature);
  }
}

export class Server implements vscode.Disposable {
  /** The program that runs. */
  program: Program | undefined;
  private client: Client | undefined;
  private starting: Promise<void> | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  /** Told when the server has come or gone. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly context: vscode.ExtensionContext, private readonly log: vscode.LogOutputChannel) {
    this.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (this.client && event.affectsConfiguration('airlint.path')) void this.restart();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.client && void this.restart()),
    );
  }

  get isRunning(): boolean {
    return this.client?.state === State.Running;
  }

  /** The client's translation of what the server sends. */
  get converter() {
    return this.client?.protocol2CodeConverter;
  }

  /** Starts the server where it does not run. */
  async start(): Promise<void> {
    this.starting ??= this.launch().finally(() => (this.starting = undefined));
    await this.starting;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.program = undefined;
    // A server that failed to start, or is on its way, cannot be stopped in order.
    await client?.dispose().catch((error: unknown) => this.log.warn(`airlint did not stop in order: ${String(error)}`));
    this.changed.fire();
  }

  /** Has the server run one of its commands. */
  async run<T>(command: string, argument?: object): Promise<T> {
    await this.start();
    if (!this.client) throw new Error('airlint does not run; its output says why');
    return this.client.sendRequest<T>(ExecuteCommandRequest.method, { command, arguments: argument ? [argument] : [] });
  }

  /** The deployments that concern a document, or all of them. */
  deployments(uri?: vscode.Uri): Promise<InForce> {
    return this.run<InForce>('airlint.deployments', uri ? { uri: uri.toString() } : {});
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }

  private async launch(): Promise<void> {
    if (this.client?.state === State.Running) return;
    if (this.client) await this.stop();
    const program = await this.chosen();
    if (!program) return;
    // Without a transport the client speaks over standard input and output, and adds no argument of its own.
    const server = { command: program.path, args: ['lsp'] };
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: this.log,
      diagnosticCollectionName: 'airlint',
      diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
    };
    const client = new Client('airlint', 'airlint', server, options);
    client.registerFeature({
      fillClientCapabilities: (capabilities) => {
        capabilities.experimental = { ...capabilities.experimental, commands: { commands: ['airlint.showReferences'] } };
      },
      getState: () => ({ kind: 'static' }),
      initialize: () => {},
      clear: () => {},
    });
    client.onDidChangeState(() => this.changed.fire());
    this.client = client;
    this.program = program;
    await client.start();
  }

  private async chosen(): Promise<Program | undefined> {
    // Programs that a folder brings along are run only where its user trusts it.
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    try {
      const { program, others } = await choose({
        setting: vscode.workspace.getConfiguration('airlint').get<string>('path', ''),
        extension: this.context.extensionPath,
        folders: folders.map((folder) => folder.uri.fsPath),
        path: process.env['PATH'] ?? '',
      });
      this.log.info(`airlint ${program.version} of ${program.from}: ${program.path}`);
      others.forEach((it) => this.log.info(`not run: airlint ${it.version} of ${it.from}: ${it.path}`));
      return program;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.log.error(message);
      void vscode.window.showErrorMessage(`airlint cannot be started: ${message}`, 'Open Settings').then((answer) => {
        if (answer) void vscode.commands.executeCommand('workbench.action.openSettings', 'airlint.path');
      });
      return undefined;
    }
  }
}

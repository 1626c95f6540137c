// The commands of the palette, and those that airlint's actions and lenses call.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient/node';
import type { Documents } from './documents';
import { pickDeployment } from './pick';
import { apply, type Change, preview } from './preview';
import type { Server } from './server';

const EXECUTORS = [
  { label: 'Celery', executor: 'celery', detail: 'Workers that stay, in queues of one machine type each' },
  { label: 'Kubernetes', executor: 'kubernetes', detail: 'A pod for each task, with its own resources' },
  { label: 'Astro', executor: 'astro', detail: 'Agents of Astro, with worker queues; Airflow 3 and later' },
];

interface Rule {
  name: string;
  category: string;
  severity: string;
  summary: string;
}

export function registerCommands(
  context: vscode.ExtensionContext, server: Server, documents: Documents, log: vscode.LogOutputChannel,
): void {
  const register = (name: string, work: (...args: never[]) => unknown) => {
    const told = async (...args: never[]) => {
      try {
        return await work(...args);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(`${name}: ${message}`);
        void vscode.window.showErrorMessage(`airlint: ${message}`);
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(`airlint.${name}`, told));
  };
  register('restart', () => server.restart());
  register('showOutput', () => log.show());
  register('showProject', () => documents.showProject());
  register('explainRule', (rule?: string) => explainRule(server, documents, rule));
  register('fixAll', () => fixAll(server));
  register('fixAllInWorkspace', async () => preview(server, await server.run<Change>('airlint.applyFixAll', { apply: false })));
  register('switchExecutor', (asked?: { deployment?: string; executor?: string }) => switchExecutor(server, asked ?? {}));
  register('addQueue', (asked?: { deployment?: string; name?: string; workerType?: string }) => addQueue(server, asked ?? {}));
  register('showReferences', (uri: string, position: Position, places: Location[]) => showReferences(server, uri, position, places));
  // What code actions carry.
  register('applyAction', (action: object) => server.run('airlint.applyAction', action));
  register('showNotes', (notes: string) => void vscode.window.showWarningMessage(notes));
}

async function fixAll(server: Server): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (!uri) throw new Error('no file is open');
  const { title, notes, applied } = await server.run<Change & { applied: boolean }>('airlint.applyFixAll', { uri: uri.toString() });
  if (!applied) void vscode.window.showInformationMessage(`airlint: ${title}: nothing to fix. ${notes.join(' ')}`.trim());
}

async function switchExecutor(server: Server, asked: { deployment?: string; executor?: string }): Promise<boolean | undefined> {
  const deployment = await pickDeployment(server, asked.deployment);
  if (!deployment) return undefined;
  const title = `Executor of ${deployment.label}, now ${deployment.executor ?? 'not known'}`;
  const executor = asked.executor ?? (await vscode.window.showQuickPick(EXECUTORS, { title, matchOnDetail: true }))?.executor;
  if (!executor) return undefined;
  const change = await server.run<Change>('airlint.switchExecutor', { deployment: deployment.uri, executor, apply: false });
  return preview(server, change);
}

async function addQueue(
  server: Server, asked: { deployment?: string; name?: string; workerType?: string },
): Promise<boolean | undefined> {
  const deployment = await pickDeployment(server, asked.deployment);
  if (!deployment) return undefined;
  const title = `New worker queue of ${deployment.label}`;
  const taken = deployment.queues ?? [];
  const name = asked.name ?? (await vscode.window.showInputBox({
    title,
    prompt: 'Its name, as tasks write it in queue=',
    validateInput: (text) => (taken.includes(text) ? `${deployment.label} has a queue ${text} already` : undefined),
  }));
  if (!name) return undefined;
  const workerType = asked.workerType ?? (await vscode.window.showInputBox({ title, prompt: 'Its worker type; empty for that of the queue default' }));
  if (workerType === undefined) return undefined;
  const wanted = { deployment: deployment.uri, name, ...(workerType ? { workerType } : {}), apply: false };
  const change = await server.run<Change>('airlint.addQueue', wanted);
  const changes = await apply(server, change);
  if (!changes) return false;
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(deployment.uri));
  const last = changes.get(editor.document.uri).at(-1);
  if (last) editor.revealRange(last.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  if (change.notes.length) void vscode.window.showWarningMessage(change.notes.join('\n'));
  return true;
}

async function explainRule(server: Server, documents: Documents, named?: string): Promise<void> {
  const name = named ?? (await pickRule(server));
  if (name) await documents.showRule(name);
}

async function pickRule(server: Server): Promise<string | undefined> {
  await server.start();
  if (!server.program) throw new Error('airlint does not run; its output says why');
  const { stdout } = await promisify(execFile)(server.program.path, ['rules', '--format', 'json'], { maxBuffer: 64 * 1024 * 1024 });
  const rules = JSON.parse(stdout) as Rule[];
  const here = new Set(rulesHere());
  const item = (rule: Rule) => ({ label: rule.name, description: `${rule.category}, ${rule.severity}`, detail: rule.summary });
  const [found, others] = [rules.filter((it) => here.has(it.name)), rules.filter((it) => !here.has(it.name))];
  const heading = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: vscode.QuickPickItem[] = found.length
    ? [heading('found in this file'), ...found.map(item), heading('all others'), ...others.map(item)]
    : others.map(item);
  const picked = await vscode.window.showQuickPick(items, { title: 'Explain a rule', matchOnDescription: true, matchOnDetail: true });
  return picked?.label;
}

/** The rules that report in the open file. */
function rulesHere(): string[] {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const found = uri ? vscode.languages.getDiagnostics(uri).filter((it) => it.source === 'airlint') : [];
  return found.map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

async function showReferences(server: Server, uri: string, position: Position, places: Location[]): Promise<void> {
  const to = server.converter;
  if (!to) return;
  await vscode.commands.executeCommand(
    'editor.action.showReferences', to.asUri(uri), to.asPosition(position), places.map((place) => to.asLocation(place)),
  );
}

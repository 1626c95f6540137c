// Starts airlint where there is something to check, and connects VS Code's surface with it.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Documents } from './documents';
import { Occasion } from './occasion';
import { Server } from './server';
import { StatusItem } from './status';
import { leaveToAirlint } from './yaml';

let server: Server | undefined;

/** What other extensions and the tests are given. */
export interface Api {
  /** The program that runs, once it does. */
  running(): { path: string; version: string; from: string } | undefined;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel('airlint', { log: true });
  const running = (server = new Server(context, log));
  const documents = new Documents(running);
  const status = new StatusItem(running);
  context.subscriptions.push(log, running, documents, status);
  registerCommands(context, running, documents, log);
  void leaveToAirlint(context, running, log);

  const start = () => running.start().catch((error) => log.error(String(error)));
  const occasion = new Occasion(context.extension.packageJSON.activationEvents, start);
  context.subscriptions.push(occasion);
  await occasion.look();
  return { running: () => running.program };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

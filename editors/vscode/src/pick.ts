// Which deployment a command is about.
import * as vscode from 'vscode';
import type { Deployment, Server } from './server';

/** The deployment that is named; else the one that is open, the only one, or the one that the user picks. */
export async function pickDeployment(server: Server, named?: string): Promise<Deployment | undefined> {
  const { deployments } = await server.deployments();
  const all = deployments.filter((it) => it.canChange);
  if (all.length === 0) throw new Error('there is no Astro deployment file in the workspace');
  const wanted = named ? vscode.Uri.parse(named).toString() : undefined;
  const found = all.find((it) => vscode.Uri.parse(it.uri).toString() === wanted);
  if (found) return found;
  if (named) throw new Error(`${named} describes no deployment`);
  if (all.length === 1) return all[0];
  const open = vscode.window.activeTextEditor?.document.uri.toString();
  const items = all.map((deployment) => ({
    label: deployment.label,
    description: deployment.executor ?? 'executor not known',
    detail: vscode.workspace.asRelativePath(vscode.Uri.parse(deployment.uri)),
    deployment,
  }));
  // What is open comes first, and so is what Enter takes.
  const isOpen = (it: Deployment) => vscode.Uri.parse(it.uri).toString() === open;
  items.sort((a, b) => Number(isOpen(b.deployment)) - Number(isOpen(a.deployment)));
  const title = 'Which deployment?';
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true }))?.deployment;
}

// Changes that a command has worked out: made at once, or shown before.
import * as vscode from 'vscode';
import type { AnnotatedTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageclient/node';
import type { Server } from './server';

/** What the server's commands that change files give back. */
export interface Change {
  title: string;
  notes: string[];
  edit?: WorkspaceEdit;
}

/** The name of what is changed in a preview, and of what makes VS Code show one. */
const [CHANGE, LOOK] = ['change', 'look'];

/**
 * Shows a change in the Refactor Preview, where the user applies it or not; `false` where it is not applied.
 *
 * VS Code shows a preview only where an edit asks for confirmation, and does not tick edits that do. So that one press on
 * Apply is enough, an edit of nothing asks, and the others are ticked.
 */
export async function preview(server: Server, change: Change): Promise<boolean> {
  const documents = plain(change);
  const first = documents[0];
  if (!first) {
    void vscode.window.showInformationMessage(`airlint: nothing to change. ${change.notes.join(' ')}`.trim());
    return false;
  }
  const named = documents.map((it) => ({ ...it, edits: it.edits.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: CHANGE })) }));
  const start = { line: 0, character: 0 };
  const nothing: AnnotatedTextEdit = { range: { start, end: start }, newText: '', annotationId: LOOK };
  const edit = await server.converter?.asWorkspaceEdit({
    changeAnnotations: {
      [LOOK]: { label: 'Look at each change, then press Apply', needsConfirmation: true },
      [CHANGE]: { label: change.title, needsConfirmation: false, description: change.notes.join('\n') || undefined },
    },
    documentChanges: [{ textDocument: first.textDocument, edits: [nothing] }, ...named],
  });
  if (!edit) return false;
  if (change.notes.length) void vscode.window.showWarningMessage(`airlint: ${change.notes.join(' ')}`);
  return vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

/** Makes a change, and gives what was edited; `undefined` where it could not be made. */
export async function apply(server: Server, change: Change): Promise<vscode.WorkspaceEdit | undefined> {
  const edit = await server.converter?.asWorkspaceEdit({ documentChanges: plain(change) });
  return edit && (await vscode.workspace.applyEdit(edit)) ? edit : undefined;
}

/** The edits of a change without what asks for confirmation: the user's command was that. */
function plain(change: Change): (TextDocumentEdit & { edits: TextEdit[] })[] {
  const documents = (change.edit?.documentChanges ?? []).filter((it): it is TextDocumentEdit => 'edits' in it);
  const bare = (edit: TextEdit): TextEdit => ({ range: edit.range, newText: edit.newText });
  return documents.map(({ textDocument, edits }) => ({
    textDocument,
    edits: edits.filter((edit): edit is TextEdit => 'newText' in edit).map(bare),
  }));
}

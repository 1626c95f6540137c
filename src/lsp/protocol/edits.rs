//! Edits of files, for the client to apply.

use super::abilities::Abilities;
use super::convert::range;
use crate::lsp::actions::{FileEdits, Patch};
use crate::lsp::session::Moment;
use crate::lsp::text::Lines;
use crate::rules::Applicability;
use std::collections::HashMap;
use std::sync::Arc;
use tower_lsp::ls_types::{
    AnnotatedTextEdit, ChangeAnnotation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

/// More notes than this are counted, not told.
const MOST_NOTES: usize = 20;

/// The name of the one annotation of an edit.
const ANNOTATION: &str = "airlint";

/// Whether a patch was worked out from the texts of a moment, where the client has them open: others may have been typed
/// since.
pub(super) fn is_current(moment: &Moment, patch: &Patch) -> bool {
    patch.files.iter().all(|file| moment.open(&file.path).is_none_or(|open| open.document.text() == &file.text))
}

/// Edits of files for the client: of a version where it has the file open and takes such, and with an annotation where
/// one is given and it shows those.
fn workspace_edit(
    moment: &Moment,
    files: &[FileEdits],
    annotation: Option<ChangeAnnotation>,
    abilities: &Abilities,
) -> WorkspaceEdit {
    let edits = files.iter().filter_map(|file| Some((file, uri(moment, file)?, text_edits(moment, file, abilities))));
    if !abilities.document_changes {
        let changes: HashMap<Uri, Vec<TextEdit>> = edits.map(|(_, uri, edits)| (uri, edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let annotation = annotation.filter(|_| abilities.annotates_edits);
    let annotated = |text_edit: TextEdit| match annotation {
        Some(_) => OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: ANNOTATION.to_owned() }),
        None => OneOf::Left(text_edit),
    };
    let changes = edits.map(|(file, uri, edits)| {
        let version = moment.open(&file.path).map(|open| open.version);
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        TextDocumentEdit { text_document, edits: edits.into_iter().map(annotated).collect() }
    });
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(changes.collect())),
        change_annotations: annotation.clone().map(|annotation| HashMap::from([(ANNOTATION.to_owned(), annotation)])),
        changes: None,
    }
}

/// What a patch changes. Where it needs a choice or has notes, the client is to show it first.
pub(super) fn patched(moment: &Moment, patch: &Patch, abilities: &Abilities) -> WorkspaceEdit {
    workspace_edit(moment, &patch.files, annotation(patch), abilities)
}

fn annotation(patch: &Patch) -> Option<ChangeAnnotation> {
    let notes = notes(patch);
    (patch.applicability == Applicability::Suggested || notes.is_some()).then(|| ChangeAnnotation {
        label: patch.title.clone(),
        needs_confirmation: Some(true),
        description: notes,
    })
}

/// What a patch cannot do, one line each.
pub(super) fn notes(patch: &Patch) -> Option<String> {
    let mut lines: Vec<String> = patch.notes.iter().take(MOST_NOTES).cloned().collect();
    match patch.notes.len().checked_sub(MOST_NOTES) {
        None | Some(0) => {}
        Some(more) => lines.push(format!("and {more} more")),
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn uri(moment: &Moment, file: &FileEdits) -> Option<Uri> {
    moment.uri(&file.path).parse().ok()
}

fn text_edits(moment: &Moment, file: &FileEdits, abilities: &Abilities) -> Vec<TextEdit> {
    let lines = match moment.open(&file.path) {
        Some(open) => Arc::clone(&open.lines),
        None => Arc::new(Lines::of_disk(Arc::clone(&file.text))),
    };
    let edit = |edit: &crate::fix::TextEdit| TextEdit {
        range: range(&lines, edit.span, abilities.encoding),
        new_text: edit.content.clone(),
    };
    file.edits.iter().map(edit).collect()
}

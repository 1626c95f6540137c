//! What an action changes, worked out.

use crate::fix::{Change, TextEdit};
use crate::rules::Applicability;
use crate::syntax::Span;
use crate::workspace::{Edited, FileTable};
use camino::Utf8PathBuf;
use similar::{DiffOp, TextDiff};
use std::sync::Arc;

/// What an action changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// What it cannot do, or what has to be looked at by hand; each with its place.
    pub notes: Vec<String>,
    /// The files that change, by path.
    pub files: Vec<FileEdits>,
}

impl Patch {
    /// A safe patch that changes nothing.
    pub fn nothing(title: &str) -> Self {
        Self { title: title.to_owned(), applicability: Applicability::Safe, notes: Vec::new(), files: Vec::new() }
    }
}

/// The edits of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdits {
    /// The file, absolute.
    pub path: Utf8PathBuf,
    /// The text that the edits were worked out from: the editor's where it has the file open, else that on disk.
    pub text: Arc<str>,
    /// The edits, in order. They do not overlap.
    pub edits: Vec<TextEdit>,
}

impl FileEdits {
    /// The edits by path.
    pub fn of(edited: Vec<Edited>, files: &FileTable) -> Vec<Self> {
        let edits = |Edited { file, text, edits }| {
            let path = files.absolute(file).to_owned();
            Self { path, text, edits: joined(edits) }
        };
        let mut all: Vec<Self> = edited.into_iter().map(edits).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// A change as edits of the lines that differ.
    pub(super) fn between(change: Change) -> Self {
        let edits = differences(&change.old, &change.new);
        Self { path: change.path, text: change.old.into(), edits }
    }
}

/// The edits in order, with those that touch as one: clients do not agree on what comes first at one place.
fn joined(mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut all: Vec<TextEdit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match all.last_mut() {
            Some(last) if last.span.end == edit.span.start => {
                last.span.end = edit.span.end;
                last.content.push_str(&edit.content);
            }
            _ => all.push(edit),
        }
    }
    all
}

/// The edits that make `new` of `old`: for each run of lines that differ, what differs in it.
fn differences(old: &str, new: &str) -> Vec<TextEdit> {
    let diff = TextDiff::from_lines(old, new);
    let starts = |lines: &mut dyn Iterator<Item = &str>| {
        let mut starts = vec![0];
        let mut at = 0;
        for line in lines {
            at += line.len();
            starts.push(at);
        }
        starts
    };
    let (olds, news) = (starts(&mut diff.iter_old_slices()), starts(&mut diff.iter_new_slices()));
    let bytes = |starts: &[usize], lines: std::ops::Range<usize>| {
        Some(Span::new(*starts.get(lines.start)?, *starts.get(lines.end)?))
    };
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed
        .filter_map(|op| {
            let (from, to) = (bytes(&olds, op.old_range())?, bytes(&news, op.new_range())?);
            Some(narrowed(from, from.of(old), to.of(new)))
        })
        .collect()
}

/// The replacement of `old`, which stands at `span`, by `new`, without what both begin and end with. Parts no line break
/// of two characters.
fn narrowed(span: Span, old: &str, new: &str) -> TextEdit {
    let shared = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let mut head = shared(&mut old.chars().zip(new.chars()));
    if old.get(..head).is_some_and(|head| head.ends_with('\r')) {
        head -= 1;
    }
    let (old, new) = (old.get(head..).unwrap_or(""), new.get(head..).unwrap_or(""));
    let mut tail = shared(&mut old.chars().rev().zip(new.chars().rev()));
    let (kept, same) = old.split_at_checked(old.len() - tail).unwrap_or((old, ""));
    if kept.ends_with('\r') && same.starts_with('\n') {
        tail -= 1;
    }
    let content = new.get(..new.len() - tail).unwrap_or("");
    TextEdit::replace(Span::new(span.start + head, span.start + head + old.len() - tail), content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;
    use proptest::prelude::*;

    #[test]
    fn only_what_differs_is_replaced() {
        let (old, new) = ("a: 1\r\nb: on # ü\r\nc: 3\r\n", "a: 1\r\nb: \"on\" # ü\r\nc: 3\r\nd: 4\r\n");
        let edits = differences(old, new);
        let shown: Vec<_> = edits.iter().map(|edit| (edit.span.of(old), edit.content.as_str())).collect();
        assert_eq!(shown, [("on", "\"on\""), ("", "d: 4\r\n")]);
    }

    #[test]
    fn edits_that_touch_are_one() {
        let edit = |start, end, content: &str| TextEdit::replace(Span::new(start, end), content);
        let edits = vec![edit(6, 7, "d"), edit(2, 4, "a"), edit(4, 4, "b"), edit(4, 4, "c")];
        let text = "0123456789";
        let whole = apply(text, &edits).unwrap();
        let joined = joined(edits);
        assert_eq!(joined, [edit(2, 4, "abc"), edit(6, 7, "d")]);
        assert_eq!(apply(text, &joined).unwrap(), whole);
    }

    proptest! {
        #[test]
        fn edits_make_the_new_text(old in "[ab\u{fc}\r\n]{0,12}", new in "[ab\u{fc}\r\n]{0,12}") {
            let edits = differences(&old, &new);
            prop_assert_eq!(apply(&old, &edits).unwrap(), new.clone());
            let parts = |at: usize| old.get(..at).unwrap().ends_with('\r') && old.get(at..).unwrap().starts_with('\n');
            for edit in edits {
                prop_assert!(!parts(edit.span.start) && !parts(edit.span.end), "{:?}", edit);
            }
        }
    }
}

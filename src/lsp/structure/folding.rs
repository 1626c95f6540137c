//! What can be folded.

use crate::lsp::View;
use crate::syntax::python::outline::{BlockKind, blocks};
use crate::syntax::yaml::{Kind, Node, Style, Tree};
use crate::syntax::{Comment, Span, dockerfile};
use std::collections::BTreeMap;

/// What a fold hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// Code or values.
    Code,
    /// Comments.
    Comment,
    /// Imports.
    Imports,
    /// What stands between `# region` and `# endregion`.
    Region,
}

/// A part of the text that can be folded: from a place on the line that stays visible to one on the last hidden line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// The part.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// The folds of the file in order, at most one for each line: the longest that starts there.
pub fn folding(view: &View<'_>) -> Vec<Fold> {
    let text = view.text();
    let mut folds = Vec::new();
    let comments = match (view.document.yaml(), view.document.python()) {
        (Some(tree), _) => {
            folds.extend(yaml(tree));
            tree.comments().to_vec()
        }
        (_, Some(tree)) => {
            folds.extend(blocks(tree, text).into_iter().map(|block| match block.kind {
                BlockKind::Body | BlockKind::Text => Fold { span: block.span, kind: FoldKind::Code },
                BlockKind::Imports => Fold { span: block.span, kind: FoldKind::Imports },
                BlockKind::Brackets => Fold { span: closed(text, block.span), kind: FoldKind::Code },
            }));
            tree.comments(text)
        }
        _ => dockerfile::parse(text).comments,
    };
    folds.extend(comment_blocks(text, &comments));
    folds.extend(regions(text, &comments));
    let mut by_line: BTreeMap<usize, Fold> = BTreeMap::new();
    for fold in folds.into_iter().filter(|fold| fold.span.of(text).contains(['\n', '\r'])) {
        let known = by_line.entry(line_start(text, fold.span.start)).or_insert(fold);
        if known.span.end < fold.span.end {
            *known = fold;
        }
    }
    by_line.into_values().collect()
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1)
}

/// Brackets without the line of the closing one, where that starts its line: it stays visible.
fn closed(text: &str, span: Span) -> Span {
    let last = line_start(text, span.end);
    let before = text.get(last..span.end).unwrap_or("").trim_start();
    if span.start < last && before.chars().count() == 1 {
        let end = text.get(..last).map_or(last, |head| head.trim_end_matches(['\n', '\r']).len());
        return Span::new(span.start, end.max(span.start));
    }
    span
}

/// Entries and items over several lines.
fn yaml(tree: &Tree) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut open: Vec<Node<'_>> = tree.documents().collect();
    let mut fold = |from: Span, value: Node<'_>| {
        let whole = from.cover(value.span());
        let is_flow = matches!(value.kind(), Kind::Mapping { flow: true } | Kind::Sequence { flow: true });
        let span = if is_flow { closed(tree.text(), whole) } else { whole };
        folds.push(Fold { span, kind: FoldKind::Code });
    };
    while let Some(node) = open.pop() {
        for entry in node.entries() {
            fold(entry.key.span(), entry.value);
            open.push(entry.value);
        }
        for item in node.items() {
            let is_long = !matches!(item.kind(), Kind::Scalar(Style::Plain));
            if is_long {
                fold(item.span(), item);
            }
            open.push(item);
        }
        if node.parent().is_none()
            && matches!(node.kind(), Kind::Mapping { flow: true } | Kind::Sequence { flow: true })
        {
            fold(node.span(), node);
        }
    }
    folds
}

/// What a comment says about regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    Start,
    End,
}

fn marker(text: &str, comment: &Comment) -> Option<Marker> {
    let words = comment.span.of(text).trim_start_matches('#').trim_start();
    let word = words.split_whitespace().next()?;
    match word {
        "region" if comment.own_line => Some(Marker::Start),
        "endregion" if comment.own_line => Some(Marker::End),
        _ => None,
    }
}

/// Comments on lines that follow each other.
fn comment_blocks(text: &str, comments: &[Comment]) -> Vec<Fold> {
    let own: Vec<&Comment> = comments.iter().filter(|it| it.own_line && marker(text, it).is_none()).collect();
    let follows = |one: &&Comment, other: &&Comment| {
        let between = text.get(one.span.end..other.span.start).unwrap_or("");
        let breaks = between.replace("\r\n", "\n").matches(['\n', '\r']).count();
        between.trim().is_empty() && breaks == 1
    };
    let runs = own.chunk_by(follows).filter(|run| run.len() > 1);
    let span = |run: &[&Comment]| Some(run.first()?.span.cover(run.last()?.span));
    runs.filter_map(|run| Some(Fold { span: span(run)?, kind: FoldKind::Comment })).collect()
}

fn regions(text: &str, comments: &[Comment]) -> Vec<Fold> {
    let mut open = Vec::new();
    let mut folds = Vec::new();
    for comment in comments {
        match marker(text, comment) {
            Some(Marker::Start) => open.push(comment.span),
            Some(Marker::End) => {
                let start = open.pop();
                folds.extend(start.map(|start| Fold { span: start.cover(comment.span), kind: FoldKind::Region }));
            }
            None => {}
        }
    }
    folds
}

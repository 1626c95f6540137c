//! Texts that every real reader accepts and the grammar does not: edits that make the parser accept them too.

use granit_parser::ErrorKind::{
    CommentNotSeparated, PlainScalarStartsWithDashFlowIndicator, TabInBlockIndentation, TabInIndentation, TabNotAllowed,
};

use super::super::Kind;
use super::super::pass::{FaultKind, Pass};
use super::super::recover::Edit;
use crate::syntax::Span;

/// The edits after which `pass` may get further; empty where there is nothing to allow.
pub(in super::super) fn allowances(text: &str, pass: &Pass) -> Vec<Edit> {
    let mut edits = colons_in_names(text, pass);
    let Some(fault) = &pass.fault else { return edits };
    match fault.kind {
        FaultKind::Grammar(CommentNotSeparated) => edits.extend(glued_comment(text, fault.at)),
        // `[-]`: a dash alone is a text.
        FaultKind::Grammar(PlainScalarStartsWithDashFlowIndicator) => {
            edits.extend(
                text[fault.at..].starts_with('-').then(|| Edit::replace(Span::new(fault.at, fault.at + 1), "'-'")),
            );
        }
        FaultKind::Grammar(TabInBlockIndentation | TabInIndentation | TabNotAllowed) => {
            edits.extend(tabs_in_brackets(text, pass, fault.at));
        }
        _ => {}
    }
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// `"value"# comment`: libyaml wants no space before the comment.
fn glued_comment(text: &str, at: usize) -> Option<Edit> {
    let rest = text.get(at..)?;
    let line = rest.lines().next()?;
    let sign = line.find('#')?;
    Some(Edit::insert(at + sign, " "))
}

/// Tabs that indent what stands between brackets, as JSON is often written.
fn tabs_in_brackets(text: &str, pass: &Pass, fault: usize) -> Vec<Edit> {
    let flow = pass
        .open
        .iter()
        .map(|id| &pass.nodes[id.index()])
        .find(|node| matches!(node.kind, Kind::Sequence { flow: true } | Kind::Mapping { flow: true }));
    let from = match flow {
        Some(node) => node.span.start,
        // The parser reads ahead of its events.
        None => match text.get(pass.read_to..fault).and_then(|between| between.find(['[', '{'])) {
            Some(at) => pass.read_to + at,
            None => return Vec::new(),
        },
    };
    let mut edits = Vec::new();
    let mut depth = 0usize;
    let mut quote = None;
    let mut line_start = false;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match (byte, quote) {
            (b'\n' | b'\r', _) => line_start = true,
            (b'\t', _) if line_start => edits.push(Edit::replace(Span::new(at, at + 1), " ")),
            (b' ', _) if line_start => {}
            (_, Some(open)) => {
                line_start = false;
                if byte == open && text.as_bytes().get(at - 1) != Some(&b'\\') {
                    quote = None;
                }
            }
            (b'"', None) => quote = Some(byte),
            (b'[' | b'{', None) => depth += 1,
            (b']' | b'}', None) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        if !matches!(byte, b'\n' | b'\r' | b' ' | b'\t') {
            line_start = false;
        }
    }
    edits
}

/// `&name: value`: for the grammar the colon is part of the name, for real readers it ends it.
fn colons_in_names(text: &str, pass: &Pass) -> Vec<Edit> {
    let aliases = pass.nodes.iter().filter(|node| node.kind == Kind::Alias).map(|node| node.span);
    let anchors = pass.properties.iter().filter_map(|(_, properties)| properties.anchor);
    let colon = |span: Span| {
        let at = span.of(text).find(':')?;
        (at > 0).then(|| Edit::insert(span.start + at, " "))
    };
    aliases.chain(anchors).filter_map(colon).collect()
}

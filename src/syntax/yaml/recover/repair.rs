//! What may have been meant where the parser gave up: edits that could make the text readable again.

use super::super::Kind;
use super::super::pass::{Fault, Pass};
use super::draft::Edit;
use super::indent;
use super::line::{Lines, Parts, lacking};
use super::stray;
use super::suspect::Suspects;
use crate::syntax::Span;

/// What a repair supposes to be wrong. Decides the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remedy {
    /// A key without its colon.
    Colon,
    /// `key:value`
    SpaceAfterColon,
    /// `-item`
    SpaceAfterDash,
    /// An item without its dash.
    Dash,
    /// A line indented like nothing around it, in columns.
    Indent { now: usize, then: usize },
    /// Tabs as indentation.
    Tab,
    /// A quote that is never closed.
    Quote,
    /// Brackets that are never closed or never opened; what is lacking.
    Bracket(String),
    /// One character too many.
    Stray(char),
    /// A value that is no YAML: kept as text.
    Value,
    /// Lines of a template language, taken out.
    Template,
    /// Marks of a merge conflict, taken out.
    Conflict,
    /// The whole line, taken out.
    Line,
}

/// One way to read on.
#[derive(Debug, Clone)]
pub(super) struct Repair {
    pub(super) remedy: Remedy,
    pub(super) edits: Vec<Edit>,
    /// What the error is reported on.
    pub(super) at: Span,
    /// The value whose text can be read but not trusted.
    pub(super) opaque: Option<Span>,
    /// Where a node must start after the repair, or else it only hid the line in the scalar above.
    pub(super) node_at: Option<usize>,
}

impl Repair {
    pub(super) fn new(remedy: Remedy, edits: Vec<Edit>, at: Span) -> Self {
        Self { remedy, edits, at, opaque: None, node_at: None }
    }

    pub(super) fn one(remedy: Remedy, edit: Edit, at: Span) -> Self {
        Self::new(remedy, vec![edit], at)
    }
}

/// The repairs of the lines `suspected`, the likeliest first.
pub(super) fn repairs(suspects: &Suspects<'_>, suspected: &[usize]) -> Vec<Repair> {
    let lines = suspects.lines;
    let mut repairs = Vec::new();
    for &line in suspected {
        repairs.extend(foreign(lines, line));
    }
    let untouched = || suspected.iter().copied().filter(|&line| !suspects.is_edited(line));
    for line in untouched() {
        repairs.extend(head_without_colon(lines, line));
    }
    for line in untouched() {
        let parts = lines.parts(line);
        separators(lines, parts, &mut repairs);
        indent::tabs(lines, line, &mut repairs);
        stray::leading(lines, line, &mut repairs);
        indent::indents(suspects, line, &mut repairs);
        pairs(lines, parts, &mut repairs);
        stray::strays(lines, suspects.fault, line, &mut repairs);
        quoted(lines, line, parts, &mut repairs);
    }
    repairs
}

/// Takes lines out: each of `suspected`, or each with the block that hangs below it.
pub(super) fn blanks(lines: &Lines<'_>, suspected: &[usize]) -> Vec<Repair> {
    let blank = |first: usize, last: usize| {
        let contents = (first..=last).map(|line| lines.content(line)).filter(|content| !content.is_empty());
        Repair::new(Remedy::Line, contents.map(Edit::remove).collect(), lines.content(first))
    };
    let alone = suspected.iter().map(|&line| blank(line, line));
    let blocks = suspected.iter().map(|&line| (line, lines.block_end(line))).filter(|(line, end)| end > line);
    alone.chain(blocks.map(|(line, end)| blank(line, end))).collect()
}

/// Takes out what is left of the document from the entry of `fault` on; several places to start from, the nearest first.
pub(super) fn rests_of_document(lines: &Lines<'_>, pass: &Pass, fault: &Fault) -> Vec<Repair> {
    let (read, error) = (lines.of(pass.read_to), lines.of(fault.at));
    let bracket = pass
        .open
        .iter()
        .map(|id| &pass.nodes[id.index()])
        .find(|node| matches!(node.kind, Kind::Sequence { flow: true } | Kind::Mapping { flow: true }));
    let mut starts = vec![(read + 1).min(error), read.min(error)];
    starts.extend(bracket.map(|node| lines.of(node.span.start)));
    let is_next = |line: &usize| lines.span(*line).of(lines.text).starts_with("---");
    let last = (error + 1..lines.count()).find(is_next).unwrap_or(lines.count()).saturating_sub(1);
    let rest =
        |first: usize| Span::new(lines.content(first).start, lines.span(last).end.max(lines.content(first).start));
    let rests = starts.into_iter().map(rest);
    rests.map(|rest| Repair::one(Remedy::Line, Edit::remove(rest), Span::at(fault.at))).collect()
}

/// Lines that belong to no YAML at all: taken out here and everywhere in the text.
fn foreign(lines: &Lines<'_>, line: usize) -> Option<Repair> {
    let at = lines.content(line);
    let is_one = |is_one: fn(&str) -> bool| is_one(at.of(lines.text)).then_some(is_one);
    let (remedy, is_one) = is_one(is_template_line)
        .map(|is_one| (Remedy::Template, is_one))
        .or_else(|| Some((Remedy::Conflict, is_one(is_conflict_line)?)))?;
    let contents = (0..lines.count()).map(|line| lines.content(line));
    let edits = contents.filter(|content| is_one(content.of(lines.text))).map(Edit::remove).collect();
    Some(Repair::new(remedy, edits, at))
}

/// Whether a line is a statement of a template language.
pub(in super::super) fn is_template_line(content: &str) -> bool {
    let content = content.trim_start_matches("- ");
    content.starts_with("{%") || content.starts_with("{#") || content.starts_with("{{") && content.ends_with("}}")
}

fn is_conflict_line(content: &str) -> bool {
    content.starts_with("<<<<<<< ") || content.starts_with(">>>>>>> ") || content == "======="
}

/// A colon for a line without one that has a block below it.
fn head_without_colon(lines: &Lines<'_>, line: usize) -> Option<Repair> {
    let parts = lines.parts(line);
    let is_head = parts.colon.is_none() && lines.block_end(line) > line && is_key_like(parts.body.of(lines.text));
    is_head.then(|| Repair::one(Remedy::Colon, Edit::insert(parts.body.end, ":"), parts.body))
}

/// Colons, dashes, and the space behind them.
fn separators(lines: &Lines<'_>, parts: Parts, repairs: &mut Vec<Repair>) {
    let body = parts.body.of(lines.text);
    if parts.colon.is_none() {
        if let Some(colon) = glued_colon(body) {
            let at = parts.body.start + colon;
            repairs.push(Repair::one(Remedy::SpaceAfterColon, Edit::insert(at + 1, " "), Span::new(at, at + 1)));
        }
        if let Some(word) = lone_key(body) {
            let end = parts.body.start + word;
            repairs.push(Repair {
                opaque: Some(Span::new(end + 1, parts.body.end)),
                ..Repair::one(Remedy::Colon, Edit::insert(end, ":"), Span::new(parts.body.start, end))
            });
        }
    }
    if body.starts_with('-') && body.len() > 1 && !body.starts_with("- ") && !body.starts_with("--") {
        let dash = Span::new(parts.body.start, parts.body.start + 1);
        repairs.push(Repair::one(Remedy::SpaceAfterDash, Edit::insert(dash.end, " "), dash));
    }
}

/// The colon of `key:value`, a key that is a plain word.
fn glued_colon(body: &str) -> Option<usize> {
    let colon = body.find(':')?;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let key = !body[..colon].is_empty() && body[..colon].chars().all(is_word);
    let glued = body[colon + 1..].chars().next().is_some_and(|c| !c.is_whitespace() && c != '/' && c != ':');
    (key && glued).then_some(colon)
}

/// The length of the first of two words, where it could be a key: `name default`.
fn lone_key(body: &str) -> Option<usize> {
    let (key, value) = body.split_once(' ')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(is_word);
    (is_key && !value.trim().is_empty() && !value.trim().contains(' ')).then_some(key.len())
}

fn is_key_like(body: &str) -> bool {
    !body.is_empty() && body.len() <= 128 && !body.contains(['{', '}', '[', ']', '#', ',']) && !body.starts_with("- ")
}

/// Quotes and brackets without a partner.
fn pairs(lines: &Lines<'_>, parts: Parts, repairs: &mut Vec<Repair>) {
    let (text, value) = (lines.text, parts.value);
    let lacks = lacking(value.of(text));
    if let Some(opener) = lacks.opener {
        let closer = if opener == '[' { ']' } else { '}' };
        for (at, _) in value.of(text).match_indices(closer).take(4) {
            let at = Span::new(value.start + at, value.start + at + 1);
            repairs.push(Repair::one(Remedy::Stray(closer), Edit::remove(at), at));
        }
        let edit = Edit::insert(value.start, opener.to_string());
        repairs.push(Repair::one(Remedy::Bracket(opener.to_string()), edit, value));
    }
    if !lacks.closers.is_empty() {
        let remedy = match lacks.quote {
            Some(_) => Remedy::Quote,
            None => Remedy::Bracket(lacks.closers.clone()),
        };
        let at = lacks.quote.map_or(value, |quote| Span::new(value.start + quote, value.end));
        repairs.push(Repair::one(remedy, Edit::insert(value.end, lacks.closers.clone()), at));
    }
    if let Some(quote) = lacks.quote {
        // It may have to end before any separator behind it.
        let from = value.start + quote + 1;
        let sign = text[value.start + quote..].chars().next().unwrap_or('"');
        for (at, _) in Span::new(from.min(value.end), value.end).of(text).match_indices([',', ']', '}']).take(2) {
            let edit = Edit::insert(from + at, sign.to_string());
            repairs.push(Repair::one(Remedy::Quote, edit, Span::new(from - 1, from + at)));
        }
    }
}

/// The value as a text, whatever stands in it; of a key with a block below, the key.
fn quoted(lines: &Lines<'_>, line: usize, parts: Parts, repairs: &mut Vec<Repair>) {
    let wrapped = |span: Span| Edit::replace(span, format!("'{}'", span.of(lines.text).replace('\'', "''")));
    if !parts.value.is_empty() {
        let repair = Repair::one(Remedy::Value, wrapped(parts.value), parts.value);
        repairs.push(Repair { opaque: Some(parts.value), ..repair });
    }
    let ends_in_colon = parts.colon.is_some_and(|colon| colon + 1 == parts.body.end);
    if ends_in_colon && parts.body.len() > 1 && lines.block_end(line) > line {
        let key = Span::new(parts.body.start, parts.body.end - 1);
        repairs.push(Repair::one(Remedy::Value, wrapped(key), key));
    }
}

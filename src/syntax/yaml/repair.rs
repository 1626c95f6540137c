//! What may have been meant where the parser gave up: edits to one line that could make the text readable again.

use std::borrow::Cow;

use granit_parser::ErrorKind;

use super::Kind;
use super::build::Pass;
use super::draft::Edit;
use super::fault::{Fault, FaultKind};
use super::line::{Lines, lacking};
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
    /// A line indented like nothing around it.
    Indent,
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
    fn one(remedy: Remedy, edit: Edit, at: Span) -> Self {
        Self { remedy, edits: vec![edit], at, opaque: None, node_at: None }
    }
}

/// The most repairs that are tried for one fault.
const MOST: usize = 28;

/// The repairs to try for `fault`, the most likely first.
pub(super) fn candidates(lines: &Lines<'_>, edits: &[Edit], pass: &Pass, fault: &Fault) -> Candidates {
    let suspects = suspects(lines, edits, pass, fault);
    let mut repairs = Vec::new();
    for &line in &suspects {
        repairs.extend(special_lines(lines, line));
    }
    for &line in &suspects {
        // A line that was edited before and is still wrong is not understood.
        let span = lines.span(line);
        if !edits.iter().any(|edit| span.contains(edit.span)) {
            small(lines, pass, fault, line, &mut repairs);
        }
    }
    repairs.truncate(MOST);
    let blanks = suspects.iter().map(|&line| blank(lines, line, line));
    let blocks = suspects.iter().filter_map(|&line| {
        let end = lines.block_end(line);
        (end > line).then(|| blank(lines, line, end))
    });
    Candidates { blanks: blanks.chain(blocks).collect(), repairs }
}

/// What to try.
pub(super) struct Candidates {
    /// The likeliest first.
    pub(super) repairs: Vec<Repair>,
    /// Lines to take out, where no repair does.
    pub(super) blanks: Vec<Repair>,
}

/// The lines that may hold the cause of `fault`, the likeliest first.
fn suspects(lines: &Lines<'_>, edits: &[Edit], pass: &Pass, fault: &Fault) -> Vec<usize> {
    let is_gone = |line: usize| {
        lines.is_idle(line) || edits.iter().any(|edit| edit.with.is_empty() && edit.span.contains(lines.content(line)))
    };
    let at_or_above = |line: usize| (0..=line).rev().take(200).find(|&line| !is_gone(line));
    let error = at_or_above(lines.of(fault.at)).unwrap_or(0);
    let read = lines.of(pass.read_to);
    let mut suspects = Vec::new();
    if is_about_quotes(fault) {
        let odd = |line: &usize| {
            let content = lines.content(*line).of(lines.text);
            content.matches('"').count() % 2 == 1 || content.matches('\'').count() % 2 == 1
        };
        suspects.extend((read..=error).filter(odd).take(3));
    }
    // The parser reads ahead of its events: an open bracket need not have reached the tree.
    let unbalanced = |line: &usize| {
        let parts = lines.parts(*line);
        [parts.body, parts.value].iter().any(|span| lacking(span.of(lines.text)).closers.contains([']', '}']))
    };
    suspects.extend((read..=error).take(400).filter(|line| !is_gone(*line)).find(unbalanced));
    let flow = pass.open.iter().find(|id| {
        let kind = pass.nodes[id.index()].kind;
        matches!(kind, Kind::Sequence { flow: true } | Kind::Mapping { flow: true })
    });
    suspects.extend(flow.map(|id| lines.of(pass.nodes[id.index()].span.start)));
    suspects.push(error);
    if read < error && read + 4 >= error {
        suspects.push(read);
    }
    suspects.extend(error.checked_sub(1).and_then(at_or_above));
    let mut seen = Vec::new();
    suspects.retain(|&line| {
        let new = !seen.contains(&line) && !is_gone(line);
        seen.push(line);
        new
    });
    suspects
}

fn is_about_quotes(fault: &Fault) -> bool {
    use ErrorKind::*;
    matches!(
        &fault.kind,
        FaultKind::Grammar(
            UnclosedQuotedScalar
                | DocumentIndicatorInQuotedScalar
                | InvalidQuotedScalarIndent
                | InvalidTrailingSingleQuotedScalar
                | InvalidTrailingDoubleQuotedScalar
                | UnknownQuotedScalarEscape
                | InvalidQuotedScalarHexEscape
                | TabInIndentation
        )
    )
}

/// Lines that belong to no YAML at all, here and everywhere in the text; tabs as indentation likewise.
fn special_lines(lines: &Lines<'_>, line: usize) -> Option<Repair> {
    let content = lines.content(line).of(lines.text);
    let at = lines.content(line);
    let all = |is_one: fn(&str) -> bool| {
        (0..lines.count())
            .map(|line| lines.content(line))
            .filter(|content| is_one(content.of(lines.text)))
            .map(Edit::remove)
            .collect::<Vec<_>>()
    };
    if is_template_line(content) {
        return Some(Repair {
            remedy: Remedy::Template,
            edits: all(is_template_line),
            at,
            opaque: None,
            node_at: None,
        });
    }
    if is_conflict_line(content) {
        return Some(Repair {
            remedy: Remedy::Conflict,
            edits: all(is_conflict_line),
            at,
            opaque: None,
            node_at: None,
        });
    }
    let indentation = Span::new(lines.span(line).start, lines.content(line).start);
    if indentation.of(lines.text).contains('\t') {
        let edits = (0..lines.count())
            .map(|line| Span::new(lines.span(line).start, lines.content(line).start))
            .filter(|indentation| indentation.of(lines.text).contains('\t'))
            .map(|indentation| Edit::replace(indentation, indentation.of(lines.text).replace('\t', "  ")))
            .collect();
        return Some(Repair { remedy: Remedy::Tab, edits, at: indentation, opaque: None, node_at: None });
    }
    None
}

/// Whether a line is a statement of a template language.
pub(super) fn is_template_line(content: &str) -> bool {
    let content = content.trim_start_matches("- ");
    content.starts_with("{%") || content.starts_with("{#") || content.starts_with("{{") && content.ends_with("}}")
}

fn is_conflict_line(content: &str) -> bool {
    content.starts_with("<<<<<<< ") || content.starts_with(">>>>>>> ") || content == "======="
}

/// Repairs that keep what `line` says.
fn small(lines: &Lines<'_>, pass: &Pass, fault: &Fault, line: usize, repairs: &mut Vec<Repair>) {
    let text = lines.text;
    let parts = lines.parts(line);
    let body = parts.body.of(text);
    let value = parts.value;
    let has_block = lines.block_end(line) > line;

    if let Some(colon) = glued_colon(body) {
        let at = parts.body.start + colon;
        if parts.colon.is_none() {
            repairs.push(Repair::one(Remedy::SpaceAfterColon, Edit::insert(at + 1, " "), Span::new(at, at + 1)));
        }
    }
    if parts.colon.is_none() && has_block && is_key_like(body) {
        repairs.push(Repair::one(Remedy::Colon, Edit::insert(parts.body.end, ":"), parts.body));
    }
    if let (None, Some(word)) = (parts.colon, lone_key(body)) {
        let end = parts.body.start + word;
        repairs.push(Repair {
            opaque: Some(Span::new(end + 1, parts.body.end)),
            ..Repair::one(Remedy::Colon, Edit::insert(end, ":"), Span::new(parts.body.start, end))
        });
    }
    if body.starts_with('-') && body.len() > 1 && !body.starts_with("- ") && !body.starts_with("--") {
        let dash = Span::new(parts.body.start, parts.body.start + 1);
        repairs.push(Repair::one(Remedy::SpaceAfterDash, Edit::insert(dash.end, " "), dash));
    }
    indents(lines, pass, line, repairs);

    let lacks = lacking(value.of(text));
    if let Some(opener) = lacks.opener {
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
        // The quote may end before any separator behind it.
        let from = value.start + quote + 1;
        let sign = text[value.start + quote..].chars().next().unwrap_or('"');
        let separators = Span::new(from.min(value.end), value.end).of(text).match_indices([',', ']', '}']);
        for (at, _) in separators.take(2) {
            let edit = Edit::insert(from + at, sign.to_string());
            repairs.push(Repair::one(Remedy::Quote, edit, Span::new(from - 1, from + at)));
        }
    }
    strays(lines, fault, line, repairs);
    if !value.is_empty() {
        let raw = value.of(text);
        let wrapped = format!("'{}'", raw.replace('\'', "''"));
        repairs.push(Repair {
            remedy: Remedy::Value,
            edits: vec![Edit::replace(value, wrapped)],
            at: value,
            opaque: Some(value),
            node_at: None,
        });
    }
    if has_block && parts.colon.is_some_and(|colon| colon + 1 == parts.body.end) {
        let key = Span::new(parts.body.start, parts.body.end - 1);
        let wrapped = format!("'{}'", key.of(text).replace('\'', "''"));
        repairs.push(Repair::one(Remedy::Value, Edit::replace(key, wrapped), key));
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

/// Repairs of the line's indentation.
fn indents(lines: &Lines<'_>, pass: &Pass, line: usize, repairs: &mut Vec<Repair>) {
    let content = lines.content(line);
    let indentation = Span::new(lines.span(line).start, content.start);
    let now = indentation.len();
    let column = |offset: usize| offset - lines.span(lines.of(offset)).start;
    let mut columns: Vec<usize> = pass
        .open
        .iter()
        .map(|id| &pass.nodes[id.index()])
        .filter(|node| matches!(node.kind, Kind::Sequence { flow: false } | Kind::Mapping { flow: false }))
        .map(|node| column(node.span.start))
        .collect();
    for near in [lines.above(line), lines.below(line)].into_iter().flatten() {
        columns.push(lines.indent(near));
        columns.push(column(lines.parts(near).body.start));
    }
    columns.retain(|&column| column != now);
    columns.sort_by_key(|&column| column.abs_diff(now));
    columns.dedup();

    if let Some(item) = lacks_dash(lines, line) {
        let with = format!("{}- ", " ".repeat(item));
        let repair = Repair::one(Remedy::Dash, Edit::replace(indentation, with), content);
        repairs.push(Repair { node_at: Some(content.start), ..repair });
    }
    for &column in columns.iter().take(4) {
        let edit = Edit::replace(indentation, " ".repeat(column));
        let at = Span::new(indentation.start, content.start);
        let node_at = Some(lines.parts(line).body.start);
        repairs.push(Repair { node_at, ..Repair::one(Remedy::Indent, edit, at) });
    }
}

/// The column of the dash that `line` lost, where its key is one that the item above has already.
fn lacks_dash(lines: &Lines<'_>, line: usize) -> Option<usize> {
    let text = lines.text;
    let key_of = |line: usize| {
        let parts = lines.parts(line);
        parts.colon.map(|colon| Span::new(parts.body.start, colon).of(text))
    };
    let key = key_of(line)?;
    let mut at = line;
    for _ in 0..60 {
        at = lines.above(at)?;
        let starts_item = lines.content(at).of(text).starts_with("- ");
        if key_of(at) == Some(key) {
            let mut item = at;
            for _ in 0..60 {
                if lines.content(item).of(text).starts_with("- ") {
                    let body = lines.parts(item).body.start - lines.span(item).start;
                    return body.abs_diff(lines.indent(line)).le(&2).then(|| lines.indent(item));
                }
                item = lines.above(item)?;
            }
            return None;
        }
        if starts_item && lines.indent(at) < lines.indent(line) {
            return None;
        }
    }
    None
}

/// Repairs that take one character out.
fn strays(lines: &Lines<'_>, fault: &Fault, line: usize, repairs: &mut Vec<Repair>) {
    const SIGNS: &[char] =
        &['"', '\'', '[', ']', '{', '}', ':', ',', '&', '*', '!', '|', '>', '%', '@', '`', '#', '\t'];
    let text = lines.text;
    let parts = lines.parts(line);
    let mut places = vec![fault.at, parts.body.start, parts.value.start];
    for span in [parts.body, parts.value] {
        places.extend(span.of(text).char_indices().last().map(|(at, _)| span.start + at));
    }
    if let Some(colon) = parts.colon {
        let key = Span::new(parts.body.start, colon);
        places.extend(key.of(text).char_indices().last().map(|(at, _)| key.start + at));
    }
    for quote in ['"', '\''] {
        let content = parts.body.of(text);
        if content.matches(quote).count() % 2 == 1 {
            places.extend(content.match_indices(quote).take(5).map(|(at, _)| parts.body.start + at));
        }
    }
    let mut seen = Vec::new();
    for place in places {
        let Some(sign) = text.get(place..).and_then(|rest| rest.chars().next()) else { continue };
        let span = Span::new(place, place + sign.len_utf8());
        if seen.contains(&place) || !parts.body.contains(span) || !SIGNS.contains(&sign) {
            continue;
        }
        seen.push(place);
        repairs.push(Repair::one(Remedy::Stray(sign), Edit::remove(span), span));
    }
}

/// Takes the lines from `first` to `last` out.
fn blank(lines: &Lines<'_>, first: usize, last: usize) -> Repair {
    let edits = (first..=last).map(|line| lines.content(line)).filter(|content| !content.is_empty());
    Repair {
        remedy: Remedy::Line,
        edits: edits.map(|content| Edit { span: content, with: Cow::Borrowed("") }).collect(),
        at: lines.content(first),
        opaque: None,
        node_at: None,
    }
}

//! Reading on after a fault.
//!
//! A text that cannot be read as a whole is cut where a block starts at the left edge, and its parts are read one by one.
//! In a part, the line with the fault or the one before it is blanked out, whichever lets more be read; brackets that are
//! open at its end are closed. Blanks keep every other byte in its place.

use super::convert::Converter;
use super::scan::scan;
use super::{Block, Body};
use crate::syntax::{Span, SyntaxError};

/// What could be read.
#[derive(Debug, Default)]
pub(super) struct Recovered {
    pub body: Body,
    pub errors: Vec<SyntaxError>,
}

/// The most lines that are blanked out in one part.
const MOST_FAULTS: usize = 8;

/// The most faults that are told of a text; parts with more of them are left out.
const MOST_ERRORS: usize = 64;

/// The most bytes of a part that is read with a fault: each try reads it anew.
const LONGEST_PART: usize = 200_000;

pub(super) fn recover(text: &str) -> Recovered {
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let whole = Span::new(skipped, text.len());
    if scan(text).open_quotes.is_empty()
        && let Ok(body) = read(whole.of(text), whole)
    {
        return Recovered { body, errors: Vec::new() };
    }
    let mut recovered = Recovered::default();
    for part in parts(text, whole) {
        let found = if recovered.errors.len() < MOST_ERRORS {
            read_part(text, part)
        } else {
            let body = read(part.of(text), part).unwrap_or(Body { is_broken: true, ..Body::default() });
            Recovered { body, errors: Vec::new() }
        };
        recovered.body.attributes.extend(found.body.attributes);
        recovered.body.blocks.extend(found.body.blocks);
        recovered.body.is_broken |= found.body.is_broken;
        recovered.errors.extend(found.errors);
    }
    recovered
}

/// A fault's offset in the part, and the words for it.
type Fault = (usize, String);

/// Reads `part`, which stands at `span`; it may be longer where brackets were added.
fn read(part: &str, span: Span) -> Result<Body, Fault> {
    match hcl_edit::parser::parse_body(part) {
        Ok(body) => {
            let end = span.start + part.get(..span.len()).unwrap_or(part).trim_end().len();
            Ok(Converter { text: part, base: span.start, end }.body(&body))
        }
        Err(error) => Err((error.location().offset(), error.message().to_owned())),
    }
}

/// The text cut in front of each line that starts a block at the left edge.
fn parts(text: &str, whole: Span) -> Vec<Span> {
    let mut starts = vec![whole.start];
    let mut at = whole.start;
    for line in whole.of(text).split_inclusive('\n') {
        if at > whole.start && starts_block(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([whole.end]);
    starts.iter().zip(ends).map(|(&start, end)| Span::new(start, end)).collect()
}

/// `resource "astro_deployment" "prod" {` and the like.
fn starts_block(line: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_alphabetic) && !word.contains(['=', '(', '[', '"']);
    let is_label = |word: &str| is_name(word) || word.len() > 1 && word.starts_with('"') && word.ends_with('"');
    let Some((head, _)) = line.split_once('{') else { return false };
    let mut words = head.split_whitespace();
    head.starts_with(char::is_alphabetic) && words.next().is_some_and(is_name) && words.all(is_label)
}

fn read_part(text: &str, span: Span) -> Recovered {
    let mut part = span.of(text).to_owned();
    let mut errors: Vec<SyntaxError> = Vec::new();
    // hcl-edit reads on to the next quote, however far away.
    for quote in scan(&part).open_quotes.into_iter().take(MOST_FAULTS) {
        let message = "this quote is not closed on its line".to_owned();
        errors.push(SyntaxError { span: line_at(&part, quote, span.start), message });
        blank(&mut part, line_span(span.of(text), quote));
    }
    let fault = match read(&part, span) {
        Ok(mut body) => {
            errors.iter().for_each(|error| mark(&mut body, error.span));
            return Recovered { body, errors };
        }
        Err(fault) => fault,
    };
    let mut next = Some(fault);
    while let Some((offset, message)) = next.take() {
        if errors.len() >= 2 * MOST_FAULTS || part.len() > LONGEST_PART {
            errors.push(SyntaxError { span: line_at(span.of(text), offset, span.start), message });
            break;
        }
        let Some(best) = best_try(&part, span, offset) else {
            errors.push(SyntaxError { span: line_at(span.of(text), offset, span.start), message });
            break;
        };
        errors.push(SyntaxError { span: line_at(span.of(text), best.line.start, span.start), message });
        match best.result {
            Ok(mut body) => {
                errors.iter().for_each(|error| mark(&mut body, error.span));
                return Recovered { body, errors };
            }
            Err(fault) => {
                part = best.part;
                next = Some(fault);
            }
        }
    }
    Recovered { body: Body { is_broken: true, ..Body::default() }, errors }
}

struct Try {
    /// The line that the fault is told of, in the part.
    line: Span,
    part: String,
    result: Result<Body, Fault>,
}

/// The change that lets the most be read: brackets added, or a line blanked out.
fn best_try(part: &str, span: Span, offset: usize) -> Option<Try> {
    let faulty = line_span(part, offset);
    let before = part[..faulty.start].trim_end();
    let last = line_span(part, part.trim_end().len());
    let mut tries = Vec::new();
    if part[faulty.end..].trim().is_empty() {
        let closers = scan(part).closers;
        let mut closed = part.to_owned();
        for closer in closers.chars() {
            // A block's brace wants a line of its own, a list's bracket does not mind.
            closed.push_str(if closer == '"' { "" } else { "\n" });
            closed.push(closer);
        }
        closed.push('\n');
        if !closers.is_empty() {
            tries.push(Try { line: last, result: read(&closed, span), part: closed });
        }
    }
    for line in [faulty, line_span(part, before.len())] {
        if line.of(part).trim().is_empty() {
            continue;
        }
        let mut blanked = part.to_owned();
        blank(&mut blanked, line);
        tries.push(Try { line, result: read(&blanked, span), part: blanked });
    }
    let reach = |it: &Try| it.result.as_ref().err().map_or(usize::MAX, |(offset, _)| *offset);
    // Of equals the first.
    tries.into_iter().rev().max_by_key(reach)
}

fn blank(part: &mut String, line: Span) {
    part.replace_range(line.start..line.end, &" ".repeat(line.len()));
}

/// The line around `offset`, without its break.
fn line_span(text: &str, offset: usize) -> Span {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    Span::new(start, end)
}

/// What stands on the line around `offset` of a part that starts at `base`.
fn line_at(part: &str, offset: usize, base: usize) -> Span {
    let line = line_span(part, offset);
    let content = line.of(part);
    let start = line.start + (content.len() - content.trim_start().len());
    let end = (line.start + content.trim_end().len()).max(start);
    Span::new(base + start, base + end)
}

/// Marks the innermost body around a fault as not wholly read.
fn mark(body: &mut Body, fault: Span) {
    let around = |block: &&mut Block| block.span.start < fault.start && fault.start < block.span.end;
    match body.blocks.iter_mut().find(around) {
        Some(block) => mark(&mut block.body, fault),
        None => body.is_broken = true,
    }
}

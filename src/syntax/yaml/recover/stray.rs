//! Characters that make a line unreadable by standing where they do.

use super::super::pass::Fault;
use super::draft::Edit;
use super::line::Lines;
use super::repair::{Remedy, Repair};
use crate::syntax::Span;

/// What means something to YAML, and so is taken out if it does not fit.
const SIGNS: &[char] =
    &['"', '\'', '[', ']', '{', '}', ':', ',', '&', '*', '!', '|', '>', '%', '@', '`', '#', '\t', '?', '\\', '-'];

/// Takes out a sign with which the line starts and which no entry starts with, or one that spoils its dash.
pub(super) fn leading(lines: &Lines<'_>, line: usize, repairs: &mut Vec<Repair>) {
    let content = lines.content(line);
    let mut signs = content.of(lines.text).char_indices();
    let first = signs.next().filter(|(_, sign)| *sign != '-').or_else(|| signs.next());
    let Some((at, sign)) = first.filter(|(_, sign)| SIGNS.contains(sign) && !matches!(sign, '"' | '\'')) else {
        return;
    };
    let span = Span::new(content.start + at, content.start + at + sign.len_utf8());
    repairs.push(Repair::one(Remedy::Stray(sign), Edit::remove(span), span));
}

/// Repairs that take one character of `line` out.
pub(super) fn strays(lines: &Lines<'_>, fault: &Fault, line: usize, repairs: &mut Vec<Repair>) {
    let text = lines.text;
    let content = lines.content(line);
    let parts = lines.parts(line);
    let body = parts.body.of(text);
    let last_of = |span: Span| span.of(text).char_indices().last().map(|(at, _)| span.start + at);

    let mut places = vec![fault.at, content.start, content.start + 1, parts.body.start, parts.value.start];
    places.extend([parts.body, parts.value].into_iter().filter_map(last_of));
    places.extend(parts.colon.and_then(|colon| last_of(Span::new(parts.body.start, colon))));
    if content.contains(Span::at(fault.at)) {
        // What follows a closing quote is wrong; or the quote is.
        let before = Span::new(content.start, fault.at).of(text);
        places.extend(before.rmatch_indices(['"', '\'']).take(3).map(|(at, _)| content.start + at));
    }
    for quote in ['"', '\''] {
        if body.matches(quote).count() % 2 == 1 {
            places.extend(body.match_indices(quote).take(5).map(|(at, _)| parts.body.start + at));
        }
    }
    if body.starts_with(['&', '*', '!']) {
        places.extend(body.match_indices(['[', '{']).take(1).map(|(at, _)| parts.body.start + at));
    }

    let mut seen = Vec::new();
    for place in places {
        let Some(sign) = text.get(place..).and_then(|rest| rest.chars().next()) else { continue };
        let span = Span::new(place, place + sign.len_utf8());
        // Without its only colon a line says nothing.
        let value = parts.value.of(text);
        let is_only_colon = parts.colon == Some(place) && !value.contains(": ") && !value.ends_with(':');
        if is_only_colon || seen.contains(&place) || !content.contains(span) || !SIGNS.contains(&sign) {
            continue;
        }
        seen.push(place);
        repairs.push(Repair::one(Remedy::Stray(sign), Edit::remove(span), span));
    }
}

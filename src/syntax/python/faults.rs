//! From the parser's errors to one readable message for each fault.

use super::span;
use crate::syntax::SyntaxError;
use ruff_python_parser::ParseError;

/// One error a fault: what follows on the same or the next line comes of the recovery.
pub(super) fn faults(text: &str, errors: &[ParseError]) -> Vec<SyntaxError> {
    let mut faults: Vec<SyntaxError> = Vec::new();
    let mut last_end = None;
    for error in errors {
        let span = span(error.location);
        if let Some(end) = last_end
            && breaks_between(text, end, span.start) <= 1
        {
            last_end = Some(span.end.max(end));
            continue;
        }
        last_end = Some(span.end);
        faults.push(SyntaxError { span, message: readable(&error.error.to_string()) });
    }
    faults
}

fn breaks_between(text: &str, from: usize, to: usize) -> usize {
    text.as_bytes().get(from..to).map_or(0, |between| memchr::memchr_iter(b'\n', between).count())
}

/// The parser's message as a clause: lower-case first letter, as it follows a colon.
fn readable(message: &str) -> String {
    let mut letters = message.chars();
    match letters.next() {
        Some(first) if letters.clone().next().is_some_and(|second| second.is_ascii_lowercase()) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => message.to_string(),
    }
}

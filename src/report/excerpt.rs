//! The few lines of a file that a finding shows.
//!
//! miette looks for a label's line from the top of the text, which makes many findings in one big file quadratic. It is
//! given only these lines instead, with the numbers they have in the file. On the way they become fit for a terminal:
//! line ends of every kind become LF, very long lines are cut, and control characters cannot reach the terminal.

use super::Source;
use crate::syntax::Span;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Bytes of a line from which on it is cut.
const LONG: usize = 240;
/// Bytes kept before and after the start of a label on such a line.
const KEPT: (usize, usize) = (40, 80);

/// Lines of one file around some places.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    labels: Vec<Label>,
}

#[derive(Debug)]
struct Line {
    /// Where it starts in the excerpt.
    start: usize,
    /// Its number in the file, from 0.
    number: usize,
}

/// A place as it lies in the excerpt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// The bytes in the excerpt, on one line.
    pub(super) span: Span,
    /// Line and column in the file, from 0.
    position: (usize, usize),
}

impl Excerpt {
    /// The lines of `places`, with `context` lines above and below each. A place over several lines is shown by its first
    /// one.
    pub(super) fn new(source: &Source, places: &[Span], context: usize) -> Self {
        let (text, index) = (source.text(), source.lines());
        let starts: Vec<usize> = places.iter().map(|place| index.line_of(place.start.min(text.len()))).collect();
        // The empty line after the last line break is shown only where something points at it.
        let last = match index.count().saturating_sub(1) {
            last if index.start_of(last) == Some(text.len()) => last.saturating_sub(1),
            last => last,
        };
        let numbers: BTreeSet<usize> = starts
            .iter()
            .flat_map(|&line| line.saturating_sub(context)..=(line + context).min(last).max(line))
            .collect();

        let mut excerpt = Self {
            name: harmless(source.path().as_str()).into_owned(),
            text: String::new(),
            lines: Vec::new(),
            labels: vec![Label { span: Span::at(0), position: (0, 0) }; places.len()],
        };
        for number in numbers {
            let line = index.line_span(text, number);
            let here: Vec<usize> = (0..places.len()).filter(|&label| starts[label] == number).collect();
            let anchor = here.iter().map(|&label| places[label].start).min().unwrap_or(line.start);
            let window = window(text, line, anchor);
            let start = excerpt.text.len();
            let mark = |cut: bool| if cut { "…" } else { "" };
            excerpt.text.push_str(mark(window.start > line.start));
            let body = excerpt.text.len();
            excerpt.text.push_str(&harmless(window.of(text)));
            let end = excerpt.text.len();
            excerpt.text.push_str(mark(window.end < line.end));
            excerpt.text.push('\n');
            excerpt.lines.push(Line { start, number });
            for label in here {
                let place = places[label];
                let within = |offset: usize| {
                    let before = Span::new(window.start, offset.clamp(window.start, window.end));
                    (body + harmless(before.of(text)).len()).min(end)
                };
                let position = index.position(text, place.start);
                excerpt.labels[label] = Label {
                    span: Span::new(within(place.start), within(place.end.max(place.start))),
                    position: (position.line - 1, position.column - 1),
                };
            }
        }
        excerpt
    }

    /// The places, in the order in which they were given.
    pub(super) fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The index of the line that holds a byte of the excerpt.
    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// Whether the line `index` follows the one before it in the file as well.
    fn follows(&self, index: usize) -> bool {
        match (index.checked_sub(1).and_then(|before| self.lines.get(before)), self.lines.get(index)) {
            (Some(before), Some(line)) => before.number + 1 == line.number,
            _ => false,
        }
    }
}

/// The part of a line to show: all of it, or the surroundings of `anchor`.
fn window(text: &str, line: Span, anchor: usize) -> Span {
    if line.len() <= LONG {
        return line;
    }
    let start = text.floor_char_boundary(anchor.saturating_sub(KEPT.0).max(line.start).min(line.end));
    let end = text.floor_char_boundary((anchor.max(start) + KEPT.1).min(line.end));
    Span::new(start, end.max(start))
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (mut first, mut last) = (self.line_of(span.offset()), self.line_of(span.offset() + span.len()));
        // Places with lines left out between them are snippets of their own.
        if (first + 1..=last).any(|index| !self.follows(index)) {
            return Err(MietteError::OutOfBounds);
        }
        for _ in 0..before {
            first -= usize::from(self.follows(first));
        }
        for _ in 0..after {
            last += usize::from(self.follows(last + 1));
        }
        let start = self.lines.get(first).map_or(0, |line| line.start);
        let end = self.lines.get(last + 1).map_or(self.text.len(), |line| line.start);
        let label = self.labels.iter().find(|label| before == 0 && label.span.start == span.offset());
        let number = self.lines.get(first).map_or(0, |line| line.number);
        let (line, column) = label.map_or((number, 0), |label| label.position);
        let data = self.text.as_bytes().get(start..end).unwrap_or_default();
        let range = SourceSpan::from((start, end - start));
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), data, range, line, column, last + 1 - first)))
    }
}

/// The text with nothing in it that moves a terminal's cursor, changes its colours or hides what is written: control
/// and text-direction characters become visible, a byte order mark goes.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|&c| c != '\u{feff}').map(|c| match c {
        c if is_harmless(c) => c,
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    });
    Cow::Owned(shown.collect())
}

fn is_harmless(c: char) -> bool {
    let steers = matches!(c, '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c == '\t' || !(c.is_control() || steers)
}

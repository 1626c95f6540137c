//! Lines to sections and entries.

use super::{Entry, Ini, Section};
use crate::syntax::{Comment, LineIndex, Span, SyntaxError};
use std::collections::HashSet;

/// The most faults that are told of one text.
const MOST_FAULTS: usize = 64;

/// Reads `text`. Never fails: what Python would refuse is an error in the result.
pub fn parse(text: &str) -> Ini {
    let mut parser =
        Parser { text, ini: Ini::default(), indent: 0, open: false, sections: HashSet::new(), keys: HashSet::new() };
    let lines = LineIndex::new(text);
    let mut skipped = 0;
    if text.starts_with('\u{feff}') {
        skipped = '\u{feff}'.len_utf8();
        parser.fault(Span::new(0, skipped), "Airflow does not read a file with a byte order mark: save it without one");
    }
    for number in 0..lines.count() {
        let line = lines.line_span(text, number);
        parser.line(Span { start: line.start.max(skipped), end: line.end.max(skipped) });
    }
    parser.ini.errors.sort_by_key(|error| error.span);
    parser.ini
}

/// What Python's `str.strip` takes away.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

struct Parser<'t> {
    text: &'t str,
    ini: Ini,
    /// The indentation of the last line that started something, in characters.
    indent: usize,
    /// Whether a deeper line goes on with the last entry.
    open: bool,
    sections: HashSet<&'t str>,
    /// Sections with their keys.
    keys: HashSet<(&'t str, &'t str)>,
}

impl<'t> Parser<'t> {
    fn line(&mut self, line: Span) {
        let span = stripped(self.text, line);
        let content = span.of(self.text);
        if content.is_empty() {
            if let Some(entry) = self.open_entry() {
                entry.value.push(span);
            }
            return;
        }
        if content.starts_with(['#', ';']) {
            self.ini.comments.push(Comment { span, own_line: true });
            return;
        }
        let indent = Span::new(line.start, span.start).of(self.text).chars().count();
        if indent > self.indent
            && let Some(entry) = self.open_entry()
        {
            entry.value.push(span);
            entry.span.end = span.end;
            self.extend();
            return;
        }
        self.indent = indent;
        match header(span, content) {
            Some(name) => self.section(span, name),
            None => self.entry(span, content),
        }
    }

    fn open_entry(&mut self) -> Option<&mut Entry> {
        self.ini.sections.last_mut().filter(|_| self.open)?.entries.last_mut()
    }

    /// Stretches the last section over its last entry.
    fn extend(&mut self) {
        if let Some(section) = self.ini.sections.last_mut()
            && let Some(entry) = section.entries.last()
        {
            section.span.end = entry.span.end;
        }
    }

    fn section(&mut self, line: Span, name: Span) {
        self.open = false;
        // What follows the last bracket does not count.
        let header = Span::new(line.start, name.end + 1);
        self.ini.sections.push(Section { span: header, header, name, entries: Vec::new() });
        let text = name.of(self.text);
        if !self.sections.insert(text) && text != "DEFAULT" {
            self.fault(name, &format!("the section [{text}] is there twice: Airflow does not start"));
        }
    }

    fn entry(&mut self, line: Span, content: &'t str) {
        let Some(section) = self.ini.sections.last_mut() else {
            return self.fault(line, "this stands before the first section: Airflow does not start");
        };
        let Some(at) = content.find(['=', ':']) else {
            return self.fault(line, "neither a section nor `key = value`: Airflow does not start");
        };
        let separator = Span::new(line.start + at, line.start + at + 1);
        let key = stripped(self.text, Span::new(line.start, separator.start));
        let mut value = stripped(self.text, Span::new(separator.end, line.end));
        if value.is_empty() {
            value = Span::at(separator.end);
        }
        section.entries.push(Entry { span: line, key, separator, value: vec![value] });
        let (section, name) = (section.name.of(self.text), key.of(self.text));
        self.open = true;
        self.extend();
        if name.is_empty() {
            self.fault(separator, "a value without a key: Airflow does not start");
        } else if !self.keys.insert((section, name)) {
            self.fault(key, &format!("`{name}` is there twice in [{section}]: Airflow does not start"));
        }
    }

    fn fault(&mut self, span: Span, message: &str) {
        if self.ini.errors.len() < MOST_FAULTS {
            self.ini.errors.push(SyntaxError { span, message: message.to_owned() });
        }
    }
}

/// The name of a header: everything between the first bracket and the last.
fn header(line: Span, content: &str) -> Option<Span> {
    let end = content.strip_prefix('[')?.rfind(']').filter(|&end| end > 0)?;
    Some(Span::new(line.start + 1, line.start + 1 + end))
}

/// The range without blanks at both ends; an empty one at its start where there is nothing else.
fn stripped(text: &str, span: Span) -> Span {
    let content = span.of(text);
    let start = span.start + (content.len() - content.trim_start_matches(is_blank).len());
    let end = span.start + content.trim_end_matches(is_blank).len();
    if end <= start { Span::at(span.start) } else { Span::new(start, end) }
}

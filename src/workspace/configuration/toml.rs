//! Values of a TOML text with their places, and the faults in them.

use super::{Entry, Selector};
use crate::model::{FileId, Place};
use crate::rules::nearest;
use crate::syntax::{LineIndex, Span};
use crate::workspace::ConfigurationError;
use camino::Utf8Path;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

pub(super) type Key<'t> = Spanned<DeString<'t>>;
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// Reads values and gathers what is wrong with them.
pub(super) struct Reader<'t> {
    pub(super) file: FileId,
    path: &'t Utf8Path,
    text: &'t str,
    lines: LineIndex,
    pub(super) faults: Vec<ConfigurationError>,
    pub(super) entries: Vec<Entry>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(file: FileId, path: &'t Utf8Path, text: &'t str) -> Self {
        Self { file, path, text, lines: LineIndex::new(text), faults: Vec::new(), entries: Vec::new() }
    }

    /// A fault at `range`.
    pub(super) fn fault(&mut self, range: Range<usize>, message: impl Into<String>) {
        let at = self.lines.position(self.text, range.start);
        let origin = format!("{}:{}:{}", self.path, at.line, at.column);
        let place = Some(self.place(range));
        self.faults.push(ConfigurationError { origin, place, message: message.into() });
    }

    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place::new(self.file, Span::from(range))
    }

    /// A key that does not belong where it stands.
    pub(super) fn unknown_key(&mut self, key: &Key, table: &str, allowed: &[&'static str]) {
        let name: &str = key.get_ref();
        let table = if table.is_empty() { "airlint's configuration".to_owned() } else { format!("`{table}`") };
        let advice = match nearest(name, allowed.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it knows {}", allowed.join(", ")),
        };
        self.fault(key.span(), format!("unknown key `{name}` in {table}: {advice}"));
    }

    /// Notes that a key is set.
    pub(super) fn note(&mut self, key: &str, value: &Value) {
        let place = self.place(value.span());
        let value = place.span().of(self.text).to_owned();
        self.entries.push(Entry { key: key.to_owned(), value, place });
    }

    fn wrong_type(&mut self, value: &Value, key: &str, expected: &str) {
        let found = value.get_ref().type_str();
        self.fault(value.span(), format!("`{key}` must be {expected}, not {found}"));
    }

    pub(super) fn text<'v>(&mut self, key: &str, value: &'v Value) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(value, key, "a string");
        }
        text
    }

    pub(super) fn table<'v>(&mut self, key: &str, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, key, "a table");
        }
        table
    }

    pub(super) fn array<'v>(&mut self, key: &str, expected: &str, value: &'v Value<'t>) -> Option<&'v DeArray<'t>> {
        let array = value.get_ref().as_array();
        if array.is_none() {
            self.wrong_type(value, key, expected);
        }
        array
    }

    /// A whole number from 0 on.
    pub(super) fn number(&mut self, key: &str, value: &Value) -> Option<i64> {
        let number = value.get_ref().as_integer().and_then(|number| {
            let digits = number.as_str();
            i64::from_str_radix(digits, number.radix()).ok().filter(|number| *number >= 0)
        });
        if number.is_none() {
            self.wrong_type(value, key, "a whole number that is not negative");
        }
        number
    }

    /// A list of strings, each with its place.
    pub(super) fn texts<'v>(&mut self, key: &str, value: &'v Value<'t>) -> Vec<(&'v str, Range<usize>)> {
        let Some(items) = self.array(key, "a list of strings", value) else { return Vec::new() };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text, item.span())),
                None => self.wrong_type(item, key, "a list of strings"),
            }
        }
        texts
    }

    /// A list of rules and categories.
    pub(super) fn selectors(&mut self, key: &str, value: &Value<'t>) -> Vec<Selector> {
        let mut selectors = Vec::new();
        for (name, range) in self.texts(key, value) {
            selectors.extend(self.selector(name, range));
        }
        selectors
    }

    /// A rule or category by name.
    pub(super) fn selector(&mut self, name: &str, range: Range<usize>) -> Option<Selector> {
        let selector = Selector::named(name);
        if selector.is_none() {
            self.fault(range, unknown_selector(name));
        }
        selector
    }
}

/// The message on a name that names neither rule nor category.
pub(crate) fn unknown_selector(name: &str) -> String {
    match nearest(name, Selector::names()) {
        Some(meant) => format!("no rule or category is called `{name}`: did you mean `{meant}`?"),
        None => format!("no rule or category is called `{name}`; `airlint rules` lists them"),
    }
}

//! Settings in columns: name, value, place, who set it.

use super::lines::Lines;
use airlint::model::{FileId, Origin, Place, Setting};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

const DIM: Style = Style::new().dimmed();
const OPAQUE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// The widest value that the columns to its right make room for.
const WIDEST: usize = 56;

/// The settings of one thing.
#[derive(Default)]
pub(super) struct Rows(Vec<Row>);

struct Row {
    name: String,
    value: String,
    /// Whether the value is the reason why it cannot be known.
    opaque: bool,
    place: Option<Place>,
    origin: Origin,
}

impl Rows {
    /// Adds a setting that is written; `show` makes a text of its value.
    pub(super) fn add<T>(&mut self, name: &str, setting: &Setting<T>, show: impl FnOnce(&T) -> String) {
        let (value, opaque, place, origin) = match setting {
            Setting::Absent => return,
            Setting::Known(known) => (show(&known.value), false, known.place, known.origin),
            Setting::Opaque(opaque) => (format!("? {}", opaque.why), true, opaque.place, opaque.origin),
        };
        self.0.push(Row { name: name.to_string(), value, opaque, place: Some(place), origin });
    }

    /// Adds something that stands at a place.
    pub(super) fn at(&mut self, name: &str, value: String, place: Place) {
        self.0.push(Row { name: name.to_string(), value, opaque: false, place: Some(place), origin: Origin::Own });
    }

    /// Adds something that stands at no one place.
    pub(super) fn note(&mut self, name: &str, value: String) {
        self.0.push(Row { name: name.to_string(), value, opaque: false, place: None, origin: Origin::Own });
    }

    /// Writes the settings; the path of a place is left out where it is `file`, the one that the reader has just read.
    pub(super) fn write(
        &self,
        indent: &str,
        file: Option<FileId>,
        lines: &mut Lines<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let width = |of: fn(&Row) -> &str| self.0.iter().map(|row| of(row).chars().count()).max().unwrap_or_default();
        let (names, values) = (width(|row| &row.name), width(|row| &row.value).min(WIDEST));
        for row in &self.0 {
            let style = if row.opaque { OPAQUE } else { Style::new() };
            // One line a setting, whatever stands in the file.
            let value: String = row.value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            write!(out, "{indent}{:names$}  {style}{value:values$}{style:#}", row.name)?;
            if let Some(place) = row.place {
                let line = lines.line(place);
                match file == Some(place.file) {
                    true => write!(out, "  {DIM}line {line}")?,
                    false => write!(out, "  {DIM}{}:{line}", lines.path(place))?,
                }
                if row.origin != Origin::Own {
                    write!(out, "  from {}", row.origin.words())?;
                }
                write!(out, "{DIM:#}")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

pub(super) fn text(text: &impl ToString) -> String {
    text.to_string()
}

pub(super) fn truth(truth: &bool) -> String {
    if *truth { "true".into() } else { "false".into() }
}

/// A text setting inside a longer line: empty where it is absent, `?` where it cannot be known.
pub(super) fn amount(setting: &Setting<Box<str>>) -> String {
    match setting {
        Setting::Absent => String::new(),
        Setting::Known(known) => known.value.to_string(),
        Setting::Opaque(_) => "?".to_string(),
    }
}

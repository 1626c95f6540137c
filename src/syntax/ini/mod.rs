//! `airflow.cfg` as Python's `configparser` reads it, with the bytes of every section, key and value.
//!
//! Airflow stops at the first fault; here each is told and the rest read all the same. Section and key names count as
//! they are written, in small letters or capitals: Airflow's parser does not fold keys. Source: `configparser` of
//! Python 3.11, `AirflowConfigParser`.

mod interpolate;
mod parse;

pub use interpolate::Interpolated;
pub use parse::parse;

use super::{Comment, Span, SyntaxError};

/// A text of sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ini {
    /// The sections in order; a name that comes again is a section of its own, and an error.
    pub sections: Vec<Section>,
    /// The lines that start with `#` or `;`, inside values too.
    pub comments: Vec<Comment>,
    /// Where Python would stop. Sorted.
    pub errors: Vec<SyntaxError>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// From the bracket to the end of the last entry.
    pub span: Span,
    /// `[name]`.
    pub header: Span,
    /// The name between the brackets.
    pub name: Span,
    /// Its entries in order.
    pub entries: Vec<Entry>,
}

/// `key = value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// From the key to the end of the value.
    pub span: Span,
    /// The key.
    pub key: Span,
    /// The `=` or `:`.
    pub separator: Span,
    /// The value: its own bytes on each line. The first part may be empty, and so is an empty line between two others.
    pub value: Vec<Span>,
}

impl Ini {
    /// The section of that name: the last where there are several.
    pub fn section(&self, text: &str, name: &str) -> Option<&Section> {
        self.sections.iter().rev().find(|section| section.name.of(text) == name)
    }
}

impl Section {
    /// The entry of that key: the last where there are several.
    pub fn entry(&self, text: &str, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key.of(text) == key)
    }
}

impl Entry {
    /// The bytes from the first to the last of the value, line breaks included; an empty range behind the separator
    /// where there is none.
    pub fn value_span(&self) -> Span {
        let parts = || self.value.iter().filter(|part| !part.is_empty());
        match (parts().next(), parts().next_back()) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => self.value.first().copied().unwrap_or(Span::at(self.separator.end)),
        }
    }

    /// The value as Python stores it: its lines, before `%` is looked at.
    pub fn raw(&self, text: &str) -> String {
        let lines: Vec<&str> = self.value.iter().map(|part| part.of(text)).collect();
        lines.join("\n").trim_end_matches(parse::is_blank).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(String, String, String)> {
        let ini = parse(text);
        let of = |section: &Section| {
            let name = section.name.of(text).to_owned();
            let said = |entry: &Entry| (name.clone(), entry.key.of(text).to_owned(), entry.raw(text));
            section.entries.iter().map(said).collect::<Vec<_>>()
        };
        ini.sections.iter().flat_map(of).collect()
    }

    fn errors(text: &str) -> Vec<(String, String)> {
        parse(text).errors.into_iter().map(|it| (it.span.of(text).to_owned(), it.message)).collect()
    }

    fn owned<const N: usize>(expected: [(&str, &str, &str); N]) -> Vec<(String, String, String)> {
        expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).to_vec()
    }

    #[test]
    fn sections_keys_and_values() {
        let text = "# about\n[core]\nexecutor = CeleryExecutor\nparallelism: 32 # not a comment\n\n[celery] ; ignored\nbroker_url=redis://:p@h/0\nempty =\n";
        let expected = owned([
            ("core", "executor", "CeleryExecutor"),
            ("core", "parallelism", "32 # not a comment"),
            ("celery", "broker_url", "redis://:p@h/0"),
            ("celery", "empty", ""),
        ]);
        assert_eq!(entries(text), expected);
        assert!(errors(text).is_empty());
        assert_eq!(parse(text).comments[0].span.of(text), "# about");
    }

    #[test]
    fn values_over_several_lines() {
        let text = "[secrets]\nbackend_kwargs = {\n    \"a\": 1,\n\n  # why\n    \"b\": 2\n    }\nnext = 1\n";
        assert_eq!(entries(text)[0].2, "{\n\"a\": 1,\n\n\"b\": 2\n}");
        let entry = &parse(text).sections[0].entries[0];
        assert!(
            entry.value_span().of(text).starts_with("{\n    \"a\"")
                && entry.value_span().of(text).ends_with("2\n    }")
        );
        assert_eq!(entries(text)[1], owned([("secrets", "next", "1")])[0]);
        // Indented entries belong together by their indentation.
        assert_eq!(entries("[a]\n  b = 1\n  c = 2\n    d = 3\n"), owned([("a", "b", "1"), ("a", "c", "2\nd = 3")]));
    }

    #[test]
    fn faults_are_told_and_the_rest_is_read() {
        let text = "executor = Early\n[core]\nexecutor = A\nno separator\nexecutor = B\n[core]\nx = 1\n";
        let errors = errors(text);
        let places: Vec<&str> = errors.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["executor = Early", "no separator", "executor", "core"]);
        assert!(errors[2].1.contains("executor") && errors[2].1.contains("[core]"), "{errors:?}");
        let expected = owned([("core", "executor", "A"), ("core", "executor", "B"), ("core", "x", "1")]);
        assert_eq!(entries(text), expected);
        let ini = parse(text);
        assert_eq!(
            ini.section(text, "core").and_then(|it| it.entry(text, "x")).map(|it| it.raw(text)).as_deref(),
            Some("1")
        );
    }

    #[test]
    fn line_ends_and_marks() {
        let text = "\u{feff}[core]\r\nexecutor = A\r\rb = 1\r\n";
        assert_eq!(entries(text), owned([("core", "executor", "A"), ("core", "b", "1")]));
        assert_eq!(errors(text).len(), 1, "Python does not read the section behind a byte order mark");
        for hostile in
            ["", "[", "[]", "[]]", "=", "=1", "[a]\n=1\n", " \n\t", "[a]\n\u{2028}b=1", "[a]\nb\n c", "\u{feff}"]
        {
            parse(hostile);
        }
    }
}

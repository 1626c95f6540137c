//! `syntax::ini` against Python's configparser on odd texts, recorded by `tests/scripts/ini.py`; and what holds for every
//! text.

use airlint::syntax::Span;
use airlint::syntax::ini::{Ini, Interpolated, parse};
use proptest::prelude::*;
use serde_json::Value;

const TABLE: &str = include_str!("fixtures/ini.jsonl");

/// Sections with keys and values, in the shape of the table.
fn said(text: &str, ini: &Ini) -> Vec<Value> {
    let sections = ini.sections.iter().filter(|section| section.name.of(text) != "DEFAULT");
    let said = sections.map(|section| {
        let entries = section.entries.iter().map(|entry| {
            let raw = entry.raw(text);
            let value = match Interpolated::of(&raw) {
                Interpolated::Text(value) if value == raw => Value::Null,
                Interpolated::Text(value) => value.into(),
                Interpolated::Broken { .. } => false.into(),
                Interpolated::Refers => panic!("{text:?}"),
            };
            serde_json::json!([entry.key.of(text), raw, value])
        });
        serde_json::json!([section.name.of(text), entries.collect::<Vec<_>>()])
    });
    said.collect()
}

#[test]
fn agrees_with_configparser() {
    let (mut read, mut refused) = (0, 0);
    for line in TABLE.lines() {
        let (text, theirs): (String, Value) = serde_json::from_str(line).unwrap();
        let ini = parse(&text);
        match theirs {
            Value::String(error) => {
                assert!(!ini.errors.is_empty(), "{text:?}: {error}");
                refused += 1;
            }
            theirs => {
                assert_eq!(ini.errors, [], "{text:?}");
                assert_eq!(Value::Array(said(&text, &ini)), theirs, "{text:?}");
                read += 1;
            }
        }
    }
    assert!(read > 100 && refused > 500, "{read} {refused}");
}

/// Spans lie on character boundaries, in order and inside one another, and everything but blanks lies in one.
fn assert_sound(text: &str) -> Result<(), TestCaseError> {
    let ini = parse(text);
    let mut covered: Vec<Span> = ini.comments.iter().map(|comment| comment.span).collect();
    covered.extend(ini.errors.iter().map(|error| error.span));
    let mut at = 0;
    for section in &ini.sections {
        prop_assert!(section.span.start >= at && section.header.contains(section.name));
        at = section.header.end;
        // What follows a header is not read.
        let rest = text[section.header.end..].find(['\n', '\r']).map_or(text.len(), |it| it + section.header.end);
        covered.push(Span::new(section.header.start, rest));
        for entry in &section.entries {
            prop_assert!(section.span.contains(entry.span) && entry.span.start >= at);
            prop_assert!(entry.key.end <= entry.separator.start && entry.separator.end <= entry.value_span().start);
            prop_assert!(entry.span.contains(entry.key) && entry.span.contains(entry.value_span()));
            at = entry.span.end;
            covered.push(entry.span);
        }
        prop_assert!(section.span.end >= at);
    }
    for span in &covered {
        prop_assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace() && !matches!(c, '\x1c'..='\x1f')) {
        let place = Span::new(at, at + c.len_utf8());
        prop_assert!(covered.iter().any(|span| span.contains(place)), "{c:?} at {at}");
    }
    prop_assert!(ini.errors.is_sorted_by_key(|error| error.span));
    Ok(())
}

proptest! {
    #[test]
    fn every_text_is_sound(text in "([\\[\\]=:#;%a-b \t\r\n\u{feff}\u{2028}é]|\\[core\\]\n|key = value\n){0,40}") {
        assert_sound(&text)?;
    }

    #[test]
    fn arbitrary_texts_are_sound(text in any::<String>()) {
        assert_sound(&text)?;
    }
}

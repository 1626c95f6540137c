//! `syntax::dotenv` against three readers of `.env` files, recorded by `tests/scripts/env_files.py`; and what holds for
//! every text.

use airlint::syntax::Span;
use airlint::syntax::dotenv::{Quotes, parse};
use proptest::prelude::*;
use std::collections::HashMap;

const TABLE: &str = include_str!("fixtures/dotenv.jsonl");

type Variables = HashMap<String, Option<String>>;

/// A value that is told is what every reader says that takes the text at all and knows the name. And most values on
/// which all three agree are told.
#[test]
fn known_values_are_those_of_all_readers() {
    let (mut told, mut agreed) = (0, 0);
    for line in TABLE.lines() {
        let (text, compose, godotenv, python): (String, Option<Variables>, Option<Variables>, Variables) =
            serde_json::from_str(line).unwrap();
        let dotenv = parse(&text);
        let readers = [compose, godotenv, Some(python)];
        let all = readers.iter().flatten().collect::<Vec<_>>();
        let mut names: Vec<&str> = dotenv.entries.iter().map(|entry| entry.key.of(&text)).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let says = |reader: &&Variables| reader.get(name).cloned().flatten();
            let Some(Some(ours)) = dotenv.entry(&text, name).map(|entry| &entry.value).map(|value| value.as_ref())
            else {
                continue;
            };
            let theirs: Vec<String> = all.iter().filter_map(says).collect();
            let same = theirs.len() == 3 && theirs.iter().all(|it| *it == theirs[0]);
            agreed += usize::from(same);
            let Ok(ours) = &ours.text else { continue };
            told += usize::from(same);
            // After a fault the readers go on in different places.
            if dotenv.errors.is_empty() {
                assert!(theirs.iter().all(|it| **it == **ours), "{text:?} {name} {ours:?} {theirs:?}");
            }
        }
    }
    assert!(told * 100 >= agreed * 95, "{told} of {agreed}");
}

/// Spans lie on character boundaries, in order and inside one another, and everything but blanks lies in one.
fn assert_sound(text: &str) -> Result<(), TestCaseError> {
    let dotenv = parse(text);
    let mut at = 0;
    for entry in &dotenv.entries {
        prop_assert!(entry.span.start >= at && entry.span.contains(entry.key));
        prop_assert!(entry.export.is_none_or(|export| entry.span.contains(export) && export.end < entry.key.start));
        if let Some(value) = &entry.value {
            prop_assert!(entry.span.contains(value.span) && value.span.start > entry.key.end);
            prop_assert!(value.quotes == Quotes::None || value.span.contains(value.inner()));
        }
        at = entry.span.end;
    }
    let spans = dotenv.entries.iter().map(|entry| entry.span);
    let spans = spans.chain(dotenv.comments.iter().map(|it| it.span)).chain(dotenv.errors.iter().map(|it| it.span));
    let spans: Vec<Span> = spans.collect();
    for span in &spans {
        prop_assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
    let body = text.strip_prefix('\u{feff}').map_or(0, |_| 3);
    for (at, c) in text.char_indices().filter(|&(at, c)| !c.is_whitespace() && at >= body) {
        prop_assert!(spans.iter().any(|span| span.contains(Span::new(at, at + c.len_utf8()))), "{c:?} at {at}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_text_is_sound(text in "([=:#\\\\'\"$A-C \t\r\n\u{feff}é]|export |\nA=|\nB=\"){0,40}") {
        assert_sound(&text)?;
    }

    #[test]
    fn arbitrary_texts_are_sound(text in any::<String>()) {
        assert_sound(&text)?;
    }
}

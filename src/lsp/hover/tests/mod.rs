//! Hovers over small projects.

use super::hover;
use crate::lsp::fixture::Fixture;

mod deployment;
mod findings;
mod images;
mod robustness;
mod task;

/// The hovered token and the text without marks, at the cursor of a project; nothing is an empty token.
fn hovered(files: &[(&str, &str)]) -> (String, String) {
    let fixture = Fixture::new(files);
    let (view, offset) = fixture.at_cursor();
    let now = "2026-03-02T12:00:00Z".parse().expect("a time");
    match hover(&view, offset, now) {
        Some(it) => (it.span.of(view.text()).to_string(), it.text.plain()),
        None => Default::default(),
    }
}

/// Holds the token and parts of the text against what a project gives at its cursor.
#[track_caller]
fn says(files: &[(&str, &str)], token: &str, parts: &[&str]) -> String {
    let (found, text) = hovered(files);
    assert_eq!(found, token, "{text}");
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
    text
}

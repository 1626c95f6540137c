//! Formats of build services: commands in the log, and Markdown.

use crate::{finding, findings, shown, sources};
use airlint::model::{FileId, Place};
use airlint::report::Format;
use airlint::rules::{Finding, Severity};
use airlint::syntax::Span;

/// `count` findings of a level.
fn many(count: usize, severity: Severity) -> Vec<Finding> {
    let place = |at| Place::new(FileId(0), Span::new(at, at + 1));
    (0..count).map(|at| finding("a-rule", severity, place(at), "one of many")).collect()
}

#[test]
fn github() {
    insta::assert_snapshot!(shown(&findings(), &sources(), Format::Github));
}

#[test]
fn github_escapes_what_its_parser_takes_apart() {
    let place = Place::new(FileId(0), Span::new(0, 1));
    let odd = [finding("a-rule", Severity::Error, place, "100% sure: a,b::c\r\nend")];
    let text = shown(&odd, &sources(), Format::Github);
    let line = text.lines().next().expect("a command");
    assert_eq!(text.lines().count(), 1);
    assert!(
        line.starts_with(
            "::error file=dags/train%2C eval.py,line=1,endLine=1,col=1,endColumn=2,title=airlint (a-rule)::"
        )
    );
    assert!(line.ends_with("::100%25 sure: a,b::c%0Aend"), "{line}");
}

#[test]
fn github_shows_the_worst_first_and_says_what_it_leaves_out() {
    let mut all = many(3, Severity::Info);
    all.extend(many(12, Severity::Warning));
    all.extend(many(11, Severity::Error));
    let text = shown(&all, &sources(), Format::Github);
    let kinds: Vec<&str> = text.lines().filter_map(|line| line.split([' ', ':']).nth(2)).collect();
    let expected = [vec!["notice"], vec!["error"; 11], vec!["warning"; 12], vec!["notice"; 3]].concat();
    assert_eq!(kinds, expected);
    let first = text.lines().next().expect("a line");
    assert!(first.ends_with("the log has 1 error, 2 warnings more"), "{first}");

    let ten = shown(&many(10, Severity::Info), &sources(), Format::Github);
    assert_eq!(ten.lines().count(), 10, "ten fit by themselves");
    let eleven = shown(&many(11, Severity::Info), &sources(), Format::Github);
    assert!(eleven.starts_with("::notice title=airlint::") && eleven.contains("2 info findings more"), "{eleven}");
}

#[test]
fn azure() {
    insta::assert_snapshot!(shown(&findings(), &sources(), Format::Azure));
}

#[test]
fn azure_escapes_what_its_parser_takes_apart() {
    let place = Place::new(FileId(0), Span::new(0, 1));
    let odd = [finding("a-rule", Severity::Warning, place, "100%;]\nend")];
    let text = shown(&odd, &sources(), Format::Azure);
    assert!(text.ends_with("code=a-rule;]100%AZP25;]%0Aend\n"), "{text}");
}

#[test]
fn markdown() {
    insta::assert_snapshot!(shown(&findings(), &sources(), Format::Markdown));
}

#[test]
fn a_long_table_is_cut() {
    let text = shown(&many(510, Severity::Info), &sources(), Format::Markdown);
    assert_eq!(text.matches("\n| info |").count(), 500);
    assert!(text.ends_with("\nAnd 10 more findings.\n"), "{text}");
}

//! What is wrong with a broken text, in words that help.

use granit_parser::ErrorKind;

use super::repair::Remedy;

/// The first place where one pass of the parser gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Offset in bytes.
    pub(super) at: usize,
    pub(super) kind: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// Refused by the parser.
    Grammar(ErrorKind),
    /// More nodes than the arena can number.
    TooLarge,
}

/// A sentence on what is wrong, given what repaired it.
pub(super) fn message(kind: &FaultKind, remedy: Option<&Remedy>) -> String {
    let _ = remedy;
    match kind {
        FaultKind::Grammar(kind) => kind.to_string(),
        FaultKind::TooLarge => "this file has more entries than can be read".to_owned(),
    }
}

/// On an alias to a name that no anchor before it bears.
pub(super) fn unknown_alias(name: &str) -> String {
    format!("`{name}` stands for nothing: no `&{}` is defined above it in this document", name.trim_start_matches('*'))
}

//! What is wrong with a broken text, in words that help.

use granit_parser::ErrorKind;

use super::super::pass::{Fault, FaultKind};
use super::line::Lines;
use super::repair::{Remedy, Repair};

/// What is wrong and what to do about it, given what repaired it.
pub(super) fn of(lines: &Lines<'_>, fault: &Fault, repair: &Repair) -> String {
    let at = repair.at.of(lines.text).trim();
    let line = lines.of(repair.at.start);
    let body = lines.parts(line).body.of(lines.text);
    if let Some(message) = in_quotes_or_block(fault, repair, body) {
        return message;
    }
    match &repair.remedy {
        Remedy::Colon => {
            format!("`{}` has no colon behind it: write `{}:`, then a space and the value", cut(at), cut(at))
        }
        Remedy::SpaceAfterColon => {
            let (key, value) = body.split_once(':').unwrap_or((body, ""));
            format!("a colon needs a space behind it: write `{}: {}`", cut(key), cut(value))
        }
        Remedy::SpaceAfterDash => {
            format!("a dash needs a space behind it: write `- {}`", cut(body.trim_start_matches('-')))
        }
        Remedy::Dash => format!("a new item needs a dash in front of it: write `- {}`", cut(at)),
        Remedy::Indent { now, then } => {
            format!("indented by {}, which fits none of the lines around it: indent it by {then}", count(*now))
        }
        Remedy::Tab => "YAML does not take a tab as indentation: use spaces".to_owned(),
        Remedy::Quote => {
            let quote = at.chars().next().unwrap_or('"');
            format!("this quote is never closed: add a `{quote}` at the end of the text")
        }
        Remedy::Bracket(lacking) => match lacking.as_str() {
            "[" => "`]` closes nothing: add the `[` or take it out".to_owned(),
            "{" => "`}` closes nothing: add the `{` or take it out".to_owned(),
            _ => format!("`{}` is never closed: add `{lacking}`", at.chars().next().unwrap_or('[')),
        },
        Remedy::Stray(sign) => stray(fault, *sign),
        Remedy::Value => value(fault, at),
        Remedy::Template => {
            "a line of a template, no YAML: render the template first, or put it in quotes where it is a value"
                .to_owned()
        }
        Remedy::Conflict => "the mark of a merge conflict: keep one side and take the marks out".to_owned(),
        Remedy::Line => unreadable(fault, body),
    }
}

/// On a fault that nothing repaired, at which reading stopped.
pub(super) fn end(fault: &Fault) -> String {
    match &fault.kind {
        FaultKind::Grammar(ErrorKind::RecursionLimitExceeded) => {
            "nested more than 255 levels deep: nothing reads this, and airlint reads no further".to_owned()
        }
        FaultKind::Grammar(kind) => format!("{}; what follows in this document could not be read", plain(kind)),
        FaultKind::TooLarge => "more entries than airlint can number: what follows was not read".to_owned(),
    }
}

/// On faults inside a scalar, whose kind says more than what repaired them.
fn in_quotes_or_block(fault: &Fault, repair: &Repair, body: &str) -> Option<String> {
    use ErrorKind::*;
    if !matches!(repair.remedy, Remedy::Stray(_) | Remedy::Value) {
        return None;
    }
    let is_even = |quote: char| body.matches(quote).count().is_multiple_of(2);
    let message = match &fault.kind {
        FaultKind::Grammar(InvalidTrailingSingleQuotedScalar | InvalidTrailingDoubleQuotedScalar)
            if is_even('"') && is_even('\'') =>
        {
            "text behind the closing quote: put all of the value between the quotes"
        }
        FaultKind::Grammar(UnknownQuotedScalarEscape | InvalidQuotedScalarHexEscape) => {
            "a backslash between double quotes starts an escape, and this is none: write `\\\\`, or use single quotes"
        }
        FaultKind::Grammar(InvalidBlockScalarHeader) => {
            "nothing but `+`, `-` or a digit may follow `|` or `>` on its line: start the text on the next one"
        }
        _ => return None,
    };
    Some(message.to_owned())
}

fn stray(fault: &Fault, sign: char) -> String {
    match (&fault.kind, sign) {
        (_, '"' | '\'') => format!("`{sign}` opens or closes no quoted text: add the other quote or take this one out"),
        (_, '[' | '{') => format!("`{sign}` is never closed: close it, take it out, or put the text in quotes"),
        (_, ']' | '}') => format!("`{sign}` closes nothing: take it out, or put the text in quotes"),
        (_, '\t') => "a tab in a place where YAML takes spaces only".to_owned(),
        (_, ':') => {
            "a colon too many: a key ends at the first one; put the text in quotes if it is part of it".to_owned()
        }
        (_, '&' | '*' | '!') => {
            format!(
                "`{sign}` has a meaning of its own here ({}): take it out, or put the text in quotes",
                meaning(sign)
            )
        }
        (_, '`') => "a backtick cannot stand here: take it out, or put the text in quotes".to_owned(),
        _ => format!("`{sign}` cannot stand here: take it out, or put the text in quotes"),
    }
}

fn meaning(sign: char) -> &'static str {
    match sign {
        '&' => "it names the value behind it",
        '*' => "it repeats a value named with `&`",
        _ => "it gives a type to the value behind it",
    }
}

fn value(fault: &Fault, text: &str) -> String {
    use ErrorKind::*;
    let kind = match &fault.kind {
        FaultKind::Grammar(kind) => kind,
        FaultKind::TooLarge => return end(fault),
    };
    if text.starts_with("{{") {
        return format!("a template must stand in quotes to be a value: write `\"{}\"`", cut(text));
    }
    match kind {
        MappingValueNotAllowed if text.contains(": ") || text.ends_with(':') => {
            "a second `: ` in one line: put the value in quotes, or start a new line".to_owned()
        }
        _ => match text.chars().next() {
            Some(sign @ ('&' | '*' | '!')) => format!("`{sign}` needs a name behind it, {}", meaning(sign)),
            Some('`') => "a value cannot start with a backtick: put it in quotes".to_owned(),
            Some(sign @ ('@' | '%')) => format!("a value cannot start with `{sign}`: put it in quotes"),
            _ => format!("{}: put the value in quotes if it is a text", plain(kind)),
        },
    }
}

fn unreadable(fault: &Fault, body: &str) -> String {
    use ErrorKind::*;
    match &fault.kind {
        FaultKind::TooLarge => end(fault),
        FaultKind::Grammar(SimpleKeyExpected | ExpectedBlockMappingKey | MappingValueNotAllowed)
            if !body.contains(':') && !body.starts_with('-') =>
        {
            format!("`{}` is no entry: a key needs a colon and a space behind it", cut(body))
        }
        FaultKind::Grammar(ExpectedBlockMappingKey | BlockSequenceEntryNotAllowed) if body.starts_with('-') => {
            "an item of a list among the keys of a mapping: indent it below the key it belongs to".to_owned()
        }
        FaultKind::Grammar(ExpectedBlockSequenceEntry) => {
            "no dash, but the lines above are items of a list: indent it like the item it belongs to, or like the key \
             of the list"
                .to_owned()
        }
        FaultKind::Grammar(kind) => plain(kind),
    }
}

/// The parser's words without its jargon, where they have any.
fn plain(kind: &ErrorKind) -> String {
    use ErrorKind::*;
    let words = match kind {
        ExpectedBlockMappingKey => "this does not continue the mapping above it: check the indentation",
        ExpectedBlockSequenceEntry => "this does not continue the list above it: check the indentation and the dash",
        SimpleKeyExpected => "a key needs a colon and a space behind it",
        MappingValueNotAllowed => "a colon where no key can stand: check the indentation and the line above",
        MappingKeyNotAllowed => "a key where none can stand: check the indentation",
        UnclosedQuotedScalar => "a quote that is never closed",
        DocumentIndicatorInQuotedScalar => "a quote that is not closed before the document ends",
        UnclosedFlowCollection { open } => return format!("`{open}` is never closed"),
        MisplacedFlowCollectionEnd => "a closing bracket without an opening one",
        MismatchedFlowCollectionEnd { open, close } => return format!("`{open}` cannot be closed with `{close}`"),
        ExpectedFlowMappingSeparator => "a comma or `}` is missing",
        ExpectedFlowSequenceSeparator => "a comma or `]` is missing",
        InvalidColonPlacement => "a colon that cannot stand between these brackets",
        BlockEntryInFlowCollection => "a dash between brackets: close the bracket above, or separate items with commas",
        BlockSequenceEntryNotAllowed => "a dash that cannot stand here: start the list on a line of its own",
        InvalidTrailingSingleQuotedScalar | InvalidTrailingDoubleQuotedScalar => "text behind a closing quote",
        TabNotAllowed | TabInBlockIndentation | TabInIndentation | TabInPlainScalar | TabAtBlockScalarStart => {
            "a tab where YAML takes spaces only"
        }
        UnexpectedCharacter { character: '`' } => "a backtick cannot start a value",
        UnexpectedCharacter { character } => return format!("`{}` cannot start a value", character.escape_debug()),
        MissingAnchorOrAliasName => "`&` and `*` need a name behind them",
        InvalidBlockScalarHeader => "nothing but `+`, `-` or a digit may follow `|` or `>` on its line",
        InvalidBlockScalarIndent => "the first lines of this text are indented deeper than the rest",
        InvalidIndentation => "the indentation fits none of the lines around it",
        CommentInterceptedScalar => {
            "a comment in the midst of a value: put the value in quotes, or the comment behind it"
        }
        RecursionLimitExceeded => "nested more than 255 levels deep",
        UndeclaredTagHandle => "a type (`!…!`) that is declared nowhere",
        ExpectedDocumentStart => "text behind the end of the document: separate documents with `---`",
        _ => return kind.to_string(),
    };
    words.to_owned()
}

fn count(spaces: usize) -> String {
    match spaces {
        1 => "1 space".to_owned(),
        _ => format!("{spaces} spaces"),
    }
}

/// `text` short enough for a message.
fn cut(text: &str) -> String {
    const LONGEST: usize = 48;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

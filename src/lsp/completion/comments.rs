//! Comments that tell airlint to be silent: their words, and the names of rules and categories in them.

use super::{Item, ItemKind, Template};
use crate::lsp::View;
use crate::rules;
use crate::syntax::Span;
use crate::workspace::Selector;

/// The words that a comment may say to airlint, and what they do.
const WORDS: [(&str, &str); 2] = [
    ("ignore", "No findings of these rules on this line, or on the next one where the comment has a line to itself."),
    ("ignore-file", "No findings of these rules in this file."),
];

/// What can be written in a comment to airlint around `offset`; `None` where there is none.
pub(super) fn complete(view: &View<'_>, offset: usize) -> Option<Vec<Item>> {
    let text = view.text();
    let start = text.get(..offset)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = text.get(start..offset)?;
    let (head, asked) = before.rsplit_once("airlint:")?;
    // Another tool's comment may stand before ours.
    head.trim_end().strip_suffix('#')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let begin = asked.rfind(|c| !is_word(c)).map_or(0, |at| at + 1);
    let (said, typed) = asked.split_at(begin);
    let rest = text.get(offset..)?;
    let ahead = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let word = Span::new(offset - typed.len(), offset + ahead);
    match said.trim().split_once('[') {
        None if said.trim().is_empty() => {
            let blank = if said.is_empty() { " " } else { "" };
            let bracket = rest.get(ahead..).is_some_and(|rest| rest.trim_start().starts_with('['));
            let item = |(name, meaning): (&str, &str)| {
                let template = Template::of(format!("{blank}{name}"));
                let template =
                    if bracket { template } else { template.text("[").hole(this_rule(view, offset)).text("]") };
                Item::new(ItemKind::Rule, name, word, template).documentation(meaning)
            };
            Some(WORDS.into_iter().map(item).collect())
        }
        Some((verb, listed)) if WORDS.iter().any(|(name, _)| *name == verb.trim()) && !listed.contains(']') => {
            let close = rest
                .get(ahead..)
                .and_then(|rest| rest.find([']', '\n', '\r']).map(|at| rest.as_bytes().get(at) == Some(&b']')));
            let close = if close == Some(true) { "" } else { "]" };
            let listed: Vec<&str> = listed.split(',').map(str::trim).collect();
            Some(rules_except(word, &listed, |name| format!("{name}{close}")))
        }
        _ => Some(Vec::new()),
    }
}

/// A rule that finds something on the line or the next one.
fn this_rule(view: &View<'_>, offset: usize) -> &'static str {
    let text = view.text();
    let start = text.get(..offset).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    let end =
        text.get(offset..).and_then(|rest| rest.match_indices('\n').nth(1)).map_or(text.len(), |(at, _)| offset + at);
    let near = view.findings.iter().find(|finding| (start..=end).contains(&finding.place.span().start));
    near.map_or("", |finding| finding.rule)
}

/// The names of rules, then of categories, but those that are written already.
pub(super) fn rules_except(word: Span, written: &[&str], text: impl Fn(&str) -> String) -> Vec<Item> {
    let names = Selector::names().into_iter().filter(|name| !written.contains(name));
    let item = |name: &'static str| {
        let item = Item::new(ItemKind::Rule, name, word, Template::of(text(name)));
        match rules::named(name) {
            Some(rule) => item.detail(format!("{}, {}", rule.category, rule.severity)).documentation(rule.summary()),
            None => {
                let of = rules::all().filter(|rule| rule.category == name).map(|rule| format!("`{}`", rule.name));
                item.detail("category").documentation(of.collect::<Vec<_>>().join(", "))
            }
        }
    };
    names.map(item).collect()
}

//! The documents of rules: over findings, over names of rules.

use super::Hover;
use super::text::{Text, count, listed};
use crate::lsp::View;
use crate::rules::{self, Finding, Rule, Severity};
use std::cmp::Reverse;

/// How many rules are explained over one token; the others are named.
const EXPLAINED: usize = 2;

/// How much room there is for documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Nothing else is shown.
    All,
    /// Facts stand above.
    Rest,
}

/// The documents of the rules whose findings hold `offset`, the gravest first.
pub(super) fn findings(view: &View, offset: usize, room: Room) -> Option<Hover> {
    let mut here: Vec<&Finding> = view.findings.iter().filter(|finding| view.holds(finding.place, offset)).collect();
    here.sort_by_key(|finding| (finding.place.span().len(), Reverse(finding.severity)));
    let span = here.first()?.place.span();
    let mut found: Vec<(&Rule, Severity)> = Vec::new();
    for finding in here {
        let Some(rule) = rules::named(finding.rule) else { continue };
        if found.iter().all(|(other, _)| other.name != rule.name) {
            found.push((rule, finding.severity));
        }
    }
    let mut text = Text::new();
    let (explained, named) = found.split_at(found.len().min(EXPLAINED));
    for (rule, severity) in explained {
        text.part();
        match (found.len(), room) {
            (1, Room::All) => whole(rule, *severity, &mut text),
            (1, Room::Rest) => beginnings(rule, *severity, &["What happens", "What to do"], &mut text),
            _ => beginnings(rule, *severity, &["What to do"], &mut text),
        }
    }
    if !named.is_empty() {
        let names: Vec<String> = named.iter().map(|(rule, _)| format!("`{}`", rule.name)).collect();
        text.paragraph().say(format!("And {}: {}.", count(named.len(), "more finding"), listed(&names)));
    }
    (!text.is_empty()).then_some(Hover { span, text })
}

/// The rule's document without its examples.
pub(super) fn whole(rule: &Rule, severity: Severity, text: &mut Text) {
    title(rule, severity, text);
    for heading in ["What happens", "What to do"] {
        if let Some(section) = rule.section(heading) {
            text.paragraph().say(format!("**{heading}**")).paragraph().say(section);
        }
    }
}

/// The first paragraph of each of these sections of the rule's document.
fn beginnings(rule: &Rule, severity: Severity, headings: &[&str], text: &mut Text) {
    title(rule, severity, text);
    for heading in headings {
        if let Some(beginning) = rule.section(heading).and_then(|section| section.split("\n\n").next()) {
            text.paragraph().say(format!("**{heading}:** {beginning}"));
        }
    }
}

fn title(rule: &Rule, severity: Severity, text: &mut Text) {
    text.say(format!("**`{}`** · {severity} · {}", rule.name, rule.category)).paragraph().say(rule.summary());
}

/// What a name of a rule or a category means.
pub(super) fn selector(name: &str) -> Option<Text> {
    let mut text = Text::new();
    if let Some(rule) = rules::named(name) {
        whole(rule, rule.severity, &mut text);
        return Some(text);
    }
    let members: Vec<String> =
        rules::all().filter(|rule| rule.category == name).map(|rule| format!("`{}`", rule.name)).collect();
    if members.is_empty() {
        return None;
    }
    text.say(format!("**`{name}`** · category of {}", count(members.len(), "rule")));
    text.paragraph().say(format!("{}.", listed(&members)));
    Some(text)
}

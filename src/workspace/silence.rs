//! Comments that silence findings, and findings about comments that silence nothing.

use super::configuration::{Selector, unknown_selector};
use crate::model::{FileId, Place};
use crate::read::suppression::{Names, Request, Suppression};
use crate::rules::{self, Action, Finding, Proposal, Rule, UNUSED_SUPPRESSION};
use crate::syntax::Span;
use std::collections::HashMap;

/// Takes away the findings that `comments` silence in their files, and adds one for each comment, or name in one, that silences
/// nothing. `ran` are the rules that ran, by name: a rule that did not run may have been silenced for good reason.
pub(super) fn apply<'c>(
    comments: impl Iterator<Item = &'c Suppression>,
    ran: &HashMap<&'static str, &'static Rule>,
    findings: &mut Vec<Finding>,
) {
    let mut entries: Vec<Entry> = Vec::new();
    let mut by_file: HashMap<FileId, Vec<usize>> = HashMap::new();
    for suppression in comments {
        by_file.entry(suppression.place.file).or_default().push(entries.len());
        entries.push(Entry::new(suppression));
    }
    if entries.is_empty() {
        return;
    }
    silence(findings, &by_file, &mut entries, ran);
    if ran.contains_key(UNUSED_SUPPRESSION.name) {
        let mut unused: Vec<Finding> = entries.iter().flat_map(|entry| entry.unused(ran)).collect();
        silence(&mut unused, &by_file, &mut entries, ran);
        findings.append(&mut unused);
    }
}

fn silence(
    findings: &mut Vec<Finding>,
    by_file: &HashMap<FileId, Vec<usize>>,
    entries: &mut [Entry],
    ran: &HashMap<&'static str, &'static Rule>,
) {
    findings.retain(|finding| {
        let mut silenced = false;
        for &at in by_file.get(&finding.place.file).map_or(&[][..], Vec::as_slice) {
            if let (Some(entry), Some(rule)) = (entries.get_mut(at), ran.get(finding.rule)) {
                silenced |= entry.silences(finding, rule);
            }
        }
        !silenced
    });
}

const TAKE_AWAY: &str = "Take the comment away";

/// A comment and which of its names were of use.
struct Entry<'f> {
    suppression: &'f Suppression,
    names: Vec<Name<'f>>,
    /// For a comment without names: whether it was of use.
    used: bool,
}

struct Name<'f> {
    text: &'f str,
    place: Place,
    selector: Option<Selector>,
    used: bool,
}

impl<'f> Entry<'f> {
    fn new(suppression: &'f Suppression) -> Self {
        let listed = match &suppression.request {
            Request::Lines(_, Names::Listed(names)) | Request::File(Names::Listed(names)) => names.as_slice(),
            _ => &[],
        };
        let names = listed.iter().map(|(text, place)| Name {
            text,
            place: *place,
            selector: Selector::named(text),
            used: false,
        });
        Self { suppression, names: names.collect(), used: false }
    }

    /// Whether the comment silences a finding; notes which names were of use.
    fn silences(&mut self, finding: &Finding, rule: &Rule) -> bool {
        let in_reach = match &self.suppression.request {
            Request::NotUnderstood(_) => false,
            Request::File(_) => true,
            Request::Lines(span, _) => {
                let at = finding.place.span().start;
                span.start <= at && (at < span.end || span.is_empty())
            }
        };
        if !in_reach {
            return false;
        }
        let about_comments = rule.name == UNUSED_SUPPRESSION.name;
        match &self.suppression.request {
            // A comment that silences everything would hide that it silences nothing.
            Request::Lines(_, Names::All) | Request::File(Names::All) => {
                self.used |= !about_comments;
                !about_comments
            }
            _ => {
                let mut silenced = false;
                for name in &mut self.names {
                    let takes_in = match name.selector {
                        Some(Selector::Category(_)) if about_comments => false,
                        Some(selector) => selector.takes_in(rule),
                        None => false,
                    };
                    name.used |= takes_in;
                    silenced |= takes_in;
                }
                silenced
            }
        }
    }

    /// The findings on what was of no use in this comment.
    fn unused(&self, ran: &HashMap<&'static str, &'static Rule>) -> Vec<Finding> {
        let everything_ran = || rules::all().all(|rule| ran.contains_key(rule.name));
        match &self.suppression.request {
            Request::NotUnderstood(why) => {
                let finding = self.finding(self.suppression.place, format!("this comment does nothing: {why}"));
                vec![finding.propose(Proposal::suggested(TAKE_AWAY, [self.take_away()]))]
            }
            Request::Lines(_, Names::All) | Request::File(Names::All) => {
                if self.used || !everything_ran() {
                    return Vec::new();
                }
                let message = "nothing is found here, so this comment silences nothing";
                let finding = self.finding(self.suppression.place, message.to_owned()).help("take the comment away");
                vec![finding.propose(Proposal::safe(TAKE_AWAY, [self.take_away()]))]
            }
            _ => self.names.iter().enumerate().filter_map(|(at, name)| self.unused_name(at, name, ran)).collect(),
        }
    }

    fn unused_name(&self, at: usize, name: &Name, ran: &HashMap<&'static str, &'static Rule>) -> Option<Finding> {
        let (title, cut) = match self.cut(at) {
            Some(cut) => (format!("Take `{}` out of the list", name.text), cut),
            None => (TAKE_AWAY.to_owned(), self.take_away()),
        };
        let Some(selector) = name.selector else {
            let finding = self.finding(name.place, unknown_selector(name.text));
            let names = rules::all().flat_map(|rule| [rule.name, rule.category]);
            return Some(match rules::nearest(name.text, names) {
                Some(meant) => {
                    let write = Action::Replace { place: name.place, content: meant.to_owned() };
                    let write = Proposal::suggested(format!("Write `{meant}`"), [write]);
                    finding.propose(write).propose(Proposal::suggested(title, [cut]))
                }
                None => finding.propose(Proposal::safe(title, [cut])),
            });
        };
        let all_ran = rules::all().filter(|rule| selector.takes_in(rule)).all(|rule| ran.contains_key(rule.name));
        let about_comments = matches!(selector, Selector::Rule(rule) if rule == UNUSED_SUPPRESSION.name);
        if name.used || about_comments || !all_ran {
            return None;
        }
        let message = format!("`{}` finds nothing here, so this comment silences nothing of it", name.text);
        let help = if self.names.len() > 1 {
            format!("take `{}` out of the list", name.text)
        } else {
            "take the comment away".to_owned()
        };
        Some(self.finding(name.place, message).help(help).propose(Proposal::safe(title, [cut])))
    }

    fn take_away(&self) -> Action {
        Action::RemoveComment { comment: self.suppression.place }
    }

    /// Takes one of several names out of the list, with a comma.
    fn cut(&self, at: usize) -> Option<Action> {
        let own = self.names.get(at)?.place;
        let span = match (self.names.get(at + 1), at.checked_sub(1).and_then(|before| self.names.get(before))) {
            (Some(next), _) => Span::new(own.span().start, next.place.span().start),
            (None, Some(before)) => Span::new(before.place.span().end, own.span().end),
            (None, None) => return None,
        };
        Some(Action::Replace { place: Place::new(own.file, span), content: String::new() })
    }

    fn finding(&self, place: Place, message: String) -> Finding {
        Finding::new(&UNUSED_SUPPRESSION, place, message)
    }
}

//! Comments that silence findings, and findings about comments that silence nothing.

use super::Settings;
use super::configuration::{Selector, unknown_selector};
use crate::model::{FileId, Place};
use crate::read::suppression::{Names, Request, Suppression};
use crate::rules::{self, Action, EXPIRED_SUPPRESSION, Finding, Proposal, Rule, UNUSED_SUPPRESSION};
use crate::syntax::Span;
use jiff::civil::Date;
use std::collections::HashMap;

/// What decides what comments may silence.
pub(super) struct Silence<'w> {
    /// The rules that ran, by name: a rule that did not run may have been silenced for good reason.
    pub(super) ran: &'w HashMap<&'static str, &'static Rule>,
    /// The settings, which say that some rules are always reported.
    pub(super) settings: &'w Settings,
    /// The day that comments with a date are held against.
    pub(super) today: Date,
}

impl Silence<'_> {
    /// Takes away the findings that `comments` silence in their files, and adds one for each comment, or name in one, that
    /// silences nothing.
    pub(super) fn apply<'c>(&self, comments: impl Iterator<Item = &'c Suppression>, findings: &mut Vec<Finding>) {
        let mut entries: Vec<Entry> = Vec::new();
        let mut by_file: HashMap<FileId, Vec<usize>> = HashMap::new();
        for suppression in comments {
            by_file.entry(suppression.place.file).or_default().push(entries.len());
            entries.push(Entry::new(suppression, self));
        }
        if entries.is_empty() {
            return;
        }
        self.silence(findings, &by_file, &mut entries);
        let mut about_comments: Vec<Finding> = Vec::new();
        if self.ran.contains_key(UNUSED_SUPPRESSION.name) {
            about_comments.extend(entries.iter().flat_map(|entry| entry.unused(self.ran)));
        }
        if self.ran.contains_key(EXPIRED_SUPPRESSION.name) {
            about_comments.extend(entries.iter().filter_map(Entry::expiry));
        }
        self.silence(&mut about_comments, &by_file, &mut entries);
        findings.append(&mut about_comments);
    }

    fn silence(&self, findings: &mut Vec<Finding>, by_file: &HashMap<FileId, Vec<usize>>, entries: &mut [Entry]) {
        findings.retain(|finding| {
            let mut silenced = false;
            for &at in by_file.get(&finding.place.file).map_or(&[][..], Vec::as_slice) {
                if let (Some(entry), Some(rule)) = (entries.get_mut(at), self.ran.get(finding.rule)) {
                    silenced |= entry.silences(finding, rule, self.settings.may_be_silenced(rule));
                }
            }
            !silenced
        });
    }
}

const TAKE_AWAY: &str = "Take the comment away";

/// A comment and which of its names were of use.
struct Entry<'f> {
    suppression: &'f Suppression,
    names: Vec<Name<'f>>,
    /// For a comment without names: whether it was of use.
    used: bool,
    /// Whether its last day is over.
    expired: bool,
}

struct Name<'f> {
    text: &'f str,
    place: Place,
    selector: Option<Selector>,
    used: bool,
    /// Whether it would silence a rule that is always reported.
    refused: bool,
}

impl<'f> Entry<'f> {
    fn new(suppression: &'f Suppression, silence: &Silence) -> Self {
        let listed = match &suppression.request {
            Request::Lines(_, Names::Listed(names)) | Request::File(Names::Listed(names)) => names.as_slice(),
            _ => &[],
        };
        let names = listed.iter().map(|(text, place)| Name {
            text,
            place: *place,
            selector: Selector::named(text),
            used: false,
            refused: false,
        });
        let expired = suppression.until.is_some_and(|until| until < silence.today);
        Self { suppression, names: names.collect(), used: false, expired }
    }

    /// Whether the comment silences a finding; notes which names were of use, and which the configuration overrules.
    fn silences(&mut self, finding: &Finding, rule: &Rule, allowed: bool) -> bool {
        if self.expired {
            return false;
        }
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
        let about_comments = rule.category == UNUSED_SUPPRESSION.category;
        match &self.suppression.request {
            // A comment that silences everything would hide that it silences nothing.
            Request::Lines(_, Names::All) | Request::File(Names::All) => {
                self.used |= !about_comments;
                allowed && !about_comments
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
                    name.refused |= takes_in && !allowed;
                    silenced |= takes_in && allowed;
                }
                silenced
            }
        }
    }

    /// The finding on a comment that no longer holds.
    fn expiry(&self) -> Option<Finding> {
        let until = self.suppression.until.filter(|_| self.expired)?;
        let message = format!("this comment was to hold until {until}: it has silenced nothing since then");
        let finding = Finding::new(&EXPIRED_SUPPRESSION, self.suppression.place, message)
            .help("mend what it silenced and take the comment away, or agree on a later day");
        Some(finding.propose(Proposal::suggested(TAKE_AWAY, [self.take_away()])))
    }

    /// The findings on what was of no use in this comment.
    fn unused(&self, ran: &HashMap<&'static str, &'static Rule>) -> Vec<Finding> {
        if self.expired {
            return Vec::new();
        }
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
        if name.refused {
            let message =
                format!("`{}` is always reported here, as `always-report` in the configuration says", name.text);
            let finding = self.finding(name.place, message).help("mend what is found; a comment does not silence it");
            return Some(finding.propose(Proposal::suggested(title, [cut])));
        }
        let all_ran = rules::all().filter(|rule| selector.takes_in(rule)).all(|rule| ran.contains_key(rule.name));
        let about_comments = match selector {
            Selector::Rule(rule) => rule == UNUSED_SUPPRESSION.name || rule == EXPIRED_SUPPRESSION.name,
            Selector::Category(_) => false,
        };
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

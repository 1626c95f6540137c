//! What can be done about findings.

use super::{Asked, CodeAction, FIX_ALL, QUICK_FIX, View, What};
use crate::fix::{Reach, Suppressor};
use crate::rules::{Applicability, EXPIRED_SUPPRESSION, Finding, Proposal, UNUSED_SUPPRESSION};
use crate::syntax::Span;
use std::collections::BTreeMap;

/// With more rules and lines than this in a selection, nobody wants to silence one of them on its line.
const MOST_LINES: usize = 8;

/// Adds what can be done about the findings that are touched.
pub(super) fn list(view: &View<'_>, asked: &Asked<'_>, list: &mut Vec<CodeAction>) {
    let touches = |span: Span| span.start <= asked.span.end && asked.span.start <= span.end;
    let touched: Vec<(usize, &Finding)> =
        view.findings.iter().enumerate().filter(|(_, finding)| touches(finding.place.span())).collect();
    fixes(&touched, list);
    let mut by_rule: BTreeMap<&str, Vec<(usize, &Finding)>> = BTreeMap::new();
    for (index, finding) in touched {
        by_rule.entry(finding.rule).or_default().push((index, finding));
    }
    for (rule, findings) in &by_rule {
        list.extend(fix_rule(view, rule, findings));
    }
    silence(view, &by_rule, list);
}

/// Applies every safe fix of the file, where there is one.
pub(super) fn fix_all(view: &View<'_>) -> Option<CodeAction> {
    view.findings.iter().any(is_safe).then(|| CodeAction {
        title: "Apply all safe fixes of airlint".to_owned(),
        kind: FIX_ALL,
        is_preferred: false,
        findings: Vec::new(),
        what: What::FixAll,
        patch: None,
    })
}

/// One action for each fix. A fix that several findings propose is one action.
fn fixes(touched: &[(usize, &Finding)], list: &mut Vec<CodeAction>) {
    let mut offered: Vec<(&Proposal, usize)> = Vec::new();
    for &(index, finding) in touched {
        let preferred = finding.proposals.iter().position(|it| it.applicability == Applicability::Safe);
        for (number, proposal) in finding.proposals.iter().enumerate() {
            let known = offered.iter().find(|(other, _)| *other == proposal);
            if let Some(action) = known.and_then(|(_, at)| list.get_mut(*at)) {
                action.findings.push(index);
                continue;
            }
            offered.push((proposal, list.len()));
            let span = finding.place.span();
            list.push(CodeAction {
                title: proposal.title.clone(),
                kind: QUICK_FIX,
                is_preferred: preferred == Some(number),
                findings: vec![index],
                what: What::Fix {
                    rule: finding.rule.to_owned(),
                    start: span.start,
                    end: span.end,
                    title: proposal.title.clone(),
                },
                patch: None,
            });
        }
    }
}

/// Mends all findings of a rule in the file, where there are several: the safe way where that mends several, else the
/// first of each finding's.
fn fix_rule(view: &View<'_>, rule: &str, touched: &[(usize, &Finding)]) -> Option<CodeAction> {
    let all = || view.findings.iter().filter(|finding| finding.rule == rule && !finding.proposals.is_empty());
    let safe = all().filter(|finding| is_safe(finding)).count();
    let (count, suggested) = if safe > 1 { (safe, false) } else { (all().count(), true) };
    (count > 1).then(|| CodeAction {
        title: format!("Fix all {count} of `{rule}` in this file"),
        kind: QUICK_FIX,
        is_preferred: false,
        findings: touched.iter().map(|(index, _)| *index).collect(),
        what: What::FixRule { rule: rule.to_owned(), suggested },
        patch: None,
    })
}

fn is_safe(finding: &Finding) -> bool {
    finding.proposals.iter().any(|proposal| proposal.applicability == Applicability::Safe)
}

/// Comments that silence the rules, where one can stand.
fn silence(view: &View<'_>, by_rule: &BTreeMap<&str, Vec<(usize, &Finding)>>, list: &mut Vec<CodeAction>) {
    let is_about_comments = |rule: &str| rule == UNUSED_SUPPRESSION.name || rule == EXPIRED_SUPPRESSION.name;
    let by_rule = by_rule.iter().filter(|(rule, _)| !is_about_comments(rule));
    let Some(suppressor) = Suppressor::new(view.files.path(view.file), view.text()) else { return };
    let action = |title: String, findings: Vec<usize>, rule: &str, at: usize, reach: Reach| CodeAction {
        title,
        kind: QUICK_FIX,
        is_preferred: false,
        findings,
        what: What::Ignore { rule: rule.to_owned(), at, reach },
        patch: None,
    };
    let mut in_file = Vec::new();
    let mut lines = 0;
    for (rule, findings) in by_rule {
        let mut by_line: BTreeMap<usize, (usize, Vec<usize>)> = BTreeMap::new();
        for (index, finding) in findings {
            let at = finding.place.span().start;
            by_line.entry(suppressor.line(at)).or_insert((at, Vec::new())).1.push(*index);
        }
        lines += by_line.len();
        for (at, of_line) in by_line.into_values() {
            if lines <= MOST_LINES && suppressor.suppress(at, rule, Reach::Line).is_some() {
                list.push(action(format!("Ignore `{rule}` on this line"), of_line, rule, at, Reach::Line));
            }
        }
        let all = findings.iter().map(|(index, _)| *index).collect();
        let at = findings.first().map_or(0, |(_, finding)| finding.place.span().start);
        in_file.push(action(format!("Ignore `{rule}` in this file"), all, rule, at, Reach::File));
    }
    list.extend(in_file);
}

//! What findings say where a format has room for one text only.

use super::Report;
use super::excerpt::harmless;
use crate::rules::Finding;

/// The message with all that one text cannot show otherwise: a line for each related place, and the help.
pub(super) fn whole(report: &Report<'_>, finding: &Finding) -> String {
    let mut lines: Vec<String> = finding.message.lines().map(|line| harmless(line).into_owned()).collect();
    for related in &finding.related {
        let path = report.sources.get(related.place.file).path();
        let (start, _) = report.sources.range(related.place);
        lines.push(harmless(&format!("{path}:{}: {}", start.line, related.message)).into_owned());
    }
    if let Some(help) = &finding.help {
        lines.extend(format!("help: {help}").lines().map(|line| harmless(line).into_owned()));
    }
    lines.join("\n")
}

/// `1 file`, `2 files`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The category of a rule.
pub(super) fn category(rule: &str) -> &'static str {
    crate::rules::named(rule).map_or("airlint", |rule| rule.category)
}

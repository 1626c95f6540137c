//! Findings as diagnostics.

use super::abilities::Abilities;
use super::convert::{location, range};
use crate::lsp::session::{Moment, Scope};
use crate::lsp::text::Lines;
use crate::rules::{self, Finding, Severity, Tag};
use camino::Utf8Path;
use std::hash::{DefaultHasher, Hash, Hasher};
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, NumberOrString,
};

/// The diagnostics of a file.
pub(super) fn diagnostics(moment: &Moment, path: &Utf8Path, abilities: &Abilities) -> Vec<Diagnostic> {
    let found = moment.findings_in(path).zip(moment.lines(path));
    let Some(((scope, findings), lines)) = found else { return Vec::new() };
    findings.iter().map(|finding| diagnostic(moment, scope, &lines, finding, abilities)).collect()
}

/// A number that other diagnostics do not have.
pub(super) fn digest(diagnostics: &[Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(diagnostics).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

/// The numbers of the texts that findings point into.
pub(super) fn stamps(moment: &Moment, scope: &Scope, findings: &[Finding]) -> Vec<u64> {
    let places = findings.iter().flat_map(|it| {
        let related = it.related.iter().map(|related| related.place.file);
        std::iter::once(it.place.file).chain(related)
    });
    let mut files: Vec<_> = places.collect();
    files.sort_unstable();
    files.dedup();
    files.into_iter().map(|file| moment.stamp(scope.path(file))).collect()
}

/// A finding as a diagnostic of the file with those lines.
pub(super) fn diagnostic(
    moment: &Moment,
    scope: &Scope,
    lines: &Lines,
    finding: &Finding,
    abilities: &Abilities,
) -> Diagnostic {
    let related = finding.related.iter().filter_map(|related| {
        let location = location(moment, scope, related.place, abilities.encoding)?;
        Some(DiagnosticRelatedInformation { location, message: related.message.clone() })
    });
    let related: Vec<_> = if abilities.related_information { related.collect() } else { Vec::new() };
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let rule = rules::named(finding.rule);
    let href = rule.and_then(|rule| rule.address().parse().ok()).filter(|_| abilities.code_description);
    let tag = rules::tag(finding.rule).map(tag).filter(|tag| abilities.tags.contains(tag));
    Diagnostic {
        range: range(lines, finding.place.span(), abilities.encoding),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        source: Some("airlint".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        code_description: href.map(|href| CodeDescription { href }),
        tags: tag.map(|tag| vec![tag]),
        data: abilities.diagnostic_data.then(|| data(finding)),
    }
}

/// What a code action wants to know about a diagnostic: its rule, and how far its fixes may be trusted, best first.
fn data(finding: &Finding) -> serde_json::Value {
    let fixes = finding.proposals.iter().map(|proposal| proposal.applicability);
    serde_json::json!({ "rule": finding.rule, "fixes": fixes.collect::<Vec<_>>() })
}

fn tag(tag: Tag) -> DiagnosticTag {
    match tag {
        Tag::Unnecessary => DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => DiagnosticTag::DEPRECATED,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

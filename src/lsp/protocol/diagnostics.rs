//! Findings as diagnostics.

use super::abilities::Abilities;
use super::convert::{location, range};
use crate::lsp::session::{Moment, Scope};
use crate::lsp::text::Lines;
use crate::rules::{self, Finding, Severity, Tag};
use camino::Utf8Path;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock};
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, NumberOrString, Uri,
};

/// Where each rule's document is, by the rule's name.
static ADDRESSES: LazyLock<HashMap<&str, Uri>> =
    LazyLock::new(|| rules::all().filter_map(|rule| Some((rule.name, rule.address().parse().ok()?))).collect());

/// The diagnostics of a file.
pub(super) fn diagnostics(moment: &Moment, path: &Utf8Path, abilities: &Abilities) -> Vec<Diagnostic> {
    moment.findings_in(path).map_or_else(Vec::new, |found| diagnostics_of(moment, path, found, abilities))
}

/// The findings in a file as diagnostics.
pub(super) fn diagnostics_of(
    moment: &Moment,
    path: &Utf8Path,
    (scope, findings): (&Scope, &Arc<[Finding]>),
    abilities: &Abilities,
) -> Vec<Diagnostic> {
    let Some(lines) = moment.lines(path) else { return Vec::new() };
    findings.iter().map(|finding| diagnostic(moment, scope, &lines, finding, abilities)).collect()
}

/// A number that other diagnostics do not have.
pub(super) fn digest(diagnostics: &[Diagnostic]) -> u64 {
    let mut hash = Hash64(DefaultHasher::new());
    // Nothing that is written here fails.
    let _ = serde_json::to_writer(&mut hash, diagnostics);
    hash.0.finish()
}

/// Takes bytes for a hash.
struct Hash64(DefaultHasher);

impl std::io::Write for Hash64 {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A number for the texts that findings point into: another one where any of them is another.
pub(super) fn stamp(moment: &Moment, scope: &Scope, findings: &[Finding]) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut last = None;
    for finding in findings {
        for file in std::iter::once(finding.place.file).chain(finding.related.iter().map(|it| it.place.file)) {
            if last.replace(file) != Some(file) {
                moment.stamp(scope.path(file)).hash(&mut hasher);
            }
        }
    }
    hasher.finish()
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
    let href = ADDRESSES.get(finding.rule).filter(|_| abilities.code_description).cloned();
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

//! Diagnostics for clients that ask for them.

use super::abilities::Abilities;
use super::diagnostics::{diagnostics, diagnostics_of, digest};
use super::server::Server;
use crate::lsp::session::{Moment, Need};
use camino::Utf8Path;
use std::collections::BTreeMap;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

/// The diagnostics of a file, or that they are those of a report that the client has.
enum Report {
    Full(FullDocumentDiagnosticReport),
    Unchanged(UnchangedDocumentDiagnosticReport),
}

impl Report {
    fn new(items: Vec<Diagnostic>, previous: Option<&str>) -> Self {
        let result_id = id(&items);
        if previous == Some(result_id.as_str()) {
            Report::Unchanged(UnchangedDocumentDiagnosticReport { result_id })
        } else {
            Report::Full(FullDocumentDiagnosticReport { result_id: Some(result_id), items })
        }
    }
}

/// The name of a report: that of any other with the same diagnostics.
fn id(items: &[Diagnostic]) -> String {
    format!("{:016x}", digest(items))
}

impl Server {
    pub(super) async fn document_diagnostics(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let path = self.path_of(&params.text_document.uri);
        let abilities = self.abilities().clone();
        let items = self
            .at_moment(Need::Findings, move |moment, _| path.map(|path| diagnostics(moment, &path, &abilities)))
            .await?
            .unwrap_or_default();
        let report = match Report::new(items, params.previous_result_id.as_deref()) {
            Report::Full(full_document_diagnostic_report) => {
                DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                    related_documents: None,
                    full_document_diagnostic_report,
                })
            }
            Report::Unchanged(unchanged_document_diagnostic_report) => {
                DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                    related_documents: None,
                    unchanged_document_diagnostic_report,
                })
            }
        };
        Ok(report.into())
    }

    pub(super) async fn workspace_diagnostics(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let abilities = self.abilities().clone();
        // In one piece: an answer may overtake the notifications that parts of it come in, which wait in another queue.
        let items = self.at_moment(Need::Findings, move |moment, _| workspace(moment, &params, &abilities)).await?;
        Ok(WorkspaceDiagnosticReport { items }.into())
    }
}

/// A report on every file with findings, and on every one that the client believes to have some.
fn workspace(
    moment: &Moment,
    params: &WorkspaceDiagnosticParams,
    abilities: &Abilities,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let previous = params.previous_result_ids.iter().map(|it| (it.uri.as_str(), it.value.as_str()));
    let mut previous: BTreeMap<&str, &str> = previous.collect();
    let mut reports = Vec::new();
    let mut faulty: Vec<_> = moment.faulty().into_iter().collect();
    faulty.sort_unstable_by_key(|(path, _)| path.as_str());
    for (path, found) in faulty {
        let uri = moment.uri(path);
        let report = Report::new(diagnostics_of(moment, path, found, abilities), previous.remove(&*uri));
        reports.extend(report_on(moment, path, &uri, report));
    }
    for (uri, known) in previous {
        let Some(path) = moment.path(uri) else { continue };
        reports.extend(report_on(moment, &path, uri, Report::new(Vec::new(), Some(known))));
    }
    reports
}

fn report_on(moment: &Moment, path: &Utf8Path, uri: &str, report: Report) -> Option<WorkspaceDocumentDiagnosticReport> {
    let uri = uri.parse().ok()?;
    let version = moment.open(path).map(|open| i64::from(open.version));
    Some(match report {
        Report::Full(full_document_diagnostic_report) => {
            WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
        }
        Report::Unchanged(unchanged_document_diagnostic_report) => {
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
        }
    })
}

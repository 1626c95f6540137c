//! Findings file by file, for formats that list them so.

use super::Report;
use crate::rules::Finding;

/// The findings of each file, in the order of the report, with the file's path.
pub(super) fn by_file<'r>(report: &Report<'r>) -> Vec<(&'r str, &'r [Finding])> {
    let chunks = report.findings.chunk_by(|a, b| a.place.file == b.place.file);
    let path = |findings: &'r [Finding]| {
        findings.first().map_or("", |first| report.sources.get(first.place.file).path().as_str())
    };
    chunks.map(|findings| (path(findings), findings)).collect()
}

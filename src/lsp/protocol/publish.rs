//! Diagnostics for clients that do not ask for them: sent as soon as they are known, each file's only where they changed.

use super::abilities::Abilities;
use super::diagnostics::{diagnostics, digest, stamps};
use crate::lsp::session::Moment;
use crate::rules::Finding;
use camino::Utf8Path;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::PublishDiagnostics;
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams};

/// What was sent for a document last.
#[derive(Debug, Default)]
struct Sent {
    version: Option<i32>,
    /// What it was made from: the findings, and the texts of the files that they point into.
    findings: Option<Arc<[Finding]>>,
    stamps: Vec<u64>,
    digest: u64,
    is_empty: bool,
}

/// What was sent, by document.
type All = HashMap<Arc<str>, Sent>;

/// Publishes the diagnostics of every moment until the session ends. A client that reads slowly gets the newest only.
pub(super) async fn publish(client: Client, mut moments: watch::Receiver<Arc<Moment>>, abilities: Abilities) {
    let abilities = Arc::new(abilities);
    let mut sent = All::new();
    while moments.changed().await.is_ok() {
        let moment = Arc::clone(&moments.borrow_and_update());
        if !moment.is_checked {
            continue;
        }
        let abilities = Arc::clone(&abilities);
        let before = std::mem::take(&mut sent);
        let news = tokio::task::spawn_blocking(move || news(&moment, before, &abilities));
        let Ok((now, messages)) = news.await else { continue };
        sent = now;
        for message in messages {
            client.send_notification::<PublishDiagnostics>(message).await;
        }
    }
}

/// What there is to say now, and the messages that bring a client there from what was sent before.
fn news(moment: &Moment, mut before: All, abilities: &Abilities) -> (All, Vec<PublishDiagnosticsParams>) {
    let mut now = All::new();
    let mut messages = Vec::new();
    let mut paths = moment.faulty();
    paths.extend(moment.opened().map(|(path, _)| path));
    for path in paths {
        let uri = moment.uri(path);
        let (sent, message) = news_of(moment, path, before.remove(&uri), abilities);
        messages.extend(message.and_then(|diagnostics| params(&uri, diagnostics, sent.version)));
        now.insert(uri, sent);
    }
    let gone = before.into_iter().filter(|(_, sent)| !sent.is_empty);
    messages.extend(gone.filter_map(|(uri, _)| params(&uri, Vec::new(), None)));
    messages.sort_by(|a, b| a.uri.cmp(&b.uri));
    (now, messages)
}

/// What there is to say about one file, and its diagnostics where they are to be sent.
fn news_of(
    moment: &Moment,
    path: &Utf8Path,
    before: Option<Sent>,
    abilities: &Abilities,
) -> (Sent, Option<Vec<Diagnostic>>) {
    let version = moment.open(path).map(|open| open.version);
    let found = moment.findings_in(path);
    let findings = found.map(|(_, findings)| Arc::clone(findings));
    let stamps = found.map_or_else(Vec::new, |(scope, findings)| stamps(moment, scope, findings));
    let before = before.unwrap_or_default();
    let is_same = match (&before.findings, &findings) {
        (Some(then), Some(now)) => Arc::ptr_eq(then, now) && before.stamps == stamps,
        _ => false,
    };
    if is_same && before.version == version {
        return (before, None);
    }
    let diagnostics = diagnostics(moment, path, abilities);
    let digest = digest(&diagnostics);
    let is_told = before.digest == digest && before.version == version;
    // The first that is said of a closed file is not that there is nothing.
    let is_told =
        is_told || (before.findings.is_none() && before.is_empty && diagnostics.is_empty() && version.is_none());
    let sent = Sent { version, findings, stamps, digest, is_empty: diagnostics.is_empty() };
    (sent, (!is_told).then_some(diagnostics))
}

fn params(uri: &str, diagnostics: Vec<Diagnostic>, version: Option<i32>) -> Option<PublishDiagnosticsParams> {
    Some(PublishDiagnosticsParams { uri: uri.parse().ok()?, diagnostics, version })
}

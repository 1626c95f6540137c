//! Diagnostics for clients that do not ask for them: sent as soon as they are known, each file's only where they changed.

use super::abilities::Abilities;
use super::diagnostics::{diagnostics_of, digest, stamp};
use crate::lsp::session::{Moment, Scope};
use crate::rules::Finding;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::PublishDiagnostics;
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams};

/// What was sent for a document last.
#[derive(Debug)]
struct Sent {
    uri: Arc<str>,
    version: Option<i32>,
    /// What it was made from: the findings, and the texts of the files that they point into.
    findings: Option<Arc<[Finding]>>,
    stamp: u64,
    digest: u64,
}

/// What was sent, by the path of the document.
type All = HashMap<Utf8PathBuf, Sent>;

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
    let faulty = moment.faulty();
    let mut now = All::with_capacity(faulty.len());
    let mut messages = Vec::new();
    let clean = moment.opened().map(|(path, _)| path).filter(|path| !faulty.contains_key(path));
    let clean: Vec<&Utf8Path> = clean.collect();
    let faulty = faulty.into_iter().map(|(path, found)| (path, Some(found)));
    for (path, found) in faulty.chain(clean.into_iter().map(|path| (path, None))) {
        let (key, known) =
            before.remove_entry(path).map_or_else(|| (path.to_owned(), None), |(key, it)| (key, Some(it)));
        let (sent, message) = news_of(moment, path, found, known, abilities);
        messages.extend(message.into_iter().flatten());
        now.insert(key, sent);
    }
    let gone = before.into_values().filter(|sent| sent.findings.is_some());
    messages.extend(gone.filter_map(|sent| params(&sent.uri, Vec::new(), None)));
    messages.sort_by(|a, b| a.uri.cmp(&b.uri));
    (now, messages)
}

/// What there is to say about one file, and the messages that say it.
fn news_of(
    moment: &Moment,
    path: &Utf8Path,
    found: Option<(&Scope, &Arc<[Finding]>)>,
    known: Option<Sent>,
    abilities: &Abilities,
) -> (Sent, [Option<PublishDiagnosticsParams>; 2]) {
    let open = moment.open(path);
    let version = open.map(|open| open.version);
    let uri = match (open, &known) {
        (Some(open), _) => Arc::clone(&open.uri),
        (None, Some(known)) if known.version.is_none() => Arc::clone(&known.uri),
        (None, _) => moment.uri(path),
    };
    let stamp = found.map_or(0, |(scope, findings)| stamp(moment, scope, findings));
    let findings = found.map(|(_, findings)| Arc::clone(findings));
    // The same file under another name: the old name's diagnostics go.
    let (known, cleared) = match known {
        Some(known) if known.uri != uri => {
            let cleared = known.findings.and_then(|_| params(&known.uri, Vec::new(), None));
            (None, cleared)
        }
        known => (known, None),
    };
    if let Some(known) = known.as_ref().filter(|known| known.version == version) {
        let is_same = match (&known.findings, &findings) {
            (Some(then), Some(now)) => Arc::ptr_eq(then, now) && known.stamp == stamp,
            (then, now) => then.is_none() && now.is_none(),
        };
        if is_same {
            let digest = known.digest;
            return (Sent { uri, version, findings, stamp, digest }, [cleared, None]);
        }
    }
    let diagnostics = found.map_or_else(Vec::new, |found| diagnostics_of(moment, path, found, abilities));
    let digest = digest(&diagnostics);
    let is_told = known.is_some_and(|known| known.digest == digest && known.version == version);
    let message = if is_told { None } else { params(&uri, diagnostics, version) };
    (Sent { uri, version, findings, stamp, digest }, [cleared, message])
}

fn params(uri: &str, diagnostics: Vec<Diagnostic>, version: Option<i32>) -> Option<PublishDiagnosticsParams> {
    Some(PublishDiagnosticsParams { uri: uri.parse().ok()?, diagnostics, version })
}

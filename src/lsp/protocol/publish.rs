//! Diagnostics for clients that do not ask for them: sent as soon as they are known, each file's only where they changed.

use super::abilities::Abilities;
use super::diagnostics::diagnostics;
use crate::lsp::session::Moment;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::PublishDiagnostics;
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams};

/// What was sent for a document last.
#[derive(Debug, PartialEq)]
struct Sent {
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

/// Publishes the diagnostics of every moment until the session ends. A client that reads slowly gets the newest only.
pub(super) async fn publish(client: Client, mut moments: watch::Receiver<Arc<Moment>>, abilities: Abilities) {
    let abilities = Arc::new(abilities);
    let mut sent: HashMap<Arc<str>, Sent> = HashMap::new();
    while moments.changed().await.is_ok() {
        let moment = Arc::clone(&moments.borrow_and_update());
        if !moment.is_checked {
            continue;
        }
        let abilities = Arc::clone(&abilities);
        let Ok(new) = tokio::task::spawn_blocking(move || reports(&moment, &abilities)).await else { continue };
        for message in changes(&mut sent, new) {
            client.send_notification::<PublishDiagnostics>(message).await;
        }
    }
}

/// What there is to say about every document that is open or has findings.
fn reports(moment: &Moment, abilities: &Abilities) -> HashMap<Arc<str>, Sent> {
    let mut reports = HashMap::new();
    for open in moment.opened() {
        let nothing = Sent { version: Some(open.version), diagnostics: Vec::new() };
        reports.insert(Arc::clone(&open.uri), nothing);
    }
    for path in moment.faulty() {
        let version = moment.open(path).map(|open| open.version);
        let diagnostics = diagnostics(moment, path, abilities);
        reports.insert(moment.uri(path), Sent { version, diagnostics });
    }
    reports
}

/// The messages that bring a client from what was sent to what there is to say now.
fn changes(sent: &mut HashMap<Arc<str>, Sent>, new: HashMap<Arc<str>, Sent>) -> Vec<PublishDiagnosticsParams> {
    let mut messages = Vec::new();
    for (uri, before) in sent.iter() {
        if !new.contains_key(uri) && !before.diagnostics.is_empty() {
            messages.extend(message(uri, &Sent { version: None, diagnostics: Vec::new() }));
        }
    }
    for (uri, now) in &new {
        if sent.get(uri) != Some(now) {
            messages.extend(message(uri, now));
        }
    }
    messages.sort_by(|a, b| a.uri.cmp(&b.uri));
    *sent = new;
    messages
}

fn message(uri: &str, sent: &Sent) -> Option<PublishDiagnosticsParams> {
    let uri = uri.parse().ok()?;
    Some(PublishDiagnosticsParams { uri, diagnostics: sent.diagnostics.clone(), version: sent.version })
}

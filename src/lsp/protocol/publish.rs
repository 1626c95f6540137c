//! Diagnostics for clients that do not ask for them: sent as soon as they are known, each file's only where they changed.

use super::abilities::Abilities;
use super::diagnostics::{diagnostics_of, digest, stamp};
use crate::lsp::session::{Moment, Scope};
use crate::model::FileId;
use crate::rules::Finding;
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashSet;
use std::collections::{BTreeSet, HashMap, HashSet};
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
    /// Those files, where they are others.
    points: Box<[Utf8PathBuf]>,
}

/// What was sent, by the path of the document.
type All = HashMap<Utf8PathBuf, Sent>;

/// What a client was told, and of which moment.
#[derive(Debug, Default)]
struct Told {
    moment: Option<Arc<Moment>>,
    sent: All,
}

/// Publishes the diagnostics of every moment until the session ends. A client that reads slowly gets the newest only.
pub(super) async fn publish(client: Client, mut moments: watch::Receiver<Arc<Moment>>, abilities: Abilities) {
    let abilities = Arc::new(abilities);
    let mut told = Told::default();
    'moments: while moments.changed().await.is_ok() {
        let moment = Arc::clone(&moments.borrow_and_update());
        if !moment.is_checked {
            continue;
        }
        let paths = told.concerned(&moment);
        // Who looks at a document waits for its findings, and for no others.
        let (open, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| moment.open(path).is_some());
        for paths in [open, others] {
            let (abilities, now) = (Arc::clone(&abilities), Arc::clone(&moment));
            let mut sent = std::mem::take(&mut told.sent);
            let news = tokio::task::spawn_blocking(move || {
                let messages = news(&now, &mut sent, paths, &abilities);
                (sent, messages)
            });
            // A panic: what the client has been told is not known, so it is told everything.
            let Ok((sent, messages)) = news.await else {
                told = Told::default();
                continue 'moments;
            };
            told.sent = sent;
            for message in messages {
                client.send_notification::<PublishDiagnostics>(message).await;
            }
        }
        told.moment = Some(moment);
    }
}

impl Told {
    /// The paths of documents about which there may be something to say.
    fn concerned(&self, moment: &Moment) -> HashSet<Utf8PathBuf> {
        let before = self.moment.as_deref();
        let retexted = before.and_then(|before| Some((before, moment.retexted(before)?)));
        let Some((before, mut paths)) = retexted else {
            let faulty = moment.faulty().into_keys().map(Utf8Path::to_owned);
            let open = moment.opened().map(|(path, _)| path.to_owned());
            return faulty.chain(open).chain(self.sent.keys().cloned()).collect();
        };
        // By text: to compare paths part by part takes longer, for thousands of files at every keystroke.
        let texts: FxHashSet<&str> = paths.iter().map(|path| path.as_str()).collect();
        let points = |sent: &Sent| sent.points.iter().any(|path| texts.contains(path.as_str()));
        let pointing = self.sent.iter().filter(|(_, sent)| points(sent)).map(|(path, _)| path.clone());
        let pointing: Vec<Utf8PathBuf> = pointing.collect();
        paths.extend(pointing);
        paths.extend(moment.refound(before).into_iter().map(Utf8Path::to_owned));
        paths
    }
}

/// The messages about documents that bring a client to a moment from what it was sent before.
fn news(
    moment: &Moment,
    sent: &mut All,
    paths: Vec<Utf8PathBuf>,
    abilities: &Abilities,
) -> Vec<PublishDiagnosticsParams> {
    let mut messages = Vec::new();
    for path in paths {
        let found = moment.findings_in(&path);
        let known = sent.remove(&path);
        if found.is_none() && moment.open(&path).is_none() {
            let gone = known.filter(|sent| sent.findings.is_some());
            messages.extend(gone.and_then(|sent| params(&sent.uri, Vec::new(), None)));
            continue;
        }
        let (now, message) = news_of(moment, &path, found, known, abilities);
        messages.extend(message.into_iter().flatten());
        sent.insert(path, now);
    }
    messages.sort_by(|a, b| a.uri.cmp(&b.uri));
    messages
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
    let points = found.map(|(scope, findings)| points(scope, findings, path)).unwrap_or_default();
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
            return (Sent { uri, version, findings, stamp, digest, points }, [cleared, None]);
        }
    }
    let diagnostics = found.map_or_else(Vec::new, |found| diagnostics_of(moment, path, found, abilities));
    let digest = digest(&diagnostics);
    let is_told = known.is_some_and(|known| known.digest == digest && known.version == version);
    let message = if is_told { None } else { params(&uri, diagnostics, version) };
    (Sent { uri, version, findings, stamp, digest, points }, [cleared, message])
}

/// The other files that findings in a file point into.
fn points(scope: &Scope, findings: &[Finding], path: &Utf8Path) -> Box<[Utf8PathBuf]> {
    let related = findings.iter().flat_map(|finding| &finding.related).map(|related| related.place.file);
    let files: BTreeSet<FileId> = related.collect();
    files.into_iter().map(|file| scope.path(file)).filter(|other| *other != path).map(Utf8Path::to_owned).collect()
}

fn params(uri: &str, diagnostics: Vec<Diagnostic>, version: Option<i32>) -> Option<PublishDiagnosticsParams> {
    Some(PublishDiagnosticsParams { uri: uri.parse().ok()?, diagnostics, version })
}

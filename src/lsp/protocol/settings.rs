//! The editor's settings: from the options of the start, as they are sent, or asked for.

use super::server::Server;
use crate::lsp::session::EditorSettings;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tower_lsp::ls_types::{ConfigurationItem, MessageType};

/// The section of the editor's settings that is airlint's.
pub(super) const SECTION: &str = "airlint";

/// What the editor has stated so far.
#[derive(Debug, Default)]
pub(super) struct Stated {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// The options of the start.
    options: Value,
    /// What was sent last.
    sent: Value,
    /// The number of times that the editor was asked: an answer that a later one overtook is dropped.
    asked: u64,
    /// Complaints that were shown already.
    shown: BTreeSet<String>,
}

impl Stated {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Takes over the options of the start.
    pub(super) fn start_with_settings(&self, options: Option<Value>) {
        self.stated.lock().options = options.unwrap_or_default();
        self.apply_settings(&[], &[]);
    }

    /// Takes over settings that the editor sent, or asks for them where it can be asked.
    pub(super) fn settings_changed(&self, sent: Value) {
        if self.abilities().configuration {
            let server = self.clone();
            tokio::spawn(async move { server.ask_for_settings().await });
        } else {
            self.stated.lock().sent = sent;
            self.apply_settings(&[], &[]);
        }
    }

    /// Asks the editor for its settings, outside all folders and in each. Never from inside a handler: the answer may be
    /// behind messages that wait for the handler.
    pub(super) async fn ask_for_settings(&self) {
        if !self.abilities().configuration {
            return;
        }
        let asked = {
            let mut stated = self.stated.lock();
            stated.asked += 1;
            stated.asked
        };
        let folders: Vec<Arc<str>> =
            self.session.read(|state| state.folders().iter().map(|folder| Arc::clone(&folder.uri)).collect());
        let item = |scope: Option<&Arc<str>>| ConfigurationItem {
            scope_uri: scope.and_then(|uri| uri.parse().ok()),
            section: Some(SECTION.to_owned()),
        };
        let items = std::iter::once(item(None)).chain(folders.iter().map(|folder| item(Some(folder)))).collect();
        match self.client.configuration(items).await {
            Ok(answers) if self.stated.lock().asked == asked => self.apply_settings(&answers, &folders),
            Ok(_) => {}
            Err(error) => self.log(MessageType::WARNING, format!("the editor does not tell its settings: {error}")),
        }
    }

    /// Puts the settings together: the options of the start, what was sent, and `answers`, for everywhere and then for each
    /// of `folders`.
    fn apply_settings(&self, answers: &[Value], folders: &[Arc<str>]) {
        let (options, sent) = {
            let stated = self.stated.lock();
            (stated.options.clone(), stated.sent.clone())
        };
        let mut complaints = Vec::new();
        let mut with = |settings: EditorSettings, stated: &Value| {
            let (settings, found) = settings.with(stated);
            complaints.extend(found);
            settings
        };
        let base = with(EditorSettings::default(), &options);
        let base = with(base, &sent);
        let mut answers = answers.iter();
        let everywhere = with(base.clone(), answers.next().unwrap_or(&Value::Null));
        let own: BTreeMap<_, _> = folders
            .iter()
            .zip(answers)
            .map(|(folder, answer)| (Arc::clone(folder), with(base.clone(), answer)))
            .collect();
        self.session.change(|state| state.set_settings(everywhere, own));
        self.complain(complaints);
    }

    /// Shows what is wrong with the settings, each complaint once.
    fn complain(&self, complaints: Vec<String>) {
        let new: Vec<String> = {
            let shown = &mut self.stated.lock().shown;
            complaints.into_iter().filter(|complaint| shown.insert(complaint.clone())).collect()
        };
        if !new.is_empty() {
            let client = self.client.clone();
            let message = format!("airlint: {}", new.join("\n"));
            tokio::spawn(async move { client.show_message(MessageType::WARNING, message).await });
        }
    }
}

//! Code lenses and inlay hints, and telling the client when to ask for them again.

use super::convert::Here;
use super::server::Server;
use crate::lsp::figures::{self, Lens, Shown};
use crate::lsp::session::{Moment, Need};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeLens, CodeLensParams, Command, InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams, InlayHintTooltip,
    Location, Uri,
};

/// The client's own command that shows places: it gets the document, a position in it, and the places.
pub(super) const SHOW_REFERENCES: &str = "airlint.showReferences";

/// How long the client is left alone after a change before it is told to ask again.
const QUIET: Duration = Duration::from_millis(500);

/// What a lens is found again by.
#[derive(Debug, Serialize, Deserialize)]
struct LensData {
    uri: Uri,
    title: String,
}

impl Server {
    pub(super) async fn lenses(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri.clone();
        let resolves = self.abilities().shows_references;
        let server = self.clone();
        let answer = self.here(&params.text_document.uri, Need::Facts, move |here| {
            let lenses = figures::lenses(&here.view, server.shown(&uri)).into_iter();
            lenses.map(|lens| unresolved(here, &uri, lens, resolves)).collect()
        });
        answer.await
    }

    /// Fills in the places of a lens: they are looked up only for those that are seen.
    pub(super) async fn resolve_lens(&self, mut lens: CodeLens) -> Result<CodeLens> {
        let data = lens.data.take().and_then(|data| serde_json::from_value::<LensData>(data).ok());
        let Some(LensData { uri, title }) = data else { return Ok(lens) };
        let server = self.clone();
        let (range, wanted) = (lens.range, title.clone());
        let document = uri.clone();
        let command = self.here(&uri, Need::Facts, move |here| {
            let mut lenses = figures::lenses(&here.view, server.shown(&document)).into_iter();
            let lens = lenses.find(|lens| lens.title == wanted && here.range(lens.span) == range)?;
            let places: Vec<Location> = lens.places.into_iter().filter_map(|place| here.location(place)).collect();
            let arguments = [
                serde_json::to_value(document).ok()?,
                serde_json::to_value(range.start).ok()?,
                serde_json::to_value(places).ok()?,
            ];
            Some(Command { title: wanted, command: SHOW_REFERENCES.to_owned(), arguments: Some(arguments.to_vec()) })
        });
        lens.command = Some(command.await?.flatten().unwrap_or_else(|| words(title)));
        Ok(lens)
    }

    pub(super) async fn hints(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let server = self.clone();
        let uri = params.text_document.uri.clone();
        let answer = self.here(&uri, Need::Facts, move |here| {
            let shown = server.shown(&params.text_document.uri);
            let hints = figures::hints(&here.view, here.span(params.range), shown).into_iter();
            hints
                .map(|hint| InlayHint {
                    position: here.range(crate::syntax::Span::at(hint.offset)).start,
                    label: InlayHintLabel::String(hint.label),
                    kind: Some(InlayHintKind::TYPE),
                    text_edits: None,
                    tooltip: Some(InlayHintTooltip::String(hint.why)),
                    padding_left: Some(true),
                    padding_right: None,
                    data: None,
                })
                .collect()
        });
        answer.await
    }

    /// The figures that the user wants to see in a document. To be asked at a moment: before the first one the settings are
    /// not known.
    fn shown(&self, uri: &Uri) -> Shown {
        let path = self.path_of(uri);
        self.session.read(|state| {
            let settings = path.as_deref().map_or_else(|| state.settings(), |path| state.settings_at(path));
            settings.figures
        })
    }
}

fn unresolved(here: &Here<'_>, uri: &Uri, lens: Lens, resolves: bool) -> CodeLens {
    let range = here.range(lens.span);
    let data = LensData { uri: uri.clone(), title: lens.title.clone() };
    let data = Some(data).filter(|_| resolves && !lens.places.is_empty());
    match data.and_then(|data| serde_json::to_value(data).ok()) {
        Some(data) => CodeLens { range, command: None, data: Some(data) },
        None => CodeLens { range, command: Some(words(lens.title)), data: None },
    }
}

/// A lens that only says something.
fn words(title: String) -> Command {
    Command { title, command: String::new(), arguments: None }
}

/// Tells the client to ask for lenses and hints again once something other than the document that it edits has changed.
pub(super) async fn refresh(client: Client, mut moments: watch::Receiver<Arc<Moment>>, lenses: bool, hints: bool) {
    // Until the first moment every request waits.
    if moments.changed().await.is_err() {
        return;
    }
    let mut before: Arc<Moment> = Arc::clone(&moments.borrow_and_update());
    while moments.changed().await.is_ok() {
        while let Ok(Ok(())) = tokio::time::timeout(QUIET, moments.changed()).await {}
        let moment = Arc::clone(&moments.borrow_and_update());
        if moment.concerns_others(&before) {
            let told_lenses = !lenses || client.code_lens_refresh().await.is_ok();
            let told_hints = !hints || client.inlay_hint_refresh().await.is_ok();
            if !told_lenses && !told_hints {
                return;
            }
        }
        before = moment;
    }
}

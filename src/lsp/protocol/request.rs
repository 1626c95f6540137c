//! The road of a request: wait for the moment, work beside the protocol's thread, survive a panic.

use super::convert::Here;
use super::server::Server;
use crate::lsp::session::{Moment, Need};
use crate::lsp::uri;
use crate::workspace::isolated;
use camino::Utf8PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::Uri;

/// Says that nobody waits any more once it is dropped, as the future of a cancelled request is.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Server {
    /// Answers a request about an open document from a moment that is at least as new as the last change before it.
    /// `None` where airlint has nothing to do with the document.
    ///
    /// `work` runs on a thread of its own. Where it panics, the request fails and nothing else.
    pub(super) async fn here<T: Send + 'static>(
        &self,
        uri: &Uri,
        need: Need,
        work: impl FnOnce(&Here<'_>) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(path) = self.path_of(uri) else { return Ok(None) };
        let encoding = self.abilities().encoding;
        self.at_moment(need, move |moment, cancel| {
            let (scope, view) = moment.view(&path)?;
            let lines = moment.lines(&path)?;
            Some(work(&Here { view, moment, scope, encoding, cancel, lines }))
        })
        .await
    }

    /// The same for any open document, also one that says nothing yet.
    pub(super) async fn anywhere<T: Send + 'static>(
        &self,
        uri: &Uri,
        work: impl FnOnce(&Here<'_>) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(path) = self.path_of(uri) else { return Ok(None) };
        let encoding = self.abilities().encoding;
        self.at_moment(Need::Facts, move |moment, cancel| {
            let (scope, view) = moment.view_of_any(&path)?;
            let lines = moment.lines(&path)?;
            Some(work(&Here { view, moment, scope, encoding, cancel, lines }))
        })
        .await
    }

    /// Answers a request from a moment that is at least as new as the last change before it; otherwise as
    /// [`here`](Self::here).
    pub(super) async fn at_moment<T: Send + 'static>(
        &self,
        need: Need,
        work: impl FnOnce(&Moment, &AtomicBool) -> T + Send + 'static,
    ) -> Result<T> {
        // Before anything is waited for: later changes do not concern this request.
        let revision = self.session.revision();
        let cancel = Arc::new(AtomicBool::new(false));
        let _waiting = Waiting(Arc::clone(&cancel));
        let moment = self.session.moment(revision, need).await.ok_or_else(Error::request_cancelled)?;
        let result = tokio::task::spawn_blocking(move || isolated(|| work(&moment, &cancel))).await;
        match result {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(reason)) => {
                let message = format!("this is a bug in airlint: the request failed ({reason}); please report it");
                self.log_error(message.clone());
                Err(Error { code: ErrorCode::InternalError, message: message.into(), data: None })
            }
            Err(_) => Err(Error::request_cancelled()),
        }
    }

    /// The path of a document, or the one that stands for it while it is open.
    pub(super) fn path_of(&self, uri: &Uri) -> Option<Utf8PathBuf> {
        let name = uri.as_str();
        self.session.read(|state| state.document(name).map(|it| it.path.clone())).or_else(|| uri::to_path(name))
    }
}

//! The protocol: the one place that names its types. Messages become questions to the features, and their answers become
//! messages; bytes become positions here.
//!
//! A feature's file here has `impl Server { pub(super) async fn … }` with one method for each of its requests, which
//! `server.rs` hands them to, and `capabilities.rs` declares it. [`Server::here`] does what is the same for all of them:
//!
//! ```text
//! pub(super) async fn hover_at(&self, params: HoverParams) -> Result<Option<Hover>> {
//!     let at = params.text_document_position_params;
//!     let answer = move |here: &Here<'_>| {
//!         let found = hover(&here.view, here.offset(at.position))?;
//!         Some(Hover { range: Some(here.range(found.span)), … })
//!     };
//!     Ok(self.here(&at.text_document.uri, Need::Facts, answer).await?.flatten())
//! }
//! ```
//!
//! It waits for a moment that is as new as the last change before the request, works on a thread of its own, and turns a
//! panic into an error of that request. `Need::Findings` waits for the rules as well: `here.view.findings` is empty
//! otherwise. [`Server::at_moment`] is the same for requests about the whole workspace.

mod abilities;
mod actions;
mod capabilities;
mod change;
mod commands;
mod completion;
mod convert;
mod diagnostics;
mod edits;
mod figures;
mod files;
mod frames;
mod hover;
mod input;
mod lifecycle;
mod navigation;
mod parent;
mod problems;
mod progress;
mod publish;
mod pull;
mod refresh;
mod rename;
mod request;
mod server;
mod settings;
mod structure;
mod sync;
#[cfg(test)]
mod tests;

use super::session::Session;
use input::Input;
use server::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tower_lsp::LspService;

/// Messages that are worked on at the same time. Handlers start in the order of their messages and most wait for the
/// session's thread: a change must never queue behind a request that waits for something.
const CONCURRENCY: usize = 1024;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The client asked for a shutdown first.
    Orderly,
    /// It did not: it said `exit` at once, or is gone.
    Disorderly,
}

impl Exit {
    /// The exit code of the process that the protocol wants.
    pub fn code(self) -> u8 {
        match self {
            Exit::Orderly => 0,
            Exit::Disorderly => 1,
        }
    }
}

/// Serves one client until it leaves. Needs a tokio runtime with its timer.
pub async fn serve<R, W>(read: R, write: W) -> Exit
where
    R: AsyncRead + Unpin,
    W: AsyncWrite,
{
    let session = Session::new();
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let gone = Arc::new(Notify::new());
    let service = LspService::build(|client| Server {
        client,
        session: session.clone(),
        abilities: Arc::default(),
        stated: Arc::default(),
        was_shut_down: Arc::clone(&was_shut_down),
        gone: Arc::clone(&gone),
    })
    .custom_method(frames::UNREADABLE, Server::unreadable);
    #[cfg(test)]
    let service = service.custom_method(tests::PANIC, Server::panic);
    let (service, socket) = service.finish();
    let serving = tower_lsp::Server::new(Input::new(read, session.clone()), write, socket)
        .concurrency_level(CONCURRENCY)
        .serve(service);
    tokio::select! {
        () = serving => {}
        () = gone.notified() => {}
    }
    session.stop();
    if was_shut_down.load(Ordering::Relaxed) { Exit::Orderly } else { Exit::Disorderly }
}

//! The protocol: the one place that names its types. Messages become questions to the features, and their answers become
//! messages; bytes become positions here.

mod abilities;
mod capabilities;
mod convert;
mod diagnostics;
mod publish;
mod pull;
mod request;
mod server;
mod sync;

use super::session::Session;
use server::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncRead, AsyncWrite};
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
    let (service, socket) = LspService::new(|client| Server::new(client, session.clone(), Arc::clone(&was_shut_down)));
    let serving = tower_lsp::Server::new(read, write, socket).concurrency_level(CONCURRENCY).serve(service);
    serving.await;
    session.stop();
    if was_shut_down.load(Ordering::Relaxed) { Exit::Orderly } else { Exit::Disorderly }
}

//! Telling a client that asks for diagnostics when to ask again.

use crate::lsp::session::Moment;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tower_lsp::Client;

/// How long the client may take to say that it has heard.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tells the client to ask again whenever findings change in other files than those that it has just changed itself: for
/// those it asks anyway.
pub(super) async fn refresh(client: Client, mut moments: watch::Receiver<Arc<Moment>>) {
    let mut before: Option<Arc<Moment>> = None;
    while moments.changed().await.is_ok() {
        let moment = Arc::clone(&moments.borrow_and_update());
        if !moment.is_checked {
            continue;
        }
        // The first requests wait for the first moment.
        if before.is_some_and(|before| moment.differs_elsewhere(&before)) {
            // Nobody waits for a client that does not answer.
            let _ = tokio::time::timeout(PATIENCE, client.workspace_diagnostic_refresh()).await;
        }
        before = Some(moment);
    }
}

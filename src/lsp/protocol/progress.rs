//! Telling the client about work that takes long.

use super::server::Server;
use crate::lsp::session::Need;
use std::time::Duration;
use tower_lsp::ls_types::ProgressToken;

/// A first check that takes longer is shown as being at work.
const PATIENCE: Duration = Duration::from_millis(200);

impl Server {
    /// Shows that the first check is at work, where it takes long and the client can show it.
    pub(super) async fn show_first_check(&self) {
        let first = self.session.moment(1, Need::Findings);
        tokio::pin!(first);
        if tokio::time::timeout(PATIENCE, &mut first).await.is_ok() {
            return;
        }
        let token = ProgressToken::String("airlint-first-check".to_owned());
        if self.client.create_work_done_progress(token.clone()).await.is_err() {
            return;
        }
        let shown = self.client.progress(token, "airlint").with_message("reading the workspace").begin().await;
        first.await;
        shown.finish().await;
    }
}

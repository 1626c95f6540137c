//! Telling the client about work that takes long.

use super::server::Server;
use crate::lsp::session::Need;
use std::time::Duration;
use tower_lsp::ls_types::ProgressToken;

/// A first check that takes longer is shown as being at work.
const PATIENCE: Duration = Duration::from_millis(200);

impl Server {
    /// Shows how far the first check is, where it takes long and the client can show it.
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
        let progress = self.client.progress(token, "airlint").with_message("reading the workspace");
        let shown = progress.with_percentage(0).begin().await;
        let mut read = self.session.progress();
        loop {
            tokio::select! {
                _ = &mut first => break,
                changed = read.changed() => {
                    let (done, of) = *read.borrow_and_update();
                    if changed.is_err() {
                        break;
                    }
                    let percentage = done.saturating_mul(100).checked_div(of).unwrap_or(0).min(100);
                    let message = format!("read {done} of {of} Python files");
                    shown.report_with_message(message, u32::try_from(percentage).unwrap_or(100)).await;
                }
            }
        }
        shown.finish().await;
    }
}

//! Commands that the editor's user runs.

use super::server::Server;
use crate::lsp::overview;
use crate::lsp::session::Need;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::ExecuteCommandParams;

/// Forgets everything and reads it anew.
const RESTART: &str = "airlint.restart";
/// Says what airlint takes the workspace for, and why: Markdown, as the result.
const SHOW_PROJECT: &str = "airlint.showProject";

/// The commands.
pub(super) const COMMANDS: [&str; 2] = [RESTART, SHOW_PROJECT];

impl Server {
    pub(super) async fn run(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        match params.command.as_str() {
            RESTART => {
                self.session.change(|state| state.restart());
                let server = self.clone();
                tokio::spawn(async move { server.ask_for_settings().await });
                Ok(None)
            }
            SHOW_PROJECT => {
                let text = self.at_moment(Need::Findings, |moment, _| overview::overview(moment)).await?;
                Ok(Some(Value::String(text)))
            }
            other => {
                let known = COMMANDS.join(", ");
                Err(Error::invalid_params(format!("there is no command `{other}`; airlint knows {known}")))
            }
        }
    }
}

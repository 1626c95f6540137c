//! Runs the airlint that is on the project's PATH, or the one that the settings name.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, Command, LanguageServerId, Result, Worktree};

struct Airlint;

impl zed::Extension for Airlint {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree).ok().and_then(|settings| settings.binary);
        let own = binary.as_ref().and_then(|binary| binary.path.clone());
        let command = own
            .or_else(|| worktree.which("airlint"))
            .ok_or("airlint is not on the PATH: install it, or name it in lsp.airlint.binary.path")?;
        let args = binary.and_then(|binary| binary.arguments).unwrap_or_else(|| vec!["lsp".to_owned()]);
        Ok(Command { command, args, env: worktree.shell_env() })
    }

    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings.unwrap_or_default();
        Ok(Some(serde_json::json!({ "airlint": settings })))
    }
}

zed::register_extension!(Airlint);
